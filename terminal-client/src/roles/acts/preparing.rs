//! Bodies of the preparation (protocol.md §3.2). What they say is for people to decide; numbers follow from the state.

use audit::entry::Body;
use audit::entry::payload::{BlobPart, split_text};
use audit::entry::preparation::{
    ContestDefined, ContestPurpose, Item, NamedScrutineer, Roll, RollFixed, RulesAdopted, ScrutineersNamed,
};
use audit::fold::State;
use audit::rules::Profile;
use audit::wire::{Bytes32, Text, encode};

use super::{ActError, int};

/// `roll_fixed`, with the parts that travel before it.
pub fn fix_roll(due: u64, roll: &Roll) -> Result<(Body, Vec<BlobPart>), ActError> {
    let text = String::from_utf8(encode(roll)).map_err(|_| audit::entry::payload::PayloadError::Text)?;
    let (payload, parts) = split_text(&text)?;
    let membership = int(u64::try_from(roll.deputies.len()).unwrap_or(u64::MAX))?;
    Ok((Body::RollFixed(RollFixed { membership, due: int(due)?, roll: payload }), parts))
}

/// `rules_adopted`, with the parts that travel before it.
pub fn adopt_rules(title: Text, text: &str, profile: Profile) -> Result<(Body, Vec<BlobPart>), ActError> {
    let (text, parts) = split_text(text)?;
    Ok((Body::RulesAdopted(RulesAdopted { title, text, profile }), parts))
}

/// `scrutineers_named` for the next run: names with their act keys, by position. `reason` is empty for run 1, and only then.
pub fn name_scrutineers(
    state: &State,
    threshold: u64,
    scrutineers: impl IntoIterator<Item = (Text, [u8; 32])>,
    reason: Text,
) -> Result<Body, ActError> {
    Ok(Body::ScrutineersNamed(ScrutineersNamed {
        run: int(next_run(state))?,
        threshold: int(threshold)?,
        scrutineers: (1_u32..)
            .zip(scrutineers)
            .map(|(index, (name, key))| NamedScrutineer { index: index.into(), name, key: key.into() })
            .collect(),
        reason,
    }))
}

/// The number of the run that a `scrutineers_named` would start now.
pub(super) fn next_run(state: &State) -> u64 {
    state.ceremony().map_or(1, |ceremony| ceremony.run().saturating_add(1))
}

/// `contest_defined` with the next number. `rules` is the leaf hash of its `rules_adopted`.
pub fn define_contest(
    state: &State,
    title: Text,
    rules: [u8; 32],
    purpose: ContestPurpose,
    items: Vec<Item>,
) -> Result<Body, ActError> {
    let profile = state.rules().get(&rules).ok_or(ActError::Missing { what: "rules" })?.profile.clone();
    let number = u64::try_from(state.contests().len()).unwrap_or(u64::MAX).saturating_add(1);
    Ok(Body::ContestDefined(ContestDefined {
        contest: int(number)?,
        title,
        rules: Bytes32::from(rules),
        profile,
        purpose,
        items,
    }))
}
