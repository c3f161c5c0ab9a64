//! Who can see an item, in the few records that state it.
//!
//! No export seen so far states it for posts; some records have a field or a row for it, in the account's language.

use super::record::string;
use super::rows::Row;
use model::Audience;
use serde_json::Value;

/// Names of fields and rows that state an audience.
const FIELDS: &[&str] = &["audience", "privacy", "privacy_setting", "visibility"];
const LABELS: &[&str] = &[
    "Audience", "Privacy", "Privacy setting", "Visibility", "Zielgruppe", "Privatsphäre", "Sichtbarkeit", "Confidentialité",
    "Visibilité", "Audiencia", "Privacidad", "Público", "Privacidade", "Pubblico", "Doelgroep", "Zichtbaarheid",
    "Prywatność", "Widoczność",
];

const PUBLIC: &[&str] = &[
    "public", "everyone", "anyone", "öffentlich", "alle", "tout le monde", "todos", "público", "pubblica", "pubblico",
    "tutti", "openbaar", "iedereen", "publiczne", "publiczny", "wszyscy", "offentlig", "offentligt", "veřejné", "herkese açık",
];
const FRIENDS: &[&str] = &[
    "friends", "your friends", "all friends", "all_friends", "friends_only", "friends of friends", "friends_of_friends",
    "freunde", "deine freunde", "freunde von freunden", "amis", "vos amis", "amis et leurs amis", "amigos", "tus amigos",
    "amigos de amigos", "amici", "amici di amici", "vrienden", "vrienden van vrienden", "znajomi", "znajomi znajomych",
    "venner", "vänner", "přátelé", "arkadaşlar", "prieteni",
];
const ONLY_ME: &[&str] = &[
    "only me", "only_me", "self", "nur ich", "moi uniquement", "moi seulement", "solo yo", "sólo yo", "somente eu", "só eu",
    "solo io", "alleen ik", "tylko ja", "kun mig", "bare meg", "bara jag", "jen já", "sadece ben", "doar eu",
];

/// The audience these words name.
pub(super) fn named(words: &str) -> Audience {
    let words = words.trim().to_lowercase();
    let is = |known: &[&str]| known.contains(&words.as_str());
    if is(PUBLIC) {
        Audience::Public
    } else if is(FRIENDS) {
        Audience::Friends
    } else if is(ONLY_ME) {
        Audience::OnlyMe
    } else {
        Audience::Unknown
    }
}

/// The audience a record of the classic dialect states, in itself or in one of its `data`.
pub(super) fn stated(record: &Value) -> Audience {
    let data = record["data"].as_array().map_or(&[][..], Vec::as_slice);
    let of = |value: &Value| {
        let words = |field: &&str| {
            let held = &value[*field];
            string(value, field).or_else(|| string(held, "value")).or_else(|| string(held, "description")).map(named)
        };
        FIELDS.iter().find_map(words)
    };
    std::iter::once(record).chain(data).find_map(of).unwrap_or(Audience::Unknown)
}

/// The audience a row states.
pub(super) fn in_rows(rows: &[Row]) -> Audience {
    rows.iter().find(|row| row.is_any(LABELS)).map_or(Audience::Unknown, |row| named(row.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_audience_is_taken_where_it_is_stated_and_never_guessed() {
        for (record, audience) in [
            (json!({"privacy": "Public"}), Audience::Public),
            (json!({"audience": {"value": "ALL_FRIENDS"}}), Audience::Friends),
            (json!({"data": [{"post": "x"}, {"privacy": {"description": "Nur ich"}}]}), Audience::OnlyMe),
            (json!({"privacy": "Close friends"}), Audience::Unknown),
            (json!({"data": [{"post": "Public"}]}), Audience::Unknown),
        ] {
            assert_eq!(stated(&record), audience, "{record}");
        }
    }
}
