//! The tables of Settings > Export, and the collections of people: addresses of accounts or servers, one a line.

use crate::import::{File, Halt, Import};
use crate::table::{Form, Table, fold};
use crate::{Archive, Entry, Error};
use model::Kind;

/// Columns that only these tables have.
const ACCOUNT: &str = "accountaddress";
const FORM: Form = Form { header: &[], backslash: false };

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Following,
    Followers,
    Blocked,
    Muted,
    Domains,
}

impl List {
    /// By the folded name of the file, of Mastodon (`following_accounts`), GoToSocial (`blocks`) or Misskey (`blocking`).
    pub fn of(stem: &str) -> Option<List> {
        Some(match stem {
            "followingaccounts" | "following" | "follows" => List::Following,
            "followers" | "followersaccounts" => List::Followers,
            "blockedaccounts" | "blocks" | "blocking" => List::Blocked,
            "mutedaccounts" | "mutes" | "mute" | "muting" => List::Muted,
            "blockeddomains" | "domainblocks" => List::Domains,
            _ => return None,
        })
    }

    /// Whether an archive is known by it alone: addresses of accounts are these servers' own.
    pub fn is_telling(self) -> bool {
        self != List::Domains
    }
}

/// Whether the first lines are addresses `name@server`, or servers, as nobody else's tables hold.
pub(super) fn holds_addresses(archive: &Archive, entry: &Entry) -> bool {
    let Some(mut table) = archive.reader(entry).ok().and_then(|reader| Table::open(reader, &FORM).ok()) else {
        return false;
    };
    let first = table.header().first().map(|name| fold(name)).unwrap_or_default();
    if first.is_empty() || first == ACCOUNT {
        return true;
    }
    let second = table.next().ok().flatten().and_then(Result::ok).map(|row| (row.cell(0).to_owned(), row.cell(1).to_owned()));
    let (cell, next) = second.unwrap_or_default();
    let candidates = [table.header()[0].as_str(), cell.as_str(), next.as_str(), table.header().get(1).map_or("", String::as_str)];
    candidates.iter().any(|text| is_account(text) || text.starts_with("https://"))
        || (table.header().len() < 4 && candidates[0].contains('.') && !candidates[0].contains(' '))
}

fn is_account(text: &str) -> bool {
    let text = text.trim().trim_start_matches('@');
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains(['@', ' ']) && !name.contains(' ')
    })
}

pub(super) fn read(import: &mut Import<'_>, entry: &Entry, list: List) -> Result<(), Error> {
    import.file(entry, &[Kind::Follow], |reader, file| {
        if entry.path.to_lowercase().ends_with(".json") {
            return collection(reader, file, list);
        }
        let mut table = Table::open(reader, &FORM)?;
        // Most of these tables have no line of names: their first line is a record.
        let first = table.header().first().cloned().unwrap_or_default();
        if fold(&first) != ACCOUNT && !first.trim().is_empty() && !first.starts_with('#') {
            record(file, list, first.trim());
        }
        while let Some(next) = table.next()? {
            file.step(table.bytes_read())?;
            match next {
                Ok(row) => {
                    file.index = row.index;
                    record(file, list, row.cell(0));
                }
                Err((index, why)) => {
                    file.index = index;
                    file.lost(why);
                }
            }
        }
        Ok(())
    })
}

fn collection(reader: impl std::io::Read, file: &mut File<'_>, list: List) -> Result<(), Halt> {
    let extent = crate::json::each_member(reader, &crate::Limits::default(), |member, index, bytes| {
        if matches!(member, "" | "orderedItems" | "items") {
            file.index = index;
            match bytes.and_then(|bytes| Ok(serde_json::from_slice::<String>(bytes)?)) {
                Ok(address) => record(file, list, &address),
                Err(bad) => file.lost(&bad.to_string()),
            }
        }
        file.step(0).map_err(|_| crate::Stopped)
    });
    match extent {
        Ok(extent) if extent.cut.is_none() => Ok(()),
        Ok(_) => Err(Halt::Unreadable),
        Err(_) => Err(Halt::Stopped),
    }
}

fn record(file: &mut File<'_>, list: List, address: &str) {
    let address = address.trim().trim_start_matches('@');
    match list {
        _ if address.is_empty() => {}
        List::Following => {
            let mut post = file.draft(Kind::Follow, address);
            post.own_words = false;
            post.native_id = Some(address.to_lowercase());
            post.url = match address.split_once('@') {
                Some((name, host)) => Some(format!("https://{host}/@{name}")),
                None => Some(address.to_owned()).filter(|address| address.starts_with("https://")),
            };
            file.post(post);
        }
        List::Followers => file.fact("friend", address, "follows this account", None),
        List::Blocked => file.fact("blocked", address, "", None),
        List::Muted => file.fact("blocked", address, "muted", None),
        List::Domains => file.fact("blocked", address, "a whole server", None),
    }
}
