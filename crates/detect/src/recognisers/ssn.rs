//! United States Social Security numbers: three, two and four digits.

use super::{Look, Sighting};
use model::Risk;

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 9 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for window in look.groups.windows(3) {
        let [area, group, serial] = window else { continue };
        let bytes = area.start..serial.end;
        let gap =
            |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| matches!(&look.text[a.end..b.start], "-" | " ");
        if (area.len(), group.len(), serial.len()) != (3, 2, 4) || !gap(area, group) || !gap(group, serial) {
            continue;
        }
        let span = look.span(bytes.clone());
        let named = look.any_of(look.around(span, 8), &["ssn", "social"]);
        let number = &look.text[area.clone()];
        let given_out =
            number != "000" && number != "666" && !number.starts_with('9') && look.text[area.end..].starts_with('-');
        if (named || given_out) && look.stands_free(&bytes) && !look.is_example(span) {
            out.push(look.sighting(span, risk, if named { 0.9 } else { 0.5 }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn the_shape_is_found_where_it_is_named_or_given_out() {
        assert_eq!(marked("ssn", "SSN 987-65-4329, thanks"), ["987-65-4329"]);
        assert!(marked("ssn", "flight 987-65-4329").is_empty());
        assert!(marked("ssn", "9-65-4329").is_empty());
    }
}
