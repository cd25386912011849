//! When a round begins: at each new checkpoint, one after another, and from time to time without news.

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::note::Note;
use protocol::limits;
use protocol::server::{Digest, StageName};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::{Cosigning, Round};
use crate::sequencer::{Handle, SignedHead};

/// How often it is looked whether a round is due where nothing else wakes the task.
const LOOK: Duration = Duration::from_millis(250);

/// Begins rounds until the server stops. Ends at once in a sitting without witnesses.
pub async fn run(cosigning: Arc<Cosigning>, handle: Handle, mut stop: watch::Receiver<bool>) {
    if !cosigning.is_asked_for() {
        return;
    }
    let mut signed = handle.shared.watch_signed();
    let mut rounds = cosigning.watch_round();
    let common = handle.shared.watch_common();
    loop {
        let head = signed.borrow_and_update().clone();
        let round = rounds.borrow_and_update().clone();
        let is_voting = is_voting(&common.borrow());
        if is_due(&round, &head, is_voting, Instant::now()) {
            let begun = Note::parse(head.note.as_bytes())
                .map_err(Into::into)
                .and_then(|note| cosigning.begin(head.size, &note));
            match begun {
                Ok(()) => handle.wake(),
                // Signed by this very server a moment ago: it cannot be, and a loop would not mend it.
                Err(error) => {
                    tracing::error!(%error, "the checkpoint cannot be shown to witnesses");
                    sleep(limits::COSIGN_HEARTBEAT).await;
                }
            }
        }
        tokio::select! {
            changed = signed.changed() => if changed.is_err() { return },
            changed = rounds.changed() => if changed.is_err() { return },
            () = sleep(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Whether the next round begins now.
fn is_due(round: &Round, head: &SignedHead, is_voting: bool, now: Instant) -> bool {
    let age = now.saturating_duration_since(round.began);
    if head.size == 0 {
        return false;
    }
    if round.number == 0 {
        return true;
    }
    if head.size > round.size {
        return round.is_done || age >= limits::COSIGN_WAIT;
    }
    let rest = if is_voting || !round.is_done { limits::COSIGN_HEARTBEAT } else { limits::COSIGN_IDLE };
    age >= rest
}

/// Whether devices look at the age of the quorum.
fn is_voting(digest: &Digest) -> bool {
    digest
        .contests
        .iter()
        .any(|contest| matches!(contest.stage.as_slice(), [StageName::Open | StageName::Held]))
}

/// Waits until a checkpoint with a quorum covers so many entries, at most so long.
pub async fn covered(cosigning: &Cosigning, size: u64, patience: Duration) {
    let mut quorum = cosigning.watch_quorum();
    let covers = quorum.wait_for(|head| head.as_ref().is_some_and(|head| head.size >= size));
    // Without it, the caller goes on without.
    let _ = timeout(patience, covers).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(size: u64, is_done: bool, began: Instant) -> Round {
        Round { number: 1, size, note: "".into(), began, is_done }
    }

    fn head(size: u64) -> SignedHead {
        SignedHead { size, note: "".into(), log_bytes: 0 }
    }

    #[test]
    fn a_round_begins_when_the_one_before_is_done_or_waited_long_enough() {
        let began = Instant::now();
        let after = |wait: Duration| began + wait;
        let soon = Duration::from_millis(10);
        let none = Round { number: 0, ..round(0, true, began) };
        assert!(is_due(&none, &head(3), false, began));
        assert!(!is_due(&none, &head(0), false, after(limits::COSIGN_IDLE)));
        assert!(is_due(&round(3, true, began), &head(4), false, after(soon)));
        assert!(!is_due(&round(3, false, began), &head(4), false, after(soon)));
        assert!(is_due(&round(3, false, began), &head(4), false, after(limits::COSIGN_WAIT)));
    }

    #[test]
    fn without_news_the_last_is_asked_about_again() {
        let began = Instant::now();
        let done = round(3, true, began);
        assert!(!is_due(&done, &head(3), true, began + limits::COSIGN_HEARTBEAT / 2));
        assert!(is_due(&done, &head(3), true, began + limits::COSIGN_HEARTBEAT));
        assert!(!is_due(&done, &head(3), false, began + limits::COSIGN_HEARTBEAT));
        assert!(is_due(&done, &head(3), false, began + limits::COSIGN_IDLE));
        // Somebody waits for a quorum that is not there.
        assert!(is_due(&round(3, false, began), &head(3), false, began + limits::COSIGN_HEARTBEAT));
    }
}
