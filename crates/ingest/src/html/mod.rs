//! HTML pages: the rows, paragraphs and items they show, as lines.

mod cells;
mod dom;
mod elements;
mod render;
mod tag;

use accession_schema::Day;
use accession_schema::vocabulary::Format;
use url::Url;

use self::dom::{Content, Node};
use crate::decode::{Decoded, decode};
use crate::dossier::{Span, clamp};
use crate::offsets::Offsets;
use crate::page::{Hints, LONGEST_ADDRESS, LineKind, Page};
use crate::text::line_end;

/// Bytes at the start of a source that are looked at to tell what it is and which encoding it declares.
const HEAD: usize = 4096;

/// Tags any of which near the start makes a source an HTML page.
const SIGNS: [&str; 8] = ["<!doctype html", "<html", "<head", "<body", "<table", "<td", "<tr", "<div"];

/// What an entity stands for: `\u{e9}` for `&eacute;`. Nothing if it is none.
pub(crate) fn character(entity: &str) -> Option<String> {
    // White space alone is no text to the parser.
    let nodes = dom::parse(&format!("x{entity}"))?;
    let texts = nodes.iter().filter_map(|node| match &node.content {
        dom::Content::Text(text) => Some(&**text),
        _ => None,
    });
    let shown: String = texts.collect();
    let shown = shown.strip_prefix('x')?;
    (shown != entity && !shown.is_empty()).then(|| shown.to_owned())
}

/// The page a source is, if it is HTML. A document the parser gives up (see [`dom::parse`]) is none, and read as text.
pub(crate) fn page<'s>(source: &'s [u8], hints: &Hints<'_>) -> Option<Page<'s>> {
    let head = head(source);
    if !SIGNS.iter().any(|sign| head.contains(sign)) {
        return None;
    }
    let declared = hints.charset.or_else(|| declared_encoding(&head));
    let decoded = decode(source, declared);
    shown(source, Format::Html, &decoded, None, hints)
}

/// The page a document in another file is, given what is decoded of it and where its bytes stand in the file.
pub(crate) fn page_within<'s>(
    source: &'s [u8],
    document: &[u8],
    offsets: &Offsets,
    hints: &Hints<'_>,
) -> Option<Page<'s>> {
    let head = head(document);
    let decoded = decode(document, hints.charset.or_else(|| declared_encoding(&head)));
    shown(source, Format::Mhtml, &decoded, Some(offsets), hints)
}

/// The first bytes in lower case, without those UTF-16 puts between letters.
fn head(source: &[u8]) -> String {
    let head = source.get(..HEAD).unwrap_or(source);
    head.iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(|byte| byte.to_ascii_lowercase() as char)
        .collect()
}

/// The label behind the first `charset=`, or in an XML declaration.
fn declared_encoding(head: &str) -> Option<&str> {
    let behind = head.split_once("charset=").map(|(_, behind)| behind).or_else(|| {
        head.strip_prefix("<?xml")?.split_once('>')?.0.split_once("encoding=").map(|(_, behind)| behind)
    })?;
    let label = behind.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    label.get(..end).filter(|label| !label.is_empty())
}

/// Makes the page of the lines a document shows.
fn shown<'s>(
    source: &'s [u8],
    format: Format,
    decoded: &Decoded<'_>,
    outer: Option<&Offsets>,
    hints: &Hints<'_>,
) -> Option<Page<'s>> {
    let nodes = dom::parse(&decoded.text)?;
    let address = Address::of(&nodes, hints.url);
    let lines = render::lines(&nodes, &|link| address.resolve(link));
    let mut page = Page::empty(source, format, decoded.encoding);
    page.snapshot_date = address.snapshot_date;
    page.title = title(&nodes);
    page.line_count = clamp(lines.len());
    let numbers = LineNumbers::new(source, decoded, outer);
    let mut placed: Vec<(Span, u32, render::Shown)> = lines
        .into_iter()
        .map(|line| {
            let (number, span) = numbers.place(line.start, line.end);
            (span, number, line)
        })
        .collect();
    // Text that stood between the rows of a table is shown before it; tables of facts run by the lines of the source.
    placed.sort_by_key(|(span, number, _)| (*number, span.start));
    for (span, number, line) in placed {
        let bad = decoded.bad.partition_point(|bad| *bad < line.start);
        let is_bad = decoded.bad.get(bad).is_some_and(|bad| *bad < line.end);
        let kind = if is_bad { LineKind::NotText } else { line.kind };
        page.push_new(&line.new, number, span, kind, line.shape);
    }
    Some(page)
}

/// What the title element says.
fn title(nodes: &[Node]) -> Option<String> {
    let title = nodes.iter().find(|node| node.name() == Some("title"))?;
    let texts = title.children.iter().filter_map(|child| match &nodes.get(*child)?.content {
        Content::Text(text) => Some(&**text),
        _ => None,
    });
    let words: String = texts.collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Lines and bytes of places in a document.
struct LineNumbers<'d> {
    decoded: &'d Decoded<'d>,
    outer: Option<&'d Offsets>,
    /// Where lines end: in the file for a document within another file, in the document's text otherwise.
    ends: Vec<usize>,
}

impl<'d> LineNumbers<'d> {
    fn new(source: &[u8], decoded: &'d Decoded<'d>, outer: Option<&'d Offsets>) -> Self {
        let counted = if outer.is_some() { source } else { decoded.text.as_bytes() };
        let ends = memchr::memchr_iter(line_end(counted), counted).collect();
        Self { decoded, outer, ends }
    }

    fn place(&self, start: u32, end: u32) -> (u32, Span) {
        let span = self.decoded.span(start, end);
        let span = self.outer.map_or(span, |outer| outer.span(span.start, span.end));
        let counted = if self.outer.is_some() { span.start } else { start };
        (clamp(self.ends.partition_point(|end| *end < counted as usize) + 1), span)
    }
}

/// Where a page is from, and when.
struct Address {
    base: Option<Url>,
    snapshot_date: Option<Day>,
}

impl Address {
    fn of(nodes: &[Node], url: Option<&str>) -> Self {
        let element = |name: &'static str| nodes.iter().filter(move |node| node.name() == Some(name));
        let canonical = || {
            let link = element("link").find(|node| node.attribute("rel") == Some("canonical"))?;
            link.attribute("href").map(str::to_owned)
        };
        let saved_from = || {
            nodes.iter().find_map(|node| {
                let Content::Comment(text) = &node.content else { return None };
                // Browsers write: saved from url=(0042)http://...
                let (_, address) = text.split_once("saved from url=(")?.1.split_once(')')?;
                Some(address.trim().to_owned())
            })
        };
        let own = url.map(str::to_owned).or_else(saved_from).or_else(canonical);
        let own = own.filter(|own| own.len() <= LONGEST_ADDRESS);
        let base = element("base").find_map(|node| node.attribute("href"));
        let base = base.filter(|base| base.len() <= LONGEST_ADDRESS);
        let snapshot = own.as_deref().and_then(archived).map(|found| found.0).or_else(|| common_stamp(nodes));
        let parsed = own.as_deref().and_then(|own| Url::parse(original(own)).ok());
        let base = match (base, parsed) {
            (Some(base), Some(own)) => own.join(original(base)).ok(),
            (Some(base), None) => Url::parse(original(base)).ok(),
            (None, own) => own,
        };
        Self { base, snapshot_date: snapshot.and_then(day) }
    }

    /// The whole address of a link; as it is written where the page's own address is not known.
    fn resolve(&self, link: &str) -> String {
        let link = original(link.trim());
        match &self.base {
            Some(base) => base.join(link).map_or_else(|_| link.to_owned(), String::from),
            None => link.to_owned(),
        }
    }
}

/// The stamp and the original of an address a web archive rewrote: `/web/20090112025605/http://www.wto.org/`.
fn archived(address: &str) -> Option<(&str, &str)> {
    let (at, _) = address.match_indices("/http").find(|(at, _)| {
        let before = address.get(..*at).unwrap_or_default();
        before.rsplit('/').next().is_some_and(|part| stamp(part).is_some())
    })?;
    let before = address.get(..at)?;
    Some((stamp(before.rsplit('/').next()?)?, address.get(at + 1..)?))
}

/// The fourteen digits of a stamp, behind which archives put letters for kinds of files: `20090112025605im_`.
fn stamp(part: &str) -> Option<&str> {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let rest = part.get(digits..)?;
    let is_kind = rest.is_empty() || rest.len() <= 4 && rest.ends_with('_');
    part.get(..digits).filter(|stamp| stamp.len() == 14 && is_kind)
}

/// The address an archive's address stands for, or the address itself.
fn original(address: &str) -> &str {
    archived(address).map_or(address, |(_, original)| original)
}

/// The stamp most addresses of a copy in an archive have: its own, while a bar of the archive around it has others as
/// well. Nothing where most links were not rewritten: then the page is no copy, and an archive is one of those it links.
fn common_stamp(nodes: &[Node]) -> Option<&str> {
    let leads_away =
        |link: &&str| !["#", "mailto:", "javascript:"].iter().any(|start| link.starts_with(start));
    let links =
        nodes.iter().filter(|node| node.name() == Some("a")).filter_map(|node| node.attribute("href"));
    let (rewritten, others): (Vec<&str>, Vec<&str>) =
        links.filter(leads_away).partition(|link| archived(link).is_some());
    if rewritten.len() < others.len() {
        return None;
    }
    let addresses = nodes.iter().flat_map(|node| ["href", "src"].map(|name| node.attribute(name)));
    let mut stamps: Vec<&str> = addresses.flatten().filter_map(archived).map(|(stamp, _)| stamp).collect();
    stamps.sort_unstable();
    let same = stamps.chunk_by(|a, b| a == b);
    same.rev().max_by_key(|same| same.len()).and_then(|same| same.first().copied())
}

fn day(stamp: &str) -> Option<Day> {
    let part = |from: usize, to: usize| stamp.get(from..to)?.parse::<u32>().ok();
    Day::from_ymd(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &[u8]) -> Page<'_> {
        page(source, &Hints::default()).unwrap_or_else(|| panic!("no page"))
    }

    #[test]
    fn encodings_are_those_declared() {
        let page = read(b"<html><head><meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">\n<body>\n<p>\xc9tat \xe9</p>");
        assert_eq!(page.text(&page.lines()[0]), "État é");
        let span = page.lines()[0].span;
        assert_eq!(page.source.get(span.start as usize..span.end as usize), Some(&b"<p>\xc9tat \xe9"[..]));
        assert_eq!(page.lines()[0].number, 3);
    }

    #[test]
    fn addresses_are_made_whole_and_archives_taken_off() {
        let page = read(
            b"<html><a href='/web/20090112025605/http://www.wto.org/x.htm'>one</a> \
              <a href='http://web.archive.org/web/20090112025605id_/http://docs.wto.org/y'>two</a>",
        );
        assert_eq!(page.snapshot_date.map(|day| day.to_string()), Some("2009-01-12".to_owned()));
        let line = page.lines()[0];
        let urls: Vec<&str> = page.links(line.links).map(|(_, url)| url).collect();
        assert_eq!(urls, ["http://www.wto.org/x.htm", "http://docs.wto.org/y"]);
        let page = read(b"<html><a href=b.htm>b</a> <a href=c>c</a> <a href=/web/20090112025605/http://x.org/>archive</a>");
        assert_eq!(page.snapshot_date, None);
        let page = read(
            b"<!-- saved from url=(0042)https://www.wto.org/english/a1.htm -->\n<html><a href='../b.htm'>x</a>",
        );
        let urls: Vec<&str> = page.links(page.lines()[0].links).map(|(_, url)| url).collect();
        assert_eq!(urls, ["https://www.wto.org/b.htm"]);
    }
}
