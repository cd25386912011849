//! What convinces, and every way in which an innocent log may be accused.

use super::*;
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::counting::SittingSealed;
use crate::entry::preparation::{Mode, SittingDefined, SittingKeys};
use crate::entry::{Body, Line, Sig, Signer, first_prev};
use crate::fingerprint::Fingerprint;
use crate::merkle::{ConsistencyError, InclusionError, Tree, leaf_hash};
use crate::wire::{Bytes32, Int};
use crypto::signature::{Purpose, SigningKey};

const ORIGIN: &str = "vote.example/2026-3";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn public(seed: u8) -> Bytes32 {
    key(seed).verifying_key().as_bytes().to_owned().into()
}

fn entry_0(log_seed: u8, origin: &str) -> Vec<u8> {
    let keys = SittingKeys {
        log: public(log_seed),
        server: public(2),
        secretariat: public(3),
        chief: public(4),
        presiding: public(5),
    };
    let body = Body::SittingDefined(SittingDefined {
        version: Int::from(1),
        name: "云岭县第十九届人民代表大会第三次会议".parse().unwrap(),
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

fn seal(index: u32, origin: &str) -> Vec<u8> {
    let body = Body::SittingSealed(SittingSealed {
        index: Int::from(index),
        origin: origin.parse().unwrap(),
        manifest: vec![],
    });
    Line::write([7; 32], 1_772_329_600, &[], &body.encode().unwrap()).unwrap().bytes().to_vec()
}

/// A tree of `size` whose entries are others from `fork` on.
fn tree(size: u64, fork: u64) -> Tree {
    let mut tree = Tree::new();
    (0..size).for_each(|at| tree.push(leaf_hash(&[u8::from(at >= fork), u8::try_from(at).unwrap()])));
    tree
}

fn note(tree: &Tree, size: u64, seed: u8) -> Note {
    let origin = ORIGIN.parse().unwrap();
    Checkpoint { origin, size, root: tree.root_at(size).unwrap() }.sign(&key(seed)).unwrap()
}

fn about() -> AboutLog {
    AboutLog::new(&entry_0(1, ORIGIN), None).unwrap()
}

fn trusted() -> Fingerprint {
    Fingerprint(crate::entry::fingerprint(&entry_0(1, ORIGIN)))
}

/// As far as `history` shows how the larger one began.
fn compared(one: &Note, other: &Note, history: Option<&Tree>) -> Comparison {
    let size = |note: &Note| note.text().parse::<Checkpoint>().unwrap().size;
    let (old, new) = (size(one).min(size(other)), size(one).max(size(other)));
    let beginning = history.and_then(|history| Beginning::in_tree(history, old, new).ok());
    compare(&about(), one, other, beginning).unwrap()
}

fn contradiction(one: &Note, other: &Note, history: Option<&Tree>) -> Evidence {
    match compared(one, other, history) {
        Comparison::Contradiction(evidence) => *evidence,
        other => panic!("{other:?}"),
    }
}

fn two_roots() -> Evidence {
    contradiction(&note(&tree(9, 99), 9, 1), &note(&tree(9, 4), 9, 1), None)
}

fn two_histories() -> Evidence {
    let later = tree(12, 4);
    contradiction(&note(&later, 12, 1), &note(&tree(9, 99), 9, 1), Some(&later))
}

/// Six entries and the seal, then more.
fn sealed(more: u64) -> (Tree, Vec<u8>) {
    let mut grown = tree(6, 99);
    let seal = seal(6, ORIGIN);
    grown.push(leaf_hash(&seal));
    (0..more).for_each(|at| grown.push(leaf_hash(&at.to_be_bytes())));
    (grown, seal)
}

fn beyond_seal() -> Evidence {
    let (tree, seal) = sealed(2);
    let proof = tree.inclusion(6, 7).unwrap();
    about().beyond_seal(&note(&tree, 7, 1), &note(&tree, 9, 1), (6, &seal), proof)
}

fn judged(evidence: &Evidence) -> Result<Misconduct, Unproven> {
    let read = Evidence::parse(&evidence.to_bytes()).unwrap();
    assert_eq!(read, *evidence);
    read.judge(Some(&trusted())).map(|proven| proven.misconduct)
}

#[test]
fn evidence_of_each_kind_convinces_from_its_bytes_alone() {
    assert_eq!(judged(&two_roots()), Ok(Misconduct::TwoRoots));
    assert_eq!(judged(&two_histories()), Ok(Misconduct::TwoHistories));
    assert_eq!(judged(&beyond_seal()), Ok(Misconduct::BeyondSeal { index: 6 }));
    // The later note of another history is no less signed after the seal.
    let (tree_a, seal) = sealed(0);
    let forked = note(&tree(11, 2), 11, 1);
    let proof = tree_a.inclusion(6, 7).unwrap();
    let evidence = about().beyond_seal(&note(&tree_a, 7, 1), &forked, (6, &seal), proof);
    assert_eq!(judged(&evidence), Ok(Misconduct::BeyondSeal { index: 6 }));
    let proven = two_histories().judge(None).unwrap();
    assert_eq!((proven.earlier.size, proven.later.size, proven.is_trusted), (9, 12, false));
    assert_eq!(proven.fingerprint, trusted());
}

#[test]
fn every_size_and_fork_is_shown() {
    for (old, new, fork) in [(1, 2, 0), (4, 8, 3), (5, 8, 0), (7, 8, 6), (8, 13, 2), (11, 12, 10)] {
        let later = tree(new, fork);
        let evidence = contradiction(&note(&tree(new, 99), old, 1), &note(&later, new, 1), Some(&later));
        assert_eq!(judged(&evidence), Ok(Misconduct::TwoHistories), "{old} {new} {fork}");
    }
}

#[test]
fn a_log_that_grew_gives_no_evidence() {
    let grown = tree(12, 99);
    let (a, b) = (note(&grown, 9, 1), note(&grown, 12, 1));
    assert_eq!(compared(&a, &a, None), Comparison::Same);
    assert_eq!(compared(&a, &b, Some(&grown)), Comparison::Grew);
    assert_eq!(compared(&b, &a, None), Comparison::Unknown);
    assert_eq!(compared(&note(&grown, 0, 1), &b, None), Comparison::Grew);
    // A history of something else shows nothing about these two.
    assert_eq!(compared(&a, &b, Some(&tree(12, 3))), Comparison::Unknown);
    assert_eq!(compared(&a, &b, Some(&tree(10, 99))), Comparison::Unknown);
    let stranger = compare(&about(), &a, &note(&grown, 12, 9), None);
    assert!(matches!(stranger, Err(CheckpointError::Note(NoteError::Unsigned))), "{stranger:?}");
}

/// The evidence with another claim or other notes.
fn forged(evidence: &Evidence, change: impl FnOnce(&mut Evidence)) -> Result<Misconduct, Unproven> {
    let mut forged = evidence.clone();
    change(&mut forged);
    judged(&forged)
}

#[test]
fn notes_that_agree_accuse_nobody() {
    let honest = tree(12, 99);
    let (a, b) = (note(&honest, 9, 1), note(&honest, 12, 1));
    let agree = |claim: Claim, earlier: &Note, later: &Note| {
        forged(&two_roots(), |forged| {
            (forged.earlier, forged.later, forged.claim) = (earlier.clone(), later.clone(), claim);
        })
    };
    assert_eq!(agree(Claim::TwoRoots, &a, &a), Err(Unproven::SameRoot));
    let sizes = |kind, a, b| Err(Unproven::Sizes { kind, a, b });
    assert_eq!(agree(Claim::TwoRoots, &a, &b), sizes("two-roots", 9, 12));
    let proof = honest.consistency(9, 12).unwrap();
    let histories = |root, proof: &[Hash]| Claim::TwoHistories { root, proof: proof.to_vec() };
    let root = honest.root_at(9).unwrap();
    assert_eq!(agree(histories(root, &proof), &a, &b), Err(Unproven::HistoriesAgree));
    // An invented root does not lead to B, whatever proof comes with it.
    assert_eq!(agree(histories([1; 32], &proof), &a, &b), Err(ConsistencyError::OldRoot.into()));
    let fork = tree(12, 4);
    let other = histories(fork.root_at(9).unwrap(), &fork.consistency(9, 12).unwrap());
    assert_eq!(agree(other, &a, &b), Err(ConsistencyError::NewRoot.into()));
    let short = ConsistencyError::ProofLength { expected: proof.len(), actual: 0 };
    assert_eq!(agree(histories([1; 32], &[]), &a, &b), Err(short.into()));
    let empty = note(&honest, 0, 1);
    assert_eq!(agree(histories([1; 32], &[]), &empty, &b), Err(Unproven::EmptyLog));
    assert_eq!(agree(histories([1; 32], &proof), &b, &a), sizes("two-histories", 12, 9));
    assert_eq!(agree(histories([1; 32], &[]), &a, &a), sizes("two-histories", 9, 9));
}

#[test]
fn what_the_log_key_did_not_sign_accuses_nobody() {
    let unsigned = |which| Err(Unproven::Note { which, source: CheckpointError::Note(NoteError::Unsigned) });
    // Signed by somebody else, as a witness would, or for another log by the same key.
    let foreign = note(&tree(9, 4), 9, 8);
    assert_eq!(forged(&two_roots(), |e| e.later = foreign.clone()), unsigned(Which::B));
    assert_eq!(forged(&two_roots(), |e| e.earlier = foreign.clone()), unsigned(Which::A));
    let other: Checkpoint =
        two_roots().later.text().replace(ORIGIN, "vote.example/rehearsal").parse().unwrap();
    let other = other.sign(&key(1)).unwrap();
    assert_eq!(forged(&two_roots(), |e| e.later = other), unsigned(Which::B));
    let cosigner = "witness.example/w1".parse().unwrap();
    let mut cosigned = foreign;
    cosigned.cosign(&cosigner, &key(1), 1_772_329_000).unwrap();
    assert_eq!(forged(&two_roots(), |e| e.later = cosigned), unsigned(Which::B));
    // A root put under a true signature.
    let text = String::from_utf8(two_roots().to_bytes()).unwrap();
    let roots: Vec<&str> = text.lines().filter(|line| line.len() == 44).collect();
    let moved = text.replacen(roots[0], roots[1], 1);
    let failed = Evidence::parse(moved.as_bytes()).unwrap().judge(None);
    assert!(
        matches!(
            failed,
            Err(Unproven::Note {
                which: Which::A,
                source: CheckpointError::Note(NoteError::Signature { .. })
            })
        ),
        "{failed:?}"
    );
}

#[test]
fn another_sitting_accuses_nobody_of_this_one() {
    // Whoever invents a sitting has its keys, and can sign anything with them: its fingerprint differs.
    let mut invented = two_roots();
    invented.entry_0 = String::from_utf8(entry_0(1, ORIGIN)).unwrap().replace("第三次", "第四次");
    assert!(matches!(invented.judge(None), Err(Unproven::Definition(_))), "{:?}", invented.judge(None));
    invented.entry_0 = String::from_utf8(entry_0(6, ORIGIN)).unwrap();
    let actual = Fingerprint(crate::entry::fingerprint(invented.entry_0.as_bytes()));
    let expected = trusted();
    assert_eq!(invented.judge(Some(&expected)), Err(Unproven::OtherSitting { expected, actual }));
    assert!(matches!(invented.judge(None), Err(Unproven::Note { which: Which::A, .. })));
    invented.entry_0 = String::from_utf8(seal(0, ORIGIN)).unwrap();
    assert!(matches!(invented.judge(None), Err(Unproven::Definition(_))));
    invented.entry_0 = "{}".to_owned();
    assert!(matches!(invented.judge(None), Err(Unproven::Line(_))));
}

#[test]
fn a_log_that_ends_with_its_seal_cannot_be_accused() {
    let (tree_7, line) = sealed(0);
    let (whole, before) = (note(&tree_7, 7, 1), note(&tree_7, 6, 1));
    let proof = tree_7.inclusion(6, 7).unwrap();
    let claim = |index, entry: &[u8], proof: &[Hash]| Claim::BeyondSeal {
        index,
        entry: String::from_utf8(entry.to_vec()).unwrap(),
        proof: proof.to_vec(),
    };
    let with = |claim: Claim, earlier: &Note, later: &Note| {
        forged(&beyond_seal(), |e| {
            (e.earlier, e.later, e.claim) = (earlier.clone(), later.clone(), claim);
        })
    };
    assert_eq!(with(claim(6, &line, &proof), &whole, &whole), Err(Unproven::NothingBeyond));
    assert_eq!(with(claim(6, &line, &proof), &whole, &before), Err(Unproven::NothingBeyond));
    let beyond = Err(InclusionError::IndexBeyondSize { index: 6, size: 6 }.into());
    assert_eq!(with(claim(6, &line, &proof), &before, &whole), beyond);
    // A seal that was never in the log.
    let early = seal(3, ORIGIN);
    let proof_3 = tree_7.inclusion(3, 7).unwrap();
    let mismatch = Err(InclusionError::RootMismatch.into());
    assert_eq!(with(claim(3, &early, &proof_3), &whole, &whole), mismatch);
    assert_eq!(with(claim(5, &line, &proof), &whole, &whole), Err(Unproven::SealElsewhere));
    let foreign = seal(6, "vote.example/other");
    assert_eq!(with(claim(6, &foreign, &proof), &whole, &whole), Err(Unproven::SealElsewhere));
    let defined = entry_0(1, ORIGIN);
    let not_a_seal = Err(Unproven::NotASeal { actual: "sitting_defined" });
    assert_eq!(with(claim(0, &defined, &proof), &whole, &whole), not_a_seal);
    assert!(matches!(with(claim(6, b"{}", &proof), &whole, &whole), Err(Unproven::SealLine(_))));
}

#[test]
fn a_file_has_one_spelling() {
    let texts = [two_roots(), two_histories(), beyond_seal()]
        .map(|evidence| String::from_utf8(evidence.to_bytes()).unwrap());
    for text in &texts {
        let parse = |text: &str| Evidence::parse(text.as_bytes()).unwrap_err();
        assert_eq!(parse(&text.replacen("/v1", "/v2", 1)), EvidenceError::Header);
        assert_eq!(parse(&text.replacen("/v1\n", "/v1\r\n", 1)), EvidenceError::Header);
        let kind = text.lines().nth(1).unwrap();
        assert_eq!(parse(&text.replacen(kind, "two-logs", 1)), EvidenceError::Kind);
        assert_eq!(parse(text.trim_end()), EvidenceError::Parts);
        assert_eq!(parse(&text.replacen("\n\n", "\n", 1)), EvidenceError::Parts);
        assert_eq!(parse(&text.replacen("\n\n", "\nmore\n\n", 1)), EvidenceError::Parts);
        assert!(Evidence::parse(format!("{text}\n").as_bytes()).is_err());
        assert!(Evidence::parse(format!("{text}more\n").as_bytes()).is_err());
        let bad = text.replacen("\u{2014} ", "- ", 1);
        assert!(matches!(parse(&bad), EvidenceError::Note { which: Which::A, .. }), "{:?}", parse(&bad));
    }
    let [roots, histories, seal] = texts;
    let parse = |text: &str| Evidence::parse(text.as_bytes()).unwrap_err();
    assert_eq!(parse(&roots.replacen("two-roots", "two-histories", 1)), EvidenceError::Parts);
    assert_eq!(parse(&histories.replacen("two-histories", "two-roots", 1)), EvidenceError::Parts);
    assert_eq!(parse(&histories.replacen("root ", "Root ", 1)), EvidenceError::Root);
    assert_eq!(parse(&seal.replacen("index 6", "index 06", 1)), EvidenceError::Index);
    let (head, tail) = histories.split_once("\nroot ").unwrap();
    let hash = tail.lines().nth(1).unwrap();
    let hashes = vec![hash; 64].join("\n");
    let many = format!("{head}\nroot {}\n{hashes}\n", tail.lines().next().unwrap());
    assert_eq!(parse(&many), EvidenceError::TooManyLines);
    let unpadded = format!("{head}\nroot {}", tail.replacen(hash, hash.trim_end_matches('='), 1));
    assert_eq!(parse(&unpadded), EvidenceError::Hash { line: 1, source: HashError::Base64 });
    assert_eq!(Evidence::parse(b"\xff").unwrap_err(), EvidenceError::NotUtf8 { at: 0 });
    let long = vec![b' '; EVIDENCE_BYTES_MAX + 1];
    let bytes = long.len();
    assert_eq!(Evidence::parse(&long).unwrap_err(), EvidenceError::TooLong { bytes });
}

#[test]
fn no_changed_byte_goes_unseen() {
    for evidence in [two_roots(), two_histories(), beyond_seal()] {
        let bytes = evidence.to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let judged = judge_bytes(&changed, Some(&trusted()));
            assert!(!matches!(judged, Ok((_, Ok(_)))), "byte {at}");
        }
    }
}

#[test]
fn people_are_told_what_it_proves_or_what_is_wrong() {
    use crate::rules::explain::Lang;
    let evidence = two_histories();
    let judged = evidence.judge(None);
    let zh = explain(&evidence, &judged, Lang::Zh);
    for words in ["结论：证明成立", "计票服务器", "没有给出会议指纹", &trusted().to_string(), "第三次会议"]
    {
        assert!(zh.contains(words), "{words}: {zh}");
    }
    let en = explain(&evidence, &evidence.judge(Some(&trusted())), Lang::En);
    assert!(en.contains("Conclusion: proved") && !en.contains("no fingerprint was given"), "{en}");
    let mut innocent = evidence;
    innocent.claim = Claim::TwoRoots;
    let judged = innocent.judge(None);
    assert!(explain(&innocent, &judged, Lang::Zh).contains("不能凭本文件指责任何人"));
    assert!(explain(&innocent, &judged, Lang::En).contains("proves nothing"));
}
