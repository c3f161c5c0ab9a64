//! The nouns of Broadsheet: what a post, an account, a fact, a finding, a verdict and a proof are.
//!
//! Every other crate speaks in these words. Deliberately absent: files, the clock, the network, SQL, and any way to
//! print or serialise the words a person wrote ([`Private`]).

mod account;
mod category;
mod coverage;
mod fact;
mod finding;
mod post;
mod private;
mod proof;
mod verdict;

pub use account::{Account, Exported};
pub use category::Category;
pub use coverage::{Coverage, FileCoverage, FileOutcome, Quiet, Warning};
pub use fact::Fact;
pub use finding::{Field, Finding, Risk, Span};
pub use post::{Audience, Kind, Media, Place, Post, Source};
pub use private::Private;
pub use proof::{Proof, ProofState};
pub use verdict::Verdict;

/// Declares a small closed list of named things: the enum, its ids as they stand in files and JSON, and the list of all.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The id used in files, JSON and on the command line.
            pub const fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }

            /// The value with this id, if there is one.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some($name::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use named;

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids are written to disk and read by scripts: each must lead back to its value, and no two may clash.
    #[test]
    fn every_id_leads_back_to_its_value() {
        macro_rules! check {
            ($($t:ty),+) => {$(
                for value in <$t>::ALL {
                    assert_eq!(<$t>::from_id(value.id()), Some(*value));
                }
                assert_eq!(<$t>::from_id("no such id"), None);
            )+};
        }
        check!(Category, Kind, Audience, Risk, Verdict, ProofState, Field);
        assert_eq!(Category::ALL.len(), 18);
    }
}
