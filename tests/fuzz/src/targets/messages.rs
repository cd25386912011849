//! What travels between server and clients.

use super::world::worlds;
use crate::engine::outcome;
use audit::entry::{Body, Signer};
use audit::wire::{Bytes, Bytes32, Bytes64, Int, MultilineText, Text, decode_strict, encode};
use protocol::{Act, BoxReceipt, ClientMessage, ServerMessage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// One encoding: what is read is written back byte for byte, and an ordinary reader of JSON understands it no differently.
fn strict<T: Serialize + DeserializeOwned + Debug + PartialEq>(input: &[u8]) -> Option<T> {
    match decode_strict::<T>(input) {
        Err(error) => {
            outcome(&error);
            None
        }
        Ok(value) => {
            assert_eq!(encode(&value), input);
            let json: serde_json::Value = serde_json::from_slice(input).unwrap();
            assert_eq!(serde_json::from_value::<T>(json).unwrap(), value);
            Some(value)
        }
    }
}

/// What a client may send.
pub(super) fn client(input: &[u8]) {
    let Some(message) = strict::<ClientMessage>(input) else { return };
    let (ClientMessage::Submit { act, .. } | ClientMessage::Recover { act, .. }) = message else {
        return outcome(&"asks");
    };
    taken_apart(&act);
}

fn taken_apart(act: &Act) {
    outcome(&act.decode().map(|body| body.kind()));
    assert_eq!(act.hash(), Bytes32::from(audit::entry::body_hash(act.body.as_bytes())));
    assert_eq!(act.part_bodies().len(), act.parts.len());
    outcome(&act.parts_fit());
    if let Ok(body) = act.decode() {
        assert_eq!(encode(&body), act.body.as_bytes());
    }
}

/// What a server may answer.
pub(super) fn server(input: &[u8]) {
    let Some(message) = strict::<ServerMessage>(input) else { return };
    outcome(&std::mem::discriminant(&message));
    let key = worlds()[2].vkey();
    match message {
        ServerMessage::Boxed { receipt, .. } => {
            assert!(receipt.verify(key.key(), &[0; 32]).is_err(), "a forged receipt");
        }
        ServerMessage::Accepted { placed, sig, .. } => {
            let verdict = protocol::server::verify_answer(&placed, &sig, key.key(), &[0; 32]);
            assert!(verdict.is_err(), "a forged answer");
        }
        ServerMessage::Refused { refused, .. } => {
            outcome(&refused.code);
            _ = refused.code.may_retry();
        }
        ServerMessage::Status { status } => {
            for proposal in &status.proposals {
                outcome(&decode_strict::<Body>(proposal.body.as_bytes()).map(|body| body.kind()));
            }
        }
        _ => {}
    }
}

/// The fields of everything.
pub(super) fn wire(input: &[u8]) {
    strict::<Body>(input);
    strict::<Act>(input);
    strict::<BoxReceipt>(input);
    strict::<Signer>(input);
    strict::<Int>(input);
    strict::<Text>(input);
    strict::<MultilineText>(input);
    strict::<Bytes>(input);
    strict::<Bytes32>(input);
    strict::<Bytes64>(input);
    strict::<Vec<Bytes32>>(input);
    if let Some(text) = strict::<Text>(input) {
        assert!(!text.as_str().chars().any(char::is_control));
    }
}

pub(super) fn wire_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = bodies();
    let key = "A".repeat(43);
    seeds.extend(
        [
            "0".to_owned(),
            "9007199254740991".to_owned(),
            "\"secretariat\"".to_owned(),
            "\"deputy:3\"".to_owned(),
            "\"文字\"".to_owned(),
            format!("\"{key}\""),
            format!("[\"{key}\"]"),
            "\"AQ\"".to_owned(),
        ]
        .map(String::into_bytes),
    );
    seeds
}

/// One body of each kind.
fn bodies() -> Vec<Vec<u8>> {
    let mut kinds = std::collections::BTreeMap::new();
    for line in worlds().iter().flat_map(|world| &world.lines) {
        kinds.entry(line.body().kind()).or_insert_with(|| line.body_bytes().to_vec());
    }
    kinds.into_values().collect()
}

pub(super) fn client_seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![
        br#"{"type":"follow","from":0}"#.to_vec(),
        br#"{"type":"watch","deputy":17}"#.to_vec(),
        format!(r#"{{"type":"fetch","id":1,"leaves":["{}"]}}"#, "A".repeat(43)).into_bytes(),
    ];
    for line in worlds()[0].lines.iter().step_by(7) {
        let body = String::from_utf8(line.body_bytes().to_vec()).unwrap();
        let act = Act { sigs: line.entry().sigs.clone(), body, parts: vec![vec![1, 2, 3].into()] };
        seeds.push(encode(&ClientMessage::Submit { id: Int::from(7_u32), act: act.clone() }));
        let receipt = receipt();
        seeds.push(encode(&ClientMessage::Recover { id: Int::from(8_u32), act, receipt }));
    }
    seeds
}

fn receipt() -> BoxReceipt {
    let one: Bytes32 = [1; 32].into();
    let boxed = protocol::receipt::Boxed { contest: one, code: one, ballot: one };
    BoxReceipt { boxed, sig: [2; 64].into() }
}

pub(super) fn server_seeds() -> Vec<Vec<u8>> {
    use protocol::problem::{Problem, Reason};
    use protocol::server::{
        ContestDigest, ContestStatus, Digest, FetchedEntry, Placed, Proposal, Refused, StageName, Status,
        WitnessStatus,
    };
    let world = &worlds()[2];
    let checkpoint = String::from_utf8(world.log.checkpoint.clone()).unwrap();
    let id = Int::from(3_u32);
    let hash: Bytes32 = [5; 32].into();
    let sig: Bytes64 = [6; 64].into();
    let text = |words: &str| words.parse::<Text>().unwrap();
    let line = String::from_utf8(world.log.lines[1].clone()).unwrap();
    let refused = |code| Refused { act: hash, code, what: text("deputy 3") };
    let contest = ContestDigest {
        contest: id,
        stage: vec![StageName::Open],
        definition: hash,
        rules: hash,
        opened: vec![hash, hash],
        issued: vec![hash],
        paper: Vec::new(),
        vote: Vec::new(),
        slip: true,
        ballots: vec![id, id],
    };
    let digest = Digest {
        size: id,
        sitting: hash,
        roll: vec![hash],
        checked_in: vec![hash],
        contests: vec![contest],
        sealed: false,
        quorum: vec![checkpoint.clone()],
    };
    let sigs = world.lines[1].entry().sigs.clone();
    let proposal = Proposal {
        hash,
        body: String::from_utf8(world.lines[1].body_bytes().to_vec()).unwrap(),
        sigs,
        missing: vec![Signer::Chief],
    };
    let status = Status {
        contests: vec![ContestStatus { contest: id, boxed: id, next_stamp_key: vec![hash] }],
        connections: id,
        proposals: vec![proposal],
        witnesses: vec![WitnessStatus { size: vec![id], age: vec![id], problem: vec![text("refused")] }],
    };
    let problem = Problem::Busy;
    let messages = [
        ServerMessage::Accepted { id, placed: Placed { index: id, leaf: hash }, sig },
        ServerMessage::Boxed { id, receipt: receipt() },
        ServerMessage::Proposed { id, proposal: hash, missing: vec![Signer::Chief, Signer::Scrutineer(2)] },
        ServerMessage::Refused {
            id,
            refused: refused(Reason::Rule(audit::fold::Code::BodyRepeated)),
            zh: text("重复"),
            en: text("repeated"),
            sig,
        },
        ServerMessage::Refused {
            id,
            refused: refused(Reason::Problem(problem)),
            zh: text("忙"),
            en: text("busy"),
            sig,
        },
        ServerMessage::Entries { from: id, lines: vec![line.clone()] },
        ServerMessage::Status { status },
        ServerMessage::Digest { digest },
        ServerMessage::Fetched {
            id,
            entries: vec![FetchedEntry { index: id, line, proof: vec![hash] }],
            checkpoint: checkpoint.clone(),
        },
        ServerMessage::Checkpoint { note: checkpoint },
        ServerMessage::Cosigned { id, have: id, quorum: id, problem: vec![text("nobody's")] },
        ServerMessage::Problem { problem, zh: text("忙"), en: text("busy") },
    ];
    messages.iter().map(encode).collect()
}
