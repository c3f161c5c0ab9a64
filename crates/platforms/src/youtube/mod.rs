//! YouTube, as Google Takeout exports it: CSV for comments, live chats, channel, playlists and videos, JSON or HTML for
//! histories.
//!
//! Folders, files, columns and even `Public` are in the account's language, so tables are judged by their values
//! ([`shape`]). Columns empty throughout are left out, and long files split, `comments(1).csv`, with headers that differ.
//! The words of a comment are a list of pieces in JSON ([`comments`]). Comments that were deleted are not in the export,
//! nor are the titles of others' videos. A Takeout may hold other products of Google: of these only what shows a setting
//! or a log-in is read ([`google`]).

mod channel;
mod comments;
mod google;
mod history;
mod legacy;
mod shape;
#[cfg(test)]
mod tests;

use crate::import::Import;
use crate::table::{Form, Table};
use crate::{Archive, Entry, Error, Importer, Sink};
use chrono::{DateTime, NaiveDateTime, Utc};
use model::{Account, Audience, Coverage, Exported, FileOutcome, Kind, Private};
use shape::{Shape, Value};
use std::collections::HashMap;
use std::io::Read;

/// The importer of YouTube.
pub struct YouTube;

/// Columns and separators alone differ between the tables of a Takeout.
const FORM: Form = Form { header: &[], backslash: false };

impl Importer for YouTube {
    fn id(&self) -> &'static str {
        "youtube"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn own_folders(&self) -> &'static [&'static str] {
        &["YouTube*"]
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        let scope = Scope::of(archive);
        let shapes = Shapes::of(archive, scope);
        if scope == Scope::Nothing {
            return Some(Exported { account: google::account(archive), at: exported_at(archive), partial: true });
        }
        let in_folder =
            scope == Scope::Folder && archive.entries().iter().any(|e| scope.holds(e) && !is_media(&e.path));
        let telling = |shape: &Shape| {
            matches!(
                shape,
                Shape::Comments { .. } | Shape::Chats { .. } | Shape::Channels { .. } | Shape::Subscriptions { .. }
            )
        };
        (in_folder || shapes.all().any(telling)).then(|| Exported {
            account: account(archive, &shapes, scope),
            at: exported_at(archive),
            partial: !is_whole(&shapes, archive),
        })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let scope = Scope::of(archive);
        let shapes = Shapes::of(archive, scope);
        let mut import = Import::new(archive, sink);
        let known = channel::Known {
            places: channel::places(archive, &shapes),
            titles: channel::titles(archive, &shapes),
            uploads: channel::Uploads::of(archive, scope),
        };
        let mut present = Vec::new();
        let mut google = google::Google::of(archive);
        // The parts of one export, and a history beside My Activity, may hold the same records.
        import.once_each(true);
        for entry in archive.entries() {
            let ending = entry.path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
            if !scope.holds(entry) {
                google.read(&mut import, entry, false)?;
                continue;
            }
            match (shapes.get(entry), ending.as_str()) {
                (Some(shape), _) => read_table(&mut import, entry, shape, &known, &mut present)?,
                (None, "json") if read_json(&mut import, entry, archive, &known)? => {}
                (None, "html") => read_page(&mut import, entry, archive)?,
                _ if is_media(&entry.path) => import.leave(entry, FileOutcome::Media),
                _ if scope == Scope::All => google.read(&mut import, entry, true)?,
                _ => import.leave(entry, FileOutcome::Unknown),
            }
        }
        if !is_whole(&shapes, archive) {
            present.clear();
        }
        Ok(import.finish(present))
    }
}

fn read_table(
    import: &mut Import<'_>,
    entry: &Entry,
    shape: Shape,
    known: &channel::Known,
    present: &mut Vec<Kind>,
) -> Result<(), Error> {
    match shape {
        Shape::Comments { text } => {
            present.push(Kind::Comment);
            import.table(entry, &FORM, &[Kind::Comment], |row, file| comments::comment(row, file, text, &known.titles))
        }
        Shape::Chats { text, id } => {
            import.table(entry, &FORM, &[Kind::Comment], |row, file| comments::chat(row, file, text, id, &known.titles))
        }
        Shape::Posts { text } => {
            // Playlists and what was written elsewhere at Google are posts as well, so that no export holds all posts.
            import.table(entry, &FORM, &[Kind::Post], |row, file| comments::post(row, file, text))
        }
        Shape::Videos { title, description, visibility } => {
            present.push(Kind::Media);
            import.table(entry, &FORM, &[Kind::Media], |row, file| {
                channel::video(row, file, (title, description, visibility), known);
            })
        }
        Shape::Texts { text } => {
            import.table(entry, &FORM, &[Kind::Media], |row, file| channel::texts(row, file, text, known))
        }
        Shape::Channels { title, description, visibility } => import.table(entry, &FORM, &[Kind::Bio], |row, file| {
            channel::channel(row, file, title, description, visibility);
        }),
        Shape::Playlists { title, description, visibility } => {
            channel::playlists(import, entry, title, description, visibility)
        }
        Shape::Subscriptions { title } => {
            present.push(Kind::Follow);
            import.table(entry, &FORM, &[Kind::Follow], |row, file| channel::subscription(row, file, title))
        }
        Shape::Recordings | Shape::ChannelNames => {
            // Read beforehand, for the videos and the account.
            import.table(entry, &FORM, &[], |_, file| file.noted())
        }
        Shape::PlaylistVideos if channel::is_of_likes(&entry.path) => {
            import.table(entry, &FORM, &[Kind::Like], channel::liked_row)
        }
        Shape::Songs => {
            import.leave(entry, FileOutcome::Skipped("Lists songs of the library of music".to_owned()));
            Ok(())
        }
        Shape::PlaylistVideos => {
            import.leave(entry, FileOutcome::Skipped("Lists the videos of a playlist by number alone".to_owned()));
            Ok(())
        }
        Shape::ChannelSettings => {
            import.leave(entry, FileOutcome::Skipped("Holds the presets of the channel".to_owned()));
            Ok(())
        }
        Shape::Empty => import.table(entry, &FORM, &[], |_, _| {}),
    }
}

/// The first bytes of a file, by which its kind is told. What cannot be read here is reported when it is read in earnest.
fn head(archive: &Archive, entry: &Entry, bytes: u64) -> String {
    let mut head = Vec::new();
    let _ = archive.reader(entry).map(|reader| reader.take(bytes).read_to_end(&mut head));
    String::from_utf8_lossy(&head).into_owned()
}

/// Histories, or, until about 2018, lists of all sorts. Says whether it is one of these.
fn read_json(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    known: &channel::Known,
) -> Result<bool, Error> {
    let head = head(archive, entry, 8 << 10);
    if head.contains(legacy::MARK) {
        return legacy::read(import, entry, archive, known).map(|()| true);
    }
    let is_history = ["\"title\"", "\"titleUrl\"", "\"time\""].iter().filter(|key| head.contains(**key)).count() > 1;
    let is_empty = head.trim_matches(['[', ']', '{', '}', ' ', '\n', '\r', '\u{feff}']).is_empty();
    if is_history || is_empty {
        history::read_json(import, entry, archive.limits(), false)?;
    }
    Ok(is_history || is_empty)
}

/// Pages are histories, or, until 2023, comments and live chats.
fn read_page(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    match head(archive, entry, 512 << 10) {
        head if head.contains("outer-cell") => history::read_page(import, entry, false),
        head if head.contains("<li>") || head.contains("<li ") => comments::read_page(import, entry),
        head if head.contains("<ul") || head.contains("mdl-grid") => {
            import.leave(entry, FileOutcome::Skipped("A page that lists nothing".to_owned()));
            Ok(())
        }
        _ => {
            import.leave(entry, FileOutcome::Unknown);
            Ok(())
        }
    }
}

/// Which files are YouTube's own: those in its folder, which bears the name in every language, or, where the inner folder
/// alone was packed, all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Folder,
    All,
    /// A Takeout of other products alone.
    Nothing,
}

impl Scope {
    fn of(archive: &Archive) -> Scope {
        let in_folder = archive.entries().iter().any(|entry| Scope::Folder.holds(entry));
        match () {
            () if in_folder => Scope::Folder,
            () if google::has_overview(archive) => Scope::Nothing,
            () => Scope::All,
        }
    }

    fn holds(self, entry: &Entry) -> bool {
        let folders = entry.path.rsplit_once('/').map_or("", |(folders, _)| folders);
        self == Scope::All
            || self == Scope::Folder && folders.split('/').any(|folder| folder.starts_with("YouTube"))
    }
}

/// What each table of the archive is.
struct Shapes<'a> {
    list: Vec<(&'a Entry, Shape)>,
    by_path: HashMap<&'a str, Shape>,
}

impl<'a> Shapes<'a> {
    fn of(archive: &'a Archive, scope: Scope) -> Self {
        let tables = archive.entries().iter().filter(|entry| scope.holds(entry));
        let tables = tables.filter(|entry| entry.path.to_lowercase().ends_with(".csv"));
        let judged = tables.filter_map(|entry| {
            let mut table = Table::open(archive.reader(entry).ok()?, &FORM).ok()?;
            Some((entry, shape::judge(&mut table)?))
        });
        let list: Vec<(&Entry, Shape)> = judged.collect();
        let by_path = list.iter().map(|(entry, shape)| (&*entry.path, *shape)).collect();
        Shapes { list, by_path }
    }

    fn all(&self) -> impl Iterator<Item = &Shape> {
        self.list.iter().map(|(_, shape)| shape)
    }

    fn get(&self, entry: &Entry) -> Option<Shape> {
        self.by_path.get(&*entry.path).copied()
    }

    /// The records of the tables `wanted` picks; what cannot be read is left out here and reported by the import.
    fn each_row(
        &self,
        archive: &Archive,
        wanted: impl Fn(&Shape) -> bool,
        mut each: impl FnMut(&crate::table::Row, &Shape),
    ) {
        for (entry, shape) in self.list.iter().filter(|(_, shape)| wanted(shape)) {
            let table = archive.reader(entry).ok().and_then(|reader| Table::open(reader, &FORM).ok());
            let Some(mut table) = table else { continue };
            while let Ok(Some(next)) = table.next() {
                if let Ok(row) = next {
                    each(&row, shape);
                }
            }
        }
    }
}

/// The account: its first channel, else the channel its comments were made from.
fn account(archive: &Archive, shapes: &Shapes<'_>, scope: Scope) -> Account {
    let mut account = Account { platform: "youtube".to_owned(), ..Account::default() };
    shapes.each_row(
        archive,
        |shape| matches!(shape, Shape::Channels { .. }),
        |row, shape| {
            let Shape::Channels { title, .. } = shape else { return };
            if account.key.is_empty() {
                account.key = shape::first(row, Value::Channel).unwrap_or_default().to_owned();
                account.name = Some(Private::from(row.cell(*title)));
            }
        },
    );
    if account.key.is_empty() {
        shapes.each_row(
            archive,
            // Old playlists name the channel they are of.
            |shape| matches!(shape, Shape::Comments { .. } | Shape::Chats { .. } | Shape::Playlists { .. }),
            |row, _| {
                if account.key.is_empty() {
                    account.key = shape::first(row, Value::Channel).unwrap_or_default().to_owned();
                }
            },
        );
    }
    shapes.each_row(
        archive,
        |shape| matches!(shape, Shape::ChannelNames),
        |row, _| {
            let own = shape::first(row, Value::Channel) == Some(&account.key);
            let name = row.columns().map(|(_, cell)| cell).find(|cell| !cell.is_empty() && *cell != account.key);
            if let (true, true, Some(name)) = (own, account.handle.is_empty(), name) {
                account.handle = name.trim_start_matches('@').to_owned();
            }
        },
    );
    if account.key.is_empty() {
        account.key = legacy::channel(archive, scope).unwrap_or_default();
    }
    if account.key.is_empty() {
        return google::account(archive);
    }
    account
}

/// Whether the export holds the whole of YouTube: the channel, comments and one more of its lists. Somebody who unticked
/// parts, or has one part of several in hand, cannot be told that anything is gone.
fn is_whole(shapes: &Shapes<'_>, archive: &Archive) -> bool {
    let has = |wanted: fn(&Shape) -> bool| shapes.all().any(wanted);
    let lists =
        has(|shape| matches!(shape, Shape::Subscriptions { .. } | Shape::Playlists { .. } | Shape::PlaylistVideos));
    let mut parts: Vec<u32> =
        archive.paths().iter().filter_map(|path| part_number(path.file_stem()?.to_str()?)).collect();
    parts.sort_unstable();
    has(|shape| matches!(shape, Shape::Channels { .. }))
        && has(|shape| matches!(shape, Shape::Comments { .. }))
        && lists
        && parts.iter().zip(1..).all(|(part, expected)| *part == expected)
}

/// `3` of `takeout-20261002T081500Z-1-003`.
fn part_number(stem: &str) -> Option<u32> {
    let (start, number) = stem.rsplit_once('-')?;
    (start.starts_with("takeout-") && number.len() == 3).then(|| number.parse().ok())?
}

/// The moment in the name of the archive, `takeout-20261002T081500Z-001.zip`, in UTC: nothing else says it in every language.
fn exported_at(archive: &Archive) -> Option<DateTime<Utc>> {
    archive.paths().iter().find_map(|path| {
        let (_, rest) = path.file_name()?.to_str()?.split_once("takeout-")?;
        Some(NaiveDateTime::parse_from_str(rest.get(..16)?, "%Y%m%dT%H%M%SZ").ok()?.and_utc())
    })
}

fn is_media(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "mp4", "mov", "avi", "webm", "mkv", "3gp", "wmv", "flv", "mpg", "m4v", "jpg", "jpeg", "png", "gif", "webp",
        "mp3", "m4a",
    ];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

/// The word for an audience in facts.
fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Unlisted => "unlisted",
        _ => "private",
    }
}
