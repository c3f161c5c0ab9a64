//! The report as a page, a table and a document, with words and without names.

use crate::support::{self, Home};
use serde_json::Value;
use std::fs;

/// Names and numbers of the invented person that a redacted report must not hold, wherever the sample states them.
const IDENTITY: [&str; 6] = [
    "thea_reads",
    "Thea Marlowe",
    "thea.marlowe@example.org",
    "tmarlowe09@example.com",
    "4000 0566 5566 5556",
    "tipsy_thea",
];

fn report(home: &Home, name: &str, redact: bool) -> String {
    let path = home.path(name);
    let mut args = support::args([&"report", &"--library", &"library", &"--out", &path]);
    args.extend(redact.then(|| "--redact".into()));
    home.ok(&args);
    fs::read_to_string(path).expect("a report in UTF-8")
}

/// A library with one post marked delete for a reason, and its words.
fn decided() -> (Home, String) {
    let home = Home::with_sample();
    let findings = home.json(&["findings"]);
    home.ok(&[
        "decide",
        "--library",
        "library",
        findings[0]["post"].as_str().unwrap(),
        "delete",
        "--reason",
        "Long overdue",
    ]);
    (home, findings[0]["text"].as_str().unwrap().to_owned())
}

#[test]
fn the_page_stands_alone_and_holds_what_was_found_and_decided() {
    let (home, words) = decided();
    let html = report(&home, "report.html", false);
    assert!(html.to_lowercase().starts_with("<!doctype html>"));
    let start: String = words.chars().take_while(|c| c.is_alphanumeric() || *c == ' ').collect();
    // The marked words stand in an element of their own.
    let unmarked = html.replace("<mark>", "").replace("</mark>", "");
    assert!(start.len() > 8 && unmarked.contains(start.trim()), "the words of {start:?}");
    assert!(html.contains("Long overdue"), "the reason");
    // It opens no connection when it is looked at: no script, and nothing is loaded from anywhere.
    for loads in ["<script", "<img", "<iframe", "<link", "@import", "url(", " src=", "onerror", "onload"] {
        assert!(!html.to_lowercase().contains(loads), "the page holds {loads}");
    }
}

#[test]
fn the_table_has_a_row_for_each_flagged_post() {
    let (home, _) = decided();
    let csv = report(&home, "report.csv", false);
    let findings = home.json(&["findings"]);
    let mut posts: Vec<&str> = findings.as_array().unwrap().iter().map(|line| line["post"].as_str().unwrap()).collect();
    posts.sort_unstable();
    posts.dedup();
    assert_eq!(records(&csv), posts.len() + 1, "a header and one row for each post");
    assert!(csv.contains("Long overdue"));
}

/// Records of a CSV: line breaks inside quotes do not count.
fn records(csv: &str) -> usize {
    let mut quoted = false;
    let mut records = 0;
    for c in csv.chars() {
        quoted ^= c == '"';
        records += usize::from(c == '\n' && !quoted);
    }
    records
}

#[test]
fn cells_cannot_be_taken_for_formulas_by_a_spreadsheet() {
    let home = Home::new();
    let words = [
        "=HYPERLINK(\"http://x.example\") I was so drunk",
        "+1 drunk again at work",
        "@boss is a useless cretin",
        "-drunk on shift",
    ];
    let tweets: Vec<_> = words.iter().enumerate().map(|(n, words)| (900 + n as u64, n as u32 + 1, *words)).collect();
    home.file("x.zip", support::x_archive("ada", &tweets));
    home.ok(&["import", "x.zip", "--library", "library"]);
    assert!(!home.json(&["findings"]).as_array().unwrap().is_empty());
    let csv = report(&home, "report.csv", false);
    for cell in csv.lines().flat_map(|line| line.split(',')) {
        let bare = cell.trim_start_matches('"');
        let number = bare.trim_end_matches('"').parse::<f64>().is_ok();
        assert!(number || !bare.starts_with(['=', '+', '@', '-', '\t']), "{cell}");
    }
}

#[test]
fn the_document_is_json() {
    let (home, words) = decided();
    let json: Value = serde_json::from_str(&report(&home, "report.json", false)).unwrap();
    let findings = json["findings"].as_array().expect("findings");
    let line = findings.iter().find(|line| line["text"] == words.as_str()).expect("the decided post");
    assert_eq!(line["verdict"], "delete");
    assert_eq!(json["archives"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_redacted_report_names_nobody() {
    let (home, _) = decided();
    for name in ["report.html", "report.csv", "report.json"] {
        let open = report(&home, name, false);
        assert!(IDENTITY.iter().any(|word| open.contains(word)), "{name}: the open report names the person");
        let redacted = report(&home, name, true);
        for word in IDENTITY {
            assert!(!redacted.to_lowercase().contains(&word.to_lowercase()), "{name} holds {word}");
        }
        assert!(redacted.len() > 2_000, "{name} still says something");
    }
}

#[test]
fn a_report_replaces_a_former_one_and_leaves_no_draft() {
    let (home, _) = decided();
    home.file("reports/report.json", "old");
    report(&home, "reports/report.json", false);
    assert_eq!(fs::read_dir(home.path("reports")).unwrap().count(), 1);
    let run = home.run(&["report", "--library", "library", "--out", "no-such-folder/report.html"]);
    assert_eq!(run.code, 1, "{}", run.err);
}
