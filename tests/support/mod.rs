//! What the tests of the built program share: a home of one's own, the command, and archives made on the spot.

// Each test file uses its own part of this.
#![allow(dead_code)]

use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The passphrase of every library made here.
pub const PASSPHRASE: &str = "kettle bishop under seven";

/// A home folder of one's own, with everything a program may write to inside it.
pub struct Home {
    dir: tempfile::TempDir,
}

/// What a run of the program left: exit code, standard output, standard error.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["home", "tmp", "run", "archives"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        Home { dir }
    }

    /// A home with a library of the bundled sample in `library`, made once for each test program and copied.
    pub fn with_sample() -> Home {
        static MADE: OnceLock<Home> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let home = Home::new();
            let run = home.run(&["import", "sample", "--library", "library"]);
            assert!(run.code == 0 || run.code == 3, "{run:?}");
            home
        });
        let home = Home::new();
        let copy = home.path("library");
        fs::create_dir(&copy).unwrap();
        for file in fs::read_dir(made.path("library")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), copy.join(file.file_name())).unwrap();
        }
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file into the home and gives its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The environment of every run: nothing of the real one but where programs are found.
    pub fn apply(&self, command: &mut Command) {
        command
            .current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .env("XDG_CONFIG_HOME", self.path("home/config"))
            .env("XDG_CACHE_HOME", self.path("home/cache"))
            .env("XDG_STATE_HOME", self.path("home/state"))
            .env("RUST_BACKTRACE", "1")
            .env("LANG", "en_GB.UTF-8");
    }

    /// The program, in this home, without a passphrase and without a keyring.
    pub fn bare(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_broadsheet"));
        self.apply(&mut command);
        command
    }

    /// Runs the program with the passphrase in its environment.
    pub fn run<A: AsRef<OsStr>>(&self, args: &[A]) -> Run {
        run(self.bare().env("BROADSHEET_PASSPHRASE", PASSPHRASE).args(args))
    }

    /// The same, which must succeed; gives standard output.
    pub fn ok<A: AsRef<OsStr>>(&self, args: &[A]) -> String {
        let run = self.run(args);
        let args: Vec<_> = args.iter().map(AsRef::as_ref).collect();
        assert_eq!(run.code, 0, "{args:?} said: {}", run.err);
        run.out
    }

    /// A command over `library` with `--format json`; its one document.
    pub fn json(&self, args: &[&str]) -> Value {
        let out = self.ok(&[args, &["--library", "library", "--format", "json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{args:?} gave no JSON document: {error}"))
    }

    /// The items of `posts --format json`.
    pub fn posts(&self, args: &[&str]) -> Vec<Value> {
        let command = [&["posts", "--library", "library", "--format", "json"], args].concat();
        lines(&self.ok(&command))
    }

    /// Every file below the home, with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        walk(self.root(), &mut |path| found.push((path.to_owned(), fs::read(path).unwrap())));
        found
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.stdin(Stdio::null()).output().unwrap();
    said(output)
}

/// Runs a command with these bytes on standard input.
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    said(child.wait_with_output().unwrap())
}

fn said(output: std::process::Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// The documents of JSON Lines.
pub fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

/// Calls `each` with every file below a folder.
pub fn walk(dir: &Path, each: &mut dyn FnMut(&Path)) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.is_symlink() { walk(&path, each) } else { each(&path) }
    }
}

/// Where this repository is.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path of the bundled sample archive whose name begins like this.
pub fn sample(begins: &str) -> PathBuf {
    let dir = repository().join("crates/app/sample");
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(begins);
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).find(named).expect("a sample archive")
}

/// The files of a ZIP, in its order.
pub fn unzip(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A ZIP with these files.
pub fn zip<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_ref(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A small archive of X: these tweets as id, day of January 2015, and words.
pub fn x_archive(handle: &str, tweets: &[(u64, u32, &str)]) -> Vec<u8> {
    let tweets: Vec<Value> = tweets.iter().map(|(id, day, words)| tweet(*id, *day, words)).collect();
    x_archive_of(handle, &x_file("tweets", &Value::Array(tweets.clone())), tweets.len())
}

/// One tweet in the form of the archive.
pub fn tweet(id: u64, day: u32, words: &str) -> Value {
    serde_json::json!({"tweet": {
        "id": id.to_string(), "id_str": id.to_string(), "full_text": words, "lang": "en",
        "created_at": format!("{} Jan {day:02} 10:00:00 +0000 2015", ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"][day as usize % 7]),
        "entities": {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []},
        "favorite_count": "0", "retweet_count": "0", "truncated": false,
    }})
}

/// A data file of X: its preface and the document.
pub fn x_file(name: &str, document: &Value) -> String {
    format!("window.YTD.{name}.part0 = {document:#}")
}

/// An archive of X around the bytes of `tweets.js`, which announces this many tweets.
pub fn x_archive_of(handle: &str, tweets_js: &str, count: usize) -> Vec<u8> {
    let account = serde_json::json!([{"account": {
        "accountId": format!("77{}", handle.len()), "username": handle, "accountDisplayName": handle,
        "createdAt": "2014-01-01T00:00:00.000Z", "email": format!("{handle}@example.org"),
    }}]);
    let file = |name: &str, count: usize| {
        serde_json::json!({"files": [{"fileName": format!("data/{name}.js"), "globalName": format!("YTD.{name}.part0"),
            "count": count.to_string()}]})
    };
    let manifest = serde_json::json!({
        "userInfo": {"accountId": format!("77{}", handle.len()), "userName": handle, "displayName": handle},
        "archiveInfo": {"sizeBytes": "1000", "generationDate": "2026-01-05T09:00:00.000Z", "isPartialArchive": false,
            "maxPartSizeBytes": "53687091200"},
        "dataTypes": {"account": file("account", 1), "tweets": file("tweets", count)},
    });
    zip(&[
        ("data/manifest.js", format!("window.__THAR_CONFIG = {manifest:#}")),
        ("data/account.js", x_file("account", &account)),
        ("data/tweets.js", tweets_js.to_owned()),
    ])
}

/// Arguments as the program takes them.
pub fn args<const N: usize>(parts: [&dyn AsRef<OsStr>; N]) -> Vec<OsString> {
    parts.iter().map(|part| part.as_ref().to_owned()).collect()
}
