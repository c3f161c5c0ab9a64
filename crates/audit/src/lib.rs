//! What findings and facts add up to: the front page's words, proof, checklists, exposure, the report.
//!
//! Pure functions on `model`: values in, values out. Deliberately absent: any platform's name, the library, files and the
//! clock; the time comes in as a value.

pub mod checklist;
pub mod exposure;
pub mod reconcile;
pub mod report;
pub mod triage;
mod words;
