//! Pieces of an HTML page: elements by their attributes, and words without what is no part of them.

use crate::markup::text_of;
use crate::text::unescape;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Elements without an end.
const VOID: &[&str] = &["br", "img", "hr", "input", "meta", "link", "wbr", "source", "area", "col", "embed", "param"];

/// A tag as it stands in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Where its `<` stands.
    pub at: usize,
    /// Where what follows it begins.
    pub end: usize,
    /// Its name as written.
    pub name: &'a str,
    /// What stands between name and `>`.
    attributes: &'a str,
    /// Whether it ends an element.
    pub closes: bool,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, entities decoded; empty for one without a value.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c == '=' || c == '/' || c.is_whitespace()).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end.max(rest.chars().next().map_or(0, char::len_utf8)));
            let after = after.trim_start();
            let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
                None => ("", after),
                Some(after) => match after.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                },
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(unescape(value).into_owned());
            }
            rest = after;
        }
    }

    /// Whether its `class` names one of these.
    pub fn has_class(&self, wanted: &[&str]) -> bool {
        self.attribute("class").is_some_and(|class| class.split_whitespace().any(|name| wanted.contains(&name)))
    }

    fn is_void(&self) -> bool {
        VOID.iter().any(|name| self.is(name))
    }

    /// Whether it has this name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The tags of a page in order; comments are passed over.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    // Whether `>` between quotation marks is taken for a word: no longer once a mark was open up to the end of the page, or
    // every tag of a hostile page would be looked for up to there.
    let (mut from, mut quoted) = (0, true);
    std::iter::from_fn(move || {
        loop {
            let at = from + html[from..].find('<')?;
            let rest = &html[at + 1..];
            if rest.starts_with("!--") {
                from = html[at..].find("-->").map_or(html.len(), |end| at + end + 3);
                continue;
            }
            let closes = rest.starts_with('/');
            let body = &rest[usize::from(closes)..];
            if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
                from = at + 1;
                continue;
            }
            let end = if quoted { end_of_tag(body) } else { None };
            quoted &= end.is_some();
            // A quotation mark that never closes: the tag ends at the next bracket.
            let end = end.or_else(|| body.find('>')).unwrap_or(body.len());
            let name_end = body[..end].find(|c: char| c.is_whitespace() || c == '/').unwrap_or(end);
            let begins = at + 1 + usize::from(closes);
            from = (begins + end + 1).min(html.len());
            let (name, attributes) = (&body[..name_end], &body[name_end..end]);
            return Some(Tag { at, end: from, name, attributes, closes });
        }
    })
}

/// Where the `>` of a tag stands that is in no quotation marks.
fn end_of_tag(body: &str) -> Option<usize> {
    let mut quote = None;
    body.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), _) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// A page taken apart once: its tags in order, each with the place where its element ends. To ask [`inside`] of every tag
/// of a page would be to read the page as often.
pub struct Page<'a> {
    html: &'a str,
    tags: Vec<Tag<'a>>,
    /// For each tag, where what stands inside ends.
    ends: Vec<usize>,
    /// Whether there are more tags than were asked for.
    pub cut: bool,
}

impl<'a> Page<'a> {
    /// Takes a page apart, up to so many tags.
    pub fn of(html: &'a str, most: usize) -> Page<'a> {
        let mut found = tags(html);
        let tags: Vec<Tag<'a>> = found.by_ref().take(most).collect();
        let cut = found.next();
        let html = cut.map_or(html, |next| &html[..next.at]);
        let mut ends: Vec<usize> = tags.iter().map(|tag| if tag.is_void() { tag.end } else { html.len() }).collect();
        // Elements of one name that are open.
        let mut open: HashMap<Cow<'a, str>, Vec<usize>> = HashMap::new();
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| !tag.is_void()) {
            let upper = tag.name.bytes().any(|byte| byte.is_ascii_uppercase());
            let name = if upper { Cow::Owned(tag.name.to_ascii_lowercase()) } else { Cow::Borrowed(tag.name) };
            let open = open.entry(name).or_default();
            if !tag.closes {
                open.push(at);
            } else if let Some(begun) = open.pop() {
                ends[begun] = tag.at;
            }
        }
        Page { html, tags, ends, cut: cut.is_some() }
    }

    /// The page, up to where it was taken apart.
    pub fn html(&self) -> &'a str {
        self.html
    }

    /// Its tags, in order.
    pub fn tags(&self) -> &[Tag<'a>] {
        &self.tags
    }

    /// Where what stands inside the element of this tag is.
    pub fn inside(&self, tag: usize) -> Range<usize> {
        self.tags[tag].end..self.ends[tag].max(self.tags[tag].end)
    }

    /// The tags that stand in this part of the page.
    pub fn within(&self, part: Range<usize>) -> Range<usize> {
        let before = |place: usize| self.tags.partition_point(|tag| tag.at < place);
        before(part.start)..before(part.end)
    }
}

/// What stands inside the element this tag begins, up to its own end.
pub fn inside<'a>(html: &'a str, tag: &Tag<'_>) -> &'a str {
    let rest = &html[tag.end..];
    if tag.is_void() {
        return "";
    }
    let mut depth = 1;
    for next in tags(rest).filter(|next| next.is(tag.name)) {
        depth = if next.closes { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return &rest[..next.at];
        }
    }
    rest
}

/// The page without the elements for which `dropped` holds, and without comments.
pub fn without(html: &str, dropped: impl Fn(&Tag<'_>) -> bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for tag in tags(html) {
        if tag.at < from {
            continue;
        }
        if !tag.closes && dropped(&tag) {
            out.push_str(&html[from..tag.at]);
            let within = inside(html, &tag);
            let end = tag.end + within.len();
            let closes = html[end..].starts_with("</");
            from = end + if closes { html[end..].find('>').map_or(0, |close| close + 1) } else { 0 };
        }
    }
    out.push_str(html.get(from..).unwrap_or_default());
    if !out.contains("<!--") {
        return out;
    }
    let (mut seen, mut rest) = (String::with_capacity(out.len()), out.as_str());
    while let Some((before, comment)) = rest.split_once("<!--") {
        seen.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    seen + rest
}

/// The words of a piece of HTML as they are read: without scripts and styles, paragraphs apart.
pub fn words(html: &str) -> String {
    let unseen = |tag: &Tag<'_>| ["script", "style", "template", "noscript"].iter().any(|name| tag.is(name));
    let mut seen = if html.contains("<!--") || html.contains("<s") || html.contains("<S") || html.contains("<t") {
        without(html, unseen)
    } else {
        html.to_owned()
    };
    for apart in ["</p><p>", "</p>\n<p>", "</p>\r\n<p>"] {
        seen = seen.replace(apart, "<br><br>");
    }
    text_of(&seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let html = "<a class=\"x y\" data-n=7 title='a > b &amp; c' hidden>";
        let tag = tags(html).next().expect("there is a tag");
        assert_eq!(tag.attribute("data-N").as_deref(), Some("7"));
        assert_eq!(tag.attribute("title").as_deref(), Some("a > b & c"));
        assert_eq!(tag.attribute("hidden").as_deref(), Some(""));
        assert_eq!(tag.attribute("href"), None);
        assert!(tag.has_class(&["y"]) && !tag.has_class(&["x y"]));
    }

    #[test]
    fn an_element_ends_where_it_ends_itself() {
        let html = "<div id=a>one<div>two</div>three</div>four";
        let tag = tags(html).next().expect("there is a tag");
        assert_eq!(inside(html, &tag), "one<div>two</div>three");
        assert_eq!(inside("<p>cut", &tags("<p>cut").next().expect("there is a tag")), "cut");
    }

    #[test]
    fn quotations_scripts_and_comments_are_taken_out() {
        let html = "a<blockquote>no<blockquote>no</blockquote></blockquote>b<!-- x > y -->c";
        assert_eq!(without(html, |tag| tag.is("blockquote")), "abc");
        assert_eq!(
            words("<p>One</p><p>two<script>no()</script></p><!-- wp:image {\"a\":\"b>c\"} -->3"),
            "One\n\ntwo\n3"
        );
    }

    /// Taken apart once, a page says the same of its elements as tag by tag.
    #[test]
    fn elements_end_in_the_same_places_however_they_are_asked_for() {
        for html in [
            "<div id=a>one<div>two</div>three</div>four",
            "<p>a<P>b</p>c<br>d</p></p><i>e",
            "<a \">\"<a \">\"<b>x</b>",
            "<td><td>x</td><td>y</td>",
            "</div><div></div></div>",
        ] {
            let page = Page::of(html, 100);
            for (at, tag) in page.tags().iter().enumerate().filter(|(_, tag)| !tag.closes) {
                assert_eq!(&html[page.inside(at)], inside(html, tag), "{html} at {}", tag.at);
            }
        }
        let page = Page::of("<a>1<b>2<i>3</i>", 2);
        assert_eq!((page.cut, page.html(), page.within(0..9)), (true, "<a>1<b>2", 0..2));
    }

    /// Of each the time was once the square of the length, or worse.
    #[test]
    fn hostile_pages_take_no_longer_than_others() {
        for piece in ["<a \">\"", "<!--", "<!-- -->", "<div>", "<div><!-- x", "<s>", "<", "a<b", "<p class='"] {
            let html = piece.repeat(1 << 18);
            let page = Page::of(&html, usize::MAX);
            let ends: usize = (0..page.tags().len()).map(|at| page.inside(at).len()).max().unwrap_or(0);
            assert!(ends <= html.len());
            let _ = (words(&html), without(&html, |tag| tag.is("s")));
        }
    }

    #[test]
    fn odd_pages_do_not_trip_it() {
        for odd in ["<", "</", "<a", "<a b=\"", "<!--", "< a", "<a ===>", "<é>", "<a é='ü>ö'>"] {
            let _ = (words(odd), without(odd, |_| true), tags(odd).filter_map(|tag| tag.attribute("zz")).count());
        }
    }
}
