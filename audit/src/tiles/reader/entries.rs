//! The entries of a log, one bundle at a time.

use super::super::codec::entries_from_bytes;
use super::super::path::{Tile, TileKind};
use super::super::{BUNDLE_BYTES_MAX, TILE_WIDTH};
use super::{Fetch, ReadError, Reader, fetch_or_full};
use crate::merkle::leaf_hash;

impl<F: Fetch> Reader<F> {
    /// One entry. Its whole bundle is fetched: nobody learns which entry was meant.
    pub fn entry(&mut self, index: u64) -> Result<Vec<u8>, ReadError<F::Error>> {
        let mut entries = self.entries(index);
        entries
            .next()
            .unwrap_or(Err(ReadError::IndexBeyondSize { index, size: self.size }))
            .map(|(_, bytes)| bytes)
    }

    /// The entries from `from` on to the end, in order, each with its index and checked against its leaf. An error is the last.
    pub fn entries(&mut self, from: u64) -> Entries<'_, F> {
        Entries { reader: self, next: from, bundle: Vec::new().into_iter() }
    }

    /// All entries of a bundle, authenticated.
    fn bundle(&mut self, number: u64) -> Result<Vec<Vec<u8>>, ReadError<F::Error>> {
        let size = self.size;
        let width = size.saturating_sub(number.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH);
        let tile = Tile::new(TileKind::Entries, number, width)
            .map_err(|_| ReadError::IndexBeyondSize { index: number.saturating_mul(TILE_WIDTH), size })?;
        let leaves = self.tile(0, number)?;
        let (found, bytes) = fetch_or_full(&mut self.fetch, tile, BUNDLE_BYTES_MAX)?;
        let entries = entries_from_bytes(&bytes, found.width())
            .map_err(|source| ReadError::Bundle { tile: found, source })?;
        let mut checked = Vec::with_capacity(leaves.len());
        for ((index, leaf), entry) in (tile.start()..).zip(leaves.iter()).zip(entries) {
            if leaf_hash(entry) != *leaf {
                return Err(ReadError::Leaf { index });
            }
            checked.push(entry.to_vec());
        }
        Ok(checked)
    }
}

/// What [`Reader::entries`] gives.
#[derive(Debug)]
pub struct Entries<'r, F> {
    reader: &'r mut Reader<F>,
    next: u64,
    bundle: std::vec::IntoIter<Vec<u8>>,
}

impl<F: Fetch> Iterator for Entries<'_, F> {
    type Item = Result<(u64, Vec<u8>), ReadError<F::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.next;
        if index >= self.reader.size {
            return None;
        }
        let entry = match self.bundle.next() {
            Some(entry) => entry,
            None => match self.reader.bundle(index / TILE_WIDTH) {
                Ok(bundle) => {
                    self.bundle = bundle.into_iter();
                    let skipped = usize::try_from(index % TILE_WIDTH).unwrap_or(usize::MAX);
                    self.bundle.nth(skipped)?
                }
                Err(error) => {
                    self.next = u64::MAX;
                    return Some(Err(error));
                }
            },
        };
        self.next = index.saturating_add(1);
        Some(Ok((index, entry)))
    }
}
