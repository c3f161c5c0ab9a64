//! Every word the rules know, numbered, so that a post's words are looked up once and compared as numbers afterwards.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Number of a word or word beginning in the [`Lexicon`].
pub(crate) type Term = u32;

/// Number of a word class.
pub(crate) type Class = u16;

/// FNV-1a: words are short and come from our own pages, so a fast hash without a secret is enough.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

type Map<V> = HashMap<Box<str>, V, BuildHasherDefault<Fnv>>;

/// The words and word beginnings of all patterns and classes.
#[derive(Default)]
pub(crate) struct Lexicon {
    words: Map<Term>,
    stems: Map<Term>,
    /// Bit `n` is set when some word beginning has `n` bytes.
    stem_lengths: u32,
    names: Vec<Box<str>>,
    /// Words that people mask and that are looked for behind `*`, `$` and digits; a beginning matches longer words too.
    masked: Vec<Box<str>>,
    /// Ordinary words, which a capital letter does not turn into a name.
    common: Map<()>,
}

/// The longest word beginning the rules may use, in bytes.
const LONGEST_STEM: usize = 31;

impl Lexicon {
    /// The number of a whole word, new or known.
    pub(crate) fn word(&mut self, text: &str) -> Term {
        if let Some(&term) = self.words.get(text) {
            return term;
        }
        let term = self.names.len() as Term;
        self.names.push(text.into());
        self.words.insert(text.into(), term);
        term
    }

    /// The number of a word beginning, new or known.
    pub(crate) fn stem(&mut self, text: &str) -> Term {
        if let Some(&term) = self.stems.get(text) {
            return term;
        }
        let term = self.names.len() as Term;
        self.names.push(text.into());
        self.stem_lengths |= 1 << text.len().min(LONGEST_STEM);
        self.stems.insert(text.into(), term);
        term
    }

    /// How many numbers have been given out.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The letters of a word or beginning.
    pub(crate) fn name(&self, term: Term) -> &str {
        &self.names[term as usize]
    }

    /// Pushes the numbers of the word itself and of every known beginning of it.
    pub(crate) fn look_up(&self, word: &str, out: &mut Vec<Term>) {
        if let Some(&term) = self.words.get(word) {
            out.push(term);
        }
        let mut lengths = self.stem_lengths;
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            if length > word.len() {
                break;
            }
            if let Some(&term) = word.get(..length).and_then(|beginning| self.stems.get(beginning)) {
                out.push(term);
            }
        }
    }

    /// Whether the rules know the word, whole or by its beginning.
    pub(crate) fn knows(&self, word: &str) -> bool {
        let mut found = Vec::new();
        self.common.contains_key(word) || {
            self.look_up(word, &mut found);
            !found.is_empty()
        }
    }

    /// Whether the word stands in the rules as it is, or is an ordinary word.
    pub(crate) fn knows_whole(&self, word: &str) -> bool {
        self.common.contains_key(word) || self.words.contains_key(word)
    }

    /// Whether the word is an ordinary one.
    pub(crate) fn is_common(&self, word: &str) -> bool {
        self.common.contains_key(word)
    }

    /// Adds an ordinary word.
    pub(crate) fn add_common(&mut self, word: &str) {
        self.common.insert(word.into(), ());
    }

    /// Adds a word that people mask.
    pub(crate) fn add_masked(&mut self, word: &str) {
        self.masked.push(word.into());
    }

    /// The words that people mask.
    pub(crate) fn masked(&self) -> &[Box<str>] {
        &self.masked
    }
}
