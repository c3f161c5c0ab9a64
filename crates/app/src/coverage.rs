//! What each archive held, and what was made of it.

use crate::desk::Desk;
use crate::dto::script::{ArchiveLine, Skipped};
use crate::dto::{ArchiveCoverage, FileLine, QuietMonths, WarningLine};
use crate::problem::Problem;
use chrono::{DateTime, SecondsFormat, Utc};
use model::{FileCoverage, FileOutcome, Quiet};
use store::StoredArchive;

/// Every archive in the order of import, for the window.
pub fn archives(desk: &Desk) -> Result<Vec<ArchiveCoverage>, Problem> {
    desk.with(|library| Ok(library.archives()?.iter().map(of).collect()))
}

/// Every archive in the order of import, for scripts, with its files.
pub fn lines(desk: &Desk) -> Result<Vec<ArchiveLine>, Problem> {
    let line = |archive: &ArchiveCoverage| ArchiveLine {
        files: Some(archive.files.clone()),
        never: archive.never.clone(),
        ..line_of(archive)
    };
    Ok(archives(desk)?.iter().map(line).collect())
}

/// The same without the files, for the end of an import.
pub fn lines_of(archives: &[ArchiveCoverage]) -> Vec<ArchiveLine> {
    archives.iter().map(line_of).collect()
}

fn line_of(archive: &ArchiveCoverage) -> ArchiveLine {
    let skipped = |file: &&FileLine| file.outcome == "skipped" || file.outcome == "unknown";
    let why = |file: &FileLine| Skipped {
        path: file.path.clone(),
        why: file.why.clone().unwrap_or_else(|| "No reader knows this file yet".to_owned()),
    };
    ArchiveLine {
        platform: archive.platform.clone(),
        account: archive.account.clone(),
        exported: archive.exported.clone(),
        partial: archive.partial,
        items: archive.items.clone(),
        first: archive.first.clone(),
        last: archive.last.clone(),
        quiet: archive.quiet.clone(),
        never: Vec::new(),
        files_read: archive.files.iter().filter(|file| file.outcome == "read").count() as u32,
        files_skipped: archive.files.iter().filter(skipped).map(why).collect(),
        warnings: archive.warnings.clone(),
        files: None,
    }
}

pub(crate) fn of(archive: &StoredArchive) -> ArchiveCoverage {
    let coverage = &archive.coverage;
    let account = &archive.owner;
    ArchiveCoverage {
        id: archive.id.0 as u32,
        name: archive.name.clone(),
        platform: account.platform.clone(),
        account: account_name(account),
        exported: archive.exported.map(day),
        imported: moment(archive.imported),
        partial: archive.partial,
        items: coverage.items.iter().map(|(kind, count)| (kind.id().to_owned(), *count as u32)).collect(),
        first: coverage.first.map(day),
        last: coverage.last.map(day),
        quiet: coverage.quiet().into_iter().map(quiet).collect(),
        never: platforms::importer(&account.platform)
            .map(|importer| platforms::Platform::of(importer).export.never)
            .unwrap_or_default(),
        files: coverage.files.iter().map(file).collect(),
        warnings: archive
            .warnings
            .iter()
            .map(|warning| WarningLine {
                file: warning.file.clone(),
                index: warning.index.map(|index| index as u32),
                message: warning.message.clone(),
            })
            .collect(),
        new: archive.new as u32,
        known: (archive.known + archive.changed) as u32,
    }
}

fn quiet(quiet: Quiet) -> QuietMonths {
    let month = |(year, month): (i32, u32)| format!("{year:04}-{month:02}");
    QuietMonths { from: month(quiet.from), to: month(quiet.to), months: quiet.months }
}

/// What people call an account: its handle, else its name.
pub(crate) fn account_name(account: &model::Account) -> String {
    if account.handle.is_empty() {
        return account.name.as_ref().map(|name| name.reveal().clone()).unwrap_or_default();
    }
    account.handle.clone()
}

fn file(file: &FileCoverage) -> FileLine {
    let (outcome, records, stated, why) = match &file.outcome {
        FileOutcome::Read { records, stated } => ("read", *records, *stated, None),
        FileOutcome::Media => ("media", 0, None, None),
        FileOutcome::Skipped(why) => ("skipped", 0, None, Some(why.clone())),
        FileOutcome::Unknown => ("unknown", 0, None, None),
    };
    FileLine {
        path: file.path.clone(),
        outcome: outcome.to_owned(),
        records: records as u32,
        stated: stated.map(|stated| stated as u32),
        why,
    }
}

/// A day, `2026-10-02`.
pub(crate) fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// A moment, RFC 3339 in UTC to the second.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
