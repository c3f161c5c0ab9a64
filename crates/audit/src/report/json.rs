//! The report for programs.

use super::{Error, Report};
use std::io::Write;

pub(super) fn write(report: &Report, mut out: impl Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut out, report)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
