//! Tests every embedded rule page with its own posts.

use crate::embedded;
use crate::engine::{Engine, PostView};
use crate::rule_page::Example;
use model::{Finding, Risk};

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
        for example in &source.flagged {
            let framed = format!("The kettle is on.\n{}\nMore later.", example.text);
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

/// All pages can be read together.
#[test]
fn the_pages_stand_together() {
    assert!(Engine::embedded().pages().len() == embedded::PAGES.len());
}
