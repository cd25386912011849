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
mod confirm;
mod declared;
mod desk;
mod dialogues;
mod keys;
mod model;
mod next;
mod plain;
mod result;
mod view;

#[cfg(test)]
mod acts_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod witnesses_tests;

pub use app::App;
pub use declared::{ChannelView, Fate, ResultItem, ResultView};
pub use model::{
    Act, AwaitedByWitnesses, ContestLine, ContestState, CountOf, Counts, DelegationRow, DeputyLine, Effect,
    EntryLine, FurtherVote, LogView, Model, PendingLine, PersonAct, QuorumView, RollLine, RollStatus,
    WitnessesView, ZeroLine,
};
pub use plain::plain_lines;
pub use view::{view, witness_sentences};
