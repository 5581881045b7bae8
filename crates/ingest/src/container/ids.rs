//! Names for the pages of a container.

use std::collections::{HashMap, HashSet};

use super::{Entry, Kind};

/// Gives every entry an id of its own. The file stem where no other page has it; else the path without extension (zip)
/// or the stem with the stamp of the capture (web archive); where even that repeats, `_2`, `_3`, ... in order.
pub(super) fn assign(kind: Kind, entries: &mut [Entry]) {
    // A record without an address is named by its place.
    let stems: Vec<String> = entries
        .iter()
        .map(|entry| match stem(kind, &entry.name) {
            empty if empty.is_empty() => format!("member_{}", entry.member),
            stem => stem,
        })
        .collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for stem in &stems {
        *uses.entry(stem).or_default() += 1;
    }
    let wanted: Vec<String> = std::iter::zip(entries.iter(), &stems)
        .map(|(entry, stem)| match (uses.get(stem.as_str()), kind, entry.stamp) {
            (Some(1), ..) | (_, Kind::Warc, None) => stem.clone(),
            (_, Kind::Warc, Some(stamp)) => format!("{stem}_{stamp}"),
            _ => without_extension(entry.name.trim_start_matches("./").trim_start_matches('/')).to_owned(),
        })
        .collect();
    let names: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut next: HashMap<&str, usize> = HashMap::new();
    for (entry, name) in std::iter::zip(entries, &wanted) {
        let mut id = name.clone();
        while taken.contains(&id) || (id != *name && names.contains(id.as_str())) {
            let number = next.entry(name).or_insert(1);
            *number += 1;
            id = format!("{name}_{number}");
        }
        taken.insert(id.clone());
        entry.id = id;
    }
}

/// The stem of a path's file name or of the last part of an address.
fn stem(kind: Kind, name: &str) -> String {
    if kind != Kind::Warc {
        return file_stem(name).to_owned();
    }
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest).trim_end_matches('/');
    // A host's dots are no extension: an address without a path is named after the whole host.
    let Some((_, last)) = path.rsplit_once('/') else { return path.to_owned() };
    let last = percent_decoded(last);
    without_extension(&last).to_owned()
}

/// The name of a file without folders and extension.
pub(super) fn file_stem(path: &str) -> &str {
    without_extension(path.rsplit('/').next().unwrap_or(path))
}

/// A path without the extension of its last part; a leading dot starts no extension.
fn without_extension(path: &str) -> &str {
    match path.rfind('.') {
        Some(dot) if dot > path.rfind('/').map_or(0, |slash| slash + 1) => path.get(..dot).unwrap_or(path),
        _ => path,
    }
}

/// Undoes `%20` and the like where that gives readable text without a path separator.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        if let Some(two) =
            hex.filter(|two| *first == b'%' && two.bytes().all(|byte| byte.is_ascii_hexdigit()))
        {
            bytes.push(u8::from_str_radix(two, 16).unwrap_or(b'%'));
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    match String::from_utf8(bytes) {
        Ok(decoded) if !decoded.contains(|c: char| c.is_control() || c == '/' || c == '\\') => decoded,
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::stamp::Stamp;
    use super::super::stream::Place;
    use super::*;

    fn ids(kind: Kind, names: &[(&str, Option<&str>)]) -> Vec<String> {
        let entry = |(name, stamp): &(&str, Option<&str>)| Entry {
            stamp: stamp.and_then(Stamp::parse),
            ..Entry::new(String::new(), 1, (*name).to_owned(), Place::default())
        };
        let mut entries: Vec<Entry> = names.iter().map(entry).collect();
        assign(kind, &mut entries);
        entries.into_iter().map(|entry| entry.id).collect()
    }

    #[test]
    fn paths_in_a_zip() {
        let names =
            ["a/china.htm", "b/china.txt", "nepal.en.html", "a/china.html", "a/china_2.htm", ".x/oman"];
        let given = ids(Kind::Zip, &names.map(|name| (name, None)));
        assert_eq!(given, ["a/china", "b/china", "nepal.en", "a/china_2", "china_2", "oman"]);
    }

    #[test]
    fn numbers_pass_over_names_that_are_wanted() {
        let given = ids(Kind::Zip, &["x.a", "x.b", "x_2.c", "x.d"].map(|name| (name, None)));
        assert_eq!(given, ["x", "x_3", "x_2", "x_4"]);
    }

    #[test]
    fn addresses() {
        let names = [
            ("https://www.wto.org/acc_e/a1_oman_e.htm?x=/y.z#top", Some("2019-01-02T03:04:05Z")),
            ("https://www.wto.org/acc_e/a1_oman_e.htm", Some("2020-01-02T03:04:05Z")),
            ("https://www.wto.org/acc_e/a1_oman_e.html", Some("2020-01-02T03:04:05Z")),
            ("https://www.wto.org/acc_e/", None),
            ("https://www.wto.org", None),
            ("http://x.org/a/C%C3%B4te%20d.htm", None),
            ("http://x.org/a/b%2Fc.htm", None),
        ];
        let expected = [
            "a1_oman_e_20190102030405",
            "a1_oman_e_20200102030405",
            "a1_oman_e_20200102030405_2",
            "acc_e",
            "www.wto.org",
            "Côte d",
            "b%2Fc",
        ];
        assert_eq!(ids(Kind::Warc, &names), expected);
    }
}
