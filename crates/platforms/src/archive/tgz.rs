//! A tar.gz, as Takeout makes it. It is read through once to list it, and again up to a file to read that file.

use super::limited::Limited;
use super::{Error, Limits, Packed, Store};
use flate2::read::MultiGzDecoder;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

pub(super) struct Tgz {
    store: Store,
    /// Each file's first byte in the unpacked stream, its length and its checksum.
    files: Vec<(u64, u64, u32)>,
}

impl Tgz {
    pub(super) fn open(store: Store, limits: &Limits) -> Result<(Tgz, Vec<Packed>), Error> {
        let path = || store.path().to_owned();
        let refused = |why: String| Error::Refused { path: path(), why };
        let mut bytes = store.open()?;
        let packed_length = bytes.seek(SeekFrom::End(0)).unwrap_or(0);
        let (mut packed, mut files) = (Vec::new(), Vec::new());
        // Headers of links and folders count as well: a tar of nothing but headers is a bomb too.
        let whole = Limits { file_bytes: u64::MAX, ..limits.clone() };
        let mut tar = tar::Archive::new(Limited::new(unpack(&store)?, &whole, Some(packed_length)));
        let failed =
            |error: &io::Error, any: bool| match error.get_ref().is_some_and(|e| e.is::<super::limited::Trouble>()) {
                true => refused("it unpacks to far more than it holds, as hostile archives do".to_owned()),
                false if any => Error::Damaged { path: path() },
                false => Error::NotAnArchive { path: path() },
            };
        for entry in tar.entries().map_err(|e| failed(&e, false))? {
            let mut entry = entry.map_err(|e| failed(&e, !files.is_empty()))?;
            let kind = entry.header().entry_type();
            if kind.is_dir() {
                continue;
            }
            if files.len() >= limits.files {
                return Err(refused(format!("it holds more than {} files", limits.files)));
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let (start, size) = (entry.raw_file_position(), entry.size());
            let refusal = if kind.is_symlink() || kind.is_hard_link() {
                Some("it is a link; links are not followed")
            } else if kind.is_file() {
                None
            } else {
                Some("it is no ordinary file")
            };
            let mut crc = flate2::CrcReader::new(&mut entry);
            io::copy(&mut crc, &mut io::sink()).map_err(|e| failed(&e, true))?;
            let crc = crc.crc().sum();
            packed.push(Packed { name, size, crc: Some(crc), refusal });
            files.push((start, size, crc));
        }
        drop(tar);
        Ok((Tgz { store, files }, packed))
    }

    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    pub(super) fn reader(&self, index: usize, limits: &Limits) -> Result<Box<dyn Read + Send + '_>, Error> {
        let (start, size, crc) = self.files[index];
        let mut unpacked = unpack(&self.store)?;
        let skipped = io::copy(&mut unpacked.by_ref().take(start), &mut io::sink());
        if skipped.ok() != Some(start) {
            return Err(Error::Damaged { path: self.path().to_owned() });
        }
        Ok(Box::new(Limited::new(unpacked.take(size), limits, None).expecting(size, crc)))
    }
}

fn unpack(store: &Store) -> Result<impl Read + Send + use<>, Error> {
    Ok(MultiGzDecoder::new(BufReader::with_capacity(128 << 10, store.open()?)))
}
