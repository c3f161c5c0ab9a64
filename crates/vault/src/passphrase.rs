//! The key wrapped by a passphrase.
