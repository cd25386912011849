use super::*;

const SITTING: [u8; 32] = [0xab; 32];

fn card() -> Card {
    Card::issue(1234, Entropy::from_os([5; 32])).unwrap()
}

fn key(card: &Card) -> [u8; 32] {
    *card.signing_key(&SITTING).unwrap().verifying_key().as_bytes()
}

fn refused(card: Result<Card, CardError>) -> CardError {
    card.map(|_| ()).unwrap_err()
}

#[test]
fn qr_and_typed_code_are_the_same_card() {
    let card = card();
    let scanned = Card::from_qr(&card.qr(&SITTING), &SITTING).unwrap();
    let typed = Card::from_typed(1234, &card.typed()).unwrap();
    assert_eq!(key(&scanned), key(&card));
    assert_eq!(key(&typed), key(&card));
}

#[test]
fn another_number_sitting_or_code_is_another_key() {
    let card = card();
    let other_sitting = *card.signing_key(&[0; 32]).unwrap().verifying_key().as_bytes();
    let other_number = key(&Card { number: 1235, code: card.code.clone() });
    let other_code = key(&Card::issue(1234, Entropy::from_os([6; 32])).unwrap());
    let keys = std::collections::HashSet::from([key(&card), other_sitting, other_number, other_code]);
    assert_eq!(keys.len(), 4);
}

#[test]
fn the_qr_is_short_and_of_the_alphanumeric_mode() {
    let longest = Card::issue(CARD_NUMBER_MAX, Entropy::from_os([5; 32])).unwrap();
    let text = longest.qr(&SITTING);
    assert_eq!(text.len(), 89);
    assert!(text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.'), "{}", *text);
}

#[test]
fn a_person_may_type_as_people_do() {
    let code = Card {
        number: 7,
        code: Zeroizing::new([0, 1, 10, 0, 1, 10, 0, 1, 10, 0, 1, 10, 0, 1, 10, 0, 1, 10, 0, 1]),
    };
    let typed = code.typed();
    assert_eq!(typed.len(), 26);
    assert!(typed.starts_with("01A0-1A01-"), "{}", *typed);
    for variant in [
        typed.to_lowercase(),
        typed.replace('0', "O"),
        typed.replace('0', "o").replace('1', "I"),
        typed.replace('1', "l"),
        typed.replace('-', ""),
        typed.replace('-', " — "),
        typed.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect(),
    ] {
        assert_eq!(key(&Card::from_typed(7, &variant).unwrap()), key(&code), "{variant}");
    }
}

#[test]
fn every_single_mistake_and_every_exchange_is_found() {
    let card = card();
    let letters: Vec<char> = card.letters().chars().collect();
    for i in 0..letters.len() {
        for symbol in 0..32 {
            let mut typed = letters.clone();
            typed[i] = symbols::letter(symbol);
            if typed != letters {
                assert_eq!(refused(Card::from_typed(1234, &String::from_iter(typed))), CardError::Check);
            }
        }
        for j in 0..i {
            let mut typed = letters.clone();
            typed.swap(i, j);
            if typed != letters {
                assert_eq!(refused(Card::from_typed(1234, &String::from_iter(typed))), CardError::Check);
            }
        }
    }
    for number in [1235, 1243, 2134, 1034, 234] {
        assert_eq!(refused(Card::from_typed(number, &card.typed())), CardError::Check, "{number}");
    }
}

#[test]
fn each_wrong_text_has_its_own_error() {
    let card = card();
    let (qr, typed) = (card.qr(&SITTING), card.typed());
    assert_eq!(
        refused(Card::from_typed(1234, &typed.replace('-', "U"))),
        CardError::Letter { letter: 'U', position: 4 }
    );
    assert_eq!(refused(Card::from_typed(1234, &typed[..24])), CardError::Length { actual: 20 });
    assert_eq!(refused(Card::from_typed(1234, "")), CardError::Length { actual: 0 });
    assert_eq!(refused(Card::from_typed(CARD_NUMBER_MAX + 1, &typed)), CardError::NumberRange);
    assert_eq!(refused(Card::issue(CARD_NUMBER_MAX + 1, Entropy::from_os([0; 32]))), CardError::NumberRange);
    assert_eq!(refused(Card::from_qr(&qr, &[0; 32])), CardError::WrongSitting);
    for (wrong, error) in [
        (qr.replace("PJ1", "PJ2"), CardError::NotACard),
        (format!("{}.", *qr), CardError::NotACard),
        (typed.to_string(), CardError::NotACard),
        (qr.replace(".1234.", ".01234."), CardError::Number),
        (qr.replace(".1234.", ".+1234."), CardError::Number),
        (qr.replace(".1234.", ".."), CardError::Number),
        (qr.replace(".1234.", ".1235."), CardError::Check),
        (qr.replace(&symbols::encode32(&SITTING), "0000"), CardError::Fingerprint),
    ] {
        assert_eq!(refused(Card::from_qr(&wrong, &SITTING)), error, "{wrong}");
    }
    let (head, code) = qr.rsplit_once('.').unwrap();
    let lower = format!("{head}.{}", code.to_lowercase());
    assert_eq!(refused(Card::from_qr(&lower, &SITTING)), CardError::NotACard);
}

#[test]
fn a_card_is_redacted() {
    assert_eq!(format!("{:?}", card()), "Card(number 1234, redacted)");
}
