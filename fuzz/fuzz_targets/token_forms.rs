//! `poolgate_fuzz::token_forms`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::token_forms(input));
