//! Instagram's exports in JSON: odd spellings, broken records, partial archives. Everybody in them is invented.

use model::{Coverage, FileOutcome, Kind, Private};
use platforms::{Archive, Collected, Limits, importer, recognise};
use std::io::Write;

const NAME: &str = "instagram-mara.quill-2026-10-02-Ab12Cd34.zip";

fn archive(files: &[(&str, &str)]) -> Archive {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    let bytes = zip.finish().expect("memory takes it").into_inner();
    Archive::from_bytes(NAME, bytes, Limits::default()).expect("it opens")
}

fn read(files: &[(&str, &str)]) -> (Collected, Coverage) {
    let mut sink = Collected::default();
    let archive = archive(files);
    assert_eq!(recognise(&archive).map(|(importer, _)| importer.id()), Some("instagram"));
    let coverage = importer("instagram").expect("in the list").read(&archive, &mut sink).expect("nothing stops it");
    (sink, coverage)
}

fn lines(sink: &Collected) -> Vec<String> {
    let seconds = |post: &model::Post| post.at.map_or(0, |at| at.timestamp());
    let about =
        |post: &model::Post| post.about.as_ref().map_or(String::new(), |about| format!(" <{}>", about.reveal()));
    let line =
        |post: &model::Post| format!("{} {} {:?}{}", post.kind.id(), seconds(post), post.text.reveal(), about(post));
    sink.posts.iter().map(line).collect()
}

#[test]
fn a_file_of_one_item_may_be_that_item() {
    let (sink, _) = read(&[
        (
            "your_instagram_activity/content/posts_1.json",
            r#"{"media": [{"uri": "media/posts/1.jpg", "creation_timestamp": 5, "title": "alone"}]}"#,
        ),
        (
            "your_instagram_activity/comments/post_comments_1.json",
            r#"{"string_map_data": {"Comment": {"value": "one"}, "Media Owner": {"value": "robin"}, "Time": {"timestamp": 6}}}"#,
        ),
        (
            "your_instagram_activity/likes/liked_posts.json",
            r#"{"likes_media_likes": {"title": "robin", "string_list_data": {"href": "https://www.instagram.com/p/A/", "timestamp": 7}}}"#,
        ),
    ]);
    assert_eq!(lines(&sink), ["post 5 \"alone\"", "comment 6 \"one\" <robin>", "like 7 \"\" <robin>"]);
    assert_eq!(sink.warnings, []);
}

#[test]
fn comments_are_told_from_owners_in_any_language() {
    let comment = |label: &str, words: &str, owner: &str| {
        format!(
            "[{{\"string_map_data\": {{\"{label}\": {{\"value\": \"{words}\"}}, \"Qui\": {{\"value\": \"{owner}\"}}, \"Quand\": {{\"timestamp\": 9}}}}}}]"
        )
    };
    for (label, words, owner) in [
        ("Comment", "ok", "a.very.long.owner"),
        ("Opmerking", "ok", "a.very.long.owner"),
        ("???", "Never again!", "robin.demo"),
        ("???", "what a shift", "kim"),
    ] {
        let path = "comments/post_comments.json";
        let (sink, _) = read(&[(path, &comment(label, words, owner))]);
        assert_eq!(lines(&sink), [format!("comment 9 {words:?} <{owner}>")], "{label}");
    }
}

#[test]
fn broken_records_cost_themselves_alone_and_say_where_they_were() {
    let (sink, coverage) = read(&[(
        "your_instagram_activity/media/posts_1.json",
        r#"[{"media": [{"uri": "a.jpg", "creation_timestamp": 5, "title": "one"}]}, {"media": "x"}, 7, {"media" 1}, {"media": [{"uri": "b.jpg", "creation_timestamp": "6", "title": "two"}]}]"#,
    )]);
    assert_eq!(lines(&sink), ["post 5 \"one\"", "post 6 \"two\""]);
    let places: Vec<_> = sink.warnings.iter().map(|warning| warning.index).collect();
    assert_eq!(places, [Some(1), Some(2), Some(3)]);
    assert!(!coverage.complete.contains(&Kind::Post));
}

#[test]
fn a_file_cut_short_gives_what_stands_before_the_cut() {
    let (sink, _) = read(&[(
        "content/posts_1.json",
        r#"[{"media": [{"uri": "a.jpg", "creation_timestamp": 5, "title": "one"}]}, {"media": [{"uri": "b"#,
    )]);
    assert_eq!(lines(&sink), ["post 5 \"one\""]);
    assert_eq!(sink.warnings.len(), 1);
}

#[test]
fn who_owns_the_words_is_learnt_from_the_conversations_where_the_profile_is_silent() {
    let thread = |other: &str| {
        format!(
            "{{\"participants\": [{{\"name\": \"{other}\"}}, {{\"name\": \"Mara\"}}], \"messages\": [{{\"sender_name\": \"Mara\", \"timestamp_ms\": 1000, \"content\": \"mine\"}}, {{\"sender_name\": \"{other}\", \"timestamp_ms\": 2000, \"content\": \"theirs\"}}], \"title\": \"{other}\"}}"
        )
    };
    let folder = "your_instagram_activity/messages/inbox";
    let (sink, _) = read(&[
        (&format!("{folder}/robin_1/message_1.json"), &thread("Robin")),
        (&format!("{folder}/kim_2/message_1.json"), &thread("Kim")),
    ]);
    assert!(sink.posts.len() == 4 && sink.posts.iter().all(|post| post.own_words == (post.text.reveal() == "mine")));
}

#[test]
fn where_nobody_is_named_all_but_the_other_are_taken_for_the_owner() {
    let thread = r#"{"participants": [], "messages": [{"sender_name": "Mara", "timestamp_ms": 1000, "content": "mine"}, {"sender_name": "Robin", "timestamp_ms": 2000, "content": "theirs"}], "title": "Robin"}"#;
    let page = "<html><head><title>Robin</title></head><body><main><div><h2>Mara</h2><div><div><div></div><div>mine</div></div></div><div>Jun 11, 2026 1:38 pm</div></div><div><h2>Robin</h2><div><div><div></div><div>theirs</div></div></div><div>Jun 11, 2026 1:37 pm</div></div></main></body></html>";
    for (ending, text) in [("json", thread), ("html", page)] {
        let (sink, _) = read(&[(&format!("your_instagram_activity/messages/inbox/robin_1/message_1.{ending}"), text)]);
        assert!(
            sink.posts.len() == 2 && sink.posts.iter().all(|p| p.own_words == (p.text.reveal() == "mine")),
            "{ending}"
        );
    }
}

#[test]
fn only_an_export_with_every_file_of_a_kind_is_complete_and_only_without_gaps() {
    let post = r#"[{"media": [{"uri": "a.jpg", "creation_timestamp": 1400000000, "title": "one"}]}]"#;
    let comments = r#"[{"string_map_data": {"Comment": {"value": "one"}, "Time": {"timestamp": 1500000000}}}]"#;
    let activity = "your_instagram_activity";
    let posts = format!("{activity}/media/posts_1.json");
    let threads = format!("{activity}/threads/no-data.txt");
    let (post_comments, reels) =
        (format!("{activity}/comments/post_comments_1.json"), format!("{activity}/comments/reels_comments.json"));
    let complete = |files: &[(&str, &str)]| read(files).1.complete.into_iter().collect::<Vec<_>>();
    let whole = [
        (posts.as_str(), post),
        (&post_comments, comments),
        (&reels, "{\"comments_reels_comments\": []}"),
        (&threads, ""),
    ];
    assert_eq!(complete(&whole), [Kind::Post, Kind::Comment]);
    // Posts of Threads may be in another part; so may comments on reels.
    assert_eq!(complete(&whole[..3]), [Kind::Comment]);
    assert_eq!(complete(&[whole[0], whole[1], whole[3]]), [Kind::Post]);
    let third = format!("{activity}/media/posts_3.json");
    assert_eq!(complete(&[&whole[..], &[(&third, post)]].concat()), []);
    // One that begins three years ago at most may have been limited to these.
    let recent = post.replace("1400000000", "1790000000");
    let recent_comments = comments.replace("1500000000", "1790000000");
    assert_eq!(complete(&[(&posts, &recent), (&post_comments, &recent_comments), whole[2], whole[3]]), []);
}

#[test]
fn account_and_day_come_from_the_name_where_the_profile_is_not_there() {
    let found =
        recognise(&archive(&[("your_instagram_activity/likes/liked_posts.json", "{}")])).expect("Instagram's").1;
    assert_eq!((found.account.handle.as_str(), found.account.key.as_str()), ("mara.quill", "mara.quill"));
    assert_eq!(found.at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-10-02T00:00:00+00:00"));
    assert!(found.partial);
}

#[test]
fn unknown_files_are_named_and_others_left_for_a_reason() {
    let (_, coverage) = read(&[
        ("your_instagram_activity/likes/liked_posts.json", "{}"),
        ("your_instagram_activity/brand_new/brand_new.json", "{}"),
        ("your_instagram_activity/saved/saved_collections.json", "{}"),
        ("media/posts/201901/1.webp", ""),
    ]);
    let outcome = |path: &str| coverage.files.iter().find(|file| file.path.ends_with(path)).map(|file| &file.outcome);
    assert_eq!(outcome("brand_new.json"), Some(&FileOutcome::Unknown));
    assert!(matches!(outcome("saved_collections.json"), Some(FileOutcome::Skipped(_))));
    assert_eq!(outcome("1.webp"), Some(&FileOutcome::Media));
}

#[test]
fn the_same_names_mean_other_things_within_threads() {
    let bio = r#"{"text_post_app_text_post_app_profile": [{"string_map_data": {"Bio": {"value": "aloud"}, "Private Account": {"value": "False"}}}]}"#;
    let (sink, _) = read(&[
        ("your_instagram_activity/threads/personal_information.json", bio),
        (
            "your_instagram_activity/threads/following.json",
            r#"{"text_post_app_text_post_app_following": [{"title": "kim"}]}"#,
        ),
    ]);
    assert_eq!(lines(&sink), ["bio 0 \"aloud\" <Threads>", "follow 0 \"kim\" <Threads>"]);
    assert_eq!(sink.facts[0].detail.as_ref().map(Private::reveal).map(String::as_str), Some("Threads"));
}
