//! A terminal that is a witness (protocol.md §11.7): what it has verified itself it cosigns, and nothing else.
//!
//! The follower folds the whole log, so the root at every size is its own. For each checkpoint that the server asks about the
//! witness compares the root, keeps durably what it is about to sign, and only then signs ([`audit::witness`]); the cosignature
//! goes back over the connection on which it was asked.
//!
//! Invariants
//! - The key signs cosignatures and nothing else; it is no act key.
//! - What contradicts itself is never cosigned, is kept in the witness's folder, and stays on the screen ([`Seat::alarm`]).
//!
//! Next: `follower` carries the questions and the answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use audit::evidence::{AboutLog, Unproven};
use audit::fingerprint::Fingerprint;
use audit::merkle::Tree;
use audit::note::{KeyName, KeyNameError, Note, Vkey, VkeyType};
use audit::witness::key::CosignerKey;
use audit::witness::store::{Store, StoreError};
use audit::witness::{Finding, FindingKind, Witness, WitnessError};
use crypto::signature::SigningKey;
use tokio::task::spawn_blocking;

use super::follower::{Follower, FollowerEvent};
use super::log::FollowedLog;
use crate::net::Sitting;

/// What a witness at a terminal is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// The name that entry 0 has for it.
    pub name: String,
    /// Entries of the checkpoint that it cosigned last.
    pub size: Option<u64>,
    /// Why the last checkpoint was not cosigned or the cosignature not taken; gone with the next that is.
    pub trouble: Option<String>,
    /// The log contradicted itself, or the witness's own state is an old one: it stays until the terminal is closed.
    pub alarm: Option<Alarm>,
}

/// What is wrong beyond repair at this terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Two checkpoints that no one log has, both signed by it; the file proves it.
    TwoHistories {
        /// Sizes of what was cosigned and of what came.
        sizes: [u64; 2],
        /// Where both notes lie.
        file: Option<PathBuf>,
    },
    /// A checkpoint that goes on after the seal.
    BeyondSeal {
        /// Its size.
        size: u64,
        /// The evidence, once the seal was cosigned here.
        file: Option<PathBuf>,
    },
    /// A checkpoint with another root than that of the entries which the server sent.
    OtherRoot {
        /// Its size.
        size: u64,
    },
    /// The witness's own folder can no longer be used.
    Stopped {
        /// Why.
        reason: String,
    },
}

impl Alarm {
    /// The evidence, if it is proof.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::TwoHistories { file, .. } | Self::BeyondSeal { file, .. } => file.as_deref(),
            Self::OtherRoot { .. } | Self::Stopped { .. } => None,
        }
    }
}

/// Why a terminal is no witness.
#[derive(Debug, thiserror::Error)]
pub enum SeatError {
    /// Entry 0 does not name this key.
    #[error("entry 0 names no witness with this key")]
    NotNamed,
    /// Entry 0 is not one that evidence can be made of. No sitting that was verified has such a one.
    #[error(transparent)]
    Sitting(#[from] Unproven),
    /// The folder with what was cosigned last.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The name of a witness key where its holder chose none: below the sitting's origin, by the key itself.
pub fn key_name(origin: &str, key: &SigningKey) -> Result<KeyName, KeyNameError> {
    let [a, b, c, d, ..] = *key.verifying_key().as_bytes();
    format!("{origin}/witness-{a:02x}{b:02x}{c:02x}{d:02x}").parse()
}

/// What entry 0 names a witness by: its name, and its key of type 0x04.
pub fn vkey(origin: &str, key: &SigningKey) -> Result<Vkey, KeyNameError> {
    Ok(Vkey::new(key_name(origin, key)?, VkeyType::Cosignature, key.verifying_key()))
}

/// Takes the seat of a witness: `folder` keeps what it cosigned, for ever and for this terminal alone.
pub fn sit_down(sitting: &Sitting, key: SigningKey, folder: &Path) -> Result<(Witness, Seat), SeatError> {
    let named = sitting.witnesses().named();
    let public = key.verifying_key();
    let named = named
        .iter()
        .find(|witness| witness.vkey.key().as_bytes() == public.as_bytes())
        .ok_or(SeatError::NotNamed)?;
    let logs = vec![sitting.log().clone()];
    let store = Store::open(folder, None, &named.vkey, &logs)?;
    // What contradicts itself becomes a file that `audit judge` believes without anything else.
    let about = AboutLog::new(sitting.entry_0(), Some(&Fingerprint(*sitting.fingerprint())))?;
    let witness = Witness::new(CosignerKey::new(named.vkey.name().clone(), key), logs, store);
    let witness = witness.with_sitting(about);
    let size = witness.last(sitting.log()).map(|held| held.checkpoint().size);
    Ok((witness, Seat { name: named.name.clone(), size, ..Seat::default() }))
}

impl Follower {
    /// From now on this follower's log is cosigned by `witness`, as long as the follower lives.
    pub fn attest(&self, witness: Witness, seat: Seat) {
        let shared = self.shared();
        let mut asked = shared.asked();
        shared.change(FollowerEvent::Witness, |view| *view.seat_mut() = seat);
        let answers = shared.answers();
        // It ends with the follower, whose last handle drops the questions.
        let weak = Arc::downgrade(&shared);
        drop(shared);
        tokio::spawn(async move {
            let mut desk = Desk { witness, unproved: None };
            loop {
                let note = asked.borrow_and_update().clone();
                if let Some(note) = note {
                    let Some(shared) = weak.upgrade() else { return };
                    let taken = spawn_blocking(move || {
                        let done = shared.look(|view| desk.answer(view.log(), &note, now()));
                        (desk, done)
                    });
                    let Some(shared) = weak.upgrade() else { return };
                    let Ok((back, (done, proved))) = taken.await else {
                        let alarm = Alarm::Stopped { reason: "the witness was interrupted".to_owned() };
                        shared.change(FollowerEvent::Witness, |view| view.seat_mut().alarm = Some(alarm));
                        return;
                    };
                    desk = back;
                    shared.change(FollowerEvent::Witness, |view| {
                        done.enter(view.seat_mut());
                        if let Some(alarm) = proved {
                            Done::Alarm(alarm).enter(view.seat_mut());
                        }
                    });
                    if let Done::Cosigned { note, .. } = done {
                        // Nobody takes it while there is no connection: then it is asked for again.
                        let _ = answers.try_send(note);
                    }
                }
                if asked.changed().await.is_err() {
                    return;
                }
            }
        });
    }
}

/// What became of one question.
#[derive(Debug)]
enum Done {
    Cosigned { size: u64, note: String },
    Refused(String),
    Alarm(Alarm),
}

impl Done {
    fn enter(&self, seat: &mut Seat) {
        match self {
            Self::Cosigned { size, .. } => {
                seat.size = Some(*size);
                seat.trouble = None;
            }
            Self::Refused(reason) => seat.trouble = Some(reason.clone()),
            // The first stays, as it is what the people are called for; unless a later one has the proof.
            Self::Alarm(alarm) => {
                let shown = seat.alarm.get_or_insert_with(|| alarm.clone());
                if shown.file().is_none() && alarm.file().is_some() {
                    *shown = alarm.clone();
                }
            }
        }
    }
}

/// A witness over its terminal's log, and what it could not prove yet.
struct Desk {
    witness: Witness,
    /// A checkpoint with another root than that of the log here, larger than what was cosigned then: once more is cosigned, the
    /// two are evidence.
    unproved: Option<Note>,
}

impl Desk {
    /// What became of a question; and the alarm that the answer gave proof of, if there is one.
    fn answer(&mut self, log: &FollowedLog, note: &str, now: u64) -> (Done, Option<Alarm>) {
        if let Some(beyond) = self.beyond_seal(log, note) {
            return (beyond, None);
        }
        let done = attest(&mut self.witness, log.tree(), note, now);
        let proved = match &done {
            Done::Alarm(Alarm::OtherRoot { .. }) => {
                self.unproved = Note::parse(note.as_bytes()).ok();
                None
            }
            Done::Cosigned { .. } => self.prove(log.tree()),
            _ => None,
        };
        (done, proved)
    }

    /// Nothing is cosigned that goes on after the seal.
    fn beyond_seal(&mut self, log: &FollowedLog, note: &str) -> Option<Done> {
        let note = Note::parse(note.as_bytes()).ok()?;
        match self.witness.beyond_seal(&note, log.seal()?, log.tree()) {
            Ok(found) => {
                let Finding { sizes: [_, size], file, .. } = found?;
                Some(Done::Alarm(Alarm::BeyondSeal { size, file }))
            }
            Err(error) => Some(failed(&error, &note)),
        }
    }

    fn prove(&mut self, tree: &Tree) -> Option<Alarm> {
        let found = self.witness.contradicts(self.unproved.as_ref()?, tree).ok()??;
        if found.kind != FindingKind::TwoHistories {
            return None;
        }
        self.unproved = None;
        Some(Alarm::TwoHistories { sizes: found.sizes, file: found.file })
    }
}

/// Cosigns one checkpoint, if it is one of the log as it was verified here.
fn attest(witness: &mut Witness, tree: &Tree, note: &str, now: u64) -> Done {
    let parsed = match Note::parse(note.as_bytes()) {
        Ok(parsed) => parsed,
        Err(error) => return Done::Refused(error.to_string()),
    };
    match witness.cosign(&parsed, tree, now) {
        Ok(cosigned) => match cosigned.note() {
            Ok(note) => {
                let note = String::from_utf8_lossy(&note.to_bytes()).into_owned();
                Done::Cosigned { size: cosigned.checkpoint.size, note }
            }
            Err(error) => Done::Refused(error.to_string()),
        },
        Err(error) => failed(&error, &parsed),
    }
}

fn failed(error: &WitnessError, note: &Note) -> Done {
    let size = || note.text().parse().map_or(0, |read: audit::checkpoint::Checkpoint| read.size);
    match error {
        WitnessError::Refused { finding: Some(finding), .. } if finding.kind == FindingKind::TwoHistories => {
            Done::Alarm(Alarm::TwoHistories { sizes: finding.sizes, file: finding.file.clone() })
        }
        // The server's own entries do not give the root that it signed.
        WitnessError::Refused { refusal: audit::witness::check::Refusal::Growth(_), .. } => {
            Done::Alarm(Alarm::OtherRoot { size: size() })
        }
        WitnessError::Store(error) => Done::Alarm(Alarm::Stopped { reason: error.to_string() }),
        other => Done::Refused(other.to_string()),
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
#[path = "witness_tests.rs"]
mod tests;
