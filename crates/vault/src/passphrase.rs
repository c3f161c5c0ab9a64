//! The key wrapped by a passphrase.
//!
//! Argon2id makes a wrapping key from the passphrase and a salt; XChaCha20-Poly1305 encrypts the library's key with it.
//! A wrapped key is five lines of text:
//!
//! ```text
//! broadsheet key 1
//! argon2id 65536 3 4
//! <salt, 16 bytes in hexadecimal digits>
//! <nonce, 24 bytes>
//! <encrypted key and its tag, 48 bytes>
//! ```
//!
//! The first three lines are authenticated too, so that nobody can weaken them unnoticed.

use crate::file::{from_hex, hex};
use crate::{Error, Key, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

const FIRST_LINE: &str = "broadsheet key 1";
/// Argon2's cost: KiB of memory, passes, lanes. The second choice of RFC 9106, section 4, for when 2 GiB of memory
/// cannot be had; about a quarter of a second.
const COST: [u32; 3] = [64 * 1024, 3, 4];
/// The most a key file may ask for: a damaged one must not take all memory or hang.
const MOST: [u32; 3] = [1024 * 1024, 16, 16];

/// Wraps a key.
pub fn wrap(key: &Key, passphrase: &str) -> Result<String> {
    if passphrase.is_empty() {
        return Err(Error::EmptyPassphrase);
    }
    let mut fresh = [0; 16 + 24];
    getrandom::fill(&mut fresh).map_err(|_| Error::NoRandom)?;
    let (salt, nonce) = fresh.split_at(16);
    let [memory, passes, lanes] = COST;
    let head = format!("{FIRST_LINE}\nargon2id {memory} {passes} {lanes}\n{}\n", hex(salt));
    let encrypted = cipher(passphrase, salt, COST)?
        .encrypt(XNonce::from_slice(nonce), Payload { msg: key.as_slice(), aad: head.as_bytes() })
        .map_err(|_| Error::Damaged)?;
    Ok(format!("{head}{}\n{}\n", hex(nonce), hex(&encrypted)))
}

/// Unwraps a key.
pub fn unwrap(wrapped: &str, passphrase: &str) -> Result<Key> {
    let (head, cost, salt, nonce, encrypted) = read(wrapped).ok_or(Error::Damaged)?;
    let key = cipher(passphrase, &salt, cost)?
        .decrypt(XNonce::from_slice(&nonce), Payload { msg: &encrypted, aad: head.as_bytes() })
        .map_err(|_| Error::WrongPassphrase)?;
    let key = Zeroizing::new(key);
    Ok(Zeroizing::new(key.as_slice().try_into().map_err(|_| Error::Damaged)?))
}

/// Head, cost, salt, nonce and encrypted key; none when the text is no wrapped key.
type Parts = (String, [u32; 3], Vec<u8>, Vec<u8>, Vec<u8>);

fn read(wrapped: &str) -> Option<Parts> {
    let lines: Vec<&str> = wrapped.lines().collect();
    let [first, argon, salt, nonce, encrypted] = lines.try_into().ok()?;
    let cost: Vec<u32> = argon.strip_prefix("argon2id ")?.split(' ').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let cost: [u32; 3] = cost.try_into().ok()?;
    let sound = first == FIRST_LINE && cost.iter().zip(MOST).all(|(asked, most)| *asked <= most);
    let head = format!("{first}\n{argon}\n{salt}\n");
    let (salt, nonce, encrypted) = (from_hex(salt)?, from_hex(nonce)?, from_hex(encrypted)?);
    (sound && salt.len() == 16 && nonce.len() == 24 && encrypted.len() == 48)
        .then_some((head, cost, salt, nonce, encrypted))
}

fn cipher(passphrase: &str, salt: &[u8], [memory, passes, lanes]: [u32; 3]) -> Result<XChaCha20Poly1305> {
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| Error::Damaged)?;
    let mut blocks = vec![Block::default(); params.block_count()];
    let mut key = Zeroizing::new([0; 32]);
    let made = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        passphrase.as_bytes(),
        salt,
        key.as_mut_slice(),
        &mut blocks,
    );
    blocks.zeroize();
    made.map_err(|_| Error::Damaged)?;
    Ok(XChaCha20Poly1305::new(key.as_ref().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Zeroizing::new([7; 32])
    }

    #[test]
    fn a_wrapped_key_shows_neither_key_nor_passphrase_and_no_two_are_alike() {
        let wrapped = wrap(&key(), "correct horse").unwrap();
        assert!(!wrapped.contains(&hex(&key()[..8])) && !wrapped.contains("horse"));
        let again = wrap(&key(), "correct horse").unwrap();
        assert!(wrapped.lines().skip(2).zip(again.lines().skip(2)).all(|(a, b)| a != b), "salt or nonce used twice");
    }

    #[test]
    fn whoever_changes_a_line_is_noticed() {
        let wrapped = wrap(&key(), "correct horse").unwrap();
        assert_eq!(unwrap(&wrapped, "correct horse").unwrap(), key());
        for (from, to, error) in [
            ("65536 3 4", "65536 2 4", Error::WrongPassphrase),
            ("65536 3 4", "4294967295 3 4", Error::Damaged),
            ("65536 3 4", "65536 3", Error::Damaged),
            ("65536 3 4", "0 0 0", Error::Damaged),
            ("key 1", "key 2", Error::Damaged),
            ("argon2id", "argon2d", Error::Damaged),
        ] {
            let changed = wrapped.replace(from, to);
            assert_ne!(changed, wrapped);
            assert_eq!(unwrap(&changed, "correct horse"), Err(error), "{from} -> {to}");
        }
        let cut = &wrapped[..wrapped.len() - 3];
        assert_eq!(unwrap(cut, "correct horse"), Err(Error::Damaged));
        assert_eq!(unwrap("", "correct horse"), Err(Error::Damaged));
    }
}
