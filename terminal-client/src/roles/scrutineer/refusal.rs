//! What a scrutineer's program refuses, and why (protocol.md §8.1; pitfalls 13, 20).

use audit::fingerprint::Fingerprint;
use audit::fold::{Refusal, Stage};
use crypto::ceremony::CeremonyError;
use crypto::decryption::DecryptionError;

use super::super::acts::ActError;
use super::super::log::Refuted;
use super::vault::VaultError;

/// Why a step of the scrutineer was not done. Nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum ScrutineerError {
    /// The log fails a check; nothing at all is done on it.
    #[error("the log is refuted: {0}")]
    LogFails(#[source] Refuted),
    /// A log of another sitting than the vault's.
    #[error("this is the log of the sitting {0}")]
    OtherSitting(Fingerprint),
    /// Our act key is none of the current run.
    #[error("this terminal's key is not among the scrutineers of the current run")]
    NotNamed,
    /// The log says that it is another step's turn.
    #[error("it is not the time for this step")]
    NotNow,
    /// The log holds our commitment of this run, but the vault is not of this run.
    #[error("the secret of run {run} is not in this terminal's file; a new run is needed")]
    LostSecret {
        /// The run.
        run: u64,
    },
    /// The key that all signed gives our position another share than ours.
    #[error("the agreed key does not fit this terminal's share")]
    ShareDiffers,
    /// A decryption that must not be.
    #[error(transparent)]
    Decrypt(#[from] DecryptRefusal),
    /// The ceremony's own checks.
    #[error(transparent)]
    Ceremony(#[from] CeremonyError),
    /// The proofs of a decryption could not be made.
    #[error(transparent)]
    Decryption(#[from] DecryptionError),
    /// The fold's refusal of what we would say.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A body could not be made.
    #[error(transparent)]
    Act(#[from] ActError),
    /// The file of secrets.
    #[error(transparent)]
    Vault(VaultError),
    /// The operating system gave no randomness.
    #[error("no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl From<VaultError> for ScrutineerError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::SecondClosing { served, asked } => Self::Decrypt(DecryptRefusal::SecondClosing {
                served: served.to_bytes(),
                asked: asked.to_bytes(),
            }),
            error => Self::Vault(error),
        }
    }
}

/// Why nothing is decrypted, beside a log that fails a check ([`ScrutineerError::LogFails`]); in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecryptRefusal {
    /// The log has no such contest.
    #[error("the log has no contest {contest}")]
    UnknownContest {
        /// Its number.
        contest: u64,
    },
    /// It does not count, so nobody may learn its totals.
    #[error("contest {contest} is voided")]
    Voided {
        /// Its number.
        contest: u64,
    },
    /// Secretariat and chief scrutineer have not signed the close.
    #[error("contest {contest} is not closed")]
    BeforeClose {
        /// Its number.
        contest: u64,
        /// Where it stands; `None` before the opening.
        stage: Option<Stage>,
    },
    /// The result is declared; a further share serves nothing.
    #[error("the result of contest {contest} is declared")]
    Declared {
        /// Its number.
        contest: u64,
    },
    /// Votes are public or hands were counted: there is nothing encrypted.
    #[error("contest {contest} is not secret")]
    NotSecret {
        /// Its number.
        contest: u64,
    },
    /// Its numbers make the vote void whatever it holds, so nobody may learn it (§9.3, step 2).
    #[error("contest {contest} is void by its numbers")]
    VoidByNumbers {
        /// Its number.
        contest: u64,
    },
    /// The papers are not counted twice and confirmed: neither channel may be known before the other is fixed.
    #[error("the papers of contest {contest} are not confirmed")]
    PaperAwaited {
        /// Its number.
        contest: u64,
    },
    /// So few that totals would show how people voted.
    #[error("{returned} ballots are fewer than the minimum of {minimum}")]
    TooFewBallots {
        /// Ballots of the box and papers entered.
        returned: u64,
        /// The rules' minimum.
        minimum: u64,
    },
    /// No quorum of witnesses has seen the close: another one may be shown elsewhere (pitfall 12).
    #[error("the close of contest {contest} is not witnessed")]
    NotWitnessed {
        /// Its number.
        contest: u64,
    },
    /// The vault holds no share of the current key.
    #[error("this terminal has no share of the key")]
    NoShare,
    /// Shares were made for another close of this contest; the difference of two sums is a ballot.
    #[error("this terminal has made shares for another close of the contest")]
    SecondClosing {
        /// Leaf of the `contest_closed` that was served.
        served: [u8; 32],
        /// Leaf of the one asked for.
        asked: [u8; 32],
    },
}
