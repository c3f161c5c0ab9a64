//! Snapshots of all that is read of every fixture: each folder `src/<platform>/fixtures/<era>` is one archive.
//!
//! `INSTA_UPDATE=always cargo test -p platforms --test snapshots` writes them anew; read the difference before you commit it.

use model::{FileOutcome, Media, Post, Private};
use platforms::{Archive, Collected, Limits};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(of)
        .map(|found| found.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect())
        .unwrap_or_default();
    folders.sort();
    folders
}

fn words(value: Option<&Private<String>>) -> Option<&str> {
    value.map(|value| value.reveal().as_str())
}

fn photo(media: &Media) -> String {
    let mut line = media.path.clone().unwrap_or_else(|| "(not in the archive)".to_owned());
    for said in [words(media.description.as_ref()), words(media.camera.as_ref())].into_iter().flatten() {
        let _ = write!(line, " {said:?}");
    }
    if let Some(taken) = media.taken {
        let _ = write!(line, " taken {taken}");
    }
    if let Some((north, east)) = media.position {
        let _ = write!(line, " at {north:.5},{east:.5}");
    }
    line
}

fn post(out: &mut String, post: &Post) {
    let at = post.at.map_or_else(|| "no time".to_owned(), |at| at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string());
    let offset = post.utc_offset.map_or_else(String::new, |minutes| format!(" {minutes:+}min"));
    let own = if post.own_words { "" } else { " by others" };
    let _ = writeln!(out, "{} {at}{offset} {}{own} {:?}", post.kind.id(), post.audience.id(), post.text.reveal());
    let place = post.place.as_ref().map(|place| {
        let position = place.position.map_or_else(String::new, |(north, east)| format!("{north:.5},{east:.5} "));
        format!("{position}{}", words(place.name.as_ref()).unwrap_or_default())
    });
    for (name, value) in [
        ("id", post.native_id.as_deref()),
        ("url", post.url.as_deref()),
        ("to", post.reply_to.as_deref()),
        ("about", words(post.about.as_ref())),
        ("place", place.as_deref()),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, "    {name}: {value}");
        }
    }
    post.media.iter().for_each(|media| {
        let _ = writeln!(out, "    media: {}", photo(media));
    });
    let _ = writeln!(out, "    from: {} {}", post.source.file, post.source.index);
}

fn all_that_was_read(folder: &Path) -> String {
    let archive = Archive::open(&[folder.to_owned()], Limits::default()).expect("the fixture opens");
    let (importer, exported) = platforms::recognise(&archive).expect("a platform's archive");
    let mut sink = Collected::default();
    let coverage = importer.read(&archive, &mut sink).expect("it can be read");
    let mut out = String::new();
    let account = &exported.account;
    let at = exported.at.map_or_else(|| "not said".to_owned(), |at| at.to_rfc3339());
    let _ = writeln!(out, "{} key {:?} handle {:?}", importer.id(), account.key, account.handle);
    let _ = writeln!(out, "name {:?} exported {at} partial {}", words(account.name.as_ref()), exported.partial);
    let items: Vec<String> = coverage.items.iter().map(|(kind, count)| format!("{} {count}", kind.id())).collect();
    let _ = writeln!(out, "items: {}", items.join(", "));
    let complete: Vec<&str> = coverage.complete.iter().map(|kind| kind.id()).collect();
    let _ = writeln!(out, "complete: {}\n\n# files", complete.join(", "));
    for file in &coverage.files {
        let made = match &file.outcome {
            FileOutcome::Read { records, stated: Some(stated) } => format!("read {records} of {stated}"),
            FileOutcome::Read { records, stated: None } => format!("read {records}"),
            FileOutcome::Media => "media".to_owned(),
            FileOutcome::Skipped(why) => format!("skipped: {why}"),
            FileOutcome::Unknown => "unknown".to_owned(),
        };
        let _ = writeln!(out, "{}: {made}", file.path);
    }
    out.push_str("\n# posts\n");
    sink.posts.iter().for_each(|item| post(&mut out, item));
    out.push_str("\n# facts\n");
    for fact in &sink.facts {
        let detail = words(fact.detail.as_ref()).map_or_else(String::new, |detail| format!(" ({detail:?})"));
        let at = fact.at.map_or_else(String::new, |at| format!(" {}", at.format("%Y-%m-%dT%H:%M:%SZ")));
        let source = &fact.source;
        let _ = writeln!(
            out,
            "{}: {:?}{detail}{at} from {} {}",
            fact.topic,
            fact.value.reveal(),
            source.file,
            source.index
        );
    }
    out.push_str("\n# warnings\n");
    for warning in &sink.warnings {
        let _ = writeln!(out, "{} {:?}: {}", warning.file, warning.index, warning.message);
    }
    out
}

#[test]
fn of_every_era_all_that_was_read() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut read = Vec::new();
    for platform in folders(&source) {
        for era in folders(&platform.join("fixtures")) {
            let name = |path: &Path| path.file_name().expect("a folder has a name").to_string_lossy().into_owned();
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{}-{}", name(&platform), name(&era)), all_that_was_read(&era));
            });
            read.push(name(&platform));
        }
    }
    for importer in platforms::IMPORTERS {
        assert!(read.iter().any(|platform| platform == importer.id()), "{} has no fixture", importer.id());
    }
}
