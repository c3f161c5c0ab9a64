//! The record of a post as its file has it, in every era: only what is used is taken, and borrowed from the file's bytes.

use super::loose::Loose;
use crate::json::BadRecord;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow)]
    tweet: Tweet<'a>,
}

/// A post.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Tweet<'a> {
    #[serde(borrow)]
    pub id_str: Loose<'a>,
    #[serde(borrow)]
    pub id: Loose<'a>,
    #[serde(borrow)]
    pub created_at: Loose<'a>,
    #[serde(borrow)]
    pub full_text: Option<Loose<'a>>,
    /// The words in classic archives.
    #[serde(borrow)]
    pub text: Option<Loose<'a>>,
    #[serde(borrow)]
    pub in_reply_to_status_id_str: Loose<'a>,
    #[serde(borrow)]
    pub in_reply_to_status_id: Loose<'a>,
    #[serde(borrow)]
    pub in_reply_to_user_id_str: Loose<'a>,
    #[serde(borrow)]
    pub in_reply_to_user_id: Loose<'a>,
    #[serde(borrow)]
    pub in_reply_to_screen_name: Loose<'a>,
    #[serde(borrow)]
    pub entities: Option<Entities<'a>>,
    #[serde(borrow)]
    pub extended_entities: Option<Entities<'a>>,
    #[serde(borrow)]
    pub coordinates: Option<Point<'a>>,
    #[serde(borrow)]
    pub geo: Option<Point<'a>>,
    #[serde(borrow)]
    pub place: Option<Box<Named<'a>>>,
    /// Since 2022. Nearly always about one version alone, so it is taken apart only where it is not.
    #[serde(borrow)]
    edit_info: Option<&'a RawValue>,
    /// In `community-tweet.js` only.
    #[serde(borrow)]
    pub community_id_str: Loose<'a>,
    #[serde(borrow)]
    pub community_id: Loose<'a>,
    /// In `community-tweet.js` only.
    #[serde(borrow)]
    pub scopes: Option<Box<Scopes<'a>>>,
    /// In `deleted-tweets.js` only.
    #[serde(borrow)]
    pub deleted_at: Loose<'a>,
    /// In classic archives only: the post passed on, uncut.
    #[serde(borrow)]
    pub retweeted_status: Option<Box<Original<'a>>>,
    /// In classic archives only.
    #[serde(borrow)]
    pub user: Option<Box<User<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Original<'a> {
    #[serde(borrow)]
    pub id_str: Loose<'a>,
    #[serde(borrow)]
    pub text: Loose<'a>,
    #[serde(borrow)]
    pub user: User<'a>,
    #[serde(borrow)]
    pub entities: Option<Entities<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct User<'a> {
    #[serde(borrow)]
    pub id_str: Loose<'a>,
    #[serde(borrow)]
    pub screen_name: Loose<'a>,
    #[serde(borrow)]
    pub name: Loose<'a>,
    /// Whether posts were shown to approved followers only when the archive was made.
    #[serde(borrow)]
    pub protected: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Entities<'a> {
    #[serde(borrow)]
    pub urls: Vec<Link<'a>>,
    #[serde(borrow)]
    pub media: Vec<Attached<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Link<'a> {
    #[serde(borrow)]
    pub url: Loose<'a>,
    #[serde(borrow)]
    pub expanded_url: Loose<'a>,
}

/// A photo or video.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Attached<'a> {
    #[serde(borrow)]
    pub url: Loose<'a>,
    #[serde(borrow)]
    pub media_url: Loose<'a>,
    #[serde(borrow)]
    pub media_url_https: Loose<'a>,
    #[serde(borrow)]
    pub media_alt: Loose<'a>,
    #[serde(borrow)]
    pub ext_alt_text: Loose<'a>,
    #[serde(borrow)]
    pub video_info: Option<Video<'a>>,
    #[serde(borrow)]
    pub additional_media_info: Option<Titled<'a>>,
    /// The post it was first used in; of a repost, the original.
    #[serde(borrow)]
    pub source_status_id_str: Loose<'a>,
    #[serde(borrow)]
    pub source_status_id: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Video<'a> {
    #[serde(borrow)]
    pub variants: Vec<Variant<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Variant<'a> {
    #[serde(borrow)]
    pub bitrate: Loose<'a>,
    #[serde(borrow)]
    pub content_type: Loose<'a>,
    #[serde(borrow)]
    pub url: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Titled<'a> {
    #[serde(borrow)]
    pub title: Loose<'a>,
    #[serde(borrow)]
    pub description: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Point<'a> {
    #[serde(borrow)]
    pub coordinates: Vec<Loose<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Named<'a> {
    #[serde(borrow)]
    pub full_name: Loose<'a>,
    #[serde(borrow)]
    pub name: Loose<'a>,
    #[serde(borrow)]
    pub country: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Scopes<'a> {
    #[serde(borrow)]
    pub followers: Loose<'a>,
}

/// Which versions an edited post has: one of the two is there.
#[derive(Deserialize, Default)]
#[serde(default)]
struct EditInfo {
    initial: Option<EditControl>,
    edit: Option<Edit>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Edit {
    edit_control_initial: Option<EditControl>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct EditControl {
    /// All versions, oldest first.
    edit_tweet_ids: Vec<String>,
}

/// What the records of a file look like. Until January 2020 they were not wrapped in `{"tweet": ...}`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Form {
    bare: bool,
}

impl Form {
    /// Reads a record and hands it to `take`. The form that the last record had is tried first. A record with a member of
    /// an unexpected shape is read without it.
    pub(super) fn read<T>(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(&Tweet) -> Result<T, BadRecord>,
    ) -> Result<T, BadRecord> {
        for bare in [self.bare, !self.bare] {
            // Not one expression: the record is large, and should not be moved about.
            if bare {
                if let Ok(tweet) = serde_json::from_slice::<Tweet>(bytes)
                    && tweet.words().is_some()
                {
                    self.bare = true;
                    return take(&tweet);
                }
            } else if let Ok(Wrapped { tweet }) = &serde_json::from_slice::<Wrapped>(bytes)
                && tweet.words().is_some()
            {
                self.bare = false;
                return take(tweet);
            }
        }
        let mended = mended(bytes)?;
        let tweet = Tweet::deserialize(&mended).map_err(BadRecord::from)?;
        if tweet.words().is_none() { Err(BadRecord::Shape) } else { take(&tweet) }
    }
}

impl Tweet<'_> {
    /// The words as they stand in the file.
    pub(super) fn words(&self) -> Option<&Loose<'_>> {
        self.full_text.as_ref().or(self.text.as_ref())
    }

    /// Ids of all versions of the post, oldest first, when it has several.
    pub(super) fn versions(&self) -> Vec<String> {
        let info = self.edit_info.map_or("", RawValue::get);
        // The list of versions is the only list.
        let list = info.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
        if !list.contains(',') {
            return Vec::new();
        }
        let info: EditInfo = serde_json::from_str(info).unwrap_or_default();
        let later = info.edit.and_then(|edit| edit.edit_control_initial);
        later.or(info.initial).map(|control| control.edit_tweet_ids).unwrap_or_default()
    }
}

/// Members without which a record is none.
const CORE: [&str; 4] = ["id_str", "id", "full_text", "text"];

/// A record that could not be read as it is: without the members that stand in the way.
fn mended(bytes: &[u8]) -> Result<Value, BadRecord> {
    let value = match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => value,
        Err(_) => serde_json::from_slice(&without_lone_surrogates(bytes)).map_err(BadRecord::from)?,
    };
    let Value::Object(mut record) = value else { return Err(BadRecord::Shape) };
    let record = match record.remove("tweet") {
        Some(Value::Object(tweet)) => tweet,
        Some(_) => return Err(BadRecord::Shape),
        None => record,
    };
    let fits = |key: &str, member: &Value| {
        let alone = Value::Object(Map::from_iter([(key.to_owned(), member.clone())]));
        Tweet::deserialize(&alone).is_ok()
    };
    if CORE.iter().any(|key| record.get(*key).is_some_and(|member| !fits(key, member))) {
        return Err(BadRecord::Shape);
    }
    Ok(record.into_iter().filter(|(key, member)| fits(key, member)).collect::<Map<_, _>>().into())
}

/// `\ud83d` without its other half, as where a text was cut in the middle of an emoji, becomes the sign for a character
/// that cannot be shown.
fn without_lone_surrogates(bytes: &[u8]) -> Vec<u8> {
    let code = |at: usize| {
        let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let length = match code(at) {
            Some(0xd800..=0xdbff) if matches!(code(at + 6), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                out.extend_from_slice("\u{fffd}".as_bytes());
                at += 6;
                continue;
            }
            // The second backslash of two begins no escape.
            _ if bytes[at] == b'\\' => 2,
            _ => 1,
        };
        out.extend_from_slice(&bytes[at..bytes.len().min(at + length)]);
        at += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(record: &str) -> Result<String, BadRecord> {
        Form::default().read(record.as_bytes(), |tweet| Ok(tweet.words().map_or("", |words| words).to_owned()))
    }

    #[test]
    fn a_record_is_read_bare_wrapped_and_with_members_of_odd_shape() {
        for record in [
            r#"{"tweet":{"full_text":"hello"}}"#,
            r#"{"full_text":"hello","text":"hel"}"#,
            r#"{"text":"hello","user":{"protected":false}}"#,
            r#"{"tweet":{"full_text":"hello","place":"Leeds","geo":[1],"entities":[{}],"edit_info":""}}"#,
            r#"{"tweet":{"full_text":"hello","full_text":"hello"}}"#,
        ] {
            assert_eq!(words(record).as_deref(), Ok("hello"), "{record}");
        }
        for bad in [r#"{"tweet":7}"#, "7", r#"{"tweet":{"full_text":"#, r#"{"tweet":{"id_str":[],"full_text":"x"}}"#] {
            assert!(words(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn versions_are_named_when_there_are_several() {
        let versions = |info: &str| {
            let record = format!(r#"{{"tweet":{{"full_text":"","edit_info":{info}}}}}"#);
            Form::default().read(record.as_bytes(), |tweet| Ok(tweet.versions())).expect("it reads")
        };
        assert_eq!(versions(r#"{"initial":{"editTweetIds":["1"],"editsRemaining":"5"}}"#), [""; 0]);
        assert_eq!(versions(r#"{"initial":{"editTweetIds":["1","2"]}}"#), ["1", "2"]);
        assert_eq!(versions(r#"{ "edit" : { "editControlInitial" : { "editTweetIds" : [ "1", "2" ] } } }"#), ["1", "2"]);
        for odd in ["null", "{}", "7", r#"{"initial":{"editTweetIds":[1,2]}}"#, r#"{"editTweetIds":"#.trim_end_matches(':')] {
            let record = format!(r#"{{"full_text":"","edit_info":{odd}}}"#);
            let read = Form::default().read(record.as_bytes(), |tweet| Ok(tweet.versions().len()));
            assert!(matches!(read, Ok(0) | Err(BadRecord::Syntax)), "{odd}");
        }
    }

    #[test]
    fn half_an_emoji_does_not_cost_the_record() {
        assert_eq!(words(r#"{"text":"go \ud83d\u2026 \ud83d\ude00 \\ud83d"}"#).as_deref(), Ok("go \u{fffd}… 😀 \\ud83d"));
    }
}
