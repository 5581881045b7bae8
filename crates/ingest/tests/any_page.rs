//! Any source can be read: nothing panics, and every row stands where it says. All sources are made up here.

use accession_ingest::{Hints, Page, is_blank_char, read};
use accession_schema::vocabulary::{Encoding, Format};
use proptest::prelude::*;

/// Reads a page, with hints as a container might give them.
fn check(source: &[u8]) {
    for charset in [None, Some("gb18030"), Some("iso-2022-jp"), Some("utf-16"), Some("windows-1252")] {
        let page =
            Page::new(source, &Hints { charset, url: Some("http://example.org/a/b"), ..Hints::default() });
        let dossier = read(&page);
        let line_end = if source.contains(&b'\n') { b'\n' } else { b'\r' };
        let mut before = 0;
        for (at, row) in dossier.rows.iter().enumerate() {
            let (start, end) = (row.span.start as usize, row.span.end as usize);
            assert!(start <= end && end <= source.len(), "{:?} of {}", row.span, source.len());
            assert!(row.line >= before, "line {} behind {before}", row.line);
            before = row.line;
            if page.encoding != Encoding::Utf16 && charset != Some("iso-2022-jp") {
                let ends = source[..start].split(|byte| *byte == line_end).count() - 1;
                assert_eq!(row.line as usize, ends + 1, "{:?}", row.text);
            }
            assert!(!row.text.is_empty());
            // Text with signs is read without them, and no text with what nobody sees, or what is foreign.
            let parts = dossier.rows.iter().skip(at + 1).take_while(|row| row.is_part).map(|row| row.text);
            let whole: String = [row.text].into_iter().chain(parts).collect();
            let is_of_row = |(text, _): (&str, &str)| {
                let mut shown = whole.chars();
                let is_shown = |c| shown.any(|shown| shown == c);
                page.format == Format::Text || text.replace(is_blank_char, "").chars().all(is_shown)
            };
            assert!(row.last_line >= row.line);
            if row.is_part {
                assert!(row.label.is_empty() && row.date.is_none() && dossier.symbols(row).is_empty());
                assert!(
                    dossier.rows[..at]
                        .iter()
                        .any(|first| !first.is_part && first.line <= row.line && row.line <= first.last_line)
                );
            }
            assert!(dossier.links(row).all(is_of_row));
        }
    }
}

/// Pieces of tags, entities and texts.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: [&str; 88] = [
        "<table>",
        "<table border=1>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<td rowspan=2>",
        "<th>",
        "<tbody>",
        "<caption>",
        "<colgroup>",
        "<p>",
        "</p>",
        "<br>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href=x>",
        "<a href='/y?z#1'>",
        "</a>",
        "<font>",
        "</font>",
        "<ul>",
        "</ul>",
        "<ol type=a>",
        "</ol>",
        "<li>",
        "<li value=3>",
        "<div>",
        "</div>",
        "<nav>",
        "</nav>",
        "<pre>",
        "</pre>",
        "<h1>",
        "</h1>",
        "<html>",
        "<head>",
        "</head>",
        "<body>",
        "</body>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<select>",
        "<option>",
        "</select>",
        "<svg>",
        "<math>",
        "<mi>",
        "</svg>",
        "<template>",
        "</template>",
        "<form>",
        "<button>",
        "<applet>",
        "<frameset>",
        "<noframes>",
        "<textarea>",
        "<plaintext>",
        "<base href='http://x.org/'>",
        "<!-- ",
        "-->",
        "<!doctype html>",
        "<![CDATA[",
        "]]>",
        "&nbsp;",
        "&amp",
        "&#0;",
        "&eacute;",
        "<",
        "</",
        "\0",
        "\r\n",
        "\r",
        "\n",
        " ",
        "x",
        "é",
        "01/02/2003",
        "WT/ACC/X/1",
        "<p style='display:none'>",
        "\u{c3}\u{a9}",
    ];
    let piece =
        prop_oneof![9 => prop::sample::select(PIECES.as_slice()).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Lines as texts with signs have them.
fn signs() -> impl Strategy<Value = String> {
    let pieces = [
        "|",
        "\n|\n",
        "\n|\n",
        "a|",
        "(+",
        "WT/ACC/ ",
        "\u{200b}",
        "---",
        "#",
        "**",
        "[",
        "](",
        ")",
        "http://x.org",
        "01/02/2003",
        "Date",
        "WT/ACC/X/1",
        "(+ addenda)",
        "\n",
        "\n",
        "\r",
        " ",
        "•",
        "1.",
        "(a)",
        "I.",
        "~",
        "\u{c3}\u{a9}",
        "\u{feff}",
        "\u{4e2d}",
        "é",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bytes(source in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&source);
        check(&[b"<html>", source.as_slice()].concat());
    }

    #[test]
    fn tag_soup(soup in soup()) {
        check(soup.as_bytes());
        check(format!("<html>{soup}").as_bytes());
        check(format!("\u{feff}<table><tr><td>{soup}").as_bytes());
        let utf16: Vec<u8> = format!("<html>{soup}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16);
    }

    #[test]
    fn soup_in_a_save(soup in soup(), width in 1_usize..80) {
        let html = format!("<html>{soup}");
        let quoted: Vec<String> = html.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("={byte:02X}") }).collect();
        let lines: Vec<String> = quoted.chunks(width).map(<[String]>::concat).collect();
        let head = "MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
        check(format!("{head}{}", lines.join("=\r\n")).as_bytes());
    }

    #[test]
    fn texts_with_signs(text in signs()) {
        check(text.as_bytes());
        check(&encode(&text));
    }
}

/// Text in Windows-1252, with a byte for each letter it does not have.
fn encode(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0x81)).collect()
}

#[test]
fn pages_made_to_keep_programs_busy_are_read_in_good_time() {
    let html = |piece: &str| format!("<html><body>{}", piece.repeat((1 << 18) / piece.len()));
    let tag = (0..40_000).map(|number| format!(" a{number}")).collect::<Vec<_>>().concat();
    for source in [
        html("<b>"),
        html("<td>"),
        html("<table><td>"),
        html("<table>x<b>"),
        html("<template>"),
        html("<p>x"),
        html("<a href=x><p>y"),
        format!("<html><b{tag}>"),
        format!("<html><p><b{tag}>{}", html("<p>x")),
        format!("<html><table><tr>{}<td>{}", "<td>x".repeat(30_000), "x<br>".repeat(30_000)),
        "[".repeat(1 << 18),
        "/ ".repeat(1 << 18),
        "WT/ACC/ 3\u{200b}(".repeat(1 << 15),
        "x\n|\n".repeat(1 << 16),
        "WT/ACC/X/1 (\n)\n".repeat(1 << 15),
        html("<table><tr><td>WT/<br>(x)<br>"),
        html("<a href=x>1 /&shy; <sup>st</sup>"),
        "[x](".repeat(1 << 16),
        "\u{c3}\u{a9}".repeat(1 << 16),
        "aa\u{8305} ".repeat(1 << 16),
    ] {
        let start = std::time::Instant::now();
        let page = Page::new(source.as_bytes(), &Hints::default());
        read(&page);
        // What grows with the square of the length takes minutes.
        assert!(start.elapsed().as_secs() < 20, "{}", &source[..40]);
    }
}
