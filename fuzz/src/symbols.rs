//! Document symbols.

use accession_normalize::Symbol;

/// Takes a text apart as a symbol, and what that is in its normal form once more.
pub(crate) fn check(bytes: &[u8]) {
    let text = crate::text(bytes);
    let symbol = Symbol::parse(&text);
    check_parts(&symbol);
    let normal = Symbol::parse(symbol.as_str());
    check_parts(&normal);
    assert_eq!(normal.as_str(), symbol.as_str(), "the normal form of {text:?} has another");
    assert_eq!(
        (normal.series(), normal.base(), normal.number()),
        (symbol.series(), symbol.base(), symbol.number()),
        "the normal form {:?} of {text:?} has other parts",
        symbol.as_str()
    );
    assert!(normal.suffixes().eq(symbol.suffixes()), "{text:?}");
}

/// The parts of a symbol are parts of it.
fn check_parts(symbol: &Symbol<'_>) {
    let whole = symbol.as_str();
    assert!(whole.starts_with(symbol.base()), "{symbol:?}");
    assert!(symbol.base().starts_with(symbol.series()), "{symbol:?}");
    assert_eq!(symbol.suffixes().last(), symbol.last_suffix(), "{symbol:?}");
    assert!(symbol.economy_code().is_none_or(|code| symbol.series().ends_with(code)), "{symbol:?}");
    let mut shorter = whole;
    for parent in symbol.parents() {
        assert!(parent.len() < shorter.len() && shorter.starts_with(parent), "{symbol:?}: {parent:?}");
        shorter = parent;
    }
}
