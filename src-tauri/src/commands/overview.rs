//! The front page.

use app::dto::Overview;
use app::{Desk, Problem};
use tauri::State;

#[tauri::command(async)]
pub fn overview(desk: State<'_, Desk>) -> Result<Overview, Problem> {
    app::overview::overview(&desk)
}
