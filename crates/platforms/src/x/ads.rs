//! What the archive says of advertising: by which interests and lists one was chosen, what one clicked, and which firms
//! reported what one did elsewhere.
//!
//! There may be tens of thousands of advertisements; each statement is made once.

use super::Reading;
use super::facts::date;
use super::loose::{at, string};
use crate::Error;
use crate::import::File;
use crate::json::BadRecord;
use serde_json::Value;
use std::collections::HashSet;

/// Different statements made of one file.
const STATEMENTS: usize = 5_000;

/// Nesting followed into a record.
const DEPTH: usize = 32;

/// How many times the size of a record one of these may have: all advertisements of a day, or of an archive, are one.
const ADVERTISEMENTS: usize = 4;

/// Data files and how one advertisement of each is read.
const FILES: &[(&str, Take)] = &[
    ("ad-engagements", engagement),
    ("ad-impressions", impression),
    ("ad-mobile-conversions-attributed", conversion),
    ("ad-mobile-conversions-unattributed", conversion),
    ("ad-online-conversions-attributed", conversion),
    ("ad-online-conversions-unattributed", conversion),
];

/// Whether an object is an advertisement, after it was read if it is.
type Take = fn(&Value, &mut Statements, &mut File) -> bool;

/// What was stated so far.
#[derive(Default)]
struct Statements(HashSet<(String, String)>);

impl Statements {
    fn is_new(&mut self, value: &str, detail: &str) -> bool {
        self.0.len() < STATEMENTS && self.0.insert((value.to_owned(), detail.to_owned()))
    }
}

/// Reads these files.
pub(super) fn read(reading: &mut Reading) -> Result<(), Error> {
    for (stem, take) in FILES {
        let mut statements = Statements::default();
        for entry in reading.layout.parts(stem) {
            reading.large_elements(entry, &[], ADVERTISEMENTS, |bytes, file| {
                let value: Value = serde_json::from_slice(bytes)?;
                if !value.is_object() {
                    return Err(BadRecord::Shape);
                }
                walk(&value, *take, &mut statements, file, DEPTH);
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// The records nest differently in each of the files: looks for the advertisements in them.
fn walk(value: &Value, take: Take, statements: &mut Statements, file: &mut File, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Object(_) if take(value, statements, file) => {}
        Value::Object(members) => members.values().for_each(|member| walk(member, take, statements, file, depth)),
        Value::Array(items) => items.iter().for_each(|item| walk(item, take, statements, file, depth)),
        _ => {}
    }
}

fn advertiser(advertisement: &Value) -> String {
    let names = ["advertiserName", "screenName"].map(|key| string(at(advertisement, &["advertiserInfo", key])));
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
}

fn impression(advertisement: &Value, statements: &mut Statements, file: &mut File) -> bool {
    let criteria = at(advertisement, &["matchedTargetingCriteria"]).as_array();
    if criteria.is_none() && advertisement.get("impressionTime").is_none() {
        return false;
    }
    let when = date(at(advertisement, &["impressionTime"]));
    let firm = advertiser(advertisement);
    for criterion in criteria.into_iter().flatten() {
        let sort = string(at(criterion, &["targetingType"]));
        let value = string(at(criterion, &["targetingValue"]));
        // Lists are made by the firm, by any other criterion X chose.
        if sort.to_lowercase().contains("list") && !firm.is_empty() {
            if statements.is_new(&firm, "list") {
                file.fact("advertiser", &firm, "has you on a list", when);
            }
        } else if !value.is_empty() && statements.is_new(&value, &sort) {
            file.fact("ad-interest", &value, &format!("an advertisement was aimed by: {sort}"), when);
        }
    }
    true
}

fn engagement(engagement: &Value, statements: &mut Statements, file: &mut File) -> bool {
    let Some(advertisement) = engagement.get("impressionAttributes") else { return false };
    impression(advertisement, statements, file);
    let where_shown = string(at(advertisement, &["displayLocation"]));
    let firm = advertiser(advertisement);
    for done in at(engagement, &["engagementAttributes"]).as_array().into_iter().flatten() {
        // Seeing a video for a second counts as an engagement, too; a click is a click.
        let sort = string(at(done, &["engagementType"]));
        let time = string(at(done, &["engagementTime"]));
        if sort.to_lowercase().contains("click") && statements.is_new(&firm, &time) {
            file.fact("ad-click", &firm, &where_shown, date(at(done, &["engagementTime"])));
        }
    }
    true
}

fn conversion(conversion: &Value, statements: &mut Statements, file: &mut File) -> bool {
    let firm = advertiser(conversion);
    let app = string(at(conversion, &["applicationName"]));
    let firm = if firm.is_empty() { app } else { firm };
    if firm.is_empty() {
        return false;
    }
    let sorts = ["conversionEvent", "eventType"].map(|key| string(at(conversion, &[key])));
    let sort = sorts.into_iter().find(|sort| !sort.is_empty()).unwrap_or_default();
    if statements.is_new(&firm, &sort) {
        file.fact("off-platform-activity", &firm, &sort, date(at(conversion, &["conversionTime"])));
    }
    true
}
