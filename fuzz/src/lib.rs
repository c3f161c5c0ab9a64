//! What the fuzz targets share: archives around the bytes of the fuzzer, read as the app reads them.

use platforms::{Archive, Collected, Limits};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Limits under which a run stays short.
fn limits() -> Limits {
    Limits { files: 10_000, file_bytes: 64 << 20, record_bytes: 4 << 20, ..Limits::default() }
}

/// Opens the bytes as an archive and reads it with whichever importer knows it.
pub fn container(bytes: &[u8]) {
    for name in ["fuzz.zip", "fuzz.csv", "fuzz.json"] {
        if let Ok(archive) = Archive::from_bytes(name, bytes.to_vec(), limits()) {
            archive.fingerprint();
            read(&archive);
        }
    }
}

/// Puts the bytes in the place of one file of one fixture and reads that archive. The first two bytes say which file.
pub fn parsers(bytes: &[u8]) {
    let [high, low, words @ ..] = bytes else { return };
    let all = fixtures();
    let place = usize::from(u16::from_be_bytes([*high, *low])) % all.iter().map(|era| era.len()).sum::<usize>();
    let mut place = place;
    for era in all {
        if place < era.len() {
            read(&packed(era, place, words));
            return;
        }
        place -= era.len();
    }
}

fn read(archive: &Archive) {
    if let Some((importer, _)) = platforms::recognise(archive) {
        let _ = importer.read(archive, &mut Collected::default());
    }
}

/// The files of one era's fixture, with one of them replaced, as an archive in memory.
fn packed(era: &[(String, Vec<u8>)], replaced: usize, words: &[u8]) -> Archive {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (at, (name, bytes)) in era.iter().enumerate() {
        zip.start_file(name.as_str(), plain).expect("a name that fits");
        zip.write_all(if at == replaced { words } else { bytes }).expect("memory can be written");
    }
    let bytes = zip.finish().expect("memory can be written").into_inner();
    Archive::from_bytes("fuzz.zip", bytes, limits()).expect("a sound ZIP")
}

/// Path and bytes of each file of one fixture.
pub type Files = Vec<(String, Vec<u8>)>;

/// The files of every fixture: for each era, path and bytes.
pub fn fixtures() -> &'static [Files] {
    static ALL: OnceLock<Vec<Files>> = OnceLock::new();
    ALL.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/platforms/src");
        let eras = inside(&source).into_iter().flat_map(|platform| inside(&platform.join("fixtures")));
        eras.filter(|era| era.is_dir())
            .map(|era| {
                let mut files = Vec::new();
                collect(&era, &era, &mut files);
                files
            })
            .filter(|files| !files.is_empty())
            .collect()
    })
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).map(|found| found.flatten().map(|entry| entry.path()).collect());
    let mut paths: Vec<PathBuf> = entries.unwrap_or_default();
    paths.sort();
    paths
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for path in inside(folder) {
        match path.is_dir() {
            true => collect(root, &path, files),
            false => {
                let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
                files.push((name, std::fs::read(&path).expect("a fixture can be read")));
            }
        }
    }
}
