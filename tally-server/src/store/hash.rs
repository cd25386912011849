//! The chain: what an entry's `prev` must be (protocol.md §2.3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use audit::merkle::{Hash, leaf_hash};

/// How every entry starts; 43 characters of base64url and a quotation mark follow.
pub(crate) const PREFIX: &[u8] = b"{\"prev\":\"";
/// Length of the whole `prev` field, quotation mark included.
pub(crate) const PREV_FIELD_BYTES: usize = PREFIX.len() + 43 + 1;

/// The bytes with which the entry after `prev` starts: `{"prev":"<43 characters>"`.
pub fn prev_field(prev: &Hash) -> Vec<u8> {
    let mut field = PREFIX.to_vec();
    field.extend_from_slice(URL_SAFE_NO_PAD.encode(prev).as_bytes());
    field.push(b'"');
    field
}

/// Whether `entry` names `prev` as the one before it.
pub(crate) fn follows(entry: &[u8], prev: &Hash) -> bool {
    entry.get(..PREV_FIELD_BYTES) == Some(prev_field(prev).as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leaf_hash_is_rfc_6962s() {
        // SHA-256(0x00) = 6e340b9c…17afa01d, in the base64url of a `prev` field.
        let field = prev_field(&leaf_hash(b""));
        assert_eq!(field, b"{\"prev\":\"bjQLnP-zepicpUTmu3gKLHiQHT-zNzh2hRGjBhevoB0\"");
    }

    #[test]
    fn an_entry_follows_one_hash_only() {
        let entry = [prev_field(&[7; 32]).as_slice(), b",\"time\":0}"].concat();
        assert!(follows(&entry, &[7; 32]));
        assert!(!follows(&entry, &[8; 32]));
        assert!(!follows(&entry[..PREV_FIELD_BYTES - 1], &[7; 32]));
    }
}
