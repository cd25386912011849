//! Every kind of contest on the deputy's screens: how it is marked, what is refused, what is said.

use super::*;

fn kind(style: Style, options: &[&str], count: usize) -> ContestView {
    let mut view = contest(ContestStatus::Ready);
    view.style = style;
    view.limits = None;
    view.options = options.iter().map(|option| (*option).into()).collect();
    view.items.truncate(count);
    view
}

fn three_way() -> ContestView {
    let mut view = kind(Style::Votes { rest: true }, &["赞成", "反对", "弃权"], 6);
    view.title = "关于重大事项的逐项表决".into();
    view
}

fn two_way(blank_item: BlankItem) -> ContestView {
    let mut view = kind(Style::Votes { rest: false }, &["赞成", "反对", "未标记"], 6);
    view.blank_item = blank_item;
    view
}

fn grades(lang: Lang) -> ContestView {
    let rest = if lang == Lang::Zh { "未标记" } else { "no mark" };
    let mut view = kind(Style::Grades, &["满意", "基本满意", "不满意", "不了解", rest], 10);
    view.title = "民生实事项目满意度测评".into();
    view.blank_item = BlankItem::Invalid;
    view
}

fn ranks(last: u32, count: usize, exactly: bool) -> ContestView {
    let numbers: Vec<String> = (1..=last).map(|number| number.to_string()).collect();
    let mut options: Vec<&str> = numbers.iter().map(String::as_str).collect();
    options.push("未排序");
    let mut view = kind(Style::Ranks { exactly }, &options, count);
    while view.items.len() < count {
        let mut item = view.items[view.items.len() % 15].clone();
        item.number = u32::try_from(view.items.len() + 1).unwrap();
        view.items.push(item);
    }
    view.title = "项目轻重缓急排序".into();
    view
}

fn whole_list() -> ContestView {
    let mut view = kind(Style::Votes { rest: true }, &["赞成", "反对", "弃权"], 1);
    view.title = "关于票决办法草案的表决".into();
    view.items[0].title = "通过《云川县民生实事项目人大代表票决办法（草案）》".into();
    (view.items[0].department, view.items[0].budget) = (String::new(), String::new());
    view
}

fn named(may_change: bool) -> ContestView {
    let mut view = three_way();
    (view.secrecy, view.may_change) = (Secrecy::Named, may_change);
    view
}

fn run_off() -> ContestView {
    let mut view = contest(ContestStatus::Ready);
    view.round = Round::RunOff;
    view.items.retain(|item| [10, 11].contains(&item.number));
    view.limits = Some(Limits { least: 0, most: 1 });
    view
}

fn begun(lang: Lang, view: ContestView) -> App {
    let mut app = signed_in(lang, vec![view]);
    app.resize(80, 24);
    key(&mut app, KeyCode::Enter);
    app
}

/// Marks one item after another with these keys; `_` passes over an item.
fn marked(mut app: App, marks: &str) -> App {
    for c in marks.chars() {
        if c != '_' {
            key(&mut app, KeyCode::Char(c));
        }
        key(&mut app, KeyCode::Down);
    }
    app
}

fn numbered(mut app: App, numbers: &[u32]) -> App {
    for number in numbers {
        if *number == 0 {
            key(&mut app, KeyCode::Down);
        } else {
            typed(&mut app, &number.to_string());
            key(&mut app, KeyCode::Enter);
        }
    }
    app
}

fn reviewed(mut app: App) -> App {
    key(&mut app, KeyCode::Enter);
    app
}

fn options_of(effects: &[Effect]) -> Vec<u8> {
    match effects {
        [Effect::Prepare { choices, .. } | Effect::Vote { choices, .. }] => choices.options().to_vec(),
        other => panic!("{other:?}"),
    }
}

fn said(app: &App) -> String {
    app.notice.as_ref().map(|notice| notice.sentence.clone()).unwrap_or_default()
}

mod screens {
    use super::*;

    fn three(lang: Lang) -> App {
        let mut view = three_way();
        if lang == Lang::En {
            view.options = vec!["for".into(), "against".into(), "abstain".into()];
        }
        marked(begun(lang, view), "123_1")
    }

    fn graded(lang: Lang) -> App {
        marked(begun(lang, grades(lang)), "1214_13")
    }

    fn ranked(lang: Lang) -> App {
        let mut app = numbered(begun(lang, ranks(10, 20, false)), &[3, 0, 1, 10, 2]);
        typed(&mut app, "7");
        app
    }

    fn whole(lang: Lang) -> App {
        let mut app = begun(lang, whole_list());
        key(&mut app, KeyCode::Char('2'));
        app
    }

    fn name(lang: Lang) -> App {
        marked(begun(lang, named(true)), "112_3")
    }

    fn name_question(lang: Lang) -> App {
        let mut app = reviewed(name(lang));
        key(&mut app, KeyCode::Enter);
        app
    }

    fn name_done(lang: Lang) -> App {
        let mut app = name_question(lang);
        key(&mut app, KeyCode::Char('y'));
        app.push(Push::VoteRecorded { contest: "projects".into(), index: 214 });
        app
    }

    fn off(lang: Lang) -> App {
        marked(begun(lang, run_off()), " ")
    }

    fn several(lang: Lang) -> App {
        let view = |title: &str, mut view: ContestView, status| {
            (view.title, view.status) = (title.into(), status);
            view
        };
        signed_in(
            lang,
            vec![
                view("关于票决办法草案的表决", whole_list(), ContestStatus::Cast),
                view("民生实事项目票决", contest(ContestStatus::Ready), ContestStatus::Ready),
                view("民生实事项目满意度测评", grades(lang), ContestStatus::Ready),
                view("关于人事事项的表决", named(true), ContestStatus::Voted { index: 88, may_change: true }),
                view(
                    "通过会议议程",
                    {
                        let mut v = whole_list();
                        v.secrecy = Secrecy::Hands;
                        v
                    },
                    ContestStatus::Hands,
                ),
                view("监票人名单", whole_list(), ContestStatus::Paper),
            ],
        )
    }

    fn held(lang: Lang) -> App {
        let mut app = casting(lang);
        app.push(Push::Retrying { contest: "projects".into(), attempt: 2, trouble: Trouble::Held });
        app
    }

    snapshots! {
        three_way_zh: three(Lang::Zh), 80 x 24;
        three_way_en: three(Lang::En), 80 x 24;
        three_way_wide_zh: three(Lang::Zh), 120 x 40;
        three_way_small_zh: three(Lang::Zh), 50 x 15;
        three_way_review_zh: reviewed(three(Lang::Zh)), 80 x 24;
        grades_zh: graded(Lang::Zh), 80 x 24;
        grades_en: graded(Lang::En), 80 x 24;
        grades_wide_zh: graded(Lang::Zh), 120 x 40;
        grades_narrow_zh: graded(Lang::Zh), 60 x 18;
        grades_small_en: graded(Lang::En), 50 x 15;
        grades_review_zh: reviewed(graded(Lang::Zh)), 80 x 24;
        ranks_zh: ranked(Lang::Zh), 80 x 24;
        ranks_en: ranked(Lang::En), 80 x 24;
        ranks_wide_en: ranked(Lang::En), 120 x 40;
        ranks_small_zh: ranked(Lang::Zh), 50 x 15;
        ranks_review_zh: reviewed(reviewed(ranked(Lang::Zh))), 80 x 24;
        whole_list_zh: whole(Lang::Zh), 80 x 24;
        whole_list_en: whole(Lang::En), 80 x 24;
        whole_list_wide_zh: whole(Lang::Zh), 120 x 40;
        named_zh: name(Lang::Zh), 80 x 24;
        named_en: name(Lang::En), 80 x 24;
        named_small_zh: name(Lang::Zh), 50 x 15;
        named_question_zh: name_question(Lang::Zh), 80 x 24;
        named_question_en: name_question(Lang::En), 80 x 24;
        named_done_zh: name_done(Lang::Zh), 80 x 24;
        run_off_zh: off(Lang::Zh), 80 x 24;
        run_off_en: off(Lang::En), 80 x 24;
        run_off_small_en: off(Lang::En), 50 x 15;
        several_zh: several(Lang::Zh), 80 x 24;
        several_en: several(Lang::En), 120 x 40;
        held_zh: held(Lang::Zh), 80 x 24;
    }
}

#[test]
fn every_choice_has_its_own_key_and_the_same_gesture() {
    let mut app = marked(begun(Lang::Zh, three_way()), "123_");
    assert!(shot(&app, 80, 24).contains("[弃权]  3."), "marked abstention is shown as a mark");
    key(&mut app, KeyCode::Char(' '));
    assert_eq!(marked_items(&app), [0, 1, 2], "no key marks one option more easily than another");
    assert_eq!(options_of(&key(&mut app, KeyCode::Enter)), [0, 1, 2, 2, 2, 2]);
    // The same key again, or the key that takes a mark away.
    let mut app = marked(begun(Lang::Zh, three_way()), "11");
    keys(&mut app, &[KeyCode::Up, KeyCode::Char('1'), KeyCode::Up, KeyCode::Backspace]);
    assert!(marked_items(&app).is_empty());
}

#[test]
fn a_ballot_of_abstentions_is_not_a_blank_one() {
    let mut app = reviewed(marked(begun(Lang::Zh, three_way()), "333333"));
    key(&mut app, KeyCode::Enter);
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if matches!(ballot.step, Step::Code { .. })));
}

#[test]
fn what_no_mark_means_is_said_as_the_rules_have_it() {
    for (blank, sentence, question) in [
        (BlankItem::Abstain, "不标记的项目按弃权计算", "作为弃权票投出？"),
        (BlankItem::Approve, "不标记的项目按赞成计算", "全部按赞成计算。这样投出？"),
        (BlankItem::Invalid, "不标记的项目不计算", "对各项都不计算。这样投出？"),
    ] {
        let app = marked(begun(Lang::Zh, two_way(blank)), "1_2");
        assert!(shot(&app, 80, 24).contains(sentence));
        let app = reviewed(app);
        let review = shot(&app, 80, 24);
        assert!(review.contains("没有标记的 4 项：2 4 5 6") && review.contains(sentence), "{review}");
        let mut app = reviewed(begun(Lang::Zh, two_way(blank)));
        key(&mut app, KeyCode::Enter);
        assert!(shot(&app, 80, 24).contains(question));
    }
}

#[test]
fn where_no_mark_approves_too_many_approvals_are_refused_at_the_review() {
    let mut view = two_way(BlankItem::Approve);
    view.limits = Some(Limits { least: 1, most: 4 });
    let mut app = reviewed(begun(Lang::Zh, view));
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if matches!(ballot.step, Step::Marking)));
    assert_eq!(said(&app), "现在有 6 项赞成，最多 4 项。请改标几项。不标记也按赞成计算。");
    key(&mut app, KeyCode::Char('2'));
    key(&mut app, KeyCode::Down);
    key(&mut app, KeyCode::Char('2'));
    assert_eq!(options_of(&key(&mut app, KeyCode::Enter)), [1, 1, 2, 2, 2, 2]);
    assert!(shot(&app, 80, 24).contains("赞成要 1 至 4 项，现有 4 项"));
}

#[test]
fn a_limit_on_approvals_names_the_word_and_replaces_nothing() {
    let mut view = three_way();
    view.limits = Some(Limits { least: 2, most: 2 });
    let mut app = marked(begun(Lang::Zh, view), "11");
    key(&mut app, KeyCode::Char('1'));
    assert_eq!(said(&app), "赞成最多 2 项。这一项要选赞成，请先改一项。");
    assert_eq!(marked_items(&app), [0, 1]);
    key(&mut app, KeyCode::Char('2'));
    assert_eq!(marked_items(&app), [0, 1, 2], "the other options are free");
    keys(&mut app, &[KeyCode::Up, KeyCode::Char('2'), KeyCode::Enter]);
    assert_eq!(said(&app), "赞成至少要有 2 项，还差 1 项。");
}

#[test]
fn at_least_so_many_and_exactly_so_many_are_counted_down() {
    let mut view = contest(ContestStatus::Ready);
    view.limits = Some(Limits { least: 3, most: 5 });
    let mut app = begun(Lang::Zh, view.clone());
    key(&mut app, KeyCode::Char(' '));
    assert!(shot(&app, 80, 24).contains("要选 3 至 5 项，已选 1 项，至少还差 2 项"));
    key(&mut app, KeyCode::Enter);
    assert_eq!(said(&app), "这张票至少要选 3 项，还差 2 项。");
    view.limits = Some(Limits { least: 3, most: 3 });
    // Without any choice such a ballot is refused too: it would be void.
    let app = reviewed(begun(Lang::Zh, view));
    assert_eq!(said(&app), "这张票要选满 3 项，还差 3 项。");
    assert!(shot(&app, 80, 24).contains("要选满 3 项，已选 0 项，还差 3 项"));
}

#[test]
fn a_blank_ballot_that_would_be_void_is_refused() {
    for mut view in [three_way(), grades(Lang::Zh), ranks(5, 8, false)] {
        if view.style == (Style::Votes { rest: true }) {
            view.style = Style::Votes { rest: false };
            view.options.push("未标记".into());
        }
        view.blank_void = true;
        let mut app = reviewed(begun(Lang::Zh, view.clone()));
        assert_eq!(said(&app), "一项也没标的票无效，请至少标一项。");
        assert!(matches!(&app.stage, Stage::Ballot(ballot) if matches!(ballot.step, Step::Marking)));
        // 弃权 marked is a mark.
        key(&mut app, KeyCode::Char('3'));
        if matches!(view.style, Style::Ranks { .. }) {
            key(&mut app, KeyCode::Enter);
        }
        assert_eq!(options_of(&key(&mut app, KeyCode::Enter))[0], 2);
    }
}

#[test]
fn twelve_answers_have_twelve_keys() {
    let options = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "甲", "乙", "丙", "未标记"];
    let app = marked(begun(Lang::Zh, kind(Style::Grades, &options, 12)), "1234567890ab");
    assert_eq!(options_of(&key(&mut { app }, KeyCode::Enter)), (0..12).collect::<Vec<u8>>());
    let mut app = begun(Lang::Zh, grades(Lang::Zh));
    key(&mut app, KeyCode::Char('5'));
    assert!(marked_items(&app).is_empty(), "未标记 is no key's option");
    let shown = shot(&begun(Lang::Zh, kind(Style::Grades, &options, 12)), 80, 24);
    assert!(shown.contains("0 甲   a 乙\n") && shown.contains(" b 丙"), "{shown}");
}

#[test]
fn a_number_is_typed_and_given_once() {
    let mut app = numbered(begun(Lang::Zh, ranks(30, 40, false)), &[12, 0, 30]);
    assert!(shot(&app, 80, 24).contains("已排 2 个号，共 30 个，还可排 28 个"));
    assert_eq!(options_of(&{ key(&mut app, KeyCode::Enter) })[..3], [11, 30, 29]);
    key(&mut app, KeyCode::Esc);
    // Used elsewhere: said with the printed number of the item that has it, and nothing is replaced.
    typed(&mut app, "12");
    key(&mut app, KeyCode::Down);
    assert_eq!(said(&app), "第 12 号已给了第 1 项，要改请先取消。");
    assert_eq!(marked_items(&app), [0, 2]);
    typed(&mut app, "31");
    key(&mut app, KeyCode::Enter);
    assert_eq!(said(&app), "号码是 1 到 30。");
    assert_eq!(marked_items(&app), [0, 2]);
    // Backspace takes back what is typed, then the number.
    typed(&mut app, "5");
    assert!(shot(&app, 80, 24).contains("[5_ ]"));
    key(&mut app, KeyCode::Backspace);
    keys(&mut app, &[KeyCode::Up, KeyCode::Up, KeyCode::Up, KeyCode::Backspace]);
    assert_eq!(marked_items(&app), [2]);
    typed(&mut app, "12");
    key(&mut app, KeyCode::Enter);
    assert_eq!(marked_items(&app), [0, 2], "free again");
}

#[test]
fn numbers_on_a_run_off_name_items_as_printed() {
    let mut view = ranks(3, 5, false);
    for item in &mut view.items {
        item.number += 6;
    }
    let mut app = numbered(begun(Lang::Zh, view), &[3]);
    typed(&mut app, "3");
    key(&mut app, KeyCode::Enter);
    assert_eq!(said(&app), "第 3 号已给了第 7 项，要改请先取消。");
}

#[test]
fn where_every_number_must_be_given_the_missing_ones_are_listed() {
    let mut app = reviewed(numbered(begun(Lang::Zh, ranks(5, 8, true)), &[2, 5]));
    assert_eq!(said(&app), "每个号都要排上，还差：1 3 4");
    app = numbered(app, &[1, 3, 4]);
    assert_eq!(options_of(&key(&mut app, KeyCode::Enter)), [1, 4, 0, 2, 3, 5, 5, 5]);
}

#[test]
fn the_review_of_numbers_is_in_their_order() {
    let app = reviewed(numbered(begun(Lang::Zh, ranks(5, 8, false)), &[3, 0, 1, 2]));
    let shown = shot(&app, 80, 24);
    let at = |text: &str| shown.find(text).unwrap_or_else(|| panic!("{text} in {shown}"));
    assert!(at("[1  ]  3.") < at("[2  ]  4.") && at("[2  ]  4.") < at("[3  ]  1."));
    assert!(shown.contains("没有用的号：4 5") && shown.contains("没有排号的 5 项：2 5 6 7 8"), "{shown}");
}

#[test]
fn a_named_vote_says_so_and_needs_a_yes_of_its_own() {
    let mut app = marked(begun(Lang::Zh, named(false)), "123");
    assert!(shot(&app, 80, 24).contains("记名表决：您的姓名和选择将公开"));
    assert!(shot(&app, 80, 24).contains("[记名] 请表决"));
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "nothing is encrypted");
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    assert!(shot(&app, 80, 24).contains("记入日志后不能修改"));
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "Enter is not the yes");
    let effects = key(&mut app, KeyCode::Char('y'));
    assert_eq!(options_of(&effects), [0, 1, 2, 2, 2, 2]);
    assert!(matches!(effects[..], [Effect::Vote { .. }]));
    app.push(Push::VoteRecorded { contest: "projects".into(), index: 214 });
    assert!(shot(&app, 80, 24).contains("记名票已投出，记入日志第 214 条"));
}

#[test]
fn a_named_vote_is_changed_from_what_stands_while_it_may() {
    let mut view = named(true);
    view.vote = vec![0, 1, 2, 0, 0, 0];
    view.status = ContestStatus::Voted { index: 9, may_change: true };
    let mut app = begun(Lang::Zh, view.clone());
    assert_eq!(marked_items(&app), [0, 1, 2, 3, 4, 5]);
    key(&mut app, KeyCode::Char('3'));
    keys(&mut app, &[KeyCode::Enter, KeyCode::Enter]);
    assert!(shot(&app, 80, 24).contains("截止前可以修改"));
    assert_eq!(options_of(&key(&mut app, KeyCode::Char('y'))), [2, 1, 2, 0, 0, 0]);
    view.status = ContestStatus::Voted { index: 9, may_change: false };
    let app = begun(Lang::Zh, view);
    assert!(matches!(app.stage, Stage::Home { .. }), "after the end it is not begun again");
}

#[test]
fn paper_hands_and_void_are_explained_and_nothing_begins() {
    for (status, sentence) in [
        (ContestStatus::Paper, "您已领取纸质票"),
        (ContestStatus::Hands, "这一项举手表决"),
        (ContestStatus::Voided, "这一次表决已经作废"),
    ] {
        let mut view = three_way();
        view.status = status;
        let app = begun(Lang::Zh, view);
        assert!(matches!(app.stage, Stage::Home { .. }));
        assert!(said(&app).contains(sentence), "{}", said(&app));
    }
}

#[test]
fn a_paper_that_is_handed_out_while_marking_takes_the_ballot_away() {
    let mut app = marked(begun(Lang::Zh, three_way()), "1");
    let mut view = three_way();
    view.status = ContestStatus::Paper;
    app.push(Push::Contests(vec![view]));
    assert!(said(&app).contains("您已领取纸质票"));
    assert!(shot(&app, 80, 24).contains("已领取纸质票，请投入票箱"), "back at the list");
    assert!(key(&mut app, KeyCode::Enter).is_empty(), "nothing can be begun");
    assert!(said(&app).contains("您已领取纸质票"));
}

#[test]
fn rounds_are_said_in_the_title() {
    for (round, tag) in
        [(Round::RunOff, "[再次票决]"), (Round::SecondRound, "[第二轮]"), (Round::Again, "[重新表决]")]
    {
        let mut view = run_off();
        view.round = round;
        let app = begun(Lang::Zh, view);
        let shown = shot(&app, 80, 24);
        assert!(shown.contains(&format!("{tag} 请选择项目")), "{shown}");
        assert!(
            shown.contains(" 10. 镇级文化站") && shown.contains(" 11. 公共体育"),
            "numbers as printed: {shown}"
        );
        assert!(shot(&app, 50, 15).contains(tag));
        assert!(plain_lines(&app).join("\n").contains(tag));
    }
}

#[test]
fn several_open_contests_have_a_ballot_and_a_status_each() {
    let mut second = grades(Lang::Zh);
    second.id = "grades".into();
    let mut app = signed_in(Lang::Zh, vec![contest(ContestStatus::Ready), second.clone()]);
    assert!(shot(&app, 80, 24).contains("有 2 项可以投票"));
    keys(&mut app, &[KeyCode::Enter, KeyCode::Char(' '), KeyCode::Enter]);
    app.push(Push::Prepared { contest: "projects".into(), round: 1, code: CODE.into() });
    keys(&mut app, &[KeyCode::Enter, KeyCode::Enter]);
    // The first one is held while it is cast: the deputy goes on with the second.
    assert!(key(&mut app, KeyCode::Esc).is_empty());
    assert!(matches!(app.stage, Stage::Casting { .. }), "not before it is on hold");
    app.push(Push::Retrying { contest: "projects".into(), attempt: 2, trouble: Trouble::Held });
    key(&mut app, KeyCode::Esc);
    app.push(Push::Contests(vec![contest(ContestStatus::Casting), second.clone()]));
    assert!(shot(&app, 80, 24).contains("正在投票，还没有投出"));
    keys(&mut app, &[KeyCode::Enter, KeyCode::Down, KeyCode::Enter, KeyCode::Char('2')]);
    assert_eq!(marked_items(&app), [0]);
    // Its answer comes while the second is marked, and disturbs nothing.
    app.push(Push::CastAccepted { contest: "projects".into(), code: CODE.into() });
    assert_eq!(said(&app), "2027 年民生实事项目票决：票已投出");
    assert_eq!(marked_items(&app), [0]);
    app.push(Push::CastRefused {
        contest: Some("projects".into()),
        refusal: RefusalView { code: "x".into(), sentence: "服务器拒绝".into() },
    });
    assert!(said(&app).contains("服务器拒绝") && matches!(app.stage, Stage::Ballot(_)));
    // A refusal of the other contest does not end this cast.
    key(&mut app, KeyCode::Enter);
    app.push(Push::Prepared { contest: "grades".into(), round: 2, code: CODE.into() });
    keys(&mut app, &[KeyCode::Enter, KeyCode::Enter]);
    app.push(Push::CastAccepted { contest: "projects".into(), code: CODE.into() });
    assert!(matches!(&app.stage, Stage::Casting { contest, .. } if contest == "grades"));
    app.push(Push::CastAccepted { contest: "grades".into(), code: CODE.into() });
    assert!(matches!(app.stage, Stage::Done { .. }));
}

#[test]
fn a_number_being_typed_is_not_printed() {
    let mut app = begun(Lang::Zh, ranks(30, 31, false));
    let before = format!("{:?}", app.stage);
    typed(&mut app, "17");
    assert_eq!(format!("{:?}", app.stage), before);
}

#[test]
fn plain_lines_have_every_kind() {
    let plain = |app: &App| plain_lines(app).join("\n");
    let three = plain(&marked(begun(Lang::Zh, three_way()), "12"));
    assert!(three.contains(":1 赞成  :2 反对  :3 弃权"), "{three}");
    assert!(three.contains("[反对] 2. 县人民医院") && three.contains("共 6 项，已标 2 项"), "{three}");
    let graded = plain(&marked(begun(Lang::En, grades(Lang::En)), "14"));
    assert!(graded.contains(":4 不了解") && graded.contains("does not count"), "{graded}");
    let ranked = plain(&numbered(begun(Lang::Zh, ranks(10, 20, false)), &[10]));
    assert!(ranked.contains("键入号码 1 到 10") && ranked.contains("[10 ] 1."), "{ranked}");
    let name = plain(&begun(Lang::Zh, named(true)));
    assert!(name.contains("记名表决：您的姓名和选择将公开"), "{name}");
    let mut app = reviewed(marked(begun(Lang::Zh, named(true)), "1"));
    key(&mut app, KeyCode::Enter);
    assert!(plain(&app).contains("投出后立即公开"));
    key(&mut app, KeyCode::Char('y'));
    app.push(Push::VoteRecorded { contest: "projects".into(), index: 3 });
    assert!(plain(&app).contains("记入日志第 3 条"));
    let mut hidden = begun(Lang::Zh, named(true));
    key(&mut hidden, KeyCode::F(2));
    assert!(!plain(&hidden).contains("赞成"));
}
