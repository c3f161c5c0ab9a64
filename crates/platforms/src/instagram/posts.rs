//! What a person said and liked on Instagram and Threads.

use super::Reading;
use super::labels::{self, Label};
use super::record::{Moment, Picture, Record, is_username, profile_in};
use crate::import::File;
use model::{Audience, Kind, Post, Private};

/// A post: a photo, or several, with a caption.
pub(super) fn post(reading: &mut Reading, file: &mut File, record: Record) {
    picture_post(reading, file, record, Kind::Post, Audience::Unknown, None);
}

/// A post only its author can see any more.
pub(super) fn archived_post(reading: &mut Reading, file: &mut File, record: Record) {
    picture_post(reading, file, record, Kind::Post, Audience::OnlyMe, None);
}

/// A post or reply on Threads.
pub(super) fn thread(reading: &mut Reading, file: &mut File, record: Record) {
    let reply = record.pictures.iter().any(|picture| picture.is_reply);
    let kind = if reply { Kind::Reply } else { Kind::Post };
    picture_post(reading, file, record, kind, Audience::Unknown, Some("Threads"));
}

/// A post on Threads only its author can see any more.
pub(super) fn archived_thread(reading: &mut Reading, file: &mut File, record: Record) {
    picture_post(reading, file, record, Kind::Post, Audience::OnlyMe, Some("Threads"));
}

/// A reel, a story, a profile photo.
pub(super) fn medium(reading: &mut Reading, file: &mut File, record: Record) {
    picture_post(reading, file, record, Kind::Media, Audience::Unknown, None);
}

fn picture_post(
    reading: &mut Reading,
    file: &mut File,
    record: Record,
    kind: Kind,
    audience: Audience,
    about: Option<&str>,
) {
    // The caption of several photos stands around them, that of one photo with it.
    let inner = record.pictures.iter().map(|picture| picture.title.as_str()).find(|title| !title.is_empty());
    let rows = record.json["label_values"].is_array();
    let stated = record.value(Label::Text).or_else(|| record.said.first().map(String::as_str));
    let words = record.title.as_deref().filter(|title| !title.is_empty()).or(inner).or(stated);
    let words = words.or_else(|| record.sentence().filter(|_| rows)).unwrap_or_default();
    let mut post = file.draft(kind, words);
    let first = record.pictures.iter().find_map(|picture| picture.at);
    reading.date(&mut post, record.at.or(first).or_else(|| record.moment()));
    let is = |label: &str, truth| record.rows.iter().any(|row| row.label == label && labels::truth(&row.value) == Some(truth));
    post.audience = if is("Draft", true) || is("Published", false) { Audience::OnlyMe } else { audience };
    post.about = about.map(Private::from);
    post.url = record.own_address().filter(|_| rows).map(str::to_owned);
    let shows = record.pictures.iter().map(|picture| picture.uri.as_str()).find(|uri| !uri.is_empty());
    if reading.is_repeated(&post, shows) {
        return file.noted();
    }
    let shown = record.pictures.into_iter().filter(|picture| !picture.uri.is_empty());
    post.media = shown.map(|picture: Picture| picture.into_media(&reading.files)).collect();
    keep(file, post);
}

/// Takes what a record gave, unless that is nothing: then the format has changed.
fn keep(file: &mut File, post: Post) {
    if post.at.is_none() && post.text.reveal().is_empty() && post.media.is_empty() {
        return file.lost("The record has neither a time nor words");
    }
    file.post(post);
}

/// Somebody else's post passed on.
pub(super) fn repost(reading: &mut Reading, file: &mut File, record: Record) {
    let words = record.value(Label::Text).or_else(|| record.said.first().map(String::as_str)).unwrap_or_default();
    let mut post = file.draft(Kind::Repost, words);
    reading.date(&mut post, record.moment());
    post.reply_to = record.href().map(str::to_owned);
    post.about = record.account().map(Private::new);
    keep(file, post);
}

/// A comment on somebody's post, reel or story.
pub(super) fn comment(reading: &mut Reading, file: &mut File, record: Record) {
    let values = || record.rows.iter().filter(|row| !row.value.trim().is_empty()).map(|row| row.value.as_str());
    // Where the labels are not known: the owner is a username, and words rarely look like one.
    let unlabelled = || {
        let sentences: Vec<&str> = values().filter(|value| !is_username(value)).collect();
        match sentences[..] {
            [only] => Some(only),
            _ => values().max_by_key(|value| value.len()),
        }
    };
    let said = || record.said.first().map(String::as_str);
    let words = record.value(Label::Comment).or_else(unlabelled).or_else(said).unwrap_or_default().to_owned();
    let owner = record.value(Label::Owner).map(str::to_owned).or_else(|| record.title.clone());
    let owner = owner.or_else(|| values().find(|value| is_username(value) && *value != words).map(str::to_owned));
    let mut post = file.draft(Kind::Comment, words);
    reading.date(&mut post, record.moment());
    post.reply_to = record.href().map(str::to_owned);
    post.about = owner.map(Private::new);
    // A sticker or photo may be all of it.
    let shown = record.pictures.into_iter().filter(|picture| !picture.uri.is_empty());
    post.media = shown.map(|picture| picture.into_media(&reading.files)).collect();
    keep(file, post);
}

/// The answer to a question in somebody's story.
pub(super) fn answer(reading: &mut Reading, file: &mut File, record: Record) {
    story_sticker(reading, file, record, Kind::Comment);
}

/// A choice in somebody's story: a poll, a quiz, a slider.
pub(super) fn choice(reading: &mut Reading, file: &mut File, record: Record) {
    story_sticker(reading, file, record, Kind::Reaction);
}

fn story_sticker(reading: &mut Reading, file: &mut File, record: Record, kind: Kind) {
    // Where question and answer have no labels that are known, the answer comes last.
    let stated = record.rows.iter().filter(|row| !row.is(Label::Owner) && !row.is(Label::Username));
    let mut stated = stated.filter(|row| !row.nested && row.href.is_none()).map(|row| row.value.as_str());
    let last = stated.rfind(|value| !value.is_empty());
    let words = record.value(Label::Answer).or(last).or_else(|| record.said.first().map(String::as_str)).unwrap_or_default();
    let mut post = file.draft(kind, words);
    post.own_words = kind == Kind::Comment;
    reading.date(&mut post, record.moment());
    post.about = record.title.clone().or_else(|| record.account()).map(Private::new);
    keep(file, post);
}

/// A like of a post, a comment, a story or a thread.
pub(super) fn like(reading: &mut Reading, file: &mut File, record: Record) {
    let at = record.moment();
    let owner = record.account();
    let mut hrefs: Vec<(String, Option<Moment>)> =
        record.rows.iter().filter_map(|row| Some((row.href.clone()?, row.at.or(at)))).collect();
    hrefs.retain(|(href, _)| profile_in(href).is_none());
    // Several likes of one owner's posts may stand in one record.
    if hrefs.len() < 2 || !record.json["string_list_data"].is_array() {
        hrefs.truncate(1);
    }
    if hrefs.is_empty() {
        let mut post = file.draft(Kind::Like, "");
        reading.date(&mut post, at);
        post.about = owner.map(Private::new);
        return keep(file, post);
    }
    for (href, at) in hrefs {
        let mut post = file.draft(Kind::Like, "");
        reading.date(&mut post, at);
        post.reply_to = Some(href);
        post.about = owner.clone().map(Private::new);
        keep(file, post);
    }
}

/// Somebody or something followed.
pub(super) fn follow(reading: &mut Reading, file: &mut File, record: Record) {
    let Some(name) = record.account() else { return };
    let mut post = file.draft(Kind::Follow, name);
    post.own_words = false;
    reading.date(&mut post, record.moment());
    post.about = reading.of_threads.then(|| Private::from("Threads"));
    keep(file, post);
}

/// Something searched for.
pub(super) fn search(reading: &mut Reading, file: &mut File, record: Record) {
    let stated = record.rows.iter().map(|row| row.value.as_str()).find(|value| !value.is_empty());
    let said = record.said.first().map(String::as_str);
    let Some(words) = record.value(Label::Search).or(record.title.as_deref()).or(stated).or(said) else { return };
    let mut post = file.draft(Kind::Search, words);
    reading.date(&mut post, record.moment());
    post.audience = Audience::OnlyMe;
    keep(file, post);
}

/// A note: a line shown above one's photo for a day.
pub(super) fn note(reading: &mut Reading, file: &mut File, record: Record) {
    let stated = record.value(Label::Text).or(record.title.as_deref()).or_else(|| record.sentence());
    let Some(words) = stated.or_else(|| record.said.first().map(String::as_str)) else { return file.noted() };
    let mut post = file.draft(Kind::Post, words);
    reading.date(&mut post, record.moment());
    post.about = Some("Note".into());
    keep(file, post);
}
