//! Files, keys, locks, and what happens when something is wrong with them.

use super::*;
use crate::{Error, Key};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

const BYTES: [u8; 32] = *b"the 32 bytes of an invented key!";

fn key() -> Key {
    Key::new(BYTES)
}

/// Everything in all files of a folder.
fn raw(dir: &Path) -> Vec<u8> {
    fs::read_dir(dir).unwrap().flat_map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// The library's file opened past the library.
fn behind(dir: &Path) -> Connection {
    let sql = Connection::open(dir.join("library.db")).unwrap();
    let digits: String = BYTES.iter().map(|byte| format!("{byte:02x}")).collect();
    sql.execute_batch(&format!("PRAGMA key = \"x'{digits}'\"")).unwrap();
    sql
}

#[test]
fn a_library_is_made_once_and_opened_with_its_key_alone() {
    let dir = TempDir::new().unwrap();
    let place = dir.path().join("new folder");
    assert!(!Library::exists(&place));
    assert_eq!(Library::open(&place, &key()).err(), Some(Error::Missing));
    let mut library = Library::create(&place, &key()).unwrap();
    take_in(&mut library, &archive("thea", at(0)), "a", &[post("1", "tea at four", at(1))]);
    drop(library);
    assert!(Library::exists(&place));
    assert_eq!(Library::create(&place, &key()).err(), Some(Error::Exists));
    assert_eq!(Library::open(&place, &Key::new([0; 32])).err(), Some(Error::WrongKey));
    assert_eq!(words(&Library::open(&place, &key()).unwrap()), ["tea at four"]);
}

#[test]
fn neither_words_nor_key_stand_in_any_file() {
    let dir = TempDir::new().unwrap();
    let mut library = Library::create(dir.path(), &key()).unwrap();
    let mut post = post("native-marker", "words-marker in the open", at(1));
    post.about = Some("about-marker".into());
    post.url = Some("https://url-marker.example".into());
    let (outcome, _) = take_in(&mut library, &archive("account-marker", at(0)), "a", &[post]);
    library.decide(&[PostId(1)], model::Verdict::Delete, Some("reason-marker"), at(5)).unwrap();
    assert_eq!(library.search("marker", 0, 9).unwrap().total, 1, "{outcome:?}");
    // While it is open, with a write-ahead log that was just written, and after it was closed.
    let open = raw(dir.path());
    assert!(dir.path().join("library.db-wal").metadata().unwrap().len() > 0, "the log is not tested");
    drop(library);
    for bytes in [open, raw(dir.path())] {
        assert!(bytes.len() > 4096);
        assert!(!holds(&bytes, b"marker") && !holds(&bytes, b"SQLite format") && !holds(&bytes, b"tweets.js"));
        assert!(!holds(&bytes, &BYTES));
    }
}

#[test]
fn a_second_opener_is_turned_away_until_the_first_is_done() {
    let dir = TempDir::new().unwrap();
    let library = Library::create(dir.path(), &key()).unwrap();
    assert_eq!(Library::open(dir.path(), &key()).err(), Some(Error::InUse));
    assert_eq!(Library::create(dir.path(), &key()).err(), Some(Error::InUse));
    assert_eq!(Library::erase(dir.path(), || panic!("somebody has it open")), Err(Error::InUse));
    drop(library);
    assert!(Library::open(dir.path(), &key()).is_ok());
}

#[test]
fn a_library_of_a_newer_program_is_left_alone() {
    let dir = TempDir::new().unwrap();
    drop(Library::create(dir.path(), &key()).unwrap());
    behind(dir.path()).pragma_update(None, "user_version", 1000).unwrap();
    assert_eq!(Library::open(dir.path(), &key()).err(), Some(Error::TooNew));
}

#[test]
fn another_key_takes_the_place_of_the_first() {
    let dir = TempDir::new().unwrap();
    let mut library = Library::create(dir.path(), &key()).unwrap();
    take_in(&mut library, &archive("thea", at(0)), "a", &[post("1", "tea at four", at(1))]);
    let other = [9; 32];
    library.rekey(&Key::new(other)).unwrap();
    library.set_setting("theme", "dark").unwrap();
    drop(library);
    assert_eq!(Library::open(dir.path(), &key()).err(), Some(Error::WrongKey));
    let library = Library::open(dir.path(), &Key::new(other)).unwrap();
    assert_eq!(
        (words(&library), library.setting("theme").unwrap().as_deref()),
        (vec!["tea at four".into()], Some("dark"))
    );
}

#[test]
fn an_erased_library_leaves_no_file() {
    let dir = TempDir::new().unwrap();
    let mut library = Library::create(dir.path(), &key()).unwrap();
    take_in(&mut library, &archive("thea", at(0)), "a", &[post("1", "tea", at(1))]);
    drop(library);
    fs::write(dir.path().join("somebody's letter.txt"), "not ours").unwrap();
    Library::erase(dir.path(), || Ok::<(), Error>(())).unwrap();
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["somebody's letter.txt"]);
    Library::erase(dir.path(), || Ok::<(), Error>(())).unwrap();
    Library::erase(&dir.path().join("never there"), || Ok::<(), Error>(())).unwrap();
    assert!(Library::create(dir.path(), &key()).is_ok());
}

#[test]
fn a_throwaway_library_is_encrypted_and_gone_when_dropped() {
    let (mut library, dir) = throwaway();
    take_in(&mut library, &archive("thea", at(0)), "a", &[post("1", "words-marker", at(1))]);
    library.search("marker", 0, 1).unwrap();
    library.sql.cache_flush().unwrap();
    let bytes = raw(dir.path());
    assert!(bytes.len() > 4096 && !holds(&bytes, b"marker") && !holds(&bytes, b"SQLite format"));
    drop(library);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_full_disk_is_told_and_leaves_the_library_as_it_was() {
    let dir = TempDir::new().unwrap();
    let mut library = Library::create(dir.path(), &key()).unwrap();
    take_in(&mut library, &archive("thea", at(0)), "a", &[post("1", "tea at four", at(1))]);
    let pages: i64 = library.sql.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    library.sql.pragma_update(None, "max_page_count", pages + 20).unwrap();
    let mut import = library.begin_import(&archive("thea", at(1)), "b", "b.zip", at(2)).unwrap();
    let error = (0..10_000).find_map(|n| import.post(&post(&format!("b{n}"), &"long ".repeat(100), at(n))).err());
    assert_eq!(error, Some(Error::Full));
    drop(import);
    assert_eq!((words(&library), library.archives().unwrap().len()), (vec!["tea at four".into()], 1));
    // And it goes on once there is room.
    library.sql.pragma_update(None, "max_page_count", 1 << 30).unwrap();
    take_in(&mut library, &archive("thea", at(1)), "b", &[post("2", "tea at five", at(2))]);
    assert_eq!(words(&library).len(), 2);
}

#[test]
fn damage_is_told_apart_from_a_wrong_key_where_it_can_be() {
    let dir = TempDir::new().unwrap();
    let mut library = Library::create(dir.path(), &key()).unwrap();
    let posts: Vec<Post> = (0..500).map(|n| post(&n.to_string(), &"words ".repeat(50), at(n))).collect();
    take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    drop(library);
    let path = dir.path().join("library.db");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x55);
    fs::write(&path, bytes).unwrap();
    let library = Library::open(dir.path(), &key()).unwrap();
    let read = library.each_post(&crate::PostFilter::default(), |_| Ok::<_, Error>(()));
    assert_eq!(read, Err(Error::Damaged));
}

/// Keys, when wrong, make SQLCipher write to stderr unless it is told not to.
#[test]
fn a_wrong_key_is_told_to_the_caller_alone() {
    const CHILD: &str = "BROADSHEET_TEST_WRONG_KEY";
    if let Some(dir) = std::env::var_os(CHILD) {
        assert_eq!(Library::open(Path::new(&dir), &Key::new([0; 32])).err(), Some(Error::WrongKey));
        return;
    }
    let dir = TempDir::new().unwrap();
    drop(Library::create(dir.path(), &key()).unwrap());
    let this = std::env::current_exe().unwrap();
    let output = std::process::Command::new(this)
        .args(["--exact", "tests::files::a_wrong_key_is_told_to_the_caller_alone", "--nocapture"])
        .env(CHILD, dir.path())
        .output()
        .unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// The window opens it in one thread and uses it in others.
#[test]
fn a_library_may_move_between_threads() {
    let (library, _dir) = throwaway();
    std::thread::spawn(move || words(&library).len()).join().unwrap();
}

#[test]
fn no_message_holds_a_statement_or_a_word() {
    let (library, _dir) = throwaway();
    let raised: Error = library.sql.execute("INSERT INTO nowhere VALUES ('words-marker')", []).unwrap_err().into();
    let shown = format!("{raised} {raised:?}");
    assert!(!shown.contains("marker") && !shown.contains("nowhere") && !shown.contains("INSERT"), "{shown}");
}
