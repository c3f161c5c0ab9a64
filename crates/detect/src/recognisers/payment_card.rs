//! Payment card numbers: an issuer's beginning, the issuer's length, and the Luhn check digit (ISO/IEC 7812).

use super::{Look, Sighting, luhn};
use model::Risk;

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 13 {
        return Vec::new();
    }
    let mut out: Vec<Sighting> = Vec::new();
    for (bytes, digits) in look.runs(13..20, " -.") {
        let span = look.span(bytes.clone());
        let known = out.iter().any(|seen| seen.span.start < span.end && span.start < seen.span.end);
        if known || !is_issued(&digits) || !luhn(&digits) || !look.stands_free(&bytes) || look.is_example(span) {
            continue;
        }
        // A card is the author's whoever is spoken of nearby, unless it is said to be another's.
        out.push(look.sighting(span, risk, 0.9));
    }
    out
}

/// Whether beginning and length belong to a card issuer.
fn is_issued(digits: &str) -> bool {
    let beginning = |length: usize| digits[..length].parse::<u32>().unwrap_or(0);
    match digits.len() {
        13 => beginning(1) == 4,
        14 => matches!(beginning(3), 300..=305) || matches!(beginning(2), 36 | 38),
        15 => matches!(beginning(2), 34 | 37) || matches!(beginning(4), 2131 | 1800),
        16 => {
            beginning(1) == 4
                || matches!(beginning(2), 51..=55 | 65 | 62)
                || matches!(beginning(4), 2221..=2720 | 6011 | 3528..=3589)
                || matches!(beginning(3), 644..=649)
        }
        17..=19 => beginning(2) == 62 || digits.len() == 19 && beginning(1) == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn cards_are_found_however_they_are_grouped() {
        assert_eq!(marked("payment-card", "my card 4242 4242 4242 4242 thanks"), ["4242 4242 4242 4242"]);
        assert_eq!(marked("payment-card", "amex 3787 344936 71000 09/22"), ["3787 344936 71000"]);
        assert_eq!(marked("payment-card", "charge 5555-5555-5555-4444, 11/13"), ["5555-5555-5555-4444"]);
    }

    #[test]
    fn wrong_check_digits_and_examples_are_left_alone() {
        for text in [
            "my card 4242 4242 4242 4241",
            "in the sandbox use 4242 4242 4242 4242",
            "order no. 4417 1234 5678 9113 is late",
            "pi is 3.14159 26535 89793 23846",
        ] {
            assert!(marked("payment-card", text).is_empty(), "{text}");
        }
    }
}
