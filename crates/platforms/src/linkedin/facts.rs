//! What LinkedIn keeps about the member: contact data, log-ins, contacts, advertising, job applications.

use super::{Known, Owner, dates, moment, profile, words};
use crate::import::File;
use crate::table::Row;
use model::{Audience, Kind};

pub(super) const FILES: &[Known] = &[
    Known { base: "emailaddresses", header: &["Email Address"], kinds: &[], read: email },
    Known { base: "phonenumbers", header: &["Number"], kinds: &[], read: phone },
    Known { base: "whatsappphonenumbers", header: &["Number"], kinds: &[], read: whatsapp },
    Known { base: "connections", header: &["First Name", "Connected On"], kinds: &[], read: connection },
    Known { base: "contacts", header: &["Emails"], kinds: &[], read: contact },
    Known { base: "importedcontacts", header: &["Emails"], kinds: &[], read: contact },
    Known { base: "importedcontacts", header: &["Full Name"], kinds: &[], read: contact },
    Known { base: "registration", header: &["Registration Date"], kinds: &[], read: registration },
    Known { base: "registration", header: &["Registered At"], kinds: &[], read: registration },
    Known { base: "accountstatushistory", header: &["Time", "Event"], kinds: &[], read: status },
    Known { base: "logins", header: &["IP Address"], kinds: &[], read: login },
    Known { base: "securitychallenges", header: &["Challenge Type"], kinds: &[], read: challenge },
    Known { base: "adtargeting", header: &["Member Age"], kinds: &[], read: ad_targeting },
    Known { base: "adtargeting", header: &["Age Group"], kinds: &[], read: ad_targeting },
    Known { base: "inferencesaboutyou", header: &["Type of inference"], kinds: &[], read: inference },
    Known { base: "adsclicked", header: &["Ad Title/Id"], kinds: &[], read: ad_clicked },
    Known { base: "lanadsengagement", header: &["Ad Title/Id"], kinds: &[], read: ad_clicked },
    Known { base: "verifications", header: &["Verification type"], kinds: &[], read: verification },
    Known { base: "savedjobs", header: &["Job Title"], kinds: &[], read: saved_job },
    Known { base: "jobapplications", header: &["Job Title"], kinds: &[], read: application },
    Known { base: "jobapplicantsavedanswers", header: &["Question", "Answer"], kinds: &[], read: answer },
    Known {
        base: "jobapplicantsavedscreeningquestionresponses",
        header: &["Question", "Answer"],
        kinds: &[],
        read: answer,
    },
    Known { base: "privateidentityasset", header: &["Private Identity Asset Name"], kinds: &[Kind::Bio], read: cv },
    Known { base: "jobseekerpreferences", header: &["Open To Recruiters"], kinds: &[Kind::Bio], read: preferences },
    Known { base: "savedjobalerts", header: &[], kinds: &[], read: job_alert },
];

fn email(row: &Row, file: &mut File<'_>, _: &Owner) {
    let detail = match (row.get("Primary"), row.get("Confirmed")) {
        (primary, _) if primary.eq_ignore_ascii_case("yes") => "Primary",
        (_, confirmed) if confirmed.eq_ignore_ascii_case("no") => "Not confirmed",
        _ => "",
    };
    // `Not Available` stands in place of many dates.
    file.fact("email", row.get("Email Address"), detail, dates::moment(row.get("Updated On")));
}

fn phone(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("phone", row.get("Number"), row.get("Type"), None);
}

fn whatsapp(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("phone", row.get("Number"), "WhatsApp", None);
}

/// Rows with a date alone are members who hid or left; they say nothing.
fn connection(row: &Row, file: &mut File<'_>, _: &Owner) {
    let name = format!("{} {}", row.get("First Name"), row.get("Last Name"));
    let work = joined(&[row.get("Position"), row.get("Company")]);
    file.fact("friend", name.trim(), &work, dates::moment(row.get("Connected On")));
}

fn contact(row: &Row, file: &mut File<'_>, _: &Owner) {
    let name = format!("{} {}", row.get("FirstName"), row.get("LastName"));
    let known = [row.get("FullName"), name.trim(), row.get("Emails"), row.get("Email Address"), row.get("PhoneNumbers")];
    let known = known.into_iter().find(|part| !part.is_empty()).unwrap_or_default();
    file.fact("contact-uploaded", known, row.get("Source"), dates::moment(row.get("CreatedAt")));
}

fn registration(row: &Row, file: &mut File<'_>, _: &Owner) {
    // The second names are those until 2018.
    let column = if row.get("Registered At").is_empty() { "Registration Date" } else { "Registered At" };
    let at = moment(row, column, file);
    file.fact("account-created", row.get(column), "", at);
    for column in ["Registration Ip", "Registration IP Address"] {
        file.fact("login", row.get(column), "Registration", at);
    }
}

fn status(row: &Row, file: &mut File<'_>, _: &Owner) {
    if row.get("Event").eq_ignore_ascii_case("Account Created") {
        let at = moment(row, "Time", file);
        file.fact("account-created", row.get("Time"), "", at);
    } else {
        file.noted();
    }
}

fn login(row: &Row, file: &mut File<'_>, _: &Owner) {
    let at = moment(row, "Login Date", file);
    file.fact("login", row.get("IP Address"), row.get("User Agent"), at);
}

/// Parts of a detail, those that say something, with a comma between.
fn joined(parts: &[&str]) -> String {
    let told: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    told.join(", ")
}

/// A challenge passed by an app or code shows that two-step verification was on that day; its absence shows nothing.
fn challenge(row: &Row, file: &mut File<'_>, _: &Owner) {
    let at = moment(row, "Challenge Date", file);
    let kind = row.get("Challenge Type");
    file.fact("login", row.get("IP Address"), &joined(&[row.get("Country"), row.get("User Agent")]), at);
    if kind.contains("TWO_STEP") {
        file.fact("two-factor", kind, "", at);
    }
}

/// One row of many columns, some of one name; the cells hold lists.
fn ad_targeting(row: &Row, file: &mut File<'_>, _: &Owner) {
    for (column, cell) in row.columns() {
        // These are of the programs the member uses, not of the member.
        if matches!(column, "interfacelocale" | "interfacelocales" | "interfacelanguage") {
            continue;
        }
        let topic = if matches!(column, "membergender" | "gender") { "gender" } else { "ad-interest" };
        for value in cell.split(';').map(str::trim) {
            file.fact(topic, value, AD_COLUMNS.iter().find(|(id, _)| *id == column).map_or("", |(_, says)| says), None);
        }
    }
}

/// What a column of the advertising profile is about, where its name does not make that plain by its values.
const AD_COLUMNS: &[(&str, &str)] = &[
    ("memberage", "Age"),
    ("agegroup", "Age"),
    ("companynames", "Employer"),
    ("companies", "Employer"),
    ("followedcompanies", "Company followed"),
    ("companysizes", "Size of company"),
    ("industries", "Industry"),
    ("followedindustries", "Industry followed"),
    ("functions", "Job function"),
    ("seniorities", "Seniority"),
    ("schools", "School"),
    ("degreeclasses", "Degree"),
    ("groups", "Group"),
    ("skills", "Skill"),
    ("country", "Place"),
    ("state", "Place"),
    ("postalcode", "Place"),
    ("gender", "Inferred for advertising"),
    ("partneroptoutadvertising", "Opted out of advertising elsewhere"),
    ("companyfollowerof", "Company followed"),
    ("companycategory", "Kind of company"),
    ("companysize", "Size of company"),
    ("companygrowthrate", "Growth of company"),
    ("companyconnections", "Connected to company"),
    ("companyrevenue", "Revenue of company"),
    ("functionbysize", "Size of department"),
    ("buyergroups", "Buyer group"),
    ("highvalueaudiencesegments", "Audience"),
    ("standardaudiencesegments", "Audience"),
    ("degreeclass", "Degree"),
    ("degrees", "Degree"),
    ("memberschools", "School"),
    ("fieldsofstudy", "Field of study"),
    ("jobfunctions", "Job function"),
    ("membergender", "Inferred for advertising"),
    ("graduationyear", "Year of graduation"),
    ("membergroups", "Group"),
    ("companyindustries", "Industry"),
    ("memberinterests", "Interest"),
    ("membertraits", "Trait"),
    ("profilelocations", "Place"),
    ("jobseniorities", "Seniority"),
    ("memberskills", "Skill"),
    ("jobtitles", "Job title"),
    ("yearsofexperience", "Years of experience"),
    ("recentdeviceos", "Device"),
];

fn inference(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("ad-interest", row.get("Type of inference"), row.get("Inference"), None);
}

fn ad_clicked(row: &Row, file: &mut File<'_>, _: &Owner) {
    let date = [row.get("Ad clicked Date"), row.get("Date")].into_iter().find_map(dates::moment);
    file.fact("ad-click", row.get("Ad Title/Id"), row.get("Page/App"), date);
}

fn verification(row: &Row, file: &mut File<'_>, _: &Owner) {
    let detail = joined(&[
        row.get("Verification type"),
        row.get("Document type"),
        row.get("Organization name"),
        row.get("Issuing authority"),
    ]);
    file.fact("verified", "true", &detail, dates::moment(row.get("Verified date")));
    let address = row.get("Email address");
    file.fact("email", address, "Verified for the workplace", dates::moment(row.get("Verified date")));
}

fn application(row: &Row, file: &mut File<'_>, _: &Owner) {
    let at = moment(row, "Application Date", file);
    file.fact("job-application", row.get("Job Title"), row.get("Company Name"), at);
    file.fact("email", row.get("Contact Email"), "Given in a job application", at);
    file.fact("phone", row.get("Contact Phone Number"), "Given in a job application", at);
    file.fact("job-application", row.get("Resume Name"), "CV sent along", at);
    // `question:answer`, one pair behind the other with upright strokes between.
    for pair in row.get("Question And Answers").split(" | ") {
        let (question, answer) = pair.split_once(':').unwrap_or((pair, ""));
        file.fact("job-application", question.trim(), answer.trim(), at);
    }
}

fn saved_job(row: &Row, file: &mut File<'_>, _: &Owner) {
    let detail = joined(&["Saved", row.get("Company Name")]);
    file.fact("job-application", row.get("Job Title"), &detail, dates::moment(row.get("Saved Date")));
}

fn answer(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("job-application", row.get("Question"), row.get("Answer"), None);
}

/// An uploaded CV, of which the file has the whole text.
fn cv(row: &Row, file: &mut File<'_>, _: &Owner) {
    let name = row.get("Private Identity Asset Name");
    file.fact("job-application", name, "CV on file", None);
    let text = words::comment(row.get("Private Identity Asset Raw Text"));
    profile::stored(file, &text, name, Audience::OnlyMe);
}

fn preferences(row: &Row, file: &mut File<'_>, _: &Owner) {
    for (column, name) in [
        ("Open To Recruiters", "open-to-recruiters"),
        ("Open Candidate Visibility", "open-to-work-audience"),
        ("Profile Shared With Job Poster", "profile-shared-with-job-poster"),
        ("Job Seeker Activity Level", "job-seeker-activity"),
        ("Job Seeking Urgency Level", "job-seeking-urgency"),
    ] {
        let state = row.get(column);
        if !state.is_empty() {
            file.fact("setting", &format!("{name}={state}"), "", None);
        }
    }
    let introduction = words::comment(row.get("Introduction Statement"));
    profile::stored(file, &introduction, "Introduction to recruiters", Audience::Unknown);
    file.fact("phone", row.get("Phone Number"), "Job preferences", None);
    file.fact("address", row.get("Commute Preference Starting Address"), "Job preferences", None);
}

fn job_alert(row: &Row, file: &mut File<'_>, _: &Owner) {
    let alert = [row.get("Jobs Search Url"), row.get("ALERT_PARAMETERS"), row.get("QUERY_CONTEXT")];
    let alert = alert.into_iter().find(|part| !part.is_empty()).unwrap_or_default();
    if !alert.is_empty() {
        file.fact("setting", &format!("job-alert={alert}"), "", dates::moment(row.get("Saved Search Date")));
    }
}
