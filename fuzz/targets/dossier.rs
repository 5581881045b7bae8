#![no_main]
//! libFuzzer's end of the target `dossier`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| accession_fuzz::run("dossier", bytes));
