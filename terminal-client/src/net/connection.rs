//! One WebSocket to the server: acts and questions with their answers, and what the server pushes (protocol.md §11).
//!
//! Invariants
//! - Every frame is text, at most 256 KiB, and byte for byte the encoding of the message that it decodes to.
//! - An answer is given to the caller only after its signature was checked ([`Answer`]).
//! - [`Connection::next`] can be dropped at any point (in a `select!`) without losing a message.
//!
//! One request at a time; what is pushed meanwhile waits in a queue with a named limit.

use std::collections::VecDeque;
use std::time::Duration;

use audit::wire::{Bytes32, Int, decode_strict, encode};
use futures_util::{SinkExt as _, StreamExt as _};
use protocol::limits::{FETCH_MAX, FRAME_BYTES_MAX, READ_BUFFER_BYTES};
use protocol::receipt::BoxReceipt;
use protocol::server::{Digest, FetchedEntry, Status};
use protocol::{Act, ClientMessage, ServerMessage};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::answer::Answer;
use super::dial::Dialer;
use super::error::NetError;
use super::sitting::Sitting;
use crate::sitting_file::SittingFile;

/// HTTP upgrade to a WebSocket.
pub const UPGRADE_TIMEOUT: Duration = Duration::from_secs(10);
/// From a request to its answer: the server may wait for its disk.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// Until a frame is handed to the operating system.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(20);
/// After so much silence we ask whether the server is there; it drops who is silent for two minutes.
pub const PING_AFTER: Duration = Duration::from_secs(30);
/// After so much silence, pings included, the connection is lost.
pub const SILENCE_MAX: Duration = Duration::from_secs(75);
/// Pushed messages that wait while an answer is awaited.
pub const BACKLOG_MAX: usize = 1_024;

/// What the server sends without being asked each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Push {
    /// Entries of the log, from this index on; after [`Connection::follow`].
    Entries {
        /// Index of the first.
        from: u64,
        /// The lines, not verified.
        lines: Vec<String>,
    },
    /// Beside the log; after [`Connection::follow`]. No evidence.
    Status(Status),
    /// What concerns one deputy; after [`Connection::watch`]. No evidence.
    Digest(Digest),
    /// The checkpoint that witnesses are asked to cosign, not verified; after [`Connection::follow`].
    Checkpoint {
        /// With the log's signature.
        note: String,
    },
    /// What became of a cosignature; after [`Connection::cosign`]. No evidence.
    Cosigned {
        /// Cosignatures on that checkpoint; 0 if this one was not taken.
        have: u64,
        /// Why it was not taken, if it was not.
        problem: Option<String>,
    },
}

/// The answer to [`Connection::fetch`]; nothing of it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The entries that the log has.
    pub entries: Vec<FetchedEntry>,
    /// The signed checkpoint over them.
    pub checkpoint: String,
}

/// A connection.
pub struct Connection {
    socket: WebSocketStream<TlsStream<TcpStream>>,
    next_id: u32,
    waiting: VecDeque<Push>,
    heard: Instant,
    pinged: bool,
}

impl Connection {
    /// A fresh connection to the server of a sitting file.
    pub async fn open(file: &SittingFile) -> Result<Self, NetError> {
        Self::dial(&Dialer::new(file)?).await
    }

    /// The same with a dialer that is there already.
    pub async fn dial(dialer: &Dialer) -> Result<Self, NetError> {
        let stream = dialer.tls().await?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(0)
            .max_message_size(Some(FRAME_BYTES_MAX))
            .max_frame_size(Some(FRAME_BYTES_MAX));
        let url = format!("wss://{}/ws", dialer.file().server);
        let upgraded = timeout(UPGRADE_TIMEOUT, client_async_with_config(url, stream, Some(config))).await;
        let (socket, _) = upgraded.map_err(|_| NetError::TimedOut { waiting_for: "WebSocket upgrade" })??;
        Ok(Self { socket, next_id: 1, waiting: VecDeque::new(), heard: Instant::now(), pinged: false })
    }

    /// Submits one signed act; gives the answer once its signature was checked.
    pub async fn submit(&mut self, act: &Act, sitting: &Sitting) -> Result<Answer, NetError> {
        let id = self.take_id();
        let message = ClientMessage::Submit { id, act: act.clone() };
        Answer::check(self.request(id, &message).await?, act, sitting)
    }

    /// Submits a ballot that the box gave a receipt for and lacks now.
    pub async fn recover(
        &mut self,
        act: &Act,
        receipt: &BoxReceipt,
        sitting: &Sitting,
    ) -> Result<Answer, NetError> {
        let id = self.take_id();
        let message = ClientMessage::Recover { id, act: act.clone(), receipt: *receipt };
        Answer::check(self.request(id, &message).await?, act, sitting)
    }

    /// Asks for entries by leaf hash; at most [`FETCH_MAX`] are asked for at once.
    pub async fn fetch(&mut self, leaves: &[[u8; 32]]) -> Result<Fetched, NetError> {
        let id = self.take_id();
        let leaves = leaves.iter().take(FETCH_MAX).copied().map(Bytes32::from).collect();
        match self.request(id, &ClientMessage::Fetch { id, leaves }).await? {
            ServerMessage::Fetched { entries, checkpoint, .. } => Ok(Fetched { entries, checkpoint }),
            other => Err(NetError::Unexpected { what: name_of(&other) }),
        }
    }

    /// From now on [`Connection::next`] gives the log from this index on, and the status.
    pub async fn follow(&mut self, from: u64) -> Result<(), NetError> {
        let from = Int::try_from(from).map_err(|_| NetError::Unexpected { what: "an index above 2^53" })?;
        self.send(&ClientMessage::Follow { from }).await
    }

    /// From now on [`Connection::next`] gives the digest of this deputy.
    pub async fn watch(&mut self, deputy: u32) -> Result<(), NetError> {
        // A new one is asked for: what waits is older.
        self.waiting.retain(|push| !matches!(push, Push::Digest(_)));
        self.send(&ClientMessage::Watch { deputy: Int::from(deputy) }).await
    }

    /// Sends a witness's cosignature; what became of it comes as [`Push::Cosigned`].
    pub async fn cosign(&mut self, note: String) -> Result<(), NetError> {
        let id = self.take_id();
        self.send(&ClientMessage::Cosign { id, note }).await
    }

    /// The next thing that the server pushes. Waits for ever; keeps the connection alive meanwhile.
    pub async fn next(&mut self) -> Result<Push, NetError> {
        loop {
            if let Some(push) = self.waiting.pop_front() {
                return Ok(push);
            }
            // An answer that nobody waits for any more belongs to a request that was dropped.
            if let Ok(push) = into_push(self.read().await?)? {
                return Ok(push);
            }
        }
    }

    /// Says goodbye; the server sees an orderly end. Errors no longer matter.
    pub async fn close(mut self) {
        let _ = timeout(SEND_TIMEOUT, self.socket.close(None)).await;
    }

    fn take_id(&mut self) -> Int {
        let id = Int::from(self.next_id);
        self.next_id = self.next_id.wrapping_add(1);
        id
    }

    async fn request(&mut self, id: Int, message: &ClientMessage) -> Result<ServerMessage, NetError> {
        self.send(message).await?;
        let deadline = Instant::now() + ANSWER_TIMEOUT;
        loop {
            let read = timeout_at(deadline, self.read()).await;
            match into_push(read.map_err(|_| NetError::TimedOut { waiting_for: "answer" })??)? {
                Ok(Push::Digest(digest)) => {
                    // Each digest is whole: the newest replaces those that nobody read.
                    self.waiting.retain(|push| !matches!(push, Push::Digest(_)));
                    self.waiting.push_back(Push::Digest(digest));
                }
                Ok(_) if self.waiting.len() >= BACKLOG_MAX => {
                    return Err(NetError::Backlog { limit: BACKLOG_MAX });
                }
                Ok(push) => self.waiting.push_back(push),
                Err(answer) if id_of(&answer) == Some(id) => return Ok(answer),
                Err(_) => {}
            }
        }
    }

    async fn send(&mut self, message: &ClientMessage) -> Result<(), NetError> {
        let bytes = encode(message);
        if bytes.len() > FRAME_BYTES_MAX {
            return Err(NetError::TooLong { limit: FRAME_BYTES_MAX });
        }
        let text = String::from_utf8(bytes).map_err(|_| NetError::NotText)?;
        self.send_frame(Message::text(text)).await
    }

    async fn send_frame(&mut self, frame: Message) -> Result<(), NetError> {
        timeout(SEND_TIMEOUT, self.socket.send(frame))
            .await
            .map_err(|_| NetError::TimedOut { waiting_for: "sending" })?
            .map_err(NetError::from)
    }

    /// The next message; between messages, signs of life.
    async fn read(&mut self) -> Result<ServerMessage, NetError> {
        loop {
            let deadline = self.heard + if self.pinged { SILENCE_MAX } else { PING_AFTER };
            let Ok(frame) = timeout_at(deadline, self.socket.next()).await else {
                if self.pinged {
                    return Err(NetError::TimedOut { waiting_for: "sign of life" });
                }
                self.pinged = true;
                self.send_frame(Message::Ping(tokio_tungstenite::tungstenite::Bytes::new())).await?;
                continue;
            };
            let frame = frame.ok_or(NetError::Closed)??;
            self.heard = Instant::now();
            self.pinged = false;
            match frame {
                Message::Text(text) => return Ok(decode_strict(text.as_bytes())?),
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => return Err(NetError::Closed),
                Message::Binary(_) | Message::Frame(_) => return Err(NetError::NotText),
            }
        }
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connection")
    }
}

/// A push, or the message back if it is an answer.
fn into_push(message: ServerMessage) -> Result<Result<Push, ServerMessage>, NetError> {
    Ok(Ok(match message {
        ServerMessage::Entries { from, lines } => Push::Entries { from: from.get(), lines },
        ServerMessage::Status { status } => Push::Status(status),
        ServerMessage::Digest { digest } => Push::Digest(digest),
        ServerMessage::Checkpoint { note } => Push::Checkpoint { note },
        ServerMessage::Cosigned { have, problem, .. } => {
            Push::Cosigned { have: have.get(), problem: problem.first().map(ToString::to_string) }
        }
        ServerMessage::Problem { problem, .. } => return Err(NetError::Problem(problem)),
        answer => return Ok(Err(answer)),
    }))
}

fn id_of(message: &ServerMessage) -> Option<Int> {
    match message {
        ServerMessage::Accepted { id, .. }
        | ServerMessage::Boxed { id, .. }
        | ServerMessage::Proposed { id, .. }
        | ServerMessage::Refused { id, .. }
        | ServerMessage::Fetched { id, .. } => Some(*id),
        ServerMessage::Entries { .. }
        | ServerMessage::Status { .. }
        | ServerMessage::Digest { .. }
        | ServerMessage::Checkpoint { .. }
        | ServerMessage::Cosigned { .. }
        | ServerMessage::Problem { .. } => None,
    }
}

/// The `type` of a message.
pub(super) fn name_of(message: &ServerMessage) -> &'static str {
    match message {
        ServerMessage::Accepted { .. } => "accepted",
        ServerMessage::Boxed { .. } => "boxed",
        ServerMessage::Proposed { .. } => "proposed",
        ServerMessage::Refused { .. } => "refused",
        ServerMessage::Entries { .. } => "entries",
        ServerMessage::Status { .. } => "status",
        ServerMessage::Digest { .. } => "digest",
        ServerMessage::Fetched { .. } => "fetched",
        ServerMessage::Checkpoint { .. } => "checkpoint",
        ServerMessage::Cosigned { .. } => "cosigned",
        ServerMessage::Problem { .. } => "problem",
    }
}
