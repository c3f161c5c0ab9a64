//! What an import read, and what it did not.

use crate::Kind;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What was made of one file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// Read; this many records were understood.
    Read {
        /// Records taken: posts and facts.
        records: u64,
        /// How many records the archive's own manifest announces, where it does.
        stated: Option<u64>,
    },
    /// A photo, video or other file that posts refer to; not opened.
    Media,
    /// Left alone on purpose, or unreadable; the reason in plain words.
    Skipped(String),
    /// No reader knows it: perhaps a change of format.
    Unknown,
}

/// One file of an archive and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCoverage {
    /// Path inside the archive.
    pub path: String,
    /// What was made of it.
    pub outcome: FileOutcome,
}

/// A record that could not be read. Never holds a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Path inside the archive.
    pub file: String,
    /// Place of the record, counted from 0; none when the whole file is meant.
    pub index: Option<u64>,
    /// What is wrong, in plain words, capitalised, no full stop.
    pub message: String,
}

/// The statement at the end of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Every file of the archive, in the archive's order.
    pub files: Vec<FileCoverage>,
    /// Items by kind.
    pub items: BTreeMap<Kind, u64>,
    /// Kinds of which this archive holds everything the account still has: what is not here is gone from the platform.
    /// A kind is complete only when its files are present, were read to the end, and hold as many records as announced.
    pub complete: BTreeSet<Kind>,
    /// Date of the oldest item.
    pub first: Option<DateTime<Utc>>,
    /// Date of the newest item.
    pub last: Option<DateTime<Utc>>,
}

impl Coverage {
    /// Counts an item.
    pub fn count(&mut self, kind: Kind, at: Option<DateTime<Utc>>) {
        *self.items.entry(kind).or_default() += 1;
        if let Some(at) = at {
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
        }
    }
}
