//! A newer archive of the same account: what it proves of the posts marked delete.

use crate::support::{self, Home};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Texts of three tweets of the sample that are flagged, and the ids of their posts.
fn marked(home: &Home) -> Vec<(String, String)> {
    let findings = home.json(&["findings", "--platform", "x"]);
    let mut marked: Vec<(String, String)> = Vec::new();
    for line in findings.as_array().unwrap().iter().filter(|line| line["kind"] == "post") {
        let (post, text) = (line["post"].as_str().unwrap(), line["text"].as_str().unwrap());
        if marked.iter().all(|(known, _)| known != post) {
            marked.push((post.to_owned(), text.to_owned()));
        }
    }
    marked.truncate(3);
    assert_eq!(marked.len(), 3);
    for (post, _) in &marked {
        home.ok(&["decide", "--library", "library", post, "delete"]);
    }
    marked
}

/// What the newer archive is to be.
struct Newer<'a> {
    generated: &'a str,
    partial: bool,
    without: &'a [&'a str],
    /// The number of tweets the manifest states beyond those that are there.
    missing: usize,
    without_tweets: bool,
}

impl Default for Newer<'_> {
    fn default() -> Self {
        Newer { generated: "2099-05-01T08:00:00.000Z", partial: false, without: &[], missing: 0, without_tweets: false }
    }
}

/// The sample's archive of X as it would be made later: some tweets gone.
fn newer(home: &Home, name: &str, newer: &Newer<'_>) -> PathBuf {
    let mut files = support::unzip(&support::sample("twitter"));
    let document = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        let (preface, json) = text.split_once('=').unwrap();
        (preface.to_owned(), serde_json::from_str::<Value>(json).unwrap())
    };
    let mut left = 0;
    for (name, bytes) in &mut files {
        if name == "data/tweets.js" {
            let (preface, mut tweets) = document(bytes);
            let list = tweets.as_array_mut().unwrap();
            let before = list.len();
            list.retain(|tweet| !newer.without.contains(&tweet["tweet"]["full_text"].as_str().unwrap()));
            assert_eq!(before - list.len(), newer.without.len(), "each text stands once");
            left = list.len();
            *bytes = format!("{preface}= {tweets:#}").into_bytes();
        }
    }
    for (name, bytes) in &mut files {
        if name == "data/manifest.js" {
            let (preface, mut manifest) = document(bytes);
            manifest["archiveInfo"]["generationDate"] = newer.generated.into();
            manifest["archiveInfo"]["isPartialArchive"] = newer.partial.into();
            manifest["dataTypes"]["tweets"]["files"][0]["count"] = (left + newer.missing).to_string().into();
            *bytes = format!("{preface}= {manifest:#}").into_bytes();
        }
    }
    files.retain(|(name, _)| !(newer.without_tweets && name == "data/tweets.js"));
    home.file(name, support::zip(&files))
}

fn state(home: &Home, post: &str) -> (String, String) {
    let proof = home.json(&["proof"]);
    let line = proof.as_array().unwrap().iter().find(|line| line["post"] == post).expect("a line of proof");
    (line["state"].as_str().unwrap().to_owned(), line["why"].as_str().unwrap().to_owned())
}

fn import(home: &Home, archive: &Path) {
    let run = home.run(&support::args([&"import", &archive, &"--library", &"library"]));
    assert!(run.code == 0 || run.code == 3, "{}", run.err);
}

#[test]
fn a_later_whole_archive_tells_what_is_gone_and_what_is_still_there() {
    let home = Home::with_sample();
    let [gone, stays, ticked] = <[_; 3]>::try_from(marked(&home)).unwrap();
    for (post, _) in [&gone, &stays, &ticked] {
        assert_eq!(state(&home, post).0, "todo");
    }
    home.ok(&["decide", "--library", "library", &ticked.0, "claimed"]);
    assert_eq!(state(&home, &ticked.0).0, "claimed");
    let posts = home.posts(&[]).len();

    import(&home, &newer(&home, "later.zip", &Newer { without: &[&gone.1, &ticked.1], ..Newer::default() }));
    let (said, why) = state(&home, &gone.0);
    assert_eq!(said, "gone", "{why}");
    assert!(why.contains("1 May 2099"), "{why}");
    assert_eq!(state(&home, &ticked.0).0, "gone");
    let (said, why) = state(&home, &stays.0);
    assert_eq!(said, "still-there", "{why}");
    assert!(why.contains("1 May 2099"), "{why}");
    assert_eq!(home.posts(&[]).len(), posts, "what is gone there is kept here, with its verdict");
}

#[test]
fn an_archive_that_cannot_prove_it_says_why() {
    for (name, newer_one, reason) in [
        ("a part of the account", Newer { partial: true, ..Newer::default() }, "part"),
        (
            "made before the decision",
            Newer { generated: "2026-10-03T08:00:00.000Z", ..Newer::default() },
            "before you decided",
        ),
        ("fewer tweets than announced", Newer { missing: 1, ..Newer::default() }, "does not hold all"),
        ("no tweets at all", Newer { without_tweets: true, ..Newer::default() }, "does not hold all"),
    ] {
        let home = Home::with_sample();
        let marked = marked(&home);
        let (post, text) = &marked[0];
        let without: &[&str] = &[text];
        import(&home, &newer(&home, "later.zip", &Newer { without, ..newer_one }));
        let (said, why) = state(&home, post);
        assert_eq!(said, "cannot-tell", "{name}: {why}");
        assert!(why.contains(reason), "{name}: {why}");
    }
}

#[test]
fn a_post_that_comes_back_is_still_there() {
    let home = Home::with_sample();
    let marked = marked(&home);
    let (post, text) = &marked[0];
    import(&home, &newer(&home, "first.zip", &Newer { without: &[text], ..Newer::default() }));
    assert_eq!(state(&home, post).0, "gone");
    import(&home, &newer(&home, "second.zip", &Newer { generated: "2099-06-01T08:00:00.000Z", ..Newer::default() }));
    assert_eq!(state(&home, post).0, "still-there");
}

/// One post as the pages in HTML show it.
const PAGE: &str = concat!(
    r#"<html><body><main role="main"><div class="pam _a6-g uiBoxWhite noborder"><h2 class="_a6-h">the patient in bed four</h2>"#,
    r#"<div class="_a6-p"></div><div class="_a6-o">Nov 14, 2018 10:13 pm</div></div></main></body></html>"#,
);

/// An export of Instagram in JSON with these posts: seconds and words.
fn instagram(home: &Home, day: &str, posts: &[(i64, &str)]) -> PathBuf {
    let posts: Vec<Value> = posts
        .iter()
        .map(|(at, words)| serde_json::json!({"media": [], "title": words, "creation_timestamp": at}))
        .collect();
    let user = serde_json::json!({"profile_user": [{"string_map_data": {"Username": {"value": "mara.quill"}}}]});
    home.file(
        &format!("instagram-mara.quill-{day}-Ab12Cd34.zip"),
        support::zip(&[
            ("your_instagram_activity/media/posts_1.json", Value::from(posts).to_string()),
            ("your_instagram_activity/comments/post_comments_1.json", "[]".to_owned()),
            ("your_instagram_activity/threads/no-data.txt", String::new()),
            ("personal_information/personal_information/personal_information.json", user.to_string()),
        ]),
    )
}

/// Marks the post with these words that was read from a file of this ending.
fn mark(home: &Home, words: &str, ending: &str) -> String {
    let posts = home.posts(&[]);
    let read_from = |post: &&Value| post["source"]["file"].as_str().unwrap().ends_with(ending);
    let post = posts.iter().filter(read_from).find(|post| post["text"] == words).expect("the post is there");
    let post = post["id"].as_str().unwrap();
    home.ok(&["decide", "--library", "library", post, "delete"]);
    post.to_owned()
}

#[test]
fn what_is_known_from_pages_alone_is_never_called_gone() {
    let home = Home::new();
    let pages = home.file(
        "instagram-mara.quill-2026-01-09-Zz12Cd34.zip",
        support::zip(&[
            ("your_instagram_activity/media/posts_1.html", PAGE),
            ("personal_information/personal_information/personal_information.html", "<html></html>"),
        ]),
    );
    import(&home, &pages);
    // The same post, and one more: the export in JSON has other times.
    let both = [(1_542_237_191, "the patient in bed four"), (1_542_300_000, "so tired of this ward")];
    import(&home, &instagram(&home, "2026-01-10", &both));
    let from_pages = mark(&home, "the patient in bed four", ".html");
    let from_json = mark(&home, "so tired of this ward", ".json");
    import(&home, &instagram(&home, "2099-01-10", &both[..1]));
    assert_eq!(state(&home, &from_json).0, "gone");
    let (said, why) = state(&home, &from_pages);
    assert_eq!(said, "cannot-tell", "{why}");
    assert!(why.contains("times are not exact") && why.contains("10 January 2099"), "{why}");
}
