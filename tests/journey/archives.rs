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
