//! The live terminal: follows the log, shows it, and with the secretariat's key does the desk's acts.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use audit::entry::Signer;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::keys::Passphrase;
use crate::live::{App, Effect, Model, plain_lines, view};
use crate::net::Dialer;
use crate::roles::{Follower, RoleSession, Submitter};
use crate::sitting_file::SittingFile;
use crate::ui::frame::Notice;

use super::desk::Desk;
pub(super) use super::desk::read_card;
use super::models::{Seen, in_hand, live};
use super::terminal::{Console, Input, Shown};
use super::{Ended, Options, RunError, roles};

/// Between two drawings while entries come by the hundred.
const REDRAW_MIN: Duration = Duration::from_millis(200);
/// Answers that wait to be shown.
const NOTICES_MAX: usize = 16;

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
    let mut desk = Desk::new(options.look);
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
                                    desk.spawn(session.clone(), effect, notices.clone());
                                }
                            }
                        }
                    }
                    if let Some(code) = desk.code_for(screen.0.enters_paper(), &follower) {
                        screen.0.show_code(&code);
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
