//! What is a page: text or HTML, told from content type, extension and first bytes.

/// How many bytes are looked at.
pub(super) const SNIFFED: usize = 1024;

/// What a server's content type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// A page.
    Page,
    /// Something else.
    Other,
    /// Nothing of use.
    Nothing,
}

/// Judges a content type (lower case, no parameters).
pub(super) fn stated(content_type: Option<&str>) -> Stated {
    match content_type.unwrap_or_default() {
        "text/html" | "application/xhtml+xml" | "text/plain" | "multipart/related" | "message/rfc822" => {
            Stated::Page
        }
        ""
        | "application/octet-stream"
        | "binary/octet-stream"
        | "application/x-unknown-content-type"
        | "unknown"
        | "*/*" => Stated::Nothing,
        _ => Stated::Other,
    }
}

/// Extensions of files that are no pages although some of them are text.
const OTHER: &[&str] = &[
    "7z", "atom", "avi", "avif", "bmp", "bz2", "cdx", "cdxj", "css", "csv", "db", "dll", "doc", "docx",
    "eot", "epub", "exe", "gif", "gz", "ico", "ini", "jpeg", "jpg", "js", "json", "jsonl", "log", "map",
    "md5", "mjs", "mov", "mp3", "mp4", "mpeg", "odp", "ods", "odt", "ogg", "otf", "parquet", "pdf", "png",
    "ppt", "pptx", "ps", "py", "rar", "rdf", "rels", "rss", "rtf", "sha256", "svg", "swf", "tar", "tif",
    "tiff", "toml", "tsv", "ttf", "warc", "wav", "webm", "webp", "wmv", "woff", "woff2", "xls", "xlsx",
    "xml", "xz", "yaml", "yml", "zip", "zst",
];

/// Whether the extension of a path is one of a file that is no page.
pub(super) fn is_other_extension(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| OTHER.binary_search(&extension.as_str()).is_ok())
}

/// First bytes of files that are no pages and might hold no zero byte early on.
const MAGIC: &[&[u8]] = &[
    b"%PDF",
    b"%!PS",
    b"\x89PNG",
    b"GIF8",
    b"\xFF\xD8\xFF",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1F\x8B",
    b"RIFF",
    b"BZh",
    b"\xD0\xCF\x11\xE0",
    b"wOFF",
    b"wOF2",
    b"7z\xBC\xAF",
    b"Rar!",
    b"ID3",
    b"OggS",
    b"{\\rtf",
    b"\x28\xB5\x2F\xFD",
    b"\xFD7zXZ",
    b"WARC/",
];

/// Whether the first bytes are those of text. Zero bytes make a binary file unless they alternate as in UTF-16.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let start = bytes.get(..SNIFFED).unwrap_or(bytes);
    if MAGIC.iter().any(|magic| start.starts_with(magic)) {
        return false;
    }
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return true;
    }
    let [mut even, mut odd] = [0_usize; 2];
    for at in memchr::memchr_iter(0, start) {
        *(if at % 2 == 0 { &mut even } else { &mut odd }) += 1;
    }
    // UTF-16 without a byte order mark: the high bytes of Latin text are zeros, the low bytes never.
    even == 0 && odd == 0 || even.min(odd) == 0 && even.max(odd) * 4 > start.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_sorted_for_the_search() {
        assert!(OTHER.is_sorted());
        assert!(is_other_extension("a/B.PDF") && is_other_extension("x.css"));
        assert!(!is_other_extension("a.pdf/page") && !is_other_extension("kazakhstan.htm"));
    }

    #[test]
    fn text_is_told_from_binary() {
        let utf16: Vec<u8> = "Application: 1996".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Application: 1996".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(
            is_text(b"<html>") && is_text(b"") && is_text(&utf16) && is_text(&big) && is_text(b"\xFF\xFEa\0")
        );
        assert!(!is_text(b"%PDF-1.4") && !is_text(b"abc\0def") && !is_text(&[0; 64]));
    }
}
