//! The layout and how it grows.
