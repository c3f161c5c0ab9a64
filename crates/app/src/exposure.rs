//! What a stranger with the archives could learn.

use crate::desk::Desk;
use crate::dto::script::ExposureLine;
use crate::problem::Problem;
use audit::exposure::{Stated, group};

/// Facts about the person, grouped, the most widely known first.
pub fn exposure(desk: &Desk) -> Result<Vec<ExposureLine>, Problem> {
    desk.with(|library| {
        let facts = library.facts(None)?;
        let stated: Vec<Stated<'_>> = facts
            .iter()
            .map(|stored| Stated { fact: &stored.fact, platform: &stored.platform, exported: stored.exported })
            .collect();
        let mut lines = Vec::new();
        for section in group(&stated) {
            for line in section.lines {
                lines.push(ExposureLine {
                    group: section.name.to_owned(),
                    platforms: line.platforms.into_iter().collect(),
                    topic: line.topic.to_owned(),
                    label: line.label.to_owned(),
                    value: line.value.into_revealed(),
                    count: line.stated.count as u32,
                    file: line.file.to_string(),
                    as_of: line.as_of.map(crate::coverage::day),
                });
            }
        }
        Ok(lines)
    })
}
