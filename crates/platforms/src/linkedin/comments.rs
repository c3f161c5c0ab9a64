//! The member's comments. Quotation marks in them come in three dialects, so that no CSV reader reads every file right.
//! Records are told apart by how they begin instead: a date, or nothing, and a link to LinkedIn.

use super::{dates, words};
use crate::import::{File, Halt, Import};
use crate::table::{Form, Lines, decode, fold};
use crate::{Entry, Error};
use model::Kind;

/// Reads `Comments.csv`: the columns `Date,Link,Message` in this order; with others, as any table.
pub(super) fn read(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    let mut usual = false;
    import.file(entry, &[Kind::Comment], |reader, file| {
        let mut lines = Lines::new(reader)?;
        let mut columns = 3;
        while let Some(line) = lines.next()? {
            let header = line.as_deref().map(|line| fold(decode(line).trim()).replace('"', ""));
            let begun = columns == 3 && line.as_deref().is_some_and(|line| begins(&decode(line)).is_some());
            columns = header.as_deref().filter(|header| !header.is_empty()).map_or(columns, |h| h.split(',').count());
            if begun || header.as_deref() == Some("date,link,message") {
                // A first record without a header, or below one in another language, is read again.
                lines.give_back(line.filter(|_| begun).into_iter().collect());
                usual = true;
                return read_records(&mut lines, file);
            }
        }
        Ok(())
    })?;
    if usual {
        return Ok(());
    }
    let form = Form { header: &["Link", "Message"], backslash: true };
    import.table(entry, &form, &[Kind::Comment], |row, file| {
        push(row.get("Date"), row.get("Link"), row.get("Message"), file);
    })
}

/// Bytes of a comment that are read; LinkedIn allows 1,250 characters.
const COMMENT: usize = 1 << 20;

/// One record: its date, its link, and the words as far as they are read.
type Record = (String, String, String);

fn read_records(lines: &mut Lines<'_>, file: &mut File<'_>) -> Result<(), Halt> {
    let mut open: Option<Record> = None;
    let mut index = 0;
    while let Some(line) = lines.next()? {
        let Some(line) = line else {
            file.lost("A line is too long");
            continue;
        };
        let line = decode(&line);
        if let Some(record) = begins(&line) {
            if let Some(before) = open.replace(record) {
                finish(before, file);
            }
            file.step(lines.read)?;
            file.index = index;
            index += 1;
        } else if let Some((_, _, message)) = &mut open {
            if message.len() < COMMENT {
                message.push_str(&line);
            }
        } else if !line.trim().is_empty() {
            file.index = index;
            index += 1;
            file.lost("The line does not belong to a comment");
        }
    }
    if let Some(last) = open {
        finish(last, file);
    }
    Ok(())
}

/// Date, link and rest of a line with which a record begins. The date may hold a comma of its own.
fn begins(line: &str) -> Option<Record> {
    let (date, rest) = line.split_at(line.find("https://www.linkedin.com/")?);
    let date = date.trim_end_matches('"').strip_suffix(',')?.trim().trim_matches('"');
    let (link, message) = rest.split_once(',')?;
    let dated = date.is_empty() || dates::moment(date).is_some();
    dated.then(|| (date.into(), link.trim().trim_matches('"').into(), message.into()))
}

fn finish((date, link, message): Record, file: &mut File<'_>) {
    let message = message.trim();
    let quoted = message.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    // A cell that begins with a quotation mark of its own, `"no" he said`, keeps it; so does one cut short.
    push(&date, &link, quoted.unwrap_or(message), file);
}

fn push(date: &str, link: &str, message: &str, file: &mut File<'_>) {
    let Some(urn) = words::urn(link) else { return file.lost("The comment names no post") };
    let mut post = file.draft(Kind::Comment, words::comment(message));
    post.at = dates::moment(date);
    let address = words::address(&urn);
    post.audience = words::audience(&urn);
    post.reply_to = Some(address.clone());
    post.url = Some(address);
    file.post(post);
}
