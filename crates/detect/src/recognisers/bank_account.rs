//! British account details: a sort code (three pairs of digits) with an account number of eight digits.

use super::{Look, Sighting};
use model::Risk;

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    if look.digits < 14 || !look.anywhere(&["sort", "account", "acc", "ac", "acct", "s/c", "bank"]) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (bytes, _) in look.runs(6..7, "-") {
        if !look.stands_free(&bytes) {
            continue;
        }
        let account = look.groups.iter().find(|g| g.len() == 8 && g.start >= bytes.end && g.start - bytes.end < 40);
        if let Some(account) = account {
            let span = look.span(bytes.start..account.end);
            if !look.is_example(span) {
                out.push(look.sighting(span, risk, 0.9));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn both_numbers_are_wanted() {
        assert_eq!(marked("bank-account", "sort code 20-00-00 account 55779911").len(), 1);
        assert!(marked("bank-account", "sort code 20-00-00, ask me for the rest").is_empty());
        assert!(marked("bank-account", "scores 20-00-00 and 55779911").is_empty());
    }
}
