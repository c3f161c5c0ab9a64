//! Which file of an export holds what, and where the photos are.
//!
//! Files are known by the end of their path, never by the whole: the folders above have changed with every era, people
//! pack exports anew, and some exports come nested one level deeper than they should.

use crate::archive::{Archive, Entry};
use crate::text::beginning;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::Bound;
use std::sync::Arc;

/// The path in lower case with `_` for every apostrophe: some downloads replace those.
pub(super) fn plain(path: &str) -> String {
    path.to_lowercase().replace(['\'', '’'], "_")
}

/// Whether a plain path without its ending ends in `tail`. `*` stands for one folder or file name or the rest of one, `N` for the number of a
/// file of a series (`message_N` is `message_1`, `message_2`, ... or `message`).
pub(super) fn ends_in(stem: &str, tail: &str) -> bool {
    let mut folders = stem.rsplit('/');
    tail.rsplit('/').all(|pattern| {
        folders.next().is_some_and(|name| match pattern.strip_suffix('N') {
            Some(prefix) => name == prefix.trim_end_matches('_') || number(name, prefix).is_some(),
            None => pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start)),
        })
    })
}

/// The number of a file of a series, `None` when it has none.
pub(super) fn number(name: &str, prefix: &str) -> Option<u32> {
    name.strip_prefix(prefix).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

/// Folders whose files hold nothing a person said and no setting Broadsheet reads, with the reason people are given.
const QUIET: &[(&str, &str)] = &[
    ("about_you", "Technical records about the account"),
    ("activity_messages", "Records of what Facebook proposed to you"),
    ("activity_you_re_tagged_in", "What others posted with your name in it"),
    ("ads", "Advertising records that Broadsheet does not need"),
    ("ads_and_businesses", "Advertising records that Broadsheet does not need"),
    ("ads_information", "Advertising records that Broadsheet does not need"),
    ("apps", "Records of apps and websites without words of yours"),
    ("apps_and_websites", "Records of apps and websites without words of yours"),
    ("apps_and_websites_off_of_facebook", "Records of apps and websites without words of yours"),
    ("autofill_information", "What is filled into forms"),
    ("avatars", "Drawings of you, without words"),
    ("avatars_store", "Drawings of you, without words"),
    ("bug_bounty", "Correspondence with Facebook's support"),
    ("calls_and_messages", "Calls and text messages of your phone, which were never on Facebook"),
    ("connections", "Records of connections that are not friends or requests"),
    ("dating", "A record of Facebook Dating without words of yours"),
    ("facebook_accounts_center", "Technical records of linked Meta accounts"),
    ("facebook_assistant", "Records of a help service"),
    ("facebook_gaming", "Records of games"),
    ("facebook_marketplace", "Marketplace records without words of yours"),
    ("facebook_news", "Records of what you chose to see"),
    ("facebook_payments", "Payments are not read"),
    ("facebook_support", "Correspondence with Facebook's support"),
    ("feed", "Records of what you chose to see"),
    ("followers", "Records of connections that are not friends or requests"),
    ("following_and_followers", "Records of connections that are not friends or requests"),
    ("friends", "Records of connections that are not friends or requests"),
    ("friends_and_followers", "Records of connections that are not friends or requests"),
    ("fundraisers", "Records of fundraisers of others"),
    ("in-app_messages", "Records of what Facebook proposed to you"),
    ("information_about_you", "Technical records about the account"),
    ("interactions", "Records of what you looked at"),
    ("location", "Location records apart from the places Facebook keeps for you"),
    ("location_history", "Location records apart from the places Facebook keeps for you"),
    ("logged_information", "Technical records of how the account was used"),
    ("marketplace", "Marketplace records without words of yours"),
    ("memories", "Settings of memories"),
    ("meta_spark", "Records of another Meta service"),
    ("navigation_bar", "Technical records of how the account was used"),
    ("network_information", "Technical records of how the account was used"),
    ("notifications", "What Facebook told you"),
    ("other_activity", "Small records of how the account was used"),
    ("other_logged_information", "Technical records of how the account was used"),
    ("other_personal_information", "Technical records of how the account was used"),
    ("pages", "Records of Pages you run or left"),
    ("payment_history", "Payments are not read"),
    ("polls", "Records of polls of others"),
    ("preferences", "Records of what you chose to see"),
    ("privacy_checkup", "Records of when you checked your settings"),
    ("profile_information", "Details of the profile that Broadsheet does not need"),
    ("reels", "Records of how reels were used"),
    ("saved_items", "Things you saved, which nobody else sees"),
    ("saved_items_and_collections", "Things you saved, which nobody else sees"),
    ("search", "Technical records of searching"),
    ("security_and_login_information", "Technical records of signing in"),
    ("shops", "Records of what you looked at"),
    ("short_videos", "Records of how reels were used"),
    ("stories", "Records of how stories were used"),
    ("trash", "What lies in the bin already"),
    ("voice_recording_and_transcription", "Recordings of your voice are not read"),
    ("volunteering", "Records of another Meta service"),
    ("voting", "Records of elections"),
    ("your_interactions_on_facebook", "Records of what you looked at"),
    ("your_places", "A list of places drawn from your check-ins"),
    ("your_topics", "What Facebook takes you to be interested in, for its own use"),
];

/// Files that are left alone on purpose: the end of the path and the reason.
const LEFT: &[(&str, &str)] = &[
    ("comments_and_reactions/meta_ai_comment_responses", "Words of a machine"),
    ("comments_and_reactions/your_comment_active_days", "A count of days"),
    ("events/event_invitations", "Invitations by others"),
    ("events/events_you_ve_hidden", "Events of others that you did not want to see"),
    ("events/events_interactions", "Invitations by others"),
    ("events/your_event_invitation_links", "A list of links"),
    ("groups/chat_invites_received", "Invitations by others"),
    ("groups/community_chat_settings", "Technical settings"),
    ("groups/group_invites_you_ve_received", "Invitations by others"),
    ("groups/group_invites_you_ve_sent", "Names of people you invited"),
    ("groups/groups_and_pages_that_you_may_find_engaging", "Proposals by Facebook"),
    ("groups/groups_you_manage", "The groups you run stand among the groups you joined"),
    ("groups/join_requests", "Requests to groups that were not answered"),
    ("groups/your_actions_on_violating_content_in_your_groups", "What you did as a moderator"),
    ("groups/your_badges", "Badges given by groups"),
    ("groups/your_contributions", "A count of what you wrote"),
    ("groups/your_document_revision", "Technical records of documents in groups"),
    ("groups/your_group_post_tags", "Tags in groups"),
    ("groups/your_group_shortcuts", "Technical settings"),
    ("groups/your_groups", "The groups you run stand among the groups you joined"),
    ("groups/your_participation_requests", "Requests to groups that were not answered"),
    ("groups/your_settings_for_groups_tab", "Technical settings"),
    ("messages/chat_invites_received", "Invitations by others"),
    ("messages/community_chats_settings", "Technical settings"),
    ("messages/messenger_ui_settings", "Technical settings"),
    ("messages/your_end-to-end_encryption_enabled_messenger_device", "A list of devices"),
    ("messages/your_messenger_app_install_information", "Technical records of the app"),
    ("notifications/notifications", "What Facebook told you"),
    ("posts/birthday_media", "Photos that stand elsewhere as well"),
    ("posts/content_sharing_links_you_have_created", "A list of links"),
    ("posts/facebook_editor", "Answers to questions about news, which nobody else sees"),
    ("posts/media_used_for_memories", "Photos that stand elsewhere as well"),
    ("posts/shared_memories", "Memories that stand among your posts"),
    ("posts/trash", "These posts are in the bin already"),
];

/// Whether the name of the file alone says that it is left alone.
pub(super) fn is_left_by_name(stem: &str) -> bool {
    LEFT.iter().any(|(tail, _)| ends_in(stem, tail))
}

/// Why this file is left alone, where it is so on purpose. `stem` is the plain path without its ending.
pub(super) fn left_alone(stem: &str) -> Option<&'static str> {
    if let Some((_, why)) = LEFT.iter().find(|(tail, _)| ends_in(stem, tail)) {
        return Some(why);
    }
    // Two folders at most: a whole export may come nested in a quiet one.
    stem.split('/')
        .rev()
        .skip(1)
        .take(2)
        .find_map(|folder| QUIET.iter().find(|(name, _)| *name == folder))
        .map(|(_, why)| *why)
}

const MEDIA_ENDINGS: &[&str] = &[
    "aac", "avi", "bmp", "gif", "heic", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "opus", "pdf", "png",
    "wav", "webm", "webp",
];
const MEDIA_FOLDERS: &[&str] = &["audio", "files", "gifs", "media", "photos", "stickers_used", "videos"];

/// Whether a plain path is that of a photo or another file people sent. Some have no ending: their folder tells.
pub(super) fn is_media(plain: &str) -> bool {
    let ending = plain.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
    MEDIA_ENDINGS.contains(&ending)
        || (!matches!(ending, "json" | "html" | "htm" | "txt")
            && plain.split('/').rev().skip(1).any(|folder| MEDIA_FOLDERS.contains(&folder)))
}

/// Whether a plain path lies directly in a folder of things people sent, whatever its ending.
pub(super) fn is_sent(plain: &str) -> bool {
    plain.rsplit('/').nth(1).is_some_and(|folder| MEDIA_FOLDERS.contains(&folder) && folder != "media")
}

/// Bytes of the name of a group, and of a title looked through for one.
const GROUP: usize = 300;
const TITLE: usize = 4 << 10;

/// Groups that are remembered.
const GROUPS: usize = 20_000;

/// The groups joined, by name.
#[derive(Default)]
pub(super) struct Groups(BTreeSet<String>);

impl Groups {
    pub fn insert(&mut self, name: &str) {
        if name.len() <= GROUP && self.0.len() < GROUPS {
            self.0.insert(name.to_owned());
        }
    }

    /// The longest name that stands in a title.
    pub fn longest_in(&self, title: &str) -> Option<String> {
        let places = beginning(title, TITLE).char_indices();
        let found = places.filter_map(|(at, _)| self.longest_beginning(&title[at..])).max_by_key(|name| name.len());
        found.map(str::to_owned)
    }

    /// The longest name that this text begins with. Of sorted names it is the last one that is not behind the text, or the
    /// last that is not behind what the two have in common, and so on.
    fn longest_beginning(&self, text: &str) -> Option<&str> {
        let mut text = beginning(text, GROUP);
        loop {
            let last = self.0.range::<str, _>((Bound::Unbounded, Bound::Included(text))).next_back()?;
            if text.starts_with(last.as_str()) {
                return Some(last).filter(|name| !name.is_empty()).map(String::as_str);
            }
            let common = text.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            text = beginning(text, common);
        }
    }
}

/// Things met, as far as they are remembered.
#[derive(Default)]
pub(super) struct Met(HashSet<u64>);

/// Things that are remembered.
pub(super) const REMEMBERED: usize = 4_000_000;

impl Met {
    /// Takes note of it; whether it is new.
    pub fn insert(&mut self, text: &str) -> bool {
        if self.0.len() < REMEMBERED { self.0.insert(hash(text)) } else { !self.contains(text) }
    }

    pub fn contains(&self, text: &str) -> bool {
        self.0.contains(&hash(text))
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Finds the file that a record's `uri` means.
pub(super) struct Files {
    /// The steps of each path from its name up, with the path: those that have the most steps in common stand together.
    by_steps: BTreeMap<String, Arc<str>>,
}

/// The steps of a path from its name up, in a form that sorts by them.
fn steps(path: &str) -> String {
    let mut steps = String::with_capacity(path.len() + 1);
    for step in path.rsplit('/') {
        steps.push_str(step);
        steps.push('/');
    }
    steps
}

impl Files {
    /// Takes in the names of all media of an archive.
    pub fn of(archive: &Archive) -> Self {
        let media = archive.entries().iter().filter(|entry| is_media(&entry.path.to_lowercase()));
        Files { by_steps: media.map(|Entry { path, .. }| (steps(path), Arc::clone(path))).collect() }
    }

    /// The path in the archive that has the longest end in common with `uri`; none when the archive lacks the file.
    pub fn find(&self, uri: &str) -> Option<String> {
        let wanted = steps(uri);
        let common = |path: &str| path.rsplit('/').zip(uri.rsplit('/')).take_while(|(a, b)| a == b).count();
        let behind = self.by_steps.range::<str, _>((Bound::Included(&*wanted), Bound::Unbounded)).next();
        let before = self.by_steps.range::<str, _>((Bound::Unbounded, Bound::Excluded(&*wanted))).next_back();
        let near = [behind, before].into_iter().flatten().map(|(_, path)| path);
        let (steps, best) = near.map(|path| (common(path), path)).max_by_key(|(steps, _)| *steps)?;
        // One folder besides the name must agree, or `1.mp4` of one conversation would be shown in another.
        (steps >= 2 || (steps == 1 && !uri.contains('/'))).then(|| best.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_match_whole_names_and_numbers() {
        assert!(ends_in("a/posts/your_posts_12", "posts/your_posts_N"));
        assert!(ends_in("posts/your_posts", "posts/your_posts_N"));
        assert!(ends_in("p/posts/album/0", "album/N"));
        assert!(ends_in("messages/inbox/robin_1/message_2", "messages/*/*/message_N"));
        assert!(!ends_in("posts/your_posts_x", "posts/your_posts_N"));
        assert!(!ends_in("old_posts/your_posts_1", "posts/your_posts_N"));
        assert!(!ends_in("your_posts_1", "posts/your_posts_N"));
    }

    #[test]
    fn the_longest_group_in_a_title_is_found() {
        let mut groups = Groups::default();
        ["Bakers", "Bakers of York", "Bakers of Zurich", "of", ""].into_iter().for_each(|name| groups.insert(name));
        for (title, longest) in [
            ("Mara posted in Bakers of York.", Some("Bakers of York")),
            ("Mara posted in Bakers of Yo", Some("Bakers")),
            ("Bakers", Some("Bakers")),
            ("a loaf of bread", Some("of")),
            ("a loaf", None),
            ("", None),
        ] {
            assert_eq!(groups.longest_in(title).as_deref(), longest, "{title}");
        }
    }

    #[test]
    fn apostrophes_are_all_one() {
        assert_eq!(plain("pages/pages_you've_liked"), plain("pages/pages_you_ve_liked"));
        assert_eq!(plain("pages/pages_you’ve_liked"), plain("pages/pages_you_ve_liked"));
    }

    #[test]
    fn media_without_ending_are_known_by_their_folder() {
        assert!(is_media("messages/inbox/robin_1/files/scan"));
        assert!(is_media("posts/media/mobileuploads_1/2.jpg"));
        assert!(!is_media("messages/inbox/robin_1/message_1.json"));
        assert!(!is_media("posts/media/no-data.txt"));
    }

    #[test]
    fn a_setting_is_not_hidden_by_its_quiet_folder_but_unknown_posts_are_not_quiet() {
        assert!(left_alone("preferences/feed/controls").is_some());
        assert_eq!(left_alone("your_facebook_activity/posts/your_new_posts"), None);
        assert_eq!(left_alone("profile_information/your_facebook_activity/posts/your_new_posts"), None);
        assert_eq!(left_alone("your_facebook_activity/posts/trash"), Some("These posts are in the bin already"));
    }
}
