//! What a person said under other things and did: comments, reactions, likes, groups joined, events, searches, votes.

use super::html::SUBJECT;
use super::Reading;
use super::audience;
use super::posts::{GROUP, assemble, from_rows, identify, keep};
use super::record::{Contents, list, place, string, time, versioned};
use super::rows::{Row, address, row_value, rows, value_under};
use crate::import::File;
use crate::text::beginning;
use model::{Audience, Kind, Private};
use serde_json::Value;

/// A comment. The post it stands under is named in the title alone.
pub(super) fn comment(reading: &mut Reading, file: &mut File, record: &Value) {
    if !list(record, "label_values").is_empty() {
        return labelled_comment(reading, file, record);
    }
    let contents = Contents::of(record);
    let said = list(record, "data").iter().map(|item| &item["comment"]).find(|comment| comment.is_object());
    let said = said.unwrap_or(&Value::Null);
    let mut post = file.draft(Kind::Comment, contents.words.join("\n"));
    post.at = time(said, "timestamp").or_else(|| time(record, "timestamp"));
    post.own_words = reading.is_owner(string(said, "author"));
    let title = string(record, "title").unwrap_or("");
    let of_comment = audience::stated(said);
    post.audience = if of_comment == Audience::Unknown { audience::stated(record) } else { of_comment };
    match string(said, "group") {
        Some(group) => {
            post.audience = Audience::Group;
            post.about = Some(group.into());
        }
        None => post.about = reading.addressed(title, &[" commented on ", " replied to "]).map(Private::new),
    }
    post.reply_to = contents.link.map(str::to_owned);
    post.place = contents.place;
    for picture in contents.pictures {
        post.media.push(reading.enclose(file, picture));
    }
    identify(&mut post, if said["fbid"].is_null() { record } else { said });
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

fn labelled_comment(reading: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let mut post = from_rows(reading, file, record, &rows, Kind::Comment);
    let group = value_under(&rows, GROUP);
    if group.is_some() {
        post.audience = Audience::Group;
    }
    post.about = group.or_else(|| row_value(&rows, &["Target", "Post author", "Title"])).map(Private::from);
    post.reply_to = address(&rows).map(str::to_owned);
    identify(&mut post, record);
    reading.say(&post);
    keep(file, post);
}

/// "Like" in the languages of accounts.
const LIKES: &[&str] = &[
    "like", "me gusta", "gefällt mir", "j’aime", "j'aime", "curtir", "curti", "gosto", "mi piace", "vind ik leuk", "leuk",
    "lubię to", "lubię to!", "îmi place", "apreciez", "gilla", "synes godt om", "liker", "beğen", "beğendi", "to se mi líbí", "tykkää",
    "tetszik", "m'agrada", "m’agrada", "нравится", "подобається", "μου αρέσει", "赞", "讚", "いいね！", "いいね", "좋아요", "أعجبني", "thumbs up",
];

/// A like or another reaction to somebody's post or comment.
pub(super) fn reaction(reading: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let given = list(record, "data").iter().map(|item| &item["reaction"]).find(|reaction| reaction.is_object());
    let plain = |row: &&Row| row.depth == 0 && row.href.is_none() && !row.value.starts_with("http");
    let sort = match given {
        Some(reaction) => string(reaction, "reaction"),
        // In other languages the reaction comes first.
        None => row_value(&rows, &["Reaction"]).or_else(|| rows.iter().find(plain).map(|row| row.value)),
    };
    let sort = sort.map(str::to_lowercase).filter(|sort| !LIKES.contains(&sort.trim()));
    let kind = if sort.is_none() { Kind::Like } else { Kind::Reaction };
    let at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    if reading.is_reaction_repeated(at, given.is_none()) {
        return file.noted();
    }
    // A like has no words; of another reaction people want to know which it was.
    let mut post = file.draft(kind, sort.unwrap_or_default());
    post.own_words = false;
    post.at = at;
    post.reply_to = address(&rows).or_else(|| string(record, "url")).map(str::to_owned);
    let title = string(record, "title").unwrap_or("");
    let group = || value_under(&rows, GROUP).or_else(|| nested_name(&rows)).map(str::to_owned);
    post.about = reading.addressed(title, &[" likes ", " liked ", " reacted to "]).or_else(group).map(Private::new);
    let number = record["fbid"].as_u64().map(|id| id.to_string());
    post.native_id = string(record, "fbid").map(str::to_owned).or(number);
    keep(file, post);
}

/// The name in a list within a record: the group the post stands in.
fn nested_name<'v>(rows: &[Row<'v>]) -> Option<&'v str> {
    rows.iter().find(|row| row.depth > 0 && row.href.is_none() && !row.value.is_empty()).map(|row| row.value)
}

/// A reaction or an answer to somebody's story.
pub(super) fn story_reaction(reading: &mut Reading, file: &mut File, record: &Value) {
    let words = list(record, "data").iter().find_map(|item| string(item, "text").or_else(|| string(item, "feedback")));
    let mut post = file.draft(Kind::Reaction, words.unwrap_or(""));
    post.own_words = words.is_some();
    post.at = time(record, "timestamp");
    let title = string(record, "title").unwrap_or("");
    post.about = reading.addressed(title, &[" reacted to ", " liked ", " loved ", " replied to "]).map(Private::new);
    // Some exports state nothing but the title, and that may name nobody.
    match (&post.at, &post.about) {
        (None, None) if words.is_none() => file.noted(),
        _ => file.post(post),
    }
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
    post.reply_to = string(record, "url").map(str::to_owned);
    keep(file, post);
}

/// A group joined: an item, and a fact.
pub(super) fn joined_group(reading: &mut Reading, file: &mut File, record: &Value) {
    let name = list(record, "data").iter().find_map(|item| string(item, "name"));
    let Some(name) = name.or_else(|| string(record, "name")) else { return };
    let at = time(record, "timestamp");
    reading.groups.insert(name);
    file.fact("group", name, "", at);
    let mut post = file.draft(Kind::Group, name);
    post.own_words = false;
    post.at = at;
    keep(file, post);
}

/// A vote in somebody's poll: the answers chosen, under the question.
pub(super) fn poll_vote(reading: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let polls = || list(record, "attachments").iter().flat_map(|a| list(a, "data")).map(|item| &item["poll"]);
    let options = polls().flat_map(|poll| list(poll, "options"));
    let chosen: Vec<&str> = options.filter(|o| o["voted"] == true).filter_map(|o| string(o, "option")).collect();
    let labelled = || row_value(&rows, &["Option", "Poll option", "Answer", "Choice"]).or(rows.first().map(|row| row.value));
    let words = if chosen.is_empty() { labelled().unwrap_or("").to_owned() } else { chosen.join("\n") };
    let mut post = file.draft(Kind::Reaction, words);
    post.own_words = false;
    post.at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    let question = polls().find_map(|poll| string(poll, "question"));
    let question = question.or_else(|| row_value(&rows, &["Question", "Poll question", "Poll", "Poll text"]));
    let title = string(record, "title").unwrap_or("");
    post.about = question.map(str::to_owned).or_else(|| reading.without_owner(title)).map(Private::new);
    if post.at.is_none() && post.text.reveal().is_empty() {
        return file.noted();
    }
    keep(file, post);
}

/// A photo or video of an album, or outside albums.
pub(super) fn photo(reading: &mut Reading, file: &mut File, record: &Value) {
    if !list(record, "label_values").is_empty() {
        let post = from_rows(reading, file, record, &rows(record), Kind::Media);
        return keep(file, post);
    }
    let media = if record["media"].is_object() { &record["media"] } else { record };
    let Some(picture) = super::picture::picture(media) else { return photos_within(reading, file, record) };
    own_comments(reading, file, media);
    if reading.is_shown(&picture) {
        return file.noted();
    }
    reading.show(&picture);
    let mut words = picture.caption.clone().unwrap_or_default();
    // The title of a photo is that of its album; a video has one of its own.
    if let Some(title) = string(media, "title").filter(|title| picture.is_video() && *title != words) {
        words = if words.is_empty() { title.to_owned() } else { format!("{title}\n{words}") };
    }
    let mut post = file.draft(Kind::Media, words);
    post.at = time(media, "creation_timestamp").or_else(|| time(media, "timestamp"));
    post.audience = audience::stated(media);
    if let Some(id) = picture.id() {
        post.native_id = Some(id.to_owned());
        let page = if picture.is_video() { "watch/?v=" } else { "photo/?fbid=" };
        post.url = Some(format!("https://www.facebook.com/{page}{id}"));
    }
    post.about = string(&reading.head, "name").map(Private::from);
    let mut medium = reading.enclose(file, picture);
    medium.description = None;
    post.media.push(medium);
    keep(file, post);
}

/// The photos of albums that stand in one file, under their names or each with its name, as in 2018.
fn photos_within(reading: &mut Reading, file: &mut File, record: &Value) {
    let name = string(record, "name").map(str::to_owned);
    for (key, items) in record.as_object().into_iter().flatten() {
        let photos = items.as_array().into_iter().flatten().filter(|item| item["uri"].is_string());
        let album = std::mem::replace(&mut reading.head, serde_json::json!({"name": beginning(name.as_ref().unwrap_or(key), SUBJECT)}));
        photos.for_each(|item| photo(reading, file, item));
        reading.head = album;
    }
}

/// The owner's comments under a photo of their own, unless they stand among the comments already.
fn own_comments(reading: &mut Reading, file: &mut File, media: &Value) {
    for said in list(media, "comments") {
        let Some(words) = string(said, "comment").filter(|_| reading.is_named_owner(string(said, "author"))) else { continue };
        let mut post = file.draft(Kind::Comment, words);
        post.at = time(said, "timestamp");
        post.about = string(&reading.head, "name").map(Private::from);
        if !reading.is_repeated(&post) {
            keep(file, post);
        }
    }
}

/// The description of a whole album, which stands beside its list of photos.
pub(super) fn album(reading: &Reading, file: &mut File) {
    let head = &reading.head;
    let Some(words) = string(head, "description") else { return };
    let mut post = file.draft(Kind::Media, words);
    post.at = time(head, "last_modified_timestamp");
    post.audience = audience::stated(head);
    post.about = string(head, "name").map(Private::from);
    keep(file, post);
}

/// A story, reel or live video: its words, and its photos or video.
pub(super) fn story(reading: &mut Reading, file: &mut File, record: &Value) {
    if record["uri"].is_string() || record["media"].is_object() || !list(record, "label_values").is_empty() {
        return photo(reading, file, record);
    }
    let mut post = assemble(reading, file, record, Audience::Unknown, None);
    post.kind = Kind::Media;
    post.own_words = true;
    if post.at.is_none() {
        let media = list(record, "attachments").iter().flat_map(|attachment| list(attachment, "data"));
        post.at = media.into_iter().find_map(|item| time(&item["media"], "creation_timestamp"));
    }
    if let (true, Some(words)) = (post.text.reveal().is_empty(), string(record, "description")) {
        post.text = words.into();
    }
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

/// A change of the profile: words as a text of the profile, a new picture as a photo. What stands among the posts is left
/// out, and so is a change of which the export states nothing but that it was made.
pub(super) fn profile_update(reading: &mut Reading, file: &mut File, record: &Value) {
    let contents = Contents::of(record);
    let new_pictures: Vec<_> = contents.pictures.into_iter().filter(|picture| !reading.is_shown(picture)).collect();
    let words = contents.words.join("\n");
    if words.is_empty() && new_pictures.is_empty() {
        return file.noted();
    }
    let mut post = file.draft(if new_pictures.is_empty() { Kind::Bio } else { Kind::Media }, words);
    post.at = time(record, "timestamp");
    let title = string(record, "title").unwrap_or("");
    post.about = reading.without_owner(title).map(Private::new);
    post.place = contents.place;
    for picture in new_pictures {
        reading.show(&picture);
        post.media.push(reading.enclose(file, picture));
    }
    if reading.is_repeated(&post) {
        return file.noted();
    }
    keep(file, post);
}

/// An event of one's own.
pub(super) fn own_event(_: &mut Reading, file: &mut File, record: &Value) {
    event(file, record, true, None);
}

/// The events one gave an answer to.
pub(super) fn event_responses(_: &mut Reading, file: &mut File, record: &Value) {
    let responses = versioned(record, "event_responses");
    let responses = if responses.is_null() { record } else { responses };
    for (answer, about) in [("events_joined", None), ("events_interested", None), ("events_declined", Some("Declined"))] {
        for invited in list(responses, answer) {
            event(file, invited, false, about);
        }
    }
}

fn event(file: &mut File, record: &Value, own: bool, about: Option<&str>) {
    let words: Vec<&str> = [string(record, "name"), string(record, "description")].into_iter().flatten().collect();
    if words.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Event, words.join("\n"));
    post.own_words = own;
    post.at = time(record, "create_timestamp").or_else(|| time(record, "start_timestamp"));
    post.audience = audience::stated(record);
    post.about = about.map(Private::from);
    post.place = place(&record["place"]).or_else(|| {
        let address = string(record, "address").map(Private::from);
        let position = super::record::position(&record["coordinate"]);
        (address.is_some() || position.is_some()).then_some(model::Place { position, name: address })
    });
    identify(&mut post, record);
    keep(file, post);
}

/// Something searched for.
pub(super) fn search(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let attached = || list(record, "attachments").iter().flat_map(|a| list(a, "data")).find_map(|item| string(item, "text"));
    let words = list(record, "data").iter().find_map(|item| string(item, "text"));
    let words = words.or_else(|| attached().map(|text| text.trim_matches('"')));
    let labelled = || row_value(&rows, &["Search term", "Query", "Text"]).or(rows.first().map(|row| row.value));
    let Some(words) = words.or_else(labelled).filter(|words| !words.is_empty()) else { return };
    let mut post = file.draft(Kind::Search, words);
    post.at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    post.audience = Audience::OnlyMe;
    keep(file, post);
}
