//! One record in the dialect of rows, used for settings and for more files every year: a list under `label_values` whose
//! labels, and many of whose values, are in the language of the account.
//!
//! A row is known by `ent_field_name`, which does not depend on the language but stands in few exports; else by its label
//! in the languages listed here; else by its place and shape.

use super::picture::{Picture, picture};
use super::record::{list, sound, string, time, without_mention_marks};
use chrono::{DateTime, Utc};
use model::{Place, Private};
use serde_json::Value;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row<'v> {
    /// Label in the account's language, or that of the list it stands in.
    pub label: &'v str,
    /// Name that does not depend on the language; only some exports have it.
    pub field: &'v str,
    pub value: &'v str,
    pub href: Option<&'v str>,
    pub at: Option<DateTime<Utc>>,
    /// How many lists it stands in: 0 for a row of the record itself.
    pub depth: u8,
    /// Label of the outermost list it stands in.
    pub list: &'v str,
}

impl Row<'_> {
    /// Whether the row is called so, by its label or by the name that does not depend on the language.
    pub fn is(&self, name: &str) -> bool {
        self.label.eq_ignore_ascii_case(name) || self.field.eq_ignore_ascii_case(&name.replace(' ', ""))
    }

    /// Whether it is called by one of these names.
    pub fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    fn is_web_address(&self) -> bool {
        self.value.starts_with("http://") || self.value.starts_with("https://")
    }
}

/// What the row with a person's words is called.
pub(super) const MESSAGE: &[&str] = &[
    "Message", "Text", "Post", "Comment", "Content", "Caption", "Body", "Nachricht", "Beitrag", "Kommentar", "Message text",
    "Texte", "Publication", "Commentaire", "Mensaje", "Texto", "Publicación", "Comentario", "Mensagem", "Publicação",
    "Comentário", "Messaggio", "Testo", "Commento", "Bericht", "Tekst", "Reactie", "Opmerking", "Wiadomość", "Treść",
    "Komentarz", "Mesaj", "Comentariu", "Meddelande", "Meddelelse", "Besked", "Melding", "Zpráva", "Viesti", "Üzenet",
    "Mesajı", "Сообщение", "Текст", "Повідомлення", "Μήνυμα", "メッセージ", "消息", "訊息", "메시지", "رسالة",
];

/// English names of rows that hold no words of one's own.
const NO_WORDS: &[&str] = &[
    "Target", "Media", "URL", "Name", "Coordinates", "Address", "Place tags", "Place name", "Visit time", "Reaction",
    "Feeling/activity", "Feeling", "Group", "Created time", "Updated time",
];

/// All rows of a record, nested lists flattened; none in the classic dialect.
pub(super) fn rows(record: &Value) -> Vec<Row<'_>> {
    let mut all = Vec::new();
    gather(list(record, "label_values"), ("", ""), 0, &mut all);
    all
}

/// The rows of a list, `dict` or `vec`, nested lists flattened.
fn gather<'v>(items: &'v [Value], (outer, above): (&'v str, &'v str), depth: u8, into: &mut Vec<Row<'v>>) {
    for item in items {
        let label = string(item, "label").or_else(|| string(item, "title")).unwrap_or(above);
        let outer = if depth == 0 { label } else { outer };
        // Some lists hold bare strings.
        let value = string(item, "value").or_else(|| item.as_str().filter(|s| !s.trim().is_empty()));
        let at = time(item, "timestamp_value");
        if value.is_some() || at.is_some() {
            let field = string(item, "ent_field_name").unwrap_or("");
            into.push(Row { label, field, value: value.unwrap_or(""), href: string(item, "href"), at, depth, list: outer });
        }
        for nested in ["vec", "dict"] {
            gather(list(item, nested), (outer, label), depth.saturating_add(1), into);
        }
    }
}

/// The innermost lists of a record that hold rows, each with its own rows alone: one for each person, message or account.
pub(super) fn entries(record: &Value) -> Vec<Vec<Row<'_>>> {
    fn visit<'v>(item: &'v Value, into: &mut Vec<Vec<Row<'v>>>) {
        for nested in ["vec", "dict"] {
            let items = list(item, nested);
            items.iter().for_each(|item| visit(item, into));
            let nests = |item: &Value| item["dict"].is_array() || item["vec"].is_array();
            let (mut own, flat): (_, Vec<&Value>) = (Vec::new(), items.iter().filter(|item| !nests(item)).collect());
            flat.into_iter().for_each(|item| gather(std::slice::from_ref(item), ("", ""), 0, &mut own));
            if !own.is_empty() {
                into.push(own);
            }
        }
    }
    let mut all = Vec::new();
    list(record, "label_values").iter().for_each(|item| visit(item, &mut all));
    all
}

/// The value of the row with the first of these names that is there.
pub(super) fn row_value<'v>(rows: &[Row<'v>], names: &[&str]) -> Option<&'v str> {
    let filled = |name: &&str| rows.iter().find(|row| !row.value.is_empty() && row.is(name)).map(|row| row.value);
    names.iter().find_map(filled)
}

/// The person's words, as readers saw them.
pub(super) fn message(rows: &[Row]) -> Option<String> {
    let named = rows.iter().find(|row| row.is_any(MESSAGE) && !row.value.is_empty());
    let known = rows.iter().any(|row| row.is_any(MESSAGE) || row.is_any(NO_WORDS));
    let plain = |row: &&Row| {
        row.depth == 0 && !row.value.is_empty() && row.href.is_none() && !row.is_web_address()
            && coordinates(row.value).is_none()
    };
    // In a language not listed, the words come first.
    let first = || rows.iter().find(plain).filter(|_| !known);
    named.or_else(first).map(|row| without_mention_marks(row.value))
}

/// The address the record states for what it is about: a post reacted to, a post of one's own.
pub(super) fn address<'v>(rows: &[Row<'v>]) -> Option<&'v str> {
    let is_address = |text: &&str| text.starts_with("http://") || text.starts_with("https://");
    let hrefs = rows.iter().filter_map(|row| row.href).find(is_address);
    hrefs.or_else(|| rows.iter().map(|row| row.value).find(is_address))
}

/// The value that stands under one of these names, in a row or in a list of rows called so.
pub(super) fn value_under<'v>(rows: &[Row<'v>], names: &[&str]) -> Option<&'v str> {
    let within = || {
        let called = |row: &&Row| row.depth > 0 && names.iter().any(|name| row.list.eq_ignore_ascii_case(name));
        rows.iter().find(|row| called(row) && row.href.is_none() && !row.value.is_empty()).map(|row| row.value)
    };
    row_value(rows, names).or_else(within)
}

/// The coordinates of a row, written `(53.8 , -1.55)`.
pub(super) fn coordinates(value: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = value.trim().strip_prefix('(')?.strip_suffix(')')?.split_once(',')?;
    sound(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}

/// A place stated in rows. Coordinates are recognised by their shape, since labels are in the account's language.
pub(super) fn labelled_place(rows: &[Row]) -> Option<Place> {
    let at = rows.iter().position(|row| coordinates(row.value).is_some());
    let position = at.and_then(|at| coordinates(rows[at].value));
    let list = at.map(|at| rows[at].list);
    let of_place = |row: &&Row| Some(row.list) == list || row.list.eq_ignore_ascii_case("Place tags");
    let of_place: Vec<Row> = rows.iter().filter(of_place).copied().collect();
    let name = row_value(rows, &["Place name"]).or_else(|| row_value(&of_place, &["Name", "Address"]));
    // In another language: the last row beside the coordinates, where an English export has the name.
    let beside = at.and_then(|at| {
        let depth = rows[at].depth;
        rows.iter().rfind(|row| row.depth == depth && depth > 0 && coordinates(row.value).is_none())
    });
    let name = name.or_else(|| beside.map(|row| row.value)).filter(|name| !name.is_empty()).map(Private::from);
    (position.is_some() || name.is_some()).then_some(Place { position, name })
}

/// The photos a record carries.
pub(super) fn row_pictures(record: &Value) -> Vec<Picture<'_>> {
    fn nested<'v>(items: &'v [Value], into: &mut Vec<Picture<'v>>) {
        for item in items {
            into.extend(list(item, "media").iter().filter_map(picture));
            nested(list(item, "dict"), into);
            nested(list(item, "vec"), into);
        }
    }
    let mut all: Vec<Picture> = list(record, "media").iter().filter_map(picture).collect();
    nested(list(record, "label_values"), &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words(rows_of: &Value) -> Option<String> {
        message(&rows(rows_of))
    }

    #[test]
    fn words_are_found_in_any_language() {
        let record = |label: &str| json!({"label_values": [
            {"label": label, "value": "hello"}, {"label": "x", "value": "https://example.org"},
            {"label": "y", "dict": [{"label": "z", "value": "(53.8 , -1.55)"}]}]});
        for label in ["Message", "Nachricht", "Mensaje", "Bir şey"] {
            assert_eq!(words(&record(label)).as_deref(), Some("hello"), "{label}");
        }
        assert_eq!(words(&record("Target")), None);
        let by_field = json!({"label_values": [{"label": "?", "value": "no"}, {"ent_field_name": "Text", "label": "??", "value": "yes"}]});
        assert_eq!(words(&by_field).as_deref(), Some("yes"));
    }

    #[test]
    fn a_place_in_another_language_is_known_by_its_coordinates() {
        let record = json!({"label_values": [{"label": "Mensaje", "value": "aquí"}, {"label": "Lugares", "dict": [
            {"label": "Coordenadas", "value": "(53.8 , -1.55)"}, {"label": "Dirección", "value": "1 High St"},
            {"label": "Nombre", "value": "Demo Bar"}]}]});
        let place = labelled_place(&rows(&record)).expect("there is one");
        assert_eq!((place.position, place.name), (Some((53.8, -1.55)), Some(Private::from("Demo Bar"))));
    }

    #[test]
    fn entries_are_the_innermost_lists() {
        let record = json!({"label_values": [{"title": "A", "dict": [
            {"title": "", "dict": [{"label": "Name", "value": "one"}]}, {"title": "", "dict": [{"label": "Name", "value": "two"}]}]}]});
        let names: Vec<Option<&str>> = entries(&record).iter().map(|rows| row_value(rows, &["Name"])).collect();
        assert_eq!(names, [Some("one"), Some("two")]);
    }
}
