//! One function for each thing a person does: the window and the command line call these and nothing below them.
//!
//! Every function takes the [`Desk`]: one library, open or not, and at most one long job. Failures are [`Problem`]s with
//! a code, a sentence and a way on. This is the only crate that reads the clock, and `dto` the only place where private
//! words are revealed. Deliberately absent: Tauri, the command line, printing.

pub mod accounts;
pub mod audit;
pub mod checklist;
pub mod clean_up;
pub mod coverage;
pub mod decide;
mod desk;
pub mod dto;
pub mod exposure;
pub mod import;
mod job;
pub mod library;
pub mod links;
pub mod overview;
mod preview;
mod problem;
pub mod report;
pub mod review;
pub mod rules;
mod sample;
pub mod scan;
pub mod settings;

pub use desk::Desk;
pub use problem::{Problem, open_failed};
