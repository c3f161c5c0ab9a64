//! The layout and how it grows: numbered migrations, of which a shipped one is never edited.

use crate::{Error, Result};
use rusqlite::Connection;

/// Every step from an empty file to the present layout. `user_version` counts the steps a file has taken.
const MIGRATIONS: &[&str] =
    &[include_str!("../migrations/0001_library.sql"), include_str!("../migrations/0002_media_and_person.sql")];

/// Takes the steps that are missing, all or none.
pub fn migrate(sql: &Connection) -> Result<()> {
    let taken: usize = sql.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let Some(missing) = MIGRATIONS.get(taken..) else { return Err(Error::TooNew) };
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = sql.unchecked_transaction()?;
    for step in missing {
        sql.execute_batch(step)?;
    }
    sql.pragma_update(None, "user_version", MIGRATIONS.len())?;
    transaction.commit()?;
    Ok(())
}
