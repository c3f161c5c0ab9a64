//! What people need to know of a platform before an archive is there: its names and how to ask for the export.

use crate::Importer;
use serde::Deserialize;

/// A platform's page (`platform.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// The folder name of the importer.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// One or two letters shown where a logo would stand.
    pub glyph: String,
    /// What Broadsheet reads of this platform's archives, in plain words, one entry each.
    pub reads: Vec<String>,
    /// How to ask for the archive.
    pub export: Export,
    /// How to delete or change a post there, for the clean-up list.
    pub clean_up: CleanUp,
}

/// How to ask for the archive.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Where to start.
    pub link: String,
    /// What to click and tick, in order.
    pub steps: Vec<String>,
    /// How long it takes, in plain words.
    pub waiting: String,
    /// Month in which the steps were last checked, `2026-11`.
    pub checked: String,
    /// What an archive of this platform never contains, in plain words, one entry each.
    pub never: Vec<String>,
}

/// How to take something down on the platform.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CleanUp {
    /// Steps to delete one post.
    pub delete: Vec<String>,
    /// Steps to change the words; empty where the platform has no way.
    pub edit: Vec<String>,
    /// Steps to limit who sees it; empty where the platform has no way.
    pub restrict: Vec<String>,
    /// The platform's own tools that act on many posts at once: name and link.
    #[serde(default)]
    pub bulk: Vec<Bulk>,
}

/// A platform's own tool that acts on many posts at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// Its name, and what it does, in one sentence.
    pub does: String,
    /// Where it is.
    pub link: String,
}

impl Platform {
    /// The page of this importer. The pages are part of the program and a test reads them all, so they parse.
    pub fn of(importer: &dyn Importer) -> Platform {
        toml::from_str(importer.platform_toml()).unwrap_or_else(|e| panic!("platform.toml of {}: {e}", importer.id()))
    }
}
