//! Every file the importer reads: the end of its path, where its list stands, and what takes a record of it.
//!
//! Paths of the exports since 2022 come first, those of 2018 to 2021 after them where they differ. Keys carry no version
//! (`comments` is also `comments_v2`). Sources of names and shapes: published importers and path lists of donated exports.

use super::{Reading, facts, messages, posts};
use crate::import::File;
use model::Kind;
use serde_json::Value;

/// One sort of file.
pub(super) struct Section {
    /// End of the plain path, without `.json`; see [`super::files::ends_in`].
    pub tail: &'static str,
    /// Key of the list. Empty: the file is a bare list or one record.
    pub list: &'static str,
    /// What a lost record of it may have been.
    pub kinds: &'static [Kind],
    /// Takes one record.
    pub take: fn(&mut Reading, &mut File, &Value),
}

const fn section(
    tail: &'static str,
    list: &'static str,
    kinds: &'static [Kind],
    take: fn(&mut Reading, &mut File, &Value),
) -> Section {
    Section { tail, list, kinds, take }
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

/// In the order of reading: names and groups first, since they help to understand the rest; posts before albums, since
/// both name the same photos; messages last, since there are most of them.
pub(super) static SECTIONS: &[Section] = &[
    section("profile_information/profile_information", "", &[Kind::Bio], facts::profile),
    section("groups/your_group_membership_activity", "groups_joined", &[Kind::Group], posts::joined_group),
    section("posts/your_posts__check_ins__photos_and_videos_N", "status_updates", POST, posts::post),
    section("posts/your_posts_N", "status_updates", POST, posts::post),
    section("posts/profile_posts_N", "status_updates", POST, posts::post),
    section("posts/archive", "archive", POST, posts::archived_post),
    section("posts/posts_on_other_pages_and_profiles", "", POST, posts::post),
    section("posts/check-ins", "", POST, posts::post),
    section("posts/edits_you_made_to_posts", "", POST, posts::edited_post),
    section("posts/other_people_s_posts_to_your_timeline", "wall_posts_sent_to_you", POST, posts::wall_post),
    section("posts/places_you_have_been_tagged_in", "", NONE, facts::tagged_place),
    section("apps_and_websites_off_of_facebook/posts_from_apps_and_websites", "app_posts", POST, posts::post),
    section("apps_and_websites/posts_from_apps_and_websites", "app_posts", POST, posts::post),
    section("groups/group_posts_and_comments", "group_posts", IN_GROUPS, posts::group_post),
    section("groups/your_posts_in_groups", "group_posts", IN_GROUPS, posts::group_post),
    section("groups/your_posts_and_comments_in_groups", "group_posts", IN_GROUPS, posts::group_post),
    section("groups/your_pending_posts_in_groups", "pending_posts", IN_GROUPS, posts::group_post),
    section("groups/your_comments_in_groups", "group_comments", COMMENT, posts::comment),
    section(
        "groups/your_answers_to_membership_questions",
        "group_membership_questions_answers",
        COMMENT,
        posts::membership_answers,
    ),
    section("comments_and_reactions/comments", "comments", COMMENT, posts::comment),
    section("comments/comments", "comments", COMMENT, posts::comment),
    section("comments_and_reactions/your_comment_edits", "", COMMENT, posts::edited_comment),
    section("comments_and_reactions/likes_and_reactions_N", "reactions", LIKE, posts::reaction),
    section("comments_and_reactions/posts_and_comments", "reactions", LIKE, posts::reaction),
    section("likes_and_reactions/posts_and_comments", "reactions", LIKE, posts::reaction),
    section("likes_and_reactions/pages", "page_likes", LIKE, posts::page_like),
    section("likes_and_reactions/likes_on_external_sites", "other_likes", LIKE, posts::page_like),
    section("pages/pages_you_ve_liked", "page_likes", LIKE, posts::page_like),
    section("pages/pages_and_profiles_you_follow", "pages_followed", FOLLOW, posts::follow),
    section("followers/who_you_ve_followed", "following", FOLLOW, posts::follow),
    section("friends_and_followers/who_you_follow", "following", FOLLOW, posts::follow),
    section("following_and_followers/following", "following", FOLLOW, posts::follow),
    section("following_and_followers/followed_pages", "pages_followed", FOLLOW, posts::follow),
    section("album/N", "photos", MEDIA, posts::photo),
    section("posts/your_uncategorized_photos", "other_photos", MEDIA, posts::photo),
    section("photos_and_videos/your_photos", "photos", MEDIA, posts::photo),
    section("posts/your_photos", "photos", MEDIA, posts::photo),
    section("posts/your_videos", "videos", MEDIA, posts::photo),
    section("photos_and_videos/your_videos", "videos", MEDIA, posts::photo),
    section("stories/archived_stories", "archived_stories", MEDIA, posts::story),
    section("facebook_marketplace/items_sold", "items_selling", POST, posts::item_for_sale),
    section("marketplace/items_sold", "items_selling", POST, posts::item_for_sale),
    section("events/your_events", "your_events", EVENT, posts::own_event),
    section("events/your_event_responses", "", EVENT, posts::event_responses),
    section("search/your_search_history", "searches", &[Kind::Search], posts::search),
    section("search_history/your_search_history", "searches", &[Kind::Search], posts::search),
    section("friends/your_friends", "friends", NONE, facts::friend),
    section("friends/friends", "friends", NONE, facts::friend),
    section("friends_and_followers/friends", "friends", NONE, facts::friend),
    section("friends/received_friend_requests", "received_requests", NONE, facts::friend_request),
    section("friends_and_followers/received_friend_requests", "received_requests", NONE, facts::friend_request),
    section("apps_and_websites_off_of_facebook/connected_apps_and_websites", "installed_apps", NONE, facts::app),
    section("apps_and_websites_off_of_facebook/apps_and_websites", "installed_apps", NONE, facts::app),
    section("apps_and_websites/apps_and_websites", "installed_apps", NONE, facts::app),
    section("your_activity_off_meta_technologies", "off_facebook_activity", NONE, facts::off_platform),
    section("your_off-facebook_activity", "off_facebook_activity", NONE, facts::off_platform),
    section("your_activity_off_meta_technologies_settings", "", NONE, facts::settings),
    section("where_you_re_logged_in", "active_sessions", NONE, facts::session),
    section("account_activity", "account_activity", NONE, facts::login),
    section("record_details", "admin_records", NONE, facts::record_change),
    section("mobile_devices", "devices", NONE, facts::mobile_device),
    section("two-factor_authentication", "", NONE, facts::two_factor),
    section("login_alerts_settings", "", NONE, facts::settings),
    section("contacts_sync_settings", "", NONE, facts::settings),
    section("contacts_uploaded_from_your_phone", "", NONE, facts::contact),
    section("contacts_uploaded_before_2021", "", NONE, facts::contact),
    section("your_imported_contacts", "", NONE, facts::contact),
    section("synced_contacts_from_instagram", "", NONE, facts::contact),
    section("your_address_books", "address_book", NONE, facts::contact),
    section("preferences/privacy_settings", "", NONE, facts::settings),
    section("your_facebook_story_preferences", "", NONE, facts::settings),
    section("your_post_composer_settings", "", NONE, facts::settings),
    section("your_mentions_settings", "", NONE, facts::settings),
    section("messenger_active_status_settings", "", NONE, facts::settings),
    section("your_content_visibility_notification_history", "", NONE, facts::settings),
    section("your_privacy_checkup_interactions", "", NONE, facts::settings),
    section("feed/controls", "controls", NONE, facts::controls),
    section("ads_information/ad_preferences", "", NONE, facts::settings),
    section("ads_personalization_consent", "", NONE, facts::settings),
    section("your_consent_settings", "", NONE, facts::settings),
    section("ads_interests", "topics", NONE, facts::interest),
    section("other_categories_used_to_reach_you", "bcts", NONE, facts::interest),
    section("advertisers_using_your_activity_or_information", "custom_audiences_all_types", NONE, facts::advertiser),
    section("location/primary_location", "", NONE, facts::primary_location),
    section("location/primary_public_location", "", NONE, facts::primary_location),
    section("location/last_location", "", NONE, facts::last_location),
    section("messages/*/*/message_N", "messages", MESSAGE, messages::message),
    section("your_group_messages/*", "messages", MESSAGE, messages::message),
];

/// The files of which an export must hold one of each row before a kind can be complete: that the folder is there is not
/// enough, since the file may be in another part. A folder for which there is nothing has a note that says so, `no-data`.
pub(super) const NEEDED: &[(Kind, &[&[&str]])] = &[
    (Kind::Post, &[POSTS, &["groups/*"]]),
    (Kind::Repost, &[POSTS, &["groups/*"]]),
    (Kind::Comment, &[COMMENTS, &["groups/*"]]),
    (Kind::Like, &[REACTIONS]),
    (Kind::Reaction, &[REACTIONS]),
    (Kind::Message, &[&["messages/inbox/*/message_N", "messages/no-data", "messages/inbox/no-data"]]),
    (Kind::Bio, &[&["profile_information/profile_information"]]),
    (Kind::Event, &[&["events/your_event_responses", "events/no-data"]]),
    (Kind::Search, &[&["search/your_search_history", "search_history/your_search_history"]]),
    (Kind::Group, &[&["groups/your_group_membership_activity", "groups/no-data"]]),
    (Kind::Media, &[&["album/N", "posts/no-data", "photos_and_videos/no-data"]]),
];

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
