//! Archives inside archives: X packed its media so in 2019, and people pack their downloads together.

use super::parts::group_parts;
use super::store::Store;
use super::{Archive, Entry, Error, Part};
use std::io::Read;
use std::path::{Path, PathBuf};

const ENDINGS: [&str; 4] = [".zip", ".tar.gz", ".tgz", ".tar"];

/// Whether the name is that of an archive.
pub(super) fn is_archive(path: &str) -> bool {
    folder_for(path).is_some()
}

/// The path without the ending of an archive.
fn folder_for(path: &str) -> Option<&str> {
    let ending = ENDINGS.into_iter().find(|ending| {
        path.len()
            .checked_sub(ending.len())
            .and_then(|at| path.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    })?;
    Some(&path[..path.len() - ending.len()])
}

impl Archive {
    /// Opens the archives that lie in a part. Their files stand in a folder of the archive's name; where an archive holds
    /// nothing but the parts of one export, they stand as if the parts had been given themselves.
    pub(super) fn add_nested(&mut self, inner: Vec<Entry>, below: &str, depth: usize) -> Result<(), Error> {
        let paths: Vec<PathBuf> = inner.iter().map(|entry| PathBuf::from(&*entry.path)).collect();
        let groups = group_parts(&paths);
        let alone = self.entries.is_empty() && groups.len() == 1;
        let folder_of = |path: &PathBuf| Some(format!("{}/", folder_for(path.to_str()?)?));
        if !alone {
            self.inside.extend(groups.iter().map(|group| group.iter().filter_map(folder_of).collect()));
        }
        for entry in inner {
            let folder = match folder_for(&entry.path) {
                Some(_) if alone => below.to_owned(),
                folder => format!("{}/", folder.unwrap_or_default()),
            };
            let opened = match self.store_of(&entry, depth) {
                Ok(store) => match self.add_file(store, &folder, depth + 1) {
                    Err(Error::Stopped) => return Err(Error::Stopped),
                    Err(Error::Refused { why, .. }) => Err(why),
                    Err(_) => Err("it is an archive inside the archive and damaged".to_owned()),
                    Ok(()) => Ok(()),
                },
                Err(why) => Err(why.to_owned()),
            };
            if let Err(why) = opened {
                self.refused.push((entry.path.to_string(), why));
            }
        }
        Ok(())
    }

    /// Where the bytes of an archive inside this one are; an error says why it is left out.
    fn store_of(&mut self, entry: &Entry, depth: usize) -> Result<Store, &'static str> {
        if depth >= self.limits.depth {
            return Err("it is an archive too deep inside other archives");
        }
        let name = self.parts[entry.part].path().join(Path::new(&*entry.path));
        match &*self.parts[entry.part] {
            Part::Folder(folder) => return Ok(Store::File(folder.path_of(entry.index).to_owned())),
            Part::Zip(zip, _) => {
                if let Some(store) = zip.stored(entry.index, name.clone()) {
                    return Ok(store);
                }
            }
            Part::Tar(tar, _) => return Ok(tar.stretch(entry.index, name)),
            Part::Tgz(..) | Part::Bare(..) => {}
        }
        const LARGE: &str = "it is an archive inside the archive and too large to be read in its place: unpack it and import \
                             it by itself";
        let left = self.limits.nested_bytes.saturating_sub(self.nested);
        if entry.size > left {
            return Err(LARGE);
        }
        let mut bytes = Vec::new();
        let read = self.reader(entry).ok().and_then(|reader| reader.take(left + 1).read_to_end(&mut bytes).ok());
        if read.is_none() {
            return Err("it is an archive inside the archive and damaged");
        }
        if bytes.len() as u64 > left {
            return Err(LARGE);
        }
        self.nested += bytes.len() as u64;
        Ok(Store::Memory { name, bytes: bytes.into() })
    }
}
