//! The end: everything erased, and nothing kept by an audit.

use crate::support::{self, Home, run};
use std::process::Command;

#[test]
fn erase_leaves_no_file_and_no_key() {
    let home = Home::with_sample();
    home.ok(&["erase", "--library", "library"]);
    let left: Vec<_> = home.files().into_iter().map(|(path, _)| path).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(home.run(&["findings", "--library", "library"]).code, 1);
    assert_eq!(home.run(&["erase", "--library", "library"]).code, 1, "there is nothing left to erase");
}

#[test]
fn a_copy_of_the_file_is_noise_once_the_key_is_gone() {
    let home = Home::with_sample();
    std::fs::copy(home.path("library/library.db"), home.path("copy.db")).unwrap();
    home.ok(&["erase", "--library", "library"]);
    std::fs::create_dir_all(home.path("library")).unwrap();
    std::fs::rename(home.path("copy.db"), home.path("library/library.db")).unwrap();
    let run = home.run(&["posts", "--library", "library"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.is_empty());
}

#[test]
fn erase_needs_no_passphrase() {
    // Whoever lost it must still be able to clear the disk.
    let home = Home::with_sample();
    let erased = run(home.bare().args(["erase", "--library", "library"]));
    assert_eq!(erased.code, 0, "{}", erased.err);
    assert!(home.files().is_empty());
}

#[test]
fn the_library_is_encrypted_from_its_first_byte() {
    let home = Home::with_sample();
    let bytes = std::fs::read(home.path("library/library.db")).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let plain = rusqlite::Connection::open(home.path("library/library.db")).unwrap();
    assert!(plain.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).is_err());
    // Encrypted pages use every byte about equally often; text and zeroes do not.
    let mut counts = [0u64; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let expected = bytes.len() as f64 / 256.0;
    let worst = counts.iter().map(|count| (*count as f64 - expected).abs() / expected).fold(0.0, f64::max);
    assert!(worst < 0.3, "a byte is off by {worst}");
}

#[test]
fn an_audit_killed_in_the_middle_leaves_nothing_readable() {
    let home = Home::new();
    let words = "xylophonequartermaster";
    let tweets: Vec<(u64, u32, &str)> = (0..20_000).map(|n| (1000 + n, (n % 28) as u32 + 1, words)).collect();
    home.file("archives/x.zip", support::x_archive("ada", &tweets));
    let mut command = Command::new(env!("CARGO_BIN_EXE_broadsheet"));
    home.apply(&mut command);
    let mut child = command.args(["audit", "archives/x.zip"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    // Wait until its library lies on disk and grows, then kill it without notice.
    let grown = || {
        let mut bytes = 0;
        support::walk(&home.path("tmp"), &mut |path| bytes += std::fs::metadata(path).map_or(0, |meta| meta.len()));
        bytes > 4096
    };
    let mut waited = 0;
    while !grown() && child.try_wait().unwrap().is_none() && waited < 600 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        waited += 1;
    }
    let _ = child.kill();
    let _ = child.wait();
    support::walk(&home.path("tmp"), &mut |path| {
        let bytes = std::fs::read(path).unwrap();
        assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{}", path.display());
    });
}
