//! Knows a file by what it holds, where its name says nothing: in some languages folders and files are named in the
//! language of the account, but keys stay English.

use super::files::ends_in;
use super::record::{list, put_right, string, unversioned};
use super::rows::{MESSAGE, rows};
use super::sections::{SECTIONS, THREAD};
use crate::archive::{Archive, Entry};
use crate::json;
use crate::sink::Stopped;
use serde_json::{Map, Value};
use std::io::Read;

/// Bytes of a file that are looked at.
const BYTES: u64 = 1 << 20;

/// Records, or members of an object, that are looked at.
const RECORDS: usize = 12;

/// Files looked at to tell whether an archive is Facebook's.
const FILES: usize = 60;

/// Root keys of files that are one record, and a file of that sort.
const LONE: &[(&str, &str)] = &[
    ("profile", "profile_information/profile_information"),
    ("event_responses", "events/your_event_responses"),
    ("primary_location", "location/primary_location"),
    ("primary_public_location", "location/primary_public_location"),
    ("last_location", "location/last_location"),
    ("timezone", "location/timezone"),
    ("accounts_center", "accounts_center"),
    ("facial_data", "face_recognition"),
    ("friend_peer_group", "friend_peer_group"),
    ("secret_conversations", "messages/secret_conversations"),
    ("autofill_information", "messages/autofill_information"),
    ("support_messages", "messages/support_messages"),
    ("support_correspondences", "other_activity/support_correspondences"),
];

/// Root keys without a version that stand in exports of Facebook and nowhere else.
const OWN: &[&str] = &[
    "status_updates", "wall_posts_sent_to_you", "group_posts", "groups_joined", "page_likes", "pages_followed", "other_likes",
    "deleted_friends", "received_requests", "sent_requests", "rejected_requests", "event_responses", "installed_apps",
    "off_facebook_activity", "profile_updates", "admin_records", "account_accesses", "poll_votes",
];

/// What a look into a file showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sniffed {
    /// Index of its section.
    pub section: usize,
    /// Whether no other platform has such a file.
    pub own: bool,
    /// Whether it is in the dialect of rows, which settings are in as well.
    pub rows: bool,
}

/// What sort of file this is, from its first records.
pub(super) fn sniff(archive: &Archive, entry: &Entry) -> Option<Sniffed> {
    let (mut found, mut head, mut looked) = (None, Map::new(), 0);
    let reader = archive.reader(entry).ok()?.take(BYTES);
    // Being stopped or cut short does no harm: what was seen until then counts.
    let _ = json::each_member(reader, archive.limits(), |member, index, bytes| {
        looked += 1;
        let mut value: Value = bytes.ok().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        put_right(&mut value);
        found = if member.is_empty() { of_record(&value) } else { of_member(member, &value) };
        if found.is_some() || looked >= RECORDS {
            return Err(Stopped);
        }
        match head.get_mut(member) {
            Some(Value::Array(items)) => items.push(value),
            // `data`, `attachments` and `label_values` are lists, whose items come one by one.
            _ if index == 0 && value.is_object() => drop(head.insert(member.to_owned(), Value::Array(vec![value]))),
            _ => drop(head.insert(member.to_owned(), value)),
        }
        Ok(())
    });
    found.or_else(|| of_record(&Value::Object(head)))
}

/// Whether an archive is Facebook's, though no path says so.
pub(super) fn is_facebook(archive: &Archive) -> bool {
    let is_json = |entry: &&Entry| entry.path.to_lowercase().ends_with(".json");
    archive.entries().iter().filter(is_json).take(FILES).any(|entry| sniff(archive, entry).is_some_and(|s| s.own))
}

fn of(tail: &str, own: bool) -> Option<Sniffed> {
    let section = SECTIONS.iter().position(|section| section.tail == tail)?;
    Some(Sniffed { section, own, rows: false })
}

fn of_member(member: &str, value: &Value) -> Option<Sniffed> {
    let key = unversioned(member);
    if key == "messages" {
        let encrypted = string(value, "senderName").is_some();
        return if encrypted || string(value, "sender_name").is_some() { of(THREAD, encrypted) } else { None };
    }
    let own = key != member || OWN.contains(&key);
    if let Some((_, tail)) = LONE.iter().find(|(lone, _)| *lone == key) {
        return of(tail, own);
    }
    let section = SECTIONS.iter().position(|section| !section.list.is_empty() && section.list == key)?;
    Some(Sniffed { section, own, rows: false })
}

fn of_record(record: &Value) -> Option<Sniffed> {
    let data = |key: &str| list(record, "data").iter().any(|item| !item[key].is_null());
    if !list(record, "label_values").is_empty() {
        let rows = rows(record);
        let tail = if rows.iter().any(|row| row.is("Reaction")) {
            "comments_and_reactions/likes_and_reactions_N"
        } else if rows.iter().any(|row| row.is_any(MESSAGE)) {
            "posts/posts_on_other_pages_and_profiles"
        } else {
            return None;
        };
        return of(tail, false).map(|sniffed| Sniffed { rows: true, ..sniffed });
    }
    if record["timestamp"].is_number() {
        if data("reaction") {
            return of("comments_and_reactions/likes_and_reactions_N", true);
        }
        if data("comment") {
            return of("comments_and_reactions/comments", true);
        }
        let attached = |attachment: &Value| attachment["data"].is_array();
        if data("post") || list(record, "attachments").iter().any(attached) {
            return of("posts/your_posts_N", true);
        }
    }
    if string(record, "uri").is_some() && record["creation_timestamp"].is_number() {
        return of("posts/your_uncategorized_photos", false);
    }
    None
}

/// Whether the file is a conversation by its name.
pub(super) fn is_thread(stem: &str) -> bool {
    ends_in(stem, THREAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniffed(text: &str) -> Option<(&'static str, bool)> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("x.json", zip::write::SimpleFileOptions::default()).expect("memory takes it");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("memory takes it");
        let bytes = zip.finish().expect("memory takes it").into_inner();
        let archive = Archive::from_bytes("x.zip", bytes, Default::default()).expect("it opens");
        sniff(&archive, &archive.entries()[0]).map(|s| (SECTIONS[s.section].tail, s.own))
    }

    #[test]
    fn files_are_known_by_their_keys() {
        for (text, tail, own) in [
            (r#"{"comments_v2":[{"timestamp":1}]}"#, "comments_and_reactions/comments", true),
            (r#"{"reactions":[{"timestamp":1}]}"#, "comments_and_reactions/likes_and_reactions_N", false),
            (r#"[{"timestamp":1,"data":[{"post":"x"}]}]"#, "posts/your_posts_N", true),
            (r#"[{"timestamp":1},{"timestamp":1,"data":[{"post":"x"}]}]"#, "posts/your_posts_N", true),
            (r#"{"timestamp":1,"data":[{"post":"x"}]}"#, "posts/your_posts_N", true),
            (r#"[{"timestamp":1,"data":[{"reaction":{"reaction":"LIKE"}}]}]"#, "comments_and_reactions/likes_and_reactions_N", true),
            (r#"{"profile_v2":{"name":{}}}"#, "profile_information/profile_information", true),
            (r#"{"participants":[{"name":"R"}],"messages":[{"sender_name":"R"}]}"#, THREAD, false),
            (r#"{"participants":["R"],"threadName":"R_1","messages":[{"senderName":"R"}]}"#, THREAD, true),
            (r#"{"friends_v2":[{"name":"R","timestamp":1}]}"#, "friends/your_friends", true),
            (r#"[{"label_values":[{"label":"Nachricht","value":"x"}]}]"#, "posts/posts_on_other_pages_and_profiles", false),
        ] {
            assert_eq!(sniffed(text), Some((tail, own)), "{text}");
        }
        for text in ["", "{}", "[1]", r#"[{"timestamp":1,"attachments":[{"url":"x"}]}]"#, r#"{"messages":[{"text":"x"}]}"#, r#"{"label_values":[{"label":"State","value":"x"}]}"#, "[object Object]"] {
            assert_eq!(sniffed(text), None, "{text}");
        }
    }

    #[test]
    fn every_sort_named_here_is_read() {
        for (_, tail) in LONE {
            assert!(of(tail, true).is_some(), "{tail}");
        }
    }
}
