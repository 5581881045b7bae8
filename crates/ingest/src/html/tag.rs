//! Tags that go on and on. The parser compares each attribute of a tag with all those before it, which takes seconds
//! for a tag of a megabyte; no page has such a tag.

/// No tag has more attributes.
const MOST_ATTRIBUTES: usize = 8192;

/// A tag whose end has not come yet, read piece by piece.
#[derive(Debug, Default)]
pub(super) struct OpenTag {
    start: usize,
    /// Up to where it was read.
    at: usize,
    attributes: usize,
    part: Part,
}

#[derive(Debug, Default, Clone, Copy)]
enum Part {
    #[default]
    Between,
    Name,
    BeforeValue,
    Value,
    Quoted(u8),
}

impl OpenTag {
    /// Whether what the parser has read of a page, behind its last token, is a tag of too many attributes.
    pub(super) fn is_too_long(&mut self, read: &[u8], last_token: usize) -> bool {
        if self.start != last_token {
            *self = Self { start: last_token, at: last_token, ..Self::default() };
        }
        // A token's end may be a byte behind where it is.
        let from = last_token.saturating_sub(1);
        let is_tag = |bytes: &[u8]| matches!(bytes, [b'<', letter] if letter.is_ascii_alphabetic());
        if !read.get(from..).unwrap_or_default().windows(2).take(2).any(is_tag) {
            return false;
        }
        for byte in read.get(self.at..).unwrap_or_default() {
            self.part = match (self.part, *byte) {
                (Part::Quoted(quote), byte) if byte != quote => Part::Quoted(quote),
                (Part::BeforeValue, b'"' | b'\'') => Part::Quoted(*byte),
                (Part::BeforeValue, byte) if byte.is_ascii_whitespace() => Part::BeforeValue,
                (Part::BeforeValue, _) => Part::Value,
                (Part::Value, byte) if !byte.is_ascii_whitespace() => Part::Value,
                (Part::Name, b'=') => Part::BeforeValue,
                (Part::Between, b'=') if self.attributes > 0 => Part::BeforeValue,
                (Part::Quoted(_), _) => Part::Between,
                (_, byte) if byte.is_ascii_whitespace() || byte == b'/' => Part::Between,
                (part, _) => {
                    self.attributes += usize::from(matches!(part, Part::Between));
                    Part::Name
                }
            };
        }
        self.at = read.len();
        self.attributes > MOST_ATTRIBUTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(tag: &str) -> usize {
        let mut open = OpenTag::default();
        for end in 0..=tag.len() {
            open.is_too_long(&tag.as_bytes()[..end], 0);
        }
        // The name of the tag counts as one.
        open.attributes - usize::from(open.attributes > 0)
    }

    #[test]
    fn attributes_are_counted() {
        assert_eq!(attributes("<b a b=c d='e f' g=\"h i\"j = k/l/m n/o"), 7);
        assert_eq!(attributes("<img src='data:image/png;base64,a b/c d'"), 1);
        assert_eq!(attributes("<!-- a b c"), 0);
    }
}
