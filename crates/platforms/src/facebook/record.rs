//! One record of a Facebook file in the classic dialect, which has typed keys: `data[].post`,
//! `attachments[].data[].media`. The other dialect is in `rows.rs`.

use super::picture::{Picture, picture};
use crate::text::{beginning, repair_mojibake, unix_date};
use chrono::{DateTime, Utc};
use model::{Place, Private};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

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

/// The time under `key`, in Unix seconds (messages: milliseconds). 0 and below stand for "unknown" in these files.
pub(super) fn time(record: &Value, key: &str) -> Option<DateTime<Utc>> {
    whole(&record[key]).filter(|&s| s > 0).and_then(unix_date)
}

/// A whole number, written as a number or as a string.
pub(super) fn whole(value: &Value) -> Option<i64> {
    // A float beyond the range of whole numbers becomes the last of them, which is no date.
    let float = || value.as_f64().filter(|f| f.is_finite()).map(|f| f as i64);
    value.as_i64().or_else(float).or_else(|| value.as_str()?.trim().parse().ok())
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
pub(super) fn position(record: &Value) -> Option<(f64, f64)> {
    let degrees = |key: &str| record[key].as_f64().or_else(|| record[key].as_str()?.trim().parse().ok());
    sound(degrees("latitude")?, degrees("longitude")?)
}

/// The two numbers as a position, where they can be one.
pub(super) fn sound(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let unset = latitude == 0.0 && longitude == 0.0;
    (!unset && latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
}

/// A place as posts, items for sale and saved places write it.
pub(super) fn place(record: &Value) -> Option<Place> {
    let name = string(record, "name").or_else(|| string(record, "address"));
    let position = position(&record["coordinate"]).or_else(|| position(record));
    let place = Place { position, name: name.map(Private::from) };
    (place.position.is_some() || place.name.is_some()).then_some(place)
}

/// What a record of the classic dialect holds besides its title and time.
#[derive(Default)]
pub(super) struct Contents<'v> {
    /// Texts by the owner, in order, each once.
    pub words: Vec<String>,
    pub pictures: Vec<Picture<'v>>,
    pub place: Option<Place>,
    /// Something of others is passed on.
    pub shares: bool,
    /// Address of a shared page.
    pub link: Option<&'v str>,
    /// Name of the page, event or fundraiser passed on.
    pub shared: Option<&'v str>,
    /// The same words, and the addresses of the pictures, for looking up.
    said: HashSet<String>,
    shown: HashSet<&'v str>,
}

impl<'v> Contents<'v> {
    /// Collects from `data` and `attachments`.
    pub fn of(record: &'v Value) -> Self {
        let mut contents = Contents::default();
        for item in list(record, "data") {
            contents.say(string(item, "post"));
            contents.say(string(&item["comment"], "comment"));
        }
        for attachment in list(record, "attachments") {
            // A lone attachment stands without a list in some files.
            let lone = std::slice::from_ref(&attachment["data"]);
            let items = attachment["data"].as_array().map_or(lone, Vec::as_slice);
            items.iter().for_each(|item| contents.attachment(item));
        }
        // The caption of a lone photo repeats the post, or is the post.
        let captions: Vec<String> = contents.pictures.iter().filter_map(|p| p.caption.clone()).collect();
        if contents.words.is_empty() {
            contents.say(captions.first().map(String::as_str));
        }
        for picture in &mut contents.pictures {
            picture.caption.take_if(|caption| contents.said.contains(caption));
        }
        contents
    }

    fn attachment(&mut self, item: &'v Value) {
        self.picture(&item["media"]);
        let event = &item["life_event"];
        let note = &item["note"];
        for part in [note, event, &item["for_sale"]] {
            self.say(string(part, "title"));
            self.say(string(part, "text"));
            self.say(string(part, "description"));
            list(part, "media").iter().chain(list(part, "photos")).for_each(|media| self.picture(media));
        }
        self.picture(&note["cover_photo"]);
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
        if context.is_object() {
            self.shares = true;
            // The address of a page that is gone is empty.
            self.link = self.link.or(string(context, "url"));
            self.shared = self.shared.or(string(context, "name"));
        }
        for (shared, name) in [(&item["event"], "name"), (&item["fundraiser"], "title")] {
            if let Some(name) = string(shared, name) {
                self.shares = true;
                self.shared = self.shared.or(Some(name));
                self.link = self.link.or(string(shared, "url"));
            }
        }
    }

    fn picture(&mut self, media: &'v Value) {
        if let Some(picture) = picture(media)
            && self.shown.insert(picture.uri)
        {
            self.pictures.push(picture);
        }
    }

    fn say(&mut self, words: Option<&str>) {
        let Some(words) = words.map(without_mention_marks) else { return };
        if self.said.insert(words.clone()) {
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

/// Bytes of the mark of a mention: two numbers and a name.
const MARK: usize = 400;

fn name_in_mark(mark: &str) -> Option<(&str, &str)> {
    let end = beginning(&mark[2..], MARK).find(']')?;
    let (inside, after) = (&mark[2..2 + end], &mark[2 + end + 1..]);
    let (id, rest) = inside.split_once(':')?;
    let (kind, name) = rest.split_once(':')?;
    let number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (number(id) && number(kind)).then_some((name, after))
}

