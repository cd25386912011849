//! Fuzzing: every parser, the fold and the verifier against hostile bytes.
//!
//! A body is a plain function of bytes that panics where a property does not hold ([`targets`]). [`engine`] makes the bytes, on a
//! stable compiler; `libfuzzer/` gives the same bodies to libFuzzer where there is a nightly one. `README.md` says how to run both.
//!
//! Properties: no panic; what is decoded encodes to the same bytes; what is refused leaves the state as it was; a log that the
//! verifier takes under a fingerprint, and that nobody with keys has made, is the log that was published.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a body panics where a property does not hold: that is how it says so"
)]

pub mod engine;
pub mod targets;
