//! What the export says of advertising, of what other firms report, and of the places Facebook knows.

use super::Reading;
use super::record::{list, position, string, time, versioned};
use super::rows::{coordinates, row_value, rows};
use super::security::joined;
use crate::import::File;
use serde_json::Value;

/// A firm that told Facebook what the person did elsewhere.
pub(super) fn off_platform(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let labelled = || row_value(&rows, &["App", "App or website", "Website", "Name", "Business", "Title"]);
    let Some(firm) = string(record, "name").or_else(|| string(record, "title")).or_else(labelled) else { return };
    let events = list(record, "events");
    let newest = events.iter().filter_map(|event| time(event, "timestamp")).max();
    let newest = newest.or_else(|| rows.iter().filter_map(|row| row.at).max()).or_else(|| time(record, "timestamp"));
    let count = match events.len() {
        0 => list(record, "label_values").iter().map(|item| list(item, "vec").len()).sum(),
        count => count,
    };
    let detail = (count > 0).then(|| format!("{count} {}", if count == 1 { "event" } else { "events" }));
    file.fact("off-platform-activity", firm, detail.as_deref().unwrap_or(""), newest);
}

/// An interest or category advertising is sold by: a bare string, or rows.
pub(super) fn interest(_: &mut Reading, file: &mut File, record: &Value) {
    let of_rows = rows(record);
    let peers = versioned(record, "friend_peer_group").as_str();
    let all = record.as_str().into_iter().chain(peers).chain(of_rows.iter().map(|row| row.value));
    for interest in all.filter(|value| !value.is_empty()) {
        file.fact("ad-interest", interest, "", None);
    }
}

/// A firm that aims advertising with the help of a list the person is on.
pub(super) fn advertiser(_: &mut Reading, file: &mut File, record: &Value) {
    const LISTED: &str = "has a list with your details";
    if let Some(firm) = record.as_str() {
        return file.fact("advertiser", firm, LISTED, None);
    }
    if let Some(firm) = string(record, "advertiser_name").or_else(|| string(record, "title")) {
        let listed = record["has_data_file_custom_audience"] == true;
        file.fact("advertiser", firm, if listed { LISTED } else { "" }, None);
    }
    // Rows in lists name firms; where the lists are lists of rows, only the row with the name does.
    let rows = rows(record);
    let nested = list(record, "label_values").iter().flat_map(|item| list(item, "vec")).any(|item| item["dict"].is_array());
    for row in rows.iter().filter(|row| !row.value.is_empty() && (row.is("Name") || (row.depth == 1 && !nested))) {
        file.fact("advertiser", row.value, "", row.at);
    }
}

/// An advertiser the person had to do with, mostly by a click.
pub(super) fn advert_click(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let labelled = || row_value(&rows, &["Title", "Name", "Advertiser"]).or(rows.first().map(|row| row.value));
    let Some(firm) = string(record, "title").or_else(labelled) else { return };
    let action = string(record, "action").or_else(|| row_value(&rows, &["Action"]));
    let at = time(record, "timestamp").or_else(|| rows.iter().find_map(|row| row.at));
    file.fact("ad-click", firm, action.unwrap_or(""), at);
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
    if let Some((latitude, longitude)) = position(&held["coordinate"]).or_else(|| position(held)) {
        file.fact("place", &format!("{latitude}, {longitude}"), "last place known", time(held, "time"));
    }
}

/// A place the person was at, out of the history of locations.
pub(super) fn visited(_: &mut Reading, file: &mut File, record: &Value) {
    let at = ["creation_timestamp", "timestamp", "time"].iter().find_map(|field| time(record, field));
    let name = string(record, "name").or_else(|| string(record, "address")).map(str::to_owned);
    let point = position(&record["coordinate"]).or_else(|| position(record)).map(|(north, east)| format!("{north}, {east}"));
    let rows = rows(record);
    let labelled = rows.iter().find_map(|row| coordinates(row.value)).map(|(north, east)| format!("{north}, {east}"));
    let value = name.clone().or_else(|| point.clone()).or(labelled);
    let at = at.or_else(|| rows.iter().find_map(|row| row.at));
    if let Some(value) = value {
        file.fact("place-visited", &value, name.and(point).as_deref().unwrap_or(""), at);
    }
}

/// Places of a list: where the person checked in, lived, or was taken to be interested in.
pub(super) fn places(_: &mut Reading, file: &mut File, record: &Value) {
    for row in rows(record).iter().filter(|row| row.depth > 0 && coordinates(row.value).is_none()) {
        file.fact("place", row.value, "kept by Facebook", row.at);
    }
}

/// A place the person put on the map.
pub(super) fn own_place(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let name = string(record, "name").or_else(|| row_value(&rows, &["Name", "Place name"]));
    let at = time(record, "creation_timestamp").or_else(|| time(record, "timestamp"));
    if let Some(name) = name {
        file.fact("place", name, "put on the map by you", at);
    }
}

/// The country of the phone's network, and the clock the account goes by.
pub(super) fn device_location(_: &mut Reading, file: &mut File, record: &Value) {
    if let Some(code) = string(record, "country_code") {
        file.fact("setting", &format!("Country of your phone={code}"), "device_location", None);
    }
    let zone = versioned(record, "timezone").as_str().map(str::to_owned);
    if let Some(zone) = zone.or_else(|| rows(record).first().map(|row| row.value.to_owned())) {
        file.fact("setting", &format!("Time zone={zone}"), "timezone", None);
    }
}

/// A place somebody else said the person was at.
pub(super) fn tagged_place(_: &mut Reading, file: &mut File, record: &Value) {
    let rows = rows(record);
    let plain = || rows.iter().map(|row| row.value).find(|value| !value.is_empty());
    if let Some(name) = row_value(&rows, &["Place name", "Name"]).or_else(plain) {
        file.fact("place", name, "tagged there", rows.iter().find_map(|row| row.at));
    }
}
