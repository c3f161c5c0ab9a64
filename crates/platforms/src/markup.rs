//! Words out of HTML, as a reader of the page sees them.

/// The text of a piece of HTML: tags taken off, blocks and breaks as line breaks, entities decoded once.
pub fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&entities(&rest[..at]));
        let after = &rest[at + 1..];
        // `a < b` is no tag.
        if !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            text.push('<');
            rest = after;
            continue;
        }
        let Some(end) = after.find('>') else { return text.trim().to_owned() };
        let name = after[..end].trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if ["p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "tr", "blockquote"]
            .iter()
            .any(|block| name.eq_ignore_ascii_case(block))
            && !text.is_empty()
            && (!text.ends_with('\n') || name.eq_ignore_ascii_case("br"))
        {
            text.push('\n');
        }
        rest = &after[end + 1..];
    }
    text.push_str(&entities(rest));
    text.trim().to_owned()
}

/// Whether the text holds HTML, not merely an angle bracket.
pub fn is_markup(text: &str) -> bool {
    ["</", "<br", "<p>", "<p ", "<div"].iter().any(|mark| text.contains(mark)) && text.contains('>')
}

/// The value of an attribute, `href`, in a piece of HTML, from its first occurrence on; entities decoded.
pub fn attribute(html: &str, name: &str) -> Option<String> {
    let from = &html[html.find(&format!("{name}=\""))? + name.len() + 2..];
    Some(entities(&from[..from.find('"')?]))
}

/// Replaces the entities that exports use.
pub fn entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest entity, a character by number, has ten characters.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let character = end.and_then(|end| match &rest[1..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            "emsp" => Some('\u{2003}'),
            number => {
                let number = number.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                code.ok().and_then(char::from_u32)
            }
        });
        match (character, end) {
            (Some(character), Some(end)) => {
                decoded.push(character);
                rest = &rest[end + 1..];
            }
            _ => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_breaks_stay() {
        assert_eq!(text_of("<p>One <b>two</b></p><p>three<br/>four</p>"), "One two\nthree\nfour");
        assert_eq!(text_of("a < b &amp;amp; c &gt; d"), "a < b &amp; c > d");
        assert_eq!(text_of("cut <a href="), "cut");
    }

    #[test]
    fn entities_are_decoded_once_and_unknown_ones_kept() {
        assert_eq!(entities("&#39;x&#x27; &quot;&bogus; & &;é&#1114112;"), "'x' \"&bogus; & &;é&#1114112;");
    }

    #[test]
    fn attributes_are_found() {
        assert_eq!(
            attribute("<a class=\"x\" href=\"https://a.example/?b=1&amp;c=2\">", "href").as_deref(),
            Some("https://a.example/?b=1&c=2")
        );
        assert_eq!(attribute("<a href=\"cut", "href"), None);
    }
}
