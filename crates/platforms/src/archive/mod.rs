//! Safe reading of archives: one export in one or several ZIPs, a tar, a folder or one bare file, seen as one set of files.
//!
//! Opened read-only and streamed; nothing is unpacked to disk, and nothing in the archive can name a path outside it.
//! Each kind of container gives a list of `Packed` files when opened and streams one of them when asked; names are
//! cleaned, parts merged and limits held here, once for all of them.

mod bare;
mod directory;
mod folder;
mod gzip;
mod limited;
mod names;
mod nested;
mod parts;
mod several;
mod store;
mod tar;
mod tgz;
mod zip;

pub use limited::{Counted, reason};
pub use parts::{group_parts, in_folders};

use crate::exif::{self, Said};
use crate::sink::Stopped;
use crate::told::Told;
use limited::Budget;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Bytes, Store};

/// Why an archive cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or folder is not there or may not be read.
    #[error("Could not open {path}")]
    Open {
        /// As given.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// It is neither a ZIP, a tar.gz nor a folder.
    #[error("{path} is not a ZIP file, a .tgz file or a folder")]
    NotAnArchive {
        /// As given.
        path: PathBuf,
    },
    /// The container is damaged.
    #[error("{path} is damaged or was not downloaded completely")]
    Damaged {
        /// As given.
        path: PathBuf,
    },
    /// One of the limits that protect against hostile archives was passed.
    #[error("{path} was refused: {why}")]
    Refused {
        /// As given.
        path: PathBuf,
        /// Which limit, in plain words.
        why: String,
    },
    /// The person cancelled.
    #[error("The import was cancelled")]
    Stopped,
}

impl From<Stopped> for Error {
    fn from(_: Stopped) -> Self {
        Error::Stopped
    }
}

/// Bounds that keep a hostile archive from filling memory or time.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Files in one archive.
    pub files: usize,
    /// Bytes of one text file after unpacking.
    pub file_bytes: u64,
    /// Unpacked bytes for each packed byte, checked once a file has passed 16 MiB.
    pub ratio: u64,
    /// Bytes of one record (a tweet, a CSV line).
    pub record_bytes: usize,
    /// Archives inside archives: how deep they are opened.
    pub depth: usize,
    /// Bytes of packed archives inside archives that are held in memory together.
    pub nested_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            files: 2_000_000,
            file_bytes: 8 << 30,
            ratio: 1_000,
            record_bytes: 16 << 20,
            depth: 2,
            nested_bytes: 64 << 20,
        }
    }
}

/// One file inside an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its path with forward slashes, without the wrapping folder if there is one.
    pub path: Arc<str>,
    /// Size after unpacking, as the container states it.
    pub size: u64,
    crc: Option<u32>,
    photo: Option<Box<Said>>,
    part: usize,
    index: usize,
}

/// One export, however many files it came in.
pub struct Archive {
    parts: Vec<Arc<Part>>,
    /// Folders that the export lay in and that were taken off: their names may say of which day it is.
    wrappings: Vec<PathBuf>,
    /// The archives found inside, with the folders their files stand in; parts of one export together.
    inside: Vec<Vec<String>>,
    entries: Vec<Entry>,
    by_path: HashMap<Arc<str>, usize>,
    refused: Vec<(String, String)>,
    /// For names that were given to several files, the number to try next.
    numbers: HashMap<Arc<str>, usize>,
    /// Bytes of archives inside this one that are held in memory.
    nested: u64,
    limits: Limits,
    told: Told,
}

/// One file as its container lists it: the name still as it stands there.
struct Packed {
    name: String,
    size: u64,
    crc: Option<u32>,
    /// Why it is not to be read, where it is not: a password, a link, an unknown way of packing.
    refusal: Option<&'static str>,
    /// What a photo says of itself, where the container was read through to list it.
    photo: Option<Box<Said>>,
}

enum Part {
    Zip(zip::Zip, Budget),
    Tgz(tgz::Tgz, Budget),
    Tar(tar::Tar, Budget),
    Folder(folder::Folder),
    Bare(bare::Bare, Budget),
}

impl Archive {
    /// Opens one export: a ZIP, a tar.gz, a folder or a bare file, or several parts of the same export together.
    ///
    /// A name that occurs in two parts stands once when both files are the same; otherwise the later one gets the number
    /// of its part, `posts~2.json`.
    pub fn open(paths: &[PathBuf], limits: Limits) -> Result<Archive, Error> {
        let mut building = Archive::empty(limits);
        for path in paths {
            let meta = std::fs::metadata(path).map_err(|source| Error::Open { path: path.clone(), source })?;
            if meta.is_dir() {
                let (folder, files) = folder::Folder::open(path, &building.limits)?;
                building.add(Part::Folder(folder), files, "", 0)?;
            } else {
                building.add_file(Store::File(path.clone()), "", 0)?;
            }
        }
        Ok(building.unwrapped())
    }

    /// Opens a ZIP or tar.gz that lies in memory: the bundled sample, a test.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, limits: Limits) -> Result<Archive, Error> {
        let mut building = Archive::empty(limits);
        building.add_file(Store::Memory { name: name.into(), bytes: bytes.into() }, "", 0)?;
        Ok(building.unwrapped())
    }

    fn empty(limits: Limits) -> Archive {
        Archive {
            parts: Vec::new(),
            wrappings: Vec::new(),
            inside: Vec::new(),
            entries: Vec::new(),
            by_path: HashMap::new(),
            refused: Vec::new(),
            numbers: HashMap::new(),
            nested: 0,
            limits,
            told: Told::default(),
        }
    }

    /// The same archive, with what the person said of it.
    pub fn with(self, told: Told) -> Archive {
        Archive { told, ..self }
    }

    /// What the person said of it; empty unless they were asked.
    pub fn told(&self) -> &Told {
        &self.told
    }

    /// The files, in the container's order, names once each.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The file with exactly this path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.by_path.get(path).map(|&at| &self.entries[at])
    }

    /// Files that are left out, each with the reason in plain words: names that point outside the archive, links, files
    /// under a password, leftovers of an operating system. They belong into the coverage as skipped.
    pub fn refused(&self) -> &[(String, String)] {
        &self.refused
    }

    /// Reads a file from its start, streaming, under the limits.
    ///
    /// The reader fails at the end of a file whose checksum is wrong; [`reason`] puts its errors into words.
    pub fn reader(&self, entry: &Entry) -> Result<Box<dyn Read + Send + '_>, Error> {
        if entry.size > self.limits.file_bytes {
            let path = self.parts[entry.part].path().to_owned();
            return Err(Error::Refused { path, why: format!("{} is larger than the limit", entry.path) });
        }
        match &*self.parts[entry.part] {
            Part::Zip(zip, budget) => zip.reader(entry.index, &self.limits, budget),
            Part::Tgz(tgz, budget) => tgz.reader(entry.index, &self.limits, budget),
            Part::Tar(tar, budget) => tar.reader(entry.index, &self.limits, budget),
            Part::Folder(folder) => folder.reader(entry.index, &self.limits),
            Part::Bare(bare, budget) => bare.reader(&self.limits, budget),
        }
    }

    /// What a photo says of itself; a damaged one says what it can.
    pub(crate) fn photo(&self, entry: &Entry) -> Option<Said> {
        if let Part::Tgz(..) = &*self.parts[entry.part] {
            return entry.photo.as_deref().cloned();
        }
        let mut head = Vec::new();
        let _ = self.reader(entry).ok()?.take(exif::HEAD).read_to_end(&mut head);
        exif::read(head)
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The paths it was opened from, and the folders around it: their names are all that says of which day many exports are.
    pub fn paths(&self) -> Vec<&Path> {
        self.parts.iter().map(|part| part.path()).chain(self.wrappings.iter().map(PathBuf::as_path)).collect()
    }

    /// SHA-256 over the names, sizes and checksums of the files, in order of name: tells this archive from others, in hex.
    ///
    /// A folder keeps no checksums: of its text files they are worked out now, of photos and videos the size must do.
    pub fn fingerprint(&self) -> String {
        let mut sorted: Vec<&Entry> = self.entries.iter().collect();
        sorted.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut hash = Sha256::new();
        for entry in sorted {
            hash.update((entry.path.len() as u64).to_le_bytes());
            hash.update(entry.path.as_bytes());
            hash.update(entry.size.to_le_bytes());
            if is_text(&entry.path) {
                let crc = entry.crc.or_else(|| self.checksum(entry));
                hash.update(crc.unwrap_or_default().to_le_bytes());
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn checksum(&self, entry: &Entry) -> Option<u32> {
        let mut crc = flate2::CrcReader::new(self.reader(entry).ok()?);
        std::io::copy(&mut crc, &mut std::io::sink()).ok()?;
        Some(crc.crc().sum())
    }

    /// Takes in the files of a ZIP or tar.gz below the folder `below`; `depth` counts the archives around it.
    fn add_file(&mut self, store: Store, below: &str, depth: usize) -> Result<(), Error> {
        let mut magic = [0u8; 4];
        let budget = Budget::of(store.length()?);
        let mut bytes = store.open()?;
        let read = bytes.read_exact(&mut magic);
        drop(bytes);
        if read.is_ok() && magic.starts_with(&[0x1f, 0x8b]) {
            return match tgz::Tgz::open(store.clone(), &self.limits) {
                Ok((tgz, files)) => self.add(Part::Tgz(tgz, budget), files, below, depth),
                Err(Error::NotAnArchive { .. }) => self.add_bare(store, true, below, depth),
                Err(error) => Err(error),
            };
        }
        if tar::Tar::is_one(&store) {
            let (tar, files) = tar::Tar::open(store, &self.limits)?;
            return self.add(Part::Tar(tar, budget), files, below, depth);
        }
        // A ZIP may have a foreign beginning, as a self-extracting one does; only its end is certain.
        let looks_like_zip = read.is_ok() && magic.starts_with(b"PK");
        match zip::Zip::open(store.clone(), &self.limits) {
            Ok((zip, files)) => self.add(Part::Zip(zip, budget), files, below, depth),
            Err(Error::Damaged { .. }) if !looks_like_zip => self.add_bare(store, false, below, depth),
            Err(error) => Err(error),
        }
    }

    fn add_bare(&mut self, store: Store, gzip: bool, below: &str, depth: usize) -> Result<(), Error> {
        let budget = Budget::of(store.length()?);
        let (bare, files) = bare::Bare::open(store, gzip)?;
        self.add(Part::Bare(bare, budget), files, below, depth)
    }

    /// Takes in the files of one part below the folder `below`. Archives among them are opened where they lie.
    fn add(&mut self, part: Part, files: Vec<Packed>, below: &str, depth: usize) -> Result<(), Error> {
        if self.entries.len() + files.len() > self.limits.files {
            let why = format!("it holds more than {} files", self.limits.files);
            return Err(Error::Refused { path: part.path().to_owned(), why });
        }
        let number = self.parts.len();
        self.parts.push(Arc::new(part));
        let mut inner = Vec::new();
        for (index, file) in files.into_iter().enumerate() {
            let refusal = file.refusal.map(str::to_owned);
            let path = match refusal.map_or_else(|| names::clean(&file.name).map_err(str::to_owned), Err) {
                Ok(path) => format!("{below}{path}"),
                Err(why) => {
                    self.refused.push((format!("{below}{}", names::printable(&file.name)), why));
                    continue;
                }
            };
            let (size, crc, photo) = (file.size, file.crc, file.photo);
            let mut entry = Entry { path: path.into(), size, crc, photo, part: number, index };
            if nested::is_archive(&entry.path) {
                inner.push(entry);
                continue;
            }
            if let Some(&at) = self.by_path.get(&entry.path) {
                let known = &self.entries[at];
                // A folder keeps no checksums.
                let same_bytes = || match known.crc.zip(entry.crc) {
                    Some((a, b)) => a == b,
                    None => !is_text(&entry.path) || self.checksum(known) == self.checksum(&entry),
                };
                if known.size == entry.size && same_bytes() {
                    continue;
                }
                entry.path = self.free_name(&entry.path, (number + 1).max(2));
            }
            self.keep(entry);
        }
        self.add_nested(inner, below, depth)
    }

    fn keep(&mut self, entry: Entry) {
        self.by_path.insert(Arc::clone(&entry.path), self.entries.len());
        self.entries.push(entry);
    }

    /// `posts.json` of part 2 beside a different `posts.json` of part 1: `posts~2.json`.
    fn free_name(&mut self, path: &Arc<str>, part: usize) -> Arc<str> {
        let folder_end = path.rfind('/').map_or(0, |at| at + 1);
        let dot = path[folder_end..].rfind('.').map_or(path.len(), |at| folder_end + at);
        let first = self.numbers.get(path).copied().unwrap_or_default().max(part);
        let free = (first..)
            .map(|n| (n, format!("{}~{n}{}", &path[..dot], &path[dot..])))
            .find(|(_, name)| !self.by_path.contains_key(name.as_str()));
        let Some((number, name)) = free else { return Arc::clone(path) };
        self.numbers.insert(Arc::clone(path), number + 1);
        name.into()
    }

    /// Takes off the one folder that everything lies in, as when somebody packs an unpacked export again.
    fn unwrapped(mut self) -> Archive {
        let Some(length) = names::wrapping(self.entries.iter().map(|entry| &*entry.path)) else { return self };
        if let Some(first) = self.entries.first() {
            self.wrappings.push(PathBuf::from(&first.path[..length - 1]));
        }
        for folder in self.inside.iter_mut().flatten() {
            *folder = folder.get(length..).unwrap_or_default().to_owned();
        }
        self.by_path.clear();
        for (at, entry) in self.entries.iter_mut().enumerate() {
            entry.path = entry.path[length..].into();
            self.by_path.insert(Arc::clone(&entry.path), at);
        }
        self
    }
}

impl Part {
    fn path(&self) -> &Path {
        match self {
            Part::Zip(zip, _) => zip.path(),
            Part::Tgz(tgz, _) => tgz.path(),
            Part::Tar(tar, _) => tar.path(),
            Part::Folder(folder) => folder.path(),
            Part::Bare(bare, _) => bare.path(),
        }
    }
}

/// Whether the name is that of a file importers read, not of a photo or video.
fn is_text(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "js", "json", "csv", "html", "htm", "txt", "xml", "vcf", "ics", "md", "tsv", "tab", "jsonl", "ndjson", "mbox",
        "mbx", "eml", "wxr", "xhtml", "mht", "log",
    ];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
