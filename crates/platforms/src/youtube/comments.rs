//! Comments, lines of live chats and posts on the own channel.
//!
//! All are as public as what they stand under, and nobody can narrow that; the export does not say who can see others'
//! videos, which are nearly always public.

use super::shape::{Value, first, parent};
use crate::import::{File, Import};
use crate::table::Row;
use crate::{Entry, Error, markup, text::iso_date};
use model::{Audience, Kind, Post, Private};
use serde_json::Value as Json;
use std::collections::HashMap;

/// Bytes a comment on a page may have; YouTube allows 10,000 characters.
const PIECE_BYTES: usize = 1 << 20;

pub(super) fn comment(row: &Row, file: &mut File<'_>, text: usize, titles: &HashMap<String, String>) {
    let Some(id) = first(row, Value::Comment) else { return file.lost("The comment has no id") };
    let mut post = words_of(row, file, Kind::Comment, text);
    post.reply_to = parent(row).map(str::to_owned);
    match (first(row, Value::Video), first(row, Value::Post)) {
        (_, Some(under)) => {
            let address = format!("https://www.youtube.com/post/{under}");
            post.url = Some(format!("{address}?lc={id}"));
            post.reply_to.get_or_insert(address);
        }
        (Some(video), None) => {
            post.url = Some(format!("{}&lc={id}", watch(video)));
            post.reply_to.get_or_insert(watch(video));
            post.about = Some(video_name(video, titles));
        }
        (None, None) => {}
    }
    post.native_id = Some(id.to_owned());
    file.post(post);
}

pub(super) fn chat(row: &Row, file: &mut File<'_>, text: usize, id: usize, titles: &HashMap<String, String>) {
    let mut post = words_of(row, file, Kind::Comment, text);
    post.native_id = Some(row.cell(id)).filter(|id| !id.is_empty()).map(str::to_owned);
    if let Some(video) = first(row, Value::Video) {
        post.url = Some(watch(video));
        post.reply_to = Some(watch(video));
        post.about = Some(video_name(video, titles));
    }
    file.post(post);
}

pub(super) fn post(row: &Row, file: &mut File<'_>, text: usize) {
    let Some(id) = first(row, Value::Post) else { return file.lost("The post has no id") };
    let mut post = words_of(row, file, Kind::Post, text);
    post.url = Some(format!("https://www.youtube.com/post/{id}"));
    post.native_id = Some(id.to_owned());
    file.post(post);
}

/// The post of this record, with its words and time.
fn words_of(row: &Row, file: &mut File<'_>, kind: Kind, text: usize) -> Post {
    let words = pieces(row.cell(text));
    if words.is_none() {
        file.warn("The words could not be taken apart; they stand as the export has them");
    }
    let mut post = file.draft(kind, words.unwrap_or_else(|| row.cell(text).to_owned()));
    post.at = first(row, Value::Time).and_then(iso_date);
    if post.at.is_none() {
        file.warn("The date could not be read");
    }
    post.audience = Audience::Public;
    post
}

fn watch(video: &str) -> String {
    format!("https://www.youtube.com/watch?v={video}")
}

/// The title where it is one's own video, else the id.
fn video_name(video: &str, titles: &HashMap<String, String>) -> Private<String> {
    Private::from(titles.get(video).map_or(video, String::as_str))
}

/// The words of a cell: `{"takeoutSegments":[{"text":"…"}]}` until 2024, since then `{"text":"…"},{"text":"…"}` without
/// brackets. Cells that are no JSON at all are the words themselves; broken JSON is nothing.
pub(super) fn pieces(cell: &str) -> Option<String> {
    if !cell.starts_with("{\"") {
        return Some(cell.to_owned());
    }
    let list: Vec<Json> = serde_json::from_str(&format!("[{}]", escape_line_breaks(cell))).ok()?;
    let mut words = String::new();
    for piece in &list {
        let inner = piece.get("takeoutSegments").and_then(Json::as_array);
        for piece in inner.map_or(std::slice::from_ref(piece), Vec::as_slice) {
            let text = piece.get("text").or_else(|| piece.pointer("/emoji/shortCode"));
            words.push_str(text.and_then(Json::as_str).unwrap_or_default());
        }
    }
    Some(words.trim().to_owned())
}

/// Line breaks inside a string are no valid JSON, but occur.
fn escape_line_breaks(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    let (mut within, mut after_backslash) = (false, false);
    for c in json.chars() {
        match c {
            '\n' if within => escaped.push_str("\\n"),
            '\r' | '\t' if within => escaped.push(' '),
            _ => escaped.push(c),
        }
        within ^= c == '"' && !after_backslash;
        after_backslash = c == '\\' && within && !after_backslash;
    }
    escaped
}

/// The pages of exports until 2023, `my-comments.html` and `my-live-chat-messages.html`: a list with a sentence, a link
/// and the words of each.
pub(super) fn read_page(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[Kind::Comment], |reader, file| {
        let mut index = 0;
        // Until 2023 the words of live chats had a page of the same form.
        let chat = is_of_chats(&entry.path);
        let dropped = markup::each_piece(reader, b"<li", PIECE_BYTES, |piece, read| {
            file.step(read)?;
            // `<link` is none.
            let Some((_, piece)) = piece.split_once('>').filter(|(marks, _)| {
                marks.is_empty() || marks.starts_with(|c: char| c.is_ascii_whitespace())
            }) else {
                return Ok(());
            };
            file.index = index;
            index += 1;
            let item = piece.split("</li>").next().unwrap_or_default();
            match page_item(item, file) {
                Some(post) if chat => file.post(Post { native_id: None, ..post }),
                Some(post) => file.post(post),
                None => file.lost("The entry is not a comment as these pages have them"),
            }
            Ok::<_, crate::import::Halt>(())
        })?;
        if dropped > 0 {
            file.lost("An entry is too long");
        }
        Ok(())
    })
}

/// Whether the name of the page is that of live chats, in the languages known.
fn is_of_chats(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    ["chat", "チャット", "聊天", "채팅", "чат", "sohbet", "czat"].iter().any(|part| name.contains(part))
}

/// `Sent at 2020-04-27 23:18:23 UTC while watching <a href="…">A video</a>.<br/>Nice one`
fn page_item(item: &str, file: &File<'_>) -> Option<Post> {
    let (sentence, words) = item.split_once("<br/>").or_else(|| item.split_once("<br>"))?;
    let mut post = file.draft(Kind::Comment, markup::text_of(words));
    post.audience = Audience::Public;
    let plain = markup::text_of(sentence);
    let date = plain.char_indices().filter(|(_, c)| c.is_ascii_digit()).find_map(|(at, _)| {
        // `2020-04-27 23:18:23`, or with `T` and `Z`.
        plain.get(at..at + 19).filter(|date| date.as_bytes()[4] == b'-').and_then(iso_date)
    });
    post.at = date;
    let link = markup::attribute(sentence, "href")?;
    let parameter = |name: &str| {
        let (_, query) = link.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let video = parameter("v");
    post.native_id = parameter("lc");
    post.url = Some(match (&video, &post.native_id) {
        (Some(video), Some(id)) => format!("{}&lc={id}", watch(video)),
        (Some(video), None) => watch(video),
        _ => link.clone(),
    });
    post.reply_to = video.as_deref().map(watch);
    let title = sentence.split_once("<a ").map(|(_, rest)| markup::text_of(&format!("<a {rest}")));
    post.about = title.map(|title| Private::new(title.trim_end_matches('.').to_owned()));
    Some(post)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_from_their_pieces_in_both_forms() {
        let expected = Some("@Name one\ntwo \"x\"".to_owned());
        assert_eq!(
            pieces(
                r#"{"takeoutSegments":[{"text":"@Name ","mention":{"externalChannelId":"UCx"}},{"text":"one\ntwo \"x\""}]}"#
            ),
            expected
        );
        assert_eq!(
            pieces(r#"{"text":"@Name "},{"text":"one"},{"text":"\n"},{"other":1},{"text":"two \"x\""}"#),
            expected
        );
    }

    #[test]
    fn a_raw_line_break_is_kept_and_broken_json_is_nothing() {
        assert_eq!(pieces("{\"text\":\"one\ntwo\"},\n{\"text\":\"!\\\\\"}").as_deref(), Some("one\ntwo!\\"));
        assert_eq!(pieces("{\"text\":\"cut"), None);
        assert_eq!(pieces("plain words").as_deref(), Some("plain words"));
    }
}
