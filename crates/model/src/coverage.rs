//! What an import read, and what it did not.

use crate::Kind;
use chrono::{DateTime, Datelike, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What was made of one file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// Read; this many records were understood.
    Read {
        /// Records taken: posts and facts.
        records: u64,
        /// How many records the archive's own manifest announces, where it does.
        stated: Option<u64>,
    },
    /// A photo, video or other file that posts refer to; not opened.
    Media,
    /// Left alone on purpose, or unreadable; the reason in plain words.
    Skipped(String),
    /// No reader knows it: perhaps a change of format.
    Unknown,
}

/// One file of an archive and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCoverage {
    /// Path inside the archive.
    pub path: String,
    /// What was made of it.
    pub outcome: FileOutcome,
}

/// A record that could not be read. Never holds a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Path inside the archive.
    pub file: String,
    /// Place of the record, counted from 0; none when the whole file is meant.
    pub index: Option<u64>,
    /// What is wrong, in plain words, capitalised, no full stop.
    pub message: String,
}

/// The statement at the end of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Every file of the archive, in the archive's order.
    pub files: Vec<FileCoverage>,
    /// Items by kind.
    pub items: BTreeMap<Kind, u64>,
    /// Kinds of which this archive holds everything the account still has: what is not here is gone from the platform.
    /// A kind is complete only when its files are present, were read to the end, and hold as many records as announced.
    pub complete: BTreeSet<Kind>,
    /// Kinds with items that have no id and whose times are local or cut to the minute: no other archive finds them again.
    pub inexact: BTreeSet<Kind>,
    /// Date of the oldest item.
    pub first: Option<DateTime<Utc>>,
    /// Date of the newest item.
    pub last: Option<DateTime<Utc>>,
    /// Months (year, month from 1) in which something was posted, and how many posts and comments each has.
    pub months: BTreeMap<(i32, u32), u64>,
}

/// A stretch of months without a post, in the midst of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// The first such month: year, and month from 1.
    pub from: (i32, u32),
    /// The last such month.
    pub to: (i32, u32),
    /// How many they are.
    pub months: u32,
}

impl Coverage {
    /// Whether some items of the kind have no id and an inexact time.
    pub fn is_inexact(&self, kind: Kind) -> bool {
        self.inexact.iter().any(|other| other.family() == kind.family())
    }

    /// Counts an item.
    pub fn count(&mut self, kind: Kind, at: Option<DateTime<Utc>>) {
        *self.items.entry(kind).or_default() += 1;
        if let Some(at) = at {
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
            if matches!(kind, Kind::Post | Kind::Reply | Kind::Repost | Kind::Quote | Kind::Comment | Kind::Media) {
                *self.months.entry((at.year(), at.month())).or_default() += 1;
            }
        }
    }

    /// The months between the first and the last post in which there is none, the longest stretch first.
    pub fn quiet(&self) -> Vec<Quiet> {
        // Months since the year 0, so that they can be counted.
        let number = |(year, month): (i32, u32)| i64::from(year) * 12 + i64::from(month) - 1;
        let month = |number: i64| (number.div_euclid(12) as i32, number.rem_euclid(12) as u32 + 1);
        let busy: Vec<i64> = self.months.keys().map(|month| number(*month)).collect();
        let gaps = busy.windows(2).filter(|pair| pair[1] - pair[0] > 1);
        let mut quiet: Vec<Quiet> = gaps
            .map(|pair| Quiet {
                from: month(pair[0] + 1),
                to: month(pair[1] - 1),
                months: (pair[1] - pair[0] - 1) as u32,
            })
            .collect();
        quiet.sort_by_key(|quiet| std::cmp::Reverse(quiet.months));
        quiet
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn inexact_times_are_those_of_the_family() {
        let coverage = Coverage { inexact: [Kind::Quote].into(), ..Coverage::default() };
        assert!(coverage.is_inexact(Kind::Post) && !coverage.is_inexact(Kind::Like));
    }

    #[test]
    fn quiet_months_lie_between_posts_and_the_longest_stretch_comes_first() {
        let mut coverage = Coverage::default();
        for (year, month) in [(2013, 11), (2014, 2), (2014, 3), (2015, 12), (2016, 1)] {
            coverage.count(Kind::Post, Utc.with_ymd_and_hms(year, month, 9, 1, 0, 0).single());
        }
        // What others wrote, and what has no time, fills no month.
        coverage.count(Kind::Like, Utc.with_ymd_and_hms(2014, 6, 1, 0, 0, 0).single());
        coverage.count(Kind::Post, None);
        let long = Quiet { from: (2014, 4), to: (2015, 11), months: 20 };
        let short = Quiet { from: (2013, 12), to: (2014, 1), months: 2 };
        assert_eq!(coverage.quiet(), [long, short]);
        assert_eq!(Coverage::default().quiet(), []);
    }
}
