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
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

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

#[test]
#[ignore = "survey"]
fn survey() {
    use std::collections::BTreeMap;
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let seeds: u64 = std::env::var("SEEDS").ok().and_then(|s| s.parse().ok()).unwrap_or(30);
    let what = std::env::var("WHAT").unwrap_or("text".into());
    let mixed = std::env::var("MIXED").is_ok();
    let (mut pages, mut bad) = (0, 0);
    for seed in 0..seeds {
        for layout in LAYOUTS {
            for language in LANGUAGES {
                let options = Options {
                    economies: &ECONOMIES,
                    size: if seed % 4 == 0 { Size::Page } else { Size::Small },
                    layout: Some(layout),
                    language: Some(language),
                    is_mixed: Some(mixed),
                    ..Options::default()
                };
                let page = generate(seed, &options);
                let found = match what.as_str() {
                    "text" => of_text(&page),
                    "html" => of_html(&page),
                    "formats" => of_formats(&page),
                    _ => DAMAGES.iter().flat_map(|d| of_copy(&page, *d)).collect(),
                };
                pages += 1;
                bad += usize::from(!found.is_empty());
                let src = if what == "html" { &page.html } else { &page.text };
                for d in &found {
                    let lines: Vec<&str> = src.split('\n').collect();
                    let at = d.line as usize;
                    let ctx = if at == 0 { String::new() } else {
                        (at.saturating_sub(4)..(at + 2).min(lines.len())).map(|i| format!("      {} {:?}\n", i + 1, lines[i])).collect()
                    };
                    let e = kinds.entry(d.kind.clone()).or_default();
                    e.0 += 1;
                    if e.0 <= 3 {
                        e.1 += &format!("    {} {}\n{ctx}", page.id, d.detail);
                    }
                }
            }
        }
    }
    let mut all: Vec<_> = kinds.into_iter().collect();
    all.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
    println!("{bad} of {pages} pages");
    for (kind, (n, ex)) in all {
        println!("{n:5} {kind}\n{ex}");
    }
}
