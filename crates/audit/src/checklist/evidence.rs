//! From facts and counts to a sentence.

use super::{Counter, Level, Rule, Tone};
use crate::words;
use chrono::{DateTime, Utc};
use model::{Audience, Fact, Kind, Private};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A fact, and the archive it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Key of the account it is about.
    pub account: &'a str,
    /// When the archive was made.
    pub exported: Option<DateTime<Utc>>,
}

/// What an archive says about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The sentence, without a full stop. It may hold a person's words: an app's name, a number.
    pub says: Private<String>,
    /// File inside the archive; empty when it was counted over posts.
    pub file: Arc<str>,
    /// When the archive was made.
    pub as_of: Option<DateTime<Utc>>,
    /// How it reads.
    pub tone: Tone,
    /// How far it goes.
    pub level: Level,
}

/// How many, and from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// The oldest.
    pub first: Option<DateTime<Utc>>,
    /// The newest.
    pub last: Option<DateTime<Utc>>,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, at: Option<DateTime<Utc>>) {
        self.count += 1;
        if let Some(at) = at {
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
        }
    }
}

/// Counts over the posts of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostStatistics {
    /// Counts; a missing one is none.
    pub tallies: BTreeMap<Counter, Tally>,
    /// When the newest archive was made.
    pub exported: Option<DateTime<Utc>>,
}

impl PostStatistics {
    /// Counts posts of one kind that have the same author, audience and statement of a place in common.
    pub fn add_tally(&mut self, kind: Kind, own_words: bool, audience: Audience, with_place: bool, tally: Tally) {
        let own = own_words && matches!(kind, Kind::Post | Kind::Reply | Kind::Quote | Kind::Comment | Kind::Media);
        let sorts = [
            (Counter::Kind(kind), true),
            (Counter::Own, own),
            (Counter::Public, own && audience == Audience::Public),
            (Counter::InGroups, own && audience == Audience::Group),
            (Counter::WithPlace, own && with_place),
            (Counter::Received, kind == Kind::Message && !own_words),
        ];
        for (counter, _) in sorts.into_iter().filter(|(_, applies)| *applies) {
            let sum = self.tallies.entry(counter).or_default();
            sum.count += tally.count;
            sum.first = [sum.first, tally.first].into_iter().flatten().min();
            sum.last = sum.last.max(tally.last);
        }
    }

    fn of(&self, counter: Counter) -> Tally {
        self.tallies.get(&counter).copied().unwrap_or_default()
    }
}

/// What the blanks of a sentence are filled from.
struct Counted<'a> {
    tally: Tally,
    /// Value of the oldest dated fact.
    oldest: Option<&'a str>,
    /// Distinct values, in order.
    values: Vec<&'a str>,
}

impl Rule {
    /// What is wrong with the rule, if anything.
    pub(super) fn problem(&self) -> Option<String> {
        let lists = [&self.value_is, &self.detail_has, &self.detail_lacks];
        let facts_only = self.name.is_some() || self.newest || lists.iter().any(|list| !list.is_empty());
        if self.topic.is_some() == self.posts.is_some() {
            Some("a rule counts either a topic or posts".into())
        } else if self.posts.is_some() && facts_only {
            Some("a rule over posts cannot look at values".into())
        } else if self.topic.is_some() && self.none {
            Some("missing facts prove nothing".into())
        } else if self.says.is_empty() {
            Some("a rule says nothing".into())
        } else {
            self.says.iter().find_map(|sentence| blanks(sentence).err())
        }
    }

    pub(super) fn evidence(&self, facts: &[Known<'_>], posts: &PostStatistics) -> Option<Evidence> {
        let (counted, file, as_of): (_, Arc<str>, _) = match (&self.topic, self.posts) {
            (Some(topic), _) => {
                let chosen = self.choose(topic, facts);
                let file = chosen.first().map_or_else(|| "".into(), |known| known.fact.source.file.clone());
                let as_of = chosen.iter().filter_map(|known| known.exported).max();
                (self.count(&chosen), file, as_of)
            }
            (None, Some(counter)) => {
                let counted = Counted { tally: posts.of(counter), oldest: None, values: Vec::new() };
                (counted, "".into(), posts.exported)
            }
            (None, None) => return None,
        };
        let holds = if self.none {
            counted.tally.count == 0 && posts.of(Counter::Own).count > 0
        } else {
            counted.tally.count >= self.at_least.max(1)
        };
        let says = if holds { self.says.iter().find_map(|sentence| counted.fill(sentence))? } else { return None };
        Some(Evidence { says: Private::new(says), file, as_of, tone: self.tone, level: self.level })
    }

    /// The facts the rule is about: of each account, those of the newest archive that speaks of the topic, each once.
    fn choose<'a>(&self, topic: &str, facts: &[Known<'a>]) -> Vec<Known<'a>> {
        let mut chosen: Vec<Known<'a>> = facts.iter().copied().filter(|known| known.fact.topic == topic).collect();
        let mut newest_archive: HashMap<&str, Option<DateTime<Utc>>> = HashMap::new();
        for known in &chosen {
            let newest = newest_archive.entry(known.account).or_default();
            *newest = (*newest).max(known.exported);
        }
        chosen.retain(|known| known.exported == newest_archive[known.account]);
        if let Some(name) = &self.name {
            chosen.retain(|known| named(known.fact, name).is_some());
        }
        if self.newest {
            let mut newest: HashMap<&str, Option<DateTime<Utc>>> = HashMap::new();
            for known in &chosen {
                let at = newest.entry(known.account).or_default();
                *at = (*at).max(known.fact.at);
            }
            chosen.retain(|known| known.fact.at == newest[known.account]);
        }
        let mut seen = HashSet::new();
        chosen.retain(|known| {
            (self.value_is.is_empty() || self.value_is.iter().any(|v| same(v, self.value(known.fact))))
                && (self.detail_has.is_empty() || self.detail_has.iter().any(|word| has_word(known.fact, word)))
                && !self.detail_lacks.iter().any(|word| has_word(known.fact, word))
                && seen.insert((known.account, known.fact.value.reveal(), known.fact.detail.as_ref(), known.fact.at))
        });
        chosen
    }

    fn value<'a>(&self, fact: &'a Fact) -> &'a str {
        self.name.as_ref().and_then(|name| named(fact, name)).unwrap_or_else(|| fact.value.reveal()).trim()
    }

    fn count<'a>(&self, chosen: &[Known<'a>]) -> Counted<'a> {
        let mut tally = Tally::default();
        chosen.iter().for_each(|known| tally.add(known.fact.at));
        let oldest = chosen.iter().filter(|known| known.fact.at.is_some()).min_by_key(|known| known.fact.at);
        let mut distinct = HashSet::new();
        let values = chosen
            .iter()
            .map(|known| self.value(known.fact))
            .filter(|v| !v.is_empty() && distinct.insert(v.to_lowercase()));
        Counted { tally, oldest: oldest.map(|known| self.value(known.fact)), values: values.collect() }
    }
}

impl Counted<'_> {
    /// The sentence with its blanks filled; none when one of them cannot be.
    fn fill(&self, sentence: &str) -> Option<String> {
        // "March 2010 to March 2010" is no span.
        let no_span =
            |(from, to)| sentence.contains(from) && sentence.contains(to) && self.blank(from) == self.blank(to);
        if [("first_month", "last_month"), ("first_year", "last_year")].into_iter().any(no_span) {
            return None;
        }
        let mut out = String::new();
        for piece in blanks(sentence).ok()? {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Blank(blank) => out.push_str(&self.blank(blank)?),
            }
        }
        Some(out)
    }

    fn blank(&self, blank: &str) -> Option<String> {
        let year = |at: DateTime<Utc>| at.format("%Y").to_string();
        match blank {
            "count" => Some(words::digits(self.tally.count)),
            // With a single fact "the oldest of them" would read oddly.
            "first" => self.oldest.filter(|value| self.tally.count > 1 && !value.is_empty()).map(str::to_owned),
            "first_month" => self.tally.first.map(words::month),
            "first_year" => self.tally.first.map(year),
            "last_month" => self.tally.last.map(words::month),
            "last_year" => self.tally.last.map(year),
            "value" => match self.values.as_slice() {
                [one] => Some((*one).to_owned()),
                _ => None,
            },
            "values" => (!self.values.is_empty()).then(|| words::listed(&self.values)),
            worded => {
                let (what, forms) = worded.split_once(':')?;
                let (one, many) = forms.split_once('/')?;
                let count = if what == "values" { self.values.len() as u64 } else { self.tally.count };
                Some(words::counted(count, one, many))
            }
        }
    }
}

enum Piece<'a> {
    Words(&'a str),
    Blank(&'a str),
}

/// Takes a sentence apart; says which blank nobody can fill.
fn blanks(sentence: &str) -> Result<Vec<Piece<'_>>, String> {
    const PLAIN: [&str; 8] =
        ["count", "first", "first_month", "first_year", "last_month", "last_year", "value", "values"];
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (blank, after) = after.split_once('}').ok_or("a blank is not closed")?;
        let forms =
            blank.strip_prefix("count:").or(blank.strip_prefix("values:")).and_then(|forms| forms.split_once('/'));
        if !PLAIN.contains(&blank) && !forms.is_some_and(|(one, many)| !one.is_empty() && !many.is_empty()) {
            return Err(format!("`{{{blank}}}` is no blank"));
        }
        pieces.extend([Piece::Words(before), Piece::Blank(blank)]);
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    Ok(pieces)
}

/// The value of a `name=value` fact with this name. Name and value may hold `=` themselves.
fn named<'a>(fact: &'a Fact, name: &str) -> Option<&'a str> {
    let stated = fact.value.reveal();
    stated.match_indices('=').find(|(at, _)| same(&stated[..*at], name)).map(|(at, _)| &stated[at + 1..])
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn has_word(fact: &Fact, word: &str) -> bool {
    let detail = fact.detail.as_ref().map_or("", |detail| detail.reveal().as_str());
    detail.split(|c: char| !c.is_alphanumeric()).any(|found| same(found, word))
}
