//! Where the expected rows of a page are: files below a folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf, absolute};

use accession_schema::TableSpec;

use super::truth::{self, Problem, Table};

/// Truth files below a folder, by the id of the dossier they are about.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Files `<dossier_id>.truth`.
    files: BTreeMap<String, Vec<PathBuf>>,
    /// Folders `<dossier_id>/` that hold `<table>.csv` files.
    folders: BTreeMap<String, Vec<PathBuf>>,
}

/// The expected rows of a page, and where they are written down.
#[derive(Debug)]
pub(crate) struct Truth {
    /// The tables.
    pub(crate) tables: Vec<Table>,
    /// Files that were not compared, and why.
    pub(crate) notes: Vec<String>,
}

impl Places {
    /// Looks through a folder and all folders below. Hidden ones are left out, and links to folders are not followed.
    pub(crate) fn below(folder: &Path) -> io::Result<Self> {
        let mut places = Self::default();
        places.enter(folder)?;
        Ok(places)
    }

    fn enter(&mut self, folder: &Path) -> io::Result<()> {
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(named)? {
            let entry = entry.map_err(named)?;
            if !entry.file_name().to_string_lossy().starts_with('.') {
                entries.push((entry.path(), entry.file_type().map_err(named)?.is_dir()));
            }
        }
        entries.sort();
        let mut has_tables = false;
        for (path, is_folder) in entries {
            if is_folder {
                self.enter(&path)?;
            } else if has_extension(&path, "truth") {
                self.files.entry(stem(&path)).or_default().push(path);
            } else {
                has_tables |= has_extension(&path, "csv");
            }
        }
        if has_tables {
            let id = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            self.folders.entry(id).or_default().push(folder.to_path_buf());
        }
        Ok(())
    }

    /// Reads the expected rows of a page; the problems name file and line. A truth file goes before a folder of tables,
    /// and of several with the page's name the one whose folders are named most like the page's, from the inmost out.
    pub(crate) fn read(
        &self,
        id: &str,
        page: &Path,
        compared: &[TableSpec],
        known: &[TableSpec],
    ) -> Result<Truth, Vec<String>> {
        let (candidates, is_file) = match (self.files.get(id), self.folders.get(id)) {
            (Some(files), _) => (files, true),
            (None, Some(folders)) => (folders, false),
            (None, None) => {
                return Err(vec![format!(
                    "{}: expected its rows in {id}.truth or in tables in a folder {id}, found neither",
                    page.display()
                )]);
            }
        };
        let place = nearest(candidates, page).map_err(|problem| vec![problem])?;
        if is_file { read_file(place, compared) } else { read_folder(place, compared, known) }
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension() == Some(OsStr::new(extension))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The one of several places that is nearest to a page.
fn nearest<'p>(places: &'p [PathBuf], page: &Path) -> Result<&'p Path, String> {
    let names = |path: &Path| -> Vec<_> {
        let path = absolute(path).unwrap_or_else(|_| path.to_path_buf());
        path.parent()
            .into_iter()
            .flat_map(Path::ancestors)
            .filter_map(Path::file_name)
            .map(OsStr::to_owned)
            .collect()
    };
    let of_page = names(page);
    let shared = |place: &Path| names(place).iter().zip(&of_page).take_while(|(a, b)| a == b).count();
    let most = places.iter().map(|place| shared(place)).max().unwrap_or(0);
    let nearest: Vec<&PathBuf> = places.iter().filter(|place| shared(place) == most).collect();
    match nearest.as_slice() {
        [place] => Ok(place),
        several => {
            let several: Vec<String> = several.iter().map(|place| place.display().to_string()).collect();
            Err(format!(
                "{}: expected its rows in one place, found {} that are as near",
                page.display(),
                several.join(" and ")
            ))
        }
    }
}

fn text(path: &Path) -> Result<String, Vec<String>> {
    fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}", path.display())])
}

fn in_file(path: &Path, problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}: {problem}", path.display())).collect()
}

fn read_file(path: &Path, compared: &[TableSpec]) -> Result<Truth, Vec<String>> {
    let tables = truth::parse(&text(path)?, compared).map_err(|problems| in_file(path, &problems))?;
    Ok(Truth { tables, notes: Vec::new() })
}

/// The tables of a folder, in the order of the schema.
fn read_folder(folder: &Path, compared: &[TableSpec], known: &[TableSpec]) -> Result<Truth, Vec<String>> {
    let failed = |error: io::Error| vec![format!("{}: {error}", folder.display())];
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if has_extension(&path, "csv") {
            let name = stem(&path);
            let at = compared.iter().position(|spec| spec.name == name).unwrap_or(compared.len());
            files.push((at, name, path));
        }
    }
    files.sort();
    let mut truth = Truth { tables: Vec::new(), notes: Vec::new() };
    let mut problems = Vec::new();
    for (at, name, path) in files {
        if at == compared.len() && known.iter().any(|spec| spec.name == name) {
            truth.notes.push(format!("{}: not compared, {name} is no table of a page alone", path.display()));
            continue;
        }
        match text(&path).and_then(|text| {
            truth::parse_csv(&name, &text, compared).map_err(|problems| in_file(&path, &problems))
        }) {
            Ok(tables) => truth.tables.extend(tables),
            Err(of_file) => problems.extend(of_file),
        }
    }
    if problems.is_empty() { Ok(truth) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn the_nearest_place_is_taken() {
        let places = paths(&["truth/fr/gatt/a.truth", "truth/en/gatt/a.truth", "truth/a.truth"]);
        let of = |page: &str| nearest(&places, Path::new(page)).ok();
        assert_eq!(of("pages/en/gatt/a.html"), Some(Path::new("truth/en/gatt/a.truth")));
        assert_eq!(of("./truth/a.txt"), Some(Path::new("truth/a.truth")));
        assert_eq!(of("pages/es/gatt/a.html"), None);
        assert!(nearest(&places, Path::new("b/a.txt")).unwrap_err().contains("fr/gatt/a.truth and truth/en"));
        assert_eq!(nearest(&places[..1], Path::new("b/a.txt")), Ok(Path::new("truth/fr/gatt/a.truth")));
    }
}
