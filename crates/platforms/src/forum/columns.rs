//! Which column holds what: by its name in several languages, checked against its values.

use super::dates::{Order, moment};
use crate::table::fold;
use crate::told::{FIELDS, Told};
use std::collections::BTreeMap;

/// Values of a column kept for judging it.
pub(super) const SAMPLES: usize = 50;

/// A table as far as it was looked at.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Name of the list inside the file.
    pub list: String,
    /// Names of the columns, in the order first met, each with values that are not empty.
    pub columns: Vec<(String, Vec<String>)>,
    pub records: u64,
}

/// Names of columns by field, in order of preference, folded.
const NAMES: &[(&str, &[&str])] = &[
    ("text", &[
        "postraw", "raw", "rawbody", "bodymarkdown", "body", "bodytext", "bodyhtml", "text", "posttext", "commenttext", "messagetext", "messagebody",
        "message", "content", "contents", "postcontent", "comment", "commentbody", "commentcontent", "postbody", "post", "pagetext", "selftext",
        "reply", "replytext", "replybody", "answer", "entry", "entrytext", "cooked", "postcooked", "html", "beitrag", "beitragstext", "nachricht", "inhalt",
        "kommentar", "texte", "commentaire", "contenu", "texto", "mensaje", "contenido", "comentario", "messaggio", "testo", "contenuto", "commento",
        "bericht", "tekst", "inhoud", "reactie", "mensagem", "conteudo", "conteúdo", "comentário", "inlägg", "meddelande", "innlegg", "melding",
        "indlæg", "besked", "viesti", "treść", "tresc", "wiadomość", "сообщение", "текст", "words", "posting", "postmessage", "note", "caption",
    ]),
    ("at", &[
        "createdat", "createdutc", "created", "postedat", "postedon", "posted", "postdate", "postdatetime", "posttime", "dateposted", "timeposted",
        "datecreated", "creationdate", "createddate", "createdtime", "createdon", "datetime", "dateandtime", "date", "dateline", "timestamp", "timestamputc", "publishedat", "published",
        "publisheddate", "publisheddate", "publishedtimestamp", "pubdate", "commentdate", "commenttime", "messagedate", "sentat", "senton", "sent", "datesent",
        "submissiontime", "submittedat", "time", "utc", "when", "datum", "zeit", "zeitpunkt", "datumuhrzeit", "erstelltam", "erstellt", "gepostetam", "veröffentlichtam",
        "datedepublication", "datedecréation", "publiéle", "créele", "fecha", "fechahora", "fechadecreación", "fechadepublicación", "data", "dataora", "dataehora", "datadicreazione", "geplaatstop", "dato", "opprettet", "skapad",
        "oprettet", "päivämäärä", "päiväys", "дата", "updatedat", "lastedited", "modified",
    ]),
    ("id", &[
        "id", "postid", "pid", "commentid", "messageid", "msgid", "entryid", "replyid", "answerid", "postno", "postnr", "postnum", "guid", "uuid", "uid",
        "beitragsid", "beitragsnummer", "nr", "no", "number", "_id", "key",
    ]),
    ("url", &[
        "permalink", "posturl", "postlink", "commenturl", "commentlink", "url", "link", "messageurl", "weburl", "fullurl", "href", "uri", "archivedat", "weblink", "shareurl", "postlinklink",
        "beitragslink", "adresse", "lien", "enlace", "collegamento", "länk", "ссылка",
    ]),
    ("title", &[
        "title", "posttitle", "subject", "postsubject", "headline", "betreff", "titel", "überschrift", "sujet", "titre", "objet", "asunto", "título", "titulo", "oggetto",
        "titolo", "onderwerp", "assunto", "тема", "ämne", "emne", "otsikko", "temat",
    ]),
    ("topic", &[
        "topictitle", "threadtitle", "topic", "thread", "topicname", "threadname", "topicsubject", "threadsubject", "discussion", "discussiontitle", "articletitle",
        "article", "articleurl", "questiontitle", "thema", "fil", "hilo", "tema", "discussione", "conversation", "conversationtitle", "topic.title", "thread.title",
    ]),
    ("about", &[
        "forum", "forumname", "forumtitle", "board", "boardname", "categories", "category", "categoryname", "subforum", "section", "subreddit", "group", "groupname", "community",
        "newsgroups", "newsgroup", "list", "mailinglist", "channelname", "channel", "room", "space", "kategorie", "rubrik", "bereich", "gruppe", "catégorie",
        "categoria", "categoría", "forum.name", "category.name", "board.name", "tags", "node",
    ]),
    ("author", &[
        "author", "authorname", "username", "user", "poster", "postername", "postauthor", "postedby", "from", "fromname", "sender", "sendername", "fromuser", "screenname", "displayname",
        "nickname", "nick", "handle", "member", "membername", "ownerdisplayname", "userdisplayname", "createdby", "commentauthor", "commenter", "author.name", "author.username", "author.displayname", "user.username",
        "user.name", "user.login", "user.displayname", "poster.name", "from.name", "sender.name", "autor", "verfasser", "benutzer", "benutzername", "absender", "von", "auteur", "utilisateur", "pseudo",
        "usuario", "nombre", "utente", "autore", "gebruiker", "gebruikersnaam", "afzender", "användare", "bruker", "автор", "name", "byuser", "owner",
        "userid", "authorid", "posterid", "memberid", "owneruserid", "fromuserid",
    ]),
    ("replyto", &[
        "replyto", "inreplyto", "inreplytoid", "replytoid", "replytopostid", "replytopost", "replytopostnumber", "parent", "parentid", "parentpostid", "parentcommentid", "parentpost",
        "threadparentmessageid", "parentmessageid", "quotedid", "quotedpostid", "answerto", "respondsto", "replyof", "antwortauf", "enréponseà", "enrespuestaa", "inrispostaa",
    ]),
    ("audience", &[
        "visibility", "audience", "privacy", "access", "sharing", "ispublic", "public", "isprivate", "private", "sichtbarkeit", "visibilité", "visibilidad", "visibilità", "zichtbaarheid",
        "viewableby", "whocansee",
    ]),
    ("to", &[
        "to", "recipient", "recipients", "toname", "touser", "tousername", "recipientname", "empfänger", "an", "destinataire", "destinatario", "para", "ontvanger", "mottagare",
    ]),
    // Whether it is a private message; told by nobody, for boards that say so.
    ("pm", &["ispm", "isprivatemessage", "privatemessage", "pm", "isdirectmessage"]),
    // A time of day that stands apart from its date.
    ("clock", &["time", "uhrzeit", "heure", "hora", "ora", "tijd", "tid", "klokkeslett", "posttime"]),
];

/// Which column holds which field: field to the column's own name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns(pub BTreeMap<&'static str, String>);

impl Columns {
    /// The column of a field of [`FIELDS`], or of `pm` and `clock`.
    pub fn of(&self, field: &str) -> Option<&str> {
        let field = if field == "reply_to" { "replyto" } else { field };
        self.0.get(field).map(String::as_str)
    }

    /// The field a column is taken for.
    pub fn field(&self, column: &str) -> Option<&'static str> {
        let (field, _) = self.0.iter().find(|(_, name)| *name == column)?;
        FIELDS.iter().map(|(id, _)| *id).find(|id| id.replace('_', "") == *field)
    }

    /// What the columns are by name and values, with what the person said put first.
    pub fn guess(seen: &Seen, told: &Told) -> Columns {
        let mut columns = Columns::default();
        let fields = NAMES.iter().map(|(field, _)| *field);
        for field in fields.clone() {
            let said = FIELDS.iter().find(|(id, _)| id.replace('_', "") == field).and_then(|(id, _)| told.column(id));
            let found = said.and_then(|said| {
                let exact = seen.columns.iter().find(|(name, _)| name == said);
                exact.or_else(|| seen.columns.iter().find(|(name, _)| fold(name) == fold(said)))
            });
            if let Some((name, _)) = found {
                columns.0.insert(field, name.clone());
            }
        }
        let plain: Vec<String> = seen.columns.iter().map(|(name, _)| plain(name)).collect();
        for (field, names) in NAMES {
            if columns.0.contains_key(field) {
                continue;
            }
            let free = |name: &String| !columns.0.values().any(|taken| taken == name);
            let fits = |wanted: &&str| {
                let mut named = seen.columns.iter().zip(&plain).filter(|(_, plain)| plain == wanted).map(|(column, _)| column);
                named.find(|(name, samples)| free(name) && is_likely(field, samples)).map(|(name, _)| name.clone())
            };
            if let Some(name) = names.iter().find_map(fits) {
                columns.0.insert(field, name);
            }
        }
        columns.put_right(seen, told);
        columns
    }

    /// Guesses that only make sense together.
    fn put_right(&mut self, seen: &Seen, told: &Told) {
        let samples = |name: &str| seen.columns.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, samples)| samples);
        // A date with its own time needs no other.
        let timed = self.of("at").is_some_and(|name| samples(name).iter().any(|value| value.contains(':')));
        if timed || self.of("at").is_none() || self.of("at") == self.of("clock") {
            self.0.remove("clock");
        }
        // `subject` beside no other words is a letter's; `to` alone is a range or a target.
        if told.column("to").is_none() && self.of("author").is_none() && self.of("to").is_some_and(|name| fold(name) == "to") {
            self.0.remove("to");
        }
    }

    /// The column most likely to hold words when none is named so: the one with the longest.
    pub fn longest(&self, seen: &Seen) -> Option<String> {
        let free = seen.columns.iter().filter(|(name, _)| self.field(name).is_none());
        let average = |samples: &Vec<String>| samples.iter().map(String::len).sum::<usize>() / samples.len().max(1);
        let wordy = free.filter(|(_, samples)| samples.iter().any(|value| value.contains(' ')) && average(samples) > 20);
        wordy.max_by_key(|(_, samples)| average(samples)).map(|(name, _)| name.clone())
    }

    /// Whether enough is known to read the table without being told.
    pub fn are_known(&self) -> bool {
        let place = ["url", "id", "author", "topic", "title", "about", "replyto"].iter().any(|field| self.0.contains_key(field));
        self.0.contains_key("text") && self.0.contains_key("at") && place
    }
}

/// A column's name for comparing: as [`fold`], and without brackets and signs.
fn plain(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    fold(name).chars().filter(|c| c.is_alphanumeric() || *c == '.').collect()
}

/// Whether the values can be what the name says.
fn is_likely(field: &str, samples: &[String]) -> bool {
    let count = |holds: &dyn Fn(&str) -> bool| samples.iter().filter(|value| holds(value)).count();
    let most = |holds: &dyn Fn(&str) -> bool| samples.is_empty() || count(holds) * 2 > samples.len();
    match field {
        "text" => samples.is_empty() || !most(&|value| value.bytes().all(|b| b.is_ascii_digit()) || value.starts_with("http")),
        "at" => !samples.is_empty() && most(&|value| moment(value, Order::Day).is_some()),
        "url" => most(&|value| value.contains('/') && !value.contains(' ')),
        "author" | "to" => !most(&|value| value.len() > 120),
        "clock" => most(&|value| value.len() <= 12 && value.contains(':')),
        "pm" => most(&|value| value.len() <= 8),
        "id" => most(&|value| value.len() <= 200 && !value.contains(' ')),
        "topic" | "about" => !most(&|value| value.bytes().all(|b| b.is_ascii_digit())),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(columns: &[(&str, &[&str])]) -> Seen {
        let of = |(name, values): &(&str, &[&str])| ((*name).to_owned(), values.iter().map(|v| (*v).to_owned()).collect());
        Seen { columns: columns.iter().map(of).collect(), ..Seen::default() }
    }

    #[test]
    fn columns_are_known_by_name_in_several_languages() {
        for (text, at, author) in [
            ("Body", "Created At", "Author"), ("Beitrag", "Datum", "Benutzername"), ("Message", "Date", "Auteur"),
            ("Mensaje", "Fecha", "Usuario"), ("post_text", "post_time", "post_username"), ("Testo", "Data", "Autore"),
            ("content", "published_at", "user.username"),
        ] {
            let guess = Columns::guess(&seen(&[(at, &["2014-03-03 10:00"]), (author, &["ada"]), (text, &["Some words"])]), &Told::default());
            assert_eq!((guess.of("text"), guess.of("at")), (Some(text), Some(at)));
            assert!(guess.of("author") == Some(author) || author == "post_username", "{author}");
        }
    }

    #[test]
    fn values_veto_a_name() {
        let table = seen(&[("time", &["3 days"]), ("posted", &["2014-03-03"]), ("post", &["17", "18"]), ("comment", &["words of it"])]);
        let guess = Columns::guess(&table, &Told::default());
        assert_eq!((guess.of("text"), guess.of("at")), (Some("comment"), Some("posted")));
    }

    #[test]
    fn what_was_told_comes_first_and_the_rest_is_guessed() {
        let mut told = Told::default();
        told.columns.insert("text".into(), "Col_3".into());
        let guess = Columns::guess(&seen(&[("body", &["no"]), ("col 3", &["yes it is"]), ("date", &["2014-03-03"])]), &told);
        assert_eq!((guess.of("text"), guess.of("at")), (Some("col 3"), Some("date")));
    }

    #[test]
    fn without_words_or_times_nothing_is_known() {
        let known = |columns: &[(&str, &[&str])]| Columns::guess(&seen(columns), &Told::default()).are_known();
        assert!(known(&[("text", &["a b"]), ("date", &["2014-03-03"]), ("url", &["https://a.example/1"])]));
        assert!(!known(&[("text", &["a b"]), ("url", &["https://a.example/1"])]));
        assert!(!known(&[("a", &["a b"]), ("date", &["2014-03-03"]), ("id", &["1"])]));
    }
}
