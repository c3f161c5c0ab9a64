//! The review desk: the list, its facets, one post in context; and the same as lines for scripts.

use crate::coverage::{account_name, moment};
use crate::desk::Desk;
use crate::dto::script::{FindingLine, MediaLine, PlaceLine, PostLine, SourceLine};
use crate::dto::{
    Facet, Facets, FindingDetail, HistoryLine, Neighbour, PostDetail, ReviewFilter, ReviewPage, ReviewRow,
};
use crate::problem::Problem;
use crate::scan::{engine, round, span_text};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use model::{Audience, Category, Kind, Place, Private, Risk, Verdict};
use std::collections::BTreeMap;
use store::{AccountId, Act, Filter, Library, PostFilter, PostId, Sort, State, StoredFinding, StoredPost};

/// Characters of a post that a list shows.
const EXCERPT: usize = 280;
/// Posts shown before and after the one being decided.
const NEIGHBOURS: u64 = 2;
/// Most rows of one page, whatever is asked for.
const PAGE: u32 = 500;
/// Most hits of a search on the command line.
const HITS: u64 = 1_000;

/// One page of the list.
pub fn review(desk: &Desk, filter: &ReviewFilter, offset: u32, limit: u32) -> Result<ReviewPage, Problem> {
    desk.with(|library| {
        let wanted = filter_of(library, filter)?;
        let rows = library.review(&wanted, sort_of(filter)?, u64::from(offset), u64::from(limit.min(PAGE)))?;
        Ok(ReviewPage { total: library.count(&wanted)? as u32, offset, rows: rows.into_iter().map(row).collect() })
    })
}

fn row(row: store::ReviewRow) -> ReviewRow {
    ReviewRow {
        post: row.post.0 as u32,
        platform: row.platform,
        kind: row.kind.id().to_owned(),
        at: row.at.map(moment),
        text: excerpt(row.words.reveal()),
        risk: row.risk.map(|risk| risk.id().to_owned()),
        categories: row.categories.iter().map(|category| category.id().to_owned()).collect(),
        verdict: row.verdict.map(|verdict| verdict.id().to_owned()),
        with: row.with as u32,
    }
}

/// Counts beside the list.
pub fn facets(desk: &Desk, filter: &ReviewFilter) -> Result<Facets, Problem> {
    let facets = desk.with(|library| Ok(library.facets(&filter_of(library, filter)?)?))?;
    let platforms = platform_names();
    let name_of = |id: &str| platforms.get(id).cloned().unwrap_or_else(|| id.to_owned());
    Ok(Facets {
        risks: facets.risks.iter().map(|(risk, count)| facet(risk.id(), risk_name(*risk), *count)).collect(),
        categories: facets
            .categories
            .iter()
            .map(|(category, count)| facet(category.id(), category.name(), *count))
            .collect(),
        platforms: facets.platforms.iter().map(|(id, count)| facet(id, &name_of(id), *count)).collect(),
        kinds: facets.kinds.iter().map(|(kind, count)| facet(kind.id(), &capital(kind.id()), *count)).collect(),
        audiences: facets
            .audiences
            .iter()
            .map(|(audience, count)| facet(audience.id(), audience_name(*audience), *count))
            .collect(),
        years: facets.years.iter().map(|(year, count)| facet(&year.to_string(), &year.to_string(), *count)).collect(),
        states: facets
            .states
            .iter()
            .filter(|(state, _)| *state != State::Decided)
            .map(|(state, count)| {
                let (id, name) = state_name(*state);
                facet(id, name, *count)
            })
            .collect(),
    })
}

fn facet(id: &str, name: &str, count: u64) -> Facet {
    Facet { id: id.to_owned(), name: name.to_owned(), count: count as u32 }
}

/// Neutral names for risk: `guidance` asks for words that describe an order of work, not a fault.
pub(crate) fn risk_name(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "Look first",
        Risk::Medium => "Worth a look",
        Risk::Low => "If you like",
    }
}

fn audience_name(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Public",
        Audience::Unlisted => "Anyone with the link",
        Audience::Friends => "Friends or followers",
        Audience::Group => "Group",
        Audience::Direct => "Private messages",
        Audience::OnlyMe => "Only me",
        Audience::Unknown => "Not stated",
    }
}

fn state_name(state: State) -> (&'static str, &'static str) {
    match state {
        State::Undecided => ("undecided", "To decide"),
        State::Decided => ("decided", "Decided"),
        State::Verdict(verdict) => match verdict {
            Verdict::Keep => ("keep", "Keep"),
            Verdict::Delete => ("delete", "Delete"),
            Verdict::Edit => ("edit", "Edit"),
            Verdict::Restrict => ("restrict", "Limit audience"),
            Verdict::Later => ("later", "Later"),
        },
    }
}

fn capital(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// One post with everything needed to decide.
pub fn post(desk: &Desk, post: u32) -> Result<PostDetail, Problem> {
    desk.with(|library| detail(library, PostId(i64::from(post))))
}

fn detail(library: &Library, id: PostId) -> Result<PostDetail, Problem> {
    let stored = library.post(id)?.ok_or(store::Error::NoSuchPost)?;
    let hidden = crate::settings::hidden(library)?;
    let mut findings = library.findings(id)?;
    findings.retain(|finding| !hidden.contains(&finding.finding.category));
    findings.sort_by(|a, b| b.finding.score.total_cmp(&a.finding.score));
    let mut around = library.neighbours(id, NEIGHBOURS, NEIGHBOURS)?;
    if let Some(answered) = library.answered(id)?
        && around.before.iter().all(|before| before.id != answered.id)
    {
        around.before.insert(0, answered);
    }
    let history = library.history(id)?;
    let reason =
        history.iter().rev().find(|entry| matches!(entry.act, Act::Decided(_))).map(|entry| entry.reason.clone());
    let account = accounts(library)?.remove(&stored.account).unwrap_or_default();
    let post = &stored.post;
    let details: Result<Vec<_>, Problem> = findings.iter().map(|finding| finding_detail(library, finding)).collect();
    Ok(PostDetail {
        post: id.0 as u32,
        platform_name: platform_names().remove(&stored.platform).unwrap_or_else(|| stored.platform.clone()),
        platform: stored.platform,
        account,
        kind: post.kind.id().to_owned(),
        at: post.at.map(moment),
        audience: post.audience.id().to_owned(),
        text: post.text.reveal().clone(),
        own_words: post.own_words,
        about: post.about.as_ref().map(|about| about.reveal().clone()),
        // An id alone says nothing to a person.
        reply_to: post.reply_to.clone().filter(|target| target.starts_with("http")),
        url: post.url.clone(),
        place: post.place.as_ref().and_then(place_name),
        media: post.media.iter().filter_map(media_name).collect(),
        source: format!("{}, record {}", post.source.file, post.source.index + 1),
        findings: details?,
        before: around.before.iter().map(neighbour).collect(),
        after: around.after.iter().map(neighbour).collect(),
        reason: stored.verdict.and(reason).filter(|reason| !reason.is_empty()),
        verdict: stored.verdict.map(|verdict| verdict.id().to_owned()),
        history: history.iter().map(|entry| HistoryLine { at: moment(entry.at), what: act_name(entry.act) }).collect(),
    })
}

fn finding_detail(library: &Library, stored: &StoredFinding) -> Result<FindingDetail, Problem> {
    let finding = &stored.finding;
    // A finding of a rule that this version no longer has keeps its place until the next scan.
    let page = engine().page(&finding.rule);
    let said = |part: fn(&detect::Page) -> &String| page.map(|page| part(page).clone()).unwrap_or_default();
    let mut with = Vec::new();
    for other in &stored.with {
        with.extend(library.post(*other)?.as_ref().map(neighbour));
    }
    Ok(FindingDetail {
        category: finding.category.id().to_owned(),
        category_name: finding.category.name().to_owned(),
        risk: finding.risk.id().to_owned(),
        score: round(finding.score),
        rule: finding.rule.to_string(),
        title: said(|page| &page.name),
        what: said(|page| &page.what),
        why: said(|page| &page.why),
        todo: said(|page| &page.what_to_do),
        sources: page.map(|page| crate::rules::list(&page.sources)).unwrap_or_default(),
        spans: finding.spans.iter().map(|span| (span.start, span.end)).collect(),
        path: finding.path.iter().map(|phrase| phrase.to_string()).collect(),
        pieces: finding.pieces.iter().map(|piece| piece.to_string()).collect(),
        with,
    })
}

fn act_name(act: Act) -> String {
    match act {
        Act::Decided(verdict) => format!("Marked {}", verdict.id()),
        Act::TakenBack(verdict) => format!("Taken back: {}", verdict.id()),
        Act::Claimed => "Ticked as done".to_owned(),
        Act::Unclaimed => "Tick taken back".to_owned(),
    }
}

fn neighbour(stored: &StoredPost) -> Neighbour {
    Neighbour {
        post: stored.id.0 as u32,
        at: stored.post.at.map(moment),
        text: excerpt(stored.post.text.reveal()),
        verdict: stored.verdict.map(|verdict| verdict.id().to_owned()),
    }
}

pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn place_name(place: &Place) -> Option<String> {
    let position = place.position.map(|(lat, lon)| format!("{lat:.4}, {lon:.4}"));
    place.name.as_ref().map(|name| name.reveal().clone()).or(position)
}

fn media_name(media: &model::Media) -> Option<String> {
    let file = || media.path.as_ref().map(|path| path.rsplit('/').next().unwrap_or(path).to_owned());
    media.description.as_ref().map(|description| description.reveal().clone()).or_else(file)
}

/// Name of each platform by its id.
pub(crate) fn platform_names() -> BTreeMap<String, String> {
    crate::import::platforms().into_iter().map(|platform| (platform.id, platform.name)).collect()
}

fn accounts(library: &Library) -> Result<BTreeMap<AccountId, String>, Problem> {
    Ok(library.accounts()?.into_iter().map(|stored| (stored.id, account_name(&stored.account))).collect())
}

/// The store's filter for what the window or a script asked for. An unknown id is an error, not an empty list.
pub(crate) fn filter_of(library: &Library, filter: &ReviewFilter) -> Result<Filter, Problem> {
    Ok(Filter {
        risks: ids(&filter.risks, Risk::from_id, "risk")?,
        categories: ids(&filter.categories, Category::from_id, "category")?,
        platforms: ids(&filter.platforms, platform_of, "platform")?,
        kinds: ids(&filter.kinds, Kind::from_id, "kind")?,
        audiences: ids(&filter.audiences, Audience::from_id, "audience")?,
        years: filter.years.clone(),
        accounts: Vec::new(),
        states: ids(&filter.states, state_of, "state")?,
        query: Some(filter.query.clone()).filter(|query| !query.trim().is_empty()),
        hidden: crate::settings::hidden(library)?,
        flagged_only: !filter.all_posts,
    })
}

fn platform_of(id: &str) -> Option<String> {
    platforms::importer(id).map(|importer| importer.id().to_owned())
}

fn state_of(id: &str) -> Option<State> {
    match id {
        "undecided" => Some(State::Undecided),
        "decided" => Some(State::Decided),
        verdict => Verdict::from_id(verdict).map(State::Verdict),
    }
}

fn ids<T>(ids: &[String], from_id: impl Fn(&str) -> Option<T>, what: &str) -> Result<Vec<T>, Problem> {
    let unknown = || Problem::new("usage", format!("There is no such {what}"), "Check how it is spelt.");
    ids.iter().map(|id| from_id(id).ok_or_else(unknown)).collect()
}

pub(crate) fn sort_of(filter: &ReviewFilter) -> Result<Sort, Problem> {
    match filter.sort.as_str() {
        "" | "risk" => Ok(Sort::Worst),
        "newest" => Ok(Sort::Newest),
        "oldest" => Ok(Sort::Oldest),
        _ => Err(Problem::new("usage", "There is no such order", "Use risk, newest or oldest.")),
    }
}

/// Findings for scripts, most serious first.
pub fn findings(desk: &Desk, filter: &ReviewFilter) -> Result<Vec<FindingLine>, Problem> {
    desk.with(|library| {
        // Risk and category are asked of each finding, not of the post's worst one.
        let (risks, categories) = (filter.risks.clone(), filter.categories.clone());
        let wanted = filter_of(library, filter)?;
        let wide = Filter { risks: Vec::new(), ..wanted };
        let accounts = accounts(library)?;
        let mut lines = Vec::new();
        for id in library.review_ids(&wide, Sort::Worst)? {
            let Some(stored) = library.post(id)? else { continue };
            for found in library.findings(id)? {
                let (risk, category) = (found.finding.risk.id(), found.finding.category.id());
                let fits = |wanted: &[String], id: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == id);
                if fits(&risks, risk) && fits(&categories, category) && !wide.hidden.contains(&found.finding.category) {
                    lines.push(finding_line(&stored, &found, &accounts));
                }
            }
        }
        lines.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(lines)
    })
}

fn finding_line(stored: &StoredPost, found: &StoredFinding, accounts: &BTreeMap<AccountId, String>) -> FindingLine {
    let text = stored.post.text.reveal();
    FindingLine {
        post: stored.id.to_string(),
        platform: stored.platform.clone(),
        account: accounts.get(&stored.account).cloned().unwrap_or_default(),
        kind: stored.post.kind.id(),
        at: stored.post.at.map(moment),
        text: text.clone(),
        category: found.finding.category.id(),
        risk: found.finding.risk.id(),
        score: round(found.finding.score),
        rule: found.finding.rule.to_string(),
        spans: found.finding.spans.iter().map(|span| span_text(text, *span)).collect(),
        with: found.with.iter().map(PostId::to_string).collect(),
        verdict: stored.verdict.map(Verdict::id),
    }
}

/// Every item imported, one call each, in the order of account and time.
pub fn posts<E: From<Problem>>(
    desk: &Desk,
    platform: Option<&str>,
    kind: Option<&str>,
    each: &mut dyn FnMut(&PostLine) -> Result<(), E>,
) -> Result<(), E> {
    let wanted = kind.map(|kind| ids(&[kind.to_owned()], Kind::from_id, "kind")).transpose()?;
    let platform = platform.map(|id| ids(&[id.to_owned()], platform_of, "platform")).transpose()?;
    let filter = PostFilter {
        platform: platform.and_then(|platforms| platforms.into_iter().next()),
        kind: wanted.and_then(|kinds| kinds.first().copied()),
        ..PostFilter::default()
    };
    let mut failed = None;
    let read = desk.with(|library| {
        let accounts = accounts(library)?;
        library.each_post(&filter, |stored| {
            each(&post_line(&stored, &accounts)).map_err(|error| {
                failed = Some(error);
                Problem::internal("The output could not be written")
            })
        })
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(read?),
    }
}

/// Posts whose words fit the query, newest first.
pub fn search(desk: &Desk, query: &str) -> Result<Vec<PostLine>, Problem> {
    desk.with(|library| {
        let accounts = accounts(library)?;
        let mut lines = Vec::new();
        for hit in library.search(query, 0, HITS)?.hits {
            lines.extend(library.post(hit.post)?.map(|stored| post_line(&stored, &accounts)));
        }
        Ok(lines)
    })
}

fn post_line(stored: &StoredPost, accounts: &BTreeMap<AccountId, String>) -> PostLine {
    let post = &stored.post;
    let at = |position: Option<(f64, f64)>, name: Option<&Private<String>>| PlaceLine {
        lat: position.map(|position| position.0),
        lon: position.map(|position| position.1),
        name: name.map(|name| name.reveal().clone()),
    };
    let place = |place: &Place| at(place.position, place.name.as_ref());
    let media = |media: &model::Media| MediaLine {
        path: media.path.clone(),
        description: media.description.as_ref().map(|description| description.reveal().clone()),
        taken: media.taken.map(|taken| taken.format("%Y-%m-%dT%H:%M:%S").to_string()),
        camera: media.camera.as_ref().map(|camera| camera.reveal().clone()),
        place: media.position.map(|position| at(Some(position), None)),
    };
    let offset = post.utc_offset.and_then(|minutes| FixedOffset::east_opt(minutes.checked_mul(60)?));
    PostLine {
        id: stored.id.to_string(),
        platform: stored.platform.clone(),
        account: accounts.get(&stored.account).cloned().unwrap_or_default(),
        kind: post.kind.id(),
        native_id: post.native_id.clone(),
        at: post.at.map(|at: DateTime<Utc>| moment(at)),
        local: post
            .at
            .zip(offset)
            .map(|(at, offset)| at.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false)),
        text: post.text.reveal().clone(),
        reply_to: post.reply_to.clone(),
        audience: post.audience.id(),
        url: post.url.clone(),
        media: post.media.iter().map(media).collect(),
        place: post.place.as_ref().map(place),
        source: SourceLine { file: post.source.file.to_string(), index: post.source.index },
        own_words: post.own_words,
        about: post.about.as_ref().map(|about| about.reveal().clone()),
    }
}
