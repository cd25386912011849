//! `audit archive` on the smallest sitting that can be sealed: entry 0 and the seal.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use audit::archive::{MANIFEST_FILE, complete};
use audit::checkpoint::Checkpoint;
use audit::entry::counting::SittingSealed;
use audit::entry::preparation::{Mode, SittingDefined, SittingKeys};
use audit::entry::{Body, Line, Sig, Signer, fingerprint, first_prev};
use audit::fingerprint::Fingerprint;
use audit::merkle::{Frontier, leaf_hash};
use audit::policy::Policy;
use audit::tiles::codec::{entries_to_bytes, hashes_to_bytes};
use audit::tiles::{Edge, TileKind, tiles_of};
use audit::wire::{Bytes32, Int, encode};
use crypto::signature::{Purpose, SigningKey};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ORIGIN: &str = "vote.example/2026-archive";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn public(seed: u8) -> Bytes32 {
    (*key(seed).verifying_key().as_bytes()).into()
}

fn line(prev: [u8; 32], body: &Body, signers: &[(Signer, u8)], sitting: &[u8; 32]) -> Line {
    let bytes = encode(body);
    let sig = |(by, seed): &(Signer, u8)| Sig {
        by: *by,
        sig: key(*seed).sign(Purpose::Act, sitting, &bytes).to_bytes().into(),
    };
    let sigs: Vec<Sig> = signers.iter().map(sig).collect();
    Line::write(prev, 1_700_000_000, &sigs, &bytes).unwrap()
}

/// Publishes the sitting, archives it in place, and gives its fingerprint.
fn archive(folder: &Path) -> Fingerprint {
    let definition = SittingDefined {
        version: Int::from(1),
        name: "测试县人民代表大会".parse().unwrap(),
        mode: Mode::Rehearsal,
        origin: ORIGIN.parse().unwrap(),
        keys: SittingKeys {
            log: public(1),
            server: public(2),
            secretariat: public(3),
            chief: public(4),
            presiding: public(5),
        },
        witnesses: vec![],
        quorum: Int::ZERO,
        pages: vec![],
    };
    let policy = Policy::of_sitting(&definition).unwrap();
    let defined = Body::SittingDefined(definition);
    let first =
        line(first_prev(ORIGIN), &defined, &[(Signer::Secretariat, 3), (Signer::Server, 2)], &[0; 32]);
    let sitting = fingerprint(first.bytes());
    let seal = SittingSealed { index: Int::from(1), origin: ORIGIN.parse().unwrap(), manifest: vec![] };
    let roles = [(Signer::Secretariat, 3), (Signer::Chief, 4)];
    let last = line(first.leaf(), &Body::SittingSealed(seal), &roles, &sitting);

    let entries = [first.bytes().to_vec(), last.bytes().to_vec()];
    let (mut edge, mut tree) = (Edge::new(), Frontier::new());
    for entry in &entries {
        edge.push(leaf_hash(entry));
        tree.push(leaf_hash(entry));
    }
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for (tile, hashes) in edge.partial() {
        put(&tile.to_string(), &hashes_to_bytes(hashes));
    }
    for tile in tiles_of(2).filter(|tile| tile.kind() == TileKind::Entries) {
        put(&tile.to_string(), &entries_to_bytes(&entries).unwrap());
    }
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 2, root: tree.root() };
    put("checkpoint", &head.sign(&key(1)).unwrap().to_bytes());
    put(
        "log.jsonl",
        &entries.iter().flat_map(|entry| entry.iter().chain(b"\n")).copied().collect::<Vec<_>>(),
    );
    put("policy", policy.to_string().as_bytes());
    put("fingerprint", format!("{}\n", Fingerprint(sitting).to_hex()).as_bytes());
    complete(folder, &Fingerprint(sitting), None).unwrap();
    Fingerprint(sitting)
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
    command.current_dir(folder).env_clear().args(["archive", "."]).args(arguments).output().unwrap()
}

#[test]
fn an_archive_is_checked_from_its_folder_and_the_fingerprint_alone() {
    let folder = tempfile::tempdir().unwrap();
    let hex = archive(folder.path()).to_hex();
    let trusted = ["--fingerprint", hex.as_str()];
    let whole = run(folder.path(), &trusted);
    let said = String::from_utf8(whole.stdout).unwrap();
    assert_eq!(whole.status.code(), Some(0), "{said}");
    assert!(said.starts_with("票决记录验证报告\n") && said.contains("归档完整："), "{said}");
    let english = run(folder.path(), &[&trusted[..], &["--lang", "en"]].concat());
    assert!(String::from_utf8(english.stdout).unwrap().contains("The archive is whole: "));

    let refused = |code: i32, arguments: &[&str], words: &str| {
        let output = run(folder.path(), arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout), (Some(code), vec![]), "{said}");
        assert!(said.contains(words), "{said}");
    };
    refused(2, &[], "没有给出会议指纹");
    refused(1, &["--fingerprint", &"0".repeat(64)], "记录验证未通过");
    let page = folder.path().join("docs/observers.zh-CN.md");
    let text = fs::read(&page).unwrap();
    fs::write(&page, "改过的").unwrap();
    refused(1, &trusted, "docs/observers.zh-CN.md 与 manifest.txt 所列不符");
    fs::write(&page, text).unwrap();
    fs::remove_file(folder.path().join(MANIFEST_FILE)).unwrap();
    refused(2, &trusted, "没有 manifest.txt");
}
