//! Decisions: a log that only grows.

use crate::{DecisionId, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::Verdict;

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

impl Library {
    /// Gives all these posts a verdict, as one act.
    pub fn decide(&mut self, posts: &[PostId], verdict: Verdict, reason: Option<&str>, now: DateTime<Utc>) -> Result<DecisionId> {
        todo!()
    }

    /// Takes back the last act of deciding that has not been taken back; none when there is none.
    pub fn undo(&mut self, now: DateTime<Utc>) -> Result<Option<Undone>> {
        todo!()
    }

    /// Notes that the person says it is done on the platform, or takes that back.
    pub fn claim(&mut self, post: PostId, done: bool, now: DateTime<Utc>) -> Result<()> {
        todo!()
    }

    /// What was decided about a post, oldest first.
    pub fn history(&self, post: PostId) -> Result<Vec<HistoryEntry>> {
        todo!()
    }

    /// The verdict that counts.
    pub fn verdict(&self, post: PostId) -> Result<Option<Verdict>> {
        todo!()
    }

    /// How far the person has come, with `hidden` categories left out.
    pub fn progress(&self, hidden: &[model::Category]) -> Result<Progress> {
        todo!()
    }
}
