//! The blinding is perfect (protocol.md §6; DESIGN §6.3).
//!
//! ```text
//! issued      (blinded, evaluated)        cast   (P = HashToGroup(input), N)
//! checked     evaluated = [k]blinded      and    N = [k]P       for every pair, with the same k
//! ```
//!
//! The group has prime order and neither P nor blinded is its identity, so there is exactly one r ≠ 0 with blinded = [r]P. With
//! that r the device would have unblinded evaluated to `[1/r]evaluated = [1/r][k]blinded = [1/r][k][r]P = [k]P = N`: the very
//! stamp that was cast. So whoever has the log, all keys and any computing power finds that every deputy could have cast every
//! ballot, with one r each, and r was drawn uniformly and then wiped. No pair is likelier than another.

use std::collections::BTreeSet;

use audit::entry::Body;
use crypto::signature::VerifyingKey;
use crypto::stamp::{StampContext, StampInput, StampKey};
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;
use serde_json::Value;
use tally_server::folder::keys::entropy;

use super::{IN_TIME, Taken};

fn point(bytes: &[u8; 32]) -> RistrettoPoint {
    CompressedRistretto(*bytes).decompress().unwrap()
}

fn scalar(key: &StampKey) -> Scalar {
    Scalar::from_canonical_bytes(*key.to_secret_bytes()).unwrap()
}

/// An issued ballot and a cast one, as the log has them.
struct Pair {
    blinded: RistrettoPoint,
    evaluated: RistrettoPoint,
    input: RistrettoPoint,
    stamp: RistrettoPoint,
}

impl Pair {
    /// Whether one key relates both halves, so that some r joins them.
    fn fits(&self, k: Scalar) -> bool {
        let defined = !self.blinded.is_identity() && !self.input.is_identity() && k != Scalar::ZERO;
        defined && self.evaluated == k * self.blinded && self.stamp == k * self.input
    }
}

pub(super) fn every_issue_fits_every_ballot(taken: &Taken) {
    let k = scalar(&taken.stamp_key);
    let ballots: Vec<_> = taken
        .cast()
        .map(|(_, cast)| {
            let context =
                StampContext { sitting: taken.play.made.fingerprint.0, contest: cast.contest.to_bytes() };
            let key = VerifyingKey::from_bytes(cast.ballot_key.as_bytes()).unwrap();
            let input = StampInput::new(&context, &key).unwrap();
            (point(input.point().as_bytes()), point(cast.stamp.as_bytes()))
        })
        .collect();
    let mut pairs = 0;
    for issued in taken.issued() {
        let (blinded, evaluated) =
            (point(issued.request.blinded.as_bytes()), point(issued.evaluated.as_bytes()));
        for (input, stamp) in &ballots {
            let pair = Pair { blinded, evaluated, input: *input, stamp: *stamp };
            assert!(pair.fits(k), "deputy {} could not have cast every ballot", issued.request.deputy);
            pairs += 1;
        }
    }
    assert_eq!(pairs, (IN_TIME + 1).pow(2));

    // The check can fail: a deputy marked with a stamp key of their own (pitfall 31) would fit none of the ballots.
    let marked = StampKey::generate(entropy().unwrap()).unwrap();
    let blinded = point(taken.issued().next().unwrap().request.blinded.as_bytes());
    let evaluated = scalar(&marked) * blinded;
    for (input, stamp) in &ballots {
        let pair = Pair { blinded, evaluated, input: *input, stamp: *stamp };
        assert!(!pair.fits(k) && !pair.fits(scalar(&marked)));
    }
}

/// Nothing that deputies signed or were given stands in a ballot, but the contest's own hash.
pub(super) fn deputies_and_ballots_share_no_value(taken: &Taken) {
    let (mut deputies, mut ballots) = (BTreeSet::new(), BTreeSet::new());
    for line in &taken.log {
        let set = match line.body() {
            Body::BallotCast(_) => &mut ballots,
            Body::CheckedIn(_) | Body::BallotIssued(_) | Body::BallotReturned(_) => &mut deputies,
            _ => continue,
        };
        let line: Value = serde_json::from_slice(line.bytes()).unwrap();
        // The chain is the server's: `prev` says only where an entry stands.
        strings(&line["body"], set);
        strings(&line["sigs"], set);
    }
    let shared: Vec<_> = deputies.intersection(&ballots).collect();
    let contest = taken.cast().next().unwrap().1.contest.to_string();
    assert_eq!(shared, [&contest]);
}

/// All strings as long as a key or longer: shorter ones are words of the format.
fn strings(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.len() >= 22 => {
            into.insert(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| strings(value, into)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, into)),
        _ => {}
    }
}
