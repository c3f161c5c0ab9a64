//! Numbers, dates and short lists as people read them.

use chrono::{DateTime, Datelike, Utc};
use model::Kind;

/// `18412` as `18,412`.
pub(crate) fn digits(n: u64) -> String {
    let plain = n.to_string();
    let mut out = String::with_capacity(plain.len() + plain.len() / 3);
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Small numbers in words, others in digits.
pub(crate) fn number(n: u64) -> String {
    const WORDS: [&str; 21] = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    usize::try_from(n).ok().and_then(|n| WORDS.get(n)).map_or_else(|| digits(n), |word| (*word).to_owned())
}

/// `1 app`, `14 apps`.
pub(crate) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", digits(n), if n == 1 { one } else { many })
}

/// The same with the first letter large.
pub(crate) fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `February 2011`.
pub(crate) fn month(at: DateTime<Utc>) -> String {
    at.format("%B %Y").to_string()
}

/// `14 April 2026`.
pub(crate) fn day(at: DateTime<Utc>) -> String {
    format!("{} {}", at.day(), month(at))
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
pub(crate) fn listed(values: &[&str]) -> String {
    match values {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [a, b] => format!("{a} and {b}"),
        [a, b, c] => format!("{a}, {b} and {c}"),
        [a, b, c, more @ ..] => format!("{a}, {b}, {c} and {} more", more.len()),
    }
}

/// The kind's name for several.
pub(crate) const fn several(kind: Kind) -> &'static str {
    match kind {
        Kind::Post => "posts",
        Kind::Reply => "replies",
        Kind::Repost => "reposts",
        Kind::Quote => "quotes",
        Kind::Comment => "comments",
        Kind::Like => "likes",
        Kind::Message => "messages",
        Kind::Bio => "profile texts",
        Kind::Event => "events",
        Kind::Search => "searches",
        Kind::Follow => "follows",
        Kind::Group => "groups",
        Kind::Media => "photos and videos",
        Kind::Reaction => "reactions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_or_spelled() {
        let cases =
            [(0, "0", "no"), (12, "12", "twelve"), (21, "21", "21"), (999, "999", "999"), (1000, "1,000", "1,000")];
        for (n, grouped, spelled) in cases {
            assert_eq!((digits(n).as_str(), number(n).as_str()), (grouped, spelled));
        }
        assert_eq!(digits(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!((counted(1, "app", "apps"), counted(2, "app", "apps")), ("1 app".into(), "2 apps".into()));
    }

    #[test]
    fn long_lists_are_cut_short() {
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&["a", "b"]), "a and b");
        assert_eq!(listed(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
