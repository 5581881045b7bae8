//! Pages made up with known facts: what was put in comes out, nothing else, and from every copy the same.

use accession_tests::generator::check::{
    Difference, ECONOMIES, check, of_copy, of_formats, of_html, of_text, report,
};
use accession_tests::generator::{DAMAGES, Generated, LANGUAGES, LAYOUTS, Options, Size, generate};
use proptest::prelude::*;

/// Checks the pages of a seed in every layout and language.
fn each(
    seed: u64,
    size: Size,
    is_mixed: Option<bool>,
    differences: impl Fn(&Generated) -> Vec<Difference>,
) -> Result<(), TestCaseError> {
    for layout in LAYOUTS {
        for language in LANGUAGES {
            let options = Options {
                economies: &ECONOMIES,
                size,
                layout: Some(layout),
                language: Some(language),
                is_mixed,
                ..Options::default()
            };
            let page = generate(seed, &options);
            report(&page, &page.text, &differences(&page)).map_err(TestCaseError::fail)?;
        }
    }
    Ok(())
}

fn sizes() -> impl Strategy<Value = Size> {
    prop_oneof![4 => Just(Size::Small), 1 => Just(Size::Page)]
}

proptest! {
    // A smaller seed makes no smaller page, so there is nothing to shrink.
    #![proptest_config(ProptestConfig {
        cases: 16,
        failure_persistence: None,
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    })]

    #[test]
    fn text_gives_what_was_put_in(seed in any::<u64>(), size in sizes()) {
        each(seed, size, Some(false), of_text)?;
    }

    #[test]
    fn html_gives_what_was_put_in(seed in any::<u64>(), size in sizes()) {
        each(seed, size, Some(false), of_html)?;
    }

    #[test]
    fn text_and_html_give_the_same(seed in any::<u64>(), size in sizes()) {
        each(seed, size, None, of_formats)?;
    }

    #[test]
    fn damaged_copies_give_the_same(seed in any::<u64>(), kind in prop::sample::select(&DAMAGES[..])) {
        each(seed, Size::Small, Some(false), |page| of_copy(page, kind))?;
    }

    #[test]
    fn pages_in_mixed_languages_give_what_was_put_in(seed in any::<u64>()) {
        each(seed, Size::Page, Some(true), |page| [of_text(page), of_html(page)].concat())?;
    }

    #[test]
    fn pages_of_any_seed_pass(seed in any::<u64>()) {
        check(seed).map_err(TestCaseError::fail)?;
    }
}

/// The shipped register knows the pages' economies by all their names.
#[test]
fn economies_are_known() {
    let source = std::fs::read_to_string(accession_tests::root().join("data/registers/economies.csv"));
    let source = source.unwrap_or_default();
    for economy in ECONOMIES {
        let start = format!("\n{},{},", economy.iso3, economy.wto_code);
        let row = source.split_once(&start).and_then(|(_, rest)| rest.lines().next()).unwrap_or_default();
        for name in [economy.name_en, economy.name_fr, economy.name_es] {
            assert!(row.split([',', ';', '"']).any(|known| known == name), "{} {name}", economy.iso3);
        }
    }
}
