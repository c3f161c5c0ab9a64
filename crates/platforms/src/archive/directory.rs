//! The directory of a ZIP (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.4), which stands at its end.
//!
//! Read here record by record, so that a file that says it holds a hundred million files costs no memory for them, and two
//! files of one name are both seen. Lenient where packers err: before the ZIP may stand something else, behind it some
//! padding, and a count of files that ran over is no count.

use super::Bytes;
use std::io::{self, BufReader, Read, SeekFrom};

/// Bytes at the end of the file in which the end of the directory is looked for. A comment has 64 KB at most.
const TAIL: u64 = 1 << 20;

/// Bytes of a whole directory. A million files with names of a hundred letters take this much.
const DIRECTORY: u64 = 192 << 20;

/// Signatures in the tail that are tried. Each may be a word of a comment.
const TRIES: usize = 16;

/// Bytes of a name that are kept: more than are taken ([`super::names`]).
const NAME: usize = 5_000;

/// Bytes of the fixed part of one record, and of the records that end the directory.
const RECORD: u64 = 46;
const END: usize = 22;
const LOCATOR: u64 = 20;
const END_64: u64 = 56;

/// A file as the directory lists it.
pub(super) struct Listed {
    pub name: String,
    pub method: u16,
    pub crc: u32,
    pub packed: u64,
    pub size: u64,
    /// Place of its local header.
    pub header: u64,
    pub is_encrypted: bool,
    pub is_link: bool,
}

impl Listed {
    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.name.ends_with(['/', '\\'])
    }
}

/// Why a directory cannot be read.
#[derive(Debug)]
pub(super) enum Fault {
    Damaged,
    /// It holds more files than the limit.
    TooMany,
    /// It is longer than that of any honest archive.
    TooLong,
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Fault::Damaged
    }
}

/// What stands at the end of the directory.
struct End {
    files: u64,
    size: u64,
    start: u64,
    /// Place of the record that ends it.
    at: u64,
}

/// The files a ZIP lists, at most so many.
pub(super) fn read(bytes: &mut dyn Bytes, most: usize) -> Result<Vec<Listed>, Fault> {
    let length = bytes.seek(SeekFrom::End(0))?;
    let tail_at = length.saturating_sub(TAIL);
    bytes.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    (&mut *bytes).take(TAIL).read_to_end(&mut tail)?;
    let mut fault = Fault::Damaged;
    for at in memchr::memmem::rfind_iter(&tail, b"PK\x05\x06").take(TRIES) {
        match end(bytes, &tail[at..], tail_at + at as u64).and_then(|end| files(bytes, &end, most)) {
            Err(Fault::Damaged) => {}
            Err(other) => fault = other,
            Ok(files) => return Ok(files),
        }
    }
    Err(fault)
}

/// The record that ends the directory: `tail` begins with it, at this place of the file.
fn end(bytes: &mut dyn Bytes, tail: &[u8], at: u64) -> Result<End, Fault> {
    let record = tail.get(..END).ok_or(Fault::Damaged)?;
    let comment = usize::from(u16_at(record, 20));
    if tail.len() < END + comment {
        return Err(Fault::Damaged);
    }
    let (files, size, start) = (u16_at(record, 10), u32_at(record, 12), u32_at(record, 16));
    let plain = End { files: files.into(), size: size.into(), start: start.into(), at };
    // Numbers too large for it stand in a record of their own, to which another leads right before this one; some packers
    // write both always.
    let Some(locator) = at.checked_sub(LOCATOR).and_then(|at| read_at::<20>(bytes, at, b"PK\x06\x07")) else {
        return Ok(plain);
    };
    let stated = u64_at(&locator, 8);
    // Something that stands before the ZIP moves everything; then it stands right before the one that leads to it.
    let near = at.saturating_sub(LOCATOR + END_64);
    for at in [stated, near] {
        if let Some(record) = read_at::<56>(bytes, at, b"PK\x06\x06") {
            return Ok(End { files: u64_at(&record, 32), size: u64_at(&record, 40), start: u64_at(&record, 48), at });
        }
    }
    if files == u16::MAX || size == u32::MAX || start == u32::MAX { Err(Fault::Damaged) } else { Ok(plain) }
}

/// The files of the directory that ends here.
fn files(bytes: &mut dyn Bytes, end: &End, most: usize) -> Result<Vec<Listed>, Fault> {
    if end.files > most as u64 {
        return Err(Fault::TooMany);
    }
    if end.size > DIRECTORY {
        return Err(Fault::TooLong);
    }
    // What stands before the ZIP moves its beginning; where the size is wrong, the place that is stated must do.
    let moved = end.at.checked_sub(end.size).filter(|start| *start >= end.start);
    let start = [moved, Some(end.start)]
        .into_iter()
        .flatten()
        .find(|start| *start <= end.at && (end.files == 0 || read_at::<4>(bytes, *start, b"PK\x01\x02").is_some()));
    let start = start.ok_or(Fault::Damaged)?;
    if end.at - start > DIRECTORY {
        return Err(Fault::TooLong);
    }
    let before = start.saturating_sub(end.start);
    bytes.seek(SeekFrom::Start(start))?;
    let mut input = BufReader::with_capacity(64 << 10, (&mut *bytes).take(end.at - start));
    let mut files = Vec::new();
    while let Some(mut file) = file(&mut input)? {
        file.header = file.header.saturating_add(before);
        files.push(file);
        if files.len() > most {
            return Err(Fault::TooMany);
        }
    }
    // More than stated is a count that ran over 65,535; fewer is a directory that was cut.
    if (files.len() as u64) < end.files { Err(Fault::Damaged) } else { Ok(files) }
}

/// One record of the directory; nothing at its end.
fn file(input: &mut impl Read) -> Result<Option<Listed>, Fault> {
    let mut record = Vec::with_capacity(RECORD as usize);
    input.by_ref().take(RECORD).read_to_end(&mut record)?;
    if !record.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    if record.len() < RECORD as usize {
        return Err(Fault::Damaged);
    }
    let length = |at: usize| u64::from(u16_at(&record, at));
    let (mut name, mut extra) = (Vec::new(), Vec::new());
    input.by_ref().take(length(28)).read_to_end(&mut name)?;
    input.by_ref().take(length(30)).read_to_end(&mut extra)?;
    io::copy(&mut input.by_ref().take(length(32)), &mut io::sink())?;
    let system = u16_at(&record, 4) >> 8;
    let mode = u32_at(&record, 38) >> 16;
    let mut file = Listed {
        name: String::new(),
        method: u16_at(&record, 10),
        crc: u32_at(&record, 16),
        packed: u32_at(&record, 20).into(),
        size: u32_at(&record, 24).into(),
        header: u32_at(&record, 42).into(),
        is_encrypted: u16_at(&record, 8) & 1 != 0,
        // Unix and macOS write how their file systems know a file.
        is_link: matches!(system, 3 | 19) && mode & 0o170_000 == 0o120_000,
    };
    let mut unicode = None;
    let mut fields = extra.as_slice();
    while let Some((head, rest)) = fields.split_at_checked(4) {
        let (field, rest) = rest.split_at(rest.len().min(usize::from(u16_at(head, 2))));
        match u16_at(head, 0) {
            // Numbers that had no room, in this order.
            1 => {
                let mut numbers = field.chunks_exact(8).map(|number| u64_at(number, 0));
                for place in [&mut file.size, &mut file.packed, &mut file.header] {
                    if *place == u64::from(u32::MAX) {
                        *place = numbers.next().unwrap_or(*place);
                    }
                }
            }
            // The name in UTF-8, with the checksum of the other it stands for.
            0x7075 if field.len() > 5 && u32_at(field, 1) == crc(&name) => {
                unicode = std::str::from_utf8(&field[5..]).ok().map(str::to_owned);
            }
            _ => {}
        }
        fields = rest;
    }
    file.name = unicode.unwrap_or_else(|| decode(&name));
    file.name.truncate(crate::text::beginning(&file.name, NAME).len());
    Ok(Some(file))
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A record at this place, if it begins so.
fn read_at<const N: usize>(bytes: &mut dyn Bytes, at: u64, signature: &[u8; 4]) -> Option<[u8; N]> {
    let mut record = [0; N];
    bytes.seek(SeekFrom::Start(at)).ok()?;
    bytes.read_exact(&mut record).ok()?;
    record.starts_with(signature).then_some(record)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// A name: UTF-8, which many packers write without saying so, else the characters of the first PC.
fn decode(name: &[u8]) -> String {
    const HIGH: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            let high: Vec<char> = HIGH.chars().collect();
            name.iter()
                .map(|byte| byte.checked_sub(0x80).map_or(char::from(*byte), |at| high[usize::from(at)]))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn zip(names: &[&str], large: bool) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default().large_file(large)).expect("a file in memory");
            zip.write_all(name.as_bytes()).expect("a file in memory");
        }
        zip.finish().expect("a ZIP in memory").into_inner()
    }

    fn listed(bytes: Vec<u8>) -> Result<Vec<(String, u64, u64)>, Fault> {
        let files = read(&mut Cursor::new(bytes), 10)?;
        Ok(files.into_iter().map(|file| (file.name, file.size, file.header)).collect())
    }

    #[test]
    fn files_are_found_whatever_stands_before_and_behind() {
        for large in [false, true] {
            let plain = zip(&["a", "föld/é.json"], large);
            let files = listed(plain.clone()).expect("it is sound");
            assert_eq!(
                files.iter().map(|(name, size, _)| (name.as_str(), *size)).collect::<Vec<_>>(),
                [("a", 1), ("föld/é.json", 13)]
            );
            let moved = [b"#!/bin/sh\n".repeat(9), plain, vec![0; 500 << 10]].concat();
            let moved = listed(moved).expect("it is sound");
            assert!(files.iter().zip(&moved).all(|(a, b)| a.2 + 90 == b.2 && a.0 == b.0));
        }
        assert_eq!(listed(zip(&[], false)).expect("it is sound"), []);
    }

    #[test]
    fn a_directory_that_lies_about_itself_is_refused() {
        let sound = zip(&["a", "b"], false);
        let end = sound.len() - END;
        let with = |at: usize, bytes: &[u8]| {
            let mut changed = sound.clone();
            changed[end + at..end + at + bytes.len()].copy_from_slice(bytes);
            listed(changed)
        };
        assert!(matches!(with(10, &[0xfe, 0xff]), Err(Fault::TooMany)));
        assert!(matches!(with(10, &[3, 0]), Err(Fault::Damaged)));
        assert!(matches!(with(12, &[0, 0, 0, 0x70]), Err(Fault::TooLong)));
        assert!(matches!(with(16, &[0xf0, 0, 0, 0x70]), Err(Fault::Damaged)));
        // A size that is wrong, and a place that is right.
        assert!(with(12, &[1, 0, 0, 0]).is_ok());
    }

    #[test]
    fn names_of_old_packers_are_read() {
        assert_eq!((decode(b"caf\x82.js"), decode("café.js".as_bytes())), ("café.js".to_owned(), "café.js".to_owned()));
        assert_eq!(decode(&(0x80..=0xff).collect::<Vec<u8>>()).chars().count(), 128);
    }
}
