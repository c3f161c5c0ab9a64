//! What photo files say of themselves: when, where and with what they were taken (EXIF 2.32).

use crate::Archive;
use chrono::{NaiveDate, NaiveDateTime};
use exif::{Exif, In, Rational, Tag, Value};
use model::{Media, Private};
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

/// EXIF stands at the beginning of a photo: a JPEG's block holds 64 KiB at most, and of others this much is looked at.
pub const HEAD: u64 = 256 << 10;

const ENDINGS: &[&str] = &["jpg", "jpeg", "heic", "heif", "png", "webp", "tif", "tiff"];

/// Whether the name is that of a photo whose format may hold EXIF.
pub fn is_photo(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What a photo says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    taken: Option<NaiveDateTime>,
    camera: Option<String>,
    position: Option<(f64, f64)>,
}

/// What photos say that were read already.
pub type Known = HashMap<Arc<str>, Option<Said>>;

/// What a photo says, by its first [`HEAD`] bytes. None where it says nothing.
pub fn read(head: Vec<u8>) -> Option<Said> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(head));
    let exif = read.or_else(|error| error.distill_partial_result(|_| {})).ok()?;
    let said = Said { taken: taken(&exif), camera: camera(&exif), position: position(&exif) };
    (said != Said { taken: None, camera: None, position: None }).then_some(said)
}

/// Fills in what the photo itself says and the export did not. The file is read inside the archive; one that is damaged or
/// has no EXIF leaves `media` as it was.
pub fn fill(archive: &Archive, media: &mut Media, known: &mut Known) {
    if media.taken.is_some() && media.camera.is_some() && media.position.is_some() {
        return;
    }
    let Some(entry) = media.path.as_deref().filter(|path| is_photo(path)).and_then(|path| archive.entry(path)) else {
        return;
    };
    let said = known.entry(Arc::clone(&entry.path)).or_insert_with(|| archive.photo(entry));
    if let Some(said) = said.clone() {
        media.taken = media.taken.or(said.taken);
        media.position = media.position.or(said.position);
        if media.camera.is_none() {
            media.camera = said.camera.map(Private::from);
        }
    }
}

/// Local time of the shot; the time of the last change where that is all there is.
fn taken(exif: &Exif) -> Option<NaiveDateTime> {
    let stated = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => exif::DateTime::from_ascii(lines.first()?).ok(),
        _ => None,
    };
    let at = stated(Tag::DateTimeOriginal).or_else(|| stated(Tag::DateTime))?;
    NaiveDate::from_ymd_opt(at.year.into(), at.month.into(), at.day.into())?.and_hms_opt(
        at.hour.into(),
        at.minute.into(),
        at.second.into(),
    )
}

/// `Make Model`, without the make where the model begins with it.
fn camera(exif: &Exif) -> Option<String> {
    let text = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => {
            let text = String::from_utf8_lossy(lines.first()?);
            let text: String = text.trim_matches(['\0', ' ']).chars().filter(|c| !c.is_control()).take(100).collect();
            (!text.is_empty()).then_some(text)
        }
        _ => None,
    };
    match (text(Tag::Make), text(Tag::Model)) {
        (Some(make), Some(model)) if !model.starts_with(&make) => Some(format!("{make} {model}")),
        (make, model) => model.or(make),
    }
}

/// Degrees north and east. A camera without a fix writes zeros, which are no place.
fn position(exif: &Exif) -> Option<(f64, f64)> {
    let degrees = |tag, side, minus: u8, most: f64| {
        let value = match &exif.get_field(tag, In::PRIMARY)?.value {
            Value::Rational(parts) => {
                let part = |at: usize| parts.get(at).filter(|part| part.denom != 0).map_or(0.0, Rational::to_f64);
                part(0) + part(1) / 60.0 + part(2) / 3600.0
            }
            _ => return None,
        };
        let negative = match &exif.get_field(side, In::PRIMARY)?.value {
            Value::Ascii(lines) => lines.first()?.first()?.eq_ignore_ascii_case(&minus),
            _ => false,
        };
        (value.is_finite() && value <= most).then_some(if negative { -value } else { value })
    };
    let north = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S', 90.0)?;
    let east = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W', 180.0)?;
    (north != 0.0 || east != 0.0).then_some((north, east))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use exif::Field;
    use exif::experimental::Writer;
    use std::io::Write;

    /// A JPEG of nothing but the EXIF block.
    fn photo(fields: &[(Tag, Value)]) -> Vec<u8> {
        let fields: Vec<Field> =
            fields.iter().map(|(tag, value)| Field { tag: *tag, ifd_num: In::PRIMARY, value: value.clone() }).collect();
        let mut writer = Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut block = Cursor::new(Vec::new());
        writer.write(&mut block, false).expect("fields that fit");
        let block = block.into_inner();
        let length = u16::try_from(block.len() + 8).expect("a short block");
        [&b"\xff\xd8\xff\xe1"[..], &length.to_be_bytes(), b"Exif\0\0", &block, b"\xff\xd9"].concat()
    }

    fn read(bytes: &[u8]) -> Media {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a/1.jpg", zip::write::SimpleFileOptions::default()).expect("a file in memory");
        zip.write_all(bytes).expect("a file in memory");
        let bytes = zip.finish().expect("a ZIP in memory").into_inner();
        let archive = Archive::from_bytes("a.zip", bytes, Limits::default()).expect("it opens");
        let path = archive.entries().first().map(|entry| entry.path.to_string());
        let mut media = Media { path, ..Media::default() };
        fill(&archive, &mut media, &mut Known::default());
        media
    }

    fn ascii(text: &str) -> Value {
        Value::Ascii(vec![text.as_bytes().to_vec()])
    }

    fn sexagesimal(parts: [u32; 3]) -> Value {
        Value::Rational(parts.map(|num| Rational { num, denom: 1 }).to_vec())
    }

    #[test]
    fn a_photo_tells_time_camera_and_place() {
        let media = read(&photo(&[
            (Tag::Make, ascii("Acme")),
            (Tag::Model, ascii("Acme One")),
            (Tag::DateTimeOriginal, ascii("2014:03:03 21:04:05")),
            (Tag::GPSLatitude, sexagesimal([51, 30, 36])),
            (Tag::GPSLatitudeRef, ascii("N")),
            (Tag::GPSLongitude, sexagesimal([0, 7, 12])),
            (Tag::GPSLongitudeRef, ascii("W")),
        ]));
        assert_eq!(media.taken.map(|taken| taken.to_string()).as_deref(), Some("2014-03-03 21:04:05"));
        assert_eq!(media.camera.map(Private::into_revealed).as_deref(), Some("Acme One"));
        let (north, east) = media.position.expect("a place");
        assert!((north - 51.51).abs() < 1e-9 && (east + 0.12).abs() < 1e-9, "{north} {east}");
    }

    #[test]
    fn zeros_and_nonsense_are_no_place() {
        let place = |north, side: &str| {
            let media = read(&photo(&[
                (Tag::GPSLatitude, sexagesimal(north)),
                (Tag::GPSLatitudeRef, ascii(side)),
                (Tag::GPSLongitude, sexagesimal([0, 0, 0])),
                (Tag::GPSLongitudeRef, ascii("E")),
            ]));
            media.position
        };
        assert_eq!(place([0, 0, 0], "N"), None);
        assert_eq!(place([91, 0, 0], "N"), None);
        assert_eq!(place([10, 0, 0], "S"), Some((-10.0, 0.0)));
    }

    #[test]
    fn a_damaged_photo_says_nothing() {
        let whole = photo(&[(Tag::Make, ascii("Acme"))]);
        for end in 0..whole.len() - 2 {
            read(&whole[..end]);
        }
        assert_eq!(
            read(b"\xff\xd8\xff\xe1\xff\xffExif\0\0MM\0*\xff\xff\xff\xff"),
            Media { path: Some("1.jpg".into()), ..Media::default() }
        );
    }
}
