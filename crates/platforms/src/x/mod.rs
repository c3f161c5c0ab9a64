//! X, formerly Twitter.
//!
//! The archive is a ZIP whose folder `data` holds one JavaScript file for each kind of data. Each file is one assignment of
//! one JSON array, `window.YTD.tweets.part0 = [ ... ]`; `manifest.js` says whose archive it is, when it was made, whether
//! it is whole, and how many records each file holds. Files over about 100 MB are continued in `tweets-part1.js` and so on.
//! Numbers and ids are JSON strings.
//!
//! History of the format:
//! - since 2022: `data/tweets.js`, media in `data/tweets_media`, edits in `edit_info`; since 2023 a long post stands cut
//!   in `tweets.js` and whole in `note-tweet.js`. This is the form described in the modules below.
//! - 2020 to 2022: `data/tweet.js`, media in `data/tweet_media`. Read the same way.
//! - 2018 to 2019: `tweet.js` beside the others at the root, no manifest, posts not wrapped in `{"tweet": ...}`. Read the
//!   same way.
//! - 2012 to 2019: the classic archive, offered beside the other: posts alone, by month in `data/js/tweets/2013_01.js`, with
//!   ids as numbers, uncut reposts and places. Read, but never called complete: very old posts may be missing.
//!
//! What the archive never says: who could see a post, who else is in a conversation by name, when something was liked.

mod facts;
mod layout;
mod loose;
mod messages;
mod notes;
mod tweets;
mod written;

use crate::archive::Counted;
use crate::import::{File, Halt, Import};
use crate::json::{self, BadRecord};
use crate::sink::Stopped;
use crate::{Archive, Entry, Error, Importer, Limits, Sink};
use layout::Layout;
use model::{Coverage, Exported, FileOutcome, Kind};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// The importer of X.
pub struct X;

/// Kinds that share the ids of posts: all complete, or none.
const POSTS: &[Kind] = &[Kind::Post, Kind::Reply, Kind::Repost, Kind::Quote];

/// Unreadable records of one file that are listed one by one.
const LISTED: u64 = 1_000;

impl Importer for X {
    fn id(&self) -> &'static str {
        "x"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn own_folders(&self) -> &'static [&'static str] {
        &["data"]
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        Some(Layout::of(archive)?.exported)
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let Some(layout) = Layout::of(archive) else { return Ok(Coverage::default()) };
        let mut reading = Reading { layout: &layout, import: Import::new(archive, sink), elements: HashMap::new() };
        // Long posts first: their words replace those cut short in the tweets.
        let mut notes = notes::collect(&layout);
        let mut people = tweets::People::default();
        tweets::read(&mut reading, &mut notes, &mut people)?;
        notes::read_unmatched(&mut reading, &notes)?;
        tweets::read_likes(&mut reading)?;
        messages::read(&mut reading, &people)?;
        written::read(&mut reading)?;
        facts::read(&mut reading)?;
        layout.leave_the_rest(&mut reading);
        Ok(reading.finish())
    }
}

/// One archive of X under way.
struct Reading<'a> {
    layout: &'a Layout<'a>,
    import: Import<'a>,
    /// Elements met and elements understood, by path.
    elements: HashMap<String, (u64, u64)>,
}

impl Reading<'_> {
    /// Reads the elements of one file. `take` makes posts and facts of the bytes of one; what it cannot read is a warning.
    fn elements(
        &mut self,
        entry: &Entry,
        kinds: &[Kind],
        take: impl FnMut(&[u8], &mut File) -> Result<(), BadRecord>,
    ) -> Result<(), Error> {
        self.large_elements(entry, kinds, 1, take)
    }

    /// As [`Reading::elements`], for elements that may be `times` as long as a record should be.
    fn large_elements(
        &mut self,
        entry: &Entry,
        kinds: &[Kind],
        times: usize,
        mut take: impl FnMut(&[u8], &mut File) -> Result<(), BadRecord>,
    ) -> Result<(), Error> {
        let limits = self.layout.archive.limits();
        let limits = Limits { record_bytes: limits.record_bytes.saturating_mul(times), ..limits.clone() };
        let (mut met, mut understood) = (0, 0);
        self.import.file(entry, kinds, |reader, file| {
            let done = Cell::new(0);
            let mut halt = None;
            let extent = json::each_raw(Counted::new(reader, &done), &limits, |index, element| {
                file.index = index;
                if let Err(why) = file.step(done.get()) {
                    halt = Some(why);
                    return Err(Stopped);
                }
                met += 1;
                match element.and_then(|bytes| take(bytes, file)) {
                    Ok(()) => understood += 1,
                    Err(bad) if met - understood <= LISTED => file.lost(&bad.to_string()),
                    Err(_) => {}
                }
                Ok(())
            });
            match extent {
                Ok(extent) if extent.cut.is_none() => Ok(()),
                Ok(_) => Err(Halt::Unreadable),
                Err(Stopped) => Err(halt.unwrap_or(Halt::Stopped)),
            }
        })?;
        self.elements.insert(entry.path.to_string(), (met, understood));
        Ok(())
    }

    fn finish(self) -> Coverage {
        let Reading { layout, import, elements } = self;
        // A kind is complete when all its files are there, and each holds as many records as announced.
        let whole = |stem: &str| {
            let parts = layout.parts(stem);
            layout.has_all_parts(stem)
                && parts.iter().all(|entry| {
                    let met = elements.get(&*entry.path).map(|(met, _)| *met);
                    met.is_some() && layout.stated(entry).is_none_or(|stated| Some(stated) == met)
                })
        };
        let mut present: HashSet<Kind> = HashSet::new();
        if !layout.exported.partial {
            let extra_posts_whole = ["community-tweet", "twitter-circle-tweet", "note-tweet"]
                .iter()
                .all(|s| layout.parts(s).is_empty() || whole(s));
            if (whole("tweets") || whole("tweet")) && extra_posts_whole {
                present.extend(POSTS);
            }
            if whole("like") {
                present.insert(Kind::Like);
            }
            if whole("direct-messages") && whole("direct-messages-group") {
                present.insert(Kind::Message);
            }
            for (stem, kind) in [("profile", Kind::Bio), ("saved-search", Kind::Search)] {
                if whole(stem) {
                    present.insert(kind);
                }
            }
        }
        let mut coverage = import.finish(present);
        // A record lost in one of them may be of any of these kinds.
        if POSTS.iter().any(|kind| !coverage.complete.contains(kind)) {
            coverage.complete.retain(|kind| !POSTS.contains(kind));
        }
        for file in &mut coverage.files {
            if let (FileOutcome::Read { records, stated }, Some((_, understood))) =
                (&mut file.outcome, elements.get(&file.path))
            {
                *records = *understood;
                *stated = layout.stated_by_path(&file.path);
            }
        }
        coverage
    }
}
