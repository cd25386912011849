//! Looking up a ballot in the log without telling anyone which it is (protocol.md §11.5).
//!
//! The device downloads the checkpoint and every leaf hash, computes the root, and rebuilds its own entry for each place
//! of the box: `prev` is the leaf before, `time` that of the box, signature and body its own. The place whose leaf fits is its own.
//!
//! With all leaves at hand every checkpoint that was believed before is checked too: the log must have grown out of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use audit::checkpoint::Checkpoint;
use audit::entry::payload::{INLINE_BYTES_MAX, PART_BYTES};
use audit::entry::{Line, LineError, Sig};
use audit::merkle::{Hash, Tree};
use audit::note::Note;
use audit::receipt::{Receipt, ReceiptError};
use audit::tiles::codec::hashes_from_bytes;
use audit::tiles::{TILE_BYTES_MAX, Tile, TileKind, tiles_of};
use audit::wire::Bytes32;
use sha2::{Digest as _, Sha256};

use super::cache::DefinitionCache;
use super::error::DeviceError;
use super::trust::{Believed, Trust, TrustError, contradiction};
use crate::net::http::Http;
use crate::net::{Dialer, NetError};

/// Longest checkpoint, in bytes.
const CHECKPOINT_BYTES_MAX: usize = 65_536;
/// Longest log that is looked through, in entries: 16 contests of 3,500 ballots in parts leave room.
const LOG_ENTRIES_MAX: u64 = 4_000_000;

/// A server that stops while the box comes out goes on when it is back: a week of minutes.
const BOX_MINUTES_MAX: usize = 7 * 24 * 60;

/// All leaves of the published log, under a believed checkpoint.
#[derive(Clone, Debug)]
pub struct PublishedLeaves {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Its note.
    pub note: String,
    /// The leaves and what is above them.
    pub tree: Arc<Tree>,
}

/// Why the published leaves are not those of the checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeavesError {
    /// The log is longer than we look through.
    #[error("the log has {size} entries, at most {LOG_ENTRIES_MAX} are looked through")]
    TooMany {
        /// Its size.
        size: u64,
    },
    /// A tile of another length.
    #[error("tile {tile} has another length than {expected} bytes")]
    TileLength {
        /// The tile.
        tile: u64,
        /// What it should have.
        expected: usize,
    },
    /// The leaves do not give the signed root.
    #[error("the published leaves do not give the signed root")]
    Root,
}

/// The tiles of leaves in a log of `size`, in order.
fn leaf_tiles(size: u64) -> impl Iterator<Item = Tile> {
    tiles_of(size).take_while(|tile| tile.kind() == TileKind::Hashes { level: 0 })
}

/// Downloads checkpoint and leaves, and checks them against each other and against what was believed before.
pub async fn published_leaves(
    dialer: &Dialer,
    trust: &mut Trust,
    cache: &DefinitionCache,
) -> Result<PublishedLeaves, DeviceError> {
    let mut http = Http::dial(dialer).await?;
    let note = http.get("/checkpoint", CHECKPOINT_BYTES_MAX).await?;
    let note = String::from_utf8(note).map_err(|_| NetError::NotText)?;
    let before = trust.newest().map(Option::<&Believed>::cloned);
    // The published file may be a moment behind what the server answers on a connection.
    let checkpoint = trust.observe_late(&note)?.ok_or(TrustError::NotPublishedYet)?.checkpoint;
    if checkpoint.size > LOG_ENTRIES_MAX {
        return Err(LeavesError::TooMany { size: checkpoint.size }.into());
    }
    let tree = if let Some(tree) = cache.tree(&checkpoint.root) {
        tree
    } else {
        let tree = Arc::new(download(&mut http, &checkpoint).await?);
        cache.keep_tree(&tree);
        tree
    };
    for earlier in before.iter().flatten() {
        check_growth(earlier, &tree, checkpoint.size, &note)?;
    }
    Ok(PublishedLeaves { checkpoint, note, tree })
}

/// The tree of `size`, signed in `note`, holds what was believed before. The newest of the other kind may be larger: of that these
/// leaves say nothing.
pub(super) fn check_growth(earlier: &Believed, tree: &Tree, size: u64, note: &str) -> Result<(), TrustError> {
    let before = &earlier.checkpoint;
    if before.size > size || tree.root_at(before.size) == Ok(before.root) {
        return Ok(());
    }
    Err(contradiction(&earlier.note, before.size, note, size))
}

async fn download(http: &mut Http, checkpoint: &Checkpoint) -> Result<Tree, DeviceError> {
    let mut tree = Tree::new();
    for tile in leaf_tiles(checkpoint.size) {
        let bytes = http.get(&format!("/{tile}"), TILE_BYTES_MAX).await?;
        let leaves = hashes_from_bytes(&bytes, tile.width())
            .map_err(|source| LeavesError::TileLength { tile: tile.number(), expected: source.expected })?;
        for leaf in leaves {
            tree.push(leaf);
        }
    }
    if tree.root() == checkpoint.root { Ok(tree) } else { Err(LeavesError::Root.into()) }
}

/// One's own entry with any `prev`: all of it but those 43 characters is known.
#[derive(Debug)]
pub struct OwnEntry {
    head: Vec<u8>,
    tail: Vec<u8>,
}

/// Characters of a `prev`.
const PREV_CHARACTERS: usize = Bytes32::CHARACTERS;

impl OwnEntry {
    /// The entry that a ballot becomes in a box with this time.
    pub fn new(time: u64, sigs: &[Sig], body: &[u8]) -> Result<Self, LineError> {
        let line = Line::write([0; 32], time, sigs, body)?;
        // {"prev":"
        let (head, rest) = line.bytes().split_at_checked(9).ok_or(LineError::NoBody)?;
        let (_, tail) = rest.split_at_checked(PREV_CHARACTERS).ok_or(LineError::NoBody)?;
        Ok(Self { head: head.to_vec(), tail: tail.to_vec() })
    }

    /// Its bytes after an entry with this leaf hash.
    pub fn line(&self, prev: &Hash) -> Vec<u8> {
        [self.head.as_slice(), Bytes32::from(*prev).to_string().as_bytes(), &self.tail].concat()
    }

    /// Its leaf hash there.
    fn leaf(&self, prev: &Hash) -> Hash {
        let hasher = Sha256::new().chain_update([0]).chain_update(&self.head);
        hasher.chain_update(Bytes32::from(*prev).to_string()).chain_update(&self.tail).finalize().into()
    }
}

/// Looks for an entry among the `ballots` of the box opened at index `box_opened`. `ballot_bytes` is the length of an encrypted
/// ballot, which all ballots of a contest have; `ballot_key` says where to look first, since they are sorted by it.
pub fn find(
    tree: &Tree,
    box_opened: u64,
    ballots: u64,
    ballot_bytes: usize,
    own: &OwnEntry,
    ballot_key: &[u8; 32],
) -> Option<u64> {
    nearest_first(expected_place(ballot_key, ballots), ballots).find_map(|ballot| {
        let index = last_index(box_opened, ballot.checked_add(1)?, ballot_bytes)?;
        let (before, leaf) = (tree.leaf(index.checked_sub(1)?)?, tree.leaf(index)?);
        (own.leaf(&before) == leaf).then_some(index)
    })
}

/// Every time that an entry of a box can have: while a contest is voting, times are whole minutes and never go back.
pub(super) fn whole_minutes(from: u64, until: u64) -> impl Iterator<Item = u64> {
    (from..=until.max(from)).step_by(60).take(BOX_MINUTES_MAX)
}

/// Index of the last entry of the first `ballots` of a box: each has the same length, so the same number of parts before it.
pub(super) fn last_index(box_opened: u64, ballots: u64, ballot_bytes: usize) -> Option<u64> {
    let parts = if ballot_bytes > INLINE_BYTES_MAX { ballot_bytes.div_ceil(PART_BYTES) } else { 0 };
    let entries_each = u64::try_from(parts).ok()?.checked_add(1)?;
    box_opened.checked_add(ballots.checked_mul(entries_each)?)
}

/// Ballot keys are uniform, so the place is near the key's share of all keys. Only the order of looking depends on it.
fn expected_place(ballot_key: &[u8; 32], ballots: u64) -> u64 {
    let [a, b, c, d, ..] = *ballot_key;
    (u64::from(u32::from_be_bytes([a, b, c, d])) * ballots.min(1 << 31)) >> 32
}

/// All of `0..count`, by distance from `start`.
fn nearest_first(start: u64, count: u64) -> impl Iterator<Item = u64> {
    (0..count).flat_map(move |distance| {
        let above = start.checked_add(distance).filter(|&place| place < count);
        let below = start.checked_sub(distance.saturating_add(1)).filter(|&place| place < count);
        [above, below].into_iter().flatten()
    })
}

/// Beside receipts: entry 0, so that they can be checked without the server.
pub const ENTRY_0_FILE: &str = "entry-0.json";

/// Beside a receipt: the entry that it is of. The receipt itself has nothing of it but the place.
pub fn entry_file_of(receipt: &Path) -> PathBuf {
    receipt.with_extension("entry.json")
}

/// The receipt of an entry, as a tlog-proof file.
pub fn receipt(leaves: &PublishedLeaves, index: u64) -> Result<Receipt, ReceiptError> {
    let beyond = || audit::merkle::InclusionError::IndexBeyondSize { index, size: leaves.checkpoint.size };
    let proof = leaves.tree.inclusion(index, leaves.checkpoint.size).map_err(|_| beyond())?;
    Receipt::new(index, proof, Note::parse(leaves.note.as_bytes())?)
}

impl From<LeavesError> for DeviceError {
    fn from(error: LeavesError) -> Self {
        Self::Trust(TrustError::Leaves(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_leaves_are_downloaded_and_nothing_else() {
        let tiles: Vec<String> = leaf_tiles(700).map(|tile| tile.to_string()).collect();
        assert_eq!(tiles, ["tile/0/000", "tile/0/001", "tile/0/002.p/188"]);
        assert_eq!(leaf_tiles(256).count(), 1);
        assert_eq!(leaf_tiles(0).count(), 0);
    }

    #[test]
    fn a_ballot_is_found_at_its_place_time_and_signature_alone() {
        let sigs = vec![Sig { by: audit::entry::Signer::Ballot, sig: [1; 64].into() }];
        let body = |key: u8| {
            audit::wire::encode(&audit::entry::Body::BallotCast(audit::entry::voting::BallotCast {
                contest: [1; 32].into(),
                ballot_key: [key; 32].into(),
                stamp: [2; 32].into(),
                nonce: [3; 32].into(),
                replaces: [0; 32].into(),
                ballot: audit::entry::payload::BytesPayload::Inline(vec![key; 40].into()),
            }))
        };
        // Three entries before the box, then four ballots; the clock went on before the last two.
        let mut tree = Tree::new();
        (0..3_u8).for_each(|at| tree.push(audit::merkle::leaf_hash(&[at])));
        for (key, time) in [(10, 600), (20, 600), (30, 660), (40, 660)] {
            let prev = tree.leaf(tree.size() - 1).unwrap();
            tree.push(Line::write(prev, time, &sigs, &body(key)).unwrap().leaf());
        }
        let look = |key: u8, time| {
            let own = OwnEntry::new(time, &sigs, &body(key)).unwrap();
            find(&tree, 2, 4, 40, &own, &[key; 32])
        };
        assert_eq!(
            [look(10, 600), look(20, 600), look(30, 660), look(40, 660)],
            [Some(3), Some(4), Some(5), Some(6)]
        );
        assert_eq!([look(10, 660), look(40, 600), look(50, 600)], [None; 3]);
        let own = OwnEntry::new(660, &sigs, &body(30)).unwrap();
        let prev = tree.leaf(4).unwrap();
        assert_eq!(own.line(&prev), Line::write(prev, 660, &sigs, &body(30)).unwrap().bytes());
        let other = vec![Sig { sig: [2; 64].into(), ..sigs[0].clone() }];
        let own = OwnEntry::new(660, &other, &body(30)).unwrap();
        assert_eq!(find(&tree, 2, 4, 40, &own, &[30; 32]), None);
    }

    #[test]
    fn a_box_may_take_longer_than_a_minute() {
        assert_eq!(whole_minutes(600, 600).collect::<Vec<_>>(), [600]);
        assert_eq!(whole_minutes(600, 720).collect::<Vec<_>>(), [600, 660, 720]);
        // The last entry is never before the first: a server that says so gets one look.
        assert_eq!(whole_minutes(600, 540).collect::<Vec<_>>(), [600]);
        assert_eq!(whole_minutes(0, u64::MAX).count(), BOX_MINUTES_MAX);
    }

    #[test]
    fn every_place_is_looked_at_once_and_the_nearest_first() {
        for (start, count) in [(0, 7), (3, 7), (6, 7), (0, 1), (0, 0)] {
            let mut places: Vec<u64> = nearest_first(start, count).collect();
            if start < count {
                assert_eq!(places.first(), Some(&start));
            }
            places.sort_unstable();
            let expected: Vec<u64> = (0..count).collect();
            assert_eq!(places, expected, "{start} of {count}");
        }
        assert_eq!(expected_place(&[0; 32], 100), 0);
        assert_eq!(expected_place(&[0xff; 32], 100), 99);
        assert_eq!(expected_place(&[0x80; 32], 100), 50);
    }
}
