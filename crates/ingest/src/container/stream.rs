//! A source read forward, plain or as gzip members one behind the other, that knows where it is.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

/// The first bytes of a gzip member: the magic number and the only method there is.
pub(super) const GZIP: &[u8] = b"\x1F\x8B\x08";

/// How much is decompressed at once.
const BUFFER: usize = 1 << 15;

/// A place that can be gone back to: where the gzip member starts in the source (0 without gzip), and how many bytes
/// lie before the place in what the member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) within: u64,
}

/// The reader.
#[derive(Debug)]
pub(super) struct Stream<'a> {
    source: &'a [u8],
    place: Place,
    input: Input<'a>,
}

#[derive(Debug)]
enum Input<'a> {
    Plain(&'a [u8]),
    /// `at..end` of the buffer is what was decompressed and not read yet.
    Gzip {
        decoder: Box<GzDecoder<&'a [u8]>>,
        buffer: Vec<u8>,
        at: usize,
        end: usize,
    },
}

impl<'a> Stream<'a> {
    /// A reader at the start of a source, whose first bytes tell whether it is compressed.
    pub(super) fn new(source: &'a [u8]) -> Self {
        let input = if source.starts_with(GZIP) { gzip(source) } else { Input::Plain(source) };
        Self { source, place: Place::default(), input }
    }

    /// Where the next byte lies, as exactly as the source can say: for gzip the start of the member.
    pub(super) fn offset(&self) -> usize {
        match self.input {
            Input::Plain(rest) => self.source.len() - rest.len(),
            Input::Gzip { .. } => self.place.start,
        }
    }

    /// The place of the next byte. At the end of a gzip member, call [`BufRead::fill_buf`] first to be in the next.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The name the gzip member at hand was given when it was compressed.
    pub(super) fn file_name(&self) -> Option<String> {
        let Input::Gzip { decoder, .. } = &self.input else { return None };
        let name = decoder.header()?.filename()?;
        // RFC 1952 says Latin-1, and most systems write UTF-8.
        Some(
            std::str::from_utf8(name)
                .map_or_else(|_| name.iter().map(|&byte| char::from(byte)).collect(), Into::into),
        )
    }

    /// At the end: what of the source was not read, and where it starts.
    pub(super) fn left_over(&self) -> (usize, &'a [u8]) {
        let rest = match &self.input {
            Input::Plain(rest) => *rest,
            Input::Gzip { decoder, .. } => *decoder.get_ref(),
        };
        (self.source.len() - rest.len(), rest)
    }

    /// Goes to a place; reading forward to it where it lies in the member at hand.
    pub(super) fn seek(&mut self, to: Place) -> io::Result<()> {
        if to.start != self.place.start || to.within < self.place.within {
            let rest = self.source.get(to.start..).unwrap_or_default();
            self.input = if rest.starts_with(GZIP) { gzip(rest) } else { Input::Plain(rest) };
            self.place = Place { start: to.start, within: 0 };
        }
        let ahead = to.within - self.place.within;
        self.skip(ahead).map(|_| ())
    }

    /// Passes over bytes and says how many there were.
    pub(super) fn skip(&mut self, mut count: u64) -> io::Result<u64> {
        let wanted = count;
        while count > 0 {
            let here = self.fill_buf()?.len();
            let step = here.min(usize::try_from(count).unwrap_or(usize::MAX));
            if step == 0 {
                break;
            }
            self.consume(step);
            count -= step as u64;
        }
        Ok(wanted - count)
    }

    /// After an error: goes to the next gzip member that starts as `first` and says whether there is one.
    pub(super) fn next_member(&mut self, first: &[u8]) -> bool {
        let Input::Gzip { .. } = self.input else { return false };
        let from = self.place.start + 1;
        for at in memmem::find_iter(self.source.get(from..).unwrap_or_default(), GZIP) {
            let start = from + at;
            let mut found = Vec::new();
            let rest = self.source.get(start..).unwrap_or_default();
            let read = GzDecoder::new(rest).take(first.len() as u64).read_to_end(&mut found);
            if read.is_ok() && found == first {
                self.place = Place { start, within: 0 };
                self.input = gzip(rest);
                return true;
            }
        }
        false
    }
}

fn gzip(rest: &[u8]) -> Input<'_> {
    Input::Gzip { decoder: Box::new(GzDecoder::new(rest)), buffer: vec![0; BUFFER], at: 0, end: 0 }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let (decoder, buffer, at, end) = match &mut self.input {
            Input::Plain(rest) => return Ok(rest),
            Input::Gzip { decoder, buffer, at, end } => (decoder, buffer, at, end),
        };
        while *at >= *end {
            (*at, *end) = (0, 0);
            *end = decoder.read(buffer)?;
            if *end > 0 {
                break;
            }
            // The member is at its end; what follows is another one, or padding, which is not read.
            let rest = *decoder.get_ref();
            if !rest.starts_with(GZIP) {
                break;
            }
            self.place = Place { start: self.source.len() - rest.len(), within: 0 };
            **decoder = GzDecoder::new(rest);
        }
        Ok(buffer.get(*at..*end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let step = match &mut self.input {
            Input::Plain(rest) => {
                let step = count.min(rest.len());
                *rest = rest.get(step..).unwrap_or_default();
                step
            }
            Input::Gzip { at, end, .. } => {
                let step = count.min(*end - *at);
                *at += step;
                step
            }
        };
        self.place.within += step as u64;
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}
