//! Private messages (`direct-messages.js`, `direct-messages-group.js`).
//!
//! One record is a whole conversation, newest message first. Accounts are named by id alone; a handle is known where one
//! of the replies among the posts names it.

use super::Reading;
use super::loose::Loose;
use super::tweets::{People, expand};
use crate::Error;
use crate::import::File;
use crate::text::{iso_date, unescape};
use crate::x::layout::Layout;
use model::{Audience, Kind, Media, Private};
use serde::Deserialize;

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
    #[serde(borrow)]
    messages: Vec<Event<'a>>,
}

/// One of several kinds, each under a key of its own; those that hold no words are passed over.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Event<'a> {
    #[serde(borrow)]
    message_create: Option<Message<'a>>,
    #[serde(borrow)]
    welcome_message_create: Option<Message<'a>>,
    #[serde(borrow)]
    conversation_name_update: Option<Renamed<'a>>,
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
#[serde(default)]
struct Renamed<'a> {
    #[serde(borrow)]
    name: Loose<'a>,
}

/// Reads all conversations.
pub(super) fn read(reading: &mut Reading, people: &People) -> Result<(), Error> {
    let layout = reading.layout;
    for stem in ["direct-messages", "direct-message", "direct-messages-group", "direct-message-group"] {
        for entry in layout.parts(stem) {
            reading.large_elements(entry, &[Kind::Message], CONVERSATION, |bytes, file| {
                let Record { dm_conversation: conversation } = serde_json::from_slice(bytes)?;
                let with = conversation.with(&layout.exported.account.key, people);
                for event in &conversation.messages {
                    if let Some(message) = event.message_create.as_ref().or(event.welcome_message_create.as_ref()) {
                        message.read(&conversation.conversation_id, &with, layout, file);
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
        let renamed = self.messages.iter().find_map(|event| event.conversation_name_update.as_ref());
        if let Some(renamed) = renamed {
            return renamed.name.to_string();
        }
        let other = match self.conversation_id.split_once('-') {
            Some((a, b)) if a == own_id => b,
            Some((a, b)) if b == own_id => a,
            _ => &self.conversation_id,
        };
        people.name(other)
    }
}

impl Message<'_> {
    fn read(&self, conversation: &str, with: &str, layout: &Layout, file: &mut File) {
        let text = unescape(&self.text);
        let mut post =
            file.draft(Kind::Message, expand(&text, self.urls.iter().map(|link| (&*link.url, &*link.expanded))));
        post.own_words = *self.sender_id == *layout.exported.account.key;
        post.audience = Audience::Direct;
        post.at = iso_date(&self.created_at);
        post.native_id = (!self.id.is_empty()).then(|| self.id.to_string());
        // Groups have no recipient.
        let with = if with.is_empty() { &*self.recipient_id } else { with };
        post.about = (!with.is_empty()).then(|| Private::from(with));
        post.url = (!conversation.is_empty()).then(|| format!("https://x.com/messages/{conversation}"));
        let folders = &[
            "direct_messages_media",
            "direct_messages_group_media",
            "direct_message_media",
            "direct_message_group_media",
        ];
        let media = self.media_urls.iter().map(|url| layout.media(folders, &self.id, url));
        post.media = media.map(|path| Media { path, ..Media::default() }).collect();
        file.post(post);
    }
}
