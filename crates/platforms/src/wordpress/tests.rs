//! Blogs that are not as they should be.

use crate::{Archive, Collected, Error, Limits, Sink, Stopped, Told, recognise};
use model::{Coverage, Fact, Kind, Post, Warning};
use std::path::PathBuf;

struct Blog {
    _folder: tempfile::TempDir,
    archive: Archive,
}

fn blog(bytes: &[u8], limits: Limits) -> Blog {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path: PathBuf = folder.path().join("blog.xml");
    std::fs::write(&path, bytes).expect("a file for the test");
    let archive = Archive::open(&[path], limits).expect("a bare file opens");
    Blog { _folder: folder, archive }
}

fn document(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>T</title>\
         <wp:base_blog_url>https://www.B.example/</wp:base_blog_url>\
         <wp:author><wp:author_login>ada</wp:author_login><wp:author_email>ada@b.example</wp:author_email></wp:author>\
         <wp:author><wp:author_login>bo</wp:author_login></wp:author>{items}</channel></rss>"
    )
}

fn item(author: &str, words: &str) -> String {
    format!(
        "<item><title></title><link>https://b.example/{author}</link><dc:creator>{author}</dc:creator>\
         <content:encoded><![CDATA[{words}]]></content:encoded><wp:post_id>{}</wp:post_id>\
         <wp:post_date_gmt>2014-03-03 23:41:00</wp:post_date_gmt><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>",
        words.len()
    )
}

fn read(archive: &Archive) -> (Collected, Coverage) {
    let (importer, exported) = recognise(archive).expect("it is known");
    assert_eq!((importer.id(), exported.account.key.as_str()), ("wordpress", "b.example"));
    let mut sink = Collected::default();
    let coverage = importer.read(archive, &mut sink).expect("it can be read");
    (sink, coverage)
}

fn words(sink: &Collected) -> Vec<&str> {
    sink.posts.iter().map(|post| post.text.reveal().as_str()).collect()
}

#[test]
fn invalid_characters_and_loose_ampersands_are_borne() {
    let mut bytes = document(&format!("{}<item><title>R&D & <b>more</title><wp:post_id>99</wp:post_id><wp:post_type>page</wp:post_type></item>{}", item("ada", "be\u{8}fore"), item("ada", "after all"))).into_bytes();
    let at = bytes.windows(5).position(|piece| piece == b"after").expect("it is there");
    bytes[at] = 0xe9;
    let (sink, _) = read(&blog(&bytes, Limits::default()).archive);
    let found = words(&sink);
    assert!(found[0].starts_with("be") && found[1].starts_with("R&D &"), "{found:?}");
    assert_eq!(found.last().copied(), Some("\u{e9}fter all"));
}

#[test]
fn of_several_authors_the_told_one_is_the_owner() {
    let text = document(&[item("ada", "one"), item("bo", "three")].concat());
    let own = |told: Option<&str>| {
        let Blog { _folder, archive } = blog(text.as_bytes(), Limits::default());
        let archive = archive.with(Told { account: told.map(str::to_owned), ..Told::default() });
        let (sink, _) = read(&archive);
        (sink.posts.iter().map(|post| post.own_words).collect::<Vec<_>>(), sink.warnings.len())
    };
    assert_eq!(own(None), (vec![true, true], 1));
    assert_eq!(own(Some("Bo")), (vec![false, true], 0));
    assert_eq!(own(Some("ada@b.example")), (vec![true, false], 0));
}

#[test]
fn a_blog_cut_short_gives_what_stands_before_the_cut() {
    let whole = document(&[item("ada", "one"), item("ada", "three")].concat());
    let cut = whole.find("three").expect("it is there") + 2;
    let (sink, coverage) = read(&blog(&whole.as_bytes()[..cut], Limits::default()).archive);
    assert_eq!(words(&sink), ["one"]);
    assert!(!sink.warnings.is_empty() && coverage.complete.is_empty());
}

#[test]
fn a_record_beyond_the_limit_costs_itself_alone() {
    // In pieces below the limit each, together beyond it.
    let pieces = format!("{}]]><![CDATA[", "x".repeat(60 << 10)).repeat(4);
    let text = document(&[item("ada", "one"), item("ada", &pieces), item("ada", "three")].concat());
    let limits = Limits { record_bytes: 200 << 10, ..Limits::default() };
    let (sink, _) = read(&blog(text.as_bytes(), limits).archive);
    assert_eq!(words(&sink), ["one", "three"]);
    assert!(sink.warnings.iter().any(|warning| warning.index == Some(1)), "{:?}", sink.warnings);
}

#[test]
fn a_comment_is_the_owners_by_address_or_number_not_by_name() {
    let comment = |name: &str, email: &str, id: &str| {
        format!("<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>{name}</wp:comment_author><wp:comment_author_email>{email}</wp:comment_author_email><wp:comment_user_id>{id}</wp:comment_user_id><wp:comment_content>{name}{email}</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>", name.len() + email.len())
    };
    let comments = [comment("Ada", "ADA@b.example", "0"), comment("ada", "other@c.example", "0")].concat();
    let text = document(&item("ada", "one").replace("</item>", &format!("{comments}</item>")));
    let (sink, _) = read(&blog(text.as_bytes(), Limits::default()).archive);
    let own: Vec<bool> = sink.posts.iter().filter(|post| post.kind == Kind::Comment).map(|post| post.own_words).collect();
    assert_eq!(own, [true, false]);
}

#[test]
fn another_feed_is_not_taken() {
    let feed = blog(b"<rss version=\"2.0\"><channel><item><title>News</title></item></channel></rss>", Limits::default());
    assert!(recognise(&feed.archive).is_none_or(|(importer, _)| importer.id() != "wordpress"));
}

/// Cancels after the first post.
#[derive(Default)]
struct Impatient(u32);

impl Sink for Impatient {
    fn post(&mut self, _: Post) {
        self.0 += 1;
    }
    fn fact(&mut self, _: Fact) {}
    fn warning(&mut self, _: Warning) {}
    fn progress(&mut self, _: &str, _: u64, _: u64) {}
    fn check(&mut self) -> Result<(), Stopped> {
        if self.0 > 0 { Err(Stopped) } else { Ok(()) }
    }
}

#[test]
fn it_stops_when_asked_to() {
    let text = document(&item("ada", "one").repeat(2_000));
    let Blog { _folder, archive } = blog(text.as_bytes(), Limits::default());
    let (importer, _) = recognise(&archive).expect("it is known");
    assert!(matches!(importer.read(&archive, &mut Impatient::default()), Err(Error::Stopped)));
}
