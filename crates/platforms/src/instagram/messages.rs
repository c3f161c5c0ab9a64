//! Conversations: one folder each, with numbered files, the newest message first. Names are display names.

use super::Reading;
use super::record::{Record, several, string, whole};
use crate::import::File;
use crate::text::beginning;
use chrono::DateTime;
use model::{Audience, Kind, Post, Private};
use serde_json::Value;

/// People a conversation without a title is called after, and bytes of the name of each.
pub(super) const NAMED: usize = 20;
pub(super) const NAME: usize = 200;

/// What hangs on a message.
const ENCLOSED: [&str; 5] = ["photos", "videos", "gifs", "files", "audio_files"];

/// Lines the app writes when something was reacted to, by their beginnings, and the ends of those about an attachment.
const REACTED: &[&str] = &[
    "Liked a message", "Reacted ", "Gefällt eine Nachricht", "Hat mit ", "A aimé un message", "A réagi ", "Le gustó un mensaje",
    "Indicó que le gusta", "Reaccionó ", "Ha messo \"Mi piace\"", "Ha messo Mi piace", "Ha reagito ", "Curtiu uma mensagem",
    "Reagiu ", "Heeft een bericht leuk", "Heeft gereageerd",
];
const ATTACHED: &[&str] = &[
    "sent an attachment.", "hat einen Anhang gesendet.", "a envoyé une pièce jointe.", "envió un archivo adjunto.",
    "ha enviado un archivo adjunto.", "ha inviato un allegato.", "enviou um anexo.", "heeft een bijlage verzonden.",
    "wysyła załącznik.", "bir ek gönderdi.", "mengirim lampiran.", "skickade en bilaga.",
];

fn is_notice(words: &str) -> bool {
    let to_a_message = words.chars().count() < 60;
    to_a_message && REACTED.iter().any(|beginning| words.starts_with(beginning))
}

/// One message in JSON.
pub(super) fn message(reading: &mut Reading, file: &mut File, json: &Value) {
    let share = &json["share"];
    let link = string(share, "link");
    let content = string(json, "content").filter(|words| !is_notice(words));
    let written = content.filter(|words| link.is_none() || !ATTACHED.iter().any(|end| words.ends_with(end)));
    let shared = string(share, "share_text");
    let enclosed = ENCLOSED.iter().flat_map(|kind| several(&json[*kind])).filter_map(|held| string(held, "uri"));
    let media: Vec<_> = enclosed.map(|uri| model::Media { path: reading.files.find(uri), ..Default::default() }).collect();
    if !json["call_duration"].is_null() || (written.is_none() && shared.is_none() && link.is_none() && media.is_empty()) {
        return;
    }
    let mut post = file.draft(Kind::Message, written.or(shared).unwrap_or_default());
    // The words of a post passed on are those of who wrote the post.
    post.own_words = reading.is_owner(string(json, "sender_name")) && (written.is_some() || shared.is_none());
    let milliseconds = whole(&json["timestamp_ms"]).filter(|&ms| ms > 0);
    post.at = milliseconds.and_then(DateTime::from_timestamp_millis);
    post.reply_to = link.map(str::to_owned);
    post.media = media;
    keep(reading, file, post);
}

/// One message of a page. The card of those who take part has no date.
pub(super) fn of_page(reading: &mut Reading, file: &mut File, record: Record) {
    let (Some(sender), Some(at)) = (record.title.clone(), record.at) else { return };
    let said = record.said.first().map(String::as_str).filter(|words| !is_notice(words)).unwrap_or_default();
    let link = record.href().map(str::to_owned);
    if said.is_empty() && link.is_none() && record.pictures.is_empty() {
        return;
    }
    let attached = link.is_some() && ATTACHED.iter().any(|end| said.ends_with(end));
    let shared = if attached { record.said.get(1).cloned().unwrap_or_default() } else { String::new() };
    let mut post = file.draft(Kind::Message, if attached { &shared } else { said });
    post.own_words = reading.is_owner(Some(&sender)) && !attached;
    reading.date(&mut post, Some(at));
    post.reply_to = link;
    post.media = record.pictures.into_iter().map(|picture| picture.into_media(&reading.files)).collect();
    keep(reading, file, post);
}

fn keep(reading: &Reading, file: &mut File, mut post: Post) {
    post.audience = Audience::Direct;
    post.about = reading.subject.clone().map(Private::new);
    file.post(post);
}

/// What a conversation is called: its title, else the others in it.
pub(super) fn subject(reading: &Reading, head: &Value) -> Option<String> {
    if let Some(title) = string(head, "title") {
        return Some(beginning(title, NAME).to_owned());
    }
    let others = several(&head["participants"]).iter().filter_map(|person| string(person, "name"));
    let others = others.filter(|name| !reading.is_owner(Some(name))).take(NAMED);
    let others: Vec<&str> = others.map(|name| beginning(name, NAME)).collect();
    (!others.is_empty()).then(|| others.join(", "))
}
