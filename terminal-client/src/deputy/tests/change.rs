//! 改票: where the last ballot counts, a deputy marks again, and is told at every step which ballot counts.

use super::*;

/// The box has a ballot of this deputy's, and may get another.
fn may_change(left: u8) -> ContestView {
    ContestView { cast_before: true, ..contest(ContestStatus::CastMayChange { left }) }
}

fn accepted(app: &mut App, left: u8) {
    app.push(Push::Contests(vec![may_change(left)]));
    app.push(Push::CastAccepted { contest: "projects".into(), code: CODE.into() });
}

fn done_may_change(lang: Lang) -> App {
    let mut app = casting(lang);
    accepted(&mut app, 7);
    app
}

fn changing(lang: Lang) -> App {
    let mut app = done_may_change(lang);
    key(&mut app, KeyCode::Char('c'));
    app
}

fn change_with_code(lang: Lang) -> App {
    let mut app = changing(lang);
    keys(&mut app, &[KeyCode::Char(' ')]);
    let round = round_of(&key(&mut app, KeyCode::Enter));
    app.push(Push::Prepared { contest: "projects".into(), round, code: CODE.into() });
    key(&mut app, KeyCode::Enter);
    app
}

fn change_casting(lang: Lang) -> App {
    let mut app = change_with_code(lang);
    assert!(matches!(key(&mut app, KeyCode::Enter)[..], [Effect::Cast { .. }]));
    app
}

fn changed(lang: Lang) -> App {
    let mut app = change_casting(lang);
    accepted(&mut app, 6);
    app
}

fn refused(lang: Lang, either: bool) -> App {
    let mut app = change_casting(lang);
    let refusal =
        RefusalView { code: "contest-not-open".into(), sentence: "这次表决没有开启".into() };
    app.push(Push::ChangeRefused { contest: "projects".into(), refusal, either });
    app
}

snapshots! {
    done_may_change_zh: done_may_change(Lang::Zh), 80 x 24;
    done_may_change_en: done_may_change(Lang::En), 80 x 24;
    changing_zh: changing(Lang::Zh), 80 x 24;
    change_code_zh: change_with_code(Lang::Zh), 80 x 24;
    changed_zh: changed(Lang::Zh), 80 x 24;
    not_changed_zh: refused(Lang::Zh, false), 80 x 24;
    not_changed_either_zh: refused(Lang::Zh, true), 80 x 24;
    home_may_change_zh: signed_in(Lang::Zh, vec![may_change(3)]), 80 x 24;
}

#[test]
fn a_change_starts_empty_and_says_that_the_former_ballot_counts_until_its_receipt() {
    let app = changing(Lang::Zh);
    assert!(marked_items(&app).is_empty());
    let lines = plain_lines(&app).join("\n");
    assert!(lines.contains("改票：新票拿到回执以前，原来的票有效"), "{lines}");
    let lines = plain_lines(&change_with_code(Lang::Zh)).join("\n");
    assert!(lines.contains("改票还没有投出，原来的票有效"), "{lines}");
    let lines = plain_lines(&changed(Lang::Zh)).join("\n");
    assert!(lines.contains("改票完成，只有这张票有效") && lines.contains(":c "), "{lines}");
    let lines = plain_lines(&refused(Lang::Zh, false)).join("\n");
    assert!(lines.contains("原来的票仍然有效"), "{lines}");
}

#[test]
fn without_changes_left_or_where_the_first_counts_nothing_is_offered() {
    let mut app = done(Lang::Zh);
    assert_eq!(app.keys(), Keys::Done);
    key(&mut app, KeyCode::Char('c'));
    assert!(matches!(app.stage, Stage::Done { .. }));
    assert!(!plain_lines(&app).join("").contains("改票"));
    let mut app = done_may_change(Lang::Zh);
    assert_eq!(app.keys(), Keys::DoneMayChange);
    // The contest ended: the offer is gone from the screen.
    app.push(Push::Contests(vec![contest(ContestStatus::Cast)]));
    assert_eq!(app.keys(), Keys::Done);
    key(&mut app, KeyCode::Char('c'));
    assert!(matches!(app.stage, Stage::Done { .. }));
}

#[test]
fn the_end_takes_an_uncast_change_off_the_screen_and_says_which_ballot_counts() {
    let mut app = change_with_code(Lang::Zh);
    let ended = ContestView { cast_before: true, ..contest(ContestStatus::SlipReturned) };
    let effects = app.push(Push::Contests(vec![ended]));
    assert!(matches!(effects[..], [Effect::Discard { .. }]), "the encryption is forgotten");
    assert!(matches!(app.stage, Stage::Home { .. }));
    let lines = plain_lines(&app).join("\n");
    assert!(lines.contains("改票没有投出，原来的票有效"), "{lines}");
}

#[test]
fn what_was_not_voted_on_comes_before_what_may_be_changed() {
    let mut second = contest(ContestStatus::Ready);
    second.id = "budget".into();
    let mut app = signed_in(Lang::Zh, vec![may_change(7), second]);
    key(&mut app, KeyCode::Enter);
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if ballot.contest.id == "budget"));
}

#[test]
fn of_two_ballots_the_screen_shows_the_code_of_the_one_that_is_in_the_log_or_none() {
    let recorded =
        || vec![ContestView { cast_before: true, ..contest(ContestStatus::Recorded { index: 143 }) }];
    let shows_code = |mut app: App| {
        app.push(Push::Contests(recorded()));
        // From whatever screen to the list, and Enter on the contest.
        while !matches!(app.stage, Stage::Home { .. }) {
            key(&mut app, KeyCode::Enter);
        }
        key(&mut app, KeyCode::Enter);
        plain_lines(&app).join("").contains("A41C 0D77")
    };
    assert!(shows_code(changed(Lang::Zh)));
    assert!(shows_code(refused(Lang::Zh, false)), "the former ballot");
    assert!(!shows_code(refused(Lang::Zh, true)), "one of the two, and the device alone knows which");
}
