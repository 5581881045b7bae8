//! Layouts: how a page's lines make rows.

pub(crate) mod timeline;

use accession_schema::vocabulary::Layout;

use crate::dossier::{Dossier, RowClass};

/// Rows with a numeric date at least, where no section is numbered.
const ENTRIES_WITHOUT_SECTIONS: usize = 3;

/// Says which layout the rows have. Where none is known, every row is unread.
pub(crate) fn detect(dossier: &mut Dossier<'_>) {
    let sections = dossier.rows.iter().filter(|row| row.class == RowClass::Section).count();
    let entries =
        dossier.rows.iter().filter(|row| row.class == RowClass::Entry && row.date.is_some()).count();
    if sections > 0 && entries > 0 || entries >= ENTRIES_WITHOUT_SECTIONS {
        dossier.layout = Layout::Timeline;
        return;
    }
    dossier.layout = Layout::Unknown;
    for row in &mut dossier.rows {
        row.class = RowClass::Unread;
    }
}
