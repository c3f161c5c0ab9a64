//! Archives and what was made of them.

use crate::code::{self, Code};
use crate::{AccountId, ArchiveId, Error, Library, Result};
use chrono::{DateTime, Utc};
use model::{Account, Coverage, FileCoverage, FileOutcome, Kind, Warning};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// An archive that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArchive {
    /// Its number.
    pub id: ArchiveId,
    /// Whose it is.
    pub account: AccountId,
    /// The same, in full.
    pub owner: Account,
    /// Its file name.
    pub name: String,
    /// When the platform made it.
    pub exported: Option<DateTime<Utc>>,
    /// When it was imported.
    pub imported: DateTime<Utc>,
    /// Whether it holds only a part of the account.
    pub partial: bool,
    /// What was read and what not.
    pub coverage: Coverage,
    /// Records that could not be read.
    pub warnings: Vec<Warning>,
    /// Posts it brought.
    pub new: u64,
    /// Posts it held that were there before.
    pub known: u64,
    /// Posts whose words it changed.
    pub changed: u64,
}

impl Library {
    /// All archives in the order they were imported.
    pub fn archives(&self) -> Result<Vec<StoredArchive>> {
        let mut select = self.sql.prepare_cached(
            "SELECT archive.id, account.id, platform, key, handle, account.name, archive.name, exported, imported, partial,
                    first, last, new, known, changed, months
             FROM archive JOIN account ON account.id = archive.account ORDER BY archive.id",
        )?;
        let mut rows = select.query([])?;
        let mut archives = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let mut coverage = coverage(&self.sql, id)?;
            coverage.first = code::time_or_none(row.get(10)?)?;
            coverage.last = code::time_or_none(row.get(11)?)?;
            coverage.months = months(&row.get::<_, String>(15)?)?;
            archives.push(StoredArchive {
                id,
                account: row.get(1)?,
                owner: Account {
                    platform: row.get(2)?,
                    key: row.get(3)?,
                    handle: row.get(4)?,
                    name: row.get::<_, Option<String>>(5)?.map(Into::into),
                },
                name: row.get(6)?,
                exported: code::time_or_none(row.get(7)?)?,
                imported: code::time(row.get(8)?)?,
                partial: row.get(9)?,
                coverage,
                warnings: warnings(&self.sql, id)?,
                new: row.get(12)?,
                known: row.get(13)?,
                changed: row.get(14)?,
            });
        }
        Ok(archives)
    }

    /// The archive with this fingerprint, if it was imported before.
    pub fn archive_with(&self, fingerprint: &str) -> Result<Option<ArchiveId>> {
        let mut select = self.sql.prepare_cached("SELECT id FROM archive WHERE fingerprint = ? ORDER BY id LIMIT 1")?;
        Ok(select.query_row([fingerprint], |row| row.get(0)).optional()?)
    }
}

/// Files and kinds of an archive.
fn coverage(sql: &Connection, archive: ArchiveId) -> Result<Coverage> {
    let mut coverage = Coverage::default();
    let mut select = sql.prepare_cached(
        "SELECT path, outcome, records, stated, why FROM archive_file WHERE archive = ? ORDER BY place",
    )?;
    let mut rows = select.query([archive])?;
    while let Some(row) = rows.next()? {
        let outcome = match row.get(1)? {
            0 => FileOutcome::Read { records: row.get(2)?, stated: row.get(3)? },
            1 => FileOutcome::Media,
            2 => FileOutcome::Skipped(row.get(4)?),
            3 => FileOutcome::Unknown,
            _ => return Err(Error::Damaged),
        };
        coverage.files.push(FileCoverage { path: row.get(0)?, outcome });
    }
    let mut select = sql.prepare_cached("SELECT kind, items, complete, inexact FROM archive_kind WHERE archive = ?")?;
    let mut rows = select.query([archive])?;
    while let Some(row) = rows.next()? {
        let kind = Kind::from_code(row.get(0)?)?;
        // A kind may be complete and yet have no items: the archive says there are none.
        if let items @ 1.. = row.get(1)? {
            coverage.items.insert(kind, items);
        }
        if row.get(2)? {
            coverage.complete.insert(kind);
        }
        if row.get(3)? {
            coverage.inexact.insert(kind);
        }
    }
    Ok(coverage)
}

/// Months and their posts, as [`set_coverage`] writes them.
fn months(text: &str) -> Result<BTreeMap<(i32, u32), u64>> {
    let month = |text: &str| {
        let (day, posts) = text.split_once(' ')?;
        // The year may have a minus sign.
        let (year, month) = day.rsplit_once('-')?;
        Some(((year.parse().ok()?, month.parse().ok()?), posts.parse().ok()?))
    };
    text.split_terminator(';').map(|text| month(text).ok_or(Error::Damaged)).collect()
}

/// Records of an archive that could not be read.
fn warnings(sql: &Connection, archive: ArchiveId) -> Result<Vec<Warning>> {
    let mut select = sql.prepare_cached("SELECT file, place, message FROM warning WHERE archive = ? ORDER BY id")?;
    let rows = select
        .query_map([archive], |row| Ok(Warning { file: row.get(0)?, index: row.get(1)?, message: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Forgets what was made of an archive, before it is read afresh. Its posts and sightings stay.
pub fn clear_reading(sql: &Connection, archive: ArchiveId) -> Result<()> {
    for delete in [
        "DELETE FROM archive_file WHERE archive = ?",
        "DELETE FROM archive_kind WHERE archive = ?",
        "DELETE FROM warning WHERE archive = ?",
        "DELETE FROM fact WHERE archive = ?",
    ] {
        sql.execute(delete, [archive])?;
    }
    Ok(())
}

/// Adds a record that could not be read.
pub fn add_warning(sql: &Connection, archive: ArchiveId, warning: &Warning) -> Result<()> {
    sql.prepare_cached("INSERT INTO warning (archive, file, place, message) VALUES (?, ?, ?, ?)")?.execute(params![
        archive,
        warning.file,
        warning.index,
        warning.message
    ])?;
    Ok(())
}

/// Writes down what was read of an archive.
pub fn set_coverage(sql: &Connection, archive: ArchiveId, coverage: &Coverage) -> Result<()> {
    sql.execute(
        "UPDATE archive SET first = ?, last = ?, months = ? WHERE id = ?",
        params![
            coverage.first.map(code::millis),
            coverage.last.map(code::millis),
            coverage
                .months
                .iter()
                .map(|((year, month), posts)| format!("{year}-{month} {posts}"))
                .collect::<Vec<_>>()
                .join(";"),
            archive
        ],
    )?;
    let mut insert = sql.prepare_cached(
        "INSERT INTO archive_file (archive, place, path, outcome, records, stated, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (place, file) in coverage.files.iter().enumerate() {
        let (outcome, records, stated, why) = match &file.outcome {
            FileOutcome::Read { records, stated } => (0, *records, *stated, ""),
            FileOutcome::Media => (1, 0, None, ""),
            FileOutcome::Skipped(why) => (2, 0, None, why.as_str()),
            FileOutcome::Unknown => (3, 0, None, ""),
        };
        insert.execute(params![archive, place, file.path, outcome, records, stated, why])?;
    }
    let mut insert = sql
        .prepare_cached("INSERT INTO archive_kind (archive, kind, items, complete, inexact) VALUES (?, ?, ?, ?, ?)")?;
    for kind in Kind::ALL {
        let items = coverage.items.get(kind).copied().unwrap_or_default();
        let complete = coverage.complete.contains(kind);
        if items > 0 || complete {
            let inexact = coverage.inexact.contains(kind);
            insert.execute(params![archive, kind.code(), items, complete, inexact])?;
        }
    }
    Ok(())
}
