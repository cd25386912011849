//! The verifier against whole logs: good ones, ones changed in any byte, and ones signed by everybody and still wrong.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests unwrap as tests do"
)]

mod ahead;
mod changed;
mod good;
mod printed;
mod refusals;
mod report;
