//! The live terminal: follows the log, shows it, and with the secretariat's key does the desk's acts.

use std::fs;
use std::future::Future;
use std::path::Path;
use std::time::Duration;

use audit::entry::voting::{CheckedIn, Means};
use audit::entry::{Body, Signer};
use audit::wire::{Int, Text, decode_strict};
use crypto::card::Card;
use protocol::server::Proposal;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::keys::Passphrase;
use crate::lang::fill;
use crate::live::{Act, App, Effect, Model, plain_lines, view};
use crate::net::Dialer;
use crate::roles::acts::{bodies, sign};
use crate::roles::{Follower, RoleSession, Submitter};
use crate::sitting_file::SittingFile;
use crate::ui::Look;
use crate::ui::frame::Notice;

use super::desk_request::DeskRequest;
use super::models::{Seen, in_hand, live};
use super::terminal::{Console, Input, Shown};
use super::{Ended, Options, RunError, answers, roles};

/// Between two drawings while entries come by the hundred.
const REDRAW_MIN: Duration = Duration::from_millis(200);
/// Answers that wait to be shown.
const NOTICES_MAX: usize = 16;
/// Longest card file that is read, in bytes.
const CARD_FILE_BYTES_MAX: u64 = 4_096;

/// Watches a sitting on this process's terminal until `stop` is done or the person leaves.
pub async fn watch(
    file: &SittingFile,
    options: &Options,
    stop: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    let dialer = Dialer::new(file)?;
    run(file, Follower::start(dialer), None, options, stop).await
}

/// The same with a follower that is there already.
pub async fn watch_with(
    file: &SittingFile,
    follower: Follower,
    options: &Options,
    stop: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    run(file, follower, None, options, stop).await
}

/// The secretariat's terminal: `key` is its key file. Waits for entry 0 first, to compare the key with it.
pub async fn desk(
    file: &SittingFile,
    key: &Path,
    passphrase: Passphrase,
    options: &Options,
    stop: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    let submitter = Submitter::new(Dialer::new(file)?);
    let session =
        roles::open_role(file, key, passphrase, Signer::Secretariat, submitter, options.look).await?;
    run(file, session.follower().clone(), Some(session), options, stop).await
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

/// Watches, and acts where there is a session.
async fn run(
    file: &SittingFile,
    follower: Follower,
    session: Option<RoleSession>,
    options: &Options,
    stop: impl Future<Output = ()>,
) -> Result<Ended, RunError> {
    let mut chosen = None;
    let model = |chosen: Option<u64>| -> Model {
        follower.read(|view| live::model(&Seen::of(view, file, options), chosen, session.is_some()))
    };
    let mut screen = Screen(App::new(options.look, model(chosen), session.is_some()));
    let mut console = Console::open(options)?;
    console.measure(&mut screen)?;
    let mut events = follower.events();
    let (notices, mut said) = mpsc::channel::<Notice>(NOTICES_MAX);
    let mut drawn = Instant::now();
    let mut dirty = true;
    tokio::pin!(stop);
    loop {
        if dirty && drawn.elapsed() >= REDRAW_MIN {
            screen.0.show(model(chosen));
            if let Some(stopped) = follower.read(|view| view.stopped().cloned()) {
                screen.0.say(roles::stopped_notice(options.look, &stopped));
            }
            console.show(&screen)?;
            (drawn, dirty) = (Instant::now(), false);
        }
        tokio::select! {
            input = console.next() => match input? {
                Input::Key(key) => {
                    for effect in screen.0.key(key) {
                        match effect {
                            Effect::Quit => return Ok(Ended::Left),
                            Effect::NextContest => chosen = follower.read(|view| next_contest(view.state(), chosen)),
                            effect => {
                                if let Some(session) = &session {
                                    spawn(session.clone(), effect, options.look, notices.clone());
                                }
                            }
                        }
                    }
                    screen.0.show(model(chosen));
                    console.show(&screen)?;
                }
                Input::Resize(columns, rows) => {
                    screen.resize(columns, rows);
                    console.show(&screen)?;
                }
                Input::Tick => dirty = true,
                Input::Stop => return Ok(Ended::Stopped),
            },
            event = events.recv() => match event {
                // A reader that fell behind reads the state anyway.
                Ok(_) | Err(RecvError::Lagged(_)) => dirty = true,
                // The sender lives in the follower that we hold.
                Err(RecvError::Closed) => {}
            },
            Some(notice) = said.recv() => {
                screen.0.say(notice);
                console.show(&screen)?;
            }
            () = sleep_until(drawn + REDRAW_MIN), if dirty => {}
            () = &mut stop => return Ok(Ended::Stopped),
        }
    }
}

/// The contest after the one in hand, round and round.
fn next_contest(state: &audit::fold::State, chosen: Option<u64>) -> Option<u64> {
    let now = in_hand(state, chosen)?.definition.contest.get();
    let contests = state.contests();
    contests.range(now.saturating_add(1)..).chain(contests.iter()).next().map(|(number, _)| *number)
}

/// Does an effect beside the screen and says how it went.
fn spawn(session: RoleSession, effect: Effect, look: Look, notices: mpsc::Sender<Notice>) {
    tokio::spawn(async move {
        let notice = perform(&session, effect, look).await;
        // The screen may be gone by then.
        let _ = notices.send(notice).await;
    });
}

/// What the desk asks, as an act. Every refusal comes back as a sentence.
async fn perform(session: &RoleSession, effect: Effect, look: Look) -> Notice {
    let t = look.texts();
    let refused = |act: &str, why: &str| Notice::urgent(fill(t.run.failed, &[act, why]));
    match effect {
        Effect::CheckIn { number, request } => {
            let request = match request_for(look, &number, &request) {
                Ok(request) => request,
                Err(why) => return refused(t.live.act_check_in, &why),
            };
            let made = session.propose_from(|view| {
                bodies::check_in_at_desk(view.state(), request.number, request.device_key)
            });
            answers::notice(look, t.live.act_check_in, &made.await)
        }
        Effect::CheckInByCard { card, request } => {
            match by_card(session, card.text(), &request, look).await {
                Ok(notice) => notice,
                Err(why) => refused(t.live.act_check_in, &why),
            }
        }
        Effect::Admit { number } => match late_proposal(session, &number) {
            Some(proposal) => answers::notice(look, t.live.act_admit, &session.countersign(&proposal).await),
            None => Notice::urgent(t.run.proposal_gone),
        },
        Effect::UndoCheckIn { number, reason } => {
            let (Ok(number), Ok(reason)) = (number.parse::<u32>(), reason.parse::<Text>()) else {
                return refused(t.live.act_undo, t.run.reason_refused);
            };
            let made = session.propose_from(|view| bodies::undo_check_in(view.state(), number, reason));
            answers::notice(look, t.live.act_undo, &made.await)
        }
        Effect::Hold { contest, reason } => {
            let (Ok(contest), Ok(reason)) = (contest.parse::<u64>(), reason.parse::<Text>()) else {
                return refused(t.live.act_hold, t.run.reason_refused);
            };
            let made = session.propose_from(|view| bodies::hold(view.state(), contest, reason));
            answers::notice(look, t.live.act_hold, &made.await)
        }
        Effect::Resume { contest } => {
            let Ok(contest) = contest.parse::<u64>() else {
                return refused(t.live.act_resume, t.run.number_refused);
            };
            let made = session.propose_from(|view| bodies::resume(view.state(), contest));
            answers::notice(look, t.live.act_resume, &made.await)
        }
        Effect::Propose { act, contest, reason } => propose(session, act, &contest, &reason, look).await,
        // The loop does these itself.
        Effect::NextContest | Effect::Quit => Notice::plain(""),
    }
}

/// The check-in of this latecomer that waits for our signature.
fn late_proposal(session: &RoleSession, number: &str) -> Option<Proposal> {
    session.follower().read(|view| {
        let mut waiting =
            view.status().proposals.iter().filter(|proposal| proposal.missing.contains(&session.signer()));
        let found = waiting.find(|proposal| match decode_strict(proposal.body.as_bytes()) {
            Ok(Body::CheckedIn(body)) => body.deputy.to_string() == number,
            _ => false,
        });
        found.cloned()
    })
}

async fn propose(session: &RoleSession, act: Act, contest: &str, reason: &str, look: Look) -> Notice {
    let t = look.texts();
    let words = match act {
        Act::Open => t.live.act_open,
        Act::End => t.live.act_end,
        Act::Close => t.live.act_close,
        // Totals are the chief scrutineer's to declare; the secretariat has no signature there (§3.1).
        Act::Declare => return Notice::plain(t.run.declare_at_chief),
        Act::Void => t.live.act_void,
        Act::Seal => t.live.act_seal,
    };
    let (Ok(contest), Ok(reason)) = (contest.parse::<u64>(), reason.parse::<Text>()) else {
        return Notice::urgent(fill(t.run.failed, &[words, t.run.reason_refused]));
    };
    let made = session.propose_from(|view| {
        let state = view.state();
        match act {
            Act::Open => bodies::open_contest(state, view.status(), contest),
            Act::End => bodies::end(state, contest),
            Act::Close => bodies::close(state, contest, bodies::PapersBack::default()),
            Act::Declare => bodies::declare(state, contest),
            Act::Void => bodies::void(state, contest, reason),
            Act::Seal => bodies::seal(state, Vec::new()),
        }
    });
    answers::notice(look, words, &made.await)
}

/// The request code, if it is of this deputy.
fn request_for(look: Look, number: &str, request: &str) -> Result<DeskRequest, String> {
    let t = &look.texts().run;
    let request: DeskRequest = request.parse().map_err(|_| t.request_refused.to_owned())?;
    if number.parse() == Ok(request.number) {
        Ok(request)
    } else {
        Err(fill(t.request_of_other, &[&request.number.to_string()]))
    }
}

/// A card held at the desk signs for the device key that the deputy's terminal shows.
async fn by_card(session: &RoleSession, card: &str, request: &str, look: Look) -> Result<Notice, String> {
    let t = &look.texts().run;
    let request: DeskRequest = request.parse().map_err(|_| t.request_refused.to_owned())?;
    let fingerprint = session.follower().read(|view| view.log().pinned());
    let card = read_card(look, card, &fingerprint.0)?;
    if card.number() != u64::from(request.number) {
        return Err(fill(t.request_of_other, &[&request.number.to_string()]));
    }
    let refused = |error: &dyn std::fmt::Display| fill(t.card_refused, &[&error.to_string()]);
    let key = card.signing_key(&fingerprint.0).map_err(|error| refused(&error))?;
    let body = Body::CheckedIn(CheckedIn {
        deputy: Int::from(request.number),
        device_key: request.device_key.into(),
        means: Means::Card,
    });
    let act = sign(&body, &key, Signer::Card(request.number), &fingerprint.0);
    Ok(answers::notice(look, look.texts().live.act_check_in, &session.submit(&act).await))
}

/// A card from its scanned text, or from a file that holds it in its first line.
pub(super) fn read_card(look: Look, text: &str, fingerprint: &[u8; 32]) -> Result<Card, String> {
    let refused = |error: &dyn std::fmt::Display| fill(look.texts().run.card_refused, &[&error.to_string()]);
    let text = text.trim();
    match Card::from_qr(text, fingerprint) {
        Ok(card) => Ok(card),
        Err(crypto::card::CardError::NotACard) => {
            let scanned = read_card_file(look, Path::new(text))?;
            let line = scanned.lines().next().unwrap_or_default().trim();
            Card::from_qr(line, fingerprint).map_err(|error| refused(&error))
        }
        Err(error) => Err(refused(&error)),
    }
}

fn read_card_file(look: Look, path: &Path) -> Result<zeroize::Zeroizing<String>, String> {
    let t = &look.texts().run;
    let unreadable = |error: std::io::Error| {
        fill(t.card_file_unreadable, &[&path.display().to_string(), &error.to_string()])
    };
    let length = fs::metadata(path).map_err(unreadable)?.len();
    if length > CARD_FILE_BYTES_MAX {
        return Err(t.card_file_long.to_owned());
    }
    Ok(zeroize::Zeroizing::new(fs::read_to_string(path).map_err(unreadable)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::hash::Entropy;

    #[test]
    fn a_request_code_of_another_deputy_is_named() {
        let request = DeskRequest { number: 17, device_key: [3; 32] };
        let look = Look::default();
        assert_eq!(request_for(look, "17", &request.to_string()), Ok(request));
        assert!(request_for(look, "18", &request.to_string()).unwrap_err().contains("17"));
        assert_eq!(request_for(look, "17", "PJD1.17").unwrap_err(), look.texts().run.request_refused);
    }

    #[test]
    fn a_card_is_read_from_its_text_or_its_file() {
        let (look, sitting) = (Look::default(), [9; 32]);
        let card = Card::issue(17, Entropy::from_os([1; 32])).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("17.card");
        fs::write(&path, format!("{}\n欧阳春燕\n", *card.qr(&sitting))).unwrap();
        for text in [card.qr(&sitting).to_string(), path.display().to_string()] {
            assert_eq!(read_card(look, &text, &sitting).unwrap().number(), 17);
        }
        assert!(read_card(look, &card.qr(&sitting), &[8; 32]).unwrap_err().contains("证件不能使用"));
        assert!(read_card(look, "no/such.card", &sitting).unwrap_err().contains("no/such.card"));
        fs::write(&path, "x".repeat(5_000)).unwrap();
        let long = read_card(look, &path.display().to_string(), &sitting).unwrap_err();
        assert_eq!(long, look.texts().run.card_file_long);
    }
}
