//! Opening, making and removing a library.

use crate::{AccountId, Error, Result, schema};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The file with everything in it.
const FILE: &str = "library.db";
/// Held locked while a library is open. SQLite's own locks allow many readers; a library has one user.
const LOCK: &str = "library.lock";

/// The library's key: 32 random bytes, wiped from memory when dropped.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Key(Zeroizing::new(bytes))
    }

    /// A new random key.
    pub fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| Error::Io(std::io::ErrorKind::Other))?;
        Ok(Key(bytes))
    }

    /// `x'..'`: a raw key, from which SQLCipher derives nothing further.
    fn literal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        for byte in self.0.iter() {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(digit), 16).expect("four bits are one hexadecimal digit"));
            }
        }
        text.push('\'');
        text
    }
}

/// An open library. One at a time: a second opener gets [`Error::InUse`].
///
/// It may move between threads but is used by one at a time.
pub struct Library {
    pub(crate) sql: Connection,
    pub(crate) throwaway: bool,
    /// Removed when the connection is closed, where the system cannot do so while the file is open.
    leftover: Option<PathBuf>,
    /// Held until the library is dropped.
    _lock: Option<File>,
}

impl Library {
    /// Makes an empty library in this folder, and the folder where it is absent.
    pub fn create(dir: &Path, key: &Key) -> Result<Library> {
        todo!()
    }

    /// Opens the library of this folder and brings its layout up to date.
    pub fn open(dir: &Path, key: &Key) -> Result<Library> {
        todo!()
    }

    /// Whether this folder holds a library.
    pub fn exists(dir: &Path) -> bool {
        dir.join(FILE).is_file()
    }

    /// A library for one run: its key is never written anywhere, its file in `dir` is gone when it is dropped.
    ///
    /// It is indexed for search only when first searched.
    pub fn throwaway(dir: &Path) -> Result<Library> {
        todo!()
    }

    /// Encrypts the library anew under another key.
    pub fn rekey(&mut self, key: &Key) -> Result<()> {
        todo!()
    }

    /// Removes the library's files from this folder. It must not be open. No library there is no error.
    pub fn erase(dir: &Path) -> Result<()> {
        todo!()
    }
}
