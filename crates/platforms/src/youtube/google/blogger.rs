//! Blogs of Blogger: an Atom feed of posts, pages and comments (`Blogger/Blogs/<name>/feed.atom`, with
//! `Blogger/Comments/<name>/feed.atom` for one's comments elsewhere). Since 2018 an entry states its type in elements of
//! Blogger's own; before, in a category.

use super::WRITTEN;
use crate::import::{Halt, Import};
use crate::{Entry, Error, markup, text::iso_date, text::unescape};
use model::{Audience, Kind, Media, Private};

/// Bytes an entry may have.
const PIECE_BYTES: usize = 8 << 20;

/// Pictures of a post that are counted.
const PICTURES: usize = 100;

pub(super) fn read(import: &mut Import<'_>, entry: &Entry, owner: &[String]) -> Result<(), Error> {
    let of_comments = entry.path.to_lowercase().contains("/comments/");
    let blog = entry.path.rsplit('/').nth(1).unwrap_or_default();
    import.file(entry, WRITTEN, |reader, file| {
        let (mut index, mut author) = (0, String::new());
        let dropped = markup::each_piece(reader, b"<entry", PIECE_BYTES, |piece, read| {
            file.step(read)?;
            file.index = index;
            index += 1;
            let piece = piece.split("</entry>").next().unwrap_or_default();
            let stated = element(piece, "blogger:type").unwrap_or_default().to_lowercase();
            let kind = match stated.as_str() {
                "" => piece.split_once("/kind#").map_or("post", |(_, kind)| kind.split(['"', '\'']).next().unwrap_or("")),
                kind => kind,
            };
            let by = element(piece, "author").and_then(|author| element(&author, "name")).unwrap_or_default();
            let is_comment = kind == "comment";
            if !matches!(kind, "post" | "page" | "comment") {
                file.noted();
                return Ok(());
            }
            if !is_comment && author.is_empty() {
                author.clone_from(&by);
            }
            let title = element(piece, "title").unwrap_or_default();
            let content = element(piece, "content").or_else(|| element(piece, "summary")).unwrap_or_default();
            let words = markup::text_of(&content);
            // The title of a comment is its beginning.
            let text = if is_comment { words } else { format!("{title}\n\n{words}").trim().to_owned() };
            let mut post = file.draft(if is_comment { Kind::Reply } else { Kind::Post }, text);
            let own = |name: &str| owner.contains(&name.to_lowercase()) || name == author;
            post.own_words = !is_comment || of_comments || own(&by);
            let published = element(piece, "published").or_else(|| element(piece, "blogger:created"));
            let published = published.unwrap_or_default();
            post.at = iso_date(&published);
            post.utc_offset = offset(&published);
            let id = element(piece, "id").unwrap_or_default();
            post.native_id = id.rsplit_once("post-").map(|(_, id)| format!("blogger:{id}"));
            let links = piece.split("<link").skip(1).map(|link| link.split('>').next().unwrap_or_default());
            let alternate = links.filter(|link| link.contains("'alternate'") || link.contains("\"alternate\"")).last();
            post.url = alternate.and_then(|link| quoted(link, "href"));
            let parent = element(piece, "blogger:parent").or_else(|| {
                let reply = piece.split_once("<thr:in-reply-to")?.1.split('>').next()?;
                quoted(reply, "href").or_else(|| quoted(reply, "ref"))
            });
            post.reply_to = parent.filter(|_| is_comment);
            post.about = Some(Private::from(blog));
            let status = element(piece, "blogger:status").unwrap_or_default();
            let draft = element(piece, "app:draft").is_some_and(|draft| draft == "yes");
            post.audience = match status.as_str() {
                "DRAFT" => Audience::OnlyMe,
                "LIVE" => Audience::Public,
                _ if draft => Audience::OnlyMe,
                _ => Audience::Unknown,
            };
            post.media.resize(content.matches("<img").count().min(PICTURES), Media::default());
            file.post(post);
            Ok::<_, Halt>(())
        })?;
        if dropped > 0 {
            file.lost("An entry is too long");
        }
        Ok(())
    })
}

/// The words inside the first element of this name, escapes of XML undone once.
fn element(xml: &str, name: &str) -> Option<String> {
    let mut from = xml;
    let inner = loop {
        from = &from[from.find(&format!("<{name}"))? + name.len() + 1..];
        // `<title` is not `<titles`.
        if from.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()) {
            let (start, rest) = from.split_once('>')?;
            if start.ends_with('/') {
                return None;
            }
            break &rest[..rest.find(&format!("</{name}>"))?];
        }
    };
    let inner = inner.trim();
    Some(match inner.strip_prefix("<![CDATA[").and_then(|inner| inner.strip_suffix("]]>")) {
        Some(inner) => inner.to_owned(),
        None => unescape(inner).into_owned(),
    })
}

/// The value of an attribute, in either kind of quotation marks.
fn quoted(tag: &str, name: &str) -> Option<String> {
    let rest = &tag[tag.find(&format!("{name}="))? + name.len() + 1..];
    let mark = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    Some(unescape(rest[1..].split(mark).next()?).into_owned())
}

/// Minutes ahead of UTC in `2012-03-04T18:22:07.001+01:00`.
fn offset(moment: &str) -> Option<i32> {
    let zone = moment.get(moment.len().checked_sub(6)?..)?;
    let minutes = |hours: &str, minutes: &str| Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?);
    let (hours, rest) = zone[1..].split_once(':')?;
    match zone.as_bytes()[0] {
        b'+' => minutes(hours, rest),
        b'-' => minutes(hours, rest).map(|minutes| -minutes),
        _ => None,
    }
}
