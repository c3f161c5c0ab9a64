//! Posts and boosts, in the dialects of the servers: ActivityPub, Misskey's notes, the statuses of Mastodon's interface.

use super::actor::Actor;
use crate::import::File;
use crate::text::iso_date;
use crate::{Archive, page};
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Media, Place, Post, Private};
use serde_json::Value;

/// The kinds an outbox holds.
pub(super) const POSTS: &[Kind] = &[Kind::Post, Kind::Reply, Kind::Repost, Kind::Quote];

/// How the address of everybody is written.
const PUBLIC: &[&str] = &["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"];

/// The strings of a value that is one or a list of them; of objects, their address.
pub(super) fn strings(value: &Value) -> Vec<&str> {
    list(value).iter().filter_map(|value| address(value)).collect()
}

/// A value that is a list, or one that stands for a list of itself.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        one => std::slice::from_ref(one),
    }
}

/// The address in a value: itself, its `href`, `url` or `id`, or that of its first item.
pub(super) fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        Value::Object(map) => ["href", "url", "id"].iter().find_map(|name| address(map.get(*name)?)),
        Value::Array(values) => values.iter().find_map(address),
        _ => None,
    }
}

/// The server in an address.
pub(super) fn host_of(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    (!host.is_empty()).then(|| host.to_lowercase())
}

/// A moment, and how far the clock it was written by was ahead of UTC, where it was.
pub(super) fn moment(text: &str) -> Option<(DateTime<Utc>, Option<i32>)> {
    let at = iso_date(text)?;
    let offset = DateTime::parse_from_rfc3339(text.trim()).ok().map(|local| local.offset().local_minus_utc() / 60);
    Some((at, offset.filter(|minutes| *minutes != 0)))
}

/// The first of these members that holds words.
fn first<'v>(record: &'v Value, names: &[&str]) -> Option<&'v str> {
    names.iter().find_map(|name| record[*name].as_str().filter(|text| !text.trim().is_empty()))
}

/// One item of an outbox: a post made, a post passed on, or a like.
pub(super) fn activity(file: &mut File<'_>, item: &Value, actor: &Actor, archive: &Archive) {
    let object = &item["object"];
    match item["type"].as_str().unwrap_or_default() {
        "Create" | "Update" if object.is_object() => {
            if matches!(object["type"].as_str(), Some("Person" | "Service" | "Application")) {
                return file.noted();
            }
            note(file, object, Some(item), actor, archive);
        }
        "Create" | "Update" => file.lost("The post is given by its address alone; its words are not in the archive"),
        "Announce" => boost(file, item, archive),
        "Like" | "EmojiReact" | "EmojiReaction" => liked(file, item),
        "Delete" | "Undo" | "Accept" | "Reject" | "Follow" | "Add" | "Remove" | "Block" | "Flag" | "Move" => file.noted(),
        _ if object.is_null() => note(file, item, None, actor, archive),
        _ => file.lost("The record is of a kind that is not known"),
    }
}

/// An item of a list of posts without activities around them.
pub(super) fn bare(file: &mut File<'_>, item: &Value, actor: &Actor, archive: &Archive) {
    if item["type"] == "Create" || item["type"] == "Announce" {
        return activity(file, item, actor, archive);
    }
    match &item["reblog"] {
        Value::Object(_) => {
            let passed_on = &item["reblog"];
            let mut post = file.draft(Kind::Repost, text_of(passed_on));
            post.reply_to = first(passed_on, &["uri", "url", "id"]).map(str::to_owned);
            dress(&mut post, item, archive);
            file.post(post);
        }
        _ => note(file, item, None, actor, archive),
    }
}

/// A like: an address, or an activity about one.
pub(super) fn liked(file: &mut File<'_>, item: &Value) {
    let reaction = matches!(item["type"].as_str(), Some("EmojiReact" | "EmojiReaction"));
    let object = if item["object"].is_null() { item } else { &item["object"] };
    let Some(liked) = address(object) else { return file.lost("The record has no address") };
    let kind = if reaction { Kind::Reaction } else { Kind::Like };
    let mut post = file.draft(kind, if object.is_object() { text_of(object) } else { String::new() });
    post.own_words = false;
    post.native_id = Some(liked.to_owned());
    post.reply_to = Some(liked.to_owned());
    post.url = Some(liked.to_owned()).filter(|liked| liked.starts_with("http"));
    (post.at, post.utc_offset) = time(item);
    if reaction {
        post.about = first(item, &["content"]).map(Private::from);
    }
    file.post(post);
}

/// A boost: somebody else's post, mostly by its address alone.
fn boost(file: &mut File<'_>, item: &Value, archive: &Archive) {
    let object = &item["object"];
    let words = if object.is_object() { text_of(object) } else { String::new() };
    let mut post = file.draft(Kind::Repost, words);
    post.reply_to = match object {
        Value::Object(_) => first(object, &["id", "url"]),
        other => address(other),
    }
    .map(str::to_owned);
    if post.reply_to.is_none() {
        file.warn("What was passed on is not named");
    }
    let id = item["id"].as_str().map(|id| id.strip_suffix("/activity").unwrap_or(id));
    post.native_id = id.map(str::to_owned);
    post.url = id.filter(|id| id.starts_with("http")).map(str::to_owned);
    (post.at, post.utc_offset) = time(item);
    post.audience = audience(item, None);
    post.media = media(object, archive);
    file.post(post);
}

/// A post of the account's owner.
fn note(file: &mut File<'_>, object: &Value, activity: Option<&Value>, actor: &Actor, archive: &Archive) {
    if !object.is_object() {
        return file.lost("The record does not have the expected shape");
    }
    let text = text_of(object);
    let answered = ["inReplyTo", "inReplyToAtomUri", "replyId", "in_reply_to_id"].iter().find_map(|name| address(&object[*name]));
    let quoted = ["quoteUrl", "quoteUri", "quote", "_misskey_quote", "renoteId"].iter().find_map(|name| address(&object[*name]));
    let kind = match object["type"].as_str().unwrap_or_default() {
        "ChatMessage" => Kind::Message,
        "Video" | "Image" | "Audio" | "Document" => Kind::Media,
        "Event" => Kind::Event,
        _ if answered.is_some() => Kind::Reply,
        _ if quoted.is_some() && text.is_empty() && !object["renoteId"].is_null() => Kind::Repost,
        _ if quoted.is_some() => Kind::Quote,
        _ => Kind::Post,
    };
    let mut post = file.draft(kind, text);
    post.reply_to = answered.or(quoted).map(str::to_owned);
    dress(&mut post, object, archive);
    if post.at.is_none()
        && let Some(activity) = activity
    {
        (post.at, post.utc_offset) = time(activity);
    }
    if post.audience == Audience::Unknown {
        post.audience = if kind == Kind::Message { Audience::Direct } else { audience(object, activity) };
    }
    let author = address(&object["attributedTo"]).or_else(|| activity.and_then(|activity| address(&activity["actor"])));
    if let Some(author) = author
        && !actor.id.is_empty()
    {
        // An outbox may hold what others wrote into a chat.
        post.own_words = author == actor.id && kind != Kind::Repost;
    }
    if post.at.is_none() {
        file.warn("The post has no date that can be read");
    }
    if post.text.reveal().is_empty() && post.media.is_empty() && kind != Kind::Repost {
        return file.noted();
    }
    file.post(post);
}

/// What all dialects say of a post beside its words.
fn dress(post: &mut Post, record: &Value, archive: &Archive) {
    post.native_id = match &record["id"] {
        Value::Number(id) => Some(id.to_string()),
        id => address(id).map(str::to_owned),
    };
    let link = address(&record["url"]).or_else(|| address(&record["uri"])).or(post.native_id.as_deref());
    post.url = link.filter(|link| link.starts_with("http")).map(str::to_owned);
    (post.at, post.utc_offset) = time(record);
    post.audience = match record["visibility"].as_str().unwrap_or_default() {
        "public" => Audience::Public,
        "home" | "unlisted" => Audience::Unlisted,
        "followers" | "private" => Audience::Friends,
        "specified" | "direct" => Audience::Direct,
        _ => Audience::Unknown,
    };
    post.media = media(record, archive);
    let place = [&record["location"], &record["place"]].into_iter().find(|place| place.is_object());
    post.place = place.map(|place| Place {
        position: place["latitude"].as_f64().zip(place["longitude"].as_f64()),
        name: first(place, &["name"]).map(Private::from),
    });
}

fn time(record: &Value) -> (Option<DateTime<Utc>>, Option<i32>) {
    let at = first(record, &["published", "createdAt", "created_at", "updated"]).and_then(moment);
    (at.map(|(at, _)| at), at.and_then(|(_, offset)| offset))
}

/// The words of a post as a reader saw them: warning, title, text, the answers of a poll.
fn text_of(record: &Value) -> String {
    let mut parts: Vec<String> = Vec::new();
    // `summary` of an article is its teaser; it is read as well.
    parts.extend(first(record, &["summary", "cw", "spoiler_text"]).map(page::words));
    if !matches!(record["type"].as_str(), None | Some("Note" | "Question" | "ChatMessage")) {
        parts.extend(first(record, &["name"]).map(page::words));
    }
    let languages = record["contentMap"].as_object();
    let content = first(record, &["content"])
        .or_else(|| languages?.values().find_map(|text| text.as_str().filter(|text| !text.is_empty())));
    parts.extend(content.map(page::words));
    // Misskey's words are no HTML.
    parts.extend(content.is_none().then(|| first(record, &["text"]).map(|text| text.trim().to_owned())).flatten());
    let answers = ["oneOf", "anyOf"].iter().flat_map(|name| list(&record[*name])).filter_map(|answer| answer["name"].as_str());
    let poll = &record["poll"];
    let choices = list(&poll["choices"]).iter().filter_map(|choice| choice.as_str().or_else(|| choice["text"].as_str()));
    let options = list(&poll["options"]).iter().filter_map(|option| option["title"].as_str());
    let answers: Vec<String> = answers.chain(choices).chain(options).map(|answer| format!("- {answer}")).collect();
    parts.extend((!answers.is_empty()).then(|| answers.join("\n")));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// Who can see it, by the addresses it was sent to: everybody first, everybody in copy, followers, or those named.
fn audience(object: &Value, activity: Option<&Value>) -> Audience {
    let stated = |record: &Value| !record["to"].is_null() || !record["cc"].is_null();
    let record = match activity {
        Some(activity) if !stated(object) => activity,
        _ => object,
    };
    let (to, cc) = (strings(&record["to"]), strings(&record["cc"]));
    let public = |addresses: &[&str]| addresses.iter().any(|address| PUBLIC.contains(address));
    // Akkoma's posts for its own server alone go to `https://server/#Public`.
    let local = |addresses: &[&str]| addresses.iter().any(|address| address.ends_with("#Public"));
    let followers = |addresses: &[&str]| addresses.iter().any(|address| address.trim_end_matches('/').ends_with("/followers"));
    if public(&to) {
        Audience::Public
    } else if public(&cc) {
        Audience::Unlisted
    } else if local(&to) || local(&cc) {
        Audience::Group
    } else if followers(&to) || followers(&cc) {
        Audience::Friends
    } else if stated(record) {
        Audience::Direct
    } else {
        Audience::Unknown
    }
}

fn media(record: &Value, archive: &Archive) -> Vec<Media> {
    let attached = ["attachment", "media_attachments"].into_iter().flat_map(|name| list(&record[name]));
    // Misskey names files by number, and only some of its exports say more; `name` is the file's there.
    let files = if record["files"].is_null() { &record["fileIds"] } else { &record["files"] };
    let files = list(files).iter().map(|file| Media {
        path: address(&file["url"]).and_then(|url| path_of(archive, url)),
        description: first(file, &["comment"]).map(Private::from),
        ..Media::default()
    });
    attached
        .filter(|picture| picture["type"] != "PropertyValue" && picture["type"] != "Link")
        .map(|picture| Media {
            path: address(&picture["url"]).and_then(|url| path_of(archive, url)),
            description: first(picture, &["name", "description", "summary"]).map(Private::from),
            ..Media::default()
        })
        .chain(files)
        .collect()
}

/// The file of the archive that an address means: addresses have a host, a leading slash or a bucket's name before the part
/// the archive keeps.
pub(super) fn path_of(archive: &Archive, url: &str) -> Option<String> {
    let url = url.split(['?', '#']).next()?;
    let local = url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let local = local.trim_start_matches('/');
    let from_media = local.find("media_attachments/").map(|at| &local[at..]);
    let candidates = [Some(local), local.strip_prefix("system/"), from_media, local.strip_prefix("./")];
    candidates.into_iter().flatten().find_map(|path| archive.entry(path)).map(|entry| entry.path.to_string())
}
