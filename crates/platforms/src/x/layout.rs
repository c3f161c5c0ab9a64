//! Which files an archive of X has, what its manifest says, and which files are left alone.

use super::Reading;
use super::loose::{at, string};
use crate::text::iso_date;
use crate::{Archive, Entry, json};
use model::{Account, Exported, FileOutcome, Private};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

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
];

/// Data files that are known and not read: how the name begins, and why.
const LEFT: &[(&str, &str)] = &[
    ("ad-", "About advertisements you were shown; nothing you wrote"),
    ("ads-", "About advertisements; nothing you wrote"),
    ("account-label", "A label set by X; nothing you wrote"),
    ("account-suspension", "Suspensions by X; nothing you wrote"),
    ("payload_details", "When the archive was made; used"),
    ("tweet_index", "The table of contents; used"),
    ("user_details", "Whose archive it is; used"),
    ("app", "Apps X supposes on your phone; nothing you wrote"),
    ("article-metadata", "Dates of articles; the words stand in article.js"),
    ("audio-video-calls", "When calls took place; no words"),
    ("birdwatch-note-rating", "Ratings of notes; nothing you wrote"),
    ("branch-links", "Links that were followed; nothing you wrote"),
    ("catalog", "Shop data; nothing you wrote"),
    ("commerce", "Shop data; nothing you wrote"),
    ("community-note-", "Ratings of notes; nothing you wrote"),
    (
        "deleted-",
        "Deleted shortly before the archive was made; X keeps it for some days, but it is no longer there to see",
    ),
    ("direct-message-", "The same messages without their words, or muted conversations"),
    ("fleet-mute", "Account numbers of others without names"),
    ("follower", "Account numbers of others without names"),
    ("following", "Account numbers of others without names"),
    ("lists-subscribed", "Lists made by others"),
    ("manifest", "The table of contents; used to check the other files"),
    ("message-event", "Encrypted messages; their words are not in the archive"),
    ("moments-", "The posts of others in moments"),
    ("periscope-", "About live videos; their comments stand in a file of their own"),
    ("product-", "Shop data; nothing you wrote"),
    ("reply-prompt", "Replies X warned about; those that were sent are among the posts"),
    ("shop", "Shop data; nothing you wrote"),
    ("smartblock", "Blocks made by X for some time; nothing you wrote"),
    ("spaces-metadata", "When live audio took place; no words"),
    ("tweet-headers", "The same posts without their words"),
    ("tweetdeck", "Columns of a screen; nothing you wrote"),
    ("twitter-circle", "Whom small circles held; account numbers without names"),
    ("user-link-clicks", "Links that were followed; nothing you wrote"),
    ("verified-organization", "Accounts of an organisation; nothing you wrote"),
];

/// The files of an archive of X and what it says of itself.
pub(super) struct Layout<'a> {
    pub archive: &'a Archive,
    pub exported: Exported,
    /// The folder of the data files, with its slash; empty when they lie at the root.
    pub base: &'a str,
    /// Data files by name without ending and part number; parts in order.
    files: BTreeMap<&'a str, Vec<(u32, &'a Entry)>>,
    stated: HashMap<String, u64>,
}

impl<'a> Layout<'a> {
    /// Finds the data folder. None when this is no archive of X.
    pub(super) fn of(archive: &'a Archive) -> Option<Self> {
        let base = archive.entries().iter().find_map(|entry| {
            let (base, name) = split(&entry.path);
            let near = base.matches('/').count() <= 3;
            (near && SIGNS.contains(&name) && is_of_x(archive, entry)).then_some(base)
        })?;
        let mut files: BTreeMap<&str, Vec<(u32, &Entry)>> = BTreeMap::new();
        for entry in archive.entries() {
            let (folder, name) = split(&entry.path);
            if folder == base
                && let Some(stem) = name.strip_suffix(".js")
            {
                let part = stem.rsplit_once("-part").and_then(|(stem, n)| Some((stem, n.parse().ok()?)));
                let (stem, part) = part.unwrap_or((stem, 0));
                files.entry(stem).or_default().push((part, entry));
            }
        }
        for parts in files.values_mut() {
            parts.sort_by_key(|(part, _)| *part);
        }
        let mut layout = Layout { archive, exported: Exported::default(), base, files, stated: HashMap::new() };
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

    /// Whether the data file is there with every part that its numbers and the manifest lead to expect.
    pub(super) fn has_all_parts(&self, stem: &str) -> bool {
        let Some(parts) = self.files.get(stem) else { return false };
        let numbered_without_gap = parts.iter().enumerate().all(|(i, (part, _))| i as u32 == *part);
        let here: HashSet<&str> = parts.iter().map(|(_, entry)| split(&entry.path).1).collect();
        let announced = self
            .stated
            .keys()
            .filter(|name| name.strip_prefix(stem).is_some_and(|rest| rest == ".js" || rest.starts_with("-part")));
        numbered_without_gap && announced.into_iter().all(|name| here.contains(name.as_str()))
    }

    /// How many records the manifest announces for this file.
    pub(super) fn stated(&self, entry: &Entry) -> Option<u64> {
        self.stated_by_path(&entry.path)
    }

    pub(super) fn stated_by_path(&self, path: &str) -> Option<u64> {
        self.stated.get(split(path).1).copied()
    }

    /// A media file of a post or message: `folders` are those it may lie in.
    pub(super) fn media(&self, folders: &[&str], id: &str, url: &str) -> Option<String> {
        let name = url.rsplit('/').next()?.split(['?', '#']).next()?;
        folders
            .iter()
            .map(|folder| format!("{}{folder}/{id}-{name}", self.base))
            .find(|path| self.archive.entry(path).is_some())
    }

    /// Says of every file nobody has read why it was left.
    pub(super) fn leave_the_rest(&self, reading: &mut Reading) {
        for entry in self.archive.entries() {
            if !reading.elements.contains_key(&*entry.path) {
                reading.import.leave(entry, self.outcome(&entry.path));
            }
        }
    }

    fn outcome(&self, path: &str) -> FileOutcome {
        let (folder, name) = split(path);
        let lower = name.to_ascii_lowercase();
        if folder.trim_end_matches('/').ends_with("_media") {
            return FileOutcome::Media;
        }
        let top = path.split('/').next().unwrap_or_default();
        let viewer = ["assets", "css", "img", "js", "lib"].contains(&top) || lower.ends_with(".html");
        if viewer || lower == "readme.txt" {
            return FileOutcome::Skipped("X's own pages for looking at the archive".to_owned());
        }
        let left =
            LEFT.iter().find(|(start, _)| folder == self.base && lower.ends_with(".js") && name.starts_with(start));
        match left {
            _ if lower.ends_with(".csv") => FileOutcome::Skipped("The same posts as a table".to_owned()),
            Some((_, why)) => FileOutcome::Skipped((*why).to_owned()),
            None => FileOutcome::Unknown,
        }
    }

    /// Takes account, date and counts from the manifest, and what it lacks from `account.js`.
    fn read_manifest(&mut self) {
        let manifest = self.small("manifest");
        let account = self.small("account");
        let record = account.get(0).unwrap_or(&account);
        let record = record.get("account").unwrap_or(record);
        // Classic archives only.
        let (user, payload) = (self.small("user_details"), self.small("payload_details"));
        let first = |manifest_key: &str, account_key: &str, user_key: &str| {
            let places =
                [at(&manifest, &["userInfo", manifest_key]), at(record, &[account_key]), at(&user, &[user_key])];
            places.map(string).into_iter().find(|value| !value.is_empty()).unwrap_or_default()
        };
        let (id, handle) = (first("accountId", "accountId", "id"), first("userName", "username", "screen_name"));
        let name = first("displayName", "accountDisplayName", "full_name");
        let made = [at(&manifest, &["archiveInfo", "generationDate"]), at(&payload, &["created_at"])];
        self.exported = Exported {
            account: Account {
                platform: "x".to_owned(),
                key: if id.is_empty() { handle.clone() } else { id },
                handle,
                name: (!name.is_empty()).then(|| Private::new(name)),
            },
            at: made.into_iter().find_map(|date| iso_date(&string(date))),
            partial: string(at(&manifest, &["archiveInfo", "isPartialArchive"])) == "true",
        };
        for kind in at(&manifest, &["dataTypes"]).as_object().into_iter().flat_map(|kinds| kinds.values()) {
            for file in at(kind, &["files"]).as_array().into_iter().flatten() {
                let path = string(at(file, &["fileName"]));
                if let Ok(count) = string(at(file, &["count"])).parse() {
                    self.stated.insert(split(&path).1.to_owned(), count);
                }
            }
        }
    }

    fn small(&self, stem: &str) -> Value {
        let entry = self.parts(stem).first().copied();
        let reader = entry.and_then(|entry| self.archive.reader(entry).ok());
        reader.and_then(|reader| json::whole(reader, self.archive.limits()).ok()).unwrap_or_default()
    }
}

/// Folder with its slash, and file name.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

/// Other exports may have a file of the same name; only X begins it like this.
fn is_of_x(archive: &Archive, entry: &Entry) -> bool {
    let mut head = String::new();
    let read = archive.reader(entry).map(|reader| reader.take(32).read_to_string(&mut head));
    let head = head.trim_start_matches('\u{feff}').trim_start();
    matches!(read, Ok(Ok(_)))
        && ["window.YTD.", "window.__THAR_CONFIG", "var tweet_index"].iter().any(|start| head.starts_with(start))
}
