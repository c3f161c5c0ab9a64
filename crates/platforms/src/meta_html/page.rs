//! Takes a page apart into cards while it streams in.

use super::element::{Element, Node};
use crate::import::{File, Halt};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{IoReader, Span, Tokenizer};
use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

/// Weight of the tree of one card, about its bytes in memory.
const CARD_WEIGHT: usize = 4 << 20;

/// Weight of an element without its text.
const ELEMENT_WEIGHT: usize = 200;

/// Bytes without a tag, comment or text coming to its end.
const TOKEN_BYTES: u64 = 8 << 20;

/// Elements inside one another; what is deeper is taken as part of the one around it.
const DEPTH: usize = 160;

/// Bytes of the header's text that are kept.
const HEAD_BYTES: usize = 16 << 10;

/// Bytes of one attribute, or of the name of an element.
const ATTRIBUTE_BYTES: usize = 4 << 10;

/// What a page says before its first card.
#[derive(Debug, Default, Clone)]
pub struct Head {
    /// The text of `title`.
    pub title: String,
    /// The headings and sentences above the cards, one a line: what the page is about, and who made the export.
    pub said: String,
    /// The moments stated there for machines: when the page was made, and, of an export limited in time, from when to when.
    pub times: Vec<String>,
}

/// A piece of a page, in the order of the page.
#[derive(Debug)]
pub enum Piece {
    /// A record.
    Card(Element),
    /// Text that stands between the cards.
    Loose(String),
    /// A record beyond the limits: it was passed over.
    TooLarge,
}

/// Where the cards of a page are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Pages since 2018: what is inside `main`.
    Main,
    /// Pages until 2018: what is inside `div.contents`, with lists and conversations taken apart.
    Contents,
}

/// Classes that have marked a card so far.
const CARD: &[&str] = &["pam", "_a6-g", "uiBoxWhite", "hentry"];

/// Reads a page. `take` gets each piece, with what the header says. Gives what stands outside the cards, below them too.
pub fn pieces(
    reader: impl Read,
    layout: Layout,
    file: &mut File,
    mut take: impl FnMut(Piece, &Head, &mut File),
) -> Result<Head, Halt> {
    let position = Rc::new(Position::default());
    let page = Rc::new(RefCell::new(Page::new(layout)));
    let (here, building) = (Rc::clone(&position), Rc::clone(&page));
    let mut emitter = CallbackEmitter::new(move |event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        if !matches!(event, CallbackEvent::Error(_)) {
            here.spoken.set(here.read.get());
        }
        let mut page = building.borrow_mut();
        page.event(event);
        (!page.ready.is_empty()).then_some(())
    });
    emitter.naively_switch_states(true);
    let bounded = Bounded { reader, position: Rc::clone(&position) };
    for signal in Tokenizer::new_with_emitter(IoReader::new(bounded), emitter) {
        signal?;
        hand_over(&page, file, &mut take);
        file.step(position.read.get())?;
    }
    let cut = page.borrow_mut().end();
    hand_over(&page, file, &mut take);
    let head = std::mem::take(&mut page.borrow_mut().head);
    if cut { Err(Halt::Unreadable) } else { Ok(head) }
}

/// Hands over what is complete.
fn hand_over(page: &RefCell<Page>, file: &mut File, take: &mut impl FnMut(Piece, &Head, &mut File)) {
    let ready = std::mem::take(&mut page.borrow_mut().ready);
    let page = page.borrow();
    ready.into_iter().for_each(|piece| take(piece, &page.head, file));
}

#[derive(Default)]
struct Position {
    /// Bytes read.
    read: Cell<u64>,
    /// Bytes read when the tokeniser last had something to say.
    spoken: Cell<u64>,
}

/// Ends a page in which a single tag or text goes on and on, which the tokeniser would keep in memory.
struct Bounded<R> {
    reader: R,
    position: Rc<Position>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        let Position { read, spoken } = &*self.position;
        read.set(read.get() + count as u64);
        if read.get() - spoken.get() > TOKEN_BYTES {
            return Err(io::Error::other("a tag or text is too long"));
        }
        Ok(count)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Around the cards: not kept.
    Through,
    /// Of a card.
    Kept,
    /// Programs and style: left out with all that is in it.
    Skipped,
}

struct Open {
    element: Element,
    role: Role,
}

/// A start tag being read.
#[derive(Default)]
struct Tag {
    element: Element,
    role: String,
    attribute: Vec<u8>,
}

struct Page {
    layout: Layout,
    stack: Vec<Open>,
    /// Elements open beyond [`DEPTH`].
    over: usize,
    tag: Option<Tag>,
    /// Where in the stack the element around the cards is.
    main: Option<usize>,
    /// Where in the stack the present card begins.
    card: Option<usize>,
    weight: usize,
    too_large: bool,
    head: Head,
    ready: Vec<Piece>,
}

impl Page {
    fn new(layout: Layout) -> Self {
        Page {
            layout,
            stack: Vec::new(),
            over: 0,
            tag: None,
            main: None,
            card: None,
            weight: 0,
            too_large: false,
            head: Head::default(),
            ready: Vec::new(),
        }
    }

    fn event(&mut self, event: CallbackEvent) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let element = Element { tag: lossy(name, ATTRIBUTE_BYTES), ..Element::default() };
                self.tag = Some(Tag { element, ..Tag::default() });
            }
            CallbackEvent::AttributeName { name } => {
                if let Some(tag) = &mut self.tag {
                    tag.attribute.clear();
                    tag.attribute.extend_from_slice(&name[..name.len().min(16)]);
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(tag) = &mut self.tag {
                    let place = match tag.attribute.as_slice() {
                        b"class" => &mut tag.element.class,
                        b"href" => &mut tag.element.href,
                        b"src" => &mut tag.element.src,
                        b"datetime" => &mut tag.element.when,
                        b"title" if tag.element.tag == "abbr" => &mut tag.element.when,
                        b"role" => &mut tag.role,
                        _ => return,
                    };
                    *place = lossy(value, ATTRIBUTE_BYTES);
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                if let Some(tag) = self.tag.take() {
                    self.open(tag);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.close(&lossy(name, ATTRIBUTE_BYTES));
            }
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn open(&mut self, Tag { element, role, .. }: Tag) {
        const VOID: &[&str] = &[
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr",
        ];
        if element.is(VOID) {
            if element.is(&["br", "img", "source"]) && self.card.is_some() && self.over == 0 {
                self.keep(Node::Element(element));
            }
            return;
        }
        if self.stack.len() >= DEPTH || self.over > 0 {
            self.over += 1;
            return;
        }
        self.close_implied(&element.tag);
        let kept = self.role(&element, &role);
        if kept == Role::Kept {
            if self.card.is_none() {
                self.card = Some(self.stack.len());
                self.weight = 0;
                self.too_large = false;
            }
            self.weight += ELEMENT_WEIGHT + element.class.len() + element.href.len() + element.src.len();
        } else if self.main.is_none() && !element.when.is_empty() && self.head.times.len() < 8 {
            self.head.times.push(element.when.clone());
        }
        self.stack.push(Open { element, role: kept });
        if self.weight > CARD_WEIGHT {
            self.relieve();
        }
    }

    fn role(&mut self, element: &Element, role: &str) -> Role {
        let around = self.stack.last().map_or(Role::Through, |open| open.role);
        if around == Role::Skipped || element.is(&["script", "style", "template", "noscript", "svg"]) {
            return Role::Skipped;
        }
        let marked = element.has_class(CARD);
        if let Some(card) = self.card {
            let of_card = &self.stack[card..];
            let in_table = of_card.iter().any(|open| open.element.is(&["table", "ul", "ol"]));
            // An unmarked card with a marked one in it is a wrapping.
            if marked && self.layout == Layout::Main && !in_table && !of_card.iter().any(|o| o.element.has_class(CARD))
            {
                self.let_through(card, self.stack.len());
            }
            return Role::Kept;
        }
        let around_cards = match self.layout {
            Layout::Main => element.tag == "main" || role == "main",
            Layout::Contents => element.has_class(&["contents"]),
        };
        if around_cards {
            self.main.get_or_insert(self.stack.len());
            return Role::Through;
        }
        let through = match (self.layout, self.main) {
            (Layout::Main, Some(_)) => false,
            (_, None) => !marked,
            (Layout::Contents, Some(_)) => {
                element.is(&["ul", "ol"])
                    || (element.tag == "div" && (element.class.is_empty() || element.has_class(&["thread"])))
            }
        };
        if through { Role::Through } else { Role::Kept }
    }

    /// Closes what the tag implies to be closed: of `<li>` and the cells of tables the end may be left out.
    fn close_implied(&mut self, tag: &str) {
        let (closed, up_to): (&[&str], &[&str]) = match tag {
            "li" => (&["li"], &["ul", "ol"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "p" => match self.stack.last() {
                Some(open) if open.element.tag == "p" => return self.pop(),
                _ => return,
            },
            _ => return,
        };
        let open = self.stack.iter().rposition(|open| open.element.is(closed) || open.element.is(up_to));
        if let Some(at) = open.filter(|&at| self.stack[at].element.is(closed)) {
            self.pop_to(at);
        }
    }

    fn close(&mut self, tag: &str) {
        if self.over > 0 {
            self.over -= 1;
            return;
        }
        if let Some(at) = self.stack.iter().rposition(|open| open.element.tag == tag) {
            self.pop_to(at);
        }
    }

    fn pop_to(&mut self, at: usize) {
        while self.stack.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(Open { element, role }) = self.stack.pop() else { return };
        if self.main == Some(self.stack.len()) {
            self.main = None;
        }
        if role != Role::Kept {
            return;
        }
        if self.card != Some(self.stack.len()) {
            return self.keep(Node::Element(element));
        }
        self.card = None;
        self.weight = 0;
        self.ready.push(if self.too_large { Piece::TooLarge } else { Piece::Card(element) });
        self.too_large = false;
    }

    fn keep(&mut self, node: Node) {
        if let (Some(open), false) = (self.stack.last_mut(), self.too_large) {
            open.element.children.push(node);
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.stack.last() else { return };
        match open.role {
            Role::Skipped => {}
            Role::Kept => {
                self.weight += text.len();
                self.keep(Node::Text(text.to_owned()));
                if self.weight > CARD_WEIGHT {
                    self.relieve();
                }
            }
            Role::Through if text.trim().is_empty() => {}
            Role::Through if open.element.tag == "title" => self.head.title = clipped(text.trim(), HEAD_BYTES),
            Role::Through if self.main.is_some() => self.ready.push(Piece::Loose(text.trim().to_owned())),
            Role::Through => {
                if self.head.said.len() < HEAD_BYTES {
                    self.head.said.push_str(&clipped(text.trim(), HEAD_BYTES));
                    self.head.said.push('\n');
                }
            }
        }
    }

    /// Takes the elements of the stack from `from` up to `to` for a wrapping: what they hold so far is handed over piece
    /// by piece.
    fn let_through(&mut self, from: usize, to: usize) {
        for open in &mut self.stack[from..to] {
            open.role = Role::Through;
            for child in std::mem::take(&mut open.element.children) {
                match child {
                    Node::Element(element) => self.ready.push(Piece::Card(element)),
                    Node::Text(text) if text.trim().is_empty() => {}
                    Node::Text(text) => self.ready.push(Piece::Loose(text.trim().to_owned())),
                }
            }
        }
        self.card = (to < self.stack.len()).then_some(to);
        self.weight = self.stack[to..].iter().map(|open| weight(&open.element)).sum();
        // From here on, what is in it is a card.
        self.main.get_or_insert(from);
    }

    /// The card has become too heavy: if it is a list of many, it is taken apart, else it is given up.
    fn relieve(&mut self) {
        let Some(card) = self.card.filter(|_| !self.too_large) else { return };
        let list = (card..self.stack.len()).max_by_key(|&at| self.stack[at].element.elements().count());
        match list.filter(|&at| self.stack[at].element.elements().count() > 1) {
            Some(list) => self.let_through(card, list + 1),
            None => {
                self.too_large = true;
                self.stack[card..].iter_mut().for_each(|open| open.element.children.clear());
            }
        }
    }

    /// The page has come to its end. True when that was in the middle of a card.
    fn end(&mut self) -> bool {
        let cut = self.card.is_some();
        self.stack.clear();
        cut
    }
}

fn weight(element: &Element) -> usize {
    let own = ELEMENT_WEIGHT + element.class.len() + element.href.len() + element.src.len();
    let children = element.children.iter().map(|child| match child {
        Node::Text(text) => text.len(),
        Node::Element(element) => weight(element),
    });
    own + children.sum::<usize>()
}

fn lossy(bytes: &[u8], longest: usize) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(longest)]).into_owned()
}

fn clipped(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}
