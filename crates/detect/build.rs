//! Lists the rule pages, word classes and contexts under `rules/` so that they are embedded in the library.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut pages = Vec::new();
    let mut words = Vec::new();
    for folder in entries(&rules) {
        if !folder.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", folder.display());
        let is_words = folder.file_name().is_some_and(|name| name == "_words");
        let (list, ending) = if is_words { (&mut words, "txt") } else { (&mut pages, "md") };
        list.extend(entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == ending)));
    }
    println!("cargo::rerun-if-changed={}", rules.display());
    let mut code = String::new();
    for (name, paths) in [("PAGES", &pages), ("WORDS", &words)] {
        writeln!(code, "pub(crate) static {name}: &[(&str, &str)] = &[").expect("writing to a string");
        for path in paths {
            println!("cargo::rerun-if-changed={}", path.display());
            let short = path.strip_prefix(&rules).expect("listed under rules").to_string_lossy().replace('\\', "/");
            writeln!(code, "    ({short:?}, include_str!({:?})),", path.display().to_string())
                .expect("writing to a string");
        }
        code.push_str("];\n");
    }
    let contexts = rules.join("_contexts.toml");
    println!("cargo::rerun-if-changed={}", contexts.display());
    writeln!(code, "pub(crate) static CONTEXTS: &str = include_str!({:?});", contexts.display().to_string())
        .expect("writing to a string");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("embedded.rs"), code).expect("the build folder can be written");
}

/// What a folder holds, in the order of names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("reading {}: {e}", folder.display()))
        .map(|entry| entry.expect("a folder entry can be read").path())
        .collect();
    paths.sort();
    paths
}
