//! What the export says of the account: profile, people, apps, log-ins, settings, advertising.

use super::Reading;
use super::record::{Row, list, row_value, rows, string, time, versioned, whole};
use crate::import::File;
use chrono::DateTime;
use model::{Kind, Private};
use serde_json::Value;

/// The profile: its words as items, its details as facts.
pub(super) fn profile(reading: &mut Reading, file: &mut File, record: &Value) {
    let profile = versioned(record, "profile");
    words_of_profile(file, profile);
    contact_details(file, profile);
    if let Some(at) = time(profile, "registration_timestamp") {
        reading.registered = Some(at);
        file.fact("account-created", &at.format("%Y-%m-%d").to_string(), "", Some(at));
    }
    for (field, detail) in [("current_city", "current town"), ("hometown", "home town")] {
        let place = &profile[field];
        if let Some(name) = string(place, "name") {
            file.fact("place", name, detail, time(place, "timestamp"));
        }
    }
    for lived in list(profile, "places_lived") {
        if let Some(name) = string(lived, "place") {
            file.fact("place", name, "lived there", time(lived, "start_timestamp"));
        }
    }
    for work in list(profile, "work_experiences") {
        let (employer, title) = (string(work, "employer"), string(work, "title"));
        let since = time(work, "start_timestamp");
        if let Some(employer) = employer {
            file.fact("employer", employer, string(work, "location").unwrap_or(""), since);
        }
        if let Some(title) = title {
            file.fact("position", title, employer.unwrap_or(""), since);
        }
    }
    for school in list(profile, "education_experiences") {
        if let Some(name) = string(school, "name") {
            file.fact("school", name, string(school, "degree").unwrap_or(""), time(school, "start_timestamp"));
        }
    }
    for relative in list(profile, "family_members") {
        if let Some(name) = string(relative, "name") {
            file.fact("family", name, string(relative, "relation").unwrap_or(""), time(relative, "timestamp"));
        }
    }
    let relationship = &profile["relationship"];
    let partner = string(relationship, "partner");
    if let Some(status) = string(relationship, "status") {
        file.fact("family", partner.unwrap_or(status), partner.map_or("", |_| status), time(relationship, "timestamp"));
    }
}

fn words_of_profile(file: &mut File, profile: &Value) {
    for (field, about) in [
        ("intro_bio", None),
        ("about_me", Some("About you")),
        ("favorite_quotes", Some("Favourite quotes")),
        ("political_view", Some("Political views")),
        ("religious_view", Some("Religious views")),
    ] {
        let held = &profile[field];
        let Some(words) = held.as_str().or_else(|| string(held, "name")).filter(|words| !words.trim().is_empty())
        else {
            continue;
        };
        let mut post = file.draft(Kind::Bio, words);
        post.at = time(held, "timestamp");
        post.about = about.map(Private::from);
        file.post(post);
    }
    for held in list(profile, "work_experiences").iter().chain(list(profile, "education_experiences")) {
        let Some(words) = string(held, "description") else { continue };
        let mut post = file.draft(Kind::Bio, words);
        post.at = time(held, "timestamp");
        post.about = string(held, "employer").or_else(|| string(held, "name")).map(Private::from);
        file.post(post);
    }
}

fn contact_details(file: &mut File, profile: &Value) {
    let birthday = &profile["birthday"];
    if let (Some(month), Some(day)) = (whole(&birthday["month"]), whole(&birthday["day"])) {
        let date = match whole(&birthday["year"]).filter(|&year| year > 0) {
            Some(year) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("--{month:02}-{day:02}"),
        };
        file.fact("birth-date", &date, "", None);
    }
    if let Some(gender) = string(&profile["gender"], "gender_option") {
        file.fact("gender", &gender.to_lowercase(), "", None);
    }
    for (list_name, detail) in [("emails", ""), ("previous_emails", "former"), ("pending_emails", "pending")] {
        for address in list(&profile["emails"], list_name).iter().filter_map(Value::as_str) {
            file.fact("email", address, detail, None);
        }
    }
    for phone in list(profile, "phone_numbers") {
        if let Some(number) = string(phone, "phone_number") {
            file.fact("phone", number, string(phone, "phone_type").unwrap_or(""), time(phone, "creation_time"));
        }
    }
    let address = &profile["address"];
    let lines: Vec<&str> = ["street", "neighborhood", "city", "region", "zipcode", "country"]
        .iter()
        .filter_map(|f| string(address, f))
        .collect();
    if !lines.is_empty() {
        file.fact("address", &lines.join(", "), "", None);
    }
    for site in list(profile, "websites") {
        if let Some(address) = string(site, "address").or_else(|| site.as_str()) {
            file.fact("website", address, "", None);
        }
    }
    for former in list(profile, "previous_names") {
        if let Some(name) = string(former, "name") {
            file.fact("handle-change", name, "former name", time(former, "timestamp"));
        }
    }
}

/// A friend.
pub(super) fn friend(_: &mut Reading, file: &mut File, record: &Value) {
    named(file, "friend", record);
}

/// Somebody who asks to be a friend.
pub(super) fn friend_request(_: &mut Reading, file: &mut File, record: &Value) {
    named(file, "friend-request", record);
}

fn named(file: &mut File, topic: &str, record: &Value) {
    if let Some(name) = string(record, "name") {
        file.fact(topic, name, "", time(record, "timestamp"));
    }
}

/// An app or website with access. Removed ones hold no key any more.
pub(super) fn app(_: &mut Reading, file: &mut File, record: &Value) {
    let state = string(record, "category");
    if state == Some("removed") || time(record, "removed_timestamp").is_some() {
        return;
    }
    if let Some(name) = string(record, "name") {
        file.fact("connected-app", name, state.unwrap_or(""), time(record, "added_timestamp"));
    }
}

/// A firm that told Facebook what the person did elsewhere.
pub(super) fn off_platform(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(firm) = string(record, "name").or_else(|| string(record, "title")) else { return };
    let events = list(record, "events");
    let newest = events.iter().filter_map(|event| time(event, "timestamp")).max();
    let count = match events.len() {
        0 => list(record, "label_values").iter().map(|item| list(item, "vec").len()).sum(),
        count => count,
    };
    let detail = (count > 0).then(|| format!("{count} {}", if count == 1 { "event" } else { "events" }));
    file.fact("off-platform-activity", firm, detail.as_deref().unwrap_or(""), newest);
}

/// A device that is signed in.
pub(super) fn session(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(device) = string(record, "device").or_else(|| string(record, "user_agent")) else { return };
    let detail = joined([string(record, "app"), string(record, "location")]);
    let at = time(record, "updated_timestamp").or_else(|| time(record, "created_timestamp"));
    file.fact("device", device, detail.as_deref().unwrap_or(""), at);
}

/// A log-in, log-out or similar, with the address it came from.
pub(super) fn login(_: &mut Reading, file: &mut File, record: &Value) {
    let Some(address) = string(record, "ip_address") else { return };
    let fields = ["action", "city", "region", "country"].map(|field| string(record, field));
    file.fact("login", address, &joined(fields).unwrap_or_default(), time(record, "timestamp"));
}

/// A change of name, e-mail address or phone number.
pub(super) fn record_change(_: &mut Reading, file: &mut File, record: &Value) {
    let at = time(&record["session"], "created_timestamp");
    for (field, topic) in [
        ("old_name", "handle-change"),
        ("old_vanity", "handle-change"),
        ("old_email", "email"),
        ("old_number", "phone"),
    ] {
        if let Some(old) = string(&record["extra_info"], field) {
            let detail = if field == "old_name" { "former name" } else { "former" };
            file.fact(topic, old, detail, at);
        }
    }
}

/// Somebody of an uploaded address book: the name alone, since numbers and addresses are theirs.
pub(super) fn contact(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let at = time(record, "created_timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    let labelled = rows.iter().filter(|row| row.is("Name") || row.is("Full name")).map(|row| row.value);
    let names: Vec<&str> = string(record, "name").into_iter().chain(labelled).collect();
    for name in &names {
        file.fact("contact-uploaded", name, "", at);
    }
    // In other languages the names cannot be told from the rest.
    if names.is_empty() {
        file.fact("contact-uploaded", "somebody", "", at);
    }
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

/// Whether signing in takes a second factor. The dates stand there for both answers, so only the value counts.
pub(super) fn two_factor(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let updated = rows.iter().filter_map(|row| row.at).max();
    let state = row_value(&rows, &["State"]).or_else(|| first_value(&rows));
    if let Some(state) = state {
        file.fact("two-factor", state, "", updated);
    }
}

fn first_value<'v>(rows: &[Row<'v>]) -> Option<&'v str> {
    rows.iter().map(|row| row.value).find(|value| !value.is_empty())
}

/// An interest or category advertising is sold by: a bare string, or rows.
pub(super) fn interest(_: &mut Reading, file: &mut File, record: &Value) {
    let of_rows = rows(record);
    for interest in record.as_str().into_iter().chain(of_rows.iter().map(|row| row.value)).filter(|v| !v.is_empty()) {
        file.fact("ad-interest", interest, "", None);
    }
}

/// A firm that aims advertising with the help of a list the person is on.
pub(super) fn advertiser(_: &mut Reading, file: &mut File, record: &Value) {
    if let Some(firm) = string(record, "advertiser_name").or_else(|| string(record, "title")) {
        let listed = record["has_data_file_custom_audience"] == true;
        file.fact("advertiser", firm, if listed { "has a list with your details" } else { "" }, None);
    }
    for row in rows(record).iter().filter(|row| row.is("Name")) {
        file.fact("advertiser", row.value, "", None);
    }
}

/// The town Facebook takes for the person's home.
pub(super) fn primary_location(_: &mut Reading, file: &mut File, record: &Value) {
    let held = versioned(record, "primary_location");
    for pair in list(held, "city_region_pairs") {
        let names = pair.as_array().into_iter().flatten().map(Value::as_str);
        if let Some(name) = joined(names) {
            file.fact("place", &name, "taken for your home", None);
        }
    }
    for code in list(held, "zipcode").iter().filter_map(Value::as_str) {
        file.fact("place", code, "taken for your home", None);
    }
    let public = versioned(record, "primary_public_location");
    if let Some(name) = joined(["city", "region", "country"].map(|field| string(public, field))) {
        file.fact("place", &name, "taken for your home", None);
    }
}

/// The last place Facebook knows of.
pub(super) fn last_location(_: &mut Reading, file: &mut File, record: &Value) {
    let held = versioned(record, "last_location");
    let coordinate = &held["coordinate"];
    if let (Some(latitude), Some(longitude)) = (coordinate["latitude"].as_f64(), coordinate["longitude"].as_f64()) {
        file.fact("place", &format!("{latitude}, {longitude}"), "last place known", time(held, "time"));
    }
}

/// A place somebody else said the person was at.
pub(super) fn tagged_place(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    if let Some(name) = row_value(&rows, &["Place name", "Name"]) {
        file.fact("place", name, "tagged there", rows.iter().find_map(|row| row.at));
    }
}

/// Somebody blocked, out of the page of feed and contact controls.
pub(super) fn controls(_: &mut Reading, file: &mut File, record: &Value) {
    if !string(record, "name").is_some_and(|name| name.to_lowercase().contains("block")) {
        return;
    }
    for entry in list(record, "entries") {
        if let Some(name) = string(&entry["data"], "name") {
            file.fact("blocked", name, "", time(entry, "timestamp"));
        }
    }
}

/// A device of the list of devices that had the app.
pub(super) fn mobile_device(_: &mut Reading, file: &mut File, record: &Value) {
    if let Some(device) = string(record, "type") {
        let at = whole(&record["update_time"]).filter(|&s| s > 0).and_then(|s| DateTime::from_timestamp(s, 0));
        file.fact("device", device, string(record, "os").unwrap_or(""), at);
    }
}

fn joined<'v>(parts: impl IntoIterator<Item = Option<&'v str>>) -> Option<String> {
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The settings page a file is named after, `privacy_settings`.
fn page_name(file: &File) -> String {
    let path = file.source().file;
    let name = path.rsplit('/').next().unwrap_or(&path);
    name.strip_suffix(".json").unwrap_or(name).to_owned()
}
