//! The words of a post without markup and without what it quotes of others.

use crate::markup::is_markup;
use crate::page::{self, Tag};
use crate::text::{repair_mojibake, unescape};

/// Classes of elements that hold others' words.
const QUOTES: &[&str] = &[
    "quote", "quotebody", "quotecontainer", "bbcode_quote", "bbcode_container", "bbCodeBlock--quote", "bbCodeQuote", "quoteheader",
    "quotefooter", "topslice_quote", "quotetitle", "quotecontent", "ipsQuote", "mycode_quote", "gmail_quote", "moz-cite-prefix",
];

/// Tags of bulletin boards that mark words up and are none.
const TAGS: &[&str] = &[
    "b", "i", "u", "s", "strike", "sub", "sup", "url", "img", "size", "color", "colour", "font", "center", "left", "right",
    "align", "justify", "indent", "list", "ul", "ol", "li", "*", "/*", "code", "php", "html", "spoiler", "email", "youtube",
    "video", "media", "attach", "attachment", "user", "mention", "hr", "table", "tr", "td", "th", "pre", "bquote", "noparse",
    "highlight", "tt", "move", "glow", "shadow", "flash", "icode", "ispoiler", "float", "h1", "h2", "h3", "plain", "heading",
];

/// The words as their author wrote them. `lines` says whether lines that begin with `>` are quoted, as in mail and Markdown.
pub(super) fn own(raw: &str, lines: bool) -> String {
    // A table written on Windows keeps its line breaks.
    let raw = &raw.replace("\r\n", "\n");
    let text = if raw.contains('\u{c3}') || raw.contains('\u{c2}') { repair_mojibake(raw) } else { raw.into() };
    let whole = plain(&text, false, lines);
    let kept = plain(&text, true, lines);
    // A post of nothing but a quotation is shown as it is.
    if kept.is_empty() { whole } else { kept }
}

fn plain(text: &str, drop_quotes: bool, lines: bool) -> String {
    let trimmed = text.trim();
    let text = if trimmed.starts_with("<r>") || trimmed.starts_with("<t>") {
        // phpBB since 3.2 keeps posts as XML: `<s>` and `<e>` hold the marks themselves.
        let without = page::without(trimmed, |tag| {
            tag.name == "s" || tag.name == "e" || tag.name == "i" || (drop_quotes && tag.is("quote"))
        });
        page::words(&without)
    } else if is_markup(text) || text.contains("<br") || text.contains("<img") {
        let quoted = |tag: &Tag<'_>| drop_quotes && (tag.is("blockquote") || (tag.attribute("class").is_some() && tag.has_class(QUOTES)));
        page::words(&page::without(text, quoted))
    } else {
        unescape(text).into_owned()
    };
    let text = board(&text, drop_quotes);
    let text = if drop_quotes && lines { unquoted(&text) } else { text };
    text.trim().to_owned()
}

/// Takes the tags of bulletin boards off, and quotations where asked.
fn board(text: &str, drop_quotes: bool) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut depth) = (text, 0usize);
    while let Some(at) = rest.find('[') {
        if depth == 0 {
            out.push_str(&rest[..at]);
        }
        rest = &rest[at..];
        let tag = rest[1..].find([']', '[', '\n']).filter(|end| rest.as_bytes()[end + 1] == b']').map(|end| &rest[1..=end]);
        let name = tag.map(|tag| {
            let slash = usize::from(tag.starts_with('/'));
            let end = tag[slash..].find(['=', ':', ' ']).map_or(tag.len(), |end| end + slash);
            tag[..end].to_lowercase()
        });
        match (tag, name.as_deref()) {
            (Some(tag), Some("quote")) => {
                depth += usize::from(drop_quotes);
                rest = &rest[tag.len() + 2..];
            }
            (Some(tag), Some("/quote")) => {
                depth = depth.saturating_sub(1);
                rest = &rest[tag.len() + 2..];
            }
            (Some(tag), Some(name)) if TAGS.contains(&name.trim_start_matches('/')) => {
                rest = &rest[tag.len() + 2..];
            }
            _ => {
                if depth == 0 {
                    out.push('[');
                }
                rest = &rest[1..];
            }
        }
    }
    // A quotation that never ends would swallow the author's own words.
    if depth > 0 {
        return board(&text.replace("[quote", "[ quote"), false);
    }
    out.push_str(rest);
    out
}

/// Without lines that begin with `>` and the line that says who wrote them.
fn unquoted(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    for line in &lines {
        if !line.trim_start().starts_with('>') {
            kept.push(line);
            continue;
        }
        while kept.last().is_some_and(|last| last.trim().is_empty()) {
            kept.pop();
        }
        let says_who = |line: &&str| line.trim_end().ends_with(':') && (line.contains("wrote") || line.contains("writes") || line.contains("schrieb") || line.contains("crit") || line.contains("escribi") || line.contains("scritto") || line.contains('@'));
        if kept.last().is_some_and(says_who) {
            kept.pop();
        }
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn tags_of_boards_go_and_words_stay() {
        assert_eq!(own("[b]Bold[/b] and [url=https://a.example]a link[/url] [1] [sic]", false), "Bold and a link [1] [sic]");
        assert_eq!(own("[b:1a2b3c4d]x[/b:1a2b3c4d] :)", false), "x :)");
        assert_eq!(own("<r><B><s>[b]</s>x<e>[/b]</e></B> &amp; y</r>", false), "x & y");
        assert_eq!(own("<t>plain<br/>two</t>", false), "plain\ntwo");
        assert_eq!(own("it&#8217;s &quot;fine&quot; &amp;amp; well", false), "it\u{2019}s \"fine\" &amp; well");
    }

    #[test]
    fn quotations_are_somebody_elses_words() {
        assert_eq!(own("[quote=\"max, post:3, topic:99\"]\ntheirs [quote]older[/quote]\n[/quote]\nmine", false), "mine");
        assert_eq!(own("<blockquote>theirs</blockquote><p>mine</p>", false), "mine");
        assert_eq!(own("<aside class=\"quote no-group\"><div>theirs</div></aside><p>mine</p>", false), "mine");
        assert_eq!(own("On Tuesday Max wrote:\n> theirs\n> more\n\nmine", true), "mine");
        assert_eq!(own("> 5 mg is too much", false), "> 5 mg is too much");
        // Nothing but a quotation, or one that never ends: better too much than nothing.
        assert_eq!(own("[quote]all theirs[/quote]", false), "all theirs");
        assert!(own("[quote=max]theirs and mine", false).contains("mine"));
    }
}
