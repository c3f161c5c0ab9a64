//! The fixture read whole, older and foreign-language forms, and archives damaged in the ways real ones are.

use super::*;
use crate::{Collected, Limits};
use model::Post;
use std::path::{Path, PathBuf};

fn fixture() -> Archive {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/youtube/fixtures/present");
    Archive::open(&[path], Limits::default()).expect("the fixture is there")
}

/// An archive of these files, in a folder of this name that lives as long as the first value.
fn archive_named(name: &str, files: &[(&str, &str)]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path: PathBuf = folder.path().join(name).join(path);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let archive = Archive::open(&[folder.path().join(name)], Limits::default()).expect("a folder");
    (folder, archive)
}

fn archive(files: &[(&str, &str)]) -> (tempfile::TempDir, Archive) {
    archive_named("takeout", files)
}

fn read(archive: &Archive) -> (Collected, Coverage) {
    let mut sink = Collected::default();
    let coverage = YouTube.read(archive, &mut sink).expect("readable");
    (sink, coverage)
}

fn of_kind(sink: &Collected, kind: Kind) -> Vec<&Post> {
    let mut posts: Vec<_> = sink.posts.iter().filter(|post| post.kind == kind).collect();
    posts.sort_by_key(|post| post.at);
    posts
}

fn texts<'a>(posts: &[&'a Post]) -> Vec<&'a str> {
    posts.iter().map(|post| post.text.reveal().as_str()).collect()
}

/// Facts of a topic as `value / detail`.
fn facts(sink: &Collected, topic: &str) -> Vec<String> {
    let of_topic = sink.facts.iter().filter(|fact| fact.topic == topic);
    let detail = |fact: &model::Fact| fact.detail.as_ref().map_or(String::new(), |d| format!(" / {}", d.reveal()));
    of_topic.map(|fact| format!("{}{}", fact.value.reveal(), detail(fact))).collect()
}

const CHANNEL: &str = "UCaaaaaaaaaaaaaaaaaaaaaa";

#[test]
fn the_fixture_is_the_channels_and_whole() {
    let exported = YouTube.recognise(&fixture()).expect("recognised");
    assert_eq!((exported.account.key.as_str(), exported.account.handle.as_str()), (CHANNEL, "theaontheward"));
    assert_eq!(exported.account.name.unwrap().reveal(), "Thea on the ward");
    assert!(!exported.partial);
}

#[test]
fn comments_of_split_files_and_both_forms_are_read() {
    let (sink, _) = read(&fixture());
    assert_eq!(sink.warnings, []);
    let comments = of_kind(&sink, Kind::Comment);
    assert_eq!(
        texts(&comments),
        ["gg everyone", "First line\nsecond, with \"quotes\"", "@SomeName agreed", "On a post", "Old form"]
    );
    let [chat, top, reply, on_post, _] = comments[..] else { panic!("five comments") };
    assert_eq!(chat.native_id.as_deref(), Some("ChwKGkNQxyLongOpaque"));
    assert_eq!(chat.about.as_ref().unwrap().reveal(), "dQabcdEFGH2");
    assert_eq!(top.native_id.as_deref(), Some("UgyAAAAAAAAAAAAAAAB4AaABAg"));
    assert_eq!(top.reply_to.as_deref(), Some("https://www.youtube.com/watch?v=dQabcdEFGH1"));
    let address = "https://www.youtube.com/watch?v=dQabcdEFGH1&lc=UgyAAAAAAAAAAAAAAAB4AaABAg";
    assert_eq!(top.url.as_deref(), Some(address));
    assert_eq!(top.about.as_ref().unwrap().reveal(), "Mess review 2014", "one's own video by its title");
    assert_eq!(top.at.unwrap().to_rfc3339(), "2025-02-01T21:03:11.123456+00:00");
    assert_eq!(reply.reply_to.as_deref(), Some("UgyAAAAAAAAAAAAAAAB4AaABAg"));
    assert_eq!(reply.url, Some(format!("{address}.A1bcdEFGHiJ9klmnOPqrSt")));
    let post = "https://www.youtube.com/post/UgkxPPPPPPPPPPPPPPPPPPPP?lc=UgzCCCCCCCCCCCCCCCB4AaABAg";
    assert_eq!(on_post.url.as_deref(), Some(post));
    assert!(comments.iter().all(|comment| comment.audience == Audience::Public && comment.own_words));
}

#[test]
fn videos_have_words_place_and_audience() {
    let (sink, _) = read(&fixture());
    let videos = of_kind(&sink, Kind::Media);
    assert_eq!(
        texts(&videos),
        ["Only here", "Exam cramming", "Mess review 2014\n\nFilmed in the mess, with the team.", "Holiday"]
    );
    assert_eq!(videos[0].audience, Audience::Unknown, "the table of texts does not say");
    let videos = &videos[1..];
    let file = "YouTube and YouTube Music/videos/Mess review 2014.mp4";
    assert_eq!(videos[1].media[0].path.as_deref(), Some(file));
    let audiences: Vec<Audience> = videos.iter().map(|video| video.audience).collect();
    assert_eq!(audiences, [Audience::OnlyMe, Audience::Public, Audience::Unlisted]);
    assert_eq!(videos[1].place.as_ref().and_then(|place| place.position), Some((51.5, -0.125)));
    assert_eq!(videos[2].place, None, "zeros are no place");
}

#[test]
fn settings_and_histories_are_facts() {
    let (sink, _) = read(&fixture());
    assert_eq!(
        facts(&sink, "video-visibility"),
        ["Mess review 2014 / public", "Holiday / unlisted", "Exam cramming / private"]
    );
    assert_eq!(facts(&sink, "playlist-visibility"), ["Coping with burnout / public", "Recipes / private"]);
    assert_eq!(facts(&sink, "channel-visibility"), ["Thea on the ward / public"]);
    assert_eq!(
        facts(&sink, "history-kept"),
        ["search / 1 entries since 2025-08-04", "watch / 2 entries since 2020-01-02"]
    );
    let watched =
        sink.facts.iter().find(|fact| fact.topic == "history-kept" && fact.value.reveal() == "watch").unwrap();
    assert_eq!(watched.at.unwrap().to_rfc3339(), "2025-08-04T22:45:01.485+00:00", "advertising is not watching");
    let searches = of_kind(&sink, Kind::Search);
    assert_eq!((texts(&searches), searches[0].audience), (vec!["night shift café"], Audience::OnlyMe));
    let followed = of_kind(&sink, Kind::Follow);
    assert_eq!((texts(&followed), followed[0].own_words), (vec!["Some Channel"], false));
    let mut emails = facts(&sink, "email");
    emails.sort();
    assert_eq!(emails, ["thea@home.example", "thea@home.example / The account"]);
    assert_eq!(facts(&sink, "setting"), ["location-history=true"]);
    assert_eq!(facts(&sink, "device"), ["Old phone / ANDROID"]);
    assert_eq!(facts(&sink, "birth-date"), ["1990-01-01"]);
    assert_eq!(facts(&sink, "ai-chat"), ["how to word a complaint / Gemini Apps"]);
}

#[test]
fn every_file_ends_in_the_coverage() {
    let archive = fixture();
    let (sink, coverage) = read(&archive);
    let paths: Vec<&str> = coverage.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, archive.entries().iter().map(|entry| &*entry.path).collect::<Vec<_>>());
    let outcome = |end: &str| coverage.files.iter().find(|file| file.path.ends_with(end)).unwrap().outcome.clone();
    assert_eq!(outcome("Mess review 2014.mp4"), FileOutcome::Media);
    assert_eq!(outcome("Tasks.json"), FileOutcome::Skipped("Not part of YouTube".into()));
    assert_eq!(outcome("comments/comments.csv"), FileOutcome::Read { records: 2, stated: None });
    assert!(!coverage.files.iter().any(|file| file.outcome == FileOutcome::Unknown));
    assert_eq!(coverage.items.values().sum::<u64>(), sink.posts.len() as u64);
    let complete: Vec<&str> = coverage.complete.iter().map(|kind| kind.id()).collect();
    assert_eq!(complete, ["comment", "follow", "media"]);
    assert_eq!(coverage.first.unwrap().to_rfc3339(), "2011-06-01T10:00:00+00:00");
}

const DUTCH: &str = "Reactie-ID,Kanaal-ID,Aanmaaktijdstempel reactie,Prijs,Video-ID,Reactietekst\n\
    UgyAAAAAAAAAAAAAAAB4AaABAg,UCaaaaaaaaaaaaaaaaaaaaaa,2023-09-19T17:42:53+00:00,0,dQabcdEFGH1,\"{\"\"text\"\":\"\"Een\"\"}\"\n";

#[test]
fn the_inner_folder_alone_in_another_language_is_recognised() {
    let (_folder, archive) = archive(&[("reacties/reacties.csv", DUTCH), ("abonnementen/x.csv", "a\n")]);
    let exported = YouTube.recognise(&archive).expect("recognised by its values");
    assert_eq!(exported.account.key, CHANNEL);
    assert!(exported.partial);
    let (sink, coverage) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Comment)), ["Een"]);
    assert!(coverage.complete.is_empty(), "without the channel nobody knows what was unticked");
}

#[test]
fn other_archives_are_not_taken() {
    for files in [
        [
            ("Comments.csv", "Date,Link,Message\n2020-01-01 10:00:00,https://www.linkedin.com/feed/update/x,hi\n"),
            ("Shares.csv", "Date,ShareLink\n"),
        ],
        [
            ("comments.csv", "id,permalink,date,subreddit,body\nab,https://r.example/,2020-01-01 10:00:00 UTC,x,y\n"),
            ("posts.csv", "id\n"),
        ],
        [("data/tweets.js", "window.YTD.tweets.part0 = []"), ("data/account.js", "")],
    ] {
        let (_folder, archive) = archive(&files);
        assert!(YouTube.recognise(&archive).is_none(), "{files:?}");
    }
}

#[test]
fn the_moment_of_the_export_and_missing_parts_stand_in_the_name() {
    let channel = format!("Channel ID,Channel Title (Original),Channel Visibility\n{CHANNEL},Thea,Public\n");
    let files = [
        ("YouTube en YouTube Music/reacties/reacties.csv", DUTCH),
        ("YouTube en YouTube Music/kanalen/kanaal.csv", &channel),
        ("YouTube en YouTube Music/afspeellijsten/x.csv", "a,b\ndQabcdEFGH1,2020-01-01T00:00:00+00:00\n"),
    ];
    for (name, partial) in [("takeout-20261002T081500Z-001", false), ("takeout-20261002T081500Z-1-002", true)] {
        let (_folder, archive) = archive_named(name, &files);
        let exported = YouTube.recognise(&archive).expect("recognised");
        assert_eq!(exported.at.unwrap().to_rfc3339(), "2026-10-02T08:15:00+00:00");
        assert_eq!(exported.partial, partial, "{name}");
    }
}

#[test]
fn pages_of_comments_and_histories_are_read() {
    let comments = "<html><body><ul><li>Sent at 2020-04-27 23:18:23 UTC while watching \
        <a href=\"http://www.youtube.com/watch?v=dQabcdEFGH1&amp;lc=UgyX\">A video</a>.<br/>Nice &amp; <b>short</b></li>\
        <li>Sent at 2016-06-15T08:50:49Z while watching <a href=\"http://www.youtube.com/watch?v=dQabcdEFGH2\">B</a>.<br/>Two</li>\
        <li>Something else</li></ul></body></html>";
    let cell = |body: &str| {
        format!(
            "<div class=\"outer-cell mdl-cell\"><div class=\"header-cell\"><p>YouTube</p></div>\
             <div class=\"content-cell mdl-typography--body-1\">{body}</div>\
             <div class=\"content-cell mdl-typography--caption\"><b>Products:</b></div></div>"
        )
    };
    let history = cell(
        "Watched <a href=\"https://www.youtube.com/watch?v=dQabcdEFGH1\">How to suture</a><br>Jan 22, 2020, 8:34:00\u{202f}PM UTC<br>",
    ) + &cell(
        "Searched for <a href=\"https://www.youtube.com/results?search_query=night+shift\">night shift</a><br>17. Aug. 2026, 09:12:03 MESZ<br>",
    );
    let (_folder, archive) = archive(&[
        ("YouTube/my-comments/my-comments.html", comments),
        ("YouTube/history/verlauf.html", &format!("<html><body>{history}</body></html>")),
    ]);
    let (sink, _) = read(&archive);
    let found = of_kind(&sink, Kind::Comment);
    assert_eq!(texts(&found), ["Two", "Nice & short"]);
    assert_eq!(found[1].native_id.as_deref(), Some("UgyX"));
    assert_eq!(found[1].url.as_deref(), Some("https://www.youtube.com/watch?v=dQabcdEFGH1&lc=UgyX"));
    assert_eq!(found[1].about.as_ref().unwrap().reveal(), "A video");
    assert_eq!(found[0].at.unwrap().to_rfc3339(), "2016-06-15T08:50:49+00:00");
    assert_eq!((sink.warnings.len(), sink.warnings[0].index), (1, Some(2)));
    let searches = of_kind(&sink, Kind::Search);
    assert_eq!(texts(&searches), ["night shift"]);
    assert_eq!(searches[0].at.unwrap().to_rfc3339(), "2026-08-17T07:12:03+00:00");
    assert_eq!(searches[0].utc_offset, Some(120));
    assert_eq!(
        facts(&sink, "history-kept"),
        ["watch / 1 entries since 2020-01-22", "search / 1 entries since 2026-08-17"]
    );
}

#[test]
fn a_playlist_of_2022_has_two_tables_in_one_file() {
    let text = format!(
        "Playlist ID,Channel ID,Time Created,Time Updated,Title,Description,Visibility\n\
         PLx,{CHANNEL},2014-03-25 16:21:28 UTC,2014-03-25 16:21:28 UTC,Old ones,,Unlisted\n\nVideo ID,Time Added\n\
         dQabcdEFGH1,2014-03-25 16:21:28 UTC\n"
    );
    let (_folder, archive) = archive(&[("YouTube/playlists/Old ones.csv", &text)]);
    let (sink, _) = read(&archive);
    assert_eq!(facts(&sink, "playlist-visibility"), ["Old ones / unlisted"]);
    assert_eq!(sink.warnings, []);
}

#[test]
fn a_broken_line_is_a_warning_with_its_place_and_reading_goes_on() {
    let line = DUTCH.lines().nth(1).unwrap();
    let second = line.replace("AAAB4", "AAAC4");
    let third = line.replace("AAAB4", "AAAD4").replace("Een", "Drie");
    let broken = format!("{DUTCH}{}\n{third}\n", &second[..second.len() - 1]);
    let (_folder, archive) = archive(&[("YouTube/reacties/reacties.csv", &broken)]);
    let (sink, coverage) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Comment)), ["Een", "Drie"]);
    assert_eq!((sink.warnings.len(), sink.warnings[0].index), (1, Some(1)));
    assert!(!coverage.complete.contains(&Kind::Comment));
}

#[test]
fn files_cut_short_give_what_stands_before_the_cut() {
    let history = "[{\"title\":\"Searched for x\",\"titleUrl\":\"https://www.youtube.com/results?search_query=x\",\"time\":\"2025-08-04T22:40:00Z\"},{\"title\":\"Wat";
    for cut in 0..DUTCH.len() {
        let (Some(table), json) = (DUTCH.get(..cut), &history[..cut.min(history.len())]) else { continue };
        let (_folder, archive) = archive(&[("YouTube/c/c.csv", table), ("YouTube/h/h.json", json)]);
        let (_, coverage) = read(&archive);
        assert_eq!(coverage.files.len(), 2, "cut at {cut}");
    }
    let (_folder, archive) = archive(&[("YouTube/h/h.json", history)]);
    let (sink, _) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Search)), ["x"]);
    assert_eq!((sink.warnings.len(), sink.warnings[0].file.ends_with("h.json")), (1, true));
}

/// A ZIP of these files, by this name.
fn zip(path: &Path, files: &[(&str, &str)]) {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).expect("a file"));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file in the ZIP");
        zip.write_all(text.as_bytes()).expect("a file in the ZIP");
    }
    zip.finish().expect("a ZIP");
}

#[test]
fn two_parts_of_one_export_are_read_as_one_and_what_recurs_is_taken_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = ["takeout-20261002T081500Z-001.zip", "takeout-20261002T081500Z-002.zip"];
    let paths = names.map(|name| folder.path().join(name));
    let second = DUTCH.lines().nth(1).unwrap().replace("AAAB4", "AAAC4").replace("Een", "Twee");
    let root = "Takeout/YouTube en YouTube Music";
    zip(&paths[0], &[("Takeout/archive_browser.html", "<p>x"), (&format!("{root}/reacties/reacties.csv"), DUTCH)]);
    let both = format!("{DUTCH}{second}\n");
    zip(&paths[1], &[("Takeout/archive_browser.html", "<p>y"), (&format!("{root}/reacties/reacties.csv"), &both)]);
    let archive = Archive::open(&paths, Limits::default()).expect("two ZIPs");
    assert_eq!(YouTube.recognise(&archive).expect("recognised").account.key, CHANNEL);
    let (sink, coverage) = read(&archive);
    let mut texts = texts(&of_kind(&sink, Kind::Comment));
    texts.sort_unstable();
    assert_eq!(texts, ["Een", "Twee"]);
    assert_eq!(coverage.items[&Kind::Comment], 2);
    assert!(!coverage.files.iter().any(|file| file.outcome == FileOutcome::Unknown), "{:?}", coverage.files);
}

#[test]
fn a_playlist_in_a_language_unknown_has_the_title_that_differs() {
    let text = "a,b,c,d,e\nPLaaaaaaaaaaaa,Ei,Yölaulut,2020-01-01T00:00:00+00:00,Julkinen\n\
        PLbbbbbbbbbbbb,Ei,Aamulaulut,2020-01-02T00:00:00+00:00,Yksityinen\n";
    let (_folder, archive) = archive(&[("YouTube/soittolistat/soittolistat.csv", text)]);
    let (sink, _) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Post)), ["Yölaulut", "Aamulaulut"]);
    assert_eq!(of_kind(&sink, Kind::Post)[1].audience, Audience::OnlyMe);
}

#[test]
fn likes_of_a_history_are_no_videos_watched() {
    let history = r#"[{"header":"YouTube","title":"Liked How to suture","titleUrl":"https://www.youtube.com/watch?v=dQabcdEFGH1","time":"2025-08-04T22:40:00Z"},
        {"header":"YouTube","title":"Disliked My boss","titleUrl":"https://www.youtube.com/watch?v=dQabcdEFGH1","time":"2025-08-04T22:41:00Z"},
        {"header":"YouTube","title":"Subscribed to Some Channel","titleUrl":"https://www.youtube.com/channel/UCbbbbbbbbbbbbbbbbbbbbbb","time":"2025-08-04T22:42:00Z"}]"#;
    let (_folder, archive) = archive(&[("My Activity/YouTube/MyActivity.json", history)]);
    let (sink, _) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Like)), ["How to suture"]);
    assert_eq!(texts(&of_kind(&sink, Kind::Reaction)), ["My boss"]);
    assert_eq!(facts(&sink, "history-kept"), [""; 0]);
}

#[test]
fn a_takeout_of_other_products_is_the_accounts_and_proves_nothing_gone() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/youtube/fixtures/google-products");
    let archive = Archive::open(&[path], Limits::default()).expect("the fixture is there");
    let exported = YouTube.recognise(&archive).expect("recognised by its overview");
    assert_eq!((exported.account.key.as_str(), exported.partial), ("thea@home.example", true));
    let (sink, coverage) = read(&archive);
    assert_eq!(sink.warnings, []);
    assert!(coverage.complete.is_empty());
    let messages = of_kind(&sink, Kind::Message);
    let own: Vec<bool> = messages.iter().map(|message| message.own_words).collect();
    assert_eq!(texts(&messages), ["Still here\nhttps://page.example", "Go home", "Cover for me?", "No"]);
    assert_eq!(own, [true, false, true, false]);
}

#[test]
fn broken_files_of_other_products_cost_themselves_alone() {
    let overview = "<div data-english-name=\"BLOGGER\">thea@home.example</div>";
    let (_folder, archive) = archive(&[
        ("archive_browser.html", overview),
        ("Blogger/Blogs/x/feed.atom", "<feed><entry><title>Cut"),
        ("Maps/Reviews.json", "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"review_text_published\":\"Ok\"}},{\"prop"),
        ("Google+ Stream/Posts/x.json", "{\"url\":\"https://plus.google.com/x\",\"creationTime\":\"x\",\"author\":"),
        ("Chat/messages.json", "{\"messages\":[{\"creator\":7,\"text\":\"Hm\"}]}"),
        ("My Activity/Search/x.json", "[{\"header\":\"Search\",\"title\":7,\"titleUrl\":\"\",\"time\":\"\"}]"),
    ]);
    let (sink, coverage) = read(&archive);
    let mut found: Vec<&str> = sink.posts.iter().map(|post| post.text.reveal().as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, ["", "Hm", "Ok"], "{:?}", sink.warnings);
    assert_eq!(sink.warnings.len(), 3);
    assert_eq!(coverage.files.len(), 6);
}
