//! Matches patterns against the words of a post.

use crate::lexicon::{Class, Term};
use crate::library::Pattern;
use crate::normalise::{Kind, Token, Words};
use crate::pattern::{Anchor, Step};

/// A word class found in a post.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) class: Class,
    /// One past the last word.
    pub(crate) end: u32,
}

/// Which terms and classes stand in a post. Marks are numbered by post, so that nothing is cleared between posts.
#[derive(Default)]
pub(crate) struct Present {
    post: u32,
    terms: Vec<u32>,
    classes: Vec<u32>,
}

impl Present {
    /// Starts a post.
    pub(crate) fn start(&mut self, terms: usize, classes: usize) {
        if self.terms.len() != terms || self.classes.len() != classes || self.post == u32::MAX {
            *self = Present { post: 0, terms: vec![0; terms], classes: vec![0; classes] };
        }
        self.post += 1;
    }

    pub(crate) fn add_term(&mut self, term: Term) {
        self.terms[term as usize] = self.post;
    }

    pub(crate) fn add_class(&mut self, class: Class) {
        self.classes[class as usize] = self.post;
    }

    /// Whether this word stands in the post.
    pub(crate) fn has_term(&self, term: Term) -> bool {
        self.terms[term as usize] == self.post
    }

    /// Whether one of these stands in the post.
    pub(crate) fn any(&self, anchors: &[Anchor]) -> bool {
        anchors.iter().any(|anchor| match *anchor {
            Anchor::Term(term) => self.terms[term as usize] == self.post,
            Anchor::Class(class) => self.classes[class as usize] == self.post,
        })
    }
}

/// What a pattern is matched against.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) words: &'a Words,
    /// Word classes, ordered by first word.
    pub(crate) marks: &'a [Mark],
    /// Index of the first mark of each word, and one past the last.
    pub(crate) marks_at: &'a [u32],
    /// Original text, for steps where capitals count.
    pub(crate) original: &'a str,
    /// Which words and classes stand in the post.
    pub(crate) present: &'a Present,
    /// Tells names from ordinary words.
    pub(crate) is_common: &'a dyn Fn(&str) -> bool,
}

impl Ground<'_> {
    /// Whether word `at` is one of these, or a class of these begins there. `sorted` is sorted.
    pub(crate) fn has_at(&self, at: usize, sorted: &[Anchor]) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        let marks = &self.marks[self.marks_at[at] as usize..self.marks_at[at + 1] as usize];
        self.words.terms(token).iter().any(|&term| sorted.binary_search(&Anchor::Term(term)).is_ok())
            || marks.iter().any(|mark| sorted.binary_search(&Anchor::Class(mark.class)).is_ok())
    }
}

/// A stretch of words that a pattern matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Bit `n` is set when word `start + n` was passed over by a gap.
    pub(crate) gaps: u64,
}

/// Steps tried before a match is given up, against patterns that would try for ever.
const PATIENCE: u32 = 4_000;

/// Matches a pattern whose first word is word `start`.
pub(crate) fn match_at(ground: &Ground, steps: &[Step], start: usize) -> Option<Hit> {
    if !may_start(ground, steps, start) {
        return None;
    }
    let mut run = Run { ground, start, patience: PATIENCE };
    let state = State { at: start, gaps: 0, free: true };
    let mut end = None;
    run.steps(&Chain { steps, next: None }, state, &mut |state| {
        end = Some(state);
        true
    });
    end.map(|state| Hit { start, end: state.at, gaps: state.gaps }).filter(|hit| hit.end > hit.start)
}

/// A quick look at the first word, which rules out most places.
fn may_start(ground: &Ground, steps: &[Step], at: usize) -> bool {
    let Some(token) = ground.words.tokens.get(at) else { return false };
    match steps.first() {
        Some(Step::Term(term) | Step::Exact(term, _)) => ground.words.terms(token).contains(term),
        Some(Step::Class(class)) => {
            let marks = ground.marks_at[at] as usize..ground.marks_at[at + 1] as usize;
            ground.marks[marks].iter().any(|mark| mark.class == *class)
        }
        Some(Step::Either(branches)) => branches.iter().any(|branch| may_start(ground, branch, at)),
        _ => true,
    }
}

#[derive(Clone, Copy)]
struct State {
    /// The next word to be read.
    at: usize,
    gaps: u64,
    /// The next word may be in another sentence than the one before.
    free: bool,
}

/// The steps still to be matched: the rest of this sequence, then the rest of the one around it.
#[derive(Clone, Copy)]
struct Chain<'a> {
    steps: &'a [Step],
    next: Option<&'a Chain<'a>>,
}

struct Run<'a> {
    ground: &'a Ground<'a>,
    start: usize,
    patience: u32,
}

impl Run<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.ground.words.tokens.get(at)
    }

    /// Whether the word at `state` may be read: it is there, and its sentence is the one being read.
    fn readable(&self, state: State) -> bool {
        match self.token(state.at) {
            None => false,
            Some(token) => {
                state.free || state.at == 0 || self.ground.words.tokens[state.at - 1].sentence == token.sentence
            }
        }
    }

    /// Whether the words from `from` to `to` are in one sentence.
    fn together(&self, from: usize, to: usize) -> bool {
        self.ground.words.tokens[from].sentence == self.ground.words.tokens[to - 1].sentence
    }

    fn steps(&mut self, chain: &Chain, state: State, done: &mut dyn FnMut(State) -> bool) -> bool {
        self.patience = self.patience.saturating_sub(1);
        if self.patience == 0 {
            return false;
        }
        let Some((step, rest)) = chain.steps.split_first() else {
            return match chain.next {
                Some(next) => self.steps(next, state, done),
                None => done(state),
            };
        };
        let rest = Chain { steps: rest, next: chain.next };
        let one = |state: State| State { at: state.at + 1, free: false, ..state };
        match step {
            Step::SentenceStart => {
                let starts = state.at < self.ground.words.tokens.len() && self.ground.words.starts_sentence(state.at);
                starts && self.steps(&rest, State { free: true, ..state }, done)
            }
            Step::SentenceEnd => {
                let ends = state.at == self.ground.words.tokens.len() || self.ground.words.starts_sentence(state.at);
                ends && self.steps(&rest, state, done)
            }
            Step::PostStart => state.at == 0 && self.steps(&rest, state, done),
            Step::PostEnd => state.at == self.ground.words.tokens.len() && self.steps(&rest, state, done),
            Step::Gap(most, cross) => {
                let mut state = state;
                for passed in 0..=*most {
                    if self.steps(&rest, State { free: *cross || state.free && passed == 0, ..state }, done) {
                        return true;
                    }
                    if state.at >= self.ground.words.tokens.len() || !(*cross || self.readable(state)) {
                        return false;
                    }
                    let offset = state.at - self.start;
                    state.gaps |= if offset < 64 { 1 << offset } else { 0 };
                    state.at += 1;
                    state.free = *cross;
                }
                false
            }
            Step::Not(inner) => {
                let alone = Chain { steps: std::slice::from_ref(inner), next: None };
                !self.steps(&alone, state, &mut |_| true) && self.steps(&rest, state, done)
            }
            Step::Maybe(inner) => {
                let taken = Chain { steps: std::slice::from_ref(inner), next: Some(&rest) };
                self.steps(&taken, state, done) || self.steps(&rest, state, done)
            }
            Step::Either(branches) => {
                branches.iter().any(|branch| self.steps(&Chain { steps: branch, next: Some(&rest) }, state, done))
            }
            Step::Class(class) => {
                if !self.readable(state) {
                    return false;
                }
                let marks = self.ground.marks_at[state.at] as usize..self.ground.marks_at[state.at + 1] as usize;
                // Longer phrases stand first, so that spans cover them.
                self.ground.marks[marks].iter().any(|mark| {
                    mark.class == *class
                        && self.steps(&rest, State { at: mark.end as usize, free: false, ..state }, done)
                })
            }
            Step::Time | Step::Money => {
                self.readable(state) && {
                    let length = if matches!(step, Step::Time) { self.time(state.at) } else { self.money(state.at) };
                    length > 0 && self.steps(&rest, State { at: state.at + length, free: false, ..state }, done)
                }
            }
            simple => self.readable(state) && self.simple(simple, state.at) && self.steps(&rest, one(state), done),
        }
    }

    /// Steps that look at one word only.
    fn simple(&self, step: &Step, at: usize) -> bool {
        let words = self.ground.words;
        let token = &words.tokens[at];
        match step {
            Step::Term(term) => words.terms(token).contains(term),
            Step::Exact(term, exact) => {
                let (start, end) = (token.span.start as usize, token.span.end as usize);
                words.terms(token).contains(term)
                    && self.ground.original.chars().skip(start).take(end - start).eq(exact.chars())
            }
            Step::Any => true,
            Step::Digits(low, high) => {
                token.kind == Kind::Number
                    && words.text(token).parse::<u64>().is_ok_and(|number| (*low..=*high).contains(&number))
            }
            Step::Of(kind) => token.kind == *kind,
            Step::Name => {
                let text = words.text(token);
                token.kind == Kind::Word
                    && token.capital
                    && text.len() > 2
                    && (!token.capitals || text.len() > 5)
                    && !words.starts_sentence(at)
                    && !(self.ground.is_common)(text)
            }
            _ => false,
        }
    }

    /// How many words from here state an amount of money.
    fn money(&self, at: usize) -> usize {
        let words = self.ground.words;
        let token = &words.tokens[at];
        if token.kind != Kind::Number {
            return 0;
        }
        let next = self.token(at + 1).filter(|_| self.together(at, at + 2)).map_or("", |t| words.text(t));
        let unit =
            matches!(next, "quid" | "pounds" | "dollars" | "euros" | "grand" | "k" | "bucks" | "p" | "rand" | "rupees");
        match (token.money, unit) {
            (_, true) => 2,
            (true, false) => 1,
            _ => 0,
        }
    }

    /// How many words from here state a time of day.
    fn time(&self, at: usize) -> usize {
        let words = self.ground.words;
        let token = &words.tokens[at];
        let text = words.text(token);
        if matches!(text, "midnight" | "noon" | "midday") {
            return 1;
        }
        if token.kind != Kind::Number || token.money {
            return 0;
        }
        let next = self.token(at + 1).filter(|_| self.together(at, at + 2)).map_or("", |t| words.text(t));
        let hour_first = |text: &str| text.split([':', '.']).next().and_then(|h| h.parse::<u32>().ok());
        let is_hour = hour_first(text).is_some_and(|hour| hour < 24);
        if is_hour && matches!(next, "am" | "pm" | "o'clock" | "a.m" | "p.m") {
            return 2;
        }
        let parts = text.split_once([':', '.']);
        let clock =
            parts.is_some_and(|(_, minutes)| minutes.len() == 2 && minutes.parse::<u32>().is_ok_and(|m| m < 60));
        usize::from(is_hour && clock)
    }
}

/// The match of a pattern whose anchor is the word at `index`: the one that begins nearest to it.
pub(crate) fn first_match(ground: &Ground, pattern: &Pattern, index: usize) -> Option<Hit> {
    (index.saturating_sub(pattern.needs.lead)..=index)
        .rev()
        .filter(|&start| pattern.starts.as_ref().is_none_or(|starts| ground.has_at(start, starts)))
        .find_map(|start| match_at(ground, &pattern.steps, start).filter(|hit| hit.end > index))
}

/// Every match of a pattern in a post.
pub(crate) fn all_matches(ground: &Ground, pattern: &Pattern) -> Vec<Hit> {
    let mut out = Vec::new();
    if may_match(ground, pattern) {
        out.extend((0..ground.words.tokens.len()).filter_map(|start| match_at(ground, &pattern.steps, start)));
    }
    out
}

/// Whether a pattern matches anywhere in a post.
pub(crate) fn stands(ground: &Ground, pattern: &Pattern) -> bool {
    may_match(ground, pattern)
        && (0..ground.words.tokens.len()).any(|start| match_at(ground, &pattern.steps, start).is_some())
}

fn may_match(ground: &Ground, pattern: &Pattern) -> bool {
    let needs = &pattern.needs;
    ground.present.any(&needs.anchors) && needs.others.iter().all(|set| ground.present.any(set))
}

#[cfg(test)]
mod tests {
    use crate::engine::tests::{matches, no_match};

    #[test]
    fn words_stand_next_to_each_other_in_one_sentence() {
        assert!(matches("drunk at work", "So DRUNK at wórk again"));
        assert!(no_match("drunk at work", "Drunk. At work now"));
        assert!(matches("drunk ... work", "Drunk. Then back to work"));
        assert!(no_match("drunk .. work", "Drunk. Then back to work"));
        assert!(matches("drunk ..2 work", "drunk again at work"));
        assert!(no_match("drunk ..1 work", "drunk again at work"));
    }

    #[test]
    fn every_kind_of_step_matches_what_it_says() {
        assert!(matches("drunk* (at work|on the ward)", "drunkenly on the ward"));
        assert!(matches("a|b? c", "a c"));
        assert!(matches("(very very)? drunk", "drunk"));
        assert!(matches("killed !it", "they killed him"));
        assert!(no_match("killed !it", "they killed it"));
        assert!(matches("aged #18-30", "aged 22"));
        assert!(no_match("aged #18-30", "aged 42"));
        assert!(matches("in =ED", "off to work in ED"));
        assert!(no_match("in =ED", "off to work in ed"));
        assert!(matches("told {name}", "I told Kelly"));
        assert!(no_match("told {name}", "I told kelly"));
        assert!(matches("^ drunk $", "Right. Drunk. Night"));
        assert!(no_match("^^ drunk", "Right. Drunk. Night"));
        assert!(matches("up at {time}", "up at 5am"));
        assert!(matches("paid {money}", "paid £180"));
        assert!(matches("paid {money} for", "paid 180 quid for it"));
        assert!(matches("{mention} you idiot", "@somebody you idiot"));
        assert!(matches("🍺 time", "🍺 time"));
        assert!(matches("i'm drunk", "im drunk"));
        assert!(matches("can't stop", "cant stop"));
        assert!(matches("drink-driving", "drink driving"));
        assert!(matches("boss 's car", "my boss's car"));
        assert!(matches("(he|she)('s|is) drunk", "She's drunk"));
    }

    #[test]
    fn spelling_tricks_are_seen_through() {
        for text in [
            "fuuuuck this",
            "f*ck this",
            "f**k this",
            "FUCK this",
            "fυck this",
            "f u c k this",
            "f.u.c.k this",
            "fu\u{200b}ck this",
        ] {
            assert!(matches("fuck this", text), "{text}");
        }
        for text in ["$hit day", "sh1t day", "sh!t day", "s h i t day"] {
            assert!(matches("shit day", text), "{text}");
        }
        assert!(matches("night shift drunk", "#NightShiftDrunk"));
        assert!(matches("so very drunk", "#soverydrunk"));
        assert!(no_match("fuck", "@fuck hello, see fuck.example.com"));
    }
}
