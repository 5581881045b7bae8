//! What a dossier means: rows in, facts out.
//!
//! [`normalize`] gives every row of a [`Dossier`](accession_ingest::Dossier) its meaning by the [`vocabulary`] of its
//! language and its place under a label, checks what looks wrong (the rules are in [`findings`]), and appends the
//! result to the fact tables. It reads no files; what it has to know of economies is passed in.

pub mod date;
pub mod economy;
pub mod findings;
mod person;
mod reader;
pub mod reading;
mod remark;
pub mod symbol;
mod tables;
pub mod vocabulary;

pub use date::Date;
pub use symbol::Symbol;
pub use tables::{Source, normalize};
