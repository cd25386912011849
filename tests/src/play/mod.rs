//! A sitting played in this process, for tests: a real server on loopback, devices and roles through the client library.
//!
//! The test says who does what and when, so that it knows the order of everything; each step waits until the log has it.
//!
//! Next: [`deputy`] is a person at a device; [`search`] looks for bytes where they must not be.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "helpers of tests unwrap as tests do: a failed step is a failed test"
)]

pub mod deputy;
pub mod search;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use terminal_client::roles::acts::bodies::PapersBack;

use audit::entry::preparation::{Item, Mode};
use audit::entry::{Line, Signer};
use audit::fold::{Code, Stage};
use audit::rules::{Profile, ReadyMade};
use audit::verify::{Verdict, verify_folder};
use audit::wire::{Int, Text};
use crypto::card::Card;
use crypto::sealing::SealingKey;
use crypto::signature::SigningKey;
use crypto::stamp::StampKey;
use tally_server::folder::Folder;
use tally_server::folder::keys::ServerKeys;
use tally_server::folder::stamps::StampFiles;
use tally_server::prepare::roll::RollRow;
use tally_server::prepare::sitting::{
    ContestDraft, Definition, HeldKey, Made, Passphrases, RoleKey, RulesDraft, Scrutineer, make,
};
use tally_server::serve::{Options, Running, start};
use terminal_client::device::DefinitionCache;
use terminal_client::keys::{Passphrase, SecretFile, SecretKind};
use terminal_client::net::Dialer;
use terminal_client::roles::scrutineer::{ScrutineerProgram, ScrutineerSession, Vault};
use terminal_client::roles::session::{RoleSession, Submitter};
use terminal_client::roles::{chief, secretariat};
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use deputy::Deputy;

/// The secret contest.
pub const CONTEST: u64 = 1;
/// Another one, by name 记名: a test need not open it.
pub const NAMED: u64 = 2;
/// Items on a ballot; at most [`MOST`] are chosen. So many that the choices of a ballot are not found anywhere by chance.
pub const ITEMS: u32 = 72;
/// Most items that a ballot chooses, and the seats.
pub const MOST: u32 = 36;
/// Longest wait for any one step.
pub const PATIENCE: Duration = Duration::from_mins(3);
/// Return slips come at once here.
const SLIP_WINDOW: Duration = Duration::from_secs(3);

/// The sitting.
pub struct Play {
    /// Everything on disk: `server/`, `devices/`, `scrutineers/`.
    pub place: tempfile::TempDir,
    /// What was made: every key, and the cards that were not handed out.
    pub made: Made,
    /// Connections to the server.
    pub dialer: Dialer,
    /// 大会秘书处.
    pub secretariat: RoleSession,
    /// 总监票人.
    pub chief: RoleSession,
    /// 执行主席.
    pub presiding: RoleSession,
    cards: Vec<Option<Card>>,
    cache: Arc<DefinitionCache>,
    server: Option<Running>,
    scrutineers: JoinSet<()>,
    vaults: Vec<(SecretFile, Passphrase)>,
}

impl Play {
    /// Makes a rehearsal for so many deputies, starts its server and goes through the key ceremony of 3 scrutineers.
    pub async fn prepare(deputies: u32) -> Self {
        Self::prepare_with(deputies, |_| {}).await
    }

    /// The same with other rules of the secret contest.
    pub async fn prepare_with(deputies: u32, change: impl FnOnce(&mut Profile)) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("server");
        let mut definition = definition(deputies);
        change(&mut definition.rules.first_mut().unwrap().profile);
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let passphrases = Passphrases::Same(Passphrase::generate());
        let mut made = make(&definition, &folder, &passphrases, time).unwrap();
        let cards = std::mem::take(&mut made.cards).into_iter().map(Some).collect();
        let options = Options { slip_window: Some(SLIP_WINDOW), ..Options::default() };
        let server = start(&folder, server_keys(&made), options).await.unwrap();
        let dialer = Dialer::new(&made.sitting).unwrap();
        let session =
            |key: &SigningKey, signer| RoleSession::new(Submitter::new(dialer.clone()), again(key), signer);
        let (scrutineers, vaults) = scrutineers(&made, &dialer, &place.path().join("scrutineers"));
        let play = Self {
            secretariat: session(&made.keys.secretariat, Signer::Secretariat),
            chief: session(held(&made.keys.chief), Signer::Chief),
            presiding: session(held(&made.keys.presiding), Signer::Presiding),
            scrutineers,
            vaults,
            cache: DefinitionCache::new(),
            server: Some(server),
            place,
            made,
            dialer,
            cards,
        };
        play.secretariat.wait_until(PATIENCE, secretariat::key_is_tested_by_all).await.unwrap();
        play
    }

    /// The server's folder.
    pub fn folder(&self) -> PathBuf {
        self.place.path().join("server")
    }

    /// What anyone may copy.
    pub fn published(&self) -> PathBuf {
        self.folder().join("published")
    }

    /// A deputy sits down at a device, with the card of this number (from 1), and signs in.
    pub fn seat(&mut self, number: u32) -> Deputy {
        let card = self.hand_out(number);
        let folder = self.place.path().join(format!("devices/deputy-{number}"));
        Deputy::sit(number, card, &folder, self.dialer.clone(), Arc::clone(&self.cache))
    }

    /// The card of this number (from 1), for a deputy who takes it to another program's device.
    pub fn hand_out(&mut self, number: u32) -> Card {
        self.cards.get_mut(number as usize - 1).and_then(Option::take).unwrap()
    }

    /// Deputies 1 to this number sit down and check in, the secret contest is opened, and each draws a ballot.
    pub async fn draw_all(&mut self, deputies: u32) -> Vec<Deputy> {
        let mut seated: Vec<Deputy> = (1..=deputies).map(|number| self.seat(number)).collect();
        for deputy in &mut seated {
            deputy.checked_in().await;
        }
        self.open().await;
        for deputy in &mut seated {
            deputy.drawn().await;
        }
        seated
    }

    /// Both roles open the secret contest.
    pub async fn open(&self) {
        self.open_contest(CONTEST).await;
    }

    /// Both roles open the contest by name.
    pub async fn open_named(&self) {
        self.open_contest(NAMED).await;
    }

    async fn open_contest(&self, contest: u64) {
        secretariat::open_contest(&self.secretariat, contest, PATIENCE).await.unwrap();
        self.countersigned("contest_opened", contest, Stage::Open).await;
    }

    /// Both roles let in the one deputy who came after the opening.
    pub async fn let_in_late(&self) {
        for role in [&self.secretariat, &self.chief] {
            chief::countersign(role, "checked_in", PATIENCE).await.unwrap();
        }
    }

    /// Both roles end the secret contest; returns when the whole box stands in the log.
    pub async fn end(&self) {
        self.end_admission().await;
        self.reached(CONTEST, Stage::Opened).await;
    }

    /// Both roles end the secret contest; slips are awaited.
    pub async fn end_admission(&self) {
        secretariat::end(&self.secretariat, CONTEST, PATIENCE).await.unwrap();
        self.countersigned("contest_ended", CONTEST, Stage::Ended).await;
    }

    /// Until the whole box stands in the log.
    pub async fn box_is_out(&self) {
        self.reached(CONTEST, Stage::Opened).await;
    }

    /// The secretariat proposes the close.
    pub async fn propose_close(&self) {
        secretariat::close(&self.secretariat, CONTEST, PapersBack::default(), PATIENCE).await.unwrap();
    }

    /// The chief scrutineer signs the close.
    pub async fn sign_close(&self) {
        self.countersigned("contest_closed", CONTEST, Stage::Closed).await;
    }

    /// The scrutineers decrypt, and two roles declare the result.
    pub async fn declare(&self) {
        self.declare_contest(CONTEST).await;
    }

    /// The contest by name is ended, closed and declared.
    pub async fn finish_named(&self) {
        secretariat::end(&self.secretariat, NAMED, PATIENCE).await.unwrap();
        self.countersigned("contest_ended", NAMED, Stage::Ended).await;
        secretariat::close(&self.secretariat, NAMED, PapersBack::default(), PATIENCE).await.unwrap();
        self.countersigned("contest_closed", NAMED, Stage::Closed).await;
        self.declare_contest(NAMED).await;
    }

    async fn declare_contest(&self, contest: u64) {
        chief::declare(&self.chief, contest, PATIENCE).await.unwrap();
        chief::countersign(&self.presiding, "result_declared", PATIENCE).await.unwrap();
        self.reached(contest, Stage::Declared).await;
    }

    async fn countersigned(&self, kind: &'static str, contest: u64, stage: Stage) {
        chief::countersign(&self.chief, kind, PATIENCE).await.unwrap();
        self.reached(contest, stage).await;
    }

    async fn reached(&self, contest: u64, stage: Stage) {
        for role in [&self.secretariat, &self.chief] {
            role.wait_until(PATIENCE, secretariat::has_reached(contest, stage)).await.unwrap();
        }
    }

    /// Stops the server in order: everything is on disk and published when it returns.
    pub async fn stop(&mut self) {
        self.scrutineers.shutdown().await;
        self.server.take().unwrap().stop().await.unwrap();
    }

    /// What the verifier says of the published log, up to at least the entries that the secretariat knows.
    pub async fn verdict(&self) -> Verdict {
        let size = self.secretariat.follower().read(|view| view.state().head().size);
        let (published, fingerprint) = (self.published(), self.made.fingerprint);
        for _ in 0..100 {
            let verdict = verify_folder(&published, &fingerprint, |_, _| {}).unwrap();
            // Read between the lines and the checkpoint over them, as only this process can; HTTP gives both as one.
            let torn = verdict.failure.as_ref().is_some_and(|one| one.refusal.code == Code::SizeDiffers);
            if !torn {
                assert_eq!(verdict.failure, None);
                if verdict.state.head().size >= size {
                    return verdict;
                }
            }
            // At most one checkpoint is signed in a second.
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        unreachable!("the log was not published up to {size} entries");
    }

    /// The published entries.
    pub fn log(&self) -> Vec<Line> {
        let log = std::fs::read(self.published().join("log.jsonl")).unwrap();
        let lines = log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| Line::parse(line.to_vec()).unwrap()).collect()
    }

    /// What the scrutineers keep, decrypted, once their programs have ended: see `terminal_client::roles::scrutineer::Vault`.
    pub fn kept_by_scrutineers(&self) -> Vec<Zeroizing<Vec<u8>>> {
        self.vaults.iter().map(|(file, passphrase)| file.read(passphrase).unwrap()).collect()
    }

    /// The contest's stamp key, as whoever holds the storage key reads it off the server's disk while the contest is open.
    pub fn stamp_key(&self) -> Option<StampKey> {
        let files = StampFiles::new(
            &Folder::new(&self.folder()),
            self.made.fingerprint.0,
            &self.made.keys.server.storage,
        );
        files.open(CONTEST).unwrap()
    }
}

/// The secret half of a key that was made here.
pub fn held(key: &HeldKey) -> &SigningKey {
    key.signing().unwrap()
}

fn again(key: &SigningKey) -> SigningKey {
    SigningKey::from_seed(&key.to_secret_bytes()).unwrap()
}

fn server_keys(made: &Made) -> ServerKeys {
    let keys = &made.keys.server;
    ServerKeys {
        log: again(&keys.log),
        act: again(&keys.act),
        storage: SealingKey::from_secret_bytes(&keys.storage.to_secret_bytes()),
    }
}

fn scrutineers(made: &Made, dialer: &Dialer, folder: &Path) -> (JoinSet<()>, Vec<(SecretFile, Passphrase)>) {
    std::fs::create_dir_all(folder).unwrap();
    let mut tasks = JoinSet::new();
    let mut vaults = Vec::new();
    for (position, key) in (1..).zip(&made.keys.scrutineers) {
        let path = folder.join(format!("scrutineer-{position}.age"));
        let file = SecretFile::new(&path, SecretKind::Scrutineer, made.sitting.origin.as_str()).unwrap();
        let passphrase = Passphrase::generate();
        vaults.push((file.clone(), Passphrase::new(passphrase.expose()).unwrap()));
        let vault = Vault::open(file, passphrase, made.fingerprint).unwrap();
        let program = ScrutineerProgram::new(again(held(key)), vault);
        let session = ScrutineerSession::new(program, Submitter::new(dialer.clone()));
        tasks.spawn(async move {
            session.attend(PATIENCE, |_| true, |view| view.state().is_sealed()).await.unwrap();
        });
    }
    (tasks, vaults)
}

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn definition(deputies: u32) -> Definition {
    // A port that is free now: the sitting file and the certificate name it before the server listens.
    let listen: SocketAddr =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap();
    let roll = (1..=deputies)
        .map(|number| RollRow {
            number,
            name: text(&format!("代表{number}")),
            delegation: text(&format!("第{}代表团", number % 2 + 1)),
        })
        .collect();
    let items: Vec<Item> = (1..=ITEMS)
        .map(|number| Item {
            number: Int::from(number),
            title: text(&format!("项目{number}")),
            department: Text::default(),
            budget: Text::default(),
            detail: Text::default(),
        })
        .collect();
    let rules = |profile: Profile| RulesDraft { text: "表决办法\n".to_owned(), profile };
    let scrutineer = |name: &&str| Scrutineer { name: text(name), key: RoleKey::Make, witness: None };
    Definition {
        name: text("测试县人民代表大会"),
        mode: Mode::Rehearsal,
        origin: "vote.example/2026-test".parse().unwrap(),
        server: listen.to_string().parse().unwrap(),
        listen,
        hosts: Vec::new(),
        roll,
        due: None,
        rules: vec![
            rules(Profile::livelihood_projects(text("差额票决办法"), Int::from(MOST), Int::from(MOST))),
            rules(ReadyMade::named("roll-call").unwrap().profile().unwrap()),
        ],
        contests: vec![
            ContestDraft::on_items(text("民生实事项目票决"), items.clone()),
            ContestDraft { rules: 1, ..ContestDraft::on_items(text("记名表决"), items) },
        ],
        chief: RoleKey::Make,
        presiding: RoleKey::Make,
        scrutineers: ["监票人甲", "监票人乙", "监票人丙"].iter().map(scrutineer).collect(),
        threshold: Some(2),
        witnesses: tally_server::prepare::witnesses::WitnessesDraft::default(),
        print_cards: false,
    }
}
