//! Letters in one file: mailing lists, newsgroups, digests. Each becomes a record of its headers and its words.

use super::records::{Record, Take};
use crate::Limits;
use crate::import::Halt;
use crate::table::decode;
use mail_parser::{HeaderValue, MessageParser};
use std::io::{BufRead, BufReader, Read};

/// Bytes of the headers of one letter that are read: each becomes a value with many properties.
const HEADERS: usize = 256 << 10;

/// Bytes of one letter that are read. The words come first; what follows is enclosed.
const LETTER: usize = 4 << 20;

/// Whether a text begins as a letter or a mailbox does.
pub(super) fn begins(text: &str) -> bool {
    if is_border(text.lines().next().unwrap_or_default().as_bytes()) {
        return true;
    }
    const HEADERS: &[&str] = &[
        "from", "date", "subject", "message-id", "path", "newsgroups", "return-path", "received", "to", "delivered-to", "reply-to",
        "x-google-groups", "xref", "mime-version", "references", "relay-version", "posting-version",
    ];
    let known = |line: &&str| line.split_once(':').is_some_and(|(name, _)| HEADERS.contains(&name.to_lowercase().as_str()));
    text.lines().take_while(|line| !line.is_empty()).filter(known).count() >= 2
}

/// `From ada@list.example Mon Jan  1 00:00:00 2001`, which begins a letter of a mailbox, or a news spool's `#! rnews 123`.
fn is_border(line: &[u8]) -> bool {
    if line.starts_with(b"#! rnews ") {
        return true;
    }
    // Not a sentence that begins with `From`: a border ends in a year or a time.
    line.starts_with(b"From ") && {
        let text = String::from_utf8_lossy(line);
        let words: Vec<&str> = text.split_whitespace().collect();
        let dated = words.iter().any(|word| word.contains(':') && word.bytes().any(|b| b.is_ascii_digit()));
        words.len() == 2 || dated || words.get(1).is_some_and(|word| word.parse::<i64>().is_ok())
    }
}

/// Goes through the letters. A letter beyond the limit is read up to it.
pub(super) fn each(reader: impl Read, limits: &Limits, take: &mut Take<'_>) -> Result<(), Halt> {
    let mut input = BufReader::with_capacity(256 << 10, reader);
    let (mut letter, mut index, mut read, mut blank) = (Vec::new(), 0, 0u64, true);
    // Whether the words of the letter have begun, behind its first blank line.
    let mut words = false;
    loop {
        let mut line = Vec::new();
        let count = input.by_ref().take(1 << 20).read_until(b'\n', &mut line)?;
        read += count as u64;
        let ends = count == 0;
        if ends || (blank && is_border(&line)) {
            if letter.iter().any(|byte: &u8| !byte.is_ascii_whitespace()) {
                take(record(&letter, index).ok_or((index, "The letter has no headers that can be read")), read)?;
                index += 1;
            }
            letter.clear();
            words = false;
            if ends {
                return Ok(());
            }
            blank = true;
            continue;
        }
        blank = line.iter().all(u8::is_ascii_whitespace);
        words |= blank && !letter.is_empty();
        let most = if words { limits.record_bytes.min(LETTER) } else { HEADERS };
        if letter.len() < most {
            // A line of the words that looked like a border was marked when the mailbox was written.
            let marked = line.starts_with(b">From ");
            letter.extend_from_slice(&line[usize::from(marked)..]);
        }
    }
}

fn record(letter: &[u8], index: u64) -> Option<Record> {
    let start = letter.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    let message = MessageParser::default().parse(&letter[start..])?;
    let raw = |name: &str| {
        let found = message.headers().iter().find(|header| header.name().eq_ignore_ascii_case(name))?;
        let bytes = letter[start..].get(found.offset_start() as usize..found.offset_end() as usize)?;
        Some(decode(bytes).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let text = |name: &str| {
        let found = message.headers().iter().find(|header| header.name().eq_ignore_ascii_case(name))?;
        match found.value() {
            HeaderValue::Text(text) => Some(text.trim().to_owned()),
            HeaderValue::TextList(texts) => Some(texts.join(", ")),
            _ => raw(name),
        }
    };
    let mut record = Record::new("", index);
    if let Some(from) = message.from().and_then(|from| from.first()) {
        let (name, address) = (from.name().unwrap_or_default().trim(), from.address().unwrap_or_default().trim());
        // Archives of lists write `ada at list.example (Ada Sample)` against harvesters.
        let plain = if address.contains('@') { None } else { raw("From") };
        record.put("from", plain.unwrap_or_else(|| match (name, address) {
            ("", address) => address.to_owned(),
            (name, "") => name.to_owned(),
            (name, address) => format!("{name} <{address}>"),
        }));
    }
    for (name, header) in [
        ("date", "Date"),
        ("subject", "Subject"),
        ("message-id", "Message-ID"),
        ("archived-at", "Archived-At"),
    ] {
        let value = match header {
            "Date" | "Message-ID" | "Archived-At" => raw(header),
            _ => text(header),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            record.put(name, value.trim_matches(|c| matches!(c, '<' | '>' | ' ')));
        }
    }
    let list = text("Newsgroups").or_else(|| raw("List-Id")).unwrap_or_default();
    record.put("list", list.trim_matches(|c| matches!(c, '<' | '>' | ' ')));
    // The last of the references is the letter answered.
    let answered = raw("In-Reply-To").or_else(|| raw("References"));
    if let Some(id) = answered.as_deref().and_then(|ids| ids.rsplit('<').next()) {
        record.put("in-reply-to", id.split('>').next().unwrap_or_default().trim());
    }
    let body = (0..message.text_body_count()).filter_map(|part| message.body_text(part)).collect::<Vec<_>>().join("\n");
    record.put("body", body);
    let known = ["from", "date", "subject"].iter().filter(|name| !record.get(name).is_empty()).count();
    (known > 0).then_some(record)
}

/// Names under which the author of a letter may be known: all of it, name, address.
pub(super) fn names(author: &str) -> Vec<String> {
    let mut names = vec![author.to_owned()];
    for (open, close) in [('<', '>'), ('(', ')')] {
        if let Some((before, inside)) = author.split_once(open) {
            names.extend([before.trim().trim_matches('"').to_owned(), inside.trim_end_matches(close).trim().to_owned()]);
        }
    }
    let plain: Vec<String> = names.iter().filter(|name| name.contains(" at ")).map(|name| name.replace(" at ", "@")).collect();
    names.extend(plain);
    names
}
