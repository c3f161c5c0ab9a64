//! The front page.

use super::bridged;

bridged! {
    /// The front page: what was found, where, when, and what to do next.
    pub struct Overview {
        /// The headline in words.
        pub headline: String,
        /// One or two sentences below it: posts, archives, span of years.
        pub standfirst: String,
        /// Posts in the library.
        pub posts: u32,
        /// Posts by worst risk.
        pub risk: RiskCounts,
        /// Flagged posts with a verdict.
        pub decided: u32,
        /// Flagged posts in all.
        pub flagged: u32,
        /// High-risk posts without a verdict.
        pub high_left: u32,
        /// Flagged posts by year, oldest first, years without any included.
        pub years: Vec<Bar>,
        /// Flagged posts by category, most first; categories switched off left out.
        pub categories: Vec<Bar>,
        /// Flagged posts by platform.
        pub platforms: Vec<Bar>,
        /// Flagged posts by weekday (Monday first) and hour of the day, 7 rows of 24.
        pub hours: Vec<Vec<u32>>,
        /// A sentence on late-night posting, when there is enough to say.
        pub hours_note: Option<String>,
        /// What to do next, in order.
        pub next: Vec<NextStep>,
    }

    /// Counts by risk.
    #[derive(Copy, Default)]
    pub struct RiskCounts {
        /// High.
        pub high: u32,
        /// Medium.
        pub medium: u32,
        /// Low.
        pub low: u32,
    }

    /// One bar of a chart, and the facet value it opens in Review.
    pub struct Bar {
        /// Facet value: a year, a category id, a platform id.
        pub id: String,
        /// What people read.
        pub name: String,
        /// Its height, by risk.
        pub risk: RiskCounts,
    }

    /// Something to do next.
    pub struct NextStep {
        /// What to do.
        pub title: String,
        /// A short remark: how long, how old.
        pub remark: String,
        /// Screen that opens: `review`, `clean-up`, `checklists`, `import`.
        pub screen: String,
        /// What is chosen there: a checklist item's id, a risk.
        pub target: Option<String>,
    }
}
