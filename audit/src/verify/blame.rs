//! Who is accused of an entry that does not hold (protocol.md §12.3).
//!
//! An entry that the fold refuses names the server, which let it in. Whoever signed what is wrong is accused beside it, if
//! the signatures hold: the envelope (`prev`, `time`), the order and repetitions are the server's alone.

use super::Failure;
use crate::entry::{Line, Signer};
use crate::fold::{Check, Code, Refusal, State};

/// A line that cannot be read, or what only the end of the log shows.
pub(super) fn unreadable(index: u64, refusal: Refusal) -> Failure {
    // Another sitting's log accuses nobody.
    let accused = if refusal.code == Code::FingerprintDiffers { Vec::new() } else { vec![Signer::Server] };
    Failure { index, check: refusal.code.check(), refusal, accused }
}

/// A line that `state` refuses.
pub(super) fn refused(state: &State, line: &Line, refusal: Refusal) -> Failure {
    let check = refusal.code.check_in(line.body());
    let servers_alone = matches!(
        check,
        Check::Encoding | Check::Chain | Check::Time | Check::Signatures | Check::Replay | Check::Parts
    ) || refusal.code == Code::Sealed;
    let mut accused = Vec::new();
    if !servers_alone && state.signatures_hold(line) {
        // A ballot is nobody's: its key says nothing of a person.
        let signers = line.entry().sigs.iter().map(|sig| sig.by);
        accused.extend(signers.filter(|by| !matches!(by, Signer::Server | Signer::Ballot)));
    }
    accused.push(Signer::Server);
    Failure { index: state.head().size, check, refusal, accused }
}
