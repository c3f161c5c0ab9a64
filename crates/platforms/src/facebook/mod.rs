//! Facebook.

use crate::{Archive, Error, Importer, Sink};
use model::{Coverage, Exported};

/// The importer of Facebook.
pub struct Facebook;

impl Importer for Facebook {
    fn id(&self) -> &'static str {
        "facebook"
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
