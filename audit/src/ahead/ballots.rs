//! Ballots of the box and papers entered as ballots: decoded, and verified those of one contest as one sum.

use crate::entry::payload::{BytesPayload, PendingParts};
use crate::entry::{Body, Line};
use crate::fold::State;
use crate::wire::Bytes32;
use crypto::ballot::{BallotContext, EncryptedBallot, OwnedVerifiedBallot, verify_batch_owned};
use crypto::hash::Entropy;

/// The value of a line whose ballot travels in parts before it.
pub(super) type LongValue = Option<Vec<u8>>;

/// (contest, ballot key, ballot) of the two kinds that carry an encrypted ballot.
fn ballot_of(body: &Body) -> Option<(&Bytes32, &Bytes32, &BytesPayload)> {
    match body {
        Body::BallotCast(cast) => Some((&cast.contest, &cast.ballot_key, &cast.ballot)),
        Body::PaperCast(cast) => Some((&cast.contest, &cast.ballot_key, &cast.ballot)),
        _ => None,
    }
}

/// Puts together what travels in parts. What is wrong with parts is the fold's to refuse.
pub(super) fn long_values(lines: &[Line]) -> Vec<LongValue> {
    let mut parts = PendingParts::default();
    let value = |line: &Line| {
        if let Body::BlobPart(part) = line.body() {
            _ = parts.add(part);
            return None;
        }
        if parts.is_empty() {
            return None;
        }
        let parts = std::mem::take(&mut parts);
        let (_, _, ballot) = ballot_of(line.body())?;
        parts.bytes(ballot).ok().map(<[u8]>::to_vec)
    };
    lines.iter().map(value).collect()
}

/// One ballot that decodes, and the place of its line.
struct Decoded {
    place: usize,
    context: BallotContext,
    ballot: EncryptedBallot,
}

/// Verifies the ballots among these lines.
pub(super) fn check(state: &State, fingerprint: &[u8; 32], lines: &mut [(&mut Line, LongValue)]) {
    let decoded: Vec<Decoded> = lines
        .iter()
        .enumerate()
        .filter_map(|(place, (line, long))| decode(state, fingerprint, place, line, long.as_deref()))
        .collect();
    let mut decoded = decoded.into_iter().peekable();
    while let Some(first) = decoded.next() {
        let contest = first.context.contest;
        let mut places = vec![first.place];
        let mut ballots = vec![(first.context, first.ballot)];
        while let Some(next) = decoded.next_if(|next| next.context.contest == contest) {
            places.push(next.place);
            ballots.push((next.context, next.ballot));
        }
        for (place, verified) in places.into_iter().zip(verify(state, &contest, ballots)) {
            if let (Some((line, _)), Some(verified)) = (lines.get_mut(place), verified) {
                line.evidence_mut().ballot = Some(verified);
            }
        }
    }
}

fn decode(
    state: &State,
    fingerprint: &[u8; 32],
    place: usize,
    line: &Line,
    long: Option<&[u8]>,
) -> Option<Decoded> {
    let (contest, ballot_key, ballot) = ballot_of(line.body())?;
    let found = state.contest_by_hash(contest.as_bytes())?;
    let bytes = match (ballot, long) {
        (BytesPayload::Inline(bytes), None) => bytes.as_bytes(),
        (BytesPayload::Blob(_), Some(bytes)) => bytes,
        _ => return None,
    };
    let ballot = EncryptedBallot::from_bytes(&found.shape, bytes).ok()?;
    let context = BallotContext {
        sitting: *fingerprint,
        contest: contest.to_bytes(),
        ballot_key: ballot_key.to_bytes(),
    };
    Some(Decoded { place, context, ballot })
}

/// One answer for each: the ballot, if its proofs hold.
fn verify(
    state: &State,
    contest: &[u8; 32],
    ballots: Vec<(BallotContext, EncryptedBallot)>,
) -> Vec<Option<OwnedVerifiedBallot>> {
    let none = |count| (0..count).map(|_| None).collect();
    let found = state.contest_by_hash(contest);
    let keys = found.and_then(|found| found.course()?.keys.as_ref());
    let (Some(found), Some(keys)) = (found, keys) else { return none(ballots.len()) };
    let mut fresh = [0; 32];
    // Without fresh bytes the weights could be foreseen; one at a time, in the fold, they need none.
    if getrandom::fill(&mut fresh).is_err() {
        return none(ballots.len());
    }
    verify_batch_owned(ballots, &found.shape, &keys.public_key, Entropy::from_os(fresh))
        .into_iter()
        .map(Result::ok)
        .collect()
}
