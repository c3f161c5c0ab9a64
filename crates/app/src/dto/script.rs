//! The contract's JSON, for scripts. Forms are only ever added to.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of `scan --jsonl` input. Only `id` and `text` are required; unknown fields are ignored.
#[derive(Debug, Deserialize)]
pub struct ScanLine {
    /// Any id; given back.
    pub id: String,
    /// The words.
    pub text: String,
    /// When, `2014-03-03T23:41:00`, with or without an offset.
    #[serde(default)]
    pub at: Option<String>,
    /// Kind id.
    #[serde(default)]
    pub kind: Option<String>,
    /// Posts of one author are read together.
    #[serde(default)]
    pub author: Option<String>,
    /// Audience id.
    #[serde(default)]
    pub audience: Option<String>,
    /// What the author does, in words.
    #[serde(default)]
    pub profession: Option<String>,
}

/// One line of `scan --jsonl` output.
#[derive(Debug, Serialize)]
pub struct ScanResult {
    /// As given.
    pub id: String,
    /// `none` or the highest risk of the findings.
    pub risk: &'static str,
    /// Order for review, 0 to 1.
    pub score: f32,
    /// Findings, worst first.
    pub findings: Vec<ScanFinding>,
}

/// One finding of `scan --jsonl`.
#[derive(Debug, Clone, Serialize)]
pub struct ScanFinding {
    /// Category id.
    pub category: &'static str,
    /// Risk id.
    pub risk: &'static str,
    /// Order for review, 0 to 1.
    pub score: f32,
    /// Rule id.
    pub rule: String,
    /// Marked words.
    pub spans: Vec<SpanText>,
    /// Ids of the other posts of a pieced-together finding.
    pub with: Vec<String>,
}

/// A line that could not be read.
#[derive(Debug, Serialize)]
pub struct BadLine {
    /// Number of the line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub error: String,
}

/// Marked words: where, in Unicode scalar values, and what.
#[derive(Debug, Clone, Serialize)]
pub struct SpanText {
    /// First scalar value.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// `audit --format json`.
#[derive(Debug, Serialize)]
pub struct Audit {
    /// Each archive.
    pub archives: Vec<ArchiveLine>,
    /// Posts of the person's own in the library.
    pub posts: u32,
    /// Flagged posts by worst risk.
    pub flagged: super::RiskCounts,
    /// Flagged posts by category.
    pub by_category: BTreeMap<String, u32>,
    /// Settings by platform.
    pub checklist: BTreeMap<String, ChecklistCount>,
    /// Wall time.
    pub seconds: Seconds,
}

/// Settings of one platform, counted.
#[derive(Debug, Serialize)]
pub struct ChecklistCount {
    /// Items on the list.
    pub items: u32,
    /// Items about which the archive says something.
    pub answered_by_archive: u32,
    /// Items that the archive shows to be at risk.
    pub at_risk: u32,
}

/// Wall time of the two halves of an audit, in seconds.
#[derive(Debug, Serialize)]
pub struct Seconds {
    /// Reading, judging each post and storing, which run side by side.
    pub import: f64,
    /// Reading posts together: what can be pieced together.
    pub scan: f64,
}

/// One archive, in `audit` and `coverage`.
#[derive(Debug, Serialize)]
pub struct ArchiveLine {
    /// Platform id.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Day the platform made it.
    pub exported: Option<String>,
    /// Whether it is only a part of the account.
    pub partial: bool,
    /// Items by kind.
    pub items: BTreeMap<String, u32>,
    /// Day of the oldest item.
    pub first: Option<String>,
    /// Day of the newest item.
    pub last: Option<String>,
    /// Months without a post between the first and the last, the longest stretch first.
    pub quiet: Vec<super::QuietMonths>,
    /// What archives of this platform never contain; in `coverage` only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<String>,
    /// Files read.
    pub files_read: u32,
    /// Files left alone, and why.
    pub files_skipped: Vec<Skipped>,
    /// Records that could not be read.
    pub warnings: Vec<super::WarningLine>,
    /// Every file and what was made of it; in `coverage` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<super::FileLine>>,
}

/// A file left alone.
#[derive(Debug, Serialize)]
pub struct Skipped {
    /// Path inside the archive.
    pub path: String,
    /// Why.
    pub why: String,
}

/// One finding of `findings`.
#[derive(Debug, Serialize)]
pub struct FindingLine {
    /// The id `decide` takes.
    pub post: String,
    /// Platform id.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Kind id.
    pub kind: &'static str,
    /// When, RFC 3339 in UTC.
    pub at: Option<String>,
    /// The words.
    pub text: String,
    /// Category id.
    pub category: &'static str,
    /// Risk id.
    pub risk: &'static str,
    /// Order for review, 0 to 1.
    pub score: f32,
    /// Rule id.
    pub rule: String,
    /// Marked words.
    pub spans: Vec<SpanText>,
    /// Other posts of a pieced-together finding.
    pub with: Vec<String>,
    /// Verdict id.
    pub verdict: Option<&'static str>,
}

/// One line of `posts`.
#[derive(Debug, Serialize)]
pub struct PostLine {
    /// The id `decide` takes.
    pub id: String,
    /// Platform id.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Kind id.
    pub kind: &'static str,
    /// The platform's own id.
    pub native_id: Option<String>,
    /// When, RFC 3339 in UTC.
    pub at: Option<String>,
    /// When by the author's clock, `2014-03-03T23:41:00+01:00`, where the export states it.
    pub local: Option<String>,
    /// The words.
    pub text: String,
    /// What it answers, quotes or likes.
    pub reply_to: Option<String>,
    /// Audience id.
    pub audience: &'static str,
    /// Its address.
    pub url: Option<String>,
    /// Photos and videos.
    pub media: Vec<MediaLine>,
    /// Place stated with it.
    pub place: Option<PlaceLine>,
    /// Where it stands in the archive.
    pub source: SourceLine,
    /// Whether the account's owner wrote the words.
    pub own_words: bool,
    /// What it stands under.
    pub about: Option<String>,
}

/// A photo or video of a post.
#[derive(Debug, Serialize)]
pub struct MediaLine {
    /// Path inside the archive.
    pub path: Option<String>,
    /// Caption or text alternative.
    pub description: Option<String>,
    /// Local time at which it was taken, `2014-03-03T21:04:05`.
    pub taken: Option<String>,
    /// Maker and model of the camera or phone.
    pub camera: Option<String>,
    /// Where it was taken.
    pub place: Option<PlaceLine>,
}

/// A place.
#[derive(Debug, Serialize)]
pub struct PlaceLine {
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Name.
    pub name: Option<String>,
}

/// Where a record stands.
#[derive(Debug, Serialize)]
pub struct SourceLine {
    /// Path inside the archive.
    pub file: String,
    /// Place in the file, counted from 0.
    pub index: u64,
}

/// One setting of `checklist`.
#[derive(Debug, Serialize)]
pub struct ChecklistLine {
    /// Item id.
    pub id: String,
    /// Platform id, or `general`.
    pub platform: String,
    /// Group id.
    pub group: String,
    /// Weight id.
    pub weight: String,
    /// Name of the setting.
    pub title: String,
    /// State id.
    pub state: String,
    /// What the archives say.
    pub evidence: Vec<Evidence>,
    /// Address of the setting.
    pub link: Option<String>,
}

/// What an archive says about a setting.
#[derive(Debug, Serialize)]
pub struct Evidence {
    /// The statement.
    pub says: String,
    /// File inside the archive.
    pub file: String,
    /// Day the archive was made.
    pub as_of: Option<String>,
}

/// One post of `proof`.
#[derive(Debug, Serialize)]
pub struct ProofLine {
    /// Post id.
    pub post: String,
    /// State id.
    pub state: &'static str,
    /// Why, in a sentence.
    pub why: String,
}

/// One line of `exposure`.
#[derive(Debug, Serialize)]
pub struct ExposureLine {
    /// Heading it belongs under: `What names you`.
    pub group: String,
    /// Platform ids whose archives state it. More than one ties the accounts together.
    pub platforms: Vec<String>,
    /// Topic id.
    pub topic: String,
    /// What it is: `Phone number`.
    pub label: String,
    /// The statement.
    pub value: String,
    /// How often it stands in the archives.
    pub count: u32,
    /// A file inside an archive that states it.
    pub file: String,
    /// Day the newest archive that states it was made.
    pub as_of: Option<String>,
}
