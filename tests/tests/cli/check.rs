//! Cases of `check`.

use super::*;

#[test]
fn a_clean_page_is_good() {
    let path = showing("clean");
    let stdout = good(accession().arg("check").arg(&path));
    assert_eq!(stdout, format!("{}: 0 errors, 0 warnings, 0 infos\n", path.display()));
}

#[test]
fn warnings_are_shown_and_are_no_error() {
    let stdout = good(accession().args(["check", "data/dossiers/kazakhstan.txt"]));
    assert_has(&stdout, "warning[");
    assert_has(&stdout, "\ndata/dossiers/kazakhstan.txt: 0 errors, 9 warnings, 10 infos\n");
    // What README.md shows of it is what is printed.
    let readme = String::from_utf8(read(&root().join("README.md"))).expect("UTF-8");
    let mut lines = readme.lines().skip_while(|line| !line.starts_with("warning[")).peekable();
    assert!(lines.peek().is_some(), "README.md shows no finding");
    for line in lines.take_while(|line| line.trim() != "```") {
        assert!(stdout.lines().any(|printed| printed == line), "README.md says {line:?}, not in\n{stdout}");
    }
}

#[test]
fn errors_are_shown_at_their_line() {
    let path = showing("impossible_date");
    let Said { stdout, stderr } = said(accession().arg("check").arg(&path), 1);
    assert_eq!(stderr, "");
    let source = String::from_utf8(read(&path)).expect("UTF-8");
    let (number, line) =
        (1..).zip(source.lines()).find(|(_, line)| line.contains("31/02/1995")).expect("a line");
    let place = format!("--> {}:{number}:", path.display());
    let finding = stdout.split("\n\n").find(|finding| finding.contains(&place)).expect("the finding");
    assert!(finding.starts_with("error[impossible_date]: "), "{finding}");
    assert_has(finding, &format!("{number} | {line}\n"));
    assert_has(finding, "^^^^");
    let counted = stdout.matches("error[").count();
    assert_has(&stdout, &format!("\n{}: {counted} errors, ", path.display()));
}

#[test]
fn every_file_is_checked_whatever_the_others_are() {
    let folder = folder();
    let (bad, clean) = (showing("unknown_economy"), showing("clean"));
    let missing = folder.path().join("missing.txt");
    let Said { stdout, stderr } = said(accession().arg("check").args([&bad, &missing, &clean]), 1);
    assert!(stderr.starts_with(&format!("problem: {}: ", missing.display())), "{stderr}");
    for path in [&bad, &clean] {
        assert_has(&stdout, &format!("{}: ", path.display()));
    }
    // One missing file is enough.
    said(accession().arg("check").args([&missing, &clean]), 1);
    // And a folder stands for its files.
    copy(&clean, &folder.path().join("page.txt"));
    let stdout = good(accession().arg("check").arg(folder.path()));
    assert_has(&stdout, "page.txt: 0 errors, 0 warnings, 0 infos\n");
    said(accession().arg("check"), 2);
}

#[test]
fn a_line_that_is_no_text_is_an_error_at_its_line() {
    let folder = folder();
    let path = folder.path().join("page.txt");
    let mut bytes = read(&showing("clean"));
    let row = b"4th meeting resumed ";
    let at = bytes.windows(row.len()).position(|window| window == row).expect("the row");
    bytes[at + 3] = 0xff;
    write(&path, &bytes);
    let number = line_at(&bytes, at);
    let Said { stdout, stderr } = said(accession().arg("check").arg(&path), 1);
    assert_eq!(stderr, "");
    assert_has(&stdout, "error[unread_line]: ");
    assert_has(&stdout, &format!("--> {}:{number}:", path.display()));
    assert_has(&stdout, &format!("{number} | 4th\u{fffd}meeting resumed 26/10/2012 Documents\n"));
    assert_has(&stdout, &format!("\n{}: 1 error, ", path.display()));
}

#[test]
fn files_that_are_no_pages_have_no_layout() {
    let folder = folder();
    let sources: [&[u8]; 5] =
        [b"", b"\n\n", b"\xff\xfeK\0a\0z\0\n\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &[0xe2; 5000]];
    for source in sources {
        let path = folder.path().join("page.txt");
        write(&path, source);
        let Said { stdout, stderr } = said(accession().arg("check").arg(&path), 0);
        assert_eq!(stderr, "");
        assert_has(&stdout, "warning[unknown_layout]: ");
        assert_has(&stdout, &path.display().to_string());
    }
}
