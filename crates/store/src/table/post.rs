//! Posts.

use crate::code::{self, Code};
use crate::{AccountId, ArchiveId, Library, PostId, Result};
use chrono::DateTime;
use model::{Audience, Kind, Media, Place, Post, Private, Source, Verdict};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Params, Row, params_from_iter};
use std::collections::HashMap;
use std::sync::Arc;

/// A post of the library.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPost {
    /// Its number.
    pub id: PostId,
    /// Whose it is.
    pub account: AccountId,
    /// Platform id.
    pub platform: String,
    /// The verdict that counts.
    pub verdict: Option<Verdict>,
    /// The post as it was read; times are kept to the millisecond.
    pub post: Post,
}

/// Which posts to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostFilter {
    /// Only this platform's.
    pub platform: Option<String>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only of this account.
    pub account: Option<AccountId>,
    /// Only what the account's owner wrote.
    pub own_words: bool,
    /// Only those with a larger number.
    pub after: Option<PostId>,
}

/// By account and time, which `post_time` gives: posts are not sorted in memory.
pub const IN_ORDER: &str = "ORDER BY post.account, post.at, post.id";

impl PostFilter {
    /// Conditions and order, and the values of the conditions.
    pub(crate) fn end(&self) -> (String, Vec<Value>) {
        let (mut conditions, mut values) = (vec!["1"], Vec::new());
        if let Some(platform) = &self.platform {
            conditions.push("post.account IN (SELECT id FROM account WHERE platform = ?)");
            values.push(Value::from(platform.clone()));
        }
        if let Some(kind) = self.kind {
            conditions.push("post.kind = ?");
            values.push(kind.code().into());
        }
        if let Some(account) = self.account {
            conditions.push("post.account = ?");
            values.push(account.0.into());
        }
        if self.own_words {
            conditions.push("post.own_words");
        }
        if let Some(after) = self.after {
            // With the plus SQLite does not choose the posts' numbers over the index that gives the order.
            conditions.push("+post.id > ?");
            values.push(after.0.into());
        }
        (format!("WHERE {} {IN_ORDER}", conditions.join(" AND ")), values)
    }
}

/// The posts around a post.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Neighbours {
    /// Before it, oldest first.
    pub before: Vec<StoredPost>,
    /// After it, oldest first.
    pub after: Vec<StoredPost>,
}

/// Other words that an archive gives for a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The archive that held them.
    pub archive: ArchiveId,
    /// The words.
    pub words: Private<String>,
}

/// What [`Reader`] expects before its `WHERE`. The post comes first, since its index gives the order.
pub const SELECT: &str =
    "SELECT post.id, post.account, post.kind, post.own_words, post.audience, post.at, post.verdict,
           body.words, body.about, body.native_id, body.url, body.reply_to, body.file, body.place, body.media,
           body.latitude, body.longitude, body.location, body.utc_offset
    FROM post CROSS JOIN body ON body.post = post.id";

impl Library {
    /// Calls `each` with every post that fits, ordered by account and time. An error of `each` ends it.
    pub fn each_post<E: From<crate::Error>>(
        &self,
        filter: &PostFilter,
        mut each: impl FnMut(StoredPost) -> Result<(), E>,
    ) -> Result<(), E> {
        let (end, values) = filter.end();
        Reader::new(&self.sql).each(&end, params_from_iter(values), &mut each)
    }

    /// One post.
    pub fn post(&self, id: PostId) -> Result<Option<StoredPost>> {
        Ok(Reader::new(&self.sql).all("WHERE post.id = ?", [id])?.pop())
    }

    /// The nearest posts of the same account in its owner's own words, by time. None for a post without a time.
    pub fn neighbours(&self, id: PostId, before: u64, after: u64) -> Result<Neighbours> {
        let mut select = self.sql.prepare_cached("SELECT account, at FROM post WHERE id = ? AND at IS NOT NULL")?;
        let found: Option<(i64, i64)> = select.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((account, at)) = found else { return Ok(Neighbours::default()) };
        let mut reader = Reader::new(&self.sql);
        let mut earlier = reader.all(
            "WHERE account = ?1 AND at <= ?2 AND (at < ?2 OR post.id < ?3) AND own_words
             ORDER BY at DESC, post.id DESC LIMIT ?4",
            (account, at, id, before),
        )?;
        earlier.reverse();
        let later = reader.all(
            "WHERE account = ?1 AND at >= ?2 AND (at > ?2 OR post.id > ?3) AND own_words ORDER BY at, post.id LIMIT ?4",
            (account, at, id, after),
        )?;
        Ok(Neighbours { before: earlier, after: later })
    }

    /// What this post answers or quotes, where an archive of the platform holds it: the person's own post, or one they liked.
    pub fn answered(&self, id: PostId) -> Result<Option<StoredPost>> {
        let mut select = self.sql.prepare_cached(
            "SELECT other.post FROM body AS own JOIN body AS other ON other.native_id = own.reply_to
             WHERE own.post = ?1 AND other.post <> ?1 ORDER BY other.post LIMIT 8",
        )?;
        let ids = select.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<Vec<PostId>>>()?;
        let Some(own) = self.post(id)? else { return Ok(None) };
        for other in ids {
            // Platforms number their posts each for itself.
            if let Some(found) = self.post(other)?.filter(|found| found.platform == own.platform) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Other words that archives give for a post, in the order these were imported. The present words are in the post.
    pub fn versions(&self, id: PostId) -> Result<Vec<Version>> {
        let mut select = self.sql.prepare_cached("SELECT archive, words FROM version WHERE post = ? ORDER BY id")?;
        let rows = select
            .query_map([id], |row| Ok(Version { archive: row.get(0)?, words: row.get::<_, String>(1)?.into() }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Reads posts; file names and platforms, which recur, are fetched once.
pub struct Reader<'lib> {
    sql: &'lib Connection,
    files: HashMap<i64, Arc<str>>,
    platforms: HashMap<AccountId, Arc<str>>,
}

impl<'lib> Reader<'lib> {
    /// A reader that has fetched nothing yet.
    pub fn new(sql: &'lib Connection) -> Self {
        Reader { sql, files: HashMap::new(), platforms: HashMap::new() }
    }

    /// Calls `each` with every post that `end` (conditions, order, limit) selects.
    pub fn each<E: From<crate::Error>>(
        &mut self,
        end: &str,
        params: impl Params,
        each: &mut impl FnMut(StoredPost) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut select = self.sql.prepare_cached(&format!("{SELECT} {end}")).map_err(crate::Error::from)?;
        let mut rows = select.query(params).map_err(crate::Error::from)?;
        while let Some(row) = rows.next().map_err(crate::Error::from)? {
            each(self.read(row)?)?;
        }
        Ok(())
    }

    /// All posts that `end` selects.
    pub fn all(&mut self, end: &str, params: impl Params) -> Result<Vec<StoredPost>> {
        let mut posts = Vec::new();
        self.each(end, params, &mut |post| {
            posts.push(post);
            Ok::<_, crate::Error>(())
        })?;
        Ok(posts)
    }

    fn read(&mut self, row: &Row<'_>) -> Result<StoredPost> {
        let (id, account) = (row.get(0)?, row.get(1)?);
        let text = |column| row.get::<_, Option<String>>(column);
        let private = |column| text(column).map(|text| text.map(Private::new));
        let position = row.get::<_, Option<f64>>(15)?.zip(row.get::<_, Option<f64>>(16)?);
        let name = private(17)?;
        let post = Post {
            kind: Kind::from_code(row.get(2)?)?,
            own_words: row.get(3)?,
            audience: Audience::from_code(row.get(4)?)?,
            at: code::time_or_none(row.get(5)?)?,
            utc_offset: row.get(18)?,
            text: Private::new(row.get(7)?),
            about: private(8)?,
            native_id: text(9)?,
            url: text(10)?,
            reply_to: text(11)?,
            source: Source { file: self.file(row.get(12)?)?, index: row.get(13)? },
            media: if row.get::<_, i64>(14)? > 0 { self.media(id)? } else { Vec::new() },
            place: (position.is_some() || name.is_some()).then_some(Place { position, name }),
        };
        Ok(StoredPost {
            id,
            account,
            platform: self.platform(account)?.as_ref().to_owned(),
            verdict: code::verdict(row.get(6)?)?,
            post,
        })
    }

    fn media(&self, post: PostId) -> Result<Vec<Media>> {
        let mut select = self.sql.prepare_cached(
            "SELECT path, description, taken, camera, latitude, longitude
             FROM media WHERE post = ? ORDER BY place",
        )?;
        let rows = select.query_map([post], |row| {
            let private = |column| row.get::<_, Option<String>>(column).map(|text| text.map(Private::new));
            let taken = row.get::<_, Option<i64>>(2)?.and_then(DateTime::from_timestamp_millis);
            Ok(Media {
                path: row.get(0)?,
                description: private(1)?,
                taken: taken.map(|taken| taken.naive_utc()),
                camera: private(3)?,
                position: row.get::<_, Option<f64>>(4)?.zip(row.get::<_, Option<f64>>(5)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn file(&mut self, id: i64) -> Result<Arc<str>> {
        fetch(self.sql, &mut self.files, id, id, "SELECT path FROM file WHERE id = ?")
    }

    fn platform(&mut self, account: AccountId) -> Result<Arc<str>> {
        fetch(self.sql, &mut self.platforms, account, account.0, "SELECT platform FROM account WHERE id = ?")
    }
}

/// A text that recurs, from memory or from the library.
fn fetch<K: std::hash::Hash + Eq>(
    sql: &Connection,
    known: &mut HashMap<K, Arc<str>>,
    key: K,
    id: i64,
    select: &str,
) -> Result<Arc<str>> {
    if let Some(text) = known.get(&key) {
        return Ok(text.clone());
    }
    let text: String = sql.query_row(select, [id], |row| row.get(0))?;
    let text: Arc<str> = text.into();
    known.insert(key, text.clone());
    Ok(text)
}
