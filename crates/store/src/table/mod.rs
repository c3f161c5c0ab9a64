//! One file for each noun.

pub mod account;
pub mod archive;
pub mod checklist;
pub mod decision;
pub mod fact;
pub mod finding;
pub mod post;
pub mod setting;
