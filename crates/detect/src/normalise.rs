//! Turns a post into words: folds spelling tricks and keeps, for each word, where it stands in the original.
//!
//! What is folded: capitals, accents, look-alike letters and invisible characters ([`fold`]); masks and leet (`f*ck`,
//! `sh1t`), stretched words (`fuuuck`), spaced-out letters (`d r u n k`), run-together hashtags. Mentions and links become
//! words without letters, so that nothing inside them matches.

use crate::fold::{Letter, fold, is_emoji};
use crate::lexicon::{Lexicon, Term};
use crate::spelling::{split, squeeze, unmask};
use model::Span;

/// What a word of a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Mention,
    Link,
    Emoji,
}

/// One word of a post.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Where it stands in the original, in Unicode scalar values.
    pub(crate) span: Span,
    /// Where its folded letters stand in [`Words::letters`].
    text: (u32, u32),
    /// Where its numbers stand in [`Words::terms`].
    terms: (u32, u32),
    /// Number of its sentence, from 0.
    pub(crate) sentence: u16,
    /// Inside double quotation marks.
    pub(crate) quoted: bool,
    /// Its first letter is a capital.
    pub(crate) capital: bool,
    /// All of its letters are capitals.
    pub(crate) capitals: bool,
    /// Right after a currency sign.
    pub(crate) money: bool,
}

/// The words of one post. Kept between posts so that its memory is used again.
#[derive(Default)]
pub(crate) struct Words {
    /// The folded text, letter by letter.
    pub(crate) folded: Vec<Letter>,
    pub(crate) tokens: Vec<Token>,
    /// For each sentence, whether it ends in a question mark.
    pub(crate) questions: Vec<bool>,
    letters: String,
    terms: Vec<Term>,
}

impl Words {
    /// The folded letters of a word.
    pub(crate) fn text(&self, token: &Token) -> &str {
        &self.letters[token.text.0 as usize..token.text.1 as usize]
    }

    /// The lexicon's numbers of a word.
    pub(crate) fn terms(&self, token: &Token) -> &[Term] {
        &self.terms[token.terms.0 as usize..token.terms.1 as usize]
    }

    /// Whether nothing but a sentence's beginning stands before this word.
    pub(crate) fn starts_sentence(&self, index: usize) -> bool {
        index == 0 || self.tokens[index - 1].sentence != self.tokens[index].sentence
    }

    /// Reads a post.
    pub(crate) fn read(&mut self, text: &str, lexicon: &Lexicon) {
        let mut folded = std::mem::take(&mut self.folded);
        fold(text, &mut folded);
        self.tokens.clear();
        self.questions.clear();
        self.questions.push(false);
        self.letters.clear();
        self.terms.clear();
        Reader { words: self, from: &folded, at: 0, sentence: 0, quoted: false, money: false, scratch: String::new() }
            .read(lexicon);
        self.folded = folded;
        self.join_spaced_letters(lexicon);
        for index in 0..self.tokens.len() {
            let start = self.terms.len() as u32;
            let (from, to) = self.tokens[index].text;
            lexicon.look_up(&self.letters[from as usize..to as usize], &mut self.terms);
            self.tokens[index].terms = (start, self.terms.len() as u32);
        }
    }

    /// Joins `d r u n k` and `s.h.i.t` where the joined word is one the rules know.
    fn join_spaced_letters(&mut self, lexicon: &Lexicon) {
        let single = |token: &Token| token.kind == Kind::Word && token.text.1 - token.text.0 == 1;
        let mut index = 0;
        while index < self.tokens.len() {
            let run = self.tokens[index..].iter().take(LONGEST_SPACED).take_while(|token| single(token)).count();
            if run < 3 {
                index += run.max(1);
                continue;
            }
            let mut joined = None;
            'search: for length in (3..=run).rev() {
                for start in index..=index + run - length {
                    let word: String =
                        self.tokens[start..start + length].iter().map(|token| self.text(token)).collect();
                    if length == run && lexicon.knows(&word) || length >= 4 && lexicon.knows_whole(&word) {
                        joined = Some((start, length, word));
                        break 'search;
                    }
                }
            }
            let Some((start, length, word)) = joined else {
                index += run;
                continue;
            };
            let from = self.letters.len() as u32;
            self.letters.push_str(&word);
            let end = self.tokens[start + length - 1].span.end;
            let token = &mut self.tokens[start];
            token.text = (from, self.letters.len() as u32);
            token.span.end = end;
            self.tokens.drain(start + 1..start + length);
            index = start + 1;
        }
    }
}

/// Spaced-out words, masked words and addresses longer than this are read as plain words: a bound on the work for one post.
const LONGEST_SPACED: usize = 24;
const LONGEST_MASKED: usize = 18;
const LONGEST_ADDRESS: usize = 1_000;

/// The endings that are words of their own after an apostrophe.
const CLITICS: [&str; 6] = ["s", "m", "re", "ve", "ll", "d"];

/// Contractions often written without their apostrophe, where no other word is spelt so.
const BARE: [(&str, &str, &str); 27] = [
    ("arent", "are", "n't"),
    ("cant", "can", "n't"),
    ("couldnt", "could", "n't"),
    ("couldve", "could", "'ve"),
    ("didnt", "did", "n't"),
    ("doesnt", "does", "n't"),
    ("dont", "do", "n't"),
    ("hadnt", "had", "n't"),
    ("hasnt", "has", "n't"),
    ("havent", "have", "n't"),
    ("hes", "he", "'s"),
    ("im", "i", "'m"),
    ("isnt", "is", "n't"),
    ("ive", "i", "'ve"),
    ("shes", "she", "'s"),
    ("shouldnt", "should", "n't"),
    ("shouldve", "should", "'ve"),
    ("thats", "that", "'s"),
    ("theres", "there", "'s"),
    ("theyre", "they", "'re"),
    ("theyve", "they", "'ve"),
    ("wasnt", "was", "n't"),
    ("werent", "were", "n't"),
    ("wont", "will", "n't"),
    ("wouldnt", "would", "n't"),
    ("youre", "you", "'re"),
    ("youve", "you", "'ve"),
];

/// Endings of web addresses that are taken for links without `http`.
const WEB_ENDINGS: [&str; 14] =
    ["com", "org", "net", "uk", "ie", "io", "gov", "edu", "eu", "info", "tv", "me", "ly", "be"];

struct Reader<'a> {
    words: &'a mut Words,
    from: &'a [Letter],
    at: usize,
    sentence: u16,
    quoted: bool,
    money: bool,
    scratch: String,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.from.get(self.at + ahead).map_or('\0', |letter| letter.folded)
    }

    fn before(&self) -> char {
        if self.at == 0 { '\0' } else { self.from[self.at - 1].folded }
    }

    fn read(&mut self, lexicon: &Lexicon) {
        while self.at < self.from.len() {
            let letter = self.peek(0);
            match letter {
                '\n' => {
                    self.end_sentence();
                    self.at += 1;
                }
                '@' if is_word(self.peek(1)) && !is_word(self.before()) && !self.masked_word(lexicon) => self.mention(),
                '#' if is_word(self.peek(1)) && !is_word(self.before()) => self.hashtag(lexicon),
                '"' => {
                    self.quoted = !self.quoted && self.closing_quote_follows();
                    self.at += 1;
                }
                '£' | '$' | '€' if self.peek(1).is_ascii_digit() => {
                    self.money = true;
                    self.at += 1;
                }
                '$' if self.masked_word(lexicon) => {}
                '.' | '!' | '?' => self.stop(letter),
                '&' => {
                    self.push_text(Kind::Word, self.at, self.at + 1, "and");
                    self.at += 1;
                }
                _ if letter.is_ascii_digit() => {
                    if !self.masked_word(lexicon) {
                        self.number();
                    }
                }
                _ if is_word(letter) => {
                    if !self.link() && !self.masked_word(lexicon) {
                        self.word(lexicon);
                    }
                }
                _ if is_emoji(letter) => {
                    self.push_range(Kind::Emoji, self.at, self.at + 1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    fn end_sentence(&mut self) {
        if self.words.tokens.last().is_some_and(|token| token.sentence == self.sentence) {
            self.sentence = self.sentence.saturating_add(1);
            self.words.questions.push(false);
        }
    }

    /// A stop ends a sentence when blank space or a closing mark follows; dots that trail off do so only before a capital.
    fn stop(&mut self, first: char) {
        let start = self.at;
        let mut question = false;
        while matches!(self.peek(0), '.' | '!' | '?') {
            question |= self.peek(0) == '?';
            self.at += 1;
        }
        let next = self.peek(0);
        if !(next == '\0' || next.is_whitespace() || matches!(next, '"' | ')' | '\'') || is_emoji(next)) {
            return;
        }
        if question && let Some(flag) = self.words.questions.get_mut(self.sentence as usize) {
            *flag = true;
        }
        let dots = first == '.' && !question;
        let trails_off = dots && self.at - start > 1;
        let after_title = dots
            && self.words.tokens.last().is_some_and(|t| {
                matches!(
                    self.words.text(t),
                    "dr" | "mr" | "mrs" | "ms" | "st" | "prof" | "vs" | "no" | "approx" | "rev" | "sgt" | "cllr"
                )
            });
        let mut ahead = 0;
        while self.from.get(self.at + ahead).is_some_and(|l| matches!(l.folded, ' ' | '"' | '\'')) {
            ahead += 1;
        }
        let capital_follows = self.from.get(self.at + ahead).is_some_and(|l| l.capital);
        if after_title && capital_follows || trails_off && !capital_follows {
            return;
        }
        self.end_sentence();
    }

    fn closing_quote_follows(&self) -> bool {
        self.from[self.at + 1..].iter().take(600).any(|letter| letter.folded == '"')
    }

    fn mention(&mut self) {
        let start = self.at;
        self.at += 1;
        while is_word(self.peek(0)) || matches!(self.peek(0), '_' | '-') || self.peek(0) == '.' && is_word(self.peek(1))
        {
            self.at += 1;
        }
        self.push_empty(Kind::Mention, start, self.at);
    }

    /// Takes a web or e-mail address.
    fn link(&mut self) -> bool {
        let rest = &self.from[self.at..];
        let mut length = 0;
        let (mut dot, mut at_sign, mut slash) = (None, None, false);
        while let Some(letter) = rest.get(length).map(|l| l.folded).filter(|_| length < LONGEST_ADDRESS) {
            match letter {
                '.' if length > 0 && rest.get(length + 1).is_some_and(|l| is_word(l.folded)) => {
                    if !slash {
                        dot = Some(length);
                    }
                }
                '@' if length > 0 && !slash && rest.get(length + 1).is_some_and(|l| is_word(l.folded)) => {
                    at_sign = Some(length)
                }
                '/' if dot.is_some() => slash = true,
                ':' if length >= 4 && rest.get(length + 1).is_some_and(|l| l.folded == '/') => slash = true,
                '/' if slash => {}
                _ if slash && !letter.is_whitespace() && !matches!(letter, '"' | ')' | '>' | ',' | '\'') => {}
                _ if is_word(letter) || matches!(letter, '_' | '-' | '+') => {}
                _ => break,
            }
            length += 1;
        }
        let scheme = matches!(rest[0].folded, 'h')
            && slash
            && rest.len() > 4
            && rest[..4].iter().map(|l| l.folded).eq("http".chars());
        let ending = dot.map(|d| {
            rest[d + 1..length].iter().map(|l| l.folded).take_while(|l| l.is_alphanumeric()).collect::<String>()
        });
        let web = ending.is_some_and(|e| WEB_ENDINGS.contains(&e.as_str()));
        if !(scheme || web && (dot.is_some_and(|d| d > 1) || at_sign.is_some())) {
            return false;
        }
        let start = self.at;
        self.at += length;
        self.push_empty(Kind::Link, start, self.at);
        true
    }

    fn number(&mut self) {
        let start = self.at;
        while self.peek(0).is_ascii_digit()
            || matches!(self.peek(0), '.' | ',' | ':') && self.peek(1).is_ascii_digit() && self.at > start
        {
            self.at += 1;
        }
        self.push_range(Kind::Number, start, self.at);
    }

    /// Reads letters up to the end of the word and pushes the word, taken apart at apostrophes.
    fn word(&mut self, lexicon: &Lexicon) {
        let start = self.at;
        while let letter = self.peek(0)
            && (letter.is_alphabetic()
                || matches!(letter, '\'' | '&') && self.at > start && self.peek(1).is_alphabetic())
        {
            self.at += 1;
        }
        if self.at == start {
            self.at += 1;
        }
        self.push_word(start, self.at, lexicon);
    }

    fn push_word(&mut self, start: usize, end: usize, lexicon: &Lexicon) {
        let letters = &self.from[start..end];
        if let Some(apostrophe) = letters.iter().rposition(|l| l.folded == '\'') {
            let ending: String = letters[apostrophe + 1..].iter().map(|l| l.folded).collect();
            let middle = start + apostrophe;
            if ending == "t" && apostrophe > 1 && self.from[middle - 1].folded == 'n' {
                let kept = self.from[start..middle - 1].iter().map(|l| l.folded).collect::<String>();
                let base = match kept.as_str() {
                    "ca" => "can",
                    "wo" => "will",
                    "sha" => "shall",
                    other => other,
                }
                .to_owned();
                self.push_text(Kind::Word, start, middle - 1, &base);
                self.push_text(Kind::Word, middle - 1, end, "n't");
                return;
            }
            if apostrophe > 0 && CLITICS.contains(&ending.as_str()) {
                self.push_simple(start, middle, lexicon);
                self.push_text(Kind::Word, middle, end, &format!("'{ending}"));
                return;
            }
        }
        self.push_simple(start, end, lexicon);
    }

    fn push_simple(&mut self, start: usize, end: usize, lexicon: &Lexicon) {
        let mut word = std::mem::take(&mut self.scratch);
        word.clear();
        word.extend(self.from[start..end].iter().map(|l| l.folded));
        if let Some((_, first, second)) =
            (2..=8).contains(&word.len()).then(|| BARE.iter().find(|b| b.0 == word)).flatten()
        {
            let cut = start + first.len().min(end - start - 1);
            self.push_text(Kind::Word, start, cut, first);
            self.push_text(Kind::Word, cut, end, second);
        } else if let Some(short) = squeeze(&word, lexicon) {
            self.push_text(Kind::Word, start, end, &short);
        } else {
            self.push_text(Kind::Word, start, end, &word);
        }
        self.scratch = word;
    }

    /// Takes a word with masking characters or digits for letters, if it can be one the rules know.
    fn masked_word(&mut self, lexicon: &Lexicon) -> bool {
        let rest = &self.from[self.at..];
        let (mut length, mut tricks, mut letters) = (0, 0, 0);
        while let Some(letter) = rest.get(length).map(|l| l.folded).filter(|_| length <= LONGEST_MASKED) {
            let inside = rest.get(length + 1).is_some_and(|l| is_word(l.folded) || is_mask(l.folded));
            match letter {
                _ if letter.is_alphabetic() => letters += 1,
                _ if letter.is_ascii_digit() => tricks += 1,
                '*' => tricks += 1,
                '@' | '$' | '#' | '!' | '_' | '.' | '-' if inside || length > 0 && letter == '$' => tricks += 1,
                _ => break,
            }
            length += 1;
        }
        if tricks == 0 || letters == 0 || !(3..=LONGEST_MASKED).contains(&length) {
            return false;
        }
        let masked: Vec<char> = rest[..length].iter().map(|l| l.folded).collect();
        // `A*s` are school grades.
        if length == 3 && masked.contains(&'*') {
            return false;
        }
        let Some(word) = lexicon.masked().iter().find_map(|word| unmask(&masked, word)) else { return false };
        let (start, end) = (self.at, self.at + length);
        self.at = end;
        self.push_text(Kind::Word, start, end, &word);
        true
    }

    /// Takes `#NightShift` as two words, parted at capitals, digits and underscores, else by known words.
    fn hashtag(&mut self, lexicon: &Lexicon) {
        self.at += 1;
        let start = self.at;
        while is_word(self.peek(0)) || self.peek(0) == '_' {
            self.at += 1;
        }
        let end = self.at;
        let mut from = start;
        for cut in start + 1..=end {
            let breaks = cut == end || {
                let (a, b) = (self.from[cut - 1], self.from[cut]);
                a.folded == '_'
                    || b.folded == '_'
                    || b.capital && !a.capital
                    || a.folded.is_ascii_digit() != b.folded.is_ascii_digit()
            };
            if breaks {
                if self.from[from].folded.is_ascii_digit() {
                    self.push_range(Kind::Number, from, cut);
                } else if self.from[from].folded != '_' {
                    self.push_parts(from, cut, lexicon);
                }
                from = cut;
            }
        }
    }

    fn push_parts(&mut self, start: usize, end: usize, lexicon: &Lexicon) {
        let word: String = self.from[start..end].iter().map(|l| l.folded).collect();
        match split(&word, lexicon) {
            Some(lengths) => {
                let mut from = start;
                for length in lengths {
                    self.push_simple(from, from + length, lexicon);
                    from += length;
                }
            }
            None => self.push_simple(start, end, lexicon),
        }
    }

    fn push_empty(&mut self, kind: Kind, start: usize, end: usize) {
        self.push_text(kind, start, end, "");
    }

    fn push_range(&mut self, kind: Kind, start: usize, end: usize) {
        let text: String = self.from[start..end].iter().map(|l| l.folded).collect();
        self.push_text(kind, start, end, &text);
    }

    fn push_text(&mut self, kind: Kind, start: usize, end: usize, text: &str) {
        let from = self.words.letters.len() as u32;
        self.words.letters.push_str(text);
        let original = &self.from[start..end.max(start + 1).min(self.from.len())];
        let (Some(first), Some(last)) = (original.first(), original.last()) else { return };
        self.words.tokens.push(Token {
            kind,
            span: Span { start: first.at, end: last.at + 1 },
            text: (from, self.words.letters.len() as u32),
            terms: (0, 0),
            sentence: self.sentence,
            quoted: self.quoted,
            capital: first.capital,
            capitals: original.iter().all(|l| l.capital || !l.folded.is_alphabetic()),
            money: std::mem::take(&mut self.money),
        });
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii() && letter.is_alphanumeric()
}

fn is_mask(letter: char) -> bool {
    matches!(letter, '*' | '@' | '$' | '#' | '!' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word lies inside the text, words follow one another, and what they mark can be cut out.
    fn check(text: &str) {
        let lexicon = Lexicon::default();
        let mut words = Words::default();
        words.read(text, &lexicon);
        let length = text.chars().count() as u32;
        let mut last = 0;
        for token in &words.tokens {
            assert!(token.span.start < token.span.end && token.span.end <= length, "{token:?} in {text:?}");
            assert!(token.span.start >= last, "{token:?} runs backwards in {text:?}");
            last = token.span.start;
        }
        let mut place = 0;
        for letter in &words.folded {
            assert!(letter.at >= place && letter.at < length);
            place = letter.at;
        }
    }

    /// Texts put together from awkward pieces by a fixed generator: places always hold.
    #[test]
    fn places_hold_for_any_text() {
        const PIECES: [&str; 36] = [
            "a",
            "Z",
            "é",
            "e\u{301}",
            "ﬁ",
            "½",
            "ß",
            "İ",
            "а",
            "\u{200b}",
            "\u{200d}",
            "👩‍⚕️",
            "🍺",
            "🇬🇧",
            "\u{fe0f}",
            "#",
            "@",
            "$",
            "*",
            "!",
            "'",
            "’",
            "\"",
            "“",
            ".",
            "…",
            "\n",
            " ",
            "1",
            "5",
            "f*ck",
            "sh1t",
            "n't",
            "&",
            "http://x.example.com/é?#",
            "٣",
        ];
        let mut state = 7_u64;
        for _ in 0..4_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
            }
            check(&text);
        }
        check("");
    }

    /// Hostile texts take no more than their length in work.
    #[test]
    fn long_texts_without_end_are_read_quickly() {
        let start = std::time::Instant::now();
        for piece in ["a ", "a-", "f*", "*", "x.y/", "@a", "#a", "\"", "1", "a1", ". ", "'s"] {
            check(&piece.repeat(20_000));
        }
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }

    fn read(text: &str) -> Vec<String> {
        let mut words = Words::default();
        words.read(text, &Lexicon::default());
        words.tokens.iter().map(|token| words.text(token).to_owned()).collect()
    }

    #[test]
    fn contractions_and_marks_are_words_of_their_own() {
        assert_eq!(read("I can't, he's A&E"), ["i", "can", "n't", "he", "'s", "a&e"]);
        assert_eq!(read("34yo at 5am for £1,200.50"), ["34", "yo", "at", "5", "am", "for", "1,200.50"]);
        assert_eq!(read("#NightShift @somebody see files.example.org/a 🍺"), ["night", "shift", "", "see", "", "🍺"]);
    }

    #[test]
    fn sentences_end_at_stops_but_not_after_titles() {
        let mut words = Words::default();
        words.read("Dr. Who came. Did he? yes... he did", &Lexicon::default());
        let sentences: Vec<u16> = words.tokens.iter().map(|token| token.sentence).collect();
        assert_eq!(sentences, [0, 0, 0, 1, 1, 2, 2, 2]);
        assert!(words.questions[1] && !words.questions[2]);
    }
}
