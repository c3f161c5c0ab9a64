//! What the model looks at in a post: which words, pairs of words and runs of letters occur.
//!
//! Each is hashed into a row of the table of weights. Words and letters have rows of their own. How often something occurs
//! does not count, only whether it does: on our posts that did best.

use crate::normalise::{Kind, Words};

/// Rows for words and pairs of words; as many again follow for runs of letters.
pub const ROWS: usize = 1 << 16;

/// Lengths in bytes of the runs of letters, within a word with a blank on each side.
const RUNS: std::ops::RangeInclusive<usize> = 3..=5;

/// One feature of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// Its row: below [`ROWS`] for words, else for letters.
    pub row: u32,
    /// The word it stands in, the last one of a pair; `u32::MAX` where it stands in none.
    pub word: u32,
}

/// FNV-1a, whose upper bits then stir the lower ones, of which the row is made.
#[derive(Clone, Copy)]
struct Hash(u32);

impl Hash {
    const fn new() -> Self {
        Hash(0x811c_9dc5)
    }

    fn byte(self, byte: u8) -> Self {
        Hash((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |hash, byte| hash.byte(*byte))
    }

    fn row(self) -> u32 {
        let mixed = (self.0 ^ (self.0 >> 15)).wrapping_mul(0x2c1b_3c6d);
        (mixed ^ (mixed >> 13)) & (ROWS as u32 - 1)
    }
}

/// Collects the features of a post, each row once, in the order of rows.
pub(crate) fn collect(words: &Words, out: &mut Vec<Feature>) {
    out.clear();
    let mut shape = String::new();
    let mut padded = Vec::new();
    let mut before = Hash::new();
    for (index, token) in words.tokens.iter().enumerate() {
        let text = match token.kind {
            Kind::Word | Kind::Emoji => words.text(token),
            // What matters of a number is what it looks like: an age, a year, a telephone number.
            Kind::Number => {
                shape.clear();
                shape.extend(words.text(token).chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).take(8));
                &shape
            }
            Kind::Mention => "@",
            Kind::Link => "/",
        };
        let word = index as u32;
        let alone = Hash::new().bytes(text.as_bytes());
        if words.starts_sentence(index) {
            before = Hash::new().byte(b'^');
        }
        out.push(Feature { row: alone.row(), word });
        out.push(Feature { row: before.byte(b' ').bytes(text.as_bytes()).row(), word });
        before = alone;
        if token.kind == Kind::Word {
            padded.clear();
            padded.push(b' ');
            padded.extend_from_slice(text.as_bytes());
            padded.push(b' ');
            for start in 0..padded.len() {
                let mut hash = Hash::new();
                for (length, byte) in (1..).zip(&padded[start..]) {
                    if length > *RUNS.end() {
                        break;
                    }
                    hash = hash.byte(*byte);
                    if RUNS.contains(&length) {
                        out.push(Feature { row: ROWS as u32 + hash.row(), word });
                    }
                }
            }
        }
    }
    for (there, mark) in [
        (words.questions.contains(&true), b"?"),
        (words.tokens.iter().any(|token| token.quoted), b"\""),
        (words.tokens.iter().any(|token| token.money), b"$"),
    ] {
        if there {
            out.push(Feature { row: Hash::new().byte(b'^').bytes(mark).row(), word: u32::MAX });
        }
    }
    out.sort_unstable();
    out.dedup_by_key(|feature| feature.row);
}
