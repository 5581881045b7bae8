//! A page as HTML: tables in tables, a row of the page a row of a table.

use super::page::{Entry, Piece, Place, Shape};
use super::random::Random;

/// Writes entries as HTML, and says where the rows of tables stand: from their `<tr` to behind their last text.
pub(super) fn write(
    entries: &[Entry],
    language: &str,
    name: &str,
    random: &mut Random,
) -> (String, Vec<Option<Place>>) {
    let is_pretty = random.chance(60);
    let mut writer = Writer {
        out: String::with_capacity(40_000),
        line: 1,
        is_pretty,
        entities: random.between(0, 2),
        upper: random.chance(15),
        in_table: false,
        spanned: 0,
    };
    writer.head(language, name, random);
    let places =
        entries.iter().enumerate().map(|(at, entry)| writer.entry(entry, following(entries, at), random));
    let places = places.collect();
    writer.close_table();
    writer.foot(random);
    (writer.out, places)
}

/// How many entries below belong to the label of this one.
fn following(entries: &[Entry], at: usize) -> u32 {
    let below = entries.iter().skip(at + 1);
    let count = below.take_while(|entry| entry.continues && entry.shape == Shape::Row).count();
    u32::try_from(count).unwrap_or_default()
}

struct Writer {
    out: String,
    line: u32,
    is_pretty: bool,
    /// How letters beyond ASCII are written: as they are, by name, by number.
    entities: u32,
    /// Whether tags are in capitals.
    upper: bool,
    in_table: bool,
    /// Rows left that a label spans.
    spanned: u32,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.line += u32::try_from(text.matches('\n').count()).unwrap_or_default();
        self.out.push_str(text);
    }

    /// A tag, on a line of its own in pretty pages.
    fn tag(&mut self, tag: &str, depth: usize) {
        self.new_line(depth);
        self.inline(tag);
    }

    fn new_line(&mut self, depth: usize) {
        if self.is_pretty && !self.out.is_empty() {
            self.put("\n");
            self.put(&"  ".repeat(depth));
        }
    }

    /// A tag where the text stands.
    fn inline(&mut self, tag: &str) {
        if !self.upper {
            return self.put(tag);
        }
        let end = tag.find([' ', '>']).unwrap_or(tag.len());
        let (name, rest) = tag.split_at(end);
        self.put(&name.to_uppercase());
        self.put(rest);
    }

    fn head(&mut self, language: &str, name: &str, random: &mut Random) {
        self.put("<!DOCTYPE html>");
        self.tag(&format!("<html lang=\"{language}\">"), 0);
        self.tag("<head>", 0);
        self.tag("<title>", 1);
        self.text(name, random);
        self.inline("</title>");
        if random.chance(60) {
            self.tag("<style>", 1);
            self.put("td.date:before { content: \"01/01/1999 WT/ACC/XXX/1\"; } td > b { margin: 0 }");
            self.inline("</style>");
        }
        if random.chance(70) {
            self.tag("<script>", 1);
            self.put(
                "var rows = \"<tr><td>02/02/1998</td><td>WT/ACC/XXX/2</td></tr>\"; if (1 < 2) { rows += 1; }",
            );
            self.inline("</script>");
        }
        self.tag("</head>", 0);
        self.tag("<body>", 0);
        if random.chance(70) {
            self.tag("<!-- <table><tr><td>03/03/1997</td><td>WT/ACC/XXX/3</td></tr></table> -->", 1);
        }
        if random.chance(70) {
            self.tag("<nav>", 1);
            self.tag("<ul>", 2);
            for item in ["home", "site map", "a-z"] {
                self.tag(&format!("<li><a href=\"/{}.htm\">", item.replace(' ', "_")), 3);
                self.put(item);
                self.inline("</a></li>");
            }
            self.tag("</ul>", 2);
            self.tag("</nav>", 1);
        }
        // Tables that only place what is in them.
        self.tag("<table width=\"100%\"><tr><td>", 1);
        self.tag("<table><tbody><tr><td valign=\"top\">", 1);
    }

    fn foot(&mut self, random: &mut Random) {
        self.tag("</td></tr></tbody></table>", 1);
        self.tag("</td></tr></table>", 1);
        if random.chance(50) {
            self.tag("<script>", 1);
            self.put("track('04/04/1996');");
            self.inline("</script>");
        }
        self.tag("</body>", 0);
        self.tag("</html>", 0);
        if self.is_pretty {
            self.put("\n");
        }
    }

    fn open_table(&mut self, random: &mut Random) {
        if !self.in_table {
            let tag = random.pick(&["<table>", "<table border=\"0\" class='list'>", "<table><tbody>"]);
            self.tag(tag, 2);
            self.in_table = true;
            self.spanned = 0;
        }
    }

    fn close_table(&mut self) {
        if self.in_table {
            self.tag("</table>", 2);
            self.in_table = false;
        }
    }

    fn entry(&mut self, entry: &Entry, following: u32, random: &mut Random) -> Option<Place> {
        match entry.shape {
            Shape::Row => {
                self.open_table(random);
                Some(self.row(entry, following, random))
            }
            Shape::Title if self.in_table && random.chance(50) => {
                let line = self.start_row();
                let start = self.out.len() - 3;
                self.cell_start(" colspan=\"3\"");
                self.inline("<strong>");
                let end = self.pieces(&entry.pieces, random);
                self.inline("</strong>");
                self.inline("</td>");
                self.end_row();
                Some(Place { line, last_line: self.line, start, end })
            }
            Shape::Title | Shape::Paragraph => {
                self.close_table();
                let name = if entry.shape == Shape::Title { "h3" } else { "p" };
                self.tag(&format!("<{name}>"), 2);
                self.pieces(&entry.pieces, random);
                self.inline(&format!("</{name}>"));
                None
            }
        }
    }

    /// Starts a row and gives its line; the tag's three bytes are the last ones written.
    fn start_row(&mut self) -> u32 {
        self.new_line(3);
        let line = self.line;
        self.put(if self.upper { "<TR" } else { "<tr" });
        line
    }

    fn cell_start(&mut self, attributes: &str) {
        self.put(">");
        self.new_line(4);
        self.inline(&format!("<td{attributes}>"));
    }

    fn end_row(&mut self) {
        self.new_line(3);
        self.inline("</tr>");
    }

    fn row(&mut self, entry: &Entry, following: u32, random: &mut Random) -> Place {
        let line = self.start_row();
        let start = self.out.len() - 3;
        let mut end = start;
        if random.chance(20) {
            self.put(" class=\"row\"");
        }
        let is_label = !entry.continues;
        let mut attributes = String::new();
        if is_label {
            self.spanned = 0;
            if following > 0 && entry.pieces.len() > 1 && !entry.has_pipes && random.chance(40) {
                attributes = format!(" rowspan=\"{}\"", following + 1);
                self.spanned = following;
            }
        }
        let mut is_first = true;
        // Rows below a label have an empty cell where it would stand, unless it spans them.
        let leads_with_value = entry.continues && !entry.has_pipes;
        if leads_with_value {
            if self.spanned > 0 {
                self.spanned -= 1;
            } else if random.chance(50) {
                self.cell_start("");
                self.put(random.pick(&["&nbsp;", "", "&#160;", "\u{a0}"]));
                self.inline("</td>");
                is_first = false;
            }
        }
        let name = if entry.is_heading { "th" } else { "td" };
        let mut at = 0;
        while at < entry.pieces.len() {
            let rest = entry.pieces.get(at..).unwrap_or_default();
            let more = rest.iter().skip(1).take_while(|piece| !piece.is_cell).count();
            let cell = rest.get(..=more).unwrap_or(rest);
            if is_first {
                self.put(">");
            }
            self.new_line(4);
            let attributes = if is_first { attributes.as_str() } else { "" };
            self.inline(&format!("<{name}{attributes}>"));
            is_first = false;
            let written = self.pieces(cell, random);
            if cell.iter().any(|piece| !piece.text.is_empty()) {
                end = written;
            }
            self.inline(&format!("</{name}>"));
            at += more + 1;
        }
        if is_first {
            self.put(">");
        }
        self.end_row();
        Place { line, last_line: self.line, start, end }
    }

    /// Writes the texts of a cell; gives the end of the last of them.
    fn pieces(&mut self, pieces: &[Piece], random: &mut Random) -> usize {
        let mut end = self.out.len();
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                if piece.gap.contains('\n') {
                    self.inline("<br>");
                } else {
                    self.text(piece.gap, random);
                }
            }
            if let Some(link) = &piece.link {
                let address = link.replace('&', "&amp;");
                let quote = random.pick(&["\"", "\"", "'"]);
                self.inline(&format!("<a href={quote}{address}{quote}>"));
            }
            self.text(&piece.text, random);
            if !piece.text.is_empty() {
                end = self.out.len();
            }
            if piece.link.is_some() {
                self.inline("</a>");
            }
        }
        end
    }

    /// Writes text with the letters escaped that must be, and others as the page does it.
    fn text(&mut self, text: &str, random: &mut Random) {
        for letter in text.chars() {
            match letter {
                '&' => self.put("&amp;"),
                '<' => self.put("&lt;"),
                '>' => self.put("&gt;"),
                '\u{a0}' => self.put(random.pick(&["&nbsp;", "&nbsp;", "&#160;", "\u{a0}"])),
                ' ' if self.is_pretty && random.chance(2) => self.put("\n      "),
                '"' if self.entities == 1 => self.put("&quot;"),
                _ if letter.is_ascii() || self.entities == 0 => {
                    let mut bytes = [0; 4];
                    self.put(letter.encode_utf8(&mut bytes));
                }
                _ => match named(letter).filter(|_| self.entities == 1) {
                    Some(name) => self.put(name),
                    None => self.put(&format!("&#{};", u32::from(letter))),
                },
            }
        }
    }
}

/// Entities with names.
fn named(letter: char) -> Option<&'static str> {
    const NAMES: [(char, &str); 14] = [
        ('\u{e9}', "&eacute;"),
        ('\u{e8}', "&egrave;"),
        ('\u{c9}', "&Eacute;"),
        ('\u{e0}', "&agrave;"),
        ('\u{f3}', "&oacute;"),
        ('\u{ed}', "&iacute;"),
        ('\u{e1}', "&aacute;"),
        ('\u{f1}', "&ntilde;"),
        ('\u{2013}', "&ndash;"),
        ('\u{2014}', "&mdash;"),
        ('\u{2026}', "&hellip;"),
        ('\u{2022}', "&bull;"),
        ('\u{201c}', "&ldquo;"),
        ('\u{201d}', "&rdquo;"),
    ];
    NAMES.iter().find(|(known, _)| *known == letter).map(|(_, name)| *name)
}
