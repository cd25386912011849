//! Ballots on their way into the box: one alone when there is time, several together when they wait.
//!
//! A ballot that comes while a core is free is checked at once. Where all cores are busy, ballots wait in one queue, and the
//! next free core takes several of them, whose proofs cost less together (protocol.md §7.7). Verdicts are those of one at a
//! time.
//!
//! Invariants
//! - First come, first checked; whoever went away meanwhile is not checked.
//! - Whoever waits keeps taking from the queue until its own answer is there, so no ballot is left behind by a client that
//!   went away.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use audit::entry::Body;
use audit::fold::{Code, Refusal};
use protocol::Act;
use protocol::problem::Problem;
use tokio::sync::{Semaphore, oneshot};

use crate::sequencer::{Admitted, Casting, Denial, Examined, Unproved, ballot_of};

/// Ballots that are checked together: beyond these the sum gains little, and the first would wait for the last.
const BALLOTS_AT_ONCE: usize = 16;

/// A ballot as it was submitted.
pub(super) struct Submission {
    pub(super) casting: Arc<Casting>,
    pub(super) act: Act,
    pub(super) body: Body,
    pub(super) recovered: bool,
}

struct Waiting {
    submission: Submission,
    answer: oneshot::Sender<Result<Admitted, Refusal>>,
}

/// Ballots that wait for a core.
#[derive(Default)]
pub(super) struct Queue(Mutex<VecDeque<Waiting>>);

impl Queue {
    /// Checks a ballot on a core of its own or with others; `cores` are shared with other dear checks.
    pub(super) async fn admit(
        self: &Arc<Self>,
        cores: &Arc<Semaphore>,
        submission: Submission,
    ) -> Result<Admitted, Denial> {
        let (answer, mut answered) = oneshot::channel();
        self.lock().push_back(Waiting { submission, answer });
        let answered = loop {
            tokio::select! {
                biased;
                answer = &mut answered => break answer,
                core = Arc::clone(cores).acquire_owned() => {
                    let Ok(core) = core else { return Err(Problem::Stopping.into()) };
                    let some = self.take();
                    if some.is_empty() {
                        // Ours is being checked by somebody else.
                        drop(core);
                        break answered.await;
                    }
                    // Its answer comes through the channels of those who wait.
                    tokio::task::spawn_blocking(move || {
                        check(some);
                        drop(core);
                    });
                }
            }
        };
        match answered {
            Ok(admitted) => Ok(admitted?),
            // The check was lost: the server is stopping.
            Err(_) => Err(Problem::Stopping.into()),
        }
    }

    /// The next ballots, all of one contest.
    fn take(&self) -> Vec<Waiting> {
        let mut queue = self.lock();
        let mut some: Vec<Waiting> = Vec::new();
        while some.len() < BALLOTS_AT_ONCE {
            let fits = queue.front().is_some_and(|next| {
                next.answer.is_closed()
                    || some
                        .first()
                        .is_none_or(|first| Arc::ptr_eq(&first.submission.casting, &next.submission.casting))
            });
            if !fits {
                break;
            }
            some.extend(queue.pop_front().filter(|next| !next.answer.is_closed()));
        }
        some
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks ballots of one contest and answers each.
fn check(some: Vec<Waiting>) {
    let Some(casting) = some.first().map(|first| Arc::clone(&first.submission.casting)) else { return };
    let (mut unproved, mut answers): (Vec<Unproved>, Vec<_>) = (Vec::new(), Vec::new());
    for Waiting { submission, answer } in some {
        match examine(&submission) {
            Ok(Examined::Unproved(ballot)) => {
                unproved.push(*ballot);
                answers.push(answer);
            }
            Ok(Examined::Admitted(admitted)) => reply(answer, Ok(*admitted)),
            Err(refusal) => reply(answer, Err(refusal)),
        }
    }
    for (answer, verdict) in answers.into_iter().zip(casting.prove(unproved)) {
        reply(answer, verdict);
    }
}

fn examine(submission: &Submission) -> Result<Examined, Refusal> {
    let Submission { casting, act, body, recovered } = submission;
    let cast = ballot_of(body).ok_or(Code::BallotMalformed)?;
    casting.examine(act, cast, *recovered)
}

/// Whoever went away does not hear it.
fn reply(answer: oneshot::Sender<Result<Admitted, Refusal>>, verdict: Result<Admitted, Refusal>) {
    _ = answer.send(verdict);
}
