//! The witness behind its HTTP desk: one at a time, a line on the terminal for each, and the end when its state fails.

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use audit::note::{Note, Vkey};
use audit::witness::answer::Answer;
use audit::witness::http::Desk;
use audit::witness::store::StoreError;
use audit::witness::{Witness, WitnessError, published_parts};
use audit::words::Words;
use tokio::sync::watch;

use super::said;
use crate::cli::{Lang, print};

/// How it ended, if not by being told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The state is an old one.
    RolledBack,
    /// The disk failed.
    Failed,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::RolledBack => Self::from(1),
            Ended::Failed => Self::from(2),
        }
    }
}

/// One witness, behind a lock: checking and persisting is one step.
pub(super) struct OneDesk {
    witness: Mutex<Witness>,
    lang: Lang,
    /// Becomes true when nothing more may be signed.
    stop: watch::Sender<bool>,
    ended: Mutex<Option<Ended>>,
}

impl OneDesk {
    pub(super) fn new(witness: Witness, lang: Lang, stop: watch::Sender<bool>) -> Self {
        Self { witness: Mutex::new(witness), lang, stop, ended: Mutex::new(None) }
    }

    /// The first lines: who this is, and how far each log was cosigned.
    pub(super) fn first_lines(&self, url: &str) -> Vec<Words> {
        let witness = self.witness.lock().unwrap_or_else(PoisonError::into_inner);
        let last = |log: &Vkey| witness.last(log).map(|held| (held.checkpoint().size, held.time()));
        let logs = witness.logs().iter().map(|log| said::watching(log, last(log)));
        std::iter::once(said::ready(&witness.vkey(), url)).chain(logs).collect()
    }

    /// Looks at a checkpoint that a log publishes; says something only where something is wrong.
    pub(super) fn look(&self, place: &str, checkpoint: Result<Vec<u8>, String>) {
        let Ok(mut witness) = self.witness.lock() else { return self.end(&StoreError::Stopped) };
        let looked = checkpoint
            .and_then(|bytes| Note::parse(&bytes).map_err(|error| error.to_string()))
            .map(|note| witness.look(&note));
        drop(witness);
        let words = match looked {
            Ok(Ok(None)) => return,
            Ok(Ok(Some(finding))) => said::found(&finding, place),
            Ok(Err(WitnessError::Store(error))) => {
                self.end(&error);
                said::store_error(&error)
            }
            Ok(Err(error)) => said::not_looked(place, &error),
            Err(problem) => said::not_looked(place, &problem),
        };
        let _ = print(&format!("{}\n", words.of(self.lang.into())));
    }

    /// Told to stop.
    pub(super) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Why it ended by itself.
    pub(super) fn ended(&self) -> Option<Ended> {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the program: a start reads from disk what is there.
    fn end(&self, error: &StoreError) {
        let ended = if error.is_rolled_back() { Ended::RolledBack } else { Ended::Failed };
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(ended);
        self.stop.send_replace(true);
    }
}

impl Desk for OneDesk {
    fn add_checkpoint(&self, body: &[u8]) -> Answer {
        // After a panic under the lock nothing is known of the state, so nothing more is signed.
        let Ok(mut witness) = self.witness.lock() else {
            self.end(&StoreError::Stopped);
            return WitnessError::Store(StoreError::Stopped).answer();
        };
        let result = witness.add_checkpoint(body, now());
        drop(witness);
        let (answer, words) = match result {
            Ok(cosigned) => (Answer::Cosigned(vec![cosigned.line.clone()]), said::cosigned(&cosigned)),
            Err(error) => {
                if let WitnessError::Store(store) = &error {
                    self.end(store);
                }
                (error.answer(), said::refused(&error))
            }
        };
        // Whoever looks at nothing still has a witness.
        let _ = print(&format!("{}\n", words.of(self.lang.into())));
        answer
    }

    fn published(&self, hex: &str) -> (u16, &'static str, Vec<u8>) {
        let witness = self.witness.lock().unwrap_or_else(PoisonError::into_inner);
        published_parts(witness.published(hex).as_ref())
    }
}

/// POSIX seconds; 0 before 1970, which no state comes before.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
