//! The command line twin of the window: the same functions of `app`, called by hand or by a script.
//!
//! Results go to standard output, progress and errors to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage,
//! 3 done but some records could not be read.

mod args;
mod progress;
mod text;

use anyhow::Result;
use app::dto::ReviewFilter;
use app::{Desk, Problem};
use args::{Cli, Command, Format, Library};
use clap::Parser;
use serde::Serialize;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Whether everything could be read.
#[derive(PartialEq, Eq)]
enum Outcome {
    Whole,
    SomeUnread,
    NothingRead,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(Outcome::Whole) => ExitCode::SUCCESS,
        Ok(Outcome::SomeUnread) => ExitCode::from(3),
        Ok(Outcome::NothingRead) => ExitCode::FAILURE,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<Problem>() {
                Some(problem) => {
                    eprintln!("{}.\n{}", problem.message, problem.hint);
                    if let Some(way) = way_of_a_command(&problem.code) {
                        eprintln!("{way}");
                    }
                }
                None => eprintln!("{error:#}"),
            }
            let usage = error.downcast_ref::<Problem>().is_some_and(|problem| problem.code == "usage");
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

/// What helps a command where the hint, which the window shows too, cannot say it.
fn way_of_a_command(code: &str) -> Option<&'static str> {
    match code {
        "locked" | "no-keyring" | "keyring-locked" | "keyring-failed" => Some(
            "A command takes a passphrase from --passphrase-file FILE or the environment variable BROADSHEET_PASSPHRASE.",
        ),
        "unknown-columns" | "no-such-column" => Some(
            "`broadsheet columns FILE` shows them; then import with --platform forum --account NAME --columns text=COLUMN,at=COLUMN.",
        ),
        _ => None,
    }
}

/// `broadsheet posts | head` closes the pipe early; that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        io.or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind))
    };
    error.chain().any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}

fn run(command: Command) -> Result<Outcome> {
    let out = &mut BufWriter::new(io::stdout().lock());
    let outcome = match command {
        Command::Audit { archives, told, profession, report, format } => {
            let desk = Desk::throwaway()?;
            if let Some(profession) = profession {
                app::settings::set_profession(&desk, &profession)?;
            }
            let (audit, imported) = app::audit::audit(&desk, &archives, &told.into(), progress::bar())?;
            let outcome = imported_outcome(&imported);
            if outcome != Outcome::NothingRead {
                if let Some(path) = report {
                    app::report::save(&desk, &path, false)?;
                }
                print(out, format, &audit, text::audit)?;
            }
            outcome
        }
        Command::Import { archives, told, library, format } => {
            let desk = desk(&library, true)?;
            let imported = app::import::import_told(&desk, &archives, &told.into(), progress::bar())?;
            let outcome = imported_outcome(&imported);
            if outcome != Outcome::NothingRead {
                print(out, format, &app::coverage::lines_of(&imported.archives), text::archives)?;
            }
            outcome
        }
        Command::Columns { archives, format } => {
            let tables = app::import::look(&archives)?;
            print(out, format, &tables, |out, tables| text::columns(out, tables))?;
            Outcome::Whole
        }
        Command::Scan { jsonl: Some(path), profession, .. } => {
            let bad = if path == Path::new("-") {
                app::scan::jsonl(io::stdin().lock(), out, profession.as_deref())?
            } else {
                app::scan::jsonl(BufReader::new(open(&path)?), out, profession.as_deref())?
            };
            if bad == 0 { Outcome::Whole } else { Outcome::SomeUnread }
        }
        Command::Scan { library, profession, .. } => {
            let dir = library.dir.expect("clap asks for one of the two");
            let desk = desk(&Library { dir, passphrase_file: library.passphrase_file }, false)?;
            if let Some(profession) = profession {
                app::settings::set_profession(&desk, &profession)?;
            }
            app::scan::scan(&desk, progress::bar())?;
            text::overview(out, &app::overview::overview(&desk)?)?;
            Outcome::Whole
        }
        Command::Findings { library, risk, category, platform, format } => {
            let filter = ReviewFilter {
                risks: risk.into_iter().collect(),
                categories: category.into_iter().collect(),
                platforms: platform.into_iter().collect(),
                ..ReviewFilter::default()
            };
            let findings = app::review::findings(&desk(&library, false)?, &filter)?;
            print(out, format, &findings, |out, findings| text::findings(out, findings))?;
            Outcome::Whole
        }
        Command::Posts { library, platform, kind, format } => {
            let desk = desk(&library, false)?;
            app::review::posts(&desk, platform.as_deref(), kind.as_deref(), &mut |post| -> Result<()> {
                match format {
                    Format::Text => text::post(out, post)?,
                    Format::Json => json_line(out, post)?,
                }
                Ok(())
            })?;
            Outcome::Whole
        }
        Command::Search { library, query, format } => {
            let hits = app::review::search(&desk(&library, false)?, &query)?;
            print(out, format, &hits, |out, hits| hits.iter().try_for_each(|post| text::post(out, post)))?;
            Outcome::Whole
        }
        Command::Decide { library, post, verdict, reason } => {
            let desk = desk(&library, false)?;
            let says = app::decide::by_name(&desk, &post, verdict.as_deref(), reason.as_deref())?;
            writeln!(out, "{says}")?;
            Outcome::Whole
        }
        Command::Checklist { library, platform, format } => {
            let lines = app::checklist::lines(&desk(&library, false)?, platform.as_deref())?;
            print(out, format, &lines, |out, lines| text::checklist(out, lines))?;
            Outcome::Whole
        }
        Command::Exposure { library, format } => {
            let exposure = app::exposure::exposure(&desk(&library, false)?)?;
            print(out, format, &exposure, |out, lines| text::exposure(out, lines))?;
            Outcome::Whole
        }
        Command::Coverage { library, format } => {
            let lines = app::coverage::lines(&desk(&library, false)?)?;
            print(out, format, &lines, text::all_of_archives)?;
            Outcome::Whole
        }
        Command::Accounts { library, link, unlink, format } => {
            let desk = desk(&library, false)?;
            let lines = match unlink {
                Some(account) => app::accounts::unlink(&desk, account, progress::bar())?,
                None if !link.is_empty() => app::accounts::link(&desk, &link, progress::bar())?,
                None => app::accounts::accounts(&desk)?,
            };
            print(out, format, &lines, |out, lines| text::accounts(out, lines))?;
            Outcome::Whole
        }
        Command::Proof { library, format } => {
            let lines = app::clean_up::proof(&desk(&library, false)?)?;
            print(out, format, &lines, |out, lines| text::proof(out, lines))?;
            Outcome::Whole
        }
        Command::Report { library, out: path, redact } => {
            app::report::save(&desk(&library, false)?, &path, redact)?;
            writeln!(out, "Written to {}", path.display())?;
            Outcome::Whole
        }
        Command::Erase { library } => {
            app::library::erase(&Desk::at(&library.dir))?;
            writeln!(out, "The library and its key are gone.")?;
            writeln!(
                out,
                "The archives you imported are untouched; copies in backups or on a solid-state disk may remain."
            )?;
            Outcome::Whole
        }
        Command::Rules { format } => {
            print(out, format, &app::rules::rules(), |out, rules| text::rules(out, rules))?;
            Outcome::Whole
        }
        Command::Platforms { format } => {
            print(out, format, &app::import::platforms(), |out, platforms| text::platforms(out, platforms))?;
            Outcome::Whole
        }
    };
    out.flush()?;
    Ok(outcome)
}

/// Prints a result as text or as one JSON document.
fn print<W: Write, T: Serialize + ?Sized>(
    out: &mut W,
    format: Format,
    result: &T,
    text: impl FnOnce(&mut W, &T) -> io::Result<()>,
) -> Result<()> {
    match format {
        Format::Text => text(out, result)?,
        Format::Json => json_line(out, result)?,
    }
    Ok(())
}

fn json_line<W: Write, T: Serialize + ?Sized>(out: &mut W, value: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// Opens the library; makes it first where `make` is set and none is there.
fn desk(library: &Library, make: bool) -> Result<Desk> {
    let desk = Desk::at(&library.dir);
    app::library::open_or_create(&desk, passphrase(library)?, make, ask_passphrase)?;
    Ok(desk)
}

/// The passphrase from the file or the environment, if one was given.
fn passphrase(library: &Library) -> Result<Option<String>> {
    let Some(path) = &library.passphrase_file else {
        return Ok(std::env::var("BROADSHEET_PASSPHRASE").ok().filter(|passphrase| !passphrase.is_empty()));
    };
    let mut line = String::new();
    BufReader::new(open(path)?).read_line(&mut line)?;
    let passphrase = line.trim_end_matches(['\r', '\n']);
    if passphrase.is_empty() {
        let hint = "Write the passphrase into its first line.";
        return Err(Problem::new("usage", format!("{} is empty", path.display()), hint).into());
    }
    Ok(Some(passphrase.to_owned()))
}

/// Asks on the terminal for the passphrase of a library that has one.
fn ask_passphrase() -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    rpassword::prompt_password("Passphrase of this library: ").ok()
}

fn open(path: &Path) -> Result<std::fs::File, Problem> {
    std::fs::File::open(path).map_err(|source| app::open_failed(path, &source))
}

/// What became of the archives; tells of those that could not be read.
fn imported_outcome(imported: &app::import::Imported) -> Outcome {
    for (_, problem) in &imported.failed {
        eprintln!("{}.\n{}", problem.message, problem.hint);
        if let Some(way) = way_of_a_command(&problem.code) {
            eprintln!("{way}");
        }
    }
    if imported.archives.is_empty() && !imported.failed.is_empty() {
        return Outcome::NothingRead;
    }
    let unread = imported.archives.iter().any(|archive| !archive.warnings.is_empty());
    if unread || !imported.failed.is_empty() { Outcome::SomeUnread } else { Outcome::Whole }
}
