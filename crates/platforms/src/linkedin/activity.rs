//! What the member did in public: posts, reposts, reactions, votes, recommendations, follows, searches.

use super::{Known, Owner, dates, moment, words};
use crate::import::File;
use crate::table::Row;
use model::{Audience, Kind, Media, Private};

pub(super) const FILES: &[Known] = &[
    Known { base: "shares", header: &["Date", "ShareLink"], kinds: &[Kind::Post], read: share },
    Known { base: "instantreposts", header: &["Date", "Link"], kinds: &[Kind::Repost], read: repost },
    Known { base: "reactions", header: &["Type", "Link"], kinds: &[Kind::Like, Kind::Reaction], read: reaction },
    Known { base: "votes", header: &["Link", "OptionText"], kinds: &[Kind::Reaction], read: vote },
    Known { base: "recommendationsgiven", header: &["First Name", "Text"], kinds: &[Kind::Comment], read: given },
    Known { base: "recommendationsreceived", header: &["First Name", "Text"], kinds: &[Kind::Comment], read: received },
    Known { base: "reviews", header: &["Reviewee", "Review Text"], kinds: &[Kind::Comment], read: review },
    Known { base: "notes", header: &["Note"], kinds: &[Kind::Comment], read: note },
    Known { base: "richmedia", header: &[], kinds: &[Kind::Media], read: rich_media },
    Known { base: "videos", header: &["Description", "Link"], kinds: &[Kind::Media], read: video },
    Known { base: "memberfollows", header: &["FullName"], kinds: &[Kind::Follow], read: member_follow },
    Known { base: "companyfollows", header: &["Organization"], kinds: &[Kind::Follow], read: company_follow },
    Known { base: "hashtagfollows", header: &["HashTag"], kinds: &[Kind::Follow], read: hashtag_follow },
    Known { base: "events", header: &["Event Name"], kinds: &[Kind::Event], read: event },
    Known { base: "groups", header: &["Group Name"], kinds: &[Kind::Group], read: group },
    Known { base: "learning", header: &["Content Title"], kinds: &[Kind::Comment], read: learning },
    Known {
        base: "endorsementgiveninfo",
        header: &["Skill Name"],
        kinds: &[Kind::Reaction],
        read: endorsement_given,
    },
    Known { base: "searchqueries", header: &["Search Query"], kinds: &[Kind::Search], read: search },
];

fn share(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Post, words::commentary(row.get("ShareCommentary")));
    post.at = moment(row, "Date", file);
    post.native_id = words::urn(row.get("ShareLink"));
    if post.native_id.is_none() && post.text.reveal().is_empty() {
        return file.lost("The post has neither a link nor words");
    }
    post.url = post.native_id.as_deref().map(words::address);
    // MEMBER_NETWORK stands at posts that anybody who signs in may read; membership is open to all.
    post.audience = match row.get("Visibility").to_uppercase().replace(' ', "_").as_str() {
        "PUBLIC" | "MEMBER_NETWORK" | "LOGGED_IN" | "ANYONE" => Audience::Public,
        "CONNECTIONS" | "CONNECTIONS_ONLY" => Audience::Friends,
        "CONTAINER" | "GROUP" => Audience::Group,
        _ => post.native_id.as_deref().map_or(Audience::Unknown, words::audience),
    };
    if !matches!(row.get("MediaUrl"), "" | "N/A" | "\"\"") {
        post.media.push(Media::default());
    }
    post.about = address_shared(row.get("SharedUrl"));
    file.post(post);
}

/// The page a post links to; LinkedIn writes some empty cells as `N/A` or as quotation marks.
fn address_shared(cell: &str) -> Option<Private<String>> {
    (!matches!(cell, "" | "N/A" | "\"\"")).then(|| Private::from(cell))
}

/// A post of somebody else passed on; the archive names its address alone.
fn repost(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Repost, "");
    post.at = moment(row, "Date", file);
    answer(post, row, file);
}

fn reaction(row: &Row, file: &mut File<'_>, _: &Owner) {
    let kind = if row.get("Type") == "LIKE" { Kind::Like } else { Kind::Reaction };
    let mut post = file.draft(kind, "");
    post.at = moment(row, "Date", file);
    post.own_words = false;
    if kind == Kind::Reaction {
        post.about = Some(Private::from(row.get("Type")));
    }
    answer(post, row, file);
}

fn vote(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Reaction, row.get("OptionText"));
    post.at = moment(row, "Date", file);
    post.own_words = false;
    answer(post, row, file);
}

/// Pushes something done to a post of which the archive has the address only. That address is also where it is taken back.
fn answer(mut post: model::Post, row: &Row, file: &mut File<'_>) {
    let Some(urn) = words::urn(row.get("Link")) else { return file.lost("The record names no post") };
    let address = words::address(&urn);
    post.reply_to = Some(address.clone());
    post.url = Some(address);
    post.audience = words::audience(&urn);
    file.post(post);
}

fn person(row: &Row) -> Option<Private<String>> {
    let name = format!("{} {}", row.get("First Name"), row.get("Last Name")).trim().to_owned();
    (!name.is_empty()).then(|| Private::new(name))
}

fn given(row: &Row, file: &mut File<'_>, _: &Owner) {
    recommendation(row, file, true);
}

fn received(row: &Row, file: &mut File<'_>, _: &Owner) {
    recommendation(row, file, false);
}

fn recommendation(row: &Row, file: &mut File<'_>, own_words: bool) {
    let mut post = file.draft(Kind::Comment, words::comment(row.get("Text")));
    post.at = moment(row, "Creation Date", file);
    post.own_words = own_words;
    post.about = person(row);
    post.url = Some("https://www.linkedin.com/in/me/details/recommendations/".to_owned());
    if matches!(row.get("Status"), "HIDDEN" | "PENDING") {
        post.audience = Audience::Direct;
    }
    file.post(post);
}

fn review(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Comment, words::comment(row.get("Review Text")));
    post.at = moment(row, "Creation Date", file);
    post.about = Some(Private::from(row.get("Reviewee")));
    // Reviews of the member's own services stand in the same file.
    post.own_words = !row.get("Review Type").to_lowercase().contains("received");
    file.post(post);
}

/// A note on a connection, which only the member sees.
fn note(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Comment, words::comment(row.get("Note")));
    post.at = moment(row, "Created On", file);
    post.audience = Audience::OnlyMe;
    let name = format!("{} {}", row.get("Connection First Name"), row.get("Connection Last Name"));
    post.about = Some(Private::from(name.trim()));
    post.url = Some(row.get("Connection Profile URL").to_owned()).filter(|url| !url.is_empty());
    file.post(post);
}

/// An upload. The file of 2021 has links alone (`Type,Link`), later ones a sentence with the date and the description.
fn rich_media(row: &Row, file: &mut File<'_>, _: &Owner) {
    let description = row.get("Media Description");
    let mut post = file.draft(Kind::Media, if description == "-" { "" } else { description });
    post.at = dates::moment_in_sentence(row.get("Date/Time"));
    post.url = [row.get("Media Link"), row.get("Link")].into_iter().find(|link| !link.is_empty()).map(str::to_owned);
    if post.url.is_none() && post.text.reveal().is_empty() {
        return;
    }
    post.media.push(Media::default());
    file.post(post);
}

/// A video linked to from the profile (until 2018).
fn video(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Media, words::comment(row.get("Description")));
    post.url = Some(row.get("Link").to_owned()).filter(|link| !link.is_empty());
    if post.url.is_none() && post.text.reveal().is_empty() {
        return;
    }
    post.media.push(Media::default());
    file.post(post);
}

fn member_follow(row: &Row, file: &mut File<'_>, _: &Owner) {
    if row.get("Status").to_lowercase().contains("unfollow") {
        return file.noted();
    }
    follow(row, file, "FullName", "Date");
}

fn company_follow(row: &Row, file: &mut File<'_>, _: &Owner) {
    follow(row, file, "Organization", "Followed On");
}

fn hashtag_follow(row: &Row, file: &mut File<'_>, _: &Owner) {
    if row.get("State").to_lowercase().contains("unfollow") {
        return file.noted();
    }
    follow(row, file, "HashTag", "CreatedTime");
}

fn follow(row: &Row, file: &mut File<'_>, column: &str, date: &str) {
    if row.get(column).is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Follow, row.get(column));
    post.at = moment(row, date, file);
    post.own_words = false;
    file.post(post);
}

fn event(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Event, row.get("Event Name"));
    // A span, `Mar 4, 2025, 6:00 PM - 8:00 PM`, in some exports: its beginning counts.
    let time = row.get("Event Time");
    let begins = [" - ", " – ", " to "].iter().find_map(|mark| Some(time.split_once(mark)?.0)).unwrap_or(time);
    post.at = dates::moment(begins);
    post.own_words = false;
    post.url = Some(row.get("External Url").to_owned()).filter(|url| !url.is_empty());
    file.post(post);
}

fn group(row: &Row, file: &mut File<'_>, _: &Owner) {
    let name = row.get("Group Name");
    file.fact("group", name, "", None);
    if name.is_empty() {
        return;
    }
    let mut post = file.draft(Kind::Group, name);
    post.own_words = false;
    post.url = Some(row.get("Group URL").to_owned()).filter(|url| !url.is_empty());
    file.post(post);
}

/// A course watched; only notes taken beside it are the member's words.
fn learning(row: &Row, file: &mut File<'_>, _: &Owner) {
    let notes = row.columns().find(|(name, _)| name.starts_with("notestaken")).map_or("", |(_, cell)| cell);
    if matches!(notes, "" | "N/A" | "[]") {
        return file.noted();
    }
    let mut post = file.draft(Kind::Comment, words::comment(notes));
    let watched = row.columns().find(|(name, _)| name.starts_with("contentlastwatched")).map_or("", |(_, cell)| cell);
    post.at = dates::moment(watched);
    post.audience = Audience::OnlyMe;
    post.about = Some(Private::from(row.get("Content Title")));
    file.post(post);
}

/// A skill the member vouched for on somebody's profile.
fn endorsement_given(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Reaction, row.get("Skill Name"));
    post.at = moment(row, "Endorsement Date", file);
    post.own_words = false;
    let name = format!("{} {}", row.get("Endorsee First Name"), row.get("Endorsee Last Name"));
    post.about = Some(Private::from(name.trim()));
    // The address stands without its scheme.
    let profile = row.get("Endorsee Public Url");
    post.url = match profile {
        "" => None,
        profile if profile.starts_with("http") => Some(profile.to_owned()),
        profile => Some(format!("https://{profile}")),
    };
    post.reply_to = post.url.clone();
    file.post(post);
}

fn search(row: &Row, file: &mut File<'_>, _: &Owner) {
    let mut post = file.draft(Kind::Search, row.get("Search Query"));
    post.at = moment(row, "Time", file);
    post.audience = Audience::OnlyMe;
    file.post(post);
}
