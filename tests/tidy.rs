//! The rules of the house, held on every test run. ARCHITECTURE.md gives the reasons.

mod support;

#[path = "tidy/tree.rs"]
mod tree;
#[path = "tidy/window.rs"]
mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{repository, walk};

/// Each package of the workspace, its folder, and which of the others it may name.
const ROOMS: &[(&str, &str, &[&str])] = &[
    ("model", "crates/model", &[]),
    ("vault", "crates/vault", &[]),
    ("platforms", "crates/platforms", &["model"]),
    ("detect", "crates/detect", &["model"]),
    ("audit", "crates/audit", &["model"]),
    ("store", "crates/store", &["model"]),
    ("app", "crates/app", &["model", "platforms", "detect", "audit", "store", "vault"]),
    ("broadsheet", ".", &["app"]),
    ("broadsheet-window", "src-tauri", &["app"]),
    ("xtask", "xtask", &["model", "platforms", "detect", "audit", "store", "vault", "app"]),
];

/// Crates that open connections, or let a window do so.
const CLIENTS: &[&str] = &[
    "reqwest",
    "hyper",
    "hyper-util",
    "ureq",
    "curl",
    "curl-sys",
    "attohttpc",
    "isahc",
    "surf",
    "awc",
    "minreq",
    "h2",
    "h3",
    "quinn",
    "tonic",
    "tungstenite",
    "tokio-tungstenite",
    "native-tls",
    "openssl",
    "openssl-sys",
    "rustls",
    "webpki",
    "trust-dns-resolver",
    "hickory-resolver",
    "async-tungstenite",
    "tauri-plugin-http",
    "tauri-plugin-updater",
    "tauri-plugin-shell",
    "tauri-plugin-websocket",
    "tauri-plugin-upload",
    "sentry",
    "opentelemetry",
];

fn read(path: impl AsRef<Path>) -> String {
    let path = repository().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn manifest(folder: &str) -> toml::Table {
    read(format!("{folder}/Cargo.toml")).parse().unwrap_or_else(|error| panic!("{folder}: {error}"))
}

/// The dependencies a manifest names, whatever the target; those of tests only when asked for.
fn dependencies(manifest: &toml::Table, tests_too: bool) -> BTreeSet<String> {
    let mut tables: Vec<&toml::Table> = vec![manifest];
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    tables.extend(targets.into_iter().flat_map(|targets| targets.values()).filter_map(toml::Value::as_table));
    let mut sections = vec!["dependencies", "build-dependencies"];
    sections.extend(tests_too.then_some("dev-dependencies"));
    let mut names = BTreeSet::new();
    for (name, value) in
        tables.iter().flat_map(|table| sections.iter().filter_map(|section| table.get(*section)?.as_table())).flatten()
    {
        names.insert(name.clone());
        // `keyring = { package = "keyring-core" }` is a crate by another name.
        names.extend(value.get("package").and_then(toml::Value::as_str).map(str::to_owned));
    }
    names
}

/// Rust files below a folder, by path from the repository's root.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(&repository().join(folder), &mut |path| {
        if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path.strip_prefix(repository()).unwrap().to_owned());
        }
    });
    files
}

/// Whether a file is there for tests, for trials, or for the build alone.
fn is_aside(path: &Path) -> bool {
    let file = path.file_stem().unwrap().to_string_lossy();
    let in_folder = |name: &str| path.components().any(|part| part.as_os_str() == name);
    file == "tests" || file.ends_with("_test") || file == "build" || in_folder("tests") || in_folder("examples")
}

/// The lines of code of a file with their numbers: without comments, without its tests.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = read(path);
    let mut lines = Vec::new();
    let mut tests_next = false;
    for (number, line) in text.lines().enumerate() {
        if tests_next && line.trim_start().starts_with("mod ") && line.ends_with('{') {
            // Tests stand at the end of their file.
            break;
        }
        tests_next = line.trim() == "#[cfg(test)]";
        let line = line.split(" // ").next().unwrap_or_default();
        if !line.trim_start().starts_with("//") {
            lines.push((number + 1, line.to_owned()));
        }
    }
    lines
}

/// `path:line: code` of every line of code below the folders for which `wrong` holds.
fn offending(folders: &[&str], wrong: impl Fn(&Path, &str) -> bool) -> Vec<String> {
    let files = folders.iter().flat_map(|folder| rust_files(folder)).filter(|path| !is_aside(path));
    files
        .flat_map(|path| {
            let lines = code(&path).into_iter().filter(|(_, line)| wrong(&path, line)).collect::<Vec<_>>();
            lines.into_iter().map(move |(number, line)| format!("{}:{number}: {}", path.display(), line.trim()))
        })
        .collect()
}

#[track_caller]
fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

/// Folders with Rust sources of the product.
const PRODUCT: &[&str] = &["crates", "src-tauri/src"];

#[test]
fn rooms_depend_on_each_other_as_the_architecture_says() {
    let workspace = manifest(".");
    let members: BTreeSet<&str> =
        workspace["workspace"]["members"].as_array().unwrap().iter().map(|member| member.as_str().unwrap()).collect();
    let known: BTreeSet<&str> = ROOMS.iter().map(|(_, folder, _)| *folder).filter(|folder| *folder != ".").collect();
    assert_eq!(members, known, "a new crate needs a page in docs/decisions and a line here");
    let names: BTreeSet<&str> = ROOMS.iter().map(|(name, _, _)| *name).collect();
    for (name, folder, allowed) in ROOMS {
        let manifest = manifest(folder);
        assert_eq!(manifest["package"]["name"].as_str(), Some(*name));
        let ours: BTreeSet<String> = dependencies(&manifest, true)
            .into_iter()
            .filter(|dependency| names.contains(dependency.as_str()))
            .collect();
        let allowed: BTreeSet<String> = allowed.iter().map(|name| (*name).to_owned()).collect();
        let wrong: Vec<_> = ours.difference(&allowed).collect();
        assert!(wrong.is_empty(), "{name} must not depend on {wrong:?}");
    }
    // The command line and the window know neither each other's tools nor the rooms below the app.
    let app = dependencies(&manifest("crates/app"), true);
    assert!(["tauri", "clap", "indicatif", "rusqlite", "keyring"].iter().all(|name| !app.contains(*name)), "{app:?}");
    assert!(app.is_superset(&["store", "vault", "detect"].map(str::to_owned).into()), "this test reads manifests");
}

#[test]
fn no_manifest_names_an_http_client() {
    for (name, folder, _) in ROOMS {
        let named = dependencies(&manifest(folder), true);
        let clients: Vec<_> = CLIENTS.iter().filter(|client| named.contains(**client)).collect();
        assert!(clients.is_empty(), "{name} names {clients:?}");
    }
    let workspace = manifest(".");
    let shared = workspace["workspace"]["dependencies"].as_table().unwrap();
    assert!(CLIENTS.iter().all(|client| !shared.contains_key(*client)));
    let banned: BTreeSet<String> = manifest_of("deny.toml")["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ban| ban["crate"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        banned.iter().all(|name| CLIENTS.contains(&name.as_str())),
        "deny.toml bans more than this test: {banned:?}"
    );
}

fn manifest_of(path: &str) -> toml::Table {
    read(path).parse().unwrap()
}

#[test]
fn no_client_is_in_what_is_built_for_a_desktop() {
    let tree = |package: &str, target: &str| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "-e", "normal,build", "--prefix", "none", "--format", "{p}"])
            .args(["--package", package, "--target", target])
            .current_dir(repository())
            .output()
            .unwrap();
        let names = String::from_utf8(output.stdout).unwrap();
        let names = names.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect::<BTreeSet<_>>();
        // Cargo looks at every package of the target; those never fetched on this computer it cannot look at.
        output.status.success().then_some(names)
    };
    let own = std::env::consts::OS;
    for package in ["broadsheet", "broadsheet-window"] {
        for (os, target) in [
            ("linux", "x86_64-unknown-linux-gnu"),
            ("windows", "x86_64-pc-windows-msvc"),
            ("macos", "x86_64-apple-darwin"),
            ("macos", "aarch64-apple-darwin"),
        ] {
            let Some(names) = tree(package, target) else {
                assert!(own != os || package == "broadsheet-window", "{package} was built here, so cargo can list it");
                continue;
            };
            assert!(names.len() > 50 && names.contains("rusqlite"), "{package} for {target}: {}", names.len());
            let clients: Vec<_> = CLIENTS.iter().filter(|client| names.contains(**client)).collect();
            assert!(clients.is_empty(), "{package} for {target} is built with {clients:?}");
        }
    }
}

#[test]
fn in_the_lock_file_only_the_mobile_half_of_tauri_leads_to_a_client() {
    // The lock file holds every target at once. Tauri's own manifest asks for its client on Android and iOS only.
    let lock = manifest_of("Cargo.lock");
    let mut needed_by: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let packages = lock["package"].as_array().unwrap();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        for needed in package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten() {
            needed_by.entry(needed.as_str().unwrap().split(' ').next().unwrap()).or_default().insert(name);
        }
    }
    assert!(packages.len() > 200 && needed_by["model"].contains("app"), "this test reads the lock file");
    for client in CLIENTS {
        for user in needed_by.get(client).into_iter().flatten() {
            let expected =
                CLIENTS.contains(user) || (*user == "tauri" && *client == "reqwest") || *user == "hyper-rustls";
            assert!(expected, "{user} needs {client}");
        }
    }
}

#[test]
fn nothing_but_the_standard_library_of_networks_is_named_anywhere() {
    let sockets = ["std::net", "TcpStream", "UdpSocket", "TcpListener", "UnixStream", "XMLHttpRequest"];
    let found = offending(PRODUCT, |_, line| sockets.iter().any(|socket| line.contains(socket)));
    none(&found, "nothing here opens a connection");
}

#[test]
fn what_judges_and_adds_up_knows_no_platform() {
    let platforms = ["facebook", "linkedin", "youtube", "twitter", "mastodon", "instagram", "tiktok", "reddit"];
    let found = offending(&["crates/detect/src", "crates/audit/src", "crates/model/src"], |_, line| {
        platforms.iter().any(|name| line.to_lowercase().contains(name))
    });
    none(&found, "detect, audit and model name no platform");
}

#[test]
fn no_platform_knows_another() {
    let ids: Vec<String> = app::import::platforms().into_iter().map(|platform| platform.id).collect();
    for id in &ids {
        let others: Vec<String> =
            ids.iter().filter(|other| *other != id).map(|other| format!("crate::{other}")).collect();
        let folder = format!("crates/platforms/src/{id}");
        let found = offending(&[&folder], |_, line| others.iter().any(|other| line.contains(other.as_str())));
        none(&found, "an importer stands alone");
    }
}

#[test]
fn only_the_command_line_prints() {
    let prints = ["println!", "print!(", "dbg!", "io::stdout", "io::stderr", "tracing::"];
    let logs = ["info!", "warn!", "error!", "debug!", "trace!"].map(|level| format!("log::{level}"));
    let found = offending(PRODUCT, |path, line| {
        let help_of_the_window =
            path == Path::new("src-tauri/src/main.rs") && line.contains("broadsheet-window [--library");
        !path.starts_with("crates/cli")
            && !help_of_the_window
            && (prints.iter().any(|print| line.contains(print)) || logs.iter().any(|log| line.contains(log.as_str())))
    });
    none(&found, "words could be among what is printed");
}

/// Where private words may be taken out of their wrapping, besides `app` and `store`, and why.
const REVEALING: &[(&str, &str)] = &[
    ("crates/model/src/private.rs", "it is the wrapping"),
    ("crates/model/src/post.rs", "the fingerprint of a post without an id is made of its words"),
    ("crates/platforms/src/import.rs", "a subject longer than any is cut, and wrapped again"),
    ("crates/audit/src/exposure.rs", "equal facts of several archives are one line"),
    ("crates/audit/src/checklist/evidence.rs", "what the archive says is told to its owner, wrapped again"),
];

#[test]
fn private_words_are_revealed_where_it_is_allowed_alone() {
    let found = offending(PRODUCT, |path, line| {
        let room = path.starts_with("crates/app") || path.starts_with("crates/store");
        let listed = REVEALING.iter().any(|(file, _)| path == Path::new(file));
        // Whether there are words at all may be asked anywhere.
        let asks = line.contains(".reveal().is_empty()") && line.matches("reveal").count() == 1;
        (line.contains("reveal()") || line.contains("into_revealed")) && !room && !listed && !asks
    });
    none(&found, "a new place that reveals private words needs a line and a reason in REVEALING");
    for (file, why) in REVEALING {
        assert!(read(file).contains("reveal"), "{file} ({why}) reveals nothing any more");
    }
    let wrapping = read("crates/model/src/private.rs");
    for way_out in ["Serialize", "impl<T: fmt::Display", "Deref", "AsRef"] {
        let implemented = wrapping.lines().any(|line| line.contains(way_out) && !line.trim_start().starts_with("//"));
        assert!(!implemented, "Private has a second way out: {way_out}");
    }
}

#[test]
fn errors_below_the_app_hold_no_words() {
    // An error type that could carry text would carry it into a message one day. Paths and reasons of the system may be.
    for file in ["crates/store/src/error.rs", "crates/vault/src/error.rs"] {
        let text = code(Path::new(file)).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        assert!(!text.contains("String") && !text.contains("&str"), "{file}");
    }
}

#[test]
fn one_place_reads_the_clock() {
    let found = offending(PRODUCT, |path, line| {
        let now = ["Utc::now", "Local::now", "SystemTime::now"].iter().any(|clock| line.contains(clock));
        // The offset of the computer's own hours is asked of the clock as well.
        let offset = path.ends_with("app/src/overview.rs") && line.contains("Local::now().offset()");
        now && !path.ends_with("app/src/desk.rs") && !offset
    });
    none(&found, "time comes in as a value");
    assert_eq!(read("crates/app/src/desk.rs").matches("Utc::now").count(), 1);
}

#[test]
fn the_library_replaces_nothing() {
    let mut found = offending(&["crates/store/src"], |_, line| {
        let line = line.to_uppercase();
        line.contains("OR REPLACE") || line.contains("REPLACE INTO")
    });
    walk(&repository().join("crates/store/migrations"), &mut |path| {
        if fs::read_to_string(path).unwrap().to_uppercase().contains("REPLACE") {
            found.push(path.display().to_string());
        }
    });
    none(&found, "what carries a verdict is never replaced");
}

#[test]
fn no_code_is_unsafe_or_unfinished() {
    let found = offending(&["crates", "src-tauri", "xtask"], |_, line| {
        let words = ["unsafe ", "unsafe{", "todo!(", "unimplemented!(", "allow(unsafe_code)"];
        words.iter().any(|word| line.contains(word)) && !line.contains("unsafe_code = \"forbid\"")
    });
    none(&found, "no unsafe and nothing unfinished");
    for (name, folder, _) in ROOMS {
        let lints = &manifest(folder)["lints"];
        assert_eq!(lints["workspace"].as_bool(), Some(true), "{name} has lints of its own");
    }
}

#[test]
fn files_stay_short_enough_to_be_read() {
    let mut long = Vec::new();
    for folder in ["crates", "src-tauri", "xtask"] {
        for path in rust_files(folder) {
            let lines = code(&path).last().map_or(0, |(number, _)| *number);
            if lines > 600 && !is_aside(&path) {
                long.push(format!("{}: {lines} lines", path.display()));
            }
        }
    }
    walk(&repository().join("ui/src"), &mut |path| {
        let lines = fs::read_to_string(path).unwrap_or_default().lines().count();
        if path.extension().is_some_and(|ending| ending == "svelte") && lines > 300 {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    });
    none(&long, "600 lines of Rust, 300 of Svelte");
}
