//! Every screen of the live terminal as text, and what the desk may ask for.

use super::{
    Act, App, ChannelView, ContestLine, ContestState, Counts, DelegationRow, DeputyLine, Effect, EntryLine,
    Fate, FurtherVote, LogView, Model, PendingLine, PersonAct, QuorumView, ResultItem, ResultView, RollLine,
    RollStatus, ZeroLine, keys::Keys, plain_lines, view,
};
use crate::{
    lang::Lang,
    papers::{CountSpec, CountSum, CountView, PaperSpec, PapersView},
    run::desk_request::DeskRequest,
    ui::{
        reconcile::{CouldChange, Reconcile},
        testing::{assert_listed, look, screen, sitting},
    },
};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

fn deputy(number: &str, name: &str, delegation: &str) -> DeputyLine {
    DeputyLine { number: number.into(), name: name.into(), delegation: delegation.into() }
}

pub(super) fn model(state: ContestState) -> Model {
    let delegations = ["城关镇代表团", "东山镇代表团", "南溪乡代表团", "北河经济开发区和城南新区联合代表团"];
    let not_drawn = [
        deputy("0012", "张卫国", "城关镇代表团"),
        deputy("0031", "欧阳春燕", "东山镇代表团"),
        deputy("0047", "李秀兰", "南溪乡代表团"),
    ];
    let statuses = [RollStatus::Absent, RollStatus::Present, RollStatus::PresentByDesk];
    Model {
        sitting: sitting(),
        contest: Some(ContestLine {
            id: "projects".into(),
            title: "2027 年民生实事项目票决".into(),
            named: false,
            state,
        }),
        counts: Counts {
            membership: 60,
            due: 60,
            present: 58,
            issued: 55,
            paper_issued: 0,
            returned: Some(41),
        },
        quorum: Some(QuorumView { need: 40, present: 58, article: "《票决办法》第三条".into() }),
        delegations: delegations
            .iter()
            .map(|name| DelegationRow { name: (*name).into(), due: 15, present: 14, issued: 13 })
            .collect(),
        roll: not_drawn
            .iter()
            .zip(statuses)
            .map(|(deputy, status)| RollLine { deputy: deputy.clone(), status })
            .collect(),
        not_drawn: not_drawn.to_vec(),
        late: Vec::new(),
        log: LogView { size: 143, head: "9C01D2E3F4A5B6C7D8E9FA0B1C2D3E4F".into() },
        connections: 61,
        recent: vec![
            EntryLine {
                index: 142, time: "09:41".into(), words: "发票：东山镇代表团 王小明".into()
            },
            EntryLine {
                index: 141, time: "09:40".into(), words: "开启投票：大会秘书处、总监票人".into()
            },
        ],
        pending: vec![],
        zero_report: vec![
            ZeroLine { what: "发出票".into(), value: 0 },
            ZeroLine { what: "箱内票".into(), value: 0 },
        ],
        reconcile: None,
        further: None,
        papers: PapersView { floor: 10, ..PapersView::default() },
        hands: None,
        report: None,
        scrutineers: Vec::new(),
        witnesses: None,
        sealed: false,
    }
}

pub(super) fn result() -> ResultView {
    let rows = [
        (4, "新增公办幼儿园学位 600 个", 52, 1, Fate::Chosen),
        (1, "城区老旧小区雨污分流改造及配套道路提升工程（二期），含三个片区", 47, 2, Fate::Chosen),
        (7, "城乡公交一体化线路 4 条", 39, 3, Fate::RunOff),
        (8, "智慧安防小区 30 个", 39, 3, Fate::RunOff),
        (3, "农村饮水安全巩固提升", 34, 5, Fate::Passed),
        (9, "残疾人家庭无障碍改造 200 户", 12, 6, Fate::Failed),
    ];
    ResultView {
        rule: "赞成票超过全体代表半数（31 票）的，得票多的当选；《票决办法》第九条".into(),
        whole: vec![
            "本次票决有效".into(),
            "应选 3 项，确定入选 2 项".into(),
            "第 7、8 项得票相同，须就剩余 1 个名额再次票决".into(),
            "未收回 1 张，有可能改变结果".into(),
        ],
        columns: vec![],
        machine: ChannelView { issued: 58, returned: 57, valid: 57, void: 0 },
        paper: None,
        unsettled: true,
        ranked: true,
        items: rows
            .iter()
            .map(|(number, title, votes, rank, fate)| ResultItem {
                number: *number,
                title: (*title).into(),
                counts: vec![*votes, 57 - *votes],
                paper: vec![],
                invalid: 0,
                figure: format!("{votes} 票"),
                bar: (*votes, 57),
                rank: *rank,
                fate: *fate,
                grade: None,
                reason: format!("赞成 {votes} 票，需要 31 票；第 {rank} 名，应选 3 项。"),
            })
            .collect(),
    }
}

/// Three grades, 40 papers counted beside 149 ballots by machine.
fn appraisal() -> ResultView {
    let rows = [
        (1, "美丽乡村建设", [152, 30, 6, 1], [31, 7, 2, 0], "满意"),
        (2, "农民饮用水", [91, 60, 38, 0], [20, 12, 8, 0], "基本满意"),
        (3, "高中校舍", [40, 41, 107, 1], [9, 9, 22, 0], "不满意"),
    ];
    ResultView {
        rule: "满意票达到全体代表半数的为满意，满意和基本满意票达到半数的为基本满意".into(),
        whole: vec!["本次票决有效".into(), "共 3 项，评定等次 3 项".into(), "发出的票全部收回".into()],
        columns: ["满意", "基本满意", "不满意", "未标记"].map(String::from).to_vec(),
        machine: ChannelView { issued: 149, returned: 149, valid: 149, void: 0 },
        paper: Some(ChannelView { issued: 41, returned: 41, valid: 40, void: 1 }),
        unsettled: false,
        ranked: false,
        items: rows
            .iter()
            .map(|(number, title, counts, paper, grade)| ResultItem {
                number: *number,
                title: (*title).into(),
                counts: counts.to_vec(),
                paper: paper.to_vec(),
                invalid: u64::from(*number == 2),
                figure: "96.30%".into(),
                bar: (182, 189),
                rank: *number,
                fate: Fate::Graded,
                grade: Some((*grade).into()),
                reason: format!(
                    "满意 {} 票，达到全体代表 195 人的半数（须达 98 票），评为{grade}。",
                    counts[0]
                ),
            })
            .collect(),
    }
}

pub(super) fn papers() -> PapersView {
    let items =
        [(1, "城区老旧小区雨污分流改造"), (3, "农村饮水安全巩固提升"), (7, "城乡公交一体化线路 4 条")];
    let items: Vec<(u64, String)> = items.map(|(number, title)| (number, title.to_owned())).to_vec();
    let columns: Vec<String> = ["赞成", "反对", "弃权"].map(String::from).to_vec();
    PapersView {
        issued: 41,
        entered: 0,
        boxed: Some(149),
        floor: 10,
        paper: Some(PaperSpec { columns: columns.clone(), items: items.clone(), select: false }),
        count: Some(CountView {
            spec: CountSpec { columns, items, sum: CountSum::Exactly(40), void: 1 },
            own: false,
            other: true,
            differences: vec![],
            confirmed: false,
        }),
    }
}

pub(super) fn at(state: ContestState, papers: PapersView) -> App {
    let mut model = model(state);
    model.papers = papers;
    App::new(look(Lang::Zh), model, true)
}

pub(super) fn app(lang: Lang, state: ContestState) -> App {
    App::new(look(lang), model(state), true)
}

fn declared(lang: Lang) -> App {
    let mut app = app(lang, ContestState::Decided);
    app.show(model(ContestState::Declared(Box::new(result()))));
    app
}

pub(super) fn key(app: &mut App, code: KeyCode) -> Vec<Effect> {
    app.key(KeyEvent::new(code, KeyModifiers::NONE))
}

pub(super) fn typed(app: &mut App, text: &str) -> Vec<Effect> {
    for c in text.chars() {
        assert!(key(app, KeyCode::Char(c)).is_empty());
    }
    key(app, KeyCode::Enter)
}

pub(super) fn shot(app: &App, columns: u16, rows: u16) -> String {
    screen(columns, rows, |area, buf| view(app, area, buf))
}

fn mismatch() -> App {
    let mut model = model(ContestState::BoxOpened);
    model.reconcile =
        Some(Reconcile { issued: 58, returned: 57, slips: 55, could_change: CouldChange::Unknown });
    model.pending = vec![PendingLine { act: "关闭表决".into(), awaiting: "总监票人".into() }];
    App::new(look(Lang::Zh), model, true)
}

/// A declared tie that calls for a run-off.
pub(super) fn after_tie(lang: Lang) -> App {
    let mut model = model(ContestState::Declared(Box::new(result())));
    model.further = Some(FurtherVote::RunOff);
    let mut app = App::new(look(lang), self::model(ContestState::Decided), true);
    app.show(model);
    app
}

macro_rules! snapshots {
    ($($name:ident: $app:expr, $columns:literal x $rows:literal;)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(shot(&$app, $columns, $rows)); })*
    };
}

mod screens {
    use super::*;

    fn pressed(mut app: App, keys: &[KeyCode]) -> App {
        for code in keys {
            key(&mut app, *code);
        }
        app
    }

    fn open() -> App {
        app(Lang::Zh, ContestState::Open)
    }

    fn rehearsal() -> App {
        let mut model = model(ContestState::Open);
        model.sitting.rehearsal = true;
        model.counts.returned = None;
        model.quorum =
            Some(QuorumView { need: 40, present: 31, article: "《票决办法》第三条".into() });
        App::new(look(Lang::Zh), model, false)
    }

    fn graded(lang: Lang) -> App {
        let mut app = app(lang, ContestState::Decided);
        app.show(model(ContestState::Declared(Box::new(appraisal()))));
        app
    }

    fn void() -> App {
        let view = ResultView {
            whole: vec!["收回 190 张，多于发出 189 张，本次票决无效".into()],
            items: vec![],
            ..appraisal()
        };
        let mut app = app(Lang::Zh, ContestState::Decided);
        app.show(model(ContestState::Declared(Box::new(view))));
        app
    }

    fn entering() -> App {
        let mut app = pressed(at(ContestState::BoxOpened, papers()), &[KeyCode::Char('p')]);
        app.show_code("0A1B-2C3D-4E5F-6G7H-8J9K-MNPQ");
        typed(&mut app, "1 2 0");
        app
    }

    fn counting_en() -> App {
        let mut model = model(ContestState::Closed);
        model.papers = papers();
        let mut app = pressed(App::new(look(Lang::En), model, true), &[KeyCode::Char('t')]);
        typed(&mut app, "over-marked 1");
        typed(&mut app, "30 8 2");
        typed(&mut app, "30 8 1");
        app
    }

    fn differing() -> App {
        let mut papers = papers();
        if let Some(count) = &mut papers.count {
            count.own = true;
            count.differences = vec!["第 3 项 农村饮水安全巩固提升".into()];
        }
        at(ContestState::Closed, papers)
    }

    fn between_runs() -> App {
        let mut model = model(ContestState::Preparing);
        model.scrutineers = ["陈志刚", "刘晓梅", "王建军"].map(String::from).to_vec();
        App::new(look(Lang::Zh), model, true)
    }

    snapshots! {
        open_zh: open(), 80 x 24;
        open_en: app(Lang::En, ContestState::Open), 80 x 24;
        open_wide_zh: open(), 120 x 40;
        open_narrow_zh: open(), 60 x 18;
        open_too_small_zh: open(), 50 x 15;
        rehearsal_watching_zh: rehearsal(), 80 x 24;
        not_drawn_filtered_zh: pressed(open(), &[KeyCode::Char('/'), KeyCode::Char('东')]), 80 x 24;
        recent_zh: pressed(open(), &[KeyCode::BackTab]), 80 x 24;
        declared_zh: declared(Lang::Zh), 80 x 24;
        declared_wide_en: declared(Lang::En), 120 x 40;
        mismatch_before_close_zh: pressed(mismatch(), &[KeyCode::Char('l')]), 80 x 24;
        mismatch_board_zh: mismatch(), 80 x 24;
        zero_report_zh: pressed(app(Lang::Zh, ContestState::Preparing), &[KeyCode::Char('o')]), 80 x 24;
        check_in_search_zh: pressed(open(), &[KeyCode::Char('c'), KeyCode::Char('0')]), 80 x 24;
        voided_zh: app(Lang::Zh, ContestState::Voided { reason: "票多于发出数".into() }), 80 x 24;
        help_zh: pressed(open(), &[KeyCode::Char('?')]), 80 x 24;
        appraisal_zh: graded(Lang::Zh), 80 x 24;
        appraisal_wide_en: graded(Lang::En), 120 x 40;
        appraisal_too_small_zh: graded(Lang::Zh), 50 x 15;
        void_zh: void(), 80 x 24;
        follow_up_zh: pressed(after_tie(Lang::Zh), &[KeyCode::Char('f')]), 80 x 24;
        follow_up_wide_en: pressed(after_tie(Lang::En), &[KeyCode::Char('f')]), 120 x 40;
        issue_papers_zh: pressed(open(), &[KeyCode::Char('i'), KeyCode::Char('3')]), 80 x 24;
        papers_back_zh: pressed(at(ContestState::BoxOpened, papers()), &[KeyCode::Char('l')]), 80 x 24;
        enter_paper_zh: entering(), 80 x 24;
        count_papers_zh: pressed(at(ContestState::Closed, papers()), &[KeyCode::Char('t')]), 80 x 24;
        count_papers_wide_en: counting_en(), 120 x 40;
        count_papers_too_small_zh: pressed(at(ContestState::Closed, papers()), &[KeyCode::Char('t')]), 50 x 15;
        papers_board_zh: at(ContestState::Closed, papers()), 80 x 24;
        counts_differ_zh: differing(), 80 x 24;
        suspend_search_zh: pressed(open(), &[KeyCode::Char('x')]), 80 x 24;
        next_run_zh: pressed(between_runs(), &[KeyCode::Char('w')]), 80 x 24;
        help_wide_en: pressed(app(Lang::En, ContestState::Open), &[KeyCode::Char('?')]), 120 x 40;
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

#[test]
fn titles_of_items_and_bars_appear_only_after_the_declaration() {
    let states = [
        ContestState::Preparing,
        ContestState::Open,
        ContestState::Held,
        ContestState::Ended,
        ContestState::BoxOpened,
        ContestState::Closed,
        ContestState::Decrypting { have: 1, need: 2 },
        ContestState::Decided,
        ContestState::Voided { reason: "x".into() },
    ];
    for state in states {
        let mut app = app(Lang::Zh, state);
        for _ in 0..4 {
            let shown = [shot(&app, 120, 40), plain_lines(&app).join("\n")].concat();
            assert!(!shown.contains("幼儿园") && !shown.contains("结果"), "{shown}");
            key(&mut app, KeyCode::Tab);
        }
    }
    let shown = shot(&declared(Lang::Zh), 120, 40);
    assert!(
        shown.contains("幼儿园") && shown.contains("选中") && shown.contains("须就剩余 1 个名额再次票决"),
        "{shown}"
    );
}

#[test]
fn an_irreversible_act_needs_its_word() {
    let mut app = app(Lang::Zh, ContestState::Preparing);
    key(&mut app, KeyCode::Char('o'));
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "Enter alone does nothing");
    assert!(typed(&mut app, "截止").is_empty());
    assert!(shot(&app, 80, 24).contains("输入的不是「开启」"));
    let proposed =
        Effect::Propose { act: Act::Open, contest: "projects".into(), reason: String::new(), papers: (0, 0) };
    assert_eq!(typed(&mut app, "开启"), [proposed]);
    assert!(app.dialogue.is_none());
}

#[test]
fn every_act_has_its_word_and_its_phase() {
    let acts = [
        ('o', ContestState::Preparing, "open", Act::Open),
        ('e', ContestState::Open, "end", Act::End),
        ('l', ContestState::BoxOpened, "close", Act::Close),
    ];
    let mut desk = app(Lang::Zh, ContestState::Decided);
    assert!(key(&mut desk, KeyCode::Char('d')).is_empty());
    assert!(desk.dialogue.is_none(), "the secretariat has no signature there");
    assert!(shot(&desk, 80, 24).contains("结果由总监票人提出"));
    for (letter, state, word, act) in acts {
        let mut right = app(Lang::En, state);
        key(&mut right, KeyCode::Char(letter));
        assert!(matches!(&typed(&mut right, word)[..], [Effect::Propose { act: a, .. }] if *a == act));
        let mut wrong = app(Lang::En, ContestState::Voided { reason: "x".into() });
        key(&mut wrong, KeyCode::Char(letter));
        assert!(wrong.dialogue.is_none(), "{act:?} of a voided contest");
        assert!(shot(&wrong, 80, 24).contains("Not possible now"));
    }
}

#[test]
fn a_real_sitting_with_a_counter_above_0_is_not_opened_and_a_rehearsal_is() {
    let mut counted = model(ContestState::Preparing);
    counted.zero_report[1].value = 3;
    let mut app = App::new(look(Lang::Zh), counted.clone(), true);
    key(&mut app, KeyCode::Char('o'));
    assert!(app.dialogue.is_none());
    assert!(shot(&app, 80, 24).contains("有计数不为 0"));
    counted.sitting.rehearsal = true;
    let mut app = App::new(look(Lang::Zh), counted, true);
    key(&mut app, KeyCode::Char('o'));
    assert!(app.dialogue.is_some());
}

#[test]
fn an_act_that_became_impossible_while_its_word_was_typed_is_not_proposed() {
    let mut app = app(Lang::Zh, ContestState::Open);
    key(&mut app, KeyCode::Char('e'));
    app.show(model(ContestState::Ended));
    assert!(app.dialogue.is_some(), "a push closes no dialogue");
    assert!(typed(&mut app, "截止").is_empty());
    assert!(shot(&app, 80, 24).contains("现在不能截止投票"));
}

#[test]
fn holding_undoing_and_voiding_need_a_reason() {
    let mut desk = app(Lang::Zh, ContestState::Open);
    key(&mut desk, KeyCode::F(2));
    assert!(key(&mut desk, KeyCode::Enter).is_empty());
    assert!(shot(&desk, 80, 24).contains("请写明理由"));
    let held = Effect::Hold { contest: "projects".into(), reason: "停电".into() };
    assert_eq!(typed(&mut desk, "停电"), [held]);

    let mut desk = app(Lang::Zh, ContestState::Held);
    key(&mut desk, KeyCode::F(2));
    assert_eq!(key(&mut desk, KeyCode::Enter), [Effect::Resume { contest: "projects".into() }]);

    let mut desk = app(Lang::Zh, ContestState::Open);
    key(&mut desk, KeyCode::Char('v'));
    assert!(typed(&mut desk, "塞票").is_empty(), "the reason, then the word");
    let voided =
        Effect::Propose {
            act: Act::Void, contest: "projects".into(), reason: "塞票".into(), papers: (0, 0)
        };
    assert_eq!(typed(&mut desk, "作废"), [voided]);

    let mut desk = app(Lang::Zh, ContestState::Preparing);
    key(&mut desk, KeyCode::Char('u'));
    assert!(typed(&mut desk, "欧阳").is_empty());
    assert!(key(&mut desk, KeyCode::Enter).is_empty());
    let undone = Effect::Person { act: PersonAct::Undo, number: "0031".into(), reason: "误签".into() };
    assert_eq!(typed(&mut desk, "误签"), [undone]);
}

#[test]
fn the_desk_finds_deputies_by_number_and_name_or_reads_a_card() {
    for wanted in ["0012", "卫国", "城关"] {
        let mut desk = app(Lang::Zh, ContestState::Preparing);
        key(&mut desk, KeyCode::Char('c'));
        assert!(typed(&mut desk, wanted).is_empty());
        assert!(shot(&desk, 80, 24).contains("没有出示证件"), "{wanted}");
        assert!(key(&mut desk, KeyCode::Enter).is_empty(), "not without the request code of the terminal");
        assert!(shot(&desk, 80, 24).contains("请输入代表终端上显示的签到码"), "{wanted}");
        let request = DeskRequest { number: 12, device_key: [7; 32] }.to_string();
        assert!(
            typed(&mut desk, &request[1..]).is_empty(),
            "a slip of the hand is said, and nothing is typed again"
        );
        assert!(shot(&desk, 80, 24).contains("签到码不对") && shot(&desk, 120, 40).contains(&request[1..]));
        for _ in 1..request.len() {
            key(&mut desk, KeyCode::Backspace);
        }
        let effect = Effect::CheckIn { number: "0012".into(), request: request.clone() };
        assert_eq!(typed(&mut desk, &request), [effect]);
    }
    let request = DeskRequest { number: 12, device_key: [7; 32] }.to_string();
    let mut desk = app(Lang::Zh, ContestState::Preparing);
    key(&mut desk, KeyCode::Char('c'));
    assert!(typed(&mut desk, "欧阳").is_empty(), "already here");
    assert!(shot(&desk, 80, 24).contains("名册中没有找到"));
    key(&mut desk, KeyCode::Tab);
    assert!(typed(&mut desk, "cards/0012.card").is_empty(), "the card, then the request code");
    let mut card = crate::ui::confirm::Field::default();
    "cards/0012.card".chars().for_each(|c| card.push(c));
    assert_eq!(typed(&mut desk, &request), [Effect::CheckInByCard { card, request: request.clone() }]);
}

#[test]
fn a_terminal_that_watches_has_no_acts() {
    let mut app = App::new(look(Lang::Zh), model(ContestState::Open), false);
    for code in [KeyCode::Char('c'), KeyCode::Char('e'), KeyCode::Char('v'), KeyCode::F(2)] {
        assert!(key(&mut app, code).is_empty());
        assert!(app.dialogue.is_none());
    }
}

#[test]
fn lists_scroll_and_leaving_is_asked() {
    let mut long = model(ContestState::Open);
    long.not_drawn = (0..40).map(|n| deputy(&format!("{n:04}"), "王", "城关镇代表团")).collect();
    let mut app = App::new(look(Lang::Zh), long, false);
    app.resize(80, 24);
    key(&mut app, KeyCode::Tab);
    assert!(shot(&app, 80, 24).contains("第 1 页，共 4 页"));
    key(&mut app, KeyCode::PageDown);
    assert!(shot(&app, 80, 24).contains("第 2 页，共 4 页"));
    key(&mut app, KeyCode::Char('q'));
    assert!(key(&mut app, KeyCode::Esc).is_empty());
    key(&mut app, KeyCode::Char('q'));
    assert_eq!(key(&mut app, KeyCode::Char('y')), [Effect::Quit]);
}

#[test]
fn plain_lines_hold_the_whole_board() {
    let lines = plain_lines(&declared(Lang::Zh)).join("\n");
    for part in [
        "全体 60  应到 60  实到 58",
        "见证 0/0",
        "法定人数 40",
        "应选 3 项，确定入选 2 项",
        "第 7、8 项得票相同",
    ] {
        assert!(lines.contains(part), "{part} in\n{lines}");
    }
    assert!(plain_lines(&mismatch()).join("\n").contains("票比回条多 2 张"));
}

#[test]
fn a_latecomer_is_admitted_by_the_desk() {
    let mut model = model(ContestState::Open);
    let line = DeputyLine {
        number: "0012".into(), name: "李卫国".into(), delegation: "城关镇代表团".into()
    };
    model.late = vec![line];
    let mut desk = App::new(look(Lang::Zh), model, true);
    assert!(key(&mut desk, KeyCode::Char('a')).is_empty());
    assert!(shot(&desk, 80, 24).contains("李卫国"));
    assert_eq!(key(&mut desk, KeyCode::Enter), [Effect::Admit { number: "0012".into() }]);

    let mut desk = app(Lang::Zh, ContestState::Open);
    assert!(key(&mut desk, KeyCode::Char('a')).is_empty() && desk.dialogue.is_none(), "nobody waits");
}

#[test]
fn the_desk_is_told_the_next_step_and_nobody_else_is() {
    for (state, says) in [
        (ContestState::Preparing, "按 o 开启"),
        (ContestState::Open, "按 e 截止"),
        (ContestState::Held, "按 F2 恢复"),
        (ContestState::Ended, "正在收回条"),
        (ContestState::BoxOpened, "按 l 关闭"),
        (ContestState::Closed, "「解密」中解密"),
        (ContestState::Decided, "「待签」中签署宣布"),
        (ContestState::Voided { reason: "断电".into() }, "按 n 到下一项"),
    ] {
        let mut now = model(state);
        now.pending.clear();
        if let Some(quorum) = &mut now.quorum {
            quorum.present = quorum.need;
        }
        let shown = shot(&App::new(look(Lang::Zh), now.clone(), true), 120, 40);
        assert!(shown.contains(says), "{says}\n{shown}");
        let watching = shot(&App::new(look(Lang::Zh), now.clone(), false), 120, 40);
        assert!(!watching.contains(says), "{says}\n{watching}");
        now.sealed = true;
        assert!(shot(&App::new(look(Lang::Zh), now, true), 120, 40).contains("会议已封存"), "{says}");
    }
}

#[test]
fn a_proposal_that_was_signed_is_no_longer_said_to_wait() {
    let mut desk = app(Lang::Zh, ContestState::Open);
    let mut waiting = model(ContestState::Open);
    waiting.pending = vec![PendingLine { act: "截止投票".into(), awaiting: "总监票人".into() }];
    desk.show(waiting);
    desk.say(crate::ui::frame::Notice::plain("截止投票：已提出，等待总监票人签名"));
    assert!(shot(&desk, 120, 40).contains("已提出"));
    let mut signed = model(ContestState::Ended);
    signed.pending.clear();
    desk.show(signed);
    assert!(!shot(&desk, 120, 40).contains("已提出"));
}
