//! Likes (`like.js`): neither their time nor the author of what was liked is in the archive.
//!
//! The words are there since 2019, and only of posts that the account may still see.

use super::Reading;
use super::loose::Loose;
use super::ids::{Ids, time_in};
use crate::Error;
use crate::json::BadRecord;
use crate::text::unescape;
use model::{Kind, Private};
use serde::Deserialize;

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    like: Like<'a>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Like<'a> {
    #[serde(borrow)]
    tweet_id: Loose<'a>,
    #[serde(borrow)]
    full_text: Loose<'a>,
}

/// Reads the likes.
pub(super) fn read(reading: &mut Reading) -> Result<(), Error> {
    let mut ids = Ids::default();
    for entry in reading.layout.parts("like") {
        reading.elements(entry, &[Kind::Like], |bytes, file| {
            let Record { like } = serde_json::from_slice(bytes)?;
            if like.tweet_id.is_empty() {
                return Err(BadRecord::Shape);
            }
            if !ids.is_new(&like.tweet_id) {
                return Ok(());
            }
            let mut post = file.draft(Kind::Like, unescape(&like.full_text));
            // When the post was written is known; when it was liked is not.
            let written = time_in(&like.tweet_id).map(|at| format!("Post of {}", at.format("%Y-%m-%d")));
            post.about = written.map(Private::new);
            post.url = Some(format!("https://x.com/i/status/{}", &*like.tweet_id));
            post.reply_to = Some(like.tweet_id.to_string());
            post.native_id = Some(like.tweet_id.to_string());
            file.post(post);
            Ok(())
        })?;
    }
    Ok(())
}
