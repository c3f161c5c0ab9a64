//! The library against real files. All people and posts are invented.

mod decisions;
mod files;
mod imports;
mod lists;
mod scans;
mod searches;

use crate::{Import, Library, Outcome, PostId, SeenAs};
use chrono::{DateTime, Utc};
use model::{Account, Category, Coverage, Exported, Finding, Kind, Post, Risk, Source, Span};
use tempfile::TempDir;

/// A time, in seconds since 1970.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

/// A day of a year, at noon.
pub fn day(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// An archive of this account of X, made at this time.
pub fn archive(key: &str, made: DateTime<Utc>) -> Exported {
    let account = Account { platform: "x".into(), key: key.into(), handle: format!("{key}_reads"), name: None };
    Exported { account, at: Some(made), partial: false }
}

/// A post with an id of the platform.
pub fn post(id: &str, words: &str, made: DateTime<Utc>) -> Post {
    let mut post = Post::new(Kind::Post, words, Source { file: "data/tweets.js".into(), index: 3 });
    post.native_id = Some(id.into());
    post.at = Some(made);
    post
}

/// A finding at the first four characters.
pub fn finding(category: Category, risk: Risk, score: f32) -> Finding {
    Finding {
        rule: "invented-rule".into(),
        category,
        risk,
        score,
        spans: vec![Span { start: 0, end: 4 }],
        path: vec!["said in public".into()],
        pieces: Vec::new(),
    }
}

/// A throw-away library and the folder it lives in.
pub fn throwaway() -> (Library, TempDir) {
    let dir = TempDir::new().unwrap();
    (Library::throwaway(dir.path()).unwrap(), dir)
}

/// Takes in an archive with these posts.
pub fn take_in(
    library: &mut Library,
    exported: &Exported,
    fingerprint: &str,
    posts: &[Post],
) -> (Outcome, Vec<SeenAs>) {
    let mut import = library.begin_import(exported, fingerprint, "archive.zip", at(2_000_000_000)).unwrap();
    let seen = posts.iter().map(|post| import.post(post).unwrap().state).collect();
    (import.finish(&Coverage::default()).unwrap(), seen)
}

/// Takes in posts with findings; gives their ids.
pub fn flagged(import: &mut Import<'_>, posts: Vec<(Post, Vec<Finding>)>) -> Vec<PostId> {
    let add = |(post, findings): (Post, Vec<Finding>)| {
        let id = import.post(&post).unwrap().id;
        import.findings(id, &findings).unwrap();
        id
    };
    posts.into_iter().map(add).collect()
}

/// All posts' words, by account and time.
pub fn words(library: &Library) -> Vec<String> {
    let mut words = Vec::new();
    library
        .each_post(&crate::PostFilter::default(), |stored| {
            words.push(stored.post.text.into_revealed());
            Ok::<_, crate::Error>(())
        })
        .unwrap();
    words
}

/// Every number as if thrown by dice, the same at every run (xorshift).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
