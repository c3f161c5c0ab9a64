//! Settings to look at, and what the archives say about each.
//!
//! The items are data: one `checklist.toml` for each platform. An item may carry rules over facts and counts; a rule that
//! holds becomes a sentence of evidence. An archive that is silent about a setting proves nothing, so silence gives none.

mod evidence;

pub use evidence::{Evidence, Known, PostStatistics, Tally};

use crate::words;
use model::Kind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Declares a closed list with the ids used in files and JSON and the words people read.
macro_rules! listed {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal, $words:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $id)] $variant,)+ }

        impl $name {
            /// Every value, in reading order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The id used in files and JSON.
            pub const fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }

            /// The words people read.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $words,)+ }
            }

            /// The value with this id, if there is one.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

listed! {
    /// What a setting is about; the headings of a checklist, in reading order.
    Group {
        /// The audience of posts and profile.
        Visibility = "visibility", "Who can see you";
        /// Search engines, phone numbers, address books.
        Discoverability = "discoverability", "Who can find you";
        /// Tags and mentions by others.
        Tagging = "tagging", "Who can tag you";
        /// Messages, requests, replies.
        Interaction = "interaction", "Who can reach you";
        /// Apps and sign-ins that were let in.
        AppAccess = "app-access", "Who holds a key";
        /// Passwords, second factors, log-ins.
        Security = "security", "Who can get in";
        /// Name, profile, details on file.
        Identity = "identity", "Who you say you are";
        /// What was posted.
        Content = "content", "What your posts give away";
        /// Advertising and partners.
        AdsAndSharing = "ads-and-sharing", "What is sold";
        /// Training of models, chats with assistants.
        Ai = "ai", "What machines learn from you";
    }
}

listed! {
    /// How much an item matters, most first.
    Weight {
        /// To be done first.
        Essential = "essential", "Essential";
        /// Worth doing.
        Recommended = "recommended", "Recommended";
        /// For those who want to go further.
        Optional = "optional", "Optional";
    }
}

listed! {
    /// Where an item stands.
    State {
        /// Not looked at, and the archives do not answer it.
        Unknown = "unknown", "Not looked at";
        /// An archive answers it, as of the day it was made.
        PreFilled = "pre-filled", "From your archive";
        /// The person has done it.
        Done = "done", "Done";
        /// It does not apply to this person.
        NotApplicable = "not-applicable", "Does not apply";
        /// The person looked and chose to leave it as it is. A full answer.
        ChosenToKeep = "chosen-to-keep", "Chosen to keep";
        /// To be asked again.
        RemindMe = "remind-me", "Remind me";
    }
}

listed! {
    /// How a piece of evidence reads.
    Tone {
        /// The archive shows it is as recommended.
        Ok = "ok", "As recommended";
        /// The archive shows something worth changing.
        AtRisk = "at-risk", "Worth changing";
        /// The archive shows why the item matters here, not how the setting stands.
        Hint = "hint", "Worth knowing";
    }
}

listed! {
    /// How far a piece of evidence goes.
    Level {
        /// It states the setting or the fact: the item can be pre-filled.
        Answers = "answers", "States it";
        /// It shows what is at stake; the person has to look.
        Hints = "hints", "Points to it";
    }
}

/// One setting to look at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable id, for instance `x.protect-posts`.
    pub id: String,
    /// The setting's name as the platform prints it, or ours where it has none.
    pub title: String,
    /// Heading it stands under.
    pub group: Group,
    /// How much it matters.
    pub weight: Weight,
    /// Minutes it takes.
    pub minutes: u32,
    /// What it does, in one sentence.
    pub summary: String,
    /// Why it matters.
    pub why: String,
    /// What to choose.
    pub recommended: String,
    /// What may happen otherwise.
    pub if_ignored: String,
    /// Steps in a browser.
    pub web: Vec<String>,
    /// Steps on a phone; empty where they are those of the browser or there are none.
    #[serde(default)]
    pub mobile: Vec<String>,
    /// Address of the setting, where known.
    #[serde(default)]
    pub link: Option<String>,
    /// Whether the address was taken on trust and not found in any source.
    #[serde(default)]
    pub link_unverified: bool,
    /// What can be chosen.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Who says so, by short names.
    pub sources: Vec<String>,
    /// Month it was last checked, `2026-11`.
    pub checked: String,
    /// What an archive may say about it.
    #[serde(default)]
    pub evidence: Vec<Rule>,
}

/// When an archive has something to say about an item, and in which words.
///
/// A rule counts either the facts of a topic or posts. It holds when it counted enough, or with `none`, nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Facts of this topic are counted.
    #[serde(default)]
    pub topic: Option<String>,
    /// Posts of this sort are counted.
    #[serde(default)]
    pub posts: Option<Counter>,
    /// Only facts of the form `name=value` with this name; the value alone is then compared and shown.
    #[serde(default)]
    pub name: Option<String>,
    /// Only facts with one of these values, in any case.
    #[serde(default)]
    pub value_is: Vec<String>,
    /// Only facts whose detail has one of these words, in any case.
    #[serde(default)]
    pub detail_has: Vec<String>,
    /// Only facts whose detail has none of these words.
    #[serde(default)]
    pub detail_lacks: Vec<String>,
    /// Only the newest fact of each account: for records of changes, where the last one tells how things stand.
    #[serde(default)]
    pub newest: bool,
    /// How many are needed.
    #[serde(default = "one")]
    pub at_least: u64,
    /// Holds when posts were read and none of them counted. For posts only: missing facts prove nothing.
    #[serde(default)]
    pub none: bool,
    /// Sentences to choose from: the first whose blanks can all be filled is said. Blanks: `{count}`,
    /// `{count:app/apps}` (the number with the fitting word), `{first}` (value of the oldest of several), `{first_month}`,
    /// `{first_year}`, `{last_month}`, `{last_year}`, `{value}` (where there is one only), `{values}` (the first three),
    /// `{values:app/apps}` (how many different ones).
    pub says: Vec<String>,
    /// How it reads.
    pub tone: Tone,
    /// How far it goes.
    pub level: Level,
}

const fn one() -> u64 {
    1
}

/// A sort of posts that [`PostStatistics`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub enum Counter {
    /// Posts, replies, quotes, comments and captions in one's own words: `own`.
    Own,
    /// Of these, those anybody can read: `public`.
    Public,
    /// Of these, those shown to a group: `in-groups`.
    InGroups,
    /// Of these, those that state a place: `with-place`.
    WithPlace,
    /// Messages other people wrote: `received`.
    Received,
    /// Items of one kind, by the kind's id.
    Kind(Kind),
}

impl TryFrom<String> for Counter {
    type Error = String;

    fn try_from(id: String) -> Result<Self, String> {
        Ok(match id.as_str() {
            "own" => Counter::Own,
            "public" => Counter::Public,
            "in-groups" => Counter::InGroups,
            "with-place" => Counter::WithPlace,
            "received" => Counter::Received,
            kind => Counter::Kind(Kind::from_id(kind).ok_or_else(|| format!("`{kind}` is no sort of posts"))?),
        })
    }
}

/// An item with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedItem<'a> {
    /// The item.
    pub item: &'a Item,
    /// Where it stands.
    pub state: State,
    /// What the archives say, in the order of the item's rules.
    pub evidence: Vec<Evidence>,
}

impl CheckedItem<'_> {
    /// Whether nothing is left to do: done, chosen to keep, not applicable, or shown by the archive to be as recommended.
    pub fn settled(&self) -> bool {
        match self.state {
            State::Done | State::NotApplicable | State::ChosenToKeep => true,
            State::PreFilled => self.evidence.iter().all(|e| e.level != Level::Answers || e.tone == Tone::Ok),
            State::Unknown | State::RemindMe => false,
        }
    }

    /// Whether an archive shows something worth changing, whatever the person has done since.
    pub fn at_risk(&self) -> bool {
        self.evidence.iter().any(|e| e.tone == Tone::AtRisk)
    }
}

/// A checklist that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not TOML of the expected form.
    #[error("Unable to read the checklist: {0}")]
    Form(#[from] toml::de::Error),
    /// An item contradicts itself.
    #[error("Unable to use the checklist item {id}: {problem}")]
    Item {
        /// Which.
        id: String,
        /// What is wrong with it.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    item: Vec<Item>,
}

/// Reads a `checklist.toml`. Items come back by group, essential first, else in the order of the file.
pub fn parse(text: &str) -> Result<Vec<Item>, Error> {
    let Page { item: mut items } = toml::from_str(text)?;
    let mut ids = BTreeSet::new();
    for item in &items {
        let problem = if !ids.insert(item.id.as_str()) {
            Some("the id stands twice".to_owned())
        } else if item.web.is_empty() {
            Some("it has no steps".to_owned())
        } else {
            item.evidence.iter().find_map(|rule| rule.problem())
        };
        if let Some(problem) = problem {
            return Err(Error::Item { id: item.id.clone(), problem });
        }
    }
    items.sort_by_key(|item| (item.group, item.weight));
    Ok(items)
}

/// Says of each item where it stands and what the archives know about it.
///
/// `facts` and `posts` are those of one platform (or of all, for the general items); `states` are the person's own answers
/// by item id. An answer of the person always counts more than an archive.
pub fn evaluate<'a>(
    items: &'a [Item],
    facts: &[Known<'_>],
    posts: &PostStatistics,
    states: &BTreeMap<String, State>,
) -> Vec<CheckedItem<'a>> {
    items
        .iter()
        .map(|item| {
            let evidence: Vec<_> = item.evidence.iter().filter_map(|rule| rule.evidence(facts, posts)).collect();
            let answered = evidence.iter().any(|e| e.level == Level::Answers);
            let state = match states.get(&item.id) {
                Some(State::Unknown | State::PreFilled) | None if answered => State::PreFilled,
                Some(State::Unknown | State::PreFilled) | None => State::Unknown,
                Some(state) => *state,
            };
            CheckedItem { item, state, evidence }
        })
        .collect()
}

/// What is left to do, in words: `about 25 minutes left`, empty when nothing is.
pub fn time_left(items: &[CheckedItem<'_>]) -> String {
    match items.iter().filter(|item| !item.settled()).map(|item| u64::from(item.item.minutes)).sum() {
        0 => String::new(),
        minutes => format!("about {} left", words::counted(minutes, "minute", "minutes")),
    }
}

#[cfg(test)]
mod tests;
