//! `poolgate_fuzz::page_forms`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::page_forms(input));
