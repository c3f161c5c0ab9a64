//! Google+ (closed in 2019): a file for each post in `Google+ Stream/Posts`, as JSON or as a page. Others' comments under a
//! post are left out; one's own are answers.

use super::WRITTEN;
use crate::import::Import;
use crate::text::{beginning, iso_date};
use crate::{Archive, Entry, Error, json, markup};
use model::{Audience, Kind, Media, Place, Private};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::io::Read;

/// Bytes of the address of a post, which every comment bears.
const ADDRESS: usize = 2_000;

/// Bytes of a page that are read.
const PAGE: u64 = 4 << 20;

/// `names` are the names of all files of the archive with their paths.
pub(super) fn read_json(
    import: &mut Import<'_>,
    entry: &Entry,
    archive: &Archive,
    names: &HashMap<&str, &str>,
) -> Result<(), Error> {
    import.file(entry, WRITTEN, |reader, file| {
        let record: Json = match json::whole(reader, archive.limits()) {
            Ok(record) => record,
            Err(why) => {
                file.lost(&why);
                return Ok(());
            }
        };
        let text = |pointer: &str| record.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
        let words = markup::text_of(text("/content"));
        let kind = match (record.get("resharedPost"), words.is_empty()) {
            (Some(_), true) => Kind::Repost,
            (Some(_), false) => Kind::Quote,
            (None, _) => Kind::Post,
        };
        let mut post = file.draft(kind, words);
        post.at = iso_date(text("/creationTime"));
        post.native_id = Some(text("/activityId")).filter(|id| !id.is_empty()).map(|id| format!("plus:{id}"));
        post.url = Some(beginning(text("/url"), ADDRESS).to_owned()).filter(|url| !url.is_empty());
        post.audience = audience(record.get("postAcl"));
        let group = ["/postAcl/communityAcl/community/displayName", "/postAcl/collectionAcl/collection/displayName"];
        let about = group.iter().map(|pointer| text(pointer)).chain([text("/link/title")]).find(|name| !name.is_empty());
        post.about = about.map(Private::from);
        post.reply_to = record.pointer("/resharedPost/url").and_then(Json::as_str).map(str::to_owned);
        let degrees = |name: &str| record.pointer(&format!("/location/{name}"))?.as_f64();
        let name = Some(text("/location/displayName")).filter(|name| !name.is_empty()).map(Private::from);
        let position = degrees("latitude").zip(degrees("longitude"));
        if position.is_some() || name.is_some() {
            post.place = Some(Place { position, name });
        }
        let album = record.pointer("/album/media").and_then(Json::as_array).into_iter().flatten();
        for media in record.get("media").into_iter().chain(album) {
            let text = |name: &str| media.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
            let local = text("localFilePath").and_then(|path| path.rsplit('/').next());
            let path = local.and_then(|name| names.get(name)).map(|path| (*path).to_owned());
            post.media.push(Media { path, description: text("description").map(Private::from), ..Media::default() });
        }
        let (address, seen_by) = (post.url.clone(), post.audience);
        file.post(post);
        let author = text("/author/displayName").to_owned();
        for comment in record.get("comments").and_then(Json::as_array).into_iter().flatten() {
            let text = |pointer: &str| comment.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
            if author.is_empty() || text("/author/displayName") != author {
                continue;
            }
            let mut reply = file.draft(Kind::Reply, markup::text_of(text("/content")));
            reply.at = iso_date(text("/creationTime"));
            (reply.url, reply.reply_to, reply.audience) = (address.clone(), address.clone(), seen_by);
            file.post(reply);
        }
        Ok(())
    })
}

fn audience(acl: Option<&Json>) -> Audience {
    let Some(acl) = acl else { return Audience::Unknown };
    let circles = acl.pointer("/visibleToStandardAcl/circles").and_then(Json::as_array);
    let mut circles = circles.into_iter().flatten().filter_map(|circle| circle.get("type")?.as_str());
    match () {
        () if acl.get("isPublic").and_then(Json::as_bool) == Some(true) => Audience::Public,
        () if circles.clone().any(|kind| kind == "CIRCLE_TYPE_PUBLIC") => Audience::Public,
        () if acl.get("communityAcl").is_some() || acl.get("eventAcl").is_some() => Audience::Group,
        () if circles.any(|kind| kind.contains("CIRCLE")) => Audience::Friends,
        () if acl.pointer("/visibleToStandardAcl/users").is_some() => Audience::Direct,
        () => Audience::Unknown,
    }
}

/// The page of a post: its date is the words of the link to it.
pub(super) fn read_page(import: &mut Import<'_>, entry: &Entry) -> Result<(), Error> {
    import.file(entry, WRITTEN, |reader, file| {
        let mut bytes = Vec::new();
        reader.take(PAGE).read_to_end(&mut bytes)?;
        let page = String::from_utf8_lossy(&bytes);
        let Some(header) = page.split_once("class=\"header\"").map(|(_, rest)| rest) else {
            file.lost("The page is not a post as these pages have them");
            return Ok(());
        };
        let part = |class: &str| {
            let (_, rest) = page.split_once(&format!("class=\"{class}\""))?;
            rest.split_once('>').map(|(_, rest)| rest.split("<div class=").next().unwrap_or_default())
        };
        let mut post = file.draft(Kind::Post, part("main-content").map(markup::text_of).unwrap_or_default());
        for link in header.split("<a ").skip(1).take(4) {
            let words = markup::text_of(&format!("<a {}", link.split("</a>").next().unwrap_or_default()));
            if let Some(at) = iso_date(&words) {
                post.at = Some(at);
                post.url = markup::attribute(link, "href");
                break;
            }
        }
        if post.at.is_none() {
            file.warn("The date could not be read");
        }
        if part("visibility").is_some_and(|words| markup::text_of(words).ends_with("Public")) {
            post.audience = Audience::Public;
        }
        file.post(post);
        Ok(())
    })
}
