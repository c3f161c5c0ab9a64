//! Long posts (`note-tweet.js`).
//!
//! A post of more than 280 characters stands cut in `tweets.js`, ending in `…`; its words are here, under an id of their
//! own. The two are matched by time (three to five seconds apart in real archives) and by how they begin.

use super::loose::Loose;
use super::tweets::expand;
use super::{POSTS, Reading};
use crate::json::BadRecord;
use crate::text::iso_date;
use crate::x::layout::Layout;
use crate::{Error, json};
use chrono::{DateTime, Utc};
use model::Kind;
use serde::Deserialize;
use std::collections::HashMap;

/// Seconds a long post and its cut form may lie apart.
const APART: i64 = 5;

/// Characters by which the beginnings are compared.
const COMPARED: usize = 60;

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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Link<'a> {
    #[serde(borrow)]
    short_url: Loose<'a>,
    #[serde(borrow)]
    expanded_url: Loose<'a>,
}

impl Note<'_> {
    fn words(&self) -> String {
        expand(&self.core.text, self.core.urls.iter().map(|link| (&*link.short_url, &*link.expanded_url)))
    }
}

/// The long posts of an archive.
#[derive(Default)]
pub(super) struct Notes {
    by_second: HashMap<i64, Vec<Kept>>,
}

struct Kept {
    path: String,
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
        let shown = cut.rsplit_once('…')?.0;
        let beginning: String = without_mentions(shown).chars().take(COMPARED).collect();
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

/// The text without the handles it begins with, which the long form leaves out.
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
pub(super) fn collect(layout: &Layout) -> Notes {
    let mut notes = Notes::default();
    for entry in layout.parts("note-tweet") {
        let Ok(reader) = layout.archive.reader(entry) else { continue };
        let read = json::each_raw(reader, layout.archive.limits(), |index, bytes| {
            let record = bytes.and_then(|bytes| Ok(serde_json::from_slice::<Record>(bytes)?));
            if let Ok(Record { note_tweet: note }) = record
                && let Some(at) = iso_date(&note.created_at)
            {
                let beginning = without_mentions(&note.core.text).chars().take(COMPARED).collect();
                let kept = Kept { path: entry.path.to_string(), index, beginning, words: note.words(), claimed: false };
                notes.by_second.entry(at.timestamp()).or_default().push(kept);
            }
            Ok(())
        });
        debug_assert!(read.is_ok(), "nothing here stops the reading");
    }
    notes
}

/// Reads the long posts whose cut form is not in the archive, as posts of their own without an address.
pub(super) fn read_unmatched(reading: &mut Reading, notes: &Notes) -> Result<(), Error> {
    let claimed: std::collections::HashSet<(&str, u64)> = notes
        .by_second
        .values()
        .flatten()
        .filter(|note| note.claimed)
        .map(|note| (note.path.as_str(), note.index))
        .collect();
    for entry in reading.layout.parts("note-tweet") {
        reading.elements(entry, POSTS, |bytes, file| {
            let Record { note_tweet: note } = serde_json::from_slice(bytes).map_err(BadRecord::from)?;
            if !claimed.contains(&(&*entry.path, file.index)) {
                let mut post = file.draft(Kind::Post, note.words());
                post.at = iso_date(&note.created_at);
                // Not the id of the post; a name space of its own keeps the two apart.
                post.native_id = (!note.note_tweet_id.is_empty()).then(|| format!("note-{}", &*note.note_tweet_id));
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
        let kept = Kept {
            path: String::new(),
            index: 0,
            beginning: without_mentions(text).chars().take(COMPARED).collect(),
            words: text.to_owned(),
            claimed: false,
        };
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
}
