//! Measures the rules on a labelled corpus: the table of `docs/accuracy.md`, and lists of misses for rule authors.

use anyhow::{Context, Result};
use chrono::NaiveDateTime;
use detect::{Engine, PostView};
use model::{Category, Field, Finding, Kind, Risk};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What stands above the table of writers the model had not seen.
const UNSEEN: &str = "\
Every fifth of the 75 invented writers of `training/` was left out of training, of fitting and of the choice of thresholds. The
figures are of those fifteen writers, judged post by post without knowing their profession. The rules were written before these
posts were.

These posts are dense and hard: nearly half of them have a finding, most findings are only hinted at, and as many posts look
like one and are none. The writers share a recipe, so that scenes recur from one to the next; posts by other people will be
judged less well. A second reader labelled every post without its labels and agreed closely (kappa 0.87 to 1.00), but could
guess much from the order of the posts. The ordinary posts are everyday tweets, without those in which a rule finds swearing.";

/// What stands above the tables of the development corpus.
const DEVELOPMENT: &str = "\
The rules were written with this corpus in view; the model was not trained on it, but its 212 everyday posts took part in the
choice of thresholds. The tables below are development figures and flatter the rules.";

/// What to measure and where to write it.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with `posts.jsonl` and `jigsaw.jsonl`.
    #[arg(long, default_value = "tests/corpus")]
    corpus: PathBuf,
    /// Folder of the rule pages. They are read now, not from the build; pages that can't be read are named and left out.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// Folder of the training posts, of which every fifth writer is measured.
    #[arg(long, default_value = "training")]
    training: PathBuf,
    /// Folder of the statistical model's files.
    #[arg(long, default_value = "crates/detect/weights")]
    weights: PathBuf,
    /// Write the table to this file instead of printing it.
    #[arg(long)]
    write: Option<PathBuf>,
    /// List the misses and false hits of a category (`all` for every one, `jigsaw` for the series).
    #[arg(long)]
    errors: Option<String>,
}

#[derive(Deserialize)]
struct Sample {
    id: String,
    profession: String,
    text: String,
    categories: Vec<String>,
    risk: String,
    spans: Vec<(String, String)>,
    #[serde(default)]
    hard_negative_for: Option<Names>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Many(Vec<String>),
}

impl Sample {
    fn hard_for(&self, category: Category) -> bool {
        match &self.hard_negative_for {
            None => false,
            Some(Names::One(name)) => name == category.id(),
            Some(Names::Many(names)) => names.iter().any(|name| name == category.id()),
        }
    }
    fn is_hard(&self) -> bool {
        self.categories.is_empty() && self.hard_negative_for.is_some()
    }
    fn has(&self, category: Category) -> bool {
        self.categories.iter().any(|id| id == category.id())
    }
    fn is_high(&self) -> bool {
        self.risk == Risk::High.id()
    }
}

#[derive(Deserialize)]
struct Series {
    series_id: String,
    author: String,
    posts: Vec<SeriesPost>,
    identifying: bool,
    members: Vec<String>,
}

#[derive(Deserialize)]
struct SeriesPost {
    id: String,
    at: String,
    text: String,
}

type Judged<'a> = (&'a Sample, Vec<Finding>);

/// Runs the measurement.
pub fn run(options: &Options) -> Result<()> {
    let weights = fs::read(options.weights.join("weights.bin"))?;
    let combination = fs::read_to_string(options.weights.join("combination.toml"))?;
    let engine = load(&options.rules)?.learn(&weights, &combination).map_err(anyhow::Error::msg)?;
    let samples: Vec<Sample> = lines(&options.corpus.join("posts.jsonl"))?;
    let series: Vec<Series> = lines(&options.corpus.join("jigsaw.jsonl"))?;
    let judged: Vec<Judged> = samples
        .iter()
        .map(|s| (s, engine.judge(&PostView::of(&s.text), Some(Field::of(&s.profession))).findings))
        .collect();
    if let Some(which) = &options.errors {
        print!("{}", if which == "jigsaw" { series_errors(&engine, &series)? } else { errors(&judged, which) });
        return Ok(());
    }
    let mut out = format!("# Accuracy\n\n## Writers not seen before\n\n{UNSEEN}\n\n");
    out.push_str(&crate::train::unseen(&engine, &options.training)?);
    figures(&mut out, &judged)?;
    jigsaw(&mut out, &engine, &series, &samples)?;
    speed(&mut out, &engine, &samples)?;
    match &options.write {
        Some(path) => fs::write(path, out).with_context(|| format!("Writing {}", path.display())),
        None => {
            print!("{out}");
            Ok(())
        }
    }
}

/// Reads the rules of a folder, leaving out pages that can't be read.
fn load(rules: &Path) -> Result<Engine> {
    let (mut pages, mut words) = (Vec::new(), Vec::new());
    for folder in fs::read_dir(rules).with_context(|| format!("Reading {}", rules.display()))? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(&folder)? {
            let file = file?.path();
            let name = file.strip_prefix(rules)?.to_string_lossy().replace('\\', "/");
            let list = if name.starts_with("_words/") { &mut words } else { &mut pages };
            if name.ends_with(".md") || name.ends_with(".txt") {
                list.push((name, fs::read_to_string(&file)?));
            }
        }
    }
    pages.sort();
    words.sort();
    let contexts = fs::read_to_string(rules.join("_contexts.toml"))?;
    fn refs(list: &[(String, String)]) -> Vec<(&str, &str)> {
        list.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
    }
    pages.retain(|page| match Engine::build(&refs(std::slice::from_ref(page)), &refs(&words), &contexts) {
        Ok(_) => true,
        Err(error) => {
            eprintln!("left out: {error}");
            false
        }
    });
    Ok(Engine::build(&refs(&pages), &refs(&words), &contexts)?)
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| format!("Reading {}", path.display()))?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| Ok(serde_json::from_str(l)?)).collect()
}

fn predicted(judged: &Judged, category: Category) -> bool {
    judged.1.iter().any(|finding| finding.category == category)
}

/// Misses and false hits, for rule authors.
fn errors(judged: &[Judged], which: &str) -> String {
    let mut out = String::new();
    for &category in Category::ALL.iter().filter(|c| which == "all" || which == c.id()) {
        for one in judged {
            let (sample, findings) = one;
            let found = findings.iter().find(|f| f.category == category);
            let words = |spans: &[model::Span]| {
                let text = |s: &model::Span| {
                    sample.text.chars().skip(s.start as usize).take((s.end - s.start) as usize).collect::<String>()
                };
                spans.iter().map(text).collect::<Vec<_>>().join(" + ")
            };
            let text = sample.text.replace('\n', " / ");
            match (sample.has(category), found) {
                (true, None) => {
                    let labels: Vec<_> =
                        sample.spans.iter().filter(|(_, c)| c == category.id()).map(|(s, _)| s.as_str()).collect();
                    let other = if findings.is_empty() { " NOT FLAGGED AT ALL" } else { "" };
                    let _ = writeln!(
                        out,
                        "MISS  {} {} [{}] ({}){other} {text}\n        label: {}",
                        category.id(),
                        sample.id,
                        sample.risk,
                        sample.profession,
                        labels.join(" + ")
                    );
                }
                (false, Some(f)) => {
                    let kind = if sample.hard_for(category) {
                        "hard"
                    } else if sample.categories.is_empty() {
                        "benign"
                    } else {
                        "other"
                    };
                    let _ = writeln!(
                        out,
                        "FALSE {} {} ({kind}) {} {}: {:?} {text}",
                        category.id(),
                        sample.id,
                        f.risk.id(),
                        f.rule,
                        words(&f.spans)
                    );
                }
                _ => {}
            }
        }
    }
    out
}

/// A share with its count and its 95 % interval after Wilson.
fn share(hits: usize, of: usize) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    let (n, p, z) = (of as f64, hits as f64 / of as f64, 1.96_f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    format!("{p:.2} ({hits}/{of}; {:.2}–{:.2})", (middle - half).max(0.0), (middle + half).min(1.0))
}

fn f1(tp: usize, fp: usize, miss: usize) -> f64 {
    if tp == 0 { 0.0 } else { 2.0 * tp as f64 / (2 * tp + fp + miss) as f64 }
}

fn figures(out: &mut String, judged: &[Judged]) -> Result<()> {
    let benign: Vec<&Judged> = judged.iter().filter(|(s, _)| s.categories.is_empty()).collect();
    let labelled: Vec<&Judged> = judged.iter().filter(|(s, _)| !s.categories.is_empty()).collect();
    let flagged = |list: &[&Judged]| list.iter().filter(|(_, f)| !f.is_empty()).count();
    let high: Vec<&Judged> = labelled.iter().copied().filter(|(s, _)| s.is_high()).collect();
    let upper: Vec<&Judged> = labelled.iter().copied().filter(|(s, _)| s.risk != Risk::Low.id()).collect();
    let right = high.iter().filter(|(s, f)| f.iter().any(|f| s.has(f.category))).count();
    let says_high = |list: &[&Judged]| list.iter().filter(|(_, f)| f.iter().any(|f| f.risk == Risk::High)).count();
    let hard: Vec<&Judged> = benign.iter().copied().filter(|(s, _)| s.is_hard()).collect();
    let plain: Vec<&Judged> = benign.iter().copied().filter(|(s, _)| !s.is_hard()).collect();

    writeln!(out, "\n## Development figures\n\n{DEVELOPMENT}\n")?;
    writeln!(
        out,
        "Measured on the {} posts of `tests/corpus`. Shares stand with their counts and a 95 % interval (Wilson).",
        judged.len()
    )?;
    writeln!(
        out,
        "Well-known test numbers are suppressed by the words around them alone, there is no list of them. Made by `cargo run -p xtask -- measure --write docs/accuracy.md`.\n"
    )?;
    writeln!(out, "### Posts\n\n| measure | share |\n|---|---|")?;
    let all = flagged(&labelled) + flagged(&benign);
    writeln!(out, "| Flagged at all: precision | {} |", share(flagged(&labelled), all))?;
    writeln!(out, "| Flagged at all: recall | {} |", share(flagged(&labelled), labelled.len()))?;
    writeln!(out, "| High-risk posts flagged at all | {} |", share(flagged(&high), high.len()))?;
    writeln!(out, "| High-risk posts flagged with a right category | {} |", share(right, high.len()))?;
    writeln!(out, "| High-risk posts found high | {} |", share(says_high(&high), high.len()))?;
    writeln!(out, "| High and medium posts flagged at all | {} |", share(flagged(&upper), upper.len()))?;
    writeln!(out, "| Benign posts flagged at all | {} |", share(flagged(&benign), benign.len()))?;
    writeln!(out, "| Plain everyday posts flagged at all | {} |", share(flagged(&plain), plain.len()))?;
    for (name, list) in [("benign", &benign), ("plain", &plain), ("hard negative", &hard)] {
        let count = says_high(list);
        writeln!(
            out,
            "| False highs per 1,000 {name} posts | {:.1} ({count}/{}) |",
            1000.0 * count as f64 / list.len().max(1) as f64,
            list.len()
        )?;
    }

    writeln!(
        out,
        "\n### Categories\n\n| category | positives | precision | recall | F1 | hard negatives reported | spans hit |\n|---|---:|---|---|---:|---|---|"
    )?;
    let (mut macro_f1, mut pooled, mut pooled_spans) = (0.0, (0, 0, 0), (0, 0));
    for &category in Category::ALL {
        let (mut tp, mut fp, mut miss, mut hard, mut hard_hit, mut spans, mut span_hits) = (0, 0, 0, 0, 0, 0, 0);
        for one in judged {
            match (one.0.has(category), predicted(one, category)) {
                (true, true) => tp += 1,
                (false, true) => fp += 1,
                (true, false) => miss += 1,
                (false, false) => {}
            }
            if one.0.hard_for(category) {
                hard += 1;
                hard_hit += usize::from(predicted(one, category));
            }
            for (label, _) in one.0.spans.iter().filter(|(_, c)| c == category.id()) {
                spans += 1;
                span_hits += usize::from(span_hit(one, category, label));
            }
        }
        let value = f1(tp, fp, miss);
        macro_f1 += value;
        pooled = (pooled.0 + tp, pooled.1 + fp, pooled.2 + miss);
        pooled_spans = (pooled_spans.0 + span_hits, pooled_spans.1 + spans);
        writeln!(
            out,
            "| {} | {} | {} | {} | {value:.2} | {} | {} |",
            category.id(),
            tp + miss,
            share(tp, tp + fp),
            share(tp, tp + miss),
            share(hard_hit, hard),
            share(span_hits, spans)
        )?;
    }
    let (tp, fp, miss) = pooled;
    writeln!(
        out,
        "| all, pooled | {} | {} | {} | {:.2} | | {} |",
        tp + miss,
        share(tp, tp + fp),
        share(tp, tp + miss),
        f1(tp, fp, miss),
        share(pooled_spans.0, pooled_spans.1)
    )?;
    writeln!(out, "\nMean F1 over categories: {:.2}", macro_f1 / Category::ALL.len() as f64)?;
    Ok(())
}

/// Whether a labelled stretch shares a character with a predicted one of its category.
fn span_hit(judged: &Judged, category: Category, label: &str) -> bool {
    let Some(byte) = judged.0.text.find(label) else { return false };
    let start = judged.0.text[..byte].chars().count() as u32;
    let end = start + label.chars().count() as u32;
    let mut spans = judged.1.iter().filter(|f| f.category == category).flat_map(|f| &f.spans);
    spans.any(|span| span.start < end && start < span.end)
}

/// The groups of posts that the engine links in a series.
fn linked(engine: &Engine, series: &Series) -> Result<Vec<BTreeSet<String>>> {
    let field = Some(Field::of(&series.author));
    let mut posts = Vec::new();
    for post in &series.posts {
        let at = NaiveDateTime::parse_from_str(&post.at, "%Y-%m-%dT%H:%M:%S")?.and_utc();
        let view = PostView { at: Some(at), kind: Kind::Post, ..PostView::of(&post.text) };
        if let Some(cues) = engine.judge(&view, field).cues {
            posts.push((post.id.clone(), at, cues));
        }
    }
    let pieced = engine.piece_together(&mut posts);
    Ok(pieced.into_iter().map(|p| p.members.into_iter().map(|(id, _)| id).collect()).collect())
}

fn jigsaw(out: &mut String, engine: &Engine, series: &[Series], samples: &[Sample]) -> Result<()> {
    let (mut tp, mut fp, mut overlap) = (0, 0, 0.0);
    for one in series {
        let groups = linked(engine, one)?;
        let found: BTreeSet<String> = groups.into_iter().filter(|g| g.len() > 1).flatten().collect();
        if found.is_empty() {
            continue;
        }
        if one.identifying {
            tp += 1;
            let members: BTreeSet<String> = one.members.iter().cloned().collect();
            overlap += found.intersection(&members).count() as f64 / found.union(&members).count() as f64;
        } else {
            fp += 1;
        }
    }
    let identifying = series.iter().filter(|s| s.identifying).count();
    let (everyday, groups) = everyday(engine, samples);
    writeln!(out, "\n## Pieced together from several posts\n\n| measure | value |\n|---|---|")?;
    writeln!(out, "| Precision by series | {} |", share(tp, tp + fp))?;
    writeln!(out, "| Recall by series | {} |", share(tp, identifying))?;
    writeln!(out, "| Look-alike series reported | {} |", share(fp, series.len() - identifying))?;
    let rate = 1000.0 * groups as f64 / everyday.max(1) as f64;
    writeln!(
        out,
        "| Groups reported per 1,000 benign posts read as one health professional's days | {rate:.1} ({groups}/{everyday}) |"
    )?;
    writeln!(out, "| Mean overlap of members, for hits | {:.2} |", overlap / tp.max(1) as f64)?;
    Ok(())
}

/// Reads the benign posts as if one health professional had written one a day: how many, and how many groups are reported.
/// Nothing in them belongs together, so that every group is a false one.
fn everyday(engine: &Engine, samples: &[Sample]) -> (usize, usize) {
    let benign: Vec<&Sample> = samples.iter().filter(|sample| sample.categories.is_empty()).collect();
    let mut posts = Vec::new();
    for (day, sample) in benign.iter().enumerate() {
        let at = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(day as i64);
        if let Some(cues) = engine.judge(&PostView::of(&sample.text), Some(Field::Health)).cues {
            posts.push((day, at, cues));
        }
    }
    let groups = engine.piece_together(&mut posts);
    (benign.len(), groups.len())
}

fn series_errors(engine: &Engine, series: &[Series]) -> Result<String> {
    let mut out = String::new();
    for one in series {
        let groups = linked(engine, one)?;
        let found = groups.iter().any(|g| g.len() > 1);
        let verdict = match (one.identifying, found) {
            (true, true) => "hit",
            (true, false) => "MISS",
            (false, true) => "FALSE",
            (false, false) => "right",
        };
        writeln!(out, "{verdict} {} ({})", one.series_id, one.author)?;
        for post in &one.posts {
            let member = if one.members.contains(&post.id) { 'm' } else { ' ' };
            let mark = if groups.iter().any(|g| g.contains(&post.id)) { '*' } else { ' ' };
            writeln!(out, "  {member}{mark} {} {}", post.at, post.text)?;
        }
    }
    Ok(out)
}

fn speed(out: &mut String, engine: &Engine, samples: &[Sample]) -> Result<()> {
    let start = Instant::now();
    let mut judged = 0_u64;
    while start.elapsed().as_millis() < 1000 {
        for sample in samples {
            std::hint::black_box(engine.judge(&PostView::of(&sample.text), None));
        }
        judged += samples.len() as u64;
    }
    let rate = judged as f64 / start.elapsed().as_secs_f64();
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    eprintln!("Speed ({build} build, one core): {rate:.0} posts a second, {:.1} microseconds a post", 1e6 / rate);
    let _ = out;
    Ok(())
}
