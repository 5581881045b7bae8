//! Rows the tables take from registers as they are.

use accession_schema::Facts;
use accession_schema::facts::{Chairperson, Document, EconomyRow};
use keshvar::Alpha3;

use crate::Symbol;
use crate::date::Date;
use crate::registers::Registers;
use crate::tables::columns;

pub(super) fn economies(registers: &Registers, facts: &mut Facts) {
    for traits in &registers.traits {
        let Some(economy) = registers.economies.by_iso3(&traits.iso3) else { continue };
        let country = Alpha3::try_from(traits.iso3.as_str()).ok().map(|code| code.to_country());
        let region = country.as_ref().and_then(keshvar::Country::maybe_region).map(region_name);
        let wto_code = Some(economy.wto_code.as_str()).filter(|code| !code.is_empty());
        facts.economies.push(EconomyRow {
            iso3: &traits.iso3,
            economy: &economy.name,
            wto_code,
            m49_code: country.as_ref().and_then(|country| country.number().parse().ok()),
            region,
            is_landlocked: traits.is_landlocked,
            ldc_from: traits.ldc_from.map(Date::earliest),
            ldc_from_latest: traits.ldc_from.map(Date::latest),
            ldc_until: traits.ldc_until.map(Date::earliest),
            ldc_until_latest: traits.ldc_until.map(Date::latest),
            register_status: traits.status,
            line: traits.line,
        });
    }
}

/// The region's name in the M49 standard.
fn region_name(region: keshvar::Region) -> &'static str {
    match region {
        keshvar::Region::Africa => "Africa",
        keshvar::Region::Americas => "Americas",
        keshvar::Region::Antarctica => "Antarctica",
        keshvar::Region::Asia => "Asia",
        keshvar::Region::Europe => "Europe",
        keshvar::Region::Oceania => "Oceania",
    }
}

pub(super) fn documents(registers: &Registers, facts: &mut Facts) {
    // The documents of an economy stand together, whatever the order of the register.
    let mut documents: Vec<_> = registers.documents.iter().collect();
    documents.sort_by_key(|document| &document.cited.iso3);
    for document in documents {
        let symbol = Symbol::parse(&document.symbol);
        let (date, date_latest, precision) = columns(document.date);
        facts.documents.push(Document {
            dossier_id: None,
            iso3: Some(&document.cited.iso3),
            line: document.cited.line,
            byte_start: None,
            byte_end: None,
            step: None,
            symbol: symbol.as_str(),
            symbol_text: &document.symbol,
            series: symbol.series(),
            number: symbol.number(),
            suffix_kind: symbol.last_suffix().map(|suffix| suffix.kind),
            suffix_number: symbol.last_suffix().and_then(|suffix| suffix.number),
            date,
            date_latest,
            precision,
            has_addenda: false,
            has_corrigenda: false,
            has_revisions: false,
            has_unspecified: false,
            note: document.cited.evidence.as_deref(),
            title: None,
            url: None,
            news_url: None,
            source_kind: document.cited.kind,
            source: Some(&document.cited.source),
        });
    }
}

pub(super) fn chairpersons(registers: &Registers, facts: &mut Facts) {
    for chairperson in &registers.chairpersons {
        let (start_date, start_date_latest, start_precision) = columns(chairperson.start);
        let (end_date, end_date_latest, end_precision) = columns(chairperson.end);
        facts.chairpersons.push(Chairperson {
            dossier_id: None,
            iso3: Some(&chairperson.cited.iso3),
            line: chairperson.cited.line,
            byte_start: None,
            byte_end: None,
            ordinal: None,
            is_acting: false,
            start_date,
            start_date_latest,
            start_precision,
            end_date,
            end_date_latest,
            end_precision,
            honorific: chairperson.honorific.as_deref(),
            name: Some(&chairperson.name),
            representing: chairperson.representing.as_deref(),
            source_kind: chairperson.cited.kind,
            source: Some(&chairperson.cited.source),
        });
    }
}
