//! Tables of exports until about 2018 whose columns are known from descriptions alone: what was written and liked in groups.
//! Their columns are told apart by words in their names.

use super::{Known, Owner, dates, words};
use crate::import::File;
use crate::table::Row;
use model::{Audience, Kind, Private};

pub(super) const FILES: &[Known] = &[
    Known { base: "groupposts", header: &[], kinds: &[Kind::Post], read: post },
    Known { base: "groupcomments", header: &[], kinds: &[Kind::Comment], read: comment },
    Known { base: "grouplikes", header: &[], kinds: &[Kind::Like], read: like },
    Known { base: "likes", header: &[], kinds: &[Kind::Like], read: like },
];

fn post(row: &Row, file: &mut File<'_>, _: &Owner) {
    item(row, file, Kind::Post, Audience::Group);
}

fn comment(row: &Row, file: &mut File<'_>, _: &Owner) {
    item(row, file, Kind::Comment, Audience::Group);
}

fn like(row: &Row, file: &mut File<'_>, _: &Owner) {
    item(row, file, Kind::Like, Audience::Unknown);
}

/// The first cell that is not empty under a name with one of these words in it.
fn under<'r>(row: &'r Row, marks: &[&str]) -> &'r str {
    let named = |mark: &&str| row.columns().find(|(name, cell)| name.contains(*mark) && !cell.is_empty());
    marks.iter().find_map(named).map_or("", |(_, cell)| cell)
}

fn item(row: &Row, file: &mut File<'_>, kind: Kind, audience: Audience) {
    let text = under(row, &["content", "comment", "body", "message", "text", "description"]);
    let title = under(row, &["posttitle", "discussiontitle", "subject", "title"]);
    let link = under(row, &["posturl", "link", "commenturl", "permalink", "url"]);
    let words = match kind {
        // A discussion begun has a title of its own; that above a comment is somebody's.
        Kind::Post => words::comment([title, text].join("\n\n").trim()),
        Kind::Comment => words::comment(text),
        _ => String::new(),
    };
    if words.is_empty() && link.is_empty() {
        return file.lost("The record has neither a link nor words");
    }
    // What was liked is somebody else's.
    let mut post = file.draft(kind, words);
    post.own_words = kind != Kind::Like;
    post.at = dates::moment(under(row, &["date", "time", "created"]));
    post.audience = audience;
    let urn = words::urn(link);
    let address = urn.as_deref().map(words::address).unwrap_or_else(|| link.to_owned());
    let group = under(row, &["groupname", "group", "discussiontitle", "title"]);
    post.about = (!group.is_empty()).then(|| Private::from(group));
    if !address.is_empty() {
        match kind {
            Kind::Post => post.native_id = urn,
            _ => post.reply_to = Some(address.clone()),
        }
        post.url = Some(address);
    }
    file.post(post);
}
