//! The sample's X archive, in the form of 2024 and later.

use super::{EXPORTED, Line, photo, zip};
use anyhow::Result;
use serde_json::{Value, json};

const OWN_ID: &str = "20190001";
const HANDLE: &str = "thea_reads";

pub fn archive(lines: &[Line]) -> Result<Vec<u8>> {
    let mut tweets = Vec::new();
    let mut likes = Vec::new();
    let mut conversations: Vec<(String, Vec<Value>)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let id = snowflake(line, number);
        match line.kind.as_str() {
            "like" => likes.push(json!({"like": {
                "tweetId": id, "fullText": escape(&line.words), "expandedUrl": format!("https://twitter.com/i/web/status/{id}")}})),
            "dm" => message(line, id, &mut conversations),
            _ => tweets.push(tweet(line, id)),
        }
    }
    // The platform lists the newest first.
    tweets.sort_by_key(|tweet| std::cmp::Reverse(tweet["tweet"]["id_str"].as_str().map(str::to_owned)));
    let dms: Vec<Value> = conversations
        .into_iter()
        .map(|(id, messages)| json!({"dmConversation": {"conversationId": id, "messages": messages}}))
        .collect();
    let parts: Vec<(&str, &str, Vec<Value>)> = vec![
        ("account", "account", vec![json!({"account": {
            "email": "thea.marlowe@example.org", "createdVia": "web", "username": HANDLE, "accountId": OWN_ID,
            "createdAt": "2009-01-14T18:55:00.000Z", "accountDisplayName": "Thea Marlowe"}})]),
        ("ageinfo", "ageinfo", vec![json!({"ageMeta": {"ageInfo": {"age": ["37"], "birthDate": "1989-02-09"}}})]),
        ("block", "block", vec![]),
        ("connected-application", "connected_application", applications()),
        ("contact", "contact", vec![
            json!({"contact": {"id": "1", "emails": ["flo@example.org"], "phoneNumbers": ["+447700900124"]}}),
            json!({"contact": {"id": "2", "emails": ["gus@example.net"], "phoneNumbers": []}})]),
        ("device-token", "device_token", vec![json!({"deviceToken": {
            "clientApplicationId": "3033300", "token": "INVENTED", "createdAt": "2023-05-01T00:00:00.000Z",
            "lastSeenAt": "2026-09-30T06:30:00.000Z", "clientApplicationName": "Twitter Web App (Twitter. Inc)"}})]),
        ("direct-messages", "direct_messages", dms),
        ("email-address-change", "email_address_change", vec![json!({"emailAddressChange": {"accountId": OWN_ID, "emailChange": {
            "changedAt": "2012-07-02T08:00:00.000Z", "changedFrom": "tmarlowe09@example.com", "changedTo": "thea.marlowe@example.org"}}})]),
        ("ip-audit", "ip_audit", ["2026-09-30T06:30:00.000Z", "2026-09-12T21:10:00.000Z", "2026-08-30T18:14:00.000Z"].iter().enumerate()
            .map(|(n, at)| json!({"ipAudit": {"accountId": OWN_ID, "createdAt": at, "loginIp": format!("203.0.113.{}", 7 + n)}})).collect()),
        ("like", "like", likes),
        ("ni-devices", "ni_devices", vec![json!({"niDeviceResponse": {"messagingDevice": {
            "deviceType": "Full", "carrier": "gb.demo", "phoneNumber": "+447700900461",
            "updatedDate": "2016.02.01", "createdDate": "2011.01.18"}}})]),
        ("personalization", "personalization", vec![json!({"p13nData": {
            "demographics": {"languages": [{"language": "English", "isDisabled": false}], "genderInfo": {"gender": "female"}},
            "interests": {"interests": [{"name": "Medicine", "isDisabled": false}, {"name": "Marathons", "isDisabled": false},
                {"name": "Baby products", "isDisabled": false}], "partnerInterests": [],
                "audienceAndAdvertisers": {"lookalikeAdvertisers": ["@wine_example"], "advertisers": [], "doNotReachAdvertisers": [],
                    "catalogAudienceAdvertisers": [], "numAudiences": "12"}, "shows": []},
            "locationHistory": [], "inferredAgeInfo": {"age": ["35-49"], "birthDate": ""}}})]),
        ("phone-number", "phone_number", vec![json!({"device": {"phoneNumber": "+447700900461"}})]),
        ("profile", "profile", vec![json!({"profile": {"description": {
            "bio": "Doctor at St Brannoc's. Books, beans, running badly. Views my own, tea everybody's.",
            "website": "https://t.co/Zz1", "location": "Harrowmere"},
            "avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/thea.jpg"}})]),
        ("protected-history", "protected_history", vec![]),
        ("screen-name-change", "screen_name_change", vec![json!({"screenNameChange": {"accountId": OWN_ID, "screenNameChange": {
            "changedAt": "2012-07-01T10:00:00.000Z", "changedFrom": "tipsy_thea", "changedTo": HANDLE}}})]),
        ("tweets", "tweets", tweets),
        ("verified", "verified", vec![json!({"verified": {"accountId": OWN_ID, "verified": false}})]),
    ];
    let mut types = serde_json::Map::new();
    let mut files: Vec<(String, Vec<u8>)> =
        vec![("Your archive.html".into(), b"<!doctype html><title>Your archive</title>".to_vec())];
    for (file, global, records) in &parts {
        let path = format!("data/{file}.js");
        types.insert(
            (*global).into(),
            json!({"files": [{
            "fileName": path, "globalName": format!("YTD.{global}.part0"), "count": records.len().to_string()}]}),
        );
        let script = format!("window.YTD.{global}.part0 = {}", serde_json::to_string_pretty(records)?);
        files.push((path, script.into_bytes()));
    }
    let manifest = json!({
        "userInfo": {"accountId": OWN_ID, "userName": HANDLE, "displayName": "Thea Marlowe"},
        "archiveInfo": {"sizeBytes": "60000", "generationDate": format!("{EXPORTED}T09:15:00.000Z"),
            "isPartialArchive": false, "maxPartSizeBytes": "53687091200"},
        "readmeInfo": {"fileName": "data/README.txt", "directory": "data/", "name": "README.txt"},
        "dataTypes": types,
    });
    files.push((
        "data/manifest.js".into(),
        format!("window.__THAR_CONFIG = {}", serde_json::to_string_pretty(&manifest)?).into_bytes(),
    ));
    files.push(("data/README.txt".into(), b"Invented archive of an invented person.".to_vec()));
    files.push(("data/profile_media/20190001-thea.jpg".into(), photo()));
    zip(files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect())
}

/// An id that holds its time, as the platform's do since November 2010; older ones are small counted numbers.
fn snowflake(line: &Line, number: usize) -> String {
    const EPOCH: i64 = 1_288_834_974_657;
    let milliseconds = line.at.timestamp_millis() - EPOCH;
    if milliseconds < 0 {
        return (1_000_000_000 + (line.at.timestamp() - 1_230_000_000) * 300 + number as i64).to_string();
    }
    ((milliseconds << 22) + number as i64).to_string()
}

fn tweet(line: &Line, id: String) -> Value {
    let mut text = escape(&line.words);
    let mut urls = Vec::new();
    if let Some((before, target)) = text.clone().split_once("https://twitter.com/").filter(|_| line.kind == "quote") {
        let short = "https://t.co/QqQqQqQqQq";
        let target = format!("https://twitter.com/{target}");
        let at = before.chars().count();
        urls.push(json!({"url": short, "expanded_url": target, "display_url": "twitter.com/…",
            "indices": [at.to_string(), (at + short.len()).to_string()]}));
        text = format!("{before}{short}");
    }
    let mentions: Vec<Value> = mentions(&text);
    let mut tweet = json!({
        "edit_info": {"initial": {"editTweetIds": [id], "editableUntil": line.at.to_rfc3339(), "editsRemaining": "5", "isEditEligible": false}},
        "retweeted": false,
        "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
        "entities": {"hashtags": [], "symbols": [], "user_mentions": mentions, "urls": urls},
        "display_text_range": ["0", text.chars().count().to_string()],
        "favorite_count": "0", "id_str": id, "truncated": false, "retweet_count": "0", "id": id, "favorited": false,
        "created_at": line.at.format("%a %b %d %H:%M:%S +0000 %Y").to_string(),
        "full_text": text, "lang": "en",
    });
    if line.kind == "reply" {
        tweet["in_reply_to_status_id_str"] = json!("330000000000000001");
        tweet["in_reply_to_status_id"] = json!("330000000000000001");
        tweet["in_reply_to_screen_name"] = tweet["entities"]["user_mentions"][0]["screen_name"].clone();
        tweet["in_reply_to_user_id"] = tweet["entities"]["user_mentions"][0]["id"].clone();
        tweet["in_reply_to_user_id_str"] = tweet["entities"]["user_mentions"][0]["id"].clone();
    }
    if let Some((lat, lon)) = line.rest.split_once(' ').filter(|_| line.kind == "place") {
        tweet["coordinates"] = json!({"type": "Point", "coordinates": [lon, lat]});
        tweet["geo"] = json!({"type": "Point", "coordinates": [lat, lon]});
    }
    json!({"tweet": tweet})
}

fn mentions(text: &str) -> Vec<Value> {
    let handles = text.match_indices('@').filter_map(|(at, _)| {
        let handle: String = text[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let start = text[..at].chars().count();
        (!handle.is_empty()).then(|| {
            let id = user_id(&handle);
            json!({"name": handle, "screen_name": handle, "id": id, "id_str": id,
                "indices": [start.to_string(), (start + 1 + handle.len()).to_string()]})
        })
    });
    handles.collect()
}

/// A steady invented id for a handle.
fn user_id(handle: &str) -> String {
    let sum = handle.bytes().fold(7u64, |sum, byte| (sum * 31 + u64::from(byte)) % 900_000_000);
    (100_000_000 + sum).to_string()
}

fn message(line: &Line, id: String, conversations: &mut Vec<(String, Vec<Value>)>) {
    let (partner, direction) = line.rest.split_once(' ').unwrap_or((&line.rest, "out"));
    let partner = user_id(partner);
    let conversation = format!("{OWN_ID}-{partner}");
    let (sender, recipient) = if direction == "out" { (OWN_ID, partner.as_str()) } else { (partner.as_str(), OWN_ID) };
    let message = json!({"messageCreate": {"recipientId": recipient, "reactions": [], "urls": [], "text": escape(&line.words),
        "mediaUrls": [], "senderId": sender, "id": id, "createdAt": line.at.format("%Y-%m-%dT%H:%M:%S.000Z").to_string(), "editHistory": []}});
    match conversations.iter_mut().find(|(known, _)| *known == conversation) {
        Some((_, messages)) => messages.insert(0, message),
        None => conversations.push((conversation, vec![message])),
    }
}

fn applications() -> Vec<Value> {
    let apps = [
        ("TweetPix Demo", "read,write", "2011-02-11T20:03:44.000Z"),
        ("Which Bird Are You?", "read,write,emailaddress", "2012-08-14T22:40:00.000Z"),
        ("RunTracker Demo", "read,write", "2013-05-02T06:10:00.000Z"),
        ("Reading List Demo", "read", "2019-03-09T12:00:00.000Z"),
    ];
    let app = |(name, permissions, at): (&str, &str, &str)| {
        json!({"connectedApplication": {
            "organization": {"name": name, "url": "https://app.example.org", "privacyPolicyUrl": "", "termsAndConditionsUrl": ""},
            "name": name, "description": "", "permissions": permissions.split(',').collect::<Vec<_>>(), "approvedAt": at,
            "id": user_id(name)}})
    };
    apps.into_iter().map(app).collect()
}

/// The platform writes these three characters as entities in tweets.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
