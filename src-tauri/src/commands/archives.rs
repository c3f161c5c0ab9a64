//! What was imported, and the report on it.

use app::dto::ArchiveCoverage;
use app::{Desk, Problem};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;

#[tauri::command(async)]
pub fn archives(desk: State<'_, Desk>) -> Result<Vec<ArchiveCoverage>, Problem> {
    app::coverage::archives(&desk)
}

#[tauri::command(async)]
pub fn save_report<R: Runtime>(
    shell: AppHandle<R>,
    desk: State<'_, Desk>,
    redact: bool,
) -> Result<Option<String>, Problem> {
    let dialog = shell.dialog().file().set_file_name("broadsheet-report.html");
    let Some(path) = dialog.add_filter("Report", &["html", "csv", "json"]).blocking_save_file() else {
        return Ok(None);
    };
    let path = path.to_string();
    app::report::save(&desk, path.as_ref(), redact)?;
    Ok(Some(path))
}
