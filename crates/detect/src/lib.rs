//! Judges posts: what would a person not want on a front page, and why?
//!
//! Rules are pages under `rules/` ([`Page`]), embedded at build; [`Engine`] runs them. Functions on [`model`] only: no file, no
//! network, no clock, and no platform's name.

mod engine;
mod fold;
mod jigsaw;
mod learned;
mod lexicon;
mod library;
mod matcher;
mod normalise;
#[cfg(test)]
mod pages_test;
mod pattern;
mod recognisers;
mod rule_page;
mod spelling;
pub mod statistical;

/// The pages, word classes and contexts as the build found them.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

    pub(crate) static WEIGHTS: &[u8] = include_bytes!("../weights/weights.bin");
    pub(crate) static COMBINATION: &str = include_str!("../weights/combination.toml");
}

pub use engine::{Engine, Judgement, PostView};
pub use jigsaw::{Cues, Pieced};
pub use learned::Evidence;
pub use rule_page::{Page, PageError};
