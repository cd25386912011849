//! What the desk may ask for beside the course of a contest: further votes, papers, hands, people, reports.

use super::tests::{after_tie, app, at, key, model, papers, result, shot, typed};
use super::{Act, App, ContestState, CountOf, Effect, PersonAct, RollStatus};
use crate::{
    lang::Lang,
    papers::{CountSpec, CountSum, Counted},
    ui::testing::look,
};
use crossterm::event::KeyCode;

fn shown(app: &App) -> String {
    shot(app, 120, 40)
}

#[test]
fn the_further_vote_is_defined_in_one_act_and_only_where_it_is_called_for() {
    let mut none = app(Lang::Zh, ContestState::Declared(Box::new(result())));
    key(&mut none, KeyCode::Char('f'));
    assert!(none.dialogue.is_none() && shown(&none).contains("现在不能发起再次票决"));
    let mut desk = after_tie(Lang::Zh);
    assert!(shown(&desk).contains("按 f 发起"));
    key(&mut desk, KeyCode::Char('f'));
    assert!(typed(&mut desk, "再次").is_empty());
    let proposed = Effect::Propose {
        act: Act::FollowUp,
        contest: "projects".into(),
        reason: String::new(),
        papers: (0, 0),
    };
    assert_eq!(typed(&mut desk, "再次票决"), [proposed]);
}

#[test]
fn papers_are_issued_by_numbers_and_ranges() {
    let mut desk = app(Lang::Zh, ContestState::Open);
    key(&mut desk, KeyCode::Char('i'));
    assert!(typed(&mut desk, "3 x").is_empty() && shown(&desk).contains("「x」不能用"));
    (0..3).for_each(|_| drop(key(&mut desk, KeyCode::Backspace)));
    let issued = Effect::IssuePapers { contest: "projects".into(), deputies: vec![3, 5, 6, 7] };
    assert_eq!(typed(&mut desk, "3 5-7"), [issued]);
    let mut hands = app(Lang::Zh, ContestState::Open);
    hands.model.papers.floor = 0;
    key(&mut hands, KeyCode::Char('i'));
    assert!(hands.dialogue.is_none(), "only secret contests have papers");
}

#[test]
fn a_close_with_papers_asks_for_them_and_for_those_that_must_be_entered_first() {
    let mut desk = at(ContestState::BoxOpened, papers());
    key(&mut desk, KeyCode::Char('l'));
    for wrong in ["x", "3 4", "1 1 1"] {
        assert!(typed(&mut desk, wrong).is_empty() && shown(&desk).contains("废票不多于收回"), "{wrong}");
        (0..6).for_each(|_| drop(key(&mut desk, KeyCode::Backspace)));
    }
    assert!(
        typed(&mut desk, "9 0").is_empty() && shown(&desk).contains("9 张须作为密票录入"),
        "{}",
        shown(&desk)
    );
    (0..3).for_each(|_| drop(key(&mut desk, KeyCode::Backspace)));
    assert!(typed(&mut desk, "41 1").is_empty(), "the word is next");
    let closed = Effect::Propose {
        act: Act::Close,
        contest: "projects".into(),
        reason: String::new(),
        papers: (41, 1),
    };
    assert_eq!(typed(&mut desk, "关闭"), [closed]);
}

#[test]
fn a_paper_is_entered_after_its_reading_was_seen() {
    let mut desk = at(ContestState::BoxOpened, papers());
    key(&mut desk, KeyCode::Char('p'));
    assert_eq!(desk.enters_paper(), Some("projects"));
    assert!(typed(&mut desk, "1 2 0").is_empty() && shown(&desk).contains("再按回车"));
    let entered = Effect::EnterPaper { contest: "projects".into(), columns: vec![0, 1, 2] };
    assert_eq!(key(&mut desk, KeyCode::Enter), [entered]);
    assert_eq!(desk.enters_paper(), Some("projects"), "the next paper");
}

#[test]
fn a_count_is_handed_in_whole_and_with_its_word() {
    let mut desk = at(ContestState::Closed, papers());
    key(&mut desk, KeyCode::Char('t'));
    for row in ["多选 1", "30 8 2", "20 10 10", "0 40 0"] {
        assert!(typed(&mut desk, row).is_empty());
    }
    assert!(key(&mut desk, KeyCode::Enter).is_empty(), "the word is next");
    assert!(typed(&mut desk, "关闭").is_empty());
    let rows = vec![(vec![30, 8, 2], 0), (vec![20, 10, 10], 0), (vec![0, 40, 0], 0)];
    let counted = Counted { void: vec![("多选".into(), 1)], rows };
    let effect = Effect::Count { contest: "projects".into(), what: CountOf::Papers, counted };
    assert_eq!(typed(&mut desk, "清点"), [effect]);
}

#[test]
fn hands_are_counted_while_the_contest_is_open_and_end_it() {
    let mut model = model(ContestState::Open);
    let items = vec![(1, "监票人名单".to_owned())];
    let columns = ["赞成", "反对", "弃权"].map(String::from).to_vec();
    model.hands = Some(CountSpec { columns, items, sum: CountSum::AtMost(58), void: 0 });
    let mut desk = App::new(look(Lang::Zh), model, true);
    key(&mut desk, KeyCode::Char('e'));
    assert!(desk.dialogue.is_none(), "it ends when it is counted");
    key(&mut desk, KeyCode::Char('t'));
    assert!(typed(&mut desk, "57 0 1").is_empty());
    assert!(key(&mut desk, KeyCode::Enter).is_empty());
    let counted = Counted { void: vec![], rows: vec![(vec![57, 0, 1], 0)] };
    let effect = Effect::Count { contest: "projects".into(), what: CountOf::Hands, counted };
    assert_eq!(typed(&mut desk, "清点"), [effect]);
}

#[test]
fn counts_are_confirmed_only_when_both_are_in_and_the_same() {
    let with = |own, differences: Vec<String>| {
        let mut papers = papers();
        let count = papers.count.as_mut().unwrap();
        (count.own, count.differences) = (own, differences);
        let mut desk = at(ContestState::Closed, papers);
        key(&mut desk, KeyCode::Char('m'));
        desk.dialogue.is_some()
    };
    assert!(!with(false, vec![]));
    assert!(!with(true, vec!["第 3 项".into()]));
    assert!(with(true, vec![]));
}

#[test]
fn people_are_noted_with_a_reason() {
    let cases = [
        ('g', "0012", "请假", PersonAct::Leave),
        ('x', "0012", "决定", PersonAct::Suspend),
        ('y', "0031", "早退", PersonAct::LeaveEarly),
    ];
    for (letter, number, reason, act) in cases {
        let mut desk = app(Lang::Zh, ContestState::Preparing);
        key(&mut desk, KeyCode::Char(letter));
        assert!(typed(&mut desk, number).is_empty());
        assert!(key(&mut desk, KeyCode::Enter).is_empty() && shown(&desk).contains("请写明理由"));
        let effect = Effect::Person { act, number: number.into(), reason: reason.into() };
        assert_eq!(typed(&mut desk, reason), [effect]);
    }
    let mut suspended = model(ContestState::Preparing);
    suspended.roll[0].status = RollStatus::Suspended;
    let mut desk = App::new(look(Lang::Zh), suspended, true);
    key(&mut desk, KeyCode::Char('x'));
    typed(&mut desk, "0012");
    assert!(matches!(&typed(&mut desk, "期满")[..], [Effect::Person { act: PersonAct::Restore, .. }]));
}

#[test]
fn another_run_of_the_ceremony_needs_who_stays_and_why() {
    let mut nobody = app(Lang::Zh, ContestState::Open);
    key(&mut nobody, KeyCode::Char('w'));
    assert!(nobody.dialogue.is_none(), "not while a contest needs the key");
    let mut model = model(ContestState::Preparing);
    model.scrutineers = vec!["陈志刚".into(), "刘晓梅".into()];
    let mut desk = App::new(look(Lang::Zh), model, true);
    key(&mut desk, KeyCode::Char('w'));
    assert!(key(&mut desk, KeyCode::Enter).is_empty());
    assert!(typed(&mut desk, "1 2").is_empty());
    let effect = Effect::NextRun { list: "1 2".into(), reason: "份额有争议".into() };
    assert_eq!(typed(&mut desk, "份额有争议"), [effect]);
}

#[test]
fn the_report_is_signed_for_the_tellers_with_its_digest_on_the_screen() {
    let mut unsigned = model(ContestState::Declared(Box::new(result())));
    unsigned.report = Some("9c01d2e3f4a5b6c7".repeat(4));
    let mut desk = App::new(look(Lang::Zh), unsigned, true);
    key(&mut desk, KeyCode::Char('r'));
    assert!(shown(&desk).contains("9c01 d2e3 f4a5"), "{}", shown(&desk));
    assert!(matches!(&typed(&mut desk, "签署")[..], [Effect::Propose { act: Act::SignReport, .. }]));
    let mut none = app(Lang::Zh, ContestState::Open);
    key(&mut none, KeyCode::Char('r'));
    assert!(none.dialogue.is_none());
}
