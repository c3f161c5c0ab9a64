//! Archives and what was made of them.

use crate::{AccountId, ArchiveId, Library, Result};
use chrono::{DateTime, Utc};
use model::{Account, Coverage, Warning};

/// An archive that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArchive {
    /// Its number.
    pub id: ArchiveId,
    /// Whose it is.
    pub account: AccountId,
    /// The same, in full.
    pub owner: Account,
    /// Its file name.
    pub name: String,
    /// When the platform made it.
    pub exported: Option<DateTime<Utc>>,
    /// When it was imported.
    pub imported: DateTime<Utc>,
    /// Whether it holds only a part of the account.
    pub partial: bool,
    /// What was read and what not.
    pub coverage: Coverage,
    /// Records that could not be read.
    pub warnings: Vec<Warning>,
    /// Posts it brought.
    pub new: u64,
    /// Posts it held that were there before.
    pub known: u64,
    /// Posts whose words it changed.
    pub changed: u64,
}

impl Library {
    /// All archives in the order they were imported.
    pub fn archives(&self) -> Result<Vec<StoredArchive>> {
        todo!()
    }

    /// The archive with this fingerprint, if it was imported before.
    pub fn archive_with(&self, fingerprint: &str) -> Result<Option<ArchiveId>> {
        todo!()
    }
}
