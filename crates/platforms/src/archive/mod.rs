//! Safe reading of archives: one export in one or several ZIPs, a tar.gz, or a folder, seen as one set of files.
//!
//! Opened read-only and streamed; nothing is unpacked to disk, and nothing in the archive can name a path outside it.

use crate::sink::Stopped;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
}

impl Default for Limits {
    fn default() -> Self {
        Limits { files: 2_000_000, file_bytes: 8 << 30, ratio: 1_000, record_bytes: 16 << 20 }
    }
}

/// One file inside an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its path with forward slashes, without the wrapping folder if there is one.
    pub path: Arc<str>,
    /// Size after unpacking, as the container states it.
    pub size: u64,
    part: usize,
    index: usize,
}

/// One export, however many files it came in.
pub struct Archive {
    parts: Vec<Part>,
    entries: Vec<Entry>,
    limits: Limits,
}

/// A source of bytes that can be reread: a file or memory.
trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

enum Part {
    Zip(PathBuf),
    Folder(PathBuf),
}

impl Archive {
    /// Opens one export: a ZIP, a tar.gz or a folder, or several parts of the same export together.
    pub fn open(paths: &[PathBuf], limits: Limits) -> Result<Archive, Error> {
        let _ = (paths, limits);
        Err(Error::Stopped)
    }

    /// Opens a ZIP that lies in memory: the bundled sample, a test.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, limits: Limits) -> Result<Archive, Error> {
        let _ = (name, bytes, limits);
        Err(Error::Stopped)
    }

    /// The files, in the container's order, names once each.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The file with exactly this path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.path == path)
    }

    /// Reads a file from its start, streaming, under the limits.
    pub fn reader(&self, entry: &Entry) -> Result<Box<dyn Read + Send + '_>, Error> {
        let _ = (entry, self.parts.len());
        Err(Error::Stopped)
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The paths it was opened from.
    pub fn paths(&self) -> Vec<&Path> {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Zip(p) | Part::Folder(p) => p.as_path(),
            })
            .collect()
    }

    /// SHA-256 over the names, sizes and checksums of the files, in order of name: tells this archive from others, in hex.
    pub fn fingerprint(&self) -> String {
        String::new()
    }
}
