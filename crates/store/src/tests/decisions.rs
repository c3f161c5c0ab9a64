//! Decisions: appended, taken back, never lost.

use super::*;
use crate::{Act, Error};
use model::Verdict;
use std::collections::BTreeMap;

fn library_of(posts: i64) -> (Library, TempDir) {
    let (mut library, dir) = throwaway();
    let posts: Vec<Post> = (1..=posts).map(|n| post(&n.to_string(), "words", at(n))).collect();
    take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    (library, dir)
}

#[test]
fn a_decision_counts_until_it_is_taken_back() {
    let (mut library, _dir) = library_of(3);
    let both = [PostId(1), PostId(2)];
    library.decide(&both, Verdict::Later, None, at(10)).unwrap();
    library.decide(&[PostId(2), PostId(2)], Verdict::Delete, Some("reads badly"), at(11)).unwrap();
    assert_eq!(library.verdict(PostId(2)).unwrap(), Some(Verdict::Delete));
    let undone = library.undo(at(12)).unwrap().unwrap();
    assert_eq!((undone.verdict, undone.posts), (Verdict::Delete, vec![(PostId(2), Some(Verdict::Later))]));
    let undone = library.undo(at(13)).unwrap().unwrap();
    assert_eq!(undone.posts, [(PostId(1), None), (PostId(2), None)]);
    assert_eq!(library.undo(at(14)).unwrap(), None);
    let history = library.history(PostId(2)).unwrap();
    let acts: Vec<_> = history.iter().map(|entry| (entry.at, entry.act, entry.reason.as_str())).collect();
    assert_eq!(
        acts,
        [
            (at(10), Act::Decided(Verdict::Later), ""),
            (at(11), Act::Decided(Verdict::Delete), "reads badly"),
            (at(12), Act::TakenBack(Verdict::Delete), ""),
            (at(13), Act::TakenBack(Verdict::Later), ""),
        ]
    );
    assert!(library.history(PostId(3)).unwrap().is_empty());
}

#[test]
fn a_decision_about_an_unknown_post_is_no_decision() {
    let (mut library, _dir) = library_of(1);
    assert_eq!(library.decide(&[PostId(1), PostId(99)], Verdict::Keep, None, at(1)), Err(Error::NoSuchPost));
    assert_eq!(library.decide(&[], Verdict::Keep, None, at(1)), Err(Error::NoSuchPost));
    assert_eq!(library.claim(PostId(99), true, at(1)), Err(Error::NoSuchPost));
    assert_eq!((library.verdict(PostId(1)), library.undo(at(2))), (Ok(None), Ok(None)));
    assert_eq!(library.verdict(PostId(99)), Err(Error::NoSuchPost));
    assert!(library.history(PostId(1)).unwrap().is_empty());
}

#[test]
fn a_claim_holds_for_the_decision_it_was_made_for() {
    let (mut library, _dir) = library_of(2);
    let claimed = |library: &Library| library.tasks().unwrap().first().and_then(|task| task.claimed);
    library.decide(&[PostId(1)], Verdict::Delete, None, at(10)).unwrap();
    library.decide(&[PostId(2)], Verdict::Keep, None, at(10)).unwrap();
    let tasks = library.tasks().unwrap();
    assert_eq!((tasks.len(), tasks[0].post, tasks[0].decided, tasks[0].claimed), (1, PostId(1), at(10), None));
    assert_eq!(tasks[0].sightings.len(), 1);
    library.claim(PostId(1), true, at(20)).unwrap();
    assert_eq!(claimed(&library), Some(at(20)));
    library.claim(PostId(1), false, at(21)).unwrap();
    assert_eq!(claimed(&library), None);
    library.claim(PostId(1), true, at(22)).unwrap();
    // Another verdict and back: the first decision counts again, and with it what was said of it.
    library.decide(&[PostId(1)], Verdict::Keep, None, at(30)).unwrap();
    assert!(library.tasks().unwrap().is_empty());
    library.undo(at(31)).unwrap();
    assert_eq!(claimed(&library), Some(at(22)));
    // Decided anew, it is to be done anew.
    library.decide(&[PostId(1)], Verdict::Delete, None, at(40)).unwrap();
    assert_eq!(claimed(&library), None);
}

/// The log alone, replayed by the simplest means there is: a stack.
#[derive(Default)]
struct Replay {
    stack: Vec<(Verdict, Vec<PostId>)>,
}

impl Replay {
    fn verdicts(&self) -> BTreeMap<PostId, Verdict> {
        self.stack.iter().flat_map(|(verdict, posts)| posts.iter().map(|post| (*post, *verdict))).collect()
    }
}

#[test]
fn whatever_is_decided_and_undone_the_posts_say_what_the_log_says() {
    const POSTS: u64 = 12;
    for seed in 1..=8 {
        let (mut library, _dir) = library_of(POSTS as i64);
        let (mut dice, mut replay) = (Dice(seed * 7919), Replay::default());
        let mut rows = 0;
        for step in 0..150 {
            match dice.below(10) {
                0..6 => {
                    let verdict = Verdict::ALL[dice.below(5) as usize];
                    let posts: Vec<_> = (0..=dice.below(4)).map(|_| PostId(1 + dice.below(POSTS) as i64)).collect();
                    library.decide(&posts, verdict, None, at(step)).unwrap();
                    replay.stack.push((verdict, posts));
                }
                6..9 => {
                    let undone = library.undo(at(step)).unwrap();
                    let expected = replay.stack.pop();
                    assert_eq!(undone.as_ref().map(|undone| undone.verdict), expected.map(|(verdict, _)| verdict));
                    let now = replay.verdicts();
                    for (post, restored) in undone.map(|undone| undone.posts).unwrap_or_default() {
                        assert_eq!(restored.as_ref(), now.get(&post));
                    }
                }
                _ => library.claim(PostId(1 + dice.below(POSTS) as i64), dice.below(2) == 0, at(step)).unwrap(),
            }
            let now = replay.verdicts();
            for id in 1..=POSTS as i64 {
                let post = PostId(id);
                assert_eq!(library.verdict(post).unwrap().as_ref(), now.get(&post), "seed {seed}, step {step}");
            }
            // The log only grows.
            let count: i64 = library.sql.query_row("SELECT count(*) FROM decision", [], |row| row.get(0)).unwrap();
            assert!(count >= rows);
            rows = count;
        }
        while library.undo(at(999)).unwrap().is_some() {}
        assert!((1..=POSTS as i64).all(|id| library.verdict(PostId(id)).unwrap().is_none()));
    }
}

#[test]
fn checklist_states_are_appended_and_the_last_counts() {
    let (mut library, _dir) = throwaway();
    library.set_checklist("x.protect-posts", "remind-me", "", at(1)).unwrap();
    library.set_checklist("x.protect-posts", "done", "on the phone", at(2)).unwrap();
    library.set_checklist("x.ads", "not-applicable", "", at(1)).unwrap();
    let states = library.checklist_states().unwrap();
    assert_eq!(states.len(), 2);
    let protect = &states["x.protect-posts"];
    assert_eq!((protect.state.as_str(), protect.note.as_str(), protect.at), ("done", "on the phone", at(2)));
    let rows: i64 = library.sql.query_row("SELECT count(*) FROM checklist", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 3);
}

#[test]
fn settings_keep_the_last_text() {
    let (mut library, _dir) = throwaway();
    assert_eq!(library.setting("theme").unwrap(), None);
    library.set_setting("theme", "dark").unwrap();
    library.set_setting("theme", "").unwrap();
    assert_eq!(library.setting("theme").unwrap().as_deref(), Some(""));
}

#[test]
fn nothing_that_carries_a_decision_is_ever_replaced() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/table/decision.rs");
    let source = std::fs::read_to_string(source).unwrap().to_uppercase();
    for word in ["OR REPLACE", "DELETE FROM", "UPDATE DECISION", "DO UPDATE"] {
        assert!(!source.contains(word), "{word}");
    }
}
