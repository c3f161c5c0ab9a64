//! Archives made to fill memory or time, or to be read wrong. Each is made and read in a process of its own, whose memory
//! the system bounds, and whose time is counted without that of other programs.
//!
//! A case says what must come out beside "no panic": which file is named, and what else is read all the same.

#![cfg(target_os = "linux")]

use model::{Fact, FileOutcome, Post, Warning};
use platforms::{Archive, Error, Limits, Sink, Stopped};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Kilobytes of address space a case may take, the program itself and its threads among them.
const MEMORY: u64 = 700 << 10;

/// Kilobytes a case may have had in memory at once. Of few records of 16 MB several copies may be at hand.
const RESIDENT: u64 = 400 << 10;

/// Seconds of work for one case, made for a program that is not optimised.
const SECONDS: u64 = 20;

/// A case: its name, and what makes and reads the archive.
type Case = (&'static str, fn(&Path));

const CASES: &[Case] = &[
    ("a_table_with_a_field_of_100_mb", a_table_with_a_field_of_100_mb),
    ("a_table_of_a_million_columns", a_table_of_a_million_columns),
    ("a_long_page_of_posts", a_long_page_of_posts),
    ("a_long_page_of_a_history", a_long_page_of_a_history),
    ("a_page_that_is_one_hole", a_page_that_is_one_hole),
    ("json_100_000_deep", json_100_000_deep),
    ("json_of_brackets", json_of_brackets),
    ("a_string_of_50_mb", a_string_of_50_mb),
    ("bytes_no_text_has", bytes_no_text_has),
    ("dates_no_calendar_has", dates_no_calendar_has),
    ("links_that_stand_for_each_other", links_that_stand_for_each_other),
    ("entities_that_stand_for_each_other", entities_that_stand_for_each_other),
    ("elements_without_end", elements_without_end),
    ("a_file_of_terabytes", a_file_of_terabytes),
    ("a_directory_of_nothing", a_directory_of_nothing),
    ("files_of_one_name", files_of_one_name),
    ("absurd_names", absurd_names),
    ("a_wrong_checksum_and_a_password", a_wrong_checksum_and_a_password),
    ("a_hundred_thousand_empty_files", a_hundred_thousand_empty_files),
    ("archives_within_archives", archives_within_archives),
    ("files_that_share_their_bytes", files_that_share_their_bytes),
    ("a_tar_with_a_long_header", a_tar_with_a_long_header),
    ("a_tar_of_one_name", a_tar_of_one_name),
    ("a_gzip_with_a_long_comment", a_gzip_with_a_long_comment),
    ("a_gzip_with_something_behind", a_gzip_with_something_behind),
    ("a_gzip_of_many_members", a_gzip_of_many_members),
    ("a_letter_of_headers", a_letter_of_headers),
];

// Four tests, so that cores share the work.

#[test]
fn hostile_tables_and_pages() {
    all(0);
}

#[test]
fn hostile_records() {
    all(1);
}

#[test]
fn hostile_containers() {
    all(2);
}

#[test]
fn hostile_streams() {
    all(3);
}

/// Runs every fourth case in a process of its own.
fn all(from: usize) {
    for (name, _) in CASES.iter().skip(from).step_by(4) {
        let program = std::env::current_exe().expect("this program");
        let bounded = format!("ulimit -v {MEMORY}; exec \"$0\" --exact --nocapture --ignored case");
        let run = std::process::Command::new("sh").arg("-c").arg(bounded).arg(program).env("CASE", name).output();
        let run = run.expect("a shell");
        let said = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(run.status.success() && said.contains("1 passed"), "{name}: {said}");
        eprintln!("{name}: {}", said.lines().find_map(|line| line.split_once("took ")).map_or("", |(_, took)| took));
    }
}

/// One case, named by the environment.
#[test]
#[ignore = "run by the others, each in a process of its own"]
fn case() {
    let name = std::env::var("CASE").expect("the name of a case");
    let (_, run) = CASES.iter().find(|(known, _)| *known == name).expect("a case of this name");
    let folder = tempfile::tempdir().expect("a folder for the test");
    let start = worked();
    run(folder.path());
    let took = worked() - start;
    let status = std::fs::read_to_string("/proc/self/status").expect("what the system says of this process");
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    let most: u64 = most.expect("the most memory it had");
    println!("took {took:.1?} and {} MB", most >> 10);
    assert!(took < Duration::from_secs(SECONDS), "it took {took:?}");
    assert!(most < RESIDENT, "it took {most} kB");
}

/// How long this thread has been working.
fn worked() -> Duration {
    let stated = std::fs::read_to_string("/proc/thread-self/schedstat").expect("what the system says of this thread");
    Duration::from_nanos(stated.split(' ').next().and_then(|nanos| nanos.parse().ok()).expect("a number"))
}

/// Counts what is read, and keeps warnings.
#[derive(Default)]
struct Count {
    posts: u64,
    facts: u64,
    longest: usize,
    warnings: Vec<Warning>,
}

impl Sink for Count {
    fn post(&mut self, post: Post) {
        self.posts += 1;
        self.longest = self.longest.max(post.text.reveal().len());
    }

    fn fact(&mut self, _: Fact) {
        self.facts += 1;
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    fn progress(&mut self, _: &str, _: u64, _: u64) {}

    fn check(&mut self) -> Result<(), Stopped> {
        Ok(())
    }
}

/// What came of an archive.
struct Outcome {
    platform: &'static str,
    count: Count,
    files: Vec<(String, FileOutcome)>,
}

impl Outcome {
    /// Whether a warning or the outcome of a file says that something is wrong with it.
    fn names(&self, file: &str) -> bool {
        self.count.warnings.iter().any(|warning| warning.file.ends_with(file))
            || self.files.iter().any(|(path, outcome)| {
                path.ends_with(file) && matches!(outcome, FileOutcome::Skipped(_) | FileOutcome::Unknown)
            })
    }
}

fn read(archive: &Archive) -> Outcome {
    tried(archive).expect("some importer knows it")
}

fn tried(archive: &Archive) -> Option<Outcome> {
    let (importer, _) = platforms::recognise(archive)?;
    let mut count = Count::default();
    let coverage = importer.read(archive, &mut count).expect("it can be read to its end");
    assert_eq!(coverage.files.len(), archive.entries().len() + archive.refused().len(), "a file is missing");
    assert!(count.warnings.len() < 20_000, "{} warnings", count.warnings.len());
    let files = coverage.files.into_iter().map(|file| (file.path, file.outcome)).collect();
    Some(Outcome { platform: importer.id(), count, files })
}

fn opened(path: PathBuf) -> Archive {
    Archive::open(&[path], Limits::default()).expect("it opens")
}

fn memory(bytes: Vec<u8>) -> Archive {
    Archive::from_bytes("x.zip", bytes, Limits::default()).expect("it opens")
}

/// A file below a folder, written by parts.
fn file(folder: &Path, name: &str) -> BufWriter<File> {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder for the test");
    BufWriter::new(File::create(path).expect("a file for the test"))
}

fn put(file: &mut impl Write, bytes: &[u8]) {
    file.write_all(bytes).expect("it can be written");
}

type Files = Vec<(String, Vec<u8>)>;

/// A ZIP of these files, not compressed. Written by hand: no tool writes names and numbers as hostile people do, and few
/// are quick with a hundred thousand files.
fn zip_of(files: &Files) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let place = out.len() as u32;
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let size = (bytes.len() as u32).to_le_bytes();
        let length = (name.len() as u16).to_le_bytes();
        let of_both =
            [&[20, 0, 0, 8, 0, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &size, &size, &length, &[0, 0]].concat();
        out.extend([&b"PK\x03\x04"[..], &of_both, name.as_bytes(), bytes].concat());
        directory
            .extend([&b"PK\x01\x02\x14\0"[..], &of_both, &[0; 10], &place.to_le_bytes(), name.as_bytes()].concat());
    }
    let count = (files.len().min(0xffff) as u16).to_le_bytes();
    let (size, place) = (directory.len() as u32, out.len() as u32);
    out.append(&mut directory);
    // More files than two bytes can count are counted in a record of its own.
    let all = (files.len() as u64).to_le_bytes();
    let at = (out.len() as u64).to_le_bytes();
    let (size_64, place_64) = (u64::from(size).to_le_bytes(), u64::from(place).to_le_bytes());
    out.extend(
        [&b"PK\x06\x06"[..], &44u64.to_le_bytes(), &[45, 0, 45, 0], &[0; 8], &all, &all, &size_64, &place_64].concat(),
    );
    out.extend([&b"PK\x06\x07\0\0\0\0"[..], &at, &[1, 0, 0, 0]].concat());
    out.extend(
        [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size.to_le_bytes(), &place.to_le_bytes(), &[0, 0]].concat(),
    );
    out
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).map(|found| found.flatten().map(|entry| entry.path()).collect());
    let mut paths: Vec<PathBuf> = found.unwrap_or_default();
    paths.sort();
    paths
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for path in inside(folder) {
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).expect("a fixture can be read")));
        }
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of one fixture, `x/fixtures/2023`.
fn fixture(era: &str) -> Files {
    let mut files = Files::new();
    collect(&source().join(era), &source().join(era), &mut files);
    assert!(!files.is_empty(), "{era} holds nothing");
    files
}

/// Every fixture with its name.
fn fixtures() -> Vec<(String, Files)> {
    let eras = inside(&source()).into_iter().flat_map(|platform| inside(&platform.join("fixtures")));
    let eras = eras.filter(|era| era.is_dir()).map(|era| {
        let name = era.strip_prefix(source()).expect("it lies below").to_string_lossy().into_owned();
        let files = fixture(&name);
        (name, files)
    });
    eras.collect()
}

/// One fixture of each platform in which this ending occurs, the one with the most files of it.
fn one_of_each(ending: &str) -> Vec<(String, Files)> {
    let count = |files: &Files| files.iter().filter(|(name, _)| name.ends_with(ending)).count();
    let mut chosen: Vec<(String, Files)> = Vec::new();
    for (era, files) in fixtures().into_iter().filter(|(_, files)| count(files) > 0) {
        let platform = era.split('/').next().unwrap_or_default();
        match chosen.iter_mut().find(|(known, _)| known.split('/').next() == Some(platform)) {
            Some(known) if count(&known.1) >= count(&files) => {}
            Some(known) => *known = (era, files),
            None => chosen.push((era, files)),
        }
    }
    chosen
}

fn a_table_with_a_field_of_100_mb(folder: &Path) {
    for (era, name, broken) in [
        (
            "linkedin/fixtures/complete",
            "Shares.csv",
            "2020-01-01 10:00:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,\"",
        ),
        ("forum/fixtures/export", "beitraege.csv", "\""),
    ] {
        // As one line, and as many.
        for line in if name == "Shares.csv" { ["x".repeat(999)] } else { [format!("{}\n", "x".repeat(999))] } {
            let folder = folder.join(era.replace('/', "-"));
            for (path, bytes) in fixture(era) {
                let mut out = file(&folder, &path);
                let header = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
                if path.ends_with(name) {
                    put(&mut out, &bytes[..header]);
                    put(&mut out, broken.as_bytes());
                    (0..100_000).for_each(|_| put(&mut out, line.as_bytes()));
                    put(&mut out, b"\"\n");
                    put(&mut out, &bytes[header..]);
                } else {
                    put(&mut out, &bytes);
                }
            }
            let outcome = read(&opened(folder.clone()));
            let whole = read(&memory(zip_of(&fixture(era))));
            assert!(outcome.names(name), "{name} is not named");
            assert!(
                outcome.count.posts >= whole.count.posts / 2,
                "{name}: {} of {} posts",
                outcome.count.posts,
                whole.count.posts
            );
            std::fs::remove_dir_all(&folder).expect("it can be removed");
        }
    }
}

fn a_table_of_a_million_columns(_: &Path) {
    let columns: Vec<String> = (0..150_000).map(|n| format!("c{n}")).collect();
    for (era, name) in [("linkedin/fixtures/complete", "Shares.csv"), ("forum/fixtures/export", "beitraege.csv")] {
        let mut files = fixture(era);
        let table = files.iter_mut().find(|(path, _)| path.ends_with(name)).expect("a table of this name");
        let header = table.1.iter().position(|byte| *byte == b'\n').expect("a header");
        table.1.splice(header..header, format!(",{}", columns.join(",")).into_bytes());
        table.1.extend("a\n".repeat(200_000).bytes());
        let outcome = read(&memory(zip_of(&files)));
        assert!(outcome.count.posts + outcome.count.facts > 0, "{name}");
        assert!(outcome.count.warnings.len() <= 3_000, "{name}: {} warnings", outcome.count.warnings.len());
    }
}

/// How many megabytes the long pages have.
fn megabytes() -> u64 {
    std::env::var("MEGABYTES").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

fn a_long_page_of_posts(folder: &Path) {
    let (name, records) = ("posts/your_posts_1.html", megabytes() << 20);
    let mut out = file(folder, name);
    put(&mut out, b"<html><head><title>Your posts</title></head><body><div role=\"main\">");
    let (mut written, mut number) = (0, 0u64);
    while written < records {
        number += 1;
        let card = format!(
            "<div class=\"pam _3-95 _2pi0 _2lej uiBoxWhite noborder\"><div class=\"_3-96 _2pio _2lek _2lel\">Mara Quill updated her status.</div>\
             <div class=\"_3-96 _2let\"><div><div class=\"_2pin\"><div>Long day number {number} &amp; no tea.<br />Never again!</div></div></div></div>\
             <div class=\"_3-94 _2lem\">Nov 12, 2017, 9:48 PM</div></div>"
        );
        put(&mut out, card.as_bytes());
        written += card.len() as u64;
    }
    put(&mut out, b"</div></body></html>");
    out.flush().expect("it can be written");
    let outcome = read(&opened(folder.to_owned()));
    assert_eq!((outcome.platform, outcome.count.posts), ("facebook", number));
}

fn a_long_page_of_a_history(folder: &Path) {
    let mut out = file(folder, "Takeout/YouTube and YouTube Music/history/search-history.html");
    put(&mut out, b"<html><body><div class=\"mdl-grid\">");
    let (mut written, mut number) = (0, 0u64);
    while written < megabytes() << 20 {
        number += 1;
        let cell = format!(
            "<div class=\"outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp\"><div class=\"mdl-grid\"><div class=\"header-cell mdl-cell mdl-cell--12-col\">\
             <p class=\"mdl-typography--title\">YouTube<br></p></div><div class=\"content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1\">Searched for\
             \u{a0}<a href=\"https://www.youtube.com/results?search_query=tea+{number}\">tea {number}</a><br>Jan 2, 2023, 10:11:12 PM UTC</div>\
             <div class=\"content-cell mdl-cell mdl-cell--12-col mdl-typography--caption\"><b>Products:</b><br>&emsp;YouTube<br></div></div></div>"
        );
        put(&mut out, cell.as_bytes());
        written += cell.len() as u64;
    }
    put(&mut out, b"</div></body></html>");
    out.flush().expect("it can be written");
    let outcome = read(&opened(folder.to_owned()));
    assert_eq!((outcome.platform, outcome.count.posts), ("youtube", number));
}

/// A gigabyte of zeros, of which no disk keeps any.
fn a_page_that_is_one_hole(folder: &Path) {
    for (era, name) in [
        ("facebook/fixtures/html-2018", "posts/your_posts_1.html"),
        ("youtube/fixtures/german-2021", "Suchverlauf.html"),
        ("youtube/fixtures/german-2021", "meine-kommentare.html"),
        ("forum/fixtures/saved", "thread.html"),
        ("wordpress/fixtures/shared", "two.xml"),
        ("linkedin/fixtures/complete", "Shares.csv"),
        ("x/fixtures/present", "tweets.js"),
    ] {
        let files = fixture(era);
        let folder = folder.join(era.replace('/', "-"));
        for (path, bytes) in &files {
            let mut out = file(&folder, path);
            put(&mut out, bytes);
            if path.ends_with(name) {
                out.seek(SeekFrom::Current((megabytes() as i64) << 20)).expect("a hole");
                put(&mut out, b"\nend");
            }
        }
        let (outcome, whole) = (read(&opened(folder.clone())), read(&memory(zip_of(&files))));
        // The record at the end may be lost with what follows it.
        assert!(
            outcome.count.posts + 1 >= whole.count.posts,
            "{era}: {} of {}",
            outcome.count.posts,
            whole.count.posts
        );
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }
}

fn json_100_000_deep(_: &Path) {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        with_element_in_each(deep.as_bytes(), 2);
    }
}

fn a_string_of_50_mb(_: &Path) {
    with_element_in_each(&[&b"{\"text\":\""[..], &vec![b'x'; 50 << 20], b"\"}"].concat(), 1);
}

fn json_of_brackets(_: &Path) {
    for (piece, megabytes) in [("{\"\":0},", 1), ("{\"\":0},", 15), ("[0],", 2), ("0,", 6)] {
        let marks = format!("{{\"text\":[{}0]}}", piece.repeat((megabytes << 20) / piece.len()));
        with_element_in_each(marks.as_bytes(), usize::from(megabytes == 1));
    }
}

/// Puts an element first into the first list of JSON files, one file at a time and at most so many of one fixture for each
/// platform; of none, only of the first platform. What the other files hold must be read, and the file be named.
fn with_element_in_each(element: &[u8], most: usize) {
    let mut changed = 0;
    let eras = one_of_each(".json").into_iter().chain(one_of_each(".js"));
    for (era, files) in eras.take(if most == 0 { 1 } else { usize::MAX }) {
        let mut names: Vec<&String> = files.iter().map(|(name, _)| name).collect();
        names.retain(|name| (name.ends_with(".json") || name.ends_with(".js")) && !name.ends_with("manifest.js"));
        names.sort_by_key(|name| {
            std::cmp::Reverse(files.iter().find(|(known, _)| known == *name).map(|(_, bytes)| bytes.len()))
        });
        for name in names.into_iter().take(most.max(1)) {
            let rest: Files = files.iter().filter(|(known, _)| known != name).cloned().collect();
            let mut all = rest.clone();
            let bytes =
                files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.clone()).expect("it is there");
            let Some(at) = bytes.windows(2).position(|two| two[0] == b'[' && two[1] != b']') else { continue };
            all.push((name.clone(), [&bytes[..=at], element, b",", &bytes[at + 1..]].concat()));
            let archive = memory(zip_of(&all));
            drop(all);
            let (Some(outcome), Some(rest)) = (tried(&archive), tried(&memory(zip_of(&rest)))) else { continue };
            if rest.platform == outcome.platform {
                assert!(
                    outcome.count.posts >= rest.count.posts,
                    "{era} {name}: {} of {}",
                    outcome.count.posts,
                    rest.count.posts
                );
            }
            changed += 1;
        }
    }
    assert!(changed > 0);
}

fn bytes_no_text_has(_: &Path) {
    for odd in [&b"\0\xff\xfe\x80"[..], b"\xed\xa0\x80\xe2\x80\xae\0\x1b[2J"] {
        for (era, mut files) in fixtures() {
            let whole = read(&memory(zip_of(&files)));
            for (_, bytes) in &mut files {
                let end = bytes.len();
                bytes.splice(end..end, odd.iter().copied());
            }
            let Some(Outcome { count, .. }) = tried(&memory(zip_of(&files))) else { continue };
            assert!(count.posts * 2 >= whole.count.posts, "{era}: {} of {} posts", count.posts, whole.count.posts);
        }
    }
}

fn dates_no_calendar_has(_: &Path) {
    for (from, to) in [
        (&["201", "202", "200"][..], "000"),
        (&["201", "202", "200"], "3000"),
        (&["-0", "-1", "/0", "/1"], "-13"),
        (&["Jan", "Mar", "May", "Nov", "M\u{e4}r", "Okt"], "Xxx"),
        (&[":0", ":1", ":2", ":3", ":4", ":5"], ":77"),
        (&["\"timestamp\": 1", "\"timestamp_ms\": 1", "_timestamp\": 1"], "\"timestamp\": -99999999999999999"),
    ] {
        for (_, mut files) in fixtures() {
            for (_, bytes) in &mut files {
                let Ok(mut text) = String::from_utf8(bytes.clone()) else { continue };
                from.iter().for_each(|from| text = text.replace(from, to));
                *bytes = text.into_bytes();
            }
            tried(&memory(zip_of(&files)));
        }
    }
}

fn links_that_stand_for_each_other(_: &Path) {
    let names: Vec<String> = (0..150).map(|n| format!("https://t.co/{n:03}")).collect();
    let links: Vec<String> = names
        .iter()
        .zip(names.iter().cycle().skip(1))
        .map(|(short, next)| format!("{{\"url\":\"{short}\",\"expanded_url\":\"{next} {next}\"}}"))
        .collect();
    let tweet = format!(
        "{{\"tweet\":{{\"id_str\":\"1600000000000000001\",\"created_at\":\"Wed Oct 10 20:19:24 +0000 2018\",\"full_text\":\"{}\",\
         \"entities\":{{\"urls\":[{}]}}}}}}",
        names.join(" ").repeat(400),
        links.join(",")
    );
    let era = inside(&source().join("x/fixtures")).into_iter().find(|era| era.join("data/tweets.js").exists());
    let mut files = Files::new();
    let era = era.expect("a fixture with tweets");
    collect(&era, &era, &mut files);
    let tweets = files.iter_mut().find(|(name, _)| name == "data/tweets.js").expect("the tweets");
    tweets.1 = format!("window.YTD.tweets.part0 = [{tweet}]").into_bytes();
    let outcome = read(&memory(zip_of(&files)));
    assert!(outcome.count.longest > 100_000 && outcome.count.longest < 3 << 20, "{}", outcome.count.longest);
}

fn entities_that_stand_for_each_other(_: &Path) {
    let laughs: Vec<String> =
        (1..30).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let kind = format!("<!DOCTYPE lolz [<!ENTITY l0 \"ha\">{}]>", laughs.join("\n"));
    for (platform, ending) in [("wordpress", ".xml"), ("forum", ".xml")] {
        for (era, mut files) in fixtures().into_iter().filter(|(era, _)| era.starts_with(platform)) {
            let whole = read(&memory(zip_of(&files)));
            let mut changed = 0;
            for (_, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(ending)) {
                let text = String::from_utf8_lossy(bytes).replacen("?>", &format!("?>{kind}"), 1);
                let text =
                    text.replace("</title>", " &l29;</title>").replace("</content:encoded>", "&l29;</content:encoded>");
                changed += usize::from(text.contains("ENTITY"));
                *bytes = text.into_bytes();
            }
            if changed > 0 {
                let outcome = read(&memory(zip_of(&files)));
                assert!(outcome.count.longest < whole.count.longest + 100, "{era}: {}", outcome.count.longest);
                assert!(outcome.count.posts >= whole.count.posts, "{era}");
            }
        }
    }
}

fn elements_without_end(folder: &Path) {
    let mut out = file(folder, "blog.xml");
    put(&mut out, b"<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><title>First</title>");
    put(&mut out, b"<wp:post_date>2020-01-01 10:00:00</wp:post_date><wp:post_type>post</wp:post_type></item>");
    (0..400_000).for_each(|_| put(&mut out, b"<wp:author><a>"));
    out.flush().expect("it can be written");
    let outcome = read(&opened(folder.join("blog.xml")));
    assert_eq!((outcome.platform, outcome.count.posts), ("wordpress", 1));
    assert!(outcome.names("blog.xml"));
}

/// Places of the records of the directory in a ZIP.
fn directory(bytes: &[u8]) -> Vec<usize> {
    memchr(bytes, b"PK\x01\x02")
}

fn memchr(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|&at| bytes[at..].starts_with(wanted)).collect()
}

fn mastodon() -> Files {
    inside(&source().join("mastodon/fixtures"))
        .first()
        .map(|era| {
            let mut files = Files::new();
            collect(era, era, &mut files);
            files
        })
        .expect("a fixture")
}

fn a_file_of_terabytes(_: &Path) {
    let mut files = mastodon();
    let whole = read(&memory(zip_of(&files)));
    files.push(("likes~9.json".to_owned(), b"[]".to_vec()));
    let mut bytes = zip_of(&files);
    // The last record: its size says that it stands in the field of large numbers, which says five terabytes.
    let at = *directory(&bytes).last().expect("a directory");
    let name = usize::from(u16::from_le_bytes([bytes[at + 28], bytes[at + 29]]));
    bytes[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let extra = [&1u16.to_le_bytes()[..], &8u16.to_le_bytes(), &(5u64 << 40).to_le_bytes()].concat();
    let place = at + 46 + name;
    let had = usize::from(u16::from_le_bytes([bytes[at + 30], bytes[at + 31]]));
    bytes[at + 30..at + 32].copy_from_slice(&(extra.len() as u16).to_le_bytes());
    bytes.splice(place..place + had, extra.iter().copied());
    // The directory is longer now, and what ends it stands later.
    for (record, number) in [(&b"PK\x06\x06"[..], 40), (b"PK\x06\x07", 8), (b"PK\x05\x06", 12)] {
        let at = memchr(&bytes, record).last().expect("an end") + number;
        let number = u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four")) + extra.len() as u32 - had as u32;
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    let archive = memory(bytes);
    let entry = archive.entry("likes~9.json").expect("it is listed");
    assert_eq!(entry.size, 5 << 40);
    assert!(matches!(archive.reader(entry), Err(Error::Refused { .. })));
    let outcome = read(&archive);
    assert_eq!(outcome.count.posts, whole.count.posts);
    assert!(outcome.names("likes~9.json"));
}

/// A ZIP of a gigabyte that is a hole, with a directory of a hundred million files.
fn a_directory_of_nothing(folder: &Path) {
    let mut out = file(folder, "x.zip");
    put(&mut out, b"PK\x03\x04");
    out.seek(SeekFrom::Start(6 << 30)).expect("a hole");
    let at = 6u64 << 30;
    let (files, size, start) = (100_000_000u64, 5u64 << 30, 1u64 << 30);
    let end_64 = [
        &b"PK\x06\x06"[..],
        &44u64.to_le_bytes(),
        &[45, 0, 45, 0],
        &[0; 8],
        &files.to_le_bytes(),
        &files.to_le_bytes(),
        &size.to_le_bytes(),
        &start.to_le_bytes(),
    ]
    .concat();
    put(&mut out, &end_64);
    put(&mut out, &[&b"PK\x06\x07"[..], &[0; 4], &at.to_le_bytes(), &[1, 0, 0, 0]].concat());
    put(&mut out, &[&b"PK\x05\x06"[..], &[0; 4], &[0xff; 12], &[0; 2]].concat());
    out.flush().expect("it can be written");
    let refused = Archive::open(&[folder.join("x.zip")], Limits::default()).err().expect("it is refused");
    assert!(matches!(&refused, Error::Refused { path, .. } if path.ends_with("x.zip")), "{refused}");
}

fn files_of_one_name(_: &Path) {
    let mut files = mastodon();
    let whole = read(&memory(zip_of(&files)));
    files.extend((0..8_000).map(|n| (format!("{n:05}.json"), n.to_string().into_bytes())));
    let mut bytes = zip_of(&files);
    // All of them get the name of the first.
    for at in memchr(&bytes, b".json").into_iter().filter(|at| *at > 5) {
        if bytes[at - 5..at].iter().all(u8::is_ascii_digit) {
            bytes[at - 5..at].copy_from_slice(b"00000");
        }
    }
    let archive = memory(bytes);
    assert!(archive.entry("00000~2.json").is_some() && archive.entry("00000~7999.json").is_some());
    assert_eq!(read(&archive).count.posts, whole.count.posts);
}

fn absurd_names(_: &Path) {
    let mut files = mastodon();
    let whole = read(&memory(zip_of(&files)));
    let absurd = [
        "x".repeat(4_000),
        format!("{}.json", "a/".repeat(1_900)),
        "y".repeat(60_000),
        "...".to_owned(),
        "....json".to_owned(),
        "\u{202e}gpj.exe".to_owned(),
        "\u{200f}\u{200e}.json".to_owned(),
        "CON".to_owned(),
        "aux.json".to_owned(),
        "LPT1.csv".to_owned(),
        "nul".to_owned(),
        " ".to_owned(),
        "a:b.json".to_owned(),
        "~".to_owned(),
        "-rf".to_owned(),
        "%2e%2e%2fx.json".to_owned(),
        "a\u{0}b.json".to_owned(),
        "\u{1b}[2Jx.json".to_owned(),
        "https://a.example/x.json".to_owned(),
    ];
    files.extend(absurd.iter().map(|name| (name.clone(), b"[1]".to_vec())));
    let archive = memory(zip_of(&files));
    assert_eq!(archive.entries().len() + archive.refused().len(), files.len());
    assert!(
        archive
            .refused()
            .iter()
            .all(|(name, why)| name.len() < 1_000 && !name.contains(char::is_control) && !why.is_empty())
    );
    assert_eq!(read(&archive).count.posts, whole.count.posts);
}

fn a_wrong_checksum_and_a_password(_: &Path) {
    let mut files = mastodon();
    let whole = read(&memory(zip_of(&files)));
    files.push(("likes~8.json".to_owned(), b"{\"orderedItems\":[]}".to_vec()));
    files.push(("likes~9.json".to_owned(), b"{\"orderedItems\":[]}".to_vec()));
    let mut bytes = zip_of(&files);
    let records = directory(&bytes);
    bytes[records[records.len() - 2] + 16] ^= 1;
    bytes[records[records.len() - 1] + 8] |= 1;
    let outcome = read(&memory(bytes));
    assert_eq!(outcome.count.posts, whole.count.posts);
    assert!(outcome.names("likes~8.json") && outcome.names("likes~9.json"), "{:?}", outcome.count.warnings);
}

fn a_hundred_thousand_empty_files(_: &Path) {
    for (era, ending) in [
        ("x/fixtures", "js"),
        ("facebook/fixtures", "json"),
        ("instagram/fixtures", "html"),
        ("youtube/fixtures", "csv"),
        ("linkedin/fixtures", "csv"),
        ("mastodon/fixtures", "json"),
        ("forum/fixtures", "txt"),
        ("wordpress/fixtures", "xml"),
    ] {
        let era = inside(&source().join(era)).into_iter().find(|era| era.is_dir()).expect("a fixture");
        let mut files = Files::new();
        collect(&era, &era, &mut files);
        let whole = read(&memory(zip_of(&files)));
        let folder = files[0].0.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        files.extend((0..12_500).map(|n| (format!("{folder}f{n}.{ending}"), Vec::new())));
        let outcome = read(&memory(zip_of(&files)));
        assert!(
            outcome.count.posts >= whole.count.posts,
            "{}: {} of {}",
            era.display(),
            outcome.count.posts,
            whole.count.posts
        );
    }
}

fn archives_within_archives(_: &Path) {
    let mut nest = zip_of(&mastodon());
    for level in 0..6 {
        nest = zip_of(&vec![(format!("{level}.zip"), nest), (format!("beside{level}.txt"), b"x".to_vec())]);
    }
    let archive = memory(nest);
    assert!(archive.refused().iter().any(|(_, why)| why.contains("too deep")), "{:?}", archive.refused());
    // Many small ones beside each other.
    let one = zip_of(&vec![("a.txt".to_owned(), vec![b'x'; 1_000])]);
    let mut files: Files = (0..3_000).map(|n| (format!("part {n}/{n}-{}.zip", n % 7), one.clone())).collect();
    files.extend(mastodon());
    let archive = memory(zip_of(&files));
    assert!(archive.entries().len() > 3_000);
    assert!(read(&archive).count.posts > 0);
}

fn files_that_share_their_bytes(_: &Path) {
    let mut files = mastodon();
    let whole = read(&memory(zip_of(&files)));
    files.push(("kernel.json".to_owned(), vec![b' '; 10 << 20]));
    files.extend((0..2_000).map(|n| (format!("again{n}.json"), Vec::new())));
    let mut bytes = zip_of(&files);
    let records = directory(&bytes);
    let kernel = records[records.len() - 2_001];
    let (sizes, place) = (bytes[kernel + 16..kernel + 28].to_vec(), bytes[kernel + 42..kernel + 46].to_vec());
    for at in records.iter().rev().take(2_000) {
        bytes[at + 16..at + 28].copy_from_slice(&sizes);
        bytes[at + 42..at + 46].copy_from_slice(&place);
        bytes[at + 10..at + 12].copy_from_slice(&8u16.to_le_bytes());
    }
    let archive = memory(bytes);
    assert_eq!(archive.refused().len(), 2_000);
    assert_eq!(read(&archive).count.posts, whole.count.posts);
}

/// A header of a tar.
fn header(name: &str, kind: tar::EntryType, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn a_tar_with_a_long_header(folder: &Path) {
    for kind in [tar::EntryType::XHeader, tar::EntryType::GNULongName, tar::EntryType::XGlobalHeader] {
        let mut out = flate2::write::GzEncoder::new(file(folder, "x.tgz"), flate2::Compression::fast());
        let length = 50u64 << 20;
        put(&mut out, header("first.json", tar::EntryType::Regular, 0).as_bytes());
        put(&mut out, header("x", kind, length).as_bytes());
        let piece: Vec<u8> = (0..1u32 << 20).map(|n| (n % 255) as u8 + 1).collect();
        (0..length >> 20).for_each(|_| put(&mut out, &piece));
        put(&mut out, header("last.json", tar::EntryType::Regular, 0).as_bytes());
        put(&mut out, &[0; 1024]);
        out.finish().and_then(|mut out| out.flush()).expect("it can be written");
        match Archive::open(&[folder.join("x.tgz")], Limits::default()) {
            Err(Error::Refused { path, .. }) => assert!(path.ends_with("x.tgz")),
            Err(other) => panic!("{kind:?}: {other}"),
            // A header for all that follows is passed over.
            Ok(archive) => assert!(archive.entry("last.json").is_some(), "{kind:?}"),
        }
    }
}

fn a_tar_of_one_name(_: &Path) {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for n in 0..20_000u64 {
        let words = n.to_string();
        put(&mut out, header("a.json", tar::EntryType::Regular, words.len() as u64).as_bytes());
        put(&mut out, words.as_bytes());
        put(&mut out, &vec![0; 512 - words.len()]);
    }
    put(&mut out, &[0; 1024]);
    let archive = Archive::from_bytes("x.tgz", out.finish().expect("it can be written"), Limits::default());
    assert_eq!(archive.expect("it opens").entries().len(), 20_000);
}

fn a_gzip_with_a_long_comment(folder: &Path) {
    for flag in [8u8, 16] {
        let mut out = file(folder, "posts.csv.gz");
        put(&mut out, &[0x1f, 0x8b, 8, flag, 0, 0, 0, 0, 0, 0]);
        (0..200).for_each(|_| put(&mut out, &vec![b'x'; 1 << 20]));
        out.flush().expect("it can be written");
        let refused = Archive::open(&[folder.join("posts.csv.gz")], Limits::default()).err().expect("it is refused");
        assert!(refused.to_string().contains("posts.csv.gz"), "{refused}");
    }
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    put(&mut out, bytes);
    out.finish().expect("it can be written")
}

const TABLE: &str = "date,text,url\n2020-01-01 10:00,Some words here,https://a.example/1\n2020-01-02 10:00,More of them,https://a.example/2\n";

fn a_gzip_with_something_behind(folder: &Path) {
    for behind in [vec![0; 4_000], b"something else".repeat(1_000)] {
        let mut out = file(folder, "posts.csv.gz");
        put(&mut out, &gzipped(TABLE.as_bytes()));
        put(&mut out, &behind);
        out.flush().expect("it can be written");
        assert_eq!(read(&opened(folder.join("posts.csv.gz"))).count.posts, 2);
    }
}

fn a_gzip_of_many_members(folder: &Path) {
    let mut out = file(folder, "posts.csv.gz");
    put(&mut out, &gzipped(TABLE.as_bytes()));
    let empty = gzipped(b"");
    (0..30_000).for_each(|_| put(&mut out, &empty));
    put(&mut out, &gzipped(b"2020-01-03 10:00,The last,https://a.example/3\n"));
    out.flush().expect("it can be written");
    assert_eq!(read(&opened(folder.join("posts.csv.gz"))).count.posts, 3);
}

fn a_letter_of_headers(folder: &Path) {
    let letter = |n: u32| {
        format!(
            "From ada@a.example Mon Jan  1 00:00:00 2001\nFrom: Ada <ada@a.example>\nDate: Mon, 1 Jan 2001 10:0{n}:00 +0000\nSubject: Letter {n}\n"
        )
    };
    let mut out = file(folder, "list.mbox");
    put(&mut out, format!("{}\nWords of the first.\n\n", letter(1)).as_bytes());
    put(&mut out, letter(2).as_bytes());
    (0..500_000).for_each(|_| put(&mut out, b"X-A: b\n"));
    put(&mut out, b"\nWords of the second.\n\n");
    put(&mut out, format!("{}Content-Type: multipart/mixed; boundary=b\n\n", letter(3)).as_bytes());
    (0..200_000).for_each(|_| put(&mut out, b"--b\nA: b\n"));
    put(&mut out, format!("\n\n{}\nWords of the last.\n", letter(4)).as_bytes());
    out.flush().expect("it can be written");
    let outcome = read(&opened(folder.join("list.mbox")));
    assert!(outcome.count.posts >= 3, "{}", outcome.count.posts);
}
