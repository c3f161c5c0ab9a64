//! The command line: one sub-command for each thing a person does.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// See your social-media past the way a newspaper, an employer or a regulator would, and put it right.
///
/// Everything happens on this computer. Nothing is sent anywhere.
#[derive(Debug, Parser)]
#[command(name = "broadsheet", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import, scan and summarise archives in one go; nothing is kept afterwards
    Audit {
        /// ZIP files, .tgz files, folders, or single files such as a table; `sample` for the bundled sample
        #[arg(required = true)]
        archives: Vec<PathBuf>,
        #[command(flatten)]
        told: Told,
        /// What you do, for instance `doctor` or `teacher`: rules weigh differently
        #[arg(long)]
        profession: Option<String>,
        /// Also write a report: .html, .csv or .json
        #[arg(long, value_name = "OUT.html")]
        report: Option<PathBuf>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Add archives to a library, which is made if it is not there
    Import {
        /// ZIP files, .tgz files, folders, or single files such as a table; several parts of one export together; `sample` for
        /// the bundled sample
        #[arg(required = true)]
        archives: Vec<PathBuf>,
        #[command(flatten)]
        told: Told,
        #[command(flatten)]
        library: Library,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Show the tables in a file: their columns, some values, and what each is taken for
    Columns {
        /// A table (.csv, .tsv), .json, .xml, .mbox or .html file, or a ZIP file or folder of them
        #[arg(required = true)]
        archives: Vec<PathBuf>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Judge posts again (after a change of rules or profession), or judge posts given as JSON Lines
    Scan {
        #[command(flatten)]
        library: OptionalLibrary,
        /// Judge the posts of this file, or of standard input with `-`; no library is used
        #[arg(long, value_name = "FILE|-", conflicts_with = "library")]
        jsonl: Option<PathBuf>,
        /// What you do; in a library it is remembered
        #[arg(long)]
        profession: Option<String>,
    },
    /// List findings, most serious first
    Findings {
        #[command(flatten)]
        library: Library,
        /// Only this risk: low, medium or high
        #[arg(long)]
        risk: Option<String>,
        /// Only this category
        #[arg(long)]
        category: Option<String>,
        /// Only this platform
        #[arg(long)]
        platform: Option<String>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// List every item imported; with `--format json` one JSON line each
    Posts {
        #[command(flatten)]
        library: Library,
        /// Only this platform
        #[arg(long)]
        platform: Option<String>,
        /// Only this kind: post, reply, comment, like, message, ...
        #[arg(long)]
        kind: Option<String>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Search all words of all posts
    Search {
        #[command(flatten)]
        library: Library,
        /// Words; the last may be a beginning
        query: String,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Decide about a post: keep, delete, edit, restrict or later; `undo` takes the last decision back
    Decide {
        #[command(flatten)]
        library: Library,
        /// The post's id, from `findings`; or the word `undo`
        post: String,
        /// keep, delete, edit, restrict, later, undo; or claimed / unclaimed once it is done on the platform
        verdict: Option<String>,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
    /// Privacy settings, with what the archives say about each
    Checklist {
        #[command(flatten)]
        library: Library,
        /// Only this platform, or `general`
        #[arg(long)]
        platform: Option<String>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// What a stranger could learn: identifiers, places, linked apps, log-ins, interests
    Exposure {
        #[command(flatten)]
        library: Library,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// What each archive held: files read, skipped and why, counts, dates
    Coverage {
        #[command(flatten)]
        library: Library,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// The accounts of the library, and which of them are one person's: only you can say so
    Accounts {
        #[command(flatten)]
        library: Library,
        /// Say that these accounts are one person's, by their numbers: `1,3`
        #[arg(long, value_name = "N,N", value_delimiter = ',')]
        link: Vec<u32>,
        /// Take that back for one account
        #[arg(long, value_name = "N", conflicts_with = "link")]
        unlink: Option<u32>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// What is known of each post marked delete: to do, claimed, gone, still there, cannot tell
    Proof {
        #[command(flatten)]
        library: Library,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Write the report
    Report {
        #[command(flatten)]
        library: Library,
        /// Where to: the ending decides the form (.html, .csv, .json)
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Hide names, handles, addresses and numbers
        #[arg(long)]
        redact: bool,
    },
    /// Destroy a library and its key
    Erase {
        #[command(flatten)]
        library: Library,
    },
    /// List the rules
    Rules {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// List the platforms, and how to ask each for your archive
    Platforms {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// What is said of archives that are not known by themselves.
#[derive(Debug, Args)]
pub struct Told {
    /// Read the archives as this platform's; `forum` for tables, mailboxes and pages of any forum
    #[arg(long)]
    pub platform: Option<String>,
    /// Your name, handle or address there: tells your posts from those of others
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Which column is what, for instance text=body,at=created,id=post_id,url=link; `columns` shows them
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',', value_parser = field_and_column)]
    pub columns: Vec<(String, String)>,
    /// How dates are written, for instance dd/mm/yyyy or mm/dd/yyyy
    #[arg(long, value_name = "FORMAT")]
    pub date_format: Option<String>,
}

fn field_and_column(said: &str) -> Result<(String, String), String> {
    match said.split_once('=').map(|(field, column)| (field.trim(), column.trim())) {
        Some((field, column)) if !field.is_empty() && !column.is_empty() => Ok((field.to_owned(), column.to_owned())),
        _ => Err("write FIELD=COLUMN, for instance text=body".to_owned()),
    }
}

impl From<Told> for app::dto::Told {
    fn from(told: Told) -> Self {
        app::dto::Told {
            platform: told.platform,
            account: told.account,
            columns: told.columns.into_iter().collect(),
            date_format: told.date_format,
        }
    }
}

/// Where the library is and how its key is had.
#[derive(Debug, Args)]
pub struct Library {
    /// Folder of the library
    #[arg(long = "library", value_name = "DIR")]
    pub dir: PathBuf,
    /// Read the passphrase from the first line of this file, in place of the system's keyring.
    /// The environment variable BROADSHEET_PASSPHRASE does the same.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// The same, where a library is not always needed.
#[derive(Debug, Args)]
pub struct OptionalLibrary {
    /// Folder of the library
    #[arg(long = "library", id = "library", value_name = "DIR", required_unless_present = "jsonl")]
    pub dir: Option<PathBuf>,
    /// Read the passphrase from the first line of this file, in place of the system's keyring
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Short readable text
    Text,
    /// One JSON document
    Json,
}
