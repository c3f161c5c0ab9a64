//! Reads JSON files record by record, however long they are.
//!
//! A scanner that knows only strings and brackets finds where a record begins and ends, and `serde_json` then reads that
//! stretch. So memory stays flat, a record of an unexpected shape costs itself alone, and a file cut short gives
//! everything before the cut. A JavaScript preface (`window.YTD.tweets.part0 = `) is passed over, never evaluated.

use crate::archive::{Limits, reason};
use crate::sink::Stopped;
use crate::text::beginning;
use serde::de::DeserializeOwned;
use std::io::Read;

/// Bytes asked of the reader at once.
const CHUNK: usize = 256 << 10;

/// Longest JavaScript preface, in bytes.
const PREFACE: usize = 4 << 10;

/// What the marks of one record weigh in units of 32 bytes. Read as a value, an object takes some 640 bytes and a list of
/// one 128, however short they are written, and every element 32: so a few megabytes of marks would take a gigabyte.
const OBJECT: usize = 20;
const LIST: usize = 4;
const ELEMENT: usize = 1;

/// The weight a record may have for each byte it may have, as a fraction: it then takes some eight times its length. Honest
/// records have words and names between their marks and weigh a fifth of that.
const WEIGHT: usize = 4;

/// Bytes of the name of a member that are kept.
const NAME: usize = 1 << 10;

/// Why a record could not be read, in plain words; never a word of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRecord {
    /// Not JSON.
    #[error("The record is not valid JSON")]
    Syntax,
    /// JSON of another shape.
    #[error("The record does not have the expected shape")]
    Shape,
    /// Beyond [`Limits::record_bytes`].
    #[error("The record is larger than the limit for one record")]
    TooLarge,
}

impl From<serde_json::Error> for BadRecord {
    /// The message of `serde_json` may quote the record, so only its class is kept.
    fn from(error: serde_json::Error) -> Self {
        match error.classify() {
            serde_json::error::Category::Data => BadRecord::Shape,
            _ => BadRecord::Syntax,
        }
    }
}

/// How far the reading came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// Records met, readable or not.
    pub records: u64,
    /// Why it ended before the end of the file, where it did; plain words, capitalised, no full stop.
    pub cut: Option<String>,
}

/// Reads a file of one array: `take` gets each element with its place. Any other root is one record with place 0.
pub fn each<T: DeserializeOwned>(
    reader: impl Read,
    limits: &Limits,
    mut take: impl FnMut(u64, Result<T, BadRecord>) -> Result<(), Stopped>,
) -> Result<Extent, Stopped> {
    each_raw(reader, limits, |index, record| take(index, record.and_then(|bytes| Ok(serde_json::from_slice(bytes)?))))
}

/// As [`each`], but gives the bytes of each record, so that the caller may read them into a type that borrows.
pub fn each_raw(
    reader: impl Read,
    limits: &Limits,
    mut take: impl FnMut(u64, Result<&[u8], BadRecord>) -> Result<(), Stopped>,
) -> Result<Extent, Stopped> {
    Scanner::new(reader, limits).run(false, &mut |_, index, record| take(index, record))
}

/// Reads a file of one object whose members hold the records, `{"comments_v2": [ ... ]}`: `take` gets each element of
/// each member that is an array, with the member's name and the place in that array. A member that is no array is one
/// record with place 0. A root that is an array counts as a member with an empty name.
pub fn each_member(
    reader: impl Read,
    limits: &Limits,
    mut take: impl FnMut(&str, u64, Result<&[u8], BadRecord>) -> Result<(), Stopped>,
) -> Result<Extent, Stopped> {
    Scanner::new(reader, limits).run(true, &mut take)
}

/// Reads a small file as one value. Errors are in plain words, capitalised, without a full stop.
pub fn whole<T: DeserializeOwned>(reader: impl Read, limits: &Limits) -> Result<T, String> {
    let mut bytes = Vec::new();
    reader.take(limits.record_bytes as u64 + PREFACE as u64).read_to_end(&mut bytes).map_err(|e| reason(&e))?;
    let start = after_preface(&bytes).ok_or("The file is not JSON")?;
    let end = bytes.iter().rposition(|b| !b.is_ascii_whitespace() && *b != b';').map_or(start, |at| at + 1);
    let value = bytes.get(start..end).unwrap_or_default();
    // Marks inside strings are counted as well: no small file comes near the limit.
    let lists = memchr::memchr3_iter(b'{', b'[', b',', value).map(|at| weight(value[at])).sum::<usize>();
    if lists > limits.record_bytes.max(1 << 20) / WEIGHT {
        return Err(BadRecord::TooLarge.to_string());
    }
    serde_json::from_slice(value).map_err(|e| match BadRecord::from(e) {
        BadRecord::Shape => "The file does not have the expected shape".to_owned(),
        _ => "The file is not valid JSON".to_owned(),
    })
}

fn weight(mark: u8) -> usize {
    match mark {
        b'{' => OBJECT,
        b'[' => LIST,
        _ => ELEMENT,
    }
}

/// Where the JSON begins: behind a byte order mark and `window.YTD... = `. None when there is no sign of JSON.
fn after_preface(bytes: &[u8]) -> Option<usize> {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let first = start + bytes[start..].iter().position(|b| !b.is_ascii_whitespace())?;
    if matches!(bytes[first], b'[' | b'{') {
        return Some(first);
    }
    let head = &bytes[first..bytes.len().min(first + PREFACE)];
    let equals = first + memchr::memchr(b'=', head)? + 1;
    let value = bytes[equals..].iter().position(|b| !b.is_ascii_whitespace())?;
    Some(equals + value)
}

/// A window on the file. `pos` is the byte looked at; what stands before `kept` may be dropped.
struct Scanner<R> {
    reader: R,
    buf: Vec<u8>,
    kept: usize,
    pos: usize,
    end: usize,
    record_bytes: usize,
    records: u64,
}

/// Why scanning ends early.
enum End {
    Cut(String),
    Stopped,
}

impl From<Stopped> for End {
    fn from(_: Stopped) -> Self {
        End::Stopped
    }
}

/// What a byte means outside strings.
const OPEN: u8 = 1;
const CLOSE: u8 = 2;
const QUOTE: u8 = 3;
const COMMA: u8 = 4;
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    class[b'{' as usize] = OPEN;
    class[b'[' as usize] = OPEN;
    class[b'}' as usize] = CLOSE;
    class[b']' as usize] = CLOSE;
    class[b'"' as usize] = QUOTE;
    class[b',' as usize] = COMMA;
    class
};

type Take<'a> = dyn FnMut(&str, u64, Result<&[u8], BadRecord>) -> Result<(), Stopped> + 'a;

impl<R: Read> Scanner<R> {
    fn new(reader: R, limits: &Limits) -> Self {
        let record_bytes = limits.record_bytes;
        Scanner { reader, buf: vec![0; 2 * CHUNK], kept: 0, pos: 0, end: 0, record_bytes, records: 0 }
    }

    fn run(mut self, members: bool, take: &mut Take) -> Result<Extent, Stopped> {
        let cut = match self.root(members, take) {
            Ok(()) => None,
            Err(End::Cut(why)) => Some(why),
            Err(End::Stopped) => return Err(Stopped),
        };
        Ok(Extent { records: self.records, cut })
    }

    fn root(&mut self, members: bool, take: &mut Take) -> Result<(), End> {
        while self.end < PREFACE && self.fill()? {}
        if self.buf[..self.end].iter().all(u8::is_ascii_whitespace) {
            return Err(End::Cut("The file is empty".to_owned()));
        }
        let Some(start) = after_preface(&self.buf[..self.end]) else {
            return Err(End::Cut("The file is not JSON".to_owned()));
        };
        self.pos = start;
        match self.buf[start] {
            b'[' => self.array("", take)?,
            b'{' if members => self.object(take)?,
            _ => self.record("", 0, take)?,
        }
        // The checksum is known only at the end.
        loop {
            self.pos = self.end;
            self.kept = self.end;
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    fn array(&mut self, key: &str, take: &mut Take) -> Result<(), End> {
        self.pos += 1;
        let mut index = 0;
        loop {
            match self.next_byte()? {
                b']' => {
                    self.pos += 1;
                    return Ok(());
                }
                b',' => self.pos += 1,
                _ => {
                    self.record(key, index, take)?;
                    index += 1;
                }
            }
        }
    }

    fn object(&mut self, take: &mut Take) -> Result<(), End> {
        self.pos += 1;
        loop {
            match self.next_byte()? {
                b'}' => {
                    self.pos += 1;
                    return Ok(());
                }
                b',' => self.pos += 1,
                b'"' => {
                    let name = self.value()?.and_then(|bytes| Ok(serde_json::from_slice::<String>(bytes)?));
                    let name = name.map(|mut name| {
                        name.truncate(beginning(&name, NAME).len());
                        name
                    });
                    if self.next_byte()? != b':' {
                        return Err(End::Cut("The file is not valid JSON".to_owned()));
                    }
                    self.pos += 1;
                    let name = name.unwrap_or_default();
                    match self.next_byte()? {
                        b'[' => self.array(&name, take)?,
                        _ => self.record(&name, 0, take)?,
                    }
                }
                _ => return Err(End::Cut("The file is not valid JSON".to_owned())),
            }
        }
    }

    /// Hands over the value that begins here.
    fn record(&mut self, key: &str, index: u64, take: &mut Take) -> Result<(), End> {
        let value = self.value()?;
        take(key, index, value)?;
        self.records += 1;
        Ok(())
    }

    /// Moves past the value that begins at `pos` and gives its bytes.
    fn value(&mut self) -> Result<Result<&[u8], BadRecord>, End> {
        self.kept = self.pos;
        // Length of what was dropped of a value too large to keep.
        let mut dropped = 0usize;
        let first = self.buf[self.pos];
        let scalar = !matches!(first, b'{' | b'[' | b'"');
        let (mut depth, mut in_string, mut weighs) = (0u32, false, 0usize);
        let mut i = self.pos;
        'value: loop {
            let seen = &self.buf[..self.end];
            while i < seen.len() {
                if in_string {
                    match memchr::memchr2(b'"', b'\\', &seen[i..]) {
                        None => i = seen.len(),
                        // An escape at the very end makes `i` point one past the end: the next chunk's first byte is skipped.
                        Some(n) if seen[i + n] == b'\\' => i += n + 2,
                        Some(n) => {
                            i += n + 1;
                            in_string = false;
                            if depth == 0 {
                                break 'value;
                            }
                        }
                    }
                } else if scalar {
                    if matches!(seen[i], b',' | b']' | b'}') || seen[i].is_ascii_whitespace() {
                        // A stray closing bracket is a (bad) record of its own, so that every record moves on.
                        i += usize::from(i == self.kept && dropped == 0);
                        break 'value;
                    }
                    i += 1;
                } else {
                    match CLASS[seen[i] as usize] {
                        OPEN => {
                            depth = depth.saturating_add(1);
                            weighs = weighs.saturating_add(weight(seen[i]));
                        }
                        CLOSE => {
                            depth = depth.saturating_sub(1);
                            if depth == 0 {
                                i += 1;
                                break 'value;
                            }
                        }
                        QUOTE => in_string = true,
                        COMMA => weighs = weighs.saturating_add(ELEMENT),
                        _ => {}
                    }
                    i += 1;
                }
            }
            if i - self.kept > self.record_bytes {
                dropped += i - self.kept;
                let past = i - self.end;
                (self.kept, self.end) = (0, 0);
                i = past;
            }
            let shift = self.kept;
            self.pos = self.kept;
            if !self.fill()? {
                return Err(End::Cut("The file ends in the middle of a record".to_owned()));
            }
            i -= shift - self.kept;
        }
        self.pos = i;
        if dropped > 0 || i - self.kept > self.record_bytes || weighs > self.record_bytes / WEIGHT {
            return Ok(Err(BadRecord::TooLarge));
        }
        Ok(Ok(&self.buf[self.kept..i]))
    }

    /// The next byte that is no white space, not yet passed.
    fn next_byte(&mut self) -> Result<u8, End> {
        loop {
            if let Some(n) = self.buf[self.pos..self.end].iter().position(|b| !b.is_ascii_whitespace()) {
                self.pos += n;
                return Ok(self.buf[self.pos]);
            }
            self.pos = self.end;
            self.kept = self.end;
            if !self.fill()? {
                return Err(End::Cut("The file ends before its end".to_owned()));
            }
        }
    }

    /// Reads more behind `end`, keeping what stands from `kept` on. False at the end of the file.
    fn fill(&mut self) -> Result<bool, End> {
        if self.kept > 0 {
            self.buf.copy_within(self.kept..self.end, 0);
            self.pos -= self.kept;
            self.end -= self.kept;
            self.kept = 0;
        }
        if self.buf.len() - self.end < CHUNK {
            let longer = (self.buf.len() * 2).min(self.record_bytes + 2 * CHUNK).max(self.end + CHUNK);
            self.buf.resize(longer, 0);
        }
        loop {
            match self.reader.read(&mut self.buf[self.end..]) {
                Ok(n) => {
                    self.end += n;
                    return Ok(n > 0);
                }
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(End::Cut(reason(&e))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Record {
        n: u32,
        s: Option<String>,
    }

    /// Gives its bytes in pieces of a few, so that every state of the scanner is met at the end of a chunk.
    struct Crumbs<'a>(&'a [u8], usize);

    impl Read for Crumbs<'_> {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            let n = self.1.min(self.0.len()).min(buf.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(json: &[u8], crumb: usize, limits: &Limits) -> (Vec<String>, Extent) {
        let mut got = Vec::new();
        let extent = each::<Record>(Crumbs(json, crumb), limits, |index, record| {
            got.push(match record {
                Ok(r) => format!("{index}:{}{}", r.n, r.s.unwrap_or_default()),
                Err(bad) => format!("{index}!{bad:?}"),
            });
            Ok(())
        })
        .expect("nobody stopped it");
        (got, extent)
    }

    fn all_ways(json: &[u8], want: &[&str], cut: Option<&str>) {
        for crumb in [1, 2, 3, 7, 1 << 20] {
            let (got, extent) = read(json, crumb, &Limits::default());
            assert_eq!(got, want, "in crumbs of {crumb}");
            assert_eq!(extent.cut.as_deref(), cut, "in crumbs of {crumb}");
            assert_eq!(extent.records, want.len() as u64);
        }
    }

    #[test]
    fn brackets_and_quotes_in_strings_are_words_like_others() {
        let json =
            br#"window.YTD.x.part0 = [ {"n":1,"s":"]}{[,"}, {"n":2, "s":"a\"}]\\"},{"n":3,"x":[[{"y":"\\\""}]]} ];"#;
        all_ways(json, &["0:1]}{[,", "1:2a\"}]\\", "2:3"], None);
    }

    #[test]
    fn prefaces_marks_and_empty_arrays() {
        all_ways(b"[]", &[], None);
        all_ways(b"\xef\xbb\xbfwindow.YTD.a.part0 =\n[ ]\n;\n", &[], None);
        all_ways(b"Grailbird.data.tweets_2013_01 =\n[{\"n\":1}]", &["0:1"], None);
        all_ways(b"window.__THAR_CONFIG = {\"n\":7}", &["0:7"], None);
        all_ways(b"", &[], Some("The file is empty"));
        all_ways(b" \n", &[], Some("The file is empty"));
        all_ways(b"<html>no</html>", &[], Some("The file is not JSON"));
    }

    #[test]
    fn a_bad_record_costs_itself_alone() {
        all_ways(
            br#"[{"n":1},{"n":"one"},{"n":},7,null,"]",{"n":2},],{"n":3}]"#,
            &["0:1", "1!Shape", "2!Syntax", "3!Shape", "4!Shape", "5!Shape", "6:2"],
            None,
        );
        all_ways(b"[{\"n\":1,\"s\":\"\xff\"},{\"n\":2}]", &["0!Syntax", "1:2"], None);
        all_ways(br#"[}{"n":1}]"#, &["0!Syntax", "1:1"], None);
    }

    #[test]
    fn a_file_cut_short_gives_what_stands_before_the_cut() {
        let whole = br#"[{"n":1},{"n":2,"s":"ab\""}]"#;
        for length in 1..whole.len() {
            let (got, extent) = read(&whole[..length], 3, &Limits::default());
            let want = if length < 8 {
                0
            } else if length < 27 {
                1
            } else {
                2
            };
            assert_eq!(got.len(), want, "cut after {length}");
            assert!(extent.cut.is_some(), "cut after {length}");
        }
    }

    #[test]
    fn a_record_beyond_the_limit_is_passed_over() {
        let limits = Limits { record_bytes: 1 << 20, ..Limits::default() };
        let json = format!(r#"[{{"n":1}},{{"n":2,"s":"{}"}},{{"n":3}}]"#, "x\\\"]}".repeat(1 << 20));
        for crumb in [4093, 1 << 20] {
            let (got, extent) = read(json.as_bytes(), crumb, &limits);
            assert_eq!((got.join(" ").as_str(), extent.cut), ("0:1 1!TooLarge 2:3", None));
        }
    }

    /// Few bytes that would take much memory.
    #[test]
    fn a_record_of_marks_is_passed_over() {
        let limits = Limits { record_bytes: 1 << 20, ..Limits::default() };
        for piece in ["{\"\":0},", "[0],", "{},", "0,"] {
            let json = format!(r#"[{{"n":1}},{{"n":2,"x":[{}0]}},{{"n":3}}]"#, piece.repeat(500_000 / piece.len()));
            let (got, _) = read(json.as_bytes(), 1 << 16, &limits);
            let all = if piece == "0," { "0:1 1:2 2:3" } else { "0:1 1!TooLarge 2:3" };
            assert_eq!(got.join(" "), all, "{piece}");
        }
    }

    #[test]
    fn deep_nesting_is_a_bad_record_and_no_crash() {
        let deep = format!(r#"[{{"n":1,"s":{}{}}},{{"n":2}}]"#, "[".repeat(200_000), "]".repeat(200_000));
        let (got, _) = read(deep.as_bytes(), 1 << 16, &Limits::default());
        assert_eq!((got[0].contains('!'), got[1].as_str()), (true, "1:2"));
    }

    #[test]
    fn members_of_an_object_are_read_one_by_one() {
        let json = br#"{"name":"a","rows_v2":[{"n":1},{"n":2}],"none":[],"last":{"n":3}}"#;
        let mut got = Vec::new();
        let extent = each_member(Crumbs(json, 2), &Limits::default(), |key, index, bytes| {
            got.push(format!("{key}{index}{}", String::from_utf8_lossy(bytes.expect("well formed"))));
            Ok(())
        });
        assert_eq!(got, [r#"name0"a""#, r#"rows_v20{"n":1}"#, r#"rows_v21{"n":2}"#, r#"last0{"n":3}"#]);
        assert_eq!(extent, Ok(Extent { records: 4, cut: None }));
    }

    #[test]
    fn stopping_stops() {
        let mut seen = 0;
        let stopped = each::<Record>(&br#"[{"n":1},{"n":2}]"#[..], &Limits::default(), |_, _| {
            seen += 1;
            Err(Stopped)
        });
        assert_eq!((stopped, seen), (Err(Stopped), 1));
    }

    #[test]
    fn a_small_file_is_read_whole() {
        let value: Result<Record, String> = whole(&b"var user_details =  {\"n\":5};\n"[..], &Limits::default());
        assert_eq!(value.map(|r| r.n), Ok(5));
        let wrong: Result<Record, String> = whole(&b"= {\"n\":\"marker\"}"[..], &Limits::default());
        assert_eq!(wrong.map(|r| r.n), Err("The file does not have the expected shape".to_owned()));
    }
}
