use super::*;
use crate::checklist::{self, Known, PostStatistics};
use chrono::TimeZone;
use model::{Fact, Source};
use std::collections::BTreeMap;

fn holdings(posts: u64, high: u64, medium: u64, low: u64) -> Holdings {
    let at = |year| Utc.with_ymd_and_hms(year, 5, 1, 0, 0, 0).single();
    Holdings { archives: 2, posts, first: at(2008), last: at(2026), flagged: RiskCounts { high, medium, low } }
}

#[test]
fn headlines_count_in_words() {
    let cases = [
        (holdings(500, 12, 3, 1), "Twelve posts you would not want on a front page"),
        (holdings(500, 1, 0, 0), "One post you would not want on a front page"),
        (holdings(5000, 1234, 0, 0), "1,234 posts you would not want on a front page"),
        (holdings(500, 0, 1, 9), "Nothing for a front page, one post worth a second look"),
        (holdings(500, 0, 0, 2), "Nothing for a front page, two posts worth a glance"),
        (holdings(500, 0, 0, 0), "Nothing here for a front page"),
        (Holdings::default(), "Your past, as a newspaper would read it"),
    ];
    for (holdings, expected) in cases {
        assert_eq!(headline(&holdings), expected);
    }
}

#[test]
fn standfirsts_agree_in_number() {
    let cases = [
        (
            holdings(18412, 12, 61, 141),
            "18,412 posts from two archives, May 2008 to May 2026. 214 are worth a look; the rest can stay as they are.",
        ),
        (
            holdings(9, 1, 0, 0),
            "9 posts from two archives, May 2008 to May 2026. One is worth a look; the rest can stay as they are.",
        ),
        (holdings(1, 1, 0, 0), "1 post from two archives, May 2008 to May 2026. It is worth a look."),
        (holdings(2, 1, 1, 0), "2 posts from two archives, May 2008 to May 2026. Each is worth a look."),
        (holdings(2, 0, 0, 0), "2 posts from two archives, May 2008 to May 2026. All of it can stay as it is."),
        (Holdings { archives: 1, ..Default::default() }, "0 posts from one archive. There was nothing to judge in it."),
    ];
    for (holdings, expected) in cases {
        assert_eq!(standfirst(&holdings), expected);
    }
}

const ITEMS: &str = r#"
[[item]]
id = "t.apps"
title = "Connected apps"
group = "app-access"
weight = "essential"
minutes = 4
summary = ""
why = ""
recommended = ""
if_ignored = ""
web = ["-"]
sources = []
checked = "2026-11"
[[item.evidence]]
topic = "connected-app"
says = ["{count:app/apps}"]
tone = "at-risk"
level = "answers"

[[item]]
id = "t.password"
title = "Password"
group = "security"
weight = "essential"
minutes = 1
summary = ""
why = ""
recommended = ""
if_ignored = ""
web = ["-"]
sources = []
checked = "2026-11"

[[item]]
id = "t.ads"
title = "Adverts"
group = "ads-and-sharing"
weight = "optional"
minutes = 1
summary = ""
why = ""
recommended = ""
if_ignored = ""
web = ["-"]
sources = []
checked = "2026-11"
"#;

#[test]
fn the_most_pressing_comes_first() {
    let items = checklist::parse(ITEMS).unwrap();
    let app =
        Fact { topic: "connected-app".into(), value: "Quiz".into(), detail: None, at: None, source: Source::default() };
    let known = [Known { fact: &app, account: "1", exported: None }];
    let checked = checklist::evaluate(&items, &known, &PostStatistics::default(), &BTreeMap::new());
    let settings: Vec<_> = checked.iter().map(|item| ("X", item)).collect();
    let undecided = RiskCounts { high: 5, medium: 1, low: 200 };
    let open = Open { archives: 1, undecided, to_do: 3, still_there: 1, claimed: 2, settings: &settings };
    let said: Vec<_> = next_steps(&open).into_iter().map(|s| (s.title, s.remark.into_revealed(), s.minutes)).collect();
    let expected = [
        ("Take down 1 post that is still there", "about 1 minute", 1),
        ("Decide on 5 high-risk posts", "about 3 minutes", 3),
        ("Take care of 3 posts on the clean-up list", "about 3 minutes", 3),
        ("X: Connected apps", "1 app", 4),
        ("Decide on 1 medium-risk post", "about 1 minute", 1),
        ("X: Password", "about 1 minute", 1),
        ("Import a new archive to see that 2 posts are gone", "about 5 minutes", 5),
        ("Decide on 200 low-risk posts", "about 120 minutes", 120),
    ];
    let expected: Vec<_> =
        expected.map(|(title, remark, minutes)| (title.to_owned(), remark.to_owned(), minutes)).into();
    assert_eq!(said, expected);
}

#[test]
fn an_empty_library_asks_for_an_archive_and_a_clean_one_for_nothing() {
    let steps = next_steps(&Open::default());
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].target, Target::Import);
    assert!(next_steps(&Open { archives: 1, ..Default::default() }).is_empty());
}

#[test]
fn settled_items_are_not_asked_again() {
    let items = checklist::parse(ITEMS).unwrap();
    let kept = items.iter().map(|item| (item.id.clone(), checklist::State::ChosenToKeep)).collect();
    let checked = checklist::evaluate(&items, &[], &PostStatistics::default(), &kept);
    let settings: Vec<_> = checked.iter().map(|item| ("X", item)).collect();
    assert!(next_steps(&Open { archives: 1, settings: &settings, ..Default::default() }).is_empty());
}

#[test]
fn the_clean_up_list_runs_from_open_to_gone_worst_first() {
    let at = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single();
    let sorted = [
        (ProofState::StillThere, Some(Risk::Low), Verdict::Delete, at(2020)),
        (ProofState::Todo, Some(Risk::High), Verdict::Delete, at(2012)),
        (ProofState::Todo, Some(Risk::High), Verdict::Delete, at(2020)),
        (ProofState::Todo, Some(Risk::High), Verdict::Edit, at(2010)),
        (ProofState::Todo, Some(Risk::Medium), Verdict::Delete, at(2009)),
        (ProofState::Todo, None, Verdict::Delete, at(2008)),
        (ProofState::CannotTell, Some(Risk::High), Verdict::Delete, at(2008)),
        (ProofState::Claimed, Some(Risk::High), Verdict::Delete, at(2008)),
        (ProofState::Gone, Some(Risk::High), Verdict::Delete, at(2008)),
    ];
    let order = sorted.map(|(proof, risk, verdict, at)| CleanUpOrder::new(proof, risk, verdict, at));
    assert!(order.is_sorted_by(|a, b| a < b));
}

fn hours(night: (u64, u64), day: (u64, u64)) -> HourCounts {
    let mut hours = HourCounts::default();
    // Both ends of the night, both sides of its edges.
    (hours.all[23], hours.flagged[3]) = (night.0 / 2, night.1);
    hours.all[0] = night.0 - night.0 / 2;
    (hours.all[4], hours.flagged[22]) = (day.0, day.1);
    hours
}

#[test]
fn night_is_compared_with_day_when_there_is_enough() {
    let says = |night, day| late_night(&hours(night, day)).map(|late| late.says());
    let sentence = |how: &str| Some(format!("Posts between 23:00 and 04:00 are flagged {how} the others"));
    assert_eq!(says((100, 26), (1000, 100)), sentence("2.6 times as often as"));
    assert_eq!(says((100, 10), (1000, 100)), sentence("about as often as"));
    assert_eq!(says((100, 2), (1000, 100)), sentence("less often than"));
    assert_eq!(says((29, 10), (1000, 100)), None, "too few night posts");
    assert_eq!(says((1000, 100), (29, 10)), None, "too few day posts");
    assert_eq!(says((100, 4), (1000, 5)), None, "too few flagged");
    assert_eq!(says((100, 20), (1000, 0)), None, "nothing to divide by");
}
