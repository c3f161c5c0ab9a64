//! Facebook: the JSON variant of "Download your information".
//!
//! Exports have been offered as JSON since 2018. The folders were renamed about 2021 (`comments_and_reactions`), 2022
//! (`your_activity_across_facebook`) and 2024 (`your_facebook_activity`), and keys gained versions (`comments_v2`); the
//! records stayed nearly the same, so all eras are read by the same code (`sections.rs`). Files whose name says nothing,
//! since it is in the account's language, are known by their keys (`sniff.rs`). The HTML variant is read by `html.rs`.
//!
//! Facebook exports ids of posts and who can see them in few records. Other posts are found again by their time and words,
//! and their audience is unknown, save in groups and conversations. Titles name the group or person addressed in a sentence
//! of the account's language with the owner's present name in it; only the part that survives a change of name is kept.

mod activity;
mod adverts;
mod audience;
mod coverage;
mod facts;
mod files;
mod html;
mod html_facts;
mod html_old;
mod html_posts;
mod messages;
mod owner;
mod picture;
mod posts;
mod record;
mod rows;
mod sections;
mod security;
mod sniff;

use crate::import::{File, Halt, Import};
use crate::{Archive, Entry, Error, Importer, Sink, Stopped, json};
use chrono::{DateTime, Utc};
use coverage::{NEEDED, gaps, reaches_back};
use files::{Files, Groups, Met, REMEMBERED, ends_in, plain};
use model::{Account, Coverage, Exported, FileOutcome, Kind, Post, Private, Warning};
use owner::{exported_at, handle_of, name_and_date, name_in_threads, names_of};
use picture::Picture;
use record::{string, unversioned, versioned, whole};
use sections::{SECTIONS, Section};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::io::{self, Read};

/// The importer of Facebook.
pub struct Facebook;

impl Importer for Facebook {
    fn id(&self) -> &'static str {
        "facebook"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn own_folders(&self) -> &'static [&'static str] {
        &["posts", "messages", "html", "your_facebook_activity", "your_activity_across_facebook", "this_profile's_activity_across_facebook", "personal_information", "profile_information"]
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        let by_path = archive.entries().iter().any(|entry| is_facebook(&plain(&entry.path)));
        let file_names = archive.paths().into_iter().filter_map(|path| path.file_name());
        let (named, dated) = file_names.into_iter().find_map(|name| name_and_date(&name.to_string_lossy())).unzip();
        // Old exports of conversations alone look like Instagram's, but for the name of the archive.
        let conversations = || archive.entries().iter().filter_map(json_stem).any(|stem| sniff::is_thread(&stem));
        let known = by_path || (named.is_some() && conversations()) || sniff::is_facebook(archive);
        if !known {
            return None;
        }
        let pages = html::about(archive);
        let partial = pages.limited || !(pages.whole || PARTS.iter().all(|names| has_folder(archive, names)));
        let profile = profile_of(archive);
        let name = string(versioned(&profile, "profile"), "name");
        let name = name.or_else(|| string(&versioned(&profile, "profile")["name"], "full_name")).map(str::to_owned);
        let name = name.or_else(|| name_in_threads(archive, &sort(archive).0)).or(pages.name);
        let handle = handle_of(versioned(&profile, "profile")).or(pages.handle).or(named);
        let handle = handle.or_else(|| name.clone()).unwrap_or_default();
        Some(Exported {
            account: Account {
                platform: self.id().to_owned(),
                // To Facebook, `Sam.Example` and `samexample` are the same.
                key: handle.to_lowercase().replace(['.', ' '], ""),
                handle,
                name: name.map(Private::new),
            },
            at: pages.made.or_else(|| exported_at(archive, dated.flatten())),
            partial,
        })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let exported = self.recognise(archive).and_then(|exported| exported.at);
        let (mut sorted, left) = sort(archive);
        let gaps = gaps(&sorted);
        for (folder, _) in &gaps {
            let message = "A numbered file is missing here: the export may have come in more parts than were given";
            sink.warning(Warning { file: folder.clone(), index: None, message: message.to_owned() });
        }
        sorted.sort_by_key(|&(section, entry)| (section, entry.path.len(), entry.path.clone()));

        let mut reading = Reading::of(archive, &sorted);
        let mut import = Import::new(archive, sink);
        for (entry, outcome) in left {
            import.leave(entry, outcome);
        }
        for (section, entry) in sorted {
            let section = &SECTIONS[section];
            reading.number += 1;
            import.file(entry, section.kinds, |reader, file| reading.section(archive, entry, section, reader, file))?;
        }
        let local_times = html::read(archive, &mut import)?;
        let torn: BTreeSet<Kind> = gaps.into_iter().flat_map(|(_, kinds)| kinds).copied().collect();
        let stems: Vec<String> = archive.entries().iter().filter_map(stem).collect();
        let there = |tails: &[&str]| tails.iter().any(|tail| stems.iter().any(|stem| ends_in(stem, tail)));
        let present = NEEDED.iter().filter(|(_, rows)| rows.iter().all(|tails| there(tails)));
        let mut coverage = import.finish(present.map(|(kind, _)| *kind).filter(|kind| !torn.contains(kind)));
        // A page in HTML does not let an item be found again.
        if local_times || !reaches_back(&coverage, reading.registered, exported) {
            coverage.complete.clear();
        }
        Ok(coverage)
    }
}

/// Bytes of a value beside the list that are kept, and values of one sort: titles and names of people need far less.
const HEAD_BYTES: usize = 16 << 10;
const HEAD_ITEMS: u64 = 1000;

/// Bytes of all values beside the list that are kept.
const HEAD_WEIGHT: usize = 4 << 20;

/// Keys under which the first exports have a list one level deeper.
const DEEPER: [&str; 3] = ["activity_log_data", "address_book", "group_answers"];

/// What an export holds when nothing was left out: one folder of each row.
const PARTS: &[&[&str]] = &[&["posts"], &["comments_and_reactions", "comments"], &["profile_information"]];

/// Members of an object that are no list of records, whatever else it holds.
const NO_LIST: [&str; 7] = ["label_values", "timestamp", "data", "attachments", "participants", "cover_photo", "uri"];

/// Whether a plain path occurs in exports of Facebook and nowhere else.
fn is_facebook(path: &str) -> bool {
    const FOLDERS: [&str; 3] = ["your_facebook_activity", "apps_and_websites_off_of_facebook", "profile_information"];
    let across = |folder: &str| folder.ends_with("_activity_across_facebook");
    if path.split('/').any(|folder| folder == "your_instagram_activity") {
        return false;
    }
    let mut folders = path.rsplit('/').skip(1);
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    folders.any(|folder| FOLDERS.contains(&folder) || across(folder))
        || ["posts/your_posts_N", "posts/your_posts__check_ins__photos_and_videos_N"]
            .iter()
            .any(|tail| ends_in(stem, tail))
        // Before 2018 there was HTML only.
        || path.ends_with("html/timeline.htm")
        || path.ends_with("html/wall.html")
        || path.ends_with("html/messages.htm")
}

fn has_folder(archive: &Archive, names: &[&str]) -> bool {
    archive.entries().iter().any(|entry| entry.path.rsplit('/').skip(1).any(|folder| names.contains(&folder)))
}

/// The file with the profile; where files are named in another language, the one that holds a profile.
fn profile_of(archive: &Archive) -> Value {
    const TAIL: &str = "profile_information/profile_information";
    let sniffed = || {
        let (sorted, _) = sort(archive);
        sorted.into_iter().find(|(section, _)| SECTIONS[*section].tail == TAIL).and_then(|(_, entry)| whole_record(archive, entry))
    };
    sole_record(archive, TAIL).or_else(sniffed).unwrap_or(Value::Null)
}

/// A small file that is one record, put right; none when it is missing or broken.
fn sole_record(archive: &Archive, tail: &str) -> Option<Value> {
    let entry = archive.entries().iter().find(|entry| json_stem(entry).is_some_and(|stem| ends_in(&stem, tail)))?;
    whole_record(archive, entry)
}

fn whole_record(archive: &Archive, entry: &Entry) -> Option<Value> {
    let mut value = json::whole(archive.reader(entry).ok()?, archive.limits()).ok()?;
    record::put_right(&mut value);
    Some(value)
}

/// The plain path of a file without its ending; none for what belongs to Instagram, which people may export along.
fn stem(entry: &Entry) -> Option<String> {
    let path = plain(&entry.path);
    let instagram = |folder: &str| folder == "your_instagram_activity" || folder.ends_with("off_of_instagram");
    let (stem, _) = path.rsplit_once('.')?;
    // `your_posts_1~2` is the file of that name in the second part.
    let part = stem.rsplit_once('~').filter(|(_, n)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let stem = part.map_or(stem, |(stem, _)| stem);
    (!path.split('/').any(instagram)).then(|| stem.to_owned())
}

fn json_stem(entry: &Entry) -> Option<String> {
    stem(entry).filter(|_| plain(&entry.path).ends_with(".json"))
}

type Sorted<'a> = Vec<(usize, &'a Entry)>;

/// The files to be read, each with the index of its section, and the others with what is made of them.
fn sort(archive: &Archive) -> (Sorted<'_>, Vec<(&Entry, FileOutcome)>) {
    let (mut sorted, mut left) = (Vec::new(), Vec::new());
    for entry in archive.entries() {
        let stem = json_stem(entry);
        match stem.as_ref().and_then(|stem| section_of(archive, entry, stem)) {
            Some(section) => sorted.push((section, entry)),
            None => left.push((entry, outcome(archive, entry, stem))),
        }
    }
    (sorted, left)
}

/// The section of a file: by its name, else by what it holds.
fn section_of(archive: &Archive, entry: &Entry, stem: &str) -> Option<usize> {
    // `photos/photos` is a list of the first exports, `messages/inbox/robin_1/photos/x` was sent.
    if files::is_sent(&plain(&entry.path)) && stem.matches('/').count() > 1 {
        return None;
    }
    if let Some(section) = SECTIONS.iter().position(|section| ends_in(stem, section.tail)) {
        return Some(section);
    }
    if files::is_left_by_name(stem) {
        return None;
    }
    // Rows may be of anything; in a folder of settings they are settings.
    let sniffed = sniff::sniff(archive, entry)?;
    (!sniffed.rows || files::left_alone(stem).is_none()).then_some(sniffed.section)
}

/// What is made of a file that is not read.
fn outcome(archive: &Archive, entry: &Entry, stem: Option<String>) -> FileOutcome {
    let path = plain(&entry.path);
    let name = path.rsplit('/').next().unwrap_or(&path);
    let skipped = |why: &str| FileOutcome::Skipped(why.to_owned());
    if files::is_sent(&path) && name != "no-data.txt" {
        return FileOutcome::Media;
    }
    match stem {
        Some(stem) => files::left_alone(&stem).map_or(FileOutcome::Unknown, skipped),
        None if path.ends_with(".json") => skipped("Belongs to Instagram"),
        None if name == "no-data.txt" => skipped("Facebook's note that there is nothing of this kind"),
        None if matches!(name, "index.html" | "start_here.html" | "index.htm") => {
            skipped("A page that leads to the others")
        }
        None if name.ends_with(".html") || name.ends_with(".htm") => html::outcome(archive, entry),
        None if files::is_media(&path) => FileOutcome::Media,
        None => FileOutcome::Unknown,
    }
}

/// Counts what is read, for the progress.
struct Counted<'a, R> {
    reader: R,
    done: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.done.set(self.done.get() + count as u64);
        Ok(count)
    }
}

/// What has been learnt while reading and helps to understand what follows.
struct Reading {
    /// The owner's present and former names.
    names: Vec<String>,
    /// Groups joined.
    groups: Groups,
    files: Files,
    /// Addresses of photos that posts have shown.
    shown: Met,
    /// Fingerprints of what was said, each with the number of the file it stood in.
    said: HashMap<u64, u32>,
    /// Reactions of rows, by second, that have not been met in the classic dialect: the newest exports have a file of each,
    /// of the same reactions. Their sort is in the account's language in one and in English in the other.
    reacted: HashMap<i64, u32>,
    /// Number of the file being read.
    number: u32,
    /// Internet addresses that photos were uploaded from.
    uploads: Met,
    /// What the file being read holds besides its list.
    head: Value,
    /// When the account was opened.
    registered: Option<DateTime<Utc>>,
}

impl Reading {
    fn of(archive: &Archive, sorted: &Sorted) -> Self {
        let mut names = names_of(versioned(&profile_of(archive), "profile"));
        if names.is_empty() {
            names.extend(name_in_threads(archive, sorted));
        }
        Reading {
            names,
            groups: Groups::default(),
            files: Files::of(archive),
            shown: Met::default(),
            said: HashMap::new(),
            reacted: HashMap::new(),
            number: 0,
            uploads: Met::default(),
            head: Value::Null,
            registered: None,
        }
    }

    /// Reads one file record by record.
    fn section(
        &mut self,
        archive: &Archive,
        entry: &Entry,
        section: &Section,
        reader: impl Read,
        file: &mut File,
    ) -> Result<(), Halt> {
        self.head = Value::Null;
        let listed = if section.list.is_empty() { None } else { self.look(archive, reader, section.list) };
        if listed.as_ref().is_some_and(|list| list != section.list) && !section.kinds.is_empty() {
            file.lost("The list in this file is called otherwise than expected; it was read all the same");
        }
        let done = Cell::new(0);
        let again = Counted { reader: archive.reader(entry).map_err(|_| Halt::Unreadable)?, done: &done };
        let mut halt = Halt::Stopped;
        let mut take = |member: &str, index, bytes: Result<&[u8], json::BadRecord>| {
            if listed.as_ref().is_some_and(|list| !member.is_empty() && unversioned(member) != list) {
                return Ok(());
            }
            file.index = index;
            if let Err(stop) = file.step(done.get()) {
                halt = stop;
                return Err(Stopped);
            }
            match bytes.and_then(|bytes| Ok(serde_json::from_slice(bytes)?)) {
                Ok(record) => self.record(section, record, file),
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        };
        let limits = archive.limits();
        let extent = match listed.is_some() {
            true => json::each_member(again, limits, take),
            false => json::each_raw(again, limits, |index, bytes| take("", index, bytes)),
        };
        let Ok(extent) = extent else { return Err(halt) };
        if section.list == "photos" {
            activity::album(self, file);
        }
        extent.cut.map_or(Ok(()), |_| Err(Halt::Unreadable))
    }

    /// The key of the list the file holds, without its version; none where the file is a lone record. A file that is a list
    /// itself counts as one under `key`, and so does one whose only list is called otherwise than expected. Remembers what
    /// else the file holds: titles stand behind the list they are needed for.
    fn look(&mut self, archive: &Archive, reader: impl Read, key: &str) -> Option<String> {
        let (mut head, mut found, mut others, mut objects) = (Map::new(), false, BTreeSet::new(), BTreeSet::new());
        let mut left = HEAD_WEIGHT;
        // Being stopped or cut short here does no harm: the file is read once more.
        let _ = json::each_member(reader, archive.limits(), |member, index, bytes| {
            let name = unversioned(member);
            found |= member.is_empty() || name == key;
            if member.is_empty() {
                return Err(Stopped);
            }
            if name != key && others.len() <= HEAD_ITEMS as usize {
                others.insert(member.to_owned());
                if bytes.is_ok_and(|bytes| bytes.starts_with(b"{")) {
                    objects.insert(member.to_owned());
                }
            }
            let short = bytes.unwrap_or_default().len() <= HEAD_BYTES && index < HEAD_ITEMS;
            if let (true, false, Ok(bytes)) = (short, name == key, bytes)
                && let Some(rest) = left.checked_sub(bytes.len() + member.len() + 64)
            {
                left = rest;
                let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
                match head.get_mut(member) {
                    // The items of a list come one by one.
                    Some(Value::Array(items)) if index > 1 => items.push(value),
                    Some(first) if index == 1 => *first = Value::Array(vec![first.take(), value]),
                    _ => drop(head.insert(member.to_owned(), value)),
                }
            }
            Ok(())
        });
        // Of an empty list nothing is heard at all.
        found |= objects.is_empty() && !others.iter().any(|name| NO_LIST.contains(&name.as_str()));
        let other = objects.iter().find(|name| {
            let versioned = unversioned(name) != name.as_str();
            (versioned || others.len() == 1) && !NO_LIST.contains(&name.as_str())
        });
        let list = if found { Some(key.to_owned()) } else { other.map(|name| unversioned(name).to_owned()) };
        self.head = Value::Object(head);
        record::put_right(&mut self.head);
        list
    }

    /// Hands one record to its section. The first exports have the list one level deeper, all in one.
    fn record(&mut self, section: &Section, mut record: Value, file: &mut File) {
        record::put_right(&mut record);
        if let Some(items) = DEEPER.iter().find_map(|key| record[*key].as_array()) {
            items.iter().filter(|item| item.is_object()).for_each(|item| (section.take)(self, file, item));
            return;
        }
        let list_or_nothing = |value: &Value| value.is_array() || value.is_null();
        let sound = record.is_object() && list_or_nothing(&record["data"]) && list_or_nothing(&record["attachments"]);
        if !sound && !record.is_string() {
            return file.lost("The record is not of the shape Facebook gives it");
        }
        if !record["timestamp"].is_null() && whole(&record["timestamp"]).is_none() {
            file.warn("The time of the record is not a number; it was read without");
        }
        (section.take)(self, file, &record);
    }

    /// Whether this name is the owner's. Where the archive does not say who the owner is, everything is taken for theirs:
    /// better one item too many to look at than one too few.
    fn is_owner(&self, name: Option<&str>) -> bool {
        self.names.is_empty() || name.is_none_or(|name| self.names.iter().any(|own| own == name))
    }

    /// Whether this name is surely the owner's.
    fn is_named_owner(&self, name: Option<&str>) -> bool {
        name.is_some_and(|name| self.names.iter().any(|own| own == name))
    }

    /// The medium of a photo or video, noting the address it was uploaded from.
    fn enclose(&mut self, file: &mut File, picture: Picture) -> model::Media {
        if let Some((address, at)) = picture.uploaded
            && self.uploads.insert(address)
        {
            file.fact("ip-address", address, "photo or video uploaded", at);
        }
        picture.into_media(&self.files)
    }

    /// Remembers what was said, so that it is taken once where it stands in several files.
    fn say(&mut self, post: &Post) {
        if let Some(key) = fingerprint(post).filter(|_| self.said.len() < REMEMBERED) {
            self.said.entry(key).or_insert(self.number);
        }
    }

    /// Whether the same words of the same second stand in a file read before. Within one file all are taken.
    fn is_repeated(&mut self, post: &Post) -> bool {
        let Some(key) = fingerprint(post) else { return false };
        if let Some(known) = self.said.get(&key) {
            return *known != self.number;
        }
        if self.said.len() < REMEMBERED {
            self.said.insert(key, self.number);
        }
        false
    }

    /// Whether a reaction of the classic dialect stood among the rows, which are read first and say more.
    fn is_reaction_repeated(&mut self, at: Option<DateTime<Utc>>, of_rows: bool) -> bool {
        let Some(at) = at else { return false };
        let known = self.reacted.entry(at.timestamp()).or_default();
        if of_rows {
            *known += 1;
            return false;
        }
        let repeated = *known > 0;
        *known = known.saturating_sub(1);
        repeated
    }

    fn show(&mut self, picture: &Picture) {
        self.shown.insert(picture.uri);
    }

    fn is_shown(&self, picture: &Picture) -> bool {
        self.shown.contains(picture.uri)
    }

    /// The longest name of a joined group that stands in a title.
    fn known_group(&self, title: &str) -> Option<String> {
        self.groups.longest_in(title)
    }

    /// A title without the owner's name in front and the full stop.
    fn without_owner(&self, title: &str) -> Option<String> {
        let rest = self.names.iter().find_map(|name| title.strip_prefix(name.as_str())).unwrap_or(title).trim();
        let rest = rest.strip_suffix('.').unwrap_or(rest);
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    /// What or whom a title is addressed to: what follows one of the English marks, else all but the owner's name.
    fn addressed(&self, title: &str, marks: &[&str]) -> Option<String> {
        let marked = marks.iter().find_map(|mark| posts::after(title, mark));
        marked.map(str::to_owned).or_else(|| self.without_owner(title))
    }
}

/// What tells words said in one second from others; none for what has no words.
fn fingerprint(post: &Post) -> Option<u64> {
    let at = post.at.filter(|_| !post.text.reveal().is_empty())?;
    let mut hash = DefaultHasher::new();
    (post.kind == Kind::Comment, at.timestamp(), &post.text).hash(&mut hash);
    Some(hash.finish())
}
