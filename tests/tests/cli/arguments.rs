//! Cases of `arguments`.

use super::*;

#[test]
fn help_says_what_there_is() {
    let stdout = good(accession().arg("--help"));
    let commands =
        ["run", "ingest", "compare", "timeline", "why", "check", "evaluate", "show", "schema", "completions"];
    for command in commands {
        assert_has(&stdout, &format!("\n  {command} "));
    }
    for part in ["Examples:", "Exit codes:"] {
        assert_has(&stdout, part);
    }
    let codes = stdout.split_once("Exit codes:\n").expect("exit codes").1;
    for line in codes.lines().filter(|line| !line.is_empty()) {
        let is_code = ["  0  ", "  1  ", "  2  "].iter().any(|start| line.starts_with(start));
        assert!(is_code || line.starts_with("     "), "{line:?} is out of line in\n{codes}");
    }
    for code in ["  0  all good", "  1  it ran", "  2  it could not run"] {
        assert_has(codes, code);
    }
    for command in commands {
        assert_has(&good(accession().args([command, "--help"])), "Usage: accession ");
    }
}

#[test]
fn version_is_the_one_of_the_workspace() {
    let stdout = good(accession().arg("--version"));
    assert_eq!(stdout, format!("accession {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_arguments_can_not_run() {
    let cases: [&[&str]; 18] = [
        &["dance"],
        &["--colour"],
        &["show"],
        &["ingest"],
        &["check"],
        &["completions", "cmd.exe"],
        &["schema", "--format", "xml"],
        &["run", "--with-registers"],
        &["compare", "Kazakhstan"],
        &["compare", "--stratify-by", "ldc"],
        &["compare", "--tau", "a year"],
        &["compare", "--interval", "loglog"],
        &["compare", "--censor", "never"],
        &["compare", "--groups", "data/registers/economies.csv"],
        &["timeline"],
        &["why", "KAZ"],
        &["why", "KAZ", "membership", "--format", "csv"],
        &["why", "KAZ", "membership", "--as-of", "2020-01-01"],
    ];
    for args in cases {
        let Said { stdout, stderr } = said(accession().args(args), 2);
        assert_eq!(stdout, "", "{args:?}");
        assert!(stderr.starts_with("error: "), "{stderr}");
    }
}

#[test]
fn completions_are_scripts() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let stdout = good(accession().args(["completions", shell]));
        assert!(stdout.len() > 500, "{shell}: {stdout}");
        assert_has(&stdout, "accession");
        assert_has(&stdout, "as-of");
    }
}
