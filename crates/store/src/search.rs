//! Full-text search.

use crate::{Library, PostId, Result};
use model::Span;
use rusqlite::{Connection, OptionalExtension};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// Posts that fit, all pages together.
    pub total: u64,
    /// This page, newest first.
    pub hits: Vec<Hit>,
}

/// A post that fits a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The post.
    pub post: PostId,
    /// The words found, in Unicode scalar values of the post's text. Empty when it was found by what it stands under.
    pub spans: Vec<Span>,
}

impl Library {
    /// Finds posts that hold all the words of `query`, the last of them perhaps unfinished; `"quoted words"` must stand
    /// together. Upper case and accents make no difference. No query is an error; one without words finds nothing.
    pub fn search(&self, query: &str, offset: u64, limit: u64) -> Result<Hits> {
        let Some(expression) = expression(query) else { return Ok(Hits::default()) };
        let mut count = self.sql.prepare_cached("SELECT count(*) FROM search WHERE search MATCH ?")?;
        let total = count.query_row([&expression], |row| row.get(0))?;
        let mut select = self.sql.prepare_cached(
            "SELECT id FROM post WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?)
             ORDER BY at DESC, id DESC LIMIT ? OFFSET ?",
        )?;
        let ids = select.query_map((&expression, limit, offset), |row| row.get(0))?;
        let mut hits = Vec::new();
        for post in ids {
            let post = post?;
            hits.push(Hit { post, spans: found(&self.sql, &expression, post)? });
        }
        Ok(Hits { total, hits })
    }

    /// Where the words of `query` stand in this post.
    pub fn highlights(&self, query: &str, post: PostId) -> Result<Vec<Span>> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        found(&self.sql, &expression, post)
    }

    /// Adds to the index what was imported since it was last brought up to date.
    pub(crate) fn index_words(&self) -> Result<()> {
        let (from, to): (PostId, PostId) = self.sql.query_row(
            "SELECT indexed_to, (SELECT coalesce(max(post), 0) FROM body) FROM library",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if from >= to {
            return Ok(());
        }
        // An import has a transaction of its own, of which this is the last part.
        let transaction = if self.sql.is_autocommit() { Some(self.sql.unchecked_transaction()?) } else { None };
        self.sql.execute(
            "INSERT INTO search (rowid, words, about)
             SELECT post, words, about FROM body WHERE post > ? AND post <= ? ORDER BY post",
            (from, to),
        )?;
        self.sql.execute("UPDATE library SET indexed_to = ?", [to])?;
        Ok(transaction.map_or(Ok(()), |transaction| transaction.commit())?)
    }
}

/// Takes a post out of the index, as long as `body` still holds what was indexed.
pub fn forget(sql: &Connection, post: PostId) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO search (search, rowid, words, about)
         SELECT 'delete', post, words, about FROM body, library WHERE post = ? AND post <= indexed_to",
    )?
    .execute([post])?;
    Ok(())
}

/// Puts a post back into the index after it was taken out.
pub fn remember(sql: &Connection, post: PostId) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO search (rowid, words, about)
         SELECT post, words, about FROM body, library WHERE post = ? AND post <= indexed_to",
    )?
    .execute([post])?;
    Ok(())
}

/// The query in FTS5's language, with everything a person typed in quotes, so that none of it is an operator. None when
/// it holds no word.
pub fn expression(query: &str) -> Option<String> {
    let mut terms = Vec::new();
    // Every second part stands between quotes. A quote that is never closed opens a phrase that is being typed.
    for (number, part) in query.split('"').enumerate() {
        if number % 2 == 1 {
            terms.push(part);
        } else {
            terms.extend(part.split_whitespace());
        }
    }
    let unfinished = query.chars().next_back().is_some_and(|last| !last.is_whitespace() && last != '"');
    let quoted: Vec<String> = terms
        .into_iter()
        .filter(|term| term.chars().any(char::is_alphanumeric))
        .map(|term| format!("\"{}\"", term.replace('\0', " ")))
        .collect();
    let star = if unfinished { " *" } else { "" };
    (!quoted.is_empty()).then(|| quoted.join(" ") + star)
}

/// Control characters set around what was found; a post that holds them itself is shown without marks.
const MARKS: [char; 2] = ['\u{2}', '\u{3}'];

fn found(sql: &Connection, expression: &str, post: PostId) -> Result<Vec<Span>> {
    let mut select = sql.prepare_cached(
        "SELECT words, highlight(search, 0, char(2), char(3)) FROM search WHERE search MATCH ? AND rowid = ?",
    )?;
    let found: Option<(String, String)> =
        select.query_row((expression, post), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(match found {
        Some((words, marked)) if !words.contains(MARKS) => spans(&marked),
        _ => Vec::new(),
    })
}

fn spans(marked: &str) -> Vec<Span> {
    let (mut spans, mut place, mut start) = (Vec::new(), 0, 0);
    for c in marked.chars() {
        if c == MARKS[0] {
            start = place;
        } else if c == MARKS[1] {
            spans.push(Span { start, end: place });
        } else {
            place += 1;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_quoted() {
        for (query, want) in [
            ("tea", Some(r#""tea" *"#)),
            ("tea ", Some(r#""tea""#)),
            ("cold tea", Some(r#""cold" "tea" *"#)),
            (r#""cold tea" now"#, Some(r#""cold tea" "now" *"#)),
            (r#""cold tea""#, Some(r#""cold tea""#)),
            (r#"now "cold te"#, Some(r#""now" "cold te" *"#)),
            ("a NEAR(b) OR words:c*", Some(r#""a" "NEAR(b)" "OR" "words:c*" *"#)),
            ("*** \" ' -", None),
            ("", None),
            (" ", None),
        ] {
            assert_eq!(expression(query).as_deref(), want, "{query}");
        }
    }

    #[test]
    fn marks_become_spans_of_scalar_values() {
        assert_eq!(
            spans("caf\u{e9} \u{2}th\u{e9}\u{3} \u{2}x\u{3}"),
            [Span { start: 5, end: 8 }, Span { start: 9, end: 10 }]
        );
    }
}
