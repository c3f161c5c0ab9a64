//! Pages of Meta's exports in HTML, made here in odd ways. Everybody in them is invented.

use model::{Coverage, FileOutcome, Kind};
use platforms::{Archive, Collected, Limits, importer, recognise};
use std::fmt::Write as _;
use std::io::Write;

const POSTS: &str = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.html";

fn archive(files: &[(&str, &str)]) -> Archive {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, zip::write::SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    let bytes = zip.finish().expect("memory takes it").into_inner();
    Archive::from_bytes("meta-export.zip", bytes, Limits { ratio: u64::MAX, ..Limits::default() }).expect("it opens")
}

fn read(platform: &str, files: &[(&str, &str)]) -> (Collected, Coverage) {
    let mut sink = Collected::default();
    let archive = archive(files);
    assert_eq!(recognise(&archive).map(|(importer, _)| importer.id()), Some(platform));
    let coverage = importer(platform).expect("in the list").read(&archive, &mut sink).expect("nothing stops it");
    (sink, coverage)
}

/// Time and words of each post.
fn lines(sink: &Collected) -> Vec<String> {
    let at = |post: &model::Post| post.at.map_or("-".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S").to_string());
    sink.posts.iter().map(|post| format!("{} {} {:?}", post.kind.id(), at(post), post.text.reveal())).collect()
}

fn page(main: &str) -> String {
    format!("<html><head><title>Posts</title><style>a>b{{}}</style></head><body>{main}</body></html>")
}

#[test]
fn structure_alone_is_enough_where_classes_have_changed() {
    let cards = "
        <div class=\"q1\"><h2>Mara Quill updated her status.</h2><div><div><div><div>Long day<br>and no tea</div><div>Updated May 27, 2026 1:00:00 pm</div><div></div></div></div></div><div class=\"q2\"><a href=\"https://www.facebook.com/dyi/l/?l=A\"><div>May 26, 2026 1:35:01 pm</div></a></div></div>
        <div class=\"q1\"><div><div><div><div>no title</div></div></div></div><div class=\"q2\">May 25, 2026 1:35:01 pm</div></div>
        <div class=\"q1\"><div>Mara Quill added a photo.</div><div><div><div><div><a href=\"a/posts/media/x_1/1.jpg\"><img src=\"a/posts/media/x_1/1.jpg\"></a><div>a cake</div></div></div><div><div>my words</div></div></div></div><div>May 24, 2026 1:35:01 pm</div></div>";
    for main in [
        format!("<main>{cards}</main>"),
        format!("<div role=\"main\">{cards}</div>"),
        format!("<main><div><div>{cards}</div></div></main>"),
        format!("<main><section>{cards}</section></main>"),
    ] {
        let (sink, _) = read("facebook", &[(POSTS, &page(&main))]);
        assert_eq!(
            lines(&sink),
            [
                "post 2026-05-26 13:35:01 \"Long day\\nand no tea\"",
                "post 2026-05-25 13:35:01 \"no title\"",
                "post 2026-05-24 13:35:01 \"my words\"",
            ],
            "{main}"
        );
        assert_eq!(sink.posts[0].url.as_deref(), Some("https://www.facebook.com/dyi/l/?l=A"));
        assert_eq!(sink.posts[2].media[0].description.as_ref().map(|d| d.reveal().as_str()), Some("a cake"));
    }
}

#[test]
fn marked_cards_are_found_without_a_main_element_and_inside_wrappings() {
    let card = |words: &str| {
        format!(
            "<div class=\"pam _3-95 _2pi0 _2lej uiBoxWhite noborder\"><div class=\"_3-96 _2let\"><div><div class=\"_2pin\"><div>{words}</div></div></div></div><div class=\"_3-94 _2lem\">Nov 12, 2017, 9:48 PM</div></div>"
        )
    };
    let body = format!("<div><div class=\"w\">{}<p>between</p>{}</div></div>", card("one"), card("two"));
    for main in [body.clone(), format!("<main>{body}</main>")] {
        let (sink, _) = read("facebook", &[("posts/your_posts_1.html", &page(&main))]);
        assert_eq!(lines(&sink), ["post 2017-11-12 21:48:00 \"one\"", "post 2017-11-12 21:48:00 \"two\""]);
    }
}

#[test]
fn other_languages_and_scripts() {
    let card = |title: &str, words: &str, date: &str| {
        format!(
            "<div class=\"_a6-g\"><div class=\"_2ph_ _a6-h _a6-i\">{title}</div><div class=\"_2ph_ _a6-p\"><div><div class=\"_2pin\"><div>{words}</div></div></div></div><div class=\"_3-94 _a6-o\"><div class=\"_a72d\">{date}</div></div></div>"
        )
    };
    let main = [
        card("小麦 更新了状态。", "累了", "5 月 25, 2017 9:13:09 下午"),
        card("Mara Quill actualizó su estado.", "qué día", "sep 06, 2023 12:24:24pm"),
        card("Mara Quill hat den Status aktualisiert.", "müde &amp; satt", "24. Dez. 2020, 20:15"),
        card("Mara Quill zaktualizowała status.", "zmęczona", "paź 05, 2020 2:05:06 pm"),
        card("Mara Quill durumunu güncelledi.", "yorgun", "Ağu 14, 2023 3:04:05 ÖS"),
    ]
    .concat();
    let (sink, _) = read("facebook", &[(POSTS, &page(&format!("<div role=\"main\">{main}</div>")))]);
    assert_eq!(
        lines(&sink),
        [
            "post 2017-05-25 21:13:09 \"累了\"",
            "post 2023-09-06 12:24:24 \"qué día\"",
            "post 2020-12-24 20:15:00 \"müde & satt\"",
            "post 2020-10-05 14:05:06 \"zmęczona\"",
            "post 2023-08-14 15:04:05 \"yorgun\"",
        ]
    );
    assert_eq!(sink.warnings.iter().filter(|w| w.message.contains("local")).count(), 1, "{:?}", sink.warnings);
}

#[test]
fn a_date_that_cannot_be_read_costs_the_time_alone() {
    let main = "<main><section class=\"_a6-g\"><h2>Mara</h2><div class=\"_a6-p\"><div><div class=\"_2pin\"><div>said</div></div></div></div><footer class=\"_3-94 _a6-o\"><a href=\"https://www.facebook.com/dyi/l/?l=A\"><div class=\"_a72d\">Zwölfter Vollmond 2024</div></a></footer></section></main>";
    let (sink, _) = read("facebook", &[(POSTS, &page(main))]);
    assert_eq!(lines(&sink), ["post - \"said\""]);
    assert_eq!(sink.posts[0].url.as_deref(), Some("https://www.facebook.com/dyi/l/?l=A"));
    assert!(sink.warnings.iter().any(|warning| warning.message.contains("date")), "{:?}", sink.warnings);
}

#[test]
fn a_page_cut_short_gives_what_stands_before_the_cut() {
    let card = "<section class=\"_a6-g\"><div class=\"_a6-p\"><div><div>here</div></div></div><footer>May 26, 2026 1:35:01 pm</footer></section>";
    let (sink, coverage) =
        read("facebook", &[(POSTS, &format!("<html><body><main>{card}<section class=\"_a6-g\"><div>cut in the mid"))]);
    assert_eq!(lines(&sink), ["post 2026-05-26 13:35:01 \"here\""]);
    assert!(sink.warnings.iter().any(|warning| warning.message.contains("cut short")), "{:?}", sink.warnings);
    assert!(matches!(coverage.files[0].outcome, FileOutcome::Read { records: 1, .. }));
}

#[test]
fn a_long_page_in_one_wrapping_is_read_whole() {
    let mut main = String::from("<main><div><div>");
    for n in 0..10_000 {
        let _ = write!(
            main,
            "<div class=\"new\"><div><div><div><div>words number {n}</div></div></div></div><div>May 26, 2026 1:35:01 pm</div></div>"
        );
    }
    main.push_str("</div></div></main>");
    let (sink, _) = read("facebook", &[(POSTS, &page(&main))]);
    assert_eq!(sink.posts.len(), 10_000);
    assert_eq!(sink.posts[9_999].text.reveal(), "words number 9999");
    assert!(sink.posts.iter().enumerate().all(|(n, post)| *post.text.reveal() == format!("words number {n}")));
}

#[test]
fn hostile_pages_do_no_harm() {
    let after = "<section class=\"_a6-g\"><div class=\"_a6-p\"><div><div>after</div></div></div><footer>May 26, 2026 1:35:01 pm</footer></section>";
    let deep = format!("<main>{}deep{}{after}</main>", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let (sink, _) = read("facebook", &[(POSTS, &page(&deep))]);
    assert!(lines(&sink).iter().any(|line| line.ends_with("\"after\"")), "{:?}", sink.posts.len());
    // A card beyond the limit is passed over, the next is read.
    let wide = format!(
        "<main><section class=\"_a6-g\"><div><div>{}</div></div></section>{after}</main>",
        "x ".repeat(3 << 20)
    );
    let (sink, _) = read("facebook", &[(POSTS, &page(&wide))]);
    assert_eq!(lines(&sink), ["post 2026-05-26 13:35:01 \"after\""]);
    assert!(sink.warnings.iter().any(|warning| warning.message.contains("larger than the limit")));
    // A text or tag without end stops the page.
    for endless in [format!("<main>{}", "x".repeat(9 << 20)), format!("<main><a href=\"{}", "<".repeat(9 << 20))] {
        let (sink, _) = read("facebook", &[(POSTS, &page(&format!("{endless}{after}")))]);
        assert!(sink.warnings.iter().any(|warning| warning.message.contains("damaged")), "{:?}", sink.warnings);
    }
    for odd in ["", "<", "<main", "</div></main>", "<main><td><tr></p><li></main>", "\u{0}\u{1}<main>\u{0}</main>"] {
        read("facebook", &[(POSTS, odd)]);
    }
}

#[test]
fn of_an_export_in_both_variants_the_json_is_read() {
    let json = "[{\"timestamp\": 1400000000, \"data\": [{\"post\": \"exact\"}]}]";
    let html = page(
        "<main><section class=\"_a6-g\"><div class=\"_a6-p\"><div><div>inexact</div></div></div><footer>May 13, 2014 4:53:20 pm</footer></section></main>",
    );
    let (sink, coverage) = read("facebook", &[(&POSTS.replace(".html", ".json"), json), (POSTS, &html)]);
    assert_eq!(lines(&sink), ["post 2014-05-13 16:53:20 \"exact\""]);
    let skipped =
        coverage.files.iter().filter(|file| matches!(&file.outcome, FileOutcome::Skipped(why) if why.contains("JSON")));
    assert_eq!(skipped.count(), 1);
}

#[test]
fn an_export_limited_in_time_is_partial_and_pages_prove_nothing_gone() {
    let head = |range: &str| {
        format!(
            "<html><body><div><header><h1>Posts</h1><aside>Generated by Mara Quill on <time datetime=\"2026-10-02T05:03Z\">x</time></aside>{range}</header></div><main></main></body></html>"
        )
    };
    let range = "<div>Contains data from <time datetime=\"2025-10-02T05:03Z\">x</time> to <time datetime=\"2026-10-02T05:03Z\">x</time></div>";
    let profile = page("<main><table><tr><th>Username</th><td>mara.quill</td></tr></table></main>");
    let exported = |range: &str| {
        let comments = head("");
        let files = [
            (POSTS, head(range)),
            ("your_facebook_activity/comments_and_reactions/comments.html", comments),
            ("personal_information/profile_information/profile_information.html", profile.clone()),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (_, coverage) = read("facebook", &files);
        assert!(coverage.complete.is_empty());
        recognise(&archive(&files)).expect("Facebook's").1
    };
    assert!(exported(range).partial);
    let whole = exported("");
    assert!(!whole.partial);
    assert_eq!(whole.at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-10-02T05:03:00+00:00"));
    assert_eq!(whole.account.handle, "mara.quill");
}

#[test]
fn a_collection_of_cards_in_one_card_is_taken_apart_but_nested_tables_are_not() {
    let card = |words: &str| {
        format!(
            "<div class=\"pam _a6-g\"><div class=\"_a6-p\"><table><tr><td colspan=\"2\" class=\"_a6_q\">Comentário<div><div>{words}</div></div></td></tr><tr><td class=\"_a6_q\">Proprietário da mídia</td><td class=\"_a6_r\">robin.demo</td></tr><tr><td>Horário</td><td>ago 12, 2026 5:39 pm</td></tr></table></div></div>"
        )
    };
    let main = format!(
        "<main><div class=\"pam _a6-g\"><h2>Comentários</h2>{}{}</div></main>",
        card("um dia longo"),
        card("ok")
    );
    let (sink, _) = read("instagram", &[("your_instagram_activity/comments/post_comments_1.html", &page(&main))]);
    assert_eq!(lines(&sink), ["comment 2026-08-12 17:39:00 \"um dia longo\"", "comment 2026-08-12 17:39:00 \"ok\""]);
    assert!(sink.posts.iter().all(|post| post.kind == Kind::Comment));
    assert!(sink.posts.iter().all(|post| post.about.as_ref().is_some_and(|about| about.reveal() == "robin.demo")));
}
