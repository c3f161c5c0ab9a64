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
pub struct Known<'lib> {
    /// Posts that are not in the table yet.
    held: HashMap<i64, PostId>,
    /// Whether the table may hold posts of the account.
    written: bool,
    select: Statement<'lib>,
    insert: Statement<'lib>,
}

impl<'lib> Known<'lib> {
    /// For an import; `first` when no post of its account is in the library.
    pub fn new(sql: &'lib Connection, first: bool) -> Result<Self> {
        Ok(Known {
            held: HashMap::new(),
            written: !first,
            select: sql.prepare("SELECT post FROM known WHERE hash = ?")?,
            insert: sql.prepare("INSERT INTO known (hash, post) VALUES (?, ?)")?,
        })
    }

    /// The posts with this hash: none or one, but for chance.
    pub fn posts_with(&mut self, hash: i64) -> Result<Vec<PostId>> {
        let mut posts: Vec<PostId> = self.held.get(&hash).copied().into_iter().collect();
        if self.written {
            for post in self.select.query_map([hash], |row| row.get(0))? {
                posts.push(post?);
            }
        }
        Ok(posts)
    }

    /// Adds a post.
    pub fn add(&mut self, hash: i64, post: PostId) -> Result<()> {
        if let Some(other) = self.held.insert(hash, post) {
            self.insert.execute((hash, other))?;
            self.written = true;
        }
        if self.held.len() >= HELD { self.flush() } else { Ok(()) }
    }

    /// Whether all posts of the account are still held in memory.
    pub fn holds_all(&self) -> bool {
        !self.written
    }

    /// Writes what is held.
    pub fn flush(&mut self) -> Result<()> {
        let mut rows: Vec<_> = self.held.drain().collect();
        rows.sort_unstable();
        for row in rows {
            self.insert.execute(row)?;
        }
        self.written = true;
        Ok(())
    }
}
