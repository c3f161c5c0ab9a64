//! The sample person: four archives of an invented history, made from the words in `xtask/sample/*.txt`.
//!
//! `cargo run -p xtask -- sample` writes them to `crates/app/sample/`, where the app embeds them; a test compares. The same
//! words always give the same bytes.

mod facebook;
mod linkedin;
mod x;
mod youtube;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, NaiveDateTime, Utc};
use std::io::{Cursor, Write};
use std::path::Path;

/// The day all four archives were exported, as in their file names.
const EXPORTED: &str = "2026-10-02";

/// File name and bytes of each sample archive.
pub fn archives() -> Result<Vec<(&'static str, Vec<u8>)>> {
    Ok(vec![
        (
            "facebook-thea.marlowe-2026-10-02-Zq81xa0b.zip",
            facebook::archive(&lines(include_str!("../../sample/facebook.txt"))?)?,
        ),
        (
            "Complete_LinkedInDataExport_10-02-2026.zip",
            linkedin::archive(&lines(include_str!("../../sample/linkedin.txt"))?)?,
        ),
        ("twitter-2026-10-02-thea_reads.zip", x::archive(&lines(include_str!("../../sample/x.txt"))?)?),
        ("takeout-20261002T091500Z-001.zip", youtube::archive(&lines(include_str!("../../sample/youtube.txt"))?)?),
    ])
}

/// Writes the archives into `dir`.
pub fn write(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir)?;
    for (name, bytes) in archives()? {
        std::fs::write(dir.join(name), &bytes)?;
        println!("{name}: {} KB", bytes.len() / 1024);
    }
    Ok(())
}

/// One line of a sample file: when, what, and the words.
struct Line {
    at: DateTime<Utc>,
    kind: String,
    /// What follows the kind: a name, a place, an album.
    rest: String,
    words: String,
}

/// Reads `time | kind rest | words`; lines that start with `#` are remarks.
fn lines(text: &str) -> Result<Vec<Line>> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(line).collect()
}

fn line(line: &str) -> Result<Line> {
    let mut parts = line.splitn(3, " | ");
    let (Some(at), Some(kind), Some(words)) = (parts.next(), parts.next(), parts.next()) else {
        anyhow::bail!("a sample line needs three parts: {line}");
    };
    let at = NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M").with_context(|| format!("in {line}"))?.and_utc();
    let (kind, rest) = kind.split_once(' ').unwrap_or((kind, ""));
    ensure!(!words.is_empty(), "no words in {line}");
    Ok(Line { at, kind: kind.to_owned(), rest: rest.to_owned(), words: words.to_owned() })
}

/// Zips files so that the same files always give the same bytes.
fn zip(files: Vec<(&str, Vec<u8>)>) -> Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // No time stamp of the day it was made.
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A small picture file in place of a photo: an importer looks at its name only.
fn photo() -> Vec<u8> {
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9".to_vec()
}

#[cfg(test)]
mod tests {
    /// What the app embeds is what this code makes.
    #[test]
    fn the_embedded_sample_is_up_to_date() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/app/sample");
        for (name, bytes) in super::archives().unwrap() {
            let kept = std::fs::read(dir.join(name)).unwrap_or_default();
            assert!(kept == bytes, "{name} is out of date: run `cargo run -p xtask -- sample`");
        }
    }
}
