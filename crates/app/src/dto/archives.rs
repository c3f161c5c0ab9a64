//! Platforms and what was read of their archives.

use super::bridged;
use std::collections::BTreeMap;

bridged! {
    /// A platform: its names and how to ask for the archive.
    pub struct PlatformInfo {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// One or two letters shown where a logo would stand.
        pub glyph: String,
        /// What Broadsheet reads of its archives.
        pub reads: Vec<String>,
        /// Where to ask for the archive.
        pub export_link: String,
        /// How to ask for it, step by step.
        pub export_steps: Vec<String>,
        /// How long it takes.
        pub waiting: String,
        /// Month in which the steps were last checked.
        pub checked: String,
        /// What its archives never contain.
        pub never: Vec<String>,
        /// Whether it stands for no platform in particular, and a person may say which column is what.
        pub generic: bool,
    }

    /// One imported archive and what was made of it.
    pub struct ArchiveCoverage {
        /// Number of the archive in the library.
        pub id: u32,
        /// File name it was imported from.
        pub name: String,
        /// Platform's id.
        pub platform: String,
        /// Handle or name of the account.
        pub account: String,
        /// Day the platform made it, `2026-10-02`.
        pub exported: Option<String>,
        /// When it was imported, RFC 3339.
        pub imported: String,
        /// Whether it holds only a part of the account.
        pub partial: bool,
        /// Items by kind.
        pub items: BTreeMap<String, u32>,
        /// Day of the oldest item.
        pub first: Option<String>,
        /// Day of the newest item.
        pub last: Option<String>,
        /// Months without a post between the first and the last, the longest stretch first.
        pub quiet: Vec<QuietMonths>,
        /// What archives of this platform never contain.
        pub never: Vec<String>,
        /// Every file and what was made of it.
        pub files: Vec<FileLine>,
        /// Records that could not be read.
        pub warnings: Vec<WarningLine>,
        /// Posts this import added.
        pub new: u32,
        /// Posts it found again.
        pub known: u32,
    }

    /// A stretch of months without a post.
    pub struct QuietMonths {
        /// The first month, `2014-03`.
        pub from: String,
        /// The last month.
        pub to: String,
        /// How many they are.
        pub months: u32,
    }

    /// An account of the library.
    pub struct AccountLine {
        /// Its number, which `link` takes.
        pub id: u32,
        /// Platform's id.
        pub platform: String,
        /// Handle or name.
        pub account: String,
        /// The display name, where the archive gives one.
        pub name: Option<String>,
        /// Items of it in the library.
        pub posts: u32,
        /// Accounts with the same number are one person's, as the user said.
        pub person: i32,
    }

    /// One file of an archive.
    pub struct FileLine {
        /// Path inside the archive.
        pub path: String,
        /// `read`, `media`, `skipped` or `unknown`.
        pub outcome: String,
        /// Records read.
        pub records: u32,
        /// Records the archive's own manifest announces.
        pub stated: Option<u32>,
        /// Why it was skipped.
        pub why: Option<String>,
    }

    /// The first posts of an archive as they would be read.
    pub struct Preview {
        /// Id of the platform it is read as.
        pub platform: String,
        /// Whose it is: handle, name or site; empty when nothing says it.
        pub account: String,
        /// The first posts.
        pub posts: Vec<PreviewPost>,
        /// What was noticed on the way, each once. When there are posts it is not known yet what the rest would give.
        pub warnings: Vec<String>,
    }

    /// One post of a preview.
    pub struct PreviewPost {
        /// Kind's id.
        pub kind: String,
        /// When it was written, RFC 3339.
        pub at: Option<String>,
        /// Its words, shortened.
        pub text: String,
        /// Whether the account's owner wrote it.
        pub own_words: bool,
        /// What it stands under.
        pub about: Option<String>,
        /// Its link.
        pub url: Option<String>,
        /// What it answers.
        pub reply_to: Option<String>,
        /// Who can see it.
        pub audience: String,
    }

    /// What a person says of an archive that is not known by itself. Empty where nothing is said.
    #[derive(Default)]
    pub struct Told {
        /// Id of the platform to read it as.
        pub platform: Option<String>,
        /// The person's name, handle or address there.
        pub account: Option<String>,
        /// The column of each field that was named: `text`, `at`, `id`, `url`, `title`, `author`, `reply_to`, `topic`, `about`,
        /// `audience`, `to`. An empty name says that no column holds it.
        pub columns: BTreeMap<String, String>,
        /// How dates are written: `dd/mm/yyyy hh:mm`, `%d.%m.%y`, or `dmy`, `mdy`, `ymd`.
        pub date_format: Option<String>,
    }

    /// A table found in an archive of no platform in particular.
    pub struct ColumnsFound {
        /// Path inside the archive.
        pub file: String,
        /// Name of the list inside the file; empty where it holds one.
        pub list: String,
        /// Its columns in the order of the file.
        pub columns: Vec<ColumnFound>,
        /// Whether enough is known to read it as it is.
        pub known: bool,
    }

    /// One column of a table.
    pub struct ColumnFound {
        /// Its name.
        pub name: String,
        /// Up to three of its values, shortened.
        pub samples: Vec<String>,
        /// The field it is taken for.
        pub guess: Option<String>,
    }

    /// A record that could not be read.
    pub struct WarningLine {
        /// Path inside the archive.
        pub file: String,
        /// Place in the file, counted from 0.
        pub index: Option<u32>,
        /// What is wrong.
        pub message: String,
    }
}

impl From<platforms::TableFound> for ColumnsFound {
    fn from(table: platforms::TableFound) -> Self {
        let column = |column: platforms::Column| ColumnFound {
            name: column.name,
            samples: column.samples.into_iter().map(|sample| sample.into_revealed()).collect(),
            guess: column.guess.map(str::to_owned),
        };
        let columns = table.columns.into_iter().map(column).collect();
        ColumnsFound { file: table.file, list: table.list, columns, known: table.known }
    }
}
