//! The training posts: hand-written voices, and ordinary posts as background.

use anyhow::{Context, Result, bail};
use model::{Category, Risk};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a post is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Learned from.
    Training,
    /// Measured on, and never looked at before.
    Test,
    /// Everyday posts of the development corpus: not learned from, but thresholds are set so that few are flagged.
    Plain,
}

/// A labelled post.
#[derive(Debug, Clone)]
pub struct Post {
    /// Who wrote it: the number of the voice.
    pub voice: u32,
    pub text: String,
    pub labels: BTreeMap<Category, Risk>,
    /// Categories it looks like and has not.
    pub near_misses: BTreeSet<Category>,
    pub set: Set,
}

impl Post {
    /// The risk it has in a category.
    pub fn risk_in(&self, category: Category) -> Option<Risk> {
        self.labels.get(&category).copied()
    }

    /// Its worst risk.
    pub fn risk(&self) -> Option<Risk> {
        self.labels.values().copied().max()
    }

    /// Whether it is of the background set: people's everyday posts, none of them labelled.
    pub fn is_background(&self) -> bool {
        self.voice >= ORDINARY
    }

    /// The part of the training voices it belongs to.
    pub fn fold(&self) -> usize {
        self.voice as usize % super::FOLDS
    }
}

/// Voices from this number on are lines of the public background set.
const ORDINARY: u32 = 10_000;

/// Reads `voices/*.txt`, `ordinary.txt`, and the everyday posts of the development corpus beside them.
pub fn read(training: &Path) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    let mut files: Vec<_> = fs::read_dir(training.join("voices"))?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    for (order, path) in files.iter().enumerate() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let voice: u32 = name.split('-').next().and_then(|number| number.parse().ok()).context("a voice's number")?;
        let set = if order % 5 == 4 { Set::Test } else { Set::Training };
        for (number, line) in fs::read_to_string(path)?.lines().enumerate() {
            if line.starts_with("# ") || line.trim().is_empty() {
                continue;
            }
            let Some((labels, text)) = line.split_once('\t') else { bail!("{name}, line {}: no tab", number + 1) };
            let mut post = Post {
                voice,
                text: text.replace("\\n", "\n"),
                labels: BTreeMap::new(),
                near_misses: BTreeSet::new(),
                set,
            };
            for label in labels.split(',').map(str::trim).filter(|label| *label != "-") {
                let unknown = || format!("{name}, line {}: the label {label}", number + 1);
                if let Some(category) = label.strip_prefix('!') {
                    post.near_misses.insert(Category::from_id(category).with_context(unknown)?);
                } else {
                    let (category, risk) = label.split_once('/').with_context(unknown)?;
                    let category = Category::from_id(category).with_context(unknown)?;
                    post.labels.insert(category, Risk::from_id(risk).with_context(unknown)?);
                }
            }
            posts.push(post);
        }
    }
    for (number, text) in (0..).zip(fs::read_to_string(training.join("ordinary.txt"))?.lines()) {
        let set = if number % 3 == 2 { Set::Test } else { Set::Training };
        let (labels, near_misses) = (BTreeMap::new(), BTreeSet::new());
        posts.push(Post { voice: ORDINARY + number, text: text.replace("\\n", "\n"), labels, near_misses, set });
    }
    #[derive(serde::Deserialize)]
    struct Sample {
        text: String,
        categories: Vec<String>,
        #[serde(default)]
        hard_negative_for: serde_json::Value,
    }
    for line in fs::read_to_string(training.join("../tests/corpus/posts.jsonl"))?.lines() {
        let sample: Sample = serde_json::from_str(line)?;
        if sample.categories.is_empty() && sample.hard_negative_for.is_null() {
            let (labels, near_misses) = (BTreeMap::new(), BTreeSet::new());
            posts.push(Post { voice: ORDINARY, text: sample.text, labels, near_misses, set: Set::Plain });
        }
    }
    Ok(posts)
}
