//! The review list: which posts, in what order, and the counts beside it.

use crate::code::{self, Code, Marks};
use crate::{AccountId, Library, PostId, Result, search};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::{Audience, Category, Kind, Private, Risk, Verdict};
use rusqlite::params_from_iter;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which posts are meant. An empty list means "any".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Worst risk.
    pub risks: Vec<Risk>,
    /// Has a finding of one of these categories.
    pub categories: Vec<Category>,
    /// Platform ids.
    pub platforms: Vec<String>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Audiences.
    pub audiences: Vec<Audience>,
    /// Years of the post, in UTC.
    pub years: Vec<i32>,
    /// Accounts.
    pub accounts: Vec<AccountId>,
    /// What was decided.
    pub states: Vec<State>,
    /// Full-text search as in [`Library::search`]; blank means none.
    pub query: Option<String>,
    /// Categories that were switched off: their findings count as absent.
    pub hidden: Vec<Category>,
    /// Whether only posts with findings are meant.
    pub flagged_only: bool,
}

/// What was decided of a post, for a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nothing.
    Undecided,
    /// Anything.
    Decided,
    /// This.
    Verdict(Verdict),
}

/// In what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Worst risk first, then by score, then newest first.
    #[default]
    Worst,
    /// Newest first; posts without a date last.
    Newest,
    /// Oldest first; posts without a date last.
    Oldest,
}

/// A post in the review list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// The post.
    pub post: PostId,
    /// Platform id.
    pub platform: String,
    /// Handle of the account.
    pub account: String,
    /// Kind.
    pub kind: Kind,
    /// When it was made.
    pub at: Option<DateTime<Utc>>,
    /// The words.
    pub words: Private<String>,
    /// Who can see it.
    pub audience: Audience,
    /// Worst risk; none for a post without findings.
    pub risk: Option<Risk>,
    /// Highest score of its findings, 0 without.
    pub score: f32,
    /// Categories of its findings, those of the worst risk first.
    pub categories: Vec<Category>,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// How many other posts its findings were pieced together with.
    pub with: u64,
}

/// Counts beside the list: for each value, the posts that fit the filter if only this facet's own choice is set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By worst risk, highest first.
    pub risks: Vec<(Risk, u64)>,
    /// By category, most first.
    pub categories: Vec<(Category, u64)>,
    /// By platform id, most first.
    pub platforms: Vec<(String, u64)>,
    /// By kind, most first.
    pub kinds: Vec<(Kind, u64)>,
    /// By audience, most first.
    pub audiences: Vec<(Audience, u64)>,
    /// By year, newest first.
    pub years: Vec<(i32, u64)>,
    /// By account, most first.
    pub accounts: Vec<(AccountId, u64)>,
    /// Undecided, decided, and each verdict given.
    pub states: Vec<(State, u64)>,
}

impl Library {
    /// A page of the review list.
    pub fn review(&self, filter: &Filter, sort: Sort, offset: u64, limit: u64) -> Result<Vec<ReviewRow>> {
        let choice = Choice::new(self, filter)?;
        let mut select = self.sql.prepare(&format!(
            "SELECT platform, handle, kind, at, words, audience, marks, {}, verdict,
                    (SELECT count(DISTINCT other.post) FROM finding mine JOIN finding other ON other.joint = mine.joint
                     WHERE mine.post = post.id AND mine.joint IS NOT NULL AND other.post <> post.id)
             FROM post JOIN account ON account.id = post.account JOIN body ON body.post = post.id WHERE post.id = ?",
            choice.score
        ))?;
        let mut page = Vec::new();
        for post in choice.ids(self, sort, offset, limit)? {
            let mut rows = select.query([post])?;
            let row = rows.next()?.ok_or(crate::Error::Damaged)?;
            let marks = Marks(row.get::<_, i64>(6)? & choice.shown.0);
            page.push(ReviewRow {
                post,
                platform: row.get(0)?,
                account: row.get(1)?,
                kind: Kind::from_code(row.get(2)?)?,
                at: code::time_or_none(row.get(3)?)?,
                words: Private::new(row.get(4)?),
                audience: Audience::from_code(row.get(5)?)?,
                risk: marks.risk(),
                score: row.get(7)?,
                categories: marks.categories(),
                verdict: code::verdict(row.get(8)?)?,
                with: row.get(9)?,
            });
        }
        Ok(page)
    }

    /// The ids of all posts that fit, in the list's order.
    pub fn review_ids(&self, filter: &Filter, sort: Sort) -> Result<Vec<PostId>> {
        Choice::new(self, filter)?.ids(self, sort, 0, i64::MAX as u64)
    }

    /// How many posts fit.
    pub fn count(&self, filter: &Filter) -> Result<u64> {
        let choice = Choice::new(self, filter)?;
        let sql = format!("SELECT count(*) FROM post WHERE {}", choice.all());
        Ok(self.sql.query_row(&sql, params_from_iter(&choice.words), |row| row.get(0))?)
    }

    /// The counts beside the list.
    pub fn facets(&self, filter: &Filter) -> Result<Facets> {
        let choice = Choice::new(self, filter)?;
        let platforms: BTreeMap<AccountId, String> =
            self.accounts()?.into_iter().map(|known| (known.id, known.account.platform)).collect();
        // A post that fails one facet's choice counts in that facet; one that fails two counts nowhere. So one pass over
        // the posts is enough for all facets.
        let tests: Vec<String> = choice.tests.iter().map(|(_, test)| format!("({test})")).collect();
        let met = if tests.is_empty() { "0".to_owned() } else { tests.join(" + ") };
        let columns: String = tests.iter().map(|test| format!(", {test}")).collect();
        let mut select = self.sql.prepare(&format!(
            "SELECT marks, account, kind, audience, at, verdict{columns} FROM post WHERE {} AND {met} >= {}",
            choice.base,
            tests.len().saturating_sub(1)
        ))?;
        let mut rows = select.query(params_from_iter(&choice.words))?;
        let mut found = Counts::default();
        while let Some(row) = rows.next()? {
            let mut failed = None;
            for (place, (facet, _)) in choice.tests.iter().enumerate() {
                if !row.get::<_, bool>(6 + place)? {
                    failed = Some(*facet);
                }
            }
            let counts = |facet| failed.is_none_or(|failed| failed == facet);
            let marks = Marks(row.get::<_, i64>(0)? & choice.shown.0);
            if counts(Facet::Risk)
                && let Some(risk) = marks.risk()
            {
                *found.risks.entry(Reverse(risk)).or_default() += 1;
            }
            if counts(Facet::Category) && marks.0 != 0 {
                for category in Category::ALL.iter().filter(|category| marks.0 & Marks::of(**category).0 != 0) {
                    *found.categories.entry(*category).or_default() += 1;
                }
            }
            let account = row.get(1)?;
            if counts(Facet::Account) {
                *found.accounts.entry(account).or_default() += 1;
            }
            if counts(Facet::Platform) {
                *found.platforms.entry(account).or_default() += 1;
            }
            if counts(Facet::Kind) {
                *found.kinds.entry(row.get(2)?).or_default() += 1;
            }
            if counts(Facet::Audience) {
                *found.audiences.entry(row.get(3)?).or_default() += 1;
            }
            if counts(Facet::Year)
                && let Some(at) = code::time_or_none(row.get(4)?)?
            {
                *found.years.entry(Reverse(at.year())).or_default() += 1;
            }
            if counts(Facet::State) {
                *found.verdicts.entry(row.get(5)?).or_default() += 1;
            }
        }
        found.facets(&platforms)
    }
}

/// A facet of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facet {
    Risk,
    Category,
    Platform,
    Kind,
    Audience,
    Year,
    Account,
    State,
}

/// A filter as conditions on `post`. They hold numbers only; the one text, the query, is a parameter.
struct Choice {
    /// What is not a facet: switched-off categories and the full-text query.
    base: String,
    /// The condition of each facet in which something was chosen.
    tests: Vec<(Facet, String)>,
    /// The query in FTS5's language, if there is one.
    words: Option<String>,
    /// Categories that are not switched off.
    shown: Marks,
    /// The worst score as far as it is shown.
    score: String,
}

/// `1, 2, 3`
fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(", ")
}

fn codes<T: Code>(values: &[T]) -> String {
    list(values.iter().map(|value| value.code()))
}

impl Choice {
    fn new(library: &Library, filter: &Filter) -> Result<Choice> {
        let shown = Marks::all_but(&filter.hidden);
        let mut base = String::from("1");
        if filter.flagged_only {
            // The first half is there for the index of flagged posts.
            base += &format!(" AND marks <> 0 AND marks & {} <> 0", shown.0);
        }
        let query = filter.query.as_deref().filter(|query| !query.trim().is_empty());
        let words = query.and_then(search::expression);
        if words.is_some() {
            base += " AND id IN (SELECT rowid FROM search WHERE search MATCH ?1)";
        } else if query.is_some() {
            // Something was typed, but no word of it can be found anywhere.
            base += " AND 0";
        }
        let score = if filter.hidden.is_empty() {
            "score".to_owned()
        } else {
            let hidden = codes(&filter.hidden);
            format!(
                "(SELECT coalesce(max(finding.score), 0.0) FROM finding
                  WHERE finding.post = post.id AND category NOT IN ({hidden}))"
            )
        };
        Ok(Choice { base, tests: tests(library, filter, shown)?, words, shown, score })
    }

    /// Everything at once.
    fn all(&self) -> String {
        let tests: String = self.tests.iter().map(|(_, test)| format!(" AND ({test})")).collect();
        format!("{}{tests}", self.base)
    }

    fn ids(&self, library: &Library, sort: Sort, offset: u64, limit: u64) -> Result<Vec<PostId>> {
        let order = match sort {
            Sort::Worst => format!(
                "(shown >= {}) + (shown >= {}) + (shown > 0) DESC, worst DESC, at DESC, id DESC",
                Marks::floor(Risk::High),
                Marks::floor(Risk::Medium)
            ),
            Sort::Newest => "at DESC, id DESC".to_owned(),
            Sort::Oldest => "at IS NULL, at, id".to_owned(),
        };
        let mut select = library.sql.prepare(&format!(
            "SELECT id, marks & {} AS shown, {} AS worst FROM post WHERE {} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
            self.shown.0,
            self.score,
            self.all()
        ))?;
        let ids = select.query_map(params_from_iter(&self.words), |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

/// The condition of each facet in which something was chosen.
fn tests(library: &Library, filter: &Filter, shown: Marks) -> Result<Vec<(Facet, String)>> {
    let mut tests = Vec::new();
    if !filter.risks.is_empty() {
        let ranges: Vec<String> = filter
            .risks
            .iter()
            .map(|risk| {
                let above = Risk::ALL.iter().find(|other| *other > risk).map_or(i64::MAX, |other| Marks::floor(*other));
                format!("marks & {0} >= {1} AND marks & {0} < {above}", shown.0, Marks::floor(*risk))
            })
            .collect();
        tests.push((Facet::Risk, ranges.join(" OR ")));
    }
    if !filter.categories.is_empty() {
        let wanted = filter.categories.iter().fold(0, |bits, category| bits | Marks::of(*category).0);
        tests.push((Facet::Category, format!("marks & {} <> 0", wanted & shown.0)));
    }
    if !filter.platforms.is_empty() {
        let accounts = library.accounts()?;
        let wanted = accounts.iter().filter(|known| filter.platforms.contains(&known.account.platform));
        tests.push((Facet::Platform, format!("account IN ({})", list(wanted.map(|known| known.id.0)))));
    }
    if !filter.kinds.is_empty() {
        tests.push((Facet::Kind, format!("kind IN ({})", codes(&filter.kinds))));
    }
    if !filter.audiences.is_empty() {
        tests.push((Facet::Audience, format!("audience IN ({})", codes(&filter.audiences))));
    }
    if !filter.years.is_empty() {
        let start = |year| {
            NaiveDate::from_ymd_opt(year, 1, 1)
                .map_or(i64::MAX, |day| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis())
        };
        let ranges: Vec<String> = filter
            .years
            .iter()
            .map(|year| format!("at >= {} AND at < {}", start(*year), start(year.saturating_add(1))))
            .collect();
        // A post without a time is in no year; NULL would be neither true nor false.
        tests.push((Facet::Year, format!("at IS NOT NULL AND ({})", ranges.join(" OR "))));
    }
    if !filter.accounts.is_empty() {
        let accounts = list(filter.accounts.iter().map(|account| account.0));
        tests.push((Facet::Account, format!("account IN ({accounts})")));
    }
    if !filter.states.is_empty() {
        let states: Vec<String> = filter
            .states
            .iter()
            .map(|state| match state {
                State::Undecided => "verdict = 0".to_owned(),
                State::Decided => "verdict <> 0".to_owned(),
                State::Verdict(verdict) => format!("verdict = {}", verdict.code()),
            })
            .collect();
        tests.push((Facet::State, states.join(" OR ")));
    }
    Ok(tests)
}

/// Counts while posts go by.
#[derive(Default)]
struct Counts {
    risks: BTreeMap<Reverse<Risk>, u64>,
    categories: BTreeMap<Category, u64>,
    platforms: BTreeMap<AccountId, u64>,
    accounts: BTreeMap<AccountId, u64>,
    kinds: BTreeMap<i64, u64>,
    audiences: BTreeMap<i64, u64>,
    years: BTreeMap<Reverse<i32>, u64>,
    verdicts: BTreeMap<i64, u64>,
}

impl Counts {
    fn facets(self, platforms: &BTreeMap<AccountId, String>) -> Result<Facets> {
        let mut by_platform: BTreeMap<&str, u64> = BTreeMap::new();
        for (account, count) in &self.platforms {
            let platform = platforms.get(account).ok_or(crate::Error::Damaged)?;
            *by_platform.entry(platform).or_default() += count;
        }
        let mut states = Vec::new();
        let undecided = self.verdicts.get(&0).copied().unwrap_or_default();
        let decided = self.verdicts.values().sum::<u64>() - undecided;
        for (state, count) in [(State::Undecided, undecided), (State::Decided, decided)] {
            if count > 0 {
                states.push((state, count));
            }
        }
        for (code, count) in &self.verdicts {
            if let Some(verdict) = code::verdict(*code)? {
                states.push((State::Verdict(verdict), *count));
            }
        }
        Ok(Facets {
            risks: self.risks.into_iter().map(|(Reverse(risk), count)| (risk, count)).collect(),
            categories: most_first(self.categories.into_iter().map(Ok))?,
            platforms: most_first(by_platform.into_iter().map(|(name, count)| Ok((name.to_owned(), count))))?,
            kinds: most_first(self.kinds.into_iter().map(|(code, count)| Ok((Kind::from_code(code)?, count))))?,
            audiences: most_first(
                self.audiences.into_iter().map(|(code, count)| Ok((Audience::from_code(code)?, count))),
            )?,
            years: self.years.into_iter().map(|(Reverse(year), count)| (year, count)).collect(),
            accounts: most_first(self.accounts.into_iter().map(Ok))?,
            states,
        })
    }
}

/// Sorts counts, most first; equal ones keep their order.
fn most_first<T>(counts: impl Iterator<Item = Result<(T, u64)>>) -> Result<Vec<(T, u64)>> {
    let mut counts = counts.collect::<Result<Vec<_>>>()?;
    counts.sort_by_key(|(_, count)| Reverse(*count));
    Ok(counts)
}
