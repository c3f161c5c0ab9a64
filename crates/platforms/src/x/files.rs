//! Files that are known and left alone, each with the reason in plain words.

use model::FileOutcome;

const SHOP: &str = "Numbers and settings of a shop; nothing you wrote";
const SAME_WITHOUT_WORDS: &str = "The same messages without their words";
const RATINGS: &str = "Ratings of notes; nothing you wrote";
const NUMBERS: &str = "Account numbers of others without names";
const LIVE: &str = "The account X made for live video; nothing you wrote";

/// Data files by name without ending, and why each is left. Sorted.
const LEFT: &[(&str, &str)] = &[
    ("account-label", "A label set by X; nothing you wrote"),
    ("account-suspension", "Suspensions by X; nothing you wrote"),
    ("ad-free-article-visits", "Newspaper pages you opened; nothing you wrote"),
    ("ads-revenue-sharing", "Payments by X; nothing you wrote"),
    ("article-metadata", "Dates of articles; used for the articles"),
    ("audio-video-calls-in-dm", "When calls took place; no words"),
    ("audio-video-calls-in-dm-recipient-sessions", "When calls took place; no words"),
    ("birdwatch-note-rating", RATINGS),
    ("branch-links", "Links that were followed; nothing you wrote"),
    ("commerce-catalog", SHOP),
    ("community-note-batsignal", "Posts for which you asked for a note; no words"),
    ("community-note-rating", RATINGS),
    ("community-note-tombstone", "Numbers of deleted notes; no words"),
    ("deleted-tweet-headers", "The deleted posts without their words"),
    ("direct-message-group-headers", SAME_WITHOUT_WORDS),
    ("direct-message-headers", SAME_WITHOUT_WORDS),
    ("fleet-mute", NUMBERS),
    ("follower", NUMBERS),
    ("manifest", "The table of contents; used to check the other files"),
    ("message-event", "Encrypted messages; their words are not in the archive"),
    ("payload-details", "When the archive was made; used"),
    ("periscope-account-information", LIVE),
    ("periscope-ban-information", LIVE),
    ("periscope-expired-broadcasts", "Numbers of live videos that are gone; no words"),
    ("periscope-followers", NUMBERS),
    ("product-drop", SHOP),
    ("shop-module", SHOP),
    ("shopify-account", SHOP),
    ("tweet-index", "The table of contents; used to check the other files"),
    ("twitter-article-metadata", "Dates of articles; used for the articles"),
    ("twitter-circle", "When a small circle was made; no words"),
    ("twitter-circle-member", NUMBERS),
    ("user-link-clicks", "Links that were followed; nothing you wrote"),
];

/// Folders of the pages with which the archive can be looked at.
const VIEWER: &[&str] = &["assets", "css", "fonts", "images", "img", "js", "lib"];

/// Endings of photos, videos and sound.
const MEDIA: &[&str] = &[
    ".aac", ".gif", ".heic", ".jpeg", ".jpg", ".m3u8", ".m4a", ".m4s", ".mov", ".mp3", ".mp4", ".png", ".ts", ".webm",
    ".webp",
];

/// What becomes of a file nobody reads. `path` is within the archive's own folder; `stem` is the name of a data file
/// without ending and part number, for a data file.
pub(super) fn outcome(path: &str, stem: Option<&str>) -> FileOutcome {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    // The oldest full archives keep photos in ZIPs of their own, which are seen as folders.
    if folders.split('/').any(|folder| folder.contains("_media")) || lower.contains("_media") && name.ends_with(".zip") {
        return FileOutcome::Media;
    }
    if let Some((_, why)) = stem.and_then(|stem| LEFT.iter().find(|(left, _)| *left == stem)) {
        return FileOutcome::Skipped((*why).to_owned());
    }
    let viewer = stem.is_none() && VIEWER.contains(&folders.split('/').next().unwrap_or_default());
    if viewer || name.ends_with(".html") || name.starts_with("readme") {
        return FileOutcome::Skipped("X's own pages for looking at the archive".to_owned());
    }
    if MEDIA.iter().any(|ending| name.ends_with(ending)) {
        return FileOutcome::Media;
    }
    FileOutcome::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_names_are_whole() {
        assert!(LEFT.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(outcome("data/follower.js", Some("follower")), FileOutcome::Skipped(NUMBERS.to_owned()));
        assert_eq!(outcome("data/follower-notes.js", Some("follower-notes")), FileOutcome::Unknown);
    }

    #[test]
    fn pages_and_media_are_told_from_data() {
        for page in ["Your archive.html", "assets/js/app.js", "lib/x.js", "README.txt", "data/README.txt", "css/a.css"] {
            assert!(matches!(outcome(page, None), FileOutcome::Skipped(_)), "{page}");
        }
        for media in [
            "data/tweets_media/1-a.jpg",
            "tweet_media/part/1-a",
            "tweet_media/tweet_media.zip",
            "tweet_media.zip",
            "data/spaces_media/1.ts",
            "photo.JPG",
        ] {
            assert_eq!(outcome(media, None), FileOutcome::Media, "{media}");
        }
        assert_eq!(outcome("data/notes.txt", None), FileOutcome::Unknown);
    }
}
