//! Private telephone numbers: British, Irish, North American, Australian and international shapes.

use super::{Look, Owner, Sighting};
use model::Risk;

const PERSONAL: &[&str] = &[
    "me", "my", "mobile", "cell", "mob", "text", "whatsapp", "home", "house", "personal", "number", "landline", "txt",
    "digits", "ring", "us",
];

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 9 {
        return Vec::new();
    }
    let mut out: Vec<Sighting> = Vec::new();
    for (bytes, digits) in look.runs(9..14, " -.()") {
        let mut bytes = bytes;
        let plus = look.text[..bytes.start].ends_with('+');
        let open = look.text[..bytes.start].ends_with('(');
        bytes.start -= usize::from(plus || open);
        let span = look.span(bytes.clone());
        if out.iter().any(|seen| seen.span.start < span.end && span.start < seen.span.end) || !look.stands_free(&bytes)
        {
            continue;
        }
        let Some(mobile) = shape(&digits, plus, &look.text[bytes.clone()]) else { continue };
        let personal = look.any_of(look.around(span, 8), PERSONAL);
        if look.is_example(span)
            || look.is_business(span) && !look.any_of(look.before(span, 3), &["my", "cell", "mobile"])
        {
            continue;
        }
        let named_otherwise =
            look.any_of(look.before(span, 4), &["nhs", "sin", "ssn", "passport", "account", "id", "card", "isbn"]);
        if named_otherwise || !(mobile || personal || look.owner(span) != Owner::Unsaid) {
            continue;
        }
        out.push(look.sighting(span, risk, if mobile || personal { 0.7 } else { 0.4 }));
    }
    out
}

/// Whether this is the shape of a telephone number, and if so whether surely of a mobile one.
fn shape(digits: &str, plus: bool, written: &str) -> Option<bool> {
    let grouped = written.contains([' ', '-', '.', '(']);
    match digits.len() {
        _ if plus => Some(digits.starts_with("447") || digits.starts_with("3538") || digits.starts_with("614")),
        11 if digits.starts_with("07") => Some(true),
        10 | 11 if digits.starts_with("01") || digits.starts_with("02") => Some(false),
        10 if digits.starts_with("08") => Some(true),
        10 if digits.starts_with("04") => Some(true),
        9 | 10 if digits.starts_with("02") || digits.starts_with("03") => grouped.then_some(false),
        // North America: neither area nor exchange begins with 0 or 1, and it is written in groups of 3, 3 and 4.
        10 if grouped && is_north_american(digits) => {
            let sizes = written.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).map(str::len);
            sizes.eq([3, 3, 4]).then_some(false)
        }
        11 if digits.starts_with('1') && grouped && is_north_american(&digits[1..]) => Some(false),
        _ => None,
    }
}

fn is_north_american(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes[0] > b'1' && bytes[3] > b'1'
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn private_numbers_are_found() {
        for (text, number) in [
            ("text me on 07700 900184 any time", "07700 900184"),
            ("New number: 416-555-0137. Text me", "416-555-0137"),
            ("call my cell (937) 555-0164", "(937) 555-0164"),
            ("ring me on +44 7700 900184", "+44 7700 900184"),
            ("house phone 029 2018 0417 now works", "029 2018 0417"),
        ] {
            assert_eq!(marked("phone", text), [number], "{text}");
        }
    }

    #[test]
    fn offices_and_other_numbers_are_left_alone() {
        for text in [
            "Our phone line is back: 01632 960 551",
            "Media enquiries: press office, (202) 555-0190",
            "Bookings desk 0131 496 0022",
            "ISBN 978-0-306-40615-7",
            "3.14159 26535 89793 and my notes",
        ] {
            assert!(marked("phone", text).is_empty(), "{text}");
        }
    }
}
