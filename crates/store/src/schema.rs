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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_of_the_first_layout_learns_which_of_its_items_have_an_id() {
        let sql = Connection::open_in_memory().unwrap();
        sql.execute_batch(MIGRATIONS[0]).unwrap();
        sql.execute_batch(
            "INSERT INTO account (id, platform, key) VALUES (1, 'x', '1');
             INSERT INTO archive (id, account, fingerprint, name, imported) VALUES (1, 1, 'a', 'a', 0), (2, 1, 'b', 'b', 0);
             INSERT INTO archive_kind (archive, kind, items) VALUES (1, 0, 2), (1, 5, 1), (2, 0, 1), (2, 5, 0);
             INSERT INTO post (id, account, kind, own_words, audience, archive) VALUES (1, 1, 0, 1, 0, 1), (2, 1, 0, 1, 0, 1), (3, 1, 5, 1, 0, 1);
             INSERT INTO body (post, words, native_id, file, place, archive)
                 VALUES (1, 'a', '7', 1, 0, 1), (2, 'b', '8', 1, 1, 1), (3, 'c', NULL, 1, 2, 1);
             INSERT INTO sighting (post, archive) VALUES (2, 2);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        migrate(&sql).unwrap();
        let mut select = sql.prepare("SELECT archive, kind, with_id, inexact FROM archive_kind ORDER BY 1, 2").unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
        let rows: Vec<(i64, i64, i64, i64)> = rows.map(|row| row.unwrap()).collect();
        assert_eq!(rows, [(1, 0, 2, 0), (1, 5, 0, 0), (2, 0, 1, 0), (2, 5, 0, 0)]);
    }
}
