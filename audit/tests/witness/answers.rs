//! Every answer of tlog-witness over real HTTP, with its status; and what is no request at all.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Barrier};

use audit::checkpoint::Checkpoint;
use audit::fingerprint::Fingerprint;
use audit::merkle::hash_to_base64;
use audit::note::Note;
use audit::witness::answer::{Answer, SIZE_TYPE};
use audit::witness::request::{AddCheckpoint, PROOF_LINES_MAX, REQUEST_BYTES_MAX};
use audit::witness::store::origin_hex;
use crypto::signature::SigningKey;

use crate::support::{
    ORIGIN, Place, Running, audit, cosigned, entry_0, head, honest, http, log_key, raw, request, text, tree,
};

fn status(running: &Running, request: &AddCheckpoint) -> u16 {
    http(running.address(), "POST", "/add-checkpoint", &request.to_bytes()).unwrap().status
}

#[test]
fn growth_is_cosigned_and_published() {
    let place = Place::new();
    let running = place.start(&[]);
    assert_eq!(running.published(), None);
    for (old, new) in [(0, 5), (5, 5), (5, 8), (8, 300)] {
        let Answer::Cosigned(lines) = running.add(&request(&honest(new), old)) else { panic!("{old} {new}") };
        let note = Note::assemble(head(&honest(new)).text(), lines).unwrap();
        assert_eq!(note.verify(std::slice::from_ref(&place.vkey)).unwrap().len(), 1);
        let (checkpoint, _) = cosigned(&running.published().unwrap(), &place.vkey);
        assert_eq!((checkpoint.size, checkpoint.root), (new, honest(new).root()));
    }
    running.wait_for("已见证　vote.example/2026-3：共 300 条");
}

#[test]
fn every_refusal_has_its_status() {
    let place = Place::new();
    let running = place.start(&[]);
    assert!(matches!(running.add(&request(&honest(6), 0)), Answer::Cosigned(_)));

    // 404: an origin that it was not told of, whoever signed.
    let other = Note::sign("other.example\n1\nx\n", &"other.example".parse().unwrap(), &log_key()).unwrap();
    assert_eq!(status(&running, &AddCheckpoint { note: other, ..request(&honest(9), 6) }), 404);
    // 403: no signature of the log's key, or one that fails.
    let stranger = SigningKey::from_seed(&[9; 32]).unwrap();
    let text_9 = head(&honest(9)).text().to_owned();
    let unsigned = Note::sign(&text_9, &ORIGIN.parse().unwrap(), &stranger).unwrap();
    assert_eq!(status(&running, &AddCheckpoint { note: unsigned, ..request(&honest(9), 6) }), 403);
    let failing = Note::assemble(&text_9, head(&honest(8)).signatures().to_vec()).unwrap();
    assert_eq!(status(&running, &AddCheckpoint { note: failing, ..request(&honest(9), 6) }), 403);
    // 400: the old size is above the new one.
    assert_eq!(status(&running, &AddCheckpoint { old: 7, ..request(&honest(6), 6) }), 400);
    // 409: another old size than that cosigned last, with the size to ask again from.
    for old in [0, 5, 7] {
        let answer =
            http(running.address(), "POST", "/add-checkpoint", &request(&honest(9), old).to_bytes()).unwrap();
        assert_eq!(
            (answer.status, answer.kind.as_str(), answer.body.as_slice()),
            (409, SIZE_TYPE, &b"6\n"[..])
        );
    }
    // 422: a proof that is wrong, too short or where there must be none; another history.
    let mut wrong = request(&honest(9), 6);
    wrong.proof[0][0] ^= 1;
    assert_eq!(status(&running, &wrong), 422);
    wrong.proof.pop();
    assert_eq!(status(&running, &wrong), 422);
    assert_eq!(status(&running, &AddCheckpoint { proof: vec![[0; 32]], ..request(&honest(6), 6) }), 422);
    assert_eq!(status(&running, &request(&tree(9, 5), 6)), 422);
    assert_eq!(status(&running, &request(&tree(6, 5), 6)), 422);
    // Nothing of it was kept.
    assert_eq!(cosigned(&running.published().unwrap(), &place.vkey).0.size, 6);
    assert!(matches!(running.add(&request(&honest(9), 6)), Answer::Cosigned(_)));
    for said in ["未见证", "404", "403", "400", "409", "422"] {
        running.wait_for(said);
    }
}

#[test]
fn an_empty_log_is_asked_for_the_empty_root_and_no_proof() {
    let place = Place::new();
    let running = place.start(&[]);
    let impossible = format!("{ORIGIN}\n0\n{}\n", hash_to_base64(&[7; 32]));
    let note = Note::sign(&impossible, &ORIGIN.parse().unwrap(), &log_key()).unwrap();
    assert_eq!(status(&running, &AddCheckpoint { old: 0, proof: vec![], note }), 422);
    assert_eq!(status(&running, &AddCheckpoint { proof: vec![[0; 32]], ..request(&honest(6), 0) }), 422);
    assert_eq!(status(&running, &request(&honest(0), 0)), 200);
    assert_eq!(status(&running, &request(&honest(6), 0)), 200);
}

#[test]
fn what_is_no_request_is_answered_and_ends_nothing() {
    let place = Place::new();
    let running = place.start(&["--prefix", "/w1/"]);
    let address = running.address();
    let good = request(&honest(6), 0).to_bytes();
    let hash = hash_to_base64(&[7; 32]);
    let many = format!("old 0\n{}\n", format!("{hash}\n").repeat(PROOF_LINES_MAX + 1));
    let with_extension = format!("{}more\n", head(&honest(6)).text());
    let extended = Note::sign(&with_extension, &ORIGIN.parse().unwrap(), &log_key()).unwrap();
    let extended = AddCheckpoint { note: extended, ..request(&honest(6), 0) }.to_bytes();
    for body in [
        b"".as_slice(),
        b"\xff\xfe",
        b"old 0\n",
        b"old -1\n\n",
        &good[..good.len() - 1],
        &good[1..],
        &[many.as_bytes(), &good[7..]].concat(),
        &[b"old 00\n\n", &good[7..]].concat(),
        &extended,
    ] {
        let answer = http(address, "POST", "/w1/add-checkpoint", body).unwrap();
        assert_eq!(answer.status, 400, "{}", text(body));
        assert!(!answer.body.is_empty() && answer.kind.starts_with("text/plain"));
    }
    let hex = origin_hex(ORIGIN);
    for (method, path, expected) in [
        ("GET", "/w1/add-checkpoint", 405),
        ("POST", &format!("/w1/{hex}/checkpoint") as &str, 405),
        ("GET", &format!("/w1/{hex}/checkpoint"), 404),
        ("GET", &format!("/w1/{}/checkpoint", hex.to_uppercase()), 404),
        ("GET", "/w1/../w1/key", 404),
        ("GET", "/w1/key", 404),
        ("GET", "/", 404),
        ("POST", "/add-checkpoint", 404),
        ("POST", "/w1add-checkpoint", 404),
    ] {
        assert_eq!(http(address, method, path, b"").unwrap().status, expected, "{method} {path}");
    }
    let long = http(address, "POST", "/w1/add-checkpoint", &vec![b'x'; REQUEST_BYTES_MAX + 1]);
    // Told so, or cut off while still sending.
    assert!(long.is_err() || long.is_ok_and(|answer| answer.status == 413));
    for garbage in [b"\0\0\0\0\r\n\r\n".to_vec(), b"GET\r\n\r\n".to_vec(), vec![b'A'; 40_000]] {
        // Closed or told that it is none; either way it answers the next.
        let _ = raw(address, &garbage);
    }
    assert_eq!(http(address, "POST", "/w1/add-checkpoint", &good).unwrap().status, 200);
}

#[test]
fn of_two_histories_at_once_one_is_cosigned() {
    let place = Place::new();
    let running = place.start(&[]);
    assert!(matches!(running.add(&request(&honest(6), 0)), Answer::Cosigned(_)));
    let mut size = 6;
    let mut base = honest(size);
    for _ in 0..10 {
        let candidates: Vec<_> = (0..8_u8)
            .map(|at| {
                let mut tree = base.clone();
                (0..=at).for_each(|i| tree.push([at, i].repeat(16).try_into().unwrap()));
                tree
            })
            .collect();
        let barrier = Arc::new(Barrier::new(candidates.len()));
        let address = running.address();
        let threads: Vec<_> = candidates
            .into_iter()
            .map(|tree| {
                let barrier = Arc::clone(&barrier);
                std::thread::spawn(move || {
                    let request = request(&tree, size);
                    barrier.wait();
                    let answer = crate::support::add(address, &request).unwrap();
                    (tree, answer)
                })
            })
            .collect();
        let answers: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let mut won: Vec<_> =
            answers.iter().filter(|(_, answer)| matches!(answer, Answer::Cosigned(_))).collect();
        assert_eq!(won.len(), 1, "{:?}", answers.iter().map(|(_, answer)| answer).collect::<Vec<_>>());
        base = won.remove(0).0.clone();
        assert!(
            answers.iter().all(|(tree, answer)| tree.size() == base.size()
                || *answer == Answer::OtherOld { last: base.size() })
        );
        size = base.size();
        let checkpoint = cosigned(&running.published().unwrap(), &place.vkey).0;
        let expected = Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: base.root() };
        assert_eq!(checkpoint, expected);
    }
}

/// A larger fork, with the proof that the forking log makes; its old size is no power of two.
const FORKS: [(u64, &str); 2] = [
    (6, "！！警报：服务器对同一条数（6 条）签发了两种不同的记录"),
    (9, "！！警报：服务器签发的 9 条的记录与已见证的 6 条不是同一历史"),
];

fn kept(place: &Place) -> Vec<PathBuf> {
    let folder = place.folder().join("evidence");
    std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect()
}

#[test]
fn with_entry_0_a_second_history_is_kept_as_evidence_for_anyone() {
    let place = Place::new();
    let log = place.file("log.jsonl");
    std::fs::write(&log, [entry_0().as_slice(), b"\nmore"].concat()).unwrap();
    let fingerprint = Fingerprint(audit::entry::fingerprint(&entry_0())).to_string();
    let fingerprint: Vec<&str> = fingerprint.split(' ').collect();
    let given = [&["--sitting", log.to_str().unwrap(), "--fingerprint"], fingerprint.as_slice()].concat();
    let running = place.start(&given);
    running.wait_for("会议没有指定这个见证人");
    assert_eq!(status(&running, &request(&honest(6), 0)), 200);
    for (size, alarm) in FORKS {
        assert_eq!(status(&running, &request(&tree(size, 5), 6)), 422);
        running.wait_for(alarm);
    }
    assert_eq!(kept(&place).len(), 2);
    for file in kept(&place) {
        let judge = |more: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
            command.arg("judge").arg(&file).args(more).output().unwrap().status.code()
        };
        assert_eq!(judge(&[&["--fingerprint"], fingerprint.as_slice()].concat()), Some(1), "it convinces");
        assert_eq!(judge(&["--fingerprint", &"00".repeat(32)]), Some(0), "of this sitting alone");
    }
    drop(running);
    let other = "00".repeat(32);
    let (status, said) =
        place.refuses_to_start(&["--sitting", log.to_str().unwrap(), "--fingerprint", &other]);
    assert!(status == 2 && said.contains("无法使用"), "{status} {said}");
}

#[test]
fn without_entry_0_both_notes_are_kept() {
    let place = Place::new();
    let running = place.start(&[]);
    assert_eq!(status(&running, &request(&honest(6), 0)), 200);
    for (size, alarm) in FORKS {
        assert_eq!(status(&running, &request(&tree(size, 5), 6)), 422);
        running.wait_for(alarm);
    }
    // A proof that is nobody's shows nothing, and says so.
    assert_eq!(status(&running, &AddCheckpoint { proof: vec![[7; 32]; 5], ..request(&tree(11, 5), 6) }), 422);
    running.wait_for("！注意：服务器签发的 11 条的记录未能证明包含已见证的 6 条");
    let kept: Vec<_> = kept(&place).iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert_eq!(kept.len(), 3);
    assert!(kept.iter().all(|pair| pair.contains(head(&honest(6)).text())));
    for size in [6, 9, 11] {
        assert!(kept.iter().any(|pair| pair.contains(head(&tree(size, 5)).text())));
    }
}

#[test]
fn a_witness_is_told_its_logs_and_nothing_else_will_do() {
    let place = Place::new();
    let policy = place.file("policy");
    std::fs::write(&policy, format!("log {}\nquorum none\n", crate::support::log())).unwrap();
    let running = place.start(&["--log", policy.to_str().unwrap()]);
    assert_eq!(status(&running, &request(&honest(6), 0)), 200);
    drop(running);
    let mut other = crate::support::log().to_string();
    other = other.replacen(ORIGIN, "x", 1);
    for (arguments, said) in [
        (vec!["--log", &other as &str], "无法使用"),
        (vec!["--log", place.file("none").to_str().unwrap()], "无法使用"),
        (vec!["--log", &place.vkey.to_string()], "不是记录的公钥"),
    ] {
        let (status, stderr) = place.refuses_to_start(&arguments);
        assert!(status == 2 && stderr.contains(said), "{status} {stderr}");
    }
    let folder = place.folder();
    let none = audit(&["serve", folder.to_str().unwrap()]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("没有给出要见证的记录"));
}

#[test]
fn a_key_is_made_once_and_is_for_its_owner_alone() {
    let place = Place::new();
    let folder = place.folder();
    let again = audit(&["new", folder.to_str().unwrap(), "--name", "witness.example/w1"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("未能建立见证人的密钥"), "{}", text(&again.stderr));
    let english = place.file("second");
    let made = audit(&["new", english.to_str().unwrap(), "--name", "w2.example", "--lang", "en"]);
    assert!(text(&made.stdout).contains("must name this key"));
    for name in ["", "a b", "a+b"] {
        let refused = audit(&["new", place.file("third").to_str().unwrap(), "--name", name]);
        assert_eq!(refused.status.code(), Some(2));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(folder.join("key"), open).unwrap();
        let (status, said) = place.refuses_to_start(&[]);
        assert!(status == 2 && said.contains("0600"), "{status} {said}");
    }
}
