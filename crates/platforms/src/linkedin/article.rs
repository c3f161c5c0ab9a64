//! Articles: one HTML page each, `Articles/Articles/<title>.html`.

use super::dates;
use crate::import::Import;
use crate::{Entry, Error, markup};
use model::{Audience, Kind, Media};
use std::io::Read;

/// Bytes of an article that are read; pictures are not part of the page.
const ARTICLE_BYTES: u64 = 4 << 20;

/// Pictures of an article that are counted.
const PICTURES: usize = 100;

pub(super) fn read(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[Kind::Post], |reader, file| {
        let mut bytes = Vec::new();
        reader.take(ARTICLE_BYTES).read_to_end(&mut bytes)?;
        let page = String::from_utf8_lossy(&bytes);
        let heading = between(&page, "<h1", "</h1>");
        let Some(body) = page.find("<body").map(|at| &page[at..]) else {
            file.lost("The page has no body");
            return Ok(());
        };
        let dates = ["published", "created"].map(|class| between(body, &format!("class=\"{class}\""), "</p>"));
        // The words follow the heading and the dates, or the heading alone in exports without dates.
        let mut words = heading.map_or(body, |heading| after(body, heading));
        for date in dates.iter().flatten() {
            words = after(words, date);
        }
        let title = heading.map(|heading| markup::text_of(&format!("<h1{heading}"))).unwrap_or_default();
        let text = format!("{title}\n\n{}", markup::text_of(words));
        let mut post = file.draft(Kind::Post, text.trim());
        post.url = heading.and_then(|heading| markup::attribute(heading, "href"));
        // A draft has an address of its own, `/post/edit/<number>`.
        let name = |url: &str| ["/pulse/", "/post/edit/"].iter().find_map(|mark| Some(url.split_once(mark)?.1.to_owned()));
        post.native_id = post.url.as_deref().and_then(name).map(|slug| format!("article:{slug}"));
        // The address of a picture works for some weeks only; the picture itself is not in the archive.
        post.media.resize(body.matches("<img").count().min(PICTURES), Media::default());
        let [published, created] = dates.map(|date| {
            let words = markup::text_of(&format!("<p {}", date?));
            Some(dates::moment_in_sentence(&words)).filter(|_| words.bytes().any(|byte| byte.is_ascii_digit()))
        });
        // Names of older exports begin with the date: `2016-05-02 06:30:00.0-On hand hygiene.html`; some programs that unpack
        // put other signs for the colons.
        let named = entry.path.rsplit('/').next().and_then(|name| {
            let (day, time) = (name.get(..10)?, name.get(11..19)?);
            dates::moment(&format!("{day} {}", time.replace(['-', '_', '.'], ":")))
        });
        post.at = published.flatten().or(created.flatten()).or(named);
        // With a date of making and none of publishing it is a draft.
        post.audience = match (published, created) {
            (Some(_), _) => Audience::Public,
            (None, Some(_)) => Audience::OnlyMe,
            (None, None) => Audience::Unknown,
        };
        file.post(post);
        Ok(())
    })
}

/// What stands between these marks, from the first on.
fn between<'a>(page: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &page[page.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

/// What follows a part of this page; the page itself where the part stands outside of it.
fn after<'a>(page: &'a str, part: &str) -> &'a str {
    let end = (part.as_ptr() as usize + part.len()).checked_sub(page.as_ptr() as usize);
    end.and_then(|end| page.get(end..)).unwrap_or(page)
}
