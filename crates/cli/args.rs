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
        /// ZIP files, .tgz files or folders; `sample` for the bundled sample
        #[arg(required = true)]
        archives: Vec<PathBuf>,
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
        /// ZIP files, .tgz files or folders; several parts of one export together; `sample` for the bundled sample
        #[arg(required = true)]
        archives: Vec<PathBuf>,
        #[command(flatten)]
        library: Library,
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
