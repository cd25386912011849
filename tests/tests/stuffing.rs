//! A server that stamps ballots of its own (DESIGN §6.4, pitfall 33): the mismatch of ballots and slips stands before both
//! roles when they sign the close, and in the verifier's report. Without stuffing there is none.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use audit::entry::payload::split_bytes;
use audit::entry::voting::BallotCast;
use audit::entry::{Body, Sig, Signer};
use audit::fold::Stage;
use audit::rules::explain::Lang;
use audit::verify::Verdict;
use audit::verify::report::{Mismatch, MismatchKind, Report};
use audit::wire::encode;
use crypto::ballot::{BallotContext, Choices, CodeNonce, EncryptionSeed, encrypt};
use crypto::signature::{Purpose, SigningKey};
use crypto::stamp::{StampContext, StampInput, StampKey};
use end_to_end::play::deputy::Deputy;
use end_to_end::play::{PATIENCE, Play};
use protocol::Act;
use tally_server::folder::keys::entropy;
use terminal_client::device::OpenContest;
use terminal_client::live;
use terminal_client::net::{Answer, Connection};
use terminal_client::run::Options;
use terminal_client::run::models::{self, Seen};
use terminal_client::scrutineer::{self, ProposalKind, Role};
use terminal_client::ui::reconcile::{CouldChange, Reconcile};

const DEPUTIES: u32 = 12;
const CASTS: usize = 10;
const STUFFED: u64 = 2;
/// Items 0 and 1 have 7 votes each and pass by one (more than half of 12); item 2 has 3.
const MARKS: [&[usize]; CASTS] =
    [&[0, 1], &[0, 1], &[0, 1], &[0, 1], &[0, 1], &[0, 1], &[0], &[1, 2], &[2], &[2]];

/// A sitting in which 12 deputies have drawn a ballot and 10 have cast theirs.
async fn voted() -> (Play, Vec<Deputy>) {
    let mut play = Play::prepare(DEPUTIES).await;
    let mut deputies = play.draw_all(DEPUTIES).await;
    for (deputy, marks) in deputies.iter_mut().zip(MARKS) {
        deputy.cast(marks).await;
    }
    (play, deputies)
}

/// A ballot that no deputy drew: a key of the server's own, stamped with the contest's key.
fn forge(key: &StampKey, contest: &OpenContest) -> Act {
    let ballot_key = SigningKey::generate(entropy().unwrap()).unwrap();
    let public = *ballot_key.verifying_key().as_bytes();
    let context = StampContext { sitting: contest.sitting, contest: contest.hash };
    let input = StampInput::new(&context, &ballot_key.verifying_key()).unwrap();
    // Without a blind, what is evaluated is the stamp itself: N = [k]P.
    let stamp = key.evaluate(input.point(), entropy().unwrap()).unwrap().evaluated;
    let marks: Vec<bool> = (0..contest.shape.cells()).map(|cell| cell == 2).collect();
    let choices = Choices::new(&contest.shape, &marks).unwrap();
    let context = BallotContext { sitting: contest.sitting, contest: contest.hash, ballot_key: public };
    let seed = EncryptionSeed::fresh(entropy().unwrap());
    let ballot =
        encrypt(&seed, &choices, &context, &contest.shape, &contest.keys().unwrap().public_key).unwrap();
    let (ballot, parts) = split_bytes(&ballot.to_bytes()).unwrap();
    let body = encode(&Body::BallotCast(BallotCast {
        contest: contest.hash.into(),
        ballot_key: public.into(),
        stamp: (*stamp.as_bytes()).into(),
        nonce: (*CodeNonce::fresh(entropy().unwrap()).as_bytes()).into(),
        replaces: [0; 32].into(),
        ballot,
    }));
    let sig = ballot_key.sign(Purpose::Ballot, &contest.sitting, &body).to_bytes().into();
    Act {
        sigs: vec![Sig { by: Signer::Ballot, sig }],
        body: String::from_utf8(body).unwrap(),
        parts: parts.into_iter().map(|part| part.data).collect(),
    }
}

/// Casts over the ordinary path.
async fn cast(play: &Play, act: &Act) -> Answer {
    let sitting = play.secretariat.follower().sitting(PATIENCE).await.unwrap();
    let mut connection = Connection::dial(&play.dialer).await.unwrap();
    connection.submit(act, &sitting).await.unwrap()
}

/// What the secretariat's live terminal shows: its numbers, and its lines.
fn live_terminal(play: &Play) -> (Reconcile, String) {
    let options = Options::default();
    let model = play
        .secretariat
        .follower()
        .read(|view| models::live::model(&Seen::of(view, &play.made.sitting, &options), None, true));
    let reconcile = model.reconcile.unwrap();
    (reconcile, live::plain_lines(&live::App::new(options.look, model, true)).join("\n"))
}

/// What the chief scrutineer reads of the proposed close before signing it.
async fn chief_reads(play: &Play) -> Reconcile {
    let options = Options::default();
    let me = models::scrutineer::Me {
        role: Role::Chief,
        index: None,
        unlocked: true,
        step: None,
        busy: None,
        declined: vec![],
        signed: vec![],
        code_of: None,
        chosen: None,
        seat: None,
    };
    let proposed = play.chief.wait_until(PATIENCE, |view| {
        let seen = Seen::of(view, &play.made.sitting, &options);
        let model: scrutineer::Model = models::scrutineer::model(&seen, &me, None, None);
        model.proposals.into_iter().find(|proposal| proposal.kind == ProposalKind::Close)
    });
    let proposal = proposed.await.unwrap();
    proposal.reconcile.unwrap()
}

fn stage(verdict: &Verdict) -> Option<Stage> {
    verdict.state.contests().get(&1).unwrap().stage()
}

async fn report(play: &Play, expected: Stage) -> Report {
    let verdict = play.verdict().await;
    assert_eq!(stage(&verdict), Some(expected));
    Report::new(&play.made.fingerprint, &verdict)
}

fn mismatch(report: &Report) -> Option<&Mismatch> {
    report.contests.first().unwrap().mismatch.as_ref()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_ballots_more_than_slips_are_shown_before_the_close_is_signed_and_in_the_report() {
    let (mut play, deputies) = voted().await;
    let contest = deputies.last().unwrap().contest();
    let key = play.stamp_key().unwrap();
    for _ in 0..STUFFED {
        let answer = cast(&play, &forge(&key, &contest)).await;
        // The stamp is good, so nothing tells it from a deputy's ballot: it is let in, with a receipt.
        let Answer::Boxed(receipt) = answer else { panic!("{answer:?}") };
        receipt.verify(&play.made.keys.server.act.verifying_key(), &contest.sitting).unwrap();
    }
    play.end().await;

    // Before the close: on the desk's screen, …
    let stuffed = Reconcile { issued: 12, returned: 12, slips: 10, could_change: CouldChange::Unknown };
    let (shown, screen) = live_terminal(&play);
    assert_eq!(shown, stuffed);
    for (sentence, _) in stuffed.sentences(Options::default().look) {
        assert!(screen.contains(&sentence), "{sentence}\n{screen}");
    }
    // … in the verifier's report, …
    let before = report(&play, Stage::Opened).await;
    let found = mismatch(&before).unwrap();
    assert_eq!(
        (found.kind, found.by, found.could_change),
        (MismatchKind::MoreBallotsThanSlips, STUFFED, None)
    );
    assert!(before.text(Lang::Zh).contains("票箱的票比回条多 2 张，可能有人塞票"));
    // … and on the chief scrutineer's screen, with the proposal that is about to be signed.
    play.propose_close().await;
    assert_eq!(chief_reads(&play).await, stuffed);

    play.sign_close().await;
    play.declare().await;
    // Item 1 passed by one vote: two ballots could change that, and everyone who reads the result is told.
    let (shown, _) = live_terminal(&play);
    assert_eq!(shown, Reconcile { could_change: CouldChange::Yes { margin: 1 }, ..stuffed });
    let after = report(&play, Stage::Declared).await;
    let found = mismatch(&after).unwrap();
    assert_eq!(
        (found.kind, found.by, found.could_change),
        (MismatchKind::MoreBallotsThanSlips, STUFFED, Some(true))
    );
    assert!(after.text(Lang::Zh).contains("可能有人塞票；有可能改变结果"));
    assert!(after.text(Lang::En).contains("possible stuffing; this could change the result"));
    let closed = play.verdict().await;
    assert_eq!(closed.state.contests().get(&1).unwrap().course().unwrap().slip_count(), 10);
    play.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_stuffing_nothing_is_shown() {
    let (mut play, deputies) = voted().await;
    let contest = deputies.last().unwrap().contest();
    // The same ballot with a stamp of another key is not let in: only the holder of the stamp key can stuff.
    let foreign = StampKey::generate(entropy().unwrap()).unwrap();
    let answer = cast(&play, &forge(&foreign, &contest)).await;
    let Answer::Refused(refusal) = answer else { panic!("{answer:?}") };
    assert_eq!(refusal.reason.as_str(), "stamp-bad");
    play.end().await;

    let honest = Reconcile { issued: 12, returned: 10, slips: 10, could_change: CouldChange::Unknown };
    let (shown, screen) = live_terminal(&play);
    assert_eq!(shown, honest);
    assert!(!screen.contains("塞票"), "{screen}");
    assert!(mismatch(&report(&play, Stage::Opened).await).is_none());
    play.propose_close().await;
    assert_eq!(chief_reads(&play).await, honest);
    play.sign_close().await;
    play.declare().await;
    let after = report(&play, Stage::Declared).await;
    assert!(mismatch(&after).is_none());
    assert!(!after.text(Lang::Zh).contains("塞票"));
    play.stop().await;
}
