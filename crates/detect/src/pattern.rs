//! The pattern language of rule pages: read here, matched in [`crate::matcher`]. Described in `rules/README.md`.

use crate::lexicon::{Class, Lexicon, Term};
use crate::normalise::{Kind, Words};

/// One step of a pattern.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// A word or word beginning.
    Term(Term),
    /// A word in exactly these letters: its length in bytes and which of them are capitals are checked by the matcher.
    Exact(Term, Box<str>),
    Class(Class),
    /// Any one word.
    Any,
    /// A number in digits within bounds.
    Digits(u64, u64),
    Name,
    Money,
    Time,
    Of(Kind),
    SentenceStart,
    SentenceEnd,
    PostStart,
    PostEnd,
    /// Up to so many words; `true` when it may cross the end of a sentence.
    Gap(u8, bool),
    Not(Box<Step>),
    Maybe(Box<Step>),
    /// Any of these sequences.
    Either(Vec<Vec<Step>>),
}

/// What is wrong with a pattern.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum Fault {
    #[error("No word class is called {0}")]
    UnknownClass(String),
    #[error("A bracket is not closed")]
    OpenBracket,
    #[error("A bracket is closed that was not opened")]
    StrayBracket,
    #[error("Nothing stands where a word is wanted, near {0:?}")]
    Empty(String),
    #[error("{0:?} is no word: punctuation is not read")]
    NoWord(String),
    #[error("The number in {0:?} can't be read")]
    Number(String),
    #[error("No word or class of its own: it would match nearly everything")]
    NoAnchor,
}

/// Reads a pattern. `class` gives the number of a word class.
pub(crate) fn parse(
    text: &str,
    lexicon: &mut Lexicon,
    class: &dyn Fn(&str) -> Option<Class>,
) -> Result<Vec<Step>, Fault> {
    let letters: Vec<char> = text.chars().collect();
    let mut parser = Parser { letters: &letters, at: 0, lexicon, class };
    let steps = parser.sequence(false)?;
    if parser.at < letters.len() {
        return Err(Fault::StrayBracket);
    }
    if steps.is_empty() { Err(Fault::Empty(text.to_owned())) } else { Ok(steps) }
}

struct Parser<'a> {
    letters: &'a [char],
    at: usize,
    lexicon: &'a mut Lexicon,
    class: &'a dyn Fn(&str) -> Option<Class>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    /// Steps up to the end, a closing bracket or, inside brackets, a bar.
    fn sequence(&mut self, inside: bool) -> Result<Vec<Step>, Fault> {
        let mut steps = Vec::new();
        loop {
            match self.peek() {
                Some(' ') => self.at += 1,
                None | Some(')') => return Ok(steps),
                Some('|') if inside => return Ok(steps),
                Some(_) => {
                    let mut atom = self.atom()?;
                    if !inside && self.peek() == Some('|') {
                        let mut branches = vec![atom];
                        while self.peek() == Some('|') {
                            self.at += 1;
                            branches.push(self.atom()?);
                        }
                        atom = vec![Step::Either(branches)];
                    }
                    if self.peek() == Some('?') {
                        self.at += 1;
                        let one = if atom.len() == 1 { atom.remove(0) } else { Step::Either(vec![atom]) };
                        atom = vec![Step::Maybe(Box::new(one))];
                    }
                    steps.append(&mut atom);
                }
            }
        }
    }

    fn atom(&mut self) -> Result<Vec<Step>, Fault> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let mut branches = vec![self.sequence(true)?];
                while self.peek() == Some('|') {
                    self.at += 1;
                    branches.push(self.sequence(true)?);
                }
                if self.peek() != Some(')') {
                    return Err(Fault::OpenBracket);
                }
                self.at += 1;
                if branches.iter().any(Vec::is_empty) {
                    return Err(Fault::Empty(self.near()));
                }
                Ok(vec![Step::Either(branches)])
            }
            Some('!') => {
                self.at += 1;
                let mut what = self.atom()?;
                let one = if what.len() == 1 { what.remove(0) } else { Step::Either(vec![what]) };
                Ok(vec![Step::Not(Box::new(one))])
            }
            _ => {
                let start = self.at;
                while self.peek().is_some_and(|l| !matches!(l, ' ' | '(' | ')' | '|' | '?')) {
                    self.at += 1;
                }
                let word: String = self.letters[start..self.at].iter().collect();
                self.word(&word)
            }
        }
    }

    fn near(&self) -> String {
        self.letters[..self.at].iter().collect()
    }

    fn word(&mut self, word: &str) -> Result<Vec<Step>, Fault> {
        let number = |text: &str, usual: u64| {
            if text.is_empty() { Ok(usual) } else { text.parse().map_err(|_| Fault::Number(word.to_owned())) }
        };
        let gap = |text: &str, usual| number(text, usual).map(|most| most.min(60) as u8);
        let one = match word {
            "" => return Err(Fault::Empty(self.near())),
            "*" => Step::Any,
            "^" => Step::SentenceStart,
            "^^" => Step::PostStart,
            "$" => Step::SentenceEnd,
            "$$" => Step::PostEnd,
            "{name}" => Step::Name,
            "{money}" => Step::Money,
            "{time}" => Step::Time,
            "{mention}" => Step::Of(Kind::Mention),
            "{link}" => Step::Of(Kind::Link),
            "{emoji}" => Step::Of(Kind::Emoji),
            "{number}" => {
                let words = (self.class)("number-word").ok_or_else(|| Fault::UnknownClass("number-word".into()))?;
                Step::Either(vec![vec![Step::Of(Kind::Number)], vec![Step::Class(words)]])
            }
            "#" | "#*" => Step::Of(Kind::Number),
            _ if let Some(most) = word.strip_prefix("...") => Step::Gap(gap(most, 12)?, true),
            _ if let Some(most) = word.strip_prefix("..") => Step::Gap(gap(most, 4)?, false),
            _ if let Some(bounds) =
                word.strip_prefix('#').filter(|b| b.starts_with(|c: char| c.is_ascii_digit() || c == '-')) =>
            {
                let (low, high) = bounds.split_once('-').unwrap_or((bounds, bounds));
                Step::Digits(number(low, 0)?, number(high, u64::MAX)?)
            }
            _ if let Some(exact) = word.strip_prefix('=') => {
                Step::Exact(self.lexicon.word(&exact.to_lowercase()), exact.into())
            }
            _ if let Some(name) = word.strip_prefix('{').and_then(|w| w.strip_suffix('}')) => {
                Step::Class((self.class)(name).ok_or_else(|| Fault::UnknownClass(name.to_owned()))?)
            }
            _ => return self.literal(word),
        };
        Ok(vec![one])
    }

    /// A word as it is written: taken apart as a post's words are.
    fn literal(&mut self, word: &str) -> Result<Vec<Step>, Fault> {
        let (plain, stem) = word.strip_suffix('*').map_or((word, false), |plain| (plain, true));
        // The endings after an apostrophe are words of their own.
        if plain.starts_with('\'') && plain.len() > 1 && !stem {
            return Ok(vec![Step::Term(self.lexicon.word(plain))]);
        }
        let mut words = Words::default();
        words.read(plain, &Lexicon::default());
        let texts: Vec<String> = words.tokens.iter().map(|token| words.text(token).to_owned()).collect();
        let Some((last, first)) = texts.split_last().filter(|_| texts.iter().all(|t| !t.is_empty())) else {
            return Err(Fault::NoWord(word.to_owned()));
        };
        let mut steps: Vec<Step> = first.iter().map(|text| Step::Term(self.lexicon.word(text))).collect();
        steps.push(Step::Term(if stem { self.lexicon.stem(last) } else { self.lexicon.word(last) }));
        Ok(steps)
    }
}

/// A word or class without which a pattern can't match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Anchor {
    Term(Term),
    Class(Class),
}

/// The words and classes a match can begin with, sorted; none when it may begin with something else.
pub(crate) fn starts(steps: &[Step]) -> Option<Vec<Anchor>> {
    fn gather(steps: &[Step], out: &mut Vec<Anchor>) -> bool {
        match steps.first() {
            Some(Step::Term(term) | Step::Exact(term, _)) => out.push(Anchor::Term(*term)),
            Some(Step::Class(class)) => out.push(Anchor::Class(*class)),
            Some(Step::Either(branches)) => return branches.iter().all(|branch| gather(branch, out)),
            _ => return false,
        }
        true
    }
    let mut out = Vec::new();
    let known = gather(steps, &mut out);
    out.sort_unstable();
    out.dedup();
    known.then_some(out)
}

/// What must stand in a post for a pattern to match.
pub(crate) struct Needs {
    /// The cheapest set of words and classes of which one must be there: matching starts at them.
    pub(crate) anchors: Vec<Anchor>,
    /// The most words between the start of a match and its anchor.
    pub(crate) lead: usize,
    /// Further sets of which one each must be there.
    pub(crate) others: Vec<Vec<Anchor>>,
}

/// Larger sets are not worth looking through before a match is tried.
const LARGEST_SET: usize = 40;

/// Finds what a pattern needs.
pub(crate) fn needs(
    steps: &[Step],
    cost: &dyn Fn(Anchor) -> u32,
    longest: &dyn Fn(Class) -> usize,
) -> Result<Needs, Fault> {
    let mut sets: Vec<(u32, Vec<Anchor>, usize)> = Vec::new();
    let mut lead = 0;
    for step in steps {
        if let Some((set, inner)) = anchors_of(step, cost, longest) {
            let price = set.iter().map(|&anchor| cost(anchor)).fold(0, u32::saturating_add);
            sets.push((price, set, lead + inner));
        }
        lead += width(step, longest);
    }
    sets.sort_by_key(|(price, ..)| *price);
    let mut sets = sets.into_iter();
    let (_, anchors, lead) = sets.next().ok_or(Fault::NoAnchor)?;
    let others = sets.map(|(_, set, _)| set).filter(|set| set.len() <= LARGEST_SET).collect();
    Ok(Needs { anchors, lead, others })
}

fn anchors_of(
    step: &Step,
    cost: &dyn Fn(Anchor) -> u32,
    longest: &dyn Fn(Class) -> usize,
) -> Option<(Vec<Anchor>, usize)> {
    match step {
        Step::Term(term) | Step::Exact(term, _) => Some((vec![Anchor::Term(*term)], 0)),
        Step::Class(class) => Some((vec![Anchor::Class(*class)], 0)),
        Step::Either(branches) => {
            let mut all = Vec::new();
            let mut lead = 0;
            for branch in branches {
                let needs = needs(branch, cost, longest).ok()?;
                all.extend(needs.anchors);
                lead = lead.max(needs.lead);
            }
            Some((all, lead))
        }
        _ => None,
    }
}

/// The most words a step may take.
pub(crate) fn width(step: &Step, longest: &dyn Fn(Class) -> usize) -> usize {
    match step {
        Step::SentenceStart | Step::SentenceEnd | Step::PostStart | Step::PostEnd | Step::Not(_) => 0,
        Step::Gap(most, _) => *most as usize,
        Step::Class(class) => longest(*class),
        Step::Maybe(inner) => width(inner, longest),
        Step::Either(branches) => branches.iter().map(|b| b.iter().map(|s| width(s, longest)).sum()).max().unwrap_or(0),
        // A clock time may be two words: `5 am`.
        Step::Time | Step::Money => 2,
        _ => 1,
    }
}

/// How much a pattern says: its words and classes, a measure of strength.
pub(crate) fn weight(steps: &[Step]) -> u32 {
    steps
        .iter()
        .map(|step| match step {
            Step::Term(_) | Step::Exact(..) | Step::Class(_) | Step::Digits(..) | Step::Time | Step::Money => 1,
            Step::Either(branches) => branches.iter().map(|b| weight(b)).min().unwrap_or(0),
            _ => 0,
        })
        .sum()
}
