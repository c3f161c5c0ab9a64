//! What crosses the bridge: to the window as JSON, to scripts as the contract's JSON.
//!
//! These are the only types that serialise, and the one place where private words are revealed to their author.
//! The TypeScript side is generated from here into `ui/src/backend/generated/`.

mod archives;
mod checklist;
mod clean_up;
mod library;
mod overview;
mod review;
pub mod script;
mod settings;

pub use archives::*;
pub use checklist::*;
pub use clean_up::*;
pub use library::*;
pub use overview::*;
pub use review::*;
pub use settings::*;

/// Derives what every bridged type needs and says where its TypeScript goes.
macro_rules! bridged {
    ($($(#[$meta:meta])* pub $kind:tt $name:ident $body:tt)+) => {$(
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[ts(export, export_to = "../../../ui/src/backend/generated/")]
        $(#[$meta])*
        pub $kind $name $body
    )+};
}
pub(crate) use bridged;
