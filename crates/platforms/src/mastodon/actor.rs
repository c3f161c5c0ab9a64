//! The profile: who it is, its words, and the switches that decide who finds and follows it.

use super::note::{self, host_of, moment};
use crate::import::File;
use crate::{Archive, json, page};
use model::{Audience, Kind, Media, Private};
use serde_json::Value;

/// Whose archive it is.
#[derive(Debug, Default)]
pub(super) struct Actor {
    /// Address of the account, by which its own posts are told from others'.
    pub id: String,
    /// `jane@social.example`.
    pub handle: String,
    pub name: Option<Private<String>>,
    /// Whether the profile names the files of the archive, as the profile of a whole archive does.
    pub is_of_archive: bool,
}

impl Actor {
    /// As `actor.json` says, or, without it, as the first item of the outbox does.
    pub fn of(archive: &Archive) -> Actor {
        let found = |wanted: &str| archive.entries().iter().find(|entry| {
            let (stem, ending) = super::stem(&entry.path);
            stem == wanted && ending == "json"
        });
        let record = found("actor")
            .and_then(|entry| json::whole::<Value>(archive.reader(entry).ok()?, archive.limits()).ok())
            .unwrap_or(Value::Null);
        let mut actor = Actor {
            id: text(&record, "id").unwrap_or_default().to_owned(),
            handle: String::new(),
            name: text(&record, "name").map(|name| Private::from(name.trim())),
            is_of_archive: text(&record, "outbox").is_some_and(|outbox| outbox.ends_with("outbox.json")),
        };
        if actor.id.is_empty()
            && let Some(outbox) = found("outbox")
            && let Ok(reader) = archive.reader(outbox)
        {
            // Stopping after the first is no failure.
            let _ = json::each_member(reader, archive.limits(), |member, _, bytes| {
                let item = bytes.ok().and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
                match item.as_ref().and_then(|item| item["actor"].as_str()) {
                    Some(id) if matches!(member, "" | "orderedItems") => {
                        actor.id = id.to_owned();
                        Err(crate::Stopped)
                    }
                    _ => Ok(()),
                }
            });
        }
        let name = text(&record, "preferredUsername").map(str::to_owned).unwrap_or_else(|| name_of(&actor.id));
        let host = host_of(&actor.id).or_else(|| host_of(text(&record, "url")?)).unwrap_or_default();
        actor.handle = match (name.is_empty(), host.is_empty()) {
            (true, _) => String::new(),
            (false, true) => name,
            (false, false) => format!("{name}@{host}"),
        };
        actor
    }
}

/// `jane` in `https://social.example/users/jane`.
fn name_of(id: &str) -> String {
    let last = id.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.trim_start_matches('@').to_owned()
}

fn text<'v>(record: &'v Value, key: &str) -> Option<&'v str> {
    record[key].as_str().filter(|text| !text.trim().is_empty())
}

/// Reads the profile.
pub(super) fn read(file: &mut File<'_>, record: &Value, archive: &Archive) {
    if !record.is_object() {
        return file.lost("The profile does not have the expected shape");
    }
    bio(file, record, archive);
    let published = text(record, "published").and_then(moment);
    if let Some((at, _)) = published {
        file.fact("account-created", &at.format("%Y-%m-%d").to_string(), "", Some(at));
    }
    if let Some(locked) = record["manuallyApprovesFollowers"].as_bool() {
        file.fact("protected", if locked { "true" } else { "false" }, "", None);
    }
    for name in ["manuallyApprovesFollowers", "discoverable", "indexable", "memorial", "suspended", "showFeatured"] {
        if let Some(value) = record[name].as_bool() {
            file.fact("setting", &format!("{name}={value}"), "", None);
        }
    }
    for (name, detail) in [("alsoKnownAs", "another account of the same person"), ("movedTo", "moved there")] {
        for address in note::strings(&record[name]) {
            file.fact("website", address, detail, None);
        }
    }
    if let Some(day) = text(record, "vcard:bday") {
        file.fact("birth-date", day, "", None);
    }
    if let Some(place) = text(record, "vcard:Address") {
        file.fact("place", place, "", None);
    }
}

/// The words of the profile: text, then the fields below it.
fn bio(file: &mut File<'_>, record: &Value, archive: &Archive) {
    let mut words = text(record, "summary").map(page::words).unwrap_or_default();
    for field in note::list(&record["attachment"]) {
        let (Some(name), Some(value)) = (text(field, "name"), text(field, "value")) else { continue };
        if !words.is_empty() {
            words.push('\n');
        }
        words.push_str(&format!("{}: {}", page::words(name), page::words(value)));
        let link = page::tags(value).find_map(|tag| tag.attribute("href"));
        let link = link.or_else(|| Some(value.to_owned()).filter(|value| value.starts_with("http")));
        if let Some(link) = link.filter(|link| link.starts_with("http")) {
            file.fact("website", &link, &page::words(name), None);
        }
    }
    let pictures = ["icon", "image"].into_iter().flat_map(|name| note::list(&record[name]));
    let media: Vec<Media> = pictures.filter_map(|picture| {
        let path = note::path_of(archive, note::address(&picture["url"])?)?;
        let description = text(picture, "name").or_else(|| text(picture, "summary")).map(Private::from);
        Some(Media { path: Some(path), description, ..Media::default() })
    }).collect();
    if words.is_empty() && media.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Bio, words);
    post.native_id = text(record, "id").map(str::to_owned);
    post.url = note::address(&record["url"]).map(str::to_owned).or_else(|| post.native_id.clone());
    post.audience = Audience::Public;
    post.about = text(record, "name").map(|name| Private::from(name.trim()));
    post.media = media;
    file.post(post);
}
