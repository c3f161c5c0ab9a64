//! The JSON files of exports until about 2018: resources as YouTube's interface for programs has them (its Data API, third
//! version), each with its `kind`: `youtube#video`, `youtube#channel`, `youtube#subscription`, `youtube#playlistItem`.

use super::channel::{self, Known};
use super::shape::{self, visibility};
use super::{Scope, head};
use crate::import::{File, Halt, Import};
use crate::{Archive, Entry, Error, json, text::iso_date};
use model::{Audience, Kind};
use serde_json::Value as Json;

/// The mark of such a file, to be found near its beginning.
pub(super) const MARK: &str = "\"youtube#";

/// Files looked into for the channel.
const LOOKS: usize = 20;

/// The own channel, as videos, playlists and subscriptions name it.
pub(super) fn channel(archive: &Archive, scope: Scope) -> Option<String> {
    let entries = archive.entries().iter().filter(|entry| scope.holds(entry));
    let lists = entries.filter(|entry| entry.path.to_lowercase().ends_with(".json"));
    let channels = lists.take(LOOKS).filter_map(|entry| {
        let head = head(archive, entry, 8 << 10);
        if !head.contains(MARK) {
            return None;
        }
        let of_channel = head.contains("\"youtube#channel\"") && !head.contains("\"youtube#subscription\"");
        let key = if of_channel { "\"id\"" } else { "\"channelId\"" };
        // A subscription has two: that of its owner stands before `resourceId`.
        let head = head.split("\"resourceId\"").next()?;
        let value = head.split(key).nth(1)?.split('"').nth(1)?;
        (shape::value(value) == Some(shape::Value::Channel)).then(|| value.to_owned())
    });
    channels.into_iter().next()
}

pub(super) fn read(import: &mut Import<'_>, entry: &Entry, archive: &Archive, known: &Known) -> Result<(), Error> {
    let kinds = &[Kind::Media, Kind::Follow, Kind::Like, Kind::Bio, Kind::Post];
    import.file(entry, kinds, |reader, file| {
        let extent = json::each::<Json>(reader, archive.limits(), |index, record| {
            file.index = index;
            file.step(0).map_err(|_| crate::Stopped)?;
            match record {
                // A list as the interface gives it holds its resources in `items`.
                Ok(record) => match record.get("items").and_then(Json::as_array) {
                    Some(items) => items.iter().for_each(|item| resource(item, file, known)),
                    None => resource(&record, file, known),
                },
                Err(bad) => file.lost(&bad.to_string()),
            }
            Ok(())
        });
        match extent {
            Ok(extent) if extent.cut.is_none() => Ok(()),
            Ok(_) => Err(Halt::Unreadable),
            Err(crate::Stopped) => Err(Halt::Stopped),
        }
    })
}

fn resource(record: &Json, file: &mut File<'_>, known: &Known) {
    let text = |pointer: &str| record.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    let (title, description) = (text("/snippet/title"), text("/snippet/description"));
    let at = iso_date(text("/snippet/publishedAt"));
    let audience = visibility(text("/status/privacyStatus"));
    let in_list = match text("/contentDetails/videoId") {
        "" => text("/snippet/resourceId/videoId"),
        id => id,
    };
    // The list of uploads holds one's own videos, as the lists of videos do.
    let uploaded = text("/kind") == "youtube#playlistItem" && text("/snippet/playlistId").starts_with("UU");
    match text("/kind") {
        _ if record.get("snippet").is_none() => file.noted(),
        kind if kind == "youtube#video" || uploaded => {
            let id = if uploaded { in_list } else { text("/id") };
            let mut post = channel::draft_video(file, id, title, description, known);
            post.at = at;
            post.audience = audience.unwrap_or(Audience::Unknown);
            let degrees = |name: &str| record.pointer(&format!("/recordingDetails/location/{name}"))?.as_f64();
            if let (Some(north), Some(east)) = (degrees("latitude"), degrees("longitude"))
                && (north, east) != (0.0, 0.0)
            {
                post.place = Some(model::Place { position: Some((north, east)), name: None });
            }
            if let Some(audience) = audience {
                file.fact("video-visibility", title, super::audience_word(audience), at);
            }
            file.post(post);
        }
        "youtube#channel" => {
            if let Some(audience) = audience {
                file.fact("channel-visibility", title, super::audience_word(audience), None);
            }
            channel::describe(file, text("/id"), title, description, audience.unwrap_or(Audience::Unknown));
        }
        "youtube#playlist" => channel::playlist(file, text("/id"), (title, description), audience, at),
        "youtube#subscription" => {
            let id = match text("/snippet/resourceId/channelId") {
                "" => text("/snippet/channelId"),
                id => id,
            };
            channel::subscribed(file, id, title, at);
        }
        "youtube#playlistItem" if text("/snippet/playlistId").starts_with("LL") => {
            channel::liked(file, in_list, title, at);
        }
        // The videos of a playlist say nothing of their own.
        _ => file.noted(),
    }
}
