//! Ten thousand archives, each a fixture with something wrong in it: none may panic, hang, or leave a file unaccounted for.

use platforms::{Archive, Collected, Limits};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

/// Archives in all.
const ARCHIVES: u64 = 10_000;

/// What no reader expects in the middle of its file.
const ODD: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b",,",
    b"\r",
    b"\n\n",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"99999999999999999999999",
    b"-9223372036854775808",
    b"0000-00-00",
    b"30000-12-31T23:59:60Z",
    b"-0001-01-01",
    b"Thu Feb 30 25:61:61 +9999 0000",
    b"<",
    b"</div>",
    b"<!--",
    b"]]>",
    b"&#0;",
    b"&#x110000;",
    b"<![CDATA[",
    b"\"\"\"",
    b"\xe2\x80\xae",
    b"https://t.co/",
    b"../../etc/passwd",
    b"%00",
    b"=cmd|' /C'",
];

/// A generator whose sequence is the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

type Files = Vec<(String, Vec<u8>)>;

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

fn fixtures() -> Vec<(String, Files)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let eras = inside(&source).into_iter().flat_map(|platform| inside(&platform.join("fixtures")));
    eras.filter(|era| era.is_dir())
        .map(|era| {
            let mut files = Files::new();
            collect(&era, &era, &mut files);
            (era.display().to_string(), files)
        })
        .collect()
}

fn packed(files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        // Two files of one name cannot be written with this tool; the later one is dropped.
        if zip.start_file(name.as_str(), plain).is_ok() {
            zip.write_all(bytes).expect("memory can be written");
        }
    }
    zip.finish().expect("memory can be written").into_inner()
}

/// Puts something wrong into the bytes of one file.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    match dice.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 => bytes.truncate(at),
        2 => {
            let end = (at + dice.below(200)).min(bytes.len());
            bytes.drain(at.min(end)..end);
        }
        3 => {
            let end = (at + dice.below(2_000)).min(bytes.len());
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        4 => {
            let deep = ["[", "{\"a\":", "<div>"].map(|piece| piece.repeat(20_000).into_bytes());
            let deep = deep[dice.below(deep.len())].clone();
            bytes.splice(at..at, deep);
        }
        5 => drop(bytes.splice(at..at, std::iter::repeat_n(b'x', 300_000))),
        _ => drop(bytes.splice(at..at, ODD[dice.below(ODD.len())].iter().copied())),
    }
}

fn mutated(files: &Files, dice: &mut Dice) -> Vec<u8> {
    let mut files = files.clone();
    if dice.below(5) > 0 {
        for _ in 0..=dice.below(3) {
            let at = dice.below(files.len());
            damage(&mut files[at].1, dice);
        }
    }
    match dice.below(12) {
        0 => drop(files.remove(dice.below(files.len()))),
        1 => {
            let (a, b) = (dice.below(files.len()), dice.below(files.len()));
            let other = files[b].1.clone();
            files[a].1 = other;
        }
        2 => {
            let at = dice.below(files.len());
            files[at].0.push_str(["~2", ".json", "/x", "\u{202e}gpj.", " (1)"][dice.below(5)]);
        }
        _ => {}
    }
    let mut bytes = packed(&files);
    if dice.below(6) == 0 {
        damage(&mut bytes, dice);
    }
    bytes
}

// Two halves, so that two cores share the work.

#[test]
fn archives_with_something_wrong_of_even_number() {
    try_all((0..ARCHIVES).step_by(2));
}

#[test]
fn archives_with_something_wrong_of_odd_number() {
    try_all((1..ARCHIVES).step_by(2));
}

/// How long this thread has been working, which other programs do not change; where the system does not say it, the time
/// of day.
fn worked(since: Instant) -> Duration {
    let stated = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = stated.and_then(|text| text.split(' ').next()?.parse().ok()).map(Duration::from_nanos);
    nanos.unwrap_or_else(|| since.elapsed())
}

fn try_all(seeds: impl Iterator<Item = u64>) {
    let (eras, began) = (fixtures(), Instant::now());
    assert!(eras.len() >= platforms::IMPORTERS.len());
    let limits = Limits { record_bytes: 1 << 20, ..Limits::default() };
    let (mut read, mut refused) = (0, 0);
    for seed in seeds {
        let mut dice = Dice(seed);
        let (era, files) = &eras[dice.below(eras.len())];
        let bytes = mutated(files, &mut dice);
        let start = worked(began);
        let run = std::panic::catch_unwind(|| {
            let Ok(archive) = Archive::from_bytes("mutated.zip", bytes, limits.clone()) else { return false };
            let Some((importer, _)) = platforms::recognise(&archive) else { return false };
            let mut sink = Collected::default();
            let Ok(coverage) = importer.read(&archive, &mut sink) else { return false };
            assert_eq!(coverage.files.len(), archive.entries().len() + archive.refused().len(), "a file is missing");
            let counted: u64 = coverage.items.values().sum();
            assert_eq!(counted, sink.posts.len() as u64, "items counted and items given differ");
            true
        });
        let took = worked(began) - start;
        assert!(run.is_ok(), "seed {seed} of {era}");
        assert!(took < Duration::from_secs(10), "seed {seed} of {era} took {took:?}");
        if run.is_ok_and(|whole| whole) { read += 1 } else { refused += 1 }
    }
    // Most damage leaves most of an archive readable; if nearly nothing were read, nothing would have been tried.
    assert!(read > refused, "{read} read, {refused} refused");
}
