//! Dates written for people to read, in the languages and orders in which exports have them: `Jan 22, 2020, 8:34:00 PM
//! UTC`, `17. Aug. 2026, 09:12:03 MESZ`, `2020年1月22日 20:34:00 JST`.

use crate::text::iso_date;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// A moment as a page states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    /// Day and time on the clock of whoever wrote it down; midnight where no time is stated.
    pub local: NaiveDateTime,
    /// Minutes that clock was ahead of UTC, where the zone is stated and known. `UTC` itself is no statement about a clock.
    pub offset: Option<i32>,
    /// Whether a zone is stated that is not known.
    pub unknown_zone: bool,
    /// Whether a time is stated, not the day alone.
    pub timed: bool,
}

impl Stated {
    /// The moment; a time without a zone is taken as UTC.
    pub fn utc(&self) -> DateTime<Utc> {
        (self.local - TimeDelta::minutes(self.offset.unwrap_or(0).into())).and_utc()
    }
}

/// Beginnings of the names of months; of several that fit the longest counts.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "ian", "sty", "oca", "tammi", "led", "saus", "янв", "січ", "ιαν", "يناير", "जन"],
    &["feb", "fév", "fev", "lut", "şub", "helmi", "úno", "vas", "фев", "лют", "φεβ", "فبراير", "फ़र", "फर"],
    &["mar", "mär", "már", "mrt", "maa", "maalis", "bře", "kov", "бер", "мар", "μαρ", "μάρ", "مارس", "मार्च"],
    &["apr", "avr", "abr", "ápr", "kwi", "nis", "huhti", "dub", "bal", "апр", "кві", "απρ", "أبريل", "अप्रै"],
    &[
        "may", "mai", "mei", "mag", "maj", "máj", "touko", "kvě", "geg", "май", "мая", "тра", "μαΐ", "μάι", "μαι",
        "مايو", "मई",
    ],
    &[
        "jun",
        "jún",
        "juin",
        "giu",
        "iun",
        "cze",
        "haz",
        "kesä",
        "červ",
        "čvn",
        "birž",
        "июн",
        "чер",
        "ιουν",
        "ιούν",
        "يونيو",
        "जून",
    ],
    &[
        "jul",
        "júl",
        "juil",
        "lug",
        "iul",
        "lip",
        "tem",
        "heinä",
        "červenc",
        "čvc",
        "liep",
        "июл",
        "лип",
        "ιουλ",
        "ιούλ",
        "يوليو",
        "जुल",
    ],
    &["aug", "aoû", "aou", "ago", "agu", "sie", "ağu", "elo", "srp", "rugp", "авг", "сер", "αυγ", "αύγ", "أغسطس", "अग"],
    &["sep", "set", "sze", "wrz", "eyl", "syys", "zář", "rugs", "сен", "вер", "σεπ", "سبتمبر", "सित"],
    &["oct", "okt", "ott", "out", "paź", "eki", "loka", "říj", "spal", "окт", "жов", "οκτ", "أكتوبر", "अक्टू"],
    &["nov", "noi", "lis", "kas", "marras", "lapkr", "ноя", "лис", "νοε", "νοέ", "نوفمبر", "नव"],
    &["dec", "dez", "dic", "déc", "des", "gru", "ara", "joulu", "pro", "дек", "гру", "δεκ", "ديسمبر", "दिस"],
];

/// Minutes east of Greenwich, by the abbreviations seen; of ambiguous ones the commoner.
const ZONES: &[(&str, i32)] = &[
    ("gmt", 0),
    ("wet", 0),
    ("wez", 0),
    ("mez", 60),
    ("cet", 60),
    ("hnec", 60),
    ("bst", 60),
    ("west", 60),
    ("wesz", 60),
    ("wat", 60),
    ("mesz", 120),
    ("cest", 120),
    ("haec", 120),
    ("eet", 120),
    ("oez", 120),
    ("sast", 120),
    ("cat", 120),
    ("eest", 180),
    ("oesz", 180),
    ("eat", 180),
    ("msk", 180),
    ("мск", 180),
    ("trt", 180),
    ("gst", 240),
    ("pkt", 300),
    ("ist", 330),
    ("wib", 420),
    ("ict", 420),
    ("sgt", 480),
    ("hkt", 480),
    ("pht", 480),
    ("myt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("aest", 600),
    ("acdt", 630),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("ndt", -150),
    ("brt", -180),
    ("art", -180),
    ("adt", -180),
    ("nst", -210),
    ("ast", -240),
    ("edt", -240),
    ("clt", -240),
    ("est", -300),
    ("cdt", -300),
    ("cot", -300),
    ("pet", -300),
    ("cst", -360),
    ("mdt", -360),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
    ("akdt", -480),
    ("akst", -540),
    ("hst", -600),
];

/// What stands before or after the hour of the second half of the day, and of the first.
const PM: &[&str] = &["pm", "p.m", "p. m", "p m", "午後", "下午", "오후", "em", "öös", "ös", "μ.μ", "μμ", "ch"];
const AM: &[&str] = &["am", "a.m", "a. m", "a m", "午前", "上午", "오전", "fm", "öö", "π.μ", "πμ", "sa"];

/// Bytes a date may have; longer lines are no dates.
const LONGEST: usize = 120;

/// The day and time this text states; nothing where it states no whole day. `3/4/25` is taken as the 4th of March, unless
/// it cannot be.
pub fn stated(text: &str) -> Option<Stated> {
    let text = text.trim();
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = plain(text);
    let (runs, words) = tokens(&lower);
    let time = time_of(&runs);
    let (offset, zone_run, unknown_zone) = zone_of(&lower, &runs, time);
    let numbers: Vec<&Run> =
        runs.iter().enumerate().filter(|(at, _)| Some(*at) != time && Some(*at) != zone_run).map(|(_, r)| r).collect();
    let day = day_of(&numbers, &words)?;
    let clock = match time {
        Some(at) => clock_of(&runs[at], &lower)?,
        None => chrono::NaiveTime::MIN,
    };
    Some(Stated { local: day.and_time(clock), offset, unknown_zone, timed: time.is_some() })
}

/// As [`stated`], for texts that may also be in one of the forms of [`iso_date`].
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    iso_date(text).or_else(|| stated(text).filter(|stated| !stated.unknown_zone).map(|stated| stated.utc()))
}

/// Lower case, every blank a plain one, and the signs of Chinese, Japanese and Korean dates as those of others.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let after_digit = plain.ends_with(|last: char| last.is_ascii_digit());
        match c {
            '年' | '月' | '년' | '월' if after_digit => plain.push('-'),
            '日' | '일' | '秒' | '초' if after_digit => plain.push(' '),
            '时' | '時' | '点' | '點' | '시' | '分' | '분' if after_digit => plain.push(':'),
            '−' => plain.push('-'),
            '\u{200e}' | '\u{200f}' => {}
            c if c.is_whitespace() => plain.push(' '),
            // Korean has a blank after its signs: `2020년 1월 22일`.
            c => plain.extend(c.to_lowercase()),
        }
    }
    while plain.contains("- ") {
        plain = plain.replace("- ", "-");
    }
    plain
}

/// Numbers joined by one sign, as `20:34:00` or `22.01.2020`.
#[derive(Debug)]
struct Run {
    numbers: Vec<u32>,
    sign: Option<u8>,
    start: usize,
    end: usize,
}

fn tokens(text: &str) -> (Vec<Run>, Vec<&str>) {
    let (mut runs, mut words) = (Vec::<Run>::new(), Vec::new());
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_digit() {
            let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let number = text[at..end].parse().unwrap_or(u32::MAX);
            match runs.last_mut() {
                Some(run)
                    if at == run.end + 1
                        && matches!(bytes[run.end], b':' | b'.' | b'/' | b'-')
                        && run.sign.is_none_or(|sign| sign == bytes[run.end]) =>
                {
                    run.sign = Some(bytes[run.end]);
                    run.numbers.push(number);
                    run.end = end;
                }
                _ => runs.push(Run { numbers: vec![number], sign: None, start: at, end }),
            }
            at = end;
        } else {
            let rest = &text[at..];
            let length = rest.find(|c: char| !(c.is_alphabetic() || is_mark(c))).unwrap_or(rest.len());
            if length > 0 {
                words.push(&rest[..length]);
                at += length;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    (runs, words)
}

/// Vowel signs of Devanagari and combining accents belong to their word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{97f}')
}

/// Which run is the time: the first with colons, else the last of those with dots that can be one, behind another.
fn time_of(runs: &[Run]) -> Option<usize> {
    let can_be = |run: &Run| {
        matches!(run.numbers.len(), 2 | 3) && run.numbers[0] < 25 && run.numbers[1..].iter().all(|number| *number < 61)
    };
    runs.iter().position(|run| run.sign == Some(b':') && can_be(run)).or_else(|| {
        let dotted = runs.iter().rposition(|run| run.sign == Some(b'.') && can_be(run))?;
        (dotted > 0).then_some(dotted)
    })
}

/// Minutes ahead of UTC, the run that states them in figures, and whether a zone is named that is not known.
fn zone_of(text: &str, runs: &[Run], time: Option<usize>) -> (Option<i32>, Option<usize>, bool) {
    let Some(time) = time else { return (None, None, false) };
    // `GMT+02:00`, `UTC-5`, `+0200`.
    let behind = runs.get(time + 1).filter(|run| run.start > 0 && time + 2 == runs.len());
    if let Some(run) = behind
        && let sign @ (b'+' | b'-') = text.as_bytes()[run.start - 1]
    {
        let minutes = match run.numbers[..] {
            [hours, minutes] => i32::try_from(hours * 60 + minutes).ok(),
            [hours] if run.end - run.start <= 2 => i32::try_from(hours * 60).ok(),
            [figures] if run.end - run.start == 4 => i32::try_from(figures / 100 * 60 + figures % 100).ok(),
            _ => None,
        };
        if let Some(minutes) = minutes.filter(|minutes| *minutes <= 14 * 60) {
            return (Some(if sign == b'-' { -minutes } else { minutes }), Some(time + 1), false);
        }
    }
    let mut unknown = false;
    for word in text[runs[time].end..].split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if let Some((_, east)) = ZONES.iter().find(|(name, _)| *name == word) {
            return (Some(*east), None, false);
        }
        let is_half = PM.iter().chain(AM).any(|half| *half == word || half.split(['.', ' ']).any(|part| part == word));
        if matches!(word, "utc" | "z" | "ut") {
            return (None, None, false);
        }
        unknown |= !is_half && (3..=5).contains(&word.len()) && month_of(word).is_none();
    }
    (None, None, unknown)
}

fn clock_of(run: &Run, text: &str) -> Option<chrono::NaiveTime> {
    let [mut hour, minute, ref second @ ..] = run.numbers[..] else { return None };
    let after = text[run.end..].trim_start_matches([' ', ':']);
    let before = text[..run.start].trim_end();
    let half = |marks: &[&str]| {
        marks.iter().any(|mark| {
            let whole = |rest: &str| !rest.starts_with(char::is_alphabetic);
            after.strip_prefix(mark).is_some_and(whole) || !mark.is_ascii() && before.ends_with(mark)
        })
    };
    if half(PM) {
        hour = hour % 12 + 12;
    } else if half(AM) {
        hour %= 12;
    }
    chrono::NaiveTime::from_hms_opt(hour % 24, minute, second.first().copied().unwrap_or(0).min(59))
}

/// The number of the month a word names, from 1.
fn month_of(word: &str) -> Option<u32> {
    let mut longest: Option<(usize, u32)> = None;
    for (month, names) in (1..).zip(&MONTHS) {
        for name in *names {
            if word.starts_with(name) && longest.is_none_or(|(length, _)| name.len() > length) {
                longest = Some((name.len(), month));
            }
        }
    }
    longest.map(|(_, month)| month)
}

fn day_of(runs: &[&Run], words: &[&str]) -> Option<NaiveDate> {
    let numbers: Vec<u32> = runs.iter().flat_map(|run| run.numbers.iter().copied()).collect();
    let named = words.iter().find_map(|word| month_of(word));
    // Vietnamese counts its months: `15 thg 6, 2026`.
    let counted = words.iter().any(|word| matches!(*word, "thg" | "tháng"));
    let (year, month, day) = match (named, &numbers[..]) {
        (_, &[day, month, year]) if counted => (year, month, day),
        (Some(month), &[a, b]) if a > 31 => (a, month, b),
        (Some(month), &[a, b]) => (b, month, a),
        (None, &[a, b, c]) if a > 31 => (a, b, c),
        (None, &[a, b, c]) => {
            let sign = runs.first().and_then(|run| run.sign);
            if sign == Some(b'/') && b > 0 && a <= 12 { (c, a, b) } else { (c, b, a) }
        }
        _ => return None,
    };
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        // Thai years count from the Buddha.
        2400..=2700 => year - 543,
        _ => year,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|year| (1900..2200).contains(year))?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_many_languages() {
        for (text, expected, offset) in [
            ("Jan 22, 2020, 8:34:00\u{202f}PM UTC", "2020-01-22T20:34:00+00:00", None),
            ("Jan 22, 2020, 12:05:00 AM EST", "2020-01-22T05:05:00+00:00", Some(-300)),
            ("15 jun 2026, 20:30:41 CEST", "2026-06-15T18:30:41+00:00", Some(120)),
            ("17. Aug. 2026, 09:12:03 MESZ", "2026-08-17T07:12:03+00:00", Some(120)),
            ("17.08.2026, 09:12:03 MESZ", "2026-08-17T07:12:03+00:00", Some(120)),
            ("22 janv. 2020, 20:34:00 CET", "2020-01-22T19:34:00+00:00", Some(60)),
            ("12 févr. 2021 à 09:05:00 UTC+01:00", "2021-02-12T08:05:00+00:00", Some(60)),
            ("14 juil. 2021, 09:05:00 CEST", "2021-07-14T07:05:00+00:00", Some(120)),
            ("22 ene 2020, 20:34:00 CET", "2020-01-22T19:34:00+00:00", Some(60)),
            ("22/1/2020, 8:34:00 p. m. GMT-03:00", "2020-01-22T23:34:00+00:00", Some(-180)),
            ("22 de jan. de 2020, 20:34:00 BRT", "2020-01-22T23:34:00+00:00", Some(-180)),
            ("22 gen 2020, 20:34:00 CET", "2020-01-22T19:34:00+00:00", Some(60)),
            ("22 sty 2020, 20:34:00 CET", "2020-01-22T19:34:00+00:00", Some(60)),
            ("15 cze 2020, 20:34:00 CEST", "2020-06-15T18:34:00+00:00", Some(120)),
            ("22 mrt 2020 20:34:00 CET", "2020-03-22T19:34:00+00:00", Some(60)),
            ("22 Oca 2020 20:34:00 TRT", "2020-01-22T17:34:00+00:00", Some(180)),
            ("22 Ara 2020 20:34:00 GMT+03:00", "2020-12-22T17:34:00+00:00", Some(180)),
            ("22.1.2020 klo 20.34.00 EET", "2020-01-22T18:34:00+00:00", Some(120)),
            ("2 marrask. 2020 klo 20.34.00 EET", "2020-11-02T18:34:00+00:00", Some(120)),
            ("22 янв. 2020 г., 20:34:00 MSK", "2020-01-22T17:34:00+00:00", Some(180)),
            ("2020年1月22日 20:34:00 JST", "2020-01-22T11:34:00+00:00", Some(540)),
            ("2020年1月22日 下午8:34:00 CST", "2020-01-23T02:34:00+00:00", Some(-360)),
            ("2020/01/22 20:34:00 JST", "2020-01-22T11:34:00+00:00", Some(540)),
            ("2020년 1월 22일 오후 8:34:00 KST", "2020-01-22T11:34:00+00:00", Some(540)),
            ("2020. 1. 22. 오후 8:34:00 KST", "2020-01-22T11:34:00+00:00", Some(540)),
            ("Tuesday, 7 February 2021 at 17:13:43 UTC", "2021-02-07T17:13:43+00:00", None),
            ("Wednesday, January 4, 2023 at 10:59:50 PM UTC", "2023-01-04T22:59:50+00:00", None),
            ("15 thg 6, 2026, 20:30:41 GMT+7", "2026-06-15T13:30:41+00:00", Some(420)),
            ("3/4/25, 6:22 PM", "2025-03-04T18:22:00+00:00", None),
            ("28/3/25, 18:22", "2025-03-28T18:22:00+00:00", None),
            ("4 mars 2025", "2025-03-04T00:00:00+00:00", None),
            ("2020-04-27 23:18:23 +0200", "2020-04-27T21:18:23+00:00", Some(120)),
        ] {
            let stated = stated(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((stated.utc().to_rfc3339().as_str(), stated.offset), (expected, offset), "{text}");
            assert!(!stated.unknown_zone, "{text}");
        }
    }

    #[test]
    fn what_states_no_day_is_nothing() {
        for text in [
            "Watched March of the penguins 2",
            "31 feb 2020, 10:00:00 UTC",
            "",
            "2020",
            "Mar 2025",
            "Oct 18",
            "20:34:00",
        ] {
            assert_eq!(stated(text), None, "{text}");
        }
        assert!(stated("1 jan 2020, 10:00:00 XYZ").is_some_and(|stated| stated.unknown_zone));
        assert_eq!(moment("1 jan 2020, 10:00:00 XYZ"), None);
    }
}
