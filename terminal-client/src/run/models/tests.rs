//! Models of a small sitting, step by step.

use audit::entry::{Body, Signer};
use audit::fold::Stage;
use audit::wire::{Bytes32, Int};
use protocol::server::Status;

use super::{Seen, facts, in_hand, live, scrutineer};
use crate::live::{ChannelView, ContestState, Model, RollStatus};
use crate::roles::acts::bodies;
use crate::roles::scrutineer::Step;
use crate::roles::test_log::{DEPUTIES, Hall};
use crate::scrutineer::{CeremonyState, DecryptionStage, ProposalKind, Role, TestDecryption};
use crate::sitting_file::SittingFile;
use crate::ui::Look;

fn file(hall: &Hall) -> SittingFile {
    SittingFile::parse(&format!(
        "name = \"某县第一届人民代表大会第一次会议\"\nmode = \"rehearsal\"\nserver = \"127.0.0.1:7443\"\ntls = \"{}\"\n\
         fingerprint = \"{}\"\norigin = \"{}\"\n",
        "ab".repeat(32),
        hall.log.pinned().to_hex(),
        crate::roles::test_log::ORIGIN,
    ))
    .unwrap()
}

fn with_seen<T>(hall: &Hall, status: &Status, look: impl FnOnce(&Seen<'_>) -> T) -> T {
    let file = file(hall);
    look(&Seen {
        file: &file,
        state: hall.state(),
        status,
        recent: hall.log.recent(),
        connected: true,
        look: Look::default(),
        utc_hours: 8,
    })
}

pub(super) fn live_model(hall: &Hall, status: &Status) -> Model {
    with_seen(hall, status, |seen| live::model(seen, None, true))
}

fn me(hall: &Hall, at: usize) -> scrutineer::Me {
    scrutineer::Me {
        role: Role::Scrutineer,
        index: hall.programs[at].position(hall.state()),
        unlocked: true,
        step: Some(hall.step(at)),
        ..scrutineer::Me::default()
    }
}

pub(super) fn role_model(hall: &Hall, status: &Status, me: &scrutineer::Me) -> crate::scrutineer::Model {
    let number = scrutineer::test_number(hall.state());
    with_seen(hall, status, |seen| scrutineer::model(seen, me, None, number))
}

#[test]
fn before_the_opening_the_zero_report_and_the_quorum_are_shown() {
    let hall = Hall::with_key(2);
    let model = live_model(&hall, &hall.status());
    assert_eq!(model.contest.unwrap().state, ContestState::Preparing);
    assert_eq!(model.zero_report.len(), 4);
    assert!(model.zero_report.iter().all(|line| line.value == 0));
    let quorum = model.quorum.unwrap();
    assert_eq!((quorum.need, quorum.present, quorum.met()), (4, 0, false));
    assert!(quorum.article.contains("三分之二"), "{}", quorum.article);
    assert_eq!((model.counts.membership, model.counts.due, model.counts.present), (5, 5, 0));
    assert!(model.not_drawn.is_empty(), "nobody could draw yet");
    assert!(model.roll.iter().all(|line| line.status == RollStatus::Absent));
    assert_eq!((model.sitting.witnesses_have, model.sitting.witnesses_need), (0, 0));
    assert_eq!(model.sitting.contest_code, None);
    assert_eq!(model.log.size, hall.log.size());
}

#[test]
fn a_ballot_already_in_the_box_shows_in_the_zero_report() {
    let hall = Hall::with_key(2);
    let mut status = hall.status();
    status.contests[0].boxed = Int::from(1);
    let model = live_model(&hall, &status);
    assert_eq!(model.zero_report.iter().map(|line| line.value).collect::<Vec<_>>(), [0, 1, 0, 0]);
}

#[test]
fn while_voting_turnout_is_shown_and_nothing_of_an_item() {
    let mut hall = Hall::with_key(2);
    hall.open();
    let mut status = hall.status();
    status.contests[0].boxed = Int::from(3);
    status.connections = Int::from(7);
    let model = live_model(&hall, &status);
    assert_eq!(model.contest.unwrap().state, ContestState::Open);
    assert_eq!((model.counts.present, model.counts.issued), (u64::from(DEPUTIES), 0));
    assert_eq!((model.counts.returned, model.connections), (Some(3), 7));
    assert_eq!(model.not_drawn.len(), 5, "checked in, and no ballot was issued");
    assert_eq!((model.delegations[0].due, model.delegations[0].present), (5, 5));
    assert_eq!(model.reconcile, None, "before the box is opened there is nothing to compare");
    let hash = hall.state().contests()[&1].course().unwrap().hash;
    let code = model.sitting.contest_code.unwrap();
    assert_eq!(code.replace(' ', "").to_lowercase(), super::words::hex(&hash)[..8]);
}

#[test]
fn entries_are_told_in_words_newest_first() {
    let mut hall = Hall::with_key(2);
    hall.open();
    let words: Vec<String> =
        live_model(&hall, &hall.status()).recent.into_iter().map(|line| line.words).collect();
    assert_eq!(words[0], "开启投票：表决事项 1，实到 5");
    assert_eq!(words[1], "签到：第一代表团 代表5");
    assert!(words.iter().any(|line| line == "密钥仪式完成"), "{words:?}");
    assert!(words.iter().any(|line| line == "表决事项 1：民生实事项目"), "{words:?}");
    assert!(words.last().unwrap().starts_with("会议定义："), "{words:?}");
}

#[test]
fn a_proposal_waits_under_its_name_for_its_signer() {
    let mut hall = Hall::with_key(2);
    hall.open();
    let body = bodies::end(hall.state(), 1).unwrap();
    let mut status = hall.status();
    status.proposals = vec![hall.proposal(Signer::Secretariat, &body)];
    let pending = live_model(&hall, &status).pending;
    assert_eq!((pending[0].act.as_str(), pending[0].awaiting.as_str()), ("截止投票", "总监票人"));

    let chief = scrutineer::Me { role: Role::Chief, unlocked: true, ..scrutineer::Me::default() };
    let waiting = role_model(&hall, &status, &chief).proposals;
    assert_eq!((waiting.len(), waiting[0].kind), (1, ProposalKind::End));
    assert_eq!(waiting[0].proposer, "大会秘书处");
    let hash = Bytes32::from(audit::entry::body_hash(status.proposals[0].body.as_bytes()));
    assert_eq!(waiting[0].body_hash, super::words::hex(hash.as_bytes()));

    let presiding = scrutineer::Me { role: Role::Presiding, ..chief.clone() };
    assert!(role_model(&hall, &status, &presiding).proposals.is_empty(), "not for the presiding officer");
    let declined = scrutineer::Me { declined: vec![waiting[0].id.clone()], ..chief };
    assert!(role_model(&hall, &status, &declined).proposals.is_empty());
}

#[test]
fn what_is_signed_is_shown_whole() {
    let hall = Hall::with_key(2);
    let mut opened = Hall::with_key(2);
    opened.open();
    let body = bodies::open_contest(hall.state(), &hall.status(), 1).unwrap();
    let Body::ContestOpened(fields) = &body else { panic!() };
    let facts = facts::facts(Look::default(), hall.state(), &body);
    let value = |label: &str| facts.iter().find(|(name, _)| name == label).map(|(_, value)| value.clone());
    assert_eq!(value("事项名称"), Some("民生实事项目".to_owned()));
    assert_eq!(value("公钥"), Some(fields.keys[0].public_key.to_string()));
    assert_eq!(value("盖章公钥"), Some(fields.keys[0].stamp_key.to_string()));
    assert_eq!(value("实到"), Some("0".to_owned()));
    assert_eq!(value("零票报告 / 票箱内的票"), Some("0".to_owned()));
    // Kind and the fields, three keys, the zero report being four; the title and the attendance in words, and where the words end.
    assert_eq!(facts.len(), 3 + 11 + 4);
    assert!(value("人数").is_some_and(|numbers| numbers.contains("实到 0")));
}

#[test]
fn the_ceremony_is_a_checklist_with_my_turn() {
    let mut hall = Hall::new(2);
    let model = role_model(&hall, &hall.status(), &me(&hall, 0));
    assert!(model.ceremony.my_turn);
    assert!(model.ceremony.rows.iter().all(|row| row.state == CeremonyState::Waiting));
    let act = hall.act(0, Step::Commit);
    hall.append(&act);
    let model = role_model(&hall, &hall.status(), &me(&hall, 0));
    assert!(!model.ceremony.my_turn, "the others must commit first");
    assert_eq!(model.ceremony.rows[0].state, CeremonyState::Generated);
    assert_eq!((model.index, model.name.as_str()), (1, "scrutineer-1"));
    assert_eq!(model.test, TestDecryption::NotRun);

    let hall = Hall::with_key(2);
    let model = role_model(&hall, &hall.status(), &me(&hall, 0));
    assert!(model.ceremony.rows.iter().all(|row| row.state == CeremonyState::Agreed));
    assert!(model.ceremony.key.is_some() && !model.ceremony.my_turn);
    assert!(matches!(model.test, TestDecryption::Passed { .. }), "{:?}", model.test);
}

#[test]
fn no_share_is_offered_before_the_close() {
    let mut hall = Hall::with_key(2);
    hall.open();
    let view = role_model(&hall, &hall.status(), &me(&hall, 0)).decryption.unwrap();
    assert_eq!(view.stage, DecryptionStage::Blocked { why: "表决还没有关闭。".to_owned() });
    assert_eq!(hall.state().contests()[&1].stage(), Some(Stage::Open));
}

#[test]
fn somebody_who_is_not_named_has_no_index() {
    let hall = Hall::with_key(2);
    let model = role_model(&hall, &hall.status(), &scrutineer::Me::default());
    assert_eq!((model.index, model.proposals.len()), (0, 0));
    assert_eq!(in_hand(hall.state(), Some(9)).unwrap().definition.contest, Int::from(1));
}

#[test]
fn a_late_check_in_waits_for_the_desk() {
    let mut hall = Hall::with_key(2);
    hall.open_without(5);
    let body = Body::CheckedIn(audit::entry::voting::CheckedIn {
        deputy: Int::from(5),
        device_key: crate::roles::test_log::public("deputy-5"),
        means: audit::entry::voting::Means::Card,
    });
    let mut status = hall.status();
    status.proposals = vec![hall.proposal(Signer::Card(5), &body)];
    let model = live_model(&hall, &status);
    assert_eq!(model.late.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["代表5"]);
    assert_eq!(model.pending[0].awaiting, "大会秘书处、总监票人");
    let watching = with_seen(&hall, &status, |seen| live::model(seen, None, false));
    assert!(watching.late.is_empty() && watching.roll.is_empty());
}

/// Promise 8: the totals can be computed from the log as soon as t shares are in it, and no model has them before the
/// declaration.
#[test]
fn no_number_of_votes_is_in_a_model_before_the_declaration() {
    let mut hall = Hall::closed(2, 4);
    assert_eq!(live_model(&hall, &hall.status()).contest.unwrap().state, ContestState::Closed);
    for at in 0..2 {
        assert_eq!(
            role_model(&hall, &hall.status(), &me(&hall, at)).decryption.unwrap().stage,
            DecryptionStage::Ready
        );
        let act = hall.act(at, Step::Decrypt(1));
        hall.append(&act);
        if at == 0 {
            let model = live_model(&hall, &hall.status());
            assert_eq!(model.contest.unwrap().state, ContestState::Decrypting { have: 1, need: 2 });
            let view = role_model(&hall, &hall.status(), &me(&hall, 0)).decryption.unwrap();
            assert_eq!(view.stage, DecryptionStage::Sent);
            assert_eq!(view.shares.iter().filter(|(_, given)| *given).count(), 1);
        }
    }
    let hash = Bytes32::from(hall.contest_hash());
    assert_eq!(hall.state().totals(&hash).unwrap()[0], 4, "whoever has the log can compute them");
    let model = live_model(&hall, &hall.status());
    assert_eq!(model.contest.unwrap().state, ContestState::Decided, "a state without a number");
    assert_eq!(model.reconcile.unwrap().could_change, crate::ui::reconcile::CouldChange::Unknown);

    // The chief scrutineer proposes from the log, and sees what will be signed.
    let chief = scrutineer::Me { role: Role::Chief, unlocked: true, ..scrutineer::Me::default() };
    let drafts = role_model(&hall, &hall.status(), &chief).proposals;
    assert_eq!((drafts.len(), drafts[0].kind), (1, ProposalKind::Declare));
    assert!(drafts[0].facts.iter().any(|(_, value)| value.starts_with("得票 4")), "{:?}", drafts[0].facts);
    let presiding = scrutineer::Me { role: Role::Presiding, ..chief.clone() };
    assert!(
        role_model(&hall, &hall.status(), &presiding).proposals.is_empty(),
        "the chief scrutineer goes first"
    );

    let body = bodies::declare(hall.state(), 1).unwrap();
    hall.two_roles(&body);
    let ContestState::Declared(result) = live_model(&hall, &hall.status()).contest.unwrap().state else {
        panic!()
    };
    assert_eq!((result.items[0].bar.0, result.items[0].number, result.items[0].rank), (4, 1, 1));
    let all = ChannelView { issued: 4, returned: 4, valid: 4, void: 0 };
    assert_eq!((result.machine, result.paper), (all, None));
    assert!(result.items.is_sorted_by_key(|item| item.rank));
    let kinds: Vec<_> =
        role_model(&hall, &hall.status(), &chief).proposals.iter().map(|each| each.kind).collect();
    assert_eq!(kinds, [ProposalKind::Report], "declared once; the report is next");
}

#[test]
fn a_voided_contest_has_no_result() {
    let mut hall = Hall::closed(2, 4);
    let body = bodies::void(hall.state(), 1, "演练中止".parse().unwrap()).unwrap();
    hall.two_roles(&body);
    let state = live_model(&hall, &hall.status()).contest.unwrap().state;
    assert_eq!(state, ContestState::Voided { reason: "演练中止".to_owned() });
    let view = role_model(&hall, &hall.status(), &me(&hall, 0)).decryption.unwrap();
    assert_eq!(view.stage, DecryptionStage::Blocked { why: "表决已作废。".to_owned() });
}
