//! What shows something of the account: personal details, devices, log-ins, places, the switch of the location history.

use super::super::FORM;
use super::address_in;
use crate::import::{File, Halt, Import};
use crate::table::{Row, Table};
use crate::{Archive, Entry, Error, calendar, json, markup, text::iso_date, text::unix_date};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::HashMap;
use std::io::Read;

/// Bytes of a page that are read.
const PAGE: u64 = 8 << 20;

/// Addresses, devices or places of one file that are told apart; what is beyond is not taken.
const DISTINCT: usize = 10_000;

/// The overview of the export names the account by its address.
pub(super) fn overview(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let mut bytes = Vec::new();
        reader.take(PAGE).read_to_end(&mut bytes)?;
        let text = markup::text_of(&String::from_utf8_lossy(&bytes));
        if let Some(address) = address_in(&text) {
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
pub(super) fn profile(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    object(import, entry, archive, |object, file| {
        let text = |pointer: &str| object.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
        file.fact("birth-date", text("/birthday"), "", None);
        file.fact("gender", text("/gender/type"), "", None);
        for email in object.get("emails").and_then(Json::as_array).into_iter().flatten() {
            file.fact("email", email.get("value").and_then(Json::as_str).unwrap_or_default(), "", None);
        }
        for phone in object.get("phoneNumbers").and_then(Json::as_array).into_iter().flatten() {
            file.fact("phone", phone.get("value").and_then(Json::as_str).unwrap_or_default(), "", None);
        }
        for place in object.get("placesLived").and_then(Json::as_array).into_iter().flatten() {
            file.fact("place", place.get("value").and_then(Json::as_str).unwrap_or_default(), "", None);
        }
        for work in object.get("organizations").and_then(Json::as_array).into_iter().flatten() {
            let text = |name: &str| work.get(name).and_then(Json::as_str).unwrap_or_default();
            let topic = if text("type") == "school" { "school" } else { "employer" };
            file.fact(topic, text("name"), text("title"), None);
        }
        for link in object.get("urls").and_then(Json::as_array).into_iter().flatten() {
            file.fact("website", link.get("value").and_then(Json::as_str).unwrap_or_default(), "", None);
        }
        for (name, about) in [("aboutMe", "About me"), ("tagline", "Tagline"), ("braggingRights", "Bragging rights")] {
            let words = markup::text_of(text(&format!("/{name}")));
            if !words.is_empty() {
                let mut post = file.draft(model::Kind::Bio, words);
                post.native_id = Some(format!("profile:{name}"));
                post.about = Some(model::Private::from(about));
                post.url = Some("https://aboutme.google.com".to_owned());
                file.post(post);
            }
        }
    })
}

/// `Location History/Settings.json`: the one real switch of the account that an export states.
pub(super) fn settings(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    object(import, entry, archive, |object, file| {
        if let Some(enabled) = object.get("historyEnabled").and_then(Json::as_bool) {
            let at = object.get("modifiedTime").and_then(Json::as_str).and_then(iso_date);
            file.fact("setting", &format!("location-history={enabled}"), "", at);
        }
        for device in object.get("deviceSettings").and_then(Json::as_array).into_iter().flatten() {
            let text = |name: &str| device.get(name).and_then(Json::as_str).unwrap_or_default();
            file.fact("device", text("devicePrettyName"), text("platformType"), iso_date(text("deviceCreationTime")));
        }
    })
}

/// Goes through the members of a large object.
fn members<S: Default>(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    each: fn(&mut S, u64, &[u8]) -> Result<(), json::BadRecord>,
    finish: fn(S, &mut File<'_>),
) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let mut state = S::default();
        let extent = json::each_member(reader, archive.limits(), |_, index, record| {
            file.index = index;
            file.step(0).map_err(|_| crate::Stopped)?;
            if let Err(bad) = record.and_then(|bytes| each(&mut state, index, bytes)) {
                file.warn(&bad.to_string());
            }
            Ok(())
        });
        finish(state, file);
        match extent {
            Ok(extent) if extent.cut.is_none() => Ok(()),
            Ok(_) => Err(Halt::Unreadable),
            Err(crate::Stopped) => Err(Halt::Stopped),
        }
    })
}

/// Things told apart by name and detail.
#[derive(Default)]
struct Distinct(HashMap<(String, String), Met>);

/// Where something was first met and when last.
type Met = (u64, Option<DateTime<Utc>>);

impl Distinct {
    fn add(&mut self, name: &str, detail: &str, index: u64, at: Option<DateTime<Utc>>) {
        let key = (name.to_owned(), detail.to_owned());
        if !name.is_empty() && (self.0.len() < DISTINCT || self.0.contains_key(&key)) {
            let (_, latest) = self.0.entry(key).or_insert((index, at));
            *latest = (*latest).max(at);
        }
    }

    fn state(self, topic: &str, file: &mut File<'_>) {
        let mut found: Vec<_> = self.0.into_iter().collect();
        found.sort_by_key(|(_, (index, _))| *index);
        for ((name, detail), (index, at)) in found {
            file.index = index;
            file.fact(topic, &name, &detail, at);
        }
    }
}

/// `Semantic Location History/2019/2019_AUGUST.json`: every place once, when it was last visited.
pub(super) fn timeline(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    let each = |places: &mut Distinct, index: u64, bytes: &[u8]| {
        let record: Json = serde_json::from_slice(bytes)?;
        let Some(visit) = record.get("placeVisit") else { return Ok(()) };
        let text = |pointer: &str| visit.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
        let millis = |pointer: &str| text(pointer).parse().ok().and_then(unix_date);
        let at = iso_date(text("/duration/startTimestamp")).or_else(|| millis("/duration/startTimestampMs"));
        let (name, address) = (text("/location/name"), text("/location/address").replace('\n', ", "));
        match name {
            "" => places.add(&address, "", index, at),
            name => places.add(name, &address, index, at),
        }
        Ok(())
    };
    members(import, entry, archive, each, |places, file| places.state("place-visited", file))
}

/// `Location History/Records.json`: positions without names; that they are kept is what matters.
pub(super) fn records(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Position {
        timestamp: Option<String>,
        timestamp_ms: Option<String>,
    }
    type Kept = (u64, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    let each = |(count, first, last): &mut Kept, _: u64, bytes: &[u8]| {
        let position: Position = serde_json::from_slice(bytes)?;
        let at = position.timestamp.as_deref().and_then(iso_date);
        let at = at.or_else(|| position.timestamp_ms?.parse().ok().and_then(unix_date));
        *count += 1;
        *first = first.iter().copied().chain(at).min();
        *last = last.iter().copied().chain(at).max();
        Ok(())
    };
    members(import, entry, archive, each, |(count, first, last): Kept, file| {
        if count > 0 {
            let since = first.map_or(String::new(), |first| format!(" since {}", first.format("%Y-%m-%d")));
            file.index = 0;
            file.fact("history-kept", "location", &format!("{count} positions{since}"), last);
        }
    })
}

/// `Google Play Store/Devices.json`.
pub(super) fn store_devices(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let list: Json = match json::whole(reader, archive.limits()) {
            Ok(list) => list,
            Err(why) => {
                file.warn(&why);
                return Ok(());
            }
        };
        for (index, record) in (0..).zip(list.as_array().into_iter().flatten()) {
            file.index = index;
            let device = record.get("device").unwrap_or(record);
            let text = |pointer: &str| device.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
            let name = format!("{} {}", text("/mostRecentData/manufacturer"), text("/mostRecentData/modelName"));
            let at = ["/lastTimeDeviceActive", "/deviceRegistrationTime"].iter().find_map(|p| iso_date(text(p)));
            file.fact("device", name.trim(), text("/mostRecentData/carrierName"), at);
        }
        Ok(())
    })
}

/// The cell under the first column whose name has one of these parts.
fn under<'a>(row: &'a Row, parts: &[&str]) -> &'a str {
    parts
        .iter()
        .find_map(|part| row.columns().find(|(name, cell)| name.contains(part) && !cell.is_empty()))
        .map_or("", |(_, c)| c)
}

/// A row of `Access Log Activity/Devices - A list of devices ….csv`.
pub(super) fn device(row: &Row, file: &mut File<'_>) {
    let brand = under(row, &["devicebrand", "brand"]);
    let model = under(row, &["marketingname", "devicemodel", "modelname", "model", "devicetype"]);
    let name = if model.starts_with(brand) { model.to_owned() } else { format!("{brand} {model}") };
    // In another language the number of the account stands first or last; what else there is of short words is the device.
    let told = || {
        let words = row.columns().map(|(_, cell)| cell).filter(|cell| {
            (2..40).contains(&cell.len()) && moment(cell).is_none() && !cell.bytes().all(|byte| byte.is_ascii_digit())
        });
        words.take(3).collect::<Vec<_>>().join(" ")
    };
    let name = if name.trim().is_empty() { told() } else { name.trim().to_owned() };
    let stated = moment(under(row, &["lastactiv", "lasttime", "last", "timestamp"]));
    let at = stated.or_else(|| row.columns().filter_map(|(_, cell)| moment(cell)).max());
    file.fact("device", &name, under(row, &["deviceos", "os", "useragent"]), at);
}

fn moment(cell: &str) -> Option<DateTime<Utc>> {
    if cell.len() < 10 { None } else { calendar::moment(cell) }
}

/// Whether a cell is an address of the Internet. Addresses are only told apart here; nothing is ever opened.
pub(super) fn is_address(cell: &str) -> bool {
    cell.parse::<core::net::IpAddr>().is_ok()
}

/// `Access Log Activity/Activities - A list of Google services accessed by ….csv`: a row for each access, so many that every
/// address is taken once for each device, when it was last seen.
pub(super) fn accesses(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let mut table = Table::open(reader, &FORM)?;
        let mut seen = Distinct::default();
        file.rows(&mut table, |row, _| {
            let cells = || row.columns().map(|(_, cell)| cell);
            let address = cells().find(|cell| is_address(cell)).unwrap_or_default();
            // Without a column of that name the longest cell is what the browser says of itself.
            let agent = match under(row, &["useragent"]) {
                "" => cells().max_by_key(|cell| cell.len()).unwrap_or_default(),
                agent => agent,
            };
            let at = moment(under(row, &["timestamp", "time"])).or_else(|| cells().find_map(moment));
            seen.add(address, agent, row.index, at);
        })?;
        seen.state("login", file);
        Ok(())
    })
}

/// `Google Account/….SubscriberInfo.html`: lines of a label and what it says, and a table of addresses.
pub(super) fn subscriber(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let mut bytes = Vec::new();
        reader.take(PAGE).read_to_end(&mut bytes)?;
        let page = String::from_utf8_lossy(&bytes).replace("</td>", "\t</td>").replace("</th>", "\t</th>");
        let text = markup::text_of(&page);
        for (index, line) in (0..).zip(text.lines().map(str::trim).filter(|line| !line.is_empty())) {
            file.index = index;
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if let (Some(at), Some(address)) = (moment(cells[0]), cells.iter().find(|cell| is_address(cell))) {
                let agent = cells.last().filter(|cell| *cell != address).copied().unwrap_or_default();
                file.fact("login", address, agent, Some(at));
                continue;
            }
            let Some((label, said)) = line.split_once(':').map(|(label, said)| (label.trim(), said.trim())) else {
                continue;
            };
            match label.to_lowercase() {
                label if label.contains("recovery e") => file.fact("email", said, "Recovery", None),
                label if label.contains("recovery sms") => file.fact("phone", said, "Recovery", None),
                label if label.contains("2-step") => {
                    file.fact("two-factor", said, "Telephone", None);
                    file.fact("phone", said, "2-Step Verification", None);
                }
                label if label.contains("e-mail") || label.contains("email") => {
                    for address in said.split(',').map(str::trim).filter(|address| address.contains('@')) {
                        file.fact("email", address, "", None);
                    }
                }
                label if label.contains("phone") => file.fact("phone", said, "", None),
                label if label == "created on" => file.fact("account-created", said, "", moment(said)),
                label if label.ends_with(" ip") => file.fact("login", said, "Registration", None),
                _ => {}
            }
        }
        Ok(())
    })
}
