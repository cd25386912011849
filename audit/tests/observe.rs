//! The observer's commands on a log that stands among the vectors, published as files in a folder.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use audit::checkpoint::Checkpoint;
use audit::entry::preparation::{Mode, SittingDefined, SittingKeys};
use audit::entry::{Body, Line, Sig, Signer, first_prev};
use audit::evidence::{AboutLog, Comparison, compare};
use audit::fingerprint::Fingerprint;
use audit::merkle::leaf_hash;
use audit::receipt::Receipt;
use audit::tiles::codec::{entries_to_bytes, hashes_to_bytes};
use audit::tiles::{Edge, TileKind, tiles_of};
use audit::wire::{Bytes32, Int};
use crypto::signature::{Purpose, SigningKey};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/log")
}

fn fingerprint() -> String {
    fs::read_to_string(vectors().join("fingerprint")).unwrap().trim().to_owned()
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// `published/` with tiles, as a web server or a stick would have it.
fn published(folder: &Path) -> PathBuf {
    let folder = folder.join("published");
    let log = fs::read(vectors().join("log.jsonl")).unwrap();
    let lines: Vec<&[u8]> = log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let mut edge = Edge::new();
    for line in &lines {
        for (tile, hashes) in edge.push(leaf_hash(line)) {
            write(&folder.join(tile.to_string()), hashes_to_bytes(&hashes));
        }
    }
    for (tile, hashes) in edge.partial() {
        write(&folder.join(tile.to_string()), hashes_to_bytes(hashes));
    }
    for tile in tiles_of(edge.size()).filter(|tile| tile.kind() == TileKind::Entries) {
        let (start, end) = (usize::try_from(tile.start()).unwrap(), usize::try_from(tile.end()).unwrap());
        let entries = lines.get(start..end).unwrap();
        write(&folder.join(tile.to_string()), entries_to_bytes(entries).unwrap());
    }
    fs::copy(vectors().join("checkpoint"), folder.join("checkpoint")).unwrap();
    folder
}

fn audit(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_audit"))
        .current_dir(folder)
        .env_clear()
        .args(arguments)
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_log_is_followed_once_and_the_copy_verifies_and_proves() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    published(folder);
    let print = fingerprint();
    let follow = ["follow", "published", "copy", "--once"];
    let (status, _, error) = audit(folder, &follow);
    assert!(status == Some(2) && error.contains("--fingerprint"), "{error}");
    let (status, out, error) = audit(folder, &[&follow[..], &["--fingerprint", &print]].concat());
    assert_eq!((status, error.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("已验证：138 条"), "{out}");
    // The second time the copy remembers the fingerprint, and says that it goes on.
    let (status, out, _) = audit(folder, &[&follow[..], &["--lang", "en"]].concat());
    assert!(status == Some(0) && out.contains("going on with the copy of 138 entries"), "{out}");
    let (status, out, _) = audit(folder, &["verify", "copy", "--fingerprint", &print]);
    assert_eq!(status, Some(0), "{out}");
    for log in ["published", "copy"] {
        let file = format!("{log}.tlog-proof");
        let prove = ["prove", "inclusion", log, "--index", "17", "--out", &file, "--fingerprint", &print];
        let (status, out, error) = audit(folder, &prove);
        assert_eq!(status, Some(0), "{out}{error}");
        assert_eq!(Receipt::parse(&fs::read(folder.join(&file)).unwrap()).unwrap().index(), 17);
        let held = ["prove", "held", log, "--held", &file, "copy", "--fingerprint", &print];
        let (status, out, error) = audit(folder, &held);
        assert_eq!((status, out.matches("相符").count()), (Some(0), 2), "{out}{error}");
        let grew = ["prove", "consistency", log, "--old", "100", "--fingerprint", &print];
        let (status, out, error) = audit(folder, &grew);
        assert!(status == Some(0) && out.starts_with("old 100 "), "{out}{error}");
        let beyond = ["prove", "inclusion", log, "--index", "138", "--fingerprint", &print];
        assert_eq!(audit(folder, &beyond).0, Some(2));
    }
}

#[test]
fn what_cannot_be_followed_says_why_and_proves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let source = published(folder);
    let print = fingerprint();
    let other = "7".repeat(64);
    let follow = |more: &[&str]| {
        let (status, out, error) = audit(folder, &[&["follow"], more, &["--once"]].concat());
        (status, format!("{out}{error}"))
    };
    let (status, said) = follow(&["published", "copy", "--fingerprint", &other]);
    assert!(status == Some(2) && said.contains("other-sitting"), "{said}");
    let (status, said) = follow(&["nothing", "copy", "--fingerprint", &print]);
    assert!(status == Some(2) && said.contains("missing"), "{said}");
    let (status, said) = follow(&["ftp://x", "copy", "--fingerprint", &print]);
    assert!(status == Some(2) && said.contains("missing"), "{said}");
    let (status, said) = follow(&["http://", "copy", "--fingerprint", &print]);
    assert!(status == Some(2) && said.contains("http://"), "{said}");
    let (status, said) = follow(&["http://127.0.0.1:1", "copy", "--fingerprint", &print]);
    assert!(status == Some(2) && said.contains("unreachable"), "{said}");
    let (status, said) = follow(&["published", "copy", "--fingerprint", &print]);
    assert_eq!(status, Some(0), "{said}");
    // The copy is whole, and yet nobody vouches that it is the newest state.
    let note = fs::read_to_string(source.join("checkpoint")).unwrap();
    fs::write(source.join("checkpoint"), note.replace("\n138\n", "\n139\n")).unwrap();
    let (status, said) = follow(&["published", "copy"]);
    assert!(status == Some(2) && said.contains("unsigned-checkpoint"), "{said}");
    let (status, _, error) = audit(folder, &["verify", "http://127.0.0.1:1", "--fingerprint", &print]);
    assert!(status == Some(2) && error.contains("unreachable"), "{error}");
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn public(seed: u8) -> Bytes32 {
    (*key(seed).verifying_key().as_bytes()).into()
}

/// Entry 0 of a sitting of which this test has all keys.
fn entry_0() -> Vec<u8> {
    let origin = "vote.example/2026-3";
    let keys = SittingKeys {
        log: public(1),
        server: public(2),
        secretariat: public(3),
        chief: public(4),
        presiding: public(5),
    };
    let body = Body::SittingDefined(SittingDefined {
        version: Int::from(1),
        name: "云岭县人大会议".parse().unwrap(),
        mode: Mode::Real,
        origin: origin.parse().unwrap(),
        keys,
        witnesses: vec![],
        quorum: Int::ZERO,
        pages: vec![],
    });
    let bytes = body.encode().unwrap();
    let sigs = [(Signer::Secretariat, 3), (Signer::Server, 2)]
        .map(|(by, seed)| Sig { by, sig: key(seed).sign(Purpose::Act, &[0; 32], &bytes).to_bytes().into() });
    Line::write(first_prev(origin), 1_772_328_600, &sigs, &bytes).unwrap().bytes().to_vec()
}

#[test]
fn judge_says_what_a_file_proves_and_ends_so() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let entry_0 = entry_0();
    let print = Fingerprint(audit::entry::fingerprint(&entry_0)).to_hex();
    let note = |root: u8| {
        let origin = "vote.example/2026-3".parse().unwrap();
        Checkpoint { origin, size: 9, root: [root; 32] }.sign(&key(1)).unwrap()
    };
    let about = AboutLog::new(&entry_0, None).unwrap();
    let Comparison::Contradiction(evidence) = compare(&about, &note(1), &note(2), None).unwrap() else {
        unreachable!("two roots")
    };
    let bytes = evidence.to_bytes();
    fs::write(folder.join("two.evidence"), &bytes).unwrap();
    let judge = |more: &[&str]| audit(folder, &[&["judge", "two.evidence"], more].concat());
    let (status, out, error) = judge(&[]);
    assert_eq!((status, error.as_str()), (Some(1), ""));
    assert!(out.contains("结论：证明成立") && out.contains("没有给出会议指纹"), "{out}");
    let (status, out, _) = judge(&["--lang", "en", "--fingerprint", &print]);
    assert!(status == Some(1) && out.contains("Conclusion: proved"), "{out}");
    let other = "7".repeat(64);
    let (status, out, _) = judge(&["--fingerprint", &other]);
    assert!(status == Some(0) && out.contains("另一次会议"), "{out}");
    assert_eq!(judge(&["--fingerprint", "77"]).0, Some(2));
    // One note twice: an innocent log accused.
    let text = String::from_utf8(bytes).unwrap();
    let parts: Vec<&str> = text.split("\n\n").collect();
    let [head, text_a, sigs_a, ..] = parts.as_slice() else { unreachable!("a whole file") };
    let forged = format!("{head}\n\n{text_a}\n\n{sigs_a}\n\n{text_a}\n\n{sigs_a}\n");
    fs::write(folder.join("two.evidence"), forged).unwrap();
    let (status, out, _) = judge(&["--fingerprint", &print]);
    assert!(status == Some(0) && out.contains("不能凭本文件指责任何人"), "{out}");
    fs::write(folder.join("two.evidence"), "nothing\n").unwrap();
    let (status, out, error) = judge(&[]);
    assert!(status == Some(2) && out.is_empty() && error.contains("无法审查"), "{error}");
    fs::remove_file(folder.join("two.evidence")).unwrap();
    assert_eq!(judge(&[]).0, Some(2));
}
