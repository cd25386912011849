//! The contests that are open at the same time, from their opening to the declaration.

use audit::entry::Signer;
use audit::fold::{Course, Stage, State};
use audit::print::tally_report;
use audit::rules::{Secrecy, explain};
use terminal_client::roles::acts::bodies::PapersBack;
use terminal_client::roles::session::{RoleSession, SessionError, Submitted};
use terminal_client::roles::{chief, secretariat};

use super::deputies::Hall;
use super::parties::{PATIENCE, Roles};
use super::play::{Floor, Play};
use super::sitting::Round;
use super::{DemoError, result};
use crate::prepare::cards::hex;

/// Numbers of a contest, as the close names them.
struct Numbers {
    issued: u64,
    returned: u64,
    slips: u64,
    named: bool,
}

impl Play {
    /// Holds the votes of one round.
    pub(super) async fn round(
        &self,
        roles: &Roles,
        floor: &mut Floor,
        round: &Round,
    ) -> Result<(), DemoError> {
        if let Some(parent) = round.follows {
            self.follow(roles, floor, parent).await?;
        }
        self.one_absent(floor).await?;
        self.open(roles, floor, round).await?;
        self.vote(roles, floor, round).await?;
        if let Some(reason) = round.voided {
            return self.void(roles, floor, round, reason).await;
        }
        self.close(roles, floor, round).await?;
        self.fails_closed(roles, floor, round).await?;
        self.count(roles, floor, round).await
    }

    /// Both roles' act; comes back once the logs of both have it.
    async fn agreed(
        &self,
        roles: &Roles,
        floor: &mut Floor,
        kind: &'static str,
        (contest, stage): (u64, Stage),
        proposed: impl Future<Output = Result<Submitted, SessionError>>,
    ) -> Result<(), DemoError> {
        floor.until(proposed).await?;
        floor.until(chief::countersign(&roles.chief, kind, PATIENCE)).await?;
        for role in [&roles.secretariat, &roles.chief] {
            floor.until(role.wait_until(PATIENCE, secretariat::has_reached(contest, stage))).await?;
        }
        Ok(())
    }

    /// The further vote that a decision or a voiding calls for, defined in one act.
    async fn follow(&self, roles: &Roles, floor: &mut Floor, parent: u64) -> Result<(), DemoError> {
        self.narrator.step(
            "由上一次的结果产生的投票：一次签署即定，事项和编号不得改动",
            "The vote that follows: defined in one act from the record, its items unchanged",
        );
        let before = roles.secretariat.follower().read(|view| view.state().contests().len());
        floor.until(secretariat::follow_up(&roles.secretariat, parent, PATIENCE)).await?;
        for role in [&roles.secretariat, &roles.chief] {
            let defined =
                role.wait_until(PATIENCE, |view| (view.state().contests().len() > before).then_some(()));
            floor.until(defined).await?;
        }
        roles.secretariat.follower().read(|view| {
            let (number, contest) = view.state().contests().last_key_value().ok_or(DemoError::Lost)?;
            let title = &contest.definition.title;
            self.narrator.line(&format!("  事项 {number}：{title}"), &format!("  contest {number}: {title}"));
            for item in &contest.definition.items {
                self.narrator.raw(&format!("    {} {}", item.number, item.title));
            }
            Ok(())
        })
    }

    async fn open(&self, roles: &Roles, floor: &mut Floor, round: &Round) -> Result<(), DemoError> {
        self.narrator.step(
            "开启表决：零报告、法定人数，秘书处提出，总监票人签署",
            "Opening: zero report and quorum; proposed by the secretariat, signed by the chief scrutineer",
        );
        for &contest in &round.contests {
            let open = secretariat::open_contest(&roles.secretariat, contest, PATIENCE);
            self.agreed(roles, floor, "contest_opened", (contest, Stage::Open), open).await?;
            self.issue_papers(roles, floor, contest).await?;
        }
        floor.hall.send_replace(Hall::Open);
        for &contest in &round.contests {
            let hash = of_course(roles, contest, |course| course.hash)?;
            let hash = audit::wire::Bytes32::from(hash);
            if self.has_several() {
                let title = title(roles, contest)?;
                self.narrator.line(
                    &format!("  事项 {contest}「{title}」已开启，表决事项码 {hash}"),
                    &format!("  contest {contest} “{title}” is open; contest hash {hash}"),
                );
            } else {
                self.narrator.line(
                    &format!("  表决已开启，表决事项码 {hash}"),
                    &format!("  open; contest hash {hash}"),
                );
            }
        }
        Ok(())
    }

    async fn vote(&self, roles: &Roles, floor: &mut Floor, round: &Round) -> Result<(), DemoError> {
        if round.contests.iter().all(|contest| is_named(roles, *contest)) {
            self.narrator.step(
                "记名表决：每票由代表的设备签名，写入公开记录",
                "Named vote: each vote is signed by the deputy's device and public",
            );
        } else {
            self.narrator.step(
                "发票、填票、投票（投票走全新的匿名连接）",
                "Issue, mark, cast (each over a fresh, unauthenticated connection)",
            );
        }
        let devices = self.story.parts.iter().filter(|part| part.has_device()).count();
        for &contest in &round.contests {
            let casts = self.story.parts.iter().filter(|part| part.casts(contest)).count();
            let counts = floor.until_counted(contest, (devices, casts)).await?;
            let others = u64::try_from(casts).unwrap_or(u64::MAX);
            let people = floor.screen.counter();
            let all = roles.secretariat.wait_until(PATIENCE, |view| {
                let listed = view.status().contests.iter().find(|listed| listed.contest.get() == contest);
                let boxed = listed.map_or(0, |listed| listed.boxed.get());
                let voted = course(view.state(), contest).map_or(0, |course| course.votes.len());
                let cast = boxed.max(u64::try_from(voted).unwrap_or(u64::MAX));
                (cast >= others.saturating_add(people.count())).then_some(())
            });
            floor.until(all).await?;
            let (ready, boxed) = (counts.ready, counts.boxed);
            let left = ready.saturating_sub(boxed);
            let (zh, en) = self.contest_prefix(contest);
            if is_named(roles, contest) {
                self.narrator.line(
                    &format!("  {zh}在座 {ready}，已表决 {boxed}，未按 {left}"),
                    &format!("  {en}here {ready}, voted {boxed}, did not vote {left}"),
                );
            } else {
                self.narrator.line(
                    &format!("  {zh}已领票 {ready}，票箱收到 {boxed}；在座仍未投出 {left}"),
                    &format!("  {en}drawn {ready}, in the box {boxed}, not cast {left}"),
                );
            }
        }

        self.narrator.step("结束投票，回条，开箱", "End of voting, return slips, opening of the box");
        for &contest in &round.contests {
            let end = secretariat::end(&roles.secretariat, contest, PATIENCE);
            self.agreed(roles, floor, "contest_ended", (contest, Stage::Ended), end).await?;
        }
        for &contest in &round.contests {
            if is_named(roles, contest) {
                continue;
            }
            for role in [&roles.secretariat, &roles.chief] {
                let opened = secretariat::has_reached(contest, Stage::Opened);
                floor.until(role.wait_until(PATIENCE, opened)).await?;
            }
        }
        Ok(())
    }

    async fn close(&self, roles: &Roles, floor: &mut Floor, round: &Round) -> Result<(), DemoError> {
        for &contest in &round.contests {
            self.tell_numbers(roles, contest)?;
        }
        self.narrator.step("截止：两个角色核对数字后签署", "Close: two roles compare the numbers and sign");
        self.two_absent(floor).await?;
        for &contest in &round.contests {
            let papers = self.papers_back(contest);
            let close = secretariat::close(&roles.secretariat, contest, papers, PATIENCE);
            self.agreed(roles, floor, "contest_closed", (contest, Stage::Closed), close).await?;
            if papers != PapersBack::default() {
                self.count_papers(roles, floor, contest).await?;
            }
        }
        Ok(())
    }

    fn tell_numbers(&self, roles: &Roles, contest: u64) -> Result<(), DemoError> {
        let numbers = roles.secretariat.follower().read(|view| {
            let course = course(view.state(), contest)?;
            let named = course.keys.is_none();
            let returned = course.returned()?;
            Some(Numbers {
                issued: if named { course.present } else { course.issued_count() },
                returned,
                slips: if named { returned } else { course.slip_count() },
                named,
            })
        });
        let Numbers { issued, returned, slips, named } = numbers.ok_or(DemoError::Lost)?;
        let unreturned = issued.saturating_sub(returned);
        let (zh, en) = self.contest_prefix(contest);
        if named {
            self.narrator.line(
                &format!("  {zh}实到 {issued}，已表决 {returned}，未按 {unreturned}"),
                &format!("  {en}present {issued}, voted {returned}, did not vote {unreturned}"),
            );
            return Ok(());
        }
        self.narrator.line(
            &format!(
                "  {zh}发出 {issued}，收回 {returned}，未收回 {unreturned}，回条 {slips}：{}",
                if returned == slips { "票数与确认一致" } else { "票数与确认不一致！" }
            ),
            &format!(
                "  {en}issued {issued}, returned {returned}, unreturned {unreturned}, return slips {slips}: {}",
                if returned == slips { "ballots and slips agree" } else { "BALLOTS AND SLIPS DIFFER" }
            ),
        );
        Ok(())
    }

    async fn count(&self, roles: &Roles, floor: &mut Floor, round: &Round) -> Result<(), DemoError> {
        if round.contests.iter().all(|contest| is_named(roles, *contest)) {
            self.narrator.step(
                "合计：公开记录中的每一票，无需解密",
                "Totals: every vote of the public record; nothing is decrypted",
            );
        } else {
            self.narrator
                .step("解密总数（只解密总数，从不解密单张票）", "Decrypt the totals (never a single ballot)");
        }
        for &contest in &round.contests {
            floor.until(chief::declare(&roles.chief, contest, PATIENCE)).await?;
            floor.until(chief::countersign(&roles.presiding, "result_declared", PATIENCE)).await?;
            for role in [&roles.secretariat, &roles.chief, &roles.presiding] {
                let declared = secretariat::has_reached(contest, Stage::Declared);
                floor.until(role.wait_until(PATIENCE, declared)).await?;
            }
        }
        while let Ok((position, step)) = floor.told_steps.try_recv() {
            self.tell_step(position, step);
        }
        self.narrator.step(
            "宣布结果：总监票人、执行主席签署",
            "Declaration: signed by the chief scrutineer and the presiding officer",
        );
        for &number in &round.contests {
            let title = title(roles, number)?;
            if self.has_several() {
                self.narrator
                    .line(&format!("  事项 {number}：{title}"), &format!("  contest {number}: {title}"));
            }
            roles.secretariat.follower().read(|view| {
                let contest = view.state().contests().get(&number).ok_or(DemoError::Lost)?;
                let course = contest.course().ok_or(DemoError::Lost)?;
                let (totals, decision) = course.declared.as_ref().ok_or(DemoError::Lost)?;
                result::tell(&self.narrator, &self.story, contest, totals, decision);
                if !course.paper.issued.is_empty()
                    && let Ok(ballots) = view.state().contest_ballots(contest)
                {
                    for line in explain::channels(&ballots, result::explained(&self.narrator)) {
                        self.narrator.raw(&format!("  {line}"));
                    }
                }
                Ok::<_, DemoError>(())
            })?;
        }
        self.sign_reports(roles, floor, round).await
    }

    /// The 计票结果报告单 of a scenario, signed by the chief scrutineer, for the tellers, and by every scrutineer: each over the page
    /// of their own log.
    async fn sign_reports(&self, roles: &Roles, floor: &mut Floor, round: &Round) -> Result<(), DemoError> {
        if self.story.expected.is_empty() {
            return Ok(());
        }
        for &contest in &round.contests {
            // The page says how many witnesses stand behind it.
            for role in [&roles.chief, &roles.secretariat] {
                floor.until(role.wait_until(PATIENCE, |view| witnessed(view.state(), contest))).await?;
            }
            let page = |role: &RoleSession| {
                role.follower().read(|view| tally_report(view.state(), contest)).map(|page| page.sha256())
            };
            let report = page(&roles.chief)?;
            let signed = chief::sign_report(&roles.chief, contest, Signer::Chief, report, PATIENCE);
            floor.until(signed).await?;
            let tellers = page(&roles.secretariat)?;
            floor.until(secretariat::sign_report(&roles.secretariat, contest, tellers, PATIENCE)).await?;
            for scrutineer in &roles.scrutineers {
                let over =
                    scrutineer.follower().wait_until(PATIENCE, |view| witnessed(view.state(), contest));
                floor.until(over).await?;
                let page = scrutineer.follower().read(|view| tally_report(view.state(), contest))?;
                floor.until(scrutineer.sign_report(contest, page.sha256(), PATIENCE)).await?;
            }
            let signers = roles.scrutineers.len().saturating_add(2);
            let all = roles.secretariat.wait_until(PATIENCE, |view| {
                let signed = &course(view.state(), contest)?.report.as_ref()?.1;
                (signed.len() == signers).then_some(())
            });
            floor.until(all).await?;
            // As `audit print` writes it beside the page.
            let report = hex(&report);
            let (zh, en) = self.contest_prefix(contest);
            self.narrator.line(
                &format!("  {zh}报告单由总监票人、计票人、监票人签署，摘要（SHA-256）{report}"),
                &format!("  {en}the report is signed by the chief scrutineer, the tellers and the scrutineers; SHA-256 {report}"),
            );
        }
        Ok(())
    }

    async fn void(
        &self,
        roles: &Roles,
        floor: &mut Floor,
        round: &Round,
        reason: &'static str,
    ) -> Result<(), DemoError> {
        self.narrator.step(
            "作废：两个角色签署，原记录保留，内容永不解密",
            "Voided by two roles: the record is kept, its content never decrypted",
        );
        for &contest in &round.contests {
            let act = secretariat::void(&roles.secretariat, contest, reason.parse()?);
            self.agreed(roles, floor, "contest_voided", (contest, Stage::Voided), act).await?;
            let ballots = of_course(roles, contest, |course| course.boxed().unwrap_or(0))?;
            self.narrator.line(
                &format!("  事项 {contest} 作废：{reason}；公开记录中的 {ballots} 张加密票不再解密"),
                &format!(
                    "  contest {contest} is void: {reason}; its {ballots} encrypted ballots stay closed"
                ),
            );
        }
        Ok(())
    }

    /// Whether the sitting has more than one contest, so that each line names its own.
    pub(super) fn has_several(&self) -> bool {
        self.story.rounds.iter().map(|round| round.contests.len()).sum::<usize>() > 1
    }

    /// Names a contest at the head of a line, where there are several.
    pub(super) fn contest_prefix(&self, contest: u64) -> (String, String) {
        if self.has_several() {
            (format!("（事项 {contest}）"), format!("(contest {contest}) "))
        } else {
            (String::new(), String::new())
        }
    }
}

fn is_named(roles: &Roles, contest: u64) -> bool {
    let named =
        |state: &State| state.contests().get(&contest)?.profile.secrecy.eq(&Secrecy::Named).then_some(());
    roles.secretariat.follower().read(|view| named(view.state()).is_some())
}

fn title(roles: &Roles, contest: u64) -> Result<String, DemoError> {
    roles.secretariat.follower().read(|view| {
        let contest = view.state().contests().get(&contest).ok_or(DemoError::Lost)?;
        Ok(contest.definition.title.to_string())
    })
}

/// What the secretariat's log says of a contest that is open or was.
fn of_course<T>(roles: &Roles, contest: u64, read: impl FnOnce(&Course) -> T) -> Result<T, DemoError> {
    let follower = roles.secretariat.follower();
    follower.read(|view| course(view.state(), contest).map(read)).ok_or(DemoError::Lost)
}

/// Once a quorum of witnesses has seen how the contest ended.
fn witnessed(state: &State, contest: u64) -> Option<()> {
    let course = course(state, contest).filter(|course| course.stage >= Stage::Declared)?;
    state.is_end_witnessed(course).then_some(())
}

fn course(state: &State, contest: u64) -> Option<&Course> {
    state.contests().get(&contest)?.course()
}
