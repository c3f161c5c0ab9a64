//! A ZIP. Its files are streamed here: readers of the crate `zip` borrow the archive mutably and so could neither be handed
//! out nor read side by side.

use super::directory::{self, Fault};
use super::limited::{Budget, Limited};
use super::{Bytes, Error, Limits, Packed, Store};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

pub(super) struct Zip {
    store: Store,
    files: Vec<Location>,
}

/// Where a file's bytes lie in the ZIP.
struct Location {
    header: u64,
    packed: u64,
    size: u64,
    crc: u32,
    method: u16,
}

/// Ways of packing (APPNOTE.TXT, 4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const DEFLATED_64: u16 = 9;

impl Zip {
    pub(super) fn open(store: Store, limits: &Limits) -> Result<(Zip, Vec<Packed>), Error> {
        let path = || store.path().to_owned();
        let refused = |why: String| Error::Refused { path: path(), why };
        let listed = directory::read(&mut store.open()?, limits.files).map_err(|fault| match fault {
            Fault::Damaged => Error::Damaged { path: path() },
            Fault::TooMany => refused(format!("it holds more than {} files", limits.files)),
            Fault::TooLong => refused("its list of files is longer than that of any honest archive".to_owned()),
        })?;
        let mut packed = Vec::with_capacity(listed.len());
        let mut files = Vec::with_capacity(listed.len());
        for file in listed.into_iter().filter(|file| !file.is_folder()) {
            let refusal = if file.is_encrypted {
                Some("it is protected by a password")
            } else if file.is_link {
                Some("it is a link; links are not followed")
            } else if !matches!(file.method, STORED | DEFLATED | DEFLATED_64) {
                Some("it is packed in a way Broadsheet cannot read")
            } else {
                None
            };
            let (crc, size) = (file.crc, file.size);
            packed.push(Packed { name: file.name, size, crc: Some(crc), refusal, photo: None });
            files.push(Location { header: file.header, packed: file.packed, size, crc, method: file.method });
        }
        refuse_overlaps(&files, &mut packed);
        Ok((Zip { store, files }, packed))
    }

    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    /// A file that is not compressed, as a store of its own.
    pub(super) fn stored(&self, index: usize, name: PathBuf) -> Option<Store> {
        let file = self.files.get(index).filter(|file| file.method == STORED)?;
        let mut bytes = self.store.open().ok()?;
        skip_header(&mut bytes, file.header)?;
        Some(self.store.stretch(name, bytes.stream_position().ok()?, file.packed))
    }

    pub(super) fn reader(
        &self,
        index: usize,
        limits: &Limits,
        budget: &Budget,
    ) -> Result<Box<dyn Read + Send + '_>, Error> {
        let file = &self.files[index];
        let mut bytes = self.store.open()?;
        skip_header(&mut bytes, file.header).ok_or_else(|| Error::Damaged { path: self.path().to_owned() })?;
        let packed = BufReader::with_capacity(128 << 10, bytes.take(file.packed));
        let unpacked: Box<dyn Read + Send> = match file.method {
            DEFLATED => Box::new(flate2::bufread::DeflateDecoder::new(packed)),
            DEFLATED_64 => Box::new(deflate64::Deflate64Decoder::with_buffer(packed)),
            _ => Box::new(packed),
        };
        Ok(Box::new(Limited::new(unpacked, limits, Some(file.packed), budget).expecting(file.size, file.crc)))
    }
}

/// Two files that share bytes are no mistake of a packer: so a small ZIP is made to unpack to terabytes.
fn refuse_overlaps(files: &[Location], packed: &mut [Packed]) {
    /// Bytes of a local header at least.
    const HEADER: u64 = 30;
    let mut order: Vec<usize> = (0..files.len()).filter(|&at| packed[at].refusal.is_none()).collect();
    order.sort_by_key(|&at| files[at].header);
    let mut end = 0;
    for at in order {
        let file = &files[at];
        if file.header < end {
            packed[at].refusal = Some("it shares its bytes with another file, as in hostile archives");
        } else {
            end = file.header.saturating_add(HEADER).saturating_add(file.packed);
        }
    }
}

/// Moves past a local header, whose name and extra field may be longer than those in the directory.
fn skip_header(bytes: &mut Box<dyn Bytes>, start: u64) -> Option<()> {
    let mut header = [0u8; 30];
    bytes.seek(SeekFrom::Start(start)).ok()?;
    bytes.read_exact(&mut header).ok()?;
    if !header.starts_with(b"PK\x03\x04") {
        return None;
    }
    let length = |at: usize| i64::from(u16::from_le_bytes([header[at], header[at + 1]]));
    bytes.seek(SeekFrom::Current(length(26) + length(28))).ok()?;
    Some(())
}
