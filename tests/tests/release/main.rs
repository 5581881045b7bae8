//! Releases as their readers find them: the types the schema promises, the same bytes for the same input, whole or
//! absent, the same cells in both formats, and statistics that polars computes alike from the facts read back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use accession_publish::{Batch, Description, FileFormat, Manifest, PublishError, read_table, write};
use accession_schema::{ColumnSpec, Day, Facts, SCHEMA_VERSION, TableSpec, Type, all_tables};
use accession_tests::{economies, facts, table};
use pieces::{DOSSIERS, PIECES, Piece, SHIPPED, together};
use polars::prelude::*;
use tempfile::TempDir;

mod again;
mod cases;
mod lists;
mod pieces;
#[cfg(target_os = "linux")]
mod readers;

const BOTH: [FileFormat; 2] = [FileFormat::Parquet, FileFormat::Csv];

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd(year, month, day).unwrap_or_else(|| panic!("no such day"))
}

fn today() -> Day {
    day(2026, 11, 1)
}

fn table_names() -> Vec<&'static str> {
    all_tables().iter().map(|table| table.name).collect()
}

fn description(tables: &[&'static str], formats: &[FileFormat], as_of: Day) -> Description {
    Description {
        program_version: "1.2.3-test".to_owned(),
        as_of,
        input_digest: "0123456789abcdef".repeat(4),
        formats: formats.to_vec(),
        tables: tables.to_vec(),
    }
}

fn batch(pieces: &[Piece], description: &Description) -> Batch {
    let (facts, statistics) = together(pieces, description.as_of);
    Batch::new(&facts, &statistics, &description.tables, &description.formats)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Writes pieces, split into batches of so many.
fn write_pieces(folder: &Path, pieces: &[Piece], size: usize, description: &Description) -> Manifest {
    let batches = pieces.chunks(size).map(|pieces| batch(pieces, description)).collect();
    write(folder, batches, description).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

/// A release of some pieces and all tables.
fn release(pieces: &[Piece], as_of: Day) -> (TempDir, PathBuf, Manifest) {
    let (parent, folder) = place();
    let description = description(&table_names(), &BOTH, as_of);
    let manifest = write_pieces(&folder, pieces, usize::MAX, &description);
    (parent, folder, manifest)
}

/// A folder that is not there yet, in one of its own.
fn place() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let folder = parent.path().join("out");
    (parent, folder)
}

/// The bytes of a file, of which a failed check shows the number alone.
#[derive(PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// The files below a folder by their paths, with their bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Bytes> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            found.insert(path, Bytes(bytes));
        }
    }
    found
}

/// The names in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect()
}

/// The names of the files a release has, by its own account.
fn listed(manifest: &Manifest) -> BTreeSet<String> {
    let files = manifest.tables.iter().flat_map(|table| &table.files);
    files.map(|file| file.path.clone()).chain(["release.json".to_owned()]).collect()
}

fn scan(folder: &Path, table: &str) -> PolarsResult<LazyFrame> {
    let path = folder.join(format!("{table}.parquet"));
    LazyFrame::scan_parquet(PlRefPath::new(path.to_string_lossy()), ScanArgsParquet::default())
}

fn dtype(column: &ColumnSpec) -> PolarsResult<DataType> {
    Ok(match column.column_type {
        Type::String => DataType::String,
        Type::Uint32 => DataType::UInt32,
        Type::Int32 => DataType::Int32,
        Type::Float64 => DataType::Float64,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date,
        Type::Enum => DataType::from_frozen_categories(FrozenCategories::new(
            column.words.iter().map(|word| word.word),
        )?),
    })
}

/// The words an enum column may hold; none for other types.
fn words(dtype: &DataType) -> Vec<&str> {
    match dtype {
        DataType::Enum(categories, _) => categories.categories().values_iter().collect(),
        _ => Vec::new(),
    }
}

/// Checks the columns of a file, their types and nulls, and the order of the rows.
fn check_types(frame: &DataFrame, spec: &TableSpec) -> PolarsResult<()> {
    let found: Vec<&str> = frame.columns().iter().map(|column| column.name().as_str()).collect();
    let expected: Vec<&str> = spec.columns.iter().map(|column| column.name).collect();
    assert_eq!(found, expected, "{}", spec.name);
    for (column, spec_column) in frame.columns().iter().zip(&spec.columns) {
        let place = format!("{}.{}", spec.name, spec_column.name);
        assert_eq!(column.dtype(), &dtype(spec_column)?, "{place}");
        let expected: Vec<&str> = spec_column.words.iter().map(|word| word.word).collect();
        assert_eq!(words(column.dtype()), expected, "{place}");
        assert!(spec_column.nullable || column.null_count() == 0, "{place} has nulls");
    }
    check_order(frame, spec)
}

/// The rows of dossiers are sorted by dossier and line, whatever stands between them.
fn check_order(frame: &DataFrame, spec: &TableSpec) -> PolarsResult<()> {
    let Ok(ids) = frame.column("dossier_id") else { return Ok(()) };
    let lines: Vec<Option<u32>> = match frame.column("line") {
        Ok(lines) => lines.u32()?.iter().collect(),
        Err(_) => vec![None; frame.height()],
    };
    let rows: Vec<_> = ids.str()?.iter().zip(&lines).filter(|(id, _)| id.is_some()).collect();
    let unsorted = rows.windows(2).find(|pair| !pair.is_sorted());
    assert_eq!(unsorted, None, "{} is sorted by dossier and line", spec.name);
    Ok(())
}

#[test]
fn files_have_the_types_of_the_schema() -> PolarsResult<()> {
    let (_parent, folder, manifest) = release(&PIECES, today());
    let (facts, statistics) = together(&PIECES, today());
    let found: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(found, table_names());
    for (spec, written) in all_tables().iter().zip(&manifest.tables) {
        let frame = scan(&folder, spec.name)?.collect()?;
        check_types(&frame, spec)?;
        assert_eq!(frame.height() as u64, written.rows, "{}", spec.name);
        assert_eq!(frame.height(), table(spec.name, &facts, &statistics).row_count(), "{}", spec.name);
        assert!(frame.height() > 0, "{} is covered by the fixtures", spec.name);
    }
    Ok(())
}

/// In what is joined once, facts of dossiers come first, and statistics are in the order of the economies.
#[test]
fn rows_of_registers_stand_behind_those_of_dossiers() -> PolarsResult<()> {
    let (_parent, folder, _) = release(std::slice::from_ref(&SHIPPED), today());
    for spec in Facts::default().tables().iter().map(|table| table.spec()) {
        let frame = scan(&folder, spec.name)?.collect()?;
        check_types(&frame, &spec)?;
        let Ok(ids) = frame.column("dossier_id") else { continue };
        let is_of_dossier: Vec<bool> = ids.str()?.iter().map(|id| id.is_some()).collect();
        assert!(is_of_dossier.is_sorted_by(|one, next| one >= next), "{}", spec.name);
        assert!(is_of_dossier.contains(&true), "{} has rows of the dossier", spec.name);
    }
    for table in ["economies", "accession_summary"] {
        let frame = scan(&folder, table)?.collect()?;
        let economies: Vec<Option<&str>> = frame.column("iso3")?.str()?.iter().collect();
        assert!(economies.len() > 50 && economies.is_sorted_by(|one, next| one < next), "{table}");
    }
    Ok(())
}

#[test]
fn tables_without_rows_have_all_columns() -> PolarsResult<()> {
    let description = description(&table_names(), &BOTH, today());
    for batches in [vec![batch(&[], &description)], Vec::new()] {
        let (_parent, folder) = place();
        let manifest = write(&folder, batches, &description).unwrap_or_else(|error| panic!("{error}"));
        for (spec, written) in all_tables().iter().zip(&manifest.tables) {
            let frame = scan(&folder, spec.name)?.collect()?;
            check_types(&frame, spec)?;
            assert_eq!((frame.height(), written.rows), (0, 0), "{}", spec.name);
        }
    }
    Ok(())
}

/// Names of the files that differ between two folders.
fn differing(left: &Path, right: &Path) -> Vec<String> {
    let names: BTreeSet<String> = names(left).union(&names(right)).cloned().collect();
    names
        .into_iter()
        .filter(|name| fs::read(left.join(name)).ok() != fs::read(right.join(name)).ok())
        .collect()
}

#[test]
fn the_same_dossiers_give_the_same_bytes() {
    let (_parent, first, _) = release(&PIECES, today());
    let description = description(&table_names(), &BOTH, today());
    for size in [usize::MAX, 3, 1] {
        let (_parent, folder) = place();
        write_pieces(&folder, &PIECES, size, &description);
        assert_eq!(differing(&first, &folder), [""; 0], "in batches of {size}");
    }
}

/// More rows than fit into one row group.
#[test]
fn row_groups_do_not_depend_on_batches() -> PolarsResult<()> {
    let description = description(&["remaining_lines"], &[FileFormat::Parquet], today());
    let remaining_lines = together(&PIECES, today()).0.remaining_lines;
    let one = Piece::of_dossier(Facts { remaining_lines, ..Facts::default() });
    let many = vec![one.clone(); 140_000 / one.facts.remaining_lines.len()];
    let (_parent, whole) = place();
    write_pieces(&whole, &many, usize::MAX, &description);
    for size in [1, 7] {
        let (_parent, folder) = place();
        write_pieces(&folder, &many, size, &description);
        assert_eq!(differing(&whole, &folder), [""; 0], "in batches of {size}");
    }
    let mut file = ParquetReader::new(fs::File::open(whole.join("remaining_lines.parquet"))?);
    assert_eq!(file.get_metadata()?.row_groups.len(), 2);
    let lines = scan(&whole, "remaining_lines")?.collect()?.column("line")?.u32()?.clone();
    let expected = many.iter().flat_map(|piece| &piece.facts.remaining_lines.line).copied().map(Some);
    assert!(lines.iter().eq(expected), "the rows are in order");
    Ok(())
}

#[test]
fn files_say_what_they_are() -> PolarsResult<()> {
    let (_parent, folder, manifest) = release(&PIECES, day(2020, 2, 29));
    let json = fs::read_to_string(folder.join("release.json")).expect("a manifest");
    assert!(json.ends_with("}\n"), "{json}");
    assert_eq!(serde_json::from_str::<Manifest>(&json).expect("a manifest"), manifest);
    assert_eq!(names(&folder), listed(&manifest));
    let said = (manifest.schema_version, manifest.program_version.as_str(), manifest.as_of.as_str());
    assert_eq!(said, (SCHEMA_VERSION, "1.2.3-test", "2020-02-29"));
    assert_eq!(manifest.input_digest, "0123456789abcdef".repeat(4));
    for table in &manifest.tables {
        let expected = ["parquet", "csv"].map(|extension| format!("{}.{extension}", table.name));
        assert_eq!(table.files.iter().map(|file| &file.path).collect::<Vec<_>>(), expected.each_ref());
        for file in &table.files {
            let bytes = fs::read(folder.join(&file.path)).expect("a file");
            assert_eq!(bytes.len() as u64, file.bytes, "{}", file.path);
            // A source's digest is made elsewhere from its bytes in the same way.
            let digest = facts("file", &bytes, &economies()).dossiers;
            assert_eq!(digest.blake3.get(0), Some(file.blake3.as_str()), "{}", file.path);
        }
        check_metadata(&folder, &table.name)?;
    }
    Ok(())
}

fn check_metadata(folder: &Path, table: &str) -> PolarsResult<()> {
    let file = fs::File::open(folder.join(format!("{table}.parquet")))?;
    let mut reader = ParquetReader::new(file);
    let metadata = reader.get_metadata()?;
    let digest = "0123456789abcdef".repeat(4);
    let version = SCHEMA_VERSION.to_string();
    let expected = BTreeMap::from([
        ("accession.table", table),
        ("accession.schema_version", &version),
        ("accession.as_of", "2020-02-29"),
        ("accession.input_digest", &digest),
        ("accession.program_version", "1.2.3-test"),
    ]);
    let pairs = metadata.key_value_metadata().iter().flatten();
    let own = pairs.filter(|pair| pair.key.starts_with("accession."));
    let found: BTreeMap<&str, &str> =
        own.map(|pair| (pair.key.as_str(), pair.value.as_deref().unwrap_or_default())).collect();
    assert_eq!(found, expected);
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            assert_eq!(format!("{:?}", column.compression()), "Zstd", "{table}");
        }
    }
    Ok(())
}

/// A small release, and what it needs to be written again.
fn small(tables: &[&'static str], formats: &[FileFormat]) -> (Vec<Piece>, Description) {
    (DOSSIERS[..2].to_vec(), description(tables, formats, today()))
}

#[test]
fn a_release_that_fails_leaves_the_old_one() {
    let (parent, folder) = place();
    let (dossiers, good) = small(&["dossiers", "meetings"], &BOTH);
    write_pieces(&folder, &dossiers, 1, &good);
    let old = contents(parent.path());
    for format in BOTH {
        // The second table's file has no folder to stand in; the first one is written by then.
        let bad = description(&["dossiers", "no/such"], &[format], today());
        let error =
            write(&folder, vec![batch(&dossiers[..1], &bad)], &bad).expect_err("a file without a folder");
        assert!(error.to_string().contains("no/such"), "{error}");
        assert_eq!(contents(parent.path()), old, "{format:?}");
        assert_eq!(names(parent.path()), BTreeSet::from(["out".to_owned()]), "{format:?}");
        // Where there is no old release, there is none afterwards.
        let other = parent.path().join("other");
        write(&other, vec![batch(&dossiers[..1], &bad)], &bad).expect_err("a file without a folder");
        assert_eq!(names(parent.path()), BTreeSet::from(["out".to_owned()]), "{format:?}");
    }
}

#[test]
fn a_file_is_never_taken_for_a_folder() {
    let (parent, file) = place();
    fs::write(&file, "a file").expect("a file");
    let (dossiers, description) = small(&["dossiers"], &BOTH);
    for folder in [file.clone(), file.join("below"), file.join("far/below")] {
        let error = write(&folder, vec![batch(&dossiers[..1], &description)], &description);
        assert!(matches!(error, Err(PublishError::Io { .. })), "{}: {error:?}", folder.display());
        assert_eq!(contents(parent.path()), BTreeMap::from([(file.clone(), Bytes(b"a file".to_vec()))]));
    }
}

/// The release can be written, but not be put where the link points.
#[cfg(unix)]
#[test]
fn nothing_is_left_beside_a_link_to_nowhere() {
    let (parent, folder) = place();
    std::os::unix::fs::symlink(parent.path().join("nowhere/at/all"), &folder).expect("a link");
    let (dossiers, description) = small(&["dossiers"], &BOTH);
    let result = write(&folder, vec![batch(&dossiers[..1], &description)], &description);
    let left: Vec<String> =
        names(parent.path()).into_iter().filter(|name| name.starts_with(".accession-")).collect();
    assert_eq!(left, [""; 0], "{result:?}");
}

#[test]
fn a_release_is_replaced_as_a_whole() {
    let (parent, folder) = place();
    let (dossiers, first) = small(&["dossiers", "meetings", "findings"], &BOTH);
    let old = write_pieces(&folder, &dossiers, 1, &first);
    assert_eq!(names(&folder), listed(&old));
    let second = description(&["dossiers", "documents"], &[FileFormat::Parquet], day(2027, 1, 1));
    let new = write_pieces(&folder, &dossiers, 1, &second);
    let expected = ["documents.parquet", "dossiers.parquet", "release.json"].map(str::to_owned);
    assert_eq!(names(&folder), BTreeSet::from(expected));
    assert_eq!(names(&folder), listed(&new));
    assert_eq!(names(parent.path()), BTreeSet::from(["out".to_owned()]));
}

/// A link to a release stays one; the folder it points to is replaced.
#[cfg(unix)]
#[test]
fn a_release_is_replaced_behind_a_link() {
    let (parent, folder) = place();
    let link = parent.path().join("link");
    std::os::unix::fs::symlink("out", &link).expect("a link");
    let (dossiers, first) = small(&["dossiers", "meetings"], &BOTH);
    write_pieces(&folder, &dossiers, 1, &first);
    let second = description(&["dossiers"], &BOTH, today());
    let new = write_pieces(&link, &dossiers, 1, &second);
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(names(&folder), listed(&new));
    assert_eq!(names(parent.path()), BTreeSet::from(["link".to_owned(), "out".to_owned()]));
}

#[test]
fn an_empty_folder_is_taken() {
    let (dossiers, description) = small(&["dossiers"], &BOTH);
    let (parent, folder) = place();
    fs::create_dir(&folder).expect("a folder");
    let manifest = write_pieces(&folder, &dossiers, 1, &description);
    assert_eq!(names(&folder), listed(&manifest));
    assert_eq!(names(parent.path()), BTreeSet::from(["out".to_owned()]));
    // So is one that is not there, nor the folders above it.
    let folder = parent.path().join("a/b/c");
    let manifest = write_pieces(&folder, &dossiers, 1, &description);
    assert_eq!(names(&folder), listed(&manifest));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&folder).expect("a folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o755, "others may read it");
    }
}

/// Checks that a folder is refused for what it holds, and stays as it is.
fn check_refused(fill: impl Fn(&Path)) {
    let (dossiers, description) = small(&["dossiers"], &BOTH);
    let (parent, folder) = place();
    fs::create_dir(&folder).unwrap_or_else(|error| panic!("{error}"));
    fill(&folder);
    let (before, folders) = (contents(parent.path()), names(&folder));
    let result = write(&folder, vec![batch(&dossiers[..1], &description)], &description).map(|_| "a release");
    assert_eq!(contents(parent.path()), before, "{result:?}");
    assert_eq!(names(&folder), folders, "{result:?}");
    assert_eq!(names(parent.path()), BTreeSet::from(["out".to_owned()]));
    assert!(matches!(result, Err(PublishError::NotARelease { .. })), "{result:?}");
}

#[test]
fn a_folder_with_other_files_is_refused() {
    check_refused(|folder| fs::write(folder.join("notes.txt"), "mine").expect("a file"));
    check_refused(|folder| fs::write(folder.join(".hidden"), "mine").expect("a file"));
    check_refused(|folder| fs::create_dir(folder.join("empty")).expect("a folder"));
    check_refused(|folder| fs::create_dir(folder.join("release.json")).expect("a folder"));
    // Tables without a manifest are no release.
    check_refused(|folder| fs::write(folder.join("dossiers.parquet"), "PAR1").expect("a file"));
}

/// Many a tool writes a `release.json`.
#[test]
fn a_folder_with_a_manifest_of_something_else_is_refused() {
    check_refused(|folder| {
        fs::write(folder.join("release.json"), r#"{"name": "another program", "version": "2.0"}"#)
            .expect("a file");
        fs::write(folder.join("program.bin"), "another program").expect("a file");
    });
}

/// The pipeline file promises that a folder with anything else in it is left alone.
#[test]
fn a_release_with_other_files_beside_it_is_refused() {
    check_refused(|folder| {
        let (dossiers, description) = small(&["dossiers"], &BOTH);
        write_pieces(folder, &dossiers, 1, &description);
        fs::write(folder.join("notes.txt"), "mine").expect("a file");
    });
}

/// Compares the rows of each table with those `read` gives; it has the release and the description of a table.
fn check_cells(read: impl Fn(&Path, &TableSpec) -> (Vec<String>, Vec<Vec<Option<String>>>)) {
    let (_parent, folder, _) = release(&PIECES, today());
    let (facts, statistics) = together(&PIECES, today());
    for spec in all_tables() {
        let table = table(spec.name, &facts, &statistics);
        let columns = table.columns();
        let cells = |row| columns.iter().zip(&spec.columns).map(move |(column, spec)| column.text(row, spec));
        let expected: Vec<Vec<Option<String>>> =
            (0..table.row_count()).map(|row| cells(row).map(|cell| cell.map(Into::into)).collect()).collect();
        let (header, rows) = read(&folder, &spec);
        let names: Vec<&str> = spec.columns.iter().map(|column| column.name).collect();
        assert_eq!(header, names, "{}", spec.name);
        assert_rows(spec.name, &rows, &expected);
    }
}

#[test]
fn csv_files_hold_the_cells_of_the_tables() {
    check_cells(|folder, spec| {
        let mut file = csv::Reader::from_path(folder.join(format!("{}.csv", spec.name))).expect("a table");
        let header = file.headers().expect("a header").iter().map(str::to_owned).collect();
        // An empty field is null wherever the column may be null.
        let cell =
            |(cell, spec): (&str, &ColumnSpec)| (!cell.is_empty() || !spec.nullable).then(|| cell.to_owned());
        let rows = file.records().map(|row| row.expect("a row"));
        (header, rows.map(|row| row.iter().zip(&spec.columns).map(cell).collect()).collect())
    });
}

/// What `accession show` prints is what stands in a CSV file.
#[test]
fn parquet_files_hold_the_cells_of_the_tables() {
    check_cells(|folder, spec| {
        let table = read_table(folder, spec.name, None).expect("a table");
        (table.columns, table.rows)
    });
}

/// Compares rows one by one, so that a failure shows the row and not the table.
fn assert_rows<T: PartialEq + std::fmt::Debug>(what: &str, found: &[T], expected: &[T]) {
    for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "{what}, row {row}");
    }
    assert_eq!(found.len(), expected.len(), "rows of {what}");
}
