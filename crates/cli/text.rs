//! Results as short readable text.

use app::dto::script::{ArchiveLine, Audit, ChecklistLine, ExposureLine, FindingLine, PostLine, ProofLine};
use app::dto::{AccountLine, ColumnsFound, Overview, PlatformInfo, RuleInfo};
use std::io::{self, Write};

/// The end of an audit.
pub fn audit(out: &mut impl Write, audit: &Audit) -> io::Result<()> {
    archives(out, &audit.archives)?;
    let flagged = audit.flagged;
    let total = flagged.high + flagged.medium + flagged.low;
    writeln!(out, "{} posts of your own, {total} worth a look:", audit.posts)?;
    writeln!(out, "  {:>6}  look first (high)", flagged.high)?;
    writeln!(out, "  {:>6}  worth a look (medium)", flagged.medium)?;
    writeln!(out, "  {:>6}  if you like (low)", flagged.low)?;
    if !audit.by_category.is_empty() {
        writeln!(out, "\nBy category:")?;
        let mut categories: Vec<_> = audit.by_category.iter().collect();
        categories.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        for (category, count) in categories {
            writeln!(out, "  {count:>6}  {category}")?;
        }
    }
    if !audit.checklist.is_empty() {
        writeln!(out, "\nPrivacy settings:")?;
        for (platform, count) in &audit.checklist {
            let (items, answered, risk) = (count.items, count.answered_by_archive, count.at_risk);
            writeln!(out, "  {platform}: {items} to check; your archive speaks of {answered}, {risk} of them at risk")?;
        }
    }
    writeln!(out, "\nRead and judged in {:.1} s. Nothing was kept.", audit.seconds.import + audit.seconds.scan)
}

/// What each archive held, in short.
pub fn archives(out: &mut impl Write, archives: &(impl AsRef<[ArchiveLine]> + ?Sized)) -> io::Result<()> {
    coverage(out, archives.as_ref(), 10)
}

/// What each archive held, with all that was left alone.
pub fn all_of_archives(out: &mut impl Write, archives: &(impl AsRef<[ArchiveLine]> + ?Sized)) -> io::Result<()> {
    coverage(out, archives.as_ref(), usize::MAX)
}

/// What each archive held; of files left alone and of warnings at most so many.
fn coverage(out: &mut impl Write, archives: &[ArchiveLine], most: usize) -> io::Result<()> {
    for archive in archives {
        let account = if archive.account.is_empty() { "account not stated" } else { &archive.account };
        write!(out, "{} ({account})", archive.platform)?;
        if let Some(exported) = &archive.exported {
            write!(out, ", archive of {exported}")?;
        }
        writeln!(out, "{}", if archive.partial { ", a part of the account" } else { "" })?;
        let items: Vec<String> = archive.items.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        writeln!(out, "  {}", if items.is_empty() { "no items".to_owned() } else { items.join(", ") })?;
        if let (Some(first), Some(last)) = (&archive.first, &archive.last) {
            writeln!(out, "  from {first} to {last}")?;
        }
        if let Some(longest) = archive.quiet.first() {
            let months: u32 = archive.quiet.iter().map(|quiet| quiet.months).sum();
            let stretch = match longest.from == longest.to {
                true => longest.from.clone(),
                false => format!("{} to {}", longest.from, longest.to),
            };
            writeln!(out, "  {months} months in between without a post; the longest stretch: {stretch}")?;
        }
        for file in archive.files.iter().flatten() {
            if let Some(stated) = file.stated.filter(|stated| *stated != file.records) {
                let (path, read) = (printable(&file.path), file.records);
                writeln!(out, "  ! {path}: {read} records read, the archive announces {stated}")?;
            }
        }
        writeln!(out, "  {} files read, {} left alone", archive.files_read, archive.files_skipped.len())?;
        for skipped in archive.files_skipped.iter().take(most) {
            writeln!(out, "    {}: {}", printable(&skipped.path), skipped.why)?;
        }
        if archive.files_skipped.len() > most {
            writeln!(out, "    ... and {} more; `coverage` lists all", archive.files_skipped.len() - most)?;
        }
        for warning in archive.warnings.iter().take(most) {
            let place = warning.index.map(|index| format!(", record {}", index + 1)).unwrap_or_default();
            writeln!(out, "  ! {}{place}: {}", printable(&warning.file), warning.message)?;
        }
        if archive.warnings.len() > most {
            writeln!(out, "  ! ... and {} more warnings; `coverage` lists all", archive.warnings.len() - most)?;
        }
        if !archive.never.is_empty() {
            writeln!(out, "  an archive of this kind never contains:")?;
            archive.never.iter().try_for_each(|what| writeln!(out, "    - {what}"))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The accounts, those of one person together.
pub fn accounts(out: &mut impl Write, accounts: &[AccountLine]) -> io::Result<()> {
    for account in accounts {
        let same: Vec<String> = accounts
            .iter()
            .filter(|other| other.person == account.person && other.id != account.id)
            .map(|other| other.id.to_string())
            .collect();
        let linked =
            if same.is_empty() { String::new() } else { format!("  (the same person as {})", same.join(", ")) };
        let (id, platform, posts) = (account.id, &account.platform, account.posts);
        writeln!(out, "{id:>4}  {platform:<10} {:<24} {posts} items{linked}", printable(&account.account))?;
    }
    Ok(())
}

/// The tables of a file and what their columns are taken for.
pub fn columns(out: &mut impl Write, tables: &[ColumnsFound]) -> io::Result<()> {
    if tables.is_empty() {
        writeln!(out, "No table was found.")?;
    }
    for table in tables {
        let list = if table.list.is_empty() { String::new() } else { format!(", {}", printable(&table.list)) };
        let known = if table.known { "" } else { "  (too little is known to read it without --columns)" };
        writeln!(out, "{}{list}{known}", printable(&table.file))?;
        for column in &table.columns {
            let samples: Vec<String> =
                column.samples.iter().map(|sample| format!("\u{201c}{}\u{201d}", printable(sample))).collect();
            writeln!(
                out,
                "  {:<9} {:<24} {}",
                column.guess.as_deref().unwrap_or("-"),
                printable(&column.name),
                samples.join("  ")
            )?;
        }
    }
    Ok(())
}

/// Findings, most serious first.
pub fn findings(out: &mut impl Write, findings: &[FindingLine]) -> io::Result<()> {
    for finding in findings {
        let verdict = finding.verdict.map(|verdict| format!("  [{verdict}]")).unwrap_or_default();
        let (risk, category, post) = (finding.risk, finding.category, &finding.post);
        let day = finding.at.as_deref().map_or("no date", |at| at.get(..10).unwrap_or(at));
        writeln!(out, "{risk:<6} {category:<20} {:<9} {day}  post {post}{verdict}", finding.platform)?;
        writeln!(out, "       {}", printable(&finding.text))?;
    }
    Ok(())
}

/// One post on two lines.
pub fn post(out: &mut impl Write, post: &PostLine) -> io::Result<()> {
    let day = post.at.as_deref().map_or("no date", |at| at.get(..10).unwrap_or(at));
    writeln!(out, "{:<8} {:<9} {:<8} {day}", post.id, post.platform, post.kind)?;
    writeln!(out, "         {}", printable(&post.text))
}

/// Settings by platform.
pub fn checklist(out: &mut impl Write, lines: &[ChecklistLine]) -> io::Result<()> {
    let mut platform = "";
    for line in lines {
        if line.platform != platform {
            platform = &line.platform;
            writeln!(out, "{platform}")?;
        }
        writeln!(out, "  [{}] {}  ({}, {})", line.state, line.title, line.weight, line.id)?;
        for evidence in &line.evidence {
            let as_of = evidence.as_of.as_ref().map(|day| format!(", as of {day}")).unwrap_or_default();
            let file = if evidence.file.is_empty() { "all posts" } else { &evidence.file };
            writeln!(out, "      your archive: {} ({}{as_of})", printable(&evidence.says), printable(file))?;
        }
    }
    Ok(())
}

/// What a stranger could learn.
pub fn exposure(out: &mut impl Write, lines: &[ExposureLine]) -> io::Result<()> {
    let mut group = "";
    for line in lines {
        if line.group != group {
            group = &line.group;
            writeln!(out, "{group}")?;
        }
        let times = if line.count > 1 { format!(" ({} times)", line.count) } else { String::new() };
        writeln!(out, "  {}: {}{times}  ({})", line.label, printable(&line.value), line.platforms.join(", "))?;
    }
    Ok(())
}

/// What is known of each post marked delete.
pub fn proof(out: &mut impl Write, lines: &[ProofLine]) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{:<12} post {}: {}", line.state, line.post, line.why)?;
    }
    Ok(())
}

/// The front page in two lines.
pub fn overview(out: &mut impl Write, overview: &Overview) -> io::Result<()> {
    writeln!(out, "{}\n{}", overview.headline, overview.standfirst)
}

/// The rules by category.
pub fn rules(out: &mut impl Write, rules: &[RuleInfo]) -> io::Result<()> {
    for rule in rules {
        writeln!(out, "{:<20} {:<6} {:<32} {}", rule.category, rule.risk, rule.id, rule.title)?;
    }
    Ok(())
}

/// Platforms and how to ask for the archive.
pub fn platforms(out: &mut impl Write, platforms: &[PlatformInfo]) -> io::Result<()> {
    for platform in platforms {
        writeln!(out, "{} ({})\n  Ask for your archive: {}", platform.name, platform.id, platform.export_link)?;
        for (number, step) in platform.export_steps.iter().enumerate() {
            writeln!(out, "    {}. {step}", number + 1)?;
        }
        writeln!(out, "  {}\n  Read: {}\n", platform.waiting, platform.reads.join(", "))?;
    }
    Ok(())
}

/// Words of an archive, made safe for a terminal: on one line, without control characters.
fn printable(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_of_a_post_cannot_drive_the_terminal() {
        assert_eq!(super::printable("a\u{1b}[31m red\r\nline\u{9b}2J"), "a [31m red line 2J");
    }
}
