//! What else the person wrote: profile text, articles, moments, notes, comments on live videos, searches, list names, and
//! what they typed to Grok.

use super::Reading;
use super::loose::{at, string};
use crate::Error;
use crate::import::File;
use crate::json::BadRecord;
use crate::text::{iso_date, unix_date};
use chrono::{DateTime, Utc};
use model::{Kind, Post, Private};
use serde_json::Value;

/// A file: its name, the key its records are wrapped in, the kind of what it holds, and how a record is read.
type Written = (&'static str, &'static str, Kind, fn(&Value, &mut File, &str));

const FILES: &[Written] = &[
    ("profile", "profile", Kind::Bio, bio),
    ("article", "article", Kind::Post, article),
    ("twitter-article", "article", Kind::Post, article),
    ("moment", "moment", Kind::Post, moment),
    ("fleet", "fleet", Kind::Post, fleet),
    ("community-note", "communityNote", Kind::Comment, community_note),
    ("periscope-comments-made-by-user", "periscopeCommentsMadeByUser", Kind::Comment, live_comment),
    ("saved-search", "savedSearch", Kind::Search, search),
    ("lists-created", "userListInfo", Kind::Group, list),
    ("grok-chat-item", "grokChatItem", Kind::Message, grok),
];

/// Reads these files. Few hold many records, so ease counts for more than speed.
pub(super) fn read(reading: &mut Reading) -> Result<(), Error> {
    let layout = reading.layout;
    for (stem, wrapper, kind, take) in FILES {
        for entry in layout.parts(stem) {
            reading.elements(entry, &[*kind], |bytes, file| {
                let value: Value = serde_json::from_slice(bytes)?;
                // The key of the wrapping is not sure for every file; a record has one key only.
                let only = value.as_object().filter(|keys| keys.len() == 1).and_then(|keys| keys.values().next());
                let record = value.get(*wrapper).or(only).unwrap_or(&value);
                if !record.is_object() {
                    return Err(BadRecord::Shape);
                }
                take(record, file, &layout.exported.account.handle);
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// A post with these words, unless there are none.
fn written(file: &File, kind: Kind, words: &str, id: String, when: Option<DateTime<Utc>>) -> Option<Post> {
    if words.trim().is_empty() {
        return None;
    }
    let mut post = file.draft(kind, words);
    post.native_id = (!id.is_empty()).then_some(id);
    post.at = when;
    Some(post)
}

fn bio(record: &Value, file: &mut File, handle: &str) {
    let description = at(record, &["description"]);
    // A changed bio is a new version of the same text.
    let post = written(file, Kind::Bio, &string(at(description, &["bio"])), "profile".to_owned(), None);
    if let Some(mut post) = post {
        post.url = (!handle.is_empty()).then(|| format!("https://x.com/{handle}"));
        file.post(post);
    }
    file.fact("website", &string(at(description, &["website"])), "on the profile", None);
    file.fact("place", &string(at(description, &["location"])), "on the profile", None);
}

fn article(record: &Value, file: &mut File, _: &str) {
    let mut words = string(at(record, &["title"]));
    collect(at(record, &["content"]), &mut words, 0);
    let when = date(at(record, &["createdAt"])).or_else(|| date(at(record, &["createdAtMs"])));
    // Articles have ids of their own, as moments and fleets have; a name space keeps them apart from posts.
    if let Some(post) = written(file, Kind::Post, &words, own_id("article", at(record, &["id"])), when) {
        file.post(post);
    }
}

/// Every text under the content of an article: its sections have been nested differently over the years.
fn collect(value: &Value, words: &mut String, depth: usize) {
    match value {
        Value::String(text) if depth == 0 => push_line(words, text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, words, depth)),
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "text" => push_line(words, text),
                    Value::Array(_) | Value::Object(_) => collect(member, words, depth + 1),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn push_line(words: &mut String, line: &str) {
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(line);
}

fn moment(record: &Value, file: &mut File, _: &str) {
    let mut words = string(at(record, &["title"]));
    let description = string(at(record, &["description"]));
    if !description.is_empty() {
        push_line(&mut words, &description);
    }
    let id = own_id("moment", at(record, &["momentId"]));
    if let Some(post) = written(file, Kind::Post, &words, id, date(at(record, &["createdAt"]))) {
        file.post(post);
    }
}

fn fleet(record: &Value, file: &mut File, _: &str) {
    let (id, when) = (own_id("fleet", at(record, &["id"])), date(at(record, &["createdAt"])));
    if let Some(post) = written(file, Kind::Post, &string(at(record, &["text"])), id, when) {
        file.post(post);
    }
}

fn community_note(record: &Value, file: &mut File, _: &str) {
    let (id, when) = (string(at(record, &["noteId"])), date(at(record, &["createdAt"])));
    if let Some(mut post) = written(file, Kind::Comment, &string(at(record, &["summary"])), id, when) {
        let tweet = string(at(record, &["tweetId"]));
        post.reply_to = (!tweet.is_empty()).then_some(tweet);
        post.about = Some(Private::from("Community note"));
        file.post(post);
    }
}

fn live_comment(record: &Value, file: &mut File, _: &str) {
    let when = date(at(record, &["createdAt"]));
    if let Some(mut post) = written(file, Kind::Comment, &string(at(record, &["text"])), String::new(), when) {
        post.about = Some(Private::from("Live video"));
        file.post(post);
    }
}

fn search(record: &Value, file: &mut File, _: &str) {
    let id = string(at(record, &["savedSearchId"]));
    if let Some(post) = written(file, Kind::Search, &string(at(record, &["query"])), id, None) {
        file.post(post);
    }
}

fn list(record: &Value, file: &mut File, _: &str) {
    let urls = at(record, &["urls"]).as_array().into_iter().flatten().chain(record.get("url"));
    for url in urls.map(string).collect::<Vec<_>>() {
        let name = url.rsplit('/').next().unwrap_or_default().replace('-', " ");
        if let Some(mut post) = written(file, Kind::Group, &name, url.clone(), None) {
            post.about = Some(Private::from("List you made"));
            post.url = Some(url);
            file.post(post);
        }
    }
}

fn grok(record: &Value, file: &mut File, _: &str) {
    let sender = string(at(record, &["sender", "name"]));
    if !sender.eq_ignore_ascii_case("user") {
        return;
    }
    let when = date(at(record, &["createdAt"]));
    if let Some(mut post) = written(file, Kind::Message, &string(at(record, &["message"])), String::new(), when) {
        post.about = Some(Private::from("Grok"));
        file.post(post);
    }
    file.fact("ai-chat", "Grok", "", when);
}

fn own_id(of: &str, id: &Value) -> String {
    let id = string(id);
    if id.is_empty() { id } else { format!("{of}-{id}") }
}

fn date(value: &Value) -> Option<DateTime<Utc>> {
    let written = string(value);
    iso_date(&written).or_else(|| unix_date(written.parse().ok()?))
}
