//! What a table of the Takeout is, judged by its values: folders, files and columns are named in the language of the
//! account, ids and times are not.

use crate::table::{Row, Table, fold};
use crate::text::iso_date;
use model::Audience;

/// Records looked at before a table is judged.
const SAMPLE: usize = 40;

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Comments; the column of their words.
    Comments { text: usize },
    /// Lines of live chats; the columns of their words and of their ids.
    Chats { text: usize, id: usize },
    /// Posts on the own channel; the column of their words.
    Posts { text: usize },
    /// Own videos.
    Videos { title: usize, description: Option<usize>, visibility: usize },
    /// Where own videos were recorded.
    Recordings,
    /// Further words of own videos, beside the table of videos; the column of the words.
    Texts { text: usize },
    /// Songs of the library of music.
    Songs,
    /// Own channels.
    Channels { title: usize, description: Option<usize>, visibility: usize },
    /// The addresses of own channels.
    ChannelNames,
    /// Other settings of own channels.
    ChannelSettings,
    /// Channels subscribed to.
    Subscriptions { title: usize },
    /// Playlists.
    Playlists { title: usize, description: Option<usize>, visibility: usize },
    /// The videos of a playlist.
    PlaylistVideos,
    /// A header and nothing below.
    Empty,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Id of a channel, `UC` and 22 characters.
    Channel,
    /// Id of a comment.
    Comment,
    /// Id of a post on a channel.
    Post,
    /// Words in pieces, as JSON.
    Json,
    /// A moment.
    Time,
    /// Address of a channel.
    Address,
    /// A number.
    Number,
    /// Id of a video, or a word that looks like one.
    Video,
    /// Who can see something, in one of the languages known.
    Visibility,
    /// Anything else.
    Words,
}

/// What this cell holds; nothing when it is empty.
pub fn value(cell: &str) -> Option<Value> {
    let is_id = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    Some(match cell {
        "" => return None,
        _ if cell.len() == 24 && cell.starts_with("UC") && is_id(cell) => Value::Channel,
        // Posts of old have ids like those of comments, but for the last letters.
        _ if cell.starts_with("Ug") && (cell.starts_with("Ugkx") || cell.ends_with("AaABCQ")) && is_id(cell) => Value::Post,
        _ if cell.len() >= 12 && cell.starts_with("Ug") && cell.split('.').all(is_id) => Value::Comment,
        _ if cell.starts_with("{\"") => Value::Json,
        _ if cell.starts_with("http") && (cell.contains("/channel/") || cell.contains("youtube.com/@")) => Value::Address,
        _ if cell.len() >= 16 && cell.as_bytes()[4] == b'-' && iso_date(cell).is_some() => Value::Time,
        _ if cell.parse::<f64>().is_ok() => Value::Number,
        _ if visibility(cell).is_some() => Value::Visibility,
        _ if cell.len() == 11 && is_id(cell) => Value::Video,
        _ => Value::Words,
    })
}

/// The first cell of a record that holds this: under the name for it where that is known, else by its value.
pub fn first(row: &Row, wanted: Value) -> Option<&str> {
    let named = row.columns().find(|(name, cell)| names(wanted).contains(name) && !cell.is_empty());
    let valued = || row.columns().find(|(_, cell)| value(cell) == Some(wanted));
    named.or_else(valued).map(|(_, cell)| cell)
}

/// The comment a reply answers, which may be a reply itself.
pub fn parent(row: &Row) -> Option<&str> {
    const NAMES: &[&str] = &[
        "parentcommentid", "übergeordnetekommentarid", "iddecomentarioprincipal", "iddelcomentarioprincipal",
        "idducommentaireparent", "idducommentaireprincipal", "idreactiebovenliggend", "idcommentoprincipale",
    ];
    let named = row.columns().find(|(name, cell)| NAMES.contains(name) && !cell.is_empty()).map(|(_, cell)| cell);
    let own = first(row, Value::Comment)?;
    // Behind the own id stand that of what is answered, and that of the thread.
    let mut others = row.columns().map(|(_, cell)| cell).filter(|cell| value(cell) == Some(Value::Comment) && *cell != own);
    named.or_else(|| others.next()).or_else(|| own.split_once('.').map(|(thread, _)| thread))
}

/// Names of columns that hold an id, as [`fold`] makes them. Ids are known by their form in every language; a name helps
/// where an id has another form than those seen.
fn names(of: Value) -> &'static [&'static str] {
    match of {
        Value::Comment => &["commentid", "kommentarid", "reactieid", "iddecomentario", "iddelcomentario", "idducommentaire", "idcommento"],
        Value::Channel => &["channelid", "kanalid", "kanaalid", "iddecanal", "iddelcanal", "iddelachaîne", "idcanale", "iddocanal"],
        Value::Video => &["videoid", "iddevídeo", "iddelvídeo", "iddelavidéo", "idvideo", "iddovídeo"],
        Value::Post => &["postid", "beitragsid"],
        _ => &[],
    }
}

/// Who can see it, from the words for it in the languages of the exports seen and of large neighbours.
pub fn visibility(cell: &str) -> Option<Audience> {
    const PUBLIC: &[&str] = &[
        "public",
        "öffentlich",
        "openbaar",
        "público",
        "pública",
        "publique",
        "pubblico",
        "pubblica",
        "publică",
        "viešas",
        "vieša",
        "viešai",
        "publiczny",
        "publiczna",
        "offentlig",
        "herkese açık",
        "publik",
        "公开",
        "公開",
        "públic",
        "julkinen",
        "veřejné",
        "veřejný",
        "nyilvános",
        "открытый доступ",
        "для всех",
        "доступно всем",
        "відкритий доступ",
        "δημόσιο",
        "δημόσια",
        "عام",
        "عامة",
        "सार्वजनिक",
        "공개",
        "công khai",
        "สาธารณะ",
    ];
    const UNLISTED: &[&str] = &[
        "unlisted",
        "nicht gelistet",
        "verborgen",
        "oculto",
        "oculta",
        "no listado",
        "non répertorié",
        "non répertoriée",
        "non in elenco",
        "nelistat",
        "nelistată",
        "neįtrauktas",
        "niepubliczny",
        "não listado",
        "não listada",
        "liste dışı",
        "不公开列出",
        "不公開",
        "限定公開",
        "no llistat",
        "no listada",
        "ikke oppført",
        "skjult",
        "ikke angivet",
        "olistad",
        "piilotettu",
        "neveřejné",
        "neveřejný",
        "nem listázott",
        "доступ по ссылке",
        "не в каталозі",
        "доступ за посиланням",
        "μη καταχωρισμένο",
        "غير مدرج",
        "غير مدرجة",
        "असूचीबद्ध",
        "일부 공개",
        "không công khai",
        "tidak publik",
        "ไม่เป็นสาธารณะ",
    ];
    const PRIVATE: &[&str] = &[
        "private",
        "privat",
        "privé",
        "privado",
        "privada",
        "privée",
        "privato",
        "privata",
        "privată",
        "privatus",
        "privati",
        "prywatny",
        "prywatna",
        "özel",
        "privați",
        "yksityinen",
        "soukromé",
        "soukromý",
        "privát",
        "закрытый доступ",
        "ограниченный доступ",
        "приватно",
        "приватний",
        "ιδιωτικό",
        "خاص",
        "خاصة",
        "निजी",
        "비공개",
        "riêng tư",
        "pribadi",
        "ส่วนตัว",
        "私人",
        "私享",
        "非公開",
    ];
    let word = cell.to_lowercase();
    let is_among = |words: &[&str]| words.contains(&word.as_str());
    match () {
        () if is_among(PUBLIC) => Some(Audience::Public),
        () if is_among(UNLISTED) => Some(Audience::Unlisted),
        () if is_among(PRIVATE) => Some(Audience::OnlyMe),
        () => None,
    }
}

/// Parts of the names of columns, in the languages known: of titles, descriptions, and the words of comments.
const TITLE: &[&str] = &[
    "title", "titel", "titul", "títul", "titre", "titolo", "titlu", "başlı", "tytuł", "pavadinim", "název", "cím", "nimi",
    "tittel", "назв", "τίτλ", "عنوان", "शीर्षक", "tiêuđề", "judul", "ชื่อ", "标题", "標題", "タイトル", "제목",
];
const DESCRIPTION: &[&str] = &[
    "descri", "descrp", "beschr", "opis", "açıklama", "aprašy", "popis", "kuvaus", "beskriv", "leírás", "описан", "опис",
    "περιγραφ", "deskripsi", "说明", "說明", "説明", "설명",
];
const TEXT: &[&str] =
    &["text", "tekst", "texto", "texte", "testo", "metni", "teksti", "szöveg", "текст", "文字", "テキスト", "내용", "텍스트"];

/// Judges a table by its first records; the header decides where there are none. Nothing when it is none of these.
pub fn judge(table: &mut Table<'_>) -> Option<Shape> {
    let names: Vec<String> = table.header().iter().map(|name| fold(name)).collect();
    let mut rows = Vec::new();
    while rows.len() < SAMPLE
        && let Ok(Some(next)) = table.next()
    {
        rows.extend(next.ok());
    }
    // Names count for ids of unknown form only where the table names a channel too, as no other platform's does.
    let has = |of: Value| names.iter().any(|name| self::names(of).contains(&name.as_str()));
    let is_named = has(Value::Channel)
        && (has(Value::Video) || has(Value::Post) || names.iter().any(|name| name.contains("channelurl")));
    let filled = |at: usize| rows.iter().any(|row| !row.cell(at).is_empty());
    let column = |wanted: Value| {
        let named = || (0..names.len()).find(|at| self::names(wanted).contains(&names[*at].as_str()) && filled(*at));
        (0..names.len()).find(|at| is_column(&rows, *at, wanted)).or_else(|| named().filter(|_| is_named))
    };
    let named = |part: &str| names.iter().position(|name| name.contains(part));
    let count = |wanted: Value| (0..names.len()).filter(|at| is_column(&rows, *at, wanted)).count();
    if rows.is_empty() {
        return match (named("commenttext"), named("livechattext")) {
            (Some(text), _) => Some(Shape::Comments { text }),
            (_, Some(text)) => Some(Shape::Chats { text, id: 0 }),
            _ => (!names.is_empty()).then_some(Shape::Empty),
        };
    }
    let (video, time, state) = (column(Value::Video), column(Value::Time), column(Value::Visibility));
    let spoken = column(Value::Json).or_else(|| {
        // Words that are no JSON: by the name of their column, else the longest.
        let ids = column(Value::Comment).or(column(Value::Post)).filter(|_| state.is_none())?;
        let is_named = |at: &usize| *at != ids && TEXT.iter().any(|part| names[*at].contains(part));
        let words = (0..names.len()).filter(|at| is_column(&rows, *at, Value::Words));
        let length = |at: &usize| rows.iter().map(|row| row.cell(*at).len()).sum::<usize>();
        (0..names.len()).rev().find(is_named).or_else(|| words.max_by_key(length))
    });
    let no_id = [Value::Channel, Value::Comment, Value::Post].iter().all(|id| column(*id).is_none());
    if let (Some(text), Some(time), None) = (spoken, time, state)
        && !(video.is_some() && no_id)
    {
        return match (column(Value::Comment), column(Value::Post)) {
            (Some(_), _) => Some(Shape::Comments { text }),
            (None, Some(_)) => Some(Shape::Posts { text }),
            (None, None) => {
                let id = (0..names.len()).find(|at| *at != text && *at != time && is_column(&rows, *at, Value::Words));
                Some(Shape::Chats { text, id: id? })
            }
        };
    }
    let description = DESCRIPTION.iter().find_map(|part| named(part));
    let titled = |from: Option<usize>| {
        // A column of the title's language, `Playlist Title (Original) Language`, comes behind it.
        let by_name = TITLE.iter().find_map(|part| named(part));
        // Else the words that differ most: those of a switch, `Falsch`, are the same throughout.
        let told = |at: &usize| {
            let words: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.cell(*at)).collect();
            words.iter().map(|words| words.chars().count()).sum::<usize>()
        };
        let is_id = |at: usize| {
            let long = |cell: &str| cell.len() > 12 && cell.is_ascii() && !cell.contains(' ');
            rows.iter().all(|row| long(row.cell(at)) || row.cell(at).starts_with("PL"))
        };
        let words = (0..names.len())
            .filter(|at| Some(*at) != description && is_column(&rows, *at, Value::Words) && !is_id(*at))
            .max_by_key(|at| (told(at), names.len() - at));
        by_name.or(from).or(words)
    };
    match (column(Value::Channel), video, time, state) {
        (Some(_), ..) if column(Value::Address).is_some() => Some(Shape::Subscriptions { title: names.len() - 1 }),
        (_, Some(_), Some(_), Some(visibility)) if count(Value::Number) > 0 => {
            let title = visibility.checked_sub(1).filter(|at| Some(*at) != description);
            Some(Shape::Videos { title: titled(title)?, description, visibility })
        }
        (_, Some(_), None, None) if count(Value::Number) >= 2 => Some(Shape::Recordings),
        (_, Some(video), Some(time), None) => {
            let words = |at: &usize| *at != video && *at != time && rows.iter().any(|row| words_in(row.cell(*at)));
            match (0..names.len()).find(words) {
                Some(text) => Some(Shape::Texts { text }),
                None => Some(Shape::PlaylistVideos),
            }
        }
        (None, Some(0), None, None) if names.len() > 1 => Some(Shape::Songs),
        (Some(channel), _, None, Some(visibility)) => {
            let other = (0..names.len()).find(|at| *at != channel && *at != visibility);
            Some(Shape::Channels { title: titled(other)?, description, visibility })
        }
        (_, _, Some(_), Some(visibility)) => Some(Shape::Playlists { title: titled(None)?, description, visibility }),
        (Some(_), None, None, None) if names.iter().any(|name| name.contains("url")) => Some(Shape::ChannelNames),
        (Some(_), None, None, None) => Some(Shape::ChannelSettings),
        _ => None,
    }
}

/// Whether a cell holds words in whatever form.
fn words_in(cell: &str) -> bool {
    matches!(value(cell), Some(Value::Words | Value::Json))
}

/// Whether this column holds such values: all that are there, of JSON most.
fn is_column(rows: &[Row], at: usize, wanted: Value) -> bool {
    let filled = rows.iter().filter_map(|row| value(row.cell(at)));
    let (mut alike, mut others) = (0, 0);
    for found in filled {
        *(if found == wanted { &mut alike } else { &mut others }) += 1;
    }
    match wanted {
        Value::Json | Value::Words => alike > others,
        _ => alike > 0 && others == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Form;

    fn judged(text: &str) -> Option<Shape> {
        judge(&mut Table::open(text.as_bytes(), &Form::default()).expect("memory can be read"))
    }

    const CHANNEL: &str = "UCaaaaaaaaaaaaaaaaaaaaaa";

    #[test]
    fn tables_are_known_in_any_language() {
        let comment = format!(
            "UgyAAAAAAAAAAAAAAAB4AaABAg,{CHANNEL},2023-09-19T17:42:53+00:00,0,dQabcdEFGH1,\"{{\"\"text\"\":\"\"x\"\"}}\"\n"
        );
        for header in [
            "Comment ID,Channel ID,Comment Create Timestamp,Price,Video ID,Comment Text\n",
            "Reactie-ID,Kanaal-ID,Aanmaaktijdstempel reactie,Prijs,Video-ID,Reactietekst\n",
            "Komentaro ID,Kanalo ID,Komentaro sukūrimo laiko žymė,Kaina,Vaizdo įrašo ID,Komentuoti tekstą\n",
        ] {
            assert_eq!(judged(&format!("{header}{comment}")), Some(Shape::Comments { text: 5 }));
        }
        let chat = comment.replace("UgyAAAAAAAAAAAAAAAB4AaABAg", "ChwKGkNQ-x.y_long");
        assert_eq!(judged(&format!("a,b,c,d,e,f\n{chat}")), Some(Shape::Chats { text: 5, id: 0 }));
        // A title of eleven letters looks like the id of a video.
        let named = "a,Title,b,Visibility\nPLx,Programming,2020-01-01T00:00:00+00:00,Private\n";
        assert_eq!(judged(named), Some(Shape::Playlists { title: 1, description: None, visibility: 3 }));
        let playlist = "ID de lista,Añadir,Título de la lista,Creación,Visibilidad\nPLx,Falso,Mis cosas,2020-01-01T00:00:00+00:00,Oculto\n";
        assert_eq!(judged(playlist), Some(Shape::Playlists { title: 2, description: None, visibility: 4 }));
        let video = format!(
            "Video-ID,Dauer,Kategorie,Kanal-ID,Videotitel,Datenschutz,Erstellt\ndQabcdEFGH1,1000,Leute,{CHANNEL},Meins,Privat,2020-01-01T00:00:00+00:00\n"
        );
        assert_eq!(judged(&video), Some(Shape::Videos { title: 4, description: None, visibility: 5 }));
        let channel = format!("Kanal-ID,Titel,Sichtbarkeit\n{CHANNEL},Thea,Öffentlich\n");
        assert_eq!(judged(&channel), Some(Shape::Channels { title: 1, description: None, visibility: 2 }));
        let subscription = format!("a,b,c\n{CHANNEL},http://www.youtube.com/channel/{CHANNEL},Some Channel\n");
        assert_eq!(judged(&subscription), Some(Shape::Subscriptions { title: 2 }));
        assert_eq!(judged("a,b\ndQabcdEFGH1,2020-01-01T00:00:00+00:00\n"), Some(Shape::PlaylistVideos));
        let texts = "a,b,c,d\ndQabcdEFGH1,2020-01-01T00:00:00+00:00,A title,2020-01-01T00:00:00+00:00\n";
        assert_eq!(judged(texts), Some(Shape::Texts { text: 2 }));
        assert_eq!(judged("a,b,c\ndQabcdEFGH1,A song,An album\n"), Some(Shape::Songs));
        let plain = comment.replace("\"{\"\"text\"\":\"\"x\"\"}\"", "Plain words");
        assert_eq!(judged(&format!("a,b,c,d,e,f\n{plain}")), Some(Shape::Comments { text: 5 }));
        let old_post = format!("a,b,c,d\nUgyAAAAAAAAAAAAAAAB4AaABCQ,{CHANNEL},2020-01-01T00:00:00+00:00,\"{{\"\"text\"\":\"\"x\"\"}}\"\n");
        assert_eq!(judged(&old_post), Some(Shape::Posts { text: 3 }));
        assert_eq!(judged("a,b,c,d\ndQabcdEFGH1,0.0,51.5,-0.1\n"), Some(Shape::Recordings));
    }

    #[test]
    fn ids_of_unknown_form_are_known_by_their_names() {
        let rows = "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text\n\
            C1,UCx,2023-05-01T12:00:00Z,0,,v1,\"{\"\"text\"\":\"\"a\"\"}\"\nC2,UCx,2023-05-01T12:00:00Z,0,C1,v1,plain\n";
        assert_eq!(judged(rows), Some(Shape::Comments { text: 6 }));
        let mut table = Table::open(rows.as_bytes(), &Form::default()).expect("memory can be read");
        let mut row = || table.next().expect("readable").expect("a record").expect("whole");
        assert_eq!((parent(&row()), parent(&row())), (None, Some("C1")));
        // Those of a newspaper's comments, which name no channel.
        let others = "Comment ID,Published Timestamp,Article URL,Comment URL,Comment Text,Media\n\
            1,2023-05-01T12:00:00Z,https://a.example/1,https://a.example/1#c,Well said,\n";
        assert_eq!(judged(others), None);
    }

    #[test]
    fn other_tables_are_none_of_these() {
        for text in [
            "",
            "Date,Link,Message\n2020-01-01 10:00:00,https://a.example/,x\n",
            "id,permalink\nabc,https://b.example/\n",
        ] {
            assert_eq!(judged(text), None, "{text}");
        }
    }
}
