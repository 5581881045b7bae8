//! What a page says: bytes in, a [`Dossier`] of rows out.
//!
//! A [`Page`] is a source as lines of text, whatever format and encoding it is in. [`read`] makes a dossier of it: it
//! splits each line into the parts of its layout (marker, label, date, symbols, remark), all borrowed from the page, and
//! knows nothing of what they mean: a date is numbers, a label is text. Neither fails. A line that cannot be read stays
//! as a row of class [`RowClass::Unread`].

mod broken;
pub mod container;
mod date;
mod decode;
mod dossier;
mod html;
mod layout;
mod markdown;
mod mhtml;
mod notes;
mod offsets;
mod page;
mod reading;
pub mod registers;
mod repair;
mod symbol;
mod text;
mod wrapped;

pub use date::{Calendar, WrittenDate, WrittenEnd, find_date};
pub use dossier::{Dossier, Marker, Row, RowClass, Span, SymbolText};
pub use page::{Hints, Page};
pub use repair::Repair;
pub use text::{fold, is_blank_char, trim};

/// The largest source that is read: spans are 32-bit.
pub const MAX_BYTES: u64 = u32::MAX as u64;

/// Reads a page.
pub fn read<'p>(page: &'p Page<'p>) -> Dossier<'p> {
    layout::read(page)
}
