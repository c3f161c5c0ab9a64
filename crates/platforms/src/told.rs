//! What a person says of an archive that no importer knows by itself: the platform, the account, which column is what.

use model::Private;
use std::collections::BTreeMap;

/// The fields a column can be mapped to, and what each holds. Sorted by how telling they are.
pub const FIELDS: &[(&str, &str)] = &[
    ("text", "the words of the post"),
    ("at", "when it was posted"),
    ("id", "the number or name of the post"),
    ("url", "the link to the post"),
    ("title", "its title or subject"),
    ("author", "who wrote it"),
    ("reply_to", "the post it answers"),
    ("topic", "the topic or thread it stands in"),
    ("about", "the board, group or category it stands in"),
    ("audience", "who can see it"),
    ("to", "whom a private message was sent to"),
];

/// What the person said. Empty fields were not said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Id of the platform to read the archive as.
    pub platform: Option<String>,
    /// The person's own name, handle or address there: decides which words are theirs.
    pub account: Option<String>,
    /// For each of [`FIELDS`] that was named, the column that holds it; empty when no column does.
    pub columns: BTreeMap<String, String>,
    /// How dates are written: `dd/mm/yyyy hh:mm`, `%d.%m.%y`, or `dmy`, `mdy`, `ymd` for the order alone.
    pub date_format: Option<String>,
}

impl Told {
    /// The column told for this field.
    pub fn column(&self, field: &str) -> Option<&str> {
        self.columns.get(field).map(String::as_str)
    }
}

/// One column of a table found.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name as the file has it.
    pub name: String,
    /// Up to three values, shortened.
    pub samples: Vec<Private<String>>,
    /// The field of [`FIELDS`] it is taken for.
    pub guess: Option<&'static str>,
}

/// A table found in an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFound {
    /// Path inside the archive.
    pub file: String,
    /// Name of the list inside the file, where it holds several.
    pub list: String,
    /// Its columns in the order of the file.
    pub columns: Vec<Column>,
    /// Whether enough is known to read it without being told.
    pub known: bool,
}
