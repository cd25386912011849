//! A sitting to measure: its server in a process of its own, its roles, and deputies with stamped and encrypted ballots.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use audit::entry::payload::split_bytes;
use audit::entry::preparation::Item;
use audit::entry::voting::{BallotCast, BallotRequested, CheckedIn, Means};
use audit::entry::{Body, Line, Sig, Signer};
use audit::fold::Stage;
use audit::rules::Profile;
use audit::wire::{Int, Text, encode};
use crypto::ballot::{Choices, CodeNonce, EncryptionSeed, encrypt};
use crypto::card::Card;
use crypto::group::Element;
use crypto::signature::{Purpose, SigningKey};
use crypto::stamp::{Blinding, Evaluation, EvaluationProof, Stamp, StampInput};
use protocol::Act;
use terminal_client::device::OpenContest;
use terminal_client::keys::{Passphrase, SecretFile, SecretKind};
use terminal_client::net::{Answer, Connection, Dialer, Sitting};
use terminal_client::roles::scrutineer::{ScrutineerProgram, ScrutineerSession, Vault};
use terminal_client::roles::session::{RoleSession, Submitter};
use terminal_client::roles::{chief, secretariat};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use super::{BenchError, LoadArgs};
use crate::demo::parties::PATIENCE;
use crate::demo::{self, parties};
use crate::folder::keys::entropy;
use crate::prepare::roll::RollRow;
use crate::prepare::sitting::{Definition, Made, Passphrases, make};
use crate::prepare::witnesses::WitnessesDraft;

/// The only contest.
pub(super) const CONTEST: u64 = 1;
/// Connections that check in and draw ballots.
const WORKERS: usize = 32;
/// Leaves in one fetch.
const FETCHED: usize = 8;
/// How long the server's process may take until it listens.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A sitting whose contest is open.
pub(super) struct Hall {
    pub(super) server: Child,
    pub(super) dialer: Dialer,
    pub(super) sitting: Arc<Sitting>,
    pub(super) secretariat: RoleSession,
    pub(super) chief: RoleSession,
    pub(super) scrutineers: Vec<ScrutineerSession>,
    pub(super) contest: Arc<OpenContest>,
    pub(super) deputies: Vec<Deputy>,
}

/// Somebody on the roll, checked in.
pub(super) struct Deputy {
    pub(super) number: u32,
    card: Card,
    device: SigningKey,
}

/// A ballot key with its stamp.
pub(super) struct Drawn {
    key: SigningKey,
    stamp: Stamp,
}

fn bad(error: impl std::fmt::Display) -> BenchError {
    BenchError::Ballot(error.to_string())
}

fn fresh_key() -> Result<SigningKey, BenchError> {
    SigningKey::generate(entropy().map_err(bad)?).map_err(bad)
}

/// As the demo's county, with as many deputies and items as wanted.
fn definition(args: &LoadArgs, deputies: u32, listen: SocketAddr) -> Result<Definition, BenchError> {
    let mut definition = demo::sitting::county(listen)?.definition;
    // What is measured is casting: nobody attends as a witness here.
    definition.witnesses = WitnessesDraft::default();
    let most = Int::from(args.contest_items.saturating_sub(1).min(10));
    for rules in &mut definition.rules {
        rules.profile = Profile::livelihood_projects(rules.profile.title.clone(), most, most);
    }
    let text = |text: String| Text::try_from(text);
    let items: Vec<Item> = (1..=args.contest_items)
        .map(|number| {
            Ok(Item {
                number: Int::from(number),
                title: text(format!("项目 {number}"))?,
                department: Text::default(),
                budget: Text::default(),
                detail: Text::default(),
            })
        })
        .collect::<Result<_, audit::wire::TextError>>()?;
    for contest in &mut definition.contests {
        contest.items.clone_from(&items);
    }
    definition.roll = (1..=deputies)
        .map(|number| {
            let name = text(format!("代表 {number:04}"))?;
            Ok(RollRow { number, name, delegation: text(format!("第 {} 组", number / 100 + 1))? })
        })
        .collect::<Result<_, audit::wire::TextError>>()?;
    Ok(definition)
}

impl Hall {
    /// From nothing to the open contest, `deputies` checked in.
    pub(super) async fn open(args: &LoadArgs, deputies: u32) -> Result<Self, BenchError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| BenchError::Io { path, source }
        };
        let dir = args.dir.canonicalize().map_err(io(&args.dir))?;
        let listen = demo::free_address(&dir)?;
        let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let passphrase = Passphrase::generate();
        let file = dir.join("passphrase");
        terminal_client::keys::private_file::write(
            &file,
            passphrase.expose().as_bytes(),
            terminal_client::keys::private_file::Existing::Keep,
        )
        .map_err(bad)?;
        let folder = dir.join("server");
        let mut made =
            make(&definition(args, deputies, listen)?, &folder, &Passphrases::Same(passphrase), time)?;
        let server = serve(&folder, &file, listen).await?;

        let dialer = Dialer::new(&made.sitting)?;
        let roles = parties::roles(&made, &dialer)?;
        let scrutineers = scrutineers(&made, &dialer, &dir)?;
        let mut attending = JoinSet::new();
        for session in scrutineers.clone() {
            attending.spawn(async move {
                session
                    .attend(PATIENCE, |_| true, |view| secretariat::key_is_tested_by_all(view).is_some())
                    .await
            });
        }
        while let Some(ended) = attending.join_next().await {
            ended.map_err(|_| BenchError::Lost)??;
        }
        let sitting = Arc::new(roles.secretariat.follower().sitting(PATIENCE).await?);
        let people = std::mem::take(&mut made.cards)
            .into_iter()
            .zip(1..)
            .map(|(card, number)| Ok(Deputy { number, card, device: fresh_key()? }))
            .collect::<Result<Vec<_>, BenchError>>()?;
        let deputies =
            in_parallel(people, |people| check_in(dialer.clone(), Arc::clone(&sitting), people)).await?;

        let count = deputies.len() as u64;
        roles
            .secretariat
            .wait_until(PATIENCE, |view| (view.state().attendance().count() >= count).then_some(()))
            .await?;
        secretariat::open_contest(&roles.secretariat, CONTEST, PATIENCE).await?;
        chief::countersign(&roles.chief, "contest_opened", PATIENCE).await?;
        roles.secretariat.wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Open)).await?;
        let contest = roles.secretariat.follower().read(|view| OpenContest::from_log(view.state(), CONTEST));
        let contest = Arc::new(contest.ok_or(BenchError::Lost)?);
        let (secretariat, chief) = (roles.secretariat, roles.chief);
        Ok(Self { server, dialer, sitting, secretariat, chief, scrutineers, contest, deputies })
    }

    /// A stamped and encrypted ballot for each deputy, ready to be cast.
    pub(super) async fn ballots(&mut self) -> Result<Vec<Act>, BenchError> {
        let deputies = std::mem::take(&mut self.deputies);
        let (dialer, sitting, contest) =
            (self.dialer.clone(), Arc::clone(&self.sitting), Arc::clone(&self.contest));
        let drawn = in_parallel(deputies, |people| {
            draw(dialer.clone(), Arc::clone(&sitting), Arc::clone(&contest), people)
        })
        .await?;
        let contest = Arc::clone(&self.contest);
        tokio::task::spawn_blocking(move || {
            let threads = super::load::threads();
            let share = drawn.len().div_ceil(threads).max(1);
            std::thread::scope(|scope| {
                let shares: Vec<_> = drawn
                    .chunks(share)
                    .map(|share| {
                        let contest = &contest;
                        scope.spawn(move || {
                            share.iter().map(|one| encrypted(contest, one)).collect::<Result<Vec<_>, _>>()
                        })
                    })
                    .collect();
                let mut acts = Vec::new();
                for share in shares {
                    acts.extend(share.join().map_err(|_| BenchError::Lost)??);
                }
                Ok(acts)
            })
        })
        .await
        .map_err(|_| BenchError::Lost)?
    }
}

/// The server as operators run it.
async fn serve(folder: &Path, passphrase: &Path, listen: SocketAddr) -> Result<Child, BenchError> {
    let io = |source| BenchError::Io { path: PathBuf::from("tally-server"), source };
    let mut server = Command::new(std::env::current_exe().map_err(io)?)
        .arg("serve")
        .arg(folder)
        .arg("--passphrase-file")
        .arg(passphrase)
        .env("RUST_LOG", "warn")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(io)?;
    let deadline = tokio::time::Instant::now() + START_LIMIT;
    while tokio::net::TcpStream::connect(listen).await.is_err() {
        if tokio::time::Instant::now() > deadline || server.try_wait().map_err(io)?.is_some() {
            return Err(BenchError::NotServing);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(server)
}

fn scrutineers(made: &Made, dialer: &Dialer, dir: &Path) -> Result<Vec<ScrutineerSession>, BenchError> {
    let io = |source| BenchError::Io { path: dir.to_owned(), source };
    let mut sessions = Vec::new();
    for (key, position) in made.keys.scrutineers.iter().zip(1..) {
        let key = key.signing().ok_or(BenchError::Lost)?;
        let key = SigningKey::from_seed(&key.to_secret_bytes()).map_err(bad)?;
        // A folder for each, as each has a machine.
        let folder = dir.join(format!("scrutineer-{position}"));
        std::fs::create_dir(&folder).map_err(io)?;
        let origin = made.sitting.origin.as_str();
        let file = SecretFile::new(&folder.join("scrutineer.age"), SecretKind::Scrutineer, origin)?;
        let vault = Vault::open(file, Passphrase::generate(), made.fingerprint)?;
        sessions
            .push(ScrutineerSession::new(ScrutineerProgram::new(key, vault), Submitter::new(dialer.clone())));
    }
    Ok(sessions)
}

/// Shares `items` among [`WORKERS`] tasks.
async fn in_parallel<T, R, F>(items: Vec<T>, work: impl Fn(Vec<T>) -> F) -> Result<Vec<R>, BenchError>
where
    R: Send + 'static,
    F: Future<Output = Result<Vec<R>, BenchError>> + Send + 'static,
{
    let share = items.len().div_ceil(WORKERS).max(1);
    let mut items = items.into_iter();
    let mut tasks = JoinSet::new();
    loop {
        let some: Vec<T> = items.by_ref().take(share).collect();
        if some.is_empty() {
            break;
        }
        tasks.spawn(work(some));
    }
    let mut results = Vec::new();
    while let Some(done) = tasks.join_next().await {
        results.extend(done.map_err(|_| BenchError::Lost)??);
    }
    Ok(results)
}

fn signed(body: String, by: Signer, key: &SigningKey, fingerprint: &[u8; 32]) -> Act {
    let sig = key.sign(Purpose::Act, fingerprint, body.as_bytes()).to_bytes().into();
    Act { sigs: vec![Sig { by, sig }], body, parts: vec![] }
}

async fn check_in(
    dialer: Dialer,
    sitting: Arc<Sitting>,
    people: Vec<Deputy>,
) -> Result<Vec<Deputy>, BenchError> {
    let mut connection = Connection::dial(&dialer).await?;
    for Deputy { number, card, device } in &people {
        let body = encode(&Body::CheckedIn(CheckedIn {
            deputy: Int::from(*number),
            device_key: (*device.verifying_key().as_bytes()).into(),
            means: Means::Card,
        }));
        let key = card.signing_key(sitting.fingerprint()).map_err(bad)?;
        let act =
            signed(String::from_utf8(body).map_err(bad)?, Signer::Card(*number), &key, sitting.fingerprint());
        match connection.submit(&act, &sitting).await? {
            Answer::Accepted(_) => {}
            other => return Err(BenchError::Refused(format!("{other:?}"))),
        }
    }
    connection.close().await;
    Ok(people)
}

async fn draw(
    dialer: Dialer,
    sitting: Arc<Sitting>,
    contest: Arc<OpenContest>,
    people: Vec<Deputy>,
) -> Result<Vec<Drawn>, BenchError> {
    let mut connection = Connection::dial(&dialer).await?;
    let mut waiting = Vec::with_capacity(people.len());
    for Deputy { number, device, .. } in &people {
        let key = fresh_key()?;
        let input = StampInput::new(&contest.stamp_context(), &key.verifying_key()).map_err(bad)?;
        let blinding =
            Blinding::new(input, [entropy().map_err(bad)?, entropy().map_err(bad)?]).map_err(bad)?;
        let body = encode(&BallotRequested {
            contest: contest.hash.into(),
            deputy: Int::from(*number),
            blinded: (*blinding.blinded().as_bytes()).into(),
        });
        let body = String::from_utf8(body).map_err(bad)?;
        let act = signed(body, Signer::Deputy(*number), device, sitting.fingerprint());
        match connection.submit(&act, &sitting).await? {
            Answer::Accepted(placed) => waiting.push((placed.leaf.to_bytes(), *number, key, blinding)),
            other => return Err(BenchError::Refused(format!("{other:?}"))),
        }
    }
    let mut drawn = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let some: Vec<_> = waiting.drain(..waiting.len().min(FETCHED)).collect();
        let leaves: Vec<[u8; 32]> = some.iter().map(|(leaf, ..)| *leaf).collect();
        let fetched = connection.fetch(&leaves).await?;
        let mut issued = std::collections::HashMap::new();
        for entry in fetched.entries {
            let line = Line::parse(entry.line.into_bytes()).map_err(bad)?;
            if let Body::BallotIssued(body) = line.body() {
                issued.insert(body.request.deputy.get(), body.clone());
            }
        }
        for (_, number, key, blinding) in some {
            let body = issued.get(&u64::from(number)).ok_or(BenchError::Lost)?;
            let evaluated = Element::from_bytes(body.evaluated.as_bytes()).map_err(bad)?;
            let proof = EvaluationProof::from_bytes(body.proof.as_bytes()).map_err(bad)?;
            let stamp = blinding
                .unblind(&contest.keys().map_err(bad)?.stamp_key, &Evaluation { evaluated, proof })
                .map_err(bad)?;
            drawn.push(Drawn { key, stamp });
        }
    }
    connection.close().await;
    Ok(drawn)
}

/// As many marks as allowed: the dearest ballot there is.
fn encrypted(contest: &OpenContest, drawn: &Drawn) -> Result<Act, BenchError> {
    let shape = &contest.shape;
    let most =
        usize::try_from(contest.profile().choice_limits(u64::MAX).map_or(u64::MAX, |limits| limits.most))
            .unwrap_or(usize::MAX);
    let last = shape.options().saturating_sub(1);
    let options: Vec<_> = (0..shape.rows()).map(|row| if row < most { 0 } else { last }).collect();
    let choices = Choices::from_options(shape, &options).map_err(bad)?;
    let ballot_key = *drawn.key.verifying_key().as_bytes();
    let seed = EncryptionSeed::fresh(entropy().map_err(bad)?);
    let context = contest.ballot_context(ballot_key);
    let ballot =
        encrypt(&seed, &choices, &context, shape, &contest.keys().map_err(bad)?.public_key).map_err(bad)?;
    let (ballot, parts) = split_bytes(&ballot.to_bytes()).map_err(bad)?;
    let body = encode(&Body::BallotCast(BallotCast {
        contest: contest.hash.into(),
        ballot_key: ballot_key.into(),
        stamp: (*drawn.stamp.as_bytes()).into(),
        nonce: (*CodeNonce::fresh(entropy().map_err(bad)?).as_bytes()).into(),
        replaces: [0; 32].into(),
        ballot,
    }));
    let sig = drawn.key.sign(Purpose::Ballot, &contest.sitting, &body).to_bytes().into();
    Ok(Act {
        sigs: vec![Sig { by: Signer::Ballot, sig }],
        body: String::from_utf8(body).map_err(bad)?,
        parts: parts.into_iter().map(|part| part.data).collect(),
    })
}
