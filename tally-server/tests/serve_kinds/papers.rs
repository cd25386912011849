//! Papers beside machine ballots.

use audit::entry::Body;
use audit::entry::paper::{PaperCount, VoidPapers};
use audit::entry::{Signer, voting::BallotIssued};
use audit::fold::State;
use audit::rules::{Profile, Row};
use protocol::{Act, ServerMessage};
use terminal_client::roles::acts::bodies::{self, PapersBack};

use crate::hall::preparing::selection;
use crate::hall::{Client, Hall, int};
use crate::{close, unbox, verified};

/// Deputies 1 to `machine` cast by machine, the rest have papers.
async fn voted(hall: &Hall, desk: &mut Client, machine: u32) -> [u8; 32] {
    let hash = hall.open(desk, 1).await;
    let papers: Vec<u32> = (machine + 1..=hall.deputies).collect();
    let state = desk.state().await;
    desk.accepted(&hall.two(&bodies::issue_papers(&state, 1, &papers).unwrap())).await;
    for deputy in 1..=machine {
        let ballot = hall.ballot(desk, hash, deputy, u8::try_from(deputy).unwrap()).await;
        desk.boxed(&ballot).await;
    }
    hash
}

fn signed(hall: &Hall, (body, parts): &(Body, Vec<audit::wire::Bytes>), signers: &[Signer]) -> Act {
    Act { parts: parts.clone(), ..hall.act(body, signers) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_has_one_ballot_of_either_kind() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let hash = hall.open(&mut desk, 1).await;
    let state = desk.state().await;
    let give = |deputies: &[u32]| hall.two(&bodies::issue_papers(&state, 1, deputies).unwrap());
    desk.accepted(&give(&[5, 6])).await;
    assert_eq!(desk.refused(&hall.request(hash, 6).0, &hall).await, "ballot-issued-already");
    desk.accepted(&hall.request(hash, 1).0).await;
    assert_eq!(desk.refused(&give(&[1, 2]), &hall).await, "ballot-issued-already");
    assert_eq!(desk.refused(&give(&[4, 5]), &hall).await, "ballot-issued-already");
    assert_eq!(desk.refused(&give(&[7]), &hall).await, "deputy-unknown");
    let mut device = hall.connect(server.address()).await;
    let digest = device.digest(6, |digest| !digest.contests[0].paper.is_empty()).await;
    assert!(digest.contests[0].issued.is_empty());

    // Proposed for one who takes a machine ballot before the second signature: it does not wait any longer.
    let body = bodies::issue_papers(&state, 1, &[2, 3]).unwrap();
    let proposed = desk.submit(&hall.act(&body, &[Signer::Secretariat])).await;
    assert!(matches!(proposed, ServerMessage::Proposed { .. }), "{proposed:?}");
    desk.accepted(&hall.request(hash, 3).0).await;
    assert_eq!(desk.refused(&hall.act(&body, &[Signer::Chief]), &hall).await, "ballot-issued-already");
    assert!(
        matches!(desk.state().await.contests()[&1].course(), Some(course) if course.paper.issued_count() == 2)
    );
    // Nobody signs for the server.
    let issued = BallotIssued {
        request: audit::wire::decode_strict(hall.request(hash, 4).0.body.as_bytes()).unwrap(),
        request_sig: [0; 64].into(),
        evaluated: [0; 32].into(),
        proof: [0; 64].into(),
    };
    assert_eq!(desk.refused(&hall.act(&Body::BallotIssued(issued), &[]), &hall).await, "kind-not-submitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn few_papers_are_entered_as_ballots_through_a_restart() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let hash = voted(&hall, &mut desk, 4).await;
    let state = desk.state().await;
    let paper = hall.paper(&state, hash, 1);
    let early = signed(&hall, &paper, &[Signer::Secretariat]);
    assert_eq!(desk.refused(&early, &hall).await, "contest-not-ended");
    unbox(&hall, &mut desk, 1, &[1, 2, 3, 4]).await;

    // Strangers and forged proofs are stopped in front; so is a ballot that was made for another key.
    let stranger = signed(&hall, &paper, &[Signer::Deputy(1)]);
    assert_eq!(desk.refused(&stranger, &hall).await, "signers-wrong");
    let mut forged = early.clone();
    forged.sigs[0].sig = hall.sign(Signer::Secretariat, "{}").sig;
    assert_eq!(desk.refused(&forged, &hall).await, "signature-bad");
    let (Body::PaperCast(other), _) = hall.paper(&state, hash, 2) else { panic!("paper") };
    let (Body::PaperCast(moved), parts) = paper.clone() else { panic!("paper") };
    let moved = audit::entry::paper::PaperCast { ballot_key: other.ballot_key, ..moved };
    let moved = signed(&hall, &(Body::PaperCast(moved), parts), &[Signer::Secretariat]);
    assert_eq!(desk.refused(&moved, &hall).await, "ballot-proof-bad");

    // One role proposes it with all its parts; the other signs.
    let proposed = desk.submit(&early).await;
    assert!(
        matches!(&proposed, ServerMessage::Proposed { missing, .. } if *missing == [Signer::Chief]),
        "{proposed:?}"
    );
    desk.accepted(&hall.act(&paper.0, &[Signer::Chief])).await;
    assert_eq!(desk.refused(&early, &hall).await, "body-repeated");
    // Not all papers are in: the close does not fit.
    let both = PapersBack { returned: 2, void: 0 };
    let closing = hall.two(&bodies::close(&desk.state().await, 1, both).unwrap());
    assert_eq!(desk.refused(&closing, &hall).await, "paper-bad");

    server.stop().await.unwrap();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let second = hall.paper(&state, hash, 2);
    desk.accepted(&signed(&hall, &second, &[Signer::Secretariat, Signer::Chief])).await;
    // More than were given out.
    let third = hall.paper(&state, hash, 3);
    let third = signed(&hall, &third, &[Signer::Secretariat, Signer::Chief]);
    assert_eq!(desk.refused(&third, &hall).await, "paper-bad");
    close(&hall, &mut desk, 1, both).await;
    let state = desk.state().await;
    assert_eq!(state.contests()[&1].course().unwrap().summed(), Some(6));
    assert_eq!(desk.refused(&third, &hall).await, "contest-not-ended");
    server.stop().await.unwrap();
    verified(&hall);
}

fn rows(counts: [[u32; 2]; 3]) -> Vec<Row> {
    counts.map(|counts| Row { counts: counts.map(int).to_vec(), invalid: int(0) }).to_vec()
}

fn counted(hall: &Hall, state: &State, count: PaperCount, void: u32, rows: Vec<Row>) -> Act {
    let papers = |count| VoidPapers { reason: "多选".parse().unwrap(), count: int(count) };
    let void = if void == 0 { vec![] } else { vec![papers(void)] };
    let signer = if count == PaperCount::Tellers { Signer::Secretariat } else { Signer::Chief };
    hall.act(&bodies::count_papers(state, 1, count, void, rows).unwrap(), &[signer])
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_counted_twice_and_confirmed() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let apart = Profile { channel_floor: int(2), minimum_ballots: int(2), ..selection() };
    hall.prepare_with(&mut desk, &[apart]).await;
    voted(&hall, &mut desk, 3).await;
    unbox(&hall, &mut desk, 1, &[1, 2, 3]).await;
    let back = PapersBack { returned: 3, void: 1 };
    let void_of_none = bodies::close(&desk.state().await, 1, PapersBack { returned: 1, void: 2 }).unwrap();
    assert_eq!(desk.refused(&hall.two(&void_of_none), &hall).await, "paper-bad");
    close(&hall, &mut desk, 1, back).await;

    let state = desk.state().await;
    let (tellers, scrutineers) = (PaperCount::Tellers, PaperCount::Scrutineers);
    let good = rows([[2, 0], [1, 1], [0, 2]]);
    // Marks that do not make up the valid papers, and a register that does not make up the void ones.
    let over = counted(&hall, &state, tellers, 1, rows([[3, 0], [1, 1], [0, 2]]));
    assert_eq!(desk.refused(&over, &hall).await, "paper-bad");
    let unregistered = counted(&hall, &state, tellers, 0, good.clone());
    assert_eq!(desk.refused(&unregistered, &hall).await, "paper-bad");
    desk.accepted(&counted(&hall, &state, tellers, 1, good.clone())).await;
    let state = desk.state().await;
    desk.accepted(&counted(&hall, &state, scrutineers, 1, rows([[2, 0], [2, 0], [0, 2]]))).await;
    let state = desk.state().await;
    let differing = hall.two(&bodies::confirm_papers(&state, 1).unwrap());
    assert_eq!(desk.refused(&differing, &hall).await, "paper-counts-differ");
    // Proposed before a count is corrected, it is stale.
    let corrected = counted(&hall, &state, scrutineers, 1, good);
    desk.accepted(&corrected).await;
    assert_eq!(
        desk.refused(&hall.act(&differing.decode().unwrap(), &[Signer::Secretariat]), &hall).await,
        "follows-wrong"
    );
    // Between the counts and their confirmation: nothing is lost.
    server.stop().await.unwrap();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let state = desk.state().await;
    assert_eq!(desk.refused(&corrected, &hall).await, "body-repeated");
    let awaited = bodies::declare(&state, 1).unwrap_err();
    assert!(awaited.to_string().contains("papers"), "{awaited}");
    desk.accepted(&hall.two(&bodies::confirm_papers(&state, 1).unwrap())).await;
    let late = counted(&hall, &state, tellers, 1, rows([[2, 0], [1, 1], [1, 1]]));
    assert_eq!(desk.refused(&late, &hall).await, "paper-bad");
    server.stop().await.unwrap();
    assert!(verified(&hall).contests()[&1].course().unwrap().paper.confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_papers_than_were_given_out_make_the_vote_void() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    voted(&hall, &mut desk, 4).await;
    unbox(&hall, &mut desk, 1, &[1, 2, 3, 4]).await;
    close(&hall, &mut desk, 1, PapersBack { returned: 3, void: 0 }).await;
    let state = desk.state().await;
    let count = counted(&hall, &state, PaperCount::Tellers, 0, rows([[3, 0], [3, 0], [3, 0]]));
    assert_eq!(desk.refused(&count, &hall).await, "paper-bad");
    // Declared without decryption.
    let declared = bodies::declare(&state, 1).unwrap();
    let Body::ResultDeclared(result) = &declared else { panic!("declaration") };
    assert!(result.totals.is_empty());
    desk.accepted(&hall.presided(&declared)).await;
    server.stop().await.unwrap();
    verified(&hall);
}
