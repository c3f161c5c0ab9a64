//! What a person said and liked, from the pages of the HTML variant.

use super::html::Pages;
use super::posts::after;
use super::picture::id_in;
use super::rows::coordinates;
use crate::import::File;
use crate::meta_html::{Card, Element, Medium, Row, local_date};
use chrono::NaiveDateTime;
use model::{Audience, Kind, Media, Place, Post, Private};
use std::collections::HashSet;

/// A post on one's own timeline, somebody's timeline or a Page.
pub(super) fn post(pages: &mut Pages, file: &mut File, card: Card) {
    let title = card.title.clone().unwrap_or_default();
    let group = group_in_title(&title).map(str::to_owned);
    let audience = if group.is_some() { Audience::Group } else { Audience::Unknown };
    let about = group.or_else(|| between(&title, " wrote on ", "'s timeline").map(str::to_owned));
    let post = assemble(pages, file, &card, audience, about);
    keep(file, post);
}

/// A post only its author can see any more.
pub(super) fn archived_post(pages: &mut Pages, file: &mut File, card: Card) {
    let post = assemble(pages, file, &card, Audience::OnlyMe, None);
    keep(file, post);
}

/// A post of somebody else on one's timeline.
pub(super) fn wall_post(pages: &mut Pages, file: &mut File, card: Card) {
    let about = card.title.as_deref().and_then(|title| pages.without_owner(title));
    let mut post = assemble(pages, file, &card, Audience::Unknown, about);
    post.own_words = false;
    keep(file, post);
}

/// A post in a group; of old, comments stand among them.
pub(super) fn group_post(pages: &mut Pages, file: &mut File, card: Card) {
    let title = card.title.clone().unwrap_or_default();
    if [" commented on ", " replied to "].iter().any(|mark| title.contains(mark)) {
        return group_comment(pages, file, card);
    }
    let group = group_in_title(&title).map(str::to_owned).or_else(|| pages.known_group(&title));
    let group = group.or_else(|| pages.without_owner(&title));
    let post = assemble(pages, file, &card, Audience::Group, group);
    keep(file, post);
}

/// A comment in a group.
pub(super) fn group_comment(pages: &mut Pages, file: &mut File, card: Card) {
    let mut post = remark(pages, file, &card);
    post.audience = Audience::Group;
    if let Some(group) = card.title.as_deref().and_then(|title| pages.known_group(title)) {
        post.about = Some(Private::new(group));
    }
    keep(file, post);
}

/// A comment.
pub(super) fn comment(pages: &mut Pages, file: &mut File, card: Card) {
    let mut post = remark(pages, file, &card);
    if let Some(group) = card.title.as_deref().and_then(|title| pages.known_group(title)) {
        post.audience = Audience::Group;
        post.about = Some(Private::new(group));
    }
    keep(file, post);
}

fn remark(pages: &mut Pages, file: &File, card: &Card) -> Post {
    let about = card.title.as_deref().and_then(|title| addressed(pages, title, &[" commented on ", " replied to "]));
    let mut post = assemble(pages, file, card, Audience::Unknown, about);
    post.kind = Kind::Comment;
    post.own_words = true;
    post
}

/// Takes what a card gave, unless that is nothing.
fn keep(file: &mut File, post: Post) {
    if post.at.is_none() && post.text.reveal().is_empty() && post.media.is_empty() {
        return;
    }
    file.post(post);
}

fn assemble(pages: &mut Pages, file: &File, card: &Card, audience: Audience, about: Option<String>) -> Post {
    let (attached, said) = card.parts();
    let mut words = said.map(|said| said.blocks(&is_table)).unwrap_or_default();
    let mut known = HashSet::new();
    words.retain(|block| !is_note_of_change(block) && known.insert(block.clone()));
    let mut attachment = Attachment::default();
    attached.iter().for_each(|element| attachment.take(element, words.is_empty()));
    if words.is_empty() {
        words.append(&mut attachment.words);
        // The caption of a lone photo repeats the post, or is the post.
        words.extend(attachment.media.iter().find_map(|medium| medium.caption.clone()).filter(|_| words.is_empty()));
    } else {
        words.extend(attachment.words.drain(..).filter(|block| !block.is_empty()));
    }
    let mut post = file.draft(Kind::Post, words.join("\n"));
    if let Some((url, name)) = attachment.link.take() {
        // A link passed on without a word: what readers see is the name of the page, and that is not the owner's.
        if words.is_empty() && attachment.media.is_empty() {
            post.kind = Kind::Repost;
            post.own_words = false;
            post.text = Private::new(if name == url { String::new() } else { name });
        }
        post.reply_to = Some(url);
    }
    pages.date(&mut post, card.at);
    post.url.clone_from(&card.link);
    post.audience = audience;
    post.about = about.map(Private::new);
    post.place = attachment.place;
    let words: HashSet<&str> = words.iter().map(String::as_str).collect();
    for medium in attachment.media {
        pages.shown.insert(&medium.uri);
        post.media.push(media(pages, medium, &words));
    }
    post
}

fn is_table(element: &Element) -> bool {
    element.is(&["table", "ul", "ol"])
}

/// `Updated May 02, 2011 8:12:17am`, in any language: a date, or one behind a word or three.
fn is_note_of_change(block: &str) -> bool {
    let words: Vec<&str> = block.split_whitespace().collect();
    words.len() <= 12 && (0..words.len().min(4)).any(|from| local_date(&words[from..].join(" ")).is_some())
}

/// What is attached to a post.
#[derive(Default)]
struct Attachment {
    words: Vec<String>,
    media: Vec<Medium>,
    place: Option<Place>,
    link: Option<(String, String)>,
}

impl Attachment {
    fn take(&mut self, element: &Element, alone: bool) {
        let media = element.media();
        for (url, name) in element.anchors() {
            self.link.get_or_insert((url, name));
        }
        let outside = |e: &Element| e.tag == "table" || e.tag == "a";
        let captions: HashSet<&str> = media.iter().filter_map(|m| m.caption.as_deref()).flat_map(str::lines).collect();
        let mut blocks = element.blocks(&outside);
        blocks.retain(|block| !block.lines().all(|line| captions.contains(line)) && local_date(block).is_none());
        let spot = blocks.iter().enumerate().find_map(|(at, block)| Some((at, spot(block)?)));
        let is_event = element.find(&|e| e.has_class(&["_a703"])).is_some();
        if let Some((at, (name, position))) = spot {
            // The name stands in a block of its own before the address, or in one with the coordinates.
            let name = if at > 0 { blocks.first().cloned() } else { Some(name).filter(|name| !name.is_empty()) };
            self.place = Some(Place { position: Some(position), name: name.map(Private::new) });
        } else if let ([name, ..], false, false) = (&blocks[..], alone, is_event) {
            // Beside words of one's own, a name and an address.
            if blocks.len() == 2 && blocks.iter().all(|block| block.len() < 120) && media.is_empty() {
                self.place.get_or_insert(Place { position: None, name: Some(Private::new(name.clone())) });
            } else {
                self.words.append(&mut blocks);
            }
        } else {
            self.words.append(&mut blocks);
        }
        self.media.extend(media);
    }
}

/// Name and coordinates out of `Place: Demo Café (53.8, -1.55)`.
fn spot(block: &str) -> Option<(String, (f64, f64))> {
    let open = block.rfind('(').filter(|_| block.ends_with(')'));
    let (name, figures) = match open {
        Some(at) => (block[..at].trim(), block[at..].to_owned()),
        None => ("", format!("({block})")),
    };
    let position = coordinates(&figures)?;
    let name = name.split_once(": ").map_or(name, |(_, name)| name);
    Some((name.to_owned(), position))
}

/// A medium as part of a post; a caption that is among the words already is not said twice.
fn media(pages: &Pages, medium: Medium, words: &HashSet<&str>) -> Media {
    let said = medium.caption.filter(|caption| !words.contains(caption.as_str()));
    let mut media = Media { path: pages.files.find(&medium.uri), description: said.map(Private::new), ..Media::default() };
    let (mut latitude, mut longitude, mut camera) = (None, None, Vec::new());
    for Row { label, value, .. } in &medium.rows {
        let label = label.to_lowercase();
        let starts = |names: &[&str]| names.iter().any(|name| label.starts_with(name));
        if starts(&["latit", "breitengrad", "breedtegraad", "szeroko", "enlem", "lintang", "широта"]) {
            latitude = value.parse().ok();
        } else if starts(&["longit", "längengrad", "lengtegraad", "długo", "boylam", "bujur", "долгота"]) {
            longitude = value.parse().ok();
        } else if starts(&["camera ma", "camera mo", "kamera", "marque", "modèle", "marca", "modelo", "modello"]) {
            camera.push(value.as_str());
        } else if starts(&["taken", "aufgenommen", "pris", "tomada", "scattata"]) {
            media.taken = taken(value);
        }
    }
    media.position = latitude.zip(longitude).filter(|&(north, east): &(f64, f64)| {
        (north != 0.0 || east != 0.0) && north.abs() <= 90.0 && east.abs() <= 180.0
    });
    media.camera = (!camera.is_empty()).then(|| Private::new(camera.join(" ")));
    media
}

fn taken(value: &str) -> Option<NaiveDateTime> {
    let seconds = || chrono::DateTime::from_timestamp(value.parse().ok().filter(|&s: &i64| s > 0)?, 0);
    local_date(value).map(|date| date.local).or_else(|| Some(seconds()?.naive_utc()))
}

/// Words in a table: a check-in, a post elsewhere, something for sale.
pub(super) fn labelled_post(pages: &mut Pages, file: &mut File, card: Card) {
    labelled(pages, file, card, Kind::Post, None);
}

/// An earlier wording of a post.
pub(super) fn edited_post(pages: &mut Pages, file: &mut File, card: Card) {
    labelled(pages, file, card, Kind::Post, Some("Earlier wording"));
}

/// An earlier wording of a comment.
pub(super) fn edited_comment(pages: &mut Pages, file: &mut File, card: Card) {
    labelled(pages, file, card, Kind::Comment, Some("Earlier wording"));
}

fn labelled(pages: &mut Pages, file: &mut File, card: Card, kind: Kind, about: Option<&str>) {
    let rows = card.body.rows();
    if rows.is_empty() {
        let mut post = assemble(pages, file, &card, Audience::Unknown, about.map(str::to_owned));
        if post.text.reveal().is_empty() && about.is_none() {
            post.text = Private::new(card.title.clone().unwrap_or_default());
        }
        post.kind = kind;
        return keep(file, post);
    }
    let named = |names: &[&str]| -> Vec<&str> {
        rows.iter().filter(|row| names.contains(&row.label.as_str())).map(|row| row.value.as_str()).collect()
    };
    let position = rows.iter().find_map(|row| Some(spot(&row.value)?.1));
    let mut words = named(&["Message", "Text", "Title", "Description", "Comment"]);
    if words.is_empty() {
        // In other languages the words are the longest value that is nothing else.
        let said = |row: &&Row| local_date(&row.value).is_none() && spot(&row.value).is_none() && row.href.is_none();
        let outside = |row: &&Row| position.is_none() || row.under.is_empty();
        let longest = rows.iter().filter(said).filter(outside).max_by_key(|row| row.value.len());
        words.extend(longest.map(|row| row.value.as_str()));
    }
    words.retain(|word| !word.is_empty());
    let mut post = file.draft(kind, words.join("\n"));
    pages.date(&mut post, card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
    post.url.clone_from(&card.link);
    post.about = about.map(Private::from);
    let place = [named(&["Name", "Place name"]), named(&["Address"])].concat().first().map(|name| Private::from(*name));
    if position.is_some() || place.is_some() {
        post.place = Some(Place { position, name: place });
    }
    post.media = card.body.media().into_iter().map(|medium| media(pages, medium, &HashSet::new())).collect();
    keep(file, post);
}

/// A like or another reaction. Which, only the icon tells.
pub(super) fn reaction(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let icon = card.body.find(&|e| e.src.contains("/icons/")).and_then(|e| e.src.rsplit('/').next()?.split('.').next());
    let stated = rows.iter().find(|row| row.label == "Reaction").map(|row| row.value.as_str());
    let sort = icon.or(stated).unwrap_or("like").to_lowercase();
    let like = sort == "like";
    let kind = if like { Kind::Like } else { Kind::Reaction };
    let mut post = file.draft(kind, if like { String::new() } else { sort });
    post.own_words = false;
    pages.date(&mut post, card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
    post.url.clone_from(&card.link);
    post.reply_to = rows.iter().find_map(|row| row.href.clone());
    let title = card.title.as_deref().unwrap_or_default();
    post.about = addressed(pages, title, &[" likes ", " liked ", " reacted to "]).map(Private::new);
    keep(file, post);
}

/// A Page or website marked as liked.
pub(super) fn page_like(pages: &mut Pages, file: &mut File, card: Card) {
    let Some(name) = card.name() else { return };
    let mut post = file.draft(Kind::Like, name);
    pages.date(&mut post, card.at);
    post.reply_to = card.body.anchors().into_iter().next().map(|(url, _)| url).or_else(|| card.link.clone());
    keep(file, post);
}

/// A person, Page or list followed.
pub(super) fn follow(pages: &mut Pages, file: &mut File, card: Card) {
    let Some(name) = card.body.said().into_iter().next().or_else(|| card.title.clone()) else { return };
    let mut post = file.draft(Kind::Follow, name);
    post.own_words = false;
    pages.date(&mut post, card.at);
    keep(file, post);
}

/// A group joined: an item, and a fact.
pub(super) fn joined_group(pages: &mut Pages, file: &mut File, card: Card) {
    let title = card.title.clone().unwrap_or_default();
    let in_title = after(&title, " became a member of ").map(str::to_owned);
    let Some(name) = card.body.said().into_iter().next().or(in_title).or(Some(title)).filter(|n| !n.is_empty()) else {
        return;
    };
    pages.groups.insert(&name);
    let mut post = file.draft(Kind::Group, name.clone());
    post.own_words = false;
    pages.date(&mut post, card.at);
    file.fact("group", &name, "", post.at);
    keep(file, post);
}

/// The answers somebody gave to be let into a group.
pub(super) fn membership_answers(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let blocks = card.body.said();
    let of_rows = rows.iter().map(|row| row.value.clone()).filter(|value| local_date(value).is_none());
    // Without a table, question and answer follow one another.
    let answers: Vec<String> = match rows.is_empty() {
        true => blocks.chunks(2).filter_map(|pair| pair.get(1).cloned()).collect(),
        false => of_rows.collect(),
    };
    for words in answers.into_iter().filter(|words| !words.is_empty()) {
        let mut post = file.draft(Kind::Comment, words);
        pages.date(&mut post, card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
        post.about = card.title.as_deref().map(Private::from);
        keep(file, post);
    }
}

/// A photo or video of an album, outside albums, or of a story.
pub(super) fn photo(pages: &mut Pages, file: &mut File, card: Card) {
    let found = card.body.media();
    let alone = found.len() == 1;
    for medium in found {
        if pages.shown.contains(&medium.uri) {
            continue;
        }
        let mut post = file.draft(Kind::Media, medium.caption.clone().unwrap_or_default());
        if alone {
            pages.date(&mut post, card.at);
            post.url.clone_from(&card.link);
        }
        let id = id_in(&medium.uri);
        post.native_id = id.map(str::to_owned);
        let photo = id.filter(|_| !medium.uri.to_lowercase().ends_with(".mp4"));
        post.url = post.url.or_else(|| photo.map(|id| format!("https://www.facebook.com/photo/?fbid={id}")));
        let caption = medium.caption.clone();
        let words: HashSet<&str> = caption.as_deref().into_iter().collect();
        post.about = (!pages.subject.is_empty()).then(|| Private::new(pages.subject.clone()));
        post.media.push(media(pages, medium, &words));
        keep(file, post);
    }
}

/// An event of one's own.
pub(super) fn own_event(pages: &mut Pages, file: &mut File, card: Card) {
    an_event(pages, file, &card, true);
}

/// An event one said to join or to be interested in.
pub(super) fn event(pages: &mut Pages, file: &mut File, card: Card) {
    an_event(pages, file, &card, false);
}

fn an_event(pages: &mut Pages, file: &mut File, card: &Card, own: bool) {
    let rows = card.body.rows();
    let is_note = |block: &String| is_note_of_change(block);
    let mut words: Vec<String> = card.title.iter().cloned().chain(card.body.said()).filter(|b| !is_note(b)).collect();
    if words.is_empty() {
        words.extend(rows.iter().find(|row| row.label == "Name").or(rows.first()).map(|row| row.value.clone()));
    }
    if !own {
        words.truncate(1);
    }
    if words.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Event, words.join("\n"));
    post.own_words = own;
    let of_rows = || rows.iter().find_map(|row| local_date(&row.value));
    pages.date(&mut post, card.at.or_else(of_rows).or_else(|| card.body.said().iter().find_map(|b| local_date(b))));
    post.url.clone_from(&card.link);
    keep(file, post);
}

/// Something searched for.
pub(super) fn search(pages: &mut Pages, file: &mut File, card: Card) {
    let quoted = |text: &str| text.trim_matches(['"', '“', '”', '«', '»', '„', '\u{a0}', ' ']).to_owned();
    let title = card.title.clone().unwrap_or_default();
    let in_title = || title.split_once(['"', '“', '«', '„']).map(|(_, words)| quoted(words));
    let words = card.body.said().first().map(|block| quoted(block)).or_else(in_title);
    let Some(words) = words.or_else(|| card.title.clone()).filter(|words| !words.is_empty()) else { return };
    let mut post = file.draft(Kind::Search, words);
    pages.date(&mut post, card.at);
    post.audience = Audience::OnlyMe;
    keep(file, post);
}

/// One message of a conversation. The card of those who take part has no date.
pub(super) fn message(pages: &mut Pages, file: &mut File, card: Card) {
    let (Some(sender), Some(date)) = (card.title.clone(), card.at) else { return };
    let blocks = card.body.said();
    let found = card.body.media();
    let link = card.body.anchors().into_iter().next().map(|(url, _)| url);
    if blocks.is_empty() && found.is_empty() && link.is_none() {
        return;
    }
    // Behind the words come those of what was shared, which are others'.
    let mut post = file.draft(Kind::Message, blocks.into_iter().next().unwrap_or_default());
    post.own_words = pages.is_owner(&sender);
    pages.date(&mut post, Some(date));
    post.audience = Audience::Direct;
    post.reply_to = link;
    post.about = (!pages.subject.is_empty()).then(|| Private::new(pages.subject.clone()));
    post.media = found.into_iter().map(|medium| Medium { caption: None, ..medium }).map(|m| media(pages, m, &HashSet::new())).collect();
    keep(file, post);
}

/// The group an English title names.
fn group_in_title(title: &str) -> Option<&str> {
    [" posted in ", " to the group: ", " in the group: "].iter().find_map(|mark| after(title, mark))
}

fn between<'t>(title: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let (_, rest) = title.split_once(from)?;
    let (name, _) = rest.split_once(to)?;
    (!name.is_empty()).then_some(name)
}

/// What or whom a title is addressed to: what follows one of the English marks, else all but the owner's name.
fn addressed(pages: &Pages, title: &str, marks: &[&str]) -> Option<String> {
    let marked = marks.iter().find_map(|mark| after(title, mark));
    marked.map(str::to_owned).or_else(|| pages.without_owner(title))
}
