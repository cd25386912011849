//! The witnesses that a sitting names, and whether enough of them have cosigned a checkpoint (protocol.md §3.8).
//!
//! A witness cosigns only a log that grows consistently. So two histories of one sitting can both have a quorum only if more than
//! 2·quorum − n of the n witnesses cosigned both; [`Witnesses::of`] refuses a quorum for which that is none.
//!
//! Next: `note` has the signatures; `fold` takes the entries that carry a quorum, and says what waits for one.

use crate::entry::preparation::{SittingDefined, WitnessKey};
use crate::note::{KeyName, KeyNameError, Note, NoteError, SignatureLine, Vkey, VkeyError, VkeyType};
use crypto::signature::{SignatureError, VerifyingKey};

/// The most witnesses of a sitting (§14).
pub const WITNESSES_MAX: usize = 32;

/// The quorum of n witnesses where nobody says another: the smallest q with 2q − n > f for f = ⌊(n − 1) / 3⌋, so that two histories
/// need more dishonest witnesses than a third of them, and as many as possible may be absent.
pub fn quorum_by_default(count: u64) -> u64 {
    let dishonest = count.saturating_sub(1) / 3;
    if count == 0 { 0 } else { count.saturating_add(dishonest) / 2 + 1 }
}

/// How many witnesses must be dishonest for two histories to both get a quorum: 2q − n.
pub fn needed_for_two_histories(count: u64, quorum: u64) -> u64 {
    quorum.saturating_mul(2).saturating_sub(count)
}

/// Why a sitting cannot have these witnesses; in the order of the checks. Witnesses count from 1, as in entry 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum WitnessesError {
    #[error("{count} witnesses, at most {WITNESSES_MAX} allowed")]
    TooMany { count: usize },
    /// With no witnesses the quorum is 0, with some it is at least 1 and at most their number.
    #[error("quorum {quorum} of {count} witnesses")]
    Quorum { quorum: u64, count: usize },
    /// Two histories could both get a quorum without one dishonest witness.
    #[error("quorum {quorum} of {count} witnesses is no majority")]
    NoMajority { quorum: u64, count: usize },
    #[error("witness {witness}: the name is empty")]
    NameEmpty { witness: usize },
    #[error("witness {witness}: the name is that of another witness")]
    SameName { witness: usize },
    #[error("witness {witness}: vkey: {source}")]
    Vkey { witness: usize, source: VkeyError },
    /// Only a key of type 0x04 cosigns.
    #[error("witness {witness}: vkey: not a key for cosignatures (type 0x04)")]
    Type { witness: usize },
    /// Key names select keys: each is its own, the log's too.
    #[error("witness {witness}: vkey: the key's name is in use already")]
    SameKeyName { witness: usize },
    #[error("witness {witness}: vkey: the key is in use already")]
    SameKey { witness: usize },
}

/// Why entry 0 names no key for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogKeyError {
    /// The origin is the key's name.
    #[error("origin: {0}")]
    Origin(#[from] KeyNameError),
    /// The key itself.
    #[error("keys.log: {0}")]
    Key(#[from] SignatureError),
}

/// The key that signs the checkpoints of a sitting's log.
pub fn log_vkey(definition: &SittingDefined) -> Result<Vkey, LogKeyError> {
    let name: KeyName = definition.origin.as_str().parse()?;
    let key = VerifyingKey::from_bytes(definition.keys.log.as_bytes())?;
    Ok(Vkey::new(name, VkeyType::Ed25519, key))
}

/// A witness of the sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The name that people know it by.
    pub name: String,
    /// The key that it cosigns with, of type 0x04.
    pub vkey: Vkey,
}

/// The witnesses of a sitting in the order of entry 0, and how many of them are a quorum. None and 0, or a sound definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    named: Vec<Witness>,
    quorum: u64,
}

impl Witnesses {
    /// The witnesses that entry 0 names.
    pub fn of(definition: &SittingDefined) -> Result<Self, WitnessesError> {
        let (count, quorum) = (definition.witnesses.len(), definition.quorum.get());
        if count > WITNESSES_MAX {
            return Err(WitnessesError::TooMany { count });
        }
        let of_them = u64::try_from(count).unwrap_or(u64::MAX);
        if quorum > of_them || (quorum == 0 && count > 0) {
            return Err(WitnessesError::Quorum { quorum, count });
        }
        if count > 0 && quorum.saturating_mul(2) <= of_them {
            return Err(WitnessesError::NoMajority { quorum, count });
        }
        let keys = &definition.keys;
        let mut used: Vec<[u8; 32]> = [keys.log, keys.server, keys.secretariat, keys.chief, keys.presiding]
            .map(crate::wire::Bytes32::to_bytes)
            .into();
        let mut named: Vec<Witness> = Vec::new();
        for (witness, key) in (1..).zip(&definition.witnesses) {
            let new = read(witness, key)?;
            if named.iter().any(|other| other.name == new.name) {
                return Err(WitnessesError::SameName { witness });
            }
            let name = new.vkey.name();
            if name.as_str() == definition.origin.as_str()
                || named.iter().any(|other| other.vkey.name() == name)
            {
                return Err(WitnessesError::SameKeyName { witness });
            }
            if used.contains(new.vkey.key().as_bytes()) {
                return Err(WitnessesError::SameKey { witness });
            }
            used.push(*new.vkey.key().as_bytes());
            named.push(new);
        }
        Ok(Self { named, quorum })
    }

    /// For a fold whose check of entry 0 a test has switched off: as many as can be read.
    pub(crate) fn unchecked(definition: &SittingDefined) -> Self {
        let named =
            (1..).zip(&definition.witnesses).filter_map(|(witness, key)| read(witness, key).ok()).collect();
        Self { named, quorum: definition.quorum.get() }
    }

    /// In the order of entry 0.
    pub fn named(&self) -> &[Witness] {
        &self.named
    }

    /// How many witnesses there are: n.
    pub fn count(&self) -> u64 {
        u64::try_from(self.named.len()).unwrap_or(u64::MAX)
    }

    /// How many of them an act waits for: q; 0 in a sitting without witnesses.
    pub fn quorum(&self) -> u64 {
        self.quorum
    }

    /// Which witness a signature line is said to be of, counted from 0. Whether the signature holds is another question.
    pub fn position(&self, line: &SignatureLine) -> Option<usize> {
        self.named.iter().position(|witness| is_of(&witness.vkey, line))
    }

    /// Who cosigned a note, and when. A line of somebody else says nothing; one of a witness whose signature fails refuses the
    /// whole note (§2.5). Whether the log's key signed it too is [`crate::checkpoint::Checkpoint::open`]'s to say.
    pub fn cosigned(&self, note: &Note) -> Result<Cosigned, NoteError> {
        let vkeys: Vec<Vkey> = self.named.iter().map(|witness| witness.vkey.clone()).collect();
        let verified = match note.verify(&vkeys) {
            Ok(verified) => verified,
            Err(NoteError::Unsigned) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut by: Vec<_> = verified
            .into_iter()
            .filter_map(|verified| Some(Cosignature { witness: verified.key, time: verified.time? }))
            .collect();
        by.sort_by_key(|cosignature| cosignature.witness);
        Ok(Cosigned { by, quorum: self.quorum })
    }

    /// The note as it is published and as `witnessed` carries it: the line of the log's key, then the newest of each witness in the
    /// order of entry 0, and no other. [`NoteError::Unsigned`] if the log's key did not sign it.
    pub fn arrange(&self, note: &Note, log: &Vkey) -> Result<Note, NoteError> {
        note.verify(std::slice::from_ref(log))?;
        let cosigned = self.cosigned(note)?;
        let mut lines: Vec<SignatureLine> =
            note.signatures().iter().filter(|line| is_of(log, line)).take(1).cloned().collect();
        for Cosignature { witness, time } in cosigned.by {
            let of_it = note.signatures().iter().filter(|line| self.position(line) == Some(witness));
            lines.extend(of_it.filter(|line| line.time() == Some(time)).take(1).cloned());
        }
        Note::assemble(note.text(), lines)
    }
}

fn read(witness: usize, key: &WitnessKey) -> Result<Witness, WitnessesError> {
    if key.name.as_str().trim().is_empty() {
        return Err(WitnessesError::NameEmpty { witness });
    }
    // A vkey has one spelling: what parses is written the same.
    let vkey: Vkey = key.vkey.as_str().parse().map_err(|source| WitnessesError::Vkey { witness, source })?;
    if vkey.kind() != VkeyType::Cosignature {
        return Err(WitnessesError::Type { witness });
    }
    Ok(Witness { name: key.name.to_string(), vkey })
}

fn is_of(vkey: &Vkey, line: &SignatureLine) -> bool {
    line.name() == vkey.name() && line.id() == vkey.id()
}

/// A cosignature that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// Which witness, counted from 0.
    pub witness: usize,
    /// When it says that it signed, in POSIX seconds.
    pub time: u64,
}

/// Who cosigned a checkpoint: each witness once, with its newest time, in the order of entry 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    by: Vec<Cosignature>,
    quorum: u64,
}

impl Cosigned {
    pub(crate) fn new(by: Vec<Cosignature>, quorum: u64) -> Self {
        Self { by, quorum }
    }

    /// Each witness that cosigned.
    pub fn by(&self) -> &[Cosignature] {
        &self.by
    }

    /// How many they are.
    pub fn have(&self) -> u64 {
        u64::try_from(self.by.len()).unwrap_or(u64::MAX)
    }

    /// Whether they are a quorum; always, in a sitting without witnesses.
    pub fn is_quorum(&self) -> bool {
        self.have() >= self.quorum
    }

    /// The newest time at which a quorum stood behind this checkpoint: the q-th newest of the times. `None` if there is no quorum,
    /// and in a sitting without witnesses.
    pub fn quorum_time(&self) -> Option<u64> {
        let mut times: Vec<_> = self.by.iter().map(|cosignature| cosignature.time).collect();
        times.sort_unstable_by(|one, other| other.cmp(one));
        let place = usize::try_from(self.quorum).ok()?.checked_sub(1)?;
        times.get(place).copied()
    }
}

#[cfg(test)]
mod tests;
