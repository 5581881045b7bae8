//! The accessions portal: tables with headings over their columns, below a title each. Most have no numbered sections.

use accession_schema::vocabulary::Layout;

use super::{Marks, Reader, Style, share};

pub(super) const LAYOUT: Reader = Reader { layout: Layout::Portal, confidence, style: Style::Timeline };

/// Rows of cells under headings; where the table is written with signs, that is a mark of its own.
fn confidence(marks: &Marks) -> f64 {
    if marks.is_boxed() {
        return 0.6 + 0.4 * share(marks.dated, 3);
    }
    if marks.sections > 0 {
        return 0.0;
    }
    let in_signs = if marks.in_signs { 0.3 } else { 0.0 };
    0.5 * share(marks.headers, 1) * share(marks.with_cells, 3) + in_signs + 0.2 * share(marks.with_cells, 6)
}
