//! Recognisers: data with a structure that can be checked. One file each.

use crate::engine::{Engine, PostView};
use crate::matcher::Ground;
use model::{Category, Risk, Span};

/// Something a recogniser saw.
pub(crate) struct Sighting {
    pub(crate) span: Span,
    pub(crate) risk: Risk,
    /// 0 to 1.
    pub(crate) strength: f32,
    /// What raised or lowered the risk.
    pub(crate) says: Option<&'static str>,
    /// Set when the data are somebody else's.
    pub(crate) category: Option<Category>,
}

/// Looks for its kind of data in a post; the risk is the page's.
pub(crate) type Recogniser = fn(&Engine, &Ground, &PostView, Risk) -> Vec<Sighting>;

/// Every recogniser by the name pages use.
const ALL: &[(&str, Recogniser)] = &[];

/// The recogniser of this name.
pub(crate) fn by_name(name: &str) -> Option<Recogniser> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, recogniser)| *recogniser)
}
