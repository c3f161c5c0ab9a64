//! A folder: an export somebody unpacked.

use super::limited::{Budget, Limited};
use super::{Error, Limits, Packed};
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) struct Folder {
    root: PathBuf,
    files: Vec<PathBuf>,
}

impl Folder {
    pub(super) fn open(root: &Path, limits: &Limits) -> Result<(Folder, Vec<Packed>), Error> {
        let mut packed = Vec::new();
        let mut files = Vec::new();
        let mut to_visit = vec![(root.to_owned(), String::new())];
        while let Some((folder, prefix)) = to_visit.pop() {
            let listing = std::fs::read_dir(&folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
            let mut listing = match listing {
                Ok(listing) => listing,
                Err(source) if folder == root => return Err(Error::Open { path: folder, source }),
                Err(_) => {
                    packed.push(Packed {
                        name: prefix,
                        size: 0,
                        crc: None,
                        refusal: Some("it could not be opened"),
                        photo: None,
                    });
                    files.push(folder);
                    continue;
                }
            };
            listing.sort_by_key(std::fs::DirEntry::file_name);
            for entry in listing {
                // A name may hold a backslash here, which is no separator in this system.
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                // Neither `file_type` nor `DirEntry::metadata` follows a link.
                let (size, refusal) = match (entry.file_type(), entry.metadata()) {
                    (Ok(kind), _) if kind.is_dir() => {
                        to_visit.push((entry.path(), name + "/"));
                        continue;
                    }
                    (Ok(kind), Ok(meta)) if kind.is_file() => (meta.len(), None),
                    (Ok(kind), _) if kind.is_symlink() => (0, Some("it is a link; links are not followed")),
                    _ => (0, Some("it is no ordinary file")),
                };
                packed.push(Packed { name, size, crc: None, refusal, photo: None });
                files.push(entry.path());
            }
            if files.len() > limits.files {
                let why = format!("it holds more than {} files", limits.files);
                return Err(Error::Refused { path: root.to_owned(), why });
            }
        }
        Ok((Folder { root: root.to_owned(), files }, packed))
    }

    pub(super) fn path(&self) -> &Path {
        &self.root
    }

    /// Where a file lies.
    pub(super) fn path_of(&self, index: usize) -> &Path {
        &self.files[index]
    }

    pub(super) fn reader(&self, index: usize, limits: &Limits) -> Result<Box<dyn Read + Send + '_>, Error> {
        let path = &self.files[index];
        let file = std::fs::File::open(path).map_err(|source| Error::Open { path: path.clone(), source })?;
        Ok(Box::new(Limited::new(file, limits, None, &Budget::unlimited())))
    }
}
