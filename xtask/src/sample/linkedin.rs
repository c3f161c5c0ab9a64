//! The sample's LinkedIn archive: a complete export.

use super::{Line, zip};
use anyhow::Result;

const OWN_URL: &str = "https://www.linkedin.com/in/thea-marlowe-0";

pub fn archive(lines: &[Line]) -> Result<Vec<u8>> {
    let mut shares = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n".to_owned();
    let mut comments = "Date,Link,Message\n".to_owned();
    let mut reactions = "Date,Type,Link\n".to_owned();
    let mut messages = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let at = line.at.format("%Y-%m-%d %H:%M:%S");
        let id = 6_000_000_000_000_000_000u64 + number as u64 * 1_000_003;
        let link = |kind: &str| format!("https://www.linkedin.com/feed/update/urn%3Ali%3A{kind}%3A{id}");
        match line.kind.as_str() {
            "share" => shares += &format!("{at},{},{},,,MEMBER_NETWORK\n", link("share"), quoted(&line.words)),
            "comment" => comments += &format!("{at},{},{}\n", link("activity"), quoted(&line.words)),
            "reaction" => reactions += &format!("{at},{},{}\n", line.rest, link("activity")),
            "message" => messages.push(message(line, &at.to_string())),
            other => anyhow::bail!("unknown kind {other}"),
        }
    }
    messages.reverse();
    let header = "\"CONVERSATION ID\",\"CONVERSATION TITLE\",\"FROM\",\"SENDER PROFILE URL\",\"TO\",\"RECIPIENT PROFILE URLS\",\
                  \"DATE\",\"SUBJECT\",\"CONTENT\",\"FOLDER\",\"ATTACHMENTS\"\n";
    let files: Vec<(&str, String)> = vec![
        ("Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,\
            Twitter Handles,Websites,Instant Messengers\nThea,Marlowe,,\"14 Lockside Row, Harrowmere\",Feb 9,\
            Consultant Physician in Acute Medicine,\"I look after people on the worst day of their month, teach, and run quality \
            projects that outlive their posters.\",Hospital & Health Care,HM4 7QX,\"Harrowmere, England, United Kingdom\",\
            [thea_reads],,\n".into()),
        ("Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\n\
            St Brannoc's Hospital,Consultant Physician,Acute medicine and teaching,Harrowmere,Jan 2024,\n\
            St Brannoc's Hospital,Specialty Registrar,,Harrowmere,Aug 2016,Dec 2023\n\
            St Brannoc's Hospital,Foundation Doctor,,Harrowmere,Aug 2012,Jul 2014\n".into()),
        ("Shares.csv", shares),
        ("Comments.csv", comments),
        ("Reactions.csv", reactions),
        ("messages.csv", format!("{header}{}", messages.concat())),
        ("Email Addresses.csv", "Email Address,Confirmed,Primary,Updated On\nthea.marlowe@example.org,Yes,Yes,\"2/1/16, 9:00 AM\"\n".into()),
        ("PhoneNumbers.csv", "Extension,Number,Type\n,+44 7700 900461,Mobile\n".into()),
        ("Connections.csv", "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\n\
            First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
            Priya,Raman,https://www.linkedin.com/in/priya-raman-0,,Harrowmere Surgery,GP,12 Sep 2014\n\
            Marcus,Vane,https://www.linkedin.com/in/marcus-vane-0,,Quietly,Growth,30 Nov 2016\n".into()),
        (
            "Logins.csv",
            "Login Date,IP Address,User Agent,Login Type\n2026-09-22 08:19:02 UTC,203.0.113.7,Mozilla/5.0,HARD_LOGIN\n".into(),
        ),
        (
            "Ad_Targeting.csv",
            "Member Age,Company Names,Job Functions,Member Gender,Member Interests,Profile Locations\n\
             35-54,St Brannoc's Hospital,Healthcare Services,Female,Medical Education; Podcasts,Harrowmere\n"
                .into(),
        ),
        (
            "SearchQueries.csv",
            "Time,Search Query\n2024/05/01 20:15:00 UTC,acute medicine consultant\n".into(),
        ),
        ("Registration.csv", "Registered At,Registration Ip,Subscription Types\n\"9/1/14, 7:30 AM\",203.0.113.7,\n".into()),
    ];
    zip(files.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect())
}

fn message(line: &Line, at: &str) -> String {
    let (partner, direction) = line.rest.rsplit_once(' ').unwrap_or((&line.rest, "out"));
    let url = format!("https://www.linkedin.com/in/{}-0", partner.to_lowercase().replace(' ', "-"));
    let (from, from_url, to, to_url) = if direction == "out" {
        ("Thea Marlowe", OWN_URL, partner, url.as_str())
    } else {
        (partner, url.as_str(), "Thea Marlowe", OWN_URL)
    };
    let id = format!("2-{}", partner.replace(' ', ""));
    let fields = [&id, "", from, from_url, to, to_url, &format!("{at} UTC"), "", &line.words, "INBOX", ""];
    format!("{}\n", fields.map(always_quoted).join(","))
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) { always_quoted(text) } else { text.to_owned() }
}

fn always_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
