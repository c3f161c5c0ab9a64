//! XML as a stream of elements and words, for exports that are one long document.
//!
//! Lenient where exports are careless: bytes that are no UTF-8 are read as Windows-1252, a lone `&` is itself, end tags need
//! not match. Memory is bounded: one piece of text beyond the limit of a record ends the reading.

use crate::table::decode;
use crate::text::unescape;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// Elements inside one another. Documents of exports have some ten; each open one is remembered by its name.
const DEPTH: usize = 4_096;

/// Attributes of one element that are kept.
const ATTRIBUTES: usize = 512;

/// What comes next in a document. Names are as written, with their prefix.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// An element begins, with its attributes.
    Start(String, Vec<(String, String)>),
    /// Words inside the element begun last; several may follow each other.
    Text(String),
    /// An element ends.
    End(String),
}

/// A document being read.
pub struct Document<R: Read> {
    reader: quick_xml::Reader<BufReader<Bounded<Utf8<R>>>>,
    buffer: Vec<u8>,
    left: Rc<Cell<usize>>,
    longest: usize,
    /// The end of an element written `<a/>`, still to be told.
    ending: Option<String>,
    /// Elements open.
    depth: usize,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Document<R> {
    /// Starts to read. No tag and no piece of text may have more than `longest` bytes.
    pub fn open(input: R, longest: usize) -> Self {
        let left = Rc::new(Cell::new(longest));
        let read = Rc::new(Cell::new(0));
        let utf8 = Utf8 { input, bytes: Vec::new(), ready: Vec::new(), at: 0, begun: false, read: Rc::clone(&read) };
        let bounded = Bounded { input: utf8, left: Rc::clone(&left) };
        let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(64 << 10, bounded));
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Document { reader, buffer: Vec::new(), left, longest, ending: None, depth: 0, read }
    }

    /// Bytes read so far.
    pub fn bytes_read(&self) -> u64 {
        self.read.get()
    }

    /// The next piece, or nothing at the end. An error means that the document cannot be read on.
    pub fn next(&mut self) -> io::Result<Option<Piece>> {
        if let Some(name) = self.ending.take() {
            return Ok(Some(Piece::End(name)));
        }
        loop {
            self.buffer.clear();
            self.left.set(self.longest);
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
                quick_xml::Error::Io(error) => io::Error::new(error.kind(), error.to_string()),
                _ => io::ErrorKind::InvalidData.into(),
            })?;
            return Ok(Some(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(io::ErrorKind::InvalidData.into());
                    }
                    start(&tag)
                }
                Event::Empty(tag) => {
                    let piece = start(&tag);
                    if let Piece::Start(name, _) = &piece {
                        self.ending = Some(name.clone());
                    }
                    piece
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::End(tag.name().as_ref().to_owned())
                }
                Event::Text(text) => Piece::Text(text.xml_content(XmlVersion::Implicit1_0).into_owned()),
                Event::CData(text) => Piece::Text(text.xml_content(XmlVersion::Implicit1_0).into_owned()),
                Event::GeneralRef(name) => {
                    Piece::Text(unescape(&format!("&{};", name.xml_content(XmlVersion::Implicit1_0))).into_owned())
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }
}

fn start(tag: &BytesStart<'_>) -> Piece {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).flatten();
    let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        (attribute.key.as_ref().to_owned(), unescape(&attribute.value).into_owned())
    };
    Piece::Start(tag.name().as_ref().to_owned(), attributes.take(ATTRIBUTES).map(pair).collect())
}

/// Fails once more was read than is left, which is set anew for each piece.
struct Bounded<R> {
    input: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        match self.left.get().checked_sub(count) {
            Some(left) => self.left.set(left),
            None => return Err(io::ErrorKind::InvalidData.into()),
        }
        Ok(count)
    }
}

/// Gives UTF-8 whatever it is given.
struct Utf8<R> {
    input: R,
    /// Read, not yet looked at: the beginning of a character.
    bytes: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    begun: bool,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            let mut chunk = [0; 16 << 10];
            let count = self.input.read(&mut chunk)?;
            self.read.set(self.read.get() + count as u64);
            self.bytes.extend_from_slice(&chunk[..count]);
            if self.bytes.is_empty() {
                return Ok(0);
            }
            (self.ready, self.at) = (Vec::with_capacity(self.bytes.len()), 0);
            let mut kept = Vec::new();
            let whole = self.bytes.len();
            let mut seen = 0;
            for piece in self.bytes.utf8_chunks() {
                self.ready.extend_from_slice(piece.valid().as_bytes());
                seen += piece.valid().len() + piece.invalid().len();
                let cut_off = seen == whole && count > 0 && piece.invalid().len() < 4;
                match piece.invalid() {
                    rest if cut_off => kept = rest.to_vec(),
                    wrong => self.ready.extend_from_slice(decode(wrong).as_bytes()),
                }
            }
            self.bytes = kept;
            if !std::mem::replace(&mut self.begun, true) && self.ready.starts_with("\u{feff}".as_bytes()) {
                self.at = 3;
            }
        }
        let count = into.len().min(self.ready.len() - self.at);
        into[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(document: &[u8], longest: usize) -> (Vec<String>, bool) {
        let mut document = Document::open(document, longest);
        let mut pieces = Vec::new();
        loop {
            match document.next() {
                Ok(Some(Piece::Start(name, attributes))) => pieces.push(format!("<{name}{attributes:?}")),
                Ok(Some(Piece::Text(words))) => pieces.push(words),
                Ok(Some(Piece::End(name))) => pieces.push(format!("/{name}")),
                Ok(None) => return (pieces, true),
                Err(_) => return (pieces, false),
            }
        }
    }

    #[test]
    fn elements_words_and_entities_come_in_order() {
        let (pieces, whole) = pieces(
            b"\xef\xbb\xbf<?xml version='1.0'?><a x='1 &amp; 2'>R&D &amp; <![CDATA[<b>]]]]><![CDATA[>]]><c/></a>",
            99,
        );
        assert!(whole);
        assert_eq!(pieces[0], "<a[(\"x\", \"1 & 2\")]");
        let words: String = pieces[1..pieces.len() - 3].concat();
        assert_eq!(words, "R&D & <b>]]>");
        assert_eq!(pieces[pieces.len() - 3..], ["<c[]", "/c", "/a"]);
    }

    #[test]
    fn other_encodings_control_characters_and_wrong_ends_do_not_stop_it() {
        let (pieces, whole) = pieces(b"<a>caf\xe9 \x08 caf\xc3\xa9</b></a>", 99);
        assert!(whole, "{pieces:?}");
        assert_eq!(pieces[1], "caf\u{e9} \u{8} caf\u{e9}");
    }

    #[test]
    fn elements_without_end_inside_one_another_end_the_reading() {
        let (pieces, whole) = pieces("<a>".repeat(DEPTH * 2).as_bytes(), 1 << 20);
        assert_eq!((pieces.len(), whole), (DEPTH, false));
        assert!(self::pieces("<a></a></b>".repeat(DEPTH * 2).as_bytes(), 1 << 20).1);
    }

    #[test]
    fn a_piece_beyond_the_limit_ends_the_reading() {
        let text = [b"<a>one</a><a>".to_vec(), vec![b'x'; 400 << 10], b"</a>".to_vec()].concat();
        let (pieces, whole) = pieces(&text, 100 << 10);
        assert!(!whole);
        assert_eq!(pieces[..3], ["<a[]", "one", "/a"]);
    }
}
