//! Partial decryptions of contests and of the ceremony's test: all among these lines as one sum.

use super::ballots::LongValue;
use crate::entry::counting::Decrypted;
use crate::entry::key::KeyTested;
use crate::entry::{Body, Line};
use crate::fold::{Ceremony, State, scrutineer_index};
use crypto::decryption::{DecryptionStatement, PartialClaim, PartialDecryption, verify_partials};
use crypto::group::Element;
use crypto::hash::Entropy;
use crypto::scrutineer::ScrutineerIndex;

/// Shares that decode, and what they claim.
struct Decoded {
    place: usize,
    /// Among the statements.
    statement: usize,
    index: ScrutineerIndex,
    public_share: Element,
    partial: PartialDecryption,
}

/// Statements by (contest, close), or the test's.
#[derive(Default)]
struct Statements {
    names: Vec<Option<([u8; 32], [u8; 32])>>,
    statements: Vec<DecryptionStatement>,
}

impl Statements {
    /// Makes a statement once.
    fn find(
        &mut self,
        name: Option<([u8; 32], [u8; 32])>,
        make: impl FnOnce() -> Option<DecryptionStatement>,
    ) -> Option<usize> {
        if let Some(at) = self.names.iter().position(|known| *known == name) {
            return Some(at);
        }
        self.statements.push(make()?);
        self.names.push(name);
        Some(self.statements.len().saturating_sub(1))
    }
}

/// Verifies the shares among these lines.
pub(super) fn check(state: &State, lines: &mut [(&mut Line, LongValue)]) {
    let mut statements = Statements::default();
    let decoded: Vec<Decoded> = lines
        .iter()
        .enumerate()
        .filter_map(|(place, (line, _))| match line.body() {
            Body::Decrypted(body) => decrypted(state, &mut statements, place, body),
            Body::KeyTested(body) => tested(state, &mut statements, place, body),
            _ => None,
        })
        .collect();
    let mut fresh = [0; 32];
    if decoded.is_empty() || getrandom::fill(&mut fresh).is_err() {
        return;
    }
    let claims: Vec<PartialClaim<'_>> = decoded
        .iter()
        .filter_map(|Decoded { statement, index, public_share, partial, .. }| {
            let statement = statements.statements.get(*statement)?;
            Some(PartialClaim { statement, index: *index, public_share, partial })
        })
        .collect();
    for (Decoded { place, .. }, verified) in
        decoded.iter().zip(verify_partials(&claims, Entropy::from_os(fresh)))
    {
        if let (Some((line, _)), Ok(verified)) = (lines.get_mut(*place), verified) {
            line.evidence_mut().partial = Some(verified);
        }
    }
}

fn decrypted(state: &State, statements: &mut Statements, place: usize, body: &Decrypted) -> Option<Decoded> {
    let (index, public_share) = scrutineer(state, body.scrutineer.get())?;
    let name = Some((body.contest.to_bytes(), body.closed.to_bytes()));
    let statement = statements.find(name, || state.decryption_statement(&body.contest, &body.closed).ok())?;
    let bytes: Vec<u8> = body.shares.iter().flat_map(|share| *share.as_bytes()).collect();
    let partial = PartialDecryption::from_bytes(&bytes, body.shares.len()).ok()?;
    Some(Decoded { place, statement, index, public_share, partial })
}

fn tested(state: &State, statements: &mut Statements, place: usize, body: &KeyTested) -> Option<Decoded> {
    let (index, public_share) = scrutineer(state, body.scrutineer.get())?;
    let statement = statements.find(None, || state.test_statement().ok())?;
    let cells = statements.statements.get(statement)?.cells();
    let partial = PartialDecryption::from_bytes(body.share.as_bytes(), cells).ok()?;
    Some(Decoded { place, statement, index, public_share, partial })
}

/// The position and Y of a scrutineer.
fn scrutineer(state: &State, number: u64) -> Option<(ScrutineerIndex, Element)> {
    let index = scrutineer_index(number)?;
    let agreed = state.ceremony().and_then(Ceremony::agreed)?;
    Some((index, *agreed.share_key(index)?))
}
