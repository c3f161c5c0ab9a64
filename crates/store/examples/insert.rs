//! Measures the library: `cargo run --release -p store --example insert -- [POSTS] [FOLDER]`.
//!
//! Invented posts go into a throw-away library, or into a lasting one when a folder is named; then the lists are read.

#![allow(clippy::print_stdout)]

use chrono::{DateTime, FixedOffset, TimeDelta};
use model::{Account, Category, Coverage, Exported, Finding, Kind, Post, Risk, Source, Span};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use store::{Filter, Key, Library, Sort};

/// Numbers that look random and are the same at every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// A word of a vocabulary in which few words are common and most are rare.
    fn word(&mut self, text: &mut String) {
        let spread = self.below(1 << 15);
        let mut number = (spread * spread * spread) >> 30;
        for _ in 0..2 + number % 3 {
            text.push(char::from(b"bcdfglmnprstvw"[(number % 14) as usize]));
            text.push(char::from(b"aeiou"[(number / 14 % 5) as usize]));
            number = number / 7 + 1;
        }
    }
}

fn post(number: u64, dice: &mut Dice, file: &Arc<str>) -> Post {
    let mut text = String::with_capacity(160);
    while text.len() < 60 + (number % 120) as usize {
        dice.word(&mut text);
        text.push(' ');
    }
    let kind = if number.is_multiple_of(3) { Kind::Reply } else { Kind::Post };
    let mut post = Post::new(kind, text, Source { file: file.clone(), index: number });
    let id = 900_000_000_000_000_000 - number * 7_000_001;
    post.native_id = Some(id.to_string());
    post.at = DateTime::from_timestamp(1_700_000_000, 0).map(|at| at - TimeDelta::seconds(number as i64 * 3000));
    post.url = Some(format!("https://x.com/thea_reads/status/{id}"));
    post
}

fn finding(dice: &mut Dice) -> Finding {
    Finding {
        rule: "invented-rule".into(),
        category: Category::ALL[dice.below(18) as usize],
        risk: Risk::ALL[dice.below(3) as usize],
        score: dice.below(1000) as f32 / 1000.0,
        spans: vec![Span { start: 4, end: 9 }],
        path: vec!["said in public".into()],
        pieces: Vec::new(),
    }
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn main() -> store::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let posts: u64 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let folder = arguments.next();
    let temporary = std::env::temp_dir();
    let mut library = match &folder {
        Some(folder) => Library::create(Path::new(folder), &Key::random()?)?,
        None => Library::throwaway(&temporary)?,
    };
    let exported = Exported {
        account: Account { platform: "x".into(), key: "1".into(), handle: "thea_reads".into(), name: None },
        at: DateTime::from_timestamp(1_750_000_000, 0),
        partial: false,
    };
    let now = DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let file: Arc<str> = "data/tweets.js".into();

    let mut making = std::time::Duration::ZERO;
    let start = Instant::now();
    let mut import = library.begin_import(&exported, "first", "x.zip", now)?;
    for number in 0..posts {
        let begun = Instant::now();
        let post = post(number, &mut dice, &file);
        let findings = if number % 100 < 15 { vec![finding(&mut dice)] } else { Vec::new() };
        making += begun.elapsed();
        let seen = import.post(&post)?;
        import.findings(seen.id, &findings)?;
    }
    let written = start.elapsed() - making;
    import.finish(&Coverage::default())?;
    let imported = start.elapsed() - making;
    println!("posts        {:>9.3} s", written.as_secs_f64());
    println!("finish       {:>9.3} s", (imported - written).as_secs_f64());
    println!("import       {:>9.3} s, {} MB at most", imported.as_secs_f64(), resident_mb());

    let time = |what: &str, result: String, start: Instant| {
        println!("{what:<12} {:>9.3} s  {result}", start.elapsed().as_secs_f64());
    };
    let start = Instant::now();
    let hits = library.search("baca", 0, 50)?;
    time("first search", format!("{} hits", hits.total), start);
    let start = Instant::now();
    let hits = library.search("baca ca", 0, 50)?;
    time("search", format!("{} hits", hits.total), start);
    let flagged = Filter { flagged_only: true, ..Filter::default() };
    let narrow = Filter { risks: vec![Risk::High], hidden: vec![Category::Drugs], ..flagged.clone() };
    for (name, filter) in [("flagged", &flagged), ("high only", &narrow), ("everything", &Filter::default())] {
        let start = Instant::now();
        let page = library.review(filter, Sort::Worst, 0, 50)?;
        time(name, format!("page of {}", page.len()), start);
        let start = Instant::now();
        let facets = library.facets(filter)?;
        time("  facets", format!("{} categories", facets.categories.len()), start);
        let start = Instant::now();
        time("  count", library.count(filter)?.to_string(), start);
    }
    let start = Instant::now();
    let utc = FixedOffset::east_opt(0).ok_or(store::Error::Damaged)?;
    time("overview", library.overview(&[], utc)?.posts.to_string(), start);
    let start = Instant::now();
    time("tallies", library.tallies()?.len().to_string(), start);
    let start = Instant::now();
    let ids = library.review_ids(&flagged, Sort::Worst)?;
    library.decide(&ids[..ids.len() / 2], model::Verdict::Delete, None, now)?;
    time("decide", (ids.len() / 2).to_string(), start);
    let start = Instant::now();
    time("tasks", library.tasks()?.len().to_string(), start);
    let start = Instant::now();
    time("undo", library.undo(now)?.map_or(0, |undone| undone.posts.len()).to_string(), start);
    let start = Instant::now();
    let mut read = 0;
    library.each_post(&store::PostFilter::default(), |_| {
        read += 1;
        Ok::<_, store::Error>(())
    })?;
    time("read all", read.to_string(), start);
    let start = Instant::now();
    let mut import = library.begin_import(&exported, "second", "x-again.zip", now)?;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for number in 0..posts {
        import.post(&post(number, &mut dice, &file))?;
        if number % 100 < 15 {
            finding(&mut dice);
        }
    }
    let outcome = import.finish(&Coverage::default())?;
    time("import again", format!("{} known (making the posts included)", outcome.known), start);
    println!("{} MB at most", resident_mb());
    Ok(())
}
