//! One thread for each witness that has an address: it asks about every round (protocol.md §2.7; c2sp.org/tlog-witness).
//!
//! A witness that cannot be reached, refuses, or says nonsense is noted for the live terminal and asked again; it holds up nobody.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use audit::note::Note;
use audit::observe::http::{HttpSource, NotAnAddress, Patience};
use audit::witness::answer::{ANSWER_BYTES_MAX, Answer};
use audit::witness::request::AddCheckpoint;
use tokio::sync::watch;

use super::{Cosigning, Round};
use crate::sequencer::Handle;

/// How long a witness may take for an answer.
const PATIENCE: Patience = Patience { silence: Duration::from_secs(3), whole: Duration::from_secs(5) };
/// Between two tries at a witness that failed.
const RETRY: Duration = Duration::from_secs(2);
/// Where the checkpoint goes, below the witness's address.
const PATH: &str = "add-checkpoint";

/// Why a witness did not cosign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Failure {
    #[error("无法连接 {0}")]
    Unreachable(String),
    #[error("答复无法识别 {0}")]
    Answer(String),
    #[error("拒绝（{status}）{reason}")]
    Refused { status: u16, reason: String },
    /// It cosigned a larger tree for this log than we have: our own log was set back, or somebody else serves under its name.
    #[error(
        "见证人签过更长的记录（{last} 条，本机 {ours} 条）：服务器数据可能被回退，请停止并报告 it has cosigned a longer log"
    )]
    Ahead { last: u64, ours: u64 },
    #[error("见证签名无效 {0}")]
    Cosignature(String),
}

/// A witness with an address.
struct Client {
    witness: usize,
    name: String,
    source: HttpSource,
    /// The size that it cosigned last, as far as is known.
    old: u64,
    cosigning: Arc<Cosigning>,
    handle: Handle,
}

/// Starts a thread for each witness that has an address.
pub fn start(handle: &Handle, stop: &watch::Receiver<bool>) -> Result<Vec<JoinHandle<()>>, NotAnAddress> {
    let cosigning = &handle.shared.cosigning;
    let runtime = tokio::runtime::Handle::current();
    let mut threads = Vec::new();
    for ((witness, named), url) in cosigning.witnesses().named().iter().enumerate().zip(cosigning.urls()) {
        let Some(url) = url else { continue };
        let client = Client {
            witness,
            name: named.name.clone(),
            source: HttpSource::new(url, PATIENCE)?,
            old: 0,
            cosigning: Arc::clone(cosigning),
            handle: handle.clone(),
        };
        let (runtime, stop) = (runtime.clone(), stop.clone());
        let thread = std::thread::Builder::new()
            .name(format!("witness-{}", witness.saturating_add(1)))
            .spawn(move || client.run(&runtime, stop));
        match thread {
            Ok(thread) => threads.push(thread),
            Err(error) => tracing::error!(%error, "no thread for a witness"),
        }
    }
    Ok(threads)
}

impl Client {
    fn run(mut self, runtime: &tokio::runtime::Handle, mut stop: watch::Receiver<bool>) {
        let mut rounds = self.cosigning.watch_round();
        let mut answered = 0;
        // The same trouble every two seconds is said once.
        let mut said = String::new();
        loop {
            let round = rounds.borrow_and_update().clone();
            let mut is_answered = round.number == answered;
            if !is_answered {
                match self.ask(&round) {
                    Ok(()) => {
                        answered = round.number;
                        is_answered = true;
                        if !said.is_empty() {
                            tracing::info!(witness = %self.name, "a witness cosigns again");
                            said.clear();
                        }
                    }
                    Err(failure) => {
                        let failure = failure.to_string();
                        self.cosigning.failed(self.witness, &failure);
                        if failure != said {
                            tracing::warn!(witness = %self.name, failure, "a witness does not cosign");
                            said = failure;
                        }
                    }
                }
            }
            let is_over = runtime.block_on(async {
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => true,
                    // A failed one is asked again also without a new round.
                    changed = rounds.changed(), if is_answered => changed.is_err(),
                    () = tokio::time::sleep(RETRY), if !is_answered => false,
                }
            });
            if is_over {
                return;
            }
        }
    }

    /// Asks about one round; a witness that remembers another size is asked a second time, from there.
    fn ask(&mut self, round: &Round) -> Result<(), Failure> {
        let answer = match self.post(round)? {
            Answer::OtherOld { last } => {
                if last > round.size {
                    return Err(Failure::Ahead { last, ours: round.size });
                }
                self.old = last;
                self.post(round)?
            }
            answer => answer,
        };
        match answer {
            Answer::Cosigned(lines) => {
                let text = round.note.rsplit_once("\n\n").map_or("", |(text, _)| text);
                let note = Note::assemble(&format!("{text}\n"), lines)
                    .map_err(|error| Failure::Answer(error.to_string()))?;
                self.cosigning.offer(&note).map_err(|error| Failure::Cosignature(error.to_string()))?;
                self.old = round.size;
                self.handle.wake();
                Ok(())
            }
            Answer::OtherOld { last } => {
                Err(Failure::Refused { status: 409, reason: format!("size {last}") })
            }
            Answer::Refused { status, reason } => Err(Failure::Refused { status, reason }),
        }
    }

    fn post(&mut self, round: &Round) -> Result<Answer, Failure> {
        // With what came already: a witness that was set back to an old state sees its own newer cosignature.
        let note = match self.cosigning.asked_of(round.size) {
            Some(asked) => asked.note,
            None => Note::parse(round.note.as_bytes()).map_err(|error| Failure::Answer(error.to_string()))?,
        };
        let proof = self.handle.shared.consistency(self.old, round.size).unwrap_or_default();
        let request = AddCheckpoint { old: self.old, proof, note }.to_string();
        let posted = self
            .source
            .post(PATH, request, ANSWER_BYTES_MAX)
            .map_err(|error| Failure::Unreachable(error.to_string()))?;
        Answer::parse(posted.status, &posted.content_type, &posted.body)
            .map_err(|error| Failure::Answer(error.to_string()))
    }
}
