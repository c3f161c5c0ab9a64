//! What the archive states about the account: evidence for the checklist and for exposure.
//!
//! Secrets (tokens, keys) are never taken, and of other people's data (an uploaded address book) only how much there is.

use super::Reading;
use super::loose::{at, string};
use super::written::record_of;
use crate::Error;
use crate::import::File;
use crate::json::BadRecord;
use crate::text::{iso_date, unix_date};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

/// Reads one record of a data file.
type Take = fn(&Value, &mut File);

/// Data files by name, and how a record of each is read.
const FILES: &[(&str, Take)] = &[
    ("account", account),
    ("account-creation-ip", creation_ip),
    ("account-timezone", timezone),
    ("ageinfo", age),
    ("app", app),
    ("block", |record, file| others(record, "blocking", "blocked", file)),
    ("connected-application", connected_app),
    ("contact", contact),
    ("device-token", device),
    ("direct-message-mute", |record, file| others(record, "muting", "muted in messages", file)),
    ("email-address-change", email_change),
    ("facebook-connection", |_, file| file.fact("linked-sign-in", "Facebook", "", None)),
    ("ip-audit", login),
    ("key-registry", key_registry),
    ("lists-member", listed),
    ("mute", |record, file| others(record, "muting", "muted", file)),
    ("ni-devices", phone_device),
    ("personalization", personalization),
    ("phone-number", |record, file| {
        file.fact("phone", &string(at(record, &["device", "phoneNumber"])), "", None);
    }),
    ("professional-data", professional),
    ("protected-history", protected),
    ("screen-name-change", handle_change),
    ("smartblock", |record, file| others(record, "smartBlocking", "blocked by X for a time", file)),
    ("sso", sign_in_link),
    ("verified", |record, file| {
        file.fact("verified", &string(at(record, &["verified", "verified"])), "", None);
    }),
    ("verified-organization", organization),
];

/// Reads these files.
pub(super) fn read(reading: &mut Reading) -> Result<(), Error> {
    for (stem, take) in FILES {
        for entry in reading.layout.parts(stem) {
            reading.elements(entry, &[], |bytes, file| {
                let value: Value = serde_json::from_slice(bytes)?;
                if !value.is_object() {
                    return Err(BadRecord::Shape);
                }
                take(&value, file);
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn account(record: &Value, file: &mut File) {
    let account = at(record, &["account"]);
    let created = date(at(account, &["createdAt"]));
    file.fact("email", &string(at(account, &["email"])), "", None);
    file.fact("phone", &string(at(account, &["phoneNumber"])), "", None);
    if created.is_some() {
        file.fact("account-created", &string(at(account, &["username"])), "", created);
    }
}

fn creation_ip(record: &Value, file: &mut File) {
    let address = string(at(record, &["accountCreationIp", "userCreationIp"]));
    file.fact("login", &address, "when the account was opened", None);
}

fn timezone(record: &Value, file: &mut File) {
    let zone = string(at(record, &["accountTimezone", "timeZone"]));
    if !zone.is_empty() {
        file.fact("setting", &format!("time-zone={zone}"), "", None);
    }
}

/// Apps that X supposes on the phone.
fn app(record: &Value, file: &mut File) {
    let app = at(record, &["app"]);
    let names: Vec<String> = at(app, &["appNames"]).as_array().into_iter().flatten().map(string).collect();
    let value = if names.is_empty() { string(at(app, &["appId"])) } else { names.join(", ") };
    file.fact("ad-interest", &value, "app supposed on your phone", None);
}

fn age(record: &Value, file: &mut File) {
    let birth_date = string(at(record, &["ageMeta", "ageInfo", "birthDate"]));
    file.fact("birth-date", &birth_date, "", None);
}

fn others(record: &Value, key: &str, what: &str, file: &mut File) {
    let record = record_of(record, &[key]).unwrap_or(record);
    file.fact("blocked", &string(at(record, &["accountId"])), what, date(at(record, &["createdAt"])));
}

fn connected_app(record: &Value, file: &mut File) {
    let app = at(record, &["connectedApplication"]);
    let permissions: Vec<String> = at(app, &["permissions"]).as_array().into_iter().flatten().map(string).collect();
    // Until 2019 the time stood in milliseconds.
    let approved = date(at(app, &["approvedAt"])).or_else(|| date(at(app, &["approvedAtMsec"])));
    file.fact("connected-app", &string(at(app, &["name"])), &permissions.join(", "), approved);
}

fn contact(record: &Value, file: &mut File) {
    let count = |key: &str| at(record, &["contact", key]).as_array().map_or(0, Vec::len);
    let says = format!("e-mail addresses: {}, phone numbers: {}", count("emails"), count("phoneNumbers"));
    file.fact("contact-uploaded", &says, "", None);
}

fn device(record: &Value, file: &mut File) {
    let device = at(record, &["deviceToken"]);
    let seen = date(at(device, &["lastSeenAt"])).or_else(|| date(at(device, &["createdAt"])));
    file.fact("device", &string(at(device, &["clientApplicationName"])), "app", seen);
}

fn email_change(record: &Value, file: &mut File) {
    let change = at(record, &["emailAddressChange", "emailChange"]);
    let changed = date(at(change, &["changedAt"]));
    file.fact("email", &string(at(change, &["changedFrom"])), "until this change", changed);
    file.fact("email", &string(at(change, &["changedTo"])), "since this change", changed);
}

fn login(record: &Value, file: &mut File) {
    let audit = at(record, &["ipAudit"]);
    file.fact("login", &string(at(audit, &["loginIp"])), "", date(at(audit, &["createdAt"])));
}

fn key_registry(record: &Value, file: &mut File) {
    let registry = record.get("keyRegistryData").unwrap_or(record);
    for device in at(registry, &["registeredDevices", "deviceMetadataList"]).as_array().into_iter().flatten() {
        let made = date(at(device, &["createdAt"]));
        file.fact("device", &string(at(device, &["userAgent"])), "encrypted messages", made);
    }
}

fn listed(record: &Value, file: &mut File) {
    let list = at(record, &["userListInfo"]);
    for url in at(list, &["urls"]).as_array().into_iter().flatten().chain(list.get("url")) {
        file.fact("listed", &string(url), "", None);
    }
}

fn phone_device(record: &Value, file: &mut File) {
    let both = at(record, &["niDeviceResponse"]);
    if let Some(phone) = both.get("messagingDevice") {
        let number = string(at(phone, &["phoneNumber"]));
        let made = date(at(phone, &["createdDate"]));
        // `Auth` marks a number that only receives codes.
        if string(at(phone, &["deviceType"])) == "Auth" {
            file.fact("two-factor", "SMS", &number, made);
        }
        file.fact("phone", &number, "receives text messages of X", made);
    }
    if let Some(push) = both.get("pushDevice") {
        let seen = date(at(push, &["updatedDate"])).or_else(|| date(at(push, &["createdDate"])));
        file.fact("device", &string(at(push, &["deviceType"])), "notifications", seen);
    }
}

fn personalization(record: &Value, file: &mut File) {
    let data = at(record, &["p13nData"]);
    file.fact("gender", &string(at(data, &["demographics", "genderInfo", "gender"])), "kept for advertising", None);
    for (kind, says) in [("interests", "interest"), ("partnerInterests", "interest named by partners")] {
        for interest in at(data, &["interests", kind]).as_array().into_iter().flatten() {
            let name = if interest.is_object() { at(interest, &["name"]) } else { interest };
            if string(at(interest, &["isDisabled"])) != "true" {
                file.fact("ad-interest", &string(name), says, None);
            }
        }
    }
    let aimed = [
        ("advertisers", "has you on a list"),
        ("lookalikeAdvertisers", "looks for people like you"),
        ("catalogAudienceAdvertisers", "knows what you looked at in its shop"),
        ("doNotReachAdvertisers", "has you on a list of people to leave out"),
    ];
    for (key, says) in aimed {
        let firms = at(data, &["interests", "audienceAndAdvertisers", key]).as_array();
        firms.into_iter().flatten().for_each(|firm| file.fact("advertiser", &string(firm), says, None));
    }
    for show in at(data, &["interests", "shows"]).as_array().into_iter().flatten() {
        file.fact("ad-interest", &string(show), "programme", None);
    }
    for place in at(data, &["locationHistory"]).as_array().into_iter().flatten() {
        let names = place.as_object().map(|members| members.values().map(string).collect::<Vec<_>>().join(", "));
        file.fact("place-visited", &names.unwrap_or_else(|| string(place)), "", None);
    }
}

fn professional(record: &Value, file: &mut File) {
    const SHOWN: &str = "shown on the profile";
    let data = at(record, &["professionalData"]);
    for category in at(data, &["categories"]).as_array().into_iter().flatten() {
        if string(at(category, &["setToDisplay"])) == "true" {
            file.fact("position", &string(at(category, &["categoryName"])), SHOWN, None);
        }
    }
    for link in at(data, &["linkSpotlight"]).as_array().into_iter().flatten() {
        file.fact("website", &string(at(link, &["rawUrl"])), SHOWN, None);
    }
    for place in at(data, &["locationSpotlight"]).as_array().into_iter().flatten() {
        let lines = ["addressLine1", "city", "administrativeArea", "postalCode", "country"];
        let address: Vec<String> =
            lines.iter().map(|line| string(at(place, &[line]))).filter(|l| !l.is_empty()).collect();
        file.fact("address", &address.join(", "), SHOWN, None);
        file.fact("phone", &string(at(place, &["phone"])), SHOWN, None);
        file.fact("email", &string(at(place, &["email"])), SHOWN, None);
        file.fact("website", &string(at(place, &["website"])), SHOWN, None);
    }
}

/// The organisation whose badge stands beside the name.
fn organization(record: &Value, file: &mut File) {
    let record = record_of(record, &["verifiedOrganization"]).unwrap_or(record);
    for organization in at(record, &["affiliatedToAccounts"]).as_array().into_iter().flatten() {
        let name = if organization.is_object() { at(organization, &["screenName"]) } else { organization };
        file.fact("employer", &string(name), "its badge is on the profile", date(at(organization, &["createdAt"])));
    }
}

fn protected(record: &Value, file: &mut File) {
    let change = at(record, &["protectedHistory"]);
    let value = match string(at(change, &["action"])).as_str() {
        "Protect" => "true",
        "Unprotect" => "false",
        _ => return,
    };
    file.fact("protected", value, "", date(at(change, &["protectedAt"])));
}

fn handle_change(record: &Value, file: &mut File) {
    let change = at(record, &["screenNameChange"]);
    let change = change.get("screenNameChange").unwrap_or(change);
    let (from, to) = (string(at(change, &["changedFrom"])), string(at(change, &["changedTo"])));
    file.fact("handle-change", &from, &to, date(at(change, &["changedAt"])));
}

fn sign_in_link(record: &Value, file: &mut File) {
    let link = at(record, &["singleSignOnMetaValues"]);
    let made = date(at(link, &["createdAt"]));
    let email = string(at(link, &["ssoEmail"]));
    let value = if email.is_empty() { string(at(link, &["ssoId"])) } else { email };
    file.fact("linked-sign-in", &value, &string(at(link, &["associationMethodType"])), made);
}

/// Times come as `2021-10-20T10:00:00.000Z`, as `2021.10.20`, or in milliseconds.
pub(super) fn date(value: &Value) -> Option<DateTime<Utc>> {
    let written = string(value);
    iso_date(&written)
        .or_else(|| Some(NaiveDate::parse_from_str(&written, "%Y.%m.%d").ok()?.and_hms_opt(0, 0, 0)?.and_utc()))
        .or_else(|| unix_date(written.parse().ok()?))
}
