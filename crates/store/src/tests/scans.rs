//! Findings being written and written anew.

use super::*;
use crate::{Error, Filter, Which};

fn library_of(posts: i64) -> (Library, TempDir) {
    let (mut library, dir) = throwaway();
    let posts: Vec<Post> = (1..=posts).map(|n| post(&n.to_string(), "words", at(n))).collect();
    take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    (library, dir)
}

fn flagged_ids(library: &Library) -> Vec<i64> {
    let filter = Filter { flagged_only: true, ..Filter::default() };
    library.review_ids(&filter, crate::Sort::Oldest).unwrap().into_iter().map(|post| post.0).collect()
}

/// The marks of all posts, computed from the findings alone, against those kept with the posts.
fn marks_agree(library: &Library) {
    let mut select = library.sql.prepare("SELECT id, marks, score FROM post").unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, f32>(2)?))).unwrap();
    for row in rows {
        let (id, marks, score): (PostId, i64, f32) = row.unwrap();
        let findings = library.findings(id).unwrap();
        let want =
            findings.iter().fold(0, |bits, f| bits | crate::code::Marks::of_at(f.finding.category, f.finding.risk).0);
        let best = findings.iter().map(|f| f.finding.score).fold(0.0, f32::max);
        assert_eq!((marks, score), (want, best), "post {id}");
    }
}

#[test]
fn a_finding_comes_back_as_it_went_in_worst_first() {
    let (mut library, _dir) = library_of(1);
    let mut rich = finding(Category::Confidentiality, Risk::High, 0.75);
    rich.spans = vec![Span { start: 0, end: 2 }, Span { start: 40, end: 4_000_000_000 }];
    rich.path = vec!["a patient is named".into(), "said in public".into()];
    rich.pieces = vec!["age".into()];
    let mut plain = finding(Category::Profanity, Risk::Low, 0.9);
    (plain.spans, plain.path) = (Vec::new(), Vec::new());
    let scan = library.begin_scan("1", Which::All).unwrap();
    scan.findings(PostId(1), &[plain.clone(), rich.clone()]).unwrap();
    scan.finish().unwrap();
    let stored: Vec<_> = library.findings(PostId(1)).unwrap().into_iter().map(|stored| stored.finding).collect();
    assert_eq!(stored, [rich, plain]);
    marks_agree(&library);
}

#[test]
fn a_scan_takes_the_place_of_the_last_or_leaves_it() {
    let (mut library, _dir) = library_of(4);
    let drugs = [finding(Category::Drugs, Risk::Medium, 0.5)];
    let scan = library.begin_scan("1", Which::All).unwrap();
    scan.findings(PostId(1), &drugs).unwrap();
    scan.findings(PostId(2), &drugs).unwrap();
    scan.findings(PostId(2), &[]).unwrap();
    scan.finish().unwrap();
    assert_eq!(flagged_ids(&library), [1]);
    let scan = library.begin_scan("2", Which::All).unwrap();
    scan.findings(PostId(3), &drugs).unwrap();
    drop(scan);
    assert_eq!((flagged_ids(&library), library.scan_state().unwrap().engine), (vec![1], "1".into()));
    let mut seen = Vec::new();
    let scan = library.begin_scan("2", Which::All).unwrap();
    scan.each_post(|stored| {
        seen.push(stored.id.0);
        scan.findings(stored.id, if stored.id.0 > 2 { &drugs } else { &[] })
    })
    .unwrap();
    scan.finish().unwrap();
    assert_eq!((seen, flagged_ids(&library)), (vec![1, 2, 3, 4], vec![3, 4]));
    marks_agree(&library);
}

#[test]
fn only_what_is_new_or_changed_is_left_to_scan() {
    let (mut library, _dir) = library_of(3);
    assert_eq!(library.scan_state().unwrap(), crate::ScanState { engine: String::new(), unscanned: 3 });
    library.begin_scan("1", Which::All).unwrap().finish().unwrap();
    assert_eq!(library.scan_state().unwrap(), crate::ScanState { engine: "1".into(), unscanned: 0 });
    take_in(&mut library, &archive("thea", at(9)), "b", &[post("9", "new", at(9))]);
    let unscanned = |library: &mut Library| {
        let scan = library.begin_scan("1", Which::Unscanned).unwrap();
        let mut ids = Vec::new();
        scan.each_post(|stored| {
            ids.push(stored.id.0);
            Ok::<_, Error>(())
        })
        .unwrap();
        scan.finish().unwrap();
        ids
    };
    assert_eq!((unscanned(&mut library), unscanned(&mut library)), (vec![4], vec![]));
    take_in(&mut library, &archive("thea", at(10)), "c", &[post("2", "changed", at(2))]);
    assert!(unscanned(&mut library).contains(&2));
}

#[test]
fn a_pieced_together_finding_names_its_other_posts() {
    let (mut library, _dir) = library_of(4);
    let mut part = finding(Category::Confidentiality, Risk::High, 0.8);
    part.pieces = vec!["age".into()];
    let scan = library.begin_scan("1", Which::All).unwrap();
    scan.findings(PostId(1), &[finding(Category::Drugs, Risk::Low, 0.1)]).unwrap();
    scan.group(&[(PostId(1), part.clone()), (PostId(2), part.clone()), (PostId(4), part.clone())]).unwrap();
    scan.group(&[(PostId(2), part.clone()), (PostId(3), part.clone())]).unwrap();
    scan.finish().unwrap();
    let with = |id| library.findings(PostId(id)).unwrap().into_iter().map(|f| f.with).collect::<Vec<_>>();
    assert_eq!(with(1), [vec![PostId(2), PostId(4)], vec![]]);
    assert_eq!(with(2), [vec![PostId(1), PostId(4)], vec![PostId(3)]]);
    let page = library.review(&Filter::default(), crate::Sort::Oldest, 0, 9).unwrap();
    assert_eq!(page.iter().map(|row| row.with).collect::<Vec<_>>(), [2, 3, 1, 2]);
    marks_agree(&library);
    // What is written of single posts leaves the groups, and the other way about.
    let scan = library.begin_scan("1", Which::Unscanned).unwrap();
    scan.findings(PostId(1), &[]).unwrap();
    assert_eq!(scan.finish(), Ok(()));
    assert_eq!(library.findings(PostId(1)).unwrap().len(), 1);
    let scan = library.begin_scan("1", Which::Unscanned).unwrap();
    scan.findings(PostId(3), &[finding(Category::Drugs, Risk::Low, 0.1)]).unwrap();
    scan.clear_groups().unwrap();
    scan.finish().unwrap();
    assert_eq!(flagged_ids(&library), [3]);
    marks_agree(&library);
}

#[test]
fn a_finding_of_an_unknown_post_is_refused() {
    let (mut library, _dir) = library_of(1);
    let scan = library.begin_scan("1", Which::All).unwrap();
    assert_eq!(scan.findings(PostId(7), &[finding(Category::Drugs, Risk::Low, 0.1)]), Err(Error::NoSuchPost));
}

#[test]
fn an_import_writes_findings_of_new_and_of_changed_posts() {
    let (mut library, _dir) = throwaway();
    let drugs = vec![finding(Category::Drugs, Risk::Medium, 0.5)];
    let mut import = library.begin_import(&archive("thea", at(1)), "a", "a.zip", at(1)).unwrap();
    flagged(&mut import, vec![(post("1", "one", at(1)), drugs.clone()), (post("2", "two", at(2)), Vec::new())]);
    import.finish(&Coverage::default()).unwrap();
    assert_eq!(flagged_ids(&library), [1]);
    let mut import = library.begin_import(&archive("thea", at(2)), "b", "b.zip", at(2)).unwrap();
    flagged(&mut import, vec![(post("1", "uno", at(1)), Vec::new()), (post("2", "due", at(2)), drugs)]);
    import.finish(&Coverage::default()).unwrap();
    assert_eq!(flagged_ids(&library), [2]);
    marks_agree(&library);
}
