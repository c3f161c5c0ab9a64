//! Putting right what exports do to words and dates.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::Value;
use std::borrow::Cow;

/// Replaces the HTML entities exports use, once: `&amp;lt;` becomes `&lt;`. What is no entity stays.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.as_bytes().iter().take(12).position(|b| *b == b';').map(|end| &rest[1..end]);
        match name.and_then(|name| Some((entity(name)?, name.len() + 2))) {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "euro" => '€',
        "pound" => '£',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "deg" => '°',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    })
}

/// Repairs words whose UTF-8 bytes were each written as a Latin-1 character, as Facebook's JSON has them (`caf\u00c3\u00a9`).
///
/// Words that are right already are left alone: a lone `é` is no UTF-8 as one byte, and a character beyond Latin-1 cannot
/// come from the fault. Where right and broken words stand in one text, only the broken stretches are replaced. Composed
/// and decomposed accents stay as they are.
pub fn repair_mojibake(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let whole = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>();
    if let Some(right) = whole.and_then(|bytes| String::from_utf8(bytes).ok()) {
        return Cow::Owned(right);
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at, mut repaired) = (String::with_capacity(text.len()), 0, false);
    while let Some(&c) = chars.get(at) {
        match broken_character(&chars[at..]) {
            Some((right, length)) => {
                out.push(right);
                at += length;
                repaired = true;
            }
            None => {
                out.push(c);
                at += 1;
            }
        }
    }
    if repaired { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// The character whose UTF-8 bytes stand here as Latin-1 characters, and how many they are.
fn broken_character(chars: &[char]) -> Option<(char, usize)> {
    let length = match u32::from(*chars.first()?) {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes = chars.get(..length)?.iter().map(|c| u8::try_from(u32::from(*c)).ok()).collect::<Option<Vec<u8>>>()?;
    let right = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    // `«IRMÃ»` is right, `NoÃ«l` is not: a quotation mark does not stand inside a word.
    let quote = length == 2 && matches!(chars[1], '«' | '»');
    let inside = chars.get(2).is_some_and(|next| next.is_alphabetic());
    (!quote || inside).then_some((right, length))
}

/// The beginning of a text, of so many bytes at most.
pub fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Repairs every string of a JSON value as [`repair_mojibake`] does, keys included.
pub fn repair_mojibake_in(value: &mut Value) {
    match value {
        Value::String(s) => {
            if let Cow::Owned(right) = repair_mojibake(s) {
                *s = right;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(repair_mojibake_in),
        Value::Object(map) => {
            map.values_mut().for_each(repair_mojibake_in);
            if map.keys().any(|key| !key.is_ascii()) {
                let repaired = std::mem::take(map).into_iter();
                *map = repaired.map(|(key, value)| (repair_mojibake(&key).into_owned(), value)).collect();
            }
        }
        _ => {}
    }
}

/// Whether a text is an internet address, of version 4 or 6.
pub fn is_ip_address(text: &str) -> bool {
    let number = |part: &str| part.len() <= 3 && part.parse::<u8>().is_ok();
    let group = |part: &str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let colons = text.matches(':').count();
    let version_6 = colons == 7 || (text.contains("::") && colons < 8);
    (text.split('.').count() == 4 && text.split('.').all(number)) || (version_6 && text.split(':').all(group))
}

/// `2023-08-12T17:10:37.000Z`, also without fraction, with a blank for the `T`, with ` +0000`, ` UTC` or `+02:00`, or a day alone.
pub fn iso_date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let day = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(day.and_time(NaiveTime::MIN).and_utc());
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let time_end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let (time, zone) = (&rest[..time_end], rest[time_end..].trim());
    let time =
        NaiveTime::parse_from_str(time, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M")).ok()?;
    let local = day.and_time(time);
    match zone {
        "" | "Z" | "z" | "UTC" | "GMT" => Some(local.and_utc()),
        offset => Some((local - zone_offset(offset)?).and_utc()),
    }
}

fn zone_offset(offset: &str) -> Option<chrono::TimeDelta> {
    let (sign, digits) = match offset.as_bytes().first()? {
        b'+' => (1, &offset[1..]),
        b'-' => (-1, &offset[1..]),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let number: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    chrono::TimeDelta::try_minutes(sign * (number / 100 * 60 + number % 100))
}

/// Seconds since 1970, or milliseconds when the number is too large for seconds.
pub fn unix_date(number: i64) -> Option<DateTime<Utc>> {
    // 100,000,000,000 seconds is the year 5138, and as milliseconds March 1973.
    if number.unsigned_abs() >= 100_000_000_000 {
        DateTime::from_timestamp_millis(number)
    } else {
        DateTime::from_timestamp(number, 0)
    }
}

/// `Wed Oct 10 20:19:24 +0000 2018`, as X writes the time of a post. Always UTC.
pub fn twitter_date(text: &str) -> Option<DateTime<Utc>> {
    let bytes = text.as_bytes();
    if bytes.len() != 30 || &bytes[19..26] != b" +0000 " {
        return None;
    }
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = MONTHS.chunks_exact(3).position(|name| *name == bytes[4..7])? as u32 + 1;
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(26, 30)?).ok()?, month, number(8, 10)?)?;
    let time = NaiveTime::from_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?;
    Some(NaiveDateTime::new(day, time).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_replaced_exactly_once() {
        assert_eq!(unescape("fish &amp; chips &lt;3 &#39;ok&#x27; &gt;"), "fish & chips <3 'ok' >");
        assert_eq!(unescape("&amp;lt;"), "&lt;");
        assert_eq!(unescape("R&D & &unknown; &; &#0; &#xd800; 5&"), "R&D & &unknown; &; &#0; &#xd800; 5&");
        assert_eq!(unescape("&日本語;&amp;é"), "&日本語;&é");
        assert!(matches!(unescape("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn internet_addresses_are_known_by_their_form() {
        assert!(["203.0.113.7", "2001:db8::1", "::1"].into_iter().all(is_ip_address));
        assert!(
            ["", "1.2.3", "1.2.3.256", "12:30", "1.2.3.4.5", "10:30:45", "a::zz", "1.2.3.4 x"]
                .into_iter()
                .all(|t| !is_ip_address(t))
        );
    }

    #[test]
    fn mojibake_is_repaired_and_right_words_stay() {
        for (broken, right) in [
            ("caf\u{c3}\u{a9}", "café"),
            ("it\u{e2}\u{80}\u{99}s", "it’s"),
            ("\u{f0}\u{9f}\u{91}\u{8d}", "👍"),
            ("\u{e6}\u{97}\u{a5}\u{e6}\u{9c}\u{ac}", "日本"),
            ("e\u{cc}\u{81}", "e\u{301}"),
            ("café", "café"),
            ("日本 é", "日本 é"),
            ("cut \u{f0}\u{9f}\u{91}", "cut \u{f0}\u{9f}\u{91}"),
            ("caf\u{c3}\u{a9} and café", "café and café"),
            ("日本 caf\u{c3}\u{a9} \u{f0}\u{9f}\u{91}\u{8d} \u{f0}\u{9f}", "日本 café 👍 \u{f0}\u{9f}"),
            ("No\u{c3}\u{ab}l, 日本", "Noël, 日本"),
            ("«IRMÃ» 日本", "«IRMÃ» 日本"),
            ("plain", "plain"),
        ] {
            assert_eq!(repair_mojibake(broken), right);
        }
    }

    #[test]
    fn dates_in_the_forms_of_exports() {
        let is =
            |date: Option<DateTime<Utc>>, want: &str| assert_eq!(date.map(|d| d.to_rfc3339()).as_deref(), Some(want));
        is(twitter_date("Wed Oct 10 20:19:24 +0000 2018"), "2018-10-10T20:19:24+00:00");
        is(iso_date("2023-08-12T17:10:37.000Z"), "2023-08-12T17:10:37+00:00");
        is(iso_date("2018-09-27 22:02:22 +0000"), "2018-09-27T22:02:22+00:00");
        is(iso_date("2018-09-27 22:02:22 UTC"), "2018-09-27T22:02:22+00:00");
        is(iso_date("2018-09-27T22:02:22+02:00"), "2018-09-27T20:02:22+00:00");
        is(iso_date("1983-04-01"), "1983-04-01T00:00:00+00:00");
        is(unix_date(1_300_000_000), "2011-03-13T07:06:40+00:00");
        is(unix_date(1_300_000_000_000), "2011-03-13T07:06:40+00:00");
        for bad in
            ["", "Wed Oct 10 20:19:24 +0000 20x8", "Wed Okt 10 20:19:24 +0000 2018", "Wed Feb 30 20:19:24 +0000 2018"]
        {
            assert_eq!(twitter_date(bad), None, "{bad}");
        }
        for bad in ["", "2023-13-01", "2023-08-12Tnoon", "yesterday", "ééééééé", "2023-08-12T10:00:00 CEST"] {
            assert_eq!(iso_date(bad), None, "{bad}");
        }
    }
}
