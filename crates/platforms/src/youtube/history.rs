//! Histories of watching and searching, as JSON or as a page. Searches are items; of what was watched only is noted that
//! it is kept, since when and until when, which shows whether the switch was on.

use crate::archive::Limits;
use crate::import::{File, Halt, Import};
use crate::{Entry, Error, json, markup, text::iso_date};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use model::{Audience, Kind};
use serde::Deserialize;

/// Bytes an entry of a page may have.
const PIECE_BYTES: usize = 256 << 10;

/// One entry, as in `history/*.json` and `My Activity/*/MyActivity.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entered {
    title: Option<String>,
    title_url: Option<String>,
    time: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    name: Option<String>,
}

/// How many videos watched are kept, from when to when.
#[derive(Default)]
struct Watched {
    entries: u64,
    oldest: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
}

impl Watched {
    fn add(&mut self, at: Option<DateTime<Utc>>) {
        self.entries += 1;
        self.oldest = self.oldest.into_iter().chain(at).min();
        self.newest = self.newest.into_iter().chain(at).max();
    }

    fn state(&self, file: &mut File<'_>) {
        if self.entries > 0 {
            let since = self.oldest.map_or(String::new(), |oldest| format!(" since {}", oldest.format("%Y-%m-%d")));
            file.index = 0;
            file.fact("history-kept", "watch", &format!("{} entries{since}", self.entries), self.newest);
        }
    }
}

pub(super) fn read_json(import: &mut Import<'_>, entry: &Entry, limits: &Limits) -> Result<(), Error> {
    import.file(entry, &[Kind::Search], |reader, file| {
        let mut watched = Watched::default();
        let mut halted = None;
        let extent = json::each::<Entered>(reader, limits, |index, record| {
            file.index = index;
            if let Err(halt) = file.step(0) {
                halted = Some(halt);
                return Err(crate::Stopped);
            }
            match record {
                Ok(record) => {
                    // Advertising says so in its details, with the name of the firm in every language.
                    let shown = record.details.iter().filter_map(|detail| detail.name.as_deref());
                    let is_advertising = shown.into_iter().any(|name| name.contains("Google"));
                    let at = record.time.as_deref().and_then(iso_date);
                    enter(record.title_url.as_deref(), record.title.is_some(), at, is_advertising, &mut watched, file);
                }
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        });
        if let Some(halt) = halted {
            return Err(halt);
        }
        watched.state(file);
        match extent {
            Ok(extent) if extent.cut.is_none() => Ok(()),
            _ => Err(Halt::Unreadable),
        }
    })
}

/// Takes an entry. What was done is judged by the address: the words for it are in the account's language.
fn enter(
    address: Option<&str>,
    titled: bool,
    at: Option<DateTime<Utc>>,
    is_advertising: bool,
    watched: &mut Watched,
    file: &mut File<'_>,
) {
    let address = address.unwrap_or_default();
    if let Some((_, query)) = address.split_once("search_query=") {
        if is_advertising {
            return;
        }
        let words = query.split('&').next().unwrap_or_default().replace('+', " ");
        let mut post = file.draft(Kind::Search, markup::percent_decoded(&words));
        post.at = at;
        post.audience = Audience::OnlyMe;
        file.post(post);
    } else if address.contains("/watch?v=") || (titled && address.is_empty()) {
        // A video taken down since may have no address any more.
        if !is_advertising {
            watched.add(at);
        }
    }
}

pub(super) fn read_page(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[Kind::Search], |reader, file| {
        let mut watched = Watched::default();
        let mut index = 0;
        let dropped = markup::each_piece(reader, b"outer-cell", PIECE_BYTES, |piece, read| {
            file.step(read)?;
            file.index = index;
            index += 1;
            // The cell with the words comes first, then an empty one, then the caption.
            let body = piece.split_once("mdl-typography--body-1").map_or(piece, |(_, rest)| rest);
            let body = body.split_once('>').map_or(body, |(_, rest)| rest);
            let body = body.split("</div>").next().unwrap_or_default();
            let lines = markup::text_of(body);
            let at = lines.lines().rev().find_map(local_moment);
            let is_advertising = piece.contains("Google Ads") || piece.contains("adservice");
            enter(
                markup::attribute(body, "href").as_deref(),
                !lines.is_empty(),
                at,
                is_advertising,
                &mut watched,
                file,
            );
            Ok::<_, Halt>(())
        })?;
        if dropped > 0 {
            file.lost("An entry is too long");
        }
        watched.state(file);
        Ok(())
    })
}

/// Beginnings of the names of months, in the languages written with Latin letters that exports were seen in.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "ian", "sty"],
    &["feb", "fév", "fev", "lut"],
    &["mar", "mär", "mrt", "maa"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mai", "mei", "mag", "maj"],
    &["jun", "juin", "giu", "iun", "cze"],
    &["jul", "juil", "lug", "iul", "lip"],
    &["aug", "aoû", "ago", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "ott", "out", "paź"],
    &["nov", "noi", "lis"],
    &["dec", "dez", "dic", "déc", "gru"],
];

/// Minutes east of Greenwich, by the abbreviations seen; of ambiguous ones the commoner.
const ZONES: &[(&str, i64)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("MEZ", 60),
    ("CET", 60),
    ("BST", 60),
    ("WEST", 60),
    ("MESZ", 120),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AEST", 600),
    ("AEDT", 660),
    ("JST", 540),
];

/// The moment of a line like `Jan 22, 2020, 8:34:00 PM UTC` or `17. Aug. 2026, 09:12:03 MESZ`.
fn local_moment(line: &str) -> Option<DateTime<Utc>> {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Day, month and year, then hour, minute and second: titles of videos have more or fewer words.
    if !(7..=10).contains(&words.len()) {
        return None;
    }
    let numbers: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let [day, year, mut hour, minute, second] = numbers[..] else { return None };
    let month = words.iter().find_map(|word| {
        let word = word.to_lowercase();
        MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))
    })?;
    let has = |wanted: &str| words.iter().any(|word| word.eq_ignore_ascii_case(wanted));
    if has("PM") || has("AM") {
        hour = hour % 12 + if has("PM") { 12 } else { 0 };
    }
    let zone = words.last()?;
    let (_, east) = ZONES.iter().find(|(name, _)| name == zone)?;
    let day = NaiveDate::from_ymd_opt(year.try_into().ok()?, u32::try_from(month).ok()? + 1, day)?;
    Some((day.and_hms_opt(hour, minute, second)? - TimeDelta::minutes(*east)).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_in_several_languages() {
        for (line, expected) in [
            ("Jan 22, 2020, 8:34:00\u{202f}PM UTC", "2020-01-22T20:34:00+00:00"),
            ("Jan 22, 2020, 12:05:00 AM EST", "2020-01-22T05:05:00+00:00"),
            ("15 jun 2026, 20:30:41 CEST", "2026-06-15T18:30:41+00:00"),
            ("17. Aug. 2026, 09:12:03 MESZ", "2026-08-17T07:12:03+00:00"),
        ] {
            assert_eq!(local_moment(line).map(|at| at.to_rfc3339()).as_deref(), Some(expected), "{line}");
        }
        for line in ["Watched March of the penguins 2", "31 feb 2020, 10:00:00 UTC", "1 jan 2020, 10:00:00 XYZ", ""] {
            assert_eq!(local_moment(line), None, "{line}");
        }
    }
}
