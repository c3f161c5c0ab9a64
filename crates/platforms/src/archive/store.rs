//! Where a container's bytes are.

use super::Error;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A source of bytes that can be reread: a file or memory.
pub(super) trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// Where a container's bytes are.
#[derive(Clone)]
pub(super) enum Store {
    /// A file.
    File(PathBuf),
    /// A stretch of a file: an archive that lies unpacked in a ZIP.
    Stretch { name: PathBuf, file: PathBuf, start: u64, length: u64 },
    /// Memory.
    Memory { name: PathBuf, bytes: Arc<[u8]> },
}

impl Store {
    /// What people know it by.
    pub fn path(&self) -> &Path {
        match self {
            Store::File(path) | Store::Stretch { name: path, .. } | Store::Memory { name: path, .. } => path,
        }
    }

    /// The bytes from the start. Each reader gets its own, so that several may read at once.
    pub fn open(&self) -> Result<Box<dyn Bytes>, Error> {
        let open = |path: &PathBuf| File::open(path).map_err(|source| Error::Open { path: path.clone(), source });
        Ok(match self {
            Store::File(path) => Box::new(open(path)?),
            Store::Stretch { file, start, length, .. } => {
                Box::new(Stretch { file: open(file)?, start: *start, length: *length, at: 0 })
            }
            Store::Memory { bytes, .. } => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }

    /// Length in bytes.
    pub fn length(&self) -> Result<u64, Error> {
        match self {
            Store::File(path) => {
                let meta = std::fs::metadata(path).map_err(|source| Error::Open { path: path.clone(), source })?;
                Ok(meta.len())
            }
            Store::Stretch { length, .. } => Ok(*length),
            Store::Memory { bytes, .. } => Ok(bytes.len() as u64),
        }
    }

    /// This stretch of it, as a store of its own.
    pub fn stretch(&self, name: PathBuf, start: u64, length: u64) -> Store {
        match self {
            Store::File(file) => Store::Stretch { name, file: file.clone(), start, length },
            Store::Stretch { file, start: from, .. } => {
                Store::Stretch { name, file: file.clone(), start: from + start, length }
            }
            Store::Memory { bytes, .. } => {
                let end = (start + length).min(bytes.len() as u64) as usize;
                Store::Memory { name, bytes: bytes.get(start as usize..end).unwrap_or_default().into() }
            }
        }
    }
}

/// Reads a stretch of a file as if there were nothing around it.
struct Stretch {
    file: File,
    start: u64,
    length: u64,
    at: u64,
}

impl Read for Stretch {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at).min(buf.len() as u64) as usize;
        self.file.seek(SeekFrom::Start(self.start + self.at))?;
        let read = self.file.read(&mut buf[..left])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Stretch {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
