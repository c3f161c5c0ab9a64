//! The table of a classic archive (`tweets.csv`): the same posts as in its monthly files, which are not always there.

use super::links::{expand, picture_of, short_links, status};
use super::ids::time_in;
use super::tweets::{Posts, date, first_mention, reposted};
use super::{POSTS, Reading};
use crate::Error;
use crate::import::File;
use crate::table::{Form, Row};
use crate::text::unescape;
use crate::x::layout::Layout;
use model::{Kind, Post, Private};

/// Addresses of one post that are taken.
const LINKS: usize = 200;

const FORM: Form = Form { header: &["tweet_id", "timestamp", "text"], backslash: false };

/// Reads the posts that the monthly files lack.
pub(super) fn read(reading: &mut Reading, posts: &mut Posts) -> Result<(), Error> {
    let layout = reading.layout;
    for entry in layout.tables() {
        let mut rows = 0;
        reading.import.table(entry, &FORM, POSTS, |row, file| {
            rows += 1;
            let id = row.get("tweet_id");
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
                file.lost("The record names no post");
            } else if posts.ids.is_new(id) {
                let post = post(row, layout, file);
                file.post(post);
            }
        })?;
        reading.elements.insert(entry.path.to_string(), (rows, rows));
    }
    Ok(())
}

fn post(row: &Row, layout: &Layout, file: &mut File) -> Post {
    let id = row.get("tweet_id");
    let text = unescape(row.get("text"));
    let (parent, of) = (row.get("in_reply_to_status_id"), row.get("retweeted_status_id"));
    let links = addresses(row.get("expanded_urls"));
    let handle = layout.exported.account.handle.as_str();
    let quoted = links.iter().rev().find_map(|url| status(url));
    let quoted = quoted.filter(|(author, _)| !author.eq_ignore_ascii_case(handle));
    let passed_on = reposted(&text);
    let is_reply = !parent.is_empty() || !row.get("in_reply_to_user_id").is_empty();
    let at_name = |name: &str| (!name.is_empty()).then(|| Private::new(format!("@{name}")));
    let (kind, reply_to, about, words) = if !of.is_empty() || passed_on.is_some() {
        let (author, words) = passed_on.unwrap_or(("", &text));
        (Kind::Repost, of, at_name(author), words)
    } else if is_reply {
        // The table gives the number of the person alone.
        (Kind::Reply, parent, at_name(first_mention(&text)), &*text)
    } else if let Some((author, of)) = quoted {
        (Kind::Quote, of, at_name(author), &*text)
    } else {
        (Kind::Post, "", None, &*text)
    };
    // Short links and addresses stand in the same order, the photos' last.
    let long = links.iter().map(|url| picture_of(url).is_none().then_some(*url));
    let mut post = file.draft(kind, expand(words, short_links(words).into_iter().zip(long)));
    let stated = date(row.get("timestamp"));
    if stated.is_none() {
        file.warn("The time of the post is missing or impossible");
    }
    post.at = stated.or_else(|| time_in(id));
    post.utc_offset = layout.ahead(post.at);
    post.native_id = Some(id.to_owned());
    post.url = Some(layout.address(id));
    post.reply_to = (!reply_to.is_empty()).then(|| reply_to.to_owned());
    post.about = about;
    post
}

/// The addresses of one cell. They may hold commas themselves; a post of several photos repeats one address.
fn addresses(cell: &str) -> Vec<&str> {
    let cell = cell.trim();
    let begins = |at: &usize| ["http://", "https://"].iter().any(|start| cell[at + 1..].starts_with(start));
    let mut found: Vec<&str> = Vec::new();
    let mut from = 0;
    for end in cell.match_indices(',').map(|(at, _)| at).filter(begins).chain([cell.len()]) {
        let address = cell.get(from..end).unwrap_or_default();
        if !address.is_empty() && !found.contains(&address) {
            found.push(address);
        }
        from = end + 1;
        if found.len() >= LINKS {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_by_how_they_begin() {
        let photo = "https://twitter.com/a/status/1/photo/1";
        assert_eq!(addresses(&format!("http://a.example/x,y,{photo},{photo}")), ["http://a.example/x,y", photo]);
        assert_eq!(addresses(""), [""; 0]);
    }
}
