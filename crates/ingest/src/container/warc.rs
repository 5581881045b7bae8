//! Web archives (ISO 28500): header lines, a blank line, `Content-Length` bytes, two line ends; and again.

use std::io::{BufRead, Read};

use super::http::{Body, Head, head_end, plain_body};
use super::inflate::{Ending, at_most, read_limited};
use super::sniff::{self, Stated};
use super::stamp::Stamp;
use super::stream::{Place, Stream};
use super::{Container, Entry, Kind, Listing, Problem, Reason, ids};

/// The most a record's header or an HTTP header may take.
const MAX_HEAD: u64 = 1 << 16;

/// What a record starts with.
const VERSION: &[u8] = b"WARC/";

/// Lists the pages of a web archive, or the one page of a gzip file.
pub(super) fn list(source: &[u8], limit: u64) -> Container<'_> {
    let mut start = Vec::new();
    // An error here comes back when the page is read.
    let _ = Stream::new(source).take(sniff::SNIFFED as u64).read_to_end(&mut start);
    let mut listing = Listing::default();
    if !start.starts_with(VERSION) {
        list_gzip(source, &start, &mut listing);
        return Container::new(Kind::Gzip, source, limit, listing);
    }
    let mut records = Records::new(source, limit);
    while let Some(outcome) = records.next() {
        match outcome {
            Outcome::Page(entry, ..) => listing.entries.push(*entry),
            Outcome::Skip(reason, problem) => {
                listing.skip(reason);
                listing.problems.extend(problem);
            }
            Outcome::Problem(problem) => listing.problems.push(problem),
        }
    }
    Container::new(Kind::Warc, source, limit, listing)
}

/// Lists the one page of a gzip file, given its first bytes.
fn list_gzip(source: &[u8], start: &[u8], listing: &mut Listing) {
    let mut stream = Stream::new(source);
    let is_broken = stream.fill_buf().is_err();
    let name = stream.file_name().unwrap_or_default();
    if start.is_empty() && !is_broken {
        listing.skip(Reason::Empty);
    } else if sniff::is_other_extension(&name) || !sniff::is_text(start) {
        listing.skip(Reason::NotText);
    } else {
        let id = ids::file_stem(&name).to_owned();
        listing.entries.push(Entry::new(id, 1, name, Place::default()));
    }
}

/// Reads the one page of a gzip file.
pub(super) fn read_gzip(source: &[u8], limit: u64) -> Result<(Vec<u8>, Option<Problem>), Problem> {
    let problem = |expected: String, found| Problem { member: 1, offset: 0, expected, found };
    let (bytes, ending) = read_limited(Stream::new(source), limit);
    match ending {
        Ending::Whole => Ok((bytes, None)),
        Ending::TooLarge => Err(problem(at_most(limit), "more".to_owned())),
        Ending::Broken(error) if bytes.is_empty() => Err(problem("gzip data".to_owned(), error)),
        Ending::Broken(error) => Ok((bytes, Some(problem("gzip data to its end".to_owned(), error)))),
    }
}

/// What one record came to.
#[derive(Debug)]
enum Outcome {
    Page(Box<Entry>, Vec<u8>, Option<Problem>),
    Skip(Reason, Option<Problem>),
    Problem(Problem),
}

/// The records of a web archive, one after the other.
#[derive(Debug)]
pub(super) struct Records<'a> {
    stream: Stream<'a>,
    limit: u64,
    member: usize,
    /// Where the record at hand starts, for its problems.
    offset: usize,
    /// A first line that was already read while looking for the next record, and where it stands.
    ahead: Option<(Place, usize, Vec<u8>)>,
    is_over: bool,
}

impl<'a> Records<'a> {
    /// From the start of a source.
    pub(super) fn new(source: &'a [u8], limit: u64) -> Self {
        Self { stream: Stream::new(source), limit, member: 0, offset: 0, ahead: None, is_over: false }
    }

    /// Reads the page of an entry, going forward from the last one.
    pub(super) fn read(&mut self, entry: &Entry) -> Result<(Vec<u8>, Option<Problem>), Problem> {
        (self.ahead, self.is_over, self.member) = (None, false, entry.member - 1);
        // An error here comes back as the next record's.
        let _ = self.stream.seek(entry.place);
        match self.next() {
            Some(Outcome::Page(_, bytes, damage)) => Ok((bytes, damage)),
            Some(Outcome::Problem(problem) | Outcome::Skip(_, Some(problem))) => Err(problem),
            Some(Outcome::Skip(..)) | None => Err(self.problem("the page listed before", "none")),
        }
    }

    fn next(&mut self) -> Option<Outcome> {
        if self.is_over {
            return None;
        }
        self.member += 1;
        let (place, offset, line) = match self.ahead.take() {
            Some(ahead) => ahead,
            None => match self.first_line() {
                Ok(Some(found)) => found,
                Ok(None) => return self.at_end(),
                Err(problem) => return Some(self.broken(problem)),
            },
        };
        self.offset = offset;
        if !line.starts_with(VERSION) {
            let found = line.get(..line.len().min(20)).unwrap_or_default().escape_ascii().to_string();
            let problem = self.problem("a record (`WARC/1.1`)", &format!("`{found}`"));
            self.find_record();
            return Some(Outcome::Problem(problem));
        }
        match self.head(line) {
            Ok((head, length)) => Some(self.record(place, &head, length)),
            Err(problem) => Some(self.broken(problem)),
        }
    }

    /// The next line that is not blank. `None` at the end.
    fn first_line(&mut self) -> Result<Option<(Place, usize, Vec<u8>)>, Problem> {
        loop {
            let next = self.stream.fill_buf().map(|rest| rest.first().copied());
            self.offset = self.stream.offset();
            match next.map_err(|error| self.problem("a record", &error.to_string()))? {
                None => return Ok(None),
                Some(b'\r' | b'\n') => self.stream.consume(1),
                Some(_) => break,
            }
        }
        let (place, offset) = (self.stream.place(), self.offset);
        let mut line = Vec::new();
        let read = (&mut self.stream).take(MAX_HEAD).read_until(b'\n', &mut line);
        read.map_err(|error| self.problem("a record", &error.to_string()))?;
        Ok(Some((place, offset, line)))
    }

    /// At the end: what follows the last gzip member is reported unless it is padding.
    fn at_end(&mut self) -> Option<Outcome> {
        self.is_over = true;
        let (offset, rest) = self.stream.left_over();
        self.offset = offset;
        let is_padding = rest.iter().all(|&byte| byte == 0);
        (!is_padding).then(|| Outcome::Problem(self.problem("the end or a gzip member", "other bytes")))
    }

    /// The rest of a record's header, and the length of its block.
    fn head(&mut self, mut block: Vec<u8>) -> Result<(Head, u64), Problem> {
        loop {
            let left = MAX_HEAD.saturating_sub(block.len() as u64);
            let mut line = Vec::new();
            let read = (&mut self.stream).take(left).read_until(b'\n', &mut line);
            let expected = "a blank line that ends the record's header";
            match read.map_err(|error| self.problem(expected, &error.to_string()))? {
                0 => return Err(self.problem(expected, if left == 0 { "more lines" } else { "the end" })),
                _ if line == b"\r\n" || line == b"\n" => break,
                _ => block.append(&mut line),
            }
        }
        let head = Head::parse(&block);
        match head.get("content-length").map(|length| (length, length.parse())) {
            Some((_, Ok(length))) => Ok((head, length)),
            Some((text, Err(_))) => Err(self.problem("`Content-Length` with a number", &format!("`{text}`"))),
            None => Err(self.problem("`Content-Length`", "none")),
        }
    }

    /// Judges a record by its headers and reads its page if it has one.
    fn record(&mut self, place: Place, head: &Head, length: u64) -> Outcome {
        let kind = head.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        if kind != "response" && kind != "resource" {
            return self.skip(if kind == "revisit" { Reason::Revisit } else { Reason::Record }, length);
        }
        let mut block = Vec::new();
        let peek = (&mut self.stream).take(length.min(MAX_HEAD)).read_to_end(&mut block);
        let left = length - block.len() as u64;
        if let Err(error) = peek {
            let problem = self.problem(&format!("a record of {length} bytes"), &error.to_string());
            return self.broken(problem);
        }
        let (page_head, start) = if kind == "resource" {
            (
                Head::parse(
                    format!("\ncontent-type:{}", head.get("content-type").unwrap_or_default()).as_bytes(),
                ),
                0,
            )
        } else if !block.starts_with(b"HTTP/") {
            return self.skip(Reason::Record, left);
        } else if let Some(end) = head_end(&block) {
            (Head::parse(block.get(..end).unwrap_or_default()), end)
        } else {
            let problem = self.problem("a blank line that ends the HTTP header", "none");
            self.skip(Reason::Record, left);
            return Outcome::Problem(problem);
        };
        if page_head.status().is_some_and(|status| status != 200)
            || (start > 0 && page_head.status().is_none())
        {
            return self.skip(Reason::Status, left);
        }
        let url = head.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
        let (content_type, charset) = page_head.content_type();
        let path = url.split(['?', '#']).next().unwrap_or_default();
        match sniff::stated(content_type.as_deref()) {
            Stated::Other => return self.skip(Reason::NotText, left),
            Stated::Nothing if sniff::is_other_extension(path) => return self.skip(Reason::NotText, left),
            Stated::Nothing | Stated::Page => {}
        }
        let mut body = block.split_off(start);
        if left > self.limit {
            let problem = self.problem(&at_most(self.limit), &format!("{length}"));
            self.skip(Reason::Record, left);
            return Outcome::Problem(problem);
        }
        let read = (&mut self.stream).take(left).read_to_end(&mut body);
        let whole = format!("a record of {length} bytes");
        let damage = match read {
            Err(error) => Some(self.problem(&whole, &error.to_string())),
            Ok(read) if (read as u64) < left => Some(self.problem(&whole, "the end")),
            Ok(_) => head
                .get("warc-truncated")
                .map(|why| self.problem("a whole page", &format!("one cut for `{why}`"))),
        };
        if matches!(damage, Some(ref problem) if problem.expected == whole) {
            self.find_member();
        }
        let stamp = head.get("warc-date").and_then(Stamp::parse);
        let entry = Entry {
            url: Some(url.clone()).filter(|url| !url.is_empty()),
            captured: stamp.map(|stamp| stamp.day),
            content_type,
            charset,
            stamp,
            ..Entry::new(String::new(), self.member, url, place)
        };
        self.page(entry, plain_body(&page_head, body, self.limit), damage)
    }

    /// A page once its body is plain, if it is one.
    fn page(&self, entry: Entry, body: Body, damage: Option<Problem>) -> Outcome {
        match body {
            Body::Compressed => Outcome::Skip(Reason::Compression, damage),
            Body::TooLarge => Outcome::Problem(self.problem(&at_most(self.limit), "more")),
            Body::Plain(bytes, found) => {
                let damage = damage.or(found.map(|found| self.problem("a whole page", &found)));
                match (bytes.is_empty(), damage) {
                    (true, Some(problem)) => Outcome::Problem(problem),
                    (true, None) => Outcome::Skip(Reason::Empty, None),
                    (false, damage) if !sniff::is_text(&bytes) => Outcome::Skip(Reason::NotText, damage),
                    (false, damage) => Outcome::Page(Box::new(entry), bytes, damage),
                }
            }
        }
    }

    /// Passes over what is left of a record.
    fn skip(&mut self, reason: Reason, left: u64) -> Outcome {
        let found = match self.stream.skip(left) {
            Ok(passed) if passed == left => return Outcome::Skip(reason, None),
            Ok(_) => "the end".to_owned(),
            Err(error) => error.to_string(),
        };
        let problem = self.problem(&format!("{left} more bytes of the record"), &found);
        self.find_member();
        Outcome::Skip(reason, Some(problem))
    }

    /// A record that could not be read, with the reader at the next one that can.
    fn broken(&mut self, problem: Problem) -> Outcome {
        self.find_record();
        Outcome::Problem(problem)
    }

    /// Goes to the next line that starts a record.
    fn find_record(&mut self) {
        loop {
            match self.first_line() {
                Ok(Some(found)) if found.2.starts_with(b"WARC/1.") => {
                    self.ahead = Some(found);
                    return;
                }
                Ok(Some(_)) => {}
                Ok(None) => return,
                Err(_) => return self.find_member(),
            }
        }
    }

    /// Goes to the next gzip member that starts a record, or to the end.
    fn find_member(&mut self) {
        self.is_over = !self.stream.next_member(VERSION);
    }

    fn problem(&self, expected: &str, found: &str) -> Problem {
        Problem {
            member: self.member,
            offset: self.offset,
            expected: expected.to_owned(),
            found: found.to_owned(),
        }
    }
}
