//! The files of the published log: paths, bundles, tiles and policies.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::world::worlds;
use crate::engine::outcome;
use crate::engine::random::Script;
use audit::merkle::{Tree, leaf_hash};
use audit::note::{Note, Vkey, VkeyType};
use audit::policy::Policy;
use audit::tiles::codec::{entries_from_bytes, entries_to_bytes, hashes_to_bytes};
use audit::tiles::{Edge, Reader, Tile, TileKind, tiles_of};
use crypto::signature::SigningKey;

pub(super) fn tile_paths() -> Vec<Vec<u8>> {
    let of = |size| tiles_of(size).map(|tile| tile.to_string().into_bytes()).last().unwrap_or_default();
    let mut paths: Vec<Vec<u8>> = [1, 256, 700, 70_000, 256_000_256].map(of).to_vec();
    paths.push(b"tile/1/x001/x234/067.p/8".to_vec());
    paths
}

pub(super) fn tile_path(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match text.parse::<Tile>() {
        Err(error) => outcome(&error),
        Ok(tile) => {
            outcome(&(tile.kind(), tile.is_full()));
            assert_eq!(tile.to_string(), text);
            assert!(!text.contains("..") && !text.contains("//"), "a path that leaves its folder");
            assert!(tile.start() < tile.end());
        }
    }
}

pub(super) fn bundles() -> Vec<Vec<u8>> {
    let lines = &worlds()[2].log.lines;
    [1, 3, lines.len().min(256)].map(|count| entries_to_bytes(&lines[..count]).unwrap()).to_vec()
}

pub(super) fn bundle(input: &[u8]) {
    for width in [1, 3, 256] {
        match entries_from_bytes(input, width) {
            Err(error) => outcome(&error),
            Ok(entries) => {
                outcome(&"read");
                assert_eq!(entries.len() as u64, width);
                assert_eq!(entries_to_bytes(&entries).unwrap(), input);
            }
        }
    }
}

fn witness(number: u8) -> Vkey {
    let key = SigningKey::from_seed(&[number; 32]).unwrap();
    Vkey::new(format!("w.example/{number}").parse().unwrap(), VkeyType::Cosignature, key.verifying_key())
}

pub(super) fn policies() -> Vec<Vec<u8>> {
    let log = worlds()[2].vkey();
    let witnesses: String = (1..=4_u8)
        .fold(String::new(), |text, number| text + &format!("witness w{number} {}\n", witness(number)));
    let groups = "group a 2 w1 w2 w3\ngroup b any w4\ngroup c all a b\nquorum c\n";
    vec![
        format!("log {log}\nquorum none\n").into_bytes(),
        format!("# 见证\nlog {log} https://a.example/\n{witnesses}{groups}").into_bytes(),
        format!("{witnesses}quorum w4\n").into_bytes(),
    ]
}

/// Nothing but the log's own signature lies on this note: it is accepted only where no cosignature is asked for.
pub(super) fn policy(input: &[u8]) {
    let world = &worlds()[2];
    match Policy::parse(input) {
        Err(error) => outcome(&error),
        Ok(policy) => {
            let printed = policy.to_string();
            assert_eq!(printed.parse(), Ok(policy.clone()));
            assert!(policy.trusts_as(&policy));
            let note = Note::parse(&world.log.checkpoint).unwrap();
            match policy.evaluate(&note) {
                Err(error) => outcome(&error),
                Ok(evaluation) => {
                    outcome(&evaluation.reached);
                    assert_eq!(policy.logs()[evaluation.log].vkey, world.vkey());
                    assert_eq!(evaluation.is_accepted(), !policy.asks_for_cosignatures());
                    assert!(evaluation.cosigned.is_empty());
                }
            }
        }
    }
}

/// Each kind of change to each file of each log.
pub(super) fn changes() -> Vec<Vec<u8>> {
    let changes = (0..5_u8).flat_map(|size| (0..6_u8).map(move |name| (size, name)));
    changes
        .flat_map(|(size, name)| (0..5_u8).map(move |kind| vec![size, 1, name, name + 1, 5, kind, 7]))
        .collect()
}

/// The files of a small log, changed by somebody: what a reader gives is the log's all the same, or nothing.
pub(super) fn tiles(input: &[u8]) {
    let mut script = Script::new(input);
    let size = [1_u64, 3, 256, 257, 600][usize::from(script.byte() % 5)];
    let entry = |index: u64| index.to_be_bytes().to_vec();
    let (mut tree, mut edge) = (Tree::new(), Edge::new());
    let mut files: BTreeMap<Tile, Vec<u8>> = BTreeMap::new();
    for index in 0..size {
        tree.push(leaf_hash(&entry(index)));
        files.extend(
            edge.push(leaf_hash(&entry(index))).into_iter().map(|(tile, h)| (tile, hashes_to_bytes(&h))),
        );
    }
    files.extend(edge.partial().map(|(tile, hashes)| (tile, hashes_to_bytes(hashes))));
    for tile in tiles_of(size).filter(|tile| tile.kind() == TileKind::Entries) {
        let entries: Vec<Vec<u8>> = (tile.start()..tile.end()).map(entry).collect();
        files.insert(tile, entries_to_bytes(&entries).unwrap());
    }
    let (good, names) = (files.clone(), files.keys().copied().collect::<Vec<_>>());
    for _ in 0..script.byte() % 4 {
        let name = names[usize::from(script.byte()) % names.len()];
        let other = names[usize::from(script.byte()) % names.len()];
        let bytes = files.entry(name).or_default();
        let at = (usize::from(script.byte()) * 37) % bytes.len().max(1);
        match script.byte() % 5 {
            0 => bytes.truncate(at),
            1 => bytes.push(script.byte()),
            2 if !bytes.is_empty() => bytes[at] ^= script.byte(),
            3 => bytes.clone_from(&good[&other]),
            _ => drop(files.remove(&name)),
        }
    }
    let changed = files != good;
    let fetch = |tile: Tile, _: usize| Ok::<_, Infallible>(files.get(&tile).cloned());
    let mut reader = match Reader::open(fetch, size, tree.root()) {
        Ok(reader) => reader,
        Err(error) => {
            outcome(&std::mem::discriminant(&error));
            assert!(changed, "{error}");
            return;
        }
    };
    let mut read = 0;
    for got in reader.entries(0) {
        match got {
            Ok((index, bytes)) => assert_eq!((index, &bytes), (read, &entry(read))),
            Err(error) => {
                outcome(&std::mem::discriminant(&error));
                assert!(changed, "{error}");
                break;
            }
        }
        read += 1;
    }
    outcome(&(read == size));
    for index in [0, size / 2, size - 1] {
        if let Ok(proof) = reader.inclusion(index) {
            assert_eq!(Ok(proof), tree.inclusion(index, size));
        }
        if let Ok(proof) = reader.consistency(index) {
            assert_eq!(Ok(proof), tree.consistency(index, size));
        }
    }
}
