//! Whose archive it is, as far as it was told or can be seen.

use super::known::Program;
use super::{Source, mail};
use crate::Archive;
use model::{Account, Private};
use std::collections::HashMap;

/// The account's owner.
#[derive(Debug, Default)]
pub(super) struct Owner {
    /// The name, as told or found; empty when everything is theirs.
    pub name: String,
    /// Names by which their posts are known, folded. Empty: every post is theirs.
    names: Vec<String>,
    /// The site the posts are on; empty when no link says it.
    pub host: String,
    /// Whether several people wrote here and who the owner is was not said and could only be guessed by their number of posts.
    pub is_doubtful: bool,
}

fn folded(name: &str) -> String {
    let name = name.trim().trim_start_matches('@');
    name.strip_prefix("u/").unwrap_or(name).to_lowercase()
}

/// One name for a person who writes under several: the address where there is one.
fn person(author: &str) -> String {
    let names = mail::names(author);
    folded(names.iter().find(|name| name.contains('@') && !name.contains(' ')).unwrap_or(&names[0]))
}

impl Owner {
    pub fn of(archive: &Archive, sources: &[Source<'_>], program: Option<Program>) -> Owner {
        let mut owner = Owner { host: host(sources), ..Owner::default() };
        if let Some(program) = program.filter(|program| !program.host().is_empty()) {
            program.host().trim_start_matches("www.").clone_into(&mut owner.host);
        }
        let mut authors: HashMap<String, (u64, String)> = HashMap::new();
        for (seen, columns) in sources.iter().flat_map(|source| &source.tables) {
            let Some(column) = columns.of("author").filter(|_| columns.of("text").is_some()) else { continue };
            for author in seen.columns.iter().filter(|(name, _)| name == column).flat_map(|(_, values)| values) {
                authors.entry(person(author)).or_insert_with(|| (0, author.clone())).0 += 1;
            }
        }
        let told = archive.told().account.clone().filter(|name| !name.trim().is_empty());
        let stated = told.or_else(|| program.and_then(|program| program.owner(archive)));
        if let Some(name) = stated {
            owner.names = vec![folded(&name)];
            owner.name = name.trim().trim_start_matches('@').to_owned();
            return owner;
        }
        let total: u64 = authors.values().map(|(count, _)| count).sum();
        let mut ranked: Vec<&(u64, String)> = authors.values().collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let file = archive.paths().iter().filter_map(|path| path.file_name()?.to_str()).collect::<String>().to_lowercase();
        let named = ranked.iter().find(|(_, author)| author.len() > 2 && file.contains(&folded(author)));
        let Some((count, author)) = named.or(ranked.first()) else { return owner };
        owner.is_doubtful = named.is_none() && ranked.len() > 1 && count * 10 < total * 6;
        owner.names = mail::names(author).iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect();
        owner.names.push(person(author));
        let person = person(author);
        owner.name = if person.contains('@') { person } else { author.clone() };
        owner
    }

    /// Whether they wrote what bears this name. Without a name it is theirs.
    pub fn is(&self, author: &str) -> bool {
        self.names.is_empty() || author.is_empty() || mail::names(author).iter().any(|name| self.names.contains(&folded(name)))
    }

    /// The account: the site and the name there tell it from others.
    pub fn account(&self) -> Account {
        let key = [&*self.host, &*self.name.to_lowercase()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
        let handle = if self.name.is_empty() { &self.host } else { &self.name };
        Account {
            platform: "forum".to_owned(),
            key: if key.is_empty() { "unnamed".to_owned() } else { key },
            handle: handle.clone(),
            name: (!self.name.is_empty() && !self.host.is_empty()).then(|| Private::new(format!("{} at {}", self.name, self.host))),
        }
    }
}

/// The site most of the links lead to.
fn host(sources: &[Source<'_>]) -> String {
    let mut hosts: HashMap<String, u64> = HashMap::new();
    for (seen, columns) in sources.iter().flat_map(|source| &source.tables) {
        let Some(column) = columns.of("url") else { continue };
        for link in seen.columns.iter().filter(|(name, _)| name == column).flat_map(|(_, values)| values) {
            let Some((_, rest)) = link.split_once("://") else { continue };
            let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
            *hosts.entry(host.strip_prefix("www.").unwrap_or(&host).to_owned()).or_default() += 1;
        }
    }
    hosts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).map(|(host, _)| host).unwrap_or_default()
}
