//! One sitting with its roles: made, and led through its steps although the server comes and goes.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use terminal_client::roles::acts::bodies::PapersBack;

use audit::entry::Signer;
use audit::entry::preparation::{Item, Mode};
use audit::fold::Stage;
use audit::rules::{Profile, Requirement, Secrecy};
use audit::wire::{Int, Text};
use crypto::signature::SigningKey;
use rand::RngExt as _;
use tally_server::prepare::roll::RollRow;
use tally_server::prepare::sitting::{
    ContestDraft, Definition, HeldKey, Made, Passphrases, RoleKey, RulesDraft, Scrutineer, make,
};
use terminal_client::keys::{Passphrase, SecretFile, SecretKind};
use terminal_client::net::Dialer;
use terminal_client::roles::scrutineer::{ScrutineerProgram, ScrutineerSession, Vault};
use terminal_client::roles::{RoleSession, Submitter, View, chief, secretariat};
use tokio::task::JoinSet;

use super::{CONTEST, ITEMS, MARKS_MAX};

/// Longest wait for anything that the whole test waits for.
const PATIENCE: Duration = Duration::from_mins(4);
/// A proposal is only in the server's memory: after this it is made again.
const PROPOSAL_WAIT: Duration = Duration::from_secs(6);

/// A made sitting, its place on disk and its roles.
pub struct Hall {
    /// Where clients and roles keep what they keep.
    pub folder: PathBuf,
    /// The server's folder.
    pub server: PathBuf,
    /// What was made.
    pub made: Made,
    /// Where the server listens, at every start.
    pub address: SocketAddr,
    /// A file with the passphrase of the server's keys.
    pub passphrase: PathBuf,
    roles: Option<Roles>,
}

struct Roles {
    secretariat: RoleSession,
    chief: RoleSession,
    presiding: RoleSession,
    scrutineers: JoinSet<()>,
}

/// What two roles sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 开启表决.
    Open,
    /// 结束投票, until the whole box of a secret contest stands in the log.
    End,
    /// 截止.
    Close,
    /// 宣布结果, which waits for the decryption.
    Declare,
    /// 封存.
    Seal,
}

impl Hall {
    /// Makes a sitting with so many deputies; the server's folder will be `server`, which must not exist.
    pub fn make(folder: &Path, server: &Path, deputies: u32) -> Self {
        Self::make_with(folder, server, deputies, |_| {})
    }

    /// The same with another definition.
    pub fn make_with(
        folder: &Path,
        server: &Path,
        deputies: u32,
        change: impl FnOnce(&mut Definition),
    ) -> Self {
        let address = free_address();
        // Generated, so that the key file opens at once: the server starts dozens of times.
        let passphrases = Passphrases::Same(Passphrase::generate());
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut definition = definition(address, deputies);
        change(&mut definition);
        let made = make(&definition, server, &passphrases, time).unwrap();
        let settings = server.join("server.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        std::fs::write(&settings, format!("{text}slip_window_seconds = 5\n")).unwrap();

        let Passphrases::Same(passphrase) = passphrases else { unreachable!("made above") };
        let passphrase_file = folder.join("passphrase");
        std::fs::write(&passphrase_file, passphrase.expose()).unwrap();
        std::fs::set_permissions(&passphrase_file, std::fs::Permissions::from_mode(0o600)).unwrap();
        made.sitting.write(&folder.join("sitting.toml")).unwrap();
        let cards: Vec<(u64, String)> =
            made.cards.iter().map(|card| (card.number(), card.typed().to_string())).collect();
        std::fs::write(folder.join("cards.json"), serde_json::to_vec(&cards).unwrap()).unwrap();
        Self {
            folder: folder.to_owned(),
            server: server.to_owned(),
            made,
            address,
            passphrase: passphrase_file,
            roles: None,
        }
    }

    /// Starts roles and scrutineers, and waits until the key is made and tested.
    pub async fn ceremony(&mut self) {
        let dialer = Dialer::new(&self.made.sitting).unwrap();
        let session = |key: &SigningKey, signer| {
            let key = SigningKey::from_seed(&key.to_secret_bytes()).unwrap();
            RoleSession::new(Submitter::new(dialer.clone()), key, signer)
        };
        let keys = &self.made.keys;
        let mut scrutineers = JoinSet::new();
        for (position, key) in keys.scrutineers.iter().enumerate() {
            let key = SigningKey::from_seed(&signing(key).to_secret_bytes()).unwrap();
            let path = self.folder.join(format!("scrutineer-{position}.age"));
            let origin = self.made.sitting.origin.as_str();
            let file = SecretFile::new(&path, SecretKind::Scrutineer, origin).unwrap();
            let vault = Vault::open(file, Passphrase::generate(), self.made.fingerprint).unwrap();
            let session =
                ScrutineerSession::new(ScrutineerProgram::new(key, vault), Submitter::new(dialer.clone()));
            scrutineers.spawn(async move {
                session.attend(PATIENCE, |_| true, |view| view.state().is_sealed()).await.unwrap();
            });
        }
        let roles = Roles {
            secretariat: session(&keys.secretariat, Signer::Secretariat),
            chief: session(signing(&keys.chief), Signer::Chief),
            presiding: session(signing(&keys.presiding), Signer::Presiding),
            scrutineers,
        };
        roles.secretariat.wait_until(PATIENCE, secretariat::key_is_tested_by_all).await.unwrap();
        self.roles = Some(roles);
    }

    /// Waits until the secretariat's own log shows something.
    pub async fn wait<T>(&self, find: impl FnMut(&View) -> Option<T>) -> T {
        self.roles().secretariat.wait_until(PATIENCE, find).await.unwrap()
    }

    /// Waits until so many deputies are checked in.
    pub async fn present(&self, deputies: u32) {
        self.wait(|view| (view.state().attendance().count() >= u64::from(deputies)).then_some(())).await;
    }

    /// Takes a step of two roles, and proposes it again whenever the server forgot it.
    pub async fn step(&self, step: Step) {
        self.step_of(CONTEST, step).await;
    }

    /// The same in one of several contests.
    pub async fn step_of(&self, contest: u64, step: Step) {
        let roles = self.roles();
        let (second, kind) = match step {
            Step::Open => (&roles.chief, "contest_opened"),
            Step::End => (&roles.chief, "contest_ended"),
            Step::Close => (&roles.chief, "contest_closed"),
            Step::Declare => (&roles.presiding, "result_declared"),
            Step::Seal => (&roles.chief, "sitting_sealed"),
        };
        let started = tokio::time::Instant::now();
        let mut last = String::new();
        while roles
            .secretariat
            .wait_until(PROPOSAL_WAIT / 4, |view| step.is_taken(contest, view))
            .await
            .is_err()
        {
            assert!(started.elapsed() < PATIENCE, "{step:?} was not taken: {last}");
            let proposed = match step {
                Step::Open => secretariat::open_contest(&roles.secretariat, contest, PROPOSAL_WAIT).await,
                Step::End => secretariat::end(&roles.secretariat, contest, PROPOSAL_WAIT).await,
                Step::Close => {
                    secretariat::close(&roles.secretariat, contest, PapersBack::default(), PROPOSAL_WAIT)
                        .await
                }
                Step::Declare => chief::declare(&roles.chief, contest, PROPOSAL_WAIT).await,
                Step::Seal => secretariat::seal(&roles.secretariat, PROPOSAL_WAIT).await,
            };
            let signed = chief::countersign(second, kind, PROPOSAL_WAIT).await;
            last = format!("{proposed:?}, {signed:?}");
        }
        if step == Step::End {
            // Named votes and hands stand in the log already: they have no box.
            let secrecy = |view: &View| Some(view.state().contests().get(&contest)?.profile.secrecy);
            if self.wait(secrecy).await == Secrecy::Secret {
                self.wait(secretariat::has_reached(contest, Stage::Opened)).await;
            }
        }
    }

    /// Waits until every scrutineer's program ended, as it does after the seal.
    pub async fn scrutineers_done(&mut self) {
        let roles = self.roles.as_mut().expect("after the ceremony");
        while let Some(ended) = roles.scrutineers.join_next().await {
            ended.unwrap();
        }
    }

    fn roles(&self) -> &Roles {
        self.roles.as_ref().expect("after the ceremony")
    }
}

impl Step {
    fn is_taken(self, contest: u64, view: &View) -> Option<()> {
        let stage = match self {
            Self::Open => Stage::Open,
            Self::End => Stage::Ended,
            Self::Close => Stage::Closed,
            Self::Declare => Stage::Declared,
            Self::Seal => return view.state().is_sealed().then_some(()),
        };
        secretariat::has_reached(contest, stage)(view)
    }
}

fn signing(key: &HeldKey) -> &SigningKey {
    key.signing().expect("made here")
}

/// Below the ports that connections get for themselves: while the server is down, a client's own port must not become the server's.
fn free_address() -> SocketAddr {
    let mut rng = rand::rng();
    let candidates =
        (0..100).map(|_| SocketAddr::from((Ipv4Addr::LOCALHOST, rng.random_range(20_000..32_000))));
    candidates.into_iter().find(|address| TcpListener::bind(address).is_ok()).expect("a free port")
}

fn definition(listen: SocketAddr, deputies: u32) -> Definition {
    let text = |text: String| Text::try_from(text).unwrap();
    let title = text("崩溃测试".to_owned());
    let mut profile = Profile::livelihood_projects(title.clone(), Int::from(2_u32), Int::from(MARKS_MAX));
    profile.choose_mut().unwrap().threshold = Requirement::None;
    let item = |number: u32| Item {
        number: Int::from(number),
        title: text(format!("项目 {number}")),
        department: Text::default(),
        budget: Text::default(),
        detail: Text::default(),
    };
    let row = |number: u32| RollRow {
        number,
        name: text(format!("代表 {number}")),
        delegation: text(format!("第 {} 组", number / 50 + 1)),
    };
    let scrutineer =
        |name: &str| Scrutineer { name: text(name.to_owned()), key: RoleKey::Make, witness: None };
    Definition {
        name: title.clone(),
        mode: Mode::Rehearsal,
        origin: "crash.piaojue.example/2026".parse().unwrap(),
        server: listen.to_string().parse().unwrap(),
        listen,
        hosts: Vec::new(),
        roll: (1..=deputies).map(row).collect(),
        due: None,
        rules: vec![RulesDraft { text: "按得票多少确定。\n".to_owned(), profile }],
        contests: vec![ContestDraft::on_items(
            title,
            (1..=u32::try_from(ITEMS).unwrap()).map(item).collect(),
        )],
        chief: RoleKey::Make,
        presiding: RoleKey::Make,
        scrutineers: ["周明远", "吴秀兰", "郑国栋"].map(scrutineer).into(),
        threshold: Some(2),
        witnesses: tally_server::prepare::witnesses::WitnessesDraft::default(),
        print_cards: false,
    }
}
