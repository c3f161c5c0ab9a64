//! What an archive says about the account itself: evidence for checklists and exposure.

use crate::{Private, Source};
use chrono::{DateTime, Utc};

/// One statement of an archive that is not a post: a connected app, a log-in, a phone number, a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about: a topic id shared by all platforms, for instance `connected-app` or `phone`.
    /// The list is in `platforms/src/topic.rs`.
    pub topic: String,
    /// The statement: the app's name, the number, `true` or `false`.
    pub value: Private<String>,
    /// A second part where there is one: what the app may do, the device of a log-in.
    pub detail: Option<Private<String>>,
    /// When it came about.
    pub at: Option<DateTime<Utc>>,
    /// Where it stands in the archive.
    pub source: Source,
}
