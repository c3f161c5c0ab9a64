//! The author's clock (`account-timezone.js`): the account has a time zone, by the name that X's settings show.
//!
//! Those are the names of a menu, "Eastern Time (US & Canada)" or "London", each of which stands for one zone of the IANA
//! data base; newer accounts have an IANA name.

use crate::text::unescape;
use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// The clock of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// A zone with its summer times.
    Zone(Tz),
    /// Minutes ahead of UTC.
    Fixed(i32),
}

impl Clock {
    /// The clock of this name. None for a name nobody knows.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = unescape(name);
        let name = name.trim();
        // `(GMT+01:00) Paris` is how the menu writes it.
        let place = name.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(name, |(_, place)| place.trim());
        let of_menu = MENU.iter().find(|(of_menu, _)| of_menu.eq_ignore_ascii_case(place)).map(|(_, zone)| *zone);
        let zone = of_menu.unwrap_or(place).parse().ok().map(Clock::Zone);
        zone.or_else(|| fixed(name).map(Clock::Fixed))
    }

    /// Minutes that it was ahead of UTC at this time.
    pub(super) fn ahead(self, at: DateTime<Utc>) -> i32 {
        match self {
            Clock::Zone(zone) => zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60,
            Clock::Fixed(minutes) => minutes,
        }
    }
}

/// `GMT+01:00`, `UTC-3`, `+0530`.
fn fixed(name: &str) -> Option<i32> {
    let sign_and_digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &name[..name.len() - sign_and_digits.len()];
    let sign = match sign_and_digits.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = sign_and_digits[1..].replace(':', "");
    let number: i32 = digits.parse().ok()?;
    let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
    (["", "GMT", "UTC"].contains(&letters) && digits.len() <= 4 && minutes <= 14 * 60).then_some(sign * minutes)
}

/// Names of the menu and the zone each stands for, sorted by the zone.
const MENU: &[(&str, &str)] = &[
    ("Cairo", "Africa/Cairo"),
    ("Casablanca", "Africa/Casablanca"),
    ("Harare", "Africa/Harare"),
    ("Pretoria", "Africa/Johannesburg"),
    ("West Central Africa", "Africa/Algiers"),
    ("Monrovia", "Africa/Monrovia"),
    ("Nairobi", "Africa/Nairobi"),
    ("Buenos Aires", "America/Argentina/Buenos_Aires"),
    ("Bogota", "America/Bogota"),
    ("Caracas", "America/Caracas"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Chihuahua", "America/Chihuahua"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Greenland", "America/Godthab"),
    ("Central America", "America/Guatemala"),
    ("Georgetown", "America/Guyana"),
    ("Atlantic Time (Canada)", "America/Halifax"),
    ("Indiana (East)", "America/Indiana/Indianapolis"),
    ("Alaska", "America/Juneau"),
    ("La Paz", "America/La_Paz"),
    ("Lima", "America/Lima"),
    ("Quito", "America/Lima"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
    ("Mazatlan", "America/Mazatlan"),
    ("Guadalajara", "America/Mexico_City"),
    ("Mexico City", "America/Mexico_City"),
    ("Monterrey", "America/Monterrey"),
    ("Montevideo", "America/Montevideo"),
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Arizona", "America/Phoenix"),
    ("Puerto Rico", "America/Puerto_Rico"),
    ("Saskatchewan", "America/Regina"),
    ("Santiago", "America/Santiago"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Newfoundland", "America/St_Johns"),
    ("Tijuana", "America/Tijuana"),
    ("Almaty", "Asia/Almaty"),
    ("Astana", "Asia/Almaty"),
    ("Baghdad", "Asia/Baghdad"),
    ("Baku", "Asia/Baku"),
    ("Bangkok", "Asia/Bangkok"),
    ("Hanoi", "Asia/Bangkok"),
    ("Beijing", "Asia/Shanghai"),
    ("Chongqing", "Asia/Chongqing"),
    ("Sri Jayawardenepura", "Asia/Colombo"),
    ("Dhaka", "Asia/Dhaka"),
    ("Hong Kong", "Asia/Hong_Kong"),
    ("Irkutsk", "Asia/Irkutsk"),
    ("Jakarta", "Asia/Jakarta"),
    ("Jerusalem", "Asia/Jerusalem"),
    ("Kabul", "Asia/Kabul"),
    ("Kamchatka", "Asia/Kamchatka"),
    ("Karachi", "Asia/Karachi"),
    ("Islamabad", "Asia/Karachi"),
    ("Kathmandu", "Asia/Kathmandu"),
    ("Chennai", "Asia/Kolkata"),
    ("Kolkata", "Asia/Kolkata"),
    ("Mumbai", "Asia/Kolkata"),
    ("New Delhi", "Asia/Kolkata"),
    ("Krasnoyarsk", "Asia/Krasnoyarsk"),
    ("Kuala Lumpur", "Asia/Kuala_Lumpur"),
    ("Kuwait", "Asia/Kuwait"),
    ("Magadan", "Asia/Magadan"),
    ("Solomon Is.", "Pacific/Guadalcanal"),
    ("Abu Dhabi", "Asia/Muscat"),
    ("Muscat", "Asia/Muscat"),
    ("Novosibirsk", "Asia/Novosibirsk"),
    ("Rangoon", "Asia/Rangoon"),
    ("Riyadh", "Asia/Riyadh"),
    ("Seoul", "Asia/Seoul"),
    ("Singapore", "Asia/Singapore"),
    ("Srednekolymsk", "Asia/Srednekolymsk"),
    ("Taipei", "Asia/Taipei"),
    ("Tashkent", "Asia/Tashkent"),
    ("Tbilisi", "Asia/Tbilisi"),
    ("Tehran", "Asia/Tehran"),
    ("Osaka", "Asia/Tokyo"),
    ("Sapporo", "Asia/Tokyo"),
    ("Tokyo", "Asia/Tokyo"),
    ("Ulaan Bataar", "Asia/Ulaanbaatar"),
    ("Ulaanbaatar", "Asia/Ulaanbaatar"),
    ("Urumqi", "Asia/Urumqi"),
    ("Vladivostok", "Asia/Vladivostok"),
    ("Yakutsk", "Asia/Yakutsk"),
    ("Ekaterinburg", "Asia/Yekaterinburg"),
    ("Yerevan", "Asia/Yerevan"),
    ("Azores", "Atlantic/Azores"),
    ("Cape Verde Is.", "Atlantic/Cape_Verde"),
    ("Mid-Atlantic", "Atlantic/South_Georgia"),
    ("Adelaide", "Australia/Adelaide"),
    ("Brisbane", "Australia/Brisbane"),
    ("Darwin", "Australia/Darwin"),
    ("Hobart", "Australia/Hobart"),
    ("Melbourne", "Australia/Melbourne"),
    ("Canberra", "Australia/Canberra"),
    ("Perth", "Australia/Perth"),
    ("Sydney", "Australia/Sydney"),
    ("Amsterdam", "Europe/Amsterdam"),
    ("Athens", "Europe/Athens"),
    ("Belgrade", "Europe/Belgrade"),
    ("Berlin", "Europe/Berlin"),
    ("Bern", "Europe/Zurich"),
    ("Zurich", "Europe/Zurich"),
    ("Bratislava", "Europe/Bratislava"),
    ("Brussels", "Europe/Brussels"),
    ("Bucharest", "Europe/Bucharest"),
    ("Budapest", "Europe/Budapest"),
    ("Copenhagen", "Europe/Copenhagen"),
    ("Dublin", "Europe/Dublin"),
    ("Helsinki", "Europe/Helsinki"),
    ("Istanbul", "Europe/Istanbul"),
    ("Kaliningrad", "Europe/Kaliningrad"),
    ("Kyiv", "Europe/Kiev"),
    ("Lisbon", "Europe/Lisbon"),
    ("Ljubljana", "Europe/Ljubljana"),
    ("Edinburgh", "Europe/London"),
    ("London", "Europe/London"),
    ("Madrid", "Europe/Madrid"),
    ("Minsk", "Europe/Minsk"),
    ("Moscow", "Europe/Moscow"),
    ("St. Petersburg", "Europe/Moscow"),
    ("Paris", "Europe/Paris"),
    ("Prague", "Europe/Prague"),
    ("Riga", "Europe/Riga"),
    ("Rome", "Europe/Rome"),
    ("Samara", "Europe/Samara"),
    ("Sarajevo", "Europe/Sarajevo"),
    ("Skopje", "Europe/Skopje"),
    ("Sofia", "Europe/Sofia"),
    ("Stockholm", "Europe/Stockholm"),
    ("Tallinn", "Europe/Tallinn"),
    ("Vienna", "Europe/Vienna"),
    ("Vilnius", "Europe/Vilnius"),
    ("Volgograd", "Europe/Volgograd"),
    ("Warsaw", "Europe/Warsaw"),
    ("Zagreb", "Europe/Zagreb"),
    ("Samoa", "Pacific/Apia"),
    ("Auckland", "Pacific/Auckland"),
    ("Wellington", "Pacific/Auckland"),
    ("Chatham Is.", "Pacific/Chatham"),
    ("Tokelau Is.", "Pacific/Fakaofo"),
    ("Fiji", "Pacific/Fiji"),
    ("Guam", "Pacific/Guam"),
    ("Hawaii", "Pacific/Honolulu"),
    ("Marshall Is.", "Pacific/Majuro"),
    ("Midway Island", "Pacific/Midway"),
    ("American Samoa", "Pacific/Pago_Pago"),
    ("International Date Line West", "Pacific/Midway"),
    ("New Caledonia", "Pacific/Noumea"),
    ("Port Moresby", "Pacific/Port_Moresby"),
    ("Nuku'alofa", "Pacific/Tongatapu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(zone: &str, at: &str) -> Option<i32> {
        Some(Clock::named(zone)?.ahead(crate::text::iso_date(at).expect("a date")))
    }

    #[test]
    fn every_name_of_the_menu_is_a_zone() {
        for (name, zone) in MENU {
            assert!(zone.parse::<Tz>().is_ok(), "{name}: {zone}");
        }
    }

    #[test]
    fn names_of_the_menu_and_of_zones_follow_summer_time() {
        for (zone, winter, summer) in [
            ("London", 0, 60),
            ("Eastern Time (US & Canada)", -300, -240),
            ("Eastern Time (US &amp; Canada)", -300, -240),
            ("(GMT+01:00) Amsterdam", 60, 120),
            ("Europe/Berlin", 60, 120),
                ("New Delhi", 330, 330),
            ("GMT+03:00", 180, 180),
            ("UTC-3", -180, -180),
            ("UTC", 0, 0),
        ] {
            assert_eq!(ahead(zone, "2023-01-15T12:00:00Z"), Some(winter), "{zone}");
            assert_eq!(ahead(zone, "2023-07-15T12:00:00Z"), Some(summer), "{zone}");
        }
        for unknown in ["", "Middle-earth", "GMT+", "GMT+99999999999", "Zone+1", "+é"] {
            assert_eq!(Clock::named(unknown), None, "{unknown}");
        }
    }
}
