//! `poolgate_fuzz::server_tokens`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::server_tokens(input));
