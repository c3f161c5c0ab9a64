//! Private e-mail addresses; those of offices (`info@`, `press@`) are left alone.

use super::{Look, Sighting};
use model::Risk;
use regex::Regex;
use std::sync::LazyLock;

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b([a-z0-9][a-z0-9._%+-]*)@([a-z0-9-]+\.)+[a-z]{2,}\b").expect("a fixed expression"));

/// What stands before the @ of an office.
const OFFICES: &[&str] = &[
    "info",
    "press",
    "hello",
    "contact",
    "enquiries",
    "inquiries",
    "admin",
    "office",
    "sales",
    "support",
    "bookings",
    "booking",
    "hall",
    "help",
    "jobs",
    "careers",
    "recruitment",
    "media",
    "news",
    "team",
    "reception",
    "noreply",
    "no-reply",
    "events",
    "tickets",
    "shop",
    "orders",
    "editor",
    "mail",
    "feedback",
    "secretary",
    "membership",
    "volunteer",
    "training",
    "hr",
    "conference",
    "abstracts",
];

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if !look.text.contains('@') {
        return Vec::new();
    }
    let mut out = Vec::new();
    for found in ADDRESS.captures_iter(&look.text) {
        let (Some(whole), Some(local)) = (found.get(0), found.get(1)) else { continue };
        let first = local.as_str().split(['.', '-', '_', '+']).next().unwrap_or_default();
        if OFFICES.contains(&first) {
            continue;
        }
        let span = look.span(whole.range());
        let said_own = look.any_of(look.before(span, 5), &["me", "my", "mine", "i'm"]);
        // `example.org` in an address is no sign of an example: the words around are.
        let example =
            look.any_of(look.around(span, 10), &["example", "sandbox", "validator", "fake", "dummy", "placeholder"]);
        if example || look.is_business(span) && !said_own {
            continue;
        }
        out.push(look.sighting(span, risk, if said_own { 0.8 } else { 0.5 }));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn people_are_found_and_offices_are_not() {
        assert_eq!(marked("email", "get me on niamhvet82@example.org from Monday"), ["niamhvet82@example.org"]);
        assert!(marked("email", "write to press@example.org").is_empty());
        assert!(marked("email", "thanks @niamhvet for this").is_empty());
    }
}
