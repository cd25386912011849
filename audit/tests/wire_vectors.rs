//! `entry.json` and `note.json`: lines, chain, notes, checkpoints and receipts as another implementation wrote them (protocol.md §2).
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use audit::checkpoint::{Checkpoint, CheckpointError};
use audit::entry::{Line, body_hash, fingerprint, first_prev};
use audit::note::{Note, NoteError, Vkey};
use audit::receipt::Receipt;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn vectors(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors").join(name);
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn cases<'a>(file: &'a Value, name: &str) -> &'a Vec<Value> {
    file[name].as_array().unwrap()
}

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn every_line_is_an_entry_or_not_as_it_says() {
    let file = vectors("entry.json");
    for case in cases(&file, "accepted") {
        let line = case["line"].as_str().unwrap();
        let parsed = Line::parse(line.as_bytes().to_vec());
        assert!(parsed.is_ok(), "{}: {parsed:?}", case["name"]);
        assert_eq!(parsed.unwrap().bytes(), line.as_bytes());
    }
    assert!(cases(&file, "refused").len() >= 69);
    for case in cases(&file, "refused") {
        assert!(Line::parse(hex(&case["hex"])).is_err(), "{}", case["name"]);
    }
}

#[test]
fn the_chain_is_the_one_of_the_document() {
    let file = vectors("entry.json");
    let chain = cases(&file, "chain");
    let line = |case: &Value| Line::parse(case["line"].as_str().unwrap().as_bytes().to_vec()).unwrap();
    let first = line(&chain[0]);
    assert_eq!(fingerprint(first.bytes()).to_vec(), hex(&file["fingerprint"]));
    let origin =
        serde_json::from_slice::<Value>(first.body_bytes()).unwrap()["origin"].as_str().unwrap().to_owned();
    assert_eq!(first_prev(&origin).to_vec(), hex(&chain[0]["prev"]));
    for case in chain {
        let line = line(case);
        assert_eq!(line.entry().prev.as_bytes().to_vec(), hex(&case["prev"]));
        assert_eq!(line.leaf().to_vec(), hex(&case["leaf"]));
        assert_eq!(body_hash(line.body_bytes()).to_vec(), hex(&case["body_hash"]));
    }
}

/// Which layer refuses a checkpoint, if one does.
fn layer(note: &str, log: &Vkey) -> Option<&'static str> {
    match Note::parse(note.as_bytes()) {
        Err(_) => Some("note"),
        Ok(parsed) => match Checkpoint::open(&parsed, log) {
            Ok(_) => {
                assert_eq!(parsed.to_bytes(), note.as_bytes());
                None
            }
            Err(CheckpointError::Note(NoteError::Unsigned)) => Some("unsigned"),
            Err(CheckpointError::Note(NoteError::Signature { .. })) => Some("signature"),
            Err(_) => Some("checkpoint"),
        },
    }
}

#[test]
fn every_checkpoint_ends_at_its_layer() {
    let file = vectors("note.json");
    let log: Vkey = file["vkey"].as_str().unwrap().parse().unwrap();
    for case in cases(&file, "accepted") {
        assert_eq!(layer(case["note"].as_str().unwrap(), &log), None, "{}", case["name"]);
    }
    assert_eq!(cases(&file, "refused").len(), 29);
    for case in cases(&file, "refused") {
        assert_eq!(layer(case["note"].as_str().unwrap(), &log), case["refused"].as_str(), "{}", case["name"]);
    }
    // The witness's cosignature is one for those who know its key.
    let witness: Vkey = file["witness"].as_str().unwrap().parse().unwrap();
    let cosigned = cases(&file, "accepted")[1]["note"].as_str().unwrap();
    let verified = Note::parse(cosigned.as_bytes()).unwrap().verify(&[log, witness]).unwrap();
    assert_eq!(verified.len(), 2);
}

#[test]
fn every_receipt_ends_as_it_says() {
    let file = vectors("note.json");
    let log: Vkey = file["vkey"].as_str().unwrap().parse().unwrap();
    for case in cases(&file, "receipts") {
        let receipt = Receipt::parse(case["receipt"].as_str().unwrap().as_bytes());
        let held = receipt.and_then(|receipt| receipt.verify(&hex(&case["entry"]), &log));
        let verdict = if held.is_ok() { "accepted" } else { "refused" };
        assert_eq!(case["verdict"], verdict, "{}: {held:?}", case["name"]);
    }
}
