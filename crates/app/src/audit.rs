//! An audit: import, scan, checklist and summary in one go.

use crate::desk::Desk;
use crate::dto::script::{Audit, ChecklistCount, Seconds};
use crate::dto::{JobNews, Told};
use crate::import::Imported;
use crate::problem::Problem;
use audit::checklist::CheckedItem;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Imports the archives into this desk's library, read as told where anything is, and sums up what was found. Gives both
/// the summary and the import.
pub fn audit(
    desk: &Desk,
    paths: &[PathBuf],
    told: &Told,
    listener: impl Fn(JobNews) + Send + Sync + 'static,
) -> Result<(Audit, Imported), Problem> {
    let imported = crate::import::import_told(desk, paths, told, listener)?;
    let seconds = Seconds { import: seconds(imported.reading), scan: seconds(imported.piecing) };
    let summary = desk.with(|library| {
        let hidden = crate::settings::hidden(library)?;
        let found = library.overview(&hidden, chrono::FixedOffset::east_opt(0).expect("zero is an offset"))?;
        let platforms: Vec<String> = imported.archives.iter().map(|archive| archive.platform.clone()).collect();
        let mut checklist = BTreeMap::new();
        crate::checklist::evaluated(library, |id, items| {
            if platforms.iter().any(|platform| platform == id) {
                checklist.insert(id.to_owned(), count(&items));
            }
        })?;
        Ok(Audit {
            archives: crate::coverage::lines_of(&imported.archives),
            posts: found.own as u32,
            flagged: crate::overview::risk_counts(found.risk),
            by_category: found
                .categories
                .iter()
                .map(|(category, risk)| (category.id().to_owned(), risk.total() as u32))
                .collect(),
            checklist,
            seconds,
        })
    })?;
    Ok((summary, imported))
}

fn count(items: &[CheckedItem<'_>]) -> ChecklistCount {
    ChecklistCount {
        items: items.len() as u32,
        answered_by_archive: items.iter().filter(|item| !item.evidence.is_empty()).count() as u32,
        at_risk: items.iter().filter(|item| item.at_risk()).count() as u32,
    }
}

/// Seconds with three decimals.
fn seconds(duration: std::time::Duration) -> f64 {
    (duration.as_secs_f64() * 1000.0).round() / 1000.0
}
