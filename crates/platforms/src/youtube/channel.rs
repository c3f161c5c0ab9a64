//! The own channel: its videos, playlists and subscriptions, and who can see them.

use super::shape::{Shape, Value, first, visibility};
use super::{FORM, Shapes, audience_word};
use crate::import::{File, Import};
use crate::table::{Row, Table};
use crate::{Archive, Entry, Error, text::iso_date};
use model::{Kind, Media, Place};
use std::collections::HashMap;

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
            {
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
            if let (Shape::Videos { title, .. }, Some(video)) = (shape, first(row, Value::Video)) {
                titles.insert(video.to_owned(), row.cell(*title).to_owned());
            }
        },
    );
    titles
}

pub(super) fn video(
    row: &Row,
    file: &mut File<'_>,
    title: usize,
    description: Option<usize>,
    state: usize,
    places: &HashMap<String, (f64, f64)>,
) {
    let Some(id) = first(row, Value::Video) else { return file.lost("The video has no id") };
    let title = row.cell(title);
    let words = match description.map_or("", |at| row.cell(at)) {
        "" => title.to_owned(),
        description => format!("{title}\n\n{description}"),
    };
    let mut post = file.draft(Kind::Media, words);
    post.native_id = Some(id.to_owned());
    post.at = first(row, Value::Time).and_then(iso_date);
    post.url = Some(format!("https://www.youtube.com/watch?v={id}"));
    post.media.push(Media::default());
    post.place = places.get(id).map(|position| Place { position: Some(*position), name: None });
    if let Some(audience) = visibility(row.cell(state)) {
        post.audience = audience;
        file.fact("video-visibility", title, audience_word(audience), post.at);
    }
    file.post(post);
}

pub(super) fn channel(row: &Row, file: &mut File<'_>, title: usize, state: usize) {
    let seen_by = visibility(row.cell(state)).map_or("", audience_word);
    file.fact("channel-visibility", row.cell(title), seen_by, None);
}

/// Until 2022 a playlist has a file of its own: one record like those of the list of all, a blank line, and a second table
/// with its videos, which says nothing more and is passed over.
pub(super) fn playlists(import: &mut Import<'_>, entry: &Entry, title: usize, state: usize) -> Result<(), Error> {
    import.file(entry, &[], |reader, file| {
        let mut table = Table::open(reader, &FORM)?;
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
            if let Some(audience) = visibility(row.cell(state)) {
                let at = first(&row, Value::Time).and_then(iso_date);
                file.fact("playlist-visibility", row.cell(title), audience_word(audience), at);
            }
        }
        Ok(())
    })
}

pub(super) fn subscription(row: &Row, file: &mut File<'_>, title: usize) {
    let Some(id) = first(row, Value::Channel) else { return file.lost("The subscription names no channel") };
    let mut post = file.draft(Kind::Follow, row.cell(title));
    post.own_words = false;
    post.native_id = Some(id.to_owned());
    post.url = Some(format!("https://www.youtube.com/channel/{id}"));
    file.post(post);
}
