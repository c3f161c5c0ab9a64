//! Whole journeys of one person through the program, from the archive to the proof, by the command line alone.

mod support;

#[path = "journey/archives.rs"]
mod archives;
#[path = "journey/deciding.rs"]
mod deciding;
#[path = "journey/end.rs"]
mod end;
#[path = "journey/proof.rs"]
mod proof;
#[path = "journey/report.rs"]
mod report;
