//! Puts together what the rules found and what the model says of a post.
//!
//! For each category a logistic regression over the model's margin and the risk of the rules' finding gives a probability; above
//! a threshold it is a finding. The risk of a finding comes from two more regressions. All were fitted on posts of writers
//! whom the model had not seen when it gave its margins.

use super::{HIGH, MEDIUM, Margins};
use model::{Category, Risk};
use serde::{Deserialize, Serialize};

/// The figures of `weights/combination.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// For each category, in the order of [`Category::ALL`].
    pub categories: Vec<Member>,
    /// Whether a finding is of at least medium risk.
    pub medium: Level,
    /// Whether it is of high risk.
    pub high: Level,
}

/// How one category is decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The category's id.
    pub category: String,
    /// What holds for every post.
    pub bias: f32,
    /// Times the model's margin.
    pub model: f32,
    /// What a rule's finding adds, by its risk: low, medium, high.
    pub rule: [f32; 3],
    /// The probability from which it is a finding.
    pub threshold: f32,
}

/// How one level of risk is decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What holds for every finding of a category, in their order.
    pub bias: Vec<f32>,
    /// Times the model's margin of that level.
    pub model: f32,
    /// What a rule's finding adds: none, low, medium, high.
    pub rule: [f32; 4],
    /// The probability from which the finding has the level.
    pub threshold: f32,
}

/// Of the threshold, what a finding of a rule needs: the rule can show its reason, so the model must be surer to drop it.
const RULE_NEEDS: f32 = 0.4;

impl Member {
    /// How probable the category is, and whether that makes a finding.
    pub fn weigh(&self, margin: f32, rule: Option<Risk>) -> (f32, bool) {
        let said = rule.map_or(0.0, |risk| self.rule[risk as usize]);
        let probability = logistic(self.bias + self.model * margin + said);
        (probability, probability >= self.threshold * if rule.is_some() { RULE_NEEDS } else { 1.0 })
    }
}

impl Combination {
    /// How probable a category is, and whether that makes a finding.
    pub fn weigh(&self, category: Category, margins: &Margins, rule: Option<Risk>) -> (f32, bool) {
        self.categories[category as usize].weigh(margins[category as usize], rule)
    }

    /// The risk of a finding. A rule has weighed the circumstances and the author's field, so its risk stands; only where the
    /// model sees nothing of it is high made medium.
    pub fn risk(&self, category: Category, margins: &Margins, rule: Option<Risk>) -> Risk {
        let risk = self.learned_risk(category, margins, rule);
        match rule {
            Some(Risk::High) if risk == Risk::Low => Risk::Medium,
            Some(rule) => rule,
            None => risk,
        }
    }

    /// The risk by the two regressions alone.
    pub fn learned_risk(&self, category: Category, margins: &Margins, rule: Option<Risk>) -> Risk {
        let has = |level: &Level, margin: f32| {
            let rule = level.rule[rule.map_or(0, |risk| risk as usize + 1)];
            logistic(level.bias[category as usize] + level.model * margin + rule) >= level.threshold
        };
        match (has(&self.high, margins[HIGH]), has(&self.medium, margins[MEDIUM])) {
            (true, _) => Risk::High,
            (false, true) => Risk::Medium,
            (false, false) => Risk::Low,
        }
    }
}

/// The probability of a logit.
pub fn logistic(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}
