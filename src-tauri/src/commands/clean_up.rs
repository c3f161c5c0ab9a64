//! The clean-up list.

use app::dto::CleanUpGroup;
use app::{Desk, Problem};
use tauri::State;

#[tauri::command(async)]
pub fn clean_up(desk: State<'_, Desk>) -> Result<Vec<CleanUpGroup>, Problem> {
    app::clean_up::clean_up(&desk)
}

#[tauri::command(async)]
pub fn claim(desk: State<'_, Desk>, post: u32, done: bool) -> Result<(), Problem> {
    app::clean_up::claim(&desk, post, done)
}
