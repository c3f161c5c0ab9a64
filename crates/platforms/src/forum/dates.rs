//! Dates as people and programs write them, and which of day and month comes first, decided over a whole column.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// A moment, and the minutes its clock was ahead of UTC where the text says so.
pub type Moment = (DateTime<Utc>, Option<i32>);

/// What stands first in a date of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Day,
    Month,
    Year,
}

/// Names of months by their beginnings, January first: English, German, French, Spanish, Italian, Portuguese, Dutch, the
/// Nordic languages, Polish. Longer beginnings stand where a shorter one would mean two months.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "sty", "tammi"],
    &["feb", "fév", "fev", "febr", "lut", "helmi"],
    &["mar", "mär", "maa", "mrt", "maerz", "mrz"],
    &["apr", "avr", "abr", "kwi", "huhti"],
    &["may", "mai", "mag", "mei", "maj", "toukokuu"],
    &["jun", "juin", "giu", "cze", "kesä"],
    &["jul", "juil", "lug", "lip", "heinä"],
    &["aug", "aoû", "aou", "ago", "sie", "elo"],
    &["sep", "set", "wrz", "syys"],
    &["oct", "okt", "oto", "ott", "out", "paź", "loka"],
    &["nov", "lis", "marras"],
    &["dec", "dez", "déc", "dic", "des", "gru", "joulu"],
];

/// Abbreviations of zones, in minutes. An abbreviation that means several zones is the one of English and German forums.
const ZONES: &[(&str, i32)] = &[
    ("z", 0), ("ut", 0), ("utc", 0), ("gmt", 0), ("bst", 60), ("wet", 0), ("west", 60), ("cet", 60), ("cest", 120), ("mez", 60), ("mesz", 120),
    ("eet", 120), ("eest", 180), ("msk", 180), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300), ("mst", -420),
    ("mdt", -360), ("pst", -480), ("pdt", -420), ("aest", 600), ("aedt", 660), ("nzst", 720), ("nzdt", 780), ("ist", 330),
];

/// How the dates of a column are read.
#[derive(Debug, Clone, Default)]
pub struct Dates {
    /// Format the person told, as `chrono` writes it.
    format: Option<String>,
    order: Option<Order>,
    day_first: Votes,
    month_first: Votes,
}

/// What speaks for one order of day and month.
#[derive(Debug, Clone, Default)]
struct Votes {
    /// Dates that make sense in this order alone.
    sure: u64,
    last: Option<NaiveDate>,
    up: u64,
    down: u64,
}

impl Votes {
    fn see(&mut self, day: Option<NaiveDate>) {
        if let (Some(day), Some(last)) = (day, self.last) {
            self.up += u64::from(day > last);
            self.down += u64::from(day < last);
        }
        self.last = day.or(self.last);
    }

    /// How far the column runs one way: tables are sorted by date as a rule.
    fn one_way(&self) -> u64 {
        self.up.max(self.down)
    }
}

impl Dates {
    /// As told: `dmy`, `mdy`, `ymd`, a format of `chrono` with `%`, or letters such as `dd/mm/yyyy hh:mm`.
    pub fn told(format: Option<&str>) -> Dates {
        let mut dates = Dates::default();
        match format.map(str::trim).filter(|format| !format.is_empty()) {
            None => {}
            Some("dmy" | "DMY") => dates.order = Some(Order::Day),
            Some("mdy" | "MDY") => dates.order = Some(Order::Month),
            Some("ymd" | "YMD") => dates.order = Some(Order::Year),
            Some(format) if format.contains('%') => dates.format = Some(format.to_owned()),
            Some(format) => dates.format = Some(in_letters(format)),
        }
        dates
    }

    /// Takes note of a value of the column.
    pub fn see(&mut self, text: &str) {
        let Some((numbers, _)) = three_numbers(text) else { return };
        let as_day = |day: i32, month: i32, year| NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?);
        let (first, second, year) = numbers;
        let (day_first, month_first) = (as_day(first, second, year), as_day(second, first, year));
        self.day_first.sure += u64::from(day_first.is_some() && month_first.is_none());
        self.month_first.sure += u64::from(month_first.is_some() && day_first.is_none());
        self.day_first.see(day_first);
        self.month_first.see(month_first);
    }

    /// To be called when all values were seen. False when nothing tells day from month: the day is then taken first.
    pub fn settle(&mut self) -> bool {
        if self.order.is_some() || self.format.is_some() {
            return true;
        }
        let (day, month) = (&self.day_first, &self.month_first);
        let (order, sure) = match (day.sure, month.sure) {
            (0, 0) if day.last.is_none() && month.last.is_none() => return true,
            (0, 0) if day.one_way() != month.one_way() => {
                (if day.one_way() > month.one_way() { Order::Day } else { Order::Month }, true)
            }
            (0, 0) => (Order::Day, false),
            (day, month) => (if month > day { Order::Month } else { Order::Day }, true),
        };
        self.order = Some(order);
        sure
    }

    /// The moment of a value.
    pub fn moment(&self, text: &str) -> Option<Moment> {
        let text = text.trim();
        if let Some(format) = &self.format {
            return as_told(text, format).or_else(|| moment(text, self.order.unwrap_or(Order::Day)));
        }
        moment(text, self.order.unwrap_or(Order::Day))
    }
}

fn as_told(text: &str, format: &str) -> Option<Moment> {
    if let Ok(local) = DateTime::parse_from_str(text, format) {
        return Some((local.to_utc(), Some(local.offset().local_minus_utc() / 60)));
    }
    let local = NaiveDateTime::parse_from_str(text, format)
        .or_else(|_| NaiveDate::parse_from_str(text, format).map(|day| day.and_time(NaiveTime::MIN)))
        .ok()?;
    Some((local.and_utc(), None))
}

/// `dd/mm/yyyy hh:mm:ss` as a format of `chrono`: `mm` is the month before the first `h`, the minutes after it.
fn in_letters(format: &str) -> String {
    let mut out = String::new();
    let mut rest = format;
    let mut clock = false;
    while let Some(c) = rest.chars().next() {
        let run = rest.chars().take_while(|other| other.eq_ignore_ascii_case(&c)).count();
        let piece = match (c.to_ascii_lowercase(), run) {
            ('y' | 'j', 3..) => "%Y",
            ('y' | 'j', _) => "%y",
            ('d' | 't', _) => "%d",
            ('h', _) => {
                clock = true;
                if format.to_lowercase().contains('p') { "%I" } else { "%H" }
            }
            ('m', 3..) if !clock => "%b",
            ('m', _) if clock => "%M",
            ('m', _) => "%m",
            ('s', _) => "%S",
            ('a' | 'p', _) => "%p",
            ('z', _) => "%z",
            _ => "",
        };
        let length: usize = rest.chars().take(run).map(char::len_utf8).sum();
        // `am`/`pm` is one piece.
        let length = if piece == "%p" && rest[length..].starts_with(['m', 'M']) { length + 1 } else { length };
        out.push_str(if piece.is_empty() { &rest[..length] } else { piece });
        rest = &rest[length..];
    }
    out
}

/// The moment of one value by itself.
pub fn moment(text: &str, order: Order) -> Option<Moment> {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-') && text.matches(['.', '-']).count() < 2 {
        return number(text);
    }
    let (before, clock, after) = clock(text);
    let (zone, rest) = zone(after);
    let day = day(&format!("{before} {rest}"), order)?;
    let local = day.and_time(clock.unwrap_or(NaiveTime::MIN));
    match zone {
        // UTC is the platform's clock, not the author's.
        Some((minutes, named)) => {
            let at = local.checked_sub_signed(TimeDelta::try_minutes(i64::from(minutes))?)?;
            Some((at.and_utc(), (minutes != 0 || !named).then_some(minutes).filter(|minutes| *minutes != 0)))
        }
        None => Some((local.and_utc(), None)),
    }
}

/// Seconds, milliseconds or microseconds since 1970, the day number of a spreadsheet, or digits run together.
fn number(text: &str) -> Option<Moment> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let parse = |format: &str| NaiveDateTime::parse_from_str(text, format).ok();
    let plausible = |at: &NaiveDateTime| (1980..2100).contains(&chrono::Datelike::year(at));
    match text.len() {
        14 if digits => return parse("%Y%m%d%H%M%S").filter(plausible).map(|at| (at.and_utc(), None)),
        8 if digits => {
            let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(|day| day.and_time(NaiveTime::MIN));
            if let Some(at) = day.filter(plausible) {
                return Some((at.and_utc(), None));
            }
        }
        _ => {}
    }
    let value: f64 = text.parse().ok()?;
    let seconds = match value {
        // Days since 1899-12-30: a spreadsheet's own form, here for the years 1954 to 2119.
        20_000.0..80_000.0 => (value - 25_569.0) * 86_400.0,
        1e8..1e11 => value,
        1e11..1e14 => value / 1e3,
        1e14..1e17 => value / 1e6,
        1e17..1e19 => value / 1e9,
        _ => return None,
    };
    // Days of a spreadsheet carry fractions of a second by rounding alone.
    let millis = if value < 80_000.0 { (seconds.round() * 1e3) as i64 } else { (seconds * 1e3) as i64 };
    DateTime::from_timestamp_millis(millis).map(|at| (at, None))
}

/// Splits off the time of day: what stands before it, the time, what stands behind it.
fn clock(text: &str) -> (&str, Option<NaiveTime>, &str) {
    let bytes = text.as_bytes();
    for (colon, byte) in bytes.iter().enumerate() {
        if !matches!(byte, b':' | b'h' | b'H') {
            continue;
        }
        let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
        let hours = bytes[..colon].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let minutes = digits(colon + 1);
        if !(1..=2).contains(&hours) || minutes != 2 {
            continue;
        }
        let part = |from: usize, length: usize| text.get(from..from + length)?.parse::<u32>().ok();
        let (Some(mut hour), Some(minute)) = (part(colon - hours, hours), part(colon + 1, 2)) else { continue };
        let mut end = colon + 3;
        let (mut second, mut nanos) = (0, 0);
        if bytes.get(end) == Some(&b':') && digits(end + 1) == 2 {
            second = part(end + 1, 2).unwrap_or(0);
            end += 3;
            if matches!(bytes.get(end), Some(b'.' | b',')) {
                let length = digits(end + 1);
                let fraction = text.get(end + 1..end + 1 + length.min(9)).unwrap_or("");
                nanos = format!("{fraction:0<9}").parse().unwrap_or(0);
                end += 1 + length;
            }
        }
        let after = &text[end..];
        let folded: String = after.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}')).take(3).collect::<String>().to_lowercase();
        let half = ["am", "pm"].iter().find(|half| {
            folded.strip_prefix(**half).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        });
        match half {
            Some(&"pm") if hour < 12 => hour += 12,
            Some(&"am") if hour == 12 => hour = 0,
            _ => {}
        }
        let time = NaiveTime::from_hms_nano_opt(hour % 24, minute, second.min(59), nanos);
        let after = if half.is_some() {
            let skipped = after.find(['m', 'M']).map_or(0, |at| at + 1);
            after[skipped..].trim_start_matches('.')
        } else {
            after
        };
        let before = text[..colon - hours].trim_end_matches(|c: char| c == 'T' || c.is_whitespace());
        return (before, time.filter(|_| hour <= 24), after);
    }
    (text, None, "")
}

/// The zone behind a time: minutes and whether it was named, and the rest of the text without it.
fn zone(after: &str) -> (Option<(i32, bool)>, String) {
    let text = after.trim_start();
    let word: String = text.trim_start_matches('(').chars().take_while(char::is_ascii_alphabetic).collect();
    let named = ZONES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    let rest = match named {
        Some(_) => &text[text.find(word.as_str()).unwrap_or(0) + word.len()..],
        None => text,
    };
    let rest = rest.trim_start();
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '+' | '-' | '\u{2212}')) {
        let digits: String = rest[sign.len_utf8()..].chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
        let plain = digits.replace(':', "");
        let minutes = match plain.len() {
            1 | 2 => plain.parse::<i32>().ok().map(|hours| hours * 60),
            4 => plain.parse::<i32>().ok().map(|number| number / 100 * 60 + number % 100),
            _ => None,
        };
        if let Some(minutes) = minutes.filter(|minutes| *minutes <= 14 * 60) {
            let minutes = if sign == '+' { minutes } else { -minutes };
            let rest = &rest[sign.len_utf8() + digits.len()..];
            // `+0100 (CET)`: the name repeats the number.
            let rest = if rest.trim_start().starts_with('(') { "" } else { rest };
            return (Some((minutes, false)), rest.to_owned());
        }
    }
    (named.map(|(_, minutes)| (*minutes, true)), rest.trim_start_matches(')').to_owned())
}

/// Numbers and words of a date, in order.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut digits = None;
    for c in text.chars() {
        let kind = if c.is_ascii_digit() { Some(true) } else { c.is_alphabetic().then_some(false) };
        match (kind, digits) {
            (Some(_), same) if same == kind => {
                if let Some(last) = tokens.last_mut() {
                    last.extend(c.to_lowercase());
                }
            }
            (Some(_), _) => tokens.push(c.to_lowercase().collect()),
            (None, _) => {}
        }
        digits = kind;
    }
    tokens
}

fn month(word: &str) -> Option<u32> {
    let fits = |names: &&[&str]| {
        names.iter().any(|name| word.starts_with(name) && (word.chars().count() >= 3))
    };
    // `march` and `marraskuu` begin alike, as do `lis` and `list`: the longest beginning wins.
    let longest = |names: &[&str]| names.iter().filter(|name| word.starts_with(**name)).map(|name| name.len()).max();
    let found = MONTHS.iter().enumerate().filter(|(_, names)| fits(names));
    found.max_by_key(|(_, names)| longest(names)).and_then(|(at, _)| u32::try_from(at + 1).ok())
}

fn year_of(text: &str) -> Option<i32> {
    let number: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(number).filter(|year| (1970..2100).contains(year)),
        2 => Some(if number < 70 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}

/// The numbers of `03/04/2014` in order, and whether dots stand between them; nothing for other forms.
fn three_numbers(text: &str) -> Option<((i32, i32, i32), bool)> {
    let (before, _, _) = clock(text.trim());
    let tokens = tokens(before);
    let numbers: Vec<&String> = tokens.iter().filter(|token| token.starts_with(|c: char| c.is_ascii_digit())).collect();
    let [first, second, year] = numbers.as_slice() else { return None };
    if first.len() > 2 || second.len() > 2 || tokens.iter().any(|token| month(token).is_some()) {
        return None;
    }
    Some(((first.parse().ok()?, second.parse().ok()?, year_of(year)?), before.contains('.')))
}

fn day(text: &str, order: Order) -> Option<NaiveDate> {
    let tokens = tokens(text);
    let numbers: Vec<&str> =
        tokens.iter().map(String::as_str).filter(|token| token.starts_with(|c: char| c.is_ascii_digit())).collect();
    // A Finnish `maanantai` is no month: a name counts only where two numbers stand beside it.
    if numbers.len() == 2
        && let Some(month) = tokens.iter().filter(|token| !is_weekday(token)).find_map(|token| month(token))
    {
        let (day, year) = match (numbers[0].len(), numbers[1].len()) {
            (4, _) => (numbers[1], numbers[0]),
            _ => (numbers[0], numbers[1]),
        };
        return NaiveDate::from_ymd_opt(year_of(year)?, month, day.parse().ok()?);
    }
    let [first, second, third] = numbers.as_slice() else { return None };
    let small = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    if first.len() == 4 {
        return NaiveDate::from_ymd_opt(year_of(first)?, small(second)?, small(third)?);
    }
    if order == Order::Year && first.len() == 2 && third.len() == 2 {
        return NaiveDate::from_ymd_opt(year_of(first)?, small(second)?, small(third)?);
    }
    let (first, second, year) = (small(first)?, small(second)?, year_of(third)?);
    // Dots are written where the day comes first.
    let month_first = order == Order::Month && !text.contains('.');
    let (day, month) = if month_first { (second, first) } else { (first, second) };
    // One date that makes sense the other way round alone does not cost the post its date.
    NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, day, month))
}

fn is_weekday(word: &str) -> bool {
    const DAYS: &[&str] = &[
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
        "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles",
        "jueves", "viernes", "sábado", "domingo", "martedì", "mar", "maanantai", "maandag",
    ];
    DAYS.contains(&word) && word != "mar"
        || ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match moment(text, Order::Day) {
            Some((at, offset)) => {
                let offset = offset.map_or(String::new(), |minutes| format!(" {minutes:+}"));
                format!("{}{offset}", at.format("%Y-%m-%d %H:%M:%S"))
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn one_moment_in_many_shapes() {
        for text in [
            "2014-03-12 22:15:00", "2014-03-12T22:15:00Z", "2014-03-12 22:15:00 UTC", "2014-03-12T22:15:00.000+00:00",
            "2014/03/12 22:15", "20140312221500", "1394662500", "1394662500000", "1394662500.0", "41710.92708333",
            "12/03/2014 22:15", "12.03.2014, 22:15", "12-03-14 10:15 PM", "Wed Mar 12, 2014 10:15 pm", "March 12th, 2014 at 10:15 p.m.",
            "12 Mar 2014, 22:15", "12. M\u{e4}rz 2014 22:15 Uhr", "mercredi 12 mars 2014 \u{e0} 22h15", "12 de marzo de 2014 22:15",
            "Wednesday, 12 March 2014 22:15:00 GMT", "12-Mar-2014 22:15", "\u{bb} 12 Mar 2014 22:15", "12 maart 2014 22:15", "2014 Mar 12 22:15",
            "Wed, 12 Mar 2014 22:15:00 +0000", "12/03/2014 22:15:00", "12 marca 2014 22:15", "22:15, 12 March 2014", "12 marzo 2014 22:15",
        ] {
            assert_eq!(shown(text), "2014-03-12 22:15:00", "{text}");
        }
    }

    #[test]
    fn zones_move_the_moment_and_are_kept() {
        assert_eq!(shown("2014-07-12T22:15:00+01:00"), "2014-07-12 21:15:00 +60");
        assert_eq!(shown("Wed, 12 Mar 2014 22:15:00 -0500 (EST)"), "2014-03-13 03:15:00 -300");
        assert_eq!(shown("12 July 2014 22:15 BST"), "2014-07-12 21:15:00 +60");
        assert_eq!(shown("2014-07-12 22:15 GMT+2"), "2014-07-12 20:15:00 +120");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "7", "12", "3 hours ago", "99/99/2014", "hello 12:15", "2014", "Feb 30, 2014", "-", "1.2.3.4"] {
            assert_eq!(shown(text), "none", "{text}");
        }
    }

    fn column(values: &[&str]) -> (Dates, bool) {
        let mut dates = Dates::default();
        values.iter().for_each(|value| dates.see(value));
        let sure = dates.settle();
        (dates, sure)
    }

    fn day_of(dates: &Dates, text: &str) -> String {
        dates.moment(text).map_or("none".to_owned(), |(at, _)| at.format("%Y-%m-%d").to_string())
    }

    #[test]
    fn the_whole_column_tells_day_from_month() {
        let (british, sure) = column(&["03/04/2014 10:00", "25/04/2014 10:00"]);
        assert!(sure);
        assert_eq!(day_of(&british, "03/04/2014 10:00"), "2014-04-03");
        let (american, sure) = column(&["03/04/2014", "04/25/2014"]);
        assert!(sure);
        assert_eq!(day_of(&american, "03/04/2014"), "2014-03-04");
        // No value is beyond 12, but read one way the column is sorted.
        let (sorted, sure) = column(&["01/02/2014", "01/05/2014", "01/09/2014", "02/01/2014", "02/03/2014"]);
        assert!(sure);
        assert_eq!(day_of(&sorted, "01/09/2014"), "2014-01-09");
        let (open, sure) = column(&["03/04/2014"]);
        assert!(!sure);
        assert_eq!(day_of(&open, "03/04/2014"), "2014-04-03");
        assert!(column(&["2014-03-04"]).1);
    }

    #[test]
    fn a_told_format_is_followed() {
        assert_eq!(day_of(&Dates::told(Some("mm/dd/yyyy")), "03/04/2014"), "2014-03-04");
        assert_eq!(day_of(&Dates::told(Some("%d.%m.%y")), "03.04.14"), "2014-04-03");
        assert_eq!(day_of(&Dates::told(Some("mdy")), "03/04/2014 10:00"), "2014-03-04");
        assert_eq!(day_of(&Dates::told(Some("ymd")), "14-03-04"), "2014-03-04");
        let (at, _) = Dates::told(Some("dd-mm-yyyy hh:mm:ss")).moment("03-04-2014 05:06:07").expect("a date");
        assert_eq!(at.to_rfc3339(), "2014-04-03T05:06:07+00:00");
    }

    #[test]
    fn odd_texts_do_not_trip_it() {
        for odd in ["é:22", ":22", "1:22:", "12:15:00.", "+", "9:99 +", "ä1ü2ö3", "1h30 +99:99", "0/0/0", "12:00 (", "١٢:١٥"] {
            let _ = (shown(odd), column(&[odd]));
        }
    }
}
