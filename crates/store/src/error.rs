//! What can go wrong with the library. No message holds a statement of SQL or a word of a post.

use rusqlite::ErrorCode;
use rusqlite::ffi;

/// What can go wrong with the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no library in this folder.
    #[error("There is no library in this folder")]
    Missing,
    /// A library is already there.
    #[error("This folder already holds a library")]
    Exists,
    /// The key does not fit, or the first page of the file is not what it was: the two cannot be told apart.
    #[error("The key does not open this library")]
    WrongKey,
    /// Another process, or another part of this one, has it open.
    #[error("The library is open elsewhere")]
    InUse,
    /// A newer version of the program has changed its layout.
    #[error("A newer version of Broadsheet made this library")]
    TooNew,
    /// The disk, or the room set aside for the library, is full. What was being written was taken back.
    #[error("The disk is full")]
    Full,
    /// Pages of the file are not what was written.
    #[error("The library file is damaged")]
    Damaged,
    /// The file or its folder cannot be written to.
    #[error("The library cannot be written to")]
    ReadOnly,
    /// A post was named that the library does not hold.
    #[error("The library holds no such post")]
    NoSuchPost,
    /// The system gave no random numbers, or the file system refused.
    #[error("The library file cannot be used ({0})")]
    Io(std::io::ErrorKind),
    /// Anything else SQLite reports, by its extended result code.
    #[error("The library could not be read or written (SQLite code {0})")]
    Sql(i32),
}

/// What this crate's functions give back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        // Whatever does not come from SQLite itself is a value that is not of the kind this program wrote.
        let Some(inner) = error.sqlite_error() else { return Error::Damaged };
        match inner.code {
            ErrorCode::DiskFull => Error::Full,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Error::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Damaged,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::InUse,
            _ if inner.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::NoSuchPost,
            _ => Error::Sql(inner.extended_code),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Error::Full,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
            kind => Error::Io(kind),
        }
    }
}
