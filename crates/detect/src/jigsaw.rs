//! Pieces together what several posts tell of one person.

use crate::engine::{Engine, PostView};
use crate::library::Library;
use crate::matcher::Ground;

/// What a post tells of somebody.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cues {}

#[derive(Default)]
pub(crate) struct CueWords {}

impl CueWords {
    pub(crate) fn of(_: &Library) -> Self {
        CueWords {}
    }
    pub(crate) fn read(&self, _: &Engine, _: &Ground, _: &PostView) -> Option<Cues> {
        None
    }
}

/// Posts that together tell of one person.
#[derive(Debug, Clone)]
pub struct Pieced<K> {
    /// The posts that add something, in the order of time, each with its finding.
    pub members: Vec<(K, model::Finding)>,
    /// Kinds of things they tell, together.
    pub kinds: Vec<std::sync::Arc<str>>,
}

pub(crate) fn piece_together<K: Clone>(_: &mut Vec<(K, chrono::DateTime<chrono::Utc>, Cues)>) -> Vec<Pieced<K>> {
    Vec::new()
}
