//! Full-text search with anything a person may type.

use super::*;
use crate::Filter;

fn library_with(posts: &[&str]) -> (Library, TempDir) {
    let (mut library, dir) = throwaway();
    let posts: Vec<Post> = (1..).zip(posts).map(|(n, words)| post(&n.to_string(), words, at(n))).collect();
    take_in(&mut library, &archive("thea", at(0)), "a", &posts);
    (library, dir)
}

fn found(library: &Library, query: &str) -> Vec<i64> {
    let hits = library.search(query, 0, 100).unwrap();
    assert_eq!(hits.total, hits.hits.len() as u64, "{query}");
    hits.hits.into_iter().map(|hit| hit.post.0).collect()
}

#[test]
fn words_are_found_without_regard_to_case_and_accents() {
    let (library, _dir) = library_with(&["Tea in the caf\u{e9}", "cold TEA", "coffee near the cafe", "teapot"]);
    assert_eq!(found(&library, "tea"), [4, 2, 1]);
    assert_eq!(found(&library, "tea "), [2, 1]);
    assert_eq!(found(&library, "CAFE"), [3, 1]);
    assert_eq!(found(&library, "caf\u{e9} tea"), [1]);
    assert_eq!(found(&library, "\"in the\""), [1]);
    assert_eq!(found(&library, "\"the in\""), [0; 0]);
    assert_eq!(found(&library, "milk"), [0; 0]);
}

#[test]
fn what_was_found_is_marked_in_scalar_values() {
    let (library, _dir) = library_with(&["\u{1f375} caf\u{e9} th\u{e9}, th\u{e9}", "th\u{e9} \u{2}"]);
    let hits = library.search("the", 0, 9).unwrap().hits;
    assert_eq!(hits[1].spans, [Span { start: 7, end: 10 }, Span { start: 12, end: 15 }]);
    assert!(hits[0].spans.is_empty(), "a post with the marks' own characters is shown without marks");
    assert_eq!(library.highlights("caf", PostId(1)).unwrap(), [Span { start: 2, end: 6 }]);
    assert!(library.highlights("milk", PostId(1)).unwrap().is_empty());
}

#[test]
fn pages_follow_one_another_newest_first() {
    let (library, _dir) = library_with(&["tea"; 7]);
    let page = |offset| {
        let hits = library.search("tea", offset, 3).unwrap();
        (hits.total, hits.hits.into_iter().map(|hit| hit.post.0).collect::<Vec<_>>())
    };
    assert_eq!(
        (page(0), page(3), page(6), page(9)),
        ((7, vec![7, 6, 5]), (7, vec![4, 3, 2]), (7, vec![1]), (7, vec![]))
    );
}

#[test]
fn what_a_post_stands_under_is_found_too() {
    let (mut library, _dir) = throwaway();
    let mut comment = post("1", "so true", at(1));
    comment.about = Some("The gardening group".into());
    take_in(&mut library, &archive("thea", at(0)), "a", &[comment]);
    let hits = library.search("gardening", 0, 9).unwrap();
    assert_eq!((hits.total, hits.hits[0].spans.len()), (1, 0));
}

#[test]
fn nothing_a_person_types_is_an_error() {
    let (library, _dir) =
        library_with(&["a AND b", "near the end", "words: x", "it's \"quoted\" text", "\u{4f60}\u{597d}"]);
    let fixed = [
        "\"",
        "\"\"",
        "'",
        "*",
        "**",
        "a*b",
        "NEAR",
        "NEAR(",
        "NEAR(a b, 2)",
        "AND",
        "OR",
        "NOT",
        "a AND",
        "OR b",
        "NOT a",
        "(",
        ")",
        "()",
        "words:",
        "words : a",
        "^a",
        "a + b",
        "-a",
        "{a b} : c",
        "a\"b",
        "\"a",
        "a\" b\"c",
        "\0",
        "a\0b",
        "\u{feff}",
        ";",
        "'; DROP TABLE post; --",
        "\\",
        "%",
        "_",
        "\u{1f375}",
        "\u{301}",
        "\u{2}",
        "\u{202e}abc",
        "it's",
        "a,b",
        "\u{4f60}",
        "\n\t",
        "....",
        "1e999",
        "rank",
        "search",
    ];
    for query in fixed {
        library.search(query, 0, 10).unwrap_or_else(|error| panic!("{query:?}: {error}"));
        library.highlights(query, PostId(1)).unwrap();
        let filter = Filter { query: Some(query.into()), ..Filter::default() };
        assert_eq!(
            library.count(&filter).unwrap(),
            library.review(&filter, crate::Sort::Worst, 0, 99).unwrap().len() as u64
        );
    }
    let alphabet: Vec<char> = "ab\"'*()^:+-{}, \0\u{e9}\u{1f375}NEAROT".chars().collect();
    let mut dice = Dice(42);
    for _ in 0..3000 {
        let query: String = (0..dice.below(12)).map(|_| alphabet[dice.below(alphabet.len() as u64) as usize]).collect();
        library.search(&query, 0, 3).unwrap_or_else(|error| panic!("{query:?}: {error}"));
    }
    assert_eq!(found(&library, "it's"), [4]);
    assert_eq!(found(&library, "NEAR"), [2]);
    assert_eq!(found(&library, "a AND"), [1]);
    assert_eq!(found(&library, "\u{4f60}"), [5]);
    assert_eq!(found(&library, "***"), [0; 0]);
}

#[test]
fn a_library_is_indexed_with_the_import_whether_it_lasts_or_not() {
    let dir = TempDir::new().unwrap();
    let mut lasting = Library::create(dir.path(), &crate::Key::new([1; 32])).unwrap();
    let (mut passing, _dir) = throwaway();
    for library in [&mut lasting, &mut passing] {
        take_in(library, &archive("thea", at(0)), "a", &[post("1", "tea", at(1))]);
        let to: i64 = library.sql.query_row("SELECT indexed_to FROM library", [], |row| row.get(0)).unwrap();
        assert_eq!(to, 1);
        assert_eq!(found(library, "tea"), [1]);
        // Changed before and after it was indexed.
        take_in(library, &archive("thea", at(1)), "b", &[post("2", "milk", at(2))]);
        take_in(library, &archive("thea", at(2)), "c", &[post("1", "coffee", at(1)), post("2", "cream", at(2))]);
        assert_eq!((found(library, "tea"), found(library, "coffee")), (vec![], vec![1]));
        assert_eq!((found(library, "milk"), found(library, "cream")), (vec![], vec![2]));
        library.sql.execute("INSERT INTO search (search) VALUES ('integrity-check')", []).unwrap();
    }
}
