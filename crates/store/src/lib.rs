//! The encrypted library: keeps what was imported, found and decided, and finds it again. It never judges.
//!
//! One SQLite file under SQLCipher, one process at a time. Three habits hold everywhere: what a person decided is
//! appended and never replaced; a job (an import, a scan) is one transaction that leaves nothing behind when it is
//! dropped unfinished; and no error, message or log holds a word of a post.

mod code;
mod error;
mod import;
mod known;
mod library;
mod overview;
mod proof;
mod review;
mod scan;
mod schema;
mod search;
mod table;
mod tally;
#[cfg(test)]
mod tests;

pub use error::{Error, Result};
pub use import::{Import, Outcome, Seen, SeenAs};
pub use library::{Key, Library};
pub use overview::{Overview, RiskCount};
pub use proof::{Sighting, Task};
pub use review::{Facets, Filter, ReviewRow, Sort, State};
pub use scan::{Scan, ScanState, Which};
pub use search::{Hit, Hits};
pub use table::account::StoredAccount;
pub use table::archive::StoredArchive;
pub use table::checklist::ChecklistState;
pub use table::decision::{Act, HistoryEntry, Progress, Undone};
pub use table::fact::StoredFact;
pub use table::finding::StoredFinding;
pub use table::post::{Neighbours, PostFilter, StoredPost, Version};
pub use tally::Tally;

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use std::fmt;

/// Numbers that name rows. A number is never given twice, even after its row is gone.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map($name)
            }
        }
    )+};
}

ids! {
    /// A post of the library.
    PostId
    /// An account of the library.
    AccountId
    /// An archive that was imported.
    ArchiveId
    /// One act of deciding, over one post or many.
    DecisionId
}
