//! The timeline: sections I to IX, and rows `LABEL DATE SYMBOL REMARK` of which every part may be missing.

use accession_schema::vocabulary::Layout;

use super::{Marks, Reader, Style, share};

pub(super) const LAYOUT: Reader = Reader { layout: Layout::Timeline, confidence, style: Style::Timeline };

/// Sections with Roman numerals, rows with dates in numbers, symbols beside them.
pub(super) fn confidence(marks: &Marks) -> f64 {
    // The portal has the same sections.
    let sections = if marks.is_boxed() { 0 } else { marks.sections };
    0.35 * share(sections, 1) + 0.45 * share(marks.dated, 3) + 0.2 * share(marks.listings, 1)
}
