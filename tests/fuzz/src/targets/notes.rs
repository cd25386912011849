//! What an observer reads beside the entries: signed notes, keys, checkpoints, receipts, proofs, fingerprints.

use super::world::worlds;
use crate::engine::outcome;
use crate::engine::random::{Choose as _, Script};
use audit::checkpoint::Checkpoint;
use audit::evidence::judge_bytes;
use audit::fingerprint::Fingerprint;
use audit::merkle::{Hash, Tree, hash_to_base64, leaf_hash, verify_consistency, verify_inclusion};
use audit::note::{Note, Vkey};
use audit::receipt::Receipt;

pub(super) fn note(input: &[u8]) {
    let world = &worlds()[2];
    match Note::parse(input) {
        Err(error) => outcome(&error),
        Ok(note) => {
            assert_eq!(note.to_bytes(), input);
            assert!(note.text().ends_with('\n'));
            let good = Note::parse(&world.log.checkpoint).unwrap();
            match Checkpoint::open(&note, &world.vkey()) {
                Err(error) => outcome(&error),
                Ok(head) => {
                    outcome(&"opened");
                    assert_eq!(note.text(), good.text(), "a text that the log's key never signed");
                    assert_eq!(head.text(), note.text());
                }
            }
        }
    }
}

pub(super) fn vkey(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match text.parse::<Vkey>() {
        Err(error) => outcome(&error),
        Ok(key) => {
            outcome(&"read");
            assert_eq!(key.to_string(), text);
        }
    }
}

pub(super) fn checkpoint(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match text.parse::<Checkpoint>() {
        Err(error) => outcome(&error),
        Ok(head) => {
            outcome(&"read");
            assert_eq!(head.text(), text);
            assert_eq!(head.follows(&head, &[]), Ok(()));
        }
    }
}

/// The receipts of the small log.
pub(super) fn receipts() -> Vec<Vec<u8>> {
    let world = &worlds()[2];
    let mut tree = Tree::new();
    world.log.lines.iter().for_each(|line| tree.push(leaf_hash(line)));
    let note = Note::parse(&world.log.checkpoint).unwrap();
    let receipt = |index| Receipt::new(index, tree.inclusion(index, tree.size()).unwrap(), note.clone());
    (0..tree.size()).map(|index| receipt(index).unwrap().to_bytes()).collect()
}

pub(super) fn receipt(input: &[u8]) {
    let world = &worlds()[2];
    match Receipt::parse(input) {
        Err(error) => outcome(&error),
        Ok(receipt) => {
            assert_eq!(receipt.to_bytes(), input);
            for (index, line) in (0_u64..).zip(&world.log.lines) {
                match receipt.verify(line, &world.vkey()) {
                    Err(error) => outcome(&error),
                    Ok(_) => assert_eq!(receipt.index(), index, "a proof of another place"),
                }
            }
        }
    }
}

/// Accusations of the small log, which only grew: whatever is made of them, none holds.
pub(super) fn accusations() -> Vec<Vec<u8>> {
    let world = &worlds()[2];
    let lines = &world.log.lines;
    let (whole, half) = (lines.len(), lines.len() / 2);
    let note =
        |size: usize| end_to_end::smith::Log::new(lines[..size].to_vec(), world.log.ring.clone()).checkpoint;
    let (a, b) = (note(half), note(whole));
    let mut tree = Tree::new();
    for line in lines {
        tree.push(leaf_hash(line));
    }
    let hashes = |proof: Vec<Hash>| proof.iter().map(|hash| hash_to_base64(hash) + "\n").collect::<String>();
    let (half, whole) = (half as u64, whole as u64);
    let root = hash_to_base64(&tree.root_at(half).unwrap());
    let grew = format!("\nroot {root}\n{}", hashes(tree.consistency(half, whole).unwrap()));
    let last = whole - 1;
    let line = str::from_utf8(lines.last().unwrap()).unwrap();
    let seal = format!("\nindex {last}\n{line}\n{}", hashes(tree.inclusion(last, whole).unwrap()));
    let file = |kind: &str, a: &[u8], b: &[u8], claim: &str| {
        let head = [b"piaojue-evidence/v1\n", kind.as_bytes(), b"\n", &lines[0], b"\n\n"].concat();
        [&head, a, b"\n", b, claim.as_bytes()].concat()
    };
    vec![
        file("two-roots", &b, &b, ""),
        file("two-roots", &a, &b, ""),
        file("two-histories", &a, &b, &grew),
        file("beyond-seal", &b, &b, &seal),
    ]
}

pub(super) fn evidence(input: &[u8]) {
    match judge_bytes(input, None) {
        Err(error) => outcome(&error),
        Ok((evidence, judged)) => {
            assert_eq!(evidence.to_bytes(), input);
            outcome(&judged.expect_err("an innocent log is convicted"));
        }
    }
}

/// A proof of a small tree, perhaps changed: it holds where it is the proof, and nowhere else.
pub(super) fn merkle(input: &[u8]) {
    let mut script = Script::new(input);
    let mut tree = Tree::new();
    let size = script.below(80) as u64;
    (0..size).for_each(|leaf| tree.push(leaf_hash(&leaf.to_be_bytes())));
    let old = script.below(81) as u64;
    let index = script.below(80) as u64;
    let one = tree.inclusion(index, size);
    let two = tree.consistency(old, size);
    outcome(&(one.is_ok(), two.is_ok()));
    let good = (one.clone().unwrap_or_default(), two.clone().unwrap_or_default());
    let mut proofs = (good.0.clone(), good.1.clone());
    let (mut leaf, mut root) = (leaf_hash(&index.to_be_bytes()), tree.root());
    let mut old_root = tree.root_at(old).unwrap_or_default();
    let (good_leaf, good_root, good_old) = (leaf, root, old_root);
    let (mut claimed_index, mut claimed_size) = (index, size);
    for _ in 0..script.below(4) {
        match script.below(8) {
            0 => claimed_index = script.number(),
            1 => claimed_size = script.number(),
            2 => change(&mut leaf, &mut script),
            3 => change(&mut root, &mut script),
            4 => change(&mut old_root, &mut script),
            5 => change_proof(&mut proofs.0, &mut script),
            _ => change_proof(&mut proofs.1, &mut script),
        }
    }
    let included = verify_inclusion(claimed_index, claimed_size, &leaf, &proofs.0, &root);
    outcome(&included);
    let same = one.is_ok()
        && (claimed_index, claimed_size, leaf, root) == (index, size, good_leaf, good_root)
        && proofs.0 == good.0;
    if same {
        assert_eq!(included, Ok(()));
    } else if one.is_ok() && (claimed_size, leaf, root) == (size, good_leaf, good_root) {
        // A root does not cover the size: with another one a proof may hold for another place. The checkpoint signs both.
        assert!(included.is_err(), "another place or another proof under the root");
    }
    let consistent = verify_consistency(old, claimed_size, &old_root, &root, &proofs.1);
    outcome(&consistent);
    let same =
        two.is_ok() && (claimed_size, root, old_root) == (size, good_root, good_old) && proofs.1 == good.1;
    if same {
        assert_eq!(consistent, Ok(()));
    } else if two.is_ok() && old > 0 && claimed_size == size && root == good_root {
        assert!(consistent.is_err() || old_root == good_old, "another past under the root");
    }
}

fn change(hash: &mut Hash, script: &mut Script<'_>) {
    let at = script.below(32);
    hash[at] ^= script.byte();
}

fn change_proof(proof: &mut Vec<Hash>, script: &mut Script<'_>) {
    let at = script.below(proof.len());
    match script.below(4) {
        0 if !proof.is_empty() => drop(proof.remove(at)),
        1 => proof.insert(at, script.array()),
        2 if !proof.is_empty() => change(&mut proof[at], script),
        _ => proof.reverse(),
    }
}

pub(super) fn fingerprint(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match text.parse::<Fingerprint>() {
        Err(error) => outcome(&error),
        Ok(read) => {
            outcome(&"read");
            assert_eq!(read.to_string().parse(), Ok(read));
            assert_eq!(read.to_hex().len(), 64);
        }
    }
}
