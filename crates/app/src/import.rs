//! Archives in: read, judged and stored side by side, one transaction for each archive.

use crate::desk::{Desk, now};
use crate::dto::{ArchiveCoverage, ColumnsFound, JobNews, PlatformInfo, Preview, Told};
use crate::job::Job;
use crate::problem::Problem;
use crate::scan::{self, Judge, Pieces};
use model::{Coverage, Exported, Fact, Post, Warning};
use platforms::{Archive, IMPORTERS, Importer, Limits, Platform, Sink, Stopped};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Library, PostId, SeenAs};

/// Posts handed on together. Small enough that cancel is quick, large enough that threads seldom wait.
const BATCH: usize = 256;
/// Batches under way between two threads; with [`BATCH`] it bounds memory.
const QUEUE: usize = 8;
/// The word that stands for the bundled sample where a path is expected.
const SAMPLE: &str = "sample";

/// What came of an import of one or more archives.
pub struct Imported {
    /// Archives read.
    pub archives: Vec<ArchiveCoverage>,
    /// Archives that could not be read, and why.
    pub failed: Vec<(PathBuf, Problem)>,
    /// Posts not seen before.
    pub new: u32,
    /// Posts known before.
    pub known: u32,
    /// Time spent reading, judging and storing.
    pub reading: Duration,
    /// Time spent on reading posts together.
    pub piecing: Duration,
}

/// The platforms, and how to ask each for an archive.
pub fn platforms() -> Vec<PlatformInfo> {
    let info = |importer: &&dyn Importer| {
        let platform = Platform::of(*importer);
        PlatformInfo {
            id: platform.id,
            name: platform.name,
            glyph: platform.glyph,
            reads: platform.reads,
            export_link: platform.export.link,
            export_steps: platform.export.steps,
            waiting: platform.export.waiting,
            checked: platform.export.checked,
            never: platform.export.never,
            generic: importer.is_generic(),
        }
    };
    IMPORTERS.iter().map(info).collect()
}

/// Imports archives. One that cannot be read is told of and leaves the library as it was; the others go on.
pub fn import(
    desk: &Desk,
    paths: &[PathBuf],
    listener: impl Fn(JobNews) + Send + Sync + 'static,
) -> Result<Imported, Problem> {
    import_told(desk, paths, &Told::default(), listener)
}

/// The same for archives of which the person says what they are: platform, account, which column is what.
pub fn import_told(
    desk: &Desk,
    paths: &[PathBuf],
    told: &Told,
    listener: impl Fn(JobNews) + Send + Sync + 'static,
) -> Result<Imported, Problem> {
    let told = checked(told)?;
    let sources = sources(paths);
    desk.run(listener, |library, job| run(library, job, sources, &told))
}

/// The tables found in these files, with a few values of each column and what it is taken for. Nothing is imported.
pub fn look(paths: &[PathBuf]) -> Result<Vec<ColumnsFound>, Problem> {
    let mut tables = Vec::new();
    for source in sources(paths) {
        let archive = source.open()?;
        tables.extend(platforms::look(&archive).into_iter().map(ColumnsFound::from));
    }
    Ok(tables)
}

/// The first posts of these archives as they would be read by what was told. Nothing is imported.
pub fn preview(paths: &[PathBuf], told: &Told) -> Result<Preview, Problem> {
    let told = checked(told)?;
    let mut first = crate::preview::First::default();
    // All are opened, so that one which cannot be read as told is known before the import.
    for source in sources(paths) {
        let (archive, importer, exported) = recognised(&source.name(), source.open()?.with(told.clone()))?;
        first.read(&archive, importer, &exported)?;
    }
    Ok(first.shown())
}

/// What was said, if it can be followed. Columns alone mean that no platform in particular is read.
fn checked(told: &Told) -> Result<platforms::Told, Problem> {
    let mut platform = told.platform.clone();
    if platform.is_none() && !told.columns.is_empty() {
        platform = IMPORTERS.iter().find(|importer| importer.is_generic()).map(|importer| importer.id().to_owned());
    }
    if let Some(id) = platform.as_deref().filter(|id| platforms::importer(id).is_none()) {
        let known: Vec<&str> = IMPORTERS.iter().map(|importer| importer.id()).collect();
        let message = format!("There is no platform {id}");
        return Err(Problem::new("usage", message, format!("It is one of {}.", known.join(", "))));
    }
    if let Some(field) = told.columns.keys().find(|field| platforms::FIELDS.iter().all(|(id, _)| id != field)) {
        let fields: Vec<String> = platforms::FIELDS.iter().map(|(id, holds)| format!("{id} ({holds})")).collect();
        let message = format!("There is no field {field} that a column could hold");
        return Err(Problem::new("usage", message, format!("Name one of these: {}.", fields.join(", "))));
    }
    Ok(platforms::Told {
        platform,
        account: told.account.clone(),
        columns: told.columns.clone(),
        date_format: told.date_format.clone(),
    })
}

/// Imports the bundled sample: an invented person's four archives.
pub fn import_sample(desk: &Desk, listener: impl Fn(JobNews) + Send + Sync + 'static) -> Result<Imported, Problem> {
    import(desk, &[PathBuf::from(SAMPLE)], listener)
}

/// One export to read.
enum ArchiveSource {
    /// One or several files, or a folder.
    Files(Vec<PathBuf>),
    /// A bundled sample archive: name and bytes.
    Bundled(&'static str, &'static [u8]),
}

impl ArchiveSource {
    fn name(&self) -> String {
        match self {
            ArchiveSource::Bundled(name, _) => (*name).to_owned(),
            ArchiveSource::Files(paths) => {
                let name = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                paths.iter().map(name).collect::<Vec<_>>().join(" + ")
            }
        }
    }

    fn paths(&self) -> Vec<String> {
        match self {
            ArchiveSource::Bundled(..) => Vec::new(),
            ArchiveSource::Files(paths) => paths.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        }
    }

    fn open(&self) -> Result<Archive, platforms::Error> {
        match self {
            ArchiveSource::Files(paths) => Archive::open(paths, Limits::default()),
            ArchiveSource::Bundled(name, bytes) => Archive::from_bytes(name, bytes.to_vec(), Limits::default()),
        }
    }
}

/// What to read: parts of one export together, and the word `sample` where no such file lies.
fn sources(paths: &[PathBuf]) -> Vec<ArchiveSource> {
    let (sample, files): (Vec<_>, Vec<_>) =
        paths.iter().cloned().partition(|path| path == Path::new(SAMPLE) && !path.exists());
    let files = platforms::archive::in_folders(files);
    let mut sources: Vec<ArchiveSource> =
        platforms::archive::group_parts(&files).into_iter().map(ArchiveSource::Files).collect();
    if !sample.is_empty() {
        sources.extend(crate::sample::ARCHIVES.iter().map(|(name, bytes)| ArchiveSource::Bundled(name, bytes)));
    }
    sources
}

fn run(
    library: &mut Library,
    job: &Job,
    sources: Vec<ArchiveSource>,
    told: &platforms::Told,
) -> Result<Imported, Problem> {
    let start = Instant::now();
    job.say(JobNews::Started { archives: sources.len() as u32 });
    let judge = Judge::for_library(library)?;
    // Known posts keep their findings; what they add to a pieced-together finding must be read from the library.
    let mut pieces = if library.accounts()?.is_empty() { Some(Pieces::of(library)?) } else { None };
    let mut imported = Imported {
        archives: Vec::new(),
        failed: Vec::new(),
        new: 0,
        known: 0,
        reading: Duration::ZERO,
        piecing: Duration::ZERO,
    };
    let exports =
        sources.iter().flat_map(|source| opened(source, told).into_iter().map(move |export| (source, export)));
    for (number, (source, (name, opened))) in exports.enumerate() {
        job.check()?;
        let opened = opened.and_then(|archive| recognised(&name, archive));
        let read = opened.and_then(|opened| one(library, job, &judge, pieces.as_mut(), number as u32, &name, opened));
        match read {
            Ok(archive) => {
                imported.new += archive.new;
                imported.known += archive.known;
                job.say(JobNews::Imported { archive: archive.clone() });
                imported.archives.push(archive);
            }
            Err(problem) if problem.code == "cancelled" => return Err(problem),
            Err(problem) if problem.code == "disk-full" => return Err(problem),
            Err(problem) => {
                let paths = source.paths();
                job.say(JobNews::Failed { name: name.clone(), paths, problem: problem.clone() });
                imported.failed.push((name.into(), problem));
            }
        }
    }
    imported.reading = start.elapsed();
    let start = Instant::now();
    if !imported.archives.is_empty() {
        scan::settle(library, job, &judge, pieces)?;
    }
    imported.piecing = start.elapsed();
    let flagged = library.progress(&crate::settings::hidden(library)?)?.flagged as u32;
    job.say(JobNews::Finished { new: imported.new, known: imported.known, flagged });
    Ok(imported)
}

/// The exports of a source with their names: one as a rule, several where it is a folder of downloads and the like.
fn opened(source: &ArchiveSource, told: &platforms::Told) -> Vec<(String, Result<Archive, Problem>)> {
    let name = source.name();
    match source.open() {
        Err(error) => vec![(name, Err(error.into()))],
        Ok(archive) => match platforms::exports(archive.with(told.clone())) {
            exports if exports.len() == 1 => exports.into_iter().map(|export| (name.clone(), Ok(export))).collect(),
            exports => exports.into_iter().map(|export| (export.name(), Ok(export))).collect(),
        },
    }
}

/// Threads that judge: it is the longest part of the work, and more than the cores of a small computer gain nothing.
const JUDGES: usize = 2;

/// What the reading thread hands on.
enum Read {
    Posts(Vec<Post>),
    Fact(Fact),
    Warning(Warning),
}

/// What the judging thread hands on.
enum Judged {
    Posts(Vec<(Post, detect::Judgement)>),
    Fact(Fact),
    Warning(Warning),
}

/// An archive, who reads it, and what it says of itself.
type Recognised = (Archive, &'static dyn Importer, Exported);

fn recognised(name: &str, archive: Archive) -> Result<Recognised, Problem> {
    let told = archive.told();
    let tables = if told.columns.is_empty() { Vec::new() } else { platforms::look(&archive) };
    // An empty name says that no column holds it.
    let has = |column: &String| {
        let mut columns = tables.iter().flat_map(|table| &table.columns);
        column.is_empty() || columns.any(|found| same_name(&found.name, column))
    };
    if let Some(column) = told.columns.values().find(|column| !has(column)) {
        let message = format!("{name} has no column {column}");
        return Err(Problem::new("no-such-column", message, column_names(&tables)));
    }
    match platforms::recognise(&archive) {
        Some((importer, exported)) => Ok((archive, importer, exported)),
        None => Err(unknown(name, &archive)),
    }
}

/// Whether a person's spelling of a column means this one.
fn same_name(column: &str, said: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().replace([' ', '_', '-'], "");
    plain(column) == plain(said)
}

/// What the columns are called. The first line of a table without names is a record, whose words are told in no error: so
/// only tables of which a column is known by its name are spoken of.
fn column_names(tables: &[platforms::TableFound]) -> String {
    let named = |table: &&platforms::TableFound| {
        table.columns.iter().any(|column| column.guess.is_some_and(|guess| guess != "text"))
    };
    let mut names: Vec<&str> = Vec::new();
    for column in tables.iter().filter(named).flat_map(|table| &table.columns) {
        if !names.contains(&column.name.as_str()) {
            names.push(&column.name);
        }
    }
    match names.as_slice() {
        [] if tables.is_empty() => "No table was found in it.".to_owned(),
        [] => "Look at its first line for their names.".to_owned(),
        names if names.len() > 40 => format!("It has {} columns, among them {}.", names.len(), names[..40].join(", ")),
        names => format!("Its columns are {}.", names.join(", ")),
    }
}

/// Reads one archive: this thread writes, one reads, [`JUDGES`] judge. What is handed on is numbered, so that the same archive
/// is always written in the same order.
fn one(
    library: &mut Library,
    job: &Job,
    judge: &Judge,
    mut pieces: Option<&mut Pieces>,
    number: u32,
    name: &str,
    (archive, importer, exported): Recognised,
) -> Result<ArchiveCoverage, Problem> {
    let fingerprint = archive.fingerprint();
    let total: u64 = archive.entries().iter().map(|entry| entry.size).sum();
    let (read_out, read_in) = sync_channel::<(u64, Read)>(QUEUE);
    let (judged_out, judged_in) = sync_channel::<(u64, Judged)>(QUEUE);
    let mut import = library.begin_import(&exported, &fingerprint, name, now())?;
    let account = import.account();
    let (written, coverage) = std::thread::scope(|threads| {
        let reader = threads.spawn(|| {
            let mut sink = Reading {
                job,
                out: read_out,
                turn: 0,
                closed: false,
                batch: Vec::new(),
                number,
                name,
                posts: 0,
                before: 0,
                last: (String::new(), 0),
                total,
            };
            read(importer, &archive, &mut sink)
        });
        let read_in = Arc::new(Mutex::new(read_in));
        for _ in 0..JUDGES {
            let (read_in, judged_out) = (read_in.clone(), judged_out.clone());
            threads.spawn(move || judge_all(judge, &read_in, &judged_out));
        }
        // Only the judges hold on to these ends: when they are done, writing is done; when writing fails, reading stops.
        drop((read_in, judged_out));
        let written = write(&mut import, judged_in, |id, post, judgement| {
            if let Some(pieces) = pieces.as_deref_mut() {
                pieces.add(account, id, post, judgement.cues);
            }
        });
        let coverage = reader.join().unwrap_or_else(|_| Err(Problem::internal("The archive's reader failed")));
        (written, coverage)
    });
    // When writing failed the reader saw its channel close and stopped: the cause is the writer's.
    written?;
    let coverage = coverage?;
    let outcome = import.finish(&coverage)?;
    let stored = library.archives()?.into_iter().find(|archive| archive.id == outcome.archive);
    let stored = stored.ok_or_else(|| Problem::internal("The library lost an archive"))?;
    Ok(ArchiveCoverage {
        new: outcome.new as u32,
        known: (outcome.known + outcome.changed) as u32,
        ..crate::coverage::of(&stored)
    })
}

fn read(importer: &dyn Importer, archive: &Archive, sink: &mut Reading<'_>) -> Result<Coverage, Problem> {
    let coverage = importer.read(archive, sink)?;
    sink.flush()?;
    Ok(coverage)
}

/// Pushes what an importer reads into the channel, in batches.
struct Reading<'a> {
    job: &'a Job,
    out: SyncSender<(u64, Read)>,
    turn: u64,
    // Writing failed: nobody takes what is read any more.
    closed: bool,
    batch: Vec<Post>,
    number: u32,
    name: &'a str,
    posts: u32,
    // Bytes of the files finished before the present one.
    before: u64,
    last: (String, u64),
    total: u64,
}

impl Reading<'_> {
    fn flush(&mut self) -> Result<(), Stopped> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let posts = std::mem::take(&mut self.batch);
        self.hand_on(Read::Posts(posts))
    }

    fn hand_on(&mut self, read: Read) -> Result<(), Stopped> {
        self.turn += 1;
        self.out.send((self.turn - 1, read)).map_err(|_| {
            self.closed = true;
            Stopped
        })
    }
}

impl Sink for Reading<'_> {
    fn post(&mut self, post: Post) {
        self.posts += 1;
        self.batch.push(post);
        if self.batch.len() >= BATCH {
            // A closed channel is noticed at the next check.
            let _ = self.flush();
        }
    }

    fn fact(&mut self, fact: Fact) {
        let _ = self.hand_on(Read::Fact(fact));
    }

    fn warning(&mut self, warning: Warning) {
        let _ = self.hand_on(Read::Warning(warning));
    }

    fn progress(&mut self, file: &str, bytes_done: u64, _bytes_total: u64) {
        if self.last.0 != file {
            self.before += self.last.1;
            self.last.0 = file.to_owned();
        }
        self.last.1 = bytes_done;
        self.job.say(JobNews::Progress {
            archive: self.number,
            name: self.name.to_owned(),
            phase: "reading".into(),
            file: file.to_owned(),
            done: (self.before + bytes_done).min(self.total),
            total: self.total,
            posts: self.posts,
        });
    }

    fn check(&mut self) -> Result<(), Stopped> {
        if self.closed { Err(Stopped) } else { self.job.check() }
    }
}

fn judge_all(judge: &Judge, read: &Mutex<Receiver<(u64, Read)>>, out: &SyncSender<(u64, Judged)>) {
    loop {
        let next = read.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, read)) = next else { return };
        let judged = match read {
            Read::Fact(fact) => Judged::Fact(fact),
            Read::Warning(warning) => Judged::Warning(warning),
            Read::Posts(posts) => Judged::Posts(
                posts
                    .into_iter()
                    .map(|post| {
                        let judgement = judge.post(&post);
                        (post, judgement)
                    })
                    .collect(),
            ),
        };
        if out.send((number, judged)).is_err() {
            return;
        }
    }
}

fn write(
    import: &mut store::Import<'_>,
    judged: Receiver<(u64, Judged)>,
    mut seen: impl FnMut(PostId, &Post, detect::Judgement),
) -> Result<(), Problem> {
    // Two judges may finish out of turn; what comes early waits here.
    let mut early = BTreeMap::new();
    let mut turn = 0;
    for (number, judged) in judged {
        early.insert(number, judged);
        while let Some(judged) = early.remove(&turn) {
            turn += 1;
            write_one(import, judged, &mut seen)?;
        }
    }
    Ok(())
}

fn write_one(
    import: &mut store::Import<'_>,
    judged: Judged,
    seen: &mut impl FnMut(PostId, &Post, detect::Judgement),
) -> Result<(), Problem> {
    match judged {
        Judged::Fact(fact) => import.fact(&fact)?,
        Judged::Warning(warning) => import.warning(&warning)?,
        Judged::Posts(posts) => {
            for (post, judgement) in posts {
                let stored = import.post(&post)?;
                if stored.state != SeenAs::Known {
                    // A changed post may have lost its findings, so an empty list is written as well.
                    import.findings(stored.id, &judgement.findings)?;
                }
                seen(stored.id, &post, judgement);
            }
        }
    }
    Ok(())
}

fn unknown(name: &str, archive: &Archive) -> Problem {
    let told = archive.told().platform.as_deref().and_then(platforms::importer);
    let message = match told {
        Some(importer) => format!("{name} cannot be read as an archive of {}", Platform::of(importer).name),
        None => format!("{name} is not an archive of a platform that Broadsheet knows"),
    };
    let tables = platforms::look(archive);
    let generic = told.is_none_or(Importer::is_generic);
    if generic && tables.iter().any(|table| !table.columns.is_empty()) {
        let hint = format!("Say which column holds the words and which the date. {}", column_names(&tables));
        return Problem::new("unknown-columns", message, hint);
    }
    let known: Vec<String> = platforms().into_iter().map(|platform| platform.name).collect();
    let hint = format!("It reads archives of {}. Choose the file as the platform sent it.", known.join(", "));
    Problem::new("unknown-archive", message, hint)
}
