//! Ids of posts and messages: numbers that hold a time since November 2010.

use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Milliseconds since 1970 at which ids begin to hold a time: 4 November 2010.
const SNOWFLAKE_EPOCH: u64 = 1_288_834_974_657;

/// Ids that are remembered: ten times those of the longest account. What comes later is taken as new.
const REMEMBERED: usize = 20_000_000;

/// Ids met so far. They are numbers, kept as such: an account may have a million.
#[derive(Default)]
pub(super) struct Ids(HashSet<u64, Seed>);

impl Ids {
    /// Whether the id is met for the first time. What is no number is never known.
    pub(super) fn is_new(&mut self, id: &str) -> bool {
        id.parse().map_or(true, |id| if self.0.len() < REMEMBERED { self.0.insert(id) } else { !self.0.contains(&id) })
    }

    /// Whether the id was met.
    pub(super) fn has(&self, id: &str) -> bool {
        id.parse().is_ok_and(|id| self.0.contains(&id))
    }
}

/// Spreads ids over a set or map: one multiplication, with a secret so that nobody can write ids that fall together.
pub(super) struct Seed(u64);

/// One id being spread.
pub(super) struct Spread(u64);

impl Default for Seed {
    fn default() -> Self {
        Seed(RandomState::new().hash_one(0) | 1)
    }
}

impl BuildHasher for Seed {
    type Hasher = Spread;

    fn build_hasher(&self) -> Spread {
        Spread(self.0)
    }
}

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, id: u64) {
        let product = u128::from(id ^ self.0) * u128::from(self.0);
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The time that an id holds.
pub(super) fn time_in(id: &str) -> Option<DateTime<Utc>> {
    let since = id.parse::<u64>().ok()? >> 22;
    // Ids before November 2010 were simply counted up.
    (since > 0).then(|| DateTime::from_timestamp_millis((since + SNOWFLAKE_EPOCH) as i64))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_its_time_since_november_2010() {
        let at = time_in("1050118621198921728").map(|at| at.to_rfc3339());
        assert_eq!(at.as_deref(), Some("2018-10-10T20:19:24.211+00:00"));
        for counted in ["20", "", "99999999999999999999", "note-1"] {
            assert_eq!(time_in(counted), None, "{counted}");
        }
    }

    #[test]
    fn ids_are_known_by_their_number() {
        let mut ids = Ids::default();
        assert!(ids.is_new("17") && !ids.is_new("17") && ids.has("17") && !ids.has("18"));
        assert!(ids.is_new("note-17") && ids.is_new("note-17") && !ids.has("note-17"));
        assert!((0..10_000u64).all(|id| ids.is_new(&(id << 22 | 1 << 60).to_string())));
    }
}
