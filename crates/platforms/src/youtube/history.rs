//! Histories of what was done, as JSON or as a page: of watching and searching YouTube, and `My Activity` of Google's other
//! products. Searches and likes are items; of what was watched only is noted that it is kept, since when and until when,
//! which shows whether the switch was on.

use crate::archive::Limits;
use crate::calendar;
use crate::import::{File, Halt, Import};
use crate::{Entry, Error, json, markup, text::iso_date};
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Private};
use serde::Deserialize;

/// Bytes an entry of a page may have.
const PIECE_BYTES: usize = 256 << 10;

/// Kinds that stand in histories.
const KINDS: &[Kind] = &[Kind::Search, Kind::Like, Kind::Reaction];

/// How the title of something liked begins, in the languages known.
const LIKED: &[&str] = &[
    "Liked ",
    "A aimé ",
    "Vous avez aimé ",
    "Ti è piaciuto ",
    "Te ha gustado ",
    "Te gustó ",
    "Has marcado que te gusta ",
    "Gostou de ",
    "Marcou como gostei ",
    "Gefällt mir: ",
    "Mag ich: ",
    "Leuk gevonden: ",
    "Gillade ",
    "Polubiono ",
];

/// The same for something disliked.
const DISLIKED: &[&str] = &["Disliked ", "N'a pas aimé ", "N’a pas aimé ", "Vous n'avez pas aimé ", "Non ti è piaciuto "];

/// What advertising is called beside entries that are such, in the languages known.
const ADVERTISING: &[&str] = &[
    "Google Ads",
    "annonces Google",
    "Google-Anzeigen",
    "Google Anzeigen",
    "Google Werbeanzeigen",
    "anuncios de Google",
    "Anuncios de Google",
    "Google-advertenties",
    "Google Advertenties",
    "annunci Google",
    "Annunci Google",
    "anúncios do Google",
    "Anúncios do Google",
    "adservice",
];

/// One entry, as in `history/*.json` and `My Activity/*/MyActivity.json`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Entered {
    header: Option<String>,
    title: Option<String>,
    title_url: Option<String>,
    time: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    name: Option<String>,
}

/// An entry in either form.
struct Done<'a> {
    /// The product, where it is named.
    header: &'a str,
    title: &'a str,
    address: &'a str,
    at: Option<DateTime<Utc>>,
    utc_offset: Option<i32>,
    is_advertising: bool,
}

/// How many entries are kept, from when to when.
#[derive(Default)]
struct Kept {
    entries: u64,
    oldest: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
}

impl Kept {
    fn add(&mut self, at: Option<DateTime<Utc>>) {
        self.entries += 1;
        self.oldest = self.oldest.into_iter().chain(at).min();
        self.newest = self.newest.into_iter().chain(at).max();
    }

    fn state(&self, what: &str, file: &mut File<'_>) {
        if self.entries > 0 {
            let since = self.oldest.map_or(String::new(), |oldest| format!(" since {}", oldest.format("%Y-%m-%d")));
            file.index = 0;
            file.fact("history-kept", what, &format!("{} entries{since}", self.entries), self.newest);
        }
    }
}

/// What one history was found to keep.
#[derive(Default)]
struct Tally {
    watched: Kept,
    searched: Kept,
    /// Whether the file lies outside YouTube's folder, and so may be of any product.
    is_activity: bool,
    /// The product the folder is of, `Gemini Apps`.
    folder: String,
}

impl Tally {
    fn of(entry: &Entry, is_activity: bool) -> Tally {
        let folder = entry.path.rsplit('/').nth(1).unwrap_or_default().to_owned();
        Tally { is_activity, folder, ..Tally::default() }
    }

    fn state(&self, file: &mut File<'_>) {
        self.watched.state("watch", file);
        self.searched.state("search", file);
    }

    /// Takes an entry. What was done is judged by the address: the words for it are in the account's language.
    fn enter(&mut self, done: &Done<'_>, file: &mut File<'_>) {
        let of_product = |name: &str| self.is_activity && (done.header.contains(name) || self.folder.contains(name));
        if of_product("Gemini") || of_product("Bard") || of_product("Assistant") {
            let product = if done.header.is_empty() { &self.folder } else { done.header };
            let question = ["Prompted ", "Said ", "Asked "].iter().find_map(|verb| done.title.strip_prefix(verb));
            return file.fact("ai-chat", question.unwrap_or(done.title).trim(), product, done.at);
        }
        if self.is_activity && (done.header == "Ads" || self.folder == "Ads") {
            let title = done.title.strip_prefix("Visited ").unwrap_or(done.title);
            return file.fact("ad-click", title, "My Activity", done.at);
        }
        let parameter = |name: &str| {
            let (_, query) = done.address.split_once('?')?;
            let words = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
            Some(markup::percent_decoded(&words.split('#').next().unwrap_or_default().replace('+', " ")))
        };
        let is_web = done.address.contains("google.") && done.address.contains("/search?");
        let is_music = done.address.contains("music.youtube.com/search?");
        // `https://www.google.com/maps/search/pharmacy+near+me/`
        let on_map = done.address.split_once("/maps/search/").and_then(|(_, rest)| rest.split(['/', '?', '@']).next());
        let wanted = parameter("search_query")
            .or_else(|| parameter("q").filter(|_| is_web || is_music))
            .or_else(|| on_map.map(|words| markup::percent_decoded(&words.replace('+', " "))));
        let is_web = is_web || on_map.is_some();
        let is_video = ["/watch?v=", "/shorts/", "youtu.be/"].iter().any(|part| done.address.contains(part));
        let verb = |verbs: &[&str]| verbs.iter().find_map(|verb| done.title.strip_prefix(verb));
        if let Some(words) = wanted {
            if done.is_advertising || words.is_empty() {
                return file.noted();
            }
            let mut post = file.draft(Kind::Search, words);
            (post.at, post.utc_offset, post.audience) = (done.at, done.utc_offset, Audience::OnlyMe);
            post.about = is_web.then(|| Private::from(if done.header.is_empty() { "Google" } else { done.header }));
            self.searched.add(done.at);
            file.post(post);
        } else if let Some((kind, title)) =
            verb(LIKED).map(|title| (Kind::Like, title)).or(verb(DISLIKED).map(|title| (Kind::Reaction, title)))
        {
            let mut post = file.draft(kind, title);
            (post.at, post.utc_offset, post.own_words) = (done.at, done.utc_offset, false);
            post.native_id = parameter("v");
            if kind == Kind::Reaction {
                post.native_id = post.native_id.map(|id| format!("dislike:{id}"));
                post.about = Some(Private::from("Disliked"));
            }
            post.url = Some(done.address.to_owned()).filter(|address| !address.is_empty());
            post.reply_to.clone_from(&post.url);
            file.post(post);
        } else if !done.is_advertising
            && (is_video || !self.is_activity && done.address.is_empty() && !done.title.is_empty())
        {
            // A video taken down since may have no address any more.
            self.watched.add(done.at);
        } else {
            file.noted();
        }
    }
}

/// Reads a history as JSON. `is_activity` says that it may be of another product than YouTube.
pub(super) fn read_json(
    import: &mut Import<'_>,
    entry: &Entry,
    limits: &Limits,
    is_activity: bool,
) -> Result<(), Error> {
    import.file(entry, KINDS, |reader, file| {
        let mut tally = Tally::of(entry, is_activity);
        let mut halted = None;
        let extent = json::each::<Entered>(reader, limits, |index, record| {
            file.index = index;
            if let Err(halt) = file.step(0) {
                halted = Some(halt);
                return Err(crate::Stopped);
            }
            match record {
                Ok(record) => {
                    // Advertising says so in its details, with the name of the firm in every language.
                    let mut shown = record.details.iter().filter_map(|detail| detail.name.as_deref());
                    let done = Done {
                        header: record.header.as_deref().unwrap_or_default(),
                        title: record.title.as_deref().unwrap_or_default(),
                        address: record.title_url.as_deref().unwrap_or_default(),
                        at: record.time.as_deref().and_then(iso_date),
                        utc_offset: None,
                        is_advertising: shown.any(|name| name.contains("Google")),
                    };
                    tally.enter(&done, file);
                }
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        });
        if let Some(halt) = halted {
            return Err(halt);
        }
        tally.state(file);
        match extent {
            Ok(extent) if extent.cut.is_none() => Ok(()),
            _ => Err(Halt::Unreadable),
        }
    })
}

/// Reads a history as a page.
pub(super) fn read_page(import: &mut Import<'_>, entry: &Entry, is_activity: bool) -> Result<(), Error> {
    import.file(entry, KINDS, |reader, file| {
        let mut tally = Tally::of(entry, is_activity);
        let mut index = 0;
        let dropped = markup::each_piece(reader, b"outer-cell", PIECE_BYTES, |piece, read| {
            file.step(read)?;
            file.index = index;
            index += 1;
            // The cell with the words comes first, then an empty one, then the caption.
            let header = piece.split_once("mdl-typography--title").and_then(|(_, rest)| rest.split_once('>'));
            let header = header.map(|(_, rest)| markup::text_of(rest.split("</p>").next().unwrap_or_default()));
            let body = piece.split_once("mdl-typography--body-1").map_or(piece, |(_, rest)| rest);
            let body = body.split_once('>').map_or(body, |(_, rest)| rest);
            let body = body.split("</div>").next().unwrap_or_default();
            let caption = piece.split_once("mdl-typography--caption").map_or("", |(_, rest)| rest);
            let lines = markup::text_of(body);
            let at = lines.lines().rev().find_map(|line| {
                calendar::stated(line).filter(|stated| stated.timed && !stated.unknown_zone)
            });
            let done = Done {
                header: header.as_deref().unwrap_or_default(),
                title: lines.lines().next().unwrap_or_default(),
                address: &markup::attribute(body, "href").unwrap_or_default(),
                at: at.map(|at| at.utc()),
                utc_offset: at.and_then(|at| at.offset),
                is_advertising: ADVERTISING.iter().any(|name| caption.contains(name)),
            };
            tally.enter(&done, file);
            Ok::<_, Halt>(())
        })?;
        if dropped > 0 {
            file.lost("An entry is too long");
        }
        tally.state(file);
        Ok(())
    })
}
