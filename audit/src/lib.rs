//! The log of a sitting, its rules, and the verifier.
//!
//! Read in this order: [`wire`] (fields of canonical JSON), [`entry`] (what stands in the log), [`fold`] (what follows from
//! it), [`ahead`] (the dear checks, many at a time), [`rules`] (what is decided), [`merkle`], [`note`], [`checkpoint`] and [`receipt`] (how the log is signed), [`quorum`] (whose cosignatures a sitting waits for), [`witness`] (who cosigns it),
//! [`evidence`] (when it was signed twice), [`tiles`] (how it is published),
//! [`observe`] (how it is followed),
//! [`policy`] (whose signatures count),
//! [`verify`],
//! [`mod@print`] (the reports that people sign), [`archive`] (all of it in one folder, after the seal).

pub mod ahead;
pub mod archive;
pub mod checkpoint;
mod disk;
pub mod entry;
pub mod evidence;
pub mod fingerprint;
pub mod fold;
pub mod merkle;
pub mod note;
pub mod observe;
pub mod policy;
pub mod print;
pub mod quorum;
pub mod receipt;
pub mod rules;
pub mod tiles;
pub mod verify;
pub mod wire;
pub mod witness;
pub mod words;
