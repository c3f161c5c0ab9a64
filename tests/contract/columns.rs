//! Tables of forums: what `columns` shows, and how an import is told which column is what.

use crate::support::{self, Home};
use crate::{has_form, list, text};
use serde_json::Value;

const TABLE: &str = "nr,wann,wer,gesagt_hat_er\n1,03/04/2014 22:41,ada,The round was a farce again\n2,04/04/2014 07:05,max,\
                     I saw that too\n3,25/04/2014 08:00,ada,Nobody answers the bleep at night\n";

#[test]
fn columns_shows_what_a_file_holds() {
    let home = Home::new();
    home.file("told.csv", TABLE);
    home.file("known.csv", "id,date,text\n1,2014-04-03,Some words\n");
    let tables: Value =
        serde_json::from_str(&home.ok(&["columns", "told.csv", "known.csv", "--format", "json"])).unwrap();
    for table in list(&tables) {
        has_form(table, &[("file", "s"), ("list", "s"), ("columns", "a"), ("known", "b")]);
        list(&table["columns"]).iter().for_each(|c| has_form(c, &[("name", "s"), ("samples", "a"), ("guess", "s?")]));
    }
    assert_eq!((&tables[0]["known"], &tables[1]["known"]), (&Value::Bool(false), &Value::Bool(true)));
    let names: Vec<&str> = list(&tables[0]["columns"]).iter().map(|column| text(column, "name")).collect();
    assert_eq!(names, ["nr", "wann", "wer", "gesagt_hat_er"]);
    // The longest words are the likeliest; the person decides.
    assert_eq!(tables[0]["columns"][3]["guess"], "text");
    assert_eq!(list(&tables[0]["columns"][2]["samples"]).len(), 2);
    let shown = home.ok(&["columns", "told.csv"]);
    assert!(shown.contains("gesagt_hat_er") && shown.contains("farce"), "{shown}");
}

#[test]
fn a_table_nobody_knows_is_read_as_told() {
    let home = Home::new();
    home.file("told.csv", TABLE);
    let refused = home.run(&["import", "told.csv", "--library", "library"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("gesagt_hat_er") && refused.err.contains("--columns"), "{}", refused.err);
    let columns = "text=gesagt_hat_er,at=wann,id=nr,author=wer";
    let told =
        ["import", "told.csv", "--library", "library", "--platform", "forum", "--account", "ada", "--columns", columns];
    let run = home.run(&told);
    // Somebody else's post was left out, which is told.
    assert_eq!(run.code, 3, "{}", run.err);
    let posts = home.posts(&[]);
    let days: Vec<&str> = posts.iter().map(|post| &text(post, "at")[..10]).collect();
    assert_eq!(days, ["2014-04-03", "2014-04-25"]);
    assert!(posts.iter().all(|post| post["platform"] == "forum" && post["kind"] == "post"), "{posts:?}");
    // Imported again nothing is new, and a told format is followed.
    let again = home.run(&[&told[..], &["--date-format", "dd/mm/yyyy hh:mm"]].concat());
    assert_eq!((again.code, home.posts(&[]).len()), (3, 2), "{}", again.err);
    let audit = home.run(&["audit", "told.csv", "--columns", columns, "--account", "max", "--format", "json"]);
    let audit: Value = serde_json::from_str(&audit.out).unwrap();
    assert_eq!(audit["archives"][0]["items"]["post"], 1);
}

#[test]
fn what_cannot_be_followed_is_told_with_the_way_on() {
    let home = Home::new();
    home.file("told.csv", TABLE);
    for (args, code, says) in [
        (&["--columns", "text=nowhere"][..], 1, "no column nowhere"),
        (&["--columns", "words=wer"], 2, "no field words"),
        (&["--columns", "text"], 2, "FIELD=COLUMN"),
        (&["--platform", "nosuch"], 2, "no platform nosuch"),
        (&["--platform", "x"], 1, "cannot be read as an archive of X"),
    ] {
        let run = home.run(&[&["import", "told.csv", "--library", "library"][..], args].concat());
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
        assert!(run.err.contains(says), "{args:?}: {}", run.err);
        assert!(!run.err.contains("farce"), "no word of a post is told: {}", run.err);
    }
    assert!(!home.run(&["columns", "nowhere.csv"]).err.is_empty());
    // A table without names begins with a record: an error does not read it out.
    home.file("nameless.csv", "The round was a farce,again,and again\nOne more,of these,words\n");
    let run = home.run(&["import", "nameless.csv", "--library", "library"]);
    assert!(run.code == 1 && !run.err.contains("farce"), "{}", run.err);
}

#[test]
fn bare_files_of_a_platform_need_no_telling() {
    let home = Home::new();
    let outbox = r#"{"type":"OrderedCollection","orderedItems":[{"id":"https://s.example/users/jo/statuses/1/activity","type":"Create",
        "actor":"https://s.example/users/jo","object":{"id":"https://s.example/users/jo/statuses/1","type":"Note",
        "published":"2023-01-05T21:00:00Z","attributedTo":"https://s.example/users/jo","content":"<p>Hello</p>",
        "to":["https://www.w3.org/ns/activitystreams#Public"]}}]}"#;
    home.file("outbox.json", outbox);
    home.file("table.csv", "id,date,text\n1,2014-04-03,Some words\n");
    let zip = support::zip(&[("posts.csv", "id,date,text\n1,2014-04-03,Some words\n")]);
    home.file("table.zip", zip);
    for (file, platform) in [("outbox.json", "mastodon"), ("table.csv", "forum"), ("table.zip", "forum")] {
        let audit: Value = serde_json::from_str(&home.ok(&["audit", file, "--format", "json"])).unwrap();
        assert_eq!(text(&audit["archives"][0], "platform"), platform);
        assert_eq!(audit["archives"][0]["items"]["post"], 1, "{file}");
    }
}
