//! Every failure as a code, a sentence and a way on.
//!
//! The rooms below have small typed errors; here each becomes a [`Problem`]. A message may name a file of an archive,
//! never a word of a post.

pub use crate::dto::Problem;
use std::fmt;

impl Problem {
    /// A problem from its three parts.
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { code: code.into(), message: message.into(), hint: hint.into() }
    }

    /// Something that should not happen: a fault of this program.
    pub fn internal(what: &str) -> Problem {
        Problem::new("internal", what, "Nothing was lost. Please try again, and report it if it happens twice.")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message, self.hint)
    }
}

impl std::error::Error for Problem {}

impl From<platforms::Stopped> for Problem {
    fn from(_: platforms::Stopped) -> Self {
        Problem::new("cancelled", "The work was cancelled", "What was finished before is kept.")
    }
}

impl From<platforms::Error> for Problem {
    fn from(error: platforms::Error) -> Self {
        use platforms::Error;
        let message = error.to_string();
        match error {
            Error::Open { source, .. } => Problem::new(
                "open-failed",
                format!("{message}: {}", plain(&source)),
                "Check that the file is still there and that you may read it.",
            ),
            Error::NotAnArchive { .. } => Problem::new(
                "not-an-archive",
                message,
                "Choose the file as the platform sent it, or the folder it was unpacked to.",
            ),
            Error::Damaged { .. } => {
                Problem::new("damaged-archive", message, "Download it again from the platform, then import it again.")
            }
            Error::Refused { .. } => Problem::new(
                "refused-archive",
                message,
                "Ask the platform for a fresh archive. This one is not made as a platform makes them.",
            ),
            Error::Stopped => platforms::Stopped.into(),
        }
    }
}

/// An operating-system error in words, without numbers.
pub(crate) fn plain(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "you may not read or write there",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::ReadOnlyFilesystem => "the disk cannot be written to",
        _ => "the system refused",
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        use store::Error;
        let (code, hint) = match error {
            Error::Missing => ("no-library", "Import an archive first."),
            Error::Exists => ("library-exists", "Open that one, or choose another folder."),
            Error::WrongKey => (
                "wrong-key",
                "Check that the library's folder is whole, or restore it from a backup together with its key.",
            ),
            Error::InUse => ("in-use", "Close the other window or command that uses it, then try again."),
            Error::TooNew => ("too-new", "Use that newer version, or choose another folder."),
            Error::Full => ("disk-full", "Make room on the disk and try again. Nothing of the library was lost."),
            Error::Damaged => {
                ("damaged-library", "Restore the folder from a backup, or erase it and import your archives again.")
            }
            Error::ReadOnly => ("read-only", "Check that you may write to the library's folder."),
            Error::NoSuchPost => ("no-such-post", "Look up the id again with `broadsheet findings`."),
            Error::Io(_) | Error::Sql(_) => {
                ("library-failed", "Check the disk, then try again. Nothing that was decided is lost.")
            }
        };
        Problem::new(code, error.to_string(), hint)
    }
}

impl From<vault::Error> for Problem {
    fn from(error: vault::Error) -> Self {
        use vault::Error;
        let (code, hint) = match error {
            Error::NoKeyring => {
                ("no-keyring", "Unlock or install a keyring, or protect the library with a passphrase.")
            }
            Error::KeyringLocked => ("keyring-locked", "Unlock the keyring, then try again."),
            Error::Keyring => ("keyring-failed", "Restart the keyring, or protect the library with a passphrase."),
            Error::WrongPassphrase => ("wrong-passphrase", "Try again. Upper and lower case count."),
            Error::EmptyPassphrase => ("empty-passphrase", "Choose a passphrase of several words."),
            Error::KeyMissing => (
                "key-missing",
                "Log in as the person who made the library, or restore its folder and keyring from a backup.",
            ),
            Error::Exists => ("library-exists", "Choose another folder."),
            Error::Damaged => ("key-damaged", "Restore the library's folder from a backup."),
            Error::NoRandom => ("no-random", "Restart the computer, then try again."),
            Error::Io(std::io::ErrorKind::StorageFull) => ("disk-full", "Make room on the disk and try again."),
            Error::Io(_) => ("read-only", "Check that you may read and write the library's folder."),
        };
        Problem::new(code, error.to_string(), hint)
    }
}

/// A file that could not be opened.
pub fn open_failed(path: &std::path::Path, source: &std::io::Error) -> Problem {
    let message = format!("Could not open {}: {}", path.display(), plain(source));
    Problem::new("open-failed", message, "Check that the file is there and that you may read it.")
}
