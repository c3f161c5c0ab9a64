//! The small tree of one card.

/// Text or an element.
#[derive(Debug, Clone)]
pub enum Node {
    /// Text with entities decoded, white space as in the page.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element with the few attributes that matter.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Its name in lower case.
    pub tag: String,
    /// `class`, as it stands.
    pub class: String,
    /// `href`, of anchors.
    pub href: String,
    /// `src`, of images, videos and sounds.
    pub src: String,
    /// `datetime`, or the `title` of an abbreviation: a time for machines.
    pub when: String,
    /// What it holds, in order.
    pub children: Vec<Node>,
}

/// Elements that stand in a line of text; all others begin a block of their own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "em", "font", "i", "img", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "tt", "u", "wbr",
];

/// Elements whose text is shown by browsers that cannot play them: `Click for video`.
const PLAYED: &[&str] = &["audio", "video"];

impl Element {
    /// Whether it is one of these.
    pub fn is(&self, tags: &[&str]) -> bool {
        tags.contains(&self.tag.as_str())
    }

    /// Whether it has one of these classes.
    pub fn has_class(&self, names: &[&str]) -> bool {
        self.class.split_ascii_whitespace().any(|class| names.contains(&class))
    }

    /// Its children that are elements.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Whether text stands directly in it, beside elements.
    pub fn has_text(&self) -> bool {
        self.children.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()))
    }

    /// Whether it begins a block, other than text in a line.
    pub fn is_block(&self) -> bool {
        !self.is(INLINE)
    }

    /// Whether it holds nothing but text in a line.
    pub fn is_flat(&self) -> bool {
        self.elements().all(|child| !child.is_block() && child.tag != "img" && child.is_flat())
    }

    /// The words, as a reader of the page sees them: blocks and breaks as line breaks, other white space as one blank.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.text_into(&mut out);
        out.trim().to_owned()
    }

    fn text_into(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Element(element) if element.is(PLAYED) => new_line(out, false),
                Node::Text(text) => add_text(text, out),
                Node::Element(element) if element.tag == "br" => new_line(out, true),
                Node::Element(element) => {
                    if element.is_block() {
                        new_line(out, false);
                    }
                    element.text_into(out);
                    if element.is_block() {
                        new_line(out, false);
                    }
                }
            }
        }
    }

    /// The first element in it, itself included, that `wanted` accepts.
    pub fn find(&self, wanted: &dyn Fn(&Element) -> bool) -> Option<&Element> {
        if wanted(self) {
            return Some(self);
        }
        self.elements().find_map(|child| child.find(wanted))
    }

    /// All elements in it, itself included, that `wanted` accepts, outermost only.
    pub fn find_all<'e>(&'e self, wanted: &dyn Fn(&Element) -> bool, into: &mut Vec<&'e Element>) {
        if wanted(self) {
            return into.push(self);
        }
        self.elements().for_each(|child| child.find_all(wanted, into));
    }

    /// The texts of its innermost blocks, in order; those of elements that `left_out` names are not among them.
    pub fn blocks(&self, left_out: &dyn Fn(&Element) -> bool) -> Vec<String> {
        let (mut blocks, mut line) = (Vec::new(), String::new());
        self.blocks_into(left_out, &mut blocks, &mut line);
        end_block(&mut blocks, &mut line);
        blocks
    }

    fn blocks_into(&self, left_out: &dyn Fn(&Element) -> bool, blocks: &mut Vec<String>, line: &mut String) {
        for child in &self.children {
            match child {
                Node::Element(element) if element.is(PLAYED) => end_block(blocks, line),
                Node::Text(text) => add_text(text, line),
                Node::Element(element) if left_out(element) => end_block(blocks, line),
                Node::Element(element) if element.tag == "br" => new_line(line, true),
                Node::Element(element) if element.is_block() => {
                    end_block(blocks, line);
                    element.blocks_into(left_out, blocks, line);
                    end_block(blocks, line);
                }
                Node::Element(element) => element.blocks_into(left_out, blocks, line),
            }
        }
    }
}

fn end_block(blocks: &mut Vec<String>, line: &mut String) {
    let text = line.trim();
    if !text.is_empty() {
        blocks.push(text.to_owned());
    }
    line.clear();
}

fn new_line(out: &mut String, forced: bool) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && (forced || !out.ends_with('\n')) {
        out.push('\n');
    }
}

/// Adds text with each run of white space as one blank, as browsers show it.
fn add_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' if out.ends_with([' ', '\n']) || out.is_empty() => {}
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => out.push(' '),
            _ => out.push(c),
        }
    }
}
