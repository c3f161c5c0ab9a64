//! One file that is no container: an export that is a single table, page, mailbox or JSON file, perhaps under gzip.

use super::gzip::Gunzip;
use super::limited::{Budget, Limited};
use super::{Bytes, Error, Limits, Packed, Store};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Endings of files that are an export by themselves.
const ENDINGS: &[&str] = &[
    "csv", "tsv", "tab", "json", "jsonl", "ndjson", "xml", "wxr", "mbox", "mbx", "eml", "html", "htm", "xhtml", "mht",
];

/// Bytes looked at to tell whether a text file is an export.
const HEAD: u64 = 2048;

pub(super) struct Bare {
    store: Store,
    gzip: bool,
}

impl Bare {
    /// The file as an archive of one, if it is of a kind that is exported by itself. `gzip` says whether it is packed.
    pub(super) fn open(store: Store, gzip: bool) -> Result<(Bare, Vec<Packed>), Error> {
        let path = store.path().to_owned();
        let not_one = || Error::NotAnArchive { path: path.clone() };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let inner = if gzip { name.strip_suffix(".gz").ok_or_else(not_one)?.to_owned() } else { name };
        let ending = inner.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        let size = store.open()?.seek(SeekFrom::End(0)).unwrap_or(0);
        let bare = Bare { store, gzip };
        let mut head = Vec::new();
        // A file that cannot be unpacked from its first byte on is none.
        bare.bytes()?.take(HEAD).read_to_end(&mut head).map_err(|_| not_one())?;
        let known = ENDINGS.contains(&ending.as_str()) || (matches!(&*ending, "txt" | "log" | "") && is_export(&head));
        if !known || head.is_empty() {
            return Err(not_one());
        }
        Ok((bare, vec![Packed { name: inner, size, crc: None, refusal: None, photo: None }]))
    }

    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    pub(super) fn reader(&self, limits: &Limits, budget: &Budget) -> Result<Box<dyn Read + Send + '_>, Error> {
        let packed = self.store.open()?.seek(SeekFrom::End(0)).ok().filter(|_| self.gzip);
        Ok(Box::new(Limited::new(self.bytes()?, limits, packed, budget)))
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Error> {
        let bytes: Box<dyn Bytes> = self.store.open()?;
        Ok(match self.gzip {
            true => Box::new(Gunzip::new(bytes)),
            false => Box::new(bytes),
        })
    }
}

/// Whether a text file begins as a mailbox, a table, JSON or a page does. A letter does not.
fn is_export(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let line = text.lines().next().unwrap_or_default();
    let header = line.split_once(": ").is_some_and(|(name, _)| {
        let next = text.lines().nth(1).unwrap_or_default();
        let is_name = |name: &str| {
            !name.is_empty() && name.len() < 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        is_name(name) && next.split_once(':').is_some_and(|(name, _)| is_name(name))
    });
    let table = line.contains(['\t', ';', '|']) || line.matches(',').count() > 1;
    header || table || line.starts_with("From ") || line.starts_with("#! rnews") || line.starts_with(['{', '[', '<'])
}
