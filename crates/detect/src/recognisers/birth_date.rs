//! Birth dates stated as a date with its year.

use super::{Look, Owner, Sighting};
use model::{Category, Risk};
use regex::Regex;
use std::sync::LazyLock;

/// `14/02/1999`, `12.3.84`, `14th January 1988`, `Jan 14 1988`.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    Regex::new(&format!(
        r"\b(?:[0-3]?[0-9][./-][0-3]?[0-9][./-]((?:19|20)?[0-9]{{2}})|[0-3]?[0-9](?:st|nd|rd|th)?(?: of)? {month},? ((?:19|20)[0-9]{{2}})|{month} [0-3]?[0-9](?:st|nd|rd|th)?,? ((?:19|20)[0-9]{{2}}))\b"
    ))
    .expect("a fixed expression")
});

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 3 || !look.anywhere(&["born", "dob", "birth", "birthday", "birthdate", "b"]) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for found in DATE.captures_iter(&look.text) {
        let Some(whole) = found.get(0) else { continue };
        let span = look.span(whole.range());
        let labelled = look.any_of(look.before(span, 4), &["dob", "birth", "birthdate"])
            || look.text[..whole.start()].ends_with("d.o.b ");
        let born = look.any_of(look.before(span, 3), &["born"]);
        let year = found.iter().skip(1).flatten().next().and_then(|y| y.as_str().parse::<u32>().ok()).unwrap_or(0);
        // Somebody may be alive, and is no institution being wished a happy birthday.
        let history =
            (100..1925).contains(&year) || look.anywhere(&["composer", "poet", "anniversary", "founded", "history"]);
        let wished = look.anywhere(&["happy"]) && look.anywhere(&["birthday"]) && look.anywhere(&["to"]);
        if !(labelled || born) || history || wished || look.is_example(span) {
            continue;
        }
        let risk = if labelled { risk } else { Risk::Low };
        let mut sighting = look.sighting(span, risk, if labelled { 0.7 } else { 0.5 });
        // `Helena Vance, born 12.3.84`: a name right before, and no word of the author's own.
        let named = look.before(span, 3).iter().filter(|token| token.capital && !look.is_common(token)).count() > 1;
        if named && look.owner(span) == Owner::Unsaid {
            sighting.category = Some(Category::ThirdParty);
        }
        out.push(sighting);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::{find, marked};

    #[test]
    fn dates_are_found_where_they_are_called_a_birth_date() {
        assert_eq!(marked("birth-date", "Open to work! DOB 14/02/1999"), ["14/02/1999"]);
        assert_eq!(marked("birth-date", "born 14th January 1988, never so tired"), ["14th January 1988"]);
        assert!(
            find("birth-date", "my date of birth is 2 Feb 1969")[0].risk
                > find("birth-date", "I was born 2 Feb 1969")[0].risk
        );
    }

    #[test]
    fn a_name_right_before_makes_it_somebody_elses() {
        let found = find("birth-date", "Found: passport of a Helena Vance, born 12.3.84, share till it's found");
        assert_eq!(found[0].category, model::Category::ThirdParty);
    }

    #[test]
    fn history_is_left_alone() {
        assert!(marked("birth-date", "Happy 68th birthday to the club, born 5 July 1948!").is_empty());
        assert!(marked("birth-date", "the meeting is on 14/02/2019").is_empty());
    }
}
