//! Readers that hold the limits and check what they read.

use super::Limits;
use std::cell::Cell;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where the ratio begins to count: small files of one letter pack astonishingly well.
const RATIO_FROM: u64 = 16 << 20;

/// What a reader of a file inside an archive may run into besides the system's errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Trouble {
    #[error("The file is damaged: its checksum is wrong")]
    Checksum,
    #[error("The file is larger than the limit for one file")]
    TooLarge,
    #[error("The file unpacks to far more than it holds, as hostile archives do")]
    Ratio,
    #[error("The archive unpacks to far more than it holds, as hostile archives do")]
    Total,
    #[error("The file ends too early")]
    Short,
}

/// Bytes that all files of an archive together may still be unpacked to. Reading a file twice counts twice.
#[derive(Debug, Clone)]
pub(super) struct Budget(Arc<AtomicU64>);

impl Budget {
    /// For an archive of this many packed bytes. Words seldom pack below a twentieth.
    pub(super) fn of(packed: u64) -> Self {
        Budget(Arc::new(AtomicU64::new(packed.saturating_mul(400).saturating_add(256 << 20))))
    }

    /// For files that are not packed.
    pub(super) fn unlimited() -> Self {
        Budget(Arc::new(AtomicU64::new(u64::MAX)))
    }

    fn spend(&self, bytes: u64) -> Result<(), Trouble> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| match left {
            u64::MAX => Some(left),
            _ => left.checked_sub(bytes),
        });
        left.map(drop).map_err(|_| Trouble::Total)
    }
}

impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        io::Error::other(trouble)
    }
}

/// A reading error in plain words, capitalised, without a full stop.
pub fn reason(error: &io::Error) -> String {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Trouble>()) {
        Some(trouble) => trouble.to_string(),
        None => match error.kind() {
            io::ErrorKind::UnexpectedEof => Trouble::Short.to_string(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => "The file is damaged".to_owned(),
            kind => format!("The file could not be read: {kind}"),
        },
    }
}

/// Holds the limits over an unpacking reader, and at its end compares length and checksum with what was announced.
pub(super) struct Limited<R> {
    inner: R,
    crc: flate2::Crc,
    announced: Option<u32>,
    size: Option<u64>,
    most: u64,
    ratio: Option<(u64, u64)>,
    budget: Budget,
    done: u64,
}

impl<R: Read> Limited<R> {
    /// `packed` is the file's length in the container; with it the ratio is watched.
    pub(super) fn new(inner: R, limits: &Limits, packed: Option<u64>, budget: &Budget) -> Self {
        Limited {
            inner,
            crc: flate2::Crc::new(),
            announced: None,
            size: None,
            most: limits.file_bytes,
            ratio: packed.map(|packed| (packed.max(1), limits.ratio)),
            budget: budget.clone(),
            done: 0,
        }
    }

    /// Also expects this many bytes with this checksum.
    pub(super) fn expecting(mut self, size: u64, crc: u32) -> Self {
        self.size = Some(size);
        self.announced = Some(crc);
        self
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        let n = self.inner.read(buf)?;
        if n == 0 {
            if self.size.is_some_and(|size| self.done < size) {
                return Err(Trouble::Short.into());
            }
            if self.announced.is_some_and(|crc| crc != self.crc.sum()) {
                return Err(Trouble::Checksum.into());
            }
            return Ok(0);
        }
        self.done += n as u64;
        self.budget.spend(n as u64)?;
        if self.done > self.most {
            return Err(Trouble::TooLarge.into());
        }
        if let Some((packed, ratio)) = self.ratio
            && self.done > RATIO_FROM
            && self.done / packed > ratio
        {
            return Err(Trouble::Ratio.into());
        }
        if self.announced.is_some() {
            self.crc.update(&buf[..n]);
        }
        Ok(n)
    }
}

/// Counts the bytes that pass, for progress.
pub struct Counted<'a, R> {
    inner: R,
    done: &'a Cell<u64>,
}

impl<'a, R: Read> Counted<'a, R> {
    /// Adds to `done` whatever is read from `inner`.
    pub fn new(inner: R, done: &'a Cell<u64>) -> Self {
        Counted { inner, done }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.done.set(self.done.get() + n as u64);
        Ok(n)
    }
}
