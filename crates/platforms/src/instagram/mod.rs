//! Instagram, with Threads inside it: the JSON and the HTML variant of the export.
//!
//! Until 2020 an export was a few flat JSON files (`old.rs`). Since 2021 there are folders, renamed in 2022 and grouped in
//! 2024 (`your_instagram_activity`), in JSON or HTML with the same names; so files are known by their own name, wherever
//! they lie, and what is in them by `record.rs`. Labels are in the account's language (`labels.rs`).
//!
//! Instagram exports neither ids nor addresses of one's own posts, nor who can see them. A post is found again by its
//! time and words, in JSON only: see [`crate::meta_html`] for why pages in HTML prove nothing to be gone.

mod about;
mod facts;
mod labels;
mod messages;
mod old;
mod posts;
mod record;
mod sections;

use crate::import::{File, Halt, Import};
use crate::meta_html::{Card, DATE_UNREAD, LOCAL_TIMES, Layout, Piece, pieces};
use crate::text::{beginning, repair_mojibake_in};
use crate::{Archive, Entry, Error, Importer, Sink, Stopped, json};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use about::{About, name_and_date};
use model::{Account, Coverage, Exported, FileOutcome, Kind, Post, Private};
use record::{Files, Moment, Record, string};
use sections::SECTIONS;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

/// The importer of Instagram.
pub struct Instagram;

impl Importer for Instagram {
    fn id(&self) -> &'static str {
        "instagram"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn own_folders(&self) -> &'static [&'static str] {
        &["your_instagram_activity", "content", "messages", "comments", "likes", "media", "connections", "threads"]
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        let old = old::is_old(archive);
        if !old && !archive.entries().iter().any(|entry| is_instagram(&entry.path)) {
            return None;
        }
        let about = About::of(archive);
        let file_names = archive.paths().into_iter().filter_map(|path| path.file_name());
        let (named, dated) = file_names.into_iter().find_map(|name| name_and_date(&name.to_string_lossy())).unzip();
        let handle = about.handle.or(named).unwrap_or_default();
        let midnight = dated.flatten().and_then(|date| date.and_hms_opt(0, 0, 0)).map(|at| at.and_utc());
        let has = |names: &[&str]| archive.entries().iter().any(|e| Place::of(&e.path).is_some_and(|p| names.contains(&p.name) && !p.namesake));
        Some(Exported {
            account: Account {
                platform: self.id().to_owned(),
                key: handle.to_lowercase(),
                handle,
                name: about.name.map(Private::new),
            },
            at: about.made.or(midnight),
            partial: about.limited || !(old || (has(&["posts"]) && has(&["personal_information"]) && has(COMMENTS))),
        })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let exported = self.recognise(archive).and_then(|exported| exported.at);
        let mut reading = Reading::of(archive);
        let mut import = Import::new(archive, sink);
        let mut found: Vec<(usize, &Entry, Sort)> = Vec::new();
        let is_old = old::is_old(archive);
        for entry in archive.entries() {
            match sort(archive, entry, is_old) {
                Ok((order, sort)) => found.push((order, entry, sort)),
                Err(outcome) => import.leave(entry, outcome),
            }
        }
        found.sort_by_key(|(order, entry, _)| (*order, entry.path.len(), entry.path.clone()));
        let gaps = gaps(&found);
        for folder in &gaps {
            let message = "A numbered file is missing here: the export may have come in more parts than were given";
            import.warn(folder, message);
        }
        for (_, entry, sort) in &found {
            import.file(entry, sort.kinds(), |reader, file| reading.file(archive, entry, *sort, reader, file))?;
        }
        if let Some(entry) = reading.local_times.and_then(|path| archive.entry(&path)) {
            import.warn(entry, LOCAL_TIMES);
        }
        let whole = reading.of_pages || !gaps.is_empty();
        let complete = if whole { Vec::new() } else { complete(archive, is_old, exported) };
        let mut coverage = import.finish(complete);
        if !reaches_back(&coverage, reading.registered, exported) {
            coverage.complete.clear();
        }
        Ok(coverage)
    }
}

/// Names of files of comments.
const COMMENTS: &[&str] = &["post_comments", "reels_comments"];

/// Whether a path occurs in exports of Instagram and nowhere else.
fn is_instagram(path: &str) -> bool {
    let Some(place) = Place::of(path) else {
        return path.split('/').any(|folder| folder == "your_instagram_activity");
    };
    let folder = place.folders.last().copied().unwrap_or_default();
    path.split('/').any(|folder| folder == "your_instagram_activity" || folder.ends_with("off_of_instagram"))
        || matches!(
            (folder, place.name),
            ("content", "posts" | "stories" | "archived_posts" | "profile_photos")
                | ("media", "posts" | "stories" | "reels" | "archived_posts" | "profile_photos")
                | ("comments", "post_comments" | "reels_comments")
                | ("likes", "liked_posts" | "liked_comments")
                | ("followers_and_following", "followers" | "following")
                | ("login_and_account_creation" | "login_and_profile_creation", _)
                | ("personal_information" | "account_information", "personal_information")
                | ("threads", "threads_and_replies" | "liked_threads")
        )
}

/// A file as its path tells it.
struct Place<'p> {
    /// Without number and ending, apostrophes as `_`.
    name: &'p str,
    number: Option<u32>,
    folders: Vec<&'p str>,
    /// Whether it is a page in HTML.
    page: bool,
    /// Whether it lies in a folder whose files only share the names of others.
    namesake: bool,
}

impl<'p> Place<'p> {
    fn of(path: &'p str) -> Option<Place<'p>> {
        let (stem, ending) = path.rsplit_once('.')?;
        let page = matches!(ending, "html" | "htm");
        if !page && ending != "json" {
            return None;
        }
        let mut folders: Vec<&str> = stem.split('/').collect();
        let name = folders.pop()?;
        let (name, number) = match name.rsplit_once('_') {
            Some((name, digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => (name, digits.parse().ok()),
            _ => (name, None),
        };
        let namesake = folders.iter().rev().take(2).any(|folder| sections::NAMESAKES.contains(folder));
        Some(Place { name, number, folders, page, namesake })
    }

    /// Whether it is a file of a conversation: `messages/inbox/robin_1/message_1`.
    fn is_conversation(&self) -> bool {
        self.name == "message" && self.folders.iter().rev().nth(2).is_some_and(|folder| *folder == "messages")
    }
}

/// How a file is read.
#[derive(Clone, Copy)]
enum Sort {
    Section { section: usize, page: bool, threads: bool },
    Conversation { page: bool },
    Old(usize),
}

impl Sort {
    fn kinds(self) -> &'static [Kind] {
        match self {
            Sort::Section { section, .. } => SECTIONS[section].kinds,
            Sort::Conversation { .. } => &[Kind::Message],
            Sort::Old(place) => old::kinds(place),
        }
    }
}

/// How a file is read and its place in the order, or what is made of it.
fn sort(archive: &Archive, entry: &Entry, is_old: bool) -> Result<(usize, Sort), FileOutcome> {
    let path = entry.path.to_lowercase().replace(['\'', '’'], "_");
    let skipped = |why: &str| Err(FileOutcome::Skipped(why.to_owned()));
    if is_old && let Some(place) = old::place(&path) {
        return Ok((place, Sort::Old(place)));
    }
    if let Some(why) = old::left_alone(&path).filter(|_| is_old) {
        return skipped(why);
    }
    let name = path.rsplit('/').next().unwrap_or(&path);
    let Some(place) = Place::of(&path) else {
        return match name {
            "no-data.txt" => skipped("Instagram's note that there is nothing of this kind"),
            _ if record::is_media(&path) => Err(FileOutcome::Media),
            _ => Err(FileOutcome::Unknown),
        };
    };
    if place.page {
        let twin = format!("{}.json", &entry.path[..entry.path.rfind('.').unwrap_or_default()]);
        if archive.entry(&twin).is_some() {
            return skipped("The JSON file of the same name was read");
        }
        if matches!(name, "index.html" | "start_here.html" | "chats.html") {
            return skipped("A page that leads to the others");
        }
    }
    if place.is_conversation() {
        return Ok((SECTIONS.len(), Sort::Conversation { page: place.page }));
    }
    let threads = place.folders.contains(&"threads");
    match SECTIONS.iter().position(|section| section.name == place.name && !place.namesake) {
        Some(section) => Ok((section, Sort::Section { section, page: place.page, threads })),
        None => match sections::left_alone(place.name, place.folders.iter().rev().copied()) {
            Some(why) => skipped(why),
            None => Err(FileOutcome::Unknown),
        },
    }
}

/// One file of each series in whose numbering there is a gap.
fn gaps<'a>(found: &[(usize, &'a Entry, Sort)]) -> Vec<&'a Entry> {
    let mut series: BTreeMap<String, (BTreeSet<u32>, &Entry)> = BTreeMap::new();
    for (_, entry, _) in found {
        let place = Place::of(&entry.path).map(|place| (format!("{}/{}", place.folders.join("/"), place.name), place.number));
        if let Some((key, Some(number))) = place {
            series.entry(key).or_insert_with(|| (BTreeSet::new(), entry)).0.insert(number);
        }
    }
    let has_gap = |numbers: &BTreeSet<u32>| match (numbers.first(), numbers.last()) {
        (Some(&first), Some(&last)) => first > 1 || numbers.len() as u64 != u64::from(last - first) + 1,
        _ => false,
    };
    series.into_values().filter(|(numbers, _)| has_gap(numbers)).map(|(_, entry)| entry).collect()
}

/// The day Threads was opened: exports before it cannot have anything of it.
const THREADS: NaiveDate = NaiveDate::from_ymd_opt(2023, 7, 5).expect("a day of the calendar");

/// The kinds of which the archive has every file that could hold any: a file may be in a part that was not given.
fn complete(archive: &Archive, is_old: bool, exported: Option<DateTime<Utc>>) -> Vec<Kind> {
    if is_old {
        return Vec::new();
    }
    let places = archive.entries().iter().filter_map(|entry| Place::of(&entry.path));
    let places: Vec<Place> = places.filter(|place| !place.namesake).collect();
    let has = |name: &str| places.iter().any(|place| place.name == name && !place.folders.contains(&"threads"));
    let in_threads = |name: &str| places.iter().any(|place| place.name == name && place.folders.contains(&"threads"));
    let nothing = |folder: &str| archive.entries().iter().any(|e| e.path.ends_with(&format!("{folder}/no-data.txt")));
    let before_threads = exported.is_some_and(|at| at.date_naive() < THREADS);
    let threads = |name: &str| before_threads || in_threads(name) || nothing("threads");
    let conditions = [
        (Kind::Post, has("posts") && threads("threads_and_replies")),
        (Kind::Reply, in_threads("threads_and_replies")),
        (Kind::Comment, has("post_comments") && has("reels_comments")),
        (Kind::Like, has("liked_posts") && has("liked_comments") && threads("liked_threads")),
        (Kind::Follow, has("following") && threads("following")),
    ];
    conditions.into_iter().filter(|(_, holds)| *holds).map(|(kind, _)| kind).collect()
}

/// Whether the export goes back to the beginning of the account: the longest range offered besides "All time" is three
/// years, so items older than that, or as old as the account, mean that the beginning was not cut off.
fn reaches_back(coverage: &Coverage, registered: Option<DateTime<Utc>>, exported: Option<DateTime<Utc>>) -> bool {
    let (Some(first), Some(end)) = (coverage.first, exported.max(coverage.last)) else { return false };
    let three_years = end.checked_sub_months(Months::new(37)).is_some_and(|limit| first < limit);
    three_years || registered.and_then(|at| at.checked_add_days(Days::new(366))).is_some_and(|limit| first < limit)
}

/// Keys of a record: an object that begins with one of these is no file of lists but a lone record.
const OF_RECORD: &[&str] = &[
    "media", "title", "creation_timestamp", "string_map_data", "string_list_data", "media_list_data", "media_map_data",
    "label_values", "timestamp", "fbid", "ent_name", "uri", "name", "username", "events", "advertiser_name",
];

/// Gives each record of a small file with the key it stands under.
fn each_record(archive: &Archive, entry: &Entry, reader: impl Read, take: &mut dyn FnMut(&str, Value)) {
    let _ = read_json(archive, entry, reader, &mut |key, _, bytes| {
        if let Some(mut record) = bytes.ok().and_then(|bytes| serde_json::from_slice(bytes).ok()) {
            repair_mojibake_in(&mut record);
            take(key, record);
        }
        Ok(())
    });
}

type Take<'t> = dyn FnMut(&str, u64, Result<&[u8], json::BadRecord>) -> Result<(), Stopped> + 't;

/// Reads a file of one list, of lists under keys, or of a lone record.
fn read_json(archive: &Archive, entry: &Entry, reader: impl Read, take: &mut Take) -> Result<json::Extent, Halt> {
    let mut lone = false;
    // Being stopped here does no harm: the file is opened once more.
    let _ = json::each_member(reader, archive.limits(), |member, _, _| {
        lone = OF_RECORD.contains(&member);
        Err(Stopped)
    });
    let again = archive.reader(entry).map_err(|_| Halt::Unreadable)?;
    let extent = match lone {
        true => json::each_raw(again, archive.limits(), |index, bytes| take("", index, bytes)),
        false => json::each_member(again, archive.limits(), &mut *take),
    };
    extent.map_err(|_| Halt::Stopped)
}

/// Values of a conversation besides its messages that are kept.
const HEAD_BYTES: usize = 16 << 10;
const HEAD_MEMBERS: usize = 100;

/// People of one conversation that are looked at.
const PEOPLE: usize = 10_000;

/// Conversations looked at to find out who takes part in all of them.
const SAMPLED: usize = 100;

/// What has been learnt while reading and helps to understand what follows.
struct Reading {
    files: Files,
    /// What may be the owner's name: the values of the profile, and whoever takes part in all conversations.
    names: BTreeSet<String>,
    /// Whether one of them surely is.
    is_named: bool,
    /// Whether the file being read is one of Threads.
    of_threads: bool,
    /// What the conversation being read is called.
    subject: Option<String>,
    /// When the account was opened.
    registered: Option<DateTime<Utc>>,
    /// Whether pages in HTML were read.
    of_pages: bool,
    path: String,
    /// Photos and fingerprints of words that posts have shown, each with the file it stood in: since 2026 the same posts
    /// stand in a list with their addresses and in one without.
    shown: HashMap<String, String>,
    /// The first page with a time without a zone.
    local_times: Option<String>,
}

impl Reading {
    fn of(archive: &Archive) -> Self {
        let About { mut names, name, .. } = About::of(archive);
        let always = in_all_conversations(archive);
        let is_named = name.is_some() || always.is_some();
        names.extend(always);
        Reading {
            files: Files::of(archive),
            names,
            is_named,
            of_threads: false,
            subject: None,
            registered: None,
            of_pages: false,
            path: String::new(),
            shown: HashMap::new(),
            local_times: None,
        }
    }

    fn file(&mut self, archive: &Archive, entry: &Entry, sort: Sort, reader: impl Read, file: &mut File) -> Result<(), Halt> {
        self.path = entry.path.to_string();
        self.of_threads = matches!(sort, Sort::Section { threads: true, .. });
        self.subject = None;
        match sort {
            Sort::Section { section, page: true, .. } => self.page(reader, file, SECTIONS[section].take),
            Sort::Conversation { page: true } => self.page(reader, file, messages::of_page),
            Sort::Section { section, .. } => self.json(archive, entry, reader, file, &mut |reading, file, key, record| {
                reading.of_threads |= key.starts_with("text_post_app");
                // A bare value beside the lists is no record.
                let bare = !key.is_empty() && !record.is_object() && !record.is_array();
                if !matches!(&record, Value::Object(map) if map.is_empty()) && !record.is_null() && !bare {
                    (SECTIONS[section].take)(reading, file, Record::of_json(record));
                }
            }),
            Sort::Conversation { .. } => {
                let head = head_of(archive, reader);
                self.subject = messages::subject(self, &head);
                let again = archive.reader(entry).map_err(|_| Halt::Unreadable)?;
                self.json(archive, entry, again, file, &mut |reading, file, key, record| {
                    if key == "messages" {
                        messages::message(reading, file, &record);
                    }
                })
            }
            Sort::Old(place) => self.json(archive, entry, reader, file, &mut |reading, file, key, record| {
                old::take(place, reading, file, key, &record);
            }),
        }
    }

    fn page(
        &mut self,
        reader: impl Read,
        file: &mut File,
        take: fn(&mut Reading, &mut File, Record),
    ) -> Result<(), Halt> {
        self.of_pages = true;
        file.inexact();
        pieces(reader, Layout::Main, file, |piece, head, file| match piece {
            Piece::Card(element) => {
                if self.subject.is_none() {
                    let first = head.said.lines().next().unwrap_or_default();
                    let title = if head.title.is_empty() { first } else { &head.title };
                    self.subject = Some(beginning(title, messages::NAME).to_owned()).filter(|title| !title.is_empty());
                }
                for card in Card::all_of(element) {
                    if card.is_date_unread {
                        file.warn(DATE_UNREAD);
                    }
                    take(self, file, Record::of_card(&card));
                    file.index += 1;
                }
            }
            Piece::TooLarge => file.lost("The record is larger than the limit for one record"),
            Piece::Loose(_) => {}
        })
        .map(|_| ())
    }

    fn json(
        &mut self,
        archive: &Archive,
        entry: &Entry,
        reader: impl Read,
        file: &mut File,
        take: &mut dyn FnMut(&mut Reading, &mut File, &str, Value),
    ) -> Result<(), Halt> {
        let mut done = 0;
        let extent = read_json(archive, entry, reader, &mut |key, index, bytes| {
            file.index = index;
            done += bytes.map_or(0, <[u8]>::len) as u64;
            file.step(done).map_err(|_| Stopped)?;
            match bytes.and_then(|bytes| Ok(serde_json::from_slice::<Value>(bytes)?)) {
                Ok(mut record) => {
                    repair_mojibake_in(&mut record);
                    take(self, file, key, record);
                }
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        })?;
        extent.cut.map_or(Ok(()), |_| Err(Halt::Unreadable))
    }

    /// The moment; remembers where it has no zone.
    fn moment(&mut self, moment: Option<Moment>) -> Option<DateTime<Utc>> {
        let moment = moment?;
        if moment.local && self.local_times.is_none() {
            self.local_times = Some(self.path.clone());
        }
        Some(moment.at)
    }

    /// Sets the time of a post.
    fn date(&mut self, post: &mut Post, moment: Option<Moment>) {
        post.at = self.moment(moment);
        post.utc_offset = moment.and_then(|moment| moment.offset);
    }

    /// Whether a file read before holds this post: with the same photo, or the same words in the same second.
    fn is_repeated(&mut self, post: &Post, photo: Option<&str>) -> bool {
        let words = (!post.text.reveal().is_empty() && post.at.is_some()).then(|| post.key());
        // What is shown on Instagram and on Threads is two posts.
        let photo = photo.map(|uri| format!("{}{uri}", if self.of_threads { "threads:" } else { "" }));
        let names: Vec<String> = photo.into_iter().chain(words).collect();
        if names.iter().any(|name| self.shown.get(name).is_some_and(|file| *file != self.path)) {
            return true;
        }
        self.shown.extend(names.into_iter().map(|name| (name, self.path.clone())));
        false
    }

    /// Whether this name is the owner's. Where the archive does not say whose it is, everybody's words are taken for
    /// theirs but those of whom a conversation is called after: better one item too many to look at than one too few.
    fn is_owner(&self, name: Option<&str>) -> bool {
        let Some(name) = name else { return true };
        self.names.contains(name) || (!self.is_named && self.subject.as_deref() != Some(name))
    }
}

/// What a conversation holds besides its messages.
fn head_of(archive: &Archive, reader: impl Read) -> Value {
    let mut head: Map<String, Value> = Map::new();
    // Being cut short here does no harm: the file is read once more.
    let _ = json::each_member(reader, archive.limits(), |member, _, bytes| {
        let Ok(bytes) = bytes else { return Ok(()) };
        if member != "messages" && bytes.len() <= HEAD_BYTES {
            let value = serde_json::from_slice(bytes).unwrap_or_default();
            match member {
                "participants" => match head.entry(member).or_insert_with(|| Value::Array(Vec::new())) {
                    Value::Array(people) if people.len() < 1000 => people.push(value),
                    _ => {}
                },
                _ if head.len() < HEAD_MEMBERS => drop(head.insert(member.to_owned(), value)),
                _ => {}
            }
        }
        Ok(())
    });
    let mut head = Value::Object(head);
    repair_mojibake_in(&mut head);
    head
}

/// Who takes part in all conversations, where that is one person.
fn in_all_conversations(archive: &Archive) -> Option<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut looked_at = 0;
    let is_first = |entry: &&Entry| {
        Place::of(&entry.path).is_some_and(|place| !place.page && place.number == Some(1) && place.is_conversation())
    };
    for entry in archive.entries().iter().filter(is_first).take(SAMPLED) {
        let Ok(reader) = archive.reader(entry) else { continue };
        let mut names: BTreeSet<String> = BTreeSet::new();
        // Those who take part stand before the messages.
        let _ = json::each_member(reader, archive.limits(), |member, _, bytes| {
            if member != "participants" || names.len() >= PEOPLE {
                return Err(Stopped);
            }
            let mut person: Value = bytes.ok().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
            repair_mojibake_in(&mut person);
            names.extend(string(&person, "name").map(str::to_owned));
            Ok(())
        });
        looked_at += usize::from(!names.is_empty());
        names.into_iter().for_each(|name| *seen.entry(name).or_default() += 1);
    }
    let mut always = seen.into_iter().filter(|&(_, count)| count == looked_at && looked_at > 1).map(|(name, _)| name);
    let only = always.next();
    only.filter(|_| always.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_own_name() {
        let place = Place::of("your_instagram_activity/messages/inbox/robin_1/message_12.json").expect("a file");
        assert!(place.is_conversation() && place.number == Some(12) && !place.page);
        assert!(!Place::of("messages/chats.html").expect("a page").is_conversation());
        assert!(is_instagram("content/posts_1.json"));
        assert!(is_instagram("connections/followers_and_following/followers_1.html"));
        assert!(!is_instagram("posts/your_posts_1.json"));
        assert!(!is_instagram("messages/inbox/robin_1/message_1.json"));
    }
}
