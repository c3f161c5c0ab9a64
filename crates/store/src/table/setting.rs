//! Settings: text under a name.

use crate::{Library, Result};

impl Library {
    /// The text of a setting, if it was ever set.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        todo!()
    }

    /// Sets a setting.
    pub fn set_setting(&mut self, name: &str, text: &str) -> Result<()> {
        todo!()
    }
}
