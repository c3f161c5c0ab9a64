//! Which exports a container holds: one as a rule; several where it is a folder of downloads, a ZIP of ZIPs, or a folder
//! of unpacked archives.

use crate::{Archive, Importer, recognise};
use model::Exported;

/// Why a file beside several exports is left out.
const BESIDE: &str = "it belongs to none of the exports it lies beside";

/// The exports in this archive. One that cannot be told apart stays whole; a packed archive of no known platform stands by
/// itself, so that it can be said by name that it was not read.
pub fn exports(archive: Archive) -> Vec<Archive> {
    if archive.told().platform.is_some() {
        return vec![archive];
    }
    let (mut found, mut unknown): (Vec<Archive>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    let mut taken: Vec<String> = Vec::new();
    for folders in archive.inside() {
        let view = archive.within(&folders, &taken);
        if view.entries().is_empty() {
            continue;
        }
        if recognise(&view).is_some() {
            found.push(view);
            taken.extend(folders);
        } else {
            unknown.push(folders);
        }
    }
    let unpacked = unpacked(&archive, &taken);
    if are_several(&unpacked) {
        taken.extend(unpacked.iter().map(|unpacked| unpacked.folder.clone()));
        found.extend(unpacked.into_iter().map(|unpacked| unpacked.view));
    }
    if found.is_empty() {
        return vec![archive];
    }
    let rest = archive.without(&taken);
    if standing(&rest).is_some() {
        // An export that lies there unpacked, or whose media are packed inside it.
        found.push(rest);
        return found;
    }
    for folders in unknown {
        let view = archive.within(&folders, &taken);
        if !view.entries().is_empty() {
            taken.extend(folders);
            found.push(view);
        }
    }
    let beside = archive.without(&taken);
    if let Some(first) = found.first_mut() {
        first.account_for(&beside, BESIDE);
    }
    found
}

/// A folder at the top that is an export by itself.
struct Unpacked {
    folder: String,
    view: Archive,
    platform: &'static str,
    account: String,
}

fn unpacked(archive: &Archive, taken: &[String]) -> Vec<Unpacked> {
    let folders = archive.top_folders(taken).into_iter();
    folders
        .filter_map(|folder| {
            let view = archive.within(std::slice::from_ref(&folder), taken);
            let (importer, exported) = standing(&view)?;
            Some(Unpacked { folder, view, platform: importer.id(), account: exported.account.key })
        })
        .collect()
}

/// Who reads this, if it is surely an export of a platform of its own.
fn standing(view: &Archive) -> Option<(&'static dyn Importer, Exported)> {
    recognise(view).filter(|(importer, _)| importer.stands_alone(view))
}

/// Whether these folders are several exports and not parts of one: of several platforms, or of accounts that have a file of
/// the same path each.
fn are_several(unpacked: &[Unpacked]) -> bool {
    let differs = |a: &Unpacked, b: &Unpacked| {
        let shares = || b.view.entries().iter().any(|entry| a.view.entry(&entry.path).is_some());
        a.platform != b.platform
            || (a.account != b.account && !a.account.is_empty() && !b.account.is_empty() && shares())
    };
    unpacked.iter().enumerate().any(|(at, a)| unpacked[at + 1..].iter().any(|b| differs(a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IMPORTERS, Limits};
    use std::path::Path;

    #[test]
    fn no_export_of_one_account_is_taken_apart() {
        for importer in IMPORTERS {
            let of = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(importer.id()).join("fixtures");
            for era in std::fs::read_dir(of)
                .expect("fixtures")
                .filter_map(|era| Some(era.ok()?.path()))
                .filter(|era| era.is_dir())
            {
                let archive = Archive::open(std::slice::from_ref(&era), Limits::default()).expect("it opens");
                let parts: Vec<usize> = exports(archive).iter().map(|part| part.entries().len()).collect();
                assert_eq!(parts.len(), 1, "{} falls apart: {parts:?}", era.display());
            }
        }
    }
}
