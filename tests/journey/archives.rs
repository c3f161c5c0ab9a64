//! Archives in: what comes in, comes in once, and nothing of the person's own files is touched.

use crate::support::{self, Home};
use serde_json::Value;

fn strings(values: &[Value], field: &str) -> Vec<String> {
    let mut strings: Vec<String> = values.iter().map(|value| value[field].as_str().unwrap().to_owned()).collect();
    strings.sort();
    strings
}

#[test]
fn the_same_archives_again_add_nothing_and_lose_no_verdict() {
    let home = Home::with_sample();
    let findings = home.json(&["findings"]);
    let ids = strings(findings.as_array().unwrap(), "post");
    for (id, verdict) in ids.iter().zip(["delete", "keep", "edit", "later", "restrict"].iter().cycle()) {
        home.ok(&["decide", "--library", "library", id, verdict]);
    }
    let before = (home.posts(&[]), home.json(&["findings"]), home.json(&["exposure"]));
    let run = home.run(&["import", "sample", "--library", "library", "--format", "json"]);
    assert!(run.code == 0 || run.code == 3, "{}", run.err);
    let after = (home.posts(&[]), home.json(&["findings"]), home.json(&["exposure"]));
    assert_eq!(before.0, after.0, "posts");
    assert_eq!(before.1, after.1, "findings and verdicts");
    assert_eq!(before.2, after.2, "exposure");
}

#[test]
fn a_folder_a_tgz_and_a_zip_of_one_export_are_one_account() {
    let home = Home::new();
    let zip = support::sample("twitter");
    for (name, bytes) in support::unzip(&zip) {
        home.file(&format!("unpacked/{name}"), bytes);
    }
    let tar = std::process::Command::new("tar")
        .args(["-czf", "x.tgz", "-C", "unpacked", "."])
        .current_dir(home.root())
        .status();
    assert!(tar.unwrap().success());
    home.ok(&support::args([&"import", &zip, &"--library", &"library"]));
    let from_zip = home.posts(&[]);
    assert!(from_zip.len() > 100);
    home.ok(&["import", "unpacked", "x.tgz", "--library", "library"]);
    assert_eq!(home.posts(&[]), from_zip, "the folder and the .tgz hold the same posts");
    assert_eq!(home.json(&["coverage"]).as_array().unwrap().len(), 1, "it is the same export three times");

    home.ok(&["import", "unpacked", "--library", "from-folder"]);
    let out = home.ok(&["posts", "--library", "from-folder", "--format", "json"]);
    let without_id = |mut post: Value| {
        post.as_object_mut().unwrap().remove("id");
        post.to_string()
    };
    let mut folder: Vec<String> = support::lines(&out).into_iter().map(without_id).collect();
    let mut zip: Vec<String> = from_zip.into_iter().map(without_id).collect();
    folder.sort();
    zip.sort();
    assert_eq!(folder, zip);
}

#[test]
fn an_archive_given_twice_counts_once() {
    let home = Home::new();
    let zip = support::sample("twitter");
    home.ok(&support::args([&"import", &zip, &zip, &"--library", &"library"]));
    let posts = home.posts(&[]);
    home.ok(&support::args([&"import", &zip, &"--library", &"once"]));
    assert_eq!(support::lines(&home.ok(&["posts", "--library", "once", "--format", "json"])).len(), posts.len());
}

#[test]
fn the_archives_themselves_are_never_touched() {
    let home = Home::new();
    let bytes = std::fs::read(support::sample("twitter")).unwrap();
    let path = home.file("archives/x.zip", &bytes);
    let modified = |path: &std::path::Path| std::fs::metadata(path).unwrap().modified().unwrap();
    let before = modified(&path);
    home.ok(&["import", "archives/x.zip", "--library", "library"]);
    home.ok(&["audit", "archives/x.zip"]);
    home.ok(&["erase", "--library", "library"]);
    assert!(std::fs::read(&path).unwrap() == bytes && modified(&path) == before);
    assert_eq!(std::fs::read_dir(home.path("archives")).unwrap().count(), 1, "nothing was put beside it");
}

#[test]
fn parts_of_one_export_given_in_any_order_are_one() {
    let home = Home::new();
    let files = support::unzip(&support::sample("facebook"));
    let (first, second): (Vec<_>, Vec<_>) = files.iter().cloned().enumerate().partition(|(index, _)| index % 2 == 0);
    let part = |files: Vec<(usize, (String, Vec<u8>))>| {
        support::zip(&files.into_iter().map(|(_, file)| file).collect::<Vec<_>>())
    };
    home.file("facebook-thea.marlowe-2026-10-02-Zq81xa0b-1.zip", part(first));
    home.file("facebook-thea.marlowe-2026-10-02-Zq81xa0b-2.zip", part(second));
    let [one, two] = ["-1.zip", "-2.zip"].map(|end| format!("facebook-thea.marlowe-2026-10-02-Zq81xa0b{end}"));
    home.ok(&["import", &two, &one, "--library", "library"]);
    let coverage = home.json(&["coverage"]);
    assert_eq!(coverage.as_array().unwrap().len(), 1);
    home.ok(&support::args([&"import", &support::sample("facebook"), &"--library", &"whole"]));
    let whole = support::lines(&home.ok(&["posts", "--library", "whole", "--format", "json"]));
    assert_eq!(strings(&home.posts(&[]), "text"), strings(&whole, "text"));
}

#[test]
fn accounts_are_linked_only_by_the_person_and_then_read_together() {
    // One patient in two posts, a day apart, on two platforms: neither post tells enough alone.
    let home = Home::new();
    for (at, (handle, words)) in [
        ("ward_seven", "34 year old footballer came in with a broken jaw tonight"),
        ("seven_at_home", "our goalkeeper from Ward 9 at St Brannoc got his jaw wired today"),
    ]
    .into_iter()
    .enumerate()
    {
        let zip = support::x_archive(handle, &[(at as u64 + 1, at as u32 + 1, words)]);
        home.file(&format!("archives/{handle}.zip"), zip);
    }
    home.ok(&["import", "archives/ward_seven.zip", "archives/seven_at_home.zip", "--library", "library"]);
    let people = |home: &Home| -> std::collections::BTreeSet<i64> {
        home.json(&["accounts"]).as_array().unwrap().iter().map(|account| account["person"].as_i64().unwrap()).collect()
    };
    let pieced = |home: &Home| {
        let found = home.json(&["findings"]);
        found.as_array().unwrap().iter().filter(|finding| !finding["with"].as_array().unwrap().is_empty()).count()
    };
    assert_eq!((people(&home).len(), pieced(&home)), (2, 0), "nothing is linked silently");
    home.ok(&["accounts", "--library", "library", "--link", "1,2"]);
    assert_eq!((people(&home).len(), pieced(&home)), (1, 2));
    let text = home.ok(&["accounts", "--library", "library"]);
    assert!(text.contains("the same person as"), "{text}");
    home.ok(&["accounts", "--library", "library", "--unlink", "2"]);
    assert_eq!((people(&home).len(), pieced(&home)), (2, 0));
    let wrong = home.run(&["accounts", "--library", "library", "--link", "1,9"]);
    assert!(wrong.code == 1 && wrong.err.contains("There is no account 9"), "{wrong:?}");
    let alone = home.run(&["accounts", "--library", "library", "--link", "1"]);
    assert!(alone.code != 0 && !alone.err.is_empty(), "{alone:?}");
}

#[test]
fn a_folder_of_downloads_is_each_archive_in_it() {
    let home = Home::new();
    std::fs::create_dir(home.path("downloads")).unwrap();
    for name in ["twitter", "facebook"] {
        let zip = support::sample(name);
        std::fs::copy(&zip, home.path("downloads").join(zip.file_name().unwrap())).unwrap();
    }
    home.ok(&["import", "downloads", "--library", "library"]);
    let platforms = strings(home.json(&["coverage"]).as_array().unwrap(), "platform");
    assert_eq!(platforms, ["facebook", "x"]);
}

#[test]
fn coverage_tells_quiet_months_and_what_such_an_archive_never_holds() {
    let home = Home::with_sample();
    let coverage = home.json(&["coverage"]);
    for archive in coverage.as_array().unwrap() {
        assert!(!archive["never"].as_array().unwrap().is_empty(), "{}", archive["platform"]);
        let months: Vec<u64> =
            archive["quiet"].as_array().unwrap().iter().map(|quiet| quiet["months"].as_u64().unwrap()).collect();
        assert!(months.is_sorted_by(|a, b| a >= b), "the longest comes first: {months:?}");
    }
    let text = home.ok(&["coverage", "--library", "library"]);
    assert!(text.contains("months in between without a post"), "{text}");
    assert!(text.contains("never contains"), "{text}");
    assert!(!text.contains("`coverage` lists all"), "this is coverage: it lists all");
}
