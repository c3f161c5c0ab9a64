//! Articles (`article.js`, in 2023 `twitter-article.js`) and what is known of their publication (`article-metadata.js`).
//!
//! No archive with any was at hand: the fields are those that X's own description of the files names, and the words are
//! gathered wherever they stand.

use super::Reading;
use super::loose::{at, string};
use super::written::{draft, push_line, record_of, time};
use crate::import::File;
use crate::json::{self, BadRecord};
use crate::x::layout::Layout;
use crate::{Entry, Error};
use model::{Audience, Kind, Private};
use serde_json::Value;

/// Keys under which the words of an article have stood.
const CONTENT: &[&str] = &["content", "data", "contentState", "body"];

/// Nesting followed into an article.
const DEPTH: usize = 32;

/// Articles whose publication is kept at a time.
const KEPT: usize = 10_000;

/// Reads the articles.
pub(super) fn read(reading: &mut Reading) -> Result<(), Error> {
    let layout = reading.layout;
    for (stem, metadata) in [("article", "article-metadata"), ("twitter-article", "twitter-article-metadata")] {
        let published = layout.parts(metadata).first().map(|entry| published(layout, entry)).unwrap_or_default();
        for entry in layout.parts(stem) {
            reading.elements(entry, &[Kind::Post], |bytes, file| {
                let value: Value = serde_json::from_slice(bytes)?;
                let record = record_of(&value, &["article", "twitterArticle"]).ok_or(BadRecord::Shape)?;
                article(record, &published, layout, file);
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// The records of the second file.
fn published(layout: &Layout, entry: &Entry) -> Vec<Value> {
    let mut published = Vec::new();
    if let Ok(reader) = layout.archive.reader(entry) {
        let read = json::each::<Value>(reader, layout.archive.limits(), |_, record| {
            let record = record.unwrap_or_default();
            let keys = ["articleMetadata", "twitterArticleMetadata"];
            if published.len() < KEPT {
                published.push(record_of(&record, &keys).cloned().unwrap_or_default());
            }
            Ok(())
        });
        debug_assert!(read.is_ok(), "nothing here stops the reading");
    }
    published
}

fn article(record: &Value, published: &[Value], layout: &Layout, file: &mut File) {
    let mut words = string(at(record, &["title"]));
    let title = words.len();
    let contents = || CONTENT.iter().filter_map(|key| record.get(key));
    contents().for_each(|content| collect(content, &mut words, true, DEPTH));
    if words.len() == title {
        contents().for_each(|content| collect(content, &mut words, false, DEPTH));
    }
    let id = string(at(record, &["id"]));
    // The two files go by the same id where the second has one, else by their order.
    let is_same = |other: &&Value| {
        ["id", "articleId", "articleRestId"].iter().any(|key| !id.is_empty() && string(at(other, &[key])) == id)
    };
    let in_order = || published.get(usize::try_from(file.index).ok()?);
    let known = published.iter().find(is_same).or_else(in_order).unwrap_or(record);
    let first_of = |keys: &[&str]| keys.iter().find_map(|key| time(at(known, &[key])).or_else(|| time(at(record, &[key]))));
    let when = first_of(&["firstPublishedAtMs", "publishedAtMs", "createdatMs", "createdAtMs", "createdAt"]);
    // Articles have ids of their own, as moments and fleets have; a name space keeps them apart from posts.
    let Some(mut post) = draft(layout, file, Kind::Post, &words, ("article", &id), when) else { return };
    let tweet = string(at(known, &["tweetId"]));
    post.url = (!tweet.is_empty()).then(|| layout.address(&tweet));
    let stated = ["lifecycleState", "visibility"].map(|key| at(known, &[key]));
    let is_draft = stated.iter().any(|state| {
        let word = if state.is_object() { at(state, &["name"]) } else { state };
        string(word).eq_ignore_ascii_case("draft")
    });
    if is_draft {
        post.audience = Audience::OnlyMe;
    }
    post.about = Some(Private::from(if is_draft { "Draft of an article" } else { "Article" }));
    file.post(post);
}

/// Texts under the content of an article, whose sections have been nested differently over the years: those under the key
/// `text`, or, where there is none, every text.
fn collect(value: &Value, words: &mut String, only_named: bool, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::String(text) => push_line(words, text),
        Value::Array(items) => {
            let items = items.iter().filter(|item| !only_named || !item.is_string());
            items.for_each(|item| collect(item, words, only_named, depth));
        }
        Value::Object(members) => {
            for (key, member) in members {
                if !member.is_string() || !only_named || key == "text" {
                    collect(member, words, only_named, depth);
                }
            }
        }
        _ => {}
    }
}
