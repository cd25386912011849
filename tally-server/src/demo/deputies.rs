//! The demo's deputies: each a task with its own device, card and connections, through the client library that the
//! terminal uses.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use audit::rules::Secrecy;
use crypto::ballot::{ChoiceError, Choices};
use crypto::card::Card;
use terminal_client::device::{
    DefinitionCache, Device, DeviceCommand, DeviceError, DeviceEvent, DeviceOptions, Holder, OpenContest,
    Opening, OpeningError, ShownCode, check_opening, run,
};
use terminal_client::net::Dialer;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::plot::{Part, PartRole};

/// Events of one device that wait to be looked at.
const EVENTS: usize = 64;

/// What the hall knows: late deputies come after the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hall {
    /// Doors are open.
    Gathering,
    /// The contest is open.
    Open,
}

/// What a deputy tells the narrator. Never a choice.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// Checked in.
    CheckedIn { deputy: usize, late: bool },
    /// A stamped ballot is on the device.
    BallotReady { contest: u64 },
    /// A device was checked: the code that it had shown, and how many marks came out of the opened encryption.
    Checked { deputy: usize, code: String, marks: usize },
    /// The opened encryption stands on the log.
    Recorded,
    /// In the box, with a signed receipt.
    Boxed { contest: u64, blank: bool },
    /// A named vote stands in the log.
    Voted { contest: u64 },
    /// Found in the log, with a proof.
    Found { index: u64, receipt: PathBuf },
}

/// Why a deputy could not go on.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum DeputyError {
    #[error("deputy {deputy}: {source}")]
    Device { deputy: usize, source: DeviceError },
    #[error("deputy {deputy}: {step}: {source}")]
    Step { deputy: usize, step: String, source: DeviceError },
    #[error("deputy {deputy}: the device does not encrypt what was marked: {source}")]
    Opening { deputy: usize, source: OpeningError },
    #[error("deputy {deputy}: the opened encryption holds other marks than were made")]
    OtherMarks { deputy: usize },
    #[error("deputy {deputy}: {source}")]
    Choices { deputy: usize, source: ChoiceError },
    #[error("deputy {deputy}: refused: {code} {what}")]
    Refused { deputy: usize, code: &'static str, what: String },
    #[error("deputy {deputy}: the ballot is not in the log although there is a receipt; evidence: {}", evidence.display())]
    Missing { deputy: usize, evidence: PathBuf },
    #[error("a deputy's task was lost")]
    Lost,
}

/// What all deputies share.
#[derive(Clone)]
pub(super) struct Shared {
    /// Connections to the demo's server.
    pub dialer: Dialer,
    /// Definitions that were verified once in this process.
    pub cache: Arc<DefinitionCache>,
    /// Where devices keep their state.
    pub folder: PathBuf,
    /// How far the hall is.
    pub hall: watch::Receiver<Hall>,
    /// To the narrator.
    pub told: mpsc::UnboundedSender<Told>,
    /// Casting is spread over this time, as in a hall.
    pub spread: Duration,
}

/// Starts one task for each deputy who comes; each ends when all its ballots were found in the log, or when the sitting is sealed.
/// `cards` are by position on the roll, without that of the person at the keyboard.
pub(super) fn start(shared: &Shared, parts: &[Part], cards: Vec<Card>) -> JoinSet<Result<(), DeputyError>> {
    let mut tasks = JoinSet::new();
    for (part, card) in parts.iter().zip(cards).filter(|(part, _)| part.role != PartRole::Absent) {
        tasks.spawn(deputy(shared.clone(), part.clone(), card));
    }
    tasks
}

async fn deputy(mut shared: Shared, part: Part, card: Card) -> Result<(), DeputyError> {
    let deputy = part.deputy;
    let device_error = |source| DeputyError::Device { deputy, source };
    if part.role == PartRole::Late {
        shared.hall.wait_for(|hall| *hall >= Hall::Open).await.map_err(|_| DeputyError::Lost)?;
    }
    let folder = shared.folder.join(format!("deputy-{}", deputy.saturating_add(1)));
    let device = Device::open(&folder, Holder::Card(card), shared.dialer.clone(), Arc::clone(&shared.cache))
        .map_err(device_error)?;
    let (commands, orders) = mpsc::channel(4);
    let (events, happened) = mpsc::channel(EVENTS);
    let options = DeviceOptions { check_in: true, find_spread: shared.spread };
    let driver = run(device, options, orders, events);
    let to_find = part.ballots.keys().filter(|contest| part.casts(**contest)).count();
    let person = Person {
        part,
        shared,
        commands,
        happened,
        waiting: VecDeque::new(),
        current: None,
        checks: 0,
        blank: BTreeSet::new(),
        to_find,
    };
    let (ran, person) = tokio::join!(driver, person.live());
    ran.map_err(device_error)?;
    person
}

/// What a person does at the device.
struct Person {
    part: Part,
    shared: Shared,
    commands: mpsc::Sender<DeviceCommand>,
    happened: mpsc::Receiver<DeviceEvent>,
    /// Contests whose ballots are here and not looked at yet.
    waiting: VecDeque<Arc<OpenContest>>,
    /// The one being marked.
    current: Option<Arc<OpenContest>>,
    checks: u32,
    /// Contests in which nothing is marked.
    blank: BTreeSet<u64>,
    /// Ballots and named votes that are still to be found in the log.
    to_find: usize,
}

impl Person {
    async fn live(mut self) -> Result<(), DeputyError> {
        while let Some(event) = self.happened.recv().await {
            if self.react(event).await? {
                break;
            }
        }
        // The driver may have ended by itself; then nobody listens.
        let _ = self.commands.send(DeviceCommand::Stop).await;
        // Events that were under way must not block it.
        self.happened.close();
        Ok(())
    }

    /// Whether this deputy's part is over.
    async fn react(&mut self, event: DeviceEvent) -> Result<bool, DeputyError> {
        let deputy = self.part.deputy;
        match event {
            DeviceEvent::CheckedIn => {
                self.tell(Told::CheckedIn { deputy, late: self.part.role == PartRole::Late });
                // Whoever takes a paper has no device in the hall.
                return Ok(!self.part.has_device());
            }
            DeviceEvent::BallotReady(contest) => {
                self.tell(Told::BallotReady { contest: contest.number });
                if self.part.casts(contest.number) {
                    self.waiting.push_back(contest);
                    self.next().await?;
                }
            }
            DeviceEvent::Prepared { .. } if self.part.role == PartRole::Challenges && self.checks == 0 => {
                self.checks = 1;
                self.order(DeviceCommand::Challenge).await;
            }
            DeviceEvent::Prepared { .. } => {
                self.order(DeviceCommand::Cast).await;
                self.current = None;
                self.next().await?;
            }
            DeviceEvent::Opened(opening) => {
                // The second device: it has the definitions from the log and scans the two QR codes of the first.
                let contest = self.current.as_ref().ok_or(DeputyError::Lost)?;
                let shown = ShownCode(opening.code).to_string();
                let wrong = |source| DeputyError::Opening { deputy, source };
                let scanned = Opening::from_qr(contest.hash, &shown, &opening.to_qr()).map_err(wrong)?;
                let marks = check_opening(contest, &scanned).map_err(wrong)?;
                if contest.columns_of(&marks) != self.columns(contest.number) {
                    return Err(DeputyError::OtherMarks { deputy });
                }
                let count = marks.iter().filter(|mark| **mark).count();
                self.tell(Told::Checked { deputy, code: shown, marks: count });
                self.order(DeviceCommand::Record(opening)).await;
            }
            DeviceEvent::Recorded => {
                self.tell(Told::Recorded);
                // What was used for checking is spoiled for ever: mark again, encrypt again.
                self.mark().await?;
            }
            DeviceEvent::Boxed { contest, .. } => {
                self.tell(Told::Boxed { contest, blank: self.blank.contains(&contest) });
            }
            DeviceEvent::Voted { contest, vote } => {
                if vote.columns != self.columns(contest) {
                    return Err(DeputyError::OtherMarks { deputy });
                }
                self.tell(Told::Voted { contest });
                return Ok(vote.receipt.is_some_and(|receipt| self.found(vote.index, receipt)));
            }
            DeviceEvent::Found { index, receipt, .. } => return Ok(self.found(index, receipt)),
            DeviceEvent::CastRefused { refusal, .. } => {
                let (code, what) = (refusal.reason.as_str(), refusal.what);
                return Err(DeputyError::Refused { deputy, code, what });
            }
            DeviceEvent::Missing { evidence, .. } => return Err(DeputyError::Missing { deputy, evidence }),
            DeviceEvent::Failed { step, error } => {
                return Err(DeputyError::Step { deputy, step: format!("{step:?}"), source: error });
            }
            DeviceEvent::Sealed => return Ok(true),
            _ => {}
        }
        Ok(false)
    }

    /// Whether it was the last one.
    fn found(&mut self, index: u64, receipt: PathBuf) -> bool {
        self.tell(Told::Found { index, receipt });
        self.to_find = self.to_find.saturating_sub(1);
        self.to_find == 0
    }

    fn columns(&self, contest: u64) -> &[usize] {
        self.part.ballots.get(&contest).map_or(&[], Vec::as_slice)
    }

    /// Takes the next ballot in hand, unless one is.
    async fn next(&mut self) -> Result<(), DeputyError> {
        if self.current.is_some() {
            return Ok(());
        }
        let Some(contest) = self.waiting.pop_front() else { return Ok(()) };
        self.think().await;
        if contest.secrecy() == Secrecy::Named {
            let columns = self.columns(contest.number).to_vec();
            self.order(DeviceCommand::Vote { contest: contest.number, columns }).await;
            return Box::pin(self.next()).await;
        }
        let rest = contest.shape.cells_per_row();
        if self.columns(contest.number).iter().all(|column| *column == rest) {
            self.blank.insert(contest.number);
        }
        self.current = Some(contest);
        self.mark().await
    }

    async fn mark(&self) -> Result<(), DeputyError> {
        let deputy = self.part.deputy;
        let contest = self.current.as_ref().ok_or(DeputyError::Lost)?;
        let choices = Choices::from_options(&contest.shape, self.columns(contest.number))
            .map_err(|source| DeputyError::Choices { deputy, source })?;
        self.order(DeviceCommand::Prepare { contest: contest.number, choices }).await;
        Ok(())
    }

    /// Reading fifteen projects takes people different times.
    async fn think(&self) {
        let most = u64::try_from(self.shared.spread.as_millis()).unwrap_or(0);
        let wait = rand::random_range(0..=most);
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }

    async fn order(&self, command: DeviceCommand) {
        // A driver that ended says why through its own result.
        let _ = self.commands.send(command).await;
    }

    fn tell(&self, told: Told) {
        // Nobody listens any more when the demo is being stopped.
        let _ = self.shared.told.send(told);
    }
}
