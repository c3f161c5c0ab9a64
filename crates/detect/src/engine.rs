//! Judges posts: one look-up of each word picks the patterns that may match, contexts weigh what they find.

use crate::embedded;
use crate::jigsaw::{self, CueHit, Cues, Pieced};
use crate::learned::Learned;
use crate::lexicon::{Class, Fnv};
use crate::library::{Condition, ContextId, Effect, Finder, Library, QUESTION, QUOTED, Rule, Where};
use crate::matcher::{Ground, Hit, Mark, Present, all_matches, first_match, match_at, stands};
use crate::normalise::Words;
use crate::recognisers::Look;
use crate::rule_page::{Page, PageError};
use crate::statistical::features::Feature;
use chrono::{DateTime, Utc};
use model::{Audience, Category, Field, Finding, Kind, Risk, Span};
use std::cell::RefCell;
use std::hash::Hasher;
use std::sync::Arc;

/// What the engine may know of a post.
#[derive(Clone, Copy)]
pub struct PostView<'a> {
    /// The words, as readers saw them.
    pub text: &'a str,
    /// What it is.
    pub kind: Kind,
    /// Whether the account's owner wrote the words.
    pub own_words: bool,
    /// When it was made.
    pub at: Option<DateTime<Utc>>,
    /// Who can see it.
    pub audience: Audience,
}

impl<'a> PostView<'a> {
    /// A post of the owner's own words of which nothing else is known.
    pub const fn of(text: &'a str) -> Self {
        PostView { text, kind: Kind::Post, own_words: true, at: None, audience: Audience::Unknown }
    }
}

/// What the engine made of a post.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// At most one finding for each category, the most serious first.
    pub findings: Vec<Finding>,
    /// What the post tells of somebody, for [`Engine::piece_together`]; none when it tells nothing.
    pub cues: Option<Cues>,
}

/// Every rule, ready to judge.
pub struct Engine {
    pub(crate) library: Library,
    pages: Vec<Page>,
    pub(crate) version: String,
    /// What was learned from posts; none where rules stand alone.
    pub(crate) learned: Option<Learned>,
    #[cfg(test)]
    sources: Vec<crate::rule_page::Source>,
}

/// Memory that is used again from post to post.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) words: Words,
    pub(crate) marks: Vec<Mark>,
    pub(crate) marks_at: Vec<u32>,
    present: Present,
    /// Matches found, by rule.
    found: Vec<Match>,
    /// Cues found, with the rule whose cues they are.
    cues: Vec<(u8, Hit, u16)>,
    pub(crate) features: Vec<Feature>,
    /// Contexts looked up in this post; none when not looked up yet.
    contexts: Vec<Option<Vec<Hit>>>,
}

#[derive(Clone)]
struct Match {
    rule: u16,
    risk: Risk,
    /// Words, for patterns; empty for recognisers.
    hit: Hit,
    span: Span,
    /// 0 to 1: how much speaks for it.
    strength: f32,
    says: Option<Arc<str>>,
    /// Another category than the page's, where a recogniser found somebody else's data.
    category: Category,
}

/// Posts of more words than this are read in parts when cues are counted.
const LONG_POST: usize = 60;

thread_local! {
    pub(crate) static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Engine {
    /// The rules that come with the program. A page that can't be read is left out; a test sees to it that there is none.
    ///
    /// # Panics
    /// When the word classes or contexts can't be read, which the same test sees.
    pub fn embedded() -> Self {
        let all = Self::build(embedded::PAGES, embedded::WORDS, embedded::CONTEXTS);
        let rules = all
            .or_else(|_| {
                let sound = |page: &&(&str, &str)| Self::build(&[**page], embedded::WORDS, embedded::CONTEXTS).is_ok();
                let pages: Vec<_> = embedded::PAGES.iter().filter(sound).copied().collect();
                Self::build(&pages, embedded::WORDS, embedded::CONTEXTS)
            })
            .unwrap_or_else(|error| panic!("{error}"));
        rules.learn(embedded::WEIGHTS, embedded::COMBINATION).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Rules from pages (`<category>/<rule>.md`), word classes (`_words/<class>.txt`) and the file of contexts.
    ///
    /// # Errors
    /// Names the page that can't be read and why.
    pub fn build(pages: &[(&str, &str)], words: &[(&str, &str)], contexts: &str) -> Result<Self, PageError> {
        let (library, sources) = Library::build(pages, words, contexts)?;
        let mut hash = Fnv::default();
        for text in pages.iter().chain(words).flat_map(|(path, text)| [path, text]).chain([&contexts]) {
            hash.write(text.as_bytes());
        }
        Ok(Engine {
            pages: sources.iter().map(|source| source.page.clone()).collect(),
            version: format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hash.finish()),
            library,
            learned: None,
            #[cfg(test)]
            sources,
        })
    }

    /// Whether one of the rules joins several posts.
    #[cfg(test)]
    pub(crate) fn reads_several(&self) -> bool {
        self.library.rules.iter().any(|rule| matches!(rule.finder, Finder::Pieced))
    }

    /// Whether one of the rules stands for the statistical model.
    #[cfg(test)]
    pub(crate) fn speaks_by_model(&self) -> bool {
        self.library.rules.iter().any(|rule| matches!(rule.finder, Finder::Statistical))
    }

    #[cfg(test)]
    pub(crate) fn sources(&self) -> &[crate::rule_page::Source] {
        &self.sources
    }

    /// Every rule page, in the order of categories and names.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The page of a finding.
    pub fn page(&self, rule: &str) -> Option<&Page> {
        self.pages.iter().find(|page| &*page.id == rule)
    }

    /// Names this set of rules: it changes when a page, word class or context does.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Judges one post. `field` is the author's, when known. Messages received are not judged: their words are not the
    /// author's to change.
    pub fn judge(&self, post: &PostView, field: Option<Field>) -> Judgement {
        if post.text.is_empty() || post.kind == Kind::Message && !post.own_words {
            return Judgement::default();
        }
        SCRATCH.with_borrow_mut(|scratch| self.judge_with(post, field, self.learned.as_ref(), scratch))
    }

    /// Judges by the rules, and by the model where one is given.
    pub(crate) fn judge_with(
        &self,
        post: &PostView,
        field: Option<Field>,
        learned: Option<&Learned>,
        scratch: &mut Scratch,
    ) -> Judgement {
        let mut words = std::mem::take(&mut scratch.words);
        words.read(post.text, &self.library.lexicon);
        let mut marks = std::mem::take(&mut scratch.marks);
        let mut marks_at = std::mem::take(&mut scratch.marks_at);
        let mut present = std::mem::take(&mut scratch.present);
        present.start(self.library.lexicon.len(), self.library.by_class.len());
        self.mark(&words, post.text, &mut marks, &mut marks_at, &mut present);
        let is_common = |word: &str| self.library.lexicon.is_common(word);
        let ground = Ground {
            words: &words,
            marks: &marks,
            marks_at: &marks_at,
            original: post.text,
            present: &present,
            is_common: &is_common,
        };
        scratch.contexts.clear();
        scratch.contexts.resize_with(self.library.contexts.len(), || None);
        scratch.found.clear();
        scratch.cues.clear();
        self.find(&ground, field, scratch);
        let mut findings = self.weigh(&ground, post, field, scratch);
        if let Some(learned) = learned {
            let margins = learned.margins(&words, &mut scratch.features);
            learned.combine(self, &margins, &words, &scratch.features, post, &mut findings);
        }
        let spans = scratch.cues.iter().map(|&(kind, hit, _)| (kind, span_of(&ground, hit)));
        let cues = if post.own_words { jigsaw::cues(spans, field) } else { None };
        scratch.words = words;
        scratch.marks = marks;
        scratch.marks_at = marks_at;
        scratch.present = present;
        Judgement { findings, cues }
    }

    /// Finds the word classes of each word, longest phrases first.
    fn mark(
        &self,
        words: &Words,
        original: &str,
        marks: &mut Vec<Mark>,
        marks_at: &mut Vec<u32>,
        present: &mut Present,
    ) {
        marks.clear();
        marks_at.clear();
        for token in &words.tokens {
            words.terms(token).iter().for_each(|&term| present.add_term(term));
        }
        let is_common = |_: &str| false;
        let ground = Ground { words, marks: &[], marks_at: &[], original, present, is_common: &is_common };
        for (index, token) in words.tokens.iter().enumerate() {
            let first = marks.len();
            marks_at.push(first as u32);
            let by_word = words.terms(token).iter().flat_map(|&term| &self.library.phrases_from[term as usize]);
            for &phrase in by_word.chain(&self.library.phrases_anywhere) {
                if self.library.phrase_keys[phrase as usize].is_some_and(|term| !present.has_term(term)) {
                    continue;
                }
                let (class, steps) = &self.library.phrases[phrase as usize];
                if let Some(hit) = match_at(&ground, steps, index) {
                    push_mark(marks, first, *class, hit.end);
                }
            }
            marks[first..].sort_by_key(|mark| std::cmp::Reverse(mark.end));
            for &term in words.terms(token) {
                for &class in &self.library.classes_of[term as usize] {
                    push_mark(marks, first, class, index + 1);
                }
            }
        }
        marks_at.push(marks.len() as u32);
        marks.iter().for_each(|mark| present.add_class(mark.class));
    }

    /// Collects what patterns, regular expressions and recognisers find.
    fn find(&self, ground: &Ground, field: Option<Field>, scratch: &mut Scratch) {
        let mut regexes: Vec<u16> = Vec::new();
        for index in 0..ground.words.tokens.len() {
            for &term in ground.words.terms(&ground.words.tokens[index]) {
                for &number in &self.library.by_term[term as usize] {
                    self.try_trigger(ground, number, index, scratch, &mut regexes);
                }
            }
            let here = ground.marks_at[index] as usize..ground.marks_at[index + 1] as usize;
            for mark in &ground.marks[here] {
                for &number in &self.library.by_class[mark.class as usize] {
                    self.try_trigger(ground, number, index, scratch, &mut regexes);
                }
            }
        }
        if !regexes.is_empty() {
            self.find_regexes(ground, &regexes, scratch);
        }
        self.find_recognised(ground, scratch);
        self.find_case(ground, field, scratch);
    }

    /// Counts the cues of a single post: of all of it, or in a long one of three sentences at a time.
    fn find_case(&self, ground: &Ground, field: Option<Field>, scratch: &mut Scratch) {
        let Some(rule) = self.library.rules.iter().position(|rule| matches!(rule.finder, Finder::Case)) else { return };
        let mut cues: Vec<CueHit> =
            scratch.cues.iter().filter(|cue| cue.2 == rule as u16).map(|cue| (cue.0, cue.1)).collect();
        let tokens = &ground.words.tokens;
        let sentence = |cue: &CueHit| tokens[cue.1.start].sentence;
        cues.sort_by_key(sentence);
        let reach = if tokens.len() > LONG_POST { 2 } else { u16::MAX };
        let category = self.library.rules[rule].page.category;
        let mut marked = 0;
        for start in 0..cues.len() {
            if start > 0 && sentence(&cues[start]) == sentence(&cues[start - 1]) {
                continue;
            }
            let last = sentence(&cues[start]).saturating_add(reach);
            let end = start + cues[start..].partition_point(|cue| sentence(cue) <= last);
            let Some((risk, strength)) = jigsaw::single(&cues[start..end], field) else { continue };
            for (_, hit) in &cues[start.max(marked)..end] {
                let (rule, span) = (rule as u16, span_of(ground, *hit));
                scratch.found.push(Match { rule, risk, hit: *hit, span, strength, says: None, category });
            }
            marked = end;
        }
    }

    fn try_trigger(&self, ground: &Ground, number: u32, index: usize, scratch: &mut Scratch, regexes: &mut Vec<u16>) {
        let second = self.library.second_needs[number as usize].clone();
        if !second.is_empty() && !ground.present.any(&self.library.needed[second.start as usize..second.end as usize]) {
            return;
        }
        let trigger = &self.library.triggers[number as usize];
        let rule = &self.library.rules[trigger.rule as usize];
        if !trigger.pattern.needs.others.iter().all(|set| ground.present.any(set)) {
            return;
        }
        let Some(hit) = first_match(ground, &trigger.pattern, index) else { return };
        if let Some(kind) = trigger.cue {
            scratch.cues.push((kind, hit, trigger.rule));
            return;
        }
        if matches!(rule.finder, Finder::Regex(_)) {
            if !regexes.contains(&trigger.rule) {
                regexes.push(trigger.rule);
            }
            return;
        }
        let known = scratch.found.iter().any(|f| f.rule == trigger.rule && f.risk >= trigger.risk && f.hit == hit);
        if !known {
            let strength = 0.3 + 0.1 * trigger.pattern.weight.min(5) as f32;
            let (category, span) = (rule.page.category, span_of(ground, hit));
            scratch.found.push(Match {
                rule: trigger.rule,
                risk: trigger.risk,
                hit,
                span,
                strength,
                says: None,
                category,
            });
        }
    }

    fn find_regexes(&self, ground: &Ground, rules: &[u16], scratch: &mut Scratch) {
        let mut folded = String::new();
        let mut places = Vec::new();
        for letter in &ground.words.folded {
            folded.push(letter.folded);
            places.resize(folded.len(), letter.at);
        }
        for &number in rules {
            let rule = &self.library.rules[number as usize];
            let Finder::Regex(all) = &rule.finder else { continue };
            for found in all.iter().flat_map(|regex| regex.find_iter(&folded)).filter(|found| !found.is_empty()) {
                let span = Span { start: places[found.start()], end: places[found.end() - 1] + 1 };
                let (risk, category) = (rule.page.risk, rule.page.category);
                let hit = hit_of(ground, span);
                scratch.found.push(Match { rule: number, risk, hit, span, strength: 0.6, says: None, category });
            }
        }
    }

    fn find_recognised(&self, ground: &Ground, scratch: &mut Scratch) {
        let Some(look) = Look::at(ground) else { return };
        for (number, rule) in self.library.rules.iter().enumerate() {
            let Finder::Recogniser(recogniser) = &rule.finder else { continue };
            for sighting in recogniser(&look, rule.page.risk) {
                scratch.found.push(Match {
                    rule: number as u16,
                    risk: sighting.risk,
                    hit: hit_of(ground, sighting.span),
                    span: sighting.span,
                    strength: sighting.strength,
                    says: sighting.says.map(Into::into),
                    category: sighting.category.unwrap_or(rule.page.category),
                });
            }
        }
    }

    /// Weighs what was found by context, field and kind of post, and keeps one finding for each category.
    fn weigh(&self, ground: &Ground, post: &PostView, field: Option<Field>, scratch: &mut Scratch) -> Vec<Finding> {
        let mut found = std::mem::take(&mut scratch.found);
        found.sort_by_key(|f| (f.rule, f.span));
        let mut findings: Vec<Finding> = Vec::new();
        for matches in found.chunk_by(|a, b| a.rule == b.rule) {
            let rule = &self.library.rules[matches[0].rule as usize];
            // Where the author's field is not known, a rule for some fields speaks too.
            let excluded = !rule.only_for.is_empty() && field.is_some_and(|f| !rule.only_for.contains(&f));
            if rule.page.trial || excluded {
                continue;
            }
            if let Some(finding) = self.weigh_rule(ground, post, field, rule, matches, &mut scratch.contexts) {
                merge(&mut findings, finding);
            }
        }
        findings.sort_by(|a, b| b.score.total_cmp(&a.score));
        scratch.found = found;
        findings
    }

    fn weigh_rule(
        &self,
        ground: &Ground,
        post: &PostView,
        field: Option<Field>,
        rule: &Rule,
        matches: &[Match],
        contexts: &mut [Option<Vec<Hit>>],
    ) -> Option<Finding> {
        let not: Vec<Hit> = rule.not.iter().flat_map(|pattern| all_matches(ground, pattern)).collect();
        let mut best: Option<(i8, f32, &Match, Vec<Arc<str>>)> = None;
        let mut spans = Vec::new();
        for one in matches {
            let shared = |other: &Hit| other.start < one.hit.end && one.hit.start < other.end;
            if one.hit.end > one.hit.start && not.iter().any(shared) {
                continue;
            }
            let mut level = one.risk as i8;
            let mut path: Vec<Arc<str>> = one.says.iter().cloned().collect();
            let (mut lowered, mut vetoed) = (false, false);
            for &(id, effect) in &rule.effects {
                if self.holds(ground, id, one.hit, contexts) {
                    match effect {
                        Effect::Veto => vetoed = true,
                        Effect::Lower if !lowered => {
                            lowered = true;
                            level -= 1;
                            path.push(self.library.contexts[id as usize].says.clone());
                        }
                        _ => {}
                    }
                }
            }
            if vetoed {
                continue;
            }
            spans.push(one.span);
            // What a context lowers below the lowest risk stays low: it is still there to be read.
            let level = level.max(0);
            if best.as_ref().is_none_or(|(l, s, ..)| (*l, *s) < (level, one.strength)) {
                best = Some((level, one.strength, one, path));
            }
        }
        let (mut level, strength, one, mut path) = best?;
        let mut any = |conditions: &[Condition]| {
            conditions.iter().any(|condition| match condition {
                Condition::Context(id) => self.holds(ground, *id, one.hit, contexts),
                Condition::Pattern(pattern) => stands(ground, pattern),
            })
        };
        if any(&rule.unless) || !rule.needs.is_empty() && !any(&rule.needs) {
            return None;
        }
        let in_field = |fields: &[Field]| field.is_some_and(|f| fields.contains(&f));
        if any(&rule.raise) {
            level += 1;
            path.push("The circumstances make it weigh more".into());
        }
        if any(&rule.lower) {
            level -= 1;
            path.push("The circumstances make it weigh less".into());
        }
        if in_field(&rule.raise_for) {
            level += 1;
            path.push("It weighs more in your field of work".into());
        }
        if in_field(&rule.lower_for) {
            level -= 1;
            path.push("It weighs less in your field of work".into());
        }
        let (risk, says) = most_of(post, Risk::ALL[level.clamp(0, 2) as usize]);
        path.extend(says.map(Into::into));
        spans.sort_unstable();
        merge_spans(&mut spans);
        let strength = (strength + 0.05 * (spans.len().min(4) - 1) as f32).min(1.0);
        Some(Finding {
            rule: rule.page.id.clone(),
            category: one.category,
            risk,
            score: score(risk, strength),
            spans,
            path,
            pieces: Vec::new(),
        })
    }

    /// Pieces together what the posts of one author tell of one person. Posts are put in the order of time.
    pub fn piece_together<K: Clone>(&self, posts: &mut [(K, DateTime<Utc>, Cues)]) -> Vec<Pieced<K>> {
        jigsaw::piece_together(&self.library, posts)
    }

    /// Whether a context stands where it has its effect on a match.
    fn holds(&self, ground: &Ground, id: ContextId, hit: Hit, contexts: &mut [Option<Vec<Hit>>]) -> bool {
        let tokens = &ground.words.tokens;
        if hit.end > tokens.len() || hit.start >= hit.end {
            return false;
        }
        match id {
            QUOTED => return tokens[hit.start..hit.end].iter().all(|token| token.quoted),
            QUESTION => return ground.words.questions.get(tokens[hit.end - 1].sentence as usize) == Some(&true),
            _ => {}
        }
        let context = &self.library.contexts[id as usize];
        let hits = contexts[id as usize]
            .get_or_insert_with(|| context.patterns.iter().flat_map(|pattern| all_matches(ground, pattern)).collect());
        let same_sentence = |other: &Hit| {
            let sentence = tokens[other.start].sentence;
            sentence == tokens[hit.start].sentence || sentence == tokens[hit.end - 1].sentence
        };
        let in_gap = |other: &Hit| {
            (hit.start..hit.end).contains(&other.start) && {
                let offset = other.start - hit.start;
                offset < 64 && hit.gaps & 1 << offset != 0
            }
        };
        hits.iter().any(|other| match context.r#where {
            Where::Post => true,
            Where::Sentence => same_sentence(other),
            Where::Before => {
                in_gap(other) || same_sentence(other) && other.start < hit.start && hit.start - other.start <= 5
            }
            Where::Near => same_sentence(other) && other.start < hit.end + 6 && hit.start < other.end + 6,
        })
    }
}

fn push_mark(marks: &mut Vec<Mark>, first: usize, class: Class, end: usize) {
    if !marks[first..].iter().any(|mark| mark.class == class && mark.end as usize == end) {
        marks.push(Mark { class, end: end as u32 });
    }
}

/// The stretch of text a match covers.
fn span_of(ground: &Ground, hit: Hit) -> Span {
    let tokens = &ground.words.tokens;
    Span { start: tokens[hit.start].span.start, end: tokens[hit.end - 1].span.end }
}

/// The words under a stretch of text.
fn hit_of(ground: &Ground, span: Span) -> Hit {
    let start = ground.words.tokens.partition_point(|token| token.span.end <= span.start);
    let end = ground.words.tokens.partition_point(|token| token.span.start < span.end);
    Hit { start, end: end.max(start), gaps: 0 }
}

/// The risk that something of this risk has in a post of this kind, and why where it is less: likes weigh little, and the
/// words of others that were passed on weigh less than one's own.
pub(crate) fn most_of(post: &PostView, risk: Risk) -> (Risk, Option<&'static str>) {
    if matches!(post.kind, Kind::Like | Kind::Reaction | Kind::Follow | Kind::Group) {
        return (Risk::Low, None);
    }
    if post.own_words {
        return (risk, None);
    }
    (Risk::ALL[(risk as usize).saturating_sub(1)], Some("The words are somebody else's, passed on"))
}

/// The order for review: each risk has a third of the scale.
pub(crate) fn score(risk: Risk, strength: f32) -> f32 {
    let (low, high) = match risk {
        Risk::Low => (0.05, 0.33),
        Risk::Medium => (0.34, 0.66),
        Risk::High => (0.67, 1.0),
    };
    low + (high - low) * strength.clamp(0.0, 1.0)
}

/// Keeps one finding for each category: the one that weighs most, with the marked words of the others.
pub(crate) fn merge(findings: &mut Vec<Finding>, mut new: Finding) {
    let Some(known) = findings.iter_mut().find(|finding| finding.category == new.category) else {
        findings.push(new);
        return;
    };
    if new.score > known.score {
        std::mem::swap(known, &mut new);
    }
    known.spans.extend(new.spans);
    known.spans.sort_unstable();
    merge_spans(&mut known.spans);
}

/// Joins ordered stretches that overlap.
pub(crate) fn merge_spans(spans: &mut Vec<Span>) {
    spans.dedup_by(|next, last| {
        let overlap = next.start <= last.end;
        if overlap {
            last.end = last.end.max(next.end);
        }
        overlap
    });
}

#[cfg(test)]
pub(crate) mod tests;
