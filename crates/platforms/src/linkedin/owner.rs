//! Whose archive it is. No file says so outright; it follows from the profile and from the invitations sent.

use super::{base_name, foreign, has_header};
use crate::markup;
use crate::table::{Form, Row, Table};
use crate::text::beginning;
use crate::{Archive, Entry};
use model::{Account, Private};
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Names, and pairs of a name and a conversation, that are counted, and bytes of a name.
const COUNTED: usize = 500_000;
const NAME: usize = 300;

/// The member who asked for the archive.
#[derive(Default)]
pub struct Owner {
    /// First and last name, as messages show it; empty when the archive does not say.
    name: String,
    /// The last part of the address of the profile; empty when the archive does not say.
    handle: String,
    email: String,
}

impl Owner {
    /// Looks at the profile, the invitations and, where both are missing, at who takes part in every conversation.
    pub fn of(archive: &Archive) -> Owner {
        let mut owner = Owner::default();
        each_row(archive, "profile", &["First Name", "Headline"], |row| {
            if owner.name.is_empty() {
                owner.name = format!("{} {}", row.get("First Name"), row.get("Last Name")).trim().to_owned();
            }
        });
        each_row(archive, "emailaddresses", &["Email Address"], |row| {
            if owner.email.is_empty() || row.get("Primary").eq_ignore_ascii_case("yes") {
                owner.email = row.get("Email Address").to_lowercase();
            }
        });
        let mut handles: HashMap<String, u64> = HashMap::new();
        each_row(archive, "invitations", &["Direction"], |row| {
            let own = if row.get("Direction") == "OUTGOING" { "inviterProfileUrl" } else { "inviteeProfileUrl" };
            count(&mut handles, handle(row.get(own)));
        });
        handles.remove("");
        owner.handle = commonest(handles).unwrap_or_default();
        if owner.handle.is_empty() && !owner.name.is_empty() {
            let mut handles: HashMap<String, u64> = HashMap::new();
            each_row(archive, "messages", &["CONVERSATION ID"], |row| {
                if row.get("FROM") == owner.name {
                    count(&mut handles, handle(row.get("SENDER PROFILE URL")));
                }
            });
            handles.remove("");
            owner.handle = commonest(handles).unwrap_or_default();
        }
        if owner.name.is_empty() {
            owner.name = named_by_direction(archive).or_else(|| always_there(archive)).unwrap_or_default();
        }
        owner
    }

    /// Whether own messages can be told from others'.
    pub fn is_known(&self) -> bool {
        !self.name.is_empty() || !self.handle.is_empty()
    }

    /// Whether this name, with this address of a profile where there is one, is the owner's.
    pub fn is(&self, name: &str, profile: &str) -> bool {
        let theirs = handle(profile);
        match () {
            () if !theirs.is_empty() && !self.handle.is_empty() => theirs == self.handle,
            () => !self.name.is_empty() && name.trim() == self.name,
        }
    }

    /// The account. Its key is the name: the address of the profile is missing in small exports, and one account must not
    /// become two because a second archive says less than the first.
    pub fn account(&self) -> Account {
        let known = [&self.name, &self.handle, &self.email].into_iter().find(|known| !known.is_empty());
        Account {
            platform: "linkedin".to_owned(),
            key: known.map_or_else(|| "unnamed".to_owned(), |known| known.to_lowercase()),
            handle: self.handle.clone(),
            name: (!self.name.is_empty()).then(|| Private::new(self.name.clone())),
        }
    }
}

/// The last part of the address of a profile, `ada-example-0`; empty when it is none.
fn handle(profile: &str) -> String {
    let Some((_, rest)) = profile.split_once("/in/") else { return String::new() };
    markup::percent_decoded(rest.split(['/', '?']).next().unwrap_or_default()).to_lowercase()
}

/// Who sent what went out and got what came in: of invitations, and of messages until 2018.
fn named_by_direction(archive: &Archive) -> Option<String> {
    let mut names: HashMap<String, u64> = HashMap::new();
    for base in ["invitations", "messages"] {
        each_row(archive, base, &["From", "To", "Direction"], |row| {
            let own = if row.get("Direction").eq_ignore_ascii_case("OUTGOING") { "From" } else { "To" };
            if !row.get("Direction").is_empty() {
                *names.entry(row.get(own).to_owned()).or_default() += 1;
            }
        });
    }
    names.remove("");
    commonest(names)
}

fn count(counted: &mut HashMap<String, u64>, name: String) {
    if counted.len() < COUNTED || counted.contains_key(&name) {
        *counted.entry(beginning(&name, NAME).to_owned()).or_default() += 1;
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The name found in the most conversations, as sender or only receiver, if in more than any other.
fn always_there(archive: &Archive) -> Option<String> {
    let mut left = COUNTED;
    let mut conversations: HashMap<String, HashSet<u64>> = HashMap::new();
    each_row(archive, "messages", &["CONVERSATION ID"], |row| {
        if left == 0 {
            return;
        }
        for name in [row.get("FROM"), row.get("TO")].into_iter().filter(|name| !name.is_empty()) {
            let id = hash(row.get("CONVERSATION ID"));
            let new = conversations.entry(beginning(name, NAME).to_owned()).or_default().insert(id);
            left = left.saturating_sub(usize::from(new));
        }
    });
    commonest(conversations.into_iter().map(|(name, ids)| (name, ids.len() as u64)).collect())
}

/// What was counted most often; nothing on a tie.
fn commonest(counted: HashMap<String, u64>) -> Option<String> {
    let most = *counted.values().max()?;
    let mut first = counted.into_iter().filter(|(_, count)| *count == most);
    let (name, _) = first.next()?;
    first.next().is_none().then_some(name)
}

/// Goes through the files of this name, leaving out what cannot be read: the import itself reports that.
fn each_row(archive: &Archive, base: &str, header: &'static [&'static str], mut each: impl FnMut(&Row)) {
    let form = Form { header, backslash: base == "messages" };
    let files = archive.entries().iter().filter(|entry: &&Entry| base_name(&entry.path).as_deref() == Some(base));
    for entry in files {
        let foreign = if has_header(archive, entry, header) { None } else { foreign::judge(archive, entry) };
        let opened = archive.reader(entry).ok().and_then(|reader| match &foreign {
            Some(foreign) => Table::open_wide(reader, foreign.names.len(), form.backslash).ok(),
            None => Table::open(reader, &form).ok(),
        });
        let Some(mut table) = opened else { continue };
        while let Ok(Some(next)) = table.next() {
            if let Ok(row) = next {
                each(&foreign.as_ref().map_or(row.clone(), |foreign| row.named(&foreign.names)));
            }
        }
    }
}
