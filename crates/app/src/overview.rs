//! The front page: what was found, where, when, and what to do next.

use crate::desk::Desk;
use crate::dto::{Bar, NextStep, Overview, RiskCounts};
use crate::problem::Problem;
use crate::review::platform_names;
use audit::checklist::CheckedItem;
use audit::triage::{self, Holdings, HourCounts, Open, Target};
use chrono::{FixedOffset, Local, Offset};
use model::ProofState;
use std::collections::BTreeMap;
use store::RiskCount;

/// The front page.
pub fn overview(desk: &Desk) -> Result<Overview, Problem> {
    desk.with(|library| {
        let hidden = crate::settings::hidden(library)?;
        let found = library.overview(&hidden, offset())?;
        let archives = library.archives()?;
        let holdings = Holdings {
            archives: archives.len() as u64,
            posts: found.posts,
            first: archives.iter().filter_map(|archive| archive.coverage.first).min(),
            last: archives.iter().filter_map(|archive| archive.coverage.last).max(),
            flagged: counts(found.risk),
        };
        let hours = HourCounts { all: library.hours(offset())?, flagged: sum_of_days(&found.hours) };
        let names = platform_names();
        let proofs = crate::clean_up::proved(library)?;
        let in_state = |state| proofs.iter().filter(|(_, proof)| proof.state == state).count() as u64;
        let mut checked: Vec<(String, CheckedItem<'static>)> = Vec::new();
        let imported: Vec<&str> = archives.iter().map(|archive| archive.owner.platform.as_str()).collect();
        crate::checklist::evaluated(library, |id, items| {
            let name = names.get(id).cloned().unwrap_or_default();
            // A platform one does not use needs no settings; general items concern everybody.
            if name.is_empty() || imported.contains(&id) {
                checked.extend(items.into_iter().map(|item| (name.clone(), item)));
            }
        })?;
        let settings: Vec<(&str, &CheckedItem<'_>)> =
            checked.iter().map(|(name, item)| (name.as_str(), item)).collect();
        let open = Open {
            archives: holdings.archives,
            undecided: counts(found.undecided),
            to_do: in_state(ProofState::Todo) + in_state(ProofState::CannotTell),
            still_there: in_state(ProofState::StillThere),
            claimed: in_state(ProofState::Claimed),
            settings: &settings,
        };
        let mut categories: Vec<Bar> =
            found.categories.iter().map(|(category, risk)| bar(category.id(), category.name(), *risk)).collect();
        categories.sort_by_key(|bar| std::cmp::Reverse(bar.risk.high + bar.risk.medium + bar.risk.low));
        let name_of = |id: &String| names.get(id).unwrap_or(id).clone();
        Ok(Overview {
            headline: triage::headline(&holdings),
            standfirst: triage::standfirst(&holdings),
            posts: found.posts as u32,
            risk: risk_counts(found.risk),
            decided: found.decided as u32,
            flagged: found.risk.total() as u32,
            high_left: found.undecided.high as u32,
            years: years(&found.years),
            categories,
            platforms: found.platforms.iter().map(|(id, risk)| bar(id, &name_of(id), *risk)).collect(),
            hours: found.hours.iter().map(|day| day.iter().map(|count| *count as u32).collect()).collect(),
            hours_note: triage::late_night(&hours).map(|late| late.says()),
            next: triage::next_steps(&open).into_iter().take(NEXT).map(next).collect(),
        })
    })
}

/// Steps shown; the rest follows when these are done.
const NEXT: usize = 5;

/// The computer's offset from UTC: posts are shown in the person's own hours.
fn offset() -> FixedOffset {
    Local::now().offset().fix()
}

fn sum_of_days(hours: &[[u64; 24]; 7]) -> [u64; 24] {
    std::array::from_fn(|hour| hours.iter().map(|day| day[hour]).sum())
}

/// All years from the first to the last with a flagged post, those without one included.
fn years(found: &BTreeMap<i32, RiskCount>) -> Vec<Bar> {
    let (Some(first), Some(last)) = (found.keys().next(), found.keys().last()) else { return Vec::new() };
    let year = |year: i32| bar(&year.to_string(), &year.to_string(), found.get(&year).copied().unwrap_or_default());
    (*first..=*last).map(year).collect()
}

fn bar(id: &str, name: &str, risk: RiskCount) -> Bar {
    Bar { id: id.to_owned(), name: name.to_owned(), risk: risk_counts(risk) }
}

pub(crate) fn risk_counts(risk: RiskCount) -> RiskCounts {
    RiskCounts { high: risk.high as u32, medium: risk.medium as u32, low: risk.low as u32 }
}

fn counts(risk: RiskCount) -> triage::RiskCounts {
    triage::RiskCounts { high: risk.high, medium: risk.medium, low: risk.low }
}

fn next(step: triage::Step) -> NextStep {
    let (screen, target) = match step.target {
        Target::Import => ("import", None),
        Target::Review(risk) => ("review", Some(risk.id().to_owned())),
        Target::CleanUp => ("clean-up", None),
        Target::Setting(item) => ("checklists", Some(item)),
    };
    NextStep { title: step.title, remark: step.remark.into_revealed(), screen: screen.to_owned(), target }
}
