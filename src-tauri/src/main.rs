//! The window: a page that may ask for the commands of `commands/` and nothing else.
//!
//! Deliberately absent: any way for the page to read a file, open a connection, run a program, or leave the app.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;

use anyhow::{Context, Result};
use app::Desk;
use std::path::PathBuf;
use tauri::{Manager, WebviewUrl, WebviewWindowBuilder};

/// Archives named on the command line with `--import PATH`; the page asks for them once it is up.
struct StartupImports(Vec<String>);

fn main() -> Result<()> {
    let options = Options::from_args(std::env::args().skip(1))?;
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .setup(move |shell| {
            let dir = match options.library {
                Some(dir) => dir,
                None => {
                    shell.path().app_local_data_dir().context("This system names no folder for application data")?
                }
            };
            shell.manage(Desk::at(&dir.join("library")));
            shell.manage(StartupImports(options.imports));
            let window = shell.config().app.windows.first().context("The configuration names no window")?;
            // A private web view keeps nothing on disk. WebKit's driver refuses private views, so a driven one is not.
            let driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
            WebviewWindowBuilder::new(shell, &window.label, WebviewUrl::default())
                .title(&window.title)
                .inner_size(window.width, window.height)
                .min_inner_size(window.min_width.unwrap_or(900.0), window.min_height.unwrap_or(600.0))
                .incognito(!driven)
                .data_directory(dir.join("web view"))
                .on_navigation(may_navigate)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("The window could not be opened")
}

/// The page never leaves the app: a link goes to the system's browser by a command, after its target was shown.
fn may_navigate(url: &tauri::Url) -> bool {
    let own = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    own || (cfg!(dev) && url.host_str() == Some("localhost"))
}

/// What was asked for on the command line.
#[derive(Default)]
struct Options {
    library: Option<PathBuf>,
    imports: Vec<String>,
}

impl Options {
    fn from_args(mut args: impl Iterator<Item = String>) -> Result<Options> {
        let mut options = Options::default();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--library" => options.library = Some(args.next().context("--library needs a folder")?.into()),
                "--import" => options.imports.push(args.next().context("--import needs a file or folder")?),
                "--help" | "-h" => {
                    println!("broadsheet-window [--library DIR] [--import ARCHIVE|sample]...");
                    std::process::exit(0);
                }
                other => anyhow::bail!("Unknown option {other}; see --help"),
            }
        }
        Ok(options)
    }
}
