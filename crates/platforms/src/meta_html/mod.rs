//! Pages of Meta's exports in HTML: Facebook's and Instagram's share one structure.
//!
//! A page is a header and a long list of cards, each with a title, a body and a date, inside `main` (or a block with that
//! role). The page is tokenised as it streams in, and of each card a small tree is built and handed on, so memory stays
//! flat however long the page is. Class names have changed with the years and will again: they are taken as a hint only,
//! and where there are none, nesting, headings, tables, anchors and the date at the end of a card decide.
//!
//! Dates are in the language and the local time of the account, mostly without a zone and sometimes to the minute only.
//! So a post of an HTML archive cannot be found again in a JSON archive by time and words, and nothing of an HTML archive
//! proves that something is gone.

mod card;
mod element;
mod local_date;
mod page;

pub use card::{Card, Medium, Row};
pub use element::{Element, Node};
pub use local_date::{LocalDate, local_date};
pub use page::{Head, Layout, Piece, pieces};

/// Said once for each archive whose times have no zone.
pub const LOCAL_TIMES: &str =
    "The times on these pages are local and have no zone: they may be off by some hours. A JSON export has exact times";

/// Said of a record whose date is in a form that is not known.
pub const DATE_UNREAD: &str = "The date is written in a form that is not known; the record was read without";
