//! Ballots of the box: what they hold, whose they are, and their stamps.

use crate::forgeries::base::SECRET;
use crate::forgeries::prover::{Proof, dishonest, unlooked};
use crate::forgeries::{Forge, Kind};
use audit::entry::Body;
use audit::entry::payload::BytesPayload;
use audit::fold::{Check, Code};
use audit::wire::Bytes;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::scalar::Scalar;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "two-votes-in-one-cell",
        forger: "a deputy's device",
        pitfall: &[1, 26],
        what: "A cell holds 2: one deputy gives an item two votes, within the limit of the ballot.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| holding(kind, &[2, 0, 0, 0, 0], Proof::Claimed),
    },
    Kind {
        name: "minus-one-vote",
        forger: "a deputy's device",
        pitfall: &[1, 26],
        what: "A cell holds −1: one deputy takes away a vote that another gave.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| holding(kind, &[1, -1, 0, 1, 1], Proof::Claimed),
    },
    Kind {
        name: "weak-fiat-shamir",
        forger: "a deputy's device",
        pitfall: &[1],
        what: "Proofs made before their statement, for a challenge that covers only commitments: a huge number in a cell, and no total can be found.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| holding(kind, &[2, 0, 0, 0, 0], Proof::Weak),
    },
    Kind {
        name: "three-of-at-most-two",
        forger: "a deputy's device",
        pitfall: &[],
        what: "Three items chosen where the rules allow two: every cell is 0 or 1, and their sum is out of the limit.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| holding(kind, &[1, 1, 1, 0, 0], Proof::Claimed),
    },
    Kind {
        name: "slack-of-minus-one",
        forger: "a deputy's device",
        pitfall: &[1],
        what: "Three items chosen, and a slack bit of −1 that makes the sum come out right.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| holding(kind, &[1, 1, 1, -1, 0], Proof::Claimed),
    },
    Kind {
        name: "copied-ballot",
        forger: "a deputy's device that sees the box",
        pitfall: &[3, 5],
        what: "Another deputy's encrypted ballot, byte for byte, under one's own stamped key: the totals then tell how that deputy voted.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |forge, _| {
                // The ballot of deputy 1 comes later in the order of keys or earlier; the copy is refused where it stands.
                forge.smith.boxes[&1][0].cast.clone().unwrap().ballot
            })
        },
    },
    Kind {
        name: "spliced-ballot",
        forger: "a deputy's device that sees the box",
        pitfall: &[4, 5],
        what: "One cell with its proof from another deputy's ballot, the rest one's own.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |forge, own| {
                let others = bytes(&forge.smith.boxes[&1][0].cast.as_ref().unwrap().ballot);
                let mut spliced = own.to_vec();
                // The ciphertext of cell 0, and its proof of seven words behind five ciphertexts.
                spliced[..64].copy_from_slice(&others[..64]);
                spliced[320..544].copy_from_slice(&others[320..544]);
                inline(spliced)
            })
        },
    },
    Kind {
        name: "cells-exchanged",
        forger: "server",
        pitfall: &[4],
        what: "Two cells of a ballot change places with their proofs: a vote for one item becomes one for another. The key signs again.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |_, own| {
                let mut moved = own.to_vec();
                let (first, second) = (own[..64].to_vec(), own[64..128].to_vec());
                moved[..64].copy_from_slice(&second);
                moved[64..128].copy_from_slice(&first);
                let (first, second) = (own[320..544].to_vec(), own[544..768].to_vec());
                moved[320..544].copy_from_slice(&second);
                moved[544..768].copy_from_slice(&first);
                inline(moved)
            })
        },
    },
    Kind {
        name: "identity-as-first-half",
        forger: "a deputy's device",
        pitfall: &[8],
        what: "A ciphertext with A = 0, encrypted without randomness: its choice is there for everyone to read.",
        refused: (Check::BallotProofs, Code::BallotMalformed),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |_, own| {
                let mut open = own.to_vec();
                open[..32].fill(0);
                inline(open)
            })
        },
    },
    Kind {
        name: "point-not-canonical",
        forger: "a deputy's device",
        pitfall: &[8],
        what: "A point in an encoding above the field's prime: one library reads a point, another refuses it.",
        refused: (Check::BallotProofs, Code::BallotMalformed),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |_, own| {
                let mut other = own.to_vec();
                // B = 0 has the encoding 0; this is p, which is 0 as well.
                other[32..64].fill(0xff);
                (other[32], other[63]) = (0xed, 0x7f);
                inline(other)
            })
        },
    },
    Kind {
        name: "scalar-not-canonical",
        forger: "server",
        pitfall: &[8, 30],
        what: "A response with ℓ added: the same proof in other bytes, so the ballot has two encodings.",
        refused: (Check::BallotProofs, Code::BallotMalformed),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |_, own| {
                let mut other = own.to_vec();
                let at = other.len() - 32;
                let order = (-Scalar::ONE).to_bytes();
                let mut carry = 1;
                for (byte, of_order) in other[at..].iter_mut().zip(order) {
                    let sum = u16::from(*byte) + u16::from(of_order) + carry;
                    *byte = sum.to_le_bytes()[0];
                    carry = sum >> 8;
                }
                inline(other)
            })
        },
    },
    Kind {
        name: "ballot-too-short",
        forger: "a deputy's device",
        pitfall: &[30],
        what: "A ballot without the proof of its limit: whoever checks only what is there finds nothing wrong.",
        refused: (Check::BallotProofs, Code::BallotMalformed),
        accused: "server",
        forge: |kind| with_ballot(kind, |_, own| inline(own[..own.len() - 96].to_vec())),
    },
    Kind {
        name: "one-nonce-for-two-cells",
        forger: "a deputy's device",
        pitfall: &[3, 21],
        what: "Two ciphertexts of a ballot with the same A: their difference is readable.",
        refused: (Check::BallotProofs, Code::BallotMalformed),
        accused: "server",
        forge: |kind| {
            with_ballot(kind, |_, own| {
                let mut same = own.to_vec();
                same.copy_within(..32, 64);
                inline(same)
            })
        },
    },
    Kind {
        name: "wrong-stamp-in-the-batch",
        forger: "a deputy's device, server",
        pitfall: &[9, 33],
        what: "One ballot of the box has a stamp that is none, and the server proves the batch as if it were: a ballot that nobody was issued.",
        refused: (Check::Stamps, Code::StampsBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let other = *forge.smith.stamp_key(1).public_key().as_bytes();
            forge.recast(2, |_, cast| cast.stamp = other.into());
            last_of_box(forge)
        },
    },
    Kind {
        name: "stamp-of-another-ballot",
        forger: "a deputy's device, server",
        pitfall: &[9],
        what: "Two ballots with the stamp of one: one issued ballot is cast twice.",
        refused: (Check::Stamps, Code::StampsBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let stamp = forge.smith.boxes[&1][0].cast.as_ref().unwrap().stamp;
            forge.recast(2, |_, cast| cast.stamp = stamp);
            last_of_box(forge)
        },
    },
    Kind {
        name: "stamp-errors-that-cancel",
        forger: "the devices of two deputies, server",
        pitfall: &[9],
        what: "Two stamps moved by T and −T: under equal weights the errors cancel, and two ballots pass that nobody stamped.",
        refused: (Check::Stamps, Code::StampsBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            for (deputy, by) in [(1, Scalar::ONE), (2, -Scalar::ONE)] {
                forge.recast(deputy, |_, cast| {
                    let stamp = crypto::group::Element::from_bytes(cast.stamp.as_bytes()).unwrap();
                    let moved = stamp.point() + by * RISTRETTO_BASEPOINT_POINT;
                    cast.stamp = moved.compress().to_bytes().into();
                });
            }
            last_of_box(forge)
        },
    },
    Kind {
        name: "foreign-stamp",
        forger: "server",
        pitfall: &[2, 31],
        what: "A ballot stamped with a key of another contest: an issue there becomes a vote here.",
        refused: (Check::Stamps, Code::StampsBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let secret = forge.smith.stamp_keys[&1];
            let entropy = forge.smith.entropy();
            let foreign = crypto::stamp::StampKey::generate(entropy).unwrap();
            forge.smith.stamp_keys.insert(1, *foreign.to_secret_bytes());
            let stuffed = forge.smith.stuffed(1, &[1]).cast.unwrap();
            forge.smith.stamp_keys.insert(1, secret);
            forge.recast(2, |_, cast| *cast = stuffed);
            last_of_box(forge)
        },
    },
    Kind {
        name: "stamps-not-proved",
        forger: "server",
        pitfall: &[9],
        what: "The box is opened with the proof of another batch of stamps.",
        refused: (Check::Stamps, Code::StampsBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let mut other = forge.smith.clone();
            other.boxes.get_mut(&1).unwrap().pop();
            let proof = other.box_opening(1).proof;
            let mut opening = forge.smith.box_opening(1);
            opening.proof = proof;
            forge.push(&Body::BoxOpened(opening));
            casts_of_box(forge)
        },
    },
    Kind {
        name: "stamp-of-nothing",
        forger: "a deputy's device, server",
        pitfall: &[8],
        what: "A ballot whose stamp is the identity, which is a multiple of everything.",
        refused: (Check::Stamps, Code::StampBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "slips");
            let opening = forge.smith.box_opening(1);
            forge.recast(2, |_, cast| cast.stamp = [0; 32].into());
            forge.push(&Body::BoxOpened(opening));
            casts_of_box(forge)
        },
    },
];

/// Deputy 3's ballot holds these numbers in its cells and slack bits.
fn holding(kind: &Kind, held: &[i64], proof: Proof) -> crate::forgeries::Forged {
    let mut forge = kind.at(&SECRET, "slips");
    let key = forge.recast(3, |smith, cast| {
        cast.ballot = dishonest(smith, cast.ballot_key.to_bytes(), held, proof);
    });
    forge.open_box_with(key);
    forge.go_on()
}

/// Deputy 3's ballot with other bytes, made from its own.
fn with_ballot(
    kind: &Kind,
    change: impl FnOnce(&mut Forge, &[u8]) -> BytesPayload,
) -> crate::forgeries::Forged {
    let mut forge = kind.at(&SECRET, "slips");
    let own = bytes(&forge.smith.boxes[&1][2].cast.as_ref().unwrap().ballot);
    let changed = change(&mut forge, &own);
    let key = forge.recast(3, |_, cast| cast.ballot = changed);
    forge.open_box_with(key);
    forge.go_on()
}

/// The box opened as it is; its last ballot is where the stamps of all are checked.
fn last_of_box(mut forge: Forge) -> crate::forgeries::Forged {
    let body = Body::BoxOpened(unlooked(&mut forge.smith));
    forge.push(&body);
    casts_of_box(forge)
}

fn casts_of_box(mut forge: Forge) -> crate::forgeries::Forged {
    let mut casts: Vec<_> = forge.smith.sorted(1).into_iter().filter_map(|made| made.cast).collect();
    let last = casts.pop().unwrap();
    for cast in casts {
        forge.push(&Body::BallotCast(cast));
    }
    forge.lie(&Body::BallotCast(last));
    forge.go_on()
}

fn bytes(ballot: &BytesPayload) -> Vec<u8> {
    let BytesPayload::Inline(inline) = ballot else { panic!("a short ballot") };
    inline.as_bytes().to_vec()
}

fn inline(bytes: Vec<u8>) -> BytesPayload {
    BytesPayload::Inline(Bytes::from(bytes))
}
