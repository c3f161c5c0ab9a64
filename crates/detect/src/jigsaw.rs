//! Pieces together what posts tell of one person: in a single post, and over several.
//!
//! A *cue* is a kind of thing a post tells: an age, a condition, a place, a day, somebody's work. The pages
//! `recognisable-case` and `patient-pieced-together` hold the patterns of each kind; the counting is here. A single post speaks
//! of a recognisable case when three kinds come together around somebody the author looks after; several posts do when
//! their pieces, each innocent, add up within two weeks.

use crate::engine::{merge_spans, score};
use crate::library::{Finder, Library};
use crate::matcher::Hit;
use chrono::{DateTime, TimeDelta, Utc};
use model::{Category, Field, Finding, Risk, Span};
use std::sync::Arc;

/// Every kind of cue, by the name the pages use. The last two say that no living person under care is spoken of.
pub(crate) const KINDS: [&str; 15] = [
    "age",
    "subject",
    "condition",
    "act",
    "care-place",
    "time",
    "role",
    "place",
    "rare",
    "relation",
    "outcome",
    "person",
    "work",
    "general",
    "elsewhere",
];

const AGE: u16 = 1;
const SUBJECT: u16 = 1 << 1;
const CONDITION: u16 = 1 << 2;
const ACT: u16 = 1 << 3;
const CARE_PLACE: u16 = 1 << 4;
const TIME: u16 = 1 << 5;
const ROLE: u16 = 1 << 6;
const PLACE: u16 = 1 << 7;
const RARE: u16 = 1 << 8;
const RELATION: u16 = 1 << 9;
const OUTCOME: u16 = 1 << 10;
const PERSON: u16 = 1 << 11;
const WORK: u16 = 1 << 12;
/// Talk in general: advice, totals, news.
const GENERAL: u16 = 1 << 13;
/// The author's own illness, a relative, a story, a teaching case, a consent: here and in what follows.
const ELSEWHERE: u16 = 1 << 14;

/// A cue found in a post: its kind as an index into [`KINDS`], and its words.
pub(crate) type CueHit = (u8, Hit);

/// What a post tells of somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Cues {
    kinds: u16,
    spans: Vec<Span>,
    field: Option<Field>,
}

/// Posts that together tell of one person.
#[derive(Debug, Clone)]
pub struct Pieced<K> {
    /// The posts that add something, in the order of time, each with its finding.
    pub members: Vec<(K, Finding)>,
    /// Kinds of things they tell, together.
    pub kinds: Vec<Arc<str>>,
}

fn bits(hits: &[CueHit]) -> u16 {
    hits.iter().fold(0, |all, (kind, _)| all | 1 << kind)
}

/// Whether a single post speaks of a recognisable case, and how clearly.
pub(crate) fn single(hits: &[CueHit], field: Option<Field>) -> Option<(Risk, f32)> {
    let kinds = bits(hits);
    let has = |kind: u16| kinds & kind != 0;
    if has(GENERAL | ELSEWHERE) {
        return None;
    }
    // Somebody, and something that happened to them, is the matter with them, or shows them to be in care.
    let somebody = has(PERSON | SUBJECT | AGE) || has(ROLE) && has(ACT | CARE_PLACE);
    let matter = has(PERSON | ACT | CONDITION | CARE_PLACE | OUTCOME);
    let count = (kinds & (AGE | SUBJECT | CONDITION | ACT | CARE_PLACE | TIME | ROLE | RELATION | OUTCOME))
        .count_ones()
        + u32::from(has(PLACE | RARE))
        + 2 * u32::from(has(PERSON));
    let wanted = match field {
        Some(Field::General) => 5,
        Some(_) => 3,
        None => 4,
    };
    if !somebody || !matter || count < wanted {
        return None;
    }
    let singled_out = [AGE, ROLE, PLACE, RARE, RELATION].iter().filter(|kind| has(**kind)).count();
    let risk = match singled_out {
        2.. if has(CONDITION | ACT | OUTCOME) => Risk::High,
        1.. => Risk::Medium,
        _ => Risk::Low,
    };
    Some((risk, (0.08 * count as f32 + 0.08 * singled_out as f32).min(1.0)))
}

/// What a post adds to a picture; none when nothing.
pub(crate) fn cues(hits: impl Iterator<Item = (u8, Span)>, field: Option<Field>) -> Option<Cues> {
    let mut kinds = 0;
    let mut spans = Vec::new();
    for (kind, span) in hits {
        kinds |= 1 << kind;
        if 1_u16 << kind < GENERAL {
            spans.push(span);
        }
    }
    if kinds == 0 {
        return None;
    }
    spans.sort_unstable();
    merge_spans(&mut spans);
    Some(Cues { kinds, spans, field })
}

/// Pieces of a picture are posts of two weeks at most.
const WINDOW: TimeDelta = TimeDelta::days(14);

/// A window holds so many telling posts at most, which keeps the work linear in posts.
const CROWD: usize = 60;

/// Joins the posts of one author.
pub(crate) fn piece_together<K: Clone>(library: &Library, posts: &mut [(K, DateTime<Utc>, Cues)]) -> Vec<Pieced<K>> {
    let rule = library.rules.iter().find(|rule| matches!(rule.finder, Finder::Pieced));
    let Some(rule) = rule else { return Vec::new() };
    posts.sort_by_key(|(_, at, _)| *at);
    let mut out: Vec<Pieced<K>> = Vec::new();
    let mut start = 0;
    while start < posts.len() {
        let first = posts[start].1;
        let length = posts[start..].iter().take(CROWD).take_while(|(_, at, _)| *at - first <= WINDOW).count();
        let window = &posts[start..start + length];
        let Some((risk, members)) = picture(window) else {
            start += 1;
            continue;
        };
        let kinds = members.iter().fold(0, |all, &index| all | window[index].2.kinds);
        let strength = 0.1 * (kinds & !(GENERAL | ELSEWHERE)).count_ones() as f32;
        let finding = |cues: &Cues| Finding {
            rule: rule.page.id.clone(),
            category: Category::Confidentiality,
            risk,
            score: score(risk, strength),
            spans: cues.spans.clone(),
            path: vec!["Pieces of several posts add up".into()],
            pieces: names(cues.kinds),
        };
        let last = members.last().copied().unwrap_or(0);
        out.push(Pieced {
            members: members.iter().map(|&index| (window[index].0.clone(), finding(&window[index].2))).collect(),
            kinds: names(kinds),
        });
        start += last + 1;
    }
    out
}

fn names(kinds: u16) -> Vec<Arc<str>> {
    let told = KINDS.iter().enumerate().filter(|(bit, _)| kinds & 1 << bit != 0 && 1_u16 << bit < GENERAL);
    told.map(|(_, name)| Arc::from(*name)).collect()
}

/// What a post contributes to a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Somebody, and what is the matter with them.
    Case,
    /// Where the author works.
    Setting,
    /// An age, a part in the life of the place, an outcome: a detail.
    Detail,
    Nothing,
}

fn part(kinds: u16) -> Part {
    let has = |kind: u16| kinds & kind != 0;
    if has(GENERAL | ELSEWHERE) {
        Part::Nothing
    } else if has(CONDITION | ACT | OUTCOME) && has(PERSON | SUBJECT | AGE | RELATION | ROLE) {
        Part::Case
    } else if has(WORK) {
        Part::Setting
    } else if has(AGE | RARE | OUTCOME | CONDITION | ACT) || has(ROLE) && has(PERSON | TIME | PLACE) {
        Part::Detail
    } else {
        Part::Nothing
    }
}

/// The posts of a window that make up a picture of one person, if they do. The window's first post is one of them.
fn picture<K>(window: &[(K, DateTime<Utc>, Cues)]) -> Option<(Risk, Vec<usize>)> {
    let professional = window[0].2.field != Some(Field::General);
    let parts: Vec<Part> = window.iter().map(|(_, _, cues)| part(cues.kinds)).collect();
    if !professional || parts[0] == Part::Nothing || window.iter().any(|(_, _, cues)| cues.kinds & ELSEWHERE != 0) {
        return None;
    }
    let members: Vec<usize> = (0..window.len()).filter(|&index| parts[index] != Part::Nothing).collect();
    let of = |wanted: Part| members.iter().filter(|&&index| parts[index] == wanted).count();
    let (cases, details) = (of(Part::Case), of(Part::Detail));
    // A post that tells of a case may say where the author works as well.
    let settings = members.iter().filter(|&&index| window[index].2.kinds & WORK != 0).count();
    let kinds = members.iter().fold(0, |all, &index| all | window[index].2.kinds);
    let has = |kind: u16| kinds & kind != 0;
    let singled_out = [AGE, ROLE, RARE, RELATION].iter().filter(|kind| has(**kind)).count();
    let stands = settings > 0 && (cases > 0 && singled_out > 0 || details > 1 && singled_out > 1)
        || cases > 1 && singled_out > 1 && has(PLACE | CARE_PLACE)
        || cases > 0 && details > 1 && singled_out > 1 && has(AGE);
    if !stands || members.len() < 2 {
        return None;
    }
    let risk = if singled_out > 1 && settings > 0 { Risk::High } else { Risk::Medium };
    Some((risk, members))
}
