//! The report for people, Chinese or English: fixed columns, so that it reads the same on paper and on a terminal.

use super::contest::{ContestReport, ItemReport, MismatchKind, PaperReport};
use super::{FailureReport, Outcome, Report, Witnesses, beijing};
use crate::fingerprint::Fingerprint;
use crate::rules::explain::Lang;
use crate::rules::{Chosen, Secrecy};
use crate::words;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes; a Chinese character takes two.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces behind it up to so many columns.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Text under construction in one language.
struct Page {
    lang: Lang,
    text: String,
}

pub(super) fn report(report: &Report, lang: Lang) -> String {
    let mut page = Page { lang, text: String::new() };
    page.head(report);
    page.checks(report);
    for contest in &report.contests {
        page.contest(report, contest);
    }
    page.verdict(report);
    page.text
}

pub(super) fn contest(report: &Report, contest: &ContestReport, lang: Lang) -> String {
    let mut page = Page { lang, text: String::new() };
    page.contest(report, contest);
    page.text
}

impl Page {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.lang {
            Lang::Zh => zh.into(),
            Lang::En => en.into(),
        }
    }

    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn row(&mut self, zh: &str, en: &str, value: impl AsRef<str>) {
        let name = pad(&self.say(zh, en), 14);
        self.line(format!("{name}{}", value.as_ref()));
    }

    fn warn(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        let mark = self.say("【注意】", "WARNING: ");
        let words = self.say(zh, en);
        self.line(format!("{mark}{words}"));
    }

    fn title(&mut self, zh: &str, en: &str) {
        let title = self.say(zh, en);
        let rule = "─".repeat(width(&title));
        self.line("");
        self.line(&title);
        self.line(rule);
    }

    fn head(&mut self, report: &Report) {
        let title = self.say("票决记录验证报告", "Verification of a sitting's log");
        self.line(title);
        if let Some(sitting) = &report.sitting {
            self.row("会议", "sitting", &sitting.name);
            if sitting.rehearsal {
                self.warn(
                    "这是演练，一切结果均不作数。",
                    "this is a rehearsal (演练); nothing of it counts.",
                );
            }
        }
        let fingerprint = report.fingerprint.parse::<Fingerprint>();
        let fingerprint =
            fingerprint.map_or_else(|_| report.fingerprint.clone(), |fingerprint| fingerprint.to_string());
        self.row("会议指纹", "fingerprint", fingerprint);
        if let Some(sitting) = &report.sitting {
            self.row("记录名称", "origin", &sitting.origin);
        }
        let size = self.say(format!("{} 条", report.size), format!("{} entries", report.size));
        self.row("记录", "log", size);
        self.row("树根", "root", &report.root);
        if let (Some(first), Some(last)) = (report.first_time, report.last_time) {
            let (first, last) = (beijing(first), beijing(last));
            let span = self.say(
                format!("{first} 至 {last}（北京时间，服务器所报）"),
                format!("{first} to {last} (UTC+8, as the server says)"),
            );
            self.row("时间", "time", span);
        }
        self.witnesses(&report.witnesses);
        if let Some(scrutineers) = &report.scrutineers {
            let names = scrutineers.names.join(&self.say("、", ", "));
            let (n, t) = (scrutineers.names.len(), scrutineers.threshold);
            let line = self
                .say(format!("{names}（{n} 人中 {t} 人可解密）"), format!("{names} ({t} of {n} decrypt)"));
            self.row("监票人", "scrutineers", line);
            if scrutineers.below_majority {
                self.warn(
                    "不超过半数的监票人合起来就能解密。",
                    "half of the scrutineers or fewer can decrypt together.",
                );
            }
        }
        if let Some(here) = &report.attendance {
            let line = self.say(
                format!(
                    "全体 {}，应到 {}，已签到 {}（服务台签到 {}，开启后到会 {}）",
                    here.membership, here.due, here.checked_in, here.at_desk, here.late
                ),
                format!(
                    "membership {}, due {}, checked in {} ({} at the desk, {} late)",
                    here.membership, here.due, here.checked_in, here.at_desk, here.late
                ),
            );
            self.row("签到", "check-in", line);
            if here.left + here.on_leave + here.suspended > 0 {
                let line = self.say(
                    format!("早退 {}，请假 {}，暂停执行职务 {}", here.left, here.on_leave, here.suspended),
                    format!(
                        "left early {}, on leave {}, suspended {}",
                        here.left, here.on_leave, here.suspended
                    ),
                );
                self.row("", "", line);
            }
        }
        let sealed = if report.sealed {
            self.say("已封存", "sealed")
        } else {
            self.say("尚未封存，只验证到现有记录", "not sealed: verified as far as it goes")
        };
        self.row("封存", "seal", sealed);
    }

    fn witnesses(&mut self, witnesses: &Witnesses) {
        if witnesses.quorum == 0 {
            self.row("见证", "witnesses", "0/0");
            return;
        }
        let (have, quorum) = (witnesses.checkpoint.unwrap_or(witnesses.have), witnesses.quorum);
        let (count, covered) = (witnesses.names.len(), witnesses.covered);
        let line = self.say(
            format!("{have}/{count}，须 {quorum} 人；前 {covered} 条已有足够见证"),
            format!("{have}/{count}, {quorum} needed; a quorum has seen the first {covered} entries"),
        );
        self.row("见证", "witnesses", line);
        let names = witnesses.names.join(&self.say("、", ", "));
        self.row("", "", names);
    }

    fn checks(&mut self, report: &Report) {
        self.title("检查", "Checks");
        for check in &report.checks {
            let title = pad(check.title.of(self.lang), 28);
            let count = if check.expected == 0 && check.done == 0 {
                self.say("无此类记录", "no such entries")
            } else {
                format!("{} / {}", check.done, check.expected)
            };
            let fails = report.failure.as_ref().is_some_and(|failure| failure.check == check.number);
            let mark = if fails { self.say("  ✗ 未通过", "  ✗ FAILED") } else { String::new() };
            self.line(format!("{:>4}  {title}{count}{mark}", check.number));
        }
    }

    fn contest(&mut self, report: &Report, contest: &ContestReport) {
        self.title(
            &format!("第 {} 项票决：{}", contest.number, contest.title),
            &format!("Contest {}: {}", contest.number, contest.title),
        );
        let stage = stage(contest.stage);
        let stage = self.say(stage, contest.stage);
        self.row("阶段", "stage", stage);
        if let Some(voided) = &contest.voided {
            self.warn(
                format!("本项票决已作废，不作数。理由：{}", voided.reason),
                format!("this contest is void and does not count. Reason: {}", voided.reason),
            );
            if voided.after_first_share {
                self.warn(
                    "作废时已有监票人提交解密份额，总数可能已为人所知。",
                    "a decryption share was out before it was voided; the totals may have been known to someone.",
                );
            }
        }
        let heading = self.say("办法", "rules");
        for (at, rule) in contest.rules.iter().enumerate() {
            let name = if at == 0 { heading.as_str() } else { "" };
            let line = format!("{}{}", pad(name, 14), rule.of(self.lang));
            self.line(line.trim_end());
        }
        self.numbers(report, contest);
        self.mismatch(contest);
        if !contest.items.is_empty() {
            self.items(&contest.items);
        }
        for line in &contest.decision {
            let line = line.of(self.lang).to_owned();
            self.line(line);
        }
        if !contest.settled.is_empty() {
            let numbers: Vec<String> = contest.settled.iter().map(u64::to_string).collect();
            let line = self.say(
                format!("主席团决定入选：第 {} 项", numbers.join("、")),
                format!("chosen by the presidium: {}", numbers.join(", ")),
            );
            self.line(line);
        }
        self.signed_report(contest);
        if contest.returned.is_some() && contest.secrecy == Secrecy::Secret {
            let note = self.say(
                "说明：废票不可能由机器产生，每张票都附有符合办法的证明；未收回、弃权与废票是不同的数。",
                "Note: a machine cannot make a void ballot, for each proves that it keeps the rules; unreturned, abstaining and void are different numbers.",
            );
            self.line(note);
        }
    }

    fn numbers(&mut self, report: &Report, contest: &ContestReport) {
        let (Some(present), Some(issued)) = (contest.present, contest.issued) else { return };
        if let Some(here) = &report.attendance {
            let line = self.say(
                format!("全体 {}，应到 {}，实到 {present}", here.membership, here.due),
                format!("membership {}, due {}, present {present}", here.membership, here.due),
            );
            self.row("人数", "deputies", line);
        }
        let line = self.ballots(contest, issued);
        self.row("票数", "ballots", line);
        if let Some(PaperReport { issued, returned, valid, void, entered }) = contest.paper {
            let line = self.say(
                format!("发出 {issued}，收回 {returned}，有效 {valid}，废票 {void}，其中转录 {entered}"),
                format!(
                    "issued {issued}, returned {returned}, valid {valid}, void {void}, entered {entered}"
                ),
            );
            self.row("纸质票", "on paper", line);
        }
        if let Some(challenged) = contest.challenged.filter(|_| contest.secrecy == Secrecy::Secret) {
            let line = self.say(format!("{challenged} 次"), format!("{challenged}"));
            self.row("验票机记录", "challenges", line);
        }
    }

    /// What became of the ballots by machine, of the named votes, or of the hands.
    fn ballots(&self, contest: &ContestReport, issued: u64) -> String {
        let slips = contest.slips.unwrap_or(0);
        match (contest.secrecy, contest.returned, contest.unreturned) {
            (Secrecy::Secret, Some(returned), Some(unreturned)) => self.say(
                format!("发出 {issued}，收回 {returned}，未收回 {unreturned}，回条 {slips}"),
                format!(
                    "issued {issued}, returned {returned}, unreturned {unreturned}, return slips {slips}"
                ),
            ),
            (Secrecy::Secret, ..) => self.say(
                format!("发出 {issued}，回条 {slips}，票箱未打开"),
                format!("issued {issued}, return slips {slips}, the box is not opened"),
            ),
            (Secrecy::Named, Some(voted), Some(rest)) => self.say(
                format!("记名表决 {voted} 人，未按 {rest} 人"),
                format!("{voted} voted by name, {rest} did not press"),
            ),
            (Secrecy::Hands, Some(hands), Some(rest)) => self.say(
                format!("举手 {hands} 人，未举手 {rest} 人"),
                format!("{hands} hands, {rest} raised none"),
            ),
            (Secrecy::Named | Secrecy::Hands, ..) => self.say("表决中", "not counted yet"),
        }
    }

    fn mismatch(&mut self, contest: &ContestReport) {
        let Some(mismatch) = &contest.mismatch else { return };
        let by = mismatch.by;
        let (zh, en) = match mismatch.kind {
            MismatchKind::MoreBallotsThanSlips => (
                format!("票箱的票比回条多 {by} 张，可能有人塞票"),
                format!("{by} more in the box than return slips: possible stuffing"),
            ),
            MismatchKind::FewerBallotsThanSlips => (
                format!("票箱的票比回条少 {by} 张，可能有票丢失"),
                format!("{by} fewer in the box than return slips: possible loss"),
            ),
        };
        let (zh_then, en_then) = match mismatch.could_change {
            Some(true) => ("；有可能改变结果。", "; this could change the result."),
            Some(false) => ("；不可能改变结果。", "; this could not change the result."),
            None => {
                ("；结果尚未宣布，能否改变结果未知。", "; no result is declared to say whether it matters.")
            }
        };
        self.warn(format!("{zh}{zh_then}"), format!("{en}{en_then}"));
    }

    fn items(&mut self, items: &[ItemReport]) {
        let titles = items.iter().map(|item| width(&item.title)).max().unwrap_or(0).clamp(8, 48);
        let heading = [
            pad(&self.say("序号", "no."), 6),
            pad(&self.say("项目", "item"), titles.saturating_add(2)),
            pad(&self.say("得票", "votes"), 8),
            pad(&self.say("名次", "rank"), 6),
            self.say("认定", "decision"),
        ];
        self.line(heading.concat());
        for item in items {
            let (zh, en) = match item.chosen {
                Chosen::Yes => ("入选", "chosen"),
                Chosen::No => ("未入选", "not chosen"),
                Chosen::RunOff => ("待再次票决", "run-off"),
                Chosen::Presidium => ("待主席团决定", "presidium"),
                Chosen::Graded => ("已评定", "graded"),
            };
            let chosen = item.grade.clone().unwrap_or_else(|| self.say(zh, en));
            let mut line = pad(&format!("{:>4}", item.number), 6);
            line.push_str(&pad(&item.title, titles.saturating_add(2)));
            // Writing to a String cannot fail.
            _ = write!(line, "{}{}{chosen}", pad(&item.votes.to_string(), 8), pad(&item.rank.to_string(), 6));
            self.line(line);
            if item.counts.len() > 2 {
                let counts = self.counts(item);
                self.line(format!("      {counts}"));
            }
            self.line(format!("      {}", item.reason.of(self.lang)));
        }
    }

    /// 赞成 4，反对 1，弃权 1.
    fn counts(&self, item: &ItemReport) -> String {
        let columns =
            item.counts.iter().map(|column| format!("{} {}", column.column.of(self.lang), column.count));
        let invalid = (item.invalid > 0)
            .then(|| self.say(format!("本项无效 {}", item.invalid), format!("not counted {}", item.invalid)));
        columns.chain(invalid).collect::<Vec<_>>().join(&self.say("，", ", "))
    }

    fn signed_report(&mut self, contest: &ContestReport) {
        let Some(report) = &contest.report else { return };
        let signed: Vec<String> = report.signed.iter().map(|by| role(by, self.lang)).collect();
        let signed = signed.join(&self.say("、", ", "));
        self.row("报告单签名", "report signed", signed);
        self.row("报告单哈希", "report SHA-256", &report.sha256);
        if report.same {
            let same = self.say("与本程序生成的报告单相同", "the report that this program makes");
            self.row("", "", same);
        } else {
            self.warn(
                "签名的报告单与本程序生成的不同：或由另一版本的程序生成，或不是这份记录的报告单，请核对原件。",
                "what was signed is not the report that this program makes: another version made it, or it is not this \
                 log's report; look at the original.",
            );
        }
    }

    fn verdict(&mut self, report: &Report) {
        self.title("结论", "Verdict");
        if let Some(failure) = &report.failure {
            self.failure(failure);
        }
        let (done, expected) = (report.done, report.expected);
        let line = match report.verdict {
            Outcome::Verified => self.say(
                format!("验证通过：{done} / {expected} 项检查"),
                format!("verified {done} of {expected}"),
            ),
            Outcome::Unwitnessed => {
                let have = report.witnesses.checkpoint.unwrap_or(0);
                let quorum = report.witnesses.quorum;
                self.warn(
                    format!(
                        "会议已封存，检查点上却只有 {have} 位见证人的联署，须 {quorum} 位：不能排除有人看到的是另一个结尾。\
                         请向公布者或见证人索取联署足够的 checkpoint 文件，再验证一次。"
                    ),
                    format!(
                        "the sitting is sealed, and {have} witnesses cosigned its checkpoint where {quorum} are needed: others may \
                         have been shown another end. Ask whoever publishes the log, or the witnesses, for a checkpoint file \
                         with enough cosignatures, and verify again."
                    ),
                );
                self.say(
                    format!("各项检查均通过（{done} / {expected}），但见证不足，不能作结论。"),
                    format!("{done} of {expected} checks passed, but without the quorum this is no verdict."),
                )
            }
            _ => self.say("验证未通过：这份记录不可信。", "refuted: this log must not be believed."),
        };
        self.line(line);
    }

    fn failure(&mut self, failure: &FailureReport) {
        let check = format!("{}  {}", failure.check, failure.title.of(self.lang));
        self.row("检查", "check", check);
        let index = self.say(
            format!("第 {} 条（从 0 数起）起不一致", failure.index),
            format!("{} (from 0) is the first at which the log stops agreeing", failure.index),
        );
        self.row("位置", "index", index);
        let sentence = failure.sentence.of(self.lang).to_owned();
        self.row("原因", "reason", sentence);
        self.row("代码", "code", failure.code);
        let accused: Vec<String> = failure.accused.iter().map(|by| role(by, self.lang)).collect();
        let accused = if accused.is_empty() {
            self.say(
                "无：这是另一次会议的记录，或指纹抄错",
                "nobody: it is another sitting's log, or the fingerprint is mistyped",
            )
        } else {
            accused.join(&self.say("、", ", "))
        };
        self.row("责任方", "accused", accused);
    }
}

fn stage(stage: &str) -> &'static str {
    match stage {
        "defined" => "已定义，未开启",
        "open" => "投票中",
        "held" => "暂停",
        "ended" => "投票结束",
        "opening" => "正在开箱",
        "opened" => "已开箱",
        "closed" => "已截止",
        "declared" => "已宣布结果",
        _ => "已作废",
    }
}

/// A signer in words: `scrutineer-2` is 监票人 2.
fn role(by: &str, lang: Lang) -> String {
    by.parse().map_or_else(|_| by.to_owned(), |by| words::signer(by).of(lang).to_owned())
}
