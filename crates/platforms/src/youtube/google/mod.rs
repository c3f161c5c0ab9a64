//! What a Takeout holds beside YouTube: of the account personal details, devices, log-ins, places and questions put to
//! assistants ([`account`]); of what was written blogs, reviews, Google+ and chats ([`written`], [`blogger`]). All else is
//! left alone.
//!
//! Folders and files are named in the language of the account, so JSON is told apart by the keys near its beginning.

mod account;
mod blogger;
mod plus;
mod written;

use super::{FORM, head, history, is_media};
use crate::import::Import;
use crate::table::Table;
use crate::{Archive, Entry, Error, markup};
use model::{Account, FileOutcome, Kind, Private};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Bytes by which a file is told apart.
const HEAD: u64 = 4 << 10;

/// Files that are looked into. In a tar.gz each look means unpacking all that stands before.
const LOOKS: usize = 20_000;
const LOOKS_IN_TAR: usize = 300;

/// JSON files in one folder of a tar.gz beyond which they are photos' or notes', and not looked into.
const CROWDED: u64 = 100;

/// Files beside photos: one for each, and some for each album.
const BESIDE_PHOTOS: &[&str] =
    &["metadata", "shared_album_comments", "print-subscriptions", "user-generated-memory-titles", "album-metadata"];

/// The products of Google in one Takeout.
pub(super) struct Google<'a> {
    archive: &'a Archive,
    /// Names and addresses of the owner, in lower case, by which own words in conversations are known.
    owner: Vec<String>,
    looks: usize,
    /// Folders whose files are not looked into.
    crowded: HashSet<String>,
    /// The names of all files with their paths, once they are asked for; of several of one name the first.
    names: OnceCell<HashMap<&'a str, &'a str>>,
}

impl<'a> Google<'a> {
    /// Looks at who the owner is.
    pub(super) fn of(archive: &'a Archive) -> Self {
        let is_tar = archive.paths().iter().any(|path| path.extension().is_some_and(|e| e == "tgz" || e == "gz"));
        let owner = owner(archive).iter().map(|known| known.to_lowercase()).collect();
        let mut files: HashMap<&str, u64> = HashMap::new();
        for entry in archive.entries().iter().filter(|entry| is_tar && entry.path.ends_with(".json")) {
            *files.entry(folder_of(entry)).or_default() += 1;
        }
        let crowded = files.into_iter().filter(|(_, count)| *count > CROWDED).map(|(folder, _)| folder.to_owned());
        Google { archive, owner, looks: if is_tar { LOOKS_IN_TAR } else { LOOKS }, crowded: crowded.collect(), names: OnceCell::new() }
    }

    fn names(&self) -> &HashMap<&'a str, &'a str> {
        self.names.get_or_init(|| {
            let paths = self.archive.entries().iter().rev().map(|entry| &*entry.path);
            paths.map(|path| (path.rsplit('/').next().unwrap_or(path), path)).collect()
        })
    }

    /// Reads one file outside YouTube's folder, or notes why it is left. `inside` says that it may be YouTube's all the same,
    /// as nothing tells where its folder is.
    pub(super) fn read(&mut self, import: &mut Import<'_>, entry: &Entry, inside: bool) -> Result<(), Error> {
        let name = entry.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let folder = folder_of(entry);
        if is_media(&name) && self.archive.entry(&format!("{folder}/messages.json")).is_some() {
            import.leave(entry, FileOutcome::Media);
            return Ok(());
        }
        if is_media(&name) {
            import.leave(entry, FileOutcome::Skipped("Not part of YouTube: a picture or video".to_owned()));
            return Ok(());
        }
        let may_look = match ending {
            "json" => !is_media(stem) && !stem.ends_with("metadata") && !BESIDE_PHOTOS.contains(&stem),
            "html" | "csv" | "atom" | "xml" => true,
            _ => false,
        };
        if may_look && self.looks > 0 && !self.crowded.contains(folder) {
            self.looks -= 1;
            let read = match ending {
                "json" => self.read_json(import, entry)?,
                "html" => self.read_page(import, entry)?,
                "csv" => self.read_table(import, entry)?,
                _ => {
                    let is_feed = head(self.archive, entry, HEAD).contains("<feed");
                    is_feed && blogger::read(import, entry, &self.owner).map(|()| true)?
                }
            };
            if read {
                return Ok(());
            }
        }
        if inside && may_look {
            import.leave(entry, FileOutcome::Unknown);
            return Ok(());
        }
        let why = match ending {
            "mbox" => "Not part of YouTube: mail",
            "vcf" => "Not part of YouTube: the address book",
            "ics" => "Not part of YouTube: a calendar",
            _ => "Not part of YouTube",
        };
        import.leave(entry, FileOutcome::Skipped(why.to_owned()));
        Ok(())
    }

    fn read_json(&self, import: &mut Import<'_>, entry: &Entry) -> Result<bool, Error> {
        let head = head(self.archive, entry, HEAD);
        let has = |keys: &[&str]| keys.iter().all(|key| head.contains(key));
        let (archive, owner) = (self.archive, &self.owner);
        match () {
            () if has(&["\"historyEnabled\""]) => account::settings(import, entry, archive)?,
            () if has(&["\"timelineObjects\""]) => account::timeline(import, entry, archive)?,
            () if has(&["\"locations\"", "\"latitudeE7\""]) => account::records(import, entry, archive)?,
            () if has(&["\"mostRecentData\""]) || has(&["\"deviceRegistrationTime\""]) => {
                account::store_devices(import, entry, archive)?;
            }
            () if has(&["\"emails\""]) && (has(&["\"displayName\""]) || has(&["\"formattedName\""])) => {
                account::profile(import, entry, archive)?;
            }
            () if has(&["\"FeatureCollection\""]) && written::is_reviews(&head) => {
                written::reviews(import, entry, archive)?;
            }
            () if has(&["\"review\"", "\"starRating\""]) => written::store_reviews(import, entry, archive)?,
            () if has(&["plus.google.com", "\"creationTime\"", "\"author\""]) || has(&["\"activityId\"", "\"author\""]) => {
                plus::read_json(import, entry, archive, self.names())?;
            }
            () if has(&["\"conversations\"", "\"conversation_id\""]) => written::hangouts(import, entry, archive, owner)?,
            () if has(&["\"messages\"", "\"creator\""]) => written::chat(import, entry, archive, owner)?,
            () if has(&["\"title\"", "\"time\""])
                && ["\"header\"", "\"titleUrl\"", "\"products\"", "\"activityControls\""].iter().any(|k| head.contains(k))
                || has(&["\"title\"", "\"time\""]) && entry.path.contains("Gemini") =>
            {
                history::read_json(import, entry, archive.limits(), true)?;
            }
            () => return Ok(false),
        }
        Ok(true)
    }

    fn read_page(&self, import: &mut Import<'_>, entry: &Entry) -> Result<bool, Error> {
        if is_overview(self.archive, entry) {
            account::overview(import, entry)?;
            return Ok(true);
        }
        // Pages begin with a long list of styles.
        let head = head(self.archive, entry, 512 << 10);
        match () {
            () if head.contains("outer-cell") => history::read_page(import, entry, true)?,
            () if head.contains("schema.org/SocialMediaPosting") => plus::read_page(import, entry)?,
            () if head.contains("Google Account ID") || entry.path.contains("SubscriberInfo") => {
                account::subscriber(import, entry)?;
            }
            () => return Ok(false),
        }
        Ok(true)
    }

    /// Lists of log-ins and devices, known by their values.
    fn read_table(&self, import: &mut Import<'_>, entry: &Entry) -> Result<bool, Error> {
        let table = self.archive.reader(entry).ok().and_then(|reader| Table::open(reader, &FORM).ok());
        let Some(mut table) = table else { return Ok(false) };
        let name = entry.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let sample = std::iter::from_fn(|| table.next().ok().flatten()).take(10).flatten();
        let (mut addresses, mut accounts) = (false, false);
        for row in sample {
            addresses |= row.columns().any(|(_, cell)| account::is_address(cell));
            // The number of the account has 21 figures or fewer.
            let is_number = |cell: &str| cell.len() >= 10 && cell.bytes().all(|byte| byte.is_ascii_digit());
            accounts |= row.columns().any(|(_, cell)| is_number(cell));
        }
        match () {
            () if addresses || name.starts_with("activities - ") => account::accesses(import, entry)?,
            () if accounts && table.header().len() >= 7 || name.starts_with("devices - ") => {
                import.table(entry, &FORM, &[], account::device)?;
            }
            () => return Ok(false),
        }
        Ok(true)
    }
}

fn folder_of(entry: &Entry) -> &str {
    entry.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether the archive is a Takeout, by the overview that lies in each, whatever its name.
pub(super) fn has_overview(archive: &Archive) -> bool {
    archive.entries().iter().any(|entry| is_overview(archive, entry))
}

fn is_overview(archive: &Archive, entry: &Entry) -> bool {
    let path = entry.path.strip_prefix("Takeout/").unwrap_or(&entry.path);
    if path.contains('/') || !entry.path.to_lowercase().ends_with(".html") {
        return false;
    }
    path.starts_with("archive_browser") || head(archive, entry, 8 << 20).contains("data-english-name")
}

/// The account of a Takeout without YouTube: its address.
pub(super) fn account(archive: &Archive) -> Account {
    let owner = owner(archive);
    let address = owner.iter().find(|known| known.contains('@'));
    let name = owner.iter().find(|known| !known.contains('@'));
    Account {
        platform: "youtube".to_owned(),
        key: address.or(name).map_or_else(|| "unnamed".to_owned(), |known| known.to_lowercase()),
        handle: String::new(),
        name: name.map(|name| Private::new(name.clone())),
    }
}

/// Addresses and names of the owner: from the overview, the profile and the list of chats.
fn owner(archive: &Archive) -> Vec<String> {
    const PROFILES: &[&str] =
        &["profile.json", "profil.json", "perfil.json", "profilo.json", "profiel.json", "user_info.json"];
    let mut owner = Vec::new();
    for entry in archive.entries() {
        let name = entry.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        if PROFILES.contains(&name.as_str()) && entry.size < 1 << 20 {
            let read = archive.reader(entry).ok().and_then(|reader| {
                crate::json::whole::<serde_json::Value>(reader, archive.limits()).ok()
            });
            let Some(object) = read else { continue };
            let text = |pointer: &str| object.pointer(pointer).and_then(serde_json::Value::as_str);
            let said = ["/displayName", "/name/formattedName", "/user/name", "/user/email", "/emails/0/value"];
            owner.extend(said.into_iter().filter_map(text).map(str::to_owned));
        } else if is_overview(archive, entry) {
            owner.extend(address_in(&markup::text_of(&head(archive, entry, 8 << 20))).map(str::to_owned));
        }
    }
    owner.retain(|known| !known.is_empty());
    owner
}

/// The first e-mail address in a text that is not one of Google's own.
fn address_in(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || "<>()\",;".contains(c));
    let is_address = |word: &&str| {
        word.split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.ends_with("google.com"))
    };
    words.map(|word| word.trim_end_matches(['.', ':'])).find(is_address)
}

/// The kinds of what is written outside YouTube. None of them is ever complete: one product may be in one export and not
/// in the next.
const WRITTEN: &[Kind] = &[Kind::Post, Kind::Reply, Kind::Quote, Kind::Repost, Kind::Reaction, Kind::Message];
