//! LinkedIn: a ZIP of CSV files with English names and headers whatever the member's language.
//!
//! A member asks for picked categories (a Basic archive) or for everything (a Complete one, which also holds the
//! advertising and security files and leaves out the files of things never done). Until 2018 some of the tables were in UTF-16,
//! names of columns had blanks, and messages no conversations. Since 2026 the files of activity bear
//! the member's number, `Shares_123.csv`. Dates have one form per file ([`dates`]), and quotation marks three
//! ([`words`]). Headers in another language are not known of, and yet read ([`foreign`]). Not in any archive: the privacy settings themselves, connected apps, blocked members, the words of posts
//! reacted to or commented on.

mod activity;
mod article;
mod comments;
mod dates;
mod facts;
mod foreign;
mod loose;
mod messages;
mod owner;
mod profile;
#[cfg(test)]
mod tests;
mod words;

use crate::import::{File, Import};
use crate::table::{Form, Row, Table, fold};
use crate::{Archive, Entry, Error, Importer, Sink};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use model::{Coverage, Exported, FileOutcome, Kind};
use owner::Owner;
use std::collections::BTreeMap;
use std::io::Read;

/// The importer of LinkedIn.
pub struct LinkedIn;

/// A file this importer reads: its [`base_name`], columns its header must have, kinds of items it holds, its reader.
struct Known {
    base: &'static str,
    header: &'static [&'static str],
    kinds: &'static [Kind],
    read: fn(&Row, &mut File<'_>, &Owner),
}

/// Files that are left alone, and why.
const LEFT: &[(&str, &str)] = &[
    ("receipts", "Holds payments"),
    ("receiptsv2", "Holds payments"),
    ("saveditems", "Lists things saved, which only the member sees"),
];

/// Files that only a Complete archive holds; two of them make one.
const COMPLETE: &[&str] =
    &["adtargeting", "inferencesaboutyou", "searchqueries", "logins", "adsclicked", "securitychallenges"];

/// Files by one of which alone, with these columns, an archive is known; the names are no other platform's.
const STRONG: &[(&str, &[&str])] = &[
    ("connections", &["First Name", "Connected On"]),
    ("shares", &["ShareLink"]),
    ("messages", &["CONVERSATION ID", "FOLDER"]),
    ("messages", messages::LETTER),
    ("adtargeting", &["Member Age"]),
    ("invitations", &["Direction", "Sent At"]),
    ("profile", &["First Name", "Headline"]),
    ("positions", &["Company Name", "Started On"]),
    ("inferencesaboutyou", &["Type of inference"]),
    ("instantreposts", &["Date", "Link"]),
    ("richmedia", &["Media Description"]),
];

/// Tables looked into when none of the names is LinkedIn's.
const TABLES_JUDGED: usize = 200;

impl Importer for LinkedIn {
    fn id(&self) -> &'static str {
        "linkedin"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        let known = archive.entries().iter().any(|entry| {
            let base = base_name(&entry.path);
            let mut strong = STRONG.iter().filter(|(name, _)| base.as_deref() == Some(*name));
            strong.any(|(_, header)| has_header(archive, entry, header))
        });
        let mut tables = archive.entries().iter().filter(|entry| base_name(&entry.path).is_some()).take(TABLES_JUDGED);
        let known = known || tables.any(|entry| foreign::base_by_values(archive, entry).is_some());
        known.then(|| Exported {
            account: Owner::of(archive).account(),
            at: exported_at(archive),
            partial: !is_complete(archive),
        })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let owner = Owner::of(archive);
        let mut import = Import::new(archive, sink);
        let mut groups: BTreeMap<Option<String>, Vec<&Entry>> = BTreeMap::new();
        for entry in archive.entries() {
            groups.entry(base_name(&entry.path)).or_default().push(entry);
        }
        let mut present: Vec<Kind> = vec![];
        for (base, entries) in &groups {
            // `Shares.csv` and `Shares_123.csv` side by side hold the same records.
            import.once_each(entries.len() > 1 && base.is_some());
            for entry in entries {
                let Some(base) = base else {
                    read_other(&mut import, entry)?;
                    continue;
                };
                read_table(&mut import, archive, entry, base, &owner)?;
            }
            present.extend(main_file(base.as_deref()));
        }
        if !is_complete(archive) {
            present.clear();
        }
        Ok(import.finish(present))
    }
}

fn read_table(
    import: &mut Import<'_>,
    archive: &Archive,
    entry: &Entry,
    base: &str,
    owner: &Owner,
) -> Result<(), Error> {
    let of_base = |base: &str| known_files().find(|known| known.base == base);
    if base == "comments" {
        return comments::read(import, entry);
    }
    if let Some(known) = of_base(base) {
        // One name had several headers over the years.
        let mut of_name = known_files().filter(|known| known.base == base);
        if let Some(known) = of_name.find(|known| has_header(archive, entry, known.header)) {
            return read_known(import, entry, known, owner);
        }
        if let Some(foreign) = foreign::judge(archive, entry) {
            return read_foreign(import, entry, &foreign, owner);
        }
        if !says_there_is_nothing(archive, entry) {
            return read_known(import, entry, known, owner);
        }
    } else if let Some((_, why)) = LEFT.iter().find(|(left, _)| *left == base) {
        import.leave(entry, FileOutcome::Skipped((*why).to_owned()));
        return Ok(());
    } else if has_header(archive, entry, messages::HEADER) {
        // Chats with one assistant or another come under ever new names.
        return of_base("messages").map_or(Ok(()), |known| read_known(import, entry, known, owner));
    } else if foreign::base_by_values(archive, entry) == Some("comments") {
        return comments::read(import, entry);
    } else if let Some(foreign) = foreign::judge(archive, entry) {
        return read_foreign(import, entry, &foreign, owner);
    }
    import.leave(
        entry,
        match says_there_is_nothing(archive, entry) {
            true => FileOutcome::Skipped("Says that there is nothing of its kind".to_owned()),
            false => FileOutcome::Unknown,
        },
    );
    Ok(())
}

fn read_known(import: &mut Import<'_>, entry: &Entry, known: &Known, owner: &Owner) -> Result<(), Error> {
    if known.base == "messages" && !owner.is_known() {
        import.warn(entry, "Whose archive it is could not be found; every message is taken as received");
    }
    let form = Form { header: known.header, backslash: known.base.ends_with("messages") };
    import.table(entry, &form, known.kinds, |row, file| (known.read)(row, file, owner))
}

fn read_foreign(
    import: &mut Import<'_>,
    entry: &Entry,
    foreign::Foreign { known, names }: &foreign::Foreign,
    owner: &Owner,
) -> Result<(), Error> {
    import.file(entry, known.kinds, |reader, file| {
        let mut table = Table::open_wide(reader, names.len(), known.base.ends_with("messages"))?;
        file.rows(&mut table, |row, file| (known.read)(&row.named(names), file, owner))
    })
}

/// Whether the file is one short sentence, `No conversations found`, in place of a table.
fn says_there_is_nothing(archive: &Archive, entry: &Entry) -> bool {
    let mut text = String::new();
    let read = archive.reader(entry).map(|reader| reader.take(400).read_to_string(&mut text));
    matches!(read, Ok(Ok(_)))
        && entry.size < 400
        && text.trim().lines().count() == 1
        && text.trim().contains(' ')
        && !text.contains([',', ';', '\t'])
}

fn known_files() -> impl Iterator<Item = &'static Known> {
    [activity::FILES, messages::FILES, profile::FILES, facts::FILES, loose::FILES].into_iter().flatten()
}

/// The kinds of which this is the file one must see before anything of the kind can be said to be gone.
fn main_file(base: Option<&str>) -> &'static [Kind] {
    match base {
        Some("shares") => &[Kind::Post],
        Some("instantreposts") => &[Kind::Repost],
        Some("comments") => &[Kind::Comment],
        Some("reactions") => &[Kind::Like, Kind::Reaction],
        Some("messages") => &[Kind::Message],
        Some("profile") => &[Kind::Bio],
        Some("searchqueries") => &[Kind::Search],
        _ => &[],
    }
}

fn read_other(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    let path = entry.path.to_lowercase();
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" if path.contains("articles/") => article::read(import, entry)?,
        "jpg" | "jpeg" | "png" | "gif" | "mp4" | "mov" | "webp" | "pdf" | "doc" | "docx" => {
            import.leave(entry, FileOutcome::Media);
        }
        _ => import.leave(entry, FileOutcome::Unknown),
    }
    Ok(())
}

/// The name of a CSV file without folder, ending, case, blanks, and the member's or a part's number; nothing for others.
fn base_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let (stem, ending) = name.rsplit_once('.')?;
    if !ending.eq_ignore_ascii_case("csv") {
        return None;
    }
    // `Shares_123`, `Job Applications_1`, `Shares(1)` from a browser, `Shares~2` from a second part of the archive.
    let stem = stem.trim_end_matches(')');
    let number_of = |mark| stem.rsplit_once(mark).filter(|(_, tail)| tail.bytes().all(|byte| byte.is_ascii_digit()));
    let stem = ['_', '(', '~'].into_iter().find_map(number_of).map_or(stem, |(stem, _)| stem);
    Some(fold(stem)).filter(|base| !base.is_empty())
}

fn has_header(archive: &Archive, entry: &Entry, header: &'static [&'static str]) -> bool {
    let form = Form { header, backslash: false };
    let table = archive.reader(entry).ok().and_then(|reader| Table::open(reader, &form).ok());
    table.is_some_and(|table| !table.header().is_empty())
}

fn is_complete(archive: &Archive) -> bool {
    let there =
        |wanted: &&&str| archive.entries().iter().any(|entry| base_name(&entry.path).as_deref() == Some(**wanted));
    COMPLETE.iter().filter(there).count() >= 2
}

/// The day in the name of the archive, `Complete_LinkedInDataExport_03-28-2026.zip`, month first: nothing inside says it.
fn exported_at(archive: &Archive) -> Option<DateTime<Utc>> {
    let of_name = |name: &str| {
        let (_, rest) = name.split_once("LinkedInDataExport_")?;
        NaiveDate::parse_from_str(rest.get(..10)?, "%m-%d-%Y").ok()
    };
    let paths = archive.paths();
    let day = paths.iter().find_map(|path| of_name(path.file_name()?.to_str()?))?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

/// The moment in this cell; a warning where something stands there that is none.
fn moment(row: &Row, column: &str, file: &mut File<'_>) -> Option<DateTime<Utc>> {
    let cell = row.get(column);
    let moment = dates::moment(cell);
    if moment.is_none() && !cell.is_empty() {
        file.warn("The date could not be read");
    }
    moment
}
