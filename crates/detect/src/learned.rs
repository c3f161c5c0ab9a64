//! The engine's statistical side: what the model says of a post, put together with what the rules found.

use crate::engine::{Engine, PostView, SCRATCH, most_of, score};
use crate::library::Finder;
use crate::normalise::Words;
use crate::statistical::features::{self, Feature};
use crate::statistical::{Combination, Margins, Weights};
use model::{Category, Field, Finding, Kind};

/// The statistical model, and how it is put together with the rules.
pub(crate) struct Learned {
    weights: Weights,
    combination: Combination,
    /// For each category the rule whose page explains a finding of the model alone.
    explained: [Option<u16>; Category::ALL.len()],
}

/// What rules and model each say of a post, before they are put together: what [`Combination`] is fitted on.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The rules' findings, at most one for each category.
    pub rules: Vec<Finding>,
    /// The rows of the post's features, each once.
    pub rows: Vec<u32>,
}

impl Engine {
    /// The engine with a statistical model beside its rules: the files of `weights/`.
    ///
    /// # Errors
    /// Says which of the two files can't be read.
    pub fn learn(mut self, weights: &[u8], combination: &str) -> Result<Self, String> {
        let weights = Weights::read(weights).ok_or("the weights are not of the form this build reads")?;
        let combination: Combination = toml::from_str(combination).map_err(|error| format!("combination: {error}"))?;
        if combination.categories.len() != Category::ALL.len() {
            return Err("combination: there is not one entry for each category".to_owned());
        }
        let explained = std::array::from_fn(|number| {
            let explains = |rule: &crate::library::Rule| {
                matches!(rule.finder, Finder::Statistical) && rule.page.category as usize == number
            };
            self.library.rules.iter().position(explains).map(|rule| rule as u16)
        });
        self.version = format!("{} {}", self.version, weights.version());
        self.learned = Some(Learned { weights, combination, explained });
        Ok(self)
    }

    /// What the rules alone say of a post, and what the model would look at.
    pub fn evidence(&self, post: &PostView, field: Option<Field>) -> Evidence {
        SCRATCH.with_borrow_mut(|scratch| {
            let rules = self.judge_with(post, field, None, scratch).findings;
            features::collect(&scratch.words, &mut scratch.features);
            Evidence { rules, rows: scratch.features.iter().map(|feature| feature.row).collect() }
        })
    }

    fn is_recognised(&self, finding: &Finding) -> bool {
        let rule = self.library.rules.iter().find(|rule| rule.page.id == finding.rule);
        rule.is_some_and(|rule| matches!(rule.finder, Finder::Recogniser(_)))
    }
}

impl Learned {
    /// What the model says of a post.
    pub(crate) fn margins(&self, words: &Words, features: &mut Vec<Feature>) -> Margins {
        self.weights.margins(words, features)
    }

    /// Keeps, drops and adds findings by what the model says of the post. What a recogniser found stays: a check digit is
    /// no matter of opinion.
    pub(crate) fn combine(
        &self,
        engine: &Engine,
        margins: &Margins,
        words: &Words,
        features: &[Feature],
        post: &PostView,
        findings: &mut Vec<Finding>,
    ) {
        // Names of groups and people one follows are no posts.
        if matches!(post.kind, Kind::Follow | Kind::Group) {
            return;
        }
        for category in Category::ALL {
            let place = findings.iter().position(|finding| finding.category == *category);
            let rule = place.map(|place| findings[place].risk);
            let (probability, is_finding) = self.combination.weigh(*category, margins, rule);
            let (risk, path) = most_of(post, self.combination.risk(*category, margins, rule));
            match place {
                Some(place) if engine.is_recognised(&findings[place]) => {}
                Some(place) if !is_finding => drop(findings.remove(place)),
                Some(place) => {
                    let finding = &mut findings[place];
                    finding.risk = risk;
                    finding.score = score(risk, probability);
                    if margins[*category as usize] > 0.0 {
                        finding.path.push("As a whole it reads like posts that careful readers marked".into());
                    }
                }
                None if is_finding => {
                    let Some(rule) = self.explained[*category as usize] else { continue };
                    let span = self.weights.evidence(words, features, *category as usize);
                    findings.push(Finding {
                        rule: engine.library.rules[rule as usize].page.id.clone(),
                        category: *category,
                        risk,
                        score: score(risk, probability),
                        spans: span.into_iter().collect(),
                        path: path.into_iter().map(Into::into).collect(),
                        pieces: Vec::new(),
                    });
                }
                None => {}
            }
        }
        findings.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
}
