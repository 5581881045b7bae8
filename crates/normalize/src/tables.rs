//! From the meaning of a dossier to rows of the fact tables.

use std::borrow::Cow;

use accession_ingest::registers::Economies;
use accession_ingest::{Dossier, Span};
use accession_schema::Facts;
use accession_schema::facts::{
    Chairperson, Claim, Document, DocumentItem, Dossier as DossierRow, Finding, Meeting, RemainingLine,
    StepDate,
};
use accession_schema::vocabulary::{Format, LineClass, Milestone, Precision, SourceKind};

use crate::date::Date;
use crate::economy::{self, Identity};
use crate::findings;
use crate::reader;
use crate::reading::Reading;

/// Where a dossier comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its name in the tables: the stem of its file name.
    pub id: &'a str,
    /// Its path as it was given.
    pub path: &'a str,
}

/// Gives a dossier its meaning and appends it to the fact tables: all of them but milestones and meeting_claims, which
/// [`join`](crate::join) makes of what all sources say.
pub fn normalize(source: Source<'_>, dossier: &Dossier<'_>, economies: &Economies, facts: &mut Facts) {
    let identity = economy::identify(dossier, economies);
    let own_words = economy::own_words(&identity, economies);
    let reading = reader::read(dossier, own_words, &|sentence| {
        identity.iso3.is_none() || economy::names_another(sentence, &identity, economies)
    });
    let writer = Writer { source, reading: &reading, identity: &identity };
    writer.dossier(facts);
    writer.claims(facts);
    writer.meetings(facts);
    writer.documents(facts);
    writer.step_dates(facts);
    writer.items(facts);
    writer.chairpersons(facts);
    writer.remaining_lines(facts);
    writer.findings(facts);
}

struct Writer<'a, 'd, 's> {
    source: Source<'a>,
    reading: &'a Reading<'d, 's>,
    identity: &'a Identity,
}

/// The three columns a date takes.
pub(crate) fn columns(
    date: Option<Date>,
) -> (Option<accession_schema::Day>, Option<accession_schema::Day>, Option<Precision>) {
    (date.map(Date::earliest), date.map(Date::latest), date.map(Date::precision))
}

/// A value with one blank where the page has several, or sets cells or columns apart.
fn spaced(text: &str) -> Cow<'_, str> {
    // Nearly every value is as it should be, and bytes tell.
    let mut before = 0;
    let is_so = text.bytes().all(|byte| {
        let is_second = byte == b' ' && before == b' ';
        before = byte;
        !is_second && byte != b'\t' && byte != 0xc2
    });
    if is_so {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// A line as its source has it: tabs are those of a text, and no page of another format shows any.
fn shown(text: &str, format: Format) -> Cow<'_, str> {
    if format == Format::Text || !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\t', " "))
}

impl Writer<'_, '_, '_> {
    fn iso3(&self) -> Option<&str> {
        self.identity.iso3.as_deref()
    }

    fn dossier(&self, facts: &mut Facts) {
        let dossier = self.reading.dossier;
        let page = dossier.page;
        let count = |class: Option<LineClass>| {
            let remaining = self.reading.remaining.iter();
            let found = remaining.filter(|line| class.is_none_or(|class| line.class == class)).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let rows = u32::try_from(dossier.rows.len()).unwrap_or(u32::MAX);
        let unread = count(Some(LineClass::Unread));
        facts.dossiers.push(DossierRow {
            dossier_id: self.source.id,
            iso3: self.iso3(),
            wto_code: self.identity.wto_code.as_deref(),
            economy: self.identity.name.as_deref(),
            layout: self.reading.layout,
            layout_confidence: self.reading.dossier.confidence,
            format: page.format,
            language: self.reading.language,
            encoding: page.encoding,
            snapshot_date: page.snapshot_date,
            source: self.source.path,
            bytes: u32::try_from(page.source.len()).unwrap_or(u32::MAX),
            blake3: &blake3::hash(page.source).to_hex(),
            lines: page.line_count,
            lines_blank: page.blank_count,
            lines_extracted: rows - count(None),
            lines_recognised: count(None) - unread,
            lines_unread: unread,
            lines_repaired: u32::try_from(page.repairs.len()).unwrap_or(u32::MAX),
            member_ordinal: self.reading.member_ordinal.map(|stated| stated.value),
            member_ordinal_line: self.reading.member_ordinal.map(|stated| stated.place.line),
            article_xii_ordinal: self.reading.article_xii_ordinal.map(|stated| stated.value),
            article_xii_ordinal_line: self.reading.article_xii_ordinal.map(|stated| stated.place.line),
        });
    }

    fn claims(&self, facts: &mut Facts) {
        for reached in &self.reading.reached {
            let place = (reached.place.line, reached.place.span);
            self.claim(reached.milestone, reached.date, reached.symbol.as_deref(), place, facts);
        }
        // The introduction is a second place that gives the day of membership.
        let reached = self.reading.milestone(Milestone::Membership).map(|reached| reached.place);
        let stated = self.reading.stated_membership.filter(|stated| Some(stated.place) != reached);
        if let (Some(stated), Some(_)) = (stated, reached) {
            let place = (stated.place.line, stated.place.span);
            self.claim(Milestone::Membership, Some(stated.value), None, place, facts);
        }
    }

    fn claim(
        &self,
        milestone: Milestone,
        date: Option<Date>,
        symbol: Option<&str>,
        (line, span): (u32, Span),
        facts: &mut Facts,
    ) {
        let (date, date_latest, precision) = columns(date);
        facts.claims.push(Claim {
            iso3: self.iso3(),
            economy: self.identity.name.as_deref(),
            milestone,
            date,
            date_latest,
            precision,
            source_kind: SourceKind::Dossier,
            source: self.source.path,
            evidence: None,
            symbol,
            dossier_id: Some(self.source.id),
            register: None,
            line,
            byte_start: Some(span.start),
            byte_end: Some(span.end),
            is_chosen: false,
            agrees: None,
        });
    }

    fn meetings(&self, facts: &mut Facts) {
        for sitting in &self.reading.sittings {
            facts.meetings.push(Meeting {
                dossier_id: Some(self.source.id),
                iso3: self.iso3(),
                line: sitting.place.line,
                byte_start: Some(sitting.place.span.start),
                byte_end: Some(sitting.place.span.end),
                kind: sitting.kind,
                ordinal: sitting.ordinal,
                topic: sitting.topic.map(spaced).as_deref(),
                start_date: sitting.start.map(Date::earliest),
                end_date: sitting.end.map(Date::latest),
                precision: sitting.start.map(Date::precision),
                is_resumption: sitting.is_resumption,
                has_documents: sitting.has_documents,
                has_news: sitting.has_news,
                symbol: sitting.symbol.as_ref().map(crate::Symbol::as_str),
                url: sitting.url,
                news_url: sitting.news_url,
                source_kind: SourceKind::Dossier,
                source: self.source.path,
                claims: 1,
                is_disputed: false,
                is_in_whole_list: false,
            });
        }
    }

    fn documents(&self, facts: &mut Facts) {
        for listing in &self.reading.listings {
            let (date, date_latest, precision) = columns(listing.date);
            let symbol = &listing.symbol;
            facts.documents.push(Document {
                dossier_id: Some(self.source.id),
                iso3: self.iso3(),
                line: listing.place.line,
                byte_start: Some(listing.place.span.start),
                byte_end: Some(listing.place.span.end),
                step: Some(listing.step),
                symbol: symbol.as_str(),
                symbol_text: listing.symbol_text,
                series: symbol.series(),
                number: symbol.number(),
                suffix_kind: symbol.last_suffix().map(|suffix| suffix.kind),
                suffix_number: symbol.last_suffix().and_then(|suffix| suffix.number),
                date,
                date_latest,
                precision,
                has_addenda: listing.remark.addenda,
                has_corrigenda: listing.remark.corrigenda,
                has_revisions: listing.remark.revisions,
                has_unspecified: listing.remark.unspecified,
                note: listing.remark.note.map(spaced).as_deref(),
                title: listing.remark.title.map(spaced).as_deref(),
                url: listing.url,
                news_url: listing.news_url,
                source_kind: SourceKind::Dossier,
                source: None,
            });
        }
    }

    fn step_dates(&self, facts: &mut Facts) {
        for known in &self.reading.step_dates {
            facts.step_dates.push(StepDate {
                dossier_id: self.source.id,
                iso3: self.iso3(),
                line: known.place.line,
                byte_start: known.place.span.start,
                byte_end: known.place.span.end,
                step: known.step,
                date: known.date.earliest(),
                date_latest: known.date.latest(),
                precision: known.date.precision(),
            });
        }
    }

    fn items(&self, facts: &mut Facts) {
        for item in &self.reading.items {
            let symbol =
                self.reading.listings.get(item.listing).map_or("", |listing| listing.symbol.as_str());
            facts.document_items.push(DocumentItem {
                dossier_id: self.source.id,
                iso3: self.iso3(),
                line: item.place.line,
                byte_start: item.place.span.start,
                byte_end: item.place.span.end,
                symbol,
                level: item.level,
                item: &spaced(item.text),
            });
        }
    }

    fn chairpersons(&self, facts: &mut Facts) {
        for term in &self.reading.terms {
            let (start_date, start_date_latest, start_precision) = columns(term.start);
            let (end_date, end_date_latest, end_precision) = columns(term.end);
            facts.chairpersons.push(Chairperson {
                dossier_id: Some(self.source.id),
                iso3: self.iso3(),
                line: term.place.line,
                byte_start: Some(term.place.span.start),
                byte_end: Some(term.place.span.end),
                ordinal: term.ordinal,
                is_acting: term.is_acting,
                start_date,
                start_date_latest,
                start_precision,
                end_date,
                end_date_latest,
                end_precision,
                honorific: term.honorific.map(spaced).as_deref(),
                name: term.name.map(spaced).as_deref(),
                representing: term.representing.map(spaced).as_deref(),
                source_kind: SourceKind::Dossier,
                source: None,
            });
        }
    }

    fn remaining_lines(&self, facts: &mut Facts) {
        for remaining in &self.reading.remaining {
            let Some(row) = self.reading.dossier.rows.get(remaining.row) else { continue };
            facts.remaining_lines.push(RemainingLine {
                dossier_id: self.source.id,
                line: row.line,
                byte_start: row.span.start,
                byte_end: row.span.end,
                class: remaining.class,
                rule: remaining.rule,
                text: &shown(row.text, self.reading.dossier.page.format),
            });
        }
    }

    fn findings(&self, facts: &mut Facts) {
        for problem in findings::check(self.reading, self.identity) {
            facts.findings.push(Finding {
                dossier_id: Some(self.source.id),
                iso3: self.iso3(),
                line: problem.line,
                code: problem.code,
                severity: problem.severity,
                subject: &problem.subject,
                message: &problem.message,
            });
        }
    }
}
