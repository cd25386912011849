//! The state that the sequencer owns, and the commit of a group.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::entry::{Line, LineError, Sig};
use audit::fold::{Refusal, Stage, State};
use crypto::sealing::SealingKey;
use crypto::signature::SigningKey;
use protocol::limits;
use protocol::problem::Problem;
use protocol::receipt::Boxed;
use protocol::server::Placed;
use tokio::sync::oneshot;

use super::boxes::{Deposits, OpenBox};
use super::clock::{entry_time, now};
use super::proposals::Proposals;
use super::register::Register;
use super::shared::{Shared, int};
use super::witnessing::Witnessing;
use super::{Answer, Command, Denial, Work, replay};
use crate::ballot_box::BoxError;
use crate::folder::Folder;
use crate::folder::stamps::{StampFileError, StampFiles};
use crate::publish::{PublishError, Published};
use crate::store::{SegmentStore, Store as _, StoreError};

/// Why the sequencer cannot go on. The process ends; what was answered is on disk.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Fatal {
    #[error("the log: {0}")]
    Store(#[from] StoreError),
    #[error("the ballot box: {0}")]
    Box(#[from] BoxError),
    #[error("a stamp key: {0}")]
    Stamp(#[from] StampFileError),
    #[error("the published files: {0}")]
    Publish(#[from] PublishError),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("the log on disk is refused by the fold at entry {index}: {refusal}")]
    Refused { index: u64, refusal: Refusal },
    #[error("entry {index} of the log: {source}")]
    Line { index: u64, source: LineError },
    #[error("the roots of tree, fold and tiles differ")]
    RootDiffers,
    #[error("the checkpoint cannot be signed: {0}")]
    Sign(audit::note::NoteError),
    #[error("the operating system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// Everything that one thread owns.
pub(super) struct Core {
    pub(super) folder: Folder,
    pub(super) log_key: SigningKey,
    pub(super) storage: SealingKey,
    pub(super) store: SegmentStore,
    pub(super) state: State,
    pub(super) register: Register,
    pub(super) proposals: Proposals,
    /// Boxes of contests from the opening until their ballots are in the log.
    pub(super) boxes: BTreeMap<u64, OpenBox>,
    /// Public halves of the stamp keys of contests that are not opened yet.
    pub(super) stamp_keys: BTreeMap<u64, [u8; 32]>,
    pub(super) published: Published,
    /// The persisted checkpoint.
    pub(super) checkpoint: Option<Vec<u8>>,
    pub(super) signed_size: u64,
    /// The persisted checkpoint has still to be published.
    pub(super) publish_due: bool,
    pub(super) signed_at: Option<Instant>,
    pub(super) status_at: Option<Instant>,
    pub(super) slip_window: Duration,
    pub(super) witnessing: Witnessing,
    pub(super) shared: Arc<Shared>,
    /// Applied and not yet durable.
    pub(super) pending: Vec<Line>,
}

/// An answer that still depends on a commit.
pub(super) enum Tentative {
    /// Nothing was to be done, or it is done already.
    Now(Answer),
    /// Holds once the group is appended.
    Appended(Placed),
    /// Holds once the group's deposits are durable.
    Deposited([u8; 32], Boxed),
}

impl From<Denial> for Tentative {
    fn from(denial: Denial) -> Self {
        Self::Now(Answer::Refused(denial))
    }
}

/// How a commit went, where it did not end the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Committed {
    Durable,
    /// There was no room; nothing of it was recorded.
    Full,
}

impl Core {
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    pub(super) fn sitting(&self) -> [u8; 32] {
        self.shared.fingerprint.0
    }

    pub(super) fn stamps(&self) -> StampFiles<'_> {
        StampFiles::new(&self.folder, self.sitting(), &self.storage)
    }

    /// When [`Core::tick`] has something to do at the latest.
    pub(super) fn next_due(&self) -> Instant {
        let now = Instant::now();
        let after = |at: Option<Instant>, interval| at.map_or(now, |at| at + interval);
        let mut due = after(self.status_at, limits::STATUS_INTERVAL);
        if self.has_unsigned() {
            due = due.min(after(self.signed_at, limits::CHECKPOINT_INTERVAL));
        }
        due
    }

    /// What is done by time and not by command: boxes, checkpoint, status.
    pub(super) fn tick(&mut self, now: Instant) -> Result<(), Fatal> {
        self.unbox_due(now)?;
        self.witness(now)?;
        self.sign_if_due(now)?;
        self.publish_cosigned(now)?;
        self.publish_status(now);
        Ok(())
    }

    /// The last acts before the end: everything signed and published.
    pub(super) fn finish(&mut self) -> Result<(), Fatal> {
        self.sign()?;
        if self.shared.cosigning.is_asked_for() { self.publish_best(Instant::now(), true) } else { Ok(()) }
    }

    /// Why nothing can be appended now: a box came out in part and waits for room, or for a person.
    fn held_up(&self) -> Option<Problem> {
        let opening = |number: &u64| self.stage(*number) == Some(Stage::Opening);
        let (_, open) = self.boxes.iter().find(|(number, _)| opening(number))?;
        Some(if open.stuck { Problem::StoreFailed } else { Problem::StoreFull })
    }

    /// Does the work of a group, makes it durable, answers.
    pub(super) fn run_group(&mut self, group: Vec<Command>) -> Result<(), Fatal> {
        let mut deposits = Deposits::default();
        let mut answers: Vec<(oneshot::Sender<Answer>, Tentative)> = Vec::with_capacity(group.len());
        let held_up = self.held_up();
        for Command { work, reply } in group {
            let tentative = match work {
                // A box is half out and there is no room for the rest: nothing may stand between its ballots.
                _ if held_up.is_some() => Denial::from(held_up.unwrap_or(Problem::Busy)).into(),
                Work::Act { act, submitted, checked } => self.submit(&act, *submitted, checked)?,
                Work::Cast { admitted, recovered } => self.cast(*admitted, recovered, &mut deposits),
            };
            answers.push((reply, tentative));
        }
        let appended = self.commit()?;
        let lost = self.deposit(deposits)?;
        for (reply, tentative) in answers {
            let answer = match tentative {
                Tentative::Now(answer) => answer,
                Tentative::Appended(placed) => match appended {
                    Committed::Durable => Answer::Accepted(placed),
                    Committed::Full => Answer::Refused(Problem::StoreFull.into()),
                },
                Tentative::Deposited(key, boxed) => match lost.get(&key) {
                    None => Answer::Boxed(boxed),
                    Some(problem) => Answer::Refused((*problem).into()),
                },
            };
            if let Answer::Refused(denial) = &answer {
                self.shared.metrics.refused(denial.reason.as_str());
            }
            // Whoever asked may have gone; the log has it all the same.
            let _ = reply.send(answer);
        }
        Ok(())
    }

    /// Writes the envelope, lets the fold judge, and queues the entry for the next commit. A refused entry changes nothing.
    pub(super) fn apply(&mut self, sigs: &[Sig], body: &[u8], opens: bool) -> Result<Placed, Denial> {
        let line = Self::line(&self.state, sigs, body, opens)?;
        self.state.apply(&line)?;
        Ok(self.applied(line))
    }

    /// The entry that would come next.
    pub(super) fn line(state: &State, sigs: &[Sig], body: &[u8], opens: bool) -> Result<Line, Denial> {
        Self::line_after(state, state.head().leaf, sigs, body, opens)
    }

    /// The entry that would come after the one with the leaf `prev`, which is not applied yet.
    pub(super) fn line_after(
        state: &State,
        prev: [u8; 32],
        sigs: &[Sig],
        body: &[u8],
        opens: bool,
    ) -> Result<Line, Denial> {
        let time = entry_time(now(), state.head().time, opens, state.is_voting());
        Line::write(prev, time, sigs, body)
            .map_err(|error| Denial { what: error.to_string(), ..Problem::ActMalformed.into() })
    }

    /// Takes note of an entry that the fold took.
    pub(super) fn applied(&mut self, line: Line) -> Placed {
        let size = self.state.head().size;
        let placed = Placed { index: int(size.saturating_sub(1)), leaf: line.leaf().into() };
        self.register.observe(&self.state, &line);
        self.pending.push(line);
        placed
    }

    /// Makes what was applied durable, then visible.
    pub(super) fn commit(&mut self) -> Result<Committed, Fatal> {
        if self.pending.is_empty() {
            return Ok(Committed::Durable);
        }
        let lines = std::mem::take(&mut self.pending);
        let batch: Vec<Vec<u8>> = lines.iter().map(|line| line.bytes().to_vec()).collect();
        let started = Instant::now();
        let appended = self.store.append(self.store.size(), &batch);
        self.shared.metrics.fsync(started.elapsed());
        match appended {
            Ok(_) => {
                self.show(&lines)?;
                Ok(Committed::Durable)
            }
            // Taken back by the store. The state has seen entries that do not exist, so it is made anew.
            Err(error @ (StoreError::DiskFull { .. } | StoreError::Io { .. })) => {
                tracing::error!(%error, entries = lines.len(), "nothing was recorded");
                self.rebuild()?;
                Ok(Committed::Full)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Folds the log again from disk. Rare: only after a refused append.
    pub(super) fn rebuild(&mut self) -> Result<(), Fatal> {
        self.pending.clear();
        let replay::Replayed { state, register, .. } = replay::replay(&self.store.reader())?;
        self.state = state;
        self.register = register;
        self.drop_unopened_boxes()
    }

    /// After a commit: tree, digests, stamp keys, boxes.
    pub(super) fn show(&mut self, lines: &[Line]) -> Result<(), Fatal> {
        {
            let mut tree = self.shared.tree_mut();
            for line in lines {
                tree.push(line.leaf());
            }
        }
        self.follow_contests()?;
        self.proposals.prune(&self.state);
        self.shared.set_size(self.state.head().size);
        // Before the digest that tells devices of a roll: they ask for their channel when they hear of it.
        self.shared.set_roll(self.state.roll());
        for (deputy, personal) in self.register.take_touched() {
            self.shared.set_personal(deputy, personal);
        }
        self.shared.set_common(self.digest());
        Ok(())
    }

    pub(super) fn stage(&self, contest: u64) -> Option<Stage> {
        self.state.contests().get(&contest).and_then(audit::fold::Contest::stage)
    }
}
