//! Settings: text under a name.

use crate::{Library, Result};
use rusqlite::OptionalExtension;

impl Library {
    /// The text of a setting, if it was ever set.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        let mut select = self.sql.prepare_cached("SELECT text FROM setting WHERE name = ?")?;
        Ok(select.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Sets a setting.
    pub fn set_setting(&mut self, name: &str, text: &str) -> Result<()> {
        self.sql.execute(
            "INSERT INTO setting (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
            [name, text],
        )?;
        Ok(())
    }
}
