//! `poolgate_fuzz::challenge_answers`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::challenge_answers(input));
