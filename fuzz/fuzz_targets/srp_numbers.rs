//! `poolgate_fuzz::srp_numbers`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::srp_numbers(input));
