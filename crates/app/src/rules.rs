//! The rule pages, for reading.

use crate::dto::{CategoryInfo, RuleInfo};
use crate::problem::Problem;
use crate::scan::engine;
use model::Category;

/// Every rule, by category and id.
pub fn rules() -> Vec<RuleInfo> {
    engine().pages().iter().map(info).collect()
}

/// One rule's page.
pub fn rule(id: &str) -> Result<RuleInfo, Problem> {
    let unknown = || Problem::new("unknown-rule", "There is no such rule", "`broadsheet rules` lists them all.");
    engine().page(id).map(info).ok_or_else(unknown)
}

/// The categories and how many rules each has.
pub fn categories() -> Vec<CategoryInfo> {
    let rules = |category| engine().pages().iter().filter(|page| page.category == category).count() as u32;
    let info = |category: &Category| CategoryInfo {
        id: category.id().to_owned(),
        name: category.name().to_owned(),
        rules: rules(*category),
    };
    Category::ALL.iter().map(info).collect()
}

fn info(page: &detect::Page) -> RuleInfo {
    RuleInfo {
        id: page.id.to_string(),
        category: page.category.id().to_owned(),
        title: page.name.clone(),
        risk: page.risk.id().to_owned(),
        what: page.what.clone(),
        why: page.why.clone(),
        todo: page.what_to_do.clone(),
        sources: list(&page.sources),
        flagged: page.flagged.clone(),
        not_flagged: page.not_flagged.clone(),
    }
}

/// The items of a Markdown list, or the whole paragraph as one, without marks of emphasis.
pub(crate) fn list(markdown: &str) -> Vec<String> {
    let items = markdown.lines().map(|line| line.trim().trim_start_matches("- ").replace(['*', '_'], ""));
    items.filter(|item| !item.is_empty()).collect()
}
