//! `poolgate_fuzz::callbacks`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::callbacks(input));
