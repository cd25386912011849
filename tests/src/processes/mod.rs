//! A sitting whose server is the real binary and whose deputies' devices are another process, so that both can be killed.
//!
//! ```text
//! this process     roles and scrutineers, with retries of their own; it kills, restarts and checks
//! server           `tally-server serve`, in release or debug mode, whichever was built last
//! clients          this test's binary once more, with [`HALL`] set: one device for each deputy, state folders on disk
//! ```
//!
//! Next: `disk` is a disk whose power can be cut; `sitting` makes one and goes through its steps; `storm` kills; `terminals` are deputies who vote by themselves; `check` compares the published log with every receipt.

#![allow(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

mod check;
mod child;
mod clients;
mod disk;
mod server;
mod sitting;
mod storm;
mod terminals;

pub use check::check;
pub use child::{HALL, be_the_clients};
pub use clients::Clients;
pub use disk::Disk;
pub use server::{Server, server_binary};
pub use sitting::{Hall, Step};
pub use storm::{Storm, seed};
pub use terminals::Terminals;

/// The only contest.
pub const CONTEST: u64 = 1;
/// Items on a ballot.
pub const ITEMS: usize = 6;
/// Marks on a ballot at most.
pub const MARKS_MAX: u32 = 3;

/// What the deputy with this number marks, in every run and after every crash.
pub fn marks(deputy: u32) -> Vec<bool> {
    let digits = [deputy % 6, deputy / 6 % 6, deputy / 36 % 6];
    (0..6).map(|item| digits.contains(&item)).collect()
}

/// What all deputies together mark.
pub fn totals(deputies: u32) -> Vec<u64> {
    let mut totals = vec![0; ITEMS];
    for deputy in 1..=deputies {
        for (total, mark) in totals.iter_mut().zip(marks(deputy)) {
            *total += u64::from(mark);
        }
    }
    totals
}
