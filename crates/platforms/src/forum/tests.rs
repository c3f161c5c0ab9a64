//! Files of forums nobody has seen before: forms, columns, owners, what is told, and what is broken.

use crate::{Archive, Collected, Limits, Told, look, recognise};
use model::{Audience, Kind};
use std::io::Write;
use std::path::PathBuf;

/// A folder of files, opened alone or together.
struct Files(tempfile::TempDir);

impl Files {
    fn of(files: &[(&str, &[u8])]) -> Files {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).expect("a file for the test");
        }
        Files(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn bare(&self, name: &str) -> Archive {
        Archive::open(&[self.path(name)], Limits::default()).expect("a bare file opens")
    }
}

fn told(account: &str, columns: &[(&str, &str)]) -> Told {
    Told {
        platform: Some("forum".to_owned()),
        account: Some(account.to_owned()).filter(|name| !name.is_empty()),
        columns: columns.iter().map(|(field, name)| ((*field).to_owned(), (*name).to_owned())).collect(),
        date_format: None,
    }
}

fn read(archive: &Archive) -> Collected {
    let (importer, _) = recognise(archive).expect("it is known");
    assert_eq!(importer.id(), "forum");
    let mut sink = Collected::default();
    importer.read(archive, &mut sink).expect("it can be read");
    sink
}

/// Kind, minute, own or not, words of each post.
fn lines(sink: &Collected) -> Vec<String> {
    let line = |post: &model::Post| {
        let at = post.at.map_or("-".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
        format!("{} {at} {} {}", post.kind.id(), if post.own_words { "own" } else { "other" }, post.text.reveal())
    };
    sink.posts.iter().map(line).collect()
}

fn lines_of(name: &str, bytes: &[u8]) -> Vec<String> {
    lines(&read(&Files::of(&[(name, bytes)]).bare(name)))
}

#[test]
fn one_post_in_every_form_of_file() {
    let utf16: Vec<u8> = "\u{feff}id\tdate\tbody\n1\t2014-03-03 22:41\tSome words\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gzip = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"id,date,body\n1,2014-03-03 22:41,Some words\n").expect("memory");
        packer.finish().expect("memory")
    };
    let want = ["post 2014-03-03 22:41 own Some words"];
    for (name, bytes) in [
        ("a.csv", &b"id,date,body\r\n1,2014-03-03 22:41,Some words\r\n"[..]),
        ("a.csv", b"\"id\";\"date\";\"body\"\n\"1\";\"2014-03-03 22:41\";\"Some words\""),
        ("a.tsv", b"id\tdate\tbody\n1\t2014-03-03 22:41\tSome words\n"),
        ("a.txt", b"id\tdate\tbody\n1\t2014-03-03 22:41\tSome words\n"),
        ("utf16.csv", &utf16),
        ("a.csv.gz", &gzip),
        ("a.json", br#"[{"id":1,"date":"2014-03-03 22:41","body":"Some words"}]"#),
        ("a.json", br#"{"posts":[{"id":1,"date":"2014-03-03 22:41","body":"Some words"}]}"#),
        ("a.json", br#"{"data":{"posts":[{"id":1,"date":"2014-03-03 22:41","body":"Some words"}]}}"#),
        ("a.json", br#"{"posts":{"17":{"date":"2014-03-03 22:41","body":"Some words"},"p18":{"date":"","body":""}}}"#),
        ("a.json", br#"{"id":1,"date":"2014-03-03 22:41","body":"Some words","x":{"y":[1,2]}}"#),
        ("a.jsonl", b"{\"id\":1,\"date\":\"2014-03-03 22:41\",\"body\":\"Some words\"}\n"),
        ("a.json", b"{\"id\":1,\"date\":\"2014-03-03 22:41\",\"body\":\"Some words\"}\n{\"id\":2,\"date\":\"\",\"body\":\"\"}\n"),
        ("a.xml", b"<posts><post id='1'><date>2014-03-03 22:41</date><body>Some words</body></post></posts>"),
        ("a.xml", b"<posts><row Id='1' CreationDate='2014-03-03T22:41:00.000' Body='&lt;p&gt;Some words&lt;/p&gt;'/></posts>"),
        ("a.eml", b"From: ada@l.example\r\nDate: Mon, 3 Mar 2014 22:41:00 +0000\r\nMessage-ID: <1@l>\r\n\r\nSome words\r\n"),
        ("a.txt", b"From: ada@l.example\nDate: 3 Mar 2014 22:41:00 GMT\nNewsgroups: uk.misc\nMessage-ID: <1@l>\n\nSome words\n"),
        ("a.html", b"<table><tr><th>ID</th><th>Date</th><th>Post</th></tr><tr><td>1</td><td>2014-03-03 22:41</td><td>Some words</td></tr></table>"),
        ("a.html", b"<div id='post_message_1'>Some words</div><time class=date datetime='2014-03-03T22:41:00Z'></time>"),
    ] {
        assert_eq!(lines_of(name, bytes), want, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn seconds_milliseconds_and_mixed_forms_of_dates() {
    assert_eq!(lines_of("a.csv", b"post_id,post_time,post_text\n1,1393886460,a\n2,1393886460000,b\n"), [
        "post 2014-03-03 22:41 own a",
        "post 2014-03-03 22:41 own b"
    ]);
    assert_eq!(lines_of("a.csv", b"id,date,time,text\n1,25/03/2014,10:15 PM,a\n2,03/04/2014,9:05 AM,b\n"), [
        "post 2014-03-25 22:15 own a",
        "post 2014-04-03 09:05 own b"
    ]);
}

#[test]
fn a_thread_of_several_people_gives_the_owners_posts_and_what_they_answer() {
    let thread = b"id,user,created_at,parent_id,body\n1,max,2014-03-03 10:00,,A question\n2,ada,2014-03-03 11:00,1,An answer\n\
        3,kim,2014-03-03 12:00,1,Another\n4,ada,2014-03-03 13:00,,A thought\n";
    let files = Files::of(&[("thread.csv", thread)]);
    let sink = read(&files.bare("thread.csv").with(told("Ada", &[])));
    assert_eq!(lines(&sink), [
        "post 2014-03-03 10:00 other A question",
        "reply 2014-03-03 11:00 own An answer",
        "post 2014-03-03 13:00 own A thought"
    ]);
    let warned: Vec<&str> = sink.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].starts_with("One post"), "{warned:?}");
    // Half of four posts is not enough to say whose archive it is.
    assert!(recognise(&files.bare("thread.csv")).is_none());
    let sink = read(&files.bare("thread.csv").with(told("", &[])));
    assert!(sink.warnings.iter().any(|warning| warning.message.contains("was not said")));
    // The name of the file may say it.
    let files = Files::of(&[("posts-of-kim.csv", thread)]);
    assert!(lines(&read(&files.bare("posts-of-kim.csv"))).iter().any(|line| line.contains("own Another")));
}

#[test]
fn what_is_told_is_used_even_where_others_know_the_archive() {
    let reddit = b"id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n1,https://www.reddit.com/r/a/1/,2024-05-01 22:10:03 UTC,,a,0,,,Words,\n";
    let files = Files::of(&[("comments.csv", reddit), ("odd.csv", b"k,w,wann\n1,Words of one,03.04.14\n")]);
    let columns = [("text", "W"), ("at", "wann"), ("id", "k")];
    let archive = files.bare("odd.csv").with(told("", &columns));
    let sink = read(&archive);
    assert_eq!(lines(&sink), ["post 2014-04-03 00:00 own Words of one"]);
    assert_eq!(sink.posts[0].native_id.as_deref(), Some("1"));
    assert!(recognise(&files.bare("odd.csv")).is_none());
    let other = Told { platform: Some("facebook".to_owned()), ..Told::default() };
    assert!(recognise(&files.bare("comments.csv").with(other)).is_none());
}

#[test]
fn look_shows_columns_samples_and_guesses() {
    let files = Files::of(&[("odd.csv", b"k,w,created\n1,Words of one more,2014-04-03\n2,And of two or so,2014-04-04\n3,c,2014-04-05\n4,d,2014-04-05\n")]);
    let tables = look(&files.bare("odd.csv"));
    let [table] = tables.as_slice() else { panic!("one table") };
    let guesses: Vec<_> = table.columns.iter().map(|column| column.guess).collect();
    assert_eq!((table.file.as_str(), table.known), ("odd.csv", false));
    assert_eq!(guesses[2], Some("at"));
    assert_eq!(table.columns[1].samples.len(), 3);
    assert_eq!(table.columns[1].samples[0].reveal(), "Words of one more");
}

#[test]
fn ids_that_do_not_tell_posts_apart_are_none() {
    let sink = read(&Files::of(&[("a.csv", b"id,date,text\n7,2014-03-03,a\n7,2014-03-04,b\n7,2014-03-05,c\n")]).bare("a.csv"));
    assert!(sink.posts.iter().all(|post| post.native_id.is_none()));
    let keys: std::collections::HashSet<String> = sink.posts.iter().map(model::Post::key).collect();
    assert_eq!(keys.len(), 3);
    // Two tables that count from one each keep their posts apart.
    let files = Files::of(&[("a.csv", b"id,date,text\n1,2014-03-03,a\n"), ("b.csv", b"id,date,text\n1,2014-03-04,b\n")]);
    let archive = Archive::open(&[files.0.path().to_owned()], Limits::default()).expect("a folder opens");
    let keys: std::collections::HashSet<String> = read(&archive).posts.iter().map(model::Post::key).collect();
    assert_eq!(keys.len(), 2);
}

#[test]
fn audiences_are_taken_as_stated_and_never_guessed() {
    let sink = read(&Files::of(&[("a.csv", b"id,date,visibility,text\n1,2014-03-03,public,a\n2,2014-03-03,Members,b\n3,2014-03-03,odd,c\n4,2014-03-03,,d\n")]).bare("a.csv"));
    let audiences: Vec<Audience> = sink.posts.iter().map(|post| post.audience).collect();
    assert_eq!(audiences, [Audience::Public, Audience::Group, Audience::Unknown, Audience::Unknown]);
    let sink = read(&Files::of(&[("a.csv", b"id,date,is_private,text\n1,2014-03-03,true,a\n2,2014-03-03,false,b\n")]).bare("a.csv"));
    assert!(sink.posts.iter().all(|post| post.audience == Audience::Unknown));
}

#[test]
fn broken_records_cost_themselves_alone() {
    let sink = read(&Files::of(&[("a.csv", b"id,date,text\n1,2014-03-03,a\n2,2014-03-03,\"b\n3,2014-03-03,c\n4,2014-03-03,d,e\n5,noon,f\n")]).bare("a.csv"));
    let words: Vec<&str> = sink.posts.iter().map(|post| post.text.reveal().as_str()).collect();
    assert_eq!(words, ["a", "c", "d", "f"]);
    assert!(sink.warnings.iter().all(|warning| warning.file == "a.csv" && !warning.message.contains("noon")));
    let sink = read(&Files::of(&[("a.json", br#"[{"id":1,"date":"2014-03-03","text":"a"},{"id":},7,{"id":2,"date":"2014-03-03","text":"b"},{"id":3,"#)]).bare("a.json"));
    assert_eq!(lines(&sink).len(), 2);
    assert!(sink.warnings.iter().any(|warning| warning.index.is_none()), "the cut is told");
}

#[test]
fn german_discourse_and_the_mark_at_the_end_of_a_mybb_table() {
    let archive = b"topic_title,categories,is_pm,post_raw,like_count,reply_count,url,created_at\nDienst,Arbeit,Nein,Hallo Welt,0,0,https://t.example/t/dienst/12/1,2021-03-04 22:10:03 UTC\nGeheim,-,Ja,Unter uns,0,0,https://t.example/t/geheim/13/2,2021-03-04 22:10:03 UTC\n";
    let sink = read(&Files::of(&[("user_archive-ada-b-210305-101112-7.csv", archive)]).bare("user_archive-ada-b-210305-101112-7.csv"));
    assert_eq!(lines(&sink), ["post 2021-03-04 22:10 own Dienst\n\nHallo Welt", "message 2021-03-04 22:10 own Unter uns"]);
    let sink = read(&Files::of(&[("posts.csv", "Date,Post subject,Post\n05-13-2012,Hi,Some words\n\u{feff}\n".as_bytes())]).bare("posts.csv"));
    assert_eq!(lines(&sink), ["post 2012-05-13 00:00 own Hi\n\nSome words"]);
    assert!(sink.warnings.is_empty(), "{:?}", sink.warnings);
}

#[test]
fn tables_of_something_else_are_left_alone() {
    for (name, bytes) in [
        ("contacts.csv", &b"name,phone,note\nMax,1,met at a party long ago\n"[..]),
        ("prices.csv", b"date,price,volume\n2014-03-03,1.5,7\n"),
        ("config.json", br#"{"name":"x","version":"1.0","scripts":{"test":"y"}}"#),
        ("page.html", b"<html><body><p>Just a page</p></body></html>"),
        ("feed.xml", b"<rss><channel><title>x</title></channel></rss>"),
        ("empty.json", b"[]"),
    ] {
        assert!(recognise(&Files::of(&[(name, bytes)]).bare(name)).is_none(), "{name}");
    }
}

#[test]
fn hostile_files_end_without_a_panic() {
    let deep = [vec![b'['; 200_000], vec![b']'; 200_000]].concat();
    let open = b"<div id=p1><div class=content>".repeat(3_000);
    let quotes = b"id,date,text\n1,2014-03-03,".to_vec().into_iter().chain(b"[quote][/quote".repeat(9_000)).collect::<Vec<u8>>();
    for (name, bytes) in [
        ("a.json", &deep[..]),
        ("a.html", &open),
        ("a.csv", &quotes),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.mbox", b"From x\n\nFrom y\n\n\n\nFrom: z\n"),
        ("a.xml", b"<a><b><c></a></b>&&&<!--"),
        ("a.jsonl", b"{\n{\n[1]\n{}\n"),
        ("a.tsv", b"\t\t\t\n\t\t\n"),
    ] {
        let archive = Files::of(&[(name, bytes)]).bare(name).with(told("ada", &[]));
        let _ = look(&archive);
        if let Some((importer, _)) = recognise(&archive) {
            let _ = importer.read(&archive, &mut Collected::default());
        }
    }
}

#[test]
fn kinds_follow_the_names_of_files_and_columns() {
    let kind = |name: &str, bytes: &[u8]| read(&Files::of(&[(name, bytes)]).bare(name)).posts[0].kind;
    assert_eq!(kind("my_comments.csv", b"Comment ID,Published Timestamp,Article URL,Comment URL,Comment Text\n1,2021-03-04,https://n.example/a,https://n.example/a#1,Words\n"), Kind::Comment);
    assert_eq!(kind("messages.csv", b"id,date,from,to,body\n1,2014-03-03,ada,max,Words\n"), Kind::Message);
    assert_eq!(kind("posts.csv", b"id,date,subject,body\n1,2014-03-03,Re: this,Words\n"), Kind::Reply);
    assert_eq!(kind("posts.csv", b"id,date,reply_to,body\n1,2014-03-03,0,Words\n"), Kind::Post);
}
