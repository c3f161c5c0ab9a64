//! Facebook: the JSON variant of "Download your information".
//!
//! Exports have been offered as JSON since 2018. The folders were renamed about 2021 (`comments_and_reactions`), 2022
//! (`your_activity_across_facebook`) and 2024 (`your_facebook_activity`), and keys gained versions (`comments_v2`); the
//! records stayed nearly the same, so all eras are read by the same code (`sections.rs`). The HTML variant is read by
//! `html.rs`.
//!
//! Facebook exports neither ids of posts nor who can see them. A post is found again by its time and words, and its
//! audience is unknown, save in groups and conversations. Titles name the group or person addressed in a sentence of the
//! account's language with the owner's present name in it; only the part that survives a change of name is kept.

mod facts;
mod files;
mod html;
mod html_facts;
mod html_old;
mod html_posts;
mod messages;
mod posts;
mod record;
mod sections;

use crate::import::{File, Halt, Import};
use crate::{Archive, Entry, Error, Importer, Sink, Stopped, json};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use files::{Files, ends_in, plain};
use model::{Account, Coverage, Exported, FileOutcome, Kind, Private, Warning};
use record::{Picture, list, string, time, unversioned, versioned, whole};
use sections::{NEEDED, SECTIONS, Section};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
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
        if !archive.entries().iter().any(|entry| is_facebook(&plain(&entry.path))) {
            return None;
        }
        let pages = html::about(archive);
        let partial = pages.limited || !(pages.whole || PARTS.iter().all(|names| has_folder(archive, names)));
        let file_names = archive.paths().into_iter().filter_map(|path| path.file_name());
        let (named, dated) = file_names.into_iter().find_map(|name| name_and_date(&name.to_string_lossy())).unzip();
        let profile = sole_record(archive, "profile_information/profile_information").unwrap_or(Value::Null);
        let profile = versioned(&profile, "profile");
        let handle = handle_of(profile).or(pages.handle).or(named).unwrap_or_default();
        Some(Exported {
            account: Account {
                platform: self.id().to_owned(),
                // To Facebook, `Sam.Example` and `samexample` are the same.
                key: handle.to_lowercase().replace('.', ""),
                handle,
                name: string(&profile["name"], "full_name").map(str::to_owned).or(pages.name).map(Private::new),
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

        let mut reading = Reading::of(archive);
        let mut import = Import::new(archive, sink);
        for (entry, outcome) in left {
            import.leave(entry, outcome);
        }
        for (section, entry) in sorted {
            let section = &SECTIONS[section];
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

/// Keys under which the first exports have a list one level deeper.
const DEEPER: [&str; 3] = ["activity_log_data", "address_book", "group_answers"];

/// What an export holds when nothing was left out: one folder of each row.
const PARTS: &[&[&str]] = &[&["posts"], &["comments_and_reactions", "comments"], &["profile_information"]];

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

/// The username, or the number of an account that has none.
fn handle_of(profile: &Value) -> Option<String> {
    let of_uri = || {
        let tail = string(profile, "profile_uri")?.trim_end_matches('/').rsplit('/').next()?;
        Some(tail.strip_prefix("profile.php?id=").unwrap_or(tail))
    };
    string(profile, "username").or_else(of_uri).map(str::to_owned)
}

/// Name and date in a file name such as `facebook-sam.example-2026-10-02-Ab12Cd34.zip`; in some languages the day comes
/// first. Usernames have no hyphens.
fn name_and_date(file: &str) -> Option<(String, Option<NaiveDate>)> {
    let (name, rest) = file.strip_prefix("facebook-")?.split_once('-').unwrap_or((file, ""));
    let parts: Vec<u32> = rest.split('-').map_while(|part| part.parse().ok()).collect();
    let date = match parts[..] {
        [year, month, day, ..] if year > 31 => NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day),
        [day, month, year, ..] => NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day),
        _ => None,
    };
    let name = name.trim_start_matches("facebook-").trim_end_matches(".zip");
    Some((name.to_owned(), date))
}

/// When the export was made, as a moment that is surely not too late: the newest sign of life of a session, and not before
/// the day in the file name.
fn exported_at(archive: &Archive, dated: Option<NaiveDate>) -> Option<DateTime<Utc>> {
    let midnight = dated.and_then(|date| date.and_hms_opt(0, 0, 0)).map(|at| at.and_utc());
    let sessions = sole_record(archive, "where_you_re_logged_in").unwrap_or(Value::Null);
    let sessions = versioned(&sessions, "active_sessions").as_array().map_or(&[][..], Vec::as_slice);
    let seen = sessions.iter().filter_map(|s| time(s, "updated_timestamp").max(time(s, "created_timestamp")));
    let newest = seen.filter(|&at| midnight.is_none_or(|day| at < day + Days::new(2))).max();
    newest.max(midnight)
}

/// A small file that is one record, put right; none when it is missing or broken.
fn sole_record(archive: &Archive, tail: &str) -> Option<Value> {
    let entry = archive.entries().iter().find(|entry| json_stem(entry).is_some_and(|stem| ends_in(&stem, tail)))?;
    let mut value = json::whole(archive.reader(entry).ok()?, archive.limits()).ok()?;
    record::put_right(&mut value);
    Some(value)
}

/// The plain path of a file without its ending; none for what belongs to Instagram, which people may export along.
fn stem(entry: &Entry) -> Option<String> {
    let path = plain(&entry.path);
    let instagram = |folder: &str| folder == "your_instagram_activity" || folder.ends_with("off_of_instagram");
    let (stem, _) = path.rsplit_once('.')?;
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
        match stem.as_ref().and_then(|stem| SECTIONS.iter().position(|section| ends_in(stem, section.tail))) {
            Some(section) => sorted.push((section, entry)),
            None => left.push((entry, outcome(archive, entry, stem))),
        }
    }
    (sorted, left)
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

/// The folders in which the numbering of files has a gap, and the kinds concerned.
fn gaps(sorted: &[(usize, &Entry)]) -> Vec<(String, &'static [Kind])> {
    let mut series: BTreeMap<(usize, String), BTreeSet<u32>> = BTreeMap::new();
    for &(index, entry) in sorted {
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let name = plain(name);
        let prefix = SECTIONS[index].tail.rsplit('/').next().and_then(|tail| tail.strip_suffix('N'));
        if let Some(number) = prefix.and_then(|prefix| files::number(name.strip_suffix(".json")?, prefix)) {
            series.entry((index, folder.to_owned())).or_default().insert(number);
        }
    }
    // Posts count from 1, albums from 0.
    let whole = |numbers: &BTreeSet<u32>| match (numbers.first(), numbers.last()) {
        (Some(&first), Some(&last)) => first <= 1 && numbers.len() as u64 == u64::from(last - first) + 1,
        _ => true,
    };
    series.into_iter().filter(|(_, n)| !whole(n)).map(|((index, folder), _)| (folder, SECTIONS[index].kinds)).collect()
}

/// Whether the export goes back to the beginning of the account.
///
/// It does not say which range of dates was asked for. The longest range offered besides "All time" is three years, so
/// items older than that, or as old as the account, mean that the beginning was not cut off.
fn reaches_back(coverage: &Coverage, registered: Option<DateTime<Utc>>, exported: Option<DateTime<Utc>>) -> bool {
    let (Some(first), Some(end)) = (coverage.first, exported.max(coverage.last)) else { return false };
    let three_years = end.checked_sub_months(Months::new(37)).is_some_and(|limit| first < limit);
    let first_year = registered.is_some_and(|at| first < at + Days::new(366));
    three_years || first_year
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
    groups: BTreeSet<String>,
    files: Files,
    /// Addresses of photos that posts have shown.
    shown: HashSet<String>,
    /// What the file being read holds besides its list.
    head: Value,
    /// When the account was opened.
    registered: Option<DateTime<Utc>>,
}

impl Reading {
    fn of(archive: &Archive) -> Self {
        let profile = sole_record(archive, "profile_information/profile_information").unwrap_or(Value::Null);
        let profile = versioned(&profile, "profile");
        let former = list(profile, "previous_names").iter().chain(list(profile, "other_names"));
        let names = string(&profile["name"], "full_name").into_iter().chain(former.filter_map(|n| string(n, "name")));
        Reading {
            names: names.map(str::to_owned).collect(),
            groups: BTreeSet::new(),
            files: Files::of(archive),
            shown: HashSet::new(),
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
        let listed = !section.list.is_empty() && self.look(archive, reader, section.list);
        let done = Cell::new(0);
        let again = Counted { reader: archive.reader(entry).map_err(|_| Halt::Unreadable)?, done: &done };
        let mut halt = Halt::Stopped;
        let mut take = |member: &str, index, bytes: Result<&[u8], json::BadRecord>| {
            if listed && !member.is_empty() && unversioned(member) != section.list {
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
        let extent = match listed {
            true => json::each_member(again, limits, take),
            false => json::each_raw(again, limits, |index, bytes| take("", index, bytes)),
        };
        let Ok(extent) = extent else { return Err(halt) };
        if section.list == "photos" {
            posts::album(self, file);
        }
        extent.cut.map_or(Ok(()), |_| Err(Halt::Unreadable))
    }

    /// Whether the file is a list or has it under this key, and not a lone record. Remembers what else it holds: titles
    /// stand behind the list they are needed for.
    fn look(&mut self, archive: &Archive, reader: impl Read, key: &str) -> bool {
        let (mut head, mut listed) = (Map::new(), false);
        // Being stopped or cut short here does no harm: the file is read once more.
        let _ = json::each_member(reader, archive.limits(), |member, index, bytes| {
            listed |= member.is_empty() || unversioned(member) == key;
            if member.is_empty() {
                return Err(Stopped);
            }
            let short = bytes.unwrap_or_default().len() <= HEAD_BYTES && index < HEAD_ITEMS;
            if let (true, false, Ok(bytes)) = (short, unversioned(member) == key, bytes) {
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
        // Of an object with an empty list nothing is heard at all.
        listed |= head.is_empty();
        self.head = Value::Object(head);
        record::put_right(&mut self.head);
        listed
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

    fn show(&mut self, picture: &Picture) {
        self.shown.insert(picture.uri.to_owned());
    }

    fn is_shown(&self, picture: &Picture) -> bool {
        self.shown.contains(picture.uri)
    }

    /// The longest name of a joined group that stands in a title.
    fn known_group(&self, title: &str) -> Option<String> {
        self.groups.iter().filter(|group| title.contains(*group)).max_by_key(|group| group.len()).cloned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_tells_account_and_day() {
        let day = NaiveDate::from_ymd_opt(2025, 2, 14);
        for (file, name, date) in [
            ("facebook-mara.quill-2025-02-14-Ab12Cd34.zip", "mara.quill", day),
            ("facebook-100001234567890-14-2-2025-Ab12Cd34.zip", "100001234567890", day),
            ("facebook-mara.quill-2025-02-14-Ab12Cd34", "mara.quill", day),
            ("facebook-maraquill-20250214T101112Z-001.zip", "maraquill", None),
            ("facebook-mara.quill.zip", "mara.quill", None),
        ] {
            assert_eq!(name_and_date(file), Some((name.to_owned(), date)), "{file}");
        }
        assert_eq!(name_and_date("export.zip"), None);
    }
}
