//! Recognisers: data with a structure that can be checked. One file each; pages name them in `recogniser`.
//!
//! Well-known documentation values are not on a list: a value is left alone where the words around it say that it is an
//! example, a test or an order number, whatever its digits.

mod bank_account;
mod birth_date;
mod booking;
mod email;
mod iban;
mod national_id;
mod nhs_number;
mod ni_number;
mod number_plate;
mod passport;
mod password;
mod payment_card;
mod phone;
mod position;
mod ssn;
mod street_address;

use crate::matcher::Ground;
use crate::normalise::Token;
use model::{Category, Risk, Span};
use std::ops::Range;

/// Something a recogniser saw.
pub(crate) struct Sighting {
    pub(crate) span: Span,
    pub(crate) risk: Risk,
    /// 0 to 1.
    pub(crate) strength: f32,
    /// What raised or lowered the risk.
    pub(crate) says: Option<&'static str>,
    /// Set when the data are somebody else's.
    pub(crate) category: Option<Category>,
}

/// Looks for its kind of data in a post; the risk is the page's.
pub(crate) type Recogniser = fn(&Look, Risk) -> Vec<Sighting>;

/// Every recogniser by the name pages use.
const ALL: &[(&str, Recogniser)] = &[
    ("bank-account", bank_account::look),
    ("birth-date", birth_date::look),
    ("booking", booking::look),
    ("email", email::look),
    ("iban", iban::look),
    ("national-id", national_id::look),
    ("nhs-number", nhs_number::look),
    ("ni-number", ni_number::look),
    ("number-plate", number_plate::look),
    ("passport", passport::look),
    ("password", password::look),
    ("payment-card", payment_card::look),
    ("phone", phone::look),
    ("position", position::look),
    ("ssn", ssn::look),
    ("street-address", street_address::look),
];

/// The recogniser of this name.
pub(crate) fn by_name(name: &str) -> Option<Recogniser> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, recogniser)| *recogniser)
}

/// A post as recognisers look at it: its folded text as one string, and its digits in groups.
pub(crate) struct Look<'a> {
    pub(crate) ground: &'a Ground<'a>,
    /// The folded text: lower case, without accents.
    pub(crate) text: String,
    /// For each byte of `text`, the letter it belongs to.
    letter_of: Vec<u32>,
    /// Unbroken runs of digits, as bytes of `text`.
    pub(crate) groups: Vec<Range<usize>>,
    /// How many digits there are.
    pub(crate) digits: usize,
}

impl<'a> Look<'a> {
    /// Prepares a post; none when nothing in it could be recognised.
    pub(crate) fn at(ground: &'a Ground<'a>) -> Option<Self> {
        let letters = &ground.words.folded;
        let digits = letters.iter().filter(|letter| letter.folded.is_ascii_digit()).count();
        if digits < 2 && !letters.iter().any(|letter| letter.folded == '@') {
            return None;
        }
        let mut text = String::with_capacity(letters.len());
        let mut letter_of = Vec::with_capacity(letters.len());
        for (index, letter) in letters.iter().enumerate() {
            text.push(letter.folded);
            letter_of.resize(text.len(), index as u32);
        }
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (at, _) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
            match groups.last_mut() {
                Some(group) if group.end == at => group.end = at + 1,
                _ => groups.push(at..at + 1),
            }
        }
        Some(Look { ground, text, letter_of, groups, digits })
    }

    /// The stretch of the original under some bytes of the folded text.
    pub(crate) fn span(&self, bytes: Range<usize>) -> Span {
        let letters = &self.ground.words.folded;
        let last = self.letter_of[bytes.end - 1] as usize;
        Span { start: letters[self.letter_of[bytes.start] as usize].at, end: letters[last].at + 1 }
    }

    /// Whether the letter at a byte was a capital in the original.
    pub(crate) fn is_capital(&self, byte: usize) -> bool {
        self.ground.words.folded[self.letter_of[byte] as usize].capital
    }

    /// Whether every letter under these bytes was a capital.
    pub(crate) fn capitals(&self, bytes: Range<usize>) -> bool {
        bytes.clone().all(|byte| !self.text.as_bytes()[byte].is_ascii_alphabetic() || self.is_capital(byte))
    }

    /// Whether neither a letter nor a digit touches these bytes.
    pub(crate) fn stands_free(&self, bytes: &Range<usize>) -> bool {
        let joins = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        !joins(self.text[..bytes.start].chars().next_back()) && !joins(self.text[bytes.end..].chars().next())
    }

    /// Digit groups next to each other, parted by one of `separators`, whose digits together are `wanted` many: every such
    /// run as bytes with its digits, longest first.
    pub(crate) fn runs(&self, wanted: Range<usize>, separators: &str) -> Vec<(Range<usize>, String)> {
        let mut out = Vec::new();
        for first in 0..self.groups.len() {
            let mut digits = String::new();
            for next in first..self.groups.len() {
                let group = &self.groups[next];
                if next > first {
                    let between = &self.text[self.groups[next - 1].end..group.start];
                    if between.len() > 2 || !between.chars().all(|letter| separators.contains(letter)) {
                        break;
                    }
                }
                digits.push_str(&self.text[group.clone()]);
                if digits.len() >= wanted.end {
                    break;
                }
                if wanted.contains(&digits.len()) {
                    out.push((self.groups[first].start..group.end, digits.clone()));
                }
            }
        }
        out.sort_by_key(|(_, digits)| std::cmp::Reverse(digits.len()));
        out
    }

    /// Words within `reach` words of these bytes, in the same post.
    pub(crate) fn around(&self, span: Span, reach: usize) -> &[Token] {
        let tokens = &self.ground.words.tokens;
        let start = tokens.partition_point(|token| token.span.end <= span.start).saturating_sub(reach);
        let end = (tokens.partition_point(|token| token.span.start < span.end) + reach).min(tokens.len());
        &tokens[start.min(end)..end]
    }

    /// Words up to `reach` before.
    pub(crate) fn before(&self, span: Span, reach: usize) -> &[Token] {
        let tokens = &self.ground.words.tokens;
        let end = tokens.partition_point(|token| token.span.end <= span.start);
        &tokens[end.saturating_sub(reach)..end]
    }

    /// Whether one of some words is in a list; an entry may end in `*`.
    pub(crate) fn any_of(&self, tokens: &[Token], list: &[&str]) -> bool {
        tokens.iter().any(|token| {
            let text = self.ground.words.text(token);
            list.iter().any(|entry| match entry.strip_suffix('*') {
                Some(stem) => text.starts_with(stem),
                None => text == *entry,
            })
        })
    }

    /// Whether one of some words stands anywhere in the post.
    pub(crate) fn anywhere(&self, list: &[&str]) -> bool {
        self.any_of(&self.ground.words.tokens, list)
    }

    /// Whether a word is an ordinary one, which a capital does not make a name.
    pub(crate) fn is_common(&self, token: &Token) -> bool {
        (self.ground.is_common)(self.ground.words.text(token))
    }

    /// Whether the words around say that this is an example, a test or the number of a thing.
    pub(crate) fn is_example(&self, span: Span) -> bool {
        self.any_of(self.around(span, 14), EXAMPLES) || self.any_of(self.before(span, 5), THINGS)
    }

    /// Whether the words around speak for a firm, an office or a shop.
    pub(crate) fn is_business(&self, span: Span) -> bool {
        self.any_of(self.around(span, 9), BUSINESS)
    }

    /// Whether the data are the author's own, somebody else's, or it can't be said.
    pub(crate) fn owner(&self, span: Span) -> Owner {
        let sentence = |token: &&Token| {
            self.before(span, 1)
                .last()
                .is_none_or(|last| last.sentence == token.sentence || token.span.start >= span.start)
        };
        let near: Vec<Token> = self.around(span, 8).iter().filter(sentence).cloned().collect();
        let before: Vec<Token> = self.before(span, 6).to_vec();
        if self.any_of(&before, &["my", "mine", "me", "our", "i", "am"])
            && !self.any_of(&before, &["his", "her", "their"])
        {
            Owner::Author
        } else if self.any_of(&near, &["his", "her", "hers", "him", "their", "theirs", "she", "he"]) {
            Owner::Somebody
        } else if self.any_of(&near, &["my", "mine", "me", "our", "i", "we", "us"]) {
            Owner::Author
        } else {
            Owner::Unsaid
        }
    }

    /// A sighting of the author's data, or of somebody else's where the words say so.
    pub(crate) fn sighting(&self, span: Span, risk: Risk, strength: f32) -> Sighting {
        let (says, category) = match self.owner(span) {
            Owner::Somebody => (Some("The data are somebody else's"), Some(Category::ThirdParty)),
            Owner::Author => (Some("The data are your own"), None),
            Owner::Unsaid => (None, None),
        };
        Sighting { span, risk, strength, says, category }
    }
}

/// Whose data these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Author,
    Somebody,
    Unsaid,
}

const EXAMPLES: &[&str] = &[
    "test",
    "tests",
    "testing",
    "example*",
    "sandbox",
    "validator*",
    "fake",
    "dummy",
    "sample",
    "docs",
    "documentation",
    "placeholder",
    "fictional",
    "fictitious",
    "format",
    "regex",
    "stripe",
    "lorem",
    "specimen",
    "mock",
    "hitman",
    "census",
    "prank",
    "checksum",
    "film",
    "films",
    "movie",
    "movies",
    "simulator",
    "simulation",
    "digit",
    "digits",
    "eg",
];

const THINGS: &[&str] = &[
    "order", "parcel", "tracking", "invoice", "isbn", "issn", "doi", "build", "version", "serial", "ticket", "case",
    "part", "sku", "barcode", "model", "commit", "hymn", "loco", "pi",
];

const BUSINESS: &[&str] = &[
    "enquiries",
    "inquiries",
    "enquiry",
    "press",
    "office",
    "switchboard",
    "bookings",
    "booking",
    "reception",
    "helpline",
    "hotline",
    "crimestoppers",
    "surgery",
    "shop",
    "showroom",
    "branch",
    "clinic",
    "practice",
    "desk",
    "dept",
    "department",
    "hall",
    "open",
    "hours",
    "opening",
    "repairs",
    "quotes",
    "quote",
    "freephone",
    "samaritans",
    "childline",
    "ext",
    "venue",
    "restaurant",
    "cafe",
    "box",
    "fundraiser",
    "donate",
    "appointments",
    "line",
    "lines",
    "council",
    "museum",
    "church",
    "charity",
    "sponsor*",
    "report",
];

/// Whether digits pass the Luhn check.
pub(crate) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
pub(crate) mod test_support {
    use super::*;
    use crate::embedded;
    use crate::engine::{Engine, PostView};
    use model::Finding;

    /// What a recogniser finds in a text, with no other rule around.
    pub(crate) fn find(recogniser: &str, text: &str) -> Vec<Finding> {
        let page = format!(
            "# Test\n```toml\ncategory = \"personal-data\"\nrisk = \"medium\"\nrecogniser = {recogniser:?}\n```\n## What it flags\na\n\
             ## Why it matters\nb\n## What to do\nc\n## Sources\n## Flagged posts\n- a\n## Not flagged posts\n"
        );
        let engine = Engine::build(&[("personal-data/test.md", &page)], embedded::WORDS, embedded::CONTEXTS).unwrap();
        engine.judge(&PostView::of(text), None).findings
    }

    /// The words a recogniser marks.
    pub(crate) fn marked(recogniser: &str, text: &str) -> Vec<String> {
        let spans = find(recogniser, text).into_iter().flat_map(|finding| finding.spans);
        spans.map(|s| text.chars().skip(s.start as usize).take((s.end - s.start) as usize).collect()).collect()
    }

    #[test]
    fn luhn_accepts_right_digits_and_refuses_one_changed() {
        assert!(luhn("4242424242424242"));
        assert!(!luhn("4242424242424241"));
    }

    #[test]
    fn data_of_somebody_else_belong_to_third_party() {
        let found = find("phone", "Call my cousin on his personal mobile 07700 900855");
        assert_eq!(found[0].category, Category::ThirdParty);
        assert_eq!(find("phone", "My mobile is 07700 900855")[0].category, Category::PersonalData);
    }
}
