//! One history, and its end: a server that forks gets no quorum to close, and after the seal nothing is taken, signed or served.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests unwrap as tests do")]

mod hall;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use audit::checkpoint::Checkpoint;
use audit::entry::counting::Decrypted;
use audit::entry::preparation::{ContestPurpose, Mode};
use audit::entry::{Body, Line, Signer, first_prev};
use audit::evidence::{Misconduct, judge_bytes};
use audit::fingerprint::Fingerprint;
use audit::fold::{Code, Stage, State};
use audit::note::Note;
use audit::rules::Secrecy;
use audit::witness::store::StoreError;
use hall::preparing::{items, open_vote, selection};
use hall::witnesses::signing_key;
use hall::{Client, DEPUTIES, Hall, ORIGIN, get, not_served, serve, text};
use protocol::Act;
use tally_server::publish::archive::{ArchivingError, archive};
use tally_server::sequencer::{Fatal, StartError};
use tally_server::serve::{Running, ServeError};
use tally_server::store::{SegmentStore, Store as _};
use terminal_client::net::Dialer;
use terminal_client::roles::acts::bodies;
use terminal_client::roles::witness::{Alarm, Seat, SeatError, sit_down};
use terminal_client::roles::{Follower, Stopped, View};
use terminal_client::sitting_file::SittingFile;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_mins(1);

/// The line between a terminal and the server, which the server's side can lay to another history.
struct Wire {
    address: SocketAddr,
    /// Where it goes, and what runs over it.
    to: Arc<Mutex<(SocketAddr, JoinSet<()>)>>,
}

impl Wire {
    async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let to = Arc::new(Mutex::new((server, JoinSet::new())));
        let laid = Arc::clone(&to);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let mut laid = laid.lock().unwrap();
                let server = laid.0;
                laid.1.spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(server).await {
                        // Whoever hangs up ends it.
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
        Self { address, to }
    }

    /// From now on the terminal talks to this server; what ran before is cut.
    fn lay_to(&self, server: SocketAddr) {
        *self.to.lock().unwrap() = (server, JoinSet::new());
    }
}

/// A scrutineer's terminal that is a witness: the real program, with the folder that it remembers in.
struct Terminal {
    follower: Follower,
    wire: Wire,
}

impl Terminal {
    async fn open(hall: &Hall, server: SocketAddr, witness: u32, folder: &Path) -> Self {
        let wire = Wire::to(server).await;
        let file = SittingFile {
            name: text("测试县人民代表大会"),
            mode: Mode::Rehearsal,
            origin: ORIGIN.parse().unwrap(),
            server: wire.address.to_string().parse().unwrap(),
            tls: hall.certificate,
            fingerprint: Fingerprint(hall.fingerprint),
        };
        let follower = Follower::start(Dialer::new(&file).unwrap());
        let sitting = follower.sitting(PATIENCE).await.unwrap();
        loop {
            match sit_down(&sitting, signing_key(witness), folder) {
                Ok((witness, seat)) => {
                    follower.attest(witness, seat);
                    return Self { follower, wire };
                }
                // The program before this one is still closing.
                Err(SeatError::Store(StoreError::InUse { .. })) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn until<T>(&self, find: impl FnMut(&View) -> Option<T>) -> T {
        self.follower.wait_until(PATIENCE, find).await.unwrap()
    }

    async fn has_cosigned(&self, size: u64) {
        let seen = |seat: &Seat| seat.size.is_some_and(|cosigned| cosigned >= size);
        self.until(|view| view.seat().is_some_and(seen).then_some(())).await;
    }

    async fn alarm(&self) -> Alarm {
        self.until(|view| view.seat()?.alarm.clone()).await
    }

    fn cosigned(&self) -> Option<u64> {
        self.follower.read(|view| view.seat().and_then(|seat| seat.size))
    }
}

/// What the file of an alarm proves, to someone who has nothing but that file.
fn judged(alarm: &Alarm, hall: &Hall) -> Misconduct {
    let bytes = std::fs::read(alarm.file().unwrap_or_else(|| panic!("no file: {alarm:?}"))).unwrap();
    let (_, judged) = judge_bytes(&bytes, None).unwrap();
    let (_, again) = judge_bytes(&bytes, Some(&Fingerprint(hall.fingerprint))).unwrap();
    assert_eq!(judged.as_ref().unwrap().misconduct, again.unwrap().misconduct);
    judged.unwrap().misconduct
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let (path, name) = item.map(|item| (item.path(), item.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            _ = std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Size and cosignatures of what a server publishes.
async fn published(hall: &Hall, server: &Running, state: &State) -> (u64, u64) {
    let (_, body) = get(hall, server.address(), "/checkpoint").await;
    let note = Note::parse(&body).unwrap();
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    (checkpoint.size, state.sitting().unwrap().witnesses.cosigned(&note).unwrap().have())
}

fn close_index(state: &State) -> u64 {
    state.contests()[&1].course().unwrap().moments.counted.as_ref().unwrap().size - 1
}

/// A share that is none: what it is refused for says whether decrypting is open.
fn shares(hall: &Hall, state: &State) -> Act {
    let course = state.contests()[&1].course().unwrap();
    let body = Body::Decrypted(Decrypted {
        contest: course.hash.into(),
        closed: course.closed.unwrap().0.into(),
        scrutineer: hall::int(1),
        shares: vec![],
    });
    hall.act(&body, &[Signer::Scrutineer(1)])
}

/// Everybody voted, the box lies open, nothing is closed.
async fn vote(hall: &Hall, desk: &mut Client) -> State {
    hall.prepare(desk).await;
    let contest = hall.open(desk, 1).await;
    desk.until(|state| state.last_witnessed().is_some()).await;
    let mut ballots = Vec::new();
    for deputy in 1..=DEPUTIES {
        ballots.push(hall.ballot(desk, contest, deputy, u8::try_from(deputy).unwrap()).await);
    }
    for ballot in &ballots {
        desk.boxed(ballot).await;
    }
    desk.accepted(&hall.ended(contest)).await;
    for deputy in 1..=DEPUTIES {
        desk.accepted(&hall.slip(contest, deputy)).await;
    }
    desk.until(|state| state.contests()[&1].stage() == Some(Stage::Opened)).await
}

/// Three witnesses, two of whom are a quorum. The server keeps two histories after entry k, with its real keys, and lays each
/// terminal's line to the one that it likes.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_forks_gets_no_quorum_to_close() {
    let hall = Hall::witnessed(DEPUTIES, 3, 2);
    let server = hall.start().await;
    let remembered = tempfile::tempdir().unwrap();
    let folder = |witness: u32| remembered.path().join(witness.to_string());
    let open = |witness: u32| {
        let (hall, address, folder) = (&hall, server.address(), folder(witness));
        async move { Terminal::open(hall, address, witness, &folder).await }
    };
    let (first, second, third) = (open(1).await, open(2).await, open(3).await);
    let opened = vote(&hall, &mut hall.connect(server.address()).await).await;
    server.stop().await.unwrap();

    // From here on there are two: the one that goes on, and the one that the server would like to be believed.
    let other = tempfile::tempdir().unwrap();
    copy(hall.path(), other.path());
    let honest = hall.start().await;
    let forked = serve(other.path(), "127.0.0.1:0".parse().unwrap()).await;
    first.wire.lay_to(honest.address());
    second.wire.lay_to(forked.address());
    third.wire.lay_to(honest.address());
    let k = opened.head().size;
    for terminal in [&first, &second, &third] {
        terminal.has_cosigned(k).await;
    }

    // The one closes, and two have seen it.
    let mut desk = hall.connect(honest.address()).await;
    desk.until(|state| state.head().size == k).await;
    desk.accepted(&hall.closing(&opened)).await;
    let closed = desk.until(|state| state.head().size > k && state.is_witnessed(k)).await;
    assert_eq!(close_index(&closed), k);
    assert_eq!(desk.refused(&shares(&hall, &closed), &hall).await, "shares-wrong");
    let size = closed.head().size;
    third.has_cosigned(size).await;
    first.has_cosigned(size).await;

    // The other closes after an entry of its own. One has seen that, and one is not enough.
    let mut other_desk = hall.connect(forked.address()).await;
    hall.adopt(&mut other_desk, &open_vote(Secrecy::Named)).await;
    other_desk.accepted(&hall.closing(&opened)).await;
    let other_closed = other_desk.until(|state| state.head().size == k + 2).await;
    assert_eq!((close_index(&other_closed), size), (k + 1, k + 2), "of one size");
    assert_ne!(other_closed.head().frontier.root(), closed.head().frontier.root());
    second.has_cosigned(k + 2).await;

    // It shows its close to one who cosigned the other: no cosignature, an alarm, and a file that convinces.
    third.wire.lay_to(forked.address());
    let alarm = third.alarm().await;
    assert!(matches!(alarm, Alarm::TwoHistories { .. }), "{alarm:?}");
    assert_eq!(judged(&alarm, &hall), Misconduct::TwoRoots);
    // The next entry does not follow what this terminal has: it stops for good.
    hall.adopt(&mut other_desk, &open_vote(Secrecy::Hands)).await;
    let stopped = third.until(|view| view.stopped().cloned()).await;
    assert!(
        matches!(&stopped, Stopped::Refuted(refuted) if refuted.refusal.code == Code::ChainBroken),
        "{stopped:?}"
    );

    // A terminal that was started anew, and shown the other history from its first entry on, remembers all the same.
    second.has_cosigned(k + 3).await;
    drop(first);
    let first = Terminal::open(&hall, forked.address(), 1, &folder(1)).await;
    let alarm = first.alarm().await;
    assert!(matches!(alarm, Alarm::TwoHistories { .. }), "{alarm:?}");
    assert_eq!(judged(&alarm, &hall), Misconduct::TwoHistories);
    assert_eq!(first.cosigned(), Some(size));

    // So the close of the other history stays unwitnessed, and nothing is decrypted there.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let at_last = other_desk.state().await;
    assert!(!at_last.is_witnessed(k + 1), "no quorum to close");
    assert_eq!(at_last.last_witnessed().unwrap().size, opened.last_witnessed().unwrap().size);
    assert_eq!(other_desk.refused(&shares(&hall, &at_last), &hall).await, "not-witnessed");
    assert_eq!(published(&hall, &forked, &at_last).await, (k + 3, 1));
    honest.stop().await.unwrap();
    forked.stop().await.unwrap();
}

/// Up to a contest that is never opened.
async fn prepared(hall: &Hall) -> (Running, Client) {
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.fix_roll(&mut desk).await;
    let rules = hall.adopt(&mut desk, &selection()).await;
    let contest = hall.contest(1, rules, &selection(), ContestPurpose::Items, items(3));
    desk.accepted(&contest).await;
    (server, desk)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_seal_nothing_is_taken_signed_or_served() {
    let hall = Hall::new();
    let (server, mut desk) = prepared(&hall).await;
    let place = tempfile::tempdir().unwrap();
    let to = place.path().join("archive");
    let early = archive(hall.path(), &to, None).unwrap_err();
    assert!(early.zh().contains("没有封存") && !to.exists(), "{early}");

    let state = desk.state().await;
    let seal = hall.two(&bodies::seal(&state).unwrap());
    desk.accepted(&seal).await;
    let state = desk.until(State::is_sealed).await;
    let size = state.head().size;
    let mut acts = vec![hall.check_in(1, &[])];
    let later = audit::entry::payload::split_text("又一个办法").unwrap().0;
    let profile = selection();
    let rules = audit::entry::preparation::RulesAdopted { title: text("后来的"), text: later, profile };
    acts.push(hall.act(&Body::RulesAdopted(rules), &[Signer::Secretariat]));
    acts.push(hall.act(&bodies::suspend(&state, 1, text("后来")).unwrap(), &[Signer::Secretariat]));
    for act in &acts {
        assert_eq!(desk.refused(act, &hall).await, "sealed", "{}", act.body);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(published(&hall, &server, &state).await, (size, 0));

    // What is left behind is archived, once.
    let archived = archive(hall.path(), &to, None).unwrap();
    assert_eq!((archived.report.size, archived.sealed), (size, 1));
    audit::archive::check(&to, &Fingerprint(hall.fingerprint), |_, _| {}).unwrap();
    let again = archive(hall.path(), &to, None).unwrap_err();
    assert!(matches!(&again, ArchivingError::Exists { path } if *path == to), "{again}");
    server.stop().await.unwrap();

    // Nor does a server start on a log that goes on after its seal, whoever wrote that.
    let mut store = SegmentStore::open(hall.path(), first_prev(ORIGIN)).unwrap().store;
    let act = &acts[1];
    let line = Line::write(store.head(), state.head().time, &act.sigs, act.body.as_bytes()).unwrap();
    store.append(size, &[line.bytes().to_vec()]).unwrap();
    drop(store);
    let refused = not_served(hall.path()).await;
    assert!(
        matches!(
            &refused,
            ServeError::Start(StartError::Replay(Fatal::Refused { index, refusal }))
                if *index == size && refusal.code == Code::Sealed
        ),
        "{refused:?}"
    );
}
