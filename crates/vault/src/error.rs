//! What can go wrong with a key.

/// What can go wrong with a key. No message holds a key or a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The system has no keyring that answers.
    #[error("The system's keyring does not answer")]
    NoKeyring,
    /// The keyring is there but was not unlocked.
    #[error("The system's keyring is locked")]
    KeyringLocked,
    /// The keyring answered with something unexpected.
    #[error("The system's keyring could not be used")]
    Keyring,
    /// The passphrase does not unwrap the key.
    #[error("The passphrase is wrong")]
    WrongPassphrase,
    /// An empty passphrase was given for a new key.
    #[error("The passphrase is empty")]
    EmptyPassphrase,
    /// There is no key where it should be.
    #[error("The key of this library is missing")]
    KeyMissing,
    /// A key is there already.
    #[error("This library has a key already")]
    Exists,
    /// The key file is not what was written.
    #[error("The key file is damaged")]
    Damaged,
    /// The system gave no random numbers.
    #[error("The system gives no random numbers")]
    NoRandom,
    /// The key file could not be read or written.
    #[error("The key file could not be read or written ({0})")]
    Io(std::io::ErrorKind),
}

/// What this crate's functions give back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Io(error.kind())
    }
}
