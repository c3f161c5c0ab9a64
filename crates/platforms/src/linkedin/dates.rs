//! LinkedIn's dates: each file of one archive has its own form.

use crate::calendar;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Date and time, where both are stated. Times without a zone are taken as UTC, as the zone is stated nowhere.
const MOMENTS: &[&str] = &[
    "%Y-%m-%d %H:%M:%S%.f",  // Shares, Comments, Reactions, messages
    "%Y/%m/%d %H:%M:%S",     // SearchQueries, Ads Clicked, Endorsements
    "%b %d %H:%M:%S %Y",     // Logins, Security Challenges, Company Follows, without weekday and zone
    "%m/%d/%y, %I:%M %p",    // Invitations, Registration, Email Addresses, Recommendations
    "%m/%d/%Y, %I:%M %p",    // the same, saved again by a spreadsheet
    "%B %d, %Y at %I:%M %p", // Rich_Media
    "%Y-%m-%d %H:%M",        // Articles
];

/// Days.
const DAYS: &[&str] = &[
    "%d %b %Y",  // Connections
    "%d-%b-%y",  // saved again by a spreadsheet
    "%b %d, %Y", // Profile
    "%m/%d/%y",
    "%Y-%m-%d",
    "%Y/%m/%d",
];

/// The moment a cell states; nothing when it is empty, in no known form, or states less than a day.
pub fn moment(cell: &str) -> Option<DateTime<Utc>> {
    // Seconds or milliseconds since 1970, in tables nobody looks at.
    if matches!(cell.len(), 10 | 13) && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = cell.parse().ok()?;
        return DateTime::from_timestamp_millis(if cell.len() == 10 { number * 1000 } else { number });
    }
    let mut words: Vec<&str> =
        cell.split_whitespace().filter(|word| !matches!(*word, "UTC" | "(GMT)" | "GMT")).collect();
    if let Some("Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun") = words.first().copied() {
        words.remove(0);
    }
    let cell = words.join(" ");
    let moment = MOMENTS.iter().find_map(|form| NaiveDateTime::parse_from_str(&cell, form).ok());
    let day = || DAYS.iter().find_map(|form| NaiveDate::parse_from_str(&cell, form).ok());
    let known = moment.or_else(|| day().map(|day| day.and_time(NaiveTime::MIN))).map(|moment| moment.and_utc());
    // Names of months in other languages, other orders, times of 24 hours, offsets.
    known.or_else(|| calendar::moment(&cell))
}

/// The moment at the end of a sentence like `You uploaded a feed photo on April 12, 2026 at 8:03 AM (GMT)`.
pub fn moment_in_sentence(sentence: &str) -> Option<DateTime<Utc>> {
    let english = sentence.rsplit_once(" on ").map_or(sentence, |(_, date)| date);
    let known = if english == sentence { None } else { english.lines().find_map(moment) };
    known.or_else(|| {
        // In other languages the date begins with the first figure, or with the month before it.
        let figure = sentence.find(|c: char| c.is_ascii_digit())?;
        let word = sentence[..figure].trim_end().rfind(' ').map_or(0, |at| at + 1);
        calendar::moment(&sentence[figure..]).or_else(|| calendar::moment(&sentence[word..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_every_file_is_read() {
        for (cell, expected) in [
            ("2025-03-04 18:22:07", "2025-03-04T18:22:07+00:00"),
            ("2025-03-04 18:22:07 UTC", "2025-03-04T18:22:07+00:00"),
            ("2025/03/04 18:22:07 UTC", "2025-03-04T18:22:07+00:00"),
            ("Tue Mar 04 18:22:07 UTC 2025", "2025-03-04T18:22:07+00:00"),
            ("3/4/25, 6:22 PM", "2025-03-04T18:22:00+00:00"),
            ("03/04/25, 06:22\u{202f}PM", "2025-03-04T18:22:00+00:00"),
            ("04 Mar 2025", "2025-03-04T00:00:00+00:00"),
            ("Jan 1, 1980", "1980-01-01T00:00:00+00:00"),
            ("4-Apr-21", "2021-04-04T00:00:00+00:00"),
            ("2023-05-02 06:30", "2023-05-02T06:30:00+00:00"),
            ("2023-05-02T06:30:07.120Z", "2023-05-02T06:30:07.120+00:00"),
            ("08 févr. 2026", "2026-02-08T00:00:00+00:00"),
            ("08 Okt. 2026", "2026-10-08T00:00:00+00:00"),
            ("28.03.2025, 18:22", "2025-03-28T18:22:00+00:00"),
            ("28/03/25, 18:22", "2025-03-28T18:22:00+00:00"),
            ("2025年3月28日", "2025-03-28T00:00:00+00:00"),
            ("1700000000123", "2023-11-14T22:13:20.123+00:00"),
        ] {
            assert_eq!(moment(cell).map(|m| m.to_rfc3339()).as_deref(), Some(expected), "{cell}");
        }
        let sentence = "You uploaded a feed photo on April 12, 2026 at 8:03 AM (GMT)";
        assert_eq!(moment_in_sentence(sentence).unwrap().to_rfc3339(), "2026-04-12T08:03:00+00:00");
        let sentence = "Sie haben ein Foto hochgeladen am 12. April 2026 um 08:03 (GMT)";
        assert_eq!(moment_in_sentence(sentence).unwrap().to_rfc3339(), "2026-04-12T08:03:00+00:00");
    }

    #[test]
    fn what_is_no_day_is_nothing() {
        for cell in ["", "Not Available", "2025", "Mar 2025", "Oct 18", "2025-13-04 18:22:07", "31 Feb 2020"] {
            assert_eq!(moment(cell), None, "{cell}");
        }
    }
}
