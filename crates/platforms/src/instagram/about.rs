//! Whose export it is, and when it was made.

use super::labels::Label;
use super::record::Record;
use super::{Place, each_record};
use crate::import::Import;
use crate::meta_html::{Card, Head, Layout, Piece, pieces};
use crate::text::iso_date;
use crate::{Archive, Collected};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;

/// Name and date in a file name such as `instagram-sam.example-2026-10-02-Ab12Cd34.zip` or `sam.example_20201002.zip`.
pub(super) fn name_and_date(file: &str) -> Option<(String, Option<NaiveDate>)> {
    let stem = file.strip_suffix(".zip").unwrap_or(file);
    if let Some(rest) = stem.strip_prefix("instagram-") {
        let (name, rest) = rest.split_once('-').unwrap_or((rest, ""));
        let parts: Vec<u32> = rest.split('-').map_while(|part| part.parse().ok()).collect();
        let date = match parts[..] {
            [year, month, day, ..] if year > 31 => NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day),
            _ => NaiveDate::parse_from_str(rest.get(..8).unwrap_or_default(), "%Y%m%d").ok(),
        };
        return Some((name.to_owned(), date));
    }
    let whole = stem.split_once("_part").map_or(stem, |(whole, _)| whole);
    let (name, digits) = whole.rsplit_once('_')?;
    let date = NaiveDate::parse_from_str(digits, "%Y%m%d").ok().filter(|_| digits.len() == 8)?;
    Some((name.to_owned(), Some(date)))
}

/// Whose export it is, as the files say.
#[derive(Default)]
pub(super) struct About {
    pub handle: Option<String>,
    pub name: Option<String>,
    pub made: Option<DateTime<Utc>>,
    /// Whether it was limited to a range of dates.
    pub limited: bool,
    /// Whatever may be the owner's name.
    pub names: BTreeSet<String>,
}

/// Values of a profile that are remembered.
const NAMES: usize = 1_000;

/// So many bytes of a page are looked at for whose it is.
const LOOKED_AT: u64 = 512 << 10;

impl About {
    /// Looks at the profile, and at the start page for when it was made.
    pub fn of(archive: &Archive) -> About {
        let mut about = About::default();
        let mut nothing = Collected::default();
        let mut import = Import::new(archive, &mut nothing);
        for entry in archive.entries() {
            let Some(place) = Place::of(&entry.path) else { continue };
            let profile = (place.name == "personal_information" && !place.folders.contains(&"threads"))
                || (place.name == "profile" && place.folders.len() <= 1 && !place.page);
            let start = place.page && matches!(place.name, "start_here" | "index" | "posts") && about.made.is_none();
            if !profile && !start {
                continue;
            }
            // What goes wrong here goes wrong again, and is said, when the file is read.
            let _ = import.file(entry, &[], |reader, file| match place.page {
                true => pieces(reader.take(LOOKED_AT), Layout::Main, file, |piece, _, _| {
                    if let (Piece::Card(element), true) = (piece, profile) {
                        Card::all_of(element).iter().for_each(|card| about.learn(&Record::of_card(card)));
                    }
                })
                .map(|head| about.header(&head)),
                false => {
                    each_record(archive, entry, reader, &mut |key, record| {
                        about.learn_plain(key, &record);
                        about.learn(&Record::of_json(record));
                    });
                    Ok(())
                }
            });
        }
        about
    }

    fn header(&mut self, head: &Head) {
        let times: Vec<_> = head.times.iter().filter_map(|time| iso_date(time)).collect();
        self.made = self.made.or(times.first().copied());
        self.limited |= times.len() > 1;
    }

    fn learn(&mut self, record: &Record) {
        if self.handle.is_none() {
            self.handle = record.value(Label::Username).map(str::to_owned);
        }
        if self.name.is_none() {
            self.name = record.value(Label::Name).map(str::to_owned);
        }
        // Whatever the labels are called, one of the values is the name.
        let values = record.rows.iter().map(|row| row.value.clone()).filter(|value| !value.is_empty());
        self.names.extend(values.take(NAMES.saturating_sub(self.names.len())));
    }

    /// The profile of the exports until 2020 is one object of plain values.
    fn learn_plain(&mut self, key: &str, value: &Value) {
        let place = match key {
            "username" => &mut self.handle,
            "name" => &mut self.name,
            _ => return,
        };
        if let Some(value) = value.as_str().filter(|value| !value.is_empty()) {
            place.get_or_insert_with(|| value.to_owned());
            self.names.insert(value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_tells_account_and_day() {
        let day = NaiveDate::from_ymd_opt(2026, 10, 2);
        for (file, name, date) in [
            ("instagram-mara.quill-2026-10-02-Ab12Cd34.zip", "mara.quill", day),
            ("instagram-mara_quill-20261002.zip", "mara_quill", day),
            ("mara_quill_20261002.zip", "mara_quill", day),
            ("mara_quill_20261002_part_1", "mara_quill", day),
            ("instagram-mara.quill.zip", "mara.quill", None),
        ] {
            assert_eq!(name_and_date(file), Some((name.to_owned(), date)), "{file}");
        }
        assert_eq!(name_and_date("export.zip"), None);
        assert_eq!(name_and_date("my_files.zip"), None);
    }
}
