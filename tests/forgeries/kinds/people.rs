//! Who is here: check-in, leave, suspension, leaving early.

use crate::forgeries::base::{OPEN, SECRET};
use crate::forgeries::{Forged, Kind};
use crate::smith::{int, text};
use audit::entry::Body;
use audit::entry::people::{DeputyRestored, DeputySuspended, LeaveGranted, LeftEarly};
use audit::entry::voting::{CheckInUndone, CheckedIn, Means};
use audit::fold::{Check, Code};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "wrong-roll-number",
        forger: "secretariat at the desk",
        pitfall: &[35],
        what: "Somebody who is not on the roll is signed in at the desk.",
        refused: (Check::CheckIn, Code::DeputyUnknown),
        accused: "secretariat server",
        forge: |kind| check_in(kind, 99, Means::Desk),
    },
    Kind {
        name: "signed-in-twice",
        forger: "secretariat at the desk",
        pitfall: &[35],
        what: "A deputy who is here signs in once more with a second device.",
        refused: (Check::CheckIn, Code::CheckedInAlready),
        accused: "secretariat server",
        forge: |kind| check_in(kind, 1, Means::Desk),
    },
    Kind {
        name: "one-device-for-two-deputies",
        forger: "secretariat at the desk",
        pitfall: &[35],
        what: "A second deputy is signed in with the device key of the first: one person holds two ballots.",
        refused: (Check::CheckIn, Code::DeviceKeyUsed),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "present");
            let device = forge.smith.state.attendance().get(1).unwrap().device_key;
            let body = CheckedIn { deputy: int(6), device_key: device.into(), means: Means::Desk };
            forge.lie(&Body::CheckedIn(body));
            forge.go_on()
        },
    },
    Kind {
        name: "suspended-deputy-signs-in",
        forger: "deputy 1, server",
        pitfall: &[35],
        what: "A deputy whose office is suspended signs in and votes.",
        refused: (Check::CheckIn, Code::Suspended),
        accused: "card-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "suspended");
            let body = Body::CheckedIn(forge.smith.check_in(1, Means::Card));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "let-in-after-the-end",
        forger: "secretariat, chief, deputy 6",
        pitfall: &[15, 35],
        what: "A deputy is let into a contest whose voting has ended: 实到 grows after everyone knows who voted.",
        refused: (Check::CheckIn, Code::LateNotAdmitted),
        accused: "card-6 secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "resumed");
            let body = Body::ContestEnded(forge.smith.end(1));
            forge.push(&body);
            let body = Body::CheckedIn(forge.smith.check_in(6, Means::Card));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "undone-with-another-check-in",
        forger: "secretariat, chief, server",
        pitfall: &[38],
        what: "An undo signed for an earlier check-in is used against a later one.",
        refused: (Check::CheckIn, Code::FollowsWrong),
        accused: "secretariat chief server",
        forge: |kind| undo(kind, |body| body.follows = [3; 32].into()),
    },
    Kind {
        name: "undone-after-a-ballot",
        forger: "secretariat, chief",
        pitfall: &[35],
        what: "The check-in of a deputy who has a ballot is taken back: a second person signs in with the card and gets another.",
        refused: (Check::CheckIn, Code::BallotIssuedAlready),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let body = Body::CheckInUndone(forge.smith.undoing(2));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "suspended-twice",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "A suspended deputy is suspended again, to be counted out twice.",
        refused: (Check::People, Code::StandingBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "suspended");
            let body = DeputySuspended { reason: text("又一次"), ..forge.smith.suspension(1) };
            forge.lie(&Body::DeputySuspended(body));
            forge.go_on()
        },
    },
    Kind {
        name: "suspended-in-the-middle-of-a-vote",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "A deputy is suspended while ballots are out: 全体 and 应到 move when the threshold is in sight.",
        refused: (Check::People, Code::NotFinished),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let body = Body::DeputySuspended(forge.smith.suspension(6));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "restored-from-another-suspension",
        forger: "secretariat, chief",
        pitfall: &[38],
        what: "A restoration that names another decision than the one that suspended the deputy.",
        refused: (Check::People, Code::FollowsWrong),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "suspended");
            let body = DeputyRestored { follows: [3; 32].into(), ..forge.smith.restoration(1) };
            forge.lie(&Body::DeputyRestored(body));
            forge.go_on()
        },
    },
    Kind {
        name: "leave-for-one-who-is-here",
        forger: "secretariat",
        pitfall: &[],
        what: "A deputy who is in the hall is put down as on leave.",
        refused: (Check::People, Code::CheckedInAlready),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "present");
            let body = LeaveGranted { reason: text("走开一下"), ..forge.smith.leave(3) };
            forge.lie(&Body::LeaveGranted(body));
            forge.go_on()
        },
    },
    Kind {
        name: "left-without-having-come",
        forger: "secretariat",
        pitfall: &[],
        what: "A deputy who never came is put down as having left: by some rules such a one is still present.",
        refused: (Check::People, Code::NotCheckedIn),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "present");
            let body = LeftEarly { deputy: int(6), ..forge.smith.leaving(6) };
            forge.lie(&Body::LeftEarly(body));
            forge.go_on()
        },
    },
    Kind {
        name: "left-early-without-a-reason",
        forger: "secretariat",
        pitfall: &[],
        what: "A deputy is put down as having left, and nobody says why.",
        refused: (Check::People, Code::ReasonMissing),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&OPEN, "declared");
            let body = LeftEarly { reason: text(" "), ..forge.smith.leaving(4) };
            forge.lie(&Body::LeftEarly(body));
            forge.go_on()
        },
    },
];

fn check_in(kind: &Kind, deputy: u32, means: Means) -> Forged {
    let mut forge = kind.at(&SECRET, "present");
    let body = Body::CheckedIn(forge.smith.check_in(deputy, means));
    forge.lie(&body);
    forge.go_on()
}

fn undo(kind: &Kind, change: impl FnOnce(&mut CheckInUndone)) -> Forged {
    let mut forge = kind.at(&SECRET, "present");
    let mut body = forge.smith.undoing(3);
    change(&mut body);
    forge.lie(&Body::CheckInUndone(body));
    forge.go_on()
}
