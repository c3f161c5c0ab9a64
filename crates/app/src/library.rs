//! Making, unlocking and destroying the library.

use crate::desk::{Desk, Open};
use crate::dto::LibraryStatus;
use crate::problem::Problem;
use store::Library;
use vault::{Locked, Vault};

/// Whether the library can be used, and what it needs if not. A library whose key the keyring holds is opened.
pub fn status(desk: &Desk) -> LibraryStatus {
    if desk.open().is_none() {
        if !Library::exists(desk.dir()) {
            return LibraryStatus::Absent { keyring: Vault::keyring_answers().is_ok() };
        }
        match Vault::for_library(desk.dir()).how() {
            Locked::Passphrase => return LibraryStatus::Locked,
            Locked::Keyring | Locked::Absent => {
                if let Err(problem) = unlock(desk, None) {
                    return LibraryStatus::Failed { problem };
                }
            }
        }
    }
    let open = desk.open();
    let Some(Open { library, .. }) = open.as_ref() else {
        return LibraryStatus::Locked;
    };
    let counts = || -> store::Result<(u64, usize)> {
        Ok((library.accounts()?.iter().map(|account| account.posts).sum(), library.archives()?.len()))
    };
    match counts() {
        Ok((posts, archives)) => LibraryStatus::Open {
            posts: u32::try_from(posts).unwrap_or(u32::MAX),
            archives: archives as u32,
            key: key_name(Vault::for_library(desk.dir()).how()).to_owned(),
        },
        Err(error) => LibraryStatus::Failed { problem: error.into() },
    }
}

fn key_name(how: Locked) -> &'static str {
    match how {
        Locked::Keyring => "keyring",
        Locked::Passphrase => "passphrase",
        Locked::Absent => "none",
    }
}

/// Makes the library. Its key goes to the keyring, or is wrapped by the passphrase when one is given.
pub fn create(desk: &Desk, passphrase: Option<String>) -> Result<LibraryStatus, Problem> {
    if Library::exists(desk.dir()) {
        return Err(store::Error::Exists.into());
    }
    let vault = Vault::for_library(desk.dir());
    let key = match passphrase.filter(|passphrase| !passphrase.is_empty()) {
        Some(passphrase) => vault.create_with_passphrase(&passphrase)?,
        None => vault.create_in_keyring()?,
    };
    match Library::create(desk.dir(), &store::Key::new(*key)) {
        Ok(library) => *desk.open() = Some(Open { library, key: Some(key) }),
        Err(error) => {
            // A key without a library would be in the way of the next try.
            vault.destroy()?;
            return Err(error.into());
        }
    }
    Ok(status(desk))
}

/// Opens the library with the key from the keyring, or unwrapped by the passphrase when one is given.
pub fn unlock(desk: &Desk, passphrase: Option<String>) -> Result<LibraryStatus, Problem> {
    if desk.open().is_none() {
        if !Library::exists(desk.dir()) {
            return Err(store::Error::Missing.into());
        }
        let vault = Vault::for_library(desk.dir());
        let key = match (vault.how(), passphrase.filter(|passphrase| !passphrase.is_empty())) {
            (Locked::Passphrase, Some(passphrase)) => vault.open_passphrase(&passphrase)?,
            (Locked::Passphrase, None) => {
                return Err(Problem::new("locked", "This library is locked by a passphrase", "Enter its passphrase."));
            }
            (Locked::Keyring | Locked::Absent, _) => vault.open_keyring()?,
        };
        let library = Library::open(desk.dir(), &store::Key::new(*key))?;
        *desk.open() = Some(Open { library, key: Some(key) });
    }
    Ok(status(desk))
}

/// Opens the library, making it first where there is none and `make` is set. `ask` is called when a passphrase is needed
/// that was not given.
pub fn open_or_create(
    desk: &Desk,
    passphrase: Option<String>,
    make: bool,
    ask: impl FnOnce() -> Option<String>,
) -> Result<(), Problem> {
    if !Library::exists(desk.dir()) {
        if !make {
            return Err(Problem::new(
                "no-library",
                format!("There is no library in {}", desk.dir().display()),
                "Make one with `broadsheet import ARCHIVE --library DIR`.",
            ));
        }
        return create(desk, passphrase).map(drop);
    }
    let passphrase = match Vault::for_library(desk.dir()).how() {
        Locked::Passphrase => passphrase.or_else(ask),
        Locked::Keyring | Locked::Absent => None,
    };
    unlock(desk, passphrase).map(drop)
}

/// Keeps the key in another place from now on: wrapped by this passphrase, or in the keyring when none is given.
pub fn change_key(desk: &Desk, passphrase: Option<String>) -> Result<LibraryStatus, Problem> {
    desk.with(|_| Ok(()))?;
    if let Some(Open { key: Some(key), .. }) = desk.open().as_ref() {
        let vault = Vault::for_library(desk.dir());
        match passphrase.filter(|passphrase| !passphrase.is_empty()) {
            Some(passphrase) => vault.keep_by_passphrase(key, &passphrase)?,
            None => vault.keep_in_keyring(key)?,
        }
    }
    Ok(status(desk))
}

/// Destroys the key and the library. What was imported from is untouched.
pub fn erase(desk: &Desk) -> Result<LibraryStatus, Problem> {
    if desk.open().is_some() {
        desk.with(|_| Ok(()))?;
    } else if !Library::exists(desk.dir()) && Vault::for_library(desk.dir()).how() == Locked::Absent {
        return Err(store::Error::Missing.into());
    }
    *desk.open() = None;
    // The key first: without it the file is noise even where the disk keeps a copy.
    Library::erase(desk.dir(), || Ok::<(), Problem>(Vault::for_library(desk.dir()).destroy()?))?;
    Ok(status(desk))
}
