//! A raw client over a real connection.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use audit::entry::Line;
use audit::fold::State;
use audit::wire::{Bytes32, Int, decode_strict, encode};
use futures_util::{SinkExt as _, StreamExt as _};
use protocol::server::{Digest, Placed, Status, verify_answer};
use protocol::{Act, BoxReceipt, ClientMessage, ServerMessage};
use terminal_client::net::pinning::{CertificateFingerprint, client_config};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{Hall, int};

type Socket = WebSocketStream<TlsStream<TcpStream>>;

async fn stream(certificate: CertificateFingerprint, address: SocketAddr) -> TlsStream<TcpStream> {
    let config = Arc::new(client_config(certificate).unwrap());
    let tcp = TcpStream::connect(address).await.unwrap();
    TlsConnector::from(config).connect("localhost".try_into().unwrap(), tcp).await.unwrap()
}

pub(super) async fn socket(certificate: CertificateFingerprint, address: SocketAddr) -> Socket {
    let stream = stream(certificate, address).await;
    client_async("wss://localhost/ws", stream).await.unwrap().0
}

/// A WebSocket as a page of this origin opens it.
pub async fn socket_of_page(hall: &Hall, address: SocketAddr, origin: &str) -> Client {
    let stream = stream(hall.certificate, address).await;
    let mut request = "wss://localhost/ws".into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    Client::new(client_async(request, stream).await.unwrap().0)
}

/// GET over a connection of its own: status line and headers, then the body.
pub async fn get(hall: &Hall, address: SocketAddr, path: &str) -> (String, Vec<u8>) {
    ask(hall, address, &format!("GET {path} HTTP/1.1\r\nhost: localhost")).await
}

/// The same with the head of a request that the test wrote.
pub async fn ask(hall: &Hall, address: SocketAddr, head: &str) -> (String, Vec<u8>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = stream(hall.certificate, address).await;
    let request = format!("{head}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase(), answer[end + 4..].to_vec())
}

/// A raw client. It folds what it follows with the same function as the server.
pub struct Client {
    pub socket: Socket,
    next: u32,
    /// Entries that answers told of.
    known: u64,
    following: bool,
    state: State,
    pub lines: Vec<String>,
    pub status: Option<Status>,
}

impl Client {
    pub(super) fn new(socket: Socket) -> Self {
        Self { socket, next: 0, known: 0, following: false, state: State::new(), lines: vec![], status: None }
    }

    pub async fn say(&mut self, message: &ClientMessage) {
        self.raw(Message::Text(String::from_utf8(encode(message)).unwrap().into())).await;
    }

    pub async fn raw(&mut self, frame: Message) {
        self.socket.send(frame).await.unwrap();
    }

    /// The next message, what is followed included; `None` when the connection is closed.
    pub async fn hear(&mut self) -> Option<ServerMessage> {
        loop {
            let frame =
                tokio::time::timeout(Duration::from_secs(30), self.socket.next()).await.expect("an answer");
            match frame {
                Some(Ok(Message::Text(text))) => {
                    let message = decode_strict(text.as_bytes()).unwrap();
                    self.absorb(&message);
                    return Some(message);
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(other)) => panic!("{other:?}"),
            }
        }
    }

    fn absorb(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Entries { from, lines } => {
                assert_eq!(from.get(), self.lines.len() as u64);
                for line in lines {
                    self.state.apply(&Line::parse(line.clone().into_bytes()).unwrap()).unwrap();
                    self.lines.push(line.clone());
                }
            }
            ServerMessage::Status { status } => self.status = Some(status.clone()),
            ServerMessage::Accepted { placed, .. } => self.known = self.known.max(placed.index.get() + 1),
            _ => {}
        }
    }

    async fn answer(&mut self, wanted: Int) -> ServerMessage {
        loop {
            let message = self.hear().await.expect("an answer before the end");
            match &message {
                ServerMessage::Accepted { id, .. }
                | ServerMessage::Boxed { id, .. }
                | ServerMessage::Proposed { id, .. }
                | ServerMessage::Refused { id, .. }
                | ServerMessage::Fetched { id, .. }
                | ServerMessage::Cosigned { id, .. }
                    if *id == wanted =>
                {
                    return message;
                }
                ServerMessage::Problem { .. } => panic!("{message:?}"),
                _ => {}
            }
        }
    }

    fn id(&mut self) -> Int {
        self.next += 1;
        int(self.next)
    }

    pub async fn submit(&mut self, act: &Act) -> ServerMessage {
        let id = self.id();
        self.say(&ClientMessage::Submit { id, act: act.clone() }).await;
        self.answer(id).await
    }

    pub async fn recover(&mut self, act: &Act, receipt: &BoxReceipt) -> ServerMessage {
        let id = self.id();
        self.say(&ClientMessage::Recover { id, act: act.clone(), receipt: *receipt }).await;
        self.answer(id).await
    }

    pub async fn fetch(&mut self, leaves: &[Bytes32]) -> ServerMessage {
        let id = self.id();
        self.say(&ClientMessage::Fetch { id, leaves: leaves.to_vec() }).await;
        self.answer(id).await
    }

    pub async fn cosign(&mut self, note: String) -> ServerMessage {
        let id = self.id();
        self.say(&ClientMessage::Cosign { id, note }).await;
        self.answer(id).await
    }

    pub async fn accepted(&mut self, act: &Act) -> Placed {
        match self.submit(act).await {
            ServerMessage::Accepted { placed, .. } => placed,
            other => panic!("{other:?}"),
        }
    }

    pub async fn boxed(&mut self, act: &Act) -> BoxReceipt {
        match self.submit(act).await {
            ServerMessage::Boxed { receipt, .. } => receipt,
            other => panic!("{other:?}"),
        }
    }

    /// The code of a refusal, whose signature is checked.
    pub async fn refused(&mut self, act: &Act, hall: &Hall) -> &'static str {
        match self.submit(act).await {
            ServerMessage::Refused { refused, sig, .. } => {
                assert_eq!(refused.act, act.hash());
                verify_answer(&refused, &sig, &Hall::server_key(), &hall.fingerprint).unwrap();
                refused.code.as_str()
            }
            other => panic!("{other:?}"),
        }
    }

    /// The state as the log has it: at least up to what this client was told of.
    pub async fn state(&mut self) -> State {
        if !self.following {
            self.following = true;
            self.say(&ClientMessage::Follow { from: int(0) }).await;
        }
        while self.state.head().size < self.known.max(1) {
            self.hear().await.unwrap();
        }
        self.state.clone()
    }

    /// Follows until the state is as wanted.
    pub async fn until(&mut self, wanted: impl Fn(&State) -> bool) -> State {
        self.state().await;
        while !wanted(&self.state) {
            self.hear().await.unwrap();
        }
        self.state.clone()
    }

    /// A status with which a contest can be opened: the server has made its stamp key.
    pub async fn status_of(&mut self, contest: u64) -> Status {
        self.state().await;
        loop {
            let made = |status: &&Status| {
                let mut contests = status.contests.iter();
                contests.any(|one| one.contest.get() == contest && !one.next_stamp_key.is_empty())
            };
            if let Some(status) = self.status.iter().find(made) {
                return status.clone();
            }
            self.hear().await.unwrap();
        }
    }

    /// The next digest of a deputy's that is as wanted.
    pub async fn digest(&mut self, deputy: u32, wanted: impl Fn(&Digest) -> bool) -> Digest {
        self.say(&ClientMessage::Watch { deputy: int(deputy) }).await;
        loop {
            if let Some(ServerMessage::Digest { digest }) = self.hear().await
                && wanted(&digest)
            {
                return digest;
            }
        }
    }
}
