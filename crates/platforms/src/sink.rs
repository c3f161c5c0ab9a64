//! Where importers push what they read.

use model::{Fact, Post, Warning};

/// The person cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Takes what an importer reads. Tests use [`Collected`]; the app feeds the library.
pub trait Sink {
    /// Takes a post.
    fn post(&mut self, post: Post);

    /// Takes a fact about the account.
    fn fact(&mut self, fact: Fact);

    /// Takes note of a record that could not be read.
    fn warning(&mut self, warning: Warning);

    /// Says which file is being read and how many bytes of it are done.
    fn progress(&mut self, file: &str, bytes_done: u64, bytes_total: u64);

    /// May the import go on? To be asked every few hundred records; also the place where a pause happens.
    fn check(&mut self) -> Result<(), Stopped>;
}

/// A sink that keeps everything: for tests and for small archives.
#[derive(Debug, Default)]
pub struct Collected {
    /// Posts in the order read.
    pub posts: Vec<Post>,
    /// Facts in the order read.
    pub facts: Vec<Fact>,
    /// Warnings in the order met.
    pub warnings: Vec<Warning>,
}

impl Sink for Collected {
    fn post(&mut self, post: Post) {
        self.posts.push(post);
    }

    fn fact(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    fn progress(&mut self, _file: &str, _bytes_done: u64, _bytes_total: u64) {}

    fn check(&mut self) -> Result<(), Stopped> {
        Ok(())
    }
}
