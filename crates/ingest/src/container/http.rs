//! Header lines as web archives and HTTP write them, and what an HTTP body is once its encodings are undone.

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::inflate::{Ending, read_limited};

/// A block of header lines: the first line and the fields behind it.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) first: String,
    fields: Vec<(String, String)>,
}

impl Head {
    /// Splits lines at colons. A line that starts with a blank goes on with the one above; one without a colon is
    /// passed over, as browsers do.
    pub(super) fn parse(block: &[u8]) -> Self {
        let text = String::from_utf8_lossy(block);
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default().trim().to_owned();
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines {
            if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), fields.last_mut()) {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self { first, fields }
    }

    /// The first field of a name, given in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The status of a response: the second word of its first line.
    pub(super) fn status(&self) -> Option<u16> {
        self.first.split_whitespace().nth(1)?.parse().ok()
    }

    /// The content type without parameters and the character set, in lower case.
    pub(super) fn content_type(&self) -> (Option<String>, Option<String>) {
        let mut parts = self.get("content-type").unwrap_or_default().split(';');
        let kind = parts.next().map(|kind| kind.trim().to_ascii_lowercase()).filter(|kind| !kind.is_empty());
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
            (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
        });
        (kind, charset)
    }
}

/// Where the blank line that ends a header ends.
pub(super) fn head_end(block: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', block).find_map(|at| match block.get(at + 1..) {
        Some([b'\n', ..]) => Some(at + 2),
        Some([b'\r', b'\n', ..]) => Some(at + 3),
        _ => None,
    })
}

/// A body with its encodings undone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// The bytes, and what was found where something is wrong with them.
    Plain(Vec<u8>, Option<String>),
    /// More than the limit.
    TooLarge,
    /// An encoding that is not undone here (`br`, `zstd`).
    Compressed,
}

/// Undoes the transfer and content encodings that a header states. Archives exist that store the plain body under the
/// header of the encoded one, so a body that does not look encoded is taken as it is.
pub(super) fn plain_body(head: &Head, mut body: Vec<u8>, limit: u64) -> Body {
    let mut damage = None;
    if head.get("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
        && let Some((joined, is_whole)) = joined_chunks(&body)
    {
        body = joined;
        damage = (!is_whole).then(|| "a chunked body that breaks off".to_owned());
    }
    for encoding in head.get("content-encoding").unwrap_or_default().rsplit(',') {
        let (decoded, ending) = match encoding.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" if body.starts_with(super::stream::GZIP) => {
                read_limited(MultiGzDecoder::new(body.as_slice()), limit)
            }
            // Meant is zlib; some servers send the bare stream.
            "deflate" if is_zlib(&body) => read_limited(ZlibDecoder::new(body.as_slice()), limit),
            "deflate" => match read_limited(DeflateDecoder::new(body.as_slice()), limit) {
                (_, Ending::Broken(_)) => continue,
                decoded => decoded,
            },
            "" | "identity" | "none" | "gzip" | "x-gzip" => continue,
            _ => return Body::Compressed,
        };
        match ending {
            Ending::Whole => {}
            Ending::TooLarge => return Body::TooLarge,
            Ending::Broken(error) => damage = Some(format!("a compressed body that breaks off ({error})")),
        }
        body = decoded;
    }
    if body.len() as u64 > limit { Body::TooLarge } else { Body::Plain(body, damage) }
}

/// A zlib header: method 8, and the two bytes a multiple of 31.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 15 == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

/// A chunked body joined, and whether its last chunk was there. `None` where it does not start with a chunk.
fn joined_chunks(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut is_first = true;
    loop {
        let line_end = memchr::memchr(b'\n', rest);
        let line = line_end.and_then(|end| rest.get(..end)).map(String::from_utf8_lossy);
        let size = line.and_then(|line| usize::from_str_radix(line.split(';').next()?.trim(), 16).ok());
        let (Some(size), Some(end)) = (size, line_end) else {
            return (!is_first).then_some((joined, false));
        };
        if size == 0 {
            return Some((joined, true));
        }
        is_first = false;
        let chunk = rest.get(end + 1..).unwrap_or_default();
        let Some((data, behind)) = chunk.split_at_checked(size) else {
            joined.extend_from_slice(chunk);
            return Some((joined, false));
        };
        joined.extend_from_slice(data);
        rest = behind.strip_prefix(b"\r\n").or(behind.strip_prefix(b"\n")).unwrap_or(behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(head: &str, body: &[u8]) -> Body {
        plain_body(&Head::parse(head.as_bytes()), body.to_vec(), 100)
    }

    #[test]
    fn chunks_are_joined() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
        assert_eq!(
            body(head, b"3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"),
            Body::Plain(b"abc0123456789".into(), None)
        );
        let cut = Some("a chunked body that breaks off".to_owned());
        assert_eq!(body(head, b"3\r\nabc\r\nA\r\n01"), Body::Plain(b"abc01".into(), cut.clone()));
        assert_eq!(body(head, b"3\r\nabc\r\n"), Body::Plain(b"abc".into(), cut));
        assert_eq!(body(head, b"<p>joined already"), Body::Plain(b"<p>joined already".into(), None));
        assert_eq!(
            body(head, b"ffffffffffffffff\r\nabc"),
            Body::Plain(b"abc".into(), Some("a chunked body that breaks off".into()))
        );
    }

    #[test]
    fn heads_are_read() {
        let head = Head::parse(
            b"HTTP/1.0 200\r\nContent-Type: Text/HTML;\r\n x=1; Charset=\"UTF-8\"\r\nodd line\r\n",
        );
        assert_eq!(head.status(), Some(200));
        assert_eq!(head.content_type(), (Some("text/html".into()), Some("utf-8".into())));
        assert_eq!(head_end(b"a\r\n\r\nb"), Some(5));
        assert_eq!(head_end(b"a\n\nb"), Some(3));
        assert_eq!(head_end(b"a\r\nb\r\n"), None);
    }

    #[test]
    fn other_encodings_are_left() {
        assert_eq!(body("HTTP/1.1 200\r\nContent-Encoding: br", b"\x0b\x02"), Body::Compressed);
        assert_eq!(
            body("HTTP/1.1 200\r\nContent-Encoding: gzip", b"plain"),
            Body::Plain(b"plain".into(), None)
        );
        assert_eq!(
            body("HTTP/1.1 200\r\nContent-Encoding: deflate", b"<p>plain"),
            Body::Plain(b"<p>plain".into(), None)
        );
        assert_eq!(body("HTTP/1.1 200", &[b' '; 101]), Body::TooLarge);
    }
}
