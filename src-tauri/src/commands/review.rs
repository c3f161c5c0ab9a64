//! The review desk.

use app::dto::{Decided, Facets, PostDetail, ReviewFilter, ReviewPage, RuleInfo};
use app::{Desk, Problem};
use tauri::State;

#[tauri::command(async)]
pub fn review(desk: State<'_, Desk>, filter: ReviewFilter, offset: u32, limit: u32) -> Result<ReviewPage, Problem> {
    app::review::review(&desk, &filter, offset, limit)
}

#[tauri::command(async)]
pub fn facets(desk: State<'_, Desk>, filter: ReviewFilter) -> Result<Facets, Problem> {
    app::review::facets(&desk, &filter)
}

#[tauri::command(async)]
pub fn post(desk: State<'_, Desk>, post: u32) -> Result<PostDetail, Problem> {
    app::review::post(&desk, post)
}

#[tauri::command(async)]
pub fn decide(
    desk: State<'_, Desk>,
    posts: Vec<u32>,
    verdict: String,
    reason: Option<String>,
) -> Result<Decided, Problem> {
    app::decide::decide(&desk, &posts, &verdict, reason.as_deref())
}

#[tauri::command(async)]
pub fn decide_all(
    desk: State<'_, Desk>,
    filter: ReviewFilter,
    verdict: String,
    expected: u32,
) -> Result<Decided, Problem> {
    app::decide::decide_all(&desk, &filter, &verdict, expected)
}

#[tauri::command(async)]
pub fn undo(desk: State<'_, Desk>) -> Result<Option<Decided>, Problem> {
    app::decide::undo(&desk)
}

#[tauri::command(async)]
pub fn rule(rule: String) -> Result<RuleInfo, Problem> {
    app::rules::rule(&rule)
}
