//! Whose the accounts are. Accounts are one person's only when the user says so, never because their names agree.

use crate::coverage::account_name;
use crate::desk::Desk;
use crate::dto::{AccountLine, JobNews};
use crate::problem::Problem;
use crate::scan::{self, Judge};
use store::{AccountId, Library};

/// Every account of the library.
pub fn accounts(desk: &Desk) -> Result<Vec<AccountLine>, Problem> {
    desk.with(|library| lines(library))
}

/// Says that these accounts are one person's. What their posts tell of one patient or of the person is from now on pieced
/// together across all of them.
pub fn link(
    desk: &Desk,
    accounts: &[u32],
    listener: impl Fn(JobNews) + Send + Sync + 'static,
) -> Result<Vec<AccountLine>, Problem> {
    if accounts.len() < 2 {
        let hint = "Name two or more accounts by their numbers.";
        return Err(Problem::new("usage", "One account cannot be linked with itself".to_owned(), hint));
    }
    change(desk, accounts, listener, |library, ids| Ok(library.link_accounts(ids)?))
}

/// Takes that back: this account stands for itself again.
pub fn unlink(
    desk: &Desk,
    account: u32,
    listener: impl Fn(JobNews) + Send + Sync + 'static,
) -> Result<Vec<AccountLine>, Problem> {
    change(desk, &[account], listener, |library, ids| {
        ids.iter().try_for_each(|id| library.unlink_account(*id))?;
        Ok(())
    })
}

fn change(
    desk: &Desk,
    accounts: &[u32],
    listener: impl Fn(JobNews) + Send + Sync + 'static,
    act: impl FnOnce(&mut Library, &[AccountId]) -> Result<(), Problem>,
) -> Result<Vec<AccountLine>, Problem> {
    desk.run(listener, |library, job| {
        let known = library.accounts()?;
        let ids: Vec<AccountId> = accounts.iter().map(|id| AccountId(i64::from(*id))).collect();
        if let Some(id) = ids.iter().find(|id| known.iter().all(|account| account.id != **id)) {
            let hint = "`broadsheet accounts` lists them with their numbers.";
            return Err(Problem::new("no-account", format!("There is no account {id}"), hint));
        }
        act(library, &ids)?;
        let judge = Judge::for_library(library)?;
        scan::settle(library, job, &judge, None)?;
        lines(library)
    })
}

fn lines(library: &Library) -> Result<Vec<AccountLine>, Problem> {
    let line = |stored: store::StoredAccount| AccountLine {
        id: stored.id.0 as u32,
        platform: stored.account.platform.clone(),
        account: account_name(&stored.account),
        name: stored.account.name.as_ref().map(|name| name.reveal().clone()),
        posts: stored.posts as u32,
        person: stored.person as i32,
    };
    Ok(library.accounts()?.into_iter().map(line).collect())
}
