//! A signed act: what a client submits (protocol.md §11.1).

use audit::entry::payload::{BlobPart, PART_BYTES};
use audit::entry::{Body, Sig, body_hash};
use audit::wire::{Bytes, Bytes32, EncodingError, Int, decode_strict};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A body with the signatures that are there so far, and the parts of a long value that it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Signatures, in the order of §3.1.
    pub sigs: Vec<Sig>,
    /// The body's bytes as a string: exactly what was signed.
    pub body: String,
    /// Data of the `blob_part`s that go before the entry; empty for nearly every act.
    pub parts: Vec<Bytes>,
}

impl Act {
    /// The body, decoded strictly.
    pub fn decode(&self) -> Result<Body, EncodingError> {
        decode_strict(self.body.as_bytes())
    }

    /// H("body", body): what answers and proposals call this act.
    pub fn hash(&self) -> Bytes32 {
        body_hash(self.body.as_bytes()).into()
    }

    /// The bodies of the `blob_part` entries that go before the entry.
    pub fn part_bodies(&self) -> Vec<BlobPart> {
        let mut hasher = Sha256::new();
        for part in &self.parts {
            hasher.update(part.as_bytes());
        }
        let sha256 = Bytes32::from(<[u8; 32]>::from(hasher.finalize()));
        let number = |at: usize| Int::from(u32::try_from(at).unwrap_or(u32::MAX));
        self.parts
            .iter()
            .enumerate()
            .map(|(at, data)| BlobPart { sha256, part: number(at), data: data.clone() })
            .collect()
    }

    /// Whether the parts could be parts at all: right sizes, not too many. The fold checks their content.
    pub fn parts_fit(&self) -> bool {
        let last = self.parts.len().saturating_sub(1);
        self.parts.len() <= 64
            && self.parts.iter().enumerate().all(|(at, part)| {
                let length = part.as_bytes().len();
                length == PART_BYTES || (at == last && (1..PART_BYTES).contains(&length))
            })
    }
}
