//! How many witnesses of entry 0 cosigned a note, and how fresh that is.

use crate::entry::preparation::SittingDefined;
use crate::note::{Note, NoteError, Vkey};

/// The valid cosignatures of the sitting's witnesses on one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// Their names for people and when they say that they signed, in POSIX seconds; in the order of entry 0.
    pub witnesses: Vec<(String, u64)>,
    /// How many the sitting asks for.
    pub quorum: u64,
}

impl Cosigned {
    /// Whether there are as many as the sitting asks for. Always with quorum 0.
    pub fn is_quorum(&self) -> bool {
        u64::try_from(self.witnesses.len()).unwrap_or(u64::MAX) >= self.quorum
    }

    /// The newest time for which a quorum vouches: so many witnesses had seen this checkpoint then or later. `None` without a
    /// quorum, or with quorum 0.
    pub fn quorum_time(&self) -> Option<u64> {
        let mut times: Vec<u64> = self.witnesses.iter().map(|(_, time)| *time).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.get(usize::try_from(self.quorum.checked_sub(1)?).ok()?).copied()
    }
}

/// Counts cosignatures of the sitting's witnesses.
///
/// # Errors
/// A signature in a witness's name fails: then nothing of the note counts (c2sp.org/signed-note).
pub fn cosigned(note: &Note, sitting: &SittingDefined) -> Result<Cosigned, NoteError> {
    // What entry 0 names are vkeys: the fold takes no other definition.
    let known: Vec<(&str, Vkey)> = sitting
        .witnesses
        .iter()
        .filter_map(|witness| Some((witness.name.as_str(), witness.vkey.as_str().parse().ok()?)))
        .collect();
    let vkeys: Vec<Vkey> = known.iter().map(|(_, vkey)| vkey.clone()).collect();
    let mut verified = match note.verify(&vkeys) {
        Ok(verified) => verified,
        Err(NoteError::Unsigned) => Vec::new(),
        Err(error) => return Err(error),
    };
    verified.sort_unstable_by_key(|cosignature| cosignature.key);
    let witnesses = verified
        .iter()
        .filter_map(|cosignature| {
            let (name, _) = known.get(cosignature.key)?;
            Some(((*name).to_owned(), cosignature.time?))
        })
        .collect();
    Ok(Cosigned { witnesses, quorum: sitting.quorum.get() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::preparation::{Mode, SittingKeys, WitnessKey};
    use crate::note::{KeyName, VkeyType};
    use crate::wire::{Bytes32, Int};
    use crypto::signature::SigningKey;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32]).unwrap()
    }

    fn name(seed: u8) -> KeyName {
        format!("witness.example/w{seed}").parse().unwrap()
    }

    /// Four witnesses, three needed.
    fn sitting() -> SittingDefined {
        let public = |seed: u8| Bytes32::from(*key(seed).verifying_key().as_bytes());
        let witnesses = (11..15_u8).map(|seed| {
            let vkey = Vkey::new(name(seed), VkeyType::Cosignature, key(seed).verifying_key());
            let text = format!("见证人 {seed}");
            WitnessKey { name: text.parse().unwrap(), vkey: vkey.to_string().parse().unwrap() }
        });
        SittingDefined {
            version: Int::from(1),
            name: "会议".parse().unwrap(),
            mode: Mode::Real,
            origin: "vote.example/1".parse().unwrap(),
            keys: SittingKeys {
                log: public(1),
                server: public(2),
                secretariat: public(3),
                chief: public(4),
                presiding: public(5),
            },
            witnesses: witnesses.collect(),
            quorum: Int::from(3),
            pages: vec![],
        }
    }

    fn note(cosigned: &[(u8, u64)]) -> Note {
        let text = "vote.example/1\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
        let mut note = Note::sign(text, &"vote.example/1".parse().unwrap(), &key(1)).unwrap();
        for (seed, time) in cosigned {
            note.cosign(&name(*seed), &key(*seed), *time).unwrap();
        }
        note
    }

    #[test]
    fn a_quorum_vouches_for_the_oldest_of_its_newest_times() {
        let counted = |cosignatures: &[(u8, u64)]| cosigned(&note(cosignatures), &sitting()).unwrap();
        let two = counted(&[(12, 50), (11, 70)]);
        assert_eq!(two.witnesses, [("见证人 11".to_owned(), 70), ("见证人 12".to_owned(), 50)]);
        assert!(!two.is_quorum());
        assert_eq!(two.quorum_time(), None);
        let three = counted(&[(11, 70), (12, 50), (14, 60)]);
        assert!(three.is_quorum());
        assert_eq!(three.quorum_time(), Some(50));
        assert_eq!(counted(&[(11, 70), (12, 50), (14, 60), (13, 65)]).quorum_time(), Some(60));
        // The newest time of a witness counts, and a witness once.
        assert_eq!(counted(&[(11, 70), (11, 90), (12, 80), (13, 50)]).quorum_time(), Some(50));
        assert!(!counted(&[(11, 70), (11, 90), (11, 80)]).is_quorum());
        // A stranger is nobody.
        assert_eq!(counted(&[(99, 70)]).witnesses, []);
        assert_eq!(counted(&[]).witnesses, []);
    }

    #[test]
    fn a_cosignature_that_fails_refuses_the_note() {
        let text = String::from_utf8(note(&[(11, 70), (12, 70)]).to_bytes()).unwrap();
        let other = String::from_utf8(note(&[(11, 71)]).to_bytes()).unwrap();
        let line = |text: &str, at: usize| text.lines().nth(at).unwrap().to_owned();
        // The signature of one time under another.
        let mut forged = line(&text, 5);
        let middle = forged.len() - 40;
        forged.replace_range(middle.., &line(&other, 5)[middle..]);
        let forged = Note::parse(text.replace(&line(&text, 5), &forged).as_bytes()).unwrap();
        assert!(matches!(cosigned(&forged, &sitting()), Err(NoteError::Signature { .. })));
    }

    #[test]
    fn quorum_none_is_always_there_and_says_no_time() {
        let alone = SittingDefined { witnesses: vec![], quorum: Int::ZERO, ..sitting() };
        let counted = cosigned(&note(&[]), &alone).unwrap();
        assert!(counted.is_quorum());
        assert_eq!(counted.quorum_time(), None);
    }
}
