use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    name: Text,
    count: Int,
    hash: Bytes32,
    rest: Bytes,
    flag: bool,
}

const HASH: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn document() -> String {
    format!(r#"{{"name":"Azure 票","count":1000,"hash":"{HASH}","rest":"_w","flag":true}}"#)
}

fn read(document: &str) -> Result<Record, EncodingError> {
    decode_strict(document.as_bytes())
}

/// The document with one part replaced; the part must be there.
fn with(from: &str, to: &str) -> String {
    let document = document();
    assert!(document.contains(from), "{from}");
    document.replacen(from, to, 1)
}

fn json_error(document: &str) -> String {
    match read(document) {
        Err(EncodingError::Json { message }) => message,
        other => panic!("{document}: {other:?}"),
    }
}

#[test]
fn canonical_bytes_are_read_and_written_back() {
    let record = read(&document()).unwrap();
    assert_eq!(record.count.get(), 1000);
    assert_eq!(record.hash.to_bytes(), std::array::from_fn(|i| u8::try_from(i).unwrap()));
    assert_eq!(record.rest.as_bytes(), [0xff]);
    assert_eq!(encode(&record), document().into_bytes());
    // In a string, the marks of the scanner mean nothing.
    assert!(read(&with("Azure 票", r#"n\"[[[[[[[[[[{null\\"#)).is_ok());
}

#[test]
fn another_spelling_of_the_same_value_is_refused_where_it_begins() {
    let canonical = document();
    let offset = |part: &str| canonical.find(part).unwrap();
    let cases = [
        (with("Azure", r"\u0041zure"), offset("Azure")),
        (with("票", r"\u7968"), offset("票")),
        (with(r#","count":1000"#, r#", "count":1000"#), offset(r#""count""#)),
        (with(r#"{"name""#, r#"{ "name""#), 1),
        (format!(" {canonical}"), 0),
        (format!("{canonical}\n"), canonical.len()),
        // Another order of the fields.
        (format!(r#"{{"count":1000,"name":"Azure 票","hash":"{HASH}","rest":"_w","flag":true}}"#), 2),
    ];
    for (document, at) in cases {
        assert_eq!(read(&document), Err(EncodingError::NotCanonical { at }), "{document}");
    }
    // Serde reads an array as a struct; we do not.
    let array = format!(r#"["Azure 票",1000,"{HASH}","_w",true]"#);
    assert_eq!(read(&array), Err(EncodingError::NotCanonical { at: 0 }));
}

#[test]
fn other_fields_are_refused_by_name() {
    let repeated = json_error(&with(r#","count":1000"#, r#","count":1000,"count":1000"#));
    assert!(repeated.starts_with("duplicate field `count`"), "{repeated}");
    let unknown = json_error(&with(r#","count""#, r#","extra":1,"count""#));
    assert!(unknown.starts_with("unknown field `extra`"), "{unknown}");
    let missing = json_error(&with(r#","flag":true"#, ""));
    assert!(missing.starts_with("missing field `flag`"), "{missing}");
    let trailing = json_error(&format!("{}{}", document(), document()));
    assert!(trailing.starts_with("trailing characters"), "{trailing}");
}

#[test]
fn a_type_that_lets_unknown_fields_pass_still_refuses_them() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Lax {
        a: Int,
    }
    assert_eq!(decode_strict::<Lax>(br#"{"a":1}"#), Ok(Lax { a: Int(1) }));
    assert_eq!(decode_strict::<Lax>(br#"{"a":1,"b":2}"#), Err(EncodingError::NotCanonical { at: 6 }));
}

#[test]
fn numbers_have_one_form() {
    for (number, part) in [
        ("1.0", "floating point"),
        ("1e3", "floating point"),
        ("-0", "floating point"),
        ("-1", "invalid value"),
        ("01", "invalid number"),
        ("+1", "expected value"),
        (r#""1""#, "invalid type: string"),
        ("true", "invalid type: boolean"),
        ("9007199254740992", "above 2^53"),
        ("18446744073709551615", "above 2^53"),
        ("18446744073709551616", "floating point"),
        ("99999999999999999999999999999999999999", "floating point"),
    ] {
        let message = json_error(&with("1000", number));
        assert!(message.contains(part), "{number}: {message}");
    }
    assert_eq!(read(&with("1000", "9007199254740991")).unwrap().count.get(), INT_MAX);
    assert_eq!(Int::try_from(INT_MAX + 1), Err(IntTooLarge(INT_MAX + 1)));
    assert_eq!(Int::from(7_u32).get(), 7);
}

#[test]
fn text_in_a_document_is_checked() {
    assert!(json_error(&with("Azure", r"\u202eAzure")).contains("U+202E"));
    assert!(json_error(&with("Azure", r"\n")).contains("U+000A"));
    for lone in [r"\ud800", r"\ud800\u0041", r"\udc00"] {
        let message = json_error(&with("Azure", lone));
        assert!(message.contains("surrogate") || message.contains("hex escape"), "{lone}: {message}");
    }
    assert!(json_error(&with("Azure", "\n")).contains("control character"));
}

#[test]
fn bytes_that_are_no_clean_utf8_are_refused() {
    // A lone surrogate in UTF-8's scheme is no UTF-8.
    let mut bytes = document().into_bytes();
    bytes.splice(9..10, [0xed, 0xa0, 0x80]);
    assert_eq!(decode_strict::<Record>(&bytes), Err(EncodingError::NotUtf8 { at: 9 }));
    let marked = format!("\u{feff}{}", document());
    assert_eq!(read(&marked), Err(EncodingError::ByteOrderMark));
}

#[test]
fn depth_is_limited_before_the_parser_recurses() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Nest(Vec<Nest>);
    let nest = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(decode_strict::<Nest>(nest(8).as_bytes()).is_ok());
    assert_eq!(decode_strict::<Nest>(nest(9).as_bytes()), Err(EncodingError::TooDeep { at: 8 }));
    assert_eq!(decode_strict::<Nest>(nest(100_000).as_bytes()), Err(EncodingError::TooDeep { at: 8 }));
}

#[test]
fn null_is_refused_even_where_a_type_would_take_it() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Optional {
        a: Option<Int>,
    }
    assert_eq!(decode_strict::<Optional>(br#"{"a":1}"#), Ok(Optional { a: Some(Int(1)) }));
    assert_eq!(decode_strict::<Optional>(br#"{"a":null}"#), Err(EncodingError::Null { at: 5 }));
}

#[test]
fn base64url_has_one_form() {
    assert_eq!(HASH.parse::<Bytes32>().unwrap().to_string(), HASH);
    assert_eq!(format!("{:?}", HASH.parse::<Bytes32>().unwrap()), HASH);
    // Of the last character's 6 bits the first 4 are used: 8 is 111100, 9 is 111101.
    let last_bit = format!("{}9", &HASH[..42]);
    assert_eq!(last_bit.parse::<Bytes32>(), Err(Base64Error::NotCanonical));
    let padded = format!("{HASH}=");
    assert_eq!(padded.parse::<Bytes32>(), Err(Base64Error::Length { expected: 43, actual: 44 }));
    assert_eq!(HASH[..42].parse::<Bytes32>(), Err(Base64Error::Length { expected: 43, actual: 42 }));
    for other in ["+", "/", "=", " ", "\n"] {
        let text = format!("{other}{}", &HASH[1..]);
        assert_eq!(text.parse::<Bytes32>(), Err(Base64Error::NotCanonical), "{other:?}");
    }
    assert_eq!("_w".parse::<Bytes>().unwrap().as_bytes(), [0xff]);
    for text in ["_x", "/w", "_w==", "_", "_w\n"] {
        assert_eq!(text.parse::<Bytes>(), Err(Base64Error::NotCanonical), "{text:?}");
    }
    assert_eq!("".parse::<Bytes>(), Ok(Bytes::default()));
    assert_eq!("".parse::<B64<0>>(), Ok(B64([])));
    assert_eq!(B64([255_u8; 64]).to_string().parse::<Bytes64>(), Ok(B64([255; 64])));
    assert_eq!(B64([1_u8; 3]).to_string(), "AQEB");
}

#[test]
fn what_was_read_is_what_is_written_for_any_bytes() {
    use proptest::prelude::*;
    proptest!(|(bytes: [u8; 32], rest: Vec<u8>, count in 0..=INT_MAX, name in "[a-z票\"\\\\/ ]{0,9}", flag: bool)| {
        let record = Record {
            name: name.parse().unwrap(),
            count: count.try_into().unwrap(),
            hash: bytes.into(),
            rest: rest.into(),
            flag,
        };
        prop_assert_eq!(decode_strict(&encode(&record)), Ok(record));
    });
    // One changed byte is another value or a refusal, never the same value.
    let canonical = document().into_bytes();
    let record: Record = decode_strict(&canonical).unwrap();
    proptest!(|(at in 0..canonical.len(), flip in 1..=255_u8)| {
        let mut bytes = canonical.clone();
        bytes[at] ^= flip;
        prop_assert_ne!(decode_strict::<Record>(&bytes), Ok(record.clone()));
    });
}
