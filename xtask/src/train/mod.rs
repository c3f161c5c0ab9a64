//! Trains the statistical model and says how well it does: `cargo run --release -p xtask -- train`.
//!
//! Every fifth voice is left out of training, fitting and thresholds alike; the figures are of those. Seeds are fixed, so the
//! same posts always give the same files.

mod fit;
mod measure;
mod posts;
mod svm;

use anyhow::{Context, Result};
use detect::statistical::features::ROWS;
use detect::statistical::{HEADS, HIGH, MEDIUM, Weights, rarity};
use detect::{Engine, PostView};
use model::Category;
use posts::{Post, Set};
use std::fs;
use std::path::PathBuf;

/// Where things are.
#[derive(clap::Args)]
pub struct Options {
    /// Folder of the training posts.
    #[arg(long, default_value = "training")]
    training: PathBuf,
    /// Folder the weights are written to.
    #[arg(long, default_value = "crates/detect/weights")]
    out: PathBuf,
}

/// Parts the training voices fall into: the model that judges a voice for the fitting has not seen it.
const FOLDS: usize = 5;

/// Features of a post as the model takes them: row and value, for words and letters each of length 1.
pub type Features = Vec<(u32, f32)>;

/// Trains, fits, measures and writes.
pub fn run(options: &Options) -> Result<()> {
    let posts = posts::read(&options.training)?;
    let engine = Engine::embedded();
    eprintln!(
        "{} posts of {} voices",
        posts.len(),
        posts.iter().map(|post| &post.voice).collect::<std::collections::BTreeSet<_>>().len()
    );
    let evidence: Vec<_> = posts.iter().map(|post| engine.evidence(&PostView::of(&post.text), None)).collect();
    let rows: Vec<&[u32]> = evidence.iter().map(|evidence| &evidence.rows[..]).collect();
    let training: Vec<usize> = (0..posts.len()).filter(|&at| posts[at].set == Set::Training).collect();
    let idf = idf(training.iter().map(|&at| rows[at]));
    let features: Vec<Features> = rows.iter().map(|rows| values(rows, &idf)).collect();

    // Margins for the fitting: of models that have not seen the voice.
    let mut margins = vec![[0.0; HEADS]; posts.len()];
    for fold in 0..FOLDS {
        let (seen, unseen): (Vec<usize>, Vec<usize>) = training.iter().partition(|&&at| posts[at].fold() != fold);
        let (columns, biases) = columns(&posts, &features, &seen);
        for at in unseen {
            margins[at] = margins_of(&features[at], &columns, &biases);
        }
    }
    let (columns, biases) = columns(&posts, &features, &training);
    for at in 0..posts.len() {
        if posts[at].set != Set::Training {
            margins[at] = margins_of(&features[at], &columns, &biases);
        }
    }
    let rules: Vec<_> = evidence.into_iter().map(|evidence| evidence.rules).collect();
    let combination = fit::combination(&posts, &margins, &rules);

    fs::create_dir_all(&options.out)?;
    let weights = Weights::write(&idf, &columns, &biases);
    let combination = toml::to_string(&combination)?;
    fs::write(options.out.join("weights.bin"), &weights).context("the weights")?;
    fs::write(options.out.join("combination.toml"), &combination).context("the combination")?;
    let pages = measure::rules_only(&posts, &rules);
    let engine = Engine::embedded().learn(&weights, &combination).map_err(anyhow::Error::msg)?;
    print!("{}", measure::table(&engine, &posts, &pages));
    Ok(())
}

/// The table of the writers that were left out, for an engine with its model.
pub fn unseen(engine: &Engine, training: &std::path::Path) -> Result<String> {
    let posts = posts::read(training)?;
    let rules: Vec<_> = posts.iter().map(|post| engine.evidence(&PostView::of(&post.text), None).rules).collect();
    Ok(measure::table(engine, &posts, &measure::rules_only(&posts, &rules)))
}

/// How rare each feature is among these posts (smoothed inverse document frequency), as the model keeps it.
fn idf<'a>(posts: impl Iterator<Item = &'a [u32]>) -> Vec<u8> {
    let mut counts = vec![0u32; 2 * ROWS];
    let mut all = 0u32;
    for rows in posts {
        all += 1;
        rows.iter().for_each(|row| counts[*row as usize] += 1);
    }
    let rare = |count: &u32| (((1.0 + all as f32) / (1.0 + *count as f32)).ln() + 1.0) * 16.0;
    counts.iter().map(|count| rare(count).round().clamp(1.0, 255.0) as u8).collect()
}

fn values(rows: &[u32], idf: &[u8]) -> Features {
    let letters = rows.partition_point(|row| (*row as usize) < ROWS);
    let block = |rows: &[u32]| {
        let norm = rows.iter().map(|row| rarity(idf[*row as usize]).powi(2)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        rows.iter().map(|row| (*row, rarity(idf[*row as usize]) / norm)).collect::<Features>()
    };
    [block(&rows[..letters]), block(&rows[letters..])].concat()
}

/// The weights of every column, learned from these posts.
fn columns(posts: &[Post], features: &[Features], seen: &[usize]) -> (Vec<Vec<f32>>, Vec<f32>) {
    let label = |column: usize, post: &Post| match column {
        MEDIUM => post.risk().is_some_and(|risk| risk >= model::Risk::Medium),
        HIGH => post.risk() == Some(model::Risk::High),
        _ => post.risk_in(Category::ALL[column]).is_some(),
    };
    let mut learned: Vec<Option<(Vec<f32>, f32)>> = vec![None; HEADS];
    std::thread::scope(|threads| {
        // Two cores: every second column each.
        for half in learned.chunks_mut(HEADS.div_ceil(2)).enumerate() {
            let (number, half) = half;
            threads.spawn(move || {
                for (at, place) in half.iter_mut().enumerate() {
                    let column = number * HEADS.div_ceil(2) + at;
                    let signs = seen.iter().map(|&at| label(column, &posts[at])).collect::<Vec<bool>>();
                    let shown = seen.iter().map(|&at| &features[at][..]).collect::<Vec<_>>();
                    *place = Some(svm::train(&shown, &signs, 2 * ROWS, column as u64));
                }
            });
        }
    });
    learned.into_iter().flatten().unzip()
}

fn margins_of(features: &Features, columns: &[Vec<f32>], biases: &[f32]) -> [f32; HEADS] {
    std::array::from_fn(|column| {
        biases[column] + features.iter().map(|(row, value)| columns[column][*row as usize] * value).sum::<f32>()
    })
}
