//! The review list: which posts, in what order, and the counts beside it.

use crate::{AccountId, Library, PostId, Result};
use chrono::{DateTime, Utc};
use model::{Audience, Category, Kind, Private, Risk, Verdict};

/// Which posts are meant. An empty list means "any".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Worst risk.
    pub risks: Vec<Risk>,
    /// Has a finding of one of these categories.
    pub categories: Vec<Category>,
    /// Platform ids.
    pub platforms: Vec<String>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Audiences.
    pub audiences: Vec<Audience>,
    /// Years of the post, in UTC.
    pub years: Vec<i32>,
    /// Accounts.
    pub accounts: Vec<AccountId>,
    /// What was decided.
    pub states: Vec<State>,
    /// Full-text search as in [`Library::search`]; blank means none.
    pub query: Option<String>,
    /// Categories that were switched off: their findings count as absent.
    pub hidden: Vec<Category>,
    /// Whether only posts with findings are meant.
    pub flagged_only: bool,
}

/// What was decided of a post, for a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nothing.
    Undecided,
    /// Anything.
    Decided,
    /// This.
    Verdict(Verdict),
}

/// In what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Worst risk first, then by score, then newest first.
    #[default]
    Worst,
    /// Newest first; posts without a date last.
    Newest,
    /// Oldest first; posts without a date last.
    Oldest,
}

/// A post in the review list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// The post.
    pub post: PostId,
    /// Platform id.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Kind.
    pub kind: Kind,
    /// When it was made.
    pub at: Option<DateTime<Utc>>,
    /// The words.
    pub words: Private<String>,
    /// Who can see it.
    pub audience: Audience,
    /// Worst risk; none for a post without findings.
    pub risk: Option<Risk>,
    /// Highest score of its findings, 0 without.
    pub score: f32,
    /// Categories of its findings, those of the worst risk first.
    pub categories: Vec<Category>,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// How many other posts its findings were pieced together with.
    pub with: u64,
}

/// Counts beside the list: for each value, the posts that fit the filter if only this facet's own choice is set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By worst risk, highest first.
    pub risks: Vec<(Risk, u64)>,
    /// By category, most first.
    pub categories: Vec<(Category, u64)>,
    /// By platform id, most first.
    pub platforms: Vec<(String, u64)>,
    /// By kind, most first.
    pub kinds: Vec<(Kind, u64)>,
    /// By audience, most first.
    pub audiences: Vec<(Audience, u64)>,
    /// By year, newest first.
    pub years: Vec<(i32, u64)>,
    /// By account, most first.
    pub accounts: Vec<(AccountId, u64)>,
    /// Undecided, decided, and each verdict given.
    pub states: Vec<(State, u64)>,
}

impl Library {
    /// A page of the review list.
    pub fn review(&self, filter: &Filter, sort: Sort, offset: u64, limit: u64) -> Result<Vec<ReviewRow>> {
        todo!()
    }

    /// How many posts fit.
    pub fn count(&self, filter: &Filter) -> Result<u64> {
        todo!()
    }

    /// The ids of all posts that fit, in the list's order.
    pub fn review_ids(&self, filter: &Filter, sort: Sort) -> Result<Vec<PostId>> {
        todo!()
    }

    /// The counts beside the list.
    pub fn facets(&self, filter: &Filter) -> Result<Facets> {
        todo!()
    }
}
