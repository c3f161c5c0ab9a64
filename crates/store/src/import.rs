//! Taking in an archive.

use crate::{AccountId, ArchiveId, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::{Coverage, Exported, Fact, Finding, Post, Warning};

/// An archive being taken in: one transaction. Dropped unfinished, it leaves the library as it was.
pub struct Import<'lib> {
    library: &'lib Library,
    account: AccountId,
    archive: ArchiveId,
}

/// What became of a post that was pushed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The post in the library.
    pub id: PostId,
    /// Whether it was there before.
    pub state: SeenAs,
}

/// Whether a post was in the library before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenAs {
    /// No archive held it so far.
    New,
    /// It was there with the same words.
    Known,
    /// It was there with other words, which are kept as a former version. It is to be judged anew.
    Changed,
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The archive in the library.
    pub archive: ArchiveId,
    /// Whether the same archive had been taken in before; it was read afresh and counts once.
    pub again: bool,
    /// Posts that were not there before.
    pub new: u64,
    /// Posts that were there with the same words.
    pub known: u64,
    /// Posts that were there with other words.
    pub changed: u64,
}

impl Library {
    /// Begins to take in an archive. `fingerprint` tells its bytes from those of any other archive, `name` is its file
    /// name as people know it.
    pub fn begin_import(&mut self, exported: &Exported, fingerprint: &str, name: &str, now: DateTime<Utc>) -> Result<Import<'_>> {
        todo!()
    }
}

impl Import<'_> {
    /// The account the archive belongs to.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Takes in a post, or notes that it was seen again.
    pub fn post(&mut self, post: &Post) -> Result<Seen> {
        todo!()
    }

    /// Takes in a fact about the account.
    pub fn fact(&mut self, fact: &Fact) -> Result<()> {
        todo!()
    }

    /// Takes note of a record that could not be read.
    pub fn warning(&mut self, warning: &Warning) -> Result<()> {
        todo!()
    }

    /// Puts these findings in place of the post's former ones.
    pub fn findings(&mut self, post: PostId, findings: &[Finding]) -> Result<()> {
        todo!()
    }

    /// Completes the import: from here on it stays.
    pub fn finish(self, coverage: &Coverage) -> Result<Outcome> {
        todo!()
    }
}
