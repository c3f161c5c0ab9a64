//! Tests every embedded rule page with its own posts.

use crate::embedded;
use crate::engine::{Engine, PostView};
use crate::rule_page::Example;
use model::{Finding, Risk};

/// The engine of this build: reading its pages takes a moment, so it is done once.
fn whole() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(Engine::embedded)
}

/// The finding of one rule for an example, judged as if the rule stood alone.
fn finding(engine: &Engine, text: &str, example: &Example) -> Option<Finding> {
    let view = PostView::of(text);
    engine.judge(&view, example.field).findings.into_iter().next()
}

/// Each page: its flagged posts are flagged by it, alone and between other sentences; its other posts are not.
#[test]
fn every_page_keeps_its_word() {
    let mut faults = Vec::new();
    for &(path, text) in embedded::PAGES {
        let engine = match Engine::build(&[(path, text)], embedded::WORDS, embedded::CONTEXTS) {
            Ok(engine) => engine,
            Err(error) => {
                faults.push(error.to_string());
                continue;
            }
        };
        let source = &engine.sources()[0];
        if source.flagged.is_empty() || source.not_flagged.is_empty() {
            faults.push(format!("{path}: posts of both kinds are wanted"));
        }
        if engine.speaks_by_model() {
            faults.extend(model_faults(path, &source.flagged, &source.not_flagged));
            continue;
        }
        if engine.reads_several() {
            faults.extend(series_faults(path, &source.flagged, &source.not_flagged));
            continue;
        }
        for example in &source.flagged {
            let framed = format!("The curtains are green.\n{}\nMore later.", example.text);
            for (how, text) in [("alone", &example.text), ("among others", &framed)] {
                if how != "alone" && example.alone {
                    continue;
                }
                match finding(&engine, text, example) {
                    None => faults.push(format!("{path}: not flagged {how}: {}", example.text)),
                    Some(found) if example.risk.is_some_and(|risk: Risk| risk != found.risk) => {
                        faults.push(format!("{path}: {} {how}: {}", found.risk.id(), example.text));
                    }
                    Some(_) => {}
                }
            }
        }
        for example in &source.not_flagged {
            if finding(&engine, &example.text, example).is_some() {
                faults.push(format!("{path}: flagged: {}", example.text));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// The page of the model's findings in a category: with all rules and the model, its flagged posts have a finding of the
/// category, its other posts have none. When the model is trained anew, the examples follow.
fn model_faults(path: &str, flagged: &[Example], not_flagged: &[Example]) -> Vec<String> {
    let engine = whole();
    let category = path.split_once('/').map_or("", |(folder, _)| folder);
    let has = |example: &Example| {
        let findings = engine.judge(&PostView::of(&example.text), example.field).findings;
        findings.iter().any(|finding| finding.category.id() == category)
    };
    let missed = flagged.iter().filter(|example| !has(example)).map(|e| ("not flagged", e));
    let wrong = not_flagged.iter().filter(|example| has(example)).map(|e| ("flagged", e));
    missed.chain(wrong).map(|(how, e)| format!("{path}: {how}: {}", e.text)).collect()
}

/// A rule over several posts reads the lines of an example as posts, a day apart.
fn series_faults(path: &str, flagged: &[Example], not_flagged: &[Example]) -> Vec<String> {
    let engine = whole();
    let linked = |example: &Example| {
        let mut posts = Vec::new();
        for (day, line) in example.text.lines().enumerate() {
            let at = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(day as i64);
            if let Some(cues) = engine.judge(&PostView::of(line), example.field).cues {
                posts.push((day, at, cues));
            }
        }
        engine.piece_together(&mut posts).iter().any(|pieced| pieced.members.len() > 1)
    };
    let missed = flagged.iter().filter(|example| !linked(example)).map(|e| ("not linked", e));
    let wrong = not_flagged.iter().filter(|example| linked(example)).map(|e| ("linked", e));
    missed.chain(wrong).map(|(how, e)| format!("{path}: {how}: {}", e.text)).collect()
}

/// All pages can be read together.
#[test]
fn the_pages_stand_together() {
    assert!(Engine::embedded().pages().len() == embedded::PAGES.len());
}
