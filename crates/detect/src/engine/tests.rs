//! The engine on small pages made for the purpose.

use super::*;

fn judge(text: &str, kind: Kind, own_words: bool) -> Vec<Finding> {
    let page = "# Drunk\n```toml\ncategory = \"intoxication\"\nhigh = [\"drunk ..3 work\"]\nlow = [\"drunk\"]\nnot = [\"drunk driver\"]\n\
        unless = [\"panto\"]\nlower = [\"years ago\"]\nraise-for = [\"health\"]\n```\n## What it flags\na\n## Why it matters\nb\n\
        ## What to do\nc\n## Sources\n## Flagged posts\n- a\n## Not flagged posts\n";
    let contexts =
        "[negated]\nwhere = \"before\"\nusual = \"veto\"\nsays = \"It is denied\"\nwords = [\"n't|not|never\"]\n";
    let engine = Engine::build(&[("intoxication/drunk.md", page)], embedded::WORDS, contexts).unwrap();
    engine.judge(&PostView { kind, own_words, ..PostView::of(text) }, None).findings
}

fn risk(text: &str) -> Option<Risk> {
    judge(text, Kind::Post, true).first().map(|finding| finding.risk)
}

#[test]
fn circumstances_change_the_risk() {
    assert_eq!(risk("so drunk"), Some(Risk::Low));
    assert_eq!(risk("drunk again at work"), Some(Risk::High));
    assert_eq!(risk("drunk again at work years ago"), Some(Risk::Medium));
    assert_eq!(risk("I'm not drunk at work"), None);
    assert_eq!(risk("hit by a drunk driver"), None);
    assert_eq!(risk("drunk at work, says the panto dame"), None);
    assert_eq!(risk("\"drunk at work\" she read out"), Some(Risk::Medium));
}

#[test]
fn words_of_others_weigh_less_and_messages_received_nothing() {
    let first = |kind, own| judge("drunk at work", kind, own).first().map(|finding| finding.risk);
    assert_eq!(first(Kind::Repost, false), Some(Risk::Medium));
    assert_eq!(first(Kind::Like, false), Some(Risk::Low));
    assert_eq!(first(Kind::Message, false), None);
    assert_eq!(first(Kind::Message, true), Some(Risk::High));
}

#[test]
fn one_finding_for_each_category_with_every_span() {
    let found = judge("Drunk. 🍺 And drunk again", Kind::Post, true);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].spans, [Span { start: 0, end: 5 }, Span { start: 13, end: 18 }]);
}

#[test]
fn a_very_long_post_is_judged_to_the_end() {
    let engine = Engine::embedded();
    let text = "so drunk at work today, my patient in bed 4 died and her wife rang 07700 900184. ".repeat(1_500);
    assert!(!engine.judge(&PostView::of(&text), Some(Field::Health)).findings.is_empty());
}

fn spans(pattern: &str, text: &str) -> usize {
    let page = format!(
        "# Test\n```toml\ncategory = \"profanity\"\nlow = [{pattern:?}]\n```\n## What it flags\na\n## Why it matters\nb\n\
         ## What to do\nc\n## Sources\n## Flagged posts\n- a\n## Not flagged posts\n"
    );
    let engine = Engine::build(&[("profanity/test.md", &page)], embedded::WORDS, "").unwrap();
    engine.judge(&PostView::of(text), None).findings.len()
}

pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    spans(pattern, text) > 0
}

pub(crate) fn no_match(pattern: &str, text: &str) -> bool {
    spans(pattern, text) == 0
}
