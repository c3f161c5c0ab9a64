//! Folds letters: case, accents, look-alike letters, invisible characters, typographic quotes.

use unicode_normalization::UnicodeNormalization;

/// A folded letter with the place of the one it came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    /// The folded letter.
    pub(crate) folded: char,
    /// Index of the original, in Unicode scalar values.
    pub(crate) at: u32,
    /// Whether the original was a capital.
    pub(crate) capital: bool,
}

/// Folds a text into `out`. A letter may become none (invisible) or several (`ﬁ`); places never run backwards.
pub(crate) fn fold(text: &str, out: &mut Vec<Letter>) {
    out.clear();
    if text.is_ascii() {
        out.extend(text.bytes().enumerate().map(|(at, byte)| Letter {
            folded: byte.to_ascii_lowercase() as char,
            at: at as u32,
            capital: byte.is_ascii_uppercase(),
        }));
        return;
    }
    for (at, letter) in text.chars().enumerate() {
        let at = at as u32;
        if letter.is_ascii() {
            out.push(Letter { folded: letter.to_ascii_lowercase(), at, capital: letter.is_ascii_uppercase() });
            continue;
        }
        if is_invisible(letter) {
            continue;
        }
        if let Some(folded) = look_alike(letter) {
            out.push(Letter { folded, at, capital: letter.is_uppercase() });
            continue;
        }
        let capital = letter.is_uppercase();
        for part in std::iter::once(letter).nfkd() {
            if is_invisible(part) {
                continue;
            }
            let part = look_alike(part).unwrap_or(part);
            out.extend(part.to_lowercase().map(|folded| Letter {
                folded,
                at,
                capital: capital || part.is_uppercase(),
            }));
        }
    }
}

/// Characters that are not seen by themselves: zero-width ones, joiners, marks on other letters, variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{180e}')
}

/// The plain letter that this one is taken for by the eye, where compatibility folding does not find it.
fn look_alike(letter: char) -> Option<char> {
    Some(match letter {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{b4}' | '\u{2bc}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2026}' => '.',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{2028}' | '\u{2029}' => '\n',
        // Cyrillic and Greek letters that look Latin.
        'а' | 'А' | 'α' | 'Α' => 'a',
        'В' | 'Β' => 'b',
        'с' | 'С' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'ё' | 'Ε' | 'ε' => 'e',
        'ɡ' => 'g',
        'һ' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' => 'i',
        'ј' | 'Ј' => 'j',
        'К' | 'к' | 'Κ' | 'κ' => 'k',
        'ӏ' => 'l',
        'М' | 'Μ' => 'm',
        'Ν' | 'п' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'ø' | 'Ø' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'υ' | 'μ' | 'µ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'Υ' => 'y',
        'Ζ' => 'z',
        'đ' | 'Đ' => 'd',
        'ł' | 'Ł' => 'l',
        _ => return None,
    })
}

/// Whether this is a picture character that stands for itself.
pub(crate) fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{2300}'..='\u{23ff}'
        | '\u{2190}'..='\u{21ff}')
}
