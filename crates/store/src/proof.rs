//! What `audit` needs to tell whether a post is gone.

use crate::{AccountId, ArchiveId, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::{Kind, Verdict};

/// A post with something left to do on the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The post.
    pub post: PostId,
    /// Whose it is.
    pub account: AccountId,
    /// Its kind.
    pub kind: Kind,
    /// When it was made.
    pub at: Option<DateTime<Utc>>,
    /// What shall be done.
    pub verdict: Verdict,
    /// When that was decided.
    pub decided: DateTime<Utc>,
    /// When the person said it was done, unless taken back or decided anew since.
    pub claimed: Option<DateTime<Utc>>,
    /// The archives that held it, in the order they were imported.
    pub sightings: Vec<Sighting>,
}

/// An archive that held a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// The archive.
    pub archive: ArchiveId,
    /// When the platform made it.
    pub exported: Option<DateTime<Utc>>,
    /// When it was imported.
    pub imported: DateTime<Utc>,
}

impl Library {
    /// The posts marked delete, edit or restrict, by account and time.
    pub fn tasks(&self) -> Result<Vec<Task>> {
        todo!()
    }

    /// The archives that held this post, in the order they were imported.
    pub fn sightings(&self, post: PostId) -> Result<Vec<Sighting>> {
        todo!()
    }
}
