//! A sitting in memory: keys, entries and cards, before anything is on disk.

use audit::entry::payload::split_text;
use audit::entry::preparation::{
    ContestDefined, ContestPurpose, NamedScrutineer, PROTOCOL_VERSION, Roll, RollDeputy, RollFixed,
    RulesAdopted, ScrutineersNamed, SittingDefined, SittingKeys as PublicKeys, WitnessKey,
};
use audit::entry::{Body, Signer};
use audit::fingerprint::Fingerprint;
use audit::fold::State;
use audit::wire::{Bytes32, Int, Text, TextError, encode};
use crypto::card::Card;
use crypto::ceremony::Parameters;
use crypto::signature::SigningKey;
use terminal_client::page::Bundle;

use super::entries::Entries;
use super::holder::public;
use super::{ContestDraft, Definition, DraftPurpose, SittingError, SittingKeys};
use crate::folder::keys::entropy;
use crate::prepare::roll::RollRow;

/// A sitting that the fold has taken, not yet on disk.
pub struct Draft {
    pub(super) keys: SittingKeys,
    /// The roll's rows by number, with their cards.
    pub(super) roll: Vec<(RollRow, Card)>,
    pub(super) state: State,
    pub(super) lines: Vec<Vec<u8>>,
    pub(super) fingerprint: Fingerprint,
    pub(super) scrutineers_named: bool,
}

impl Draft {
    /// Makes keys and cards and signs the first entries. `time` is theirs, in POSIX seconds.
    pub fn new(definition: &Definition, time: u64) -> Result<Self, SittingError> {
        let parameters = parameters(definition)?;
        let keys = SittingKeys::make(definition)?;
        let origin = definition.origin.as_str();
        let mut entries = Entries::new(origin, time);
        let secretariat = (Signer::Secretariat, &keys.secretariat);

        let body = sitting_defined(definition, &keys)?;
        entries.act(vec![], &body, &[secretariat, (Signer::Server, &keys.server.act)])?;
        let fingerprint = entries.state().sitting().map(|sitting| sitting.fingerprint).unwrap_or_default();

        let roll = cards(definition)?;
        let text = encode(&Roll { deputies: deputies(&roll, &fingerprint)? });
        let text = String::from_utf8_lossy(&text);
        let (payload, parts) =
            split_text(&text).map_err(|source| SittingError::Payload { kind: "roll_fixed", source })?;
        let membership = int(roll.len())?;
        let due = definition.due.map_or(membership, Int::from);
        let body = Body::RollFixed(RollFixed { membership, due, roll: payload });
        entries.act(parts, &body, &[secretariat])?;

        let mut adopted = Vec::with_capacity(definition.rules.len());
        for rules in &definition.rules {
            let (text, parts) = split_text(&rules.text)
                .map_err(|source| SittingError::Payload { kind: "rules_adopted", source })?;
            let profile = rules.profile.clone();
            let body = Body::RulesAdopted(RulesAdopted { title: profile.title.clone(), text, profile });
            adopted.push(entries.act(parts, &body, &[secretariat])?);
        }

        let mut scrutineers_named = false;
        if let (Some(parameters), Some(chief)) = (parameters, keys.chief.signing()) {
            let body = scrutineers(definition, &keys, parameters);
            entries.act(vec![], &body, &[secretariat, (Signer::Chief, chief)])?;
            scrutineers_named = true;
        }
        for (number, contest) in (1_u32..).zip(&definition.contests) {
            let body = contest_defined(number, contest, definition, &adopted)?;
            entries.act(vec![], &body, &[secretariat])?;
        }
        let (state, lines) = entries.into_parts();
        Ok(Self { keys, roll, state, lines, fingerprint: Fingerprint(fingerprint), scrutineers_named })
    }

    /// SHA-256 of entry 0.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// n and t of the ceremony, or nothing where the scrutineers are named later.
pub(super) fn parameters(definition: &Definition) -> Result<Option<Parameters>, SittingError> {
    let count = u16::try_from(definition.scrutineers.len()).map_err(|_| SittingError::Number)?;
    match (count, definition.threshold) {
        (0, None) => Ok(None),
        (n, None) => Parameters::with_majority(n).map(Some).map_err(SittingError::Scrutineers),
        (n, Some(t)) => Parameters::new(n, t).map(Some).map_err(SittingError::Scrutineers),
    }
}

fn sitting_defined(definition: &Definition, keys: &SittingKeys) -> Result<Body, SittingError> {
    let terminals = definition.scrutineers.iter().zip(&keys.witnesses).filter_map(|(one, held)| {
        let vkey = held.as_ref()?.vkey.to_string();
        Some(vkey.parse().map(|vkey| WitnessKey { name: one.name.clone(), vkey }))
    });
    let others = definition.witnesses.witnesses.iter().map(|witness| Ok(witness.key.clone()));
    let witnesses = terminals.chain(others).collect::<Result<Vec<_>, TextError>>()?;
    Ok(Body::SittingDefined(SittingDefined {
        version: Int::from(PROTOCOL_VERSION),
        name: definition.name.clone(),
        mode: definition.mode,
        origin: definition.origin.as_str().parse()?,
        keys: PublicKeys {
            log: public(&keys.server.log.verifying_key()),
            server: public(&keys.server.act.verifying_key()),
            secretariat: public(&keys.secretariat.verifying_key()),
            chief: keys.chief.public(),
            presiding: keys.presiding.public(),
        },
        quorum: definition.quorum(witnesses.len()).try_into().map_err(|_| SittingError::Number)?,
        witnesses,
        // Those of this program; none where it was built without.
        pages: Bundle::embedded().hash().map(|hash| hash.0.into()).into_iter().collect(),
    }))
}

/// `adopted`: leaf hashes of [`Definition::rules`].
fn contest_defined(
    number: u32,
    contest: &ContestDraft,
    definition: &Definition,
    adopted: &[[u8; 32]],
) -> Result<Body, SittingError> {
    let leaf = |rules: usize| adopted.get(rules).copied().map(Bytes32::from).ok_or(SittingError::Number);
    let purpose = match contest.purpose {
        DraftPurpose::Items => ContestPurpose::Items,
        DraftPurpose::Rules { rules } => ContestPurpose::Rules { rules: leaf(rules)? },
        DraftPurpose::Scrutineers => ContestPurpose::Scrutineers { run: Int::from(1_u32) },
    };
    let profile = definition.rules.get(contest.rules).ok_or(SittingError::Number)?.profile.clone();
    Ok(Body::ContestDefined(ContestDefined {
        contest: Int::from(number),
        title: contest.title.clone(),
        rules: leaf(contest.rules)?,
        profile,
        purpose,
        items: contest.items.clone(),
    }))
}

fn cards(definition: &Definition) -> Result<Vec<(RollRow, Card)>, SittingError> {
    let mut rows = definition.roll.clone();
    rows.sort_by_key(|row| row.number);
    rows.into_iter()
        .map(|row| {
            let card = Card::issue(u64::from(row.number), entropy()?)?;
            Ok((row, card))
        })
        .collect()
}

fn deputies(roll: &[(RollRow, Card)], fingerprint: &[u8; 32]) -> Result<Vec<RollDeputy>, SittingError> {
    roll.iter()
        .map(|(row, card)| {
            let key: SigningKey = card.signing_key(fingerprint)?;
            Ok(RollDeputy {
                number: Int::from(row.number),
                name: row.name.clone(),
                delegation: row.delegation.clone(),
                card: public(&key.verifying_key()),
            })
        })
        .collect()
}

fn scrutineers(definition: &Definition, keys: &SittingKeys, parameters: Parameters) -> Body {
    let named = (1_u32..)
        .zip(definition.scrutineers.iter().zip(&keys.scrutineers))
        .map(|(index, (one, key))| NamedScrutineer {
            index: Int::from(index),
            name: one.name.clone(),
            key: key.public(),
        })
        .collect();
    Body::ScrutineersNamed(ScrutineersNamed {
        run: Int::from(1_u32),
        threshold: Int::from(u32::from(parameters.t())),
        scrutineers: named,
        reason: Text::default(),
    })
}

fn int(value: usize) -> Result<Int, SittingError> {
    u32::try_from(value).map(Int::from).map_err(|_| SittingError::Number)
}
