//! Dates as Meta's pages write them: in the account's language, local, mostly without a zone.
//!
//! `May 26, 2024 1:35:01pm`, `20 November 2024 at 09:15`, `5 月 25, 2017 9:13:09 下午`, `20 nov. 2024 09:15`,
//! `Monday, July 2, 2012 at 11:05am UTC+01`. The text is taken apart into numbers and words; every word must be known, so
//! that a sentence with a date in it is no date.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use std::sync::LazyLock;

/// A moment as a page states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDate {
    /// As on the clock of the account.
    pub local: NaiveDateTime,
    /// Minutes that clock was ahead of UTC, where the page says so.
    pub offset: Option<i32>,
}

impl LocalDate {
    /// The moment; where the zone is not stated, the local time read as UTC, which may be off by hours.
    pub fn at(self) -> DateTime<Utc> {
        let ahead = TimeDelta::minutes(self.offset.unwrap_or(0).into());
        self.local.checked_sub_signed(ahead).unwrap_or(self.local).and_utc()
    }
}

/// Characters of the longest date.
const LONGEST: usize = 90;

/// Reads a text that is a date and nothing else.
pub fn local_date(text: &str) -> Option<LocalDate> {
    let text = text.trim();
    // A look at most texts is enough: there is no year in them.
    if text.len() > 3 * LONGEST || text.chars().count() > LONGEST || !holds_year(text) {
        return None;
    }
    Parts::of(&tokens(text)?)?.date()
}

fn holds_year(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if digit(c).is_some() { run + 1 } else { 0 };
        run == 4
    })
}

/// The value of a digit, European, Arabic, Persian or Devanagari.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

#[derive(Debug, PartialEq)]
enum Token {
    Number { value: u32, digits: usize },
    Word(String),
    Mark(char),
}

/// Numbers, words (folded, without accents and points) and marks. None when there is something no date has.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(&c) = chars.peek() {
        if digit(c).is_some() {
            let (mut value, mut digits) = (0u32, 0);
            while let Some(digit) = chars.peek().and_then(|&c| digit(c)) {
                value = value.checked_mul(10)?.checked_add(digit)?;
                digits += 1;
                chars.next();
            }
            tokens.push(Token::Number { value, digits });
        } else if c.is_alphabetic() {
            let mut word = String::new();
            let cjk = is_cjk(c);
            while let Some(&c) = chars.peek() {
                let within = c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’');
                if !within || is_cjk(c) != cjk {
                    break;
                }
                c.to_lowercase().for_each(|c| fold(c, &mut word));
                chars.next();
            }
            tokens.push(Token::Word(word));
        } else {
            chars.next();
            match c {
                ':' | '+' | '/' | '.' | '-' | '−' | '(' | ')' => {
                    tokens.push(Token::Mark(if c == '−' { '-' } else { c }))
                }
                ',' | 'º' | 'ª' | '،' | '·' | '•' | '\u{200e}' | '\u{200f}' | '\u{200b}' => {}
                c if c.is_whitespace() => {}
                _ => return None,
            }
        }
    }
    Some(tokens)
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Takes accents off Latin letters; other letters stay.
fn fold(c: char, into: &mut String) {
    into.push(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        'ğ' => 'g',
        'ł' => 'l',
        'ř' => 'r',
        'ý' => 'y',
        'ď' => 'd',
        'ť' | 'ţ' | 'ț' => 't',
        '\u{300}'..='\u{36f}' | '\'' | '’' => return,
        c => c,
    });
}

/// Names of the months, folded: a word of three letters or more that one of them begins with is that month. Languages:
/// English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Indonesian, Swedish, Danish, Norwegian,
/// Czech, Romanian, Finnish, Hungarian, Russian, Ukrainian, Bulgarian, Greek, Arabic.
const MONTHS: [&str; 12] = [
    "january januar janner janvier enero janeiro gennaio stycznia styczen ocak leden ledna ianuarie tammikuuta \
    январь января январ січня януари ιανουαριου يناير",
    "february februar fevrier febrero fevereiro febbraio lutego luty subat unor unora februarie helmikuuta \
    февраль февраля лютого февруари φεβρουαριου فبراير",
    "march marz mars marzo marco maart mrt marca marzec mart maret marts brezen brezna martie maaliskuuta marcius \
    март марта березня μαρτιου مارس",
    "april avril abril aprile kwietnia kwiecien nisan duben dubna aprilie huhtikuuta aprilis апрель апреля квітня \
    април απριλιου أبريل ابريل",
    "may mai mayo maio maggio mei maja mayis maj kveten kvetna toukokuuta majus май мая маи травня μαιου μαΐου \
    μαΐ مايو",
    "june juni juin junio junho giugno czerwca czerwiec haziran cerven cervna cvn iunie kesakuuta junius июнь \
    июня червня юни ιουνιου يونيو",
    "july juli juillet julio julho luglio lipca lipiec temmuz cervenec cervence cvc iulie heinakuuta julius июль \
    июля липня юли ιουλιου يوليو",
    "august aout agosto augustus sierpnia sierpien agustos agustus augusti srpen srpna elokuuta augusztus август \
    августа серпня αυγουστου أغسطس اغسطس",
    "september septembre septiembre setiembre setembro settembre wrzesnia wrzesien eylul zari septembrie \
    syyskuuta szeptember сентябрь сентября вересня септември σεπτεμβριου سبتمبر",
    "october oktober octobre octubre outubro ottobre pazdziernika pazdziernik ekim rijen rijna octombrie \
    lokakuuta октябрь октября жовтня октомври οκτωβριου أكتوبر اكتوبر",
    "november novembre noviembre novembro listopada listopad kasim nopember noiembrie marraskuuta ноябрь ноября \
    листопада ноември νοεμβριου نوفمبر",
    "december dezember decembre diciembre dezembro dicembre grudnia grudzien aralik desember prosinec prosince \
    decembrie joulukuuta декабрь декабря грудня декември δεκεμβριου ديسمبر",
];

/// All names with their months, sorted by name.
static BY_NAME: LazyLock<Vec<(&str, u32)>> = LazyLock::new(|| {
    let mut names: Vec<_> =
        (1..).zip(MONTHS).flat_map(|(month, names)| names.split(' ').map(move |n| (n, month))).collect();
    names.sort_unstable();
    names
});

fn month(word: &str) -> Option<u32> {
    let (name, month) = *BY_NAME.get(BY_NAME.partition_point(|(name, _)| *name < word))?;
    let abbreviated = word.chars().count() >= 3 && name.starts_with(word);
    (name == word || abbreviated).then_some(month)
}

/// Days of the week, folded, by their beginnings; and words dates are joined with.
const DAYS: &str = "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag \
    sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes \
    sabado domingo segunda terca quarta quinta sexta feira lunedi martedi mercoledi giovedi venerdi sabato \
    domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedzialek wtorek sroda czwartek \
    piatek sobota niedziela pazartesi sali carsamba persembe cuma cumartesi pazar senin selasa rabu kamis jumat \
    sabtu minggu mandag tirsdag onsdag torsdag fredag lordag sondag tisdag maanantai tiistai keskiviikko torstai \
    perjantai lauantai sunnuntai понедельник вторник среда четверг пятница суббота воскресенье 星期 週 周 曜日 요일";
const JOINTS: &str = "a al alle as at d da das dari de del den der di dne do e el em en godz h hs i il in jam kl klo la las le los \
    o ob of om on ore pa pada pukul saat s st nd rd th er the thang u uhr um v ve y г года год р року в о την \
    στις ngay luc vao 日 年 년 일 في";

fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "am" | "上午" | "오전" | "午前" | "凌晨" | "早上" | "oo" | "pg" | "sa" | "ص" | "πμ" => Some(false),
        "pm" | "下午" | "오후" | "午後" | "晚上" | "中午" | "os" | "ptg" | "ch" | "م" | "μμ" => Some(true),
        _ => None,
    }
}

/// Minutes ahead of UTC of the zones older exports name.
fn zone(word: &str) -> Option<i32> {
    Some(match word {
        "utc" | "gmt" | "wet" => 0,
        "bst" | "cet" | "west" | "mez" => 60,
        "cest" | "eet" | "mesz" => 120,
        "eest" | "msk" => 180,
        "ist" => 330,
        "jst" => 540,
        "aest" => 600,
        "aedt" => 660,
        "nzst" => 720,
        "nzdt" => 780,
        "ast" | "edt" => -240,
        "est" | "cdt" => -300,
        "cst" | "mdt" => -360,
        "mst" | "pdt" => -420,
        "pst" | "akdt" => -480,
        "akst" => -540,
        "hst" => -600,
        _ => return None,
    })
}

#[derive(Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u32>,
    /// Numbers that may be the day or the month.
    small: Vec<u32>,
    /// What stood between the small numbers: `/`, `.` or `-`.
    between: Option<char>,
    time: Option<(u32, u32, u32)>,
    afternoon: Option<bool>,
    offset: Option<i32>,
}

impl Parts {
    fn of(tokens: &[Token]) -> Option<Parts> {
        let mut parts = Parts::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                Token::Number { value, digits } => at = parts.number(tokens, at, *value, *digits)?,
                Token::Word(word) => at = parts.word(tokens, at, word)?,
                Token::Mark('.' | '/' | '-' | '(' | ')') => {}
                Token::Mark(_) => return None,
            }
        }
        Some(parts)
    }

    fn number(&mut self, tokens: &[Token], at: usize, value: u32, digits: usize) -> Option<usize> {
        let next = tokens.get(at);
        if digits <= 2 && self.time.is_none() {
            let word = |word: &str| matches!(next, Some(Token::Word(w)) if w == word);
            let ends_in_minutes = matches!(tokens.get(at + 1), Some(Token::Number { digits: 2, .. }));
            let dotted = next == Some(&Token::Mark('.')) && self.year.is_some() && ends_in_minutes;
            if next == Some(&Token::Mark(':')) || dotted || (word("h") && ends_in_minutes) {
                return self.clock(tokens, at + 1, value);
            }
            // `9 am`, without minutes.
            if matches!(next, Some(Token::Word(w)) if half_of_day(w).is_some()) && self.year.is_some() {
                self.time = Some((value, 0, 0));
                return Some(at);
            }
        }
        match (digits, next) {
            (_, Some(Token::Word(word))) if word == "年" || word == "년" => self.set_year(value)?,
            (1 | 2, Some(Token::Word(word))) if word == "月" || word == "월" => {
                self.month = Some(value);
                return Some(at + 1);
            }
            (4, _) => self.set_year(value)?,
            (1 | 2, _) => {
                if let (Some(Token::Mark(mark)), true) = (next, self.small.is_empty()) {
                    self.between = Some(*mark);
                }
                self.small.push(value);
            }
            _ => return None,
        }
        Some(at)
    }

    fn set_year(&mut self, value: u32) -> Option<()> {
        // Thailand counts from 543 BC.
        let year = if value >= 2400 { value - 543 } else { value };
        let fresh = self.year.is_none() && (1900..=2100).contains(&year);
        self.year = i32::try_from(year).ok().filter(|_| fresh);
        self.year.map(|_| ())
    }

    /// Minutes and seconds, from `at` on.
    fn clock(&mut self, tokens: &[Token], at: usize, hour: u32) -> Option<usize> {
        let Some(Token::Number { value: minute, digits: 2 }) = tokens.get(at) else { return None };
        let second = match (tokens.get(at + 1), tokens.get(at + 2)) {
            (Some(Token::Mark(':' | '.')), Some(Token::Number { value, digits: 2 })) => Some(*value),
            _ => None,
        };
        self.time = Some((hour, *minute, second.unwrap_or(0)));
        Some(at + if second.is_some() { 3 } else { 1 })
    }

    fn word(&mut self, tokens: &[Token], at: usize, word: &str) -> Option<usize> {
        // `a. m.` and `p.m.` come in two pieces, points between them.
        if matches!(word, "a" | "p" | "π" | "μ") {
            let then = tokens[at..].iter().position(|token| *token != Token::Mark('.')).map(|n| at + n);
            if let Some(then) = then.filter(|&then| matches!(&tokens[then], Token::Word(w) if w == "m" || w == "μ")) {
                self.afternoon = Some(word == "p" || word == "μ");
                return Some(then + 1);
            }
        }
        if let Some(afternoon) = half_of_day(word).filter(|_| self.afternoon.is_none()) {
            self.afternoon = Some(afternoon);
        } else if let Some(minutes) = zone(word).filter(|_| self.time.is_some()) {
            self.offset = Some(minutes);
            return Some(self.ahead(tokens, at));
        } else if let Some(month) = month(word).filter(|_| self.month.is_none() && !is_joint(word)) {
            self.month = Some(month);
        } else if word == "thang" && self.month.is_none() {
            let Some(Token::Number { value, digits: 1 | 2 }) = tokens.get(at) else { return None };
            self.month = Some(*value);
            return Some(at + 1);
        } else if !is_joint(word) && !is_day(word) {
            return None;
        }
        Some(at)
    }

    /// `+01`, `+01:00` or `-0530` behind `UTC`.
    fn ahead(&mut self, tokens: &[Token], at: usize) -> usize {
        let (sign, number) = match (tokens.get(at), tokens.get(at + 1)) {
            (Some(Token::Mark(sign @ ('+' | '-'))), Some(Token::Number { value, digits })) => {
                (*sign, (*value, *digits))
            }
            _ => return at,
        };
        let (minutes, used) = match (number, tokens.get(at + 2), tokens.get(at + 3)) {
            ((hours, 1 | 2), Some(Token::Mark(':')), Some(Token::Number { value, digits: 2 })) => {
                (hours * 60 + value, 4)
            }
            ((hours, 1 | 2), ..) => (hours * 60, 2),
            ((both, _), ..) => (both / 100 * 60 + both % 100, 2),
        };
        let minutes = i32::try_from(minutes).unwrap_or(0);
        self.offset = Some(if sign == '-' { -minutes } else { minutes }).filter(|m| m.abs() <= 15 * 60);
        at + used
    }

    fn date(self) -> Option<LocalDate> {
        let (month, day) = match (self.month, self.small.as_slice()) {
            (Some(month), &[day]) => (month, day),
            (None, &[a, b]) => match self.between {
                // Only Americans write the month first, and they count hours to twelve.
                Some('/') if b > 12 || (a <= 12 && self.afternoon.is_some()) => (a, b),
                Some('/' | '.') => (b, a),
                _ => (a, b),
            },
            _ => return None,
        };
        let date = NaiveDate::from_ymd_opt(self.year?, month, day)?;
        let (hour, minute, second) = self.time.unwrap_or_default();
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let time = NaiveTime::from_hms_opt(hour, minute, second)?;
        Some(LocalDate { local: date.and_time(time), offset: self.offset })
    }
}

fn is_joint(word: &str) -> bool {
    JOINTS.split(' ').any(|joint| joint == word)
}

fn is_day(word: &str) -> bool {
    DAYS.split(' ')
        .any(|day| day == word || word.starts_with(day) || (word.chars().count() >= 2 && day.starts_with(word)))
        || (word.starts_with(['星', '週', '周']) || word.ends_with("曜日") || word.ends_with("요일"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let date = local_date(text)?;
        let offset = date.offset.map_or_else(String::new, |minutes| format!(" {minutes:+}"));
        Some(format!("{}{offset}", date.local))
    }

    #[test]
    fn dates_of_all_eras_and_languages() {
        for (text, is) in [
            ("May 26, 2024 1:35:01pm", "2024-05-26 13:35:01"),
            ("Jun 01, 2025 3:31:29 pm", "2025-06-01 15:31:29"),
            ("Nov 12, 2017, 9:48 PM", "2017-11-12 21:48:00"),
            ("Nov 20, 2024 9:15\u{202f}AM", "2024-11-20 09:15:00"),
            ("20 November 2024 at 09:15", "2024-11-20 09:15:00"),
            ("Thursday, November 30, 2017 at 3:39pm PST", "2017-11-30 15:39:00 -480"),
            ("Monday, July 2, 2012 at 11:05am UTC+01", "2012-07-02 11:05:00 +60"),
            ("4 October 2012 at 21:38 UTC+01:00", "2012-10-04 21:38:00 +60"),
            ("4 October 2012 at 21:38 UTC-0330", "2012-10-04 21:38:00 -210"),
            ("5 月 25, 2017 9:13:09 下午", "2017-05-25 21:13:09"),
            ("2024年5月26日 13:35", "2024-05-26 13:35:00"),
            ("5월 26, 2024 1:35 오후", "2024-05-26 13:35:00"),
            ("sep 06, 2023 12:24:24pm", "2023-09-06 12:24:24"),
            ("20 nov. 2024 09:15", "2024-11-20 09:15:00"),
            ("13 de enero de 2024, 10:30", "2024-01-13 10:30:00"),
            ("jun. 07, 2024 5:44 am", "2024-06-07 05:44:00"),
            ("7 ene 2024 5:44 p. m.", "2024-01-07 17:44:00"),
            ("03. Sept. 2026, 9:33 pm", "2026-09-03 21:33:00"),
            ("Mittwoch, 5. März 2014 um 21:38 UTC+01", "2014-03-05 21:38:00 +60"),
            ("05.08.2024, 23:20", "2024-08-05 23:20:00"),
            ("jeudi 5 avril 2018 à 14:05 UTC+02", "2018-04-05 14:05:00 +120"),
            ("déc. 24, 2023 8:15 pm", "2023-12-24 20:15:00"),
            ("1er août 2019 à 21h38", "2019-08-01 21:38:00"),
            ("11 de agosto de 2026 às 22:03", "2026-08-11 22:03:00"),
            ("Terça-feira, 11 de agosto de 2026 às 22:03 UTC", "2026-08-11 22:03:00 +0"),
            ("mag 3, 2022 7:00 am", "2022-05-03 07:00:00"),
            ("venerdì 3 maggio 2013 alle ore 14:05", "2013-05-03 14:05:00"),
            ("12 mrt. 2021 14:05", "2021-03-12 14:05:00"),
            ("5 października 2020 14:05", "2020-10-05 14:05:00"),
            ("lis 05, 2020 2:05 pm", "2020-11-05 14:05:00"),
            ("Ağu 14, 2023 3:04 ÖS", "2023-08-14 15:04:00"),
            ("14 Ağustos 2023 15:04", "2023-08-14 15:04:00"),
            ("Agu 14, 2023 3:04 pm", "2023-08-14 15:04:00"),
            ("14 Mei 2023 pukul 15:04", "2023-05-14 15:04:00"),
            ("den 14 maj 2023 kl. 15:04", "2023-05-14 15:04:00"),
            ("14. juni 2023 kl. 15.04", "2023-06-14 15:04:00"),
            ("12 янв. 2022 г., 18:41", "2022-01-12 18:41:00"),
            ("3/4/2021, 6:22 PM", "2021-03-04 18:22:00"),
            ("3/4/2021 18:22", "2021-04-03 18:22:00"),
            ("25/12/2021 6:22 pm", "2021-12-25 18:22:00"),
            ("2021-03-04 18:22:07", "2021-03-04 18:22:07"),
            ("Jan 1, 2020", "2020-01-01 00:00:00"),
            ("Mar 3, 2020 12:05 am", "2020-03-03 00:05:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(is), "{text}");
        }
    }

    #[test]
    fn sentences_and_broken_dates_are_none() {
        for text in [
            "",
            "2019",
            "May 2019",
            "See you on May 26, 2024 at noon",
            "Party May 26, 2024!",
            "Feb 30, 2021 1:00 pm",
            "May 26, 2024 25:00",
            "1:35pm",
            "99999999999 May 2020",
            "52.1, 0.1",
            "203.0.113.7",
            "Updated May 26, 2024 1:35:01pm",
        ] {
            assert_eq!(local_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_stated_zone_gives_the_moment() {
        let date = local_date("Thursday, November 30, 2017 at 3:39pm PST").expect("a date");
        assert_eq!(date.at().to_rfc3339(), "2017-11-30T23:39:00+00:00");
    }
}
