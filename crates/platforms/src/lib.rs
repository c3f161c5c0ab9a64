//! Reads the archives people exported from social networks.
//!
//! A platform is one folder here and one line in [`IMPORTERS`]: an [`Importer`], its names and export steps
//! (`platform.toml`), its settings checklist (`checklist.toml`) and fixtures. Importers push what they read into a
//! [`Sink`]; they know neither the library nor each other.

pub mod archive;
pub mod json;
pub mod platform;
pub mod sink;
pub mod text;
pub mod topic;

mod calendar;
mod exif;
mod import;
mod markup;
mod meta_html;
mod page;
mod several;
mod table;
mod told;
mod tree;

pub use archive::{Archive, Entry, Error, Limits};
pub use platform::Platform;
pub use several::exports;
pub use sink::{Collected, Sink, Stopped};
pub use told::{Column, FIELDS, TableFound, Told};

use model::{Coverage, Exported};

/// Reads the archives of one platform.
pub trait Importer: Sync {
    /// The platform's id: the name of its folder here.
    fn id(&self) -> &'static str;

    /// Its `platform.toml`.
    fn platform_toml(&self) -> &'static str;

    /// Its `checklist.toml`.
    fn checklist_toml(&self) -> &'static str;

    /// Folders an export of this platform itself begins with: when everything lies in one of them, that folder is no
    /// wrapping to be taken off. A `*` at the end stands for any ending.
    fn own_folders(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it reads archives of no platform in particular and so is asked only when no other importer knows the archive.
    fn is_generic(&self) -> bool {
        false
    }

    /// Whether an archive that it recognised is surely an export by itself, whatever lies beside it.
    fn stands_alone(&self, archive: &Archive) -> bool {
        let _ = archive;
        !self.is_generic()
    }

    /// The tables of the archive with their columns, for an importer that can be told which column is what.
    fn look(&self, archive: &Archive) -> Vec<TableFound> {
        let _ = archive;
        Vec::new()
    }

    /// Whether this archive is one of the platform's, and whose. Looks at names and at a few small files only.
    fn recognise(&self, archive: &Archive) -> Option<Exported>;

    /// Pushes everything the archive holds into `sink` and returns what was read.
    ///
    /// A bad record is a warning in the sink, never an error. Errors are for an archive that cannot be read any further
    /// ([`Error::Stopped`] when the person cancelled).
    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error>;
}

/// Declares the module of each platform and the list of their importers.
macro_rules! importers {
    ($($platform:ident::$importer:ident),+ $(,)?) => {
        $(mod $platform;)+

        /// Every importer, sorted by id.
        pub static IMPORTERS: &[&dyn Importer] = &[$(&$platform::$importer),+];
    };
}

importers! {
    facebook::Facebook,
    forum::Forum,
    instagram::Instagram,
    linkedin::LinkedIn,
    mastodon::Mastodon,
    wordpress::WordPress,
    x::X,
    youtube::YouTube,
}

/// The checklist items that belong to no platform (`general/checklist.toml`).
pub const GENERAL_CHECKLIST: &str = include_str!("general/checklist.toml");

/// The importer with this id.
pub fn importer(id: &str) -> Option<&'static dyn Importer> {
    IMPORTERS.iter().copied().find(|importer| importer.id() == id)
}

/// The importer that recognises this archive, with what the archive says of itself. A platform the person named is the
/// only one asked, whatever others would say.
pub fn recognise(archive: &Archive) -> Option<(&'static dyn Importer, Exported)> {
    if let Some(id) = &archive.told().platform {
        let importer = importer(id)?;
        return importer.recognise(archive).map(|exported| (importer, exported));
    }
    let asked = |generic: bool| IMPORTERS.iter().filter(move |importer| importer.is_generic() == generic);
    asked(false)
        .chain(asked(true))
        .find_map(|importer| importer.recognise(archive).map(|exported| (*importer, exported)))
}

/// The tables found in an archive of no platform in particular, with a few values of each column and what the column is
/// taken for: what a person needs to see to say how it is to be read.
pub fn look(archive: &Archive) -> Vec<TableFound> {
    IMPORTERS.iter().flat_map(|importer| importer.look(archive)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn importers_are_sorted_and_their_platform_pages_parse() {
        assert!(IMPORTERS.is_sorted_by(|a, b| a.id() < b.id()));
        for importer in IMPORTERS {
            let platform = Platform::of(*importer);
            assert_eq!(platform.id, importer.id());
            assert!(!platform.export.steps.is_empty(), "{} has no export steps", platform.id);
            assert!(!platform.export.never.is_empty(), "{} does not say what its archives lack", platform.id);
        }
    }
}
