//! Other countries' personal numbers and driving licences: Canada's SIN and South Africa's identity number (both with a
//! Luhn check digit), Pakistan's identity card, the number of a British driving licence.

use super::{Look, Sighting, luhn};
use model::Risk;
use regex::Regex;
use std::sync::LazyLock;

/// Five letters of the surname (filled up with 9), six digits of the birth date, two initials, three more characters.
static LICENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[a-z][a-z9]{4} ?[0-9]{6} ?[a-z][a-z9][0-9][a-z0-9]{2}\b").expect("a fixed expression")
});

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    let mut out = Vec::new();
    if look.digits < 7 {
        return out;
    }
    let mut push = |bytes: std::ops::Range<usize>| {
        let span = look.span(bytes.clone());
        if look.stands_free(&bytes) && !look.is_example(span) {
            out.push(look.sighting(span, risk, 0.8));
        }
    };
    if look.anywhere(&["sin"]) {
        for (bytes, digits) in look.runs(9..10, " -") {
            if luhn(&digits) && look.any_of(look.before(look.span(bytes.clone()), 6), &["sin"]) {
                push(bytes);
            }
        }
    }
    if look.anywhere(&["id", "identity", "cnic", "nic"]) {
        for (bytes, digits) in look.runs(13..14, " -") {
            let month: u32 = digits[2..4].parse().unwrap_or(0);
            let day: u32 = digits[4..6].parse().unwrap_or(0);
            let south_african = luhn(&digits) && (1..=12).contains(&month) && (1..=31).contains(&day);
            let pakistani = look.text[bytes.clone()].split('-').map(str::len).eq([5, 7, 1]);
            if south_african || pakistani {
                push(bytes);
            }
        }
    }
    for found in LICENCE.find_iter(&look.text) {
        if look.capitals(found.range()) {
            push(found.range());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn each_kind_is_found_by_its_own_check() {
        assert_eq!(marked("national-id", "The form won't take my SIN, 046 454 286"), ["046 454 286"]);
        assert!(marked("national-id", "The form won't take my SIN, 046 454 287").is_empty());
        assert_eq!(marked("national-id", "ID 8001015009087, name spelled wrong"), ["8001015009087"]);
        assert_eq!(marked("national-id", "passed! MORGA 753116 SM9IJ"), ["MORGA 753116 SM9IJ"]);
    }
}
