//! The review list, its facets and the front page's counts, against the plainest way to compute them.

use super::*;
use crate::{Filter, ReviewRow, Sort, State};
use chrono::{Datelike, FixedOffset};
use model::{Audience, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A library of posts of all sorts.
fn mixed() -> (Library, TempDir) {
    let (mut library, dir) = throwaway();
    let mut dice = Dice(7);
    let mut number = 0;
    for (platform, key) in [("x", "thea"), ("facebook", "thea"), ("x", "milo")] {
        let mut exported = archive(key, at(0));
        exported.account.platform = platform.into();
        let mut import = library.begin_import(&exported, &format!("{platform} {key}"), "a.zip", at(1)).unwrap();
        for _ in 0..60 {
            number += 1;
            let words = ["cold tea", "hot tea", "coffee"][dice.below(3) as usize];
            let mut post =
                post(&number.to_string(), words, day(2010 + dice.below(4) as i32, 1 + dice.below(12) as u32, 3));
            post.kind = [Kind::Post, Kind::Reply, Kind::Like][dice.below(3) as usize];
            post.own_words = post.kind != Kind::Like;
            post.audience = [Audience::Public, Audience::Friends][dice.below(2) as usize];
            if dice.below(12) == 0 {
                post.at = None;
            }
            let findings: Vec<Finding> = (0..dice.below(3))
                .map(|_| {
                    let category = [Category::Drugs, Category::Profanity, Category::Legal][dice.below(3) as usize];
                    finding(category, Risk::ALL[dice.below(3) as usize], dice.below(100) as f32 / 100.0)
                })
                .collect();
            flagged(&mut import, vec![(post, findings)]);
        }
        import.finish(&Coverage::default()).unwrap();
    }
    for _ in 0..40 {
        let verdict = Verdict::ALL[dice.below(5) as usize];
        library.decide(&[PostId(1 + dice.below(number) as i64)], verdict, None, at(5)).unwrap();
    }
    (library, dir)
}

fn filters() -> Vec<Filter> {
    let flagged = Filter { flagged_only: true, ..Filter::default() };
    vec![
        Filter::default(),
        flagged.clone(),
        Filter { risks: vec![Risk::High, Risk::Low], ..flagged.clone() },
        Filter { categories: vec![Category::Drugs], hidden: vec![Category::Legal], ..flagged.clone() },
        Filter { hidden: vec![Category::Legal, Category::Drugs], ..flagged.clone() },
        Filter { platforms: vec!["x".into()], kinds: vec![Kind::Post, Kind::Like], ..Filter::default() },
        Filter { platforms: vec!["unknown".into()], ..Filter::default() },
        Filter { audiences: vec![Audience::Friends], years: vec![2010, 2012], ..flagged.clone() },
        Filter { years: vec![i32::MAX, 2011, i32::MIN], ..Filter::default() },
        Filter { states: vec![State::Undecided, State::Verdict(Verdict::Keep)], ..flagged.clone() },
        Filter { states: vec![State::Decided], accounts: vec![crate::AccountId(1)], ..Filter::default() },
        Filter { query: Some("cold te".into()), risks: vec![Risk::Medium], years: vec![2011], ..flagged.clone() },
        Filter { query: Some("***".into()), ..Filter::default() },
        Filter { query: Some("  ".into()), ..flagged },
    ]
}

/// What a row must say, from the single parts of the library.
fn plain_rows(library: &Library, hidden: &[Category]) -> Vec<(ReviewRow, crate::AccountId, i64)> {
    let accounts = library.accounts().unwrap();
    let mut rows = Vec::new();
    library
        .each_post(&crate::PostFilter::default(), |stored| {
            let mut findings: Vec<Finding> = library.findings(stored.id)?.into_iter().map(|f| f.finding).collect();
            findings.retain(|finding| !hidden.contains(&finding.category));
            let worst = |category| findings.iter().filter(|f| f.category == category).map(|f| f.risk).max();
            let mut categories: Vec<_> = Category::ALL.iter().copied().filter(|c| worst(*c).is_some()).collect();
            categories.sort_by_key(|category| std::cmp::Reverse(worst(*category)));
            let owner = accounts.iter().find(|known| known.id == stored.account).unwrap();
            let row = ReviewRow {
                post: stored.id,
                platform: stored.platform,
                account: owner.account.handle.clone(),
                kind: stored.post.kind,
                at: stored.post.at,
                words: stored.post.text,
                audience: stored.post.audience,
                risk: findings.iter().map(|f| f.risk).max(),
                score: findings.iter().map(|f| f.score).fold(0.0, f32::max),
                categories,
                verdict: library.verdict(stored.id)?,
                with: 0,
            };
            rows.push((row, stored.account, i64::from(stored.post.at.map_or(i32::MIN, |at| at.year()))));
            Ok::<_, crate::Error>(())
        })
        .unwrap();
    rows
}

/// Whether a row fits, one answer for each facet, and for everything that is none.
fn fits(filter: &Filter, row: &ReviewRow, account: crate::AccountId) -> [bool; 9] {
    let any = |list_empty: bool, hit: bool| list_empty || hit;
    let query = filter.query.as_deref().unwrap_or_default().trim();
    let state = |state: &State| match state {
        State::Undecided => row.verdict.is_none(),
        State::Decided => row.verdict.is_some(),
        State::Verdict(verdict) => row.verdict == Some(*verdict),
    };
    [
        any(filter.risks.is_empty(), row.risk.is_some_and(|risk| filter.risks.contains(&risk))),
        any(filter.categories.is_empty(), row.categories.iter().any(|c| filter.categories.contains(c))),
        any(filter.platforms.is_empty(), filter.platforms.contains(&row.platform)),
        any(filter.kinds.is_empty(), filter.kinds.contains(&row.kind)),
        any(filter.audiences.is_empty(), filter.audiences.contains(&row.audience)),
        any(filter.years.is_empty(), row.at.is_some_and(|at| filter.years.contains(&at.year()))),
        any(filter.accounts.is_empty(), filter.accounts.contains(&account)),
        any(filter.states.is_empty(), filter.states.iter().any(state)),
        (!filter.flagged_only || row.risk.is_some()) && any(query.is_empty(), row.words.reveal().starts_with(query)),
    ]
}

#[test]
fn every_list_holds_what_it_should_in_the_order_it_should() {
    let (library, _dir) = mixed();
    for filter in filters() {
        let mut want: Vec<ReviewRow> = plain_rows(&library, &filter.hidden)
            .into_iter()
            .filter(|(row, account, _)| fits(&filter, row, *account).iter().all(|fit| *fit))
            .map(|(row, ..)| row)
            .collect();
        want.sort_by(|a, b| {
            b.risk.cmp(&a.risk).then(b.score.total_cmp(&a.score)).then(b.at.cmp(&a.at)).then(b.post.cmp(&a.post))
        });
        assert_eq!(library.review(&filter, Sort::Worst, 0, 1000).unwrap(), want, "{filter:?}");
        assert_eq!(library.count(&filter).unwrap(), want.len() as u64);
        let ids: Vec<_> = want.iter().map(|row| row.post).collect();
        assert_eq!(library.review_ids(&filter, Sort::Worst).unwrap(), ids);
        let page: Vec<_> =
            library.review(&filter, Sort::Worst, 5, 7).unwrap().into_iter().map(|row| row.post).collect();
        assert_eq!(page, ids.into_iter().skip(5).take(7).collect::<Vec<_>>());
        let mut by_time = want;
        by_time.sort_by_key(|row| std::cmp::Reverse((row.at, row.post)));
        assert_eq!(library.review(&filter, Sort::Newest, 0, 1000).unwrap(), by_time);
        by_time.sort_by_key(|row| (row.at.is_none(), row.at, row.post));
        assert_eq!(library.review(&filter, Sort::Oldest, 0, 1000).unwrap(), by_time);
    }
}

#[test]
fn every_facet_counts_with_the_other_choices_but_not_its_own() {
    let (library, _dir) = mixed();
    let mut nonempty = 0;
    for filter in filters() {
        let rows = plain_rows(&library, &filter.hidden);
        let counted = |facet: usize| {
            let filter = &filter;
            rows.iter().filter(move |(row, account, _)| {
                fits(filter, row, *account).iter().enumerate().all(|(place, fit)| *fit || place == facet)
            })
        };
        let facets = library.facets(&filter).unwrap();
        let mut risks = BTreeMap::new();
        counted(0).filter_map(|(row, ..)| row.risk).for_each(|risk| *risks.entry(risk).or_default() += 1);
        assert_eq!(facets.risks.iter().copied().collect::<BTreeMap<_, u64>>(), risks, "{filter:?}");
        let mut categories = BTreeMap::new();
        counted(1).flat_map(|(row, ..)| row.categories.iter()).for_each(|c| *categories.entry(*c).or_default() += 1);
        assert_eq!(facets.categories.iter().copied().collect::<BTreeMap<_, u64>>(), categories, "{filter:?}");
        let mut platforms = BTreeMap::new();
        counted(2).for_each(|(row, ..)| *platforms.entry(row.platform.clone()).or_default() += 1);
        assert_eq!(facets.platforms.iter().cloned().collect::<BTreeMap<_, u64>>(), platforms, "{filter:?}");
        let mut kinds = BTreeMap::new();
        counted(3).for_each(|(row, ..)| *kinds.entry(row.kind).or_default() += 1);
        assert_eq!(facets.kinds.iter().copied().collect::<BTreeMap<_, u64>>(), kinds, "{filter:?}");
        let mut audiences = BTreeMap::new();
        counted(4).for_each(|(row, ..)| *audiences.entry(row.audience).or_default() += 1);
        assert_eq!(facets.audiences.iter().copied().collect::<BTreeMap<_, u64>>(), audiences, "{filter:?}");
        let mut years = BTreeMap::new();
        counted(5).filter_map(|(row, ..)| row.at).for_each(|at| *years.entry(at.year()).or_default() += 1);
        assert_eq!(facets.years.iter().copied().collect::<BTreeMap<_, u64>>(), years, "{filter:?}");
        let mut accounts = BTreeMap::new();
        counted(6).for_each(|(_, account, _)| *accounts.entry(*account).or_default() += 1);
        assert_eq!(facets.accounts.iter().copied().collect::<BTreeMap<_, u64>>(), accounts, "{filter:?}");
        let mut states = BTreeMap::new();
        for (row, ..) in counted(7) {
            *states.entry(row.verdict.map_or(State::Undecided, |_| State::Decided)).or_default() += 1;
            if let Some(verdict) = row.verdict {
                *states.entry(State::Verdict(verdict)).or_default() += 1;
            }
        }
        assert_eq!(facets.states.iter().copied().collect::<BTreeMap<_, u64>>(), states, "{filter:?}");
        assert!(facets.kinds.is_sorted_by(|a, b| a.1 >= b.1) && facets.years.is_sorted_by(|a, b| a.0 > b.0));
        nonempty += usize::from(!facets.risks.is_empty());
    }
    assert!(nonempty >= 10, "filters that find nothing prove nothing");
}

#[test]
fn the_front_page_counts_what_the_list_holds() {
    let (library, _dir) = mixed();
    let east = FixedOffset::east_opt(13 * 3600).unwrap();
    for hidden in [vec![], vec![Category::Drugs, Category::Legal]] {
        let rows: Vec<ReviewRow> = plain_rows(&library, &hidden).into_iter().map(|(row, ..)| row).collect();
        let overview = library.overview(&hidden, east).unwrap();
        let of = |risk| rows.iter().filter(|row| row.risk == Some(risk)).count() as u64;
        assert_eq!(
            (overview.risk.high, overview.risk.medium, overview.risk.low),
            (of(Risk::High), of(Risk::Medium), of(Risk::Low))
        );
        assert_eq!(
            (overview.posts, overview.own),
            (180, rows.iter().filter(|row| row.kind != Kind::Like).count() as u64)
        );
        let flagged: Vec<_> = rows.iter().filter(|row| row.risk.is_some()).collect();
        let progress = library.progress(&hidden).unwrap();
        let decided = flagged.iter().filter(|row| row.verdict.is_some()).count() as u64;
        let left = flagged.iter().filter(|row| row.verdict.is_none() && row.risk == Some(Risk::High)).count() as u64;
        assert_eq!((overview.decided, overview.undecided.high), (decided, left));
        assert_eq!((progress.flagged, progress.decided, progress.high_left), (flagged.len() as u64, decided, left));
        let sum = |counts: Vec<&crate::RiskCount>| counts.into_iter().map(|count| count.total()).sum::<u64>();
        assert_eq!(sum(overview.platforms.values().collect()), flagged.len() as u64);
        let dated = flagged.iter().filter(|row| row.at.is_some()).count() as u64;
        assert_eq!(sum(overview.years.values().collect()), dated);
        // Posts are made at noon in UTC: at one in the morning of the next day, thirteen hours east.
        assert_eq!(overview.hours.iter().map(|hours| hours[1]).sum::<u64>(), dated);
        assert!(hidden.iter().all(|category| !overview.categories.contains_key(category)));
    }
}

#[test]
fn tallies_count_every_post_once() {
    let (mut library, _dir) = mixed();
    let mut placed = post("999", "here", day(2001, 1, 1));
    placed.place = Some(model::Place { position: None, name: Some("the garden".into()) });
    take_in(&mut library, &archive("thea", at(0)), "placed", &[placed]);
    let tallies = library.tallies().unwrap();
    let mut want = BTreeMap::new();
    library
        .each_post(&crate::PostFilter::default(), |stored| {
            let post = stored.post;
            let sort = (stored.account, post.kind, post.own_words, post.audience, post.place.is_some());
            let dates: &mut Vec<_> = want.entry(sort).or_default();
            dates.push(post.at);
            Ok::<_, crate::Error>(())
        })
        .unwrap();
    assert_eq!(tallies.len(), want.len());
    assert_eq!(tallies.iter().map(|tally| tally.count).sum::<u64>(), 181);
    let garden: Vec<_> = tallies.iter().filter(|tally| tally.with_place).collect();
    assert_eq!((garden.len(), garden[0].count, garden[0].first), (1, 1, Some(day(2001, 1, 1))));
    for ((_, kind, own_words, audience, with_place), dates) in want {
        let (first, last) = (dates.iter().flatten().min(), dates.iter().flatten().max());
        let found = tallies.iter().any(|tally| {
            (tally.kind, tally.own_words, tally.audience, tally.with_place) == (kind, own_words, audience, with_place)
                && (tally.count, tally.first.as_ref(), tally.last.as_ref()) == (dates.len() as u64, first, last)
        });
        assert!(found, "{kind:?} {audience:?}");
    }
    // Noon in UTC is one in the morning thirteen hours east.
    let hours = library.hours(FixedOffset::east_opt(13 * 3600).unwrap()).unwrap();
    let own: u64 = tallies.iter().filter(|tally| tally.own_words).map(|tally| tally.count).sum();
    assert!(hours[1] > 0 && hours[1] == hours.iter().sum::<u64>() && hours[1] <= own);
}

#[test]
fn lists_of_flagged_posts_do_not_read_all_posts() {
    let (library, _dir) = mixed();
    for sql in [
        "SELECT count(*) FROM post WHERE 1 AND marks <> 0 AND marks & 7 <> 0",
        "SELECT marks, account, kind, audience, at, verdict, (kind IN (1, 2)) FROM post
         WHERE 1 AND marks <> 0 AND marks & 7 <> 0 AND (kind IN (1, 2)) >= 0",
        "SELECT id, marks & 7 AS shown, score AS worst FROM post WHERE 1 AND marks <> 0 AND marks & 7 <> 0
         ORDER BY shown, worst DESC, at DESC, id DESC LIMIT 50",
    ] {
        let mut plan = library.sql.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let plan: Vec<String> = plan.query_map([], |row| row.get(3)).unwrap().map(|line| line.unwrap()).collect();
        assert!(plan.iter().any(|line| line.contains("COVERING INDEX post_flagged")), "{plan:?}");
    }
}

#[test]
fn accounts_are_one_persons_when_the_user_says_so_and_only_then() {
    let (mut library, _dir) = mixed();
    let people = |library: &Library| -> Vec<(i64, i64)> {
        library.accounts().unwrap().iter().map(|stored| (stored.id.0, stored.person)).collect()
    };
    let apart = |library: &Library| people(library).iter().map(|(_, person)| *person).collect::<BTreeSet<_>>().len();
    assert_eq!(apart(&library), 3);
    let id = |number| crate::AccountId(number);
    library.link_accounts(&[id(1), id(2)]).unwrap();
    assert_eq!(apart(&library), 2);
    // A third one joins all that are linked already, whichever of them is named.
    library.link_accounts(&[id(3), id(2)]).unwrap();
    assert_eq!(apart(&library), 1);
    library.unlink_account(id(1)).unwrap();
    let now: BTreeMap<i64, i64> = people(&library).into_iter().collect();
    assert_eq!(now[&2], now[&3]);
    assert_ne!(now[&1], now[&2]);
}
