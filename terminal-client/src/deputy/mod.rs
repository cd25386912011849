//! The deputy's screens: sign in, wait, mark, review, cast or check the machine, "票已投出".
//!
//! Invariants
//! - Choices live in [`App`] alone while they are marked, and in the one [`Effect::Prepare`] that encrypts
//!   them; both wipe them. Casting and checking wipe the marks at once.
//! - Nothing that comes from outside ([`Push`]) changes a mark.
//! - A cast cannot be closed; it ends with "票已投出" or with the reason why not.
//! - Covered, a screen shows no choice, and neither does the help.
//!
//! [`App::key`], [`App::push`], [`App::tick`] change the state and return the [`Effect`]s the main loop
//! must carry out; [`view`] draws; [`plain_lines`] says the same in lines.

mod app;
mod ballot;
mod keys;
mod marks;
mod model;
mod plain;
mod view;

#[cfg(test)]
mod tests;

pub use app::{App, DONE_SHOWN_MS, IDLE_MS};
pub use marks::{Choices, Opening};
pub use model::{CardInput, ContestStatus, ContestView, Effect, Identity, ItemView, Push, Trouble};
pub use plain::plain_lines;
pub use view::view;
