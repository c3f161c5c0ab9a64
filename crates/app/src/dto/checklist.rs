//! Settings checklists.

use super::bridged;

bridged! {
    /// One platform's checklist.
    pub struct Checklist {
        /// Platform id, or `general`.
        pub platform: String,
        /// Platform name.
        pub name: String,
        /// Whether an archive of it is in the library.
        pub imported: bool,
        /// Items that are done, chosen to keep, or do not apply.
        pub settled: u32,
        /// Groups in reading order.
        pub groups: Vec<ChecklistGroup>,
    }

    /// A group of settings.
    pub struct ChecklistGroup {
        /// Group id.
        pub id: String,
        /// Heading: `Who can see you`.
        pub name: String,
        /// Items, essential first.
        pub items: Vec<ChecklistItem>,
    }

    /// One setting.
    pub struct ChecklistItem {
        /// Item id, `x.protect-posts`.
        pub id: String,
        /// Name of the setting as the platform prints it.
        pub title: String,
        /// What it does, in one sentence.
        pub summary: String,
        /// `essential`, `recommended` or `optional`.
        pub weight: String,
        /// Minutes it takes.
        pub minutes: u32,
        /// What to choose.
        pub recommended: String,
        /// Why it matters.
        pub why: String,
        /// Steps in a browser.
        pub web: Vec<String>,
        /// Steps on a phone.
        pub mobile: Vec<String>,
        /// Address of the setting.
        pub link: Option<String>,
        /// Who says so.
        pub sources: Vec<String>,
        /// Month it was last checked.
        pub checked: String,
        /// `unknown`, `pre-filled`, `done`, `chosen-to-keep`, `not-applicable`, `remind-me`.
        pub state: String,
        /// What the archives say.
        pub evidence: Vec<EvidenceLine>,
    }

    /// What an archive says about a setting.
    pub struct EvidenceLine {
        /// The statement.
        pub says: String,
        /// File inside the archive, or empty when it was counted over all posts.
        pub file: String,
        /// Day the archive was made.
        pub as_of: Option<String>,
        /// `ok`, `at-risk` or `hint`.
        pub tone: String,
    }
}
