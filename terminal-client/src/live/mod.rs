//! The live tally terminal and the secretariat's desk.
//!
//! Invariants
//! - No count of an item exists here before the declaration: [`ContestState::Declared`] alone carries a
//!   [`ResultView`].
//! - Who has not drawn a ballot is listed; who has not cast is unknowable, and no screen pretends to know.
//! - An irreversible act needs its word typed; the desk only proposes what two roles must sign.
//!
//! The main loop sets the [`Model`] whole by [`App::show`]; [`App::key`] returns [`Effect`]s; [`view`] draws.

mod app;
mod desk;
mod keys;
mod model;
mod plain;
mod result;
mod view;

#[cfg(test)]
mod tests;

pub use app::App;
pub use model::{
    Act, ContestLine, ContestState, Counts, DelegationRow, DeputyLine, Effect, EntryLine, Fate, LogView,
    Model, PendingLine, QuorumView, ResultItem, ResultView, RollLine, RollStatus, ZeroLine,
};
pub use plain::plain_lines;
pub use view::view;
