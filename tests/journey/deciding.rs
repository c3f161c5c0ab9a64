//! Deciding, and what a verdict outlives.

use crate::support::Home;
use serde_json::Value;
use std::collections::BTreeMap;

/// The verdict of each post that has one.
fn verdicts(home: &Home) -> BTreeMap<String, String> {
    let findings = home.json(&["findings"]);
    let decided = |line: &Value| Some((line["post"].as_str()?.to_owned(), line["verdict"].as_str()?.to_owned()));
    findings.as_array().unwrap().iter().filter_map(decided).collect()
}

#[test]
fn a_scan_after_a_change_of_profession_keeps_every_verdict() {
    let home = Home::with_sample();
    let before = home.json(&["findings"]);
    for (line, verdict) in before.as_array().unwrap().iter().zip(["delete", "keep", "later"].iter().cycle()) {
        home.ok(&["decide", "--library", "library", line["post"].as_str().unwrap(), verdict]);
    }
    let decided = verdicts(&home);
    assert!(decided.len() > 10);
    let said = home.ok(&["scan", "--library", "library", "--profession", "mechanic"]);
    assert!(!said.is_empty());
    let mechanic = home.json(&["findings"]);
    let rank = |findings: &Value| {
        let line = |line: &Value| (line["post"].to_string(), line["rule"].to_string(), line["score"].to_string());
        findings.as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    assert_ne!(rank(&before), rank(&mechanic), "a mechanic's posts weigh differently");
    // A post whose finding is gone has left the list; every one still listed has kept its verdict.
    let after = verdicts(&home);
    let listed: Vec<&str> = mechanic.as_array().unwrap().iter().map(|line| line["post"].as_str().unwrap()).collect();
    for (post, verdict) in decided.iter().filter(|(post, _)| listed.contains(&post.as_str())) {
        assert_eq!(after.get(post), Some(verdict), "post {post}");
    }
    // And the way back is the same list with the same verdicts.
    home.ok(&["scan", "--library", "library", "--profession", ""]);
    assert_eq!(rank(&home.json(&["findings"])), rank(&before));
    assert_eq!(verdicts(&home), decided);
}

#[test]
fn the_profession_is_remembered_by_the_next_import() {
    let home = Home::with_sample();
    home.ok(&["scan", "--library", "library", "--profession", "doctor"]);
    let doctor = home.json(&["findings"]);
    let run = home.run(&["import", "sample", "--library", "library"]);
    assert!(run.code == 0 || run.code == 3, "{}", run.err);
    assert_eq!(home.json(&["findings"]), doctor);
}

#[test]
fn what_is_decided_is_there_for_the_next_run_and_undo_goes_back_step_by_step() {
    let home = Home::with_sample();
    let findings = home.json(&["findings"]);
    let posts: Vec<&str> = findings.as_array().unwrap().iter().map(|line| line["post"].as_str().unwrap()).collect();
    let (first, second) = (posts[0], *posts.iter().find(|post| **post != posts[0]).unwrap());
    home.ok(&["decide", "--library", "library", first, "delete"]);
    home.ok(&["decide", "--library", "library", second, "keep"]);
    home.ok(&["decide", "--library", "library", first, "edit"]);
    let now = |first_is: Option<&str>, second_is: Option<&str>| {
        let verdicts = verdicts(&home);
        assert_eq!(verdicts.get(first).map(String::as_str), first_is);
        assert_eq!(verdicts.get(second).map(String::as_str), second_is);
    };
    now(Some("edit"), Some("keep"));
    home.ok(&["decide", "--library", "library", "undo"]);
    now(Some("delete"), Some("keep"));
    home.ok(&["decide", "--library", "library", "undo"]);
    now(Some("delete"), None);
    home.ok(&["decide", "--library", "library", "undo"]);
    now(None, None);
}

#[test]
fn a_tick_needs_something_to_do() {
    let home = Home::with_sample();
    let findings = home.json(&["findings"]);
    let post = findings[0]["post"].as_str().unwrap();
    let run = home.run(&["decide", "--library", "library", post, "claimed"]);
    assert_eq!(run.code, 1, "nothing was marked: {}", run.err);
    home.ok(&["decide", "--library", "library", post, "delete"]);
    home.ok(&["decide", "--library", "library", post, "claimed"]);
    assert_eq!(home.json(&["proof"])[0]["state"], "claimed");
    home.ok(&["decide", "--library", "library", post, "unclaimed"]);
    assert_eq!(home.json(&["proof"])[0]["state"], "todo");
}

#[test]
fn the_archives_answer_checklist_items() {
    let home = Home::with_sample();
    let list = home.json(&["checklist"]);
    let item = |id: &str| {
        let found = list.as_array().unwrap().iter().find(|item| item["id"] == id);
        found.unwrap_or_else(|| panic!("no item {id}")).clone()
    };
    let says = |item: &Value| item["evidence"].to_string();
    // The sample names four apps at X; the list of connected apps must tell of them, with the file.
    let apps = list
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["platform"] == "x" && says(item).contains("TweetPix Demo"))
        .expect("an item of X that tells of connected apps");
    assert!(says(apps).contains("connected-application.js"), "{apps}");
    assert_eq!(apps["state"], "pre-filled", "{apps}");
    assert!(says(&item("fb.limit-past-posts")).contains("posts since 2008"));
}
