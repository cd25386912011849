//! The published files of a log, as a tally server lays them out.

use audit::merkle::leaf_hash;
use audit::tiles::codec::{entries_to_bytes, hashes_to_bytes};
use audit::tiles::{Edge, Tile, TileKind, tiles_of};

use super::Files;
use crate::smith::Log;

/// Every file of a log under its checkpoint.
pub fn files_of(log: &Log) -> Files {
    let mut files = Files::from([("checkpoint".to_owned(), log.checkpoint.clone())]);
    let mut edge = Edge::new();
    for line in &log.lines {
        for (tile, hashes) in edge.push(leaf_hash(line)) {
            files.insert(tile.to_string(), hashes_to_bytes(&hashes));
        }
    }
    for (tile, hashes) in edge.partial() {
        files.insert(tile.to_string(), hashes_to_bytes(hashes));
    }
    let bundles = tiles_of(edge.size()).filter(|tile: &Tile| tile.kind() == TileKind::Entries);
    for tile in bundles {
        let (start, end) = (usize::try_from(tile.start()).unwrap(), usize::try_from(tile.end()).unwrap());
        files.insert(tile.to_string(), entries_to_bytes(&log.lines[start..end]).unwrap());
    }
    files
}
