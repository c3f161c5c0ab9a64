//! `scan --jsonl`: one answer for each line, in its place.

use crate::support::{Home, lines, run, run_with_input};
use crate::{RISKS, has_form, list, spans_mark_their_words, text};

const SERIES: &str = r#"{"id":"p0","author":"thea","profession":"doctor","at":"2014-03-03T23:41:00","text":"34 year old chap on my ward at Harrowmere hospital tonight, came in with meningitis"}
{"id":"q0","author":"somebody else","at":"2014-03-04T09:00:00","text":"Bread is in the oven"}
{"id":"p1","author":"thea","profession":"doctor","at":"2014-03-04T23:41:00","text":"Our meningitis patient is a farmer from Nether Wick, three kids"}
not json at all
{"id":"p2","author":"thea","profession":"doctor","at":"2014-03-05T20:41:00","text":"He died on Tuesday. The only vicar in Nether Wick came to see him on the ward"}
"#;

#[test]
fn scan_jsonl_answers_every_line_in_its_place() {
    let home = Home::new();
    let run = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), SERIES.as_bytes());
    assert_eq!(run.code, 3, "one line is no JSON");
    assert!(run.err.is_empty(), "{}", run.err);
    let answers = lines(&run.out);
    let ids: Vec<Option<&str>> = answers.iter().map(|answer| answer["id"].as_str()).collect();
    assert_eq!(ids, [Some("p0"), Some("q0"), Some("p1"), None, Some("p2")]);
    assert_eq!(answers[3]["line"], 4);
    assert!(text(&answers[3], "error").len() > 5);
    assert!(!run.out.contains("not json at all"), "an error quotes no input");
    for answer in answers.iter().filter(|answer| answer["id"].is_string()) {
        has_form(answer, &[("id", "s"), ("risk", "s"), ("score", "n"), ("findings", "a")]);
        let findings = list(&answer["findings"]);
        for finding in findings {
            has_form(
                finding,
                &[("category", "s"), ("risk", "s"), ("score", "n"), ("rule", "s"), ("spans", "a"), ("with", "a")],
            );
        }
        let worst = findings.iter().map(|f| RISKS.iter().position(|risk| f["risk"] == *risk).unwrap()).max();
        assert_eq!(text(answer, "risk"), worst.map_or("none", |worst| RISKS[worst]));
        let best = findings.iter().map(|finding| finding["score"].as_f64().unwrap()).fold(0.0, f64::max);
        assert_eq!(answer["score"].as_f64().unwrap(), best);
    }
    assert_eq!(answers[1]["risk"], "none");
}

#[test]
fn a_pieced_together_patient_names_the_other_posts() {
    let home = Home::new();
    let run = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), SERIES.as_bytes());
    let with: Vec<Vec<String>> = lines(&run.out)
        .iter()
        .filter(|answer| answer["id"].as_str().is_some_and(|id| id.starts_with('p')))
        .map(|answer| {
            let pieced = list(&answer["findings"]).iter().find(|finding| finding["rule"] == "patient-pieced-together");
            let pieced = pieced.unwrap_or_else(|| panic!("not pieced together: {answer}"));
            assert_eq!(pieced["category"], "confidentiality");
            let mut with: Vec<String> =
                list(&pieced["with"]).iter().map(|id| id.as_str().unwrap().to_owned()).collect();
            with.sort();
            with
        })
        .collect();
    assert_eq!(with, [["p1", "p2"], ["p0", "p2"], ["p0", "p1"]]);
    // The same posts by different authors are no series.
    let apart: String = SERIES
        .lines()
        .enumerate()
        .map(|(number, line)| line.replace("\"author\":\"thea\"", &format!("\"author\":\"thea {number}\"")) + "\n")
        .collect();
    let run = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), apart.as_bytes());
    assert!(!run.out.contains("patient-pieced-together"));
}

#[test]
fn offsets_count_unicode_scalar_values() {
    let home = Home::new();
    // Emoji of one and of several scalar values, combining marks and a wide script before the number.
    for before in
        ["", "\u{1f389}\u{1f389} ", "\u{1f469}\u{200d}\u{2695}\u{fe0f} cafe\u{301} ", "\u{65b0}\u{3057}\u{3044} "]
    {
        let words = format!("{before}New debit card arrived at last!! 4000 0566 5566 5556 how pretty is the design");
        let line = serde_json::json!({"id": "a", "text": words});
        let run = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), line.to_string().as_bytes());
        assert_eq!(run.code, 0);
        let answer = &lines(&run.out)[0];
        let card = list(&answer["findings"]).iter().find(|finding| finding["rule"] == "payment-card");
        let card = card.unwrap_or_else(|| panic!("no card in {answer}"));
        spans_mark_their_words(&words, card);
        let start = before.chars().count() + "New debit card arrived at last!! ".chars().count();
        assert_eq!(card["spans"][0]["start"], start, "{before:?}");
        assert_eq!(card["spans"][0]["text"], "4000 0566 5566 5556");
    }
}

#[test]
fn scan_jsonl_reads_a_file_takes_the_profession_and_bears_odd_lines() {
    let home = Home::new();
    let input = concat!(
        "\u{feff}{\"id\":\"bom\",\"text\":\"hello\"}\r\n",
        "{\"id\":\"extra\",\"text\":\"hello\",\"mood\":{\"deep\":[1,2]}}\r\n",
        "{\"id\":\"nul\",\"text\":\"a\\u0000b\",\"at\":\"yesterday\",\"kind\":\"sonnet\",\"audience\":\"\"}\r\n",
        "{\"text\":\"no id\"}\r\n",
        "{\"id\":\"lone\",\"text\":\"\\ud83d\"}\r\n",
        "[]\r\n",
        "{\"id\":\"last\",\"text\":\"no newline at the end\"}",
    );
    home.file("posts.jsonl", input);
    let run = run(home.bare().args(["scan", "--jsonl", "posts.jsonl", "--profession", "doctor"]));
    assert_eq!(run.code, 3, "{}", run.err);
    let answers = lines(&run.out);
    assert_eq!(answers.len(), 7);
    for (answer, expected) in
        answers.iter().zip([Some("bom"), Some("extra"), Some("nul"), None, None, None, Some("last")])
    {
        assert_eq!(answer["id"].as_str(), expected, "{answer}");
        assert_eq!(answer["error"].is_string(), expected.is_none(), "{answer}");
    }
    let empty = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), b"");
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
    let bytes = run_with_input(home.bare().args(["scan", "--jsonl", "-"]), b"{\"id\":\"a\",\"text\":\"\xff\xfe\"}\n");
    assert_eq!(bytes.code, 3);
    assert_eq!(lines(&bytes.out)[0]["line"], 1);
}
