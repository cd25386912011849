//! The deputy's screens: sign in, wait, mark, review, cast or check the machine, "票已投出".
//!
//! One contest is marked like another of its [`Style`]: 选, 赞成/反对/弃权, grades or numbers. A named contest (记名) says so on every
//! screen and has neither code nor check, since nothing is encrypted. Several contests may be open at once, each with its own
//! ballot, marks and status.
//!
//! Invariants
//! - Choices live in [`App`] alone while they are marked, and in the one [`Effect::Prepare`] that encrypts
//!   them; both wipe them. Casting and checking wipe the marks at once.
//! - Nothing that comes from outside ([`Push`]) changes a mark.
//! - A cast cannot be called off; it ends with "票已投出" or with the reason why not. Only on hold the screen is free meanwhile.
//! - Covered, a screen shows no choice, and neither does the help.
//!
//! [`App::key`], [`App::push`], [`App::tick`] change the state and return the [`Effect`]s the main loop
//! must carry out; [`view`] draws; [`plain_lines`] says the same in lines.

mod app;
mod ballot;
mod contest;
mod keys;
mod marking;
mod marks;
mod model;
mod outcome;
mod plain;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use app::{App, DONE_SHOWN_MS, IDLE_MS};
pub use contest::{BlankItem, ContestStatus, ContestView, ItemView, Limits, Round, Secrecy, Style};
pub use marks::{Choices, Opening};
pub use model::{CardInput, Effect, Identity, Push, Trouble};
pub use plain::plain_lines;
pub use view::view;
