//! Conversations: one folder each, with numbered files of about ten thousand messages, the newest first.
//!
//! What was written after conversations became encrypted end to end comes in a download of its own: one file for each
//! conversation, `Robin Demo_4.json`, in names of its own (`senderName`, `text`, `timestamp`, `media`).

use super::Reading;
use super::picture::picture;
use super::record::{list, string, time, whole};
use super::rows::{MESSAGE, entries, row_value};
use crate::import::File;
use crate::text::{beginning, unix_date};
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Private};
use serde_json::Value;

/// People a conversation without a title is called after, and bytes of the name of each.
const NAMED: usize = 20;
const NAME: usize = 200;

/// What hangs on a message.
const ENCLOSED: [&str; 6] = ["photos", "videos", "gifs", "files", "audio_files", "media"];

/// One message of a conversation. Notices of calls, of joining and of reactions, and messages taken back, have no words
/// and are left out.
pub(super) fn message(reading: &mut Reading, file: &mut File, record: &Value) {
    let notice = matches!(string(record, "type"), Some("Call" | "Subscribe" | "Unsubscribe" | "placeholder"));
    if notice || !record["call_duration"].is_null() {
        return;
    }
    let sender = string(record, "sender_name").or_else(|| string(record, "senderName"));
    let share = &record["share"];
    let content = string(record, "content").or_else(|| string(record, "text"));
    let words = content.filter(|words| !is_notice(words, sender)).or_else(|| string(share, "share_text"));
    let mut media = Vec::new();
    for picture in ENCLOSED.iter().flat_map(|kind| list(record, kind)).chain([&record["sticker"]]).filter_map(picture) {
        media.push(reading.enclose(file, picture));
    }
    let link = string(share, "link");
    if words.is_none() && media.is_empty() && link.is_none() {
        return;
    }
    let mut post = file.draft(Kind::Message, words.unwrap_or(""));
    post.own_words = reading.is_owner(sender);
    post.at = at(record);
    post.audience = Audience::Direct;
    post.reply_to = link.map(str::to_owned);
    post.about = title(reading).map(Private::new);
    post.media = media;
    file.post(post);
}

/// Milliseconds; seconds in the first exports of 2018.
fn at(record: &Value) -> Option<DateTime<Utc>> {
    let stated = whole(&record["timestamp_ms"]).filter(|&ms| ms > 0).and_then(DateTime::from_timestamp_millis);
    stated.or_else(|| whole(&record["timestamp"]).filter(|&number| number > 0).and_then(unix_date))
}

/// Whether the words are Messenger's own, in an English account.
fn is_notice(words: &str, sender: Option<&str>) -> bool {
    let words = words.trim_end();
    if let Some(reaction) = words.strip_prefix("Reacted ").and_then(|rest| rest.strip_suffix(" to your message")) {
        return reaction.chars().count() <= 8;
    }
    let sent = |what: &str| words.strip_suffix(what).is_some_and(|name| name == "You" || Some(name) == sender);
    words == "Liked a message" || sent(" sent an attachment.")
}

/// The conversation's title, else the others in it.
fn title(reading: &Reading) -> Option<String> {
    let head = &reading.head;
    if let Some(title) = string(head, "title").or_else(|| string(head, "thread_name")) {
        return Some(title.to_owned());
    }
    if let Some(name) = string(head, "threadName") {
        // `Robin Demo_4`: the number is that of the file.
        let numbered = name.rsplit_once('_').filter(|(_, n)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        return Some(numbered.map_or(name, |(name, _)| name).to_owned());
    }
    let others = participants(head).into_iter().filter(|name| !reading.is_owner(Some(name)));
    let others: Vec<&str> = others.take(NAMED).map(|name| beginning(name, NAME)).collect();
    (!others.is_empty()).then(|| others.join(", "))
}

/// The names of those in a conversation, which are objects, or bare strings.
pub(super) fn participants(head: &Value) -> Vec<&str> {
    list(head, "participants").iter().take(1_000).filter_map(|person| string(person, "name").or_else(|| person.as_str())).collect()
}

/// A chat with the platform's assistant: each entry with words is a message. Where it does not say whose they are, they
/// are taken for the owner's.
pub(super) fn assistant(reading: &mut Reading, file: &mut File, record: &Value) {
    let about = string(record, "title").map(|title| Private::from(beginning(title, NAME)));
    for entry in entries(record) {
        let Some(words) = row_value(&entry, MESSAGE).or_else(|| row_value(&entry, &["Prompt", "Question"])) else { continue };
        let sender = row_value(&entry, &["Sender", "Sender name", "From", "Author", "Role"]);
        let mut post = file.draft(Kind::Message, words);
        post.own_words = reading.is_owner(sender) || sender.is_some_and(|role| role.eq_ignore_ascii_case("user"));
        post.at = entry.iter().find_map(|row| row.at).or_else(|| time(record, "timestamp"));
        post.audience = Audience::Direct;
        post.about = about.clone().or_else(|| Some("Meta AI".into()));
        if post.own_words {
            file.fact("ai-chat", words, "", post.at);
        }
        file.post(post);
    }
}
