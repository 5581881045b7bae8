//! A page as the text a browser saves.

use super::page::{Entry, Place};

/// Writes entries, one a line unless they are broken, and says where each of them stands.
pub(super) fn write(entries: &[Entry], line_end: &str) -> (String, Vec<Option<Place>>) {
    let mut writer = Writer { text: String::with_capacity(16_000), line: 1, line_end };
    let places = entries.iter().map(|entry| Some(writer.entry(entry))).collect();
    (writer.text, places)
}

struct Writer<'a> {
    text: String,
    line: u32,
    line_end: &'a str,
}

impl Writer<'_> {
    fn entry(&mut self, entry: &Entry) -> Place {
        for blanks in &entry.above {
            self.text.push_str(blanks);
            self.end_line();
        }
        self.text.push_str(entry.lead);
        let (line, start) = (self.line, self.text.len());
        if entry.has_pipes {
            self.text.push_str("| ");
        }
        for (at, piece) in entry.pieces.iter().enumerate() {
            match piece.gap {
                _ if at == 0 => {}
                _ if entry.has_pipes && piece.is_cell => self.text.push_str(" | "),
                gap => self.gap(gap),
            }
            self.text.push_str(&piece.text);
        }
        if entry.has_pipes {
            self.text.push_str(" |");
        }
        let place = Place { line, last_line: self.line, start, end: self.text.len() };
        self.text.push_str(entry.trail);
        self.end_line();
        place
    }

    fn gap(&mut self, gap: &str) {
        let mut parts = gap.split('\n');
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            self.end_line();
            self.text.push_str(part);
        }
    }

    fn end_line(&mut self) {
        self.text.push_str(self.line_end);
        self.line += 1;
    }
}
