//! The report: what was read, found and decided, as a file that belongs to the person.

use crate::coverage::{account_name, day, moment};
use crate::desk::{Desk, now};
use crate::problem::{Problem, open_failed};
use audit::report::{
    ArchiveLine, CategoryCount, Counts, EvidenceLine, Form, PostLine, Reason, Report, SettingLine, Show, SkippedFile,
};
use model::FileOutcome;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use store::{Act, Filter, Library, Sort};

/// Writes the report; the ending of `path` decides the form. With `redact`, names, handles, addresses and numbers of the
/// author and of others are hidden. A file that is there already is replaced only when the new one is whole.
pub fn save(desk: &Desk, path: &Path, redact: bool) -> Result<(), Problem> {
    let form = match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm") => Form::Html,
        Some("csv") => Form::Csv,
        Some("json") => Form::Json,
        _ => {
            let hint = "Let its name end in .html, .csv or .json.";
            return Err(Problem::new("usage", format!("{} says no form of report", path.display()), hint));
        }
    };
    let (report, names) = desk.with(|library| Ok((gather(library)?, names(library)?)))?;
    let report = report.showing(if redact { Show::Redacted } else { Show::Words }, &names);
    let failed = |source: std::io::Error| open_failed(path, &source);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    {
        let mut out = BufWriter::new(draft.as_file_mut());
        write(&report, form, &mut out, path)?;
        out.flush().map_err(failed)?;
    }
    draft.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn write(report: &Report, form: Form, out: &mut BufWriter<&mut File>, path: &Path) -> Result<(), Problem> {
    report.write(form, out).map_err(|error| match error {
        audit::report::Error::Io(source) => open_failed(path, &source),
        _ => Problem::internal("The report could not be written"),
    })
}

/// Names and handles that a redacted report hides: the accounts' own, and everybody the archives name as a person.
fn names(library: &Library) -> Result<Vec<String>, Problem> {
    let mut names = Vec::new();
    for stored in library.accounts()? {
        names.push(stored.account.handle);
        names.extend(stored.account.name.map(model::Private::into_revealed));
    }
    let people = ["friend", "friend-request", "family", "contact-uploaded", "handle-change"];
    let facts = library.facts(None)?;
    names.extend(
        facts
            .into_iter()
            .filter(|stored| people.contains(&stored.fact.topic.as_str()))
            .map(|stored| stored.fact.value.into_revealed()),
    );
    names.retain(|name| !name.trim().is_empty());
    Ok(names)
}

fn gather(library: &Library) -> Result<Report, Problem> {
    let hidden = crate::settings::hidden(library)?;
    let found = library.overview(&hidden, chrono::FixedOffset::east_opt(0).expect("zero is an offset"))?;
    let archives = library.archives()?;
    let platforms = crate::review::platform_names();
    let platform_name = |id: &str| platforms.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let holdings = audit::triage::Holdings {
        archives: archives.len() as u64,
        posts: found.posts,
        first: archives.iter().filter_map(|archive| archive.coverage.first).min(),
        last: archives.iter().filter_map(|archive| archive.coverage.last).max(),
        flagged: audit::triage::RiskCounts { high: found.risk.high, medium: found.risk.medium, low: found.risk.low },
    };
    let proofs: BTreeMap<_, _> =
        crate::clean_up::proved(library)?.into_iter().map(|(task, proof)| (task.post, proof)).collect();
    let accounts: BTreeMap<_, _> =
        library.accounts()?.into_iter().map(|stored| (stored.id, account_name(&stored.account))).collect();
    let mut findings = Vec::new();
    let mut by_verdict: BTreeMap<String, u64> = BTreeMap::new();
    let flagged = Filter { flagged_only: true, hidden: hidden.clone(), ..Filter::default() };
    for id in library.review_ids(&flagged, Sort::Worst)? {
        let Some(stored) = library.post(id)? else { continue };
        let mut found = library.findings(id)?;
        found.retain(|found| !hidden.contains(&found.finding.category));
        found.sort_by(|a, b| b.finding.score.total_cmp(&a.finding.score));
        let history = library.history(id)?;
        let note =
            history.iter().rev().find(|entry| matches!(entry.act, Act::Decided(_))).map(|entry| entry.reason.clone());
        if let Some(verdict) = stored.verdict {
            *by_verdict.entry(verdict.id().to_owned()).or_default() += 1;
        }
        let proof = proofs.get(&id).filter(|_| stored.verdict == Some(model::Verdict::Delete));
        findings.push(PostLine {
            post: id.to_string(),
            platform: platform_name(&stored.platform),
            account: accounts.get(&stored.account).cloned().unwrap_or_default(),
            kind: stored.post.kind.id().to_owned(),
            at: stored.post.at.map(moment),
            text: stored.post.text.reveal().clone(),
            url: stored.post.url.clone(),
            risk: found
                .iter()
                .map(|found| found.finding.risk)
                .max()
                .map(|risk| risk.id().to_owned())
                .unwrap_or_default(),
            reasons: found.iter().map(|found| reason(&found.finding)).collect(),
            verdict: stored.verdict.map(|verdict| verdict.id().to_owned()),
            note: stored.verdict.and(note).filter(|note| !note.is_empty()),
            proof: proof.map(|proof| proof.state.id().to_owned()),
            proof_why: proof.map(|proof| proof.why.clone()),
        });
    }
    let mut by_proof: BTreeMap<String, u64> = BTreeMap::new();
    for line in &findings {
        if let Some(proof) = &line.proof {
            *by_proof.entry(proof.clone()).or_default() += 1;
        }
    }
    let mut by_category: Vec<CategoryCount> = found
        .categories
        .iter()
        .map(|(category, risk)| CategoryCount {
            category: category.id().to_owned(),
            name: category.name().to_owned(),
            flagged: Counts { high: risk.high, medium: risk.medium, low: risk.low },
        })
        .collect();
    by_category.sort_by_key(|count| std::cmp::Reverse(count.flagged.high + count.flagged.medium + count.flagged.low));
    Ok(Report {
        made: day(now()),
        headline: audit::triage::headline(&holdings),
        standfirst: audit::triage::standfirst(&holdings),
        posts: found.posts,
        flagged: Counts { high: found.risk.high, medium: found.risk.medium, low: found.risk.low },
        by_category,
        by_verdict,
        by_proof,
        archives: archives
            .iter()
            .map(|archive| archive_line(archive, &platform_name(&archive.owner.platform)))
            .collect(),
        findings,
        checklist: checklist(library, &platforms)?,
        notes: Vec::new(),
    })
}

fn reason(finding: &model::Finding) -> Reason {
    let title = crate::scan::engine().page(&finding.rule).map(|page| page.name.clone());
    Reason {
        category: finding.category.name().to_owned(),
        rule: finding.rule.to_string(),
        title: title.unwrap_or_default(),
        risk: finding.risk.id().to_owned(),
        spans: finding.spans.iter().map(|span| (span.start, span.end)).collect(),
    }
}

fn archive_line(archive: &store::StoredArchive, platform: &str) -> ArchiveLine {
    let coverage = &archive.coverage;
    let read = coverage.files.iter().filter(|file| matches!(file.outcome, FileOutcome::Read { .. })).count() as u64;
    let skipped = coverage.files.iter().filter_map(|file| match &file.outcome {
        FileOutcome::Skipped(why) => Some(SkippedFile { path: file.path.clone(), why: why.clone() }),
        FileOutcome::Unknown => {
            Some(SkippedFile { path: file.path.clone(), why: "No reader knows this file yet".into() })
        }
        FileOutcome::Read { .. } | FileOutcome::Media => None,
    });
    ArchiveLine {
        platform: platform.to_owned(),
        account: account_name(&archive.owner),
        name: archive.name.clone(),
        exported: archive.exported.map(day),
        partial: archive.partial,
        items: coverage.items.iter().map(|(kind, count)| (kind.id().to_owned(), *count)).collect(),
        first: coverage.first.map(day),
        last: coverage.last.map(day),
        files_read: read,
        files_skipped: skipped.collect(),
        warnings: archive.warnings.len() as u64,
    }
}

fn checklist(library: &Library, platforms: &BTreeMap<String, String>) -> Result<Vec<SettingLine>, Problem> {
    let imported: Vec<String> = library.accounts()?.into_iter().map(|stored| stored.account.platform).collect();
    let lists = crate::checklist::evaluated(library, |id, items| {
        let platform = platforms.get(id).cloned().unwrap_or_default();
        // A platform one does not use needs no settings; general items concern everybody.
        let wanted = platform.is_empty() || imported.iter().any(|imported| imported == id);
        let lines = items.iter().filter(|_| wanted).map(|checked| SettingLine {
            id: checked.item.id.clone(),
            platform: platform.clone(),
            group: checked.item.group.name().to_owned(),
            title: checked.item.title.clone(),
            weight: checked.item.weight.id().to_owned(),
            state: checked.state.id().to_owned(),
            evidence: checked
                .evidence
                .iter()
                .map(|evidence| EvidenceLine {
                    says: evidence.says.reveal().clone(),
                    as_of: evidence.as_of.map(day),
                    tone: evidence.tone.id().to_owned(),
                })
                .collect(),
        });
        lines.collect::<Vec<_>>()
    })?;
    Ok(lists.into_iter().flatten().collect())
}
