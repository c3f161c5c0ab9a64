//! A tar.gz, as Takeout and Mastodon make it. It is read through once to list it; on the way places are noted from which
//! its files can then be read.

use super::gzip::{Gunzip, Place};
use super::limited::{Budget, Limited, Trouble};
use super::{Bytes, Error, Limits, Packed, Store};
use crate::exif;
use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

/// Unpacked bytes between two places, at first.
const BETWEEN: u64 = 8 << 20;
/// When there are more places than this, every second one is dropped: some 20 MB.
const MOST_PLACES: usize = 480;

/// Bytes of what stands before one file: its header, and records with a long name or a time to the nanosecond. They are
/// read into memory.
const HEADERS: u64 = 1 << 20;

/// Bytes of the names of all files together.
const NAMES: usize = 256 << 20;

type Unpacking = Gunzip<Box<dyn Bytes>>;

pub(super) struct Tgz {
    store: Store,
    /// Each file's first byte in the unpacked stream, its length and its checksum.
    files: Files,
    /// In ascending order.
    places: Vec<Place>,
    /// Where the last reader stopped: files are often read in the order in which they stand.
    last: Mutex<Option<Unpacking>>,
}

impl Tgz {
    pub(super) fn open(store: Store, limits: &Limits) -> Result<(Tgz, Vec<Packed>), Error> {
        let mut bytes = store.open()?;
        let packed_length = bytes.seek(SeekFrom::End(0)).unwrap_or(0);
        let mut places = Places::default();
        let noting = Noting { inner: Gunzip::new(store.open()?), places: &mut places };
        let (files, packed) = list(noting, packed_length, limits, store.path())?;
        Ok((Tgz { store, files, places: places.noted, last: Mutex::new(None) }, packed))
    }

    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    pub(super) fn reader(
        &self,
        index: usize,
        limits: &Limits,
        budget: &Budget,
    ) -> Result<Box<dyn Read + Send + '_>, Error> {
        let (start, size, crc) = self.files[index];
        let unpacking = self.unpack_from(start).map_err(|_| Error::Damaged { path: self.path().to_owned() })?;
        let lent = Lent { unpacking: Some(unpacking), home: &self.last };
        Ok(Box::new(Limited::new(lent.take(size), limits, None, budget).expecting(size, crc)))
    }

    /// An unpacking reader that stands at `start`, with as little unpacked for nothing as can be.
    fn unpack_from(&self, start: u64) -> io::Result<Unpacking> {
        let open = || self.store.open().map_err(io::Error::other);
        let place = self.places.partition_point(|place| place.out <= start).checked_sub(1).map(|at| &self.places[at]);
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        let near =
            last.filter(|last| last.position() <= start && place.is_none_or(|place| place.out <= last.position()));
        let mut unpacking = match (near, place) {
            (Some(last), _) => last,
            (None, Some(place)) => Gunzip::at(open()?, place)?,
            (None, None) => Gunzip::new(open()?),
        };
        unpacking.skip_to(start)?;
        Ok(unpacking)
    }
}

/// First byte in the unpacked stream, length and checksum of each file.
pub(super) type Files = Vec<(u64, u64, u32)>;

/// Goes through a tar from its beginning and lists what it holds.
pub(super) fn list(
    tar: impl Read,
    packed_length: u64,
    limits: &Limits,
    path: &Path,
) -> Result<(Files, Vec<Packed>), Error> {
    let refused = |why: String| Error::Refused { path: path.to_owned(), why };
    let (mut packed, mut files) = (Vec::new(), Vec::new());
    // Headers of links and folders count as well: a tar of nothing but headers is a bomb too.
    let whole = Limits { file_bytes: u64::MAX, ..limits.clone() };
    let budget = Budget::of(packed_length);
    let left = Rc::new(Cell::new(HEADERS));
    let limited = Limited::new(tar, &whole, Some(packed_length), &budget);
    let mut tar = tar::Archive::new(Headers { inner: limited, left: Rc::clone(&left) });
    let mut names = 0;
    let failed = |error: &io::Error, any: bool| match error.get_ref().is_some_and(|e| e.is::<Trouble>()) {
        true => refused("it unpacks to far more than it holds, as hostile archives do".to_owned()),
        false if any => Error::Damaged { path: path.to_owned() },
        false => Error::NotAnArchive { path: path.to_owned() },
    };
    for entry in tar.entries().map_err(|e| failed(&e, false))? {
        let mut entry = entry.map_err(|e| match left.get() {
            0 => refused(
                "what stands before one of its files is longer than any header, as in hostile archives".to_owned(),
            ),
            _ => failed(&e, !files.is_empty()),
        })?;
        left.set(u64::MAX);
        let kind = entry.header().entry_type();
        if kind.is_dir() {
            io::copy(&mut entry, &mut io::sink()).map_err(|e| failed(&e, true))?;
            left.set(HEADERS);
            continue;
        }
        if files.len() >= limits.files {
            return Err(refused(format!("it holds more than {} files", limits.files)));
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        names += name.len();
        if names > NAMES {
            return Err(refused("the names of its files are longer than any honest ones".to_owned()));
        }
        let (start, size) = (entry.raw_file_position(), entry.size());
        let refusal = if kind.is_symlink() || kind.is_hard_link() {
            Some("it is a link; links are not followed")
        } else if kind.is_file() {
            None
        } else {
            Some("it is no ordinary file")
        };
        let mut crc = flate2::CrcReader::new(&mut entry);
        let mut head = Vec::new();
        if refusal.is_none() && exif::is_photo(&name) {
            crc.by_ref().take(exif::HEAD).read_to_end(&mut head).map_err(|e| failed(&e, true))?;
        }
        io::copy(&mut crc, &mut io::sink()).map_err(|e| failed(&e, true))?;
        let crc = crc.crc().sum();
        packed.push(Packed { name, size, crc: Some(crc), refusal, photo: exif::read(head).map(Box::new) });
        files.push((start, size, crc));
        left.set(HEADERS);
    }
    Ok((files, packed))
}

/// Fails once more was read than is left, which is set anew for each file.
struct Headers<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Headers<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buf)?;
        self.left.set(self.left.get().saturating_sub(count as u64));
        if self.left.get() == 0 { Err(io::ErrorKind::InvalidData.into()) } else { Ok(count) }
    }
}

/// A reader that goes back where it came from when it is no longer needed.
struct Lent<'a> {
    unpacking: Option<Unpacking>,
    home: &'a Mutex<Option<Unpacking>>,
}

impl Read for Lent<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.unpacking.as_mut().map_or(Ok(0), |unpacking| unpacking.read(buf))
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = self.unpacking.take();
    }
}

/// The places noted so far.
struct Places {
    noted: Vec<Place>,
    between: u64,
}

impl Default for Places {
    fn default() -> Self {
        Places { noted: Vec::new(), between: BETWEEN }
    }
}

/// Unpacks, and notes a place now and then.
struct Noting<'a> {
    inner: Unpacking,
    places: &'a mut Places,
}

impl Read for Noting<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        let Places { noted, between } = &mut *self.places;
        if self.inner.position() >= noted.last().map_or(0, |last| last.out) + *between {
            noted.extend(self.inner.place());
            if noted.len() > MOST_PLACES {
                *between *= 2;
                let mut keep = false;
                noted.retain(|_| {
                    keep = !keep;
                    !keep
                });
            }
        }
        Ok(read)
    }
}
