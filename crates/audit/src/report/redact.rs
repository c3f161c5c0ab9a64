//! Hides the author and other people in a report.
//!
//! A word list cannot know every name. So besides the names it is given, whatever looks like one is hidden: words with a
//! capital inside a sentence and after a title. Hiding too much is the lesser harm; a note in the report says how far it goes.

use super::{ArchiveLine, PostLine, Report};
use std::collections::{BTreeMap, HashSet};

/// The report without any words: no posts, no evidence, no names of accounts or files.
pub(super) fn counts_only(report: Report) -> Report {
    let mut report = hide_accounts(report);
    report.findings.clear();
    for setting in &mut report.checklist {
        setting.evidence.iter_mut().for_each(|evidence| evidence.says = String::new());
    }
    report.notes.push("This report holds counts only.".into());
    report
}

/// The report with names, handles, addresses, links and numbers hidden.
pub(super) fn redact(report: Report, names: &[String]) -> Report {
    let handles =
        report.archives.iter().map(|archive| &archive.account).chain(report.findings.iter().map(|p| &p.account));
    let known = Known::new(names.iter().chain(handles));
    let mut report = hide_accounts(report);
    for post in &mut report.findings {
        let (text, moved) = hide(&post.text, &known);
        post.text = text;
        for reason in &mut post.reasons {
            for (start, end) in &mut reason.spans {
                (*start, *end) = (moved.start(*start), moved.end(*end));
            }
        }
        post.note = post.note.take().map(|note| hide(&note, &known).0);
        post.url = None;
    }
    for setting in &mut report.checklist {
        setting.evidence.iter_mut().for_each(|evidence| evidence.says = hide(&evidence.says, &known).0);
    }
    report.notes.push(
        "Names, handles, addresses, links and numbers were hidden by rule. A rule misses some: read the report before you pass it on."
            .into(),
    );
    report
}

/// Accounts become numbers; file names of archives, which often hold a handle, go; so do paths, which may hold a friend's.
fn hide_accounts(mut report: Report) -> Report {
    let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut number = |platform: &str, account: &str| {
        let next = numbers.len() + 1;
        format!("account {}", numbers.entry((platform.to_owned(), account.to_owned())).or_insert(next))
    };
    for ArchiveLine { platform, account, name, files_skipped, .. } in &mut report.archives {
        *account = number(platform, account);
        name.clear();
        files_skipped.iter_mut().for_each(|file| file.path.clear());
    }
    for PostLine { platform, account, .. } in &mut report.findings {
        *account = number(platform, account);
    }
    report
}

/// Names that are known, in lower case, taken apart into words.
struct Known(HashSet<String>);

impl Known {
    fn new<'a>(names: impl Iterator<Item = &'a String>) -> Known {
        let words = names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\''));
        // Particles and initials would take ordinary words with them.
        Known(words.filter(|word| word.chars().count() > 2).map(str::to_lowercase).collect())
    }

    /// Whether the word is one of them, in any case and also with a possessive ending.
    fn has(&self, word: &str) -> bool {
        let word = word.to_lowercase().replace('’', "'");
        let word = word.trim_end_matches('\'');
        self.0.contains(word) || word.strip_suffix("'s").is_some_and(|owner| self.0.contains(owner))
    }
}

/// Where places of the original text went.
struct Moved(Vec<Piece>);

/// A stretch of the original (in scalar values) and of the new text.
struct Piece {
    from: (u32, u32),
    to: (u32, u32),
    kept: bool,
}

impl Moved {
    fn start(&self, at: u32) -> u32 {
        let piece = self.0.iter().find(|piece| at < piece.from.1).or(self.0.last());
        piece.map_or(0, |p| if p.kept { (p.to.0 + at.saturating_sub(p.from.0)).min(p.to.1) } else { p.to.0 })
    }

    fn end(&self, at: u32) -> u32 {
        let piece = self.0.iter().find(|piece| at <= piece.from.1).or(self.0.last());
        piece.map_or(0, |p| if p.kept { (p.to.0 + at.saturating_sub(p.from.0)).min(p.to.1) } else { p.to.1 })
    }
}

const TITLES: [&str; 13] =
    ["dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sister", "nurse", "sir", "dame", "doctor"];

/// The text with what identifies hidden, and where its places went.
fn hide(text: &str, known: &Known) -> (String, Moved) {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut pieces) = (String::new(), Vec::new());
    let (mut at, mut written, mut sentence_begins, mut after_title) = (0, 0u32, true, false);
    while at < chars.len() {
        let end = token_end(&chars, at);
        let token: String = chars[at..end].iter().collect();
        let followed_by_name = name_follows(&chars, end);
        let name = is_word(&token)
            && (known.has(&token)
                || (is_capitalised(&token)
                    && !is_title(&token)
                    && (!sentence_begins || after_title || followed_by_name)));
        let mask = kind_of(&token).or(name.then_some("[name]"));
        if is_word(&token) || mask.is_some() {
            after_title = is_title(&token);
            sentence_begins = false;
        } else if token.contains(['.', '!', '?', '\n', '…', ':']) {
            // The full stop of "Dr." ends no sentence.
            sentence_begins = !(after_title && token.trim() == ".");
        }
        let shown = mask.unwrap_or(&token);
        out.push_str(shown);
        let length = u32::try_from(shown.chars().count()).unwrap_or(u32::MAX);
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        pieces.push(Piece { from: (place(at), place(end)), to: (written, written + length), kept: mask.is_none() });
        written += length;
        at = end;
    }
    (out, Moved(pieces))
}

/// End of the token that begins at `at`: a stretch without white space that is an address, link, handle or number; else a
/// word; else one mark.
fn token_end(chars: &[char], at: usize) -> usize {
    let reach = |wanted: &dyn Fn(char) -> bool| at + chars[at..].iter().take_while(|c| wanted(**c)).count();
    let mut stretch = reach(&|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | ';'));
    while stretch > at + 1 && matches!(chars[stretch - 1], '.' | '!' | '?' | ':' | '\'' | '…') {
        stretch -= 1;
    }
    let token: String = chars[at..stretch].iter().collect();
    if stretch > at && kind_of(&token).is_some_and(|kind| kind != "[number]") {
        return stretch;
    }
    let number = number_end(chars, at);
    if number > at {
        return number;
    }
    if !chars[at].is_alphanumeric() && chars[at] != '_' {
        return at + 1;
    }
    reach(&|c| c.is_alphanumeric() || matches!(c, '_' | '\'' | '’'))
}

/// End of a number with at least three digits, with the separators phones and dates have; `at` where there is none.
fn number_end(chars: &[char], at: usize) -> usize {
    let begins = chars[at].is_ascii_digit() || chars[at] == '+';
    let inside_word = at > 0 && chars[at - 1].is_alphanumeric();
    if !begins || inside_word {
        return at;
    }
    let (mut end, mut digits) = (at, 0);
    for (offset, c) in chars[at..].iter().enumerate() {
        if c.is_ascii_digit() {
            digits += 1;
            end = at + offset + 1;
        } else if !matches!(c, ' ' | '-' | '.' | '/' | ':' | '+' | '(' | ')' | '\u{a0}') {
            break;
        }
    }
    if digits >= 3 { end } else { at }
}

/// What to put for a stretch that identifies as a whole.
fn kind_of(token: &str) -> Option<&'static str> {
    let lower = token.to_lowercase();
    let domain =
        |part: &str| part.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && end.chars().count() > 1);
    let link = ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start));
    let bare = lower.split_once('/').is_some_and(|(host, _)| {
        domain(host) && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
    });
    if link || bare {
        Some("[link]")
    } else if token.split_once('@').is_some_and(|(name, host)| !name.is_empty() && domain(host)) {
        Some("[e-mail]")
    } else if token
        .strip_prefix(['@', '＠'])
        .is_some_and(|name| name.starts_with(char::is_alphanumeric) || name.starts_with('_'))
    {
        Some("[handle]")
    } else if token.chars().filter(char::is_ascii_digit).count() >= 3 && !is_word(token) {
        Some("[number]")
    } else {
        None
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A capital, then a small letter: `Ada`, not `I`, `NHS` or `iPhone`.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().as_str())
}

/// Whether a word with a capital follows after a single space or hyphen.
fn name_follows(chars: &[char], end: usize) -> bool {
    let word: String = chars.iter().skip(end + 1).take_while(|c| c.is_alphanumeric()).collect();
    matches!(chars.get(end), Some(' ' | '-')) && is_capitalised(&word) && !is_title(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        hide(text, &Known::new(["Thea O'Brien".to_owned(), "thea_reads".to_owned()].iter())).0
    }

    #[test]
    fn what_identifies_is_hidden_and_the_rest_stays() {
        let cases = [
            ("what a shift, never again", "what a shift, never again"),
            ("Never again. Really! I mean it, NHS", "Never again. Really! I mean it, NHS"),
            ("drinks with @thea_reads and @Bob99!", "drinks with [handle] and [handle]!"),
            ("write to ada.b@example.org.", "write to [e-mail]."),
            ("see https://example.org/a?b=c or example.org/ada", "see [link] or [link]"),
            ("ring 01632 960 001 or +44 (0)20 7946 0000", "ring [number] or [number]"),
            ("room 12, aged 34, in 2014", "room 12, aged 34, in [number]"),
            ("a patient called Ada cried", "a patient called [name] cried"),
            ("Ada Invented was late", "[name] [name] was late"),
            ("THEA did it, thea did it, o'brien's fault", "[name] did it, [name] did it, [name] fault"),
            ("Dr. Invented is late. He sleeps", "Dr. [name] is late. He sleeps"),
            ("mrs invented", "mrs invented"),
            ("said 'Ada' and “Ada”, thea’s friend", "said '[name] and “[name]”, [name] friend"),
            ("a thesis on theatre", "a thesis on theatre"),
            ("שלום @thea", "שלום [handle]"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(hidden(text), expected, "{text}");
        }
    }

    #[test]
    fn marked_words_move_along() {
        let text = "with @thea_reads, totally hammered, Ada";
        let (new, moved) = hide(text, &Known::new([].iter()));
        assert_eq!(new, "with [handle], totally hammered, [name]");
        let find = |text: &str, word: &str| {
            let start = text[..text.find(word).unwrap()].chars().count() as u32;
            (start, start + word.chars().count() as u32)
        };
        let (start, end) = find(text, "hammered");
        assert_eq!((moved.start(start), moved.end(end)), find(&new, "hammered"));
        let (start, end) = find(text, "thea_reads");
        assert_eq!((moved.start(start), moved.end(end)), find(&new, "[handle]"));
        assert!(moved.end(9999) <= new.chars().count() as u32);
    }

    #[test]
    fn odd_text_is_survived() {
        for text in
            ["@", "+", "...", "@@", "+ +", "1-", "http://", "\u{202e}@a\u{202c}", "’", "Dr", "a@", "é́", "👩‍⚕️ 123"]
        {
            let (_, moved) = hide(text, &Known::new([].iter()));
            assert_eq!(moved.start(0), 0, "{text:?}");
        }
    }
}
