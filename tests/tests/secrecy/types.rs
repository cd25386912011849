//! Every type that holds a secret: its `Debug` shows nothing of it, and it is wiped when dropped.
//!
//! What is shown of wiping without `unsafe`: that wiping leaves nothing that the type still gives out, that the type does something
//! when it is dropped, and (by [`ZeroizeOnDrop`], which the derive alone implements here) that this is the wiping. What cannot be
//! shown: that the bytes are gone from memory. A move leaves the old place as it was, a register or a page that was swapped out
//! is not reached, and a compiler may keep copies of what is on the stack; `zeroize` writes with volatile stores, so at least the
//! last place is overwritten. Buffers that pass a secret on reserve their room at once, so that growing leaves no copy behind.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::mem::needs_drop;
use std::path::Path;

use crypto::ballot::{Choices, CodeNonce, EncryptionSeed, Shape};
use crypto::card::Card;
use crypto::ceremony::{CeremonySecret, Parameters, Run};
use crypto::hash::Entropy;
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use crypto::sealing::SealingKey;
use crypto::signature::SigningKey;
use crypto::stamp::{Blinding, StampContext, StampInput, StampKey};
use end_to_end::play::search::Needles;
use tally_server::folder::keys::ServerKeys;
use terminal_client::deputy::{self, CardInput};
use terminal_client::device::{DeviceCommand, Opening};
use terminal_client::keys::Passphrase;
use terminal_client::roles::acts::papers::EntryCode;
use terminal_client::ui::confirm::Field;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A scalar below ℓ, whatever the order of its bytes.
const SECRET: [u8; 32] = [
    0x05, 0x63, 0x17, 0x58, 0x29, 0x71, 0x33, 0x0e, 0x4d, 0x21, 0x66, 0x38, 0x5a, 0x12, 0x77, 0x49, 0x1f,
    0x6b, 0x02, 0x54, 0x3c, 0x68, 0x2e, 0x7d, 0x15, 0x40, 0x5f, 0x26, 0x73, 0x0b, 0x64, 0x07,
];

/// Types with secrets, as a search of the sources finds them, and where their `Debug` is tested if not here.
const TYPES: [(&str, &str); 28] = [
    ("crypto/ballot/Choices", HERE),
    ("crypto/ballot/CodeNonce", HERE),
    ("crypto/ballot/EncryptionSeed", HERE),
    ("crypto/ballot/Nonces", NO_DEBUG),
    ("crypto/ballot/Opening", NO_DEBUG),
    ("crypto/ballot/Stream", NO_DEBUG),
    ("crypto/card/Card", HERE),
    ("crypto/ceremony/CeremonySecret", HERE),
    ("crypto/ceremony/Unsealed", NO_DEBUG),
    ("crypto/hash/Entropy", HERE),
    ("crypto/scrutineer/SecretShare", HERE),
    ("crypto/sealing/SealingKey", HERE),
    ("crypto/signature/SigningKey", HERE),
    ("crypto/stamp/Blinding", HERE),
    ("crypto/stamp/StampKey", HERE),
    ("tally-server/prepare/CardFace", "tally-server/src/prepare/cards.rs"),
    ("terminal-client/deputy/CardInput", HERE),
    ("terminal-client/deputy/Choices", "terminal-client/src/deputy/tests.rs"),
    ("terminal-client/deputy/Marks", "terminal-client/src/deputy/tests.rs"),
    ("terminal-client/deputy/Opening", HERE),
    ("terminal-client/device/Opening", HERE),
    ("terminal-client/device/Secret32", "terminal-client/src/device/secret.rs"),
    ("terminal-client/keys/HiddenLine", NO_DEBUG),
    ("terminal-client/keys/Passphrase", HERE),
    ("terminal-client/roles/EntryCode", HERE),
    ("terminal-client/roles/Held", NO_DEBUG),
    ("terminal-client/scrutineer/Passphrase", "terminal-client/src/scrutineer/model.rs"),
    ("terminal-client/ui/Field", HERE),
];
const HERE: &str = "";
const NO_DEBUG: &str = "has no Debug";

/// What a declaration says if the type holds a secret itself.
const SIGNS: [&str; 4] = ["ZeroizeOnDrop", "Zeroizing<", "SecretString", "ed25519_dalek::SigningKey"];

/// `crate/module/Type` of each type that wipes itself or a field, and of each that wipes something when dropped.
fn in_sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in ["crypto", "audit", "protocol", "tally-server", "terminal-client"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
        for file in end_to_end::play::search::files(&folder) {
            let text = std::fs::read_to_string(&file).unwrap();
            let below = file.strip_prefix(&folder).unwrap().display().to_string();
            let module = below.split(['/', '.']).next().unwrap();
            found.extend(declared(&text).map(|of| format!("{name}/{module}/{of}")));
        }
    }
    found
}

/// Names of the types with secrets in a source file: of blocks of lines without an empty line between.
fn declared(text: &str) -> impl Iterator<Item = String> {
    text.split("\n\n")
        .filter_map(|block| {
            let line = block.lines().find(|line| {
                let line = line.trim_start_matches("pub(super) ").trim_start_matches("pub ");
                ["struct ", "enum ", "impl Drop for "].iter().any(|start| line.starts_with(start))
            })?;
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let place = words.iter().position(|word| ["struct", "enum", "for"].contains(word))?;
            let wipes = line.starts_with("impl")
                && ["zeroize()", "wipe()", "clear()"].iter().any(|call| block.contains(call));
            let holds = !line.starts_with("impl") && SIGNS.iter().any(|sign| block.contains(sign));
            (wipes || holds).then(|| (*words[place + 1]).to_owned())
        })
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn every_type_with_a_secret_is_listed_with_its_test() {
    let listed: BTreeSet<String> = TYPES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(in_sources(), listed);
    for (name, place) in TYPES {
        let of = name.rsplit('/').next().unwrap();
        let text = if place == HERE { include_str!("types.rs").to_owned() } else { String::new() };
        if place != HERE && place != NO_DEBUG {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(place);
            let text = std::fs::read_to_string(file).unwrap();
            assert!(text.contains(&format!(", \"{of}(")), "{name}: {place} has no test of its Debug");
        } else if place == HERE {
            assert!(text.contains(&format!("hidden(\"{of}\"")), "{name} is not tested here");
        }
    }
}

/// Both forms of `Debug` show no form of the secret.
fn hidden(name: &str, value: &impl Debug, secret: &[u8]) {
    let mut needles = Needles::default();
    if secret.len() >= 16 {
        needles.add(name, secret);
    }
    needles.add_text(name, &String::from_utf8_lossy(secret));
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(needles.in_bytes(shown.as_bytes()).is_empty(), "{name} shows its secret: {shown}");
        assert!(shown.contains("redacted"), "{name} does not say that it hides something: {shown}");
    }
}

fn entropy() -> Entropy {
    Entropy::from_os(SECRET)
}

fn shape() -> Shape {
    Shape::new(72, 2, Vec::new()).unwrap()
}

fn marks() -> Vec<bool> {
    (0..72).map(|cell: usize| SECRET[cell % 32] >> (cell % 7) & 1 == 1).collect()
}

fn ceremony() -> CeremonySecret {
    let keys: Vec<SigningKey> = (1..=2).map(|seed| SigningKey::from_seed(&[seed; 32]).unwrap()).collect();
    let parameters = Parameters::new(2, 2).unwrap();
    let run =
        Run::new(&[1; 32], 1, parameters, keys.iter().map(SigningKey::verifying_key).collect()).unwrap();
    CeremonySecret::from_secret_bytes(run, ScrutineerIndex::try_from(1).unwrap(), &SECRET).unwrap()
}

fn input() -> StampInput {
    let context = StampContext { sitting: [1; 32], contest: [2; 32] };
    StampInput::new(&context, &SigningKey::from_seed(&[3; 32]).unwrap().verifying_key()).unwrap()
}

fn opening() -> Opening {
    Opening { contest: [1; 32], com: [2; 32], seed: SECRET, choices: SECRET.to_vec(), code: [3; 32] }
}

#[test]
fn no_debug_shows_a_secret() {
    let choices = Choices::new(&shape(), &marks()).unwrap();
    let packed = choices.to_packed();
    hidden("Choices", &choices, &packed);
    let mut needles = Needles::default();
    needles.add_choices("choices", &marks());
    assert!(needles.in_bytes(format!("{choices:#?}").as_bytes()).is_empty());
    let command = DeviceCommand::Prepare { contest: 1, choices };
    assert!(needles.in_bytes(format!("{command:?}").as_bytes()).is_empty());
    hidden("DeviceCommand", &command, &packed);

    hidden("EncryptionSeed", &EncryptionSeed::from_opened(SECRET), &SECRET);
    hidden("CodeNonce", &CodeNonce::from_bytes(SECRET), &SECRET);
    hidden("Entropy", &entropy(), &SECRET);
    hidden("SealingKey", &SealingKey::from_secret_bytes(&SECRET), &SECRET);
    hidden("SigningKey", &SigningKey::from_seed(&SECRET).unwrap(), &SECRET);
    hidden("SecretShare", &SecretShare::from_bytes(&SECRET).unwrap(), &SECRET);
    hidden("StampKey", &StampKey::from_secret_bytes(&SECRET).unwrap(), &SECRET);
    hidden("Blinding", &Blinding::from_secret_bytes(input(), &SECRET).unwrap(), &SECRET);
    hidden("CeremonySecret", &ceremony(), &SECRET);
    hidden("Opening", &opening(), &SECRET);
    hidden("DeviceCommand", &DeviceCommand::Record(Box::new(opening())), &SECRET);

    let card = Card::issue(3, entropy()).unwrap();
    let typed = card.typed();
    hidden("Card", &card, typed.as_bytes());
    hidden("Card", &card, typed.replace('-', "").as_bytes());
    let passphrase = Passphrase::new("correct horse battery staple").unwrap();
    hidden("Passphrase", &passphrase, passphrase.expose().as_bytes());
    let mut field = Field::default();
    "KZ5N-6B9B-E3EK".chars().for_each(|letter| field.push(letter));
    hidden("Field", &field, b"KZ5N-6B9B-E3EK");
    let typed = CardInput::Typed { number: "3".to_owned(), code: "KZ5N-6B9B-E3EK".to_owned() };
    hidden("CardInput", &typed, b"KZ5N-6B9B-E3EK");
    hidden("Opening", &deputy::Opening::new("PJO1.0102.0304.FF".to_owned()), b"PJO1.0102.0304.FF");
    let code = EntryCode::generate(&entropy());
    hidden("EntryCode", &code, code.typed(&[4; 32]).as_bytes());

    // Of several: the storage key is the one secret that has no public half to be known by.
    let key = || SigningKey::from_seed(&SECRET).unwrap();
    let keys = ServerKeys { log: key(), act: key(), storage: SealingKey::from_secret_bytes(&SECRET) };
    hidden("ServerKeys", &keys, &SECRET);
}

/// Wiped by its own hand when dropped.
fn wipes<T: ZeroizeOnDrop + Zeroize>(mut value: T, is_wiped: impl FnOnce(T) -> bool) {
    assert!(needs_drop::<T>());
    value.zeroize();
    assert!(is_wiped(value), "{} keeps something", std::any::type_name::<T>());
}

#[test]
fn wiping_leaves_nothing() {
    wipes(EncryptionSeed::from_opened(SECRET), |seed| seed.open() == [0; 32]);
    wipes(CodeNonce::from_bytes(SECRET), |nonce| *nonce.as_bytes() == [0; 32]);
    wipes(entropy(), |entropy| *entropy.as_bytes() == [0; 32]);
    wipes(SealingKey::from_secret_bytes(&SECRET), |key| *key.to_secret_bytes() == [0; 32]);
    wipes(SecretShare::from_bytes(&SECRET).unwrap(), |share| *share.to_bytes() == [0; 32]);
    wipes(Choices::new(&shape(), &marks()).unwrap(), |choices| {
        choices.to_packed().iter().all(|byte| *byte == 0)
    });
    wipes(opening(), |opening| opening.seed == [0; 32] && opening.choices.iter().all(|byte| *byte == 0));
}

#[test]
fn what_wipes_through_its_fields_does_something_when_dropped() {
    // Their secrets are in fields that wipe themselves (`Zeroizing`, the key types above) or are wiped in their `Drop`.
    assert!(needs_drop::<SigningKey>() && needs_drop::<StampKey>() && needs_drop::<Blinding>());
    assert!(needs_drop::<CeremonySecret>() && needs_drop::<Card>() && needs_drop::<Passphrase>());
    assert!(needs_drop::<Field>() && needs_drop::<EntryCode>() && needs_drop::<ServerKeys>());
}
