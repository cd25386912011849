//! The opening: how much of the folder is the log's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;

use audit::tiles::codec::{hashes_to_bytes, push_entry};
use audit::tiles::{Edge, TILE_WIDTH, Tile, TileKind};

use super::files::Batch;
use super::{LOG_FILE, PublishError, TILE_FOLDER, io};
use crate::store::LogReader;

/// So many entries, from the first on, whose lines, full tiles and full bundles are those of the log.
pub(super) struct Same {
    pub(super) edge: Edge,
    /// Bytes of their lines.
    pub(super) bytes: u64,
}

/// Compares lines, tiles and bundles with the log. What no such log has is removed; a partial tile that differs is written
/// again; what else differs or is missing bounds what is the same.
pub(super) fn with_log(folder: &Path, lines: &File, log: &LogReader) -> Result<Same, PublishError> {
    let here = tiles_in(folder)?;
    let mut comparison = Comparison { batch: Batch::new(folder), here, same: log.size() };
    let mut edge = Edge::new();
    let mut line_ends = vec![0_u64];
    let mut lines = BufReader::new(lines);
    let mut line = Vec::new();
    let mut bundle = Bundle::default();
    for entry in log.read(0)? {
        let entry = entry?;
        if entry.index < comparison.same {
            line.clear();
            lines.read_until(b'\n', &mut line).map_err(io(&folder.join(LOG_FILE)))?;
            if line.split_last() != Some((&b'\n', entry.bytes.as_slice())) {
                comparison.same = entry.index;
            }
        }
        let start = line_ends.last().copied().unwrap_or_default();
        line_ends.push(start.saturating_add(entry.bytes.len() as u64).saturating_add(1));
        for (tile, hashes) in edge.push(entry.leaf) {
            comparison.hashes(tile, &hashes_to_bytes(&hashes))?;
        }
        push_entry(&mut bundle.bytes, bundle.ends.len(), &entry.bytes)?;
        bundle.ends.push(bundle.bytes.len());
        if bundle.width() == TILE_WIDTH {
            comparison.bundle(entry.index / TILE_WIDTH, &bundle)?;
            bundle = Bundle::default();
        }
    }
    for (tile, hashes) in edge.partial() {
        comparison.hashes(tile, &hashes_to_bytes(hashes))?;
    }
    comparison.bundle(edge.size() / TILE_WIDTH, &bundle)?;
    let same = comparison.finish()?;
    if same < edge.size() {
        edge = Edge::new();
        for entry in log.read(0)?.take(usize::try_from(same).unwrap_or(usize::MAX)) {
            edge.push(entry?.leaf);
        }
    }
    let bytes = usize::try_from(same).ok().and_then(|size| line_ends.get(size)).copied();
    Ok(Same { edge, bytes: bytes.unwrap_or_default() })
}

/// The unfinished bundle, encoded.
#[derive(Default)]
struct Bundle {
    bytes: Vec<u8>,
    /// Where each entry ends.
    ends: Vec<usize>,
}

impl Bundle {
    fn width(&self) -> u64 {
        self.ends.len() as u64
    }

    /// The bytes of its first entries.
    fn first(&self, entries: u64) -> Option<&[u8]> {
        let last = usize::try_from(entries.checked_sub(1)?).ok()?;
        self.bytes.get(..*self.ends.get(last)?)
    }
}

/// Tiles by place, with the widths that lie there.
type Here = BTreeMap<(TileKind, u64), BTreeSet<u64>>;

struct Comparison {
    batch: Batch,
    /// What lies in the folder and was not compared yet.
    here: Here,
    /// Entries of which everything was the same so far.
    same: u64,
}

impl Comparison {
    /// A tile of hashes as far as the log has it: full, or the partial one at the edge.
    fn hashes(&mut self, tile: Tile, bytes: &[u8]) -> Result<(), PublishError> {
        let first =
            |width: u64| bytes.get(..usize::try_from(width).ok()?.checked_mul(size_of::<[u8; 32]>())?);
        self.place(tile.kind(), tile.number(), tile.width(), first)
    }

    fn bundle(&mut self, number: u64, bundle: &Bundle) -> Result<(), PublishError> {
        self.place(TileKind::Entries, number, bundle.width(), |width| bundle.first(width))
    }

    /// Everything that lies in one place, against what the log has there, which is `width` wide.
    fn place<'b>(
        &mut self,
        kind: TileKind,
        number: u64,
        width: u64,
        first: impl Fn(u64) -> Option<&'b [u8]>,
    ) -> Result<(), PublishError> {
        let mut whole = width < TILE_WIDTH;
        for here in self.here.remove(&(kind, number)).unwrap_or_default().into_iter().rev() {
            let Ok(tile) = Tile::new(kind, number, here) else { continue };
            let expected = first(here).filter(|_| here <= width);
            let same = match expected {
                Some(bytes) => self.is(tile, bytes)?,
                None => false,
            };
            match (expected, tile.is_full()) {
                (Some(_), true) => whole = same,
                // The full bundle, which was compared first, has taken its place.
                (Some(_), false) if kind == TileKind::Entries && width == TILE_WIDTH && whole => {
                    self.remove(tile)?;
                }
                (Some(bytes), false) if !same => self.batch.put(&tile.to_string(), bytes)?,
                (Some(_), false) => {}
                (None, _) => self.remove(tile)?,
            }
        }
        if !whole && let Ok(tile) = Tile::new(kind, number, width) {
            self.same = self.same.min(tile.start());
        }
        Ok(())
    }

    /// Removes what no place of the log has, and gives how many entries are the same.
    fn finish(mut self) -> Result<u64, PublishError> {
        for ((kind, number), widths) in std::mem::take(&mut self.here) {
            for width in widths {
                if let Ok(tile) = Tile::new(kind, number, width) {
                    self.remove(tile)?;
                }
            }
        }
        self.batch.finish()?;
        Ok(self.same)
    }

    fn is(&self, tile: Tile, expected: &[u8]) -> Result<bool, PublishError> {
        let path = self.batch.path(&tile.to_string());
        let length = std::fs::metadata(&path).map_err(io(&path))?.len();
        Ok(length == expected.len() as u64 && std::fs::read(&path).map_err(io(&path))? == expected)
    }

    fn remove(&self, tile: Tile) -> Result<(), PublishError> {
        let path = self.batch.path(&tile.to_string());
        std::fs::remove_file(&path).map_err(io(&path))
    }
}

/// Every tile in the folder. What is no tile, such as a file that a crash left unnamed, is removed.
fn tiles_in(folder: &Path) -> Result<Here, PublishError> {
    let mut here = Here::new();
    walk(folder, TILE_FOLDER, &mut here)?;
    Ok(here)
}

fn walk(folder: &Path, name: &str, here: &mut Here) -> Result<(), PublishError> {
    let path = folder.join(name);
    let items = match std::fs::read_dir(&path) {
        Ok(items) => items,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io(&path)(error)),
    };
    for item in items {
        let item = item.map_err(io(&path))?;
        let below = format!("{name}/{}", item.file_name().to_string_lossy());
        if item.file_type().map_err(io(&item.path()))?.is_dir() {
            walk(folder, &below, here)?;
        } else if let Ok(tile) = below.parse::<Tile>() {
            here.entry((tile.kind(), tile.number())).or_default().insert(tile.width());
        } else {
            remove_stray(&item.path())?;
        }
    }
    Ok(())
}

fn remove_stray(path: &Path) -> Result<(), PublishError> {
    tracing::warn!(path = %path.display(), "removed from the published tiles: it is none");
    std::fs::remove_file(path).map_err(io(path))
}
