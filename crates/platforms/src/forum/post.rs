//! From a record to a post.

use super::columns::Columns;
use super::dates::Dates;
use super::known::Program;
use super::owner::Owner;
use super::records::{Format, Record};
use super::words;
use crate::import::File;
use crate::table::fold;
use model::{Audience, Kind, Private};
use std::collections::HashSet;

/// How the records of one list are read.
pub(super) struct Reading<'a> {
    pub columns: &'a Columns,
    pub dates: &'a Dates,
    pub owner: &'a Owner,
    pub format: Format,
    pub program: Option<Program>,
    /// Name of the file and of the list in it, folded: says of what kind the records are.
    pub name: String,
    /// Whether the column of ids tells the records apart.
    pub ids: bool,
    /// What is put before ids, where two lists use the same.
    pub prefix: String,
    /// Hashes of the ids and addresses of what the owner answered.
    pub answered: &'a HashSet<u64>,
}

/// What became of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Post,
    /// Somebody else's, and nothing the owner answered.
    Foreign,
    /// It holds no words.
    Empty,
}

impl Reading<'_> {
    /// The value of a field of the record; empty where it has none.
    pub fn cell<'r>(&self, record: &'r Record, field: &str) -> &'r str {
        let Some(name) = self.columns.of(field) else { return "" };
        match (record.get(name), field) {
            // Here a name, there an object with one: `"author": "ada"`, `"author": {"name": "bob"}`.
            ("", "author") => {
                let inside = ["name", "username", "display_name", "login", "id"];
                inside.iter().map(|inner| record.get(&format!("{name}.{inner}"))).find(|value| !value.is_empty()).unwrap_or("")
            }
            (value, _) => value,
        }
    }

    /// Gives the record on as a post.
    pub fn take(&self, record: &Record, file: &mut File<'_>) -> Taken {
        let cell = |field: &str| self.cell(record, field);
        let quoted_lines = self.format == Format::Mail || self.program.is_some();
        let body = cell("text");
        if self.program == Some(Program::Reddit) && matches!(body, "[deleted]" | "[removed]") {
            return Taken::Empty;
        }
        let mut text = words::own(body, quoted_lines);
        // A topic's title is its opener's own.
        let title = if self.discourse(record) == Some(1) { cell("topic") } else { cell("title") };
        let title = words::own(title, false);
        let answered = self.parent(record);
        let author = cell("author");
        let own = self.owner.is(author);
        let kind = self.kind(record);
        let opens = matches!(kind, Kind::Post) || (kind == Kind::Message && !is_answer(&title));
        // A title that opens a thread is the author's; one repeated below is what the thread is called.
        let titled = opens && !title.is_empty() && own;
        if titled && !text.starts_with(&title) {
            text = if text.is_empty() { title.clone() } else { format!("{title}\n\n{text}") };
        }
        if self.program == Some(Program::Reddit) && self.columns.of("url") != Some("url") {
            let target = record.get("url");
            if target.starts_with("http") && link(target, "") != link(cell("url"), self.program.map_or("", Program::host)) && !text.contains(target) {
                text = format!("{text}\n{target}");
            }
        }
        if text.trim().is_empty() {
            return Taken::Empty;
        }
        let host = self.program.map_or(&*self.owner.host, |program| if program.host().is_empty() { &self.owner.host } else { program.host() });
        let url = link(cell("url"), host);
        let id = Some(cell("id")).filter(|id| self.ids && !id.is_empty());
        let known = |name: Option<&str>| name.is_some_and(|name| self.answered.contains(&super::hash("", name)));
        if !own && kind != Kind::Message && !known(id) && !known(url.as_deref()) {
            return Taken::Foreign;
        }
        let mut post = file.draft(kind, text.trim());
        post.own_words = own;
        post.native_id = id.map(|id| format!("{}{id}", self.prefix));
        if post.native_id.is_none() && self.program == Some(Program::Discourse) {
            // `/t/<name>/<topic>/<number of the post>`
            post.native_id = url.as_deref().and_then(|url| url.split("/t/").nth(1)).and_then(|path| path.split_once('/')).map(|(_, id)| id.to_owned());
        }
        post.url = url;
        let is_id = |answered: &str| self.ids && !answered.contains("://");
        post.reply_to = answered.map(|id| if is_id(&id) { format!("{}{id}", self.prefix) } else { id });
        let moment = self.dates.moment(cell("at")).or_else(|| {
            let clock = cell("clock");
            if clock.is_empty() { None } else { self.dates.moment(&format!("{} {clock}", cell("at"))) }
        });
        let clock = cell("clock");
        let moment = if clock.is_empty() { moment } else { self.dates.moment(&format!("{} {clock}", cell("at"))).or(moment) };
        match moment {
            Some((at, offset)) => (post.at, post.utc_offset) = (Some(at), offset),
            None if !cell("at").is_empty() => file.warn("The date could not be read"),
            None => {}
        }
        post.audience = self.audience(record, kind);
        // A conversation without a name is called by the other person, not by its last subject.
        let partner = if kind != Kind::Message { "" } else if own { cell("to") } else { author };
        let subject = if titled || !partner.is_empty() { "" } else { &title };
        let about: Vec<String> = [cell("about"), cell("topic"), subject]
            .into_iter()
            .map(|part| words::own(part, false).replace('|', " \u{203a} "))
            .filter(|part| !part.is_empty() && part != "-" && !(titled && *part == title))
            .fold(Vec::new(), |mut parts: Vec<String>, part| {
                if !parts.contains(&part) {
                    parts.push(part);
                }
                parts
            });
        let about = if about.is_empty() { vec![partner.to_owned()] } else { about };
        post.about = Some(about.join(" \u{203a} ")).filter(|about| !about.is_empty()).map(Private::new);
        file.post(post);
        Taken::Post
    }

    /// What the record answers.
    pub fn parent(&self, record: &Record) -> Option<String> {
        let parent = self.cell(record, "reply_to");
        let own = self.cell(record, "id");
        let none = parent.is_empty() || matches!(parent, "0" | "-1" | "null" | "NULL" | "None") || parent == own;
        if self.program == Some(Program::Reddit) && parent.starts_with("t3_") {
            // The post itself, whose address stands beside it.
            return link(record.get("link"), Program::Reddit.host()).or_else(|| Some(parent.to_owned()));
        }
        if !none {
            // Reddit's ids stand without the mark of a comment everywhere else.
            let bare = parent.strip_prefix("t1_").filter(|_| self.program == Some(Program::Reddit));
            return Some(bare.unwrap_or(parent).to_owned());
        }
        // A comment that answers no other answers the post.
        let post = if self.program == Some(Program::Reddit) { record.get("link") } else { "" };
        link(post, self.program.map_or("", Program::host))
    }

    /// Whether the account's owner wrote it.
    pub fn is_own(&self, record: &Record) -> bool {
        self.owner.is(self.cell(record, "author"))
    }

    /// What the record is.
    pub fn kind(&self, record: &Record) -> Kind {
        const MESSAGES: &[&str] = &["message", "inbox", "outbox", "sentbox", "sentitems", "chat", "privatemessages", "nachrichten", "messagerie", "mensajes", "conversation"];
        const COMMENTS: &[&str] = &["comment", "kommentar", "commentaire", "comentario", "commenti"];
        let named = |names: &[&str]| names.iter().any(|name| self.name.contains(name));
        let letters = self.format == Format::Mail;
        let private = yes(self.cell(record, "pm")) || (!letters && (!self.cell(record, "to").is_empty() || named(MESSAGES)));
        let answer = record.get("PostTypeId") == "2" || is_answer(self.cell(record, "title"));
        let answers = || self.parent(record).is_some() || self.discourse(record).is_some_and(|number| number > 1);
        if private {
            Kind::Message
        } else if named(COMMENTS) || self.columns.of("text").is_some_and(|name| fold(name).starts_with("comment")) {
            Kind::Comment
        } else if answer || answers() {
            Kind::Reply
        } else {
            Kind::Post
        }
    }

    /// The number of a post in its topic at a Discourse forum: the last part of `/t/<name>/<topic>/<number>`.
    fn discourse(&self, record: &Record) -> Option<u64> {
        let link = Some(self.cell(record, "url")).filter(|_| self.program == Some(Program::Discourse))?;
        link.split_once("/t/")?.1.rsplit_once('/')?.1.parse().ok()
    }

    fn audience(&self, record: &Record, kind: Kind) -> Audience {
        let value = self.cell(record, "audience").to_lowercase();
        let column = self.columns.of("audience").map(fold).unwrap_or_default();
        let said_of_public = column.contains("public");
        let said_of_private = column.contains("private");
        match value.as_str() {
            _ if kind == Kind::Message => Audience::Direct,
            "" if ["draft", "scheduledpost", "entw\u{fc}rfe", "brouillon", "borrador"].iter().any(|name| self.name.starts_with(name)) => Audience::OnlyMe,
            "" => Audience::Unknown,
            "true" | "1" | "yes" | "y" | "ja" | "oui" if said_of_public => Audience::Public,
            // What is not public is seen by members, staff or nobody: not said.
            "true" | "1" | "yes" | "y" | "ja" | "oui" | "false" | "0" | "no" | "n" | "nein" | "non" => Audience::Unknown,
            _ if said_of_private => Audience::Unknown,
            "public" | "everyone" | "everybody" | "anyone" | "world" | "\u{f6}ffentlich" | "publique" | "p\u{fa}blico" | "pubblico" | "open" => Audience::Public,
            "unlisted" | "link" => Audience::Unlisted,
            "members" | "member" | "registered" | "group" | "restricted" | "mitglieder" | "membres" | "miembros" | "staff" | "closed" => Audience::Group,
            "friends" | "followers" | "connections" | "freunde" | "amis" | "amigos" => Audience::Friends,
            "private" | "only me" | "onlyme" | "draft" | "nur ich" | "hidden" | "me" => Audience::OnlyMe,
            "direct" | "pm" | "dm" => Audience::Direct,
            _ => Audience::Unknown,
        }
    }
}

/// Whether a subject says that this is an answer.
fn is_answer(title: &str) -> bool {
    let start: String = title.chars().take(4).collect::<String>().to_lowercase();
    ["re:", "aw:", "sv:", "antw", "r\u{e9}f:", "odp:", "res:", "re["].iter().any(|mark| start.starts_with(mark))
}

fn yes(value: &str) -> bool {
    const YES: &[&str] = &["yes", "true", "1", "y", "ja", "oui", "s\u{ed}", "si", "s\u{ec}", "sim", "tak", "kyll\u{e4}", "\u{434}\u{430}", "\u{662f}", "\u{306f}\u{3044}", "t"];
    YES.contains(&value.to_lowercase().as_str())
}

/// The whole address of a link, where it can be had.
pub(super) fn link(value: &str, host: &str) -> Option<String> {
    let value = value.trim();
    if value.starts_with("http://") || value.starts_with("https://") {
        Some(value.to_owned())
    } else if value.starts_with("www.") {
        Some(format!("https://{value}"))
    } else if value.starts_with('/') && !value.starts_with("//") && !host.is_empty() {
        Some(format!("https://{host}{value}"))
    } else {
        None
    }
}
