//! How well the engine does on the writers that were left out.

use super::posts::{Post, Set};
use detect::{Engine, PostView};
use model::{Category, Finding, Risk};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Categories found in a post, with the risk.
type Found = BTreeMap<Category, Risk>;

/// What the rules alone find.
pub fn rules_only(posts: &[Post], rules: &[Vec<Finding>]) -> Vec<Found> {
    let found = |findings: &Vec<Finding>| findings.iter().map(|finding| (finding.category, finding.risk)).collect();
    (0..posts.len()).map(|at| found(&rules[at])).collect()
}

/// The table: for each category precision, recall, F1 and near misses flagged, of the whole engine and of the rules alone.
pub fn table(engine: &Engine, posts: &[Post], rules: &[Found]) -> String {
    let judged: Vec<Found> = posts
        .iter()
        .map(|post| {
            let judgement = engine.judge(&PostView::of(&post.text), None);
            judgement.findings.iter().map(|finding| (finding.category, finding.risk)).collect()
        })
        .collect();
    let test: Vec<usize> =
        (0..posts.len()).filter(|&at| posts[at].set == Set::Test && !posts[at].is_background()).collect();
    let swears = |at: usize| rules[at].contains_key(&Category::Profanity);
    let ordinary: Vec<usize> =
        (0..posts.len()).filter(|&at| posts[at].set == Set::Test && posts[at].is_background() && !swears(at)).collect();
    let mut out = String::new();
    let _ =
        writeln!(out, "| category | posts | precision | recall | F1 | near misses flagged | F1 of the rules alone |");
    let _ = writeln!(out, "|---|---|---|---|---|---|---|");
    let (mut f1s, mut rule_f1s) = (0.0, 0.0);
    for &category in Category::ALL {
        let (precision, recall, f1) = quality(posts, &judged, &test, category);
        let (.., rule_f1) = quality(posts, rules, &test, category);
        let near: Vec<usize> = test.iter().copied().filter(|&at| posts[at].near_misses.contains(&category)).collect();
        let flagged = near.iter().filter(|&&at| judged[at].contains_key(&category)).count();
        let positives = test.iter().filter(|&&at| posts[at].risk_in(category).is_some()).count();
        f1s += f1;
        rule_f1s += rule_f1;
        let _ = writeln!(
            out,
            "| {} | {positives} | {precision:.2} | {recall:.2} | {f1:.2} | {:.2} ({flagged}/{}) | {rule_f1:.2} |",
            category.id(),
            share(flagged, near.len()),
            near.len()
        );
    }
    let count = Category::ALL.len() as f32;
    let _ = writeln!(out, "| mean | | | | {:.2} | | {:.2} |\n", f1s / count, rule_f1s / count);
    for (name, found) in [("rules and model", &judged), ("rules alone", &rules.to_vec())] {
        let flagged = |wanted: &dyn Fn(&Post) -> bool| {
            let all: Vec<usize> = test.iter().copied().filter(|&at| wanted(&posts[at])).collect();
            let hit = all.iter().filter(|&&at| !found[at].is_empty()).count();
            format!("{:.2} ({hit}/{})", share(hit, all.len()), all.len())
        };
        let high = |among: &[usize]| {
            let harmless: Vec<usize> = among.iter().copied().filter(|&at| posts[at].labels.is_empty()).collect();
            let called = harmless.iter().filter(|&&at| found[at].values().any(|risk| *risk == Risk::High)).count();
            format!("{:.1} ({called}/{})", 1000.0 * share(called, harmless.len()), harmless.len())
        };
        let near: Vec<(usize, Category)> =
            test.iter().flat_map(|&at| posts[at].near_misses.iter().map(move |category| (at, *category))).collect();
        let wrong = near.iter().filter(|(at, category)| found[*at].contains_key(category)).count();
        let everyday = ordinary.iter().filter(|&&at| !found[at].is_empty()).count();
        let _ = writeln!(out, "{name}:");
        let _ =
            writeln!(out, "- posts of high risk flagged at all: {}", flagged(&|post| post.risk() == Some(Risk::High)));
        let _ = writeln!(out, "- of medium and high: {}", flagged(&|post| post.risk() >= Some(Risk::Medium)));
        let _ = writeln!(out, "- posts to look at, flagged at all: {}", flagged(&|post| post.risk().is_some()));
        let _ = writeln!(
            out,
            "- near misses flagged in their category: {:.2} ({wrong}/{})",
            share(wrong, near.len()),
            near.len()
        );
        let _ = writeln!(
            out,
            "- harmless posts called high, per thousand: {}; ordinary ones: {}",
            high(&test),
            high(&ordinary)
        );
        let _ = writeln!(
            out,
            "- ordinary posts flagged, per thousand: {:.0} ({everyday}/{})",
            1000.0 * share(everyday, ordinary.len()),
            ordinary.len()
        );
    }
    out
}

fn quality(posts: &[Post], found: &[Found], among: &[usize], category: Category) -> (f32, f32, f32) {
    let count = |wanted: &dyn Fn(usize) -> bool| among.iter().filter(|&&at| wanted(at)).count();
    let right = count(&|at| found[at].contains_key(&category) && posts[at].risk_in(category).is_some());
    let flagged = count(&|at| found[at].contains_key(&category));
    let all = count(&|at| posts[at].risk_in(category).is_some());
    (share(right, flagged), share(right, all), share(2 * right, flagged + all))
}

fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}
