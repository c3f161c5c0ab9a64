//! Private messages (`direct-messages.js`, `direct-messages-group.js`).
//!
//! One record is a whole conversation, newest message first. Accounts are named by id alone; a handle is known where one
//! of the replies among the posts names it. Reactions stand with the message they belong to; only the owner's are read.

use super::Reading;
use super::links::{expand, path_on_x};
use super::loose::Loose;
use super::ids::Ids;
use super::tweets::People;
use crate::Error;
use crate::import::File;
use crate::text::beginning;
use crate::text::{iso_date, unescape};
use crate::x::layout::Layout;
use model::{Audience, Kind, Media, Post, Private};
use serde::Deserialize;
use serde_json::value::RawValue;

/// How many times the size of a record a conversation may have: years of messages are one record.
const CONVERSATION: usize = 16;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    dm_conversation: Conversation<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Conversation<'a> {
    #[serde(borrow, default)]
    conversation_id: Loose<'a>,
    /// Read one by one, so that one of an odd shape costs itself alone.
    #[serde(borrow)]
    messages: Vec<&'a RawValue>,
}

/// One of several kinds, each under a key of its own.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Event<'a> {
    #[serde(borrow)]
    message_create: Option<Message<'a>>,
    #[serde(borrow)]
    welcome_message_create: Option<Message<'a>>,
    #[serde(borrow)]
    conversation_name_update: Option<Change<'a>>,
    #[serde(borrow)]
    join_conversation: Option<Change<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Message<'a> {
    #[serde(borrow)]
    id: Loose<'a>,
    #[serde(borrow)]
    sender_id: Loose<'a>,
    #[serde(borrow)]
    recipient_id: Loose<'a>,
    #[serde(borrow)]
    created_at: Loose<'a>,
    #[serde(borrow)]
    text: Loose<'a>,
    #[serde(borrow)]
    urls: Vec<Link<'a>>,
    #[serde(borrow)]
    media_urls: Vec<Loose<'a>>,
    #[serde(borrow)]
    reactions: Vec<Reaction<'a>>,
    #[serde(borrow)]
    edit_history: Vec<Edit<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Link<'a> {
    #[serde(borrow)]
    url: Loose<'a>,
    #[serde(borrow)]
    expanded: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Reaction<'a> {
    #[serde(borrow)]
    sender_id: Loose<'a>,
    #[serde(borrow)]
    reaction_key: Loose<'a>,
    #[serde(borrow)]
    event_id: Loose<'a>,
    #[serde(borrow)]
    created_at: Loose<'a>,
}

/// An earlier wording. No archive with any was at hand, so both likely names of the words are taken.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Edit<'a> {
    #[serde(borrow)]
    text: Loose<'a>,
    #[serde(borrow)]
    edited_text: Loose<'a>,
    #[serde(borrow)]
    created_at: Loose<'a>,
}

/// The conversation got a name, or the owner came into it.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Change<'a> {
    #[serde(borrow)]
    initiating_user_id: Loose<'a>,
    #[serde(borrow)]
    name: Loose<'a>,
    #[serde(borrow)]
    created_at: Loose<'a>,
}

/// What is the same for all messages of a conversation.
struct Talk<'t> {
    id: &'t str,
    with: String,
    layout: &'t Layout<'t>,
}

/// Bytes of what a conversation is called: each of its messages bears it.
const NAME: usize = 500;

/// Reads all conversations.
pub(super) fn read(reading: &mut Reading, people: &People) -> Result<(), Error> {
    let layout = reading.layout;
    let mut ids = Ids::default();
    for stem in ["direct-messages", "direct-message", "direct-messages-group", "direct-message-group"] {
        for entry in layout.parts(stem) {
            reading.large_elements(entry, &[Kind::Message], CONVERSATION, |bytes, file| {
                let Record { dm_conversation: conversation } = serde_json::from_slice(bytes)?;
                let talk = Talk {
                    id: &conversation.conversation_id,
                    with: conversation.with(&layout.exported.account.key, people),
                    layout,
                };
                for message in &conversation.messages {
                    match serde_json::from_str::<Event>(message.get()) {
                        Ok(event) => talk.event(&event, file, &mut ids),
                        Err(_) => file.lost("A message of the conversation does not have the expected shape"),
                    }
                }
                Ok(())
            })?;
        }
    }
    Ok(())
}

impl Conversation<'_> {
    /// Who it is with: the group's latest name, or the other person.
    fn with(&self, own_id: &str, people: &People) -> String {
        let named = self.messages.iter().filter(|message| message.get().contains("conversationNameUpdate"));
        let renamed = named.filter_map(|message| serde_json::from_str::<Event>(message.get()).ok());
        let name = renamed.filter_map(|event| event.conversation_name_update).find(|change| !change.name.is_empty());
        if let Some(change) = name {
            return beginning(&change.name, NAME).to_owned();
        }
        let other = match self.conversation_id.split_once('-') {
            Some((a, b)) if a == own_id => b,
            Some((a, b)) if b == own_id => a,
            _ => &self.conversation_id,
        };
        people.name(beginning(other, NAME))
    }
}

impl Talk<'_> {
    fn event(&self, event: &Event, file: &mut File, ids: &mut Ids) {
        if let Some(message) = event.message_create.as_ref().or(event.welcome_message_create.as_ref()) {
            if ids.is_new(&message.id) {
                self.message(message, file);
            }
        } else if let Some(change) = &event.conversation_name_update
            && self.is_own(&change.initiating_user_id)
            && !change.name.is_empty()
        {
            let mut post = self.draft(Kind::Message, unescape(&change.name).into_owned(), &change.created_at, file);
            post.about = Some(Private::from("Name you gave a group conversation"));
            file.post(post);
        } else if let Some(change) = &event.join_conversation {
            let mut post = self.draft(Kind::Group, self.with.clone(), &change.created_at, file);
            post.own_words = false;
            post.native_id = (!self.id.is_empty()).then(|| self.id.to_owned());
            post.about = Some(Private::from("Group conversation"));
            file.post(post);
        }
    }

    fn is_own(&self, id: &str) -> bool {
        !id.is_empty() && id == self.layout.exported.account.key
    }

    /// An item of the owner in this conversation.
    fn draft(&self, kind: Kind, words: String, at: &str, file: &File) -> Post {
        let mut post = file.draft(kind, words);
        post.audience = Audience::Direct;
        post.at = iso_date(at);
        post.utc_offset = self.layout.ahead(post.at);
        post.about = (!self.with.is_empty()).then(|| Private::from(self.with.as_str()));
        post.url = (!self.id.is_empty()).then(|| format!("https://x.com/messages/{}", self.id));
        post
    }

    fn message(&self, message: &Message, file: &mut File) {
        let text = unescape(&message.text);
        let links = message.urls.iter().filter(|link| !link.expanded.is_empty()).map(|link| {
            // The photo of a message has an address of its own, which the text repeats.
            let is_photo = path_on_x(&link.expanded).is_some_and(|path| path.starts_with("messages/media/"));
            (&*link.url, (!is_photo).then_some(&*link.expanded))
        });
        let mut post = self.draft(Kind::Message, expand(&text, links), &message.created_at, file);
        if message.created_at.is_empty() || post.at.is_none() {
            file.warn("The time of the message is missing or impossible");
        }
        post.own_words = self.is_own(&message.sender_id);
        if !post.own_words {
            // The clock is that of whoever wrote.
            post.utc_offset = None;
        }
        post.native_id = (!message.id.is_empty()).then(|| message.id.to_string());
        if post.about.is_none() {
            // Groups have no recipient.
            let to = &*message.recipient_id;
            post.about = (!to.is_empty()).then(|| Private::from(to));
        }
        let folders = &[
            "direct_messages_media",
            "direct_messages_group_media",
            "direct_message_media",
            "direct_message_group_media",
        ];
        let media = message.media_urls.iter().map(|url| self.layout.media(folders, &message.id, url));
        post.media = media.map(|path| Media { path, ..Media::default() }).collect();
        let own = post.own_words;
        file.post(post);
        for (number, edit) in message.edit_history.iter().enumerate().filter(|_| own) {
            let words = if edit.text.is_empty() { &edit.edited_text } else { &edit.text };
            if !words.is_empty() && **words != *message.text {
                let at = if edit.created_at.is_empty() { &message.created_at } else { &edit.created_at };
                let mut post = self.draft(Kind::Message, unescape(words).into_owned(), at, file);
                post.native_id = Some(format!("{}-version-{}", &*message.id, number + 1));
                post.about = Some(Private::new(format!("Earlier wording · {}", self.with)));
                file.post(post);
            }
        }
        for reaction in message.reactions.iter().filter(|reaction| self.is_own(&reaction.sender_id)) {
            let mut post = self.draft(Kind::Reaction, reaction.reaction_key.to_string(), &reaction.created_at, file);
            post.own_words = false;
            post.native_id = (!reaction.event_id.is_empty()).then(|| format!("reaction-{}", &*reaction.event_id));
            post.reply_to = (!message.id.is_empty()).then(|| message.id.to_string());
            file.post(post);
        }
    }
}
