//! Records of any kind of file: a list of named values each, whatever the file is written in.

use super::{mail, thread};
use crate::archive::Counted;
use crate::import::Halt;
use crate::json::{self, BadRecord};
use crate::table::{Form, Lines, Table, decode, fold};
use crate::text::beginning;
use crate::tree::{Document, Piece};
use crate::{Archive, Entry};
use serde_json::Value;
use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;

/// Levels of nested objects whose values are taken.
const DEPTH: usize = 4;

/// Values of one record that are taken.
pub(super) const CELLS: usize = 512;

/// Bytes of the name of a value that are kept.
const NAME: usize = 200;

/// Bytes that the values of one record may have together.
const RECORD: usize = 16 << 20;

/// Lists inside one file whose records are counted each by itself.
const LISTS: usize = 10_000;

/// Elements around a value that are part of its name.
const NAMED: usize = 8;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Lines of cells.
    Table,
    /// One JSON document.
    Json,
    /// A JSON document on each line.
    JsonLines,
    /// One XML document of repeated elements.
    Xml,
    /// Letters one after the other.
    Mail,
    /// A web page.
    Page,
}

impl Format {
    /// By the ending of the name and by the first bytes.
    pub fn of(archive: &Archive, entry: &Entry) -> Option<Format> {
        let ending = entry.path.rsplit('/').next()?.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_lowercase());
        let format = match ending.as_str() {
            "csv" | "tsv" | "tab" => Format::Table,
            "jsonl" | "ndjson" => Format::JsonLines,
            "json" | "js" => Format::Json,
            "xml" => Format::Xml,
            "mbox" | "mbx" | "eml" | "mail" => Format::Mail,
            "html" | "htm" | "xhtml" | "php" | "asp" | "aspx" => Format::Page,
            "txt" | "log" | "" | "text" => Format::sniffed(archive, entry)?,
            _ => return None,
        };
        match format {
            Format::Json => Some(if is_lines(&head(archive, entry)) { Format::JsonLines } else { format }),
            _ => Some(format),
        }
    }

    fn sniffed(archive: &Archive, entry: &Entry) -> Option<Format> {
        let head = head(archive, entry);
        let text = head.trim_start();
        let first = text.lines().next()?;
        if mail::begins(text) {
            Some(Format::Mail)
        } else if first.starts_with(['{', '[']) {
            Some(Format::Json)
        } else if first.starts_with("<?xml") {
            Some(Format::Xml)
        } else if first.starts_with('<') {
            Some(Format::Page)
        } else {
            (first.contains(['\t', ';']) || first.matches(',').count() > 1).then_some(Format::Table)
        }
    }
}

fn head(archive: &Archive, entry: &Entry) -> String {
    let mut bytes = Vec::new();
    if let Ok(reader) = archive.reader(entry) {
        // Damage shows when the file is read.
        let _ = reader.take(4096).read_to_end(&mut bytes);
    }
    decode(&bytes).trim_start_matches('\u{feff}').to_owned()
}

/// Whether the first line is a JSON document of its own and another begins below it.
fn is_lines(head: &str) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    second.trim_start().starts_with('{') && serde_json::from_str::<serde_json::Map<String, Value>>(first).is_ok()
}

/// One record: its values by name.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Name of the list inside the file, where it holds several.
    pub list: String,
    /// Place in that list.
    pub index: u64,
    /// Whether it has more or fewer cells than its table has columns.
    pub ragged: bool,
    pub cells: Vec<(String, String)>,
    /// Bytes of the values.
    size: usize,
}

impl Record {
    pub fn new(list: &str, index: u64) -> Record {
        Record { list: list.to_owned(), index, ..Record::default() }
    }

    /// The value under this name, compared as [`fold`] does; empty where it is missing.
    pub fn get(&self, name: &str) -> &str {
        let folded = fold(name);
        let exact = self.cells.iter().find(|(known, _)| known == name);
        let cell = exact.or_else(|| self.cells.iter().find(|(known, _)| fold(known) == folded));
        cell.map_or("", |(_, value)| value.trim())
    }

    /// Adds a value. What is beyond the limits of a record is left out.
    pub fn put(&mut self, name: impl AsRef<str>, value: impl Into<String> + AsRef<str>) {
        let size = self.size + value.as_ref().len();
        if !self.is_full() && size <= RECORD {
            self.size = size;
            self.cells.push((beginning(name.as_ref(), NAME).to_owned(), value.into()));
        }
    }

    /// Whether no more values are taken.
    fn is_full(&self) -> bool {
        self.cells.len() >= CELLS
    }
}

/// What was met: a record, or its place and what is wrong with it.
pub(super) type Met = Result<Record, (u64, &'static str)>;

/// Takes what was met and the bytes read so far.
pub(super) type Take<'a> = dyn FnMut(Met, u64) -> Result<(), Halt> + 'a;

/// Goes through the records of a file.
pub(super) fn each(reader: impl Read, format: Format, archive: &Archive, take: &mut Take<'_>) -> Result<(), Halt> {
    match format {
        Format::Table => table(reader, take),
        Format::Json => whole_json(reader, archive, take),
        Format::JsonLines => json_lines(reader, take),
        Format::Xml => xml(reader, archive, take),
        Format::Mail => mail::each(reader, archive.limits(), take),
        Format::Page => thread::each(reader, archive.limits(), take),
    }
}

fn table(reader: impl Read, take: &mut Take<'_>) -> Result<(), Halt> {
    let mut table = Table::open(reader, &Form { header: &[], backslash: true })?;
    let names = table.header().iter().take(CELLS).map(|name| name.trim().trim_matches('\u{feff}').to_owned());
    let names: Vec<String> = names.collect();
    while let Some(next) = table.next()? {
        let met = next.map(|row| {
            let mut record = Record::new("", row.index);
            // A cell too many holds words that stand nowhere; one too few was empty.
            record.ragged = !row.cell(names.len()).is_empty();
            // The first record names every column; of others, cells that are missing are not named either.
            let width = if row.index == 0 { names.len() } else { row.width() };
            for (place, name) in names.iter().enumerate().take(width) {
                record.put(name, row.cell(place));
            }
            record
        });
        take(met, table.bytes_read())?;
    }
    Ok(())
}

/// Counts the records of each list.
#[derive(Default)]
struct Places(HashMap<String, u64>);

impl Places {
    fn next(&mut self, list: &str) -> u64 {
        let list = if self.0.len() < LISTS || self.0.contains_key(list) { list } else { "" };
        if let Some(place) = self.0.get_mut(list) {
            *place += 1;
            return *place;
        }
        self.0.insert(list.to_owned(), 0);
        0
    }
}

fn whole_json(reader: impl Read, archive: &Archive, take: &mut Take<'_>) -> Result<(), Halt> {
    let done = Cell::new(0);
    let mut places = Places::default();
    let mut halted = None;
    // What stands beside the lists of a root: `{"title": "...", "posts": [...]}`.
    let mut root = Record::default();
    let extent = json::each_member(Counted::new(reader, &done), archive.limits(), |member, index, bytes| {
        let read = match bytes.and_then(|bytes| Ok(serde_json::from_slice::<Value>(bytes)?)) {
            Ok(Value::Object(map)) => records_of(member, &Value::Object(map), &root, &mut places, done.get(), take),
            Ok(value) => {
                if member.is_empty() {
                    take(Err((index, "The record does not have the expected shape")), done.get())
                } else {
                    flatten(&mut root, member, &value, 0);
                    Ok(())
                }
            }
            Err(bad) => take(Err((index, why(bad))), done.get()),
        };
        read.map_err(|halt| {
            halted = Some(halt);
            crate::Stopped
        })
    });
    match extent {
        Err(_) => return Err(halted.unwrap_or(Halt::Stopped)),
        Ok(extent) if extent.cut.is_some() => return Err(Halt::Unreadable),
        Ok(_) => {}
    }
    if root.cells.len() > 1 { take(Ok(root), done.get()) } else { Ok(()) }
}

fn why(bad: BadRecord) -> &'static str {
    match bad {
        BadRecord::Syntax => "The record is not valid JSON",
        BadRecord::Shape => "The record does not have the expected shape",
        BadRecord::TooLarge => "The record is larger than the limit for one record",
    }
}

fn json_lines(reader: impl Read, take: &mut Take<'_>) -> Result<(), Halt> {
    let mut lines = Lines::new(reader)?;
    let (mut places, mut index) = (Places::default(), 0);
    while let Some(line) = lines.next()? {
        let read = lines.read;
        let Some(line) = line else {
            index += 1;
            take(Err((index - 1, "The record is too long")), read)?;
            continue;
        };
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        index += 1;
        match serde_json::from_slice::<Value>(&line) {
            Ok(value) if value.is_object() => records_of("", &value, &Record::default(), &mut places, read, take)?,
            Ok(_) => take(Err((index - 1, "The record does not have the expected shape")), read)?,
            Err(_) => take(Err((index - 1, "The record is not valid JSON")), read)?,
        }
    }
    Ok(())
}

/// The records in an object: those it holds by id, those of the lists inside it, and itself.
fn records_of(
    list: &str,
    value: &Value,
    above: &Record,
    places: &mut Places,
    read: u64,
    take: &mut Take<'_>,
) -> Result<(), Halt> {
    let Some(map) = value.as_object() else { return Ok(()) };
    let by_id = !map.is_empty() && map.iter().all(|(key, value)| value.is_object() && key.bytes().any(|b| b.is_ascii_digit()));
    if by_id {
        for (key, value) in map {
            let mut record = Record::new(list, places.next(list));
            flatten(&mut record, "", value, 0);
            if record.get("id").is_empty() {
                record.put("id", key.clone());
            }
            take(Ok(record), read)?;
        }
        return Ok(());
    }
    let mut record = Record::new(list, 0);
    flatten(&mut record, "", value, 0);
    for (name, value) in map {
        nested(list, name, value, &record, places, read, take, 0)?;
    }
    if !record.cells.is_empty() {
        record.index = places.next(list);
        for name in ["title", "subject"] {
            if record.get(name).is_empty() && !above.get(name).is_empty() && !list.is_empty() {
                record.put("topic", above.get(name));
            }
        }
        take(Ok(record), read)?;
    }
    Ok(())
}

/// Lists of objects inside a record: the posts of a thread. They inherit its title as their topic.
#[expect(clippy::too_many_arguments, reason = "a walk of one function, called in two places beside it")]
fn nested(
    list: &str,
    name: &str,
    value: &Value,
    parent: &Record,
    places: &mut Places,
    read: u64,
    take: &mut Take<'_>,
    depth: usize,
) -> Result<(), Halt> {
    let name = beginning(name, NAME);
    let inner = if list.is_empty() { name.to_owned() } else { format!("{list}.{name}") };
    match value {
        Value::Array(values) if values.iter().any(Value::is_object) => {
            for value in values.iter().filter(|value| value.is_object()) {
                let mut record = Record::new(&inner, places.next(&inner));
                flatten(&mut record, "", value, 0);
                let title = ["title", "subject", "name", "topic"].iter().map(|name| parent.get(name)).find(|title| !title.is_empty());
                if let Some(title) = title.filter(|_| record.get("topic").is_empty()) {
                    record.put("topic", title);
                }
                if depth < DEPTH {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        nested(&inner, name, value, &record, places, read, take, depth + 1)?;
                    }
                }
                take(Ok(record), read)?;
            }
        }
        Value::Object(map) if depth < DEPTH => {
            for (name, value) in map {
                nested(&inner, name, value, parent, places, read, take, depth + 1)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Puts the values of an object into the record, those of objects inside it as `outer.inner`.
fn flatten(record: &mut Record, name: &str, value: &Value, depth: usize) {
    if record.is_full() {
        return;
    }
    match value {
        Value::Null => {}
        Value::String(text) => record.put(name, text.as_str()),
        Value::Bool(value) => record.put(name, value.to_string()),
        Value::Number(value) => record.put(name, value.to_string()),
        Value::Array(values) => {
            let scalars: Vec<String> = values
                .iter()
                .filter_map(|value| match value {
                    Value::String(text) => Some(text.clone()),
                    Value::Number(value) => Some(value.to_string()),
                    _ => None,
                })
                .collect();
            if !scalars.is_empty() {
                record.put(name, scalars.join(", "));
            }
        }
        Value::Object(map) if depth < DEPTH => {
            for (inner, value) in map {
                let inner = beginning(inner, NAME);
                let name = if name.is_empty() { inner.to_owned() } else { format!("{name}.{inner}") };
                flatten(record, &name, value, depth + 1);
            }
        }
        Value::Object(_) => {}
    }
}

/// The names of the elements around a value, from this depth on.
fn within(path: &[String], depth: usize) -> String {
    let inner = path.get(depth..).unwrap_or_default();
    inner[..inner.len().min(NAMED)].join(".")
}

/// The elements one step below the root, or below a list in it: their attributes and the words of the elements inside.
fn xml(reader: impl Read, archive: &Archive, take: &mut Take<'_>) -> Result<(), Halt> {
    let longest = archive.limits().record_bytes;
    let mut document = Document::open(reader, longest);
    let mut places = Places::default();
    let mut path: Vec<String> = Vec::new();
    // The record being read, the depth of its element, and bytes it may still take.
    let mut open: Option<(Record, usize, usize)> = None;
    let mut words = String::new();
    while let Some(piece) = document.next()? {
        match piece {
            Piece::Start(name, attributes) => {
                let name = name.rsplit(':').next().unwrap_or_default().to_owned();
                path.push(name.clone());
                // A list inside the root: `<dump><posts><post>`.
                let outer_has_words = !words.trim().is_empty();
                if let Some((record, depth, _)) = &open
                    && path.len() == depth + 2
                    && record.cells.is_empty()
                    && !outer_has_words
                    && path[*depth - 1].trim_end_matches('s') == name.trim_end_matches('s')
                {
                    open = None;
                }
                if open.is_none() && path.len() > 1 {
                    open = Some((Record::new(&name, 0), path.len(), longest));
                }
                if let Some((record, depth, left)) = &mut open {
                    for (key, value) in attributes {
                        *left = left.saturating_sub(key.len() + value.len());
                        let inner = within(&path, *depth);
                        record.put(if inner.is_empty() { key } else { format!("{inner}.{key}") }, value);
                    }
                }
                words.clear();
            }
            Piece::Text(text) => {
                if let Some((_, _, left)) = &mut open {
                    *left = left.saturating_sub(text.len());
                    if *left > 0 {
                        words.push_str(&text);
                    }
                }
            }
            Piece::End(_) => {
                if let Some((mut record, depth, left)) = open.take() {
                    let inner = within(&path, depth);
                    let text = std::mem::take(&mut words);
                    if !text.trim().is_empty() {
                        let name = if inner.is_empty() { record.list.clone() } else { inner };
                        record.put(name, text.trim());
                    }
                    if path.len() > depth {
                        open = Some((record, depth, left));
                    } else {
                        record.index = places.next(&record.list);
                        let met = if left == 0 { Err((record.index, "The record is too long")) } else { Ok(record) };
                        take(met, document.bytes_read())?;
                    }
                }
                path.pop();
            }
        }
    }
    if open.is_some() { Err(Halt::Unreadable) } else { Ok(()) }
}
