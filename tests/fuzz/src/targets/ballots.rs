//! Ballots and what deputies hold in their hands: choices, codes, the two QRs of a challenge, cards.

use super::vectors::{hex, hex32, json};
use super::world::worlds;
use crate::engine::outcome;
use crate::engine::random::{Choose as _, Script};
use crypto::ballot::{BallotContext, Choices, EncryptedBallot, Limit, Shape, ShortCode};
use crypto::card::Card;
use crypto::elgamal::PublicKey;
use std::collections::HashSet;
use std::sync::OnceLock;
use terminal_client::device::{OpenContest, Opening, ShownCode, check_opening};

/// A shape with its good ballots.
struct Case {
    shape: Shape,
    /// Context and bytes.
    ballots: Vec<(BallotContext, Vec<u8>)>,
}

struct Vectors {
    key: PublicKey,
    cases: Vec<Case>,
    good: HashSet<([u8; 32], Vec<u8>)>,
}

fn cases() -> &'static Vectors {
    static CASES: OnceLock<Vectors> = OnceLock::new();
    CASES.get_or_init(|| {
        let vectors = json("ballot.json");
        let (sitting, contest) = (hex32(&vectors["sitting"]), hex32(&vectors["contest"]));
        let list = |value: &serde_json::Value| value.as_array().unwrap().clone();
        let cases: Vec<Case> = list(&vectors["cases"])
            .iter()
            .map(|case| {
                let number = |name: &str| usize::try_from(case[name].as_u64().unwrap()).unwrap();
                let limits = list(&case["limits"]).iter().map(limit).collect();
                let make = if case["blank"] == true { Shape::with_blank } else { Shape::new };
                let shape = make(number("rows"), number("options"), limits).unwrap();
                let ballots = list(&case["ballots"])
                    .iter()
                    .map(|ballot| {
                        let ballot_key = hex32(&ballot["ballot_key"]);
                        (BallotContext { sitting, contest, ballot_key }, hex(&ballot["ballot"]))
                    })
                    .collect();
                Case { shape, ballots }
            })
            .collect();
        let good = cases.iter().flat_map(|case| &case.ballots);
        let good = good.map(|(context, bytes)| (context.ballot_key, bytes.clone())).collect();
        Vectors { key: PublicKey::from_bytes(&hex32(&vectors["key"])).unwrap(), cases, good }
    })
}

fn limit(limit: &serde_json::Value) -> Limit {
    let terms = limit["terms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|term| (usize::try_from(term[0].as_u64().unwrap()).unwrap(), term[1].as_i64().unwrap()));
    Limit::linear(terms, limit["low"].as_i64().unwrap(), limit["high"].as_i64().unwrap())
}

/// Shape, ballot key, ballot.
pub(super) fn ballot_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (number, case) in (0_u8..).zip(&cases().cases) {
        for (key, (_, bytes)) in (0_u8..).zip(&case.ballots) {
            seeds.push([&[number, key], bytes.as_slice()].concat());
        }
    }
    seeds
}

/// An encrypted ballot of one of several shapes: one encoding, and none verifies that was not made by whoever knew its seed.
pub(super) fn ballot(input: &[u8]) {
    let mut script = Script::new(input);
    let Vectors { key, cases, good } = cases();
    let case = &cases[script.below(cases.len())];
    let (context, _) = &case.ballots[script.below(case.ballots.len())];
    let bytes = script.rest();
    match EncryptedBallot::from_bytes(&case.shape, bytes) {
        Err(error) => outcome(&error),
        Ok(ballot) => {
            assert_eq!(ballot.to_bytes(), bytes);
            let verdict = ballot.verify(context, &case.shape, key).map(drop);
            outcome(&verdict);
            let is_good = good.contains(&(context.ballot_key, bytes.to_vec()));
            assert_eq!(verdict.is_ok(), is_good, "a forged ballot verifies, or a good one does not");
        }
    }
}

/// Packed marks on one of several shapes.
pub(super) fn choices(input: &[u8]) {
    let mut script = Script::new(input);
    let cases = &cases().cases;
    let shape = &cases[script.below(cases.len())].shape;
    if script.once_in(3) {
        let options: Vec<usize> = script.rest().iter().map(|byte| usize::from(*byte)).collect();
        match Choices::from_options(shape, &options) {
            Err(error) => outcome(&error),
            Ok(choices) => {
                outcome(&"taken");
                assert!(Choices::from_packed(shape, &choices.to_packed()).is_ok());
            }
        }
        return;
    }
    let packed = script.rest();
    match Choices::from_packed(shape, packed) {
        Err(error) => outcome(&error),
        Ok(choices) => assert_eq!(choices.to_packed().as_slice(), packed),
    }
}

/// Shapes from anywhere: none makes a ballot of another length than it says, and none overflows.
pub(super) fn shape(input: &[u8]) {
    let mut script = Script::new(input);
    let number = |script: &mut Script<'_>| usize::try_from(script.number()).unwrap_or(usize::MAX);
    let (rows, options, blank) = (number(&mut script), number(&mut script), script.once_in(2));
    let mut limits = Vec::new();
    for _ in 0..script.below(5) {
        let signed = |script: &mut Script<'_>| i64::from_be_bytes(script.number().to_be_bytes());
        let terms: Vec<_> =
            (0..script.below(6)).map(|_| (number(&mut script), signed(&mut script))).collect();
        let low = if script.once_in(2) { signed(&mut script) } else { 0 };
        limits.push(Limit::linear(terms, low, signed(&mut script)));
    }
    let make = if blank { Shape::with_blank } else { Shape::new };
    match make(rows, options, limits) {
        Err(error) => outcome(&error),
        Ok(shape) => {
            outcome(&(shape.limits().len(), shape.has_blank()));
            let zeros = vec![0; shape.ballot_bytes()];
            outcome(&EncryptedBallot::from_bytes(&shape, &zeros).is_ok());
            for limit in shape.limits() {
                let total: u64 = limit.slack_weights().iter().map(|weight| u64::from(*weight)).sum();
                assert_eq!(i128::from(total), i128::from(limit.high()) - i128::from(limit.low()));
            }
        }
    }
}

/// 查票码 as people type it, and the code of the first QR.
pub(super) fn code(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match text.parse::<ShortCode>() {
        Err(error) => outcome(&error),
        Ok(code) => {
            outcome(&std::any::type_name_of_val(&code));
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }
    match text.parse::<ShownCode>() {
        Err(error) => outcome(&error),
        Ok(code) => {
            outcome(&std::any::type_name_of_val(&code));
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }
}

/// An opened contest of the small log.
fn contest() -> &'static OpenContest {
    static CONTEST: OnceLock<OpenContest> = OnceLock::new();
    CONTEST.get_or_init(|| {
        let world = &worlds()[2];
        OpenContest::from_log(&world.states[world.lines.len()], 1).unwrap()
    })
}

/// Two QRs of a challenge, a line break between them.
pub(super) fn opening(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let (code, opening) = text.split_once('\n').unwrap_or((text, ""));
    match Opening::from_qr(contest().hash, code, opening) {
        Err(error) => outcome(&error),
        Ok(read) => {
            let again = Opening::from_qr(contest().hash, &ShownCode(read.code).to_string(), &read.to_qr());
            assert!(again.is_ok_and(|again| again == read));
            outcome(&check_opening(contest(), &read).map(|marks| marks.len()));
            assert!(read.record().is_ok());
        }
    }
}

pub(super) fn opening_seeds() -> Vec<Vec<u8>> {
    let digits = |byte: &str, n: usize| byte.repeat(n);
    let opening = |choices: &str| {
        format!("{}\nPJO1.{}.{}.{choices}", digits("AB", 32), digits("01", 32), digits("7F", 32)).into_bytes()
    };
    vec![opening("01"), opening("00"), opening("03"), opening("FF"), opening("0100")]
}

/// A card: by QR for one sitting, or typed.
pub(super) fn card(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let fingerprint = hex32(&serde_json::Value::from("ab".repeat(32)));
    match Card::from_qr(text, &fingerprint) {
        Err(error) => outcome(&error),
        Ok(card) => {
            assert_eq!(card.qr(&fingerprint).as_str(), text);
            assert!(card.signing_key(&fingerprint).is_ok());
            typed(&card);
        }
    }
    let (number, letters) = text.split_once(' ').unwrap_or(("1", text));
    match Card::from_typed(number.parse().unwrap_or(1), letters) {
        Err(error) => outcome(&error),
        Ok(card) => typed(&card),
    }
}

fn typed(card: &Card) {
    outcome(&"a card");
    let again = Card::from_typed(card.number(), &card.typed());
    assert_eq!(again.unwrap().typed(), card.typed());
}

pub(super) fn card_seeds() -> Vec<Vec<u8>> {
    let vectors = json("card.json");
    let text = |value: &serde_json::Value| value.as_str().unwrap().as_bytes().to_vec();
    let mut seeds: Vec<Vec<u8>> = vectors["cards"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|card| [text(&card["qr"]), text(&card["typed"])])
        .collect();
    seeds.extend(vectors["refused"].as_array().unwrap().iter().map(|card| text(&card["text"])));
    seeds
}
