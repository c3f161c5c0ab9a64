//! One record of an Instagram file, whichever of its dialects it is written in.
//!
//! JSON has had three: `string_map_data` (labels as keys), `string_list_data` (values without labels) and, since late
//! 2025, `label_values`; posts have a shape of their own. A card of a page in HTML says the same in a table. All become
//! one shape here, so that what follows need not know.

use super::labels::{self, Label};
use crate::Archive;
use crate::meta_html::{Card, LocalDate, Medium, local_date};
use chrono::{DateTime, NaiveDateTime, Utc};
use model::{Media, Private};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// When something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub at: DateTime<Utc>,
    /// As [`model::Post::utc_offset`].
    pub offset: Option<i32>,
    /// Whether it is the account's own time of an unknown zone, read as UTC.
    pub local: bool,
}

impl Moment {
    fn of_page(date: LocalDate) -> Self {
        Moment { at: date.at(), offset: date.offset, local: date.offset.is_none() }
    }
}

/// A value with its label.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// In the account's language; empty where a value stands alone.
    pub label: String,
    pub value: String,
    pub href: Option<String>,
    pub at: Option<Moment>,
    /// Whether it stands in a list within the record: of whose post it was, which tags it had.
    pub nested: bool,
}

impl Row {
    /// Whether its label stands for this.
    pub fn is(&self, what: Label) -> bool {
        labels::is(&self.label, what)
    }
}

/// A photo or video, with what the export says of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Picture {
    pub uri: String,
    pub title: String,
    pub at: Option<Moment>,
    pub taken: Option<NaiveDateTime>,
    pub camera: String,
    pub position: Option<(f64, f64)>,
    /// Of a thread: whether it answers another.
    pub is_reply: bool,
}

/// A record.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub title: Option<String>,
    pub rows: Vec<Row>,
    pub pictures: Vec<Picture>,
    pub at: Option<Moment>,
    /// Of a page: the text outside its tables.
    pub said: Vec<String>,
    /// As it stands in JSON, put right; of a page nothing.
    pub json: Value,
}

impl Record {
    /// Reads a record of JSON, mojibake put right already.
    pub fn of_json(json: Value) -> Record {
        let mut record = Record { title: string(&json, "title").map(str::to_owned), ..Record::default() };
        record.at = seconds(&json, "timestamp").or_else(|| seconds(&json, "creation_timestamp"));
        for (label, held) in json["string_map_data"].as_object().into_iter().flatten() {
            record.rows.push(row(label, held));
        }
        for held in several(&json["string_list_data"]) {
            record.rows.push(row("", held));
        }
        labelled(&json["label_values"], "", false, &mut record);
        let media = several(&json["media"]).iter().chain(several(&json["media_list_data"]));
        let media = media.chain(json["media_map_data"].as_object().into_iter().flat_map(|map| map.values()));
        record.pictures.extend(media.filter_map(picture));
        // Stories and profile photos are a bare medium.
        if json["uri"].is_string() {
            record.pictures.extend(picture(&json));
        }
        record.json = json;
        record
    }

    /// Reads a card of a page.
    pub fn of_card(card: &Card) -> Record {
        let of_page = |text: &str| local_date(text).map(Moment::of_page);
        let rows = card.body.rows().into_iter().map(|row| {
            let at = of_page(&row.value);
            let value = if at.is_some() { String::new() } else { row.value };
            Row { label: row.label, value, href: row.href, at, nested: false }
        });
        let mut record = Record { title: card.title.clone(), rows: rows.collect(), ..Record::default() };
        record.at = card.at.map(Moment::of_page).or_else(|| record.rows.iter().find_map(|row| row.at));
        let links = card.body.anchors().into_iter().chain(card.link.iter().map(|link| (link.clone(), String::new())));
        let mut known: HashSet<String> = record.rows.iter().filter_map(|row| row.href.clone()).collect();
        for (href, value) in links {
            if known.insert(href.clone()) {
                record.rows.push(Row { value, href: Some(href), ..Row::default() });
            }
        }
        let media = card.body.media();
        let captions: HashSet<&str> = media.iter().filter_map(|m| m.caption.as_deref()).flat_map(str::lines).collect();
        let plain = |block: &String| local_date(block).is_none() && (!captions.contains(block.as_str()) || media.len() == 1);
        record.said = card.body.said().into_iter().filter(plain).collect();
        record.pictures = media.into_iter().map(of_page_medium).collect();
        record
    }

    /// The first value whose label stands for this.
    pub fn value(&self, what: Label) -> Option<&str> {
        self.rows.iter().find(|row| row.is(what) && !row.value.trim().is_empty()).map(|row| row.value.as_str())
    }

    /// The address of the record's own, not one of a list within it nor of a profile.
    pub fn own_address(&self) -> Option<&str> {
        let own = self.rows.iter().filter(|row| !row.nested).filter_map(|row| row.href.as_deref());
        own.clone().find(|href| profile_in(href).is_none())
    }

    /// The longest of its values that reads like a sentence: where the labels are in a language that is not known.
    pub fn sentence(&self) -> Option<&str> {
        let own = self.rows.iter().filter(|row| !row.nested && row.href.is_none()).map(|row| row.value.as_str());
        let reads = |value: &&str| value.chars().count() > 3 && !is_username(value) && labels::truth(value).is_none();
        own.filter(reads).max_by_key(|value| value.chars().count())
    }

    /// Its time, or the first of its rows'.
    pub fn moment(&self) -> Option<Moment> {
        self.at.or_else(|| self.rows.iter().find_map(|row| row.at))
    }

    /// The address in it.
    pub fn href(&self) -> Option<&str> {
        self.rows.iter().find_map(|row| row.href.as_deref())
    }

    /// The account it is about: in the title, as a value, in the address of a profile, or as text.
    pub fn account(&self) -> Option<String> {
        let named = self.rows.iter().filter(|row| row.is(Label::Username) || row.is(Label::Owner));
        let named = named.map(|row| row.value.as_str()).find(|value| !value.is_empty());
        let bare = self.rows.iter().find(|row| row.label.is_empty() && is_username(&row.value));
        let linked = self.rows.iter().find_map(|row| profile_in(row.href.as_deref()?));
        named
            .or(self.title.as_deref())
            .or(bare.map(|row| row.value.as_str()))
            .or(linked)
            .or_else(|| self.said.first().map(String::as_str))
            .map(str::to_owned)
    }
}

/// Whether a text has the form of a username.
pub(super) fn is_username(text: &str) -> bool {
    (1..=30).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_'))
}

/// The username in the address of a profile, `https://www.instagram.com/_u/name`.
pub(super) fn profile_in(href: &str) -> Option<&str> {
    let path = href.split("://").nth(1)?.split_once('/')?.1.trim_end_matches('/');
    let name = path.strip_prefix("_u/").unwrap_or(path).trim_start_matches('@');
    is_username(name).then_some(name)
}

/// The string under `key`, unless it is blank.
pub(super) fn string<'v>(json: &'v Value, key: &str) -> Option<&'v str> {
    json[key].as_str().filter(|s| !s.trim().is_empty())
}

/// The items of a list; a lone item may stand for a list of one.
pub(super) fn several(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Object(map) if !map.is_empty() => std::slice::from_ref(value),
        _ => &[],
    }
}

pub(super) fn whole(value: &Value) -> Option<i64> {
    // A float beyond the range of whole numbers becomes the last of them, which is no date.
    let float = || value.as_f64().filter(|number| number.is_finite()).map(|number| number as i64);
    value.as_i64().or_else(float).or_else(|| value.as_str()?.trim().parse().ok())
}

/// The time under `key`, in Unix seconds; 0 stands for none.
fn seconds(json: &Value, key: &str) -> Option<Moment> {
    let number = whole(&json[key]).filter(|&s| s > 0)?;
    Some(Moment { at: crate::text::unix_date(number)?, offset: None, local: false })
}

fn row(label: &str, held: &Value) -> Row {
    let value = string(held, "value").or(held.as_str()).unwrap_or_default();
    let is_address = value.starts_with("https://") || value.starts_with("http://");
    Row {
        label: label.to_owned(),
        value: value.to_owned(),
        href: string(held, "href").or(Some(value).filter(|_| is_address)).map(str::to_owned),
        at: seconds(held, "timestamp").or_else(|| seconds(held, "timestamp_value")),
        nested: false,
    }
}

/// The rows of the `label_values` dialect, nested lists flattened.
fn labelled(items: &Value, above: &str, nested: bool, into: &mut Record) {
    for item in several(items) {
        let label = string(item, "label").or_else(|| string(item, "title")).unwrap_or_default();
        let own = if label.is_empty() { above } else { label };
        let row = Row { nested, ..row(own, item) };
        if !row.value.is_empty() || row.at.is_some() || row.href.is_some() {
            into.rows.push(row);
        }
        for picture in several(&item["media"]).iter().filter_map(picture) {
            // The first of several stands by itself and once more among them.
            if into.pictures.iter().all(|known| picture.uri.is_empty() || known.uri != picture.uri) {
                into.pictures.push(picture);
            }
        }
        labelled(&item["vec"], own, true, into);
        labelled(&item["dict"], own, true, into);
    }
}

fn picture(json: &Value) -> Option<Picture> {
    let app = &json["text_app_post"];
    // A thread of words alone has an empty address or none.
    let says = string(json, "title").is_some() || app.is_object();
    let uri = json["uri"].as_str().or(says.then_some(""))?;
    let mut picture = Picture {
        uri: uri.to_owned(),
        title: string(json, "title").or_else(|| string(json, "description")).unwrap_or_default().to_owned(),
        at: seconds(json, "creation_timestamp"),
        is_reply: app["is_reply"] == true,
        ..Picture::default()
    };
    let data = &json["media_metadata"];
    for held in ["photo_metadata", "video_metadata"] {
        for exif in several(&data[held]["exif_data"]).iter().chain(several(&data[held])) {
            picture.exif(exif);
        }
    }
    Some(picture)
}

impl Picture {
    fn exif(&mut self, exif: &Value) {
        let number = |key: &str| exif[key].as_f64().or_else(|| exif[key].as_str()?.parse().ok());
        self.position = self.position.or_else(|| sound(number("latitude")?, number("longitude")?));
        let taken = string(exif, "date_time_original").and_then(taken);
        self.taken = self.taken.or(taken);
        let camera: Vec<&str> = ["camera_make", "camera_model"].iter().filter_map(|key| string(exif, key)).collect();
        if self.camera.is_empty() {
            self.camera = camera.join(" ");
        }
    }

    /// The medium as part of a post.
    pub fn into_media(self, files: &Files) -> Media {
        Media {
            path: files.find(&self.uri),
            description: None,
            taken: self.taken,
            camera: (!self.camera.is_empty()).then(|| Private::new(self.camera)),
            position: self.position,
        }
    }
}

fn sound(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let unset = latitude == 0.0 && longitude == 0.0;
    (!unset && latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
}

/// `20210304T182207.000Z`, `2021:03:04 18:22:07`.
fn taken(text: &str) -> Option<NaiveDateTime> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(14).collect();
    NaiveDateTime::parse_from_str(&digits, "%Y%m%d%H%M%S").ok()
}

/// A medium of a page; what its table says is told by English labels, or by the shape of the values.
fn of_page_medium(medium: Medium) -> Picture {
    let (mut numbers, mut camera) = (Vec::new(), Vec::new());
    let mut picture = Picture { uri: medium.uri, title: medium.caption.unwrap_or_default(), ..Picture::default() };
    for row in &medium.rows {
        let label = row.label.to_lowercase();
        let is_degree = row.value.contains('.') && row.value.trim_start_matches('-').len() <= 22;
        if let Some(degree) = row.value.parse::<f64>().ok().filter(|_| is_degree) {
            numbers.push(degree);
        } else if label.starts_with("date") || label.contains("taken") {
            picture.taken = taken(&row.value).or_else(|| local_date(&row.value).map(|date| date.local));
        } else if label.starts_with("camera ma") || label.starts_with("camera mo") {
            camera.push(row.value.clone());
        }
    }
    picture.camera = camera.join(" ");
    if let [latitude, longitude] = numbers[..] {
        picture.position = sound(latitude, longitude);
    }
    picture
}

/// Finds the file that a record's `uri` means.
pub(super) struct Files {
    by_name: HashMap<String, String>,
}

impl Files {
    /// Takes in the names of all media of an archive.
    pub fn of(archive: &Archive) -> Self {
        let media = archive.entries().iter().filter(|entry| is_media(&entry.path));
        let named = media.map(|entry| (entry.path.rsplit('/').next().unwrap_or_default().to_owned(), entry.path.to_string()));
        Files { by_name: named.collect() }
    }

    /// The path in the archive of the file with this name: names are ids, so one name is one file.
    pub fn find(&self, uri: &str) -> Option<String> {
        self.by_name.get(uri.rsplit('/').next().filter(|name| !name.is_empty())?).cloned()
    }
}

/// Whether a path is that of a photo or another file people sent.
pub(super) fn is_media(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "aac", "gif", "heic", "jpeg", "jpg", "m4a", "mov", "mp3", "mp4", "ogg", "opus", "png", "srt", "wav", "webm", "webp",
    ];
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
        || (ending.is_empty() && ["photos/", "videos/", "audio/", "media/"].iter().any(|folder| path.contains(folder)))
}
