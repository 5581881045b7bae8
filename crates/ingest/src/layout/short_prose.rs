//! Short prose: a few sentences and headings, no rows. Which sentences are a dossier's is for the next stage to say.

use accession_schema::vocabulary::Layout;

use super::{Marks, Reader, Style, share};

pub(super) const LAYOUT: Reader = Reader { layout: Layout::ShortProse, confidence, style: Style::Prose };

/// A status page has no more lines than this.
const MOST_ROWS: usize = 120;

/// Sentences with dates, symbols cited in them, and no table.
fn confidence(marks: &Marks) -> f64 {
    if marks.sections > 0 || marks.dated > 2 || marks.numbered > 1 || marks.rows > MOST_ROWS {
        return 0.0;
    }
    0.5 * share(marks.dated_sentences, 1) + 0.1 * share(marks.symbols, 1)
}
