//! What was written in Google's other products: reviews of places and apps, and chats.

use super::WRITTEN;
use crate::import::{File, Halt, Import};
use crate::{Archive, Entry, Error, calendar, json, text::iso_date};
use crate::text::beginning;
use model::{Audience, Kind, Media, Place, Private};
use serde_json::Value as Json;

/// Whether a list of places, of which this is the beginning, is that of reviews.
pub(super) fn is_reviews(head: &str) -> bool {
    ["five_star_rating_published", "review_text_published", "\"Star Rating\"", "\"Review Comment\""]
        .iter()
        .any(|key| head.contains(key))
}

/// Goes through the elements of the lists in a file.
fn each(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    mut take: impl FnMut(&Json, &mut File<'_>),
) -> Result<(), Error> {
    import.file(entry, WRITTEN, |reader, file| {
        let extent = json::each_member(reader, archive.limits(), |_, index, record| {
            file.index = index;
            file.step(0).map_err(|_| crate::Stopped)?;
            match record.and_then(|bytes| Ok(serde_json::from_slice::<Json>(bytes)?)) {
                Ok(record) => take(&record, file),
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

/// `Maps (your places)/Reviews.json`, in the form of today and that until about 2022 (`Star Rating`, `Review Comment`).
pub(super) fn reviews(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    each(import, entry, archive, |feature, file| {
        let Some(said) = feature.get("properties").or(Some(feature)).filter(|said| said.is_object()) else { return };
        let text = |pointers: &[&str]| {
            pointers.iter().find_map(|pointer| said.pointer(pointer)?.as_str()).unwrap_or_default().trim()
        };
        let stars = ["five_star_rating_published", "Star Rating"].iter().find_map(|key| said.get(key)?.as_u64());
        let words = text(&["/review_text_published", "/Review Comment"]);
        let mut post = match (words, stars) {
            ("", None) => return,
            ("", Some(stars)) => file.draft(Kind::Reaction, format!("{stars} of 5 stars")),
            (words, _) => file.draft(Kind::Post, words),
        };
        post.own_words = !words.is_empty();
        post.at = iso_date(text(&["/date", "/Published"]));
        let address = text(&["/google_maps_url", "/Google Maps URL"]);
        post.url = (!address.is_empty()).then(|| address.to_owned());
        let name = text(&["/location/name", "/location/0/name", "/Location/Business Name"]);
        post.about = (!name.is_empty()).then(|| Private::from(name));
        let degrees = |at: usize| feature.pointer(&format!("/geometry/coordinates/{at}"))?.as_f64();
        let position = degrees(1).zip(degrees(0)).filter(|position| *position != (0.0, 0.0));
        if position.is_some() || !name.is_empty() {
            post.place = Some(Place { position, name: (!name.is_empty()).then(|| Private::from(name)) });
        }
        // The keys say it: what is here was published.
        post.audience = Audience::Public;
        file.post(post);
    })
}

/// `Google Play Store/Reviews.json`.
pub(super) fn store_reviews(import: &mut Import<'_>, entry: &Entry, archive: &Archive) -> Result<(), Error> {
    each(import, entry, archive, |record, file| {
        let Some(review) = record.get("review") else { return };
        let text = |pointer: &str| review.pointer(pointer).and_then(Json::as_str).unwrap_or_default().trim();
        let words = format!("{}\n\n{}", text("/title"), text("/comment")).trim().to_owned();
        let stars = review.get("starRating").and_then(Json::as_u64).unwrap_or_default();
        let mut post = match words.is_empty() {
            true => file.draft(Kind::Reaction, format!("{stars} of 5 stars")),
            false => file.draft(Kind::Post, words.clone()),
        };
        post.own_words = !words.is_empty();
        post.at = iso_date(text("/creationTime"));
        post.about = Some(text("/document/title")).filter(|name| !name.is_empty()).map(Private::from);
        file.post(post);
    })
}

/// `Google Chat/Groups/…/messages.json`.
pub(super) fn chat(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    owner: &[String],
) -> Result<(), Error> {
    // `DM abc`, `Space def`.
    let room = entry.path.rsplit('/').nth(1).unwrap_or_default();
    each(import, entry, archive, |message, file| {
        let text = |pointer: &str| message.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
        let words = text("/text");
        let attached = message.get("attached_files").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        if words.is_empty() && attached.is_empty() {
            return file.noted();
        }
        let mut post = file.draft(Kind::Message, words);
        let creator = [text("/creator/email"), text("/creator/name")].map(str::to_lowercase);
        post.own_words = match creator[0].is_empty() {
            true => owner.contains(&creator[1]),
            false => owner.contains(&creator[0]),
        };
        post.at = calendar::moment(text("/created_date"));
        post.native_id = Some(text("/message_id").to_owned()).filter(|id| !id.is_empty());
        post.audience = Audience::Direct;
        let about = if post.own_words { room } else { text("/creator/name") };
        post.about = (!about.is_empty()).then(|| Private::from(about));
        let folder = entry.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for name in attached.iter().filter_map(|file| file.get("export_name")?.as_str()) {
            let path = Some(format!("{folder}/{name}")).filter(|path| archive.entry(path).is_some());
            post.media.push(Media { path, ..Media::default() });
        }
        file.post(post);
    })
}

/// People of one conversation that are looked at, and bytes of what it is called: each of its messages bears it.
const PEOPLE: usize = 1_000;
const ROOM: usize = 1_000;

/// `Hangouts/Hangouts.json`: conversations with their events; times are in millionths of a second.
pub(super) fn hangouts(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    owner: &[String],
) -> Result<(), Error> {
    each(import, entry, archive, |record, file| {
        let about = record.pointer("/conversation/conversation").unwrap_or(&Json::Null);
        let own = about.pointer("/self_conversation_state/self_read_state/participant_id/gaia_id");
        let people = about.get("participant_data").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let people = &people[..people.len().min(PEOPLE)];
        let name_of = |id: Option<&Json>| {
            let person = people.iter().find(|person| id.is_some() && person.pointer("/id/gaia_id") == id)?;
            person.get("fallback_name")?.as_str()
        };
        let others = people.iter().filter(|person| person.pointer("/id/gaia_id") != own);
        let others: Vec<&str> = others.filter_map(|person| person.get("fallback_name")?.as_str()).collect();
        let room = about.get("name").and_then(Json::as_str).map_or_else(|| others.join(", "), str::to_owned);
        let room = beginning(&room, ROOM);
        for event in record.get("events").and_then(Json::as_array).into_iter().flatten() {
            let content = event.pointer("/chat_message/message_content");
            let segments = content.and_then(|content| content.get("segment")).and_then(Json::as_array);
            let words: String = segments
                .into_iter()
                .flatten()
                .map(|segment| match segment.get("type").and_then(Json::as_str) {
                    Some("LINE_BREAK") => "\n",
                    _ => segment.get("text").and_then(Json::as_str).unwrap_or_default(),
                })
                .collect();
            let attached = content.and_then(|content| content.get("attachment")).and_then(Json::as_array);
            let attached = attached.map_or(0, Vec::len);
            if words.is_empty() && attached == 0 {
                continue;
            }
            let sender = event.pointer("/sender_id/gaia_id");
            let name = name_of(sender).unwrap_or_default();
            let mut post = file.draft(Kind::Message, words);
            post.own_words = match own {
                Some(_) => sender == own,
                None => owner.contains(&name.to_lowercase()),
            };
            let micros = event.get("timestamp").and_then(Json::as_str).and_then(|number| number.parse().ok());
            post.at = micros.and_then(chrono::DateTime::from_timestamp_micros);
            post.native_id = event.get("event_id").and_then(Json::as_str).map(str::to_owned);
            post.audience = Audience::Direct;
            let about = if post.own_words { room } else { name };
            post.about = (!about.is_empty()).then(|| Private::from(about));
            post.media.resize(attached.min(100), Media::default());
            file.post(post);
        }
    })
}
