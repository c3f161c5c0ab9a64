//! Conversations: one folder each, with numbered files of about ten thousand messages, the newest first.

use super::Reading;
use super::record::{list, picture, string, whole};
use crate::import::File;
use chrono::DateTime;
use model::{Audience, Kind, Private};
use serde_json::Value;

/// What hangs on a message.
const ENCLOSED: [&str; 5] = ["photos", "videos", "gifs", "files", "audio_files"];

/// One message of a conversation. Notices of calls and of joining, and messages taken back, have no words and are left out.
pub(super) fn message(reading: &mut Reading, file: &mut File, record: &Value) {
    let notice = matches!(string(record, "type"), Some("Call" | "Subscribe" | "Unsubscribe"));
    if notice || !record["call_duration"].is_null() {
        return;
    }
    let share = &record["share"];
    let words = string(record, "content").or_else(|| string(share, "share_text"));
    let enclosed = ENCLOSED.iter().flat_map(|kind| list(record, kind)).filter_map(picture);
    let media: Vec<_> = enclosed.map(|picture| picture.into_media(&reading.files)).collect();
    let link = string(share, "link");
    if words.is_none() && media.is_empty() && link.is_none() {
        return;
    }
    let mut post = file.draft(Kind::Message, words.unwrap_or(""));
    post.own_words = reading.is_owner(string(record, "sender_name"));
    post.at = whole(&record["timestamp_ms"]).filter(|&ms| ms > 0).and_then(DateTime::from_timestamp_millis);
    post.audience = Audience::Direct;
    post.reply_to = link.map(str::to_owned);
    post.about = title(reading).map(Private::new);
    post.media = media;
    file.post(post);
}

/// The conversation's title, else the others in it.
fn title(reading: &Reading) -> Option<String> {
    let head = &reading.head;
    if let Some(title) = string(head, "title").or_else(|| string(head, "thread_name")) {
        return Some(title.to_owned());
    }
    let others = list(head, "participants").iter().filter_map(|person| string(person, "name"));
    let others: Vec<&str> = others.filter(|name| !reading.is_owner(Some(name))).collect();
    (!others.is_empty()).then(|| others.join(", "))
}
