//! One import under way, for importers of tables: what is read goes on to the sink and is counted file by file.

use crate::exif;
use crate::table::{Form, Row, Table};
use crate::text::beginning;
use crate::{Archive, Entry, Error, Sink};
use chrono::{DateTime, Utc};
use model::{Coverage, Fact, FileCoverage, FileOutcome, Kind, Post, Private, Source, Warning};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use std::sync::Arc;

/// Records between two looks at whether the person cancelled.
const BETWEEN_CHECKS: u64 = 256;

/// Warnings of one file that are listed one by one; of the others their number is said.
const LISTED: u64 = 1_000;

/// Bytes of what a post stands under, of an address or id, and photos of one post. Hostile records name one long thing in
/// many posts, to fill the library.
const ABOUT: usize = 2_000;
const ADDRESS: usize = 8 << 10;
const MEDIA: usize = 2_000;

/// Photos of which is remembered what they say, as posts may show one again and again.
const PHOTOS: usize = 50_000;

/// Posts whose keys are remembered while files may hold the same records. What comes later is taken again: the library
/// knows it by its key.
const REMEMBERED: usize = 4_000_000;

/// One archive being read.
pub struct Import<'a> {
    archive: &'a Archive,
    sink: &'a mut dyn Sink,
    coverage: Coverage,
    outcomes: BTreeMap<Arc<str>, FileOutcome>,
    /// Kinds of which a file was damaged or a record lost: nothing can be said to be gone.
    torn: BTreeSet<Kind>,
    /// Hashes of the keys of the posts seen, while files that may hold the same records are read.
    seen: Option<HashSet<u64>>,
    photos: exif::Known,
}

impl<'a> Import<'a> {
    /// Nothing read yet.
    pub fn new(archive: &'a Archive, sink: &'a mut dyn Sink) -> Self {
        Import {
            archive,
            sink,
            coverage: Coverage::default(),
            outcomes: BTreeMap::new(),
            torn: BTreeSet::new(),
            seen: None,
            photos: exif::Known::default(),
        }
    }

    /// Says whether the files read from here on may hold the same records, which are then taken once.
    pub fn once_each(&mut self, once: bool) {
        self.seen = once.then(HashSet::new);
    }

    /// Reads one file with `read`, which pushes into the [`File`] it is given. `kinds` are those the file may hold: they
    /// cannot be complete when something in it was lost. A file that cannot be read on is a warning, as in [`Importer`].
    ///
    /// [`Importer`]: crate::Importer
    pub fn file(
        &mut self,
        entry: &Entry,
        kinds: &[Kind],
        read: impl FnOnce(Box<dyn Read + Send + '_>, &mut File<'_>) -> Result<(), Halt>,
    ) -> Result<(), Error> {
        self.sink.check()?;
        self.sink.progress(&entry.path, 0, entry.size);
        let mut file = File {
            archive: self.archive,
            sink: &mut *self.sink,
            coverage: &mut self.coverage,
            seen: &mut self.seen,
            photos: &mut self.photos,
            entry,
            index: 0,
            records: 0,
            since_check: 0,
            warnings: 0,
            whole: true,
            inexact: false,
        };
        let halted = match self.archive.reader(entry) {
            Ok(reader) => read(reader, &mut file).err(),
            Err(Error::Stopped) => return Err(Error::Stopped),
            Err(_) => Some(Halt::Unreadable),
        };
        let (records, whole) = (file.records, file.whole && halted.is_none());
        let unlisted = file.warnings.saturating_sub(LISTED);
        if unlisted > 0 {
            let message = format!("{unlisted} more records of this file have something wrong with them");
            self.sink.warning(Warning { file: entry.path.to_string(), index: None, message });
        }
        let outcome = match halted {
            Some(Halt::Stopped) => return Err(Error::Stopped),
            Some(Halt::Unreadable) => {
                let message = "The file is damaged or was cut short; what stands before that place was read".to_owned();
                self.sink.warning(Warning { file: entry.path.to_string(), index: None, message });
                match records {
                    0 => FileOutcome::Skipped("Damaged or cut short".to_owned()),
                    _ => FileOutcome::Read { records, stated: None },
                }
            }
            None => FileOutcome::Read { records, stated: None },
        };
        if !whole {
            self.torn.extend(kinds);
        }
        self.sink.progress(&entry.path, entry.size, entry.size);
        self.outcomes.insert(entry.path.clone(), outcome);
        Ok(())
    }

    /// Reads a table record by record. A table without the wanted header is left as [`FileOutcome::Unknown`].
    pub fn table(
        &mut self,
        entry: &Entry,
        form: &Form,
        kinds: &[Kind],
        mut each: impl FnMut(&Row, &mut File<'_>),
    ) -> Result<(), Error> {
        let mut known = true;
        self.file(entry, kinds, |reader, file| {
            let mut table = Table::open(reader, form)?;
            known = !table.header().is_empty();
            file.rows(&mut table, &mut each)
        })?;
        if !known && entry.size > 0 {
            self.torn.extend(kinds);
            self.outcomes.insert(entry.path.clone(), FileOutcome::Unknown);
        }
        Ok(())
    }

    /// Whether to go on: for a look through a file before it is read.
    pub fn check(&mut self) -> Result<(), Error> {
        Ok(self.sink.check()?)
    }

    /// Takes note of something wrong with a file as a whole.
    pub fn warn(&mut self, entry: &Entry, message: &str) {
        self.sink.warning(Warning { file: entry.path.to_string(), index: None, message: message.to_owned() });
    }

    /// Notes what was made of a file that is not read.
    pub fn leave(&mut self, entry: &Entry, outcome: FileOutcome) {
        self.outcomes.insert(entry.path.clone(), outcome);
    }

    /// The statement of coverage. `present` are the kinds whose files the archive has and which it holds in full.
    pub fn finish(mut self, present: impl IntoIterator<Item = Kind>) -> Coverage {
        self.coverage.complete = present.into_iter().filter(|kind| !self.torn.contains(kind)).collect();
        let entries = self.archive.entries().iter();
        self.coverage.files = entries
            .map(|entry| FileCoverage {
                path: entry.path.to_string(),
                outcome: self.outcomes.remove(&entry.path).unwrap_or(FileOutcome::Unknown),
            })
            .collect();
        let refused = self.archive.refused().iter();
        self.coverage.files.extend(refused.map(|(path, why)| FileCoverage {
            path: path.clone(),
            outcome: FileOutcome::Skipped(format!("It was left out: {why}")),
        }));
        self.coverage
    }
}

/// Why reading a file ended before its end.
#[derive(Debug)]
pub enum Halt {
    /// The person cancelled.
    Stopped,
    /// It is damaged, cut short or beyond the limits.
    Unreadable,
}

impl From<io::Error> for Halt {
    fn from(_: io::Error) -> Self {
        Halt::Unreadable
    }
}

/// One file being read: where its reader puts posts, facts and warnings.
pub struct File<'a> {
    archive: &'a Archive,
    sink: &'a mut dyn Sink,
    coverage: &'a mut Coverage,
    seen: &'a mut Option<HashSet<u64>>,
    photos: &'a mut exif::Known,
    entry: &'a Entry,
    /// Place of the record being read, counted from 0.
    pub index: u64,
    records: u64,
    since_check: u64,
    warnings: u64,
    whole: bool,
    inexact: bool,
}

impl File<'_> {
    /// To be called for each record: looks now and then whether to go on, and reports progress.
    pub fn step(&mut self, bytes_read: u64) -> Result<(), Halt> {
        self.since_check += 1;
        if self.since_check.is_multiple_of(BETWEEN_CHECKS) {
            self.sink.progress(&self.entry.path, bytes_read, self.entry.size);
            self.sink.check().map_err(|_| Halt::Stopped)?;
        }
        Ok(())
    }

    /// Hands over every record of a table; one that cannot be read is a warning.
    pub fn rows(&mut self, table: &mut Table<'_>, mut each: impl FnMut(&Row, &mut File<'_>)) -> Result<(), Halt> {
        while let Some(next) = table.next()? {
            self.step(table.bytes_read())?;
            match next {
                Ok(row) => {
                    self.index = row.index;
                    if row.ragged {
                        self.lost("The record has more or fewer cells than the table has columns");
                    }
                    each(&row, self);
                }
                Err((index, why)) => {
                    self.index = index;
                    self.lost(why);
                }
            }
        }
        Ok(())
    }

    /// Says of the whole file that its times are local or cut to the minute, so that another archive has others.
    pub fn inexact(&mut self) {
        self.inexact = true;
    }

    /// The place of the record being read.
    pub fn source(&self) -> Source {
        Source { file: self.entry.path.clone(), index: self.index }
    }

    /// A post with these words at the present place, to be filled in and given to [`File::post`].
    pub fn draft(&self, kind: Kind, text: impl Into<String>) -> Post {
        let mut text: String = text.into();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        Post::new(kind, text, self.source())
    }

    /// Takes a post.
    /// What its photos say of time, place and camera is read from the photos where the export itself is silent.
    pub fn post(&mut self, mut post: Post) {
        self.records += 1;
        if let Some(seen) = self.seen.as_mut() {
            let mut key = DefaultHasher::new();
            post.key().hash(&mut key);
            let key = key.finish();
            if seen.contains(&key) {
                return;
            }
            if seen.len() < REMEMBERED {
                seen.insert(key);
            }
        }
        if let Some(about) = &mut post.about
            && about.reveal().len() > ABOUT
        {
            *about = Private::from(beginning(about.reveal(), ABOUT));
        }
        for address in [&mut post.native_id, &mut post.url, &mut post.reply_to] {
            address.take_if(|address| address.len() > ADDRESS);
        }
        post.media.truncate(MEDIA);
        if self.photos.len() > PHOTOS {
            self.photos.clear();
        }
        post.media.iter_mut().for_each(|media| exif::fill(self.archive, media, self.photos));
        self.coverage.count(post.kind, post.at);
        if self.inexact && post.native_id.is_none() {
            self.coverage.inexact.insert(post.kind);
        }
        self.sink.post(post);
    }

    /// Takes a fact, unless it says nothing.
    pub fn fact(&mut self, topic: &str, value: &str, detail: &str, at: Option<DateTime<Utc>>) {
        debug_assert!(crate::topic::TOPICS.iter().any(|(id, _)| *id == topic), "{topic} is no topic");
        if value.is_empty() {
            return;
        }
        self.records += 1;
        self.sink.fact(Fact {
            topic: topic.to_owned(),
            value: Private::from(value),
            detail: (!detail.is_empty()).then(|| Private::from(detail)),
            at,
            source: self.source(),
        });
    }

    /// Counts a record that was read for the sake of others.
    pub fn noted(&mut self) {
        self.records += 1;
    }

    /// Takes note of something wrong with the record that does not lose it.
    pub fn warn(&mut self, message: &str) {
        self.warnings += 1;
        if self.warnings > LISTED {
            return;
        }
        let (file, index) = (self.entry.path.to_string(), Some(self.index));
        self.sink.warning(Warning { file, index, message: message.to_owned() });
    }

    /// Takes note of a record that is lost, or not to be relied on.
    pub fn lost(&mut self, message: &str) {
        self.whole = false;
        self.warn(message);
    }
}
