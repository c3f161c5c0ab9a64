//! Accounts.

use crate::{AccountId, Library, Result};
use model::Account;

/// An account of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Its number.
    pub id: AccountId,
    /// What is known of it.
    pub account: Account,
    /// Posts of it in the library.
    pub posts: u64,
}

impl Library {
    /// All accounts, by platform and handle.
    pub fn accounts(&self) -> Result<Vec<StoredAccount>> {
        todo!()
    }
}
