//! What a person said and liked: posts, comments, reactions, groups, albums, events and searches.

use super::Reading;
use super::record::{
    Contents, Row, coordinates, list, picture, place, row_pictures, row_value, rows, string, time, versioned,
    without_mention_marks,
};
use crate::import::File;
use model::{Audience, Kind, Place, Post, Private};
use serde_json::Value;

/// A post on one's own timeline, somebody's timeline or a Page.
pub(super) fn post(reading: &mut Reading, file: &mut File, record: &Value) {
    if list(record, "label_values").is_empty() {
        let title = string(record, "title").unwrap_or("");
        let group = group_in_title(title);
        let audience = if group.is_some() { Audience::Group } else { Audience::Unknown };
        let about = group.or_else(|| between(title, " wrote on ", "'s timeline"));
        classic(reading, file, record, audience, about.map(str::to_owned));
    } else {
        labelled(reading, file, record, None);
    }
}

/// A post only its author can see any more.
pub(super) fn archived_post(reading: &mut Reading, file: &mut File, record: &Value) {
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
        return comment(reading, file, record);
    }
    let title = string(record, "title").unwrap_or("");
    let group = group_in_title(title).map(str::to_owned).or_else(|| reading.known_group(title));
    let group = group.or_else(|| reading.without_owner(title));
    classic(reading, file, record, Audience::Group, group);
}

fn classic(reading: &mut Reading, file: &mut File, record: &Value, audience: Audience, about: Option<String>) {
    let post = assemble(reading, file, record, audience, about);
    keep(file, post);
}

/// Takes what a record gave, unless that is nothing: then the format has changed.
fn keep(file: &mut File, post: Post) {
    if post.at.is_none() && post.text.reveal().is_empty() && post.media.is_empty() {
        return file.lost("The record has neither a time nor words");
    }
    file.post(post);
}

fn assemble(reading: &mut Reading, file: &File, record: &Value, audience: Audience, about: Option<String>) -> Post {
    let contents = Contents::of(record);
    let mut post = file.draft(Kind::Post, contents.words.join("\n"));
    if let Some((url, name)) = contents.link {
        post.reply_to = Some(url.to_owned());
        // A link passed on without a word: what readers see is the name of the page, and that is not the owner's.
        if contents.words.is_empty() && contents.pictures.is_empty() {
            post.kind = Kind::Repost;
            post.own_words = false;
            post.text = Private::new(name.unwrap_or("").to_owned());
        }
    }
    post.at = time(record, "timestamp");
    post.audience = audience;
    post.about = about.map(Private::new);
    post.place = contents.place;
    for picture in contents.pictures {
        reading.show(&picture);
        post.media.push(picture.into_media(&reading.files));
    }
    post
}

/// A record of the `label_values` dialect that has a message: a check-in, a post elsewhere, an earlier wording.
fn labelled(reading: &mut Reading, file: &mut File, record: &Value, about: Option<&str>) {
    let rows = rows(record);
    let words = row_value(&rows, &["Message", "Text"]).map(without_mention_marks).unwrap_or_default();
    let mut post = file.draft(Kind::Post, words);
    post.at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    post.about = about.map(Private::from);
    post.place = labelled_place(&rows);
    post.media = row_pictures(record).into_iter().map(|picture| picture.into_media(&reading.files)).collect();
    keep(file, post);
}

fn labelled_place(rows: &[Row]) -> Option<Place> {
    // Coordinates are recognised by their shape, since labels are in the account's language.
    let position = rows.iter().find_map(|row| coordinates(row.value));
    let name = row_value(rows, &["Name", "Place name", "Address"]).map(Private::from);
    (position.is_some() || name.is_some()).then_some(Place { position, name })
}

/// An earlier wording of a post; readers can still open it from the post's history.
pub(super) fn edited_post(reading: &mut Reading, file: &mut File, record: &Value) {
    labelled(reading, file, record, Some("Earlier wording"));
}

/// An earlier wording of a comment.
pub(super) fn edited_comment(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let words = row_value(&rows, &["Text"]).map(without_mention_marks).unwrap_or_default();
    let mut post = file.draft(Kind::Comment, words);
    post.at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    post.about = Some("Earlier wording".into());
    keep(file, post);
}

/// A comment. The post it stands under is named in the title alone.
pub(super) fn comment(reading: &mut Reading, file: &mut File, record: &Value) {
    let contents = Contents::of(record);
    let said = list(record, "data").iter().map(|item| &item["comment"]).find(|comment| comment.is_object());
    let said = said.unwrap_or(&Value::Null);
    let mut post = file.draft(Kind::Comment, contents.words.join("\n"));
    post.at = time(said, "timestamp").or_else(|| time(record, "timestamp"));
    post.own_words = reading.is_owner(string(said, "author"));
    let title = string(record, "title").unwrap_or("");
    match string(said, "group") {
        Some(group) => {
            post.audience = Audience::Group;
            post.about = Some(group.into());
        }
        None => post.about = reading.addressed(title, &[" commented on ", " replied to "]).map(Private::new),
    }
    post.reply_to = contents.link.map(|(url, _)| url.to_owned());
    post.media = contents.pictures.into_iter().map(|picture| picture.into_media(&reading.files)).collect();
    keep(file, post);
}

/// A like or another reaction to somebody's post or comment.
pub(super) fn reaction(reading: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let given = list(record, "data").iter().map(|item| &item["reaction"]).find(|reaction| reaction.is_object());
    let sort = match given {
        Some(reaction) => string(reaction, "reaction"),
        None => row_value(&rows, &["Reaction"]),
    };
    let like = sort.is_none_or(|sort| sort.eq_ignore_ascii_case("like"));
    let kind = if like { Kind::Like } else { Kind::Reaction };
    // A like has no words; of another reaction people want to know which it was.
    let text = if like { String::new() } else { sort.unwrap_or("").to_lowercase() };
    let mut post = file.draft(kind, text);
    post.own_words = false;
    post.at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    post.reply_to = rows.iter().find_map(|row| row.href).map(str::to_owned);
    let title = string(record, "title").unwrap_or("");
    post.about = reading.addressed(title, &[" likes ", " liked ", " reacted to "]).map(Private::new);
    keep(file, post);
}

/// A Page or website marked as liked.
pub(super) fn page_like(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(name) = string(record, "name").or_else(|| string(record, "title")) else { return };
    let mut post = file.draft(Kind::Like, name);
    post.at = time(record, "timestamp");
    post.reply_to = string(record, "url").map(str::to_owned);
    keep(file, post);
}

/// A person, Page or list followed.
pub(super) fn follow(_: &mut Reading, file: &mut File, record: &Value) {
    let inner = list(record, "data").iter().find_map(|item| string(item, "name"));
    let Some(name) = inner.or_else(|| string(record, "name")).or_else(|| string(record, "title")) else { return };
    let mut post = file.draft(Kind::Follow, name);
    post.own_words = false;
    post.at = time(record, "timestamp");
    keep(file, post);
}

/// A group joined: an item, and a fact.
pub(super) fn joined_group(reading: &mut Reading, file: &mut File, record: &Value) {
    let name = list(record, "data").iter().find_map(|item| string(item, "name"));
    let Some(name) = name.or_else(|| string(record, "name")) else { return };
    let at = time(record, "timestamp");
    reading.groups.insert(name.to_owned());
    file.fact("group", name, "", at);
    let mut post = file.draft(Kind::Group, name);
    post.own_words = false;
    post.at = at;
    post.audience = Audience::Unknown;
    keep(file, post);
}

/// The answers somebody gave to be let into a group.
pub(super) fn membership_answers(_: &mut Reading, file: &mut File, record: &Value) {
    for answer in list(record, "answers") {
        let Some(words) = string(answer, "answer") else { continue };
        let mut post = file.draft(Kind::Comment, words);
        post.at = time(answer, "timestamp");
        post.about = string(record, "group_name").map(Private::from);
        keep(file, post);
    }
}

/// A photo or video of an album, or outside albums.
pub(super) fn photo(reading: &mut Reading, file: &mut File, record: &Value) {
    let Some(picture) = picture(record) else { return };
    if reading.is_shown(&picture) {
        return;
    }
    let mut post = file.draft(Kind::Media, picture.caption.clone().unwrap_or_default());
    post.at = time(record, "creation_timestamp");
    if let Some(id) = picture.id() {
        post.native_id = Some(id.to_owned());
        let video = picture.uri.to_lowercase().ends_with(".mp4");
        post.url = (!video).then(|| format!("https://www.facebook.com/photo/?fbid={id}"));
    }
    post.about = string(&reading.head, "name").map(Private::from);
    let mut medium = picture.into_media(&reading.files);
    medium.description = None;
    post.media.push(medium);
    keep(file, post);
}

/// The description of a whole album, which stands beside its list of photos.
pub(super) fn album(reading: &Reading, file: &mut File) {
    let head = &reading.head;
    let Some(words) = string(head, "description") else { return };
    let mut post = file.draft(Kind::Media, words);
    post.at = time(head, "last_modified_timestamp");
    post.about = string(head, "name").map(Private::from);
    keep(file, post);
}

/// A story kept in the archive of stories.
pub(super) fn story(reading: &mut Reading, file: &mut File, record: &Value) {
    let mut post = assemble(reading, file, record, Audience::Unknown, None);
    post.kind = Kind::Media;
    keep(file, post);
}

/// Something offered for sale.
pub(super) fn item_for_sale(_: &mut Reading, file: &mut File, record: &Value) {
    let words: Vec<&str> = [string(record, "title"), string(record, "description")].into_iter().flatten().collect();
    let mut post = file.draft(Kind::Post, words.join("\n"));
    post.at = time(record, "created_timestamp");
    post.about = string(record, "marketplace").map(Private::from);
    post.place = place(&record["location"]);
    keep(file, post);
}

/// An event of one's own.
pub(super) fn own_event(_: &mut Reading, file: &mut File, record: &Value) {
    event(file, record, true);
}

/// The events one said to join or to be interested in.
pub(super) fn event_responses(_: &mut Reading, file: &mut File, record: &Value) {
    let responses = versioned(record, "event_responses");
    for answer in ["events_joined", "events_interested"] {
        for invited in list(responses, answer) {
            event(file, invited, false);
        }
    }
}

fn event(file: &mut File, record: &Value, own: bool) {
    let words: Vec<&str> = [string(record, "name"), string(record, "description")].into_iter().flatten().collect();
    if words.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Event, words.join("\n"));
    post.own_words = own;
    post.at = time(record, "create_timestamp").or_else(|| time(record, "start_timestamp"));
    post.place = place(&record["place"]);
    keep(file, post);
}

/// Something searched for.
pub(super) fn search(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(words) = list(record, "data").iter().find_map(|item| string(item, "text")) else { return };
    let mut post = file.draft(Kind::Search, words);
    post.at = time(record, "timestamp");
    post.audience = Audience::OnlyMe;
    keep(file, post);
}

/// The group an English title names.
fn group_in_title(title: &str) -> Option<&str> {
    [" posted in ", " to the group: ", " in the group: "].iter().find_map(|mark| after(title, mark))
}

/// What follows `mark` in a title, without the full stop.
pub(super) fn after<'t>(title: &'t str, mark: &str) -> Option<&'t str> {
    let (_, rest) = title.split_once(mark)?;
    let rest = rest.trim();
    let rest = rest.strip_suffix('.').unwrap_or(rest);
    (!rest.is_empty()).then_some(rest)
}

fn between<'t>(title: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let (_, rest) = title.split_once(from)?;
    let (name, _) = rest.split_once(to)?;
    (!name.is_empty()).then_some(name)
}
