//! Any body under libFuzzer: `FUZZ_TARGET` names it.
#![no_main]

use std::sync::OnceLock;

static BODY: OnceLock<fn(&[u8])> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let body = BODY.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
        fuzz::targets::named(&name).expect("FUZZ_TARGET is a target").body
    });
    body(bytes);
});
