//! Shares, totals, the decision, reports and the seal.

use crate::forgeries::base::{SECRET, SETTLED};
use crate::forgeries::{Forge, Forged, Kind};
use crate::smith::{int, text};
use audit::entry::counting::{ContestVoided, Decrypted, ReportSigned, ResultDeclared, SittingSealed};
use audit::entry::{Body, Signer};
use audit::fold::{Check, Code};
use audit::rules::Chosen;
use audit::wire::B64;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "wrong-partial-decryption",
        forger: "scrutineer 1",
        pitfall: &[19],
        what: "A share that opens the sum to another number, with the proof of the true one.",
        refused: (Check::Decryption, Code::ShareProofBad),
        accused: "scrutineer-1 server",
        forge: |kind| {
            share(kind, "closed", 1, |share| {
                let mut cell = share.shares[0].to_bytes();
                cell[..32].copy_from_slice(&share.shares[1].as_bytes()[..32]);
                share.shares[0] = B64::from(cell);
            })
        },
    },
    Kind {
        name: "shares-exchanged",
        forger: "scrutineer 1",
        pitfall: &[4, 19],
        what: "The shares of two cells change places with their proofs: the votes of two items are exchanged.",
        refused: (Check::Decryption, Code::ShareProofBad),
        accused: "scrutineer-1 server",
        forge: |kind| share(kind, "closed", 1, |share| share.shares.swap(0, 1)),
    },
    Kind {
        name: "share-of-another-scrutineer",
        forger: "scrutineer 2",
        pitfall: &[19],
        what: "Scrutineer 2 hands in the shares of scrutineer 1 as its own: one share counts for two.",
        refused: (Check::Decryption, Code::ShareProofBad),
        accused: "scrutineer-2 server",
        forge: |kind| share(kind, "share", 1, |share| share.scrutineer = int(2)),
    },
    Kind {
        name: "share-of-another-close",
        forger: "scrutineer 1, server",
        pitfall: &[20],
        what: "Shares for a close that is not in this log: two states that differ by one ballot would show what that ballot holds.",
        refused: (Check::Decryption, Code::FollowsWrong),
        accused: "scrutineer-1 server",
        forge: |kind| share(kind, "closed", 1, |share| share.closed = [5; 32].into()),
    },
    Kind {
        name: "identity-as-share",
        forger: "scrutineer 1",
        pitfall: &[8, 19],
        what: "Shares of zeros: no work done, and a sum that opens without this scrutineer.",
        refused: (Check::Decryption, Code::ShareProofBad),
        accused: "scrutineer-1 server",
        forge: |kind| share(kind, "closed", 1, |share| share.shares.fill(B64::from([0; 128]))),
    },
    Kind {
        name: "share-without-one-cell",
        forger: "scrutineer 1",
        pitfall: &[19],
        what: "A share that leaves one item out: its votes are never known.",
        refused: (Check::Decryption, Code::SharesWrong),
        accused: "scrutineer-1 server",
        forge: |kind| share(kind, "closed", 1, |share| _ = share.shares.pop()),
    },
    Kind {
        name: "too-few-ballots-decrypted",
        forger: "scrutineer 1, server",
        pitfall: &[13, 27],
        what: "A box of two ballots is decrypted: the totals of two tell each of them what the other chose.",
        refused: (Check::Decryption, Code::TooFewBallots),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "voted");
            forge.smith.boxes.get_mut(&1).unwrap().truncate(2);
            super::ending::end_with_slips(&mut forge);
            let body = Body::BoxOpened(forge.smith.box_opening(1));
            forge.push(&body);
            for cast in super::ending::casts(&forge.smith.sorted(1)) {
                forge.push(&cast);
            }
            let body = Body::ContestClosed(forge.smith.closing(1));
            forge.push(&body);
            let body = Body::Decrypted(forge.any_share(1, 1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "share-after-voiding",
        forger: "scrutineer 1, server",
        pitfall: &[20],
        what: "A contest that was voided is decrypted all the same: nobody announces it, and everyone knows.",
        refused: (Check::Decryption, Code::ContestOver),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "closed");
            let share = Body::Decrypted(forge.smith.decryption(1, 1));
            let body = Body::ContestVoided(forge.smith.voiding(1));
            forge.push(&body);
            forge.lie(&share);
            forge.go_on()
        },
    },
    Kind {
        name: "fewer-than-t-shares",
        forger: "chief, presiding",
        pitfall: &[],
        what: "A result is declared with the shares of one scrutineer of two: nobody can have decrypted it.",
        refused: (Check::Totals, Code::SharesMissing),
        accused: "chief presiding server",
        forge: |kind| {
            let body = Body::ResultDeclared(kind.at(&SECRET, "shares").smith.declaration(1));
            let mut forge = kind.at(&SECRET, "share");
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "wrong-total",
        forger: "chief, presiding",
        pitfall: &[26],
        what: "A vote is moved from the winner to another item, and the decision follows from the moved totals.",
        refused: (Check::Totals, Code::TotalsWrong),
        accused: "chief presiding server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "shares");
            let hash = forge.smith.course(1).hash.into();
            let mut totals = forge.smith.state.totals(&hash).unwrap();
            (totals[0], totals[1]) = (totals[1], totals[0]);
            let decision = forge.smith.state.decision(&hash, &totals).unwrap();
            let mut body = forge.smith.declaration(1);
            body.totals = totals.into_iter().map(int).collect();
            body.decision = decision;
            forge.lie(&Body::ResultDeclared(body));
            forge.go_on()
        },
    },
    Kind {
        name: "wrong-decision",
        forger: "chief, presiding",
        pitfall: &[],
        what: "True totals, and a decision that elects the item with fewer votes.",
        refused: (Check::Decision, Code::DecisionWrong),
        accused: "chief presiding server",
        forge: |kind| {
            declaration(kind, |body| {
                body.decision.firm = vec![int(1)];
                body.decision.items[0].chosen = Chosen::No;
                body.decision.items[1].chosen = Chosen::Yes;
            })
        },
    },
    Kind {
        name: "threshold-lowered",
        forger: "chief, presiding",
        pitfall: &[],
        what: "The decision counts 过半数 of the valid ballots where the rules say of all deputies: an item passes that did not.",
        refused: (Check::Decision, Code::DecisionWrong),
        accused: "chief presiding server",
        forge: |kind| {
            declaration(kind, |body| {
                body.decision.needed = int(3);
                body.decision.base = int(4);
            })
        },
    },
    Kind {
        name: "tie-settled-outside-the-tie",
        forger: "chief, presiding",
        pitfall: &[],
        what: "The presidium chooses an item that is not among the tied.",
        refused: (Check::Decision, Code::TieBad),
        accused: "chief presiding server",
        forge: |kind| {
            let mut forge = kind.at(&SETTLED, "declared");
            let course = forge.smith.course(1);
            let body = Body::TieSettled(audit::entry::counting::TieSettled {
                contest: course.hash.into(),
                follows: course.declared_leaf.unwrap().into(),
                items: vec![int(2)],
                reason: text("主席团第三次会议决定"),
            });
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "voided-without-a-reason",
        forger: "secretariat, chief",
        pitfall: &[20],
        what: "A contest that came out wrong for somebody is voided, and nobody says why.",
        refused: (Check::Voiding, Code::ReasonMissing),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "declared");
            let body = ContestVoided { reason: text(" "), ..forge.smith.voiding(1) };
            forge.lie(&Body::ContestVoided(body));
            forge.go_on()
        },
    },
    Kind {
        name: "voided-as-of-an-earlier-stage",
        forger: "secretariat, chief, server",
        pitfall: &[20, 38],
        what: "A voiding signed before the first share is used after it: the report would not say that somebody had seen totals.",
        refused: (Check::Voiding, Code::FollowsWrong),
        accused: "secretariat chief server",
        forge: |kind| {
            let early = kind.at(&SECRET, "closed").smith.voiding(1);
            let mut forge = kind.at(&SECRET, "declared");
            forge.lie(&Body::ContestVoided(early));
            forge.go_on()
        },
    },
    Kind {
        name: "another-report-signed",
        forger: "scrutineer 1",
        pitfall: &[],
        what: "The chief signed one report, a scrutineer signs another of the same contest.",
        refused: (Check::Voiding, Code::ReportDiffers),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "reported");
            let report = ReportSigned { by: Signer::Scrutineer(1), ..forge.smith.report(1) };
            forge.lie(&Body::ReportSigned(report));
            forge.go_on()
        },
    },
    Kind {
        name: "seal-of-another-origin",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "The seal names the archive of another sitting.",
        refused: (Check::Seal, Code::SealBad),
        accused: "secretariat chief server",
        forge: |kind| seal(kind, |body| body.origin = text("yunling.example/rehearsal")),
    },
    Kind {
        name: "seal-at-another-place",
        forger: "secretariat, chief, server",
        pitfall: &[12],
        what: "A seal made for a shorter log: entries were put in between after the archive was closed.",
        refused: (Check::Seal, Code::SealBad),
        accused: "secretariat chief server",
        forge: |kind| seal(kind, |body| body.index = int(body.index.get() - 1)),
    },
    Kind {
        name: "sealed-before-the-result",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "The sitting is sealed while a contest is closed and not declared: its result never comes.",
        refused: (Check::Seal, Code::NotFinished),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "shares");
            let body = Body::SittingSealed(forge.smith.seal());
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "entry-after-the-seal",
        forger: "chief, server",
        pitfall: &[],
        what: "A report is signed after the sitting was sealed: the archive that was handed over is not the whole log.",
        refused: (Check::Seal, Code::Sealed),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "end");
            let report = forge.smith.course(1).report.clone().unwrap().0;
            let contest = forge.smith.course(1).hash.into();
            let body = ReportSigned { contest, by: Signer::Secretariat, report: report.into() };
            forge.lie(&Body::ReportSigned(body));
            forge.go_on()
        },
    },
];

/// A share of contest 1 made by scrutineer `by` and changed.
fn share(kind: &Kind, mark: &str, by: u16, change: impl FnOnce(&mut Decrypted)) -> Forged {
    let mut forge: Forge = kind.at(&SECRET, mark);
    let mut share = forge.smith.decryption(1, by);
    change(&mut share);
    forge.lie(&Body::Decrypted(share));
    forge.go_on()
}

fn declaration(kind: &Kind, change: impl FnOnce(&mut ResultDeclared)) -> Forged {
    let mut forge = kind.at(&SECRET, "shares");
    let mut body = forge.smith.declaration(1);
    change(&mut body);
    forge.lie(&Body::ResultDeclared(body));
    forge.go_on()
}

fn seal(kind: &Kind, change: impl FnOnce(&mut SittingSealed)) -> Forged {
    let mut forge = kind.at(&SECRET, "reported");
    let mut body = forge.smith.seal();
    change(&mut body);
    forge.lie(&Body::SittingSealed(body));
    forge.go_on()
}
