//! X.

use crate::{Archive, Error, Importer, Sink};
use model::{Coverage, Exported};

/// The importer of X.
pub struct X;

impl Importer for X {
    fn id(&self) -> &'static str {
        "x"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn recognise(&self, _archive: &Archive) -> Option<Exported> {
        None
    }

    fn read(&self, _archive: &Archive, _sink: &mut dyn Sink) -> Result<Coverage, Error> {
        Ok(Coverage::default())
    }
}
