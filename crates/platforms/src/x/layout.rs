//! Which files an archive of X has, whose it is, and what its manifest says.

use super::Reading;
use super::clock::Clock;
use super::files;
use super::loose::{at, string};
use crate::text::iso_date;
use crate::x::owner;
use crate::{Archive, Entry, json};
use chrono::{DateTime, NaiveDate, Utc};
use model::Exported;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;
use std::ops::Bound;

/// Files by which the archive and its data folder are found.
const SIGNS: &[&str] = &[
    "manifest.js",
    "account.js",
    "tweets.js",
    "tweet.js",
    "like.js",
    "direct-messages.js",
    "profile.js",
    "tweet_index.js",
    "user_details.js",
];

/// How X's files begin; other exports may have files of the same names.
const BEGINNINGS: &[&str] = &[
    "window.YTD.",
    "YTD.",
    "window.__THAR_CONFIG",
    "var tweet_index",
    "var user_details",
    "var payload_details",
    "Grailbird.data.",
];

/// Folders in which the names of files begin with an id and go on as X likes.
const NAMED_BY_ID: &[&str] = &["fleet_media", "grok_chat_media", "periscope_broadcast_media", "spaces_media"];

/// Scripts looked into when none of the usual files is there.
const LOOKED_INTO: usize = 200;

/// The files of an archive of X and what it says of itself.
pub(super) struct Layout<'a> {
    pub archive: &'a Archive,
    pub exported: Exported,
    /// The author's clock, where the archive states it.
    pub clock: Option<Clock>,
    /// The folder of the data files, with its slash; empty when they lie at the root.
    base: &'a str,
    /// The folder the archive lies in, with its slash.
    root: &'a str,
    /// Data files by name without ending and part number; parts in order.
    files: BTreeMap<String, Vec<(u32, &'a Entry)>>,
    /// Records announced, by file name. None without a manifest.
    stated: Option<HashMap<String, u64>>,
    /// Media files that do not lie directly in one of the media folders, by name.
    nested_media: HashMap<&'a str, &'a str>,
    /// Media files whose names begin with the id of what they belong to and go on as X likes.
    named_by_id: BTreeSet<&'a str>,
}

impl<'a> Layout<'a> {
    /// Finds the data folder. None when this is no archive of X.
    pub(super) fn of(archive: &'a Archive) -> Option<Self> {
        let near = || archive.entries().iter().filter(|entry| entry.path.matches('/').count() <= 5);
        let signs = near().filter(|entry| SIGNS.contains(&split(&entry.path).1));
        let scripts = near().filter(|entry| entry.path.ends_with(".js")).take(LOOKED_INTO);
        let tables = near().filter(|entry| split(&entry.path).1 == "tweets.csv");
        let base = (signs.chain(scripts).find_map(|entry| data_folder(archive, entry)))
            .or_else(|| tables.filter(|table| is_table(archive, table)).map(|table| split(&table.path).0).next())?;
        let root = ["data/js/", "data/"].iter().find_map(|data| base.strip_suffix(data)).unwrap_or(base);
        let mut files: BTreeMap<String, Vec<(u32, &Entry)>> = BTreeMap::new();
        let (mut nested_media, mut named_by_id) = (HashMap::new(), BTreeSet::new());
        for entry in archive.entries() {
            let (folder, name) = split(&entry.path);
            if let Some((stem, part)) = data_file(folder, name, base) {
                files.entry(stem).or_default().push((part, entry));
            } else if folder.contains("_media") {
                if NAMED_BY_ID.iter().any(|media| entry.path.strip_prefix(base).is_some_and(|path| path.starts_with(media))) {
                    named_by_id.insert(&*entry.path);
                }
                let inner = folder.strip_prefix(base).and_then(|inner| inner.strip_suffix('/')).unwrap_or_default();
                if inner.contains('/') || !inner.ends_with("_media") {
                    nested_media.insert(name, &*entry.path);
                }
            }
        }
        for parts in files.values_mut() {
            parts.sort_by_key(|(part, _)| *part);
        }
        let exported = Exported::default();
        let mut layout =
            Layout { archive, exported, clock: None, base, root, files, stated: None, nested_media, named_by_id };
        layout.read_manifest();
        Some(layout)
    }

    /// The parts of a data file, `tweets` for instance, in order.
    pub(super) fn parts(&self, stem: &str) -> Vec<&'a Entry> {
        self.files.get(stem).map(|parts| parts.iter().map(|(_, entry)| *entry).collect()).unwrap_or_default()
    }

    /// The monthly files of a classic archive.
    pub(super) fn months(&self) -> impl Iterator<Item = &'a Entry> {
        let folder = format!("{}tweets/", self.base);
        let entries = self.archive.entries().iter();
        entries.filter(move |entry| split(&entry.path).0 == folder && entry.path.ends_with(".js"))
    }

    /// How many months the table of contents of a classic archive lists without a file.
    pub(super) fn missing_months(&self) -> usize {
        let here: HashSet<&str> = self.months().map(|entry| split(&entry.path).1).collect();
        let index = self.small("tweet-index");
        let listed = index.as_array().into_iter().flatten().map(|month| string(at(month, &["file_name"])));
        listed.filter(|file| !file.is_empty() && !here.contains(split(file).1)).count()
    }

    /// The tables of a classic archive: one of everything, or one for each month.
    pub(super) fn tables(&self) -> impl Iterator<Item = &'a Entry> {
        let (whole, months) = (format!("{}tweets.csv", self.root), format!("{}data/csv/", self.root));
        let entries = self.archive.entries().iter();
        entries.filter(move |entry| {
            *entry.path == whole || split(&entry.path).0 == months && entry.path.ends_with(".csv")
        })
    }

    /// Whether the archive has a manifest, without which nothing tells that files are missing.
    pub(super) fn has_manifest(&self) -> bool {
        self.stated.is_some()
    }

    /// Whether the data file is there with every part that its numbers and the manifest lead to expect.
    pub(super) fn has_all_parts(&self, stem: &str) -> bool {
        let Some(parts) = self.files.get(stem) else { return false };
        let numbered_without_gap = parts.iter().enumerate().all(|(i, (part, _))| i as u32 == *part);
        let here: HashSet<&str> = parts.iter().map(|(_, entry)| split(&entry.path).1).collect();
        numbered_without_gap && self.announced(stem).all(|(name, _)| here.contains(name))
    }

    /// Whether the archive neither has this file nor announces records in it.
    pub(super) fn does_without(&self, stem: &str) -> bool {
        !self.files.contains_key(stem) && self.announced(stem).all(|(_, count)| count == 0)
    }

    fn announced(&self, stem: &str) -> impl Iterator<Item = (&str, u64)> {
        let of = move |name: &str| name.strip_prefix(stem).is_some_and(|rest| rest == ".js" || rest.starts_with("-part"));
        self.stated.iter().flatten().map(|(name, count)| (name.as_str(), *count)).filter(move |(name, _)| of(name))
    }

    /// How many records the manifest announces for this file.
    pub(super) fn stated(&self, path: &str) -> Option<u64> {
        self.stated.as_ref()?.get(split(path).1).copied()
    }

    /// A media file of a post or message: `folders` are those it may lie in.
    pub(super) fn media(&self, folders: &[&str], id: &str, url: &str) -> Option<String> {
        let name = url.rsplit('/').next()?.split(['?', '#']).next().filter(|name| !name.is_empty())?;
        let file = format!("{id}-{name}");
        folders
            .iter()
            .map(|folder| format!("{}{folder}/{file}", self.base))
            .find(|path| self.archive.entry(path).is_some())
            .or_else(|| self.nested_media.get(file.as_str()).map(|path| (*path).to_owned()))
    }

    /// The file of this folder, one of [`NAMED_BY_ID`], whose name begins with `start`.
    pub(super) fn media_beginning(&self, folder: &str, start: &str) -> Option<String> {
        let start = format!("{}{folder}/{start}", self.base);
        let follows = |path: &str| path.strip_prefix(&*start).is_some_and(|rest| rest.starts_with(['-', '.', '_', '/']));
        // Only names that go on with one of these signs can follow; they stand together where all are sorted.
        let after = |sign: &str| {
            let first = format!("{start}{sign}");
            self.named_by_id.range::<str, _>((Bound::Included(&*first), Bound::Unbounded)).next().copied()
        };
        ["-", ".", "_", "/"].iter().filter_map(|sign| after(sign)).find(|path| follows(path)).map(str::to_owned)
    }

    /// Minutes that the author's clock was ahead of UTC at this time, where the archive states the zone.
    pub(super) fn ahead(&self, time: Option<DateTime<Utc>>) -> Option<i32> {
        Some(self.clock?.ahead(time?))
    }

    /// The address of a post of the account.
    pub(super) fn address(&self, id: &str) -> String {
        let handle = self.exported.account.handle.as_str();
        format!("https://x.com/{}/status/{id}", if handle.is_empty() { "i" } else { handle })
    }

    /// Says of every file nobody has read why it was left.
    pub(super) fn leave_the_rest(&self, reading: &mut Reading) {
        for entry in self.archive.entries() {
            if !reading.elements.contains_key(&*entry.path) {
                let (folder, name) = split(&entry.path);
                let stem = data_file(folder, name, self.base).map(|(stem, _)| stem);
                let path = entry.path.strip_prefix(self.root).unwrap_or(&entry.path);
                reading.import.leave(entry, files::outcome(path, stem.as_deref()));
            }
        }
    }

    /// Takes counts, date and account from the manifest, and what it lacks from other files.
    fn read_manifest(&mut self) {
        let manifest = self.small("manifest");
        if manifest.is_object() {
            let mut stated = HashMap::new();
            for kind in at(&manifest, &["dataTypes"]).as_object().into_iter().flat_map(|kinds| kinds.values()) {
                for file in at(kind, &["files"]).as_array().into_iter().flatten() {
                    let path = string(at(file, &["fileName"]));
                    if let Ok(count) = string(at(file, &["count"])).parse() {
                        stated.insert(split(&path).1.to_owned(), count);
                    }
                }
            }
            self.stated = Some(stated);
        }
        let payload = self.small("payload-details");
        let made = [at(&manifest, &["archiveInfo", "generationDate"]), at(&payload, &["created_at"])];
        self.exported = Exported {
            account: owner::account(self, &manifest),
            at: made.into_iter().find_map(|date| iso_date(&string(date))).or_else(|| self.date_in_name()),
            partial: string(at(&manifest, &["archiveInfo", "isPartialArchive"])) == "true",
        };
        let zone = self.first("account-timezone");
        self.clock = Clock::named(&string(at(&zone, &["accountTimezone", "timeZone"])));
    }

    /// `twitter-2023-08-12-0f3c….zip` is how X names the file.
    fn date_in_name(&self) -> Option<DateTime<Utc>> {
        self.archive.paths().into_iter().find_map(|path| {
            let name = path.file_name()?.to_str()?;
            let rest = name.strip_prefix("twitter-").or_else(|| name.strip_prefix("x-"))?;
            let day = NaiveDate::parse_from_str(rest.get(..10)?, "%Y-%m-%d").ok()?;
            Some(day.and_time(chrono::NaiveTime::MIN).and_utc())
        })
    }

    /// A small file as one value; `null` when it is not there.
    pub(super) fn small(&self, stem: &str) -> Value {
        let entry = self.parts(stem).first().copied();
        let reader = entry.and_then(|entry| self.archive.reader(entry).ok());
        reader.and_then(|reader| json::whole(reader, self.archive.limits()).ok()).unwrap_or_default()
    }

    /// The first record of a data file; `null` when there is none.
    pub(super) fn first(&self, stem: &str) -> Value {
        self.parts(stem).first().map(|entry| self.first_of(entry)).unwrap_or_default()
    }

    /// The first record of this file; `null` when there is none.
    pub(super) fn first_of(&self, entry: &Entry) -> Value {
        let mut first = Value::Null;
        if let Ok(reader) = self.archive.reader(entry) {
            // Stopping is how the rest is left unread.
            let _ = json::each::<Value>(reader, self.archive.limits(), |_, record| {
                first = record.unwrap_or_default();
                Err(crate::Stopped)
            });
        }
        first
    }
}

/// Folder with its slash, and file name.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

/// Name and part number of a data file. Some names have been written with `_` for `-`.
fn data_file(folder: &str, name: &str, base: &str) -> Option<(String, u32)> {
    let stem = name.strip_suffix(".js").filter(|_| folder == base)?;
    let part = stem.rsplit_once("-part").and_then(|(stem, n)| Some((stem, n.parse().ok()?)));
    let (stem, part) = part.unwrap_or((stem, 0));
    Some((stem.replace('_', "-"), part))
}

/// The data folder, when this is one of X's files.
fn data_folder<'a>(archive: &Archive, entry: &'a Entry) -> Option<&'a str> {
    let head = head(archive, entry)?;
    let beginning = BEGINNINGS.iter().find(|start| head.starts_with(**start))?;
    let (folder, _) = split(&entry.path);
    // The months of a classic archive lie one folder below.
    if *beginning == "Grailbird.data." { folder.strip_suffix("tweets/") } else { Some(folder) }
}

fn is_table(archive: &Archive, entry: &Entry) -> bool {
    head(archive, entry).is_some_and(|head| head.trim_start_matches('"').starts_with("tweet_id"))
}

/// The first characters of a file.
fn head(archive: &Archive, entry: &Entry) -> Option<String> {
    let mut head = Vec::new();
    archive.reader(entry).ok()?.take(64).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    Some(head.trim_start_matches('\u{feff}').trim_start().to_owned())
}
