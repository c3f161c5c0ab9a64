//! WordPress: a blog exported as WXR, one long XML document, from Tools > Export; wordpress.com packs it into a ZIP, a large
//! blog into several files.
//!
//! The file holds the blog's address, its authors, and an `item` for each post, page, file, menu entry and draft, with its
//! comments inside. So the account is the blog. Times stand twice, by the blog's clock and in UTC. Not in the file: who may
//! see the blog, drafts deleted, the settings.

mod item;
#[cfg(test)]
mod tests;

use crate::import::{File, Halt, Import};
use crate::tree::{Document, Piece};
use crate::{Archive, Entry, Error, Importer, Sink};
use chrono::{DateTime, Utc};
use item::{Item, Site};
use model::{Account, Coverage, Exported, FileOutcome, Kind, Private};
use std::io::Read;

/// The importer of WordPress.
pub struct WordPress;

/// Bytes of a file looked at to tell whether it is such an export.
const HEAD: u64 = 64 << 10;

/// Bytes of the words of one element of the head.
const HEAD_WORDS: usize = 1 << 20;

/// The kinds a blog's export holds.
const KINDS: &[Kind] = &[Kind::Post, Kind::Comment, Kind::Media];

impl Importer for WordPress {
    fn id(&self) -> &'static str {
        "wordpress"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        archive.entries().iter().any(|entry| is_export(archive, entry)).then(|| {
            let site = site(archive);
            let host = site.address.split_once("://").map_or(&*site.address, |(_, rest)| rest);
            let host = host.trim_end_matches('/').to_lowercase();
            let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
            Exported {
                account: Account {
                    platform: "wordpress".to_owned(),
                    key: if host.is_empty() { "unnamed".to_owned() } else { host.clone() },
                    handle: host,
                    name: (!site.title.is_empty()).then(|| Private::new(site.title.clone())),
                },
                at: site.exported,
                partial: false,
            }
        })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let site = site(archive);
        let mut import = Import::new(archive, sink);
        // A large blog comes in several files, each with the same authors.
        import.once_each(true);
        let mut told_of_site = false;
        for entry in archive.entries() {
            if is_export(archive, entry) {
                if site.is_shared() {
                    import.warn(entry, "The blog has several authors and whose archive it is was not said; all of it is taken as the owner's words");
                }
                read_blog(&mut import, entry, archive, &site, !std::mem::replace(&mut told_of_site, true))?;
            } else if is_media(&entry.path) {
                import.leave(entry, FileOutcome::Media);
            } else {
                import.leave(entry, FileOutcome::Unknown);
            }
        }
        // A person may export posts or pages alone, and the file does not say so.
        Ok(import.finish([]))
    }
}

fn is_export(archive: &Archive, entry: &Entry) -> bool {
    let ending = entry.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !["xml", "wxr", "rss", "txt"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return false;
    }
    let mut head = Vec::new();
    if let Ok(reader) = archive.reader(entry) {
        // Damage shows when the file is read.
        let _ = reader.take(HEAD).read_to_end(&mut head);
    }
    let head = String::from_utf8_lossy(&head);
    head.contains("wordpress.org/export/") || (head.contains("<rss") && head.contains("<wp:"))
}

fn is_media(path: &str) -> bool {
    const ENDINGS: &[&str] =
        &["jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "svg", "mp4", "mov", "webm", "mp3", "m4a", "ogg", "pdf"];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What the heads of the files say of the blog: address, authors, day of export.
fn site(archive: &Archive) -> Site {
    let mut site = Site::default();
    site.told = archive.told().account.clone().unwrap_or_default();
    for entry in archive.entries().iter().filter(|entry| is_export(archive, entry)) {
        let Ok(reader) = archive.reader(entry) else { continue };
        let mut document = Document::open(reader, archive.limits().record_bytes);
        let mut path: Vec<String> = Vec::new();
        let mut words = String::new();
        // Damage shows when the file is read.
        while let Ok(Some(piece)) = document.next() {
            match piece {
                Piece::Start(name, _) if name == "item" => break,
                Piece::Start(name, _) => {
                    if name == "wp:author" && site.authors.len() < item::AUTHORS {
                        site.authors.push(item::Author::default());
                    }
                    if path.len() < 64 {
                        path.push(name);
                    }
                    words.clear();
                }
                // What stands in the head is short.
                Piece::Text(text) if words.len() < HEAD_WORDS => words.push_str(&text),
                Piece::Text(_) => {}
                Piece::End(name) => {
                    let inside: Vec<&str> = path[path.len().saturating_sub(2)..].iter().map(String::as_str).collect();
                    site.tell(&inside, words.trim());
                    words.clear();
                    if let Some(at) = path.iter().rposition(|open| *open == name) {
                        path.truncate(at);
                    }
                }
            }
        }
    }
    site.settle();
    site
}

fn read_blog(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    site: &Site,
    with_site: bool,
) -> Result<(), Error> {
    import.file(entry, KINDS, |reader, file| {
        let longest = archive.limits().record_bytes;
        let mut document = Document::open(reader, longest);
        if with_site {
            site.facts(file);
        }
        let mut index = 0;
        let mut item: Option<Item> = None;
        while let Some(piece) = document.next()? {
            match (&mut item, piece) {
                (None, Piece::Start(name, _)) if name == "item" => item = Some(Item::new(longest)),
                (None, _) => {}
                (Some(_), Piece::End(name)) if name == "item" => {
                    file.index = index;
                    index += 1;
                    if let Some(item) = item.take() {
                        take(item, file, site, archive);
                    }
                    file.step(document.bytes_read())?;
                }
                (Some(item), piece) => item.add(piece),
            }
        }
        // The document ended inside an item.
        if item.is_some() {
            return Err(Halt::Unreadable);
        }
        Ok(())
    })
}

fn take(item: Item, file: &mut File<'_>, site: &Site, archive: &Archive) {
    if item.is_too_long() {
        return file.lost("The record is larger than the limit for one record");
    }
    item.read(file, site, archive);
}

/// `2023-01-05 21:00:00`; nothing where a year is missing, as in drafts: `0000-00-00 00:00:00`.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    crate::text::iso_date(text).filter(|_| !text.trim().starts_with("0000"))
}
