//! `audit witness` as a process of its own, over real HTTP: what it answers, what it refuses, and what is left of it when it is
//! killed.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

mod answers;
mod double;
mod kills;
mod restarts;
mod support;
