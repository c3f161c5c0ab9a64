//! What a person posted: on the timeline, on others', in groups and on Pages, with earlier wordings and things for sale.

use super::Reading;
use super::audience;
use super::html::SUBJECT;
use super::record::{Contents, list, place, string, time, versioned};
use super::rows::{Row, address, labelled_place, message, row_pictures, row_value, rows, value_under};
use crate::import::File;
use crate::text::beginning;
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Post, Private};
use serde_json::Value;

/// A post on one's own timeline, somebody's timeline or a Page.
pub(super) fn post(reading: &mut Reading, file: &mut File, record: &Value) {
    if !list(record, "label_values").is_empty() {
        return labelled_post(reading, file, record);
    }
    let title = string(record, "title").unwrap_or("");
    let group = group_in_title(title);
    let audience = if group.is_some() { Audience::Group } else { Audience::Unknown };
    classic(reading, file, record, audience, group.or_else(|| timeline_in_title(title)).map(str::to_owned));
}

/// A post only its author can see any more.
pub(super) fn archived_post(reading: &mut Reading, file: &mut File, record: &Value) {
    if !list(record, "label_values").is_empty() {
        return labelled_post(reading, file, record);
    }
    classic(reading, file, record, Audience::OnlyMe, None);
}

/// A post of somebody else on one's timeline.
pub(super) fn wall_post(reading: &mut Reading, file: &mut File, record: &Value) {
    let mut post = assemble(reading, file, record, Audience::Unknown, None);
    post.own_words = false;
    post.about = string(record, "title").and_then(|title| reading.without_owner(title)).map(Private::new);
    keep(file, post);
}

/// A post in a group. The first exports mix the comments in.
pub(super) fn group_post(reading: &mut Reading, file: &mut File, record: &Value) {
    if list(record, "data").iter().any(|item| item["comment"].is_object()) {
        return super::activity::comment(reading, file, record);
    }
    let title = string(record, "title").unwrap_or("");
    let group = group_in_title(title).map(str::to_owned).or_else(|| reading.known_group(title));
    let group = group.or_else(|| reading.without_owner(title));
    classic(reading, file, record, Audience::Group, group);
}

fn classic(reading: &mut Reading, file: &mut File, record: &Value, audience: Audience, about: Option<String>) {
    let post = assemble(reading, file, record, audience, about);
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

/// Takes what a record gave, unless that is nothing: then the format has changed.
pub(super) fn keep(file: &mut File, post: Post) {
    if post.at.is_none() && post.text.reveal().is_empty() && post.media.is_empty() {
        return file.lost("The record has neither a time nor words");
    }
    file.post(post);
}

/// A post as a record of the classic dialect states it.
pub(super) fn assemble(
    reading: &mut Reading,
    file: &mut File,
    record: &Value,
    audience: Audience,
    about: Option<String>,
) -> Post {
    let contents = Contents::of(record);
    let mut post = file.draft(Kind::Post, contents.words.join("\n"));
    let title = string(record, "title").unwrap_or("");
    if contents.shares || contents.pictures.is_empty() && shares_in_title(title) {
        post.reply_to = contents.link.map(str::to_owned);
        post.kind = Kind::Quote;
        // Passed on without a word: what readers see is the name of the page, and that is not the owner's.
        if contents.words.is_empty() && contents.pictures.is_empty() {
            post.kind = Kind::Repost;
            post.own_words = false;
            post.text = Private::new(contents.shared.unwrap_or("").to_owned());
        }
    }
    post.at = time(record, "timestamp");
    post.audience = match audience::stated(record) {
        Audience::Unknown => audience,
        stated => stated,
    };
    // A link is known by its address; an event or fundraiser passed on has its name alone.
    let shared = || contents.shared.filter(|_| contents.link.is_none() && post.own_words).map(str::to_owned);
    post.about = about.or_else(|| recommended(title)).or_else(shared).map(Private::new);
    post.place = contents.place;
    for picture in contents.pictures {
        reading.show(&picture);
        post.media.push(reading.enclose(file, picture));
    }
    identify(&mut post, record);
    post
}

/// Takes over the id and address of its own that newer records state.
pub(super) fn identify(post: &mut Post, record: &Value) {
    let number = record["fbid"].as_u64().map(|id| id.to_string());
    let id = string(record, "fbid").map(str::to_owned).or(number);
    let own = ["permalink", "permalink_url", "url", "href"].iter().find_map(|field| string(record, field));
    let of_id = id.as_ref().filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
    post.url = own.map(str::to_owned).or_else(|| of_id.map(|id| format!("https://www.facebook.com/{id}")));
    post.native_id = id;
}

/// A check-in or a post elsewhere in the dialect of rows.
fn labelled_post(reading: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let mut post = from_rows(reading, file, record, &rows, Kind::Post);
    identify(&mut post, record);
    if let Some(stated) = address(&rows).filter(|url| is_of_facebook(url)) {
        post.url = Some(stated.to_owned());
    }
    let group = value_under(&rows, GROUP);
    if group.is_some() {
        post.audience = Audience::Group;
    }
    let target = || value_under(&rows, &["Target", "Profile", "Page", "Timeline", "Posted on", "Destinatario", "Ziel", "Cible"]);
    post.about = group.or_else(target).map(Private::from);
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

/// What the group is called under that something stands in.
pub(super) const GROUP: &[&str] =
    &["Group", "Group name", "Gruppe", "Groupe", "Grupo", "Gruppo", "Groep", "Grupa", "Grup", "Grupp", "Skupina"];

fn is_of_facebook(url: &str) -> bool {
    let host = url.split("://").nth(1).and_then(|rest| rest.split(['/', '?']).next()).unwrap_or("");
    host == "facebook.com" || host.ends_with(".facebook.com") || host == "fb.watch"
}

/// Words, time, place, audience and media out of rows.
pub(super) fn from_rows(reading: &mut Reading, file: &mut File, record: &Value, rows: &[Row], kind: Kind) -> Post {
    let mut post = file.draft(kind, message(rows).unwrap_or_default());
    post.at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    post.audience = audience::in_rows(rows);
    post.place = labelled_place(rows);
    let mut captions = Vec::new();
    for picture in row_pictures(record) {
        reading.show(&picture);
        captions.extend(picture.caption.clone());
        post.media.push(reading.enclose(file, picture));
    }
    if let (true, Some(caption)) = (post.text.reveal().is_empty(), captions.into_iter().next()) {
        post.text = Private::new(caption);
    }
    let text = post.text.clone();
    post.media.iter_mut().for_each(|media| drop(media.description.take_if(|words| *words == text)));
    post
}

/// An earlier wording of a post; readers can still open it from the post's history.
pub(super) fn edited_post(reading: &mut Reading, file: &mut File, record: &Value) {
    earlier(reading, file, record, Kind::Post);
}

/// An earlier wording of a comment.
pub(super) fn edited_comment(reading: &mut Reading, file: &mut File, record: &Value) {
    earlier(reading, file, record, Kind::Comment);
}

/// Its id may be that of the post it is a wording of, so it is left out: the two are not the same item.
fn earlier(reading: &mut Reading, file: &mut File, record: &Value, kind: Kind) {
    let mut post = from_rows(reading, file, record, &rows(record), kind);
    post.about = Some("Earlier wording".into());
    keep(file, post);
}

/// A note, from the time when notes had a file of their own.
pub(super) fn note(reading: &mut Reading, file: &mut File, record: &Value) {
    let words: Vec<&str> = [string(record, "title"), string(record, "text")].into_iter().flatten().collect();
    let mut post = file.draft(Kind::Post, words.join("\n"));
    post.at = time(record, "created_timestamp").or_else(|| time(record, "timestamp"));
    post.audience = audience::stated(record);
    for picture in list(record, "media").iter().chain([&record["cover_photo"]]).filter_map(super::picture::picture) {
        reading.show(&picture);
        post.media.push(reading.enclose(file, picture));
    }
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

/// Something offered for sale.
pub(super) fn item_for_sale(reading: &mut Reading, file: &mut File, record: &Value) {
    let words: Vec<&str> = [string(record, "title"), string(record, "description")].into_iter().flatten().collect();
    let mut post = file.draft(Kind::Post, words.join("\n"));
    post.at = time(record, "created_timestamp").or_else(|| time(record, "timestamp"));
    post.own_words = reading.is_owner(string(record, "seller"));
    post.about = string(record, "marketplace").map(Private::from);
    post.place = place(&record["location"]);
    identify(&mut post, record);
    keep(file, post);
}

/// A fundraiser. Its records are not known well, so every text is taken that stands under a key for words.
pub(super) fn fundraiser(reading: &mut Reading, file: &mut File, record: &Value) {
    any_words(reading, file, record, Kind::Post);
}

/// Facebook Dating, of which the same holds: what one says of oneself there, and to others.
pub(super) fn dating(reading: &mut Reading, file: &mut File, record: &Value) {
    any_words(reading, file, record, Kind::Bio);
}

fn any_words(reading: &mut Reading, file: &mut File, record: &Value, kind: Kind) {
    if !list(record, "label_values").is_empty() {
        let rows = rows(record);
        let mut post = from_rows(reading, file, record, &rows, kind);
        post.about = row_value(&rows, &["Title", "Name", "Question"]).map(Private::from);
        identify(&mut post, record);
        return if post.text.reveal().is_empty() { file.noted() } else { keep(file, post) };
    }
    words_within(reading, file, record, kind, None);
}

/// Keys under which words of a person stand.
const WORDS: &[&str] = &[
    "post", "text", "message", "content", "comment", "description", "review", "recommendation", "answer", "bio", "about", "caption",
    "story", "note",
];

fn words_within(reading: &Reading, file: &mut File, record: &Value, own: Kind, above: Option<DateTime<Utc>>) {
    let at = ["timestamp", "created_timestamp", "creation_timestamp", "timestamp_ms", "created_time", "time"]
        .iter()
        .find_map(|field| time(record, field))
        .or(above);
    match record {
        Value::Array(items) => items.iter().for_each(|item| words_within(reading, file, item, own, at)),
        Value::Object(fields) => {
            let words: Vec<&str> = WORDS.iter().filter_map(|key| string(record, key)).collect();
            if !words.is_empty() {
                let sender = ["sender_name", "author", "from", "sender"].iter().find_map(|field| string(record, field));
                let kind = if sender.is_some() { Kind::Message } else { own };
                let mut post = file.draft(kind, words.join("\n"));
                post.own_words = reading.is_owner(sender);
                post.at = at;
                if kind == Kind::Message {
                    post.audience = Audience::Direct;
                }
                post.about = ["question", "prompt", "title", "name"].iter().find_map(|f| string(record, f)).map(Private::from);
                file.post(post);
            }
            fields.values().for_each(|value| words_within(reading, file, value, own, at));
        }
        _ => {}
    }
}

/// A Page or place recommended, with or without words.
pub(super) fn recommendation(reading: &mut Reading, file: &mut File, record: &Value) {
    let contents = Contents::of(record);
    let said = ["text", "review", "recommendation", "review_text", "comment"].iter().find_map(|field| string(record, field));
    let words = said.map(str::to_owned).unwrap_or_else(|| contents.words.join("\n"));
    let rows = rows(record);
    let words = if words.is_empty() { message(&rows).unwrap_or_default() } else { words };
    let name = string(record, "name").or_else(|| string(record, "title")).or_else(|| row_value(&rows, &["Name", "Page"]));
    let mut post = if words.is_empty() {
        file.draft(Kind::Like, name.unwrap_or(""))
    } else {
        file.draft(Kind::Post, words)
    };
    if post.kind == Kind::Post {
        post.about = name.map(Private::from);
    }
    post.at = time(record, "timestamp").or_else(|| time(record, "created_timestamp"));
    post.reply_to = string(record, "url").or_else(|| address(&rows)).map(str::to_owned);
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

/// Words written to Facebook's support, by the owner alone: the answers are the firm's.
pub(super) fn support(reading: &mut Reading, file: &mut File, record: &Value) {
    fn visit(reading: &Reading, file: &mut File, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| visit(reading, file, item)),
            Value::Object(_) if string(value, "message").is_some() => {
                let mut post = file.draft(Kind::Message, string(value, "message").unwrap_or(""));
                post.own_words = reading.is_owner(string(value, "from"));
                post.at = time(value, "timestamp");
                post.audience = Audience::Direct;
                post.about = string(value, "subject").map(Private::from);
                keep(file, post);
            }
            Value::Object(fields) => fields.values().for_each(|value| visit(reading, file, value)),
            _ => {}
        }
    }
    visit(reading, file, record);
}

/// The answers somebody gave to be let into a group.
pub(super) fn membership_answers(_: &mut Reading, file: &mut File, record: &Value) {
    let answers = versioned(record, "group_membership_questions_answers");
    let groups = list(answers, "group_answers");
    for group in if groups.is_empty() { std::slice::from_ref(record) } else { groups } {
        for answer in list(group, "answers") {
            let Some(words) = string(answer, "answer") else { continue };
            let mut post = file.draft(Kind::Comment, words);
            post.at = time(answer, "timestamp");
            post.about = string(group, "group_name").map(|name| Private::from(beginning(name, SUBJECT)));
            keep(file, post);
        }
    }
}

/// Whether an English title says that something of somebody else was passed on.
fn shares_in_title(title: &str) -> bool {
    ["a post", "a link", "a video", "a reel", "a photo", "a live video", "a page", "a Page"].iter().any(|what| {
        title.split_once(" shared ").is_some_and(|(_, rest)| {
            rest.strip_prefix(what).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
        })
    })
}

/// The group an English title names.
fn group_in_title(title: &str) -> Option<&str> {
    [" posted in ", " to the group: ", " in the group: "].iter().find_map(|mark| after(title, mark))
}

/// The person on whose timeline an English title says it was written.
fn timeline_in_title(title: &str) -> Option<&str> {
    let towards = [" wrote on ", " to ", " on "].iter();
    let ends = ["'s timeline", "'s profile", "’s timeline", "’s profile", "'s Timeline", "'s wall"];
    ends.iter().find_map(|end| {
        let (before, _) = title.split_once(end)?;
        towards.clone().find_map(|mark| before.split_once(mark)).map(|(_, name)| name).filter(|name| !name.is_empty())
    })
}

/// What an English title says was recommended.
fn recommended(title: &str) -> Option<String> {
    [" recommends ", " recommended ", " reviewed "].iter().find_map(|mark| after(title, mark)).map(str::to_owned)
}

/// What follows `mark` in a title, without the full stop.
pub(super) fn after<'t>(title: &'t str, mark: &str) -> Option<&'t str> {
    let (_, rest) = title.split_once(mark)?;
    let rest = rest.trim();
    let rest = rest.strip_suffix('.').unwrap_or(rest);
    (!rest.is_empty()).then_some(rest)
}
