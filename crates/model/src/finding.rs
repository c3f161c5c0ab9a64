//! A finding: one reason to look at a post again.

use crate::{Category, named};
use std::sync::Arc;

named! {
    /// How much a finding could cost. Ordered: `Low < Medium < High`.
    Risk {
        /// Worth a look.
        Low = "low",
        /// Likely to embarrass before an employer, a regulator or the press.
        Medium = "medium",
        /// Could cost a job, a registration or somebody's safety.
        High = "high",
    }
}

named! {
    /// The field a person works in; rules weigh differently in each.
    Field {
        /// Doctors, nurses, students of medicine, therapists, pharmacists, carers, vets.
        Health = "health",
        /// Teachers, lecturers, childcare.
        Education = "education",
        /// Solicitors, barristers, judges, clerks.
        Law = "law",
        /// Police, civil service, armed forces, fire service, councillors.
        PublicService = "public-service",
        /// Everybody else.
        General = "general",
    }
}

/// Beginnings of words in the names of professions, and the field each points to. The first that fits counts, so the
/// narrower ones stand first: a "teaching hospital nurse" is a nurse, a "police officer" is not an "office" worker.
const PROFESSIONS: &[(Field, &[&str])] = &[
    (
        Field::Health,
        &[
            "doctor",
            "physician",
            "surgeon",
            "medic",
            "nurs",
            "midwi",
            "health visitor",
            "healthcare",
            "health care",
            "hospital",
            "gp",
            "dentist",
            "dental",
            "pharmac",
            "paramedic",
            "ambulance",
            "physio",
            "therapist",
            "osteopath",
            "chiroprac",
            "radiograph",
            "sonograph",
            "optician",
            "optometr",
            "psychiatr",
            "psycholog",
            "counsellor",
            "carer",
            "care home",
            "care assistant",
            "care worker",
            "support worker",
            "dietit",
            "podiatr",
            "anaesthe",
            "anesthe",
            "registrar",
            "consultant",
            "foundation year",
            "house officer",
            "resident",
            "vet",
            "phlebotom",
            "biomedical",
            "hca",
            "hospice",
            "social worker",
            "dispens",
            "radiolog",
            "paediatric",
            "pediatric",
            "oncolog",
            "cardiolog",
            "obstetric",
            "gynaecolog",
            "dermatolog",
            "patholog",
        ],
    ),
    (
        Field::Education,
        &[
            "teach",
            "lectur",
            "professor",
            "school",
            "tutor",
            "nursery",
            "childmind",
            "teaching",
            "academic",
            "childcare",
            "pupil",
            "university",
            "headmaster",
            "headteacher",
            "invigilator",
            "postgrad",
            "driving instructor",
        ],
    ),
    (
        Field::Law,
        &[
            "solicitor",
            "barrister",
            "lawyer",
            "judge",
            "paralegal",
            "legal",
            "magistrate",
            "attorney",
            "advocate",
            "notary",
            "conveyanc",
        ],
    ),
    (
        Field::PublicService,
        &[
            "police",
            "civil serv",
            "council",
            "soldier",
            "army",
            "navy",
            "royal air",
            "raf",
            "firefight",
            "fire serv",
            "prison",
            "probation",
            "customs",
            "border",
            "minister",
            "member of parliament",
            "mp",
            "tax inspector",
            "local government",
            "coastguard",
            "diplomat",
        ],
    ),
];

impl Field {
    /// The field that a profession in a person's own words belongs to; [`Field::General`] when none is recognised.
    pub fn of(profession: &str) -> Field {
        let words = format!(" {}", profession.to_lowercase().replace(['-', '/', ',', '(', ')'], " "));
        let named = |stem: &str| {
            // Short stems are whole words: `gp`, `mp`, `vet`, `raf` begin many other words.
            if stem.len() <= 3 {
                format!("{words} ").contains(&format!(" {stem} "))
            } else {
                words.contains(&format!(" {stem}"))
            }
        };
        PROFESSIONS
            .iter()
            .find(|(_, stems)| stems.iter().any(|stem| named(stem)))
            .map_or(Field::General, |(field, _)| *field)
    }
}

/// A stretch of the original text, in Unicode scalar values, `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First scalar value.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// One reason to look at a post again.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule page: its file name without the ending, unique over all categories.
    pub rule: Arc<str>,
    /// What it shows.
    pub category: Category,
    /// How much it could cost.
    pub risk: Risk,
    /// Order for review, 0 to 1; comparable over all rules.
    pub score: f32,
    /// The marked words, in order, not overlapping. Empty only for a finding about the post as a whole.
    pub spans: Vec<Span>,
    /// What raised or lowered the risk, one short neutral phrase each, for the explanation. Never a word of the post.
    pub path: Vec<Arc<str>>,
    /// Facts of a pieced-together finding that this post adds: `age`, `place`, ... Empty for others.
    pub pieces: Vec<Arc<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn professions_lead_to_their_fields() {
        for (profession, field) in [
            ("doctor", Field::Health),
            ("Staff nurse (ITU)", Field::Health),
            ("vet nurse", Field::Health),
            ("GP", Field::Health),
            ("medical student", Field::Health),
            ("health-care assistant", Field::Health),
            ("piano teacher", Field::Education),
            ("university lecturer", Field::Education),
            ("trainee solicitor", Field::Law),
            ("police officer", Field::PublicService),
            ("mechanic", Field::General),
            ("veteran rock star", Field::General),
            ("", Field::General),
        ] {
            assert_eq!(Field::of(profession), field, "{profession}");
        }
    }
}
