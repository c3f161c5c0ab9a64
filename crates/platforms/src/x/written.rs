//! What else the person wrote or did: profile text, moments, fleets, notes, warned replies, comments and live videos,
//! searches, lists, whom they follow, and what they typed to Grok.

use super::Reading;
use super::loose::{at, string};
use super::tweets::Posts;
use crate::Error;
use crate::import::File;
use crate::json::BadRecord;
use crate::markup::percent_decoded;
use crate::text::{iso_date, twitter_date, unescape, unix_date};
use crate::x::layout::Layout;
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Media, Place, Post, Private};
use serde_json::Value;

/// What readers of records share.
struct Context<'c> {
    layout: &'c Layout<'c>,
    posts: &'c mut Posts,
}

/// Reads one record.
type Take = fn(&Value, &mut File, &mut Context);

/// Files: name, the keys its records may be wrapped in, the kind of what it holds, and how a record is read.
const FILES: &[(&str, &[&str], Kind, Take)] = &[
    ("profile", &["profile"], Kind::Bio, bio),
    ("expanded-profile", &["expandedProfile"], Kind::Bio, expanded_profile),
    ("periscope-profile-description", &["periscopeProfileDescription"], Kind::Bio, live_bio),
    ("user-details", &[], Kind::Bio, classic_bio),
    ("moment", &["moment"], Kind::Post, moment),
    ("fleet", &["fleet"], Kind::Post, fleet),
    ("reply-prompt", &["replyPrompt"], Kind::Reply, prompt),
    ("community-note", &["communityNote"], Kind::Comment, community_note),
    ("community-note-api-test-note", &["communityNoteApiTestNote"], Kind::Comment, community_note),
    ("birdwatch-note", &["birdwatchNote"], Kind::Comment, community_note),
    ("periscope-comments-made-by-user", &["periscopeCommentsMadeByUser"], Kind::Comment, live_comment),
    ("periscope-broadcast-metadata", &["periscopeBroadcastMetadata"], Kind::Media, live_video),
    ("spaces-metadata", &["spacesMetadata", "space"], Kind::Event, space),
    ("saved-search", &["savedSearch"], Kind::Search, search),
    ("tweetdeck", &["deck", "tweetdeck"], Kind::Search, deck),
    ("lists-created", &["userListInfo"], Kind::Group, |record, file, _| list(record, file, "List you made")),
    ("lists-subscribed", &["userListInfo"], Kind::Group, |record, file, _| list(record, file, "List you follow")),
    ("following", &["following"], Kind::Follow, follow),
    ("grok-chat-item", &["grokChatItem"], Kind::Message, grok),
    ("catalog-item", &["catalogItem"], Kind::Post, product),
    ("product-set", &["productSet"], Kind::Post, product),
    ("twitter-shop", &["twitterShop"], Kind::Post, product),
];

/// Reads these files. Few hold many records, so ease counts for more than speed.
pub(super) fn read(reading: &mut Reading, posts: &mut Posts) -> Result<(), Error> {
    let layout = reading.layout;
    for (stem, wrappers, kind, take) in FILES {
        for entry in layout.parts(stem) {
            reading.elements(entry, &[*kind], |bytes, file| {
                let value: Value = serde_json::from_slice(bytes)?;
                let record = record_of(&value, wrappers).ok_or(BadRecord::Shape)?;
                take(record, file, &mut Context { layout, posts });
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// The record inside its wrapping. Its key is not sure for every file; a wrapping has one key only.
pub(super) fn record_of<'v>(value: &'v Value, wrappers: &[&str]) -> Option<&'v Value> {
    let members = value.as_object()?;
    let named = wrappers.iter().find_map(|wrapper| members.get(*wrapper));
    let only = || members.values().next().filter(|only| members.len() == 1 && only.is_object());
    named.filter(|named| named.is_object()).or_else(only).or(Some(value))
}

/// A post with these words, unless there are none. Its id gets the name space.
pub(super) fn draft(
    layout: &Layout,
    file: &File,
    kind: Kind,
    words: &str,
    (space, id): (&str, &str),
    when: Option<DateTime<Utc>>,
) -> Option<Post> {
    if words.trim().is_empty() {
        return None;
    }
    let mut post = file.draft(kind, words);
    let parts = [space, id];
    post.native_id = (!id.is_empty()).then(|| parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("-"));
    post.at = when;
    post.utc_offset = layout.ahead(when);
    Some(post)
}

/// Times come as ISO dates, in the form of posts, and as seconds or milliseconds.
pub(super) fn time(value: &Value) -> Option<DateTime<Utc>> {
    let written = string(value);
    iso_date(&written).or_else(|| twitter_date(&written)).or_else(|| unix_date(written.parse().ok().filter(|n| *n > 0)?))
}

/// Adds a line to words.
pub(super) fn push_line(words: &mut String, line: &str) {
    if !words.is_empty() && !line.is_empty() {
        words.push('\n');
    }
    words.push_str(line);
}

impl Context<'_> {
    fn draft(&self, file: &File, kind: Kind, words: &str, id: (&str, &str), when: Option<DateTime<Utc>>) -> Option<Post> {
        draft(self.layout, file, kind, words, id, when)
    }

    fn own_id(&self) -> &str {
        &self.layout.exported.account.key
    }
}

fn profile_text(words: &str, id: &str, file: &mut File, context: &Context) {
    // A changed bio is a new version of the same text.
    if let Some(mut post) = context.draft(file, Kind::Bio, words, ("", id), None) {
        let handle = &context.layout.exported.account.handle;
        post.url = (!handle.is_empty()).then(|| format!("https://x.com/{handle}"));
        file.post(post);
    }
}

fn bio(record: &Value, file: &mut File, context: &mut Context) {
    let description = at(record, &["description"]);
    profile_text(&string(at(description, &["bio"])), "profile", file, context);
    file.fact("website", &string(at(description, &["website"])), "on the profile", None);
    file.fact("place", &string(at(description, &["location"])), "on the profile", None);
}

/// Classic archives: not wrapped, and not a list.
fn classic_bio(record: &Value, file: &mut File, context: &mut Context) {
    profile_text(&unescape(&string(at(record, &["bio"]))), "profile", file, context);
    file.fact("place", &string(at(record, &["location"])), "on the profile", None);
    let opened = time(at(record, &["created_at"]));
    if opened.is_some() {
        file.fact("account-created", &string(at(record, &["screen_name"])), "", opened);
    }
}

fn live_bio(record: &Value, file: &mut File, context: &mut Context) {
    let words = ["bio", "description"].map(|key| string(at(record, &[key])));
    let words = words.iter().find(|words| !words.is_empty()).map_or("", String::as_str);
    if let Some(mut post) = context.draft(file, Kind::Bio, words, ("", "periscope-profile"), None) {
        post.about = Some(Private::from("Periscope"));
        file.post(post);
    }
}

/// Sections of which no filled one was at hand: every text that is more than one word.
fn expanded_profile(record: &Value, file: &mut File, context: &mut Context) {
    fn collect(value: &Value, words: &mut String, depth: u32) {
        match value {
            Value::String(text) if text.contains(' ') => push_line(words, text),
            Value::Array(items) if depth > 0 => items.iter().for_each(|item| collect(item, words, depth - 1)),
            Value::Object(members) if depth > 0 => {
                members.values().for_each(|member| collect(member, words, depth - 1));
            }
            _ => {}
        }
    }
    let mut words = String::new();
    collect(record, &mut words, 16);
    profile_text(&words, "expanded-profile", file, context);
}

fn moment(record: &Value, file: &mut File, context: &mut Context) {
    let mut words = string(at(record, &["title"]));
    push_line(&mut words, &string(at(record, &["description"])));
    let id = string(at(record, &["momentId"]));
    if let Some(mut post) = context.draft(file, Kind::Post, &words, ("moment", &id), time(at(record, &["createdAt"]))) {
        post.url = (!id.is_empty()).then(|| format!("https://x.com/i/moments/{id}"));
        post.about = Some(Private::from("Moment"));
        file.post(post);
    }
    // Most of its posts are by others; one's own are among the posts, unless those are missing.
    for tweet in at(record, &["tweets"]).as_array().into_iter().flatten() {
        let tweet = tweet.get("tweet").unwrap_or(tweet);
        let (id, core) = (string(at(tweet, &["id"])), at(tweet, &["coreData"]));
        let is_own = !context.own_id().is_empty() && string(at(core, &["userId"])) == context.own_id();
        if !is_own || id.is_empty() || !context.posts.ids.is_new(&id) {
            continue;
        }
        let words = unescape(&string(at(core, &["text"]))).into_owned();
        let when = time(at(core, &["createdAtSecs"]));
        if let Some(mut post) = context.draft(file, Kind::Post, &words, ("", &id), when) {
            post.url = Some(context.layout.address(&id));
            file.post(post);
        }
    }
}

fn fleet(record: &Value, file: &mut File, context: &mut Context) {
    let (id, when) = (string(at(record, &["id"])), time(at(record, &["createdAt"])));
    let words = string(at(record, &["text"]));
    let path = (!id.is_empty()).then(|| context.layout.media_beginning("fleet_media", &id)).flatten();
    // Most were a photo without words.
    let mut post = file.draft(Kind::Post, words);
    post.native_id = (!id.is_empty()).then(|| format!("fleet-{id}"));
    post.at = when;
    post.utc_offset = context.layout.ahead(when);
    post.about = Some(Private::from("Fleet, shown for a day"));
    post.media.extend(path.map(|path| Media { path: Some(path), ..Media::default() }));
    file.post(post);
}

/// A reply that X took for hurtful and asked to think over.
fn prompt(record: &Value, file: &mut File, context: &mut Context) {
    let id = string(at(record, &["promptId"]));
    let words = unescape(&string(at(record, &["proposedTweetText"]))).into_owned();
    let when = time(at(record, &["createdAt"]));
    let Some(mut post) = context.draft(file, Kind::Reply, &words, ("prompt", &id), when) else { return };
    let parent = string(at(record, &["inReplyToTweetId"]));
    post.reply_to = (!parent.is_empty()).then_some(parent);
    let action = at(record, &["promptActionType"]);
    let action = string(if action.is_object() { at(action, &["value"]) } else { action });
    let ended = match action.as_str() {
        "1" => "sent",
        "2" => "changed",
        "4" | "11" => "left",
        "10" => "deleted",
        _ => "",
    };
    let about = ["Reply that X asked you to think over", ended];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    post.about = Some(Private::new(about.join(" · ")));
    // Sent, it stands among the posts with an address of its own; else nobody saw it.
    if ["2", "4", "10", "11"].contains(&action.as_str()) {
        post.audience = Audience::OnlyMe;
    }
    file.post(post);
}

fn community_note(record: &Value, file: &mut File, context: &mut Context) {
    let (id, when) = (string(at(record, &["noteId"])), time(at(record, &["createdAt"])));
    let words = string(at(record, &["summary"]));
    if let Some(mut post) = context.draft(file, Kind::Comment, &words, ("", &id), when) {
        let tweet = string(at(record, &["tweetId"]));
        post.url = (!id.is_empty()).then(|| format!("https://x.com/i/birdwatch/n/{id}"));
        post.reply_to = (!tweet.is_empty()).then_some(tweet);
        post.about = Some(Private::from("Community note"));
        file.post(post);
    }
}

fn live_comment(record: &Value, file: &mut File, context: &mut Context) {
    let when = time(at(record, &["createdAt"]));
    if let Some(mut post) = context.draft(file, Kind::Comment, &string(at(record, &["text"])), ("", ""), when) {
        post.about = Some(Private::from("Live video"));
        let broadcast = string(at(record, &["broadcastId"]));
        post.reply_to = (!broadcast.is_empty()).then_some(broadcast);
        file.post(post);
    }
}

fn live_video(record: &Value, file: &mut File, context: &mut Context) {
    let id = string(at(record, &["id"]));
    let mut post = file.draft(Kind::Media, string(at(record, &["title"])));
    post.at = time(at(record, &["createdAt"]));
    post.utc_offset = context.layout.ahead(post.at);
    post.about = Some(Private::from("Live video on Periscope"));
    let degrees = |key: &str| string(at(record, &[key])).parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    let position = degrees("latitude").zip(degrees("longitude"));
    let located = string(at(record, &["hasLocation"])) != "false";
    let position = position.filter(|(north, east)| located && (*north, *east) != (0.0, 0.0))
        .filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0);
    let names = ["city", "country"].map(|key| string(at(record, &[key])));
    let name = names.iter().filter(|name| !name.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ");
    let name = (!name.is_empty()).then(|| Private::new(name));
    post.place = (position.is_some() || name.is_some()).then_some(Place { position, name });
    if !id.is_empty() {
        let path = context.layout.media_beginning("periscope_broadcast_media", &id);
        post.media.push(Media { path, ..Media::default() });
        post.native_id = Some(id);
    }
    file.post(post);
}

/// Live audio that the person made, led or spoke in.
fn space(record: &Value, file: &mut File, context: &mut Context) {
    let id = string(at(record, &["id"]));
    let mut post = file.draft(Kind::Event, string(at(record, &["title"])));
    post.at = time(at(record, &["createdAt"]));
    post.utc_offset = context.layout.ahead(post.at);
    let own = context.own_id();
    let hosts = at(record, &["hostUserIds"]).as_array().into_iter().flatten();
    let leads = string(at(record, &["creatorUserId"])) == own || hosts.map(string).any(|host| host == own);
    post.about = Some(Private::from(if leads { "Space you held" } else { "Space you took part in" }));
    if !id.is_empty() {
        post.url = Some(format!("https://x.com/i/spaces/{id}"));
        let path = context.layout.media_beginning("spaces_media", &id);
        post.media.extend(path.map(|path| Media { path: Some(path), ..Media::default() }));
        post.native_id = Some(id);
    }
    file.post(post);
}

fn search(record: &Value, file: &mut File, context: &mut Context) {
    let (id, words) = (string(at(record, &["savedSearchId"])), string(at(record, &["query"])));
    if let Some(post) = context.draft(file, Kind::Search, &words, ("", &id), None) {
        file.post(post);
    }
}

/// Columns of a screen; those of searches hold words.
fn deck(record: &Value, file: &mut File, context: &mut Context) {
    let mut words = Vec::new();
    for column in at(record, &["columns"]).as_array().into_iter().flatten() {
        let path = string(at(column, &["pathname"]));
        let of_path = path.split_once("?q=").map(|(_, query)| query.split('&').next().unwrap_or_default());
        let query = string(at(column, &["query"]));
        words.push(if query.is_empty() { percent_decoded(&of_path.unwrap_or_default().replace('+', " ")) } else { query });
    }
    for words in words {
        if let Some(mut post) = context.draft(file, Kind::Search, &words, ("", ""), None) {
            post.about = Some(Private::from("Column of TweetDeck"));
            file.post(post);
        }
    }
}

fn list(record: &Value, file: &mut File, about: &str) {
    let urls = at(record, &["urls"]).as_array().into_iter().flatten().chain(record.get("url"));
    for url in urls.map(string).filter(|url| !url.is_empty()).collect::<Vec<_>>() {
        let name = percent_decoded(url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()).replace('-', " ");
        let mut post = file.draft(Kind::Group, name);
        post.own_words = about == "List you made";
        post.native_id = Some(url.clone());
        post.about = Some(Private::from(about));
        post.url = Some(url);
        file.post(post);
    }
}

fn follow(record: &Value, file: &mut File, context: &mut Context) {
    let id = string(at(record, &["accountId"]));
    if id.is_empty() {
        return file.lost("The record names no account");
    }
    let mut post = file.draft(Kind::Follow, context.posts.people.name(&id));
    post.own_words = false;
    post.url = Some(format!("https://x.com/i/user/{id}"));
    post.native_id = Some(id);
    file.post(post);
}

fn grok(record: &Value, file: &mut File, context: &mut Context) {
    let sender = at(record, &["sender"]);
    let sender = string(if sender.is_object() { at(sender, &["name"]) } else { sender });
    if !["user", "human", "1"].iter().any(|own| sender.eq_ignore_ascii_case(own)) {
        return;
    }
    let when = time(at(record, &["createdAt"]));
    let attached = at(record, &["attachments"]).as_array().into_iter().flatten();
    let media: Vec<Media> = attached
        .take(32)
        .map(|item| {
            let names = ["mediaId", "fileName"].map(|key| string(at(item, &[key])));
            let find = |name: &String| {
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                context.layout.media_beginning("grok_chat_media", stem)
            };
            let path = names.iter().filter(|name| !name.is_empty()).find_map(find);
            Media { path, ..Media::default() }
        })
        .collect();
    let words = string(at(record, &["message"]));
    if !words.trim().is_empty() || !media.is_empty() {
        let mut post = file.draft(Kind::Message, words);
        post.at = when;
        post.utc_offset = context.layout.ahead(when);
        post.about = Some(Private::from("Grok"));
        post.media = media;
        file.post(post);
    }
    file.fact("ai-chat", "Grok", "", when);
}

/// What somebody who sells on X wrote of their shop and goods.
fn product(record: &Value, file: &mut File, context: &mut Context) {
    let goods = ["catalogProduct", "catalogProductGroup"].iter().find_map(|key| record.get(*key)).unwrap_or(record);
    let mut words = String::new();
    for key in ["title", "name", "description"] {
        push_line(&mut words, &string(at(goods, &[key])));
    }
    let keys = ["productKey", "productGroupKey", "productId", "productSetId", "shopId"];
    let id = keys.map(|key| string(at(goods, &[key]))).into_iter().find(|id| !id.is_empty()).unwrap_or_default();
    let when = time(at(goods, &["lastUpdatedAt"]));
    if let Some(mut post) = context.draft(file, Kind::Post, &words, ("shop", &id), when) {
        post.about = Some(Private::from("Your shop"));
        file.post(post);
    }
}
