//! Broadsheet.
fn main() {}
