//! What was said about settings.

use crate::{Library, Result};
use chrono::{DateTime, Utc};
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
        todo!()
    }

    /// The last state of each item that has one.
    pub fn checklist_states(&self) -> Result<BTreeMap<String, ChecklistState>> {
        todo!()
    }
}
