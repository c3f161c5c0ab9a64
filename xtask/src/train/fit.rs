//! Fits how the model and the rules are put together, on margins of models that had not seen the writer.

use super::posts::{Post, Set};
use detect::statistical::combination::{Combination, Level, Member, logistic};
use detect::statistical::{HIGH, MEDIUM, Margins};
use model::{Category, Finding, Risk};

/// Ordinary posts that may be flagged at all, of a thousand. The bar is 40; what is set aside is for posts unlike these.
const FLAGGED_PER_THOUSAND: f32 = 35.0;
/// Ordinary posts that may be called high, of a thousand.
const FALSE_HIGHS_PER_THOUSAND: f32 = 1.0;
/// The same of posts without a finding of which most look as if they had one.
const FALSE_HIGHS_PER_THOUSAND_HARD: f32 = 1.5;

/// Fits everything.
pub fn combination(posts: &[Post], margins: &[Margins], rules: &[Vec<Finding>]) -> Combination {
    let fitting: Vec<usize> = (0..posts.len()).filter(|&at| posts[at].set == Set::Training).collect();
    // Some of the ordinary posts swear; a rule that says so is right.
    let swears = |at: usize| rules[at].iter().any(|finding| finding.category == Category::Profanity);
    let ordinary: Vec<usize> = fitting.iter().copied().filter(|&at| posts[at].is_background() && !swears(at)).collect();
    let plain: Vec<usize> = (0..posts.len()).filter(|&at| posts[at].set == Set::Plain && !swears(at)).collect();
    let rule = |at: usize, category: Category| {
        rules[at].iter().find(|finding| finding.category == category).map(|finding| finding.risk)
    };
    let mut categories: Vec<Member> = Category::ALL
        .iter()
        .map(|&category| {
            let inputs: Vec<Vec<f32>> = fitting
                .iter()
                .map(|&at| {
                    let found = rule(at, category);
                    let is = |risk| f32::from(found == Some(risk));
                    vec![margins[at][category as usize], is(Risk::Low), is(Risk::Medium), is(Risk::High)]
                })
                .collect();
            let answers: Vec<bool> = fitting.iter().map(|&at| posts[at].risk_in(category).is_some()).collect();
            let (weights, bias) = regression(&inputs, &answers);
            Member {
                category: category.id().to_owned(),
                bias: short(bias),
                model: short(weights[0]),
                rule: [short(weights[1]), short(weights[2]), short(weights[3])],
                threshold: 0.5,
            }
        })
        .collect();
    let weigh = |member: &Member, category: Category, at: usize| {
        member.weigh(margins[at][category as usize], rule(at, category))
    };
    let is_flagged = |member: &Member, category: Category, at: usize| weigh(member, category, at).1;
    for (member, &category) in categories.iter_mut().zip(Category::ALL) {
        let judged: Vec<(f32, bool)> =
            fitting.iter().map(|&at| (weigh(member, category, at).0, posts[at].risk_in(category).is_some())).collect();
        member.threshold = short(best_threshold(&judged));
    }
    for everyday in [&ordinary, &plain] {
        raise_for_ordinary(&mut categories, everyday, &is_flagged);
    }

    let level = |wanted: Risk, column: usize| {
        let pairs: Vec<(usize, Category, Risk)> = fitting
            .iter()
            .flat_map(|&at| posts[at].labels.iter().map(move |(category, risk)| (at, *category, *risk)))
            .collect();
        let inputs: Vec<Vec<f32>> = pairs
            .iter()
            .map(|&(at, category, _)| {
                let mut input = vec![0.0; 1 + 4 + Category::ALL.len()];
                input[0] = margins[at][column];
                input[1 + rule(at, category).map_or(0, |risk| risk as usize + 1)] = 1.0;
                input[5 + category as usize] = 1.0;
                input
            })
            .collect();
        let answers: Vec<bool> = pairs.iter().map(|(.., risk)| *risk >= wanted).collect();
        let (weights, bias) = regression(&inputs, &answers);
        Level {
            bias: weights[5..].iter().map(|weight| short(weight + bias)).collect(),
            model: short(weights[0]),
            rule: [short(weights[1]), short(weights[2]), short(weights[3]), short(weights[4])],
            threshold: 0.5,
        }
    };
    let mut fitted = Combination { categories, medium: level(Risk::Medium, MEDIUM), high: level(Risk::High, HIGH) };
    // A false high costs the reader's trust: the threshold rises until few posts without a finding are called high.
    let harmless: Vec<usize> = fitting.iter().copied().filter(|&at| posts[at].labels.is_empty()).collect();
    let false_highs = |combination: &Combination, among: &[usize]| {
        among
            .iter()
            .filter(|&&at| {
                Category::ALL.iter().any(|&category| {
                    let found = rule(at, category);
                    combination.weigh(category, &margins[at], found).1
                        && combination.risk(category, &margins[at], found) == Risk::High
                })
            })
            .count() as f32
    };
    let too_many = |fitted: &Combination| {
        let share = |among: &[usize]| false_highs(fitted, among) / among.len().max(1) as f32 * 1000.0;
        share(&ordinary) > FALSE_HIGHS_PER_THOUSAND || share(&harmless) > FALSE_HIGHS_PER_THOUSAND_HARD
    };
    while fitted.high.threshold < 0.9 && too_many(&fitted) {
        fitted.high.threshold = short(fitted.high.threshold + 0.02);
    }
    fitted
}

/// Raises thresholds, each time the one that costs least of what is found for what it spares, until few ordinary posts are
/// flagged.
fn raise_for_ordinary(
    categories: &mut [Member],
    ordinary: &[usize],
    is_flagged: &impl Fn(&Member, Category, usize) -> bool,
) {
    let most = FLAGGED_PER_THOUSAND * ordinary.len() as f32 / 1000.0;
    loop {
        let flags: Vec<Vec<Category>> = ordinary
            .iter()
            .map(|&at| {
                let flagged = |category: &&Category| is_flagged(&categories[**category as usize], **category, at);
                Category::ALL.iter().filter(flagged).copied().collect()
            })
            .filter(|flags: &Vec<Category>| !flags.is_empty())
            .collect();
        if flags.len() as f32 <= most {
            return;
        }
        let count = |category: &Category| flags.iter().flatten().filter(|flagged| *flagged == category).count();
        let Some(worst) = Category::ALL.iter().max_by_key(|category| count(category)) else { return };
        let member = &mut categories[*worst as usize];
        member.threshold = short(member.threshold + 0.02);
        if member.threshold >= 0.98 {
            return;
        }
    }
}

/// How much more a post missed counts than a post flagged for nothing: a reader passes over those in a moment.
const RECALL_COUNTS: f32 = std::f32::consts::SQRT_2;

/// The threshold with the best F-measure.
fn best_threshold(judged: &[(f32, bool)]) -> f32 {
    let mut sorted = judged.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = sorted.iter().filter(|(_, answer)| *answer).count() as f32;
    let (mut right, mut best) = (0.0, (0.0, 0.5));
    for (taken, (probability, answer)) in (1..).zip(&sorted) {
        right += f32::from(*answer);
        let weight = RECALL_COUNTS * RECALL_COUNTS;
        let measure = (1.0 + weight) * right / (taken as f32 + weight * all);
        if measure > best.0 {
            best = (measure, *probability);
        }
    }
    best.1
}

/// Logistic regression with a little shrinking, by Newton's method on each coordinate in turn.
fn regression(inputs: &[Vec<f32>], answers: &[bool]) -> (Vec<f32>, f32) {
    const SHRINK: f32 = 1.0;
    let columns = inputs.first().map_or(0, Vec::len) + 1;
    let value = |at: usize, column: usize| if column + 1 == columns { 1.0 } else { inputs[at][column] };
    let mut weights = vec![0.0f32; columns];
    let mut logits = vec![0.0f32; inputs.len()];
    for _ in 0..100 {
        let mut moved = 0.0f32;
        for (column, weight) in weights.iter_mut().enumerate() {
            let shrink = if column + 1 == columns { 0.0 } else { SHRINK };
            let (mut gradient, mut curve) = (shrink * *weight, shrink + 1e-6);
            for at in 0..inputs.len() {
                let x = value(at, column);
                if x != 0.0 {
                    let p = logistic(logits[at]);
                    gradient += (p - f32::from(answers[at])) * x;
                    curve += p * (1.0 - p) * x * x;
                }
            }
            let step = (gradient / curve).clamp(-2.0, 2.0);
            *weight -= step;
            moved = moved.max(step.abs());
            (0..inputs.len()).for_each(|at| logits[at] -= step * value(at, column));
        }
        if moved < 1e-3 {
            break;
        }
    }
    let bias = weights.pop().unwrap_or_default();
    (weights, bias)
}

/// Three places: enough, and short to read.
fn short(number: f32) -> f32 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_regression_finds_a_slope_and_the_threshold_its_best_place() {
        let inputs: Vec<Vec<f32>> = (0..200).map(|n| vec![n as f32 / 100.0 - 1.0]).collect();
        let answers: Vec<bool> = (0..200).map(|n| n > 120).collect();
        let (weights, bias) = regression(&inputs, &answers);
        assert!(weights[0] > 1.0 && bias < 0.0, "{weights:?} {bias}");
        let judged: Vec<(f32, bool)> = (0..10).map(|n| (n as f32 / 10.0, n >= 7)).collect();
        assert_eq!(best_threshold(&judged), 0.7);
    }
}
