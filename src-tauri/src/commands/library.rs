//! The library as a whole.

use app::dto::LibraryStatus;
use app::{Desk, Problem};
use tauri::State;

#[tauri::command(async)]
pub fn library_status(desk: State<'_, Desk>) -> LibraryStatus {
    app::library::status(&desk)
}

#[tauri::command(async)]
pub fn create_library(desk: State<'_, Desk>, passphrase: Option<String>) -> Result<LibraryStatus, Problem> {
    app::library::create(&desk, passphrase)
}

#[tauri::command(async)]
pub fn unlock(desk: State<'_, Desk>, passphrase: Option<String>) -> Result<LibraryStatus, Problem> {
    app::library::unlock(&desk, passphrase)
}

#[tauri::command(async)]
pub fn change_key(desk: State<'_, Desk>, passphrase: Option<String>) -> Result<LibraryStatus, Problem> {
    app::library::change_key(&desk, passphrase)
}

#[tauri::command(async)]
pub fn erase(desk: State<'_, Desk>) -> Result<LibraryStatus, Problem> {
    app::library::erase(&desk)
}
