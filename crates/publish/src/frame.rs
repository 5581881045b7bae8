//! From the columns of a table to a polars frame.

use accession_schema::{AnyTable, Cells, ColumnSpec, ColumnView};
use polars::prelude::*;

use crate::PublishError;

/// The table as a frame, with the types of its description.
pub(crate) fn frame(table: &dyn AnyTable) -> Result<DataFrame, PublishError> {
    let spec = table.spec();
    let columns = table.columns();
    let columns: PolarsResult<Vec<Column>> =
        columns.iter().zip(&spec.columns).map(|(view, spec)| column(view, spec)).collect();
    columns
        .and_then(|columns| DataFrame::new(table.row_count(), columns))
        .map_err(|error| PublishError::table(table.name(), error))
}

fn column(view: &ColumnView<'_>, spec: &ColumnSpec) -> PolarsResult<Column> {
    let name = PlSmallStr::from_static(spec.name);
    let series = match view {
        ColumnView::Str(column) => StringChunked::from_iter_options(name, column.iter()).into_series(),
        ColumnView::U32(cells) => numbers::<UInt32Type>(name, cells).into_series(),
        ColumnView::I32(cells) => numbers::<Int32Type>(name, cells).into_series(),
        ColumnView::F64(cells) => numbers::<Float64Type>(name, cells).into_series(),
        ColumnView::Bool(Cells::Full(cells)) => BooleanChunked::from_slice(name, cells).into_series(),
        ColumnView::Bool(Cells::Sparse(cells)) => {
            BooleanChunked::from_slice_options(name, cells).into_series()
        }
        ColumnView::Day(cells) => days(name, cells).into_date().into_series(),
        ColumnView::Code(cells) => words(name, cells, spec)?,
    };
    Ok(series.into())
}

fn numbers<T: PolarsNumericType>(name: PlSmallStr, cells: &Cells<'_, T::Native>) -> ChunkedArray<T> {
    match cells {
        Cells::Full(cells) => ChunkedArray::from_slice(name, cells),
        Cells::Sparse(cells) => ChunkedArray::from_slice_options(name, cells),
    }
}

fn days(name: PlSmallStr, cells: &Cells<'_, accession_schema::Day>) -> Int32Chunked {
    match cells {
        Cells::Full(cells) => {
            let days: Vec<i32> = cells.iter().map(|day| day.epoch_days()).collect();
            Int32Chunked::from_vec(name, days)
        }
        Cells::Sparse(cells) => Int32Chunked::from_iter_options(
            name,
            cells.iter().map(|day| day.map(accession_schema::Day::epoch_days)),
        ),
    }
}

/// An enum column. Its categories are all the words of the description, so that every file of a table has the same.
fn words(name: PlSmallStr, cells: &Cells<'_, u8>, spec: &ColumnSpec) -> PolarsResult<Series> {
    let categories = FrozenCategories::new(spec.words.iter().map(|word| word.word))?;
    let dtype = DataType::from_frozen_categories(categories);
    let codes = numbers::<UInt8Type>(name, cells);
    Ok(CategoricalChunked::<Categorical8Type>::from_cats_and_dtype(codes, dtype).into_series())
}
