//! Suspension, leave, leaving early; proposals about people that go stale.

use audit::entry::people::LeaveGranted;
use audit::entry::voting::CheckedIn;
use audit::entry::{Body, Signer};
use protocol::ServerMessage;
use terminal_client::roles::acts::bodies;

use crate::hall::{Hall, int, text};
use crate::verified;

#[tokio::test(flavor = "multi_thread")]
async fn deputies_are_suspended_restored_on_leave_and_gone() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.fix_roll(&mut desk).await;
    let reason = || text("市人大常委会决定");
    let leave = |deputy| {
        let body = LeaveGranted { deputy: int(deputy), reason: text("出差") };
        hall.act(&Body::LeaveGranted(body), &[Signer::Secretariat])
    };
    desk.accepted(&leave(2)).await;
    assert_eq!(desk.refused(&leave(2), &hall).await, "body-repeated");

    // Proposed twice over; a check-in takes both away.
    let state = desk.state().await;
    let suspension = bodies::suspend(&state, 1, reason()).unwrap();
    let proposed = desk.submit(&hall.act(&suspension, &[Signer::Secretariat])).await;
    assert!(matches!(proposed, ServerMessage::Proposed { .. }), "{proposed:?}");
    desk.accepted(&hall.check_in(1, &[])).await;
    assert_eq!(desk.refused(&hall.act(&suspension, &[Signer::Chief]), &hall).await, "checked-in-already");
    let state = desk.state().await;
    let gone = bodies::leave_early(&state, 1, text("身体不适")).unwrap();
    desk.accepted(&hall.act(&gone, &[Signer::Secretariat])).await;
    assert_eq!(desk.refused(&hall.act(&gone, &[Signer::Secretariat]), &hall).await, "body-repeated");
    let mut device = hall.connect(server.address()).await;
    let digest = device.digest(1, |digest| !digest.roll.is_empty()).await;
    assert!(digest.checked_in.is_empty());

    desk.accepted(&hall.two(&suspension)).await;
    let Body::CheckedIn(body) = hall.check_in(1, &[]).decode().unwrap() else { panic!("check-in") };
    let device_key = (*Hall::ballot_key(1).verifying_key().as_bytes()).into();
    let another = Body::CheckedIn(CheckedIn { device_key, ..body });
    assert_eq!(desk.refused(&hall.act(&another, &[Signer::Card(1)]), &hall).await, "suspended");
    let again = bodies::suspend(&state, 1, text("另一理由")).unwrap();
    assert_eq!(desk.refused(&hall.act(&again, &[Signer::Chief]), &hall).await, "standing-bad");
    let state = desk.state().await;
    let restored = bodies::restore(&state, 1, text("撤销决定")).unwrap();
    desk.accepted(&hall.two(&restored)).await;
    assert_eq!(desk.refused(&hall.act(&restored, &[Signer::Chief]), &hall).await, "body-repeated");
    let other = bodies::restore(&state, 1, text("又一次")).unwrap();
    assert_eq!(desk.refused(&hall.act(&other, &[Signer::Chief]), &hall).await, "standing-bad");
    let state = desk.state().await;
    assert_eq!(state.people().on_leave().iter().copied().collect::<Vec<_>>(), [2]);
    server.stop().await.unwrap();
    verified(&hall);
}
