//! The review desk: list, facets, one post in context, decisions.

use super::bridged;

bridged! {
    /// Which posts the list shows. Empty lists mean "all".
    #[derive(Default)]
    #[serde(default)]
    pub struct ReviewFilter {
        /// Risk ids.
        pub risks: Vec<String>,
        /// Category ids.
        pub categories: Vec<String>,
        /// Platform ids.
        pub platforms: Vec<String>,
        /// Kind ids.
        pub kinds: Vec<String>,
        /// Audience ids.
        pub audiences: Vec<String>,
        /// Years.
        pub years: Vec<i32>,
        /// `undecided`, or verdict ids.
        pub states: Vec<String>,
        /// Full-text search; also over posts without findings when `all_posts` is set.
        pub query: String,
        /// Whether posts without findings are shown as well.
        pub all_posts: bool,
        /// `risk` (worst first), `newest` or `oldest`. Empty means `risk`.
        pub sort: String,
    }

    /// A page of the list.
    pub struct ReviewPage {
        /// Posts that fit the filter.
        pub total: u32,
        /// Place of the first row in the whole list.
        pub offset: u32,
        /// The rows.
        pub rows: Vec<ReviewRow>,
    }

    /// One post in the list.
    pub struct ReviewRow {
        /// Post id.
        pub post: u32,
        /// Platform id.
        pub platform: String,
        /// Kind id.
        pub kind: String,
        /// When, RFC 3339 in UTC.
        pub at: Option<String>,
        /// The first 280 characters.
        pub text: String,
        /// Worst risk, none for a post without findings.
        pub risk: Option<String>,
        /// Category ids, worst first.
        pub categories: Vec<String>,
        /// Verdict id.
        pub verdict: Option<String>,
        /// How many nearby posts it was pieced together with.
        pub with: u32,
    }

    /// Counts beside the list.
    pub struct Facets {
        /// By risk.
        pub risks: Vec<Facet>,
        /// By category.
        pub categories: Vec<Facet>,
        /// By platform.
        pub platforms: Vec<Facet>,
        /// By kind.
        pub kinds: Vec<Facet>,
        /// By audience.
        pub audiences: Vec<Facet>,
        /// By year.
        pub years: Vec<Facet>,
        /// By state.
        pub states: Vec<Facet>,
    }

    /// One value of a facet.
    pub struct Facet {
        /// Value for the filter.
        pub id: String,
        /// What people read.
        pub name: String,
        /// Posts.
        pub count: u32,
    }

    /// One post with everything needed to decide.
    pub struct PostDetail {
        /// Post id.
        pub post: u32,
        /// Platform id.
        pub platform: String,
        /// The platform's name.
        pub platform_name: String,
        /// Handle of the account.
        pub account: String,
        /// Kind id.
        pub kind: String,
        /// When, RFC 3339 in UTC.
        pub at: Option<String>,
        /// Audience id.
        pub audience: String,
        /// The words.
        pub text: String,
        /// Whether the account's owner wrote them.
        pub own_words: bool,
        /// What it stands under: group, video, conversation.
        pub about: Option<String>,
        /// Address of what it answers, where the archive gives one.
        pub reply_to: Option<String>,
        /// The post's own address.
        pub url: Option<String>,
        /// The place's name or position.
        pub place: Option<String>,
        /// Descriptions of its photos and videos, or their file names.
        pub media: Vec<String>,
        /// Where it stands in the archive.
        pub source: String,
        /// Findings, worst first.
        pub findings: Vec<FindingDetail>,
        /// Posts of the same account before it, oldest first.
        pub before: Vec<Neighbour>,
        /// Posts of the same account after it.
        pub after: Vec<Neighbour>,
        /// Verdict id.
        pub verdict: Option<String>,
        /// The reason given with the verdict.
        pub reason: Option<String>,
        /// What was decided, oldest first.
        pub history: Vec<HistoryLine>,
    }

    /// One finding, explained.
    pub struct FindingDetail {
        /// Category id.
        pub category: String,
        /// Category name.
        pub category_name: String,
        /// Risk id.
        pub risk: String,
        /// Order for review, 0 to 1.
        pub score: f32,
        /// Rule id.
        pub rule: String,
        /// Rule name.
        pub title: String,
        /// What it shows, in neutral words.
        pub what: String,
        /// Why it may matter.
        pub why: String,
        /// What can be done.
        pub todo: String,
        /// Where that is said.
        pub sources: Vec<String>,
        /// Marked words: start and end in Unicode scalar values of `text`.
        pub spans: Vec<(u32, u32)>,
        /// What raised or lowered it.
        pub path: Vec<String>,
        /// What this post adds to a pieced-together finding.
        pub pieces: Vec<String>,
        /// The other posts of a pieced-together finding.
        pub with: Vec<Neighbour>,
    }

    /// A post nearby.
    pub struct Neighbour {
        /// Post id.
        pub post: u32,
        /// When, RFC 3339 in UTC.
        pub at: Option<String>,
        /// The first 280 characters.
        pub text: String,
        /// Verdict id.
        pub verdict: Option<String>,
    }

    /// One line of a post's history.
    pub struct HistoryLine {
        /// When, RFC 3339.
        pub at: String,
        /// In words: `Marked delete`, `Taken back`, `Ticked as done`.
        pub what: String,
    }

    /// What a decision did.
    pub struct Decided {
        /// Posts it changed.
        pub posts: Vec<u32>,
        /// In words, for the undo notice: `Marked 7 posts delete`.
        pub says: String,
        /// Flagged posts with a verdict now.
        pub decided: u32,
        /// Flagged posts in all.
        pub flagged: u32,
        /// High-risk posts without a verdict.
        pub high_left: u32,
    }
}
