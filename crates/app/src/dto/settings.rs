//! Settings, rule pages and keys.

use super::bridged;

bridged! {
    /// What the person chose.
    #[serde(default)]
    pub struct Settings {
        /// What they do, in their words; empty when not said.
        pub profession: String,
        /// Category ids that are switched off.
        pub hidden_categories: Vec<String>,
        /// `system`, `light` or `dark`.
        pub theme: String,
        /// Whether single-letter keys act.
        pub single_keys: bool,
        /// Changed keys: action id to key.
        pub keys: std::collections::BTreeMap<String, String>,
    }

    /// A category that can be switched on and off.
    pub struct CategoryInfo {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// Rules in it.
        pub rules: u32,
    }

    /// A rule's page, for reading.
    pub struct RuleInfo {
        /// Rule id.
        pub id: String,
        /// Category id.
        pub category: String,
        /// Name.
        pub title: String,
        /// Risk before context.
        pub risk: String,
        /// What it flags.
        pub what: String,
        /// Why it matters.
        pub why: String,
        /// What to do.
        pub todo: String,
        /// Sources.
        pub sources: Vec<String>,
        /// Examples it flags.
        pub flagged: Vec<String>,
        /// Examples it leaves alone.
        pub not_flagged: Vec<String>,
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            profession: String::new(),
            hidden_categories: Vec::new(),
            theme: "system".into(),
            single_keys: true,
            keys: std::collections::BTreeMap::new(),
        }
    }
}
