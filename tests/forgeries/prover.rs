//! A prover who lies: ballots that hold what no ballot may hold, with proofs as good as can be made of them (protocol.md §7.5).

use crate::smith::{MadeBallot, Smith, int};
use audit::entry::payload::{BytesPayload, split_bytes};
use audit::entry::voting::BoxOpened;
use crypto::group::{Element, Point};
use crypto::hash;
use crypto::proofs::{Context, EqualityClaim, EqualityProof};
use crypto::signature::VerifyingKey;
use crypto::stamp::{BatchDigest, Stamp, StampContext, StampInput};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE as G;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

/// How a lie about 0 or 1 is proved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// As the honest prover would who believes that a cell holds the bit next to what it holds.
    Claimed,
    /// For a verifier whose challenge covers the commitments and not the statement ("weak" Fiat–Shamir): it would accept.
    Weak,
}

struct Cell {
    r: Scalar,
    m: Scalar,
    w: [Scalar; 2],
    /// Shift of b0 and b1.
    y: [Scalar; 2],
}

/// The ballot of contest 1 under `ballot_key` whose ciphertexts (cells, then slack bits) hold `held`; no rows of more than two
/// options. With [`Proof::Weak`] what is neither 0 nor 1 is no number that anyone chose: a huge one and its counterweight, in the
/// first cell and the first slack bit, which must be held as 2 and 0.
pub(super) fn dishonest(smith: &mut Smith, ballot_key: [u8; 32], held: &[i64], proof: Proof) -> BytesPayload {
    let course = smith.course(1).clone();
    let shape = smith.the(1).shape.clone();
    let public = course.secret().unwrap().public_key.clone();
    let key = *public.element().point();
    let sitting = smith.state.sitting().unwrap().fingerprint;
    let mut draw = || hash::scalar("forger", &[&smith.draw()]);
    let mut cells: Vec<Cell> = held
        .iter()
        .map(|m| Cell { r: draw(), m: signed(*m), w: [draw(), draw()], y: [Scalar::ZERO; 2] })
        .collect();
    let simulated: Vec<Scalar> = held.iter().map(|_| draw()).collect();
    let limits: Vec<Scalar> = shape.limits().iter().map(|_| draw()).collect();
    let trap = draw();
    for ((cell, held), c_) in cells.iter_mut().zip(held).zip(&simulated) {
        // The other branch than the claimed one is simulated with c′.
        match (*held).clamp(0, 1) {
            0 => cell.y[1] = *c_,
            _ => cell.y[0] = -*c_,
        }
    }
    let slack = shape.cells();
    if proof == Proof::Weak {
        // Both branches of the 0 equation carry nothing, those of the 1 equation a number that the challenge divides.
        (cells[0].y, cells[slack].y) = ([Scalar::ZERO, trap], [Scalar::ZERO, -trap]);
    }
    let mut commitments = Vec::new();
    for cell in &cells {
        for branch in 0..2 {
            commitments.extend(point(&(&cell.w[branch] * G)));
            commitments.extend(point(&(key * cell.w[branch] + &cell.y[branch] * G)));
        }
    }
    for w in &limits {
        commitments.extend(point(&(w * G)));
        commitments.extend(point(&(key * w)));
    }
    let challenge = |ciphertexts: &[u8]| {
        let fields: [&[u8]; 7] = [
            &sitting,
            &course.hash,
            &ballot_key,
            public.as_bytes(),
            shape.encoding(),
            ciphertexts,
            &commitments,
        ];
        hash::scalar("ballot-challenge", &fields)
    };
    if proof == Proof::Weak {
        let share = trap * challenge(&[]).invert();
        (cells[0].m, cells[slack].m) = (Scalar::ONE - share, Scalar::ONE + share);
    }
    let mut ciphertexts = Vec::new();
    for cell in &cells {
        ciphertexts.extend(point(&(&cell.r * G)));
        ciphertexts.extend(point(&(&cell.m * G + key * cell.r)));
    }
    let weak = proof == Proof::Weak;
    let c = if weak { challenge(&[]) } else { challenge(&ciphertexts) };
    let mut bytes = ciphertexts;
    let mut commitments = commitments.chunks(32);
    for (at, ((cell, held), c_)) in cells.iter().zip(held).zip(&simulated).enumerate() {
        commitments.by_ref().take(4).for_each(|point| bytes.extend(point));
        let c0 = match (*held).clamp(0, 1) {
            _ if weak && (at == 0 || at == slack) => Scalar::ZERO,
            0 => c - c_,
            _ => *c_,
        };
        let c1 = c - c0;
        for word in [c0, cell.w[0] + c0 * cell.r, cell.w[1] + c1 * cell.r] {
            bytes.extend(word.as_bytes());
        }
    }
    for (limit, w) in shape.limits().iter().zip(&limits) {
        commitments.by_ref().take(2).for_each(|point| bytes.extend(point));
        let of_cells = limit.terms().iter().map(|(cell, by)| signed(*by) * cells[*cell].r);
        let of_slack = limit.slack_weights().into_iter().zip(&cells[slack..]);
        let r: Scalar = of_cells.chain(of_slack.map(|(by, cell)| Scalar::from(by) * cell.r)).sum();
        bytes.extend((w + c * r).as_bytes());
    }
    split_bytes(&bytes).unwrap().0
}

/// The opening of contest 1's box with a proof of its stamps by a server that does not look at what it proves (§6.3).
pub(super) fn unlooked(smith: &mut Smith) -> BoxOpened {
    let key = smith.stamp_key(1);
    let k = Scalar::from_bytes_mod_order(*key.to_secret_bytes());
    let contest = smith.course(1).hash;
    let context = StampContext { sitting: smith.state.sitting().unwrap().fingerprint, contest };
    let stamped: Vec<_> = smith.sorted(1).into_iter().map(pair).collect();
    let count = u64::try_from(stamped.len()).unwrap();
    let mut digest = BatchDigest::new(&context, key.public_key(), count);
    for (ballot_key, stamp) in &stamped {
        digest.add(ballot_key, stamp).unwrap();
    }
    let digest = digest.finish().unwrap();
    let (mut m, mut z) = (RistrettoPoint::identity(), RistrettoPoint::identity());
    for (place, (ballot_key, stamp)) in stamped.iter().enumerate() {
        let place = u64::try_from(place).unwrap().to_be_bytes();
        let fields: [&[u8]; 5] = [&context.sitting, &contest, key.public_key().as_bytes(), &digest, &place];
        let mut weight = hash::sha256("stamp-weight", &fields);
        weight[16..].fill(0);
        let weight = Scalar::from_bytes_mod_order(weight);
        m += StampInput::new(&context, ballot_key).unwrap().point().point() * weight;
        z += Element::from_bytes(stamp.as_bytes()).unwrap().point() * weight;
    }
    let public = Element::from_bytes(key.public_key().as_bytes()).unwrap();
    let (p, b, q) = (Point::from(*public.point()), Point::from(m), Point::from(z));
    let length = count.to_be_bytes();
    let fields: [&[u8]; 4] = [&context.sitting, &contest, &length, &digest];
    let proof = EqualityProof::prove(
        &Context { label: "stamp-proof", fields: &fields },
        &EqualityClaim { p: &p, b: &b, q: &q },
        &k,
        &smith.entropy(),
    );
    BoxOpened {
        contest: contest.into(),
        ballots: int(count),
        stamps: digest.into(),
        proof: proof.to_bytes().into(),
    }
}

fn pair(made: MadeBallot) -> (VerifyingKey, Stamp) {
    let cast = made.cast.unwrap();
    let key = VerifyingKey::from_bytes(cast.ballot_key.as_bytes()).unwrap();
    (key, Stamp::from_bytes(cast.stamp.as_bytes()).unwrap())
}

fn signed(m: i64) -> Scalar {
    let size = Scalar::from(m.unsigned_abs());
    if m < 0 { -size } else { size }
}

fn point(point: &RistrettoPoint) -> [u8; 32] {
    point.compress().to_bytes()
}
