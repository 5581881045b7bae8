use accession_ingest::*;
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.len() > 1 {
        for f in &args[1..] {
            let b = std::fs::read(f).unwrap();
            let p = Page::new(&b, &Hints::default());
            let d = read(&p);
            println!("=== {f} {:?} {:?} {:?}", p.format, p.encoding, p.snapshot_date.map(|d| d.to_string()));
            for r in &d.rows {
                println!("{}\t{:?}\t{}", r.line, r.class, r.text);
            }
        }
        return;
    }
    let n = 1usize << 20;
    let rep = |s: &str| s.repeat(n / s.len());
    let num = |f: &dyn Fn(usize) -> String| {
        let mut s = String::from("<html>");
        let mut i = 0;
        while s.len() < n {
            s.push_str(&f(i));
            i += 1;
        }
        s
    };
    let h = |s: String| format!("<html><body>{s}");
    let mut cases: Vec<(&str, String)> = vec![
        ("b", h(rep("<b>"))),
        ("div", h(rep("<div>"))),
        ("p", h(rep("<p>x"))),
        ("td", h(format!("<table>{}", rep("<td>")))),
        ("tdx", h(format!("<table>{}", rep("<td>x")))),
        ("a", h(rep("<a>"))),
        ("a href", h(rep("<a href=x>y"))),
        ("a p", h(rep("<a href=x><p>y"))),
        ("table", h(rep("<table>"))),
        ("table td", h(rep("<table><td>"))),
        ("foster", h(format!("<table>{}", rep("x<b>")))),
        ("foster2", h(format!("<table>{}", rep("<i></i>")))),
        ("foster3", h(format!("<table>{}", rep("x<tr>")))),
        ("td table", h(format!("<table><tr>{}", rep("<td>x<table></table>")))),
        ("p b id", num(&|i| format!("<p><b id={i}>"))),
        (
            "font x p",
            h(format!("<p>{}{}", (0..400).map(|i| format!("<b id={i}>")).collect::<String>(), rep("<p>x"))),
        ),
        ("attrs", num(&|i| if i == 0 { "<b".into() } else { format!(" a{i}") })),
        (
            "attrs2",
            h(format!("<p><b {}>{}", (0..20000).map(|i| format!(" a{i}")).collect::<String>(), rep("<p>x"))),
        ),
        ("html attrs", num(&|i| format!("<html a{i}>"))),
        ("template", h(rep("<template>"))),
        ("select", h(rep("<select><option>"))),
        ("svg", h(rep("<svg>"))),
        ("math", h(rep("<math><mi>"))),
        ("</p>", h(rep("</p>"))),
        ("<", h(rep("<"))),
        ("&", h(rep("&"))),
        ("&a", h(rep("&a"))),
        ("&notit;", h(rep("&notit;"))),
        ("<!--", h(rep("<!--"))),
        ("<!", h(rep("<!>"))),
        ("script", h(rep("<script>"))),
        ("br in a", h(format!("<a href={}>{}", "u".repeat(4000), rep("x<br>")))),
        ("br", h(rep("x<br>"))),
        ("href long reopened", h(format!("<p><a href={}>{}", "u".repeat(4000), rep("<p>x")))),
        ("style long reopened", h(format!("<p><b style='{}'>{}", "u ".repeat(2000), rep("<p>x")))),
        ("li", h(rep("<ul><li>x"))),
        ("li2", h(rep("<li>x"))),
        ("pre", h(format!("<pre>{}", rep("x\n")))),
        ("cells lines", h(format!("<table><tr>{}<td>{}", "<td>x".repeat(100_000), "x<br>".repeat(100_000)))),
        ("even cells", h(format!("<table><tr>{}", rep("<td>x<br>y")))),
        ("th", h(format!("<table>{}", rep("<th>a")))),
        ("tr", h(format!("<table>{}", rep("<tr><td>a<td>b")))),
        ("applet", h(rep("<applet>"))),
        ("b /b p", h(rep("<b><p></b>"))),
        ("a div a", h(rep("<a><div>"))),
        ("nobr", h(rep("<nobr>"))),
        ("button", h(rep("<button>"))),
        ("form", h(rep("<form>"))),
        ("frameset", h(rep("<frameset>"))),
        ("frameset0", rep("<frameset>")),
        ("head", format!("<html>{}", rep("<head><title>x</title>"))),
        ("crlf", h(rep("x\r\n"))),
        ("cr", h(rep("x\r"))),
        ("nul", h(rep("x\0yyyyyyyyy"))),
        ("caption", h(rep("<table><caption>"))),
        ("colgroup", h(rep("<table><colgroup>"))),
        ("tags/attrs quoted", num(&|i| if i == 0 { "<b ".into() } else { format!("a{i}='>'") })),
        (
            "base long",
            h(format!("<base href='http://x.org/{}/'>{}", "u".repeat(4000), rep("<a href=x>y</a>"))),
        ),
        ("md [", rep("[")),
        ("md [](", rep("[](")),
        ("md [x](", rep("[x](y ")),
        ("md |", rep("|")),
        ("md | lines", rep("|a|b|\n")),
        ("md *", rep("**")),
        ("links damaged", h(rep("<a href=x>\u{c3}\u{a9}</a> "))),
        ("damaged text", rep("\u{c3}\u{a9}")),
        ("gbk", rep("ab\u{4e2d}")),
        ("gbk links", h(rep("<a href=x>aaa\u{8305}</a> b"))),
        ("dates", rep("01/01/2001 ")),
        ("symbols", rep("WT/ACC/KAZ/1 ")),
        ("brackets", rep("(")),
        ("digits", rep("1")),
        ("spaces", rep(" ")),
        ("nl", rep("\n")),
        ("spaces x", format!("x{}x", rep(" "))),
        ("roman", rep("I")),
        ("words", rep("a ")),
        ("lines x", rep("x\n")),
        ("numbered", rep("1. x\n")),
        ("slashes", rep("/")),
        ("tildes", rep("~ ")),
        ("http", h(format!("<a href='{}'>x", "/http".repeat(800)))),
        (
            "saved",
            format!("<!-- saved from url=(1)http://{} --><html>{}", "x".repeat(n), rep("<a href=y>z</a>")),
        ),
    ];
    let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n";
    let part = "--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html>";
    cases.push(("mhtml parts", format!("{head}{}", rep("--x\r\n\r\n"))));
    cases.push((
        "mhtml nested",
        format!(
            "{head}{}",
            num(&|i| format!(
                "--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{}",
                if i == usize::MAX { "" } else { "" }
            ))
        ),
    ));
    cases.push((
        "mhtml nested2",
        format!(
            "{head}{}",
            num(&|i| if i == 0 {
                "--x\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n".into()
            } else {
                format!("--b{}\r\nContent-Type: multipart/mixed; boundary=b{i}\r\n\r\n", i - 1)
            })
        ),
    ));
    cases.push((
        "mhtml rfc822",
        format!(
            "{head}--x\r\nContent-Type: message/rfc822\r\n\r\n{}",
            rep("Content-Type: message/rfc822\r\n\r\n")
        ),
    ));
    cases.push((
        "mhtml headers",
        format!("MIME-Version: 1.0\r\nContent-Type: text/html\r\n{}\r\n<html>", rep("A: b\r\n")),
    ));
    cases.push((
        "mhtml params",
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x{}\r\n\r\n{part}",
            rep("; a=b")
        ),
    ));
    cases.push(("mhtml qp", format!("{head}{part}{}", rep("=41"))));
    cases.push(("mhtml qp soft", format!("{head}{part}{}", rep("=\r\n"))));
    cases.push(("mhtml qp blanks", format!("{head}{part}{}x", rep(" "))));
    cases.push(("mhtml dashes", format!("{head}{part}{}", rep("-"))));
    cases.push(("mhtml -- ", format!("{head}{part}{}", rep("\r\n--"))));
    for (name, text) in &cases {
        let at = Instant::now();
        let page = Page::new(text.as_bytes(), &Hints::default());
        let t1 = at.elapsed();
        let dossier = read(&page);
        let t2 = at.elapsed() - t1;
        println!(
            "{name:22} {:6} KB page {:6} ms read {:6} ms {:?} rows {} lines {} rss {}",
            text.len() / 1024,
            t1.as_millis(),
            t2.as_millis(),
            page.format,
            dossier.rows.len(),
            page.line_count,
            std::fs::read_to_string("/proc/self/status")
                .unwrap()
                .lines()
                .find(|l| l.starts_with("VmHWM"))
                .unwrap()
                .split_whitespace()
                .nth(1)
                .unwrap()
                .parse::<u64>()
                .unwrap()
                / 1024
        );
    }
}
