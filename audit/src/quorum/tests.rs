use super::*;
use crate::checkpoint::Checkpoint;
use crate::entry::preparation::{Mode, SittingKeys};
use crypto::signature::SigningKey;

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn public(seed: u8) -> [u8; 32] {
    *key(seed).verifying_key().as_bytes()
}

fn vkey(number: u8, kind: VkeyType) -> String {
    let name = format!("witness-{number}.example").parse().unwrap();
    Vkey::new(name, kind, key(100 + number).verifying_key()).to_string()
}

fn definition(count: u8, quorum: u32) -> SittingDefined {
    SittingDefined {
        version: 1_u32.into(),
        name: "会议".parse().unwrap(),
        mode: Mode::Real,
        origin: "log.example/1".parse().unwrap(),
        keys: SittingKeys {
            log: public(1).into(),
            server: public(2).into(),
            secretariat: public(3).into(),
            chief: public(4).into(),
            presiding: public(5).into(),
        },
        witnesses: (1..=count)
            .map(|number| WitnessKey {
                name: format!("见证人{number}").as_str().parse().unwrap(),
                vkey: vkey(number, VkeyType::Cosignature).as_str().parse().unwrap(),
            })
            .collect(),
        quorum: quorum.into(),
        pages: Vec::new(),
    }
}

#[test]
fn none_and_0_or_a_majority_of_at_most_32() {
    for (count, quorum) in [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (5, 3), (32, 17), (32, 32)] {
        let witnesses = Witnesses::of(&definition(count, quorum)).unwrap();
        assert_eq!((witnesses.count(), witnesses.quorum()), (u64::from(count), u64::from(quorum)));
    }
    let refused = |count, quorum| Witnesses::of(&definition(count, quorum)).unwrap_err();
    assert_eq!(refused(33, 20), WitnessesError::TooMany { count: 33 });
    assert_eq!(refused(0, 1), WitnessesError::Quorum { quorum: 1, count: 0 });
    assert_eq!(refused(3, 0), WitnessesError::Quorum { quorum: 0, count: 3 });
    assert_eq!(refused(3, 4), WitnessesError::Quorum { quorum: 4, count: 3 });
    assert_eq!(refused(4, 2), WitnessesError::NoMajority { quorum: 2, count: 4 });
    assert_eq!(refused(3, 1), WitnessesError::NoMajority { quorum: 1, count: 3 });
}

#[test]
fn the_quorum_by_default_outvotes_a_third() {
    let all: Vec<u64> = (0..=7).map(quorum_by_default).collect();
    assert_eq!(all, [0, 1, 2, 2, 3, 4, 4, 5]);
    for count in 1..=32 {
        let (quorum, third) = (quorum_by_default(count), (count - 1) / 3);
        assert!(needed_for_two_histories(count, quorum) > third && quorum <= count, "{count}");
        assert!(quorum == 1 || needed_for_two_histories(count, quorum - 1) <= third, "{count}");
    }
}

#[test]
fn each_witness_has_a_name_and_a_key_of_its_own() {
    let refused = |edit: &dyn Fn(&mut SittingDefined)| {
        let mut definition = definition(3, 2);
        edit(&mut definition);
        Witnesses::of(&definition).unwrap_err()
    };
    let set = |at: usize, vkey: String| {
        move |definition: &mut SittingDefined| definition.witnesses[at].vkey = vkey.as_str().parse().unwrap()
    };
    let of = |name: &str, seed| {
        Vkey::new(name.parse().unwrap(), VkeyType::Cosignature, key(seed).verifying_key()).to_string()
    };
    let empty = refused(&|definition| definition.witnesses[1].name = "\u{3000}".parse().unwrap());
    assert_eq!(empty, WitnessesError::NameEmpty { witness: 2 });
    let same = refused(&|definition| definition.witnesses[2].name = definition.witnesses[0].name.clone());
    assert_eq!(same, WitnessesError::SameName { witness: 3 });
    let other_id = vkey(1, VkeyType::Cosignature).replacen('+', "+0", 1);
    let bad = WitnessesError::Vkey { witness: 1, source: VkeyError::Id };
    assert_eq!(refused(&set(0, other_id)), bad);
    assert_eq!(refused(&set(0, vkey(1, VkeyType::Ed25519))), WitnessesError::Type { witness: 1 });
    let same_name = refused(&set(2, of("witness-1.example", 9)));
    assert_eq!(same_name, WitnessesError::SameKeyName { witness: 3 });
    let origin = refused(&set(0, of("log.example/1", 9)));
    assert_eq!(origin, WitnessesError::SameKeyName { witness: 1 });
    assert_eq!(refused(&set(2, of("other.example", 101))), WitnessesError::SameKey { witness: 3 });
    for role in 1..=5 {
        assert_eq!(refused(&set(1, of("other.example", role))), WitnessesError::SameKey { witness: 2 });
    }
}

fn head() -> Checkpoint {
    Checkpoint { origin: "log.example/1".parse().unwrap(), size: 7, root: [7; 32] }
}

fn cosign(note: &mut Note, number: u8, time: u64) {
    note.cosign(&format!("witness-{number}.example").parse().unwrap(), &key(100 + number), time).unwrap();
}

#[test]
fn a_quorum_stands_since_the_last_but_so_many_of_its_times() {
    let witnesses = Witnesses::of(&definition(5, 3)).unwrap();
    let mut note = head().sign(&key(1)).unwrap();
    let cosigned = witnesses.cosigned(&note).unwrap();
    assert_eq!((cosigned.have(), cosigned.is_quorum(), cosigned.quorum_time()), (0, false, None));
    cosign(&mut note, 5, 500);
    cosign(&mut note, 2, 900);
    cosign(&mut note, 2, 100);
    // Somebody whom this sitting does not name.
    note.cosign(&"stranger.example".parse().unwrap(), &key(200), 950).unwrap();
    let cosigned = witnesses.cosigned(&note).unwrap();
    assert_eq!((cosigned.have(), cosigned.is_quorum(), cosigned.quorum_time()), (2, false, None));
    cosign(&mut note, 1, 300);
    cosign(&mut note, 4, 200);
    let cosigned = witnesses.cosigned(&note).unwrap();
    let by: Vec<_> = cosigned.by().iter().map(|one| (one.witness, one.time)).collect();
    assert_eq!(by, [(0, 300), (1, 900), (3, 200), (4, 500)]);
    assert!(cosigned.is_quorum());
    // Three of them signed at 300 or later.
    assert_eq!(cosigned.quorum_time(), Some(300));
    let none = Witnesses::of(&definition(0, 0)).unwrap().cosigned(&note).unwrap();
    assert_eq!((none.have(), none.is_quorum(), none.quorum_time()), (0, true, None));
}

#[test]
fn a_cosignature_that_fails_refuses_the_note() {
    let witnesses = Witnesses::of(&definition(3, 2)).unwrap();
    let mut note = head().sign(&key(1)).unwrap();
    note.cosign(&"witness-1.example".parse().unwrap(), &key(101), 5).unwrap();
    let mut other = Checkpoint { size: 8, ..head() }.sign(&key(1)).unwrap();
    cosign(&mut other, 2, 5);
    assert_eq!(note.join(&other), Err(NoteError::OtherText));
    let bytes = String::from_utf8(note.to_bytes()).unwrap();
    let moved = String::from_utf8(other.to_bytes()).unwrap();
    let line = moved.lines().find(|line| line.contains("witness-2")).unwrap();
    let mixed = Note::parse(format!("{bytes}{line}\n").as_bytes()).unwrap();
    assert!(matches!(witnesses.cosigned(&mixed), Err(NoteError::Signature { .. })));
    assert_eq!(witnesses.cosigned(&note).map(|cosigned| cosigned.have()), Ok(1));
}

#[test]
fn a_note_is_arranged_as_entry_0_names_them() {
    let definition = definition(3, 2);
    let (witnesses, log) = (Witnesses::of(&definition).unwrap(), log_vkey(&definition).unwrap());
    let signed = head().sign(&key(1)).unwrap();
    let mut expected = signed.clone();
    cosign(&mut expected, 1, 8);
    cosign(&mut expected, 3, 9);
    let (mut third, mut first) = (signed.clone(), signed.clone());
    cosign(&mut third, 3, 9);
    cosign(&mut third, 3, 7);
    first.cosign(&"stranger.example".parse().unwrap(), &key(200), 950).unwrap();
    cosign(&mut first, 1, 8);
    let mut all = third;
    all.join(&first).unwrap();
    all.join(&first).unwrap();
    assert_eq!(all.signatures().len(), 5);
    assert_eq!(witnesses.arrange(&all, &log), Ok(expected));
    let unsigned = head().sign(&key(9)).unwrap();
    assert_eq!(witnesses.arrange(&unsigned, &log), Err(NoteError::Unsigned));
}
