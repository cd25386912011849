//! The key ceremony and the test decryption.

use crate::forgeries::base::{DISPUTE, SECRET};
use crate::forgeries::{Forge, Forged, Kind};
use crate::smith::{int, text};
use audit::entry::Body;
use audit::entry::key::{KeyAccepted, KeyAgreed, KeyTested};
use audit::entry::preparation::ScrutineersNamed;
use audit::fold::{Check, Code};
use crypto::group::Element;
use crypto::hash;
use crypto::proofs::{Context, KnowledgeProof};
use crypto::scrutineer::ScrutineerIndex;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE as G;
use curve25519_dalek::scalar::Scalar;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "rogue-key",
        forger: "scrutineer 3",
        pitfall: &[16],
        what: "The last to reveal takes as its constant a chosen key less the others': K would be its own. It cannot prove that it knows the exponent.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-3 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "named");
            for index in 1..=2 {
                let body = Body::KeyCommitted(forge.smith.commitment(index));
                forge.push(&body);
            }
            // A commitment that fits the rogue values; they are known only from whoever else leaks before the reveal.
            let honest = [forge.smith.reveal(1), forge.smith.reveal(2)];
            let own = hash::scalar("forger", &[b"rogue"]);
            let others = honest
                .iter()
                .map(|body| *Element::from_bytes(body.commitments[0].as_bytes()).unwrap().point());
            let rogue =
                Element::try_from(&own * G - others.sum::<curve25519_dalek::RistrettoPoint>()).unwrap();
            let mut reveal = forge.smith.reveal(3);
            reveal.commitments[0] = (*rogue.as_bytes()).into();
            reveal.proof = knowledge(&forge, &reveal, own, &rogue);
            let mut commitment = forge.smith.commitment(3);
            commitment.commitment = committed(&forge, &reveal).into();
            forge.push(&Body::KeyCommitted(commitment));
            for body in honest {
                forge.push(&Body::KeyRevealed(body));
            }
            forge.lie(&Body::KeyRevealed(reveal));
            forge.go_on()
        },
    },
    Kind {
        name: "revealed-other-than-committed",
        forger: "scrutineer 3",
        pitfall: &[17],
        what: "The last to reveal chooses its values after it has seen the others': it biases the key.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-3 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "committed");
            for index in 1..=2 {
                let body = Body::KeyRevealed(forge.smith.reveal(index));
                forge.push(&body);
            }
            forge.smith.ceremony_seeds.remove(&3);
            let body = Body::KeyRevealed(forge.smith.reveal(3));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "reordered-ceremony",
        forger: "scrutineer 1, server",
        pitfall: &[17],
        what: "A reveal before all have committed: who commits last knows what the others chose.",
        refused: (Check::Ceremony, Code::CeremonyOrder),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "named");
            for index in 1..=2 {
                let body = Body::KeyCommitted(forge.smith.commitment(index));
                forge.push(&body);
            }
            let body = Body::KeyRevealed(forge.smith.reveal(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "identity-as-encryption-key",
        forger: "scrutineer 1",
        pitfall: &[8],
        what: "A scrutineer's encryption key is the identity: every share dealt to it opens for everyone.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-1 server",
        forge: |kind| commitment(kind, |body, _| body.encryption_key = [0; 32].into()),
    },
    Kind {
        name: "encryption-key-of-another",
        forger: "scrutineer 2",
        pitfall: &[16, 39],
        what: "A scrutineer registers another's encryption key with its proof: shares for two open with one key.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-2 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "named");
            let first = forge.smith.commitment(1);
            let mut second = forge.smith.commitment(2);
            (second.encryption_key, second.encryption_proof) = (first.encryption_key, first.encryption_proof);
            forge.push(&Body::KeyCommitted(first));
            forge.lie(&Body::KeyCommitted(second));
            forge.go_on()
        },
    },
    Kind {
        name: "threshold-lowered-in-secret",
        forger: "scrutineer 1",
        pitfall: &[18],
        what: "Fewer commitments than t: a polynomial of lower degree, so that fewer scrutineers suffice than all believe.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "committed");
            let mut body = forge.smith.reveal(1);
            body.commitments.truncate(1);
            forge.lie(&Body::KeyRevealed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "ephemeral-key-repeated",
        forger: "scrutineer 1",
        pitfall: &[39],
        what: "One ephemeral key for two shares: a dispute about one would open the other.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "revealed");
            let mut body = forge.smith.dealing(1);
            (body.shares[1].ephemeral, body.shares[1].proof) =
                (body.shares[0].ephemeral, body.shares[0].proof);
            forge.lie(&Body::KeyDealt(body));
            forge.go_on()
        },
    },
    Kind {
        name: "share-not-dealt",
        forger: "scrutineer 1",
        pitfall: &[18],
        what: "A dealer leaves one scrutineer out, who then cannot decrypt: t become fewer than agreed.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "revealed");
            let mut body = forge.smith.dealing(1);
            body.shares.truncate(1);
            forge.lie(&Body::KeyDealt(body));
            forge.go_on()
        },
    },
    Kind {
        name: "bad-share-hidden",
        forger: "scrutineers, server",
        pitfall: &[18],
        what: "After a dispute has shown a bad share the run goes on as if the share had opened: the key stands on it.",
        refused: (Check::Ceremony, Code::CeremonyEnded),
        accused: "scrutineer-2 server",
        forge: |kind| {
            let mut forge = kind.at(&DISPUTE, "disputed");
            let follows = forge.smith.ceremony().last_dealt().into();
            let body = KeyAccepted { run: int(1), scrutineer: int(2), follows };
            forge.lie(&Body::KeyAccepted(body));
            forge.go_on()
        },
    },
    Kind {
        name: "dealer-at-fault-named-again",
        forger: "secretariat, chief",
        pitfall: &[18, 39],
        what: "The scrutineer whom a dispute found at fault takes part in the next run.",
        refused: (Check::Ceremony, Code::ScrutineersBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&DISPUTE, "disputed");
            let at_fault = forge.smith.ceremony().named()[0].key;
            let mut body = forge.smith.scrutineers();
            body.scrutineers[2].key = at_fault;
            forge.lie(&Body::ScrutineersNamed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "another-key-agreed",
        forger: "all scrutineers",
        pitfall: &[16],
        what: "All sign a key that is not the sum of what was dealt: one that somebody holds alone.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-1 scrutineer-2 scrutineer-3 server",
        forge: |kind| {
            agreement(kind, |body| {
                let own = Element::try_from(&hash::scalar("forger", &[b"key"]) * G).unwrap();
                body.public_key = (*own.as_bytes()).into();
            })
        },
    },
    Kind {
        name: "public-shares-exchanged",
        forger: "all scrutineers",
        pitfall: &[16, 19],
        what: "The public shares of two scrutineers are exchanged: each could decrypt under the other's name.",
        refused: (Check::Ceremony, Code::CeremonyBad),
        accused: "scrutineer-1 scrutineer-2 scrutineer-3 server",
        forge: |kind| agreement(kind, |body| body.share_keys.swap(0, 1)),
    },
    Kind {
        name: "key-agreed-before-all-accept",
        forger: "all scrutineers",
        pitfall: &[18],
        what: "The key is signed while one has not said that its shares open.",
        refused: (Check::Ceremony, Code::CeremonyOrder),
        accused: "scrutineer-1 scrutineer-2 scrutineer-3 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "dealt");
            for index in 1..=2 {
                let body = forge.smith.opened(index);
                forge.push(&body);
            }
            // Who has not accepted keeps its share all the same.
            _ = forge.smith.opened(3);
            let body = Body::KeyAgreed(forge.smith.agreement());
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "one-scrutineer-decides",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "A threshold of one: a single scrutineer reads everything at any time.",
        refused: (Check::Ceremony, Code::ScrutineersBad),
        accused: "secretariat chief server",
        forge: |kind| named(kind, |body| body.threshold = int(1)),
    },
    Kind {
        name: "repeated-scrutineer-key",
        forger: "secretariat, chief",
        pitfall: &[16],
        what: "Two scrutineers have one key: one person holds two shares.",
        refused: (Check::Ceremony, Code::ScrutineersBad),
        accused: "secretariat chief server",
        forge: |kind| named(kind, |body| body.scrutineers[1].key = body.scrutineers[0].key),
    },
    Kind {
        name: "chief-as-scrutineer-with-one-key",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "A scrutineer's key is that of another role: one signature means two things.",
        refused: (Check::Ceremony, Code::ScrutineersBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "contest");
            let chief = forge.smith.state.sitting().unwrap().definition.keys.chief;
            let mut body = forge.smith.scrutineers();
            body.scrutineers[0].key = chief;
            forge.lie(&Body::ScrutineersNamed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "new-list-without-a-reason",
        forger: "secretariat, chief",
        pitfall: &[17],
        what: "The ceremony starts anew without a reason: until the key comes out as somebody likes.",
        refused: (Check::Ceremony, Code::ScrutineersBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "accepted");
            let body = ScrutineersNamed { reason: text(""), ..forge.smith.scrutineers() };
            forge.lie(&Body::ScrutineersNamed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "test-decryption-not-made",
        forger: "scrutineer 1",
        pitfall: &[20],
        what: "A test decryption copied from another: this scrutineer's share may not work when it is needed.",
        refused: (Check::TestDecryption, Code::TestBad),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "agreed");
            let body = KeyTested { scrutineer: int(1), ..forge.smith.key_test(2) };
            forge.lie(&Body::KeyTested(body));
            forge.go_on()
        },
    },
    Kind {
        name: "test-of-another-key",
        forger: "scrutineer 1, server",
        pitfall: &[20],
        what: "A test decryption that names another agreement: a real ciphertext could be decrypted as a test.",
        refused: (Check::TestDecryption, Code::FollowsWrong),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "agreed");
            let body = KeyTested { key: [6; 32].into(), ..forge.smith.key_test(1) };
            forge.lie(&Body::KeyTested(body));
            forge.go_on()
        },
    },
];

fn commitment(kind: &Kind, change: impl FnOnce(&mut audit::entry::key::KeyCommitted, &mut Forge)) -> Forged {
    let mut forge = kind.at(&SECRET, "named");
    let mut body = forge.smith.commitment(1);
    change(&mut body, &mut forge);
    forge.lie(&Body::KeyCommitted(body));
    forge.go_on()
}

fn agreement(kind: &Kind, change: impl FnOnce(&mut KeyAgreed)) -> Forged {
    let mut forge = kind.at(&SECRET, "accepted");
    let mut body = forge.smith.agreement();
    change(&mut body);
    forge.lie(&Body::KeyAgreed(body));
    forge.go_on()
}

fn named(kind: &Kind, change: impl FnOnce(&mut ScrutineersNamed)) -> Forged {
    let mut forge = kind.at(&SECRET, "contest");
    let mut body = forge.smith.scrutineers();
    change(&mut body);
    forge.lie(&Body::ScrutineersNamed(body));
    forge.go_on()
}

/// A proof of knowledge of `x` for the constant term of scrutineer 3, whether or not it is of it (protocol.md §5.3).
fn knowledge(
    forge: &Forge,
    reveal: &audit::entry::key::KeyRevealed,
    x: Scalar,
    constant: &Element,
) -> audit::wire::Bytes64 {
    let run = *forge.smith.ceremony().transcript().run().hash();
    let index = ScrutineerIndex::try_from(3).unwrap().to_field();
    let mut fields: Vec<&[u8]> = vec![&run, &index];
    fields.extend(reveal.commitments[1..].iter().map(|point| point.as_bytes().as_slice()));
    let context = Context { label: "ceremony-constant", fields: &fields };
    KnowledgeProof::prove(&context, &x, constant, &hash::Entropy::from_os([3; 32])).to_bytes().into()
}

/// The commitment to what is revealed (protocol.md §5.3).
fn committed(forge: &Forge, reveal: &audit::entry::key::KeyRevealed) -> [u8; 32] {
    let run = *forge.smith.ceremony().transcript().run().hash();
    let index = ScrutineerIndex::try_from(3).unwrap().to_field();
    let mut fields: Vec<&[u8]> = vec![&run, &index];
    fields.extend(reveal.commitments.iter().map(|point| point.as_bytes().as_slice()));
    fields.push(reveal.proof.as_bytes());
    hash::sha256("ceremony-commitment", &fields)
}
