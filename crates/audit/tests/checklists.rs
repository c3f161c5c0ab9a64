//! Walks every platform's checklist: each must parse, and name only topics that importers may fill.

use audit::checklist::{self, Item, Known, Level, PostStatistics, Rule, Tally, Tone, Weight};
use chrono::{DateTime, Utc};
use model::{Fact, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

fn platforms() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../platforms/src")
}

/// Every checklist, by the name of its folder.
fn checklists() -> BTreeMap<String, Vec<Item>> {
    let mut found = BTreeMap::new();
    for folder in fs::read_dir(platforms()).unwrap().map(|entry| entry.unwrap().path()) {
        let page = folder.join("checklist.toml");
        if page.exists() {
            let text = fs::read_to_string(&page).unwrap();
            let items = checklist::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
            found.insert(folder.file_name().unwrap().to_str().unwrap().to_owned(), items);
        }
    }
    assert!(found.len() >= 5, "only {} checklists were found", found.len());
    found
}

fn topics() -> BTreeSet<String> {
    let list = fs::read_to_string(platforms().join("topic.rs")).unwrap();
    let ids = list.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split('"').next().map(str::to_owned));
    let ids: BTreeSet<_> = ids.collect();
    assert!(ids.contains("connected-app"), "the list of topics has moved");
    ids
}

#[test]
fn ids_are_unique_over_all_checklists_and_carry_the_prefix_of_their_page() {
    let prefixes = BTreeMap::from([
        ("x", &["x."][..]),
        ("facebook", &["fb."]),
        ("forum", &["cf."]),
        ("instagram", &["ig.", "th."]),
        ("linkedin", &["li."]),
        ("mastodon", &["ma."]),
        ("wordpress", &["wp."]),
        ("youtube", &["yt.", "ga."]),
        ("general", &["gen."]),
    ]);
    let mut seen = BTreeSet::new();
    for (platform, items) in checklists() {
        for item in items {
            if let Some(prefixes) = prefixes.get(platform.as_str()) {
                assert!(prefixes.iter().any(|prefix| item.id.starts_with(prefix)), "{}", item.id);
            }
            assert!(seen.insert(item.id.clone()), "{} stands twice", item.id);
        }
    }
}

#[test]
fn each_item_can_be_followed() {
    for item in checklists().into_values().flatten() {
        let id = &item.id;
        let sentences = [&item.title, &item.summary, &item.why, &item.recommended, &item.if_ignored];
        assert!(sentences.iter().all(|text| !text.trim().is_empty() && text.len() < 300), "{id} has a bad text");
        assert!(item.web.iter().chain(&item.mobile).all(|step| step.trim().len() > 5), "{id} has an empty step");
        assert!((1..=60).contains(&item.minutes), "{id} takes {} minutes", item.minutes);
        assert!(!item.sources.is_empty(), "{id} names no source");
        let month = item.checked.split_once('-').map(|(year, month)| (year.parse::<u32>(), month.parse::<u32>()));
        assert!(matches!(month, Some((Ok(2026..), Ok(1..=12)))), "{id} was checked {}", item.checked);
        assert!(item.link.iter().all(|link| link.starts_with("https://")), "{id} has a link of another kind");
        assert!(item.link.is_some() || !item.link_unverified, "{id} marks a link it does not have");
    }
}

#[test]
fn evidence_names_known_topics_and_reads_as_a_sentence() {
    let topics = topics();
    for item in checklists().into_values().flatten() {
        for rule in &item.evidence {
            if let Some(topic) = &rule.topic {
                assert!(topics.contains(topic), "{} names the topic {topic}", item.id);
            }
            for says in &rule.says {
                assert!(
                    !says.ends_with('.') && says.starts_with(|c: char| c.is_uppercase() || c == '{'),
                    "{}: {says}",
                    item.id
                );
            }
            assert!(rule.level == Level::Answers || rule.tone != Tone::Ok || rule.topic.is_some(), "{}", item.id);
        }
    }
}

/// A moment in the given year.
fn in_year(year: i32) -> Option<DateTime<Utc>> {
    format!("{year}-03-05T12:00:00Z").parse().ok()
}

/// Facts of which the rule must speak: as many as asked for, dated or not.
fn facts_for(rule: &Rule, count: usize, dated: bool) -> Vec<Fact> {
    let fact = |n: usize| {
        let value = rule.value_is.first().cloned().unwrap_or_else(|| format!("Invented {n}"));
        let value = rule.name.as_ref().map_or(value.clone(), |name| format!("{name}={value}"));
        Fact {
            topic: rule.topic.clone().unwrap_or_default(),
            value: value.into(),
            detail: Some(rule.detail_has.first().cloned().unwrap_or_else(|| format!("detail {n}")).into()),
            at: in_year(2010 + i32::try_from(n).unwrap()).filter(|_| dated),
            source: Source::default(),
        }
    };
    (0..count).map(fact).collect()
}

#[test]
fn every_rule_can_speak_of_one_and_of_several_with_and_without_dates() {
    for item in checklists().into_values().flatten() {
        for rule in &item.evidence {
            let alone = [Item { evidence: vec![rule.clone()], ..item.clone() }];
            for (count, dated) in [(1, true), (1, false), (5, true), (5, false)] {
                let facts = facts_for(rule, count.max(usize::try_from(rule.at_least).unwrap()), dated);
                let known: Vec<_> = facts.iter().map(|fact| Known { fact, account: "1", exported: None }).collect();
                let mut posts = PostStatistics::default();
                let mut tally = Tally::default();
                (0..count).for_each(|n| tally.add(in_year(2010 + i32::try_from(n).unwrap()).filter(|_| dated)));
                posts.tallies.insert(checklist::Counter::Own, tally);
                if let Some(counter) = rule.posts.filter(|_| !rule.none) {
                    posts.tallies.insert(counter, tally);
                }
                let checked = checklist::evaluate(&alone, &known, &posts, &BTreeMap::new());
                let said = checked[0].evidence.first().map(|evidence| evidence.says.reveal().as_str());
                let what = format!("{}: {count}, dated {dated}: {said:?}", item.id);
                let silent = !dated && rule.says.iter().all(|says| says.contains("{first_") || says.contains("{last_"));
                assert!(said.map_or(silent, |says| !says.contains(['{', '}'])), "{what}");
            }
        }
    }
}

#[test]
fn a_tenth_to_a_half_of_the_settings_of_a_platform_come_first() {
    for (platform, items) in checklists() {
        let essential = items.iter().filter(|item| item.weight == Weight::Essential).count();
        if platform != "general" {
            assert!(
                essential * 10 >= items.len() && essential * 2 <= items.len(),
                "{platform}: {essential} of {}",
                items.len()
            );
        }
        assert!(essential > 0, "{platform}");
    }
}

#[test]
fn exposure_leaves_out_only_what_the_checklists_speak_of() {
    // A topic is read in one room at least, or importers would fill it for nobody.
    let asked: BTreeSet<_> =
        checklists().into_values().flatten().flat_map(|item| item.evidence).filter_map(|rule| rule.topic).collect();
    let elsewhere = ["account-created", "verified"];
    for topic in topics() {
        let shown = audit::exposure::is_shown(&topic);
        assert!(shown || asked.contains(&topic) || elsewhere.contains(&topic.as_str()), "nobody reads {topic}");
    }
}
