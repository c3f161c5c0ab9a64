use super::*;
use chrono::{DateTime, TimeZone, Utc};
use model::{Audience, Fact, Private, Source};

fn on(year: i32, month: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, 3, 12, 0, 0).unwrap()
}

fn fact(topic: &str, value: &str, detail: &str, at: Option<DateTime<Utc>>) -> Fact {
    Fact {
        topic: topic.into(),
        value: value.into(),
        detail: (!detail.is_empty()).then(|| detail.into()),
        at,
        source: Source { file: "data/apps.js".into(), index: 0 },
    }
}

fn item(evidence: &str) -> Vec<Item> {
    parse(&format!(
        r#"
        [[item]]
        id = "t.item"
        title = "Connected apps"
        group = "app-access"
        weight = "essential"
        minutes = 5
        summary = "s"
        why = "w"
        recommended = "r"
        if_ignored = "i"
        web = ["Open the settings"]
        sources = ["a source"]
        checked = "2026-11"
        {evidence}
        "#
    ))
    .unwrap()
}

fn rule(rest: &str) -> Vec<Item> {
    item(&format!("[[item.evidence]]\ntone = \"at-risk\"\nlevel = \"answers\"\n{rest}"))
}

/// The sentences said about these facts, all of one archive made in May 2026.
fn said(items: &[Item], facts: &[Fact]) -> Vec<String> {
    let known: Vec<_> = facts.iter().map(|fact| Known { fact, account: "1", exported: Some(on(2026, 5)) }).collect();
    says(items, &known, &PostStatistics::default())
}

fn says(items: &[Item], known: &[Known<'_>], posts: &PostStatistics) -> Vec<String> {
    let checked = evaluate(items, known, posts, &BTreeMap::new());
    checked[0].evidence.iter().map(|e| e.says.reveal().clone()).collect()
}

const APPS: &str = r#"
    topic = "connected-app"
    says = ["{count} apps; the oldest, {first}, dates from {first_month}", "One app, {value}", "{count:app/apps}"]
"#;

#[test]
fn the_first_sentence_that_can_be_filled_is_said() {
    let quiz = fact("connected-app", "Quiz <b>", "read, write", Some(on(2014, 2)));
    let poll = fact("connected-app", "Poll", "read", Some(on(2011, 6)));
    let undated = fact("connected-app", "Clock", "", None);
    let items = rule(APPS);
    assert_eq!(said(&items, &[quiz.clone(), poll]), ["2 apps; the oldest, Poll, dates from June 2011"]);
    assert_eq!(said(&items, std::slice::from_ref(&quiz)), ["One app, Quiz <b>"]);
    assert_eq!(said(&items, &[undated, fact("connected-app", "Bird", "", None)]), ["2 apps"]);
    assert_eq!(said(&items, &[fact("phone", "1", "", None)]), [""; 0]);
}

#[test]
fn a_rule_that_cannot_fill_any_sentence_stays_silent() {
    let items = rule("topic = \"protected\"\nsays = [\"Since {first_month}\"]");
    assert!(said(&items, &[fact("protected", "true", "", None)]).is_empty());
}

#[test]
fn facts_are_chosen_by_value_by_name_and_by_a_word_of_the_detail() {
    let facts = [
        fact("setting", "Who can see your future posts?=Public", "", None),
        fact("setting", "Who can see your friends list?=Only me", "", None),
        fact("connected-app", "Quiz", "read, write", None),
        fact("connected-app", "Poll", "rewrite", None),
    ];
    let public = |values: &str| {
        rule(&format!(
            "topic = \"setting\"\nname = \"who can see your FUTURE posts?\"\nvalue_is = [{values}]\nsays = [\"Set to {{value}}\"]"
        ))
    };
    assert_eq!(said(&public("\"public\", \"everyone\""), &facts), ["Set to Public"]);
    assert_eq!(said(&public(""), &facts), ["Set to Public"]);
    assert!(said(&public("\"Only me\""), &facts).is_empty());
    let alert = [fact("setting", "job-alert=https://jobs.example/?q=nurse&p=2", "", None)];
    let alerts = rule("topic = \"setting\"\nname = \"job-alert\"\nsays = [\"{value}\"]");
    assert_eq!(said(&alerts, &alert), ["https://jobs.example/?q=nurse&p=2"]);
    let may_post = rule("topic = \"connected-app\"\ndetail_has = [\"write\"]\nsays = [\"{values}\"]");
    assert_eq!(said(&may_post, &facts), ["Quiz"]);
    let may_not = rule("topic = \"connected-app\"\ndetail_lacks = [\"Write\"]\nsays = [\"{values}\"]");
    assert_eq!(said(&may_not, &facts), ["Poll"]);
}

#[test]
fn of_a_record_of_changes_only_the_newest_counts() {
    let items = rule("topic = \"protected\"\nnewest = true\nvalue_is = [\"true\"]\nsays = [\"Since {first_month}\"]");
    let earlier = fact("protected", "true", "", Some(on(2026, 1)));
    let later = fact("protected", "false", "", Some(on(2026, 3)));
    assert!(said(&items, &[earlier.clone(), later.clone()]).is_empty());
    let back = fact("protected", "true", "", Some(on(2026, 4)));
    assert_eq!(said(&items, &[earlier, back, later]), ["Since April 2026"]);
}

#[test]
fn the_newest_archive_of_each_account_speaks() {
    let (old, new) = (fact("phone", "01632 960001", "", None), fact("phone", "01632 960002", "", None));
    let other = fact("phone", "01632 960003", "", None);
    let items = rule("topic = \"phone\"\nsays = [\"{values}\"]");
    let known = [
        Known { fact: &old, account: "1", exported: Some(on(2025, 5)) },
        Known { fact: &new, account: "1", exported: Some(on(2026, 5)) },
        Known { fact: &new, account: "1", exported: Some(on(2026, 5)) },
        Known { fact: &other, account: "2", exported: None },
    ];
    assert_eq!(says(&items, &known, &PostStatistics::default()), ["01632 960002 and 01632 960003"]);
    let checked = evaluate(&items, &known, &PostStatistics::default(), &BTreeMap::new());
    assert_eq!(checked[0].evidence[0].as_of, Some(on(2026, 5)));
    assert_eq!(&*checked[0].evidence[0].file, "data/apps.js");
}

#[test]
fn statements_and_different_values_are_counted_apart() {
    let items = rule("topic = \"phone\"\nsays = [\"{count:statement/statements} of {values:number/numbers}\"]");
    let facts = [
        fact("phone", "01632 960001", "sign-in", None),
        fact("phone", "01632 960001", "", None),
        fact("phone", "01632 960001", "", None),
    ];
    assert_eq!(said(&items, &facts), ["2 statements of 1 number"]);
}

#[test]
fn a_threshold_is_kept() {
    let items = rule("topic = \"login\"\nat_least = 2\nsays = [\"{count}\"]");
    let at = |day| Some(on(2026, 1) + chrono::TimeDelta::days(day));
    assert!(said(&items, &[fact("login", "192.0.2.1", "", at(0))]).is_empty());
    assert_eq!(said(&items, &[fact("login", "192.0.2.1", "", at(0)), fact("login", "192.0.2.1", "", at(1))]), ["2"]);
}

/// One post of July of that year.
fn in_july(year: i32) -> Tally {
    Tally { count: 1, first: Some(on(year, 7)), last: Some(on(year, 7)) }
}

#[test]
fn posts_are_counted_by_sort() {
    let mut posts = PostStatistics { exported: Some(on(2026, 5)), ..Default::default() };
    posts.add_tally(Kind::Reply, true, Audience::Public, true, in_july(2012));
    posts.add_tally(Kind::Message, false, Audience::Direct, false, in_july(2014));
    posts.add_tally(Kind::Post, true, Audience::Group, false, in_july(2013));
    posts.add_tally(Kind::Like, false, Audience::Public, true, in_july(2015));
    posts.add_tally(Kind::Like, false, Audience::Unknown, false, in_july(2010));
    posts.add_tally(Kind::Like, false, Audience::Unknown, false, Tally { count: 3, ..Default::default() });
    let count = |sort: &str, expected: &[&str]| {
        let items = rule(&format!(
            "posts = \"{sort}\"\nsays = [\"{{count}}, {{first_year}} to {{last_year}}\", \"{{count}} of {{first_year}}\"]"
        ));
        assert_eq!(says(&items, &[], &posts), expected, "{sort}");
    };
    count("own", &["2, 2012 to 2013"]);
    count("public", &["1 of 2012"]);
    count("in-groups", &["1 of 2013"]);
    count("with-place", &["1 of 2012"]);
    count("received", &["1 of 2014"]);
    count("like", &["5, 2010 to 2015"]);
    count("comment", &[]);
}

#[test]
fn none_needs_posts_that_were_read() {
    let items = rule("posts = \"with-place\"\nnone = true\nsays = [\"No post carries a place\"]");
    let mut posts = PostStatistics::default();
    assert!(says(&items, &[], &posts).is_empty());
    posts.add_tally(Kind::Post, true, Audience::Unknown, false, in_july(2012));
    assert_eq!(says(&items, &[], &posts), ["No post carries a place"]);
    posts.add_tally(Kind::Post, true, Audience::Unknown, true, in_july(2013));
    assert!(says(&items, &[], &posts).is_empty());
}

#[test]
fn the_persons_answer_counts_more_than_the_archive() {
    let items = rule(APPS);
    let app = fact("connected-app", "Quiz", "", None);
    let known = [Known { fact: &app, account: "1", exported: None }];
    let state = |facts: &[Known<'_>], stored: Option<State>| {
        let states = stored.map(|state| ("t.item".to_owned(), state)).into_iter().collect();
        let checked = evaluate(&items, facts, &PostStatistics::default(), &states);
        (checked[0].state, checked[0].settled(), checked[0].at_risk())
    };
    assert_eq!(state(&[], None), (State::Unknown, false, false));
    assert_eq!(state(&known, None), (State::PreFilled, false, true));
    assert_eq!(state(&known, Some(State::Unknown)), (State::PreFilled, false, true));
    assert_eq!(state(&known, Some(State::Done)), (State::Done, true, true));
    assert_eq!(state(&known, Some(State::ChosenToKeep)), (State::ChosenToKeep, true, true));
    assert_eq!(state(&known, Some(State::NotApplicable)), (State::NotApplicable, true, true));
    assert_eq!(state(&known, Some(State::RemindMe)), (State::RemindMe, false, true));
    assert_eq!(state(&[], Some(State::PreFilled)), (State::Unknown, false, false));
}

#[test]
fn an_item_the_archive_shows_as_recommended_is_settled_a_mere_hint_is_not() {
    let found = fact("two-factor", "app", "", None);
    let known = [Known { fact: &found, account: "1", exported: None }];
    let settled = |tone: &str, level: &str| {
        let items = item(&format!(
            "[[item.evidence]]\ntopic = \"two-factor\"\nsays = [\"On\"]\ntone = \"{tone}\"\nlevel = \"{level}\""
        ));
        let checked = evaluate(&items, &known, &PostStatistics::default(), &BTreeMap::new());
        (checked[0].state, checked[0].settled(), time_left(&checked))
    };
    assert_eq!(settled("ok", "answers"), (State::PreFilled, true, String::new()));
    assert_eq!(settled("ok", "hints"), (State::Unknown, false, "about 5 minutes left".into()));
    assert_eq!(settled("hint", "answers"), (State::PreFilled, false, "about 5 minutes left".into()));
}

#[test]
fn evidence_keeps_words_out_of_debug() {
    let items = rule(APPS);
    let app = fact("connected-app", "marker-word", "", None);
    let known = [Known { fact: &app, account: "1", exported: None }];
    let checked = evaluate(&items, &known, &PostStatistics::default(), &BTreeMap::new());
    assert!(checked[0].evidence[0].says.reveal().contains("marker-word"));
    assert!(!format!("{checked:?}").contains("marker-word"));
    assert_eq!(checked[0].evidence[0].says, Private::new("One app, marker-word".to_owned()));
}

#[test]
fn a_contradicting_checklist_is_refused() {
    let refused = |evidence: &str, expected: &str| {
        let page = format!(
            "[[item]]\nid = \"t.a\"\ntitle = \"\"\ngroup = \"ai\"\nweight = \"optional\"\nminutes = 1\nsummary = \"\"\nwhy = \"\"\n\
             recommended = \"\"\nif_ignored = \"\"\nweb = [\"-\"]\nsources = []\nchecked = \"2026-11\"\n{evidence}"
        );
        let error = parse(&page).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    let tail = "tone = \"ok\"\nlevel = \"hints\"";
    let with = |rest: &str| format!("[[item.evidence]]\n{tail}\n{rest}");
    refused(&with("says = [\"x\"]"), "either a topic or posts");
    refused(&with("topic = \"phone\"\nposts = \"own\"\nsays = [\"x\"]"), "either a topic or posts");
    refused(&with("topic = \"phone\"\nsays = []"), "says nothing");
    refused(&with("topic = \"phone\"\nsays = [\"{number}\"]"), "no blank");
    refused(&with("topic = \"phone\"\nsays = [\"{count\"]"), "not closed");
    refused(&with("topic = \"phone\"\nsays = [\"{count:app}\"]"), "no blank");
    refused(&with("topic = \"phone\"\nnone = true\nsays = [\"x\"]"), "prove nothing");
    refused(&with("posts = \"own\"\nnewest = true\nsays = [\"x\"]"), "cannot look at values");
    refused(&with("posts = \"poems\"\nsays = [\"x\"]"), "no sort of posts");
    refused("colour = \"red\"", "unknown field");
}

#[test]
fn items_come_by_group_and_weight() {
    let item = |id: &str, group: &str, weight: &str| {
        format!(
            "[[item]]\nid = \"{id}\"\ntitle = \"\"\ngroup = \"{group}\"\nweight = \"{weight}\"\nminutes = 1\nsummary = \"\"\nwhy = \"\"\n\
             recommended = \"\"\nif_ignored = \"\"\nweb = [\"-\"]\nsources = []\nchecked = \"2026-11\"\n"
        )
    };
    let page =
        [item("a", "ai", "essential"), item("b", "visibility", "optional"), item("c", "visibility", "essential")];
    let ids: Vec<_> = parse(&page.concat()).unwrap().into_iter().map(|item| item.id).collect();
    assert_eq!(ids, ["c", "b", "a"]);
    assert!(parse(&[page[0].clone(), page[0].clone()].concat()).unwrap_err().to_string().contains("twice"));
}
