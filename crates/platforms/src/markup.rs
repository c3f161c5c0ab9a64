//! Words out of HTML, as a reader of the page sees them.

use crate::text::unescape;
use std::io::{self, Read};

/// The text of a piece of HTML: tags taken off, blocks and breaks as line breaks, entities decoded once.
pub fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
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
    text.push_str(&unescape(rest));
    text.trim().to_owned()
}

/// Whether the text holds HTML, not merely an angle bracket.
pub fn is_markup(text: &str) -> bool {
    ["</", "<br", "<p>", "<p ", "<div"].iter().any(|mark| text.contains(mark)) && text.contains('>')
}

/// The value of an attribute, `href`, in a piece of HTML, from its first occurrence on; entities decoded.
pub fn attribute(html: &str, name: &str) -> Option<String> {
    let from = &html[html.find(&format!("{name}=\""))? + name.len() + 2..];
    Some(unescape(&from[..from.find('"')?]).into_owned())
}

/// A text with `%41` and the like replaced; left alone where they would not make characters.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Goes through a page piece by piece: `take` gets what stands between one mark and the next, in order. Pieces longer than
/// `longest` bytes are passed over and counted.
pub fn each_piece<E: From<io::Error>>(
    mut reader: impl Read,
    mark: &[u8],
    longest: usize,
    mut take: impl FnMut(&str, u64) -> Result<(), E>,
) -> Result<u64, E> {
    let (mut held, mut read, mut dropped, mut dropping) = (Vec::new(), 0, 0, true);
    let mut chunk = vec![0; 64 << 10];
    loop {
        let count = reader.read(&mut chunk)?;
        read += count as u64;
        let seen = held.len().saturating_sub(mark.len());
        held.extend_from_slice(&chunk[..count]);
        let (mut from, mut begun) = (seen, 0);
        while let Some(at) = memchr::memmem::find(&held[from..], mark).map(|at| at + from) {
            // What stands before the first mark is the head of the page.
            if !std::mem::take(&mut dropping) {
                take(&String::from_utf8_lossy(&held[begun..at]), read)?;
            }
            begun = at + mark.len();
            from = begun;
        }
        // Once for all pieces: done for each, a page of short pieces would be moved again and again.
        held.drain(..begun);
        if count == 0 {
            if !dropping {
                take(&String::from_utf8_lossy(&held), read)?;
            }
            return Ok(dropped);
        }
        if held.len() > longest {
            dropped += u64::from(!dropping);
            dropping = true;
            held.drain(..held.len() - mark.len());
        }
    }
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
    fn percent_signs_are_decoded_where_they_make_characters() {
        assert_eq!(percent_decoded("a%20b%C3%A9%"), "a b\u{e9}%");
        assert_eq!(percent_decoded("%FF"), "%FF");
    }

    fn pieces(page: &str, longest: usize) -> (Vec<String>, u64) {
        let mut found = Vec::new();
        let dropped = each_piece::<io::Error>(page.as_bytes(), b"<li>", longest, |piece, _| {
            found.push(piece.to_owned());
            Ok(())
        });
        (found, dropped.expect("memory can be read"))
    }

    #[test]
    fn a_page_falls_into_pieces_without_its_head() {
        assert_eq!(pieces("head<li>a<li>b", 100), (vec!["a".to_owned(), "b".to_owned()], 0));
        assert_eq!(pieces("head", 100), (vec![], 0));
        let far = format!("<li>{}<li>b", "x".repeat(70_000));
        assert_eq!(pieces(&far, 1 << 20).0[1], "b");
        assert_eq!(pieces(&far, 1000).0, ["b"]);
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
