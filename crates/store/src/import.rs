//! Taking in an archive.

use crate::code::{self, Code};
use crate::known::{Known, hash};
use crate::table::post::Reader;
use crate::table::{account, archive, fact, finding};
use crate::{AccountId, ArchiveId, Library, PostId, Result, StoredPost};
use chrono::{DateTime, Utc};
use model::{Coverage, Exported, Fact, Finding, Post, Source, Warning};
use rusqlite::{Connection, OptionalExtension, Statement, params};
use std::collections::HashMap;
use std::sync::Arc;

/// Posts after which the full-text index is brought up to date: while the other threads of an import still read and judge.
const INDEX_EVERY: u64 = 8_192;

/// An archive being taken in: one transaction. Dropped unfinished, it leaves the library as it was.
pub struct Import<'lib> {
    library: &'lib Library,
    reader: Reader<'lib>,
    account: AccountId,
    archive: ArchiveId,
    /// When the platform made the archive, as it stands in the file.
    exported: Option<i64>,
    outcome: Outcome,
    /// Whether the library had no post before, so that indexes are built at the end.
    bulk: bool,
    known: Known<'lib>,
    insert_post: Statement<'lib>,
    insert_body: Statement<'lib>,
    files: HashMap<Arc<str>, i64>,
    last_file: Option<(Arc<str>, i64)>,
    /// Posts pushed in so far.
    pushed: u64,
    /// The post taken in last, if it was new: it has no findings yet.
    fresh: Option<PostId>,
    finished: bool,
}

/// What became of a post that was pushed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The post in the library.
    pub id: PostId,
    /// Whether it was there before.
    pub state: SeenAs,
}

/// Whether a post was in the library before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenAs {
    /// No archive held it so far.
    New,
    /// It was there with the same words, or this archive is an older one and gives former words.
    Known,
    /// It was there with other words, which are kept as a former version. It is to be judged anew.
    Changed,
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The archive in the library.
    pub archive: ArchiveId,
    /// Whether the same archive had been taken in before: it was read afresh and counts once.
    pub again: bool,
    /// Posts that were not there before.
    pub new: u64,
    /// Posts that were there with the same words.
    pub known: u64,
    /// Posts that were there with other words.
    pub changed: u64,
}

const INSERT_POST: &str =
    "INSERT INTO post (account, kind, own_words, audience, at, archive) VALUES (?, ?, ?, ?, ?, ?)";
const INSERT_BODY: &str = "INSERT INTO body (post, words, about, native_id, url, reply_to, file, place, archive, media,
                                         latitude, longitude, location, utc_offset)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
/// Built over all rows at once when a library gets its first posts; afterwards kept row by row.
const POST_TIME: &str = "CREATE INDEX post_time ON post (account, at)";

impl Library {
    /// Begins to take in an archive. `fingerprint` tells its bytes from those of any other archive, `name` is its file
    /// name as people know it.
    pub fn begin_import(
        &mut self,
        exported: &Exported,
        fingerprint: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<Import<'_>> {
        self.sql.execute_batch("BEGIN IMMEDIATE")?;
        // From here on `Import`, or this on the way to it, rolls back.
        Import::new(self, exported, fingerprint, name, now).inspect_err(|_| roll_back(&self.sql))
    }
}

/// Ends a transaction that is not to be kept. SQLite may have ended it itself, as it does when the disk is full.
fn roll_back(sql: &Connection) {
    if !sql.is_autocommit() {
        // Nothing can be done about a failure here: the next opener rolls back.
        let _ = sql.execute_batch("ROLLBACK");
    }
}

impl<'lib> Import<'lib> {
    fn new(
        library: &'lib Library,
        exported: &Exported,
        fingerprint: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let sql = &library.sql;
        let account = account::enter(sql, exported)?;
        let at = exported.at.map(code::millis);
        let before: Option<ArchiveId> = sql
            .query_row(
                "SELECT id FROM archive WHERE fingerprint = ? AND account = ?",
                params![fingerprint, account],
                |row| row.get(0),
            )
            .optional()?;
        let archive = match before {
            Some(id) => {
                // This version of the program may read more of it than the one before.
                archive::clear_reading(sql, id)?;
                id
            }
            None => {
                sql.execute(
                    "INSERT INTO archive (account, fingerprint, name, imported, exported, partial)
                     VALUES (?, ?, ?, ?, ?, ?)",
                    params![account, fingerprint, name, code::millis(now), at, exported.partial],
                )?;
                ArchiveId(sql.last_insert_rowid())
            }
        };
        let empty = !sql.query_row("SELECT EXISTS (SELECT 1 FROM post)", [], |row| row.get::<_, bool>(0))?;
        if empty {
            sql.execute_batch("DROP INDEX post_time")?;
        }
        let first_of_account = empty
            || !sql.query_row("SELECT EXISTS (SELECT 1 FROM post WHERE account = ?)", [account], |row| {
                row.get::<_, bool>(0)
            })?;
        Ok(Import {
            library,
            reader: Reader::new(sql),
            account,
            archive,
            exported: at,
            outcome: Outcome { archive, again: before.is_some(), new: 0, known: 0, changed: 0 },
            bulk: empty,
            known: Known::new(sql, first_of_account)?,
            insert_post: sql.prepare(INSERT_POST)?,
            insert_body: sql.prepare(INSERT_BODY)?,
            files: HashMap::new(),
            last_file: None,
            pushed: 0,
            fresh: None,
            finished: false,
        })
    }

    /// The account the archive belongs to.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Takes in a post, or notes that it was seen again.
    pub fn post(&mut self, post: &Post) -> Result<Seen> {
        self.pushed += 1;
        if self.pushed.is_multiple_of(INDEX_EVERY) {
            self.library.index_words()?;
        }
        let key = post.key();
        let hash = hash(self.account, &key);
        for id in self.known.posts_with(hash)? {
            // Sixty-four bits may agree by chance.
            let stored = self.reader.all("WHERE post.id = ?", [id])?.pop().ok_or(crate::Error::Damaged)?;
            if stored.account == self.account && stored.post.key() == key {
                self.fresh = None;
                let state = self.again(&stored, post)?;
                return Ok(Seen { id, state });
            }
        }
        let id = self.add(post)?;
        self.known.add(hash, id)?;
        if self.bulk && !self.known.holds_all() {
            // Of so many posts that their index should not be sorted in memory.
            self.build_index()?;
        }
        self.fresh = Some(id);
        self.outcome.new += 1;
        Ok(Seen { id, state: SeenAs::New })
    }

    fn add(&mut self, post: &Post) -> Result<PostId> {
        let file = self.file(&post.source)?;
        self.insert_post.execute(params![
            self.account,
            post.kind.code(),
            post.own_words,
            post.audience.code(),
            post.at.map(code::millis),
            self.archive
        ])?;
        let id = PostId(self.library.sql.last_insert_rowid());
        let position = post.place.as_ref().and_then(|place| place.position);
        let location = post.place.as_ref().and_then(|place| place.name.as_ref());
        self.insert_body.execute(params![
            id,
            post.text.reveal(),
            post.about.as_ref().map(|about| about.reveal()),
            post.native_id,
            post.url,
            post.reply_to,
            file,
            post.source.index,
            self.archive,
            post.media.len(),
            position.map(|(latitude, _)| latitude),
            position.map(|(_, longitude)| longitude),
            location.map(|name| name.reveal()),
            post.utc_offset
        ])?;
        self.add_media(id, post)?;
        Ok(id)
    }

    fn build_index(&mut self) -> Result<()> {
        self.bulk = false;
        Ok(self.library.sql.execute_batch(POST_TIME)?)
    }

    fn add_media(&self, id: PostId, post: &Post) -> Result<()> {
        if post.media.is_empty() {
            return Ok(());
        }
        let mut insert = self.library.sql.prepare_cached(
            "INSERT INTO media (post, place, path, description, taken, camera, latitude, longitude)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        for (place, media) in post.media.iter().enumerate() {
            insert.execute(params![
                id,
                place,
                media.path,
                media.description.as_ref().map(|text| text.reveal()),
                media.taken.map(|taken| taken.and_utc().timestamp_millis()),
                media.camera.as_ref().map(|camera| camera.reveal()),
                media.position.map(|(latitude, _)| latitude),
                media.position.map(|(_, longitude)| longitude)
            ])?;
        }
        Ok(())
    }

    /// A post that was there before.
    fn again(&mut self, stored: &StoredPost, post: &Post) -> Result<SeenAs> {
        let sql = &self.library.sql;
        // A second record of the same post in one archive, or an archive read again, is no further sighting.
        sql.prepare_cached(
            "INSERT INTO sighting (post, archive) SELECT id, ?2 FROM post WHERE id = ?1 AND archive <> ?2
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![stored.id, self.archive])?;
        if same(&stored.post, post) {
            self.outcome.known += 1;
            return Ok(SeenAs::Known);
        }
        let (from, made): (ArchiveId, Option<i64>) = sql
            .prepare_cached(
                "SELECT body.archive, exported FROM body JOIN archive ON archive.id = body.archive WHERE post = ?",
            )?
            .query_row([stored.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let other_words = stored.post.text != post.text;
        if self.exported < made {
            // Archives may come in any order: this one is older than what is known, its words are former ones.
            if other_words {
                self.keep_version(stored.id, self.archive, post.text.reveal())?;
            }
            self.outcome.known += 1;
            return Ok(SeenAs::Known);
        }
        // A better reading of the same archive is no edit by the author.
        if other_words && from != self.archive {
            self.keep_version(stored.id, from, stored.post.text.reveal())?;
        }
        self.update(stored, post)?;
        if !other_words {
            self.outcome.known += 1;
            return Ok(SeenAs::Known);
        }
        sql.execute("UPDATE library SET scanned_to = min(scanned_to, ? - 1)", [stored.id])?;
        self.outcome.changed += 1;
        Ok(SeenAs::Changed)
    }

    fn keep_version(&self, post: PostId, archive: ArchiveId, words: &str) -> Result<()> {
        self.library
            .sql
            .prepare_cached(
                "INSERT INTO version (post, archive, words) SELECT ?1, ?2, ?3
                 WHERE NOT EXISTS (SELECT 1 FROM version WHERE post = ?1 AND archive = ?2 AND words = ?3)",
            )?
            .execute(params![post, archive, words])?;
        Ok(())
    }

    /// Makes a stored post say what a newer archive says of it.
    fn update(&mut self, stored: &StoredPost, post: &Post) -> Result<()> {
        let file = self.file(&post.source)?;
        let (sql, id) = (&self.library.sql, stored.id);
        crate::search::forget(sql, id)?;
        sql.prepare_cached("UPDATE post SET kind = ?, own_words = ?, audience = ?, at = ? WHERE id = ?")?
            .execute(params![post.kind.code(), post.own_words, post.audience.code(), post.at.map(code::millis), id])?;
        let position = post.place.as_ref().and_then(|place| place.position);
        let location = post.place.as_ref().and_then(|place| place.name.as_ref());
        sql.prepare_cached(
            "UPDATE body SET words = ?, about = ?, url = ?, reply_to = ?, file = ?, place = ?, archive = ?, media = ?,
                             latitude = ?, longitude = ?, location = ?
             WHERE post = ?",
        )?
        .execute(params![
            post.text.reveal(),
            post.about.as_ref().map(|about| about.reveal()),
            post.url,
            post.reply_to,
            file,
            post.source.index,
            self.archive,
            post.media.len(),
            position.map(|(latitude, _)| latitude),
            position.map(|(_, longitude)| longitude),
            location.map(|name| name.reveal()),
            id
        ])?;
        sql.prepare_cached("DELETE FROM media WHERE post = ?")?.execute([id])?;
        self.add_media(id, post)?;
        crate::search::remember(sql, id)
    }

    /// Takes in a fact about the account.
    pub fn fact(&mut self, fact: &Fact) -> Result<()> {
        let file = self.file(&fact.source)?;
        fact::add(&self.library.sql, self.archive, fact, file)
    }

    /// Takes note of a record that could not be read.
    pub fn warning(&mut self, warning: &Warning) -> Result<()> {
        archive::add_warning(&self.library.sql, self.archive, warning)
    }

    /// Puts these findings in place of the post's former ones.
    pub fn findings(&mut self, post: PostId, findings: &[Finding]) -> Result<()> {
        if self.fresh.take() == Some(post) {
            finding::add_first(&self.library.sql, post, findings)
        } else {
            finding::replace(&self.library.sql, post, findings)
        }
    }

    /// Completes the import: from here on it stays.
    pub fn finish(mut self, coverage: &Coverage) -> Result<Outcome> {
        let sql = &self.library.sql;
        archive::set_coverage(sql, self.archive, coverage)?;
        self.known.flush()?;
        if self.bulk {
            self.build_index()?;
        }
        let outcome = self.outcome;
        if outcome.again {
            // What it held the first time is known now and was counted then.
            sql.execute(
                "UPDATE archive SET new = new + ?, changed = changed + ? WHERE id = ?",
                params![outcome.new, outcome.changed, self.archive],
            )?;
        } else {
            sql.execute(
                "UPDATE archive SET new = ?, known = ?, changed = ? WHERE id = ?",
                params![outcome.new, outcome.known, outcome.changed, self.archive],
            )?;
        }
        self.library.index_words()?;
        sql.execute_batch("COMMIT")?;
        self.finished = true;
        // The log would otherwise stay as large as the archive. It was committed: a failure here loses nothing.
        let _ = self.library.checkpoint();
        Ok(outcome)
    }

    /// The number of a source file. Records come file by file.
    fn file(&mut self, source: &Source) -> Result<i64> {
        if let Some((path, id)) = &self.last_file
            && *path == source.file
        {
            return Ok(*id);
        }
        let id = match self.files.get(&source.file) {
            Some(id) => *id,
            None => {
                let sql = &self.library.sql;
                sql.execute("INSERT INTO file (path) VALUES (?) ON CONFLICT DO NOTHING", [&*source.file])?;
                let id = sql.query_row("SELECT id FROM file WHERE path = ?", [&*source.file], |row| row.get(0))?;
                self.files.insert(source.file.clone(), id);
                id
            }
        };
        self.last_file = Some((source.file.clone(), id));
        Ok(id)
    }
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        if !self.finished {
            roll_back(&self.library.sql);
        }
    }
}

/// Whether two readings of a post agree in everything but their place in the archive and fractions of a millisecond.
fn same(stored: &Post, post: &Post) -> bool {
    stored.text == post.text
        && stored.kind == post.kind
        && stored.own_words == post.own_words
        && stored.audience == post.audience
        && stored.at.map(code::millis) == post.at.map(code::millis)
        && stored.about == post.about
        && stored.url == post.url
        && stored.reply_to == post.reply_to
        && stored.media == post.media
        && stored.place == post.place
}
