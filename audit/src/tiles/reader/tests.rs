use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::rc::Rc;

use super::*;
use crate::merkle::{Tree, leaf_hash, verify_consistency, verify_inclusion};
use crate::tiles::codec::{entries_to_bytes, hashes_to_bytes};
use crate::tiles::{BundleError, TileLength, tiles_of};

fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

/// A log of `size` entries: its tree and its files.
struct Log {
    tree: Tree,
    files: BTreeMap<Tile, Vec<u8>>,
}

fn log(size: u64) -> Log {
    let mut tree = Tree::new();
    (0..size).for_each(|index| tree.push(leaf_hash(&entry(index))));
    let files = tiles_of(size).map(|tile| (tile, content(&tree, tile))).collect();
    Log { tree, files }
}

fn content(tree: &Tree, tile: Tile) -> Vec<u8> {
    let first = tile.number() * 256;
    match tile.kind() {
        TileKind::Hashes { level } => {
            let hashes = (first..first + tile.width()).map(|at| tree.node(8 * u32::from(level), at).unwrap());
            hashes_to_bytes(&hashes.collect::<Vec<_>>())
        }
        TileKind::Entries => {
            entries_to_bytes(&(first..first + tile.width()).map(entry).collect::<Vec<_>>()).unwrap()
        }
    }
}

type Asked = Rc<RefCell<Vec<Tile>>>;

fn source(files: BTreeMap<Tile, Vec<u8>>) -> (impl Fetch<Error = Infallible>, Asked) {
    let asked = Asked::default();
    let noted = Rc::clone(&asked);
    let fetch = move |tile: Tile, bytes_max: usize| {
        noted.borrow_mut().push(tile);
        let found: Option<Vec<u8>> = files.get(&tile).cloned();
        assert!(found.as_ref().is_none_or(|bytes| bytes.len() <= bytes_max + 1));
        Ok::<_, Infallible>(found)
    };
    (fetch, asked)
}

fn open(
    files: &BTreeMap<Tile, Vec<u8>>,
    size: u64,
    root: Hash,
) -> Result<Reader<impl Fetch<Error = Infallible> + use<>>, Error> {
    Reader::open(source(files.clone()).0, size, root)
}

type Error = ReadError<Infallible>;

/// Everything that a reader can be asked of this log: every tile and every bundle is used.
fn read_all(files: &BTreeMap<Tile, Vec<u8>>, size: u64, root: Hash) -> Result<(), Error> {
    let mut reader = open(files, size, root)?;
    for index in (0..size).step_by(100) {
        reader.leaf(index)?;
    }
    if let Some(last) = size.checked_sub(1) {
        reader.inclusion(last)?;
        reader.consistency(last)?;
    }
    reader.entries(0).try_for_each(|entry| entry.map(drop))
}

fn tile(path: &str) -> Tile {
    path.parse().unwrap()
}

#[test]
fn what_is_read_is_the_log() {
    for size in [0, 1, 2, 255, 256, 257, 700, 65_535, 65_536, 65_537, 66_100] {
        let Log { tree, files } = log(size);
        let mut reader = open(&files, size, tree.root()).unwrap();
        let mut read = 0;
        for got in reader.entries(0) {
            let (index, bytes) = got.unwrap();
            assert_eq!((index, bytes), (read, entry(read)));
            read += 1;
        }
        assert_eq!(read, size);
        for index in (0..size).step_by(if size > 1_000 { 997 } else { 1 }) {
            assert_eq!(reader.leaf(index).ok(), tree.leaf(index));
            assert_eq!(reader.inclusion(index).ok(), tree.inclusion(index, size).ok());
            let proof = reader.inclusion(index).unwrap();
            assert_eq!(
                verify_inclusion(index, size, &leaf_hash(&entry(index)), &proof, &tree.root()),
                Ok(())
            );
            let (old, proof) = (tree.root_at(index).unwrap(), reader.consistency(index).unwrap());
            assert_eq!(reader.root_at(index), Ok(old));
            assert_eq!(verify_consistency(index, size, &old, &tree.root(), &proof), Ok(()));
        }
        assert_eq!(reader.consistency(size), Ok(vec![]));
        assert_eq!(reader.entries(size).count(), 0);
        let beyond = |index| Err(ReadError::IndexBeyondSize { index, size });
        assert_eq!(reader.leaf(size), beyond(size));
        assert_eq!(reader.inclusion(size + 9), beyond(size + 9).map(|_: Hash| vec![]));
        assert_eq!(reader.entry(size), beyond(size).map(|_: Hash| vec![]));
        assert_eq!(reader.consistency(size + 1), Err(ReadError::Shrinks { old: size + 1, new: size }));
    }
    let mut reader = open(&log(700).files, 700, log(700).tree.root()).unwrap();
    assert_eq!(reader.entry(612), Ok(entry(612)));
    assert_eq!(reader.entries(612).count(), 88);
}

#[test]
fn every_tile_is_hashed_into_its_parent_up_to_the_root() {
    // Three levels, with a full tile under a partial one under a partial one.
    for size in [3, 256, 700, 66_100] {
        let Log { tree, files } = log(size);
        let changed_places: Vec<Tile> = files.keys().copied().collect();
        assert_eq!(read_all(&files, size, tree.root()), Ok(()));
        let mut refused = BTreeSet::new();
        for tile in changed_places.iter().copied().filter(|tile| size < 1_000 || tile.number() % 51 == 0) {
            // The first, one in the middle, and the last byte.
            let length = files[&tile].len();
            for at in [2, length / 2 + 2, length - 1] {
                let mut changed = files.clone();
                changed.get_mut(&tile).unwrap()[at] ^= 1;
                let error = read_all(&changed, size, tree.root()).unwrap_err();
                match (tile.kind(), tile.is_full()) {
                    (TileKind::Entries, _) => assert!(
                        matches!(error, ReadError::Leaf { .. } | ReadError::Bundle { .. }),
                        "{tile} {at}: {error}"
                    ),
                    (TileKind::Hashes { .. }, true) => assert_eq!(error, ReadError::Parent { tile }),
                    (TileKind::Hashes { .. }, false) => assert_eq!(error, ReadError::Root { size }),
                }
            }
            refused.insert(tile);
        }
        assert!(refused.iter().any(|tile| tile.kind() == TileKind::Entries));
    }
}

#[test]
fn a_proof_through_a_changed_tile_is_not_given() {
    // The weakness of CVE-2026-56865: a tile that is only needed for the proof itself.
    let size = 66_100;
    let Log { tree, files } = log(size);
    for changed_tile in ["tile/0/001", "tile/0/100", "tile/1/000", "tile/0/257"] {
        let changed_tile = tile(changed_tile);
        let mut changed = files.clone();
        for byte in changed.get_mut(&changed_tile).unwrap() {
            *byte ^= 0x55;
        }
        let mut reader = open(&changed, size, tree.root()).unwrap();
        let refused = Err(ReadError::Parent { tile: changed_tile });
        let first = changed_tile.start();
        assert_eq!(reader.inclusion(first), refused, "{changed_tile}");
        assert_eq!(reader.consistency(first + 3), refused, "{changed_tile}");
        assert_eq!(reader.leaf(first).map(|_| vec![]), refused, "{changed_tile}");
        assert_eq!(reader.entry(first).map(|_| vec![]), refused, "{changed_tile}");
    }
}

#[test]
fn a_tile_or_bundle_of_another_length_is_refused() {
    let size = 700;
    let Log { tree, files } = log(size);
    let read = |path: &str, bytes: Vec<u8>| {
        let mut changed = files.clone();
        changed.insert(tile(path), bytes);
        read_all(&changed, size, tree.root()).unwrap_err()
    };
    for (path, width) in [("tile/0/001", 256), ("tile/0/002.p/188", 188), ("tile/1/000.p/2", 2)] {
        let (tile, whole, expected) = (tile(path), &files[&tile(path)], width * 32);
        assert_eq!(whole.len(), expected);
        for bytes in [vec![], whole[..expected - 1].to_vec(), [whole.as_slice(), &[0]].concat()] {
            let source = TileLength { expected, actual: bytes.len() };
            assert_eq!(read(path, bytes), ReadError::HashTile { tile, source });
        }
    }
    for path in ["tile/entries/001", "tile/entries/002.p/188"] {
        let (tile, whole) = (tile(path), files[&tile(path)].clone());
        let expected = usize::try_from(tile.width()).unwrap();
        let error = |source| ReadError::Bundle { tile, source };
        let trailing = [whole.as_slice(), b"\x00\x01x"].concat();
        assert_eq!(read(path, trailing), error(BundleError::Trailing { bytes: 3 }));
        let short = whole[..whole.len() - 1].to_vec();
        assert_eq!(read(path, short), error(BundleError::CutShort { entry: expected - 1 }));
        assert_eq!(read(path, vec![]), error(BundleError::Count { expected, actual: 0 }));
    }
}

#[test]
fn an_entry_that_is_not_the_leaf_is_refused() {
    let Log { tree, mut files } = log(300);
    let bundle = tile("tile/entries/001.p/44");
    // Two entries of the same length change places.
    let swapped: Vec<Vec<u8>> = (256..300)
        .map(|i| {
            entry(match i {
                260 => 261,
                261 => 260,
                i => i,
            })
        })
        .collect();
    files.insert(bundle, entries_to_bytes(&swapped).unwrap());
    let mut reader = open(&files, 300, tree.root()).unwrap();
    let got: Vec<_> = reader.entries(0).collect();
    assert_eq!(got.len(), 257, "nothing of a bundle that does not hold, and nothing after it");
    assert_eq!(got.last(), Some(&Err(ReadError::Leaf { index: 260 })));
}

#[test]
fn another_root_or_size_is_refused() {
    let Log { tree, files } = log(700);
    assert_eq!(open(&files, 700, [0; 32]).map(|_| ()), Err(ReadError::Root { size: 700 }));
    assert_eq!(open(&files, 0, tree.root()).map(|_| ()), Err(ReadError::Root { size: 0 }));
    // The size of another tree has other tiles, which this source lacks.
    let missing = ReadError::Missing { tile: tile("tile/0/002.p/189") };
    assert_eq!(open(&files, 701, tree.root()).map(|_| ()), Err(missing));
    let mut reader = open(&files, 700, tree.root()).unwrap();
    assert_eq!(
        reader.advance(699, tree.root_at(699).unwrap()),
        Err(ReadError::Shrinks { old: 700, new: 699 })
    );
}

#[test]
fn a_partial_tile_that_has_gone_is_read_from_the_full_one() {
    let Log { tree, files } = log(66_100);
    // The checkpoint of 700, while the log has gone on and keeps full tiles alone.
    let full: BTreeMap<_, _> =
        files.iter().filter(|(tile, _)| tile.is_full()).map(|(t, b)| (*t, b.clone())).collect();
    let root = tree.root_at(700).unwrap();
    assert_eq!(read_all(&full, 700, root), Ok(()));
    let mut changed = full.clone();
    changed.get_mut(&tile("tile/entries/002")).unwrap()[2] ^= 1;
    assert_eq!(read_all(&changed, 700, root), Err(ReadError::Leaf { index: 512 }));
    let mut without = full;
    without.remove(&tile("tile/0/001"));
    assert_eq!(read_all(&without, 700, root), Err(ReadError::Missing { tile: tile("tile/0/001") }));
}

#[test]
fn a_reader_goes_on_with_the_log_and_not_with_a_fork() {
    let (old, new) = (log(700), log(66_100));
    let mut files = new.files.clone();
    files.extend(old.files.clone());
    let mut reader = open(&files, 700, old.tree.root()).unwrap();
    reader.leaf(3).unwrap();
    assert_eq!(reader.advance(66_100, new.tree.root()), Ok(()));
    assert_eq!((reader.size(), reader.root()), (66_100, new.tree.root()));
    assert_eq!(reader.leaf(66_000).ok(), new.tree.leaf(66_000));
    // The same log but for entry 600.
    let mut tree = Tree::new();
    (0..800).for_each(|index| tree.push(leaf_hash(&entry(if index == 600 { 0 } else { index }))));
    let mut files = old.files.clone();
    for tile in tiles_of(800).filter(|tile| tile.kind() != TileKind::Entries) {
        files.insert(tile, content(&tree, tile));
    }
    let mut reader = open(&files, 700, old.tree.root()).unwrap();
    assert_eq!(reader.advance(800, tree.root()), Err(ReadError::Fork { old: 700, new: 800 }));
    assert_eq!((reader.size(), reader.root()), (700, old.tree.root()));
    assert_eq!(reader.leaf(650).ok(), old.tree.leaf(650));
}

#[test]
fn a_long_log_is_read_once_in_little_memory() {
    let size = 100_500;
    let Log { tree, files } = log(size);
    let (fetch, asked) = source(files.clone());
    let mut reader = Reader::open(fetch, size, tree.root()).unwrap();
    for (read, got) in (0..).zip(reader.entries(0)) {
        assert_eq!(got.map(|(index, _)| index), Ok(read));
    }
    assert!(reader.known.len() <= KNOWN_MAX);
    let asked = asked.borrow();
    let different: BTreeSet<&Tile> = asked.iter().collect();
    assert_eq!(asked.len(), different.len(), "no file is asked for twice");
    assert_eq!(different.len(), files.len());
}

#[test]
fn the_error_of_the_source_is_handed_on() {
    let fetch = |_: Tile, _: usize| Err::<Option<Vec<u8>>, _>("the line is down");
    let refused = Reader::open(fetch, 1, [0; 32]).map(|_| ());
    assert_eq!(refused, Err(ReadError::Fetch { tile: tile("tile/0/000.p/1"), source: "the line is down" }));
}
