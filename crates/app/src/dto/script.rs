//! The contract's JSON, for scripts. Forms are only ever added to.
