//! What the live terminal says of witnesses: nothing while all answer; who is missing, why, and what to do, when something waits.

use super::tests::{model, result, shot};
use super::{App, AwaitedByWitnesses, ContestState, WitnessesView, plain_lines};
use crate::lang::Lang;
use crate::ui::testing::look;

fn app(
    lang: Lang,
    state: ContestState,
    have: u32,
    awaited: Option<AwaitedByWitnesses>,
    missing: &[&str],
) -> App {
    let missing = missing.iter().map(|line| (*line).to_owned()).collect();
    let mut model = model(state);
    model.witnesses = Some(WitnessesView { have, need: 4, awaited, missing });
    (model.sitting.witnesses_have, model.sitting.witnesses_need) = (4, 4);
    model.sealed = awaited == Some(AwaitedByWitnesses::Seal);
    App::new(look(lang), model, true)
}

const MISSING: [&str; 2] = ["王五 已 45 秒没有回应", "监督委员会 未签（无法连接 https://10.0.0.9:8443）"];

macro_rules! snapshots {
    ($($name:ident: $app:expr, $columns:literal x $rows:literal;)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(shot(&$app, $columns, $rows)); })*
    };
}

snapshots! {
    one_absent_zh: app(Lang::Zh, ContestState::Open, 4, None, &MISSING[..1]), 80 x 24;
    two_absent_zh: app(Lang::Zh, ContestState::Open, 3, None, &MISSING), 80 x 24;
    close_waits_zh: app(Lang::Zh, ContestState::Closed, 3, Some(AwaitedByWitnesses::Close), &MISSING), 80 x 24;
    close_waits_en: app(Lang::En, ContestState::Closed, 3, Some(AwaitedByWitnesses::Close), &["Wang Wu is not connected"]), 80 x 24;
    held_waits_zh: app(Lang::Zh, ContestState::Held, 2, Some(AwaitedByWitnesses::Resuming), &MISSING), 80 x 24;
    opening_moment_zh: app(Lang::Zh, ContestState::Open, 4, Some(AwaitedByWitnesses::Opening), &[]), 80 x 24;
    seal_waits_narrow_zh: app(Lang::Zh, ContestState::Closed, 3, Some(AwaitedByWitnesses::Seal), &MISSING), 60 x 18;
}

#[test]
fn nothing_is_said_while_all_answer_and_in_a_sitting_without_witnesses() {
    let calm = shot(&app(Lang::Zh, ContestState::Open, 4, None, &[]), 80, 24);
    let none = shot(&App::new(look(Lang::Zh), model(ContestState::Open), true), 80, 24);
    let below = |screen: &str| screen.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(below(&calm), below(&none));
    assert!(calm.contains("见证 4/4"), "{calm}");
}

#[test]
fn what_waits_is_said_instead_of_the_next_step_in_lines_too() {
    let declared = ContestState::Declared(Box::new(result()));
    for (state, awaited, words) in [
        (ContestState::Open, AwaitedByWitnesses::Opening, "已开启，等待见证 3/4：王五"),
        (ContestState::Closed, AwaitedByWitnesses::Close, "已关闭，等待见证 3/4：王五"),
        (declared, AwaitedByWitnesses::Declaration, "尚不能宣读：王五"),
        (
            ContestState::Voided { reason: "x".into() },
            AwaitedByWitnesses::Voiding,
            "已作废，等待见证 3/4：王五",
        ),
        (ContestState::Closed, AwaitedByWitnesses::Seal, "已封存，等待见证 3/4：王五"),
    ] {
        let app = app(Lang::Zh, state, 3, Some(awaited), &MISSING);
        let lines = plain_lines(&app);
        assert!(lines.iter().any(|line| line.contains(words)), "{words}: {lines:?}");
        let to_do = ["请未到的见证人打开终端", "请保持服务器和见证人终端开着"];
        assert!(lines.iter().any(|line| to_do.iter().any(|words| line.starts_with(words))), "{lines:?}");
        assert!(
            !lines.iter().any(|line| line.starts_with("下一步") || line.contains("请用 audit verify")),
            "{lines:?}"
        );
    }
}
