//! The kinds, by what is forged.

mod ballots;
mod ceremony;
mod counting;
mod definition;
mod ending;
mod envelope;
mod paper;
mod people;
mod signatures;
mod voting;
mod witness;

use super::Kind;

/// Every kind, in files by what is forged.
pub(super) const ALL: &[&[Kind]] = &[
    envelope::KINDS,
    definition::KINDS,
    signatures::KINDS,
    ceremony::KINDS,
    people::KINDS,
    voting::KINDS,
    ending::KINDS,
    ballots::KINDS,
    counting::KINDS,
    paper::KINDS,
    witness::KINDS,
];
