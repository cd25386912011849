//! The catalogue of forgeries: whole logs that somebody made false, with every key that this somebody has.
//!
//! A verifier is worth what it refuses. Each [`Kind`] starts from a good log ([`base`]), changes one thing at one place, and
//! signs, chains and publishes everything again that its forger could sign; where the check in question were missing, the log
//! would go on from there as if nothing had happened (`forge`). So a kind is refused by its own check, or by none.
//!
//! - `kinds/` has the kinds, in files by what is forged;
//! - `vectors` writes them to `tests/vectors/forgeries/`, for verifiers in other languages;
//! - `tests/tests/forgeries/` runs them: each refused as it says, with each check switched off in turn;
//! - `docs/forgeries.md` is the table of all.
//!
//! Pitfall numbers are those of the attacks in `docs/threat-model.md` §4.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a library of tests: what goes wrong here is the test's own fault and must stop it"
)]

pub mod base;
mod forge;
mod go_on;
mod kinds;
mod prover;
pub mod vectors;

use audit::fold::{Check, Code};
pub use forge::{Forge, Forged};
use std::sync::LazyLock;

/// One kind of forgery.
pub struct Kind {
    /// Unique, in words joined by `-`; names the vector's file.
    pub name: &'static str,
    /// Who forges, with which keys.
    pub forger: &'static str,
    /// Rows of `docs/threat-model.md` §4; empty where no known attack has a row and the rule is the protocol's own.
    pub pitfall: &'static [u8],
    /// What is forged, and what the forger would gain.
    pub what: &'static str,
    /// The check that refuses it, and the code.
    pub refused: (Check, Code),
    /// Who is accused, as the verdict names them, with spaces between.
    pub accused: &'static str,
    /// Makes it.
    pub forge: fn(&Kind) -> Forged,
}

impl Kind {
    /// The bench at a mark of a base's story, where this kind is forged.
    pub fn at(&self, base: &'static base::Base, mark: &str) -> Forge {
        Forge::new(base, mark, self.refused.0)
    }
}

/// Every kind with its log, made once, in the order of the checks that refuse them.
pub fn forged() -> &'static [(&'static Kind, Forged)] {
    static FORGED: LazyLock<Vec<(&'static Kind, Forged)>> =
        LazyLock::new(|| catalogue().into_iter().map(|kind| (kind, (kind.forge)(kind))).collect());
    &FORGED
}

/// Every kind, in the same order.
pub fn catalogue() -> Vec<&'static Kind> {
    let mut all: Vec<_> = kinds::ALL.iter().copied().flatten().collect();
    all.sort_by_key(|kind| kind.refused.0);
    all
}
