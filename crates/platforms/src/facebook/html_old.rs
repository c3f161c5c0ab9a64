//! Facebook's exports until spring 2018: an `index.htm` and a handful of pages in `html/`, conversations in `messages/`.
//!
//! Dates carry a zone here (`Thursday, November 30, 2017 at 3:39pm PST`). Posts are `p` elements with the date in
//! `.meta`, what happened as bare text, and the words in `.comment`; invalid nesting, which the small trees bear. In
//! 2010 and 2011 the wall was written in the hAtom microformat (`hentry`, `entry-content`, `published`).

use super::files::ends_in;
use super::html::{Pages, SUBJECT};
use super::html_facts as facts;
use crate::import::{File, Import};
use crate::meta_html::{Element, Layout, LocalDate, Node, Piece, local_date, pieces};
use crate::text::{beginning, is_ip_address, iso_date};
use crate::{Entry, Error};
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Media, Post, Private};

type Take = fn(&mut Pages, &mut File, &Element);

/// End of the plain path without its ending, what a lost record may have been, and what takes a piece.
const PAGES: &[(&str, &[Kind], Take)] = &[
    ("index", &[Kind::Bio], profile),
    ("html/contact_info", &[Kind::Bio], profile),
    ("html/profile", &[Kind::Bio], profile),
    ("html/timeline", &[Kind::Post, Kind::Repost], wall),
    ("html/wall", &[Kind::Post, Kind::Repost], wall),
    ("html/notes", &[Kind::Post], wall),
    ("html/friends", &[], friends),
    ("html/apps", &[], apps),
    ("html/security", &[], security),
    ("html/ads", &[], ads),
    ("html/events", &[Kind::Event], events),
    ("html/photos", &[Kind::Media], photo),
    ("html/videos", &[Kind::Media], photo),
    ("photos/*/index", &[Kind::Media], photo),
    ("photos/*", &[Kind::Media], photo),
    ("html/messages", &[Kind::Message], message),
    ("messages/N", &[Kind::Message], message),
];

/// Whether a plain path without its ending is one of these pages.
pub(super) fn is_page(stem: &str) -> bool {
    found(stem).is_some()
}

fn found(stem: &str) -> Option<&'static (&'static str, &'static [Kind], Take)> {
    let name = stem.rsplit('/').next().unwrap_or(stem);
    PAGES.iter().find(|(tail, ..)| {
        ends_in(stem, tail)
            && match *tail {
                // Of albums, an index leads on to the photos; of the whole export, it is the profile.
                "index" => name == stem,
                "messages/N" => name.bytes().all(|b| b.is_ascii_digit()),
                "photos/*" => stem.split('/').count() <= 3,
                _ => true,
            }
    })
}

/// Why a page of old is left alone.
pub(super) fn left_alone(stem: &str) -> Option<&'static str> {
    ["html/pokes", "html/pages", "html/facial_recognition_data", "html/networks", "html/survey_responses"]
        .iter()
        .any(|tail| ends_in(stem, tail))
        .then_some("A page without words of yours")
}

/// When the export was made, out of the sentence at the foot of each page.
pub(super) fn downloaded(text: &str) -> Option<DateTime<Utc>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|from| local_date(&words[from..].join(" "))).map(LocalDate::at)
}

/// Reads one page.
pub(super) fn read<'a>(pages: &mut Pages<'a>, import: &mut Import, entry: &'a Entry) -> Result<(), Error> {
    let path = super::files::plain(&entry.path);
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let Some((_, kinds, take)) = found(stem) else { return Ok(()) };
    pages.begin(entry);
    import.file(entry, kinds, |reader, file| {
        // The dates here have a zone, but no seconds.
        file.inexact();
        pieces(reader, Layout::Contents, file, |piece, head, file| match piece {
            Piece::Card(element) => {
                if let Some(name) = head.title.split(" - ").next() {
                    pages.about.named(name.trim());
                }
                if element.is(&["h1", "h2", "h3"]) {
                    pages.heading = beginning(&element.text(), SUBJECT).to_owned();
                }
                take(pages, file, &element);
                file.index += 1;
            }
            // Who takes part in a conversation stands above it, alone.
            Piece::Loose(text) => {
                let names = text.split_once(": ").map_or(text.as_str(), |(_, names)| names).trim();
                pages.subject = beginning(names, SUBJECT).to_owned();
            }
            Piece::TooLarge => file.lost("The record is larger than the limit for one record"),
        })
        .map(|_| ())
    })
}

fn meta(element: &Element) -> Option<&Element> {
    element.find(&|e| e.has_class(&["meta", "published", "time"]))
}

fn date(element: &Element) -> Option<LocalDate> {
    let meta = meta(element)?;
    let stated = iso_date(&meta.when).map(|at| LocalDate { local: at.naive_utc(), offset: Some(0) });
    stated.or_else(|| local_date(&meta.text()))
}

/// Bare text of an element, outside blocks.
fn bare(element: &Element) -> String {
    let bare = element.children.iter().filter(|node| match node {
        Node::Text(_) => true,
        Node::Element(e) => !e.is_block() && !e.has_class(&["meta", "user"]),
    });
    Element { children: bare.cloned().collect(), ..Element::default() }.text()
}

fn profile(pages: &mut Pages, file: &mut File, element: &Element) {
    for row in element.rows() {
        // Lists stand in one cell.
        facts::profile_row(pages, file, &row);
    }
}

fn wall(pages: &mut Pages, file: &mut File, element: &Element) {
    if element.is(&["h1", "h2", "h3"]) {
        return;
    }
    let mut said = Vec::new();
    element.find_all(&|e| e.has_class(&["comment", "entry-content", "entry-title"]), &mut said);
    let words: Vec<String> = said.iter().map(|e| e.text()).filter(|text| !text.is_empty()).collect();
    let title = bare(element);
    let author = element.find(&|e| e.has_class(&["author", "fn"])).map(|e| e.text());
    let when = date(element);
    if when.is_none() && words.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Post, words.join("\n"));
    pages.date(&mut post, when);
    let by_other = |mark: &str| title.split_once(mark).is_some_and(|(name, _)| !pages.is_owner(name.trim()));
    post.own_words = author.is_none_or(|name| pages.is_owner(&name)) && !by_other(" wrote on ");
    post.media = media(pages, element);
    post.reply_to = element.anchors().into_iter().next().map(|(url, _)| url);
    if words.is_empty() && post.media.is_empty() && post.reply_to.is_some() {
        post.kind = Kind::Repost;
        post.own_words = false;
    }
    let between = title.split_once(" wrote on ").and_then(|(_, rest)| rest.split_once("'s "));
    post.about = between.map(|(name, _)| Private::from(name)).filter(|_| post.own_words);
    file.post(post);
}

fn media(pages: &Pages, element: &Element) -> Vec<Media> {
    let found = element.media().into_iter();
    found.map(|medium| Media { path: pages.files.find(medium.uri.trim_start_matches("../")), ..Media::default() }).collect()
}

/// `Robin Demo (Nov 5, 2017)`.
fn name_and_date(text: &str) -> (&str, Option<LocalDate>) {
    let inside = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    match inside.and_then(|(name, date)| Some((name, local_date(date)?))) {
        Some((name, date)) => (name, Some(date)),
        None => (text.trim(), None),
    }
}

fn friends(pages: &mut Pages, file: &mut File, element: &Element) {
    if element.tag != "li" {
        return;
    }
    let heading = pages.heading.to_lowercase();
    let topic = match () {
        () if heading.contains("received") => "friend-request",
        () if ["sent", "declined", "removed", "rejected"].iter().any(|word| heading.contains(word)) => return file.noted(),
        () => "friend",
    };
    let text = element.text();
    let (name, date) = name_and_date(&text);
    let at = pages.moment(date);
    file.fact(topic, name, "", at);
}

fn apps(pages: &mut Pages, file: &mut File, element: &Element) {
    if element.tag == "li" {
        let text = element.text();
        let (name, date) = name_and_date(&text);
        let at = pages.moment(date);
        file.fact("connected-app", name, "", at);
    }
}

fn ads(_: &mut Pages, file: &mut File, element: &Element) {
    if element.tag == "li" {
        file.fact("ad-interest", &element.text(), "", None);
    }
}

fn security(pages: &mut Pages, file: &mut File, element: &Element) {
    if element.tag != "li" {
        return;
    }
    let text = element.text();
    let (mut address, mut newest, mut browser) = (None, None, None);
    for line in text.lines() {
        let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
        let date = local_date(value);
        newest = newest.max_by_date(date);
        if is_ip_address(value) {
            address = Some(value);
        } else if line.starts_with("Browser") || value.starts_with("Mozilla/") {
            browser = Some(value);
        }
    }
    let first = text.lines().next().unwrap_or_default();
    let at = pages.moment(newest);
    let session = pages.heading.to_lowercase().contains("session");
    match (address, browser) {
        (_, Some(browser)) if session => file.fact("device", browser, "", at),
        (Some(address), _) => {
            let action = if first.contains(address) { "" } else { first };
            file.fact("login", address, action, at);
        }
        _ => file.noted(),
    }
}

trait Newest {
    fn max_by_date(self, other: Self) -> Self;
}

impl Newest for Option<LocalDate> {
    fn max_by_date(self, other: Self) -> Self {
        [self, other].into_iter().flatten().max_by_key(|date| date.local)
    }
}

fn events(pages: &mut Pages, file: &mut File, element: &Element) {
    if element.is(&["h1", "h2", "h3"]) {
        return;
    }
    let blocks = element.blocks(&|e| e.has_class(&["meta"]));
    let Some(name) = blocks.first().filter(|_| !pages.heading.to_lowercase().contains("declined")) else { return };
    let mut post = file.draft(Kind::Event, name.clone());
    post.own_words = false;
    let mut notes = Vec::new();
    element.find_all(&|e| e.has_class(&["meta"]), &mut notes);
    let started = notes.iter().find_map(|note| local_date(note.text().lines().next()?.split(" - ").next()?));
    pages.date(&mut post, started);
    file.post(post);
}

/// A photo with its caption; the comments beneath are others'.
fn photo(pages: &mut Pages, file: &mut File, element: &Element) {
    let mut blocks = Vec::new();
    element.find_all(&|e| e.has_class(&["block"]), &mut blocks);
    if blocks.is_empty() && element.media().len() == 1 {
        blocks.push(element);
    }
    for block in blocks {
        let Some(medium) = block.media().into_iter().next() else { continue };
        let uri = medium.uri.trim_start_matches("../").to_owned();
        let around = |e: &Element| e.has_class(&["meta", "comment"]) || e.tag == "table";
        let mut post = file.draft(Kind::Media, block.blocks(&around).join("\n"));
        pages.date(&mut post, date(block));
        let rows = medium.rows;
        let value = |name: &str| rows.iter().find(|row| row.label == name).and_then(|row| row.value.parse::<f64>().ok());
        let camera: Vec<&str> = rows.iter().filter(|r| r.label.starts_with("Camera M")).map(|r| r.value.as_str()).collect();
        post.media.push(Media {
            path: pages.files.find(&uri),
            position: value("Latitude").zip(value("Longitude")).filter(|spot| *spot != (0.0, 0.0)),
            camera: (!camera.is_empty()).then(|| Private::new(camera.join(" "))),
            ..Media::default()
        });
        post.about = (!pages.heading.is_empty()).then(|| Private::new(pages.heading.clone()));
        post.native_id = super::picture::id_in(&uri).map(str::to_owned);
        file.post(post);
    }
}

/// The head of a message, or its words, which follow as an element of their own.
fn message(pages: &mut Pages, file: &mut File, element: &Element) {
    if element.has_class(&["message", "message_header"]) {
        let sender = element.find(&|e| e.has_class(&["user"])).map(Element::text).unwrap_or_default();
        let when = date(element);
        // Some exports have the words inside.
        let inside = element.find(&|e| e.tag == "p").map(Element::text);
        pages.sent = Some((sender, when));
        if let Some(words) = inside {
            say(pages, file, words, element);
        }
    } else if element.tag == "p" {
        say(pages, file, element.text(), element);
    }
}

fn say(pages: &mut Pages, file: &mut File, words: String, element: &Element) {
    let Some((sender, when)) = pages.sent.take() else { return };
    let found = media(pages, element);
    if words.is_empty() && found.is_empty() {
        return;
    }
    let mut post: Post = file.draft(Kind::Message, words);
    post.own_words = pages.is_owner(&sender);
    pages.date(&mut post, when);
    post.audience = Audience::Direct;
    post.about = (!pages.subject.is_empty()).then(|| Private::new(pages.subject.clone()));
    post.media = found;
    file.post(post);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_days_are_told_apart() {
        assert_eq!(name_and_date("Robin Demo (Nov 5, 2017)").0, "Robin Demo");
        assert!(name_and_date("Robin Demo (Nov 5, 2017)").1.is_some());
        assert_eq!(name_and_date("Robin (the cook)"), ("Robin (the cook)", None));
    }

    #[test]
    fn the_foot_of_a_page_says_when_it_was_made() {
        let at = downloaded("Downloaded by Sam Example on Monday, April 16, 2018 at 12:05pm EDT").expect("a date");
        assert_eq!(at.to_rfc3339(), "2018-04-16T16:05:00+00:00");
        assert_eq!(downloaded("Downloaded by Sam Example"), None);
    }

    #[test]
    fn pages_of_later_exports_are_no_old_ones() {
        assert!(is_page("html/timeline"));
        assert!(is_page("index"));
        assert!(is_page("messages/12"));
        assert!(!is_page("your_facebook_activity/messages/inbox/robin_1/message_1"));
        assert!(!is_page("files/index"));
    }
}
