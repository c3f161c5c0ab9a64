//! The report as one page: it loads nothing, runs nothing and prints well.

use super::{ArchiveLine, Counts, Error, PostLine, Reason, Report, SettingLine};
use crate::{checklist::State, words};
use chrono::{DateTime, NaiveDate, Utc};
use model::Kind;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{BufWriter, Write};

const STYLE: &str = include_str!("report.css");

/// What browsers may do with the page: use its own style, nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(super) fn write(report: &Report, out: impl Write) -> Result<(), Error> {
    let mut out = BufWriter::new(out);
    let Report { made, headline, standfirst, posts, flagged, .. } = report;
    write!(
        out,
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>Broadsheet report of {made}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header><p class=\"masthead\">Broadsheet</p><p class=\"dateline\">Report of {made}</p></header>\n\
         <main>\n<section class=\"lead\">\n<h1>{headline}</h1>\n<p>{standfirst}</p>\n",
        made = Text(&day(made)),
        headline = Text(headline),
        standfirst = Text(standfirst),
    )?;
    let Counts { high, medium, low } = flagged;
    let figures = [(*posts, "read"), (*high, "high"), (*medium, "medium"), (*low, "low")];
    write!(out, "<dl class=\"figures\">")?;
    for (count, name) in figures {
        write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", words::digits(count))?;
    }
    writeln!(out, "</dl>\n</section>")?;
    for note in &report.notes {
        writeln!(out, "<p class=\"note\">{}</p>", Text(note))?;
    }
    categories(report, &mut out)?;
    tallies("Decisions", &report.by_verdict, &mut out)?;
    tallies("Proof of deletion", &report.by_proof, &mut out)?;
    findings(&report.findings, &mut out)?;
    checklist(&report.checklist, &mut out)?;
    archives(&report.archives, &mut out)?;
    writeln!(
        out,
        "</main>\n<footer><p>Made on your own computer. It describes posts, not a person, and is meant for you alone.</p></footer>\n\
         </body>\n</html>"
    )?;
    out.flush()?;
    Ok(())
}

fn categories(report: &Report, out: &mut impl Write) -> Result<(), Error> {
    if report.by_category.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section>\n<h2>By category</h2>\n<table>\n<thead><tr><th scope=\"col\">Category</th><th scope=\"col\">High</th>\
         <th scope=\"col\">Medium</th><th scope=\"col\">Low</th></tr></thead>\n<tbody>"
    )?;
    for category in &report.by_category {
        let Counts { high, medium, low } = category.flagged;
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{high}</td><td>{medium}</td><td>{low}</td></tr>",
            Text(&category.name)
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")?;
    Ok(())
}

fn tallies(heading: &str, counts: &BTreeMap<String, u64>, out: &mut impl Write) -> Result<(), Error> {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>{heading}</h2>\n<table class=\"narrow\">\n<tbody>")?;
    for (id, count) in counts {
        writeln!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", Text(&named(id)), words::digits(*count))?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")?;
    Ok(())
}

fn findings(posts: &[PostLine], out: &mut impl Write) -> Result<(), Error> {
    if posts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>Posts worth a look</h2>")?;
    for post in posts {
        write!(
            out,
            "<article class=\"{risk}\">\n<p class=\"where\"><b>{name}</b> · {platform} · <bdi>{account}</bdi> · {kind}",
            risk = if matches!(post.risk.as_str(), "high" | "medium" | "low") { &post.risk } else { "none" },
            name = Text(&named(&post.risk)),
            platform = Text(&post.platform),
            account = Text(&post.account),
            kind = Text(&post.kind),
        )?;
        if let Some(at) = &post.at {
            write!(out, " · <time>{}</time>", Text(&moment(at)))?;
        }
        write!(out, "</p>\n<blockquote dir=\"auto\">")?;
        marked(&post.text, &post.reasons, out)?;
        writeln!(out, "</blockquote>\n<ul>")?;
        for reason in &post.reasons {
            writeln!(out, "<li>{}: {}</li>", Text(&reason.category), Text(&reason.title))?;
        }
        writeln!(out, "</ul>")?;
        decided(post, out)?;
        writeln!(out, "</article>")?;
    }
    writeln!(out, "</section>")?;
    Ok(())
}

fn decided(post: &PostLine, out: &mut impl Write) -> Result<(), Error> {
    if let Some(verdict) = &post.verdict {
        write!(out, "<p>Decision: <b>{}</b>", Text(verdict))?;
        if let Some(note) = post.note.as_ref().filter(|note| !note.is_empty()) {
            write!(out, ", <bdi>{}</bdi>", Text(note))?;
        }
        if let Some(proof) = &post.proof {
            write!(out, ". Proof: <b>{}</b>", Text(&named(proof)))?;
        }
        if let Some(why) = &post.proof_why {
            write!(out, " ({})", Text(why))?;
        }
        writeln!(out, "</p>")?;
    }
    // Only a web address becomes a link; anything else could act when it is clicked.
    if let Some(url) = post.url.as_ref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        writeln!(out, "<p><a rel=\"noreferrer noopener\" href=\"{0}\">{0}</a></p>", Text(url))?;
    }
    Ok(())
}

/// The words with the marked stretches in `<mark>`; overlapping and bent stretches are joined or left out.
fn marked(text: &str, reasons: &[Reason], out: &mut impl Write) -> Result<(), Error> {
    let mut spans: Vec<_> = reasons.iter().flat_map(|reason| &reason.spans).copied().filter(|(a, b)| a < b).collect();
    spans.sort_unstable();
    let mut bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    bytes.push(text.len());
    let byte = |at: u32| bytes.get(at as usize).copied().unwrap_or(text.len());
    let mut done = 0;
    for (start, end) in spans.into_iter().map(|(start, end)| (byte(start), byte(end))) {
        let start = start.max(done);
        if start < end {
            write!(out, "{}<mark>{}</mark>", Text(&text[done..start]), Text(&text[start..end]))?;
            done = end;
        }
    }
    write!(out, "{}", Text(&text[done..]))?;
    Ok(())
}

fn checklist(settings: &[SettingLine], out: &mut impl Write) -> Result<(), Error> {
    if settings.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section>\n<h2>Settings</h2>\n<table>\n<thead><tr><th scope=\"col\">Where</th><th scope=\"col\">Setting</th>\
         <th scope=\"col\">Weight</th><th scope=\"col\">State</th><th scope=\"col\">What the archive says</th></tr></thead>\n<tbody>"
    )?;
    for setting in settings {
        let platform = if setting.platform.is_empty() { "Everywhere" } else { &setting.platform };
        write!(
            out,
            "<tr><td>{}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>",
            Text(platform),
            Text(&setting.title),
            Text(&setting.weight),
            Text(State::from_id(&setting.state).map_or(&setting.state, |state| state.name()))
        )?;
        for evidence in setting.evidence.iter().filter(|evidence| !evidence.says.is_empty()) {
            write!(out, "<p><bdi>{}</bdi>", Text(&evidence.says))?;
            if let Some(as_of) = &evidence.as_of {
                write!(out, " <small>as of {}</small>", Text(&day(as_of)))?;
            }
            write!(out, "</p>")?;
        }
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")?;
    Ok(())
}

fn archives(archives: &[ArchiveLine], out: &mut impl Write) -> Result<(), Error> {
    if archives.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section>\n<h2>What was read</h2>\n<table>\n<thead><tr><th scope=\"col\">Archive</th><th scope=\"col\">Made</th>\
         <th scope=\"col\">Items</th><th scope=\"col\">From</th><th scope=\"col\">To</th>\
         <th scope=\"col\">Files read</th><th scope=\"col\">Left alone</th><th scope=\"col\">Unreadable</th></tr></thead>\n<tbody>"
    )?;
    for archive in archives {
        let or_dash = |text: &Option<String>| text.as_deref().map_or_else(|| "–".into(), day);
        let items: Vec<_> = archive.items.iter().map(|(kind, n)| counted(kind, *n)).collect();
        writeln!(
            out,
            "<tr><th scope=\"row\">{platform} <bdi>{account}</bdi>{name}</th><td>{made}{part}</td><td>{items}</td>\
             <td>{first}</td><td>{last}</td><td>{read}</td><td>{skipped}</td><td>{bad}</td></tr>",
            platform = Text(&archive.platform),
            account = Text(&archive.account),
            name = if archive.name.is_empty() {
                String::new()
            } else {
                format!("<br><small>{}</small>", Text(&archive.name))
            },
            made = Text(&or_dash(&archive.exported)),
            part = if archive.partial { " (a part)" } else { "" },
            items = Text(&items.join(", ")),
            first = Text(&or_dash(&archive.first)),
            last = Text(&or_dash(&archive.last)),
            read = archive.files_read,
            skipped = archive.files_skipped.len(),
            bad = archive.warnings,
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")?;
    Ok(())
}

/// `2026-11-22` as `22 November 2026`; anything else as it is.
fn day(text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), |day| day.format("%-d %B %Y").to_string())
}

/// `2012-05-03T23:41:00Z` as `3 May 2012, 23:41 UTC`; anything else as it is.
fn moment(text: &str) -> String {
    let at = text.parse::<DateTime<Utc>>();
    at.map_or_else(|_| text.to_owned(), |at| at.format("%-d %B %Y, %H:%M UTC").to_string())
}

/// `1 like`, `1,200 posts`.
fn counted(kind: &str, n: u64) -> String {
    let several = Kind::from_id(kind).map(words::several);
    words::counted(n, kind, several.unwrap_or(kind))
}

/// `still-there` as `Still there`.
fn named(id: &str) -> String {
    words::capitalised(&id.replace('-', " "))
}

/// Text made harmless for a page, in elements and in quoted attributes. Control characters are dropped; marks that turn
/// the direction of writing stay, since every foreign text stands in an element that holds them in.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' => fmt::Write::write_char(f, c)?,
                c if c.is_control() => {}
                c => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}
