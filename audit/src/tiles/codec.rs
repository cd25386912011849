//! The bytes of tiles and bundles. One content, one encoding: what is read back is written as the same bytes.

use super::ENTRY_BYTES_MAX;
use crate::merkle::Hash;

/// A tile of hashes that has another length than its width says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{actual} bytes, {expected} expected")]
pub struct TileLength {
    /// 32 for each hash.
    pub expected: usize,
    /// What came.
    pub actual: usize,
}

/// Why bytes are no bundle of so many entries. Entries count from 0, within the bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum BundleError {
    /// It ends before an entry begins.
    #[error("{actual} entries, {expected} expected")]
    Count { expected: usize, actual: usize },
    /// It ends within an entry or its length.
    #[error("ends within entry {entry}")]
    CutShort { entry: usize },
    #[error("{bytes} bytes after the last entry")]
    Trailing { bytes: usize },
    /// Only when it is written.
    #[error("entry {entry} has {bytes} bytes, at most {ENTRY_BYTES_MAX} fit")]
    EntryTooLong { entry: usize, bytes: usize },
}

/// The bytes of a tile of hashes.
pub fn hashes_to_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.as_flattened().to_vec()
}

/// Reads a tile of exactly `width` hashes.
pub fn hashes_from_bytes(bytes: &[u8], width: u64) -> Result<Vec<Hash>, TileLength> {
    let expected = usize::try_from(width).unwrap_or(usize::MAX).saturating_mul(size_of::<Hash>());
    match bytes.as_chunks() {
        (hashes, []) if bytes.len() == expected => Ok(hashes.to_vec()),
        _ => Err(TileLength { expected, actual: bytes.len() }),
    }
}

/// Adds an entry to a bundle that is being written; `entry` is its number there, for the error.
pub fn push_entry(bundle: &mut Vec<u8>, entry: usize, bytes: &[u8]) -> Result<(), BundleError> {
    let length =
        u16::try_from(bytes.len()).map_err(|_| BundleError::EntryTooLong { entry, bytes: bytes.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(bytes);
    Ok(())
}

/// The bytes of a bundle.
pub fn entries_to_bytes<T: AsRef<[u8]>>(entries: &[T]) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::new();
    for (entry, bytes) in entries.iter().enumerate() {
        push_entry(&mut bundle, entry, bytes.as_ref())?;
    }
    Ok(bundle)
}

/// Reads a bundle of exactly `width` entries.
pub fn entries_from_bytes(bytes: &[u8], width: u64) -> Result<Vec<&[u8]>, BundleError> {
    let expected = usize::try_from(width).unwrap_or(usize::MAX);
    let mut entries = Vec::new();
    let mut rest = bytes;
    while entries.len() < expected {
        let entry = entries.len();
        if rest.is_empty() {
            return Err(BundleError::Count { expected, actual: entry });
        }
        let short = BundleError::CutShort { entry };
        let (length, after) = rest.split_first_chunk().ok_or(short)?;
        let (bytes, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(short)?;
        entries.push(bytes);
        rest = after;
    }
    match rest.len() {
        0 => Ok(entries),
        bytes => Err(BundleError::Trailing { bytes }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_of_another_length_is_refused() {
        let hashes = [[1; 32], [2; 32], [3; 32]];
        let bytes = hashes_to_bytes(&hashes);
        assert_eq!(bytes.len(), 96);
        assert_eq!(hashes_from_bytes(&bytes, 3), Ok(hashes.to_vec()));
        for (bytes, width) in [
            (&bytes[..], 2),
            (&bytes[..], 4),
            (&bytes[..95], 3),
            (&[&bytes[..], &[0]].concat()[..], 3),
            (&[][..], 3),
        ] {
            let expected = TileLength { expected: width * 32, actual: bytes.len() };
            assert_eq!(hashes_from_bytes(bytes, width as u64), Err(expected));
        }
    }

    #[test]
    fn a_bundle_is_read_back() {
        let long = vec![7; ENTRY_BYTES_MAX];
        let entries: [&[u8]; 4] = [b"one", b"", &long, b"4"];
        let bytes = entries_to_bytes(&entries).unwrap();
        assert_eq!(bytes[..7], *b"\x00\x03one\x00\x00");
        assert_eq!(entries_from_bytes(&bytes, 4), Ok(entries.to_vec()));
        let longer = [&long[..], b"x"].concat();
        let refused = BundleError::EntryTooLong { entry: 1, bytes: ENTRY_BYTES_MAX + 1 };
        assert_eq!(entries_to_bytes(&[b"one", &longer[..]]), Err(refused));
    }

    #[test]
    fn a_bundle_with_trailing_bytes_or_another_count_is_refused() {
        let bytes = entries_to_bytes(&[&b"one"[..], b"two"]).unwrap();
        let read = |bytes: &[u8], width| entries_from_bytes(bytes, width).unwrap_err();
        assert_eq!(read(&bytes, 3), BundleError::Count { expected: 3, actual: 2 });
        assert_eq!(read(&[], 1), BundleError::Count { expected: 1, actual: 0 });
        assert_eq!(read(&bytes, 1), BundleError::Trailing { bytes: 5 });
        assert_eq!(read(&[&bytes[..], &[0]].concat(), 2), BundleError::Trailing { bytes: 1 });
        assert_eq!(read(&[&bytes[..], &[0, 0]].concat(), 2), BundleError::Trailing { bytes: 2 });
        for cut in [6, 7, 9] {
            assert_eq!(read(&bytes[..cut], 2), BundleError::CutShort { entry: 1 }, "{cut}");
        }
        assert_eq!(read(&bytes[..5], 2), BundleError::Count { expected: 2, actual: 1 });
    }
}
