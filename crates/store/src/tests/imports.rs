//! Archives coming in: once, again, broken off, in any order.

use super::*;
use crate::{ArchiveId, PostFilter};
use chrono::NaiveDate;
use model::{Audience, Fact, FileCoverage, FileOutcome, Media, Place, Verdict, Warning};

/// A post with everything a post can have.
fn full() -> Post {
    let mut post = post("17", "caf\u{e9} \u{1f375} \u{1d11e}\nsecond line", at(1_400_000_000));
    post.kind = Kind::Quote;
    post.own_words = false;
    post.audience = Audience::Friends;
    post.url = Some("https://x.example/17".into());
    post.reply_to = Some("16".into());
    post.about = Some("the tea group".into());
    post.media = vec![
        Media {
            path: Some("media/17.jpg".into()),
            description: Some("a cup".into()),
            taken: NaiveDate::from_ymd_opt(2014, 3, 3).and_then(|day| day.and_hms_opt(21, 4, 5)),
            camera: Some("Acme One".into()),
            position: Some((57.25, -4.5)),
        },
        Media::default(),
    ];
    post.place = Some(Place { position: Some((52.5, -13.25)), name: Some("the garden".into()) });
    post
}

#[test]
fn a_post_comes_back_as_it_went_in() {
    let (mut library, _dir) = throwaway();
    let mut bare = Post::new(Kind::Search, "", Source { file: "other.csv".into(), index: 0 });
    bare.place = Some(Place { position: None, name: Some("somewhere".into()) });
    take_in(&mut library, &archive("thea", at(0)), "a", &[full(), bare.clone()]);
    let stored = library.post(PostId(1)).unwrap().unwrap();
    assert_eq!((stored.post, stored.platform.as_str(), stored.verdict), (full(), "x", None));
    assert_eq!(library.post(PostId(2)).unwrap().unwrap().post, bare);
    assert_eq!(library.post(PostId(3)).unwrap(), None);
}

#[test]
fn the_same_archive_again_adds_nothing() {
    let (mut library, _dir) = throwaway();
    let mut idless = post("", "said without an id", at(9));
    idless.native_id = None;
    let posts = [full(), post("18", "tea", at(5)), idless];
    let (first, seen) = take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    assert_eq!((first.new, first.known, first.again, seen), (3, 0, false, vec![SeenAs::New; 3]));
    let (second, seen) = take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    assert_eq!((second.archive, second.again, second.new, second.known), (first.archive, true, 0, 3));
    assert_eq!(seen, [SeenAs::Known; 3]);
    assert_eq!((words(&library).len(), library.archives().unwrap().len()), (3, 1));
    assert_eq!(library.archives().unwrap()[0].new, 3);
    assert_eq!(library.sightings(PostId(1)).unwrap().len(), 1);
    assert_eq!(library.archive_with("a").unwrap(), Some(first.archive));
    assert_eq!(library.archive_with("b").unwrap(), None);
}

#[test]
fn one_post_twice_in_an_archive_is_one_post() {
    let (mut library, _dir) = throwaway();
    let (outcome, seen) = take_in(&mut library, &archive("thea", at(0)), "a", &[full(), full()]);
    assert_eq!((outcome.new, outcome.known, seen), (1, 1, vec![SeenAs::New, SeenAs::Known]));
    assert_eq!(library.sightings(PostId(1)).unwrap().len(), 1);
}

#[test]
fn the_same_id_of_another_account_or_family_is_another_post() {
    let (mut library, _dir) = throwaway();
    let mut like = full();
    like.kind = Kind::Like;
    take_in(&mut library, &archive("thea", at(0)), "a", &[full(), like]);
    let (outcome, _) = take_in(&mut library, &archive("milo", at(0)), "b", &[full()]);
    assert_eq!((outcome.new, words(&library).len()), (1, 3));
    let accounts = library.accounts().unwrap();
    assert_eq!(
        accounts.iter().map(|known| (known.account.handle.as_str(), known.posts)).collect::<Vec<_>>(),
        [("milo_reads", 1), ("thea_reads", 2)]
    );
}

#[test]
fn changed_words_become_the_present_ones_and_the_former_are_kept() {
    let (mut library, _dir) = throwaway();
    take_in(&mut library, &archive("thea", at(100)), "a", &[post("1", "first words", at(1)), post("2", "same", at(2))]);
    library.search("first", 0, 1).unwrap();
    let later = [post("1", "second words", at(1)), post("2", "same", at(2))];
    let (outcome, seen) = take_in(&mut library, &archive("thea", at(200)), "b", &later);
    assert_eq!((outcome.changed, outcome.known, seen), (1, 1, vec![SeenAs::Changed, SeenAs::Known]));
    assert_eq!(words(&library), ["second words", "same"]);
    let versions = library.versions(PostId(1)).unwrap();
    assert_eq!(
        (versions.len(), versions[0].archive, versions[0].words.reveal().as_str()),
        (1, ArchiveId(1), "first words")
    );
    // The index follows.
    assert_eq!(library.search("first", 0, 1).unwrap().total, 0);
    assert_eq!(library.search("second", 0, 1).unwrap().total, 1);
    assert_eq!(library.sightings(PostId(1)).unwrap().iter().map(|s| s.archive.0).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn an_older_archive_gives_former_words_and_takes_nothing_back() {
    let (mut library, _dir) = throwaway();
    let mut now = post("1", "second words", at(1));
    now.audience = Audience::OnlyMe;
    take_in(&mut library, &archive("thea", at(200)), "new", &[now.clone()]);
    for _ in 0..2 {
        let (_, seen) = take_in(&mut library, &archive("thea", at(100)), "old", &[post("1", "first words", at(1))]);
        assert_eq!(seen, [SeenAs::Known]);
    }
    assert_eq!(library.post(PostId(1)).unwrap().unwrap().post, now);
    let versions = library.versions(PostId(1)).unwrap();
    assert_eq!(
        (versions.len(), versions[0].archive, versions[0].words.reveal().as_str()),
        (1, ArchiveId(2), "first words")
    );
}

#[test]
fn a_later_archive_tells_who_can_see_a_post_now() {
    let (mut library, _dir) = throwaway();
    take_in(&mut library, &archive("thea", at(100)), "a", &[full()]);
    let mut hidden = full();
    hidden.audience = Audience::OnlyMe;
    hidden.media.pop();
    let (outcome, _) = take_in(&mut library, &archive("thea", at(200)), "b", &[hidden.clone()]);
    assert_eq!((outcome.known, outcome.changed), (1, 0));
    assert_eq!(library.post(PostId(1)).unwrap().unwrap().post, hidden);
    assert!(library.versions(PostId(1)).unwrap().is_empty());
}

#[test]
fn a_broken_off_import_leaves_nothing() {
    let dir = TempDir::new().unwrap();
    let mut library = Library::create(dir.path(), &crate::Key::new([1; 32])).unwrap();
    for round in 0..2 {
        let mut import = library.begin_import(&archive("thea", at(0)), "a", "a.zip", at(1)).unwrap();
        for n in 0..2000 {
            let id = import.post(&post(&n.to_string(), "words of a cancelled import", at(n))).unwrap().id;
            import.findings(id, &[finding(Category::Drugs, Risk::Low, 0.5)]).unwrap();
        }
        drop(import);
        assert!(words(&library).is_empty() && library.archives().unwrap().is_empty(), "round {round}");
        assert!(library.accounts().unwrap().is_empty());
        assert_eq!(library.search("cancelled", 0, 1).unwrap().total, 0);
    }
    take_in(&mut library, &archive("thea", at(0)), "a", &[post("1", "kept", at(1))]);
    let mut import = library.begin_import(&archive("thea", at(9)), "b", "b.zip", at(1)).unwrap();
    import.post(&post("1", "changed and cancelled", at(1))).unwrap();
    drop(import);
    assert_eq!(words(&library), ["kept"]);
    assert_eq!(library.search("kept", 0, 1).unwrap().total, 1);
}

#[test]
fn verdicts_survive_a_later_archive_and_a_scan() {
    let (mut library, _dir) = throwaway();
    take_in(&mut library, &archive("thea", at(100)), "a", &[post("1", "first", at(1)), post("2", "two", at(2))]);
    library.decide(&[PostId(1), PostId(2)], Verdict::Delete, None, at(150)).unwrap();
    take_in(&mut library, &archive("thea", at(200)), "b", &[post("1", "changed", at(1)), post("3", "three", at(3))]);
    let scan = library.begin_scan("rules 2", crate::Which::All).unwrap();
    scan.findings(PostId(1), &[finding(Category::Drugs, Risk::High, 0.9)]).unwrap();
    scan.finish().unwrap();
    let verdicts: Vec<_> = (1..=3).map(|id| library.verdict(PostId(id)).unwrap()).collect();
    assert_eq!(verdicts, [Some(Verdict::Delete), Some(Verdict::Delete), None]);
}

#[test]
fn what_was_made_of_an_archive_is_kept_and_renewed_when_it_is_read_again() {
    let (mut library, _dir) = throwaway();
    let mut coverage = Coverage {
        files: vec![
            FileCoverage { path: "tweets.js".into(), outcome: FileOutcome::Read { records: 2, stated: Some(2) } },
            FileCoverage { path: "a.jpg".into(), outcome: FileOutcome::Media },
            FileCoverage { path: "ads.js".into(), outcome: FileOutcome::Skipped("Advertising".into()) },
            FileCoverage { path: "new.js".into(), outcome: FileOutcome::Unknown },
        ],
        complete: [Kind::Post, Kind::Event].into(),
        ..Coverage::default()
    };
    coverage.count(Kind::Post, Some(at(7)));
    coverage.count(Kind::Like, Some(at(9)));
    coverage.inexact.insert(Kind::Post);
    let warning = Warning { file: "tweets.js".into(), index: Some(4), message: "The time is missing".into() };
    let fact = Fact {
        topic: "phone".into(),
        value: "0131 496 0000".into(),
        detail: None,
        at: Some(at(3)),
        source: Source { file: "account.js".into(), index: 0 },
    };
    let mut exported = archive("thea", at(100));
    exported.partial = true;
    exported.account.name = Some("Thea".into());
    for facts in [2, 1] {
        let mut import = library.begin_import(&exported, "a", "x.zip", at(200)).unwrap();
        for _ in 0..facts {
            import.fact(&fact).unwrap();
        }
        import.warning(&warning).unwrap();
        import.finish(&coverage).unwrap();
    }
    let archives = library.archives().unwrap();
    assert_eq!(archives.len(), 1);
    assert_eq!(
        (&archives[0].coverage, &archives[0].warnings, &archives[0].owner),
        (&coverage, &vec![warning], &exported.account)
    );
    assert_eq!((archives[0].exported, archives[0].imported, archives[0].partial), (Some(at(100)), at(200), true));
    let facts = library.facts(Some("x")).unwrap();
    assert_eq!((facts.len(), &facts[0].fact, facts[0].exported), (1, &fact, Some(at(100))));
    assert!(library.facts(Some("facebook")).unwrap().is_empty());
    assert_eq!(library.facts(None).unwrap().len(), 1);
}

#[test]
fn an_account_keeps_its_newest_handle() {
    let (mut library, _dir) = throwaway();
    for (made, handle) in [(200, "new"), (100, "old"), (150, "")] {
        let mut exported = archive("thea", at(made));
        exported.account.handle = handle.into();
        take_in(&mut library, &exported, handle, &[]);
    }
    assert_eq!(library.accounts().unwrap()[0].account.handle, "new");
}

#[test]
fn posts_are_read_by_account_and_time_and_neighbours_are_the_nearest_own_words() {
    let (mut library, _dir) = throwaway();
    let mut like = post("9", "a like", at(25));
    like.own_words = false;
    let mut timeless = post("8", "no time", at(0));
    timeless.at = None;
    let posts = [post("3", "three", at(30)), post("1", "one", at(10)), timeless, like, post("2", "two", at(20))];
    take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    take_in(&mut library, &archive("milo", at(0)), "b", &[post("4", "milo", at(21)), post("5", "twin", at(21))]);
    assert_eq!(words(&library), ["no time", "one", "two", "a like", "three", "milo", "twin"]);
    let near = |id, before, after| {
        let found = library.neighbours(PostId(id), before, after).unwrap();
        let words =
            |posts: Vec<crate::StoredPost>| posts.into_iter().map(|p| p.post.text.into_revealed()).collect::<Vec<_>>();
        (words(found.before), words(found.after))
    };
    assert_eq!(near(5, 5, 5), (vec!["one".into()], vec!["three".into()]));
    assert_eq!(near(1, 1, 1), (vec!["two".into()], vec![]));
    assert_eq!(near(6, 5, 5), (vec![], vec!["twin".into()]));
    assert_eq!(near(3, 5, 5), (vec![], vec![]));
    let mut kinds = 0;
    let filter =
        PostFilter { platform: Some("x".into()), own_words: true, after: Some(PostId(1)), ..PostFilter::default() };
    library
        .each_post(&filter, |_| {
            kinds += 1;
            Ok::<_, crate::Error>(())
        })
        .unwrap();
    assert_eq!(kinds, 5);
}

#[test]
fn posts_are_not_sorted_in_memory() {
    let (library, _dir) = throwaway();
    let (platform, kind) = (Some("x".to_owned()), Some(Kind::Like));
    for filter in [
        PostFilter::default(),
        PostFilter { after: Some(PostId(0)), ..PostFilter::default() },
        PostFilter { platform, kind, own_words: true, ..PostFilter::default() },
        PostFilter { account: Some(crate::AccountId(1)), ..PostFilter::default() },
    ] {
        let (end, values) = filter.end();
        let sql = format!("EXPLAIN QUERY PLAN {} {end}", crate::table::post::SELECT);
        let mut plan = library.sql.prepare(&sql).unwrap();
        let plan = plan.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        let plan: Vec<_> = plan.map(|line| line.unwrap()).collect();
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{plan:?}");
    }
}

#[test]
fn more_posts_than_are_held_in_memory_are_found_again() {
    let (mut library, _dir) = throwaway();
    let count = crate::known::HELD as i64 + 500;
    let mut import = library.begin_import(&archive("thea", at(0)), "a", "a.zip", at(1)).unwrap();
    for round in [SeenAs::New, SeenAs::Known] {
        for n in 0..count {
            assert_eq!(import.post(&post(&n.to_string(), "w", at(n))).unwrap().state, round);
        }
    }
    assert_eq!(import.finish(&Coverage::default()).unwrap().new, count as u64);
}

#[test]
fn something_of_the_same_second_in_another_archive_may_be_the_post_under_another_name() {
    let (mut library, _dir) = throwaway();
    let mut old = post("", "liked by its words", at(500));
    old.native_id = None;
    let mut beside = post("", "of the same second, and not the same", at(500));
    beside.native_id = None;
    let (first, _) = take_in(&mut library, &archive("thea", at(100)), "a", &[old, beside.clone()]);
    library.decide(&[PostId(1), PostId(2)], Verdict::Delete, None, at(150)).unwrap();
    // In the second archive everything has an id, and one of the two is gone; a message of that second is something else.
    let mut message = post("70", "dm", at(500));
    message.kind = Kind::Message;
    let (second, _) =
        take_in(&mut library, &archive("thea", at(200)), "b", &[post("7", "liked by its words", at(500)), message]);
    let (third, _) = take_in(&mut library, &archive("thea", at(300)), "c", &[beside, post("8", "later", at(501))]);
    let twins: Vec<Vec<ArchiveId>> =
        library.tasks().unwrap().iter().map(|task| task.twins.iter().copied().collect()).collect();
    assert_eq!(twins, [vec![second.archive], vec![second.archive]]);
    assert!(first.archive < second.archive && second.archive < third.archive);
}

#[test]
fn a_reply_leads_to_what_it_answers_where_an_archive_of_the_platform_holds_it() {
    let (mut library, _dir) = throwaway();
    let mut like = post("70", "somebody's words", at(1));
    like.kind = model::Kind::Like;
    like.own_words = false;
    let mut reply = post("71", "an answer", at(2));
    reply.reply_to = Some("70".into());
    let mut lost = post("72", "another answer", at(3));
    lost.reply_to = Some("999".into());
    let mut elsewhere = archive("thea", at(100));
    elsewhere.account.platform = "facebook".into();
    take_in(&mut library, &elsewhere, "f", &[post("999", "another platform's number", at(1))]);
    take_in(&mut library, &archive("thea", at(100)), "x", &[like, reply, lost]);
    let answered = |id| library.answered(PostId(id)).unwrap().map(|found| found.post.text.into_revealed());
    assert_eq!(answered(3).as_deref(), Some("somebody's words"));
    assert_eq!((answered(4), answered(2)), (None, None));
}
