//! Long posts (`note-tweet.js`, `deleted-note-tweet.js`).
//!
//! A post of more than 280 characters stands cut in `tweets.js`, ending in `…`; its words are here, under an id of their
//! own. The two are matched by time (three to five seconds apart in real archives) and by how they begin.

use super::ids::Ids;
use super::links::{expand, without_short_links};
use super::loose::Loose;
use super::tweets::mark_deleted;
use super::{POSTS, Reading};
use crate::json::BadRecord;
use crate::text::iso_date;
use crate::x::layout::Layout;
use crate::{Error, json};
use chrono::{DateTime, Utc};
use model::{Kind, Private};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Seconds a long post and its cut form may lie apart.
const APART: i64 = 5;

/// Characters by which the beginnings are compared.
const COMPARED: usize = 60;

/// Long posts of one second that are kept: each cut one is held against all of them.
const OF_A_SECOND: usize = 32;

/// Bytes of long posts kept at a time. Those beyond are read as posts of their own beside their cut form.
const KEPT: usize = 64 << 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    note_tweet: Note<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Note<'a> {
    #[serde(borrow, default)]
    note_tweet_id: Loose<'a>,
    #[serde(borrow, default)]
    created_at: Loose<'a>,
    #[serde(borrow)]
    core: Core<'a>,
}

#[derive(Deserialize)]
struct Core<'a> {
    #[serde(borrow)]
    text: Loose<'a>,
    #[serde(borrow, default)]
    urls: Vec<Link<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Link<'a> {
    #[serde(borrow)]
    short_url: Loose<'a>,
    #[serde(borrow)]
    expanded_url: Loose<'a>,
}

impl Note<'_> {
    fn words(&self) -> String {
        let links = self.core.urls.iter().filter(|link| !link.expanded_url.is_empty());
        expand(&self.core.text, links.map(|link| (&*link.short_url, Some(&*link.expanded_url))))
    }
}

/// The long posts of one file and its parts.
#[derive(Default)]
pub(super) struct Notes {
    by_second: HashMap<i64, Vec<Kept>>,
}

struct Kept {
    part: usize,
    index: u64,
    beginning: String,
    words: String,
    claimed: bool,
}

impl Notes {
    /// The words of the long post that this text, cut and unescaped, belongs to.
    pub(super) fn claim(&mut self, at: Option<DateTime<Utc>>, cut: &str) -> Option<&str> {
        if self.by_second.is_empty() {
            return None;
        }
        let beginning = beginning(cut.rsplit_once('…')?.0);
        let second = at?.timestamp();
        let near = (0..=APART).flat_map(|apart| [second + apart, second - apart]);
        let of = near.into_iter().find(|second| {
            self.by_second.get(second).is_some_and(|kept| kept.iter().any(|note| note.is(&beginning)))
        })?;
        let note = self.by_second.get_mut(&of)?.iter_mut().find(|note| note.is(&beginning))?;
        note.claimed = true;
        Some(&note.words)
    }
}

impl Kept {
    fn is(&self, beginning: &str) -> bool {
        !self.claimed && !beginning.is_empty() && self.beginning.starts_with(beginning)
    }
}

/// The first words, without links, which are shortened anew in the long form, and without the handles at the start, which
/// it leaves out.
fn beginning(text: &str) -> String {
    without_short_links(without_mentions(text)).chars().take(COMPARED).collect()
}

fn without_mentions(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        match text.strip_prefix('@') {
            Some(rest) => text = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_'),
            None => return text,
        }
    }
}

/// Gathers the long posts, before the posts are read. What cannot be read is warned of in [`read_unmatched`].
pub(super) fn collect(layout: &Layout, stem: &str) -> Notes {
    let mut notes = Notes::default();
    let mut bytes_kept = 0;
    for (part, entry) in layout.parts(stem).into_iter().enumerate() {
        let Ok(reader) = layout.archive.reader(entry) else { continue };
        let read = json::each_raw(reader, layout.archive.limits(), |index, bytes| {
            let record = bytes.and_then(|bytes| Ok(serde_json::from_slice::<Record>(bytes)?));
            if let Ok(Record { note_tweet: note }) = record
                && let Some(at) = iso_date(&note.created_at)
                && bytes_kept < KEPT
                && notes.by_second.get(&at.timestamp()).is_none_or(|kept| kept.len() < OF_A_SECOND)
            {
                let kept = Kept {
                    part,
                    index,
                    beginning: beginning(&note.core.text),
                    words: note.words(),
                    claimed: false,
                };
                bytes_kept += kept.words.len() + kept.beginning.len();
                notes.by_second.entry(at.timestamp()).or_default().push(kept);
            }
            Ok(())
        });
        debug_assert!(read.is_ok(), "nothing here stops the reading");
    }
    notes
}

/// Reads the long posts whose cut form is not in the archive, as posts of their own without an address.
pub(super) fn read_unmatched(reading: &mut Reading, stem: &str, notes: &Notes) -> Result<(), Error> {
    let layout = reading.layout;
    let deleted = stem.starts_with("deleted-");
    let kept = notes.by_second.values().flatten();
    let claimed: HashSet<(usize, u64)> = kept.filter(|note| note.claimed).map(|note| (note.part, note.index)).collect();
    let mut seen = Ids::default();
    for (part, entry) in layout.parts(stem).into_iter().enumerate() {
        reading.elements(entry, if deleted { &[] } else { POSTS }, |bytes, file| {
            let Record { note_tweet: note } = serde_json::from_slice(bytes).map_err(BadRecord::from)?;
            let is_new = note.note_tweet_id.is_empty() || seen.is_new(&note.note_tweet_id);
            if !claimed.contains(&(part, file.index)) && is_new {
                let mut post = file.draft(Kind::Post, note.words());
                post.at = iso_date(&note.created_at);
                post.utc_offset = layout.ahead(post.at);
                // Not the id of the post; a name space of its own keeps the two apart.
                post.native_id = (!note.note_tweet_id.is_empty()).then(|| format!("note-{}", &*note.note_tweet_id));
                if deleted {
                    mark_deleted(&mut post);
                    post.about = Some(Private::from("Deleted"));
                }
                file.post(post);
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(at: i64, text: &str) -> Notes {
        let kept =
            Kept { part: 0, index: 0, beginning: beginning(text), words: text.to_owned(), claimed: false };
        Notes { by_second: HashMap::from([(at, vec![kept])]) }
    }

    #[test]
    fn a_long_post_is_matched_by_time_and_beginning_once() {
        let long = "Fifteen hours on my feet & then the bus did not come, so I walked home in the rain, again.";
        let cut = "@robin_demo @lee Fifteen hours on my feet & then the bus did not… https://t.co/x";
        let at = |second| DateTime::from_timestamp(second, 0);
        for (seconds, matched) in [(0, true), (5, true), (-5, true), (6, false), (-60, false)] {
            assert_eq!(notes(1000, long).claim(at(1000 + seconds), cut), matched.then_some(long), "{seconds}");
        }
        assert_eq!(notes(1000, long).claim(at(1000), "Something else that goes on…"), None);
        assert_eq!(notes(1000, long).claim(at(1000), "Fifteen hours on my feet"), None, "not cut");
        assert_eq!(notes(1000, long).claim(at(1000), "…"), None);
        let mut once = notes(1000, long);
        assert_eq!((once.claim(at(1000), cut).is_some(), once.claim(at(1000), cut)), (true, None));
    }

    #[test]
    fn links_and_line_breaks_at_the_start_do_not_keep_the_two_apart() {
        let long = "https://t.co/Long1 says it all.\n\nRead it twice, then read it again to the very end.";
        let cut = "https://t.co/Cut11 says it all.\n\nRead it twice, then read… https://t.co/Pic";
        assert_eq!(notes(1000, long).claim(DateTime::from_timestamp(1003, 0), cut), Some(long));
    }
}
