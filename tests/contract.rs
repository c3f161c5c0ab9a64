//! The command line's contract: every command, the form of its JSON, its exit codes. Scripts rely on these, so a change
//! here is a change for other people: forms are only added to.

mod support;

#[path = "contract/columns.rs"]
mod columns;
#[path = "contract/scan_jsonl.rs"]
mod scan_jsonl;

use serde_json::Value;
use support::{Home, run};

const COMMANDS: [&str; 17] = [
    "audit",
    "import",
    "columns",
    "scan",
    "findings",
    "posts",
    "search",
    "decide",
    "checklist",
    "exposure",
    "accounts",
    "coverage",
    "proof",
    "report",
    "erase",
    "rules",
    "platforms",
];
const KINDS: [&str; 14] = [
    "post", "reply", "repost", "quote", "comment", "like", "message", "bio", "event", "search", "follow", "group",
    "media", "reaction",
];
const CATEGORIES: [&str; 18] = [
    "confidentiality",
    "disparagement",
    "harassment",
    "discrimination",
    "profanity",
    "sexual",
    "intoxication",
    "drugs",
    "violence",
    "dishonesty",
    "legal",
    "clinical-advice",
    "boundaries",
    "conflict-of-interest",
    "personal-data",
    "whereabouts",
    "third-party",
    "polarising",
];
const RISKS: [&str; 3] = ["low", "medium", "high"];

/// Asserts that `value` has the fields of `form`, each of its type: `s` text, `n` number, `b` yes or no, `a` list,
/// `o` object, and with `?` also nothing.
#[track_caller]
fn has_form(value: &Value, form: &[(&str, &str)]) {
    for (name, kind) in form {
        let field = value.get(name).unwrap_or_else(|| panic!("no field {name} in {value}"));
        let fits = match kind.trim_end_matches('?') {
            "s" => field.is_string(),
            "n" => field.is_number(),
            "b" => field.is_boolean(),
            "a" => field.is_array(),
            "o" => field.is_object(),
            other => panic!("no such kind {other}"),
        };
        assert!(fits || (kind.ends_with('?') && field.is_null()), "{name} should be {kind}, in {value}");
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no text {field} in {value}"))
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2])
}

/// Spans mark what they say: `start` and `end` count Unicode scalar values of the text.
#[track_caller]
fn spans_mark_their_words(text: &str, finding: &Value) {
    for span in list(&finding["spans"]) {
        has_form(span, &[("start", "n"), ("end", "n"), ("text", "s")]);
        let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
        assert!(start < end, "{span}");
        let marked: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(marked, span["text"].as_str().unwrap());
    }
}

const ARCHIVE: &[(&str, &str)] = &[
    ("platform", "s"),
    ("account", "s"),
    ("exported", "s?"),
    ("partial", "b"),
    ("items", "o"),
    ("first", "s?"),
    ("last", "s?"),
    ("quiet", "a"),
    ("files_read", "n"),
    ("files_skipped", "a"),
    ("warnings", "a"),
];

#[track_caller]
fn is_archive(archive: &Value) {
    has_form(archive, ARCHIVE);
    for (kind, count) in archive["items"].as_object().unwrap() {
        assert!(KINDS.contains(&kind.as_str()), "{kind}");
        assert!(count.is_u64());
    }
    for day in ["exported", "first", "last"] {
        assert!(archive[day].as_str().is_none_or(is_day), "{archive}");
    }
    for quiet in list(&archive["quiet"]) {
        has_form(quiet, &[("from", "s"), ("to", "s"), ("months", "n")]);
    }
    for skipped in list(&archive["files_skipped"]) {
        has_form(skipped, &[("path", "s"), ("why", "s")]);
    }
    for warning in list(&archive["warnings"]) {
        has_form(warning, &[("file", "s"), ("index", "n?"), ("message", "s")]);
    }
}

#[test]
fn help_names_every_command_and_every_command_has_help() {
    let home = Home::new();
    let help = run(home.bare().arg("--help"));
    assert_eq!(help.code, 0);
    for command in COMMANDS {
        let line = help.out.lines().find(|line| line.trim_start().starts_with(&format!("{command} ")));
        assert!(line.is_some_and(|line| line.trim().len() > command.len() + 10), "{command} is not explained");
        let own = run(home.bare().args([command, "--help"]));
        assert_eq!(own.code, 0, "{command} --help");
        assert!(own.out.contains("Usage: broadsheet"), "{command} --help");
    }
    let listed = help.out.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let unknown: Vec<_> = listed
        .map(|line| line.split_whitespace().next().unwrap_or_default())
        .filter(|name| *name != "help" && !COMMANDS.contains(name))
        .collect();
    assert!(unknown.is_empty(), "commands the contract does not name: {unknown:?}");
}

#[test]
fn the_options_of_the_contract_are_there() {
    let home = Home::new();
    for (command, options) in [
        (
            "audit",
            &["--profession", "--report", "--format", "--platform", "--account", "--columns", "--date-format"][..],
        ),
        ("import", &["--library", "--passphrase-file", "--platform", "--account", "--columns", "--date-format"]),
        ("columns", &["--format"]),
        ("scan", &["--library", "--jsonl", "--profession"]),
        ("findings", &["--library", "--risk", "--category", "--platform", "--format", "--passphrase-file"]),
        ("posts", &["--library", "--platform", "--kind", "--format"]),
        ("search", &["--library", "--format"]),
        ("decide", &["--library", "--reason"]),
        ("checklist", &["--library", "--platform", "--format"]),
        ("exposure", &["--library", "--format"]),
        ("coverage", &["--library", "--format"]),
        ("proof", &["--library", "--format"]),
        ("report", &["--library", "--out", "--redact"]),
        ("erase", &["--library"]),
        ("rules", &["--format"]),
        ("platforms", &["--format"]),
    ] {
        let help = run(home.bare().args([command, "--help"])).out;
        for option in options {
            assert!(help.contains(option), "{command} has no {option}");
        }
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string(support::repository().join("README.md")).expect("README.md");
    for command in COMMANDS {
        assert!(readme.contains(&format!("broadsheet {command}")), "README.md does not show `broadsheet {command}`");
    }
}

#[test]
fn wrong_usage_is_2_and_goes_to_standard_error() {
    let home = Home::with_sample();
    for args in [
        &["nonsense"][..],
        &["audit"],
        &["import", "sample"],
        &["scan"],
        &["scan", "--library", "library", "--jsonl", "-"],
        &["findings"],
        &["findings", "--library", "library", "--format", "yaml"],
        &["findings", "--library", "library", "--risk", "enormous"],
        &["findings", "--library", "library", "--category", "boredom"],
        &["findings", "--library", "library", "--platform", "nowhere"],
        &["posts", "--library", "library", "--kind", "sonnet"],
        &["posts", "--library", "library", "--platform", "nowhere"],
        &["checklist", "--library", "library", "--platform", "nowhere"],
        &["decide", "--library", "library", "1"],
        &["decide", "--library", "library", "1", "perhaps"],
        &["decide", "--library", "library", "first", "keep"],
        &["report", "--library", "library", "--out", "report.pdf"],
    ] {
        let run = home.run(args);
        assert_eq!(run.code, 2, "{args:?} said: {}", run.err);
        assert!(run.out.is_empty(), "{args:?} wrote to standard output");
        assert!(!run.err.trim().is_empty(), "{args:?} said nothing");
    }
}

#[test]
fn a_failure_is_1_with_a_sentence_on_standard_error() {
    let home = Home::with_sample();
    for args in [
        &["findings", "--library", "elsewhere"][..],
        &["audit", "no-such.zip"],
        &["import", "no-such.zip", "--library", "library"],
        &["scan", "--jsonl", "no-such.jsonl"],
        &["decide", "--library", "library", "999999", "keep"],
        &["erase", "--library", "elsewhere"],
    ] {
        let run = home.run(args);
        assert_eq!(run.code, 1, "{args:?} said: {}", run.err);
        let said: Vec<&str> = run.err.lines().collect();
        assert!(said.len() >= 2 && said.iter().all(|line| line.ends_with('.')), "{args:?} said: {}", run.err);
    }
    assert!(!home.path("elsewhere").exists());
}

#[test]
fn audit_gives_one_document_and_keeps_nothing() {
    let home = Home::new();
    let run = run(home
        .bare()
        .args(["audit", "sample", "--profession", "doctor", "--format", "json", "--report"])
        .arg("out.html"));
    assert!(run.code == 0 || run.code == 3, "{}", run.err);
    assert!(run.err.is_empty(), "no progress where standard error is no terminal: {}", run.err);
    let audit: Value = serde_json::from_str(&run.out).expect("exactly one JSON document");
    has_form(
        &audit,
        &[
            ("archives", "a"),
            ("posts", "n"),
            ("flagged", "o"),
            ("by_category", "o"),
            ("checklist", "o"),
            ("seconds", "o"),
        ],
    );
    assert_eq!(list(&audit["archives"]).len(), 4);
    list(&audit["archives"]).iter().for_each(is_archive);
    has_form(&audit["flagged"], &[("high", "n"), ("medium", "n"), ("low", "n")]);
    has_form(&audit["seconds"], &[("import", "n"), ("scan", "n")]);
    for category in audit["by_category"].as_object().unwrap().keys() {
        assert!(CATEGORIES.contains(&category.as_str()), "{category}");
    }
    let checklist = audit["checklist"].as_object().unwrap();
    assert!(checklist.keys().eq(["facebook", "linkedin", "x", "youtube"]), "{:?}", checklist.keys());
    for count in checklist.values() {
        has_form(count, &[("items", "n"), ("answered_by_archive", "n"), ("at_risk", "n")]);
        let number = |field: &str| count[field].as_u64().unwrap();
        assert!(number("items") >= number("answered_by_archive") && number("answered_by_archive") > 0, "{count}");
    }
    // The person's own words are counted, no more than there are items.
    let items: u64 = list(&audit["archives"])
        .iter()
        .flat_map(|archive| archive["items"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()))
        .sum();
    assert!(audit["posts"].as_u64().unwrap() > 100 && audit["posts"].as_u64().unwrap() <= items);
    assert!(audit["flagged"]["high"].as_u64().unwrap() > 0);
    // Kept is the report that was asked for, and nothing else.
    let left: Vec<_> = home.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, [home.path("out.html")]);
}

#[test]
fn import_and_coverage_speak_of_each_archive() {
    let home = Home::new();
    let x = support::sample("twitter");
    let run = home.run(&support::args([&"import", &x, &"--library", &"library", &"--format", &"json"]));
    assert_eq!(run.code, 0, "{}", run.err);
    let imported: Value = serde_json::from_str(&run.out).unwrap();
    list(&imported).iter().for_each(is_archive);
    let coverage = home.json(&["coverage"]);
    let [archive] = list(&coverage).as_slice() else { panic!("one archive: {coverage}") };
    is_archive(archive);
    assert_eq!(text(archive, "platform"), "x");
    assert_eq!(text(archive, "account"), "thea_reads");
    assert_eq!(text(archive, "exported"), "2026-10-02");
    // Every file of the ZIP is spoken for.
    let mut spoken: Vec<&str> = list(&archive["files"]).iter().map(|file| text(file, "path")).collect();
    spoken.sort_unstable();
    let mut held: Vec<String> = support::unzip(&x).into_iter().map(|(name, _)| name).collect();
    held.sort_unstable();
    assert_eq!(spoken, held);
    for file in list(&archive["files"]) {
        has_form(file, &[("path", "s"), ("outcome", "s"), ("records", "n"), ("stated", "n?"), ("why", "s?")]);
        assert!(["read", "media", "skipped", "unknown"].contains(&text(file, "outcome")), "{file}");
    }
}

#[test]
fn findings_are_a_list_most_serious_first_and_can_be_narrowed() {
    let home = Home::with_sample();
    let findings = home.json(&["findings"]);
    let findings = list(&findings);
    assert!(findings.len() > 10, "the sample has findings");
    for finding in findings {
        has_form(
            finding,
            &[
                ("post", "s"),
                ("platform", "s"),
                ("account", "s"),
                ("kind", "s"),
                ("at", "s?"),
                ("text", "s"),
                ("category", "s"),
                ("risk", "s"),
                ("score", "n"),
                ("rule", "s"),
                ("spans", "a"),
                ("with", "a"),
                ("verdict", "s?"),
            ],
        );
        assert!(CATEGORIES.contains(&text(finding, "category")));
        assert!(RISKS.contains(&text(finding, "risk")));
        assert!(KINDS.contains(&text(finding, "kind")));
        assert!((0.0..=1.0).contains(&finding["score"].as_f64().unwrap()));
        spans_mark_their_words(text(finding, "text"), finding);
    }
    let scores: Vec<f64> = findings.iter().map(|finding| finding["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");

    let count = |field: &str, value: &str| findings.iter().filter(|finding| finding[field] == value).count();
    for (option, field, value) in
        [("--risk", "risk", "high"), ("--category", "category", "intoxication"), ("--platform", "platform", "facebook")]
    {
        let some = home.json(&["findings", option, value]);
        assert!(list(&some).iter().all(|finding| finding[field] == value), "{option} {value}");
        assert_eq!(list(&some).len(), count(field, value), "{option} {value}");
        assert!(!list(&some).is_empty(), "{option} {value}");
    }
}

#[test]
fn posts_are_json_lines_with_every_item_imported() {
    let home = Home::with_sample();
    let posts = home.posts(&[]);
    for post in &posts {
        has_form(
            post,
            &[
                ("id", "s"),
                ("platform", "s"),
                ("account", "s"),
                ("kind", "s"),
                ("native_id", "s?"),
                ("at", "s?"),
                ("text", "s"),
                ("reply_to", "s?"),
                ("audience", "s"),
                ("url", "s?"),
                ("media", "a"),
                ("place", "o?"),
                ("source", "o"),
            ],
        );
        has_form(&post["source"], &[("file", "s"), ("index", "n")]);
        assert!(KINDS.contains(&text(post, "kind")));
        if !post["place"].is_null() {
            has_form(&post["place"], &[("lat", "n?"), ("lon", "n?"), ("name", "s?")]);
        }
    }
    let coverage = home.json(&["coverage"]);
    for archive in list(&coverage) {
        for (kind, count) in archive["items"].as_object().unwrap() {
            let platform = text(archive, "platform");
            let stored =
                posts.iter().filter(|post| post["platform"] == platform && post["kind"] == kind.as_str()).count();
            assert_eq!(stored as u64, count.as_u64().unwrap(), "{platform} {kind}");
        }
    }
    let likes = home.posts(&["--platform", "x", "--kind", "like"]);
    assert!(!likes.is_empty() && likes.iter().all(|post| post["kind"] == "like" && post["platform"] == "x"));
    let mut ids: Vec<&str> = posts.iter().map(|post| text(post, "id")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), posts.len(), "ids are unique");
}

#[test]
fn search_finds_words_and_survives_any_query() {
    let home = Home::with_sample();
    let hits = home.json(&["search", "kebab"]);
    assert!(!list(&hits).is_empty());
    for hit in list(&hits) {
        has_form(hit, &[("id", "s"), ("text", "s"), ("source", "o")]);
        assert!(text(hit, "text").to_lowercase().contains("kebab"), "{hit}");
    }
    for query in ["\"", "a AND", "NEAR(", "*", "-x", "''; DROP TABLE post", "(", "col:x", "\u{1f389}", ""] {
        let run = home.run(&["search", "--library", "library", "--format", "json", "--", query]);
        assert_eq!(run.code, 0, "{query:?} said: {}", run.err);
        assert!(serde_json::from_str::<Value>(&run.out).is_ok_and(|hits| hits.is_array()), "{query:?}");
    }
}

#[test]
fn checklist_exposure_proof_rules_and_platforms_have_their_forms() {
    let home = Home::with_sample();
    let checklist = home.json(&["checklist"]);
    for item in list(&checklist) {
        has_form(
            item,
            &[
                ("id", "s"),
                ("platform", "s"),
                ("group", "s"),
                ("weight", "s"),
                ("title", "s"),
                ("state", "s"),
                ("evidence", "a"),
                ("link", "s?"),
            ],
        );
        for evidence in list(&item["evidence"]) {
            has_form(evidence, &[("says", "s"), ("file", "s"), ("as_of", "s?")]);
        }
    }
    assert!(list(&checklist).iter().any(|item| !list(&item["evidence"]).is_empty()), "no archive says anything");
    for platform in ["x", "facebook", "linkedin", "youtube", "general"] {
        let own = home.json(&["checklist", "--platform", platform]);
        assert!(!list(&own).is_empty() && list(&own).iter().all(|item| item["platform"] == platform), "{platform}");
    }

    let exposure = home.json(&["exposure"]);
    assert!(list(&exposure).len() > 10);
    for line in list(&exposure) {
        has_form(
            line,
            &[
                ("platforms", "a"),
                ("topic", "s"),
                ("label", "s"),
                ("value", "s"),
                ("count", "n"),
                ("file", "s"),
                ("as_of", "s?"),
            ],
        );
    }

    let first = home.json(&["findings"])[0]["post"].as_str().unwrap().to_owned();
    home.ok(&["decide", "--library", "library", &first, "delete"]);
    let proof = home.json(&["proof"]);
    let [line] = list(&proof).as_slice() else { panic!("one post is marked: {proof}") };
    has_form(line, &[("post", "s"), ("state", "s"), ("why", "s")]);
    assert_eq!((text(line, "post"), text(line, "state")), (first.as_str(), "todo"));

    let rules: Value = serde_json::from_str(&home.ok(&["rules", "--format", "json"])).unwrap();
    for rule in list(&rules) {
        has_form(
            rule,
            &[
                ("id", "s"),
                ("category", "s"),
                ("risk", "s"),
                ("title", "s"),
                ("what", "s"),
                ("why", "s"),
                ("todo", "s"),
            ],
        );
    }
    for category in CATEGORIES {
        assert!(list(&rules).iter().any(|rule| rule["category"] == category), "no rule for {category}");
    }
    let platforms: Value = serde_json::from_str(&home.ok(&["platforms", "--format", "json"])).unwrap();
    let ids: Vec<&str> = list(&platforms).iter().map(|platform| text(platform, "id")).collect();
    for id in ["facebook", "forum", "instagram", "linkedin", "mastodon", "wordpress", "x", "youtube"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    assert!(list(&platforms).iter().all(|platform| !list(&platform["export_steps"]).is_empty()));
}

#[test]
fn the_readable_form_of_every_list_is_short_text() {
    let home = Home::with_sample();
    for command in ["findings", "posts", "checklist", "exposure", "coverage"] {
        let out = home.ok(&[command, "--library", "library"]);
        assert!(out.lines().count() > 5, "{command}: {out}");
        assert!(!out.starts_with(['[', '{']), "{command} prints JSON without being asked");
    }
    for command in ["rules", "platforms"] {
        assert!(home.ok(&[command]).lines().count() > 5, "{command}");
    }
}

#[test]
fn records_that_could_not_be_read_are_listed_and_make_3() {
    let home = Home::new();
    let tweets =
        serde_json::json!([support::tweet(11, 2, "A fine day"), {"tweet": 7}, support::tweet(12, 3, "Another")]);
    home.file("x.zip", support::x_archive_of("ada", &support::x_file("tweets", &tweets), 3));
    let run = home.run(&["audit", "x.zip", "--format", "json"]);
    assert_eq!(run.code, 3, "{}", run.err);
    let audit: Value = serde_json::from_str(&run.out).unwrap();
    let warnings = list(&audit["archives"][0]["warnings"]);
    assert!(warnings.iter().any(|w| w["file"] == "data/tweets.js" && w["index"] == 1), "{warnings:?}");
    assert_eq!(audit["archives"][0]["items"]["post"], 2);
}

#[test]
fn decide_takes_every_verdict_and_undo() {
    let home = Home::with_sample();
    let post = home.json(&["findings"])[0]["post"].as_str().unwrap().to_owned();
    let verdict = |home: &Home| {
        let findings = home.json(&["findings"]);
        let line = list(&findings).iter().find(|finding| finding["post"] == post.as_str()).unwrap();
        line["verdict"].as_str().map(str::to_owned)
    };
    for word in ["keep", "delete", "edit", "restrict", "later"] {
        let said = home.ok(&["decide", "--library", "library", &post, word, "--reason", "A reason"]);
        assert!(said.ends_with(".\n"), "{said}");
        assert_eq!(verdict(&home).as_deref(), Some(word));
    }
    home.ok(&["decide", "--library", "library", &post, "undo"]);
    assert_eq!(verdict(&home).as_deref(), Some("restrict"), "undo takes back the last");
    for _ in 0..4 {
        home.ok(&["decide", "--library", "library", "undo"]);
    }
    assert_eq!(verdict(&home), None);
    assert!(home.ok(&["decide", "--library", "library", "undo"]).contains("nothing to take back"));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let home = Home::with_sample();
    let mut command = std::process::Command::new("sh");
    home.apply(&mut command);
    let script = format!("'{}' posts --library library --format json | head -n 1", env!("CARGO_BIN_EXE_broadsheet"));
    let run = run(command.env("BROADSHEET_PASSPHRASE", support::PASSPHRASE).args(["-c", &script]));
    assert_eq!(run.out.lines().count(), 1);
    assert!(run.err.is_empty(), "{}", run.err);
}
