//! One record of a Facebook file, whichever of the two dialects it is written in.
//!
//! The classic dialect has typed keys (`data[].post`, `attachments[].data[].media`). The other, used for settings and for
//! more files every year, is a list of rows under `label_values`, with labels in the language of the account.

use super::files::Files;
use crate::text::repair_mojibake;
use chrono::{DateTime, Utc};
use model::{Media, Place, Private};
use serde_json::Value;
use std::borrow::Cow;

/// Puts every string of the value right, keys included: Facebook writes UTF-8 bytes as if each were a character.
pub(super) fn put_right(value: &mut Value) {
    match value {
        Value::String(s) => {
            if let Cow::Owned(right) = repair_mojibake(s) {
                *s = right;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(put_right),
        Value::Object(map) => {
            map.values_mut().for_each(put_right);
            if map.keys().any(|key| !key.is_ascii()) {
                *map = std::mem::take(map)
                    .into_iter()
                    .map(|(key, value)| (repair_mojibake(&key).into_owned(), value))
                    .collect();
            }
        }
        _ => {}
    }
}

/// The string under `key`, unless it is blank.
pub(super) fn string<'v>(record: &'v Value, key: &str) -> Option<&'v str> {
    record[key].as_str().filter(|s| !s.trim().is_empty())
}

/// The items of the list under `key`; none where there is no list.
pub(super) fn list<'v>(record: &'v Value, key: &str) -> &'v [Value] {
    record[key].as_array().map_or(&[], Vec::as_slice)
}

/// The time under `key`, in Unix seconds. 0 and below stand for "unknown" in these files.
pub(super) fn time(record: &Value, key: &str) -> Option<DateTime<Utc>> {
    whole(&record[key]).filter(|&s| s > 0).and_then(|s| DateTime::from_timestamp(s, 0))
}

/// A whole number, written as a number or as a string.
pub(super) fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The object under this key, whatever version its name carries (`profile`, `profile_v2`).
pub(super) fn versioned<'v>(record: &'v Value, key: &str) -> &'v Value {
    let found = record.as_object().and_then(|map| map.iter().find(|(name, _)| unversioned(name) == key));
    found.map_or(&Value::Null, |(_, value)| value)
}

/// The key without `_v2`, `_v3`.
pub(super) fn unversioned(key: &str) -> &str {
    match key.rsplit_once("_v") {
        Some((stem, version)) if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) => stem,
        _ => key,
    }
}

/// Latitude and longitude in degrees, unless they are the 0, 0 of an unset field or out of range.
fn position(record: &Value) -> Option<(f64, f64)> {
    sound(record["latitude"].as_f64()?, record["longitude"].as_f64()?)
}

fn sound(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let unset = latitude == 0.0 && longitude == 0.0;
    (!unset && latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
}

/// A place as posts, items for sale and saved places write it.
pub(super) fn place(record: &Value) -> Option<Place> {
    let name = string(record, "name").or_else(|| string(record, "address"));
    let place = Place { position: position(&record["coordinate"]), name: name.map(Private::from) };
    (place.position.is_some() || place.name.is_some()).then_some(place)
}

/// A photo or video: its path and its caption. Where the camera noted a position the archive has that too, but readers of
/// the post never saw it, so it is left out.
pub(super) struct Picture<'v> {
    pub uri: &'v str,
    pub caption: Option<String>,
}

/// Reads a `media` object; none without an address.
pub(super) fn picture(media: &Value) -> Option<Picture<'_>> {
    let uri = string(media, "uri")?;
    let caption = string(media, "description").map(without_mention_marks);
    Some(Picture { uri, caption })
}

impl Picture<'_> {
    /// The id Facebook gave a photo or video: the last number of its file name.
    pub fn id(&self) -> Option<&str> {
        let name = self.uri.rsplit('/').next()?;
        let stem = name.split('.').next()?;
        let id = stem.rsplit('_').find(|part| !part.is_empty() && *part != "n")?;
        // Shorter numbers are counters of the export, not ids.
        (id.len() >= 8 && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
    }

    /// The medium as part of a post.
    pub fn into_media(self, files: &Files) -> Media {
        Media { path: files.find(self.uri), description: self.caption.map(Private::new), ..Media::default() }
    }
}

/// What a record of the classic dialect holds besides its title and time.
#[derive(Default)]
pub(super) struct Contents<'v> {
    /// Texts by the owner, in order, each once.
    pub words: Vec<String>,
    pub pictures: Vec<Picture<'v>>,
    pub place: Option<Place>,
    /// Address and name of a shared page.
    pub link: Option<(&'v str, Option<&'v str>)>,
}

impl<'v> Contents<'v> {
    /// Collects from `data` and `attachments`.
    pub fn of(record: &'v Value) -> Self {
        let mut contents = Contents::default();
        for item in list(record, "data") {
            contents.say(string(item, "post"));
            contents.say(string(&item["comment"], "comment"));
        }
        for item in list(record, "attachments").iter().flat_map(|attachment| list(attachment, "data")) {
            contents.attachment(item);
        }
        // The caption of a lone photo repeats the post, or is the post.
        let captions: Vec<String> = contents.pictures.iter().filter_map(|p| p.caption.clone()).collect();
        if contents.words.is_empty() {
            contents.say(captions.first().map(String::as_str));
        }
        for picture in &mut contents.pictures {
            picture.caption.take_if(|caption| contents.words.contains(caption));
        }
        contents
    }

    fn attachment(&mut self, item: &'v Value) {
        let new = |picture: &Picture| self.pictures.iter().all(|known| known.uri != picture.uri);
        if let Some(picture) = picture(&item["media"]).filter(new) {
            self.pictures.push(picture);
        }
        let event = &item["life_event"];
        let note = &item["note"];
        let sale = &item["for_sale"];
        for part in [note, event, sale] {
            self.say(string(part, "title"));
            self.say(string(part, "text"));
            self.say(string(part, "description"));
        }
        self.pictures.extend(list(note, "media").iter().filter_map(picture));
        self.say(string(&item["poll"], "question"));
        for option in list(&item["poll"], "options") {
            self.say(string(option, "option"));
        }
        self.say(string(item, "text"));
        // Check-ins carry their place twice, with different details.
        if let Some(stated) = place(&item["place"]).or_else(|| place(&event["place"])) {
            self.place = Some(match self.place.take() {
                Some(known) => Place { position: known.position.or(stated.position), name: known.name.or(stated.name) },
                None => stated,
            });
        }
        let context = &item["external_context"];
        if let Some(url) = string(context, "url") {
            self.link.get_or_insert((url, string(context, "name")));
        }
    }

    fn say(&mut self, words: Option<&str>) {
        let Some(words) = words.map(without_mention_marks) else { return };
        if !self.words.contains(&words) {
            self.words.push(words);
        }
    }
}

/// The text as readers saw it: `@[1001:2048:Robin Demo]` is shown as the name.
pub(super) fn without_mention_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("@[") {
        let (before, mark) = rest.split_at(start);
        out.push_str(before);
        match name_in_mark(mark) {
            Some((name, after)) => {
                out.push_str(name);
                rest = after;
            }
            None => {
                out.push_str("@[");
                rest = &mark[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn name_in_mark(mark: &str) -> Option<(&str, &str)> {
    let (inside, after) = mark[2..].split_once(']')?;
    let (id, rest) = inside.split_once(':')?;
    let (kind, name) = rest.split_once(':')?;
    let number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (number(id) && number(kind)).then_some((name, after))
}

/// One row of the `label_values` dialect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row<'v> {
    /// Label in the account's language, or that of the list it stands in.
    pub label: &'v str,
    /// Name that does not depend on the language; only some exports have it.
    pub field: &'v str,
    pub value: &'v str,
    pub href: Option<&'v str>,
    pub at: Option<DateTime<Utc>>,
}

impl Row<'_> {
    /// Whether the row is called so, by its English label or by the name that does not depend on the language.
    pub fn is(&self, name: &str) -> bool {
        self.label == name || (self.field == name.replace(' ', ""))
    }
}

/// All rows of a record of the `label_values` dialect, nested lists flattened; none in the classic dialect.
pub(super) fn rows(record: &Value) -> Vec<Row<'_>> {
    fn gather<'v>(items: &'v [Value], above: &'v str, into: &mut Vec<Row<'v>>) {
        for item in items {
            let label = string(item, "label").or_else(|| string(item, "title")).unwrap_or(above);
            let (value, at) = (string(item, "value"), time(item, "timestamp_value"));
            if value.is_some() || at.is_some() {
                let field = string(item, "ent_field_name").unwrap_or("");
                into.push(Row { label, field, value: value.unwrap_or(""), href: string(item, "href"), at });
            }
            gather(list(item, "vec"), label, into);
            gather(list(item, "dict"), label, into);
        }
    }
    let mut all = Vec::new();
    gather(list(record, "label_values"), "", &mut all);
    all
}

/// The value of the row with the first of these names that is there.
pub(super) fn row_value<'v>(rows: &[Row<'v>], names: &[&str]) -> Option<&'v str> {
    let filled = |name: &&str| rows.iter().find(|row| !row.value.is_empty() && row.is(name)).map(|row| row.value);
    names.iter().find_map(filled)
}

/// The coordinates of a row, written `(53.8 , -1.55)`.
pub(super) fn coordinates(value: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = value.trim().strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    sound(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}

/// The photos a record of the `label_values` dialect carries.
pub(super) fn row_pictures(record: &Value) -> Vec<Picture<'_>> {
    let nested = list(record, "label_values").iter().flat_map(|item| list(item, "media"));
    list(record, "media").iter().chain(nested).filter_map(picture).collect()
}
