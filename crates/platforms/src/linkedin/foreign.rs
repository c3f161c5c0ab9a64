//! Tables whose headers, or names of files too, are in another language than English. None was ever seen; LinkedIn's help
//! speaks of English names alone. Should one turn up, its columns are known by their places, and the tables that matter
//! most by the addresses and words in them.

use super::{Known, base_name, dates, known_files};
use crate::table::{Names, Table, fold};
use crate::{Archive, Entry};
use std::rc::Rc;

/// Records looked at before a table is judged.
const SAMPLE: usize = 20;

/// A table with what its columns are in English.
pub(super) struct Foreign {
    /// The file it is by another name.
    pub known: &'static Known,
    /// Its columns, as [`fold`] makes them.
    pub names: Rc<Names>,
}

/// The columns of the files, in their order; of one file those of the latest era come first, and earlier ones lack some.
const LAYOUTS: &[(&str, &str)] = &[
    ("shares", "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"),
    ("shares", "Date,ShareLink,ShareCommentary,SharedUrl"),
    ("comments", "Date,Link,Message"),
    ("reactions", "Date,Type,Link"),
    ("votes", "Date,Link,OptionText"),
    ("instantreposts", "Date,Link"),
    ("richmedia", "Date/Time,Media Description,Media Link"),
    ("memberfollows", "Date,Status,FullName"),
    ("companyfollows", "Organization,Followed On"),
    ("hashtagfollows", "HashTag,CreatedTime,LastModifiedTime,State"),
    ("searchqueries", "Time,Search Query"),
    ("events", "Event Name,Event Time,Status,External Url"),
    ("recommendationsgiven", "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"),
    ("recommendationsreceived", "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"),
    ("notes", "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On"),
    ("messages", "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"),
    (
        "messages",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT",
    ),
    ("invitations", "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"),
    (
        "profile",
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers",
    ),
    ("profilesummary", "Profile Summary"),
    ("positions", "Company Name,Title,Description,Location,Started On,Finished On"),
    ("education", "School Name,Start Date,End Date,Notes,Degree Name,Activities"),
    ("skills", "Name"),
    ("languages", "Name,Proficiency"),
    ("certifications", "Name,Url,Authority,Started On,Finished On,License Number"),
    ("projects", "Title,Description,Url,Started On,Finished On"),
    ("publications", "Name,Published On,Description,Publisher,Url"),
    ("connections", "First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
    ("connections", "First Name,Last Name,Email Address,Company,Position,Connected On"),
    ("emailaddresses", "Email Address,Confirmed,Primary,Updated On"),
    ("phonenumbers", "Extension,Number,Type"),
    ("registration", "Registered At,Registration Ip,Subscription Types"),
    ("logins", "Login Date,IP Address,User Agent,Login Type"),
    ("securitychallenges", "Challenge Date,IP Address,User Agent,Country,Challenge Type"),
    ("adsclicked", "Ad clicked Date,Ad Title/Id"),
    ("inferencesaboutyou", "Category,Type of inference,Description,Inference"),
];

/// What this table is, where the names of its columns do not say so. Comments are told apart elsewhere, record by record.
pub(super) fn judge(archive: &Archive, entry: &Entry) -> Option<Foreign> {
    let base = base_name(&entry.path)?;
    let rows = sample(archive, entry);
    let width = rows.iter().map(Vec::len).max()?;
    let named = known_files().find(|known| known.base == base).map(|known| known.base);
    let base = named.or_else(|| by_values(&rows))?;
    let known = known_files().find(|known| known.base == base)?;
    let layouts = || LAYOUTS.iter().filter(|(of, _)| *of == base).map(|(_, columns)| columns.split(','));
    // Messages gained columns at their end, others lack their last ones in older exports.
    let columns = layouts()
        .find(|columns| columns.clone().count() == width)
        .or_else(|| layouts().filter(|_| matches!(base, "messages" | "invitations")).max_by_key(|c| c.clone().count()))?;
    let mut names: Vec<String> = columns.map(fold).collect();
    names.resize(width, String::new());
    Some(Foreign { known, names: Names::of(names) })
}

/// Which file these must be, by the values in it alone; nothing where they are not LinkedIn's.
pub(super) fn base_by_values(archive: &Archive, entry: &Entry) -> Option<&'static str> {
    base_name(&entry.path)?;
    by_values(&sample(archive, entry))
}

/// The first records below the header and any preamble.
fn sample(archive: &Archive, entry: &Entry) -> Vec<Vec<String>> {
    let Some(mut table) = archive.reader(entry).ok().and_then(|reader| Table::open(reader, &Default::default()).ok())
    else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    while rows.len() < SAMPLE
        && let Ok(Some(next)) = table.next()
    {
        let Ok(row) = next else { continue };
        rows.push((0..row.width()).map(|at| row.cell(at).to_owned()).collect());
    }
    rows
}

/// The file these records must be from.
fn by_values(rows: &[Vec<String>]) -> Option<&'static str> {
    let any = |of: fn(&str) -> bool| rows.iter().flatten().any(|cell| of(cell));
    let width = rows.iter().map(Vec::len).max()?;
    let is_post = |cell: &str| cell.starts_with("https://www.linkedin.com/feed/update/");
    let is_profile = |cell: &str| cell.contains("linkedin.com/in/");
    let is_word = |cell: &str| cell.len() > 3 && cell.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let dated = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| dates::moment(cell).is_some()));
    match width {
        4 | 6 if dated(0) && rows.iter().any(|row| row.get(1).is_some_and(|cell| is_post(cell))) => Some("shares"),
        3 if any(is_post) && rows.iter().any(|row| row.get(1).is_some_and(|cell| is_word(cell))) => Some("reactions"),
        3 if dated(0) && rows.iter().any(|row| row.get(1).is_some_and(|cell| is_post(cell))) => Some("comments"),
        2 if dated(0) && rows.iter().any(|row| row.get(1).is_some_and(|cell| is_post(cell))) => Some("instantreposts"),
        5 | 7 if any(|cell| matches!(cell, "INCOMING" | "OUTGOING")) => Some("invitations"),
        7 if dated(6) && any(is_profile) => Some("connections"),
        9.. if any(is_profile) && (dated(5) || dated(6)) && any(|cell| matches!(cell, "INBOX" | "ARCHIVE" | "SPAM")) => {
            Some("messages")
        }
        _ => None,
    }
}
