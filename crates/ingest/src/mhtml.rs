//! Single-file saves (MHTML, RFC 2557): the page a browser saved, out of the message it was packed into.

mod transfer;

use std::ops::Range;

use accession_schema::Day;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders};

use crate::html;
use crate::offsets::Offsets;
use crate::page::{Hints, Page};

/// How far the header of a save may go.
const MAX_HEAD: usize = 1 << 16;

/// The page of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Save {
    /// The HTML, with its transfer encoding undone, in its own character set.
    html: Vec<u8>,
    /// Where each byte of `html` stands in the save.
    offsets: Offsets,
    /// The character set the part states.
    charset: Option<String>,
    /// The address the page was saved from.
    location: Option<String>,
    /// The day it was saved.
    saved: Option<Day>,
}

/// The page of a source that is a single-file save and holds one. The day is that of the save, unless the page is a
/// copy in a web archive: then the page says which day it is of.
pub(crate) fn page<'s>(source: &'s [u8], hints: &Hints<'_>) -> Option<Page<'s>> {
    let Save { html, offsets, charset, location, saved } = read(source)?;
    let hints = Hints {
        charset: hints.charset.or(charset.as_deref()),
        url: hints.url.or(location.as_deref()),
        snapshot_date: hints.snapshot_date,
    };
    let mut page = html::page_within(source, &html, &offsets, &hints)?;
    page.snapshot_date = page.snapshot_date.or(saved);
    Some(page)
}

/// Whether a source is a single-file save: header lines from the start, among them `Content-Type: multipart/related`,
/// or `text/html` with `MIME-Version` for a page saved without pictures.
fn is_save(source: &[u8]) -> bool {
    let head = source.get(..MAX_HEAD).unwrap_or(source);
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let (mut is_mime, mut kind) = (false, None);
    for line in head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end) {
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let (name, value) = line.split_at(colon);
        if name.is_empty()
            || !name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        {
            return false;
        }
        if name.eq_ignore_ascii_case(b"mime-version") {
            is_mime = true;
        } else if name.eq_ignore_ascii_case(b"content-type") {
            kind = Some(value.get(1..).unwrap_or_default().trim_ascii_start().to_ascii_lowercase());
        }
    }
    kind.is_some_and(|kind| {
        kind.starts_with(b"multipart/related") || (is_mime && kind.starts_with(b"text/html"))
    })
}

/// Takes the page out of a single-file save. `None` where the source is none or holds no HTML.
fn read(source: &[u8]) -> Option<Save> {
    if !is_save(source) {
        return None;
    }
    let shift = if source.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let message = MessageParser::default().parse(source.get(shift..)?)?;
    let part = page_part(&message)?;
    let range = range(part, shift);
    let body = source.get(range.clone()).unwrap_or_default();
    let encoding = part.content_transfer_encoding().unwrap_or_default().trim().to_ascii_lowercase();
    let (html, offsets) = match encoding.as_str() {
        "quoted-printable" => transfer::quoted_printable(body, range.start),
        "base64" => transfer::base64(body, range.start),
        _ => transfer::identity(body, range.start),
    };
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let location =
        part.content_location().or_else(|| saved_from(&message)).or_else(|| message.content_location());
    Some(Save {
        html,
        offsets,
        charset: charset.map(|charset| charset.trim().to_owned()).filter(|charset| !charset.is_empty()),
        location: location.map(|location| location.trim().to_owned()),
        saved: message.date().and_then(day),
    })
}

/// The part that is the page: the one that `start` names, else the one saved from the address of the whole, else the
/// first. A `start` that names a group of parts means the first HTML in it.
fn page_part<'m>(message: &'m Message<'m>) -> Option<&'m MessagePart<'m>> {
    let parts = &message.parts;
    let first = |from: usize| parts.iter().skip(from).find(|part| is_html(part));
    let bare = |id: &str| id.trim().trim_matches(['<', '>']).to_owned();
    let start = message.content_type().and_then(|kind| kind.attribute("start")).map(bare);
    let started = start
        .and_then(|start| parts.iter().position(|part| part.content_id().map(bare) == Some(start.clone())));
    let address = saved_from(message).or_else(|| message.content_location()).map(str::trim);
    let located =
        |part: &&MessagePart<'_>| is_html(part) && part.content_location().map(str::trim) == address;
    started.and_then(first).or_else(|| address.and_then(|_| parts.iter().find(located))).or_else(|| first(0))
}

fn is_html(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        let is = |name: &str, sub: &str| {
            kind.ctype().eq_ignore_ascii_case(name) && subtype.eq_ignore_ascii_case(sub)
        };
        is("text", "html") || is("application", "xhtml+xml")
    })
}

/// The address that Chrome states for the whole.
fn saved_from<'m>(message: &'m Message<'m>) -> Option<&'m str> {
    message.header("Snapshot-Content-Location").and_then(|value| value.as_text())
}

/// Where the body of a part lies in the source.
fn range(part: &MessagePart<'_>, shift: usize) -> Range<usize> {
    let [start, end] = [part.offset_body, part.offset_end].map(|offset| offset as usize + shift);
    start..end.max(start)
}

/// The day of a save in UTC.
fn day(date: &mail_parser::DateTime) -> Option<Day> {
    if !date.is_valid() {
        return None;
    }
    let utc = mail_parser::DateTime::from_timestamp(date.to_timestamp());
    Day::from_ymd(i32::from(utc.year), u32::from(utc.month), u32::from(utc.day))
}

#[cfg(test)]
mod tests {
    //! Single-file saves as browsers write them; all synthetic.

    use proptest::prelude::*;

    use super::*;
    use crate::dossier::clamp;

    const CHROME: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a1_oman_e.htm\r\n\
    Subject: =?utf-8?Q?synthetic?=\r\nDate: Tue, 5 Mar 2019 23:30:00 -0500\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----MultipartBoundary--x1----\"\r\n\r\n\r\n\
    ------MultipartBoundary--x1----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
    Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/a1_oman_e.htm\r\n\r\n\
    <html><p class=3D\"x\">Applica=\r\ntion: C=C3=B4te</p>\r\n</html>\r\n\
    ------MultipartBoundary--x1----\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\
    Content-Location: cid:css-1@mhtml.blink\r\n\r\np { color: red; }\r\n\
    ------MultipartBoundary--x1------\r\n";

    const FIREFOX: &str = "From: <Saved by UnMHT>\r\nSubject: synthetic\r\nDate: Mon, 4 Mar 2019 10:00:00 +0000\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"=_unmht\";\r\n\ttype=\"text/html\"\r\n\r\n\
    --=_unmht\r\nContent-Type: text/html; charset=\"ISO-8859-1\"\r\nContent-Transfer-Encoding: base64\r\n\
    Content-Location: http://example.org/oman.htm\r\n\r\nPGgxPkNo\r\naW5hPC9o\r\nMT4=\r\n--=_unmht\r\n\
    Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlh\r\n--=_unmht--\r\n";

    const IE: &str = "From: \"Saved by Internet Explorer 11\"\r\nSubject: synthetic\r\nDate: Mon, 4 Mar 2019 10:00:00 +0100\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; start=\"<main>\";\r\n\
    \tboundary=\"----=_NextPart_000\"\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n------=_NextPart_000\r\n\
    Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>frame</p>\r\n------=_NextPart_000\r\n\
    Content-Type: text/html;\r\n\tcharset=\"Windows-1252\"\r\nContent-ID: <main>\r\nContent-Transfer-Encoding: 8bit\r\n\
    Content-Location: http://example.org/ie.htm\r\n\r\n<p>main = one</p>\r\n\r\n------=_NextPart_000--\r\n";

    /// The source bytes that a piece of the page was written as.
    fn written<'s>(source: &'s str, save: &Save, piece: &str) -> &'s str {
        let html = String::from_utf8_lossy(&save.html);
        let start = html.find(piece).unwrap();
        let span = save.offsets.span(clamp(start), clamp(start + piece.len()));
        &source[span.start as usize..span.end as usize]
    }

    #[test]
    fn chrome() {
        let save = read(CHROME.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&save.html),
            "<html><p class=\"x\">Application: Côte</p>\r\n</html>"
        );
        assert_eq!(written(CHROME, &save, "Application"), "Applica=\r\ntion");
        assert_eq!(written(CHROME, &save, "Applica"), "Applica");
        assert_eq!(written(CHROME, &save, "Côte"), "C=C3=B4te");
        assert_eq!(written(CHROME, &save, "</html>"), "</html>");
        assert_eq!(save.location.as_deref(), Some("https://example.org/a1_oman_e.htm"));
        assert_eq!((save.charset.as_deref(), save.saved), (None, Day::from_ymd(2019, 3, 6)));
    }

    #[test]
    fn firefox() {
        let save = read(FIREFOX.as_bytes()).unwrap();
        assert_eq!(save.html, b"<h1>China</h1>");
        assert_eq!(written(FIREFOX, &save, "<h1>Ch"), "PGgxPkNo");
        assert_eq!(
            (save.charset.as_deref(), save.location.as_deref()),
            (Some("ISO-8859-1"), Some("http://example.org/oman.htm"))
        );
    }

    #[test]
    fn internet_explorer_names_the_start() {
        let save = read(IE.as_bytes()).unwrap();
        assert_eq!(String::from_utf8_lossy(&save.html).trim_end(), "<p>main = one</p>");
        assert_eq!(written(IE, &save, "main = one"), "main = one");
        assert_eq!(save.charset.as_deref(), Some("Windows-1252"));
        let first = IE.replace(" start=\"<main>\";", "");
        assert_eq!(String::from_utf8_lossy(&read(first.as_bytes()).unwrap().html).trim_end(), "<p>frame</p>");
    }

    #[test]
    fn the_part_with_the_address_of_the_whole_comes_before_the_first() {
        let source = IE.replace(" start=\"<main>\";", "").replace(
            "Subject: synthetic",
            "Subject: synthetic\r\nContent-Location: http://example.org/ie.htm",
        );
        assert_eq!(
            String::from_utf8_lossy(&read(source.as_bytes()).unwrap().html).trim_end(),
            "<p>main = one</p>"
        );
    }

    #[test]
    fn a_page_without_pictures_is_one_part() {
        let source = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
                      Content-Location: http://example.org/x\r\n\r\n<p>a=3Db=\r\nc</p>";
        let save = read(source.as_bytes()).unwrap();
        assert_eq!(save.html, b"<p>a=bc</p>");
        assert_eq!(written(source, &save, "=b"), "=3Db");
        let marked = format!("\u{feff}{source}");
        assert_eq!(written(&marked, &read(marked.as_bytes()).unwrap(), "=bc"), "=3Db=\r\nc");
    }

    #[test]
    fn other_sources_are_no_saves() {
        for source in [
            "",
            "Application: 1996\r\nContent-Type: x\r\n",
            "<html>",
            "I. APPLICATION: 26 January 1996",
            "\r\n\r\n",
        ] {
            assert!(!is_save(source.as_bytes()), "{source}");
            assert!(read(source.as_bytes()).is_none());
        }
        // Recognised, but without a page.
        let source = "Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/css\r\n\r\np{}\r\n--x--\r\n";
        assert!(is_save(source.as_bytes()) && read(source.as_bytes()).is_none());
    }

    #[test]
    fn cut_off_anywhere() {
        for source in [CHROME, FIREFOX, IE] {
            for end in 0..source.len() {
                if let Some(save) = read(&source.as_bytes()[..end]) {
                    let whole = save.offsets.span(0, clamp(save.html.len()));
                    assert!(whole.end <= clamp(end));
                }
            }
        }
    }

    #[test]
    fn lines_and_spans_are_those_of_the_file() {
        let source = CHROME.replace(
            "Applica=\r\ntion: C=C3=B4te</p>\r\n",
            "Applica=\r\ntion: C=C3=B4te=\r\n</p>\r\n<table><tr><td>Da=\r\nte<td>2=\r\n019</table>\r\n<p>=20 =E2=80=\r\n=A2 end=\r\n",
        );
        let page = crate::Page::new(source.as_bytes(), &Hints::default());
        let written = |line: &crate::page::Line| &source[line.span.start as usize..line.span.end as usize];
        let lines: Vec<(u32, &str, &str)> =
            page.lines().iter().map(|line| (line.number, page.text(line), written(line))).collect();
        let first = clamp(source.split("<html>").next().unwrap().matches('\n').count()) + 1;
        assert_eq!(
            lines,
            [
                (first, "Application: Côte", "<p class=3D\"x\">Applica=\r\ntion: C=C3=B4te"),
                (first + 3, "Date\t2019", "<tr><td>Da=\r\nte<td>2=\r\n019"),
                (first + 6, "• end", "<p>=20 =E2=80=\r\n=A2 end"),
            ]
        );
        assert_eq!(
            (page.format, page.snapshot_date),
            (accession_schema::vocabulary::Format::Mhtml, Day::from_ymd(2019, 3, 6))
        );
    }

    #[test]
    fn what_the_caller_knows_comes_first() {
        let day = Day::from_ymd(2001, 2, 3);
        let source = FIREFOX.replace("PGgxPkNo\r\naW5hPC9o\r\nMT4=", "PGEgaHJlZj0neCc+6TwvYT4=");
        let hints =
            Hints { charset: Some("windows-1251"), url: Some("http://other.org/a/b"), snapshot_date: day };
        for (hints, text, url, day) in [
            (hints, "й", "http://other.org/a/x", day),
            (Hints::default(), "é", "http://example.org/x", Day::from_ymd(2019, 3, 4)),
        ] {
            let page = crate::Page::new(source.as_bytes(), &hints);
            let line = page.lines()[0];
            assert_eq!((page.text(&line), page.snapshot_date), (text, day));
            assert_eq!(page.links(line.links).next().unwrap().1, url);
        }
    }

    proptest! {
        #[test]
        fn damage_never_panics(source in prop::sample::select(vec![CHROME, FIREFOX, IE]), edits: Vec<(prop::sample::Index, u8)>) {
            let mut bytes = source.as_bytes().to_vec();
            for (at, byte) in edits {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(save) = read(&bytes) {
                let places = (0..=clamp(save.html.len())).map(|at| save.offsets.span(at, at).start);
                prop_assert!(places.clone().is_sorted() && places.max() <= Some(clamp(bytes.len())));
                let _ = crate::Page::new(&bytes, &Hints::default());
            }
        }
    }
}
