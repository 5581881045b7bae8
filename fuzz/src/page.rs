//! Pages: bytes to joined facts and statistics.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use accession_analyze::Plan;
use accession_ingest::{Dossier, Hints, Page};
use accession_normalize::{Registers, Source, join, normalize};
use accession_schema::vocabulary::{Format, Milestone};
use accession_schema::{AnyTable, ColumnView, Day, Facts};

use crate::registers::shipped;

/// The registers pages are joined with: all economies, and the claims about some whose dossiers are among the seeds, so
/// that a run takes the time of a page and not of the registers.
static REGISTERS: LazyLock<Registers> = LazyLock::new(|| {
    let mut registers = shipped();
    let kept = ["KAZ", "TON", "VUT", "WSM"];
    registers.milestones.retain(|claim| kept.contains(&claim.cited.iso3.as_str()));
    registers.meetings.retain(|claim| kept.contains(&claim.cited.iso3.as_str()));
    registers.documents.retain(|claim| kept.contains(&claim.cited.iso3.as_str()));
    registers.chairpersons.retain(|claim| kept.contains(&claim.cited.iso3.as_str()));
    registers
});

pub(crate) static PLAN: LazyLock<Plan> =
    LazyLock::new(|| accession_tests::plan(Day::from_epoch_days(20_000)));

/// The header of a save whose page is written as it is, and of one under base64.
const SAVES: [&[u8]; 2] = [
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\
      Content-Transfer-Encoding: quoted-printable\r\n\r\n<html>",
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\
      Content-Transfer-Encoding: base64\r\n\r\nPGh0bWw+",
];

/// Reads a page as it is.
pub(crate) fn check(bytes: &[u8]) {
    check_with(bytes, &Hints::default());
}

/// Reads a page as HTML.
pub(crate) fn check_html(bytes: &[u8]) {
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let sign: &[u8] = if is_utf16 { b"" } else { b"<html>" };
    check_with(&[sign, bytes].concat(), &Hints::default());
}

/// Reads a page as a save: what has a header of one stays as it is, the rest gets one.
pub(crate) fn check_mhtml(bytes: &[u8]) {
    let start = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let has_header = start.windows(13).any(|window| window == b"content-type:");
    let [plain, base64] = SAVES;
    match bytes.split_first() {
        _ if has_header => check_with(bytes, &Hints::default()),
        Some((b'!', rest)) => check_with(&[base64, rest].concat(), &Hints::default()),
        _ => check_with(&[plain, bytes].concat(), &Hints::default()),
    }
}

/// Reads a page of which something is known.
pub(crate) fn check_with(bytes: &[u8], hints: &Hints<'_>) {
    let page = Page::new(bytes, hints);
    let dossier = accession_ingest::read(&page);
    check_rows(bytes, &dossier);
    let registers = &*REGISTERS;
    let mut facts = Facts::default();
    normalize(Source { id: "d", path: "d.txt" }, &dossier, &registers.economies, &mut facts);
    check_lines(bytes, &dossier, &facts);
    join(&mut facts, registers);
    check_claims(&facts);
    accession_analyze::analyze(&facts, &PLAN);
}

/// A text without blanks and characters that show as nothing, which readings may lack.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !accession_ingest::is_blank_char(*c)).collect()
}

/// Rows run by the lines of the source and stand in it; what was taken out of a row is part of it.
fn check_rows(bytes: &[u8], dossier: &Dossier<'_>) {
    let mut before = 0;
    for (at, row) in dossier.rows.iter().enumerate() {
        let (start, end) = (row.span.start as usize, row.span.end as usize);
        assert!(start <= end && end <= bytes.len(), "{row:?}: {} bytes", bytes.len());
        assert!(row.line >= before && row.line > 0, "{row:?} behind line {before}");
        assert!(!row.text.is_empty(), "{row:?}");
        // Text with signs is read without them, so only what is not text is held against the row's and its parts'. What is
        // foreign is not read.
        let parts = dossier.rows.iter().skip(at + 1).take_while(|row| row.is_part).map(|row| row.text);
        let whole: String = [row.text].into_iter().chain(parts).collect();
        let is_of_row = |part: &str| {
            let mut of_row = whole.chars();
            dossier.page.format == Format::Text
                || shown(part).chars().all(|c| of_row.any(|of_row| of_row == c))
        };
        assert!(is_of_row(row.label) && is_of_row(row.remark), "{row:?}");
        assert!(row.date.is_none_or(|date| is_of_row(date.text)), "{row:?}");
        before = row.line;
    }
}

/// The lines and spans of the rows of a table; rows of registers have none.
fn places(table: &dyn AnyTable) -> Vec<(u32, Option<(u32, u32)>)> {
    let spec = table.spec();
    let columns = table.columns();
    let cell = |name: &str, row: usize| -> Option<u32> {
        let at = spec.columns.iter().position(|column| column.name == name)?;
        match columns.get(at)? {
            ColumnView::U32(cells) => cells.get(row),
            _ => None,
        }
    };
    (0..table.row_count())
        .filter_map(|row| Some((cell("line", row)?, cell("byte_start", row).zip(cell("byte_end", row)))))
        .collect()
}

/// The counts of a dossier add up; a line is in tables or among those that remain, and not in both.
fn check_lines(bytes: &[u8], dossier: &Dossier<'_>, facts: &Facts) {
    let Some(row) = facts.dossiers.row(0) else { panic!("no dossier") };
    let kinds = [row.lines_blank, row.lines_extracted, row.lines_recognised, row.lines_unread];
    let sum: u64 = kinds.iter().map(|count| u64::from(*count)).sum();
    assert_eq!(sum, u64::from(row.lines), "{kinds:?}");
    let rows: BTreeSet<(u32, (u32, u32))> =
        dossier.rows.iter().map(|row| (row.line, (row.span.start, row.span.end))).collect();
    let remaining: BTreeSet<(u32, (u32, u32))> = places(&facts.remaining_lines)
        .into_iter()
        .map(|(line, span)| (line, span.unwrap_or_default()))
        .collect();
    assert_eq!(remaining.len(), facts.remaining_lines.len(), "a line remains twice");
    assert!(remaining.is_subset(&rows), "{:?}", remaining.difference(&rows));
    let tables: [&dyn AnyTable; 6] = [
        &facts.claims,
        &facts.meetings,
        &facts.documents,
        &facts.step_dates,
        &facts.document_items,
        &facts.chairpersons,
    ];
    let by_line = page_has_one_row_a_line(dossier);
    for table in tables {
        for (line, span) in places(table) {
            let (start, end) = span.unwrap_or_default();
            assert!(
                start < end && end as usize <= bytes.len(),
                "{}: line {line}: {start}..{end}",
                table.name()
            );
            let remains = remaining.contains(&(line, (start, end)))
                || by_line && remaining.iter().any(|(other, _)| *other == line);
            assert!(!remains, "{}: line {line}: {start}..{end} also remains", table.name());
        }
    }
    for (line, _) in places(&facts.findings) {
        assert!(rows.iter().any(|(known, _)| *known == line), "a finding at line {line}, which has no row");
    }
}

/// Whether lines tell rows apart: HTML may stand on one line as a whole.
fn page_has_one_row_a_line(dossier: &Dossier<'_>) -> bool {
    dossier.rows.array_windows().all(|[one, next]| one.line < next.line)
}

/// Each milestone of an economy is there once, and is chosen among its claims.
fn check_claims(facts: &Facts) {
    let mut seen: BTreeSet<(Option<&str>, Option<&str>, &str)> = BTreeSet::new();
    for row in facts.milestones.rows() {
        let owner = if row.iso3.is_some() { None } else { row.dossier_id };
        let milestone: Milestone = row.milestone;
        assert!(seen.insert((row.iso3, owner, milestone.word())), "{row:?} stands twice");
        assert!(row.date <= row.date_latest, "{row:?}");
    }
}
