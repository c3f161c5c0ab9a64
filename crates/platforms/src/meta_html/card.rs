//! What a card says, found by its structure.

use super::element::{Element, Node};
use super::local_date::{LocalDate, local_date};
use crate::text::beginning;
use std::collections::HashSet;

/// Classes that have marked the title, the body and the date of a card so far.
const TITLE: &[&str] = &["_a6-h", "_2lel", "_2pim"];
const BODY: &[&str] = &["_a6-p", "_2let"];
const DATE: &[&str] = &["_a6-o", "_2lem", "_a72d"];
const RECORD: &[&str] = &["pam", "_a6-g", "uiBoxWhite"];
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Bytes of a label that are kept.
const LABEL: usize = 1_000;

/// A record of a page.
#[derive(Debug)]
pub struct Card {
    /// The sentence above: who did what, the sender of a message, the name in a list.
    pub title: Option<String>,
    /// The date below.
    pub at: Option<LocalDate>,
    /// Whether there is a date in a form that is not known.
    pub is_date_unread: bool,
    /// Where the date leads: the record itself on the platform.
    pub link: Option<String>,
    /// All between.
    pub body: Element,
}

/// A label with its value, out of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Label in the account's language; empty where a value stands alone.
    pub label: String,
    /// The label or heading around it, where rows are nested.
    pub under: String,
    /// The value; empty where the label stands alone.
    pub value: String,
    /// Where the value leads.
    pub href: Option<String>,
}

/// A photo, video or sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Path inside the archive, or address.
    pub uri: String,
    /// What stands beneath it.
    pub caption: Option<String>,
    /// What its table says: where and with what it was taken.
    pub rows: Vec<Row>,
}

impl Card {
    /// The records of an element that a page was taken apart into: mostly one, several where it is a wrapping of many.
    pub fn all_of(element: Element) -> Vec<Card> {
        let mut cards = Vec::new();
        split(element, &mut cards);
        cards
    }

    fn of(element: Element) -> Card {
        let mut body = element;
        // Wrappings around all of it.
        while let Some(inner) = sole(&mut body) {
            body = inner;
        }
        if body.is(&["table", "tr", "ul", "ol", "li"]) {
            let body = Element { tag: "div".into(), children: vec![Node::Element(body)], ..Element::default() };
            return Card { title: None, at: None, is_date_unread: false, link: None, body };
        }
        let mut card = Card { title: None, at: None, is_date_unread: false, link: None, body };
        card.take_date();
        card.take_title();
        card
    }

    fn take_date(&mut self) {
        let places = self.places();
        let is_marked = |at: &usize| self.element(*at).is_some_and(|e| e.tag == "footer" || e.has_class(DATE));
        let place = places.iter().copied().rev().find(is_marked).or(places.last().copied());
        let Some((at, element)) = place.and_then(|at| Some((at, self.element(at)?))) else { return };
        let text = element.text();
        if let Some(date) = local_date(&text) {
            let link = element.find(&|e| e.href.starts_with("http")).map(|anchor| anchor.href.clone());
            (self.at, self.link) = (Some(date), link);
            self.body.children.remove(at);
            return;
        }
        // A footer without a date is there, too; the date of a short card is the last thing in its body.
        if is_marked(&at) && text.lines().count() <= 1 && text.len() < 200 {
            let link = element.find(&|e| e.href.starts_with("http")).map(|anchor| anchor.href.clone());
            (self.is_date_unread, self.link) = (!text.is_empty(), link);
            self.body.children.remove(at);
        }
        if !self.is_date_unread {
            self.at = take_last_date(&mut self.body);
        }
    }

    fn take_title(&mut self) {
        let Some(&at) = self.places().first() else { return };
        let Some(element) = self.element(at) else { return };
        let said = element.is(HEADINGS) || (element.has_class(TITLE) && !element.has_class(BODY));
        let others = self.places().len() > 1 || self.at.is_some() || self.is_date_unread;
        let flat =
            element.is_flat() && element.is_block() && !element.has_class(BODY) && others && !self.body.has_text();
        if said || flat {
            let text = element.text();
            let anchor = element.find(&|e| e.href.starts_with("http")).map(|anchor| anchor.href.clone());
            self.title = (!text.is_empty()).then_some(text);
            if self.link.is_none() {
                self.link = anchor;
            }
            self.body.children.remove(at);
        }
    }

    /// Places of the elements among the children.
    fn places(&self) -> Vec<usize> {
        let is_element = |(at, node): (usize, &Node)| matches!(node, Node::Element(e) if e.tag != "br").then_some(at);
        self.body.children.iter().enumerate().filter_map(is_element).collect()
    }

    fn element(&self, at: usize) -> Option<&Element> {
        match self.body.children.get(at) {
            Some(Node::Element(element)) => Some(element),
            _ => None,
        }
    }

    /// The title, or where there is none the first block.
    pub fn name(&self) -> Option<String> {
        self.title.clone().or_else(|| self.body.said().into_iter().next())
    }

    /// What is attached to a post, and what its author said.
    ///
    /// The body holds, inside wrappings, one part for all attachments, where there are any, and one for the words, each
    /// word or note of a change in a block of its own.
    pub fn parts(&self) -> (Vec<&Element>, Option<&Element>) {
        let mut body = &self.body;
        loop {
            let inner: Vec<&Element> = body.elements().filter(|e| e.tag != "br").collect();
            if body.has_class(&["_2pin"]) || body.has_text() {
                return if holds_media(body) { (vec![body], None) } else { (Vec::new(), Some(body)) };
            }
            match inner[..] {
                [] => return (Vec::new(), None),
                [only] if only.is_block() && !only.is(&["table", "ul", "ol"]) => body = only,
                [_] => return (Vec::new(), Some(body)),
                [.., last] => {
                    // Flat all through: these are the words.
                    if !inner.iter().any(|e| e.has_class(&["_2pin"])) && inner.iter().all(|e| e.is_flat()) {
                        return (Vec::new(), Some(body));
                    }
                    let said = !last.is(&["table", "ul", "ol"]) && !holds_media(last);
                    let attached = if said { &inner[..inner.len() - 1] } else { &inner[..] };
                    return (attached.to_vec(), said.then_some(last));
                }
            }
        }
    }
}

fn holds_media(element: &Element) -> bool {
    element.find(&|e| !e.src.is_empty()).is_some()
}

/// Takes off the date an element ends in, where that is a block of its own and not in a table or list.
fn take_last_date(element: &mut Element) -> Option<LocalDate> {
    let is_part = |node: &Node| matches!(node, Node::Element(e) if e.is_block() && !e.is(&["table", "ul", "ol"]));
    let last = element.children.iter().rposition(|node| matches!(node, Node::Element(e) if e.tag != "br"))?;
    if !is_part(&element.children[last]) {
        return None;
    }
    let Node::Element(part) = &mut element.children[last] else { return None };
    if !part.is_flat() {
        return take_last_date(part);
    }
    let date = local_date(&part.text())?;
    element.children.remove(last);
    Some(date)
}

/// The only child, where it wraps all there is and is no table or list.
fn sole(element: &mut Element) -> Option<Element> {
    let wraps = {
        let mut elements = element.elements().filter(|e| e.tag != "br");
        let only = elements.next()?;
        let is_wrapping = only.is_block() && !only.is_flat() && !only.is(HEADINGS);
        is_wrapping && !only.is(&["table", "tr", "ul", "ol"]) && elements.next().is_none() && !element.has_text()
    };
    let children = if wraps { std::mem::take(&mut element.children) } else { Vec::new() };
    children.into_iter().find_map(|node| match node {
        Node::Element(inner) if inner.tag != "br" => Some(inner),
        _ => None,
    })
}

fn split(element: Element, into: &mut Vec<Card>) {
    if !is_list(&element) {
        return into.push(Card::of(element));
    }
    for child in element.children {
        match child {
            Node::Element(child) if !child.is(HEADINGS) && !child.text_is_empty() => split(child, into),
            _ => {}
        }
    }
}

impl Element {
    /// The rows of its tables.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        gather_rows(self, "", &mut rows);
        rows
    }

    /// The blocks of text outside tables and lists.
    pub fn said(&self) -> Vec<String> {
        self.blocks(&|e| e.is(&["table", "ul", "ol"]))
    }

    /// The items of its lists.
    pub fn items(&self) -> Vec<String> {
        let mut items = Vec::new();
        self.find_all(&|e| e.tag == "li", &mut items);
        items.iter().map(|item| item.text()).filter(|text| !text.is_empty()).collect()
    }

    /// Photos, videos and sounds, each once.
    pub fn media(&self) -> Vec<Medium> {
        let mut found = Vec::new();
        gather_media(self, &mut HashSet::new(), &mut found);
        found
    }

    /// Addresses on the web with their texts.
    pub fn anchors(&self) -> Vec<(String, String)> {
        let mut anchors = Vec::new();
        self.find_all(&|e| e.tag == "a" && e.href.starts_with("http"), &mut anchors);
        anchors.iter().map(|anchor| (anchor.href.clone(), anchor.text())).collect()
    }

    fn text_is_empty(&self) -> bool {
        self.text().is_empty() && !holds_media(self)
    }
}

/// Whether an element is a wrapping of several records: of marked ones, or of blocks that each end in a date.
fn is_list(element: &Element) -> bool {
    if element.is(&["table", "tr", "ul", "ol"]) {
        return false;
    }
    let children: Vec<&Element> = element.elements().filter(|e| e.is_block() && !e.is(HEADINGS)).collect();
    if let [only] = children[..] {
        return is_list(only);
    }
    if children.iter().any(|e| e.is(&["table", "ul", "ol"])) {
        return false;
    }
    let marked = children.iter().filter(|e| e.has_class(RECORD)).count();
    let dated = children.iter().filter(|e| is_dated_record(e)).count();
    marked > 1 || (dated > 1 && dated == children.len())
}

/// Whether a block ends in a date and says something before it.
fn is_dated_record(element: &Element) -> bool {
    if element.is_flat() || element.is(&["table", "ul", "ol"]) {
        return false;
    }
    let blocks = element.blocks(&|e| e.is(&["table", "ul", "ol"]));
    blocks.last().is_some_and(|last| local_date(last).is_some()) && (blocks.len() > 1 || holds_media(element))
}

fn gather_rows(element: &Element, under: &str, into: &mut Vec<Row>) {
    if element.tag == "tr" {
        return row(element, under, into);
    }
    let heading = element.elements().find(|e| e.is(HEADINGS) || e.has_class(TITLE)).map(Element::text);
    let under = heading.as_deref().unwrap_or(under);
    element.elements().for_each(|child| gather_rows(child, under, into));
}

fn row(element: &Element, under: &str, into: &mut Vec<Row>) {
    let cells: Vec<&Element> = element.elements().filter(|e| e.is(&["td", "th"])).collect();
    match cells[..] {
        [] => {}
        [cell] => {
            let (label, rest) = label_and_rest(cell);
            values(&rest, &label, under, into);
        }
        [label, ref cells @ ..] => {
            let label = label.text();
            let rest: Vec<&Element> = cells.to_vec();
            values(&rest, &label, under, into);
        }
    }
}

/// The label of a cell that spans both columns, and the elements behind it.
fn label_and_rest(cell: &Element) -> (String, Vec<&Element>) {
    let label = Element {
        children: cell
            .children
            .iter()
            .take_while(|n| !matches!(n, Node::Element(e) if e.is_block()))
            .cloned()
            .collect(),
        ..Element::default()
    };
    let mut blocks: Vec<&Element> = cell.elements().filter(|e| e.is_block()).collect();
    let text = label.text();
    if !text.is_empty() || blocks.is_empty() {
        return (text, blocks);
    }
    // A block of its own is the label, where another follows.
    if blocks.len() > 1 && blocks[0].is_flat() {
        let label = blocks.remove(0).text();
        return (label, blocks);
    }
    (String::new(), blocks)
}

fn values(elements: &[&Element], label: &str, under: &str, into: &mut Vec<Row>) {
    // Each value bears both.
    let (label, under) = (beginning(label, LABEL), beginning(under, LABEL));
    let before = into.len();
    for element in elements {
        let mut nested = Vec::new();
        let around = if label.is_empty() { under } else { label };
        gather_rows(element, around, &mut nested);
        let anchor = element.find(&|e| e.tag == "a" && !e.href.is_empty()).map(|a| a.href.clone());
        let href = anchor.filter(|href| href.starts_with("http"));
        let headings: HashSet<&str> = nested.iter().map(|row: &Row| row.under.as_str()).collect();
        for value in element.blocks(&|e| e.tag == "table") {
            // Headings of nested rows stand with these.
            if headings.contains(value.as_str()) {
                continue;
            }
            let (label, under, href) = (label.to_owned(), under.to_owned(), href.clone());
            into.push(Row { label, under, value, href });
        }
        into.append(&mut nested);
    }
    if into.len() == before && !label.is_empty() {
        into.push(Row { label: label.to_owned(), under: under.to_owned(), value: String::new(), href: None });
    }
}

/// Media with captions: what stands in the widest element around a medium that holds no other.
fn gather_media(element: &Element, known: &mut HashSet<String>, into: &mut Vec<Medium>) {
    let mut uris = Vec::new();
    uris_in(element, &mut uris);
    match uris[..] {
        [] => {}
        [uri] => {
            let beside =
                |e: &Element| e.is(&["table", "ul", "ol"]) || e.is(HEADINGS) || (e.tag == "a" && is_path(&e.href));
            let caption = element.blocks(&beside).join("\n");
            let mut rows = Vec::new();
            gather_rows(element, "", &mut rows);
            if known.insert(uri.to_owned()) {
                into.push(Medium { uri: uri.to_owned(), caption: (!caption.is_empty()).then_some(caption), rows });
            }
        }
        _ => {
            element.elements().for_each(|child| gather_media(child, known, into));
            if !element.src.is_empty() && known.insert(element.src.clone()) {
                into.push(Medium { uri: element.src.clone(), caption: None, rows: Vec::new() });
            }
        }
    }
}

/// Addresses of photos, videos, sounds and enclosed files in an element, each once; of several the first two.
fn uris_in<'e>(element: &'e Element, into: &mut Vec<&'e str>) {
    if into.len() > 1 {
        return;
    }
    let file =
        element.tag == "a" && is_path(&element.href) && ![".html", ".htm"].iter().any(|e| element.href.ends_with(e));
    let shown = element.is(&["img", "video", "audio", "source"]) && !element.src.contains("/icons/");
    for uri in [(&element.src, shown), (&element.href, file)] {
        let wanted = uri.1 && !uri.0.is_empty() && !uri.0.starts_with("data:") && !uri.0.starts_with("files/");
        if wanted && !into.contains(&uri.0.as_str()) {
            into.push(uri.0);
        }
    }
    element.elements().for_each(|child| uris_in(child, into));
}

fn is_path(href: &str) -> bool {
    !href.is_empty() && !href.contains(':') && !href.starts_with(['#', '/'])
}
