//! The own channel: its videos, playlists and subscriptions, and who can see them.

use super::shape::{Shape, Value, first, value, visibility};
use super::{FORM, Scope, Shapes, audience_word, comments, is_media};
use crate::import::{File, Import};
use crate::table::{Row, Table};
use crate::text::{beginning, iso_date};
use crate::{Archive, Entry, Error};
use model::{Audience, Kind, Media, Place, Post, Private};
use std::collections::HashMap;
use std::sync::Arc;

/// Own videos of which place and title are remembered, and bytes of a title; YouTube allows 100 characters.
const VIDEOS: usize = 500_000;
const TITLE: usize = 1_000;

/// Where own videos were recorded, degrees north and east, by the id of the video.
pub(super) fn places(archive: &Archive, shapes: &Shapes<'_>) -> HashMap<String, (f64, f64)> {
    let mut places = HashMap::new();
    shapes.each_row(
        archive,
        |shape| *shape == Shape::Recordings,
        |row, _| {
            let numbers = |part: &str| {
                row.columns().find(|(name, _)| name.contains(part)).and_then(|(_, cell)| cell.parse().ok())
            };
            // Columns named in another language stand as height, north, east.
            let last: Vec<f64> = row.columns().skip(1).filter_map(|(_, cell)| cell.parse().ok()).collect();
            let north = numbers("latitude").or_else(|| last.iter().rev().nth(1).copied());
            let east = numbers("longitude").or_else(|| last.last().copied());
            // A video without a place has zeros.
            if let (Some(video), Some(north), Some(east)) = (first(row, Value::Video), north, east)
                && (north, east) != (0.0, 0.0)
                && (-90.0..=90.0).contains(&north)
                && (-180.0..=180.0).contains(&east)
                && places.len() < VIDEOS {
                    places.insert(video.to_owned(), (north, east));
                }
        },
    );
    places
}

/// Titles of own videos by id: what comments under them stand under.
pub(super) fn titles(archive: &Archive, shapes: &Shapes<'_>) -> HashMap<String, String> {
    let mut titles = HashMap::new();
    shapes.each_row(
        archive,
        |shape| matches!(shape, Shape::Videos { .. }),
        |row, shape| {
            if let (Shape::Videos { title, .. }, Some(video)) = (shape, first(row, Value::Video))
                && titles.len() < VIDEOS {
                    titles.insert(video.to_owned(), beginning(row.cell(*title), TITLE).to_owned());
                }
        },
    );
    titles
}

/// Files of own videos by their title as file names have it: signs that file systems refuse are replaced, and long names
/// are cut.
#[derive(Default)]
pub(super) struct Uploads(HashMap<String, Named>);

/// The file of a name; none where several bear it.
type Named = Option<Arc<str>>;

/// Characters from which on a name may be that of a longer title, cut.
const CUT: usize = 30;

impl Uploads {
    pub(super) fn of(archive: &Archive, scope: Scope) -> Uploads {
        let files = archive.entries().iter().filter(|entry| scope.holds(entry) && is_media(&entry.path));
        let named = files.filter_map(|entry| {
            let stem = entry.path.rsplit('/').next()?.rsplit_once('.')?.0;
            Some((squeezed(stem), Arc::clone(&entry.path)))
        });
        let mut uploads: HashMap<String, Named> = HashMap::new();
        for (stem, path) in named {
            uploads.entry(stem).and_modify(|known| *known = None).or_insert(Some(path));
        }
        Uploads(uploads)
    }

    /// The file of the video with this title, if it is the only one.
    fn file(&self, title: &str) -> Option<String> {
        let title = squeezed(beginning(title, TITLE));
        if title.is_empty() {
            return None;
        }
        // Takeout cuts names at some 45 characters.
        let cut = title.char_indices().skip(CUT).map(|(end, _)| &title[..end]);
        let mut found = cut.chain([title.as_str()]).filter_map(|stem| self.0.get(stem));
        let path = found.next()?;
        path.as_deref().filter(|_| found.next().is_none()).map(str::to_owned)
    }
}

/// Letters and figures of a name, in lower case.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What is known of own videos beside the table that lists them.
#[derive(Default)]
pub(super) struct Known {
    /// Where they were recorded.
    pub places: HashMap<String, (f64, f64)>,
    /// Their titles.
    pub titles: HashMap<String, String>,
    /// Their files.
    pub uploads: Uploads,
}

/// Title and, below it, description; either may be missing.
fn entitled(title: &str, description: &str) -> String {
    format!("{title}\n\n{description}").trim().to_owned()
}

pub(super) fn video(
    row: &Row,
    file: &mut File<'_>,
    (title, description, state): (usize, Option<usize>, usize),
    known: &Known,
) {
    let Some(id) = first(row, Value::Video) else { return file.lost("The video has no id") };
    let at = first(row, Value::Time).and_then(iso_date);
    let title = row.cell(title);
    let words = description.map_or("", |at| row.cell(at));
    // Titles and descriptions may be in pieces like the words of comments.
    let text = |cell: &str| comments::pieces(cell).unwrap_or_else(|| cell.to_owned());
    let mut post = draft_video(file, id, &text(title), &text(words), known);
    post.at = at;
    if let Some(audience) = visibility(row.cell(state)) {
        post.audience = audience;
        file.fact("video-visibility", title, audience_word(audience), post.at);
    }
    file.post(post);
}

/// A video of one's own.
pub(super) fn draft_video(file: &File<'_>, id: &str, title: &str, description: &str, known: &Known) -> Post {
    let mut post = file.draft(Kind::Media, entitled(title, description));
    if !id.is_empty() {
        post.native_id = Some(id.to_owned());
        post.url = Some(format!("https://www.youtube.com/watch?v={id}"));
    }
    post.media.push(Media { path: known.uploads.file(title), ..Media::default() });
    post.place = known.places.get(id).map(|position| Place { position: Some(*position), name: None });
    post
}

/// Words of a video in a table beside the list of videos; taken where that list has none of it.
pub(super) fn texts(row: &Row, file: &mut File<'_>, text: usize, known: &Known) {
    let Some(id) = first(row, Value::Video) else { return file.noted() };
    if known.titles.contains_key(id) {
        return file.noted();
    }
    let title = comments::pieces(row.cell(text)).unwrap_or_default();
    let mut post = draft_video(file, id, &title, "", known);
    post.at = first(row, Value::Time).and_then(iso_date);
    file.post(post);
}

pub(super) fn channel(row: &Row, file: &mut File<'_>, title: usize, description: Option<usize>, state: usize) {
    let audience = visibility(row.cell(state));
    file.fact("channel-visibility", row.cell(title), audience.map_or("", audience_word), None);
    let about = description.map_or("", |at| row.cell(at));
    if let Some(id) = first(row, Value::Channel) {
        describe(file, id, row.cell(title), about, audience.unwrap_or(Audience::Unknown));
    }
}

/// Name and description of the channel.
pub(super) fn describe(file: &mut File<'_>, id: &str, title: &str, description: &str, audience: Audience) {
    if id.is_empty() {
        return file.lost("The channel has no id");
    }
    let mut post = file.draft(Kind::Bio, entitled(title, description));
    post.native_id = Some(id.to_owned());
    post.url = Some(format!("https://www.youtube.com/channel/{id}"));
    post.about = Some(Private::from("Channel"));
    post.audience = audience;
    file.post(post);
}

/// A playlist: its title and description are the owner's words. Those YouTube makes itself, of videos liked or to be watched
/// later, have none.
pub(super) fn playlist(
    file: &mut File<'_>,
    id: &str,
    (title, description): (&str, &str),
    audience: Option<Audience>,
    at: Option<chrono::DateTime<chrono::Utc>>,
) {
    if let Some(audience) = audience {
        file.fact("playlist-visibility", title, audience_word(audience), at);
    }
    if matches!(id, "WL" | "HL") || id.starts_with("LL") || id.starts_with("FL") || title.is_empty() {
        return file.noted();
    }
    let mut post = file.draft(Kind::Post, entitled(title, description));
    post.at = at;
    post.about = Some(Private::from("Playlist"));
    post.audience = audience.unwrap_or(Audience::Unknown);
    if !id.is_empty() {
        post.native_id = Some(id.to_owned());
        post.url = Some(format!("https://www.youtube.com/playlist?list={id}"));
    }
    file.post(post);
}

/// A video liked; of others' videos the export has no title, or theirs.
pub(super) fn liked(file: &mut File<'_>, id: &str, title: &str, at: Option<chrono::DateTime<chrono::Utc>>) {
    if id.is_empty() {
        return file.lost("The record names no video");
    }
    let mut post = file.draft(Kind::Like, title);
    post.native_id = Some(id.to_owned());
    post.at = at;
    let address = format!("https://www.youtube.com/watch?v={id}");
    post.reply_to = Some(address.clone());
    post.url = Some(address);
    file.post(post);
}

/// Until 2022 a playlist has a file of its own: one record like those of the list of all, a blank line, and a second table
/// with its videos, which says nothing more unless they are the videos liked.
pub(super) fn playlists(
    import: &mut Import<'_>,
    entry: &Entry,
    title: usize,
    description: Option<usize>,
    state: usize,
) -> Result<(), Error> {
    import.file(entry, &[Kind::Post, Kind::Like], |reader, file| {
        let mut table = Table::open(reader, &FORM)?;
        let mut of_likes = false;
        while let Some(next) = table.next()? {
            file.step(table.bytes_read())?;
            let row = match next {
                Ok(row) => row,
                Err((index, why)) => {
                    file.index = index;
                    file.lost(why);
                    continue;
                }
            };
            file.index = row.index;
            let at = first(&row, Value::Time).and_then(iso_date);
            if row.width() > 2 {
                // The id stands first, or behind that of the channel.
                let id = row.columns().map(|(_, cell)| cell).find(|cell| value(cell) != Some(Value::Channel));
                let id = id.unwrap_or_default();
                of_likes = id.starts_with("LL");
                let words = (row.cell(title), description.map_or("", |at| row.cell(at)));
                playlist(file, id, words, visibility(row.cell(state)), at);
            } else if let (true, Some(video)) = (of_likes, first(&row, Value::Video)) {
                liked(file, video, "", at);
            }
        }
        Ok(())
    })
}

/// Whether a table of the videos of a playlist is that of the videos liked, by its name in the languages known.
pub(super) fn is_of_likes(path: &str) -> bool {
    const NAMES: &[&str] = &[
        "liked videos",
        "likes",
        "videos que me gustan",
        "vídeos que me gustan",
        "vídeos marcados como gostei",
        "vídeos que eu gostei",
        "vídeos curtidos",
        "vidéos j'aime",
        "vidéos j_aime",
        "vidéos \"j'aime\"",
        "videos, die ich mag",
        "mag ich-videos",
        "positiv bewertete videos",
        "video_s die ik leuk vind",
        "video's die ik leuk vind",
        "leuk gevonden video_s",
        "video piaciuti",
        "polubione filmy",
        "gillade videor",
        "gillade videoklipp",
        "videoclipuri apreciate",
        "patikę vaizdo įrašai",
        "beğenilen videolar",
        "beğendiğim videolar",
        "vídeos que m'agraden",
        "赞过的视频",
        "喜歡的影片",
        "高く評価した動画",
        "고 평가한 동영상",
        "좋아요 표시한 동영상",
        "понравившиеся",
    ];
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    NAMES.iter().any(|known| name.starts_with(known))
}

/// A record of the table of the videos liked.
pub(super) fn liked_row(row: &Row, file: &mut File<'_>) {
    match first(row, Value::Video) {
        Some(video) => liked(file, video, "", first(row, Value::Time).and_then(iso_date)),
        None => file.noted(),
    }
}

pub(super) fn subscription(row: &Row, file: &mut File<'_>, title: usize) {
    let Some(id) = first(row, Value::Channel) else { return file.lost("The subscription names no channel") };
    subscribed(file, id, row.cell(title), None);
}

/// A channel followed.
pub(super) fn subscribed(file: &mut File<'_>, id: &str, title: &str, at: Option<chrono::DateTime<chrono::Utc>>) {
    if id.is_empty() {
        return file.lost("The subscription names no channel");
    }
    let mut post = file.draft(Kind::Follow, title);
    post.own_words = false;
    post.at = at;
    post.native_id = Some(id.to_owned());
    post.url = Some(format!("https://www.youtube.com/channel/{id}"));
    file.post(post);
}
