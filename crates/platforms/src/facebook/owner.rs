//! Whose export it is, and when it was made.

use super::messages::participants;
use super::record::{list, string, time, versioned};
use super::sections::{SECTIONS, THREAD};
use super::{Sorted, sole_record};
use crate::archive::Archive;
use crate::json;
use crate::sink::Stopped;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::Value;
use std::collections::BTreeSet;

/// Conversations looked at to find who takes part in all of them.
const THREADS: usize = 200;

/// Names of the owner that are remembered: every title is held against each.
const NAMES: usize = 100;

/// People of one conversation that are looked at.
const PEOPLE: usize = 10_000;

/// The owner's present and former names, as the profile states them.
pub(super) fn names_of(profile: &Value) -> Vec<String> {
    let former = list(profile, "previous_names").iter().chain(list(profile, "other_names"));
    let former = former.filter_map(|held| string(held, "name").or_else(|| held.as_str()));
    string(&profile["name"], "full_name").into_iter().chain(former).take(NAMES).map(str::to_owned).collect()
}

/// Where there is no profile: who alone takes part in every conversation, of which there must be two at least.
pub(super) fn name_in_threads(archive: &Archive, sorted: &Sorted) -> Option<String> {
    let mut in_all: Option<BTreeSet<String>> = None;
    let mut seen = 0;
    for (_, entry) in sorted.iter().filter(|(section, _)| SECTIONS[*section].tail == THREAD).take(THREADS) {
        let mut head = Value::Object(serde_json::Map::new());
        let mut people = Vec::new();
        let Ok(reader) = archive.reader(entry) else { continue };
        // Those who take part stand before the messages.
        let _ = json::each_member(reader, archive.limits(), |member, _, bytes| {
            if member != "participants" {
                return Err(Stopped);
            }
            if people.len() >= PEOPLE {
                return Err(Stopped);
            }
            people.extend(bytes.ok().and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok()));
            Ok(())
        });
        head["participants"] = Value::Array(people);
        super::record::put_right(&mut head);
        let people: BTreeSet<String> = participants(&head).into_iter().map(str::to_owned).collect();
        if people.is_empty() {
            continue;
        }
        seen += 1;
        in_all = Some(match in_all {
            Some(known) => known.intersection(&people).cloned().collect(),
            None => people,
        });
    }
    let mut names = in_all.filter(|_| seen > 1)?.into_iter();
    names.next().filter(|_| names.next().is_none())
}

/// The username, or the number of an account that has none.
pub(super) fn handle_of(profile: &Value) -> Option<String> {
    let of_uri = || {
        let tail = string(profile, "profile_uri")?.trim_end_matches('/').rsplit('/').next()?;
        Some(tail.strip_prefix("profile.php?id=").unwrap_or(tail))
    };
    string(profile, "username").or_else(of_uri).map(str::to_owned)
}

/// Name and date in a file name such as `facebook-sam.example-2026-10-02-Ab12Cd34.zip`; in some languages the day comes
/// first. Usernames have no hyphens.
pub(super) fn name_and_date(file: &str) -> Option<(String, Option<NaiveDate>)> {
    let (name, rest) = file.strip_prefix("facebook-")?.split_once('-').unwrap_or((file, ""));
    let parts: Vec<u32> = rest.split('-').map_while(|part| part.parse().ok()).collect();
    let date = match parts[..] {
        [year, month, day, ..] if year > 31 => NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day),
        [day, month, year, ..] => NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day),
        _ => None,
    };
    let name = name.trim_start_matches("facebook-").trim_end_matches(".zip");
    Some((name.to_owned(), date))
}

/// When the export was made, as a moment that is surely not too late: the newest sign of life of a session, and not before
/// the day in the file name.
pub(super) fn exported_at(archive: &Archive, dated: Option<NaiveDate>) -> Option<DateTime<Utc>> {
    let midnight = dated.and_then(|date| date.and_hms_opt(0, 0, 0)).map(|at| at.and_utc());
    let sessions = sole_record(archive, "where_you_re_logged_in").unwrap_or(Value::Null);
    let sessions = versioned(&sessions, "active_sessions").as_array().map_or(&[][..], Vec::as_slice);
    let seen = sessions.iter().filter_map(|s| time(s, "updated_timestamp").max(time(s, "created_timestamp")));
    let newest = seen.filter(|&at| midnight.is_none_or(|day| at < day + Days::new(2))).max();
    newest.max(midnight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_tells_account_and_day() {
        let day = NaiveDate::from_ymd_opt(2025, 2, 14);
        for (file, name, date) in [
            ("facebook-mara.quill-2025-02-14-Ab12Cd34.zip", "mara.quill", day),
            ("facebook-100001234567890-14-2-2025-Ab12Cd34.zip", "100001234567890", day),
            ("facebook-mara.quill-2025-02-14-Ab12Cd34", "mara.quill", day),
            ("facebook-maraquill-20250214T101112Z-001.zip", "maraquill", None),
            ("facebook-mara.quill.zip", "mara.quill", None),
        ] {
            assert_eq!(name_and_date(file), Some((name.to_owned(), date)), "{file}");
        }
        assert_eq!(name_and_date("export.zip"), None);
    }
}
