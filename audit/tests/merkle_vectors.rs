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

use audit::checkpoint::Checkpoint;
use audit::merkle::{
    Frontier, Hash, HashError, Tree, hash_from_base64, hash_to_base64, leaf_hash, verify_consistency,
    verify_inclusion,
};
use audit::note::{Note, Vkey, VkeyType};
use audit::receipt::{RECEIPT_HEADER, Receipt};
use audit::witness::check::check;
use audit::witness::request::AddCheckpoint;
use crypto::signature::SigningKey;
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

/// The same vectors as files that travel: a receipt (tlog-proof) for inclusion, a request to a witness for consistency.
impl Outside {
    /// A checkpoint of the vector's size and root, however long that is, under a good signature.
    fn note(size: u64, root: Option<&str>) -> String {
        let text = format!("{ORIGIN}\n{size}\n{}\n", root.unwrap_or_default());
        let note = Note::sign(&text, &ORIGIN.parse().unwrap(), &key()).unwrap();
        String::from_utf8(note.to_bytes()).unwrap()
    }

    fn lines(&self) -> String {
        self.proof.iter().flatten().flat_map(|line| [line, "\n"]).collect()
    }

    fn inclusion_bytes(&self) -> Result<(), String> {
        let note = Self::note(self.tree_size, self.root.as_deref());
        let file = format!("{RECEIPT_HEADER}\nindex {}\n{}\n{note}", self.leaf_idx, self.lines());
        let receipt = Receipt::parse(file.as_bytes()).map_err(|error| format!("{error:?}"))?;
        assert_eq!(receipt.to_bytes(), file.as_bytes());
        let head = Checkpoint::open(receipt.note(), &log()).map_err(|error| format!("{error:?}"))?;
        let leaf = hash(self.leaf_hash.as_deref())?;
        verify_inclusion(receipt.index(), head.size, &leaf, receipt.proof(), &head.root)
            .map_err(|error| format!("{error:?}"))
    }

    fn consistency_bytes(&self) -> Result<(), String> {
        let note = Self::note(self.size2, self.root2.as_deref());
        let body = format!("old {}\n{}\n{note}", self.size1, self.lines());
        let request = AddCheckpoint::parse(body.as_bytes()).map_err(|error| format!("{error:?}"))?;
        assert_eq!(request.to_bytes(), body.as_bytes());
        let root = hash(self.root1.as_deref())?;
        let last = Checkpoint { origin: ORIGIN.parse().unwrap(), size: self.size1, root };
        check(&request, &log(), Some(&last)).map(drop).map_err(|error| format!("{error:?}"))
    }
}

const ORIGIN: &str = "vote.example/vectors";

fn key() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).unwrap()
}

fn log() -> Vkey {
    Vkey::new(ORIGIN.parse().unwrap(), VkeyType::Ed25519, key().verifying_key())
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

type Check = fn(&Outside) -> Result<(), String>;

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
    let kinds: [(&str, [Check; 2]); 2] = [
        ("inclusion", [Outside::inclusion, Outside::inclusion_bytes]),
        ("consistency", [Outside::consistency, Outside::consistency_bytes]),
    ];
    for (kind, checks) in kinds {
        let mut files = Vec::new();
        json_files(&vectors.join(kind), &mut files);
        assert_eq!(files.len(), 98, "{kind}");
        for file in files {
            let vector: Outside = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            for check in checks {
                let result = check(&vector);
                if file.ends_with(SHORT_ROOTS) {
                    assert!(!vector.want_err);
                    assert!(result.unwrap_err().contains("Length { actual: 12 }"));
                    continue;
                }
                assert_eq!(result.is_err(), vector.want_err, "{}: {result:?}", file.display());
                accepted += usize::from(result.is_ok());
            }
        }
    }
    // Eleven vectors, by values and by bytes.
    assert_eq!(accepted, 2 * 11);
}
