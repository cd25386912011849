use super::*;

const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2\
                    ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const TEXT: &str = "vote.example/2026-3\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn name(name: &str) -> KeyName {
    name.parse().unwrap()
}

fn vkey(of: &str, kind: VkeyType, seed: u8) -> Vkey {
    Vkey::new(name(of), kind, key(seed).verifying_key())
}

fn parse(note: &str) -> Result<Note, NoteError> {
    Note::parse(note.as_bytes())
}

#[test]
fn the_vector_of_the_specification_verifies() {
    let vkey: Vkey = VKEY.parse().unwrap();
    assert_eq!(vkey.to_string(), VKEY);
    let note = parse(NOTE).unwrap();
    assert_eq!(note.text(), "This is an example message.\n");
    assert_eq!(note.to_bytes(), NOTE.as_bytes());
    assert_eq!(note.verify(std::slice::from_ref(&vkey)), Ok(vec![Verified { key: 0, time: None }]));
    let other = parse(&NOTE.replace("example message", "exbmple message")).unwrap();
    let refused = NoteError::Signature {
        name: name("example.com/foo"),
        source: KeyError::Signature(SignatureError::Mismatch),
    };
    assert_eq!(other.verify(&[vkey]), Err(refused));
}

#[test]
fn vkeys_have_one_spelling() {
    let refused = |line: &str| line.parse::<Vkey>().map(|_| ()).unwrap_err();
    assert_eq!(refused("example.com/foo"), VkeyError::Form);
    assert_eq!(refused("example.com/foo+530d903a"), VkeyError::Form);
    assert_eq!(refused(&VKEY.replace("530d903a", "530D903A")), VkeyError::Id);
    assert_eq!(refused(&VKEY.replace("530d903a", "530d903b")), VkeyError::Id);
    assert_eq!(refused(&VKEY.replace("example.com/foo", "example.com/fop")), VkeyError::Id);
    assert_eq!(refused(&VKEY.replace("example.com/foo", "")), VkeyError::Name(KeyNameError::Empty));
    assert_eq!(
        refused(&VKEY.replace("example.com", "example\u{a0}com")),
        VkeyError::Name(KeyNameError::Character)
    );
    assert_eq!(refused(&VKEY.replace("+Aeky", "+Aeky\n")), VkeyError::Form);
    let coded = |bytes: &[u8]| format!("a+00000000+{}", STANDARD.encode(bytes));
    assert_eq!(refused(&coded(&[])), VkeyError::Form);
    assert_eq!(refused(&coded(&[[2].as_slice(), &[0; 32]].concat())), VkeyError::Type(2));
    assert_eq!(refused(&coded(&[[1].as_slice(), &[0; 31]].concat())), VkeyError::Length { actual: 31 });
    let small = VkeyError::Key(SignatureError::KeySmallOrder);
    assert_eq!(refused(&coded(&[[1].as_slice(), &[0; 32]].concat())), small);
    // The type is part of the ID.
    let (log, witness) = (vkey("a", VkeyType::Ed25519, 1), vkey("a", VkeyType::Cosignature, 1));
    assert_ne!(log.id(), witness.id());
    assert_eq!(witness.to_string().parse(), Ok(witness));
}

#[test]
fn names_have_no_space_plus_or_control() {
    for refused in ["a b", "a+b", "a\tb", "a\nb", "a\u{1}b", "a\u{3000}b", "a\u{2028}"] {
        assert_eq!(refused.parse::<KeyName>(), Err(KeyNameError::Character), "{refused:?}");
    }
    assert_eq!("".parse::<KeyName>(), Err(KeyNameError::Empty));
    assert_eq!("a".repeat(1_025).parse::<KeyName>(), Err(KeyNameError::TooLong));
    assert_eq!("vote.example/2026-3".parse::<KeyName>().unwrap().as_str(), "vote.example/2026-3");
}

#[test]
fn malformed_notes_are_refused_by_the_check_that_fails() {
    let line = |source| NoteError::Line { line: 1, source };
    let cases = [
        (NOTE.trim_end().to_owned(), NoteError::FinalNewline),
        (NOTE.replace("\n\n", "\n"), NoteError::NoSignatures),
        ("text\n\n".to_owned(), NoteError::NoSignatures),
        (NOTE.replace("message.\n", "message.\r\n"), NoteError::Control { at: 27 }),
        (NOTE.replace("This", "\tThis"), NoteError::Control { at: 0 }),
        (NOTE.replace('\u{2014}', "-"), line(LineError::Form)),
        (NOTE.replace("\u{2014} ", "\u{2014}"), line(LineError::Form)),
        (NOTE.replace("foo Uw", "fooUw"), line(LineError::Form)),
        (NOTE.replace("foo Uw", "foo  Uw"), line(LineError::Base64)),
        (NOTE.replace("example.com/foo ", " "), line(LineError::Name(KeyNameError::Empty))),
        (NOTE.replace("com/foo", "com+foo"), line(LineError::Name(KeyNameError::Character))),
        (NOTE.replace("com/foo", "com\u{2003}foo"), line(LineError::Name(KeyNameError::Character))),
        (NOTE.replace("aQM=", "aQM"), line(LineError::Base64)),
        (NOTE.replace("aQM=", "aQN="), line(LineError::Base64)),
        ("a\n\n\u{2014} b Uw2QOg==\n".to_owned(), line(LineError::Short)),
        (format!("{NOTE}\u{2014} b !\n"), NoteError::Line { line: 2, source: LineError::Base64 }),
    ];
    for (note, expected) in cases {
        assert_eq!(parse(&note), Err(expected), "{note:?}");
    }
    assert_eq!(Note::parse(b"a\xff\n"), Err(NoteError::NotUtf8 { at: 1 }));
    let long = "a".repeat(NOTE_BYTES_MAX + 1);
    assert_eq!(parse(&long), Err(NoteError::TooLong { bytes: NOTE_BYTES_MAX + 1 }));
}

#[test]
fn the_text_parts_at_the_last_empty_line() {
    let text = "a\n\nb\n\n";
    let note = Note::sign(text, &name("n"), &key(1)).unwrap();
    let read = Note::parse(&note.to_bytes()).unwrap();
    assert_eq!(read.text(), text);
    assert!(read.verify(&[vkey("n", VkeyType::Ed25519, 1)]).is_ok());
    assert_eq!(Note::sign("a", &name("n"), &key(1)), Err(NoteError::TextEnd));
    assert_eq!(Note::sign("a\u{0}\n", &name("n"), &key(1)), Err(NoteError::Control { at: 1 }));
}

#[test]
fn unknown_keys_say_nothing_and_known_ones_must_hold() {
    let mut note = Note::sign(TEXT, &name("log"), &key(1)).unwrap();
    note.cosign(&name("witness"), &key(2), 7).unwrap();
    let log = vkey("log", VkeyType::Ed25519, 1);
    assert_eq!(note.verify(std::slice::from_ref(&log)), Ok(vec![Verified { key: 0, time: None }]));
    // Another name, another key, another type: none of them is known.
    for unknown in [
        vkey("gol", VkeyType::Ed25519, 1),
        vkey("log", VkeyType::Ed25519, 3),
        vkey("log", VkeyType::Cosignature, 1),
    ] {
        assert_eq!(note.verify(&[unknown]), Err(NoteError::Unsigned));
    }
    assert_eq!(note.verify(&[]), Err(NoteError::Unsigned));
    // A signature that holds does not save one that fails, in whatever order.
    let failing = Note::sign("other\n", &name("log"), &key(1)).unwrap().signatures()[0].clone();
    for at in [0, 2] {
        let mut bad = note.clone();
        bad.signatures.insert(at, failing.clone());
        let source = KeyError::Signature(SignatureError::Mismatch);
        let error = NoteError::Signature { name: name("log"), source };
        assert_eq!(bad.verify(std::slice::from_ref(&log)), Err(error));
    }
    let mut short = note.clone();
    short.signatures[0].signature.pop();
    let source = KeyError::Length { expected: 64, actual: 63 };
    assert_eq!(short.verify(&[log]), Err(NoteError::Signature { name: name("log"), source }));
}

#[test]
fn cosignatures_carry_a_time_that_is_signed() {
    let witness = vkey("witness", VkeyType::Cosignature, 2);
    let mut note = Note::sign(TEXT, &name("log"), &key(1)).unwrap();
    note.cosign(&name("witness"), &key(2), 1_700_000_000).unwrap();
    note.cosign(&name("witness"), &key(2), 1_600_000_000).unwrap();
    let note = Note::parse(&note.to_bytes()).unwrap();
    let log = vkey("log", VkeyType::Ed25519, 1);
    let expected = vec![Verified { key: 1, time: None }, Verified { key: 0, time: Some(1_700_000_000) }];
    assert_eq!(note.verify(&[witness.clone(), log]), Ok(expected));
    assert_eq!(note.signatures()[1].signature.len(), 72);
    // The message of the specification, byte by byte.
    let message = format!("cosignature/v1\ntime 1700000000\n{TEXT}");
    assert_eq!(note.signatures()[1].signature[8..], key(2).sign_raw(message.as_bytes()).to_bytes());

    let refused = |changed: &Note| match changed.verify(std::slice::from_ref(&witness)) {
        Err(NoteError::Signature { source, .. }) => source,
        other => panic!("{other:?}"),
    };
    let mut later = note.clone();
    later.signatures[1].signature[7] ^= 1;
    assert_eq!(refused(&later), KeyError::Signature(SignatureError::Mismatch));
    let mut beyond = note.clone();
    beyond.signatures[1].signature[0] = 0x80;
    assert!(matches!(refused(&beyond), KeyError::Time { .. }));
    let mut short = note.clone();
    short.signatures[1].signature.truncate(7);
    assert_eq!(refused(&short), KeyError::Length { expected: 72, actual: 7 });
    let mut long = note.clone();
    long.signatures[1].signature.push(0);
    assert_eq!(refused(&long), KeyError::Length { expected: 72, actual: 73 });
    let mut note = note;
    assert!(matches!(note.cosign(&name("witness"), &key(2), 1 << 63), Err(NoteError::Signature { .. })));
}

#[test]
fn a_note_is_put_together_from_lines_as_if_it_had_been_signed_so() {
    let mut note = Note::sign("text\n", &name("a.example"), &key(1)).unwrap();
    let own = note.signatures().to_vec();
    note.cosign(&name("w.example"), &key(2), 7).unwrap();
    let cosignature = note.cosignature(&name("w.example"), &key(2), 7).unwrap();
    assert_eq!(SignatureLine::parse(&cosignature.to_string()), Ok(cosignature.clone()));
    assert_eq!(Note::assemble("text\n", [own, vec![cosignature.clone()]].concat()), Ok(note));
    let refused = |text: &str, lines| Note::assemble(text, vec![cosignature.clone(); lines]);
    assert_eq!(refused("text", 1), Err(NoteError::TextEnd));
    assert_eq!(refused("te\txt\n", 1), Err(NoteError::Control { at: 2 }));
    assert_eq!(refused("text\n", 0), Err(NoteError::NoSignatures));
    assert_eq!(refused("text\n", 65), Err(NoteError::TooManySignatures { count: 65 }));
    let long = "x".repeat(NOTE_BYTES_MAX - 2) + "\n";
    assert!(matches!(refused(&long, 1), Err(NoteError::TooLong { .. })));

    // What is just as large as allowed is a note.
    assert_eq!(refused("text\n", 64).map(|note| note.signatures().len()), Ok(64));
    let frame = refused("\n", 1).unwrap().to_bytes().len();
    let largest = |more: usize| refused(&("x".repeat(NOTE_BYTES_MAX - frame + more) + "\n"), 1);
    let note = largest(0).unwrap();
    assert_eq!(note.to_bytes().len(), NOTE_BYTES_MAX);
    assert_eq!(Note::parse(&note.to_bytes()), Ok(note));
    assert_eq!(largest(1), Err(NoteError::TooLong { bytes: NOTE_BYTES_MAX + 1 }));
}

#[test]
fn signatures_are_limited_in_number() {
    let mut note = Note::sign(TEXT, &name("log"), &key(1)).unwrap();
    for i in 1..NOTE_SIGNATURES_MAX {
        note.cosign(&name(&format!("w{i}")), &key(2), 7).unwrap();
    }
    assert_eq!(Note::parse(&note.to_bytes()), Ok(note.clone()));
    let error = NoteError::TooManySignatures { count: 65 };
    assert_eq!(note.cosign(&name("w"), &key(2), 7), Err(error.clone()));
    note.signatures.push(note.signatures[0].clone());
    assert_eq!(Note::parse(&note.to_bytes()), Err(error));
}

/// The crate `signed_note` is the oracle: what it accepts and refuses, we do.
mod oracle {
    use proptest::prelude::*;
    use signed_note::{Note as OracleNote, StandardVerifier, VerifierList};

    use super::*;

    fn accepts(bytes: &[u8], vkey: &str) -> bool {
        let known = VerifierList::new(vec![Box::new(StandardVerifier::new(vkey).unwrap())]);
        OracleNote::from_bytes(bytes).is_ok_and(|note| note.verify(&known).is_ok())
    }

    fn we_accept(bytes: &[u8], vkey: &str) -> bool {
        let known: Vkey = vkey.parse().unwrap();
        Note::parse(bytes).is_ok_and(|note| note.verify(&[known]).is_ok())
    }

    #[test]
    fn the_vector_is_accepted_by_both() {
        assert!(accepts(NOTE.as_bytes(), VKEY) && we_accept(NOTE.as_bytes(), VKEY));
    }

    proptest! {
        #[test]
        fn notes_that_we_sign_are_accepted(text in "[a-z票\n ]{0,40}\n", seed: u8) {
            let note = Note::sign(&text, &name("a/票"), &key(seed)).unwrap().to_bytes();
            let vkey = vkey("a/票", VkeyType::Ed25519, seed).to_string();
            prop_assert!(accepts(&note, &vkey));
            prop_assert!(we_accept(&note, &vkey));
        }

        #[test]
        fn changed_notes_are_judged_alike(at in 0..NOTE.len(), byte: u8, cut in 0..4_usize, twice: bool) {
            let mut note = NOTE.as_bytes().to_vec();
            if twice {
                note.extend_from_slice(&NOTE.as_bytes()[29..]);
            }
            match cut {
                0 => note[at] = byte,
                1 => note.insert(at, byte),
                2 => { note.remove(at); }
                _ => note.truncate(at),
            }
            prop_assert_eq!(we_accept(&note, VKEY), accepts(&note, VKEY));
        }

        #[test]
        fn any_lines_are_parsed_alike(text in "[a\n\u{2014} +=A\t]{0,30}") {
            let parsed = parse(&text);
            prop_assert_eq!(parsed.is_ok(), OracleNote::from_bytes(text.as_bytes()).is_ok());
            if let Ok(note) = parsed {
                prop_assert_eq!(note.to_bytes(), text.as_bytes());
            }
        }
    }
}
