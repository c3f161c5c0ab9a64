//! Settings checklists.

use app::dto::Checklist;
use app::{Desk, Problem};
use tauri::State;

#[tauri::command(async)]
pub fn checklists(desk: State<'_, Desk>) -> Result<Vec<Checklist>, Problem> {
    app::checklist::checklists(&desk)
}

#[tauri::command(async)]
pub fn set_checklist(desk: State<'_, Desk>, item: String, state: String) -> Result<(), Problem> {
    app::checklist::set(&desk, &item, &state)
}
