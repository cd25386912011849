//! The sitting as entry 0 defines it, once entry 0 is seen to be the one that the sitting file pins.

use audit::entry::Line;
use audit::entry::preparation::{Mode, SittingDefined};
use audit::fingerprint::Fingerprint;
use audit::fold::{Refusal, State};
use audit::note::{Vkey, VkeyType};
use audit::quorum::{Cosigned, Witnesses};
use audit::{checkpoint::Checkpoint, checkpoint::CheckpointError, note::Note};
use audit::{entry::Body, entry::LineError, entry::fingerprint};
use crypto::signature::{SignatureError, VerifyingKey};

use crate::sitting_file::SittingFile;

/// Entry 0 and the keys that follow from it. Only [`Sitting::verify`] makes one.
#[derive(Clone, Debug)]
pub struct Sitting {
    entry_0: Vec<u8>,
    fingerprint: [u8; 32],
    definition: SittingDefined,
    log: Vkey,
    server: VerifyingKey,
    witnesses: Witnesses,
    leaf: [u8; 32],
}

/// Why a line is not entry 0 of our sitting; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SittingError {
    /// Another sitting, or an invented one.
    #[error("this is the sitting {actual}, the sitting file says {pinned}")]
    Fingerprint {
        /// Of the sitting file.
        pinned: Fingerprint,
        /// Of the line.
        actual: Fingerprint,
    },
    /// The right bytes are no entry: whoever made the sitting file pinned something else.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Entry 0 breaks a rule of the protocol.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The sitting file and entry 0 name different logs.
    #[error("the sitting file names another origin than entry 0")]
    Origin,
    /// Real and rehearsal confused.
    #[error("the sitting file and entry 0 differ in real or rehearsal")]
    Mode,
    /// A key of entry 0.
    #[error(transparent)]
    Key(#[from] SignatureError),
}

impl Sitting {
    /// Checks the bytes of entry 0 against the sitting file and takes its keys.
    pub fn verify(line: &[u8], file: &SittingFile) -> Result<Self, SittingError> {
        let actual = fingerprint(line);
        if actual != file.fingerprint.0 {
            return Err(SittingError::Fingerprint { pinned: file.fingerprint, actual: Fingerprint(actual) });
        }
        let line = Line::parse(line.to_vec())?;
        let mut state = State::new();
        state.apply(&line)?;
        // The fold takes nothing else as entry 0.
        let Body::SittingDefined(definition) = line.body().clone() else {
            return Err(SittingError::Refused(audit::fold::Code::NotDefined.into()));
        };
        if definition.origin.as_str() != file.origin.as_str() {
            return Err(SittingError::Origin);
        }
        if definition.mode != file.mode {
            return Err(SittingError::Mode);
        }
        let witnesses = state.sitting().map(|sitting| sitting.witnesses.clone()).unwrap_or_default();
        let log = VerifyingKey::from_bytes(definition.keys.log.as_bytes())?;
        let server = VerifyingKey::from_bytes(definition.keys.server.as_bytes())?;
        let log = Vkey::new(file.origin.clone(), VkeyType::Ed25519, log);
        let entry_0 = line.bytes().to_vec();
        Ok(Self { entry_0, fingerprint: actual, definition, log, server, witnesses, leaf: line.leaf() })
    }

    /// Entry 0, the line.
    pub fn entry_0(&self) -> &[u8] {
        &self.entry_0
    }

    /// SHA-256 of entry 0.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// Leaf hash of entry 0.
    pub fn leaf(&self) -> &[u8; 32] {
        &self.leaf
    }

    /// What entry 0 says.
    pub fn definition(&self) -> &SittingDefined {
        &self.definition
    }

    /// The server's act key: signs answers, receipts and its own entries.
    pub fn server(&self) -> &VerifyingKey {
        &self.server
    }

    /// The log's key: signs checkpoints.
    pub fn log(&self) -> &Vkey {
        &self.log
    }

    /// Whether this is a rehearsal 演练.
    pub fn is_rehearsal(&self) -> bool {
        self.definition.mode == Mode::Rehearsal
    }

    /// The checkpoint in a note, if this sitting's log key signed it.
    pub fn checkpoint(&self, note: &str) -> Result<Checkpoint, CheckpointError> {
        let note = Note::parse(note.as_bytes())?;
        Checkpoint::open(&note, &self.log)
    }

    /// Who may cosign checkpoints, and how many of them are a quorum.
    pub fn witnesses(&self) -> &Witnesses {
        &self.witnesses
    }

    /// The checkpoint in a note, if this sitting's log key signed it, and who cosigned it. A witness's line that fails refuses
    /// the whole note.
    pub fn cosigned(&self, note: &str) -> Result<(Checkpoint, Cosigned), CheckpointError> {
        let note = Note::parse(note.as_bytes())?;
        let checkpoint = Checkpoint::open(&note, &self.log)?;
        Ok((checkpoint, self.witnesses.cosigned(&note)?))
    }
}
