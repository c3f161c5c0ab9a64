//! The topics of facts: one list for all platforms, so that a checklist item or the exposure page can name them.

/// Id of a topic and what a fact of it states. Sorted by id.
pub const TOPICS: &[(&str, &str)] = &[
    ("account-created", "the day the account was opened, in `at`"),
    ("ad-click", "an advertisement clicked; detail: where"),
    ("ad-interest", "an interest or audience the platform sells advertising by"),
    ("address", "a postal address on file"),
    ("advertiser", "a firm that aims advertising by a list one is on"),
    ("ai-chat", "a message in a chat with the platform's assistant: the question"),
    ("birth-date", "the birth date on file"),
    ("blocked", "an account blocked"),
    ("channel-visibility", "a channel: its name; detail: public, unlisted or private"),
    ("connected-app", "an app or website that holds a key; detail: what it may do"),
    ("contact-uploaded", "somebody of an uploaded address book"),
    ("device", "a device that was signed in"),
    ("email", "an e-mail address on file"),
    ("employer", "an employer on the profile"),
    ("family", "a family member or relationship on the profile"),
    ("friend", "a friend or connection"),
    ("friend-request", "somebody who asks to be a friend"),
    ("gender", "the gender on file or inferred"),
    ("group", "a group joined; detail: public or private where stated"),
    ("handle-change", "a former name of the account"),
    ("history-kept", "a history: `watch`, `search` or `location`; detail: entries and oldest day; `at`: the newest"),
    ("ip-address", "an internet address one was at; detail: what was done from there"),
    ("job-application", "kept of job applications: a post applied for, an answer, a CV; detail: firm, answer"),
    ("linked-sign-in", "another account that opens this one: its provider or address"),
    ("listed", "a list other people put the account on: its title or address"),
    ("login", "a log-in: its address; detail: device or place"),
    ("off-platform-activity", "a firm that reported one's activity elsewhere"),
    ("phone", "a phone number on file"),
    ("place", "a home town, current town or place the platform keeps"),
    ("place-visited", "a place the platform noted the person at"),
    ("playlist-visibility", "a playlist: its title; detail: public, unlisted or private"),
    ("position", "a post held: title; detail: employer"),
    ("protected", "`true` when posts are shown to approved followers only, else `false`"),
    ("school", "a school or university on the profile"),
    ("setting", "a privacy setting as the archive states it: value `name=value`"),
    ("skill", "a skill, language or certificate on the profile; detail: who vouches for it, or how well"),
    ("two-factor", "a second factor of signing in"),
    ("verified", "`true` when the platform has verified the account"),
    ("video-visibility", "a video: its title; detail: public, unlisted or private"),
    ("website", "a web address on the profile"),
];

#[cfg(test)]
mod tests {
    #[test]
    fn topics_are_sorted_and_each_stands_once() {
        assert!(super::TOPICS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
