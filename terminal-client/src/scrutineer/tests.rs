//! Every screen of the scrutineer as text, and what the app refuses to ask for.

use super::{
    App, CeremonyRow, CeremonyState, CeremonyView, DecryptionStage, DecryptionView, Effect, LogCheck, Model,
    Proposal, ProposalKind, Role, TestDecryption, keys::Keys, plain_lines, view,
};
use crate::{
    lang::Lang,
    ui::{
        frame::Notice,
        reconcile::{CouldChange, Reconcile},
        testing::{assert_listed, look, screen, sitting},
    },
};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const HASH: &str = "C90B5E11D2A7F3846E0C5B9A8D7F6E5C4B3A29180F1E2D3C4B5A69788796A5B4";

fn row(name: &str, chief: bool, state: CeremonyState) -> CeremonyRow {
    CeremonyRow { name: name.into(), chief, state }
}

fn model(role: Role) -> Model {
    Model {
        sitting: sitting(),
        role,
        name: "李素芬".into(),
        index: 2,
        unlocked: true,
        ceremony: CeremonyView {
            run: 1,
            threshold: 2,
            rows: vec![
                row("赵国庆", true, CeremonyState::Verified),
                row("李素芬", false, CeremonyState::Dealt),
                row("王建军", false, CeremonyState::Absent),
            ],
            my_turn: true,
            ended: None,
            key: None,
        },
        ..Model::default()
    }
}

fn proposal(kind: ProposalKind, reconcile: Option<Reconcile>) -> Proposal {
    let facts = [
        ("会议", "云川县第十八届人民代表大会第五次会议"),
        ("事项", "2027 年民生实事项目票决"),
        ("日志条数", "204"),
        ("日志根", HASH),
        ("发出票", "58"),
        ("箱内票", "57"),
        ("回条", "55"),
    ];
    Proposal {
        id: "p1".into(),
        kind,
        proposer: "大会秘书处 周敏".into(),
        facts: facts.iter().map(|(label, value)| ((*label).into(), (*value).into())).collect(),
        body_hash: HASH.into(),
        reconcile,
    }
}

fn mismatch() -> Reconcile {
    Reconcile { issued: 58, returned: 57, slips: 55, could_change: CouldChange::Yes { margin: 2 } }
}

fn with_proposal(lang: Lang, role: Role, proposal: Proposal) -> App {
    let mut model = model(role);
    model.proposals = vec![proposal];
    let mut app = App::new(look(lang), model);
    if role != Role::Presiding {
        key(&mut app, KeyCode::Tab);
    }
    app
}

fn decryption(check: LogCheck, stage: DecryptionStage) -> DecryptionView {
    DecryptionView {
        contest: "projects".into(),
        title: "2027 年民生实事项目票决".into(),
        close: HASH.into(),
        ballots: 57,
        minimum: 5,
        check,
        shares: vec![("赵国庆".into(), true), ("李素芬".into(), false), ("王建军".into(), false)],
        need: 2,
        stage,
    }
}

fn decrypting(lang: Lang, view: DecryptionView) -> App {
    let mut model = model(Role::Scrutineer);
    model.decryption = Some(view);
    let mut app = App::new(look(lang), model);
    key(&mut app, KeyCode::BackTab);
    app
}

fn key(app: &mut App, code: KeyCode) -> Vec<Effect> {
    app.key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn keys(app: &mut App, codes: &[KeyCode]) {
    for code in codes {
        key(app, *code);
    }
}

fn typed(app: &mut App, text: &str) -> Vec<Effect> {
    for c in text.chars() {
        assert!(key(app, KeyCode::Char(c)).is_empty());
    }
    key(app, KeyCode::Enter)
}

fn shot(app: &App, columns: u16, rows: u16) -> String {
    screen(columns, rows, |area, buf| view(app, area, buf))
}

fn passed() -> LogCheck {
    LogCheck::Passed { total: 1312 }
}

macro_rules! snapshots {
    ($($name:ident: $app:expr, $columns:literal x $rows:literal;)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(shot(&$app, $columns, $rows)); })*
    };
}

mod screens {
    use super::*;

    fn locked() -> App {
        let mut model = model(Role::Chief);
        model.unlocked = false;
        let mut app = App::new(look(Lang::Zh), model);
        for c in "sesame".chars() {
            key(&mut app, KeyCode::Char(c));
        }
        app
    }

    fn agreed(lang: Lang) -> App {
        let mut model = model(Role::Chief);
        model.ceremony.rows.push(row("孙丽华", false, CeremonyState::Agreed));
        for row in &mut model.ceremony.rows {
            row.state = CeremonyState::Agreed;
        }
        model.ceremony.key = Some(HASH.into());
        model.test = TestDecryption::Passed { value: "17".into() };
        App::new(look(lang), model)
    }

    fn pressed(mut app: App, codes: &[KeyCode]) -> App {
        if app.look.lang == Lang::Zh {
            app.resize(80, 24);
        }
        keys(&mut app, codes);
        app
    }

    fn close(lang: Lang) -> App {
        with_proposal(lang, Role::Chief, proposal(ProposalKind::Close, Some(mismatch())))
    }

    fn rehearsal() -> App {
        let mut model = model(Role::Scrutineer);
        model.sitting.rehearsal = true;
        App::new(look(Lang::Zh), model)
    }

    fn failed() -> LogCheck {
        LogCheck::Failed { check: 9, entry: 131, why: "票的证明不成立".into() }
    }

    snapshots! {
        locked_zh: locked(), 80 x 24;
        ceremony_zh: App::new(look(Lang::Zh), model(Role::Scrutineer)), 80 x 24;
        ceremony_wide_en: App::new(look(Lang::En), model(Role::Scrutineer)), 120 x 40;
        ceremony_too_small_zh: App::new(look(Lang::Zh), model(Role::Scrutineer)), 50 x 15;
        agreed_low_threshold_zh: agreed(Lang::Zh), 80 x 24;
        proposals_zh: close(Lang::Zh), 80 x 24;
        close_mismatch_zh: pressed(close(Lang::Zh), &[KeyCode::Enter]), 80 x 24;
        close_mismatch_narrow_en: pressed(close(Lang::En), &[KeyCode::Enter]), 60 x 18;
        close_word_zh: pressed(close(Lang::Zh), &[KeyCode::Enter, KeyCode::PageDown, KeyCode::Char('s')]), 80 x 24;
        presiding_zh: with_proposal(Lang::Zh, Role::Presiding, proposal(ProposalKind::Declare, None)), 80 x 24;
        checking_zh: decrypting(Lang::Zh, decryption(LogCheck::Running { done: 640, total: 1312 }, DecryptionStage::Ready)), 80 x 24;
        refused_zh: decrypting(Lang::Zh, decryption(failed(), DecryptionStage::Ready)), 80 x 24;
        ready_zh: decrypting(Lang::Zh, decryption(passed(), DecryptionStage::Ready)), 80 x 24;
        sent_en: decrypting(Lang::En, decryption(passed(), DecryptionStage::Sent)), 80 x 24;
        rehearsal_zh: rehearsal(), 80 x 24;
        help_zh: pressed(close(Lang::Zh), &[KeyCode::Enter, KeyCode::F(1)]), 80 x 24;
    }
}

#[test]
fn every_binding_of_every_screen_is_in_its_help() {
    for keys in Keys::ALL {
        for lang in [Lang::Zh, Lang::En] {
            assert_listed(keys.tables(), look(lang));
        }
    }
}

/// A window whose size was never told counts as the smallest, so nothing is signed unseen.
#[test]
fn without_a_size_a_long_proposal_is_not_taken_as_seen() {
    let mut app = with_proposal(Lang::Zh, Role::Chief, proposal(ProposalKind::Close, Some(mismatch())));
    keys(&mut app, &[KeyCode::Enter, KeyCode::Char('s')]);
    assert!(shot(&app, 60, 18).contains("请先看完全部内容"));
}

#[test]
fn the_passphrase_is_neither_shown_nor_printed() {
    let mut model = model(Role::Chief);
    model.unlocked = false;
    let mut app = App::new(look(Lang::Zh), model);
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    for c in "q?开门".chars() {
        assert!(key(&mut app, KeyCode::Char(c)).is_empty());
    }
    assert!(!shot(&app, 80, 24).contains("开门") && !format!("{app:?}").contains("开门"));
    let effects = key(&mut app, KeyCode::Enter);
    assert!(!format!("{effects:?}").contains("开门"));
    match &effects[..] {
        [Effect::Unlock(passphrase)] => assert_eq!(passphrase.expose(), "q?开门"),
        other => panic!("{other:?}"),
    }
    assert!(shot(&app, 80, 24).contains("正在解锁"));
    app.say(Notice::urgent("口令不对"));
    assert!(!shot(&app, 80, 24).contains("正在解锁"), "asks again");
}

#[test]
fn a_threshold_of_half_or_less_is_warned_about() {
    let mut model = model(Role::Scrutineer);
    let warned = |model: &Model| shot(&App::new(look(Lang::Zh), model.clone()), 120, 40).contains("串通");
    assert!(!warned(&model), "2 of 3");
    model.ceremony.rows.push(row("孙丽华", false, CeremonyState::Waiting));
    assert!(warned(&model), "2 of 4");
    model.ceremony.threshold = 3;
    assert!(!warned(&model), "3 of 4");
}

#[test]
fn the_ceremony_goes_on_only_at_ones_turn_and_is_tested_only_with_a_key() {
    let mut app = App::new(look(Lang::Zh), model(Role::Scrutineer));
    assert!(matches!(key(&mut app, KeyCode::Enter)[..], [Effect::ContinueCeremony]));
    assert!(key(&mut app, KeyCode::Char('t')).is_empty());
    let mut waiting = model(Role::Scrutineer);
    waiting.ceremony.my_turn = false;
    waiting.ceremony.key = Some(HASH.into());
    app.show(waiting);
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    assert!(matches!(key(&mut app, KeyCode::Char('t'))[..], [Effect::TestDecryption]));
}

#[test]
fn what_is_signed_is_seen_whole_and_signed_by_its_word() {
    let mut long = proposal(ProposalKind::Close, Some(mismatch()));
    long.facts.extend((0..30).map(|n| (format!("代表团 {n}"), "14".to_owned())));
    let mut app = with_proposal(Lang::Zh, Role::Chief, long);
    app.resize(80, 24);
    key(&mut app, KeyCode::Enter);
    assert!(key(&mut app, KeyCode::Char('s')).is_empty());
    assert!(shot(&app, 80, 24).contains("请先看完全部内容"), "not to the end yet");
    let mut seen = String::new();
    for _ in 0..6 {
        seen.push_str(&shot(&app, 80, 24));
        key(&mut app, KeyCode::PageDown);
    }
    for number in ["204", "58", "57", "55", "C90B 5E11 D2A7 F384 6E0C", "票比回条多 2 张", "会改变结果吗？会"]
    {
        assert!(seen.contains(number), "{number} in\n{seen}");
    }
    key(&mut app, KeyCode::Char('s'));
    assert!(shot(&app, 80, 24).contains("票比回条多 2 张"), "said again above the word");
    assert!(typed(&mut app, "开启").is_empty());
    let mut other = model(Role::Chief);
    other.proposals = vec![Proposal { body_hash: "0".repeat(64), ..proposal(ProposalKind::Close, None) }];
    app.show(other);
    match &typed(&mut app, "关闭")[..] {
        [Effect::Sign { id, body_hash }] => assert_eq!((id.as_str(), body_hash.as_str()), ("p1", HASH)),
        unexpected => panic!("{unexpected:?}"),
    }
}

#[test]
fn declining_needs_a_reason() {
    let mut app = with_proposal(Lang::Zh, Role::Presiding, proposal(ProposalKind::Declare, None));
    key(&mut app, KeyCode::Enter);
    key(&mut app, KeyCode::Char('r'));
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    assert!(
        matches!(&typed(&mut app, "数字有误")[..], [Effect::Decline { id, reason }] if id == "p1" && reason == "数字有误")
    );
}

#[test]
fn a_share_is_asked_for_only_after_every_check() {
    let few = DecryptionView { ballots: 4, ..decryption(passed(), DecryptionStage::Ready) };
    let failed = LogCheck::Failed { check: 9, entry: 131, why: "x".into() };
    let voided = DecryptionStage::Blocked { why: "本次表决已作废".into() };
    let refused = [
        (decryption(LogCheck::NotRun, DecryptionStage::Ready), "日志还没有全部核对通过"),
        (
            decryption(LogCheck::Running { done: 1, total: 2 }, DecryptionStage::Ready),
            "日志还没有全部核对通过",
        ),
        (decryption(failed, DecryptionStage::Ready), "日志还没有全部核对通过"),
        (few, "票数少于最少张数"),
        (decryption(passed(), voided), "本次表决已作废"),
    ];
    for (view, why) in refused {
        let mut app = decrypting(Lang::Zh, view);
        assert!(key(&mut app, KeyCode::Char('d')).is_empty());
        assert!(app.dialogue.is_none(), "{why}");
        assert!(shot(&app, 80, 24).contains(why), "{why}");
    }
    let mut app = decrypting(Lang::Zh, decryption(passed(), DecryptionStage::Ready));
    key(&mut app, KeyCode::Char('d'));
    assert!(typed(&mut app, "开启").is_empty());
    match &typed(&mut app, "解密")[..] {
        [Effect::Decrypt { contest, close }] => {
            assert_eq!((contest.as_str(), close.as_str()), ("projects", HASH));
        }
        other => panic!("{other:?}"),
    }
    for stage in [DecryptionStage::Sending, DecryptionStage::Sent, DecryptionStage::Done] {
        let mut app = decrypting(Lang::Zh, decryption(passed(), stage));
        key(&mut app, KeyCode::Char('d'));
        assert!(app.dialogue.is_none(), "one share only");
    }
}

#[test]
fn a_contest_voided_or_closed_again_while_the_word_is_typed_gets_no_share() {
    let voided = decryption(passed(), DecryptionStage::Blocked { why: "本次表决已作废".into() });
    let second = DecryptionView { close: "0".repeat(64), ..decryption(passed(), DecryptionStage::Ready) };
    for changed in [voided, second] {
        let mut app = decrypting(Lang::Zh, decryption(passed(), DecryptionStage::Ready));
        key(&mut app, KeyCode::Char('d'));
        let mut model = model(Role::Scrutineer);
        model.decryption = Some(changed);
        app.show(model);
        assert!(typed(&mut app, "解密").is_empty());
    }
}

#[test]
fn the_presiding_officer_only_signs() {
    let mut app = with_proposal(Lang::Zh, Role::Presiding, proposal(ProposalKind::Declare, None));
    app.resize(80, 24);
    for code in [KeyCode::Tab, KeyCode::Char('d'), KeyCode::Char('t')] {
        assert!(key(&mut app, code).is_empty());
    }
    assert!(!shot(&app, 80, 24).contains("解密"));
    key(&mut app, KeyCode::Enter);
    key(&mut app, KeyCode::Char('s'));
    assert!(matches!(typed(&mut app, "宣布")[..], [Effect::Sign { .. }]));
}

#[test]
fn plain_lines_hold_every_tab_and_what_is_signed() {
    let mut app = with_proposal(Lang::Zh, Role::Chief, proposal(ProposalKind::Close, Some(mismatch())));
    let lines = plain_lines(&app).join("\n");
    assert!(
        lines.contains("[已生成] [已公布] [已分发] [------] [------]") && lines.contains("[缺席]"),
        "{lines}"
    );
    key(&mut app, KeyCode::Enter);
    let lines = plain_lines(&app).join("\n");
    assert!(lines.contains("票比回条多 2 张") && lines.contains("C90B 5E11"), "{lines}");
}
