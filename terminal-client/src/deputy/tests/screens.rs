//! Every screen in both languages and several sizes.

use super::*;

fn sign_in(lang: Lang) -> App {
    let mut app = App::new(look(lang), sitting());
    typed(&mut app, "0031");
    app
}

fn identity_question() -> App {
    let mut app = sign_in(Lang::Zh);
    keys(&mut app, &[KeyCode::Tab]);
    typed(&mut app, "K7QX2M");
    key(&mut app, KeyCode::Enter);
    app.push(Push::CardRead(identity()));
    app
}

fn home() -> App {
    let mut second = contest(ContestStatus::Recorded { index: 143 });
    second.title = "关于财政预算执行情况报告的决议".into();
    let mut third = contest(ContestStatus::NotOpen);
    third.title = "代表建议办理满意度测评".into();
    signed_in(Lang::Zh, vec![contest(ContestStatus::Ready), second, third])
}

fn at_limit() -> App {
    let mut app = marking(Lang::Zh, 10);
    key(&mut app, KeyCode::Char(' '));
    app
}

fn review(lang: Lang, chosen: usize) -> App {
    let mut app = marking(lang, chosen);
    key(&mut app, KeyCode::Enter);
    app
}

fn blank() -> App {
    let mut app = review(Lang::Zh, 0);
    key(&mut app, KeyCode::Enter);
    app
}

fn retrying() -> App {
    let mut app = casting(Lang::Zh);
    app.push(Push::Retrying { contest: "projects".into(), attempt: 3, trouble: Trouble::Network });
    app
}

fn not_cast() -> App {
    let mut app = casting(Lang::Zh);
    let sentence = "投票已经截止，这张票没有收下。".into();
    let refusal = RefusalView { code: "contest_ended".into(), sentence };
    app.push(Push::CastRefused { contest: Some("projects".into()), refusal });
    app
}

fn unclear(lang: Lang) -> App {
    let mut app = casting(lang);
    let refusal =
        RefusalView { code: "contest-not-open".into(), sentence: "这次表决没有开启".into() };
    app.push(Push::CastUnclear { contest: "projects".into(), refusal });
    app
}

fn rehearsal() -> App {
    let mut app = marking(Lang::Zh, 3);
    let mut sitting = sitting();
    sitting.rehearsal = true;
    app.push(Push::Sitting(sitting));
    app
}

fn help() -> App {
    let mut app = marking(Lang::Zh, 3);
    key(&mut app, KeyCode::F(1));
    app
}

snapshots! {
    sign_in_zh: sign_in(Lang::Zh), 80 x 24;
    sign_in_en: sign_in(Lang::En), 80 x 24;
    identity_zh: identity_question(), 80 x 24;
    home_zh: home(), 80 x 24;
    marking_zh: marking(Lang::Zh, 8), 80 x 24;
    marking_en: marking(Lang::En, 8), 80 x 24;
    marking_wide_zh: marking(Lang::Zh, 8), 120 x 40;
    marking_narrow_zh: marking(Lang::Zh, 8), 60 x 18;
    marking_too_small_zh: marking(Lang::Zh, 8), 50 x 15;
    long_title_zh: on_a_long_title(), 80 x 24;
    at_limit_zh: at_limit(), 80 x 24;
    review_zh: review(Lang::Zh, 8), 80 x 24;
    review_narrow_en: review(Lang::En, 8), 60 x 18;
    blank_zh: blank(), 80 x 24;
    code_zh: with_code(Lang::Zh, 8), 80 x 24;
    code_wide_en: with_code(Lang::En, 8), 120 x 40;
    code_narrow_zh: with_code(Lang::Zh, 8), 60 x 18;
    check_warning_zh: checking(Lang::Zh), 80 x 24;
    check_zh: opened(Lang::Zh), 80 x 24;
    casting_zh: retrying(), 80 x 24;
    done_zh: done(Lang::Zh), 80 x 24;
    done_en: done(Lang::En), 80 x 24;
    done_too_small_zh: done(Lang::Zh), 50 x 15;
    not_cast_zh: not_cast(), 80 x 24;
    unclear_zh: unclear(Lang::Zh), 80 x 24;
    unclear_en: unclear(Lang::En), 80 x 24;
    rehearsal_zh: rehearsal(), 80 x 24;
    help_zh: help(), 80 x 24;
}
