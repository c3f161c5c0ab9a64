//! What the export says of the person: the profile, its texts and details, and the people around it.

use super::Reading;
use super::record::{list, string, time, versioned, whole};
use super::rows::{entries, rows};
use crate::import::File;
use model::{Kind, Private};
use serde_json::Value;

/// The profile: its words as items, its details as facts.
pub(super) fn profile(reading: &mut Reading, file: &mut File, record: &Value) {
    let profile = versioned(record, "profile");
    words_of_profile(reading, file, profile);
    contact_details(file, profile);
    more_details(reading, file, profile);
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

fn words_of_profile(reading: &mut Reading, file: &mut File, profile: &Value) {
    for (field, about) in [
        ("intro_bio", None),
        ("bio", None),
        ("about_me", Some("About you")),
        ("about", Some("About you")),
        ("favorite_quotes", Some("Favourite quotes")),
        ("political_view", Some("Political views")),
        ("religious_view", Some("Religious views")),
    ] {
        let held = &profile[field];
        let words = held.as_str().or_else(|| ["name", "text", "value"].iter().find_map(|field| string(held, field)));
        let Some(words) = words.filter(|words| !words.trim().is_empty()) else { continue };
        let mut post = file.draft(Kind::Bio, words);
        post.at = time(held, "timestamp");
        post.about = about.map(Private::from);
        reading.say(&post);
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

/// Ways and people that stand on the profile in the first exports, and languages.
fn more_details(reading: &mut Reading, file: &mut File, profile: &Value) {
    let name_of = |held: &'_ Value| held.as_str().or_else(|| string(held, "name")).map(str::to_owned);
    for language in list(profile, "languages") {
        if let Some(name) = name_of(language) {
            file.fact("skill", &name, "language", time(language, "timestamp"));
        }
    }
    for former in list(profile, "previous_relationships") {
        if let Some(name) = name_of(former) {
            file.fact("family", &name, "former relationship", time(former, "timestamp"));
        }
    }
    for service in list(profile, "screen_names") {
        for screen in list(service, "names") {
            if let Some(name) = name_of(screen) {
                file.fact("website", &name, string(service, "service_name").unwrap_or("screen name"), None);
            }
        }
    }
    for other in list(profile, "other_names") {
        if let Some(name) = name_of(other) {
            file.fact("handle-change", &name, "other name", time(other, "timestamp"));
        }
    }
    // They stand in a file of their own too; here they help to read titles.
    list(profile, "groups").iter().filter_map(name_of).for_each(|name| reading.groups.insert(&name));
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
    for (list_name, detail) in [("emails", ""), ("previous_emails", "former"), ("pending_emails", "pending"),
        ("ad_account_emails", "for advertising")] {
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
    named(file, "friend", "", record);
}

/// Somebody who was a friend once.
pub(super) fn removed_friend(_: &mut Reading, file: &mut File, record: &Value) {
    named(file, "friend", "removed", record);
}

/// Somebody who asks to be a friend.
pub(super) fn friend_request(_: &mut Reading, file: &mut File, record: &Value) {
    named(file, "friend-request", "", record);
}

/// Somebody whom the owner asked.
pub(super) fn sent_request(_: &mut Reading, file: &mut File, record: &Value) {
    named(file, "friend-request", "sent", record);
}

/// Somebody who asked and was turned down.
pub(super) fn rejected_request(_: &mut Reading, file: &mut File, record: &Value) {
    named(file, "friend-request", "rejected", record);
}

fn named(file: &mut File, topic: &str, detail: &str, record: &Value) {
    let title = || string(record, "title");
    if let Some(name) = string(record, "name").or_else(title) {
        file.fact(topic, name, detail, time(record, "timestamp"));
    }
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

const NAMES: &[&str] =
    &["Name", "Full name", "Contact name", "Vollständiger Name", "Nom", "Nombre", "Nome", "Naam", "Imię i nazwisko", "Nume"];

/// People of one record that are counted without their names.
const MOST_CONTACTS: usize = 100_000;

/// Somebody of an uploaded address book: the name alone, since numbers and addresses are theirs.
pub(super) fn contact(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let at = time(record, "created_timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    let labelled = rows.iter().filter(|row| row.is_any(NAMES) && !row.value.is_empty()).map(|row| row.value);
    let names: Vec<&str> = string(record, "name").into_iter().chain(labelled).collect();
    for name in &names {
        file.fact("contact-uploaded", name, "", at);
    }
    // In other languages the names cannot be told from the rest, but the people can be counted.
    if names.is_empty() {
        let people = entries(record).len().clamp(1, MOST_CONTACTS);
        (0..people).for_each(|_| file.fact("contact-uploaded", "somebody", "", at));
    }
}

/// Somebody blocked, out of the page of feed and contact controls.
pub(super) fn controls(_: &mut Reading, file: &mut File, record: &Value) {
    let name = string(record, "name").unwrap_or("").to_lowercase();
    if !["bloc", "bloqu", "blok"].iter().any(|word| name.contains(word)) {
        return file.noted();
    }
    for entry in list(record, "entries") {
        if let Some(name) = string(&entry["data"], "name") {
            file.fact("blocked", name, "", time(entry, "timestamp"));
        }
    }
}
