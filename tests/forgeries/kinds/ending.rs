//! The end of the voting: slips, the box as a whole, the close.

use crate::forgeries::base::{LAST, SECRET};
use crate::forgeries::{Forge, Forged, Kind};
use crate::smith::{MadeBallot, int};
use audit::entry::Body;
use audit::entry::voting::{BoxOpened, ContestClosed};
use audit::fold::{Check, Code};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "slip-without-ballot",
        forger: "deputy 6, server",
        pitfall: &[33],
        what: "A deputy to whom no ballot was issued sends a return slip, to cover one that the server stuffs.",
        refused: (Check::Slips, Code::SlipWithoutBallot),
        accused: "deputy-6 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let body = Body::BallotReturned(forge.smith.slip(1, 6));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "slip-before-the-end",
        forger: "deputy 1, server",
        pitfall: &[40],
        what: "A slip while the voting goes on: who has voted shows before the end.",
        refused: (Check::Slips, Code::ContestNotEnded),
        accused: "deputy-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "voted");
            let body = Body::BallotReturned(forge.smith.slip(1, 1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "more-cast-than-issued",
        forger: "server",
        pitfall: &[33],
        what: "The box holds six ballots, five were issued: the server stamped ballots of its own.",
        refused: (Check::Casts, Code::BoxTooFull),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            for chosen in [&[3][..], &[3]] {
                let stuffed = forge.smith.stuffed(1, chosen);
                forge.smith.boxes.get_mut(&1).unwrap().push(stuffed);
            }
            let body = Body::BoxOpened(forge.smith.box_opening(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "challenged-encryption-cast",
        forger: "a deputy's device",
        pitfall: &[6, 24, 36],
        what: "The encryption that was opened for checking is cast: whoever saw it opened knows what this ballot holds.",
        refused: (Check::Casts, Code::Spoiled),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let (challenge, seed) = forge.smith.challenge(1, &[3]);
            forge.push(&Body::BallotChallenged(challenge));
            let key = forge.recast(4, |smith, cast| {
                let stamp = crypto::stamp::Stamp::from_bytes(cast.stamp.as_bytes()).unwrap();
                *cast = smith.ballot(1, cast.ballot_key.to_bytes(), &stamp, &[3], seed).0;
            });
            end_with_slips(&mut forge);
            forge.open_box_with(key);
            forge.go_on()
        },
    },
    Kind {
        name: "same-encryption-twice",
        forger: "the devices of two deputies",
        pitfall: &[3, 6],
        what: "Two deputies' ballots with the same ciphertexts, each proved under its own key: one seed prepared for both.",
        refused: (Check::Casts, Code::Spoiled),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let seed = forge.smith.draw();
            let again = |forge: &mut Forge, deputy| {
                forge.recast(deputy, |smith, cast| {
                    let stamp = crypto::stamp::Stamp::from_bytes(cast.stamp.as_bytes()).unwrap();
                    *cast = smith.ballot(1, cast.ballot_key.to_bytes(), &stamp, &[2], seed).0;
                })
            };
            let later = again(&mut forge, 1).max(again(&mut forge, 2));
            forge.open_box_with(later);
            forge.go_on()
        },
    },
    Kind {
        name: "ballots-out-of-order",
        forger: "server",
        pitfall: &[32],
        what: "The box comes out in the order in which the ballots came in, which says whose they are.",
        refused: (Check::Casts, Code::BoxOrder),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "opening");
            let mut casts = casts(&forge.smith.sorted(1));
            casts.swap(1, 2);
            forge.push(&casts[0]);
            forge.push(&casts[1]);
            forge.lie(&casts[2]);
            forge.push(&casts[3]);
            forge.go_on()
        },
    },
    Kind {
        name: "former-ballot-beside-its-change",
        forger: "server",
        pitfall: &[14],
        what: "Where the last ballot counts, the box comes out with a deputy's ballot and with the change that took its place.",
        refused: (Check::Casts, Code::BoxOrder),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&LAST, "slips");
            let opening = forge.smith.box_opening(1);
            let ballots = int(opening.ballots.get() + 1);
            forge.push(&Body::BoxOpened(BoxOpened { ballots, ..opening }));
            let former = forge.smith.change(1, 1, &[2]);
            for made in forge.smith.sorted(1) {
                let lied = made.key == former.ballot_key.to_bytes();
                forge.push(&Body::BallotCast(made.cast.unwrap()));
                if lied {
                    forge.lie(&Body::BallotCast(former.clone()));
                }
            }
            forge.go_on()
        },
    },
    Kind {
        name: "ballot-that-replaces-another",
        forger: "a deputy's device, server",
        pitfall: &[14],
        what: "A ballot says that it replaces an earlier one: a coercer's ballot would take the place of the deputy's own.",
        refused: (Check::Casts, Code::RecastRefused),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let key = forge.recast(2, |_, cast| cast.replaces = [9; 32].into());
            forge.open_box_with(key);
            forge.go_on()
        },
    },
    Kind {
        name: "ballot-of-another-contest",
        forger: "server",
        pitfall: &[2, 4],
        what: "A ballot that names another contest is put into the box of this one.",
        refused: (Check::Casts, Code::ContestForeign),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let key = forge.recast(2, |_, cast| cast.contest = [2; 32].into());
            forge.open_box_with(key);
            forge.go_on()
        },
    },
    Kind {
        name: "late-cast",
        forger: "server",
        pitfall: &[15],
        what: "A ballot after the box is complete and closed: the server adds one when it knows how the count stands.",
        refused: (Check::Casts, Code::BoxNotOpening),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "opened");
            let stuffed = forge.smith.stuffed(1, &[3]).cast.unwrap();
            forge.lie(&Body::BallotCast(stuffed));
            forge.go_on()
        },
    },
    Kind {
        name: "box-opened-before-the-end",
        forger: "server",
        pitfall: &[40],
        what: "The box comes out while deputies still vote: the last ones know how many ballots there are, and theirs stay out.",
        refused: (Check::Casts, Code::ContestNotEnded),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "voted");
            let body = Body::BoxOpened(forge.smith.box_opening(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "dropped-ballot",
        forger: "server",
        pitfall: &[13, 29],
        what: "The box announced four ballots, and after three of them the close follows.",
        refused: (Check::Casts, Code::BoxIncomplete),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "opening");
            casts(&forge.smith.sorted(1))[..3].iter().for_each(|cast| forge.push(cast));
            let mut closing = forge.smith.closing(1);
            closing.returned = int(3);
            closing.slips = int(3);
            forge.lie(&Body::ContestClosed(closing));
            forge.go_on()
        },
    },
    Kind {
        name: "stuffed-box-hidden-in-the-close",
        forger: "server, secretariat, chief",
        pitfall: &[33],
        what: "The server casts the ballot that deputy 5 kept, and the close names as many slips as ballots: the report would show no difference.",
        refused: (Check::Closing, Code::ClosingBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let stuffed = forge.smith.stuffed(1, &[3]);
            forge.smith.boxes.get_mut(&1).unwrap().push(stuffed);
            let body = Body::BoxOpened(forge.smith.box_opening(1));
            forge.push(&body);
            for cast in casts(&forge.smith.sorted(1)) {
                forge.push(&cast);
            }
            closing(forge, |closing| closing.slips = int(5))
        },
    },
    Kind {
        name: "issued-fewer-in-the-close",
        forger: "server, secretariat, chief",
        pitfall: &[33],
        what: "The close says that as many ballots were issued as came back: the one that is missing is not asked for.",
        refused: (Check::Closing, Code::ClosingBad),
        accused: "secretariat chief server",
        forge: |kind| closing(kind.at(&SECRET, "opened"), |closing| closing.issued = int(4)),
    },
    Kind {
        name: "returned-more-in-the-close",
        forger: "server, secretariat, chief",
        pitfall: &[],
        what: "The close says that five ballots came back, four are in the log: the quorum of returned ballots is met on paper.",
        refused: (Check::Closing, Code::ClosingBad),
        accused: "secretariat chief server",
        forge: |kind| closing(kind.at(&SECRET, "opened"), |closing| closing.returned = int(5)),
    },
    Kind {
        name: "moved-close",
        forger: "server, secretariat, chief",
        pitfall: &[15, 40],
        what: "The close names the log as it was before the last ballot: what came after is said not to count.",
        refused: (Check::Closing, Code::ClosingBad),
        accused: "secretariat chief server",
        forge: |kind| {
            closing(kind.at(&SECRET, "opened"), |closing| closing.size = int(closing.size.get() - 1))
        },
    },
    Kind {
        name: "close-over-another-tree",
        forger: "server, secretariat, chief",
        pitfall: &[12, 40],
        what: "The roles sign a close whose root is that of another history: the server showed them other ballots than the log has.",
        refused: (Check::Closing, Code::ClosingBad),
        accused: "secretariat chief server",
        forge: |kind| closing(kind.at(&SECRET, "opened"), |closing| closing.root = [0x77; 32].into()),
    },
];

/// The ballots of a box as bodies.
pub(super) fn casts(ballots: &[MadeBallot]) -> Vec<Body> {
    ballots.iter().map(|made| Body::BallotCast(made.cast.clone().unwrap())).collect()
}

/// A false close.
fn closing(mut forge: Forge, change: impl FnOnce(&mut ContestClosed)) -> Forged {
    let mut closing = forge.smith.closing(1);
    change(&mut closing);
    forge.lie(&Body::ContestClosed(closing));
    forge.go_on()
}

/// The end, and a slip for each ballot of the box.
pub(super) fn end_with_slips(forge: &mut Forge) {
    let body = Body::ContestEnded(forge.smith.end(1));
    forge.push(&body);
    for made in forge.smith.boxes[&1].clone() {
        let body = Body::BallotReturned(forge.smith.slip(1, made.deputy));
        forge.push(&body);
    }
}
