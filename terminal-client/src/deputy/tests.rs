//! Every screen of the deputy as text, and the rules of the state machine.

use super::{
    App, BlankItem, CardInput, ContestStatus, ContestView, DONE_SHOWN_MS, Effect, IDLE_MS, Identity,
    ItemView, Limits, Opening, Push, Round, Secrecy, Style, Trouble,
    app::{Done, Stage},
    ballot::Step,
    keys::Keys,
    plain_lines, view,
};
use crate::{
    lang::Lang,
    ui::{
        RefusalView,
        testing::{assert_listed, look, screen, sitting},
    },
};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const CODE: &str = "A41C0D77E2906B5F38D1C4E09A7B2F6613508ECD94F7A0B2D6E85C3179F40B8E";

fn items() -> Vec<ItemView> {
    let rows = [
        (
            "城区老旧小区雨污分流改造及配套道路提升工程（二期），含东门、西门、南门三个片区",
            "住房和城乡建设局",
            "1,280 万元",
        ),
        ("县人民医院发热门诊改扩建", "卫生健康局", "860 万元"),
        ("农村饮水安全巩固提升", "水利局", "540 万元"),
        ("新增公办幼儿园学位 600 个", "教育局", "1,500 万元"),
        ("居家养老服务中心 8 处", "民政局", "320 万元"),
        ("农村公路安全防护栏 60 公里", "交通运输局", "410 万元"),
        ("城乡公交一体化线路 4 条", "交通运输局", "275 万元"),
        ("智慧安防小区 30 个", "公安局", "198 万元"),
        ("残疾人家庭无障碍改造 200 户", "残疾人联合会", "120 万元"),
        ("镇级文化站提升 5 个", "文化广电旅游局", "150 万元"),
        ("公共体育场地 12 处", "教育体育局", "240 万元"),
        ("农贸市场改造 3 个", "市场监督管理局", "360 万元"),
        ("垃圾分类收集点 80 个", "城市管理局", "130 万元"),
        ("山塘除险加固 20 座", "水利局", "450 万元"),
        ("应急避难场所 6 处", "应急管理局", "90 万元"),
    ];
    rows.iter()
        .zip(1..)
        .map(|((title, department, budget), number)| ItemView {
            number,
            title: (*title).into(),
            department: (*department).into(),
            budget: (*budget).into(),
        })
        .collect()
}

fn contest(status: ContestStatus) -> ContestView {
    ContestView {
        id: "projects".into(),
        title: "2027 年民生实事项目票决".into(),
        code: "7Q4M-K2XD".into(),
        round: Round::First,
        secrecy: Secrecy::Secret,
        style: Style::Select,
        limits: Some(Limits { least: 0, most: 10 }),
        blank_item: BlankItem::Abstain,
        blank_void: false,
        options: vec!["赞成".into(), "不选".into()],
        items: items(),
        may_change: false,
        cast_before: false,
        vote: Vec::new(),
        status,
    }
}

fn identity() -> Identity {
    Identity { number: "0031".into(), name: "欧阳春燕".into(), delegation: "城关镇代表团".into() }
}

fn key(app: &mut App, code: KeyCode) -> Vec<Effect> {
    app.key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn keys(app: &mut App, codes: &[KeyCode]) {
    for code in codes {
        key(app, *code);
    }
}

fn typed(app: &mut App, text: &str) {
    for c in text.chars() {
        key(app, KeyCode::Char(c));
    }
}

fn signed_in(lang: Lang, contests: Vec<ContestView>) -> App {
    let mut app = App::new(look(lang), sitting());
    app.push(Push::CheckedIn(identity()));
    app.push(Push::Contests(contests));
    app
}

fn marking(lang: Lang, chosen: usize) -> App {
    let mut app = signed_in(lang, vec![contest(ContestStatus::Ready)]);
    key(&mut app, KeyCode::Enter);
    for _ in 0..chosen {
        keys(&mut app, &[KeyCode::Char(' '), KeyCode::Down]);
    }
    app
}

fn round_of(effects: &[Effect]) -> u32 {
    match effects {
        [Effect::Prepare { round, .. }] => *round,
        other => panic!("{other:?}"),
    }
}

/// The cursor on the first item, whose title is longer than a row.
fn on_a_long_title() -> App {
    let mut app = marking(Lang::Zh, 0);
    app.resize(80, 24);
    key(&mut app, KeyCode::Char(' '));
    app
}

/// Marked, reviewed, and the code is there.
fn with_code(lang: Lang, chosen: usize) -> App {
    let mut app = marking(lang, chosen);
    let round = round_of(&key(&mut app, KeyCode::Enter));
    app.push(Push::Prepared { contest: "projects".into(), round, code: CODE.into() });
    key(&mut app, KeyCode::Enter);
    if chosen == 0 {
        key(&mut app, KeyCode::Char('y'));
    }
    app
}

fn casting(lang: Lang) -> App {
    let mut app = with_code(lang, 8);
    assert!(matches!(key(&mut app, KeyCode::Enter)[..], [Effect::Cast { round: 1, .. }]));
    app
}

fn done(lang: Lang) -> App {
    let mut app = casting(lang);
    app.push(Push::CastAccepted { contest: "projects".into(), code: CODE.into() });
    app
}

fn checking(lang: Lang) -> App {
    let mut app = with_code(lang, 8);
    keys(&mut app, &[KeyCode::Right, KeyCode::Enter]);
    app
}

fn opened(lang: Lang) -> App {
    let mut app = checking(lang);
    assert!(matches!(key(&mut app, KeyCode::Char('y'))[..], [Effect::Open { round: 1 }]));
    app.push(Push::Opened { round: 1, opening: Opening::new(format!("PJ1:{CODE}:{CODE}:7FE0")) });
    app
}

fn shot(app: &App, columns: u16, rows: u16) -> String {
    screen(columns, rows, |area, buf| view(app, area, buf))
}

fn marked_items(app: &App) -> Vec<usize> {
    match &app.stage {
        Stage::Ballot(ballot) => {
            assert_eq!(format!("{:?}", ballot.marks), "Marks(redacted)");
            (0..ballot.contest.items.len()).filter(|item| ballot.marks.marked(*item).is_some()).collect()
        }
        other => panic!("no ballot: {other:?}"),
    }
}

macro_rules! snapshots {
    ($($name:ident: $app:expr, $columns:literal x $rows:literal;)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(shot(&$app, $columns, $rows)); })*
    };
}

mod change;
mod kinds;
mod list;
mod screens;
mod witnesses;

#[test]
fn every_binding_of_every_screen_is_in_its_help() {
    for keys in Keys::ALL {
        for lang in [Lang::Zh, Lang::En] {
            assert_listed(keys.tables(), look(lang));
        }
    }
}

#[test]
fn typed_cards_and_card_files_are_read_and_the_form_is_emptied() {
    let mut app = App::new(look(Lang::Zh), sitting());
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "an empty form is not sent");
    assert!(app.notice.is_some());
    typed(&mut app, "0031");
    key(&mut app, KeyCode::Tab);
    typed(&mut app, "q?7");
    let effects = key(&mut app, KeyCode::Enter);
    match &effects[..] {
        [Effect::ReadCard(input @ CardInput::Typed { number, code })] => {
            assert_eq!((number.as_str(), code.as_str()), ("0031", "q?7"));
            assert!(!format!("{input:?}").contains("q?7"), "the code is not printed");
        }
        other => panic!("{other:?}"),
    }
    app.push(Push::SignInRefused(RefusalView {
        code: "unknown_deputy".into(),
        sentence: "名册中没有".into(),
    }));
    assert!(shot(&app, 80, 24).contains("名册中没有（unknown_deputy）"));
    keys(&mut app, &[KeyCode::Tab, KeyCode::Tab]);
    typed(&mut app, "card.txt");
    assert!(
        matches!(&key(&mut app, KeyCode::Enter)[..], [Effect::ReadCard(CardInput::File { path })] if path == "card.txt")
    );
}

#[test]
fn not_me_forgets_the_card_and_its_me_checks_in() {
    let mut app = App::new(look(Lang::Zh), sitting());
    app.stage = Stage::Identity(identity());
    assert!(matches!(key(&mut app, KeyCode::Esc)[..], [Effect::ForgetCard]));
    assert!(matches!(app.stage, Stage::SignIn(_)));
    app.stage = Stage::Identity(identity());
    assert!(matches!(key(&mut app, KeyCode::Enter)[..], [Effect::CheckIn]));
}

#[test]
fn the_eleventh_mark_replaces_nothing_and_says_why() {
    let mut app = marking(Lang::Zh, 10);
    let before = marked_items(&app);
    assert_eq!(before.len(), 10);
    key(&mut app, KeyCode::Char(' '));
    assert_eq!(marked_items(&app), before);
    assert!(shot(&app, 80, 24).contains("最多选 10 项。要选这一项，请先取消一项。"));
    keys(&mut app, &[KeyCode::Up, KeyCode::Char(' '), KeyCode::Down, KeyCode::Char(' ')]);
    assert_eq!(marked_items(&app), [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
    assert!(shot(&app, 80, 24).contains("最多 10 项，已选 10 项，还可选 0 项"));
}

#[test]
fn with_three_options_the_digits_choose_and_only_the_first_counts() {
    let mut view = contest(ContestStatus::Ready);
    view.options = vec!["赞成".into(), "反对".into(), "弃权".into()];
    view.style = Style::Votes { rest: true };
    view.limits = Some(Limits { least: 0, most: 1 });
    let mut app = signed_in(Lang::Zh, vec![view]);
    keys(&mut app, &[KeyCode::Enter, KeyCode::Char('1'), KeyCode::Down, KeyCode::Char('2')]);
    assert_eq!(marked_items(&app), [0, 1]);
    keys(&mut app, &[KeyCode::Down, KeyCode::Char('1')]);
    assert_eq!(marked_items(&app), [0, 1], "a second approval is over the limit");
    key(&mut app, KeyCode::Char('5'));
    assert_eq!(marked_items(&app), [0, 1], "there is no fifth option");
    let effects = key(&mut app, KeyCode::Enter);
    match &effects[..] {
        [Effect::Prepare { choices, .. }] => {
            assert_eq!(&choices.options()[..3], [0, 1, 2]);
            assert_eq!(format!("{choices:?}"), "Choices(redacted)");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_from_outside_changes_a_mark() {
    let mut app = marking(Lang::Zh, 8);
    let before = marked_items(&app);
    let mut other = contest(ContestStatus::Ready);
    other.items.reverse();
    other.limits = Some(Limits { least: 0, most: 1 });
    let pushes = [
        Push::Sitting(sitting()),
        Push::Contests(vec![other]),
        Push::Contests(vec![contest(ContestStatus::Held)]),
        Push::Contests(vec![contest(ContestStatus::Ready)]),
        Push::Contests(vec![]),
        Push::CheckedIn(identity()),
        Push::Retrying { contest: "projects".into(), attempt: 9, trouble: Trouble::Busy },
        Push::CastAccepted { contest: "projects".into(), code: CODE.into() },
        Push::CastRefused {
            contest: Some("projects".into()),
            refusal: RefusalView { code: "x".into(), sentence: "x".into() },
        },
        Push::VoteRecorded { contest: "projects".into(), index: 7 },
        Push::Opened { round: 0, opening: Opening::new("x".into()) },
        Push::Prepared { contest: "projects".into(), round: 0, code: CODE.into() },
    ];
    for push in pushes {
        let name = format!("{push:?}");
        app.push(push);
        assert_eq!(marked_items(&app), before, "after {name}");
        assert!(shot(&app, 120, 40).contains("[赞成]  8. 智慧安防小区 30 个"), "after {name}");
    }
    app.tick(IDLE_MS * 100);
    assert_eq!(marked_items(&app), before, "no time-out");
}

#[test]
fn a_held_or_ended_contest_is_said_and_cannot_be_cast() {
    let mut app = with_code(Lang::Zh, 8);
    app.push(Push::Contests(vec![contest(ContestStatus::Held)]));
    assert!(shot(&app, 80, 24).contains("投票暂停，选择已保留"));
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    app.push(Push::Contests(vec![contest(ContestStatus::Ready)]));
    assert!(shot(&app, 80, 24).contains("投票恢复，可以继续"));
    let effects = app.push(Push::Contests(vec![contest(ContestStatus::Missed)]));
    assert!(matches!(effects[..], [Effect::Discard { .. }]), "what was sealed is forgotten");
    let shown = shot(&app, 80, 24);
    assert!(matches!(app.stage, Stage::Home { .. }), "a ballot that can never be cast is left");
    assert!(shown.contains("投票已截止，这张票没有投出。") && shown.contains("已截止，没有投出"), "{shown}");
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    assert!(matches!(app.stage, Stage::Home { .. }));
}

#[test]
fn a_blank_ballot_needs_its_own_yes() {
    let mut app = marking(Lang::Zh, 0);
    let round = round_of(&key(&mut app, KeyCode::Enter));
    app.push(Push::Prepared { contest: "projects".into(), round, code: CODE.into() });
    key(&mut app, KeyCode::Enter);
    assert!(shot(&app, 80, 24).contains("一项也没选，作为弃权票投出？"));
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "Enter is not the yes");
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if matches!(ballot.step, Step::BlankQuestion)));
    key(&mut app, KeyCode::Char('y'));
    assert!(matches!(key(&mut app, KeyCode::Enter)[..], [Effect::Cast { .. }]));
}

#[test]
fn an_exact_ballot_with_too_few_marks_does_not_go_on() {
    let mut view = contest(ContestStatus::Ready);
    view.limits = Some(Limits { least: 3, most: 3 });
    let mut app = signed_in(Lang::Zh, vec![view]);
    keys(&mut app, &[KeyCode::Enter, KeyCode::Char(' ')]);
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    assert!(shot(&app, 80, 24).contains("要选满 3 项，还差 2 项"));
}

#[test]
fn nothing_is_cast_before_its_code_is_shown_and_old_codes_are_ignored() {
    let mut app = marking(Lang::Zh, 8);
    let first = round_of(&key(&mut app, KeyCode::Enter));
    assert!(matches!(key(&mut app, KeyCode::Esc)[..], [Effect::Discard { round }] if round == first));
    let second = round_of(&key(&mut app, KeyCode::Enter));
    assert_ne!(first, second);
    key(&mut app, KeyCode::Enter);
    app.push(Push::Prepared { contest: "projects".into(), round: first, code: CODE.into() });
    assert!(shot(&app, 80, 24).contains("正在封票"));
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    app.push(Push::Prepared { contest: "other".into(), round: second, code: CODE.into() });
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    app.push(Push::Prepared { contest: "projects".into(), round: second, code: CODE.into() });
    assert!(matches!(key(&mut app, KeyCode::Enter)[..], [Effect::Cast { round, .. }] if round == second));
}

#[test]
fn after_casting_no_mark_remains_and_the_screen_cannot_be_closed() {
    let mut app = casting(Lang::Zh);
    assert!(matches!(app.stage, Stage::Casting { .. }), "the ballot and its marks are gone");
    for code in [KeyCode::Char('q'), KeyCode::Esc, KeyCode::Enter, KeyCode::Char('y')] {
        assert!(key(&mut app, code).is_empty());
        assert!(matches!(app.stage, Stage::Casting { .. }));
    }
    app.key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
    assert!(key(&mut app, KeyCode::Char('y')).is_empty());
    assert!(matches!(app.stage, Stage::Casting { .. }));
    assert!(!shot(&app, 120, 40).contains("赞成"));
    app.push(Push::CastAccepted { contest: "projects".into(), code: CODE.into() });
    let shown = shot(&app, 120, 40);
    assert!(shown.contains("票已投出") && !shown.contains("赞成") && !shown.contains("幼儿园"), "{shown}");
}

#[test]
fn what_was_found_in_the_log_shows_its_code_and_index_again() {
    let mut app = done(Lang::Zh);
    key(&mut app, KeyCode::Enter);
    app.push(Push::Contests(vec![contest(ContestStatus::Recorded { index: 143 })]));
    key(&mut app, KeyCode::Enter);
    let Stage::Done { what: Done::Found { index: 143, code }, .. } = &app.stage else {
        panic!("{:?}", app.stage)
    };
    assert_eq!(code, CODE);
    let shown = shot(&app, 120, 40);
    assert!(shown.contains("第 143 条") && shown.contains("A41C 0D77 E290"), "{shown}");
    assert!(!shown.contains("赞成"), "{shown}");
    // A program that was started anew has no code to show: it says where the ballot stands.
    let mut app = signed_in(Lang::Zh, vec![contest(ContestStatus::Recorded { index: 143 })]);
    key(&mut app, KeyCode::Enter);
    assert!(matches!(app.stage, Stage::Home { .. }));
    assert!(shot(&app, 80, 24).contains("第 143 条"));
}

#[test]
fn the_end_screen_clears_after_20_seconds_or_a_key() {
    let mut app = done(Lang::Zh);
    app.tick(DONE_SHOWN_MS - 1);
    assert!(shot(&app, 80, 24).contains("A41C 0D77 E290"));
    app.tick(DONE_SHOWN_MS);
    assert!(!shot(&app, 80, 24).contains("A41C 0D77 E290 6B5F"));
    assert!(shot(&app, 80, 24).contains("您的票都已投出"));
    let mut app = done(Lang::Zh);
    key(&mut app, KeyCode::Enter);
    assert!(matches!(app.stage, Stage::Home { .. }));
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "a cast ballot is not begun again");
    assert!(matches!(app.stage, Stage::Home { .. }));
}

#[test]
fn checking_wipes_the_marks_and_the_deputy_marks_again() {
    let mut app = checking(Lang::Zh);
    assert!(shot(&app, 80, 24).contains("不算投票"));
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "Enter is not the yes");
    assert!(matches!(key(&mut app, KeyCode::Char('y'))[..], [Effect::Open { round: 1 }]));
    assert!(marked_items(&app).is_empty());
    key(&mut app, KeyCode::Enter);
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if matches!(ballot.step, Step::Check { .. })));
    app.push(Push::Opened { round: 1, opening: Opening::new("PJ1:SEED".into()) });
    assert!(format!("{app:?}").find("PJ1:SEED").is_none(), "the opening is not printed");
    key(&mut app, KeyCode::Enter);
    assert!(marked_items(&app).is_empty());
    assert!(shot(&app, 80, 24).contains("已选 0 项"));
    assert_eq!(round_of(&key(&mut app, KeyCode::Enter)), 2, "an opened encryption is never used again");
}

#[test]
fn covered_and_helping_screens_show_no_choice() {
    for app in
        [marking(Lang::Zh, 8), with_code(Lang::Zh, 8), checking(Lang::Zh), opened(Lang::Zh), done(Lang::Zh)]
    {
        let mut app = app;
        key(&mut app, KeyCode::F(2));
        for shown in [shot(&app, 80, 24), shot(&app, 120, 40), plain_lines(&app).join("\n")] {
            assert!(shown.contains("已遮挡"), "{shown}");
            for secret in ["赞成", "学位", "已选", "A41C 0D77 E290 6B5F", "PJ1"] {
                assert!(!shown.contains(secret), "{secret} in {shown}");
            }
        }
        let before = format!("{:?}", app.stage);
        keys(&mut app, &[KeyCode::Enter, KeyCode::Char(' '), KeyCode::Esc]);
        assert!(app.covered, "other keys do not uncover");
        assert_eq!(format!("{:?}", app.stage), before, "and do nothing");
        key(&mut app, KeyCode::F(2));
        assert!(!app.covered);
        key(&mut app, KeyCode::F(1));
        assert!(!shot(&app, 80, 24).contains("学位"), "the help hides the choices");
    }
}

#[test]
fn leaving_a_ballot_for_the_list_keeps_its_marks_until_it_is_missed() {
    let mut second = contest(ContestStatus::Ready);
    second.id = "budget".into();
    let mut app = signed_in(Lang::Zh, vec![contest(ContestStatus::Ready), second.clone()]);
    keys(&mut app, &[KeyCode::Enter, KeyCode::Char(' '), KeyCode::Esc]);
    keys(&mut app, &[KeyCode::Down, KeyCode::Enter]);
    assert!(marked_items(&app).is_empty(), "the other contest has its own ballot");
    keys(&mut app, &[KeyCode::Esc, KeyCode::Enter]);
    assert_eq!(marked_items(&app), [0]);
    key(&mut app, KeyCode::Esc);
    app.push(Push::Contests(vec![contest(ContestStatus::Missed), second.clone()]));
    app.push(Push::Contests(vec![contest(ContestStatus::Ready), second]));
    key(&mut app, KeyCode::Enter);
    assert!(marked_items(&app).is_empty(), "wiped when its contest ended");
}

#[test]
fn the_state_prints_no_choice() {
    assert_eq!(format!("{:?}", marking(Lang::Zh, 0).stage).replace("cursor: 0", ""), {
        let mut app = marking(Lang::Zh, 0);
        key(&mut app, KeyCode::Char(' '));
        format!("{:?}", app.stage).replace("cursor: 0", "")
    });
}

#[test]
fn leaving_is_asked_and_silence_asks_once() {
    let mut app = marking(Lang::Zh, 8);
    key(&mut app, KeyCode::Char('q'));
    assert!(shot(&app, 80, 24).contains("要退出吗"));
    assert!(key(&mut app, KeyCode::Char('x')).is_empty());
    app.tick(IDLE_MS);
    assert!(shot(&app, 80, 24).contains("还在投票吗"));
    key(&mut app, KeyCode::Char('q'));
    assert!(matches!(key(&mut app, KeyCode::Char('y'))[..], [Effect::Quit]));
}

#[test]
fn plain_lines_say_what_the_screens_say() {
    let lines = plain_lines(&marking(Lang::Zh, 8)).join("\n");
    assert!(lines.contains("[赞成] 8. 智慧安防小区 30 个  公安局，198 万元"), "{lines}");
    assert!(lines.contains("[    ] 9. 残疾人家庭无障碍改造 200 户"), "{lines}");
    assert!(lines.contains("最多 10 项，已选 8 项，还可选 2 项"), "{lines}");
    assert!(plain_lines(&done(Lang::En)).join("\n").contains("YOUR BALLOT IS CAST"));
    let mut rehearsal = sitting();
    rehearsal.rehearsal = true;
    let mut app = done(Lang::Zh);
    app.push(Push::Sitting(rehearsal));
    assert_eq!(plain_lines(&app)[0], "这是演练，所投的票不算数");
}
