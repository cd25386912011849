//! The sitting, step by step, as the secretariat would run it.

use std::path::PathBuf;
use std::time::Duration;

use audit::entry::counting::ArchiveFile;
use audit::fold::Stage;
use terminal_client::device::DefinitionCache;
use terminal_client::net::Dialer;
use terminal_client::roles::acts::bodies::PapersBack;
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
use super::{DemoError, result};
use crate::folder::keys::ServerKeys;
use crate::prepare::sitting::Made;
use crate::serve::{self, Options};

/// The contest of the demo.
const CONTEST: u64 = 1;
/// Return slips come at once here.
const SLIP_WINDOW: Duration = Duration::from_secs(3);

/// The sitting being played.
pub(super) struct Play {
    pub(super) narrator: Narrator,
    pub(super) story: Story,
    pub(super) made: Made,
    pub(super) folder: PathBuf,
    pub(super) screen: Screen,
}

impl Play {
    /// Whether the verifier accepts the log.
    pub(super) async fn run(mut self, server_keys: ServerKeys) -> Result<bool, DemoError> {
        let options = Options { address: None, slip_window: Some(SLIP_WINDOW) };
        let server = serve::start(&self.folder.join("server"), server_keys, options).await?;
        self.narrator.line(
            &format!("  计票服务器：{}（TLS 1.3）", server.address()),
            &format!("  tally server: {} (TLS 1.3)", server.address()),
        );
        let dialer = Dialer::new(&self.made.sitting)?;
        let roles = parties::roles(&self.made, &dialer)?;
        let mut cards = std::mem::take(&mut self.made.cards);
        let screen = self.screen.start(&self.narrator, &self.made.sitting, &roles, &self.folder, &mut cards);

        let (steps, mut told_steps) = mpsc::unbounded_channel();
        let mut scrutineers =
            parties::scrutineers(&self.made, &dialer, &self.folder.join("scrutineers"), &steps)?;
        drop(steps);
        self.ceremony(&roles, &mut told_steps, &mut scrutineers).await?;

        let (hall, doors) = watch::channel(Hall::Gathering);
        let (told, mut heard) = mpsc::unbounded_channel();
        let spread = Duration::from_millis(
            u64::try_from(self.story.parts.len()).unwrap_or(0).saturating_mul(50).clamp(1_500, 20_000),
        );
        let shared = Shared {
            dialer,
            cache: DefinitionCache::new(),
            folder: self.folder.join("devices"),
            hall: doors,
            told,
            spread,
        };
        let mut deputies = deputies::start(&shared, &self.story.parts, cards);
        drop(shared);
        let late = self.parts_with(PartRole::Late);
        let mut admissions = parties::admit_late(&roles, late);

        let mut hearing = Hearing {
            narrator: self.narrator.clone(),
            names: self.names(),
            counts: Counts::default(),
            example: None,
        };
        self.check_in(&roles, &mut heard, &mut hearing, &mut deputies, (late, &screen)).await?;
        self.vote(&roles, (&hall, &screen), &mut heard, &mut hearing, &mut deputies).await?;
        joined(&mut admissions).await?;
        self.close(&roles).await?;
        let totals = self.count(&roles, &mut told_steps).await?;
        self.seal(&roles, &mut heard, &mut hearing, &mut deputies).await?;
        joined(&mut scrutineers).await?;
        screen.end().await?;
        server.stop().await?;

        result::compare(&self.narrator, &self.story, &totals)?;
        self.verify()
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
        self.narrator.step(
            2,
            "密钥仪式：3 名监票人，任意 2 名才能解密",
            "Key ceremony: 3 scrutineers, any 2 decrypt",
        );
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

    fn tell_step(&self, position: usize, step: Step) {
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

    async fn check_in(
        &self,
        roles: &Roles,
        heard: &mut mpsc::UnboundedReceiver<Told>,
        hearing: &mut Hearing,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
        (late, screen): (usize, &Running),
    ) -> Result<(), DemoError> {
        self.narrator.step(
            3,
            "签到：每名代表用代表卡签到，设备钥匙当场生成",
            "Check-in: each deputy signs in with a card; the device makes its key",
        );
        let due = self.story.definition.roll.len();
        let others = u64::try_from(self.story.parts.len().saturating_sub(late)).unwrap_or(u64::MAX);
        let present = roles.secretariat.wait_until(PATIENCE, |view| {
            let present = view.state().attendance().count();
            // The person at the keyboard takes the time that they need, unless they left.
            (present >= others.saturating_add(screen.people())).then_some(present)
        });
        let present = hearing.until(present, heard, deputies).await?;
        self.narrator.line(
            &format!("  全体 {due}，应到 {due}，实到 {present}"),
            &format!("  membership {due}, due {due}, present {present}"),
        );
        Ok(())
    }

    async fn vote(
        &self,
        roles: &Roles,
        (hall, screen): (&watch::Sender<Hall>, &Running),
        heard: &mut mpsc::UnboundedReceiver<Told>,
        hearing: &mut Hearing,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
    ) -> Result<(), DemoError> {
        self.narrator.step(
            4,
            "开启表决：零报告、法定人数，秘书处提出，总监票人签署",
            "Opening: zero report and quorum; proposed by the secretariat, signed by the chief scrutineer",
        );
        let open = secretariat::open_contest(&roles.secretariat, CONTEST, PATIENCE);
        hearing.until(open, heard, deputies).await?;
        hearing.until(chief::countersign(&roles.chief, "contest_opened", PATIENCE), heard, deputies).await?;
        hearing
            .until(
                roles.secretariat.wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Open)),
                heard,
                deputies,
            )
            .await?;
        hall.send_replace(Hall::Open);
        let hash = roles.secretariat.follower().read(|view| {
            view.state()
                .contests()
                .get(&CONTEST)
                .and_then(|contest| contest.course())
                .map(|course| course.hash)
        });
        let hash = audit::wire::Bytes32::from(hash.ok_or(DemoError::Lost)?);
        self.narrator
            .line(&format!("  表决已开启，表决事项码 {hash}"), &format!("  open; contest hash {hash}"));

        self.narrator.step(
            5,
            "发票、填票、投票（投票走全新的匿名连接）",
            "Issue, mark, cast (each over a fresh, unauthenticated connection)",
        );
        let casts = self.story.parts.len().saturating_sub(self.parts_with(PartRole::NeverCasts));
        hearing.until_counted((self.story.parts.len(), casts), heard, deputies).await?;
        let others = u64::try_from(casts).unwrap_or(u64::MAX);
        let all = roles.secretariat.wait_until(PATIENCE, |view| {
            let boxed = view.status().contests.first().map_or(0, |contest| contest.boxed.get());
            (boxed >= others.saturating_add(screen.people())).then_some(())
        });
        hearing.until(all, heard, deputies).await?;
        let counts = hearing.counts;
        self.narrator.line(
            &format!(
                "  已领票 {}，票箱收到 {}；在座仍未投出 {}",
                counts.ready,
                counts.boxed,
                counts.ready.saturating_sub(counts.boxed)
            ),
            &format!(
                "  drawn {}, in the box {}, not cast {}",
                counts.ready,
                counts.boxed,
                counts.ready.saturating_sub(counts.boxed)
            ),
        );

        self.narrator.step(6, "结束投票，回条，开箱", "End of voting, return slips, opening of the box");
        hearing.until(secretariat::end(&roles.secretariat, CONTEST, PATIENCE), heard, deputies).await?;
        hearing.until(chief::countersign(&roles.chief, "contest_ended", PATIENCE), heard, deputies).await?;
        let opened = roles.secretariat.wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Opened));
        hearing.until(opened, heard, deputies).await?;
        Ok(())
    }

    async fn close(&self, roles: &Roles) -> Result<(), DemoError> {
        let numbers = roles.secretariat.follower().read(|view| {
            let course = view.state().contests().get(&CONTEST)?.course()?;
            Some((course.issued_count(), course.returned()?, course.slip_count()))
        });
        let (issued, returned, slips) = numbers.ok_or(DemoError::Lost)?;
        self.narrator.line(
            &format!(
                "  发出 {issued}，收回 {returned}，未收回 {}，回条 {slips}：{}",
                issued.saturating_sub(returned),
                if returned == slips { "票数与确认一致" } else { "票数与确认不一致！" }
            ),
            &format!(
                "  issued {issued}, returned {returned}, unreturned {}, return slips {slips}: {}",
                issued.saturating_sub(returned),
                if returned == slips { "ballots and slips agree" } else { "BALLOTS AND SLIPS DIFFER" }
            ),
        );
        self.narrator.step(
            7,
            "截止：两个角色核对数字后签署",
            "Close: two roles compare the numbers and sign",
        );
        secretariat::close(&roles.secretariat, CONTEST, PapersBack::default(), PATIENCE).await?;
        chief::countersign(&roles.chief, "contest_closed", PATIENCE).await?;
        roles.secretariat.wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Closed)).await?;
        Ok(())
    }

    async fn count(
        &self,
        roles: &Roles,
        told: &mut mpsc::UnboundedReceiver<(usize, Step)>,
    ) -> Result<Vec<u64>, DemoError> {
        self.narrator.step(
            8,
            "解密总数（只解密总数，从不解密单张票）",
            "Decrypt the totals (never a single ballot)",
        );
        chief::declare(&roles.chief, CONTEST, PATIENCE).await?;
        chief::countersign(&roles.presiding, "result_declared", PATIENCE).await?;
        roles.secretariat.wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Declared)).await?;
        while let Ok((position, step)) = told.try_recv() {
            self.tell_step(position, step);
        }
        self.narrator.step(
            9,
            "宣布结果：总监票人、执行主席签署",
            "Declaration: signed by the chief scrutineer and the presiding officer",
        );
        roles.secretariat.follower().read(|view| {
            let contest = view.state().contests().get(&CONTEST).ok_or(DemoError::Lost)?;
            let (totals, decision) =
                contest.course().and_then(|course| course.declared.as_ref()).ok_or(DemoError::Lost)?;
            result::tell(&self.narrator, &self.story, contest, totals, decision);
            Ok(totals.clone())
        })
    }

    async fn seal(
        &self,
        roles: &Roles,
        heard: &mut mpsc::UnboundedReceiver<Told>,
        hearing: &mut Hearing,
        deputies: &mut JoinSet<Result<(), DeputyError>>,
    ) -> Result<(), DemoError> {
        self.narrator.step(
            10,
            "代表在公开记录中查到自己的票，然后封存",
            "Deputies find their ballots in the published log; then the seal",
        );
        let casts = hearing.counts.boxed;
        hearing.until_found(casts, heard, deputies).await?;
        self.narrator.line(
            &format!("  {} 名代表全部查到自己的票，各得一份证明文件", hearing.counts.found),
            &format!(
                "  all {} deputies found their ballots and hold a proof file each",
                hearing.counts.found
            ),
        );
        if let Some((index, file)) = &hearing.example {
            let file = file.display();
            self.narrator.line(
                &format!("  例如第 {index} 条记录，证明文件 {file}"),
                &format!("  for instance entry {index}, proof file {file}"),
            );
        }
        let texts = self.story.definition.rules.iter().map(|rules| rules.text.as_bytes());
        let file = |text: &[u8]| -> Result<ArchiveFile, DemoError> {
            Ok(ArchiveFile {
                name: "rules.txt".parse()?,
                sha256: audit::entry::fingerprint(text).into(),
                length: u32::try_from(text.len()).unwrap_or(u32::MAX).into(),
            })
        };
        let manifest = texts.take(1).map(file).collect::<Result<_, _>>()?;
        secretariat::seal(&roles.secretariat, manifest, PATIENCE).await?;
        chief::countersign(&roles.chief, "sitting_sealed", PATIENCE).await?;
        roles.secretariat.wait_until(PATIENCE, |view| view.state().is_sealed().then_some(())).await?;
        while let Some(ended) = deputies.join_next().await {
            ended.map_err(|_| DemoError::Lost)??;
        }
        self.narrator
            .line("  会议已封存，此后不能再有任何记录", "  the sitting is sealed; nothing may follow");
        Ok(())
    }

    fn verify(&self) -> Result<bool, DemoError> {
        self.narrator.step(
            11,
            "独立核验公开的记录（只信会议指纹）",
            "Verify the published log (trusting the fingerprint alone)",
        );
        let log = self.folder.join("server").join("published");
        let verdict = audit::verify::verify_folder(&log, &self.made.fingerprint, |_, _| {})?;
        let verified = result::verified(&self.narrator, &verdict);
        let hex = self.made.fingerprint.to_hex();
        let log = log.display();
        self.narrator.line("\n接着可以试试：", "\nWhat to try next:");
        self.narrator.raw(&format!("  cargo run --release -p audit -- verify {log} --fingerprint {hex}"));
        self.narrator.raw(&format!("  jq . {log}/log.jsonl | less"));
        self.narrator.raw("  cargo run --release -- demo --vote");
        Ok(verified)
    }
}

/// Ends when all tasks have ended; the first error is the demo's.
async fn joined(tasks: &mut JoinSet<Result<(), DemoError>>) -> Result<(), DemoError> {
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|_| DemoError::Lost)??;
    }
    Ok(())
}
