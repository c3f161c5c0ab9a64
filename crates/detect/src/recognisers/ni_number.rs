//! UK National Insurance numbers: two letters, six digits, a letter A to D.

use super::{Look, Sighting};
use model::Risk;

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 6 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (bytes, _) in look.runs(6..7, " ") {
        let head = look.text[..bytes.start].trim_end_matches(' ');
        let tail = look.text[bytes.end..].trim_start_matches(' ');
        let (Some(start), Some(last)) = (head.len().checked_sub(2), tail.chars().next()) else { continue };
        let end = look.text.len() - tail.len() + 1;
        let Some(prefix) = look.text.get(start..head.len()) else { continue };
        if !prefix.bytes().all(|b| b.is_ascii_lowercase())
            || !matches!(last, 'a'..='d')
            || !look.stands_free(&(start..end))
        {
            continue;
        }
        let span = look.span(start..end);
        let named = look.any_of(look.around(span, 8), &["ni", "nino", "insurance"]);
        // Unnamed, the letters must be ones that are given out, in capitals.
        let given_out = !prefix.contains(['d', 'f', 'i', 'q', 'u', 'v'])
            && !prefix.ends_with('o')
            && !["bg", "gb", "nk", "kn", "tn", "nt", "zz"].contains(&prefix)
            && look.capitals(start..end);
        if (named || given_out) && !look.is_example(span) && !look.anywhere(&["e.g", "own"]) {
            out.push(look.sighting(span, risk, 0.8));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn the_shape_is_found_and_examples_are_not() {
        assert_eq!(marked("ni-number", "my NI is AB 12 34 56 C, right?"), ["AB 12 34 56 C"]);
        assert_eq!(marked("ni-number", "AB123456C is what they sent"), ["AB123456C"]);
        assert!(marked("ni-number", "an example: QQ 12 34 56 C").is_empty());
        assert!(marked("ni-number", "at 12 34 56 seconds").is_empty());
    }
}
