//! Whose archive it is.
//!
//! The manifest and `account.js` say so. Either may be missing from an archive that was packed again, and classic archives
//! have neither; then one of the many files that repeat the account's number must do.

use super::layout::Layout;
use super::links::picture_of;
use super::loose::{at, string};
use crate::json;
use crate::table::{Form, Table};
use model::{Account, Private};
use serde_json::Value;

/// Files whose records repeat the number of the account, and the keys that lead to it.
const REPEATED: &[(&str, &[&str])] = &[
    ("account-timezone", &["accountTimezone", "accountId"]),
    ("account-creation-ip", &["accountCreationIp", "accountId"]),
    ("verified", &["verified", "accountId"]),
    ("ip-audit", &["ipAudit", "accountId"]),
    ("screen-name-change", &["screenNameChange", "accountId"]),
    ("email-address-change", &["emailAddressChange", "accountId"]),
    ("tweet-headers", &["tweet", "user_id"]),
    ("periscope-account-information", &["periscopeAccountInformation", "twitterId"]),
    ("key-registry", &["keyRegistryData", "userId"]),
    ("professional-data", &["professionalData", "accountId"]),
];

/// Rows of a classic table that are looked through for the handle.
const ROWS: usize = 2_000;

/// The account as the archive names it; empty members where it does not.
pub(super) fn account(layout: &Layout, manifest: &Value) -> Account {
    let record = layout.small("account");
    let record = record.get(0).unwrap_or(&record);
    let record = record.get("account").unwrap_or(record);
    // Classic archives only.
    let details = layout.small("user-details");
    let first = |manifest_key: &str, account_key: &str, details_key: &str| {
        let places = [at(manifest, &["userInfo", manifest_key]), at(record, &[account_key]), at(&details, &[details_key])];
        places.map(string).into_iter().find(|value| !value.is_empty()).unwrap_or_default()
    };
    let mut id = first("accountId", "accountId", "id");
    let mut handle = first("userName", "username", "screen_name");
    let mut name = first("displayName", "accountDisplayName", "full_name");
    if id.is_empty() || handle.is_empty() {
        // Every post of a classic archive names its author.
        let tweet = layout.months().next().map(|month| layout.first_of(month)).unwrap_or_default();
        let live = layout.first("periscope-account-information");
        let live = at(&live, &["periscopeAccountInformation"]);
        fill(&mut id, || string(at(&tweet, &["user", "id_str"])));
        fill(&mut handle, || string(at(&tweet, &["user", "screen_name"])));
        fill(&mut name, || string(at(&tweet, &["user", "name"])));
        fill(&mut id, || {
            let ids = REPEATED.iter().map(|(stem, keys)| string(at(&layout.first(stem), keys)));
            ids.into_iter().find(|id| !id.is_empty()).unwrap_or_default()
        });
        fill(&mut id, || of_conversations(layout).unwrap_or_default());
        fill(&mut handle, || string(at(live, &["twitterScreenName"])));
        fill(&mut handle, || of_pictures(layout).unwrap_or_default());
    }
    Account {
        platform: "x".to_owned(),
        key: if id.is_empty() { handle.clone() } else { id },
        handle,
        name: (!name.is_empty()).then(|| Private::new(name)),
    }
}

fn fill(empty: &mut String, with: impl FnOnce() -> String) {
    if empty.is_empty() {
        *empty = with();
    }
}

/// The account that takes part in the first conversations, which are called by the ids of the two.
fn of_conversations(layout: &Layout) -> Option<String> {
    let entry = layout.parts("direct-messages").first().copied()?;
    let mut common: Option<Vec<String>> = None;
    // Stopping is how the rest is left unread.
    let _ = json::each::<Value>(layout.archive.reader(entry).ok()?, layout.archive.limits(), |_, record| {
        let record = record.unwrap_or_default();
        let pair = string(at(&record, &["dmConversation", "conversationId"]));
        let Some((a, b)) = pair.split_once('-') else { return Ok(()) };
        let always = common.get_or_insert_with(|| vec![a.to_owned(), b.to_owned()]);
        always.retain(|id| id == a || id == b);
        always.dedup();
        if always.len() > 1 { Ok(()) } else { Err(crate::Stopped) }
    });
    common.filter(|always| always.len() == 1)?.pop()
}

/// The handle in the address of a photo that belongs to the very post whose row it stands in.
fn of_pictures(layout: &Layout) -> Option<String> {
    let table = layout.tables().next()?;
    let form = Form { header: &["tweet_id", "expanded_urls"], backslash: false };
    let mut table = Table::open(layout.archive.reader(table).ok()?, &form).ok()?;
    for _ in 0..ROWS {
        let Ok(row) = table.next().ok()?? else { continue };
        let own = row.get("expanded_urls").split(',').filter_map(picture_of).find(|(_, id)| *id == row.get("tweet_id"));
        if let Some((handle, _)) = own.filter(|(handle, _)| !handle.is_empty()) {
            return Some(handle.to_owned());
        }
    }
    None
}
