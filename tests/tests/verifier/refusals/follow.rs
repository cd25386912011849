//! What a contest is about, and what it follows from.

use super::Shown;
use audit::entry::Body;
use audit::entry::Signer;
use audit::entry::counting::{ReportSigned, TieSettled};
use audit::entry::preparation::{ContestDefined, ContestPurpose};
use audit::fold::Code;
use audit::rules::{NextKind, OnTie, Secrecy};
use audit::wire::Bytes32;
use end_to_end::smith::{Plan, Smith, int, text};

pub(super) fn show(shown: &mut Shown) {
    run_off(shown);
    presidium(shown);
    again(shown);
    adoption(shown);
}

/// Items 1 and 2 get the votes of everyone: a tie for the one seat.
pub(super) fn tied(on_tie: OnTie, plan: &Plan) -> Smith {
    let mut smith = Smith::new(Plan { choices: vec![vec![1, 2]], ..*plan });
    let body = Body::SittingDefined(smith.definition());
    smith.push(&body);
    let roll = smith.roll();
    let (parts, body) = smith.roll_body(&roll);
    smith.push_after(parts, &Body::RollFixed(body));
    let mut rules = smith.rules();
    rules.profile.choose_mut().unwrap().on_tie = on_tie;
    smith.push(&Body::RulesAdopted(rules));
    smith.push(&Body::ContestDefined(smith.contest()));
    smith.key_ceremony();
    smith.check_everyone_in();
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.voting(1);
    smith.finish_voting(1);
    smith.count(1);
    smith
}

fn run_off(shown: &mut Shown) {
    let mut smith = tied(OnTie::RunOff, &Plan::plain());
    let of: Bytes32 = smith.course(1).declared_leaf.unwrap().into();
    let good = smith.follow_up(1, ContestPurpose::RunOff { of });
    assert_eq!(good.items.iter().map(|item| item.number.get()).collect::<Vec<_>>(), [1, 2]);
    let mut edited = |edit: &dyn Fn(&mut ContestDefined)| {
        shown.edited(&smith, &good, Body::ContestDefined, Code::PurposeBad, edit);
    };
    edited(&|body| body.purpose = ContestPurpose::RunOff { of: [1; 32].into() });
    edited(&|body| body.purpose = ContestPurpose::SecondRound { of });
    edited(&|body| body.purpose = ContestPurpose::Again { of });
    edited(&|body| _ = body.items.pop());
    edited(&|body| body.items[1].title = text("别的项目"));
    edited(&|body| body.items[1].number = int(3));
    edited(&|body| body.profile.minimum_ballots = int(2));
    smith.push(&Body::ContestDefined(good.clone()));
    let second = ContestDefined { contest: int(3), ..good };
    shown.body(&smith, &Body::ContestDefined(second), Code::PurposeBad);
    // The decision stands while somebody votes on what follows from it.
    let body = Body::ContestOpened(smith.opening(2));
    smith.push(&body);
    let voiding = Body::ContestVoided(smith.voiding(1));
    shown.body(&smith, &voiding, Code::NotFinished);
    smith.plan.choices = vec![vec![1], vec![2], vec![1]];
    smith.voting(2);
    smith.finish_voting(2);
    smith.count(2);
    let (_, decision) = smith.course(2).declared.clone().unwrap();
    assert_eq!((decision.firm, decision.next.kind), (vec![int(0)], NextKind::None));
}

fn presidium(shown: &mut Shown) {
    let mut smith = tied(OnTie::Presidium, &Plan::plain());
    let course = smith.course(1);
    let good = TieSettled {
        contest: course.hash.into(),
        follows: course.declared_leaf.unwrap().into(),
        items: vec![int(1)],
        reason: text("主席团第三次会议决定"),
    };
    let mut edited = |code, edit: fn(&mut TieSettled)| {
        shown.edited(&smith, &good, Body::TieSettled, code, edit);
    };
    edited(Code::FollowsWrong, |body| body.follows = [1; 32].into());
    edited(Code::ReasonMissing, |body| body.reason = text(""));
    edited(Code::TieBad, |body| body.items = vec![int(2)]);
    edited(Code::TieBad, |body| body.items = vec![int(0), int(1)]);
    edited(Code::TieBad, |body| body.items.clear());
    smith.push(&Body::TieSettled(good.clone()));
    let again = TieSettled { items: vec![int(0)], ..good };
    shown.body(&smith, &Body::TieSettled(again), Code::TieBad);

    // What was signed before is not the report any more. The one that the chief signs is the one that everyone signs.
    assert_eq!(smith.course(1).report, None);
    let body = Body::ReportSigned(smith.report(1));
    smith.push(&body);
    let (report, _) = smith.course(1).report.clone().unwrap();
    let signed = |by| ReportSigned { contest: smith.course(1).hash.into(), by, report: report.into() };
    let second = signed(Signer::Scrutineer(1));
    let mut edited = |code, edit: &dyn Fn(&mut ReportSigned)| {
        shown.edited(&smith, &second, Body::ReportSigned, code, edit);
    };
    edited(Code::ReportDiffers, &|body| body.report = [1; 32].into());
    edited(Code::SignersWrong, &|body| body.by = Signer::Presiding);
    // The same signature again is the same body; under another number of the contest it is another contest's.
    shown.body(&smith, &Body::ReportSigned(signed(Signer::Chief)), Code::BodyRepeated);
}

fn again(shown: &mut Shown) {
    let mut smith = tied(OnTie::RunOff, &Plan::plain());
    let of: Bytes32 = smith.course(1).declared_leaf.unwrap().into();
    let counts = Body::ContestDefined(smith.follow_up(1, ContestPurpose::Again { of }));
    shown.body(&smith, &counts, Code::PurposeBad);
    let of: Bytes32 = smith.push(&Body::ContestVoided(smith.voiding(1))).into();
    let gone = ContestPurpose::RunOff { of };
    shown.body(&smith, &Body::ContestDefined(smith.follow_up(1, gone)), Code::PurposeBad);
    let good = smith.follow_up(1, ContestPurpose::Again { of });
    let edit = |body: &mut ContestDefined| _ = body.items.pop();
    shown.edited(&smith, &good, Body::ContestDefined, Code::PurposeBad, edit);
    smith.push(&Body::ContestDefined(good));
    let body = Body::ContestOpened(smith.opening(2));
    smith.push(&body);
}

/// Rules and scrutineers that are put to the vote must be approved before anything stands on them.
fn adoption(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    let adopted = *smith.state.rules().keys().next().unwrap();
    let procedure = smith.item_by_item("程序性表决", Secrecy::Hands);
    let procedure = smith.push(&Body::RulesAdopted(procedure));
    let rules = ContestPurpose::Rules { rules: adopted.into() };
    let good = smith.contest_by(procedure, rules, 1);
    let mut edited = |edit: &dyn Fn(&mut ContestDefined)| {
        shown.edited(&smith, &good, Body::ContestDefined, Code::PurposeBad, edit);
    };
    edited(&|body| body.purpose = ContestPurpose::Rules { rules: [1; 32].into() });
    edited(&|body| body.purpose = ContestPurpose::Rules { rules: procedure.into() });
    edited(&|body| body.purpose = ContestPurpose::Scrutineers { run: int(2) });
    smith.push(&Body::ContestDefined(good));
    let list = smith.contest_by(procedure, ContestPurpose::Scrutineers { run: int(1) }, 1);
    smith.push(&Body::ContestDefined(list));
    let mut other = smith.clone();
    let opening = Body::ContestOpened(other.opening(1));
    shown.body(&other, &opening, Code::NotApproved);
    for (contest, hands) in [(2, [5, 1, 0]), (3, [2, 4, 0])] {
        let body = Body::ContestOpened(smith.opening(contest));
        smith.push(&body);
        smith.push(&Body::HandsCounted(smith.hands(contest, &[hands])));
        smith.push(&Body::ResultDeclared(smith.declaration(contest)));
    }
    // The rules passed, the list did not: that key is never used.
    let opening = Body::ContestOpened(smith.opening(1));
    shown.body(&smith, &opening, Code::NotApproved);
    let mut named = smith.scrutineers();
    named.reason = text("监票人名单未获通过");
    smith.push(&Body::ScrutineersNamed(named));
}
