//! Whether a post marked delete is gone: what later archives prove, and why.

use crate::words;
use chrono::{DateTime, Utc};
use model::{Kind, Proof, ProofState};
use std::collections::BTreeSet;

/// A post that was marked delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// What it is.
    pub kind: Kind,
    /// When it was marked.
    pub decided: DateTime<Utc>,
    /// When the person ticked it as done.
    pub claimed: Option<DateTime<Utc>>,
    /// Whether its time is exact in some archive, or it has an id: else no other archive can find it again.
    pub exact: bool,
}

/// An archive of the post's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveOfAccount {
    /// When it was imported.
    pub imported: DateTime<Utc>,
    /// When the platform made it.
    pub exported: Option<DateTime<Utc>>,
    /// Whether it is only a part of the account.
    pub partial: bool,
    /// Kinds of which it holds everything the account still has.
    pub complete: BTreeSet<Kind>,
    /// Whether it holds something of the same second that may be the post under another name.
    pub twin: bool,
    /// Whether the post is in it.
    pub sighted: bool,
}

/// What the archives of its account prove about a post marked delete. The order of `archives` does not matter.
///
/// Only an archive that was imported and made after the decision can prove anything. The newest that settles the
/// question counts. One that still holds the post but was made before the person ticked it does not contradict the tick.
pub fn prove(marked: Marked, archives: &[ArchiveOfAccount]) -> Proof {
    let mut later: Vec<_> = archives.iter().filter(|archive| archive.imported > marked.decided).collect();
    later.sort_by_key(|archive| std::cmp::Reverse(archive.exported));
    let mut open = None;
    for archive in later {
        let Some(exported) = archive.exported else {
            open.get_or_insert("The later archive does not say when it was made".to_owned());
            continue;
        };
        let of = words::day(exported);
        if exported <= marked.decided {
            open.get_or_insert(format!("The archive of {of} was made before you decided"));
        } else if archive.sighted {
            if marked.claimed.is_some_and(|claimed| claimed >= exported) {
                break;
            }
            return Proof { state: ProofState::StillThere, why: format!("Still in the archive of {of}") };
        } else if archive.partial {
            open.get_or_insert(format!("The archive of {of} holds only a part of the account"));
        } else if !archive.complete.contains(&marked.kind) {
            open.get_or_insert(format!(
                "The archive of {of} does not hold all of your {}",
                words::several(marked.kind)
            ));
        } else if !marked.exact {
            open.get_or_insert(format!(
                "Known only from web pages whose times are not exact, so it cannot be looked for in the archive of {of}"
            ));
        } else if archive.twin {
            open.get_or_insert(format!(
                "The archive of {of} holds something of the same second that may be this, with other words or another id"
            ));
        } else {
            let why = format!("Not in the archive of {of}, which holds all of your {}", words::several(marked.kind));
            return Proof { state: ProofState::Gone, why };
        }
    }
    match (open, marked.claimed) {
        (Some(why), _) => Proof { state: ProofState::CannotTell, why },
        (None, Some(claimed)) => Proof {
            state: ProofState::Claimed,
            why: format!("You ticked it on {}; a newer archive will show", words::day(claimed)),
        },
        (None, None) => Proof { state: ProofState::Todo, why: "Not yet done".into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 4, day, 9, 0, 0).unwrap()
    }

    /// The post was marked on 10 April.
    fn marked(claimed: Option<u32>) -> Marked {
        Marked { kind: Kind::Comment, decided: day(10), claimed: claimed.map(day), exact: true }
    }

    /// A whole archive with all comments, imported on 28 April, without the post.
    fn archive(exported: u32) -> ArchiveOfAccount {
        ArchiveOfAccount {
            imported: day(28),
            exported: Some(day(exported)),
            partial: false,
            complete: BTreeSet::from([Kind::Post, Kind::Comment]),
            twin: false,
            sighted: false,
        }
    }

    fn sighted(exported: u32) -> ArchiveOfAccount {
        ArchiveOfAccount { sighted: true, ..archive(exported) }
    }

    fn partial(exported: u32) -> ArchiveOfAccount {
        ArchiveOfAccount { partial: true, ..archive(exported) }
    }

    fn without_comments(exported: u32) -> ArchiveOfAccount {
        ArchiveOfAccount { complete: BTreeSet::from([Kind::Post]), ..archive(exported) }
    }

    fn twin(exported: u32) -> ArchiveOfAccount {
        ArchiveOfAccount { twin: true, ..archive(exported) }
    }

    fn undated() -> ArchiveOfAccount {
        ArchiveOfAccount { exported: None, ..archive(1) }
    }

    fn first_import() -> ArchiveOfAccount {
        ArchiveOfAccount { imported: day(2), ..sighted(1) }
    }

    /// Name, day of the tick, archives, expected state, and a part of the expected reason.
    type Case = (&'static str, Option<u32>, Vec<ArchiveOfAccount>, ProofState, &'static str);

    #[test]
    fn each_branch() {
        use ProofState::{CannotTell, Claimed, Gone, StillThere, Todo};
        let cases: Vec<Case> = vec![
            ("nothing done", None, vec![first_import()], Todo, "Not yet"),
            ("no archive at all", None, vec![], Todo, "Not yet"),
            ("ticked", Some(12), vec![first_import()], Claimed, "12 April 2026"),
            (
                "whole and later",
                Some(12),
                vec![first_import(), archive(20)],
                Gone,
                "20 April 2026, which holds all of your comments",
            ),
            ("gone without a tick", None, vec![archive(20)], Gone, "20 April 2026"),
            ("sighted later", Some(12), vec![sighted(20)], StillThere, "Still in the archive of 20 April 2026"),
            ("sighted, never ticked", None, vec![sighted(20)], StillThere, "20 April"),
            (
                "sighted in a later part",
                None,
                vec![ArchiveOfAccount { sighted: true, ..partial(20) }],
                StillThere,
                "20 April",
            ),
            ("sighted before the tick", Some(22), vec![sighted(20)], Claimed, "22 April"),
            ("partial", Some(12), vec![partial(20)], CannotTell, "only a part"),
            ("section missing", Some(12), vec![without_comments(20)], CannotTell, "not hold all of your comments"),
            ("something of the same second", Some(12), vec![twin(20)], CannotTell, "of the same second"),
            (
                "something of the same second, yet sighted",
                None,
                vec![ArchiveOfAccount { sighted: true, ..twin(20) }],
                StillThere,
                "20 April",
            ),
            ("a twin does not take back a proof", None, vec![twin(25), archive(20)], Gone, "20 April"),
            ("older, imported later", Some(12), vec![archive(9)], CannotTell, "9 April 2026 was made before"),
            ("made in the moment of the decision", Some(12), vec![archive(10)], CannotTell, "made before"),
            ("older and sighted", Some(12), vec![sighted(9)], CannotTell, "made before"),
            ("date unknown", Some(12), vec![undated()], CannotTell, "does not say when"),
            (
                "date unknown, sighted",
                None,
                vec![ArchiveOfAccount { sighted: true, ..undated() }],
                CannotTell,
                "does not say when",
            ),
            (
                "the reason of the newest is told",
                Some(12),
                vec![archive(9), without_comments(18), partial(20)],
                CannotTell,
                "only a part",
            ),
            ("a part does not take back a proof", Some(12), vec![partial(25), archive(20)], Gone, "20 April"),
            (
                "the newest whole one counts: back again",
                Some(12),
                vec![archive(20), sighted(25)],
                StillThere,
                "25 April",
            ),
            ("the newest whole one counts: gone at last", Some(12), vec![sighted(20), archive(25)], Gone, "25 April"),
            ("gone, whatever an undated one holds", Some(12), vec![undated(), archive(20)], Gone, "20 April"),
            ("sighted, then ticked, then a part", Some(22), vec![sighted(20), partial(25)], CannotTell, "25 April"),
        ];
        for (name, claimed, mut archives, state, why) in cases {
            for _ in 0..2 {
                let proof = prove(marked(claimed), &archives);
                assert_eq!(proof.state, state, "{name}: {}", proof.why);
                assert!(proof.why.contains(why), "{name}: {}", proof.why);
                archives.reverse();
            }
        }
    }

    #[test]
    fn what_has_no_exact_time_is_never_called_gone() {
        for claimed in [None, Some(12)] {
            let marked = Marked { exact: false, ..marked(claimed) };
            let proof = prove(marked, &[first_import(), archive(20), archive(25)]);
            assert_eq!(proof.state, ProofState::CannotTell);
            assert!(proof.why.contains("times are not exact") && proof.why.contains("25 April"), "{}", proof.why);
            assert_eq!(
                prove(marked, &[first_import()]).state,
                if claimed.is_some() { ProofState::Claimed } else { ProofState::Todo }
            );
            assert_eq!(prove(marked, &[archive(20), sighted(25)]).state, ProofState::StillThere);
        }
    }
}
