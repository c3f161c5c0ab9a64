//! Counts for the front page.

use crate::code::{self, Marks};
use crate::{AccountId, Library, Result};
use chrono::{Datelike, FixedOffset, Timelike};
use model::{Category, Risk};
use std::collections::BTreeMap;

/// Posts by worst risk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RiskCount {
    /// High.
    pub high: u64,
    /// Medium.
    pub medium: u64,
    /// Low.
    pub low: u64,
}

impl RiskCount {
    /// Counts one post.
    pub fn add(&mut self, risk: Risk) {
        match risk {
            Risk::High => self.high += 1,
            Risk::Medium => self.medium += 1,
            Risk::Low => self.low += 1,
        }
    }

    /// All of them.
    pub const fn total(self) -> u64 {
        self.high + self.medium + self.low
    }
}

/// Counts for the front page. All but `posts` and `own` are of posts with findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overview {
    /// Posts in the library.
    pub posts: u64,
    /// Those of them in the account owner's own words.
    pub own: u64,
    /// By worst risk.
    pub risk: RiskCount,
    /// With a verdict.
    pub decided: u64,
    /// Without a verdict, by worst risk.
    pub undecided: RiskCount,
    /// By year (in the given offset) and worst risk.
    pub years: BTreeMap<i32, RiskCount>,
    /// By category; the risk is the worst of that category's findings in the post.
    pub categories: BTreeMap<Category, RiskCount>,
    /// By platform id and worst risk.
    pub platforms: BTreeMap<String, RiskCount>,
    /// By weekday, Monday first, and hour of the day, in the given offset.
    pub hours: [[u64; 24]; 7],
}

impl Library {
    /// Counts for the front page, with the findings of `hidden` categories left out. Hours, weekdays and years are those
    /// of `offset`.
    pub fn overview(&self, hidden: &[Category], offset: FixedOffset) -> Result<Overview> {
        let (posts, own) = self.sql.query_row("SELECT count(*), coalesce(sum(own_words), 0) FROM post", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        let accounts: BTreeMap<AccountId, String> =
            self.accounts()?.into_iter().map(|known| (known.id, known.account.platform)).collect();
        let mut overview = Overview { posts, own, ..Overview::default() };
        let shown = Marks::all_but(hidden);
        let mut select = self
            .sql
            .prepare_cached("SELECT marks & ?1, account, at, verdict FROM post WHERE marks <> 0 AND marks & ?1 <> 0")?;
        let mut rows = select.query([shown.0])?;
        while let Some(row) = rows.next()? {
            let marks = Marks(row.get(0)?);
            let Some(risk) = marks.risk() else { continue };
            overview.risk.add(risk);
            let platform = accounts.get(&row.get(1)?).ok_or(crate::Error::Damaged)?;
            match overview.platforms.get_mut(platform) {
                Some(count) => count.add(risk),
                None => overview.platforms.entry(platform.clone()).or_default().add(risk),
            }
            for category in marks.categories() {
                if let Some(risk) = marks.risk_of(category) {
                    overview.categories.entry(category).or_default().add(risk);
                }
            }
            if let Some(at) = code::time_or_none(row.get(2)?)? {
                let at = at.with_timezone(&offset);
                overview.years.entry(at.year()).or_default().add(risk);
                overview.hours[at.weekday().num_days_from_monday() as usize][at.hour() as usize] += 1;
            }
            let decided = code::verdict(row.get(3)?)?.is_some();
            overview.decided += u64::from(decided);
            if !decided {
                overview.undecided.add(risk);
            }
        }
        Ok(overview)
    }
}
