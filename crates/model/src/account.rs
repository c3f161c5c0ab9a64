//! Whose archive it is, and what the archive says of itself.

use crate::Private;
use chrono::{DateTime, Utc};

/// An account on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Id of the platform: the folder name of its importer, for instance `x`.
    pub platform: String,
    /// What tells this account from others of the platform for ever: the platform's own id, else the handle.
    pub key: String,
    /// The handle or address people see, without a leading `@`. Empty when the export does not say.
    pub handle: String,
    /// The display name.
    pub name: Option<Private<String>>,
}

/// What an archive says of itself when it is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// Whose it is.
    pub account: Account,
    /// When the platform made it.
    pub at: Option<DateTime<Utc>>,
    /// Whether the person chose only a part of their data or of the years.
    pub partial: bool,
}
