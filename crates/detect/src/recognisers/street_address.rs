//! Home addresses: a house number, a name and a kind of street, as written in Britain, Ireland or North America.

use super::{Look, Owner, Sighting};
use crate::normalise::Kind;
use model::Risk;

/// Kinds of street; `true` when the word is so plain that it must have a capital.
const STREETS: &[&str] = &[
    "road",
    "rd",
    "street",
    "st",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "dr",
    "close",
    "crescent",
    "court",
    "ct",
    "place",
    "pl",
    "row",
    "terrace",
    "grove",
    "gardens",
    "gdns",
    "way",
    "walk",
    "wynd",
    "brae",
    "loan",
    "square",
    "hill",
    "view",
    "park",
    "rise",
    "mews",
    "quay",
    "boulevard",
    "blvd",
    "cottages",
    "estate",
    "parade",
    "vennel",
    "gate",
    "green",
    "heol",
    "stryd",
    "highway",
    "circle",
    "trail",
    "fold",
];

const HOME: &[&str] = &[
    "home",
    "house",
    "flat",
    "keys",
    "moved",
    "moving",
    "live",
    "living",
    "pad",
    "address",
    "place",
    "round",
    "door",
    "party",
    "housewarming",
    "mine",
    "yard",
    "ours",
    "send",
    "post",
    "collect",
    "deliver*",
    "burglars",
];

const ELSEWHERE: &[&str] = &[
    "open",
    "shop",
    "surgery",
    "clinic",
    "practice",
    "venue",
    "hall",
    "pub",
    "cafe",
    "restaurant",
    "office",
    "census",
    "chapel",
    "fire",
    "incident",
    "crash",
    "closed",
    "roadworks",
    "viewing",
    "sale",
    "sold",
    "let",
    "listing",
    "planning",
    "built",
    "museum",
    "showroom",
    "studio",
    "branch",
    "meet",
    "conference",
    "exhibition",
    "gallery",
    "school",
    "church",
    "downing",
];

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    let words = look.ground.words;
    let tokens = &words.tokens;
    let mut out = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let number = words.text(token);
        if token.kind != Kind::Number || token.money || number.len() > 5 || !number.bytes().all(|b| b.is_ascii_digit())
        {
            continue;
        }
        let is_year = number.len() == 4 && look.any_of(look.before(token.span, 1), &["in", "since", "of"]);
        if is_year {
            continue;
        }
        // One to three words with capitals, the last a kind of street; `27a` leaves a letter between.
        let mut names = index + 1;
        if tokens.get(names).is_some_and(|t| words.text(t).len() == 1 && t.kind == Kind::Word) {
            names += 1;
        }
        let named = |at: usize| {
            tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.capital && t.sentence == token.sentence)
        };
        let street =
            (names + 1..names + 4).find(|&at| (names..=at).all(named) && STREETS.contains(&words.text(&tokens[at])));
        let Some(street) = street else { continue };
        let span = model::Span { start: token.span.start, end: tokens[street].span.end };
        let home = look.any_of(look.around(span, 10), HOME);
        let owner = look.owner(span);
        let elsewhere = look.any_of(look.around(span, 10), ELSEWHERE) || look.is_example(span);
        let history = look.around(span, 8).iter().any(|t| {
            t.kind == Kind::Number && words.text(t).parse::<u32>().is_ok_and(|year| (1000..1950).contains(&year))
        });
        if elsewhere && !home || history && number.len() < 4 {
            continue;
        }
        let (risk, strength) = if home || owner != Owner::Unsaid { (risk, 0.7) } else { (Risk::Low, 0.5) };
        out.push(look.sighting(span, risk, strength));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn homes_are_found() {
        assert_eq!(marked("street-address", "We got the keys! 42 Tannery Row is home"), ["42 Tannery Row"]);
        assert_eq!(marked("street-address", "New pad! Flat 3, 27 Larkspur Road, Cathays"), ["27 Larkspur Road"]);
        assert_eq!(marked("street-address", "Yard sale: 2217 Linden Ave, Mercy Ridge"), ["2217 Linden Ave"]);
    }

    #[test]
    fn shops_history_and_sentences_are_left_alone() {
        for text in [
            "We're at 12 Lindley Road, open 8 to 6",
            "1881 census: 4 Chapel Row, laundress",
            "took 12 people down the road",
            "in 2014 Green Way was a bus lane",
        ] {
            assert!(marked("street-address", text).is_empty(), "{text}");
        }
    }
}
