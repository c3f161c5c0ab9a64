//! Exact positions: latitude and longitude in decimal degrees, with three decimals or more.

use super::{Look, Sighting};
use model::Risk;
use regex::Regex;
use std::sync::LazyLock;

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(-?[0-9]{1,2}\.[0-9]{3,8})°?(?:\s?[ns]\b)?(?:\s?[,;]\s?|\s)(-?[0-9]{1,3}\.[0-9]{3,8})(?:°?\s?[ew]\b)?")
        .expect("a fixed expression")
});

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 8 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for found in PAIR.captures_iter(&look.text) {
        let (Some(whole), Some(north), Some(east)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        let degrees = |text: &str| text.parse::<f64>().map_or(f64::MAX, f64::abs);
        let free = !look.text[..whole.start()].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let span = look.span(whole.range());
        if free && degrees(north.as_str()) <= 90.0 && degrees(east.as_str()) <= 180.0 && !look.is_example(span) {
            out.push(look.sighting(span, risk, 0.7));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn pairs_of_degrees_are_found() {
        assert_eq!(marked("position", "we are at 57.4778, -4.2247 all night"), ["57.4778, -4.2247"]);
        assert!(marked("position", "97.4778, -4.2247").is_empty());
        assert!(marked("position", "ran 5.12 and 6.34 km").is_empty());
    }
}
