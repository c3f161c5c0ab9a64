//! The profile: the words on it, and what it states about the member.

use super::{Known, Owner, dates, moment, words};
use crate::import::File;
use crate::table::Row;
use model::{Audience, Kind, Private};

const KINDS: &[Kind] = &[Kind::Bio];

pub(super) const FILES: &[Known] = &[
    Known { base: "profile", header: &["First Name", "Headline"], kinds: KINDS, read: profile },
    Known { base: "profilesummary", header: &["Profile Summary"], kinds: KINDS, read: summary },
    Known { base: "positions", header: &["Company Name", "Title"], kinds: KINDS, read: position },
    Known { base: "education", header: &["School Name"], kinds: KINDS, read: education },
    Known { base: "projects", header: &["Title"], kinds: KINDS, read: titled },
    Known { base: "publications", header: &["Name"], kinds: KINDS, read: named },
    Known { base: "courses", header: &["Name"], kinds: KINDS, read: named },
    Known { base: "honors", header: &["Title"], kinds: KINDS, read: titled },
    Known { base: "organizations", header: &["Name"], kinds: KINDS, read: named },
    Known { base: "patents", header: &["Title"], kinds: KINDS, read: titled },
    Known { base: "volunteering", header: &["Company Name"], kinds: KINDS, read: volunteering },
    Known { base: "skills", header: &["Name"], kinds: &[], read: skill },
    Known { base: "languages", header: &["Name"], kinds: &[], read: language },
    Known { base: "certifications", header: &["Name", "Authority"], kinds: &[], read: certificate },
    Known { base: "endorsementreceivedinfo", header: &["Skill Name"], kinds: &[], read: endorsement },
    Known { base: "testscores", header: &["Name"], kinds: KINDS, read: named },
    Known { base: "causesyoucareabout", header: &[], kinds: KINDS, read: cause },
    Known { base: "providers", header: &[], kinds: KINDS, read: provider },
    Known { base: "onlinejobpostings", header: &["Title"], kinds: &[Kind::Post], read: posting },
];

/// Words of the profile. `id` names the field where there is one of its sort, so that a new wording is known as an edit.
fn bio(file: &mut File<'_>, text: &str, about: &str, id: Option<&str>) {
    if text.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Bio, words::comment(text));
    post.native_id = id.map(str::to_owned);
    post.about = (!about.is_empty()).then(|| Private::from(about));
    post.url = Some("https://www.linkedin.com/in/me/".to_owned());
    file.post(post);
}

/// Words about oneself that stand on file but not on the profile.
pub(super) fn stored(file: &mut File<'_>, text: &str, about: &str, audience: Audience) {
    if text.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Bio, text);
    post.audience = audience;
    post.about = (!about.is_empty()).then(|| Private::from(about));
    file.post(post);
}

fn cause(row: &Row, file: &mut File<'_>, _: &Owner) {
    bio(file, row.cell(0), "Causes you care about", None);
}

/// The page of services the member offers. Its columns are not known of: those that hold a description are taken.
fn provider(row: &Row, file: &mut File<'_>, _: &Owner) {
    let described = |name: &str| ["description", "about", "overview", "summary", "body"].iter().any(|d| name.contains(d));
    file.noted();
    for (name, cell) in row.columns() {
        if described(name) {
            bio(file, cell, "Services offered", None);
        }
    }
}

/// A job the member advertised.
fn posting(row: &Row, file: &mut File<'_>, _: &Owner) {
    let text = [row.get("Title"), row.get("Description")].join("\n\n");
    let mut post = file.draft(Kind::Post, words::comment(&text));
    post.at = ["Create Date", "Created On", "List Date", "Date"].iter().find_map(|name| dates::moment(row.get(name)));
    file.post(post);
}

fn profile(row: &Row, file: &mut File<'_>, _: &Owner) {
    bio(file, row.get("Headline"), "Headline", Some("headline"));
    bio(file, row.get("Summary"), "Summary", Some("summary"));
    file.fact("address", row.get("Address"), "", None);
    file.fact("birth-date", row.get("Birth Date"), "", None);
    file.fact("handle-change", row.get("Maiden Name"), "Maiden name", None);
    file.fact("place", row.get("Geo Location"), row.get("Zip Code"), None);
    for (column, detail) in [("Websites", ""), ("Twitter Handles", "Twitter"), ("Instant Messengers", "Messenger")] {
        // `[PORTFOLIO:https://ada.example,BLOG:https://blog.example]`
        for part in row.get(column).trim_matches(['[', ']']).split(',') {
            let named = part.split_once(':').filter(|(_, rest)| !rest.starts_with("//"));
            let (name, value) = named.unwrap_or((detail, part));
            file.fact("website", value.trim(), name.trim(), None);
        }
    }
}

fn summary(row: &Row, file: &mut File<'_>, _: &Owner) {
    bio(file, row.get("Profile Summary"), "Summary", Some("profile-summary"));
}

fn position(row: &Row, file: &mut File<'_>, _: &Owner) {
    let (title, company) = (row.get("Title"), row.get("Company Name"));
    file.fact("position", title, company, None);
    file.fact("employer", company, &span(row, "Started On", "Finished On"), None);
    bio(file, row.get("Description"), title, None);
}

fn volunteering(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("position", row.get("Role"), row.get("Company Name"), None);
    bio(file, row.get("Description"), row.get("Role"), None);
}

fn education(row: &Row, file: &mut File<'_>, _: &Owner) {
    let (school, degree) = (row.get("School Name"), row.get("Degree Name"));
    let detail = [degree, &span(row, "Start Date", "End Date")].join(" ");
    file.fact("school", school, detail.trim(), None);
    bio(file, row.get("Notes"), school, None);
    bio(file, row.get("Activities"), school, None);
}

/// `Mar 2019 – Aug 2021`, as far as stated.
fn span(row: &Row, from: &str, to: &str) -> String {
    match (row.get(from), row.get(to)) {
        ("", "") => String::new(),
        (from, to) => format!("{from} – {to}").trim().to_owned(),
    }
}

fn titled(row: &Row, file: &mut File<'_>, _: &Owner) {
    described(file, row.get("Title"), row.get("Description"));
}

fn named(row: &Row, file: &mut File<'_>, _: &Owner) {
    described(file, row.get("Name"), row.get("Description"));
}

/// A project, publication and the like: its title is the member's words too.
fn described(file: &mut File<'_>, title: &str, description: &str) {
    if description.is_empty() {
        bio(file, title, "", None);
    } else {
        bio(file, description, title, None);
    }
}

fn skill(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("skill", row.get("Name"), "", None);
}

fn language(row: &Row, file: &mut File<'_>, _: &Owner) {
    file.fact("skill", row.get("Name"), row.get("Proficiency"), None);
}

fn certificate(row: &Row, file: &mut File<'_>, _: &Owner) {
    let detail = [row.get("Authority"), row.get("License Number")].join(" ");
    file.fact("skill", row.get("Name"), detail.trim(), None);
}

fn endorsement(row: &Row, file: &mut File<'_>, _: &Owner) {
    let name = format!("{} {}", row.get("Endorser First Name"), row.get("Endorser Last Name"));
    let at = moment(row, "Endorsement Date", file);
    file.fact("skill", row.get("Skill Name"), name.trim(), at);
}
