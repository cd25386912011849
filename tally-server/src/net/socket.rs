//! One WebSocket: a task that reads frames, and sends answers, entries, status and digests (protocol.md §11).
//!
//! Invariants
//! - A frame that cannot be read is answered by `problem`, and the connection ends.
//! - At most [`limits::PENDING_ACTS_MAX`] acts and fetches of a connection wait; a client that does not read is dropped after
//!   [`limits::WRITE_TIMEOUT`], one that says nothing after [`limits::IDLE_TIMEOUT`].

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::entry::Body;
use audit::note::Note;
use audit::wire::{Bytes32, Int, decode_strict, encode};
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use protocol::problem::Problem;
use protocol::server::{Digest, Status};
use protocol::{ClientMessage, ServerMessage, limits};
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::{Guard, Net, answers, stopped, submit};
use crate::cosigning::gathered::OfferError;
use crate::cosigning::{Round, rounds};
use crate::sequencer::{Answer, Personal, SignedHead, Submitted, int};
use crate::store::LogReader;

/// How long a fetch waits for a checkpoint that covers what it asks for: one is signed each second.
const FETCH_WAIT: Duration = Duration::from_secs(5);
/// Bytes of the lines in one `fetched`, so that the message stays below the limit of a frame.
const FETCHED_BYTES_MAX: usize = 160 * 1024;
/// How long answers that are under way may take when the connection or the server ends.
const DRAIN: Duration = Duration::from_secs(2);

/// How long a client that broke a rule may take to read why.
const LINGER: Duration = Duration::from_millis(500);

/// Why the connection ends.
enum End {
    /// The client broke a rule and is told which.
    Problem(Problem),
    /// The client is gone, or does not read.
    Gone,
    /// The server stops.
    Stopping,
}

/// What a client that follows is sent.
struct Following {
    next: u64,
    size: watch::Receiver<u64>,
    status: watch::Receiver<Arc<Status>>,
    round: watch::Receiver<Round>,
    /// The round that was told last.
    told: u64,
}

/// What a deputy's device is sent.
struct Watching {
    common: watch::Receiver<Arc<Digest>>,
    deputy: u32,
    /// `None` as long as the deputy is not on the roll.
    personal: Option<watch::Receiver<Arc<Personal>>>,
}

struct Connection {
    net: Arc<Net>,
    answers: mpsc::Sender<ServerMessage>,
    following: Option<Following>,
    watching: Option<Watching>,
    challenged: Option<Instant>,
    heard: Instant,
}

/// Runs until the client goes, breaks a rule, or the server stops.
pub(super) async fn run(mut socket: WebSocket, net: Arc<Net>, guard: Guard) {
    let (answers, mut ready) = mpsc::channel(limits::PENDING_ACTS_MAX);
    let mut connection =
        Connection { net, answers, following: None, watching: None, challenged: None, heard: Instant::now() };
    let end = match connection.serve(&mut socket, &mut ready).await {
        Ok(never) => match never {},
        Err(end) => end,
    };
    connection.end(&mut socket, &mut ready, end).await;
    drop(guard);
}

impl Connection {
    async fn serve(
        &mut self,
        socket: &mut WebSocket,
        ready: &mut mpsc::Receiver<ServerMessage>,
    ) -> Result<Infallible, End> {
        let mut stop = self.net.stop.clone();
        let mut pings = interval(limits::IDLE_TIMEOUT / 3);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                frame = socket.recv() => {
                    let frame = match frame {
                        None => return Err(End::Gone),
                        Some(Ok(frame)) => frame,
                        Some(Err(error)) => return Err(broken(&error)),
                    };
                    self.heard = Instant::now();
                    match frame {
                        Message::Text(text) => {
                            if let Some(message) = self.receive(text.as_bytes())? {
                                send(socket, &message).await?;
                            }
                        }
                        Message::Binary(_) => return Err(End::Problem(Problem::FrameNotText)),
                        Message::Close(_) => return Err(End::Gone),
                        Message::Ping(_) | Message::Pong(_) => {}
                    }
                }
                Some(message) = ready.recv() => send(socket, &message).await?,
                news = next_followed(&mut self.following, &self.net) => send(socket, &news?).await?,
                digest = next_digest(&mut self.watching, &self.net) => send(socket, &digest?).await?,
                _ = pings.tick() => {
                    if self.heard.elapsed() > limits::IDLE_TIMEOUT {
                        return Err(End::Gone);
                    }
                    let ping = socket.send(Message::Ping(axum::body::Bytes::new()));
                    timeout(limits::WRITE_TIMEOUT, ping).await.map_err(|_| End::Gone)?.map_err(|_| End::Gone)?;
                }
                () = stopped(&mut stop) => return Err(End::Stopping),
            }
        }
    }

    /// One frame of the client; gives what is answered at once.
    fn receive(&mut self, frame: &[u8]) -> Result<Option<ServerMessage>, End> {
        if frame.len() > limits::FRAME_BYTES_MAX {
            return Err(End::Problem(Problem::FrameTooLong));
        }
        let message: ClientMessage =
            decode_strict(frame).map_err(|_| End::Problem(Problem::FrameMalformed))?;
        match message {
            ClientMessage::Submit { id, act } => {
                let hash = act.hash();
                let refuse = |answer| Ok(Some(answers::message(&self.net.shared, id, hash, answer)));
                let submitted = match submit::decode(&act) {
                    Ok(submitted) => submitted,
                    Err(denial) => return refuse(Answer::Refused(denial)),
                };
                if let Submitted::Entry(body) = &submitted
                    && let Body::BallotChallenged(_) = &**body
                {
                    let rested = self.challenged.is_none_or(|at| at.elapsed() >= limits::CHALLENGE_INTERVAL);
                    if !rested {
                        return refuse(Answer::Refused(Problem::ChallengeTooSoon.into()));
                    }
                    self.challenged = Some(Instant::now());
                }
                Ok(self.start(id, hash, async move |net| submit::submit(&net, act, submitted).await))
            }
            ClientMessage::Recover { id, act, receipt } => {
                let hash = act.hash();
                Ok(self.start(id, hash, async move |net| submit::recover(&net, act, receipt).await))
            }
            ClientMessage::Follow { from } => {
                let (size, mut status) = (self.net.shared.watch_size(), self.net.shared.watch_status());
                status.mark_changed();
                let mut round = self.net.shared.cosigning.watch_round();
                round.mark_changed();
                self.following = Some(Following { next: from.get(), size, status, round, told: 0 });
                Ok(None)
            }
            ClientMessage::Watch { deputy } => {
                let Ok(deputy) = u32::try_from(deputy.get()) else {
                    return Err(End::Problem(Problem::FrameMalformed));
                };
                let mut common = self.net.shared.watch_common();
                common.mark_changed();
                let personal = self.net.shared.watch_personal(deputy);
                self.watching = Some(Watching { common, deputy, personal });
                Ok(None)
            }
            ClientMessage::Fetch { id, leaves } => {
                if leaves.len() > limits::FETCH_MAX {
                    return Err(End::Problem(Problem::FetchTooMany));
                }
                let Some(place) = self.reserve() else { return Err(End::Problem(Problem::TooManyPending)) };
                let net = Arc::clone(&self.net);
                tokio::spawn(async move { place.send(fetch(net, id, leaves).await) });
                Ok(None)
            }
            ClientMessage::Cosign { id, note } => {
                let Some(place) = self.reserve() else { return Err(End::Problem(Problem::TooManyPending)) };
                let net = Arc::clone(&self.net);
                tokio::spawn(async move { place.send(cosign(net, id, note).await) });
                Ok(None)
            }
        }
    }

    fn reserve(&self) -> Option<mpsc::OwnedPermit<ServerMessage>> {
        self.answers.clone().try_reserve_owned().ok()
    }

    /// Has an act answered beside this task; the refusal, if too many wait.
    fn start<F>(
        &self,
        id: Int,
        hash: Bytes32,
        answer: impl FnOnce(Arc<Net>) -> F + Send + 'static,
    ) -> Option<ServerMessage>
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let Some(place) = self.reserve() else {
            let refused = Answer::Refused(Problem::TooManyPending.into());
            return Some(answers::message(&self.net.shared, id, hash, refused));
        };
        let net = Arc::clone(&self.net);
        let answering = answer(Arc::clone(&net));
        tokio::spawn(async move {
            let answer = answering.await;
            place.send(answers::message(&net.shared, id, hash, answer));
        });
        None
    }

    /// Sends what is under way, says why, closes.
    async fn end(self, socket: &mut WebSocket, ready: &mut mpsc::Receiver<ServerMessage>, end: End) {
        drop(self.answers);
        let (code, last) = match end {
            End::Gone => return,
            End::Problem(problem) => (close_code::POLICY, Some(answers::problem(problem))),
            End::Stopping => (close_code::AWAY, None),
        };
        let farewell = async {
            while let Some(message) = ready.recv().await {
                send(socket, &message).await?;
            }
            if let Some(last) = last {
                send(socket, &last).await?;
            }
            let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
            socket.send(close).await.map_err(|_| End::Gone)
        };
        // Whoever does not read any more does not hear it.
        let _ = timeout(DRAIN, farewell).await;
        if code == close_code::POLICY {
            linger(socket).await;
        }
    }
}

/// Waits for the client to hang up. A socket that is closed with bytes unread, as after a frame too long, is reset, and the
/// reset overtakes the words that were to explain it.
async fn linger(socket: &mut WebSocket) {
    let hung_up = async {
        loop {
            match socket.recv().await {
                Some(Ok(_)) => {}
                None => return,
                Some(Err(_)) => return tokio::time::sleep(LINGER).await,
            }
        }
    };
    // Whatever it still sends is not read to the end.
    let _ = timeout(LINGER, hung_up).await;
}

/// What a failed read means: a rule broken, or nobody there.
fn broken(error: &axum::Error) -> End {
    let words = error.to_string();
    if words.contains("too long") || words.contains("too big") {
        return End::Problem(Problem::FrameTooLong);
    }
    if words.contains("utf-8") || words.contains("UTF-8") {
        return End::Problem(Problem::FrameNotText);
    }
    End::Gone
}

async fn send(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), End> {
    let text = String::from_utf8(encode(message)).map_err(|_| End::Gone)?;
    let sent = timeout(limits::WRITE_TIMEOUT, socket.send(Message::Text(text.into()))).await;
    sent.map_err(|_| End::Gone)?.map_err(|_| End::Gone)
}

/// The next entries or status for a follower; waits for ever for others.
async fn next_followed(following: &mut Option<Following>, net: &Arc<Net>) -> Result<ServerMessage, End> {
    let Some(Following { next, size, status, round, told }) = following else {
        return std::future::pending().await;
    };
    tokio::select! {
        // A checkpoint is told of after the entries that it covers.
        checkpoint = next_round(round, *told, *next) => {
            let Round { number, note, .. } = checkpoint?;
            *told = number;
            return Ok(ServerMessage::Checkpoint { note: note.to_string() });
        }
        grown = grown_beyond(size, *next) => grown?,
        changed = status.changed() => {
            changed.map_err(|_| End::Stopping)?;
            let status = status.borrow_and_update().as_ref().clone();
            return Ok(ServerMessage::Status { status });
        }
    }
    let from = *next;
    let log = net.shared.log.clone();
    // Dropped half-way for another branch, it is read again: `next` moves at the end.
    let lines = tokio::task::spawn_blocking(move || read_lines(&log, from));
    let lines = lines.await.ok().flatten().ok_or(End::Gone)?;
    *next = from.saturating_add(lines.len() as u64);
    Ok(ServerMessage::Entries { from: int(from), lines })
}

async fn next_round(round: &mut watch::Receiver<Round>, told: u64, next: u64) -> Result<Round, End> {
    let is_next = |round: &Round| round.number > told && round.size <= next;
    round.wait_for(is_next).await.map(|round| round.clone()).map_err(|_| End::Stopping)
}

/// Counts a witness's cosignature. One that fails, or is nobody's, is told so; one of a round long over changes nothing.
async fn cosign(net: Arc<Net>, id: Int, note: String) -> ServerMessage {
    let handle = net.handle.clone();
    let offered = tokio::task::spawn_blocking(move || {
        let note = Note::parse(note.as_bytes()).map_err(OfferError::Note)?;
        net.shared.cosigning.offer(&note)
    });
    let (have, problem) = match offered.await {
        Ok(Ok(have)) => {
            handle.wake();
            (have, None)
        }
        Ok(Err(error)) => (0, Some(error.to_string())),
        Err(_) => (0, Some(String::new())),
    };
    let quorum = handle.shared.cosigning.witnesses().quorum();
    let problem = problem.and_then(|problem| problem.parse().ok());
    ServerMessage::Cosigned {
        id,
        have: int(have),
        quorum: int(quorum),
        problem: problem.into_iter().collect(),
    }
}

async fn grown_beyond(size: &mut watch::Receiver<u64>, next: u64) -> Result<(), End> {
    size.wait_for(|size| *size > next).await.map(drop).map_err(|_| End::Stopping)
}

/// As many entries from `from` on as one message holds, at least one; `None` where the log cannot be read.
fn read_lines(log: &LogReader, from: u64) -> Option<Vec<String>> {
    let (mut lines, mut bytes) = (Vec::new(), 0_usize);
    for entry in log.read(from).ok()? {
        let entry = entry.ok()?;
        bytes = bytes.saturating_add(entry.bytes.len());
        if !lines.is_empty() && bytes > limits::ENTRIES_BYTES_MAX {
            break;
        }
        lines.push(String::from_utf8(entry.bytes).ok()?);
        if lines.len() == limits::ENTRIES_MAX {
            break;
        }
    }
    Some(lines)
}

async fn next_digest(watching: &mut Option<Watching>, net: &Arc<Net>) -> Result<ServerMessage, End> {
    let Some(Watching { common, deputy, personal }) = watching else { return std::future::pending().await };
    tokio::select! {
        changed = common.changed() => changed.map_err(|_| End::Stopping)?,
        changed = changed(personal) => changed.map_err(|_| End::Stopping)?,
    }
    // Whoever watched before there was a roll hears of the roll by the common part.
    if personal.is_none() {
        *personal = net.shared.watch_personal(*deputy);
    }
    let common = Arc::clone(&common.borrow_and_update());
    let personal =
        personal.as_mut().map(|personal| Arc::clone(&personal.borrow_and_update())).unwrap_or_default();
    Ok(ServerMessage::Digest { digest: net.shared.digest(&common, &personal) })
}

/// Waits for ever where there is nothing to change.
async fn changed(
    personal: &mut Option<watch::Receiver<Arc<Personal>>>,
) -> Result<(), watch::error::RecvError> {
    match personal {
        Some(personal) => personal.changed().await,
        None => std::future::pending().await,
    }
}

/// Entries with their inclusion proofs under one checkpoint that covers them. What is not in the log is left out, and so is
/// what would make the message too long: the client asks again.
async fn fetch(net: Arc<Net>, id: Int, leaves: Vec<Bytes32>) -> ServerMessage {
    let nothing = || ServerMessage::Fetched { id, entries: vec![], checkpoint: String::new() };
    let shared = Arc::clone(&net.shared);
    let wanted = tokio::task::spawn_blocking(move || {
        // A log that cannot be read answers nothing, as one that has not the leaf.
        leaves.iter().filter_map(|leaf| shared.index_of(leaf.as_bytes()).ok()?).collect::<Vec<u64>>()
    });
    let Ok(wanted) = wanted.await else { return nothing() };
    let size = wanted.iter().max().map_or(1, |last| last.saturating_add(1));
    let mut signed = net.shared.watch_signed();
    // What no checkpoint covers by then is left out.
    let _ = timeout(FETCH_WAIT, signed.wait_for(|signed| signed.size >= size)).await;
    let mut head = signed.borrow().clone();
    // A device believes an opening only under a quorum (§11.4); what none covers by then comes under the newest of all.
    let cosigning = &net.shared.cosigning;
    if cosigning.is_asked_for() {
        rounds::covered(cosigning, size, limits::COSIGN_WAIT).await;
        if let Some(quorum) = cosigning.quorum_head().filter(|quorum| quorum.size >= size) {
            head = SignedHead { size: quorum.size, note: quorum.note, ..head };
        }
    }
    let proved = tokio::task::spawn_blocking(move || {
        let (mut entries, mut bytes) = (Vec::new(), 0_usize);
        for index in wanted.into_iter().filter(|index| *index < head.size) {
            let Some(entry) = net.shared.prove(index, head.size) else { continue };
            bytes = bytes.saturating_add(entry.line.len());
            if !entries.is_empty() && bytes > FETCHED_BYTES_MAX {
                break;
            }
            entries.push(entry);
        }
        ServerMessage::Fetched { id, entries, checkpoint: head.note.to_string() }
    });
    proved.await.unwrap_or_else(|_| nothing())
}
