//! The first posts of an archive as they would be read, before anything is imported.

use crate::coverage::{account_name, moment};
use crate::dto::{Preview, PreviewPost};
use crate::problem::Problem;
use model::{Account, Exported, Fact, Post, Private, Warning};
use platforms::{Archive, Error, Importer, Sink, Stopped};

/// Posts shown.
const POSTS: usize = 3;
/// Characters of a post's words shown.
const TEXT: usize = 280;
/// Different warnings shown.
const WARNINGS: usize = 5;

fn shown(post: &Post) -> PreviewPost {
    let words = post.text.reveal();
    let mut text: String = words.chars().take(TEXT).collect();
    if text.len() < words.len() {
        text.push('…');
    }
    PreviewPost {
        kind: post.kind.id().to_owned(),
        at: post.at.map(moment),
        text,
        own_words: post.own_words,
        about: post.about.as_ref().map(Private::reveal).cloned(),
        url: post.url.clone(),
        reply_to: post.reply_to.clone(),
        audience: post.audience.id().to_owned(),
    }
}

/// Keeps the first posts and asks the reader to stop after them.
#[derive(Default)]
pub(crate) struct First {
    account: Option<Account>,
    posts: Vec<Post>,
    warnings: Vec<String>,
}

impl First {
    /// Reads an archive until there are [`POSTS`] posts.
    pub(crate) fn read(
        &mut self,
        archive: &Archive,
        importer: &dyn Importer,
        exported: &Exported,
    ) -> Result<(), Problem> {
        self.account.get_or_insert_with(|| exported.account.clone());
        if self.check().is_err() {
            return Ok(());
        }
        match importer.read(archive, self) {
            Ok(_) | Err(Error::Stopped) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// What the window shows of it.
    pub(crate) fn shown(self) -> Preview {
        let platform = self.account.as_ref().map(|account| account.platform.clone());
        Preview {
            platform: platform.unwrap_or_default(),
            account: self.account.as_ref().map(account_name).unwrap_or_default(),
            posts: self.posts.iter().map(shown).collect(),
            warnings: self.warnings,
        }
    }
}

impl Sink for First {
    fn post(&mut self, post: Post) {
        if self.posts.len() < POSTS {
            self.posts.push(post);
        }
    }

    fn fact(&mut self, _fact: Fact) {}

    fn warning(&mut self, warning: Warning) {
        if self.warnings.len() < WARNINGS && !self.warnings.contains(&warning.message) {
            self.warnings.push(warning.message);
        }
    }

    fn progress(&mut self, _file: &str, _bytes_done: u64, _bytes_total: u64) {}

    fn check(&mut self) -> Result<(), Stopped> {
        if self.posts.len() < POSTS { Ok(()) } else { Err(Stopped) }
    }
}

#[cfg(test)]
mod tests {
    use crate::dto::Told;
    use crate::import::preview;
    use std::path::PathBuf;

    const TABLE: &str = "nr,wann,wer,gesagt_hat_er\n1,03/04/2014 22:41,ada,The round was a farce again\n\
                         2,04/04/2014 07:05,max,I saw that too\n3,25/04/2014 08:00,ada,Nobody answers the bleep at night\n";

    fn told(columns: &[(&str, &str)]) -> Told {
        let columns = columns.iter().map(|(field, column)| ((*field).to_owned(), (*column).to_owned())).collect();
        Told { columns, ..Told::default() }
    }

    #[test]
    fn a_preview_shows_what_an_import_would_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told.csv");
        std::fs::write(&path, TABLE).unwrap();
        let paths: Vec<PathBuf> = vec![path];
        assert_eq!(preview(&paths, &Told::default()).unwrap_err().code, "unknown-columns");

        let columns = [("text", "gesagt_hat_er"), ("at", "wann"), ("id", "nr")];
        let all = preview(&paths, &told(&columns)).unwrap();
        assert_eq!(all.posts.len(), 3);
        assert_eq!(all.posts[0].at.as_deref(), Some("2014-04-03T22:41:00Z"));

        let mut ada = told(&[&columns[..], &[("author", "wer")]].concat());
        ada.account = Some("ada".into());
        let own = preview(&paths, &ada).unwrap();
        assert_eq!((own.account.as_str(), own.posts.len()), ("ada", 2));
        assert!(own.warnings.iter().any(|warning| warning.contains("somebody else")), "{:?}", own.warnings);

        ada.account = Some("nobody".into());
        let nobody = preview(&paths, &ada).unwrap();
        assert!(nobody.posts.is_empty() && !nobody.warnings.is_empty());
    }

    #[test]
    fn of_several_files_each_must_be_readable_as_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let [one, two] = [write("one.csv", TABLE), write("two.csv", "a,b,c\n1,2,3\n")];
        let told = told(&[("text", "gesagt_hat_er"), ("at", "wann")]);
        assert_eq!(preview(std::slice::from_ref(&one), &told).unwrap().posts.len(), 3);
        assert_eq!(preview(&[one, two], &told).unwrap_err().code, "no-such-column");
    }
}
