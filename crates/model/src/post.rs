//! A post: anything a person put, said, liked or was shown as having done on a platform.

use crate::{Private, named};
use chrono::{DateTime, NaiveDateTime, Utc};
use sha2::{Digest, Sha256};
use std::sync::Arc;

named! {
    /// What an item of an archive is.
    Kind {
        /// Words of one's own, not in answer to anything.
        Post = "post",
        /// An answer to somebody's post.
        Reply = "reply",
        /// Somebody else's post passed on unchanged.
        Repost = "repost",
        /// Somebody else's post passed on with words of one's own.
        Quote = "quote",
        /// A comment under a post, photo, article or video.
        Comment = "comment",
        /// Somebody else's post marked as liked.
        Like = "like",
        /// A private message or live chat line.
        Message = "message",
        /// The text of one's profile.
        Bio = "bio",
        /// An event made or answered.
        Event = "event",
        /// Something searched for.
        Search = "search",
        /// Somebody followed or befriended.
        Follow = "follow",
        /// A group joined.
        Group = "group",
        /// A photo or video with its caption or title.
        Media = "media",
        /// A reaction other than a like.
        Reaction = "reaction",
    }
}

named! {
    /// Who can see a post, as far as the archive states it. Never guessed.
    Audience {
        /// Anybody.
        Public = "public",
        /// Anybody who has the link.
        Unlisted = "unlisted",
        /// Friends, followers or connections.
        Friends = "friends",
        /// The members of a group or list.
        Group = "group",
        /// The people in a conversation.
        Direct = "direct",
        /// Nobody else.
        OnlyMe = "only-me",
        /// The archive does not say.
        Unknown = "unknown",
    }
}

/// Where in an archive a record stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Source {
    /// Path inside the archive, with forward slashes.
    pub file: Arc<str>,
    /// Place of the record in its file, counted from 0.
    pub index: u64,
}

/// A photo or video that belongs to a post.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Media {
    /// Path inside the archive, where the archive holds the file.
    pub path: Option<String>,
    /// The caption or the text alternative.
    pub description: Option<Private<String>>,
    /// Local time at which it was taken, from the file's own EXIF or from what the export says of it.
    pub taken: Option<NaiveDateTime>,
    /// Maker and model of the camera or phone.
    pub camera: Option<Private<String>>,
    /// Where it was taken: degrees north and east (WGS 84).
    pub position: Option<(f64, f64)>,
}

/// A place stated with a post.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// Degrees north and east (WGS 84).
    pub position: Option<(f64, f64)>,
    /// The place's name as the archive gives it.
    pub name: Option<Private<String>>,
}

/// One item of a person's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// What it is.
    pub kind: Kind,
    /// The platform's own id, where the export has one. Unique among items of one [`Kind::family`] of an account.
    pub native_id: Option<String>,
    /// When it was made. Exports state UTC unless their format page says otherwise.
    pub at: Option<DateTime<Utc>>,
    /// Minutes that the author's clock was ahead of UTC, where the export states it.
    pub utc_offset: Option<i32>,
    /// The words, as a reader of the platform saw them: entities, escapes and broken encodings put right.
    pub text: Private<String>,
    /// Whether the account's owner wrote the words; false for a like, a plain repost and a message received.
    pub own_words: bool,
    /// Who can see it.
    pub audience: Audience,
    /// The post's own address on the platform.
    pub url: Option<String>,
    /// Native id or address of what this answers, quotes or likes.
    pub reply_to: Option<String>,
    /// What it stands under, in the words of the export: the group, video, conversation or person addressed.
    pub about: Option<Private<String>>,
    /// Photos and videos.
    pub media: Vec<Media>,
    /// Place stated with it.
    pub place: Option<Place>,
    /// Where it stands in the archive.
    pub source: Source,
}

impl Post {
    /// A post with these words and nothing else known: the base for importers to fill in.
    pub fn new(kind: Kind, text: impl Into<String>, source: Source) -> Self {
        Post {
            kind,
            native_id: None,
            at: None,
            utc_offset: None,
            text: Private::new(text.into()),
            own_words: !matches!(kind, Kind::Like | Kind::Repost),
            audience: Audience::Unknown,
            url: None,
            reply_to: None,
            about: None,
            media: Vec::new(),
            place: None,
            source,
        }
    }

    /// The name under which this post is found again in a later archive of the same account.
    ///
    /// It is the native id, or, where the export has none, a fingerprint of family, second and words; within one
    /// [`Kind::family`], since a platform uses one id for a post and for the like of it.
    pub fn key(&self) -> String {
        let family = self.kind.family();
        if let Some(id) = &self.native_id {
            return format!("{family}:{id}");
        }
        let mut hash = Sha256::new();
        hash.update(self.at.map_or(i64::MIN, |at| at.timestamp()).to_le_bytes());
        for part in [Some(self.text.reveal()), self.reply_to.as_ref(), self.about.as_ref().map(Private::reveal)] {
            hash.update(part.map_or(u64::MAX, |p| p.len() as u64).to_le_bytes());
            hash.update(part.map_or("", String::as_str));
        }
        let digest = hash.finalize();
        let short = u128::from_be_bytes(digest[..16].try_into().expect("a SHA-256 digest has 32 bytes"));
        format!("{family}#{short:032x}")
    }
}

impl Kind {
    /// The name space of native ids: an id is unique within a family, not across families.
    pub const fn family(self) -> &'static str {
        match self {
            // An edit of the reader may turn a post into a reply or quote; it stays the same post.
            Kind::Post | Kind::Reply | Kind::Repost | Kind::Quote => "post",
            Kind::Like | Kind::Reaction => "like",
            other => other.id(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn post(text: &str) -> Post {
        Post::new(Kind::Comment, text, Source::default())
    }

    #[test]
    fn key_is_the_native_id_within_its_family() {
        let mut own = Post::new(Kind::Reply, "words", Source::default());
        own.native_id = Some("17".into());
        let mut liked = Post::new(Kind::Like, "words", Source::default());
        liked.native_id = Some("17".into());
        assert_eq!((own.key().as_str(), liked.key().as_str()), ("post:17", "like:17"));
    }

    #[test]
    fn without_an_id_the_key_follows_time_and_words_but_not_the_place_in_the_file() {
        let at = Utc.timestamp_opt(1_400_000_000, 0).single();
        let mut a = post("the same words");
        a.at = at;
        let mut moved = a.clone();
        moved.source = Source { file: "elsewhere.csv".into(), index: 9 };
        assert_eq!(a.key(), moved.key());
        let mut later = a.clone();
        later.at = Utc.timestamp_opt(1_400_000_001, 0).single();
        assert_ne!(a.key(), later.key());
        assert_ne!(a.key(), {
            let mut p = post("other words");
            p.at = at;
            p.key()
        });
    }

    #[test]
    fn words_cannot_slide_from_one_field_into_the_next() {
        let mut a = post("ab");
        a.reply_to = Some("c".into());
        let mut b = post("a");
        b.reply_to = Some("bc".into());
        assert_ne!(a.key(), b.key());
    }
}
