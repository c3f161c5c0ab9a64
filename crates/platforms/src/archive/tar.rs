//! A plain tar: what is left of a tar.gz where a browser took the gzip off on its own, as Safari does.

use super::limited::{Budget, Limited};
use super::tgz::{Files, list};
use super::{Error, Limits, Packed, Store};
use std::io::Read;
use std::path::Path;

/// Place of the mark that tells a tar from other files.
const MARK: u64 = 257;

pub(super) struct Tar {
    store: Store,
    files: Files,
}

impl Tar {
    /// Whether the bytes are those of a tar.
    pub(super) fn is_one(store: &Store) -> bool {
        let mut mark = Vec::new();
        let read =
            store.stretch(store.path().to_owned(), MARK, 5).open().map(|bytes| bytes.take(5).read_to_end(&mut mark));
        matches!(read, Ok(Ok(_))) && mark == b"ustar"
    }

    pub(super) fn open(store: Store, limits: &Limits) -> Result<(Tar, Vec<Packed>), Error> {
        let (files, packed) = list(store.open()?, store.length()?, limits, store.path())?;
        Ok((Tar { store, files }, packed))
    }

    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    /// The bytes of a file, as a place of its own.
    pub(super) fn stretch(&self, index: usize, name: std::path::PathBuf) -> Store {
        let (start, size, _) = self.files[index];
        self.store.stretch(name, start, size)
    }

    pub(super) fn reader(
        &self,
        index: usize,
        limits: &Limits,
        budget: &Budget,
    ) -> Result<Box<dyn Read + Send + '_>, Error> {
        let (_, size, crc) = self.files[index];
        let bytes = self.stretch(index, self.path().to_owned()).open()?;
        Ok(Box::new(Limited::new(bytes, limits, None, budget).expecting(size, crc)))
    }
}
