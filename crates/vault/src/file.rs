//! The two files that tell where a key is.

use crate::{Error, Result};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Holds the name under which the keyring keeps the key.
const NAME: &str = "library.id";
/// Holds the wrapped key.
const WRAPPED: &str = "library.key";

/// What to do when a file is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exists {
    /// Leave it and say so.
    Refuse,
    /// Put the new one in its place, all at once.
    Replace,
}

/// The folder of a library.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(dir: &Path) -> Folder {
        Folder(dir.to_owned())
    }

    pub fn has_name(&self) -> bool {
        self.0.join(NAME).exists()
    }

    pub fn has_wrapped(&self) -> bool {
        self.0.join(WRAPPED).exists()
    }

    /// The name under which the keyring keeps the key.
    pub fn name(&self) -> Result<String> {
        let name = self.read(NAME)?;
        let name = name.trim();
        let sound = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if sound { Ok(name.to_owned()) } else { Err(Error::Damaged) }
    }

    /// The wrapped key.
    pub fn wrapped(&self) -> Result<String> {
        self.read(WRAPPED)
    }

    pub fn write_name(&self, name: &str) -> Result<()> {
        self.write(NAME, &format!("{name}\n"), Exists::Refuse)
    }

    pub fn write_wrapped(&self, wrapped: &str, exists: Exists) -> Result<()> {
        self.write(WRAPPED, wrapped, exists)
    }

    pub fn remove_name(&self) -> Result<()> {
        self.remove(NAME)
    }

    pub fn remove_wrapped(&self) -> Result<()> {
        self.remove(WRAPPED)
    }

    fn read(&self, file: &str) -> Result<String> {
        fs::read_to_string(self.0.join(file)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::KeyMissing,
            ErrorKind::InvalidData => Error::Damaged,
            kind => Error::Io(kind),
        })
    }

    /// Writes a file so that after a power cut there is the former one or the new one, and nothing in between.
    fn write(&self, file: &str, text: &str, exists: Exists) -> Result<()> {
        fs::create_dir_all(&self.0)?;
        let path = self.0.join(file);
        if exists == Exists::Refuse && path.exists() {
            return Err(Error::Exists);
        }
        let new = self.0.join(format!("{file}.new"));
        let mut options = fs::File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&new)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        fs::rename(&new, &path)?;
        // The rename itself is on disk once the folder is; where folders cannot be opened it is left to the system.
        if let Ok(folder) = fs::File::open(&self.0) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    fn remove(&self, file: &str) -> Result<()> {
        match fs::remove_file(self.0.join(file)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal digits.
pub fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = digits.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
