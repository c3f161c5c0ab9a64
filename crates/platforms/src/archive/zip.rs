//! A ZIP. The crate `zip` reads the directory; the files are streamed here, since its readers borrow the archive
//! mutably and so could neither be handed out nor read side by side.

use super::limited::{Budget, Limited};
use super::{Bytes, Error, Limits, Packed, Store};
use ::zip::CompressionMethod;
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
    method: CompressionMethod,
}

impl Zip {
    pub(super) fn open(store: Store, limits: &Limits) -> Result<(Zip, Vec<Packed>), Error> {
        let damaged = || Error::Damaged { path: store.path().to_owned() };
        let archive = ::zip::ZipArchive::new(BufReader::new(store.open()?)).map_err(|_| damaged())?;
        if archive.len() > limits.files {
            let why = format!("it holds more than {} files", limits.files);
            return Err(Error::Refused { path: store.path().to_owned(), why });
        }
        let mut packed = Vec::with_capacity(archive.len());
        let mut files = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let Ok(file) = archive.by_index_data(index) else {
                // One odd entry is no reason to leave all others unread.
                let name = archive.name_for_index(index).and_then(Result::ok);
                let name = name.map_or_else(|| format!("entry {index}"), |name| name.into_owned());
                packed.push(Packed { name, size: 0, crc: None, refusal: Some(ODD), photo: None });
                files.push(Location { header: 0, packed: 0, size: 0, crc: 0, method: CompressionMethod::Stored });
                continue;
            };
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_or_else(|_| String::from_utf8_lossy(file.name_raw()).into_owned(), |n| n.into());
            let refusal = if file.encrypted() {
                Some("it is protected by a password")
            } else if file.is_symlink() {
                Some("it is a link; links are not followed")
            } else if !matches!(
                file.compression(),
                CompressionMethod::Stored | CompressionMethod::Deflated | CompressionMethod::Deflate64
            ) {
                Some("it is packed in a way Broadsheet cannot read")
            } else {
                None
            };
            packed.push(Packed { name, size: file.size(), crc: Some(file.crc32()), refusal, photo: None });
            files.push(Location {
                header: file.header_start(),
                packed: file.compressed_size(),
                size: file.size(),
                crc: file.crc32(),
                method: file.compression(),
            });
        }
        refuse_overlaps(&files, &mut packed);
        Ok((Zip { store, files }, packed))
    }

    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    /// A file that is not compressed, as a store of its own.
    pub(super) fn stored(&self, index: usize, name: PathBuf) -> Option<Store> {
        let file = self.files.get(index).filter(|file| file.method == CompressionMethod::Stored)?;
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
            CompressionMethod::Deflated => Box::new(flate2::bufread::DeflateDecoder::new(packed)),
            CompressionMethod::Deflate64 => Box::new(deflate64::Deflate64Decoder::with_buffer(packed)),
            _ => Box::new(packed),
        };
        Ok(Box::new(Limited::new(unpacked, limits, Some(file.packed), budget).expecting(file.size, file.crc)))
    }
}

const ODD: &str = "its entry in the archive's directory is damaged";

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
