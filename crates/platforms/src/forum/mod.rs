//! Community forums, mailing lists and anything else that gives its members a table of what they wrote.
//!
//! No forum writes as another does, so what a file holds is guessed: its form by its ending and first bytes ([`records`]),
//! its columns by their names and values ([`columns`]), its dates by the whole column ([`dates`]), its owner by the
//! authors. A person can tell each of these ([`crate::Told`]); an archive of which too little is known is taken only then.
//! Two programs write an archive of their own, Discourse and Reddit, of which the other files are read as well ([`known`]).
//! Nothing here says that an archive is whole, so nothing is ever said to be gone from a forum by its absence.

mod columns;
mod dates;
mod known;
mod mail;
mod owner;
mod post;
mod records;
#[cfg(test)]
mod tests;
mod thread;
mod words;

use crate::import::{Halt, Import};
use crate::text::beginning;
use crate::told::{Column, TableFound, Told};
use crate::{Archive, Entry, Error, Importer, Sink};
use chrono::{DateTime, NaiveDateTime, Utc};
use columns::{Columns, Seen};
use dates::Dates;
use known::Program;
use model::{Coverage, Exported, FileOutcome, Kind, Private};
use owner::Owner;
use post::{Reading, Taken};
use records::{Format, Record};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// The importer of forums.
pub struct Forum;

/// Records looked at to tell what the columns of a file are.
const LOOK: u64 = 2_000;

/// Bytes of the values that are kept of all files together once their columns are known, and of the names of columns:
/// files beyond are read by the names alone, or not at all.
const KEPT: usize = 64 << 20;
const NAMED: usize = 128 << 20;

/// Bytes a column takes beside its name.
const COLUMN: usize = 64;

/// Ids kept to see whether a column of ids tells records apart.
const IDS: usize = 4_000_000;

/// Values of a column looked at for those that are shown.
const SHOWN: usize = 50;

/// Characters of a sample shown.
const SAMPLE: usize = 120;

/// Records between two looks at whether the person cancelled.
const BETWEEN_CHECKS: u64 = 1_024;

const KINDS: &[Kind] = &[Kind::Post, Kind::Reply, Kind::Comment, Kind::Message];

/// A file of records, as far as it was looked at.
struct Source<'a> {
    entry: &'a Entry,
    format: Format,
    tables: Vec<(Seen, Columns)>,
}

impl Importer for Forum {
    fn id(&self) -> &'static str {
        "forum"
    }

    fn platform_toml(&self) -> &'static str {
        include_str!("platform.toml")
    }

    fn checklist_toml(&self) -> &'static str {
        include_str!("checklist.toml")
    }

    fn is_generic(&self) -> bool {
        true
    }

    fn stands_alone(&self, archive: &Archive) -> bool {
        Program::of(archive).is_some()
    }

    fn look(&self, archive: &Archive) -> Vec<TableFound> {
        sources(archive, None).iter().flat_map(|source| source.tables.iter().map(|(seen, columns)| found(source, seen, columns))).collect()
    }

    fn recognise(&self, archive: &Archive) -> Option<Exported> {
        let program = Program::of(archive);
        let sources = sources(archive, program);
        let owner = Owner::of(archive, &sources, program);
        let told = archive.told();
        let is_told = told.platform.as_deref() == Some("forum");
        let readable = sources.iter().flat_map(|source| &source.tables).any(|(_, columns)| is_wanted(columns, told, program));
        let taken = program.is_some() || (readable && (is_told || !owner.is_doubtful));
        taken.then(|| Exported { account: owner.account(), at: exported_at(archive), partial: false })
    }

    fn read(&self, archive: &Archive, sink: &mut dyn Sink) -> Result<Coverage, Error> {
        let program = Program::of(archive);
        let sources = sources(archive, program);
        let owner = Owner::of(archive, &sources, program);
        let by_path: HashMap<&str, &Source<'_>> = sources.iter().map(|source| (&*source.entry.path, source)).collect();
        let mut import = Import::new(archive, sink);
        let mut ids = Ids::default();
        for entry in archive.entries() {
            if let Some((program, known)) = program.and_then(|program| Some((program, program.known(entry)?))) {
                let host = if program.host().is_empty() { &*owner.host } else { program.host() };
                known::read(&mut import, entry, known, archive, host)?;
                continue;
            }
            let source = by_path.get(&*entry.path).copied();
            let readable = source.filter(|source| source.tables.iter().any(|(_, columns)| is_wanted(columns, archive.told(), program)));
            match readable {
                Some(source) => read_source(&mut import, source, archive, &owner, program, &mut ids)?,
                None if source.is_some_and(|source| source.tables.is_empty())
                    && program.is_some_and(|program| program.is_of_posts(entry)) =>
                {
                    import.file(entry, KINDS, |reader, file| records::each(reader, Format::Table, archive, &mut |met, _| {
                        match met {
                            Ok(_) => file.noted(),
                            Err((_, why)) => file.lost(why),
                        }
                        Ok(())
                    }))?;
                }
                None if is_media(&entry.path) => import.leave(entry, FileOutcome::Media),
                None => import.leave(entry, FileOutcome::Unknown),
            }
        }
        Ok(import.finish([]))
    }
}

/// Whether enough is known of a table to read it: more is asked for where nobody said that it holds posts.
fn is_wanted(columns: &Columns, told: &Told, program: Option<Program>) -> bool {
    let said = told.platform.as_deref() == Some("forum") || program.is_some();
    columns.are_known() || (said && columns.of("text").is_some())
}

/// Every file of records, with its tables and what their columns are taken for.
fn sources<'a>(archive: &'a Archive, program: Option<Program>) -> Vec<Source<'a>> {
    let mut sources = Vec::new();
    let (mut kept, mut named) = (0, 0);
    for entry in archive.entries() {
        if program.is_some_and(|program| program.known(entry).is_some()) {
            continue;
        }
        let Some(format) = Format::of(archive, entry) else { continue };
        let tables = tables(archive, entry, format);
        let tables = tables.into_iter().map(|mut seen| {
            let columns = Columns::guess(&seen, archive.told());
            forget(&mut seen, &columns, &mut kept);
            named += seen.columns.iter().map(|(name, _)| name.len() + COLUMN).sum::<usize>() + seen.list.len() + COLUMN;
            (seen, columns)
        });
        sources.push(Source { entry, format, tables: tables.collect() });
        if named > NAMED {
            break;
        }
    }
    sources
}

/// Lets go of the values of a table by which its columns were judged: authors and links tell whose archive it is, and of
/// the others some are shown.
fn forget(seen: &mut Seen, columns: &Columns, kept: &mut usize) {
    let asked = ["author", "url"].map(|field| columns.of(field));
    for (name, samples) in &mut seen.columns {
        if !asked.contains(&Some(name.as_str())) {
            samples.truncate(SHOWN);
            samples.iter_mut().for_each(|sample| sample.truncate(beginning(sample, 4 * SAMPLE).len()));
        }
        *kept += samples.iter().map(|sample| sample.len() + COLUMN).sum::<usize>();
        if *kept > KEPT {
            samples.clear();
        }
        samples.shrink_to_fit();
    }
}

/// Looks at the beginning of a file.
fn tables(archive: &Archive, entry: &Entry, format: Format) -> Vec<Seen> {
    // Each with the places of its columns by name.
    let mut tables: BTreeMap<String, (Seen, HashMap<String, usize>)> = BTreeMap::new();
    let mut records = 0;
    let Ok(reader) = archive.reader(entry) else { return Vec::new() };
    // Damage shows when the file is read; stopping after enough is no failure.
    let _ = records::each(reader, format, archive, &mut |met, _| {
        if let Ok(record) = met {
            if !tables.contains_key(&record.list) && tables.len() >= 200 {
                return Ok(());
            }
            let (seen, places) = tables.entry(record.list.clone()).or_insert_with(|| {
                (Seen { list: record.list.clone(), ..Seen::default() }, HashMap::new())
            });
            seen.records += 1;
            for (name, value) in &record.cells {
                let known = places.get(name).copied();
                let Some(at) = known.or_else(|| (seen.columns.len() < records::CELLS).then_some(seen.columns.len())) else {
                    continue;
                };
                if known.is_none() {
                    places.insert(name.clone(), at);
                    seen.columns.push((name.clone(), Vec::new()));
                }
                let samples = &mut seen.columns[at].1;
                // Authors are counted over all that is looked at; of other columns a few values do.
                let short = value.len() < 200 && samples.len() < LOOK as usize;
                if !value.trim().is_empty() && (samples.len() < columns::SAMPLES || short) {
                    samples.push(value.trim().chars().take(2_000).collect());
                }
            }
        }
        records += 1;
        if records >= LOOK { Err(Halt::Stopped) } else { Ok(()) }
    });
    tables.into_values().map(|(seen, _)| seen).collect()
}

fn found(source: &Source<'_>, seen: &Seen, columns: &Columns) -> TableFound {
    let longest = if columns.of("text").is_none() { columns.longest(seen) } else { None };
    let column = |(name, samples): &(String, Vec<String>)| {
        let mut shown: Vec<String> = Vec::new();
        for sample in samples {
            let short: String = sample.chars().take(SAMPLE).collect();
            if shown.len() < 3 && !shown.contains(&short) {
                shown.push(short);
            }
        }
        let guess = columns.field(name).or_else(|| (longest.as_ref() == Some(name)).then_some("text"));
        Column { name: name.clone(), samples: shown.into_iter().map(Private::new).collect(), guess }
    };
    TableFound {
        file: source.entry.path.to_string(),
        list: seen.list.clone(),
        columns: seen.columns.iter().map(column).collect(),
        known: columns.are_known(),
    }
}

/// Hashes of the ids met over all files, each with the family of its kind.
#[derive(Default)]
struct Ids {
    met: HashSet<u64>,
}

/// What a look through a whole file tells before it is read.
#[derive(Default)]
struct Survey {
    dates: Dates,
    own: HashSet<u64>,
    ids: u64,
    authors: bool,
}

fn hash(family: &str, id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (family, id).hash(&mut hasher);
    hasher.finish()
}

fn read_source(
    import: &mut Import<'_>,
    source: &Source<'_>,
    archive: &Archive,
    owner: &Owner,
    program: Option<Program>,
    ids: &mut Ids,
) -> Result<(), Error> {
    let told = archive.told();
    let of = |list: &str| {
        let table = source.tables.iter().find(|(seen, _)| seen.list == list)?;
        Some(&table.1).filter(|columns| is_wanted(columns, told, program))
    };
    let none = HashSet::new();
    let plain = Dates::default();
    let name = crate::table::fold(source.entry.path.rsplit('/').next().unwrap_or_default());
    let reading = |list: &str| {
        let columns = of(list)?;
        let name = format!("{name} {}", crate::table::fold(list));
        let prefix = String::new();
        let (dates, format, answered) = (&plain, source.format, &none);
        Some(Reading { columns, dates, owner, format, program, name, ids: true, prefix, answered })
    };
    let mut surveys: BTreeMap<String, Survey> = BTreeMap::new();
    go_through(import, archive, source, &mut |record| {
        let Some(reading) = reading(&record.list) else { return };
        let fresh = || Survey { dates: Dates::told(told.date_format.as_deref()), ..Survey::default() };
        let survey = surveys.entry(record.list.clone()).or_insert_with(fresh);
        survey.dates.see(reading.cell(record, "at"));
        let id = reading.cell(record, "id");
        if !id.is_empty() && survey.own.len() < IDS {
            survey.ids += 1;
            survey.own.insert(hash(reading.kind(record).family(), id));
        }
        survey.authors |= !reading.is_own(record);
    })?;
    let mut learnt: BTreeMap<String, (Dates, bool, String)> = BTreeMap::new();
    let mut others = false;
    for (list, mut survey) in surveys {
        if !survey.dates.settle() {
            import.warn(source.entry, "Nothing in the dates tells the day from the month; the day is taken to stand first");
        }
        others |= survey.authors;
        // A column in which values repeat names threads or members, not posts.
        let tells_apart = survey.own.len() as u64 * 100 >= survey.ids * 98;
        let shared = tells_apart && survey.own.iter().any(|id| ids.met.contains(id));
        let base = known::base(&source.entry.path);
        let prefix = match list.as_str() {
            _ if !shared => String::new(),
            "" => format!("{base}:"),
            list => format!("{base}.{list}:"),
        };
        if ids.met.len() < IDS {
            ids.met.extend(&survey.own);
        }
        learnt.insert(list, (survey.dates, tells_apart, prefix));
    }
    let mut answered = HashSet::new();
    if others {
        go_through(import, archive, source, &mut |record| {
            if let Some(reading) = reading(&record.list)
                && reading.is_own(record)
                && answered.len() < IDS
            {
                answered.extend(reading.parent(record).map(|parent| hash("", &parent)));
            }
        })?;
    }
    if owner.is_doubtful {
        import.warn(source.entry, "Several people wrote here and whose archive it is was not said; who wrote most is taken for its owner");
    }
    let (mut foreign, mut empty) = (0u64, 0u64);
    import.file(source.entry, KINDS, |reader, file| {
        records::each(reader, source.format, archive, &mut |met, read| {
            file.step(read)?;
            match met {
                Ok(record) => {
                    file.index = record.index;
                    let (Some(plain), Some((dates, ids, prefix))) = (reading(&record.list), learnt.get(&record.list)) else {
                        file.noted();
                        return Ok(());
                    };
                    let reading = Reading { dates, ids: *ids, prefix: prefix.clone(), answered: &answered, ..plain };
                    let taken = reading.take(&record, file);
                    if record.ragged && taken == Taken::Post {
                        file.warn("The record has more or fewer cells than the table has columns");
                    }
                    foreign += u64::from(taken == Taken::Foreign);
                    empty += u64::from(taken == Taken::Empty);
                }
                Err((index, why)) => {
                    file.index = index;
                    file.lost(why);
                }
            }
            Ok(())
        })
    })?;
    if foreign > 0 {
        let posts = if foreign == 1 { "One post by somebody else was" } else { &*format!("{foreign} posts by others were") };
        import.warn(source.entry, &format!("{posts} left out: nothing of the account's owner answers them"));
    }
    if empty > 0 && told.platform.is_some() {
        let records = if empty == 1 { "One record holds" } else { &*format!("{empty} records hold") };
        import.warn(source.entry, &format!("{records} no words"));
    }
    Ok(())
}

/// Looks at each record of a file without reading it into the library.
fn go_through(
    import: &mut Import<'_>,
    archive: &Archive,
    source: &Source<'_>,
    look: &mut dyn FnMut(&Record),
) -> Result<(), Error> {
    let Ok(reader) = archive.reader(source.entry) else { return Ok(()) };
    let (mut count, mut stopped) = (0u64, false);
    // Damage shows when the file is read.
    let _ = records::each(reader, source.format, archive, &mut |met, _| {
        if let Ok(record) = met {
            look(&record);
        }
        count += 1;
        if count.is_multiple_of(BETWEEN_CHECKS) && import.check().is_err() {
            stopped = true;
            return Err(Halt::Stopped);
        }
        Ok(())
    });
    if stopped { Err(Error::Stopped) } else { Ok(()) }
}

fn is_media(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "bmp", "svg", "mp4", "webm", "mov", "mp3", "ogg", "wav", "m4a", "pdf", "doc",
        "docx", "css",
    ];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The moment in the name of an archive, `user_archive-ada-240302-101112-7.zip`, or its day, `export_ada_20240302.zip`.
fn exported_at(archive: &Archive) -> Option<DateTime<Utc>> {
    let of_name = |name: &str| {
        let stem = name.split('.').next()?;
        let parts: Vec<&str> = stem.split(['-', '_']).collect();
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let moment = parts.windows(2).find(|pair| digits(pair[0], 6) && digits(pair[1], 6));
        if let Some(pair) = moment {
            return NaiveDateTime::parse_from_str(&format!("20{}{}", pair[0], pair[1]), "%Y%m%d%H%M%S").ok();
        }
        let day = parts.iter().find(|part| digits(part, 8) && part.starts_with("20"))?;
        NaiveDateTime::parse_from_str(&format!("{day}000000"), "%Y%m%d%H%M%S").ok()
    };
    archive.paths().iter().find_map(|path| of_name(path.file_name()?.to_str()?)).map(|at| at.and_utc())
}
