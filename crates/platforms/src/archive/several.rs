//! Several exports in one container: a folder of downloads, a ZIP of ZIPs, a folder of unpacked archives. Each is seen as
//! an archive of its own, which reads from the same containers.

use super::{Archive, Entry, Part};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

impl Archive {
    /// The archives found inside, by the folders their files stand in; parts of one export together, the innermost first.
    pub(crate) fn inside(&self) -> Vec<Vec<String>> {
        let mut inside: Vec<Vec<String>> = self.inside.iter().filter(|folders| !folders.is_empty()).cloned().collect();
        inside.sort_by_key(|folders| std::cmp::Reverse(folders[0].matches('/').count()));
        inside
    }

    /// The folders at the top that hold files outside of `taken`, each with a slash at its end.
    pub(crate) fn top_folders(&self, taken: &[String]) -> Vec<String> {
        let mut folders: Vec<String> = Vec::new();
        for entry in self.entries.iter().filter(|entry| !is_in(taken, &entry.path)) {
            let Some((folder, _)) = entry.path.split_once('/') else { continue };
            let folder = format!("{folder}/");
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }

    /// What stands in these folders and not in `taken`, as an archive whose paths begin there.
    pub(crate) fn within(&self, folders: &[String], taken: &[String]) -> Archive {
        let mut view = self.view(|path| {
            let folder = folders.iter().find(|folder| path.starts_with(folder.as_str()))?;
            (!is_in(taken, path)).then(|| path[folder.len()..].to_owned())
        });
        view.wrappings.extend(folders.iter().map(|folder| PathBuf::from(folder.trim_end_matches('/'))));
        view.unwrapped()
    }

    /// What people know it by: the names of its files, or of the folder it lies in.
    pub fn name(&self) -> String {
        let names = |paths: &mut dyn Iterator<Item = &std::path::Path>| {
            let mut names: Vec<String> = Vec::new();
            for name in paths.filter_map(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned()) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.join(" + ")
        };
        let files =
            names(&mut self.parts.iter().filter(|part| !matches!(***part, Part::Folder(_))).map(|part| part.path()));
        let folders = || names(&mut self.wrappings.iter().take(1).map(PathBuf::as_path));
        [files, folders()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_else(|| names(&mut self.paths().into_iter()))
    }

    /// What does not stand in these folders.
    pub(crate) fn without(&self, taken: &[String]) -> Archive {
        self.view(|path| (!is_in(taken, path)).then(|| path.to_owned()))
    }

    /// Takes the files of another archive into the statement of what was left out, each for this reason.
    pub(crate) fn account_for(&mut self, others: &Archive, why: &str) {
        self.refused.extend(others.entries.iter().map(|entry| (entry.path.to_string(), why.to_owned())));
        self.refused.extend(others.refused.iter().cloned());
    }

    /// The files for which `path` gives a path, under that path.
    fn view(&self, path: impl Fn(&str) -> Option<String>) -> Archive {
        let mut view = Archive { told: self.told.clone(), ..Archive::empty(self.limits.clone()) };
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        for entry in &self.entries {
            let Some(path) = path(&entry.path) else { continue };
            let part = *parts.entry(entry.part).or_insert_with(|| {
                view.parts.push(Arc::clone(&self.parts[entry.part]));
                view.parts.len() - 1
            });
            let mut entry = Entry { path: path.into(), part, ..entry.clone() };
            if let Some(&at) = view.by_path.get(&entry.path) {
                let known = &view.entries[at];
                if known.size == entry.size && known.crc.zip(entry.crc).is_none_or(|(a, b)| a == b) {
                    continue;
                }
                entry.path = view.free_name(&entry.path, part + 1);
            }
            view.keep(entry);
        }
        view.refused = self.refused.iter().filter_map(|(name, why)| Some((path(name)?, why.clone()))).collect();
        view
    }
}

fn is_in(folders: &[String], path: &str) -> bool {
    folders.iter().any(|folder| path.starts_with(folder.as_str()))
}
