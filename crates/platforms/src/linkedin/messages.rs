//! Private messages and invitations, sent and received.

use super::{Known, Owner, dates, moment, words};
use crate::import::File;
use crate::{markup, text};
use crate::table::Row;
use model::{Audience, Kind, Media, Private};

pub(super) const HEADER: &[&str] = &["CONVERSATION ID", "FROM", "CONTENT"];
/// The columns until 2018, when each message stood for itself.
pub(super) const LETTER: &[&str] = &["From", "To", "Date", "Content", "Direction"];
const KINDS: &[Kind] = &[Kind::Message];

pub(super) const FILES: &[Known] = &[
    Known { base: "messages", header: HEADER, kinds: KINDS, read: message },
    Known { base: "messages", header: LETTER, kinds: KINDS, read: letter },
    Known { base: "guidemessages", header: HEADER, kinds: KINDS, read: question },
    Known { base: "coachmessages", header: HEADER, kinds: KINDS, read: question },
    Known { base: "aimessages", header: HEADER, kinds: KINDS, read: question },
    Known { base: "learningcoachmessages", header: HEADER, kinds: KINDS, read: question },
    Known { base: "learningroleplaymessages", header: HEADER, kinds: KINDS, read: question },
    Known { base: "engagements", header: &["Body"], kinds: KINDS, read: offer },
    Known { base: "opprtunities", header: &["Questions and Answers"], kinds: KINDS, read: request },
    Known { base: "opportunities", header: &["Questions and Answers"], kinds: KINDS, read: request },
    Known { base: "invitations", header: &["From", "To", "Direction"], kinds: KINDS, read: invitation },
];

/// A line of a chat with one of LinkedIn's assistants.
fn question(row: &Row, file: &mut File<'_>, owner: &Owner) {
    if owner.is(row.get("FROM"), row.get("SENDER PROFILE URL")) {
        file.fact("ai-chat", &words::comment(row.get("CONTENT")), row.get("TO"), dates::moment(row.get("DATE")));
    }
    message(row, file, owner);
}

fn message(row: &Row, file: &mut File<'_>, owner: &Owner) {
    let (from, profile, content) = (row.get("FROM"), row.get("SENDER PROFILE URL"), row.get("CONTENT"));
    // Advertising: no person wrote it, to no person in particular.
    if content.contains("spinmail-quill-editor") || content.contains("%FIRSTNAME%") {
        return file.noted();
    }
    let content = if markup::is_markup(content) { markup::text_of(content) } else { content.to_owned() };
    let mut post = file.draft(Kind::Message, with_subject(row, &content));
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
    let attached = row.get("ATTACHMENTS").split(',').filter(|address| !address.trim().is_empty()).count();
    post.media.resize(attached, Media::default());
    file.post(post);
}

/// The words of a message below its subject, unless they begin with it.
fn with_subject(row: &Row, content: &str) -> String {
    let (words, subject) = (words::comment(content), row.get("SUBJECT"));
    match !subject.is_empty() && !words.starts_with(subject) {
        true => format!("{subject}\n\n{words}").trim().to_owned(),
        false => words,
    }
}

/// A message of an export until 2018. It says itself whether it was sent; its words are escaped as on a web page.
fn letter(row: &Row, file: &mut File<'_>, owner: &Owner) {
    let content = row.get("CONTENT");
    let content = if markup::is_markup(content) { markup::text_of(content) } else { text::unescape(content).into_owned() };
    let mut post = file.draft(Kind::Message, with_subject(row, &content));
    post.at = moment(row, "DATE", file);
    post.own_words = match row.get("DIRECTION").to_uppercase().as_str() {
        "OUTGOING" => true,
        "INCOMING" => false,
        _ => owner.is(row.get("FROM"), ""),
    };
    post.audience = if row.get("FOLDER").to_uppercase().contains("DRAFT") { Audience::OnlyMe } else { Audience::Direct };
    let other = if post.own_words { row.get("TO") } else { row.get("FROM") };
    post.about = (!other.is_empty()).then(|| Private::from(other));
    // Photos sent leave a message without words; with neither words nor a partner nothing was said.
    if post.text.reveal().is_empty() && post.about.is_none() {
        return file.noted();
    }
    file.post(post);
}

/// An offer of services to somebody who asked for them (`Services Marketplace/Engagements.csv`).
fn offer(row: &Row, file: &mut File<'_>, _: &Owner) {
    service(row, file, row.get("Body"), row.get("Marketplace Type"));
}

/// A request for services: questions with the member's answers.
fn request(row: &Row, file: &mut File<'_>, _: &Owner) {
    service(row, file, row.get("Questions and Answers"), row.get("Service Category"));
}

fn service(row: &Row, file: &mut File<'_>, text: &str, about: &str) {
    let text = words::comment(text);
    if text.is_empty() {
        return file.noted();
    }
    let mut post = file.draft(Kind::Message, text);
    post.at = moment(row, "Creation Time", file);
    post.audience = Audience::Direct;
    post.about = (!about.is_empty()).then(|| Private::from(about));
    file.post(post);
}

fn invitation(row: &Row, file: &mut File<'_>, _: &Owner) {
    let own = row.get("Direction").eq_ignore_ascii_case("OUTGOING");
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
