//! Mastodon and the servers that speak with it: an archive of ActivityPub JSON, and tables from Settings > Export.
//!
//! `outbox.json` lists every post and boost, direct messages among them; `actor.json` is the profile with its switches;
//! `likes.json` and `bookmarks.json` list addresses alone. The archive was a tar.gz until about Mastodon 4.1 and is a ZIP
//! since. Pleroma and Akkoma write the same files; Misskey writes `notes-<date>.json`, Pixelfed the statuses of its
//! interface for apps: their fields have other names and are read by the same code ([`note`]).

mod actor;
mod lists;
mod note;
#[cfg(test)]
mod tests;

use crate::import::{File, Halt, Import};
use crate::{Archive, Entry, Error, Importer, Sink, json};
use actor::Actor;
use chrono::{DateTime, NaiveDateTime, Utc};
use model::{Account, Coverage, Exported, FileOutcome, Kind};
use serde_json::Value;
use std::io::Read;

/// The importer of Mastodon.
pub struct Mastodon;

/// Bytes of a file looked at to tell what it is.
const HEAD: u64 = 16 << 10;

/// What a file of such an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Actor,
    Outbox,
    Likes,
    /// Posts of Misskey or Pixelfed: a list, not wrapped in activities.
    Notes,
    List(lists::List),
    Left(&'static str),
}

const LEFT: &[(&str, &str)] = &[
    ("bookmarks", "Lists posts saved, which only the account's owner sees"),
    ("bookmarkedposts", "Lists posts saved, which only the account's owner sees"),
    ("favorites", "Lists posts saved, which only the account's owner sees"),
    ("clips", "Lists posts saved, which only the account's owner sees"),
    ("lists", "Lists made to sort what one reads, which only the account's owner sees"),
    ("userlists", "Lists made to sort what one reads, which only the account's owner sees"),
    ("antennas", "Searches set up to sort what one reads, which only the account's owner sees"),
    ("filters", "Words the account's owner does not want to see"),
    ("customfilters", "Words the account's owner does not want to see"),
];

impl Importer for Mastodon {
    fn id(&self) -> &'static str {
        "mastodon"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn own_folders(&self) -> &'static [&'static str] {
        &["media_attachments"]
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        let parts: Vec<Part> = archive.entries().iter().filter_map(|entry| part(archive, entry)).collect();
        let telling = |part: &Part| match part {
            Part::Actor | Part::Outbox | Part::Notes => true,
            Part::List(list) => list.is_telling(),
            Part::Likes | Part::Left(_) => false,
        };
        let named = archive.told().platform.as_deref() == Some("mastodon");
        (parts.iter().any(telling) || (named && !parts.is_empty())).then(|| Exported {
            account: account(archive),
            at: exported_at(archive),
            partial: !(parts.contains(&Part::Actor) && parts.contains(&Part::Outbox)),
        })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let actor = Actor::of(archive);
        let mut import = Import::new(archive, sink);
        let mut present = Vec::new();
        for entry in archive.entries() {
            match part(archive, entry) {
                Some(Part::Actor) => {
                    read_actor(&mut import, entry, archive)?;
                    present.push(Kind::Bio);
                }
                Some(Part::Outbox) => {
                    read_items(&mut import, entry, archive, note::POSTS, |file, item| {
                        note::activity(file, item, &actor, archive);
                    })?;
                    // Only an archive made by the server says where its parts are.
                    if actor.is_of_archive {
                        present.extend(note::POSTS);
                    }
                }
                Some(Part::Notes) => {
                    read_items(&mut import, entry, archive, note::POSTS, |file, item| {
                        note::bare(file, item, &actor, archive);
                    })?;
                }
                Some(Part::Likes) => {
                    read_items(&mut import, entry, archive, &[Kind::Like], note::liked)?;
                    if actor.is_of_archive {
                        present.push(Kind::Like);
                    }
                }
                Some(Part::List(list)) => lists::read(&mut import, entry, list)?,
                Some(Part::Left(why)) => import.leave(entry, FileOutcome::Skipped(why.to_owned())),
                None if is_media(&entry.path) => import.leave(entry, FileOutcome::Media),
                None => import.leave(entry, FileOutcome::Unknown),
            }
        }
        Ok(import.finish(present))
    }
}

/// The name of a file without folder, ending, day and number, and its ending: `notes-2023-01-05-10-11-12.json`.
fn stem(path: &str) -> (String, String) {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '~' | '(' | ')' | ' '));
    (crate::table::fold(stem), ending.to_lowercase())
}

fn part(archive: &Archive, entry: &Entry) -> Option<Part> {
    let (stem, ending) = stem(&entry.path);
    let left = || LEFT.iter().find(|(name, _)| *name == stem).map(|(_, why)| Part::Left(why));
    match ending.as_str() {
        "json" => {
            let head = head(archive, entry);
            let has = |names: &[&str]| names.iter().all(|name| head.contains(&format!("\"{name}\"")));
            match stem.as_str() {
                "actor" if has(&["preferredUsername"]) || has(&["inbox"]) => Some(Part::Actor),
                "outbox" if has(&["orderedItems"]) || has(&["OrderedCollection"]) || has(&["actor", "object"]) => {
                    Some(Part::Outbox)
                }
                "likes" | "favourites" if has(&["orderedItems"]) || has(&["OrderedCollection"]) => Some(Part::Likes),
                "following" | "followers" if has(&["orderedItems"]) || has(&["OrderedCollection"]) => {
                    lists::List::of(&stem).map(Part::List)
                }
                _ if has(&["createdAt", "visibility", "renoteId"]) || has(&["createdAt", "visibility", "replyId"]) => {
                    left().or(Some(Part::Notes))
                }
                _ if has(&["created_at", "visibility", "spoiler_text"]) => left().or(Some(Part::Notes)),
                _ => left().filter(|_| has(&["orderedItems"]) || stem != "lists"),
            }
        }
        "csv" => {
            let list = lists::List::of(&stem).map(Part::List).or_else(left)?;
            lists::holds_addresses(archive, entry).then_some(list)
        }
        _ => None,
    }
}

fn head(archive: &Archive, entry: &Entry) -> String {
    let mut bytes = Vec::new();
    if let Ok(reader) = archive.reader(entry) {
        // Damage shows when the file is read.
        let _ = reader.take(HEAD).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_media(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "bmp", "svg", "mp4", "webm", "mov", "m4v", "mp3", "ogg",
        "oga", "wav", "flac", "m4a", "opus", "aac", "3gp",
    ];
    path.contains("media_attachments/") || path.rsplit_once('.').is_some_and(|(_, ending)| {
        ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Whose archive it is: as the profile says, as the posts say, or as the person said.
fn account(archive: &Archive) -> Account {
    let actor = Actor::of(archive);
    let told = archive.told().account.as_deref().map(|name| name.trim().trim_start_matches('@').to_owned());
    let handle = Some(actor.handle.clone()).filter(|handle| !handle.is_empty()).or(told).unwrap_or_default();
    Account {
        platform: "mastodon".to_owned(),
        key: if handle.is_empty() { "unnamed".to_owned() } else { handle.to_lowercase() },
        handle,
        name: actor.name,
    }
}

/// The moment in the name of the archive, `archive-20230105210000-<hash>.zip`: nothing inside says it.
fn exported_at(archive: &Archive) -> Option<DateTime<Utc>> {
    let paths = archive.paths();
    let of_name = |name: &str| {
        let digits = name.split(['-', '.']).find(|part| part.len() == 14 && part.bytes().all(|b| b.is_ascii_digit()))?;
        NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok()
    };
    paths.iter().find_map(|path| of_name(path.file_name()?.to_str()?)).map(|at| at.and_utc())
}

/// Goes through the items of a collection, or of a plain list.
fn read_items(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    kinds: &[Kind],
    mut take: impl FnMut(&mut File<'_>, &Value),
) -> Result<(), Error> {
    import.file(entry, kinds, |reader, file| {
        let done = std::cell::Cell::new(0);
        let reader = crate::archive::Counted::new(reader, &done);
        let mut halted = None;
        let extent = json::each_member(reader, archive.limits(), |member, index, bytes| {
            if let Err(halt) = file.step(done.get()) {
                halted = Some(halt);
                return Err(crate::Stopped);
            }
            if !matches!(member, "" | "orderedItems" | "items" | "statuses" | "notes") {
                return Ok(());
            }
            file.index = index;
            match bytes.and_then(|bytes| Ok(serde_json::from_slice::<Value>(bytes)?)) {
                Ok(item) => take(file, &item),
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        });
        match extent {
            Ok(extent) if extent.cut.is_none() => Ok(()),
            Ok(_) => Err(Halt::Unreadable),
            Err(_) => Err(halted.unwrap_or(Halt::Stopped)),
        }
    })
}

fn read_actor(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    import.file(entry, &[Kind::Bio], |reader, file| {
        match json::whole::<Value>(reader, archive.limits()) {
            Ok(record) => actor::read(file, &record, archive),
            Err(why) => file.lost(&why),
        }
        Ok(())
    })
}
