//! Posts.

use crate::{AccountId, ArchiveId, Library, PostId, Result};
use model::{Kind, Post, Private, Verdict};

/// A post of the library.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPost {
    /// Its number.
    pub id: PostId,
    /// Whose it is.
    pub account: AccountId,
    /// Platform id.
    pub platform: String,
    /// The verdict that counts.
    pub verdict: Option<Verdict>,
    /// The post as it was read.
    pub post: Post,
}

/// Which posts to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostFilter {
    /// Only this platform's.
    pub platform: Option<String>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only of this account.
    pub account: Option<AccountId>,
    /// Only what the account's owner wrote.
    pub own_words: bool,
    /// Only those with a larger number.
    pub after: Option<PostId>,
}

/// The posts around a post.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Neighbours {
    /// Before it, oldest first.
    pub before: Vec<StoredPost>,
    /// After it, oldest first.
    pub after: Vec<StoredPost>,
}

/// Words a post had, or has in an older archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The archive that held them.
    pub archive: ArchiveId,
    /// The words.
    pub words: Private<String>,
}

impl Library {
    /// Calls `each` with every post that fits, ordered by account and time. An error of `each` ends it.
    pub fn each_post<E: From<crate::Error>>(&self, filter: &PostFilter, each: impl FnMut(StoredPost) -> Result<(), E>) -> Result<(), E> {
        todo!()
    }

    /// One post.
    pub fn post(&self, id: PostId) -> Result<Option<StoredPost>> {
        todo!()
    }

    /// The nearest posts of the same account in its owner's own words, by time. None for a post without a time.
    pub fn neighbours(&self, id: PostId, before: u64, after: u64) -> Result<Neighbours> {
        todo!()
    }

    /// Former words of a post, oldest archive first. The present words are in the post.
    pub fn versions(&self, id: PostId) -> Result<Vec<Version>> {
        todo!()
    }
}
