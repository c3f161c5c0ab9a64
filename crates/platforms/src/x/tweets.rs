//! Posts (`tweets.js`, `community-tweet.js`, `twitter-circle-tweet.js`, `deleted-tweets.js`, the months of a classic archive).
//!
//! Circle posts were also mixed into `tweets.js` without a mark, so the audience of a post there stays unknown.
//!
//! What the record does not say is read from its text: a repost begins with `RT @name: ` and is cut at 140 characters; a
//! quote is a link to somebody's post. Every link is written as `https://t.co/...` and explained in `entities`.
//!
//! Each version of an edited post is a record of its own, and all stay visible; deleting the newest deletes them all.

use super::ids::{Ids, Seed, time_in};
use super::links::{expand, status};
use super::loose::Loose;
use super::notes::Notes;
use super::record::{Attached, Form, Point, Tweet};
use super::{POSTS, Reading};
use crate::Error;
use crate::import::File;
use crate::json::BadRecord;
use crate::text::{iso_date, twitter_date, unescape};
use crate::x::layout::Layout;
use chrono::{DateTime, Datelike, Utc};
use model::{Audience, Kind, Media, Place, Post, Private};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Others whose handles are kept for the sake of messages.
const PEOPLE: usize = 100_000;

/// Posts of one file whose time is wrong that are listed one by one.
const LISTED: u32 = 100;

/// Ids of earlier versions that are remembered.
const EARLIER_KEPT: usize = 1_000_000;

/// What an earlier version of an edited post stands under.
const EARLIER: &str = "Earlier version of an edited post";

/// Handles of others by account id, as far as replies name them: messages and follows name accounts by id alone.
#[derive(Default)]
pub(super) struct People(HashMap<u64, Box<str>, Seed>);

impl People {
    /// `@handle`, or the id itself.
    pub(super) fn name(&self, id: &str) -> String {
        let handle = id.parse().ok().and_then(|id: u64| self.0.get(&id));
        handle.map_or_else(|| id.to_owned(), |handle| format!("@{handle}"))
    }

    fn note(&mut self, id: &str, handle: &str) {
        if let Ok(id) = id.parse()
            && !handle.is_empty()
            && !self.0.contains_key(&id)
            && self.0.len() < PEOPLE
        {
            self.0.insert(id, handle.into());
        }
    }
}

/// The posts read so far.
#[derive(Default)]
pub(super) struct Posts {
    pub ids: Ids,
    pub people: People,
    /// Ids of versions that a later edit replaced.
    earlier: HashSet<String>,
}

/// Reads the posts of every era's file.
pub(super) fn read(reading: &mut Reading, notes: &mut Notes, posts: &mut Posts) -> Result<(), Error> {
    let layout = reading.layout;
    // Those that say more of a post come first: the same post may stand in `tweets.js` again.
    for stem in ["twitter-circle-tweet", "community-tweet", "tweets", "tweet"] {
        for entry in layout.parts(stem) {
            let (mut form, mut wrong) = (Form::default(), 0);
            reading.elements(entry, POSTS, |bytes, file| {
                form.read(bytes, |tweet| {
                    let stands_in = match stem {
                        "twitter-circle-tweet" => Cow::Borrowed("Circle"),
                        "community-tweet" => Cow::Owned(format!("Community {}", tweet.community()).trim_end().to_owned()),
                        _ => Cow::Borrowed(""),
                    };
                    let Some(mut post) = posts.take(tweet, &stands_in, layout, notes, file, &mut wrong)? else {
                        return Ok(());
                    };
                    if stem == "twitter-circle-tweet" {
                        post.audience = Audience::Group;
                    }
                    file.post(post);
                    Ok(())
                })
            })?;
        }
    }
    let mut protected_known = false;
    for entry in layout.months() {
        let (mut form, mut wrong) = (Form::default(), 0);
        reading.elements(entry, POSTS, |bytes, file| {
            form.read(bytes, |tweet| {
                if let Some(post) = posts.take(tweet, "", layout, notes, file, &mut wrong)? {
                    file.post(post);
                }
                let protected = tweet.user.as_ref().map_or("", |user| &*user.protected);
                if !protected.is_empty() && !protected_known {
                    file.fact("protected", protected, "when the archive was made", layout.exported.at);
                    protected_known = true;
                }
                Ok(())
            })
        })?;
    }
    let missing = layout.missing_months();
    if missing > 0 && let Some(index) = layout.parts("tweet-index").first() {
        reading.import.warn(index, &format!("{missing} months listed here have no file of their own in the archive"));
    }
    Ok(())
}

/// Reads the posts that were deleted some days before the archive was made. X still has them, but nobody sees them: they
/// are items of their own, which prove nothing about those that are live.
pub(super) fn read_deleted(reading: &mut Reading, notes: &mut Notes) -> Result<(), Error> {
    let layout = reading.layout;
    let mut posts = Posts::default();
    for entry in layout.parts("deleted-tweets") {
        let (mut form, mut wrong) = (Form::default(), 0);
        reading.elements(entry, &[], |bytes, file| {
            form.read(bytes, |tweet| {
                let deleted = match date(&tweet.deleted_at) {
                    Some(when) => format!("Deleted on {}", when.format("%Y-%m-%d")),
                    None => "Deleted".to_owned(),
                };
                if let Some(mut post) = posts.take(tweet, &deleted, layout, notes, file, &mut wrong)? {
                    mark_deleted(&mut post);
                    file.post(post);
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

/// Makes an item of something that is no longer there to see.
pub(super) fn mark_deleted(post: &mut Post) {
    // An id of its own: the live post of this id is gone.
    post.native_id = post.native_id.take().map(|id| format!("deleted-{id}"));
    post.url = None;
    post.audience = Audience::OnlyMe;
}

#[derive(Deserialize)]
struct HeaderRecord<'a> {
    #[serde(borrow)]
    tweet: Header<'a>,
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow, alias = "tweetId")]
    tweet_id: Loose<'a>,
}

/// Holds the posts against the list of all ids (`tweet-headers.js`). None when the archive has no such list or an empty one,
/// else whether all are there.
pub(super) fn all_there(reading: &mut Reading, ids: &Ids) -> Result<Option<bool>, Error> {
    let (mut listed, mut missing) = (0u64, 0u64);
    for entry in reading.layout.parts("tweet-headers") {
        let before = missing;
        reading.elements(entry, &[], |bytes, file| {
            let HeaderRecord { tweet } = serde_json::from_slice(bytes)?;
            listed += 1;
            missing += u64::from(!ids.has(&tweet.tweet_id));
            file.noted();
            Ok(())
        })?;
        if missing > before {
            let message = format!("{} posts listed here are not in the archive", missing - before);
            reading.import.warn(entry, &message);
        }
    }
    Ok((listed > 0).then_some(missing == 0))
}

impl Posts {
    /// The post of a record, unless it was met before. `stands_in` goes before what it stands under; `wrong` counts the
    /// posts whose time is wrong.
    fn take(
        &mut self,
        tweet: &Tweet,
        stands_in: &str,
        layout: &Layout,
        notes: &mut Notes,
        file: &mut File,
        wrong: &mut u32,
    ) -> Result<Option<Post>, BadRecord> {
        self.people.note(tweet.replied_to_user(), &tweet.in_reply_to_screen_name);
        let id = either(&tweet.id_str, &tweet.id);
        if !self.ids.is_new(id) {
            return Ok(None);
        }
        let stated = date(&tweet.created_at);
        if stated.is_none() {
            *wrong += 1;
            if *wrong <= LISTED {
                file.warn("The time of the post is missing or impossible");
            }
        }
        let mut versions = tweet.versions();
        versions.pop();
        self.earlier.extend(versions.into_iter().take(EARLIER_KEPT.saturating_sub(self.earlier.len())));
        let version = if self.earlier.contains(id) { EARLIER } else { "" };
        tweet.post([stands_in, version], stated.or_else(|| time_in(id)), layout, notes, file).map(Some)
    }
}

impl<'a> Tweet<'a> {
    fn replied_to_user(&self) -> &str {
        either(&self.in_reply_to_user_id_str, &self.in_reply_to_user_id)
    }

    /// Whom a reply is to: the record names them, or the text begins with their name.
    fn addressed<'t>(&'t self, text: &'t str) -> &'t str {
        if self.in_reply_to_screen_name.is_empty() { first_mention(text) } else { &self.in_reply_to_screen_name }
    }

    fn community(&self) -> &str {
        either(&self.community_id_str, &self.community_id)
    }

    fn post(
        &self,
        stands_in: [&str; 2],
        at: Option<DateTime<Utc>>,
        layout: &Layout,
        notes: &mut Notes,
        file: &File,
    ) -> Result<Post, BadRecord> {
        let raw = self.words().ok_or(BadRecord::Shape)?;
        let id = either(&self.id_str, &self.id);
        let handle = layout.exported.account.handle.as_str();
        let links = self.entities.as_ref().map_or(&[][..], |entities| &entities.urls);
        let text = unescape(raw);

        let parent = either(&self.in_reply_to_status_id_str, &self.in_reply_to_status_id);
        let original = self.retweeted_status.as_ref().map(|original| (original, unescape(&original.text)));
        let reposted = match &original {
            Some((original, words)) => Some((&*original.user.screen_name, &**words, &*original.id_str)),
            None => reposted(&text).map(|(author, words)| (author, words, self.first_used_in())),
        };
        let quoted = links.iter().rev().find_map(|link| status(&link.expanded_url));
        let quoted = quoted.filter(|(author, _)| !author.eq_ignore_ascii_case(handle));
        let is_reply = !parent.is_empty() || !self.replied_to_user().is_empty();
        let (kind, reply_to, whose, text) = match (reposted, quoted) {
            (Some((author, words, of)), _) => (Kind::Repost, of, author, words),
            _ if is_reply => (Kind::Reply, parent, self.addressed(&text), &*text),
            (_, Some((author, of))) => (Kind::Quote, of, author, &*text),
            _ => (Kind::Post, "", "", &*text),
        };
        let mut about = String::new();
        for (sign, part) in [("", stands_in[0]), ("", stands_in[1]), ("@", whose)] {
            if !part.is_empty() {
                about.extend([if about.is_empty() { "" } else { " · " }, sign, part]);
            }
        }
        let long = if kind == Kind::Repost { None } else { notes.claim(at, text) };
        let words = match long {
            Some(words) => words.to_owned(),
            None => self.readable(text),
        };
        let mut post = file.draft(kind, words);
        // Passing on one's own post leaves the words one's own.
        post.own_words |= reposted.is_some_and(|(author, ..)| !handle.is_empty() && author.eq_ignore_ascii_case(handle));
        post.at = at;
        post.utc_offset = layout.ahead(at);
        post.reply_to = (!reply_to.is_empty()).then(|| reply_to.to_owned());
        post.about = (!about.is_empty()).then(|| Private::new(about));
        post.media = self.media(layout, id);
        post.place = self.place();
        if self.scopes.as_ref().is_some_and(|scopes| &*scopes.followers == "true") {
            post.audience = Audience::Friends;
        }
        if !id.is_empty() {
            post.url = Some(layout.address(id));
            post.native_id = Some(id.to_owned());
        }
        Ok(post)
    }

    /// The text with links written out and without the link of the photos.
    fn readable(&self, text: &str) -> String {
        let original = self.retweeted_status.iter().flat_map(|original| &original.entities);
        let entities = self.entities.iter().chain(&self.extended_entities).chain(original);
        let links = entities.flat_map(|entities| {
            // Deleted posts may have links without their address: the short one stays.
            let known = entities.urls.iter().filter(|link| !link.expanded_url.is_empty());
            let written_out = known.map(|link| (&*link.url, Some(&*link.expanded_url)));
            written_out.chain(entities.media.iter().map(|media| (&*media.url, None)))
        });
        expand(text, links)
    }

    /// `entities` holds the first photo or video only.
    fn attached(&self) -> &[Attached<'a>] {
        let all = self.extended_entities.as_ref().filter(|entities| !entities.media.is_empty());
        all.or(self.entities.as_ref()).map_or(&[], |entities| &entities.media)
    }

    /// The post its photos come from: of a repost, the original.
    fn first_used_in(&self) -> &str {
        self.attached().first().map_or("", |item| either(&item.source_status_id_str, &item.source_status_id))
    }

    fn media(&self, layout: &Layout, id: &str) -> Vec<Media> {
        self.attached()
            .iter()
            .map(|item| Media {
                path: item.path(layout, id),
                description: item.description().map(Private::new),
                ..Media::default()
            })
            .collect()
    }

    fn place(&self) -> Option<Place> {
        // `coordinates` follows GeoJSON, east before north; `geo` is the other way round.
        let point = |point: &Option<Point>| match point.as_ref()?.coordinates.as_slice() {
            [a, b] => Some((a.parse::<f64>().ok()?, b.parse::<f64>().ok()?)),
            _ => None,
        };
        let position = point(&self.coordinates).map(|(east, north)| (north, east)).or_else(|| point(&self.geo));
        let position = position.filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0);
        let name = self.place.as_ref().map(|place| [&place.full_name, &place.name, &place.country]);
        let name = name.and_then(|names| names.into_iter().find(|name| !name.is_empty()));
        (position.is_some() || name.is_some())
            .then(|| Place { position, name: name.map(|name| Private::from(&**name)) })
    }
}

impl Attached<'_> {
    /// Where the archive has it. Of a video the version of the highest bitrate is kept, as a rule.
    fn path(&self, layout: &Layout, id: &str) -> Option<String> {
        const FOLDERS: &[&str] = &[
            "tweets_media",
            "tweet_media",
            "community_tweet_media",
            "twitter_circle_tweet_media",
            "deleted_tweets_media",
        ];
        let variants = self.video_info.iter().flat_map(|video| &video.variants);
        let mut versions: Vec<_> = variants
            .filter(|variant| &*variant.content_type == "video/mp4")
            .map(|variant| (variant.bitrate.parse::<u64>().unwrap_or(0), &*variant.url))
            .collect();
        versions.sort_by_key(|(bitrate, _)| std::cmp::Reverse(*bitrate));
        let still = either(&self.media_url_https, &self.media_url);
        let mut urls = versions.iter().map(|(_, url)| *url).chain([still]);
        urls.find_map(|url| layout.media(FOLDERS, id, url))
    }

    /// The text alternative, or the title and description of a video.
    fn description(&self) -> Option<String> {
        let alternative = either(&self.media_alt, &self.ext_alt_text);
        if !alternative.is_empty() {
            return Some(alternative.to_owned());
        }
        let titled = self.additional_media_info.as_ref()?;
        let both = [&*titled.title, &*titled.description];
        let said: Vec<&str> = both.into_iter().filter(|said| !said.is_empty()).collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }
}

fn either<'a>(first: &'a Loose, second: &'a Loose) -> &'a str {
    if first.is_empty() { second } else { first }
}

/// A stated time. Impossible ones occur, such as 1970: the platform began in 2006.
pub(super) fn date(written: &str) -> Option<DateTime<Utc>> {
    twitter_date(written).or_else(|| iso_date(written)).filter(|at| at.year() >= 2006)
}

/// The handle with which a text begins; empty when it begins with none.
pub(super) fn first_mention(text: &str) -> &str {
    let name = text.trim_start().strip_prefix('@').unwrap_or_default();
    &name[..name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len())]
}

/// Author and words of a repost: `RT @name: words`.
pub(super) fn reposted(text: &str) -> Option<(&str, &str)> {
    let (author, words) = text.strip_prefix("RT @")?.split_once(": ")?;
    let is_handle = (1..=20).contains(&author.len()) && author.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_handle.then_some((author, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impossible_date_is_no_date() {
        let written = |text| date(text).map(|at| at.to_rfc3339());
        assert_eq!(written("Wed Oct 10 20:19:24 +0000 2018").as_deref(), Some("2018-10-10T20:19:24+00:00"));
        assert_eq!(written("2018-09-27 22:02:22 +0000").as_deref(), Some("2018-09-27T22:02:22+00:00"));
        for bad in ["Thu Jan 01 00:00:00 +0000 1970", "", "yesterday"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_repost_names_its_author() {
        assert_eq!(reposted("RT @robin_demo: so true…"), Some(("robin_demo", "so true…")));
        for own in ["RT if you agree: yes", "RT @: x", "rt @robin: x", "RT @two words: x", "see RT @robin: x"] {
            assert_eq!(reposted(own), None, "{own}");
        }
    }

}
