//! What the report says, and what it never says.

use audit::entry::Body;
use audit::entry::voting::BallotCast;
use audit::fold::{Check, Code};
use audit::rules::explain::Lang;
use audit::verify::report::{ItemReport, MismatchKind, Outcome, Report};
use end_to_end::smith::{Log, Plan, Smith};

fn report(log: &Log) -> Report {
    Report::new(&log.fingerprint, &log.verify())
}

#[test]
fn the_witnesses_of_a_sitting_are_named_and_counted() {
    let log = Smith::tell(Plan::witnessed()).log();
    let report = Report::new(&log.fingerprint, &log.verify());
    assert_eq!(report.verdict, Outcome::Verified);
    let said = &report.witnesses;
    assert_eq!((said.have, said.quorum, said.checkpoint), (4, 4, Some(4)));
    assert_eq!((said.covered, said.names.len()), (report.size, 5));
    let size = report.size;
    let zh = report.text(Lang::Zh);
    assert!(zh.contains(&format!("见证          4/5，须 4 人；前 {size} 条已有足够见证\n")), "{zh}");
    assert!(zh.contains("见证人1、见证人2、"), "{zh}");

    // The seal stands, and three of four cosignatures below the checkpoint: no verdict.
    let mut short = log.clone();
    let text = String::from_utf8(log.checkpoint.clone()).unwrap();
    let last = text.trim_end().rfind('\n').unwrap();
    short.checkpoint = text.as_bytes()[..=last].to_vec();
    let verdict = short.verify();
    assert!(verdict.failure.is_none() && verdict.lacks_final_quorum());
    let report = Report::new(&short.fingerprint, &verdict);
    assert_eq!(report.verdict, Outcome::Unwitnessed);
    assert_eq!(report.witnesses.checkpoint, Some(3));
    assert!(report.witnesses.covered < size);
    assert!(report.text(Lang::Zh).contains("检查点上却只有 3 位见证人的联署，须 4 位"));
    assert!(report.text(Lang::En).contains("without the quorum this is no verdict"));

    // Before the seal the entries say what a quorum has seen, and the checkpoint needs none.
    let smith = Smith::tell(Plan { sealed: false, ..Plan::witnessed() });
    let mut log = smith.log();
    log.checkpoint = smith.cosigned(&smith.head(), &[]).to_bytes();
    let report = Report::new(&log.fingerprint, &log.verify());
    assert_eq!((report.verdict, report.witnesses.checkpoint), (Outcome::Verified, Some(0)));
}

#[test]
fn a_good_log_is_reported_in_both_languages() {
    let report = report(&Smith::tell(Plan { rehearsal: true, ..Plan::default() }).log());
    assert_eq!(report.verdict, Outcome::Verified);
    let (zh, en) = (report.text(Lang::Zh), report.text(Lang::En));
    let n = report.done;
    for expected in [
        &format!("验证通过：{n} / {n} 项检查"),
        "这是演练，一切结果均不作数。",
        "见证          0/0",
        "（3 人中 2 人可解密）",
        "全体 6，应到 6，已签到 5（服务台签到 1，开启后到会 1）",
        "早退 1，请假 0，暂停执行职务 0",
        "全体 6，应到 6，实到 6",
        "发出 6，收回 5，未收回 1，回条 5",
        "验票机记录    1 次",
        "废票不可能由机器产生",
        "发出 3，收回 3，有效 2，废票 1，其中转录 0",
        "记名表决 5 人，未按 1 人",
        "举手 6 人，未举手 0 人",
        "赞成 4，反对 1，弃权 1",
        "共 2 项，通过 1 项",
        "本项票决已作废，不作数。理由：程序有误，重新票决",
        "作废时已有监票人提交解密份额",
    ] {
        assert!(zh.contains(expected), "{expected}\n{zh}");
    }
    for expected in [
        &format!("verified {n} of {n}"),
        "WARNING: this is a rehearsal",
        "witnesses     0/0",
        "issued 6, returned 5, unreturned 1, return slips 5",
        "a decryption share was out before it was voided",
    ] {
        assert!(en.contains(expected), "{expected}\n{en}");
    }
    let [first, second, apart, entered, named, hands] = &report.contests[..] else { panic!("six contests") };
    // Choices by deputy: 1 2, 1, none, 1 3, 1 2; the sixth ballot was not returned.
    let votes: Vec<_> = first.items.iter().map(|item| (item.votes, item.rank)).collect();
    assert_eq!(votes, [(4, 1), (2, 2), (1, 3)]);
    assert!(first.mismatch.is_none());
    assert!(second.items.is_empty() && second.decision.is_empty());
    // Three by machine and two of three papers, counted apart: one mark more for each item.
    let paper = apart.paper.unwrap();
    assert_eq!((paper.issued, paper.returned, paper.valid, paper.void, paper.entered), (3, 3, 2, 1, 0));
    let counts = |item: &ItemReport| item.counts.iter().map(|column| column.count).collect::<Vec<_>>();
    assert_eq!(counts(&apart.items[0]), [3, 2], "5 of 5 valid ballots");
    assert_eq!((entered.paper.unwrap().entered, counts(&entered.items[0])), (3, vec![3, 3]));
    assert_eq!(
        (named.issued, named.returned, named.unreturned, named.slips),
        (Some(6), Some(5), Some(1), None)
    );
    assert_eq!((hands.returned, hands.unreturned), (Some(6), Some(0)));
    assert_eq!(counts(&hands.items[1]), [2, 3, 1]);
    assert!(
        [apart, entered, named, hands]
            .iter()
            .all(|contest| contest.paper.is_some() == contest.slips.is_some())
    );
    assert!(named.mismatch.is_none() && hands.mismatch.is_none(), "no box, no slips");
}

#[test]
fn a_contest_voided_after_its_declaration_shows_nothing_of_its_content() {
    let mut smith = Smith::tell(Plan { voided: false, sealed: false, ..Plan::plain() });
    assert_eq!(report(&smith.log()).contests[0].items.len(), 3);
    smith.push(&Body::ContestVoided(smith.voiding(1)));
    let report = report(&smith.log());
    let contest = &report.contests[0];
    assert_eq!((report.verdict, contest.stage), (Outcome::Verified, "voided"));
    assert!(contest.items.is_empty() && contest.decision.is_empty() && contest.run_off.is_empty());
    assert!(contest.voided.as_ref().unwrap().after_first_share);
}

#[test]
fn nothing_is_counted_before_it_is_declared() {
    let mut smith = Smith::tell(Plan { seed: 9, sealed: false, ..Plan::plain() });
    let whole = smith.lines.clone();
    let declared = whole.iter().position(|line| line.body().kind() == "result_declared").unwrap();
    smith.lines.truncate(declared);
    let report = report(&smith.log());
    assert_eq!((report.verdict, report.contests[0].stage), (Outcome::Verified, "closed"));
    assert!(report.contests[0].items.is_empty());
}

/// A server stamps two ballots of its own for deputies who drew one and cast none (issue 2, "Done when" 6).
#[test]
fn more_ballots_than_slips_are_shown_with_whether_they_matter() {
    let mut smith = Smith::new(Plan { choices: vec![vec![1, 2], vec![1], vec![2]], ..Plan::plain() });
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.voting(1);
    smith.push(&Body::ContestEnded(smith.end(1)));
    let made = smith.boxes.get_mut(&1).unwrap();
    made.truncate(4);
    for made in smith.boxes[&1].clone() {
        smith.push(&Body::BallotReturned(smith.slip(1, made.deputy)));
    }
    for _ in 0..2 {
        let stuffed = smith.stuffed(1, &[3]);
        smith.boxes.get_mut(&1).unwrap().push(stuffed);
    }
    smith.open_box(1);
    let before = report(&smith.log());
    let mismatch = before.contests[0].mismatch.as_ref().unwrap();
    assert_eq!((mismatch.kind, mismatch.by), (MismatchKind::MoreBallotsThanSlips, 2));
    assert_eq!(mismatch.could_change, None, "shown before the close is signed");
    smith.push(&Body::ContestClosed(smith.closing(1)));
    smith.count(1);
    let after = report(&smith.log());
    assert_eq!(after.verdict, Outcome::Verified);
    let mismatch = after.contests[0].mismatch.as_ref().unwrap();
    assert!(mismatch.could_change.is_some());
    let zh = after.text(Lang::Zh);
    assert!(zh.contains("票箱的票比回条多 2 张，可能有人塞票"), "{zh}");
    assert!(after.text(Lang::En).contains("2 more in the box than return slips: possible stuffing"));
}

#[test]
fn a_failure_names_check_index_and_who_is_accused() {
    let log = Smith::tell(Plan::default()).log();
    let accused = |kind: &str, change: fn(&mut Body)| {
        let mut log = log.clone();
        let index = log.index_of(kind);
        log.edit(index, change);
        let report = report(&log);
        assert_eq!(report.verdict, Outcome::Refuted);
        let failure = report.failure.clone().unwrap();
        assert_eq!(failure.index, index as u64);
        assert!(report.text(Lang::Zh).contains(&format!("第 {index} 条（从 0 数起）起不一致")));
        (failure.check, failure.code, failure.accused)
    };
    let wrong = |check: Check, code: Code, signers: &[&str]| {
        (check.number(), code.as_str(), signers.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let share = accused("decrypted", |body| {
        let Body::Decrypted(body) = body else { return };
        body.shares.swap(0, 1);
    });
    assert_eq!(share, wrong(Check::Decryption, Code::ShareProofBad, &["scrutineer-1", "server"]));
    let slip = accused("ballot_returned", |body| {
        let Body::BallotReturned(body) = body else { return };
        body.contest = [1; 32].into();
    });
    assert_eq!(slip, wrong(Check::Slips, Code::ContestForeign, &["deputy-1", "server"]));
    let close = accused("contest_closed", |body| {
        let Body::ContestClosed(body) = body else { return };
        body.slips = 0.into();
    });
    assert_eq!(close, wrong(Check::Closing, Code::ClosingBad, &["secretariat", "chief", "server"]));
    let result = accused("result_declared", |body| {
        let Body::ResultDeclared(body) = body else { return };
        body.decision.vacant = 1.into();
    });
    assert_eq!(result, wrong(Check::Decision, Code::DecisionWrong, &["chief", "presiding", "server"]));
    let ballot = accused("ballot_cast", |body| {
        let Body::BallotCast(body) = body else { return };
        body.replaces = [1; 32].into();
    });
    assert_eq!(ballot, wrong(Check::Casts, Code::RecastRefused, &["server"]));

    // What nobody signed is the server's.
    let mut unsigned = log.clone();
    let line = unsigned.entry(5);
    let sigs = &line.entry().sigs;
    let time = line.entry().time.get();
    let line = audit::entry::Line::write([1; 32], time, sigs, line.body_bytes()).unwrap();
    unsigned.lines[5] = line.bytes().to_vec();
    let failure = report(&unsigned).failure.unwrap();
    assert_eq!(
        (failure.check, failure.code, failure.accused),
        wrong(Check::Chain, Code::ChainBroken, &["server"])
    );
    let mut other = log.clone();
    other.fingerprint.0[0] ^= 1;
    let failure = report(&other).failure.unwrap();
    assert_eq!((failure.index, failure.accused.len()), (0, 0));
}

/// Ballots are verified in batches; whichever of them is bad, the failure is the same as one by one.
#[test]
fn a_bad_ballot_anywhere_in_the_box_is_named_as_one_by_one() {
    let log = Smith::tell(Plan { deputies: 9, ..Plan::plain() }).log();
    let first = log.index_of("ballot_cast");
    let payload = |index: usize| {
        let Body::BallotCast(BallotCast { ballot, .. }) = log.entry(index).body().clone() else { panic!() };
        ballot
    };
    for bad in first..first + 9 {
        let mut log = log.clone();
        // Two bad ones: the first is named.
        for at in [bad, first + 8] {
            let other = payload(if at == first { first + 1 } else { at - 1 });
            log.edit(at, |body| {
                let Body::BallotCast(body) = body else { return };
                body.ballot = other;
            });
        }
        let failure = log.verify().failure.unwrap();
        let alone = log.state_before(bad).apply(&log.entry(bad)).unwrap_err();
        assert_eq!((failure.index, &failure.refusal), (bad as u64, &alone));
        assert_eq!((failure.check, alone.code), (Check::BallotProofs, Code::BallotProofBad));
    }
}
