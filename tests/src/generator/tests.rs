use std::collections::BTreeSet;

use super::*;

const ECONOMIES: [Economy<'static>; 4] = [
    Economy { iso3: "ARM", wto_code: "ARM", name_en: "Armenia", name_fr: "Arm\u{e9}nie", name_es: "Armenia" },
    Economy { iso3: "MDA", wto_code: "MOL", name_en: "Moldova", name_fr: "Moldova", name_es: "Moldova" },
    Economy { iso3: "TON", wto_code: "TON", name_en: "Tonga", name_fr: "Tonga", name_es: "Tonga" },
    Economy { iso3: "AND", wto_code: "", name_en: "Andorra", name_fr: "Andorre", name_es: "Andorra" },
];

/// Columns whose text stands on the row as it is.
const VERBATIM: [&str; 9] =
    ["symbol_text", "item", "name", "topic", "note", "title", "honorific", "representing", "url"];

fn each(seeds: u64, check: impl Fn(&Generated)) {
    for size in [Size::Small, Size::Page] {
        for layout in LAYOUTS {
            for language in LANGUAGES {
                for seed in 0..seeds {
                    let options = Options {
                        economies: &ECONOMIES,
                        size,
                        layout: Some(layout),
                        language: Some(language),
                        ..Options::default()
                    };
                    check(&generate(seed, &options));
                }
            }
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn number(row: &Row, column: &str) -> usize {
    row[column].parse().unwrap_or_else(|_| panic!("{column} in {row:?}"))
}

fn line_of(text: &str, byte: usize) -> usize {
    text[..byte].split('\n').count()
}

#[test]
fn places_of_the_text_hold_what_the_rows_say() {
    each(15, |page| {
        let text = &page.text;
        let mut covered = BTreeSet::new();
        for (table, rows) in page.text_truth.tables.iter().filter(|(table, _)| **table != "dossiers") {
            for row in rows {
                let (start, end) = (number(row, "byte_start"), number(row, "byte_end"));
                let part = &text[start..end];
                assert_eq!(part, part.trim_matches(is_blank), "{} {table} {row:?}", page.id);
                assert_eq!(number(row, "line"), line_of(text, start), "{} {row:?}", page.id);
                let before = text[..start].rsplit('\n').next().unwrap();
                let behind = text[end..].split('\n').next().unwrap();
                assert!(before.chars().all(is_blank) && behind.chars().all(is_blank), "{row:?}");
                for column in VERBATIM {
                    let value = row.get(column).map_or("", String::as_str);
                    assert!(part.contains(value), "{} {column} {row:?}\n{part}", page.id);
                }
                covered.extend(number(row, "line")..=line_of(text, end));
            }
        }
        let of = |lines: &BTreeSet<u32>| -> BTreeSet<usize> {
            lines.iter().map(|line| usize::try_from(*line).unwrap()).collect()
        };
        let (remaining, repeated) = (of(&page.text_truth.remaining), of(&page.text_truth.repeated));
        assert!(covered.is_disjoint(&remaining) && covered.is_disjoint(&repeated), "{}", page.id);
        let filled: BTreeSet<usize> = (1..)
            .zip(text.split('\n'))
            .filter(|(_, line)| !line.trim_matches(is_blank).is_empty())
            .map(|(number, _)| number)
            .collect();
        let known: BTreeSet<usize> = covered.iter().chain(&remaining).chain(&repeated).copied().collect();
        assert_eq!(known, filled, "{}", page.id);
    });
}

#[test]
fn places_of_the_html_are_rows_of_tables() {
    each(8, |page| {
        for (table, rows) in &page.html_truth.tables {
            for row in rows.iter().filter(|row| row.contains_key("line")) {
                let (start, end) = (number(row, "byte_start"), number(row, "byte_end"));
                let part = &page.html[start..end];
                assert!(part.to_lowercase().starts_with("<tr"), "{} {table} {row:?}: {part}", page.id);
                assert!(!part.to_lowercase().contains("</tr"), "{} {row:?}: {part}", page.id);
                assert_eq!(number(row, "line"), line_of(&page.html, start), "{row:?}");
                let written = row.get("symbol_text").map_or("", String::as_str);
                assert!(part.contains(written), "{} {row:?}: {part}", page.id);
                for column in ["url", "news_url"] {
                    let address = row.get(column).map_or("", String::as_str).replace('&', "&amp;");
                    assert!(part.contains(&address), "{} {row:?}: {part}", page.id);
                }
            }
        }
    });
}

#[test]
fn both_variants_say_the_same() {
    each(8, |page| {
        let (text, html) =
            (page.text_truth.clone().without_places(), page.html_truth.clone().without_places());
        for table in TABLES.into_iter().filter(|table| *table != "dossiers") {
            let without_links = |rows: &[Row]| -> Vec<Row> {
                let mut rows = rows.to_vec();
                for row in &mut rows {
                    row.retain(|column, _| !column.ends_with("url"));
                }
                rows
            };
            assert_eq!(without_links(text.rows(table)), without_links(html.rows(table)));
            let columns: BTreeSet<Vec<&str>> =
                html.rows(table).iter().map(|row| row.keys().copied().collect()).collect();
            assert!(columns.len() <= 1, "{table}: {columns:?}");
        }
    });
}

#[test]
fn milestones_are_reached_once() {
    each(15, |page| {
        let names: Vec<&String> =
            page.text_truth.rows("milestones").iter().map(|row| &row["milestone"]).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), distinct.len(), "{} {names:?}", page.id);
    });
}

#[test]
fn a_seed_makes_one_page() {
    // FNV-1a over all pages: the same on every platform.
    let hash = std::cell::Cell::new(0xcbf2_9ce4_8422_2325_u64);
    each(3, |page| {
        for byte in page.text.bytes().chain(page.html.bytes()) {
            hash.set((hash.get() ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        }
    });
    let options = Options { economies: &ECONOMIES, ..Options::default() };
    assert_eq!(generate(7, &options), generate(7, &options));
    assert_ne!(generate(7, &options).text, generate(8, &options).text);
    assert_eq!(hash.get(), 0xaf99_3c88_6216_4d42_u64, "the pages of a seed changed");
}

#[test]
fn sizes_are_as_asked_for() {
    let total = |size, seeds: u64| -> usize {
        let options =
            Options { economies: &ECONOMIES, size, layout: Some(Layout::Timeline), ..Options::default() };
        (0..seeds).map(|seed| generate(seed, &options).text.len()).sum::<usize>()
    };
    let (small, page) = (total(Size::Small, 100) / 100, total(Size::Page, 100) / 100);
    assert!((1000..4500).contains(&small), "{small}");
    assert!((9000..15_000).contains(&page), "{page}");
}

#[test]
fn copies_keep_their_rows() {
    each(2, |page| {
        let Some(bytes) = damage(&page.text, Damage::Windows1252) else { return };
        let truth = truth_of_copy(&page.text_truth, &page.text, Damage::Windows1252);
        for (row, original) in truth.rows("chairpersons").iter().zip(page.text_truth.rows("chairpersons")) {
            let part = &page.text[number(original, "byte_start")..number(original, "byte_end")];
            let copied = &bytes[number(row, "byte_start")..number(row, "byte_end")];
            assert_eq!(damage(part, Damage::Windows1252).as_deref(), Some(copied), "{row:?}");
        }
        let bytes = damage(&page.text, Damage::Utf16Le).unwrap();
        let truth = truth_of_copy(&page.text_truth, &page.text, Damage::Utf16Le);
        for row in truth.rows("documents") {
            let units: Vec<u16> = bytes[number(row, "byte_start")..number(row, "byte_end")]
                .chunks(2)
                .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
                .collect();
            assert!(String::from_utf16(&units).unwrap().contains(&row["symbol_text"]), "{row:?}");
        }
    });
}
