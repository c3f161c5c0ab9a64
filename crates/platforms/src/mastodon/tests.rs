//! Archives that are not as they should be, and shapes of which no fixture is needed.

use crate::{Archive, Collected, Limits, recognise};
use model::{Audience, Coverage, Kind, Post};
use std::io::Write;
use zip::write::SimpleFileOptions;

fn zip(files: &[(&str, &str)]) -> Archive {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file in memory");
        zip.write_all(text.as_bytes()).expect("a file in memory");
    }
    let bytes = zip.finish().expect("a ZIP in memory").into_inner();
    Archive::from_bytes("archive-20230105210000-00ff.zip", bytes, Limits::default()).expect("it opens")
}

fn read(archive: &Archive) -> (Collected, Coverage) {
    let (importer, _) = recognise(archive).expect("it is known");
    assert_eq!(importer.id(), "mastodon");
    let mut sink = Collected::default();
    let coverage = importer.read(archive, &mut sink).expect("it can be read");
    (sink, coverage)
}

fn outbox(items: &str) -> String {
    format!(r#"{{"type":"OrderedCollection","totalItems":9,"orderedItems":[{items}]}}"#)
}

fn create(object: &str) -> String {
    format!(r#"{{"type":"Create","actor":"https://s.example/users/jo","object":{{"type":"Note",{object}}}}}"#)
}

const ACTOR: &str =
    r#"{"id":"https://s.example/users/jo","preferredUsername":"jo","inbox":"x","outbox":"outbox.json","summary":null}"#;

fn only(object: &str) -> Post {
    let (sink, _) = read(&zip(&[("outbox.json", &outbox(&create(object))), ("actor.json", ACTOR)]));
    sink.posts.into_iter().next().expect("a post")
}

#[test]
fn it_says_whose_it_is_and_when_it_was_made() {
    let archive = zip(&[("outbox.json", &outbox("")), ("actor.json", ACTOR)]);
    let (_, exported) = recognise(&archive).expect("it is known");
    assert_eq!(exported.account.handle, "jo@s.example");
    assert_eq!(exported.at.map(|at| at.to_rfc3339()).as_deref(), Some("2023-01-05T21:00:00+00:00"));
    assert!(!exported.partial);
    let (_, exported) = recognise(&zip(&[("wrap/outbox.json", &outbox(&create("\"content\":\"x\"")))])).expect("it is known");
    assert_eq!((exported.account.key.as_str(), exported.partial), ("jo@s.example", true));
}

#[test]
fn audiences_follow_the_addresses_however_they_are_written() {
    let of = |to: &str, cc: &str| only(&format!(r#""id":"i","content":"x","published":"2023-01-05T21:00:00Z","to":{to},"cc":{cc}"#)).audience;
    let public = "\"https://www.w3.org/ns/activitystreams#Public\"";
    assert_eq!(of(&format!("[{public}]"), "[]"), Audience::Public);
    assert_eq!(of(public, "[]"), Audience::Public);
    assert_eq!(of("\"as:Public\"", "null"), Audience::Public);
    assert_eq!(of("[]", &format!("[\"a\",{public}]")), Audience::Unlisted);
    assert_eq!(of("[\"https://s.example/users/jo/followers\"]", "[]"), Audience::Friends);
    assert_eq!(of("[\"https://o.example/users/max\"]", "[]"), Audience::Direct);
    assert_eq!(of("[]", "[]"), Audience::Direct);
    assert_eq!(of("null", "null"), Audience::Unknown);
}

#[test]
fn offsets_and_missing_parts_are_borne() {
    let post = only(r#""id":"https://s.example/1","content":"<p>x</p>","published":"2023-01-05T21:00:00+02:00","attachment":{"type":"Image","url":[{"href":"https://s.example/a.png"}],"name":"A graph"}"#);
    assert_eq!(post.at.map(|at| at.to_rfc3339()).as_deref(), Some("2023-01-05T19:00:00+00:00"));
    assert_eq!(post.utc_offset, Some(120));
    assert_eq!(post.media[0].description.as_ref().map(|text| text.reveal().as_str()), Some("A graph"));
    assert_eq!(post.url.as_deref(), Some("https://s.example/1"));
}

#[test]
fn a_broken_record_costs_itself_and_nothing_is_then_complete() {
    let items = format!("{},7,{{\"type\":\"Create\",\"object\":\"u\"}},{}", create("\"id\":\"a\",\"content\":\"one\""), create("\"id\":\"b\",\"content\":\"two\""));
    let (sink, coverage) = read(&zip(&[("outbox.json", &outbox(&items)), ("actor.json", ACTOR)]));
    let words: Vec<&str> = sink.posts.iter().map(|post| post.text.reveal().as_str()).collect();
    assert_eq!(words, ["one", "two"]);
    assert!(sink.warnings.iter().any(|warning| warning.index == Some(2)));
    assert!(!coverage.complete.contains(&Kind::Post));
}

#[test]
fn a_file_cut_short_gives_what_stands_before_the_cut() {
    let whole = outbox(&[create("\"id\":\"a\",\"content\":\"one\""), create("\"id\":\"b\",\"content\":\"two\"")].join(","));
    let (sink, coverage) = read(&zip(&[("outbox.json", &whole[..whole.len() - 20]), ("actor.json", ACTOR)]));
    assert_eq!(sink.posts.len(), 1);
    assert!(coverage.complete.is_empty() || !coverage.complete.contains(&Kind::Post));
    assert!(sink.warnings.iter().all(|warning| !warning.message.contains("one")));
}

#[test]
fn what_others_wrote_is_not_the_owners() {
    let post = only(r#""id":"c","content":"theirs","attributedTo":"https://o.example/users/max""#);
    assert!(!post.own_words);
    let status = r#"[{"id":"12","created_at":"2023-01-05T21:00:00.000Z","visibility":"private","spoiler_text":"cw","content":"<p>mine</p>","uri":"https://p.example/p/12","url":"https://p.example/p/12","media_attachments":[{"type":"image","url":"https://p.example/m/a.jpg","description":"A hill"}],"reblog":null}]"#;
    let (sink, _) = read(&zip(&[("pixelfed-statuses.json", status)]));
    let post = &sink.posts[0];
    assert_eq!((post.text.reveal().as_str(), post.audience, post.own_words), ("cw\n\nmine", Audience::Friends, true));
    assert_eq!(post.media.len(), 1);
}

#[test]
fn other_files_of_these_names_are_not_taken() {
    for (name, text) in [
        ("actor.json", r#"{"name":"an actor of a film"}"#),
        ("outbox.json", r#"{"letters":[]}"#),
        ("following.csv", "name,company\nMax Example,Example Ltd\n"),
        ("blocks.csv", "height,width\n1,2\n"),
    ] {
        let known = recognise(&zip(&[(name, text)]));
        assert!(known.is_none_or(|(importer, _)| importer.id() != "mastodon"), "{name}");
    }
}
