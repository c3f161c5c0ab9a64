//! The report: what was read, what was found, what was decided, in three forms.
//!
//! A report belongs to the person; it is made for them alone. [`Show`] says how many of their words go into it.

mod csv;
mod html;
mod json;
mod redact;

use crate::triage::RiskCounts;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// The forms a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One page that prints well and loads nothing.
    Html,
    /// One line for each flagged post, safe to open in a spreadsheet.
    Csv,
    /// Everything, for programs.
    Json,
}

/// How many of the person's words a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    Words,
    /// With the author and third parties hidden: handles, names, addresses, links and numbers.
    Redacted,
    /// None: counts only.
    Counts,
}

/// A report that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or stream did not take it.
    #[error("Unable to write the report: {0}")]
    Io(#[from] io::Error),
    /// As a table.
    #[error("Unable to write the report as a table: {0}")]
    Csv(#[from] ::csv::Error),
    /// As JSON.
    #[error("Unable to write the report as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// What a report says. It holds words a person wrote, so it has no `Debug`.
#[derive(Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// Day it was made, `2026-11-22`.
    pub made: String,
    /// The headline of the front page.
    pub headline: String,
    /// The sentences below it.
    pub standfirst: String,
    /// Posts read.
    pub posts: u64,
    /// Flagged posts by worst risk.
    pub flagged: Counts,
    /// Flagged posts by category, most first.
    pub by_category: Vec<CategoryCount>,
    /// Posts by verdict id.
    pub by_verdict: BTreeMap<String, u64>,
    /// Posts marked delete, by proof id.
    pub by_proof: BTreeMap<String, u64>,
    /// The archives.
    pub archives: Vec<ArchiveLine>,
    /// Flagged posts, in the order they shall be read.
    pub findings: Vec<PostLine>,
    /// Settings.
    pub checklist: Vec<SettingLine>,
    /// Remarks on the report itself.
    pub notes: Vec<String>,
}

/// Counts by risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// High.
    pub high: u64,
    /// Medium.
    pub medium: u64,
    /// Low.
    pub low: u64,
}

impl From<RiskCounts> for Counts {
    fn from(RiskCounts { high, medium, low }: RiskCounts) -> Self {
        Counts { high, medium, low }
    }
}

/// Flagged posts of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryCount {
    /// Category id.
    pub category: String,
    /// Its name.
    pub name: String,
    /// Posts.
    pub flagged: Counts,
}

/// An archive.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ArchiveLine {
    /// Platform name.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Name of the file it was imported from.
    pub name: String,
    /// Day the platform made it.
    pub exported: Option<String>,
    /// Whether it is only a part of the account.
    pub partial: bool,
    /// Items by kind id.
    pub items: BTreeMap<String, u64>,
    /// Day of the oldest item.
    pub first: Option<String>,
    /// Day of the newest item.
    pub last: Option<String>,
    /// Files read.
    pub files_read: u64,
    /// Files left alone: path and reason.
    pub files_skipped: Vec<SkippedFile>,
    /// Records that could not be read.
    pub warnings: u64,
}

/// A file left alone.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SkippedFile {
    /// Path inside the archive.
    pub path: String,
    /// Why.
    pub why: String,
}

/// A flagged post.
#[derive(Clone, PartialEq, Default, Serialize)]
pub struct PostLine {
    /// Post id.
    pub post: String,
    /// Platform name.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Kind id.
    pub kind: String,
    /// When, RFC 3339 in UTC.
    pub at: Option<String>,
    /// The words.
    pub text: String,
    /// Its address.
    pub url: Option<String>,
    /// Worst risk id.
    pub risk: String,
    /// Why it is here, worst first.
    pub reasons: Vec<Reason>,
    /// Verdict id.
    pub verdict: Option<String>,
    /// The person's own note with the verdict.
    pub note: Option<String>,
    /// Proof id, for posts marked delete.
    pub proof: Option<String>,
    /// Why the proof stands so.
    pub proof_why: Option<String>,
}

/// One reason to look at a post.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// Category name.
    pub category: String,
    /// Rule id.
    pub rule: String,
    /// Rule name.
    pub title: String,
    /// Risk id.
    pub risk: String,
    /// Marked words: start and end in Unicode scalar values.
    pub spans: Vec<(u32, u32)>,
}

/// A setting.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SettingLine {
    /// Item id.
    pub id: String,
    /// Platform name; empty for the general ones.
    pub platform: String,
    /// Heading it stands under.
    pub group: String,
    /// Name of the setting.
    pub title: String,
    /// `essential`, `recommended` or `optional`.
    pub weight: String,
    /// State id.
    pub state: String,
    /// What the archives say.
    pub evidence: Vec<EvidenceLine>,
}

/// What an archive says about a setting.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    /// The statement.
    pub says: String,
    /// Day the archive was made.
    pub as_of: Option<String>,
    /// `ok`, `at-risk` or `hint`.
    pub tone: String,
}

impl Report {
    /// The same report with fewer words. `names` are names and handles known to belong to the author or to others.
    pub fn showing(self, show: Show, names: &[String]) -> Report {
        match show {
            Show::Words => self,
            Show::Redacted => redact::redact(self, names),
            Show::Counts => redact::counts_only(self),
        }
    }

    /// Writes the report.
    pub fn write(&self, form: Form, out: impl io::Write) -> Result<(), Error> {
        match form {
            Form::Html => html::write(self, out),
            Form::Csv => csv::write(self, out),
            Form::Json => json::write(self, out),
        }
    }
}

#[cfg(test)]
mod tests;
