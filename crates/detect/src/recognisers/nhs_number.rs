//! NHS numbers: ten digits, the last a check digit modulo 11, named as such nearby.

use super::{Look, Sighting};
use model::Risk;

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 10 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (bytes, digits) in look.runs(10..11, " -") {
        let span = look.span(bytes.clone());
        let named = look.any_of(look.around(span, 7), &["nhs", "chi"]);
        if named && is_valid(&digits) && look.stands_free(&bytes) && !look.is_example(span) {
            out.push(look.sighting(span, risk, 0.8));
        }
    }
    out
}

/// Weights 10 to 2 on the first nine digits; 11 less the remainder is the tenth, 11 counting as 0.
fn is_valid(digits: &str) -> bool {
    let values: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let sum: u32 = values[..9].iter().zip((2..=10).rev()).map(|(value, weight)| value * weight).sum();
    (11 - sum % 11) % 11 == values[9]
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn the_check_digit_decides() {
        assert_eq!(marked("nhs-number", "apparently I'm NHS number 999 470 1258"), ["999 470 1258"]);
        assert!(marked("nhs-number", "apparently I'm NHS number 999 470 1259").is_empty());
        assert!(marked("nhs-number", "rang 999 470 1258 twice").is_empty());
    }
}
