//! Tells Tauri which commands exist, so that each is refused unless a capability names it.

/// The one list of commands; tests/tidy.rs compares it with the handler, the capability and the window's calls.
const COMMANDS: &str = include_str!("commands.txt");

fn main() {
    // The page is embedded when this crate is compiled, so a newly built page must compile it anew.
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=commands.txt");
    let commands: Vec<&'static str> = COMMANDS.lines().collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("Tauri could not prepare the window");
}
