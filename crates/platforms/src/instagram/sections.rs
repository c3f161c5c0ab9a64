//! Every file the importer reads, known by its name: the folders above have changed with every era.

use super::record::Record;
use super::{Reading, facts, posts};
use crate::import::File;
use model::Kind;

/// One sort of file.
pub(super) struct Section {
    /// The name of the file without its number and ending.
    pub name: &'static str,
    /// What a lost record of it may have been.
    pub kinds: &'static [Kind],
    /// Takes one record.
    pub take: fn(&mut Reading, &mut File, Record),
}

const fn section(
    name: &'static str,
    kinds: &'static [Kind],
    take: fn(&mut Reading, &mut File, Record),
) -> Section {
    Section { name, kinds, take }
}

const POST: &[Kind] = &[Kind::Post, Kind::Reply];
const MEDIA: &[Kind] = &[Kind::Media];
const COMMENT: &[Kind] = &[Kind::Comment];
const LIKE: &[Kind] = &[Kind::Like];
const REACTION: &[Kind] = &[Kind::Reaction];
const FOLLOW: &[Kind] = &[Kind::Follow];
const SEARCH: &[Kind] = &[Kind::Search];
const BIO: &[Kind] = &[Kind::Bio];
const NONE: &[Kind] = &[];

/// In the order of reading: the profile first, since it says whose the words are; messages last, since there are most of
/// them (see `messages.rs`).
pub(super) static SECTIONS: &[Section] = &[
    section("personal_information", BIO, facts::profile),
    section("profile_changes", BIO, facts::profile_change),
    // Archived posts stand in both lists since 2026, and only the first says that nobody sees them.
    section("archived_posts", POST, posts::archived_post),
    section("posts", POST, posts::post),
    section("threads_and_replies", POST, posts::thread),
    section("archived_threads", POST, posts::archived_thread),
    section("reels", MEDIA, posts::medium),
    section("igtv_videos", MEDIA, posts::medium),
    section("stories", MEDIA, posts::medium),
    section("profile_photos", MEDIA, posts::medium),
    section("other_content", MEDIA, posts::medium),
    section("reposts", &[Kind::Repost], posts::repost),
    section("post_comments", COMMENT, posts::comment),
    section("reels_comments", COMMENT, posts::comment),
    section("story_comments", COMMENT, posts::comment),
    section("hype", COMMENT, posts::comment),
    section("notes", POST, posts::note),
    section("questions", COMMENT, posts::answer),
    section("question_media_response", COMMENT, posts::answer),
    section("polls", REACTION, posts::choice),
    section("quizzes", REACTION, posts::choice),
    section("emoji_sliders", REACTION, posts::choice),
    section("emoji_story_reactions", REACTION, posts::choice),
    section("story_reaction_sticker_reactions", REACTION, posts::choice),
    section("avatar_story_reactions", REACTION, posts::choice),
    section("instants_interactions", REACTION, posts::choice),
    section("story_likes", LIKE, posts::like),
    section("liked_posts", LIKE, posts::like),
    section("liked_comments", LIKE, posts::like),
    section("liked_threads", LIKE, posts::like),
    section("following", FOLLOW, posts::follow),
    section("following_hashtags", FOLLOW, posts::follow),
    section("followers", NONE, facts::follower),
    section("follow_requests_you_ve_received", NONE, facts::request),
    section("blocked_profiles", NONE, facts::blocked),
    section("blocked_accounts", NONE, facts::blocked),
    section("profile_searches", SEARCH, posts::search),
    section("account_searches", SEARCH, posts::search),
    section("word_or_phrase_searches", SEARCH, posts::search),
    section("keyword_searches", SEARCH, posts::search),
    section("place_searches", SEARCH, posts::search),
    section("tag_searches", SEARCH, posts::search),
    section("recent_searches", SEARCH, posts::search),
    section("profile_privacy_changes", NONE, facts::privacy_change),
    section("account_privacy_changes", NONE, facts::privacy_change),
    section("login_activity", NONE, facts::login),
    section("logout_activity", NONE, facts::login),
    section("signup_details", NONE, facts::signup),
    section("signup_information", NONE, facts::signup),
    section("instagram_signup_details", NONE, facts::signup),
    section("last_known_location", NONE, facts::last_location),
    section("devices", NONE, facts::device),
    section("secret_conversations", NONE, facts::encrypted_device),
    section("two-factor_authentication", NONE, facts::two_factor),
    section("profile_based_in", NONE, facts::home),
    section("account_based_in", NONE, facts::home),
    section("locations_of_interest", NONE, facts::place_of_interest),
    section("possible_emails", NONE, facts::contact_detail),
    section("possible_phone_numbers", NONE, facts::contact_detail),
    section("synced_contacts", NONE, facts::contact),
    section("apps_and_websites", NONE, facts::app),
    section("active_apps", NONE, facts::app),
    section("your_activity_off_meta_technologies", NONE, facts::off_platform),
    section("your_activity_off_instagram", NONE, facts::off_platform),
    section("advertisers_using_your_activity_or_information", NONE, facts::advertiser),
    section("ads_interests", NONE, facts::interest),
    section("your_topics", NONE, facts::interest),
    section("your_reels_topics", NONE, facts::interest),
    section("other_categories_used_to_reach_you", NONE, facts::interest),
    section("ads_clicked", NONE, facts::ad_click),
    section("your_activity_off_meta_technologies_settings", NONE, facts::settings),
    section("your_activity_off_instagram_settings", NONE, facts::settings),
    section("comments_allowed_from", NONE, facts::settings),
    section("use_cross-app_messaging", NONE, facts::settings),
    section("account_information", NONE, facts::settings),
    section("profile_information", NONE, facts::settings),
    section("instagram_friend_map", NONE, facts::settings),
    section("ad_preferences", NONE, facts::settings),
    section("consents", NONE, facts::settings),
    section("subscription_for_no_ads", NONE, facts::settings),
    section("notification_preferences", NONE, facts::settings),
];

/// Files and folders that are left alone on purpose, with the reason people are given.
const LEFT: &[(&str, &str)] = &[
    ("recently_deleted_content", "These posts are in the bin already"),
    ("saved", "Things you saved, which nobody else sees"),
    ("saved_threads", "Things you saved, which nobody else sees"),
    ("threads_viewed", "What was shown to you"),
    ("stories_viewed", "What was shown to you"),
    ("countdowns", "Reminders of events"),
    ("your_chat_information", "Technical records of conversations"),
    ("note_and_repost_interactions", "Notes and posts of others that you reacted to, without what you did"),
    ("link_history", "Pages you opened, which nobody else sees"),
    ("posts_viewed", "What was shown to you"),
    ("videos_watched", "What was shown to you"),
    ("ads_viewed", "What was shown to you"),
    ("close_friends", "Lists that nobody else sees"),
    ("restricted_profiles", "Lists that nobody else sees"),
    ("restricted_accounts", "Lists that nobody else sees"),
    ("hide_story_from", "Lists that nobody else sees"),
    ("password_change_activity", "Times at which the password was changed"),
    ("followers_and_following", "Records of connections that are not followers or blocked"),
    ("ads_information", "Advertising records that Broadsheet does not need"),
    ("ads_and_topics", "Advertising records that Broadsheet does not need"),
    ("ads_and_businesses", "Advertising records that Broadsheet does not need"),
    ("ads_and_content", "Advertising records that Broadsheet does not need"),
    ("instagram_ads_and_businesses", "Advertising records that Broadsheet does not need"),
    ("apps_and_websites_off_of_instagram", "Records of apps and websites without words of yours"),
    ("autofill_information", "What the app fills into forms"),
    ("device_information", "Technical records of how the account was used"),
    ("logged_information", "Technical records of how the account was used"),
    ("login_and_account_creation", "Technical records of signing in"),
    ("login_and_profile_creation", "Technical records of signing in"),
    ("security_and_login_information", "Technical records of signing in"),
    ("information_about_you", "Technical records about the account"),
    ("personal_information", "Technical records about the account"),
    ("preferences", "Records of what you chose to see"),
    ("media_settings", "Records of what you chose to see"),
    ("comments_settings", "Records of what you chose to see"),
    ("monetization", "Records of earning money"),
    ("past_instagram_insights", "Figures about your posts"),
    ("shopping", "Records of shopping"),
    ("fundraisers", "Records of fundraisers"),
    ("gifts", "Records of gifts"),
    ("reports", "What you reported, which nobody else sees"),
    ("events", "Reminders of events"),
    ("avatars_store", "Records of avatars"),
    ("meta_spark", "Records of another Meta service"),
    ("subscriptions", "Records of subscriptions"),
    ("shared_access", "Records of shared accounts"),
    ("guides", "Collections of posts that stand elsewhere as well"),
    ("threads", "Records of Threads without words of yours"),
    ("other_activity", "Small records of how the account was used"),
];

/// Folders whose files are called like files of posts and hold something else.
pub(super) const NAMESAKES: &[&str] = &["past_instagram_insights", "subscriptions", "monetization", "saved"];

/// Why this file is left alone, where it is so on purpose. `folders` are those around it, innermost first.
pub(super) fn left_alone<'p>(name: &str, folders: impl Iterator<Item = &'p str>) -> Option<&'static str> {
    let reason = |wanted: &str| LEFT.iter().find(|(known, _)| *known == wanted).map(|(_, why)| *why);
    reason(name).or_else(|| folders.take(2).find_map(reason))
}
