use super::*;

fn calendar(day: u8, month: u8, year: u16) -> Calendar {
    Calendar { year, month: Some(month), day: (day > 0).then_some(day) }
}

fn whole(text: &str) -> (Calendar, WrittenEnd) {
    let date = date_at(text, 0).unwrap_or_else(|| panic!("no date in {text:?}"));
    assert_eq!(date.text, text.trim_end(), "the date must take the whole text");
    (date.start, date.end)
}

#[test]
fn single_dates() {
    assert_eq!(whole("29/01/1996"), (calendar(29, 1, 1996), WrittenEnd::None));
    assert_eq!(whole("07/2012"), (calendar(0, 7, 2012), WrittenEnd::None));
    assert_eq!(whole("10/ 2001"), (calendar(0, 10, 2001), WrittenEnd::None));
    assert_eq!(whole("30 de noviembre de 2015"), (calendar(30, 11, 2015), WrittenEnd::None));
    assert_eq!(whole("1er août 1997"), (calendar(1, 8, 1997), WrittenEnd::None));
    assert_eq!(whole("11 d\u{fffd}cembre 2001"), (calendar(11, 12, 2001), WrittenEnd::None));
    assert_eq!(whole("juill. 1997"), (calendar(0, 7, 1997), WrittenEnd::None));
    assert_eq!(whole("June 4, 1997"), (calendar(4, 6, 1997), WrittenEnd::None));
    assert_eq!(whole("30 November 2015"), (calendar(30, 11, 2015), WrittenEnd::None));
    assert_eq!(whole("10.08.2011"), (calendar(10, 8, 2011), WrittenEnd::None));
    assert_eq!(whole("10-08-2011"), (calendar(10, 8, 2011), WrittenEnd::None));
    assert_eq!(whole("2011-08-10"), (calendar(10, 8, 2011), WrittenEnd::None));
    assert_eq!(whole("3-Mar-2004"), (calendar(3, 3, 2004), WrittenEnd::None));
    assert_eq!(whole("Sept. 2003"), (calendar(0, 9, 2003), WrittenEnd::None));
    // No calendar has this day; the shape is a date all the same.
    assert_eq!(whole("31/02/2004"), (calendar(31, 2, 2004), WrittenEnd::None));
}

#[test]
fn ranges() {
    let at = |day, month, year| WrittenEnd::At(calendar(day, month, year));
    assert_eq!(whole("12-13/07/2001"), (calendar(12, 7, 2001), at(13, 7, 2001)));
    assert_eq!(whole("12 and 13/07/2001"), (calendar(12, 7, 2001), at(13, 7, 2001)));
    assert_eq!(whole("27-28.11.1997"), (calendar(27, 11, 1997), at(28, 11, 1997)));
    assert_eq!(whole("30.09-02.10.1998"), (calendar(30, 9, 1998), at(2, 10, 1998)));
    assert_eq!(whole("October 6-7, 2005"), (calendar(6, 10, 2005), at(7, 10, 2005)));
    assert_eq!(whole("November 30 - December 1, 2006"), (calendar(30, 11, 2006), at(1, 12, 2006)));
    assert_eq!(whole("12/13 March 2004"), (calendar(12, 3, 2004), at(13, 3, 2004)));
    assert_eq!(whole("12 March/3 April 2004"), (calendar(12, 3, 2004), at(3, 4, 2004)));
    assert_eq!(whole("March/April 2004"), (calendar(0, 3, 2004), at(0, 4, 2004)));
    assert_eq!(whole("mars et avril 2004"), (calendar(0, 3, 2004), at(0, 4, 2004)));
    assert_eq!(whole("d\u{e9}cembre 1998 \u{e0} juin 2001"), (calendar(0, 12, 1998), at(0, 6, 2001)));
    assert_eq!(whole("mayo de 2001 hasta junio de 2004"), (calendar(0, 5, 2001), at(0, 6, 2004)));
    assert_eq!(whole("4-5 June 1997"), (calendar(4, 6, 1997), at(5, 6, 1997)));
    assert_eq!(whole("3 et 4 juin 1993"), (calendar(3, 6, 1993), at(4, 6, 1993)));
    assert_eq!(whole("30 June - 1 July 2003"), (calendar(30, 6, 2003), at(1, 7, 2003)));
    assert_eq!(find_date("4 June 1997, 22 January 1998").map(|(_, date)| date.text), Some("4 June 1997"));
    assert_eq!(whole("11 to 12/05/2008"), (calendar(11, 5, 2008), at(12, 5, 2008)));
    assert_eq!(whole("01/06/2006 and 02/06/2006"), (calendar(1, 6, 2006), at(2, 6, 2006)));
    assert_eq!(whole("21/12/1994, 22/12/1994"), (calendar(21, 12, 1994), at(22, 12, 1994)));
    assert_eq!(whole("29/10 & 01/11/2012"), (calendar(29, 10, 2012), at(1, 11, 2012)));
    assert_eq!(find_date("11/04/1995, WT/L/58").map(|(_, date)| date.text), Some("11/04/1995"));
    assert_eq!(whole("10.08.2011 - 12.08.2011"), (calendar(10, 8, 2011), at(12, 8, 2011)));
    assert_eq!(whole("30/06-01/07/2003"), (calendar(30, 6, 2003), at(1, 7, 2003)));
    assert_eq!(whole("30/12/2003 - 02/01/2004"), (calendar(30, 12, 2003), at(2, 1, 2004)));
    assert_eq!(whole("09/1993-09/1996"), (calendar(0, 9, 1993), at(0, 9, 1996)));
    assert_eq!(whole("10/1997\u{2014}07/2009"), (calendar(0, 10, 1997), at(0, 7, 2009)));
    assert_eq!(whole("04/1996 to 10/1998"), (calendar(0, 4, 1996), at(0, 10, 1998)));
    assert_eq!(find_date("30/06/2003 to adopt").map(|(_, date)| date.text), Some("30/06/2003"));
    assert_eq!(whole("17 a 19 de julio de 1995"), (calendar(17, 7, 1995), at(19, 7, 1995)));
    assert_eq!(whole("17 \u{e0} 19 juillet 1995"), (calendar(17, 7, 1995), at(19, 7, 1995)));
    let year = WrittenEnd::At(Calendar { year: 2004, month: None, day: None });
    assert_eq!(whole("03/1998 - 2004"), (calendar(0, 3, 1998), year));
    assert_eq!(find_date("03/2005 - 2004 x").map(|(_, date)| date.end), Some(WrittenEnd::Open));
    assert_eq!(whole("Dec 1997 \u{2014}"), (calendar(0, 12, 1997), WrittenEnd::Open));
    assert_eq!(whole("07/2001 -"), (calendar(0, 7, 2001), WrittenEnd::Open));
}

#[test]
fn what_is_no_date() {
    for text in ["1994", "22/Add", "2009-2011", "No. 217", "12", "1/2", "May", "12/13/14", "/2001"] {
        assert_eq!(date_at(text, 0), None, "{text}");
    }
    assert_eq!(find_date("WT/ACC/22/2001 Spec(94)1"), None);
    for text in ["10.08.11", "10-08-11", "1.10.08.2011", "10.08.2011.12", "10-08.2011", "10.08.20111"] {
        assert_eq!(find_date(text), None, "{text}");
    }
}

#[test]
fn a_date_ends_where_the_next_word_starts() {
    assert_eq!(
        find_date("4th Dec 1997 \u{2014} x").map(|(at, date)| (at, date.text)),
        Some((4, "Dec 1997 \u{2014}"))
    );
    assert_eq!(
        find_date("On SPS 18/07/2012 - x").map(|(at, date)| (at, date.text)),
        Some((7, "18/07/2012 -"))
    );
    assert_eq!(find_date("5 May 2004-rev").map(|(_, date)| date.text), Some("5 May 2004"));
}
