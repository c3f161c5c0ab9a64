//! Findings.

use crate::{Library, PostId, Result};
use model::Finding;

/// A finding of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFinding {
    /// The finding.
    pub finding: Finding,
    /// The other posts of a pieced-together finding; empty for others.
    pub with: Vec<PostId>,
}

impl Library {
    /// The findings of a post, worst first.
    pub fn findings(&self, post: PostId) -> Result<Vec<StoredFinding>> {
        todo!()
    }
}
