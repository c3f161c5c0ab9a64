//! Names of files inside archives: what is taken, what is refused, and the folder around an export.

/// The name with forward slashes and without empty steps, or why it is refused.
pub(super) fn clean(name: &str) -> Result<String, &'static str> {
    const OUTSIDE: &str = "its name points outside the archive";
    // A backslash is a separator to the tool that wrote it, and would be one to Windows.
    let name = name.replace('\\', "/");
    if name.chars().any(char::is_control) {
        return Err("its name holds control characters");
    }
    if name.len() > 4096 {
        return Err("its name is too long");
    }
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    if name.starts_with('/') || drive || name.split('/').any(|step| step == "..") {
        return Err(OUTSIDE);
    }
    let steps: Vec<&str> = name.split('/').filter(|step| !step.is_empty() && *step != ".").collect();
    let Some(last) = steps.last() else { return Err("it has no name") };
    if steps[0] == "__MACOSX"
        || last.starts_with("._")
        || [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|left| last.eq_ignore_ascii_case(left))
    {
        return Err("it was left by the computer that packed the archive");
    }
    Ok(steps.join("/"))
}

/// A refused name, fit to be shown.
pub(super) fn printable(name: &str) -> String {
    name.chars().take(200).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Length of the wrapping folder's name and slash, when all paths lie in one folder that is no export's own.
pub(super) fn wrapping<'a>(mut paths: impl Iterator<Item = &'a str>) -> Option<usize> {
    let (folder, _) = paths.next()?.split_once('/')?;
    let own = crate::IMPORTERS.iter().flat_map(|importer| importer.own_folders());
    let is_own = |own: &str| own.strip_suffix('*').map_or(folder == own, |start| folder.starts_with(start));
    if own.copied().any(is_own) {
        return None;
    }
    paths.all(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))).then_some(folder.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_outside_are_refused() {
        for bad in ["../x", "a/../../x", "/etc/passwd", "C:/x", "c:\\x", "..\\x", "a/b\0.js", "a\nb", "", "/", "./"] {
            assert!(clean(bad).is_err(), "{bad:?}");
        }
        assert_eq!(clean("data\\tweets.js").as_deref(), Ok("data/tweets.js"));
        assert_eq!(clean("./a//b.js").as_deref(), Ok("a/b.js"));
        assert_eq!(clean("it..is/fine...js").as_deref(), Ok("it..is/fine...js"));
    }

    #[test]
    fn leftovers_of_the_system_are_no_files_of_the_export() {
        for left in ["__MACOSX/data/._tweets.js", "data/._tweets.js", ".DS_Store", "a/Thumbs.db"] {
            assert!(clean(left).is_err(), "{left}");
        }
    }

    #[test]
    fn one_wrapping_folder_comes_off_but_never_an_exports_own() {
        let wrapping = |paths: &[&str]| super::wrapping(paths.iter().copied());
        assert_eq!(wrapping(&["my x/data/a.js", "my x/b.html"]), Some(5));
        assert_eq!(wrapping(&["my x/a.js", "my xy/b.js"]), None);
        assert_eq!(wrapping(&["data/a.js", "data/b.js"]), None);
        assert_eq!(wrapping(&["a.csv"]), None);
        assert_eq!(wrapping(&[]), None);
    }
}
