//! The key's ways in and out, against real files and a keyring in memory.
//!
//! `secret_service` talks to the real keyring of the desktop. It runs only when BROADSHEET_TEST_KEYRING=1 is set, since
//! it needs a session bus with an unlocked Secret Service; the others install a keyring in memory.

#![allow(clippy::unwrap_used)]

use keyring::{Entry, Error as Refusal, mock};
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use tempfile::TempDir;
use vault::{Error, Locked, Vault};

/// The keyring belongs to the whole process, so tests that use it take turns.
static KEYRING: Mutex<()> = Mutex::new(());

fn memory_keyring() -> MutexGuard<'static, ()> {
    let turn = KEYRING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    keyring::set_default_store(mock::Store::new().unwrap());
    turn
}

fn library() -> (TempDir, Vault) {
    let dir = TempDir::new().unwrap();
    let vault = Vault::for_library(dir.path());
    (dir, vault)
}

/// The next use of the library's keyring entry is refused like this.
fn refuse_next(dir: &Path, refusal: Refusal) {
    let name = fs::read_to_string(dir.join("library.id")).unwrap();
    let entry = Entry::new("Broadsheet", name.trim()).unwrap();
    entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(refusal);
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_keyring_gives_back_what_it_was_given() {
    let _turn = memory_keyring();
    let (dir, vault) = library();
    assert_eq!(vault.how(), Locked::Absent);
    assert_eq!(vault.open_keyring(), Err(Error::KeyMissing));
    let key = vault.create_in_keyring().unwrap();
    assert_eq!(vault.how(), Locked::Keyring);
    assert_eq!(Vault::for_library(dir.path()).open_keyring().unwrap(), key);
    assert_eq!(vault.create_in_keyring(), Err(Error::Exists));
    assert_eq!(vault.create_with_passphrase("some words"), Err(Error::Exists));
    assert_eq!(files(dir.path()), ["library.id"]);
}

#[test]
fn two_libraries_have_two_keys() {
    let _turn = memory_keyring();
    let ((_a, one), (_b, two)) = (library(), library());
    assert_ne!(one.create_in_keyring().unwrap(), two.create_in_keyring().unwrap());
    one.destroy().unwrap();
    assert!(two.open_keyring().is_ok());
}

#[test]
fn what_the_keyring_refuses_has_a_name() {
    let _turn = memory_keyring();
    let (dir, vault) = library();
    let key = vault.create_in_keyring().unwrap();
    refuse_next(dir.path(), Refusal::NoStorageAccess("locked".into()));
    assert_eq!(vault.open_keyring(), Err(Error::KeyringLocked));
    refuse_next(dir.path(), Refusal::PlatformFailure("gone".into()));
    assert_eq!(vault.open_keyring(), Err(Error::Keyring));
    assert_eq!(vault.open_keyring().unwrap(), key, "a refusal must not cost the key");
    // Somebody removes the entry by hand.
    let name = fs::read_to_string(dir.path().join("library.id")).unwrap();
    Entry::new("Broadsheet", name.trim()).unwrap().delete_credential().unwrap();
    assert_eq!(vault.open_keyring(), Err(Error::KeyMissing));
    fs::write(dir.path().join("library.id"), "not a name").unwrap();
    assert_eq!(vault.open_keyring(), Err(Error::Damaged));
}

#[test]
fn a_keyring_that_refuses_to_let_go_keeps_the_key_findable() {
    let _turn = memory_keyring();
    let (dir, vault) = library();
    let key = vault.create_in_keyring().unwrap();
    refuse_next(dir.path(), Refusal::NoStorageAccess("locked".into()));
    assert_eq!(vault.destroy(), Err(Error::KeyringLocked));
    assert_eq!(vault.open_keyring().unwrap(), key);
    vault.destroy().unwrap();
    assert_eq!((vault.how(), vault.open_keyring()), (Locked::Absent, Err(Error::KeyMissing)));
    assert!(files(dir.path()).is_empty());
    vault.destroy().unwrap();
}

#[test]
fn a_passphrase_opens_what_it_closed_and_no_other_does() {
    let (dir, vault) = library();
    assert_eq!(vault.open_passphrase("any"), Err(Error::KeyMissing));
    assert_eq!(vault.create_with_passphrase(""), Err(Error::EmptyPassphrase));
    assert_eq!(vault.how(), Locked::Absent);
    let key = vault.create_with_passphrase("gr\u{fc}ner Tee \u{1f375}").unwrap();
    assert_eq!(vault.how(), Locked::Passphrase);
    assert_eq!(Vault::for_library(dir.path()).open_passphrase("gr\u{fc}ner Tee \u{1f375}").unwrap(), key);
    for wrong in ["", "gr\u{fc}ner Tee", "gr\u{fc}ner tee \u{1f375}"] {
        assert_eq!(vault.open_passphrase(wrong), Err(Error::WrongPassphrase));
    }
    // A file that is not the wrapped key does not fall back to anything.
    fs::write(dir.path().join("library.key"), [0xff, 0xfe]).unwrap();
    assert_eq!(vault.open_passphrase("any"), Err(Error::Damaged));
}

#[test]
fn another_passphrase_wraps_the_same_key() {
    let (dir, vault) = library();
    let key = vault.create_with_passphrase("the first one").unwrap();
    assert_eq!(vault.keep_by_passphrase(&key, ""), Err(Error::EmptyPassphrase));
    assert_eq!(vault.open_passphrase("the first one").unwrap(), key, "a failed change must change nothing");
    vault.keep_by_passphrase(&key, "the second one").unwrap();
    assert_eq!(vault.open_passphrase("the first one"), Err(Error::WrongPassphrase));
    assert_eq!(vault.open_passphrase("the second one").unwrap(), key);
    assert_eq!(files(dir.path()), ["library.key"]);
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_computer_may_read_the_wrapped_key() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, vault) = library();
    vault.create_with_passphrase("some words").unwrap();
    let mode = fs::metadata(dir.path().join("library.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}

#[test]
fn the_key_moves_between_keyring_and_passphrase() {
    let _turn = memory_keyring();
    let (dir, vault) = library();
    let key = vault.create_in_keyring().unwrap();
    let name = fs::read_to_string(dir.path().join("library.id")).unwrap();
    vault.keep_by_passphrase(&key, "some words").unwrap();
    assert_eq!((vault.how(), vault.open_passphrase("some words")), (Locked::Passphrase, Ok(key.clone())));
    let entry = Entry::new("Broadsheet", name.trim()).unwrap();
    assert!(matches!(entry.get_secret(), Err(Refusal::NoEntry)), "the keyring still holds the key");
    vault.keep_in_keyring(&key).unwrap();
    vault.keep_in_keyring(&key).unwrap();
    assert_eq!((vault.how(), vault.open_keyring()), (Locked::Keyring, Ok(key)));
    assert_eq!(files(dir.path()), ["library.id"]);
}

#[test]
fn secret_service() {
    if std::env::var("BROADSHEET_TEST_KEYRING").as_deref() != Ok("1") {
        return;
    }
    let _turn = KEYRING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    keyring::unset_default_store();
    Vault::keyring_answers().unwrap();
    let (_dir, vault) = library();
    let key = vault.create_in_keyring().unwrap();
    assert_eq!(vault.open_keyring().unwrap(), key);
    vault.keep_by_passphrase(&key, "some words").unwrap();
    vault.keep_in_keyring(&key).unwrap();
    assert_eq!(vault.open_keyring().unwrap(), key);
    vault.destroy().unwrap();
    assert_eq!(vault.open_keyring(), Err(Error::KeyMissing));
}
