//! Short links written out, and the addresses of posts.

/// Links of one text that are put right; more would be no text a person wrote.
const LINKS: usize = 200;

/// Bytes of an address; longer ones are left as they stand.
const ADDRESS: usize = 8 << 10;

/// Bytes by which a text may grow when its links are written out.
const GROWTH: usize = 64 << 10;

/// Places of one text that are looked at for links.
const LOOKS: usize = 5_000;

/// The start of a short link.
const SHORT: [&str; 2] = ["https://t.co/", "http://t.co/"];

/// Replaces each short link by the address it stands for; without one the link is taken away.
///
/// The link is looked for in the text itself: the places that `entities` state count characters of a text that is still
/// escaped, and are wrong as soon as the text was cut.
pub(super) fn expand<'a>(text: &str, links: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let mut links: Vec<(&str, Option<&str>)> = links.take(LINKS).filter(|(short, _)| short.starts_with("http")).collect();
    links.retain(|(short, long)| short.len() <= ADDRESS && long.is_none_or(|long| long.len() <= ADDRESS));
    if links.is_empty() {
        return text.to_owned();
    }
    // One pass, so that what was put in is not looked at again: links that stand for each other would grow without end.
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut looks, mut growth, mut taken_away) = (text, LOOKS, GROWTH, false);
    while let Some(start) = rest.find("http").filter(|_| looks > 0) {
        looks -= 1;
        let (before, at) = rest.split_at(start);
        out.push_str(before);
        // A longer link may begin with this one.
        let ends = |short: &str| !at[short.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let link = links.iter().find(|(short, _)| at.starts_with(short) && ends(short));
        let link = link.filter(|(_, long)| long.is_none_or(|long| long.len() <= growth));
        let length = link.map_or("http".len(), |(short, _)| short.len());
        match link {
            Some((_, long)) => {
                out.push_str(long.unwrap_or_default());
                growth -= long.map_or(0, str::len);
                taken_away |= long.is_none();
            }
            None => out.push_str(&at[..length]),
        }
        rest = &at[length..];
    }
    out.push_str(rest);
    if taken_away { out.trim_end().to_owned() } else { out }
}

/// The short links of a text, in order.
pub(super) fn short_links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    // Both beginnings have this in common.
    while let Some(host) = rest.find("://t.co/") {
        let Some(start) = ["https", "http"].iter().find(|start| rest[..host].ends_with(**start)) else {
            rest = &rest[host + 8..];
            continue;
        };
        let link = &rest[host - start.len()..];
        let name = start.len() + 8;
        let end = link[name..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(link.len(), |at| name + at);
        // One that the end of a cut text runs through leads nowhere.
        if end > name && !link[end..].starts_with('…') {
            found.push(&link[..end]);
        }
        rest = &link[end..];
    }
    found
}

/// The text without its short links, blanks in a row as one.
pub(super) fn without_short_links(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !SHORT.iter().any(|start| word.starts_with(start)));
    words.collect::<Vec<_>>().join(" ")
}

/// What follows the host in an address of X.
pub(super) fn path_on_x(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = ["www.", "mobile.", "m."].iter().find_map(|host| rest.strip_prefix(host)).unwrap_or(rest);
    rest.strip_prefix("twitter.com/").or_else(|| rest.strip_prefix("x.com/"))
}

/// Author and id of the post an address leads to; no author where the address names none.
pub(super) fn status(url: &str) -> Option<(&str, &str)> {
    let (author, id, rest) = status_and_rest(url)?;
    // `/photo/1` behind it is a picture of the post, not a quote.
    let whole = matches!(rest.as_bytes().first(), None | Some(b'?' | b'#')) || rest == "/";
    whole.then_some((author, id))
}

/// Author and id of the post a photo's or video's address belongs to.
pub(super) fn picture_of(url: &str) -> Option<(&str, &str)> {
    let (author, id, rest) = status_and_rest(url)?;
    ["/photo/", "/video/"].iter().any(|start| rest.starts_with(start)).then_some((author, id))
}

fn status_and_rest(url: &str) -> Option<(&str, &str, &str)> {
    let (author, rest) = path_on_x(url)?.split_once('/')?;
    let id = ["status/", "web/status/", "statuses/"].iter().find_map(|start| rest.strip_prefix(start))?;
    let digits = id.find(|c: char| !c.is_ascii_digit()).unwrap_or(id.len());
    (digits > 0).then(|| (if author == "i" { "" } else { author }, &id[..digits], &id[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_post_is_known_on_every_host() {
        for url in [
            "https://twitter.com/robin/status/17",
            "http://x.com/robin/status/17?s=20",
            "https://mobile.twitter.com/robin/status/17/",
            "https://www.x.com/robin/status/17#m",
            "http://twitter.com/robin/statuses/17",
        ] {
            assert_eq!(status(url), Some(("robin", "17")), "{url}");
        }
        assert_eq!(status("https://x.com/i/web/status/17"), Some(("", "17")));
        for other in
            ["https://x.com/robin/status/17/photo/1", "https://x.com/robin", "https://ax.com/robin/status/17", ""]
        {
            assert_eq!(status(other), None, "{other}");
        }
        assert_eq!(picture_of("https://x.com/robin/status/17/video/1"), Some(("robin", "17")));
        assert_eq!(picture_of("https://x.com/robin/status/17"), None);
    }

    #[test]
    fn links_are_written_out_and_those_of_photos_taken_away() {
        let links = [("https://t.co/Ab", Some("https://example.org/a")), ("https://t.co/Abc", None), ("", Some("x"))];
        let text = "a https://t.co/Abcd https://t.co/Ab, https://t.co/Abc";
        assert_eq!(expand(text, links.into_iter()), "a https://t.co/Abcd https://example.org/a,");
        let longer = [("https://t.co/Ab", Some("https://t.co/Ab?again=https://t.co/Ab"))];
        assert_eq!(expand("https://t.co/Ab", longer.into_iter()), "https://t.co/Ab?again=https://t.co/Ab");
    }

    /// Links that stand for each other, of which each doubles the text.
    #[test]
    fn what_was_written_out_is_not_written_out_again() {
        let names: Vec<String> = (0..100).map(|n| format!("http://t.co/{n:03}")).collect();
        let twice: Vec<String> = names.iter().map(|name| format!("{name} {name}")).collect();
        let links = names.iter().zip(twice.iter().skip(1)).map(|(short, long)| (short.as_str(), Some(long.as_str())));
        assert_eq!(expand(&names[0], links), twice[1]);
        let (text, long) = ("http://t.co/a ".repeat(100_000), "x".repeat(5_000));
        assert!(expand(&text, [("http://t.co/a", Some(long.as_str()))].into_iter()).len() < text.len() + GROWTH);
    }

    #[test]
    fn short_links_are_found_unless_they_were_cut() {
        let text = "a http://t.co/Ab, https://t.co/Cd\nand https://t.co/E… https://t.co/";
        assert_eq!(short_links(text), ["http://t.co/Ab", "https://t.co/Cd"]);
        assert_eq!(without_short_links(text), "a and");
    }
}
