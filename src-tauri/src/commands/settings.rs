//! What the person chose.

use app::dto::{CategoryInfo, Settings};
use app::{Desk, Problem};
use tauri::State;

#[tauri::command(async)]
pub fn settings(desk: State<'_, Desk>) -> Result<Settings, Problem> {
    app::settings::settings(&desk)
}

#[tauri::command(async)]
pub fn save_settings(desk: State<'_, Desk>, settings: Settings) -> Result<(), Problem> {
    app::settings::save(&desk, &settings)
}

#[tauri::command(async)]
pub fn categories() -> Vec<CategoryInfo> {
    app::rules::categories()
}
