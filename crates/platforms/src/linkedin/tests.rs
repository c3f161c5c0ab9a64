//! The fixtures read whole, and archives damaged in the ways real ones are.

use super::*;
use crate::{Collected, Limits};
use model::{Audience, Post};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> Archive {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/linkedin/fixtures").join(name);
    Archive::open(&[path], Limits::default()).expect("the fixture is there")
}

/// An archive of these files, in a folder that lives as long as the first value.
fn archive(files: &[(&str, &str)]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path: PathBuf = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let archive = Archive::open(&[folder.path().to_owned()], Limits::default()).expect("a folder");
    (folder, archive)
}

fn read(archive: &Archive) -> (Collected, Coverage) {
    let mut sink = Collected::default();
    let coverage = LinkedIn.read(archive, &mut sink).expect("readable");
    (sink, coverage)
}

fn of_kind(sink: &Collected, kind: Kind) -> Vec<&Post> {
    sink.posts.iter().filter(|post| post.kind == kind).collect()
}

fn texts<'a>(posts: &[&'a Post]) -> Vec<&'a str> {
    posts.iter().map(|post| post.text.reveal().as_str()).collect()
}

/// Facts of a topic as `value / detail`.
fn facts(sink: &Collected, topic: &str) -> Vec<String> {
    let of_topic = sink.facts.iter().filter(|fact| fact.topic == topic);
    of_topic
        .map(|fact| match &fact.detail {
            Some(detail) => format!("{} / {}", fact.value.reveal(), detail.reveal()),
            None => fact.value.reveal().clone(),
        })
        .collect()
}

fn at(post: &Post) -> String {
    post.at.map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}

fn about(post: &Post) -> &str {
    post.about.as_ref().map_or("", |about| about.reveal())
}

#[test]
fn a_basic_archive_is_known_by_its_profile_and_is_partial() {
    let exported = LinkedIn.recognise(&fixture("basic")).expect("recognised");
    assert_eq!(exported.account.key, "thea marlow");
    assert_eq!(exported.account.name.unwrap().reveal(), "Thea Marlow");
    assert!(exported.partial);
}

#[test]
fn a_complete_archive_is_whole_and_is_the_same_account() {
    let exported = LinkedIn.recognise(&fixture("complete")).expect("recognised");
    assert_eq!((exported.account.key.as_str(), exported.account.handle.as_str()), ("thea marlow", "thea-marlow-0"));
    assert!(!exported.partial);
}

#[test]
fn other_archives_with_files_of_the_same_names_are_not_taken() {
    let (_folder, reddit) = archive(&[
        ("comments.csv", "id,permalink,date,subreddit,body\n"),
        ("messages.csv", "id,permalink,thread_id,date,from,to,subject,body\n"),
    ]);
    assert!(LinkedIn.recognise(&reddit).is_none());
}

#[test]
fn the_day_of_the_export_stands_in_its_name_month_first() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("Complete_LinkedInDataExport_03-28-2026");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("Shares.csv"), "Date,ShareLink\n").unwrap();
    let archive = Archive::open(&[inner], Limits::default()).unwrap();
    assert_eq!(LinkedIn.recognise(&archive).unwrap().at.unwrap().to_rfc3339(), "2026-03-28T00:00:00+00:00");
}

#[test]
fn the_basic_fixture_is_read_to_the_letter() {
    let (sink, coverage) = read(&fixture("basic"));
    assert_eq!(sink.warnings, []);
    let messages = of_kind(&sink, Kind::Message);
    let messages: Vec<_> = messages.iter().map(|m| (m.text.reveal().as_str(), m.own_words, about(m))).collect();
    assert_eq!(
        messages,
        [
            ("Met you at the course.", true, "Max Mayer"),
            ("Rota is \"final\", apparently.", true, "Max Mayer"),
            ("Seen the rota?", false, "Max Mayer"),
            ("Hello\n\nAre you free?\nBye", false, "LinkedIn Member"),
        ]
    );
    let bios = of_kind(&sink, Kind::Bio);
    let bios: Vec<_> = bios.iter().map(|b| (about(b), b.text.reveal().as_str())).collect();
    assert_eq!(
        bios,
        [
            ("Foundation Doctor", "Ward work, nights."),
            ("Headline", "Junior doctor | runner"),
            ("Summary", "I look after people.\nAll views mine."),
        ]
    );
    assert_eq!(
        facts(&sink, "position"),
        ["Foundation Doctor / Example General Hospital", "Weekend Help / Corner Bakery"]
    );
    assert_eq!(facts(&sink, "friend"), ["Max Mayer / Consultant, Anaesthesia, City Hospital"]);
    assert_eq!(facts(&sink, "friend-request"), ["Nils Nobody"]);
    assert_eq!(facts(&sink, "email"), ["thea@work.example", "thea@home.example / Primary"]);
    assert_eq!(facts(&sink, "address"), ["12 Quince Lane"]);
    assert_eq!(facts(&sink, "birth-date"), ["Jan 1, 1990"]);
    assert_eq!(
        facts(&sink, "website"),
        ["https://thea.example / PORTFOLIO", "https://blog.example/thea / BLOG", "theareads / Twitter"]
    );
    assert_eq!(coverage.items.values().sum::<u64>(), sink.posts.len() as u64);
    assert!(coverage.complete.is_empty(), "a part proves nothing gone");
}

#[test]
fn articles_are_posts_and_drafts_are_seen_by_nobody() {
    let (sink, _) = read(&fixture("basic"));
    let mut articles = of_kind(&sink, Kind::Post);
    articles.sort_by_key(|article| article.at);
    assert_eq!(texts(&articles), ["On hand hygiene\n\nWash them.\nAgain & again.", "Untold\n\nNot yet."]);
    assert_eq!([articles[0].audience, articles[1].audience], [Audience::Public, Audience::OnlyMe]);
    assert_eq!(at(articles[0]), "2020-05-02 06:30:00");
    let url = articles[0].url.as_deref();
    assert_eq!(url, Some("https://www.linkedin.com/pulse/on-hand-hygiene-thea-marlow-ab1cd"));
}

#[test]
fn an_article_with_its_parts_out_of_order_is_still_read() {
    let page = "<h1>Up here</h1><p class=\"created\">Created on 2020-06-01 20:11</p><body><p>Words.</p></body>";
    let (_folder, archive) =
        archive(&[("Articles/Articles/x.html", page), ("Articles/Articles/y.html", "<h1>no body")]);
    let (sink, _) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Post)), ["Up here\n\nWords."]);
    assert_eq!(sink.warnings.len(), 1);
}

#[test]
fn every_file_ends_in_the_coverage_in_the_order_of_the_archive() {
    for name in ["basic", "complete"] {
        let archive = fixture(name);
        let (_, coverage) = read(&archive);
        let paths: Vec<&str> = coverage.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, archive.entries().iter().map(|entry| &*entry.path).collect::<Vec<_>>());
    }
    let (_, coverage) = read(&fixture("basic"));
    let outcome = |path: &str| coverage.files.iter().find(|file| file.path == path).unwrap().outcome.clone();
    assert_eq!(outcome("Something New.csv"), FileOutcome::Unknown);
    assert_eq!(outcome("Receipts.csv"), FileOutcome::Skipped("Holds payments".into()));
    assert_eq!(outcome("Connections.csv"), FileOutcome::Read { records: 1, stated: None });
}

#[test]
fn posts_are_put_right_and_those_of_two_files_taken_once() {
    let (sink, coverage) = read(&fixture("complete"));
    let mut posts = of_kind(&sink, Kind::Post);
    posts.sort_by_key(|post| post.at);
    assert_eq!(
        texts(&posts),
        ["In the group", "Two plain\nlines", "Proud of the team on ward 7.\n\nLong night, but \"worth\" it."]
    );
    let audiences: Vec<Audience> = posts.iter().map(|post| post.audience).collect();
    assert_eq!(audiences, [Audience::Group, Audience::Friends, Audience::Public]);
    let ids: Vec<_> = posts.iter().map(|post| post.native_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["urn:li:groupPost:55-66", "urn:li:share:7300000000000000002", "urn:li:share:7300000000000000001"]);
    let url = posts[2].url.as_deref();
    assert_eq!(url, Some("https://www.linkedin.com/feed/update/urn:li:share:7300000000000000001/"));
    assert_eq!(about(posts[1]), "https://paper.example/1");
    assert_eq!((posts[0].media.len(), posts[1].media.len()), (0, 1));
    assert_eq!(coverage.items[&Kind::Post], 3);
}

#[test]
fn comments_in_every_dialect() {
    let (sink, _) = read(&fixture("complete"));
    let comments: Vec<_> =
        of_kind(&sink, Kind::Comment).into_iter().filter(|c| c.source.file.starts_with("Comments")).collect();
    assert_eq!(
        texts(&comments),
        [
            "He said \"no comment\".\nI disagree, Dr Roe.",
            "Congratulations!",
            "Some \"bare\" words, and a comma",
            "Ends in a backslash\\",
            "Last one"
        ]
    );
    assert_eq!(comments[1].at, None);
    assert_eq!(comments.iter().map(|c| c.source.index).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    let post = "https://www.linkedin.com/feed/update/urn:li:activity:7258000000000000001/";
    assert_eq!(comments[0].reply_to.as_deref(), Some(post));
}

#[test]
fn the_rest_of_the_complete_fixture() {
    let (sink, coverage) = read(&fixture("complete"));
    assert_eq!(sink.warnings, []);
    let counts: Vec<_> = coverage.items.iter().map(|(kind, count)| (kind.id(), *count)).collect();
    assert_eq!(
        counts,
        [
            ("post", 3),
            ("repost", 1),
            ("comment", 7),
            ("like", 1),
            ("message", 4),
            ("bio", 2),
            ("search", 1),
            ("follow", 2),
            ("media", 2),
            ("reaction", 2)
        ]
    );
    let own: Vec<_> = of_kind(&sink, Kind::Message).iter().map(|m| (m.own_words, m.audience)).collect();
    assert_eq!(
        own,
        [(false, Audience::Direct), (true, Audience::Direct), (false, Audience::Direct), (true, Audience::OnlyMe)]
    );
    assert_eq!(
        facts(&sink, "login"),
        ["192.0.2.7 / Mozilla/5.0 (X11; Linux x86_64)", "192.0.2.1 / Registration", "192.0.2.7 / GB, Mozilla/5.0"]
    );
    assert_eq!(facts(&sink, "two-factor"), ["TWO_STEP_VERIFICATION_AUTHENTICATOR_APP"]);
    assert_eq!(facts(&sink, "gender"), ["Female / Inferred for advertising"]);
    assert_eq!(
        facts(&sink, "ad-interest"),
        [
            "25 to 34 / Age",
            "Example General Hospital / Employer",
            "City Hospital / Employer",
            "Corner Bakery / Employer",
            "Running / Interest",
            "Tea / Interest",
            "Doctor / Job title",
            "Likely to change jobs / Yes"
        ]
    );
    assert_eq!(
        facts(&sink, "setting"),
        ["open-to-recruiters=true", "open-to-work-audience=RECRUITERS", "profile-shared-with-job-poster=false"]
    );
    assert_eq!(facts(&sink, "contact-uploaded"), ["Gran / MOBILE_CONTACTS"]);
    assert_eq!(facts(&sink, "phone")[1], "020 7946 0000 / Mobile");
    assert_eq!(facts(&sink, "account-created").len(), 2, "the registration and the UTF-16 history");
    assert_eq!(coverage.first.unwrap().to_rfc3339(), "2023-03-04T18:22:07+00:00");
    let complete: Vec<&str> = coverage.complete.iter().map(|kind| kind.id()).collect();
    assert_eq!(complete, ["post", "repost", "comment", "like", "message", "bio", "search", "reaction"]);
}

const TWO_SHARES: &str = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n\
    2024-03-04 18:22:07,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,One,,,PUBLIC\n";

#[test]
fn a_broken_line_is_a_warning_with_its_place_and_reading_goes_on() {
    let broken = format!(
        "{TWO_SHARES}2024-03-05 18:22:07,\"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A2,Two,,,PUBLIC\n\
         2024-03-06 18:22:07,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A3,\"Three, then\",,,PUBLIC\n"
    );
    let (_folder, archive) =
        archive(&[("Shares.csv", &broken), ("Logins.csv", "IP Address\n"), ("Ads Clicked.csv", "Ad Title/Id\n")]);
    let (sink, coverage) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Post)), ["One", "Three, then"]);
    assert_eq!(sink.warnings.len(), 1);
    assert_eq!((sink.warnings[0].file.as_str(), sink.warnings[0].index), ("Shares.csv", Some(1)));
    assert!(!coverage.complete.contains(&Kind::Post), "the lost record may be the one looked for");
}

#[test]
fn a_file_cut_short_gives_what_stands_before_the_cut() {
    let whole =
        format!("{TWO_SHARES}2024-03-05 18:22:07,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A2,\"Two");
    for cut in (0..whole.len()).rev() {
        let (_folder, archive) = archive(&[("Shares.csv", &whole[..cut]), ("Comments.csv", &whole[..cut])]);
        let (sink, coverage) = read(&archive);
        assert!(sink.posts.len() <= 2, "cut at {cut}");
        assert_eq!(coverage.files.len(), 2);
    }
    let (_folder, archive) = archive(&[("Shares.csv", &whole)]);
    let (sink, _) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Post)), ["One"]);
    assert_eq!(sink.warnings[0].index, Some(1));
}

#[test]
fn a_date_that_cannot_be_read_costs_the_date_alone() {
    let (_folder, archive) = archive(&[("Shares.csv", &TWO_SHARES.replace("2024-03-04 18", "yesterday"))]);
    let (sink, _) = read(&archive);
    assert_eq!((sink.posts.len(), sink.posts[0].at), (1, None));
    assert_eq!(sink.warnings.len(), 1);
}

#[test]
fn a_spreadsheets_copy_is_read() {
    let copy = "\u{feff}".to_owned() + &TWO_SHARES.replace("2024-03-04 18:22:07", "4-Mar-24").replace('\n', "\r\n");
    let (_folder, archive) = archive(&[("Shares.csv", &copy)]);
    let (sink, _) = read(&archive);
    assert_eq!((at(&sink.posts[0]).as_str(), sink.warnings.len()), ("2024-03-04 00:00:00", 0));
}

#[test]
fn without_a_profile_the_owner_is_whoever_is_in_every_conversation() {
    let text = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n\
        1,,Ada Example,,Bo Example,2021-02-09 08:00:00 UTC,,mine,INBOX\n\
        2,,Cy Example,,Ada Example,2021-02-09 08:00:00 UTC,,theirs,INBOX\n\
        2,,Cy Example,,Ada Example,2021-02-09 08:00:01 UTC,,theirs again,INBOX\n";
    let (_folder, archive) = archive(&[("messages.csv", text)]);
    let (sink, _) = read(&archive);
    assert_eq!(sink.posts.iter().map(|post| post.own_words).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn names_of_files_lose_numbers_but_not_words() {
    for (path, base) in [
        ("Shares_123.csv", Some("shares")),
        ("Jobs/Job Applications_1.csv", Some("jobapplications")),
        ("Comments(2).csv", Some("comments")),
        ("messages~2.CSV", Some("messages")),
        ("Rich_Media.csv", Some("richmedia")),
        ("Shares_backup.csv", Some("sharesbackup")),
        ("Receipts_v2.csv", Some("receiptsv2")),
        (".csv", None),
        ("Profile.pdf", None),
    ] {
        assert_eq!(base_name(path).as_deref(), base, "{path}");
    }
}

#[test]
fn comments_below_a_foreign_header_or_none_are_read() {
    let record = "2024-03-06 18:22:07,https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1,\"One\nmore\"\n";
    let quoted = "\"3/6/24, 6:23 PM\",\"https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A2\",\"Two\"\n";
    for header in ["", "Datum,Link,Nachricht\n", "Notes:\n\"A sentence, or two.\"\n\nDate,Link,Message\n"] {
        let (_folder, archive) = archive(&[("Comments.csv", &format!("{header}{record}{quoted}"))]);
        assert!(LinkedIn.recognise(&archive).is_some() || header.starts_with("Notes"), "{header}");
        let (sink, _) = read(&archive);
        assert_eq!(texts(&of_kind(&sink, Kind::Comment)), ["One\nmore", "Two"], "{header}");
        assert_eq!(at(&sink.posts[1]), "2024-03-06 18:23:00");
    }
    let semicolons = "Date;Link;Message\n2024-03-06 18:22:07;https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1;Hm, yes\n";
    let (_folder, archive) = archive(&[("Comments.csv", semicolons)]);
    assert_eq!(texts(&of_kind(&read(&archive).0, Kind::Comment)), ["Hm, yes"]);
}

#[test]
fn a_table_of_messages_under_a_new_name_is_read_and_a_sentence_is_no_table() {
    let chat = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n\
        1,,Ada Example,,Helper,2026-02-09 08:00:00 UTC,,Am I underpaid?,INBOX\n";
    let (_folder, archive) = archive(&[
        ("hiring_assistant_messages.csv", chat),
        ("coach_messages.csv", "No conversations found"),
        ("Shares.csv", TWO_SHARES),
    ]);
    let (sink, coverage) = read(&archive);
    assert_eq!(texts(&of_kind(&sink, Kind::Message)), ["Am I underpaid?"]);
    let skipped = FileOutcome::Skipped("Says that there is nothing of its kind".into());
    assert!(coverage.files.iter().any(|file| file.path == "coach_messages.csv" && file.outcome == skipped));
}

#[test]
fn notes_on_a_course_are_words_whether_or_not_the_last_comma_is_there() {
    let table = "Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),\
        Content Completed At (if completed),Content Saved,Notes taken on videos (if taken),\n\
        A,b,COURSE,2023-02-01 10:00 UTC,,false,\"One\ntwo\",\nC,d,COURSE,,,false,three\n";
    let (_folder, archive) = archive(&[("Learning.csv", table), ("Shares.csv", TWO_SHARES)]);
    let (sink, _) = read(&archive);
    assert_eq!(sink.warnings, []);
    assert_eq!(texts(&of_kind(&sink, Kind::Comment)), ["One\ntwo", "three"]);
}

#[test]
fn an_article_of_an_older_export_has_its_date_in_its_name() {
    let page = "<html><body><h1>Up</h1><div><p>Words.</p></div></body></html>";
    let foreign = "<html><body><h1>Hoch</h1><p class=\"published\">Veröffentlicht am 2021-05-02 06:30</p><p>Worte.</p></body></html>";
    let (_folder, archive) = archive(&[
        ("Articles/Articles/2016-05-02 06-30-00.0-Up.html", page),
        ("Articles/Articles/2016-05-02 06:30:00.0-Up.html", page),
        ("Articles/Articles/hoch.html", foreign),
    ]);
    let (sink, _) = read(&archive);
    let mut dates: Vec<String> = sink.posts.iter().map(at).collect();
    dates.sort_unstable();
    assert_eq!(dates, ["2016-05-02 06:30:00", "2016-05-02 06:30:00", "2021-05-02 06:30:00"]);
    let hoch = sink.posts.iter().find(|post| post.text.reveal().starts_with("Hoch")).expect("the article");
    assert_eq!((hoch.text.reveal().as_str(), hoch.audience), ("Hoch\n\nWorte.", Audience::Public));
}
