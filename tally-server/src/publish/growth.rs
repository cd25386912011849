//! What a larger size adds: full tiles and bundles, and the partial ones of the new size.

use audit::merkle::Hash;
use audit::tiles::codec::{hashes_to_bytes, push_entry};
use audit::tiles::{Edge, TILE_WIDTH, Tile, TileKind};

use super::files::Batch;
use super::{PublishError, io};

/// Takes entries and writes their tiles and bundles.
pub(super) struct Growth {
    batch: Batch,
    edge: Edge,
    /// The entries of the unfinished bundle, encoded, and how many.
    bundle: Vec<u8>,
    in_bundle: u64,
    /// The size whose partial tiles are here already.
    partial_of: Option<u64>,
    /// Partial bundles that full ones have replaced, once those are durable.
    replaced: Vec<Tile>,
}

impl Growth {
    /// Grows from the entries that `edge` has. Those of its unfinished bundle come first, by [`Growth::earlier`]. The partial tiles of
    /// `partial_of` are not written again.
    pub(super) fn new(batch: Batch, edge: Edge, partial_of: Option<u64>) -> Self {
        Self { batch, edge, bundle: Vec::new(), in_bundle: 0, partial_of, replaced: Vec::new() }
    }

    /// An entry that the tree has already, of the unfinished bundle.
    pub(super) fn earlier(&mut self, entry: &[u8]) -> Result<(), PublishError> {
        push_entry(&mut self.bundle, usize::try_from(self.in_bundle).unwrap_or(usize::MAX), entry)?;
        self.in_bundle = self.in_bundle.saturating_add(1);
        Ok(())
    }

    /// The next entry.
    pub(super) fn push(&mut self, entry: &[u8], leaf: Hash) -> Result<(), PublishError> {
        self.earlier(entry)?;
        for (tile, hashes) in self.edge.push(leaf) {
            self.batch.put(&tile.to_string(), &hashes_to_bytes(&hashes))?;
        }
        if self.in_bundle == TILE_WIDTH {
            self.put_bundle()?;
            (self.bundle, self.in_bundle) = (Vec::new(), 0);
        }
        Ok(())
    }

    /// Writes the partial tiles, makes everything durable, and then removes the partial bundles that are not needed any more.
    pub(super) fn finish(mut self) -> Result<Edge, PublishError> {
        let here = self.partial_of;
        for (tile, hashes) in
            self.edge.partial().filter(|(tile, _)| here.is_none_or(|size| !tile.is_of(size)))
        {
            self.batch.put(&tile.to_string(), &hashes_to_bytes(hashes))?;
        }
        if self.in_bundle > 0 {
            self.put_bundle()?;
        }
        let Self { batch, edge, replaced, .. } = self;
        let partials: Vec<_> = replaced.iter().map(|tile| batch.path(&format!("{tile}.p"))).collect();
        batch.finish()?;
        for folder in partials.iter().filter(|folder| folder.is_dir()) {
            std::fs::remove_dir_all(folder).map_err(io(folder))?;
        }
        Ok(edge)
    }

    fn put_bundle(&mut self) -> Result<(), PublishError> {
        let number = self.edge.size().saturating_sub(1) / TILE_WIDTH;
        // The edge has the width too: both come from the same entries.
        if let Ok(tile) = Tile::new(TileKind::Entries, number, self.in_bundle) {
            self.batch.put(&tile.to_string(), &self.bundle)?;
            if tile.is_full() {
                self.replaced.push(tile);
            }
        }
        Ok(())
    }
}
