//! Findings.

use crate::code::{Code, Marks};
use crate::{Error, Library, PostId, Result};
use model::{Category, Finding, Risk, Span};
use rusqlite::{Connection, params};
use std::fmt::Write as _;
use std::sync::Arc;

/// A finding of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFinding {
    /// The finding.
    pub finding: Finding,
    /// The other posts of a pieced-together finding; empty for others.
    pub with: Vec<PostId>,
}

impl Library {
    /// The findings of a post, worst first.
    pub fn findings(&self, post: PostId) -> Result<Vec<StoredFinding>> {
        let mut select = self.sql.prepare_cached(
            "SELECT rule, category, risk, score, spans, path, pieces, joint FROM finding
             WHERE post = ? ORDER BY risk DESC, score DESC, place",
        )?;
        let mut members =
            self.sql.prepare_cached("SELECT DISTINCT post FROM finding WHERE joint = ? AND post <> ? ORDER BY post")?;
        let mut rows = select.query([post])?;
        let mut findings = Vec::new();
        while let Some(row) = rows.next()? {
            let finding = Finding {
                rule: row.get::<_, String>(0)?.into(),
                category: Category::from_code(row.get(1)?)?,
                risk: Risk::from_code(row.get(2)?)?,
                score: row.get(3)?,
                spans: spans(row.get_ref(4)?.as_str().map_err(|_| Error::Damaged)?)?,
                path: list(row.get_ref(5)?.as_str().map_err(|_| Error::Damaged)?),
                pieces: list(row.get_ref(6)?.as_str().map_err(|_| Error::Damaged)?),
            };
            let with = match row.get::<_, Option<i64>>(7)? {
                Some(joint) => members.query_map((joint, post), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
                None => Vec::new(),
            };
            findings.push(StoredFinding { finding, with });
        }
        Ok(findings)
    }
}

/// Adds a finding of a post. The post's marks are to be settled afterwards.
pub fn add(sql: &Connection, post: PostId, place: i64, finding: &Finding, joint: Option<i64>) -> Result<()> {
    let mut spans = String::with_capacity(8 * finding.spans.len());
    for span in &finding.spans {
        let space = if spans.is_empty() { "" } else { " " };
        let _ = write!(spans, "{space}{}-{}", span.start, span.end);
    }
    let mut insert = sql.prepare_cached(
        "INSERT INTO finding (post, place, rule, category, risk, score, spans, path, pieces, joint)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    insert.execute(params![
        post,
        place,
        &*finding.rule,
        finding.category.code(),
        finding.risk.code(),
        finding.score,
        spans,
        finding.path.join(SEPARATOR),
        finding.pieces.join(SEPARATOR),
        joint
    ])?;
    Ok(())
}

/// The place for the next finding of a post.
pub fn next_place(sql: &Connection, post: PostId) -> Result<i64> {
    let mut select = sql.prepare_cached("SELECT coalesce(max(place) + 1, 0) FROM finding WHERE post = ?")?;
    Ok(select.query_row([post], |row| row.get(0))?)
}

/// Puts findings in place of a post's former ones; its parts of pieced-together findings stay.
pub fn replace(sql: &Connection, post: PostId, findings: &[Finding]) -> Result<()> {
    sql.prepare_cached("DELETE FROM finding WHERE post = ? AND joint IS NULL")?.execute([post])?;
    let first = next_place(sql, post)?;
    for (place, finding) in (first..).zip(findings) {
        add(sql, post, place, finding, None)?;
    }
    settle(sql, post)
}

/// Adds the first findings of a post that has none: nothing needs to be read again for its marks.
pub fn add_first(sql: &Connection, post: PostId, findings: &[Finding]) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let (mut marks, mut score) = (Marks::default(), 0.0_f32);
    for (place, finding) in (0..).zip(findings) {
        add(sql, post, place, finding, None)?;
        marks.0 |= Marks::of_at(finding.category, finding.risk).0;
        score = score.max(finding.score);
    }
    set_marks(sql, post, marks, score)
}

/// Makes the marks of a post say what its findings say.
pub fn settle(sql: &Connection, post: PostId) -> Result<()> {
    let (mut marks, mut score) = (Marks::default(), 0.0_f32);
    let mut select = sql.prepare_cached("SELECT category, risk, score FROM finding WHERE post = ?")?;
    let mut rows = select.query([post])?;
    while let Some(row) = rows.next()? {
        marks.0 |= Marks::of_at(Category::from_code(row.get(0)?)?, Risk::from_code(row.get(1)?)?).0;
        score = score.max(row.get(2)?);
    }
    set_marks(sql, post, marks, score)
}

fn set_marks(sql: &Connection, post: PostId, marks: Marks, score: f32) -> Result<()> {
    let changed = sql
        .prepare_cached("UPDATE post SET marks = ?, score = ? WHERE id = ?")?
        .execute(params![marks.0, score, post])?;
    if changed == 1 { Ok(()) } else { Err(Error::NoSuchPost) }
}

/// Between entries of a list: a control character no rule page can hold.
const SEPARATOR: &str = "\u{1f}";

fn list(text: &str) -> Vec<Arc<str>> {
    text.split(SEPARATOR).filter(|entry| !entry.is_empty()).map(Arc::from).collect()
}

fn spans(text: &str) -> Result<Vec<Span>> {
    text.split_ascii_whitespace()
        .map(|pair| {
            let (start, end) = pair.split_once('-')?;
            Some(Span { start: start.parse().ok()?, end: end.parse().ok()? })
        })
        .collect::<Option<_>>()
        .ok_or(Error::Damaged)
}
