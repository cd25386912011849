//! Envelope, definition, roll, rules, contests and scrutineers.

use super::Shown;
use audit::entry::payload::{Blob, BlobPart, TextPayload, split_text};
use audit::entry::preparation::{ContestDefined, RulesAdopted, SittingDefined};
use audit::entry::voting::Means;
use audit::entry::{Body, Line, Signer};
use audit::fold::Code;
use audit::rules::Seats;
use audit::wire::Bytes;
use end_to_end::smith::{Plan, Smith, int, text};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::default());
    definition(shown, &mut smith);
    envelope(shown, &mut smith);
    roll(shown, &mut smith);
    rules(shown, &mut smith);
    contest(shown, &mut smith);
    scrutineers(shown, &mut smith);
}

fn definition(shown: &mut Shown, smith: &mut Smith) {
    shown.body(smith, &Body::RulesAdopted(smith.rules()), Code::NotDefined);
    let good = smith.definition();
    let mut edited = |code, edit: fn(&mut SittingDefined)| {
        shown.edited(smith, &good, Body::SittingDefined, code, edit);
    };
    edited(Code::Unsupported, |body| body.version = int(2));
    edited(Code::DefinitionBad, |body| body.quorum = int(1));
    edited(Code::DefinitionBad, |body| body.name = text(" "));
    for origin in ["", "a b", "a+b", "云岭", &"o".repeat(256)] {
        let mut bad = good.clone();
        bad.origin = text(origin);
        shown.body(smith, &Body::SittingDefined(bad), Code::DefinitionBad);
    }
    let mut edited = |code, edit: fn(&mut SittingDefined)| {
        shown.edited(smith, &good, Body::SittingDefined, code, edit);
    };
    edited(Code::DefinitionBad, |body| body.keys.presiding = body.keys.chief);
    edited(Code::DefinitionBad, |body| body.keys.log = [0xff; 32].into());
    // The server's key is of small order: its own signature is refused first.
    edited(Code::SignatureBad, |body| body.keys.server = [0; 32].into());

    let body = Body::SittingDefined(good);
    shown.line(smith, &smith.make_by(&body, &[Signer::Secretariat]), Code::SignersWrong);
    shown.line(smith, &smith.make_by(&body, &[Signer::Server, Signer::Secretariat]), Code::SignersWrong);
    let line = smith.make(&body);
    let sigs = &line.entry().sigs;
    let write = |prev, sigs: &[_]| Line::write(prev, smith.time, sigs, line.body_bytes()).unwrap();
    shown.line(smith, &write([9; 32], sigs), Code::ChainBroken);
    let prev = line.entry().prev.to_bytes();
    let mut exchanged = sigs.clone();
    (exchanged[0].sig, exchanged[1].sig) = (sigs[1].sig, sigs[0].sig);
    shown.line(smith, &write(prev, &exchanged), Code::SignatureBad);
    smith.push(&body);
}

fn envelope(shown: &mut Shown, smith: &mut Smith) {
    let again = Body::SittingDefined(smith.definition());
    shown.body(smith, &again, Code::DefinedTwice);
    let rules = Body::RulesAdopted(smith.rules());
    let mut early = smith.clone();
    early.time = smith.lines[0].entry().time.get() - 1;
    shown.body(&early, &rules, Code::TimeBack);
    let line = smith.make(&rules);
    let other = Line::write([9; 32], smith.time, &line.entry().sigs, line.body_bytes()).unwrap();
    shown.line(smith, &other, Code::ChainBroken);
    shown.line(smith, &smith.make_by(&rules, &[]), Code::SignersWrong);
    shown.line(smith, &smith.make_by(&rules, &[Signer::Chief]), Code::SignersWrong);
    // Before the roll nobody can check in.
    let body = Body::CheckedIn(smith.check_in(1, Means::Desk));
    shown.body(smith, &body, Code::RollMissing);
}

fn roll(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.roll();
    let (parts, body) = smith.roll_body(&good);
    assert!(parts.is_empty());
    let mut edited = |edit: fn(&mut _)| shown.edited(smith, &body, Body::RollFixed, Code::RollBad, edit);
    edited(|body| body.membership = int(7));
    edited(|body| body.due = int(7));
    edited(|body| body.roll = TextPayload::Text("{}".parse().unwrap()));
    edited(|body| body.roll = TextPayload::Text(r#"{"deputies":[]}"#.parse().unwrap()));
    let edits: [fn(&mut audit::entry::preparation::Roll); 6] = [
        |roll| roll.deputies.swap(0, 1),
        |roll| roll.deputies[0].number = int(0),
        |roll| roll.deputies[5].number = int(1 << 40),
        |roll| roll.deputies[0].name = text(" "),
        |roll| roll.deputies[1].card = roll.deputies[0].card,
        |roll| roll.deputies[1].card = [0; 32].into(),
    ];
    for edit in edits {
        let mut bad = good.clone();
        edit(&mut bad);
        shown.body(smith, &Body::RollFixed(smith.roll_body(&bad).1), Code::RollBad);
    }
    smith.push(&Body::RollFixed(body.clone()));
    let again = audit::entry::preparation::RollFixed { due: int(5), ..body };
    shown.body(smith, &Body::RollFixed(again), Code::RollTwice);
}

fn rules(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.rules();
    let mut edited = |edit: fn(&mut RulesAdopted)| {
        shown.edited(smith, &good, Body::RulesAdopted, Code::RulesBad, edit);
    };
    edited(|body| body.profile.choose_mut().unwrap().seats = Seats::Fixed { count: int(0) });
    edited(|body| body.profile.minimum_ballots = int(1));
    edited(|body| body.profile.title = text(""));

    // A long text travels in parts.
    let long = "第三条 通过的项目按得票多少排列。\n".repeat(1_500);
    let (payload, parts) = split_text(&long).unwrap();
    let named = Body::RulesAdopted(RulesAdopted { text: payload, ..good.clone() });
    shown.body(smith, &named, Code::PartsWrong);
    let [first, second] = &parts[..] else { panic!("{} parts", parts.len()) };
    let part = |part: &BlobPart| Body::BlobPart(part.clone());
    shown.body(smith, &part(second), Code::PartsWrong);
    let short = BlobPart { data: Bytes::from(vec![b'x'; 10]), ..first.clone() };
    let long_part = BlobPart { data: Bytes::from(vec![b'x'; 45_001]), ..first.clone() };
    shown.body(smith, &Body::BlobPart(long_part), Code::PartsWrong);
    shown.body(
        smith,
        &Body::BlobPart(BlobPart { data: Bytes::default(), ..first.clone() }),
        Code::PartsWrong,
    );
    let mut waiting = smith.clone();
    waiting.push(&part(first));
    shown.body(&waiting, &named, Code::PartsWrong);
    shown.body(&waiting, &Body::RulesAdopted(good.clone()), Code::PartsWrong);
    let foreign = BlobPart { sha256: [7; 32].into(), ..second.clone() };
    shown.body(&waiting, &Body::BlobPart(foreign), Code::PartsWrong);
    let body = Body::ScrutineersNamed(waiting.scrutineers());
    shown.body(&waiting, &body, Code::PartsWrong);
    waiting.push(&part(second));
    let taken = waiting.state.clone().apply(&waiting.make(&named));
    assert_eq!(taken, Ok(()));
    let other = RulesAdopted {
        text: TextPayload::Blob(Blob { sha256: first.sha256, length: int(45_001) }),
        ..good.clone()
    };
    shown.body(&waiting, &Body::RulesAdopted(other), Code::PartsWrong);
    // A short part ends the value.
    let mut ended = smith.clone();
    ended.push(&Body::BlobPart(short));
    shown.body(&ended, &part(second), Code::PartsWrong);
    // What is long enough for parts has no place in its entry, and what is short none in parts.
    let here = RulesAdopted { text: TextPayload::Text("x".repeat(30_001).parse().unwrap()), ..good.clone() };
    shown.body(smith, &Body::RulesAdopted(here), Code::PartsWrong);
    let small = crypto_sha256(b"short");
    let mut apart = smith.clone();
    apart.push(&Body::BlobPart(BlobPart {
        sha256: small.into(),
        part: int(0),
        data: Bytes::from(b"short".to_vec()),
    }));
    let named = Blob { sha256: small.into(), length: int(5) };
    let body = RulesAdopted { text: TextPayload::Blob(named), ..good.clone() };
    shown.body(&apart, &Body::RulesAdopted(body), Code::PartsWrong);
    // A text in parts is held to the same characters.
    let (payload, parts) = split_text(&(long + "\u{202e}")).unwrap();
    let mut hidden = smith.clone();
    for part in parts {
        hidden.push(&Body::BlobPart(part));
    }
    shown.body(&hidden, &Body::RulesAdopted(RulesAdopted { text: payload, ..good.clone() }), Code::RulesBad);

    smith.push(&Body::RulesAdopted(good));
}

fn crypto_sha256(bytes: &[u8]) -> [u8; 32] {
    audit::entry::fingerprint(bytes)
}

fn contest(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.contest();
    let mut edited = |edit: fn(&mut ContestDefined)| {
        shown.edited(smith, &good, Body::ContestDefined, Code::ContestBad, edit);
    };
    edited(|body| body.contest = int(2));
    edited(|body| body.title = text(" "));
    edited(|body| body.rules = [3; 32].into());
    edited(|body| body.items.clear());
    edited(|body| body.items.truncate(1));
    edited(|body| body.items[1].number = int(1));
    edited(|body| body.items[2].title = text(""));
    smith.push(&Body::ContestDefined(good));
}

fn scrutineers(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.scrutineers();
    let chief = smith.state.sitting().unwrap().definition.keys.chief;
    let mut edited = |edit: &dyn Fn(&mut audit::entry::preparation::ScrutineersNamed)| {
        shown.edited(smith, &good, Body::ScrutineersNamed, Code::ScrutineersBad, edit);
    };
    edited(&|body| body.run = int(2));
    edited(&|body| body.reason = text("没有上一轮"));
    edited(&|body| body.threshold = int(1));
    edited(&|body| body.threshold = int(4));
    edited(&|body| body.threshold = int(1 << 20));
    edited(&|body| body.scrutineers.clear());
    edited(&|body| body.scrutineers[1].index = int(3));
    edited(&|body| body.scrutineers[1].name = text(""));
    edited(&|body| body.scrutineers[1].key = body.scrutineers[0].key);
    edited(&|body| body.scrutineers[1].key = [0; 32].into());
    edited(&|body| body.scrutineers[1].key = chief);
}
