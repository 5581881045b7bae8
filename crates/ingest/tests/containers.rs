//! Containers built in the test; all synthetic.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::io::Write;

use accession_ingest::container::{Container, Kind, Problem, Reason, open};
use flate2::{Compression, write::DeflateEncoder, write::GzEncoder, write::ZlibEncoder};
use proptest::prelude::*;

const LIMIT: u64 = 1 << 20;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn record(kind: &str, uri: &str, date: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(uri: &str, date: &str, head: &str, body: &[u8]) -> Vec<u8> {
    record("response", uri, date, &[head.replace('\n', "\r\n").as_bytes(), b"\r\n\r\n", body].concat())
}

const DAY: &str = "2019-03-04T05:06:07Z";
const HTML: &str = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=UTF-8";

/// Records of every kind: pages `oman` (twice), `nepal`, `cuba`, `plain`, and one member to skip for each reason.
fn records() -> Vec<Vec<u8>> {
    let page = |name: &str| format!("<html><body>{name} synthetic</body></html>").into_bytes();
    let chunks = [b"5\r\n<html\r\n", b"a\r\n> chunked \r\n0\r\n\r\n".as_slice()].concat();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&page("zlib")).unwrap();
    vec![
        record("warcinfo", "", DAY, b"software: synthetic\r\n"),
        record("request", "http://x.org/oman.htm", DAY, b"GET / HTTP/1.1\r\n\r\n"),
        response("http://x.org/oman.htm", DAY, HTML, &page("oman")),
        response("<http://x.org/oman.htm?again=1>", "2020-01-01T00:00:00Z", HTML, &page("oman 2")),
        response("http://x.org/nepal.htm", DAY, &format!("{HTML}\nTransfer-Encoding: chunked"), &chunks),
        response(
            "http://x.org/cuba.htm",
            DAY,
            &format!("{HTML}\nContent-Encoding: gzip"),
            &gzip(&page("cuba")),
        ),
        response(
            "http://x.org/fiji.htm",
            DAY,
            &format!("{HTML}\nContent-Encoding: deflate"),
            &zlib.finish().unwrap(),
        ),
        record("resource", "http://x.org/plain.txt", "bad", b"plain synthetic"),
        record("revisit", "http://x.org/oman.htm", DAY, b"HTTP/1.1 200 OK\r\n\r\n"),
        response("http://x.org/moved", DAY, "HTTP/1.1 301 Moved\nContent-Type: text/html", b"moved"),
        response("http://x.org/gone", DAY, "HTTP/1.1 404 Not Found\nContent-Type: text/html", b"gone"),
        response("http://x.org/a.png", DAY, "HTTP/1.1 200 OK\nContent-Type: image/png", b"\x89PNG"),
        response("http://x.org/a.css?v=1", DAY, "HTTP/1.1 200 OK", b"p {}"),
        response("http://x.org/report", DAY, HTML, b"%PDF-1.4"),
        response("http://x.org/br", DAY, &format!("{HTML}\nContent-Encoding: br"), b"\x0b\x02"),
        response("http://x.org/void", DAY, HTML, b""),
        record("response", "dns:x.org", DAY, b"20190304\nx.org. 1 IN A 1.2.3.4"),
    ]
}

fn ids(container: &Container<'_>) -> Vec<String> {
    container.entries().iter().map(|entry| entry.id.clone()).collect()
}

fn texts(container: &Container<'_>) -> Vec<String> {
    container.pages().map(|page| String::from_utf8_lossy(&page.unwrap().bytes).into_owned()).collect()
}

fn skipped(container: &Container<'_>) -> Vec<(Reason, usize)> {
    container.skipped().iter().map(|skipped| (skipped.reason, skipped.count)).collect()
}

/// Reads everything there is, as a caller would.
fn exhaust(source: &[u8], limit: u64) -> Option<(Vec<Vec<u8>>, Vec<Problem>)> {
    let container = open(source, limit)?;
    let mut problems = container.problems().to_vec();
    let mut pages = Vec::new();
    for page in container.pages() {
        match page {
            Ok(page) => {
                assert!(page.bytes.len() as u64 <= limit && !page.bytes.is_empty());
                problems.extend(page.damage);
                pages.push(page.bytes);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut ids = ids(&container);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), container.entries().len());
    Some((pages, problems))
}

#[test]
fn a_web_archive_plain_and_compressed() {
    let whole = records().concat();
    let each: Vec<u8> = records().iter().flat_map(|record| gzip(record)).collect();
    for source in [whole.clone(), gzip(&whole), each] {
        let container = open(&source, LIMIT).unwrap();
        assert_eq!((container.kind(), container.problems()), (Kind::Warc, [].as_slice()));
        assert_eq!(
            ids(&container),
            ["oman_20190304050607", "oman_20200101000000", "nepal", "cuba", "fiji", "plain"]
        );
        let texts = texts(&container);
        assert_eq!((texts[2].as_str(), texts[5].as_str()), ("<html> chunked ", "plain synthetic"));
        assert!(texts[3].contains("cuba") && texts[4].contains("zlib") && texts[1].contains("oman 2"));
        let (oman, plain) = (&container.entries()[1], &container.entries()[5]);
        assert_eq!((oman.member, oman.url.as_deref()), (4, Some("http://x.org/oman.htm?again=1")));
        assert_eq!(
            (oman.content_type.as_deref(), oman.charset.as_deref()),
            (Some("text/html"), Some("utf-8"))
        );
        let captured = oman.captured.map(|day| day.to_string());
        assert_eq!((captured.as_deref(), plain.captured), (Some("2020-01-01"), None));
        let expected = [
            (Reason::Record, 3),
            (Reason::Revisit, 1),
            (Reason::Status, 2),
            (Reason::NotText, 3),
            (Reason::Compression, 1),
            (Reason::Empty, 1),
        ];
        assert_eq!(skipped(&container), expected);
    }
}

#[test]
fn a_web_archive_cut_off_anywhere() {
    let records = records();
    let each: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    for members in [records, each] {
        let source = members.concat();
        let mut ends: Vec<usize> = members
            .iter()
            .scan(0, |end, member| {
                *end += member.len();
                Some(*end)
            })
            .collect();
        ends.insert(0, 0);
        for end in 5..source.len() {
            let (_, problems) = exhaust(&source[..end], LIMIT).unwrap();
            let near = |at: usize| (at.saturating_sub(4)..=at).contains(&end);
            assert_eq!(
                problems.is_empty(),
                ends.iter().any(|&at| near(at) && (end == at || source[0] == b'W')),
                "at {end}: {problems:?}"
            );
        }
    }
}

#[test]
fn a_damaged_record_does_not_take_the_next_with_it() {
    let [a, b, c] =
        ["a", "b", "c"].map(|name| response(&format!("http://x.org/{name}.htm"), DAY, HTML, name.as_bytes()));
    let without =
        String::from_utf8(b.clone()).unwrap().replace("Content-Length", "Content-Longth").into_bytes();
    let container = [a.clone(), without, c.clone()].concat();
    let container = open(&container, LIMIT).unwrap();
    assert_eq!(ids(&container), ["a", "c"]);
    assert_eq!(
        container.problems()[0].to_string(),
        format!("member 2 at byte {}: expected `Content-Length`, found none", a.len())
    );
    let mut packed = gzip(&b);
    let middle = packed.len() / 2;
    packed[middle..middle + 8].fill(0xFF);
    let source = [gzip(&a), packed, gzip(&c)].concat();
    let (pages, problems) = exhaust(&source, LIMIT).unwrap();
    assert!(pages.contains(&b"a".to_vec()) && pages.contains(&b"c".to_vec()), "{pages:?}");
    assert_eq!((problems.len(), problems[0].member, problems[0].offset), (1, 2, gzip(&a).len()));
    let junk = [gzip(&a), b"junk".to_vec()].concat();
    assert_eq!(exhaust(&junk, LIMIT).unwrap().1.len(), 1);
    assert_eq!(exhaust(&[gzip(&a), vec![0; 9]].concat(), LIMIT).unwrap().1.len(), 0);
}

#[test]
fn pages_over_the_limit_are_refused() {
    let big = vec![b' '; 5000];
    let packed = response("http://x.org/b", DAY, &format!("{HTML}\nContent-Encoding: gzip"), &gzip(&big));
    let source =
        [response("http://x.org/a", DAY, HTML, &big), packed, response("http://x.org/c", DAY, HTML, b"c")]
            .concat();
    let (pages, problems) = exhaust(&source, 1000).unwrap();
    assert_eq!((pages, problems.len()), (vec![b"c".to_vec()], 2));
    assert_eq!(problems[0].expected, "at most 1000 bytes");
    assert_eq!(exhaust(&gzip(&big), 1000).unwrap().1.len(), 1);
    assert_eq!(exhaust(&gzip(&big), 5000).unwrap().0, std::slice::from_ref(&big));
    assert_eq!(exhaust(&zip(&[("a.txt", &big, 8), ("b.txt", &big, 0)]), 1000).unwrap().1.len(), 2);
}

#[test]
fn a_page_under_gzip() {
    let mut out = flate2::GzBuilder::new().filename("oman.htm").write(Vec::new(), Compression::default());
    out.write_all(b"<html>").unwrap();
    let source = out.finish().unwrap();
    let container = open(&source, LIMIT).unwrap();
    assert_eq!(
        (container.kind(), ids(&container), texts(&container)),
        (Kind::Gzip, vec!["oman".into()], vec!["<html>".into()])
    );
    let two = [gzip(b"<html>"), gzip(b"</html>")].concat();
    let container = open(&two, LIMIT).unwrap();
    assert_eq!((ids(&container), texts(&container)), (vec![String::new()], vec!["<html></html>".into()]));
    for (bytes, reason) in [(b"%PDF-".as_slice(), Reason::NotText), (b"", Reason::Empty)] {
        assert_eq!(skipped(&open(&gzip(bytes), LIMIT).unwrap()), [(reason, 1)]);
    }
    for end in 3..source.len() {
        assert_eq!(exhaust(&source[..end], LIMIT).unwrap().1.len(), 1, "at {end}");
    }
}

fn zip(members: &[(&str, &[u8], u16)]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes, method) in members {
        if name.ends_with('/') {
            archive.new_dir(*name).create().unwrap();
            continue;
        }
        let method_id =
            if *method == 0 { rawzip::CompressionMethod::STORE } else { rawzip::CompressionMethod::DEFLATE };
        let (mut entry, config) =
            archive.new_file(*name).compression_method(method_id).encrypted(*method == 1).start().unwrap();
        let descriptor = if *method == 0 {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap().1
        } else {
            let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
            writer.write_all(bytes).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        };
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

fn members() -> Vec<u8> {
    zip(&[
        ("pages/", b"", 8),
        ("pages/oman.htm", b"<html>oman", 8),
        ("older/oman.txt", b"oman", 0),
        ("nepal.html", b"<html>nepal", 8),
        ("nepal.html", b"<html>nepal again", 8),
        ("__MACOSX/._nepal.html", b"\0", 8),
        ("pages/.DS_Store", b"\0", 0),
        ("locked.htm", b"x", 1),
        ("report.pdf", b"%PDF", 8),
        ("image", b"\x89PNG", 8),
        ("void.htm", b"", 8),
    ])
}

#[test]
fn a_zip_archive() {
    let source = members();
    let container = open(&source, LIMIT).unwrap();
    assert_eq!((container.kind(), container.problems()), (Kind::Zip, [].as_slice()));
    assert_eq!(ids(&container), ["pages/oman", "older/oman", "nepal", "nepal_2"]);
    assert_eq!(texts(&container), ["<html>oman", "oman", "<html>nepal", "<html>nepal again"]);
    let expected = [
        (Reason::NotText, 2),
        (Reason::Folder, 1),
        (Reason::Hidden, 2),
        (Reason::Encrypted, 1),
        (Reason::Empty, 1),
    ];
    assert_eq!(skipped(&container), expected);
    assert_eq!(container.entries()[2].member, 4);
    assert!(container.pages().all(|page| page.unwrap().damage.is_none()));
}

#[test]
fn a_zip_archive_without_its_directory() {
    let source = members();
    let directory = source.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let container = open(&source[..directory], LIMIT).unwrap();
    assert_eq!(texts(&container), texts(&open(&source, LIMIT).unwrap()));
    assert_eq!(skipped(&container), skipped(&open(&source, LIMIT).unwrap()));
    assert_eq!(container.problems().len(), 1);
    for end in 4..source.len() {
        assert!(!exhaust(&source[..end], LIMIT).unwrap().1.is_empty(), "at {end}");
    }
}

#[test]
fn a_damaged_member_is_handed_over_with_its_problem() {
    let mut source = zip(&[("a.txt", b"first synthetic", 0), ("b.txt", b"second", 8)]);
    let at = source.windows(5).position(|bytes| bytes == b"first").unwrap();
    source[at] = b'F';
    let container = open(&source, LIMIT).unwrap();
    let pages: Vec<_> = container.pages().map(Result::unwrap).collect();
    assert_eq!((pages[0].bytes.as_slice(), pages[1].damage.as_ref()), (b"First synthetic".as_slice(), None));
    assert!(
        pages[0].damage.as_ref().unwrap().to_string().starts_with("member 1 at byte 0: expected check sum")
    );
}

#[test]
fn members_that_share_data_are_refused() {
    let mut source = zip(&[("a.txt", b"first", 0), ("b.txt", b"third", 0)]);
    // The second entry of the directory now points at the first member.
    let second = source.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    source[second + 42..second + 46].fill(0);
    let (pages, problems) = exhaust(&source, LIMIT).unwrap();
    assert_eq!((pages, problems.len()), (vec![b"first".to_vec()], 1));
}

#[test]
fn other_sources_are_no_containers() {
    for source in [b"".as_slice(), b"<html>", b"PK", b"\x1f\x8b", b"WARC", b"I. APPLICATION"] {
        assert!(open(source, LIMIT).is_none());
    }
    assert_eq!(exhaust(&zip(&[]), LIMIT), Some((vec![], vec![])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes_never_panic(kind in 0_usize..4, bytes: Vec<u8>) {
        let magic = [b"PK\x03\x04".as_slice(), b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"PK\x05\x06"][kind];
        exhaust(&[magic, &bytes].concat(), 100);
        exhaust(&gzip(&[magic, &bytes].concat()), 100);
    }

    #[test]
    fn damage_never_panics(kind in 0_usize..4, edits: Vec<(prop::sample::Index, u8)>) {
        let each = || records().iter().flat_map(|record| gzip(record)).collect();
        let mut source = match kind { 0 => members(), 1 => records().concat(), 2 => each(), _ => gzip(&records().concat()) };
        for (at, byte) in edits.into_iter().take(8) {
            let at = at.index(source.len());
            source[at] = byte;
        }
        exhaust(&source, LIMIT);
    }
}
