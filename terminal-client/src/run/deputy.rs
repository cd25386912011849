//! The deputy's terminal: the screen in front, the device behind it.
//!
//! Invariants
//! - Choices go from the screen into the encryption and are wiped on both sides; this loop keeps none.
//! - In line mode, what was marked is taken out of the scroll-back when the ballot is cast or opened, and at the end.
//! - Before "this is me" nothing is sent that names the deputy; the device starts with the check-in.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crypto::ballot::Choices;
use crypto::card::Card;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use zeroize::Zeroize as _;

use crate::deputy::{App, CardInput, Effect, Identity, Opening, Push, Trouble, plain_lines, view};
use crate::device::Step;
use crate::device::{
    DefinitionCache, Delay, Device, DeviceCommand, DeviceError, DeviceEvent, DeviceOptions, Holder,
    ShownCode, Standing,
};
use crate::lang::{Lang, fill};
use crate::net::Dialer;
use crate::sitting_file::SittingFile;
use crate::ui::frame::Notice;
use crate::ui::sitting::{Link, SittingView};
use crate::ui::{Look, RefusalView};

use super::desk_request::DeskRequest;
use super::models::deputy::{Known, contests};
use super::models::sitting_of_file;
use super::terminal::{Console, Input, Shown};
use super::{Ended, Options, RunError, answers, live::read_card, names, words};

/// Commands to the device, and events from it, that wait.
const QUEUE: usize = 32;
/// How long the device may take to end.
const END_LIMIT: Duration = Duration::from_secs(2);
/// Contests whose receipts are looked up at the start.
const CONTESTS_MAX: u64 = 64;

/// Lets a deputy vote on this process's terminal. With a card its holder is asked "is this you?" at once; without, the form asks
/// for one. `state` is the folder of this deputy's device. Ends when the person leaves or `stop` is done.
pub async fn vote(
    file: &SittingFile,
    card: Option<Card>,
    state: &Path,
    options: &Options,
    stop: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    let dialer = Dialer::new(file)?;
    let (told, mut tell) = mpsc::channel(QUEUE);
    let sitting = sitting_of_file(file, Link::Idle, words::clock_now(options.utc_hours));
    let mut screen = Screen(App::new(options.look, sitting));
    let mut terminal = Terminal {
        file,
        options,
        dialer,
        state,
        held: None,
        device: None,
        identity: None,
        known: BTreeMap::new(),
        preparing: VecDeque::new(),
        prepared: 0,
        connected: false,
        witnesses: (0, 0),
        told,
    };
    let mut console = Console::open(options)?;
    console.measure(&mut screen)?;
    if let Some(card) = card {
        terminal.identify(Holder::Card(card));
    }
    if console.is_line_mode() {
        screen.0.push(Push::Say(Notice::plain(options.look.texts().run.plain_keys)));
    }
    console.show(&screen)?;
    let start = Instant::now();
    tokio::pin!(stop);
    let ended = loop {
        let mut effects = Vec::new();
        tokio::select! {
            input = console.next() => match input? {
                Input::Key(key) => effects = screen.0.key(key),
                Input::Resize(columns, rows) => screen.resize(columns, rows),
                Input::Tick => {
                    let now_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
                    effects = screen.0.tick(now_ms);
                    screen.0.push(Push::Sitting(terminal.sitting()));
                }
                Input::Stop => break Ended::Stopped,
            },
            event = terminal.next_event() => {
                for push in terminal.event(event).await {
                    effects.extend(screen.0.push(push));
                }
            }
            Some(read) = tell.recv() => effects.extend(screen.0.push(terminal.card_read(read))),
            () = &mut stop => break Ended::Stopped,
        }
        let mut left = false;
        for effect in effects {
            // Choices are on their way, or gone: no scroll-back keeps them (pitfall 34).
            if matches!(
                effect,
                Effect::Cast { .. } | Effect::Vote { .. } | Effect::Open { .. } | Effect::ForgetCard
            ) {
                console.forget()?;
            }
            left |= matches!(effect, Effect::Quit);
            for push in terminal.perform(effect).await {
                screen.0.push(push);
            }
        }
        if left {
            break Ended::Left;
        }
        console.show(&screen)?;
    };
    console.forget()?;
    terminal.stop_device().await;
    Ok(ended)
}

struct Screen(App);

impl Shown for Screen {
    fn draw(&self, area: Rect, buf: &mut Buffer) {
        view(&self.0, area, buf);
    }

    fn lines(&self) -> Vec<String> {
        plain_lines(&self.0)
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.0.resize(columns, rows);
    }
}

/// A card that was read, or why it cannot be used.
type Read = Result<(Holder, Identity), RefusalView>;

/// The device at work.
struct Running {
    commands: Sender<DeviceCommand>,
    events: Receiver<DeviceEvent>,
    task: JoinHandle<Result<(), DeviceError>>,
}

struct Terminal<'a> {
    file: &'a SittingFile,
    options: &'a Options,
    dialer: Dialer,
    state: &'a Path,
    /// Read, and "is this you?" not answered.
    held: Option<Holder>,
    device: Option<Running>,
    identity: Option<Identity>,
    known: BTreeMap<u64, Known>,
    /// Rounds whose encryption the device owes, in order: it answers each once.
    preparing: VecDeque<u32>,
    /// The round encrypted last.
    prepared: u32,
    connected: bool,
    /// 见证: cosignatures of the newest checkpoint with a quorum, and how many are needed.
    witnesses: (u64, u64),
    told: Sender<Read>,
}

impl Terminal<'_> {
    fn look(&self) -> Look {
        self.options.look
    }

    fn sitting(&self) -> SittingView {
        let voting = self.known.values().rev().find_map(|known| known.open.as_ref());
        let clock = words::clock_now(self.options.utc_hours);
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let link = match (&self.device, self.connected) {
            (None, _) => Link::Idle,
            (Some(_), true) => Link::Online,
            (Some(_), false) => Link::Reconnecting,
        };
        SittingView {
            contest_code: voting.map(|open| words::contest_code(&open.hash)),
            witnesses_have: small(self.witnesses.0),
            witnesses_need: small(self.witnesses.1),
            ..sitting_of_file(self.file, link, clock)
        }
    }

    async fn perform(&mut self, effect: Effect) -> Vec<Push> {
        match effect {
            Effect::ReadCard(input) => match self.holder(&input) {
                Ok(holder) => self.identify(holder),
                Err(refusal) => return vec![Push::SignInRefused(refusal)],
            },
            Effect::CheckIn => {
                if let Some(holder) = self.held.take() {
                    return self.start(holder).err().map(Push::SignInRefused).into_iter().collect();
                }
            }
            Effect::ForgetCard => {
                self.held = None;
                self.stop_device().await;
            }
            Effect::Prepare { contest, round, choices } => {
                return self.prepare(&contest, round, &choices).into_iter().collect();
            }
            Effect::Discard { .. } => return self.send(DeviceCommand::Discard),
            Effect::Open { .. } => return self.send(DeviceCommand::Challenge),
            Effect::Cast { .. } => return self.send(DeviceCommand::Cast),
            Effect::Vote { contest, choices } => return self.vote(&contest, &choices),
            Effect::Quit => {}
        }
        Vec::new()
    }

    fn send(&self, command: DeviceCommand) -> Vec<Push> {
        let sent = self.device.as_ref().is_some_and(|device| device.commands.try_send(command).is_ok());
        if sent { Vec::new() } else { vec![Push::Say(Notice::urgent(self.look().texts().run.device_busy))] }
    }

    /// Who the form names, with what shows it.
    fn holder(&self, input: &CardInput) -> Result<Holder, RefusalView> {
        let t = &self.look().texts().run;
        let refused = |sentence: String| RefusalView { code: "card".to_owned(), sentence };
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| refused(t.card_number.to_owned()));
        match input {
            CardInput::Typed { number: typed, code } => {
                let card = Card::from_typed(u64::from(number(typed)?), code);
                card.map(Holder::Card).map_err(|error| refused(fill(t.card_refused, &[&error.to_string()])))
            }
            CardInput::File { path } => {
                read_card(self.look(), path, &self.file.fingerprint.0).map(Holder::Card).map_err(refused)
            }
            CardInput::Desk { number: typed } => Ok(Holder::Desk { number: number(typed)? }),
        }
    }

    /// Looks the name up beside the screen.
    fn identify(&self, holder: Holder) {
        let (dialer, told, look) = (self.dialer.clone(), self.told.clone(), self.look());
        tokio::spawn(async move {
            let _ = told.send(identity_of(&dialer, holder, look).await).await;
        });
    }

    /// A card was read: "is this you?". Without one the desk must sign, so the device starts and shows its key.
    fn card_read(&mut self, read: Read) -> Push {
        let (holder, identity) = match read {
            Ok(read) => read,
            Err(refusal) => return Push::SignInRefused(refusal),
        };
        self.identity = Some(identity.clone());
        match holder {
            Holder::Card(_) => {
                self.held = Some(holder);
                Push::CardRead(identity)
            }
            Holder::Desk { number } => match self.start(Holder::Desk { number }) {
                Ok(device_key) => {
                    Push::DeskRequest { identity, code: DeskRequest { number, device_key }.to_string() }
                }
                Err(refusal) => Push::SignInRefused(refusal),
            },
        }
    }

    /// Opens the device and lets it run; gives its public key.
    fn start(&mut self, holder: Holder) -> Result<[u8; 32], RefusalView> {
        let look = self.look();
        let opened = Device::open(self.state, holder, self.dialer.clone(), DefinitionCache::new())
            .and_then(|device| device.device_key().map(|key| (device, *key.as_bytes())));
        let (device, key) = opened.map_err(|error| refusal_of(look, &error))?;
        // What was cast before this program started shows at once.
        self.known = (1..=CONTESTS_MAX)
            .filter(|number| device.receipt(*number).is_some())
            .map(|number| {
                let changes = device.changes(number);
                (number, Known { cast: true, ready: true, changes, ..Known::default() })
            })
            .collect();
        let (commands, take) = mpsc::channel(QUEUE);
        let (tell, events) = mpsc::channel(QUEUE);
        let task = tokio::spawn(crate::device::run(device, DeviceOptions::default(), take, tell));
        self.device = Some(Running { commands, events, task });
        Ok(key)
    }

    /// Encrypts what was marked. The copy made for it is wiped here.
    fn prepare(&mut self, contest: &str, round: u32, choices: &crate::deputy::Choices) -> Option<Push> {
        let look = self.look();
        let refused = |sentence: String| {
            Some(Push::PrepareRefused {
                round,
                refusal: RefusalView { code: "prepare".to_owned(), sentence },
            })
        };
        let number = contest.parse::<u64>().ok();
        let open = number.and_then(|number| self.known.get(&number)?.open.clone());
        let Some(open) = open else { return refused(look.texts().deputy.cannot_vote_now.to_owned()) };
        let mut options: Vec<usize> = choices.options().iter().map(|option| usize::from(*option)).collect();
        let marks = Choices::from_options(&open.shape, &options);
        options.zeroize();
        let choices = match marks {
            Ok(choices) => choices,
            Err(error) => return refused(error.to_string()),
        };
        let command = DeviceCommand::Prepare { contest: open.number, choices };
        if self.device.as_ref().is_some_and(|device| device.commands.try_send(command).is_ok()) {
            self.preparing.push_back(round);
            None
        } else {
            refused(look.texts().run.device_busy.to_owned())
        }
    }

    /// Sends a named vote on its way. Its choices are public, so nothing is encrypted.
    fn vote(&mut self, contest: &str, choices: &crate::deputy::Choices) -> Vec<Push> {
        let look = self.look();
        let columns = choices.options().iter().map(|option| usize::from(*option)).collect();
        let sent = contest.parse().is_ok_and(|contest| {
            let command = DeviceCommand::Vote { contest, columns };
            self.device.as_ref().is_some_and(|device| device.commands.try_send(command).is_ok())
        });
        if sent {
            return Vec::new();
        }
        let sentence = look.texts().run.device_busy.to_owned();
        let refusal = RefusalView { code: "device".to_owned(), sentence };
        vec![Push::CastRefused { contest: Some(contest.to_owned()), refusal }]
    }

    /// The device's next event; `None` when it has ended. Never, while there is no device.
    async fn next_event(&mut self) -> Option<DeviceEvent> {
        match &mut self.device {
            Some(device) => device.events.recv().await,
            None => std::future::pending().await,
        }
    }

    fn contests(&self) -> Push {
        Push::Contests(contests(self.look(), &self.known))
    }

    async fn event(&mut self, event: Option<DeviceEvent>) -> Vec<Push> {
        let look = self.look();
        let t = &look.texts().run;
        let Some(event) = event else { return self.device_ended().await };
        match event {
            DeviceEvent::Connected => self.connected = true,
            DeviceEvent::Disconnected { .. } => self.connected = false,
            DeviceEvent::CheckedIn => {
                let identity = self.identity.clone();
                return identity.map(Push::CheckedIn).into_iter().chain([self.contests()]).collect();
            }
            DeviceEvent::AwaitingRoles => return vec![Push::Say(Notice::plain(t.check_in_waits_roles))],
            // The request code is on the screen already.
            DeviceEvent::AwaitingDesk => {}
            DeviceEvent::Casting { contest } => {
                self.known.entry(contest).or_default().casting = true;
                return vec![self.contests()];
            }
            DeviceEvent::Witnesses { have, quorum } => self.witnesses = (have, quorum),
            DeviceEvent::AwaitingWitnesses { contest } => {
                self.known.entry(contest).or_default().unwitnessed = true;
                return vec![self.contests()];
            }
            DeviceEvent::Believed(open) => {
                let number = open.number;
                self.known.entry(number).or_default().open = Some(open);
                return vec![self.contests()];
            }
            DeviceEvent::PaperIssued { contest } => {
                self.known.entry(contest).or_default().paper = true;
                return vec![self.contests()];
            }
            DeviceEvent::Voted { contest, vote } => {
                let columns = vote.columns.iter().map(|column| u8::try_from(*column).unwrap_or(u8::MAX));
                let known = self.known.entry(contest).or_default();
                // What stood before this program started is shown, not announced.
                let is_new = std::mem::take(&mut known.casting);
                known.vote = Some((vote.index, columns.collect()));
                let recorded = Push::VoteRecorded { contest: contest.to_string(), index: vote.index };
                return [self.contests()].into_iter().chain(is_new.then_some(recorded)).collect();
            }
            DeviceEvent::CheckInUndone => {
                self.stop_device().await;
                return vec![Push::SignedOut(Notice::urgent(t.check_in_undone))];
            }
            DeviceEvent::Stage { contest, stage } => {
                self.known.entry(contest).or_default().stage = stage;
                return vec![self.contests()];
            }
            DeviceEvent::BallotReady(open) => return vec![self.ballot_ready(&open)],
            DeviceEvent::Prepared { contest, code } => {
                let Some(round) = self.preparing.pop_front() else { return Vec::new() };
                self.prepared = round;
                let code = ShownCode(code.0).to_string();
                return vec![Push::Prepared { contest: contest.to_string(), round, code }];
            }
            DeviceEvent::Opened(opening) => {
                let text = Opening::new(opening.to_qr().to_string());
                let mut pushes = vec![Push::Opened { round: self.prepared, opening: text }];
                // On the log, too: then no server takes this encryption for a cast.
                pushes.extend(self.send(DeviceCommand::Record(opening)));
                return pushes;
            }
            DeviceEvent::Recorded => return vec![Push::Say(Notice::plain(t.challenge_recorded))],
            DeviceEvent::CastDelayed { contest, attempt, delay, .. } => {
                let trouble = match delay {
                    Delay::Network => Trouble::Network,
                    Delay::Busy => Trouble::Busy,
                    Delay::Held => Trouble::Held,
                    Delay::Witnesses => Trouble::Witnesses,
                };
                return vec![Push::Retrying { contest: contest.to_string(), attempt, trouble }];
            }
            DeviceEvent::Boxed { contest, receipt, changes } => {
                let known = self.known.entry(contest).or_default();
                (known.cast, known.casting, known.changes) = (true, false, changes);
                let code = ShownCode(receipt.boxed.code.to_bytes()).to_string();
                return vec![self.contests(), Push::CastAccepted { contest: contest.to_string(), code }];
            }
            DeviceEvent::CastRefused { contest, refusal, standing } => {
                let refusal = answers::refusal(look, &refusal);
                return self.cast_refused(contest, refusal, standing);
            }
            DeviceEvent::SlipDone { contest } => {
                self.known.entry(contest).or_default().slip = true;
                return vec![self.contests()];
            }
            DeviceEvent::Found { contest, index, .. } => {
                self.known.entry(contest).or_default().found = Some(index);
                return vec![self.contests()];
            }
            DeviceEvent::NotInBox { contest } => return self.not_in_box(contest),
            DeviceEvent::Missing { evidence, .. } => {
                let sentence = fill(t.missing_ballot, &[&evidence.display().to_string()]);
                return vec![Push::Say(Notice::urgent(sentence))];
            }
            DeviceEvent::Failed { step, error } => return self.step_failed(step, &error).await,
            DeviceEvent::Sealed => return vec![Push::Say(Notice::plain(t.sealed))],
        }
        vec![Push::Sitting(self.sitting())]
    }

    fn not_in_box(&mut self, contest: u64) -> Vec<Push> {
        self.known.entry(contest).or_default().unclear = false;
        vec![self.contests(), Push::Say(Notice::urgent(self.look().texts().run.not_in_box))]
    }

    fn cast_refused(&mut self, contest: u64, refusal: RefusalView, standing: Standing) -> Vec<Push> {
        let known = self.known.entry(contest).or_default();
        known.casting = false;
        let id = contest.to_string();
        let push = match standing {
            Standing::Nothing => {
                // A refused ballot is gone; a named vote can be marked again.
                known.refused = known.open.as_ref().is_none_or(|open| open.keys.is_some());
                Push::CastRefused { contest: Some(id), refusal }
            }
            Standing::Unknown => {
                known.unclear = true;
                Push::CastUnclear { contest: id, refusal }
            }
            Standing::Former => Push::ChangeRefused { contest: id, refusal, either: false },
            Standing::Either => Push::ChangeRefused { contest: id, refusal, either: true },
        };
        vec![self.contests(), push]
    }

    fn ballot_ready(&mut self, open: &Arc<crate::device::OpenContest>) -> Push {
        let known = self.known.entry(open.number).or_default();
        known.open = Some(Arc::clone(open));
        known.ready = true;
        self.contests()
    }

    async fn step_failed(&mut self, step: Step, error: &DeviceError) -> Vec<Push> {
        let refusal = refusal_of(self.look(), error);
        match step {
            Step::CheckIn => {
                self.stop_device().await;
                vec![Push::SignInRefused(refusal)]
            }
            Step::Prepare => match self.preparing.pop_front() {
                Some(round) => vec![Push::PrepareRefused { round, refusal }],
                // Nothing was prepared for what was asked.
                None => vec![Push::CastRefused { contest: None, refusal }],
            },
            Step::Cast { contest } if self.known.get(&contest).is_some_and(|known| known.cast) => {
                self.cast_refused(contest, refusal, Standing::Either)
            }
            Step::Cast { contest } | Step::Vote { contest } => {
                self.known.entry(contest).or_default().casting = false;
                vec![self.contests(), Push::CastRefused { contest: Some(contest.to_string()), refusal }]
            }
            Step::Challenge
            | Step::Record
            | Step::Draw { .. }
            | Step::Recover { .. }
            | Step::Slip { .. }
            | Step::Paper { .. }
            | Step::Find { .. } => {
                vec![Push::Say(Notice::urgent(refusal.line(self.look())))]
            }
        }
    }

    /// The device must not go on: its own file, another server, evidence against the server.
    async fn device_ended(&mut self) -> Vec<Push> {
        let Some(device) = self.device.take() else { return Vec::new() };
        self.connected = false;
        let refusal = match device.task.await {
            Ok(Ok(())) => return vec![Push::Sitting(self.sitting())],
            Ok(Err(error)) => refusal_of(self.look(), &error),
            Err(_) => refusal_of(self.look(), &DeviceError::Task),
        };
        vec![
            Push::Sitting(self.sitting()),
            Push::SignInRefused(refusal.clone()),
            Push::CastRefused { contest: None, refusal },
        ]
    }

    async fn stop_device(&mut self) {
        let Some(device) = self.device.take() else { return };
        // Whatever the device was doing is on disk; it goes on from there.
        let _ = device.commands.try_send(DeviceCommand::Stop);
        drop(device.events);
        let abort = device.task.abort_handle();
        if timeout(END_LIMIT, device.task).await.is_err() {
            abort.abort();
        }
        self.known.clear();
        self.preparing.clear();
        self.connected = false;
    }
}

/// The name behind a number, by the log. Where it cannot be had the number stands alone: the server checks the card anyway.
async fn identity_of(dialer: &Dialer, holder: Holder, look: Look) -> Read {
    let number = match &holder {
        Holder::Card(card) => card.number(),
        Holder::Desk { number } => u64::from(*number),
    };
    let on_roll = match u32::try_from(number) {
        Ok(number) => names::deputy(dialer, number).await.ok().flatten(),
        Err(_) => None,
    };
    let Some(deputy) = on_roll else {
        let identity =
            Identity { number: number.to_string(), name: String::new(), delegation: String::new() };
        return Ok((holder, identity));
    };
    if let Holder::Card(card) = &holder {
        let fits = card
            .signing_key(&dialer.file().fingerprint.0)
            .is_ok_and(|key| key.verifying_key().as_bytes() == deputy.card.as_bytes());
        if !fits {
            let sentence = look.texts().run.card_not_on_roll.to_owned();
            return Err(RefusalView { code: "card".to_owned(), sentence });
        }
    }
    let identity = Identity {
        number: number.to_string(),
        name: deputy.name.to_string(),
        delegation: deputy.delegation.to_string(),
    };
    Ok((holder, identity))
}

/// What went wrong on the device: the server's code, or the kind of trouble.
fn refusal_of(look: Look, error: &DeviceError) -> RefusalView {
    if let DeviceError::Refused(refused) = error {
        return answers::refusal(look, refused);
    }
    let (zh, en) = error.sentence();
    let code = match error {
        DeviceError::Net(_) => "connection",
        DeviceError::State(_) | DeviceError::File(_) => "device-state",
        DeviceError::Trust(_) => "not-believed",
        DeviceError::SignedInElsewhere { .. } => "signed-in-elsewhere",
        DeviceError::IssuedElsewhere { .. } => "issued-elsewhere",
        DeviceError::CastAlready { .. } => "cast-already",
        DeviceError::NoChangesLeft { .. } => "no-changes-left",
        DeviceError::VotedElsewhere { .. } => "voted-elsewhere",
        DeviceError::VotePending { .. } => "vote-pending",
        DeviceError::Choices(_) => "choices",
        _ => "device",
    };
    RefusalView { code: code.to_owned(), sentence: if look.lang == Lang::Zh { zh } else { en } }
}
