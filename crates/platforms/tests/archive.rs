//! Archives that are damaged, hostile or come in several parts.

use platforms::archive::reason;
use platforms::{Archive, Error, Limits};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file in memory");
        zip.write_all(bytes).expect("a file in memory");
    }
    zip.finish().expect("a ZIP in memory").into_inner()
}

fn tgz_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(packer);
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // The builder refuses names that lead outside; a hostile archive is not made with it.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).expect("a file in memory");
    }
    tar.into_inner().and_then(flate2::write::GzEncoder::finish).expect("a tar.gz in memory")
}

fn open(bytes: Vec<u8>) -> Archive {
    Archive::from_bytes("test.zip", bytes, Limits::default()).expect("it opens")
}

fn names(archive: &Archive) -> Vec<&str> {
    archive.entries().iter().map(|entry| &*entry.path).collect()
}

fn text(archive: &Archive, path: &str) -> String {
    let mut text = String::new();
    let entry = archive.entry(path).unwrap_or_else(|| panic!("no {path}"));
    archive.reader(entry).expect("it opens").read_to_string(&mut text).expect("it can be read");
    text
}

fn failure(archive: &Archive, path: &str) -> String {
    let entry = archive.entry(path).unwrap_or_else(|| panic!("no {path}"));
    let read = archive.reader(entry).expect("it opens").read_to_end(&mut Vec::new());
    reason(&read.expect_err("it cannot be read to its end"))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder for the test");
    std::fs::write(&path, bytes).expect("a file for the test");
    path
}

#[test]
fn zip_tgz_and_folder_give_the_same_files() {
    let files: &[(&str, &[u8])] = &[("data/a.js", b"one"), ("data/deep/b.js", b"two"), ("c.html", b"three")];
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        write(folder.path(), name, bytes);
    }
    let zip = open(zip_of(files));
    let tgz = open(tgz_of(files));
    let folder = Archive::open(&[folder.path().to_owned()], Limits::default()).expect("it opens");
    for archive in [&zip, &tgz, &folder] {
        let mut sorted = names(archive);
        sorted.sort_unstable();
        assert_eq!(sorted, ["c.html", "data/a.js", "data/deep/b.js"]);
        assert_eq!(text(archive, "data/deep/b.js"), "two");
        assert_eq!(text(archive, "data/a.js"), "one");
    }
    assert_eq!(zip.fingerprint(), tgz.fingerprint());
    assert_eq!(zip.fingerprint(), folder.fingerprint());
    assert_ne!(zip.fingerprint(), open(zip_of(&[("data/a.js", b"two")])).fingerprint());
}

#[test]
fn an_archive_can_be_read_on_another_thread_and_by_several_readers_at_once() {
    let archive = open(zip_of(&[("a", b"one"), ("b", b"two")]));
    let both = std::thread::spawn(move || {
        let mut readers: Vec<_> = archive.entries().iter().map(|e| archive.reader(e).expect("it opens")).collect();
        let mut all = String::new();
        for reader in readers.iter_mut().rev() {
            reader.read_to_string(&mut all).expect("it can be read");
        }
        all
    });
    assert_eq!(both.join().expect("the thread ends well"), "twoone");
}

#[test]
fn names_that_lead_outside_are_dropped_and_remembered() {
    let bad = ["../up.js", "/etc/x", "C:/x", "a/../../x", "bell\u{7}.js", "__MACOSX/data/._a.js"];
    let files: Vec<(&str, &[u8])> =
        bad.iter().map(|name| (*name, &b"x"[..])).chain([("data/a.js", &b"y"[..])]).collect();
    for archive in [open(zip_of(&files)), open(tgz_of(&files))] {
        assert_eq!(names(&archive), ["data/a.js"]);
        assert_eq!(archive.refused().len(), bad.len());
        assert!(archive.refused().iter().all(|(name, why)| !why.is_empty() && !name.contains(char::is_control)));
    }
}

#[test]
fn links_are_not_followed() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("data/link.js", "/etc/passwd", SimpleFileOptions::default()).expect("a link in memory");
    let archive = open(zip.finish().expect("a ZIP in memory").into_inner());
    assert_eq!((archive.entries().len(), archive.refused().len()), (0, 1));

    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for kind in [tar::EntryType::Symlink, tar::EntryType::Link] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        tar.append_link(&mut header, "data/link.js", "/etc/passwd").expect("a link in memory");
    }
    let bytes = tar.into_inner().and_then(flate2::write::GzEncoder::finish).expect("a tar.gz in memory");
    let archive = open(bytes);
    assert_eq!((archive.entries().len(), archive.refused().len()), (0, 2));
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    write(folder.path(), "data/a.js", b"x");
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("data/link.js")).expect("a link for the test");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("data/loop")).expect("a link for the test");
    let archive = Archive::open(&[folder.path().to_owned()], Limits::default()).expect("it opens");
    assert_eq!(names(&archive), ["data/a.js"]);
    assert_eq!(archive.refused().len(), 2);
}

#[test]
fn what_is_no_archive_is_told_from_what_is_damaged() {
    let opened =
        |bytes: &[u8]| Archive::from_bytes("test", bytes.to_vec(), Limits::default()).map(|a| a.entries().len());
    for none in [&b""[..], b"PK", b"hello, this is a letter and no archive at all", b"\x1f\x8bnot really"] {
        assert!(matches!(opened(none), Err(Error::NotAnArchive { .. })), "{none:?}");
    }
    let noise: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let zip = zip_of(&[("data/a.js", &noise), ("data/b.js", &noise)]);
    let tgz = tgz_of(&[("data/a.js", &noise), ("data/b.js", &noise)]);
    for whole in [&zip, &tgz] {
        assert!(matches!(opened(whole), Ok(2)));
        for cut in [whole.len() / 2, whole.len() - 30] {
            assert!(matches!(opened(&whole[..cut]), Err(Error::Damaged { .. })), "cut to {cut} of {}", whole.len());
        }
    }
    let missing = Archive::open(&[PathBuf::from("/no/such/file.zip")], Limits::default());
    assert!(matches!(missing, Err(Error::Open { .. })));
}

#[test]
fn a_wrong_checksum_is_found_at_the_end() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("a.js", stored).expect("a file in memory");
    zip.write_all(b"the words as they were").expect("a file in memory");
    let mut bytes = zip.finish().expect("a ZIP in memory").into_inner();
    let at = bytes.windows(5).position(|five| five == b"words").expect("the words are stored");
    bytes[at] = b'W';
    assert_eq!(failure(&open(bytes), "a.js"), "The file is damaged: its checksum is wrong");
}

#[test]
fn bombs_are_stopped() {
    let zeros = vec![b' '; 40 << 20];
    let limits = || Limits { ratio: 100, ..Limits::default() };
    let zip = Archive::from_bytes("bomb.zip", zip_of(&[("a.js", &zeros)]), limits()).expect("it opens");
    assert!(failure(&zip, "a.js").contains("hostile"), "{}", failure(&zip, "a.js"));
    let tgz = Archive::from_bytes("bomb.tgz", tgz_of(&[("a.js", &zeros)]), limits());
    assert!(matches!(tgz, Err(Error::Refused { .. })));

    let small = Limits { file_bytes: 1 << 20, ..Limits::default() };
    let zip = Archive::from_bytes("large.zip", zip_of(&[("a.js", &zeros)]), small).expect("it opens");
    assert!(matches!(zip.reader(&zip.entries()[0]), Err(Error::Refused { .. })));

    let few = Limits { files: 2, ..Limits::default() };
    let three: &[(&str, &[u8])] = &[("a", b""), ("b", b""), ("c", b"")];
    for bytes in [zip_of(three), tgz_of(three)] {
        assert!(matches!(Archive::from_bytes("many", bytes, few.clone()), Err(Error::Refused { .. })));
    }
}

#[test]
fn a_size_that_lies_is_found() {
    let words = b"ten letters and some more of them";
    let mut bytes = zip_of(&[("a.js", words)]);
    // The directory's entry states the unpacked size 24 bytes behind its signature.
    let at = bytes.windows(4).position(|four| four == b"PK\x01\x02").expect("a directory") + 24;
    bytes[at..at + 4].copy_from_slice(&1_000u32.to_le_bytes());
    assert_eq!(failure(&open(bytes), "a.js"), "The file ends too early");
}

#[test]
fn files_under_a_password_are_left_out_with_the_reason() {
    let mut bytes = zip_of(&[("a.js", b"x"), ("b.js", b"y")]);
    // The first bit of the flags, 8 bytes behind the signature of the directory's entry, says encrypted.
    let at = bytes.windows(4).position(|four| four == b"PK\x01\x02").expect("a directory") + 8;
    bytes[at] |= 1;
    let archive = open(bytes);
    assert_eq!(names(&archive), ["b.js"]);
    assert_eq!(archive.refused(), [("a.js".to_owned(), "it is protected by a password".to_owned())]);
}

#[test]
fn parts_of_one_export_are_one_set_of_files() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let one = zip_of(&[("w/index.html", b"same"), ("w/posts/a.json", b"[1]"), ("w/posts/m.json", b"first")]);
    let two = zip_of(&[("w/index.html", b"same"), ("w/posts/b.json", b"[2]"), ("w/posts/m.json", b"other")]);
    let paths = [write(folder.path(), "x-1.zip", &one), write(folder.path(), "x-2.zip", &two)];
    let archive = Archive::open(&paths, Limits::default()).expect("it opens");
    let want = ["index.html", "posts/a.json", "posts/m.json", "posts/b.json", "posts/m~2.json"];
    assert_eq!(names(&archive), want);
    assert_eq!((text(&archive, "posts/m.json"), text(&archive, "posts/m~2.json")), ("first".into(), "other".into()));
    // The folder taken off may say of which day an export is.
    assert_eq!(archive.paths(), [paths[0].as_path(), &paths[1], Path::new("w")]);
    let backwards = Archive::open(&[paths[1].clone(), paths[0].clone()], Limits::default()).expect("it opens");
    assert_eq!(backwards.entries().len(), 5);
}

/// Some two megabytes of words, and where they stand: more than fits between two places of a tar.gz.
fn many_files() -> Vec<(String, Vec<u8>)> {
    (0..40u32)
        .map(|n| {
            let words = (0..600_000u32).map(|at| (at.wrapping_mul(n * 2 + 1) >> 7) as u8 & 0x3f).collect();
            (format!("folder/{n}.json"), words)
        })
        .collect()
}

#[test]
fn files_of_a_tgz_are_read_in_any_order() {
    let files = many_files();
    let borrowed: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    let archive = Archive::from_bytes("t.tgz", tgz_of(&borrowed), Limits::default()).expect("it opens");
    let order = (0..files.len()).rev().chain((0..files.len()).step_by(3)).chain(0..files.len());
    for at in order {
        let (name, bytes) = &files[at];
        let entry = archive.entry(name.strip_prefix("folder/").expect("one folder")).expect("it is there");
        let mut read = Vec::new();
        archive.reader(entry).expect("it opens").read_to_end(&mut read).expect("it is sound");
        assert!(read == *bytes, "{name}");
    }
}

const OUTBOX: &[u8] = br#"{"type":"OrderedCollection","orderedItems":[{"type":"Create","actor":"https://s.example/users/ada","object":{"type":"Note","id":"https://s.example/users/ada/statuses/1","content":"x"}}]}"#;
const SHARES: &[u8] = b"Date,ShareLink,ShareCommentary\n2025-03-04 18:22:07,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,x\n";
const MESSAGES: &[u8] = b"CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER\n1,Ada,Bo,2025-03-04 18:22:07 UTC,x,INBOX\n";
const COMMENTS: &[u8] = b"id,permalink,date,subreddit,body\n1,/r/a/comments/1/b/1/,2024-05-01 22:10:03 UTC,a,x\n";

/// The exports in an archive: the first importer that knows each, and its files.
fn exports(archive: Archive) -> Vec<(&'static str, Vec<String>)> {
    let exports = platforms::exports(archive);
    let mut found: Vec<_> = exports
        .iter()
        .map(|export| {
            let importer = platforms::recognise(export).map_or("none", |(importer, _)| importer.id());
            (importer, names(export).iter().map(|name| (*name).to_owned()).collect())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn each_of_several_exports_in_one_container_is_read_by_itself() {
    let (masto, linked) =
        (zip_of(&[("outbox.json", OUTBOX)]), zip_of(&[("w/Shares.csv", SHARES), ("w/messages.csv", MESSAGES)]));
    let other = zip_of(&[("what.bin", b"?")]);
    let expected = |beside: &[&str]| {
        let mut all = vec![
            ("linkedin", vec!["Shares.csv".to_owned(), "messages.csv".to_owned()]),
            ("mastodon", vec!["outbox.json".to_owned()]),
        ];
        all.extend((!beside.is_empty()).then(|| ("none", beside.iter().map(|name| (*name).to_owned()).collect())));
        all
    };
    let packed: &[(&str, &[u8])] =
        &[("all/a.zip", &masto), ("all/deeper/b.zip", &linked), ("all/notes.txt", b"milk"), ("all/o.zip", &other)];
    let archive = open(zip_of(packed));
    let beside: usize = platforms::exports(open(zip_of(packed))).iter().map(|export| export.refused().len()).sum();
    assert_eq!(beside, 1, "the notes are spoken of once");
    assert_eq!(exports(archive), expected(&["what.bin"]));

    let unpacked: &[(&str, &[u8])] =
        &[("li/Shares.csv", SHARES), ("li/messages.csv", MESSAGES), ("m/outbox.json", OUTBOX), ("notes.txt", b"milk")];
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (path, bytes) in unpacked {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let archive = Archive::open(&[folder.path().to_owned()], Limits::default()).expect("it opens");
    assert_eq!(exports(archive), expected(&[]));

    let reddit =
        open(zip_of(&[("r/comments.csv", COMMENTS), ("li/Shares.csv", SHARES), ("li/messages.csv", MESSAGES)]));
    let platforms: Vec<_> = exports(reddit).into_iter().map(|(platform, _)| platform).collect();
    assert_eq!(platforms, ["forum", "linkedin"]);
    // What lies inside an export is its own.
    assert_eq!(exports(open(zip_of(&[("Shares.csv", SHARES), ("media.zip", &other)]))).len(), 1);
}

#[test]
fn a_tar_without_its_gzip_is_read() {
    let bytes = tgz_of(&[("./outbox.json", OUTBOX), ("./media_attachments/a.png", b"picture")]);
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut tar).expect("it is sound");
    let archive = Archive::from_bytes("archive.tar", tar.clone(), Limits::default()).expect("it opens");
    assert_eq!(names(&archive), ["outbox.json", "media_attachments/a.png"]);
    assert_eq!(text(&archive, "media_attachments/a.png"), "picture");
    tar.truncate(600);
    assert!(Archive::from_bytes("archive.tar", tar, Limits::default()).is_err());
}

#[test]
fn archives_inside_archives_are_opened_where_they_lie() {
    let media = zip_of(&[("17-a.jpg", b"picture"), ("18-b.jpg", b"other")]);
    let tgz = tgz_of(&[("notes/c.txt", b"words")]);
    let stored = |files: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            zip.start_file(*name, plain).expect("a file in memory");
            zip.write_all(bytes).expect("a file in memory");
        }
        zip.finish().expect("a ZIP in memory").into_inner()
    };
    let files: &[(&str, &[u8])] = &[("tweet.js", b"x"), ("tweet_media/tweet_media.zip", &media), ("more.tgz", &tgz)];
    let folder = tempfile::tempdir().expect("a folder for the test");
    for bytes in [zip_of(files), stored(files), tgz_of(files)] {
        let on_disk = write(folder.path(), "x.zip", &bytes);
        for archive in [open(bytes), Archive::open(&[on_disk], Limits::default()).expect("it opens")] {
            let want = [
                "tweet.js",
                "tweet_media/tweet_media/17-a.jpg",
                "tweet_media/tweet_media/18-b.jpg",
                "more/notes/c.txt",
            ];
            assert_eq!(names(&archive), want);
            assert_eq!(text(&archive, "tweet_media/tweet_media/18-b.jpg"), "other");
            assert_eq!(text(&archive, "more/notes/c.txt"), "words");
        }
    }
    let unpacked = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        write(unpacked.path(), name, bytes);
    }
    let archive = Archive::open(&[unpacked.path().to_owned()], Limits::default()).expect("it opens");
    assert_eq!(text(&archive, "tweet_media/tweet_media/17-a.jpg"), "picture");
}

#[test]
fn a_zip_around_the_parts_of_one_export_is_as_the_parts_themselves() {
    let one = zip_of(&[("Takeout/a.csv", b"1"), ("Takeout/same.html", b"s")]);
    let two = zip_of(&[("Takeout/b.csv", b"2"), ("Takeout/same.html", b"s")]);
    let around = zip_of(&[("takeout-20261002T101112Z-001.zip", &one), ("takeout-20261002T101112Z-002.zip", &two)]);
    assert_eq!(names(&open(around)), ["a.csv", "same.html", "b.csv"]);
}

#[test]
fn archives_too_deep_too_large_or_damaged_are_left_out_with_the_reason() {
    let mut nest = zip_of(&[("a.js", b"x")]);
    for level in 0..5 {
        nest = zip_of(&[("beside.js", b"y"), (&format!("{level}.zip"), &nest)]);
    }
    let archive = open(nest);
    assert!(archive.refused().iter().any(|(_, why)| why.contains("too deep")), "{:?}", archive.refused());
    assert_eq!(archive.entries().len(), 3);

    let noise: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let inner = zip_of(&[("a.js", &noise)]);
    let outer = zip_of(&[("b.js", b"y"), ("c.zip", &inner), ("d.zip", &noise)]);
    let small = Limits { nested_bytes: 1_000, ..Limits::default() };
    let archive = Archive::from_bytes("x.zip", outer.clone(), small).expect("it opens");
    assert_eq!(names(&archive), ["b.js"]);
    assert!(archive.refused().iter().all(|(_, why)| why.contains("too large")), "{:?}", archive.refused());
    let archive = open(outer);
    assert_eq!(names(&archive), ["b.js", "c/a.js"]);
    assert_eq!(archive.refused(), [("d.zip".to_owned(), "it is an archive inside the archive and damaged".to_owned())]);
}

#[test]
fn files_that_share_their_bytes_are_left_out() {
    let mut bytes = zip_of(&[("a.js", b"words that both files claim"), ("b.js", b"words that both files claim")]);
    let headers: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..].starts_with(b"PK\x01\x02")).collect();
    // The place of the local header stands 42 bytes behind the signature of the directory's entry.
    let (first, second) = (headers[0] + 42, headers[1] + 42);
    let place: [u8; 4] = bytes[first..first + 4].try_into().expect("four bytes");
    bytes[second..second + 4].copy_from_slice(&place);
    let archive = open(bytes);
    assert_eq!(names(&archive), ["a.js"]);
    assert!(archive.refused()[0].1.contains("shares its bytes"), "{:?}", archive.refused());
}

#[test]
fn all_files_together_unpack_to_a_bounded_length() {
    // Each file alone keeps within the ratio's allowance of 16 MiB.
    let zeros = vec![b' '; 15 << 20];
    let files: Vec<(String, &[u8])> = (0..40).map(|n| (format!("{n}.js"), &zeros[..])).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let archive = open(zip_of(&files));
    let mut why = None;
    let mut unpacked = 0;
    for entry in archive.entries() {
        match std::io::copy(&mut archive.reader(entry).expect("it opens"), &mut std::io::sink()) {
            Ok(length) => unpacked += length,
            Err(error) => why = Some(reason(&error)),
        }
    }
    assert!(why.is_some_and(|why| why.contains("The archive unpacks to far more")));
    assert!(unpacked < 600 << 20, "{unpacked}");
}

#[test]
fn archives_damaged_at_any_byte_never_panic() {
    let files: &[(&str, &[u8])] =
        &[("data/a.js", b"window.YTD.tweets.part0 = []"), ("data/b.js", b"words words words")];
    for whole in [zip_of(files), tgz_of(files)] {
        for at in 0..whole.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= flip;
                if let Ok(archive) = Archive::from_bytes("test", bytes, Limits::default()) {
                    for entry in archive.entries() {
                        if let Ok(reader) = archive.reader(entry) {
                            let _ = reader.take(1 << 20).read_to_end(&mut Vec::new());
                        }
                    }
                    archive.fingerprint();
                }
            }
        }
    }
}
