//! Private messages and invitations, sent and received.

use super::{Known, Owner, moment, words};
use crate::import::File;
use crate::markup;
use crate::table::Row;
use model::{Audience, Kind, Private};

const HEADER: &[&str] = &["CONVERSATION ID", "FROM", "CONTENT"];
const KINDS: &[Kind] = &[Kind::Message];

pub(super) const FILES: &[Known] = &[
    Known { base: "messages", header: HEADER, kinds: KINDS, read: message },
    Known { base: "guidemessages", header: HEADER, kinds: KINDS, read: message },
    Known { base: "coachmessages", header: HEADER, kinds: KINDS, read: message },
    Known { base: "learningcoachmessages", header: HEADER, kinds: KINDS, read: message },
    Known { base: "learningroleplaymessages", header: HEADER, kinds: KINDS, read: message },
    Known { base: "invitations", header: &["From", "To", "Direction"], kinds: KINDS, read: invitation },
];

fn message(row: &Row, file: &mut File<'_>, owner: &Owner) {
    let (from, profile, content) = (row.get("FROM"), row.get("SENDER PROFILE URL"), row.get("CONTENT"));
    // Advertising: no person wrote it, to no person in particular.
    if content.contains("spinmail-quill-editor") || content.contains("%FIRSTNAME%") {
        return;
    }
    let content = if markup::is_markup(content) { markup::text_of(content) } else { content.to_owned() };
    let mut words = words::comment(&content);
    let subject = row.get("SUBJECT");
    if !subject.is_empty() && !words.starts_with(subject) {
        words = format!("{subject}\n\n{words}").trim().to_owned();
    }
    let mut post = file.draft(Kind::Message, words);
    post.at = moment(row, "DATE", file);
    post.own_words = owner.is(from, profile);
    let draft = ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"].map(|column| row.get(column).to_lowercase());
    let unsent = draft.iter().any(|cell| matches!(cell.as_str(), "yes" | "true"));
    post.audience = if unsent { Audience::OnlyMe } else { Audience::Direct };
    let other = if post.own_words { row.get("TO") } else { from };
    let about = [row.get("CONVERSATION TITLE"), other].into_iter().find(|name| !name.is_empty());
    post.about = about.map(Private::from);
    let conversation = row.get("CONVERSATION ID");
    if !conversation.is_empty() {
        post.url = Some(format!("https://www.linkedin.com/messaging/thread/{conversation}/"));
    }
    file.post(post);
}

fn invitation(row: &Row, file: &mut File<'_>, _: &Owner) {
    let own = row.get("Direction") == "OUTGOING";
    let other = if own { row.get("To") } else { row.get("From") };
    let at = moment(row, "Sent At", file);
    if !own {
        file.fact("friend-request", other, "", at);
    }
    let words = words::comment(row.get("Message"));
    if words.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Message, words);
    post.at = at;
    post.own_words = own;
    post.audience = Audience::Direct;
    post.about = (!other.is_empty()).then(|| Private::from(other));
    file.post(post);
}
