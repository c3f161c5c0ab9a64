//! Saved pages of forums: tables, and the posts of the programs most boards run on.

use super::records::{Record, Take};
use crate::Limits;
use crate::import::Halt;
use crate::page::{self, Tag};
use crate::table::decode;
use std::io::Read;

/// Attributes by which the element of one post is known: the attribute and how its value begins, then the id.
const POSTS: &[(&str, &str)] = &[
    ("data-content", "post-"),     // XenForo 2
    ("id", "post_message_"),       // vBulletin
    ("id", "post-"),               // XenForo 1, WordPress' own boards
    ("id", "elComment_"),          // Invision
    ("id", "msg_"),                // SMF
    ("id", "post_"),               // Discourse, MyBB
    ("id", "pid"),                 // MyBB, Invision
    ("id", "post"),                // vBulletin
    ("id", "comment-"),            // blogs
    ("id", "p"),                   // phpBB
];

/// Classes of the element that holds the words.
const WORDS: &[&str] = &[
    "bbWrapper", "messageText", "post_body", "postcontent", "post-content", "postbody-content", "cPost_contentWrap", "ipsType_richText",
    "cooked", "content", "post_message", "entry-content", "comment-content", "comment-body", "message-body", "inner", "postbody", "post",
    "postText", "message", "text", "body",
];

/// Classes of the element that names the author.
const AUTHORS: &[&str] = &[
    "username", "username-coloured", "author", "bigusername", "post-author", "postauthor", "poster", "fn", "creator", "ipsType_break",
    "author_name", "message-name", "user", "name", "postprofile-name",
];

/// Classes of the element that says when.
const TIMES: &[&str] = &[
    "date", "postdate", "post-date", "post_date", "DateTime", "datetime", "time", "timestamp", "created", "comment-date", "smalltext",
    "post-time", "responsive-hide", "author",
];

/// Goes through the posts of a page. A page beyond the limit of a record is read up to it.
pub(super) fn each(mut reader: impl Read, limits: &Limits, take: &mut Take<'_>) -> Result<(), Halt> {
    let mut bytes = Vec::new();
    reader.by_ref().take(limits.record_bytes as u64).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    let cut = reader.read(&mut [0])? > 0;
    let html = decode(&bytes);
    let records = posts(&html);
    let records = if records.is_empty() { tables(&html) } else { records };
    for record in records {
        take(Ok(record), read)?;
    }
    if cut { Err(Halt::Unreadable) } else { Ok(()) }
}

/// The id in an attribute of a post's element.
fn id_of(tag: &Tag<'_>) -> Option<String> {
    if tag.closes || ["a", "span", "input", "label", "script", "img", "button", "h3"].iter().any(|name| tag.is(name)) {
        return None;
    }
    POSTS.iter().find_map(|(name, start)| {
        let value = tag.attribute(name)?;
        let id = value.strip_prefix(start)?;
        (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then(|| id.to_owned())
    })
}

fn posts(html: &str) -> Vec<Record> {
    let mut starts: Vec<(usize, Tag<'_>, Option<String>)> = Vec::new();
    for tag in page::tags(html) {
        let id = id_of(&tag);
        let marked = !tag.closes && tag.attribute("itemtype").is_some_and(|kind| kind.ends_with("/Comment") || kind.ends_with("/DiscussionForumPosting"));
        if id.is_none() && !marked {
            continue;
        }
        // `post_message_7` inside `post7` is the same post.
        if id.is_some() && starts.last().is_some_and(|(_, _, last)| *last == id) {
            continue;
        }
        starts.push((tag.at, tag, id));
    }
    let address = canonical(html);
    let title = page::tags(html).find(|tag| !tag.closes && tag.is("title")).map(|tag| page::words(page::inside(html, &tag)));
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, ..)| *at).chain([html.len()]).collect();
    let mut records: Vec<Record> = Vec::new();
    for ((at, tag, id), end) in starts.iter().zip(ends) {
        let piece = &html[*at..end];
        let Some(words) = words_of(piece, tag) else { continue };
        let mut record = Record::new("", records.len() as u64);
        let inside = page::inside(html, tag);
        // Board programs put the author's box before the words, inside the post's element or right above it.
        let near = if inside.len() > words.len() { &piece[..piece.len().min(inside.len() + tag.end - tag.at)] } else { piece };
        if let Some(author) = tag.attribute("data-author").or_else(|| author_of(near)).or_else(|| author_of(piece)) {
            record.put("author", author);
        }
        if let Some(date) = date_of(near).or_else(|| date_of(piece)) {
            record.put("date", date);
        }
        if let Some(id) = id {
            record.put("id", id.clone());
        }
        if let (Some(address), Some(id)) = (&address, id) {
            record.put("url", format!("{}#{}", address.split('#').next().unwrap_or_default(), anchor(tag, id)));
        }
        if let Some(title) = &title {
            record.put("topic", title.clone());
        }
        record.put("body", words);
        records.push(record);
    }
    records
}

/// What follows `#` in a link to the post: its element's own id.
fn anchor(tag: &Tag<'_>, id: &str) -> String {
    tag.attribute("data-content").or_else(|| tag.attribute("id")).unwrap_or_else(|| id.to_owned())
}

/// The page's own address, where it says so.
fn canonical(html: &str) -> Option<String> {
    let named = |tag: &Tag<'_>| {
        if tag.is("link") && tag.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            return tag.attribute("href");
        }
        let property = tag.attribute("property").or_else(|| tag.attribute("name"));
        if tag.is("meta") && property.is_some_and(|name| name == "og:url") { tag.attribute("content") } else { None }
    };
    page::tags(html).find_map(|tag| named(&tag)).filter(|address| address.starts_with("http"))
}

fn words_of(piece: &str, post: &Tag<'_>) -> Option<String> {
    if post.attribute("id").is_some_and(|id| id.starts_with("post_message_")) {
        let own = page::tags(piece).next()?;
        return Some(page::inside(piece, &own).trim().to_owned());
    }
    let find = |holds: &dyn Fn(&Tag<'_>) -> bool| {
        // The first tag is the post itself.
        let tag = page::tags(piece).skip(1).find(|tag| !tag.closes && holds(tag))?;
        Some(page::inside(piece, &tag).trim().to_owned()).filter(|words| !page::words(words).is_empty())
    };
    let by_id = |tag: &Tag<'_>| tag.attribute("id").is_some_and(|id| id.starts_with("post_message_") || (id.starts_with("msg_") && tag.has_class(&["inner"])));
    let by_property = |tag: &Tag<'_>| tag.attribute("itemprop").is_some_and(|name| name == "text" || name == "articleBody" || name == "commentText");
    find(&by_id).or_else(|| find(&by_property)).or_else(|| WORDS.iter().find_map(|class| find(&|tag| tag.has_class(&[class]) && !tag.is("a") && !tag.is("body"))))
}

fn author_of(piece: &str) -> Option<String> {
    let property = |tag: &Tag<'_>| tag.attribute("itemprop").is_some_and(|name| name == "author" || name == "creator");
    let words = |holds: &dyn Fn(&Tag<'_>) -> bool| {
        let tag = page::tags(piece).find(|tag| !tag.closes && holds(tag))?;
        let text = page::words(page::inside(piece, &tag));
        let text = text.lines().next().unwrap_or_default().trim().trim_start_matches("by ").to_owned();
        (!text.is_empty() && text.len() < 80).then_some(text)
    };
    let named = page::tags(piece).find_map(|tag| tag.attribute("data-author").or_else(|| tag.attribute("data-username")));
    named.or_else(|| words(&property)).or_else(|| AUTHORS.iter().find_map(|class| words(&|tag| tag.has_class(&[class]))))
}

fn date_of(piece: &str) -> Option<String> {
    let stated = page::tags(piece).filter(|tag| !tag.closes).find_map(|tag| {
        let of_time = if tag.is("time") || tag.is("abbr") || tag.has_class(TIMES) {
            tag.attribute("datetime").or_else(|| tag.attribute("data-time")).or_else(|| tag.attribute("data-timestamp"))
        } else {
            None
        };
        let of_meta = tag.attribute("itemprop").filter(|name| name.starts_with("date")).and_then(|_| tag.attribute("content").or_else(|| tag.attribute("datetime")));
        of_time.or(of_meta).or_else(|| tag.attribute("data-time").filter(|text| text.len() >= 9))
    });
    if let Some(stated) = stated.filter(|text| !text.is_empty()) {
        return Some(stated);
    }
    TIMES.iter().find_map(|class| {
        let tag = page::tags(piece).find(|tag| !tag.closes && tag.has_class(&[class]))?;
        let text = tag.attribute("title").filter(|title| title.len() > 7).unwrap_or_else(|| page::words(page::inside(piece, &tag)));
        let text = text.lines().map(str::trim).find(|line| line.bytes().any(|b| b.is_ascii_digit()))?.to_owned();
        // phpBB writes `by ada » 12 Mar 2014 22:15`.
        Some(text.rsplit('\u{bb}').next().unwrap_or_default().trim().to_owned())
    })
}

/// The rows of tables with a line of names, or of two columns of name and value.
fn tables(html: &str) -> Vec<Record> {
    let mut records = Vec::new();
    for (number, table) in page::tags(html).filter(|tag| !tag.closes && tag.is("table")).enumerate() {
        let inside = page::inside(html, &table);
        let rows = page::tags(inside).filter(|tag| !tag.closes && tag.is("tr"));
        let mut names: Vec<String> = Vec::new();
        let list = if number == 0 { String::new() } else { format!("table {}", number + 1) };
        let mut index = 0;
        for row in rows {
            let row = page::inside(inside, &row);
            let cells: Vec<&str> = page::tags(row)
                .filter(|tag| !tag.closes && (tag.is("td") || tag.is("th")))
                .map(|tag| page::inside(row, &tag))
                .collect();
            if names.is_empty() {
                names = cells.iter().map(|cell| page::words(cell)).collect();
                continue;
            }
            let mut record = Record::new(&list, index);
            record.ragged = cells.len() != names.len();
            for (name, cell) in names.iter().zip(cells) {
                let link = page::tags(cell).find_map(|tag| tag.attribute("href")).filter(|_| page::words(cell).len() < 200);
                let words = if crate::markup::is_markup(cell) { cell.trim().to_owned() } else { page::words(cell) };
                record.put(name.clone(), words);
                if let Some(link) = link.filter(|link| link.starts_with("http")) {
                    record.put(format!("{name} link"), link);
                }
            }
            index += 1;
            records.push(record);
        }
    }
    records
}
