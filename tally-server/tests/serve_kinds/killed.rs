//! The server killed during a named contest and while papers are counted: nothing that was answered is lost.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use audit::entry::Signer;
use audit::entry::paper::PaperCount;
use audit::fold::Stage;
use audit::rules::{Profile, Row, Secrecy};
use protocol::{Act, ClientMessage, ServerMessage};
use terminal_client::roles::acts::bodies::{self, PapersBack};

use crate::hall::preparing::{open_vote, selection};
use crate::hall::{Client, Hall, int, serve};
use crate::{close, verified};

const CHILD: &str = "PIAOJUE_TEST_KILLED";
const DEPUTIES: u32 = 20;

/// The process that is killed; does nothing in an ordinary run.
#[test]
fn child_serves() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let (address, folder) = told.split_once(' ').unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let _server = serve(folder.as_ref(), address.parse().unwrap()).await;
        std::future::pending::<()>().await;
    });
}

pub(crate) struct Killed<'a> {
    hall: &'a Hall,
    address: SocketAddr,
    child: Child,
}

impl<'a> Killed<'a> {
    pub(crate) fn start(hall: &'a Hall, address: SocketAddr) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child_serves"])
            .env(CHILD, format!("{address} {}", hall.path().display()))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while TcpStream::connect(address).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { hall, address, child }
    }

    /// SIGKILL with `act` on its way, and a fresh server.
    pub(crate) async fn kill_with(mut self, client: &mut Client, act: &Act) -> (Self, Client) {
        client.say(&ClientMessage::Submit { id: int(9_999), act: act.clone() }).await;
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let again = Self::start(self.hall, self.address);
        let client = self.hall.connect(self.address).await;
        (again, client)
    }
}

impl Drop for Killed<'_> {
    fn drop(&mut self) {
        // Killed already where the test went on with another.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sent again after a kill: it got in before, or gets in now.
async fn again(desk: &mut Client, act: &Act) {
    match desk.submit(act).await {
        ServerMessage::Accepted { .. } => {}
        ServerMessage::Refused { refused, .. } => assert_eq!(refused.code.as_str(), "body-repeated"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_no_vote_and_no_count() {
    let hall = Hall::with(DEPUTIES);
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = Killed::start(&hall, address);
    let mut desk = hall.connect(address).await;
    let apart = Profile { channel_floor: int(2), minimum_ballots: int(2), ..selection() };
    hall.prepare_with(&mut desk, &[open_vote(Secrecy::Named), apart]).await;
    let named = hall.open(&mut desk, 1).await;
    let mut placed = Vec::new();
    for deputy in 1..=DEPUTIES {
        let vote = hall.vote_for(named, deputy, vec![deputy % 2, 1, 1], [0; 32]);
        if deputy % 4 == 0 {
            (server, desk) = server.kill_with(&mut desk, &vote).await;
        }
        // Same bytes, same answer, whether or not it was in before the kill.
        placed.push(desk.accepted(&vote).await);
    }
    desk.accepted(&hall.ended(named)).await;
    close(&hall, &mut desk, 1, PapersBack::default()).await;
    let state = desk.state().await;
    desk.accepted(&hall.presided(&bodies::declare(&state, 1).unwrap())).await;

    // Contest 2 on paper alone.
    let secret = hall.open(&mut desk, 2).await;
    let state = desk.state().await;
    let everybody: Vec<u32> = (1..=DEPUTIES).collect();
    let papers = hall.two(&bodies::issue_papers(&state, 2, &everybody).unwrap());
    (server, desk) = server.kill_with(&mut desk, &papers).await;
    again(&mut desk, &papers).await;
    desk.accepted(&hall.ended(secret)).await;
    desk.until(|state| state.contests()[&2].stage() == Some(Stage::Opened)).await;
    close(&hall, &mut desk, 2, PapersBack { returned: u64::from(DEPUTIES), void: 0 }).await;
    let row = |yes: u32| Row { counts: vec![int(yes), int(DEPUTIES - yes)], invalid: int(0) };
    for (count, signer) in
        [(PaperCount::Tellers, Signer::Secretariat), (PaperCount::Scrutineers, Signer::Chief)]
    {
        let state = desk.state().await;
        let rows = vec![row(12), row(11), row(3)];
        let body = bodies::count_papers(&state, 2, count, vec![], rows).unwrap();
        let counted = hall.act(&body, &[signer]);
        (server, desk) = server.kill_with(&mut desk, &counted).await;
        again(&mut desk, &counted).await;
    }
    let state = desk.state().await;
    let confirmed = hall.two(&bodies::confirm_papers(&state, 2).unwrap());
    (server, desk) = server.kill_with(&mut desk, &confirmed).await;
    again(&mut desk, &confirmed).await;
    let state = desk.state().await;
    desk.accepted(&hall.presided(&bodies::declare(&state, 2).unwrap())).await;
    for (deputy, placed) in (1..).zip(&placed) {
        let vote = &state.contests()[&1].course().unwrap().votes[&deputy];
        assert_eq!(vote.leaf, placed.leaf.to_bytes(), "deputy {deputy}");
    }
    drop(server);
    // Started once more and stopped in order, so that the last checkpoint is published.
    hall.start().await.stop().await.unwrap();
    let state = verified(&hall);
    assert_eq!(state.contests()[&1].course().unwrap().votes.len(), 20);
    assert_eq!(state.contests()[&2].stage(), Some(Stage::Declared));
}
