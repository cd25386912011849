//! A small sitting for tests: all keys in one place, a real server on loopback, raw WebSocket clients.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "helpers of tests"
)]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use audit::entry::key::{DealtShare, KeyAccepted, KeyAgreed, KeyCommitted, KeyDealt, KeyRevealed, KeyTested};
use audit::entry::payload::split_text;
use audit::entry::preparation::{
    ContestDefined, ContestPurpose, Item, Mode, NamedScrutineer, Roll, RollDeputy, RollFixed, RulesAdopted,
    ScrutineersNamed, SittingDefined, SittingKeys,
};
use audit::entry::voting::{
    BallotCast, BallotChallenged, BallotRequested, BallotReturned, CheckedIn, ContestClosed, ContestEnded,
    ContestKeys, ContestOpened, Means, PaperNumbers, ZeroReport,
};
use audit::entry::{Body, Line, Sig, Signer, first_prev};
use audit::fingerprint::Fingerprint;
use audit::fold::State;
use audit::fold::purpose_of;
use audit::rules::Profile;
use audit::wire::{Bytes32, Int, Text, decode_strict, encode};
use crypto::ballot::{
    BallotCode, BallotContext, Choices, CodeNonce, EncryptionSeed, KeyCommitment, encrypt,
    recompute_ciphertexts,
};
use crypto::ceremony::{CeremonySecret, Opened};
use crypto::decryption::decrypt;
use crypto::group::Element;
use crypto::scrutineer::ScrutineerIndex;
use crypto::signature::{Purpose, SigningKey};
use crypto::stamp::{Blinding, Evaluation, EvaluationProof, StampContext, StampInput, StampPublicKey};
use futures_util::{SinkExt as _, StreamExt as _};
use protocol::server::{Placed, Status, verify_answer};
use protocol::{Act, BoxReceipt, ClientMessage, ServerMessage};
use tally_server::folder::Folder;
use tally_server::folder::keys::{ServerKeys, entropy};
use tally_server::serve::{Options, Running, start};
use tally_server::tls::ServerTls;
use terminal_client::net::pinning::{CertificateFingerprint, client_config};
use terminal_client::sitting_file::SittingFile;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

pub const ORIGIN: &str = "vote.example/2026-test";
pub const DEPUTIES: u32 = 6;

pub fn int(number: u32) -> Int {
    Int::from(number)
}

pub fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn public(key: &SigningKey) -> Bytes32 {
    (*key.verifying_key().as_bytes()).into()
}

fn server_keys() -> ServerKeys {
    ServerKeys { log: key(1), act: key(2), storage: crypto::sealing::SealingKey::from_secret_bytes(&[3; 32]) }
}

/// The sitting and everybody's keys.
pub struct Hall {
    pub place: tempfile::TempDir,
    pub fingerprint: [u8; 32],
    pub certificate: CertificateFingerprint,
}

impl Hall {
    /// A folder with entry 0.
    pub fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let tls = ServerTls::load_or_make(place.path(), &[]).unwrap();
        let keys = server_keys();
        let body = encode(&Body::SittingDefined(SittingDefined {
            version: int(1),
            name: text("测试县人民代表大会"),
            mode: Mode::Rehearsal,
            origin: text(ORIGIN),
            keys: SittingKeys {
                log: public(&keys.log),
                server: public(&keys.act),
                secretariat: public(&key(10)),
                chief: public(&key(11)),
                presiding: public(&key(12)),
            },
            witnesses: vec![],
            quorum: int(0),
            pages: vec![],
        }));
        let sig =
            |by, key: &SigningKey| Sig { by, sig: key.sign(Purpose::Act, &[0; 32], &body).to_bytes().into() };
        let sigs = [sig(Signer::Secretariat, &key(10)), sig(Signer::Server, &keys.act)];
        let line = Line::write(first_prev(ORIGIN), 1_700_000_000, &sigs, &body).unwrap();
        let Fingerprint(fingerprint) = folder.found(ORIGIN, &line).unwrap();
        SittingFile {
            name: text("测试县人民代表大会"),
            mode: Mode::Rehearsal,
            origin: ORIGIN.parse().unwrap(),
            server: "127.0.0.1:1".parse().unwrap(),
            tls: tls.fingerprint(),
            fingerprint: Fingerprint(fingerprint),
        }
        .write(&folder.sitting_path())
        .unwrap();
        Self { place, fingerprint, certificate: tls.fingerprint() }
    }

    pub async fn start(&self) -> Running {
        let options = Options {
            address: Some("127.0.0.1:0".parse().unwrap()),
            slip_window: Some(Duration::from_secs(2)),
        };
        start(self.place.path(), server_keys(), options).await.unwrap()
    }

    pub async fn connect(&self, address: SocketAddr) -> Client {
        Client {
            socket: socket(self.certificate, address).await,
            next: 0,
            known: 0,
            following: false,
            state: State::new(),
            lines: vec![],
            status: None,
        }
    }

    pub fn path(&self) -> &Path {
        self.place.path()
    }

    pub fn key_of(signer: Signer) -> SigningKey {
        match signer {
            Signer::Secretariat => key(10),
            Signer::Chief => key(11),
            Signer::Presiding => key(12),
            Signer::Scrutineer(index) => key(20 + index),
            Signer::Card(number) => key(30 + u8::try_from(number).unwrap()),
            Signer::Deputy(number) => key(60 + u8::try_from(number).unwrap()),
            Signer::Server | Signer::Ballot => panic!("not a client's key"),
        }
    }

    pub fn sign(&self, signer: Signer, body: &str) -> Sig {
        let signature = Self::key_of(signer).sign(purpose_of(signer), &self.fingerprint, body.as_bytes());
        Sig { by: signer, sig: signature.to_bytes().into() }
    }

    pub fn act(&self, body: &Body, signers: &[Signer]) -> Act {
        let body = String::from_utf8(encode(body)).unwrap();
        let sigs = signers.iter().map(|signer| self.sign(*signer, &body)).collect();
        Act { sigs, body, parts: vec![] }
    }

    /// Roll, rules, scrutineers, key, contest 1, everybody checked in.
    pub async fn prepare(&self, client: &mut Client) {
        let deputies = (1..=DEPUTIES)
            .map(|number| RollDeputy {
                number: int(number),
                name: text(&format!("代表{number}")),
                delegation: text("第一代表团"),
                card: public(&Self::key_of(Signer::Card(number))),
            })
            .collect();
        let (roll, _) = split_text(std::str::from_utf8(&encode(&Roll { deputies })).unwrap()).unwrap();
        let roll = RollFixed { membership: int(DEPUTIES), due: int(DEPUTIES), roll };
        client.accepted(&self.act(&Body::RollFixed(roll), &[Signer::Secretariat])).await;
        let (words, _) = split_text("票决办法").unwrap();
        let profile = Profile::livelihood_projects(text("差额票决"), int(2), int(2));
        let rules = RulesAdopted { title: text("票决办法"), text: words, profile: profile.clone() };
        let rules = client.accepted(&self.act(&Body::RulesAdopted(rules), &[Signer::Secretariat])).await;
        let named = ScrutineersNamed {
            run: int(1),
            threshold: int(2),
            scrutineers: [1, 2]
                .map(|index| NamedScrutineer {
                    index: int(u32::from(index)),
                    name: text(&format!("监票人{index}")),
                    key: public(&Self::key_of(Signer::Scrutineer(index))),
                })
                .to_vec(),
            reason: text(""),
        };
        // Proposed by one role, signed by the other.
        let body = Body::ScrutineersNamed(named);
        let proposed = client.submit(&self.act(&body, &[Signer::Secretariat])).await;
        assert!(
            matches!(&proposed, ServerMessage::Proposed { missing, .. } if *missing == [Signer::Chief]),
            "{proposed:?}"
        );
        client.accepted(&self.act(&body, &[Signer::Chief])).await;
        self.hold_ceremony(client).await;
        let items = (1..=3)
            .map(|number| Item {
                number: int(number),
                title: text(&format!("项目{number}")),
                department: text(""),
                budget: text(""),
                detail: text(""),
            })
            .collect();
        let contest = ContestDefined {
            contest: int(1),
            title: text("民生实事"),
            rules: rules.leaf,
            profile,
            purpose: ContestPurpose::Items,
            items,
        };
        client.accepted(&self.act(&Body::ContestDefined(contest), &[Signer::Secretariat])).await;
        for deputy in 1..=DEPUTIES {
            let body = Body::CheckedIn(CheckedIn {
                deputy: int(deputy),
                device_key: public(&Self::key_of(Signer::Deputy(deputy))),
                means: Means::Card,
            });
            client.accepted(&self.act(&body, &[Signer::Card(deputy)])).await;
        }
    }

    async fn hold_ceremony(&self, client: &mut Client) {
        let indices = [1_u16, 2].map(|index| ScrutineerIndex::try_from(index).unwrap());
        let state = client.state().await;
        let run = state.ceremony().unwrap().transcript().run().clone();
        let secrets = indices.map(|index| {
            let act_key = Self::key_of(Signer::Scrutineer(u8::try_from(index.get()).unwrap()));
            CeremonySecret::generate(run.clone(), index, &act_key, entropy().unwrap()).unwrap()
        });
        for round in 0..3 {
            let state = client.state().await;
            let transcript = state.ceremony().unwrap().transcript().clone();
            for (index, secret) in (1_u8..).zip(&secrets) {
                let scrutineer = int(u32::from(index));
                let body = match round {
                    0 => {
                        let step = secret.commit().unwrap();
                        Body::KeyCommitted(KeyCommitted {
                            run: int(1),
                            scrutineer,
                            encryption_key: (*step.encryption_key.as_bytes()).into(),
                            encryption_proof: step.proof.to_bytes().into(),
                            commitment: step.commitment.into(),
                        })
                    }
                    1 => {
                        let step = secret.reveal().unwrap();
                        Body::KeyRevealed(KeyRevealed {
                            run: int(1),
                            scrutineer,
                            commitments: step.commitments.iter().map(|c| (*c.as_bytes()).into()).collect(),
                            proof: step.proof.to_bytes().into(),
                        })
                    }
                    _ => {
                        let step = secret.deal(&transcript).unwrap();
                        let to = int(u32::from(3 - index));
                        let share = |share: &crypto::ceremony::DealtShare| DealtShare {
                            to,
                            ephemeral: (*share.ephemeral.as_bytes()).into(),
                            proof: share.proof.to_bytes().into(),
                            sealed: share.sealed.into(),
                        };
                        let shares = step.shares.iter().map(share).collect();
                        Body::KeyDealt(KeyDealt { run: int(1), scrutineer, shares })
                    }
                };
                client.accepted(&self.act(&body, &[Signer::Scrutineer(index)])).await;
            }
        }
        let state = client.state().await;
        let ceremony = state.ceremony().unwrap();
        for index in 1..=2_u8 {
            let body = Body::KeyAccepted(KeyAccepted {
                run: int(1),
                scrutineer: int(u32::from(index)),
                follows: ceremony.last_dealt().into(),
            });
            client.accepted(&self.act(&body, &[Signer::Scrutineer(index)])).await;
        }
        let agreed = ceremony.transcript().agreed().unwrap();
        let body = Body::KeyAgreed(KeyAgreed {
            run: int(1),
            public_key: (*agreed.key.as_bytes()).into(),
            share_keys: agreed.public_shares.iter().map(|key| (*key.as_bytes()).into()).collect(),
        });
        let both = [Signer::Scrutineer(1), Signer::Scrutineer(2)];
        let placed = client.accepted(&self.act(&body, &both)).await;
        let transcript = ceremony.transcript().clone();
        let statement = client.state().await.test_statement().unwrap();
        for ((index, secret), public_share) in indices.iter().zip(&secrets).zip(&agreed.public_shares) {
            let Opened::Share(share) = secret.open(&transcript).unwrap() else { panic!("complaints") };
            let partial = decrypt(&statement, *index, &share, public_share, entropy().unwrap()).unwrap();
            let number = u8::try_from(index.get()).unwrap();
            let body = Body::KeyTested(KeyTested {
                key: placed.leaf,
                scrutineer: int(u32::from(number)),
                share: <[u8; 128]>::try_from(partial.to_bytes()).unwrap().into(),
            });
            client.accepted(&self.act(&body, &[Signer::Scrutineer(number)])).await;
        }
    }

    /// The opening as both roles see it.
    pub async fn opening(&self, client: &mut Client) -> Act {
        let stamp_key = client.stamp_key().await;
        let state = client.state().await;
        let contest = &state.contests()[&1];
        let agreed = state.ceremony().unwrap().agreed().unwrap();
        let zero = int(0);
        let body = Body::ContestOpened(ContestOpened {
            contest: int(1),
            definition: contest.leaf.into(),
            rules: contest.definition.rules,
            roll: state.roll().unwrap().leaf.into(),
            keys: vec![ContestKeys {
                key: agreed.leaf.into(),
                public_key: (*agreed.public_key.as_bytes()).into(),
                stamp_key,
            }],
            membership: int(DEPUTIES),
            due: int(DEPUTIES),
            present: int(DEPUTIES),
            zero_report: ZeroReport { issued: zero, boxed: zero, challenged: zero, returned: zero },
        });
        self.act(&body, &[Signer::Secretariat, Signer::Chief])
    }

    pub fn ended(&self, contest: [u8; 32]) -> Act {
        let body = Body::ContestEnded(ContestEnded { contest: contest.into() });
        self.act(&body, &[Signer::Secretariat, Signer::Chief])
    }

    pub fn slip(&self, contest: [u8; 32], deputy: u32) -> Act {
        let body = Body::BallotReturned(BallotReturned { contest: contest.into(), deputy: int(deputy) });
        self.act(&body, &[Signer::Deputy(deputy)])
    }

    pub fn closing(&self, state: &State) -> Act {
        let course = state.contests()[&1].course().unwrap();
        let number = |number: u64| Int::try_from(number).unwrap();
        let body = Body::ContestClosed(ContestClosed {
            contest: course.hash.into(),
            size: number(state.head().size),
            root: state.head().frontier.root().into(),
            issued: number(course.issued_count()),
            returned: number(course.returned().unwrap()),
            slips: number(course.slip_count()),
            paper: PaperNumbers::default(),
        });
        self.act(&body, &[Signer::Secretariat, Signer::Chief])
    }

    /// A deputy's device takes a ballot: gives the request, and what makes the stamp.
    pub fn request(&self, contest: [u8; 32], deputy: u32) -> (Act, Blinding, SigningKey) {
        let ballot_key = key(100 + u8::try_from(deputy).unwrap());
        let context = StampContext { sitting: self.fingerprint, contest };
        let input = StampInput::new(&context, &ballot_key.verifying_key()).unwrap();
        let blinding = Blinding::new(input, [entropy().unwrap(), entropy().unwrap()]).unwrap();
        let blinded = (*blinding.blinded().as_bytes()).into();
        let request = BallotRequested { contest: contest.into(), deputy: int(deputy), blinded };
        let body = String::from_utf8(encode(&request)).unwrap();
        let sigs = vec![self.sign(Signer::Deputy(deputy), &body)];
        (Act { sigs, body, parts: vec![] }, blinding, ballot_key)
    }

    /// Takes a ballot and makes the act that casts it.
    pub async fn ballot(&self, client: &mut Client, contest: [u8; 32], deputy: u32, seed: u8) -> Act {
        let (request, blinding, ballot_key) = self.request(contest, deputy);
        let placed = client.accepted(&request).await;
        let state = client.state().await;
        let line = client.lines[usize::try_from(placed.index.get()).unwrap()].clone();
        let Body::BallotIssued(issued) = Line::parse(line.into_bytes()).unwrap().body().clone() else {
            panic!("not issued")
        };
        let course = state.contests()[&1].course().unwrap();
        let evaluation = Evaluation {
            evaluated: Element::from_bytes(issued.evaluated.as_bytes()).unwrap(),
            proof: EvaluationProof::from_bytes(issued.proof.as_bytes()).unwrap(),
        };
        let stamp_key = StampPublicKey::from_bytes(&course.secret().unwrap().stamp_key).unwrap();
        let stamp = blinding.unblind(&stamp_key, &evaluation).unwrap();
        let shape = &state.contests()[&1].shape;
        let mut options = vec![shape.options() - 1; shape.rows()];
        options[0] = 0;
        let choices = Choices::from_options(shape, &options).unwrap();
        let context = BallotContext {
            sitting: self.fingerprint,
            contest,
            ballot_key: *ballot_key.verifying_key().as_bytes(),
        };
        let seed = EncryptionSeed::fresh(crypto::hash::Entropy::from_os([seed; 32]));
        let ballot = encrypt(&seed, &choices, &context, shape, &course.secret().unwrap().public_key).unwrap();
        let nonce = CodeNonce::fresh(entropy().unwrap());
        let (ballot, parts) = audit::entry::payload::split_bytes(&ballot.to_bytes()).unwrap();
        let body = encode(&Body::BallotCast(BallotCast {
            contest: contest.into(),
            ballot_key: public(&ballot_key),
            stamp: (*stamp.as_bytes()).into(),
            nonce: (*nonce.as_bytes()).into(),
            replaces: [0; 32].into(),
            ballot,
        }));
        let sig = ballot_key.sign(Purpose::Ballot, &self.fingerprint, &body).to_bytes().into();
        Act {
            sigs: vec![Sig { by: Signer::Ballot, sig }],
            body: String::from_utf8(body).unwrap(),
            parts: parts.into_iter().map(|part| part.data).collect(),
        }
    }

    /// Opens the encryption that [`Hall::ballot`] makes from this seed, as 验票机 does.
    pub fn challenge(&self, state: &State, contest: [u8; 32], seed: u8) -> Act {
        let shape = &state.contests()[&1].shape;
        let course = state.contests()[&1].course().unwrap();
        let mut options = vec![shape.options() - 1; shape.rows()];
        options[0] = 0;
        let choices = Choices::from_options(shape, &options).unwrap();
        let seed = EncryptionSeed::fresh(crypto::hash::Entropy::from_os([seed; 32]));
        let ciphertexts = recompute_ciphertexts(&seed, &choices, shape, &course.public_key).unwrap();
        let com = KeyCommitment([4; 32]);
        let code = BallotCode::new(&self.fingerprint, &contest, &com, &ciphertexts);
        let body = Body::BallotChallenged(BallotChallenged {
            contest: contest.into(),
            com: com.0.into(),
            seed: seed.open().into(),
            choices: choices.to_packed().to_vec().into(),
            code: code.0.into(),
        });
        self.act(&body, &[])
    }

    pub fn check_receipt(&self, receipt: &BoxReceipt) {
        receipt.verify(&key(2).verifying_key(), &self.fingerprint).unwrap();
    }

    pub fn server_key() -> crypto::signature::VerifyingKey {
        key(2).verifying_key()
    }
}

type Socket = WebSocketStream<TlsStream<TcpStream>>;

async fn stream(certificate: CertificateFingerprint, address: SocketAddr) -> TlsStream<TcpStream> {
    let config = Arc::new(client_config(certificate).unwrap());
    let tcp = TcpStream::connect(address).await.unwrap();
    TlsConnector::from(config).connect("localhost".try_into().unwrap(), tcp).await.unwrap()
}

async fn socket(certificate: CertificateFingerprint, address: SocketAddr) -> Socket {
    let stream = stream(certificate, address).await;
    client_async("wss://localhost/ws", stream).await.unwrap().0
}

/// GET over a connection of its own: status line and headers, then the body.
pub async fn get(hall: &Hall, address: SocketAddr, path: &str) -> (String, Vec<u8>) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = stream(hall.certificate, address).await;
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
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
    status: Option<Status>,
}

impl Client {
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

    pub async fn stamp_key(&mut self) -> Bytes32 {
        self.state().await;
        loop {
            let keys = self
                .status
                .iter()
                .flat_map(|status| &status.contests)
                .flat_map(|contest| &contest.next_stamp_key);
            if let Some(key) = keys.copied().next() {
                return key;
            }
            self.hear().await.unwrap();
        }
    }
}
