//! The log of a sitting, its rules, and the verifier.

pub mod checkpoint;
pub mod merkle;
pub mod note;
pub mod receipt;
pub mod rules;
pub mod wire;
