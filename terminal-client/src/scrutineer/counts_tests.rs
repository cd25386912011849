//! The chief scrutineer's counting tab: screens, and what it may ask for.

use super::{App, CountingView, Effect, Model, Role, TieView, view};
use crate::{
    lang::Lang,
    papers::{CountSpec, CountSum, CountView, Counted, PaperSpec, PapersView},
    ui::testing::{look, screen, sitting},
};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

fn items() -> Vec<(u64, String)> {
    [(1, "城区老旧小区雨污分流改造"), (3, "农村饮水安全巩固提升")]
        .map(|(number, title)| (number, title.to_owned()))
        .to_vec()
}

fn columns() -> Vec<String> {
    ["选", "不选"].map(String::from).to_vec()
}

fn counting() -> CountingView {
    CountingView {
        contest: "1".into(),
        title: "2027 年民生实事项目票决".into(),
        papers: PapersView {
            issued: 41,
            boxed: Some(149),
            floor: 10,
            count: Some(CountView {
                spec: CountSpec { columns: columns(), items: items(), sum: CountSum::Exactly(40), void: 0 },
                own: false,
                other: true,
                differences: vec![],
                confirmed: false,
            }),
            ..PapersView::default()
        },
        ..CountingView::default()
    }
}

fn entering(has_code: bool) -> CountingView {
    let spec = PaperSpec { columns: columns(), items: items(), select: true };
    let papers = PapersView { issued: 3, entered: 1, paper: Some(spec), count: None, ..counting().papers };
    CountingView { papers, has_code, waiting: 2, ..counting() }
}

fn tied() -> CountingView {
    let papers = PapersView::default();
    CountingView { papers, tie: Some(TieView { items: items(), seats: 1 }), ..counting() }
}

fn app(lang: Lang, counting: CountingView) -> App {
    let model = Model {
        sitting: sitting(),
        role: Role::Chief,
        name: "赵国庆".into(),
        unlocked: true,
        counting,
        ..Model::default()
    };
    let mut app = App::new(look(lang), model);
    (0..2).for_each(|_| drop(key(&mut app, KeyCode::Tab)));
    app
}

fn key(app: &mut App, code: KeyCode) -> Vec<Effect> {
    app.key(KeyEvent::new(code, KeyModifiers::NONE))
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

fn after(mut app: App, letter: char) -> App {
    key(&mut app, KeyCode::Char(letter));
    app
}

macro_rules! snapshots {
    ($($name:ident: $app:expr, $columns:literal x $rows:literal;)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(shot(&$app, $columns, $rows)); })*
    };
}

snapshots! {
    count_due_zh: app(Lang::Zh, counting()), 80 x 24;
    count_due_wide_en: app(Lang::En, counting()), 120 x 40;
    count_due_too_small_zh: app(Lang::Zh, counting()), 50 x 15;
    count_form_zh: after(app(Lang::Zh, counting()), 'c'), 80 x 24;
    code_zh: after(app(Lang::Zh, entering(false)), 'e'), 80 x 24;
    paper_form_en: after(app(Lang::En, entering(true)), 'e'), 80 x 24;
    tie_zh: after(app(Lang::Zh, tied()), 'p'), 80 x 24;
}

#[test]
fn the_other_count_is_not_shown_and_our_own_needs_its_word() {
    let mut chief = app(Lang::Zh, counting());
    assert!(shot(&chief, 120, 40).contains("对方的清点已交"), "that it is in, and no number of it");
    key(&mut chief, KeyCode::Char('c'));
    assert!(typed(&mut chief, "30 11").is_empty(), "41 are not 40");
    (0..5).for_each(|_| drop(key(&mut chief, KeyCode::Backspace)));
    assert!(typed(&mut chief, "30 10").is_empty());
    assert!(typed(&mut chief, "5 35").is_empty());
    assert!(key(&mut chief, KeyCode::Enter).is_empty());
    assert!(typed(&mut chief, "签名").is_empty(), "another word");
    match &typed(&mut chief, "清点")[..] {
        [Effect::Count { contest, counted }] => {
            assert_eq!(contest, "1");
            let rows = vec![(vec![30, 10], 0), (vec![5, 35], 0)];
            assert_eq!(*counted, Counted { void: vec![], rows });
        }
        other => panic!("{other:?}"),
    }
    let mut confirmed = counting();
    confirmed.papers.count.as_mut().unwrap().confirmed = true;
    let chief = after(app(Lang::Zh, confirmed), 'c');
    assert!(chief.dialogue.is_none() && shot(&chief, 80, 24).contains("现在没有这项事"));
}

#[test]
fn a_paper_is_read_again_after_its_code_was_given() {
    let mut chief = after(app(Lang::Zh, entering(false)), 'e');
    match &typed(&mut chief, "0A1B")[..] {
        [Effect::EntryCode { contest, code }] => {
            assert_eq!((contest.as_str(), code.text()), ("1", "0A1B"));
        }
        other => panic!("{other:?}"),
    }
    let mut chief = after(app(Lang::Zh, entering(true)), 'e');
    assert!(typed(&mut chief, "3").is_empty(), "the reading is shown first");
    match &key(&mut chief, KeyCode::Enter)[..] {
        [Effect::SignPaper { columns, .. }] => assert_eq!(*columns, [1, 0]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_presidium_decided_needs_exactly_its_items_a_reason_and_a_word() {
    let mut chief = after(app(Lang::Zh, tied()), 'p');
    for wrong in ["1 3", "2", "x"] {
        assert!(typed(&mut chief, wrong).is_empty());
        assert!(shot(&chief, 80, 24).contains("恰好 1 个"), "{wrong}");
        (0..4).for_each(|_| drop(key(&mut chief, KeyCode::Backspace)));
    }
    assert!(typed(&mut chief, "3").is_empty());
    assert!(key(&mut chief, KeyCode::Enter).is_empty(), "a reason is needed");
    assert!(typed(&mut chief, "覆盖人口更多").is_empty());
    match &typed(&mut chief, "决定")[..] {
        [Effect::SettleTie { items, reason, .. }] => {
            assert_eq!((items.as_slice(), reason.as_str()), (&[3][..], "覆盖人口更多"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_the_chief_scrutineer_counts() {
    assert!(shot(&app(Lang::Zh, counting()), 80, 24).contains("[清点 "), "with how much waits");
    let mut scrutineer = app(Lang::Zh, counting());
    scrutineer.show(Model { role: Role::Scrutineer, ..scrutineer.model.clone() });
    assert!(!shot(&scrutineer, 80, 24).contains("清点"), "{}", shot(&scrutineer, 80, 24));
}
