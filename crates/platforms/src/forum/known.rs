//! Files of programs that write an archive of their own: Discourse, and Reddit's answer to a request for one's data.

use super::dates::{Order, moment};
use crate::import::{File, Import};
use crate::table::{Form, Row, fold};
use crate::{Archive, Entry, Error, json};
use model::{Audience, Kind, Private};
use serde_json::Value;

const FORM: Form = Form { header: &[], backslash: false };

/// The program that wrote the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Discourse,
    Reddit,
}

/// What a file of such an archive is, where it is no table of posts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Known {
    /// Left alone, and why.
    Left(&'static str),
    /// Each record is a fact: its topic, and the columns of value, detail and time.
    Facts(&'static str, &'static [&'static str], &'static [&'static str], &'static str),
    /// Each record is a setting: the columns of its name and value.
    Settings(&'static str, &'static str),
    /// Each record is a post of another kind than the program's tables of posts hold.
    Items(fn(&Row, &mut File<'_>, &str), &'static [Kind]),
    /// The account's profile and settings as JSON.
    Preferences,
}

const ADDRESS: &[&str] = &["client_ip", "ip"];

const DISCOURSE: &[(&str, Known)] = &[
    ("authtokens", Known::Facts("login", ADDRESS, &["user_agent"], "seen_at")),
    ("authtokenlogs", Known::Facts("login", ADDRESS, &["user_agent"], "created_at")),
    ("badges", Known::Left("Lists badges given by the forum")),
    ("bookmarks", Known::Left("Lists posts saved, which only the member sees")),
    ("categorypreferences", Known::Left("Says which sections the member is told of")),
    ("flags", Known::Left("Lists posts the member reported to the moderators")),
    ("likes", Known::Items(discourse_like, &[Kind::Like])),
    ("postactions", Known::Left("Lists what was done to posts by number alone")),
    ("preferences", Known::Preferences),
    ("userarchiveprofile", Known::Items(discourse_profile, &[Kind::Bio])),
    ("visits", Known::Left("Counts the days of visits")),
    ("uservisits", Known::Left("Counts the days of visits")),
];

const HEADERS: &str = "The same items without their words";

const REDDIT: &[(&str, Known)] = &[
    ("postheaders", Known::Left(HEADERS)),
    ("commentheaders", Known::Left(HEADERS)),
    ("messageheaders", Known::Left(HEADERS)),
    ("messagesarchiveheaders", Known::Left(HEADERS)),
    ("checkfile", Known::Left("Lists the files of the archive")),
    ("announcements", Known::Left("Holds announcements of the site")),
    ("savedposts", Known::Left("Lists posts saved, which only the member sees")),
    ("savedcomments", Known::Left("Lists posts saved, which only the member sees")),
    ("hiddenposts", Known::Left("Lists posts hidden from the member's own view")),
    ("purchases", Known::Left("Holds payments")),
    ("subscriptions", Known::Left("Holds payments")),
    ("payouts", Known::Left("Holds payments")),
    ("stripe", Known::Left("Holds payments")),
    ("persona", Known::Left("Holds the number of a check of identity")),
    ("goldreceived", Known::Left("Lists awards")),
    ("gildedcontent", Known::Left("Lists awards")),
    ("gildedposts", Known::Left("Lists awards")),
    ("gildedcomments", Known::Left("Lists awards")),
    ("redditgoldinformation", Known::Left("Lists awards")),
    ("livestreamposts", Known::Left("Lists broadcasts by number alone")),
    ("multireddits", Known::Left("Lists made to sort what one reads")),
    ("pollvotes", Known::Left("Lists votes in polls, which nobody else sees")),
    ("iplogs", Known::Facts("login", ADDRESS, &[], "date")),
    ("linkedidentities", Known::Facts("linked-sign-in", &["issuer_id"], &[], "")),
    ("linkedphonenumber", Known::Facts("phone", &["phone_number"], &[], "")),
    ("twitter", Known::Facts("website", &["username"], &[], "")),
    ("birthdate", Known::Facts("birth-date", &["birthdate"], &[], "")),
    ("accountgender", Known::Facts("gender", &["account_gender"], &[], "")),
    ("userpreferences", Known::Settings("preference", "value")),
    ("sensitiveadspreferences", Known::Settings("type", "preference")),
    ("statistics", Known::Items(reddit_statistic, &[])),
    ("postvotes", Known::Items(reddit_vote, &[Kind::Like, Kind::Reaction])),
    ("commentvotes", Known::Items(reddit_vote, &[Kind::Like, Kind::Reaction])),
    ("subscribedsubreddits", Known::Items(reddit_group, &[Kind::Group])),
    ("moderatedsubreddits", Known::Items(reddit_group, &[Kind::Group])),
    ("approvedsubmittersubreddits", Known::Items(reddit_group, &[Kind::Group])),
    ("friends", Known::Items(reddit_friend, &[Kind::Follow])),
];

/// The name of a table without folder, ending and number, folded; `posts_1.csv` is a part of `posts.csv`.
pub(super) fn base(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    fold(stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '~' | '(' | ')')))
}

impl Program {
    /// By the names of its files and their columns.
    pub fn of(archive: &Archive) -> Option<Program> {
        let has = |wanted: &str, columns: &[&str]| {
            archive.entries().iter().filter(|entry| base(&entry.path) == wanted && entry.path.ends_with(".csv")).any(|entry| {
                let table = archive.reader(entry).ok().and_then(|reader| crate::table::Table::open(reader, &FORM).ok());
                table.is_some_and(|table| {
                    let names: Vec<String> = table.header().iter().map(|name| fold(name)).collect();
                    columns.iter().all(|column| names.contains(&fold(column)))
                })
            })
        };
        let discourse = archive.entries().iter().any(|entry| {
            let base = base(&entry.path);
            base.starts_with("userarchive") && !base.starts_with("userarchiveprofile")
        }) && (has("userarchive", &["topic_title", "post_raw"]) || archive.entries().iter().any(|entry| {
            let table = archive.reader(entry).ok().and_then(|reader| crate::table::Table::open(reader, &FORM).ok());
            base(&entry.path).starts_with("userarchive") && table.is_some_and(|table| table.header().iter().any(|name| name == "post_raw"))
        }));
        if discourse {
            return Some(Program::Discourse);
        }
        let reddit = has("comments", &["permalink", "subreddit"])
            || has("posts", &["permalink", "subreddit"])
            || has("postheaders", &["permalink", "subreddit"])
            || has("commentheaders", &["permalink", "subreddit"])
            || has("iplogs", &["date", "ip"]);
        reddit.then_some(Program::Reddit)
    }

    /// What a file is, where it holds no posts.
    pub fn known(self, entry: &Entry) -> Option<Known> {
        let list = match self {
            Program::Discourse => DISCOURSE,
            Program::Reddit => REDDIT,
        };
        let base = base(&entry.path);
        list.iter().find(|(name, _)| *name == base).map(|(_, known)| *known)
    }

    /// Whether the program keeps posts of the member under this name: without records it says that there are none.
    pub fn is_of_posts(self, entry: &Entry) -> bool {
        let names: &[&str] = match self {
            Program::Discourse => &["userarchive", "queuedposts"],
            Program::Reddit => {
                &["posts", "comments", "messages", "messagesarchive", "chathistory", "drafts", "scheduledposts"]
            }
        };
        names.contains(&base(&entry.path).as_str())
    }

    /// The member's name where the archive says it.
    pub fn owner(self, archive: &Archive) -> Option<String> {
        let names = archive.paths().into_iter().filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
        let inner = archive.entries().iter().map(|entry| entry.path.rsplit('/').next().unwrap_or_default().to_owned());
        let mut names = names.chain(inner);
        match self {
            Program::Discourse => {
                let stated = preferences(archive).and_then(|user| user["username"].as_str().map(str::to_owned));
                // `user_archive-<name>-<yymmdd>-<hhmmss>-<n>.zip`
                stated.or_else(|| names.find_map(|name| {
                    let rest = name.strip_prefix("user_archive-")?;
                    let parts: Vec<&str> = rest.split(['.']).next()?.split('-').collect();
                    let is_day = |part: &&str| part.len() == 6 && part.bytes().all(|b| b.is_ascii_digit());
                    let day = parts.iter().rposition(is_day).filter(|day| *day > 0)?;
                    let day = if is_day(&parts[day - 1]) { day - 1 } else { day };
                    Some(parts[..day].join("-")).filter(|name| !name.is_empty())
                }))
            }
            Program::Reddit => {
                let stated = archive.entries().iter().find(|entry| base(&entry.path) == "statistics").and_then(|entry| {
                    let mut table = crate::table::Table::open(archive.reader(entry).ok()?, &FORM).ok()?;
                    while let Ok(Some(next)) = table.next() {
                        if let Ok(row) = next
                            && row.get("statistic").eq_ignore_ascii_case("account name")
                        {
                            return Some(row.get("value").to_owned()).filter(|name| !name.is_empty());
                        }
                    }
                    None
                });
                // `export_<name>_<yyyymmdd>.zip`
                stated.or_else(|| names.find_map(|name| {
                    let (owner, day) = name.strip_prefix("export_")?.rsplit_once('_')?;
                    day.starts_with("20").then(|| owner.to_owned())
                }))
            }
        }
    }

    /// The site, for links that leave it out.
    pub fn host(self) -> &'static str {
        match self {
            Program::Discourse => "",
            Program::Reddit => "www.reddit.com",
        }
    }
}

/// Reads a file that holds no posts of the member's own writing.
pub(super) fn read(import: &mut Import<'_>, entry: &Entry, known: Known, archive: &Archive, host: &str) -> Result<(), Error> {
    match known {
        Known::Left(why) => import.leave(entry, model::FileOutcome::Skipped(why.to_owned())),
        Known::Facts(topic, values, details, time) => {
            return import.table(entry, &FORM, &[], |row, file| {
                let first = |names: &[&str]| names.iter().map(|name| row.get(name)).find(|value| !value.is_empty()).unwrap_or("").to_owned();
                let detail = if row.get("date").starts_with("registration") { "at registration".to_owned() } else { first(details) };
                file.fact(topic, &first(values), &detail, moment(row.get(time), Order::Day).map(|(at, _)| at));
            });
        }
        Known::Settings(name, value) => {
            return import.table(entry, &FORM, &[], |row, file| {
                if !row.get(name).is_empty() {
                    file.fact("setting", &format!("{}={}", row.get(name), row.get(value)), "", None);
                }
            });
        }
        Known::Items(take, kinds) => return import.table(entry, &FORM, kinds, |row, file| take(row, file, host)),
        Known::Preferences => {
            return import.file(entry, &[Kind::Bio], |reader, file| {
                match json::whole::<Value>(reader, archive.limits()) {
                    Ok(record) => profile(file, user(&record)),
                    Err(why) => file.lost(&why),
                }
                Ok(())
            });
        }
    }
    Ok(())
}

fn user(record: &Value) -> &Value {
    if record["user"].is_object() { &record["user"] } else { record }
}

fn preferences(archive: &Archive) -> Option<Value> {
    let entry = archive.entries().iter().find(|entry| base(&entry.path) == "preferences" && entry.path.ends_with(".json"))?;
    let record: Value = json::whole(archive.reader(entry).ok()?, archive.limits()).ok()?;
    Some(user(&record).clone())
}

/// A member's profile and settings at a Discourse forum.
fn profile(file: &mut File<'_>, user: &Value) {
    let text = |name: &str| user[name].as_str().unwrap_or_default();
    file.fact("email", text("email"), "", None);
    for other in user["secondary_emails"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        file.fact("email", other, "second address", None);
    }
    file.fact("website", text("website"), "", None);
    file.fact("place", text("location"), "", None);
    file.fact("birth-date", text("date_of_birth"), "", None);
    let created = moment(text("created_at"), Order::Day).map(|(at, _)| at);
    if let Some(at) = created {
        file.fact("account-created", &at.format("%Y-%m-%d").to_string(), "", created);
    }
    if let Some(second) = user["second_factor_enabled"].as_bool() {
        file.fact("two-factor", if second { "on" } else { "off" }, "", None);
    }
    for linked in user["associated_accounts"].as_array().into_iter().flatten() {
        let value = |name: &str| linked[name].as_str().unwrap_or_default();
        file.fact("linked-sign-in", value("name"), value("description"), None);
    }
    for token in user["user_auth_tokens"].as_array().into_iter().flatten() {
        let value = |name: &str| token[name].as_str().unwrap_or_default();
        let at = moment(value("seen_at"), Order::Day).map(|(at, _)| at);
        file.fact("login", value("client_ip"), value("device"), at);
    }
    const SETTINGS: &[&str] = &[
        "hide_profile_and_presence", "hide_profile", "hide_presence", "allow_private_messages", "enable_allowed_pm_users", "mailing_list_mode",
        "email_messages_level", "email_level", "text_size",
    ];
    for name in SETTINGS {
        match &user["user_option"][*name] {
            Value::Null => {}
            Value::String(value) => file.fact("setting", &format!("{name}={value}"), "", None),
            value => file.fact("setting", &format!("{name}={value}"), "", None),
        }
    }
    let words = [text("title"), text("bio_raw")].into_iter().filter(|words| !words.trim().is_empty()).collect::<Vec<_>>().join("\n");
    bio(file, &words);
}

fn bio(file: &mut File<'_>, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Bio, words.trim());
    post.native_id = Some("profile".to_owned());
    file.post(post);
}

fn discourse_profile(row: &Row, file: &mut File<'_>, _: &str) {
    file.fact("website", row.get("website"), "", None);
    file.fact("place", row.get("location"), "", None);
    bio(file, row.get("bio"));
}

fn discourse_like(row: &Row, file: &mut File<'_>, host: &str) {
    if !row.get("deleted_at").is_empty() {
        return file.noted();
    }
    let mut post = file.draft(Kind::Like, "");
    post.native_id = Some(row.get("post_id").to_owned()).filter(|id| !id.is_empty());
    post.reply_to = post.native_id.clone();
    let (topic, number) = (row.get("topic_id"), row.get("post_number"));
    if !host.is_empty() && !topic.is_empty() {
        post.url = Some(format!("https://{host}/t/{topic}/{}", if number.is_empty() { "1" } else { number }));
    }
    post.at = moment(row.get("created_at"), Order::Day).map(|(at, _)| at);
    file.post(post);
}

fn reddit_statistic(row: &Row, file: &mut File<'_>, _: &str) {
    match fold(row.get("statistic")).as_str() {
        "email" | "emailaddress" => file.fact("email", row.get("value"), "", None),
        "accountcreated" | "created" | "registrationdate" | "accountcreatedat" => {
            let at = moment(row.get("value"), Order::Day).map(|(at, _)| at);
            file.fact("account-created", row.get("value"), "", at);
        }
        _ => file.noted(),
    }
}

fn reddit_vote(row: &Row, file: &mut File<'_>, host: &str) {
    let kind = match row.get("direction") {
        "up" => Kind::Like,
        "down" => Kind::Reaction,
        _ => return file.noted(),
    };
    let mut post = file.draft(kind, "");
    post.own_words = false;
    post.native_id = Some(row.get("id").to_owned()).filter(|id| !id.is_empty());
    post.url = super::post::link(row.get("permalink"), host);
    post.reply_to = post.url.clone();
    post.about = (kind == Kind::Reaction).then(|| Private::from("down"));
    file.post(post);
}

fn reddit_group(row: &Row, file: &mut File<'_>, host: &str) {
    let name = row.get("subreddit");
    if name.is_empty() {
        return file.noted();
    }
    let mut post = file.draft(Kind::Group, name);
    post.own_words = false;
    post.native_id = Some(name.to_owned());
    post.url = Some(format!("https://{host}/r/{name}/"));
    file.post(post);
}

fn reddit_friend(row: &Row, file: &mut File<'_>, host: &str) {
    let mut post = file.draft(Kind::Follow, row.get("username"));
    post.own_words = false;
    post.native_id = Some(row.get("username").to_owned());
    post.url = Some(format!("https://{host}/user/{}/", row.get("username")));
    post.audience = Audience::Unknown;
    file.post(post);
}
