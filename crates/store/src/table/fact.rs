//! Facts about accounts.

use crate::{AccountId, ArchiveId, Library, Result};
use chrono::{DateTime, Utc};
use model::Fact;

/// A fact and the archive it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFact {
    /// Whose it is.
    pub account: AccountId,
    /// Platform id.
    pub platform: String,
    /// The archive.
    pub archive: ArchiveId,
    /// When the platform made that archive.
    pub exported: Option<DateTime<Utc>>,
    /// The fact.
    pub fact: Fact,
}

impl Library {
    /// The facts of all archives, or of one platform's, in the order they were read.
    pub fn facts(&self, platform: Option<&str>) -> Result<Vec<StoredFact>> {
        todo!()
    }
}
