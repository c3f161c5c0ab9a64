//! What the pages of the HTML variant say of the account. Labels are in the account's language: where they are not known,
//! the shape of a value (an address, a number, a date) tells what it is.

use super::html::{About, Pages, SUBJECT};
use crate::import::File;
use crate::meta_html::{Card, Row, local_date};
use crate::text::{beginning, is_ip_address};
use model::{Kind, Private};

/// What a row of the profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    FormerName,
    Handle,
    Birth,
    Gender,
    Address,
    Town,
    Home,
    Website,
    Employer,
    School,
    Family,
    Registered,
    Words,
}

/// Labels of the profile page in the languages most used, in lower case.
const LABELS: &[(Field, &[&str])] = &[
    (Field::FormerName, &["previous names", "previous name", "other names", "frühere namen", "noms précédents", "nombres anteriores"]),
    (Field::Name, &["name", "full name", "nom", "nom complet", "nombre", "nombre completo", "nome", "nome completo", "naam", "imię i nazwisko", "ad", "nama", "namn", "имя"]),
    (Field::Handle, &["username", "vanity", "profile", "profile url", "profile uri", "benutzername", "nom d’utilisateur", "nom d'utilisateur", "nombre de usuario", "nome utente", "nome de usuário", "gebruikersnaam"]),
    (Field::Birth, &["birthday", "date of birth", "geburtstag", "geburtsdatum", "date de naissance", "anniversaire", "cumpleaños", "fecha de nacimiento", "compleanno", "data de nascimento", "aniversário", "geboortedatum", "verjaardag"]),
    (Field::Gender, &["gender", "sex", "geschlecht", "genre", "sexe", "género", "sexo", "genere", "gênero", "geslacht"]),
    (Field::Address, &["address", "adresse", "dirección", "indirizzo", "endereço", "adres"]),
    (Field::Town, &["current city", "wohnort", "aktueller wohnort", "ville actuelle", "ciudad actual", "città attuale", "cidade atual", "huidige woonplaats"]),
    (Field::Home, &["hometown", "heimatstadt", "heimatort", "ville d’origine", "ville d'origine", "ciudad de origen", "città natale", "cidade natal", "geboorteplaats"]),
    (Field::Website, &["websites", "website", "webseiten", "sites web", "sitios web", "siti web", "sites"]),
    (Field::Employer, &["work", "employers", "arbeit", "emploi", "travail", "trabajo", "empleo", "lavoro", "trabalho", "werk"]),
    (Field::School, &["education", "schools", "ausbildung", "formation", "scolarité", "formación", "educación", "istruzione", "educação", "opleiding"]),
    (Field::Family, &["family", "family members", "relationship status", "relationship", "familie", "famille", "familia", "famiglia", "família", "beziehungsstatus", "situation amoureuse"]),
    (Field::Registered, &["registration date", "registered", "registrierungsdatum", "date d’inscription", "date d'inscription", "fecha de registro", "data di registrazione", "data de registro", "registratiedatum"]),
    (Field::Words, &["intro", "bio", "about you", "about me", "about", "favorite quotes", "favourite quotes", "political views", "religious views", "steckbrief", "über dich", "présentation", "presentación"]),
];

fn field(label: &str) -> Option<Field> {
    let label = label.trim().trim_end_matches(':').to_lowercase();
    LABELS.iter().find(|(_, names)| names.contains(&label.as_str())).map(|(field, _)| *field)
}

/// Learns from a card of the profile whose it is.
pub(super) fn identify(card: &Card, about: &mut About) {
    for row in card.body.rows() {
        let first = row.value.lines().next().unwrap_or_default();
        let kind = field(&row.label);
        if kind == Some(Field::Handle) || profile_address(&row) {
            let address = row.href.as_deref().unwrap_or(first).trim_end_matches('/');
            let tail = address.rsplit('/').next().unwrap_or(address);
            let handle = tail.strip_prefix("profile.php?id=").unwrap_or(tail).to_owned();
            about.handle.get_or_insert(handle);
        }
        if matches!(kind, Some(Field::Name | Field::FormerName)) {
            about.named(first);
        }
    }
}

fn profile_address(row: &Row) -> bool {
    let address = row.href.as_deref().unwrap_or(&row.value);
    address.strip_prefix("https://www.facebook.com/").is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
}

/// A card of the profile.
pub(super) fn profile(pages: &mut Pages, file: &mut File, card: Card) {
    for row in card.body.rows() {
        profile_row(pages, file, &row);
    }
}

/// One row of the profile: words as an item, details as facts.
pub(super) fn profile_row(pages: &mut Pages, file: &mut File, row: &Row) {
    let value = row.value.trim();
    let first = value.lines().next().unwrap_or_default();
    let rest = value.lines().skip(1).filter(|line| local_date(line).is_none()).collect::<Vec<_>>().join(", ");
    match field(&row.label) {
        Some(Field::Words) if !value.is_empty() => {
            let mut post = file.draft(Kind::Bio, value);
            post.about = (!row.label.eq_ignore_ascii_case("intro")).then(|| Private::from(row.label.as_str()));
            file.post(post);
        }
        Some(Field::FormerName) => file.fact("handle-change", first, "former name", None),
        Some(Field::Birth) => {
            let day = local_date(first).map_or_else(|| first.to_owned(), |date| date.local.format("%Y-%m-%d").to_string());
            file.fact("birth-date", &day, "", None);
        }
        Some(Field::Gender) => file.fact("gender", &first.to_lowercase(), "", None),
        Some(Field::Address) => file.fact("address", &value.replace('\n', ", "), "", None),
        Some(Field::Town) => file.fact("place", first, "current town", None),
        Some(Field::Home) => file.fact("place", first, "home town", None),
        Some(Field::Website) => file.fact("website", first, "", None),
        Some(Field::Employer) => file.fact("employer", first, &rest, None),
        Some(Field::School) => file.fact("school", first, &rest, None),
        Some(Field::Family) => file.fact("family", first, &rest, None),
        Some(Field::Registered) => {
            let at = pages.moment(local_date(first));
            let day = at.map_or_else(|| first.to_owned(), |at| at.format("%Y-%m-%d").to_string());
            file.fact("account-created", &day, "", at);
        }
        Some(Field::Name | Field::Handle) => {}
        _ if is_email(first) => value.lines().filter(|l| is_email(l)).for_each(|l| file.fact("email", l, "", None)),
        _ if is_phone(first) => value.lines().filter(|l| is_phone(l)).for_each(|l| file.fact("phone", l, "", None)),
        _ => {}
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) && !text.contains(' ')
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with('+') && (7..=15).contains(&digits)
}

/// A friend.
pub(super) fn friend(pages: &mut Pages, file: &mut File, card: Card) {
    named(pages, file, "friend", &card);
}

/// Somebody who asks to be a friend.
pub(super) fn friend_request(pages: &mut Pages, file: &mut File, card: Card) {
    named(pages, file, "friend-request", &card);
}

fn named(pages: &mut Pages, file: &mut File, topic: &str, card: &Card) {
    if let Some(name) = card.name() {
        let at = pages.moment(card.at);
        file.fact(topic, &name, "", at);
    }
}

/// An app or website with access, or the heading for what follows. Removed ones hold no key any more.
pub(super) fn app(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    if rows.is_empty() && card.at.is_none() && card.body.items().is_empty() {
        pages.heading = beginning(&card.name().unwrap_or_default(), SUBJECT).to_owned();
        return;
    }
    let dates = rows.iter().find_map(|row| local_date(&row.value));
    let state = rows.iter().find(|row| row.label == "Category" || row.label == "Status").map(|row| row.value.clone());
    let state = state.unwrap_or_else(|| pages.heading.clone());
    let removed = state.to_lowercase().contains("removed") || rows.iter().any(|row| row.label.starts_with("Removed"));
    let name = rows.iter().find(|row| row.label == "Name").map(|row| row.value.clone()).or_else(|| card.name());
    let name = name.or_else(|| rows.iter().map(|row| row.value.clone()).find(|v| local_date(v).is_none()));
    if let Some(name) = name.filter(|_| !removed) {
        let at = pages.moment(card.at.or(dates));
        file.fact("connected-app", &name, &state.to_lowercase(), at);
    }
}

/// A firm that told Facebook what the person did elsewhere.
pub(super) fn off_platform(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let Some(firm) = card.name().or_else(|| rows.first().map(|row| row.value.clone())) else { return };
    let newest = rows.iter().filter_map(|row| local_date(&row.value)).max_by_key(|date| date.local);
    let at = pages.moment(card.at.or(newest));
    file.fact("off-platform-activity", &firm, "", at);
}

/// A device that is signed in.
pub(super) fn session(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let value = |names: &[&str]| rows.iter().find(|row| names.contains(&row.label.as_str())).map(|row| row.value.as_str());
    let browser = rows.iter().map(|row| row.value.as_str()).find(|value| value.starts_with("Mozilla/"));
    let device = value(&["Device", "Device type"]).or(browser).or_else(|| rows.first().map(|row| row.value.as_str()));
    let title = card.title.as_deref();
    let Some(device) = device.or(title) else { return };
    let newest = rows.iter().filter_map(|row| local_date(&row.value)).max_by_key(|date| date.local);
    let detail: Vec<&str> = [value(&["App"]), value(&["Location"])].into_iter().flatten().collect();
    let at = pages.moment(card.at.or(newest));
    file.fact("device", device, &detail.join(", "), at);
}

/// A log-in, log-out or similar, with the address it came from.
pub(super) fn login(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let Some(address) = rows.iter().map(|row| row.value.trim()).find(|value| is_ip_address(value)) else { return };
    let places = ["City", "Region", "Country"];
    let places = places.iter().filter_map(|name| rows.iter().find(|row| row.label == *name)).map(|row| row.value.as_str());
    let detail: Vec<&str> = card.title.as_deref().into_iter().chain(places).collect();
    let at = pages.moment(card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
    file.fact("login", address, &detail.join(", "), at);
}

/// A change of name, e-mail address or phone number.
pub(super) fn record_change(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let at = pages.moment(card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
    for row in &rows {
        let label = row.label.to_lowercase();
        let topic = match () {
            () if !label.starts_with("old") => continue,
            () if label.contains("name") || label.contains("vanity") => ("handle-change", "former name"),
            () if is_email(&row.value) => ("email", "former"),
            () if is_phone(&row.value) || label.contains("number") => ("phone", "former"),
            () => continue,
        };
        file.fact(topic.0, &row.value, topic.1, at);
    }
}

/// A device of the list of devices that had the app.
pub(super) fn device(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let value = |name: &str| rows.iter().find(|row| row.label == name).map(|row| row.value.as_str());
    let Some(device) = value("Type").or_else(|| rows.first().map(|row| row.value.as_str())) else { return };
    let newest = rows.iter().filter_map(|row| local_date(&row.value)).max_by_key(|date| date.local);
    let at = pages.moment(newest);
    file.fact("device", device, value("OS").unwrap_or_default(), at);
}

/// Somebody of an uploaded address book: the name alone, since numbers and addresses are theirs.
pub(super) fn contact(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let labelled = rows.iter().find(|row| matches!(row.label.as_str(), "Name" | "Full name")).map(|row| row.value.clone());
    let name = card.title.clone().or(labelled).or_else(|| card.body.said().into_iter().next());
    let at = pages.moment(card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
    let private = |name: &String| !is_phone(name) && !is_email(name);
    file.fact("contact-uploaded", name.filter(private).as_deref().unwrap_or("somebody"), "", at);
}

/// A settings page: one fact for each row, label and value as the archive has them, in its language.
pub(super) fn settings(pages: &mut Pages, file: &mut File, card: Card) {
    let path = file.source().file;
    let page = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default().to_owned();
    for row in card.body.rows().iter().filter(|row| !row.label.is_empty()) {
        let at = pages.moment(local_date(&row.value));
        file.fact("setting", &format!("{}={}", row.label, row.value), &page, at);
    }
}

/// Whether signing in takes a second factor. The dates stand there for both answers, so only the value counts.
pub(super) fn two_factor(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let updated = rows.iter().filter_map(|row| local_date(&row.value)).max_by_key(|date| date.local);
    let state = rows.iter().find(|row| !row.value.is_empty() && local_date(&row.value).is_none());
    if let Some(state) = state {
        let at = pages.moment(updated);
        file.fact("two-factor", &state.value, "", at);
    }
}

/// Interests or categories advertising is sold by.
pub(super) fn interest(_: &mut Pages, file: &mut File, card: Card) {
    for interest in listed(&card) {
        file.fact("ad-interest", &interest, "", None);
    }
}

/// Firms that aim advertising with the help of a list the person is on.
pub(super) fn advertiser(_: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    match rows.iter().find(|row| row.label == "Name") {
        Some(row) => file.fact("advertiser", &row.value, "", None),
        None if rows.is_empty() => listed(&card).iter().for_each(|firm| file.fact("advertiser", firm, "", None)),
        // A matrix: the firm in the first column, marks in the others.
        None => {
            let mut firms: Vec<&str> = rows.iter().map(|row| row.label.as_str()).filter(|l| !l.is_empty()).collect();
            firms.dedup();
            firms.iter().for_each(|firm| file.fact("advertiser", firm, "", None));
        }
    }
}

/// The entries of a list, whether a table, a list or blocks.
fn listed(card: &Card) -> Vec<String> {
    let (items, rows) = (card.body.items(), card.body.rows());
    match (items.is_empty(), rows.is_empty()) {
        (false, _) => items,
        (true, false) => rows.into_iter().map(|row| if row.value.is_empty() { row.label } else { row.value }).collect(),
        (true, true) => card.title.iter().cloned().chain(card.body.said()).collect(),
    }
}

/// The town Facebook takes for the person's home.
pub(super) fn primary_location(_: &mut Pages, file: &mut File, card: Card) {
    for place in listed(&card) {
        file.fact("place", &place.replace('\n', ", "), "taken for your home", None);
    }
}

/// A place somebody else said the person was at.
pub(super) fn tagged_place(pages: &mut Pages, file: &mut File, card: Card) {
    let rows = card.body.rows();
    let said = |row: &&Row| local_date(&row.value).is_none() && !row.value.is_empty();
    let name = rows.iter().find(|row| matches!(row.label.as_str(), "Place name" | "Name")).or(rows.iter().find(said));
    if let Some(name) = name.map(|row| row.value.clone()).or_else(|| card.name()) {
        let at = pages.moment(card.at.or_else(|| rows.iter().find_map(|row| local_date(&row.value))));
        file.fact("place", &name, "tagged there", at);
    }
}
