//! Links are handed to the system's browser; this app never fetches them.

use crate::Problem;

/// The link, if a browser may be asked to open it: http or https, no user name, no control characters, no odd length.
///
/// What a platform export holds is not trusted: a `file:` or `javascript:` link must not leave the page.
pub fn checked(url: &str) -> Result<&str, Problem> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = url.len() <= 2_000 && !url.chars().any(|c| c.is_control() || c.is_whitespace());
    match host {
        Some(host) if plain && !host.is_empty() && !host.contains(['@', '\\']) => Ok(url),
        _ => Err(Problem::new(
            "bad-link",
            "This is not a link that a browser can open",
            "Copy it and look at it closely.",
        )),
    }
}

/// The system has no browser to hand a link to.
pub fn no_browser() -> Problem {
    Problem::new("no-browser", "The system's browser could not be opened", "Copy the link and open it yourself.")
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn only_plain_web_links_pass() {
        for good in ["https://x.com/thea/status/1", "http://example.org", "https://www.example.com/a?b=c#d"] {
            assert_eq!(checked(good).unwrap(), good);
        }
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:///path",
            "https://example.com@evil.example/",
            "https://example.com\\@evil.example/",
            "https://example.com/a b",
            "https://example.com/\n--flag",
            "-h",
            "",
        ] {
            assert!(checked(bad).is_err(), "{bad:?} passed");
        }
    }
}
