//! Trees and proofs against vectors that this crate did not make.
//!
//! `tests/vectors/merkle.json` comes from the recursive definitions in `merkle.py`. The 196 vectors of
//! transparency-dev/merkle are used in place where they are at hand.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::{
    fmt::Debug,
    fs,
    path::{Path, PathBuf},
};

use audit::merkle::{
    Frontier, Hash, HashError, Tree, hash_from_base64, hash_to_base64, leaf_hash, verify_consistency,
    verify_inclusion,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    roots: Vec<Root>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
}

#[derive(Deserialize)]
struct Root {
    size: u64,
    root: String,
}

#[derive(Deserialize)]
struct Inclusion {
    name: String,
    index: u64,
    size: u64,
    leaf: String,
    proof: Vec<String>,
    root: String,
    outcome: String,
}

#[derive(Deserialize)]
struct Consistency {
    name: String,
    old: u64,
    new: u64,
    old_root: String,
    new_root: String,
    proof: Vec<String>,
    outcome: String,
}

fn own() -> Vectors {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/merkle.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn entry(index: u64) -> Vec<u8> {
    format!("piaojue merkle vector {index}").into_bytes()
}

/// "ok", or the name of the error without its fields.
fn outcome<E: Debug>(result: Result<(), E>) -> String {
    match result {
        Ok(()) => "ok".to_owned(),
        Err(error) => format!("{error:?}").split(' ').next().unwrap().to_owned(),
    }
}

fn hashes(lines: &[String]) -> Result<Vec<Hash>, HashError> {
    lines.iter().map(|line| hash_from_base64(line)).collect()
}

#[test]
fn roots_are_those_of_the_definition() {
    let vectors = own();
    let (mut frontier, mut tree) = (Frontier::new(), Tree::new());
    for vector in &vectors.roots {
        while frontier.size() < vector.size {
            let leaf = leaf_hash(&entry(frontier.size()));
            frontier.push(leaf);
            tree.push(leaf);
        }
        assert_eq!(hash_to_base64(&frontier.root()), vector.root, "size {}", vector.size);
        assert_eq!(hash_to_base64(&tree.root()), vector.root, "size {}", vector.size);
    }
    assert_eq!(frontier.size(), 300);
}

#[test]
fn own_inclusion_vectors_end_as_they_say() {
    let vectors = own();
    let mut tree = Tree::new();
    (0..300).for_each(|index| tree.push(leaf_hash(&entry(index))));
    for v in &vectors.inclusion {
        let (leaf, root) = (hash_from_base64(&v.leaf).unwrap(), hash_from_base64(&v.root).unwrap());
        let proof = hashes(&v.proof).unwrap();
        assert_eq!(outcome(verify_inclusion(v.index, v.size, &leaf, &proof, &root)), v.outcome, "{}", v.name);
        if v.outcome == "ok" {
            assert_eq!(tree.inclusion(v.index, v.size), Ok(proof), "{}", v.name);
        }
    }
    assert!(vectors.inclusion.iter().any(|v| v.outcome == "ok"));
}

#[test]
fn own_consistency_vectors_end_as_they_say() {
    let vectors = own();
    let mut tree = Tree::new();
    (0..300).for_each(|index| tree.push(leaf_hash(&entry(index))));
    for v in &vectors.consistency {
        let (old, new) = (hash_from_base64(&v.old_root).unwrap(), hash_from_base64(&v.new_root).unwrap());
        let proof = hashes(&v.proof).unwrap();
        assert_eq!(outcome(verify_consistency(v.old, v.new, &old, &new, &proof)), v.outcome, "{}", v.name);
        if v.outcome == "ok" {
            assert_eq!(tree.consistency(v.old, v.new), Ok(proof), "{}", v.name);
        }
    }
    assert!(vectors.consistency.iter().any(|v| v.outcome == "ok"));
}

/// One vector of transparency-dev/merkle, as Go's JSON writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outside {
    #[serde(default)]
    leaf_idx: u64,
    #[serde(default)]
    tree_size: u64,
    #[serde(default)]
    size1: u64,
    #[serde(default)]
    size2: u64,
    root: Option<String>,
    root1: Option<String>,
    root2: Option<String>,
    leaf_hash: Option<String>,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl Outside {
    fn inclusion(&self) -> Result<(), String> {
        let (leaf, root) = (hash(self.leaf_hash.as_deref())?, hash(self.root.as_deref())?);
        let proof =
            hashes(self.proof.as_deref().unwrap_or_default()).map_err(|error| format!("{error:?}"))?;
        verify_inclusion(self.leaf_idx, self.tree_size, &leaf, &proof, &root)
            .map_err(|error| format!("{error:?}"))
    }

    fn consistency(&self) -> Result<(), String> {
        let (old, new) = (hash(self.root1.as_deref())?, hash(self.root2.as_deref())?);
        let proof =
            hashes(self.proof.as_deref().unwrap_or_default()).map_err(|error| format!("{error:?}"))?;
        verify_consistency(self.size1, self.size2, &old, &new, &proof).map_err(|error| format!("{error:?}"))
    }
}

fn hash(line: Option<&str>) -> Result<Hash, String> {
    hash_from_base64(line.unwrap_or_default()).map_err(|error| format!("{error:?}"))
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// The one accepted vector that we refuse, because its two equal roots have 12 bytes.
const SHORT_ROOTS: &str = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json";

#[test]
fn vectors_of_transparency_dev_end_as_they_say() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The data lies beside the repository; in a git worktree one folder higher.
    let places =
        ["../../shared", "../../../shared"].map(|place| manifest.join(place).join("data/merkle-vectors"));
    let Some(vectors) = places.iter().find(|place| place.is_dir()) else {
        println!("skipped: ../shared is absent");
        return;
    };
    let mut accepted = 0;
    for (kind, check) in [
        ("inclusion", Outside::inclusion as fn(&Outside) -> Result<(), String>),
        ("consistency", Outside::consistency),
    ] {
        let mut files = Vec::new();
        json_files(&vectors.join(kind), &mut files);
        assert_eq!(files.len(), 98, "{kind}");
        for file in files {
            let vector: Outside = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            let result = check(&vector);
            if file.ends_with(SHORT_ROOTS) {
                assert!(!vector.want_err);
                assert_eq!(result, Err("Length { actual: 12 }".to_owned()));
                continue;
            }
            assert_eq!(result.is_err(), vector.want_err, "{}: {result:?}", file.display());
            accepted += usize::from(result.is_ok());
        }
    }
    assert_eq!(accepted, 11);
}
