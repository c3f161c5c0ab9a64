//! Full-text search.

use crate::{Library, PostId, Result};
use model::Span;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// Posts that fit, all pages together.
    pub total: u64,
    /// This page, newest first.
    pub hits: Vec<Hit>,
}

/// A post that fits a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The post.
    pub post: PostId,
    /// The words found, in Unicode scalar values of the post's text. Empty when it was found by what it stands under.
    pub spans: Vec<Span>,
}

impl Library {
    /// Finds posts that hold all the words of `query`, the last of them perhaps unfinished; `"quoted words"` must stand
    /// together. Upper case and accents make no difference. No query is an error; one without words finds nothing.
    pub fn search(&self, query: &str, offset: u64, limit: u64) -> Result<Hits> {
        todo!()
    }

    /// Where the words of `query` stand in this post.
    pub fn highlights(&self, query: &str, post: PostId) -> Result<Vec<Span>> {
        todo!()
    }
}
