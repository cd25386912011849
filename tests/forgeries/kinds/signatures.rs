//! Who signs, and what is said twice.

use crate::forgeries::base::{OPEN, SECRET};
use crate::forgeries::{Forge, Kind};
use crate::smith::int;
use audit::entry::voting::Means;
use audit::entry::{Body, Line, Sig, Signer};
use audit::fold::{Check, Code};
use crypto::signature::{Purpose, SigningKey};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "one-role-signs-for-two",
        forger: "secretariat, server",
        pitfall: &[],
        what: "The secretariat signs the close in both places: one office decides what two must agree on.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "opened");
            let body = Body::ContestClosed(forge.smith.closing(1));
            let sig = forge.smith.sign(Signer::Secretariat, &body, &body.encode().unwrap()).sig;
            lie_with(&mut forge, &body, &[(Signer::Secretariat, sig), (Signer::Chief, sig)]);
            forge.go_on()
        },
    },
    Kind {
        name: "second-role-missing",
        forger: "secretariat, server",
        pitfall: &[],
        what: "The contest is opened by the secretariat alone: nobody else saw the counters at zero.",
        refused: (Check::Signatures, Code::SignersWrong),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "present");
            let body = Body::ContestOpened(forge.smith.opening(1));
            forge.lie_by(&body, &[Signer::Secretariat]);
            forge.go_on()
        },
    },
    Kind {
        name: "roles-exchanged",
        forger: "secretariat, chief, server",
        pitfall: &[30],
        what: "The two signatures of the end stand in the other order: one act in two encodings, and the proposer hidden.",
        refused: (Check::Signatures, Code::SignersWrong),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "voted");
            let body = Body::ContestEnded(forge.smith.end(1));
            forge.lie_by(&body, &[Signer::Chief, Signer::Secretariat]);
            forge.go_on()
        },
    },
    Kind {
        name: "wrong-signer-role",
        forger: "chief",
        pitfall: &[],
        what: "The chief scrutineer adopts rules, which are the secretariat's to put before the deputies.",
        refused: (Check::Signatures, Code::SignersWrong),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "rolled");
            let body = Body::RulesAdopted(forge.smith.rules());
            forge.lie_by(&body, &[Signer::Chief]);
            forge.go_on()
        },
    },
    Kind {
        name: "slip-signed-by-the-server",
        forger: "server",
        pitfall: &[33],
        what: "The server signs a return slip for a deputy whose ballot did not come back, to cover a ballot of its own.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let body = Body::BallotReturned(forge.smith.slip(1, 5));
            let sig = forge.smith.sign(Signer::Server, &body, &body.encode().unwrap()).sig;
            lie_with(&mut forge, &body, &[(Signer::Deputy(5), sig)]);
            forge.go_on()
        },
    },
    Kind {
        name: "request-not-signed",
        forger: "server",
        pitfall: &[33],
        what: "A ballot is issued on a request that the deputy's device never signed: the server draws ballots for who sits still.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let mut body = forge.smith.issue(1, 5);
            body.request_sig = [0x11; 64].into();
            forge.lie(&Body::BallotIssued(body));
            forge.go_on()
        },
    },
    Kind {
        name: "signed-for-another-purpose",
        forger: "server, with a proposal that the secretariat signed",
        pitfall: &[38],
        what: "A signature that the secretariat gave for a proposal on its way is used as one for the act.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "voted");
            let body = Body::ContestEnded(forge.smith.end(1));
            let bytes = body.encode().unwrap();
            let sitting = forge.smith.state.sitting().unwrap();
            let key = forge.smith.ring.get(sitting.definition.keys.secretariat.as_bytes()).unwrap();
            let proposal = key.sign(Purpose::Proposal, &sitting.fingerprint, &bytes).to_bytes().into();
            let chief = forge.smith.sign(Signer::Chief, &body, &bytes).sig;
            lie_with(&mut forge, &body, &[(Signer::Secretariat, proposal), (Signer::Chief, chief)]);
            forge.go_on()
        },
    },
    Kind {
        name: "signed-in-the-rehearsal",
        forger: "server, with an act of the rehearsal",
        pitfall: &[2, 38],
        what: "An act that the roles signed in another sitting is put into this one: the fingerprint under the signature is another.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "people");
            let body = Body::LeaveGranted(forge.smith.leave(3));
            let sitting = forge.smith.state.sitting().unwrap();
            let key = forge.smith.ring.get(sitting.definition.keys.secretariat.as_bytes()).unwrap();
            let sig = key.sign(Purpose::Act, &[0x5e; 32], &body.encode().unwrap()).to_bytes().into();
            lie_with(&mut forge, &body, &[(Signer::Secretariat, sig)]);
            forge.go_on()
        },
    },
    Kind {
        name: "signature-with-another-scalar",
        forger: "server",
        pitfall: &[8, 41],
        what: "A true signature with ℓ added to its scalar: some verifiers take it, so the log holds for them and not for others.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "reported");
            let body = Body::SittingSealed(forge.smith.seal());
            let bytes = body.encode().unwrap();
            let mut sig = forge.smith.sign(Signer::Secretariat, &body, &bytes).sig.to_bytes();
            add_order(&mut sig[32..]);
            let chief = forge.smith.sign(Signer::Chief, &body, &bytes).sig;
            lie_with(&mut forge, &body, &[(Signer::Secretariat, sig.into()), (Signer::Chief, chief)]);
            forge.go_on()
        },
    },
    Kind {
        name: "signature-of-mixed-order",
        forger: "chief",
        pitfall: &[41],
        what: "A signature whose R has a part of small order: verifiers that multiply by the cofactor take it, others do not.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "declared");
            let body = Body::ReportSigned(forge.smith.report(1));
            let sig = mixed_order(&forge, &body);
            lie_with(&mut forge, &body, &[(Signer::Chief, sig.into())]);
            forge.go_on()
        },
    },
    Kind {
        name: "another-scrutineer-signs",
        forger: "scrutineer 1, server",
        pitfall: &[],
        what: "Scrutineer 1 signs the acceptance of scrutineer 2, who never looked at the shares dealt to it.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "dealt");
            let body = forge.smith.opened(2);
            let sig = forge.smith.sign(Signer::Scrutineer(1), &body, &body.encode().unwrap()).sig;
            lie_with(&mut forge, &body, &[(Signer::Scrutineer(2), sig)]);
            forge.go_on()
        },
    },
    Kind {
        name: "key-agreed-without-one",
        forger: "scrutineers 1 and 2, server",
        pitfall: &[],
        what: "Two of three scrutineers sign the key: the third never said that its share opens.",
        refused: (Check::Signatures, Code::SignersWrong),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "accepted");
            let body = Body::KeyAgreed(forge.smith.agreement());
            forge.lie_by(&body, &[Signer::Scrutineer(1), Signer::Scrutineer(2)]);
            forge.go_on()
        },
    },
    Kind {
        name: "late-deputy-let-in-by-nobody",
        forger: "server, with a deputy's card",
        pitfall: &[35],
        what: "A deputy checks in while the contest is open, and neither role has signed: 实到 grows by whom the server likes.",
        refused: (Check::Signatures, Code::SignersWrong),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "resumed");
            let body = Body::CheckedIn(forge.smith.check_in(6, Means::Card));
            forge.lie_by(&body, &[Signer::Card(6)]);
            forge.go_on()
        },
    },
    Kind {
        name: "named-vote-by-the-server",
        forger: "server",
        pitfall: &[33],
        what: "The server votes by name for a deputy who did not press.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&OPEN, "voted");
            let body = Body::VoteCast(forge.smith.vote(1, 6, &[0, 0], [0; 32]));
            let sig = forge.smith.sign(Signer::Server, &body, &body.encode().unwrap()).sig;
            lie_with(&mut forge, &body, &[(Signer::Deputy(6), sig)]);
            forge.go_on()
        },
    },
    Kind {
        name: "ballot-not-signed-by-its-key",
        forger: "server",
        pitfall: &[3, 33],
        what: "A ballot of the box under a stamped key whose secret half the server does not have.",
        refused: (Check::Signatures, Code::SignatureBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "opening");
            let body = Body::BallotCast(forge.smith.sorted(1)[0].cast.clone().unwrap());
            lie_with(&mut forge, &body, &[(Signer::Ballot, [0x22; 64].into())]);
            forge.go_on()
        },
    },
    Kind {
        name: "replayed-check-in",
        forger: "server",
        pitfall: &[38],
        what: "A check-in that was undone is played again with the signature of its card: the copied card is in the hall once more.",
        refused: (Check::Replay, Code::BodyRepeated),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "undone");
            replay(&mut forge, "checked_in");
            forge.go_on()
        },
    },
    Kind {
        name: "replayed-operator-command",
        forger: "server",
        pitfall: &[38],
        what: "The secretariat's order to hold the voting is played again after it was resumed: the server stops the contest when it likes.",
        refused: (Check::Replay, Code::BodyRepeated),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "resumed");
            replay(&mut forge, "contest_held");
            forge.go_on()
        },
    },
    Kind {
        name: "slip-counted-twice",
        forger: "server",
        pitfall: &[33, 38],
        what: "A deputy's return slip stands twice, to make slips equal to a stuffed box.",
        refused: (Check::Replay, Code::BodyRepeated),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            replay(&mut forge, "ballot_returned");
            forge.go_on()
        },
    },
    Kind {
        name: "leave-granted-twice",
        forger: "server",
        pitfall: &[38],
        what: "A leave that ended with the deputy's check-in is played again.",
        refused: (Check::Replay, Code::BodyRepeated),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "people");
            replay(&mut forge, "leave_granted");
            forge.go_on()
        },
    },
];

/// A false entry with signatures from elsewhere.
fn lie_with(forge: &mut Forge, body: &Body, sigs: &[(Signer, audit::wire::Bytes64)]) {
    let sigs: Vec<Sig> = sigs.iter().map(|(by, sig)| Sig { by: *by, sig: *sig }).collect();
    let line = forge.smith.make_with(&sigs, &body.encode().unwrap());
    forge.lie_line(line);
}

/// The last entry of a kind once more, as it was signed.
fn replay(forge: &mut Forge, kind: &str) {
    let line = forge.smith.lines.iter().rfind(|line| line.body().kind() == kind).unwrap();
    let line: Line = forge.smith.make_with(&line.entry().sigs, line.body_bytes());
    forge.lie_line(line);
}

/// Adds ℓ to a scalar below it; the sum is below 2^253.
fn add_order(scalar: &mut [u8]) {
    let order = (-Scalar::ONE).to_bytes();
    let mut carry = 1;
    for (byte, of_order) in scalar.iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(of_order) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
}

/// The chief's signature with R moved by a point of order 8, and s computed for it.
fn mixed_order(forge: &Forge, body: &Body) -> [u8; 64] {
    use curve25519_dalek::constants::{ED25519_BASEPOINT_TABLE, EIGHT_TORSION};
    use sha2::{Digest, Sha512};
    let sitting = forge.smith.state.sitting().unwrap();
    let chief = sitting.definition.keys.chief;
    let key: SigningKey = forge.smith.ring.get(chief.as_bytes()).unwrap();
    let seed = Sha512::digest(key.to_secret_bytes().as_slice());
    let mut low = [0; 32];
    low.copy_from_slice(&seed[..32]);
    let a = Scalar::from_bytes_mod_order(curve25519_dalek::scalar::clamp_integer(low));
    let r = Scalar::from(int(0x5eed).get());
    assert_ne!(EIGHT_TORSION[1], curve25519_dalek::edwards::EdwardsPoint::identity());
    let big_r = (&r * ED25519_BASEPOINT_TABLE + EIGHT_TORSION[1]).compress().to_bytes();
    let message = [b"piaojue/v1/act\0".as_slice(), &sitting.fingerprint, &body.encode().unwrap()].concat();
    let hash =
        Sha512::new().chain_update(big_r).chain_update(chief.as_bytes()).chain_update(message).finalize();
    let h = Scalar::from_bytes_mod_order_wide(&hash.into());
    let mut sig = [0; 64];
    sig[..32].copy_from_slice(&big_r);
    sig[32..].copy_from_slice((r + h * a).as_bytes());
    sig
}
