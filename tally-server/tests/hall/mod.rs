//! A small sitting for tests: all keys in one place, a real server on loopback, raw WebSocket clients.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "helpers of tests"
)]

pub mod ballots;
pub mod client;
pub mod preparing;
pub mod witnesses;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use audit::entry::preparation::{Mode, SittingDefined, SittingKeys};
use audit::entry::voting::{BallotReturned, ContestEnded};
use audit::entry::{Body, Line, Sig, Signer, first_prev};
use audit::fingerprint::Fingerprint;
use audit::fold::{State, purpose_of};
use audit::rules::Secrecy;
use audit::wire::{Bytes32, Int, Text, encode};
use crypto::signature::{Purpose, SigningKey};
use protocol::server::Status;
use protocol::{Act, BoxReceipt};
use tally_server::folder::Folder;
use tally_server::folder::keys::ServerKeys;
use tally_server::serve::{Options, Running, ServeError, start};
use terminal_client::net::pinning::CertificateFingerprint;
use terminal_client::net::server_tls::ServerTls;
use terminal_client::roles::acts::bodies::{self, PapersBack};
use terminal_client::sitting_file::SittingFile;

pub use client::{Client, get};

pub const ORIGIN: &str = "vote.example/2026-test";
pub const DEPUTIES: u32 = 6;
/// Who signs most acts of two roles.
pub const TWO_ROLES: [Signer; 2] = [Signer::Secretariat, Signer::Chief];

pub fn int(number: u32) -> Int {
    Int::from(number)
}

pub fn text(words: &str) -> Text {
    words.parse().unwrap()
}

/// Whose key.
#[derive(Clone, Copy)]
pub(crate) enum Role {
    Log,
    Server,
    Secretariat,
    Chief,
    Presiding,
    Scrutineer,
    Card,
    Deputy,
    Ballot,
    Paper,
    Witness,
}

fn key(role: Role, number: u32) -> SigningKey {
    let mut seed = [role as u8 + 1; 32];
    seed[..4].copy_from_slice(&number.to_be_bytes());
    SigningKey::from_seed(&seed).unwrap()
}

fn public(key: &SigningKey) -> Bytes32 {
    (*key.verifying_key().as_bytes()).into()
}

fn server_keys() -> ServerKeys {
    let storage = crypto::sealing::SealingKey::from_secret_bytes(&[3; 32]);
    ServerKeys { log: key(Role::Log, 0), act: key(Role::Server, 0), storage }
}

/// The server of a folder, in this process.
pub async fn serve(folder: &Path, address: SocketAddr) -> Running {
    serve_with(folder, address, None).await
}

/// With another patience for witnesses.
pub async fn serve_with(folder: &Path, address: SocketAddr, quorum_max_age: Option<Duration>) -> Running {
    let slip_window = Some(Duration::from_secs(2));
    let options = Options { address: Some(address), slip_window, quorum_max_age };
    start(folder, server_keys(), options).await.unwrap()
}

/// Why no server starts on this folder.
pub async fn not_served(folder: &Path) -> ServeError {
    let options = Options { address: Some("127.0.0.1:0".parse().unwrap()), ..Options::default() };
    start(folder, server_keys(), options).await.map(|_| ()).unwrap_err()
}

/// The sitting and everybody's keys.
pub struct Hall {
    pub place: tempfile::TempDir,
    pub fingerprint: [u8; 32],
    pub certificate: CertificateFingerprint,
    /// How many stand on the roll.
    pub deputies: u32,
}

impl Hall {
    /// A folder with entry 0.
    pub fn new() -> Self {
        Self::with(DEPUTIES)
    }

    pub fn with(deputies: u32) -> Self {
        Self::witnessed(deputies, 0, 0)
    }

    /// With so many witnesses, of whom so many are a quorum.
    pub fn witnessed(deputies: u32, witnesses: u32, quorum: u32) -> Self {
        Self::defined(Mode::Rehearsal, vec![], deputies, witnesses, quorum)
    }

    /// That is no rehearsal.
    pub fn real() -> Self {
        Self::defined(Mode::Real, vec![], DEPUTIES, 0, 0)
    }

    /// Whose entry 0 names this hash of pages.
    pub fn with_page(hash: [u8; 32]) -> Self {
        Self::defined(Mode::Rehearsal, vec![hash.into()], DEPUTIES, 0, 0)
    }

    fn defined(mode: Mode, pages: Vec<Bytes32>, deputies: u32, witnesses: u32, quorum: u32) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let tls = ServerTls::load_or_make(place.path(), &[]).unwrap();
        let keys = server_keys();
        let body = encode(&Body::SittingDefined(SittingDefined {
            version: int(1),
            name: text("测试县人民代表大会"),
            mode,
            origin: text(ORIGIN),
            keys: SittingKeys {
                log: public(&keys.log),
                server: public(&keys.act),
                secretariat: public(&key(Role::Secretariat, 0)),
                chief: public(&key(Role::Chief, 0)),
                presiding: public(&key(Role::Presiding, 0)),
            },
            witnesses: (1..=witnesses).map(witnesses::named).collect(),
            quorum: int(quorum),
            pages,
        }));
        let sig =
            |by, key: &SigningKey| Sig { by, sig: key.sign(Purpose::Act, &[0; 32], &body).to_bytes().into() };
        let sigs = [sig(Signer::Secretariat, &key(Role::Secretariat, 0)), sig(Signer::Server, &keys.act)];
        let line = Line::write(first_prev(ORIGIN), 1_700_000_000, &sigs, &body).unwrap();
        let Fingerprint(fingerprint) = folder.found(ORIGIN, &line).unwrap();
        SittingFile {
            name: text("测试县人民代表大会"),
            mode,
            origin: ORIGIN.parse().unwrap(),
            server: "127.0.0.1:1".parse().unwrap(),
            tls: tls.fingerprint(),
            fingerprint: Fingerprint(fingerprint),
        }
        .write(&folder.sitting_path())
        .unwrap();
        Self { place, fingerprint, certificate: tls.fingerprint(), deputies }
    }

    pub async fn start(&self) -> Running {
        serve(self.place.path(), "127.0.0.1:0".parse().unwrap()).await
    }

    pub async fn connect(&self, address: SocketAddr) -> Client {
        Client::new(client::socket(self.certificate, address).await)
    }

    pub fn path(&self) -> &Path {
        self.place.path()
    }

    pub fn key_of(signer: Signer) -> SigningKey {
        match signer {
            Signer::Secretariat => key(Role::Secretariat, 0),
            Signer::Chief => key(Role::Chief, 0),
            Signer::Presiding => key(Role::Presiding, 0),
            Signer::Scrutineer(index) => key(Role::Scrutineer, index.into()),
            Signer::Card(number) => key(Role::Card, number),
            Signer::Deputy(number) => key(Role::Deputy, number),
            Signer::Server | Signer::Ballot => panic!("not a client's key"),
        }
    }

    /// The key of this deputy's ballot.
    pub fn ballot_key(deputy: u32) -> SigningKey {
        key(Role::Ballot, deputy)
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

    /// The opening of contest 1 as both roles see it.
    pub async fn opening(&self, client: &mut Client) -> Act {
        self.opening_of(client, 1).await
    }

    pub async fn opening_of(&self, client: &mut Client, number: u64) -> Act {
        let state = client.state().await;
        let secret = state.contests()[&number].profile.secrecy == Secrecy::Secret;
        let status = if secret { client.status_of(number).await } else { Status::default() };
        self.act(&bodies::open_contest(&state, &status, number).unwrap(), &TWO_ROLES)
    }

    /// Opens a contest; gives its hash.
    pub async fn open(&self, client: &mut Client, number: u64) -> [u8; 32] {
        let opening = self.opening_of(client, number).await;
        client.accepted(&opening).await;
        client.state().await.contests()[&number].course().unwrap().hash
    }

    pub fn ended(&self, contest: [u8; 32]) -> Act {
        let body = Body::ContestEnded(ContestEnded { contest: contest.into() });
        self.act(&body, &TWO_ROLES)
    }

    pub fn slip(&self, contest: [u8; 32], deputy: u32) -> Act {
        let body = Body::BallotReturned(BallotReturned { contest: contest.into(), deputy: int(deputy) });
        self.act(&body, &[Signer::Deputy(deputy)])
    }

    /// The close of contest 1, which has no papers.
    pub fn closing(&self, state: &State) -> Act {
        self.two(&bodies::close(state, 1, PapersBack::default()).unwrap())
    }

    /// An act of secretariat and chief scrutineer.
    pub fn two(&self, body: &Body) -> Act {
        self.act(body, &TWO_ROLES)
    }

    /// An act of chief scrutineer and presiding officer.
    pub fn presided(&self, body: &Body) -> Act {
        self.act(body, &[Signer::Chief, Signer::Presiding])
    }

    pub fn check_receipt(&self, receipt: &BoxReceipt) {
        receipt.verify(&key(Role::Server, 0).verifying_key(), &self.fingerprint).unwrap();
    }

    pub fn server_key() -> crypto::signature::VerifyingKey {
        key(Role::Server, 0).verifying_key()
    }
}
