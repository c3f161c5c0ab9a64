//! What the export says of signing in and of settings: sessions, log-ins, devices, addresses, linked accounts, apps.

use super::Reading;
use super::record::{list, string, time, versioned, whole};
use super::rows::{Row, entries, row_value, rows};
use crate::import::File;
use chrono::DateTime;
use serde_json::Value;

/// An app or website with access. Removed ones hold no key any more.
pub(super) fn app(_: &mut Reading, file: &mut File, record: &Value) {
    let state = string(record, "category");
    if state == Some("removed") || time(record, "removed_timestamp").is_some() {
        return file.noted();
    }
    if let Some(name) = string(record, "name") {
        file.fact("connected-app", name, state.unwrap_or(""), time(record, "added_timestamp"));
    }
}

/// A device that is signed in.
pub(super) fn session(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(device) = string(record, "device").or_else(|| string(record, "user_agent")) else { return };
    let detail = joined([string(record, "app"), string(record, "location")]);
    let at = time(record, "updated_timestamp").or_else(|| time(record, "created_timestamp"));
    file.fact("device", device, detail.as_deref().unwrap_or(""), at);
}

/// A device or browser that may sign in without being asked again.
pub(super) fn recognised_device(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(device) = string(record, "name").or_else(|| string(record, "user_agent")) else { return };
    let at = time(record, "updated_timestamp").or_else(|| time(record, "created_timestamp"));
    file.fact("device", device, "recognised", at);
}

/// A log-in, log-out or similar, with the address it came from.
pub(super) fn login(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(address) = string(record, "ip_address").or_else(|| string(record, "ip")) else { return };
    let fields = ["action", "site", "city", "region", "country"].map(|field| string(record, field));
    file.fact("login", address, &joined(fields).unwrap_or_default(), time(record, "timestamp"));
}

/// A device of the list of devices that had the app.
pub(super) fn mobile_device(_: &mut Reading, file: &mut File, record: &Value) {
    if let Some(device) = string(record, "type") {
        let at = whole(&record["update_time"]).filter(|&s| s > 0).and_then(|s| DateTime::from_timestamp(s, 0));
        file.fact("device", device, string(record, "os").unwrap_or(""), at);
    }
}

/// A device in the dialect of rows.
pub(super) fn labelled_device(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let name = row_value(&rows, &["Device name", "Device model", "Model", "Device", "Name", "Device type"]);
    if let Some(name) = name {
        let system = row_value(&rows, &["OS", "Operating system", "OS version", "Device OS"]);
        file.fact("device", name, system.unwrap_or(""), rows.iter().filter_map(|row| row.at).max());
    }
}

/// Devices that hold keys of encrypted conversations.
pub(super) fn secret_devices(_: &mut Reading, file: &mut File, record: &Value) {
    let held = versioned(record, "secret_conversations");
    for device in ["tincan_devices", "armadillo_devices"].iter().flat_map(|sort| list(held, sort)) {
        let parts: Vec<&str> = ["device_manufacturer", "device_model"].iter().filter_map(|f| string(device, f)).collect();
        let name = Some(parts.join(" ")).filter(|name| !name.is_empty()).or_else(|| string(device, "device_type").map(str::to_owned));
        let at = time(device, "last_active_time").or_else(|| time(device, "last_connected_time"));
        if let Some(name) = name {
            file.fact("device", &name, "encrypted conversations", at);
        }
        if let Some(address) = string(device, "last_connected_ip") {
            file.fact("ip-address", address, "encrypted conversations", at);
        }
    }
}

/// An e-mail address or a phone number that was confirmed or used before.
pub(super) fn contact_point(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let at = ["verification_time", "timestamp"].iter().find_map(|field| time(record, field));
    let at = at.or_else(|| rows.iter().find_map(|row| row.at));
    let stated = string(record, "contact").or_else(|| string(record, "contact_point")).or_else(|| record.as_str());
    let detail = if string(record, "contact").is_some() { "confirmed" } else { "former" };
    for contact in stated.into_iter().chain(rows.iter().map(|row| row.value)) {
        contact_fact(file, contact, detail, at);
    }
}

/// What is filled into forms, and what was sent to advertisers: addresses and numbers of one's own.
pub(super) fn given_away(_: &mut Reading, file: &mut File, record: &Value) {
    let detail = if string(record, "label").is_some() { "given to an advertiser" } else { "filled into forms" };
    let held = versioned(record, "autofill_information");
    let filled = held.as_object().into_iter().flat_map(|fields| fields.values());
    let filled = filled.flat_map(|values| values.as_array().map_or(&[][..], Vec::as_slice)).filter_map(Value::as_str);
    let rows = rows(record);
    for value in filled.chain(string(record, "value")).chain(rows.iter().map(|row| row.value)) {
        contact_fact(file, value, detail, None);
    }
}

/// An e-mail address or a phone number, known by its shape; anything else is left out.
fn contact_fact(file: &mut File, value: &str, detail: &str, at: Option<DateTime<chrono::Utc>>) {
    let value = value.trim();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let number = || value.bytes().all(|b| b.is_ascii_digit() || b" +-().".contains(&b));
    let mail = value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if mail && !value.contains(char::is_whitespace) {
        file.fact("email", value, detail, at);
    } else if (7..=15).contains(&digits) && number() && value.starts_with(['+', '0', '(']) {
        file.fact("phone", value, detail, at);
    }
}

/// Other accounts of the firm that are tied to this one.
pub(super) fn linked_accounts(_: &mut Reading, file: &mut File, record: &Value) {
    let held = versioned(record, "accounts_center");
    for account in list(held, "linked_accounts") {
        let name = ["username", "name", "email", "phone_number"].iter().find_map(|field| string(account, field));
        if let Some(name) = name.or_else(|| string(account, "service_name")) {
            file.fact("linked-sign-in", name, string(account, "service_name").unwrap_or(""), None);
        }
    }
    for entry in entries(record) {
        let name = row_value(&entry, &["Username", "Account name", "Profile name", "Name"]);
        let service = row_value(&entry, &["Service name", "Account type", "Platform", "App", "Type"]);
        if let Some(name) = name {
            file.fact("linked-sign-in", name, service.unwrap_or(""), entry.iter().find_map(|row| row.at));
        }
    }
}

/// When and from where the account was opened, where the profile does not say it.
pub(super) fn registration(reading: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let at = rows.iter().filter_map(|row| row.at).min().or_else(|| time(record, "timestamp"));
    if let (None, Some(at)) = (reading.registered, at) {
        reading.registered = Some(at);
        file.fact("account-created", &at.format("%Y-%m-%d").to_string(), "", Some(at));
    }
    let addresses = rows.iter().filter(|row| is_internet_address(row.value));
    addresses.for_each(|row| file.fact("ip-address", row.value, "opened the account", at));
}

fn is_internet_address(value: &str) -> bool {
    let only = |allowed: &[u8]| value.bytes().all(|b| b.is_ascii_hexdigit() || allowed.contains(&b));
    let count = |mark: char| value.chars().filter(|c| *c == mark).count();
    (only(b".") && count('.') == 3) || (only(b":.") && count(':') >= 2)
}

/// A settings page: one fact for each row, label and value as the archive has them, in its language.
pub(super) fn settings(_: &mut Reading, file: &mut File, record: &Value) {
    let page = page_name(file);
    for row in rows(record) {
        let value = match row.at {
            Some(at) if row.value.is_empty() => at.format("%Y-%m-%d").to_string(),
            _ => row.value.to_owned(),
        };
        file.fact("setting", &format!("{}={value}", row.label), &page, row.at);
    }
}

/// Whether Facebook kept a template to know the person's face by, until it gave that up in 2021.
pub(super) fn face(_: &mut Reading, file: &mut File, record: &Value) {
    let held = versioned(record, "facial_data");
    if held.is_object() {
        let examples = whole(&held["example_count"]).map_or_else(|| "kept".to_owned(), |n| format!("kept, {n} examples"));
        file.fact("setting", &format!("Face template={examples}"), "face_recognition", None);
    }
}

const OFF: &[&str] = &[
    "disabled", "off", "false", "deaktiviert", "aus", "désactivé", "désactivée", "desactivado", "desactivada", "desativado",
    "desativada", "disattivata", "disattivato", "disattivo", "uitgeschakeld", "wyłączone", "wyłączona", "dezactivat", "inaktiverad",
    "deaktiveret", "deaktivert", "vypnuto", "devre dışı", "отключено", "falso", "falsch", "faux", "fałsz",
];
const ON: &[&str] = &[
    "enabled", "on", "true", "aktiviert", "ein", "activé", "activée", "activado", "activada", "ativado", "ativada", "attivata",
    "attivato", "attivo", "ingeschakeld", "włączone", "włączona", "activat", "aktiverad", "aktiveret", "aktivert", "zapnuto", "etkin",
    "включено", "verdadero", "wahr", "vrai", "vero", "verdadeiro", "waar", "prawda",
];

/// Whether signing in takes a second factor. The dates stand there for both answers, so only the value counts.
pub(super) fn two_factor(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let updated = rows.iter().filter_map(|row| row.at).max();
    if let Some(state) = row_value(&rows, &["State"]).or_else(|| first_value(&rows)) {
        let is = |known: &[&str]| known.contains(&state.to_lowercase().as_str());
        let state = if is(OFF) { "Disabled" } else if is(ON) { "Enabled" } else { state };
        file.fact("two-factor", state, "", updated);
    }
}

fn first_value<'v>(rows: &[Row<'v>]) -> Option<&'v str> {
    rows.iter().map(|row| row.value).find(|value| !value.is_empty())
}

/// The parts that are there, with commas between.
pub(super) fn joined<'v>(parts: impl IntoIterator<Item = Option<&'v str>>) -> Option<String> {
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The settings page a file is named after, `privacy_settings`.
fn page_name(file: &File) -> String {
    let path = file.source().file;
    let name = path.rsplit('/').next().unwrap_or(&path);
    name.strip_suffix(".json").unwrap_or(name).to_owned()
}
