//! Judging: posts as they come in, the whole library again, or lines of JSON without a library.

use crate::desk::Desk;
use crate::dto::JobNews;
use crate::dto::script::{BadLine, ScanFinding, ScanLine, ScanResult, SpanText};
use crate::job::Job;
use crate::problem::Problem;
use chrono::{DateTime, NaiveDateTime, Utc};
use detect::{Cues, Engine, Judgement, PostView};
use model::{Audience, Field, Finding, Kind, Post, Risk, Span};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::OnceLock;
use store::{AccountId, Library, PostFilter, PostId, Which};

/// The engine with the rules of this build; reading the pages takes a moment, so it is done once.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(Engine::embedded)
}

/// The engine, set up for one person.
pub(crate) struct Judge {
    field: Option<Field>,
}

impl Judge {
    pub(crate) fn for_library(library: &Library) -> Result<Judge, Problem> {
        let profession = crate::settings::read(library)?.profession;
        Ok(Judge { field: field(&profession) })
    }

    pub(crate) fn post(&self, post: &Post) -> Judgement {
        let view = PostView {
            text: post.text.reveal(),
            kind: post.kind,
            own_words: post.own_words,
            at: post.at,
            audience: post.audience,
        };
        engine().judge(&view, self.field)
    }

    /// Names rules and profession together: when it changes, every post wants judging anew.
    fn version(&self) -> String {
        format!("{} {}", engine().version(), self.field.map_or("any", Field::id))
    }
}

/// The field of a profession in words; none when nothing was said.
fn field(profession: &str) -> Option<Field> {
    (!profession.trim().is_empty()).then(|| Field::of(profession))
}

/// What each post could add to a pieced-together finding, by the person whose posts are read together.
pub(crate) struct Pieces {
    people: BTreeMap<AccountId, i64>,
    posts: BTreeMap<i64, Vec<(PostId, DateTime<Utc>, Cues)>>,
}

impl Pieces {
    pub(crate) fn of(library: &Library) -> Result<Pieces, Problem> {
        let people = library.accounts()?.into_iter().map(|account| (account.id, account.person)).collect();
        Ok(Pieces { people, posts: BTreeMap::new() })
    }

    pub(crate) fn add(&mut self, account: AccountId, id: PostId, post: &Post, cues: Option<Cues>) {
        if let (true, Some(at), Some(cues)) = (post.own_words, post.at, cues) {
            // An account that came in just now is linked to no other.
            let person = self.people.get(&account).copied().unwrap_or(-account.0);
            self.posts.entry(person).or_default().push((id, at, cues));
        }
    }
}

/// Brings findings up to date after an import: judges what is not yet judged, and reads posts together.
///
/// `pieces` holds what the import saw; without it the library is read.
pub(crate) fn settle(library: &mut Library, job: &Job, judge: &Judge, pieces: Option<Pieces>) -> Result<(), Problem> {
    let version = judge.version();
    let state = library.scan_state()?;
    let outdated = state.engine != version && !state.engine.is_empty();
    if outdated {
        return scan_all(library, job, judge);
    }
    let pieces = match pieces {
        Some(pieces) => pieces,
        None => {
            let mut pieces = Pieces::of(library)?;
            let own = PostFilter { own_words: true, ..PostFilter::default() };
            library.each_post(&own, |stored| {
                job.check()?;
                let judgement = judge.post(&stored.post);
                pieces.add(stored.account, stored.id, &stored.post, judgement.cues);
                Ok::<(), Problem>(())
            })?;
            pieces
        }
    };
    let scan = library.begin_scan(&version, Which::Unscanned)?;
    scan.clear_groups()?;
    put_pieces(&scan, pieces)?;
    scan.finish()?;
    Ok(())
}

/// Judges every post of the library anew. Verdicts stay.
pub fn scan(desk: &Desk, listener: impl Fn(JobNews) + Send + Sync + 'static) -> Result<(), Problem> {
    desk.run(listener, |library, job| {
        job.say(JobNews::Started { archives: 0 });
        let judge = Judge::for_library(library)?;
        scan_all(library, job, &judge)?;
        let flagged = library.progress(&crate::settings::hidden(library)?)?.flagged as u32;
        job.say(JobNews::Finished { new: 0, known: 0, flagged });
        Ok(())
    })
}

fn scan_all(library: &mut Library, job: &Job, judge: &Judge) -> Result<(), Problem> {
    let total: u64 = library.accounts()?.iter().map(|account| account.posts).sum();
    let mut pieces = Pieces::of(library)?;
    let scan = library.begin_scan(&judge.version(), Which::All)?;
    let mut done = 0u64;
    scan.each_post(|stored| {
        job.check()?;
        let judgement = judge.post(&stored.post);
        if !judgement.findings.is_empty() {
            scan.findings(stored.id, &judgement.findings)?;
        }
        pieces.add(stored.account, stored.id, &stored.post, judgement.cues);
        done += 1;
        if done.is_multiple_of(256) {
            job.say(JobNews::Progress {
                archive: 0,
                name: String::new(),
                phase: "scanning".into(),
                file: String::new(),
                done,
                total,
                posts: done as u32,
            });
        }
        Ok::<(), Problem>(())
    })?;
    scan.clear_groups()?;
    put_pieces(&scan, pieces)?;
    scan.finish()?;
    Ok(())
}

fn put_pieces(scan: &store::Scan<'_>, pieces: Pieces) -> Result<(), Problem> {
    for (_, mut posts) in pieces.posts {
        for pieced in engine().piece_together(&mut posts) {
            scan.group(&pieced.members)?;
        }
    }
    Ok(())
}

/// One line read, and what was made of it.
struct Line {
    result: Result<(ScanLine, Vec<ScanFinding>), BadLine>,
}

/// Judges posts given as JSON Lines; writes one line for each, in order. Returns how many lines could not be read.
///
/// Posts of one author are read together, so all lines are held until the end of the input.
pub fn jsonl(input: impl BufRead, out: &mut impl Write, profession: Option<&str>) -> Result<u64, std::io::Error> {
    let mut lines: Vec<Line> = Vec::new();
    let mut authors: BTreeMap<String, Vec<(usize, DateTime<Utc>, Cues)>> = BTreeMap::new();
    for (number, bytes) in (1..).zip(input.split(b'\n')) {
        let bytes = bytes?;
        // Some editors put a byte order mark before the first line.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&bytes);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let line: ScanLine = match serde_json::from_slice(bytes) {
            Ok(line) => line,
            Err(error) => {
                let error = BadLine { line: number, error: bad_json(&error) };
                lines.push(Line { result: Err(error) });
                continue;
            }
        };
        let at = line.at.as_deref().and_then(time);
        let kind = line.kind.as_deref().and_then(Kind::from_id).unwrap_or(Kind::Post);
        let view = PostView {
            text: &line.text,
            kind,
            own_words: !matches!(kind, Kind::Like | Kind::Repost | Kind::Reaction),
            at,
            audience: line.audience.as_deref().and_then(Audience::from_id).unwrap_or(Audience::Unknown),
        };
        let judgement = engine().judge(&view, line.profession.as_deref().or(profession).and_then(field));
        if let (Some(author), Some(at), Some(cues)) = (&line.author, at, judgement.cues) {
            authors.entry(author.clone()).or_default().push((lines.len(), at, cues));
        }
        let findings = judgement.findings.iter().map(|finding| scan_finding(&line.text, finding)).collect();
        lines.push(Line { result: Ok((line, findings)) });
    }
    for (_, mut posts) in authors {
        for pieced in engine().piece_together(&mut posts) {
            for (member, finding) in &pieced.members {
                let others = pieced.members.iter().filter(|(other, _)| other != member);
                let with =
                    others.filter_map(|(other, _)| Some(lines[*other].result.as_ref().ok()?.0.id.clone())).collect();
                if let Ok((line, findings)) = &mut lines[*member].result {
                    findings.push(ScanFinding { with, ..scan_finding(&line.text, finding) });
                }
            }
        }
    }
    let mut bad = 0;
    for line in lines {
        match line.result {
            Err(error) => {
                bad += 1;
                serde_json::to_writer(&mut *out, &error)?;
            }
            Ok((line, mut findings)) => {
                findings.sort_by(|a, b| b.score.total_cmp(&a.score));
                let risk = findings.iter().filter_map(|finding| Risk::from_id(finding.risk)).max();
                let score = findings.first().map_or(0.0, |finding| finding.score);
                let result = ScanResult { id: line.id, risk: risk.map_or("none", Risk::id), score, findings };
                serde_json::to_writer(&mut *out, &result)?;
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(bad)
}

/// What is wrong with a line, without a word of it: the parser's own message may quote the input.
fn bad_json(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => "Not a post: `id` and `text` are needed, both text".to_owned(),
        _ => format!("Not valid JSON, at column {}", error.column()),
    }
}

/// A time with or without an offset; without one it is taken as UTC.
fn time(at: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(at) {
        return Some(at.to_utc());
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    formats.iter().find_map(|format| NaiveDateTime::parse_from_str(at, format).ok()).map(|at| at.and_utc())
}

fn scan_finding(text: &str, finding: &Finding) -> ScanFinding {
    ScanFinding {
        category: finding.category.id(),
        risk: finding.risk.id(),
        score: round(finding.score),
        rule: finding.rule.to_string(),
        spans: finding.spans.iter().map(|span| span_text(text, *span)).collect(),
        with: Vec::new(),
    }
}

/// Scores are rounded to three places, so that output does not change with the processor's last bit.
pub(crate) fn round(score: f32) -> f32 {
    (score * 1000.0).round() / 1000.0
}

/// The words that a span marks.
pub(crate) fn span_text(text: &str, span: Span) -> SpanText {
    let words = text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect();
    SpanText { start: span.start, end: span.end, text: words }
}
