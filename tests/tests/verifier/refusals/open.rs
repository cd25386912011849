//! Named votes, shows of hands, and what only a secret contest has.

use super::Shown;
use audit::entry::Body;
use audit::entry::paper::{HandsCounted, VoteCast};
use audit::entry::preparation::ContestPurpose;
use audit::fold::Code;
use audit::rules::{Recast, Secrecy};
use end_to_end::smith::{Plan, Smith, int};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    named(shown, &mut smith.clone());
    last_counts(shown, &mut smith.clone());
    hands(shown, &mut smith);
}

fn open(smith: &mut Smith, title: &str, secrecy: Secrecy, recast: Recast) -> u64 {
    let mut rules = smith.item_by_item(title, secrecy);
    rules.profile.recast = recast;
    let rules = smith.push(&Body::RulesAdopted(rules));
    let contest = smith.contest_by(rules, ContestPurpose::Items, 2);
    smith.push(&Body::ContestDefined(contest));
    let body = Body::ContestOpened(smith.opening(2));
    smith.push(&body);
    2
}

fn named(shown: &mut Shown, smith: &mut Smith) {
    let contest = open(smith, "记名表决办法", Secrecy::Named, Recast::First);
    let good = smith.vote(contest, 1, &[0, 1], [0; 32]);
    let mut edited = |code, edit: fn(&mut VoteCast)| {
        shown.edited(smith, &good, Body::VoteCast, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::FollowsWrong, |body| body.replaces = [1; 32].into());
    edited(Code::VoteBad, |body| body.choices[1] = int(3));
    edited(Code::VoteBad, |body| _ = body.choices.pop());
    smith.push(&Body::VoteCast(good));
    let other = Body::VoteCast(smith.vote(contest, 1, &[1, 1], [0; 32]));
    shown.body(smith, &other, Code::RecastRefused);
    // No box, no stamp, no paper, no hands.
    let papers = Body::PaperIssued(smith.papers(contest, &[2]));
    shown.body(smith, &papers, Code::SecrecyWrong);
    let hands = Body::HandsCounted(smith.hands(contest, &[[1, 0, 0], [1, 0, 0]]));
    shown.body(smith, &hands, Code::SecrecyWrong);
    let undone = Body::CheckInUndone(smith.undoing(1));
    shown.body(smith, &undone, Code::BallotIssuedAlready);
    for deputy in 2..=5 {
        smith.push(&Body::VoteCast(smith.vote(contest, deputy, &[0, 2], [0; 32])));
    }
    smith.push(&Body::ContestEnded(smith.end(contest)));
    let late = Body::VoteCast(smith.vote(contest, 6, &[0, 0], [0; 32]));
    shown.body(smith, &late, Code::ContestNotOpen);
    let good = smith.closing(contest);
    assert_eq!((good.issued, good.slips), (int(6), int(5)));
    shown.edited(smith, &good, Body::ContestClosed, Code::ClosingBad, |body| body.issued = int(5));
    shown.edited(smith, &good, Body::ContestClosed, Code::PaperBad, |body| {
        (body.paper.returned, body.paper.void) = (int(1), int(1));
    });
    shown.edited(smith, &good, Body::ContestClosed, Code::PaperBad, |body| body.paper.issued = int(1));
    smith.push(&Body::ContestClosed(good));
    let declaration = smith.declaration(contest);
    // 赞成 5, 弃权 0 and so on: what the deputies signed.
    assert_eq!(declaration.totals, [5, 0, 0, 1].map(int));
    assert!(declaration.decision.items[0].passed);
    assert_eq!(declaration.decision.unreturned, int(1), "未按");
    let edit = |body: &mut audit::entry::counting::ResultDeclared| body.totals[0] = int(4);
    shown.edited(smith, &declaration, Body::ResultDeclared, Code::TotalsWrong, edit);
    smith.push(&Body::ResultDeclared(declaration));
}

fn last_counts(shown: &mut Shown, smith: &mut Smith) {
    let contest = open(smith, "末次按键有效", Secrecy::Named, Recast::Last);
    let mut leaf = smith.push(&Body::VoteCast(smith.vote(contest, 1, &[0, 0], [0; 32])));
    let unnamed = Body::VoteCast(smith.vote(contest, 1, &[1, 0], [0; 32]));
    shown.body(smith, &unnamed, Code::FollowsWrong);
    for cast in 1..8 {
        leaf = smith.push(&Body::VoteCast(smith.vote(contest, 1, &[cast % 3, 1], leaf)));
    }
    let ninth = Body::VoteCast(smith.vote(contest, 1, &[0, 1], leaf));
    shown.body(smith, &ninth, Code::RecastRefused);
    assert_eq!(smith.course(contest).votes[&1].columns, [1, 1], "the last one counts");
}

fn hands(shown: &mut Shown, smith: &mut Smith) {
    let contest = open(smith, "举手表决办法", Secrecy::Hands, Recast::First);
    let vote = Body::VoteCast(smith.vote(contest, 1, &[0, 0], [0; 32]));
    shown.body(smith, &vote, Code::SecrecyWrong);
    let ended = Body::ContestEnded(smith.end(contest));
    shown.body(smith, &ended, Code::SecrecyWrong);
    let good = smith.hands(contest, &[[4, 1, 1], [3, 2, 1]]);
    let mut edited = |code, edit: fn(&mut HandsCounted)| {
        shown.edited(smith, &good, Body::HandsCounted, code, edit);
    };
    edited(Code::HandsBad, |body| body.rows[0].counts[0] = int(5));
    edited(Code::HandsBad, |body| body.rows.iter_mut().for_each(|row| row.counts[0] = int(9)));
    edited(Code::HandsBad, |body| _ = body.rows.pop());
    edited(Code::HandsBad, |body| _ = body.rows[1].counts.pop());
    edited(Code::HandsBad, |body| body.rows[0].invalid = int(1));
    smith.push(&Body::HandsCounted(good));
    let declaration = smith.declaration(contest);
    assert_eq!(declaration.totals, [4, 1, 3, 2].map(int));
    assert!(declaration.decision.items[0].passed && !declaration.decision.items[1].passed, "4 and 3 of 6");
    smith.push(&Body::ResultDeclared(declaration));
}
