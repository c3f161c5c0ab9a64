//! The library as a whole: is it there, is it open, what went wrong.

use super::bridged;

bridged! {
    /// Whether the library can be used, and if not, what is needed.
    #[serde(tag = "state", rename_all = "kebab-case")]
    pub enum LibraryStatus {
        /// There is none yet; the next import makes it. `keyring` says whether the system's keyring can hold its key.
        Absent {
            /// Whether the system's keyring answers.
            keyring: bool,
        },
        /// A passphrase is needed.
        Locked,
        /// It is open.
        Open {
            /// Posts in it.
            posts: u32,
            /// Archives in it.
            archives: u32,
            /// Where the key is: `keyring` or `passphrase`.
            key: String,
        },
        /// It is there but cannot be opened.
        Failed {
            /// Why and what to do.
            problem: Problem,
        },
    }

    /// Something that could not be done. The window acts on `code` alone.
    pub struct Problem {
        /// Stable id, for instance `wrong-passphrase`.
        pub code: String,
        /// What was attempted and what stood in the way.
        pub message: String,
        /// What the person can do.
        pub hint: String,
    }

    /// News of a long job, at most ten times a second.
    #[serde(tag = "news", rename_all = "kebab-case")]
    pub enum JobNews {
        /// A job began on so many archives.
        Started {
            /// Archives to read.
            archives: u32,
        },
        /// How far it is.
        Progress {
            /// Which archive, counted from 0.
            archive: u32,
            /// Name of the archive's file.
            name: String,
            /// `reading`, `indexing` or `scanning`.
            phase: String,
            /// File inside the archive.
            file: String,
            /// Bytes of the archive done.
            #[ts(type = "number")]
            done: u64,
            /// Bytes of the archive in all; 0 when unknown.
            #[ts(type = "number")]
            total: u64,
            /// Posts read so far.
            posts: u32,
        },
        /// One archive is done.
        Imported {
            /// What was read of it.
            archive: super::ArchiveCoverage,
        },
        /// One archive could not be read; the others go on.
        Failed {
            /// Name of the archive's file.
            name: String,
            /// Where its files lie; empty for the sample.
            paths: Vec<String>,
            /// Why and what to do.
            problem: Problem,
        },
        /// The job ended.
        Finished {
            /// Posts not seen before.
            new: u32,
            /// Posts known before.
            known: u32,
            /// Posts worth a look in the whole library.
            flagged: u32,
        },
        /// The person cancelled; nothing of the archive being read was kept.
        Cancelled,
    }
}
