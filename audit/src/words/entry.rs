//! One line for an entry, with the names and numbers that it holds.

use super::{Words, deputy, report_signer, scrutineer};
use crate::checkpoint::Checkpoint;
use crate::entry::Body;
use crate::entry::paper::PaperCount;
use crate::entry::preparation::ScrutineersNamed;
use crate::entry::voting::{Means, Witnessed};
use crate::fold::State;
use crate::note::Note;
use crate::verify::report::beijing;
use crate::wire::{Int, Text};

/// The entry in words; `state` is the one before or after it, for the names.
pub fn entry(state: &State, body: &Body) -> Words {
    match body {
        Body::SittingDefined(body) => {
            Words::new(format!("会议定义：{}", body.name), format!("Sitting defined: {}", body.name))
        }
        Body::RollFixed(body) => Words::new(
            format!("代表名册：全体 {}，应到 {}", body.membership, body.due),
            format!("Roll: membership {}, due {}", body.membership, body.due),
        ),
        Body::RulesAdopted(body) => {
            Words::new(format!("票决办法：{}", body.title), format!("Rules: {}", body.title))
        }
        Body::ScrutineersNamed(body) => named(body),
        Body::KeyCommitted(body) => ceremony(state, body.scrutineer, "已生成", "generated"),
        Body::KeyRevealed(body) => ceremony(state, body.scrutineer, "已公布", "revealed"),
        Body::KeyDealt(body) => ceremony(state, body.scrutineer, "已分发", "dealt"),
        Body::KeyAccepted(body) => ceremony(state, body.scrutineer, "已验证", "verified"),
        Body::KeyDisputed(body) => {
            let (by, of) = (scrutineer(state, body.scrutineer), scrutineer(state, body.dealer));
            Words::new(
                format!("密钥仪式：{} 对 {} 提出异议", by.zh, of.zh),
                format!("Key ceremony: {} complains of {}", by.en, of.en),
            )
        }
        Body::KeyAgreed(_) => Words::new("密钥仪式完成", "The key is agreed"),
        Body::KeyTested(body) => by(state, body.scrutineer, "测试解密", "Test decryption"),
        Body::ContestDefined(body) => Words::new(
            format!("表决事项 {}：{}", body.contest, body.title),
            format!("Contest {}: {}", body.contest, body.title),
        ),
        Body::DeputySuspended(body) => why(state, body.deputy, &body.reason, ("暂停执行职务", "Suspended")),
        Body::DeputyRestored(body) => why(state, body.deputy, &body.reason, ("恢复执行职务", "Restored")),
        Body::LeaveGranted(body) => why(state, body.deputy, &body.reason, ("请假", "On leave")),
        Body::LeftEarly(body) => why(state, body.deputy, &body.reason, ("早退", "Left early")),
        Body::CheckInUndone(body) => why(state, body.deputy, &body.reason, ("撤销签到", "Check-in undone")),
        Body::CheckedIn(body) => match body.means {
            Means::Card => of(state, body.deputy, "签到", "Checked in"),
            Means::Desk => of(state, body.deputy, "会务签到", "Checked in by the desk"),
        },
        _ => voting(state, body),
    }
}

/// What stands between an opening and the seal.
fn voting(state: &State, body: &Body) -> Words {
    match body {
        Body::ContestOpened(body) => Words::new(
            format!("开启投票：表决事项 {}，实到 {}", body.contest, body.present),
            format!("Voting opened: contest {}, present {}", body.contest, body.present),
        ),
        Body::Witnessed(body) => witnessed(state, body),
        Body::BallotIssued(body) => of(state, body.request.deputy, "发票", "Ballot issued"),
        Body::BallotChallenged(_) => {
            Words::new("验票机一次，该票作废", "A device was checked; that encryption is spoiled")
        }
        Body::PaperIssued(body) => {
            let papers = body.deputies.len();
            Words::new(format!("发出纸质票 {papers} 张"), format!("Paper ballots issued: {papers}"))
        }
        Body::VoteCast(body) => of(state, body.deputy, "记名表决", "Named vote"),
        Body::HandsCounted(_) => Words::new("举手表决已计数", "Show of hands counted"),
        Body::ContestHeld(body) => {
            Words::new(format!("暂停投票：{}", body.reason), format!("Voting held: {}", body.reason))
        }
        Body::ContestResumed(_) => Words::new("恢复投票", "Voting resumed"),
        Body::ContestEnded(_) => Words::new("截止投票", "Voting ended"),
        Body::BallotReturned(body) => of(state, body.deputy, "回条", "Return slip"),
        Body::BoxOpened(body) => {
            Words::new(format!("开箱：{} 张", body.ballots), format!("Box opened: {} ballots", body.ballots))
        }
        Body::BallotCast(_) => Words::new("票箱中的一张票", "A ballot of the box"),
        Body::PaperCast(_) => Words::new("转录纸质票一张", "A paper ballot was entered"),
        Body::ContestClosed(body) => {
            let (issued, returned, slips) = (body.issued, body.returned, body.slips);
            Words::new(
                format!("关闭表决：发出 {issued}，收回 {returned}，回条 {slips}"),
                format!("Contest closed: issued {issued}, returned {returned}, slips {slips}"),
            )
        }
        // Whoever counts must not see the other count, so here are no numbers.
        Body::PaperCounted(body) => match body.count {
            PaperCount::Tellers => Words::new("计票人已清点纸票", "The tellers counted the papers"),
            PaperCount::Scrutineers => Words::new("监票人已清点纸票", "The scrutineers counted the papers"),
        },
        Body::PaperConfirmed(_) => Words::new("纸质票两次清点一致", "Papers: both counts agree"),
        Body::Decrypted(body) => by(state, body.scrutineer, "解密份额", "Decryption share"),
        Body::ResultDeclared(_) => Words::new("宣布结果", "Result declared"),
        Body::TieSettled(body) => Words::new(
            format!("主席团决定：{}", body.reason),
            format!("Decided by the presidium: {}", body.reason),
        ),
        Body::ContestVoided(body) => {
            Words::new(format!("作废表决：{}", body.reason), format!("Contest voided: {}", body.reason))
        }
        Body::ReportSigned(body) => {
            let signer = report_signer(state, body.by);
            Words::new(format!("{}签署报告", signer.zh), format!("Report signed by {}", signer.en))
        }
        Body::SittingSealed(_) => Words::new("会议封存", "The sitting is sealed"),
        Body::BlobPart(_) => Words::new("长内容的一段", "A part of a long value"),
        // The preparation and the people are said by `entry`.
        _ => Words::new(body.kind(), body.kind()),
    }
}

/// Who cosigned which size, and when the first and last of them did.
fn witnessed(state: &State, body: &Witnessed) -> Words {
    let plain = || Words::new("见证", "Witnessed");
    let (Some(sitting), Ok(note)) = (state.sitting(), Note::parse(body.checkpoint.as_str().as_bytes()))
    else {
        return plain();
    };
    let (Ok(cosigned), Ok(checkpoint)) =
        (sitting.witnesses.cosigned(&note), note.text().parse::<Checkpoint>())
    else {
        return plain();
    };
    let who = cosigned.by().iter().filter_map(|one| {
        let witness = sitting.witnesses.named().get(one.witness)?;
        let words = format!("{}（{}）", witness.name, beijing(one.time));
        Some(Words::new(words, format!("{} ({})", witness.name, beijing(one.time))))
    });
    let who = Words::list(who);
    let (size, have, quorum) = (checkpoint.size, cosigned.have(), sitting.witnesses.quorum());
    Words::new(
        format!("见证前 {size} 条：{have} 人联署，须 {quorum} 人：{}", who.zh),
        format!("Witnessed, the first {size} entries: {have} cosigned, {quorum} needed: {}", who.en),
    )
}

fn named(body: &ScrutineersNamed) -> Words {
    let names = |comma| {
        let names: Vec<&str> = body.scrutineers.iter().map(|named| named.name.as_str()).collect();
        names.join(comma)
    };
    Words::new(
        format!("监票人：{}（第 {} 次密钥仪式）", names("、"), body.run),
        format!("Scrutineers: {} (key ceremony, run {})", names(", "), body.run),
    )
}

fn ceremony(state: &State, index: Int, zh: &str, en: &str) -> Words {
    let who = scrutineer(state, index);
    Words::new(format!("密钥仪式：{} {zh}", who.zh), format!("Key ceremony: {} {en}", who.en))
}

fn by(state: &State, index: Int, zh: &str, en: &str) -> Words {
    let who = scrutineer(state, index);
    Words::new(format!("{zh}：{}", who.zh), format!("{en}: {}", who.en))
}

fn of(state: &State, number: Int, zh: &str, en: &str) -> Words {
    let who = deputy(state, number);
    Words::new(format!("{zh}：{}", who.zh), format!("{en}: {}", who.en))
}

fn why(state: &State, number: Int, reason: &Text, (zh, en): (&str, &str)) -> Words {
    let who = deputy(state, number);
    Words::new(format!("{zh}：{}（{reason}）", who.zh), format!("{en}: {} ({reason})", who.en))
}
