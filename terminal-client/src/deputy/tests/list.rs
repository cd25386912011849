//! Of several contests: which one the list stands on, whose code is above a ballot, what stays when one ends.

use super::*;

#[test]
fn a_check_stays_on_the_screen_when_its_contest_ends() {
    let mut app = with_code(Lang::Zh, 8);
    keys(&mut app, &[KeyCode::Right, KeyCode::Enter]);
    assert!(matches!(key(&mut app, KeyCode::Char('y'))[..], [Effect::Open { .. }]));
    assert!(app.push(Push::Contests(vec![contest(ContestStatus::Missed)])).is_empty());
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if matches!(ballot.step, Step::Check { .. })));
}

#[test]
fn the_code_above_a_ballot_is_its_own_contests() {
    let mut second = contest(ContestStatus::Ready);
    second.id = "budget".into();
    second.code = "0B0B 0C0C".into();
    let mut app = signed_in(Lang::Zh, vec![contest(ContestStatus::Ready), second]);
    keys(&mut app, &[KeyCode::Down, KeyCode::Enter]);
    let header: String = shot(&app, 80, 24).lines().take(2).collect();
    assert!(header.contains("0B0B 0C0C"), "{header}");
    assert!(!header.contains(&contest(ContestStatus::Ready).code), "{header}");
}

#[test]
fn the_list_stands_on_what_opens() {
    let mut second = contest(ContestStatus::NotOpen);
    second.id = "budget".into();
    let mut app = signed_in(Lang::Zh, vec![contest(ContestStatus::Cast), second.clone()]);
    assert!(shot(&app, 80, 24).contains("请等候主持人宣布下一项"));
    second.status = ContestStatus::Ready;
    app.push(Push::Contests(vec![contest(ContestStatus::Cast), second]));
    key(&mut app, KeyCode::Enter);
    assert!(matches!(&app.stage, Stage::Ballot(ballot) if ballot.contest.id == "budget"));
}
