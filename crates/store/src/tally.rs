//! Counts over all posts, for checklists and for comparing flagged posts with the rest.

use crate::code::{self, Code};
use crate::{Library, Result};
use chrono::{DateTime, FixedOffset, Utc};
use model::{Audience, Kind};

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

impl Library {
    /// Counts posts by platform, kind, words, audience and place.
    pub fn tallies(&self) -> Result<Vec<Tally>> {
        let mut select = self.sql.prepare_cached(
            "SELECT account.platform, kind, own_words, audience, placed.post IS NOT NULL, count(*), min(at), max(at)
             FROM post JOIN account ON account.id = post.account
             LEFT JOIN (SELECT post FROM body WHERE latitude IS NOT NULL OR location IS NOT NULL) AS placed
                 ON placed.post = post.id
             GROUP BY 1, 2, 3, 4, 5",
        )?;
        let mut rows = select.query([])?;
        let mut tallies = Vec::new();
        while let Some(row) = rows.next()? {
            tallies.push(Tally {
                platform: row.get(0)?,
                kind: Kind::from_code(row.get(1)?)?,
                own_words: row.get(2)?,
                audience: Audience::from_code(row.get(3)?)?,
                with_place: row.get(4)?,
                count: row.get(5)?,
                first: code::time_or_none(row.get(6)?)?,
                last: code::time_or_none(row.get(7)?)?,
            });
        }
        Ok(tallies)
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
