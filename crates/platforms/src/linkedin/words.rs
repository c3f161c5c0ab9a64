//! Words and links as LinkedIn writes them, put back as the reader of the platform saw them.

use crate::markup::percent_decoded;
use model::Audience;

/// The commentary of a share. In most exports each line break stands between two stray quotation marks, and those of the
/// text are doubled once more; only cells in which *every* line break does so are repaired, others are whole already.
pub fn commentary(cell: &str) -> String {
    let cell = cell.replace("\r\n", "\n");
    let mut breaks = cell.match_indices('\n').peekable();
    if breaks.peek().is_none() || !breaks.all(|(at, _)| cell[..at].ends_with('"') && cell[at + 1..].starts_with('"')) {
        return cell;
    }
    let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&cell);
    let mut repaired = inner.to_owned();
    while repaired.contains("\"\n\"") {
        repaired = repaired.replace("\"\n\"", "\n");
    }
    repaired.replace("\"\"", "\"")
}

/// A comment or message: quotation marks come as `\"`, doubled or bare, according to the export.
pub fn comment(cell: &str) -> String {
    cell.replace("\r\n", "\n").replace("\\\"", "\"").replace("\"\"", "\"").trim().to_owned()
}

/// The name of the thing a link leads to, `urn:li:share:7300000000000000001`. Links are percent-encoded once or more.
pub fn urn(link: &str) -> Option<String> {
    let mut link = link.to_owned();
    for _ in 0..3 {
        let decoded = percent_decoded(&link);
        if decoded == link {
            break;
        }
        link = decoded;
    }
    let from = &link[link.find("urn:li:")?..];
    let end = from.find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '&' | '"' | '#')).unwrap_or(from.len());
    Some(from[..end].to_owned()).filter(|urn| urn.bytes().filter(|byte| *byte == b':').count() >= 3)
}

/// The address at which the thing with this name is shown. A comment is shown under its post.
pub fn address(urn: &str) -> String {
    let post = urn.strip_prefix("urn:li:comment:(").and_then(|inner| inner.split(',').next());
    match post {
        Some(post) => {
            let post = if post.starts_with("urn:li:") { post.to_owned() } else { format!("urn:li:{post}") };
            format!("https://www.linkedin.com/feed/update/{post}/?commentUrn={urn}")
        }
        None => format!("https://www.linkedin.com/feed/update/{urn}/"),
    }
}

/// Who sees what stands under or is the thing with this name, as far as the name says it.
pub fn audience(urn: &str) -> Audience {
    if urn.contains(":groupPost:") { Audience::Group } else { Audience::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_between_quotation_marks_are_repaired() {
        assert_eq!(
            commentary("Proud of the team.\"\n\"\"\n\"Long night, but \"worth\" it."),
            "Proud of the team.\n\nLong night, but \"worth\" it."
        );
        assert_eq!(commentary("\"One\"\n\"a \"\"word\"\"\""), "One\na \"word\"");
    }

    #[test]
    fn plain_line_breaks_are_left_alone() {
        for whole in ["He said \"no\"\nand left", "\"quoted\"\nplain\n\"quoted\"", "say \"\"x\"\"", "one line", ""] {
            assert_eq!(commentary(whole), whole);
        }
    }

    #[test]
    fn each_way_to_write_a_quotation_mark_in_a_comment() {
        assert_eq!(comment("He said \\\"no\\\"."), "He said \"no\".");
        assert_eq!(comment("He said \"\"no\"\"."), "He said \"no\".");
        assert_eq!(comment("He said \"no\"."), "He said \"no\".");
    }

    #[test]
    fn names_are_found_in_links_encoded_once_twice_or_not_at_all() {
        for link in [
            "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A73",
            "https://www.linkedin.com/feed/update/urn%253Ali%253Ashare%253A73/",
            "https://www.linkedin.com/feed/update/urn:li:share:73?x=1",
        ] {
            assert_eq!(urn(link).as_deref(), Some("urn:li:share:73"), "{link}");
        }
        assert_eq!(
            address("urn:li:comment:(activity:73,99)"),
            "https://www.linkedin.com/feed/update/urn:li:activity:73/?commentUrn=urn:li:comment:(activity:73,99)"
        );
        let comment = "https://www.linkedin.com/feed/update/urn%3Ali%3Acomment%3A%28urn%3Ali%3AugcPost%3A73%2C99%29";
        assert_eq!(urn(comment).as_deref(), Some("urn:li:comment:(urn:li:ugcPost:73,99)"));
        assert_eq!(audience("urn:li:groupPost:55-66"), Audience::Group);
        assert_eq!(urn("https://www.linkedin.com/in/ada"), None);
        assert_eq!(urn("urn:li:"), None);
        assert_eq!(urn("%€"), None);
    }
}
