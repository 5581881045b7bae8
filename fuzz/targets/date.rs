#![no_main]
//! libFuzzer's end of the target `date`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| accession_fuzz::run("date", bytes));
