//! The eighteen categories a finding may have.

use crate::named;

named! {
    /// What a post may show, as a newspaper, an employer or a regulator would sort it.
    Category {
        /// A patient, client or pupil could be recognised.
        Confidentiality = "confidentiality",
        /// Insults or mockery of an employer, colleagues, patients or customers.
        Disparagement = "disparagement",
        /// Insults and threats addressed to somebody.
        Harassment = "harassment",
        /// Slurs, stereotypes and "jokes" about who people are.
        Discrimination = "discrimination",
        /// Swearing and crude words.
        Profanity = "profanity",
        /// Explicit or crude sexual talk.
        Sexual = "sexual",
        /// Drunkenness and drink near work.
        Intoxication = "intoxication",
        /// Illegal drugs and misused medicines.
        Drugs = "drugs",
        /// Threats, glorified violence, weapons.
        Violence = "violence",
        /// Cheating, faking, fiddling, breaking the law.
        Dishonesty = "dishonesty",
        /// Defamation, contempt of court, leaks, copyright.
        Legal = "legal",
        /// Treatment advice to a person, and health claims without evidence.
        ClinicalAdvice = "clinical-advice",
        /// Private contact with patients, clients or pupils.
        Boundaries = "boundaries",
        /// Praise the author gains from without saying so.
        ConflictOfInterest = "conflict-of-interest",
        /// The author's own identity and account data.
        PersonalData = "personal-data",
        /// Where the author is, lives, or is not.
        Whereabouts = "whereabouts",
        /// Other people's private information.
        ThirdParty = "third-party",
        /// Contempt in politics and religion.
        Polarising = "polarising",
    }
}

impl Category {
    /// The name people read.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Confidentiality => "Confidentiality",
            Category::Disparagement => "Disparagement",
            Category::Harassment => "Harassment",
            Category::Discrimination => "Discrimination",
            Category::Profanity => "Profanity",
            Category::Sexual => "Sexual content",
            Category::Intoxication => "Intoxication",
            Category::Drugs => "Drugs",
            Category::Violence => "Violence",
            Category::Dishonesty => "Dishonesty",
            Category::Legal => "Legal exposure",
            Category::ClinicalAdvice => "Clinical advice",
            Category::Boundaries => "Boundaries",
            Category::ConflictOfInterest => "Conflict of interest",
            Category::PersonalData => "Personal data",
            Category::Whereabouts => "Whereabouts",
            Category::ThirdParty => "Third party",
            Category::Polarising => "Polarising",
        }
    }
}
