//! Tells Tauri which commands exist, so that each is refused unless a capability names it.

/// The one list of commands; tests/tidy.rs compares it with the handler, the capability and the window's calls.
const COMMANDS: &str = include_str!("commands.txt");

fn main() {
    let commands: Vec<&'static str> = COMMANDS.lines().collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).expect("Tauri could not prepare the window");
}
