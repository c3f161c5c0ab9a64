//! The archives of X: the fixture that follows the format of today, and archives that are broken, partial or older.

use model::{Audience, Coverage, FileOutcome, Kind, Post};
use platforms::{Archive, Collected, Limits, importer};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use zip::write::SimpleFileOptions;

fn fixture(era: &str) -> Archive {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/x/fixtures").join(era);
    Archive::open(&[folder], Limits::default()).expect("the fixture opens")
}

fn present() -> Archive {
    fixture("present")
}

fn read(archive: &Archive) -> (Collected, Coverage) {
    let (importer, _) = platforms::recognise(archive).expect("an archive of X");
    assert_eq!(importer.id(), "x");
    let mut sink = Collected::default();
    let coverage = importer.read(archive, &mut sink).expect("it can be read");
    (sink, coverage)
}

fn packed(files: &[(&str, &str)]) -> Archive {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file in memory");
        zip.write_all(text.as_bytes()).expect("a file in memory");
    }
    let bytes = zip.finish().expect("a ZIP in memory").into_inner();
    Archive::from_bytes("x.zip", bytes, Limits::default()).expect("it opens")
}

fn tweet(id: u32, text: &str) -> String {
    format!(
        r#"{{"tweet":{{"id_str":"{id}","full_text":"{text}","created_at":"Fri Sep 08 04:41:12 +0000 2023","entities":{{"urls":[]}}}}}}"#
    )
}

fn manifest(partial: bool, tweets: u32) -> String {
    format!(
        r#"window.__THAR_CONFIG = {{"userInfo":{{"accountId":"1","userName":"ward_seven"}},"archiveInfo":{{"generationDate":"2026-10-02T09:15:02.000Z","isPartialArchive":{partial}}},"dataTypes":{{"tweets":{{"files":[{{"fileName":"data/tweets.js","count":"{tweets}"}}]}}}}}}"#
    )
}

fn tweets(posts: &[String]) -> String {
    format!("window.YTD.tweets.part0 = [\n{}\n]", posts.join(",\n"))
}

fn find<'a>(sink: &'a Collected, id: &str) -> &'a Post {
    sink.posts.iter().find(|post| post.native_id.as_deref() == Some(id)).unwrap_or_else(|| panic!("no item {id}"))
}

fn about(post: &Post) -> Option<&str> {
    post.about.as_ref().map(|about| about.reveal().as_str())
}

#[test]
fn it_is_recognised_with_account_and_date() {
    let (importer, exported) = platforms::recognise(&present()).expect("an archive of X");
    assert_eq!(importer.id(), "x");
    assert_eq!(exported.account.key, "900000000000000001");
    assert_eq!(exported.account.handle, "ward_seven");
    assert_eq!(exported.account.name.map(|name| name.into_revealed()).as_deref(), Some("Sam Example"));
    assert_eq!(exported.at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-10-02T09:15:02+00:00"));
    assert!(!exported.partial);
}

#[test]
fn every_post_is_read_with_its_kind_and_words() {
    let (sink, _) = read(&present());
    let warned: Vec<_> = sink.warnings.iter().map(|warning| (warning.file.as_str(), warning.index)).collect();
    assert_eq!(warned, [("data/tweets-part1.js", Some(0))], "the clock that was wrong");
    let long = "I have thought about the new rota for a whole week & I still do not see how anybody could work it, \
                because the nights come in blocks of seven. Details: https://example.org/nights";
    let cut = "a long statement that the platform cut at one hundred and forty characters so that the end of the sentence \
               is lost and noth…";
    let reply = "👩🏽‍⚕️ @robin_demo see https://example.org/rota?a=1&b=2 for the rota";
    let quoted = "https://x.com/robin_demo/status/1699000000000000000";
    let want = [
        ("1700000000000000020", Kind::Post, "Does anyone here grow leeks?", None, Some("Community 1500")),
        ("1700000000000000001", Kind::Post, "Rota is out. Tea & toast <3 and &lt; stays", None, None),
        ("1700000000000000002", Kind::Reply, reply, Some("1699999999999999999"), Some("@robin_demo")),
        ("1700000000000000003", Kind::Reply, "and another thing", Some("1700000000000000001"), Some("@ward_seven")),
        ("1700000000000000004", Kind::Reply, "@lee_demo by mention only", None, Some("@lee_demo")),
        ("1700000000000000005", Kind::Repost, cut, None, Some("@robin_demo")),
        (
            "1700000000000000006",
            Kind::Quote,
            &format!("this 👇 {quoted}"),
            Some("1699000000000000000"),
            Some("@robin_demo"),
        ),
        (
            "1700000000000000007",
            Kind::Post,
            "said it before https://twitter.com/Ward_Seven/status/1600000000000000000",
            None,
            None,
        ),
        ("1700000000000000008", Kind::Post, "Two from the allotment", None, None),
        ("1700000000000000009", Kind::Post, "Goal", None, None),
        ("1700000000000000010", Kind::Post, "corected wording", None, Some("Earlier version of an edited post")),
        ("1700000000000000011", Kind::Post, "corrected wording", None, None),
        ("1700000000000000012", Kind::Post, "The clock was wrong that day", None, None),
        ("1700000000000000013", Kind::Post, "Quiet evening by the canal", None, None),
        ("1700000000000000014", Kind::Reply, long, Some("1699999999999999998"), Some("@robin_demo")),
        ("note-1710000000000000222", Kind::Post, "A long one whose short form is lost", None, None),
        ("deleted-1700000000000000030", Kind::Post, "gone from the site already", None, Some("Deleted on 2023-09-14")),
        ("article-1801", Kind::Post, "On handovers\nSay the name first.\nThen the plan.", None, Some("Article")),
        ("article-1802", Kind::Post, "Not finished\nA loose thought", None, Some("Draft of an article")),
    ];
    let posts: Vec<&Post> = sink.posts.iter().filter(|post| post.kind.family() == "post").collect();
    for (post, (id, kind, text, reply_to, with)) in posts.iter().zip(&want) {
        assert_eq!(post.native_id.as_deref(), Some(*id));
        assert_eq!((post.kind, post.text.reveal().as_str()), (*kind, *text), "{id}");
        assert_eq!((post.reply_to.as_deref(), about(post)), (*reply_to, *with), "{id}");
        assert_eq!(post.own_words, *kind != Kind::Repost, "{id}");
        let status = if *id == "article-1801" { "1850500000000000000" } else { id };
        let url = (!status.contains('-')).then(|| format!("https://x.com/ward_seven/status/{status}"));
        let unseen = id.starts_with("deleted-") || *id == "article-1802";
        let audience = if unseen { Audience::OnlyMe } else { Audience::Unknown };
        assert_eq!((post.url.as_ref(), post.audience), (url.as_ref(), audience), "{id}");
    }
    assert_eq!(posts.len(), want.len());
    let at = |id| find(&sink, id).at.map(|at| at.to_rfc3339());
    assert_eq!(at("1700000000000000001").as_deref(), Some("2023-09-08T04:41:12+00:00"));
    assert!(at("1700000000000000012").is_some_and(|at| at.starts_with("2023-09-08T")), "read from its id");
    let second_part = &find(&sink, "1700000000000000013").source;
    assert_eq!((&*second_part.file, second_part.index), ("data/tweets-part1.js", 1));
}

#[test]
fn photos_videos_and_places_come_with_the_post() {
    let (sink, _) = read(&present());
    let paths = |id| find(&sink, id).media.iter().map(|media| media.path.as_deref()).collect::<Vec<_>>();
    let photo = "data/tweets_media/1700000000000000008-FxAb-CdE_f.jpg";
    assert_eq!(paths("1700000000000000008"), [Some(photo), None], "the second file is not in the archive");
    assert_eq!(paths("1700000000000000009"), [Some("data/tweets_media/1700000000000000009-Hi_-gh.mp4")]);
    let place = find(&sink, "1700000000000000013").place.as_ref().expect("a place");
    assert_eq!(place.position, Some((53.8, -1.55)));
    assert_eq!(place.name.as_ref().map(|name| name.reveal().as_str()), Some("Leeds, England"));
}

#[test]
fn likes_are_others_words_without_a_time() {
    let (sink, _) = read(&present());
    let likes: Vec<_> = sink.posts.iter().filter(|post| post.kind == Kind::Like).collect();
    let said = likes.iter().map(|like| (like.text.reveal().as_str(), like.reply_to.as_deref())).collect::<Vec<_>>();
    assert_eq!(said, [("fish & chips", Some("1600000000000000001")), ("", Some("1500000000000000001"))]);
    assert!(likes.iter().all(|like| !like.own_words && like.at.is_none()));
    assert_eq!(likes[0].url.as_deref(), Some("https://x.com/i/status/1600000000000000001"));
}

#[test]
fn messages_go_both_ways_and_name_whom_they_were_with() {
    let (sink, _) = read(&present());
    let messages: Vec<_> = sink.posts.iter().filter(|post| post.kind == Kind::Message).collect();
    let said: Vec<_> = messages.iter().map(|m| (m.text.reveal().as_str(), m.own_words, about(m))).collect();
    assert_eq!(
        said,
        [
            ("ok & thanks", false, Some("@robin_demo")),
            ("see you at 8 https://example.org", true, Some("@robin_demo")),
            ("hello, can I ask about my knee?", false, Some("4444")),
            ("who is on tonight?", true, Some("Nights")),
            ("draft a letter", true, Some("Grok")),
            ("what is on this X-ray?", true, Some("Grok")),
        ]
    );
    assert!(messages[..4].iter().all(|message| message.audience == Audience::Direct));
    let photo = "data/direct_messages_media/1480000000000000001-AbCd.jpg";
    assert_eq!(messages[1].media[0].path.as_deref(), Some(photo));
    assert_eq!(messages[1].at.map(|at| at.to_rfc3339()).as_deref(), Some("2022-01-03T09:58:41+00:00"));
}

#[test]
fn what_else_was_written_is_read() {
    let (sink, _) = read(&present());
    let of = |kind| {
        let all = sink.posts.iter().filter(move |post| post.kind == kind);
        all.map(|post| post.text.reveal().as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(Kind::Bio), ["Nurse & gardener. Views own."]);
    assert_eq!(of(Kind::Search), ["ward 7 leeds"]);
    assert_eq!(of(Kind::Group), ["Nights", "difficult relatives"]);
}

#[test]
fn facts_are_taken_and_secrets_and_others_data_left() {
    let (sink, _) = read(&present());
    let day = |fact: &model::Fact| fact.at.map_or(String::new(), |at| at.format("%Y-%m-%d").to_string());
    let facts: BTreeSet<(String, String, String, String)> = sink
        .facts
        .iter()
        .map(|fact| {
            let detail = fact.detail.as_ref().map_or("", |detail| detail.reveal());
            (fact.topic.clone(), fact.value.reveal().clone(), detail.to_owned(), day(fact))
        })
        .collect();
    let want = [
        ("account-created", "ward_seven", "", "2009-02-01"),
        ("ad-interest", "A Demo Show", "programme", ""),
        ("ad-interest", "Medicine", "interest", ""),
        ("advertiser", "@demo", "looks for people like you", ""),
        ("ai-chat", "Grok", "", "2025-11-02"),
        ("birth-date", "1983-04-01", "", ""),
        ("blocked", "3333", "blocked", ""),
        ("connected-app", "Quiz Demo", "read, write, emailaddress", "2014-02-11"),
        ("contact-uploaded", "e-mail addresses: 1, phone numbers: 2", "", ""),
        ("device", "Demo Browser 1", "encrypted messages", "2023-05-30"),
        ("device", "Twitter Web App (Twitter. Inc)", "app", "2026-10-01"),
        ("email", "old@example.org", "until this change", "2016-03-01"),
        ("email", "sam@example.org", "", ""),
        ("email", "sam@example.org", "since this change", "2016-03-01"),
        ("employer", "demo_hospital", "its badge is on the profile", "2024-02-01"),
        ("gender", "female", "kept for advertising", ""),
        ("handle-change", "party_sam", "ward_seven", "2016-03-01"),
        ("linked-sign-in", "sam@example.org", "Signup", "2022-01-01"),
        ("login", "203.0.113.7", "", "2026-09-01"),
        ("login", "203.0.113.9", "", "2026-08-01"),
        ("phone", "+447700900123", "", ""),
        ("phone", "+447700900123", "receives text messages of X", "2021-10-20"),
        ("place", "Leeds", "on the profile", ""),
        ("place-visited", "Leeds", "", ""),
        ("protected", "false", "", "2026-08-02"),
        ("setting", "time-zone=Europe/London", "", ""),
        ("two-factor", "SMS", "+447700900123", "2021-10-20"),
        ("verified", "false", "", ""),
        ("website", "https://t.co/Zz1", "on the profile", ""),
    ];
    let want = want.map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
    assert_eq!(facts, want.into_iter().collect());
    for fact in &sink.facts {
        let known = platforms::topic::TOPICS.iter().any(|(id, _)| *id == fact.topic);
        assert!(known, "{} is in no list", fact.topic);
    }
}

#[test]
fn every_file_is_accounted_for() {
    let archive = present();
    let (_, coverage) = read(&archive);
    let outcome = |path: &str| {
        let file = coverage.files.iter().find(|file| file.path == path);
        &file.unwrap_or_else(|| panic!("{path} is not in the coverage")).outcome
    };
    assert_eq!(coverage.files.len(), archive.entries().len());
    assert_eq!(*outcome("data/tweets.js"), FileOutcome::Read { records: 11, stated: Some(11) });
    assert_eq!(*outcome("data/direct-messages.js"), FileOutcome::Read { records: 2, stated: Some(2) });
    assert_eq!(*outcome("data/mute.js"), FileOutcome::Read { records: 0, stated: Some(0) });
    assert_eq!(*outcome("data/tweets_media/1700000000000000009-Hi_-gh.mp4"), FileOutcome::Media);
    assert_eq!(*outcome("data/holo-posts.js"), FileOutcome::Unknown);
    for left in ["data/follower.js", "Your archive.html", "assets/viewer.js", "data/manifest.js"] {
        assert!(matches!(outcome(left), FileOutcome::Skipped(why) if !why.is_empty()), "{left}");
    }
    let unknown = coverage.files.iter().filter(|file| file.outcome == FileOutcome::Unknown).count();
    assert_eq!(unknown, 1, "only the file of the future");
    let items = [
        (Kind::Post, 13),
        (Kind::Reply, 4),
        (Kind::Repost, 1),
        (Kind::Quote, 1),
        (Kind::Like, 2),
        (Kind::Message, 6),
        (Kind::Bio, 1),
        (Kind::Search, 1),
        (Kind::Group, 2),
        (Kind::Follow, 1),
    ];
    let posts: u64 = coverage.items.values().sum();
    for (kind, count) in items {
        assert_eq!(coverage.items.get(&kind), Some(&count), "{kind:?}");
    }
    assert_eq!(posts, 32);
    let complete = [
        Kind::Post,
        Kind::Reply,
        Kind::Repost,
        Kind::Quote,
        Kind::Like,
        Kind::Message,
        Kind::Bio,
        Kind::Search,
        Kind::Follow,
    ];
    assert_eq!(coverage.complete, complete.into_iter().collect());
    assert_eq!(coverage.first.map(|at| at.to_rfc3339()).as_deref(), Some("2021-05-29T20:00:00+00:00"));
    assert_eq!(coverage.last.map(|at| at.to_rfc3339()).as_deref(), Some("2025-11-02T10:01:00+00:00"));
}

#[test]
fn a_bad_record_is_a_warning_and_nothing_is_called_complete() {
    let posts = [tweet(1, "one"), r#"{"tweet":{"id_str":"2"}}"#.into(), r#"{"tweet":7}"#.into(), tweet(3, "three")];
    let archive = packed(&[("data/manifest.js", &manifest(false, 4)), ("data/tweets.js", &tweets(&posts))]);
    let (sink, coverage) = read(&archive);
    let ids: Vec<_> = sink.posts.iter().filter_map(|post| post.native_id.as_deref()).collect();
    assert_eq!(ids, ["1", "3"]);
    let warned: Vec<_> = sink.warnings.iter().map(|w| (w.file.as_str(), w.index)).collect();
    assert_eq!(warned, [("data/tweets.js", Some(1)), ("data/tweets.js", Some(2))]);
    assert!(!coverage.complete.contains(&Kind::Post));
    assert_eq!(coverage.files[1].outcome, FileOutcome::Read { records: 2, stated: Some(4) });
}

#[test]
fn a_file_cut_short_gives_what_stands_before_the_cut() {
    let whole = tweets(&[tweet(1, "one"), tweet(2, "two"), tweet(3, "three")]);
    let archive = packed(&[("data/manifest.js", &manifest(false, 3)), ("data/tweets.js", &whole[..whole.len() - 20])]);
    let (sink, coverage) = read(&archive);
    assert_eq!(sink.posts.len(), 2);
    assert_eq!((sink.warnings.len(), sink.warnings[0].index), (1, None));
    assert!(coverage.complete.is_empty());
}

#[test]
fn only_a_whole_archive_with_the_announced_count_is_complete() {
    let two = tweets(&[tweet(1, "one"), tweet(2, "two")]);
    let complete = |files: &[(&str, &str)]| read(&packed(files)).1.complete.contains(&Kind::Reply);
    assert!(complete(&[("data/manifest.js", &manifest(false, 2)), ("data/tweets.js", &two)]));
    assert!(!complete(&[("data/manifest.js", &manifest(false, 3)), ("data/tweets.js", &two)]), "one is missing");
    assert!(!complete(&[("data/manifest.js", &manifest(true, 2)), ("data/tweets.js", &two)]), "partial");
    assert!(!complete(&[("data/manifest.js", &manifest(false, 2))]), "no posts");
    let part2 = two.replace("part0", "part2");
    let gap = [("data/manifest.js", manifest(false, 2)), ("data/tweets.js", two), ("data/tweets-part2.js", part2)];
    assert!(!complete(&gap.each_ref().map(|(name, text)| (*name, text.as_str()))), "part 1 is missing");
}

#[test]
fn the_same_post_in_two_parts_keeps_its_place_in_each() {
    let first = tweets(&[tweet(1, "one")]);
    let archive = packed(&[("data/tweets.js", &first), ("data/tweets-part1.js", &tweets(&[tweet(2, "two")]))]);
    let (sink, _) = read(&archive);
    let places: Vec<_> = sink.posts.iter().map(|post| (&*post.source.file, post.source.index)).collect();
    assert_eq!(places, [("data/tweets.js", 0), ("data/tweets-part1.js", 0)]);
}

#[test]
fn older_layouts_wrapping_folders_and_byte_order_marks_are_read() {
    let bare = r#"window.YTD.tweet.part0 = [ {"id":"5","id_str":"5","full_text":"bare","created_at":"Wed Oct 10 20:19:24 +0000 2018"} ]"#;
    let account = r#"window.YTD.account.part0 = [ {"account":{"username":"ward_seven","accountId":"1"}} ]"#;
    let (sink, _) = read(&packed(&[("account.js", account), ("tweet.js", bare)]));
    assert_eq!((sink.posts.len(), sink.posts[0].text.reveal().as_str()), (1, "bare"));
    let marked = format!("\u{feff}{};\n", tweets(&[tweet(1, "one")]));
    let (sink, _) = read(&packed(&[("my x/data/tweets.js", &marked), ("my x/Your archive.html", "")]));
    assert_eq!(sink.posts[0].url.as_deref(), Some("https://x.com/i/status/1"), "whose it is, is not known");
    let inner = tweets(&[tweet(1, "one")]);
    assert_eq!(read(&packed(&[("twitter-2026/tweets.js", &inner)])).0.posts.len(), 1);
}

#[test]
fn a_classic_archive_is_read() {
    let archive = fixture("classic");
    let (_, exported) = platforms::recognise(&archive).expect("an archive of X");
    assert_eq!((exported.account.key.as_str(), exported.account.handle.as_str()), ("1111", "ward_seven"));
    assert_eq!(exported.at.map(|at| at.to_rfc3339()).as_deref(), Some("2018-09-27T23:37:31+00:00"));
    let (sink, coverage) = read(&archive);
    assert_eq!(sink.warnings, []);
    let said: Vec<_> = sink.posts.iter().map(|post| (post.kind, post.text.reveal().as_str(), about(post))).collect();
    assert_eq!(
        said,
        [
            (Kind::Post, "Quiet ward tonight <3 http://example.org/ward", None),
            (Kind::Reply, "@robin_demo never say that", Some("@robin_demo")),
            (Kind::Repost, "the whole of a statement & its end", Some("@robin_demo")),
            (Kind::Post, "Evening", None),
            (Kind::Post, "trying this out", None),
            (Kind::Bio, "Nurse.", None),
        ]
    );
    assert_eq!(sink.posts[0].place.as_ref().and_then(|place| place.position), Some((53.8, -1.55)));
    assert!(sink.posts[1..].iter().all(|post| post.place.is_none()));
    assert_eq!(sink.posts[1].reply_to.as_deref(), Some("295999999999999999"));
    assert_eq!(sink.posts[2].at.map(|at| at.to_rfc3339()).as_deref(), Some("2018-09-27T22:02:22+00:00"));
    let described = sink.posts[3].media[0].description.as_ref().map(|words| words.reveal().as_str());
    assert_eq!(described, Some("A canal at dusk"));
    let facts: Vec<_> = sink.facts.iter().map(|fact| (fact.topic.as_str(), fact.value.reveal().as_str())).collect();
    assert_eq!(facts, [("protected", "true"), ("place", "Leeds"), ("account-created", "ward_seven")]);
    assert!(coverage.complete.is_empty(), "very old posts may be missing from it");
    assert!(coverage.files.iter().all(|file| file.outcome != FileOutcome::Unknown), "{:?}", coverage.files);
}

fn ids(sink: &Collected) -> Vec<&str> {
    sink.posts.iter().filter_map(|post| post.native_id.as_deref()).collect()
}

fn headers(ids: &[u32]) -> String {
    let records = ids.iter().map(|id| format!(r#"{{"tweet":{{"tweet_id":"{id}","user_id":"1"}}}}"#));
    format!("window.YTD.tweet_headers.part0 = [{}]", records.collect::<Vec<_>>().join(","))
}

#[test]
fn a_post_of_the_list_of_ids_that_is_missing_is_said_and_nothing_is_complete() {
    let two = tweets(&[tweet(1, "one"), tweet(2, "two")]);
    let complete = |files: &[(&str, &str)]| {
        let (sink, coverage) = read(&packed(files));
        let warned: Vec<_> = sink.warnings.into_iter().map(|warning| (warning.file, warning.message)).collect();
        (coverage.complete.contains(&Kind::Post), warned)
    };
    let manifest = manifest(false, 2);
    let missing = ("data/tweet-headers.js".to_owned(), "1 posts listed here are not in the archive".to_owned());
    for with in [&[][..], &[("data/manifest.js", manifest.as_str())]] {
        let with =
            |list: &str| complete(&[with, &[("data/tweets.js", &two), ("data/tweet-headers.js", list)]].concat());
        assert_eq!(with(&headers(&[1, 2])), (true, vec![]), "the list vouches for the posts, even without a manifest");
        assert_eq!(with(&headers(&[1, 2, 3])), (false, vec![missing.clone()]));
    }
    assert_eq!(complete(&[("data/tweets.js", &two)]), (false, vec![]), "nothing tells whether a part is missing");
    let lost = [("data/tweet-headers.js", headers(&[9])), ("data/account.js", account("1"))];
    let (whole, warned) = complete(&lost.each_ref().map(|(name, text)| (*name, text.as_str())));
    assert_eq!((whole, warned.len()), (false, 1), "all posts are missing");
}

fn account(id: &str) -> String {
    format!(r#"window.YTD.account.part0 = [ {{"account":{{"username":"ward_seven","accountId":"{id}"}}}} ]"#)
}

#[test]
fn an_announced_file_of_other_posts_that_is_missing_leaves_posts_incomplete() {
    let two = tweets(&[tweet(1, "one"), tweet(2, "two")]);
    for (stem, count, whole) in [("community-tweet", 3, false), ("article", 1, false), ("moment", 0, true)] {
        let announced =
            format!(r#""dataTypes":{{"x":{{"files":[{{"fileName":"data/{stem}.js","count":"{count}"}}]}},"#);
        let manifest = manifest(false, 2).replace(r#""dataTypes":{"#, &announced);
        let (_, coverage) = read(&packed(&[("data/manifest.js", &manifest), ("data/tweets.js", &two)]));
        assert_eq!(coverage.complete.contains(&Kind::Post), whole, "{stem}");
    }
}

#[test]
fn the_same_id_in_two_files_is_one_post_and_deleted_ones_are_none_of_them() {
    let deleted = tweets(&[tweet(1, "gone").replace("\"entities\"", "\"deleted_at\":\"\",\"entities\"")]);
    let (sink, coverage) = read(&packed(&[
        ("data/manifest.js", &manifest(false, 2)),
        ("data/tweets.js", &tweets(&[tweet(1, "one"), tweet(2, "two")])),
        ("data/tweets-part1.js", &tweets(&[tweet(2, "two"), tweet(3, "three")])),
        ("data/deleted-tweets.js", &deleted[..deleted.len() - 1]),
    ]));
    assert_eq!(ids(&sink), ["1", "2", "3", "deleted-1"]);
    assert!(coverage.complete.contains(&Kind::Post), "a damaged list of deleted posts says nothing of the others");
}

#[test]
fn a_wrong_time_is_warned_of_and_the_post_kept() {
    let at = |id: &str, date: &str| {
        let post = format!(r#"{{"tweet":{{"id_str":"{id}","full_text":"x","created_at":"{date}"}}}}"#);
        let (sink, _) = read(&packed(&[("data/tweets.js", &tweets(&[post]))]));
        (sink.posts[0].at.map(|at| at.to_rfc3339()), sink.warnings.len())
    };
    assert_eq!(at("20", "Thu Jan 01 00:00:00 +0000 1970"), (None, 1));
    assert_eq!(at("20", "Sun Jan 02 00:00:00 +0000 2005"), (None, 1));
    assert_eq!(at("20", "Tue Mar 21 20:50:14 +0000 2006"), (Some("2006-03-21T20:50:14+00:00".to_owned()), 0));
    let of_id = at("1050118621198921728", "Thu Jan 01 00:00:00 +0000 1970");
    assert_eq!(of_id, (Some("2018-10-10T20:19:24.211+00:00".to_owned()), 1), "the id holds the time");
}

#[test]
fn a_broken_message_costs_itself_alone() {
    let talk = r#"window.YTD.direct_messages.part0 = [ {"dmConversation":{"conversationId":"1-2","messages":[
        {"messageCreate":{"id":"5","senderId":"1","text":"a","createdAt":"2022-01-03T10:00:00.000Z"}},
        {"messageCreate":{"id":"6","senderId":"1","text":{},"createdAt":"2022-01-03T10:00:00.000Z"}}, 7,
        {"messageCreate":{"id":"8","senderId":"2","text":"b","createdAt":"2022-01-03T10:00:00.000Z","reactions":[
            {"senderId":"1","reactionKey":"agree","eventId":"9","createdAt":"2022-01-03T10:01:00.000Z"},
            {"senderId":"2","reactionKey":"funny","eventId":"10","createdAt":"2022-01-03T10:02:00.000Z"}]}},
        {"messageCreate":{"id":"11","senderId":"1","text":"c","createdAt":"2022-01-03T10:03:00.000Z",
            "editHistory":[{"text":"see"},{"text":"c"}]}} ]}} ]"#;
    let (sink, coverage) = read(&packed(&[("data/account.js", &account("1")), ("data/direct-messages.js", talk)]));
    assert_eq!(ids(&sink), ["5", "8", "reaction-9", "11", "11-version-1"]);
    assert_eq!(sink.warnings.len(), 2);
    assert!(coverage.complete.is_empty());
    let reaction = find(&sink, "reaction-9");
    assert_eq!((reaction.kind, reaction.reply_to.as_deref()), (Kind::Reaction, Some("8")));
}

#[test]
fn whose_it_is_is_found_without_manifest_and_account() {
    let recognised = |files: &[(&str, &str)]| {
        let (_, exported) = platforms::recognise(&packed(files)).expect("an archive of X");
        (exported.account.key, exported.account.handle)
    };
    let audit = r#"window.YTD.ip_audit.part0 = [{"ipAudit":{"accountId":"17","loginIp":"203.0.113.7"}}]"#;
    assert_eq!(recognised(&[("data/ip-audit.js", audit)]), ("17".to_owned(), String::new()));
    let month = "Grailbird.data.tweets_2013_01 = \n[{\"id_str\":\"5\",\"text\":\"x\",\"user\":{\"id_str\":\"1111\",\"screen_name\":\"ward_seven\"}}]";
    let of_month = recognised(&[("old/data/js/tweets/2013_01.js", month), ("readme.md", "")]);
    assert_eq!(of_month, ("1111".to_owned(), "ward_seven".to_owned()));
}

#[test]
fn a_month_that_the_table_of_contents_lists_is_missed() {
    let index = r#"var tweet_index = [ {"file_name":"data/js/tweets/2013_01.js","tweet_count":2} ]"#;
    let (sink, _) = read(&packed(&[("data/js/tweet_index.js", index)]));
    assert_eq!(sink.warnings.len(), 1);
    assert_eq!(sink.warnings[0].file, "data/js/tweet_index.js");
}

#[test]
fn files_written_with_underscores_and_parts_of_any_file_are_known() {
    let community = tweets(&[tweet(1, "leeks")]).replace("YTD.tweets", "YTD.community_tweet");
    let muted = r#"window.YTD.mute.part1 = [{"muting":{"accountId":"7"}}]"#;
    let (sink, coverage) = read(&packed(&[
        ("data/community_tweet.js", &community),
        ("data/mute-part1.js", muted),
        ("data/follower-part1.js", "window.YTD.follower.part1 = []"),
        ("data/follower-diary.js", "window.YTD.follower_diary.part0 = []"),
    ]));
    assert_eq!((ids(&sink), sink.facts.len()), (vec!["1"], 1));
    let unknown = coverage.files.iter().filter(|file| file.outcome == FileOutcome::Unknown).map(|file| &file.path);
    assert_eq!(unknown.collect::<Vec<_>>(), ["data/follower-diary.js"]);
}

#[test]
fn every_era_is_read_whole() {
    for (era, posts, warnings) in [
        ("classic", 5, 0),
        ("classic-csv", 5, 1),
        ("first-2018", 9, 0),
        ("wrapped-2020", 4, 0),
        ("data-2021", 4, 0),
        ("plural-2022", 11, 0),
        ("present", 19, 1),
    ] {
        let (sink, coverage) = read(&fixture(era));
        let read = sink.posts.iter().filter(|post| post.kind.family() == "post").count();
        assert_eq!((read, sink.warnings.len()), (posts, warnings), "{era}");
        let unknown = coverage.files.iter().filter(|file| file.outcome == FileOutcome::Unknown).map(|file| &*file.path);
        let of_the_future: &[&str] = if era == "present" { &["data/holo-posts.js"] } else { &[] };
        assert_eq!(unknown.collect::<Vec<_>>(), of_the_future, "{era}");
    }
}

#[test]
fn other_archives_are_not_taken_for_one_of_x() {
    for files in [
        &[("tweets.js", "var tweets = [];")][..],
        &[("data/account.js", "[]"), ("posts/your_posts_1.json", "[]")],
        &[("notes.txt", "window.YTD.tweets.part0 = []")],
    ] {
        let archive = packed(files);
        assert!(importer("x").expect("it is in the list").recognise(&archive).is_none(), "{files:?}");
    }
}

#[test]
fn stopping_ends_the_import() {
    struct Impatient;
    impl platforms::Sink for Impatient {
        fn post(&mut self, _: Post) {}
        fn fact(&mut self, _: model::Fact) {}
        fn warning(&mut self, _: model::Warning) {}
        fn progress(&mut self, _: &str, _: u64, _: u64) {}
        fn check(&mut self) -> Result<(), platforms::Stopped> {
            Err(platforms::Stopped)
        }
    }
    let read = importer("x").expect("it is in the list").read(&present(), &mut Impatient);
    assert!(matches!(read, Err(platforms::Error::Stopped)));
}

/// Shape of what a hostile or broken archive may hold in each file: nothing may panic, whatever it is.
#[test]
fn odd_values_never_panic() {
    let stems = [
        "tweets",
        "like",
        "direct-messages",
        "note-tweet",
        "account",
        "profile",
        "contact",
        "ni-devices",
        "personalization",
        "grok-chat-item",
        "article",
        "moment",
        "lists-created",
        "protected-history",
        "ageinfo",
        "manifest",
        "deleted-tweets",
        "tweet-headers",
        "article-metadata",
        "fleet",
        "reply-prompt",
        "spaces-metadata",
        "periscope-broadcast-metadata",
        "tweetdeck",
        "ad-engagements",
        "ad-impressions",
        "ad-online-conversions-attributed",
        "verified-organization",
        "professional-data",
        "expanded-profile",
        "account-timezone",
        "user-details",
        "tweet-index",
        "catalog-item",
        "following",
    ];
    let values = [
        "",
        "[",
        "{}",
        "[]",
        "null",
        "[null]",
        "[[]]",
        "[{}]",
        r#"[{"tweet":null}]"#,
        r#"[{"tweet":{"full_text":"…","id":-1}}]"#,
        r#"[{"like":{}}]"#,
        r#"[{"like":{"tweetId":{}}}]"#,
        r#"[{"dmConversation":{"messages":[{}, {"messageCreate":{}}]}}]"#,
        r#"[{"noteTweet":{"core":{"text":"…"},"createdAt":"9999-99-99"}}]"#,
        r#"[{"account":[]}]"#,
        r#"[{"profile":"x"}]"#,
        r#"[{"niDeviceResponse":{"messagingDevice":1,"pushDevice":[]}}]"#,
        r#"[{"p13nData":{"locationHistory":[{"a":{}}]}}]"#,
        r#"{"dataTypes":{"tweets":{"files":[{"fileName":7,"count":"many"}]}}}"#,
        "[\"\u{0}\"]",
        "[1e999]",
    ];
    for stem in stems {
        for value in values {
            let file = format!("window.YTD.{stem}.part0 = {value}");
            let archive = packed(&[
                ("data/tweets-part1.js", "window.YTD.tweets.part1 = []"),
                (&format!("data/{stem}.js"), &file),
            ]);
            if platforms::recognise(&archive).is_some() {
                read(&archive);
            }
        }
    }
}

#[test]
fn without_the_account_file_the_owner_is_who_takes_part_in_every_conversation() {
    let talk = |pair: &str, from: &str| {
        format!(
            r#"{{"dmConversation":{{"conversationId":"{pair}","messages":[{{"messageCreate":{{"id":"{pair}","senderId":"{from}","text":"hi","createdAt":"2023-09-06T11:33:21.123Z"}}}}]}}}}"#
        )
    };
    let talks = |talks: &[String]| format!("window.YTD.direct_messages.part0 = [ {} ]", talks.join(","));
    for (file, owner, own) in [
        (talks(&[talk("5-77", "77"), talk("77-9", "9")]), "77", [true, false]),
        (talks(&[talk("77-77", "77"), talk("5-77", "5")]), "77", [true, false]),
        // One conversation alone does not tell which of the two it is.
        (talks(&[talk("5-77", "77")]), "", [false, false]),
    ] {
        let archive = packed(&[("data/direct-messages.js", &file)]);
        let account = importer("x").expect("it is in the list").recognise(&archive).expect("it is one of X").account;
        assert_eq!(account.key, owner);
        let (sink, _) = read(&archive);
        assert!(sink.posts.iter().zip(own).all(|(post, own)| post.own_words == own), "{file}");
    }
}
