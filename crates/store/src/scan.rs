//! Writing down what a scan found.

use crate::table::finding;
use crate::table::post::Reader;
use crate::{Library, PostFilter, PostId, Result, StoredPost};
use model::Finding;
use rusqlite::{Transaction, params, params_from_iter};
use std::cell::Cell;

/// A scan being written: one transaction. Dropped unfinished, it leaves the former findings in place.
pub struct Scan<'lib> {
    transaction: Transaction<'lib>,
    engine: String,
    which: Which,
    /// Posts up to this one need no scan.
    after: PostId,
    /// Number of the last pieced-together finding.
    joint: Cell<i64>,
}

/// Which posts a scan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All: the former findings and groups are cleared first.
    All,
    /// Those that were added or changed since the last scan, and perhaps some more. Groups stay until
    /// [`Scan::clear_groups`].
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
        let transaction = self.sql.transaction()?;
        let mut after = PostId(0);
        if which == Which::All {
            transaction.execute_batch(
                "DELETE FROM finding;
                 UPDATE post SET marks = 0, score = 0 WHERE marks <> 0;",
            )?;
        } else {
            after = transaction.query_row("SELECT scanned_to FROM library", [], |row| row.get(0))?;
        }
        let joint = transaction.query_row(
            "SELECT coalesce(max(joint), 0) FROM finding WHERE joint IS NOT NULL",
            [],
            |row| row.get(0),
        )?;
        Ok(Scan { transaction, engine: engine.to_owned(), which, after, joint: Cell::new(joint) })
    }

    /// How far the library has been scanned.
    pub fn scan_state(&self) -> Result<ScanState> {
        Ok(self.sql.query_row(
            "SELECT engine, (SELECT count(*) FROM post WHERE id > scanned_to) FROM library",
            [],
            |row| Ok(ScanState { engine: row.get(0)?, unscanned: row.get(1)? }),
        )?)
    }
}

impl Scan<'_> {
    /// Calls `each` with the posts to scan, ordered by account and time. Findings may be written meanwhile.
    pub fn each_post<E: From<crate::Error>>(&self, mut each: impl FnMut(StoredPost) -> Result<(), E>) -> Result<(), E> {
        let filter = PostFilter { after: Some(self.after), ..PostFilter::default() };
        let (end, values) = filter.end();
        Reader::new(&self.transaction).each(&end, params_from_iter(values), &mut each)
    }

    /// Puts these findings in place of the post's former ones. Groups are not touched.
    pub fn findings(&self, post: PostId, findings: &[Finding]) -> Result<()> {
        if self.which == Which::All && finding::next_place(&self.transaction, post)? == 0 {
            finding::add_first(&self.transaction, post, findings)
        } else {
            finding::replace(&self.transaction, post, findings)
        }
    }

    /// Takes away all pieced-together findings.
    pub fn clear_groups(&self) -> Result<()> {
        let mut select = self.transaction.prepare("SELECT DISTINCT post FROM finding WHERE joint IS NOT NULL")?;
        let members: Vec<PostId> = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        self.transaction.execute("DELETE FROM finding WHERE joint IS NOT NULL", [])?;
        members.into_iter().try_for_each(|post| finding::settle(&self.transaction, post))
    }

    /// Adds a pieced-together finding: what each post contributes.
    pub fn group(&self, members: &[(PostId, Finding)]) -> Result<()> {
        self.joint.set(self.joint.get() + 1);
        for (post, part) in members {
            let place = finding::next_place(&self.transaction, *post)?;
            finding::add(&self.transaction, *post, place, part, Some(self.joint.get()))?;
            finding::settle(&self.transaction, *post)?;
        }
        Ok(())
    }

    /// Completes the scan.
    pub fn finish(self) -> Result<()> {
        self.transaction.execute(
            "UPDATE library SET engine = ?, scanned_to = (SELECT coalesce(max(id), 0) FROM post)",
            params![self.engine],
        )?;
        Ok(self.transaction.commit()?)
    }
}
