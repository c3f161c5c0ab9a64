//! The sample's Facebook archive: JSON, layout of 2024 and later.

use super::{Line, photo, zip};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const OWNER: &str = "Thea Marlowe";
const ACTIVITY: &str = "your_facebook_activity";

pub fn archive(lines: &[Line]) -> Result<Vec<u8>> {
    let (mut posts, mut comments, mut group_posts, mut group_comments, mut reactions) =
        (vec![], vec![], vec![], vec![], vec![]);
    let mut threads: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut groups: BTreeMap<&str, i64> = BTreeMap::new();
    let mut photos = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let at = line.at.timestamp();
        let (rest, words) = (line.rest.as_str(), line.words.as_str());
        match line.kind.as_str() {
            "post" => posts.push(post(at, &format!("{OWNER} updated her status."), words)),
            "wall" => posts.push(post(at, &format!("{OWNER} wrote on {rest}'s timeline."), words)),
            "photo" => {
                let uri = format!(
                    "{ACTIVITY}/posts/media/{}_{}/{}.jpg",
                    rest.replace(' ', ""),
                    1000 + number,
                    700_100 + number
                );
                let mut post = post(at, &format!("{OWNER} added a new photo."), words);
                post["attachments"] = json!([{"data": [{"media": {
                    "uri": uri, "creation_timestamp": at, "title": rest, "description": words,
                    "media_metadata": {"photo_metadata": {"exif_data": [{"upload_ip": "203.0.113.7", "taken_timestamp": at - 3600}]}}}}]}]);
                photos.push(uri);
                posts.push(post);
            }
            "checkin" => {
                let mut parts = rest.rsplitn(3, ' ');
                let number = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
                let (lon, lat, name) = (number(parts.next()), number(parts.next()), parts.next().unwrap_or_default());
                let mut post = post(at, &format!("{OWNER} was at {name}."), words);
                post["attachments"] = json!([{"data": [{"place": {
                    "name": name, "coordinate": {"latitude": lat, "longitude": lon}, "address": "", "url": "https://www.facebook.com/example"}}]}]);
                posts.push(post);
            }
            "group" => {
                groups.entry(rest).or_insert(at - 86_400);
                group_posts.push(post(at, &format!("{OWNER} posted in {rest}."), words));
            }
            "group-comment" => {
                group_comments.push(comment(at, &format!("{OWNER} commented on a post."), words, Some(rest)))
            }
            "comment" => comments.push(comment(at, &format!("{OWNER} commented on {rest}'s post."), words, None)),
            "message" => {
                let (partner, direction) = rest.rsplit_once(' ').unwrap_or((rest, "out"));
                let sender = if direction == "out" { OWNER } else { partner };
                threads.entry(partner).or_default().insert(
                    0,
                    json!({"sender_name": sender, "timestamp_ms": at * 1000, "content": words,
                    "is_geoblocked_for_viewer": false, "is_unsent_image_by_messenger_kid_parent": false}),
                );
            }
            "reaction" => {
                let (kind, whom) = rest.split_once(' ').unwrap_or((rest, ""));
                reactions.push(json!({"timestamp": at, "title": format!("{OWNER} reacted to {whom}'s {words}."),
                    "data": [{"reaction": {"reaction": kind.to_uppercase(), "actor": OWNER}}]}));
            }
            other => anyhow::bail!("unknown kind {other}"),
        }
    }
    let joined: Vec<Value> = groups
        .iter()
        .map(|(name, at)| json!({"timestamp": at, "title": format!("You became a member of {name}."), "data": [{"name": name}]}))
        .collect();
    let friends = ["Flo Pettifer", "Gus Hartnell", "Priya Raman", "Dot Arkwright", "Alastair Bunce", "Uncle Roy"];
    let friends: Vec<Value> = friends
        .iter()
        .enumerate()
        .map(|(n, name)| json!({"name": name, "timestamp": 1_223_150_000 + n * 1_000_000}))
        .collect();
    let mut files: Vec<(String, Value)> = vec![
        (format!("{ACTIVITY}/posts/your_posts__check_ins__photos_and_videos_1.json"), json!(posts)),
        (format!("{ACTIVITY}/comments_and_reactions/comments.json"), json!({"comments_v2": comments})),
        (format!("{ACTIVITY}/comments_and_reactions/likes_and_reactions_1.json"), json!(reactions)),
        (format!("{ACTIVITY}/groups/group_posts_and_comments.json"), json!({"group_posts_v2": group_posts})),
        (format!("{ACTIVITY}/groups/your_comments_in_groups.json"), json!({"group_comments_v2": group_comments})),
        (format!("{ACTIVITY}/groups/your_group_membership_activity.json"), json!({"groups_joined_v2": joined})),
        ("personal_information/profile_information/profile_information.json".into(), profile()),
        ("connections/friends/your_friends.json".into(), json!({"friends_v2": friends})),
        (
            "apps_and_websites_off_of_facebook/connected_apps_and_websites.json".into(),
            json!({"installed_apps_v2": [
            {"name": "Farm Demo", "added_timestamp": 1_260_000_000, "user_app_scoped_id": 1001, "category": "active"},
            {"name": "Which Nurse Are You?", "added_timestamp": 1_290_000_000, "user_app_scoped_id": 1002, "category": "active"},
            {"name": "Quiz Demo", "added_timestamp": 1_300_000_000, "user_app_scoped_id": 1003, "category": "removed", "removed_timestamp": 1_550_000_000}]}),
        ),
        (
            "security_and_login_information/where_you're_logged_in.json".into(),
            json!({"active_sessions_v2": [
            {"created_timestamp": 1_700_000_000, "updated_timestamp": 1_744_000_000, "ip_address": "203.0.113.7", "user_agent": "Mozilla/5.0",
             "device": "iPhone 12", "location": "Harrowmere, United Kingdom", "app": "Facebook app", "session_type": "Native"},
            {"created_timestamp": 1_480_000_000, "updated_timestamp": 1_490_000_000, "ip_address": "198.51.100.20", "user_agent": "Mozilla/5.0",
             "device": "Windows PC", "location": "Lisbon, Portugal", "app": "", "session_type": "Web"}]}),
        ),
        (
            "ads_information/advertisers_using_your_activity_or_information.json".into(),
            json!({"custom_audiences_all_types_v2": [
            {"advertiser_name": "Demo Loans", "has_data_file_custom_audience": true, "has_remarketing_custom_audience": false, "has_in_person_store_visit": false},
            {"advertiser_name": "Baby Shop Demo", "has_data_file_custom_audience": true, "has_remarketing_custom_audience": true, "has_in_person_store_visit": false}]}),
        ),
        (
            "apps_and_websites_off_of_facebook/your_activity_off_meta_technologies.json".into(),
            json!({"off_facebook_activity_v2": [
            {"name": "pharmacy.example", "events": [{"id": 12345, "type": "PAGE_VIEW", "timestamp": 1_744_000_000}]}]}),
        ),
        (
            "logged_information/search/your_search_history.json".into(),
            json!({"searches_v2": [
            {"timestamp": 1_315_000_000, "title": "You searched for \"dr hollis\"", "data": [{"text": "dr hollis"}]}]}),
        ),
    ];
    for (number, (partner, messages)) in threads.into_iter().enumerate() {
        let folder = format!("{}_{}", partner.to_lowercase().replace(' ', ""), 5_550_000 + number);
        files.push((
            format!("{ACTIVITY}/messages/inbox/{folder}/message_1.json"),
            json!({
            "participants": [{"name": partner}, {"name": OWNER}], "messages": messages, "title": partner,
            "is_still_participant": true, "thread_path": format!("inbox/{folder}"), "magic_words": []}),
        ));
    }
    let mut bytes: Vec<(String, Vec<u8>)> =
        files.into_iter().map(|(path, value)| (path, as_exported(&value).into_bytes())).collect();
    bytes.extend(photos.into_iter().map(|uri| (uri, photo())));
    zip(bytes.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect())
}

fn post(at: i64, title: &str, words: &str) -> Value {
    json!({"timestamp": at, "title": title, "data": [{"post": words}]})
}

fn comment(at: i64, title: &str, words: &str, group: Option<&str>) -> Value {
    let mut comment = json!({"timestamp": at, "comment": words, "author": OWNER});
    if let Some(group) = group {
        comment["group"] = json!(group);
    }
    json!({"timestamp": at, "title": title, "data": [{"comment": comment}]})
}

fn profile() -> Value {
    json!({"profile_v2": {
        "name": {"full_name": OWNER, "first_name": "Thea", "middle_name": "", "last_name": "Marlowe"},
        "emails": {"emails": ["thea.marlowe@example.org"], "previous_emails": ["tmarlowe09@example.com"], "pending_emails": [], "ad_account_emails": []},
        "birthday": {"year": 1989, "month": 2, "day": 9}, "gender": {"gender_option": "FEMALE", "pronoun": "FEMALE"},
        "previous_names": [], "other_names": [],
        "current_city": {"name": "Harrowmere", "timestamp": 1_400_000_000}, "hometown": {"name": "Saltwick", "timestamp": 0},
        "relationship": {"status": "Married", "partner": "Ben Osei", "timestamp": 1_440_000_000},
        "family_members": [{"name": "Ros Marlowe", "relation": "Mother", "timestamp": 1_300_000_000}],
        "education_experiences": [{"name": "Harrowmere Medical School", "graduated": true, "school_type": "College", "timestamp": 1_341_000_000}],
        "work_experiences": [{"employer": "St Brannoc's Hospital", "title": "Doctor", "location": "Harrowmere", "timestamp": 1_343_000_000}],
        "websites": [], "phone_numbers": [{"phone_type": "Mobile", "phone_number": "+447700900461", "verified": true}],
        "intro_bio": {"name": "Doctor, mum of one, courgette donor", "timestamp": 1_560_000_000},
        "username": "thea.marlowe", "registration_timestamp": 1_223_150_000, "profile_uri": "https://www.facebook.com/thea.marlowe"}})
}

/// JSON as this platform writes it: the bytes of UTF-8, each escaped as if it were a Latin-1 character.
fn as_exported(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii() { out.push(char::from(byte)) } else { out.push_str(&format!("\\u{byte:04x}")) }
    }
    out
}
