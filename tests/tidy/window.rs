//! The window: what its page may ask and load, and that both sides of the bridge speak of the same types.

use crate::support::{repository, walk};
use crate::{none, read, rust_files};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Names of the window's commands, sorted, as four places list them.
fn commands() -> [(&'static str, Vec<String>); 4] {
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let listed = read("src-tauri/commands.txt").lines().map(str::to_owned).collect();
    let handler = read("src-tauri/src/commands/mod.rs");
    let (_, handled) = handler.split_once("generate_handler![").expect("the handler");
    let handled = handled.split(']').next().unwrap().split(',').map(str::trim).filter(|name| !name.is_empty());
    let handled = handled.map(|name| name.rsplit("::").next().unwrap().to_owned()).collect();
    let capability: serde_json::Value = serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    let permissions =
        capability["permissions"].as_array().unwrap().iter().map(|permission| permission.as_str().unwrap());
    let granted =
        permissions.filter_map(|name| name.strip_prefix("allow-")).map(|name| name.replace('-', "_")).collect();
    let calls = read("ui/src/backend/calls.ts");
    let called = calls.split("invoke").skip(1).filter(|rest| rest.starts_with(['<', '(']));
    let called = called.filter_map(|rest| rest.split_once("(\"")?.1.split('"').next()).map(str::to_owned).collect();
    [
        ("src-tauri/commands.txt", sorted(listed)),
        ("the handler of src-tauri/src/commands", sorted(handled)),
        ("src-tauri/capabilities/main.json", sorted(granted)),
        ("ui/src/backend/calls.ts", sorted(called)),
    ]
}

#[test]
fn the_window_may_ask_what_the_program_answers_and_nothing_else() {
    let lists = commands();
    let (first, expected) = &lists[0];
    assert!(expected.len() > 20);
    for (place, names) in &lists[1..] {
        assert_eq!(names, expected, "{place} beside {first}");
    }
    let capability: serde_json::Value = serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    for permission in capability["permissions"].as_array().unwrap() {
        let name = permission.as_str().unwrap();
        let granted =
            name.starts_with("allow-") || ["core:event:allow-listen", "core:event:allow-unlisten"].contains(&name);
        assert!(granted, "{name} is no command of our own");
    }
    assert!(capability.get("remote").is_none(), "no page from elsewhere may ask anything");
    let mut capabilities = Vec::new();
    walk(&repository().join("src-tauri/capabilities"), &mut |path| capabilities.push(path.to_owned()));
    assert_eq!(capabilities.len(), 1);
}

#[test]
fn the_page_of_the_window_may_load_nothing_from_elsewhere() {
    let config: serde_json::Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).unwrap();
    let policy = match &config["app"]["security"]["csp"] {
        serde_json::Value::String(policy) => policy.clone(),
        serde_json::Value::Object(parts) => parts.iter().map(|(name, value)| format!("{name} {value};")).collect(),
        other => panic!("no content security policy: {other}"),
    };
    assert!(policy.contains("default-src"), "{policy}");
    for allowed in ["https:", "http:", "ws:", "wss:", "*", "unsafe-eval", "unsafe-inline"] {
        let own = policy.replace("http://ipc.localhost", "").replace("http://asset.localhost", "");
        let loose = own.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !"*:-/.".contains(c));
            if allowed.ends_with(':') { word.starts_with(allowed) } else { word == allowed }
        });
        assert!(!loose, "{allowed} in {policy}");
    }
}

/// Every type that crosses the bridge, and its TypeScript written into a folder as it should be.
macro_rules! bridged {
    ($($name:ident)+) => {
        const BRIDGED: &[&str] = &[$(stringify!($name)),+];
        fn write_bindings(dir: &Path) {
            let config = ts_rs::Config::new().with_out_dir(dir.join("crates/app/bindings"));
            $(<app::dto::$name as ts_rs::TS>::export(&config).unwrap();)+
        }
    };
}
bridged! {
    AccountLine ArchiveCoverage Bar BulkTool CategoryInfo Checklist ChecklistGroup ChecklistItem CleanUpGroup CleanUpItem
    ColumnFound ColumnsFound Decided EvidenceLine Facet Facets FileLine FindingDetail HistoryLine JobNews LibraryStatus Neighbour NextStep Overview
    PlatformInfo PostDetail Preview PreviewPost Problem QuietMonths ReviewFilter ReviewPage ReviewRow RiskCounts RuleInfo Settings Told WarningLine
}

#[test]
fn the_windows_types_are_those_of_the_program() {
    let mut declared = BTreeSet::new();
    for path in rust_files("crates/app/src/dto") {
        let text = read(&path);
        let Some((_, bridged)) = text.split_once("\nbridged! {") else { continue };
        let names = bridged.lines().filter_map(|line| {
            let rest = line.strip_prefix("    pub struct ").or_else(|| line.strip_prefix("    pub enum "))?;
            rest.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned)
        });
        declared.extend(names);
    }
    let listed: BTreeSet<String> = BRIDGED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(declared, listed, "types of crates/app/src/dto beside the list of this test");

    let dir = tempfile::tempdir().unwrap();
    write_bindings(dir.path());
    let files = |root: &Path| {
        let mut files = BTreeMap::new();
        walk(&root.join("ui/src/backend/generated"), &mut |path| {
            files.insert(path.file_name().unwrap().to_owned(), fs::read_to_string(path).unwrap());
        });
        files
    };
    let (made, kept) = (files(dir.path()), files(repository()));
    assert_eq!(made.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>(), "files in ui/src/backend/generated");
    for (name, text) in &made {
        assert!(kept[name] == *text, "{} is out of date: run `cargo test -p app`", name.display());
    }
}

#[test]
fn one_file_of_the_window_knows_what_carries_its_calls() {
    let mut found = Vec::new();
    walk(&repository().join("ui/src"), &mut |path| {
        let text = fs::read_to_string(path).unwrap_or_default();
        if text.contains("@tauri-apps/") && !path.ends_with("backend/calls.ts") {
            found.push(path.display().to_string());
        }
    });
    none(&found, "only ui/src/backend/calls.ts imports @tauri-apps");
}
