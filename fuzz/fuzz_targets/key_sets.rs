//! `poolgate_fuzz::key_sets`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::key_sets(input));
