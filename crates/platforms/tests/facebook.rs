//! Facebook's exports, read from the fixture folder and from small ones made here. Everybody in them is invented.

use model::{Audience, Coverage, FileOutcome, Kind, Post, Private};
use platforms::{Archive, Collected, Importer, Limits, importer};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

fn facebook() -> &'static dyn Importer {
    importer("facebook").expect("it is in the list")
}

fn present() -> Archive {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/facebook/fixtures/present");
    Archive::open(&[folder], Limits::default()).expect("the fixture opens")
}

fn read(archive: &Archive) -> (Collected, Coverage) {
    let mut sink = Collected::default();
    let coverage = facebook().read(archive, &mut sink).expect("nothing stops it");
    (sink, coverage)
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

fn archive(files: &[(&str, &str)]) -> Archive {
    Archive::from_bytes("facebook-mara.quill-2026-10-02-Ab12Cd34.zip", zip(files), Limits::default()).expect("it opens")
}

/// A post in one line: kind, second, words, and what else is known of it.
fn line(post: &Post) -> String {
    let mut line = format!("{} {} {:?}", post.kind.id(), post.at.map_or(0, |at| at.timestamp()), post.text.reveal());
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            line += &format!(" {name}={value}");
        }
    };
    add("about", post.about.as_ref().map(|about| about.reveal().as_str()));
    add("to", post.reply_to.as_deref());
    add("id", post.native_id.as_deref());
    add("audience", (post.audience != Audience::Unknown).then(|| post.audience.id()));
    add("by", (!post.own_words).then_some("others"));
    for medium in &post.media {
        add("media", Some(medium.path.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or("-")));
        add("caption", medium.description.as_ref().map(|words| words.reveal().as_str()));
    }
    if let Some(place) = &post.place {
        add("place", place.name.as_ref().map(|name| name.reveal().as_str()));
        add("at", place.position.map(|(north, east)| format!("{north},{east}")).as_deref());
    }
    line
}

fn lines(sink: &Collected) -> Vec<String> {
    sink.posts.iter().map(line).collect()
}

#[test]
fn the_account_is_recognised() {
    let exported = facebook().recognise(&present()).expect("it is Facebook's");
    assert_eq!((exported.account.platform.as_str(), exported.account.key.as_str()), ("facebook", "maraquille"));
    assert_eq!(exported.account.handle, "mara.quille");
    assert_eq!(exported.account.name, Some(Private::from("Mara Quillé")));
    // The newest sign of life of a session.
    assert_eq!(exported.at.map(|at| at.timestamp()), Some(1_744_100_000));
    assert!(!exported.partial);
}

#[test]
fn every_item_is_read_with_its_words_put_right() {
    let (sink, _) = read(&present());
    let day = "It’s been a long day 😴 with Robin Demo at the café";
    let expected = [
        r#"bio 1500000500 "Nurse by night 🌙""#,
        r#"bio 1290000000 "Nights, mostly" about=Demo Hospital"#,
        r#"group 1490000000 "Demo Nurses" by=others"#,
        &format!(r#"post 1560000000 "{day}" media=- place=Demo Café at=53.8,-1.55"#),
        r#"post 1550000000 "happy birthday, you old goat" about=Robin Demo"#,
        r#"quote 1540000000 "well said" to=https://example.org/gravy"#,
        r#"repost 1530000000 "Lost dog found" to=https://example.org/dog by=others"#,
        r#"post 1520000000 "off sick, allegedly" about=Demo Nurses audience=group"#,
        r#"post 1510000000 "Started at Demo Hospital\nTea or coffee?\nTea\nCoffee\nOn nights\nThey are long.""#,
        r#"post 1500000000 "new badge" media=5566778899.jpg"#,
        r#"post 1300000000 """#,
        r#"post 1561000000 "here again" id=556 place=Demo Hospital at=53.8,-1.55"#,
        r#"post 1550000000 "happy birthday, you old fool" about=Earlier wording"#,
        r#"post 1500000900 "anyone swapped Friday?" about=Demo Nurses audience=group"#,
        r#"comment 1500001000 "me" about=Demo Nurses audience=group"#,
        r#"comment 1600000000 "what a shift" about=Demo Nurses audience=group"#,
        r#"comment 1600000100 "naïve, but nice" about=Robin Demo's photo"#,
        r#"comment 1600000200 "" about=hat Robin Demos Beitrag kommentiert to=https://example.org/answer"#,
        r#"like 1600000500 "" to=https://www.facebook.com/demo/posts/1 id=559 by=others"#,
        r#"like 1600000300 "" about=Robin Demo's post by=others"#,
        r#"reaction 1600000400 "haha" about=Ivo Demo's photo by=others"#,
        r#"like 1300000100 "Demo Party" to=https://www.facebook.com/demoparty by=others"#,
        r#"follow 1400000100 "Ward Cat" by=others"#,
        r#"media 1490000000 "night shift crew" about=Mobile uploads id=7788990011 media=-"#,
        r#"media 1500000500 "What the phone saw" about=Mobile uploads"#,
        r#"media 1480000000 "" id=9900112233 media=-"#,
        r#"media 1410000000 "party" id=1234509876 media=-"#,
        r#"event 1545000000 "Ward party" by=others"#,
        r#"event 1546000000 "Dull meeting" about=Declined by=others"#,
        r#"search 1700000000 "old flame" audience=only-me"#,
        r#"message 1600000003 "on my way 👍" about=Robin Demo audience=direct"#,
        r#"message 1600000002 "where are you?" about=Robin Demo audience=direct by=others"#,
        r#"message 1600000000 "" about=Robin Demo audience=direct media=1_n_2.jpg"#,
        r#"message 1590000000 "look" about=Robin Demo to=https://example.org/look audience=direct"#,
    ];
    let got = lines(&sink);
    for (got, expected) in got.iter().zip(&expected) {
        assert_eq!(got, expected);
    }
    assert_eq!(got.len(), expected.len());
    assert_eq!(sink.warnings, []);
}

#[test]
fn facts_are_read_for_checklist_and_exposure() {
    let (sink, _) = read(&present());
    let mut got: Vec<String> = sink
        .facts
        .iter()
        .map(|fact| {
            let detail = fact.detail.as_ref().map_or(String::new(), |detail| format!(" ({})", detail.reveal()));
            let at = fact.at.map_or(String::new(), |at| format!(" {}", at.format("%Y-%m-%d")));
            format!("{}: {}{detail}{at}", fact.topic, fact.value.reveal())
        })
        .collect();
    got.sort();
    let expected = [
        "account-created: 2008-01-10 2008-01-10",
        "ad-interest: Café culture",
        "ad-interest: Gravy",
        "advertiser: Demo Loans (has a list with your details)",
        "birth-date: 1988-04-09",
        "connected-app: Farm Demo (inactive) 2011-03-13",
        "device: iPhone 12 (Facebook app, Leeds, United Kingdom) 2025-04-08",
        "email: mara@example.org",
        "email: mq@example.net (former)",
        "employer: Demo Hospital (Leeds) 2010-07-24",
        "family: Ivo Demo (Married) 2010-06-08",
        "family: Kim Lark (Mother) 2014-05-13",
        "friend-request: Somebody Keen 2023-07-22",
        "friend: Ivo Demo 2011-07-07",
        "friend: Robin Demo 2011-03-13",
        "gender: female",
        "group: Demo Nurses 2017-03-20",
        "handle-change: Mara Lark (former name) 2015-01-01",
        "ip-address: 203.0.113.7 (photo or video uploaded) 2019-06-08",
        "login: 203.0.113.7 (Login) 2023-11-14",
        "login: 203.0.113.7 (Login, Leeds, England, GB) 2023-11-14",
        "off-platform-activity: pharmacy.example (2 events) 2025-04-07",
        "phone: +447700900123 (Mobile) 2012-10-12",
        "place: Demo Bar (tagged there) 2019-06-14",
        "place: LS1 1AA (taken for your home)",
        "place: Leeds (current town) 2014-05-13",
        "place: Leeds, England (taken for your home)",
        "place: Łódź (home town)",
        "position: Staff nurse (Demo Hospital) 2010-07-24",
        "school: Demo University (BSc Nursing) 2006-08-31",
        "setting: Last sync=2022-08-08 (contacts_sync_settings) 2022-08-08",
        "setting: Sync is on=On (contacts_sync_settings)",
        "setting: Who can see your future posts?=Friends (privacy_settings)",
        "setting: ¿Quién puede ver tu lista de amigos?=Público (privacy_settings)",
        "skill: English (language) 2011-03-13",
        "two-factor: Disabled 2020-07-06",
        "website: https://mara.example.org",
    ];
    assert_eq!(got, expected);
}

#[test]
fn every_file_is_accounted_for_once() {
    let archive = present();
    let (_, coverage) = read(&archive);
    let paths: Vec<&str> = coverage.files.iter().map(|file| file.path.as_str()).collect();
    let entries: Vec<&str> = archive.entries().iter().map(|entry| &*entry.path).collect();
    assert_eq!(paths, entries);
    let outcome = |tail: &str| {
        let found: Vec<_> = coverage.files.iter().filter(|file| file.path.ends_with(tail)).collect();
        assert_eq!(found.len(), 1, "{tail}");
        found[0].outcome.clone()
    };
    let skipped = |why: &str| FileOutcome::Skipped(why.to_owned());
    assert_eq!(outcome("videos_1.json"), FileOutcome::Read { records: 9, stated: None });
    assert_eq!(outcome("message_1.json"), FileOutcome::Read { records: 3, stated: None });
    assert_eq!(outcome("1_n_2.jpg"), FileOutcome::Media);
    assert_eq!(outcome("trash.json"), skipped("These posts are in the bin already"));
    assert_eq!(outcome("reels/no-data.txt"), skipped("Facebook's note that there is nothing of this kind"));
    assert_eq!(outcome("start_here.html"), skipped("A page that leads to the others"));
    assert_eq!(outcome("your_holograms.json"), FileOutcome::Unknown);
    assert!(matches!(outcome("ip_address_activity.json"), FileOutcome::Read { .. }));
    assert_eq!(coverage.items[&Kind::Post], 9);
    assert_eq!(coverage.items[&Kind::Message], 4);
}

#[test]
fn what_was_read_to_the_end_of_a_whole_export_is_complete() {
    let (_, coverage) = read(&present());
    use Kind::*;
    let complete: Vec<Kind> = coverage.complete.into_iter().collect();
    // Encrypted conversations come in a download of their own, so messages are never complete.
    assert_eq!(complete, [Post, Repost, Quote, Comment, Like, Bio, Event, Search, Group, Media, Reaction]);
}

const PROFILE: (&str, &str) = (
    "personal_information/profile_information/profile_information.json",
    r#"{"profile_v2":{"name":{"full_name":"Mara Quill"},"username":"mara.quill","registration_timestamp":1200000000}}"#,
);
const POSTS: &str = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json";
const COMMENTS: &str = "your_facebook_activity/comments_and_reactions/comments.json";
const GROUPS: (&str, &str) = ("your_facebook_activity/groups/no-data.txt", "nothing");
/// Other folders that hold posts when somebody has some.
const OTHERS: [(&str, &str); 4] = [
    ("apps_and_websites_off_of_facebook/no-data.txt", "nothing"),
    ("your_facebook_activity/facebook_marketplace/no-data.txt", "nothing"),
    ("your_facebook_activity/pages/no-data.txt", "nothing"),
    ("your_facebook_activity/fundraisers/no-data.txt", "nothing"),
];

fn with_others<'f>(files: &[(&'f str, &'f str)]) -> Archive {
    archive(&files.iter().copied().chain(OTHERS).collect::<Vec<_>>())
}

#[test]
fn a_broken_record_is_a_warning_and_the_rest_is_read() {
    let posts = r#"[{"timestamp":1300000000,"data":[{"post":"one"}]},
        {"timestamp":1300000001,"data":[{"post":marker-word}]},
        17,
        {"timestamp":1300000002,"data":"marker-word"},
        {"unheard_of":[]},
        {"timestamp":"1300000003","data":[{"post":"four"}]}]"#;
    let (sink, coverage) = read(&with_others(&[PROFILE, GROUPS, (POSTS, posts), (COMMENTS, r#"{"comments_v2":[]}"#)]));
    assert_eq!(lines(&sink), [r#"post 1300000000 "one""#, r#"post 1300000003 "four""#]);
    let warned: Vec<_> = sink.warnings.iter().map(|warning| (warning.file.as_str(), warning.index)).collect();
    assert_eq!(warned, [1, 2, 3, 4].map(|index| (POSTS, Some(index))));
    assert!(sink.warnings.iter().all(|warning| !warning.message.contains("marker")));
    assert!(!coverage.complete.contains(&Kind::Post));
    assert!(coverage.complete.contains(&Kind::Comment));
}

#[test]
fn a_post_whose_time_cannot_be_read_keeps_its_words_and_is_told() {
    let posts = r#"[{"timestamp":"a while ago","data":[{"post":"one"}]}]"#;
    let (sink, _) = read(&archive(&[PROFILE, (POSTS, posts)]));
    assert_eq!(lines(&sink), [r#"post 0 "one""#]);
    assert_eq!(sink.warnings.len(), 1);
}

#[test]
fn a_file_cut_short_gives_what_stands_before_the_cut() {
    let comments = r#"{"comments_v2":[
        {"timestamp":1300000000,"data":[{"comment":{"timestamp":1300000000,"comment":"one","author":"Mara Quill"}}]},
        {"timestamp":13000000"#;
    let (sink, coverage) = read(&with_others(&[PROFILE, GROUPS, (POSTS, "[]"), (COMMENTS, comments)]));
    assert_eq!(lines(&sink), [r#"comment 1300000000 "one""#]);
    assert_eq!(sink.warnings.len(), 1);
    assert_eq!(sink.warnings[0].file, COMMENTS);
    assert!(!coverage.complete.contains(&Kind::Comment));
    assert!(coverage.complete.contains(&Kind::Post));
}

#[test]
fn the_parts_of_an_export_are_read_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let uri = "your_facebook_activity/posts/media/Mobileuploads_1/5566778899.jpg";
    let posts = format!(
        r#"[{{"timestamp":1300000000,"data":[{{"post":"badge"}}],"attachments":[{{"data":[{{"media":{{"uri":"{uri}"}}}}]}}]}}]"#
    );
    let write = |name: &str, files: &[(&str, &str)]| -> PathBuf {
        let path = folder.path().join(name);
        File::create(&path).and_then(|mut file| file.write_all(&zip(files))).expect("it is written");
        path
    };
    let one = write(
        "facebook-mara.quill-2026-10-02-Ab12Cd34.zip",
        &[(POSTS, &posts), GROUPS, OTHERS[0], OTHERS[1], OTHERS[2], OTHERS[3]],
    );
    let two = write(
        "facebook-mara.quill-2026-10-02-Ef56Gh78.zip",
        &[PROFILE, (uri, "no picture"), (COMMENTS, "{\"comments_v2\":[]}")],
    );

    let alone = Archive::open(std::slice::from_ref(&one), Limits::default()).expect("it opens");
    let exported = facebook().recognise(&alone).expect("it is Facebook's");
    assert!(exported.partial, "profile and comments are missing");
    assert_eq!(exported.account.key, "maraquill", "the file name says whose it is");

    let both = Archive::open(&[one, two], Limits::default()).expect("they open");
    let exported = facebook().recognise(&both).expect("it is Facebook's");
    assert_eq!((exported.account.key.as_str(), exported.partial), ("maraquill", false));
    assert_eq!(exported.at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-10-02T00:00:00+00:00"));
    let (sink, coverage) = read(&both);
    assert_eq!(sink.posts[0].media[0].path.as_deref(), Some(uri));
    assert!(coverage.complete.contains(&Kind::Post));
}

#[test]
fn exports_of_2018_are_read_under_their_own_names() {
    let files = [
        ("profile_information/profile_information.json", r#"{"profile":{"name":{"full_name":"Mara Quill"}}}"#),
        ("posts/your_posts.json", r#"{"status_updates":[{"timestamp":1300000000,"data":[{"post":"ok"}]}]}"#),
        ("posts/your_posts_2.json", r#"{"timestamp":1300000009,"data":[{"post":"a lone post"}]}"#),
        (
            "posts/other_people's_posts_to_your_timeline.json",
            r#"{"wall_posts_sent_to_you":{"activity_log_data":[{"timestamp":1300000001,"data":[{"post":"great night!"}],"title":"Robin Demo wrote on your timeline."}]}}"#,
        ),
        ("comments/comments.json", r#"{"comments":[{"timestamp":1300000002,"data":[{"comment":{"comment":"aye"}}]}]}"#),
        (
            "groups/your_posts_and_comments_in_groups.json",
            r#"{"group_posts":{"activity_log_data":[
                {"timestamp":1300000003,"data":[{"post":"hello"}],"title":"Mara Quill posted in Demo Nurses."},
                {"timestamp":1300000004,"data":[{"comment":{"timestamp":1300000004,"comment":"hi","author":"Mara Quill","group":"Demo Nurses"}}],"title":"Mara Quill commented on a post."}]}}"#,
        ),
        (
            "likes_and_reactions/posts_and_comments.json",
            r#"{"reactions":[{"timestamp":1300000005,"title":"Mara Quill likes a post.","data":[{"reaction":{"reaction":"LIKE","actor":"Mara Quill"}}]}]}"#,
        ),
        (
            "about_you/your_address_books.json",
            r#"{"address_book":{"address_book":[{"name":"Robin Demo","details":[{"contact_point":"+447700900124"}]}]}}"#,
        ),
    ];
    let (sink, _) = read(&archive(&files));
    assert_eq!(
        lines(&sink),
        [
            r#"post 1300000000 "ok""#,
            r#"post 1300000009 "a lone post""#,
            r#"post 1300000001 "great night!" about=Robin Demo wrote on your timeline by=others"#,
            r#"post 1300000003 "hello" about=Demo Nurses audience=group"#,
            r#"comment 1300000004 "hi" about=Demo Nurses audience=group"#,
            r#"comment 1300000002 "aye""#,
            r#"like 1300000005 "" about=a post by=others"#,
        ]
    );
    assert_eq!(sink.facts.len(), 1);
    assert_eq!(sink.facts[0].topic, "contact-uploaded");
    assert_eq!(sink.facts[0].value.reveal(), "Robin Demo");
}

#[test]
fn a_change_of_name_leaves_every_post_findable() {
    let keys = |name: &str| -> Vec<String> {
        let posts = format!(
            r#"[{{"timestamp":1300000000,"title":"{name} wrote on Robin Demo's timeline.","data":[{{"post":"ha"}}]}},
                {{"timestamp":1300000001,"title":"{name} updated her status.","data":[{{"post":"ho"}}]}}]"#
        );
        let comments = format!(
            r#"{{"comments_v2":[{{"timestamp":1300000002,"title":"{name} hat etwas kommentiert.","data":[{{"comment":{{"comment":"hm","author":"{name}"}}}}]}}]}}"#
        );
        let profile = format!(r#"{{"profile_v2":{{"name":{{"full_name":"{name}"}}}}}}"#);
        let (sink, _) = read(&archive(&[(PROFILE.0, &profile), (POSTS, &posts), (COMMENTS, &comments)]));
        assert!(sink.posts.iter().all(|post| post.own_words));
        sink.posts.iter().map(Post::key).collect()
    };
    assert_eq!(keys("Mara Quill"), keys("Mara Demo"));
    assert_eq!(keys("Mara Quill").len(), 3);
}

#[test]
fn an_export_of_the_last_year_alone_is_never_complete() {
    let posts =
        r#"[{"timestamp":1758000000,"data":[{"post":"one"}]},{"timestamp":1770000000,"data":[{"post":"two"}]}]"#;
    let (_, coverage) = read(&with_others(&[PROFILE, GROUPS, (POSTS, posts), (COMMENTS, r#"{"comments_v2":[]}"#)]));
    assert!(coverage.complete.is_empty());
}

/// A part that has the photos of the posts but not the posts must not prove that they are gone.
#[test]
fn a_folder_without_its_file_is_not_complete() {
    let photo = ("your_facebook_activity/posts/media/x_1/1122334455.jpg", "no picture");
    let comments = r#"{"comments_v2":[{"timestamp":1300000000,"data":[{"comment":{"comment":"aye"}}]}]}"#;
    let complete = |files: &[(&str, &str)]| read(&with_others(files)).1.complete;
    assert!(!complete(&[PROFILE, GROUPS, photo, (COMMENTS, comments)]).contains(&Kind::Post));
    let none = ("your_facebook_activity/posts/no-data.txt", "nothing");
    assert!(complete(&[PROFILE, GROUPS, none, (COMMENTS, comments)]).contains(&Kind::Post));
    assert!(!complete(&[PROFILE, none, (COMMENTS, comments)]).contains(&Kind::Post), "groups were not ticked");
}

#[test]
fn files_sent_in_conversations_are_media_whatever_their_ending() {
    let thread = "your_facebook_activity/messages/inbox/robin_1";
    let files = ["files/page.html", "files/table.json", "photos/scan"].map(|name| format!("{thread}/{name}"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "{}")).chain([PROFILE]).collect();
    let (sink, coverage) = read(&archive(&files));
    assert_eq!(sink.warnings, []);
    assert!(coverage.files[..3].iter().all(|file| file.outcome == FileOutcome::Media), "{:?}", coverage.files);
}

/// Facebook writes a lone record of this dialect as an object and several as a list.
#[test]
fn settings_and_contacts_of_one_or_several_devices_are_read() {
    let device = |name: &str| {
        format!(
            r#"{{"media":[],"label_values":[{{"label":"Phone","value":"{name}"}},{{"label":"Sync is on","value":"On"}}],"fbid":"1"}}"#
        )
    };
    let contacts = r#"[{"label_values":[{"label":"Rows","vec":[{"dict":[{"label":"Name","value":"Robin Demo"},{"label":"Phone number","value":"+447700900124"}]},{"dict":[{"label":"Name","value":"Ivo Demo"}]}]}]}]"#;
    let folder = "personal_information/profile_information";
    for (settings, count) in [(device("a"), 2), (format!("[{},{}]", device("a"), device("b")), 4)] {
        let files = [
            (format!("{folder}/contacts_sync_settings.json"), settings.as_str()),
            (format!("{folder}/contacts_uploaded_before_2021.json"), contacts),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let (sink, _) = read(&archive(&files));
        let of = |topic: &str| -> Vec<&str> {
            let facts = sink.facts.iter().filter(|fact| fact.topic == topic);
            facts.map(|fact| fact.value.reveal().as_str()).collect()
        };
        assert_eq!(of("setting").len(), count);
        assert_eq!(of("contact-uploaded"), ["Robin Demo", "Ivo Demo"]);
    }
}

#[test]
fn a_list_under_a_name_nobody_knows_is_told_and_not_complete() {
    let comments = r#"{"remarks_v1":[{"timestamp":1300000000,"data":[{"comment":{"comment":"aye"}}]}]}"#;
    let posts = r#"[{"timestamp":1300000000,"data":[{"post":"one"}]}]"#;
    let (sink, coverage) = read(&with_others(&[PROFILE, GROUPS, (POSTS, posts), (COMMENTS, comments)]));
    assert_eq!(sink.warnings.len(), 1);
    assert_eq!(sink.warnings[0].file, COMMENTS);
    assert!(!coverage.complete.contains(&Kind::Comment) && coverage.complete.contains(&Kind::Post));
}

#[test]
fn a_gap_in_the_numbering_is_told_and_nothing_of_that_kind_complete() {
    let posts = r#"[{"timestamp":1300000000,"data":[{"post":"one"}]}]"#;
    let third = POSTS.replace("_1.json", "_3.json");
    let (sink, coverage) =
        read(&with_others(&[PROFILE, GROUPS, (POSTS, posts), (&third, "[]"), (COMMENTS, r#"{"comments_v2":[]}"#)]));
    assert_eq!(sink.warnings.len(), 1);
    assert!(!coverage.complete.contains(&Kind::Post));
    assert!(coverage.complete.contains(&Kind::Comment));
}

#[test]
fn exports_of_other_platforms_are_not_taken_for_facebooks() {
    for files in [
        &[("your_instagram_activity/messages/inbox/robin_1/message_1.json", "{}")][..],
        &[("data/tweets.js", "window.YTD.tweets.part0 = []")],
        &[("personal_information/personal_information.json", "{}"), ("media/posts/1.jpg", "")],
        &[("Profile.csv", "First Name\nMara\n")],
    ] {
        let archive = Archive::from_bytes("export.zip", zip(files), Limits::default()).expect("it opens");
        assert!(facebook().recognise(&archive).is_none(), "{files:?}");
    }
}

/// What every export has so that its owner is known.
fn with_owner<'f>(files: &[(&'f str, &'f str)]) -> (Collected, Coverage) {
    read(&archive(&files.iter().copied().chain([PROFILE]).collect::<Vec<_>>()))
}

#[test]
fn files_named_in_the_language_of_the_account_are_read() {
    for (folder, posts, comments, thread) in [
        (
            "deine_facebook-aktivitäten",
            "beiträge/deine_beiträge_1",
            "kommentare/kommentare",
            "nachrichten/posteingang/r_1/nachricht_1",
        ),
        (
            "tu_actividad_en_facebook",
            "publicaciones/tus_publicaciones_1",
            "comentarios/comentarios",
            "mensajes/entrada/r_1/mensaje_1",
        ),
        (
            "sua_atividade_no_facebook",
            "publicações/suas_publicações_1",
            "comentários/comentários",
            "mensagens/entrada/r_1/mensagem_1",
        ),
        ("la_tua_attività_su_facebook", "post/i_tuoi_post_1", "commenti/commenti", "messaggi/posta/r_1/messaggio_1"),
        ("je_facebook-activiteit", "berichten/je_berichten_1", "reacties/reacties", "chats/postvak/r_1/bericht_1"),
        (
            "twoja_aktywność_na_facebooku",
            "posty/twoje_posty_1",
            "komentarze/komentarze",
            "wiadomości/odebrane/r_1/wiadomość_1",
        ),
    ] {
        let files = [
            (format!("{folder}/info/profil.json"), PROFILE.1),
            (format!("{folder}/{posts}.json"), r#"[{"timestamp":1300000000,"data":[{"post":"one"}],"title":"x"}]"#),
            (
                format!("{folder}/{comments}.json"),
                r#"{"comments_v2":[{"timestamp":1300000001,"data":[{"comment":{"timestamp":1300000001,"comment":"two","author":"Mara Quill"}}],"title":"x"}]}"#,
            ),
            (
                format!("{folder}/{thread}.json"),
                r#"{"participants":[{"name":"R"},{"name":"Mara Quill"}],"messages":[{"sender_name":"Mara Quill","timestamp_ms":1300000002000,"content":"three"},{"sender_name":"R","timestamp_ms":1300000001000,"content":"four"}],"title":"R"}"#,
            ),
            (format!("{folder}/etwas.json"), r#"{"something_new":[{"timestamp":1}]}"#),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let archive = Archive::from_bytes("export.zip", zip(&files), Limits::default()).expect("it opens");
        let exported = facebook().recognise(&archive).expect("it is Facebook's, though no name says so");
        assert_eq!(exported.account.key, "maraquill");
        let (sink, coverage) = read(&archive);
        assert_eq!(
            lines(&sink),
            [
                r#"post 1300000000 "one""#,
                r#"comment 1300000001 "two" about=x"#,
                r#"message 1300000002 "three" about=R audience=direct"#,
                r#"message 1300000001 "four" about=R audience=direct by=others"#,
            ]
        );
        assert_eq!(sink.warnings, []);
        assert!(coverage.complete.is_empty());
        assert_eq!(coverage.files[4].outcome, FileOutcome::Unknown);
    }
}

#[test]
fn a_file_of_one_name_in_two_parts_is_read_in_both_and_what_repeats_is_taken_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, files: &[(&str, &str)]| -> PathBuf {
        let path = folder.path().join(name);
        File::create(&path).and_then(|mut file| file.write_all(&zip(files))).expect("it is written");
        path
    };
    let post = |second: u8, words: &str| format!(r#"{{"timestamp":130000000{second},"data":[{{"post":"{words}"}}]}}"#);
    let (first, second) = (format!("[{}]", post(1, "one")), format!("[{},{}]", post(1, "one"), post(2, "two")));
    let parts = [
        write("facebook-mara.quill-2026-10-02-Ab12Cd34.zip", &[PROFILE, (POSTS, &first)]),
        write("facebook-mara.quill-2026-10-02-Ef56Gh78.zip", &[(POSTS, &second)]),
    ];
    let (sink, coverage) = read(&Archive::open(&parts, Limits::default()).expect("they open"));
    assert_eq!(lines(&sink), [r#"post 1300000001 "one""#, r#"post 1300000002 "two""#]);
    assert!(coverage.files.iter().all(|file| file.outcome != FileOutcome::Unknown), "{:?}", coverage.files);
}

#[test]
fn words_that_repeat_within_one_file_are_all_taken() {
    let posts =
        r#"[{"timestamp":1300000000,"data":[{"post":"lol"}]},{"timestamp":1300000000,"data":[{"post":"lol"}]}]"#;
    assert_eq!(lines(&with_owner(&[(POSTS, posts)]).0).len(), 2);
}

#[test]
fn right_and_broken_words_in_one_text_are_put_right() {
    let posts =
        r#"[{"timestamp":1300000000,"data":[{"post":"caf\u00c3\u00a9, café, 日本 \u00f0\u009f\u0091\u008d"}]}]"#;
    assert_eq!(lines(&with_owner(&[(POSTS, posts)]).0), [r#"post 1300000000 "café, café, 日本 👍""#]);
}

#[test]
fn encrypted_conversations_alone_tell_their_owner_from_two_on() {
    let thread = |name: &str| {
        format!(
            r#"{{"participants":["{name}","Mara Quill"],"threadName":"{name}_7","messages":[
                {{"isUnsent":false,"media":[],"reactions":[],"senderName":"{name}","text":"hi","timestamp":1720000000123,"type":"text"}}]}}"#
        )
    };
    let read_all = |names: &[&str]| {
        let files: Vec<(String, String)> = names.iter().map(|name| (format!("{name}_7.json"), thread(name))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let archive = Archive::from_bytes("messages.zip", zip(&files), Limits::default()).expect("it opens");
        let exported = facebook().recognise(&archive).expect("it is Facebook's");
        assert!(exported.partial);
        (exported.account.name.map(|name| name.reveal().clone()), lines(&read(&archive).0))
    };
    let (owner, two) = read_all(&["Robin", "Ivo"]);
    assert_eq!(owner.as_deref(), Some("Mara Quill"));
    assert_eq!(two[0], r#"message 1720000000 "hi" about=Ivo audience=direct by=others"#);
    // With one conversation it cannot be told who of the two the owner is: better one item too many to look at.
    let (owner, one) = read_all(&["Robin"]);
    assert_eq!(
        (owner, one.as_slice()),
        (None, &[r#"message 1720000000 "hi" about=Robin audience=direct"#.to_owned()][..])
    );
}

#[test]
fn odd_spellings_of_numbers_lists_and_attachments_are_read() {
    let posts = r#"[{"timestamp":"1300000000","data":null,"attachments":[{"data":{"media":{"uri":"x/9988776655.jpg","description":"a lone attachment"}}}]},
        {"timestamp":1300000001.0,"data":[null,{},{"post":"two"}],"attachments":[null,{},{"data":[null]}]},
        {"timestamp":1300000002000,"data":[{"post":"milliseconds"}]}]"#;
    let lone = r#"{"reactions_v2":{"timestamp":1300000003,"title":"Mara Quill likes a post.","data":[{"reaction":{"reaction":"LIKE"}}]}}"#;
    let (sink, _) = with_owner(&[(POSTS, posts), ("p/comments_and_reactions/posts_and_comments.json", lone)]);
    assert_eq!(
        lines(&sink),
        [
            r#"post 1300000000 "a lone attachment" media=-"#,
            r#"post 1300000001 "two""#,
            r#"post 1300000002 "milliseconds""#,
            r#"like 1300000003 "" about=a post by=others"#,
        ]
    );
    assert_eq!(sink.warnings, []);
}

#[test]
fn files_of_nonsense_do_no_harm() {
    let nonsense = [
        "",
        "null",
        "0",
        "[]",
        "{}",
        "[[[[]]]]",
        "[object Object]",
        r#"{"a":{"b":{"c":[1,"x",null,{"d":[]}]}}}"#,
        r#"[{"label_values":[null,1,{"dict":[{"vec":[null]}],"vec":"x","value":5}],"media":{"uri":1}}]"#,
        r#"{"profile_v2":7,"label_values":{},"messages":[0],"photos":[{"uri":{}}],"data":[{"comment":{"comment":[]}}]}"#,
    ];
    let sections = [
        POSTS,
        COMMENTS,
        PROFILE.0,
        "a/posts/check-ins.json",
        "a/comments_and_reactions/likes_and_reactions.json",
        "a/posts/album/0.json",
        "a/messages/inbox/r_1/message_1.json",
        "a/messages/ai_conversations.json",
        "a/groups/your_answers_to_membership_questions.json",
        "a/events/your_event_responses.json",
        "a/dating/profile.json",
        "a/location/location_history.json",
        "a/accounts_center.json",
        "a/preferences/privacy_settings.json",
        "a/messages/support_messages.json",
        "a/profile_information/profile_update_history.json",
        "a/unheard/of.json",
        "a/stories/archived_stories.json",
        "a/polls/your_poll_votes.json",
        "a/face_recognition.json",
    ];
    for text in nonsense {
        let files: Vec<(&str, &str)> = sections.iter().map(|path| (*path, text)).collect();
        let (sink, coverage) = read(&archive(&files));
        assert!(coverage.complete.is_empty(), "{text}");
        assert!(sink.posts.iter().all(|post| post.at.is_none()), "{text}");
    }
}

#[test]
fn a_reaction_that_stands_in_both_dialects_is_taken_once() {
    let (sink, _) = read(&archive(&[
        (
            "your_facebook_activity/comments_and_reactions/likes_and_reactions.json",
            r#"[{"timestamp":1500000000,"media":[],"label_values":[{"label":"Reaction","value":"Me encanta"},
                {"label":"URL","value":"https://www.facebook.com/x/posts/1"}],"fbid":"950"}]"#,
        ),
        (
            "your_facebook_activity/comments_and_reactions/likes_and_reactions_1.json",
            r#"[{"timestamp":1500000000,"data":[{"reaction":{"reaction":"LOVE","actor":"Mara"}}],"title":"a"},
                {"timestamp":1500000000,"data":[{"reaction":{"reaction":"LIKE","actor":"Mara"}}],"title":"of the same second"},
                {"timestamp":1500000001,"data":[{"reaction":{"reaction":"LIKE","actor":"Mara"}}],"title":"Mara likes X's post."}]"#,
        ),
    ]));
    let read: Vec<String> = lines(&sink);
    assert_eq!(read.len(), 3, "{read:?}");
    assert!(read[0].contains("id=950") && read[2].starts_with("like 1500000001"), "{read:?}");
}
