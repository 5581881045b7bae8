//! Column types: what a cell is when it is pushed, how a column of them is stored, how it is read back.

use std::marker::PhantomData;

use serde::Serialize;
use strum::{EnumMessage, VariantArray};

use crate::Day;

/// The type of a column as its readers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// UTF-8 text.
    String,
    /// Unsigned 32-bit integer: line numbers, byte offsets, counts.
    Uint32,
    /// Signed 32-bit integer: days between dates, years.
    Int32,
    /// 64-bit floating point number.
    Float64,
    /// True or false.
    Boolean,
    /// A calendar day.
    Date,
    /// One of a fixed list of words.
    Enum,
}

/// A column read back, type by type.
#[derive(Debug, Clone, Copy)]
pub enum ColumnView<'a> {
    /// Text.
    Str(&'a StrColumn),
    /// Unsigned integers.
    U32(Cells<'a, u32>),
    /// Signed integers.
    I32(Cells<'a, i32>),
    /// Floating point numbers.
    F64(Cells<'a, f64>),
    /// Booleans.
    Bool(Cells<'a, bool>),
    /// Whole.
    Day(Cells<'a, Day>),
    /// Positions in the column's list of words.
    Code(Cells<'a, u8>),
}

/// The cells of a column that can or cannot hold nulls.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'a, T> {
    /// Every cell has a value.
    Full(&'a [T]),
    /// A cell may be null.
    Sparse(&'a [Option<T>]),
}

impl<T: Copy> Cells<'_, T> {
    /// The cell of a row; `None` is null (or a row that does not exist).
    pub fn get(&self, row: usize) -> Option<T> {
        match self {
            Self::Full(cells) => cells.get(row).copied(),
            Self::Sparse(cells) => cells.get(row).copied().flatten(),
        }
    }
}

/// A text column: all texts in one buffer, each cell the end of its text in it.
#[derive(Debug, Clone, Default)]
pub struct StrColumn {
    buffer: String,
    ends: Vec<usize>,
    nulls: Vec<bool>,
}

impl StrColumn {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a cell; `None` is null (or a row that does not exist).
    pub fn get(&self, row: usize) -> Option<&str> {
        if *self.nulls.get(row)? {
            return None;
        }
        let start = if row == 0 { 0 } else { *self.ends.get(row - 1)? };
        self.buffer.get(start..*self.ends.get(row)?)
    }

    /// The cells in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }

    fn push(&mut self, text: Option<&str>) {
        self.buffer.push_str(text.unwrap_or_default());
        self.ends.push(self.buffer.len());
        self.nulls.push(text.is_none());
    }

    fn append(&mut self, other: &Self) {
        let base = self.buffer.len();
        self.buffer.push_str(&other.buffer);
        self.ends.extend(other.ends.iter().map(|end| base + end));
        self.nulls.extend_from_slice(&other.nulls);
    }

    fn clear(&mut self) {
        self.buffer.clear();
        self.ends.clear();
        self.nulls.clear();
    }
}

/// What a column holds. The markers [`Text`], [`Count`], [`Whole`], [`Number`], [`Flag`], [`OnDay`] and [`Named`] stand
/// for columns without nulls, [`Opt`] around one of them for a column with nulls.
pub trait Kind {
    /// A cell as it is pushed.
    type Value<'a>: Copy + std::fmt::Debug;
    /// A whole column.
    type Store: Default + Clone + std::fmt::Debug;
    /// The column's type.
    const TYPE: Type;
    /// Whether a cell may be null.
    const NULLABLE: bool;
    /// The words an enum column may hold, in order; empty for other types.
    fn words() -> Vec<WordSpec> {
        Vec::new()
    }
    /// Appends a cell.
    fn push(store: &mut Self::Store, value: Self::Value<'_>);
    /// Appends a column.
    fn append(store: &mut Self::Store, other: &Self::Store);
    /// Takes all cells away and keeps the memory.
    fn clear(store: &mut Self::Store);
    /// The cell of a row; nothing if there is no such row.
    fn get(store: &Self::Store, row: usize) -> Option<Self::Value<'_>>;
    /// The column for reading.
    fn view(store: &Self::Store) -> ColumnView<'_>;
}

/// A cell of a column of kind `K`.
pub type Value<'a, K> = <K as Kind>::Value<'a>;
/// A column of kind `K`.
pub type Store<K> = <K as Kind>::Store;

/// Text.
#[derive(Debug)]
pub enum Text {}
/// A count, line number or byte offset.
#[derive(Debug)]
pub enum Count {}
/// A signed whole number: days between dates, a year.
#[derive(Debug)]
pub enum Whole {}
/// A floating point number.
#[derive(Debug)]
pub enum Number {}
/// True or false.
#[derive(Debug)]
pub enum Flag {}
/// A calendar day.
#[derive(Debug)]
pub enum OnDay {}
/// One of the words of the enum `E`.
#[derive(Debug)]
pub struct Named<E>(PhantomData<E>);
/// As `K`, or null.
#[derive(Debug)]
pub struct Opt<K>(PhantomData<K>);

impl Kind for Text {
    type Value<'a> = &'a str;
    type Store = StrColumn;
    const TYPE: Type = Type::String;
    const NULLABLE: bool = false;
    fn push(store: &mut StrColumn, value: &str) {
        store.push(Some(value));
    }
    fn get(store: &StrColumn, row: usize) -> Option<&str> {
        store.get(row)
    }
    fn append(store: &mut StrColumn, other: &StrColumn) {
        store.append(other);
    }
    fn clear(store: &mut StrColumn) {
        store.clear();
    }
    fn view(store: &StrColumn) -> ColumnView<'_> {
        ColumnView::Str(store)
    }
}

impl Kind for Opt<Text> {
    type Value<'a> = Option<&'a str>;
    type Store = StrColumn;
    const TYPE: Type = Type::String;
    const NULLABLE: bool = true;
    fn push(store: &mut StrColumn, value: Option<&str>) {
        store.push(value);
    }
    fn get(store: &StrColumn, row: usize) -> Option<Option<&str>> {
        (row < store.len()).then(|| store.get(row))
    }
    fn append(store: &mut StrColumn, other: &StrColumn) {
        store.append(other);
    }
    fn clear(store: &mut StrColumn) {
        store.clear();
    }
    fn view(store: &StrColumn) -> ColumnView<'_> {
        ColumnView::Str(store)
    }
}

/// Columns of plain values differ in their names only.
macro_rules! plain_kind {
    ($kind:ident, $cell:ty, $type:ident, $view:ident) => {
        impl Kind for $kind {
            type Value<'a> = $cell;
            type Store = Vec<$cell>;
            const TYPE: Type = Type::$type;
            const NULLABLE: bool = false;
            fn push(store: &mut Vec<$cell>, value: $cell) {
                store.push(value);
            }
            fn get(store: &Vec<$cell>, row: usize) -> Option<$cell> {
                store.get(row).copied()
            }
            fn append(store: &mut Vec<$cell>, other: &Vec<$cell>) {
                store.extend_from_slice(other);
            }
            fn clear(store: &mut Vec<$cell>) {
                store.clear();
            }
            fn view(store: &Vec<$cell>) -> ColumnView<'_> {
                ColumnView::$view(Cells::Full(store))
            }
        }
        impl Kind for Opt<$kind> {
            type Value<'a> = Option<$cell>;
            type Store = Vec<Option<$cell>>;
            const TYPE: Type = Type::$type;
            const NULLABLE: bool = true;
            fn push(store: &mut Vec<Option<$cell>>, value: Option<$cell>) {
                store.push(value);
            }
            fn get(store: &Vec<Option<$cell>>, row: usize) -> Option<Option<$cell>> {
                store.get(row).copied()
            }
            fn append(store: &mut Vec<Option<$cell>>, other: &Vec<Option<$cell>>) {
                store.extend_from_slice(other);
            }
            fn clear(store: &mut Vec<Option<$cell>>) {
                store.clear();
            }
            fn view(store: &Vec<Option<$cell>>) -> ColumnView<'_> {
                ColumnView::$view(Cells::Sparse(store))
            }
        }
    };
}

plain_kind!(Count, u32, Uint32, U32);
plain_kind!(Whole, i32, Int32, I32);
plain_kind!(Number, f64, Float64, F64);
plain_kind!(Flag, bool, Boolean, Bool);
plain_kind!(OnDay, Day, Date, Day);

/// An enum whose variants are the words of a column.
pub trait Word: VariantArray + EnumMessage + Copy + Into<&'static str> + std::fmt::Debug + 'static {
    /// The position of the word in its list.
    fn code(self) -> u8;
}

/// A word of an enum column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WordSpec {
    /// The word as it stands in a cell.
    pub word: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

fn words_of<E: Word>() -> Vec<WordSpec> {
    E::VARIANTS
        .iter()
        .map(|word| WordSpec { word: (*word).into(), meaning: word.get_documentation().unwrap_or_default() })
        .collect()
}

impl<E: Word> Kind for Named<E> {
    type Value<'a> = E;
    type Store = Vec<u8>;
    const TYPE: Type = Type::Enum;
    const NULLABLE: bool = false;
    fn words() -> Vec<WordSpec> {
        words_of::<E>()
    }
    fn push(store: &mut Vec<u8>, value: E) {
        store.push(value.code());
    }
    fn get(store: &Vec<u8>, row: usize) -> Option<E> {
        E::VARIANTS.get(usize::from(*store.get(row)?)).copied()
    }
    fn append(store: &mut Vec<u8>, other: &Vec<u8>) {
        store.extend_from_slice(other);
    }
    fn clear(store: &mut Vec<u8>) {
        store.clear();
    }
    fn view(store: &Vec<u8>) -> ColumnView<'_> {
        ColumnView::Code(Cells::Full(store))
    }
}

impl<E: Word> Kind for Opt<Named<E>> {
    type Value<'a> = Option<E>;
    type Store = Vec<Option<u8>>;
    const TYPE: Type = Type::Enum;
    const NULLABLE: bool = true;
    fn words() -> Vec<WordSpec> {
        words_of::<E>()
    }
    fn push(store: &mut Vec<Option<u8>>, value: Option<E>) {
        store.push(value.map(Word::code));
    }
    fn get(store: &Vec<Option<u8>>, row: usize) -> Option<Option<E>> {
        let code = store.get(row)?;
        Some(code.and_then(|code| E::VARIANTS.get(usize::from(code)).copied()))
    }
    fn append(store: &mut Vec<Option<u8>>, other: &Vec<Option<u8>>) {
        store.extend_from_slice(other);
    }
    fn clear(store: &mut Vec<Option<u8>>) {
        store.clear();
    }
    fn view(store: &Vec<Option<u8>>) -> ColumnView<'_> {
        ColumnView::Code(Cells::Sparse(store))
    }
}
