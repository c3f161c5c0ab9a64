//! Passwords and PINs that are told: the word, and something behind it that looks like a secret.

use super::{Look, Sighting};
use model::{Risk, Span};

const LABELS: &[&str] = &["password", "passcode", "pw", "pwd", "passwd", "login", "passphrase", "pword"];
const ACCOUNTS: &[&str] =
    &["netflix", "wifi", "wi-fi", "gmail", "email", "spotify", "disney", "prime", "router", "login", "zoom"];
const ADVICE: &[&str] = &[
    "manager",
    "tip",
    "tips",
    "never",
    "worldpasswordday",
    "clever",
    "strong",
    "stronger",
    "random",
    "hackers",
    "hacked",
    "breach*",
    "leaked",
];

pub(super) fn look(look: &Look, risk: Risk) -> Vec<Sighting> {
    let words = look.ground.words;
    if !look.anywhere(LABELS) && !look.anywhere(ACCOUNTS) && !look.anywhere(&["pin", "code"]) || look.anywhere(ADVICE) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for token in &words.tokens {
        let text = words.text(token);
        let label = LABELS.contains(&text);
        let account = ACCOUNTS.contains(&text);
        let pin = text == "pin"
            || text == "code"
                && look.any_of(look.before(token.span, 2), &["door", "alarm", "gate", "key", "safe", "access"]);
        if !(label || account || pin) {
            continue;
        }
        // Pieces between blanks that follow the label, with where each starts.
        let letters = &words.folded;
        let from = letters.partition_point(|letter| letter.at < token.span.end);
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        for (at, letter) in letters.iter().enumerate().skip(from).take(70) {
            match (letter.folded.is_whitespace(), pieces.last_mut()) {
                (true, _) => {}
                (false, Some(last)) if last.1 == at => last.1 = at + 1,
                (false, _) => pieces.push((at, at + 1)),
            }
        }
        let reach = if pin { 9 } else { 4 };
        let secret = pieces.iter().take(reach).enumerate().find_map(|(place, &(start, end))| {
            let piece: Vec<_> = letters[start..end].iter().collect();
            let trimmed =
                piece.iter().rposition(|l| l.folded.is_alphanumeric() || matches!(l.folded, '!' | '?' | '$'))? + 1;
            let piece = &piece[..trimmed];
            let digits = piece.iter().filter(|l| l.folded.is_ascii_digit()).count();
            let shown = piece.iter().filter(|l| l.folded.is_alphanumeric()).count();
            let is_secret = if pin {
                digits == shown && (4..=6).contains(&digits)
            } else {
                // Letters and digits together, or the last of `is X / Y`.
                let mixed = digits > 0
                    && digits < shown
                    && shown >= 6
                    && !piece.iter().any(|l| matches!(l.folded, ':' | '/' | '@'));
                mixed && (label || place > 0)
            };
            is_secret.then(|| Span { start: token.span.start, end: letters[start + trimmed - 1].at + 1 })
        });
        if let Some(span) = secret.filter(|&span| !look.is_example(span)) {
            out.push(look.sighting(span, if pin { Risk::Medium.min(risk) } else { risk }, 0.7));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::recognisers::test_support::marked;

    #[test]
    fn told_secrets_are_found() {
        assert_eq!(
            marked("password", "new netflix password is Biscuit2019, same as ever"),
            ["netflix password is Biscuit2019"]
        );
        assert_eq!(marked("password", "network NANSHOUSE, password Trifle1974! if you come"), ["password Trifle1974!"]);
        assert!(!marked("password", "my PIN is 4471").is_empty());
    }

    #[test]
    fn talk_about_passwords_is_left_alone() {
        for text in [
            "Use three random words and a password manager since 2014",
            "It's #WorldPasswordDay. Mine is ********",
            "I changed my password again",
            "Forgot my password for the 3rd time",
        ] {
            assert!(marked("password", text).is_empty(), "{text}");
        }
    }
}
