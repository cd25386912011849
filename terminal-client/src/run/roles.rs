//! Whoever signs: scrutineer, chief scrutineer, presiding officer. One loop, three roles.
//!
//! Nothing is signed that was not shown: [`Effect::Sign`] names the hash of the body that stood on the screen, and the bytes are
//! compared with this terminal's own log once more before they are signed.

use std::ffi::OsString;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use audit::entry::{Body, Signer, body_hash};
use audit::wire::encode;
use crypto::signature::SigningKey;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::keys::{Passphrase, SecretFile, SecretKind};
use crate::lang::fill;
use crate::net::Dialer;
use crate::roles::acts::papers::EntryCode;
use crate::roles::scrutineer::{ScrutineerError, ScrutineerProgram, ScrutineerSession, Step, Vault};
use crate::roles::witness::sit_down;
use crate::roles::{Follower, RoleSession, Stopped, Submitter};
use crate::scrutineer::{App, Effect, Role, plain_lines, view};
use crate::sitting_file::SittingFile;
use crate::ui::confirm::Field;
use crate::ui::frame::Notice;
use crate::ui::{Look, RefusalView};

use super::models::Seen;
use super::models::scrutineer::{self as models, Me};
use super::terminal::{Console, Input, Shown};
use super::{Ended, Options, RunError, answers, chief, words};

/// Between two drawings while entries come by the hundred.
const REDRAW_MIN: Duration = Duration::from_millis(200);
/// What comes back from acts and waits to be shown.
const TOLD_MAX: usize = 16;
/// How long entry 0 is waited for before a key can be compared with it.
const ENTRY_0_LIMIT: Duration = Duration::from_mins(1);

/// Where a role's keys are.
#[derive(Clone, Debug)]
pub struct RoleKey {
    /// The key file.
    pub key: PathBuf,
    /// The vault of a scrutineer: ceremony and share. Without, it lies beside the key file.
    pub vault: Option<PathBuf>,
}

impl RoleKey {
    /// `scrutineer-1.age` has its vault in `scrutineer-1.vault.age`.
    pub fn vault_path(&self) -> PathBuf {
        self.vault.clone().unwrap_or_else(|| {
            let mut name = OsString::from(self.key.file_stem().unwrap_or_default());
            name.push(".vault.age");
            self.key.with_file_name(name)
        })
    }

    /// `scrutineer-1.age` has its witness key in `scrutineer-1.witness.age`, where there is one.
    pub fn witness_path(&self) -> PathBuf {
        witness_path(&self.key)
    }

    /// What the witness has cosigned lies in the folder `scrutineer-1.witness`.
    pub fn witness_folder(&self) -> PathBuf {
        self.witness_path().with_extension("")
    }
}

/// Beside a role's key file.
pub fn witness_path(key: &Path) -> PathBuf {
    let mut name = OsString::from(key.file_stem().unwrap_or_default());
    name.push(".witness.age");
    key.with_file_name(name)
}

/// The kind of a role's key file.
pub fn secret_kind(signer: Signer) -> SecretKind {
    match signer {
        Signer::Secretariat => SecretKind::Secretariat,
        Signer::Chief => SecretKind::ChiefScrutineer,
        Signer::Presiding => SecretKind::PresidingOfficer,
        Signer::Server => SecretKind::Server,
        Signer::Scrutineer(_) | Signer::Deputy(_) | Signer::Card(_) | Signer::Ballot => {
            SecretKind::Scrutineer
        }
    }
}

/// Reads an act key: 32 bytes under a passphrase. scrypt takes a second.
pub fn read_key(
    file: &SittingFile,
    path: &Path,
    kind: SecretKind,
    passphrase: &Passphrase,
) -> Result<SigningKey, RunError> {
    let bytes = SecretFile::new(path, kind, file.origin.as_str())?.read(passphrase)?;
    let seed: &[u8; 32] =
        bytes.as_slice().try_into().map_err(|_| RunError::KeyLength { actual: bytes.len() })?;
    Ok(SigningKey::from_seed(seed)?)
}

/// A role's session, once its key is seen to be the one that entry 0 names.
pub async fn open_role(
    file: &SittingFile,
    path: &Path,
    passphrase: Passphrase,
    signer: Signer,
    submitter: Submitter,
    look: Look,
) -> Result<RoleSession, RunError> {
    let (of, path) = (file.clone(), path.to_owned());
    let key = tokio::task::spawn_blocking(move || read_key(&of, &path, secret_kind(signer), &passphrase))
        .await
        .map_err(std::io::Error::other)??;
    let sitting = submitter.follower().sitting(ENTRY_0_LIMIT).await?;
    let keys = &sitting.definition().keys;
    let named = match signer {
        Signer::Secretariat => keys.secretariat,
        Signer::Chief => keys.chief,
        _ => keys.presiding,
    };
    if named.as_bytes() != key.verifying_key().as_bytes() {
        return Err(RunError::OtherKey { role: words::signer(look, signer) });
    }
    Ok(RoleSession::new(submitter, key, signer))
}

/// What is done with an open key.
#[derive(Clone, Debug)]
enum Session {
    Scrutineer(ScrutineerSession),
    Role(RoleSession),
}

impl Session {
    fn follower(&self) -> &Follower {
        match self {
            Self::Scrutineer(session) => session.follower(),
            Self::Role(session) => session.follower(),
        }
    }
}

/// What comes back to the loop.
enum Told {
    Unlocked(Result<Box<Session>, RunError>),
    /// Whether this terminal is a witness: silent where it has no witness key.
    Seated(Result<(), RunError>),
    Done {
        step: Option<Step>,
        signed: Option<String>,
        notice: Notice,
    },
}

/// Runs the terminal of a role. With a passphrase the key is opened at once; else the screen asks for it.
pub async fn run(
    file: &SittingFile,
    role: Role,
    key: RoleKey,
    passphrase: Option<Passphrase>,
    options: &Options,
    stop: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    let dialer = Dialer::new(file)?;
    let submitter = Submitter::new(dialer);
    let follower = submitter.follower().clone();
    let (told, mut tell) = mpsc::channel(TOLD_MAX);
    let mut terminal = Terminal {
        file,
        options,
        follower,
        submitter,
        key,
        me: Me { role, ..Me::default() },
        session: None,
        number: None,
        code: None,
        told,
    };
    let mut screen = Screen(App::new(options.look, terminal.model()));
    let mut console = Console::open(options)?;
    console.measure(&mut screen)?;
    if let Some(passphrase) = passphrase {
        terminal.unlock(passphrase);
    }
    let mut events = terminal.follower.events();
    let mut drawn = Instant::now();
    let mut dirty = true;
    tokio::pin!(stop);
    loop {
        if dirty && drawn.elapsed() >= REDRAW_MIN {
            screen.0.show(terminal.model());
            if let Some(stopped) = terminal.stopped() {
                screen.0.say(stopped_notice(options.look, &stopped));
            }
            console.show(&screen)?;
            (drawn, dirty) = (Instant::now(), false);
        }
        tokio::select! {
            input = console.next() => match input? {
                Input::Key(key) => {
                    for effect in screen.0.key(key) {
                        if matches!(effect, Effect::Quit) {
                            return Ok(Ended::Left);
                        }
                        if let Some(notice) = terminal.perform(effect) {
                            screen.0.say(notice);
                        }
                    }
                    screen.0.show(terminal.model());
                    console.show(&screen)?;
                }
                Input::Resize(columns, rows) => {
                    screen.resize(columns, rows);
                    console.show(&screen)?;
                }
                Input::Tick => dirty = true,
                Input::Stop => return Ok(Ended::Stopped),
            },
            // A reader that fell behind reads the state anyway.
            _ = events.recv() => dirty = true,
            Some(told) = tell.recv() => {
                let notice = terminal.hear(told);
                screen.0.show(terminal.model());
                screen.0.say(notice);
                console.show(&screen)?;
            }
            () = sleep_until(drawn + REDRAW_MIN), if dirty => {}
            () = &mut stop => return Ok(Ended::Stopped),
        }
    }
}

/// The log was refuted, or the follower stopped for another reason: said until the person leaves.
pub(super) fn stopped_notice(look: Look, stopped: &Stopped) -> Notice {
    let t = &look.texts().run;
    Notice::urgent(match stopped {
        Stopped::Refuted(refuted) => {
            let why = words::of_pair(look, refuted.refusal.code.sentence());
            fill(t.log_refuted, &[&refuted.index.to_string(), why])
        }
        other => fill(t.stopped, &[&other.to_string()]),
    })
}

struct Screen(App);

impl Shown for Screen {
    fn draw(&self, area: Rect, buf: &mut Buffer) {
        view(&self.0, area, buf);
    }

    fn lines(&self) -> Vec<String> {
        plain_lines(&self.0)
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.0.resize(columns, rows);
    }
}

struct Terminal<'a> {
    file: &'a SittingFile,
    options: &'a Options,
    follower: Follower,
    submitter: Submitter,
    key: RoleKey,
    me: Me,
    session: Option<Session>,
    /// What the test decryption must give, once the key is agreed.
    number: Option<([u8; 32], u64)>,
    /// The entry code of a contest's papers, as the secretariat read it out. In memory alone.
    code: Option<(u64, Arc<EntryCode>)>,
    told: mpsc::Sender<Told>,
}

impl Terminal<'_> {
    fn stopped(&self) -> Option<Stopped> {
        self.follower.read(|view| view.stopped().cloned())
    }

    /// What the screen shows now. Also takes over what the log says of this person.
    fn model(&mut self) -> crate::scrutineer::Model {
        self.me.unlocked = self.session.is_some();
        // A step at work holds the program for as long as scrypt takes.
        if let (Some(Session::Scrutineer(session)), None) = (&self.session, self.me.busy) {
            // Its error, such as a lost secret, is said when the step is asked for.
            self.me.step = session.next_step().ok();
            self.me.index = session.position();
        }
        let (file, options, me) = (self.file, self.options, &self.me);
        let known = self.number;
        let (model, number) = self.follower.read(|view| {
            let state = view.state();
            let agreed = state.ceremony().and_then(audit::fold::Ceremony::agreed).map(|agreed| agreed.leaf);
            let number = agreed.and_then(|leaf| match known {
                Some((of, number)) if of == leaf => Some((of, number)),
                _ => models::test_number(state).map(|number| (leaf, number)),
            });
            let seen = Seen::of(view, file, options);
            let me = &Me { seat: view.seat().cloned(), ..me.clone() };
            (models::model(&seen, me, view.stopped(), number.map(|(_, number)| number)), number)
        });
        self.number = number;
        model
    }

    /// Begins what an effect asks for; a notice where it cannot begin.
    fn perform(&mut self, effect: Effect) -> Option<Notice> {
        let t = &self.options.look.texts().run;
        match effect {
            Effect::Unlock(passphrase) => match Passphrase::new(passphrase.expose()) {
                Ok(passphrase) => self.unlock(passphrase),
                Err(error) => return Some(Notice::urgent(error.zh())),
            },
            Effect::ContinueCeremony => {
                let step = self.me.step?;
                self.step(step);
            }
            Effect::TestDecryption => self.step(Step::Test),
            Effect::Decrypt { contest, close } => {
                let number: u64 = contest.parse().ok()?;
                let now = self.follower.read(|view| {
                    let course = view.state().contests().get(&number)?.course()?;
                    course.closed.map(|(leaf, _)| words::hex(&leaf))
                });
                if now.as_deref() != Some(&close) {
                    return Some(Notice::urgent(t.close_differs));
                }
                self.step(Step::Decrypt(number));
            }
            Effect::Sign { body_hash, .. } => return self.sign(&body_hash),
            // The protocol has no act of declining: not to sign is enough. The reason is for the people in the hall.
            Effect::Decline { id, reason: _ } => {
                self.me.declined.push(id);
                return Some(Notice::plain(t.declined_here));
            }
            Effect::EntryCode { contest, code } => return Some(self.keep_code(&contest, &code)),
            effect @ (Effect::SignPaper { .. } | Effect::Count { .. } | Effect::SettleTie { .. }) => {
                let Some(Session::Role(session)) = self.session.clone() else { return None };
                let (look, told) = (self.options.look, self.told.clone());
                let code = self.code.clone();
                tokio::spawn(async move {
                    let notice = chief::perform(&session, effect, code, look).await;
                    let _ = told.send(Told::Done { step: None, signed: None, notice }).await;
                });
            }
            Effect::Quit => {}
        }
        None
    }

    /// Keeps the entry code of a contest's papers in memory, if it is one.
    fn keep_code(&mut self, contest: &str, code: &Field) -> Notice {
        let texts = self.options.look.texts();
        let number = contest.parse::<u64>().ok();
        let hash = |number: u64| {
            self.follower.read(|view| Some(view.state().contests().get(&number)?.course()?.hash))
        };
        let kept = number.zip(number.and_then(hash)).map(|(number, hash)| {
            EntryCode::from_typed(code.text(), &hash).map(|code| (number, Arc::new(code)))
        });
        match kept {
            Some(Ok(code)) => {
                self.me.code_of = Some(code.0);
                self.code = Some(code);
                Notice::plain(texts.scrutineer.code_kept)
            }
            Some(Err(error)) => {
                let sentence = texts.run.code_refused.to_owned();
                Notice::urgent(RefusalView { code: error.to_string(), sentence }.line(self.options.look))
            }
            None => Notice::urgent(texts.run.code_refused),
        }
    }

    /// Opens key and vault beside the screen.
    fn unlock(&mut self, passphrase: Passphrase) {
        let (file, key, role, look) = (self.file.clone(), self.key.clone(), self.me.role, self.options.look);
        let (submitter, told) = (self.submitter.clone(), self.told.clone());
        tokio::spawn(async move {
            // One passphrase opens both files; each is scrypt's second.
            let (of, path) = (file.clone(), key.clone());
            let read = tokio::task::spawn_blocking(move || {
                let witness = read_witness_key(&of, &path, &passphrase);
                (passphrase, witness)
            });
            let Ok((passphrase, witness)) = read.await else { return };
            let folder = key.witness_folder();
            let follower = submitter.follower().clone();
            let opened = match role {
                Role::Scrutineer => open_scrutineer(file, key, passphrase, submitter).await,
                Role::Chief | Role::Presiding => {
                    let signer = if role == Role::Chief { Signer::Chief } else { Signer::Presiding };
                    open_role(&file, &key.key, passphrase, signer, submitter, look).await.map(Session::Role)
                }
            };
            let is_open = opened.is_ok();
            let _ = told.send(Told::Unlocked(opened.map(Box::new))).await;
            let seated = match witness {
                // Without a witness key there is nothing to say.
                Ok(None) => return,
                Ok(Some(witness)) => take_seat(&follower, witness, folder).await,
                Err(error) => Err(error),
            };
            if is_open {
                let _ = told.send(Told::Seated(seated)).await;
            }
        });
    }

    fn step(&mut self, step: Step) {
        let Some(Session::Scrutineer(session)) = self.session.clone() else { return };
        if self.me.busy.is_some() {
            return;
        }
        self.me.busy = Some(step);
        let (look, told) = (self.options.look, self.told.clone());
        tokio::spawn(async move {
            let notice = answers::notice(look, &step_words(look, step), &session.perform(step).await);
            let _ = told.send(Told::Done { step: Some(step), signed: None, notice }).await;
        });
    }

    /// Signs the body that was shown, if it is still what waits.
    fn sign(&mut self, shown: &str) -> Option<Notice> {
        let t = &self.options.look.texts().run;
        let session = self.session.clone()?;
        let signer = self.me.signer()?;
        let (file, options) = (self.file, self.options);
        let found = self.follower.read(|view| {
            let proposals = view.status().proposals.iter();
            let mut waiting =
                proposals.filter(|proposal| words::hex(&body_hash(proposal.body.as_bytes())) == shown);
            let proposal = waiting.next().cloned();
            let draft = || {
                let drafts = models::drafts(&Seen::of(view, file, options), signer);
                drafts.into_iter().find(|body| words::hex(&body_hash(&encode(body))) == shown)
            };
            match proposal {
                Some(proposal) => Some(Found::Proposal(Box::new(proposal))),
                None => draft().map(|body| Found::Draft(Box::new(body))),
            }
        });
        let Some(found) = found else { return Some(Notice::urgent(t.proposal_gone)) };
        let (look, told, shown) = (self.options.look, self.told.clone(), shown.to_owned());
        tokio::spawn(async move {
            let (words, result) = match found {
                Found::Proposal(proposal) => {
                    let words = session.follower().read(|view| {
                        let body = audit::wire::decode_strict::<Body>(proposal.body.as_bytes()).ok();
                        body.map_or_else(String::new, |body| words::act(look, view.state(), &body))
                    });
                    match session {
                        Session::Role(session) => (words, session.countersign(&proposal).await),
                        // A scrutineer countersigns nothing.
                        Session::Scrutineer(_) => (words, Err(ScrutineerError::NotNow.into())),
                    }
                }
                Found::Draft(body) => {
                    let words = session.follower().read(|view| words::act(look, view.state(), &body));
                    let signed = match (session, body.as_ref()) {
                        (Session::Role(session), body) => session.propose(body).await,
                        (Session::Scrutineer(session), Body::ReportSigned(report)) => {
                            let contest = session.follower().read(|view| {
                                let contest = view.state().contest_by_hash(report.contest.as_bytes())?;
                                Some(contest.definition.contest.get())
                            });
                            session
                                .sign_report(contest.unwrap_or(0), report.report.to_bytes(), super::NOW)
                                .await
                        }
                        (Session::Scrutineer(_), _) => Err(ScrutineerError::NotNow.into()),
                    };
                    (words, signed)
                }
            };
            let notice = answers::notice(look, &words, &result);
            let signed = result.is_ok().then_some(shown);
            let _ = told.send(Told::Done { step: None, signed, notice }).await;
        });
        None
    }

    /// Takes in what came back.
    fn hear(&mut self, told: Told) -> Notice {
        let t = &self.options.look.texts().run;
        match told {
            Told::Unlocked(Ok(session)) => {
                self.session = Some(*session);
                Notice::plain(t.unlocked)
            }
            Told::Unlocked(Err(error)) | Told::Seated(Err(error)) => {
                Notice::urgent(super::error_words(self.options.look, &error))
            }
            // What the witness does stands on the screen from now on.
            Told::Seated(Ok(())) => Notice::plain(t.unlocked),
            Told::Done { step, signed, notice } => {
                if step.is_some() {
                    self.me.busy = None;
                }
                self.me.signed.extend(signed);
                notice
            }
        }
    }
}

enum Found {
    Proposal(Box<protocol::server::Proposal>),
    Draft(Box<Body>),
}

async fn open_scrutineer(
    file: SittingFile,
    key: RoleKey,
    passphrase: Passphrase,
    submitter: Submitter,
) -> Result<Session, RunError> {
    let program = tokio::task::spawn_blocking(move || -> Result<ScrutineerProgram, RunError> {
        let act_key = read_key(&file, &key.key, SecretKind::Scrutineer, &passphrase)?;
        let vault = SecretFile::new(&key.vault_path(), SecretKind::Scrutineer, file.origin.as_str())?;
        Ok(ScrutineerProgram::new(act_key, Vault::open(vault, passphrase, file.fingerprint)?))
    })
    .await
    .map_err(std::io::Error::other)??;
    Ok(Session::Scrutineer(ScrutineerSession::new(program, submitter)))
}

/// The witness key beside a role's key, under the same passphrase, if there is one.
pub fn read_witness_key(
    file: &SittingFile,
    key: &RoleKey,
    passphrase: &Passphrase,
) -> Result<Option<SigningKey>, RunError> {
    let path = key.witness_path();
    if !path.exists() {
        return Ok(None);
    }
    read_key(file, &path, SecretKind::Witness, passphrase).map(Some)
}

/// From now on this terminal cosigns what it has verified.
pub async fn take_seat(follower: &Follower, key: SigningKey, folder: PathBuf) -> Result<(), RunError> {
    let sitting = follower.sitting(ENTRY_0_LIMIT).await?;
    let seated = tokio::task::spawn_blocking(move || sit_down(&sitting, key, &folder));
    let (witness, seat) = seated.await.map_err(std::io::Error::other)??;
    follower.attest(witness, seat);
    Ok(())
}

/// A step in words: 已生成, 测试解密, 解密.
fn step_words(look: Look, step: Step) -> String {
    let t = &look.texts().scrutineer;
    let word = match step {
        Step::Commit => t.step_generated,
        Step::Reveal => t.step_revealed,
        Step::Deal => t.step_dealt,
        Step::Accept => t.step_verified,
        Step::Dispute => t.step_disputed,
        Step::SignKey => t.step_agreed,
        Step::Test => t.test_title,
        Step::Decrypt(_) => t.tab_decryption,
        Step::WaitFor(_) | Step::Done => t.step_waiting,
    };
    word.to_owned()
}
