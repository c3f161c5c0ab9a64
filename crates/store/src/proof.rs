//! What `audit` needs to tell whether a post is gone.

use crate::code::{self, Code};
use crate::table::decision;
use crate::{AccountId, ArchiveId, Error, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::{Kind, Verdict};
use rusqlite::Connection;

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
            let post = row.get(0)?;
            let (decision, decided) = decision::in_force(&self.sql, post)?.ok_or(Error::Damaged)?;
            tasks.push(Task {
                post,
                account: row.get(1)?,
                kind: Kind::from_code(row.get(2)?)?,
                with_id: row.get(5)?,
                at: code::time_or_none(row.get(3)?)?,
                verdict: Verdict::from_code(row.get(4)?)?,
                decided,
                claimed: decision::claimed_since(&self.sql, post, decision)?,
                sightings: sightings(&self.sql, post)?,
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
