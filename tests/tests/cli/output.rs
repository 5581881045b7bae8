//! Cases of `output`.

use super::*;

/// Runs a command whose reader goes away after some bytes.
fn cut_short(command: &mut Command, bytes: usize) {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let mut pipe = child.stdout.take().expect("a pipe");
    let mut start = vec![0; bytes];
    pipe.read_exact(&mut start).expect("some output");
    drop(pipe);
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command:?}");
    assert_eq!(output.status.code(), Some(0), "{command:?}");
}

/// Thirty dossiers: their pages and tables are more than a pipe holds, so that a command writes on when nobody reads.
fn thirty_dossiers() -> (TempDir, PathBuf) {
    let folder = folder();
    let dossiers = folder.path().join("dossiers");
    fs::create_dir(&dossiers).expect("a folder");
    for number in 0..30 {
        copy(&kazakhstan(), &dossiers.join(format!("kazakhstan{number}.txt")));
    }
    (folder, dossiers)
}

#[test]
fn a_closed_pipe_is_no_error_for_show() {
    let (folder, dossiers) = thirty_dossiers();
    let out = folder.path().join("out");
    release(&[dossiers], &out);
    for format in ["table", "csv"] {
        let args = ["show", "documents", "--format", format, "--release"];
        assert!(good(accession().args(args).arg(&out)).len() > 300_000);
        cut_short(accession().args(args).arg(&out), 10);
    }
}

#[test]
fn a_closed_pipe_is_no_error_for_ingest_and_check() {
    let (_folder, dossiers) = thirty_dossiers();
    for args in [&["ingest"][..], &["ingest", "--format", "json"], &["check"]] {
        cut_short(accession().args(args).arg(&dossiers), 10);
    }
}

#[test]
fn a_closed_pipe_is_no_error_for_short_output() {
    let folder = folder();
    let out = folder.path().join("out");
    // The pipe may close before anything is written or after all of it.
    for bytes in [0, 10] {
        cut_short(accession().args(["schema", "--format", "json"]), bytes);
        cut_short(accession().arg("schema"), bytes);
        cut_short(accession().args(["completions", "bash"]), bytes);
        cut_short(accession().arg("--help"), bytes);
        for format in ["table", "csv", "json"] {
            cut_short(accession().args(["compare", "--by", "region", "--format", format]), bytes);
        }
        for format in ["table", "json"] {
            cut_short(accession().args(["timeline", "KAZ", "--format", format]), bytes);
            cut_short(accession().args(["why", "AND", "application", "--format", format]), bytes);
        }
        cut_short(accession().args(["run", "--out"]).arg(&out), bytes);
        assert_eq!(ids(&out), ["kazakhstan"]);
    }
}

#[test]
fn there_are_no_escape_codes_outside_of_terminals() {
    let folder = folder();
    let out = folder.path().join("out");
    let missing = folder.path().join("missing.txt");
    let bad = showing("impossible_date");
    let mut commands: Vec<Command> = Vec::new();
    let mut add = |args: &[&str], paths: &[&Path]| {
        let mut command = accession();
        command.args(args).args(paths);
        commands.push(command);
    };
    add(&["run", "--out"], &[&out, Path::new("--dossiers"), &bad, &missing]);
    add(&["run"], &[&missing]);
    add(&["check"], &[&bad, &missing]);
    add(&["ingest"], &[&bad, &missing]);
    add(&["ingest", "--format", "json"], &[&bad]);
    add(&["show", "findings", "--release"], &[&out]);
    add(&["show", "nothing", "--release"], &[&out]);
    add(&["compare", "--by", "ldc"], &[]);
    add(&["compare", "--by", "nothing"], &[]);
    add(&["compare", "--by", "ldc", "--groups"], &[&missing]);
    add(&["timeline", "KAZ"], &[]);
    add(&["timeline", "Narnia"], &[]);
    add(&["why", "AND", "application"], &[]);
    add(&["why", "AND", "membership"], &[]);
    add(&["schema"], &[]);
    add(&["--help"], &[]);
    add(&["dance"], &[]);
    for mut command in commands {
        let output = command.output().expect("the command starts");
        for stream in [&output.stdout, &output.stderr] {
            assert!(!stream.contains(&0x1b), "{command:?}: {}", String::from_utf8_lossy(stream));
        }
        assert!(output.stdout.len() + output.stderr.len() > 0, "{command:?} says nothing");
    }
}
