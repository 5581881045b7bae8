//! `accession check`: what looks wrong in pages, in the style of a compiler.

use std::io::{IsTerminal, Write};

use accession_normalize::{Source, normalize};
use accession_schema::vocabulary::{FindingCode, Severity};
use accession_schema::{Facts, VariantArray};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anyhow::Result;

use crate::args::FilesArgs;
use crate::exit::Outcome;
use crate::{files, print, registers};

/// A finding as it is printed.
struct Finding<'f> {
    line: Option<u32>,
    code: FindingCode,
    severity: Severity,
    message: &'f str,
}

pub(crate) fn check(args: &FilesArgs) -> Result<Outcome> {
    let registers = registers::built_in_economies()?.registers;
    let renderer = if std::io::stdout().is_terminal() { Renderer::styled() } else { Renderer::plain() };
    let mut out = anstream::stdout().lock();
    let mut has_errors = false;
    let has_problems = files::each(&args.files, |input, page| {
        let path = input.path.display().to_string();
        let dossier = accession_ingest::read(page);
        let mut facts = Facts::default();
        normalize(Source { id: &input.id, path: &path }, &dossier, &registers.economies, &mut facts);
        let findings = findings(&facts);
        for finding in &findings {
            let row = finding.line.and_then(|line| {
                let at = dossier.rows.binary_search_by_key(&line, |row| row.line).ok()?;
                dossier.rows.get(at)
            });
            writeln!(out, "{}\n", render(&renderer, &path, finding, row.map(|row| row.text)))?;
        }
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
        let errors = count(Severity::Error);
        has_errors |= errors > 0;
        writeln!(
            out,
            "{path}: {}, {}, {}",
            print::counted(errors, "error"),
            print::counted(count(Severity::Warning), "warning"),
            print::counted(count(Severity::Info), "info")
        )?;
        Ok(())
    })?;
    out.flush()?;
    Ok(Outcome::of(has_errors || has_problems))
}

fn findings(facts: &Facts) -> Vec<Finding<'_>> {
    let table = &facts.findings;
    let finding = |row| {
        let code = FindingCode::VARIANTS.get(usize::from(*table.code.get(row)?))?;
        let severity = Severity::VARIANTS.get(usize::from(*table.severity.get(row)?))?;
        let line = table.line.get(row).copied().flatten();
        Some(Finding { line, code: *code, severity: *severity, message: table.message.get(row)? })
    };
    (0..table.len()).filter_map(finding).collect()
}

fn render(renderer: &Renderer, path: &str, finding: &Finding<'_>, line: Option<&str>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(finding.message).id(finding.code.word());
    if let (Some(number), Some(line)) = (finding.line, line) {
        let snippet = Snippet::source(line)
            .line_start(number as usize)
            .path(path)
            .annotation(AnnotationKind::Primary.span(0..line.len()));
        return renderer.render(&[title.element(snippet)]);
    }
    let place = Level::NOTE.message(format!("in {path}"));
    renderer.render(&[title.element(place)])
}
