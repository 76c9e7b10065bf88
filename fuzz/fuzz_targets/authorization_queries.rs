//! `poolgate_fuzz::authorization_queries`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::authorization_queries(input));
