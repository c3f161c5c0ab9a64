//! Booking references of journeys: six letters and digits, named as such.

use super::{Look, Sighting};
use model::Risk;
use regex::Regex;
use std::sync::LazyLock;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:booking (?:ref|reference|code|number)|pnr|record locator|confirmation code)\W{1,3}(?:is )?([a-z0-9]{6})\b")
        .expect("a fixed expression")
});

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    let mut out = Vec::new();
    for found in REFERENCE.captures_iter(&look.text) {
        let (Some(whole), Some(code)) = (found.get(0), found.get(1)) else { continue };
        if look.capitals(code.range()) && !look.is_example(look.span(code.range())) {
            out.push(look.sighting(look.span(whole.range()), risk, 0.7));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn the_reference_must_be_named() {
        assert_eq!(marked("booking", "boarding pass, booking ref X7KQ2M, seat 4A"), ["booking ref X7KQ2M"]);
        assert!(marked("booking", "the booking reference system is down 7").is_empty());
    }
}
