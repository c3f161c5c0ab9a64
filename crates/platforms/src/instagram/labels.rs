//! Labels in the languages of accounts: Instagram writes them in the language the account had when it was exported.

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Comment,
    Owner,
    Username,
    Name,
    Email,
    Phone,
    Birth,
    Gender,
    Bio,
    Website,
    Private,
    Search,
    Changed,
    Previous,
    Address,
    Agent,
    City,
    Text,
    FirstName,
    LastName,
    /// What was answered or chosen in somebody's story.
    Answer,
}

/// In lower case. Sources: exports in English, Italian, Dutch and French; German, Spanish, Portuguese, Polish, Turkish,
/// Indonesian and Swedish as the platform's own screens have the words.
const NAMES: &[(Label, &str)] = &[
    (Label::Comment, "comment|commento|opmerking|commentaire|kommentar|comentario|comentário|komentarz|yorum|komentar|\
         комментарий|댓글|コメント|评论|留言|تعليق|bình luận|kommentti|κομμέντο|kommentář|hozzászólás|comentariu"),
    (
        Label::Owner,
        "media owner|owner|media-eigenaar|auteur|autore|author|proprietario del contenuto multimediale|\
         proprietario dei contenuti multimediali|propriétaire du média|propriétaire du contenu multimédia|\
         besitzer des mediums|medieninhaber|propietario del contenido|propietario del contenido multimedia|\
         proprietário da mídia|właściciel multimediów|medya sahibi|pemilik media|medieägare|\
         미디어 소유자|メディアの所有者|媒体所有者|媒體擁有者|владелец медиа|作者|작성자|소유자|所有者|投稿者|medieejer",
    ),
    (
        Label::Username,
        "username|nome utente|nom d’utilisateur|nom d'utilisateur|gebruikersnaam|benutzername|nombre de usuario|\
         nome de usuário|nome de utilizador|nazwa użytkownika|kullanıcı adı|nama pengguna|användarnamn|\
         nom de profil|사용자 이름|ユーザーネーム|ユーザー名|用户名|用戶名稱|用戶名|使用者名稱|帳號|имя пользователя|اسم المستخدم|tên người dùng|ชื่อผู้ใช้|brugernavn|brukernavn|käyttäjänimi|όνομα χρήστη|uživatelské jméno|felhasználónév|nume de utilizator|ім’я користувача|שם משתמש|उपयोगकर्ता नाम|यूज़रनेम",
    ),
    (Label::Name, "name|full name|nome|nom|naam|nombre|imię i nazwisko|imię|ad|adı|nama|namn|\
         이름|名前|姓名|名字|имя|الاسم|tên|ชื่อ|navn|nimi|όνομα|jméno|név|nume|ім’я|שם|नाम"),
    (
        Label::Email,
        "email|email address|e-mail|indirizzo e-mail|adresse e-mail|e-mailadres|e-mail-adresse|correo electrónico|\
         adres e-mail|e-posta|e-posta adresi|alamat email|e-postadress",
    ),
    (
        Label::Phone,
        "phone number|phone|numero di telefono|numéro de téléphone|telefoonnummer|telefonnummer|número de teléfono|\
         número de telefone|numer telefonu|telefon numarası|nomor telepon",
    ),
    (
        Label::Birth,
        "date of birth|birthday|data di nascita|date de naissance|geboortedatum|geburtsdatum|fecha de nacimiento|\
         data de nascimento|data urodzenia|doğum tarihi|tanggal lahir|födelsedatum|geburtstag|anniversaire",
    ),
    (Label::Gender, "gender|genere|genre|geslacht|geschlecht|sexo|género|gênero|płeć|cinsiyet|jenis kelamin|kön"),
    (Label::Bio, "bio|biography|biografia|biografía|biographie|biografie|biyografi|steckbrief"),
    (Label::Website, "website|links|sito web|site web|webseite|sitio web|site|strona internetowa|web sitesi|situs web|webbplats"),
    (
        Label::Private,
        "private account|private profile|account privato|profilo privato|compte privé|profil privé|privéaccount|\
         privéprofiel|privates konto|privater account|privates profil|cuenta privada|perfil privado|conta privada|\
         konto prywatne|profil prywatny|gizli hesap|gizli profil|akun pribadi|akun privat|privat konto|privat profil",
    ),
    (Label::Search, "search|ricerca|recherche|zoekopdracht|suche|búsqueda|pesquisa|wyszukiwanie|arama|pencarian|sökning"),
    (Label::Changed, "changed|elemento modificato|modifica|modifié|gewijzigd|geändert|cambio|alterado|zmieniono|değiştirildi|diubah|ändrat"),
    (
        Label::Previous,
        "previous value|valore precedente|valeur précédente|vorige waarde|vorheriger wert|valor anterior|\
         poprzednia wartość|önceki değer|nilai sebelumnya|tidigare värde",
    ),
    (
        Label::Address,
        "ip address|indirizzo ip|adresse ip|ip-adres|ip-adresse|dirección ip|endereço ip|adres ip|ip adresi|alamat ip|ip-adress",
    ),
    (Label::Agent, "user agent|agente utente|agent utilisateur|user-agent|device|dispositivo|appareil|apparaat|gerät"),
    (
        Label::City,
        "city name|city|nome della città|nom de la ville|naam van stad|name der stadt|nombre de la ciudad|nome da cidade|\
         nazwa miasta|şehir adı|nama kota|stad",
    ),
    (
        Label::Text,
        "text|testo|texte|tekst|texto|metin|teks|caption|didascalia|légende|bildunterschrift|titel|title|bijschrift|\
         descripción|pie de foto|legenda|podpis|açıklama|keterangan|bildtext|billedtekst|bildetekst|kuvateksti|titulek|\
         képaláírás|descriere|подпись|підпис|текст|λεζάντα|캡션|내용|텍스트|キャプション|テキスト|说明|說明|文字|說明文字|说明文字|\
         التسمية التوضيحية|शीर्षक|कैप्शन|chú thích|คำบรรยาย|כיתוב|note|nota|notiz|notitie",
    ),
    (
        Label::Answer,
        "answer|your answer|response|selected option|your choice|chosen option|vote|emoji|reaction|risposta|réponse|\
         antwort|antwoord|respuesta|resposta|odpowiedź|yanıt|cevap|jawaban|svar|ответ|답변|선택한 옵션|回答|答案|إجابة",
    ),
    (Label::FirstName, "first name|nome|prénom|voornaam|vorname|nombre|primeiro nome|förnamn"),
    (Label::LastName, "last name|cognome|nom de famille|achternaam|nachname|apellidos|apellido|sobrenome|nazwisko|soyadı|efternamn"),
];

/// Whether a label stands for this.
pub(super) fn is(label: &str, what: Label) -> bool {
    let label = label.trim().trim_end_matches(':').to_lowercase();
    NAMES.iter().filter(|(known, _)| *known == what).any(|(_, names)| names.split('|').any(|name| name == label))
}

/// `True` or `False` in the languages they were seen in.
pub(super) fn truth(value: &str) -> Option<bool> {
    match value.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "wahr" | "ja" | "vrai" | "oui" | "vero" | "sì" | "verdadero" | "sí" | "verdadeiro" | "sim" | "waar"
        | "prawda" | "tak" | "doğru" | "evet" | "benar" | "ya" | "sant" => Some(true),
        "false" | "no" | "off" | "falsch" | "nein" | "faux" | "non" | "falso" | "onwaar" | "nee" | "fałsz" | "nie" | "yanlış"
        | "hayır" | "salah" | "tidak" | "falskt" | "nej" | "não" => Some(false),
        _ => None,
    }
}

/// Whether a title such as `Switched to Private` says that the account became private, or public.
pub(super) fn made_private(title: &str) -> Option<bool> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&["privat", "privé", "privad", "prywatn", "gizli", "pribadi"]) {
        Some(true)
    } else if has(&["public", "pubbl", "públic", "öffentlich", "openbaar", "publicz", "herkese açık", "publik", "offentlig"]) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_other_languages() {
        assert!(is("Nom d’utilisateur", Label::Username));
        assert!(is("Account privato", Label::Private));
        assert!(is("Opmerking", Label::Comment));
        assert!(!is("Opmerking", Label::Owner));
        assert_eq!((truth("True"), truth("Falso"), truth("1919")), (Some(true), Some(false), None));
        assert_eq!(made_private("Switched to Private"), Some(true));
        assert_eq!(made_private("Auf öffentlich umgestellt"), Some(false));
        assert_eq!(made_private("?"), None);
    }
}
