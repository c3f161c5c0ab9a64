//! The promise: no word leaves the computer, none is logged, none lies on disk unencrypted.
//!
//! Archives of every platform are seeded with a marker in each field a person or the platform fills with words. After a
//! whole journey, failures included, the marker must stand in no file that the program could have written and in nothing
//! it said on standard error. And the journey must work where there is no network, and open no connection where there is.

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Home, PASSPHRASE, Run, run, run_with_input, unzip, zip};

/// Stands in every marker; no page, name or rule of the program holds it.
const MARKER: &str = "zqcanary";

/// Fields of JSON that say how a record is to be read, not words: an import would not recognise it if they changed.
const STRUCTURE: &[&str] = &[
    "accountId",
    "ad_account_emails",
    "archiveInfo",
    "category",
    "conversationId",
    "createdAt",
    "createdDate",
    "createdVia",
    "created_at",
    "changedAt",
    "approvedAt",
    "dataTypes",
    "editableUntil",
    "fileName",
    "generationDate",
    "globalName",
    "id",
    "id_str",
    "in_reply_to_status_id",
    "in_reply_to_status_id_str",
    "in_reply_to_user_id",
    "lang",
    "lastSeenAt",
    "reaction",
    "recipientId",
    "senderId",
    "session_type",
    "token",
    "tweetId",
    "type",
    "updatedDate",
    "url",
    "uri",
    "expandedUrl",
    "expanded_url",
    "media_url",
    "media_url_https",
    "birthDate",
    "editTweetIds",
    "editsRemaining",
    "display_text_range",
    "indices",
    "source",
    "isEditEligible",
    "age",
    "maxPartSizeBytes",
    "sizeBytes",
    "count",
    "timestamp_ms",
    "username",
    "userName",
    "sender_name",
    "author",
    "actor",
];

/// Puts a marker of its own into every string of a document that is not structure. Gives how many.
fn seed(value: &mut Value, field: &str, seeded: &mut u32) {
    match value {
        Value::String(words) if !STRUCTURE.contains(&field) && !words.is_empty() && words.parse::<f64>().is_err() => {
            *seeded += 1;
            words.push_str(&format!(" {MARKER}{seeded}"));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| seed(value, field, seeded)),
        Value::Object(fields) if !STRUCTURE.contains(&field) => {
            fields.iter_mut().for_each(|(name, value)| seed(value, name, seeded));
        }
        _ => {}
    }
}

/// The files of a sample archive whose documents are JSON, each string seeded.
fn seeded_documents(sample: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = unzip(&support::sample(sample));
    let mut seeded = 0;
    for (name, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(".js") || name.ends_with(".json")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let start = if name.ends_with(".js") { text.find('=').unwrap() + 1 } else { 0 };
        let mut document: Value = serde_json::from_str(&text[start..]).unwrap();
        if !name.ends_with("manifest.js") {
            seed(&mut document, "", &mut seeded);
        }
        *bytes = format!("{}{document:#}", &text[..start]).into_bytes();
    }
    assert!(seeded > 20, "{sample} took {seeded} markers");
    files
}

fn linkedin() -> Vec<(String, Vec<u8>)> {
    let m = MARKER;
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    vec![
        file(
            "Profile.csv",
            format!(
                "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nAda{m}1,Lovett{m}2,,\"1 {m}3 Row\",Feb 9,Registrar {m}4,\"Summary {m}5\",Health,HM4 7QX,\"Place {m}6\",[],[],\n"
            ),
        ),
        file(
            "Positions.csv",
            format!(
                "Company Name,Title,Description,Location,Started On,Finished On\nHospital {m}7,Doctor {m}8,Words {m}9,{m}10,Aug 2016,\n"
            ),
        ),
        file(
            "Shares.csv",
            format!(
                "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n2015-03-18 12:10:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A61,\"Turned up to work so drunk again, my consultant is a useless idiot {m}11\",,,MEMBER_NETWORK\n"
            ),
        ),
        file(
            "Comments.csv",
            format!(
                "Date,Link,Message\n2016-05-11 18:05:00,https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A62,\"What a stupid fucking idiot {m}12\"\n"
            ),
        ),
        file(
            "Reactions.csv",
            "Date,Type,Link\n2016-05-12 08:00:00,LIKE,https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A63\n"
                .to_owned(),
        ),
        file(
            "messages.csv",
            format!(
                "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS\n2-A,Title {m}13,Ada{m}1 Lovett{m}2,https://www.linkedin.com/in/ada,Bob {m}14,https://www.linkedin.com/in/bob,2016-12-06 15:30:00 UTC,Subject {m}15,\"My card is 4000 0566 5566 5556 {m}16\",INBOX,\n"
            ),
        ),
        file(
            "Connections.csv",
            format!(
                "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nPriya {m}17,Raman,https://www.linkedin.com/in/p,,Surgery {m}18,GP {m}19,12 Sep 2014\n"
            ),
        ),
        file(
            "Email Addresses.csv",
            format!("Email Address,Confirmed,Primary,Updated On\n{m}20@example.org,Yes,Yes,\"2/1/16, 9:00 AM\"\n"),
        ),
        file("Skills.csv", format!("Name\nSutures {m}21\n")),
    ]
}

fn youtube() -> Vec<(String, Vec<u8>)> {
    let m = MARKER;
    let file = |name: &str, text: String| (format!("Takeout/YouTube and YouTube Music/{name}"), text.into_bytes());
    vec![
        file(
            "comments/comments.csv",
            format!(
                "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text,Top-Level Comment ID\nUgx1,UCada00000000000000000a,2011-02-14T23:10:00+00:00,0,,vid1,\"{{\"\"text\"\":\"\"I was so drunk at work, you stupid idiot {m}1\"\"}}\",\n"
            ),
        ),
        file(
            "live chats/live chats.csv",
            format!(
                "Live Chat ID,Channel ID,Live Chat Create Timestamp,Price,Video ID,Live Chat Text\nLc1,UCada00000000000000000a,2020-04-12T10:00:00+00:00,0,vid2,\"{{\"\"text\"\":\"\"hello {m}2\"\"}}\"\n"
            ),
        ),
        file(
            "channels/channel.csv",
            format!(
                "Channel ID,Channel Title (Original),Channel Visibility\nUCada00000000000000000a,Ada {m}3,Public\n"
            ),
        ),
        file(
            "video metadata/videos.csv",
            format!(
                "Video ID,Approx Duration (ms),Video Category,Channel ID,Video Title (Original),Privacy,Video State,Video Create Timestamp\nv1,61000,People,UCada00000000000000000a,\"Drunk at work {m}4\",Public,Active,2009-07-02T14:00:00+00:00\n"
            ),
        ),
        file(
            "playlists/playlists.csv",
            format!(
                "Playlist ID,Add new videos to top,Playlist Title (Original),Playlist Create Timestamp,Playlist Update Timestamp,Playlist Visibility\nPL1,False,\"Hangover {m}5\",2011-05-05T20:00:00+00:00,2011-05-05T20:00:00+00:00,Public\n"
            ),
        ),
        file(
            "subscriptions/subscriptions.csv",
            format!("Channel Id,Channel Url,Channel Title\nUCb,http://www.youtube.com/channel/UCb,Sourdough {m}6\n"),
        ),
    ]
}

/// The four seeded archives by file name, in a folder the program only reads.
fn archives() -> BTreeMap<&'static str, Vec<u8>> {
    BTreeMap::from([
        ("facebook-ada-2026-10-02-abc.zip", zip(&seeded_documents("facebook"))),
        ("Complete_LinkedInDataExport_10-02-2026.zip", zip(&linkedin())),
        ("twitter-2026-10-02-ada.zip", zip(&seeded_documents("twitter"))),
        ("takeout-20261002T091500Z-001.zip", zip(&youtube())),
    ])
}

/// Copies that break in different ways: the container cut, its bytes flipped, a document cut in the middle of a word.
fn damaged(name: &str, whole: &[u8]) -> Vec<(String, Vec<u8>)> {
    let stem = name.trim_end_matches(".zip");
    let mut flipped = whole.to_vec();
    let from = whole.len() / 4;
    flipped[from..from + 400].iter_mut().for_each(|byte| *byte ^= 0x5a);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("whole.zip");
    fs::write(&path, whole).unwrap();
    let cut: Vec<_> = unzip(&path)
        .into_iter()
        .map(|(name, mut bytes)| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if !name.ends_with("manifest.js")
                && let Some(at) = text.rfind(MARKER)
            {
                bytes = text.as_bytes()[..at + MARKER.len()].to_vec();
            }
            (name, bytes)
        })
        .collect();
    vec![
        (format!("{stem}-cut.zip"), whole[..whole.len() * 2 / 3].to_vec()),
        (format!("{stem}-flipped.zip"), flipped),
        (format!("{stem}-torn.zip"), zip(&cut)),
    ]
}

/// The same letters as UTF-8 in either case, and as UTF-16 in either order.
fn holds_marker(bytes: &[u8]) -> bool {
    let plain = MARKER.as_bytes().to_vec();
    let upper = MARKER.to_uppercase().into_bytes();
    let little: Vec<u8> = MARKER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = MARKER.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [plain, upper, little, big].iter().any(|needle| bytes.windows(needle.len()).any(|window| window == needle))
}

/// Everything a person does, as arguments; `library` is made in the home, `out` is where reports go.
fn journey(input: &Path, out: &Path) -> Vec<Vec<OsString>> {
    let mut archives: Vec<PathBuf> = fs::read_dir(input).unwrap().map(|entry| entry.unwrap().path()).collect();
    archives.sort();
    let in_library =
        |args: &[&str]| -> Vec<OsString> { args.iter().chain(&["--library", "library"]).map(OsString::from).collect() };
    let (broken, sound): (Vec<_>, Vec<_>) = archives
        .into_iter()
        .partition(|path| ["-cut", "-flipped", "-torn"].iter().any(|word| path.to_string_lossy().contains(word)));
    let mut steps = Vec::new();
    let import = |paths: &[PathBuf], into: &str| {
        let mut step: Vec<OsString> = vec!["import".into(), "--library".into(), into.into()];
        step.extend(paths.iter().map(|path| path.clone().into_os_string()));
        step
    };
    steps.push(import(&sound, "library"));
    steps.push(in_library(&["scan", "--profession", "doctor"]));
    for args in [
        &["findings"][..],
        &["findings", "--format", "json"],
        &["posts"],
        &["search", MARKER],
        &["search", "\"zqcanary"],
        &["decide", "1", "delete", "--reason", "zqcanary reason"],
        &["decide", "2", "keep"],
        &["decide", "undo"],
        &["decide", "1", "claimed"],
        &["decide", "999999", "delete"],
        &["decide", "zqcanary", "delete"],
        &["findings", "--category", "zqcanary"],
        &["checklist"],
        &["exposure"],
        &["coverage"],
        &["proof"],
    ] {
        steps.push(in_library(args));
    }
    for name in ["report.html", "report.csv", "report.json"] {
        let mut step = in_library(&["report", "--out"]);
        step.insert(2, out.join(name).into_os_string());
        steps.push(step);
    }
    for path in &broken {
        steps.push(import(std::slice::from_ref(path), "library"));
    }
    let mut audit: Vec<OsString> = vec!["audit".into(), "--report".into(), out.join("audit.html").into()];
    audit.extend(sound.iter().chain(&broken).map(|path| path.clone().into_os_string()));
    steps.push(audit);
    // The search index is rebuilt and the log folded back on a second import.
    steps.push(import(&sound, "library"));
    steps
}

/// Input and output folders outside the home, with the seeded archives and their damaged copies in the first.
fn folders() -> (tempfile::TempDir, tempfile::TempDir) {
    let (input, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (name, bytes) in archives() {
        fs::write(input.path().join(name), &bytes).unwrap();
        for (name, bytes) in damaged(name, &bytes) {
            fs::write(input.path().join(name), bytes).unwrap();
        }
    }
    (input, out)
}

#[test]
fn no_word_is_left_on_disk_or_in_an_error() {
    let home = Home::new();
    let (input, out) = folders();
    let mut shown = String::new();
    let mut failures = 0;
    for step in journey(input.path(), out.path()) {
        let run = home.run(&step);
        assert!(run.code != 101 && !run.err.contains("panicked"), "{step:?} panicked");
        // What the person typed may be told back to them; nothing else.
        let said = run.err.replace("zqcanary reason", "");
        assert!(!holds_marker(said.as_bytes()), "{step:?} said on standard error: {}", run.err);
        failures += u32::from(run.code == 1);
        shown.push_str(&run.out);
    }
    assert!(failures >= 4, "damaged copies and unknown posts fail: {failures}");
    // The test can fail: the words were read, found and shown, and stand in the report that was asked for.
    for platform in ["x", "facebook", "linkedin", "youtube"] {
        let posts = home.posts(&["--platform", platform]);
        assert!(posts.iter().any(|post| post["text"].as_str().unwrap().contains(MARKER)), "{platform} was not read");
        let findings = home.json(&["findings", "--platform", platform]);
        assert!(findings.to_string().contains(MARKER), "nothing of {platform} was flagged");
    }
    assert!(holds_marker(shown.as_bytes()));
    assert!(holds_marker(&fs::read(out.path().join("report.html")).unwrap()));

    let files = home.files();
    assert!(files.iter().any(|(path, _)| path.ends_with("library/library.db")), "there is a library to look into");
    for (path, bytes) in files {
        assert!(!holds_marker(&bytes), "{} holds words of the archive", path.display());
        assert!(!holds_marker(path.to_string_lossy().as_bytes()), "{}", path.display());
    }
    let left: Vec<_> = fs::read_dir(home.path("tmp")).unwrap().collect();
    assert!(left.is_empty(), "temporary files stay: {left:?}");
    home.ok(&["erase", "--library", "library"]);
    assert!(home.files().is_empty());
}

#[test]
fn no_word_of_a_bad_line_is_told() {
    let home = Home::new();
    let input = format!(
        "{{\"id\":\"a\",\"text\":\"{MARKER}\n{{\"id\":\"{MARKER}\",\"text\":7}}\n{MARKER}\n{{\"{MARKER}\":1}}\n[\"{MARKER}\"]\n\"{MARKER}\"\n"
    );
    let run = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), input.as_bytes());
    assert_eq!(run.code, 3);
    assert_eq!(run.out.lines().count(), 6);
    assert!(!holds_marker(run.out.as_bytes()), "{}", run.out);
    assert!(!holds_marker(run.err.as_bytes()), "{}", run.err);
    assert!(home.files().is_empty());
}

/// The journey's commands, each begun by `before`, with what came of them.
fn journey_under(before: &dyn Fn(usize) -> Vec<OsString>) -> Vec<(Vec<OsString>, Run)> {
    let home = Home::new();
    let (input, out) = folders();
    let steps = journey(input.path(), out.path());
    let one = |(number, step): (usize, Vec<OsString>)| {
        let before = before(number);
        let mut command = Command::new(&before[0]);
        home.apply(&mut command);
        command
            .env("BROADSHEET_PASSPHRASE", PASSPHRASE)
            .args(&before[1..])
            .arg(env!("CARGO_BIN_EXE_broadsheet"))
            .args(&step);
        let run = run(&mut command);
        (step, run)
    };
    steps.into_iter().enumerate().map(one).collect()
}

/// Whether this program may be used for a test here. A test that cannot be made says so on the terminal.
fn may_use(program: &str, args: &[&str], test: &str) -> bool {
    let works = Command::new(program).args(args).output().is_ok_and(|output| output.status.success());
    if !works {
        eprintln!("NOT TESTED: {test}, since `{program} {}` is not permitted or not installed here", args.join(" "));
    }
    works
}

#[test]
fn a_whole_journey_works_without_any_network() {
    if !may_use("unshare", &["-rn", "true"], "that it works without a network") {
        return;
    }
    // In there nothing but a loopback that is down: a connection to anywhere, this computer included, is refused.
    let inside = run(Command::new("unshare").args(["-rn", "cat", "/proc/net/dev", "/proc/net/route"]));
    assert_eq!(inside.out.matches(':').count(), 1, "only a loopback: {}", inside.out);
    let with_network = journey_under(&|_| vec!["env".into()]);
    let without = journey_under(&|_| vec!["unshare".into(), "-rn".into()]);
    for ((step, with), (_, without)) in with_network.iter().zip(&without) {
        assert_eq!(with.code, without.code, "{step:?}: {} / {}", with.err, without.err);
    }
    assert!(without.iter().filter(|(_, run)| run.code == 0).count() > 12);
}

#[test]
fn no_command_so_much_as_asks_for_a_network_socket() {
    if !may_use("strace", &["-f", "-e", "trace=socket", "true"], "that no socket is asked for") {
        return;
    }
    let logs = tempfile::tempdir().unwrap();
    let log = |number: usize| logs.path().join(format!("{number}.log"));
    let runs = journey_under(&|number| {
        let log = log(number).into_os_string();
        vec![
            "strace".into(),
            "-f".into(),
            "-e".into(),
            "trace=socket,connect,bind,sendto,sendmsg".into(),
            "-o".into(),
            log,
        ]
    });
    for (number, (step, _)) in runs.iter().enumerate() {
        let called = fs::read_to_string(log(number)).expect("a log of each command");
        assert!(called.contains("exited with"), "{step:?} was followed to its end");
        let asked: Vec<&str> =
            called.lines().filter(|line| line.contains("AF_INET") || line.contains("AF_NETLINK")).collect();
        assert!(asked.is_empty(), "{step:?}: {asked:?}");
    }
}
