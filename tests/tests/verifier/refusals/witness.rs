//! Witnesses: entry 0, the entry that carries their quorum, and what waits for it.

use super::Shown;
use audit::checkpoint::Checkpoint;
use audit::entry::counting::TieSettled;
use audit::entry::preparation::{ContestPurpose, SittingDefined};
use audit::entry::voting::Witnessed;
use audit::entry::{Body, Line};
use audit::fold::{Code, State};
use audit::note::{Note, Vkey, VkeyType};
use audit::quorum::log_vkey;
use audit::rules::{OnTie, Secrecy};
use audit::wire::Bytes32;
use end_to_end::smith::{Plan, Smith, int, text};
use terminal_client::roles::acts::{ActError, bodies};

pub(super) fn show(shown: &mut Shown) {
    definition(shown);
    entry(shown);
    voting(shown);
    counting(shown);
    what_follows(shown);
}

fn definition(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::witnessed());
    let good = smith.definition();
    let mut edited = |edit: &dyn Fn(&mut SittingDefined)| {
        shown.edited(&smith, &good, Body::SittingDefined, Code::DefinitionBad, edit);
    };
    edited(&|body| body.quorum = int(0));
    edited(&|body| body.quorum = int(2));
    edited(&|body| body.quorum = int(6));
    edited(&|body| body.witnesses.clear());
    edited(&|body| body.witnesses[1].name = text(" "));
    edited(&|body| body.witnesses[1].name = body.witnesses[0].name.clone());
    edited(&|body| body.witnesses[1].vkey = text("w+00000000+AA=="));
    edited(&|body| body.witnesses[1].vkey = body.witnesses[0].vkey.clone());
    // The chief scrutineer's key under another name would cosign what the chief signs.
    edited(&|body| {
        let key = crypto::signature::VerifyingKey::from_bytes(body.keys.chief.as_bytes()).unwrap();
        let vkey = Vkey::new("chief.example".parse().unwrap(), VkeyType::Cosignature, key);
        body.witnesses[1].vkey = text(&vkey.to_string());
    });
    // A key that signs texts as a log does is none that cosigns.
    edited(&|body| body.witnesses[1].vkey = text(&log_vkey(body).unwrap().to_string()));
}

/// A note with other lines below its text.
fn with_lines(note: &Note, lines: &[&str]) -> String {
    format!("{}\n{}\n", note.text(), lines.join("\n"))
}

fn entry(shown: &mut Shown) {
    let mut plain = Smith::new(Plan::plain());
    plain.prepare();
    let body = Body::Witnessed(plain.noted(&plain.cosigned(&plain.head(), &[])));
    shown.body(&plain, &body, Code::NoWitnesses);

    let mut smith = Smith::new(Plan::witnessed());
    smith.prepare();
    let (head, four) = (smith.head(), [0, 2, 3, 4]);
    for by in [&four[..], &[0, 1, 2, 3, 4], &[0, 1, 2, 3]] {
        let mut taken = smith.clone();
        taken.push(&Body::Witnessed(smith.witnessed_by(by)));
        let last = taken.state.last_witnessed().unwrap();
        assert_eq!((last.index, last.size), (head.size, head.size));
        let cosigned: Vec<_> = last.cosigned.by().iter().map(|one| one.witness).collect();
        assert_eq!(cosigned, by);
        assert!(taken.state.is_witnessed(head.size - 1) && !taken.state.is_witnessed(head.size));
    }
    let note = smith.cosigned(&head, &four);
    let whole = String::from_utf8(note.to_bytes()).unwrap();
    let lines: Vec<&str> = whole.lines().skip(4).collect();
    let [log, first, third, fourth, fifth] = lines[..] else { panic!("{} lines", lines.len()) };
    let mut says = |text: &str, code| {
        shown.body(&smith, &Body::Witnessed(Witnessed { checkpoint: text.parse().unwrap() }), code);
    };
    says("", Code::WitnessedBad);
    says(&whole[..whole.len() - 1], Code::WitnessedBad);
    // The log's key and its name, over a text that is no checkpoint, or another log's.
    let defined = &smith.state.sitting().unwrap().definition;
    let vkey = log_vkey(defined).unwrap();
    let key = smith.ring.get(vkey.key().as_bytes()).unwrap();
    let signed = |text: &str| {
        let mut note = Note::sign(text, vkey.name(), &key).unwrap();
        for witness in four {
            let (name, key) = smith.witness(witness);
            note.cosign(&name.parse().unwrap(), &key, 1_772_328_600).unwrap();
        }
        String::from_utf8(note.to_bytes()).unwrap()
    };
    says(&signed(&format!("{}extension\n", head.text())), Code::WitnessedBad);
    let other = Checkpoint { origin: "yunling.example/2028".parse().unwrap(), ..head.clone() };
    says(&signed(&other.text()), Code::WitnessedBad);
    says(&with_lines(&note, &[first, third, fourth, fifth]), Code::WitnessedBad);
    says(&with_lines(&note, &[first, log, third, fourth, fifth]), Code::WitnessedBad);
    // Each witness once, in the order of entry 0, and nobody else.
    says(&with_lines(&note, &[log, log, first, third, fourth, fifth]), Code::CosignersWrong);
    says(&with_lines(&note, &[log, first, first, third, fourth, fifth]), Code::CosignersWrong);
    says(&with_lines(&note, &[log, third, first, fourth, fifth]), Code::CosignersWrong);
    let mut stranger = note.clone();
    let unknown = crypto::signature::SigningKey::from_seed(&[0xdd; 32]).unwrap();
    stranger.cosign(&"witness-6.example".parse().unwrap(), &unknown, 1_772_328_600).unwrap();
    says(&String::from_utf8(stranger.to_bytes()).unwrap(), Code::CosignersWrong);
    says(&with_lines(&note, &[log, first, third, fourth]), Code::CosignaturesMissing);
    says(&with_lines(&note, &[log]), Code::CosignaturesMissing);
    // Signatures over another tree.
    let earlier = String::from_utf8(smith.cosigned(&smith.head_at(2), &four).to_bytes()).unwrap();
    let of_earlier: Vec<&str> = earlier.lines().skip(4).collect();
    says(&with_lines(&note, &[log, first, third, fourth, of_earlier[4]]), Code::NoteSignatureBad);
    says(&with_lines(&note, &[of_earlier[0], first, third, fourth, fifth]), Code::NoteSignatureBad);
    let changed = |edit: &dyn Fn(&mut Checkpoint)| {
        let mut head = head.clone();
        edit(&mut head);
        String::from_utf8(smith.cosigned(&head, &four).to_bytes()).unwrap()
    };
    says(&changed(&|head| head.size += 1), Code::WitnessedSize);
    says(&changed(&|head| head.root = [7; 32]), Code::WitnessedRoot);
    says(&changed(&|head| head.size -= 1), Code::WitnessedRoot);

    // It may cover less than all, and only ever more than the one before.
    smith.push(&Body::Witnessed(smith.noted(&smith.cosigned(&smith.head_at(2), &four))));
    for size in [1, 2] {
        let body = Body::Witnessed(smith.noted(&smith.cosigned(&smith.head_at(size), &[0, 1, 2, 3, 4])));
        shown.body(&smith, &body, Code::WitnessedSize);
    }
    let wrong = Checkpoint { root: smith.head_at(4).root, ..smith.head_at(3) };
    shown.body(&smith, &Body::Witnessed(smith.noted(&smith.cosigned(&wrong, &four))), Code::WitnessedRoot);
    smith.push(&Body::Witnessed(smith.noted(&smith.cosigned(&smith.head_at(3), &four))));
    smith.push(&Body::Witnessed(smith.witnessed()));
}

/// The log up to the last entry of a kind: the `witnessed` behind it is still to come.
fn up_to(smith: &Smith, kind: &str) -> Smith {
    let last = smith.lines.iter().rposition(|line| line.body().kind() == kind).unwrap();
    let mut cut = smith.clone();
    cut.lines.truncate(last + 1);
    cut.state = State::new();
    cut.lines.iter().for_each(|line: &Line| cut.state.apply(line).unwrap());
    cut
}

/// Refused for want of witnesses, taken once they cosigned. One of a size before does not help.
#[track_caller]
fn waits(shown: &mut Shown, smith: &Smith, body: &Body) {
    shown.body(smith, body, Code::NotWitnessed);
    let mut early = smith.clone();
    early.push(&Body::Witnessed(
        smith.noted(&smith.cosigned(&smith.head_at(smith.lines.len() - 1), &[0, 1, 2, 3])),
    ));
    shown.body(&early, body, Code::NotWitnessed);
    early.push(&Body::Witnessed(early.witnessed()));
    let taken = early.state.clone().apply(&early.make(body));
    assert_eq!(taken, Ok(()), "{}", body.kind());
}

fn voting(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::witnessed());
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    let mut opened = up_to(&smith, "contest_opened");
    let issued = Body::BallotIssued(opened.issue(1, 1));
    waits(shown, &opened, &issued);
    waits(shown, &opened, &Body::PaperIssued(opened.papers(1, &[2])));

    smith.voting(1);
    smith.push(&Body::ContestEnded(smith.end(1)));
    let body = Body::BoxOpened(smith.box_opening(1));
    smith.push(&body);
    shown.body(&smith, &Body::Witnessed(smith.witnessed()), Code::BoxIncomplete);

    for (title, secrecy) in [("记名表决办法", Secrecy::Named), ("举手表决办法", Secrecy::Hands)] {
        let mut smith = Smith::new(Plan::witnessed());
        smith.prepare();
        smith.check_everyone_in();
        let rules = smith.push(&Body::RulesAdopted(smith.item_by_item(title, secrecy)));
        smith.push(&Body::ContestDefined(smith.contest_by(rules, ContestPurpose::Items, 2)));
        let body = Body::ContestOpened(smith.opening(2));
        smith.push(&body);
        let opened = up_to(&smith, "contest_opened");
        let body = match secrecy {
            Secrecy::Named => Body::VoteCast(opened.vote(2, 1, &[0, 1], [0; 32])),
            _ => Body::HandsCounted(opened.hands(2, &[[4, 1, 1], [2, 3, 1]])),
        };
        waits(shown, &opened, &body);
    }
}

fn counting(shown: &mut Shown) {
    let mut smith = Smith::tell(Plan { sealed: false, ..Plan::witnessed() });
    let closed = up_to(&smith, "contest_closed");
    let mut witnessed = closed.clone();
    witnessed.push(&Body::Witnessed(witnessed.witnessed()));
    let share = Body::Decrypted(witnessed.decryption(1, 3));
    waits(shown, &closed, &share);
    let declared = up_to(&smith, "result_declared");
    let report = Body::ReportSigned(smith.report(1));
    waits(shown, &declared, &report);
    // The seal names its own index.
    let mut seal = declared.clone();
    shown.body(&declared, &Body::SittingSealed(seal.seal()), Code::NotWitnessed);
    // What the server is about to enter takes that index, so the secretariat's terminal makes no seal before.
    let early = bodies::seal(&declared.state);
    assert!(matches!(&early, Err(ActError::Refused(why)) if why.code == Code::NotWitnessed), "{early:?}");
    let mut witnessed = declared;
    witnessed.push(&Body::Witnessed(witnessed.witnessed()));
    assert!(bodies::seal(&witnessed.state).is_ok());
    let body = Body::SittingSealed(witnessed.seal());
    witnessed.push(&body);

    // What is voided is announced as well.
    smith.push(&Body::ContestVoided(smith.voiding(1)));
    waits(shown, &up_to(&smith, "contest_voided"), &report);
}

fn what_follows(shown: &mut Shown) {
    let smith = super::follow::tied(OnTie::RunOff, &Plan::witnessed());
    let of: Bytes32 = smith.course(1).declared_leaf.unwrap().into();
    let run_off = Body::ContestDefined(smith.follow_up(1, ContestPurpose::RunOff { of }));
    let mut declared = up_to(&smith, "result_declared");
    declared.push(&run_off);
    let opening = Body::ContestOpened(declared.opening(2));
    shown.body(&declared, &opening, Code::NotWitnessed);
    declared.push(&Body::Witnessed(declared.witnessed()));
    declared.push(&opening);

    let smith = super::follow::tied(OnTie::Presidium, &Plan::witnessed());
    let declared = up_to(&smith, "result_declared");
    let course = declared.course(1);
    let settled = Body::TieSettled(TieSettled {
        contest: course.hash.into(),
        follows: course.declared_leaf.unwrap().into(),
        items: vec![int(1)],
        reason: text("主席团第三次会议决定"),
    });
    waits(shown, &declared, &settled);
    // The report rests on what the presidium decided.
    let mut smith = smith;
    smith.push(&settled);
    let report = Body::ReportSigned(smith.report(1));
    waits(shown, &up_to(&smith, "tie_settled"), &report);

    approved(shown);
}

/// What stands on rules that were put to the vote follows from that vote.
fn approved(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::witnessed());
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    let adopted = *smith.state.rules().keys().next().unwrap();
    let procedure = smith.push(&Body::RulesAdopted(smith.item_by_item("程序性表决", Secrecy::Hands)));
    let purpose = ContestPurpose::Rules { rules: adopted.into() };
    smith.push(&Body::ContestDefined(smith.contest_by(procedure, purpose, 1)));
    let body = Body::ContestOpened(smith.opening(2));
    smith.push(&body);
    smith.push(&Body::HandsCounted(smith.hands(2, &[[5, 1, 0]])));
    smith.push(&Body::ResultDeclared(smith.declaration(2)));
    let mut declared = up_to(&smith, "result_declared");
    let opening = Body::ContestOpened(declared.opening(1));
    waits(shown, &declared, &opening);
}
