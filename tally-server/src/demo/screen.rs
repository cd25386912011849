//! The demo on a terminal: the live screen beside the sitting, or the voting screen for the person at the keyboard.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crypto::card::Card;
use terminal_client::run::{self, Options, RunError};
use terminal_client::sitting_file::SittingFile;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::DemoError;
use super::narrator::Narrator;
use super::parties::Roles;

/// How long the result stays on the screen when nobody leaves.
const RESULT_SHOWN: Duration = Duration::from_secs(30);

/// What the terminal shows while the sitting is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// Plain lines.
    Lines,
    /// The secretariat's live terminal.
    Live,
    /// The voting screen of one deputy, by position on the roll.
    Vote(usize),
}

/// A screen that runs, or none.
pub(super) struct Running {
    task: Option<JoinHandle<Result<(), RunError>>>,
    stop: watch::Sender<bool>,
    people: Arc<AtomicU64>,
}

impl Screen {
    /// Starts the screen; lines are kept until it ends.
    pub(super) fn start(
        self,
        narrator: &Narrator,
        file: &SittingFile,
        roles: &Roles,
        folder: &Path,
        cards: &mut Vec<Card>,
    ) -> Running {
        let (stop, mut stopped) = watch::channel(false);
        let people = Arc::new(AtomicU64::new(u64::from(matches!(self, Self::Vote(_)))));
        let ended = async move {
            // A sender that is gone says the same.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let mut options = Options::default();
        options.look.lang = narrator.lang();
        let (file, narrator) = (file.clone(), narrator.clone());
        let left = Arc::clone(&people);
        let task = match self {
            Self::Lines => None,
            Self::Live => {
                narrator.keep();
                let follower = roles.secretariat.follower().clone();
                Some(tokio::spawn(async move {
                    let result = run::live::watch_with(&file, follower, &options, ended).await;
                    narrator.speak();
                    result.map(|_| ())
                }))
            }
            Self::Vote(deputy) => {
                narrator.keep();
                let card = (deputy < cards.len()).then(|| cards.remove(deputy));
                let state = folder.join("devices").join("you");
                Some(tokio::spawn(async move {
                    let result = Box::pin(run::deputy::vote(&file, card, &state, &options, ended)).await;
                    left.store(0, Ordering::Relaxed);
                    narrator.speak();
                    result.map(|_| ())
                }))
            }
        };
        Running { task, stop, people }
    }
}

/// People at the keyboard who are still there: 0 or 1.
pub(super) struct People(Arc<AtomicU64>);

impl People {
    /// How many now.
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Running {
    /// Counts people at the keyboard who are still there.
    pub(super) fn counter(&self) -> People {
        People(Arc::clone(&self.people))
    }

    /// Leaves the result on the screen for a while, then ends it.
    pub(super) async fn end(mut self) -> Result<(), DemoError> {
        let Some(task) = &mut self.task else { return Ok(()) };
        if let Ok(ended) = tokio::time::timeout(RESULT_SHOWN, &mut *task).await {
            return Ok(ended.map_err(|_| DemoError::Lost)??);
        }
        self.stop.send_replace(true);
        Ok(task.await.map_err(|_| DemoError::Lost)??)
    }
}
