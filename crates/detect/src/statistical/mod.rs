//! A linear model over the words and letters of a post: what no list of wordings can hold.
//!
//! For each category it weighs which words and runs of letters occur (TF-IDF of hashed features, linear support vectors). It was
//! trained on the hand-written posts of `training/`; `weights/README.md` says by which command, and how it is licensed. What
//! the rules found and what the model says are put together by [`Combination`].

pub mod combination;
pub mod features;

pub use combination::Combination;

use crate::lexicon::Fnv;
use crate::normalise::Words;
use features::{Feature, ROWS};
use model::{Category, Span};
use std::hash::Hasher;

/// Columns of the model: the categories, then whether a post's risk is at least medium, and whether it is high.
pub const HEADS: usize = Category::ALL.len() + 2;
/// The column that tells posts of at least medium risk.
pub const MEDIUM: usize = Category::ALL.len();
/// The column that tells posts of high risk.
pub const HIGH: usize = Category::ALL.len() + 1;

/// Bytes of a row in the file: a weight for each column, and how rare the feature is.
const STORED: usize = HEADS + 1;
/// Bytes of a row in memory: half a cache line, so that one look serves every column.
const WIDTH: usize = 32;
const MAGIC: &[u8; 4] = b"BSW1";

/// The weights, one row for each feature.
pub struct Weights {
    rows: Vec<[i8; WIDTH]>,
    /// What one step of a column's weights is worth.
    scales: [f32; HEADS],
    /// What a post without features has.
    biases: [f32; HEADS],
    /// Tells these weights from others, in hex.
    version: String,
}

/// What the model says of a post: one margin for each column; above 0 it speaks for, below against.
pub type Margins = [f32; HEADS];

impl Weights {
    /// Reads the file that [`Weights::write`] makes. None when it is not of this form.
    pub fn read(bytes: &[u8]) -> Option<Weights> {
        let mut hash = Fnv::default();
        hash.write(bytes);
        let version = format!("{:016x}", hash.finish());
        let bytes = bytes.strip_prefix(MAGIC)?;
        let (numbers, rows) = bytes.split_at_checked(HEADS * 8)?;
        let mut numbers = numbers.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four));
        let scales = std::array::from_fn(|_| numbers.next().unwrap_or_default());
        let biases = std::array::from_fn(|_| numbers.next().unwrap_or_default());
        if rows.len() != 2 * ROWS * STORED {
            return None;
        }
        let rows = rows
            .as_chunks::<STORED>()
            .0
            .iter()
            .map(|stored| std::array::from_fn(|at| stored.get(at).map_or(0, |byte| *byte as i8)))
            .collect();
        Some(Weights { rows, scales, biases, version })
    }

    /// The file: scales and biases, then the rows. `idf` is how rare each feature is, as [`rarity`] gives it back; `columns`
    /// the weights of each column, for features of value 1 over the root of their squares.
    pub fn write(idf: &[u8], columns: &[Vec<f32>], biases: &[f32]) -> Vec<u8> {
        let scale = |column: &Vec<f32>| {
            let largest = idf.iter().zip(column).map(|(idf, weight)| (rarity(*idf) * weight).abs()).fold(0.0, f32::max);
            largest.max(f32::MIN_POSITIVE) / 127.0
        };
        let scales: Vec<f32> = columns.iter().map(scale).collect();
        let mut file = MAGIC.to_vec();
        file.extend(scales.iter().chain(biases).flat_map(|number| number.to_le_bytes()));
        for (row, idf) in idf.iter().enumerate() {
            let step = |(column, scale): (&Vec<f32>, &f32)| (rarity(*idf) * column[row] / scale).round() as i8 as u8;
            file.extend(columns.iter().zip(&scales).map(step));
            file.push(*idf);
        }
        file
    }

    /// Tells these weights from others.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// What the model says of a post.
    pub(crate) fn margins(&self, words: &Words, features: &mut Vec<Feature>) -> Margins {
        features::collect(words, features);
        let letters = features.partition_point(|feature| (feature.row as usize) < ROWS);
        let mut margins = self.biases;
        for block in [&features[..letters], &features[letters..]] {
            let mut sums = [0i32; WIDTH];
            let mut squares = 0.0;
            for feature in block {
                let row = &self.rows[feature.row as usize];
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i32::from(*weight);
                }
                let rare = rarity(row[HEADS] as u8);
                squares += rare * rare;
            }
            if squares > 0.0 {
                let norm = squares.sqrt().recip();
                for ((margin, sum), scale) in margins.iter_mut().zip(sums).zip(&self.scales) {
                    *margin += sum as f32 * scale * norm;
                }
            }
        }
        margins
    }

    /// The words that weighed most for a column: the stretch whose weights add up to most, and no more than one sentence.
    pub(crate) fn evidence(&self, words: &Words, features: &[Feature], column: usize) -> Option<Span> {
        let mut weights = vec![0i32; words.tokens.len()];
        for feature in features {
            if let Some(weight) = weights.get_mut(feature.word as usize) {
                *weight += i32::from(self.rows[feature.row as usize][column]);
            }
        }
        // A word that weighs nothing costs a little, so that the stretch ends where its reason does.
        let cost = weights.iter().map(|weight| weight.abs()).sum::<i32>() / (4 * weights.len().max(1) as i32);
        let (mut best, mut sum, mut start): (Option<(i32, usize, usize)>, i32, usize) = (None, 0, 0);
        for (index, weight) in weights.iter().enumerate() {
            if sum <= 0 || words.starts_sentence(index) {
                (sum, start) = (0, index);
            }
            sum += weight - cost;
            if best.is_none_or(|(most, ..)| sum > most) {
                best = Some((sum, start, index));
            }
        }
        let (_, first, last) = best?;
        Some(Span { start: words.tokens[first].span.start, end: words.tokens[last].span.end })
    }
}

/// How rare a feature is (inverse document frequency), from the byte it is kept in: steps of a sixteenth.
pub fn rarity(stored: u8) -> f32 {
    f32::from(stored) / 16.0
}
