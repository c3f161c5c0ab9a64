//! What the page may ask for. Each command is a thin wrapper of one function of `app`.

mod accounts;
mod archives;
mod checklists;
mod clean_up;
mod import;
mod library;
mod links;
mod overview;
mod review;
mod settings;

use tauri::Runtime;
use tauri::ipc::Invoke;

/// Every command. `commands.txt` lists the same names; tests/tidy.rs compares the two.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        accounts::accounts,
        accounts::link_accounts,
        accounts::unlink_account,
        archives::archives,
        archives::save_report,
        checklists::checklists,
        checklists::set_checklist,
        clean_up::claim,
        clean_up::clean_up,
        import::cancel_job,
        import::columns,
        import::import_archives,
        import::import_sample,
        import::import_told,
        import::pick_archives,
        import::platforms,
        import::preview,
        import::scan,
        import::startup_imports,
        library::change_key,
        library::create_library,
        library::erase,
        library::library_status,
        library::unlock,
        links::open_link,
        overview::overview,
        review::decide,
        review::decide_all,
        review::facets,
        review::post,
        review::review,
        review::rule,
        review::undo,
        settings::categories,
        settings::save_settings,
        settings::settings,
    ]
}
