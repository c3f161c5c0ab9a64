//! What the export says of the account: profile, people, log-ins, apps, settings, advertising.

use super::Reading;
use super::labels::{self, Label};
use super::record::{Record, Row, several, string};
use crate::import::File;
use crate::text::is_ip_address;
use model::{Kind, Private};

/// The profile, of Instagram or of Threads: its words as an item, its details as facts.
pub(super) fn profile(reading: &mut Reading, file: &mut File, record: Record) {
    let of_threads = reading.of_threads.then_some("Threads");
    for row in &record.rows {
        let value = row.value.trim();
        match () {
            () if row.is(Label::Private) => {
                if let Some(private) = labels::truth(value) {
                    file.fact("protected", if private { "true" } else { "false" }, of_threads.unwrap_or_default(), None);
                }
            }
            () if row.is(Label::Bio) && !value.is_empty() => {
                let mut post = file.draft(Kind::Bio, value);
                post.about = of_threads.map(Private::from);
                file.post(post);
            }
            () if row.is(Label::Birth) => {
                let of_page = row.at.map(|moment| moment.at.format("%Y-%m-%d").to_string());
                // What stands there when nobody was asked.
                let known = of_page.unwrap_or_else(|| value.to_owned());
                if known != "1919-01-01" {
                    file.fact("birth-date", &known, "", None);
                }
            }
            () if row.is(Label::Email) => file.fact("email", value, "", None),
            () if row.is(Label::Phone) => file.fact("phone", value, "", None),
            () if row.is(Label::Gender) => file.fact("gender", &value.to_lowercase(), "", None),
            () if row.is(Label::Website) => file.fact("website", value, "", None),
            () if is_email(value) => file.fact("email", value, "", None),
            () => {}
        }
    }
}

/// A change of name, address, number or profile text.
pub(super) fn profile_change(reading: &mut Reading, file: &mut File, record: Record) {
    let Some(previous) = record.value(Label::Previous).map(str::to_owned) else { return };
    let what = record.value(Label::Changed).or(record.title.as_deref()).unwrap_or_default().to_lowercase();
    let at = record.moment();
    if what.contains("bio") {
        let mut post = file.draft(Kind::Bio, previous);
        reading.date(&mut post, at);
        post.about = Some("Earlier wording".into());
        return file.post(post);
    }
    let at = reading.moment(at);
    match () {
        () if is_email(&previous) => file.fact("email", &previous, "former", at),
        () if is_phone(&previous) => file.fact("phone", &previous, "former", at),
        () if what.contains("link") || what.contains("web") || what.contains("url") => {
            file.fact("website", &previous, "former", at);
        }
        () => file.fact("handle-change", &previous, "former name", at),
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) && !text.contains(' ')
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'))
}

/// Somebody who follows the account.
pub(super) fn follower(reading: &mut Reading, file: &mut File, record: Record) {
    let detail = if reading.of_threads { "follows you on Threads" } else { "follows you" };
    named(reading, file, "friend", detail, &record);
}

/// Somebody who asks to follow.
pub(super) fn request(reading: &mut Reading, file: &mut File, record: Record) {
    named(reading, file, "friend-request", "", &record);
}

/// Somebody blocked.
pub(super) fn blocked(reading: &mut Reading, file: &mut File, record: Record) {
    named(reading, file, "blocked", "", &record);
}

fn named(reading: &mut Reading, file: &mut File, topic: &str, detail: &str, record: &Record) {
    if let Some(name) = record.account() {
        let at = reading.moment(record.moment());
        file.fact(topic, &name, detail, at);
    }
}

/// The account became private or public: the newest of these tells how things stand.
pub(super) fn privacy_change(reading: &mut Reading, file: &mut File, record: Record) {
    let said = record.title.as_deref().into_iter().chain(record.rows.iter().map(|row| row.value.as_str()));
    let said = said.chain(record.said.iter().map(String::as_str));
    let Some(private) = said.filter_map(labels::made_private).next() else { return };
    let at = reading.moment(record.moment());
    file.fact("protected", if private { "true" } else { "false" }, "", at);
}

fn address(record: &Record) -> Option<&str> {
    record.rows.iter().map(|row| row.value.trim()).find(|value| is_ip_address(value))
}

/// A log-in or log-out, with the address it came from.
pub(super) fn login(reading: &mut Reading, file: &mut File, record: Record) {
    let Some(address) = address(&record) else { return };
    let agent = record.value(Label::Agent).unwrap_or_default();
    let at = reading.moment(record.moment());
    file.fact("login", address, agent, at);
}

/// How the account was opened.
pub(super) fn signup(reading: &mut Reading, file: &mut File, record: Record) {
    let moment = record.moment();
    let at = reading.moment(moment);
    if let Some(at) = at {
        reading.registered = Some(at);
        file.fact("account-created", &at.format("%Y-%m-%d").to_string(), "", Some(at));
    }
    if let Some(address) = address(&record) {
        file.fact("login", address, "when the account was opened", at);
    }
    for (label, topic) in [(Label::Email, "email"), (Label::Phone, "phone")] {
        if let Some(value) = record.value(label) {
            file.fact(topic, value, "when the account was opened", at);
        }
    }
}

/// The last place Instagram knows of: the more precise of the two it keeps.
pub(super) fn last_location(reading: &mut Reading, file: &mut File, record: Record) {
    let number = |part: &str| {
        let named = |precise: &str| record.rows.iter().find(|row| row.label == format!("{precise} {part}"));
        let row = named("Precise").filter(|row| !row.value.is_empty()).or_else(|| named("Imprecise"))?;
        row.value.parse::<f64>().ok()
    };
    let shaped: Vec<f64> = record.rows.iter().filter_map(|row| row.value.parse().ok()).collect();
    let stated = number("Latitude").zip(number("Longitude")).or(match shaped[..] {
        [latitude, longitude] => Some((latitude, longitude)),
        _ => None,
    });
    if let Some((latitude, longitude)) = stated {
        let at = reading.moment(record.moment());
        file.fact("place", &format!("{latitude}, {longitude}"), "last place known", at);
    }
}

/// A device that was signed in.
pub(super) fn device(reading: &mut Reading, file: &mut File, record: Record) {
    let stated = record.rows.iter().map(|row| row.value.as_str()).find(|value| !value.is_empty());
    let Some(device) = record.value(Label::Agent).or(stated).or(record.title.as_deref()) else { return };
    let at = reading.moment(record.moment());
    file.fact("device", device, "", at);
}

/// A device with keys of encrypted conversations.
pub(super) fn encrypted_device(_: &mut Reading, file: &mut File, record: Record) {
    for device in several(&record.json["armadillo_devices"]).iter().chain(several(&record.json["tincan_devices"])) {
        let parts = ["device_manufacturer", "device_model", "device_os_version"];
        let name: Vec<&str> = parts.iter().filter_map(|key| string(device, key)).collect();
        let at = device["last_active_time"].as_i64().filter(|&s| s > 0).and_then(crate::text::unix_date);
        let name = if name.is_empty() { string(device, "device_type").unwrap_or_default().to_owned() } else { name.join(" ") };
        file.fact("device", &name, "encrypted conversations", at);
    }
}

/// A second factor of signing in: that it stands there means that it is used.
pub(super) fn two_factor(reading: &mut Reading, file: &mut File, record: Record) {
    let named = record.rows.iter().find(|row| row.label.to_lowercase().contains("nick") && !row.value.is_empty());
    let stated = named.or_else(|| record.rows.iter().find(|row| !row.value.is_empty()));
    let value = stated.map(|row| row.value.as_str()).or(record.title.as_deref()).unwrap_or("a device");
    let at = reading.moment(record.moment());
    file.fact("two-factor", value, "", at);
}

/// The town Instagram takes for the person's home.
pub(super) fn home(reading: &mut Reading, file: &mut File, record: Record) {
    places(reading, file, &record, "taken for your home");
}

/// A place Instagram thinks the person is drawn to.
pub(super) fn place_of_interest(reading: &mut Reading, file: &mut File, record: Record) {
    places(reading, file, &record, "of interest");
}

fn places(reading: &mut Reading, file: &mut File, record: &Record, detail: &str) {
    let at = reading.moment(record.moment());
    let of_rows = record.rows.iter().map(|row| row.value.as_str()).filter(|value| !value.is_empty());
    for place in of_rows.chain(record.said.iter().map(String::as_str)) {
        file.fact("place", place, detail, at);
    }
}

/// An address or number Instagram thinks is the person's.
pub(super) fn contact_detail(_: &mut Reading, file: &mut File, record: Record) {
    let stated = record.rows.iter().map(|row| row.value.as_str()).chain(record.said.iter().map(String::as_str));
    for value in stated.chain(record.title.as_deref()) {
        let topic = match () {
            () if is_email(value) => "email",
            () if is_phone(value) => "phone",
            () => continue,
        };
        file.fact(topic, value, "inferred", None);
    }
}

/// Somebody of an uploaded address book: the name alone, since numbers and addresses are theirs.
pub(super) fn contact(reading: &mut Reading, file: &mut File, record: Record) {
    let part = |label| record.value(label).filter(|value| !is_email(value) && !is_phone(value));
    let names: Vec<&str> = [part(Label::FirstName), part(Label::LastName)].into_iter().flatten().collect();
    let name = if names.is_empty() { part(Label::Name).unwrap_or("somebody").to_owned() } else { names.join(" ") };
    let at = reading.moment(record.moment());
    file.fact("contact-uploaded", &name, "", at);
}

/// An app or website with access.
pub(super) fn app(reading: &mut Reading, file: &mut File, record: Record) {
    let of_json = string(&record.json, "name").map(str::to_owned);
    let labelled = record.value(Label::Name).map(str::to_owned);
    let Some(name) = of_json.or(labelled).or_else(|| record.account()) else { return };
    let removed = record.rows.iter().any(|row| {
        row.value.eq_ignore_ascii_case("removed") || row.value.eq_ignore_ascii_case("expired") || row.label.starts_with("Removed")
    });
    if !removed {
        let at = reading.moment(record.moment());
        file.fact("connected-app", &name, "", at);
    }
}

/// A firm that told Meta what the person did elsewhere.
pub(super) fn off_platform(reading: &mut Reading, file: &mut File, record: Record) {
    let firm = string(&record.json, "name").map(str::to_owned).or_else(|| record.title.clone());
    let Some(firm) = firm.or_else(|| record.said.first().cloned()) else { return };
    let events = several(&record.json["events"]);
    let newest = events.iter().filter_map(|event| event["timestamp"].as_i64()).max().and_then(crate::text::unix_date);
    let detail = match events.len() {
        0 => String::new(),
        1 => "1 event".to_owned(),
        count => format!("{count} events"),
    };
    let at = newest.or_else(|| reading.moment(record.rows.iter().filter_map(|row| row.at).max_by_key(|m| m.at)));
    file.fact("off-platform-activity", &firm, &detail, at);
}

/// A firm that aims advertising with the help of a list the person is on.
pub(super) fn advertiser(_: &mut Reading, file: &mut File, record: Record) {
    if let Some(firm) = string(&record.json, "advertiser_name") {
        let listed = record.json["has_data_file_custom_audience"] == true;
        return file.fact("advertiser", firm, if listed { "has a list with your details" } else { "" }, None);
    }
    for firm in listed(&record) {
        file.fact("advertiser", &firm, "", None);
    }
}

/// An interest or category advertising is sold by.
pub(super) fn interest(_: &mut Reading, file: &mut File, record: Record) {
    for interest in listed(&record) {
        file.fact("ad-interest", &interest, "", None);
    }
}

/// The entries of a record that is a list: values, or where there are none, labels.
fn listed(record: &Record) -> Vec<String> {
    let entry = |row: &Row| if row.value.is_empty() { row.label.clone() } else { row.value.clone() };
    let mut entries: Vec<String> = record.rows.iter().map(entry).filter(|entry| !entry.is_empty()).collect();
    if entries.is_empty() {
        entries.extend(record.title.iter().cloned().chain(record.said.iter().cloned()));
    }
    entries.dedup();
    entries
}

/// An advertisement clicked.
pub(super) fn ad_click(reading: &mut Reading, file: &mut File, record: Record) {
    let stated = record.rows.iter().map(|row| row.value.as_str()).find(|value| !value.is_empty());
    let Some(firm) = record.title.as_deref().or(stated) else { return };
    let at = reading.moment(record.moment());
    file.fact("ad-click", firm, "Instagram", at);
}

/// A settings page: one fact for each row, label and value as the archive has them, in its language.
pub(super) fn settings(reading: &mut Reading, file: &mut File, record: Record) {
    let path = file.source().file;
    let page = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default().to_owned();
    for row in record.rows.iter().filter(|row| !row.label.is_empty()) {
        let at = reading.moment(row.at);
        let value = match at {
            Some(at) if row.value.is_empty() => at.format("%Y-%m-%d").to_string(),
            _ => row.value.clone(),
        };
        file.fact("setting", &format!("{}={value}", row.label), &page, at);
    }
}
