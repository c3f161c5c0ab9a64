//! The library's key and nothing else: in the operating system's keyring, or wrapped by a passphrase.
//!
//! Never a silent fall-back: a way that does not work is an error, and the caller asks the person.

mod error;
mod keyring_entry;
mod passphrase;

pub use error::{Error, Result};

use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The key: 32 random bytes, wiped from memory when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// Where the key of a library is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// In the operating system's keyring.
    Keyring,
    /// In the library's folder, wrapped by a passphrase.
    Passphrase,
    /// Nowhere: there is no key yet.
    Absent,
}

/// The key of one library.
#[derive(Debug, Clone)]
pub struct Vault {
    dir: PathBuf,
}

impl Vault {
    /// The vault of the library in this folder. Touches nothing.
    pub fn for_library(dir: &Path) -> Vault {
        Vault { dir: dir.to_owned() }
    }

    /// Whether the system's keyring answers. The reason when it does not.
    pub fn keyring_answers() -> Result<()> {
        todo!()
    }

    /// Where the key is kept. Asks the folder alone, never the keyring.
    pub fn how(&self) -> Locked {
        todo!()
    }

    /// Makes a key and keeps it in the keyring.
    pub fn create_in_keyring(&self) -> Result<Key> {
        todo!()
    }

    /// Makes a key and keeps it wrapped by this passphrase.
    pub fn create_with_passphrase(&self, passphrase: &str) -> Result<Key> {
        todo!()
    }

    /// Fetches the key from the keyring.
    pub fn open_keyring(&self) -> Result<Key> {
        todo!()
    }

    /// Unwraps the key.
    pub fn open_passphrase(&self, passphrase: &str) -> Result<Key> {
        todo!()
    }

    /// Wraps the same key by another passphrase; the library is not rewritten.
    pub fn change_passphrase(&self, old: &str, new: &str) -> Result<()> {
        todo!()
    }

    /// Takes the key out of the keyring and keeps it wrapped by this passphrase instead.
    pub fn move_to_passphrase(&self, passphrase: &str) -> Result<()> {
        todo!()
    }

    /// Unwraps the key and keeps it in the keyring instead.
    pub fn move_to_keyring(&self, passphrase: &str) -> Result<()> {
        todo!()
    }

    /// Destroys the key, wherever it is. The library can never be opened again. No key there is no error.
    pub fn destroy(&self) -> Result<()> {
        todo!()
    }
}
