//! Posts (`tweets.js`, `community-tweet.js`, `twitter-circle-tweet.js`) and likes (`like.js`).
//!
//! Circle posts were also mixed into `tweets.js` without a mark, so the audience of a post there stays unknown.
//!
//! What the record does not say is read from its text: a repost begins with `RT @name: ` and is cut at 140 characters; a
//! quote is a link to somebody's post. Every link is written as `https://t.co/...` and explained in `entities`.

use super::loose::Loose;
use super::notes::Notes;
use super::{POSTS, Reading};
use crate::Error;
use crate::json::BadRecord;
use crate::text::{iso_date, twitter_date, unescape};
use crate::x::layout::Layout;
use chrono::{DateTime, Datelike, Utc};
use model::{Audience, Kind, Media, Place, Post, Private, Source};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// Links of one post that are put right; more would be no post a person wrote.
const LINKS: usize = 200;

/// Milliseconds since 1970 at which ids begin to hold a time: 4 November 2010.
const SNOWFLAKE_EPOCH: u64 = 1_288_834_974_657;

/// Handles of others by account id, as far as replies name them: messages name accounts by id alone.
#[derive(Default)]
pub(super) struct People(HashMap<String, String>);

impl People {
    /// `@handle`, or the id itself.
    pub(super) fn name(&self, id: &str) -> String {
        self.0.get(id).map_or_else(|| id.to_owned(), |handle| format!("@{handle}"))
    }

    fn note(&mut self, id: &str, handle: &str) {
        if !id.is_empty() && !handle.is_empty() && !self.0.contains_key(id) {
            self.0.insert(id.to_owned(), handle.to_owned());
        }
    }
}

#[derive(Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow)]
    tweet: Tweet<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Tweet<'a> {
    #[serde(borrow)]
    id_str: Loose<'a>,
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow)]
    created_at: Loose<'a>,
    #[serde(borrow, alias = "text")]
    full_text: Option<Loose<'a>>,
    #[serde(borrow)]
    in_reply_to_status_id_str: Loose<'a>,
    #[serde(borrow)]
    in_reply_to_status_id: Loose<'a>,
    #[serde(borrow)]
    in_reply_to_user_id_str: Loose<'a>,
    #[serde(borrow)]
    in_reply_to_user_id: Loose<'a>,
    #[serde(borrow)]
    in_reply_to_screen_name: Loose<'a>,
    #[serde(borrow)]
    entities: Option<Entities<'a>>,
    #[serde(borrow)]
    extended_entities: Option<Entities<'a>>,
    #[serde(borrow)]
    coordinates: Option<Point<'a>>,
    #[serde(borrow)]
    geo: Option<Point<'a>>,
    #[serde(borrow)]
    place: Option<Named<'a>>,
    /// In classic archives only: the post passed on, uncut.
    #[serde(borrow)]
    retweeted_status: Option<Original<'a>>,
    /// In classic archives only.
    #[serde(borrow)]
    user: Option<User<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Original<'a> {
    #[serde(borrow)]
    text: Loose<'a>,
    #[serde(borrow)]
    user: User<'a>,
    #[serde(borrow)]
    entities: Option<Entities<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    screen_name: Loose<'a>,
    /// Whether posts were shown to approved followers only when the archive was made.
    #[serde(borrow)]
    protected: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Entities<'a> {
    #[serde(borrow)]
    urls: Vec<Link<'a>>,
    #[serde(borrow)]
    media: Vec<Attached<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Link<'a> {
    #[serde(borrow)]
    url: Loose<'a>,
    #[serde(borrow)]
    expanded_url: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Attached<'a> {
    #[serde(borrow)]
    url: Loose<'a>,
    #[serde(borrow)]
    media_url: Loose<'a>,
    #[serde(borrow)]
    media_url_https: Loose<'a>,
    #[serde(borrow, alias = "ext_alt_text")]
    media_alt: Loose<'a>,
    #[serde(borrow)]
    video_info: Option<Video<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Video<'a> {
    #[serde(borrow)]
    variants: Vec<Variant<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Variant<'a> {
    #[serde(borrow)]
    bitrate: Loose<'a>,
    #[serde(borrow)]
    content_type: Loose<'a>,
    #[serde(borrow)]
    url: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Point<'a> {
    #[serde(borrow)]
    coordinates: Vec<Loose<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    full_name: Loose<'a>,
    #[serde(borrow)]
    name: Loose<'a>,
    #[serde(borrow)]
    country: Loose<'a>,
}

/// Reads the posts of every era's file.
pub(super) fn read(reading: &mut Reading, notes: &mut Notes, people: &mut People) -> Result<(), Error> {
    let layout = reading.layout;
    for stem in ["tweets", "tweet", "community-tweet", "twitter-circle-tweet"] {
        for entry in layout.parts(stem) {
            reading.elements(entry, POSTS, |bytes, file| {
                let tweet = match serde_json::from_slice::<Wrapped>(bytes) {
                    Ok(wrapped) => wrapped.tweet,
                    // Until 2019 posts were not wrapped.
                    Err(error) => bare(bytes).ok_or_else(|| BadRecord::from(error))?,
                };
                people.note(tweet.replied_to_user(), &tweet.in_reply_to_screen_name);
                let mut post = tweet.post(layout, notes, file.source())?;
                if stem == "twitter-circle-tweet" {
                    post.audience = Audience::Group;
                }
                file.post(post);
                Ok(())
            })?;
        }
    }
    let mut protected_known = false;
    for entry in layout.months() {
        reading.elements(entry, POSTS, |bytes, file| {
            let tweet = bare(bytes).ok_or(BadRecord::Shape)?;
            people.note(tweet.replied_to_user(), &tweet.in_reply_to_screen_name);
            file.post(tweet.post(layout, notes, file.source())?);
            let protected = tweet.user.as_ref().map_or("", |user| &*user.protected);
            if !protected.is_empty() && !protected_known {
                file.fact("protected", protected, "when the archive was made", layout.exported.at);
                protected_known = true;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A post that is not wrapped.
fn bare(bytes: &[u8]) -> Option<Tweet<'_>> {
    serde_json::from_slice::<Tweet>(bytes).ok().filter(|tweet| tweet.full_text.is_some())
}

impl Tweet<'_> {
    fn replied_to_user(&self) -> &str {
        either(&self.in_reply_to_user_id_str, &self.in_reply_to_user_id)
    }

    fn post(&self, layout: &Layout, notes: &mut Notes, source: Source) -> Result<Post, BadRecord> {
        let raw = self.full_text.as_ref().ok_or(BadRecord::Shape)?;
        let id = either(&self.id_str, &self.id);
        let at = date(&self.created_at, id);
        let handle = layout.exported.account.handle.as_str();
        let links = self.entities.as_ref().map_or(&[][..], |entities| &entities.urls);
        let text = unescape(raw);

        let parent = either(&self.in_reply_to_status_id_str, &self.in_reply_to_status_id);
        let original = self.retweeted_status.as_ref().map(|original| (original, unescape(&original.text)));
        let reposted = match &original {
            Some((original, words)) => Some((&*original.user.screen_name, &**words)),
            None => reposted(&text),
        };
        let quoted = links.iter().rev().find_map(|link| status(&link.expanded_url));
        let quoted = quoted.filter(|(author, _)| !author.eq_ignore_ascii_case(handle));
        let is_reply = !parent.is_empty() || !self.replied_to_user().is_empty();
        let at_name = |name: &str| (!name.is_empty()).then(|| Private::new(format!("@{name}")));
        let (kind, reply_to, about, text) = match (reposted, quoted) {
            (Some((author, words)), _) => (Kind::Repost, "", at_name(author), words),
            _ if is_reply => (Kind::Reply, parent, at_name(&self.in_reply_to_screen_name), &*text),
            (_, Some((author, of))) => (Kind::Quote, of, at_name(author), &*text),
            _ => (Kind::Post, "", None, &*text),
        };
        let long = if kind == Kind::Repost { None } else { notes.claim(at, text) };
        let words = match long {
            Some(words) => words.to_owned(),
            None => self.readable(text),
        };
        let mut post = Post::new(kind, words, source);
        post.at = at;
        post.reply_to = (!reply_to.is_empty()).then(|| reply_to.to_owned());
        post.about = about;
        post.media = self.media(layout, id);
        post.place = self.place();
        if !id.is_empty() {
            post.url = Some(format!("https://x.com/{}/status/{id}", if handle.is_empty() { "i" } else { handle }));
            post.native_id = Some(id.to_owned());
        }
        Ok(post)
    }

    /// The text with links written out and without the link of the photos.
    fn readable(&self, text: &str) -> String {
        let original = self.retweeted_status.iter().flat_map(|original| &original.entities);
        let entities = self.entities.iter().chain(&self.extended_entities).chain(original);
        let links = entities.flat_map(|entities| {
            let written_out = entities.urls.iter().map(|link| (&*link.url, &*link.expanded_url));
            written_out.chain(entities.media.iter().map(|media| (&*media.url, "")))
        });
        expand(text, links)
    }

    fn media(&self, layout: &Layout, id: &str) -> Vec<Media> {
        // `entities` holds the first item only.
        let all = self.extended_entities.as_ref().filter(|entities| !entities.media.is_empty());
        let Some(entities) = all.or(self.entities.as_ref()) else { return Vec::new() };
        let folders = &["tweets_media", "tweet_media", "community_tweet_media", "twitter_circle_tweet_media"];
        let media = |item: &Attached| {
            let variants = item.video_info.iter().flat_map(|video| &video.variants);
            let best = variants
                .filter(|variant| &*variant.content_type == "video/mp4")
                .max_by_key(|variant| variant.bitrate.parse::<u64>().unwrap_or(0));
            let url = best.map_or_else(|| either(&item.media_url_https, &item.media_url), |variant| &variant.url);
            Media {
                path: layout.media(folders, id, url),
                description: (!item.media_alt.is_empty()).then(|| Private::from(&*item.media_alt)),
                ..Media::default()
            }
        };
        entities.media.iter().map(media).collect()
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

fn either<'a>(first: &'a Loose, second: &'a Loose) -> &'a str {
    if first.is_empty() { second } else { first }
}

/// The time of a post. Impossible ones occur, such as 1970; then the id tells it.
fn date(written: &str, id: &str) -> Option<DateTime<Utc>> {
    let stated = twitter_date(written).or_else(|| iso_date(written)).filter(|at| at.year() >= 2006);
    stated.or_else(|| {
        let since = id.parse::<u64>().ok()? >> 22;
        // Ids before that day were simply counted up.
        (since > 0).then(|| DateTime::from_timestamp_millis((since + SNOWFLAKE_EPOCH) as i64))?
    })
}

/// Author and words of a repost: `RT @name: words`.
fn reposted(text: &str) -> Option<(&str, &str)> {
    let (author, words) = text.strip_prefix("RT @")?.split_once(": ")?;
    let is_handle = (1..=20).contains(&author.len()) && author.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_handle.then_some((author, words))
}

/// Author and id of the post an address leads to.
fn status(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").or_else(|| rest.strip_prefix("mobile.")).unwrap_or(rest);
    let path = rest.strip_prefix("twitter.com/").or_else(|| rest.strip_prefix("x.com/"))?;
    let (author, rest) = path.split_once('/')?;
    let id = rest.strip_prefix("status/").or_else(|| rest.strip_prefix("web/status/"))?;
    let digits = id.find(|c: char| !c.is_ascii_digit()).unwrap_or(id.len());
    // `/photo/1` behind it is a picture of the post, not a quote.
    let whole = matches!(id.as_bytes().get(digits), None | Some(b'?' | b'#')) || &id[digits..] == "/";
    (digits > 0 && whole).then(|| (if author == "i" { "" } else { author }, &id[..digits]))
}

/// Replaces each short link by the address it stands for; an empty address takes the link away.
pub(super) fn expand<'a>(text: &str, links: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = Cow::Borrowed(text);
    let mut taken_away = false;
    for (short, long) in links.take(LINKS).filter(|(short, _)| short.starts_with("http")) {
        let mut from = 0;
        while let Some(found) = out[from..].find(short) {
            let (start, end) = (from + found, from + found + short.len());
            // A longer link may begin with this one.
            if out[end..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
                from = end;
                continue;
            }
            taken_away |= long.is_empty();
            out.to_mut().replace_range(start..end, long);
            from = start + long.len();
        }
    }
    if taken_away { out.trim_end().to_owned() } else { out.into_owned() }
}

#[derive(Deserialize)]
struct LikeRecord<'a> {
    #[serde(borrow)]
    like: Like<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Like<'a> {
    #[serde(borrow)]
    tweet_id: Loose<'a>,
    #[serde(borrow, default)]
    full_text: Loose<'a>,
}

/// Reads the likes. Neither their time nor the author of what was liked is in the archive.
pub(super) fn read_likes(reading: &mut Reading) -> Result<(), Error> {
    for entry in reading.layout.parts("like") {
        reading.elements(entry, &[Kind::Like], |bytes, file| {
            let LikeRecord { like } = serde_json::from_slice(bytes)?;
            let mut post = file.draft(Kind::Like, unescape(&like.full_text));
            post.url = Some(format!("https://x.com/i/status/{}", &*like.tweet_id));
            post.reply_to = Some(like.tweet_id.to_string());
            post.native_id = Some(like.tweet_id.to_string());
            file.post(post);
            Ok(())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impossible_date_is_read_from_the_id() {
        let written = |written, id| date(written, id).map(|at| at.to_rfc3339());
        assert_eq!(written("Wed Oct 10 20:19:24 +0000 2018", "1").as_deref(), Some("2018-10-10T20:19:24+00:00"));
        let from_id = written("Thu Jan 01 00:00:00 +0000 1970", "1050118621198921728");
        assert_eq!(from_id.as_deref(), Some("2018-10-10T20:19:24.211+00:00"));
        assert_eq!(written("", "20"), None);
        assert_eq!(written("", ""), None);
        assert_eq!(written("", "99999999999999999999"), None);
    }

    #[test]
    fn a_repost_names_its_author() {
        assert_eq!(reposted("RT @robin_demo: so true…"), Some(("robin_demo", "so true…")));
        for own in ["RT if you agree: yes", "RT @: x", "rt @robin: x", "RT @two words: x", "see RT @robin: x"] {
            assert_eq!(reposted(own), None, "{own}");
        }
    }

    #[test]
    fn an_address_of_a_post_is_known_on_every_host() {
        for url in [
            "https://twitter.com/robin/status/17",
            "http://x.com/robin/status/17?s=20",
            "https://mobile.twitter.com/robin/status/17/",
            "https://www.x.com/robin/status/17#m",
        ] {
            assert_eq!(status(url), Some(("robin", "17")), "{url}");
        }
        assert_eq!(status("https://x.com/i/web/status/17"), Some(("", "17")));
        for other in
            ["https://x.com/robin/status/17/photo/1", "https://x.com/robin", "https://ax.com/robin/status/17", ""]
        {
            assert_eq!(status(other), None, "{other}");
        }
    }

    #[test]
    fn links_are_written_out_and_those_of_photos_taken_away() {
        let links = [("https://t.co/Ab", "https://example.org/a"), ("https://t.co/Abc", ""), ("", "x"), ("a", "b")];
        let text = "a https://t.co/Abcd https://t.co/Ab, https://t.co/Abc";
        assert_eq!(expand(text, links.into_iter()), "a https://t.co/Abcd https://example.org/a,");
        let longer = [("https://t.co/Ab", "https://t.co/Ab?again=https://t.co/Ab")];
        assert_eq!(expand("https://t.co/Ab", longer.into_iter()), "https://t.co/Ab?again=https://t.co/Ab");
    }
}
