//! Counts over all posts, for checklists and for comparing flagged posts with the rest.

use crate::code::{self, Code};
use crate::{AccountId, Error, Library, PostId, Result};
use chrono::{DateTime, FixedOffset, Utc};
use model::{Audience, Kind};
use std::collections::{BTreeMap, HashSet};

/// How many posts of one sort there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Platform id.
    pub platform: String,
    /// Their kind.
    pub kind: Kind,
    /// Whether they are in the account owner's own words.
    pub own_words: bool,
    /// Who can see them.
    pub audience: Audience,
    /// Whether they state a place.
    pub with_place: bool,
    /// How many.
    pub count: u64,
    /// The oldest.
    pub first: Option<DateTime<Utc>>,
    /// The newest.
    pub last: Option<DateTime<Utc>>,
}

/// Account, kind, own words, audience and whether there is a place.
type Sort = (AccountId, i64, bool, i64, bool);

/// Posts of one sort, with times as they stand in the file.
#[derive(Default)]
struct Group {
    count: u64,
    first: Option<i64>,
    last: Option<i64>,
}

impl Library {
    /// Counts posts by platform, kind, words, audience and place.
    pub fn tallies(&self) -> Result<Vec<Tally>> {
        // Sorting all posts into groups takes SQLite four times as long as it takes to read them.
        let mut placed =
            self.sql.prepare_cached("SELECT post FROM body WHERE latitude IS NOT NULL OR location IS NOT NULL")?;
        let placed: HashSet<PostId> = placed.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut groups: BTreeMap<Sort, Group> = BTreeMap::new();
        let mut select = self.sql.prepare_cached("SELECT account, kind, own_words, audience, id, at FROM post")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let with_place = placed.contains(&row.get(4)?);
            let at: Option<i64> = row.get(5)?;
            let group = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, with_place);
            let group = groups.entry(group).or_default();
            group.count += 1;
            group.first = [group.first, at].into_iter().flatten().min();
            group.last = group.last.max(at);
        }
        let accounts = self.accounts()?;
        let platform = |account| accounts.iter().find(|known| known.id == account).map(|known| &known.account.platform);
        groups
            .into_iter()
            .map(|((account, kind, own_words, audience, with_place), group)| {
                Ok(Tally {
                    platform: platform(account).ok_or(Error::Damaged)?.clone(),
                    kind: Kind::from_code(kind)?,
                    own_words,
                    audience: Audience::from_code(audience)?,
                    with_place,
                    count: group.count,
                    first: code::time_or_none(group.first)?,
                    last: code::time_or_none(group.last)?,
                })
            })
            .collect()
    }

    /// All posts in the account owner's own words by hour of the day, in the given offset.
    pub fn hours(&self, offset: FixedOffset) -> Result<[u64; 24]> {
        let mut select = self.sql.prepare_cached(
            "SELECT ((at / 1000 + ?1) / 3600 % 24 + 24) % 24, count(*) FROM post
             WHERE own_words AND at IS NOT NULL GROUP BY 1",
        )?;
        let mut rows = select.query([offset.local_minus_utc()])?;
        let mut hours = [0; 24];
        while let Some(row) = rows.next()? {
            let hour: usize = row.get(0)?;
            hours[hour % 24] = row.get(1)?;
        }
        Ok(hours)
    }
}
