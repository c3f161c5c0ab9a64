//! Facts about accounts.

use crate::code;
use crate::{AccountId, ArchiveId, Library, Result};
use chrono::{DateTime, Utc};
use model::{Fact, Source};
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::sync::Arc;

/// A fact and the archive it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFact {
    /// Whose it is.
    pub account: AccountId,
    /// Platform id.
    pub platform: String,
    /// The archive.
    pub archive: ArchiveId,
    /// When the platform made that archive.
    pub exported: Option<DateTime<Utc>>,
    /// The fact.
    pub fact: Fact,
}

impl Library {
    /// The facts of all archives, or of one platform's, in the order they were read.
    pub fn facts(&self, platform: Option<&str>) -> Result<Vec<StoredFact>> {
        let mut select = self.sql.prepare_cached(
            "SELECT account.id, account.platform, archive.id, archive.exported,
                    fact.topic, fact.value, fact.detail, fact.at, file.path, fact.place
             FROM fact JOIN archive ON archive.id = fact.archive
                       JOIN account ON account.id = archive.account
                       JOIN file ON file.id = fact.file
             WHERE ?1 IS NULL OR account.platform = ?1
             ORDER BY fact.id",
        )?;
        let mut rows = select.query([platform])?;
        let mut facts = Vec::new();
        let mut paths: HashMap<String, Arc<str>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let path: String = row.get(8)?;
            let file = paths.entry(path).or_insert_with_key(|path| Arc::from(path.as_str())).clone();
            facts.push(StoredFact {
                account: row.get(0)?,
                platform: row.get(1)?,
                archive: row.get(2)?,
                exported: code::time_or_none(row.get(3)?)?,
                fact: Fact {
                    topic: row.get(4)?,
                    value: row.get::<_, String>(5)?.into(),
                    detail: row.get::<_, Option<String>>(6)?.map(Into::into),
                    at: code::time_or_none(row.get(7)?)?,
                    source: Source { file, index: row.get(9)? },
                },
            });
        }
        Ok(facts)
    }
}

/// Adds a fact of an archive; `file` is the number of its source file.
pub fn add(sql: &Connection, archive: ArchiveId, fact: &Fact, file: i64) -> Result<()> {
    let mut insert = sql.prepare_cached(
        "INSERT INTO fact (archive, topic, value, detail, at, file, place) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    insert.execute(params![
        archive,
        fact.topic,
        fact.value.reveal(),
        fact.detail.as_ref().map(|detail| detail.reveal()),
        fact.at.map(code::millis),
        file,
        fact.source.index
    ])?;
    Ok(())
}
