//! Facebook: the HTML variant of "Download your information".
//!
//! Since 2018 there is one page for each JSON file, in the same folders and with the same name; before, there was HTML
//! only, a handful of pages in `html/` (`html_old.rs`). Class names and tags changed about 2021 and 2025; see
//! [`crate::meta_html`] for how little of that matters.
//!
//! A page states times in the account's local time without a zone and has words that JSON keeps apart side by side, so an
//! item of it is not found again in a JSON archive: that is not tried. For the same reason no kind is complete.
//! Each date carries a link that leads its author to the item: the best one there is, so it becomes the item's address.

use super::files::{Files, Groups, Met, ends_in, plain};
use super::{html_facts as facts, html_old as old, html_posts as posts};
use crate::import::{File, Import};
use crate::meta_html::{Card, DATE_UNREAD, Head, LOCAL_TIMES, Layout, LocalDate, Piece, pieces};
use crate::text::{beginning, iso_date};
use crate::{Archive, Entry, Error};
use chrono::{DateTime, NaiveTime, Utc};
use model::{FileOutcome, Kind, Post};
use std::io::Read;

/// One sort of page.
struct Page {
    /// End of the plain path, without `.html`; see [`super::files::ends_in`].
    tail: &'static str,
    /// What a lost card of it may have been.
    kinds: &'static [Kind],
    /// Takes one card.
    take: fn(&mut Pages, &mut File, Card),
}

const fn page(tail: &'static str, kinds: &'static [Kind], take: fn(&mut Pages, &mut File, Card)) -> Page {
    Page { tail, kinds, take }
}

const POST: &[Kind] = &[Kind::Post, Kind::Repost];
const IN_GROUPS: &[Kind] = &[Kind::Post, Kind::Repost, Kind::Comment];
const COMMENT: &[Kind] = &[Kind::Comment];
const LIKE: &[Kind] = &[Kind::Like, Kind::Reaction];
const FOLLOW: &[Kind] = &[Kind::Follow];
const MEDIA: &[Kind] = &[Kind::Media];
const EVENT: &[Kind] = &[Kind::Event];
const MESSAGE: &[Kind] = &[Kind::Message];
const NONE: &[Kind] = &[];

/// In the order of reading, for the reasons given in `sections.rs`.
static PAGES: &[Page] = &[
    page("profile_information/profile_information", &[Kind::Bio], facts::profile),
    page("groups/your_group_membership_activity", &[Kind::Group], posts::joined_group),
    page("posts/your_posts__check_ins__photos_and_videos_N", POST, posts::post),
    page("posts/your_posts_N", POST, posts::post),
    page("posts/profile_posts_N", POST, posts::post),
    page("posts/archive", POST, posts::archived_post),
    page("posts/posts_on_other_pages_and_profiles", POST, posts::labelled_post),
    page("posts/check-ins", POST, posts::labelled_post),
    page("posts/edits_you_made_to_posts", POST, posts::edited_post),
    page("posts/other_people_s_posts_to_your_timeline", POST, posts::wall_post),
    page("posts/places_you_have_been_tagged_in", NONE, facts::tagged_place),
    page("posts_from_apps_and_websites", POST, posts::post),
    page("groups/group_posts_and_comments", IN_GROUPS, posts::group_post),
    page("groups/your_posts_in_groups", IN_GROUPS, posts::group_post),
    page("groups/your_posts_and_comments_in_groups", IN_GROUPS, posts::group_post),
    page("groups/your_pending_posts_in_groups", IN_GROUPS, posts::group_post),
    page("groups/your_comments_in_groups", COMMENT, posts::group_comment),
    page("groups/your_answers_to_membership_questions", COMMENT, posts::membership_answers),
    page("comments_and_reactions/comments", COMMENT, posts::comment),
    page("comments/comments", COMMENT, posts::comment),
    page("comments_and_reactions/your_comment_edits", COMMENT, posts::edited_comment),
    page("comments_and_reactions/likes_and_reactions_N", LIKE, posts::reaction),
    page("comments_and_reactions/posts_and_comments", LIKE, posts::reaction),
    page("likes_and_reactions/posts_and_comments", LIKE, posts::reaction),
    page("likes_and_reactions/pages", LIKE, posts::page_like),
    page("likes_and_reactions/likes_on_external_sites", LIKE, posts::page_like),
    page("pages/pages_you_ve_liked", LIKE, posts::page_like),
    page("pages/pages_and_profiles_you_follow", FOLLOW, posts::follow),
    page("followers/who_you_ve_followed", FOLLOW, posts::follow),
    page("friends_and_followers/who_you_follow", FOLLOW, posts::follow),
    page("following_and_followers/following", FOLLOW, posts::follow),
    page("following_and_followers/followed_pages", FOLLOW, posts::follow),
    page("album/N", MEDIA, posts::photo),
    page("posts/your_uncategorized_photos", MEDIA, posts::photo),
    page("photos_and_videos/your_photos", MEDIA, posts::photo),
    page("posts/your_photos", MEDIA, posts::photo),
    page("posts/your_videos", MEDIA, posts::photo),
    page("photos_and_videos/your_videos", MEDIA, posts::photo),
    page("stories/archived_stories", MEDIA, posts::photo),
    page("reels/your_reels", MEDIA, posts::photo),
    page("marketplace/items_sold", POST, posts::labelled_post),
    page("facebook_marketplace/items_sold", POST, posts::labelled_post),
    page("events/your_events", EVENT, posts::own_event),
    page("events/your_event_responses", EVENT, posts::event),
    page("search/your_search_history", &[Kind::Search], posts::search),
    page("search_history/your_search_history", &[Kind::Search], posts::search),
    page("friends/your_friends", NONE, facts::friend),
    page("friends/friends", NONE, facts::friend),
    page("friends_and_followers/friends", NONE, facts::friend),
    page("friends/received_friend_requests", NONE, facts::friend_request),
    page("friends_and_followers/received_friend_requests", NONE, facts::friend_request),
    page("connected_apps_and_websites", NONE, facts::app),
    page("apps_and_websites_off_of_facebook/apps_and_websites", NONE, facts::app),
    page("apps_and_websites/apps_and_websites", NONE, facts::app),
    page("your_activity_off_meta_technologies", NONE, facts::off_platform),
    page("your_off-facebook_activity", NONE, facts::off_platform),
    page("your_activity_off_meta_technologies_settings", NONE, facts::settings),
    page("where_you_re_logged_in", NONE, facts::session),
    page("account_activity", NONE, facts::login),
    page("logins_and_logouts", NONE, facts::login),
    page("record_details", NONE, facts::record_change),
    page("mobile_devices", NONE, facts::device),
    page("two-factor_authentication", NONE, facts::two_factor),
    page("login_alerts_settings", NONE, facts::settings),
    page("contacts_sync_settings", NONE, facts::settings),
    page("contacts_uploaded_from_your_phone", NONE, facts::contact),
    page("contacts_uploaded_before_2021", NONE, facts::contact),
    page("your_imported_contacts", NONE, facts::contact),
    page("synced_contacts_from_instagram", NONE, facts::contact),
    page("your_address_books", NONE, facts::contact),
    page("preferences/privacy_settings", NONE, facts::settings),
    page("your_facebook_story_preferences", NONE, facts::settings),
    page("your_post_composer_settings", NONE, facts::settings),
    page("your_mentions_settings", NONE, facts::settings),
    page("messenger_active_status_settings", NONE, facts::settings),
    page("your_content_visibility_notification_history", NONE, facts::settings),
    page("your_privacy_checkup_interactions", NONE, facts::settings),
    page("ads_information/ad_preferences", NONE, facts::settings),
    page("ads_personalization_consent", NONE, facts::settings),
    page("your_consent_settings", NONE, facts::settings),
    page("ads_interests", NONE, facts::interest),
    page("other_categories_used_to_reach_you", NONE, facts::interest),
    page("advertisers_using_your_activity_or_information", NONE, facts::advertiser),
    page("location/primary_location", NONE, facts::primary_location),
    page("location/primary_public_location", NONE, facts::primary_location),
    page("messages/*/*/message_N", MESSAGE, posts::message),
    page("your_group_messages/*", MESSAGE, posts::message),
];

/// The plain path of a page without its ending; none for other files, and for what belongs to Instagram.
fn stem(entry: &Entry) -> Option<String> {
    let path = plain(&entry.path);
    let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"))?;
    let instagram = |folder: &str| folder == "your_instagram_activity" || folder.ends_with("off_of_instagram");
    (!stem.split('/').any(instagram)).then(|| stem.to_owned())
}

/// What the pages say of the account and the export.
#[derive(Debug, Default)]
pub(super) struct About {
    /// The username, or the number of an account that has none.
    pub handle: Option<String>,
    pub name: Option<String>,
    /// When the export was made.
    pub made: Option<DateTime<Utc>>,
    /// Whether it was limited to a range of dates.
    pub limited: bool,
    /// Whether it is of the time before 2018, when nothing could be left out.
    pub whole: bool,
    /// The sentence that names who made the export.
    made_by: String,
    /// Present and former names.
    names: Vec<String>,
}

/// Looks at the page of the profile, or any other, for whose export this is. Nothing where there are no pages.
pub(super) fn about(archive: &Archive) -> About {
    let mut about = About::default();
    if !archive.entries().iter().any(|entry| page_of(archive, entry).is_some()) {
        return about;
    }
    let tails = ["profile_information/profile_information", "index", "html/timeline", "html/wall", "start_here"];
    let posts = ["posts/your_posts__check_ins__photos_and_videos_N", "posts/your_posts_N", "comments_and_reactions/comments"];
    for tail in tails.iter().chain(&posts) {
        let named = |entry: &&Entry| stem(entry).is_some_and(|stem| ends_in(&stem, tail));
        let Some(entry) = archive.entries().iter().filter(named).min_by_key(|entry| entry.path.len()) else { continue };
        let is_old = entry.path.ends_with(".htm") || *tail == "html/wall";
        about.whole |= matches!(*tail, "html/timeline" | "html/wall");
        if about.made.is_some() && about.handle.is_some() {
            continue;
        }
        look(archive, entry, is_old, &mut about);
    }
    about
}

/// Bytes of what a page is about, a conversation or an album: each of its items bears it.
pub(super) const SUBJECT: usize = 1_000;

/// Names of the owner that are remembered.
const NAMES: usize = 100;

/// So many bytes of a page are looked at for whose it is.
const LOOKED_AT: u64 = 512 << 10;

fn look(archive: &Archive, entry: &Entry, is_old: bool, about: &mut About) {
    let mut nothing = crate::Collected::default();
    let mut import = Import::new(archive, &mut nothing);
    let layout = if is_old { Layout::Contents } else { Layout::Main };
    // What goes wrong here goes wrong again, and is said, when the page is read.
    let _ = import.file(entry, NONE, |reader, file| {
        let mut first = true;
        let foot = pieces(reader.take(LOOKED_AT), layout, file, |piece, head, _| {
            if std::mem::take(&mut first) {
                about.header(head);
            }
            if let Piece::Card(element) = piece {
                Card::all_of(element).iter().for_each(|card| facts::identify(card, about));
            }
        })?;
        if first {
            about.header(&foot);
        }
        if is_old {
            about.made = about.made.or_else(|| old::downloaded(&foot.said));
        }
        Ok(())
    });
}

impl About {
    fn header(&mut self, head: &Head) {
        let times: Vec<_> = head.times.iter().filter_map(|time| iso_date(time)).collect();
        self.made = self.made.or(times.first().copied());
        // The moments of a limited export are there besides that at which it was made.
        self.limited |= times.len() > 1;
        if !times.is_empty() && self.made_by.is_empty() {
            self.made_by.clone_from(&head.said);
        }
    }

    /// Takes a name for the owner's.
    pub fn named(&mut self, name: &str) {
        if !name.is_empty() && self.names.len() < NAMES && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        if self.name.is_none() {
            self.name = Some(name.to_owned());
        }
    }
}

enum Kept {
    Listed(usize),
    Old,
}

fn page_of(archive: &Archive, entry: &Entry) -> Option<Kept> {
    let stem = stem(entry)?;
    if let Some(at) = PAGES.iter().position(|page| ends_in(&stem, page.tail)) {
        // Of an export in both variants the JSON is read.
        let twin = format!("{}.json", &entry.path[..entry.path.rfind('.')?]);
        return archive.entry(&twin).is_none().then_some(Kept::Listed(at));
    }
    // `index.html` of later exports leads to the other pages; `index.htm` of old is the profile.
    (old::is_page(&stem) && (stem != "index" || entry.path.ends_with(".htm"))).then_some(Kept::Old)
}

/// Reads all pages. False when there are none.
pub(super) fn read(archive: &Archive, import: &mut Import) -> Result<bool, Error> {
    let mut found: Vec<(usize, &Entry)> = Vec::new();
    for entry in archive.entries() {
        match page_of(archive, entry) {
            Some(Kept::Listed(at)) => found.push((at, entry)),
            Some(Kept::Old) => found.push((PAGES.len(), entry)),
            None => {}
        }
    }
    if found.is_empty() {
        return Ok(false);
    }
    found.sort_by_key(|&(at, entry)| (at, entry.path.len(), entry.path.clone()));
    let mut pages = Pages::of(archive);
    for (at, entry) in found {
        let Some(page) = PAGES.get(at) else {
            old::read(&mut pages, import, entry)?;
            continue;
        };
        pages.begin(entry);
        import.file(entry, page.kinds, |reader, file| {
            file.inexact();
            pieces(reader, Layout::Main, file, |piece, head, file| {
                match piece {
                    // Dated records have parts; a line of its own is none.
                    Piece::Card(element) if !page.kinds.is_empty() && element.is_flat() => {}
                    Piece::Card(element) => {
                        pages.head(head);
                        for card in Card::all_of(element) {
                            if card.is_date_unread {
                                file.warn(DATE_UNREAD);
                            }
                            (page.take)(&mut pages, file, card);
                            file.index += 1;
                        }
                    }
                    Piece::TooLarge => file.lost("The record is larger than the limit for one record"),
                    Piece::Loose(_) => {}
                }
            })
            .map(|_| ())
        })?;
    }
    if let Some(entry) = pages.local_times {
        import.warn(entry, LOCAL_TIMES);
    }
    Ok(true)
}

/// What is made of a page that is not read.
pub(super) fn outcome(archive: &Archive, entry: &Entry) -> FileOutcome {
    let Some(stem) = stem(entry) else { return FileOutcome::Unknown };
    if PAGES.iter().any(|page| ends_in(&stem, page.tail)) && page_of(archive, entry).is_none() {
        return FileOutcome::Skipped("The JSON file of the same name was read".to_owned());
    }
    match super::files::left_alone(&stem).or_else(|| old::left_alone(&stem)) {
        Some(why) => FileOutcome::Skipped(why.to_owned()),
        None => FileOutcome::Unknown,
    }
}

/// What has been learnt while reading and helps to understand what follows.
pub(super) struct Pages<'a> {
    pub about: About,
    pub files: Files,
    /// Groups joined.
    pub groups: Groups,
    /// Photos that posts have shown.
    pub shown: Met,
    /// What the page is about: the conversation, the album.
    pub subject: String,
    /// The heading the cards stand under.
    pub heading: String,
    /// Of a conversation of old: sender and time of the message whose words come next.
    pub sent: Option<(String, Option<LocalDate>)>,
    entry: Option<&'a Entry>,
    /// The first page with a time without a zone.
    local_times: Option<&'a Entry>,
}

impl<'a> Pages<'a> {
    fn of(archive: &Archive) -> Self {
        Pages {
            about: about(archive),
            files: Files::of(archive),
            groups: Groups::default(),
            shown: Met::default(),
            subject: String::new(),
            heading: String::new(),
            sent: None,
            entry: None,
            local_times: None,
        }
    }

    /// A new page begins.
    pub fn begin(&mut self, entry: &'a Entry) {
        self.entry = Some(entry);
        self.subject.clear();
        self.heading.clear();
        self.sent = None;
    }

    fn head(&mut self, head: &Head) {
        if self.subject.is_empty() {
            let first = head.said.lines().next().unwrap_or_default();
            self.subject = beginning(if head.title.is_empty() { first } else { &head.title }, SUBJECT).to_owned();
        }
    }

    /// The moment of a date; remembers that it has no zone.
    pub fn moment(&mut self, date: Option<LocalDate>) -> Option<DateTime<Utc>> {
        let date = date?;
        if date.offset.is_none() && date.local.time() != NaiveTime::MIN && self.local_times.is_none() {
            self.local_times = self.entry;
        }
        Some(date.at())
    }

    /// Sets the time of a post.
    pub fn date(&mut self, post: &mut Post, date: Option<LocalDate>) {
        post.at = self.moment(date);
        post.utc_offset = date.and_then(|date| date.offset);
    }

    /// Whether this name is the owner's; where the pages do not say whose they are, everything is taken for theirs.
    pub fn is_owner(&self, name: &str) -> bool {
        let About { names, made_by, .. } = &self.about;
        (names.is_empty() && made_by.is_empty())
            || names.iter().any(|own| own == name)
            || (!name.is_empty() && made_by.contains(name))
    }

    /// A title without the owner's name in front and the full stop.
    pub fn without_owner(&self, title: &str) -> Option<String> {
        let rest = self.about.names.iter().find_map(|name| title.strip_prefix(name.as_str())).unwrap_or(title).trim();
        let rest = rest.strip_suffix('.').unwrap_or(rest);
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    /// The longest name of a joined group that stands in a title.
    pub fn known_group(&self, title: &str) -> Option<String> {
        self.groups.longest_in(title)
    }
}
