//! A rule page: one Markdown file that is rule, test and help at once. The format is described in `rules/README.md`.
//!
//! ```text
//! # Name of the thing flagged
//! (a toml block: category, patterns by risk, contexts, fields)
//! ## What it flags, ## Why it matters, ## What to do, ## Sources: paragraphs for people
//! ## Flagged posts, ## Not flagged posts: one list item a post, `[tags]` in front where an example needs them
//! ```

use model::{Category, Field, Risk};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a rule page says to people.
#[derive(Debug, Clone)]
pub struct Page {
    /// The file name without its ending.
    pub id: Arc<str>,
    /// The thing flagged.
    pub name: String,
    /// The category it belongs to.
    pub category: Category,
    /// The highest risk it starts from.
    pub risk: Risk,
    /// Whether it is measured only and not shown.
    pub trial: bool,
    /// What it flags, in Markdown.
    pub what: String,
    /// Why that matters.
    pub why: String,
    /// What a person can do.
    pub what_to_do: String,
    /// Where the reasons come from.
    pub sources: String,
    /// Posts it flags.
    pub flagged: Vec<String>,
    /// Posts it does not flag.
    pub not_flagged: Vec<String>,
}

/// A post of a page's own test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) risk: Option<Risk>,
    pub(crate) field: Option<Field>,
    /// Not tried between other sentences.
    pub(crate) alone: bool,
}

/// The toml block.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Block {
    pub(crate) category: String,
    pub(crate) status: String,
    pub(crate) high: Vec<String>,
    pub(crate) medium: Vec<String>,
    pub(crate) low: Vec<String>,
    pub(crate) risk: String,
    pub(crate) recogniser: String,
    pub(crate) regex: Vec<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) not: Vec<String>,
    pub(crate) unless: Vec<String>,
    pub(crate) needs: Vec<String>,
    pub(crate) raise: Vec<String>,
    pub(crate) lower: Vec<String>,
    pub(crate) veto: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) only_for: Vec<String>,
    pub(crate) raise_for: Vec<String>,
    pub(crate) lower_for: Vec<String>,
    pub(crate) cues: BTreeMap<String, Vec<String>>,
}

/// A page as it is read, before its patterns are.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) page: Page,
    pub(crate) block: Block,
    #[cfg(test)]
    pub(crate) flagged: Vec<Example>,
    #[cfg(test)]
    pub(crate) not_flagged: Vec<Example>,
}

/// Why a page can't be used.
#[derive(Debug, thiserror::Error)]
#[error("Reading the rule page {path}: {why}")]
pub struct PageError {
    /// The page, below `rules/`.
    pub path: String,
    /// What is wrong.
    pub why: String,
}

const HEADINGS: [&str; 6] =
    ["What it flags", "Why it matters", "What to do", "Sources", "Flagged posts", "Not flagged posts"];

/// Reads a page; `path` is `<category>/<rule>.md`.
pub(crate) fn read(path: &str, text: &str) -> Result<Source, PageError> {
    let fail = |why: String| PageError { path: path.to_owned(), why };
    let (folder, file) = path.split_once('/').ok_or_else(|| fail("it stands in no category's folder".into()))?;
    let id = file.trim_end_matches(".md");
    let name = text
        .lines()
        .next()
        .and_then(|l| l.strip_prefix("# "))
        .ok_or_else(|| fail("no `# Name` in the first line".into()))?;
    let (_, rest) = text.split_once("```toml\n").ok_or_else(|| fail("no ```toml block".into()))?;
    let (block, rest) = rest.split_once("\n```").ok_or_else(|| fail("the toml block is not closed".into()))?;
    let block: Block = toml::from_str(block).map_err(|e| fail(format!("its toml block: {e}")))?;
    if block.category != folder {
        return Err(fail(format!("its category is {:?}, its folder {folder:?}", block.category)));
    }
    let category = Category::from_id(folder).ok_or_else(|| fail(format!("no category is called {folder:?}")))?;

    let mut sections = [const { String::new() }; HEADINGS.len()];
    let mut current = None;
    for line in rest.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let wanted = current.map_or(0, |c| c + 1);
            if HEADINGS.get(wanted) != Some(&heading.trim()) {
                return Err(fail(format!("the heading {heading:?}; wanted is {:?}", HEADINGS.get(wanted))));
            }
            current = Some(wanted);
        } else if let Some(current) = current {
            sections[current].push_str(line);
            sections[current].push('\n');
        }
    }
    if current != Some(HEADINGS.len() - 1) {
        return Err(fail(format!("no heading {:?}", HEADINGS[current.map_or(0, |c| c + 1)])));
    }
    let [what, why, what_to_do, sources, flagged, not_flagged] = sections.map(|s| s.trim().to_owned());
    for (text, heading) in [(&what, 0), (&why, 1), (&what_to_do, 2), (&flagged, 4)] {
        if text.is_empty() {
            return Err(fail(format!("nothing under {:?}", HEADINGS[heading])));
        }
    }
    let trial = match block.status.as_str() {
        "" | "stable" => false,
        "trial" => true,
        other => return Err(fail(format!("its status is {other:?}; stable and trial are known"))),
    };
    let risk = match (&block.high, &block.medium, block.risk.as_str()) {
        (_, _, stated) if !stated.is_empty() => {
            Risk::from_id(stated).ok_or_else(|| fail(format!("no risk is called {stated:?}")))?
        }
        (high, _, _) if !high.is_empty() => Risk::High,
        (_, medium, _) if !medium.is_empty() => Risk::Medium,
        _ => Risk::Low,
    };
    let (flagged, not_flagged) = (examples(&flagged), examples(&not_flagged));
    let texts = |list: &[Example]| list.iter().map(|example| example.text.clone()).collect();
    let page = Page {
        id: id.into(),
        name: name.trim().to_owned(),
        category,
        risk,
        trial,
        what,
        why,
        what_to_do,
        sources,
        flagged: texts(&flagged),
        not_flagged: texts(&not_flagged),
    };
    Ok(Source {
        page,
        block,
        #[cfg(test)]
        flagged,
        #[cfg(test)]
        not_flagged,
    })
}

/// The posts of a list, one an item; indented lines continue the post above.
fn examples(list: &str) -> Vec<Example> {
    let mut out: Vec<Example> = Vec::new();
    for line in list.lines() {
        if let Some(text) = line.strip_prefix("- ") {
            out.push(example(text));
        } else if let (Some(last), Some(more)) = (out.last_mut(), line.strip_prefix("  ")) {
            last.text.push('\n');
            last.text.push_str(more);
        }
    }
    out
}

fn example(text: &str) -> Example {
    let mut out = Example { text: text.to_owned(), risk: None, field: None, alone: false };
    let Some((tags, rest)) = text.strip_prefix('[').and_then(|t| t.split_once(']')) else { return out };
    for tag in tags.split(',').map(str::trim) {
        if let Some(risk) = Risk::from_id(tag) {
            out.risk = Some(risk);
        } else if let Some(field) = Field::from_id(tag) {
            out.field = Some(field);
        } else if tag == "alone" {
            out.alone = true;
        } else {
            return Example { text: text.to_owned(), risk: None, field: None, alone: false };
        }
    }
    out.text = rest.trim().to_owned();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Drunkenness\n\n```toml\ncategory = \"intoxication\"\nmedium = [\"drunk\"]\n```\n\n## What it flags\na\n\
        ## Why it matters\nb\n## What to do\nc\n## Sources\nd\n## Flagged posts\n- [high, health] So drunk\n  on two lines\n- [sic] drunk\n\
        ## Not flagged posts\n- Sober\n";

    #[test]
    fn a_page_is_read_whole() {
        let source = read("intoxication/drunk.md", PAGE).unwrap();
        assert_eq!(&*source.page.id, "drunk");
        assert_eq!((source.page.name.as_str(), source.page.risk), ("Drunkenness", Risk::Medium));
        assert_eq!(source.flagged[0].text, "So drunk\non two lines");
        assert_eq!((source.flagged[0].risk, source.flagged[0].field), (Some(Risk::High), Some(Field::Health)));
        assert_eq!(source.flagged[1].text, "[sic] drunk");
        assert_eq!(source.not_flagged.len(), 1);
    }

    #[test]
    fn a_broken_page_says_what_is_wrong() {
        for (path, text, says) in [
            ("intoxication/drunk.md", PAGE.replace("## Sources", "## Source"), "heading"),
            ("drugs/drunk.md", PAGE.to_owned(), "category"),
            ("intoxication/drunk.md", PAGE.replace("medium", "middling"), "toml"),
            ("intoxication/drunk.md", PAGE.replace("## Not flagged posts", ""), "Not flagged posts"),
        ] {
            let error = read(path, &text).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
