//! One item of a blog with its comments, and what is known of the blog itself.

use super::moment;
use crate::import::File;
use crate::text::beginning;
use crate::tree::Piece;
use crate::{Archive, page};
use chrono::{DateTime, Utc};
use model::{Audience, Kind, Media, Post, Private};
use std::collections::BTreeMap;

/// Kinds of items that hold no words of a person: menus, styles, older versions of a post, others' letters.
const NO_WORDS: &[&str] = &[
    "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_global_styles",
    "wp_navigation", "wp_template", "wp_template_part", "wp_font_family", "wp_font_face", "jp_pay_order", "feedback",
    "acf-field", "acf-field-group", "shop_order", "scheduled-action", "jp_img_sitemap", "jp_sitemap", "amp_validated_url",
];

/// Bytes of the link and title of a post that its comments bear.
const SHARED: usize = 2_000;

/// Authors of a blog that are remembered: each comment is held against all.
pub(super) const AUTHORS: usize = 1_000;

/// Bytes of what is said of a blog or an author.
const SAID: usize = 2_000;

/// Somebody who writes in the blog.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Author {
    id: String,
    login: String,
    email: String,
    name: String,
    first: String,
    last: String,
}

/// The blog.
#[derive(Debug, Default)]
pub(super) struct Site {
    pub title: String,
    pub description: String,
    pub address: String,
    pub exported: Option<DateTime<Utc>>,
    pub authors: Vec<Author>,
    /// Whom the person said they are; empty when not asked.
    pub told: String,
    /// The authors who are the account's owner, by place.
    own: Vec<Author>,
}

impl Site {
    /// Takes what an element of the head says.
    pub fn tell(&mut self, path: &[&str], words: &str) {
        let (Some(name), false) = (path.last(), words.is_empty()) else { return };
        let inside = path.len().checked_sub(2).and_then(|at| path.get(at)).copied().unwrap_or_default();
        let author = self.authors.last_mut().filter(|_| inside == "wp:author");
        let field = match (author, *name) {
            (Some(author), "wp:author_id") => &mut author.id,
            (Some(author), "wp:author_login") => &mut author.login,
            (Some(author), "wp:author_email") => &mut author.email,
            (Some(author), "wp:author_display_name") => &mut author.name,
            (Some(author), "wp:author_first_name") => &mut author.first,
            (Some(author), "wp:author_last_name") => &mut author.last,
            (None, "title") if inside == "channel" => &mut self.title,
            (None, "description") if inside == "channel" => &mut self.description,
            (None, "wp:base_blog_url") => {
                // The blog's own address; `link` and `base_site_url` may be those of a network.
                self.address = beginning(words, SAID).to_owned();
                return;
            }
            (None, "link" | "wp:base_site_url") if inside == "channel" => &mut self.address,
            (None, "pubDate") if inside == "channel" => {
                let at = DateTime::parse_from_rfc2822(words).ok().map(|at| at.to_utc());
                self.exported = self.exported.max(at);
                return;
            }
            _ => return,
        };
        if field.is_empty() {
            *field = beginning(words, SAID).to_owned();
        }
    }

    /// To be called once the heads of all files were read.
    pub fn settle(&mut self) {
        let mut known: Vec<Author> = Vec::new();
        for author in std::mem::take(&mut self.authors) {
            if !known.contains(&author) {
                known.push(author);
            }
        }
        self.authors = known;
        let told = self.told.trim().trim_start_matches('@');
        let is_told = |author: &&Author| {
            let full = format!("{} {}", author.first, author.last);
            [&author.id, &author.login, &author.email, &author.name, &full].iter().any(|n| same(n, told))
        };
        self.own = self.authors.iter().filter(is_told).cloned().collect();
    }

    /// Whether several people write here and nobody said who the owner is.
    pub fn is_shared(&self) -> bool {
        self.own.is_empty() && self.authors.len() > 1
    }

    fn owners(&self) -> &[Author] {
        if self.own.is_empty() { &self.authors } else { &self.own }
    }

    /// Whether the account's owner wrote what bears this login.
    fn owns(&self, login: &str) -> bool {
        self.own.is_empty() || self.own.iter().any(|author| same(&author.login, login) || same(&author.name, login))
    }

    fn owns_comment(&self, comment: &Fields) -> bool {
        let (email, id) = (comment.get("wp:comment_author_email"), comment.get("wp:comment_user_id"));
        let name = comment.get("wp:comment_author");
        self.owners().iter().any(|author| {
            // A name alone proves nothing: anybody may write it into the form.
            same(&author.email, email)
                || (id != "0" && same(&author.id, id))
                || (email.is_empty() && id.is_empty() && (same(&author.name, name) || same(&author.login, name)))
        }) || (!self.told.is_empty() && (same(&self.told, email) || same(&self.told, name)))
    }

    /// What the head says of the owner: addresses, names, the blog's own words.
    pub fn facts(&self, file: &mut File<'_>) {
        file.fact("website", &self.address, "the blog", None);
        for author in self.owners() {
            file.fact("email", &author.email, "of an author, in the export", None);
        }
        if !self.description.is_empty() {
            let mut post = file.draft(Kind::Bio, page::words(&self.description));
            post.native_id = Some("description".to_owned());
            post.audience = Audience::Public;
            post.url = Some(self.address.clone()).filter(|url| url.starts_with("http"));
            post.about = (!self.title.is_empty()).then(|| Private::new(self.title.clone()));
            file.post(post);
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && !b.is_empty() && a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The words of elements by name.
#[derive(Debug, Default)]
struct Fields(BTreeMap<String, String>);

impl Fields {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |words| words.trim())
    }

    fn put(&mut self, name: &str, words: &str) {
        self.0.entry(name.to_owned()).or_default().push_str(words);
    }
}

/// An item being read.
pub(super) struct Item {
    fields: Fields,
    meta: BTreeMap<String, String>,
    tags: Vec<String>,
    comments: Vec<Fields>,
    path: Vec<String>,
    /// The entry of `wp:postmeta` being read.
    pair: Fields,
    left: usize,
    too_long: bool,
}

impl Item {
    pub fn new(longest: usize) -> Self {
        let fields = Fields::default();
        Item {
            fields,
            meta: BTreeMap::new(),
            tags: Vec::new(),
            comments: Vec::new(),
            path: Vec::new(),
            pair: Fields::default(),
            left: longest,
            too_long: false,
        }
    }

    pub fn is_too_long(&self) -> bool {
        self.too_long
    }

    pub fn add(&mut self, piece: Piece) {
        match piece {
            Piece::Start(name, attributes) => {
                let size: usize = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
                self.spend(name.len() + size + 64);
                match name.as_str() {
                    "wp:comment" if !self.too_long => self.comments.push(Fields::default()),
                    "wp:postmeta" => self.pair = Fields::default(),
                    _ => {}
                }
                if self.path.len() < 64 {
                    self.path.push(name);
                }
            }
            Piece::Text(words) => {
                self.spend(words.len());
                if !self.too_long {
                    self.words(&words);
                }
            }
            Piece::End(name) => {
                if let Some(at) = self.path.iter().rposition(|open| *open == name) {
                    self.path.truncate(at);
                }
                if name == "wp:postmeta" {
                    let (key, value) = (self.pair.get("wp:meta_key"), self.pair.get("wp:meta_value"));
                    self.meta.insert(key.to_owned(), value.to_owned());
                }
            }
        }
    }

    /// Takes note of bytes kept; an item beyond the limit lets go of what it has.
    fn spend(&mut self, bytes: usize) {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => {
                self.too_long = true;
                (self.fields, self.comments) = (Fields::default(), Vec::new());
                (self.meta, self.tags) = (BTreeMap::new(), Vec::new());
            }
        }
    }

    fn words(&mut self, words: &str) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["category"] => self.tags.push(words.trim().to_owned()),
            [name] => self.fields.put(name, words),
            ["wp:postmeta", name] => self.pair.put(name, words),
            ["wp:comment", name] => {
                if let Some(comment) = self.comments.last_mut() {
                    comment.put(name, words);
                }
            }
            _ => {}
        }
    }

    /// Gives the post and its comments.
    pub fn read(&self, file: &mut File<'_>, site: &Site, archive: &Archive) {
        let kind = self.fields.get("wp:post_type");
        if NO_WORDS.contains(&kind) {
            file.noted();
        } else if kind == "attachment" {
            self.attachment(file, site, archive);
        } else {
            self.post(file, site);
        }
        // Each comment bears both.
        let link = self.link().filter(|link| link.len() <= SHARED);
        let title = beginning(&self.title(), SHARED).to_owned();
        for comment in &self.comments {
            self.comment(comment, (link.as_deref(), &title), file, site);
        }
    }

    fn id(&self) -> Option<String> {
        Some(self.fields.get("wp:post_id")).filter(|id| !id.is_empty()).map(str::to_owned)
    }

    fn link(&self) -> Option<String> {
        ["link", "guid"].iter().map(|name| self.fields.get(name)).find(|link| link.starts_with("http")).map(str::to_owned)
    }

    fn title(&self) -> String {
        page::words(self.fields.get("title"))
    }

    fn post(&self, file: &mut File<'_>, site: &Site) {
        let (title, body) = (self.title(), body(self.fields.get("content:encoded")));
        let teaser = page::words(self.fields.get("excerpt:encoded"));
        let teaser = if body.contains(&teaser) { String::new() } else { teaser };
        let words: Vec<&str> = [&title, &body, &teaser].into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        if words.is_empty() {
            return file.noted();
        }
        let mut post = file.draft(Kind::Post, words.join("\n\n"));
        self.dress(&mut post, file);
        post.own_words = site.owns(self.fields.get("dc:creator"));
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).filter(|tag| !tag.is_empty() && *tag != "Uncategorized").collect();
        post.about = (!tags.is_empty()).then(|| Private::new(tags.join(", ")));
        file.post(post);
    }

    /// A photo or other file: caption, description and text alternative are words of their own.
    fn attachment(&self, file: &mut File<'_>, site: &Site, archive: &Archive) {
        let (caption, description) = (page::words(self.fields.get("excerpt:encoded")), body(self.fields.get("content:encoded")));
        let words: Vec<String> = [self.title(), caption, description].into_iter().filter(|part| !part.is_empty()).collect();
        let mut post = file.draft(Kind::Media, words.join("\n\n"));
        self.dress(&mut post, file);
        post.own_words = site.owns(self.fields.get("dc:creator"));
        let address = self.fields.get("wp:attachment_url");
        let kept = self.meta.get("_wp_attached_file").map_or("", String::as_str);
        let path = archive.entry(kept).or_else(|| {
            let below = address.split_once("/wp-content/uploads/").map_or("", |(_, path)| path);
            archive.entry(below)
        });
        let alternative = self.meta.get("_wp_attachment_image_alt").filter(|text| !text.is_empty());
        post.media = vec![Media {
            path: path.map(|entry| entry.path.to_string()),
            description: alternative.map(|text| Private::from(text.as_str())),
            ..Media::default()
        }];
        let parent = self.fields.get("wp:post_parent");
        post.reply_to = (!parent.is_empty() && parent != "0").then(|| parent.to_owned());
        file.post(post);
    }

    fn dress(&self, post: &mut Post, file: &mut File<'_>) {
        post.native_id = self.id();
        post.url = self.link();
        let published = DateTime::parse_from_rfc2822(self.fields.get("pubDate")).ok().map(|at| at.to_utc());
        (post.at, post.utc_offset) =
            time(self.fields.get("wp:post_date"), self.fields.get("wp:post_date_gmt"), published);
        if post.at.is_none() {
            file.warn("The post has no date that can be read");
        }
        let closed = !self.fields.get("wp:post_password").is_empty();
        post.audience = match self.fields.get("wp:status") {
            "publish" if closed => Audience::Group,
            "publish" => Audience::Public,
            "private" | "draft" | "pending" | "future" | "auto-draft" | "trash" => Audience::OnlyMe,
            // A file is seen where the post is that shows it.
            _ => Audience::Unknown,
        };
    }

    fn comment(&self, comment: &Fields, (link, title): (Option<&str>, &str), file: &mut File<'_>, site: &Site) {
        let own = site.owns_comment(comment);
        let approved = comment.get("wp:comment_approved");
        let kind = comment.get("wp:comment_type");
        let machine = matches!(kind, "pingback" | "trackback" | "order_note" | "action_log");
        let refused = matches!(approved, "spam" | "trash" | "post-trashed");
        if machine || (refused && !own) {
            return file.noted();
        }
        let mut post = file.draft(Kind::Comment, page::words(comment.get("wp:comment_content")));
        let id = comment.get("wp:comment_id");
        post.own_words = own;
        post.native_id = (!id.is_empty()).then(|| id.to_owned());
        (post.at, post.utc_offset) = time(comment.get("wp:comment_date"), comment.get("wp:comment_date_gmt"), None);
        let parent = comment.get("wp:comment_parent");
        post.reply_to = match parent {
            "" | "0" => link.map(str::to_owned),
            parent => Some(parent.to_owned()),
        };
        post.url = link.filter(|_| !id.is_empty()).map(|link| format!("{}#comment-{id}", link.split('#').next().unwrap_or_default()));
        post.about = Some(title).filter(|title| !title.is_empty()).map(Private::from);
        let shown = self.fields.get("wp:status") == "publish" && self.fields.get("wp:post_password").is_empty();
        post.audience = match approved {
            "1" | "approved" if shown => Audience::Public,
            "0" | "hold" | "spam" | "trash" | "post-trashed" => Audience::OnlyMe,
            _ => Audience::Unknown,
        };
        file.post(post);
    }
}

/// The moment in UTC, and how far the blog's clock was ahead of it. A draft has no time in UTC: the blog's own is taken.
fn time(local: &str, utc: &str, published: Option<DateTime<Utc>>) -> (Option<DateTime<Utc>>, Option<i32>) {
    let local = moment(local);
    match (moment(utc).or(published), local) {
        (Some(utc), Some(local)) => {
            let minutes = (local - utc).num_minutes();
            (Some(utc), i32::try_from(minutes).ok().filter(|minutes| minutes.abs() <= 14 * 60))
        }
        (utc, local) => (utc.or(local), None),
    }
}

/// The words of a post: HTML, notes of the editor, and `[shortcodes]` of plugins, of which the words inside remain.
fn body(html: &str) -> String {
    let words = page::words(html);
    let mut out = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match shortcode(rest) {
            Some(length) => rest = &rest[length..],
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    let mut lines: Vec<&str> = Vec::new();
    for line in out.trim().lines().map(str::trim) {
        // What was taken out leaves empty lines behind.
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Length of the shortcode that begins here, `[gallery ids="1"]`, `[/caption]`; nothing where the brackets hold words.
fn shortcode(text: &str) -> Option<usize> {
    // Not beyond the next opening bracket outside quotation marks: a text of brackets would be searched again from each.
    let mut quoted = false;
    let end = 1 + text.bytes().skip(1).position(|byte| {
        quoted ^= byte == b'"';
        !quoted && matches!(byte, b'[' | b']')
    })?;
    if text.as_bytes()[end] == b'[' {
        return None;
    }
    let inside = text[1..end].trim_start_matches('/').trim_end_matches('/');
    let name = inside.split_whitespace().next()?;
    const KNOWN: &[&str] = &[
        "caption", "gallery", "embed", "audio", "video", "playlist", "wp_caption", "youtube", "vimeo", "sourcecode", "code",
        "contact-form", "contact-field", "more", "googlemaps", "slideshow", "tweet", "soundcloud",
    ];
    let attributes = inside.len() > name.len() && inside[name.len()..].contains("=\"") && name.is_ascii();
    (KNOWN.contains(&name) || attributes).then_some(end + 1)
}
