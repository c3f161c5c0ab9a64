//! What can be said to be complete: which kinds an export surely holds in full.

use super::files::{self, plain};
use super::sections::SECTIONS;
use crate::archive::Entry;
use chrono::{DateTime, Days, Months, Utc};
use model::{Coverage, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// The files of which an export must hold one of each row before a kind can be complete: that the folder is there is not
/// enough, since the file may be in another part. A folder for which there is nothing has a note that says so, `no-data`.
///
/// Messages are never complete: what was written since conversations are encrypted is in a download of its own.
pub(super) const NEEDED: &[(Kind, &[&[&str]])] = &[
    (Kind::Post, &[POSTS, GROUPS, APPS, MARKETPLACE, PAGES, FUNDRAISERS]),
    (Kind::Quote, &[POSTS, GROUPS, APPS, MARKETPLACE, PAGES, FUNDRAISERS]),
    (Kind::Repost, &[POSTS, GROUPS, APPS]),
    (Kind::Comment, &[COMMENTS, GROUPS]),
    (Kind::Like, &[REACTIONS, PAGES]),
    (Kind::Reaction, &[REACTIONS, STORIES, POLLS]),
    (Kind::Bio, &[&["profile_information/profile_information"], &["dating/*"]]),
    (Kind::Event, &[&["events/your_event_responses", "events/no-data"]]),
    (Kind::Search, &[&["search/your_search_history", "search_history/your_search_history"], MARKETPLACE]),
    (Kind::Group, &[&["groups/your_group_membership_activity", "groups/no-data"]]),
    (Kind::Media, &[ALBUMS, STORIES, &["reels/*", "short_videos/*"]]),
];

const GROUPS: &[&str] = &["groups/*"];
const APPS: &[&str] = &["apps_and_websites_off_of_facebook/*", "apps_and_websites/*", "apps/*"];
const MARKETPLACE: &[&str] = &["facebook_marketplace/*", "marketplace/*"];
const PAGES: &[&str] = &["pages/*"];
const FUNDRAISERS: &[&str] = &["fundraisers/*"];
const STORIES: &[&str] = &["stories/*"];
const POLLS: &[&str] = &["polls/*"];
const ALBUMS: &[&str] = &["album/N", "posts/no-data", "photos_and_videos/no-data"];
const POSTS: &[&str] = &[
    "posts/your_posts__check_ins__photos_and_videos_N",
    "posts/your_posts_N",
    "posts/profile_posts_N",
    "posts/no-data",
];
const COMMENTS: &[&str] =
    &["comments_and_reactions/comments", "comments/comments", "comments_and_reactions/no-data", "comments/no-data"];
const REACTIONS: &[&str] = &[
    "comments_and_reactions/likes_and_reactions_N",
    "comments_and_reactions/posts_and_comments",
    "likes_and_reactions/posts_and_comments",
    "comments_and_reactions/no-data",
    "likes_and_reactions/no-data",
];

/// The folders in which the numbering of files has a gap, and the kinds concerned.
pub(super) fn gaps(sorted: &[(usize, &Entry)]) -> Vec<(String, &'static [Kind])> {
    let mut series: BTreeMap<(usize, String), BTreeSet<u32>> = BTreeMap::new();
    for &(index, entry) in sorted {
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let name = plain(name);
        let prefix = SECTIONS[index].tail.rsplit('/').next().and_then(|tail| tail.strip_suffix('N'));
        if let Some(number) = prefix.and_then(|prefix| files::number(name.strip_suffix(".json")?, prefix)) {
            series.entry((index, folder.to_owned())).or_default().insert(number);
        }
    }
    // Posts count from 1, albums from 0.
    let whole = |numbers: &BTreeSet<u32>| match (numbers.first(), numbers.last()) {
        (Some(&first), Some(&last)) => first <= 1 && numbers.len() as u64 == u64::from(last - first) + 1,
        _ => true,
    };
    series.into_iter().filter(|(_, n)| !whole(n)).map(|((index, folder), _)| (folder, SECTIONS[index].kinds)).collect()
}

/// Whether the export goes back to the beginning of the account.
///
/// It does not say which range of dates was asked for. The longest range offered besides "All time" is three years, so
/// items older than that, or as old as the account, mean that the beginning was not cut off.
pub(super) fn reaches_back(coverage: &Coverage, registered: Option<DateTime<Utc>>, exported: Option<DateTime<Utc>>) -> bool {
    let (Some(first), Some(end)) = (coverage.first, exported.max(coverage.last)) else { return false };
    let three_years = end.checked_sub_months(Months::new(37)).is_some_and(|limit| first < limit);
    let first_year = registered.is_some_and(|at| first < at + Days::new(366));
    three_years || first_year
}

