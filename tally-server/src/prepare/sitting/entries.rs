//! The first entries, signed here and taken by the fold one after another.

use audit::entry::payload::BlobPart;
use audit::entry::{Body, Line, Sig, Signer, first_prev};
use audit::fold::{State, purpose_of};
use audit::wire::Bytes64;
use crypto::signature::SigningKey;

use super::SittingError;

/// A log in memory: its lines, and the state that they make.
pub(super) struct Entries {
    state: State,
    lines: Vec<Vec<u8>>,
    head: [u8; 32],
    time: u64,
}

impl Entries {
    pub(super) fn new(origin: &str, time: u64) -> Self {
        Self { state: State::new(), lines: Vec::new(), head: first_prev(origin), time }
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn into_parts(self) -> (State, Vec<Vec<u8>>) {
        (self.state, self.lines)
    }

    /// Signs and appends `body`, after the parts of its long value; gives its leaf hash.
    pub(super) fn act(
        &mut self,
        parts: Vec<BlobPart>,
        body: &Body,
        signers: &[(Signer, &SigningKey)],
    ) -> Result<[u8; 32], SittingError> {
        for part in parts {
            self.append(&Body::BlobPart(part), &[])?;
        }
        self.append(body, signers)
    }

    fn append(&mut self, body: &Body, signers: &[(Signer, &SigningKey)]) -> Result<[u8; 32], SittingError> {
        let bytes = body.encode()?;
        // Entry 0 cannot name its own hash: 32 zero bytes stand in the fingerprint's place (§4.1).
        let fingerprint = self.state.sitting().map_or([0; 32], |sitting| sitting.fingerprint);
        let sigs: Vec<Sig> = signers
            .iter()
            .map(|(by, key)| {
                let signature = key.sign(purpose_of(*by), &fingerprint, &bytes);
                Sig { by: *by, sig: Bytes64::from(signature.to_bytes()) }
            })
            .collect();
        let kind = body.kind();
        let line = Line::write(self.head, self.time, &sigs, &bytes)
            .map_err(|source| SittingError::Line { kind, source })?;
        self.state.apply(&line).map_err(|refusal| SittingError::Refused { kind, refusal })?;
        self.head = line.leaf();
        self.lines.push(line.bytes().to_vec());
        Ok(self.head)
    }
}
