//! What a Takeout holds beside YouTube and shows something of the account: personal details, devices, log-ins, the switch
//! of the location history, questions put to Gemini. All else is left alone.

use super::{FORM, is_media};
use crate::import::{File, Import};
use crate::table::Row;
use crate::{Archive, Entry, Error, json, markup, text::iso_date};
use model::FileOutcome;
use serde_json::Value as Json;
use std::io::Read;

/// Bytes of a file of settings that are read.
const SMALL: u64 = 1 << 20;

pub(super) fn read(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    let name = entry.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let small = entry.size <= SMALL;
    match name.rsplit_once('.') {
        Some(("archive_browser", "html")) => page(import, entry),
        Some(("profile" | "profil" | "perfil" | "profilo" | "profiel", "json")) if small => {
            object(import, entry, archive, profile)
        }
        Some((
            "settings" | "einstellungen" | "paramètres" | "configuración" | "ajustes" | "impostazioni" | "instellingen",
            "json",
        )) if small => object(import, entry, archive, location),
        Some((_, "json")) if entry.path.contains("Gemini") => gemini(import, entry, archive),
        Some((stem, "csv")) if stem.starts_with("devices - ") => import.table(entry, &FORM, &[], device),
        Some((stem, "csv")) if stem.starts_with("activities - ") => import.table(entry, &FORM, &[], access),
        _ if is_media(&name) => {
            import.leave(entry, FileOutcome::Skipped("Not part of YouTube: a picture or video".to_owned()));
            Ok(())
        }
        _ => {
            import.leave(entry, FileOutcome::Skipped("Not part of YouTube".to_owned()));
            Ok(())
        }
    }
}

/// The overview of the export names the account by its address.
fn page(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let mut bytes = Vec::new();
        reader.take(SMALL).read_to_end(&mut bytes)?;
        let text = markup::text_of(&String::from_utf8_lossy(&bytes));
        let words = text.split(|c: char| c.is_whitespace() || "<>()\",;".contains(c));
        let is_address = |word: &&str| {
            word.split_once('@')
                .is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.ends_with("google.com"))
        };
        if let Some(address) = words.map(|word| word.trim_end_matches(['.', ':'])).find(is_address) {
            file.fact("email", address, "The account", None);
        }
        Ok(())
    })
}

fn object(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    state: fn(&Json, &mut File<'_>),
) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        match json::whole::<Json>(reader, archive.limits()) {
            Ok(object) => state(&object, file),
            Err(why) => file.warn(&why),
        }
        Ok(())
    })
}

/// `Profile/Profile.json`.
fn profile(object: &Json, file: &mut File<'_>) {
    let text = |pointer: &str| object.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    file.fact("birth-date", text("/birthday"), "", None);
    file.fact("gender", text("/gender/type"), "", None);
    for email in object.get("emails").and_then(Json::as_array).into_iter().flatten() {
        file.fact("email", email.get("value").and_then(Json::as_str).unwrap_or_default(), "", None);
    }
}

/// `Location History/Settings.json`: the one real switch of the account that an export states.
fn location(object: &Json, file: &mut File<'_>) {
    if let Some(enabled) = object.get("historyEnabled").and_then(Json::as_bool) {
        let at = object.get("modifiedTime").and_then(Json::as_str).and_then(iso_date);
        file.fact("setting", &format!("location-history={enabled}"), "", at);
    }
    for device in object.get("deviceSettings").and_then(Json::as_array).into_iter().flatten() {
        let text = |name: &str| device.get(name).and_then(Json::as_str).unwrap_or_default();
        file.fact("device", text("devicePrettyName"), text("platformType"), iso_date(text("deviceCreationTime")));
    }
}

/// `My Activity/Gemini Apps/MyActivity.json`: the question stands in the title, behind a verb in the account's language.
fn gemini(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let extent = json::each::<Json>(reader, archive.limits(), |index, record| {
            file.index = index;
            file.step(0).map_err(|_| crate::Stopped)?;
            match record {
                Ok(record) => {
                    let text = |name: &str| record.get(name).and_then(Json::as_str).unwrap_or_default();
                    file.fact("ai-chat", text("title"), "Gemini", iso_date(text("time")));
                }
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        });
        match extent {
            Ok(extent) if extent.cut.is_none() => Ok(()),
            Ok(_) => Err(crate::import::Halt::Unreadable),
            Err(crate::Stopped) => Err(crate::import::Halt::Stopped),
        }
    })
}

/// The cell under the first column whose name has one of these parts.
fn under<'a>(row: &'a Row, parts: &[&str]) -> &'a str {
    parts
        .iter()
        .find_map(|part| row.columns().find(|(name, cell)| name.contains(part) && !cell.is_empty()))
        .map_or("", |(_, c)| c)
}

fn device(row: &Row, file: &mut File<'_>) {
    let name = under(row, &["marketingname", "modelname", "model", "devicetype"]);
    file.fact(
        "device",
        name,
        under(row, &["os", "useragent"]),
        iso_date(under(row, &["lastactiv", "last", "timestamp"])),
    );
}

fn access(row: &Row, file: &mut File<'_>) {
    let detail = under(row, &["useragent", "productname"]);
    file.fact("login", under(row, &["ipaddress"]), detail, iso_date(under(row, &["timestamp", "time"])));
}
