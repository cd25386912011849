//! Witnesses on the deputy's screens: the wait before a ballot comes, and a ballot that waits to be sent.

use super::*;

fn waiting(lang: Lang) -> App {
    let mut app = casting(lang);
    app.push(Push::Retrying { contest: "projects".into(), attempt: 1, trouble: Trouble::Witnesses });
    app
}

fn unwitnessed() -> App {
    signed_in(Lang::Zh, vec![contest(ContestStatus::Unwitnessed)])
}

snapshots! {
    cast_waits_zh: waiting(Lang::Zh), 80 x 24;
    cast_waits_en: waiting(Lang::En), 80 x 24;
    opening_waits_zh: unwitnessed(), 80 x 24;
}

#[test]
fn a_ballot_that_waits_is_said_to_be_kept_and_no_attempt_is_counted() {
    let mut app = waiting(Lang::Zh);
    for screen in [shot(&app, 80, 24), plain_lines(&app).join("\n")] {
        assert!(screen.contains("票还没有投出，已保存在本机") && screen.contains("等待见证"), "{screen}");
        assert!(!screen.contains("重试"), "{screen}");
    }
    // The list can be looked at meanwhile; the answer comes by itself.
    key(&mut app, KeyCode::Esc);
    assert!(matches!(app.stage, Stage::Home { .. }));
    app.push(Push::CastAccepted { contest: "projects".into(), code: CODE.into() });
    assert!(app.notice.as_ref().is_some_and(|notice| notice.sentence.ends_with("票已投出")));
}

#[test]
fn before_the_opening_is_witnessed_nothing_can_be_begun() {
    let mut app = unwitnessed();
    assert!(shot(&app, 80, 24).contains("正在等待见证"));
    assert!(key(&mut app, KeyCode::Enter).is_empty());
    assert!(matches!(app.stage, Stage::Home { .. }));
}
