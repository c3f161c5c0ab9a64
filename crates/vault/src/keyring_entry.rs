//! The key in the operating system's keyring.
