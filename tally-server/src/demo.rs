//! `tally-server demo`: a whole sitting on loopback, from the roll to the verified result, with everything real.
//!
//! A server on its embedded store, deputies as TLS WebSocket clients with the client library of the terminals, scrutineers
//! with keys of their own, and at the end the verifier on the published log. It is a rehearsal 演练, because one process
//! holds all keys.
//!
//! Next: `play` is the sitting step by step; `sitting` says what is played and `plot` who does what; `deputies` and
//! `parties` are the people.

mod deputies;
mod hearing;
mod narrator;
mod papers;
pub(crate) mod parties;
mod play;
mod plot;
mod result;
mod round;
mod scenario;
mod screen;
pub(crate) mod sitting;
mod witnesses;

use std::io::IsTerminal as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use audit::rules::{Options, explain};
use terminal_client::keys::Passphrase;
use terminal_client::lang::Lang;

use crate::folder::Folder;
use crate::folder::keys::{KeysError, ServerKeys};
use crate::prepare::sitting::{Made, Passphrases, RulesDraft, make};
use crate::serve;
pub use deputies::DeputyError;
use narrator::Narrator;
use play::Play;
use scenario::Size;
pub use scenario::{Asked, SCENARIOS, Scenario, UnknownScenario};
use screen::Screen;
use sitting::Story;

/// Position on the roll of the deputy whose place `--vote` gives to the person at the keyboard.
const YOUR_SEAT: usize = 0;
/// Says that a folder is a demo's and may be replaced by the next.
const MARKER: &str = "PIAOJUE-DEMO";
/// A whole sitting on this machine, everything real.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Plain lines instead of the live terminal (also where the output is no terminal).
    #[arg(long)]
    pub plain: bool,
    /// Vote yourself, as one of the deputies.
    #[arg(long, conflicts_with_all = ["plain", "pabulib"])]
    pub vote: bool,
    /// Play a real election: every ballot of this Pabulib file is a deputy's.
    #[arg(long, value_name = "FILE")]
    pub pabulib: Option<PathBuf>,
    /// Seats of the Pabulib contest.
    #[arg(long, default_value_t = 10, requires = "pabulib")]
    pub seats: u32,
    /// Play one kind of contest; `list` names them.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["vote", "pabulib"])]
    pub scenario: Option<Asked>,
    /// The scenario with a dozen deputies, for tests and slow machines.
    #[arg(long, requires = "scenario")]
    pub small: bool,
    /// Folder for all files of the demo; an earlier demo's is replaced.
    #[arg(long, value_name = "DIR", default_value = "sitting-demo")]
    pub dir: PathBuf,
    /// Language of what is printed: zh or en.
    #[arg(long, default_value = "zh")]
    pub lang: Lang,
}

/// Why the demo did not come to its end.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum DemoError {
    #[error("{0}")]
    Data(String),
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} exists and is no demo's folder; choose another with --dir", path.display())]
    Folder { path: PathBuf },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Text(#[from] audit::wire::TextError),
    #[error(transparent)]
    Sitting(#[from] crate::prepare::sitting::SittingError),
    #[error(transparent)]
    Serve(#[from] serve::ServeError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Net(#[from] terminal_client::net::NetError),
    #[error(transparent)]
    Key(#[from] crypto::signature::SignatureError),
    #[error(transparent)]
    SecretFile(#[from] terminal_client::keys::SecretFileError),
    #[error(transparent)]
    Vault(#[from] terminal_client::roles::scrutineer::VaultError),
    #[error(transparent)]
    Session(#[from] terminal_client::roles::SessionError),
    #[error(transparent)]
    Wait(#[from] terminal_client::roles::WaitError),
    #[error(transparent)]
    Deputy(#[from] DeputyError),
    #[error(transparent)]
    CannotCheck(#[from] audit::verify::CannotCheck),
    #[error(transparent)]
    Screen(#[from] terminal_client::run::RunError),
    #[error("--vote needs a terminal")]
    NoTerminal,
    #[error("totals are not what the deputies marked: {0}")]
    Totals(String),
    #[error(transparent)]
    Print(#[from] audit::print::PrintError),
    #[error(transparent)]
    Archive(#[from] crate::publish::archive::ArchivingError),
    #[error("another outcome than expected: {0}")]
    Outcome(String),
    #[error("the verifier refuses the log")]
    Refuted,
    #[error("a task of the demo was lost")]
    Lost,
}

/// Runs the demo to its end. An error is a failed demo.
pub async fn run(args: &DemoArgs) -> Result<(), DemoError> {
    let narrator = Narrator::new(args.lang);
    if let Some(Asked::List) = args.scenario {
        for Scenario { name, zh, en, .. } in &SCENARIOS {
            narrator.line(&format!("{name:<10} {zh}"), &format!("{name:<10} {en}"));
        }
        return Ok(());
    }
    let screen = match (args.vote, args.plain || !std::io::stdout().is_terminal()) {
        (true, true) => return Err(DemoError::NoTerminal),
        (true, false) => Screen::Vote(YOUR_SEAT),
        (false, true) => Screen::Lines,
        (false, false) => Screen::Live,
    };
    let listen = free_address(&args.dir)?;
    let mut story = match (&args.pabulib, args.scenario) {
        (None, Some(Asked::Play(scenario))) => {
            scenario.story(listen, if args.small { Size::Small } else { Size::Full })?
        }
        (None, _) => sitting::county(listen)?,
        (Some(file), _) => sitting::election(listen, file, args.seats)?,
    };
    if let Screen::Vote(seat) = screen {
        story.seat_human(seat);
    }
    play(narrator, story, &args.dir, screen).await
}

/// Plays a story in a fresh folder.
async fn play(narrator: Narrator, story: Story, dir: &Path, screen: Screen) -> Result<(), DemoError> {
    let started = Instant::now();
    let folder = prepare_folder(dir)?;
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let passphrase = Passphrase::generate();
    let server = folder.join("server");
    let keys = Passphrases::Same(passphrase);
    let made = make(&story.definition, &server, &keys, time)?;
    introduce(&narrator, &story, &made);
    let Passphrases::Same(passphrase) = keys else { return Err(DemoError::Lost) };
    let server_keys = ServerKeys::read(&Folder::new(&server), made.sitting.origin.as_str(), &passphrase)?;
    let play = Play { narrator: narrator.clone(), story, made, folder, screen };
    let verified = Box::pin(play.run(server_keys)).await?;
    let seconds = started.elapsed().as_secs();
    narrator.line(&format!("\n共用 {seconds} 秒。"), &format!("\n{seconds} s in all."));
    if verified { Ok(()) } else { Err(DemoError::Refuted) }
}

/// A port that is free now: the sitting file and the certificate name it before the server listens.
pub(crate) fn free_address(dir: &Path) -> Result<SocketAddr, DemoError> {
    let io = |source| DemoError::Io { path: dir.to_owned(), source };
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).map_err(io)
}

fn prepare_folder(dir: &Path) -> Result<PathBuf, DemoError> {
    let io = |source| DemoError::Io { path: dir.to_owned(), source };
    let marker = dir.join(MARKER);
    if dir.exists() {
        if !marker.exists() {
            return Err(DemoError::Folder { path: dir.to_owned() });
        }
        std::fs::remove_dir_all(dir).map_err(io)?;
    }
    std::fs::create_dir_all(dir.join("scrutineers")).map_err(io)?;
    std::fs::write(&marker, "A demo's folder: the next demo replaces it.\n").map_err(io)?;
    dir.canonicalize().map_err(io)
}

fn introduce(narrator: &Narrator, story: &Story, made: &Made) {
    let definition = &story.definition;
    let deputies = definition.roll.len();
    narrator.line(
        "票决演示（演练）：一台机器上的完整会议，密码、网络、存储全部真实。",
        "A demo (rehearsal): a whole sitting on one machine; cryptography, network and store are real.",
    );
    narrator.step("准备会议", "Prepare the sitting");
    narrator.line(&format!("  会议：{}", definition.name), &format!("  sitting: {}", definition.name));
    for contest in &definition.contests {
        let Some(RulesDraft { profile, .. }) = definition.rules.get(contest.rules) else { continue };
        let (title, items) = (&contest.title, contest.items.len());
        narrator.line(&format!("  表决事项：{title}"), &format!("  contest: {title}"));
        let count = u64::try_from(items).unwrap_or(u64::MAX);
        if profile.options != Options::Select {
            narrator.line(
                &format!("  代表 {deputies} 名，事项 {items} 个。规则："),
                &format!("  {deputies} deputies, {items} items. Rules:"),
            );
            for line in explain::rules(profile, result::explained(narrator)) {
                narrator.raw(&format!("    {line}"));
            }
            continue;
        }
        let most = profile.choice_limits(count).map_or(count, |limits| limits.most);
        let seats = profile.seats(count).unwrap_or(0);
        narrator.line(
            &format!("  代表 {deputies} 名，项目 {items} 个，每票最多选 {most} 项，确定 {seats} 项"),
            &format!("  {deputies} deputies, {items} items, at most {most} on a ballot, {seats} seats"),
        );
    }
    narrator
        .line(&format!("  会议指纹：{}", made.fingerprint), &format!("  fingerprint: {}", made.fingerprint));
    narrator.line(
        "  （印在议程和代表卡上，当场宣读；一切核验从它开始）",
        "  (printed in the programme and on every card, and read out; all checking starts from it)",
    );
}

#[cfg(test)]
mod tests {
    use super::sitting::Expected;
    use super::*;

    /// The end of a vote is compared with what was expected: a demo that always passed would show nothing.
    #[tokio::test(flavor = "multi_thread")]
    async fn another_end_than_the_expected_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let listen = free_address(folder.path()).unwrap();
        let scenario = SCENARIOS.iter().find(|scenario| scenario.name == "roll-call").unwrap();
        let mut story = scenario.story(listen, Size::Small).unwrap();
        story.expected.insert(1, Expected::chosen([1, 2, 3]));
        let dir = folder.path().join("sitting");
        let ended = play(Narrator::new(Lang::En), story, &dir, Screen::Lines).await;
        assert!(
            matches!(&ended, Err(DemoError::Outcome(what)) if what.starts_with("contest 1")),
            "{ended:?}"
        );
    }
}
