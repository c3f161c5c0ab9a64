//! Accounts.

use crate::{AccountId, Library, Result};
use model::{Account, Exported};
use rusqlite::{Connection, OptionalExtension, params};

/// An account of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Its number.
    pub id: AccountId,
    /// What is known of it.
    pub account: Account,
    /// Posts of it in the library.
    pub posts: u64,
    /// Accounts with the same number are one person's, as the user said.
    pub person: i64,
}

impl Library {
    /// All accounts, by platform and handle.
    pub fn accounts(&self) -> Result<Vec<StoredAccount>> {
        let mut select = self.sql.prepare_cached(
            "SELECT id, platform, key, handle, name, (SELECT count(*) FROM post WHERE account = account.id),
                    coalesce(person, -id)
             FROM account ORDER BY platform, handle, id",
        )?;
        let rows = select.query_map([], |row| {
            Ok(StoredAccount {
                id: row.get(0)?,
                account: Account {
                    platform: row.get(1)?,
                    key: row.get(2)?,
                    handle: row.get(3)?,
                    name: row.get::<_, Option<String>>(4)?.map(Into::into),
                },
                posts: row.get(5)?,
                person: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Says that these accounts are one person's, and with them the accounts already linked to any of them.
    pub fn link_accounts(&mut self, accounts: &[AccountId]) -> Result<()> {
        let Some(first) = accounts.first() else { return Ok(()) };
        let change = self.sql.transaction()?;
        for account in accounts {
            change.execute(
                "UPDATE account SET person = ?2
                 WHERE id = ?1 OR person = (SELECT person FROM account WHERE id = ?1)",
                params![account, first],
            )?;
        }
        Ok(change.commit()?)
    }

    /// Takes back what was said of this account: it stands for itself again.
    pub fn unlink_account(&mut self, account: AccountId) -> Result<()> {
        self.sql.execute("UPDATE account SET person = NULL WHERE id = ?", [account])?;
        Ok(())
    }
}

/// The number of an account, which is added when it is not there. Handle and name become what the archive says, unless
/// an archive made later said so already.
pub fn enter(sql: &Connection, exported: &Exported) -> Result<AccountId> {
    let account = &exported.account;
    let name = account.name.as_ref().map(|name| name.reveal());
    let found: Option<AccountId> = sql
        .query_row("SELECT id FROM account WHERE platform = ? AND key = ?", [&account.platform, &account.key], |row| {
            row.get(0)
        })
        .optional()?;
    let Some(id) = found else {
        sql.execute(
            "INSERT INTO account (platform, key, handle, name) VALUES (?, ?, ?, ?)",
            params![account.platform, account.key, account.handle, name],
        )?;
        return Ok(AccountId(sql.last_insert_rowid()));
    };
    let newest: Option<i64> =
        sql.query_row("SELECT max(exported) FROM archive WHERE account = ?", [id], |row| row.get(0))?;
    if exported.at.map(crate::code::millis) >= newest {
        sql.execute(
            "UPDATE account SET handle = CASE WHEN ?2 = '' THEN handle ELSE ?2 END, name = coalesce(?3, name) WHERE id = ?1",
            params![id, account.handle, name],
        )?;
    }
    Ok(id)
}
