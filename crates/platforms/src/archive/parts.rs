//! Which of several files are parts of one export.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Groups paths that are parts of the same export, judging by their names alone. Parts lie in one folder and differ only
/// in a part number at the end: `-1`, `-001`, `_2`, `-part2`; or in an id behind the account and the day,
/// `facebook-thea-2026-10-02-Ab12Cd34`. In doubt two files are two exports.
///
/// Groups stand in the order of their first path; within a group the part numbers ascend.
pub fn group_parts(paths: &[PathBuf]) -> Vec<Vec<PathBuf>> {
    let mut groups: Vec<Vec<(u32, &PathBuf)>> = Vec::new();
    // Of each stem and number, how many files there were; and of each stem its groups. Two files of one number cannot be
    // parts of one export, so the second one of a number goes into the second group of its stem.
    let mut met: HashMap<(String, u32), usize> = HashMap::new();
    let mut of_stem: HashMap<String, Vec<usize>> = HashMap::new();
    for path in paths {
        let Some((stem, number)) = split(path).or_else(|| split_id(path)) else {
            groups.push(vec![(0, path)]);
            continue;
        };
        let count = met.entry((stem.clone(), number)).or_default();
        let known = of_stem.entry(stem).or_default();
        match known.get(*count) {
            Some(group) => groups[*group].push((number, path)),
            None => {
                known.push(groups.len());
                groups.push(vec![(number, path)]);
            }
        }
        *count += 1;
    }
    let ordered = groups.into_iter().map(|mut members| {
        members.sort_by_key(|(number, _)| *number);
        members.into_iter().map(|(_, path)| path.clone()).collect()
    });
    ordered.collect()
}

/// The paths, where a folder of downloads, which holds archives and nothing else, is replaced by the archives in it.
pub fn in_folders(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let downloads = |folder: &Path| -> Option<Vec<PathBuf>> {
        let mut found = Vec::new();
        for file in std::fs::read_dir(folder).ok()? {
            let path = file.ok()?.path();
            // What the system leaves in folders, `.DS_Store`.
            if path.file_name()?.to_str()?.starts_with('.') {
                continue;
            }
            if !super::nested::is_archive(path.to_str()?) || path.is_dir() {
                return None;
            }
            found.push(path);
        }
        found.sort();
        (!found.is_empty()).then_some(found)
    };
    paths.into_iter().flat_map(|path| downloads(&path).unwrap_or_else(|| vec![path])).collect()
}

/// The path without its part number, and the number; none when it has no part number.
fn split(path: &Path) -> Option<(String, u32)> {
    let name = path.file_name()?.to_str()?;
    let lower = name.to_ascii_lowercase();
    let ending = [".zip", ".tar.gz", ".tgz", ".tar"].into_iter().find(|ending| lower.ends_with(ending))?;
    let body = &name[..name.len() - ending.len()];
    let digits = body.len() - body.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    // Part numbers are short; four digits and more are years, days and ids.
    if !(1..=3).contains(&digits) {
        return None;
    }
    let (front, number) = body.split_at(body.len() - digits);
    let number: u32 = number.parse().ok()?;
    let front_lower = front.to_ascii_lowercase();
    let marked = front_lower.ends_with("part") || front_lower.ends_with("part-") || front_lower.ends_with("part_");
    let front = front.strip_suffix(['-', '_']).or(marked.then_some(front))?;
    // `export-2026-10-02` ends in the day of a date, not in a part number.
    if !marked && ends_in_year_and_month(front) {
        return None;
    }
    // A lone word with a small number, `backup-1`, may be anything; a date or an id beside it makes it an export.
    if !marked && front.chars().filter(char::is_ascii_digit).count() < 4 {
        return None;
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    Some((format!("{}{ending}", folder.join(front).display()), number))
}

/// The path without the id behind a full date, and a number made of the id.
fn split_id(path: &Path) -> Option<(String, u32)> {
    let name = path.file_name()?.to_str()?;
    let body = name.strip_suffix(".zip").or_else(|| name.strip_suffix(".ZIP"))?;
    let (front, id) = body.rsplit_once('-')?;
    let number = |step: &str| !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
    let steps: Vec<&str> = front.split('-').collect();
    // A firm, an account, and a date of three numbers, one of which is the year.
    let (account, date) = steps.split_at_checked(steps.len().checked_sub(3)?)?;
    let dated = date.iter().all(|step| number(step)) && date.iter().filter(|step| step.len() == 4).count() == 1;
    if account.len() < 2 || !dated || !(6..=12).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let number = id.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    Some((format!("{}-.zip", folder.join(front).display()), number))
}

fn ends_in_year_and_month(front: &str) -> bool {
    let mut steps = front.rsplit(['-', '_']);
    let is_number = |step: Option<&str>, lengths: &[usize]| {
        step.is_some_and(|s| lengths.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
    };
    is_number(steps.next(), &[1, 2]) && is_number(steps.next(), &[1, 2, 4])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(names: &[&str]) -> Vec<Vec<String>> {
        let paths: Vec<PathBuf> = names.iter().map(PathBuf::from).collect();
        group_parts(&paths).iter().map(|g| g.iter().map(|p| p.display().to_string()).collect()).collect()
    }

    #[test]
    fn numbered_parts_belong_together_in_order() {
        assert_eq!(
            grouped(&[
                "dl/takeout-20261002T101112Z-002.zip",
                "dl/facebook-thea-2026-10-02-abc-1.zip",
                "dl/takeout-20261002T101112Z-001.zip",
                "dl/facebook-thea-2026-10-02-abc-2.zip",
                "dl/twitter-2026-10-02-part1.zip",
                "dl/twitter-2026-10-02-part2.zip",
            ]),
            [
                vec!["dl/takeout-20261002T101112Z-001.zip", "dl/takeout-20261002T101112Z-002.zip"],
                vec!["dl/facebook-thea-2026-10-02-abc-1.zip", "dl/facebook-thea-2026-10-02-abc-2.zip"],
                vec!["dl/twitter-2026-10-02-part1.zip", "dl/twitter-2026-10-02-part2.zip"],
            ]
        );
    }

    #[test]
    fn parts_that_differ_in_an_id_behind_the_day_belong_together() {
        let together = ["dl/facebook-thea.m-2026-10-02-Ab12Cd34.zip", "dl/facebook-thea.m-2026-10-02-Ef56Gh78.zip"];
        assert_eq!(grouped(&together).len(), 1);
        assert_eq!(grouped(&["facebook-thea-2-10-2026-Ab12Cd34.zip", "facebook-thea-2-10-2026-Zz12Cd34.zip"]).len(), 1);
        for apart in [
            ["facebook-thea-2026-10-02-Ab12Cd34.zip", "facebook-thea-2026-10-03-Ef56Gh78.zip"],
            ["facebook-thea-2026-10-02-Ab12Cd34.zip", "facebook-robin-2026-10-02-Ef56Gh78.zip"],
            ["a/facebook-thea-2026-10-02-Ab12Cd34.zip", "b/facebook-thea-2026-10-02-Ef56Gh78.zip"],
            ["backup-2026-10-02-Ab12Cd34.zip", "backup-2026-10-02-Ef56Gh78.zip"],
        ] {
            assert_eq!(grouped(&apart).len(), 2, "{apart:?}");
        }
    }

    #[test]
    fn in_doubt_two_files_are_two_exports() {
        for pair in [
            ["a/takeout-20261002T101112Z-001.zip", "b/takeout-20261002T101112Z-002.zip"],
            ["takeout-20261002T101112Z-001.zip", "takeout-20261103T101112Z-002.zip"],
            ["x-2026-10-02.zip", "x-2026-10-03.zip"],
            ["facebook-thea-2-10-2026.zip", "facebook-thea-3-10-2026.zip"],
            ["facebook-thea-2026-10-02-abc-1.zip", "facebook-robin-2026-10-02-abc-2.zip"],
            ["backup-1.zip", "backup-2.zip"],
            ["Complete_LinkedInDataExport_10-02-2026.zip", "Complete_LinkedInDataExport_10-03-2026.zip"],
            ["folder-2026-1", "folder-2026-2"],
            ["takeout-20261002T101112Z-001.zip", "takeout-20261002T101112Z-001.zip"],
        ] {
            assert_eq!(grouped(&pair).len(), 2, "{pair:?}");
        }
    }
}
