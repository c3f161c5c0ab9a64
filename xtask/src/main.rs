//! Chores of this repository: `cargo run -p xtask -- CHORE`.

mod bench;
mod measure;
mod sample;
mod train;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Time an audit beside Python's json.loads of the same file (build with --release first)
    Bench {
        /// Tweets in the archive
        #[arg(long, default_value_t = 100_000)]
        tweets: usize,
        /// Rounds; the median counts
        #[arg(long, default_value_t = 5)]
        rounds: usize,
    },
    /// Measure the rules on a labelled corpus
    Measure(measure::Options),
    /// Train the statistical model and print how well it does
    Train(train::Options),
    /// Make the sample person's archives
    Sample {
        /// Folder to write to
        #[arg(long, default_value = "crates/app/sample")]
        dir: PathBuf,
    },
}

fn main() -> Result<()> {
    match Cli::parse().chore {
        Chore::Bench { tweets, rounds } => bench::run(tweets, rounds),
        Chore::Measure(options) => measure::run(&options),
        Chore::Train(options) => train::run(&options),
        Chore::Sample { dir } => sample::write(&dir),
    }
}
