//! British number plates: two letters, two digits, three letters; older shapes only where a vehicle is named.

use super::{Look, Sighting};
use model::Risk;
use regex::Regex;
use std::sync::LazyLock;

static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:([a-z]{2}[0-9]{2} ?[a-z]{3})|[a-z][0-9]{1,3} ?[a-z]{3})\b").expect("a fixed expression")
});

const VEHICLE: &[&str] = &[
    "plate",
    "plates",
    "reg",
    "registration",
    "van",
    "car",
    "motor",
    "drive",
    "wheels",
    "bike",
    "motorbike",
    "truck",
    "pic",
    "keys",
];

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    let mut out = Vec::new();
    for found in PLATE.captures_iter(&look.text) {
        let Some(whole) = found.get(0) else { continue };
        let span = look.span(whole.range());
        let vehicle = look.any_of(look.around(span, 8), VEHICLE);
        if look.capitals(whole.range())
            && vehicle
            && !look.is_example(span)
            && !look.anywhere(&["film", "movie", "stolen", "museum"])
        {
            out.push(look.sighting(span, risk, if found.get(1).is_some() { 0.6 } else { 0.4 }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn plates_are_found_with_a_vehicle() {
        assert_eq!(marked("number-plate", "the new van, reg YK16 OHX"), ["YK16 OHX"]);
        assert!(marked("number-plate", "the code YK16 OHX").is_empty());
        assert!(marked("number-plate", "my car did yk16 ohx").is_empty());
    }
}
