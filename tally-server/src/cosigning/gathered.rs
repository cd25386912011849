//! Cosignatures of the checkpoints that witnesses were asked about, and whether they are a quorum. Values in, values out.
//!
//! Invariant: nothing is kept that was not verified against the witnesses of entry 0.

use std::collections::VecDeque;

use audit::checkpoint::{Checkpoint, CheckpointError};
use audit::note::{Note, NoteError, Vkey};
use audit::quorum::{Cosigned, Witnesses};

/// Checkpoints that a late cosignature may still be for.
const ASKED_MAX: usize = 32;

/// Why a cosignature is not taken; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// It cannot be read.
    #[error("not a note: {0}")]
    Note(NoteError),
    /// Not over a checkpoint that was asked about, or over one of long ago.
    #[error("not a checkpoint that the witnesses were asked about")]
    Unknown,
    /// One that bears a witness's name and fails.
    #[error(transparent)]
    Signature(NoteError),
    /// No line is a witness's of this sitting.
    #[error("no witness of this sitting signed it")]
    NoWitness,
}

/// A checkpoint and who cosigned it so far.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Entries that it names.
    pub size: u64,
    /// With the cosignatures, in the order of entry 0.
    pub note: Note,
    /// Whose they are.
    pub cosigned: Cosigned,
}

/// What was asked and what came.
#[derive(Debug)]
pub struct Gathered {
    witnesses: Witnesses,
    log: Vkey,
    /// Oldest first; sizes rise.
    asked: VecDeque<Asked>,
}

impl Gathered {
    /// Of a log with this key and these witnesses.
    pub fn new(witnesses: Witnesses, log: Vkey) -> Self {
        Self { witnesses, log, asked: VecDeque::new() }
    }

    /// Begins to gather for a checkpoint that the log's key signed. One that is asked about already keeps what came for it; what
    /// the note brings along counts.
    pub fn ask(&mut self, note: &Note) -> Result<(), CheckpointError> {
        let size = Checkpoint::open(note, &self.log)?.size;
        if self.asked.iter().any(|asked| asked.note.text() == note.text()) {
            return Ok(());
        }
        let note = self.witnesses.arrange(note, &self.log)?;
        let cosigned = self.witnesses.cosigned(&note)?;
        self.asked.push_back(Asked { size, note, cosigned });
        if self.asked.len() > ASKED_MAX {
            self.asked.pop_front();
        }
        Ok(())
    }

    /// Takes cosignatures for a checkpoint that was asked about; gives it with all that came, and which witnesses these are of.
    pub fn offer(&mut self, offered: &Note) -> Result<(Asked, Vec<usize>), OfferError> {
        let asked = self
            .asked
            .iter_mut()
            .find(|asked| asked.note.text() == offered.text())
            .ok_or(OfferError::Unknown)?;
        let new = self.witnesses.cosigned(offered).map_err(OfferError::Signature)?;
        if new.by().is_empty() {
            return Err(OfferError::NoWitness);
        }
        let mut joined = asked.note.clone();
        joined.join(offered).map_err(OfferError::Note)?;
        // Only verified lines of witnesses remain, the newest of each.
        let note = self.witnesses.arrange(&joined, &self.log).map_err(OfferError::Signature)?;
        let cosigned = self.witnesses.cosigned(&note).map_err(OfferError::Signature)?;
        (asked.note, asked.cosigned) = (note, cosigned);
        Ok((asked.clone(), new.by().iter().map(|by| by.witness).collect()))
    }

    /// What came for the newest checkpoint of this size.
    pub fn of_size(&self, size: u64) -> Option<&Asked> {
        self.asked.iter().rev().find(|asked| asked.size == size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audit::entry::preparation::{Mode, SittingDefined, SittingKeys, WitnessKey};
    use audit::note::{KeyName, VkeyType};
    use crypto::signature::SigningKey;

    const ORIGIN: &str = "vote.example/1";

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32]).unwrap()
    }

    fn name(witness: u8) -> KeyName {
        format!("w{witness}.example").parse().unwrap()
    }

    /// Three witnesses with keys 11, 12, 13, of whom two are a quorum; the log's key is 1.
    fn gathered() -> Gathered {
        let public = |seed| (*key(seed).verifying_key().as_bytes()).into();
        let witnesses = (1..=3).map(|witness| {
            let vkey = Vkey::new(name(witness), VkeyType::Cosignature, key(10 + witness).verifying_key());
            WitnessKey {
                name: format!("见证{witness}").parse().unwrap(),
                vkey: vkey.to_string().parse().unwrap(),
            }
        });
        let definition = SittingDefined {
            version: 1.into(),
            name: "会议".parse().unwrap(),
            mode: Mode::Rehearsal,
            origin: ORIGIN.parse().unwrap(),
            keys: SittingKeys {
                log: public(1),
                server: public(2),
                secretariat: public(3),
                chief: public(4),
                presiding: public(5),
            },
            witnesses: witnesses.collect(),
            quorum: 2.into(),
            pages: vec![],
        };
        let log = audit::quorum::log_vkey(&definition).unwrap();
        Gathered::new(Witnesses::of(&definition).unwrap(), log)
    }

    fn signed(size: u64) -> Note {
        Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: [7; 32] }.sign(&key(1)).unwrap()
    }

    fn cosigned(size: u64, witness: u8, time: u64) -> Note {
        let mut note = signed(size);
        note.cosign(&name(witness), &key(10 + witness), time).unwrap();
        note
    }

    #[test]
    fn cosignatures_add_up_to_a_quorum_in_the_order_of_entry_0() {
        let mut gathered = gathered();
        gathered.ask(&signed(5)).unwrap();
        let (asked, by) = gathered.offer(&cosigned(5, 3, 100)).unwrap();
        assert_eq!((asked.cosigned.have(), asked.cosigned.is_quorum(), by), (1, false, vec![2]));
        // The same witness again is the same witness, with its newer time.
        let (asked, _) = gathered.offer(&cosigned(5, 3, 120)).unwrap();
        assert_eq!((asked.cosigned.have(), asked.cosigned.by()[0].time), (1, 120));
        let (asked, _) = gathered.offer(&cosigned(5, 1, 110)).unwrap();
        assert!(asked.cosigned.is_quorum());
        assert_eq!(asked.cosigned.quorum_time(), Some(110));
        let names: Vec<_> = asked.note.signatures().iter().map(|line| line.name().to_string()).collect();
        assert_eq!(names, [ORIGIN, "w1.example", "w3.example"]);
        // A new round over the same checkpoint keeps them.
        gathered.ask(&signed(5)).unwrap();
        assert_eq!(gathered.of_size(5).unwrap().cosigned.have(), 2);
        assert!(gathered.of_size(4).is_none());
    }

    #[test]
    fn what_no_witness_signed_is_not_counted() {
        let mut gathered = gathered();
        gathered.ask(&signed(5)).unwrap();
        assert_eq!(gathered.offer(&cosigned(6, 1, 100)).unwrap_err(), OfferError::Unknown);
        assert_eq!(gathered.offer(&signed(5)).unwrap_err(), OfferError::NoWitness);
        let mut stranger = signed(5);
        stranger.cosign(&"w9.example".parse().unwrap(), &key(19), 100).unwrap();
        assert_eq!(gathered.offer(&stranger).unwrap_err(), OfferError::NoWitness);
        // A witness's name with another's key has another key ID: a stranger too.
        let mut named = signed(5);
        named.cosign(&name(1), &key(12), 100).unwrap();
        assert_eq!(gathered.offer(&named).unwrap_err(), OfferError::NoWitness);
        // A line of one checkpoint below another.
        let text = String::from_utf8(cosigned(5, 1, 100).to_bytes()).unwrap();
        let line = text.lines().last().unwrap();
        let other = signed(6);
        gathered.ask(&other).unwrap();
        let moved = format!("{}{line}\n", String::from_utf8(other.to_bytes()).unwrap());
        let moved = Note::parse(moved.as_bytes()).unwrap();
        assert!(matches!(gathered.offer(&moved), Err(OfferError::Signature(_))));
        assert_eq!(gathered.of_size(6).unwrap().cosigned.have(), 0);
    }

    #[test]
    fn only_the_newest_rounds_are_kept() {
        let mut gathered = gathered();
        let last = ASKED_MAX as u64 + 1;
        for size in 1..=last {
            gathered.ask(&signed(size)).unwrap();
        }
        assert_eq!(gathered.offer(&cosigned(1, 1, 100)).unwrap_err(), OfferError::Unknown);
        assert!(gathered.offer(&cosigned(2, 1, 100)).is_ok());
        let mut unsigned = gathered.of_size(2).unwrap().note.to_string();
        unsigned = unsigned.replacen("\n2\n", "\n3\n", 1);
        assert!(gathered.ask(&Note::parse(unsigned.as_bytes()).unwrap()).is_err());
    }
}
