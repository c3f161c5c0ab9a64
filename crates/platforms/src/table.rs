//! Tables as exports hold them: CSV with a preamble, odd quoting, other encodings and broken lines.
//!
//! Read as a stream, one record at a time. A record that cannot be right (quotation marks that never close, several
//! lines that do not give the table's columns) is reported and reading goes on at its second line, so that one stray
//! quotation mark costs one record and not the rest of the file.

use crate::text::beginning;
use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

/// Bytes a record may have. The longest honest one seen is the text of an uploaded CV.
const RECORD_BYTES: usize = 1 << 20;

/// Bytes of a file that may be read a second time after broken records: keeps a hostile file from costing hours.
const REREAD_BYTES: usize = 64 << 20;

/// Columns of a table whose names are kept; the longest list of an honest one seen had some 120.
const COLUMNS: usize = 4_096;

/// Bytes of the name of a column that are kept.
const NAME: usize = 500;

/// Lines among which the header is looked for, below a preamble.
const PREAMBLE_LINES: usize = 12;

/// What is peculiar to one kind of table.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form {
    /// Columns by which the header is known below a preamble. Empty: the first line is the header.
    pub header: &'static [&'static str],
    /// Whether quotation marks may be written `\"` as well as `""`.
    pub backslash: bool,
}

/// One record of a table, its cells by name of column.
#[derive(Debug, Clone)]
pub struct Row {
    /// Place in the file below the header, counted from 0.
    pub index: u64,
    /// Whether it has another number of cells than the header.
    pub ragged: bool,
    names: Rc<Names>,
    cells: Vec<String>,
}

/// The names of columns, as [`fold`] makes them, with their places.
#[derive(Debug, Default)]
pub struct Names {
    list: Vec<String>,
    /// Of several columns of one name the first.
    places: HashMap<String, usize>,
}

impl Names {
    /// These names, folded already.
    pub fn of(mut list: Vec<String>) -> Rc<Names> {
        list.truncate(COLUMNS);
        let mut places = HashMap::with_capacity(list.len());
        for (place, name) in list.iter().enumerate() {
            places.entry(name.clone()).or_insert(place);
        }
        Rc::new(Names { list, places })
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.list.len()
    }
}

impl Row {
    /// The cell under this column, without blanks around it; empty where column or cell is missing.
    ///
    /// Columns are compared without case, blanks, hyphens and underscores. Of columns of one name the first counts.
    pub fn get(&self, column: &str) -> &str {
        let place = self.names.places.get(&fold(column));
        place.map_or("", |place| self.cell(*place))
    }

    /// The cell at this place, counted from 0; empty where it is missing.
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", |cell| cell.trim())
    }

    /// How many cells it has.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// The same cells under other names of columns, as [`fold`] makes them: for headers in another language.
    pub fn named(&self, names: &Rc<Names>) -> Row {
        Row { names: Rc::clone(names), ..self.clone() }
    }

    /// Every cell with the name of its column, as [`fold`] makes it, in the order of the file.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.list.iter().map(String::as_str).zip(self.cells.iter().map(|cell| cell.trim()))
    }
}

/// What comes next in a table: a record, or its index and why it cannot be read.
pub type Next = Result<Row, (u64, &'static str)>;

/// A table being read.
pub struct Table<'a> {
    lines: Lines<'a>,
    header: Vec<String>,
    names: Rc<Names>,
    /// Columns up to the last that has a name.
    named: usize,
    dialects: Vec<csv_core::Reader>,
    /// What each dialect puts before a quotation mark.
    escape: &'static [Option<u8>],
    index: u64,
}

enum Broken {
    /// Its quotation marks do not close.
    Open,
    /// Longer than a record may be.
    Long,
}

impl<'a> Table<'a> {
    /// Starts to read: finds the encoding, the separator and the header. An empty file is a table without columns.
    pub fn open(input: impl Read + 'a, form: &Form) -> io::Result<Table<'a>> {
        let wanted: Vec<String> = form.header.iter().map(|name| fold(name)).collect();
        Table::open_at(input, form.backslash, |names| wanted.iter().all(|name| names.contains(name)))
    }

    /// As [`Table::open`], where the header is known by its number of columns, as its names are in another language.
    pub fn open_wide(input: impl Read + 'a, columns: usize, backslash: bool) -> io::Result<Table<'a>> {
        Table::open_at(input, backslash, |names| names.len() == columns)
    }

    fn open_at(input: impl Read + 'a, backslash: bool, is_header: impl Fn(&[String]) -> bool) -> io::Result<Table<'a>> {
        let mut lines = Lines::new(input)?;
        lines.find_separator()?;
        // The dialect with the backslash comes first: read without it, `\"` may by chance give the right columns.
        let escape: &[Option<u8>] = if backslash { &[Some(b'\\'), None] } else { &[None] };
        let dialect = |escape| csv_core::ReaderBuilder::new().delimiter(lines.separator).escape(escape).build();
        let dialects = escape.iter().copied().map(dialect).collect();
        let mut table = Table { lines, header: Vec::new(), names: Rc::default(), named: 0, dialects, escape, index: 0 };
        for _ in 0..PREAMBLE_LINES {
            let Some((record, _)) = table.record(0)? else { break };
            let Ok(cells) = record else { continue };
            let folded: Vec<String> = cells.iter().map(|cell| fold(beginning(cell, NAME))).collect();
            if is_header(&folded) {
                table.named = folded.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
                table.header = cells;
                table.names = Names::of(folded);
                return Ok(table);
            }
        }
        Ok(table)
    }

    /// The names of the columns as the file has them; empty when no header was found.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Bytes read so far, decompressed.
    pub fn bytes_read(&self) -> u64 {
        self.lines.read
    }

    /// The next record, or what is wrong in its place; nothing at the end. An error means the file cannot be read on.
    pub fn next(&mut self) -> io::Result<Option<Next>> {
        let mut broken = "The record's quotation marks do not close";
        for dialect in 0..self.dialects.len() {
            let Some((record, mut lines)) = self.record(dialect)? else { return Ok(None) };
            let last = dialect + 1 == self.dialects.len();
            match record {
                Ok(_) if self.swallowed(dialect, &lines) => {}
                Ok(cells)
                    if self.fits(cells.len())
                        || (last && lines.len() == 1)
                        || (last && self.lacks_the_last(dialect, &cells, &lines)) =>
                {
                    return Ok(Some(Ok(self.row(cells))));
                }
                Ok(_) => broken = "The record does not have the columns of its table",
                Err(Broken::Open) => {}
                Err(Broken::Long) if last => {
                    self.index += 1;
                    return Ok(Some(Err((self.index - 1, "The record is too long"))));
                }
                Err(Broken::Long) => {}
            }
            // Read again: all of it in the other dialect, or, when all are tried, from its second line.
            if last {
                lines.pop_front();
            }
            self.lines.give_back(lines);
        }
        self.index += 1;
        Ok(Some(Err((self.index - 1, broken))))
    }

    /// Whether a record of several lines is whole but for its last cell, which some exports leave out where it is empty.
    fn lacks_the_last(&self, dialect: usize, cells: &[String], lines: &VecDeque<Vec<u8>>) -> bool {
        let bytes = lines.iter().flatten().copied();
        cells.len() + 1 == self.header.len() && closes_well(bytes, self.lines.separator, self.escape[dialect])
    }

    /// Whether an open quotation mark made this record of several lines swallow the next one: it then closes in the middle
    /// of a cell, and its last line is a whole record by itself.
    fn swallowed(&mut self, dialect: usize, lines: &VecDeque<Vec<u8>>) -> bool {
        if lines.len() < 2 || closes_well(lines.iter().flatten().copied(), self.lines.separator, self.escape[dialect]) {
            return false;
        }
        let core = &mut self.dialects[dialect];
        core.reset();
        let last = &lines[lines.len() - 1];
        let (result, _, _, cells) = core.read_record(last, &mut vec![0; last.len() + 1], &mut vec![0; last.len() + 1]);
        matches!(result, csv_core::ReadRecordResult::Record) && cells == self.header.len()
    }

    /// Whether a record of so many cells has the table's columns. A header that ends in a separator has a last column
    /// without a name, which records may lack.
    fn fits(&self, cells: usize) -> bool {
        (self.named..=self.header.len()).contains(&cells)
    }

    fn row(&mut self, mut cells: Vec<String>) -> Row {
        let ragged = !self.fits(cells.len());
        cells.truncate(cells.len().min(self.names.len() + 64));
        self.index += 1;
        Row { index: self.index - 1, ragged, names: self.names.clone(), cells }
    }

    /// One record and the lines it stands on.
    #[expect(clippy::type_complexity, reason = "used twice, ten lines away")]
    fn record(&mut self, dialect: usize) -> io::Result<Option<(Result<Vec<String>, Broken>, VecDeque<Vec<u8>>)>> {
        let core = &mut self.dialects[dialect];
        core.reset();
        let (mut output, mut ends) = (vec![0; 1024], vec![0; 32]);
        let (mut written, mut ended, mut size) = (0, 0, 0);
        let mut lines = VecDeque::new();
        loop {
            let Some(line) = self.lines.next()? else {
                return Ok((!lines.is_empty()).then_some((Err(Broken::Open), lines)));
            };
            let Some(line) = line else { return Ok(Some((Err(Broken::Long), lines))) };
            // MyBB writes a byte order mark behind its last line.
            let words = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
            if lines.is_empty() && words.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            size += line.len();
            let mut taken = 0;
            let finished = loop {
                let (result, read, wrote, fields) =
                    core.read_record(&line[taken..], &mut output[written..], &mut ends[ended..]);
                (taken, written, ended) = (taken + read, written + wrote, ended + fields);
                match result {
                    csv_core::ReadRecordResult::InputEmpty => break false,
                    csv_core::ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                    csv_core::ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                    csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break true,
                }
            };
            if finished && taken < line.len() && line[taken..] != *b"\n" {
                // A lone carriage return ended the record; what follows on the line is the next one.
                self.lines.waiting.push_front(line[taken..].to_vec());
                lines.push_back(line[..taken].to_vec());
            } else {
                lines.push_back(line);
            }
            if finished {
                let starts = std::iter::once(0).chain(ends[..ended].iter().copied());
                let cells = starts.zip(&ends[..ended]).map(|(start, end)| decode(&output[start..*end])).collect();
                return Ok(Some((Ok(cells), lines)));
            }
            if size > RECORD_BYTES {
                return Ok(Some((Err(Broken::Open), lines)));
            }
        }
    }
}

/// Whether after each closing quotation mark the cell ends.
fn closes_well(bytes: impl Iterator<Item = u8>, separator: u8, escape: Option<u8>) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        Escaped,
        Closed,
    }
    let mut at = At::Start;
    for byte in bytes {
        at = match (at, byte) {
            (At::Start | At::Closed, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) if Some(byte) == escape => At::Escaped,
            (At::Quoted | At::Escaped, _) => At::Quoted,
            (At::Start | At::Plain | At::Closed, _) if byte == separator || byte == b'\n' => At::Start,
            (At::Closed, b'\r') => At::Closed,
            (At::Closed, _) => return false,
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    true
}

/// The lines of a text file, each with its line feed.
pub struct Lines<'a> {
    input: BufReader<Box<dyn Read + 'a>>,
    /// Lines to be read once more before going on.
    waiting: VecDeque<Vec<u8>>,
    /// Bytes that may still be given back.
    patience: usize,
    /// What stands between cells.
    separator: u8,
    /// Bytes read so far.
    pub read: u64,
}

impl<'a> Lines<'a> {
    /// Starts to read; takes off a byte order mark and turns UTF-16 into UTF-8.
    pub fn new(mut input: impl Read + 'a) -> io::Result<Lines<'a>> {
        let mut mark = Vec::with_capacity(3);
        input.by_ref().take(3).read_to_end(&mut mark)?;
        let input: Box<dyn Read + 'a> = match mark[..] {
            [0xEF, 0xBB, 0xBF] => Box::new(input),
            [0xFF, 0xFE, ..] => Box::new(Utf16::new(Cursor::new(mark[2..].to_vec()).chain(input), u16::from_le_bytes)),
            [0xFE, 0xFF, ..] => Box::new(Utf16::new(Cursor::new(mark[2..].to_vec()).chain(input), u16::from_be_bytes)),
            _ => Box::new(Cursor::new(mark).chain(input)),
        };
        Ok(Lines {
            input: BufReader::new(input),
            waiting: VecDeque::new(),
            patience: REREAD_BYTES,
            separator: b',',
            read: 0,
        })
    }

    /// The next line; `Some(None)` where a line is longer than a record may be and was passed over.
    pub fn next(&mut self) -> io::Result<Option<Option<Vec<u8>>>> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(Some(line)));
        }
        let mut line = Vec::new();
        let read = self.input.by_ref().take(RECORD_BYTES as u64).read_until(b'\n', &mut line)?;
        self.read += read as u64;
        if read == 0 {
            return Ok(None);
        }
        if read == RECORD_BYTES && line.last() != Some(&b'\n') {
            self.read += self.input.skip_until(b'\n')? as u64;
            return Ok(Some(None));
        }
        // The last line may lack its line feed; with one, an unfinished record always means an open quotation mark.
        if line.last() != Some(&b'\n') {
            line.push(b'\n');
        }
        Ok(Some(Some(line)))
    }

    /// Puts lines back to be read again, unless that was done too often.
    pub fn give_back(&mut self, lines: VecDeque<Vec<u8>>) {
        let size: usize = lines.iter().map(Vec::len).sum();
        let Some(patience) = self.patience.checked_sub(size) else { return };
        self.patience = patience;
        for line in lines.into_iter().rev() {
            self.waiting.push_front(line);
        }
    }

    /// Finds the separator: a comma, unless the first line that has any has more tabs or semicolons. Below a preamble that
    /// is not its sentence in quotation marks, which has commas of its own.
    fn find_separator(&mut self) -> io::Result<()> {
        let mut looked_at = VecDeque::new();
        while looked_at.len() < PREAMBLE_LINES
            && let Some(Some(line)) = self.next()?
        {
            let count = |separator: u8| memchr::memchr_iter(separator, &line).count();
            let sentence = !looked_at.is_empty() && line.starts_with(b"\"") && count(b'"') == 2;
            let most = [b',', b'\t', b';'].into_iter().rev().max_by_key(|separator| count(*separator));
            let found = most.filter(|separator| !sentence && count(*separator) > 0);
            // A preamble begins with a word and a colon, `Notes:`; other first lines are the header.
            let goes_on = !looked_at.is_empty() || line.trim_ascii_end().ends_with(b":");
            looked_at.push_back(line);
            if let Some(separator) = found {
                self.separator = separator;
            }
            if found.is_some() || !goes_on {
                break;
            }
        }
        looked_at.into_iter().rev().for_each(|line| self.waiting.push_front(line));
        Ok(())
    }
}

/// Turns UTF-16 into UTF-8 while reading.
struct Utf16<R> {
    input: R,
    order: fn([u8; 2]) -> u16,
    /// First half of a character outside the basic plane, not yet completed.
    high: Option<u16>,
    ready: VecDeque<u8>,
}

impl<R: Read> Utf16<R> {
    fn new(input: R, order: fn([u8; 2]) -> u16) -> Self {
        Utf16 { input, order, high: None, ready: VecDeque::new() }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() {
            let mut bytes = Vec::new();
            // An even number of bytes, so that no unit is torn except at the end of a file that was cut.
            self.input.by_ref().take(4096).read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                return Ok(0);
            }
            let units = bytes.chunks_exact(2).map(|pair| (self.order)([pair[0], pair[1]]));
            let mut units: Vec<u16> = self.high.take().into_iter().chain(units).collect();
            if bytes.len() == 4096 {
                self.high = units.pop_if(|unit| (0xD800..0xDC00).contains(unit));
            }
            self.ready.extend(String::from_utf16_lossy(&units).into_bytes());
        }
        self.ready.read(into)
    }
}

/// The words of a cell: UTF-8, else Windows-1252, which older programs save.
pub fn decode(bytes: &[u8]) -> String {
    // What bytes 0x80 to 0x9F mean in Windows-1252 (https://encoding.spec.whatwg.org/index-windows-1252.txt).
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match std::str::from_utf8(bytes) {
        Ok(words) => words.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
                _ => char::from(*byte),
            })
            .collect(),
    }
}

/// A name of a column or file for comparing: lower case, without blanks, hyphens and underscores.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        let kept = name.bytes().filter(|byte| !matches!(byte, b' ' | b'_' | b'-'));
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '\u{feff}')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table<'a>(bytes: &'a [u8], form: &Form) -> Table<'a> {
        Table::open(bytes, form).expect("memory can be read")
    }

    /// All rows, cells joined by `|`; a broken place as `!`.
    fn rows(bytes: &[u8], form: &Form) -> Vec<String> {
        let mut table = table(bytes, form);
        let mut rows = Vec::new();
        while let Some(next) = table.next().expect("memory can be read") {
            rows.push(next.map_or("!".to_owned(), |row| row.cells.join("|")));
        }
        rows
    }

    const PLAIN: Form = Form { header: &[], backslash: false };
    const BACKSLASH: Form = Form { header: &[], backslash: true };

    #[test]
    fn columns_are_found_by_name_whatever_their_order_case_and_blanks() {
        let mut table = table(b"\xEF\xBB\xBFShare_Link, DATE\r\nx,y\r\n", &PLAIN);
        let row = table.next().unwrap().unwrap().unwrap();
        assert_eq!((row.get("Date"), row.get("ShareLink"), row.get("Nowhere"), row.index), ("y", "x", "", 0));
    }

    #[test]
    fn a_preamble_with_commas_is_passed_over() {
        let text = b"Notes:\n\"Some, with commas, and\nlines\"\n\nFirst Name,Connected On\nAda,01 Jan 2020\n";
        let form = Form { header: &["First Name", "Connected On"], ..PLAIN };
        assert_eq!(rows(text, &form), ["Ada|01 Jan 2020"]);
    }

    #[test]
    fn without_the_wanted_header_there_are_no_columns_and_no_rows() {
        let form = Form { header: &["First Name"], ..PLAIN };
        let table = table(b"a,b\n1,2\n", &form);
        assert!(table.header().is_empty());
    }

    #[test]
    fn cells_hold_line_breaks_quotation_marks_and_blank_lines() {
        assert_eq!(rows(b"a,b\n\"one\n\n\"\"two\"\"\",2\n\n\n3,4", &PLAIN), ["one\n\n\"two\"|2", "3|4"]);
    }

    #[test]
    fn semicolons_tabs_and_utf_16_are_recognised() {
        assert_eq!(rows(b"a;b\n1;2,5\n", &PLAIN), ["1|2,5"]);
        let utf16: Vec<u8> =
            "\u{feff}\"a\"\t\"b\"\n\"é\"\t\"😀\"\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf16, &PLAIN), ["é|😀"]);
    }

    /// A character of two units may lie across the border of two blocks.
    #[test]
    fn utf_16_longer_than_a_block_keeps_every_character() {
        let words = "x😀".repeat(3000);
        let utf16: Vec<u8> = format!("\u{feff}a\n{words}\n").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(rows(&utf16, &PLAIN), [words]);
    }

    #[test]
    fn the_separator_is_found_below_a_preamble() {
        const BELOW: Form = Form { header: &["b"], backslash: false };
        assert_eq!(rows(b"Notes:\n\"Some, with, commas\"\n\na;b\n1;2,3\n", &BELOW), ["1|2,3"]);
        assert_eq!(rows(b"a;b\n1,1;2\n", &BELOW), ["1,1|2"]);
    }

    #[test]
    fn a_header_in_another_language_is_known_by_its_width() {
        let mut table = Table::open_wide(&b"Hinweis:\nx,y,z\n1,2,3\n"[..], 3, false).unwrap();
        let row = table.next().unwrap().unwrap().unwrap().named(&Names::of(vec!["one".to_owned(), "two".to_owned()]));
        assert_eq!((row.get("Two"), row.cell(2)), ("2", "3"));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_read_as_windows_1252() {
        assert_eq!(rows(b"a\ncaf\xE9 \x93x\x94\n", &PLAIN), ["café “x”"]);
    }

    #[test]
    fn too_few_and_too_many_cells_are_kept_and_marked() {
        let mut table = table(b"a,b\n1\n1,2,3\n1,2\n", &PLAIN);
        let ragged: Vec<bool> = std::iter::from_fn(|| table.next().unwrap()).map(|row| row.unwrap().ragged).collect();
        assert_eq!(ragged, [true, true, false]);
        let mut table = self::table(b"a,b,\n1,2\n1,2,3\n1\n", &PLAIN);
        let ragged: Vec<bool> = std::iter::from_fn(|| table.next().unwrap()).map(|row| row.unwrap().ragged).collect();
        assert_eq!(ragged, [false, false, true], "the last column has no name");
    }

    #[test]
    fn a_record_of_several_lines_may_lack_its_last_cell() {
        assert_eq!(rows(b"a,b,c\n1,\"two\nlines\"\n3,4,5\n", &PLAIN), ["1|two\nlines", "3|4|5"]);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_costs_one_record() {
        assert_eq!(rows(b"a,b\n1,\"two\n3,4\n5,6\n", &PLAIN), ["!", "3|4", "5|6"]);
    }

    #[test]
    fn a_stray_quotation_mark_closed_by_the_next_record_costs_one_record() {
        assert_eq!(rows(b"a,b\n1,\"two\n3,\"four\"\n5,6\n", &PLAIN), ["!", "3|four", "5|6"]);
    }

    #[test]
    fn both_ways_to_write_a_quotation_mark_are_read() {
        assert_eq!(
            rows(b"a,b\n\"say \\\"no\\\", then\",2\n\"say \"\"no\"\"\",2\n\"C:\\\",2\n", &BACKSLASH),
            ["say \"no\", then|2", "say \"no\"|2", "C:\\|2"]
        );
    }

    #[test]
    fn a_record_that_is_too_long_is_passed_over_and_the_rest_read() {
        let mut text = b"a\n\"".to_vec();
        text.extend(std::iter::repeat_n(b'x', RECORD_BYTES + 10));
        text.extend(b"\"\nnext\n");
        assert_eq!(rows(&text, &PLAIN), ["!", "next"]);
    }

    /// Lines that open a quotation mark both when read afresh and within one would be read again and again.
    #[test]
    fn a_hostile_table_ends_in_bounded_time() {
        let text = [b"a,b\n".to_vec(), b"z\",\"\n".repeat(1 << 20)].concat();
        let count = rows(&text, &PLAIN).len();
        assert!((1..=1 << 20).contains(&count), "{count}");
    }
}
