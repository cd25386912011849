//! The archive: one folder with everything that a sealed sitting leaves behind (protocol.md §3.7, §17).
//!
//! ```text
//! manifest.txt                            every file below: length, SHA-256, name; `sha256sum -c manifest.txt` reads it
//! about.txt                               what is what, for whoever finds the folder
//! log.jsonl checkpoint policy fingerprint tile/…        what was published
//! rules/… reports/…                       what the seal lists: texts of the rules, and the pages that people sign
//! verifier/…                              what the verifier says of exactly this log, for people and for machines
//! docs/…                                  the format, and how to check all this at home
//! ```
//!
//! Invariants
//! - What the seal lists follows from the log alone ([`files_before_seal`]), so that the second signer makes the same list.
//! - No clock: the same log, checkpoint and version of this program give the same bytes.
//! - `manifest.txt` is written last: a folder without it is no archive.
//! - The manifest itself proves nothing. [`check`] trusts the sitting's fingerprint, and holds every file against the log.
//!
//! Next: `list` is what the seal names, `content` all that is made from the log, `manifest` the list of files; [`complete`]
//! makes an archive of a published log, [`check`] checks one.

mod check;
mod content;
mod docs;
mod error;
mod list;
mod make;
mod manifest;
mod walk;

pub use check::{Checked, check};
pub use error::ArchiveError;
pub use list::{ArchivedFile, files_before_seal, list};
pub use make::{Archived, complete};
pub use manifest::MANIFEST_FILE;

/// What a person reads first.
pub const ABOUT_FILE: &str = "about.txt";
/// The version that this program writes into a manifest: pages and reports are compared only with those of the same one.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
