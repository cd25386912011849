//! The log of a sitting, its rules, and the verifier.

pub mod merkle;
pub mod wire;
