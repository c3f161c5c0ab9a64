//! The word behind a disguise: stretched letters, masks and leet, words run together.

use crate::lexicon::Lexicon;

/// Shortens letters repeated three times or more to the spelling the rules know; none when nothing is repeated.
pub(crate) fn squeeze(word: &str, lexicon: &Lexicon) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    if !letters.windows(3).any(|w| w[0] == w[1] && w[1] == w[2] && w[0].is_alphabetic()) {
        return None;
    }
    let keep = |most: usize| {
        let mut out = String::new();
        let mut run = 0;
        for (i, &letter) in letters.iter().enumerate() {
            run = if i > 0 && letters[i - 1] == letter { run + 1 } else { 1 };
            let stretched = letters[i + 1 - run..].iter().take_while(|&&l| l == letter).count() >= 3;
            if run <= if stretched { most } else { 2 } {
                out.push(letter);
            }
        }
        out
    };
    let (one, two) = (keep(1), keep(2));
    Some(if lexicon.knows_whole(&one) || !lexicon.knows_whole(&two) { one } else { two })
}

/// The word behind a mask, if `word` fits: its first letter shows, leet stands for the right letters, stars for any.
pub(crate) fn unmask(masked: &[char], word: &str) -> Option<String> {
    let plain: Vec<char> = word.chars().collect();
    if !masked.iter().any(|l| l.is_alphabetic()) || !fits(masked[0], plain[0]) || masked[0] == '*' {
        return None;
    }
    let rest = aligned(masked, &plain, 0)?;
    // Letters left over after the known beginning stay as they are: `f*cking`.
    let ending: String = masked[masked.len() - rest..].iter().collect();
    ending.chars().all(char::is_alphabetic).then(|| format!("{word}{ending}"))
}

/// How many characters of the mask are left when the word has been read; none when it does not fit.
fn aligned(masked: &[char], plain: &[char], shown: usize) -> Option<usize> {
    let Some(&wanted) = plain.first() else {
        return (masked.is_empty() || masked[0].is_alphabetic()).then_some(masked.len());
    };
    let &mark = masked.first()?;
    if fits(mark, wanted)
        && let Some(rest) = aligned(&masked[1..], &plain[1..], shown + 1)
    {
        return Some(rest);
    }
    match mark {
        // One star for several letters (`f*k`), several stars for one (`f**uck`), marks between letters (`s.h.i.t`).
        '*' => aligned(masked, &plain[1..], shown)
            .filter(|_| plain.len() > 1)
            .or_else(|| aligned(&masked[1..], plain, shown)),
        '.' | '-' | '_' if shown > 0 => aligned(&masked[1..], plain, shown),
        _ => None,
    }
}

fn fits(mark: char, letter: char) -> bool {
    mark == letter
        || match mark {
            '*' => true,
            '#' | '_' | '-' => "aeiou".contains(letter),
            '@' => matches!(letter, 'a' | 'u' | 'o'),
            '4' => letter == 'a',
            '3' => letter == 'e',
            '1' | '!' => matches!(letter, 'i' | 'l'),
            '0' => letter == 'o',
            '5' | '$' => letter == 's',
            '7' => letter == 't',
            '8' => letter == 'b',
            '9' => letter == 'g',
            _ => false,
        }
}

/// Parts a run-together word into known words; the fewest, all of at least two letters bar `i` and `a`.
pub(crate) fn split(word: &str, lexicon: &Lexicon) -> Option<Vec<usize>> {
    if lexicon.knows_whole(word) || !word.is_ascii() || word.len() < 5 || word.len() > 40 {
        return None;
    }
    let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    best[0] = Some((0, 0));
    for end in 1..=word.len() {
        for start in end.saturating_sub(16)..end {
            let part = &word[start..end];
            let (Some((count, _)), true) = (best[start], part.len() > 1 || matches!(part, "i" | "a")) else { continue };
            // A single letter costs as much as two words, so that it is used only where nothing else fits.
            let cost = count + if part.len() == 1 { 2 } else { 1 };
            if best[end].is_none_or(|(least, _)| cost < least) && lexicon.knows_whole(part) {
                best[end] = Some((cost, start));
            }
        }
    }
    let mut lengths = Vec::new();
    let mut end = word.len();
    best[end]?;
    while end > 0 {
        let (_, start) = best[end]?;
        lengths.push(end - start);
        end = start;
    }
    lengths.reverse();
    Some(lengths)
}
