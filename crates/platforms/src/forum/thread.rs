//! Saved pages of forums: tables, and the posts of the programs most boards run on.

use super::records::{Record, Take};
use crate::Limits;
use crate::import::Halt;
use crate::page::{self, Page, Tag};
use crate::table::decode;
use std::io::Read;
use std::ops::Range;

/// Tags of one page that are looked at: some three times those of the longest threads.
const TAGS: usize = 1_000_000;

/// Tables inside one another whose rows are read: layouts of old boards had five.
const NESTED: usize = 8;

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
    let html = decode(&bytes);
    drop(bytes);
    let page = Page::of(&html, TAGS);
    let cut = page.cut || reader.read(&mut [0])? > 0;
    let records = posts(&page);
    let records = if records.is_empty() { tables(&page) } else { records };
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

fn posts(page: &Page<'_>) -> Vec<Record> {
    let mut starts: Vec<(usize, Option<String>)> = Vec::new();
    for (at, tag) in page.tags().iter().enumerate() {
        let id = id_of(tag);
        let marked = !tag.closes && tag.attribute("itemtype").is_some_and(|kind| kind.ends_with("/Comment") || kind.ends_with("/DiscussionForumPosting"));
        if id.is_none() && !marked {
            continue;
        }
        // `post_message_7` inside `post7` is the same post.
        if id.is_some() && starts.last().is_some_and(|(_, last)| *last == id) {
            continue;
        }
        starts.push((at, id));
    }
    let address = canonical(page);
    let title = (0..page.tags().len()).find(|&at| !page.tags()[at].closes && page.tags()[at].is("title"));
    let title = title.map(|at| page::words(&page.html()[page.inside(at)]));
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, _)| page.tags()[*at].at).chain([page.html().len()]).collect();
    let mut records: Vec<Record> = Vec::new();
    for ((at, id), end) in starts.iter().zip(ends) {
        let tag = &page.tags()[*at];
        let piece = Part::of(page, tag.at..end);
        let inside = page.inside(*at);
        let inside = inside.start..inside.end.min(end);
        let Some(words) = words_of(&piece, tag) else { continue };
        let mut record = Record::new("", records.len() as u64);
        // Board programs put the author's box before the words, inside the post's element or right above it.
        let near = (inside.len() > words.len()).then(|| Part::of(page, tag.at..inside.end));
        let near = near.as_ref().unwrap_or(&piece);
        if let Some(author) = tag.attribute("data-author").or_else(|| author_of(near)).or_else(|| author_of(&piece)) {
            record.put("author", author);
        }
        if let Some(date) = date_of(near).or_else(|| date_of(&piece)) {
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

/// A part of a page, with the tags that begin an element in it and their classes.
struct Part<'p, 'a> {
    page: &'p Page<'a>,
    end: usize,
    /// Places of the tags.
    tags: Vec<usize>,
    /// Places in `tags`, and classes, of those that have any.
    classes: Vec<(usize, String)>,
}

impl<'p, 'a> Part<'p, 'a> {
    fn of(page: &'p Page<'a>, range: Range<usize>) -> Self {
        let end = range.end;
        let tags: Vec<usize> = page.within(range).filter(|at| !page.tags()[*at].closes).collect();
        let class = |(place, at): (usize, &usize)| Some((place, page.tags()[*at].attribute("class")?));
        let classes = tags.iter().enumerate().filter_map(class).collect();
        Part { page, end, tags, classes }
    }

    fn tags(&self) -> impl Iterator<Item = &'p Tag<'a>> {
        self.tags.iter().map(|at| &self.page.tags()[*at])
    }

    /// The place in it of the first tag for which this holds.
    fn find(&self, holds: impl Fn(&Tag<'a>) -> bool) -> Option<usize> {
        self.tags().position(holds)
    }

    /// The place in it of the first tag of this class.
    fn find_class(&self, wanted: &str, holds: impl Fn(usize, &Tag<'a>) -> bool) -> Option<usize> {
        let of_class = |class: &str| class.split_whitespace().any(|name| name == wanted);
        let found = self.classes.iter().find(|(place, class)| of_class(class) && holds(*place, self.tag(*place)));
        found.map(|(place, _)| *place)
    }

    fn tag(&self, place: usize) -> &'p Tag<'a> {
        &self.page.tags()[self.tags[place]]
    }

    /// What stands inside the element of the tag at this place, as far as the part goes.
    fn inside(&self, place: usize) -> &'a str {
        let inside = self.page.inside(self.tags[place]);
        &self.page.html()[inside.start.min(self.end)..inside.end.min(self.end)]
    }
}

/// What follows `#` in a link to the post: its element's own id.
fn anchor(tag: &Tag<'_>, id: &str) -> String {
    tag.attribute("data-content").or_else(|| tag.attribute("id")).unwrap_or_else(|| id.to_owned())
}

/// The page's own address, where it says so.
fn canonical(page: &Page<'_>) -> Option<String> {
    let named = |tag: &Tag<'_>| {
        if tag.is("link") && tag.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            return tag.attribute("href");
        }
        let property = tag.attribute("property").or_else(|| tag.attribute("name"));
        if tag.is("meta") && property.is_some_and(|name| name == "og:url") { tag.attribute("content") } else { None }
    };
    page.tags().iter().find_map(named).filter(|address| address.starts_with("http"))
}

fn words_of(piece: &Part<'_, '_>, post: &Tag<'_>) -> Option<String> {
    if post.attribute("id").is_some_and(|id| id.starts_with("post_message_")) {
        return Some(piece.inside(0).trim().to_owned());
    }
    let words = |place: Option<usize>| {
        Some(piece.inside(place?).trim().to_owned()).filter(|words| !page::words(words).is_empty())
    };
    // The first tag is the post itself.
    let find = |holds: &dyn Fn(&Tag<'_>) -> bool| words((1..piece.tags.len()).find(|place| holds(piece.tag(*place))));
    let by_id = |tag: &Tag<'_>| tag.attribute("id").is_some_and(|id| id.starts_with("post_message_") || (id.starts_with("msg_") && tag.has_class(&["inner"])));
    let by_property = |tag: &Tag<'_>| tag.attribute("itemprop").is_some_and(|name| name == "text" || name == "articleBody" || name == "commentText");
    let of_class = |class: &&str| words(piece.find_class(class, |place, tag| place > 0 && !tag.is("a") && !tag.is("body")));
    find(&by_id).or_else(|| find(&by_property)).or_else(|| WORDS.iter().find_map(of_class))
}

fn author_of(piece: &Part<'_, '_>) -> Option<String> {
    let property = |tag: &Tag<'_>| tag.attribute("itemprop").is_some_and(|name| name == "author" || name == "creator");
    let words = |place: Option<usize>| {
        let text = page::words(piece.inside(place?));
        let text = text.lines().next().unwrap_or_default().trim().trim_start_matches("by ").to_owned();
        (!text.is_empty() && text.len() < 80).then_some(text)
    };
    let named = piece.tags().find_map(|tag| tag.attribute("data-author").or_else(|| tag.attribute("data-username")));
    named
        .or_else(|| words(piece.find(property)))
        .or_else(|| AUTHORS.iter().find_map(|class| words(piece.find_class(class, |_, _| true))))
}

fn date_of(piece: &Part<'_, '_>) -> Option<String> {
    let stated = piece.tags().find_map(|tag| {
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
        let place = piece.find_class(class, |_, _| true)?;
        let title = piece.tag(place).attribute("title").filter(|title| title.len() > 7);
        let text = title.unwrap_or_else(|| page::words(piece.inside(place)));
        let text = text.lines().map(str::trim).find(|line| line.bytes().any(|b| b.is_ascii_digit()))?.to_owned();
        // phpBB writes `by ada » 12 Mar 2014 22:15`.
        Some(text.rsplit('\u{bb}').next().unwrap_or_default().trim().to_owned())
    })
}

/// The rows of tables with a line of names, or of two columns of name and value.
fn tables(page: &Page<'_>) -> Vec<Record> {
    let mut records = Vec::new();
    // Where the tables around the present place end.
    let mut around: Vec<usize> = Vec::new();
    let begin = |at: &usize, name: &str| !page.tags()[*at].closes && page.tags()[*at].is(name);
    for (number, table) in (0..page.tags().len()).filter(|at| begin(at, "table")).enumerate() {
        let inside = page.inside(table);
        while around.last().is_some_and(|end| *end <= inside.start) {
            around.pop();
        }
        around.push(inside.end);
        if around.len() > NESTED {
            continue;
        }
        let mut names: Vec<String> = Vec::new();
        let list = if number == 0 { String::new() } else { format!("table {}", number + 1) };
        let mut index = 0;
        for row in outermost(page, inside, &["tr"]) {
            let cells: Vec<&str> = outermost(page, row, &["td", "th"]).map(|cell| &page.html()[cell]).collect();
            if names.is_empty() {
                names = cells.iter().map(|cell| page::words(cell)).collect();
                continue;
            }
            let mut record = Record::new(&list, index);
            record.ragged = cells.len() != names.len();
            for (name, cell) in names.iter().zip(cells) {
                let words = page::words(cell);
                let link = page::tags(cell).find_map(|tag| tag.attribute("href")).filter(|_| words.len() < 200);
                let words = if crate::markup::is_markup(cell) { cell.trim().to_owned() } else { words };
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

/// Where what stands inside the elements of these names is, of those that lie in no other of them. Their end tags may be
/// left out: then the next one ends them.
fn outermost(page: &Page<'_>, part: Range<usize>, names: &[&str]) -> impl Iterator<Item = Range<usize>> {
    let wanted = |at: usize| !page.tags()[at].closes && names.iter().any(|name| page.tags()[at].is(name));
    let places: Vec<usize> = page.within(part.clone()).filter(|at| wanted(*at)).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for (place, at) in places.iter().enumerate() {
        let mut inside = page.inside(*at);
        if inside.start < end {
            continue;
        }
        if inside.end >= part.end {
            inside.end = places.get(place + 1).map_or(part.end, |next| page.tags()[*next].at.max(inside.start)).min(part.end);
        }
        end = inside.end;
        found.push(inside);
    }
    found.into_iter()
}
