//! The report as a table: one line for each flagged post.

use super::{Error, PostLine, Report};
use std::io::Write;

const HEADINGS: [&str; 13] = [
    "post",
    "platform",
    "account",
    "kind",
    "at",
    "risk",
    "categories",
    "rules",
    "text",
    "url",
    "verdict",
    "note",
    "proof",
];

pub(super) fn write(report: &Report, mut out: impl Write) -> Result<(), Error> {
    // Without this mark spreadsheets take the file for the letters of the country they run in.
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADINGS)?;
    for post in &report.findings {
        table.write_record(cells(post).map(|cell| harmless(&cell)))?;
    }
    table.flush()?;
    Ok(())
}

fn cells(post: &PostLine) -> [String; 13] {
    let distinct = |words: Vec<&str>| {
        let mut seen: Vec<&str> = Vec::new();
        words
            .into_iter()
            .filter(|w| {
                !seen.contains(w) && {
                    seen.push(w);
                    true
                }
            })
            .collect::<Vec<_>>()
            .join("; ")
    };
    let or_empty = |cell: &Option<String>| cell.clone().unwrap_or_default();
    [
        post.post.clone(),
        post.platform.clone(),
        post.account.clone(),
        post.kind.clone(),
        or_empty(&post.at),
        post.risk.clone(),
        distinct(post.reasons.iter().map(|reason| reason.category.as_str()).collect()),
        distinct(post.reasons.iter().map(|reason| reason.rule.as_str()).collect()),
        post.text.clone(),
        or_empty(&post.url),
        or_empty(&post.verdict),
        or_empty(&post.note),
        or_empty(&post.proof),
    ]
}

/// A cell no spreadsheet takes for a formula: an apostrophe goes before what would begin one.
///
/// White space and marks without width are passed over when looking for the first letter, since some programs drop them
/// before they look. NUL is dropped: it ends a text early in some programs.
fn harmless(cell: &str) -> String {
    let cell = cell.replace('\0', "");
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{61c}')
    };
    let begins = cell.chars().find(|c| !unseen(*c));
    let formula = matches!(begins, Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠'));
    if formula || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_disarmed_and_other_cells_left_alone() {
        for armed in [
            "=cmd()",
            "+1",
            "-2+3",
            "@SUM(A1)",
            "|x",
            "%x",
            " =1",
            "\t=1",
            "\tx",
            "\r\nx",
            "\u{200f}=1",
            "\u{feff}@x",
            "＝1",
        ] {
            assert_eq!(harmless(armed), format!("'{armed}"), "{armed:?}");
        }
        for plain in ["", "a=b", "2014-03-03", "שלום", "\u{200f}שלום", "'quoted", "  two spaces"] {
            assert_eq!(harmless(plain), plain);
        }
        assert_eq!(harmless("a\0b"), "ab");
        assert_eq!(harmless("\0=1"), "'=1");
    }
}
