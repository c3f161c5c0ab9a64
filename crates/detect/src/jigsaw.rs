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
