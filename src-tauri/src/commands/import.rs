//! Archives in, with progress and cancel.

use crate::StartupImports;
use app::dto::{ColumnsFound, JobNews, PlatformInfo, Preview, Told};
use app::{Desk, Problem};
use std::path::PathBuf;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;

/// Endings of what the importers read: archives as they came, and the bare files of forums, blogs and mailing lists.
const READABLE: &[&str] =
    &["zip", "tgz", "gz", "csv", "tsv", "json", "jsonl", "ndjson", "xml", "mbox", "mbx", "eml", "html", "htm", "txt"];

#[tauri::command(async)]
pub fn platforms() -> Vec<PlatformInfo> {
    app::import::platforms()
}

#[tauri::command(async)]
pub fn pick_archives<R: Runtime>(shell: AppHandle<R>, folder: bool) -> Vec<String> {
    let dialog = shell.dialog().file();
    let picked = if folder {
        dialog.blocking_pick_folders()
    } else {
        dialog.add_filter("Archives", READABLE).add_filter("All files", &["*"]).blocking_pick_files()
    };
    picked.unwrap_or_default().into_iter().map(|path| path.to_string()).collect()
}

#[tauri::command(async)]
pub fn startup_imports(imports: State<'_, StartupImports>) -> Vec<String> {
    imports.0.clone()
}

#[tauri::command(async)]
pub fn import_archives(desk: State<'_, Desk>, paths: Vec<PathBuf>, news: Channel<JobNews>) -> Result<(), Problem> {
    // The page has heard everything as news.
    app::import::import(&desk, &paths, listener(news)).map(drop)
}

#[tauri::command(async)]
pub fn columns(paths: Vec<PathBuf>) -> Result<Vec<ColumnsFound>, Problem> {
    app::import::look(&paths)
}

#[tauri::command(async)]
pub fn preview(paths: Vec<PathBuf>, told: Told) -> Result<Preview, Problem> {
    app::import::preview(&paths, &told)
}

#[tauri::command(async)]
pub fn import_told(
    desk: State<'_, Desk>,
    paths: Vec<PathBuf>,
    told: Told,
    news: Channel<JobNews>,
) -> Result<(), Problem> {
    app::import::import_told(&desk, &paths, &told, listener(news)).map(drop)
}

#[tauri::command(async)]
pub fn import_sample(desk: State<'_, Desk>, news: Channel<JobNews>) -> Result<(), Problem> {
    app::import::import_sample(&desk, listener(news)).map(drop)
}

#[tauri::command(async)]
pub fn scan(desk: State<'_, Desk>, news: Channel<JobNews>) -> Result<(), Problem> {
    app::scan::scan(&desk, listener(news))
}

#[tauri::command]
pub fn cancel_job(desk: State<'_, Desk>) {
    desk.cancel();
}

/// Passes news on to the page. A page that has gone away hears nothing; the job goes on.
pub(super) fn listener(news: Channel<JobNews>) -> impl Fn(JobNews) + Send + Sync + 'static {
    move |line| {
        let _ = news.send(line);
    }
}
