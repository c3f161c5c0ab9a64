//! The key in the operating system's keyring.

use crate::{Error, Key, Result};
use keyring::{Entry, Error as Refusal};
use zeroize::{Zeroize, Zeroizing};

/// The entry's service, as people see it in their keyring.
pub const SERVICE: &str = "Broadsheet";

/// Makes sure that a keyring is chosen. Asked before each use, since a keyring may come up after the program did.
pub fn connect() -> Result<()> {
    if keyring::get_default_store().is_none() {
        native().map_err(|_| Error::NoKeyring)?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn native() -> keyring::Result<()> {
    keyring::set_default_store(zbus_secret_service_keyring_store::Store::new()?);
    Ok(())
}

#[cfg(target_os = "macos")]
fn native() -> keyring::Result<()> {
    keyring::set_default_store(apple_native_keyring_store::keychain::Store::new()?);
    Ok(())
}

#[cfg(target_os = "windows")]
fn native() -> keyring::Result<()> {
    keyring::set_default_store(windows_native_keyring_store::Store::new()?);
    Ok(())
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
fn native() -> keyring::Result<()> {
    Err(Refusal::NoDefaultStore)
}

/// The key under this name.
pub fn get(name: &str) -> Result<Key> {
    connect()?;
    let secret = Zeroizing::new(entry(name)?.get_secret().map_err(why)?);
    let bytes = secret.as_slice().try_into().map_err(|_| Error::Keyring)?;
    Ok(Zeroizing::new(bytes))
}

/// Keeps a key under this name.
pub fn set(name: &str, key: &Key) -> Result<()> {
    connect()?;
    entry(name)?.set_secret(key.as_slice()).map_err(why)
}

/// Removes the key under this name; none there is no error.
pub fn remove(name: &str) -> Result<()> {
    connect()?;
    match entry(name)?.delete_credential() {
        Err(Refusal::NoEntry) => Ok(()),
        other => other.map_err(why),
    }
}

fn entry(name: &str) -> Result<Entry> {
    Entry::new(SERVICE, name).map_err(why)
}

/// What a refusal means. Some carry the secret, which is wiped here.
fn why(refusal: Refusal) -> Error {
    match refusal {
        Refusal::NoEntry => Error::KeyMissing,
        Refusal::NoStorageAccess(_) => Error::KeyringLocked,
        Refusal::NoDefaultStore => Error::NoKeyring,
        Refusal::BadEncoding(mut bytes) | Refusal::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            Error::Keyring
        }
        _ => Error::Keyring,
    }
}
