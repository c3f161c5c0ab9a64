use super::*;

const RTL: &str = "\u{202e}txt.exe\u{202c} \u{200f}";

fn post(text: &str) -> PostLine {
    PostLine {
        post: "7".into(),
        platform: "X".into(),
        account: "thea_reads".into(),
        kind: "post".into(),
        at: Some("2012-05-03T23:41:00Z".into()),
        text: text.into(),
        url: Some("https://x.example/thea_reads/7".into()),
        risk: "high".into(),
        reasons: vec![Reason {
            category: "Profanity".into(),
            rule: "swearing".into(),
            title: "Swearing".into(),
            risk: "high".into(),
            spans: vec![(0, 4)],
        }],
        verdict: Some("delete".into()),
        note: Some("tell Ada first".into()),
        proof: Some("still-there".into()),
        proof_why: Some("Still in the archive of 3 May 2026".into()),
    }
}

fn report(text: &str) -> Report {
    Report {
        made: "2026-11-22".into(),
        headline: "One post you would not want on a front page".into(),
        standfirst: "1 post from one archive.".into(),
        posts: 18412,
        flagged: Counts { high: 1, medium: 0, low: 0 },
        by_category: vec![CategoryCount {
            category: "profanity".into(),
            name: "Profanity".into(),
            flagged: Counts { high: 1, medium: 0, low: 0 },
        }],
        by_verdict: BTreeMap::from([("delete".into(), 1)]),
        by_proof: BTreeMap::from([("still-there".into(), 1)]),
        archives: vec![ArchiveLine {
            platform: "X".into(),
            account: "thea_reads".into(),
            name: "x-thea_reads.zip".into(),
            exported: Some("2026-10-02".into()),
            partial: true,
            items: BTreeMap::from([("post".into(), 1200)]),
            first: None,
            last: None,
            files_read: 14,
            files_skipped: vec![SkippedFile { path: "inbox/ada_invented/1.json".into(), why: "Unknown".into() }],
            warnings: 2,
        }],
        findings: vec![post(text)],
        checklist: vec![SettingLine {
            id: "t.phone".into(),
            platform: "X".into(),
            group: "Who can find you".into(),
            title: "Phone <number>".into(),
            weight: "essential".into(),
            state: "pre-filled".into(),
            evidence: vec![EvidenceLine {
                says: "Phone number on file: 01632 960001".into(),
                as_of: Some("2026-10-02".into()),
                tone: "at-risk".into(),
            }],
        }],
        notes: Vec::new(),
    }
}

fn written(report: &Report, form: Form) -> String {
    let mut out = Vec::new();
    report.write(form, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_page_escapes_what_people_wrote_wherever_it_stands() {
    let hostile = "<script>alert('1')</script> \"&\" <img src=x onerror=a()>\u{7}";
    let mut report = report(hostile);
    report.headline = hostile.into();
    report.archives[0].name = hostile.into();
    report.archives[0].account = hostile.into();
    report.checklist[0].evidence[0].says = hostile.into();
    let line = &mut report.findings[0];
    (line.note, line.account, line.url) = (Some(hostile.into()), hostile.into(), Some("javascript:alert(1)".into()));
    line.risk = "high\" onload=\"x".into();
    line.reasons[0].title = hostile.into();
    let page = written(&report, Form::Html);
    assert!(!page.contains("<script"), "a script stands in the page");
    assert!(!page.contains("<img"));
    assert!(!page.contains("href=\"javascript"));
    assert!(!page.contains("onload=\"x"));
    assert!(!page.contains('\u{7}'));
    assert!(page.contains("<mark>&lt;scr</mark>ipt&gt;alert(&#39;1&#39;)"));
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    let page = written(&report("some words"), Form::Html);
    assert!(page.contains("default-src 'none'"));
    for loading in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url(", " on"] {
        let found = page.match_indices(loading).find(|(at, _)| {
            loading != " on"
                || page[*at..].contains("=\"")
                    && page[at + 1..].split('=').next().is_some_and(|name| name.chars().all(char::is_alphabetic))
        });
        assert!(found.is_none(), "{loading}");
    }
    assert!(page.contains("href=\"https://x.example/thea_reads/7\""));
    assert!(page.contains("@media print"));
}

#[test]
fn the_page_says_what_the_report_says() {
    let page = written(&report("some words"), Form::Html);
    for said in [
        "18,412",
        "One post you would not want",
        "<mark>some</mark> words",
        "Profanity: Swearing",
        "Still there",
        "Still in the archive of 3 May 2026",
        "tell Ada first",
        "Phone &lt;number&gt;",
        "as of 2 October 2026",
        "(a part)",
        "1,200 posts",
        "From your archive",
        "3 May 2012, 23:41 UTC",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let empty = written(&Report::default(), Form::Html);
    assert!(empty.contains("</html>") && !empty.contains("<table"));
}

#[test]
fn marks_that_turn_the_writing_are_held_in() {
    let page = written(&report(&format!("{RTL} words")), Form::Html);
    assert!(page.contains("<blockquote dir=\"auto\"><mark>\u{202e}txt</mark>.exe"));
    assert!(page.contains("unicode-bidi: isolate"));
}

#[test]
fn bent_and_overlapping_marks_are_survived() {
    let mut report = report("häm 👩‍⚕️ mered");
    report.findings[0].reasons[0].spans = vec![(1, 3), (0, 2), (2, 2), (9, 4), (4, 5), (8, 4_000_000_000), (50, 60)];
    let page = written(&report, Form::Html);
    assert!(page.contains("<mark>hä</mark><mark>m</mark> <mark>👩</mark>"), "{page}");
    assert!(page.contains(" <mark>mered</mark></blockquote>") || page.contains("mered</mark></blockquote>"));
}

#[test]
fn the_table_disarms_formulas_in_every_column() {
    let mut report = report("=cmd()|' /C calc'!A0");
    report.findings[0].note = Some("@SUM(1)".into());
    report.findings[0].account = "\u{200f}+evil".into();
    report.findings.push(post("line one\nline \"two\", three"));
    let table = written(&report, Form::Csv);
    let mut reader = ::csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!((&rows[0][8], &rows[0][11], &rows[0][2]), ("'=cmd()|' /C calc'!A0", "'@SUM(1)", "'\u{200f}+evil"));
    assert_eq!((&rows[1][8], &rows[1][0], &rows[1][12]), ("line one\nline \"two\", three", "7", "still-there"));
    assert!(table.starts_with('\u{feff}'));
}

#[test]
fn json_leads_back_to_the_same_words() {
    let words = format!("{RTL} <script> \"=1\" \u{7}");
    let value: serde_json::Value = serde_json::from_str(&written(&report(&words), Form::Json)).unwrap();
    assert_eq!(value["findings"][0]["text"], words);
    assert_eq!(value["flagged"]["high"], 1);
    assert_eq!(value["checklist"][0]["evidence"][0]["tone"], "at-risk");
}

const TELLING: [&str; 7] = ["thea_reads", "Thea", "Ada", "ada_invented", "example", "01632", "ada@"];

#[test]
fn a_redacted_report_names_nobody_in_any_form() {
    let text = "Thea and Ada again, ada@example.org, @thea_reads, 01632 960001, https://a.example/ada: hammered";
    let redacted = report(text).showing(Show::Redacted, &["Thea Invented".into(), "Ada".into()]);
    for form in [Form::Html, Form::Csv, Form::Json] {
        let out = written(&redacted, form);
        for telling in TELLING {
            assert!(!out.contains(telling), "{telling} stands in {form:?}");
        }
        assert!(out.contains("hammered") && out.contains("account 1"));
    }
    assert!(written(&redacted, Form::Html).contains("read the report before you pass it on"));
}

#[test]
fn a_report_of_counts_holds_no_word_of_a_post() {
    let counts = report("Thea marker-word").showing(Show::Counts, &[]);
    for form in [Form::Html, Form::Csv, Form::Json] {
        let out = written(&counts, form);
        for telling in TELLING.into_iter().chain(["marker-word"]) {
            assert!(!out.contains(telling), "{telling} stands in {form:?}");
        }
    }
    assert!(written(&counts, Form::Html).contains("18,412"));
}

#[test]
fn a_stream_that_takes_nothing_is_an_error_not_a_panic() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::Error::other("full"))
        }
    }
    for form in [Form::Html, Form::Csv, Form::Json] {
        let error = report("marker-word").write(form, Full).unwrap_err().to_string();
        assert!(error.starts_with("Unable to write the report") && !error.contains("marker-word"), "{error}");
    }
}
