//! Every kind of contest on a running server: named votes, hands, papers, several at once; and what is refused.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests unwrap as tests do"
)]

#[path = "../hall/mod.rs"]
mod hall;
mod killed;
mod named;
mod papers;
mod people;
mod recast;
mod several;

use audit::fingerprint::Fingerprint;
use audit::fold::{Stage, State};
use audit::verify::verify_folder;
use hall::{Client, Hall};
use terminal_client::roles::acts::bodies::{self, PapersBack};

/// The published log verifies; gives its state.
fn verified(hall: &Hall) -> State {
    let verdict =
        verify_folder(&hall.path().join("published"), &Fingerprint(hall.fingerprint), |_, _| {}).unwrap();
    assert_eq!(verdict.failure, None);
    verdict.state
}

/// Ends a secret contest, hands in the slips of those who cast, and waits for its box.
async fn unbox(hall: &Hall, desk: &mut Client, number: u64, cast: &[u32]) {
    let hash = desk.state().await.contests()[&number].course().unwrap().hash;
    desk.accepted(&hall.ended(hash)).await;
    for deputy in cast {
        desk.accepted(&hall.slip(hash, *deputy)).await;
    }
    desk.until(|state| state.contests()[&number].stage() == Some(Stage::Opened)).await;
}

async fn close(hall: &Hall, desk: &mut Client, number: u64, papers: PapersBack) {
    let state = desk.state().await;
    desk.accepted(&hall.two(&bodies::close(&state, number, papers).unwrap())).await;
}
