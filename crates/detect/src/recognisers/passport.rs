//! Passport numbers: nine characters, named as such nearby.

use super::{Look, Sighting};
use model::Risk;

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 7 || !look.anywhere(&["passport"]) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for group in look.groups.iter().filter(|group| (7..=9).contains(&group.len())) {
        let letters = look.text[..group.start].bytes().rev().take_while(u8::is_ascii_lowercase).count();
        let bytes = group.start - letters..group.end;
        let span = look.span(bytes.clone());
        let near = look.any_of(look.before(span, 12), &["passport"]);
        if near && letters <= 2 && (8..=9).contains(&bytes.len()) && look.stands_free(&bytes) && !look.is_example(span)
        {
            out.push(look.sighting(span, risk, 0.8));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn the_number_must_be_named() {
        assert_eq!(marked("passport", "New passport! No. 925665416 if anyone asks"), ["925665416"]);
        assert!(marked("passport", "Parcel 925665416 has gone to sea").is_empty());
        assert!(marked("passport", "My passport took 12345 days").is_empty());
    }
}
