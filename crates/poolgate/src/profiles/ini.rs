//! The INI syntax that Python's `configparser` reads, as cognitoinator uses it: `key = value` or
//! `key: value`, whole lines of comment, values that go on in indented lines.

use std::path::Path;

use zeroize::Zeroizing;

use super::ProfileError;

/// `[header]` and what follows.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) header: String,
    pub(super) line: usize,
    pub(super) entries: Vec<Entry>,
}

/// A key and its value, which may be a secret.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: Zeroizing<String>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// The sections of a text, in order. Errors name the line and show nothing of it but keys.
pub(super) fn parse(text: &str, path: &Path) -> Result<Vec<Section>, ProfileError> {
    let mut sections: Vec<Section> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        let refused = |reason: &str| ProfileError::Syntax {
            path: path.to_owned(),
            line: index + 1,
            reason: reason.to_owned(),
        };
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let is_indented = line.starts_with([' ', '\t']);
        let current = sections.last_mut();
        if let Some(entry) = current.and_then(|section| section.entries.last_mut())
            && is_indented
        {
            entry.value.push('\n');
            entry.value.push_str(trimmed);
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix('[') {
            let header = rest
                .strip_suffix(']')
                .filter(|header| !header.contains(']'));
            sections.push(Section {
                header: header
                    .ok_or_else(|| refused("a section is [name] and nothing else"))?
                    .trim()
                    .to_owned(),
                line: index + 1,
                entries: Vec::new(),
            });
            continue;
        }
        let section = sections.last_mut();
        let section = section.ok_or_else(|| refused("a key before the first section"))?;
        let entry = entry(trimmed, index + 1)
            .ok_or_else(|| refused("neither a section, a comment nor key = value"))?;
        if section.entries.iter().any(|other| other.key == entry.key) {
            return Err(refused(&format!(
                "{} is set twice in this section",
                entry.key
            )));
        }
        section.entries.push(entry);
    }
    Ok(sections)
}

fn entry(line: &str, number: usize) -> Option<Entry> {
    let (key, value) = line.split_once(['=', ':'])?;
    let key = key.trim();
    if key.is_empty() {
        return None;
    }
    Some(Entry {
        // As `configparser` does, for which keys have no case.
        key: key.to_ascii_lowercase(),
        line: number,
        value: Zeroizing::new(value.trim().to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<Section>, ProfileError> {
        parse(text, Path::new("credentials"))
    }

    #[test]
    fn sections_have_keys_and_values_as_python_reads_them() {
        let text = "# a\r\n[default]\r\nApp_ID: a=b:c # d\r\n; e\r\n\r\npassword =  p;#q \r\n\
                    metadata = {\"a\":\r\n  \"b\"}\r\n[ profile  x ]\r\n";
        let sections = read(text).unwrap();
        let entries = sections[0].entries.iter();
        let entries: Vec<_> = entries
            .map(|entry| (entry.key.as_str(), entry.line, entry.value.as_str()))
            .collect();
        let expected = [
            ("app_id", 3, "a=b:c # d"),
            ("password", 6, "p;#q"),
            ("metadata", 7, "{\"a\":\n\"b\"}"),
        ];
        assert_eq!(entries, expected);
        assert_eq!(
            (sections[1].header.as_str(), sections[1].line),
            ("profile  x", 9)
        );
    }

    #[test]
    fn what_is_no_ini_names_its_line_and_shows_nothing_of_it() {
        for text in [
            "\nhunter2",
            "\npassword = hunter2",
            "[a]\nhunter2",
            "[a]\n= hunter2",
            "[a]\n[hunter2",
            "[a]\n[a] hunter2",
            "[a]\n[a]hunter2]",
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.starts_with("credentials, line 2: "), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        let twice = "[a]\npassword = hunter2\nPASSWORD = hunter3\n";
        let error = read(twice).unwrap_err().to_string();
        assert_eq!(
            error,
            "credentials, line 3: password is set twice in this section"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([ \t]?[\\[#;]?[a-z ]{0,6}[\\]=:]?.{0,8}\r?\n){0,8}") {
            let _ = read(&text);
        }

        #[test]
        fn what_is_written_is_read(
            entries in proptest::collection::btree_map("[a-z][a-z_]{0,8}", "[!-~]([ -~]{0,10}[!-~])?", 0..6)
        ) {
            let lines = entries.iter().map(|(key, value)| format!("{key} = {value}\n"));
            let text = format!("[x]\n{}", lines.collect::<String>());
            let sections = read(&text).unwrap();
            let found = sections[0].entries.iter();
            let found: std::collections::BTreeMap<_, _> =
                found.map(|entry| (entry.key.clone(), entry.value.to_string())).collect();
            prop_assert_eq!(found, entries);
        }
    }
}
