//! Compiles rule pages, word classes and contexts into what the [`Engine`](crate::Engine) runs.

use crate::jigsaw;
use crate::lexicon::{Class, Lexicon, Term};
use crate::pattern::{self, Anchor, Needs, Step};
use crate::recognisers::{self, Recogniser};
use crate::rule_page::{self, Block, Page, PageError, Source};
use model::{Category, Field, Risk};
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Number of a context; the first two are made in code.
pub(crate) type ContextId = u16;
/// The match stands inside double quotation marks.
pub(crate) const QUOTED: ContextId = 0;
/// The sentence of the match ends in a question mark.
pub(crate) const QUESTION: ContextId = 1;

/// What a context does to a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    None,
    Veto,
    Lower,
    Raise,
}

/// Where a context must stand to have its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Where {
    Before,
    Near,
    Sentence,
    Post,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextSource {
    r#where: Where,
    words: Vec<String>,
    usual: Effect,
    says: String,
    #[serde(default)]
    except: Vec<String>,
}

/// A named circumstance.
pub(crate) struct Context {
    pub(crate) name: String,
    pub(crate) r#where: Where,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) says: Arc<str>,
    usual: Effect,
    except: Vec<Category>,
}

/// A compiled pattern.
pub(crate) struct Pattern {
    pub(crate) steps: Vec<Step>,
    pub(crate) needs: Needs,
    /// What a match can begin with, sorted, where that can be said.
    pub(crate) starts: Option<Vec<Anchor>>,
    pub(crate) weight: u32,
}

/// A condition of a page: a context or a pattern.
pub(crate) enum Condition {
    Context(ContextId),
    Pattern(Pattern),
}

/// How a rule finds its matches, beside patterns.
pub(crate) enum Finder {
    Patterns,
    Regex(Vec<Regex>),
    Recogniser(Recogniser),
    /// A recognisable case in a single post, by its cues.
    Case,
    /// Pieces of several posts.
    Pieced,
    /// What the statistical model says where no other rule of the category speaks.
    Statistical,
}

/// A compiled page.
pub(crate) struct Rule {
    pub(crate) page: Page,
    pub(crate) finder: Finder,
    pub(crate) not: Vec<Pattern>,
    pub(crate) unless: Vec<Condition>,
    pub(crate) needs: Vec<Condition>,
    pub(crate) raise: Vec<Condition>,
    pub(crate) lower: Vec<Condition>,
    /// Contexts that change a single match.
    pub(crate) effects: Vec<(ContextId, Effect)>,
    pub(crate) only_for: Vec<Field>,
    pub(crate) raise_for: Vec<Field>,
    pub(crate) lower_for: Vec<Field>,
}

/// A pattern that starts a finding.
pub(crate) struct Trigger {
    pub(crate) rule: u16,
    pub(crate) risk: Risk,
    pub(crate) pattern: Pattern,
    /// Set when it is a cue of this kind rather than a finding.
    pub(crate) cue: Option<u8>,
}

/// Everything compiled.
#[derive(Default)]
pub(crate) struct Library {
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: Vec<Rule>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) contexts: Vec<Context>,
    /// The smallest further set each trigger needs, side by side in `needed`: most triggers are ruled out by it, without a look at
    /// the trigger itself.
    pub(crate) second_needs: Vec<std::ops::Range<u32>>,
    pub(crate) needed: Vec<Anchor>,
    /// Triggers by the term or class they need.
    pub(crate) by_term: Vec<Vec<u32>>,
    pub(crate) by_class: Vec<Vec<u32>>,
    /// Classes of each single word.
    pub(crate) classes_of: Vec<Vec<Class>>,
    /// Phrases of classes by a word they may begin with.
    pub(crate) phrases_from: Vec<Vec<u32>>,
    /// Phrases that begin with a number or the like, tried at every word.
    pub(crate) phrases_anywhere: Vec<u32>,
    pub(crate) phrases: Vec<(Class, Vec<Step>)>,
    /// The last word that each phrase can't do without, beside its first: where it does not stand in the post, the phrase does not.
    pub(crate) phrase_keys: Vec<Option<Term>>,
    class_ids: BTreeMap<String, Class>,
    /// Longest phrase of each class, in words.
    longest: Vec<usize>,
    /// How dear a class is as an anchor.
    class_costs: Vec<u32>,
}

/// Words so frequent that a pattern had better be found by another of its words.
const FREQUENT: &str = "the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an \
    will my one all would there their what so up out if about who get which go me when make can like time no just him know take people \
    into your good some could them see other than then now look only come its over think also back after use two how our work first \
    well way even new want because any these give day most us is are was were been being has had did does done said went got made am \
    's 'm 're 've 'll 'd n't today off down again really very much every here where why still never always";

impl Library {
    pub(crate) fn build(
        pages: &[(&str, &str)],
        words: &[(&str, &str)],
        contexts: &str,
    ) -> Result<(Self, Vec<Source>), PageError> {
        let mut library = Library::default();
        library.read_words(words)?;
        library.read_contexts(contexts)?;
        let mut sources = Vec::new();
        for (path, text) in pages {
            let source = rule_page::read(path, text)?;
            library.add_rule(path, &source.page, &source.block)?;
            sources.push(source);
        }
        library.index();
        Ok((library, sources))
    }

    fn read_words(&mut self, files: &[(&str, &str)]) -> Result<(), PageError> {
        let mut lists: Vec<(&str, &str)> = Vec::new();
        for (path, text) in files {
            let name = path.trim_start_matches("_words/").trim_end_matches(".txt");
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
            match name {
                "common" => lines.flat_map(|line| line.split(' ')).for_each(|word| self.lexicon.add_common(word)),
                "masked" => lines.for_each(|word| self.lexicon.add_masked(word)),
                _ => {
                    self.class_ids.insert(name.to_owned(), self.class_ids.len() as Class);
                    lists.push((path, text));
                }
            }
        }
        self.longest = vec![1; self.class_ids.len()];
        let ids = &self.class_ids;
        let mut entries: Vec<Vec<Vec<Step>>> = Vec::new();
        for (path, text) in &lists {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
            let parsed = lines.map(|line| {
                pattern::parse(line, &mut self.lexicon, &|name| ids.get(name).copied())
                    .map_err(|fault| PageError { path: (*path).to_owned(), why: format!("{line:?}: {fault}") })
            });
            entries.push(parsed.collect::<Result<_, _>>()?);
        }
        for (class, (path, _)) in lists.iter().enumerate() {
            let fail = |why: String| PageError { path: (*path).to_owned(), why };
            let whole = whole_class(class as Class, &entries, 0)
                .ok_or_else(|| fail("the classes it takes in take in each other".into()))?;
            for entry in whole {
                self.add_entry(class as Class, entry);
            }
        }
        self.classes_of.resize_with(self.lexicon.len(), Vec::new);
        self.phrases_from.resize_with(self.lexicon.len(), Vec::new);
        Ok(())
    }

    fn add_entry(&mut self, class: Class, steps: Vec<Step>) {
        self.classes_of.resize_with(self.lexicon.len(), Vec::new);
        self.phrases_from.resize_with(self.lexicon.len(), Vec::new);
        if let [Step::Term(term)] = steps[..] {
            if !self.classes_of[term as usize].contains(&class) {
                self.classes_of[term as usize].push(class);
            }
            return;
        }
        let wide: usize = steps.iter().map(|step| pattern::width(step, &|_| 1)).sum();
        let longest = &mut self.longest[class as usize];
        *longest = (*longest).max(wide);
        let mut first = Vec::new();
        let anywhere = !first_terms(&steps, &mut first);
        let id = self.phrases.len() as u32;
        self.phrases.push((class, steps));
        if anywhere {
            self.phrases_anywhere.push(id);
            return;
        }
        first.sort_unstable();
        first.dedup();
        for term in first {
            self.phrases_from[term as usize].push(id);
        }
    }

    fn read_contexts(&mut self, text: &str) -> Result<(), PageError> {
        let fail = |why: String| PageError { path: "_contexts.toml".to_owned(), why };
        let sources: BTreeMap<String, ContextSource> = toml::from_str(text).map_err(|e| fail(e.to_string()))?;
        self.contexts.push(made_in_code("quoted", "It stands in quotation marks", Effect::Lower));
        self.contexts.push(made_in_code("question", "It is a question", Effect::None));
        for (name, source) in sources {
            let patterns = source.words.iter().map(|p| self.pattern("_contexts.toml", p)).collect::<Result<_, _>>()?;
            let except = source
                .except
                .iter()
                .map(|id| Category::from_id(id).ok_or_else(|| fail(format!("no category is called {id:?}"))))
                .collect::<Result<_, _>>()?;
            let says = source.says.into();
            self.contexts.push(Context { name, r#where: source.r#where, patterns, says, usual: source.usual, except });
        }
        Ok(())
    }

    /// Reads and prices a pattern.
    fn pattern(&mut self, path: &str, text: &str) -> Result<Pattern, PageError> {
        let fail =
            |fault: pattern::Fault| PageError { path: path.to_owned(), why: format!("the pattern {text:?}: {fault}") };
        let ids = &self.class_ids;
        let steps = pattern::parse(text.trim(), &mut self.lexicon, &|name| ids.get(name).copied()).map_err(fail)?;
        if self.class_costs.is_empty() {
            self.price_classes();
        }
        let needs = pattern::needs(
            &steps,
            &|anchor| match anchor {
                Anchor::Term(term) => term_cost(self.lexicon.name(term)),
                Anchor::Class(class) => self.class_costs[class as usize],
            },
            &|class| self.longest[class as usize],
        )
        .map_err(fail)?;
        let weight = pattern::weight(&steps);
        let starts = pattern::starts(&steps);
        Ok(Pattern { steps, needs, starts, weight })
    }

    fn price_classes(&mut self) {
        let mut costs = vec![0_u32; self.class_ids.len()];
        for (term, classes) in self.classes_of.iter().enumerate() {
            for &class in classes {
                costs[class as usize] += term_cost(self.lexicon.name(term as Term));
            }
        }
        for (class, _) in &self.phrases {
            costs[*class as usize] += 2;
        }
        self.class_costs = costs;
    }

    fn condition(&mut self, path: &str, text: &str) -> Result<Condition, PageError> {
        Ok(match text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
            Some(name) => Condition::Context(self.context(path, name)?),
            None => Condition::Pattern(self.pattern(path, text)?),
        })
    }

    fn context(&self, path: &str, name: &str) -> Result<ContextId, PageError> {
        let found = self.contexts.iter().position(|context| context.name == name);
        found
            .map(|id| id as ContextId)
            .ok_or_else(|| PageError { path: path.to_owned(), why: format!("no context is called <{name}>") })
    }

    fn add_rule(&mut self, path: &str, page: &Page, block: &Block) -> Result<(), PageError> {
        let fail = |why: String| PageError { path: path.to_owned(), why };
        if self.rules.iter().any(|rule| rule.page.id == page.id) {
            return Err(fail("another page has the same file name".into()));
        }
        let rule = self.rules.len() as u16;
        for (risk, patterns) in [(Risk::High, &block.high), (Risk::Medium, &block.medium), (Risk::Low, &block.low)] {
            for text in patterns {
                let pattern = self.pattern(path, text)?;
                self.triggers.push(Trigger { rule, risk, pattern, cue: None });
            }
        }
        for (kind, patterns) in &block.cues {
            let known = jigsaw::KINDS.iter().position(|name| name == kind);
            let kind = known.ok_or_else(|| fail(format!("no kind of cue is called {kind:?}")))?;
            for text in patterns {
                let pattern = self.pattern(path, text)?;
                self.triggers.push(Trigger { rule, risk: page.risk, pattern, cue: Some(kind as u8) });
            }
        }
        let finder = if block.recogniser == "case" {
            Finder::Case
        } else if block.recogniser == "pieced" {
            Finder::Pieced
        } else if block.recogniser == "statistical" {
            Finder::Statistical
        } else if !block.recogniser.is_empty() {
            let found = recognisers::by_name(&block.recogniser);
            Finder::Recogniser(found.ok_or_else(|| fail(format!("no recogniser is called {:?}", block.recogniser)))?)
        } else if !block.regex.is_empty() {
            if block.keywords.is_empty() {
                return Err(fail("`regex` needs `keywords`".into()));
            }
            for keyword in &block.keywords {
                let pattern = self.pattern(path, keyword)?;
                self.triggers.push(Trigger { rule, risk: page.risk, pattern, cue: None });
            }
            let all = block.regex.iter().map(|r| Regex::new(r)).collect::<Result<_, _>>();
            Finder::Regex(all.map_err(|e| fail(e.to_string()))?)
        } else if block.high.is_empty() && block.medium.is_empty() && block.low.is_empty() {
            return Err(fail("it has neither patterns nor a recogniser".into()));
        } else {
            Finder::Patterns
        };
        let not = block.not.iter().map(|t| self.pattern(path, t)).collect::<Result<_, _>>()?;
        let conditions = |library: &mut Self, list: &[String]| {
            list.iter().map(|t| library.condition(path, t)).collect::<Result<Vec<_>, _>>()
        };
        let unless = conditions(self, &block.unless)?;
        let needs = conditions(self, &block.needs)?;
        let raise = conditions(self, &block.raise)?;
        let lower = conditions(self, &block.lower)?;
        let fields = |list: &[String]| {
            list.iter()
                .map(|id| Field::from_id(id).ok_or_else(|| fail(format!("no field is called {id:?}"))))
                .collect::<Result<Vec<_>, _>>()
        };
        let mut effects: HashMap<ContextId, Effect> = HashMap::new();
        for (id, context) in self.contexts.iter().enumerate() {
            if context.usual != Effect::None && !context.except.contains(&page.category) {
                effects.insert(id as ContextId, context.usual);
            }
        }
        for (list, effect) in [(&block.ignore, Effect::None), (&block.veto, Effect::Veto)] {
            for text in list {
                let name = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
                let name = name.ok_or_else(|| fail(format!("{text:?} is no <context>")))?;
                effects.insert(self.context(path, name)?, effect);
            }
        }
        let mut effects: Vec<_> = effects.into_iter().filter(|(_, effect)| *effect != Effect::None).collect();
        effects.sort_unstable_by_key(|(id, _)| *id);
        let (only_for, raise_for, lower_for) =
            (fields(&block.only_for)?, fields(&block.raise_for)?, fields(&block.lower_for)?);
        let page = page.clone();
        self.rules.push(Rule {
            page,
            finder,
            not,
            unless,
            needs,
            raise,
            lower,
            effects,
            only_for,
            raise_for,
            lower_for,
        });
        Ok(())
    }

    fn index(&mut self) {
        self.by_term = vec![Vec::new(); self.lexicon.len()];
        self.by_class = vec![Vec::new(); self.class_ids.len()];
        self.classes_of.resize_with(self.lexicon.len(), Vec::new);
        self.phrases_from.resize_with(self.lexicon.len(), Vec::new);
        let last_word = |steps: &Vec<Step>| {
            let words = steps.iter().skip(1).rev();
            words.filter_map(|step| if let Step::Term(term) = step { Some(*term) } else { None }).next()
        };
        self.phrase_keys = self.phrases.iter().map(|(_, steps)| last_word(steps)).collect();
        for (number, trigger) in self.triggers.iter().enumerate() {
            let from = self.needed.len() as u32;
            self.needed.extend(trigger.pattern.needs.others.iter().min_by_key(|set| set.len()).into_iter().flatten());
            self.second_needs.push(from..self.needed.len() as u32);
            for anchor in &trigger.pattern.needs.anchors {
                let list = match anchor {
                    Anchor::Term(term) => &mut self.by_term[*term as usize],
                    Anchor::Class(class) => &mut self.by_class[*class as usize],
                };
                if list.last() != Some(&(number as u32)) {
                    list.push(number as u32);
                }
            }
        }
    }
}

fn made_in_code(name: &str, says: &str, usual: Effect) -> Context {
    Context {
        name: name.to_owned(),
        r#where: Where::Sentence,
        patterns: Vec::new(),
        says: says.into(),
        usual,
        except: vec![Category::Confidentiality, Category::Profanity, Category::PersonalData, Category::ThirdParty],
    }
}

fn term_cost(word: &str) -> u32 {
    thread_local! {
        static SET: std::collections::HashSet<&'static str> = FREQUENT.split_whitespace().collect();
    }
    if SET.with(|set| set.contains(word)) {
        400
    } else if word.len() <= 3 {
        8
    } else {
        1
    }
}

/// All entries of a class, with those of the classes it names; none when classes name each other in a circle.
fn whole_class(class: Class, entries: &[Vec<Vec<Step>>], depth: u8) -> Option<Vec<Vec<Step>>> {
    if depth > 8 {
        return None;
    }
    let mut out = Vec::new();
    for entry in &entries[class as usize] {
        match entry[..] {
            [Step::Class(other)] => out.extend(whole_class(other, entries, depth + 1)?),
            _ => out.push(entry.iter().map(|step| spelt_out(step, entries, depth)).collect::<Option<_>>()?),
        }
    }
    Some(out)
}

/// A step with every class in it replaced by what it holds.
fn spelt_out(step: &Step, entries: &[Vec<Vec<Step>>], depth: u8) -> Option<Step> {
    Some(match step {
        Step::Class(class) => Step::Either(whole_class(*class, entries, depth + 1)?),
        Step::Maybe(inner) => Step::Maybe(Box::new(spelt_out(inner, entries, depth)?)),
        Step::Not(inner) => Step::Not(Box::new(spelt_out(inner, entries, depth)?)),
        Step::Either(branches) => {
            let spell = |branch: &Vec<Step>| branch.iter().map(|step| spelt_out(step, entries, depth)).collect();
            Step::Either(branches.iter().map(spell).collect::<Option<_>>()?)
        }
        plain => plain.clone(),
    })
}

/// The words a phrase may begin with; false when that can't be said.
fn first_terms(steps: &[Step], out: &mut Vec<Term>) -> bool {
    let Some(first) = steps.first() else { return false };
    match first {
        Step::Term(term) | Step::Exact(term, _) => {
            out.push(*term);
            true
        }
        Step::Either(branches) => branches.iter().all(|branch| first_terms(branch, out)),
        Step::Maybe(inner) => first_terms(std::slice::from_ref(inner), out) && first_terms(&steps[1..], out),
        Step::SentenceStart | Step::PostStart => first_terms(&steps[1..], out),
        _ => false,
    }
}
