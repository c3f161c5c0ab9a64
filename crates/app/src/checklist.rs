//! Settings checklists: the items, what the archives say about each, and what the person answered.

use crate::coverage::day;
use crate::desk::{Desk, now};
use crate::dto::script::{ChecklistLine, Evidence as EvidenceJson};
use crate::dto::{Checklist, ChecklistGroup, ChecklistItem, EvidenceLine};
use crate::problem::Problem;
use audit::checklist::{self, CheckedItem, Group, Item, Known, PostStatistics, State};
use platforms::{GENERAL_CHECKLIST, IMPORTERS};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use store::Library;

/// The id under which items that belong to no platform stand.
const GENERAL: &str = "general";

/// The items of each platform, general ones last. They are part of the program and a test reads them all, so they parse.
fn pages() -> &'static [(&'static str, Vec<Item>)] {
    static PAGES: OnceLock<Vec<(&'static str, Vec<Item>)>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let read = |id, text| (id, checklist::parse(text).unwrap_or_else(|e| panic!("checklist of {id}: {e}")));
        let platforms = IMPORTERS.iter().map(|importer| read(importer.id(), importer.checklist_toml()));
        platforms.chain([read(GENERAL, GENERAL_CHECKLIST)]).collect()
    })
}

/// Calls `each` with every platform's items as they stand in this library.
pub(crate) fn evaluated<T>(
    library: &Library,
    mut each: impl FnMut(&'static str, Vec<CheckedItem<'static>>) -> T,
) -> Result<Vec<T>, Problem> {
    let states: BTreeMap<String, State> = library
        .checklist_states()?
        .into_iter()
        .filter_map(|(item, kept)| Some((item, State::from_id(&kept.state)?)))
        .collect();
    let facts = library.facts(None)?;
    let statistics = statistics(library)?;
    let mut answers = Vec::new();
    for (id, items) in pages() {
        let of_platform = |platform: &str| *id == GENERAL || *id == platform;
        let accounts: BTreeMap<_, _> = facts.iter().map(|fact| (fact.account, fact.account.to_string())).collect();
        let known: Vec<Known<'_>> = facts
            .iter()
            .filter(|stored| of_platform(&stored.platform))
            .map(|stored| Known { fact: &stored.fact, account: &accounts[&stored.account], exported: stored.exported })
            .collect();
        let posts = statistics.get(*id).cloned().unwrap_or_default();
        answers.push(each(id, checklist::evaluate(items, &known, &posts, &states)));
    }
    Ok(answers)
}

/// Counts over the posts of each platform, and over all under [`GENERAL`].
fn statistics(library: &Library) -> Result<BTreeMap<String, PostStatistics>, Problem> {
    let mut statistics: BTreeMap<String, PostStatistics> = BTreeMap::new();
    for sort in library.tallies()? {
        for id in [sort.platform.as_str(), GENERAL] {
            let tally = audit::checklist::Tally { count: sort.count, first: sort.first, last: sort.last };
            let of = statistics.entry(id.to_owned()).or_default();
            of.add_tally(sort.kind, sort.own_words, sort.audience, sort.with_place, tally);
        }
    }
    for archive in library.archives()? {
        for id in [archive.owner.platform.as_str(), GENERAL] {
            let of = statistics.entry(id.to_owned()).or_default();
            of.exported = of.exported.max(archive.exported);
        }
    }
    Ok(statistics)
}

/// All checklists, for the window.
pub fn checklists(desk: &Desk) -> Result<Vec<Checklist>, Problem> {
    desk.with(|library| {
        let imported: Vec<String> = library.accounts()?.into_iter().map(|stored| stored.account.platform).collect();
        let names = crate::review::platform_names();
        evaluated(library, |id, items| Checklist {
            platform: id.to_owned(),
            name: names.get(id).cloned().unwrap_or_else(|| "Everywhere".to_owned()),
            imported: imported.iter().any(|platform| platform == id),
            settled: items.iter().filter(|item| item.settled()).count() as u32,
            groups: Group::ALL.iter().filter_map(|group| of_group(*group, &items)).collect(),
        })
    })
}

fn of_group(group: Group, items: &[CheckedItem<'_>]) -> Option<ChecklistGroup> {
    let items: Vec<ChecklistItem> = items.iter().filter(|item| item.item.group == group).map(item).collect();
    (!items.is_empty()).then(|| ChecklistGroup { id: group.id().to_owned(), name: group.name().to_owned(), items })
}

fn item(checked: &CheckedItem<'_>) -> ChecklistItem {
    let item = checked.item;
    ChecklistItem {
        id: item.id.clone(),
        title: item.title.clone(),
        summary: item.summary.clone(),
        weight: item.weight.id().to_owned(),
        minutes: item.minutes,
        recommended: item.recommended.clone(),
        why: item.why.clone(),
        web: item.web.clone(),
        mobile: item.mobile.clone(),
        link: item.link.clone(),
        sources: item.sources.clone(),
        checked: item.checked.clone(),
        state: checked.state.id().to_owned(),
        evidence: checked
            .evidence
            .iter()
            .map(|evidence| EvidenceLine {
                says: evidence.says.reveal().clone(),
                file: evidence.file.to_string(),
                as_of: evidence.as_of.map(day),
                tone: evidence.tone.id().to_owned(),
            })
            .collect(),
    }
}

/// The items of one platform, or of all, for scripts.
pub fn lines(desk: &Desk, platform: Option<&str>) -> Result<Vec<ChecklistLine>, Problem> {
    if let Some(wanted) = platform.filter(|wanted| pages().iter().all(|(id, _)| id != wanted)) {
        let known: Vec<&str> = pages().iter().map(|(id, _)| *id).collect();
        return Err(Problem::new(
            "usage",
            format!("There is no checklist {wanted}"),
            format!("Use one of {}.", known.join(", ")),
        ));
    }
    desk.with(|library| {
        let lists = evaluated(library, |id, items| {
            let wanted = platform.is_none_or(|platform| platform == id);
            let lines = items.iter().filter(|_| wanted).map(|checked| line(id, checked));
            lines.collect::<Vec<_>>()
        })?;
        Ok(lists.into_iter().flatten().collect())
    })
}

fn line(platform: &str, checked: &CheckedItem<'_>) -> ChecklistLine {
    ChecklistLine {
        id: checked.item.id.clone(),
        platform: platform.to_owned(),
        group: checked.item.group.id().to_owned(),
        weight: checked.item.weight.id().to_owned(),
        title: checked.item.title.clone(),
        state: checked.state.id().to_owned(),
        evidence: checked
            .evidence
            .iter()
            .map(|evidence| EvidenceJson {
                says: evidence.says.reveal().clone(),
                file: evidence.file.to_string(),
                as_of: evidence.as_of.map(day),
            })
            .collect(),
        link: checked.item.link.clone(),
    }
}

/// Keeps what the person answered about an item.
pub fn set(desk: &Desk, item: &str, state: &str) -> Result<(), Problem> {
    let unknown = || Problem::new("usage", "There is no such setting or state", "Choose one of the list.");
    if !pages().iter().any(|(_, items)| items.iter().any(|known| known.id == item)) {
        return Err(unknown());
    }
    let state = State::from_id(state).ok_or_else(unknown)?;
    desk.with(|library| Ok(library.set_checklist(item, state.id(), "", now())?))
}
