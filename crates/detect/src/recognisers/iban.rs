//! International bank account numbers: country, length of the country, and remainder 1 by 97 (ISO 13616).

use super::{Look, Sighting};
use model::Risk;

/// Lengths by country, after the IBAN registry.
const LENGTHS: &[(&str, usize)] = &[
    ("ad", 24),
    ("ae", 23),
    ("al", 28),
    ("at", 20),
    ("ba", 20),
    ("be", 16),
    ("bg", 22),
    ("bh", 22),
    ("br", 29),
    ("ch", 21),
    ("cy", 28),
    ("cz", 24),
    ("de", 22),
    ("dk", 18),
    ("ee", 20),
    ("es", 24),
    ("fi", 18),
    ("fo", 18),
    ("fr", 27),
    ("gb", 22),
    ("ge", 22),
    ("gi", 23),
    ("gr", 27),
    ("hr", 21),
    ("hu", 28),
    ("ie", 22),
    ("il", 23),
    ("is", 26),
    ("it", 27),
    ("kw", 30),
    ("lb", 28),
    ("li", 21),
    ("lt", 20),
    ("lu", 20),
    ("lv", 21),
    ("mc", 27),
    ("md", 24),
    ("me", 22),
    ("mk", 19),
    ("mt", 31),
    ("nl", 18),
    ("no", 15),
    ("pk", 24),
    ("pl", 28),
    ("pt", 25),
    ("qa", 29),
    ("ro", 24),
    ("rs", 22),
    ("sa", 24),
    ("se", 24),
    ("si", 19),
    ("sk", 24),
    ("sm", 27),
    ("tn", 24),
    ("tr", 26),
    ("ua", 29),
];

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    let mut out = Vec::new();
    for group in &look.groups {
        // The two check digits stand right after the country's letters.
        let Some(start) = group.start.checked_sub(2) else { continue };
        let Some(country) = look.text.get(start..group.start) else { continue };
        let Some(&(_, length)) = LENGTHS.iter().find(|(code, _)| *code == country) else { continue };
        let mut number = String::new();
        let mut end = start;
        for (at, letter) in look.text[start..].char_indices() {
            match letter {
                _ if letter.is_ascii_alphanumeric() => number.push(letter),
                ' ' | '-' => continue,
                _ => break,
            }
            if number.len() == length {
                end = start + at + 1;
                break;
            }
        }
        if end == start || !look.stands_free(&(start..end)) || remainder(&number) != 1 {
            continue;
        }
        let span = look.span(start..end);
        if !look.is_example(span) {
            out.push(look.sighting(span, risk, 0.9));
        }
    }
    out
}

/// The number by 97, letters read as 10 to 35, the first four characters last.
fn remainder(number: &str) -> u32 {
    let turned = number[4..].chars().chain(number[..4].chars());
    turned.fold(0, |sum, letter| {
        let value = letter.to_digit(36).unwrap_or(0);
        (sum * if value > 9 { 100 } else { 10 } + value) % 97
    })
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn an_iban_is_found_with_and_without_spaces() {
        assert_eq!(marked("iban", "pay into GB33BUKB20201555555555 please"), ["GB33BUKB20201555555555"]);
        assert_eq!(marked("iban", "send to IE29 AIBK 9311 5212 3456 78, ta"), ["IE29 AIBK 9311 5212 3456 78"]);
    }

    #[test]
    fn wrong_digits_and_examples_are_left_alone() {
        assert!(marked("iban", "pay into GB34BUKB20201555555555 please").is_empty());
        assert!(marked("iban", "the validator should accept GB82 WEST 1234 5698 7654 32").is_empty());
    }
}
