//! The scrutineer's screens: key ceremony, what there is to sign, decryption. The chief scrutineer and the
//! presiding officer use the same app in another [`Role`].
//!
//! Invariants
//! - What is signed is shown whole before it can be signed, and signing needs a typed word.
//! - A close whose ballots and slips differ says so, in its own lines, before it is signed.
//! - No share is asked for unless every check of the log passed and nothing blocks it.
//!
//! The main loop sets the [`Model`] by [`App::show`]; [`App::key`] returns [`Effect`]s; [`view`] draws.

mod app;
mod counts;
mod keys;
mod model;
mod plain;
mod view;

#[cfg(test)]
mod counts_tests;
#[cfg(test)]
mod tests;

pub use app::App;
pub use model::{
    CeremonyRow, CeremonyState, CeremonyView, CountingView, DecryptionStage, DecryptionView, Effect,
    LogCheck, Model, Passphrase, Proposal, ProposalKind, Role, TestDecryption, TieView,
};
pub use plain::plain_lines;
pub use view::view;
