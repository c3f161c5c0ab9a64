//! What was said about settings.

use crate::code;
use crate::{Library, Result};
use chrono::{DateTime, Utc};
use rusqlite::params;
use std::collections::BTreeMap;

/// The last state a person gave a checklist item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistState {
    /// The state's id.
    pub state: String,
    /// A note, or empty.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Library {
    /// Appends a state.
    pub fn set_checklist(&mut self, item: &str, state: &str, note: &str, now: DateTime<Utc>) -> Result<()> {
        self.sql.execute(
            "INSERT INTO checklist (item, state, note, at) VALUES (?, ?, ?, ?)",
            params![item, state, note, code::millis(now)],
        )?;
        Ok(())
    }

    /// The last state of each item that has one.
    pub fn checklist_states(&self) -> Result<BTreeMap<String, ChecklistState>> {
        let mut select = self.sql.prepare_cached(
            "SELECT item, state, note, at FROM checklist WHERE id IN (SELECT max(id) FROM checklist GROUP BY item)",
        )?;
        let mut rows = select.query([])?;
        let mut states = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let state = ChecklistState { state: row.get(1)?, note: row.get(2)?, at: code::time(row.get(3)?)? };
            states.insert(row.get(0)?, state);
        }
        Ok(states)
    }
}
