//! Words a person wrote, kept from logs and files by their type.

use std::fmt;

/// A value that must not be printed, logged or serialised by accident.
///
/// It has no `Display` and no `Serialize`, and its `Debug` shows nothing of the value. [`Private::reveal`] is the one way
/// in; it is called where words are judged (`detect`), stored encrypted (`store`) or shown to their author (`app::dto`).
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Private(value)
    }

    /// The value. Whoever calls this answers for where the words go.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// The value, taken out.
    pub fn into_revealed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Private(value)
    }
}

impl From<&str> for Private<String> {
    fn from(value: &str) -> Self {
        Private(value.to_owned())
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let secret = Private::new("marker-word".to_owned());
        assert_eq!(format!("{secret:?} {secret:#?}"), "Private(..) Private(..)");
    }
}
