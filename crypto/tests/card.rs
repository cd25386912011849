//! The shared vectors of protocol.md §4.3: cards as scanned and as typed, and texts that are refused.

mod support;

use crypto::card::{Card, CardError};
use support::{hex_array, vectors};

#[test]
fn every_card_is_the_same_scanned_and_typed() {
    let file = vectors("card.json");
    let cards = file["cards"].as_array().unwrap();
    assert_eq!(cards.len(), 3);
    for case in cards {
        let sitting = hex_array(&case["sitting"]);
        let number = case["number"].as_str().unwrap().parse().unwrap();
        let (qr, typed) = (case["qr"].as_str().unwrap(), case["typed"].as_str().unwrap());
        for card in [Card::from_qr(qr, &sitting), Card::from_typed(number, typed)] {
            let card = card.unwrap();
            assert_eq!(
                (card.number(), card.qr(&sitting).as_str(), card.typed().as_str()),
                (number, qr, typed)
            );
            let key = card.signing_key(&sitting).unwrap();
            assert_eq!(key.verifying_key().as_bytes(), &hex_array(&case["public_key"]), "{number}");
        }
    }
    let (second, sitting) = (&cards[1], hex_array(&cards[1]["sitting"]));
    for typed in file["accepted"].as_array().unwrap() {
        let card = Card::from_typed(1234, typed.as_str().unwrap()).unwrap();
        assert_eq!(card.qr(&sitting).as_str(), second["qr"], "{typed}");
    }
}

#[test]
fn every_other_text_is_refused_by_the_check_that_it_names() {
    let file = vectors("card.json");
    let sitting = hex_array(&file["cards"][1]["sitting"]);
    let cases = file["refused"].as_array().unwrap();
    assert_eq!(cases.len(), 13);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let card =
            if case["form"] == "qr" { Card::from_qr(text, &sitting) } else { Card::from_typed(1234, text) };
        let verdict = match card.map(|_| ()).unwrap_err() {
            CardError::NotACard => "not_a_card",
            CardError::Number => "number",
            CardError::NumberRange => "number_range",
            CardError::Fingerprint => "fingerprint",
            CardError::WrongSitting => "wrong_sitting",
            CardError::Letter { .. } => "letter",
            CardError::Length { .. } => "length",
            CardError::Check => "check",
            CardError::Key(error) => panic!("{error}"),
        };
        assert_eq!(case["verdict"], verdict, "{}", case["name"]);
    }
}
