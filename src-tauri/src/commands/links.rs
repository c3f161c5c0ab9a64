//! Links go to the system's browser, after the page has shown where they lead.

use app::Problem;

#[tauri::command(async)]
pub fn open_link(url: String) -> Result<(), Problem> {
    let url = app::links::checked(&url)?;
    open::that_detached(url).map_err(|_| app::links::no_browser())
}
