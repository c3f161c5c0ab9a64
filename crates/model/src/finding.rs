//! A finding: one reason to look at a post again.

use crate::{Category, named};
use std::sync::Arc;

named! {
    /// How much a finding could cost. Ordered: `Low < Medium < High`.
    Risk {
        /// Worth a look.
        Low = "low",
        /// Likely to embarrass before an employer, a regulator or the press.
        Medium = "medium",
        /// Could cost a job, a registration or somebody's safety.
        High = "high",
    }
}

named! {
    /// The field a person works in; rules weigh differently in each.
    Field {
        /// Doctors, nurses, students of medicine, therapists, pharmacists, carers, vets.
        Health = "health",
        /// Teachers, lecturers, childcare.
        Education = "education",
        /// Solicitors, barristers, judges, clerks.
        Law = "law",
        /// Police, civil service, armed forces, fire service, councillors.
        PublicService = "public-service",
        /// Everybody else.
        General = "general",
    }
}

/// A stretch of the original text, in Unicode scalar values, `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First scalar value.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// One reason to look at a post again.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule page: its file name without the ending, unique over all categories.
    pub rule: Arc<str>,
    /// What it shows.
    pub category: Category,
    /// How much it could cost.
    pub risk: Risk,
    /// Order for review, 0 to 1; comparable over all rules.
    pub score: f32,
    /// The marked words, in order, not overlapping. Empty only for a finding about the post as a whole.
    pub spans: Vec<Span>,
    /// What raised or lowered the risk, one short neutral phrase each, for the explanation. Never a word of the post.
    pub path: Vec<Arc<str>>,
    /// Facts of a pieced-together finding that this post adds: `age`, `place`, ... Empty for others.
    pub pieces: Vec<Arc<str>>,
}
