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
//! - 2018 to 2019: `tweet.js` beside the others at the root, no manifest, posts not wrapped in `{"tweet": ...}`, media in
//!   ZIPs of their own inside the media folders. Read the same way.
//! - 2012 to 2019: the classic archive, offered beside the other: posts alone, by month in `data/js/tweets/2013_01.js`, with
//!   ids as numbers, uncut reposts and places, and all of them again in `tweets.csv`, which people often keep alone. Read,
//!   but never called complete: very old posts may be missing.
//!
//! What the archive never says: who could see a post, who else is in a conversation by name, when something was liked.

mod ads;
mod articles;
mod clock;
mod csv;
mod facts;
mod files;
mod ids;
mod layout;
mod likes;
mod links;
mod loose;
mod messages;
mod notes;
mod owner;
mod record;
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

/// Data files beside `tweets.js` that hold posts.
const OTHER_POSTS: &[&str] = &[
    "article",
    "catalog-item",
    "community-tweet",
    "fleet",
    "moment",
    "note-tweet",
    "product-set",
    "reply-prompt",
    "twitter-article",
    "twitter-circle-tweet",
    "twitter-shop",
];

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
        let import = Import::new(archive, sink);
        let mut reading = Reading { layout: &layout, import, elements: HashMap::new(), all_posts_there: None };
        let mut posts = tweets::Posts::default();
        // Long posts first: their words replace those cut short in the tweets.
        let mut notes = notes::collect(&layout, "note-tweet");
        tweets::read(&mut reading, &mut notes, &mut posts)?;
        csv::read(&mut reading, &mut posts)?;
        notes::read_unmatched(&mut reading, "note-tweet", &notes)?;
        let mut notes = notes::collect(&layout, "deleted-note-tweet");
        tweets::read_deleted(&mut reading, &mut notes)?;
        notes::read_unmatched(&mut reading, "deleted-note-tweet", &notes)?;
        reading.all_posts_there = tweets::all_there(&mut reading, &posts.ids)?;
        articles::read(&mut reading)?;
        messages::read(&mut reading, &posts.people)?;
        written::read(&mut reading, &mut posts)?;
        drop(posts);
        likes::read(&mut reading)?;
        facts::read(&mut reading)?;
        ads::read(&mut reading)?;
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
    /// Whether every post of the archive's own list of ids is there; none without such a list.
    all_posts_there: Option<bool>,
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

    /// Whether the file is there with all its parts, each read to the end and with as many records as announced.
    fn is_whole(&self, stem: &str) -> bool {
        self.layout.has_all_parts(stem)
            && self.layout.parts(stem).iter().all(|entry| {
                let met = self.elements.get(&*entry.path).map(|(met, _)| *met);
                met.is_some() && self.layout.stated(&entry.path).is_none_or(|stated| Some(stated) == met)
            })
    }

    /// Kinds of which the archive holds all that the account still has.
    fn complete(&self) -> HashSet<Kind> {
        let layout = self.layout;
        let mut complete = HashSet::new();
        if layout.exported.partial {
            return complete;
        }
        let listed = self.all_posts_there;
        // Beside the posts proper, files of kinds that are counted as posts.
        let others_whole = OTHER_POSTS.iter().all(|stem| layout.does_without(stem) || self.is_whole(stem));
        // Without manifest and list nothing tells that a part is missing.
        let certain = listed == Some(true) || listed.is_none() && layout.has_manifest();
        if certain && others_whole && (self.is_whole("tweets") || self.is_whole("tweet")) {
            complete.extend(POSTS);
        }
        if !layout.has_manifest() {
            return complete;
        }
        // Encrypted messages are not in the archive with their words.
        let all_readable = self.layout.parts("message-event").iter().all(|entry| layout.stated(&entry.path) == Some(0));
        let all_there = ["direct-messages", "direct-messages-group"].iter().all(|stem| self.is_whole(stem));
        let chats_there = layout.does_without("grok-chat-item") || self.is_whole("grok-chat-item");
        if all_there && chats_there && all_readable {
            complete.insert(Kind::Message);
        }
        for (stem, kind) in
            [("like", Kind::Like), ("profile", Kind::Bio), ("saved-search", Kind::Search), ("following", Kind::Follow)]
        {
            if self.is_whole(stem) {
                complete.insert(kind);
            }
        }
        complete
    }

    fn finish(self) -> Coverage {
        let complete = self.complete();
        let Reading { layout, import, elements, .. } = self;
        let mut coverage = import.finish(complete);
        // A record lost in one of them may be of any of these kinds.
        if POSTS.iter().any(|kind| !coverage.complete.contains(kind)) {
            coverage.complete.retain(|kind| !POSTS.contains(kind));
        }
        for file in &mut coverage.files {
            if let (FileOutcome::Read { records, stated }, Some((_, understood))) =
                (&mut file.outcome, elements.get(&file.path))
            {
                *records = *understood;
                *stated = layout.stated(&file.path);
            }
        }
        coverage
    }
}
