//! What a stranger with the archive, or the platform itself, could learn: facts grouped for reading.

use crate::checklist::Tally;
use chrono::{DateTime, Utc};
use model::{Fact, Private};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What a fact is, for the page: the section, the topic, and the words for it.
struct Shown {
    section: &'static str,
    topic: &'static str,
    label: &'static str,
}

/// Sections with their headings, in reading order.
const SECTIONS: &[(&str, &str)] = &[
    ("identifiers", "What names you"),
    ("places", "Where you are"),
    ("devices", "Devices and log-ins"),
    ("apps", "Linked apps and accounts"),
    ("ads", "Labels sold to advertisers"),
    ("people", "People around you"),
];

/// Topics shown, in reading order within their section. Settings and visibilities belong to the checklists.
const SHOWN: &[Shown] = &[
    shown("identifiers", "email", "E-mail address"),
    shown("identifiers", "phone", "Phone number"),
    shown("identifiers", "birth-date", "Birth date"),
    shown("identifiers", "gender", "Gender"),
    shown("identifiers", "handle-change", "Former name"),
    shown("identifiers", "website", "Web address"),
    shown("identifiers", "employer", "Employer"),
    shown("identifiers", "position", "Post held"),
    shown("identifiers", "school", "School or university"),
    shown("identifiers", "skill", "Skill"),
    shown("places", "address", "Postal address"),
    shown("places", "place", "Place on file"),
    shown("places", "place-visited", "Place you were at"),
    shown("devices", "device", "Device"),
    shown("devices", "login", "Log-in"),
    shown("devices", "ip-address", "Internet address"),
    shown("apps", "connected-app", "App with a key"),
    shown("apps", "linked-sign-in", "Account that opens this one"),
    shown("apps", "two-factor", "Second factor"),
    shown("ads", "ad-interest", "Label"),
    shown("ads", "advertiser", "Advertiser"),
    shown("ads", "ad-click", "Advert clicked"),
    shown("ads", "off-platform-activity", "Firm that reported you"),
    shown("people", "family", "Family"),
    shown("people", "friend", "Friend or connection"),
    shown("people", "friend-request", "Request"),
    shown("people", "contact-uploaded", "Person of your address book"),
    shown("people", "blocked", "Blocked account"),
    shown("people", "group", "Group"),
    shown("people", "listed", "List you are on"),
];

const fn shown(section: &'static str, topic: &'static str, label: &'static str) -> Shown {
    Shown { section, topic, label }
}

/// Whether facts of this topic stand on the page.
pub fn is_shown(topic: &str) -> bool {
    SHOWN.iter().any(|shown| shown.topic == topic)
}

/// A fact, the platform it comes from, and when its archive was made.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Name of the platform as people read it.
    pub platform: &'a str,
    /// When the archive was made.
    pub exported: Option<DateTime<Utc>>,
}

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `identifiers`, `places`, `devices`, `apps`, `ads` or `people`.
    pub id: &'static str,
    /// The heading people read.
    pub name: &'static str,
    /// What was found, by topic, the most widely known first.
    pub lines: Vec<Line>,
}

/// One thing that can be learnt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Topic id.
    pub topic: &'static str,
    /// What it is: `Phone number`.
    pub label: &'static str,
    /// The number, the name, the place.
    pub value: Private<String>,
    /// A second part of the newest statement.
    pub detail: Option<Private<String>>,
    /// How often it is stated, and from when to when.
    pub stated: Tally,
    /// Platforms that hold it. More than one ties the accounts together.
    pub platforms: BTreeSet<String>,
    /// A file that states it.
    pub file: Arc<str>,
    /// When the newest archive that states it was made.
    pub as_of: Option<DateTime<Utc>>,
}

/// Groups facts. The same value under the same topic, in any case, stands once. Sections without lines are left out.
pub fn group(facts: &[Stated<'_>]) -> Vec<Section> {
    let mut lines: Vec<Vec<Line>> = SHOWN.iter().map(|_| Vec::new()).collect();
    let topics: HashMap<&str, usize> = SHOWN.iter().enumerate().map(|(at, shown)| (shown.topic, at)).collect();
    let mut places: HashMap<(usize, String), usize> = HashMap::new();
    for Stated { fact, platform, exported } in facts {
        let value = fact.value.reveal().trim();
        let Some(&topic) = topics.get(fact.topic.as_str()).filter(|_| !value.is_empty()) else { continue };
        let place = *places.entry((topic, value.to_lowercase())).or_insert_with(|| {
            lines[topic].push(Line {
                topic: SHOWN[topic].topic,
                label: SHOWN[topic].label,
                value: Private::new(value.to_owned()),
                detail: None,
                stated: Tally::default(),
                platforms: BTreeSet::new(),
                file: fact.source.file.clone(),
                as_of: None,
            });
            lines[topic].len() - 1
        });
        let line = &mut lines[topic][place];
        if line.detail.is_none() || fact.at >= line.stated.last {
            line.detail = fact.detail.clone().or_else(|| line.detail.take());
        }
        line.stated.add(fact.at);
        line.platforms.insert((*platform).to_owned());
        line.as_of = line.as_of.max(*exported);
    }
    for lines in &mut lines {
        lines.sort_by_key(|line| std::cmp::Reverse((line.platforms.len(), line.stated.count)));
    }
    let mut sections: Vec<_> = SECTIONS.iter().map(|&(id, name)| Section { id, name, lines: Vec::new() }).collect();
    for (shown, lines) in SHOWN.iter().zip(lines) {
        if let Some(section) = sections.iter_mut().find(|section| section.id == shown.section) {
            section.lines.extend(lines);
        }
    }
    sections.retain(|section| !section.lines.is_empty());
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use model::Source;

    fn on(year: i32) -> Option<DateTime<Utc>> {
        Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single()
    }

    fn fact(topic: &str, value: &str, detail: &str, at: Option<DateTime<Utc>>) -> Fact {
        let detail = (!detail.is_empty()).then(|| detail.into());
        Fact { topic: topic.into(), value: value.into(), detail, at, source: Source { file: "f".into(), index: 0 } }
    }

    #[test]
    fn every_shown_topic_stands_in_a_section_once() {
        for (at, shown) in SHOWN.iter().enumerate() {
            assert!(SECTIONS.iter().any(|(id, _)| *id == shown.section), "{}", shown.topic);
            assert!(SHOWN[..at].iter().all(|other| other.topic != shown.topic), "{}", shown.topic);
        }
    }

    #[test]
    fn one_value_is_one_line_and_what_ties_accounts_comes_first() {
        let facts = [
            (fact("email", "only@example.org", "", None), "X"),
            (fact("email", "Thea@Example.org ", "sign-in", on(2012)), "X"),
            (fact("email", "thea@example.org", "recovery", on(2020)), "LinkedIn"),
            (fact("phone", "01632 960001", "", None), "X"),
            (fact("friend", "Ada Invented", "", on(2015)), "Facebook"),
            (fact("setting", "a=b", "", None), "Facebook"),
            (fact("place", " ", "", None), "Facebook"),
        ];
        let stated: Vec<_> =
            facts.iter().map(|(fact, platform)| Stated { fact, platform, exported: on(2026) }).collect();
        let sections = group(&stated);
        assert_eq!(sections.iter().map(|s| s.id).collect::<Vec<_>>(), ["identifiers", "people"]);
        let lines = &sections[0].lines;
        let said: Vec<_> = lines.iter().map(|l| (l.topic, l.value.reveal().as_str(), l.stated.count)).collect();
        assert_eq!(
            said,
            [("email", "Thea@Example.org", 2), ("email", "only@example.org", 1), ("phone", "01632 960001", 1)]
        );
        assert_eq!(lines[0].platforms.iter().map(String::as_str).collect::<Vec<_>>(), ["LinkedIn", "X"]);
        assert_eq!((lines[0].stated.first, lines[0].stated.last), (on(2012), on(2020)));
        assert_eq!(lines[0].detail, Some("recovery".into()));
        assert_eq!(lines[0].as_of, on(2026));
    }

    #[test]
    fn nothing_known_is_nothing_shown() {
        assert!(group(&[]).is_empty());
    }
}
