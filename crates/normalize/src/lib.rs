//! What a dossier means: rows in, facts out.
//!
//! [`normalize`] gives every row of a [`Dossier`](accession_ingest::Dossier) its meaning by the [`vocabulary`] of its
//! language and its place under a label, checks what looks wrong (the rules are in [`findings`]), and appends the
//! result to the fact tables. [`join`] brings the dossiers' claims together with those of the [`registers`] and chooses
//! between them. No files are read here; what has to be known is passed in.

pub mod date;
pub mod economy;
pub mod findings;
mod join;
mod person;
mod reader;
pub mod reading;
pub mod registers;
mod remark;
pub mod symbol;
mod tables;
pub mod vocabulary;

pub use date::Date;
pub use join::{Claimed, join, join_all};
pub use reader::is_dossier;
pub use registers::{RegisterFile, RegisterFiles, Registers};
pub use symbol::Symbol;
pub use tables::{Source, normalize};
