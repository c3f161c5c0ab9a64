//! The library's key and nothing else: in the operating system's keyring, or wrapped by a passphrase.
//!
//! Never a silent fall-back: a way that does not work is an error, and the caller asks the person.
//!
//! Two small files beside the library tell where its key is: `library.id` holds the random name under which the keyring
//! keeps it, `library.key` holds it wrapped.

mod error;
mod file;
mod passphrase;
mod system;

pub use error::{Error, Result};

use file::{Exists, Folder};
use zeroize::Zeroizing;

use std::path::Path;

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
    folder: Folder,
}

impl Vault {
    /// The vault of the library in this folder. Touches nothing.
    pub fn for_library(dir: &Path) -> Vault {
        Vault { folder: Folder::new(dir) }
    }

    /// Whether the system's keyring answers; [`Error::NoKeyring`] when it does not.
    pub fn keyring_answers() -> Result<()> {
        system::connect()
    }

    /// Where the key is kept. Asks the folder alone, never the keyring.
    pub fn how(&self) -> Locked {
        // While a key moves from one place to the other both files are there for a moment; the wrapped key is written
        // first and removed last, so it is the one to trust.
        if self.folder.has_wrapped() {
            Locked::Passphrase
        } else if self.folder.has_name() {
            Locked::Keyring
        } else {
            Locked::Absent
        }
    }

    /// Makes a key and keeps it in the keyring.
    pub fn create_in_keyring(&self) -> Result<Key> {
        self.expect_absent()?;
        let key = random()?;
        self.put_into_keyring(&key)?;
        Ok(key)
    }

    /// Makes a key and keeps it wrapped by this passphrase.
    pub fn create_with_passphrase(&self, passphrase: &str) -> Result<Key> {
        self.expect_absent()?;
        let key = random()?;
        self.folder.write_wrapped(&passphrase::wrap(&key, passphrase)?, Exists::Refuse)?;
        Ok(key)
    }

    /// Fetches the key from the keyring. The system may ask the person to unlock it.
    pub fn open_keyring(&self) -> Result<Key> {
        system::get(&self.folder.name()?)
    }

    /// Unwraps the key.
    pub fn open_passphrase(&self, passphrase: &str) -> Result<Key> {
        passphrase::unwrap(&self.folder.wrapped()?, passphrase)
    }

    /// Keeps this key, which an open library was opened with, wrapped by this passphrase from now on. The library is not
    /// rewritten. The former place is emptied only when the new one holds the key.
    pub fn keep_by_passphrase(&self, key: &Key, passphrase: &str) -> Result<()> {
        self.folder.write_wrapped(&passphrase::wrap(key, passphrase)?, Exists::Replace)?;
        self.remove_from_keyring()
    }

    /// Keeps this key in the keyring from now on. The former place is emptied only when the keyring holds the key.
    pub fn keep_in_keyring(&self, key: &Key) -> Result<()> {
        if self.how() == Locked::Keyring {
            return Ok(());
        }
        // Left over when an earlier move was cut short.
        self.remove_from_keyring()?;
        self.put_into_keyring(key)?;
        self.folder.remove_wrapped()
    }

    /// Destroys the key, wherever it is. The library can never be opened again. No key there is no error.
    pub fn destroy(&self) -> Result<()> {
        self.folder.remove_wrapped()?;
        self.remove_from_keyring()
    }

    fn expect_absent(&self) -> Result<()> {
        if self.how() == Locked::Absent { Ok(()) } else { Err(Error::Exists) }
    }

    fn put_into_keyring(&self, key: &Key) -> Result<()> {
        let name = file::hex(&*random()?);
        system::set(&name, key)?;
        // A keyring that forgets would cost the person the library: better to know now.
        let kept = system::get(&name).and_then(|kept| if kept == *key { Ok(()) } else { Err(Error::Keyring) });
        kept.and_then(|()| self.folder.write_name(&name)).inspect_err(|_| {
            // The first error is the one to tell.
            let _ = system::remove(&name);
        })
    }

    fn remove_from_keyring(&self) -> Result<()> {
        if self.folder.has_name() {
            system::remove(&self.folder.name()?)?;
            self.folder.remove_name()?;
        }
        Ok(())
    }
}

/// Random bytes for a key or a name.
fn random() -> Result<Key> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut()).map_err(|_| Error::NoRandom)?;
    Ok(bytes)
}
