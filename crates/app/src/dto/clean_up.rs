//! The clean-up list: what is left to do on the platforms, and what is proved.

use super::bridged;

bridged! {
    /// One platform's part of the clean-up list.
    pub struct CleanUpGroup {
        /// Platform id.
        pub platform: String,
        /// Platform name.
        pub name: String,
        /// Steps to delete one post there.
        pub delete_steps: Vec<String>,
        /// Steps to change one.
        pub edit_steps: Vec<String>,
        /// Steps to limit who sees one.
        pub restrict_steps: Vec<String>,
        /// The platform's own tools for many posts at once.
        pub bulk: Vec<BulkTool>,
        /// The posts, in a good order of work.
        pub items: Vec<CleanUpItem>,
    }

    /// A platform's own tool for many posts at once.
    pub struct BulkTool {
        /// What it does.
        pub does: String,
        /// Where it is.
        pub link: String,
    }

    /// One post to take care of.
    pub struct CleanUpItem {
        /// Post id.
        pub post: u32,
        /// `delete`, `edit` or `restrict`.
        pub verdict: String,
        /// When it was posted, RFC 3339 in UTC.
        pub at: Option<String>,
        /// The first 280 characters.
        pub text: String,
        /// Its address.
        pub url: Option<String>,
        /// `todo`, `claimed`, `gone`, `still-there` or `cannot-tell`.
        pub proof: String,
        /// Why, in a sentence.
        pub why: String,
    }
}
