//! Numbers that stand for kinds, audiences and the rest in the file.
//!
//! A number keeps its meaning for ever; a new value takes the next free one.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use model::{Audience, Category, Kind, Risk, Verdict};

/// A value that stands in the file as a number.
pub trait Code: Copy + 'static {
    /// All values.
    const ALL: &'static [Self];

    /// Its number.
    fn code(self) -> i64;

    /// The value of a number; a number no version wrote is damage.
    fn from_code(code: i64) -> Result<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code).ok_or(Error::Damaged)
    }
}

/// Gives the values of an enum their numbers. It does not compile when one is left out.
macro_rules! codes {
    ($($name:ident { $($value:ident = $code:literal)+ })+) => {$(
        impl Code for $name {
            const ALL: &'static [Self] = $name::ALL;

            fn code(self) -> i64 {
                match self { $($name::$value => $code,)+ }
            }
        }
    )+};
}

codes! {
    Kind {
        Post = 0 Reply = 1 Repost = 2 Quote = 3 Comment = 4 Like = 5 Message = 6 Bio = 7 Event = 8 Search = 9
        Follow = 10 Group = 11 Media = 12 Reaction = 13
    }
    Audience { Public = 0 Unlisted = 1 Friends = 2 Group = 3 Direct = 4 OnlyMe = 5 Unknown = 6 }
    Risk { Low = 1 Medium = 2 High = 3 }
    // 0 stands for "none" in `post.verdict`.
    Verdict { Keep = 1 Delete = 2 Edit = 3 Restrict = 4 Later = 5 }
    Category {
        Confidentiality = 0 Disparagement = 1 Harassment = 2 Discrimination = 3 Profanity = 4 Sexual = 5
        Intoxication = 6 Drugs = 7 Violence = 8 Dishonesty = 9 Legal = 10 ClinicalAdvice = 11 Boundaries = 12
        ConflictOfInterest = 13 PersonalData = 14 Whereabouts = 15 ThirdParty = 16 Polarising = 17
    }
}

/// The verdict of `post.verdict`.
pub fn verdict(code: i64) -> Result<Option<Verdict>> {
    if code == 0 { Ok(None) } else { Verdict::from_code(code).map(Some) }
}

/// A time as it stands in the file.
pub fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// A time from the file.
pub fn time(millis: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis).ok_or(Error::Damaged)
}

/// A time from the file, where there is one.
pub fn time_or_none(millis: Option<i64>) -> Result<Option<DateTime<Utc>>> {
    millis.map(time).transpose()
}

/// The categories of a post's findings at each risk, in one number: `post.marks`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks(pub i64);

/// Bits for each risk.
const WIDTH: i64 = 18;

impl Marks {
    /// Marks of all categories but these.
    pub fn all_but(hidden: &[Category]) -> Marks {
        let mut marks = Marks((1 << (3 * WIDTH)) - 1);
        for category in hidden {
            marks.0 &= !Marks::of(*category).0;
        }
        marks
    }

    /// A category at every risk.
    pub fn of(category: Category) -> Marks {
        Marks(Risk::ALL.iter().map(|risk| Marks::of_at(category, *risk).0).sum())
    }

    /// A category at one risk.
    pub fn of_at(category: Category, risk: Risk) -> Marks {
        Marks(1 << (category.code() + WIDTH * (risk.code() - 1)))
    }

    /// The smallest number with this worst risk.
    pub const fn floor(risk: Risk) -> i64 {
        match risk {
            Risk::Low => 1,
            Risk::Medium => 1 << WIDTH,
            Risk::High => 1 << (2 * WIDTH),
        }
    }

    /// The worst risk.
    pub fn risk(self) -> Option<Risk> {
        Risk::ALL.iter().rev().copied().find(|risk| self.0 >= Marks::floor(*risk))
    }

    /// The worst risk of one category.
    pub fn risk_of(self, category: Category) -> Option<Risk> {
        Risk::ALL.iter().rev().copied().find(|risk| self.0 & Marks::of_at(category, *risk).0 != 0)
    }

    /// The categories, those of the worst risk first.
    pub fn categories(self) -> Vec<Category> {
        let mut found: Vec<_> = Category::ALL.iter().filter_map(|c| self.risk_of(*c).map(|risk| (risk, *c))).collect();
        found.sort_by_key(|(risk, category)| (std::cmp::Reverse(*risk), *category));
        found.into_iter().map(|(_, category)| category).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distinct<T: Code>() {
        let mut codes: Vec<_> = T::ALL.iter().map(|v| v.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), T::ALL.len());
        for value in T::ALL {
            assert_eq!(T::from_code(value.code()).map(Code::code), Ok(value.code()));
        }
    }

    #[test]
    fn no_number_stands_for_two_values() {
        distinct::<Kind>();
        distinct::<Audience>();
        distinct::<Risk>();
        distinct::<Verdict>();
        distinct::<Category>();
        assert!(Category::ALL.iter().all(|c| c.code() < WIDTH), "a category's bit would fall into the next risk");
    }

    #[test]
    fn marks_tell_the_worst_risk_and_what_is_left_when_a_category_is_hidden() {
        let marks = Marks(
            Marks::of_at(Category::Polarising, Risk::Low).0
                | Marks::of_at(Category::Profanity, Risk::High).0
                | Marks::of_at(Category::Drugs, Risk::Medium).0,
        );
        assert_eq!(marks.risk(), Some(Risk::High));
        assert_eq!(marks.categories(), [Category::Profanity, Category::Drugs, Category::Polarising]);
        let left = Marks(marks.0 & Marks::all_but(&[Category::Profanity, Category::Drugs]).0);
        assert_eq!((left.risk(), left.categories()), (Some(Risk::Low), vec![Category::Polarising]));
        assert_eq!(Marks::default().risk(), None);
    }
}
