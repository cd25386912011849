//! Entries: what stands in a sitting's log, one line of JSON each (protocol.md §2.1, §3).
//!
//! The server writes the envelope (`prev`, `time`); whoever acted signs the body. The bytes as written are what is
//! hashed and signed, so a decoded entry always travels with its line ([`Line`]).
//!
//! Invariants
//! - `line == encode(decode(line))`: one value has one encoding ([`Line::parse`], check 1).
//! - The signed body is the bytes from after the first `"body":` to before the last `}`; every field before it has an
//!   alphabet without `"body":`, so that place is unambiguous.
//!
//! Next: [`body`] lists the kinds; `fold` says when each may stand.

pub mod body;
pub mod counting;
pub mod key;
pub mod paper;
pub mod payload;
pub mod people;
pub mod preparation;
mod signer;
pub mod voting;

use crate::ahead::Evidence;
use crate::merkle::leaf_hash;
use crate::wire::{Bytes32, Bytes64, EncodingError, Int, decode_strict};
pub use body::Body;
use crypto::hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
pub use signer::{Signer, SignerError};

/// The longest entry in bytes: tlog-tiles gives a length two bytes (§14).
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// One signature of an entry: who, and Ed25519 over the body (§4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sig {
    /// The role or person that signed.
    pub by: Signer,
    /// The signature, 64 bytes.
    pub sig: Bytes64,
}

/// An entry, decoded. Field order is the encoding's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Leaf hash of the entry before; for entry 0 [`first_prev`].
    pub prev: Bytes32,
    /// The sequencer's clock in POSIX seconds: a claim that never decreases and decides nothing.
    pub time: Int,
    /// In the order that §3 gives for the kind.
    pub sigs: Vec<Sig>,
    /// What happened.
    pub body: Body,
}

/// An entry with the bytes it was decoded from.
#[derive(Clone, Debug)]
pub struct Line {
    bytes: Vec<u8>,
    body_at: usize,
    entry: Entry,
    leaf: [u8; 32],
    body_hash: [u8; 32],
    evidence: Evidence,
}

/// Why a line is no entry (check 1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Over [`ENTRY_BYTES_MAX`].
    #[error("an entry has {length} bytes, the most is {ENTRY_BYTES_MAX}")]
    TooLong {
        /// Bytes of the line.
        length: usize,
    },
    /// Not strict JSON of an entry.
    #[error("not the encoding of an entry: {0}")]
    Encoding(#[from] EncodingError),
    /// No `"body":` where the envelope ends. Cannot happen to what decodes; an error all the same.
    #[error("the envelope has no body")]
    NoBody,
}

/// What stands between envelope and body.
const BODY_MARK: &[u8] = b"\"body\":";

impl Line {
    /// Decodes strictly: whatever is not byte for byte our encoding is refused.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, LineError> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(LineError::TooLong { length: bytes.len() });
        }
        let entry: Entry = decode_strict(&bytes)?;
        Self::with_body(bytes, entry)
    }

    /// Writes the envelope round a signed body. `body` must be the bytes that `sigs` cover; they are parsed again with
    /// the whole line, so what cannot be read back is never appended.
    pub fn write(prev: [u8; 32], time: u64, sigs: &[Sig], body: &[u8]) -> Result<Self, LineError> {
        let time = Int::try_from(time).map_err(|_| LineError::NoBody)?;
        let head = serde_json::to_string(&Head { prev: Bytes32::from(prev), time, sigs })
            .map_err(|_| LineError::NoBody)?;
        let mut bytes = head.into_bytes();
        bytes.pop();
        bytes.push(b',');
        bytes.extend_from_slice(BODY_MARK);
        bytes.extend_from_slice(body);
        bytes.push(b'}');
        Self::parse(bytes)
    }

    fn with_body(bytes: Vec<u8>, entry: Entry) -> Result<Self, LineError> {
        let mark =
            bytes.windows(BODY_MARK.len()).position(|window| window == BODY_MARK).ok_or(LineError::NoBody)?;
        let body_at = mark.saturating_add(BODY_MARK.len());
        // Here, where lines are parsed on every core, and not where they are applied one after another.
        let leaf = leaf_hash(&bytes);
        let body_hash = body_hash(bytes.get(body_at..bytes.len().saturating_sub(1)).unwrap_or_default());
        Ok(Self { bytes, body_at, entry, leaf, body_hash, evidence: Evidence::default() })
    }

    /// The line, without a newline.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The decoded entry.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// What happened.
    pub fn body(&self) -> &Body {
        &self.entry.body
    }

    /// The bytes that the signatures cover.
    pub fn body_bytes(&self) -> &[u8] {
        let end = self.bytes.len().saturating_sub(1);
        self.bytes.get(self.body_at..end).unwrap_or_default()
    }

    /// RFC 6962 leaf hash: SHA-256(0x00 ‖ line). The next entry's `prev`.
    pub fn leaf(&self) -> [u8; 32] {
        self.leaf
    }

    /// [`body_hash`] of the body.
    pub fn body_hash(&self) -> [u8; 32] {
        self.body_hash
    }

    /// Checks of this line that were made ahead of the fold.
    pub(crate) fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Forgets what was checked ahead, which takes five times the room of the line: for those who keep lines that were applied.
    pub fn forget_evidence(&mut self) {
        self.evidence = Evidence::default();
    }

    /// For [`crate::ahead`] alone.
    pub(crate) fn evidence_mut(&mut self) -> &mut Evidence {
        &mut self.evidence
    }
}

#[derive(Serialize)]
struct Head<'a> {
    prev: Bytes32,
    time: Int,
    sigs: &'a [Sig],
}

/// `prev` of entry 0: H("log", origin) (§2.3).
pub fn first_prev(origin: &str) -> [u8; 32] {
    hash::sha256("log", &[origin.as_bytes()])
}

/// The sitting's fingerprint: SHA-256 of entry 0 (§2.1). All trust starts there.
pub fn fingerprint(entry_0: &[u8]) -> [u8; 32] {
    Sha256::digest(entry_0).into()
}

/// A body's hash: a body that already stands in the log is refused (§3, pitfall 38).
pub fn body_hash(body: &[u8]) -> [u8; 32] {
    hash::sha256("body", &[body])
}

/// The contest hash: H("contest", fingerprint, bytes of the `contest_opened` body) (§3.4).
pub fn contest_hash(fingerprint: &[u8; 32], opened_body: &[u8]) -> [u8; 32] {
    hash::sha256("contest", &[fingerprint, opened_body])
}
