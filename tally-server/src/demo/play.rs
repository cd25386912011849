//! The sitting, step by step, as the secretariat would run it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use terminal_client::device::DefinitionCache;
use terminal_client::net::Dialer;
use terminal_client::roles::scrutineer::Step;
use terminal_client::roles::{chief, secretariat};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::deputies::{self, DeputyError, Hall, Shared, Told};
use super::hearing::{Counts, Hearing};
use super::narrator::Narrator;
use super::parties::{self, PATIENCE, Roles};
use super::plot::PartRole;
use super::screen::{Running, Screen};
use super::sitting::Story;
use super::witnesses::Service;
use super::{DemoError, result};
use crate::folder::keys::ServerKeys;
use crate::prepare::sitting::Made;
use crate::publish::archive::archive;
use crate::serve::{self, Options};

/// What is going on in the hall while the roles act.
pub(super) struct Floor {
    /// Doors.
    pub(super) hall: watch::Sender<Hall>,
    /// The terminal.
    pub(super) screen: Running,
    /// What scrutineers do.
    pub(super) told_steps: mpsc::UnboundedReceiver<(usize, Step)>,
    /// Witnesses that are services.
    pub(super) services: Vec<Service>,
    heard: mpsc::UnboundedReceiver<Told>,
    hearing: Hearing,
    deputies: JoinSet<Result<(), DeputyError>>,
}

impl Floor {
    /// Waits for `work` while the deputies go on.
    pub(super) async fn until<T, E: Into<DemoError>>(
        &mut self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, DemoError> {
        self.hearing.until(work, &mut self.heard, &mut self.deputies).await
    }

    /// Waits until so many have drawn and cast their ballots of a contest.
    pub(super) async fn until_counted(
        &mut self,
        contest: u64,
        (ready, boxed): (usize, usize),
    ) -> Result<Counts, DemoError> {
        let counted =
            self.hearing.until_counted(contest, (ready, boxed), &mut self.heard, &mut self.deputies);
        counted.await?;
        Ok(self.hearing.of(contest))
    }
}

/// The sitting being played.
pub(super) struct Play {
    pub(super) narrator: Narrator,
    pub(super) story: Story,
    pub(super) made: Made,
    pub(super) folder: PathBuf,
    pub(super) screen: Screen,
}

impl Play {
    /// Plays the sitting; whether the verifier accepts the log. An end other than the expected one is an error.
    pub(super) async fn run(mut self, server_keys: ServerKeys) -> Result<bool, DemoError> {
        let options = Options { slip_window: Some(self.story.slip_window), ..Options::default() };
        let server = serve::start(&self.folder.join("server"), server_keys, options).await?;
        self.narrator.line(
            &format!("  计票服务器：{}（TLS 1.3）", server.address()),
            &format!("  tally server: {} (TLS 1.3)", server.address()),
        );
        let dialer = Dialer::new(&self.made.sitting)?;
        let mut roles = parties::roles(&self.made, &dialer)?;
        let mut cards = std::mem::take(&mut self.made.cards);
        let screen = self.screen.start(&self.narrator, &self.made.sitting, &roles, &self.folder, &mut cards);

        let (steps, mut told_steps) = mpsc::unbounded_channel();
        let mut scrutineers = parties::scrutineers(
            &mut roles,
            (&self.made, self.story.seats.as_ref()),
            &dialer,
            &self.folder.join("scrutineers"),
            &steps,
        )?;
        drop(steps);
        let services = self.services(&roles).await?;
        self.ceremony(&roles, &mut told_steps, &mut scrutineers).await?;

        let (hall, doors) = watch::channel(Hall::Gathering);
        let (told, heard) = mpsc::unbounded_channel();
        let present = self.story.parts.iter().filter(|part| part.role != PartRole::Absent).count();
        let shared = Shared {
            dialer,
            cache: DefinitionCache::new(),
            folder: self.folder.join("devices"),
            hall: doors,
            told,
            spread: self.spread(present),
        };
        let deputies = deputies::start(&shared, &self.story.parts, cards);
        drop(shared);
        let late = self.parts_with(PartRole::Late);
        let mut admissions = parties::admit_late(&roles, late);

        let hearing = Hearing {
            narrator: self.narrator.clone(),
            names: self.names(),
            all: self.story.parts.iter().filter(|part| part.has_device()).count(),
            several: self.story.rounds.iter().map(|round| round.contests.len()).sum::<usize>() > 1,
            counts: BTreeMap::new(),
            found: 0,
            example: None,
        };
        let mut floor = Floor { hall, screen, told_steps, services, heard, hearing, deputies };
        self.check_in(&roles, &mut floor, present.saturating_sub(late)).await?;
        for round in &self.story.rounds {
            self.round(&roles, &mut floor, round).await?;
        }
        joined(&mut admissions).await?;
        self.seal(&roles, &mut floor).await?;
        joined(&mut scrutineers).await?;
        floor.screen.end().await?;
        server.stop().await?;

        let expected = result::compare(&self.narrator, &self.story, &roles.secretariat);
        // The log is checked and told in any case: it says what went otherwise.
        let verified = self.verify()?;
        expected.map(|()| verified)
    }

    /// Starts the witnesses that are services of their own.
    async fn services(&self, roles: &Roles) -> Result<Vec<Service>, DemoError> {
        let Some(seats) = &self.story.seats else { return Ok(Vec::new()) };
        let sitting = roles.secretariat.follower().sitting(PATIENCE).await?;
        let (count, quorum) = (sitting.witnesses().count(), sitting.witnesses().quorum());
        self.narrator.line(
            &format!("  见证人 {count} 位，须 {quorum} 位：监票人的终端各自核对全部记录后见证"),
            &format!(
                "  {count} witnesses, {quorum} needed: the scrutineers' terminals cosign what they verified"
            ),
        );
        seats.serve(&sitting, &self.folder.join("witnesses")).await
    }

    /// Over which time deputies take their ballots in hand.
    fn spread(&self, present: usize) -> Duration {
        let millis = u64::try_from(present).unwrap_or(0).saturating_mul(50).clamp(1_500, 20_000);
        Duration::from_millis(millis).min(self.story.slip_window.saturating_mul(7))
    }

    fn parts_with(&self, role: PartRole) -> usize {
        self.story.parts.iter().filter(|part| part.role == role).count()
    }

    fn names(&self) -> Vec<String> {
        self.story.definition.roll.iter().map(|row| row.name.to_string()).collect()
    }

    async fn ceremony(
        &self,
        roles: &Roles,
        told: &mut mpsc::UnboundedReceiver<(usize, Step)>,
        scrutineers: &mut JoinSet<Result<(), DemoError>>,
    ) -> Result<(), DemoError> {
        self.narrator
            .step("密钥仪式：3 名监票人，任意 2 名才能解密", "Key ceremony: 3 scrutineers, any 2 decrypt");
        let tested = roles.secretariat.wait_until(PATIENCE, secretariat::key_is_tested_by_all);
        tokio::pin!(tested);
        loop {
            tokio::select! {
                done = &mut tested => {
                    done?;
                    break;
                }
                Some((position, step)) = told.recv() => self.tell_step(position, step),
                Some(ended) = scrutineers.join_next() => ended.map_err(|_| DemoError::Lost)??,
            }
        }
        while let Ok((position, step)) = told.try_recv() {
            self.tell_step(position, step);
        }
        let key = roles.secretariat.follower().read(|view| {
            view.state().ceremony().and_then(|ceremony| ceremony.agreed()).map(|agreed| agreed.leaf)
        });
        let key = audit::wire::Bytes32::from(key.ok_or(DemoError::Lost)?);
        self.narrator.line(
            &format!("  密钥已由全体监票人签认，试解密成功（记录 {key}）"),
            &format!("  all scrutineers signed the key; test decryption succeeded (entry {key})"),
        );
        Ok(())
    }

    pub(super) fn tell_step(&self, position: usize, step: Step) {
        let words = match step {
            Step::Commit => Some(("生成并承诺", "commits")),
            Step::Reveal => Some(("公布", "reveals")),
            Step::Deal => Some(("加密分发份额", "deals encrypted shares")),
            Step::Accept => Some(("验证了收到的份额", "accepts the shares dealt")),
            Step::SignKey => Some(("签认密钥", "signs the key")),
            Step::Test => Some(("试解密", "test decryption")),
            Step::Decrypt(_) => Some(("核验全部记录后解密", "decrypts, after verifying the whole log")),
            Step::WaitFor(_) | Step::Dispute | Step::Done => None,
        };
        if let Some((zh, en)) = words {
            let name = self
                .story
                .definition
                .scrutineers
                .get(position)
                .map(|one| one.name.to_string())
                .unwrap_or_default();
            self.narrator.line(&format!("  监票人 {name}：{zh}"), &format!("  scrutineer {name}: {en}"));
        }
    }

    async fn check_in(&self, roles: &Roles, floor: &mut Floor, others: usize) -> Result<(), DemoError> {
        self.narrator.step(
            "签到：每名代表用代表卡签到，设备钥匙当场生成",
            "Check-in: each deputy signs in with a card; the device makes its key",
        );
        let due = self.story.definition.roll.len();
        let others = u64::try_from(others).unwrap_or(u64::MAX);
        let people = floor.screen.counter();
        let present = roles.secretariat.wait_until(PATIENCE, |view| {
            let present = view.state().attendance().count();
            // The person at the keyboard takes the time that they need, unless they left.
            (present >= others.saturating_add(people.count())).then_some(present)
        });
        let present = floor.until(present).await?;
        self.narrator.line(
            &format!("  全体 {due}，应到 {due}，实到 {present}"),
            &format!("  membership {due}, due {due}, present {present}"),
        );
        Ok(())
    }

    async fn seal(&self, roles: &Roles, floor: &mut Floor) -> Result<(), DemoError> {
        self.narrator.step(
            "代表在公开记录中查到自己的票，然后封存",
            "Deputies find their ballots in the published log; then the seal",
        );
        let Floor { hearing, heard, deputies, .. } = floor;
        let casts = hearing.counts.values().map(|counts| counts.boxed).sum();
        hearing.until_found(casts, heard, deputies).await?;
        let found = hearing.found;
        if hearing.several {
            self.narrator.line(
                &format!("  {found} 张票全部由投票的代表查到，每张一份证明文件"),
                &format!("  all {found} ballots were found by those who cast them, with a proof file each"),
            );
        } else {
            self.narrator.line(
                &format!("  {found} 名代表全部查到自己的票，各得一份证明文件"),
                &format!("  all {found} deputies found their ballots and hold a proof file each"),
            );
        }
        if let Some((index, file)) = &hearing.example {
            let file = file.display();
            self.narrator.line(
                &format!("  例如第 {index} 条记录，证明文件 {file}"),
                &format!("  for instance entry {index}, proof file {file}"),
            );
        }
        secretariat::seal(&roles.secretariat, PATIENCE).await?;
        chief::countersign(&roles.chief, "sitting_sealed", PATIENCE).await?;
        roles.secretariat.wait_until(PATIENCE, |view| view.state().is_sealed().then_some(())).await?;
        while let Some(ended) = deputies.join_next().await {
            ended.map_err(|_| DemoError::Lost)??;
        }
        self.witnessed_seal(roles).await?;
        self.narrator
            .line("  会议已封存，此后不能再有任何记录", "  the sitting is sealed; nothing may follow");
        Ok(())
    }

    fn verify(&self) -> Result<bool, DemoError> {
        self.narrator.step(
            "独立核验公开的记录（只信会议指纹）",
            "Verify the published log (trusting the fingerprint alone)",
        );
        let log = self.folder.join("server").join("published");
        let verdict = audit::verify::verify_folder(&log, &self.made.fingerprint, |_, _| {})?;
        let verified = result::verified(&self.narrator, &verdict);
        let archived = self.archive(verified)?;
        let hex = self.made.fingerprint.to_hex();
        let log = log.display();
        self.narrator.line("\n接着可以试试：", "\nWhat to try next:");
        self.narrator.raw(&format!("  cargo run --release -p audit -- verify {log} --fingerprint {hex}"));
        let archived = archived.display();
        self.narrator
            .raw(&format!("  cargo run --release -p audit -- archive {archived} --fingerprint {hex}"));
        self.narrator.raw(&format!("  jq . {log}/log.jsonl | less"));
        self.narrator.raw("  cargo run --release -- demo --vote");
        Ok(verified)
    }

    /// Everything in one folder, and where it is. What the verifier refused is not archived.
    fn archive(&self, verified: bool) -> Result<PathBuf, DemoError> {
        let to = self.folder.join("archive");
        if verified {
            let archived = archive(&self.folder.join("server"), &to, None)?;
            let (files, sealed, place) = (archived.files, archived.sealed, to.display());
            self.narrator.line(
                &format!("  已归档：{place}（{files} 个文件，其中封存清单列有 {sealed} 个）"),
                &format!("  archived: {place} ({files} files, {sealed} of them listed by the seal)"),
            );
        }
        Ok(to)
    }
}

/// Ends when all tasks have ended; the first error is the demo's.
async fn joined(tasks: &mut JoinSet<Result<(), DemoError>>) -> Result<(), DemoError> {
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|_| DemoError::Lost)??;
    }
    Ok(())
}
