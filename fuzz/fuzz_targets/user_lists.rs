//! `poolgate_fuzz::user_lists`, for the fuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| poolgate_fuzz::user_lists(input));
