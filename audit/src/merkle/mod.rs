//! The tree over a log's entries: RFC 6962 §2.1 with SHA-256 (protocol.md §2.4).
//!
//! ```text
//! empty   SHA-256("")
//! leaf    SHA-256(0x00 ‖ entry)
//! node    SHA-256(0x01 ‖ left ‖ right), split at the largest power of two below the number of leaves
//! ```
//!
//! - [`Frontier`] takes leaves one by one and gives the root, in memory of the logarithm of the size.
//! - [`Tree`] keeps all nodes and makes proofs for any size that it ever had.
//! - [`verify_inclusion`] and [`verify_consistency`] check proofs; lengths are exact, errors are typed.

mod frontier;
mod ranges;
mod tree;
mod verify;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

pub use frontier::Frontier;
pub(crate) use ranges::{complete_subtrees, consistency_ranges, inclusion_ranges};
pub use tree::{Tree, TreeError};
pub use verify::{
    ConsistencyError, InclusionError, consistency_old_root, consistency_proof_length, inclusion_proof_length,
    verify_consistency, verify_inclusion,
};

/// A leaf, a node or a root of the tree.
pub type Hash = [u8; 32];

/// The hash of an entry as a leaf: SHA-256(0x00 ‖ entry). Also the next entry's `prev` (§2.3).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash of two subtrees: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Why a line is not a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum HashError {
    #[error("not canonical padded base64")]
    Base64,
    #[error("a hash of {actual} bytes, not 32")]
    Length { actual: usize },
}

/// Reads a hash as checkpoints and proofs write it: canonical padded base64 of 32 bytes.
pub fn hash_from_base64(text: &str) -> Result<Hash, HashError> {
    let bytes = STANDARD.decode(text).map_err(|_| HashError::Base64)?;
    Hash::try_from(bytes.as_slice()).map_err(|_| HashError::Length { actual: bytes.len() })
}

/// Writes a hash as checkpoints and proofs do.
pub fn hash_to_base64(hash: &Hash) -> String {
    STANDARD.encode(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hashes_are_those_of_rfc_6962() {
        assert_eq!(hash_to_base64(&empty_root()), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        let empty_leaf = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";
        assert_eq!(hash_to_base64(&leaf_hash(b"")), empty_leaf);
        // A node is not the leaf of the same bytes.
        assert_ne!(node_hash(&[1; 32], &[2; 32]), leaf_hash(&[[1; 32], [2; 32]].concat()));
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let spelling = hash_to_base64(&[0xfb; 32]);
        assert_eq!(hash_from_base64(&spelling), Ok([0xfb; 32]));
        let unpadded = spelling.trim_end_matches('=');
        let unused_bit = spelling.replace("s=", "t=");
        assert_ne!(unused_bit, spelling);
        let url = spelling.replace('+', "-");
        for other in
            [unpadded, unused_bit.as_str(), url.as_str(), &format!("{spelling}\n"), &format!(" {spelling}")]
        {
            assert_eq!(hash_from_base64(other), Err(HashError::Base64), "{other:?}");
        }
        assert_eq!(hash_from_base64("cm9vdA=="), Err(HashError::Length { actual: 4 }));
        assert_eq!(hash_from_base64(""), Err(HashError::Length { actual: 0 }));
    }
}
