//! Instagram's exports until 2020: a few flat JSON files at the root. Lists are pairs and triples without keys, times are
//! ISO 8601 in UTC, and nothing is mojibake. Shapes: published readers of these exports.

use super::Reading;
use super::messages::{NAME, NAMED};
use super::record::{Picture, several, string};
use crate::import::File;
use crate::text::{beginning, iso_date};
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Private};
use serde_json::Value;

type Take = fn(&mut Reading, &mut File, &str, &Value);

/// Name of the file without its number, what a lost record may have been, and what takes a record: the key it stands
/// under, and the record.
const FILES: &[(&str, &[Kind], Take)] = &[
    ("profile", &[Kind::Bio], profile),
    ("media", &[Kind::Post, Kind::Media], medium),
    ("comments", &[Kind::Comment], comment),
    ("likes", &[Kind::Like], like),
    ("stories_activities", &[Kind::Reaction], story_activity),
    ("connections", &[Kind::Follow], connection),
    ("searches", &[Kind::Search], search),
    ("contacts", &[], contact),
    ("account_history", &[], history),
    ("devices", &[], device),
    ("settings", &[], setting),
    ("information_about_you", &[], about_you),
    ("messages", &[Kind::Message], conversation),
];

/// Files of these exports that are left alone.
const LEFT: &[(&str, &str)] = &[
    ("saved", "Things you saved, which nobody else sees"),
    ("seen_content", "What was shown to you"),
    ("autofill", "What the app fills into forms"),
    ("checkout", "Records of shopping"),
    ("shopping", "Records of shopping"),
    ("fundraisers", "Records of fundraisers"),
    ("guides", "Collections of posts that stand elsewhere as well"),
    ("events", "Reminders of events"),
    ("monetization_eligibility", "Records of earning money"),
    ("uploaded_contacts", "Technical records about the account"),
    ("comments_settings", "Records of what you chose to see"),
];

/// Whether an archive is of this time: some of its files at the root.
pub(super) fn is_old(archive: &crate::Archive) -> bool {
    let at_root = |name: &str| archive.entries().iter().any(|entry| base(&entry.path) == Some(name));
    let known = ["media", "profile", "connections", "likes", "seen_content", "account_history", "stories_activities"];
    known.iter().filter(|name| at_root(name)).count() >= 3
}

/// The name of a file at the root, or in the folder of a part, without its number: `media_2.json` is `media`.
fn base(path: &str) -> Option<&str> {
    let stem = path.strip_suffix(".json")?;
    let stem = stem.split_once('/').map_or(stem, |(_, stem)| stem);
    if stem.contains('/') {
        return None;
    }
    match stem.rsplit_once('_') {
        Some((name, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => Some(name),
        _ => Some(stem),
    }
}

/// The place of a file in the order of reading.
pub(super) fn place(path: &str) -> Option<usize> {
    let base = base(path)?;
    FILES.iter().position(|(name, ..)| *name == base)
}

/// Why a file is left alone.
pub(super) fn left_alone(path: &str) -> Option<&'static str> {
    let base = base(path)?;
    LEFT.iter().find(|(name, _)| *name == base).map(|(_, why)| *why)
}

/// The kinds of the file at this place in the order.
pub(super) fn kinds(place: usize) -> &'static [Kind] {
    FILES[place].1
}

/// Takes one record of the file at this place in the order.
pub(super) fn take(place: usize, reading: &mut Reading, file: &mut File, key: &str, record: &Value) {
    FILES[place].2(reading, file, key, record);
}

fn time(record: &Value, key: &str) -> Option<DateTime<Utc>> {
    iso_date(record[key].as_str()?)
}

/// A triple or pair: the time first.
fn listed(record: &Value) -> (Option<DateTime<Utc>>, Vec<&str>) {
    let mut strings = several(record).iter().filter_map(Value::as_str);
    let at = strings.next().and_then(iso_date);
    (at, strings.collect())
}

fn profile(reading: &mut Reading, file: &mut File, key: &str, record: &Value) {
    let value = record.as_str().unwrap_or_default();
    match key {
        "biography" if !value.is_empty() => {
            let post = file.draft(Kind::Bio, value);
            file.post(post);
        }
        "date_joined" => {
            let at = iso_date(value);
            reading.registered = at;
            file.fact("account-created", &at.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string()), "", at);
        }
        "private_account" => file.fact("protected", if record == true { "true" } else { "false" }, "", None),
        "email" => file.fact("email", value, "", None),
        "phone_number" => file.fact("phone", value, "", None),
        "gender" => file.fact("gender", &value.to_lowercase(), "", None),
        "website" => file.fact("website", value, "", None),
        "date_of_birth" => file.fact("birth-date", value, "", None),
        _ => {}
    }
}

fn medium(reading: &mut Reading, file: &mut File, key: &str, record: &Value) {
    // Photos sent in messages hang on those.
    if !record.is_object() || key == "direct" {
        return;
    }
    let kind = if matches!(key, "photos" | "videos" | "carousels") { Kind::Post } else { Kind::Media };
    let mut post = file.draft(kind, string(record, "caption").unwrap_or_default());
    post.at = time(record, "taken_at");
    post.place = string(record, "location")
        .map(|name| model::Place { position: None, name: Some(Private::from(name)) });
    let uris = string(record, "path").into_iter().chain(several(&record["media"]).iter().filter_map(|m| string(m, "path")));
    post.media = uris
        .map(|uri| Picture { uri: uri.to_owned(), ..Picture::default() }.into_media(&reading.files))
        .collect();
    if post.at.is_none() && post.media.is_empty() && post.text.reveal().is_empty() {
        return file.lost("The record has neither a time nor words");
    }
    file.post(post);
}

fn comment(_: &mut Reading, file: &mut File, _: &str, record: &Value) {
    let (at, parts) = listed(record);
    let [words, rest @ ..] = parts.as_slice() else { return file.lost("The record does not have the expected shape") };
    let mut post = file.draft(Kind::Comment, *words);
    post.at = at;
    post.about = rest.first().map(|owner| Private::from(*owner));
    file.post(post);
}

fn like(_: &mut Reading, file: &mut File, _: &str, record: &Value) {
    let (at, parts) = listed(record);
    let mut post = file.draft(Kind::Like, "");
    post.at = at;
    post.about = parts.first().map(|owner| Private::from(*owner));
    if post.at.is_none() && post.about.is_none() {
        return file.lost("The record does not have the expected shape");
    }
    file.post(post);
}

fn story_activity(_: &mut Reading, file: &mut File, key: &str, record: &Value) {
    let (at, parts) = listed(record);
    let [owner, rest @ ..] = parts.as_slice() else { return };
    let said = key.contains("question");
    let mut post = file.draft(if said { Kind::Comment } else { Kind::Reaction }, rest.first().copied().unwrap_or_default());
    post.own_words = said;
    post.at = at;
    post.about = Some(Private::from(*owner));
    file.post(post);
}

fn connection(_: &mut Reading, file: &mut File, key: &str, record: &Value) {
    let topic = match key {
        "followers" => ("friend", "follows you"),
        "blocked_users" => ("blocked", ""),
        "follow_requests_received" => ("friend-request", ""),
        "following" | "following_hashtags" => ("", ""),
        _ => return file.noted(),
    };
    for (name, when) in record.as_object().into_iter().flatten() {
        let at = when.as_str().and_then(iso_date);
        if !topic.0.is_empty() {
            file.fact(topic.0, name, topic.1, at);
            continue;
        }
        let mut post = file.draft(Kind::Follow, name.as_str());
        post.own_words = false;
        post.at = at;
        file.post(post);
    }
}

fn search(_: &mut Reading, file: &mut File, _: &str, record: &Value) {
    let Some(words) = string(record, "search_click").or_else(|| string(record, "query")) else { return };
    let mut post = file.draft(Kind::Search, words);
    post.at = time(record, "time");
    post.audience = Audience::OnlyMe;
    file.post(post);
}

fn contact(_: &mut Reading, file: &mut File, _: &str, record: &Value) {
    if !record.is_object() {
        return;
    }
    let names: Vec<&str> = ["first_name", "last_name"].iter().filter_map(|key| string(record, key)).collect();
    file.fact("contact-uploaded", if names.is_empty() { "somebody".into() } else { names.join(" ") }.as_str(), "", None);
}

fn history(reading: &mut Reading, file: &mut File, key: &str, record: &Value) {
    let at = time(record, "timestamp").or_else(|| time(record, "registration_time"));
    if key == "registration_info" {
        if let Some(at) = at {
            reading.registered.get_or_insert(at);
            file.fact("account-created", &at.format("%Y-%m-%d").to_string(), "", Some(at));
        }
        file.fact("email", string(record, "registration_email").unwrap_or_default(), "when the account was opened", at);
        let phone = string(record, "registration_phone_number").unwrap_or_default();
        file.fact("phone", phone, "when the account was opened", at);
    }
    if let Some(address) = string(record, "ip_address") {
        file.fact("login", address, string(record, "user_agent").unwrap_or_default(), at);
    }
}

fn device(_: &mut Reading, file: &mut File, _: &str, record: &Value) {
    file.fact("device", string(record, "user_agent").unwrap_or_default(), "", time(record, "last_login"));
}

fn setting(_: &mut Reading, file: &mut File, key: &str, record: &Value) {
    let value = match record {
        Value::String(value) => value.clone(),
        Value::Bool(_) | Value::Number(_) => record.to_string(),
        _ => return,
    };
    file.fact("setting", &format!("{key}={value}"), "settings", None);
}

fn about_you(_: &mut Reading, file: &mut File, key: &str, record: &Value) {
    let value = record.as_str().or_else(|| string(record, "city_name")).or_else(|| string(record, "value"));
    if key == "primary_location" {
        file.fact("place", value.unwrap_or_default(), "taken for your home", None);
    }
}

/// One conversation, with all its messages.
fn conversation(reading: &mut Reading, file: &mut File, _: &str, record: &Value) {
    let names = several(&record["participants"]).iter().filter_map(Value::as_str);
    let others = names.filter(|name| !reading.is_owner(Some(name))).take(NAMED);
    let others: Vec<&str> = others.map(|name| beginning(name, NAME)).collect();
    for message in several(&record["conversation"]) {
        let link = ["media_share_url", "link", "story_share", "profile_share"].iter().find_map(|key| string(message, key));
        let shared = string(message, "media_share_caption").or_else(|| string(message, "story_share_caption"));
        let said = string(message, "text").or_else(|| string(message, "heart"));
        let enclosed = ["media", "media_url", "animated_media_images", "voice_media"].iter().any(|key| !message[*key].is_null());
        let Some(words) = said.or(shared).or(link).or(enclosed.then_some("")) else { continue };
        let mut post = file.draft(Kind::Message, words);
        let own = said.is_some() || enclosed && shared.or(link).is_none();
        post.own_words = own && reading.is_owner(string(message, "sender"));
        post.at = time(message, "created_at");
        post.audience = Audience::Direct;
        post.about = (!others.is_empty()).then(|| Private::new(others.join(", ")));
        post.reply_to = link.filter(|link| link.starts_with("http")).map(str::to_owned);
        file.post(post);
    }
}
