//! Listening to the deputies while something else is waited for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;

use super::DemoError;
use super::deputies::{DeputyError, Told};
use super::narrator::Narrator;

/// What the deputies have told of a contest so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) ready: usize,
    pub(super) boxed: usize,
    blank: bool,
}

/// Listens to the deputies while something else is waited for.
pub(super) struct Hearing {
    pub(super) narrator: Narrator,
    pub(super) names: Vec<String>,
    /// Deputies with a device, a quarter of whom is told.
    pub(super) all: usize,
    /// Whether the sitting has several contests, so that each line names its own.
    pub(super) several: bool,
    /// By number of the contest.
    pub(super) counts: BTreeMap<u64, Counts>,
    /// Ballots that were found in the log.
    pub(super) found: usize,
    /// The first ballot that was found: its index and its proof file.
    pub(super) example: Option<(u64, PathBuf)>,
}

impl Hearing {
    /// Waits for `work`; meanwhile what deputies tell is heard, and a deputy that fails ends the demo.
    pub(super) async fn until<T, E: Into<DemoError>>(
        &mut self,
        work: impl Future<Output = Result<T, E>>,
        heard: &mut UnboundedReceiver<Told>,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
    ) -> Result<T, DemoError> {
        tokio::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done.map_err(Into::into),
                Some(told) = heard.recv() => self.hear(told),
                Some(ended) = deputies.join_next() => ended.map_err(|_| DemoError::Lost)??,
            }
        }
    }

    pub(super) async fn until_counted(
        &mut self,
        contest: u64,
        (ready, boxed): (usize, usize),
        heard: &mut UnboundedReceiver<Told>,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
    ) -> Result<(), DemoError> {
        while self.of(contest).boxed < boxed || self.of(contest).ready < ready {
            self.next(heard, deputies).await?;
        }
        Ok(())
    }

    pub(super) async fn until_found(
        &mut self,
        found: usize,
        heard: &mut UnboundedReceiver<Told>,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
    ) -> Result<(), DemoError> {
        while self.found < found {
            self.next(heard, deputies).await?;
        }
        Ok(())
    }

    async fn next(
        &mut self,
        heard: &mut UnboundedReceiver<Told>,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
    ) -> Result<(), DemoError> {
        tokio::select! {
            told = heard.recv() => self.hear(told.ok_or(DemoError::Lost)?),
            Some(ended) = deputies.join_next() => ended.map_err(|_| DemoError::Lost)??,
        }
        Ok(())
    }

    fn hear(&mut self, told: Told) {
        let name = |deputy: usize| self.names.get(deputy).cloned().unwrap_or_default();
        match told {
            Told::CheckedIn { deputy, late: true } => {
                let name = name(deputy);
                self.narrator.line(
                    &format!("  代表 {name} 迟到，经秘书处和总监票人签署后入场"),
                    &format!("  deputy {name} came late and was let in by both roles"),
                );
            }
            Told::CheckedIn { .. } => {}
            Told::BallotReady { contest } => {
                let counts = self.counts.entry(contest).or_default();
                counts.ready = counts.ready.saturating_add(1);
                let ready = counts.ready;
                self.progress(contest, ready, "已领票", "ballots drawn");
            }
            Told::Checked { deputy, code, marks } => {
                let name = name(deputy);
                self.narrator.line(
                    &format!("  代表 {name} 验票机：设备先显示查票码 {code}，打开后由另一台设备重算一致，含 {marks} 项（这张作废，重新填票）"),
                    &format!("  deputy {name} checks the device: it had shown the code {code}; a second device recomputes the opened encryption: same code, {marks} marks (spoiled; marks again)"),
                );
            }
            Told::Recorded => {
                self.narrator.line("  验票机记录已写入公开记录", "  the opened encryption stands on the log");
            }
            Told::Boxed { contest, blank } => {
                let counts = self.counts.entry(contest).or_default();
                counts.boxed = counts.boxed.saturating_add(1);
                let boxed = counts.boxed;
                // One such sentence tells that it is possible; on a ballot with an abstention of its own many are blank.
                if blank && !std::mem::replace(&mut counts.blank, true) {
                    self.narrator.line(
                        "  有一名代表投出空白票（弃权）",
                        "  one deputy casts a blank ballot (abstains)",
                    );
                }
                self.progress(contest, boxed, "票箱收到", "ballots in the box");
            }
            Told::Voted { contest } => {
                let counts = self.counts.entry(contest).or_default();
                counts.boxed = counts.boxed.saturating_add(1);
                let voted = counts.boxed;
                self.progress(contest, voted, "已表决（记名）", "named votes in the log");
            }
            Told::Found { index, receipt } => {
                self.found = self.found.saturating_add(1);
                self.example.get_or_insert((index, receipt));
            }
        }
    }

    /// What was told of one contest.
    pub(super) fn of(&self, contest: u64) -> Counts {
        self.counts.get(&contest).copied().unwrap_or_default()
    }

    /// Every quarter is told.
    fn progress(&self, contest: u64, count: usize, zh: &str, en: &str) {
        let quarter = self.all.div_ceil(4).max(1);
        if !count.is_multiple_of(quarter) && count != self.all {
            return;
        }
        if self.several {
            self.narrator.line(
                &format!("  （事项 {contest}）{zh} {count}"),
                &format!("  (contest {contest}) {en}: {count}"),
            );
        } else {
            self.narrator.line(&format!("  {zh} {count}"), &format!("  {en}: {count}"));
        }
    }
}
