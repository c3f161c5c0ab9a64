//! What a person decided about a post.

use crate::named;

named! {
    /// A decision. Decisions are appended, never replaced; the last one that was not taken back counts.
    Verdict {
        /// It can stay as it is. A full answer, never asked again.
        Keep = "keep",
        /// It shall be deleted on the platform.
        Delete = "delete",
        /// Its words shall be changed on the platform.
        Edit = "edit",
        /// Fewer people shall see it.
        Restrict = "restrict",
        /// Ask me again.
        Later = "later",
    }
}

impl Verdict {
    /// Whether something is left to do on the platform.
    pub const fn is_task(self) -> bool {
        matches!(self, Verdict::Delete | Verdict::Edit | Verdict::Restrict)
    }
}
