//! What a page says: bytes in, a [`Dossier`] of rows out.
//!
//! [`read`] never fails. It splits a source into lines and each line into the parts of its layout (marker, label,
//! date, symbols, remark), all borrowed from the source, and knows nothing of what they mean: a date is numbers, a
//! label is text. A line that cannot be read stays as a row of class [`RowClass::Unread`].

mod date;
mod dossier;
mod layout;
pub mod registers;
mod symbol;
mod text;

pub use date::{Calendar, WrittenDate, WrittenEnd, find_date};
pub use dossier::{Dossier, Marker, Row, RowClass, Span, SymbolText};
pub use text::{is_blank_char, trim};

/// The largest source that is read: spans are 32-bit.
pub const MAX_BYTES: u64 = u32::MAX as u64;

/// Reads a source. Of one larger than [`MAX_BYTES`] only that many bytes are read; callers refuse such files.
pub fn read(source: &[u8]) -> Dossier<'_> {
    let lines = text::lines(source);
    let mut dossier = Dossier::new(source, &lines);
    layout::timeline::rows(&lines, &mut dossier);
    layout::detect(&mut dossier);
    dossier
}
