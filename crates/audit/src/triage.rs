//! What to do next and in which words: the front page, the order of the clean-up list, the late-night statistic.

use crate::checklist::{CheckedItem, Tone, Weight};
use crate::words::{capitalised, counted, digits, month, number};
use chrono::{DateTime, Utc};
use model::{Private, ProofState, Risk, Verdict};

/// Posts by their worst risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RiskCounts {
    /// High.
    pub high: u64,
    /// Medium.
    pub medium: u64,
    /// Low.
    pub low: u64,
}

impl RiskCounts {
    /// All of them.
    pub const fn total(&self) -> u64 {
        self.high + self.medium + self.low
    }

    /// Counts one more.
    pub const fn add(&mut self, risk: Risk) {
        match risk {
            Risk::High => self.high += 1,
            Risk::Medium => self.medium += 1,
            Risk::Low => self.low += 1,
        }
    }
}

/// What a library holds, as far as the front page speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holdings {
    /// Archives imported.
    pub archives: u64,
    /// Posts in them.
    pub posts: u64,
    /// The oldest.
    pub first: Option<DateTime<Utc>>,
    /// The newest.
    pub last: Option<DateTime<Utc>>,
    /// Flagged posts.
    pub flagged: RiskCounts,
}

/// The headline: `Twelve posts you would not want on a front page`.
pub fn headline(holdings: &Holdings) -> String {
    let RiskCounts { high, medium, low } = holdings.flagged;
    let posts = |n: u64| format!("{} {}", capitalised(&number(n)), if n == 1 { "post" } else { "posts" });
    if holdings.archives == 0 {
        "Your past, as a newspaper would read it".into()
    } else if high > 0 {
        format!("{} you would not want on a front page", posts(high))
    } else if medium > 0 {
        format!("Nothing for a front page, {} worth a second look", posts(medium).to_lowercase())
    } else if low > 0 {
        format!("Nothing for a front page, {} worth a glance", posts(low).to_lowercase())
    } else {
        "Nothing here for a front page".into()
    }
}

/// The sentences below the headline: how much was read, from when to when, and how much of it is worth a look.
pub fn standfirst(holdings: &Holdings) -> String {
    if holdings.archives == 0 {
        return "Import an archive to begin. It is read on this computer and stays on it.".into();
    }
    let archives =
        format!("{} {}", number(holdings.archives), if holdings.archives == 1 { "archive" } else { "archives" });
    let span = match (holdings.first.map(month), holdings.last.map(month)) {
        (Some(first), Some(last)) if first == last => format!(", all of {first}"),
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let look = match (holdings.flagged.total(), holdings.posts) {
        (0, 0) => "There was nothing to judge in it.".to_owned(),
        (0, _) => "All of it can stay as it is.".to_owned(),
        (1, 1) => "It is worth a look.".to_owned(),
        (all, posts) if all == posts => "Each is worth a look.".to_owned(),
        (1, _) => "One is worth a look; the rest can stay as they are.".to_owned(),
        (n, _) => format!("{} are worth a look; the rest can stay as they are.", digits(n)),
    };
    format!("{} from {archives}{span}. {look}", counted(holdings.posts, "post", "posts"))
}

/// What is still open.
#[derive(Debug, Clone, Copy, Default)]
pub struct Open<'a> {
    /// Archives imported.
    pub archives: u64,
    /// Flagged posts without a verdict.
    pub undecided: RiskCounts,
    /// Posts on the clean-up list that were not yet taken care of.
    pub to_do: u64,
    /// Posts a later archive still holds.
    pub still_there: u64,
    /// Posts ticked as done, waiting for a later archive.
    pub claimed: u64,
    /// Checklist items, each with the name of its platform; empty for the general ones.
    pub settings: &'a [(&'a str, &'a CheckedItem<'a>)],
}

/// Where a step is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Where archives are imported.
    Import,
    /// The review of posts of this risk.
    Review(Risk),
    /// The clean-up list.
    CleanUp,
    /// The checklist item with this id.
    Setting(String),
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub title: String,
    /// A short remark: how long it takes, or what the archive shows. It may hold a person's words.
    pub remark: Private<String>,
    /// Minutes it takes, at least 1.
    pub minutes: u64,
    /// Where.
    pub target: Target,
}

/// What to do next, most pressing first: what was thought gone, what could cost most, what was decided, doors that stand
/// open, the rest.
pub fn next_steps(open: &Open<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    if open.archives == 0 {
        steps.push(step("Import your first archive".into(), 5, Target::Import));
    }
    if open.still_there > 0 {
        let posts = counted(open.still_there, "post that is", "posts that are");
        steps.push(step(format!("Take down {posts} still there"), open.still_there, Target::CleanUp));
    }
    steps.extend(decide(open.undecided.high, Risk::High));
    if open.to_do > 0 {
        let posts = counted(open.to_do, "post", "posts");
        steps.push(step(format!("Take care of {posts} on the clean-up list"), open.to_do, Target::CleanUp));
    }
    let at_risk = |weight| settings(open, |item| item.item.weight == weight && item.at_risk());
    steps.extend(at_risk(Weight::Essential));
    steps.extend(decide(open.undecided.medium, Risk::Medium));
    steps.extend(at_risk(Weight::Recommended));
    steps.extend(settings(open, |item| item.item.weight == Weight::Essential && !item.at_risk()));
    if open.claimed > 0 {
        let posts = counted(open.claimed, "post is", "posts are");
        steps.push(step(format!("Import a new archive to see that {posts} gone"), 5, Target::Import));
    }
    steps.extend(decide(open.undecided.low, Risk::Low));
    steps
}

fn step(title: String, minutes: u64, target: Target) -> Step {
    let minutes = minutes.max(1);
    Step { title, remark: Private::new(format!("about {}", counted(minutes, "minute", "minutes"))), minutes, target }
}

/// Most posts take little more than half a minute to decide on.
const SECONDS_TO_DECIDE: u64 = 36;

fn decide(posts: u64, risk: Risk) -> Option<Step> {
    let title = format!(
        "Decide on {}",
        counted(posts, &format!("{}-risk post", risk.id()), &format!("{}-risk posts", risk.id()))
    );
    (posts > 0).then(|| step(title, (posts * SECONDS_TO_DECIDE).div_ceil(60), Target::Review(risk)))
}

fn settings(open: &Open<'_>, wanted: impl Fn(&CheckedItem<'_>) -> bool) -> Vec<Step> {
    let wanted = open.settings.iter().filter(|(_, item)| !item.settled() && wanted(item));
    let steps = wanted.map(|(platform, item)| {
        let title = &item.item.title;
        let title = if platform.is_empty() { title.clone() } else { format!("{platform}: {title}") };
        let mut step = step(title, u64::from(item.item.minutes), Target::Setting(item.item.id.clone()));
        if let Some(evidence) = item.evidence.iter().find(|evidence| evidence.tone == Tone::AtRisk) {
            step.remark = evidence.says.clone();
        }
        step
    });
    steps.collect()
}

/// A post's place in the clean-up list: sort by it.
///
/// First what a later archive still holds, then what is to do, then what cannot be told, what is ticked and what is gone.
/// Within that the worst first, deletions before edits, and the oldest first, as platforms list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CleanUpOrder(u8, std::cmp::Reverse<Option<Risk>>, Verdict, Option<DateTime<Utc>>);

impl CleanUpOrder {
    /// The place of a post with this verdict and proof.
    pub const fn new(proof: ProofState, risk: Option<Risk>, verdict: Verdict, at: Option<DateTime<Utc>>) -> Self {
        let turn = match proof {
            ProofState::StillThere => 0,
            ProofState::Todo => 1,
            ProofState::CannotTell => 2,
            ProofState::Claimed => 3,
            ProofState::Gone => 4,
        };
        CleanUpOrder(turn, std::cmp::Reverse(risk), verdict, at)
    }
}

/// Posts by hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourCounts {
    /// All posts, by hour.
    pub all: [u64; 24],
    /// Flagged posts, by hour.
    pub flagged: [u64; 24],
}

/// How often posts written between 23:00 and 04:00 are flagged, against the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LateNight {
    /// Share of the night's posts that are flagged, 0 to 1.
    pub night: f64,
    /// Share of the other posts that are flagged, 0 to 1.
    pub rest: f64,
}

/// Fewer posts than this on either side say nothing.
const ENOUGH_POSTS: u64 = 30;
/// Fewer flagged posts than this altogether say nothing.
const ENOUGH_FLAGGED: u64 = 10;

/// Compares night and day; none when there is too little to compare.
pub fn late_night(hours: &HourCounts) -> Option<LateNight> {
    let sum = |counts: &[u64; 24], night: bool| -> u64 {
        counts.iter().enumerate().filter(|(hour, _)| (*hour >= 23 || *hour < 4) == night).map(|(_, n)| n).sum()
    };
    let (night, rest) = (sum(&hours.all, true), sum(&hours.all, false));
    let (night_flagged, rest_flagged) = (sum(&hours.flagged, true), sum(&hours.flagged, false));
    let enough = night >= ENOUGH_POSTS && rest >= ENOUGH_POSTS && night_flagged + rest_flagged >= ENOUGH_FLAGGED;
    // Counts of posts are far below 2^52: no precision is lost.
    let share = |flagged: u64, all: u64| flagged as f64 / all as f64;
    (enough && rest_flagged > 0)
        .then(|| LateNight { night: share(night_flagged, night), rest: share(rest_flagged, rest) })
}

impl LateNight {
    /// One sentence: `Posts between 23:00 and 04:00 are flagged 2.6 times as often as the others`.
    pub fn says(&self) -> String {
        let times = self.night / self.rest;
        let how = if times > 1.25 {
            format!("{times:.1} times as often as")
        } else if times < 0.8 {
            "less often than".into()
        } else {
            "about as often as".into()
        };
        format!("Posts between 23:00 and 04:00 are flagged {how} the others")
    }
}

#[cfg(test)]
mod tests;
