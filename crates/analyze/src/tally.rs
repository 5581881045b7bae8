//! What is kept of dossiers and registers for the statistics of their economies.

use accession_schema::vocabulary::Severity;
use accession_schema::{Day, Facts, Kind, Store, Text};

/// Counts of each dossier, and of each economy's rows in the registers, with the symbols they list.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub(crate) rows: Vec<TallyRow>,
    /// The distinct symbols of each row, one after the other.
    symbols: Store<Text>,
}

/// Counts of one dossier, or of one economy's rows in the registers.
#[derive(Debug, Clone, Default)]
pub(crate) struct TallyRow {
    pub(crate) dossier_id: Option<String>,
    pub(crate) iso3: Option<String>,
    pub(crate) economy: Option<String>,
    symbols: std::ops::Range<usize>,
    pub(crate) listings: usize,
    pub(crate) chairpersons: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    /// The earliest and latest possible days of documents, each pair once, in order.
    pub(crate) days: Vec<(Day, Day)>,
}

impl Tally {
    /// Counts the rows of some dossiers or registers.
    pub(crate) fn add(&mut self, facts: &Facts) {
        let mut rows: Vec<TallyRow> = facts
            .dossiers
            .rows()
            .map(|dossier| TallyRow {
                dossier_id: Some(dossier.dossier_id.to_owned()),
                iso3: dossier.iso3.map(str::to_owned),
                economy: dossier.economy.map(str::to_owned),
                ..TallyRow::default()
            })
            .collect();
        let dossiers = rows.len();
        // Rows of a dossier stand together in every table, in the order of the dossiers; those of registers stand behind.
        let mut at = 0;
        let documents = &facts.documents;
        let mut listed: Vec<(usize, &str)> = Vec::with_capacity(documents.len());
        // Columns are read one by one: a row has many more than are needed here.
        for row in 0..documents.len() {
            at = place(&mut rows, dossiers, at, documents.dossier_id.get(row), documents.iso3.get(row));
            let (Some(tallied), Some(symbol)) = (rows.get_mut(at), documents.symbol.get(row)) else {
                continue;
            };
            tallied.listings += 1;
            let day = |column: &[Option<Day>]| column.get(row).copied().flatten();
            tallied.days.extend(day(&documents.date).zip(day(&documents.date_latest)));
            listed.push((at, symbol));
        }
        listed.sort_unstable();
        listed.dedup();
        at = 0;
        let chairpersons = &facts.chairpersons;
        for row in 0..chairpersons.len() {
            let dossier_id = chairpersons.dossier_id.get(row);
            at = place(&mut rows, dossiers, at, dossier_id, chairpersons.iso3.get(row));
            // Registers name a chairperson once a source, so they are not counted.
            if let Some(tallied) = rows.get_mut(at).filter(|_| dossier_id.is_some()) {
                tallied.chairpersons += 1;
            }
        }
        at = 0;
        for finding in facts.findings.rows() {
            at = place(&mut rows, dossiers, at, finding.dossier_id, finding.iso3);
            let Some(row) = rows.get_mut(at) else { continue };
            match finding.severity {
                Severity::Error => row.errors += 1,
                Severity::Warning => row.warnings += 1,
                Severity::Info => row.infos += 1,
            }
        }
        for symbols in listed.chunk_by(|a, b| a.0 == b.0) {
            let start = self.symbols.len();
            for (_, symbol) in symbols {
                Text::push(&mut self.symbols, symbol);
            }
            if let Some(row) = symbols.first().and_then(|(at, _)| rows.get_mut(*at)) {
                row.symbols = start..self.symbols.len();
            }
        }
        for row in &mut rows {
            row.days.sort_unstable();
            row.days.dedup();
        }
        self.rows.append(&mut rows);
    }

    /// Takes the rows of another tally.
    pub fn append(&mut self, other: Self) {
        let base = self.symbols.len();
        Text::append(&mut self.symbols, &other.symbols);
        self.rows.extend(
            other
                .rows
                .into_iter()
                .map(|row| TallyRow { symbols: row.symbols.start + base..row.symbols.end + base, ..row }),
        );
    }

    /// The distinct symbols of a row, in order.
    pub(crate) fn symbols(&self, row: &TallyRow) -> impl Iterator<Item = &str> {
        row.symbols.clone().filter_map(|at| self.symbols.get(at))
    }
}

/// The position of the row for a dossier, looked for from the last one found on, or of that for an economy's rows in the
/// registers, which is made where there is none.
fn place(
    rows: &mut Vec<TallyRow>,
    dossiers: usize,
    last: usize,
    dossier_id: Option<&str>,
    iso3: Option<&str>,
) -> usize {
    let is_it = |row: &TallyRow| match dossier_id {
        Some(_) => row.dossier_id.as_deref() == dossier_id,
        None => row.dossier_id.is_none() && row.iso3.as_deref() == iso3,
    };
    let from = if dossier_id.is_some() { last } else { dossiers.max(last) };
    let found = rows.iter().skip(from).position(is_it).map(|at| at + from);
    found.or_else(|| rows.iter().position(is_it)).unwrap_or_else(|| {
        let iso3 = iso3.map(str::to_owned);
        rows.push(TallyRow { dossier_id: dossier_id.map(str::to_owned), iso3, ..TallyRow::default() });
        rows.len() - 1
    })
}
