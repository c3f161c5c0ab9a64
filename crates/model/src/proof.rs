//! Whether a post marked delete is really gone.

use crate::named;

named! {
    /// What is known of a post that was marked delete.
    ProofState {
        /// Not yet done.
        Todo = "todo",
        /// The person says it is done; no later archive has been seen.
        Claimed = "claimed",
        /// A later, whole archive of the account no longer holds it.
        Gone = "gone",
        /// A later archive still holds it.
        StillThere = "still-there",
        /// A later archive was imported but does not settle it.
        CannotTell = "cannot-tell",
    }
}

/// A state and the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What is known.
    pub state: ProofState,
    /// Why, in one plain sentence: which archive, which date, what is missing.
    pub why: String,
}
