//! Decisions: a log that only grows.

use crate::code::{self, Code, Marks};
use crate::{DecisionId, Error, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::{Category, Risk, Verdict};
use rusqlite::{Connection, OptionalExtension, params};

/// What an undo took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The verdict taken back.
    pub verdict: Verdict,
    /// Each post of it and the verdict that counts again.
    pub posts: Vec<(PostId, Option<Verdict>)>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A verdict was given.
    Decided(Verdict),
    /// A verdict was taken back.
    TakenBack(Verdict),
    /// The person said it is done on the platform.
    Claimed,
    /// The person took that back.
    Unclaimed,
}

/// One line of a post's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub act: Act,
    /// The reason given, or empty.
    pub reason: String,
}

/// How far the person has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Posts with findings.
    pub flagged: u64,
    /// Those of them with a verdict.
    pub decided: u64,
    /// Those of high risk without one.
    pub high_left: u64,
}

/// What stands in `decision.act`.
const DECIDED: i64 = 0;
const TAKEN_BACK: i64 = 1;
const CLAIMED: i64 = 2;
const UNCLAIMED: i64 = 3;

impl Library {
    /// Gives all these posts a verdict, as one act. [`Error::NoSuchPost`] when one is unknown or none is named.
    pub fn decide(
        &mut self,
        posts: &[PostId],
        verdict: Verdict,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<DecisionId> {
        if posts.is_empty() {
            return Err(Error::NoSuchPost);
        }
        let transaction = self.sql.transaction()?;
        let decision = append(&transaction, now, DECIDED, Some(verdict), reason.unwrap_or_default(), None)?;
        for post in posts {
            concern(&transaction, decision, *post)?;
            set_verdict(&transaction, *post, Some(verdict))?;
        }
        transaction.commit()?;
        Ok(decision)
    }

    /// Takes back the last act of deciding that has not been taken back; none when there is none.
    pub fn undo(&mut self, now: DateTime<Utc>) -> Result<Option<Undone>> {
        let transaction = self.sql.transaction()?;
        let last: Option<(DecisionId, i64)> = transaction
            .query_row(
                "SELECT id, verdict FROM decision
                 WHERE act = ? AND NOT EXISTS (SELECT 1 FROM decision later WHERE later.undoes = decision.id)
                 ORDER BY id DESC LIMIT 1",
                [DECIDED],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((last, verdict)) = last else { return Ok(None) };
        let verdict = Verdict::from_code(verdict)?;
        let reversal = append(&transaction, now, TAKEN_BACK, Some(verdict), "", Some(last))?;
        let mut select =
            transaction.prepare_cached("SELECT post FROM decision_post WHERE decision = ? ORDER BY post")?;
        let concerned: Vec<PostId> = select.query_map([last], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        drop(select);
        let mut posts = Vec::with_capacity(concerned.len());
        for post in concerned {
            concern(&transaction, reversal, post)?;
            let restored = computed(&transaction, post)?;
            set_verdict(&transaction, post, restored)?;
            posts.push((post, restored));
        }
        transaction.commit()?;
        Ok(Some(Undone { verdict, posts }))
    }

    /// Notes that the person says it is done on the platform, or takes that back.
    pub fn claim(&mut self, post: PostId, done: bool, now: DateTime<Utc>) -> Result<()> {
        let transaction = self.sql.transaction()?;
        let act = if done { CLAIMED } else { UNCLAIMED };
        let decision = append(&transaction, now, act, None, "", None)?;
        concern(&transaction, decision, post)?;
        Ok(transaction.commit()?)
    }

    /// What was decided about a post, oldest first.
    pub fn history(&self, post: PostId) -> Result<Vec<HistoryEntry>> {
        let mut select = self.sql.prepare_cached(
            "SELECT at, act, verdict, reason FROM decision_post JOIN decision ON id = decision WHERE post = ? ORDER BY id",
        )?;
        let mut rows = select.query([post])?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            let verdict = code::verdict(row.get(2)?)?;
            let act = match (row.get(1)?, verdict) {
                (DECIDED, Some(verdict)) => Act::Decided(verdict),
                (TAKEN_BACK, Some(verdict)) => Act::TakenBack(verdict),
                (CLAIMED, _) => Act::Claimed,
                (UNCLAIMED, _) => Act::Unclaimed,
                _ => return Err(Error::Damaged),
            };
            history.push(HistoryEntry { at: code::time(row.get(0)?)?, act, reason: row.get(3)? });
        }
        Ok(history)
    }

    /// The verdict that counts.
    pub fn verdict(&self, post: PostId) -> Result<Option<Verdict>> {
        let mut select = self.sql.prepare_cached("SELECT verdict FROM post WHERE id = ?")?;
        let code: Option<i64> = select.query_row([post], |row| row.get(0)).optional()?;
        code::verdict(code.ok_or(Error::NoSuchPost)?)
    }

    /// How far the person has come, with `hidden` categories left out.
    pub fn progress(&self, hidden: &[Category]) -> Result<Progress> {
        let mut select = self.sql.prepare_cached(
            "SELECT count(*), coalesce(sum(verdict <> 0), 0), coalesce(sum(verdict = 0 AND marks & ?1 >= ?2), 0)
             FROM post WHERE marks <> 0 AND marks & ?1 <> 0",
        )?;
        Ok(select.query_row([Marks::all_but(hidden).0, Marks::floor(Risk::High)], |row| {
            Ok(Progress { flagged: row.get(0)?, decided: row.get(1)?, high_left: row.get(2)? })
        })?)
    }
}

fn append(
    sql: &Connection,
    now: DateTime<Utc>,
    act: i64,
    verdict: Option<Verdict>,
    reason: &str,
    undoes: Option<DecisionId>,
) -> Result<DecisionId> {
    sql.prepare_cached("INSERT INTO decision (at, act, verdict, reason, undoes) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![code::millis(now), act, verdict.map_or(0, Code::code), reason, undoes])?;
    Ok(DecisionId(sql.last_insert_rowid()))
}

/// Says that an act is about a post. A post named twice is meant once.
fn concern(sql: &Connection, decision: DecisionId, post: PostId) -> Result<()> {
    sql.prepare_cached("INSERT INTO decision_post (decision, post) VALUES (?, ?) ON CONFLICT DO NOTHING")?
        .execute((decision, post))?;
    Ok(())
}

fn set_verdict(sql: &Connection, post: PostId, verdict: Option<Verdict>) -> Result<()> {
    sql.prepare_cached("UPDATE post SET verdict = ? WHERE id = ?")?.execute((verdict.map_or(0, Code::code), post))?;
    Ok(())
}

/// The act whose verdict counts for a post, and when it was done.
pub fn in_force(sql: &Connection, post: PostId) -> Result<Option<(DecisionId, DateTime<Utc>)>> {
    let mut select = sql.prepare_cached(
        "SELECT id, at FROM decision_post JOIN decision ON id = decision
         WHERE post = ? AND act = ? AND NOT EXISTS (SELECT 1 FROM decision later WHERE later.undoes = decision.id)
         ORDER BY id DESC LIMIT 1",
    )?;
    let found: Option<(DecisionId, i64)> =
        select.query_row((post, DECIDED), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(id, at)| Ok((id, code::time(at)?))).transpose()
}

/// The verdict of a post as the log has it.
fn computed(sql: &Connection, post: PostId) -> Result<Option<Verdict>> {
    let Some((decision, _)) = in_force(sql, post)? else { return Ok(None) };
    let mut select = sql.prepare_cached("SELECT verdict FROM decision WHERE id = ?")?;
    code::verdict(select.query_row([decision], |row| row.get(0))?)
}

/// When the person said that this decision was carried out, unless taken back.
pub fn claimed_since(sql: &Connection, post: PostId, decision: DecisionId) -> Result<Option<DateTime<Utc>>> {
    let mut select = sql.prepare_cached(
        "SELECT act, at FROM decision_post JOIN decision ON id = decision
         WHERE post = ? AND id > ? AND act IN (2, 3) ORDER BY id DESC LIMIT 1",
    )?;
    let found: Option<(i64, i64)> =
        select.query_row((post, decision), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        Some((CLAIMED, at)) => code::time(at).map(Some),
        _ => Ok(None),
    }
}
