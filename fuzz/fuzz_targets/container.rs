#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| platforms_fuzz::container(bytes));
