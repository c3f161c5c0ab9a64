//! Counts for the front page.

use crate::{Library, Result};
use chrono::FixedOffset;
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
    /// Of high risk and without a verdict.
    pub high_left: u64,
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
        todo!()
    }
}
