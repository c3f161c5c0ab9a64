//! What lies in the repository: nothing put off, nothing of the machine it was made on, and every folder complete.

use crate::support::{repository, walk};
use crate::{none, read};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The files that belong to the repository: what git tracks, or, in a copy without git, what lies there.
fn tracked() -> Vec<PathBuf> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(repository()).output();
    if let Some(output) = listed.ok().filter(|output| output.status.success()) {
        let names = String::from_utf8(output.stdout).unwrap();
        let names = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
        return names.filter(|name| repository().join(name).is_file()).collect();
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(repository()).unwrap() {
        let path = entry.unwrap().path();
        let built = ["target", "node_modules", ".git"].iter().any(|name| path.ends_with(name));
        if path.is_dir() && !built {
            walk(&path, &mut |file| files.push(file.strip_prefix(repository()).unwrap().to_owned()));
        } else if path.is_file() {
            files.push(path.strip_prefix(repository()).unwrap().to_owned());
        }
    }
    files
}

/// Tracked files that hold text, with it.
fn tracked_texts() -> Vec<(PathBuf, String)> {
    let text = |path: PathBuf| Some((path.clone(), fs::read_to_string(repository().join(&path)).ok()?));
    tracked().into_iter().filter_map(text).collect()
}

#[test]
fn nothing_is_put_off_in_the_tree() {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK:")];
    let mut found = Vec::new();
    for (path, text) in tracked_texts() {
        for (number, line) in text.lines().enumerate() {
            let mut parts = line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            if parts.any(|part| words.contains(&part) || words.contains(&part.trim_end_matches(':'))) {
                found.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    none(&found, "what is to be done is an issue, not a remark");
}

#[test]
fn no_file_names_the_place_where_it_was_made() {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/user")];
    let hosts = [
        concat!("registry.npm", "js.org"),
        concat!("static.crates", ".io"),
        concat!("index.crates", ".io"),
        concat!("files.python", "hosted.org"),
        concat!("proxy.go", "lang.org"),
    ];
    let mut found = Vec::new();
    for (path, text) in tracked_texts() {
        for (number, line) in text.lines().enumerate() {
            let place = paths.iter().any(|place| {
                line.match_indices(place)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.'))
            });
            if place || hosts.iter().any(|host| line.contains(host)) {
                found.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    none(&found, "a fresh machine has other paths and may use another registry");
}

#[test]
fn the_pages_people_look_for_are_there() {
    for page in ["README.md", "ARCHITECTURE.md", "PRIVACY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"] {
        assert!(read(page).len() > 100, "{page}");
    }
    // Links between the pages lead somewhere.
    let mut broken = Vec::new();
    for (path, text) in tracked_texts().into_iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "md"))
    {
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap();
            let outside = target.contains("://") || target.starts_with("mailto:") || target.is_empty();
            let folder = repository().join(&path).parent().unwrap().to_owned();
            if !outside && !folder.join(target).exists() {
                broken.push(format!("{} links to {target}", path.display()));
            }
        }
    }
    none(&broken, "links");
}

#[test]
fn every_category_has_rules_and_every_rule_a_category() {
    let categories: BTreeSet<String> = app::rules::categories().into_iter().map(|category| category.id).collect();
    assert_eq!(categories.len(), 18);
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for entry in fs::read_dir(repository().join("rules")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('_') {
            let pages = fs::read_dir(&path)
                .unwrap()
                .filter(|page| page.as_ref().unwrap().path().extension().is_some_and(|end| end == "md"));
            folders.insert(name, pages.count());
        }
    }
    assert_eq!(folders.keys().cloned().collect::<BTreeSet<_>>(), categories);
    assert!(folders.values().all(|pages| *pages > 0), "{folders:?}");
    assert_eq!(folders.values().sum::<usize>(), app::rules::rules().len(), "every page is a rule of the program");
    for rule in app::rules::rules() {
        let said = [&rule.title, &rule.what, &rule.why, &rule.todo];
        assert!(said.iter().all(|text| !text.trim().is_empty()), "{} explains itself", rule.id);
        assert!(!rule.flagged.is_empty() && !rule.not_flagged.is_empty(), "{} has examples of both kinds", rule.id);
    }
}

#[test]
fn every_platform_folder_is_complete_and_in_the_list() {
    let listed: BTreeSet<String> = app::import::platforms().into_iter().map(|platform| platform.id).collect();
    let mut folders = BTreeSet::new();
    for entry in fs::read_dir(repository().join("crates/platforms/src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !path.is_dir() || ["archive", "general", "meta_html"].contains(&name.as_str()) {
            continue;
        }
        for file in ["mod.rs", "platform.toml", "checklist.toml"] {
            assert!(path.join(file).is_file(), "{name} has no {file}");
        }
        let mut fixtures = 0;
        walk(&path.join("fixtures"), &mut |_| fixtures += 1);
        assert!(fixtures > 0, "{name} has no fixtures");
        folders.insert(name);
    }
    assert_eq!(folders, listed);
}
