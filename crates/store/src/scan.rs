//! Writing down what a scan found.

use crate::{Library, PostId, Result};
use crate::{StoredPost};
use model::Finding;

/// A scan being written: one transaction. Dropped unfinished, it leaves the former findings in place.
pub struct Scan<'lib> {
    library: &'lib Library,
    /// Whether this scan began by clearing all findings, so that there are none to look for.
    cleared: bool,
}

/// Which posts a scan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All: the former findings and groups are cleared first.
    All,
    /// Those that were added or changed since the last scan. Groups stay until [`Scan::clear_groups`].
    Unscanned,
}

/// How far the library has been scanned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScanState {
    /// What the last scan was made with, as it was given to [`Library::begin_scan`]; empty before the first scan.
    pub engine: String,
    /// Posts added or changed since, at most.
    pub unscanned: u64,
}

impl Library {
    /// Begins to write a scan. `engine` names rules and profession together; when it differs from
    /// [`Library::scan_state`], everything wants scanning.
    pub fn begin_scan(&mut self, engine: &str, which: Which) -> Result<Scan<'_>> {
        todo!()
    }

    /// How far the library has been scanned.
    pub fn scan_state(&self) -> Result<ScanState> {
        todo!()
    }
}

impl Scan<'_> {
    /// Calls `each` with the posts to scan, ordered by account and time.
    pub fn each_post<E: From<crate::Error>>(&self, each: impl FnMut(StoredPost) -> Result<(), E>) -> Result<(), E> {
        todo!()
    }

    /// Puts these findings in place of the post's former ones. Groups are not touched.
    pub fn findings(&self, post: PostId, findings: &[Finding]) -> Result<()> {
        todo!()
    }

    /// Takes away all pieced-together findings.
    pub fn clear_groups(&self) -> Result<()> {
        todo!()
    }

    /// Adds a pieced-together finding: what each post contributes.
    pub fn group(&self, members: &[(PostId, Finding)]) -> Result<()> {
        todo!()
    }

    /// Completes the scan.
    pub fn finish(self) -> Result<()> {
        todo!()
    }
}
