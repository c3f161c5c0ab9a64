//! What `audit` needs to tell whether a post is gone.

use crate::code::{self, Code};
use crate::table::decision;
use crate::{AccountId, ArchiveId, Error, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::{Kind, Verdict};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// A post with something left to do on the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The post.
    pub post: PostId,
    /// Whose it is.
    pub account: AccountId,
    /// Its kind.
    pub kind: Kind,
    /// Whether it has an id of the platform's own, by which archives find it again.
    pub with_id: bool,
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
    /// Archives with another item of the same second that no archive of this one held: it may be the same under another
    /// name, with an id where it had none, or with other words.
    pub twins: BTreeSet<ArchiveId>,
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
        let tasks: Vec<i64> = Verdict::ALL.iter().filter(|verdict| verdict.is_task()).map(|v| v.code()).collect();
        let list = tasks.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let mut select = self.sql.prepare_cached(&format!(
            "SELECT id, account, kind, at, verdict, native_id IS NOT NULL FROM post CROSS JOIN body ON body.post = post.id
             WHERE verdict IN ({list}) ORDER BY account, at, id"
        ))?;
        let mut rows = select.query([])?;
        let mut tasks = Vec::new();
        while let Some(row) = rows.next()? {
            let (post, kind) = (row.get(0)?, Kind::from_code(row.get(2)?)?);
            let (account, at): (AccountId, Option<i64>) = (row.get(1)?, row.get(3)?);
            let sightings = sightings(&self.sql, post)?;
            let twins = match at {
                Some(at) => twins(&self.sql, post, kind, account, at, &sightings)?,
                None => BTreeSet::new(),
            };
            let (decision, decided) = decision::in_force(&self.sql, post)?.ok_or(Error::Damaged)?;
            tasks.push(Task {
                post,
                account,
                kind,
                with_id: row.get(5)?,
                at: code::time_or_none(at)?,
                verdict: Verdict::from_code(row.get(4)?)?,
                decided,
                claimed: decision::claimed_since(&self.sql, post, decision)?,
                sightings,
                twins,
            });
        }
        Ok(tasks)
    }

    /// The archives that held this post, in the order they were imported.
    pub fn sightings(&self, post: PostId) -> Result<Vec<Sighting>> {
        sightings(&self.sql, post)
    }
}

fn sightings(sql: &Connection, post: PostId) -> Result<Vec<Sighting>> {
    let mut select = sql.prepare_cached(
        "SELECT id, exported, imported FROM archive
         WHERE id = (SELECT archive FROM post WHERE id = ?1) OR id IN (SELECT archive FROM sighting WHERE post = ?1)
         ORDER BY id",
    )?;
    let mut rows = select.query([post])?;
    let mut sightings = Vec::new();
    while let Some(row) = rows.next()? {
        sightings.push(Sighting {
            archive: row.get(0)?,
            exported: code::time_or_none(row.get(1)?)?,
            imported: code::time(row.get(2)?)?,
        });
    }
    Ok(sightings)
}

/// See [`Task::twins`].
fn twins(
    sql: &Connection,
    post: PostId,
    kind: Kind,
    account: AccountId,
    at: i64,
    held: &[Sighting],
) -> Result<BTreeSet<ArchiveId>> {
    let second = at.div_euclid(1000) * 1000;
    let mut select =
        sql.prepare_cached("SELECT id, kind FROM post WHERE account = ? AND at BETWEEN ? AND ? AND id <> ?")?;
    let mut rows = select.query(params![account, second, second + 999, post])?;
    let mut twins = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if Kind::from_code(row.get(1)?)?.family() == kind.family() {
            let others: Vec<ArchiveId> = sightings(sql, row.get(0)?)?.iter().map(|sighting| sighting.archive).collect();
            // What stood beside it in one archive is something else.
            if !held.iter().any(|sighting| others.contains(&sighting.archive)) {
                twins.extend(others);
            }
        }
    }
    Ok(twins)
}
