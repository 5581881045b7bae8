//! What documents show; all synthetic.

use crate::page::{Hints, LineKind, Page};

fn page(body: &str) -> (String, String) {
    let source = format!("<html><body>\n{body}");
    let page = Page::new(source.as_bytes(), &Hints::default());
    let kinds = page.lines().iter().map(|line| match line.kind {
        LineKind::Text => ' ',
        LineKind::NotText => 'x',
        LineKind::Navigation => 'n',
        LineKind::Ambiguous => '?',
    });
    let texts: Vec<&str> = page.lines().iter().map(|line| page.text(line)).collect();
    // Tabs set cells apart; they are shown as blanks here.
    (texts.join("\n").replace('\t', " "), kinds.collect())
}

fn lines(body: &str) -> Vec<String> {
    page(body).0.lines().map(str::to_owned).collect()
}

fn rows(cells: &str) -> Vec<String> {
    lines(&format!("<table><tr>{cells}</table>"))
}

#[test]
fn blocks_rows_and_breaks_end_lines() {
    assert_eq!(lines("<p>a <b>b</b>c\n d<br>e<div>f</div>g"), ["a bc d", "e", "f", "g"]);
    assert_eq!(rows("<td>a<td> <td>&nbsp;<td>b<tr><td>c"), ["a b", "c"]);
    assert_eq!(lines("<pre>a\n b\n\nc</pre>"), ["a", "b", "c"]);
    assert_eq!(
        lines("<title>x</title><p hidden>x<p style='Display : NONE'>x<noframes>x</noframes><p>y"),
        ["y"]
    );
}

#[test]
fn tabs_set_cells_apart() {
    let source = "<html><table><tr><td>1st<td>a <b>b</b><td><td>01/02/2003";
    let page = Page::new(source.as_bytes(), &Hints::default());
    let texts: Vec<&str> = page.lines().iter().map(|line| page.text(line)).collect();
    assert_eq!(texts, ["1st\ta b\t01/02/2003"]);
}

#[test]
fn items_have_signs() {
    let list = "<ul><li>a<li><p></p>b</ul><ol start=3><li>c<li value=7>d</ol><ol type=a><li>e</ol><ol type=I><li>f<li>g</ol>";
    assert_eq!(lines(list), ["• a", "• b", "3. c", "7. d", "(a) e", "I. f", "II. g"]);
    assert_eq!(lines("<ul><li><p>&nbsp;</p><p>a</ul>"), ["• a"]);
}

#[test]
fn lines_start_where_their_row_does() {
    let source =
        "<html><table>\n<tr>\n<td>&nbsp;</td>\n<td>a</td>\n\n</tr>\n<tr\n class=x><td><br>b\n</table>";
    let page = Page::new(source.as_bytes(), &Hints::default());
    let found: Vec<(u32, &str)> = page
        .lines()
        .iter()
        .map(|line| (line.number, &source[line.span.start as usize..line.span.end as usize]))
        .collect();
    let expected = [(2, "<tr>\n<td>&nbsp;</td>\n<td>a"), (7, "<tr\n class=x><td><br>b")];
    assert_eq!(found, expected);
    let source = "<html><pre>\na\nb\n\nc</pre>\n<div>\nd<br>\ne";
    let page = Page::new(source.as_bytes(), &Hints::default());
    let found: Vec<u32> = page.lines().iter().map(|line| line.number).collect();
    assert_eq!(found, [2, 3, 5, 7, 8]);
}

#[test]
fn a_mark_at_the_start_changes_nothing() {
    assert_eq!(
        Page::new("\u{feff}<html><head><title>x</title></head><p>a".as_bytes(), &Hints::default())
            .lines()
            .len(),
        1
    );
}

#[test]
fn cells_with_as_many_lines_belong_together() {
    let dates = "<td>01/02/2003<br>04/05/2006";
    let symbols = "<td>WT/ACC/X/1<br>WT/ACC/X/2";
    let expected = ["Label 01/02/2003 WT/ACC/X/1", "04/05/2006 WT/ACC/X/2"];
    assert_eq!(rows(&format!("<td>Label{dates}{symbols}")), expected);
    // A label that is wrapped is one, whatever stands beside it.
    let expected = ["Questions and replies 01/02/2003 WT/ACC/X/1", "04/05/2006 WT/ACC/X/2"];
    assert_eq!(rows(&format!("<td>Questions<br>and replies{dates}{symbols}")), expected);
    assert_eq!(
        rows("<td>Memorandum on the<br>Trade Regime<td>01/02/2003"),
        ["Memorandum on the Trade Regime 01/02/2003"]
    );
    // Two labels with their values.
    let expected = ["Goods 01/02/2003", "Services 04/05/2006"];
    assert_eq!(rows(&format!("<td>Goods<br>Services{dates}")), expected);
}

#[test]
fn elements_in_the_part_of_a_table_are_one() {
    let row = "<div role=row><div role=cell>Memorandum</div><div role=cell>18/10/2013</div></div>";
    let html =
        format!("<html><div role=table><div role=row><b role=columnheader>Step</b></div>{row}{row}</div>");
    let page = Page::new(html.as_bytes(), &Hints::default());
    let shown: Vec<&str> = page.lines().iter().map(|line| page.text(line)).collect();
    assert_eq!(shown, ["Step", "Memorandum\t18/10/2013", "Memorandum\t18/10/2013"]);
}

#[test]
fn headings_stand_before_values_or_for_them() {
    let head = "<tr><th>Step<th>Date<th>News</tr>";
    let row = |date: &str, news: &str| format!("<tr><td>x<td>{date}<td>{news}</tr>");
    let table = format!(
        "<html><table>{head}{}{}{}",
        row("<span>Date</span><span>08 Dec 1994</span>", "News"),
        row("Date", ""),
        row("1 May 2001", "News")
    );
    let page = Page::new(table.as_bytes(), &Hints::default());
    let shown: Vec<&str> = page.lines().iter().map(|line| page.text(line)).collect();
    assert_eq!(shown, ["Step\tDate\tNews", "x\t08 Dec 1994", "x", "x\t1 May 2001\tNews"]);
}

#[test]
fn numbers_are_of_their_labels() {
    let dates = "<td>1 May 2001<br>2 May 2002";
    assert_eq!(
        rows(&format!("<td>&nbsp;<td>(a)<td>Questions{dates}")),
        ["(a) Questions 1 May 2001", "2 May 2002"]
    );
    let versions = "<td>Goods offer<br>(a) initial<br>(b) latest";
    assert_eq!(rows(&format!("{versions}<td>1 May 2001")), ["Goods offer (a) initial (b) latest 1 May 2001"]);
    for dates in [dates, "<td><br>1 May 2001<br>2 May 2002"] {
        let expected = ["Goods offer", "(a) initial 1 May 2001", "(b) latest 2 May 2002"];
        assert_eq!(rows(&format!("{versions}{dates}")), expected);
    }
}

#[test]
fn a_row_is_one_however_its_cells_are_broken() {
    assert_eq!(rows("<td>7th<td>16/05/2013<br>17/05/2013<td>"), ["7th 16/05/2013 17/05/2013"]);
    assert_eq!(rows("<td>5. Meetings<td>16/05/2013<br>17/06/2013"), ["5. Meetings 16/05/2013", "17/06/2013"]);
    assert_eq!(
        rows("<td>Label<td><br>01/02/2003<br>04/05/2006<td>WT/ACC/X/1<br>WT/ACC/X/2"),
        ["Label 01/02/2003 WT/ACC/X/1", "04/05/2006 WT/ACC/X/2"]
    );
    assert_eq!(rows("<td>Label<td>01/02/2003<td>WT/ACC/<br>LBR/3"), ["Label 01/02/2003 WT/ACC/LBR/3"]);
    assert_eq!(
        rows("<td>1st<td>01/2003 -<td>Ambassador A. B.<br>(United Kingdom (Hong Kong))"),
        ["1st 01/2003 - Ambassador A. B. (United Kingdom (Hong Kong))"]
    );
    assert_eq!(
        rows("<td>2. Working Party<br>Mr A. B.<br>(Fiji, May 2010 -)<td>1 May 2001"),
        ["2. Working Party", "Mr A. B. (Fiji, May 2010 -)", "1 May 2001"]
    );
    assert_eq!(rows("<td>a<br>(a)<br>(b) c (d)<br>(x"), ["a", "(a)", "(b) c (d)", "(x"]);
}

#[test]
fn captions_stand_before_their_values() {
    let boxed = |caption: &str, value: &str| format!("<td><div class=l>{caption}</div><div>{value}</div>");
    let row =
        format!("{}{}{}", boxed("Order", "2nd"), boxed("Between", "10/2012 -"), boxed("Chair", "A. B."));
    assert_eq!(rows(&row), ["Order 2nd Between 10/2012 - Chair A. B."]);
    let labels = "<td><div>Goods</div><div>Services</div><td><div>01/02/2003</div><div>04/05/2006</div>";
    assert_eq!(rows(labels), ["Goods 01/02/2003", "Services 04/05/2006"]);
    let head = "<table><tr><th>Order<th>Between<th>News";
    let row =
        format!("{head}<tr>{}{}{}", boxed("Order", "2nd"), boxed("Between", "10/2012 -"), boxed("News", ""));
    assert_eq!(lines(&row), ["Order Between News", "2nd 10/2012 -"]);
    assert_eq!(rows("<td data-label=Order><b>Order</b> 3rd<td data-label=News>News"), ["3rd"]);
    assert_eq!(
        lines("<p><label>Order</label>2nd <span class=cell-label>Between</span>10/2012"),
        ["Order 2nd Between 10/2012"]
    );
}

#[test]
fn raised_endings_belong_to_their_number() {
    assert_eq!(lines("<p>1 <sup>st</sup> x 2<sup>e</sup> y"), ["1st x 2e y"]);
    assert_eq!(lines("<p>01/02/2003<sup>1</sup> 1998 <sup>a</sup>"), ["01/02/2003 1 1998 a"]);
}

#[test]
fn text_before_the_date_of_a_row_stands_alone() {
    let expected = ["2. Working Party", "Chair: A. B. (Fiji)", "Dec 1997 -", "22 October 1997"];
    assert_eq!(
        rows("<td>2.<td>Working Party<td>Chair: A. B. (Fiji)<br>Dec 1997 -<br>22 October 1997"),
        expected
    );
    let expected = ["Legislation 22/10/1997 WT/ACC/X/1", "- Code of 1 May 1990"];
    assert_eq!(rows("<td>Legislation<td>22/10/1997<td>WT/ACC/X/1<br>- Code of 1 May 1990"), expected);
}

#[test]
fn bullets_lead_lines_below_the_row() {
    assert_eq!(rows("<td>Label<td>01/02/2003<td><br>• WT/ACC/X/1"), ["Label 01/02/2003", "• WT/ACC/X/1"]);
    assert_eq!(rows("<td>Label<td><ul><li>a<li>b</ul>"), ["Label", "• a", "• b"]);
}

#[test]
fn what_can_be_put_together_in_two_ways_is_ambiguous() {
    for cells in [
        "<td>Label<td>01/02/2003<br>04/05/2006<td>WT/ACC/X/1",
        "<td>Label<td>01/02/2003<br>04/05/2006<td>WT/ACC/X/1<br>WT/ACC/X/2<br>WT/ACC/X/3",
    ] {
        assert_eq!(page(&format!("<table><tr>{cells}</table>")).1, "?", "{cells}");
    }
    let navigation = "<nav><table><tr><td>a<td>01/02/2003<br>04/05/2006<td>b</table></nav><p>c";
    assert_eq!(page(navigation).1, "n ");
}

#[test]
fn tables_in_cells_make_frames_of_the_rows_around_them() {
    let inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>";
    assert_eq!(rows(&format!("<td>menu<td>x{inner}y<td>z")), ["menu", "x", "a b", "c d", "y", "z"]);
    // Text between the rows stands where it does in the source.
    assert_eq!(lines("<table><tr><td>a<tr>\nb\n<tr><td>c</table>"), ["a", "b", "c"]);
}

#[test]
fn cells_that_repeat_their_heading_are_empty() {
    let table = "<table><tr><th>Order<th>Date<tr><td>1st<td>Date<tr><td>2nd<td><a href=x>Date</a></table>";
    assert_eq!(lines(table), ["Order Date", "1st", "2nd Date"]);
}

#[test]
fn links_go_on_behind_line_breaks() {
    let source =
        "<html><ul><li>a <a href='http://x.org/1'>b<br>c</a> d<li><a href='http://x.org/2'> &nbsp;e</a></ul>";
    let page = Page::new(source.as_bytes(), &Hints::default());
    let links = |line: &crate::page::Line| {
        let links = page.links(line.links).map(|(range, url)| format!("{}>{url}", page.slice(range)));
        links.collect::<Vec<_>>().join(",")
    };
    let links: Vec<String> = page.lines().iter().map(links).collect();
    assert_eq!(links, ["b>http://x.org/1", "c>http://x.org/1", "e>http://x.org/2"]);
}

#[test]
fn links_move_with_the_text_that_is_repaired() {
    let source = "<html><p>Adh\u{c3}\u{a9}sion <a href='http://x.org/1'>\u{c3}\u{a9}</a> \u{c3}\u{a9} <a href='http://x.org/2'>\u{c3}\u{a9}t</a>";
    let page = Page::new(source.as_bytes(), &Hints::default());
    let line = page.lines()[0];
    assert_eq!(page.text(&line), "Adhésion é é ét");
    let places: Vec<(&str, u32)> =
        page.links(line.links).map(|(range, _)| (page.slice(range), range.0 - line.text.0)).collect();
    assert_eq!(places, [("é", 10), ("ét", 16)]);
}
