//! Finding a post again by its account and key.

use crate::{AccountId, PostId, Result};
use rusqlite::{Connection, Statement};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// So many posts are held in memory at most: four megabytes or so. Few in tests, so that they get past it.
pub const HELD: usize = if cfg!(test) { 1 << 10 } else { 1 << 17 };

/// Sixty-four bits of a hash over account and key.
pub fn hash(account: AccountId, key: &str) -> i64 {
    let mut hash = Sha256::new();
    hash.update(account.0.to_le_bytes());
    hash.update(key);
    let digest = hash.finalize();
    i64::from_le_bytes(digest[..8].try_into().expect("a SHA-256 digest has 32 bytes"))
}

/// The table `known` during an import.
///
/// Rows in the order of posts would fall all over the tree, so they are held back and written in the order of the tree.
/// While an account's first archive is read, what is held in memory also tells at once that a post is new.
pub struct Known<'lib> {
    /// The account's posts so far; none once there are too many, when two share a hash, or when the account was there
    /// before.
    met: Option<HashMap<i64, PostId>>,
    waiting: Vec<(i64, PostId)>,
    select: Statement<'lib>,
    insert: Statement<'lib>,
}

impl<'lib> Known<'lib> {
    /// For an import; `first` when no post of its account is in the library.
    pub fn new(sql: &'lib Connection, first: bool) -> Result<Self> {
        Ok(Known {
            met: first.then(HashMap::new),
            waiting: Vec::new(),
            select: sql.prepare("SELECT post FROM known WHERE hash = ?")?,
            insert: sql.prepare("INSERT INTO known (hash, post) VALUES (?, ?)")?,
        })
    }

    /// The posts with this hash: none or one, but for chance.
    pub fn posts_with(&mut self, hash: i64) -> Result<Vec<PostId>> {
        match &self.met {
            Some(met) => Ok(met.get(&hash).copied().into_iter().collect()),
            None => Ok(self.select.query_map([hash], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?),
        }
    }

    /// Adds a post.
    pub fn add(&mut self, hash: i64, post: PostId) -> Result<()> {
        self.waiting.push((hash, post));
        if let Some(met) = &mut self.met {
            if met.insert(hash, post).is_none() && met.len() < HELD {
                return Ok(());
            }
            self.met = None;
        }
        // From here on posts are looked up in the table, so nothing may wait.
        self.flush()
    }

    /// Whether all posts of the account are still held in memory.
    pub fn holds(&self) -> bool {
        self.met.is_some()
    }

    /// Writes what waits.
    pub fn flush(&mut self) -> Result<()> {
        self.waiting.sort_unstable();
        for (hash, post) in self.waiting.drain(..) {
            self.insert.execute((hash, post))?;
        }
        Ok(())
    }
}
